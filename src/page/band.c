/*
 * Columns cut at the places that cost least.
 *
 * Column after column, all places to end it that are near its foot are
 * tried from all places where it may begin; what a place costs is told by
 * its faults, and by the white it leaves.  A column may have one text in it
 * that is set a line longer or shorter, when nothing else will do.  The
 * number of all these is bounded, so the time is that of the lines.
 */
#include "page/page-int.h"

#include <math.h>

#define TRIED 14           /* ends of a column, from its foot up */
#define TRIED_WORSE 30     /* white squared, over the least, that is not tried */
#define COST_FAULT 1e6     /* of one fault; any white costs less */
#define COST_INSIDE 400    /* of a few rows parted from their table, in rows squared */
#define COST_NOTE 20       /* of a note that goes on elsewhere, likewise */
#define COST_RECAST 0.6    /* of a text set a line longer or shorter */
#define UNLEVEL 4          /* times what level white costs */
#define ROWS_MORE 10       /* lower than the ideal, when balancing */
#define ROWS_LEFT 2        /* at most, that a full page leaves to be level */
#define LINES_TO_RECAST 3  /* that a text has at least */

/* ---- slug under slug -------------------------------------------------- */

bool
pen_put(struct pen *p, const struct slug *s)
{
	const struct layout *l = p->layout;
	dim ascent = dim_scale(l->grid_step, 7, 10);

	if (!p->last && s->kind == PLACED_RULE && !p->slot.keeps_rules)
		return false;
	if (p->last)
		p->y = p->foot + MAX(p->last->after, s->before) + s->rise;
	else if (s->kind == PLACED_IMAGE || s->group)
		/* Level with the tops of letters beside it. */
		p->y = frame_first_row(l, p->slot.top, ascent, p->slot.page_top) - ascent;
	else
		p->y = p->slot.top + s->rise;
	if (s->grid)
		p->y = p->last ? frame_row(l, p->y)
			       : frame_first_row(l, p->slot.top, s->rise,
				     p->slot.page_top && !s->group);
	else if (!p->last && s->level)
		p->y = frame_first_row(l, p->slot.top, ascent, p->slot.page_top);
	if (!p->last && s->head)
		p->y += s->head->height;
	if (!p->last && s->frame && !s->opens)
		p->y = s->grid ? frame_row(l, p->y + s->frame->padding) : p->y + s->frame->padding;
	p->foot = p->y + s->drop;
	p->edge = s->frame && !s->closes ? s->frame->padding : 0;
	p->notes += notes_height(l, s, p->notes == 0);
	p->last = s;
	return true;
}

struct pen
pen_at_top(const struct band *b, int column)
{
	return (struct pen) { .layout = b->layout, .slot = b->slots[column],
		.foot = b->slots[column].top };
}

/* ---- texts in a line more or less ------------------------------------- */

/* A way to have filled the columns up to here. */
struct way {
	double cost;
	int from;       /* way of the column before; -1 none */
	dim foot;       /* of its lowest column */
	dim least;      /* of its highest */
	struct cut cut; /* the next column begins at its end */
};

struct end {
	dim foot;
	struct cut cut;
};

/* The same block in a line less and a line more; NULL when it cannot be. */
struct recasts {
	const struct galley *g[2];
};

struct cutter {
	const struct compositor *c;
	GHashTable *recasts; /* const struct galley * to struct recasts */
	GArray *ways[COLUMNS_MAX + 1];
	GArray *ends;
};

struct cutter *
cutter_create(const struct compositor *c)
{
	struct cutter *k = g_new0(struct cutter, 1);

	k->c = c;
	k->recasts = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	for (int i = 0; i <= COLUMNS_MAX; i++)
		k->ways[i] = g_array_new(FALSE, FALSE, sizeof(struct way));
	k->ends = g_array_new(FALSE, FALSE, sizeof(struct end));
	return k;
}

void
cutter_destroy(struct cutter *k)
{
	for (int i = 0; i <= COLUMNS_MAX; i++)
		g_array_unref(k->ways[i]);
	g_array_unref(k->ends);
	g_hash_table_destroy(k->recasts);
	g_free(k);
}

static const struct recasts *
recasts_of(struct cutter *k, const struct galley *g)
{
	struct recasts *r = g_hash_table_lookup(k->recasts, g);

	if (r)
		return r;
	r = g_new0(struct recasts, 1);
	for (int i = 0; i < 2; i++)
		r->g[i] = k->c->reset(k->c->ctx, g->block, g->measure, i == 0 ? -1 : 1);
	g_hash_table_insert(k->recasts, (gpointer)(uintptr_t)g, r);
	return r;
}

/* The first slug of the text that ends with slug `i`, whole from `start` on. */
static size_t
whole_text(const struct band *b, size_t start, size_t i)
{
	const struct slug *s = &b->slugs[i];

	if (s->kind != PLACED_LINE || !s->grid || s->fixed || s->galley->n < LINES_TO_RECAST ||
	    s->line != &s->galley->lines[s->galley->n - 1] ||
	    i + 1 < start + s->galley->n)
		return NOT_RECAST;
	/* Its first lines may stand elsewhere, where stories go on. */
	size_t first = i + 1 - s->galley->n;
	return b->slugs[first].line == s->galley->lines ? first : NOT_RECAST;
}

/* ---- one column ------------------------------------------------------- */

struct cutting {
	struct cutter *k;
	const struct band *b;
	dim bottom;
	bool all;         /* everything must stand */
	bool even;        /* white under the last column counts too */
	bool recasts;     /* texts may be set anew */
	bool stepped;     /* its columns begin at different heights */
};

/* What may be recast in a column, as far as it goes. */
struct slack {
	struct cut cut[2];  /* a line less, a line more */
	dim leading[2];
};

static void
note_slack(const struct cutting *c, size_t start, size_t i, struct slack *s)
{
	size_t first = whole_text(c->b, start, i);

	if (first == NOT_RECAST || (s->cut[0].galley && s->cut[1].galley))
		return;
	const struct galley *g = c->b->slugs[i].galley;
	const struct recasts *r = recasts_of(c->k, g);
	for (int k = 0; k < 2; k++)
		if (!s->cut[k].galley && r->g[k]) {
			s->cut[k] = (struct cut) { 0, first, r->g[k] };
			s->leading[k] = k == 0 ? -g->leading : g->leading;
		}
}

static void
add_end(const struct cutting *c, size_t end, dim foot, struct cut cut)
{
	struct end e = { foot, cut };

	e.cut.end = end;
	if (foot <= c->bottom)
		g_array_append_val(c->k->ends, e);
}

/* All ends of a column that begins at `start`; returns how many. */
static size_t
find_ends(const struct cutting *c, int column, size_t start)
{
	static const struct cut as_it_is = { 0, NOT_RECAST, NULL };
	const struct band *b = c->b;
	struct pen p = pen_at_top(b, column);
	struct slack slack = { 0 };

	g_array_set_size(c->k->ends, 0);
	for (size_t i = start; i < b->end; i++) {
		if (i > start && b->slugs[i].force == BREAK_COLUMN)
			break;
		pen_put(&p, &b->slugs[i]);
		if (pen_end(&p) + slack.leading[0] > c->bottom)
			break;
		if (c->recasts)
			note_slack(c, start, i, &slack);
		for (int k = 0; k < 2; k++)
			if (slack.cut[k].galley)
				add_end(c, i + 1, pen_end(&p) + slack.leading[k], slack.cut[k]);
		add_end(c, i + 1, pen_end(&p), as_it_is);
	}
	return c->k->ends->len;
}

static unsigned
faults_at(const struct band *b, size_t at)
{
	return at < b->end && b->slugs[at].force == BREAK_ALLOW ? b->slugs[at].faults : 0;
}

double
cost_of_faults(unsigned faults)
{
	return COST_FAULT * (((faults & CUT_WIDOW) != 0) + ((faults & CUT_ORPHAN) != 0) +
	    2 * ((faults & CUT_STRANDED) != 0) + 4 * ((faults & CUT_KEEP) != 0));
}

/* ---- all columns ------------------------------------------------------ */

static void
offer_way(struct cutting *c, int column, const struct way *w)
{
	GArray *to = c->k->ways[column];

	for (guint i = 0; i < to->len; i++) {
		struct way *old = &g_array_index(to, struct way, i);

		if (old->cut.end != w->cut.end)
			continue;
		if (w->cost < old->cost)
			*old = *w;
		return;
	}
	g_array_append_val(to, *w);
}

static double
cost_of_white(const struct cutting *c, size_t at, dim foot)
{
	double rows = (double)(c->bottom - foot) / MAX(c->b->layout->grid_step, 1);

	if (at == c->b->end && !c->even)
		return 0;
	return rows > 0 ? rows * rows : 0;
}

/* A table cut near one of its ends is worth a shorter column, and so is a note. */
static double
cost_of_cut(const struct band *b, size_t at)
{
	const struct slug *s = at < b->end ? &b->slugs[at] : NULL;

	return !s ? 0 : s->inside ? COST_INSIDE : s->noting ? COST_NOTE : 0;
}

static void
leave_empty(struct cutting *c, int column, int from)
{
	struct way w = g_array_index(c->k->ways[column], struct way, from);
	dim top = c->b->slots[column].top;

	w.cost += cost_of_white(c, w.cut.end, top);
	w.from = from;
	w.least = MIN(w.least, top);
	w.cut.galley = NULL;
	w.cut.recast = NOT_RECAST;
	offer_way(c, column + 1, &w);
}

/* Ends near the foot; further up only as far as one without a fault. */
static void
try_ends(struct cutting *c, int column, int from)
{
	struct way w = g_array_index(c->k->ways[column], struct way, from);
	size_t n = find_ends(c, column, w.cut.end), tried = 0;
	double least = INFINITY;

	for (; n > 0 && (tried < TRIED || isinf(least)); n--) {
		const struct end *e = &g_array_index(c->k->ends, struct end, n - 1);
		unsigned faults = faults_at(c->b, e->cut.end);
		double white = cost_of_white(c, e->cut.end, e->foot);
		double cost = white + cost_of_cut(c->b, e->cut.end);

		if (white > least + TRIED_WORSE)
			break;
		tried += e->cut.galley == NULL;
		if (faults == 0)
			least = MIN(least, cost);
		offer_way(c, column + 1, &(struct way) { w.cost + cost_of_faults(faults) + cost +
		    (e->cut.galley ? COST_RECAST : 0), from, MAX(w.foot, e->foot),
		    MIN(w.least, e->foot), e->cut });
	}
	/* Under what stands over some columns there may be a row or two. */
	if (isinf(least) && c->stepped)
		leave_empty(c, column, from);
}

static void
try_column(struct cutting *c, int column)
{
	for (guint i = 0; i < c->k->ways[column]->len; i++)
		if (g_array_index(c->k->ways[column], struct way, i).cut.end == c->b->end)
			leave_empty(c, column, (int)i);
		else
			try_ends(c, column, (int)i);
}

static void
take_way(const struct cutting *c, const struct way *w, struct band *to)
{
	to->foot = w->foot;
	to->spread = w->foot - MIN(w->least, w->foot);
	to->cost = w->cost;
	to->faults = 0;
	for (int k = to->columns; k > 0; k--) {
		to->cuts[k - 1] = w->cut;
		/* Before what begins the band, nothing of it is cut. */
		to->faults |= w->cut.end > to->start ? faults_at(to, w->cut.end) : 0;
		w = &g_array_index(c->k->ways[k - 1], struct way, w->from);
	}
}

static bool
is_stepped(const struct band *b)
{
	for (int i = 1; i < b->columns; i++)
		if (b->slots[i].top != b->slots[0].top)
			return true;
	return false;
}

/* All ways through all columns, in the last of `ways`. */
static void
find_ways(struct cutting *c)
{
	struct way first = { .from = -1, .least = DIM_MAX,
		.cut = { c->b->start, NOT_RECAST, NULL } };

	c->stepped = is_stepped(c->b);
	for (int i = 0; i <= c->b->columns; i++)
		g_array_set_size(c->k->ways[i], 0);
	g_array_append_val(c->k->ways[0], first);
	for (int i = 0; i < c->b->columns; i++)
		try_column(c, i);
}

/* Cut within `c->bottom` so that all of it stands. */
static bool
cut_all(struct cutting *c, struct band *to)
{
	GArray *last = c->k->ways[c->b->columns];
	const struct way *best = NULL;

	find_ways(c);
	for (guint i = 0; i < last->len; i++) {
		const struct way *w = &g_array_index(last, struct way, i);

		if (w->cut.end == c->b->end && (!best || w->cost < best->cost))
			best = w;
	}
	if (best)
		take_way(c, best, to);
	return best != NULL;
}

/* ---- all of it -------------------------------------------------------- */

/* The height of all in one column, as if it had no grid; `most` at most. */
static int64_t
height_of_all(const struct band *b, int64_t most)
{
	int64_t height = 0;

	for (size_t i = b->start; i < b->end && height <= most; i++) {
		const struct slug *s = &b->slugs[i];
		dim white = i > b->start ? MAX(s[-1].after, s->before) : 0;

		height += white + s->rise + s->drop + notes_height(b->layout, s, false);
	}
	return height;
}

/* The foot of columns that are exactly level, from their tops and the height. */
static int64_t
ideal_foot(const struct band *b, int64_t height)
{
	int64_t foot = 0;

	for (int round = 0; round < 2; round++) {
		int64_t sum = height, n = 0;

		for (int k = 0; k < b->columns; k++)
			if (round == 0 || b->slots[k].top < foot) {
				sum += b->slots[k].top;
				n++;
			}
		foot = sum / MAX(n, 1);
	}
	return foot;
}

static dim
highest_top(const struct band *b)
{
	dim top = b->slots[0].top;

	for (int k = 1; k < b->columns; k++)
		top = MIN(top, b->slots[k].top);
	return top;
}

static int64_t
room_of(const struct band *b, dim step)
{
	int64_t room = 0;

	for (int k = 0; k < b->columns; k++)
		room += MAX((int64_t)b->bottom - b->slots[k].top + step, 0);
	return room;
}

/* Rows lower than the ideal, as far as they mend more than they cost. */
static bool
fit_level(struct cutter *k, struct band *b, bool recasts)
{
	dim step = MAX(b->layout->grid_step, 1);
	int64_t room = room_of(b, step), height = height_of_all(b, room);
	double best = INFINITY;
	struct band got = *b;

	if (height > room)
		return false;
	dim foot = (dim)MAX(ideal_foot(b, height) - step, highest_top(b));
	for (int more = 0; more <= ROWS_MORE || isinf(best); more++) {
		struct cutting c = { .k = k, .b = b, .bottom = MIN(foot, b->bottom),
			.all = true, .even = true, .recasts = recasts };
		struct band t = *b;

		if (cut_all(&c, &t) && t.cost + more < best) {
			best = t.cost + more;
			got = t;
			if (best < 2 * b->columns)
				break;
		}
		if (c.bottom == b->bottom)
			break;
		foot += step;
	}
	*b = got;
	return !isinf(best);
}

static bool
is_bad(const struct band *b)
{
	return b->faults != 0 || (b->columns > 1 && b->spread > b->layout->grid_step);
}

bool
band_fit(struct cutter *k, struct band *b, bool balance)
{
	struct band t = *b;
	bool level = balance && b->columns > 1;
	struct cutting c = { .k = k, .b = b, .bottom = b->bottom, .all = true };
	bool fits = level ? fit_level(k, b, false) : cut_all(&c, b);

	if (!level || !k->c->reset || (fits && !is_bad(b)))
		return fits;
	if (fit_level(k, &t, true) && (!fits || t.faults < b->faults ||
	    (t.faults == b->faults && t.spread < b->spread)))
		*b = t;
	return fits || t.cuts[t.columns - 1].end == t.end;
}

/* ---- as much as there is room for ------------------------------------- */

static void
offer_fill(GArray *to, const struct band *b)
{
	for (guint i = 0; i < to->len; i++) {
		struct band *old = &g_array_index(to, struct band, i);

		if (old->cuts[b->columns - 1].end != b->cuts[b->columns - 1].end)
			continue;
		if (b->cost < old->cost)
			*old = *b;
		return;
	}
	g_array_append_val(to, *b);
}

static int
by_cost(gconstpointer p, gconstpointer q)
{
	double a = ((const struct band *)p)->cost, b = ((const struct band *)q)->cost;

	return (a > b) - (a < b);
}

static void
fill_within(struct cutter *k, const struct band *b, int less, bool recasts, GArray *to)
{
	struct cutting c = { .k = k, .b = b, .even = true, .recasts = recasts,
		.bottom = b->bottom - less * b->layout->grid_step };
	GArray *last = k->ways[b->columns];

	find_ways(&c);
	for (guint i = 0; i < last->len; i++) {
		const struct way *w = &g_array_index(last, struct way, i);
		struct band t = *b;

		if (w->cut.end == b->start)
			continue;
		take_way(&c, w, &t);
		t.cost = UNLEVEL * t.cost + b->columns * less * less;
		offer_fill(to, &t);
	}
}

void
band_fill(struct cutter *k, const struct band *b, GArray *to)
{
	int rows_left = b->columns > 1 && b->layout->columns.balance ? ROWS_LEFT : 0;

	for (int recasts = 0; recasts <= (k->c->reset != NULL); recasts++) {
		for (int less = 0; less <= rows_left; less++)
			fill_within(k, b, less, recasts > 0, to);
		g_array_sort(to, by_cost);
		if (to->len > 0 && !is_bad(&g_array_index(to, struct band, 0)))
			break;
	}
	if (to->len > FILLS)
		g_array_set_size(to, FILLS);
}
