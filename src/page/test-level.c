/* page: what makes columns end level that no cut makes so. */
#include "page/test-hand.h"

/* Columns are 190 pt wide: a figure of 300 by 200 takes 7 rows and a half. */

/* Rows between the feet of the two columns of a page, in tenths. */
static int
apart(GArray *all)
{
	dim foot[2] = { 0, 0 };

	for (guint i = 0; i < all->len; i++) {
		const struct placed *p = SEEN(all, i)->p;

		if (p->column >= 0)
			foot[p->column] = MAX(foot[p->column], foot_of(p));
	}
	return ABS(foot[0] - foot[1]) * 10 / STEP;
}

static GArray *
made_of(struct fixture *f, const char *outline)
{
	g_ptr_array_set_size(f->stories, 0);
	diags_destroy(f->dg);
	f->dg = diags_create();
	add_story(f, outline);
	GArray *all = type_of(make(f));
	/* It counts lines as they came; those of other line counts: page-issues. */
	if (!f->resets)
		assert_complete(f, all);
	assert_placed_well(f, all);
	return all;
}

/* 8 rows and 10: a row of white before the subhead makes it 9 and 10, which is level. */
static void
test_white(struct fixture *f, gconstpointer data)
{
	g_autoptr(GArray) before = made_of(f, "h1 b3 s1 b3 b10");

	g_assert_cmpint(apart(before), ==, 20);
	g_assert_true(is_said(f, "page.columns-uneven"));
	f->l.columns.stretch = 2;
	g_autoptr(GArray) after = made_of(f, "h1 b3 s1 b3 b10");
	g_assert_cmpint(apart(after), <=, 10);
	g_assert_false(is_said(f, "page.columns-uneven"));
	/* One row, and all of it there. */
	const struct placed *third = SEEN(after, 3)->p, *head = SEEN(after, 4)->p;
	g_assert_cmpint(head->box.y - third->box.y, ==, 3 * STEP);
}

/* White never grows within a paragraph or between two: there is nothing to spread, and it is told. */
static void
test_nothing_to_spread(struct fixture *f, gconstpointer data)
{
	f->l.columns.stretch = 4;
	g_autoptr(GArray) all = made_of(f, "h1 b7 b9");

	g_assert_cmpint(apart(all), ==, 20);
	g_assert_true(is_said(f, "page.columns-uneven"));
}

/* A picture loses whole rows, keeps its width, and is not squeezed. */
static void
assert_trimmed_well(const struct fixture *f, GArray *all, unsigned *trimmed)
{
	for (guint i = 0; i < all->len; i++) {
		const struct placed *p = SEEN(all, i)->p;

		if (p->kind != PLACED_IMAGE || p->crop.h == 0)
			continue;
		double shown = 300.0 / 200 * p->crop.w / p->crop.h;
		g_assert_cmpint(p->box.w, ==, frame_measure(&f->l, 1));
		g_assert_cmpfloat(ABS(shown * p->box.h / p->box.w - 1), <, 0.001);
		g_assert_cmpint(p->box.h, >=, dim_scale(p->box.w, 200, 300) * 3 / 4 - 2);
		++*trimmed;
	}
}

static void
test_picture(struct fixture *f, gconstpointer data)
{
	unsigned trimmed = 0, better = 0;

	for (int lines = 4; lines < 20; lines++) {
		g_autofree char *o = g_strdup_printf("h1 f0 c1 b%d", lines);

		f->l.figure.trim = 0;
		g_autoptr(GArray) before = made_of(f, o);
		f->l.figure.trim = 256;
		g_autoptr(GArray) after = made_of(f, o);
		g_assert_cmpint(apart(after), <=, apart(before));
		better += apart(after) < apart(before);
		assert_trimmed_well(f, after, &trimmed);
	}
	g_assert_cmpuint(better, >, 0);
	g_assert_cmpuint(trimmed, >=, better);
}

/* A text over both columns in a line more or less: never worse, and often level. */
static void
test_text_over_two(struct fixture *f, gconstpointer data)
{
	unsigned better = 0;

	for (int n = 0; n < 100; n++) {
		g_autofree char *o = g_strdup_printf("h1 b%d b%d", 1 + n / 10, 1 + n % 10);

		f->resets = false;
		g_autoptr(GArray) before = made_of(f, o);
		f->resets = true;
		g_autoptr(GArray) after = made_of(f, o);
		g_assert_cmpint(apart(after), <=, apart(before));
		better += apart(before) > 10 && apart(after) <= 10;
	}
	g_assert_cmpuint(better, >, 0);
}

#define TEST(name) \
	g_test_add("/level/" #name, struct fixture, NULL, set_up, test_##name, tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	TEST(white);
	TEST(nothing_to_spread);
	TEST(picture);
	TEST(text_over_two);
	return g_test_run();
}
