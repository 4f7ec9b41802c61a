/* What the files of press share: one bulletin on its way. */
#ifndef NASHRA_PRESS_INT_H
#define NASHRA_PRESS_INT_H

#include "press/press.h"
#include "press/survey.h"

struct press {
	char *fonts_folder;
	char *own;              /* the layout's folder that `fonts` knows */
	struct fonts *fonts;
	struct shaper *shaper;
	struct painter *painter; /* of press_view; outlines live as long as fonts */
	struct standing *standing; /* NULL: nothing is remembered of them */
	GHashTable *shelf;       /* pictures that it has handed over, by their sums */
	struct arena *kept;     /* of `layout`; NULL: none is kept */
	const struct layout *layout;
	char *layout_file;
};

/* Everything of one bulletin; all of it lives in `a`. */
struct walk {
	struct press *press;
	struct diags *dg;
	struct arena *a;
	struct arena *set;      /* paragraphs and galleys, of no use once there are sheets */
	struct arena *drawn;    /* glyphs of the sheets, of no use once they are painted */
	bool late;              /* sheets of many pages are drawn one by one, by pdf_write */
	const struct job *job;
	enum outcome outcome;

	const struct layout *layout;
	const struct issue *issue;    /* NULL: the items are a bulletin of their own */
	const struct item **items;
	size_t n;
	struct stories stories;       /* in the order in which they are printed */
	const char *date;       /* ISO 8601 day of the bulletin, NULL none */
	const struct story *running;  /* the first on the page being set; NULL: none */
	const struct pages *pages;
	const struct sheets *sheets;
	const struct pdf_attachment *attachments; /* with embed_items */
	size_t n_attachments;

	GHashTable *paragraphs; /* const struct block * to paragraph */
	GHashTable *galleys;    /* struct setting * to galley */
	GHashTable *markers;    /* const struct list * to its widest marker, and 1 */
	const struct image *emblem; /* of the publication; NULL: none */
	GHashTable *pictures;   /* const struct part * to image */
	dim end_mark;           /* its width, once it is known */
	bool end_mark_known;
	struct timing timing;
	bool failed;            /* the compositor gave NULL for an error */
};

/* Fonts and shaper for `w->layout`; false after a diagnostic. */
bool press_open_fonts(struct press *p, struct diags *dg, const struct layout *l);

void walk_init(struct walk *w, struct press *p, struct diags *dg, const struct job *job);
void walk_finish(struct walk *w);
/* The sheets are made: forget what they were made of, but stories. */
void walk_drop_galleys(struct walk *w);
/* The PDF is written: forget the glyphs and clusters of its marks, but not how many they were. */
void walk_drop_glyphs(struct walk *w);
/*
 * Take the bulletin as far as `stage`; false when it could not get there,
 * with the reason in `outcome`.
 */
bool walk_to(struct walk *w, enum stage stage);

/* Is it made for a press, with inks and plates? */
bool walk_is_for_press(const struct walk *w);
/* What the PDF of `w` says of itself. */
struct pdf_about walk_about(const struct walk *w);
/* What templates can name, on page `page` of `pages`. */
struct fields walk_fields(const struct walk *w, int page, int pages);

/* pages.c: every sheet to a file of its own. */
enum outcome pages_write(struct walk *w, const struct page_files *to);

/* view.c: every sheet to who looks at it. */
enum outcome view_show(struct walk *w, const struct viewer *v);
void view_forget(struct press *p); /* with the fonts */

/*
 * facts.c: what can be said of page `i` as one JSON object, appended to `to`.
 * Lengths are dims, from the sheet's top left corner.
 */
void facts_print(const struct walk *w, size_t i, GString *to);

/* links.c: say which links within the bulletin lead to nothing (press.link). */
void links_check(struct walk *w);
/* Of items without an issue: which corrections do not say what they correct (press.corrects-nothing). */
void links_check_corrections(struct walk *w);

/* collide.c: say which parts of the layout lie on other text (page.parts-collide). */
void collide_check(struct walk *w);

/* Setting text for `page`: shaped once, set once a measure. */
struct compositor typeset_compositor(struct walk *w);
const struct paragraph *typeset_paragraph(struct walk *w, const struct block *b);

/* standing.c: texts that were set before; NULL knows none, and keeps none. */
struct standing *standing_create(void);
void standing_destroy(struct standing *t);
/* All of them: before the words go that their runs are of. */
void standing_forget(struct standing *t);
/* Before the first text of a bulletin in `l`: those that the last ones did without are forgotten. */
void standing_begin(struct standing *t, const struct layout *l);
/* As shape_block and line_set made them, in `a`; NULL when they did not.  Not with a marker. */
const struct paragraph *standing_find(struct standing *t, struct arena *a, const struct block *b,
    const struct layout *l);
const struct galley *standing_find_lines(const struct standing *t, struct arena *a, const struct paragraph *p,
    const struct room *r);
/* Remember `p`, when there is room; the same paragraph, whose lines can then be kept too. */
const struct paragraph *standing_keep(struct standing *t, struct arena *a, const struct paragraph *p);
void standing_keep_lines(struct standing *t, const struct galley *g, const struct room *r);

/*
 * volume.c: make the items that were read the issue of the job's volume, and
 * the layout that of volumes; false after press.left-out.
 */
bool volume_bind(struct walk *w);
/* Its indexes, for compositor.last. */
struct stories volume_last(void *walk, struct stories made, const int *begins,
    const struct layout **ret_l);

/* Read what the bulletin is made of once more; false after a diagnostic. */
bool embed_gather(struct walk *w);

/*
 * overprint.c: things that are drawn over pages which are made up already, as
 * furniture.  What is added under the text is over the page's own tints.
 */
struct overprint {
	struct walk *w;
	const struct compositor *c;
	const struct page *page;
	GArray *under, *over; /* struct placed */
};
typedef void overprint_page(struct overprint *o, void *with);
void overprint_pages(struct walk *w, const struct compositor *c, overprint_page *draw, void *with);
/* Style `r` in one size and colour, for what is drawn. */
const struct style *overprint_style(struct walk *w, enum role r, dim size, const struct colour *colour);
/* `text` set; NULL when there is nothing to set. */
const struct galley *overprint_set(struct overprint *o, const char *text, const struct style *st, dim measure);
/* The first line of `g` (NULL allowed) with its ink from `left` on. */
void overprint_line(struct overprint *o, const struct galley *g, dim left, dim baseline, const struct colour *colour);
void overprint_rule(struct overprint *o, struct rect r, const struct colour *colour);
void overprint_tint(struct overprint *o, struct rect r, const struct colour *colour); /* under the text */
void overprint_frame(struct overprint *o, struct rect r, dim stroke, const struct colour *colour);

/* overlay.c: draw frames, columns, grid, and the quality of each line over the pages. */
void overlay_add(struct walk *w, const struct compositor *c);

/* survey.c: count what stands on the sheets of `w`; lives as long as it. */
const struct survey *survey_make(const struct walk *w);

/* Put a stamp on every page, and a number beside every line of the stories. */
void proofing_add(struct walk *w, const struct compositor *c);

#endif
