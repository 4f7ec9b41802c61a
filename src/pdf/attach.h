/* Files within a document: ISO 32000-1, 7.11.4; ISO 19005-3, 6.8. */
#ifndef NASHRA_PDF_ATTACH_H
#define NASHRA_PDF_ATTACH_H

#include "pdf/pdf.h"

#include <qpdf/qpdf-c.h>

/* Put the files of `about` into the document, as what it was made of. */
void attach_put(qpdf_data q, const struct pdf_about *about);

#endif
