/*
 * impose: the pages of a finished PDF two on a side, to be folded and bound.
 *
 * Pages become form XObjects; their content, fonts and pictures are taken as
 * they are.  Links, bookmarks, tags and forms stay behind: they mean nothing
 * on paper.  Output intents stay, and what XMP says of PDF/X.
 */
#ifndef NASHRA_IMPOSE_H
#define NASHRA_IMPOSE_H

#include "base/base.h"

enum impose_as {
	IMPOSE_BOOKLET, /* sheets within each other, folded once */
	IMPOSE_2UP,     /* two pages beside each other, in order */
};
enum impose_binding { BOUND_AS_FILE, BOUND_RIGHT, BOUND_LEFT };

struct impose {
	enum impose_as as;
	enum impose_binding binding; /* BOUND_AS_FILE: right when its /Direction is R2L */
	int signature;       /* pages of sheets folded together, in fours; 0: all */
	dim creep;           /* towards the fold, for each sheet around */
	bool marks;          /* for cutting and folding */
	bool back_cover;     /* blanks stand before the last page and not behind it */
	dim width, height;   /* of the paper; 0: what two pages with their bleed need */
	bool fit;            /* pages may be made smaller to fit it */
};

/* A side of a sheet: its pages, from 1; 0: blank. */
struct side {
	int left, right;
	int depth;           /* sheets of its signature around it */
};

/*
 * The sides of `pages` pages, front and back in turn, as struct side in `to`.
 * `right`: they are bound at their right edges, so page 1 is the left half of
 * the first side, with the fold at its right.  A last signature takes no more
 * sheets than it needs.
 */
void impose_order(const struct impose *how, int pages, bool right, GArray *to);

enum imposed { IMPOSE_DONE, IMPOSE_BAD_FILE, IMPOSE_ENVIRONMENT };

/*
 * Read the PDF `in` (in a process of its own, for it may be anybody's) and
 * write `out`.  Reports impose.encrypted, impose.damaged, impose.limit (too
 * much memory or time), impose.paper (what two pages need, and the paper is
 * smaller), and as warnings impose.sizes (a page is not as large as the
 * largest) and impose.annotation (something that is no link is lost).
 */
enum imposed impose_file(struct diags *dg, const struct impose *how,
    const char *in, const char *out);

#endif
