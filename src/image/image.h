/*
 * image: the bytes of a picture: their kind, their size, and what they show.
 *
 * Kind and size are in the header, and no more is read until somebody wants
 * the pixels.  The kind is told by content, never by the name.
 */
#ifndef NASHRA_IMAGE_H
#define NASHRA_IMAGE_H

#include "base/base.h"

/*
 * Two kinds are painted as vectors: a matrix is modules of black and white,
 * a byte each; a drawing (SVG, or a page of PDF) is outlines.
 */
enum image_kind { IMAGE_PNG, IMAGE_JPEG, IMAGE_MATRIX, IMAGE_DRAWING };

/* With 1, 1, 3 and 0 points. */
enum contour_op { CONTOUR_MOVE, CONTOUR_LINE, CONTOUR_CURVE, CONTOUR_CLOSE };

/* In shares of the picture's width and height, from its top left corner. */
struct contour_point {
	double x, y;
};

/* Colours that run into each other from one stop to the next, sRGB. */
struct gradient_stop {
	double at;             /* 0 at its beginning, 1 at its end */
	uint8_t rgb[3];
};

/*
 * Along a line, or from a focus within a circle to the circle; beyond its ends
 * it is of the colours there.  It is said in a space of its own, that a matrix
 * takes to shares of the picture: x' = m0 x + m2 y + m4, y' = m1 x + m3 y + m5.
 */
struct gradient {
	bool radial;
	double v[5];           /* x1 y1 x2 y2; radial: cx cy r fx fy */
	double to_shares[6];
	const struct gradient_stop *stops; /* two or more, rising from 0 to 1 */
	size_t n_stops;
};

/*
 * From the gradient's space to a page whose picture stands in `box`: x, y of its
 * top left corner, width, height, which is negative where y rises.
 */
void gradient_matrix(const struct gradient *g, const double box[4], double ret_m[6]);

/*
 * An area of one colour, sRGB, or of a gradient; `inked`: it was drawn in inks, and they are
 * what a press prints.
 */
struct contour {
	const uint8_t *ops;
	size_t n_ops;
	const struct contour_point *points;
	size_t n_points;
	bool even_odd, inked;
	uint8_t red, green, blue;
	uint16_t inks[4]; /* cyan, magenta, yellow, black, of 1000 */
	const struct gradient *gradient; /* NULL: it has one colour */
};

struct image {
	enum image_kind kind;
	const char *file;      /* as the item or layout names it */
	const char *bytes;
	size_t len;
	uint32_t width, height; /* pixels, 1 or more */
	uint8_t channels;       /* colour components: 1, 3, 4 (alpha not counted) */
	bool alpha;
	const struct contour *contours; /* of a drawing, the lowest first */
	size_t n_contours;
};

/*
 * Read picture `path` beneath folder `root`.  More than 64 million pixels,
 * 16,384 a side or 256 MiB decoded (at 8 bits a sample) are refused from the header alone.
 * An SVG or PDF may have areas and strokes of flat colours only, an SVG of
 * gradients too, so that they can be printed in any inks: what else there is, is image.svg or image.pdf, by
 * name; nothing is fetched, run or left out.
 * NULL after a diagnostic at `from`: those of file_read, image.kind (with
 * what it seems to be), image.damaged, image.too-big.
 */
const struct image *image_read(struct arena *a, struct diags *dg,
    const char *root, const char *path, struct place from);

/*
 * `text` as a QR code, with the white around it that readers want; NULL when
 * it is empty or more than a code can hold.  Its `file` is the text.
 */
const struct image *image_qr(struct arena *a, const char *text);

/* For tables: by the bytes, for two releases may carry one picture. */
guint image_hash(gconstpointer im);
gboolean image_equal(gconstpointer a, gconstpointer b);

/* ---- pixels ----------------------------------------------------------- */

/* Eight bits a sample, rows from the top. */
struct pixels {
	uint32_t width, height;
	int channels;      /* 1 grey, 3 RGB, 4 CMYK (255 is all ink) */
	uint8_t *v;        /* NULL when it was only tried */
	uint8_t *alpha;    /* NULL: nothing shines through */
	unsigned char *icc; /* the profile it brings along, NULL none */
	size_t icc_len;
	bool inverted;     /* the file stores CMYK as light, as Adobe's programs do */
};

/*
 * Decode a picture.  NULL, or what is wrong with it: then *ret_p is empty.
 * Without `whole` a JPEG is only tried: its bytes go into the PDF, whose
 * readers know no arithmetic coding; and so is a PNG that can be taken over,
 * having neither alpha nor interlacing.
 */
const char *pixels_read(const struct image *im, bool whole, struct pixels *ret_p);
/*
 * As much of it as a place of `width` by `height` pixels shows: a JPEG that has
 * more is decoded at a half, a quarter or an eighth of its size.
 */
const char *pixels_read_for(const struct image *im, double width, double height,
    struct pixels *ret_p);
void pixels_finish(struct pixels *p);

#endif
