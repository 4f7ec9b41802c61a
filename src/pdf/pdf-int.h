/*
 * What the files of pdf share.  finish.c, metadata.c, structure.c, fontdict.c
 * and imagedict.c know qpdf; pixels.c libjpeg and libpng; fontfile.c HarfBuzz.
 */
#ifndef NASHRA_PDF_INT_H
#define NASHRA_PDF_INT_H

#include "pdf/pdf.h"

/* ---- pictures (pixels.c) ---------------------------------------------- */

/* Eight bits a sample, rows from the top. */
struct pixels {
	uint32_t width, height;
	int channels;      /* 1 grey, 3 RGB, 4 CMYK (255 is all ink) */
	uint8_t *v;        /* of a JPEG only when the whole was asked for */
	uint8_t *alpha;    /* NULL: nothing shines through */
	unsigned char *icc; /* the profile it brings along, NULL none */
	size_t icc_len;
	bool inverted;     /* the file stores CMYK as light, as Adobe's programs do */
};

/*
 * Decode a picture.  NULL, or what is wrong with it: then *ret_p is empty.
 * Without `whole` a JPEG is only tried: its bytes go into the PDF, whose
 * readers know no arithmetic coding.
 */
const char *pixels_read(const struct image *im, bool whole, struct pixels *ret_p);
void pixels_finish(struct pixels *p);
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
