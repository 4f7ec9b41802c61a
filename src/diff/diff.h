/*
 * diff: what a change of the layout does to bulletins.
 *
 * Every issue (or item, as a bulletin of its own) is made up twice, in a
 * layout as it was and as it is to be, and both are counted and compared.
 * Processes do the work side by side; one that crashes costs the bulletin
 * that it was at.
 */
#ifndef NASHRA_DIFF_H
#define NASHRA_DIFF_H

#include "base/base.h"
#include "press/press.h"

#define DIFF_DPI 72
#define DIFF_PICTURES 100

struct diff_job {
	const char *old_layout, *new_layout; /* files */
	const char *const *files;            /* issues and items */
	size_t n;
	const char *fonts;                   /* as press_create wants it */
	int64_t date, now;                   /* as those of struct job */
	enum profile profile;
	int workers;                         /* 0: as many as there are processors */
	bool pictures;                       /* pages are painted, for a report */
	int most_pictures;                   /* pairs of pages; each bulletin has its share, and one at least */
	int dpi;
};

/* What it came to, over all bulletins. */
struct diff_counts {
	size_t same, changed;       /* pages are painted as before, or not */
	size_t worse, better;       /* of the changed; one may be both */
	size_t unmade;              /* could be set in neither layout, or not be compared */
	size_t pages_old, pages_new, pages_changed, pages_shown;
};

/*
 * Compare.  What is said of each bulletin, and a last line of all, is
 * appended to `text`, and a page of HTML that needs no other file to `html`
 * (NULL: none).  OUTCOME_BAD_LAYOUT after diagnostics when a layout is wrong;
 * OUTCOME_BAD_ITEM when something got worse or could not be made.
 */
enum outcome diff_layouts(struct diags *dg, const struct diff_job *job, GString *text,
    GString *html, struct diff_counts *ret);

#endif
