/*
 * page: the number of pages.  A page of the hand-made layout has two columns
 * of 34 rows, so 68 lines of body fill it.
 */
#include "page/test-hand.h"

/* Pairs that change places alone make 22 fit. */
#define FIT_IN_OTHER_ORDERS 24

#include <stdio.h>
#include <string.h>

static void
want(struct fixture *f, int pages)
{
	f->l.fit.pages[0] = pages;
	f->l.fit.n_pages = 1;
}

static const char *
help_of(const struct fixture *f, const char *code)
{
	for (size_t i = 0; i < diags_n(f->dg); i++)
		if (strcmp(diags_get(f->dg, i)->code, code) == 0)
			return diags_get(f->dg, i)->help;
	return NULL;
}

/* What is full already takes no freedom. */
static void
test_as_designed(struct fixture *f, gconstpointer data)
{
	want(f, 1);
	f->l.fit.leading_least = 15 * PT;
	f->l.fit.leading_most = 19 * PT;
	add_story(f, "b68");
	g_assert_cmpuint(make(f)->n, ==, 1);
	g_assert_cmpuint(diags_n(f->dg), ==, 0);
}

/* 74 lines want 37 rows: 583 pt under the first row are 36.3 times 16.06. */
static void
test_tighter(struct fixture *f, gconstpointer data)
{
	want(f, 1);
	f->l.fit.leading_least = 15 * PT;
	f->l.fit.leading_most = 17 * PT;
	add_story(f, "b74");
	const struct pages *ps = make(f);

	g_assert_cmpuint(ps->n, ==, 1);
	g_assert_true(is_said(f, "fit.leading"));
	g_autoptr(GArray) all = type_of(ps);
	assert_complete(f, all);
	dim step = SEEN(all, 1)->p->box.y - SEEN(all, 0)->p->box.y;
	g_assert_cmpint(step, <, 17 * PT);
	/* No tighter than is needed. */
	g_assert_cmpint(step, >, 15 * PT + PT / 2);
}

/* 60 lines on a page for 68: 30 rows of 19 pt are 570 of its 600 pt. */
static void
test_looser(struct fixture *f, gconstpointer data)
{
	want(f, 1);
	f->l.fit.leading_least = 16 * PT;
	f->l.fit.leading_most = 19 * PT;
	add_story(f, "b60");
	const struct pages *ps = make(f);

	g_assert_cmpuint(ps->n, ==, 1);
	g_assert_true(is_said(f, "fit.leading"));
	g_assert_false(is_said(f, "fit.short"));
}

/* What cannot be filled is said; the pages there are to be are there. */
static void
test_short(struct fixture *f, gconstpointer data)
{
	want(f, 2);
	add_story(f, "b20");
	g_assert_cmpuint(make(f)->n, ==, 2);
	g_assert_true(is_said(f, "fit.short"));
}

/* 14 lines too many: so many, or a few more for the widows, are to go. */
static void
test_too_long(struct fixture *f, gconstpointer data)
{
	int lines = 0, item = 0;

	want(f, 1);
	add_story(f, "b30");
	add_story(f, "b52");
	g_assert_null(make(f));
	g_assert_cmpint(sscanf(help_of(f, "fit.too-long"), "cut %d lines from item %d", &lines,
	    &item), ==, 2);
	g_assert_cmpint(item, ==, 2);
	g_assert_cmpint(lines, >=, 14);
	g_assert_cmpint(lines, <=, 16);
	/* It is true. */
	g_autofree char *cut = g_strdup_printf("b%d", 52 - lines);
	g_ptr_array_set_size(f->stories, 0);
	add_story(f, "b30");
	add_story(f, cut);
	g_assert_cmpuint(make(f)->n, ==, 1);
}

/*
 * A head and its figure just fit at the foot of the first of two pages: the figure
 * gets smaller, so that text has room under it.
 */
static void
test_room_under_figure(struct fixture *f, gconstpointer data)
{
	want(f, 2);
	f->l.columns.count = 1;
	f->l.fit.picture_least = 512;
	f->l.figure.height_most = 1024;
	f->picture = (struct image) { .width = 410, .height = 18 * 17 };
	for (int lines = 13; lines <= 16; lines++) {
		g_autofree char *before = g_strdup_printf("b%d", lines);

		g_ptr_array_set_size(f->stories, 0);
		add_story(f, before);
		add_story(f, "h1 f0 c2 r1 b30");
		g_autoptr(GArray) all = type_of(make(f));
		guint figure = (guint)lines + 1;
		g_assert_cmpuint(SEEN(all, figure)->page, ==, 0);
		g_assert_cmpuint(SEEN(all, figure + 4)->page, ==, 0);
	}
}

/* Decks go from the last item up, and no more of them than is needed. */
static void
test_optional(struct fixture *f, gconstpointer data)
{
	want(f, 1);
	f->l.fit.optional = 1u << ELEMENT_DECKS;
	add_story(f, "d3 b30");
	add_story(f, "d3 b32");
	const struct pages *ps = make(f);

	g_assert_cmpuint(ps->n, ==, 1);
	g_assert_cmpuint(times_said(f, "fit.left-out"), ==, 1);
	g_assert_cmpuint(ps->stories[0]->n, ==, 2);
	g_assert_cmpuint(ps->stories[1]->n, ==, 1);
}

/*
 * One column of 34 rows.  A figure of 19 has no place under 30 lines, and all
 * that follows none under the figure; under the first 10 lines it has.
 */
static void
set_order(struct fixture *f, bool may)
{
	want(f, 2);
	f->l.fit.order = may;
	f->l.columns.count = 1;
	f->picture = (struct image) { .width = 410, .height = 18 * 17 };
	f->l.figure.height_most = 1024;
	g_ptr_array_set_size(f->stories, 0);
	add_story(f, "b10");
	add_story(f, "b20");
	add_story(f, "f0 b4");
	add_story(f, "b13");
}

static void
test_order(struct fixture *f, gconstpointer data)
{
	set_order(f, false);
	const struct pages *ps = make(f);
	g_assert_null(ps);
	g_assert_true(is_said(f, "fit.too-long"));
	g_assert_false(is_said(f, "page.order-changed"));
	set_order(f, true);
	ps = make(f);
	g_assert_nonnull(ps);
	g_assert_cmpuint(ps->n, ==, 2);
	g_assert_true(is_said(f, "page.order-changed"));
	/* The lead item stays, and none is lost. */
	g_assert_true(ps->stories[0] == f->stories->pdata[0]);
	g_autoptr(GArray) all = type_of(ps);
	g_assert_cmpuint(all->len, ==, 10 + 20 + 5 + 13);
}

/* How long it is, is what another order could make of it. */
static void
test_fewest(struct fixture *f, gconstpointer data)
{
	const char *text = NULL;

	set_order(f, true);
	want(f, 1);
	g_assert_null(make(f));
	for (size_t i = 0; i < diags_n(f->dg); i++)
		if (strcmp(diags_get(f->dg, i)->code, "fit.too-long") == 0)
			text = diags_get(f->dg, i)->text;
	g_assert_nonnull(text);
	g_assert_nonnull(strstr(text, "has 2 pages, and 1 are wanted"));
}

/* A picture of which a half is shown grows, about its middle, to what it may at most. */
static void
test_pictures_grow(struct fixture *f, gconstpointer data)
{
	want(f, 1);
	f->l.columns.count = 1;
	f->l.fit.picture_least = 1024;
	f->l.fit.picture_most = 1536;
	f->picture = (struct image) { .width = 400, .height = 400 };
	add_story(f, "f0 b6");
	struct story *st = g_ptr_array_index(f->stories, 0);
	st->blocks[0].crop = (struct crop) { 0, CROP_WHOLE / 4, CROP_WHOLE, CROP_WHOLE / 2 };
	st->blocks[0].room = (struct crop) { 0, 0, CROP_WHOLE, CROP_WHOLE };
	g_autoptr(GArray) all = type_of(make(f));
	const struct placed *p = SEEN(all, 0)->p;
	g_assert_cmpint(p->crop.h, ==, CROP_WHOLE * 3 / 4);
	g_assert_cmpint(p->crop.y, ==, CROP_WHOLE / 8);
	g_assert_cmpint(p->box.h, >, p->box.w / 2);
	g_assert_true(is_said(f, "fit.pictures"));
}

/* It stays behind contents as well: others change places than the 20 lines and the figure. */
static void
test_lead_stays(struct fixture *f, gconstpointer data)
{
	set_order(f, true);
	((struct story *)g_ptr_array_index(f->stories, 0))->kind = STORY_CONTENTS;
	const struct pages *ps = make(f);
	g_assert_nonnull(ps);
	g_assert_true(is_said(f, "page.order-changed"));
	g_assert_true(ps->stories[1] == f->stories->pdata[1]);
}

/* Contents name the items in the order in which they stand. */
static void
test_order_of_contents(struct fixture *f, gconstpointer data)
{
	set_order(f, true);
	add_story(f, "b0 b0 b0 b0");
	struct story *contents = g_ptr_array_index(f->stories, 4);
	contents->kind = STORY_CONTENTS;
	for (guint i = 0; i < 4; i++)
		contents->blocks[i].refers = g_ptr_array_index(f->stories, i);
	const struct pages *ps = make(f);

	g_assert_nonnull(ps);
	g_assert_true(is_said(f, "page.order-changed"));
	for (size_t i = 0; i < 4; i++)
		g_assert_true(ps->stories[4]->blocks[i].refers == ps->stories[i]);
}

/*
 * One swap will not do: of many small issues more fit with several changes
 * than any one change makes fit, and none of them loses a line.
 */
static void
test_orders(struct fixture *f, gconstpointer data)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(7);
	int fit = 0;

	for (int i = 0; i < 60; i++) {
		int lines = 0;

		diags_destroy(f->dg);
		f->dg = diags_create();
		set_order(f, true);
		g_ptr_array_set_size(f->stories, 0);
		want(f, 4);
		f->l.fit.order = true;
		for (int k = 0; k < 7; k++) {
			int n = g_rand_int_range(random, 4, 15);
			g_autofree char *outline = g_strdup_printf(k % 3 ? "b%d" : "b%d f0 b3", n);

			lines += k % 3 ? n : n + 4;
			add_story(f, outline);
		}
		const struct pages *ps = make(f);
		if (!ps || !is_said(f, "page.order-changed"))
			continue;
		g_autoptr(GArray) all = type_of(ps);
		g_assert_cmpuint(all->len, ==, (guint)lines);
		fit++;
	}
	g_test_message("%d of 60 fit in another order", fit);
	g_assert_cmpint(fit, >=, FIT_IN_OTHER_ORDERS);
}

/* Pages are a multiple when the layout wants it; the last ones are blank. */
static void
test_blanks(struct fixture *f, gconstpointer data)
{
	f->l.multiple_of = 4;
	add_story(f, "b80");
	const struct pages *ps = make(f);

	g_assert_cmpuint(ps->n, ==, 4);
	g_assert_cmpuint(ps->v[2].n + ps->v[3].n, ==, 0);
}

/* A cover takes page 1, and the text begins on page 2. */
static void
test_cover(struct fixture *f, gconstpointer data)
{
	struct part tint = { .kind = PART_TINT, .x2 = { EDGE_END, { 0 } },
		.y2 = { EDGE_BOTTOM, { 0 } } };

	f->l.cover = (struct box) { .parts = &tint, .n = 1 };
	add_story(f, "b20");
	const struct pages *ps = make(f);

	g_assert_cmpuint(ps->n, ==, 2);
	g_assert_cmpuint(ps->v[0].n, ==, 1);
	g_assert_cmpint(ps->v[0].placed[0].box.h, ==, f->l.height);
	g_assert_cmpint(ps->begins[0], ==, 2);
}

#define TEST(name) \
	g_test_add("/fit/" #name, struct fixture, NULL, set_up, \
	    test_##name, tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	TEST(as_designed);
	TEST(room_under_figure);
	TEST(tighter);
	TEST(looser);
	TEST(short);
	TEST(too_long);
	TEST(optional);
	TEST(order);
	TEST(fewest);
	TEST(lead_stays);
	TEST(order_of_contents);
	TEST(orders);
	TEST(pictures_grow);
	TEST(blanks);
	TEST(cover);
	return g_test_run();
}
