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

/* ---- svg.c ------------------------------------------------------------- */

/* Fills in drawing, width and height of `im`; else what is wrong, for a message. */
const char *svg_read(struct arena *a, struct image *im);

#endif
