/* What the files of impose share. */
#ifndef NASHRA_IMPOSE_INT_H
#define NASHRA_IMPOSE_INT_H

#include "impose/impose.h"

#include <qpdf/qpdf-c.h>

/* A page as it is seen: its trim, turned and in points. */
struct leaf {
	qpdf_oh form;
	double w, h;       /* of the trim */
	double bleed;      /* all round it */
	double matrix[6];  /* from its own space to the trim's lower left corner */
};

/* What a side of a sheet looks like, in points. */
struct plate {
	double width, height; /* of the paper */
	double x, y;          /* of the lower left corner of both pages */
	double w, h;          /* of one page, as it is printed */
	double scale, bleed;
	double creep;
	bool marks;
	bool fold;            /* it is folded in the middle, and not cut */
};

/* The operators of a side. */
void plate_draw(const struct plate *p, const struct leaf *left, const struct leaf *right,
    int depth, GString *to);

/* sheets.c: the whole work, on the file's bytes; NULL after a diagnostic. */
GString *impose_bytes(struct diags *dg, const struct impose *how, const char *file,
    const void *bytes, size_t len);

#endif
