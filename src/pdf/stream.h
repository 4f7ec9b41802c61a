/* Streams of a document: ISO 32000-1, 7.3.8. */
#ifndef NASHRA_PDF_STREAM_H
#define NASHRA_PDF_STREAM_H

#include <qpdf/qpdf-c.h>
#include <stddef.h>

/* A new stream of these bytes, deflated; they are copied. */
qpdf_oh stream_new(qpdf_data q, const void *bytes, size_t len);
/* The same, with more time for fewer bytes: fonts. */
qpdf_oh stream_new_once(qpdf_data q, const void *bytes, size_t len);
/* The same of rows of pixels, filtered as `parms` (a dictionary) says; never empty. */
qpdf_oh stream_of_rows(qpdf_data q, const void *bytes, size_t len, const char *parms);

#endif
