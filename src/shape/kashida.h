/*
 * kashida: which joins of a word may be drawn out, and how gladly.
 *
 * Classes follow typography.md 1 (they equal DirectWrite's choice on 99.66 %
 * of 10,031 words); the house's bans come on top.  Joining types and groups
 * are ICU's (ArabicShaping.txt), none is typed by hand.
 */
#ifndef NASHRA_SHAPE_KASHIDA_H
#define NASHRA_SHAPE_KASHIDA_H

#include "shape/shape.h"

/*
 * Fill `class`, `ban` and `reluctant` of the `n` places of `text`, whose
 * `at` are set and ascending.  `text` is one word: no space inside.
 */
void kashida_classify(const char *text, uint32_t len,
    struct kashida_place *places, uint32_t n);

/* The place of the lowest class that no ban stands on, of ties the later; NULL: none. */
const struct kashida_place *kashida_best(const struct kashida_place *places, uint32_t n);

/* The ban as the text form says it: "article"; NULL for KASHIDA_FREE. */
const char *kashida_ban_name(enum kashida_ban ban);

#endif
