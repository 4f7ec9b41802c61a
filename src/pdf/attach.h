/* Files within a document: ISO 32000-1, 7.11.4; ISO 19005-3, 6.8. */
#ifndef NASHRA_PDF_ATTACH_H
#define NASHRA_PDF_ATTACH_H

#include "pdf/document.h"
#include "pdf/pdf.h"

/* Put the files of `about` into the document, as what it was made of. */
void attach_put(struct document *d, const struct pdf_about *about);

#endif
