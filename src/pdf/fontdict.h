/* Fonts as objects of a PDF. */
#ifndef NASHRA_PDF_FONTDICT_H
#define NASHRA_PDF_FONTDICT_H

#include "pdf/document.h"
#include "pdf/text-int.h"

/* A Type 0 font of all CIDs of `f`: its object's number; 0 when it cannot be made. */
int fontdict_make(struct document *d, struct typeface *f);

#endif
