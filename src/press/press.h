/*
 * press: items and a layout to one bulletin.
 *
 * The only module that knows the whole walk.
 */
#ifndef NASHRA_PRESS_H
#define NASHRA_PRESS_H

#include "base/base.h"
#include "paint/paint.h"
#include "pdf/pdf.h"
#include "press/survey.h"
#include "proof/proof.h"

/* What lives as long as the process: fonts and the cache of words. */
struct press;

/* `fonts` is the program's folder of fonts; opened when it is needed. */
struct press *press_create(const char *fonts);
void press_destroy(struct press *p);

/*
 * Read the layout `file` now and for all jobs to come that name it: they take
 * it as it is at this moment, and say nothing of it.  So one that there is
 * something to say of is not kept.
 */
void press_keep_layout(struct press *p, const char *file);
/*
 * From now on remember how texts were set, for the jobs to come: to make the
 * same bulletin again and again.  The results are the same.
 */
void press_remember(struct press *p);
/* The folder that it was created with. */
const char *press_fonts(const struct press *p);

/* Forget all words when they take more than `most` bytes: between two jobs. */
void press_trim(struct press *p, size_t most);
/* The program and the libraries that its bytes depend on, a line each. */
void press_versions(GString *to);

enum stage {
	STAGE_ITEM, STAGE_LAYOUT, STAGE_STORY, STAGE_RUNS, STAGE_LINES,
	STAGE_PAGES, STAGE_MARKS, STAGE_N
};
const char *stage_name(enum stage s);

struct item;
struct layout;
struct fonts;

/* Items and a layout that are read already: who asks has made them. */
struct made {
	const struct layout *layout;         /* of the pages */
	const struct item *const *items;     /* as many as the job has */
	const struct layout *const *dress;   /* by item: whose styles it is set in; one direction and language */
};

struct job {
	const char *const *items; /* files, in their order; or one issue alone */
	size_t n;
	const char *layout;       /* file */
	int64_t date;             /* SOURCE_DATE_EPOCH, or -1: the newest item's date */
	int64_t now;              /* for embargoes; -1: they are not looked at */
	enum profile profile;
	bool ninjs;               /* STAGE_ITEM as IPTC ninjs 3.1 */
	/*
	 * Bind the items as a volume of the archive: "2024", "2024-03",
	 * "2024-W12", "2024-03-05" or "undated"; NULL: they are a bulletin.
	 * With cover, contents, indexes, and parted by month, day or section.
	 */
	const char *volume;
	const char *title;        /* of the volume; NULL: the layout's string "volume" */
	bool unproofed;           /* the finished file is not read back */
	bool draft;               /* see out_begin_draft */
	const struct made *made;  /* instead of files, which then are names only; NULL: they are read */
	bool overlay;             /* frames, grid and the spaces of lines are drawn over the pages */
	bool embed_items;         /* with PROFILE_SCREEN: the items in the PDF, as PDF/A-3a */
};

/* How a job ended; the numbers are the program's exit statuses. */
enum outcome {
	OUTCOME_DONE = 0,
	OUTCOME_BAD_ITEM = 1,    /* something is wrong with an item */
	OUTCOME_BAD_LAYOUT = 2,  /* layout or fonts are wrong */
	OUTCOME_ENVIRONMENT = 4, /* disk full and the like: try again */
};

/* Microseconds of each step, filled when asked for. */
struct timing {
	int64_t read, story, shape, line, page, sheet, pdf, proof, paint;
	size_t pages, words;
};

/*
 * Make the bulletin and write it to `out` ("-": standard output).  Nothing
 * is written when there was an error; the old file stays.  All faults of
 * the layout and of all items are reported before it gives up.  Items that
 * are withheld, cancelled or under embargo are refused (press.withheld,
 * press.canceled, press.embargo; the last one is a warning with
 * PROFILE_PROOF), and so is an issue among other files (press.mixed).  A
 * volume leaves such items out, with a warning (press.left-out when none is left).  `ret_timing` may be NULL.
 */
enum outcome press_render(struct press *p, struct diags *dg,
    const struct job *job, const char *out, struct timing *ret_timing);

/* One file a page. */
struct page_files {
	enum { PAGES_PNG, PAGES_SVG } form;
	const char *name; /* {p} in it is the page's number, 1, 2 … */
	int dpi;          /* of PAGES_PNG; PAINT_DPI_MIN to PAINT_DPI_MAX */
};

/*
 * The same, one page after another.  All pages are written before the first
 * gets its name, so that there are all of them or the old ones.  Several
 * pages and no {p} are refused (press.many-pages, OUTCOME_BAD_LAYOUT).  Of
 * the pages of a longer bulletin that was there before, the rest stays, and
 * is warned of (press.older-page).
 */
enum outcome press_render_pages(struct press *p, struct diags *dg,
    const struct job *job, const struct page_files *to, struct timing *ret_timing);

/*
 * Who looks at the pages while they are made: called in this order, each page
 * as soon as it is painted: `first`, its neighbours, then all others.  What is
 * handed over lives as long as the call.
 */
struct viewer {
	void *ctx;
	size_t first;             /* page, from 1; 0 is the first too */
	/* All pages are made up; `sizes` is width and height of each sheet. */
	void (*pages)(void *ctx, size_t n, const dim *sizes);
	/*
	 * A page as an SVG fit to stand in HTML, its ids beginning with "pN", and
	 * its facts (see facts.c) as JSON.
	 */
	void (*page)(void *ctx, size_t page, const GString *svg, const GString *facts);
	/* The page that is looked at and its neighbours are done.  May be NULL. */
	void (*seen)(void *ctx);
	/* A picture that the next page names, once as long as the fonts live. */
	void (*picture)(void *ctx, const char *name, const char *type, const void *bytes,
	    size_t len);
	/* Behind the pages: layout_trace of the layout. */
	void (*trace)(void *ctx, const GString *json);
};

/* Pages for `v`; nothing is handed over when there was an error. */
enum outcome press_view(struct press *p, struct diags *dg, const struct job *job,
    const struct viewer *v, struct timing *ret_timing);

/*
 * All that can be said without a PDF; the items are proofread too.  With no layout in `job` the items
 * are read and no more; with no items the layout and its fonts are looked
 * at.
 */
enum outcome press_check(struct press *p, struct diags *dg, const struct job *job);

/*
 * Proof the PDF `file` as anybody's.  With items and a layout in `job` they
 * are set again, too: the file must have the same bytes (press.other-bytes
 * when it has not), and what differs is told.  OUTCOME_BAD_ITEM when
 * something is wrong.
 */
enum outcome press_verify(struct press *p, struct diags *dg, const struct job *job,
    const char *file, struct proof_found *ret_found);

/* The text form of a stage, appended to `to`. */
enum outcome press_dump(struct press *p, struct diags *dg,
    const struct job *job, enum stage stage, GString *to);

/*
 * A bulletin that is made up and kept, to be counted and looked at.  NULL
 * when it could not be made up; *ret_outcome says why.  `p` and `dg` must
 * outlive it, and `p` may open no other layout while it is there.
 */
struct kept;
struct kept *press_keep(struct press *p, struct diags *dg, const struct job *job,
    enum outcome *ret_outcome);
void kept_destroy(struct kept *k); /* NULL allowed */
const struct survey *kept_survey(const struct kept *k);
/* Page `page`, from 0, as paint_svg and paint_png do. */
bool kept_svg(struct kept *k, size_t page, const char *id, GString *to);
bool kept_png(struct kept *k, size_t page, int dpi, struct out *to);

/*
 * What can be counted on the pages, appended to `to`: as text, or as one JSON
 * object with survey_print_json's members and "facts", those of each page
 * (facts.c).
 */
enum outcome press_inspect(struct press *p, struct diags *dg, const struct job *job, bool json,
    GString *to);

/* The fonts that `l` (NULL: no layout) has; the press's own. NULL after a diagnostic. */
struct fonts *press_faces(struct press *p, struct diags *dg, const struct layout *l);

/* Is the file an issue, whatever its name?  False too when it cannot be read. */
bool press_is_issue(const char *file);

/* fonts_print of the fonts there are; false after a diagnostic. */
bool press_print_fonts(struct press *p, struct diags *dg, GString *to);

#endif
