/* What the files of line share. */
#ifndef NASHRA_LINE_INT_H
#define NASHRA_LINE_INT_H

#include "line/line.h"

/* ---- break.c ---------------------------------------------------------- */

/* What a line cost and why. */
struct verdict {
	double ratio;    /* of its stretch (>0) or shrink (<0) */
	double badness;
	double demerits; /* with those for its neighbour */
	bool overfull;
	int kashidas;    /* words that will be drawn out, about */
};

/*
 * line_break, with a verdict a line (in `a`) and the number of lines that
 * were weighed, which is what its time grows with.  Either may be NULL.
 */
struct breaks break_weighed(struct arena *a, const struct atom *atoms,
    size_t n, const struct breaking *how, struct verdict **ret_verdicts,
    uint64_t *ret_steps);

static inline bool
is_forced(const struct atom *at)
{
	return at->kind == ATOM_PENALTY && at->penalty <= PENALTY_FORCE;
}

/* Where a line that begins at atom `i` really starts: glue vanishes there. */
size_t break_line_start(const struct atom *atoms, size_t n, size_t i);

/* ---- atoms.c ---------------------------------------------------------- */

/* Font units of run `r` at the style's `size`; never below 0. */
dim run_scaled(const struct glyph_run *r, int32_t units, dim size);
/* The same, rounded up: for ink. */
dim run_scaled_up(const struct glyph_run *r, int32_t units, dim size);

/* The word space of a paragraph: one for all its spaces, even colour. */
struct space {
	dim natural, stretch, shrink;
};
struct space paragraph_space(const struct paragraph *p,
    const struct style *st, dim size);

/* A blank: it vanishes at either end of a line. */
bool run_is_blank(const struct paragraph *p, const struct glyph_run *r);

/* ---- kashida.c -------------------------------------------------------- */

#define KASHIDAS_MAX 8 /* in one line, whatever a style says */

/* How a style wants words drawn out, at one size. */
struct kashida_rules {
	int per_line;              /* 0: not at all */
	dim least, most, emergency; /* length of one */
	int from, aim, loose, relief; /* of the natural space, 1024 */
	int more;                  /* in an emergency */
	dim apart;                 /* from those of the line above */
	/* What speaks against a choice. */
	int cost_space, cost_class, cost_short_word, cost_each, cost_uneven;
};

/* ---- compose.c -------------------------------------------------------- */

/* How the lines of one galley are set. */
struct composing {
	struct arena *a;
	const struct paragraph *p;
	dim measure, inset;
	dim indent;          /* of the first line, besides the inset */
	dim size;
	struct space space;
	enum align align;    /* justified lines fill what inset and indent leave */
	struct shaper *shaper;
	struct kashida_rules kashida;
	dim above[KASHIDAS_MAX]; /* kashidas of the line above, from the start */
	size_t n_above;
	dim ending;          /* left free at the end of the last line */
	dim space_ragged;    /* a line that wants wider ones is not filled; 0: any is */
	bool optical;        /* stops and quotes hang into the margins */
	dim indent_now;      /* where the line at hand begins */
};

/*
 * Draw words out where the spaces would be wide: `slack` is what `spaces`
 * of them have to take.  Returns by how much the words grew.
 */
int64_t kashida_fill(const struct composing *c, struct line *l, int64_t slack,
    size_t spaces);
/* Note where the kashidas of a set line stand, there and for the line below. */
void kashida_note(struct composing *c, struct line *l);

/* Which runs a line has, and where it stands. */
struct extent {
	size_t first, end;   /* runs of the paragraph */
	bool starts, last;   /* its first line; natural, a forced end */
};

/* The line, in `c->a`; blanks at its ends are left out. */
struct line compose_line(struct composing *c, const struct extent *e);

/* ---- ink.c ------------------------------------------------------------ */

/*
 * The leading at which no ink of `below` touches that of `above`, both set
 * from the same start edge; `enough` when they want no more.
 */
dim ink_leading(const struct composing *c, const struct line *above,
    const struct line *below, dim enough);

/* ---- lengths ---------------------------------------------------------- */

static inline dim
dim_clamp(int64_t d)
{
	return (dim)CLAMP(d, -DIM_MAX, DIM_MAX);
}

#endif
