/*
 * Which words of a line are drawn out, and by how much.
 *
 * Of the best place of each word a few are chosen, seldom more than three,
 * so that the spaces come near what is wished; by class, evenly over the
 * line, not in neighbouring words and not under one of the line above.
 * Typography.md 1; the weights were set by looking at pages.
 */
#include "line/line-int.h"

#include <math.h>

#define TRIED 12           /* candidates that are combined */
#define STACK_HAIR 64      /* what rounding may move a kashida by */

struct candidate {
	size_t piece;
	size_t word;           /* of the line, counted by its spaces */
	const struct kashida_place *place;
	dim unit;              /* of one tatweel */
	int least, most, emergency; /* tatweels */
	double x;              /* from the line's start, of its width */
	dim at;                /* of the join, from the first word, spaces natural */
};

struct choice {
	size_t v[KASHIDAS_MAX];
	int tatweels[KASHIDAS_MAX];
	size_t n;
	double own;            /* what the candidates cost by themselves */
	int64_t most;          /* how much they can add */
	double cost;
	int64_t added;
};

struct chooser {
	const struct composing *c;
	struct line *l;
	struct candidate *v;
	size_t n;
	int64_t slack, spaces;
	dim aim;               /* the space that is wished */
	int64_t longest;       /* what one candidate can add, at most */
};

/* ---- candidates ------------------------------------------------------- */

/* From the start edge of the word to the join. */
static dim
join_at(const struct composing *c, const struct piece *pc, uint32_t at)
{
	const struct word *w = pc->word;
	int32_t units = 0;

	for (uint32_t i = 0; i < w->n; i++)
		if (w->glyphs[i].cluster < at)
			units += w->glyphs[i].advance;
	return run_scaled(pc->run, units, c->size);
}

static bool
is_stacked(const struct composing *c, double at)
{
	for (size_t i = 0; i < c->n_above; i++)
		if (fabs(c->above[i] - at) < c->kashida.apart + STACK_HAIR)
			return true;
	return false;
}

static bool
make_candidate(const struct chooser *ch, size_t piece, size_t word,
    struct candidate *ret_c)
{
	const struct composing *c = ch->c;
	const struct piece *pc = &ch->l->pieces[piece];
	const struct kashida_place *k = pc->level == c->p->rtl ? pc->word->best : NULL;
	dim unit = k ? run_scaled(pc->run, k->unit, c->size) : 0;

	if (unit <= 0)
		return false;
	dim at = pc->at + join_at(c, pc, k->at);
	double grown = (double)(ch->slack * (int64_t)word) / (double)MAX(ch->spaces, 1);
	*ret_c = (struct candidate) { .piece = piece, .word = word, .place = k, .unit = unit,
		.least = MAX((c->kashida.least + unit - 1) / unit, 1),
		.most = MAX(c->kashida.most / unit, 1),
		.emergency = MAX(c->kashida.emergency / unit, 1),
		.at = at, .x = (at + grown) / (double)MAX(ch->l->natural + ch->slack, 1) };
	if (ret_c->least > ret_c->most)
		ret_c->least = ret_c->most;
	return true;
}

static bool
is_better(const struct candidate *a, const struct candidate *b)
{
	if (a->place->reluctant != b->place->reluctant)
		return !a->place->reluctant;
	return a->place->class <= b->place->class;
}

/* One a word: what stands between two spaces. */
static size_t
find_candidates(const struct chooser *ch, struct candidate *to)
{
	size_t n = 0, word = 0;

	for (size_t i = 0; i < ch->l->n; i++) {
		struct candidate c;

		if (ch->l->pieces[i].run->space) {
			word++;
			continue;
		}
		if (!make_candidate(ch, i, word, &c))
			continue;
		if (n > 0 && to[n - 1].word == word) {
			if (is_better(&c, &to[n - 1]))
				to[n - 1] = c;
			continue;
		}
		to[n++] = c;
	}
	return n;
}

/* ---- choosing --------------------------------------------------------- */

static double
space_after(const struct chooser *ch, int64_t added)
{
	return ch->c->space.natural + (double)(ch->slack - added) / (double)MAX(ch->spaces, 1);
}

/* Share what is wanted out to the chosen, in whole tatweels. */
static void
share_out(const struct chooser *ch, struct choice *x, int64_t want)
{
	x->added = 0;
	for (size_t i = 0; i < x->n; i++) {
		const struct candidate *c = &ch->v[x->v[i]];
		int64_t part = (want - x->added) / (int64_t)(x->n - i);
		int t = (int)CLAMP((part + c->unit / 2) / c->unit, c->least, c->most);

		x->tatweels[i] = t;
		x->added += (int64_t)t * c->unit;
	}
}

/* Of the space that is left when `added` is taken from the line's slack. */
static double
space_cost(const struct chooser *ch, int64_t added)
{
	double off = (space_after(ch, added) - ch->aim) / MAX(ch->c->space.natural, 1);

	return ch->c->kashida.cost_space * off * off;
}

static double
own_cost(const struct kashida_rules *k, const struct candidate *c)
{
	return k->cost_each + k->cost_class * c->place->class +
	    (c->place->reluctant ? k->cost_short_word : 0);
}

static double
cost_of(const struct chooser *ch, const struct choice *x)
{
	double cost = x->own + space_cost(ch, x->added);

	for (size_t i = 0; i < x->n; i++) {
		double even = ((double)i + 0.5) / (double)x->n - ch->v[x->v[i]].x;

		cost += ch->c->kashida.cost_uneven * even * even;
	}
	return cost;
}

/* Less than this no choice can cost that begins as `x` and has `more` others. */
static double
least_cost(const struct chooser *ch, const struct choice *x, int more, int64_t want)
{
	int64_t most = x->most + more * ch->longest;

	return x->own + more * ch->c->kashida.cost_each + (most < want ? space_cost(ch, most) : 0);
}

/*
 * Is one of the kashidas, where it comes to stand, under one of the line
 * above?  Spaces before it and words drawn out before it move it along.
 */
static bool
has_stacked(const struct chooser *ch, const struct choice *x)
{
	double space = (double)(ch->slack - x->added) / (double)MAX(ch->spaces, 1), drawn = 0;

	if (ch->c->n_above == 0)
		return false;
	for (size_t i = 0; i < x->n; i++) {
		const struct candidate *c = &ch->v[x->v[i]];
		double own = (double)x->tatweels[i] * c->unit;

		if (is_stacked(ch->c, ch->c->indent_now + c->at + space * (double)c->word +
		        drawn + own / 2))
			return true;
		drawn += own;
	}
	return false;
}

static void
weigh(const struct chooser *ch, struct choice *x, int64_t want, struct choice *best)
{
	share_out(ch, x, want);
	/* Not so much that the spaces must shrink for it. */
	if (x->added > ch->slack)
		return;
	x->cost = cost_of(ch, x);
	if (x->cost < best->cost && !has_stacked(ch, x))
		*best = *x;
}

static bool
may_follow(const struct chooser *ch, const struct choice *x, size_t i)
{
	return x->n == 0 || ch->v[i].word > ch->v[x->v[x->n - 1]].word + 1;
}

static bool
may_improve(const struct chooser *ch, const struct choice *x, int left, int64_t want,
    const struct choice *best)
{
	for (int more = 1; more <= left; more++)
		if (least_cost(ch, x, more, want) < best->cost)
			return true;
	return false;
}

/* All sets of up to `left` more that may be better, in the order of the line. */
static void
combine(const struct chooser *ch, struct choice *x, size_t from, int left,
    int64_t want, struct choice *best)
{
	for (size_t i = from; i < ch->n; i++) {
		double own = x->own;
		int64_t most = x->most;

		if (!may_follow(ch, x, i))
			continue;
		x->v[x->n++] = i;
		x->own += own_cost(&ch->c->kashida, &ch->v[i]);
		x->most += (int64_t)ch->v[i].most * ch->v[i].unit;
		if (least_cost(ch, x, 0, want) < best->cost)
			weigh(ch, x, want, best);
		if (left > 1 && may_improve(ch, x, left - 1, want, best))
			combine(ch, x, i + 1, left - 1, want, best);
		x->n--;
		x->own = own;
		x->most = most;
	}
}

/* The better ones, when there are too many to combine; from all the line. */
static void
keep_best(struct chooser *ch)
{
	while (ch->n > TRIED) {
		size_t worst = 0;
		double most = -1;

		for (size_t i = 0; i < ch->n; i++) {
			const struct candidate *c = &ch->v[i];
			double near = i + 1 < ch->n && i > 0 ? ch->v[i + 1].x - ch->v[i - 1].x : 1;
			double bad = c->place->class + (c->place->reluctant ? 5 : 0) - 4 * near;

			if (bad > most) {
				most = bad;
				worst = i;
			}
		}
		for (size_t i = worst; i + 1 < ch->n; i++)
			ch->v[i] = ch->v[i + 1];
		ch->n--;
	}
}

/* ---- emergency -------------------------------------------------------- */

static bool
is_chosen(const struct choice *x, size_t i)
{
	for (size_t k = 0; k < x->n; k++)
		if (x->v[k] == i)
			return true;
	return false;
}

/* The best of those that are left; neighbours and stacks are allowed now. */
static int
next_best(const struct chooser *ch, const struct choice *x)
{
	int best = -1;

	for (size_t i = 0; i < ch->n; i++)
		if (!is_chosen(x, i) && (best < 0 || is_better(&ch->v[i], &ch->v[best])))
			best = (int)i;
	return best;
}

/* Longer ones first, then more of them, until the spaces are bearable. */
static void
relieve(const struct chooser *ch, struct choice *x)
{
	int64_t want = ch->slack - (ch->aim - ch->c->space.natural) * ch->spaces;
	double relieved = (double)ch->c->space.natural * ch->c->kashida.relief;
	size_t most = (size_t)(ch->c->kashida.per_line + ch->c->kashida.more);

	for (;;) {
		for (size_t i = 0; i < x->n && x->added < want; i++) {
			const struct candidate *c = &ch->v[x->v[i]];
			int more = (int)MIN((want - x->added) / c->unit, c->emergency - x->tatweels[i]);

			more = MAX(more, 0);
			x->tatweels[i] += more;
			x->added += (int64_t)more * c->unit;
		}
		int next = next_best(ch, x);
		if (space_after(ch, x->added) * 1024 <= relieved ||
		    x->n >= MIN(most, KASHIDAS_MAX) || next < 0)
			return;
		x->v[x->n] = (size_t)next;
		x->tatweels[x->n++] = 0;
	}
}

/* ---- the line --------------------------------------------------------- */

/* The words drawn out in earnest; what it adds, by their true widths. */
static int64_t
draw_out(const struct chooser *ch, const struct choice *x)
{
	int64_t added = 0;

	for (size_t i = 0; i < x->n; i++) {
		const struct candidate *c = &ch->v[x->v[i]];
		struct piece *pc = &ch->l->pieces[c->piece];
		const struct word *w = x->tatweels[i] > 0
		    ? shape_tatweel(ch->c->shaper, pc->word, c->place->at,
			(unsigned)x->tatweels[i]) : NULL;

		if (!w)
			continue;
		dim width = run_scaled(pc->run, w->width, ch->c->size);
		pc->drawn = width - pc->width;
		added += pc->drawn;
		pc->word = w;
		pc->width = width;
		pc->tatweels = (uint8_t)x->tatweels[i];
		pc->class = c->place->class;
		ch->l->kashidas++;
	}
	return added;
}

int64_t
kashida_fill(const struct composing *c, struct line *l, int64_t slack, size_t spaces)
{
	struct chooser ch = { .c = c, .l = l, .slack = slack, .spaces = (int64_t)spaces };
	struct choice best = { .cost = INFINITY }, x = { .n = 0 };
	dim w = c->space.natural;

	if (c->kashida.per_line == 0 ||
	    slack * 1024 <= (int64_t)spaces * w * (c->kashida.from - 1024))
		return 0;
	ch.aim = dim_scale(w, c->kashida.aim, 1024);
	struct candidate *v = g_new(struct candidate, l->n + 1);
	ch.v = v;
	ch.n = find_candidates(&ch, v);
	keep_best(&ch);
	for (size_t i = 0; i < ch.n; i++)
		ch.longest = MAX(ch.longest, (int64_t)ch.v[i].most * ch.v[i].unit);
	int64_t want = slack - (ch.aim - w) * ch.spaces;
	combine(&ch, &x, 0, MIN(c->kashida.per_line, KASHIDAS_MAX), want, &best);
	/* With nothing chosen all of the slack is the spaces'. */
	if (best.n == 0)
		best.added = 0;
	if (space_after(&ch, best.added) * 1024 > (double)w * c->kashida.loose) {
		relieve(&ch, &best);
		l->emergency = best.n > 0;
	}
	int64_t added = draw_out(&ch, &best);
	g_free(v);
	return added;
}

void
kashida_note(struct composing *c, struct line *l)
{
	c->n_above = 0;
	for (size_t i = 0; l->kashidas && i < l->n; i++) {
		struct piece *pc = &l->pieces[i];
		const struct kashida_place *k = pc->tatweels ? pc->run->word->best : NULL;

		if (!k)
			continue;
		/* The join's place in the drawn-out word is the kashida's end. */
		pc->drawn_at = l->offset + pc->at + join_at(c, pc, k->at) - pc->drawn / 2;
		if (c->n_above < KASHIDAS_MAX)
			c->above[c->n_above++] = pc->drawn_at;
	}
}
