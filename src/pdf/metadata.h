/* What a document says of itself: ISO 32000-1, 14.3; ISO 19005-2; ISO 14289-1. */
#ifndef NASHRA_PDF_METADATA_H
#define NASHRA_PDF_METADATA_H

#include "pdf/pdf-int.h"

#include <qpdf/qpdf-c.h>

/*
 * Put information, XMP, language, preferences, page labels and the output
 * intent into the document.
 */
void metadata_put(qpdf_data q, const struct sheets *s, const struct pdf_about *about);

#endif
