/* What the files of image share. */
#ifndef NASHRA_IMAGE_INT_H
#define NASHRA_IMAGE_INT_H

#include "image/image.h"

/* ---- contour.c: the outlines of a drawing ------------------------------ */

/* x' = a x + c y + e, y' = b x + d y + f. */
struct matrix {
	double a, b, c, d, e, f;
};

struct matrix matrix_times(struct matrix m, struct matrix n); /* n first */

/* An outline on its way; points are those of the drawing, transformed. */
struct pencil {
	GByteArray *ops;
	GArray *points;      /* struct contour_point */
	struct matrix m;
	double x, y;         /* where it is, not transformed */
	double start_x, start_y;
};

void pencil_move(struct pencil *p, double x, double y);
void pencil_line(struct pencil *p, double x, double y);
void pencil_curve(struct pencil *p, double x1, double y1, double x2, double y2,
    double x, double y);
void pencil_arc(struct pencil *p, double rx, double ry, double turn, bool large,
    bool sweep, double x, double y);
void pencil_close(struct pencil *p);
void pencil_ellipse(struct pencil *p, double cx, double cy, double rx, double ry);

/* A number of SVG at *s, and past it and a comma; false: there is none. */
bool take_number(const char **s, double *ret_v);
/* The data of a path; false where they are not to be understood. */
bool pencil_follow(struct pencil *p, const char *d);

/* x, y, width and height of what it encloses. */
void pencil_box(const struct pencil *p, double ret_box[4]);

/* With the identity as matrix; to be finished. */
struct pencil pencil_new(void);
void pencil_finish(struct pencil *p);

/* ---- canvas.c: areas over areas ----------------------------------------- */

/* A drawing on its way. */
struct canvas {
	struct arena *a;
	GArray *contours;     /* struct contour */
	size_t points;
	double width, height; /* of what points are shares of */
	char *fault;          /* the first one, for a message; NULL none */
};

/* What cannot be kept; the first is told. */
void canvas_refuse(struct canvas *c, const char *fmt, ...) G_GNUC_PRINTF(2, 3);

enum pen_cap { CAP_BUTT, CAP_ROUND, CAP_SQUARE };
enum pen_join { JOIN_MITER, JOIN_ROUND, JOIN_BEVEL };

#define PEN_DASHES 32

/* What a stroke is drawn with, in the units of its path. */
struct pen {
	double width;
	enum pen_cap cap;
	enum pen_join join;
	double miter;
	double dashes[PEN_DASHES]; /* dash and gap in turn; not all 0 */
	size_t n_dashes;           /* 0: no dashes */
	double phase;
};

/* Put what `path` encloses on top, its points moved by `m`, in the colour of `paint`. */
void canvas_fill(struct canvas *c, const struct pencil *path, struct matrix m,
    struct contour paint);
/* The same with what a stroke along `path` covers. */
void canvas_stroke(struct canvas *c, const struct pencil *path, struct matrix m,
    const struct pen *pen, struct contour paint);

/* Hand what is on it over to `im`; or what is wrong with it. */
const char *canvas_finish(struct canvas *c, struct image *im);

/* ---- svg.c ------------------------------------------------------------- */

/* A colour by name, as #rgb, #rrggbb or rgb(); false: it is none. */
bool svg_take_colour(const char *v, uint8_t ret_rgb[3]);
/* Apply the transforms of `v`; false and the name of the one that is not known, to be freed. */
bool svg_take_transform(const char *v, struct matrix *io_m, char **ret_bad);

/* Fills in drawing, width and height of `im`; else what is wrong, for a message. */
const char *svg_read(struct arena *a, struct image *im);

/* Hand each property of an attribute `style` to `take`; the words live as long as the call. */
void svg_each_property(const char *style, void (*take)(void *ctx, const char *name, const char *value), void *ctx);

/* ---- gradient.c --------------------------------------------------------- */

struct gradients;

/* All gradients of an SVG. */
struct gradients *gradients_read(const char *bytes, size_t len);
void gradients_destroy(struct gradients *g);
/*
 * Paint a shape with gradient `id`; its box (x, y, width, height) is in its
 * own space, which `to_shares` takes to shares of the drawing.  False: there is no
 * such gradient.  Else *ret_fault is what it has that cannot be kept, or NULL.
 */
bool gradients_paint(struct arena *a, const struct gradients *g, const char *id,
    const double box[4], struct matrix to_shares, struct contour *paint, const char **ret_fault);

/* ---- pdfpage.c ----------------------------------------------------------- */

/* The same of a PDF of one page. */
const char *pdf_read_page(struct arena *a, struct image *im);

#endif
