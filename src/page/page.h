/*
 * page: galleys into columns, columns into pages.
 *
 * Here start and end become x, once.  Body baselines stand on the grid of
 * the layout over all columns; columns are balanced; widows, orphans and
 * keeps hold; nothing is dropped or overset.
 */
#ifndef NASHRA_PAGE_H
#define NASHRA_PAGE_H

#include "base/base.h"
#include "layout/layout.h"
#include "line/line.h"
#include "story/story.h"

/*
 * Who sets text for a page.  `page` asks for what it needs in the measure
 * it needs; the answer is read-only and lives as long as the bulletin.
 */
struct compositor {
	void *ctx;
	/* Block `b` of a story in `measure`; NULL after a diagnostic. */
	const struct galley *(*block)(void *ctx, const struct block *b, dim measure);
	/*
	 * The same a line longer (`more` 1) or shorter (-1), to level columns;
	 * NULL, without a diagnostic, when it cannot well be.  May be NULL.
	 */
	const struct galley *(*reset)(void *ctx, const struct block *b,
	    dim measure, int more);
	/*
	 * The widths of block `b` (line_widths); false after a diagnostic.
	 * Wanted for tables only.
	 */
	bool (*widths)(void *ctx, const struct block *b, dim *ret_least, dim *ret_most);
	/*
	 * Said before the parts of a page are asked for: the story whose text is
	 * the first on it; NULL: none.  May be NULL.
	 */
	void (*turn)(void *ctx, const struct story *first);
	/*
	 * A part of masthead, header or footer on page `page` of `pages`;
	 * NULL when there is nothing to set.  `pages` is 0 as long as the
	 * number is not known: then the answer serves for measuring only.
	 */
	const struct galley *(*part)(void *ctx, const struct part *p,
	    dim measure, int page, int pages);
	/*
	 * A part that tells of page `page`, where something of story `s` is;
	 * NULL when there is nothing to set.  May be NULL: then nothing is told.
	 */
	const struct galley *(*refer)(void *ctx, const struct part *p,
	    const struct story *s, dim measure, int page, int pages);
	/* The picture of a part, `width` wide, 0: as its height wants; NULL after a diagnostic. */
	const struct image *(*picture)(void *ctx, const struct part *p, dim width);
	/*
	 * What tells of the pages of all others and stands behind them, such as
	 * an index: asked for once, when every story of `made` has its page (0:
	 * none).  Set on pages of their own in `ret_l`; `v` NULL after an error.
	 * May be NULL.
	 */
	struct stories (*last)(void *ctx, struct stories made, const int *begins,
	    const struct layout **ret_l);
};

enum placed_kind { PLACED_LINE, PLACED_RULE, PLACED_TINT, PLACED_IMAGE };

/* One thing at its place on a page, from the page's top left corner. */
struct placed {
	enum placed_kind kind;
	/*
	 * LINE: x the left end of the measure, y the baseline, w the measure,
	 * h the leading.  Otherwise the box itself; a rule's stroke is within.
	 */
	struct rect box;
	const struct galley *galley;  /* LINE */
	const struct line *line;      /* LINE; the galley's marker is one too */
	const struct block *block;    /* LINE, IMAGE of a story; else NULL */
	const struct colour *colour;  /* LINE, RULE, TINT */
	const struct image *image;    /* IMAGE */
	struct crop crop;
	const char *alt;
	bool furniture;               /* masthead, head, foot, separators */
	int story;                    /* index into the stories, -1 furniture */
	int column;                   /* from the start edge, -1 spans; text of the other direction reads them from the end edge */
};

struct page {
	int number;                   /* printed, from 1 */
	bool left_hand;               /* outer edge on the left */
	struct placed *placed;        /* reading order, furniture first */
	size_t n;
};

struct pages {
	const struct layout *layout;
	struct page *v;
	size_t n;
	/*
	 * As they stand: fit.c may have changed their order, and left parts
	 * out.  placed.story counts these.
	 */
	const struct story *const *stories;
	size_t n_stories;
	const int *begins;            /* by story: the page it begins on, 0 none */
};

/*
 * Make up `n` stories, one after the other.  NULL after an error
 * (page.too-many, page.overset naming what does not fit,
 * page.table-too-wide, or the compositor's).  Warnings: page.widow, page.orphan, page.headline-too-long
 * when a galley says too_many.  Lives in `a`.
 */
const struct pages *page_make(struct arena *a, struct diags *dg,
    const struct story *const *stories, size_t n, const struct layout *l,
    const struct compositor *c);

/*
 * Can phones read a QR code `width` wide?  Else page.qr-small at `at`; `where` it
 * stands («page 1, column 2: » or "").
 */
void page_check_code(struct diags *dg, const struct image *im, dim width, struct place at,
    const char *where);

/* Text form: for `dump --stage pages`. */
void pages_print(const struct pages *p, GString *to);

#endif
