/*
 * page: every line once, in order, in its place; level columns, held ends.
 *
 * Galleys are made by hand: a block's length in its source is the number of
 * its lines, and nothing of type is known here.
 */
#include "page/page-int.h"

#include <string.h>

#define PT DIM_PT
#define STEP (17 * PT)

struct fixture {
	struct arena *a;
	struct diags *dg;
	struct layout l;
	struct style body, head, caption, subhead;
	struct image picture;
	GPtrArray *stories;
	bool resets;          /* texts may have a line more or less */
	int pages_told;       /* what the last part was told */
};

static void
set_up(struct fixture *f, gconstpointer data)
{
	*f = (struct fixture) { .a = arena_create(), .dg = diags_create(),
		.stories = g_ptr_array_new() };
	f->l = (struct layout) { .rtl = true, .bind_right = true, .figure = { .height_most = 512 },
		.width = 500 * PT, .height = 700 * PT,
		.margins = { 50 * PT, 50 * PT, 60 * PT, 40 * PT },
		.columns = { .count = 2, .gap = 20 * PT, .balance = true },
		.grid_start = 50 * PT + STEP, .grid_step = STEP };
	f->body = (struct style) { .name = "body", .size = { 12 * PT }, .n_sizes = 1,
		.leading = { STEP, UNIT_PT }, .span = 1, .widows = 2, .orphans = 2 };
	f->head = f->subhead = f->caption = f->body;
	f->head.name = "head";
	f->head.span = SPAN_ALL;
	f->head.keep_with_next = true;
	f->head.leading.v = 30 * PT;
	f->subhead.name = "subhead";
	f->subhead.keep_with_next = true;
	f->subhead.space_before = (struct length) { STEP, UNIT_PT };
	f->caption.name = "caption";
	f->caption.leading.v = 14 * PT;
	f->picture = (struct image) { .width = 200, .height = 100 };
}

static void
tear_down(struct fixture *f, gconstpointer data)
{
	g_ptr_array_unref(f->stories);
	diags_destroy(f->dg);
	arena_destroy(f->a);
}

/* ---- stories and galleys made by hand --------------------------------- */

static struct galley *
galley_of(struct fixture *f, const struct block *b, size_t n, dim measure)
{
	struct galley *g = arena_new(f->a, struct galley);

	g->block = b;
	g->measure = measure;
	g->size = b->style->size[0];
	g->leading = b->style->leading.v;
	g->n = n;
	g->lines = arena_array(f->a, struct line, n);
	for (size_t i = 0; i < n; i++)
		g->lines[i] = (struct line) { .start = (uint32_t)i, .end = (uint32_t)i + 1,
			.width = 30 * PT };
	if (b->marker)
		g->marker = arena_new(f->a, struct line);
	return g;
}

static const struct galley *
compose(void *ctx, const struct block *b, dim measure)
{
	struct fixture *f = ctx;

	/* A text too short for two columns may stand over both. */
	if (measure != frame_measure(&f->l, 2))
		g_assert_cmpint(measure, ==, frame_measure(&f->l, MIN(b->style->span, 2)));
	return galley_of(f, b, b->len, measure);
}

static const struct galley *
reset(void *ctx, const struct block *b, dim measure, int more)
{
	return galley_of(ctx, b, b->len + (size_t)more, measure);
}

static const struct galley *
compose_part(void *ctx, const struct part *p, dim measure, int page, int pages)
{
	struct fixture *f = ctx;
	struct block *b = arena_new(f->a, struct block);

	f->pages_told = pages;
	b->style = p->style;
	return galley_of(f, b, 1, measure);
}

static const struct image *
picture(void *ctx, const struct part *p, dim width)
{
	return &((struct fixture *)ctx)->picture;
}

/* "h2 b5 s1 b30": heads, bodies, subheads and figures with their lines. */
static void
add_story(struct fixture *f, const char *outline)
{
	g_auto(GStrv) words = g_strsplit(outline, " ", -1);
	struct story *s = arena_new(f->a, struct story);

	s->layout = &f->l;
	s->n = g_strv_length(words);
	s->blocks = arena_array(f->a, struct block, s->n);
	for (size_t i = 0; i < s->n; i++) {
		struct block *b = &s->blocks[i];

		b->len = (uint32_t)atoi(words[i] + 1);
		b->at = (struct place) { "i.md", (uint32_t)i + 1, 1 };
		b->role = *words[i] == 'c' ? ROLE_CAPTION : ROLE_BODY;
		b->style = *words[i] == 'h' ? &f->head : *words[i] == 's' ? &f->subhead
		    : *words[i] == 'c' ? &f->caption : &f->body;
		b->marker = *words[i] == 'e' ? "•" : NULL;
		if (*words[i] == 'f') {
			b->kind = BLOCK_FIGURE;
			b->image = &f->picture;
			b->style = &f->caption;
		}
	}
	g_ptr_array_add(f->stories, s);
}

static const struct pages *
make(struct fixture *f)
{
	struct compositor c = { .ctx = f, .block = compose, .part = compose_part,
		.picture = picture, .reset = f->resets ? reset : NULL };

	return page_make(f->a, f->dg, (const struct story *const *)(void *)f->stories->pdata,
	    f->stories->len, &f->l, &c);
}

/* ---- what must hold always -------------------------------------------- */

static void
assert_on_page(struct fixture *f, const struct page *pg, const struct placed *p)
{
	struct frame fr = frame_make(&f->l, pg->number);

	if (p->furniture)
		return;
	g_assert_cmpint(p->box.x, >=, fr.area.x);
	g_assert_cmpint(p->box.x + p->box.w, <=, fr.area.x + fr.area.w);
	g_assert_cmpint(p->box.y, >=, fr.area.y);
	g_assert_cmpint(p->box.y, <=, fr.area.y + fr.area.h);
	if (p->kind == PLACED_LINE && p->galley->block->style == &f->body)
		g_assert_cmpint((p->box.y - f->l.grid_start) % STEP, ==, 0);
}

/* Lines come in the order of reading, each once, under the one before. */
static void
assert_all_stand(struct fixture *f, const struct pages *ps)
{
	size_t story = 0, block = 0, line = 0;
	const struct placed *before = NULL;

	for (size_t i = 0; i < ps->n; i++) {
		before = NULL;
		for (size_t j = 0; j < ps->v[i].n; j++) {
			const struct placed *p = &ps->v[i].placed[j];

			assert_on_page(f, &ps->v[i], p);
			if (p->furniture || (p->kind == PLACED_LINE && p->line == p->galley->marker))
				continue;
			const struct story *s = f->stories->pdata[story];
			g_assert_true(p->block == &s->blocks[block]);
			g_assert_cmpint(p->story, ==, (int)story);
			if (p->kind == PLACED_LINE)
				g_assert_true(p->line == &p->galley->lines[line]);
			if (before && before->column == p->column)
				g_assert_cmpint(p->box.y, >, before->box.y);
			before = p;
			line++;
			if (p->kind == PLACED_IMAGE || line == p->galley->n) {
				line = 0;
				block++;
			}
			if (block == s->n) {
				block = 0;
				story++;
			}
		}
	}
	g_assert_cmpuint(story, ==, f->stories->len);
}

/* Lines of the body in each column of a page. */
static void
count_columns(const struct page *pg, const struct style *st, int ret_n[2], dim ret_foot[2])
{
	ret_n[0] = ret_n[1] = 0;
	ret_foot[0] = ret_foot[1] = 0;
	for (size_t j = 0; j < pg->n; j++) {
		const struct placed *p = &pg->placed[j];

		if (p->kind != PLACED_LINE || p->furniture || p->column < 0)
			continue;
		ret_n[p->column]++;
		ret_foot[p->column] = MAX(ret_foot[p->column], p->box.y);
	}
}

/* ---- tests ------------------------------------------------------------ */

static void
test_columns(struct fixture *f, gconstpointer data)
{
	int n[2];
	dim foot[2];

	add_story(f, "h2 b20");
	const struct pages *ps = make(f);
	g_assert_cmpuint(ps->n, ==, 1);
	assert_all_stand(f, ps);
	count_columns(&ps->v[0], &f->body, n, foot);
	g_assert_cmpint(n[0], ==, 10);
	g_assert_cmpint(n[1], ==, 10);
	/* The first column is the right one. */
	for (size_t j = 0; j < ps->v[0].n; j++) {
		const struct placed *p = &ps->v[0].placed[j];

		if (p->column == 0)
			g_assert_cmpint(p->box.x, >, 200 * PT);
		if (p->column == -1)
			g_assert_cmpint(p->box.w, ==, 400 * PT);
	}
}

/* 16 lines cannot be 8 and 8 here; paragraphs with a line more or less can. */
static void
test_level(struct fixture *f, gconstpointer data)
{
	int n[2];
	dim foot[2];

	for (int i = 0; i < 2; i++) {
		g_ptr_array_set_size(f->stories, 0);
		add_story(f, "h1 b7 b9");
		f->resets = i == 1;
		const struct pages *ps = make(f);
		count_columns(&ps->v[0], &f->body, n, foot);
		if (i == 0)
			g_assert_cmpint(ABS(n[0] - n[1]), ==, 2);
		else
			g_assert_cmpint(ABS(n[0] - n[1]), <=, 1);
		g_assert_cmpint(ABS(n[0] + n[1] - 16), <=, i);
	}
}

static void
test_full_pages(struct fixture *f, gconstpointer data)
{
	int n[2];
	dim foot[2];

	add_story(f, "b300");
	const struct pages *ps = make(f);
	assert_all_stand(f, ps);
	for (size_t i = 0; i + 1 < ps->n; i++) {
		count_columns(&ps->v[i], &f->body, n, foot);
		g_assert_cmpint(n[0] + n[1], >=, 66);
		g_assert_cmpint(ABS(n[0] - n[1]), <=, 1);
	}
	count_columns(&ps->v[ps->n - 1], &f->body, n, foot);
	g_assert_cmpint(ABS(n[0] - n[1]), <=, 1);
}

/* Random stories: whatever they are, everything stands and nothing is alone. */
static void
test_random(struct fixture *f, gconstpointer data)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(11);
	unsigned unlevel = 0, pages = 0;

	for (int i = 0; i < 300; i++) {
		g_ptr_array_set_size(f->stories, 0);
		f->l.item_break = (enum item_break)g_rand_int_range(rand, 0, 3);
		int stories = g_rand_int_range(rand, 1, 5);
		for (int k = 0; k < stories; k++) {
			g_autoptr(GString) o = g_string_new("h1");
			int n = g_rand_int_range(rand, 1, 15);

			for (int j = 0; j < n; j++) {
				int kind = g_rand_int_range(rand, 0, 10);

				if (kind == 0)
					g_string_append(o, " f0 c2 b4");
				else if (kind == 1)
					g_string_append(o, " s1 b6");
				else
					g_string_append_printf(o, " %c%d", kind == 2 ? 'e' : 'b',
					    g_rand_int_range(rand, 4, 12));
			}
			add_story(f, o->str);
		}
		const struct pages *ps = make(f);
		g_assert_nonnull(ps);
		assert_all_stand(f, ps);
		for (size_t p = 0; p < ps->n; p++) {
			int n[2];
			dim foot[2];

			count_columns(&ps->v[p], &f->body, n, foot);
			pages++;
			unlevel += ABS(foot[0] - foot[1]) > 2 * STEP;
		}
	}
	for (size_t i = 0; i < diags_n(f->dg); i++)
		if (diags_get(f->dg, i)->level > DIAG_NOTE)
			g_assert_cmpstr(diags_get(f->dg, i)->code, ==, "page.columns-uneven");
	/* Figures and subheads cannot always be level. */
	g_test_message("%u of %u pages unlevel", unlevel, pages);
	g_assert_cmpuint(unlevel * 100, <, pages * 30);
}

/* Three lines follow a subhead in its column, and two are at either end. */
static void
test_keeps(struct fixture *f, gconstpointer data)
{
	for (int lead = 20; lead < 60; lead++) {
		g_autofree char *o = g_strdup_printf("b%d s1 b8 s1 b9 b40 b4 b4 s1 b5", lead);

		g_ptr_array_set_size(f->stories, 0);
		add_story(f, o);
		const struct pages *ps = make(f);
		assert_all_stand(f, ps);
		const struct placed *before = NULL;
		for (size_t i = 0; i < ps->n; i++)
			for (size_t j = 0; j < ps->v[i].n; j++) {
				const struct placed *p = &ps->v[i].placed[j];
				bool cut = before && (before->column != p->column || j == 0);

				if (cut && before->block == p->block) {
					g_assert_cmpuint(before->line->end, >=, 2);
					g_assert_cmpuint(p->galley->n - p->line->start, >=, 2);
				}
				if (cut)
					g_assert_true(before->galley->block->style != &f->subhead);
				before = p;
			}
	}
	for (size_t i = 0; i < diags_n(f->dg); i++)
		g_assert_cmpstr(diags_get(f->dg, i)->code, ==, "page.columns-uneven");
}

static void
test_head_at_foot(struct fixture *f, gconstpointer data)
{
	/* The first story leaves too little for a head and three lines. */
	f->l.separator_space = (struct length) { STEP, UNIT_PT };
	f->l.separator.width = PT;
	add_story(f, "h1 b64");
	add_story(f, "h1 b20");
	const struct pages *ps = make(f);
	g_assert_cmpuint(ps->n, ==, 2);
	assert_all_stand(f, ps);
	/* Nothing of the second story, and no separator, on the first page. */
	for (size_t j = 0; j < ps->v[0].n; j++)
		g_assert_cmpint(ps->v[0].placed[j].story, ==, 0);
	for (size_t j = 0; j < ps->v[1].n; j++)
		g_assert_cmpint(ps->v[1].placed[j].kind, !=, PLACED_RULE);
}

static void
test_separator(struct fixture *f, gconstpointer data)
{
	int rules = 0;

	f->l.separator_space = (struct length) { STEP, UNIT_PT };
	f->l.separator.width = PT;
	f->l.columns.rule.width = PT / 2;
	add_story(f, "h1 b10");
	add_story(f, "h1 b10");
	const struct pages *ps = make(f);
	g_assert_cmpuint(ps->n, ==, 1);
	for (size_t j = 0; j < ps->v[0].n; j++) {
		const struct placed *p = &ps->v[0].placed[j];

		if (p->kind != PLACED_RULE)
			continue;
		rules++;
		g_assert_true(p->furniture);
		g_assert_true(p->box.w == 400 * PT || (p->box.w == PT / 2 && p->box.h > 4 * STEP));
	}
	g_assert_cmpint(rules, ==, 3); /* two between columns */
}

static struct story *
add_section(struct fixture *f, const char *outline)
{
	add_story(f, outline);
	struct story *s = g_ptr_array_index(f->stories, f->stories->len - 1);

	s->kind = STORY_SECTION;
	return s;
}

/* A section's head parts its items from those before; no rule is needed. */
static void
test_section_head(struct fixture *f, gconstpointer data)
{
	f->l.separator_space = (struct length) { STEP, UNIT_PT };
	f->l.separator.width = PT;
	add_story(f, "h1 b10");
	add_section(f, "w1");
	add_story(f, "h1 b10");
	const struct pages *ps = make(f);
	g_assert_cmpuint(ps->n, ==, 1);
	assert_all_stand(f, ps);
	for (size_t j = 0; j < ps->v[0].n; j++)
		g_assert_cmpint(ps->v[0].placed[j].kind, !=, PLACED_RULE);
}

/* Room for the head and no more: it goes over with its first item. */
static void
test_section_head_at_foot(struct fixture *f, gconstpointer data)
{
	add_story(f, "h1 b64");
	add_section(f, "w1");
	add_story(f, "h1 b20");
	const struct pages *ps = make(f);
	g_assert_cmpuint(ps->n, ==, 2);
	assert_all_stand(f, ps);
	for (size_t j = 0; j < ps->v[0].n; j++)
		g_assert_cmpint(ps->v[0].placed[j].story, ==, 0);
}

/* Where each release has a page, a section begins one, and its first is on it. */
static void
test_section_break_page(struct fixture *f, gconstpointer data)
{
	f->l.item_break = BREAK_PAGE;
	add_section(f, "w1");
	add_story(f, "h1 b3");
	add_story(f, "h1 b3");
	add_section(f, "w1");
	add_story(f, "h1 b3");
	const struct pages *ps = make(f);
	g_assert_cmpuint(ps->n, ==, 3);
	assert_all_stand(f, ps);
}

static void
test_break_page(struct fixture *f, gconstpointer data)
{
	f->l.item_break = BREAK_PAGE;
	add_story(f, "h1 b3");
	add_story(f, "b3");
	add_story(f, "h1 b3");
	const struct pages *ps = make(f);
	g_assert_cmpuint(ps->n, ==, 3);
	assert_all_stand(f, ps);
}

static void
test_figure(struct fixture *f, gconstpointer data)
{
	f->picture = (struct image) { .width = 100, .height = 1000 };
	add_story(f, "f0 c2 b30");
	const struct pages *ps = make(f);
	assert_all_stand(f, ps);
	const struct placed *p = &ps->v[0].placed[0];
	g_assert_cmpint(p->kind, ==, PLACED_IMAGE);
	/* Half of the text's height, its width in proportion, at the start edge as its caption. */
	g_assert_cmpint(p->box.h, ==, 300 * PT);
	g_assert_cmpint(p->box.w, ==, 30 * PT);
	g_assert_cmpint(p->box.x + p->box.w, ==, (40 + 210 + 190) * PT);
}

static struct part
part_at(struct fixture *f, enum part_edge x, enum part_edge y)
{
	return (struct part) { .kind = PART_TEXT, .style = &f->body, .x = { x, { 0 } },
		.y = { y, { 0 } } };
}

/* Bound on the right, page 1 is a left-hand page: its outer edge is left. */
static void
test_furniture(struct fixture *f, gconstpointer data)
{
	struct part footer[] = { part_at(f, EDGE_OUTER, EDGE_TOP), part_at(f, EDGE_INNER, EDGE_TOP) };
	struct part head = { .kind = PART_RULE, .rule = { 2 * PT, NULL }, .y2 = { 0 },
		.x = { EDGE_START, { 0 } }, .x2 = { EDGE_END, { 0 } } };

	f->l.footer = (struct box) { .parts = footer, .n = 2 };
	f->l.masthead = (struct box) { { 100 * PT, UNIT_PT }, &head, 1 };
	f->l.masthead_on = MASTHEAD_FIRST;
	add_story(f, "b100");
	const struct pages *ps = make(f);
	g_assert_cmpuint(ps->n, ==, 2);
	g_assert_cmpint(f->pages_told, ==, 2);
	for (size_t i = 0; i < 2; i++) {
		const struct page *pg = &ps->v[i];
		const struct placed *outer = &pg->placed[i == 0 ? 1 : 0];
		/* The text is 30 pt wide and begins on the right of its measure. */
		dim text_left = outer->box.x + outer->box.w - 30 * PT;

		g_assert_true(outer->furniture);
		g_assert_true(pg->left_hand == (i == 0));
		g_assert_cmpint(text_left, ==, i == 0 ? 40 * PT : 430 * PT);
	}
	/* The masthead takes its height of the first page only. */
	g_assert_cmpint(ps->v[0].placed[0].kind, ==, PLACED_RULE);
	g_assert_cmpint(ps->v[0].placed[0].box.w, ==, 400 * PT);
	g_assert_cmpint(frame_make(&f->l, 1).area.y, ==, 150 * PT);
	g_assert_cmpint(frame_make(&f->l, 2).area.y, ==, 50 * PT);
}

static void
test_overset(struct fixture *f, gconstpointer data)
{
	f->head.leading.v = 900 * PT;
	add_story(f, "h1 b3");
	g_assert_null(make(f));
	g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, "page.overset");
	g_assert_cmpuint(diags_get(f->dg, 0)->at.line, ==, 1);
}

static void
test_too_many(struct fixture *f, gconstpointer data)
{
	add_story(f, "b350000");
	g_assert_null(make(f));
	g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, "page.too-many");
}

static void
test_empty(struct fixture *f, gconstpointer data)
{
	const struct pages *ps = make(f);

	g_assert_cmpuint(ps->n, ==, 1);
	g_assert_cmpuint(ps->v[0].n, ==, 0);
}

/* An index of four lines behind two stories, each on the page it names. */
static struct stories
index_of(void *ctx, struct stories made, const int *begins, const struct layout **ret_l)
{
	struct fixture *f = ctx;
	const struct story **v = arena_array(f->a, const struct story *, 1);

	g_assert_cmpuint(made.n, ==, 2);
	g_assert_cmpint(begins[0], ==, 1);
	g_assert_cmpint(begins[1], ==, 2);
	add_story(f, "b4");
	v[0] = f->stories->pdata[2];
	*ret_l = &f->l;
	return (struct stories) { v, 1 };
}

static void
test_last(struct fixture *f, gconstpointer data)
{
	struct compositor c = { .ctx = f, .block = compose, .part = compose_part,
		.picture = picture, .last = index_of };

	f->l.item_break = BREAK_PAGE;
	add_story(f, "b3");
	add_story(f, "b3");
	/* The array of stories moves when the index is added. */
	const struct story *two[] = { f->stories->pdata[0], f->stories->pdata[1] };
	const struct pages *ps = page_make(f->a, f->dg, two, 2, &f->l, &c);
	g_assert_nonnull(ps);
	g_assert_cmpuint(ps->n, ==, 3);
	g_assert_cmpuint(ps->n_stories, ==, 3);
	g_assert_cmpint(ps->begins[2], ==, 3);
	size_t lines = 0;
	for (size_t i = 0; i < ps->v[2].n; i++)
		lines += ps->v[2].placed[i].story == 2;
	g_assert_cmpuint(lines, ==, 4);
}

#define TEST(name) \
	g_test_add("/page/" #name, struct fixture, NULL, set_up, test_##name, tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	TEST(columns);
	TEST(level);
	TEST(full_pages);
	TEST(random);
	TEST(keeps);
	TEST(head_at_foot);
	TEST(separator);
	TEST(section_head);
	TEST(section_head_at_foot);
	TEST(section_break_page);
	TEST(break_page);
	TEST(figure);
	TEST(furniture);
	TEST(overset);
	TEST(too_many);
	TEST(empty);
	TEST(last);
	return g_test_run();
}
