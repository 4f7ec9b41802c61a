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

/*
 * Each release begins a column, and the second, with its figure, is higher than any: the
 * three lines of the first stand together, and are not parted to fill the columns before it.
 */
static void
test_columns_left_empty(struct fixture *f, gconstpointer data)
{
	f->l.columns.count = 3;
	f->l.item_break = BREAK_COLUMN;
	f->l.figure.height_most = 1000;
	f->styles['h'].span = 1;
	f->picture = (struct image) { .width = 100, .height = 2000 };
	add_story(f, "h1 b3");
	add_story(f, "h1 f0 c1 b9");
	g_autoptr(GArray) all = type_of(make(f));

	assert_complete(f, all);
	for (guint i = 0; i < 4; i++)
		g_assert_cmpint(SEEN(all, i)->p->column, ==, 0);
	g_assert_false(is_said(f, "page.widow"));
}

/* Where the layout lets each release begin a column, it is told that they end apart, and not as a warning. */
static void
test_apart_as_wanted(struct fixture *f, gconstpointer data)
{
	f->styles['h'].span = 1;
	for (int wanted = 0; wanted <= 1; wanted++) {
		f->l.item_break = wanted ? BREAK_COLUMN : BREAK_ALLOW;
		g_ptr_array_set_size(f->stories, 0);
		diags_destroy(f->dg);
		f->dg = diags_create();
		add_story(f, "h1 b2");
		add_story(f, "h1 b9");
		if (!wanted)
			f->styles['b'].orphans = 9;
		g_assert_nonnull(make(f));
		f->styles['b'].orphans = 2;
		g_assert_cmpuint(times_said(f, "page.columns-uneven"), ==, 1);
		g_assert_cmpuint(diags_count(f->dg, DIAG_WARNING), ==, !wanted);
	}
}

/* White never grows within a paragraph: where each column is of one, it is told. */
static void
test_nothing_to_spread(struct fixture *f, gconstpointer data)
{
	f->l.columns.stretch = 4;
	g_autoptr(GArray) all = made_of(f, "h1 b7 b9");

	g_assert_cmpint(apart(all), ==, 20);
	g_assert_true(is_said(f, "page.columns-uneven"));
}

/*
 * 3 and 3 lines stand beside 8, for the 8 cannot part as 1 and 7: white between
 * paragraphs, where there is no other, but a row of it at most.
 */
static void
test_white_between_paragraphs(struct fixture *f, gconstpointer data)
{
	g_autoptr(GArray) before = made_of(f, "h1 b3 b3 b8");

	g_assert_cmpint(apart(before), ==, 20);
	g_assert_true(is_said(f, "page.columns-uneven"));
	f->l.columns.stretch = 2;
	g_autoptr(GArray) after = made_of(f, "h1 b3 b3 b8");
	g_assert_cmpint(apart(after), ==, 10);
	g_assert_false(is_said(f, "page.columns-uneven"));
	const struct placed *third = SEEN(after, 3)->p, *fourth = SEEN(after, 4)->p;
	g_assert_cmpint(fourth->box.y - third->box.y, ==, 2 * STEP);
}

/* 3 and 3 beside 10 would end three rows apart with that row, too: then it is not worth it. */
static void
test_white_that_does_not_help(struct fixture *f, gconstpointer data)
{
	f->styles['b'].orphans = f->styles['b'].widows = 9;
	f->l.columns.stretch = 2;
	g_autoptr(GArray) all = made_of(f, "h1 b3 b3 b10");
	const struct placed *third = SEEN(all, 3)->p, *fourth = SEEN(all, 4)->p;

	g_assert_cmpint(apart(all), ==, 40);
	g_assert_cmpint(fourth->box.y - third->box.y, ==, STEP);
	g_assert_true(is_said(f, "page.columns-uneven"));
}

/* White between two subheads under each other, as before a decision's first article. */
static void
test_head_on_head(struct fixture *f, gconstpointer data)
{
	f->styles['b'].orphans = f->styles['b'].widows = 9;
	g_autoptr(GArray) before = made_of(f, "h1 s1 s1 b4 b9");

	g_assert_cmpint(apart(before), ==, 20);
	f->l.columns.stretch = 2;
	g_autoptr(GArray) after = made_of(f, "h1 s1 s1 b4 b9");
	g_assert_cmpint(apart(after), ==, 10);
	g_assert_cmpint(SEEN(after, 2)->p->box.y - SEEN(before, 2)->p->box.y, ==, STEP);
	g_assert_false(is_said(f, "page.columns-uneven"));
}

/*
 * 9 rows and 10 with the quotation in two; whole, 11 and 8 are level by two rows
 * of white around the subhead.
 */
static void
test_quotation(struct fixture *f, gconstpointer data)
{
	f->l.columns.stretch = 4;
	g_autoptr(GArray) all = made_of(f, "h1 b3 b4 u4 b4 s1 b2");

	for (guint i = 8; i < 12; i++) {
		g_assert_true(is_line_of(f, SEEN(all, i), 'u'));
		g_assert_cmpint(SEEN(all, i)->p->column, ==, 0);
	}
	g_assert_cmpint(apart(all), <=, 10);
	g_assert_false(is_said(f, "page.columns-uneven"));
}

/* Where nothing can be spread, it is parted, rather than that columns end three rows apart. */
static void
test_quotation_parted(struct fixture *f, gconstpointer data)
{
	g_autoptr(GArray) all = made_of(f, "h1 b3 b4 u4 b4 s1 b2");

	g_assert_cmpint(SEEN(all, 9)->p->column, ==, 0);
	g_assert_cmpint(SEEN(all, 10)->p->column, ==, 1);
	g_assert_cmpint(apart(all), <=, 10);
}

/* Those of a table's cells stand off the grid, and are not counted. */
static GArray *
table_made_of(struct fixture *f, const char *outline)
{
	g_ptr_array_set_size(f->stories, 0);
	add_story(f, outline);
	return type_of(make(f));
}

static unsigned
count_in_columns(GArray *all)
{
	unsigned n = 0;

	for (guint i = 0; i < all->len; i++)
		n += SEEN(all, i)->p->column >= 0;
	return n;
}

/*
 * Two lines beside a table of five rows, which parts badly: it goes over both
 * columns, and so do they; not when a note is to stand at its column's foot.
 */
static void
test_table_over_all(struct fixture *f, gconstpointer data)
{
	g_autoptr(GArray) all = table_made_of(f, "h1 t5 b2");

	/* Three of the ten cells have two lines. */
	g_assert_cmpuint(all->len, ==, 1 + 13 + 2);
	g_assert_cmpuint(count_in_columns(all), ==, 0);
	g_assert_false(is_said(f, "page.columns-uneven"));
	g_autoptr(GArray) noted = table_made_of(f, "h1 t5 n1 b2");
	g_assert_cmpuint(count_in_columns(noted), >=, 13 + 2);
}

/* Its caption goes along; the text before it is cut into columns of its own. */
static void
test_table_with_caption(struct fixture *f, gconstpointer data)
{
	g_autoptr(GArray) all = table_made_of(f, "h1 b4 x1 t5 b2");

	g_assert_cmpuint(count_in_columns(all), ==, 4);
	g_assert_cmpint(SEEN(all, 5)->p->block->role, ==, ROLE_TABLE_CAPTION);
	g_assert_cmpint(SEEN(all, 5)->p->box.w, ==, frame_measure(&f->l, 2));
	g_assert_cmpint(SEEN(all, 2)->p->box.y, ==, SEEN(all, 4)->p->box.y);
}

/*
 * Over two of three columns, eight rows with a caption: with a text of five lines
 * beside it, over all of them; with one of twelve, or with what the next release has, not.
 */
static void
test_table_over_some(struct fixture *f, gconstpointer data)
{
	static const struct { const char *outline, *next; int span; } cases[] = {
		{ "x1 t8 b5", NULL, 3 }, { "x1 t8 b5", "h1 b9", 3 }, { "x1 t8 b12", NULL, 2 }, { "x1 t8 b5", "b9", 2 },
	};

	f->l.columns.count = 3;
	f->styles['t'].span = f->styles['x'].span = 2;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_ptr_array_set_size(f->stories, 0);
		add_story(f, cases[i].outline);
		if (cases[i].next)
			add_story(f, cases[i].next);
		g_autoptr(GArray) all = type_of(make(f));
		g_assert_cmpint(SEEN(all, 0)->p->block->role, ==, ROLE_TABLE_CAPTION);
		g_assert_cmpint(SEEN(all, 0)->p->box.w, ==, frame_measure(&f->l, cases[i].span));
	}
}

/* A story that is cast again, with its figure or its table over other columns, is told of once. */
static void
test_said_once(struct fixture *f, gconstpointer data)
{
	f->l.columns.count = 3;
	f->styles['t'].span = f->styles['g'].span = f->styles['q'].span = 2;
	f->styles['h'].max_lines = 1;
	add_story(f, "h2 g0 q1 b5 b6 t8 b5");
	((struct story *)g_ptr_array_index(f->stories, 0))->blocks[0].text = "ab";
	g_assert_nonnull(make(f));
	g_assert_cmpuint(times_said(f, "page.headline-too-long"), ==, 1);
}

/* Where the columns are level with it in one of them, it stays there. */
static void
test_table_in_its_column(struct fixture *f, gconstpointer data)
{
	g_autoptr(GArray) all = table_made_of(f, "h1 t5 b8");

	g_assert_cmpuint(count_in_columns(all), ==, all->len - 1);
}

/*
 * In the middle of a text: six rows parted three and three would leave the columns level,
 * but it goes over both of them; of seven, four and three may stand in each.
 */
static void
test_table_not_parted(struct fixture *f, gconstpointer data)
{
	g_autoptr(GArray) whole = table_made_of(f, "h1 b6 t6 b6");
	g_autoptr(GArray) parted = table_made_of(f, "h1 b6 t7 b6");

	g_assert_cmpuint(count_in_columns(whole), ==, 6 + 6);
	g_assert_cmpint(apart(whole), ==, 0);
	g_assert_cmpuint(count_in_columns(parted), ==, parted->len - 1);
}

/* Three lines cannot part; they go over both columns, 33 ems of 12 pt. */
static void
test_short_over_all(struct fixture *f, gconstpointer data)
{
	g_autoptr(GArray) all = made_of(f, "h1 b3");

	for (guint i = 0; i < all->len; i++) {
		g_assert_cmpint(SEEN(all, i)->p->column, ==, -1);
		g_assert_cmpint(SEEN(all, i)->p->box.w, ==, frame_measure(&f->l, 2));
	}
	g_assert_false(is_said(f, "page.columns-uneven"));
	/* 57 ems of 7 pt no reader finds the next line in. */
	f->styles['b'].size[0] = 7 * PT;
	g_autoptr(GArray) small = made_of(f, "h1 b3");
	g_assert_cmpint(SEEN(small, 1)->p->column, ==, 0);
	g_assert_true(is_said(f, "page.columns-uneven"));
}

/*
 * Two subheads, each with three lines, in three columns: two of them stand
 * level, and the third is empty, when nothing comes under it.
 */
static void
test_fewer_columns(struct fixture *f, gconstpointer data)
{
	f->l.columns.count = 3;
	f->styles['b'].size[0] = 7 * PT;
	g_autoptr(GArray) all = made_of(f, "h1 s1 b3 s1 b3");
	for (guint i = 0; i < all->len; i++)
		g_assert_cmpint(SEEN(all, i)->p->column, <, 2);
	g_assert_cmpint(apart(all), ==, 0);
	g_assert_true(is_said(f, "page.columns-fewer"));
	g_assert_false(is_said(f, "page.columns-uneven"));

	add_story(f, "h1 b30");
	g_assert_nonnull(make(f));
	g_assert_cmpuint(times_said(f, "page.columns-fewer"), ==, 1);
	g_assert_true(is_said(f, "page.columns-uneven"));
}

/* A column may end before a subhead, though the one before it has two lines only. */
static void
test_short_part(struct fixture *f, gconstpointer data)
{
	f->styles['s'].space_before.v = 0;
	g_autoptr(GArray) all = made_of(f, "h1 b5 s1 b2 s1 b5 s1 b2");

	g_assert_cmpint(apart(all), <=, 10);
	g_assert_false(is_said(f, "page.keep-broken"));
}

/* A dateline is the beginning of its text: two lines under it are enough. */
static void
test_dateline(struct fixture *f, gconstpointer data)
{
	add_story(f, "h1 s1 b5");
	((struct story *)g_ptr_array_index(f->stories, 0))->blocks[1].role = ROLE_DATELINE;
	g_autoptr(GArray) all = type_of(make(f));

	assert_complete(f, all);
	g_assert_cmpint(apart(all), ==, 0);
	g_assert_false(is_said(f, "page.keep-broken"));
}

/* Rules of all the columns' width, or of one, that stand on the first page. */
static unsigned
rules_across(const struct fixture *f, const struct pages *ps)
{
	unsigned n = 0;

	for (size_t i = 0; i < ps->v[0].n; i++) {
		const struct placed *p = &ps->v[0].placed[i];

		n += p->kind == PLACED_RULE && p->box.w >= frame_measure(&f->l, 1);
	}
	return n;
}

/* A box in a column by itself, between heads over both, goes over both as well. */
static void
test_lone_box(struct fixture *f, gconstpointer data)
{
	struct boxing box = { .name = "notice", .of = 1u << BOXED_CONTACTS, .span = 1,
		.columns = 1, .padding = { 6 * PT, UNIT_PT }, .rule = { PT, NULL } };

	f->l.boxings = &box;
	f->l.n_boxings = 1;
	for (int beside = 0; beside <= 1; beside++) {
		g_ptr_array_set_size(f->stories, 0);
		add_story(f, "h1 b8 h1");
		add_story(f, "b5");
		((struct story *)g_ptr_array_index(f->stories, 1))->kind = STORY_CONTACTS;
		/* After a head of one column there is text beside the box. */
		if (beside)
			add_story(f, "s1 b5");
		add_story(f, "h1 b8");
		const struct pages *ps = make(f);
		dim wide = 0;
		for (size_t i = 0; i < ps->v[0].n; i++)
			if (ps->v[0].placed[i].kind == PLACED_RULE)
				wide = MAX(wide, ps->v[0].placed[i].box.w);
		g_assert_cmpint(wide, ==, frame_measure(&f->l, 2 - beside));
	}
}

/*
 * Two releases beside twelve lines that cannot part, three rows shorter: two stand over
 * the rule between them, which is nearer to what it begins.
 */
static void
test_white_over_rule(struct fixture *f, gconstpointer data)
{
	dim rule[2] = { 0, 0 }, text[2];

	f->l.separator_space = (struct length) { STEP / 2, UNIT_PT };
	f->l.separator.width = PT;
	add_story(f, "b4");
	add_story(f, "b3");
	add_story(f, "b3 b3 b3 b3");
	for (int k = 0; k < 2; k++) {
		f->l.columns.stretch = 4 * k;
		const struct pages *ps = make(f);
		g_autoptr(GArray) all = type_of(ps);

		for (size_t i = 0; i < ps->v[0].n; i++)
			if (ps->v[0].placed[i].kind == PLACED_RULE)
				rule[k] = ps->v[0].placed[i].box.y;
		text[k] = SEEN(all, 4)->p->box.y;
	}
	g_assert_cmpint(text[1] - text[0], ==, 3 * STEP);
	g_assert_cmpint(rule[1] - rule[0], ==, 2 * STEP);
}

/*
 * A box of ten lines beside a text of four goes over both columns, the text stands in
 * both over it, and no rule under it; beside one of twelve it stays in its column.
 */
static void
test_wide_box(struct fixture *f, gconstpointer data)
{
	static const struct item statement = { .type = ITEM_STATEMENT };
	static const struct colour pale = { 0 };
	struct boxing box = { .name = "notice", .of = 1u << BOXED_STATEMENT, .columns = 1,
		.span = 1, .padding = { 6 * PT, UNIT_PT }, .tint = &pale };

	f->l.separator_space = (struct length) { STEP / 2, UNIT_PT };
	f->l.separator.width = PT;
	f->l.boxings = &box;
	f->l.n_boxings = 1;
	for (int wide = 0; wide <= 1; wide++) {
		dim tint = 0;

		g_ptr_array_set_size(f->stories, 0);
		add_story(f, wide ? "h1 b4" : "h1 b12");
		add_story(f, "b10");
		((struct story *)g_ptr_array_index(f->stories, 1))->item = &statement;
		add_story(f, "h1 b8");
		const struct pages *ps = make(f);
		for (size_t i = 0; i < ps->v[0].n; i++)
			if (ps->v[0].placed[i].kind == PLACED_TINT)
				tint = ps->v[0].placed[i].box.w;
		g_assert_cmpint(tint, ==, frame_measure(&f->l, wide ? 2 : 1));
		g_assert_cmpuint(rules_across(f, ps), ==, !wide);
		g_autoptr(GArray) all = type_of(ps);
		if (wide)
			g_assert_cmpint(SEEN(all, 4)->p->box.y, ==, SEEN(all, 2)->p->box.y);
	}
}

/* A section's head in one column keeps the box under it there, though the text before it is short. */
static void
test_head_over_box(struct fixture *f, gconstpointer data)
{
	static const struct item statement = { .type = ITEM_STATEMENT };
	struct boxing box = { .name = "notice", .of = 1u << BOXED_STATEMENT, .columns = 1,
		.span = 1, .padding = { 6 * PT, UNIT_PT } };

	f->l.boxings = &box;
	f->l.n_boxings = 1;
	for (int n = 3; n < 9; n++) {
		g_autofree char *o = g_strdup_printf("h1 b%d", n);
		const struct placed *head = NULL, *first = NULL;

		g_ptr_array_set_size(f->stories, 0);
		add_story(f, o);
		add_story(f, "s1");
		add_story(f, "b10");
		((struct story *)g_ptr_array_index(f->stories, 1))->kind = STORY_SECTION;
		((struct story *)g_ptr_array_index(f->stories, 2))->item = &statement;
		g_autoptr(GArray) all = type_of(make(f));
		for (guint i = 0; i < all->len; i++) {
			const struct placed *p = SEEN(all, i)->p;

			head = p->story == 1 ? p : head;
			first = p->story == 2 && !first ? p : first;
		}
		g_assert_cmpint(first->column, ==, head->column);
		g_assert_cmpint(first->box.w, <, frame_measure(&f->l, 1));
	}
}

/*
 * Under a box over both columns there is room for the next head, and none for its figure:
 * the page ends with the box, though both go over all columns.
 */
static void
test_end_under_box(struct fixture *f, gconstpointer data)
{
	static const struct item statement = { .type = ITEM_STATEMENT };
	static const struct colour pale = { 0 };
	struct boxing box = { .name = "notice", .of = 1u << BOXED_STATEMENT, .columns = 1,
		.span = SPAN_ALL, .padding = { 6 * PT, UNIT_PT }, .tint = &pale };

	f->l.boxings = &box;
	f->l.n_boxings = 1;
	add_story(f, "b27");
	((struct story *)g_ptr_array_index(f->stories, 0))->item = &statement;
	add_story(f, "h1 f0 b30");
	g_assert_cmpint(make(f)->begins[1], ==, 2);
	g_assert_false(is_said(f, "page.keep-broken"));
}

/*
 * A box parts what comes after it, but where that begins over more columns than
 * the box: then white alone would stand over the head, and there is a rule.
 */
static void
test_rule_after_box(struct fixture *f, gconstpointer data)
{
	static const struct item statement = { .type = ITEM_STATEMENT };
	static const struct colour pale = { 0 };
	struct boxing box = { .name = "notice", .of = 1u << BOXED_STATEMENT, .columns = 1,
		.padding = { 6 * PT, UNIT_PT }, .tint = &pale };
	static const struct {
		int span;
		const char *next;
		unsigned rules;
	} tried[] = {
		{ 1, "h1 b8", 1 },
		{ 1, "s1 b8", 0 },
		{ 2, "h1 b8", 0 },
		{ 2, "s1 b8", 0 },
	};

	f->l.separator_space = (struct length) { STEP / 2, UNIT_PT };
	f->l.separator.width = PT;
	f->l.boxings = &box;
	f->l.n_boxings = 1;
	for (size_t i = 0; i < G_N_ELEMENTS(tried); i++) {
		box.span = tried[i].span;
		g_ptr_array_set_size(f->stories, 0);
		add_story(f, "h1 b8");
		add_story(f, "b7");
		((struct story *)g_ptr_array_index(f->stories, 1))->item = &statement;
		add_story(f, tried[i].next);
		g_assert_cmpuint(rules_across(f, make(f)), ==, tried[i].rules);
	}
}

/*
 * A box that may go on in the next column: with nothing to spread it does; with
 * white between the two stories before it, it stands whole.
 */
static void
test_box_whole(struct fixture *f, gconstpointer data)
{
	struct boxing box = { .name = "notice", .of = 1u << BOXED_CONTACTS, .span = 1,
		.columns = 1, .parts = true, .padding = { 6 * PT, UNIT_PT }, .rule = { PT, NULL } };

	f->l.boxings = &box;
	f->l.n_boxings = 1;
	for (int stretch = 0; stretch <= 4; stretch += 4) {
		f->l.columns.stretch = stretch;
		g_ptr_array_set_size(f->stories, 0);
		add_story(f, "b5");
		add_story(f, "b5");
		add_story(f, "b6");
		((struct story *)g_ptr_array_index(f->stories, 2))->kind = STORY_CONTACTS;
		add_story(f, "b6");
		g_autoptr(GArray) all = type_of(make(f));
		g_assert_cmpint(SEEN(all, 9)->p->column, ==, 0);
		g_assert_cmpint(SEEN(all, 10)->p->column, ==, stretch > 0);
		g_assert_cmpint(SEEN(all, 15)->p->column, ==, 1);
	}
}

/* Does a box of `lines` lines stand whole, behind eight subheads that take two rows each for it? */
static bool
stands_whole(struct fixture *f, int lines)
{
	g_autofree char *in = g_strdup_printf("b%d", lines);
	g_autofree char *behind = g_strdup_printf("b%d", 57 - lines);
	g_autoptr(GString) before = g_string_new("b3");
	guint from = 3;

	for (int i = 0; i < 8; i++, from += 4)
		g_string_append(before, " s1 b3");
	g_ptr_array_set_size(f->stories, 0);
	add_story(f, before->str);
	add_story(f, in);
	((struct story *)g_ptr_array_index(f->stories, 1))->kind = STORY_CONTACTS;
	add_story(f, behind);
	g_autoptr(GArray) all = type_of(make(f));
	return SEEN(all, from)->p->column == 1;
}

/* One of a dozen lines stands whole at a price for which a longer one is parted. */
static void
test_small_box(struct fixture *f, gconstpointer data)
{
	struct boxing box = { .name = "notice", .of = 1u << BOXED_CONTACTS, .span = 1,
		.columns = 1, .parts = true, .padding = { 6 * PT, UNIT_PT }, .rule = { PT, NULL } };

	f->l.boxings = &box;
	f->l.n_boxings = 1;
	f->l.height *= 2;
	f->l.columns.stretch = 4;
	g_assert_true(stands_whole(f, 12));
	g_assert_false(stands_whole(f, 20));
}

/*
 * Three rows shorter than the texts beside it, which cannot part: white stands between
 * those, or the columns end apart, and its own lines stay as they are.
 */
static void
test_box_not_stretched(struct fixture *f, gconstpointer data)
{
	struct boxing box = { .name = "notice", .of = 1u << BOXED_CONTACTS, .span = 1,
		.columns = 1, .parts = true, .padding = { 6 * PT, UNIT_PT }, .rule = { PT, NULL } };

	f->l.boxings = &box;
	f->l.n_boxings = 1;
	f->l.columns.stretch = 4;
	add_story(f, "b3 s1 b3");
	((struct story *)g_ptr_array_index(f->stories, 0))->kind = STORY_CONTACTS;
	add_story(f, "b3 b3 b3 b3");
	g_autoptr(GArray) all = type_of(make(f));
	for (guint i = 1; i < 7; i++)
		g_assert_cmpint(SEEN(all, i)->p->box.y - SEEN(all, i - 1)->p->box.y, ==,
		    i == 3 ? 2 * STEP : STEP);
}

/*
 * Ten rows beside twelve that cannot part: both rows stand behind the list, and none
 * between it and the text that leads to it.
 */
static void
test_list_under_text(struct fixture *f, gconstpointer data)
{
	f->l.columns.stretch = 4;
	add_story(f, "b3 e2 e2 b3");
	add_story(f, "b3 b3 b3 b3");
	g_autoptr(GArray) all = type_of(make(f));
	for (guint i = 1; i < 10; i++)
		g_assert_cmpint(SEEN(all, i)->p->box.y - SEEN(all, i - 1)->p->box.y, ==,
		    i == 7 ? 3 * STEP : STEP);
	g_assert_cmpint(apart(all), ==, 0);
}

/* Columns that the list of contents `outline` stands in, its title first, in a box of three. */
static unsigned
columns_of_contents(struct fixture *f, const char *outline)
{
	unsigned columns = 1;

	g_ptr_array_set_size(f->stories, 0);
	add_story(f, outline);
	struct story *s = g_ptr_array_index(f->stories, 0);
	s->kind = STORY_CONTENTS;
	for (size_t i = 0; i < s->n; i++)
		((struct block *)(uintptr_t)s->blocks)[i].role =
		    i == 0 ? ROLE_CONTENTS_TITLE : ROLE_CONTENTS_ENTRY;
	add_story(f, "h1 b20");
	g_autoptr(GArray) all = type_of(make(f));
	for (guint i = 1; SEEN(all, i)->p->story == 0; i++) {
		const struct placed *before = SEEN(all, i - 1)->p, *p = SEEN(all, i)->p;

		columns += p->box.x != before->box.x;
		/* Entries stand under each other as lines do. */
		if (p->box.x == before->box.x)
			g_assert_cmpint(p->box.y - before->box.y, ==, STEP);
	}
	return columns;
}

/*
 * A list of contents is not pulled apart to be level, an entry may stand alone under the
 * title, and there are no more columns than entries.
 */
static void
test_contents(struct fixture *f, gconstpointer data)
{
	static const struct colour pale = { 0 };
	struct boxing box = { .name = "contents", .of = 1u << BOXED_CONTENTS, .span = SPAN_ALL,
		.columns = 3, .padding = { 6 * PT, UNIT_PT }, .tint = &pale };

	f->l.boxings = &box;
	f->l.n_boxings = 1;
	f->l.columns.stretch = 4;
	g_assert_cmpuint(columns_of_contents(f, "s1 b2 b2 b2 b1"), ==, 3);
	g_assert_cmpuint(columns_of_contents(f, "s1 b2 b2 b2 b2 b2 b2"), ==, 3);
	g_assert_cmpuint(columns_of_contents(f, "s1 b2 b2"), ==, 2);
	g_assert_cmpuint(columns_of_contents(f, "s1 b2"), ==, 1);
}

/* How high the figure is that stands, 100 by 400, over `outline`. */
static dim
height_of_tall(struct fixture *f, const char *outline)
{
	g_autoptr(GArray) all = made_of(f, outline);

	g_assert_cmpint(SEEN(all, 1)->p->kind, ==, PLACED_IMAGE);
	/* All of it is shown, where its caption stands. */
	const struct rect *box = &SEEN(all, 1)->p->box, *caption = &SEEN(all, 2)->p->box;
	g_assert_cmpint(ABS(box->h - 4 * box->w), <=, 4);
	if (f->styles['f'].align == ALIGN_CENTRE)
		g_assert_cmpint(ABS(2 * box->x + box->w - 2 * caption->x - caption->w), <=, 1);
	else
		g_assert_cmpint(box->x + box->w, ==, caption->x + caption->w);
	return SEEN(all, 1)->p->box.h;
}

/*
 * A figure of 19 rows and its caption, with 20 rows of text to stand beside it, or with 12,
 * to which it goes down, or with three: then it is a third as high.
 */
static void
test_tall_figure(struct fixture *f, gconstpointer data)
{
	dim most = dim_scale(frame_height(&f->l), f->l.figure.height_most, 1024);

	f->picture = (struct image) { .width = 100, .height = 400 };
	g_assert_cmpint(height_of_tall(f, "h1 f0 c1 b20"), ==, most);
	dim height = height_of_tall(f, "h1 f0 c1 b12");
	g_assert_cmpint(height, <, 12 * STEP);
	g_assert_cmpint(height, >, 11 * STEP);
	g_assert_cmpint(ABS(height_of_tall(f, "h1 f0 c1 b3") - most / 3), <=, 1);
	f->styles['f'].align = ALIGN_CENTRE;
	g_assert_cmpint(height_of_tall(f, "h1 f0 c1 b20"), ==, most);
	/* Columns that go on with the next story are filled by it. */
	g_ptr_array_set_size(f->stories, 0);
	add_story(f, "h1 f0 c1 b3");
	add_story(f, "b30");
	g_autoptr(GArray) all = type_of(make(f));
	g_assert_cmpint(SEEN(all, 1)->p->box.h, ==, most);
}

/*
 * A figure of seven rows and a half and its caption, beside five lines: it is
 * set smaller, by what the columns end apart, and all of it is shown.  Beside
 * two lines it is half as high, and they end apart.  A code stays as it is.
 */
static void
test_figure_set_smaller(struct fixture *f, gconstpointer data)
{
	static const struct {
		int lines;
		bool code;
		int height, apart;  /* tenths of rows, at most */
	} cases[] = { { 7, false, 75, 20 }, { 5, false, 55, 10 }, { 2, false, 38, 30 }, { 5, true, 75, 35 } };
	dim width = frame_measure(&f->l, 1);

	f->l.qr.size = width;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *outline = g_strdup_printf("h1 f0 c1 b%d", cases[i].lines);
		dim step = STEP / 10;

		f->picture.kind = cases[i].code ? IMAGE_MATRIX : IMAGE_JPEG;
		g_autoptr(GArray) all = made_of(f, outline);
		const struct placed *p = SEEN(all, 1)->p;
		g_assert_cmpint(p->box.h, <=, cases[i].height * step);
		g_assert_cmpint(p->box.h, >, (cases[i].height - 10) * step);
		g_assert_cmpint(ABS(3 * p->box.h - 2 * p->box.w), <=, 3);
		g_assert_cmpint(apart(all), <=, cases[i].apart);
		g_assert_cmpint(apart(all), >, cases[i].apart - 10);
		g_assert_cmpint(is_said(f, "page.columns-uneven"), ==, apart(all) > 11);
	}
}

/* A photograph and its caption, 7.45 rows and 13 pt, are as deep as eight rows. */
static void
test_picture_of_rows(struct fixture *f, gconstpointer data)
{
	f->l.figure.trim = 128;
	g_autoptr(GArray) all = made_of(f, "h1 f0 c1 b12");
	const struct placed *figure = SEEN(all, 1)->p, *caption = SEEN(all, 2)->p;

	g_assert_cmpint(figure->kind, ==, PLACED_IMAGE);
	g_assert_cmpint((foot_of(caption) - figure->box.y + 1) % STEP, <=, 2);
	g_assert_cmpint(figure->box.h, >=, dim_scale(figure->box.w, 200, 300) * 7 / 8);
	g_assert_cmpint(figure->crop.h, <, CROP_WHOLE);
}

/* The one release of a bulletin has its head over all columns, when that makes it level. */
static void
test_head_of_one(struct fixture *f, gconstpointer data)
{
	f->styles['h'].span = 1;
	f->l.columns.count = 3;
	f->styles['b'].size[0] = 7 * PT;
	for (int stories = 1; stories <= 2; stories++) {
		g_ptr_array_set_size(f->stories, 0);
		for (int i = 0; i < stories; i++) {
			add_story(f, "h3 b6");
			((struct story *)g_ptr_array_index(f->stories, i))->blocks[0].role =
			    ROLE_HEADLINE;
		}
		g_autoptr(GArray) all = type_of(make(f));
		g_assert_cmpint(SEEN(all, 0)->p->column, ==, stories == 1 ? -1 : 0);
	}
}

/* The baseline of the first line of story `story`, on page `page`; -1: it is not there. */
static dim
top_of(GArray *all, int story, size_t page)
{
	for (guint i = 0; i < all->len; i++)
		if (SEEN(all, i)->p->story == story && SEEN(all, i)->page == page)
			return SEEN(all, i)->p->box.y;
	return -1;
}

/* The lowest foot on page `page`. */
static dim
foot_of_page(GArray *all, size_t page)
{
	dim foot = 0;

	for (guint i = 0; i < all->len; i++)
		if (SEEN(all, i)->page == page)
			foot = MAX(foot, foot_of(SEEN(all, i)->p));
	return foot;
}

/* Releases of 24 lines, and one that begins with a figure too high for what is left under them. */
static GArray *
two_and_a_figure(struct fixture *f, int lines)
{
	g_ptr_array_set_size(f->stories, 0);
	for (int i = 0; i < 2; i++) {
		g_autofree char *o = g_strdup_printf("h1 b%d", lines);

		add_story(f, o);
	}
	add_story(f, "h1 f0 b30");
	GArray *all = type_of(make(f));
	assert_complete(f, all);
	assert_placed_well(f, all);
	return all;
}

/*
 * The page ends before a release whose figure does not fit: the white is put
 * between those that it has, as much as the layout gives one place, and
 * nothing of it where that would be next to nothing of the white.
 */
static void
test_white_at_foot(struct fixture *f, gconstpointer data)
{
	f->styles['f'].span = 2;
	for (int lines = 16; lines <= 24; lines += 8) {
		f->l.columns.stretch = 0;
		g_autoptr(GArray) before = two_and_a_figure(f, lines);
		f->l.columns.stretch = 2;
		g_autoptr(GArray) after = two_and_a_figure(f, lines);
		dim white = frame_make(&f->l, 1).area.y + frame_make(&f->l, 1).area.h -
		    foot_of_page(before, 0);
		dim more = white < 7 * STEP ? 2 * STEP : 0;

		g_assert_cmpint(white, >, 2 * STEP);
		g_assert_cmpint(top_of(after, 2, 0), ==, -1);
		g_assert_cmpint(top_of(after, 0, 0), ==, top_of(before, 0, 0));
		g_assert_cmpint(top_of(after, 1, 0) - top_of(before, 1, 0), ==, more);
		g_assert_cmpint(foot_of_page(after, 0) - foot_of_page(before, 0), ==, more);
		g_assert_cmpint(more > 0, ==, lines == 24);
		/* The last page ends where it ends. */
		g_assert_cmpint(foot_of_page(after, 1), ==, foot_of_page(before, 1));
	}
}

/*
 * The same on a page that begins with a release: what parts it from the one
 * before is not there, and gets no white, which would part a head from its text.
 */
static void
test_white_at_foot_under_rule(struct fixture *f, gconstpointer data)
{
	f->styles['f'].span = 2;
	f->l.separator_space = (struct length) { STEP / 2, UNIT_PT };
	f->l.separator.width = PT;
	dim text[2], next[2];
	for (int k = 0; k < 2; k++) {
		f->l.columns.stretch = 4 * k;
		g_ptr_array_set_size(f->stories, 0);
		add_story(f, "h1 b64");
		add_story(f, "h1 b24");
		add_story(f, "h1 b20");
		add_story(f, "h1 f0 b30");
		g_autoptr(GArray) all = type_of(make(f));

		assert_placed_well(f, all);
		g_assert_cmpint(top_of(all, 0, 1), ==, -1);
		g_assert_cmpint(top_of(all, 1, 0), ==, -1);
		text[k] = SEEN(all, 66)->p->box.y;
		next[k] = top_of(all, 2, 1);
	}
	g_assert_cmpint(text[1], ==, text[0]);
	g_assert_cmpint(next[1] - next[0], >, STEP);
}

/* Two rows over two rules: each gets one over it, rather than one of them both, over it and under it. */
static void
test_white_at_foot_over_rules(struct fixture *f, gconstpointer data)
{
	dim top[2][3];

	f->l.columns.count = 1;
	f->l.separator_space = (struct length) { STEP / 2, UNIT_PT };
	f->l.separator.width = PT;
	for (int k = 0; k < 2; k++) {
		f->l.columns.stretch = 4 * k;
		g_ptr_array_set_size(f->stories, 0);
		for (int i = 0; i < 3; i++)
			add_story(f, "h1 b8");
		add_story(f, "h1 f0 b30");
		g_autoptr(GArray) all = type_of(make(f));

		g_assert_cmpint(top_of(all, 3, 0), ==, -1);
		for (int i = 0; i < 3; i++)
			top[k][i] = top_of(all, i, 0);
		g_assert_cmpint(top[k][0], >, 0);
	}
	for (int i = 0; i < 3; i++)
		g_assert_cmpint(top[1][i] - top[0][i], ==, i * STEP);
}

/* A page of one column that ends early, before a figure that has no room on it. */
static GArray *
page_of_one(struct fixture *f, const char *outline)
{
	g_ptr_array_set_size(f->stories, 0);
	add_story(f, outline);
	add_story(f, "f0 b30");
	GArray *all = type_of(make(f));

	assert_placed_well(f, all);
	g_assert_cmpint(top_of(all, 1, 0), ==, -1);
	return all;
}

/* Of one release, 4 rows: each of its subheads gets one of them, and no more. */
static void
test_white_at_foot_of_one(struct fixture *f, gconstpointer data)
{
	f->l.columns.count = 1;
	g_autoptr(GArray) before = page_of_one(f, "b9 s1 b9 s1 b9");
	f->l.columns.stretch = 4;
	g_autoptr(GArray) after = page_of_one(f, "b9 s1 b9 s1 b9");

	for (guint i = 0; i < 29; i++)
		g_assert_cmpint(SEEN(after, i)->p->box.y - SEEN(before, i)->p->box.y, ==,
		    (i < 9 ? 0 : i < 19 ? 1 : 2) * STEP);
}

/* Texts run a line longer before white comes between what is one release. */
static void
test_texts_at_foot(struct fixture *f, gconstpointer data)
{
	f->l.columns.count = 1;
	f->l.columns.stretch = 4;
	g_autoptr(GArray) before = page_of_one(f, "b14 s1 b14");
	f->resets = true;
	g_autoptr(GArray) after = page_of_one(f, "b14 s1 b14");

	g_assert_true(is_line_of(f, SEEN(before, 14), 's'));
	g_assert_true(is_line_of(f, SEEN(after, 15), 's'));
	g_assert_cmpuint(after->len, ==, before->len + 2);
	/* A row before the subhead is not a third of the white, and with those of the texts it is. */
	g_assert_cmpint(SEEN(after, 15)->p->box.y - SEEN(before, 14)->p->box.y, ==, 2 * STEP);
	g_assert_cmpint(foot_of_page(after, 0) - foot_of_page(before, 0), ==, 3 * STEP);
}

/* Of the photograph of a story the layout shows the middle half of its height. */
static void
show_half(struct fixture *f, struct focus focus)
{
	const struct story *st = g_ptr_array_index(f->stories, 0);

	for (size_t i = 0; i < st->n; i++)
		if (st->blocks[i].kind == BLOCK_FIGURE) {
			st->blocks[i].crop = (struct crop) { 0, CROP_WHOLE / 4, CROP_WHOLE, CROP_WHOLE / 2 };
			st->blocks[i].room = (struct crop) { 0, 0, CROP_WHOLE, CROP_WHOLE };
			st->blocks[i].focus = focus;
		}
}

/*
 * White at the foot of a page in two columns: both get a row before their subhead.  Where one has
 * nothing to spread, neither does.
 */
static void
test_white_at_foot_of_columns(struct fixture *f, gconstpointer data)
{
	f->styles['f'].span = 2;
	for (int k = 0; k < 2; k++) {
		dim foot[2];

		for (int i = 0; i < 2; i++) {
			f->l.columns.stretch = 4 * i;
			g_ptr_array_set_size(f->stories, 0);
			add_story(f, k == 0 ? "h1 b14 s1 b14 b14 s1 b14" : "h1 b14 s1 b14 b30");
			add_story(f, "h1 f0 b30");
			g_autoptr(GArray) all = type_of(make(f));

			assert_placed_well(f, all);
			g_assert_cmpint(top_of(all, 1, 0), ==, -1);
			foot[i] = foot_of_page(all, 0);
			g_assert_cmpint(apart(all), <=, 10);
		}
		g_assert_cmpint(foot[1] - foot[0], ==, k == 0 ? STEP : 0);
	}
}

/*
 * Two releases fill a page, and the third is four lines: the second goes along
 * with it, or the last page looks left over.
 */
static void
test_last_page(struct fixture *f, gconstpointer data)
{
	g_ptr_array_set_size(f->stories, 0);
	add_story(f, "h1 b56");
	add_story(f, "h1 b4");
	add_story(f, "h1 b4");
	g_autoptr(GArray) all = type_of(make(f));

	assert_complete(f, all);
	assert_placed_well(f, all);
	for (guint i = 0; i < all->len; i++)
		g_assert_cmpuint(SEEN(all, i)->page, ==, SEEN(all, i)->p->story > 0);
}

/* A picture loses or gains a quarter of its height at most, and is not squeezed; where that will not do it is set smaller. */
static void
assert_shown_well(const struct fixture *f, GArray *all, unsigned *changed)
{
	for (guint i = 0; i < all->len; i++) {
		const struct placed *p = SEEN(all, i)->p;
		const struct block *b = p->block;

		if (p->kind != PLACED_IMAGE || p->crop.h == 0)
			continue;
		double shown = 300.0 / 200 * p->crop.w / p->crop.h;
		dim height = dim_scale(p->box.w, b->crop.h > 0 ? 100 : 200, 300);
		g_assert_cmpint(p->box.w, <=, frame_measure(&f->l, 1));
		g_assert_cmpint(p->box.w, >=, frame_measure(&f->l, 1) / 2);
		g_assert_cmpfloat(ABS(shown * p->box.h / p->box.w - 1), <, 0.001);
		g_assert_cmpint(p->box.h, >=, height * 3 / 4 - 2);
		g_assert_cmpint(p->box.h, <=, height * 5 / 4 + 2);
		if (b->focus.given) {
			g_assert_cmpint(p->crop.x, <=, b->focus.x);
			g_assert_cmpint(p->crop.x + p->crop.w, >=, b->focus.x);
		}
		*changed += b->crop.h == 0 || p->crop.h != b->crop.h;
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
		/* Set smaller as a whole it may be nearer, to a tenth of a line. */
		if (SEEN(before, 1)->p->box.w == frame_measure(&f->l, 1))
			g_assert_cmpint(apart(after), <=, MAX(apart(before), 10));
		better += apart(after) < apart(before);
		assert_shown_well(f, after, &trimmed);
	}
	g_assert_cmpuint(better, >, 0);
	g_assert_cmpuint(trimmed, >=, better);
}

/*
 * A list of contents of 33 lines stands on its page, though the next has white of eight
 * rows, and some of the list there would make both fuller.
 */
static void
test_contents_whole(struct fixture *f, gconstpointer data)
{
	g_autoptr(GString) o = g_string_new("b1");

	f->l.columns.count = 1;
	for (int i = 1; i < 33; i++)
		g_string_append(o, " b1");
	for (int contents = 0; contents <= 1; contents++) {
		unsigned lines = 0;

		g_ptr_array_set_size(f->stories, 0);
		add_story(f, o->str);
		add_story(f, "b27");
		add_story(f, "f0 b30");
		((struct story *)g_ptr_array_index(f->stories, 0))->kind = contents ? STORY_CONTENTS : STORY_ITEM;
		g_autoptr(GArray) all = type_of(make(f));
		assert_complete(f, all);
		for (guint i = 0; i < all->len; i++)
			lines += SEEN(all, i)->p->story == 0 && SEEN(all, i)->page == 0;
		g_assert_cmpint(lines == 33, ==, contents);
	}
}

/* Three lines that a page leaves of a paragraph would be one and two in its columns. */
static void
test_scrap(struct fixture *f, gconstpointer data)
{
	for (int n = 60; n < 80; n++) {
		g_autofree char *o = g_strdup_printf("h1 b%d", n);
		int lines[2][2] = { { 0 } };

		g_ptr_array_set_size(f->stories, 0);
		add_story(f, o);
		add_story(f, "h1 b20");
		g_autoptr(GArray) all = type_of(make(f));

		assert_complete(f, all);
		for (guint i = 1; i < all->len && SEEN(all, i)->p->story == 0; i++)
			lines[SEEN(all, i)->page][SEEN(all, i)->p->column]++;
		for (int k = 0; k < 4; k++)
			g_assert_cmpint(lines[k / 2][k % 2], !=, 1);
	}
	g_assert_false(is_said(f, "page.orphan"));
}

/* The layout shows half of it: there is more of it to be shown. */
static void
test_picture_grows(struct fixture *f, gconstpointer data)
{
	unsigned grown = 0, better = 0;

	for (int lines = 4; lines < 20; lines++) {
		g_autofree char *o = g_strdup_printf("h1 f0 c1 b%d", lines);
		int rows[2];

		for (int i = 0; i < 2; i++) {
			f->l.figure.trim = i * 256;
			g_ptr_array_set_size(f->stories, 0);
			add_story(f, o);
			show_half(f, (struct focus) { 0 });
			g_autoptr(GArray) all = type_of(make(f));
			assert_complete(f, all);
			assert_placed_well(f, all);
			rows[i] = apart(all);
			assert_shown_well(f, all, &grown);
			g_assert_cmpint(SEEN(all, 1)->p->crop.w, ==, CROP_WHOLE);
		}
		g_assert_cmpint(rows[1], <=, MAX(rows[0], 10));
		better += rows[1] < rows[0];
	}
	g_assert_cmpuint(better, >, 0);
	g_assert_cmpuint(grown, >=, better);
}

/*
 * All of its height is shown: only with a focus it grows, by what goes off its
 * sides, and as long as it has the pixels.
 */
static void
test_picture_loses_sides(struct fixture *f, gconstpointer data)
{
	static const struct focus none, left = { CROP_WHOLE / 10, CROP_WHOLE / 2, true };
	int widths[3];

	f->l.columns.count = 1;
	f->l.figure.trim = 256;
	for (int i = 0; i < 3; i++) {
		f->l.figure.min_dpi = i == 2 ? 300 * 72 / 400 : 0;
		g_ptr_array_set_size(f->stories, 0);
		/* 15.7 rows of a figure, 13 of text. */
		add_story(f, "f0 b13");
		add_story(f, "f0 b30");
		((struct story *)g_ptr_array_index(f->stories, 0))->blocks[0].focus = i == 0 ? none : left;
		g_autoptr(GArray) all = type_of(make(f));
		unsigned changed = 0;

		assert_placed_well(f, all);
		assert_shown_well(f, all, &changed);
		int w = SEEN(all, 0)->p->crop.w;
		widths[i] = w > 0 ? w : CROP_WHOLE;
	}
	g_assert_cmpint(widths[0], ==, CROP_WHOLE);
	g_assert_cmpint(widths[1], <, CROP_WHOLE * 9 / 10);
	g_assert_cmpint(widths[2], ==, CROP_WHOLE);
}

/* At the foot of a page of one column it grows, by whole rows. */
static void
test_picture_at_foot(struct fixture *f, gconstpointer data)
{
	dim foot[2], height[2];

	f->l.columns.count = 1;
	f->l.figure.trim = 256;
	for (int i = 0; i < 2; i++) {
		f->l.columns.balance = i > 0;
		g_ptr_array_set_size(f->stories, 0);
		add_story(f, "b10 f0 b13");
		add_story(f, "f0 b30");
		show_half(f, (struct focus) { 0 });
		g_autoptr(GArray) all = type_of(make(f));
		assert_placed_well(f, all);
		g_assert_cmpint(top_of(all, 1, 0), ==, -1);
		height[i] = SEEN(all, 10)->p->box.h;
		foot[i] = foot_of_page(all, 0);
	}
	g_assert_cmpint(height[1] - height[0], ==, STEP);
	g_assert_cmpint(foot[1] - foot[0], ==, STEP);
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
		g_assert_cmpint(apart(after), <=, MAX(apart(before), 10));
		better += apart(before) > 10 && apart(after) <= 10;
	}
	g_assert_cmpuint(better, >, 0);
}

/* The same of an item that has pages of its own: its last lines do not stand alone on the second. */
static void
test_last_page_of_item(struct fixture *f, gconstpointer data)
{
	int lines = 0;

	f->l.item_break = BREAK_PAGE;
	g_ptr_array_set_size(f->stories, 0);
	add_story(f, "h1 b10 b10 b10 b10 b10 b10 b8");
	add_story(f, "h1 b4");
	g_autoptr(GArray) all = type_of(make(f));

	assert_complete(f, all);
	assert_placed_well(f, all);
	for (guint i = 0; i < all->len; i++)
		lines += SEEN(all, i)->page == 1 && SEEN(all, i)->p->story == 0;
	g_assert_cmpint(lines, >=, 8);
}

#define TEST(name) \
	g_test_add("/level/" #name, struct fixture, NULL, set_up, test_##name, tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	TEST(white);
	TEST(columns_left_empty);
	TEST(apart_as_wanted);
	TEST(nothing_to_spread);
	TEST(white_between_paragraphs);
	TEST(white_that_does_not_help);
	TEST(head_on_head);
	TEST(quotation);
	TEST(quotation_parted);
	TEST(table_over_all);
	TEST(table_with_caption);
	TEST(table_over_some);
	TEST(said_once);
	TEST(table_in_its_column);
	TEST(table_not_parted);
	TEST(short_over_all);
	TEST(fewer_columns);
	TEST(short_part);
	TEST(dateline);
	TEST(lone_box);
	TEST(wide_box);
	TEST(head_over_box);
	TEST(end_under_box);
	TEST(rule_after_box);
	TEST(white_over_rule);
	TEST(box_whole);
	TEST(box_not_stretched);
	TEST(small_box);
	TEST(list_under_text);
	TEST(contents);
	TEST(tall_figure);
	TEST(figure_set_smaller);
	TEST(picture_of_rows);
	TEST(white_at_foot);
	TEST(white_at_foot_under_rule);
	TEST(white_at_foot_over_rules);
	TEST(white_at_foot_of_one);
	TEST(texts_at_foot);
	TEST(picture_at_foot);
	TEST(white_at_foot_of_columns);
	TEST(last_page);
	TEST(last_page_of_item);
	TEST(head_of_one);
	TEST(scrap);
	TEST(contents_whole);
	TEST(picture);
	TEST(picture_grows);
	TEST(picture_loses_sides);
	TEST(text_over_two);
	return g_test_run();
}
