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

#include <hb.h>

/* ---- typeface.c ------------------------------------------------------- */

struct cid_glyph {
	uint32_t id;
	int32_t dx, dy; /* font units */
	int32_t parts;  /* drawn at this part of its size: 128 is 1/128; 0 at its size */
};

/* One CID: what it draws, how far it goes, what it says. */
struct cid {
	const struct cid_glyph *glyphs;
	uint32_t n;
	int32_t advance;      /* font units */
	const char *text;     /* UTF-8, "" none */
};

/* A font of one document; a face may need several. */
struct typeface {
	const struct font *font;
	unsigned number;      /* /F0, /F1 … */
	struct arena *a;
	GPtrArray *cids;      /* struct cid; 0 is none */
	GHashTable *known;    /* struct cid to its number */
};

struct typefaces {
	GPtrArray *v;         /* struct typeface, in the order of first use */
	GHashTable *by_font;  /* the last of each face */
	struct specks *specks;
};

struct typefaces *typefaces_create(void);
void typefaces_destroy(struct typefaces *t); /* NULL allowed */
/* To be asked for each mark anew: a full one is followed by another of its face. */
struct typeface *typefaces_get(struct typefaces *t, const struct font *fo);
/* The number of the CID that is `c`, which is copied when it is new. */
unsigned typeface_cid(struct typeface *f, const struct cid *c);

/* ---- outline.c -------------------------------------------------------- */

/* A point within a glyph's ink; font units. */
struct speck {
	int32_t x, y;
	int32_t room;               /* ink on both sides of it, together */
	int32_t middle_x, middle_y; /* of the whole glyph */
};

/* The point with most ink around it between two places; false: no ink there. */
bool outline_find_ink(hb_font_t *hb, uint32_t glyph, int32_t from, int32_t to, struct speck *ret);

/* ---- specks.c --------------------------------------------------------- */

/* How far ink goes up and down, font units; bottom > top: there is none. */
struct heights {
	int32_t bottom, top;
};

/* The same, remembered for a document. */
struct specks;
struct specks *specks_create(void);
void specks_destroy(struct specks *k);
bool specks_find(struct specks *k, const struct font *fo, uint32_t glyph, int32_t from, int32_t to,
    struct speck *ret);
struct heights specks_heights(struct specks *k, const struct font *fo, uint32_t glyph);

/* ---- letters.c -------------------------------------------------------- */

/* What becomes one character of the PDF: a piece of a mark's text, and its box on the line. */
struct letter {
	const char *text;      /* of the mark */
	uint32_t len;          /* bytes; 0 for ink that says nothing */
	dim x, baseline;       /* sheet */
	int32_t left, advance; /* font units; left counts from x */
	uint32_t from, n;      /* its glyphs; dx counts from left */
};

/* Room, used for one mark after the other. */
struct letters {
	GArray *v;      /* struct letter, in the order of the text */
	GArray *glyphs; /* struct cid_glyph */
	struct specks *specks; /* the document's */
};

/*
 * The letters of a mark.  `gap_before` and `gap_after` (in the order of the
 * text, font units) are what spaces of the marks beside it take; 0 none.
 */
void letters_take(struct letters *to, const struct mark *m, int32_t gap_before, int32_t gap_after);

/* ---- content.c -------------------------------------------------------- */

/* What a number in the content (an MCID) belongs to. */
struct marked {
	int tag;      /* index into the sheets' tags */
	int link;     /* which link of the sheet, in their order; -1 none */
	bool note;    /* the place of a note */
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
	bool marked_space;         /* pdf.h */
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
/* With six decimals at most, and a blank behind it. */
void real_add(GString *to, double v);

/* ---- fontfile.c ------------------------------------------------------- */

/*
 * The face's glyphs that are used, and those put together of them, as a
 * TrueType file in which the glyph of a CID has its number.  NULL when the
 * font has no TrueType outlines.
 */
GByteArray *fontfile_make(struct typeface *f);
/* The same of other bytes than the font's: they may be anything. */
GByteArray *fontfile_of(struct typeface *f, hb_face_t *face);

#endif
