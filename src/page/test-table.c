/*
 * Tables: what a column is given, where rows and heads stand, with cells
 * made by hand: each "word" of a cell's text is as wide as its bytes.
 */
#include "page/test-hand.h"

#include <string.h>

#define COLUMNS 3

/* A cell of `n` words: 10 pt the widest word, 10 pt a word in all. */
static bool
widths(void *ctx, const struct block *b, dim *ret_least, dim *ret_most)
{
	*ret_least = 10 * PT;
	*ret_most = (dim)b->len * 10 * PT;
	return true;
}

static const struct galley *
compose(void *ctx, const struct block *b, dim measure)
{
	struct fixture *f = ctx;
	struct galley *g = arena_new(f->a, struct galley);
	dim words = MAX(measure / (10 * PT), 1);

	*g = (struct galley) { .block = b, .measure = measure, .size = 10 * PT,
		.leading = 12 * PT, .n = (b->len + (size_t)words - 1) / (size_t)words };
	g->lines = arena_array(f->a, struct line, g->n);
	for (size_t i = 0; i < g->n; i++)
		g->lines[i] = (struct line) { .width = 10 * PT };
	return g;
}

/* A table of which each cell has so many words; rows of three. */
static struct block *
table_of(struct fixture *f, const uint32_t *words, int rows, bool head)
{
	struct block *b = arena_array(f->a, struct block, (size_t)(1 + rows * COLUMNS));

	b[0] = (struct block) { .kind = BLOCK_TABLE, .style = &f->styles['b'],
		.at = { "i.md", 1, 1 },
		.cell = { .rows = rows, .columns = COLUMNS, .head = head } };
	for (int i = 0; i < rows * COLUMNS; i++)
		b[1 + i] = (struct block) { .kind = words[i] ? BLOCK_TEXT : BLOCK_BLANK,
			.style = &f->styles['b'], .len = words[i],
			.cell = { .inside = true, .row = i / COLUMNS, .column = i % COLUMNS } };
	return b;
}

static const struct group *
set(struct fixture *f, const struct block *b, dim measure)
{
	struct compositor c = { .ctx = f, .block = compose, .widths = widths };

	f->l.table.width = 1024;
	return table_set(f->a, f->dg, b, 0, measure, &f->l, &c);
}

/* The cell's width: its line's measure, for there is no padding. */
static dim
width_of(const struct group *g, size_t i)
{
	return g->v[i].box.w;
}

/* 2, 3 and 1 words want 20, 30 and 10 pt, and that is what they get. */
static void
test_natural(struct fixture *f, gconstpointer data)
{
	static const uint32_t words[] = { 2, 3, 1 };
	const struct group *g = set(f, table_of(f, words, 1, false), 200 * PT);

	g_assert_cmpint(g->width, ==, 60 * PT);
	g_assert_cmpint(width_of(g, 0), ==, 20 * PT);
	g_assert_cmpint(width_of(g, 1), ==, 30 * PT);
	/* The first column is at the right: 20 pt of 60 from there. */
	g_assert_cmpint(g->v[0].box.x, ==, 40 * PT);
	g_assert_cmpint(g->v[2].box.x, ==, 0);
}

/* 100 pt for 2, 9 and 8 words: 20 for the first, 40 each for the others. */
static void
test_shared(struct fixture *f, gconstpointer data)
{
	static const uint32_t words[] = { 2, 9, 8 };
	const struct group *g = set(f, table_of(f, words, 1, false), 100 * PT);

	g_assert_cmpint(g->width, ==, 100 * PT);
	g_assert_cmpint(width_of(g, 0), ==, 20 * PT);
	g_assert_cmpint(g->v[1].box.w, ==, 40 * PT);
	/* Nine words, four a line, are three lines. */
	g_assert_cmpint(g->height, ==, 36 * PT);
}

/* What is left over is shared in proportion, when a table is to fill. */
static void
test_fill(struct fixture *f, gconstpointer data)
{
	static const uint32_t words[] = { 1, 2, 1 };

	f->l.table.fill = true;
	const struct group *g = set(f, table_of(f, words, 1, false), 80 * PT);
	g_assert_cmpint(g->width, ==, 80 * PT);
	g_assert_cmpint(width_of(g, 1), ==, 40 * PT);
}

/* Three words of 10 pt do not go into 29 pt. */
static void
test_too_wide(struct fixture *f, gconstpointer data)
{
	static const uint32_t words[] = { 1, 1, 1 };

	g_assert_null(set(f, table_of(f, words, 1, false), 29 * PT));
	g_assert_true(is_said(f, "page.table-too-wide"));
}

/* Rules over, between, under the head and under all; every other row tinted. */
static void
test_rules(struct fixture *f, gconstpointer data)
{
	static const uint32_t words[] = { 1, 1, 1, 1, 0, 1, 1, 1, 1 };
	static const struct colour ink = { .name = "ink" };

	f->l.table.rule = (struct rule) { PT, &ink };
	f->l.table.head_rule = (struct rule) { 2 * PT, &ink };
	f->l.table.edge_rule = (struct rule) { 3 * PT, &ink };
	f->l.table.tint = &ink;
	const struct group *g = set(f, table_of(f, words, 3, true), 90 * PT);
	g_assert_cmpint(g[0].height, ==, (3 + 12 + 2) * PT);
	g_assert_cmpint(g[1].height, ==, (12 + 1) * PT);
	g_assert_cmpint(g[2].height, ==, (12 + 3) * PT);
	g_assert_cmpuint(g[0].n, ==, 5);
	/* An empty cell has no line. */
	g_assert_cmpuint(g[1].n, ==, 3);
	g_assert_cmpint(g[2].v[0].kind, ==, PLACED_TINT);
}

/* ---- on pages --------------------------------------------------------- */

static const struct pages *
make_pages(struct fixture *f, int rows)
{
	g_autofree uint32_t *words = g_new(uint32_t, rows * COLUMNS);
	struct story *s = arena_new(f->a, struct story);
	struct compositor c = { .ctx = f, .block = compose, .widths = widths };

	for (int i = 0; i < rows * COLUMNS; i++)
		words[i] = 1;
	f->l.table.width = 1024;
	s->layout = &f->l;
	s->n = (size_t)(1 + rows * COLUMNS);
	s->blocks = table_of(f, words, rows, true);
	g_ptr_array_add(f->stories, s);
	return page_make(f->a, f->dg, (const struct story *const *)(void *)f->stories->pdata,
	    f->stories->len, &f->l, &c);
}

/* 200 rows of 12 pt in columns of 600 pt: each column begins with the head. */
static void
test_repeated_head(struct fixture *f, gconstpointer data)
{
	const struct pages *ps = make_pages(f, 200);
	int heads = 0, lines = 0, columns = 0, column = -1;

	g_assert_nonnull(ps);
	for (size_t i = 0; i < ps->n; i++, column = -1)
		for (size_t j = 0; j < ps->v[i].n; j++) {
			const struct placed *p = &ps->v[i].placed[j];

			if (p->column != column) {
				columns++;
				g_assert_cmpint(p->block->cell.row, ==, 0);
			}
			column = p->column;
			heads += p->furniture && p->block->cell.row == 0;
			lines += !p->furniture;
			g_assert_cmpint(p->box.y + p->box.h, <=, f->l.height - f->l.margins.bottom + 12 * PT);
		}
	/* Every row once; the head again in all columns but the first. */
	g_assert_cmpint(lines, ==, 200 * COLUMNS);
	g_assert_cmpint(columns, >=, 4);
	g_assert_cmpint(heads, ==, (columns - 1) * COLUMNS);
}

/* A row of 12 pt and padding of 300 over and under does not fit 600. */
static void
test_too_high(struct fixture *f, gconstpointer data)
{
	f->l.table.padding_down = (struct length) { 300 * PT, UNIT_PT };
	g_assert_null(make_pages(f, 3));
	g_assert_true(is_said(f, "page.overset"));
}

/* In an item of the other direction the first cell is at the other edge, and so are the table and its column. */
static void
test_turned(struct fixture *f, gconstpointer data)
{
	static const uint32_t words[] = { 1, 2, 3, 1, 2, 3 };
	struct block *b = table_of(f, words, 2, true);
	struct story st = { .layout = &f->l, .blocks = b, .n = 7 };
	struct compositor c = { .ctx = f, .block = compose, .widths = widths };
	const struct story *v[] = { &st };

	f->l.table.width = 1024;
	for (int i = 0; i < 7; i++)
		b[i].turned = true;
	const struct pages *ps = page_make(f->a, f->dg, v, 1, &f->l, &c);
	g_assert_nonnull(ps);
	dim left = frame_make(&f->l, 1).area.x;
	dim at[COLUMNS] = { 0 };

	for (size_t i = 0; i < ps->v[0].n; i++)
		if (ps->v[0].placed[i].block)
			at[ps->v[0].placed[i].block->cell.column] = ps->v[0].placed[i].box.x - left;
	g_assert_cmpint(at[0], ==, 0);
	g_assert_cmpint(at[1], ==, 10 * PT);
	g_assert_cmpint(at[2], ==, 30 * PT);
}

#define TEST(name) g_test_add("/page/table/" #name, struct fixture, NULL, set_up, test_##name, tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	TEST(natural);
	TEST(shared);
	TEST(fill);
	TEST(too_wide);
	TEST(rules);
	TEST(repeated_head);
	TEST(too_high);
	TEST(turned);
	return g_test_run();
}
