/* page: stories that face each other, over any number of pages. */
#include "page/test-hand.h"

#include <stdio.h>
#include <string.h>

static void
set_up_facing(struct fixture *f, gconstpointer data)
{
	set_up(f, data);
	f->l.separator_space = (struct length) { STEP / 2, UNIT_PT };
	f->l.separator.width = PT;
	f->l.columns.rule.width = PT;
}

static struct story *
add_side(struct fixture *f, enum half half, bool faces, const char *outline)
{
	add_story(f, outline);
	struct story *s = f->stories->pdata[f->stories->len - 1];

	s->half = half;
	s->faces = faces;
	for (size_t i = 0; i < s->n; i++)
		if (s->blocks[i].style == &f->styles['h'] || s->blocks[i].style == &f->styles['s'])
			s->blocks[i].role = s->blocks[i].style == &f->styles['h'] ? ROLE_HEADLINE : ROLE_KICKER;
	return s;
}

static void
add_pair(struct fixture *f, const char *a, const char *b)
{
	add_side(f, HALF_START, false, a);
	add_side(f, HALF_END, true, b);
}

/* The first thing of `story` on page `page`, or the last; NULL: there is none. */
static const struct placed *
thing_of(GArray *all, int story, size_t page, bool last)
{
	const struct placed *found = NULL;

	for (guint i = 0; i < all->len; i++)
		if (SEEN(all, i)->page == page && SEEN(all, i)->p->story == story && (last || !found))
			found = SEEN(all, i)->p;
	return found;
}

static dim
top_of(const struct placed *p)
{
	return p->kind == PLACED_LINE ? p->box.y - dim_scale(p->box.h, 7, 10) : p->box.y;
}

static void
assert_level(GArray *all, int a, int b, size_t page)
{
	const struct placed *p = thing_of(all, a, page, false), *q = thing_of(all, b, page, false);

	g_assert_nonnull(p);
	g_assert_nonnull(q);
	g_assert_cmpint(top_of(p), ==, top_of(q));
}

static void
assert_column(GArray *all, int story, int column)
{
	for (guint i = 0; i < all->len; i++)
		if (SEEN(all, i)->p->story == story)
			g_assert_cmpint(SEEN(all, i)->p->column, ==, column);
}

/* How many rules of this width and height at least, or height and width, are on a page. */
static unsigned
rules_on(const struct pages *ps, size_t page, bool upright, dim least)
{
	unsigned n = 0;

	for (size_t i = 0; i < ps->v[page].n; i++) {
		const struct placed *p = &ps->v[page].placed[i];

		n += p->kind == PLACED_RULE &&
		    (upright ? p->box.w == PT && p->box.h >= least : p->box.h == PT && p->box.w >= least);
	}
	return n;
}

/* 35 rows a page: 90 lines face 70 on three pages, each in its own column, level at every top. */
static void
test_pages(struct fixture *f, gconstpointer data)
{
	add_pair(f, "h1 b30 b30 b30", "h1 b35 b35");
	const struct pages *ps = make(f);
	g_autoptr(GArray) all = type_of(ps);

	g_assert_cmpuint(ps->n, ==, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_level(all, 0, 1, i);
		g_assert_cmpuint(rules_on(ps, i, true, 2 * STEP), ==, 1);
	}
	assert_column(all, 0, 0);
	assert_column(all, 1, 1);
	/* The start edge is the right one. */
	g_assert_cmpint(thing_of(all, 0, 2, false)->box.x, >, thing_of(all, 1, 2, false)->box.x);
	assert_placed_well(f, all);
	g_assert_false(is_said(f, "page.columns-uneven"));
}

/* From left to right the first column is the left one. */
static void
test_mirrored(struct fixture *f, gconstpointer data)
{
	f->l.rtl = f->l.bind_right = false;
	add_pair(f, "h1 b60", "h1 b50");
	g_autoptr(GArray) all = type_of(make(f));

	for (size_t i = 0; i < 2; i++) {
		assert_level(all, 0, 1, i);
		g_assert_cmpint(thing_of(all, 0, i, false)->box.x, <, thing_of(all, 1, i, false)->box.x);
	}
}

/* The story for the end edge may come first: it is read first, and stands there. */
static void
test_end_first(struct fixture *f, gconstpointer data)
{
	add_side(f, HALF_END, false, "h1 b50");
	add_side(f, HALF_START, true, "h1 b50");
	g_autoptr(GArray) all = type_of(make(f));

	assert_level(all, 0, 1, 0);
	assert_level(all, 0, 1, 1);
	assert_column(all, 0, 1);
	assert_column(all, 1, 0);
	g_assert_cmpint(SEEN(all, 0)->p->story, ==, 0);
}

/* A short one leaves its column white, and the next pair begins level under the longer. */
static void
test_next_under_longer(struct fixture *f, gconstpointer data)
{
	add_pair(f, "h1 b40", "h1 b6");
	add_pair(f, "h1 b5", "h1 b4");
	const struct pages *ps = make(f);
	g_autoptr(GArray) all = type_of(ps);

	g_assert_cmpuint(ps->n, ==, 2);
	g_assert_null(thing_of(all, 1, 1, false));
	assert_level(all, 2, 3, 1);
	g_assert_cmpint(top_of(thing_of(all, 3, 1, false)), >, foot_of(thing_of(all, 0, 1, true)));
	g_assert_cmpint(top_of(thing_of(all, 2, 1, false)) - foot_of(thing_of(all, 0, 1, true)), <,
	    3 * STEP);
	/* What parts them goes over both halves. */
	g_assert_cmpuint(rules_on(ps, 1, false, 400 * PT), ==, 1);
	/* No rule where one half is white, one between those that are not. */
	g_assert_cmpuint(rules_on(ps, 1, true, STEP), ==, 1);
	g_assert_false(is_said(f, "page.columns-uneven"));
	g_assert_false(is_said(f, "page.columns-fewer"));
}

/* Where one of two has no room for its head and three lines, both begin on the next page. */
static void
test_both_begin(struct fixture *f, gconstpointer data)
{
	add_pair(f, "h1 b28", "h1 b28");
	add_pair(f, "h1 b10", "h1 h1 b20");
	const struct pages *ps = make(f);
	g_autoptr(GArray) all = type_of(ps);

	g_assert_cmpuint(ps->n, ==, 2);
	for (int s = 2; s < 4; s++) {
		g_assert_null(thing_of(all, s, 0, false));
		g_assert_cmpint(ps->begins[s], ==, 2);
	}
	assert_level(all, 2, 3, 1);
	g_assert_cmpuint(rules_on(ps, 1, false, 400 * PT), ==, 0);
}

/* The head over a pair goes along with it. */
static void
test_head_goes_along(struct fixture *f, gconstpointer data)
{
	add_pair(f, "h1 b27", "h1 b27");
	add_side(f, HALF_NONE, false, "h1")->kind = STORY_SECTION;
	add_pair(f, "h1 b20", "h1 b20");
	const struct pages *ps = make(f);
	g_autoptr(GArray) all = type_of(ps);

	g_assert_cmpuint(ps->n, ==, 2);
	for (int s = 2; s < 5; s++)
		g_assert_cmpint(ps->begins[s], ==, 2);
	g_assert_cmpint(thing_of(all, 2, 1, false)->column, ==, -1);
	assert_level(all, 3, 4, 1);
	assert_complete(f, all);
}

/* A kicker and a head of two lines beside one of three: heads begin level, and so does the text. */
static void
test_heads_level(struct fixture *f, gconstpointer data)
{
	dim y[2] = { 0, 0 };

	add_pair(f, "s1 h2 b20", "h3 b20");
	g_autoptr(GArray) all = type_of(make(f));

	for (int s = 0; s < 2; s++) {
		const struct placed *head = NULL, *body = NULL;

		for (guint i = all->len; i > 0; i--) {
			const struct seen *t = SEEN(all, i - 1);

			if (t->p->story != s)
				continue;
			head = is_line_of(f, t, 'h') ? t->p : head;
			body = is_line_of(f, t, 'b') ? t->p : body;
		}
		if (s == 1) {
			g_assert_cmpint(head->box.y, ==, y[0]);
			g_assert_cmpint(body->box.y, ==, y[1]);
		}
		y[0] = head->box.y;
		y[1] = body->box.y;
	}
}

/* One without a counterpart stands in its half; what comes next does under it. */
static void
test_alone(struct fixture *f, gconstpointer data)
{
	add_side(f, HALF_END, false, "h1 b40");
	add_pair(f, "h1 b9", "h1 b9");
	const struct pages *ps = make(f);
	g_autoptr(GArray) all = type_of(ps);

	g_assert_cmpuint(ps->n, ==, 2);
	assert_column(all, 0, 1);
	g_assert_cmpuint(rules_on(ps, 0, true, 0), ==, 0);
	assert_level(all, 1, 2, 1);
}

/* Every pair on a page of its own. */
static void
test_breaks(struct fixture *f, gconstpointer data)
{
	f->l.item_break = BREAK_PAGE;
	for (int i = 0; i < 3; i++)
		add_pair(f, "h1 b9", "h1 b7");
	const struct pages *ps = make(f);

	g_assert_cmpuint(ps->n, ==, 3);
	for (int i = 0; i < 6; i++)
		g_assert_cmpint(ps->begins[i], ==, 1 + i / 2);
}

/* Notes stand at the foot of their own column, a table goes on under its head there. */
static void
test_notes_and_tables(struct fixture *f, gconstpointer data)
{
	add_pair(f, "h1 b10 n2 b40", "h1 b6 t40 b9 n1");
	const struct pages *ps = make(f);
	g_autoptr(GArray) all = type_of(ps);
	unsigned heads = 0;

	assert_level(all, 0, 1, 0);
	assert_column(all, 0, 0);
	assert_column(all, 1, 1);
	for (size_t i = 0; i < ps->v[1].n; i++) {
		const struct placed *p = &ps->v[1].placed[i];

		heads += p->furniture && p->block && p->block->cell.inside &&
		    p->box.x < f->l.width / 2;
	}
	g_assert_cmpuint(heads, >, 0);
	g_assert_false(is_said(f, "page.columns-uneven"));
}

/* Two columns each of four: each side's end level. */
static void
test_halves_of_two(struct fixture *f, gconstpointer data)
{
	f->l.columns.count = 4;
	f->l.columns.gap = 10 * PT;
	f->styles['h'].span = SPAN_ALL;
	add_pair(f, "h1 b100", "h2 b90");
	const struct pages *ps = make(f);
	g_autoptr(GArray) all = type_of(ps);

	g_assert_cmpuint(ps->n, ==, 2);
	for (guint i = 0; i < all->len; i++) {
		const struct placed *p = SEEN(all, i)->p;

		if (p->column >= 0)
			g_assert_true((p->column < 2) == (p->story == 0));
		if (is_line_of(f, SEEN(all, i), 'h'))
			g_assert_cmpint(p->box.w, ==, frame_measure(&f->l, 2));
	}
	for (size_t page = 0; page < 2; page++)
		g_assert_cmpint(thing_of(all, 0, page, true)->box.y -
		    thing_of(all, 1, page, true)->box.y, <=, 10 * STEP);
	g_assert_false(is_said(f, "page.columns-uneven"));
}

/* Under a masthead one of the two has no room for the picture it begins with: both begin overleaf. */
static void
test_picture_under_masthead(struct fixture *f, gconstpointer data)
{
	dim measure = frame_measure(&f->l, 1);

	f->l.masthead_on = MASTHEAD_FIRST;
	f->l.masthead.height = (struct length) { 150 * PT, UNIT_PT };
	f->picture = (struct image) { .width = (uint32_t)(measure / PT), .height = 30 * 17 };
	f->l.figure.height_most = 1024;
	add_pair(f, "h1 b10", "f0 b10");
	const struct pages *ps = make(f);
	g_autoptr(GArray) all = type_of(ps);

	g_assert_cmpint(ps->begins[0], ==, 2);
	g_assert_cmpint(ps->begins[1], ==, 2);
	assert_complete(f, all);
	/* What has room there begins there. */
	g_ptr_array_set_size(f->stories, 0);
	add_pair(f, "h1 b10", "h1 b60");
	g_assert_cmpint(make(f)->begins[1], ==, 1);
}

/* Both sides are too long, one by three lines less; without what is said to be cut they are not. */
static void
test_too_long(struct fixture *f, gconstpointer data)
{
	int lines[2], item[2];
	const char *help = NULL;

	f->l.fit.pages[0] = 1;
	f->l.fit.n_pages = 1;
	add_pair(f, "h1 b20 s1 b23", "h1 b41");
	g_assert_null(make(f));
	for (size_t i = 0; i < diags_n(f->dg); i++)
		if (strcmp(diags_get(f->dg, i)->code, "fit.too-long") == 0)
			help = diags_get(f->dg, i)->help;
	g_assert_cmpint(sscanf(help, "cut %d lines from item %d, and cut %d lines from item %d",
	    &lines[0], &item[0], &lines[1], &item[1]), ==, 4);
	g_assert_cmpint(item[0], ==, 1);
	g_assert_cmpint(item[1], ==, 2);
	g_assert_cmpint(lines[0], <=, 14);
	g_assert_cmpint(lines[1], <, lines[0]);
	g_autofree char *first = g_strdup_printf("h1 b20 s1 b%d", 23 - lines[0]);
	g_autofree char *second = g_strdup_printf("h1 b%d", 41 - lines[1]);
	g_ptr_array_set_size(f->stories, 0);
	add_pair(f, first, second);
	g_assert_cmpuint(make(f)->n, ==, 1);
}

#define TEST(name) \
	g_test_add("/facing/" #name, struct fixture, NULL, set_up_facing, \
	    test_##name, tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	TEST(pages);
	TEST(mirrored);
	TEST(end_first);
	TEST(next_under_longer);
	TEST(both_begin);
	TEST(head_goes_along);
	TEST(heads_level);
	TEST(alone);
	TEST(breaks);
	TEST(notes_and_tables);
	TEST(halves_of_two);
	TEST(picture_under_masthead);
	TEST(too_long);
	return g_test_run();
}
