/*
 * What the files of paint share.  cairo.c and picture.c know Cairo, png.c
 * libpng, outline.c HarfBuzz.
 */
#ifndef NASHRA_PAINT_INT_H
#define NASHRA_PAINT_INT_H

#include "paint/paint.h"

#include <cairo.h>

/* ---- painters (paint.c) ----------------------------------------------- */

/*
 * What a page is painted with.  The marks come in their order, `i` is a
 * mark's index on the sheet; a text mark has a glyph, a picture a size.
 * Of `image`, false means that a diagnostic was given.
 */
struct brush {
	void (*text)(void *on, const struct mark *m, size_t i);
	void (*solid)(void *on, const struct mark *m, size_t i);
	void (*matrix)(void *on, const struct mark *m, size_t i); /* an IMAGE_MATRIX */
	bool (*image)(void *on, const struct mark *m, size_t i);
};

/* All marks of `s`, even if one of them fails; false then. */
bool brush_sheet(const struct brush *b, void *on, const struct sheet *s);

struct painter {
	struct outlines *outlines;
	GHashTable *faults;  /* struct image that were tried, to what is wrong or NULL */
	const struct picture_shelf *shelf; /* NULL: pictures stand in the SVG */
	GHashTable *paths;   /* struct outline to its SVG, from any place on */
};

/*
 * The whole of a picture as it lies under its mark: `box` shows `crop` of
 * it, and no crop is all.  False when nothing is to be seen.
 */
bool picture_place(const struct mark *m, double ret_box[4]);

/* The dark of a matrix as rectangles on the sheet, those of a row that touch as one. */
void matrix_each(const struct mark *m, void (*add)(void *to, const struct rect *r), void *to);

/* ---- outlines (outline.c) --------------------------------------------- */

enum step { STEP_MOVE, STEP_LINE, STEP_QUADRATIC, STEP_CUBIC, STEP_CLOSE };

/* How many points a step has. */
extern const unsigned char step_points[];

struct point {
	float x, y; /* font units, y up */
};

/* A glyph's outline; all of `n` is 0 when it shows nothing. */
struct outline {
	const unsigned char *steps; /* enum step */
	const struct point *points; /* those of the steps, one after another */
	size_t n;
};

struct outlines *outlines_create(void);
void outlines_destroy(struct outlines *o); /* NULL allowed */
/* Read once; the outlines' own. */
const struct outline *outlines_get(struct outlines *o, const struct font *fo, uint32_t glyph);

/* ---- pictures (picture.c) --------------------------------------------- */

/*
 * A picture's pixels for a place of `width` by `height` of them; the caller's.
 * NULL with the reason.
 */
cairo_surface_t *picture_decode(const struct image *im, double width, double height,
    const char **ret_fault);
/* Can it be read to its end?  Tried once; false after paint.image. */
bool picture_is_sound(struct painter *p, const struct image *im, struct diags *dg);
/* paint.image, once a picture; always false. */
bool picture_refuse(struct painter *p, const struct image *im, const char *fault,
    struct diags *dg);

/* ---- files (png.c) ---------------------------------------------------- */

/* Takes bytes; what becomes of them is its own business. */
typedef void (*sink_fn)(void *to, const void *bytes, size_t len);

/*
 * An image surface as a PNG without alpha; `dpi` 0 is not said.  False when
 * memory ran out or libpng refused.
 */
bool png_write(cairo_surface_t *s, int dpi, sink_fn sink, void *to);

#endif
