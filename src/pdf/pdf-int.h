/*
 * What the files of pdf share.  paint.c and picture.c know Cairo;
 * finish.c and fontdict.c know qpdf; jpeg.c knows libjpeg; fontfile.c HarfBuzz.
 */
#ifndef NASHRA_PDF_INT_H
#define NASHRA_PDF_INT_H

#include "pdf/pdf.h"

#include <cairo.h>

/* ---- pictures (picture.c, jpeg.c) ------------------------------------- */

/* The pictures of one document as Cairo wants them, each read once. */
struct pictures;

/* NULL after pdf.image for each picture that cannot be read to its end. */
struct pictures *pictures_load(const struct sheets *s, struct diags *dg);
void pictures_destroy(struct pictures *p); /* NULL allowed */
/*
 * A surface to be stretched over the whole of the picture.  That of a PNG
 * has its pixels; that of a JPEG is one pixel that carries the file.
 */
cairo_surface_t *pictures_get(struct pictures *p, const struct image *im);

/*
 * Can the whole JPEG be decoded, and by PDF readers too?  They know no
 * arithmetic coding.  NULL when it can, else what is wrong with it.
 */
const char *jpeg_fault(const struct image *im);
/* Was it written by Adobe's programs, which store CMYK inverted? */
bool jpeg_is_inverted(const struct image *im);

/* ---- painting (paint.c) ----------------------------------------------- */

/* All sheets as Cairo writes them; NULL after a diagnostic. */
GByteArray *paint_sheets(const struct sheets *s, struct diags *dg);

/* ---- finishing (finish.c) --------------------------------------------- */

/* What Cairo cannot say, added to what it wrote; false after pdf.qpdf. */
bool finish_file(const GByteArray *painted, const struct sheets *s,
    const struct pdf_about *about, struct out *to, struct diags *dg);

#endif
