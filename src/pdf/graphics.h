/* What of a sheet is no text, as operators of its content. */
#ifndef NASHRA_PDF_GRAPHICS_H
#define NASHRA_PDF_GRAPHICS_H

#include "pdf/imagedict.h"
#include "pdf/ink.h"
#include "pdf/text-int.h"

/*
 * Rules, tints and pictures that nobody reads, and crop marks where there is
 * room for them, as an artifact.
 */
void graphics_add(GString *to, const struct sheets *all, size_t sheet,
    const struct stock *st);

/* A picture that is drawn (is_drawn). */
void graphics_drawing(GString *to, const struct sheet *s, const struct mark *m,
    struct inks *inks);

/* The picture of one mark at its place. */
void graphics_image(GString *to, const struct sheet *s, const struct mark *m,
    const struct picture *p);

#endif
