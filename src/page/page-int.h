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
/* The number of the first page that is not the cover. */
int frame_first_page(const struct layout *l);
dim frame_measure(const struct layout *l, int span);
/* Between the margins, with the masthead's room. */
dim frame_height(const struct layout *l);
/* Left end of column `column`; -1: of what spans, `measure` wide. */
dim frame_x(const struct layout *l, const struct frame *f, int column, dim measure);
/* The first row of the grid at or under `y`. */
dim frame_row(const struct layout *l, dim y);
/* The top of the letters of a first line of the text beneath `top`. */
dim frame_top_of_letters(const struct layout *l, dim top, bool page_top);
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
	CUT_BARE = 1 << 4,     /* too little under a head that spans; only at a page's end */
	CUT_SCRAP = 1 << 5,    /* too little of a paragraph, in the midst of it, is all there is in a column; of no slug */
};

/* Several things lifted as one, at their places from its top left corner. */
struct group {
	dim width, height;
	const struct placed *v;
	size_t n;
	const struct inside *inside; /* a box made up by itself: how; NULL: it is none */
};

/*
 * Lines of a note, and the place that refers to it: a byte of the text, a row
 * of a table.
 */
struct foot_note {
	uint32_t at;
	const struct galley *galley;
	size_t first, end; /* of its lines */
};

struct foot_notes {
	struct foot_note *v;
	size_t n;
};

/* A box that is too high for a page: what stands in it goes over columns, and each part has its edge. */
struct framed {
	const struct boxing *box;
	dim width, padding;
	bool small; /* it better stands whole */
};

/* One line of type, one figure or one rule: what is lifted as a whole. */
struct slug {
	enum placed_kind kind;
	const struct block *block;   /* NULL: a separator between items */
	const struct galley *galley; /* LINE */
	const struct line *line;
	int story;
	int span;             /* 1: stands in a column; else columns spanned */
	const struct group *group; /* TINT: what is there instead */
	const struct foot_notes *notes; /* of all the text; its own are from … to before … */
	uint32_t notes_from, notes_end;
	const struct foot_notes *carried; /* lines of notes that began over it; NULL none */
	dim indent;           /* of its notes, from either edge of its measure */
	bool noting;          /* a note that began over it is not done: better not cut before it */
	bool fixed;           /* not to be set in other lines, for the notes it carries */
	const struct slug *wide;   /* the same box over all columns; NULL: it is none, or goes over them */
	const struct group *head;  /* goes before it at a column's top */
	const struct framed *frame; /* that it stands in; NULL none */
	bool opens, closes;   /* it is the frame's own head, or foot */
	struct crop crop;     /* IMAGE */
	dim trim, growth;     /* IMAGE: depth that it may lose, and gain, to level columns */
	dim least;            /* IMAGE: the depth that it keeps, as a whole set smaller */
	dim width;            /* IMAGE, RULE, group */
	dim rise, drop;       /* over and under the baseline; IMAGE, RULE: 0, height */
	dim before, after;    /* white, not at a column's top or foot */
	bool grid;            /* its baseline is a row of the grid */
	bool level;           /* at a column's top it is, though its leading grew */
	bool ruled_above, ruled_below; /* with the rules of its style, when that has some */
	dim spread;           /* more white before it, to level its column */
	bool anew;            /* its text is in a line more or less than it came in */
	bool keep;            /* with what follows it */
	bool loose;           /* of no story: told to the reader, not read with it */
	bool goes_along;      /* better not overleaf: text under a head's figure, a figure that ends its story */
	bool inside;          /* of a table, near one of its ends: better not cut before it */
	bool whole;           /* within a short quotation, a box or a list of contents: better not cut before it */
	enum item_break force; /* BREAK_COLUMN, BREAK_PAGE before it */
	unsigned faults;      /* of enum cut_fault, of a column that ends before it */
	bool floats;          /* over some of the columns: text may stand beside it */
	size_t band_end;      /* first slug after it of another width, or on a new page */
};

struct slugs {
	struct slug *v;
	size_t n;
	bool failed; /* the compositor did; it has said why */
};

/* What is told of pages: who stands where. */
struct folios {
	const struct story *const *stories;
	size_t n;
	GHashTable *indices;     /* const struct story * to its index + 1 */
	int *begins;             /* the page each begins on, 0 none */
	int pages;
};

struct cutter;

/* How stories become slugs; what differs from try to try is at the end. */
struct casting {
	struct arena *a;
	struct diags *dg;
	const struct layout *l;    /* its grid may be another than the designer's */
	const struct compositor *c;
	struct cutter *cutter;     /* of bands in boxes */
	const struct story *const *stories;
	const struct folios *folios; /* for what boxes tell of pages */
	bool boxed;                /* inside of a box there is no other */
	bool wide;                 /* heads and pictures of stories go over all columns */
	bool alone;                /* the one story there is: its head goes over all columns */
	int figure_most;           /* columns that a picture goes over, at most; 0: all */
	int columns;               /* that a head over all of them spans */
	dim step;                  /* of the designer's grid */
	int picture;               /* of their depth, 1024 */
	const unsigned *left_out;  /* by story: 1 << enum element; NULL: nothing */
	const size_t *cut;         /* by story: lines left off its end; NULL: none */
};

/* The stories at `order` (n indices into `stories`), one after the other. */
struct slugs slugs_cast(const struct casting *how,
    const struct story *const *stories, const int *order, size_t n);

/*
 * Note what belongs together, what floats and where bands end, in slugs that
 * were put together from several castings.
 */
void slugs_finish(struct slug *v, size_t n, int columns);

/* The element of a release that a block is part of and may be left out; -1. */
int block_element(const struct block *b);
/* Is it a code for phones? */
static inline bool
block_is_code(const struct block *b)
{
	return b->image && b->image->kind == IMAGE_MATRIX;
}

/* Add lines that are no story's own, over or under one, to an array of slugs. */
void slugs_add_lines(GArray *to, const struct galley *g, int story, int span, dim step);
/* Is it a rule, between two stories? */
static inline bool
slug_is_rule(const struct slug *s)
{
	return s->kind == PLACED_RULE;
}

/* A picture that is shown `more` higher, or lower: within its `growth` and `trim`. */
void slug_deepen(struct slug *s, dim more);
/* A picture that is set smaller as a whole, `height` high: not under its `least`. */
void slug_set_smaller(struct slug *s, dim height);
/*
 * Does a separator stand between these two, under `over`, the last slug of the first, and over
 * a head of `span` columns?  Boxes and heads of sections part by themselves; a box
 * does so only as wide as it is.
 */
bool stories_are_parted(const struct layout *l, const struct story *before,
    const struct slug *over, const struct story *st, int span);
/* What stands between two stories, `span` columns wide; false: nothing does. */
bool slug_of_separator(const struct casting *how, int span, struct slug *ret_s);

/*
 * The `n` lines at `old`, one block whole, as those of `g`, which is the same
 * block in other lines; `to` has room for them.
 */
void slugs_recast(const struct slug *old, size_t n, const struct galley *g,
    struct slug *to);

/* ---- notes (note.c) --------------------------------------------------- */

/* The notes of block `i`, which are the blocks behind it; NULL without any. */
const struct foot_notes *notes_set(struct arena *a, const struct story *st, size_t i,
    dim measure, const struct compositor *c, bool *ret_failed);
/*
 * Long notes go on under the lines that follow: each line of `v` from `from` on
 * carries some of what the notes so far have left, so that a note is parted
 * where its text is.  A note begins in the line that refers to it, and there
 * stands all that those before it have left; when that is higher than `most`,
 * it begins further down.  What the last one leaves stands under slugs that
 * are nothing else, and so does, when it may stand `between` two texts, what there is no
 * room for before the next one begins.
 */
void notes_carry(struct arena *a, GArray *v, guint from, dim most, bool between);
/* Is it nothing but what notes have left? */
bool notes_alone(const struct slug *s);
/* What those of `s` take; of the `first` in a column, with the rule over them. */
dim notes_height(const struct layout *l, const struct slug *s, bool first);
/* The notes of `n` slugs of a column, in `room` from its top. */
void notes_place(GArray *to, const struct layout *l, const struct slug *const *v,
    size_t n, const struct rect *room, int column);

/* ---- tables (table.c) ------------------------------------------------- */

/*
 * The rows of `table`, whose cells are the blocks behind it, in `measure`:
 * as many groups as it has rows.  NULL after a diagnostic, its own being
 * page.table-too-wide.
 */
const struct group *table_set(struct arena *a, struct diags *dg,
    const struct block *table, int story, dim measure, const struct layout *l,
    const struct compositor *c);

/* ---- bands (band.c) --------------------------------------------------- */

#define COLUMNS_MAX 16

/* Where a column of a band begins. */
struct slot {
	dim top;
	dim over;         /* the foot of what stands over it */
	bool page_top;    /* nothing does */
	bool keeps_rules; /* a separator may be the first thing in it */
};

bool slot_is_same(const struct slot *a, const struct slot *b);

/* What makes a column some rows longer or shorter, and moves no text to another. */
struct shift {
	size_t at;                   /* white before this slug; its picture; the text it begins */
	int rows;                    /* more, or less */
	bool picture;                /* its, and no white before it */
	const struct galley *galley; /* the text in other lines; NULL: no text */
};

/* What may be changed, so that columns end level. */
enum reach {
	REACH_CUTS,               /* only where they are cut */
	REACH_LEVERS,             /* white that stands anyway, texts, pictures */
	REACH_PARAGRAPHS,         /* white between paragraphs and under heads, too: it is seen */
};

/* Where a column ends, and by what it is as long as the others. */
struct cut {
	size_t end;
	int rows;                    /* more or less than it has by itself */
	enum reach reach;            /* by what */
	const struct shift *changes; /* band_settle; in the order of their slugs */
	size_t n;
};

/*
 * Columns side by side: all slugs of one width that follow each other, or
 * those of them that a page has room for.
 */
struct band {
	const struct layout *layout;
	const struct slug *slugs;
	size_t start, end;        /* of the slugs it may take */
	int first;                /* column of the page that it begins at */
	int span;                 /* columns of the page that one of its own takes */
	int columns;              /* its own */
	int of;                   /* that there is room for beside each other */
	bool last;                /* nothing comes under it */
	struct slot slots[COLUMNS_MAX];
	unsigned bare;            /* faults, when nothing stands under the head over its first columns */
	dim bottom;
	struct cut cuts[COLUMNS_MAX];
	unsigned faults;          /* of all cuts together */
	dim foot;                 /* of the lowest column */
	dim spread;               /* from there to that of the highest */
	double cost;
};

/* What cutting needs again and again; and the texts that were set anew. */
struct cutter *cutter_create(const struct compositor *c);
void cutter_destroy(struct cutter *k);
/* Forget the bands that were cut: before slugs and layouts that were asked for go. */
void cutter_forget(struct cutter *k);

/*
 * Cut the band so that all of it stands, in columns as low and as level as
 * can be, or (without `balance`) one filled after the other.  A text in other
 * lines may make it one of slugs of its own, which live in `a`.  False: there
 * is no room.
 */
bool band_fit(struct cutter *k, struct arena *a, struct band *b, bool balance);
/*
 * The best ways to fill its columns to the foot and go on elsewhere, the
 * cheapest first, as struct band in `to`; at most FILLS, each ending at
 * another slug.
 */
#define FILLS 6
void band_fill(struct cutter *k, const struct band *b, GArray *to);

/* The height of all of it in one column, as if that had no grid; not much over `most`. */
int64_t band_height(const struct band *b, int64_t most);

/* Do its columns end so far apart, two rows, that a text or table in another measure looks better? */
static inline bool
band_looks_uneven(const struct band *b)
{
	return b->spread >= 2 * b->layout->grid_step;
}

/* Is a table, near one of its ends, a short quotation or a box cut? */
bool band_parts_whole(const struct band *b);

/*
 * Where it could not be made level, being short: over all columns, or in fewer
 * of them (short.c).  Slugs of its own live in `a`.
 */
void band_shorten(struct cutter *k, struct arena *a, struct band *b);

/*
 * May all its columns be `rows` longer than they are, each of which costs `price` at
 * most, in rows of white squared?  Then band_lengthen, which settles it anew.
 */
bool band_can_lengthen(struct cutter *k, const struct band *b, int rows, double price);
void band_lengthen(struct cutter *k, struct arena *a, struct band *b, int rows);

/* Choose what its columns are changed by; the choice lives in `a`. */
void band_settle(struct cutter *k, struct arena *a, struct band *b);

/*
 * Cut into level columns, rows lower than the ideal as far as they mend more than
 * they cost, by nothing but what `reach` has; false: there is no room.
 */
bool band_fit_level(struct cutter *k, struct band *b, enum reach reach);
/* Fewer faults, or ends that are nearer to each other, or less cost? */
bool band_is_better(const struct band *b, const struct band *than);

/*
 * Where columns end two rows apart or more, pictures in them are set smaller as a
 * whole (smaller.c).  Slugs of its own live in `a`.
 */
void band_set_smaller(struct cutter *k, struct arena *a, struct band *b);

/* What is wrong, of enum cut_fault, when column `column` has the slugs from `start` to before `at`. */
unsigned band_faults(const struct band *b, int column, size_t start, size_t at);

/* What a fault costs, in rows of white squared. */
double cost_of_faults(unsigned faults);

/* Where the hand stands that puts slug under slug in one column. */
struct pen {
	const struct layout *layout;
	const struct slug *last; /* NULL: at the top */
	struct slot slot;
	dim foot;                /* of `last` */
	dim y;                   /* its baseline, or its top */
	dim notes;               /* what the notes so far take at the column's foot */
	dim edge;                /* what a frame takes under `foot`, if the column ends here */
};

/* False: a separator at a column's top, which falls away. */
bool pen_put(struct pen *p, const struct slug *s);
/* The foot of all, with edge and notes. */
static inline dim
pen_end(const struct pen *p)
{
	return p->foot + p->edge + p->notes;
}

/* Where a line that is the first in column `column` of `b` begins. */
dim band_top_of_letters(const struct band *b, int column);
/* At the top of column `column` of `b`. */
struct pen pen_at_top(const struct band *b, int column);

/* ---- bands that were cut before (again.c) ------------------------------ */

struct again;

enum again_kind { AGAIN_FILL, AGAIN_WHOLE, AGAIN_LEVEL };

struct again *again_create(void);
void again_destroy(struct again *g);
/*
 * Has a band like `b` been cut?  Then what was found is added to `to`, in the
 * slugs of `b`.  Slugs and layout must stay as they are once they were asked for.
 */
bool again_look(const struct again *g, enum again_kind kind, const struct band *b, GArray *to,
    bool *ret_fits);
/* Remember what was found for `asked`, when there is room. */
void again_keep(struct again *g, enum again_kind kind, const struct band *asked,
    const struct band *found, guint n, bool fits);

/* ---- columns made level (level.c) ------------------------------------- */

/* Rows that one place may give or take. */
#define ROWS_A_PLACE 4

/* What a column has that may be changed: places, by kind. */
struct levers {
	int between, under;       /* items: white over what parts them, and under it */
	int around;               /* heads, figures, tables, lists: white there */
	int longer, shorter;      /* texts that may have a line more, less */
	int higher[ROWS_A_PLACE], lower[ROWS_A_PLACE]; /* pictures that may become so by so many rows and one */
	int paragraphs;           /* white between two of them, or under a head; REACH_PARAGRAPHS */
	enum reach reach;         /* what it may have */
	int more, less;           /* rows that they give together, at most */
};

/* The lines of `b` in another measure; NULL after a diagnostic. */
const struct galley *cutter_cast(struct cutter *k, const struct block *b, dim measure);
/* The same text a line longer (`more` 1) or shorter (-1); NULL: it cannot well be. */
const struct galley *cutter_recast(struct cutter *k, const struct galley *g, int more);

/*
 * The first slug of the text that slug `i` is a line of, when it may be set
 * anew and stands whole from `start` to before `end`.
 */
#define NO_TEXT SIZE_MAX
size_t slug_text(const struct band *b, size_t start, size_t end, size_t i);
/* The same of the text that ends with slug `i`, when its lines are rows of the grid. */
size_t text_to(const struct band *b, size_t start, size_t i);
/* Rows that a picture may gain, or lose. */
int rows_of_picture(const struct layout *l, const struct slug *s, bool more);
/* Add what slug `i` of a column that begins with slug `start` brings. */
void levers_add(struct levers *v, struct cutter *k, const struct band *b, size_t start,
    size_t i, bool keeps_rules);
/* What `rows` from -less to more cost, in rows of white squared. */
double levers_cost(const struct levers *v, const struct layout *l, int rows);
/* The changes for `rows`, to the column from slug `start` on; how many. */
size_t levers_pull(struct cutter *k, struct arena *a, const struct band *b, size_t start,
    const struct cut *cut, bool keeps_rules, const struct shift **ret_v);
/* Does white part the two, of one release, anyway: a head, figure, table or list from the text? */
bool white_stands_around(const struct slug *before, const struct slug *s);
/* The slugs of a column as they are after its changes; in `to`, an array of struct slug. */
void column_change(const struct band *b, size_t start, const struct cut *cut, GArray *to);

/* ---- tables and boxes over all columns (wide.c) ---------------------------------- */

/* The rows of a table in another measure, which is not narrower; they live in `a`. */
const struct group *cutter_set_table(struct cutter *k, struct arena *a, const struct block *table,
    int story, dim measure, const struct layout *l);
/*
 * The slugs of `b` with the table that slug `i` begins over all of its columns,
 * as several bands; they live in `a`.  False: it begins none, or not all of it
 * stands here.
 */
bool table_widen(struct cutter *k, struct arena *a, const struct band *b, size_t i, struct slugs *ret_v);
/* The same with a box; the cutter has nothing to set for it. */
bool box_widen(struct arena *a, const struct band *b, size_t i, struct slugs *ret_v);

/* ---- boxes (box.c) ---------------------------------------------------- */

/* The box that the layout has for a story; NULL: it stands in none. */
const struct boxing *box_of(const struct layout *l, const struct story *st);
/*
 * Add the story at `index` of `stories` in box `b` to `to`, an array of slugs:
 * as one slug, or, when it is higher than a page, as many that may be parted
 * (page.box-parted).  False: the compositor failed, or the story is empty.
 */
bool box_cast(const struct casting *how, const struct boxing *b,
    const struct story *const *stories, int index, GArray *to);
/* Tint and rules around `box`; how many they are, which `b` alone says. */
#define BOX_EDGES 5
int box_edges(const struct boxing *b, struct rect box, struct placed ret_edges[BOX_EDGES]);

/* ---- figures that stand later (later.c) -------------------------------- */

/* Slugs [figure, text) of a story stand behind [text, end) instead; `end` 0: nothing does. */
struct later {
	size_t figure, text, end;
	int story;
	bool whole;                /* that is all its text */
};

/* The same as blocks: behind `last`, not before `text`. */
struct delay {
	const struct block *figure, *text, *last; /* NULL: as the story says */
};

/*
 * The figure under the head of the release that slug `at` is of, or that begins
 * behind the rule there, behind so many of its paragraphs; false: there is
 * none, or there are too few of them.
 */
bool later_find(const struct slugs *s, size_t at, int paragraphs, struct later *ret);
/*
 * Slugs from `at` on, as many as a page with `room` in its `columns` may take, with
 * `n` figures moved; they live in `a`.
 */
struct slugs later_window(struct arena *a, const struct slugs *s, size_t at, int64_t room,
    int columns, const struct later *v, size_t n);
/* The story with its blocks in that order; it lives in `a`. */
const struct story *later_story(struct arena *a, const struct story *old, const struct delay *d);

/* ---- pages made up (makeup.c) ----------------------------------------- */

/* Columns of a page between two heights, which take slugs one after the other. */
struct area {
	int first, columns;
	dim top, bottom;
};

/* All of what page `number` has for its stories. */
struct area frame_area(const struct layout *l, int number);

/* Bands that stand on a page: the last one, and what it stands on. */
struct laid {
	const struct laid *before;
	struct band band;
};

/* One way to fill an area. */
struct plan {
	size_t end;              /* the first slug that does not stand in it */
	double cost;
	const struct laid *laid; /* NULL: it is left empty */
	dim foot;                /* of the lowest column */
	unsigned faults;         /* of ending before a band that goes elsewhere */
	const struct slug *next; /* that it begins with */
};

struct makeup {
	struct arena *a;         /* for what is laid */
	const struct layout *layout;
	const struct slug *slugs;
	size_t n;
	struct cutter *cutter;
	GArray *bands;           /* struct band, room to work in */
};

/* The ways to fill `area` from slug `at` on, as struct plan in `to`. */
void makeup_plans(struct makeup *m, size_t at, const struct area *area, GArray *to);

/* What stands in a box, on a page of its own. */
struct inside {
	const struct layout *layout;
	struct plan plan;
};

/* ---- feet of pages (feet.c) -------------------------------------------- */

/* The white at the foot of a page that goes on elsewhere, between its releases and within them; in `a`. */
void plan_fill_foot(struct arena *a, struct cutter *k, const struct layout *l, struct plan *p,
    const struct area *area);

/* ---- type at its place (place.c) -------------------------------------- */

/* A page being made up; the arrays are of struct placed. */
struct sheet_of_type {
	GArray *rules, *type;
};

struct placing {
	struct diags *dg;
	const struct layout *l;
	const struct compositor *c;
	const struct folios *folios;
	int column;              /* of the page, that the first of `l` stands in */
};

/* Put everything of `plan` on page `number`, and say what is wrong with it. */
void place_plan(const struct placing *how, struct sheet_of_type *to,
    const struct plan *plan, int number);

/* ---- the front page (front.c) ----------------------------------------- */

/* One page: plans side by side, and what parts them. */
struct leaf {
	struct plan *plans;
	size_t n;
	struct placed *rules;
	size_t n_rules;
};

/* What a make-up of the whole issue starts from. */
struct trial {
	struct casting casting;
	struct arena *a;           /* for what is laid */
	const struct story *const *stories;
	const struct story *const *originals; /* what each of them was made of */
	size_t n_stories;
	const int *order;          /* n indices of those that are set */
	size_t n;
	struct cutter *cutter;
	int first;                 /* number of the first page with text */
	const int *goes_on;        /* by story: the page it goes on, 0 not known; NULL */
	int wanted;                /* pages at least, blank ones too */
	struct delay *delays;      /* by story: figures that front_make and galley_cut moved; NULL: they move none */
	bool settled;              /* they stand where the stories say */
};

/* A front page, and what goes on after it. */
struct front {
	struct leaf leaf;
	struct slugs rest;         /* of stories that were parted, and all others */
	bool *parted;              /* by story */
};

/* Only for layouts with zones. */
struct front front_make(const struct trial *t);

/* ---- stories that face each other (facing.c) -------------------------- */

/* Does any story of the trial stand on one side of its pages? */
bool trial_faces(const struct trial *t);
/*
 * All pages of such a trial, as struct leaf in `leaves`: what faces each other
 * begins level, and each goes on at its side of the next page.  False after a
 * diagnostic.
 */
bool facing_make(const struct trial *t, GArray *leaves, double *ret_cost);

/* ---- all pages (galley.c) --------------------------------------------- */

/* What a galley has of its pages: some of the columns, and of the first what is under `top`. */
struct window {
	int first, columns;
	int page;                  /* the number of the first */
	dim top;                   /* 0: all of that */
};

/*
 * Cut slugs into pages at the least cost: a struct plan a page in `to`, the
 * first of which may have nothing on it (`laid` NULL).  False after a diagnostic.
 */
bool galley_cut(const struct trial *t, struct slugs v, struct window w, GArray *to,
    double *ret_cost);

/* An issue made up once. */
struct made {
	struct leaf *leaves;       /* the first is page `first` of the trial */
	size_t n;
	double cost;
	dim white;                 /* at the foot of the last page */
	int *begins, *goes_on;     /* by story: pages, 0 none */
	struct delay *delays;      /* by story; NULL: none */
	bool failed;
};

struct made trial_make(const struct trial *t);

/* ---- the number of pages (fit.c) -------------------------------------- */

/*
 * Find the freedoms of the layout with which the issue has the pages that
 * are wanted, and leave them in `t`; tells which they are (fit.leading,
 * fit.pictures, fit.left-out, page.order-changed, fit.short).  False after
 * fit.too-long, which says what to cut.  The stories of `t` are then those
 * that are to stand, in their order; new ones live in `a`.
 */
bool fit_trial(struct trial *t, struct arena *a, struct diags *dg);

/* ---- leaders (leader.c) ----------------------------------------------- */

/* Add what leads from the text of `line` to `tail` at its end edge. */
void leader_place(GArray *to, bool rtl, enum leader kind, const struct placed *line,
    const struct placed *tail);

/* ---- furniture (furniture.c) ------------------------------------------ */

/*
 * Add masthead, header and footer of page `number` of `pages` to `to`, an
 * array of struct placed.
 */
void furniture_place(GArray *to, const struct layout *l,
    const struct compositor *c, int number, int pages);
/* The parts of the cover, on all of the page. */
void furniture_place_cover(GArray *to, const struct layout *l,
    const struct compositor *c, int pages);

#endif
