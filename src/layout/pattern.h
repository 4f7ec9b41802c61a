/* Numbers within bounds as regular expressions (pattern.c). */
#ifndef NASHRA_LAYOUT_PATTERN_H
#define NASHRA_LAYOUT_PATTERN_H

#include <glib.h>
#include <jansson.h>
#include <stdint.h>

struct pattern_unit {
	const char *name; /* "" when there is none; as a regular expression */
	double factor;    /* to what the bounds are in */
};

/*
 * A number with one of the units, or of `others` (parted by |; "" none), or
 * 0 alone or with one of `zeros`; to be freed.
 */
char *pattern_number(const struct pattern_unit *units, size_t n, const char *others,
    const char *zeros);
/* Say in the schema `o` that with those units it is from `min` to `max`. */
void pattern_bound(json_t *o, const struct pattern_unit *units, size_t n, int32_t min, int32_t max);

#endif
