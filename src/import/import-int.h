/* What the files of import share. */
#ifndef NASHRA_IMPORT_INT_H
#define NASHRA_IMPORT_INT_H

#include "import/import.h"

struct words {
	const char **v;
	size_t n;
};

struct import_words {
	struct words residue, bylines, prepositions, verbs;
};

/* ---- an item in parts (write.c) --------------------------------------- */

enum part_kind { PART_PARA, PART_SUBHEAD, PART_ENTRY, PART_QUOTE };

/* One block of the body, on one line. */
struct part {
	enum part_kind kind;
	const char *text;
};

struct left {
	int line;      /* of the source, from 1 */
	const char *text;
};

/* Texts are clean (clean.c) and of one line; NULL: there is none. */
struct parts {
	const char *id, *version, *status, *date, *embargo;
	const char *section, *kicker, *headline, *byline, *dateline;
	const char *source_file, *source_url;
	GPtrArray *decks, *subjects; /* char */
	GArray *body;     /* struct part */
	GArray *residue;  /* struct left */
};

struct parts *parts_new(struct arena *a);
void parts_add(struct parts *p, enum part_kind kind, const char *text);
void parts_leave(struct parts *p, int line, const char *text);
void parts_free(struct parts *p); /* its arrays; texts are the arena's */

/* The item as a file, so that item_read reads the same texts. */
void parts_write(const struct parts *p, GString *to);
/* Are these the parts, in an item that was read from parts_write? */
struct item;
bool parts_are(const struct parts *p, const struct item *it);

/* ---- one import ------------------------------------------------------- */

enum sureness { SURE, LIKELY, GUESS };

struct importer {
	struct arena *a;      /* of the file */
	struct diags *dg;
	const struct import_job *job;
	GString *report;
	GHashTable *names;    /* of items written in this run: their sums */
	struct import_counts *counts;
	const char *file;
};

void say(struct importer *im, int line, enum sureness sure, const char *fmt, ...)
    G_GNUC_PRINTF(4, 5);
/* This release cannot be had. */
void refuse(struct importer *im, const char *code, int line, const char *fmt, ...)
    G_GNUC_PRINTF(4, 5);
/* Check and write one item. */
void put_item(struct importer *im, struct parts *p);

/* ---- clean.c ---------------------------------------------------------- */

/* Bytes as UTF-8, or NULL after import.encoding or import.kind. */
const char *clean_decode(struct importer *im, const char *bytes, size_t len);
/* The lines of `text`, each without dirt and without blanks at its ends. */
GPtrArray *clean_lines(struct importer *im, const char *text);

/* text.c */
void import_text(struct importer *im, const char *text);

/* The file's name as an id, or the sum of `text` when no id can have that name. */
const char *id_of_file(struct importer *im, const char *text);

#endif
