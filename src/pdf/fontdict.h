/* Fonts as objects of a PDF. */
#ifndef NASHRA_PDF_FONTDICT_H
#define NASHRA_PDF_FONTDICT_H

#include "pdf/text-int.h"

#include <qpdf/qpdf-c.h>

/* A Type 0 font of all CIDs of `f`; the null object when it cannot be made. */
qpdf_oh fontdict_make(qpdf_data q, struct typeface *f);

#endif
