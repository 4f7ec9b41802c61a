/*
 * Columns cut at the places that cost least.
 *
 * Column after column, all places to end it that are near its foot are
 * tried from all places where it may begin; what a place costs is told by
 * its faults, and by the white it leaves.  Where columns cannot end level by
 * that, they are made longer or shorter (level.c), which has its price, too.
 * The number of all these is bounded, so the time is that of the lines.
 */
#include "page/page-int.h"

#include <math.h>
#include <string.h>

#define TRIED 14           /* ends of a column, from its foot up */
#define TRIED_LEVERS 20    /* the same when columns may be changed */
#define TRIED_WORSE 30     /* white squared, over the least, that is not tried */
#define WORSE_LEVERS 120   /* the same when columns may be changed */
#define COST_FAULT 1e6     /* of one fault; any white costs less */
#define COST_INSIDE 400    /* of a few rows parted from their table, in rows squared */
#define COST_NOTE 20       /* of a note that goes on elsewhere, likewise */
#define COST_WHOLE 40      /* of a quotation of a few lines, or a box, parted */
#define COST_SMALL 100     /* of a box of a dozen lines, likewise */
#define COST_OVERLEAF 120   /* of a head and its figure, and no text, at a page's foot */
#define COST_VARIED 0.6    /* of a text over two columns, a line longer or shorter */
#define TEXTS_VARIED 3     /* of them in a band, at most */
#define COST_SEEN 10       /* of a row, from which on it is left rather than brought */
#define COST_UNEVEN 50     /* of a row that ends are apart, when all is done that they are not */
#define UNLEVEL 4          /* times what level white costs */
#define ROWS_MORE 10       /* lower than the ideal, when balancing */
#define ROWS_LEFT 2        /* at most, that a full page leaves to be level */
#define SHORTER_YET 4      /* rows that what is still to come may take away */

/* ---- slug under slug -------------------------------------------------- */

bool
pen_put(struct pen *p, const struct slug *s)
{
	const struct layout *l = p->layout;
	dim ascent = dim_scale(l->grid_step, 7, 10);

	if (!p->last && slug_is_rule(s) && !p->slot.keeps_rules)
		return false;
	if (p->last)
		p->y = p->foot + MAX(p->last->after, s->before) + s->spread + s->rise;
	else if (s->kind == PLACED_IMAGE || s->group)
		/* Level with the tops of letters beside it. */
		p->y = frame_top_of_letters(l, p->slot.top, p->slot.page_top);
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

dim
band_top_of_letters(const struct band *b, int column)
{
	const struct slot *s = &b->slots[column];

	return MAX(frame_top_of_letters(b->layout, s->top, s->page_top), s->top);
}

/* ---- room to work in -------------------------------------------------- */

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
	double price; /* of being changed */
	struct cut cut;
};

/* The same block in a line less and a line more; NULL when it cannot be. */
struct recasts {
	const struct galley *g[2];
};

/* A column that may end behind a slug: how far down, and what it has that may be changed. */
struct stop {
	dim foot;
	struct levers levers;
};

/* Slug under slug from `start` on, as far as it was looked; the foot of columns is not in it. */
struct column {
	struct slot slot;
	size_t start;
	struct pen pen;
	struct levers levers;
	GArray *stops; /* behind the first slug, the second, … */
};

struct cutter {
	const struct compositor *c;
	GHashTable *recasts; /* const struct galley * to struct recasts */
	GArray *ways[COLUMNS_MAX + 1];
	GArray *ends;
	struct again *again;
	GArray *found;       /* struct band, of it */
	GArray *columns;     /* struct column, of the band that is being cut */
	guint n_columns;     /* of them that are in use */
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
	k->again = again_create();
	k->found = g_array_new(FALSE, FALSE, sizeof(struct band));
	k->columns = g_array_new(FALSE, FALSE, sizeof(struct column));
	return k;
}

void
cutter_destroy(struct cutter *k)
{
	for (int i = 0; i <= COLUMNS_MAX; i++)
		g_array_unref(k->ways[i]);
	g_array_unref(k->ends);
	for (guint i = 0; i < k->columns->len; i++)
		g_array_unref(g_array_index(k->columns, struct column, i).stops);
	g_array_unref(k->columns);
	g_array_unref(k->found);
	again_destroy(k->again);
	g_hash_table_destroy(k->recasts);
	g_free(k);
}

void
cutter_forget(struct cutter *k)
{
	again_destroy(k->again);
	k->again = again_create();
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

const struct galley *
cutter_recast(struct cutter *k, const struct galley *g, int more)
{
	return k->c->reset ? recasts_of(k, g)->g[more > 0] : NULL;
}

const struct group *
cutter_set_table(struct cutter *k, struct arena *a, const struct block *table, int story, dim measure,
    const struct layout *l)
{
	return table_set(a, NULL, table, story, measure, l, k->c);
}

const struct galley *
cutter_cast(struct cutter *k, const struct block *b, dim measure)
{
	return k->c->block(k->c->ctx, b, measure);
}

/* ---- one column ------------------------------------------------------- */

struct cutting {
	struct cutter *k;
	const struct band *b;
	dim bottom;
	bool all;         /* everything must stand */
	bool even;        /* white under the last column counts too */
	enum reach reach; /* by what columns may be changed */
	bool stepped;     /* its columns begin at different heights */
	double most;      /* what a way costs less than, or it is not gone; 0: all are */
};

static dim
step_of(const struct cutting *c)
{
	return MAX(c->b->layout->grid_step, 1);
}

/* Rows from `foot` to the columns' foot; negative: it is lower. */
static int
rows_to_foot(const struct cutting *c, dim foot)
{
	dim room = c->bottom - foot, step = step_of(c);

	return room >= 0 ? room / step : -((step - 1 - room) / step);
}

/* A row that only white between paragraphs brings is left out, when that is not seen. */
static bool
spares_last_row(const struct cutting *c, const struct levers *v, dim foot, int rows)
{
	const struct layout *l = c->b->layout;

	return c->reach == REACH_PARAGRAPHS && rows > 0 &&
	    c->bottom - foot - (rows - 1) * step_of(c) <= step_of(c) &&
	    levers_cost(v, l, rows) - levers_cost(v, l, rows - 1) >= COST_SEEN;
}

static void
add_end(const struct cutting *c, size_t end, dim foot, const struct levers *v)
{
	const struct layout *l = c->b->layout;
	struct end e = { foot, 0, { .end = end, .reach = c->reach } };

	if (c->reach) {
		e.cut.rows = CLAMP(rows_to_foot(c, foot), -v->less, v->more);
		e.cut.rows -= spares_last_row(c, v, foot, e.cut.rows);
		e.foot += e.cut.rows * step_of(c);
		e.price = levers_cost(v, l, e.cut.rows);
	}
	if (e.foot <= c->bottom)
		g_array_append_val(c->k->ends, e);
}

bool
slot_is_same(const struct slot *a, const struct slot *b)
{
	return a->top == b->top && a->over == b->over && a->page_top == b->page_top &&
	    a->keeps_rules == b->keeps_rules;
}

/* Another band is cut, or the same with another reach. */
static void
forget_columns(struct cutter *k)
{
	k->n_columns = 0;
}

/* The column from `start` on: it is looked through for each foot that is tried, and in each place of its like. */
static struct column *
column_from(const struct cutting *c, int column, size_t start)
{
	struct cutter *k = c->k;
	const struct slot *slot = &c->b->slots[column];

	for (guint i = 0; i < k->n_columns; i++) {
		struct column *known = &g_array_index(k->columns, struct column, i);

		if (known->start == start && slot_is_same(&known->slot, slot))
			return known;
	}
	if (k->n_columns == k->columns->len) {
		struct column fresh = { .stops = g_array_new(FALSE, FALSE, sizeof(struct stop)) };

		g_array_append_val(k->columns, fresh);
	}
	struct column *col = &g_array_index(k->columns, struct column, k->n_columns++);
	g_array_set_size(col->stops, 0);
	*col = (struct column) { .slot = *slot, .start = start, .pen = pen_at_top(c->b, column),
		.levers = { .reach = c->reach }, .stops = col->stops };
	return col;
}

/* One slug further; false: there is none. */
static bool
lengthen(const struct cutting *c, struct column *col)
{
	const struct band *b = c->b;
	size_t i = col->start + col->stops->len;

	if (i >= b->end || (i > col->start && b->slugs[i].force == BREAK_COLUMN))
		return false;
	pen_put(&col->pen, &b->slugs[i]);
	if (c->reach)
		levers_add(&col->levers, c->k, b, col->start, i, col->slot.keeps_rules);
	struct stop s = { pen_end(&col->pen), col->levers };
	g_array_append_val(col->stops, s);
	return true;
}

/* All ends of a column that begins at `start`; returns how many. */
static size_t
find_ends(const struct cutting *c, int column, size_t start)
{
	struct column *col = column_from(c, column, start);
	dim yet = c->reach ? SHORTER_YET * step_of(c) : 0;

	g_array_set_size(c->k->ends, 0);
	for (guint i = 0; i < col->stops->len || lengthen(c, col); i++) {
		const struct stop *s = &g_array_index(col->stops, struct stop, i);

		if (s->foot > c->bottom + s->levers.less * step_of(c) + yet)
			break;
		add_end(c, start + i + 1, s->foot, &s->levers);
	}
	return c->k->ends->len;
}

/* Too little of a paragraph that comes from another column and goes on in one: slugs from `start` to before `at`. */
static bool
is_scrap(const struct band *b, size_t start, size_t at)
{
	const struct slug *first = &b->slugs[start], *after = &b->slugs[at];

	return first->kind == PLACED_LINE && first->block == after->block &&
	    first->line > first->galley->lines && at - start < (size_t)first->block->style->widows;
}

unsigned
band_faults(const struct band *b, int column, size_t start, size_t at)
{
	if (at <= b->start || at <= start || at >= b->end || b->slugs[at].force != BREAK_ALLOW)
		return 0;
	return (b->slugs[at].faults & (column + 1 < b->columns ? ~(unsigned)CUT_BARE : ~0u)) |
	    (is_scrap(b, start, at) ? CUT_SCRAP : 0);
}

double
cost_of_faults(unsigned faults)
{
	return COST_FAULT * (((faults & CUT_WIDOW) != 0) + ((faults & (CUT_ORPHAN | CUT_SCRAP)) != 0) +
	    2 * ((faults & (CUT_STRANDED | CUT_BARE)) != 0) + 4 * ((faults & CUT_KEEP) != 0));
}

/* ---- all columns ------------------------------------------------------ */

static void
offer_way(struct cutting *c, int column, const struct way *w)
{
	GArray *to = c->k->ways[column];

	if (c->most > 0 && w->cost >= c->most)
		return;
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
	if (rows <= 0)
		return 0;
	return rows * rows + (c->reach == REACH_PARAGRAPHS && rows > 1.01 ? COST_UNEVEN * rows : 0);
}

/*
 * A table cut near one of its ends is worth a shorter column, and so is a note,
 * a short quotation and a box; a figure is at the page's foot when its column is the last.
 */
static double
cost_of_cut(const struct band *b, int column, size_t at)
{
	const struct slug *s = at < b->end ? &b->slugs[at] : NULL;

	if (s && s->goes_along && column + 1 == b->columns)
		return COST_OVERLEAF;
	if (s && s->whole)
		return s->frame && s->frame->small ? COST_SMALL : COST_WHOLE;
	return !s ? 0 : s->inside ? COST_INSIDE : s->noting ? COST_NOTE : 0;
}

static void
leave_empty(struct cutting *c, int column, int from)
{
	struct way w = g_array_index(c->k->ways[column], struct way, from);
	dim top = band_top_of_letters(c->b, column);

	w.cost += cost_of_white(c, w.cut.end, top);
	if (column == 0)
		w.cost += cost_of_faults(c->b->bare);
	w.from = from;
	w.least = MIN(w.least, top);
	w.cut.rows = 0;
	offer_way(c, column + 1, &w);
}

/* Ends near the foot; further up only as far as one without a fault. */
static void
try_ends(struct cutting *c, int column, int from)
{
	struct way w = g_array_index(c->k->ways[column], struct way, from);
	size_t n = find_ends(c, column, w.cut.end), tried = 0;
	size_t most = c->reach ? TRIED_LEVERS : TRIED;
	double worse = c->reach ? WORSE_LEVERS : TRIED_WORSE;
	double least = INFINITY;

	for (; n > 0 && (tried < most || isinf(least)); n--) {
		const struct end *e = &g_array_index(c->k->ends, struct end, n - 1);
		unsigned faults = band_faults(c->b, column, w.cut.end, e->cut.end);
		double white = cost_of_white(c, e->cut.end, e->foot);
		double cost = white + e->price + cost_of_cut(c->b, column, e->cut.end);

		if (white > least + worse)
			break;
		tried++;
		if (faults == 0)
			least = MIN(least, cost);
		offer_way(c, column + 1, &(struct way) { w.cost + cost_of_faults(faults) + cost,
		    from, MAX(w.foot, e->foot), MIN(w.least, e->foot), e->cut });
	}
	/* Under what stands over some columns there may be a row or two; and a page may end before its last column. */
	if (isinf(least) && (c->stepped || (!c->all && (c->b->slugs[w.cut.end].faults & CUT_BARE) == 0)))
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
		const struct way *before = &g_array_index(c->k->ways[k - 1], struct way, w->from);

		to->cuts[k - 1] = w->cut;
		to->faults |= band_faults(to, k - 1, before->cut.end, w->cut.end);
		w = before;
	}
	to->faults |= to->cuts[0].end == to->start ? to->bare : 0;
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
		.cut = { .end = c->b->start } };

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

int64_t
band_height(const struct band *b, int64_t most)
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

bool
band_fit_level(struct cutter *k, struct band *b, enum reach reach)
{
	dim step = MAX(b->layout->grid_step, 1);
	int64_t room = room_of(b, step), height = band_height(b, room);
	double best = INFINITY;
	struct band got = *b;

	if (height > room)
		return false;
	forget_columns(k);
	dim foot = (dim)MAX(ideal_foot(b, height) - step, highest_top(b));
	for (int more = 0; more <= ROWS_MORE || best >= COST_FAULT; more++) {
		struct cutting c = { .k = k, .b = b, .bottom = MIN(foot, b->bottom),
			.all = true, .even = true, .reach = reach,
			.most = isinf(best) ? 0 : MAX(best - more, 1e-9) };
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
is_uneven(const struct band *b)
{
	return b->columns > 1 && b->spread > b->layout->grid_step;
}

static bool
is_bad(const struct band *b)
{
	return b->faults != 0 || is_uneven(b);
}

bool
band_parts_whole(const struct band *b)
{
	for (int i = 0; i + 1 < b->columns; i++) {
		size_t at = b->cuts[i].end;

		if (at > b->start && at < b->end && (b->slugs[at].inside || b->slugs[at].whole))
			return true;
	}
	return false;
}

/* Other cuts, on this page or before it, may be better than columns apart. */
static double
cost_of_spread(const struct band *b)
{
	double rows = (double)b->spread / MAX(b->layout->grid_step, 1);

	return b->layout->columns.balance && is_uneven(b) ? COST_UNEVEN * rows * MAX(rows / 2, 1) : 0;
}

bool
band_is_better(const struct band *b, const struct band *than)
{
	int faults = __builtin_popcount(b->faults), old = __builtin_popcount(than->faults);

	if (faults == old && !is_uneven(b) && !is_uneven(than) && band_parts_whole(b) != band_parts_whole(than))
		return band_parts_whole(than);
	if (faults != old || b->spread != than->spread)
		return faults < old || (faults == old && b->spread < than->spread);
	return b->cost < than->cost;
}

/* The band with the text at slug `first` a line longer or shorter; false: it cannot be. */
static bool
vary_text(struct cutter *k, struct arena *a, const struct band *b, size_t first, int more,
    struct band *ret_b)
{
	const struct slug *old = &b->slugs[first];
	const struct galley *g = cutter_recast(k, old->galley, more);

	if (!g || g->leading != old->galley->leading)
		return false;
	size_t before = first - b->start, behind = b->end - first - old->galley->n;
	struct slug *v = arena_array(a, struct slug, before + g->n + behind + 1);
	memcpy(v, &b->slugs[b->start], before * sizeof *v);
	slugs_recast(old, old->galley->n, g, v + before);
	memcpy(v + before + g->n, old + old->galley->n, behind * sizeof *v);
	*ret_b = *b;
	ret_b->slugs = v;
	ret_b->start = 0;
	ret_b->end = before + g->n + behind;
	return true;
}

/* The text at slug `at`, in a line less or more, when that is better than `best`. */
static void
try_text(struct cutter *k, struct arena *a, const struct band *b, size_t at, enum reach reach,
    struct band *best)
{
	size_t text = slug_text(b, b->start, b->end, at);

	for (int more = -1; text != NO_TEXT && more <= 1; more += 2) {
		struct band t;

		if (!vary_text(k, a, b, text, more, &t) || !band_fit_level(k, &t, reach))
			continue;
		t.cost += COST_VARIED;
		if (band_is_better(&t, best))
			*best = t;
	}
}

/* The best that comes of one text, on either side of a column's end, in other lines. */
static bool
vary_band(struct cutter *k, struct arena *a, struct band *b, enum reach reach)
{
	struct band best = *b;

	for (int i = 0; i + 1 < b->columns; i++) {
		size_t at = b->cuts[i].end;

		if (at <= b->start || at >= b->end)
			continue;
		try_text(k, a, b, at, reach, &best);
		if (b->slugs[at].block != b->slugs[at - 1].block)
			try_text(k, a, b, at - 1, reach, &best);
	}
	bool found = best.slugs != b->slugs;
	*b = best;
	return found;
}

/* By all that `reach` has, as long as it gets better. */
static bool
fit_better(struct cutter *k, struct arena *a, struct band *b, bool fits, enum reach reach)
{
	struct band t = *b;

	if (band_fit_level(k, &t, reach) && (!fits || band_is_better(&t, b))) {
		*b = t;
		fits = true;
	}
	for (int i = 0; fits && is_bad(b) && i < TEXTS_VARIED; i++)
		if (!vary_band(k, a, b, reach))
			break;
	return fits;
}

/* By more and more; what is seen is done only when they end a third nearer to each other. */
static bool
fit_columns(struct cutter *k, struct arena *a, struct band *b)
{
	bool fits = band_fit_level(k, b, REACH_CUTS);

	if (!fits || is_bad(b) || band_parts_whole(b))
		fits = fit_better(k, a, b, fits, REACH_LEVERS);
	if (fits && !is_bad(b))
		return true;
	struct band t = *b;
	bool seen = fit_better(k, a, &t, fits, REACH_PARAGRAPHS);
	if (seen && (!fits || t.faults < b->faults || 3 * t.spread <= 2 * b->spread))
		*b = t;
	return seen;
}

static bool
fit_anew(struct cutter *k, struct arena *a, struct band *b, bool balance)
{
	struct cutting c = { .k = k, .b = b, .bottom = b->bottom, .all = true };

	forget_columns(k);
	if (!balance || b->columns == 1)
		return cut_all(&c, b);
	if (!fit_columns(k, a, b))
		return false;
	if (band_looks_uneven(b))
		band_set_smaller(k, a, b);
	if (is_bad(b))
		band_shorten(k, a, b);
	b->cost += cost_of_spread(b);
	return true;
}

bool
band_fit(struct cutter *k, struct arena *a, struct band *b, bool balance)
{
	enum again_kind kind = balance ? AGAIN_LEVEL : AGAIN_WHOLE;
	struct band asked = *b;
	bool fits;

	g_array_set_size(k->found, 0);
	if (again_look(k->again, kind, b, k->found, &fits)) {
		*b = g_array_index(k->found, struct band, 0);
		return fits;
	}
	fits = fit_anew(k, a, b, balance);
	again_keep(k->again, kind, &asked, b, 1, fits);
	return fits;
}

void
band_settle(struct cutter *k, struct arena *a, struct band *b)
{
	size_t start = b->start;

	for (int i = 0; i < b->columns; i++) {
		struct cut *c = &b->cuts[i];

		if (c->rows != 0)
			c->n = levers_pull(k, a, b, start, c, b->slots[i].keeps_rules, &c->changes);
		start = c->end;
	}
}

/* Has column `i`, which begins with slug `start`, `rows` more than it was given, at `price` each? */
static bool
can_lengthen(struct cutter *k, const struct band *b, int i, size_t start, int rows, double price)
{
	const struct cut *c = &b->cuts[i];
	struct levers v = { .reach = MAX(c->reach, REACH_LEVERS) };

	for (size_t at = start; at < c->end; at++)
		levers_add(&v, k, b, start, at, b->slots[i].keeps_rules);
	double more = levers_cost(&v, b->layout, c->rows + rows) - levers_cost(&v, b->layout, c->rows);
	return c->rows + rows <= v.more && more <= rows * price;
}

bool
band_can_lengthen(struct cutter *k, const struct band *b, int rows, double price)
{
	size_t start = b->start;

	for (int i = 0; i < b->columns; i++) {
		if (b->cuts[i].end == start || !can_lengthen(k, b, i, start, rows, price))
			return false;
		start = b->cuts[i].end;
	}
	return true;
}

void
band_lengthen(struct cutter *k, struct arena *a, struct band *b, int rows)
{
	for (int i = 0; i < b->columns; i++) {
		struct cut *c = &b->cuts[i];

		c->rows += rows;
		c->reach = MAX(c->reach, REACH_LEVERS);
		c->n = 0;
	}
	b->foot += rows * b->layout->grid_step;
	band_settle(k, a, b);
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
fill_within(struct cutter *k, const struct band *b, int less, enum reach reach, GArray *to)
{
	struct cutting c = { .k = k, .b = b, .even = true, .reach = reach,
		.bottom = b->bottom - less * b->layout->grid_step };
	GArray *last = k->ways[b->columns];

	find_ways(&c);
	for (guint i = 0; i < last->len; i++) {
		const struct way *w = &g_array_index(last, struct way, i);
		struct band t = *b;

		if (w->cut.end == b->start)
			continue;
		take_way(&c, w, &t);
		t.cost = UNLEVEL * t.cost + b->columns * less * less + cost_of_spread(&t);
		offer_fill(to, &t);
	}
}

/* Is the cheapest of them one that nothing need be done about? */
static bool
begins_well(const GArray *bands)
{
	const struct band *b = bands->len > 0 ? &g_array_index(bands, struct band, 0) : NULL;

	return b && !is_bad(b) && !band_parts_whole(b);
}

static void
fill_anew(struct cutter *k, const struct band *b, GArray *to)
{
	int rows_left = b->columns > 1 && b->layout->columns.balance ? ROWS_LEFT : 0;
	enum reach most = rows_left > 0 ? REACH_PARAGRAPHS : REACH_CUTS;

	for (enum reach reach = REACH_CUTS; reach <= most; reach++) {
		forget_columns(k);
		for (int less = 0; less <= rows_left; less++)
			fill_within(k, b, less, reach, to);
		g_array_sort(to, by_cost);
		/* Pages that follow may want others than those that cuts alone bring. */
		if (reach > REACH_CUTS && begins_well(to))
			break;
	}
	if (to->len > FILLS)
		g_array_set_size(to, FILLS);
}

void
band_fill(struct cutter *k, const struct band *b, GArray *to)
{
	bool fits;

	if (again_look(k->again, AGAIN_FILL, b, to, &fits))
		return;
	fill_anew(k, b, to);
	again_keep(k->again, AGAIN_FILL, b, (const struct band *)(const void *)to->data, to->len, to->len > 0);
}
