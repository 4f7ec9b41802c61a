/* page: the front page, its zones, and what goes on elsewhere. */
#include "page/test-hand.h"

static struct zone zones[] = {
	{ .columns = 3, .stories = 1, .height = { 18 * STEP, UNIT_PT } },
	{ .columns = 2, .stories = 1, .height = { 18 * STEP, UNIT_PT } },
	{ .columns = 2, .stories = 1 },
	{ .columns = 3, .stories = 2 },
};

static void
set_zones(struct fixture *f, struct zone *v, size_t n)
{
	f->l.zones = v;
	f->l.n_zones = n;
}

static void
set_up_front(struct fixture *f, gconstpointer data)
{
	set_up(f, data);
	f->l.columns.count = 5;
	f->l.columns.gap = 10 * PT;
	f->l.separator_space = (struct length) { STEP, UNIT_PT };
	f->l.separator.width = PT;
	set_zones(f, zones, G_N_ELEMENTS(zones));
	f->l.jump.to = (struct part) { .text = "to", .style = &f->styles['e'] };
	f->l.jump.from = (struct part) { .text = "from", .style = &f->styles['s'] };
}

/* Lines of every story, once and in their order, wherever they stand. */
static void
assert_stories_whole(const struct fixture *f, GArray *all)
{
	for (guint s = 0; s < f->stories->len; s++) {
		const struct story *st = f->stories->pdata[s];
		size_t block = 0, line = 0;

		for (guint i = 0; i < all->len; i++) {
			const struct placed *p = SEEN(all, i)->p;

			if (p->story != (int)s)
				continue;
			g_assert_true(p->block == &st->blocks[block]);
			if (p->kind == PLACED_LINE) {
				g_assert_true(p->line == &p->galley->lines[line]);
				if (++line < p->galley->n)
					continue;
			}
			line = 0;
			block++;
		}
		g_assert_cmpuint(block, ==, st->n);
	}
}

/* The page that a story goes on, or 0; the last one that it stands on. */
static int
page_of_rest(GArray *all, int story)
{
	for (guint i = 0; i < all->len; i++)
		if (SEEN(all, i)->p->story == story && SEEN(all, i)->page > 0)
			return (int)SEEN(all, i)->page + 1;
	return 0;
}

/* The pages that lines of `style` on page `page` tell, in their order. */
static GArray *
told_on(const struct pages *ps, size_t page, const struct style *style)
{
	GArray *to = g_array_new(FALSE, FALSE, sizeof(int));

	for (size_t i = 0; i < ps->v[page].n; i++) {
		const struct placed *p = &ps->v[page].placed[i];
		int told = p->line ? p->line->width / PT : 0;

		if (p->kind == PLACED_LINE && p->furniture && p->galley->block->style == style)
			g_array_append_val(to, told);
	}
	return to;
}

/* Five long stories begin on page 1, and each says where it goes on. */
static void
test_jumps(struct fixture *f, gconstpointer data)
{
	for (int i = 0; i < 5; i++)
		add_story(f, "h1 b9 b12 b30 b17 b40 b9");
	add_story(f, "h1 b30");
	const struct pages *ps = make(f);
	g_autoptr(GArray) all = type_of(ps);
	g_autoptr(GArray) to = told_on(ps, 0, &f->styles['e']);

	assert_stories_whole(f, all);
	g_assert_cmpuint(to->len, ==, 5);
	for (int s = 0; s < 5; s++) {
		g_assert_cmpint(ps->begins[s], ==, 1);
		g_assert_cmpint(g_array_index(to, int, s), ==, page_of_rest(all, s));
	}
	g_assert_cmpint(ps->begins[5], >, 1);
	unsigned from = 0;
	for (size_t i = 1; i < ps->n; i++) {
		g_autoptr(GArray) told = told_on(ps, i, &f->styles['s']);

		from += told->len;
		for (guint k = 0; k < told->len; k++)
			g_assert_cmpint(g_array_index(told, int, k), ==, 1);
	}
	g_assert_cmpuint(from, ==, 5);
}

/* A short story stands whole, and tells nothing. */
static void
test_whole(struct fixture *f, gconstpointer data)
{
	add_story(f, "h1 b20");
	add_story(f, "h1 b12");
	const struct pages *ps = make(f);
	g_autoptr(GArray) all = type_of(ps);
	g_autoptr(GArray) to = told_on(ps, 0, &f->styles['e']);

	g_assert_cmpuint(ps->n, ==, 1);
	g_assert_cmpuint(to->len, ==, 0);
	assert_stories_whole(f, all);
	/* The lead has columns 0 to 2, the other 3 and 4. */
	for (guint i = 0; i < all->len; i++) {
		const struct placed *p = SEEN(all, i)->p;

		if (p->column >= 0)
			g_assert_true((p->column < 3) == (p->story == 0));
	}
}

/* Of those on the first page, the rules that part stories. */
static unsigned
rules_of(const struct pages *ps)
{
	unsigned rules = 0;

	for (size_t i = 0; i < ps->v[0].n; i++)
		rules += ps->v[0].placed[i].kind == PLACED_RULE && ps->v[0].placed[i].box.w > 100 * PT;
	return rules;
}

/* A rule parts two items; a section's head has its own, and none under it. */
static void
test_rules(struct fixture *f, gconstpointer data)
{
	struct zone one = { .columns = 5, .stories = 2 };

	set_zones(f, &one, 1);
	add_story(f, "h1");
	add_story(f, "h1 b20");
	add_story(f, "h1");
	add_story(f, "h1 b20");
	((struct story *)f->stories->pdata[0])->kind = STORY_SECTION;
	((struct story *)f->stories->pdata[2])->kind = STORY_SECTION;
	g_assert_cmpuint(rules_of(make(f)), ==, 0);
	g_ptr_array_remove_index(f->stories, 2);
	g_assert_cmpuint(rules_of(make(f)), ==, 1);
}

/* What goes on behind the front page is parted from the next release by a rule, from the next section by its head. */
static void
test_rule_behind_rest(struct fixture *f, gconstpointer data)
{
	struct zone one = { .columns = 5, .stories = 1, .rows = 22 };

	set_zones(f, &one, 1);
	add_story(f, "h1 b90");
	add_story(f, "h1");
	add_story(f, "h1 b20");
	for (int section = 0; section < 2; section++) {
		unsigned rules = 0;

		((struct story *)f->stories->pdata[1])->kind = section ? STORY_SECTION : STORY_ITEM;
		const struct pages *ps = make(f);
		for (size_t i = 0; i < ps->v[1].n; i++)
			rules += ps->v[1].placed[i].kind == PLACED_RULE;
		g_assert_cmpuint(rules, ==, section ? 0 : 2);
	}
}

/* The rule between zones begins with the letters beside it, or with a head, which stands higher than they do. */
static void
test_rule_beside(struct fixture *f, gconstpointer data)
{
	dim top = frame_make(&f->l, 1).area.y;

	f->l.columns.rule.width = PT;
	for (int head = 0; head < 2; head++) {
		dim highest = DIM_MAX;

		g_ptr_array_set_size(f->stories, 0);
		add_story(f, "b30");
		add_story(f, head ? "k1 b20" : "b20");
		const struct pages *ps = make(f);
		for (size_t i = 0; i < ps->v[0].n; i++)
			if (ps->v[0].placed[i].kind == PLACED_RULE)
				highest = MIN(highest, ps->v[0].placed[i].box.y);
		g_assert_cmpint(highest, ==, head ? top : f->l.grid_start - dim_scale(STEP, 7, 10));
	}
}

/* Nor is there one under a box as wide as what follows it; under one of fewer columns there is. */
static void
test_rule_after_box(struct fixture *f, gconstpointer data)
{
	static const struct item statement = { .type = ITEM_STATEMENT };
	static const struct colour pale = { 0 };
	struct boxing box = { .name = "notice", .of = 1u << BOXED_STATEMENT, .columns = 1,
		.padding = { 6 * PT, UNIT_PT }, .tint = &pale };
	struct zone one = { .columns = 5, .stories = 3 };

	set_zones(f, &one, 1);
	f->l.boxings = &box;
	f->l.n_boxings = 1;
	add_story(f, "h1 b20");
	add_story(f, "b5");
	add_story(f, "h1 b20");
	((struct story *)f->stories->pdata[1])->item = &statement;
	for (box.span = 1; box.span <= 5; box.span += 4) {
		/* Or a zone in which nothing stands beside it would have it over all columns. */
		box.parts = box.span == 1;
		g_assert_cmpuint(rules_of(make(f)), ==, box.parts);
	}
}

/* At most so many lines, whatever room there is. */
static void
test_rows(struct fixture *f, gconstpointer data)
{
	struct zone one = { .columns = 5, .stories = 1, .rows = 22 };
	int lines = 0;

	set_zones(f, &one, 1);
	add_story(f, "h1 b90");
	const struct pages *ps = make(f);
	g_autoptr(GArray) all = type_of(ps);
	for (guint i = 0; i < all->len; i++)
		lines += SEEN(all, i)->page == 0 && is_line_of(f, SEEN(all, i), 'b');
	g_assert_cmpint(lines, <=, 22);
	g_assert_cmpint(lines, >=, 18);
	assert_stories_whole(f, all);
}

/* A section's head goes where the first of its items does. */
static void
test_section_goes_along(struct fixture *f, gconstpointer data)
{
	struct zone one = { .columns = 5, .stories = 2 };

	set_zones(f, &one, 1);
	add_story(f, "h1 b100");
	add_story(f, "h1");
	add_story(f, "h9 b30");
	((struct story *)f->stories->pdata[1])->kind = STORY_SECTION;
	const struct pages *ps = make(f);
	g_autoptr(GArray) all = type_of(ps);

	g_assert_true(is_said(f, "page.front-full"));
	g_assert_cmpint(ps->begins[2], >, 1);
	g_assert_cmpint(ps->begins[1], ==, ps->begins[2]);
	assert_stories_whole(f, all);
}

/* A zone may be filled twice, and a story tried in many ways: what is wrong with it is told once. */
static void
test_told_once(struct fixture *f, gconstpointer data)
{
	struct zone one = { .columns = 5, .stories = 2 };

	set_zones(f, &one, 1);
	f->l.front_wide = true;
	f->styles['h'].max_lines = 1;
	add_story(f, "h1 b80");
	add_story(f, "h9 b30");
	((struct block *)((struct story *)f->stories->pdata[1])->blocks)[0].text = "headlines";
	make(f);
	g_assert_cmpuint(times_said(f, "page.front-full"), ==, 1);
	g_assert_cmpuint(times_said(f, "page.headline-too-long"), ==, 1);
}

/* Heads over all of a zone, and over one column of the pages after it. */
static void
test_wide(struct fixture *f, gconstpointer data)
{
	struct zone one = { .columns = 3, .stories = 1 };

	set_zones(f, &one, 1);
	f->l.front_wide = true;
	f->styles['k'].span = 1;
	for (int i = 0; i < 2; i++) {
		add_story(f, "k1 b80");
		((struct block *)((struct story *)f->stories->pdata[i])->blocks)[0].role = ROLE_HEADLINE;
	}
	const struct pages *ps = make(f);
	g_autoptr(GArray) all = type_of(ps);

	for (guint i = 0; i < all->len; i++)
		if (is_line_of(f, SEEN(all, i), 'k'))
			g_assert_cmpint(SEEN(all, i)->p->box.w, ==,
			    frame_measure(&f->l, SEEN(all, i)->p->story == 0 ? 3 : 1));
	assert_stories_whole(f, all);
}

/*
 * Under a story of 9 to 17 rows there is room for a figure of 17, its caption and text, or it
 * stands on the next page, and never with its caption in the next column; unless it is the first.
 */
static void
test_picture_without_room(struct fixture *f, gconstpointer data)
{
	struct zone one = { .columns = 5, .stories = 2 };

	set_zones(f, &one, 1);
	f->picture = (struct image) { .width = 100, .height = 400 };
	for (int lines = 40; lines <= 80; lines += 5) {
		g_autofree char *first = g_strdup_printf("h1 b%d", lines);

		g_ptr_array_set_size(f->stories, 0);
		add_story(f, first);
		add_story(f, "h1 f0 c1 b60");
		g_assert_cmpint(make(f)->begins[1], ==, lines < 60 ? 1 : 2);
		g_assert_false(is_said(f, "page.keep-broken"));
	}
	one.height = (struct length) { 150 * PT, UNIT_PT };
	g_ptr_array_set_size(f->stories, 0);
	add_story(f, "h1 f0 c3");
	g_assert_cmpint(make(f)->begins[0], ==, 1);
	g_assert_true(is_said(f, "page.keep-broken"));
}

/* One whose figure is higher than its share of the zone takes two shares of three, not all of it. */
static void
test_shares(struct fixture *f, gconstpointer data)
{
	struct zone one = { .columns = 5, .stories = 3 };

	set_zones(f, &one, 1);
	f->picture = (struct image) { .width = 100, .height = 400 };
	add_story(f, "h1 f0 c1 b90 b90");
	add_story(f, "h1 b20");
	const struct pages *ps = make(f);
	g_autoptr(GArray) all = type_of(ps);
	assert_stories_whole(f, all);
	g_assert_cmpint(ps->begins[0], ==, 1);
	g_assert_cmpint(ps->begins[1], ==, 1);
}

/* There it may give way: the story begins under the other, and its figure stands behind its first text. */
static void
test_picture_gives_way(struct fixture *f, gconstpointer data)
{
	struct zone one = { .columns = 5, .stories = 2 };

	set_zones(f, &one, 1);
	f->picture = (struct image) { .width = 100, .height = 400 };
	for (f->l.figure.give_way = 0; f->l.figure.give_way <= 1; f->l.figure.give_way++) {
		g_ptr_array_set_size(f->stories, 0);
		add_story(f, "h1 b60");
		add_story(f, "h1 f0 c1 b12 b60");
		const struct pages *ps = make(f);
		g_assert_cmpint(ps->begins[1], ==, f->l.figure.give_way > 0 ? 1 : 2);
		/* In the order of reading. */
		f->stories->pdata[1] = (gpointer)(uintptr_t)ps->stories[1];
		g_autoptr(GArray) all = type_of(ps);
		assert_stories_whole(f, all);
		guint head = 61;
		g_assert_cmpint(SEEN(all, head)->p->story, ==, 1);
		g_assert_true((SEEN(all, head + 1)->p->kind == PLACED_IMAGE) == (f->l.figure.give_way == 0));
		g_assert_false(is_said(f, "page.keep-broken"));
	}
}

/* A picture that leaves no room for a story stands over fewer columns. */
static void
test_narrower_picture(struct fixture *f, gconstpointer data)
{
	struct zone one = { .columns = 2, .stories = 1, .height = { 18 * STEP, UNIT_PT } };

	f->l.columns.count = 2;
	f->l.front_wide = true;
	set_zones(f, &one, 1);
	add_story(f, "h1 f0 b14");
	const struct pages *ps = make(f);
	g_autoptr(GArray) all = type_of(ps);

	g_assert_cmpuint(ps->n, ==, 1);
	g_assert_false(is_said(f, "page.front-full"));
	assert_stories_whole(f, all);
}

/*
 * Under a lead of a few lines stands the next story, not a hole; where the
 * other zone would have none then, the hole stays.
 */
static void
test_hole_under_lead(struct fixture *f, gconstpointer data)
{
	struct zone two[] = { { .columns = 3, .stories = 1 }, { .columns = 2, .stories = 2 } };

	set_zones(f, two, 2);
	for (int stories = 2; stories <= 3; stories++) {
		g_ptr_array_set_size(f->stories, 0);
		for (int i = 0; i < stories; i++)
			add_story(f, "h1 b30");
		const struct pages *ps = make(f);
		g_autoptr(GArray) all = type_of(ps);

		g_assert_cmpuint(ps->n, ==, 1);
		g_assert_false(is_said(f, "page.front-full"));
		assert_stories_whole(f, all);
		for (guint i = 0; i < all->len; i++) {
			const struct placed *p = SEEN(all, i)->p;

			if (p->column >= 0)
				g_assert_cmpint(p->column < 3, ==, p->story < stories - 1);
		}
	}
}

/* Half of a zone is too little for the first story, but the second leaves more: it stands whole. */
static void
test_hole_under_stories(struct fixture *f, gconstpointer data)
{
	struct zone one = { .columns = 2, .stories = 2 };

	set_zones(f, &one, 1);
	add_story(f, "h1 b12 b12 b12");
	add_story(f, "h1 b6");
	const struct pages *ps = make(f);
	g_autoptr(GArray) all = type_of(ps);
	g_autoptr(GArray) to = told_on(ps, 0, &f->styles['e']);

	g_assert_cmpuint(ps->n, ==, 1);
	g_assert_cmpuint(to->len, ==, 0);
	assert_stories_whole(f, all);
}

static bool
overlap(const struct placed *a, const struct placed *b)
{
	dim ta = a->kind == PLACED_LINE ? a->box.y - a->box.h * 7 / 10 : a->box.y;
	dim tb = b->kind == PLACED_LINE ? b->box.y - b->box.h * 7 / 10 : b->box.y;

	return a->box.x < b->box.x + b->box.w && b->box.x < a->box.x + a->box.w &&
	    ta + 2 < tb + b->box.h && tb + 2 < ta + a->box.h;
}

/* By lot: nothing is lost and nothing collides. */
static void
test_random(struct fixture *f, gconstpointer data)
{
	g_autoptr(GRand) lot = g_rand_new_with_seed(41);

	for (int i = 0; i < 120; i++) {
		g_ptr_array_set_size(f->stories, 0);
		f->l.jump.after_all = g_rand_boolean(lot);
		f->l.columns.stretch = i % 5;
		f->resets = g_rand_boolean(lot);
		for (int n = g_rand_int_range(lot, 1, 14); n > 0; n--) {
			g_autoptr(GString) o = g_string_new("h2");

			for (int k = g_rand_int_range(lot, 1, 12); k > 0; k--)
				g_string_append_printf(o, " %s%d", g_rand_int_range(lot, 0, 9) ? "b" : "f0 c2 b",
				    g_rand_int_range(lot, 2, 12));
			add_story(f, o->str);
		}
		const struct pages *ps = make(f);
		g_assert_nonnull(ps);
		g_autoptr(GArray) all = type_of(ps);
		if (!f->resets)
			assert_stories_whole(f, all);
		for (guint a = 0; a < all->len; a++)
			for (guint b = a + 1; b < all->len && SEEN(all, b)->page == SEEN(all, a)->page; b++)
				g_assert_false(overlap(SEEN(all, a)->p, SEEN(all, b)->p));
	}
}

/* The foot of what stands on the front page in columns from `first` to before `end`. */
static dim
foot_of_columns(GArray *all, int first, int end)
{
	dim foot = 0;

	for (guint i = 0; i < all->len; i++) {
		const struct seen *s = SEEN(all, i);

		if (s->page == 0 && s->p->column >= first && s->p->column < end)
			foot = MAX(foot, foot_of(s->p));
	}
	return foot;
}

/* Two stories beside one that is four rows longer: what parts them gets the rows, where it may. */
static void
test_zones_level(struct fixture *f, gconstpointer data)
{
	struct zone beside[] = { { .columns = 3, .stories = 2 }, { .columns = 2, .stories = 1 } };

	set_zones(f, beside, G_N_ELEMENTS(beside));
	for (int stretch = 0; stretch <= 4; stretch += 4) {
		f->l.columns.stretch = stretch;
		g_ptr_array_set_size(f->stories, 0);
		add_story(f, "h1 b12");
		add_story(f, "h1 b12");
		add_story(f, "h1 b32");
		g_autoptr(GArray) all = type_of(make(f));
		assert_stories_whole(f, all);
		dim apart = foot_of_columns(all, 3, 5) - foot_of_columns(all, 0, 3);
		if (stretch == 0)
			g_assert_cmpint(apart, >=, 2 * STEP);
		else
			g_assert_cmpint(ABS(apart), <, STEP);
	}
}

#define TEST(name) \
	g_test_add("/front/" #name, struct fixture, NULL, set_up_front, \
	    test_##name, tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	TEST(jumps);
	TEST(whole);
	TEST(rules);
	TEST(rule_behind_rest);
	TEST(rule_beside);
	TEST(rule_after_box);
	TEST(rows);
	TEST(section_goes_along);
	TEST(told_once);
	TEST(wide);
	TEST(picture_without_room);
	TEST(shares);
	TEST(picture_gives_way);
	TEST(narrower_picture);
	TEST(hole_under_lead);
	TEST(hole_under_stories);
	TEST(zones_level);
	TEST(random);
	return g_test_run();
}
