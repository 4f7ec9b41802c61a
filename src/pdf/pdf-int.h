/*
 * What the files of pdf share.  document.c knows libdeflate; jpeg.c libjpeg;
 * fontfile.c HarfBuzz; convert.c lcms2.
 */
#ifndef NASHRA_PDF_INT_H
#define NASHRA_PDF_INT_H

#include "pdf/pdf.h"

/* ---- pictures (jpeg.c) ------------------------------------------------ */

/*
 * As a JPEG.  Its waves may lift the ink of CMYK over `ink_most` (per cent, 0
 * any): then there is less in `p`, until they do not; NULL when that is in
 * vain.
 */
GByteArray *pixels_to_jpeg(struct pixels *p, int ink_most);

/* ---- the file (finish.c) ---------------------------------------------- */

/* Put everything together; false after a diagnostic. */
bool finish_file(const struct sheets *s, const struct pdf_about *about,
    struct out *to, struct diags *dg);

#endif
