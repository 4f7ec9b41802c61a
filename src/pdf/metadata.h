/* What a document says of itself: ISO 32000-1, 14.3; ISO 19005-2; ISO 14289-1. */
#ifndef NASHRA_PDF_METADATA_H
#define NASHRA_PDF_METADATA_H

#include "pdf/document.h"
#include "pdf/pdf-int.h"

/*
 * Put information, XMP, language, preferences, page labels and the output
 * intent into the document.
 */
void metadata_put(struct document *d, const struct sheets *s, const struct pdf_about *about);

#endif
