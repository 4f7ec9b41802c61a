/*
 * One page made up in all ways that are worth going on from.
 *
 * Bands are laid under each other as long as they fit; where the next one
 * does not, the page ends before it or within it, at each of the places
 * that band.c finds cheap.  Which of them is taken is settled by what it
 * means for the pages that follow (page.c).
 */
#include "page/page-int.h"

/* White at a page's foot, in columns' rows squared, at most. */
#define WHITE_MOST 4000.0
/* Columns that a table or a box may go over, at most, and what it costs in rows of white squared. */
#define COLUMNS_WIDE 3
#define COST_WIDE 20

/* An area as far as it is filled. */
struct filling {
	struct makeup *m;
	const struct area *area;
	GArray *plans;
	size_t start, at;
	bool part;                            /* more stands behind the last slug, on this page or another */
	const struct laid *laid;
	double cost;
	dim top[COLUMNS_MAX];                 /* the foot of what stands in each column */
	const struct slug *over[COLUMNS_MAX]; /* that; NULL: nothing */
};

/* ---- where a band stands ---------------------------------------------- */

/* The lowest of `n` columns from `first` on. */
static int
lowest(const struct filling *f, int first, int n)
{
	int k = first;

	for (int i = first + 1; i < first + n; i++)
		if (f->top[i] > f->top[k])
			k = i;
	return k;
}

static struct slot
slot_at(const struct filling *f, int first, int n, const struct slug *s, bool one)
{
	int k = lowest(f, first, n);
	const struct slug *over = f->over[k];
	dim white = over ? MAX(over->after, s->before) : 0;

	return (struct slot) { f->top[k] + white, f->top[k], !over, one && over };
}

/* What is wrong when the text at `at` stands beside its head over some columns, and not under it. */
static unsigned
faults_beside(const struct filling *f, size_t at)
{
	const struct slug *v = f->m->slugs;

	return at > f->start && v[at - 1].floats && v[at - 1].kind == PLACED_LINE && !v[at].floats
	    ? v[at].faults & CUT_KEEP : 0;
}

static struct band
next_band(const struct filling *f)
{
	const struct slug *s = &f->m->slugs[f->at];
	int n = f->area->columns, span = MIN(s->span, n);
	bool one = s->floats || span == n;
	bool last = s->band_end == f->m->n ? !f->part : f->m->slugs[s->band_end].force == BREAK_PAGE;
	struct band b = { .layout = f->m->layout, .slugs = f->m->slugs, .start = f->at,
		.end = s->band_end, .first = f->area->first, .span = span,
		.columns = one ? 1 : n / span, .of = one ? 1 : n / span, .last = last,
		.bottom = f->area->bottom, .bare = faults_beside(f, f->at) };

	/* The last column keeps clear of what is left over beside it, too. */
	for (int k = 0; k < b.columns; k++)
		b.slots[k] = slot_at(f, k * span, !one && k + 1 == b.columns ? n - k * span : span,
		    s, one);
	return b;
}

static dim
lowest_foot(const struct filling *f)
{
	return f->top[lowest(f, 0, f->area->columns)];
}

/* ---- plans ------------------------------------------------------------ */

static void
offer_plan(struct filling *f, size_t end, double cost, const struct laid *laid, dim foot)
{
	struct plan p = { .end = end, .cost = cost, .laid = laid, .foot = foot };

	g_array_append_val(f->plans, p);
}

static const struct laid *
lay(struct filling *f, const struct band *b)
{
	struct laid *l = arena_new(f->m->a, struct laid);

	l->before = f->laid;
	l->band = *b;
	band_settle(f->m->cutter, f->m->a, &l->band);
	return l;
}

/* Beside what stands over some of the columns the others are white, too. */
static double
white_under(const struct filling *f)
{
	double white = 0;

	for (int k = 0; k < f->area->columns; k++) {
		double rows = (double)(f->area->bottom - f->top[k]) / MAX(f->m->layout->grid_step, 1);

		white += rows * rows;
	}
	return MIN(white, WHITE_MOST);
}

/* The page ends before slug `at`, another band's first: that may part what belongs together. */
static void
blame_end(const struct makeup *m, struct plan *p, size_t at)
{
	const struct slug *s = &m->slugs[at];

	if (at == m->n || s->force == BREAK_PAGE)
		return;
	p->faults = s->faults & (CUT_KEEP | CUT_STRANDED | CUT_BARE);
	p->next = s;
	p->cost += cost_of_faults(p->faults);
}

/* End the page before the next slug. */
static void
offer_end(struct filling *f)
{
	const struct slug *s = &f->m->slugs[f->at];
	dim foot = lowest_foot(f);

	if (f->at == f->m->n || s->force == BREAK_PAGE) {
		offer_plan(f, f->at, f->cost, f->laid, foot);
		return;
	}
	offer_plan(f, f->at, f->cost + white_under(f), f->laid, foot);
	blame_end(f->m, &g_array_index(f->plans, struct plan, f->plans->len - 1), f->at);
}

/* End it within the band. */
static void
offer_fills(struct filling *f, const struct band *b)
{
	GArray *fills = f->m->bands;

	g_array_set_size(fills, 0);
	band_fill(f->m->cutter, b, fills);
	for (guint i = 0; i < fills->len; i++) {
		const struct band *t = &g_array_index(fills, struct band, i);

		size_t end = t->cuts[t->columns - 1].end;

		/* What stands over some columns may be lower than what is beside it. */
		offer_plan(f, end, f->cost + t->cost, lay(f, t), MAX(t->foot, lowest_foot(f)));
		if (end == b->end)
			blame_end(f->m, &g_array_index(f->plans, struct plan, f->plans->len - 1), end);
	}
}

/* ---- bands under bands ------------------------------------------------ */

/* `end`: of its slugs, before which the next band begins. */
static void
stand(struct filling *f, const struct band *b, size_t end)
{
	const struct slug *last = &f->m->slugs[end - 1];
	int n = last->floats ? b->span : f->area->columns;

	f->laid = lay(f, b);
	f->cost += b->cost;
	f->at = end;
	for (int k = 0; k < n; k++) {
		f->top[k] = MAX(f->top[k], b->foot);
		f->over[k] = last;
	}
}

/* `v` instead of the band `b`, which is the next, when it costs less; false: it does not. */
static bool
set_instead(struct filling *f, const struct band *b, const struct slugs *v, double cost)
{
	struct makeup m = *f->m;
	struct filling g = *f;

	m.slugs = v->v;
	m.n = v->n;
	g.m = &m;
	g.start = g.at = 0;
	g.part = !b->last;
	while (g.at < m.n && g.cost < f->cost + cost) {
		struct band t = next_band(&g);

		t.bare = g.at == 0 ? b->bare : t.bare;
		size_t end = t.end;
		if (!band_fit(m.cutter, m.a, &t, m.layout->columns.balance) || t.faults != 0)
			return false;
		stand(&g, &t, end);
	}
	if (g.cost >= f->cost + cost)
		return false;
	g.m = f->m;
	g.start = f->start;
	g.at = b->end;
	g.part = f->part;
	*f = g;
	return true;
}

/* Columns that end apart beside a table or a box are cut anew, with it over all of them. */
static bool
set_wide(struct filling *f, const struct band *b, double cost)
{
	for (size_t i = b->start; b->columns <= COLUMNS_WIDE && i < b->end; i++) {
		struct slugs v;

		if ((table_widen(f->m->cutter, f->m->a, b, i, &v) || box_widen(f->m->a, b, i, &v)) &&
		    set_instead(f, b, &v, cost - COST_WIDE))
			return true;
	}
	return false;
}

/* Behind a box that came to go over all columns no rule is needed. */
static void
skip_rule(struct filling *f)
{
	const struct slug *v = f->m->slugs, *over = f->over[0];
	const struct slug *wide = over && f->at > f->start ? v[f->at - 1].wide : NULL;

	if (wide && over->group == wide->group && slug_is_rule(&v[f->at]))
		f->at++;
}

/* The next band, whole; false when the page has no room for it. */
static bool
set_band(struct filling *f)
{
	skip_rule(f);
	struct band b = next_band(f), whole = b;
	bool fits = band_fit(f->m->cutter, f->m->a, &whole, f->m->layout->columns.balance);

	if (fits && whole.columns > 1 && whole.layout->columns.balance &&
	    (band_looks_uneven(&whole) || band_parts_whole(&whole)) && set_wide(f, &b, whole.cost))
		return true;
	if (!fits || whole.faults != 0)
		offer_fills(f, &b);
	if (!fits)
		return false;
	stand(f, &whole, b.end);
	return true;
}

void
makeup_plans(struct makeup *m, size_t at, const struct area *area, GArray *to)
{
	struct filling f = { .m = m, .area = area, .plans = to, .start = at, .at = at };

	for (int k = 0; k < area->columns; k++)
		f.top[k] = area->top;
	while (f.at < m->n) {
		if (f.at > at) {
			offer_end(&f);
			if (m->slugs[f.at].force == BREAK_PAGE)
				return;
		}
		if (!set_band(&f))
			return;
	}
	offer_end(&f);
}
