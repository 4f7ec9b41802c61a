/*
 * sheet: pages to a flat list of marks.
 *
 * What a painter needs and nothing else: glyphs of one face at absolute
 * places, rules, tints, pictures, in reading order, each with the element
 * of the document it belongs to.
 */
#ifndef NASHRA_SHEET_H
#define NASHRA_SHEET_H

#include "base/base.h"
#include "font/font.h"
#include "image/image.h"
#include "layout/layout.h"
#include "page/page.h"

enum tag_kind {
	TAG_DOCUMENT, TAG_ARTICLE, TAG_H1, TAG_H2, TAG_H3, TAG_P, TAG_LIST,
	TAG_ENTRY, TAG_QUOTE, TAG_FIGURE, TAG_CAPTION, TAG_TABLE, TAG_ROW,
	TAG_HEAD_CELL, TAG_CELL, TAG_NOTE,
	TAG_LABEL, TAG_ARTIFACT,
	TAG_SECTION,           /* of an issue: its head, then its articles */
	TAG_TOC, TAG_TOC_ENTRY /* in the article that the contents are */
};

/* An element of the document's structure; a tree, parents first. */
struct tag {
	enum tag_kind kind;
	int parent;            /* index, -1 for the root */
	const char *id;        /* TAG_ARTICLE, TAG_SECTION: name of its place */
	const char *title;     /* the same: its headline, or its head */
	const char *alt;       /* TAG_FIGURE */
	const char *language;  /* TAG_ARTICLE: the item's, BCP 47 */
	bool turned;           /* TAG_ARTICLE: it runs against the layout's direction */
};

/*
 * One glyph of a text mark; x right and y down from the sheet's corner, dx
 * and dy (font units, up) from its cluster's place on the baseline.
 */
struct mark_glyph {
	uint32_t id;
	dim x, y;
	int32_t dx, dy;
};

/*
 * `bytes` of text shown by `glyphs` glyphs; either may be 0.  `x` is its left
 * end, `advance` (font units) what it takes of the line.
 */
struct mark_cluster {
	uint16_t bytes, glyphs;
	int32_t advance;
	dim x;
};

enum mark_kind { MARK_TEXT, MARK_RULE, MARK_TINT, MARK_IMAGE };

struct mark {
	enum mark_kind kind;
	int tag;                       /* index; artifacts have one too */
	struct rect box;               /* RULE, TINT, IMAGE; of TEXT: advance x size */
	const struct colour *colour;   /* all but IMAGE */

	/* TEXT: one line or a part of it: one face, size, direction. */
	const struct font *font;
	dim size;
	bool rtl;
	const char *text;              /* logical order, no tatweel that the item lacks, no isolates */
	uint32_t len;
	const struct mark_glyph *glyphs; /* clusters in logical order; within one as shaped */
	const struct mark_cluster *clusters;
	uint32_t n_glyphs, n_clusters;
	const char *url;
	int note;                      /* it is the place of that note; 0: none */
	bool space_after;              /* a space that the line's end has swallowed */

	const struct image *image;     /* IMAGE */
	struct crop crop;
};

struct sheet {
	dim width, height;             /* media: the trim and what room is around it */
	struct rect trim;
	struct mark *marks;
	size_t n;
	const char *label;             /* printed folio, "١" */
};

struct sheets {
	const struct layout *layout;
	struct sheet *v;
	size_t n;
	struct tag *tags;
	size_t n_tags;
	const struct late *late; /* sheet's own: what sheet_draw needs; NULL: all are drawn */
};

/*
 * `room` is what the sheet has around the trim, for bleed and crop marks.
 * Lives in `a`, but for the arrays of glyphs and clusters: they are nine
 * tenths of it, live in `drawn`, and may go when all is painted (what is
 * proofed then is text).  Both may be one arena; with NULL the marks of a
 * sheet have glyphs between sheet_draw and sheet_fade alone, and until then
 * `p` and its galleys must stay.  Never NULL.
 */
const struct sheets *sheet_make(struct arena *a, struct arena *drawn, const struct pages *p,
    const struct story *const *stories, size_t n, dim room);

/*
 * Draw sheet `i` before its glyphs are looked at, and let them go; of sheets
 * that are drawn already nothing changes.
 */
void sheet_draw(const struct sheets *s, size_t i);
void sheet_fade(const struct sheets *s, size_t i);

/* Text form: for `dump --stage marks`. */
void sheets_print(const struct sheets *s, GString *to);

#endif
