/* An issue's file: one table a map; what it names is read by gather.c. */
#include "item/issue.h"
#include "item/item-int.h"

#include <stdlib.h>
#include <string.h>

#define HIJRI_MOST 2 /* days by which sightings of the moon differ */

static const struct format issue_format = {
	.name = N_("an issue"),
	.bad_value = "issue.bad-value",
	.unknown_key = "issue.unknown-key",
	.date = "issue.date",
	.address = "issue.address",
};

/* ---- maps inside ------------------------------------------------------ */

static bool
wants_map(struct reader *r, const struct yaml *n, const char *name)
{
	if (n->kind == YAML_MAP)
		return true;
	item_fault(r, "issue.bad-value", n->at, "%s wants a map of keys and values", name);
	return false;
}

static const struct field publication_fields[] = {
	FIELD(struct publication, "title", value_text, title,
	    "The name of the bulletin."),
	FIELD(struct publication, "subtitle", value_text, subtitle,
	    "What stands under its name."),
	FIELD(struct publication, "office", value_text, office,
	    "Who publishes it."),
	FIELD(struct publication, "url", value_url, url,
	    "Its place in the web."),
	FIELD(struct publication, "emblem", value_text, emblem,
	    "A picture beneath the issue's folder."),
};

static void
read_publication(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	if (wants_map(r, n, name))
		READ_MAP(r, n, publication_fields, at, name);
}

static const struct field section_fields[] = {
	FIELD(struct issue_section, "title", value_text, title,
	    "What stands over the section."),
	FIELD(struct issue_section, "key", value_id, key,
	    "What a layout's sections.colours may call it."),
	FIELD(struct issue_section, "items", value_texts, names,
	    "Files beneath the issue's folder, or patterns such as news/*.md."),
};

/* «items: []», «items:» */
static bool
is_nothing(const struct yaml *n)
{
	return n && !n->first && (n->kind != YAML_SCALAR || *n->value == '\0');
}

static void
read_sections(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	struct issue *is = r->issue;

	is->sections = maps_read(r, n, section_fields, G_N_ELEMENTS(section_fields),
	    sizeof *is->sections, &is->n_sections, diag_word(N_("a section")));
	const struct yaml *c = n->kind == YAML_LIST ? n->first : n;
	for (size_t i = 0; i < is->n_sections; c = c->next) {
		if (c->kind != YAML_MAP)
			continue;
		is->sections[i].at = c->at;
		if (!yaml_get(c, "items") && !map_misspells(c, "items")) {
			item_fault(r, "issue.empty", c->at, "the section has no items");
			diag_help(r->dg, "write items: [a.md, b.md], or a pattern: items: [news/*.md]");
		} else if (is_nothing(yaml_get(c, "items"))) {
			diag_add(r->dg, DIAG_WARNING, "issue.empty", is->sections[i].at,
			    "the section has no items, and is left out");
			diag_help(r->dg, "when nothing came for it, take it out of the issue");
		}
		i++;
	}
}

static void
read_corrections(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	struct issue_section *s = at;

	s->at = n->at;
	value_texts(r, n, &s->names, name);
}

static void
read_contacts(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	r->issue->contacts = contacts_read(r, n, &r->issue->n_contacts, name);
}

static void
read_offset(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	char *end = NULL;
	long v = n->value ? strtol(n->value, &end, 10) : 0;

	if (!end || end == n->value || *end || labs(v) > HIJRI_MOST) {
		item_fault(r, "issue.bad-value", n->at, "%s wants a number from -%d to %d", name,
		    HIJRI_MOST, HIJRI_MOST);
		help_digits(r, n);
		return;
	}
	r->issue->hijri_offset = (int)v;
	r->issue->has_hijri_offset = true;
}

static void
read_version(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	if (n->kind != YAML_SCALAR || strcmp(n->value, "1") != 0)
		item_fault(r, "issue.version", n->at, "this program reads nashra-issue: 1 only");
}

/* ---- the issue -------------------------------------------------------- */

static const struct field issue_fields[] = {
	{ "nashra-issue", read_version, 0, N_("The version of this format."), SHAPE_VERSION },
	MAP_FIELD("publication", read_publication, offsetof(struct issue, publication),
	    "What masthead and running heads name.", SHAPE_MAP, publication_fields, NULL),
	FIELD(struct issue, "number", value_count, number,
	    "The number of the issue."),
	FIELD(struct issue, "year", value_count, year,
	    "The year of publication, counted from the first."),
	FIELD(struct issue, "first-item", value_count, first_item,
	    "The number of its first item; 1 when not given."),
	FIELD(struct issue, "date", value_date, date,
	    "The day it is of."),
	FIELD(struct issue, "weekday", value_text, weekday,
	    "The day of the week, to be compared with the date."),
	FIELD(struct issue, "hijri", value_text, hijri,
	    "The day of the Hijri calendar, to be compared with the date."),
	FIELD(struct issue, "date-line", value_text, date_line,
	    "A whole line of dates, to be compared with the date."),
	{ "hijri-offset", read_offset, 0,
	    N_("Days by which the moon was seen earlier or later than Umm al-Qura says."), SHAPE_OFFSET },
	MAP_FIELD("sections", read_sections, 0,
	    "The sections, in the order in which they are printed.", SHAPE_MAPS, section_fields, "items"),
	{ "corrections", read_corrections, offsetof(struct issue, corrections),
	    N_("Items that each say what they correct."), SHAPE_TEXTS },
	MAP_FIELD("contacts", read_contacts, 0, "Whom to ask.", SHAPE_MAPS, contact_fields, NULL),
	FIELD(struct issue, "imprint", value_texts, imprint,
	    "Lines on who made it."),
};

struct fields
issue_all_fields(void)
{
	return (struct fields) { issue_fields, G_N_ELEMENTS(issue_fields) };
}

/* A bulletin of nothing is none. */
static void
check_names(struct reader *r, const struct yaml *root)
{
	const struct issue *is = r->issue;
	bool named = is->corrections.names.n > 0;

	for (size_t i = 0; i < is->n_sections; i++)
		named |= is->sections[i].names.n > 0;
	if (named)
		return;
	item_fault(r, "issue.empty", root->at, "the issue has no items");
	diag_help(r->dg, "write sections: and beneath it - {title: …, items: [a.md]}");
}

static void
read_root(struct reader *r, const struct yaml *root)
{
	const struct issue *is = r->issue;

	READ_MAP(r, root, issue_fields, r->issue, issue_format.name);
	if (!yaml_get(root, "nashra-issue"))
		item_fault(r, "issue.version", root->at, "the line 'nashra-issue: 1' is missing");
	if (!yaml_get(root, "sections") && is->corrections.names.n == 0 &&
	    !map_misspells(root, "sections")) {
		item_fault(r, "issue.empty", root->at, "the issue has no sections");
		diag_help(r->dg, "write sections: and beneath it - {title: …, items: [a.md]}");
	}
	const struct text *said[] = { &is->weekday, &is->hijri, &is->date_line };
	for (size_t i = 0; i < G_N_ELEMENTS(said) && !yaml_get(root, "date"); i++)
		if (said[i]->s) {
			item_fault(r, "issue.date", said[i]->at,
			    "the issue has no date that this could belong to");
			diag_help(r->dg, "write date: 2026-11-23; the words follow from it");
		}
}

/* What stands before the first key: blanks, comments, a line of ---. */
static const char *
first_key(const char *p, const char *end)
{
	if (end - p >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
		p += 3;
	while (p < end) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));

		if (!strchr(" \t\r\n#", *p) && (end - p < 4 || memcmp(p, "---", 3) != 0))
			return p;
		if (!stop)
			break;
		p = stop + 1;
	}
	return end;
}

bool
issue_begins(const char *bytes, size_t len)
{
	static const char key[] = "nashra-issue:";
	const char *p = first_key(bytes, bytes + len);

	return (size_t)(bytes + len - p) >= sizeof key - 1 && memcmp(p, key, sizeof key - 1) == 0;
}

struct issue *
issue_read(struct arena *a, struct diags *dg, const char *file, const char *bytes,
    size_t len)
{
	static const char *const verbatim[] = { "weekday", "hijri", "date-line", NULL };
	size_t errors = diags_count(dg, DIAG_ERROR);
	struct issue *is = arena_new(a, struct issue);
	struct reader r = { .a = a, .dg = dg, .file = file, .format = &issue_format,
		.issue = is };
	g_autofree char *folder = g_path_get_dirname(file);

	is->file = file;
	is->folder = arena_strdup(a, folder);
	if (!text_check_file(dg, file, bytes, len))
		return NULL;
	const struct yaml *root = yaml_read(a, dg, file, bytes, len, 1, verbatim);
	if (root)
		read_root(&r, root);
	/* Else it may have been told why there are no names. */
	if (root && diags_count(dg, DIAG_ERROR) == errors)
		check_names(&r, root);
	return diags_count(dg, DIAG_ERROR) == errors ? is : NULL;
}

const struct issue_entry *
issue_find(const struct issue *is, const char *id)
{
	for (size_t i = 0; i < is->n_entries; i++)
		if (g_strcmp0(is->entries[i].item->id.s, id) == 0)
			return &is->entries[i];
	return NULL;
}
