/*
 * The galley of all stories cut into pages at the least cost.
 *
 * A forward dynamic programme: a state is a slug that a page may begin
 * with, and the cheapest way to have got there; the states of one page lead
 * to those of the next through all the plans of makeup.c.  Few of them are
 * kept a page, so the time is that of the pages.
 */
#include "page/page-int.h"

#include <string.h>

/* States kept a page, and what they may cost more than the best of them. */
#define STATES 5
#define STATES_WORSE 400.0
/* What a page more costs, in rows of white squared. */
#define COST_PAGE 600.0
/* Of a page's height, what the last of several has on it at least: a third. */
#define LAST_PART 3
/* Times rows of white squared, what the last page has less than that. */
#define COST_LAST 2

/* The text up to a slug in so many pages. */
struct state {
	struct plan plan;      /* of its last page */
	double cost;
	int from;              /* state of the page before, -1 none */
	size_t begins;         /* its page begins with this slug */
	double left;           /* pages that what stands behind it fills */
};

struct maker {
	const struct trial *t;
	struct diags *dg;
	const struct layout *l;
	struct slugs slugs;
	struct window window;
	struct makeup makeup;
	GArray *states;        /* of all pages, those of one after those before */
	GArray *next;          /* of the page being made up */
	GArray *plans;
	int64_t *heights;      /* of the slugs from each on to the last */
	bool failed;
};

/* What the galley has of page `number`. */
static struct area
area_of(const struct maker *m, int number)
{
	struct area area = frame_area(m->l, number);

	area.first = m->window.first;
	area.columns = MIN(area.columns - area.first, m->window.columns);
	if (number == m->window.page)
		area.top = MAX(area.top, m->window.top);
	return area;
}

/* ---- what is said ----------------------------------------------------- */

static dim
height_alone(const struct layout *l, const struct slug *s)
{
	return s->rise + s->drop + notes_height(l, s, true) + (s->head ? s->head->height : 0);
}

/* What does not fit a page by itself; it may be held to what stands before. */
static const struct slug *
first_too_high(const struct maker *m, size_t at, dim room)
{
	const struct slug *v = m->slugs.v;

	for (size_t i = at; i < v[at].band_end; i++)
		if (height_alone(m->l, &v[i]) > room)
			return &v[i];
	return &v[at];
}

/* Of a row of a table, its first cell. */
static struct place
place_of(const struct slug *s)
{
	for (size_t i = 0; s->group && i < s->group->n; i++)
		if (s->group->v[i].block)
			return s->group->v[i].block->at;
	return s->block ? s->block->at : (struct place) { 0 };
}

static void
report_overset(struct maker *m, size_t at, const struct area *area)
{
	const struct slug *s = first_too_high(m, at, area->bottom - area->top);

	diag_add(m->dg, DIAG_ERROR, "page.overset", place_of(s),
	    "%s is %.1f mm high, and a page has room for %.1f mm",
	    s->notes || s->carried ? "a line of this text, with its notes,"
	        : s->kind == PLACED_LINE ? "a line of this text"
	        : s->head ? "a row of this table, with its head," : "what stands here",
	    dim_to_pt(height_alone(m->l, s)) * 25.4 / 72,
	    dim_to_pt(area->bottom - area->top) * 25.4 / 72);
	diag_help(m->dg, "give the style a smaller size, or the page smaller margins");
	m->failed = true;
}

static void
report_too_many(struct maker *m)
{
	diag_add(m->dg, DIAG_ERROR, "page.too-many", (struct place) { 0 },
	    "more than %zu pages", limit_value(LIMIT_PAGES));
	diag_help(m->dg, "make several bulletins of it");
	m->failed = true;
}

/* ---- states ----------------------------------------------------------- */

static struct state *
state_at(const struct maker *m, int i)
{
	return &g_array_index(m->states, struct state, i);
}

static void
offer_state(struct maker *m, const struct state *s)
{
	for (guint i = 0; i < m->next->len; i++) {
		struct state *old = &g_array_index(m->next, struct state, i);

		if (old->plan.end != s->plan.end)
			continue;
		if (s->cost < old->cost)
			*old = *s;
		return;
	}
	g_array_append_val(m->next, *s);
}

/* What it takes to the end: who is behind has more pages before him. */
static double
cost_to_end(const struct state *s)
{
	return s->cost + COST_PAGE * s->left;
}

static int
by_cost(gconstpointer p, gconstpointer q)
{
	double a = cost_to_end(p), b = cost_to_end(q);

	return (a > b) - (a < b);
}

/* The best of what the next page may end with become states; how many. */
static guint
keep_states(struct maker *m)
{
	guint n = 0;

	g_array_sort(m->next, by_cost);
	for (; n < m->next->len && n < STATES; n++) {
		const struct state *s = &g_array_index(m->next, struct state, n);

		if (cost_to_end(s) > cost_to_end(&g_array_index(m->next, struct state, 0)) + STATES_WORSE)
			break;
		g_array_append_val(m->states, *s);
	}
	return n;
}

/* Pages like `area` that the slugs from `at` on fill, about. */
static double
pages_left(const struct maker *m, size_t at, const struct area *area)
{
	return (double)m->heights[at] / ((double)(area->bottom - area->top) * area->columns);
}

/* The height of all slugs from each on, as if all stood in one column. */
static void
sum_heights(struct maker *m)
{
	int columns = m->l->columns.count;

	m->heights = g_new0(int64_t, m->slugs.n + 1);
	for (size_t i = m->slugs.n; i > 0; i--) {
		const struct slug *s = &m->slugs.v[i - 1];

		m->heights[i - 1] = m->heights[i] +
		    (int64_t)(s->before + s->rise + s->drop) * MIN(s->span, columns);
	}
}

/* Does a page end before slug `at`, whatever else there is? */
static bool
ends_page(const struct maker *m, size_t at)
{
	return at == 0 || at == m->slugs.n || m->slugs.v[at].force == BREAK_PAGE;
}

/*
 * A few lines on the last of several pages look left over: what its foot is above
 * LAST_PART.  `at`: the page begins with it.
 */
static double
cost_of_last(const struct maker *m, const struct plan *p, const struct area *area, size_t at)
{
	dim most = area->top + (area->bottom - area->top) / LAST_PART;
	double rows = (double)(most - p->foot) / MAX(m->l->grid_step, 1);

	/* Stories that face each other end where they end. */
	return ends_page(m, at) || !ends_page(m, p->end) || rows <= 0 || area->columns < m->l->columns.count
	    ? 0 : MIN(COST_LAST * area->columns * rows * rows, COST_PAGE / 2);
}

/* The pages that may follow state `from`, from slug `at` on. */
static void
go_on(struct maker *m, int from, size_t at, double cost, int number)
{
	struct area area = area_of(m, number), next = area_of(m, number + 1);

	g_array_set_size(m->plans, 0);
	makeup_plans(&m->makeup, at, &area, m->plans);
	for (guint i = 0; i < m->plans->len; i++) {
		const struct plan *p = &g_array_index(m->plans, struct plan, i);

		offer_state(m, &(struct state) { *p, cost + p->cost + cost_of_last(m, p, &area, at),
		    from, at, pages_left(m, p->end, &area) });
	}
	if (m->plans->len > 0)
		return;
	if (next.bottom - next.top > area.bottom - area.top)
		/* What a masthead, or what stands there, leaves no room for stands on the next page. */
		offer_state(m, &(struct state) { { at, 0, NULL, area.top }, cost, from, at, pages_left(m, at, &area) });
	else if (!m->failed)
		report_overset(m, at, &area);
}

/* ---- pages ------------------------------------------------------------ */

/* Among the states from `first` on: the one that ends the text, or -1. */
static int
find_last(const struct maker *m, guint first)
{
	for (guint i = first; i < m->states->len; i++)
		if (state_at(m, (int)i)->plan.end == m->slugs.n)
			return (int)i;
	return -1;
}

static int
cheaper(const struct maker *m, int a, int b)
{
	return a < 0 || state_at(m, b)->cost + COST_PAGE < state_at(m, a)->cost ? b : a;
}

/*
 * Page after page, until the text ends; when it could end only with a
 * fault, a page more is looked at.  Returns the last state, -1 on failure.
 */
static int
cut_galley(struct maker *m)
{
	guint first = 0, n = 0;
	int last = -1, beyond = 0;

	go_on(m, -1, 0, 0, m->window.page);
	for (int number = m->window.page; !m->failed; number++) {
		n = keep_states(m);
		first = m->states->len - n;
		g_array_set_size(m->next, 0);
		int ends = find_last(m, first);
		if (ends >= 0)
			last = cheaper(m, last, ends);
		if (n == 0 || (last >= 0 &&
		    (beyond++ > 0 || state_at(m, last)->cost < cost_of_faults(CUT_WIDOW))))
			break;
		if ((size_t)number >= limit_value(LIMIT_PAGES)) {
			report_too_many(m);
			break;
		}
		for (guint i = first; i < first + n; i++) {
			const struct state s = *state_at(m, (int)i);

			if (s.plan.end < m->slugs.n)
				go_on(m, (int)i, s.plan.end, s.cost, number + 1);
		}
	}
	return m->failed ? -1 : last;
}

/* The plans of all pages, from the last state back to the first. */
static void
take_plans(const struct maker *m, int last, GArray *to)
{
	g_autoptr(GArray) way = g_array_new(FALSE, FALSE, sizeof(int));
	int number = m->window.page;

	for (int i = last; i >= 0; i = state_at(m, i)->from)
		g_array_append_val(way, i);
	for (guint i = way->len; i > 0; i--) {
		struct plan p = state_at(m, g_array_index(way, int, i - 1))->plan;
		struct area area = area_of(m, number++);

		if (p.end < m->slugs.n && m->slugs.v[p.end].force != BREAK_PAGE)
			plan_fill_foot(m->t->a, m->l, &p, &area);
		g_array_append_val(to, p);
	}
}

static void
open_maker(struct maker *m)
{
	m->states = g_array_new(FALSE, FALSE, sizeof(struct state));
	m->next = g_array_new(FALSE, FALSE, sizeof(struct state));
	m->plans = g_array_new(FALSE, FALSE, sizeof(struct plan));
	sum_heights(m);
	m->makeup = (struct makeup) { .a = m->t->a, .layout = m->l, .slugs = m->slugs.v,
		.n = m->slugs.n, .cutter = m->t->cutter,
		.bands = g_array_new(FALSE, FALSE, sizeof(struct band)) };
}

static void
close_maker(struct maker *m)
{
	g_free(m->heights);
	g_array_unref(m->plans);
	g_array_unref(m->next);
	g_array_unref(m->states);
	g_array_unref(m->makeup.bands);
}

bool
galley_cut(const struct trial *t, struct slugs v, struct window w, GArray *to, double *ret_cost)
{
	struct maker m = { .t = t, .dg = t->casting.dg, .l = t->casting.l, .slugs = v,
		.window = w };

	open_maker(&m);
	int last = cut_galley(&m);
	if (!m.failed)
		take_plans(&m, last, to);
	*ret_cost = last >= 0 ? state_at(&m, last)->cost : 0;
	close_maker(&m);
	return !m.failed;
}

/* ---- leaves ----------------------------------------------------------- */

/* Which stories stand on a leaf; those that began before go on there. */
static void
note_pages(const struct leaf *leaf, int number, struct made *to)
{
	for (size_t i = 0; i < leaf->n; i++)
		for (const struct laid *l = leaf->plans[i].laid; l; l = l->before) {
			const struct band *b = &l->band;

			for (size_t k = b->start; k < b->cuts[b->columns - 1].end; k++) {
				int story = b->slugs[k].story;

				if (story < 0 || b->slugs[k].loose)
					continue;
				if (to->begins[story] == 0)
					to->begins[story] = number;
				if (to->begins[story] < number && to->goes_on[story] == 0)
					to->goes_on[story] = number;
			}
		}
}

static dim
white_of(const struct leaf *leaf, const struct area *area)
{
	dim foot = area->top;

	for (size_t i = 0; i < leaf->n; i++)
		foot = MAX(foot, leaf->plans[i].foot);
	return area->bottom - foot;
}

/* Slugs over all columns, from page `number` on; false: it failed. */
static bool
add_galley(const struct trial *t, struct slugs v, int number, GArray *leaves, double *ret_cost)
{
	g_autoptr(GArray) plans = g_array_new(FALSE, FALSE, sizeof(struct plan));
	struct window all = { .columns = COLUMNS_MAX, .page = number };

	if (v.failed || !galley_cut(t, v, all, plans, ret_cost))
		return false;
	for (guint i = 0; i < plans->len; i++) {
		struct leaf leaf = { arena_memdup(t->a, &g_array_index(plans, struct plan, i),
		    sizeof(struct plan)), 1, NULL, 0 };

		g_array_append_val(leaves, leaf);
	}
	return true;
}

static bool
add_front(const struct trial *t, GArray *leaves, double *ret_cost)
{
	struct front f = front_make(t);

	g_array_append_val(leaves, f.leaf);
	if (f.rest.n == 0)
		return !f.rest.failed;
	return add_galley(t, f.rest, t->first + 1, leaves, ret_cost);
}

static bool
add_leaves(const struct trial *t, GArray *leaves, double *ret_cost)
{
	if (t->casting.l->n_zones > 0 && t->n > 0)
		return add_front(t, leaves, ret_cost);
	if (trial_faces(t))
		return facing_make(t, leaves, ret_cost);
	return add_galley(t, slugs_cast(&t->casting, t->stories, t->order, t->n), t->first, leaves,
	    ret_cost);
}

struct made
trial_make(const struct trial *t)
{
	struct made made = { .begins = arena_array(t->a, int, t->n_stories),
		.goes_on = arena_array(t->a, int, t->n_stories) };
	g_autoptr(GArray) leaves = g_array_new(FALSE, FALSE, sizeof(struct leaf));

	made.failed = !add_leaves(t, leaves, &made.cost);
	made.n = leaves->len;
	made.leaves = arena_memdup(t->a, leaves->data, made.n * sizeof(struct leaf));
	for (size_t i = 0; i < made.n; i++)
		note_pages(&made.leaves[i], t->first + (int)i, &made);
	if (made.n > 0) {
		struct area last = frame_area(t->casting.l, t->first + (int)made.n - 1);

		made.white = white_of(&made.leaves[made.n - 1], &last);
	}
	return made;
}
