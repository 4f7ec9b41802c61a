/* Pictures as objects of a PDF (ISO 32000-1, 8.9.5). */
#ifndef NASHRA_PDF_IMAGEDICT_H
#define NASHRA_PDF_IMAGEDICT_H

#include "pdf/convert.h"
#include "pdf/document.h"

/* The pictures of one document, each in it once. */
struct pictures;

/*
 * Put the pictures of all sheets into the document, in its colours.  NULL
 * after pdf.image for each that cannot be read to its end.
 */
struct pictures *pictures_load(struct document *d, const struct sheets *s,
    struct converter *c, struct diags *dg);
void pictures_destroy(struct pictures *p); /* NULL allowed */

struct picture {
	unsigned number;     /* /Im0, /Im1 … */
	int object;          /* its number */
	bool alpha;          /* something shines through */
};
const struct picture *pictures_get(const struct pictures *p, const struct image *im);

/* Is it painted as paths, a matrix or an SVG?  Then it has no object. */
bool is_drawn(const struct image *im);

#endif
