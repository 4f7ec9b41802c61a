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
/* What a figure costs for each paragraph that it stands behind, in rows of white squared. */
#define COST_LATER 60.0
/* What a page costs from which on that is tried. */
#define COST_DEAR 100.0
/* Releases at a page's end with which it is, and rows of white there, at least. */
#define LATER_TRIED 2
#define LATER_WHITE 5

/* The text up to a slug in so many pages. */
struct state {
	struct plan plan;      /* of its last page */
	double cost;
	int from;              /* state of the page before, -1 none */
	size_t begins;         /* its page begins with this slug */
	double left;           /* pages that what stands behind it fills */
	struct later later;    /* the figure that stands later than the page's end */
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
	const char *what = s->notes || s->carried ? N_("a line of this text, with its notes,")
	    : s->kind == PLACED_LINE ? N_("a line of this text")
	    : s->head ? N_("a row of this table, with its head,") : N_("what stands here");

	diag_add(m->dg, DIAG_ERROR, "page.overset", place_of(s),
	    "%s is %.1f mm high, and a page has room for %.1f mm", diag_word(what),
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

		if (old->plan.end != s->plan.end || old->later.figure != s->later.figure ||
		    old->later.end != s->later.end)
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

/* Where pages begin, and what has been decided before. */
struct start {
	int from;              /* the state; -1: none */
	size_t at;
	double cost;
	int number;
	struct later later;    /* of the page before, as far as it begins within it */
};

/* All ways to fill the page from there on, some figures standing later. */
static void
plan_page(struct maker *m, const struct start *s, const struct area *area, const struct later *v, size_t n)
{
	struct makeup with = m->makeup;

	g_array_set_size(m->plans, 0);
	if (n == 0) {
		makeup_plans(&m->makeup, s->at, area, m->plans);
		return;
	}
	int64_t room = (int64_t)(area->bottom - area->top) * area->columns;
	struct slugs w = later_window(m->t->a, &m->slugs, s->at, room, m->t->casting.columns, v, n);
	with.slugs = w.v;
	with.n = w.n;
	makeup_plans(&with, 0, area, m->plans);
	for (guint i = 0; i < m->plans->len; i++)
		g_array_index(m->plans, struct plan, i).end += s->at;
}

/* Does the page end before the figure, and not between it and the end of its text? */
static bool
is_better_later(const struct later *l, size_t end)
{
	size_t stands = l->figure + (l->end - l->text);

	return end > l->figure && end <= stands && !(l->whole && end == stands);
}

static void
offer_plans(struct maker *m, const struct start *s, const struct area *area, const struct later *later,
    double more)
{
	for (guint i = 0; i < m->plans->len; i++) {
		const struct plan *p = &g_array_index(m->plans, struct plan, i);

		if (later && !is_better_later(later, p->end))
			continue;
		offer_state(m, &(struct state) { *p,
		    s->cost + p->cost + more + cost_of_last(m, p, area, s->at), s->from, s->at,
		    pages_left(m, p->end, area), later ? *later : (struct later) { 0 } });
	}
}

/* The figures that the plans there are leave to the next page with their heads; at most `most`. */
static size_t
find_later(const struct maker *m, const struct start *s, const struct area *area, struct later *to,
    size_t most)
{
	size_t n = 0;

	for (guint i = 0; i < m->plans->len && n < most; i++) {
		const struct plan *p = &g_array_index(m->plans, struct plan, i);
		bool white = area->bottom - p->foot >= LATER_WHITE * m->l->grid_step;
		size_t end = p->end, k = 0;
		struct later l;

		if (end == m->slugs.n || m->slugs.v[end].force != BREAK_ALLOW ||
		    !later_find(&m->slugs, end, 1, &l) || end > l.text || l.figure < s->at ||
		    !(white || end == l.text))
			continue;
		while (k < n && to[k].figure != l.figure)
			k++;
		if (k == n)
			to[n++] = l;
	}
	return n;
}

static bool
is_dear(const GArray *plans)
{
	for (guint i = 0; i < plans->len; i++)
		if (g_array_index(plans, struct plan, i).cost <= COST_DEAR)
			return false;
	return plans->len > 0;
}

/* The pages that come of figures that stand later. */
static void
try_later(struct maker *m, const struct start *s, const struct area *area, size_t n_before)
{
	struct later found[LATER_TRIED], v[2] = { s->later };
	size_t n = is_dear(m->plans) ? find_later(m, s, area, found, LATER_TRIED) : 0;

	for (size_t i = 0; i < n; i++)
		for (int k = 1; k <= m->l->figure.give_way; k++) {
			struct later *l = &v[n_before];

			if (!later_find(&m->slugs, found[i].figure, k, l))
				break;
			plan_page(m, s, area, v, n_before + 1);
			offer_plans(m, s, area, l, (k + l->whole) * COST_LATER);
		}
}

/* The pages that may follow. */
static void
go_on(struct maker *m, const struct start *s)
{
	struct area area = area_of(m, s->number), next = area_of(m, s->number + 1);
	bool within = s->later.figure < s->at && s->at < s->later.end;

	plan_page(m, s, &area, &s->later, within);
	bool none = m->plans->len == 0;
	offer_plans(m, s, &area, NULL, 0);
	if (m->t->delays && m->l->figure.give_way > 0)
		try_later(m, s, &area, within);
	if (!none)
		return;
	if (next.bottom - next.top > area.bottom - area.top)
		/* What a masthead, or what stands there, leaves no room for stands on the next page. */
		offer_state(m, &(struct state) { { s->at, 0, NULL, area.top }, s->cost, s->from, s->at,
		    pages_left(m, s->at, &area), { 0 } });
	else if (!m->failed)
		report_overset(m, s->at, &area);
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

	go_on(m, &(struct start) { .from = -1, .number = m->window.page });
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
				go_on(m, &(struct start) { (int)i, s.plan.end, s.cost, number + 1, s.later });
		}
	}
	return m->failed ? -1 : last;
}

static void
delay(const struct maker *m, const struct later *l)
{
	const struct slug *v = m->slugs.v;

	m->t->delays[l->story] = (struct delay) { v[l->figure].block, v[l->text].block,
		v[l->end - 1].block };
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
		const struct state *s = state_at(m, g_array_index(way, int, i - 1));
		struct plan p = s->plan;
		struct area area = area_of(m, number++);

		if (s->later.end > 0)
			delay(m, &s->later);

		if (p.end < m->slugs.n && m->slugs.v[p.end].force != BREAK_PAGE)
			plan_fill_foot(m->t->a, m->t->cutter, m->l, &p, &area);
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
	/* Where two face each other, so do their figures. */
	struct trial with = *t;
	with.delays = NULL;
	if (trial_faces(t))
		return facing_make(&with, leaves, ret_cost);
	return add_galley(t, slugs_cast(&t->casting, t->stories, t->order, t->n), t->first, leaves,
	    ret_cost);
}

struct made
trial_make(const struct trial *t)
{
	struct made made = { .begins = arena_array(t->a, int, t->n_stories),
		.goes_on = arena_array(t->a, int, t->n_stories) };
	g_autoptr(GArray) leaves = g_array_new(FALSE, FALSE, sizeof(struct leaf));

	struct trial with = *t;
	if (!t->settled && t->casting.l->figure.give_way > 0)
		made.delays = with.delays = arena_array(t->a, struct delay, t->n_stories);
	made.failed = !add_leaves(&with, leaves, &made.cost);
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
