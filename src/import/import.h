/*
 * import: what comes out of other systems, as items.
 *
 * A page saved as text becomes an item file; XML, HTML and JSON are refused.
 * Nothing is invented and nothing lost: every line of the source that is not
 * blank is in a part of the item or in its residue, and each item is read
 * back and compared before it is written.  The same bytes give the same files.
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
};

struct import_counts {
	size_t items;   /* written, or that would be */
	size_t same;    /* that were there already, byte for byte */
	size_t refused; /* files, or releases of a file */
};

/*
 * Import all files, each as far as it goes.  `report` receives one line a
 * guess or change: «FILE:LINE: what: why [sure|likely|guess]».  It is also
 * written to import.report in the folder.
 *
 * Reports what could not be done and goes on: import.kind (a file that is
 * none of the kinds that are read), import.encoding, import.no-headline,
 * import.no-body, import.exists (another text has the item's name),
 * import.twice, import.readback, import.folder,
 * those of file_read, item_read and out_commit.  False when one of them is
 * an error.
 */
bool import_files(struct diags *dg, const struct import_job *job, GString *report,
    struct import_counts *ret);

#endif
