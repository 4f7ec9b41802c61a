/*
 * page: whole issues by lot, and what must hold of each of them.
 *
 * Every line stands once and in order, nothing outside of its frame, nothing
 * on anything else, the body on the grid, no widow, orphan or broken keep
 * that is not told.  With --slow as its argument it makes 2,000 of them, with
 * --items N one issue of so many items.
 */
#include "page/test-hand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MM (72.0 / 25.4)

struct paper {
	double width, height; /* mm */
};

static const struct paper papers[] = {
	{ 105, 148 }, { 148, 210 }, { 176, 250 }, { 210, 297 }, { 250, 353 }, { 297, 420 },
};

static int issues = 200;

struct totals {
	unsigned pages, issues, bands, notes, faults;
	double worst; /* seconds */
};

/* ---- by lot ----------------------------------------------------------- */

static void
draw_page(struct fixture *f, GRand *lot)
{
	const struct paper *p = &papers[g_rand_int_range(lot, 0, G_N_ELEMENTS(papers))];
	struct layout *l = &f->l;
	int columns = g_rand_int_range(lot, 1, 7);

	l->width = dim_from_pt(p->width * MM);
	l->height = dim_from_pt(p->height * MM);
	l->margins = (struct margins) { l->height / 14, l->height / 12, l->width / 14, l->width / 16 };
	l->columns.count = columns;
	l->columns.gap = g_rand_int_range(lot, 4, 18) * PT;
	l->columns.rule.width = g_rand_boolean(lot) ? PT / 2 : 0;
	l->grid_start = l->margins.top + STEP;
	l->rtl = g_rand_int_range(lot, 0, 4) > 0;
	l->masthead_on = g_rand_boolean(lot) ? MASTHEAD_FIRST : MASTHEAD_NEVER;
	l->masthead.height.v = g_rand_int_range(lot, 20, 100) * PT;
	l->item_break = g_rand_int_range(lot, 0, 8) == 0 ? BREAK_COLUMN : BREAK_ALLOW;
	l->separator.width = g_rand_boolean(lot) ? PT : 0;
	l->separator_space = (struct length) { g_rand_int_range(lot, 0, 2) * STEP, UNIT_PT };
	f->styles['h'].span = g_rand_boolean(lot) ? SPAN_ALL : 1;
	f->styles['k'].span = f->styles['g'].span = f->styles['q'].span =
	    g_rand_int_range(lot, 1, columns + 1);
	f->picture.width = (uint32_t)g_rand_int_range(lot, 200, 3000);
	f->picture.height = (uint32_t)g_rand_int_range(lot, 200, 3000);
	f->resets = g_rand_boolean(lot);
}

static void
add_item(struct fixture *f, GRand *lot)
{
	g_autoptr(GString) o = g_string_new(g_rand_int_range(lot, 0, 4) == 0 ? "k1" : "h1");

	if (g_rand_int_range(lot, 0, 5) == 0)
		g_string_append(o, g_rand_boolean(lot) ? " g0 q1" : " f0 c2");
	for (int n = g_rand_int_range(lot, 1, 15); n > 0; n--) {
		int kind = g_rand_int_range(lot, 0, 20), lines = g_rand_int_range(lot, 1, 12);

		if (kind == 0)
			g_string_append_printf(o, " s1 b%d", lines + 2);
		else if (kind == 1)
			g_string_append(o, " f0 c1 b4");
		else if (kind == 2)
			g_string_append(o, " g0 q1 b4");
		else
			g_string_append_printf(o, " %c%d", kind < 5 ? 'e' : 'b', lines);
	}
	add_story(f, o->str);
}

/* ---- every line once, in order ---------------------------------------- */

static void
assert_each_once(const struct fixture *f, GArray *all)
{
	guint at = 0;

	for (guint s = 0; s < f->stories->len; s++) {
		const struct story *st = f->stories->pdata[s];

		for (size_t b = 0; b < st->n; b++) {
			const struct galley *g = NULL;
			size_t n = 1;

			for (size_t i = 0; i < n; i++, at++) {
				g_assert_cmpuint(at, <, all->len);
				const struct placed *p = SEEN(all, at)->p;

				g_assert_true(p->block == &st->blocks[b]);
				g_assert_cmpint(p->story, ==, (int)s);
				if (p->kind != PLACED_LINE)
					continue;
				g_assert_true(!g || p->galley == g);
				g = p->galley;
				n = g->n;
				g_assert_true(p->line == &g->lines[i]);
			}
		}
	}
	g_assert_cmpuint(at, ==, all->len);
}

/* ---- nothing outside, nothing on anything ------------------------------ */

static struct rect
extent(const struct placed *p)
{
	struct rect r = p->box;

	if (p->kind == PLACED_LINE)
		r.y -= dim_scale(r.h, 7, 10);
	return r;
}

static bool
overlap(struct rect a, struct rect b)
{
	return a.x < b.x + b.w && b.x < a.x + a.w && a.y + 2 < b.y + b.h && b.y + 2 < a.y + a.h;
}

static void
assert_clear(const struct fixture *f, GArray *all)
{
	for (guint i = 0; i < all->len; i++) {
		const struct seen *s = SEEN(all, i);
		struct rect r = extent(s->p), area = frame_make(&f->l, (int)s->page + 1).area;

		g_assert_cmpint(r.x, >=, area.x);
		g_assert_cmpint(r.x + r.w, <=, area.x + area.w);
		g_assert_cmpint(r.y + 2, >=, area.y);
		g_assert_cmpint(r.y + r.h, <=, area.y + area.h + 2);
		if (is_line_of(f, s, 'b') || is_line_of(f, s, 'e'))
			g_assert_cmpint((s->p->box.y - f->l.grid_start) % f->l.grid_step, ==, 0);
		for (guint j = i + 1; j < all->len && SEEN(all, j)->page == s->page; j++)
			g_assert_false(overlap(r, extent(SEEN(all, j)->p)));
	}
}

/* ---- cuts ------------------------------------------------------------- */

static unsigned
count_faults(GArray *all)
{
	unsigned n = 0;

	for (guint i = 0; i + 1 < all->len; i++) {
		const struct seen *s = SEEN(all, i), *next = SEEN(all, i + 1);

		if (s->p->block != next->p->block || s->p->kind != PLACED_LINE ||
		    (s->page == next->page && s->p->box.x == next->p->box.x))
			continue;
		size_t before = (size_t)(next->p->line - next->p->galley->lines);
		n += before < 2 || next->p->galley->n - before < 2;
	}
	return n;
}

static void
make_issue(struct fixture *f, GRand *lot, struct totals *t)
{
	g_ptr_array_set_size(f->stories, 0);
	diags_destroy(f->dg);
	f->dg = diags_create();
	draw_page(f, lot);
	for (int n = g_rand_int_range(lot, 1, 61); n > 0; n--)
		add_item(f, lot);
	g_test_timer_start();
	const struct pages *ps = make(f);
	t->worst = MAX(t->worst, g_test_timer_elapsed());
	g_assert_nonnull(ps);
	g_autoptr(GArray) all = type_of(ps);
	assert_each_once(f, all);
	assert_clear(f, all);
	unsigned faults = count_faults(all);
	g_assert_cmpuint(faults, <=, times_said(f, "page.widow") + times_said(f, "page.orphan"));
	t->faults += faults;
	t->pages += (unsigned)ps->n;
	t->notes += times_said(f, "page.columns-uneven");
	t->issues++;
}

static void
test_issues(struct fixture *f, gconstpointer data)
{
	g_autoptr(GRand) lot = g_rand_new_with_seed(1448);
	struct totals t = { 0 };

	for (int i = 0; i < issues; i++) {
		struct fixture g;

		set_up(&g, NULL);
		make_issue(&g, lot, &t);
		tear_down(&g, NULL);
	}
	g_test_message("%u issues, %u pages, %u with uneven columns, %u widows and orphans; "
		       "%.1f ms the longest", t.issues, t.pages, t.notes, t.faults, t.worst * 1e3);
	/* What cannot be helped is rare: a page's worth of three figures. */
	g_assert_cmpuint(t.faults * 500, <, t.pages);
}

/* One issue of so many items, made once: what tests/growth.py counts. */
static int
make_one(int items)
{
	g_autoptr(GRand) lot = g_rand_new_with_seed(7), paper = g_rand_new_with_seed(1);
	struct fixture f;

	set_up(&f, NULL);
	draw_page(&f, paper);
	f.l.columns.count = 3;
	for (int i = 0; i < items; i++)
		add_item(&f, lot);
	const struct pages *ps = make(&f);
	printf("%d items, %zu pages\n", items, ps ? ps->n : 0);
	tear_down(&f, NULL);
	return ps ? 0 : 1;
}

#define TEST(name) \
	g_test_add("/issues/" #name, struct fixture, NULL, set_up, \
	    test_##name, tear_down)

int
main(int argc, char **argv)
{
	if (argc > 2 && strcmp(argv[1], "--items") == 0)
		return make_one(atoi(argv[2]));
	g_test_init(&argc, &argv, NULL);
	if (argc > 1 && strcmp(argv[1], "--slow") == 0)
		issues = 2000;
	TEST(issues);
	return g_test_run();
}
