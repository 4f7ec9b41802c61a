/*
 * What the files of the PDF's text share: faces as CIDs, content, font files.
 *
 * Every cluster of a mark is one character of the PDF (a CID): its glyphs are
 * put together to one, with an advance of its own and the text it stands for.
 * So whatever shaping did to a word, a reader sees letters side by side in the
 * order in which they are read.
 */
#ifndef NASHRA_PDF_TEXT_INT_H
#define NASHRA_PDF_TEXT_INT_H

#include "sheet/sheet.h"

/* ---- typeface.c ------------------------------------------------------- */

struct cid_glyph {
	uint32_t id;
	int32_t dx, dy; /* font units */
};

/* One CID: what it draws, how far it goes, what it says. */
struct cid {
	const struct cid_glyph *glyphs;
	uint32_t n;
	int32_t advance;      /* font units */
	const char *text;     /* UTF-8, "" none */
	unsigned gid;         /* in the font file; set by fontfile_make */
};

/* A font of one document. */
struct typeface {
	const struct font *font;
	unsigned number;      /* /F0, /F1 … */
	struct arena *a;
	GPtrArray *cids;      /* struct cid; 0 is none */
	GHashTable *known;    /* struct cid to its number */
};

struct typefaces {
	GPtrArray *v;         /* struct typeface, in the order of first use */
	GHashTable *by_font;
};

struct typefaces *typefaces_create(void);
void typefaces_destroy(struct typefaces *t); /* NULL allowed */
struct typeface *typefaces_get(struct typefaces *t, const struct font *fo);
/* The number of the CID that is `c`, which is copied when it is new. */
unsigned typeface_cid(struct typeface *f, const struct cid *c);

/* ---- content.c -------------------------------------------------------- */

/* What a number in the content (an MCID) belongs to. */
struct marked {
	int tag;      /* index into the sheets' tags */
	int link;     /* which link of the sheet, in their order; -1 none */
	bool goes_on; /* the link before it does */
};

/* Text that a reader may follow, and no furniture. */
bool is_link(const struct sheets *all, const struct mark *m);
/* As ISO 32000-1, 14.8.4 calls it; NULL: it is no element. */
const char *tag_role(enum tag_kind kind);
/* A picture that is an element of its own, and no furniture. */
bool is_figure(const struct sheets *all, const struct mark *m);

/* What the pages of one document share. */
struct stock {
	struct typefaces *types;
	struct pictures *pictures; /* imagedict.h */
	struct inks *inks;         /* ink.h */
	bool links;                /* can be followed: not on paper */
};

/*
 * The text of a sheet as a content stream's BT … ET, parted by elements, with
 * its figures where they are read.  `marked` gets a struct marked for each
 * MCID.
 */
void content_add(GString *to, const struct sheets *all, size_t sheet,
    const struct stock *st, GArray *marked);

/* ---- operators.c ------------------------------------------------------ */

int64_t hundredths(dim d);
/* Hundredths as PDF writes numbers: at `p`, returning where they end; at a text's end. */
#define NUMBER_MAX 24
char *number_put(char *p, int64_t hundredths);
void number_add(GString *to, int64_t hundredths);

/* ---- fontfile.c ------------------------------------------------------- */

/*
 * The face's glyphs that are used, and those put together of them, as a
 * TrueType file; every cid gets its gid.  NULL when the font has no TrueType
 * outlines or cannot be subset.
 */
GByteArray *fontfile_make(struct typeface *f);

#endif
