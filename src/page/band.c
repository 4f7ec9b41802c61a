/*
 * Columns cut at the places that cost least.
 *
 * Column after column, all places to end it that are near its foot are
 * tried from all places where it may begin; what a place costs is told by
 * its faults, and by the white it leaves.  The number of both is bounded, so
 * the time is that of the lines.
 */
#include "page/page-int.h"

#include <math.h>

#define TRIED 14           /* ends of a column, from its foot up */
#define COST_FAULT 1e6     /* of one fault; any white costs less */
#define ROWS_MORE 10       /* lower than the ideal, when balancing */

/* ---- slug under slug -------------------------------------------------- */

bool
pen_put(struct pen *p, const struct slug *s)
{
	const struct layout *l = p->layout;

	if (!p->last && s->kind == PLACED_RULE && !p->keeps_rules)
		return false;
	if (p->last)
		p->y = p->foot + MAX(p->last->after, s->before) + s->rise;
	else if (s->kind == PLACED_IMAGE)
		/* Level with the tops of letters beside it. */
		p->y = frame_first_row(l, p->top, dim_scale(l->grid_step, 7, 10), p->page_top) -
		    dim_scale(l->grid_step, 7, 10);
	else
		p->y = p->top + s->rise;
	if (s->grid)
		p->y = p->last ? frame_row(l, p->y) : frame_first_row(l, p->top, s->rise, p->page_top);
	p->foot = p->y + s->drop;
	p->last = s;
	return true;
}

struct pen
pen_at_top(const struct band *b)
{
	return (struct pen) { .layout = b->layout, .top = b->top, .foot = b->top,
		.keeps_rules = b->columns == 1 && !b->page_top, .page_top = b->page_top };
}

/* ---- one column ------------------------------------------------------- */

struct end {
	size_t at;
	dim foot;
};

/* All ends of a column that begins at `start`; returns how many. */
static size_t
find_ends(const struct band *b, size_t start, dim bottom, GArray *to)
{
	struct pen p = pen_at_top(b);

	g_array_set_size(to, 0);
	for (size_t i = start; i < b->end; i++) {
		if (i > start && b->slugs[i].force == BREAK_COLUMN)
			break;
		pen_put(&p, &b->slugs[i]);
		if (p.foot > bottom)
			break;
		struct end e = { i + 1, p.foot };
		g_array_append_val(to, e);
	}
	return to->len;
}

static unsigned
faults_at(const struct band *b, size_t at)
{
	return at < b->end && b->slugs[at].force == BREAK_ALLOW ? b->slugs[at].faults : 0;
}

static double
cost_of_faults(unsigned faults)
{
	return COST_FAULT * (((faults & CUT_WIDOW) != 0) + ((faults & CUT_ORPHAN) != 0) +
	    2 * ((faults & CUT_STRANDED) != 0) + 4 * ((faults & CUT_KEEP) != 0));
}

/* ---- all columns ------------------------------------------------------ */

/* A way to have filled the columns up to here. */
struct way {
	size_t at;    /* the next column begins here */
	double cost;
	int from;     /* way of the column before; -1 none */
	dim foot;     /* of its lowest column */
	dim least;    /* of its highest */
};

struct cutting {
	const struct band *b;
	dim bottom;
	bool all;         /* everything must stand */
	bool even;        /* white under the last column counts too */
	GArray *ways[COLUMNS_MAX + 1];
	GArray *ends;
};

static void
offer_way(struct cutting *c, int column, struct way w)
{
	GArray *to = c->ways[column];

	for (guint i = 0; i < to->len; i++) {
		struct way *old = &g_array_index(to, struct way, i);

		if (old->at != w.at)
			continue;
		if (w.cost < old->cost)
			*old = w;
		return;
	}
	g_array_append_val(to, w);
}

static double
cost_of_white(const struct cutting *c, const struct end *e)
{
	double rows = (double)(c->bottom - e->foot) / MAX(c->b->layout->grid_step, 1);

	if (e->at == c->b->end && !c->even)
		return 0;
	return rows * rows;
}

/* Ends near the foot; further up only as far as one without a fault. */
static void
try_ends(struct cutting *c, int column, int from)
{
	struct way w = g_array_index(c->ways[column], struct way, from);
	size_t n = find_ends(c->b, w.at, c->bottom, c->ends);
	bool clean = false;

	for (size_t i = 0; i < n && (i < TRIED || !clean); i++) {
		const struct end *e = &g_array_index(c->ends, struct end, n - 1 - i);
		unsigned faults = faults_at(c->b, e->at);

		clean |= faults == 0;
		offer_way(c, column + 1, (struct way) { e->at,
		    w.cost + cost_of_faults(faults) + cost_of_white(c, e), from,
		    MAX(w.foot, e->foot), MIN(w.least, e->foot) });
	}
}

static void
try_column(struct cutting *c, int column)
{
	for (guint i = 0; i < c->ways[column]->len; i++) {
		struct way w = g_array_index(c->ways[column], struct way, i);

		if (w.at == c->b->end) {
			struct end none = { w.at, c->b->top };

			w.cost += cost_of_white(c, &none);
			w.from = (int)i;
			w.least = c->b->top;
			offer_way(c, column + 1, w);
			continue;
		}
		try_ends(c, column, (int)i);
	}
}

/* The best way through all columns; NULL when there is none. */
static const struct way *
best_way(struct cutting *c)
{
	GArray *last = c->ways[c->b->columns];
	const struct way *best = NULL;

	for (guint i = 0; i < last->len; i++) {
		const struct way *w = &g_array_index(last, struct way, i);

		if (c->all && w->at != c->b->end)
			continue;
		if (!best || w->cost < best->cost)
			best = w;
	}
	return best;
}

static void
take_way(struct cutting *c, const struct way *w, struct band *to)
{
	to->foot = w->foot;
	to->spread = w->foot - w->least;
	to->faults = 0;
	for (int k = to->columns; k > 0; k--) {
		to->ends[k - 1] = w->at;
		to->faults |= faults_at(to, w->at);
		w = &g_array_index(c->ways[k - 1], struct way, w->from);
	}
}

/* Cut within `bottom`; the cost in *ret_cost. */
static bool
cut(struct band *b, dim bottom, bool all, bool even, double *ret_cost)
{
	struct cutting c = { .b = b, .bottom = bottom, .all = all, .even = even,
		.ends = g_array_new(FALSE, FALSE, sizeof(struct end)) };
	struct way first = { b->start, 0, -1, b->top, DIM_MAX };

	for (int i = 0; i <= b->columns; i++)
		c.ways[i] = g_array_new(FALSE, FALSE, sizeof(struct way));
	g_array_append_val(c.ways[0], first);
	for (int i = 0; i < b->columns; i++)
		try_column(&c, i);
	const struct way *best = best_way(&c);
	if (best) {
		*ret_cost = best->cost;
		take_way(&c, best, b);
	}
	for (int i = 0; i <= b->columns; i++)
		g_array_unref(c.ways[i]);
	g_array_unref(c.ends);
	return best != NULL;
}

/* ---- the door --------------------------------------------------------- */

/* The height of all in one column, as if it had no grid; `most` at most. */
static int64_t
height_of_all(const struct band *b, int64_t most)
{
	int64_t height = 0;

	for (size_t i = b->start; i < b->end && height <= most; i++) {
		const struct slug *s = &b->slugs[i];
		dim white = i > b->start ? MAX(s[-1].after, s->before) : 0;

		height += white + s->rise + s->drop;
	}
	return height;
}

bool
band_fit(struct band *b, bool balance)
{
	double cost, best = INFINITY;
	struct band got = *b;

	if (!balance || b->columns == 1)
		return cut(b, b->bottom, true, false, &cost);
	dim step = MAX(b->layout->grid_step, 1);
	int64_t room = (int64_t)(b->bottom - b->top + step) * b->columns;
	int64_t height = height_of_all(b, room);
	if (height > room)
		return false;
	dim foot = b->top + (dim)MAX(height / b->columns - step, 0);
	for (int more = 0; more <= ROWS_MORE || isinf(best); more++) {
		dim bottom = MIN(foot, b->bottom);
		struct band t = *b;

		if (cut(&t, bottom, true, true, &cost) && cost + more < best) {
			best = cost + more;
			got = t;
			/* Rows lower only for what they mend. */
			if (best < 2 * b->columns)
				break;
		}
		if (bottom == b->bottom)
			break;
		foot = bottom + step;
	}
	*b = got;
	return !isinf(best);
}

bool
band_fill(struct band *b)
{
	double cost;

	return cut(b, b->bottom, false, true, &cost);
}
