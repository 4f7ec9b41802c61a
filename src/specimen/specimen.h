/*
 * specimen: a face, or the styles of a layout, shown on pages.
 *
 * The pages are a bulletin of items that are written here, made by the same
 * walk as every other, so that they show what the face does in nashra.
 */
#ifndef NASHRA_SPECIMEN_H
#define NASHRA_SPECIMEN_H

#include "base/base.h"
#include "press/press.h"

struct specimen_job {
	const char *design; /* the layout file of the pages, with @FAMILY@ and @WEIGHT@ in it */
	/*
	 * "Amiri", "Amiri Bold" or "Amiri 700"; or NULL, and then a layout: all its
	 * styles are shown, or one.
	 */
	const char *face;
	const char *layout, *style;
	struct job like;    /* date, profile, unproofed and draft are heeded */
};

/*
 * Write the PDF `out`.  Codes: font.unknown with what there is,
 * specimen.style with «did you mean», and those of reading a layout
 * (OUTCOME_BAD_LAYOUT).  Characters that the face lacks are left out, and
 * the page says which.
 */
enum outcome specimen_render(struct press *p, struct diags *dg, const struct specimen_job *job,
    const char *out);

#endif
