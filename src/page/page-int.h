/* What the files of page share: frames, slugs, bands. */
#ifndef NASHRA_PAGE_INT_H
#define NASHRA_PAGE_INT_H

#include "page/page.h"

/* ---- frames (frame.c) ------------------------------------------------- */

/* Where type may stand on one page. */
struct frame {
	struct rect area; /* within the margins, under the masthead */
	struct rect masthead, header, footer; /* h == 0: not on this page */
	bool left_hand;
};

struct frame frame_make(const struct layout *l, int number);
dim frame_measure(const struct layout *l, int span);
/* Left end of column `column`; -1: of what spans, `measure` wide. */
dim frame_x(const struct layout *l, const struct frame *f, int column, dim measure);
/* The first row of the grid at or under `y`. */
dim frame_row(const struct layout *l, dim y);
/*
 * The row that a first line of ascent `ascent` stands on, beneath `top`;
 * `page_top`: nothing stands over it.
 */
dim frame_first_row(const struct layout *l, dim top, dim ascent, bool page_top);

/* ---- slugs (slug.c) --------------------------------------------------- */

/* What ending a column before a slug does wrong. */
enum cut_fault {
	CUT_WIDOW = 1 << 0,    /* too little of a paragraph after it */
	CUT_ORPHAN = 1 << 1,   /* too little before it */
	CUT_STRANDED = 1 << 2, /* too little under a head */
	CUT_KEEP = 1 << 3,     /* parts what is to be kept together */
};

/* One line of type, one figure or one rule: what is lifted as a whole. */
struct slug {
	enum placed_kind kind;
	const struct block *block;   /* NULL: a separator between items */
	const struct galley *galley; /* LINE */
	const struct line *line;
	int story;
	int span;             /* 1: stands in a column; else columns spanned */
	dim width;            /* IMAGE, RULE */
	dim rise, drop;       /* over and under the baseline; IMAGE, RULE: 0, height */
	dim before, after;    /* white, not at a column's top or foot */
	bool grid;            /* its baseline is a row of the grid */
	bool keep;            /* with what follows it */
	enum item_break force; /* BREAK_COLUMN, BREAK_PAGE before it */
	unsigned faults;      /* of enum cut_fault, of a column that ends before it */
	size_t band_end;      /* first slug after it of another width, or on a new page */
};

struct slugs {
	struct slug *v;
	size_t n;
	bool failed; /* the compositor did; it has said why */
};

struct slugs slugs_cast(struct arena *a, struct diags *dg,
    const struct story *const *stories, size_t n, const struct layout *l,
    const struct compositor *c);

/*
 * The `n` lines at `old`, one block whole, as those of `g`, which is the same
 * block in other lines; `to` has room for them.
 */
void slugs_recast(const struct slug *old, size_t n, const struct galley *g,
    struct slug *to);

/* ---- bands (band.c) --------------------------------------------------- */

/*
 * Columns side by side under one top: all slugs of one width, or those of
 * them that a page has room for.
 */
#define COLUMNS_MAX 12

struct band {
	const struct layout *layout;
	const struct slug *slugs;
	size_t start, end;       /* of the slugs it may take */
	int columns;
	dim top, bottom;
	bool page_top;           /* nothing stands over it */
	size_t ends[COLUMNS_MAX]; /* where each column ends */
	unsigned faults;          /* of all cuts together */
	dim foot;                 /* of the lowest column */
	dim spread;               /* from there to that of the highest */
};

/*
 * Cut the band so that all of it stands, in columns as low and as level as
 * can be, or (without `balance`) one filled after the other.  False: there
 * is no room.
 */
bool band_fit(struct band *b, bool balance);
/* Fill the columns with as much as they take. False: with nothing. */
bool band_fill(struct band *b);

/* Where the hand stands that puts slug under slug in one column. */
struct pen {
	const struct layout *layout;
	const struct slug *last; /* NULL: at the top */
	bool keeps_rules;        /* at the top too: something stands over it */
	bool page_top;           /* nothing does */
	dim top;
	dim foot;                /* of `last` */
	dim y;                   /* its baseline, or its top */
};

/* False: a separator at a column's top, which falls away. */
bool pen_put(struct pen *p, const struct slug *s);
/* At the top of a column of `b`. */
struct pen pen_at_top(const struct band *b);

/* ---- furniture (furniture.c) ------------------------------------------ */

/*
 * Add masthead, header and footer of page `number` of `pages` to `to`, an
 * array of struct placed.
 */
void furniture_place(GArray *to, const struct layout *l,
    const struct compositor *c, int number, int pages);

#endif
