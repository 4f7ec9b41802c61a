/* Colours from one way of showing or printing them to another, with lcms2. */
#ifndef NASHRA_PDF_CONVERT_H
#define NASHRA_PDF_CONVERT_H

#include "pdf/intent.h"
#include "pdf/pdf-int.h"

/* To the intent of one profile; opens what it needs when it needs it. */
struct converter;

struct converter *converter_create(enum profile to);
void converter_destroy(struct converter *c); /* NULL allowed */

/* The inks, of 1000, that print a COLOUR_RGB; only for a press. */
void convert_light(struct converter *c, const struct colour *rgb, int ret_inks[4]);

/*
 * Are pixels of these channels, with the profile they bring along, other
 * colours than those of the document?  On newsprint all CMYK is.
 */
bool convert_wants(struct converter *c, const struct pixels *p);
/* Make them the document's, in place; nowhere more ink than it may have. */
void convert_pixels(struct converter *c, struct pixels *p);

/* Per cent; 0 for light. */
int converter_ink_most(const struct converter *c);

/* Take ink away where it is more than `most` (per cent), black last. */
void limit_ink(struct pixels *p, double most);

#endif
