/*
 * page: what a printer would check of any make-up, over many of them.
 *
 * Stories, columns and page heads are drawn by lot, with a fixed seed.
 */
#include "page/test-hand.h"

#include <string.h>

#define COLUMNS_TRIED 4
#define COLUMNS_ODD 16

/* ---- ends of columns -------------------------------------------------- */

struct tally {
	unsigned pages, bands, unlevel, needless;
	unsigned widows, orphans, stranded, parted;
};

/* Lines of the story's text that stand with `i` in its column, after it. */
static unsigned
lines_under(GArray *all, guint i)
{
	unsigned n = 0;

	for (guint j = i + 1; j < all->len && n < 3; j++, n++)
		if (SEEN(all, j)->page != SEEN(all, i)->page ||
		    SEEN(all, j)->p->column != SEEN(all, i)->p->column ||
		    SEEN(all, j)->p->story != SEEN(all, i)->p->story)
			break;
	return n;
}

/* The same of a headline, which spans: they may be in any column. */
static unsigned
lines_on_page(GArray *all, guint i)
{
	unsigned n = 0;

	for (guint j = i + 1; j < all->len && n < 3; j++, n++)
		if (SEEN(all, j)->page != SEEN(all, i)->page ||
		    SEEN(all, j)->p->story != SEEN(all, i)->p->story)
			break;
	return n;
}

/* How many lines the story still has behind `i`. */
static unsigned
lines_left(GArray *all, guint i)
{
	unsigned n = 0;

	for (guint j = i + 1; j < all->len && n < 3; j++, n++)
		if (SEEN(all, j)->p->story != SEEN(all, i)->p->story)
			break;
	return n;
}

static void
count_cuts(const struct fixture *f, GArray *all, struct tally *t)
{
	for (guint i = 0; i + 1 < all->len; i++) {
		const struct seen *s = SEEN(all, i), *next = SEEN(all, i + 1);

		if (is_line_of(f, s, 's') &&
		    lines_under(all, i) < MIN(2, lines_left(all, i)))
			t->stranded++;
		if (is_line_of(f, s, 'h') &&
		    lines_on_page(all, i) < MIN(3, lines_left(all, i)))
			t->stranded++;
		if (!ends_column(s, next))
			continue;
		if (s->p->kind == PLACED_IMAGE &&
		    is_line_of(f, next, 'c'))
			t->parted++;
		if (s->p->block != next->p->block || s->p->kind != PLACED_LINE)
			continue;
		size_t n = s->p->galley->n, before = next->p->line->start;
		t->orphans += before < 2;
		t->widows += n - before < 2;
	}
}

/* Feet of the columns of a band, from `i`; returns where the band ends. */
static guint
find_feet(const struct fixture *f, GArray *all, guint i, dim *feet)
{
	size_t page = SEEN(all, i)->page;
	int column = SEEN(all, i)->p->column;

	for (int k = 0; k < f->l.columns.count; k++)
		feet[k] = -1;
	for (; i < all->len; i++) {
		const struct seen *s = SEEN(all, i);

		if (s->page != page || s->p->column < column)
			break;
		column = s->p->column;
		feet[column] = foot_of(s->p);
	}
	return i;
}

/* May a column end before `at`, between the lines of the band? */
static bool
is_clean_cut(GArray *all, guint from, guint end, guint at)
{
	if (at == from || at == end)
		return true;
	const struct placed *before = SEEN(all, at - 1)->p;
	const struct placed *p = SEEN(all, at)->p;
	if (p->block != before->block)
		return !before->block->style->keep_with_next;
	return p->line->start >= 2 && p->galley->n - p->line->start >= 2;
}

/*
 * Can these lines (all of one height) be cut into columns of n rows and of
 * n - 1, without a widow or an orphan?  By trying all: `reached[i]` says
 * that some columns end after `i` lines.
 */
static bool
can_be_level(GArray *all, guint from, guint end, int columns)
{
	guint n = end - from;
	guint rows = (n + (guint)columns - 1) / (guint)columns;
	g_autofree bool *reached = g_new0(bool, n + 1);

	reached[0] = true;
	for (int k = 0; k < columns; k++) {
		g_autofree bool *next = g_new0(bool, n + 1);

		for (guint i = 0; i <= n; i++)
			for (guint h = rows - 1; reached[i] && h <= rows; h++)
				if (i + h <= n &&
				    is_clean_cut(all, from, end, from + i + h))
					next[i + h] = true;
		memcpy(reached, next, (n + 1) * sizeof(bool));
	}
	return reached[n];
}

static bool
is_one_height(const struct fixture *f, GArray *all, guint from, guint end)
{
	for (guint i = from; i < end; i++)
		if (!is_line_of(f, SEEN(all, i), 'b') &&
		    !is_line_of(f, SEEN(all, i), 'e'))
			return false;
	return true;
}

static dim
spread_of(const struct fixture *f, const dim *feet)
{
	dim least = DIM_MAX, most = 0;

	for (int k = 0; k < f->l.columns.count; k++) {
		least = MIN(least, feet[k]);
		most = MAX(most, feet[k]);
	}
	return most - least;
}

/*
 * A band that has some lines for every column ought to end level, but a
 * story that must begin a column may leave the one before it as it is.
 */
static void
count_levels(const struct fixture *f, GArray *all, struct tally *t)
{
	guint i = 0;

	while (i < all->len && f->l.item_break != BREAK_COLUMN) {
		dim feet[COLUMNS_TRIED];
		guint from = i;

		if (SEEN(all, i)->p->column < 0) {
			i++;
			continue;
		}
		i = find_feet(f, all, i, feet);
		if (i - from < (guint)f->l.columns.count * 8)
			continue;
		t->bands++;
		if (spread_of(f, feet) <= STEP + PT)
			continue;
		t->unlevel++;
		t->needless += is_one_height(f, all, from, i) &&
		    can_be_level(all, from, i, f->l.columns.count);
	}
}

/* ---- by lot ----------------------------------------------------------- */

enum mix { MIX_PLAIN, MIX_HEADS, MIX_ALL };

static void
add_random_story(struct fixture *f, GRand *lot, enum mix mix)
{
	g_autoptr(GString) o = g_string_new("h1");
	int n = g_rand_int_range(lot, 1, 20);

	for (int j = 0; j < n; j++) {
		int kind = g_rand_int_range(lot, 0, 12);
		int lines = g_rand_int_range(lot, 1, 10);

		if (kind == 0 && mix >= MIX_HEADS)
			g_string_append_printf(o, " s1 b%d", lines + 2);
		else if (kind == 1 && mix == MIX_ALL)
			g_string_append(o, " f0 c2 b4");
		else if (kind == 2 && mix == MIX_ALL)
			g_string_append(o, " d2 b4");
		else
			g_string_append_printf(
			    o, " %c%d", kind == 3 ? 'e' : 'b', lines);
	}
	add_story(f, o->str);
}

static void
draw_layout(struct fixture *f, GRand *lot)
{
	f->l.columns.count = g_rand_int_range(lot, 1, COLUMNS_TRIED + 1);
	f->l.columns.gap = 12 * PT;
	f->l.rtl = g_rand_boolean(lot);
	f->l.item_break = (enum item_break)g_rand_int_range(lot, 0, 3);
	f->l.masthead_on = g_rand_boolean(lot) ? MASTHEAD_FIRST : MASTHEAD_NEVER;
	f->l.masthead.height.v = g_rand_int_range(lot, 1, 200) * PT;
	f->l.separator.width = g_rand_boolean(lot) ? PT : 0;
	f->l.separator_space = (struct length){ STEP, UNIT_PT };
}

static struct tally
make_many(struct fixture *f, enum mix mix, int times)
{
	g_autoptr(GRand) lot = g_rand_new_with_seed(23);
	struct tally t = { 0 };

	for (int i = 0; i < times; i++) {
		g_ptr_array_set_size(f->stories, 0);
		draw_layout(f, lot);
		int n = g_rand_int_range(lot, 1, 6);
		while (n-- > 0)
			add_random_story(f, lot, mix);
		const struct pages *ps = make(f);
		g_assert_nonnull(ps);
		g_autoptr(GArray) all = type_of(ps);
		assert_complete(f, all);
		assert_placed_well(f, all);
		assert_columns_in_order(f, all);
		count_cuts(f, all, &t);
		if (f->l.columns.count > 1)
			count_levels(f, all, &t);
		t.pages += (unsigned)ps->n;
	}
	g_test_message("%u pages, %u of %u bands unlevel (%u needlessly), %u widows, "
		       "%u orphans, %u stranded, %u parted, %zu warnings",
	    t.pages, t.unlevel, t.bands, t.needless, t.widows, t.orphans, t.stranded,
	    t.parted, diags_n(f->dg));
	return t;
}

/* Body and heads only: no cut is bad, and columns are level. */
static void
test_plain(struct fixture *f, gconstpointer data)
{
	struct tally t = make_many(f, MIX_PLAIN, 400);

	g_assert_cmpuint(t.widows + t.orphans + t.stranded, ==, 0);
	g_assert_cmpuint(t.needless, ==, 0);
	g_assert_cmpuint(diags_n(f->dg), ==, times_said(f, "page.columns-uneven"));
}

static void
test_subheads(struct fixture *f, gconstpointer data)
{
	struct tally t = make_many(f, MIX_HEADS, 400);

	g_assert_cmpuint(t.widows + t.orphans + t.stranded, ==, 0);
	g_assert_cmpuint(t.needless, ==, 0);
}

static void
test_everything(struct fixture *f, gconstpointer data)
{
	struct tally t = make_many(f, MIX_ALL, 400);

	g_assert_cmpuint(t.parted, ==, 0);
	g_assert_cmpuint(t.widows + t.orphans + t.stranded, ==, 0);
}

/* Anything at all, in layouts that nobody would make. */
static void
add_odd_story(struct fixture *f, GRand *lot)
{
	static const char letters[] = "hbbbesfcdw-";
	g_autoptr(GString) o = g_string_new("b0");

	for (int n = g_rand_int_range(lot, 0, 30); n > 0; n--) {
		char letter = letters[g_rand_int_range(lot, 0, 11)];

		g_string_append_printf(o, " %c%d", letter,
		    letter == '-' || letter == 'f'
			? 0 : g_rand_int_range(lot, 0, 14));
	}
	add_story(f, o->str);
}

static void
draw_odd_layout(struct fixture *f, GRand *lot)
{
	draw_layout(f, lot);
	f->l.columns.count = g_rand_int_range(lot, 1, COLUMNS_ODD + 1);
	f->l.columns.balance = g_rand_boolean(lot);
	f->l.masthead.height.v = g_rand_int_range(lot, 0, 800) * PT;
	f->l.grid_start = g_rand_int_range(lot, 0, 300) * PT;
	f->l.separator_space.v = g_rand_int_range(lot, 0, 200) * PT;
	f->styles['d'].leading.v = g_rand_int_range(lot, 0, 700) * PT;
	f->styles['s'].space_before.v = g_rand_int_range(lot, 0, 900) * PT;
	f->styles['b'].widows = g_rand_int_range(lot, 0, 9);
	f->styles['b'].orphans = g_rand_int_range(lot, 0, 9);
	f->picture.width = (uint32_t)g_rand_int_range(lot, 1, 16384);
	f->picture.height = (uint32_t)g_rand_int_range(lot, 1, 16384);
}

/* Everything stands in its place, or page.overset says what does not fit. */
static void
test_odd(struct fixture *f, gconstpointer data)
{
	g_autoptr(GRand) lot = g_rand_new_with_seed(5);
	int made = 0;

	for (int i = 0; i < 1500; i++) {
		g_ptr_array_set_size(f->stories, 0);
		diags_destroy(f->dg);
		f->dg = diags_create();
		draw_odd_layout(f, lot);
		for (int n = g_rand_int_range(lot, 0, 5); n > 0; n--)
			add_odd_story(f, lot);
		const struct pages *ps = make(f);
		if (!ps) {
			g_assert_true(is_said(f, "page.overset"));
			/* Only a deck can be as high as a page. */
			g_assert_cmpint(
			    f->styles['d'].leading.v, >, 560 * PT);
			continue;
		}
		made++;
		g_autoptr(GArray) all = type_of(ps);
		assert_complete(f, all);
		assert_placed_well(f, all);
	}
	g_test_message("%d of 1500 made", made);
	g_assert_cmpint(made, >, 750);
}

/* ---- beside a figure -------------------------------------------------- */

/* Five columns of 62 pt, 35 rows high; a figure over two of them, `rows` high. */
static void
draw_five(struct fixture *f, int rows)
{
	f->l.columns.count = 5;
	f->styles['g'].span = f->styles['q'].span = 2;
	f->picture = (struct image) { .width = 144, .height = (uint32_t)(17 * rows) };
}

/* The lines of `story` in column `column` of `page`. */
static unsigned
lines_in(GArray *all, int story, size_t page, int column)
{
	unsigned n = 0;

	for (guint i = 0; i < all->len; i++)
		n += SEEN(all, i)->page == page && SEEN(all, i)->p->story == story &&
		    SEEN(all, i)->p->kind == PLACED_LINE && SEEN(all, i)->p->column == column;
	return n;
}

/* A text stands level in the three columns beside a figure as high as it. */
static void
test_beside_figure(struct fixture *f, gconstpointer data)
{
	draw_five(f, 5);
	add_story(f, "h1 g0 b12");
	add_story(f, "h1 b20");
	g_autoptr(GArray) all = type_of(make(f));
	assert_complete(f, all);
	for (int k = 0; k < 5; k++)
		g_assert_cmpuint(lines_in(all, 0, 0, k), ==, k < 2 ? 0 : 4);
}

/* Beside one that is far higher there would be a hole: it goes over fewer columns. */
static void
test_figure_too_wide(struct fixture *f, gconstpointer data)
{
	draw_five(f, 10);
	add_story(f, "h1 g0 b12");
	add_story(f, "h1 b20");
	g_autoptr(GArray) all = type_of(make(f));
	assert_complete(f, all);
	for (guint i = 0; i < all->len; i++)
		if (SEEN(all, i)->p->kind == PLACED_IMAGE)
			g_assert_cmpint(SEEN(all, i)->p->box.w, ==, frame_measure(&f->l, 1));
	/* 5 rows of figure, and twelve lines in what is left: 0 4 4 4 0, or so. */
	for (int k = 1; k < 5; k++)
		g_assert_cmpuint(lines_in(all, 0, 0, k), <=, 5);
}

/*
 * A figure twice as high as a fifth of all makes its column so high, and the
 * others stand beside it: it does not fill two columns and leave three empty.
 */
static void
test_figure_too_high(struct fixture *f, gconstpointer data)
{
	draw_five(f, 27);
	f->picture.width = 75;
	add_story(f, "h1 b7 b10 b8 f0 c1 r1 b4 b6 e6 b6");
	g_autoptr(GArray) all = type_of(make(f));
	assert_complete(f, all);
	for (int k = 0; k < 5; k++) {
		g_assert_cmpuint(lines_in(all, 0, 0, k), >, 0);
		g_assert_cmpuint(lines_in(all, 0, 0, k), <, 20);
	}
	g_assert_false(is_said(f, "page.keep-broken"));
}

/* Where the figure ends at the page's foot, the text runs beside it. */
static void
test_figure_at_foot(struct fixture *f, gconstpointer data)
{
	draw_five(f, 10);
	add_story(f, "b95");
	add_story(f, "h1 g0 q2 b60");
	g_autoptr(GArray) all = type_of(make(f));
	assert_complete(f, all);
	for (int k = 2; k < 5; k++)
		g_assert_cmpuint(lines_in(all, 1, 0, k), >=, 9);
	g_assert_false(is_said(f, "page.keep-broken"));
}

/*
 * Under a head over both columns a figure fills the first to the page's foot, with
 * one line of caption: the text stands beside it, in the second.
 */
static void
test_text_beside_figure(struct fixture *f, gconstpointer data)
{
	add_story(f, "b46");
	add_story(f, "h1 f0 c1 b30");
	g_autoptr(GArray) all = type_of(make(f));
	assert_complete(f, all);
	const struct seen *head = SEEN(all, 46), *caption = SEEN(all, 48), *text = SEEN(all, 49);
	g_assert_cmpuint(head->page, ==, 0);
	g_assert_cmpuint(caption->page, ==, 0);
	g_assert_cmpint(caption->p->column, ==, 0);
	g_assert_cmpuint(text->page, ==, 0);
	g_assert_cmpint(text->p->column, ==, 1);
	g_assert_false(is_said(f, "page.keep-broken"));
}

/* But no page ends with a head and a figure in its only column, where text has room overleaf. */
static void
test_figure_in_one_column(struct fixture *f, gconstpointer data)
{
	f->l.columns.count = 1;
	f->picture = (struct image) { .width = 410, .height = 18 * 17 };
	f->l.figure.height_most = 1024;
	add_story(f, "b13");
	add_story(f, "h1 f0 c1 b30");
	g_autoptr(GArray) all = type_of(make(f));
	assert_complete(f, all);
	g_assert_cmpuint(SEEN(all, 13)->page, ==, SEEN(all, 16)->page);
}

/* A page of heads alone, 34 rows, has nowhere to end but before the next item. */
static void
test_keep_before_separator(struct fixture *f, gconstpointer data)
{
	f->l.columns.count = 1;
	f->l.separator_space = (struct length) { STEP, UNIT_PT };
	f->l.separator.width = PT;
	f->styles['s'].space_before.v = 0;
	g_autoptr(GString) heads = g_string_new("s1");
	for (int i = 1; i < 34; i++)
		g_string_append(heads, " s1");
	add_story(f, heads->str);
	add_story(f, "b20");
	const struct pages *ps = make(f);
	g_assert_cmpuint(ps->n, ==, 2);
	g_autoptr(GArray) all = type_of(ps);
	assert_complete(f, all);
	g_assert_cmpuint(SEEN(all, 33)->page, ==, 0);
	g_assert_cmpuint(SEEN(all, 34)->page, ==, 1);
	g_assert_cmpuint(times_said(f, "page.keep-broken"), ==, 1);
}

/* On a page that is full but for a head in its last column, the head goes with its figure to the next. */
static void
test_head_before_figure(struct fixture *f, gconstpointer data)
{
	f->styles['h'].span = 1;
	f->styles['s'].space_before.v = 8 * STEP;
	f->styles['g'].span = f->styles['q'].span = SPAN_ALL;
	f->picture = (struct image) { .width = 400, .height = 350 };
	add_story(f, "b34 s1 b30");
	add_story(f, "h1 g0 q1 b9");
	g_autoptr(GArray) all = type_of(make(f));
	assert_complete(f, all);
	for (guint i = 0; i < all->len; i++)
		if (is_line_of(f, SEEN(all, i), 'h'))
			g_assert_cmpuint(SEEN(all, i)->page, ==, SEEN(all, i + 1)->page);
	g_assert_false(is_said(f, "page.keep-broken"));
}

/*
 * A head over two of three columns, with no room for a line under it: its text
 * does not begin beside it, at the foot of the third.
 */
static void
test_beside_head(struct fixture *f, gconstpointer data)
{
	f->l.columns.count = 3;
	f->styles['k'].span = 2;
	f->picture = (struct image) { .width = 100, .height = 140 };
	f->styles['g'].span = f->styles['q'].span = SPAN_ALL;
	for (uint32_t rows = 28; rows <= 34; rows++) {
		g_autofree char *before = g_strdup_printf("w%u", rows);

		g_ptr_array_set_size(f->stories, 0);
		f->styles['w'].leading.v = STEP;
		f->styles['w'].span = SPAN_ALL;
		add_story(f, before);
		add_story(f, "k1 b40");
		g_autoptr(GArray) all = type_of(make(f));
		assert_complete(f, all);
		const struct seen *head = SEEN(all, rows), *text = SEEN(all, rows + 1);
		g_assert_true(is_line_of(f, head, 'k'));
		g_assert_cmpuint(head->page, ==, text->page);
		g_assert_cmpint(text->p->column, ==, 0);
	}
	g_assert_false(is_said(f, "page.keep-broken"));
}

/* A head and a figure over all columns do not stand without their text. */
static void
test_figure_without_text(struct fixture *f, gconstpointer data)
{
	draw_five(f, 10);
	f->styles['g'].span = f->styles['q'].span = SPAN_ALL;
	f->picture.width = 390;
	add_story(f, "b95");
	add_story(f, "h1 g0 q2 b60");
	g_autoptr(GArray) all = type_of(make(f));
	assert_complete(f, all);
	for (guint i = 0; i < all->len; i++)
		g_assert_cmpuint(SEEN(all, i)->page, ==, (size_t)SEEN(all, i)->p->story);
	g_assert_false(is_said(f, "page.keep-broken"));
}

/* Where it cannot be helped it is said: a figure that leaves a page no row. */
static void
test_figure_fills_page(struct fixture *f, gconstpointer data)
{
	draw_five(f, 29);
	f->styles['g'].span = f->styles['q'].span = SPAN_ALL;
	f->picture.width = 390;
	f->l.figure.height_most = 1024;
	add_story(f, "h1 g0 q2 b60");
	g_autoptr(GArray) all = type_of(make(f));
	assert_complete(f, all);
	g_assert_true(is_said(f, "page.keep-broken"));
}

/* ---- figures that give way --------------------------------------------- */

/* One column of 34 rows: a head, its figure of 19 and three lines have no place under 20 lines. */
static GArray *
make_half(struct fixture *f, int give_way, const char *outline)
{
	f->l.columns.count = 1;
	f->picture = (struct image) { .width = 410, .height = 18 * 17 };
	f->l.figure.height_most = 1024;
	f->l.figure.give_way = give_way;
	g_ptr_array_set_size(f->stories, 0);
	add_story(f, "b20");
	add_story(f, outline);
	const struct pages *ps = make(f);

	/* In the order of reading. */
	f->stories->pdata[1] = (gpointer)(uintptr_t)ps->stories[1];
	GArray *all = type_of(ps);
	assert_complete(f, all);
	assert_placed_well(f, all);
	return all;
}

static size_t
page_of(const struct fixture *f, GArray *all, char letter, bool last)
{
	size_t page = SIZE_MAX;

	for (guint i = 0; i < all->len; i++)
		if (SEEN(all, i)->p->story == 1 && is_line_of(f, SEEN(all, i), letter) &&
		    (last || page == SIZE_MAX))
			page = SEEN(all, i)->page;
	return page;
}

/* It goes over with its head; where it may give way it stands behind the first paragraphs. */
static void
test_figure_gives_way(struct fixture *f, gconstpointer data)
{
	g_autoptr(GArray) as_said = make_half(f, 0, "h1 f0 c1 b5 b5 b9");
	g_autoptr(GArray) behind = make_half(f, 2, "h1 f0 c1 b5 b5 b9");

	g_assert_cmpuint(page_of(f, as_said, 'h', false), ==, 1);
	g_assert_cmpuint(page_of(f, behind, 'h', false), ==, 0);
	g_assert_cmpuint(page_of(f, behind, 'b', false), ==, 0);
	g_assert_cmpuint(page_of(f, behind, 'c', false), ==, 1);
	/* Its text goes on under it. */
	g_assert_cmpuint(page_of(f, behind, 'b', true), ==, 1);
	g_assert_true(is_line_of(f, SEEN(behind, behind->len - 1), 'b'));
	g_assert_false(is_said(f, "page.keep-broken"));
}

/* Where it has room under its head it stands there, and it never follows the end of its text overleaf. */
static void
test_figure_stays(struct fixture *f, gconstpointer data)
{
	g_autoptr(GArray) all = make_half(f, 9, "h1 f0 c1 b11");

	g_assert_cmpuint(page_of(f, all, 'c', false), ==, page_of(f, all, 'b', true));
	g_ptr_array_set_size(f->stories, 0);
	add_story(f, "h1 f0 c1 b11 b60");
	g_autoptr(GArray) fits = type_of(make(f));
	g_assert_true(is_line_of(f, SEEN(fits, 0), 'h'));
	g_assert_cmpint(SEEN(fits, 1)->p->kind, ==, PLACED_IMAGE);
}

/* A head and its figure do not stand at the foot of a page when there is another way. */
static void
test_text_overleaf(struct fixture *f, gconstpointer data)
{
	f->l.columns.count = 1;
	f->picture = (struct image) { .width = 410, .height = 18 * 17 };
	f->l.figure.height_most = 1024;
	f->l.figure.give_way = 1;
	add_story(f, "b10");
	add_story(f, "h1 f0 c1 b14 b20");
	const struct pages *ps = make(f);
	f->stories->pdata[1] = (gpointer)(uintptr_t)ps->stories[1];
	g_autoptr(GArray) all = type_of(ps);
	assert_complete(f, all);
	g_assert_cmpuint(page_of(f, all, 'b', false), ==, page_of(f, all, 'h', false));
}

/* ---- what was cut before ---------------------------------------------- */

/* Nine lines that stand on rows, and a box behind them. */
static void
draw_slugs(const struct line *lines, const struct group *box, struct slug v[10])
{
	static const struct block text;

	memset(v, 0, 10 * sizeof *v);
	for (int i = 0; i < 10; i++)
		v[i] = (struct slug) { .kind = PLACED_LINE, .block = &text, .line = &lines[i], .rise = 12 * PT,
			.drop = 5 * PT, .grid = true };
	v[9].group = box;
}

static bool
is_known(const struct again *g, const struct band *b, GArray *found)
{
	bool fits;

	g_array_set_size(found, 0);
	return again_look(g, AGAIN_LEVEL, b, found, &fits) && fits;
}

/* What was found is found again wherever the same slugs stand, but in no other room and of no others. */
static void
test_cut_before(struct fixture *f, gconstpointer data)
{
	static const struct line lines[20];
	struct group box = { .width = 190 * PT, .height = 40 * PT }, like = box, higher = box;
	struct slug v[10], w[10];
	struct again *g = again_create();
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(struct band));

	draw_slugs(lines, &box, v);
	struct band asked = { .layout = &f->l, .slugs = v, .start = 3, .end = 10, .columns = 2, .span = 1,
		.of = 2, .bottom = 600 * PT, .slots = { { .top = 50 * PT }, { .top = 50 * PT } } };
	struct band answer = asked;
	answer.cuts[0].end = 6;
	answer.cuts[1].end = 10;
	answer.foot = 101 * PT;
	again_keep(g, AGAIN_LEVEL, &asked, &answer, 1, true);

	/* Three slugs earlier in others, with a box that is drawn anew and as high. */
	draw_slugs(lines, &like, w);
	memmove(w, w + 3, 7 * sizeof *w);
	struct band b = asked;
	b.slugs = w;
	b.start = 0;
	b.end = 7;
	g_assert_true(is_known(g, &b, found));
	const struct band *t = &g_array_index(found, struct band, 0);
	g_assert_true(t->slugs == w);
	g_assert_cmpuint(t->cuts[0].end, ==, 3);
	g_assert_cmpuint(t->cuts[1].end, ==, 7);
	g_assert_cmpint(t->foot, ==, 101 * PT);

	higher.height++;
	w[6].group = &higher;
	g_assert_false(is_known(g, &b, found));
	w[6].group = &like;
	w[2].before = PT;
	g_assert_false(is_known(g, &b, found));
	w[2].before = 0;
	b.bottom++;
	g_assert_false(is_known(g, &b, found));
	b.bottom--;
	b.slots[1].top++;
	g_assert_false(is_known(g, &b, found));
	b.slots[1].top--;
	struct layout finer = f->l;
	b.layout = &finer;
	g_assert_true(is_known(g, &b, found));
	finer.grid_step++;
	g_assert_false(is_known(g, &b, found));
	again_destroy(g);
}

#define TEST(name) \
	g_test_add("/makeup/" #name, struct fixture, NULL, set_up, \
	    test_##name, tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	TEST(plain);
	TEST(subheads);
	TEST(everything);
	TEST(odd);
	TEST(beside_figure);
	TEST(figure_too_wide);
	TEST(figure_too_high);
	TEST(figure_at_foot);
	TEST(text_beside_figure);
	TEST(figure_in_one_column);
	TEST(keep_before_separator);
	TEST(head_before_figure);
	TEST(beside_head);
	TEST(figure_without_text);
	TEST(figure_fills_page);
	TEST(figure_gives_way);
	TEST(figure_stays);
	TEST(text_overleaf);
	TEST(cut_before);
	return g_test_run();
}
