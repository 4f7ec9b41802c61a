/*
 * import: what comes out of other systems, as items.
 *
 * Exports of WordPress (WXR 1.2), RSS 2.0, Atom and JSON Feed, saved HTML
 * pages, ninjs 1.x-3.1 and pages saved as text become item files.  What a file is, its
 * content says, not its name.  Nothing is invented and nothing lost: every
 * line of the source that is not blank is in a part of the item or in its
 * residue, and each item is read back and compared before it is written.
 * Nothing is fetched.  The same bytes give the same files.
 */
#ifndef NASHRA_IMPORT_H
#define NASHRA_IMPORT_H

#include "base/base.h"

/* The words that parts are known by, from words/import.yaml. */
struct import_words;

/* In `a`; NULL after import.words, or a diagnostic of file_read or yaml_read. */
const struct import_words *import_words_read(struct arena *a, struct diags *dg,
    const char *file);

struct import_job {
	const char *const *files;
	size_t n;
	const char *folder;   /* for the items; made when it is not there */
	bool dry;             /* write nothing */
	const struct import_words *words;
	/* What the user knows better than the sources; NULL: nothing. */
	const char *id;       /* of the only release there is */
	const char *language; /* of all that do not say theirs */
	const char *date;     /* of all that do not say theirs */
	/* Each line of the report as it comes; NULL: nobody listens. */
	void (*tell)(const char *line, void *with);
	void *with;
};

struct import_counts {
	size_t items;   /* written, or that would be */
	size_t same;    /* that were there already, byte for byte */
	size_t twice;   /* of the same text and date as another of this run */
	size_t skipped; /* drafts, pages and the like */
	size_t refused; /* files, or releases of a file */
};

/*
 * Import all files, each as far as it goes.  The report has one line a guess
 * or change: «FILE:LINE: what: why [sure|likely|guess]».  It is written to
 * import.report in the folder; when another one is there, to import.2.report
 * and so on.
 *
 * Reports what could not be done and goes on: import.kind (a file that is
 * none of the kinds that are read), import.name (a warning: its name says
 * another), import.encoding, import.xml, import.cut, import.dtd, import.json,
 * import.empty, import.no-headline, import.no-body, import.exists (another
 * text has the item's name), import.twice, import.too-big, import.readback,
 * import.stopped, import.folder, import.option, those of file_read, item_read and out_commit.
 * False when one of them is an error.
 */
bool import_files(struct diags *dg, const struct import_job *job, struct import_counts *ret);

#endif
