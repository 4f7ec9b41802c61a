/* What the files of specimen share. */
#ifndef NASHRA_SPECIMEN_INT_H
#define NASHRA_SPECIMEN_INT_H

#include "font/font.h"
#include "specimen/specimen.h"

/* text.c: the items, as files would hold them, appended to `to`. */

/* All of a face: forms, marks, digits, kashidas, what it can. `more` is said under its name; `large`: as text_style. */
void text_face(const struct font *fo, struct fonts *all, const char *more, bool large, GString *to);
/* A headline of one of TEXT_HEADLINES lengths. */
#define TEXT_HEADLINES 3
void text_headline(const struct font *fo, int length, bool large, GString *to);
/* A style, by its name and what it is, in the text of a paragraph or (`large`) of a headline. */
void text_style(const struct font *fo, const char *name, const char *what, bool large, GString *to);

#endif
