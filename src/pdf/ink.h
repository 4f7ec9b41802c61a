/* Colours as the profile of a document prints them. */
#ifndef NASHRA_PDF_INK_H
#define NASHRA_PDF_INK_H

#include "pdf/convert.h"
#include "sheet/sheet.h"

/* The inks of one document. */
struct inks;

struct inks *inks_create(enum profile p);
void inks_destroy(struct inks *k); /* NULL allowed */
struct converter *inks_converter(struct inks *k);
enum profile inks_profile(const struct inks *k);

/*
 * Look at every colour of the sheets before anything is written.  Warns of
 * colours of the screen under a press's profile (pdf.rgb); false after
 * pdf.ink for each that is more ink than the paper takes.
 */
bool inks_check(struct inks *k, const struct sheets *s, struct diags *dg);

/* A content stream begins: nothing is set. */
void inks_begin(struct inks *k);
/* q, and the Q that takes back what was set since; not within each other. */
void inks_push(struct inks *k, GString *to);
void inks_pop(struct inks *k, GString *to);
/*
 * The operators that fill with a colour; NULL is black.  On a press full
 * black overprints (ISO 32000-1, 8.6.7), everything else does not.
 */
void inks_fill(struct inks *k, GString *to, const struct colour *c);
/*
 * What `sh` paints with gradient `g` in its own space, which is /Sh0, /Sh1 … of the
 * content stream: its operator.  Does not overprint.
 */
void inks_shade(struct inks *k, GString *to, const struct gradient *g);
/* Before anything is clipped for it. */
void inks_knock_out(struct inks *k, GString *to);
/* The shadings of the content stream, as an entry of its resources; none: nothing. */
void inks_add_shadings(struct inks *k, GString *to);

/* A colour of a drawing: grey is black ink alone; others are those of a screen. */
struct colour ink_of_drawing(uint8_t red, uint8_t green, uint8_t blue);

/* For marks that every plate has; black alone where no other plate is. */
void inks_fill_all(struct inks *k, GString *to);

/* Spot inks that were used: names /S0, /S1 … of struct colour. */
size_t inks_n_spots(const struct inks *k);
const struct colour *inks_spot(const struct inks *k, size_t i);

#endif
