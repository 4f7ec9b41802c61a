/* page: one thing at a time, in numbers that can be added in the head. */
#include "page/test-hand.h"

/* A figure that the first page's masthead leaves no room for goes over. */
static void
test_figure_under_masthead(struct fixture *f, gconstpointer data)
{
	f->l.masthead_on = MASTHEAD_FIRST;
	f->l.masthead.height.v = 400 * PT;
	f->picture = (struct image){ .width = 100, .height = 400 };
	add_story(f, "f0 c2 b30");
	const struct pages *ps = make(f);

	g_assert_nonnull(ps);
	g_autoptr(GArray) all = type_of(ps);
	assert_complete(f, all);
	assert_placed_well(f, all);
}

/* Where the end mark of a release of one text ends, from the left edge of its last line. */
static dim
end_of_mark(struct fixture *f, bool turned)
{
	const struct placed *line = NULL, *mark = NULL;

	g_ptr_array_set_size(f->stories, 0);
	f->l.columns.count = 1;
	f->l.end_mark = (struct part) { .text = "x", .style = &f->styles['e'] };
	add_story(f, "b3");
	struct block *b = (struct block *)((struct story *)f->stories->pdata[0])->blocks;
	b->ends_item = true;
	b->turned = turned;
	const struct pages *ps = make(f);
	for (size_t i = 0; i < ps->v[0].n; i++) {
		const struct placed *p = &ps->v[0].placed[i];

		line = p->kind == PLACED_LINE && !p->furniture ? p : line;
		mark = p->kind == PLACED_LINE && p->furniture ? p : mark;
	}
	g_assert_nonnull(mark);
	g_assert_nonnull(line);
	g_assert_cmpint(mark->box.y, ==, line->box.y);
	return mark->box.x + mark->box.w - line->box.x;
}

/* Behind the last word, half its size away: that is left of it, or right of one set the other way. */
static void
test_end_mark(struct fixture *f, gconstpointer data)
{
	dim behind = 30 * PT + 6 * PT;

	g_assert_cmpint(end_of_mark(f, true), ==, behind);
	g_assert_cmpint(end_of_mark(f, false), ==, frame_measure(&f->l, 1) - behind);
}

/* All of a story in the language of the other direction. */
static void
turn(struct fixture *f, guint i)
{
	const struct story *s = f->stories->pdata[i];

	for (size_t k = 0; k < s->n; k++)
		((struct block *)(uintptr_t)&s->blocks[k])->turned = true;
}

/*
 * Three stories under heads over both columns, of 8 lines each: the first column of the
 * second, which is in a language that runs from left to right, is the left one.
 */
static void
test_turned_columns(struct fixture *f, gconstpointer data)
{
	for (int i = 0; i < 3; i++)
		add_story(f, "h1 b8");
	turn(f, 1);
	g_autoptr(GArray) all = type_of(make(f));
	dim left = frame_make(&f->l, 1).area.x, right = left + frame_measure(&f->l, 1) + f->l.columns.gap;

	assert_complete(f, all);
	for (int i = 0; i < 3; i++) {
		const struct placed *first = SEEN(all, 9 * i + 1)->p, *last = SEEN(all, 9 * i + 8)->p;

		g_assert_cmpint(first->box.x, ==, i == 1 ? left : right);
		g_assert_cmpint(last->box.x, ==, i == 1 ? right : left);
		g_assert_cmpint(first->column, ==, i == 1);
		g_assert_cmpint(last->column, ==, i != 1);
	}
}

/* In columns that both languages share, all go on as those of the layout do; so they do beside a head over some. */
static void
test_turned_among_others(struct fixture *f, gconstpointer data)
{
	add_story(f, "b8");
	add_story(f, "b8");
	turn(f, 1);
	g_autoptr(GArray) all = type_of(make(f));
	for (guint i = 0; i < 16; i++)
		g_assert_cmpint(SEEN(all, i)->p->column, ==, i >= 8);

	f->l.columns.count = 3;
	f->styles['k'].span = 2;
	g_ptr_array_set_size(f->stories, 0);
	add_story(f, "k1 b12");
	turn(f, 0);
	g_autoptr(GArray) beside = type_of(make(f));
	g_assert_cmpint(SEEN(beside, 1)->p->column, ==, 0);
	g_assert_cmpint(SEEN(beside, 12)->p->column, ==, 2);
}

/* The marker stands on the baseline of the entry's first line, once. */
static void
test_marker(struct fixture *f, gconstpointer data)
{
	add_story(f, "b4 e3 b4");
	const struct page *pg = &make(f)->v[0];
	int markers = 0;

	for (size_t i = 0; i < pg->n; i++) {
		const struct placed *p = &pg->placed[i];

		if (!p->galley || p->line != p->galley->marker)
			continue;
		markers++;
		g_assert_true(p[1].line == p->galley->lines);
		g_assert_cmpint(p->box.y, ==, p[1].box.y);
		g_assert_cmpint(p->box.x, ==, p[1].box.x);
		g_assert_cmpint(p->box.w, ==, p[1].box.w);
	}
	g_assert_cmpint(markers, ==, 1);
}

/* Texts of one style behind each other, as contacts are: a rule over the first and one under the last, and white over the first. */
static void
test_rules_of_several(struct fixture *f, gconstpointer data)
{
	f->styles['s'].rule_above = f->styles['s'].rule_below = (struct rule) { .width = PT };
	add_story(f, "b4 s1 s1 s1 b4");
	const struct page *pg = &make(f)->v[0];
	int rules = 0;
	dim y[3];

	for (size_t i = 0, n = 0; i < pg->n; i++) {
		const struct placed *p = &pg->placed[i];

		rules += p->kind == PLACED_RULE;
		if (p->block && p->block->style == &f->styles['s'])
			y[n++] = p->box.y;
	}
	g_assert_cmpint(rules, ==, 2);
	g_assert_cmpint(y[1] - y[0], ==, STEP);
	g_assert_cmpint(y[2] - y[1], ==, STEP);
}

/* A line of 30 pt that refers to a story on page 2: its tail is 2 pt wide. */
static GArray *
place_reference(struct fixture *f, enum leader kind)
{
	static const struct part folio = { .kind = PART_TEXT, .text = "{page}" };
	struct part *tail = arena_memdup(f->a, &folio, sizeof folio);

	tail->style = &f->styles['b'];
	f->l.item_break = BREAK_PAGE;
	add_story(f, "b2");
	add_story(f, "b4");
	struct story *contents = g_ptr_array_index(f->stories, 0);
	contents->blocks[0].tail = tail;
	contents->blocks[0].leader = kind;
	contents->blocks[0].refers = g_ptr_array_index(f->stories, 1);
	const struct pages *ps = make(f);
	g_assert_cmpuint(ps->n, ==, 2);
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct placed));
	g_array_append_vals(all, ps->v[0].placed, (guint)ps->v[0].n);
	return all;
}

/*
 * In a column of 190 pt that ends at 460: 30 pt of text, 4.8 pt of white,
 * the leader, 4.8 pt of white, 2 pt of folio; on the last line's baseline.
 */
static void
test_rule_to_folio(struct fixture *f, gconstpointer data)
{
	g_autoptr(GArray) all = place_reference(f, LEADER_RULE);
	const struct placed *v = (const struct placed *)(void *)all->data;

	g_assert_cmpuint(all->len, ==, 4);
	g_assert_true(v[1].line == &v[1].galley->lines[1]);
	g_assert_cmpint(v[2].kind, ==, PLACED_RULE);
	g_assert_true(v[2].furniture);
	dim left = v[1].box.x, white = dim_scale(12 * PT, 40, 100);
	g_assert_cmpint(v[2].box.x, ==, left + 2 * PT + white);
	g_assert_cmpint(v[2].box.x + v[2].box.w, ==, left + v[1].box.w - 30 * PT - white);
	g_assert_cmpint(v[2].box.y + v[2].box.h, ==, v[1].box.y);
	g_assert_false(v[3].furniture);
	g_assert_true(v[3].block == v[1].block);
	g_assert_cmpint(v[3].box.y, ==, v[1].box.y);
	/* Set from the right edge of its box, it ends at the column's left. */
	g_assert_cmpint(v[3].box.x + v[3].box.w - v[3].line->width, ==, left);
}

/* Dots stand between text and folio, evenly, and between nothing else. */
static void
test_dots_to_folio(struct fixture *f, gconstpointer data)
{
	g_autoptr(GArray) all = place_reference(f, LEADER_DOTS);
	const struct placed *v = (const struct placed *)(void *)all->data;
	dim pitch = dim_scale(12 * PT, 40, 100), left = v[1].box.x;

	g_assert_cmpuint(all->len, >, 10);
	for (guint i = 2; i + 1 < all->len; i++) {
		g_assert_cmpint(v[i].kind, ==, PLACED_TINT);
		g_assert_cmpint(v[i].box.x % pitch, ==, 0);
		g_assert_cmpint(v[i].box.x, >=, left + 2 * PT + pitch);
		g_assert_cmpint(v[i].box.x + v[i].box.w, <=, left + v[1].box.w - 30 * PT - pitch);
	}
}

/* The footer of the first page knows how many pages there are. */
static void
test_pages_known(struct fixture *f, gconstpointer data)
{
	struct part folio = { .kind = PART_TEXT,
		.style = &f->styles['b'],
		.x = { EDGE_OUTER, { 0 } } };

	f->l.footer = (struct box){ .parts = &folio, .n = 1 };
	add_story(f, "b200");
	const struct pages *ps = make(f);
	g_assert_cmpuint(ps->n, >, 1);
	for (size_t i = 0; i < ps->n; i++) {
		g_assert_true(ps->v[i].placed[0].furniture);
		g_assert_cmpint(ps->v[i].placed[0].line->width, ==,
		    (dim)ps->n * PT);
	}
}

/* A paragraph of 50 lines that wants 60 together must be cut, and it is said. */
static void
test_unavoidable(struct fixture *f, gconstpointer data)
{
	f->l.columns.count = 1;
	f->styles['b'].widows = f->styles['b'].orphans = 60;
	add_story(f, "b50");
	g_assert_nonnull(make(f));
	g_assert_true(is_said(f, "page.widow"));
	g_assert_true(is_said(f, "page.orphan"));
}

/*
 * Ten times the stories take about ten times as long (a square would take a
 * hundred times); each block is set once.
 */
static void
test_linear(struct fixture *f, gconstpointer data)
{
	double took[2];

	for (int i = 0; i < 2; i++) {
		g_ptr_array_set_size(f->stories, 0);
		for (int k = 0; k < (i == 0 ? 50 : 500); k++)
			add_story(f, "h2 b40 b9 s1 b30 e3 e4 f0 c2 b60");
		f->set = 0;
		g_test_timer_start();
		g_assert_nonnull(make(f));
		took[i] = g_test_timer_elapsed();
		g_assert_cmpint(f->set, ==, (int)f->stories->len * 9);
	}
	g_test_message("%.1f ms, %.1f ms", took[0] * 1e3, took[1] * 1e3);
	g_assert_cmpfloat(took[1], <, 40 * took[0]);
}

/* Two lines of body beside each other, in dims, one thing a line. */
static void
test_print(struct fixture *f, gconstpointer data)
{
	g_autoptr(GString) text = g_string_new(NULL);

	f->styles['b'].orphans = f->styles['b'].widows = 1;
	add_story(f, "b2");
	pages_print(make(f), text);
	g_assert_cmpstr(text->str, ==,
	    "page 1 left\n"
	    "  line 256000,68608 194560x17408 story 0 column 0 body 0-1\n"
	    "  line 40960,68608 194560x17408 story 0 column 1 body 1-2\n");
}

/* The grid's first row lies under the headline: the body stands lower. */
static void
test_grid_under_head(struct fixture *f, gconstpointer data)
{
	f->l.grid_start = 90 * PT;
	add_story(f, "h1 b10");
	g_autoptr(GArray) all = type_of(make(f));
	assert_placed_well(f, all);
	/* The head's foot is at 80 pt; 12 pt over the row at 90 is less. */
	g_assert_cmpint(SEEN(all, 1)->p->box.y, ==, 107 * PT);
}

/* The tint around `p`, and the page's other type; NULL: none is. */
static const struct placed *
tint_around(const struct page *pg, const struct placed *p)
{
	for (size_t i = 0; i < pg->n; i++) {
		const struct placed *t = &pg->placed[i];

		if (t->kind == PLACED_TINT && t->box.x <= p->box.x &&
		    t->box.x + t->box.w >= p->box.x + p->box.w && t->box.y < p->box.y &&
		    t->box.y + t->box.h > p->box.y)
			return t;
	}
	return NULL;
}

/*
 * A box of 100 lines, where a column has 33: it goes on over columns, each part
 * with a frame of its own, 6 pt around its lines, and all in the page's area.
 */
static void
test_box_parted(struct fixture *f, gconstpointer data)
{
	static const struct colour tint = { .name = "mist" };
	struct boxing box = { .name = "contacts", .of = 1u << BOXED_CONTACTS, .span = 1,
		.columns = 1, .tint = &tint, .padding = { 6 * PT, UNIT_PT } };
	struct frame fr = frame_make(&f->l, 2);
	int boxed = 0;

	f->l.boxings = &box;
	f->l.n_boxings = 1;
	add_story(f, "h1 b8");
	add_story(f, "s1 b40 b30 b30");
	((struct story *)g_ptr_array_index(f->stories, 1))->kind = STORY_CONTACTS;
	add_story(f, "h1 b8");
	const struct pages *ps = make(f);
	g_autoptr(GArray) all = type_of(ps);
	assert_complete(f, all);
	for (guint i = 0; i < all->len; i++) {
		const struct placed *p = SEEN(all, i)->p;
		const struct placed *t = tint_around(&ps->v[SEEN(all, i)->page], p);

		g_assert_true((t != NULL) == (p->story == 1));
		if (!t)
			continue;
		boxed++;
		g_assert_cmpint(p->box.x, ==, t->box.x + 6 * PT);
		g_assert_cmpint(p->box.w, ==, t->box.w - 12 * PT);
		g_assert_cmpint(p->box.y - p->box.h * 7 / 10, >=, t->box.y + 6 * PT - 1);
		g_assert_cmpint(foot_of(p), <=, t->box.y + t->box.h - 6 * PT + 1);
		g_assert_cmpint(t->box.y + t->box.h, <=, fr.area.y + fr.area.h);
	}
	g_assert_cmpint(boxed, ==, 101);
	g_assert_true(is_said(f, "page.box-parted"));
	g_assert_cmpuint(ps->n, >, 1);
}

/* In how many tints, one in each column, the text of story 1 stands. */
static unsigned
tints_of_box(const struct pages *ps, GArray *all)
{
	const struct placed *last = NULL;
	unsigned n = 0;

	for (guint i = 0; i < all->len; i++) {
		const struct placed *p = SEEN(all, i)->p;
		const struct placed *t = tint_around(&ps->v[SEEN(all, i)->page], p);

		g_assert_true((t != NULL) == (p->story == 1));
		n += t && t != last;
		last = t ? t : last;
	}
	return n;
}

/*
 * 16 lines, and a box of 30 which a column has room for: it stands whole in the
 * second one, unless it may go on as text does; then it does, for the columns
 * end level so.  Over two columns it never goes on.
 */
static void
test_box_parts(struct fixture *f, gconstpointer data)
{
	static const struct {
		bool parts;
		int span;
		unsigned tints;
	} t[] = { { false, 1, 1 }, { true, 1, 2 }, { true, 2, 1 } };
	static const struct colour tint = { .name = "mist" };
	struct boxing box = { .name = "contacts", .of = 1u << BOXED_CONTACTS,
		.columns = 1, .tint = &tint, .padding = { 6 * PT, UNIT_PT } };

	f->l.boxings = &box;
	f->l.n_boxings = 1;
	add_story(f, "b16");
	add_story(f, "b14 b16");
	((struct story *)g_ptr_array_index(f->stories, 1))->kind = STORY_CONTACTS;
	for (size_t i = 0; i < G_N_ELEMENTS(t); i++) {
		box.parts = t[i].parts;
		box.span = t[i].span;
		const struct pages *ps = make(f);
		g_autoptr(GArray) all = type_of(ps);

		assert_complete(f, all);
		g_assert_cmpuint(tints_of_box(ps, all), ==, t[i].tints);
	}
	/* What a layout allows is no news. */
	g_assert_false(is_said(f, "page.box-parted"));
}

/* A picture in a box is too coarse like any: told with its page and column, once. */
static void
test_told_of_box(struct fixture *f, gconstpointer data)
{
	struct boxing box = { .name = "contacts", .of = 1u << BOXED_CONTACTS, .span = 1,
		.columns = 1 };
	size_t told = 0;

	f->l.boxings = &box;
	f->l.n_boxings = 1;
	f->l.figure.min_dpi = 150;
	add_story(f, "b45");
	add_story(f, "f0 c1 b3");
	((struct story *)g_ptr_array_index(f->stories, 1))->kind = STORY_CONTACTS;
	g_assert_nonnull(make(f));
	g_assert_cmpuint(times_said(f, "page.low-dpi"), ==, 1);
	for (size_t i = 0; i < diags_n(f->dg); i++)
		told += g_str_has_prefix(diags_get(f->dg, i)->text, "page 1, column 2: ");
	g_assert_cmpuint(told, ==, 1);
}

#define TEST(name) \
	g_test_add("/place/" #name, struct fixture, NULL, set_up, \
	    test_##name, tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	TEST(figure_under_masthead);
	TEST(marker);
	TEST(rules_of_several);
	TEST(end_mark);
	TEST(turned_columns);
	TEST(turned_among_others);
	TEST(rule_to_folio);
	TEST(dots_to_folio);
	TEST(pages_known);
	TEST(unavoidable);
	TEST(print);
	TEST(grid_under_head);
	TEST(linear);
	TEST(box_parted);
	TEST(box_parts);
	TEST(told_of_box);
	return g_test_run();
}
