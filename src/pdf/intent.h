/* What a document is printed or shown on: ISO 32000-1, 14.11.5. */
#ifndef NASHRA_PDF_INTENT_H
#define NASHRA_PDF_INTENT_H

#include "pdf/pdf.h"

struct intent {
	const char *subtype;    /* of the output intent */
	const char *identifier; /* by which the ICC's registry knows it */
	const char *registry;   /* NULL: none knows it */
	const char *condition;  /* for people */
	int channels;           /* 3 RGB, 4 CMYK */
	int ink_most;           /* per cent; 0 for light */
	const unsigned char *profile;  /* ICC */
	size_t profile_len;
	const unsigned char *deflated; /* the same, by zlib */
	size_t deflated_len;
};

const struct intent *intent_of(enum profile p);
bool is_for_press(enum profile p);

#endif
