/*
 * proofread: what an editor would mark in a text before it is printed.
 *
 * Digits of two kinds, stops that contradict each other, stray spaces,
 * tatweels typed by hand, a weekday or a Hijri day that does not belong to its date: each is
 * a warning with a proposal.  Nothing is changed, here or later: an official
 * text is printed as it was signed.
 */
#ifndef NASHRA_PROOFREAD_H
#define NASHRA_PROOFREAD_H

#include "base/base.h"
#include "item/item.h"

/*
 * Report what should be looked at in every text of `it` that is printed:
 * proofread.mixed-digits, .dates, .punctuation, .latin-comma, .space, .bracket,
 * .tatweel, .presentation-form, .repeated-word, .weekday.  Each kind at most
 * 20 times.
 */
void proofread_item(struct diags *dg, const struct item *it);

#endif
