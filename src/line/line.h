/*
 * line: glyph runs and a measure to lines.
 *
 * Breaks are the optimum over the whole paragraph (Knuth and Plass 1981,
 * with the settings of typography.md 2); spaces are justified to the
 * measure.  Words are start and end, never left and right.
 * Knows nothing of pages or of PDF.
 */
#ifndef NASHRA_LINE_H
#define NASHRA_LINE_H

#include "base/base.h"
#include "layout/layout.h"
#include "shape/shape.h"

/* ---- breaking --------------------------------------------------------- */

enum atom_kind { ATOM_BOX, ATOM_GLUE, ATOM_PENALTY };

#define PENALTY_NEVER 10000
#define PENALTY_PART 9999  /* inside a word: only where no line can hold it */
#define PENALTY_FORCE (-10000)
#define GLUE_ENDLESS DIM_MAX /* stretch that leaves a line natural */

/*
 * What the breaker sees.  Glue may be broken at when a box stands before
 * it; it vanishes at a break.  A penalty has no width here (nothing is
 * hyphenated).
 */
struct atom {
	enum atom_kind kind;
	dim width;
	dim stretch, shrink;      /* of glue, >= 0 */
	dim kashida;              /* of a box: what its best place may add; of two side by side, one */
	int penalty;              /* PENALTY_NEVER … PENALTY_FORCE */
	uint32_t run, n_runs;     /* of the paragraph; none for what was added */
};

struct breaking {
	dim measure;
	dim first_indent;     /* taken from the measure of the first line */
	double tolerance;     /* badness of the first pass */
	int wider, widest;    /* of the second and the third, times that */
	int last_line_min;    /* of 1024: shorter last lines cost */
	int demerits_kashida, demerits_jump, demerits_short;
	int kashida_counted;  /* of what boxes offer, 1024: what is relied on */
	dim kashida_most;     /* of a line: the most its words may grow, 0 none */
	dim kashida_from, kashida_aim; /* what a space takes before, and beside, a kashida */
	dim kashida_each;     /* the longest */
	dim space_wish;       /* what the best space is over the natural one */
	bool ragged;          /* lines are not stretched: even lengths instead */
	int looseness;        /* lines more (or less) than the best has, when that can be */
	bool balance;         /* ragged: the last line is to be even with them */
};

struct breaks {
	size_t n;
	size_t *at;           /* atom each line ends at, ascending */
	bool loose;           /* some line is worse than any tolerance */
	double demerits;
};

/*
 * Choose the breaks with the least total demerits.  The last two atoms are
 * an endless glue and a PENALTY_FORCE.  Always finds an answer: when
 * nothing fits, overfull lines are taken.  Lives in `a`.
 */
struct breaks line_break(struct arena *a, const struct atom *atoms, size_t n,
    const struct breaking *how);

/*
 * The numbers of lines that the atoms can be broken into within the wider
 * tolerance, from *ret_least to *ret_most; `best` of the optimum is between.
 * At most two lines either way are looked for.
 */
size_t line_counts(struct arena *a, const struct atom *atoms, size_t n,
    const struct breaking *how, size_t *ret_least, size_t *ret_most);

/* The paragraph as atoms, at `size` in style `st`.  Lives in `a`. */
const struct atom *line_atoms(struct arena *a, const struct paragraph *p,
    const struct style *st, dim size, size_t *ret_n);

/* ---- lines ------------------------------------------------------------ */

/* One glyph run on its line. */
struct piece {
	const struct glyph_run *run;
	const struct word *word; /* the run's, or the same with tatweels */
	dim at;                  /* from the line's start edge to the piece's */
	dim width;
	uint8_t level;           /* after L1 */
	uint8_t tatweels;        /* how many went in */
	uint8_t class;           /* of the place they went in */
	dim drawn;               /* how long the kashida is */
	dim drawn_at;            /* its middle, from the measure's start */
};

struct line {
	struct piece *pieces;    /* logical order; trailing space left out */
	size_t n;
	uint32_t start, end;     /* bytes of the block's text */
	dim offset;              /* of the first piece from the measure's start: indent, alignment */
	dim width;               /* from first to last piece, as set */
	dim natural;             /* the same with natural spaces */
	dim space;               /* a word space as set; 0 without one */
	dim unfilled;            /* what it would be, had the line been filled; 0: it is, or need not be */
	int ratio;               /* 1/1024: stretch (>0) or shrink (<0) taken */
	bool last;               /* of its paragraph, or before a forced break */
	bool overfull;
	uint8_t kashidas;        /* words drawn out */
	bool touches;            /* the ink of the line above */
	bool emergency;          /* more or longer ones than a style likes */
	dim above, below;        /* ink over and under the baseline, >= 0 */
	double badness, demerits;
};

/* A block of a story set to one measure and size, uncut. */
struct galley {
	const struct block *block;
	const struct paragraph *paragraph;
	dim measure;
	dim size, leading;
	struct line *lines;
	size_t n;
	dim space;                 /* the natural word space */
	bool justified;
	const struct line *marker; /* of a list entry, stands in the inset; NULL */
	bool too_many;             /* more lines than the style's max_lines */
};

/*
 * How far the texts of lists hang: for each list that a text stands in, the
 * outermost first, its widest marker (line_marker_width).
 */
struct hang {
	const int32_t *v;
	size_t n;
};

/* The width of a marker, of 1024 of the size it is set in. */
int32_t line_marker_width(const struct paragraph *marker);

/* What a paragraph is to be set in. */
struct room {
	dim measure;
	dim grid;                /* the step that gr lengths mean */
	const struct hang *hang; /* NULL: there is no list */
	int looseness;           /* lines more (or less) than is best, when that can be */
	dim ending;              /* of a mark behind the last line, 0 none: half the size before it */
};

/*
 * Set `p`, and its marker unless NULL, in `r`.  Sizes of the style that leave the
 * measure its least_measure are tried in order until max_lines holds; the last
 * one is taken as it is, with `too_many`.  Never NULL.  Lives in `a`.
 */
const struct galley *line_set(struct arena *a, struct shaper *sh, const struct paragraph *p,
    const struct paragraph *marker, const struct room *r);

/*
 * What a paragraph takes in the first size of its style: the widest thing
 * in it that cannot be parted, and its widest line when none is parted.
 */
void line_widths(const struct paragraph *p, dim *ret_least, dim *ret_most);

/*
 * From the measure's start edge to the right edge of the digit that ends
 * before byte `at` of the text: where the numbers of a column are aligned.
 */
dim line_digit_edge(const struct galley *g, const struct line *l, uint32_t at);

/* What is wrong with a set line: bits. */
enum line_fault {
	LINE_LOOSE = 1, LINE_TIGHT = 2, LINE_OVERFULL = 4, LINE_TOUCHING = 8, LINE_EMERGENCY = 16
};
/* Of a line of `g`, by the bounds of its style. */
unsigned line_judge(const struct galley *g, const struct line *l);
/* Where in the item its first word stands. */
struct place line_place(const struct galley *g, const struct line *l);

/*
 * Say what is wrong with line `i` of `g`, `where` it stands («page 1, column
 * 2, line 14: » or ""): line.overfull, line.loose (over the style's justify.loose),
 * line.tight (under its justify.tight), line.kashida-emergency (a note),
 * line.touching (ink on ink), with the place of its first word; line.parted, with
 * that of the word.  `top`: it is the first of its column, and touches nothing.
 */
void line_report(struct diags *dg, const struct galley *g, size_t i, bool top,
    const char *where);

/* Text form: for `dump --stage lines`. */
void galley_print(const struct galley *g, GString *to);

#endif
