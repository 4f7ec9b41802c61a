/*
 * issue: what one bulletin is made of.
 *
 * A YAML file names publication, number and date, and the items of each
 * section, one by one or by a pattern.  Nothing is read from outside of the
 * file's own folder.
 */
#ifndef NASHRA_ISSUE_H
#define NASHRA_ISSUE_H

#include "item/item.h"

struct publication {
	struct text title, subtitle, office, url; /* of a volume too */
	struct text emblem; /* a picture beneath the issue's folder */
};

/* The items of a section follow each other in issue->entries. */
struct issue_section {
	struct text title;
	struct text key;      /* what a layout may call it; absent: none */
	struct place at;
	struct texts names;   /* of files, and patterns, as written */
	size_t first, n;      /* of issue->entries */
};

/* One item in its place. */
struct issue_entry {
	const struct item *item;
	struct place at;      /* where the issue names it */
	int section;          /* from 1; corrections come behind the last */
};

struct issue {
	const char *file, *folder;
	struct publication publication;
	int number, year;     /* 0: not said */
	int first_item;       /* the number of the first item; 0: not said, which is 1 */
	const char *period;   /* of a volume, in words; NULL: an issue of a file */
	struct text date;     /* ISO 8601 day */
	/* Said by hand, and only compared with `date` (story_check_date). */
	struct text weekday, hijri, date_line;
	bool has_hijri_offset;
	int hijri_offset;     /* instead of the layout's */

	struct issue_section *sections;
	size_t n_sections;
	struct issue_section corrections; /* title: the layout's */
	struct contact *contacts;
	size_t n_contacts;
	struct texts imprint; /* lines */

	struct issue_entry *entries; /* in reading order, corrections last */
	size_t n_entries;
};

/* Does the file say, in its first key, that it is an issue? */
bool issue_begins(const char *bytes, size_t len);

/*
 * Read the issue in `bytes`, and no other file: `entries` is empty.  Reports
 * every fault (issue.unknown-key with «did you mean», issue.bad-value,
 * issue.date, issue.version, issue.empty, and those of text_check_file and
 * yaml_read) and returns NULL when one of them is an error.
 */
struct issue *issue_read(struct arena *a, struct diags *dg, const char *file,
    const char *bytes, size_t len);

/*
 * The same with its items.  Reports, besides those of item_read: a name that
 * is not there (file.missing), a pattern that nothing matches
 * (issue.no-match), an item named twice (issue.twice) or with the id of
 * another (issue.same-id), more than LIMIT_ITEMS (issue.too-many), a
 * correction that does not say what it corrects (issue.corrects-nothing),
 * or says an id that is not in this issue, and no other one's number
 * (issue.corrects-unknown).  Warns of a headline that is there twice
 * (issue.same-headline) and of an item that is of a later day than the issue
 * (issue.later-item).  NULL only when the issue itself cannot be read;
 * items that cannot be are left out of `entries`, after their diagnostics.
 */
const struct issue *issue_load(struct arena *a, struct diags *dg,
    const char *file, const char *bytes, size_t len);

/* The same for an issue's file, without what its items say. */
const struct item_key *issue_keys(struct arena *a, size_t *ret_n);
void issue_print_schema(GString *to);

/* The entry whose item has this id, or NULL. */
const struct issue_entry *issue_find(const struct issue *is, const char *id);

/* The issue as JSON, without its items; as item_print_json. */
void issue_print_json(const struct issue *is, GString *to);

#endif
