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
#define STATES 4
#define STATES_WORSE 150.0
/* What a page more costs, in rows of white squared. */
#define COST_PAGE 600.0

/* The text up to a slug in so many pages. */
struct state {
	struct plan plan;      /* of its last page */
	double cost;
	int from;              /* state of the page before, -1 none */
	size_t begins;         /* its page begins with this slug */
};

struct maker {
	struct arena *a, *work;
	struct diags *dg;
	const struct layout *l;
	const struct compositor *c;
	struct slugs slugs;
	struct makeup makeup;
	GArray *states;        /* of all pages, those of one after those before */
	GArray *next;          /* of the page being made up */
	GArray *plans;
	GArray *pages;         /* struct sheet_of_type */
	bool failed;
};

/* ---- what is said ----------------------------------------------------- */

static dim
height_alone(const struct slug *s)
{
	return s->rise + s->drop + (s->head ? s->head->height : 0);
}

/* What does not fit a page by itself; it may be held to what stands before. */
static const struct slug *
first_too_high(const struct maker *m, size_t at, dim room)
{
	const struct slug *v = m->slugs.v;

	for (size_t i = at; i < v[at].band_end; i++)
		if (height_alone(&v[i]) > room)
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
	    s->kind == PLACED_LINE ? "a line of this text"
	        : s->head ? "a row of this table, with its head," : "what stands here",
	    dim_to_pt(height_alone(s)) * 25.4 / 72,
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

static int
by_cost(gconstpointer p, gconstpointer q)
{
	double a = ((const struct state *)p)->cost, b = ((const struct state *)q)->cost;

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

		if (s->cost > g_array_index(m->next, struct state, 0).cost + STATES_WORSE)
			break;
		g_array_append_val(m->states, *s);
	}
	return n;
}

static struct area
area_of(const struct layout *l, int number)
{
	struct rect r = frame_make(l, number).area;

	return (struct area) { 0, MIN(l->columns.count, COLUMNS_MAX), r.y, r.y + r.h };
}

/* The pages that may follow state `from`, from slug `at` on. */
static void
go_on(struct maker *m, int from, size_t at, double cost, int number)
{
	struct area area = area_of(m->l, number), next = area_of(m->l, number + 1);

	g_array_set_size(m->plans, 0);
	makeup_plans(&m->makeup, at, &area, m->plans);
	for (guint i = 0; i < m->plans->len; i++) {
		const struct plan *p = &g_array_index(m->plans, struct plan, i);

		offer_state(m, &(struct state) { *p, cost + p->cost, from, at });
	}
	if (m->plans->len > 0)
		return;
	if (next.bottom - next.top > area.bottom - area.top)
		/* What a masthead leaves no room for stands on the next page. */
		offer_state(m, &(struct state) { { at, 0, NULL, area.top }, cost, from, at });
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

	go_on(m, -1, 0, 0, 1);
	for (int number = 1; !m->failed; number++) {
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

static void
place_pages(struct maker *m, int last)
{
	g_autoptr(GArray) way = g_array_new(FALSE, FALSE, sizeof(int));

	for (int i = last; i >= 0; i = state_at(m, i)->from)
		g_array_append_val(way, i);
	for (guint i = way->len; i > 0; i--) {
		const struct state *s = state_at(m, g_array_index(way, int, i - 1));
		struct sheet_of_type now = {
			g_array_new(FALSE, FALSE, sizeof(struct placed)),
			g_array_new(FALSE, FALSE, sizeof(struct placed)),
		};

		g_array_append_val(m->pages, now);
		place_plan(&now, m->dg, m->l, &s->plan, (int)m->pages->len);
	}
}

/* ---- the door --------------------------------------------------------- */

static struct page
finish_page(struct maker *m, const struct compositor *c, guint i)
{
	struct sheet_of_type *s = &g_array_index(m->pages, struct sheet_of_type, i);
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(struct placed));

	furniture_place(all, m->l, c, (int)i + 1, (int)m->pages->len);
	g_array_append_vals(all, s->rules->data, s->rules->len);
	g_array_append_vals(all, s->type->data, s->type->len);
	return (struct page) { (int)i + 1, frame_make(m->l, (int)i + 1).left_hand,
		arena_memdup(m->a, all->data, all->len * sizeof(struct placed)), all->len };
}

static const struct pages *
finish_pages(struct maker *m, const struct compositor *c)
{
	struct pages *ps = arena_new(m->a, struct pages);

	ps->layout = m->l;
	ps->n = m->pages->len;
	ps->v = arena_array(m->a, struct page, ps->n);
	for (guint i = 0; i < m->pages->len; i++)
		ps->v[i] = finish_page(m, c, i);
	return ps;
}

static void
open_maker(struct maker *m)
{
	m->work = arena_create();
	m->states = g_array_new(FALSE, FALSE, sizeof(struct state));
	m->next = g_array_new(FALSE, FALSE, sizeof(struct state));
	m->plans = g_array_new(FALSE, FALSE, sizeof(struct plan));
	m->pages = g_array_new(FALSE, FALSE, sizeof(struct sheet_of_type));
	m->makeup = (struct makeup) { .a = m->work, .layout = m->l, .slugs = m->slugs.v,
		.n = m->slugs.n, .cutter = cutter_create(m->c),
		.bands = g_array_new(FALSE, FALSE, sizeof(struct band)) };
}

static void
close_maker(struct maker *m)
{
	for (guint i = 0; i < m->pages->len; i++) {
		g_array_unref(g_array_index(m->pages, struct sheet_of_type, i).rules);
		g_array_unref(g_array_index(m->pages, struct sheet_of_type, i).type);
	}
	g_array_unref(m->pages);
	g_array_unref(m->plans);
	g_array_unref(m->next);
	g_array_unref(m->states);
	g_array_unref(m->makeup.bands);
	cutter_destroy(m->makeup.cutter);
	arena_destroy(m->work);
}

const struct pages *
page_make(struct arena *a, struct diags *dg, const struct story *const *stories,
    size_t n, const struct layout *l, const struct compositor *c)
{
	struct maker m = { .a = a, .dg = dg, .l = l, .c = c,
		.slugs = slugs_cast(a, dg, stories, n, l, c) };
	const struct pages *ps = NULL;

	if (m.slugs.failed)
		return NULL;
	open_maker(&m);
	int last = cut_galley(&m);
	if (!m.failed) {
		place_pages(&m, last);
		ps = finish_pages(&m, c);
	}
	close_maker(&m);
	return ps;
}
