/* What the files of sheet share: the tree of tags, text marks. */
#ifndef NASHRA_SHEET_INT_H
#define NASHRA_SHEET_INT_H

#include "sheet/sheet.h"

/* ---- tags (tags.c) ---------------------------------------------------- */

#define TAG_OF_FURNITURE 1 /* index of the one TAG_ARTIFACT */

struct tags {
	struct tag *v;
	size_t n;
	const struct story *const *stories;
	size_t n_stories;
	int **of_block; /* of_block[story][block]: its tag */
	int **of_marker; /* the tag of its marker, 0 none */
};

/* The elements of all stories, in reading order. */
struct tags tags_make(
    struct arena *a, const struct story *const *stories, size_t n);
/* What `p` belongs to; furniture when it is nobody's. */
int tag_of(const struct tags *t, const struct placed *p);

/*
 * Whose memory marks are: `drawn` has their glyphs and clusters, `a` the rest.
 * Without `drawn` they are counted, and not made.
 */
struct homes {
	struct arena *a, *drawn;
};

/* ---- text (text.c) ---------------------------------------------------- */

/*
 * Add the marks of a set line to `to`, an array of struct mark: neighbours
 * of one face, size, direction and link are one.  `bleed` is what the
 * sheet has around the page.
 */
void text_add(struct homes h, GArray *to, const struct placed *p, int tag,
    dim room);

#endif
