/* Made by hand, for the tests of page. */
#include "page/test-hand.h"

#include <string.h>

static void
add_style(struct fixture *f, char letter, const char *name, dim leading)
{
	f->styles[(int)letter] = (struct style){ .name = name,
		.size = { 12 * PT },
		.n_sizes = 1,
		.leading = { leading, UNIT_PT },
		.span = 1,
		.widows = 2,
		.orphans = 2 };
}

void
set_up(struct fixture *f, gconstpointer data)
{
	*f = (struct fixture){ .a = arena_create(),
		.dg = diags_create(),
		.stories = g_ptr_array_new(),
		.picture = { .width = 300, .height = 200 } };
	f->l = (struct layout){ .rtl = true,
		.bind_right = true,
		.width = 500 * PT,
		.height = 700 * PT,
		.margins = { 50 * PT, 50 * PT, 60 * PT, 40 * PT },
		.columns = { .count = 2, .gap = 20 * PT, .balance = true },
		.figure = { .height_most = 563 },
		.table = { .width = 1024 },
		.grid_start = 50 * PT + STEP,
		.grid_step = STEP };
	add_style(f, 'h', "head", 30 * PT);
	add_style(f, 'b', "body", STEP);
	add_style(f, 'e', "entry", STEP);
	add_style(f, 's', "subhead", STEP);
	add_style(f, 'f', "figure", STEP);
	add_style(f, 'c', "caption", 13 * PT);
	add_style(f, 'd', "deck", 22 * PT);
	add_style(f, 'w', "wide", 22 * PT);
	add_style(f, '-', "separator", STEP);
	add_style(f, 'k', "some-head", 30 * PT);
	add_style(f, 'g', "some-figure", STEP);
	add_style(f, 'q', "some-caption", 13 * PT);
	add_style(f, 'r', "credit", 11 * PT);
	add_style(f, 'y', "some-credit", 11 * PT);
	add_style(f, 'n', "note", 13 * PT);
	add_style(f, 't', "table", 13 * PT);
	add_style(f, 'x', "table-caption", 13 * PT);
	add_style(f, 'u', "quote", STEP);
	add_style(f, 'v', "speaker", STEP);
	f->styles['k'].keep_with_next = true;
	f->styles['w'].span = 2;
	f->styles['h'].span = SPAN_ALL;
	f->styles['h'].keep_with_next = true;
	f->styles['s'].keep_with_next = true;
	f->styles['s'].space_before = (struct length){ STEP, UNIT_PT };
	f->styles['d'].space_after = (struct length){ 5 * PT, UNIT_PT };
}

void
tear_down(struct fixture *f, gconstpointer data)
{
	g_ptr_array_unref(f->stories);
	diags_destroy(f->dg);
	arena_destroy(f->a);
}

/* ---- galleys made by hand --------------------------------------------- */

static struct galley *
galley_of(struct fixture *f, const struct block *b, uint32_t n, dim measure)
{
	struct galley *g = arena_new(f->a, struct galley);

	*g = (struct galley){ .block = b,
		.measure = measure,
		.size = b->style->size[0],
		.leading = b->style->leading.v,
		.lines = arena_array(f->a, struct line, n),
		.n = n,
		.too_many = b->style->max_lines > 0 && n > (uint32_t)b->style->max_lines,
		.marker = b->marker ? arena_new(f->a, struct line) : NULL };
	/* A byte a line; what is set anew has all of the text, too. */
	for (uint32_t i = 0; i < n; i++)
		g->lines[i] = (struct line){ .start = i,
			.end = i + 1 == n ? MAX(b->len, n) : i + 1,
			.width = 30 * PT };
	return g;
}

static const struct galley *
compose(void *ctx, const struct block *b, dim measure)
{
	struct fixture *f = ctx;

	f->set++;
	return galley_of(f, b, b->len, measure);
}

/* Words of 4 pt, and lines of as many as the cell has lines. */
static bool
measure_widths(void *ctx, const struct block *b, dim *ret_least, dim *ret_most)
{
	*ret_least = 4 * PT;
	*ret_most = 4 * PT * (dim)b->len;
	return true;
}

static const struct galley *
compose_anew(void *ctx, const struct block *b, dim measure, int more)
{
	if (b->len < 3 || b->len % 3 == 0)
		return NULL;
	return galley_of(ctx, b, b->len + (uint32_t)more, measure);
}

/* The number of pages it is told is the width of the line, in points. */
static const struct galley *
compose_part(void *ctx, const struct part *p, dim measure, int page, int pages)
{
	struct fixture *f = ctx;
	struct block *b = arena_new(f->a, struct block);

	b->style = p->style;
	b->len = 1;
	struct galley *g = galley_of(f, b, b->len, measure);
	g->lines[0].width = pages * PT;
	return g;
}

/* A reference is as many points wide as the number of its page. */
static const struct galley *
compose_reference(void *ctx, const struct part *p, const struct story *s, dim measure,
    int page, int pages)
{
	return compose_part(ctx, p, measure, page, page);
}

static const struct image *
picture(void *ctx, const struct part *p, dim width)
{
	return &((struct fixture *)ctx)->picture;
}

static enum role
role_of(char letter)
{
	switch (letter) {
	case 'c':
	case 'q':
		return ROLE_CAPTION;
	case 'r':
	case 'y':
		return ROLE_CREDIT;
	case 'd':
		return ROLE_DECK;
	case 'e':
		return ROLE_ENTRY;
	case 'n':
		return ROLE_NOTE;
	case 's':
		return ROLE_SUBHEAD;
	case 'u':
		return ROLE_QUOTE;
	case 'v':
		return ROLE_SPEAKER;
	case 't':
		return ROLE_TABLE;
	case 'x':
		return ROLE_TABLE_CAPTION;
	}
	return ROLE_BODY;
}

static enum block_kind
kind_of(char letter)
{
	return strchr("fg", letter) ? BLOCK_FIGURE : letter == '-' ? BLOCK_SEPARATOR
	    : letter == 't' ? BLOCK_TABLE : BLOCK_TEXT;
}

static struct block
block_of(struct fixture *f, char letter, uint32_t lines, uint32_t at)
{
	return (struct block){
		.kind = kind_of(letter),
		.role = role_of(letter),
		.style = &f->styles[(int)letter],
		.at = { "i.md", at, 1 },
		.len = lines,
		.marker = strchr("en", letter) ? "•" : NULL,
		.image = strchr("fg", letter) ? &f->picture : NULL,
	};
}

/* Two columns of cells, of one line and two in turn. */
static void
add_table(struct fixture *f, GArray *to, struct block table)
{
	table.cell.rows = (int)table.len;
	table.cell.columns = 2;
	table.cell.head = table.len > 1;
	g_array_append_val(to, table);
	for (int i = 0; i < 2 * table.cell.rows; i++) {
		struct block cell = block_of(f, 't', 1 + i % 3 / 2, table.at.line);

		cell.kind = BLOCK_TEXT;
		cell.cell = (struct cell){ .inside = true, .row = i / 2, .column = i % 2 };
		g_array_append_val(to, cell);
	}
}

/* Let line `line` of a text, or row of a table, refer to a note. */
static void
refer(struct fixture *f, struct block *b, uint32_t line, int note)
{
	struct block *from = b->kind == BLOCK_TABLE ? b + 1 + 2 * line : b;
	uint32_t at = b->kind == BLOCK_TABLE ? 0 : MIN(line, b->len - 1);
	struct span *v = arena_array(f->a, struct span, from->n_spans + 1);

	if (from->n_spans > 0)
		memcpy(v, from->spans, from->n_spans * sizeof *v);
	v[from->n_spans++] = (struct span){ .start = at, .end = at + 1, .note = note };
	from->spans = v;
}

void
add_story(struct fixture *f, const char *outline)
{
	g_auto(GStrv) words = g_strsplit(outline, " ", -1);
	g_autoptr(GArray) v = g_array_new(FALSE, FALSE, sizeof(struct block));
	struct story *s = arena_new(f->a, struct story);
	guint noted = 0;
	int notes = 0;

	for (uint32_t i = 0; words[i]; i++) {
		const char *place = strchr(words[i], '@');
		struct block b = block_of(f, *words[i], (uint32_t)atoi(words[i] + 1), i + 1);

		if (*words[i] == 'n') {
			b.note = ++notes;
			refer(f, &g_array_index(v, struct block, noted),
			    place ? (uint32_t)atoi(place + 1) : 0, notes);
		} else {
			noted = v->len;
		}
		if (b.kind == BLOCK_TABLE)
			add_table(f, v, b);
		else
			g_array_append_val(v, b);
	}
	s->layout = &f->l;
	s->n = v->len;
	s->blocks = arena_memdup(f->a, v->data, v->len * sizeof(struct block));
	g_ptr_array_add(f->stories, s);
}

const struct pages *
make(struct fixture *f)
{
	struct compositor c = { .ctx = f, .block = compose, .part = compose_part,
		.refer = compose_reference, .widths = measure_widths,
		.picture = picture, .reset = f->resets ? compose_anew : NULL };

	return page_make(f->a, f->dg,
	    (const struct story *const *)(void *)f->stories->pdata,
	    f->stories->len, &f->l, &c);
}

/* ---- the type that was placed ----------------------------------------- */

GArray *
type_of(const struct pages *ps)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct seen));

	g_assert_nonnull(ps);
	for (size_t i = 0; i < ps->n; i++)
		for (size_t j = 0; j < ps->v[i].n; j++) {
			const struct placed *p = &ps->v[i].placed[j];
			struct seen s = { p, i };

			if (p->furniture || !p->block)
				continue;
			if (p->galley && p->line == p->galley->marker)
				continue;
			g_array_append_val(all, s);
		}
	return all;
}

bool
is_line_of(const struct fixture *f, const struct seen *s, char letter)
{
	return s->p->kind == PLACED_LINE &&
	    s->p->block->style == &f->styles[(int)letter];
}

bool
ends_column(const struct seen *s, const struct seen *next)
{
	return s->page != next->page || s->p->column != next->p->column;
}

void
assert_complete(const struct fixture *f, GArray *all)
{
	guint at = 0;

	for (guint s = 0; s < f->stories->len; s++) {
		const struct story *st = f->stories->pdata[s];

		for (size_t b = 0; b < st->n; b++) {
			bool figure = st->blocks[b].kind == BLOCK_FIGURE;
			size_t n = figure ? 1 : st->blocks[b].len;

			if (st->blocks[b].kind == BLOCK_SEPARATOR)
				continue;

			for (size_t i = 0; i < n; i++, at++) {
				g_assert_cmpuint(at, <, all->len);
				const struct placed *p = SEEN(all, at)->p;
				g_assert_true(p->block == &st->blocks[b]);
				g_assert_cmpint(p->story, ==, (int)s);
				if (!figure)
					g_assert_true(
					    p->line == &p->galley->lines[i]);
			}
		}
	}
	g_assert_cmpuint(at, ==, all->len);
}

/* The ink of a line of hand-made type: 7/10 of its leading over the line. */
static dim
top_of(const struct placed *p)
{
	return p->kind == PLACED_LINE ? p->box.y - p->box.h * 7 / 10 - 1
				      : p->box.y;
}

dim
foot_of(const struct placed *p)
{
	return p->kind == PLACED_LINE ? p->box.y + p->box.h * 3 / 10
				      : p->box.y + p->box.h;
}

/* What stands over a thing: the band above, or what precedes it. */
struct above {
	dim floor, lowest;
};

static void
assert_under(struct above *over, const struct seen *before,
    const struct seen *s, dim top)
{
	if (!before || before->page != s->page)
		*over = (struct above){ top, top };
	else if (s->p->column < before->p->column || before->p->column < 0)
		over->floor = over->lowest;
	else if (s->p->column == before->p->column)
		g_assert_cmpint(top_of(s->p) + 2, >=, foot_of(before->p));
	if (over->floor > top)
		g_assert_cmpint(top_of(s->p) + 2, >=, over->floor);
	over->lowest = MAX(over->lowest, foot_of(s->p));
}

void
assert_placed_well(const struct fixture *f, GArray *all)
{
	struct above over = { 0, 0 };

	for (guint i = 0; i < all->len; i++) {
		const struct seen *s = SEEN(all, i);
		struct frame fr = frame_make(&f->l, (int)s->page + 1);
		const struct placed *p = s->p;

		g_assert_cmpint(p->box.x, >=, fr.area.x);
		g_assert_cmpint(
		    p->box.x + p->box.w, <=, fr.area.x + fr.area.w);
		/* The first row, and a figure in it, may stand higher. */
		if (p->box.y != f->l.grid_start &&
		    p->box.y != f->l.grid_start - dim_scale(STEP, 7, 10))
			g_assert_cmpint(top_of(p), >=, fr.area.y - 1);
		g_assert_cmpint(foot_of(p), <=, fr.area.y + fr.area.h + 1);
		if (is_line_of(f, s, 'b') || is_line_of(f, s, 'e'))
			g_assert_cmpint(
			    (p->box.y - f->l.grid_start) % STEP, ==, 0);
		assert_under(
		    &over, i > 0 ? SEEN(all, i - 1) : NULL, s, fr.area.y);
	}
}

void
assert_columns_in_order(const struct fixture *f, GArray *all)
{
	dim pitch = frame_measure(&f->l, 1) + f->l.columns.gap;

	for (guint i = 0; i < all->len; i++) {
		const struct seen *s = SEEN(all, i);
		struct frame fr = frame_make(&f->l, (int)s->page + 1);
		dim in;

		if (s->p->kind != PLACED_LINE || s->p->column < 0)
			continue;
		in = f->l.rtl ? fr.area.x + fr.area.w - s->p->box.x -
			s->p->box.w
			      : s->p->box.x - fr.area.x;
		g_assert_cmpint(in, ==, s->p->column * pitch);
	}
}

unsigned
times_said(const struct fixture *f, const char *code)
{
	unsigned n = 0;

	for (size_t i = 0; i < diags_n(f->dg); i++)
		n += strcmp(diags_get(f->dg, i)->code, code) == 0;
	return n;
}

bool
is_said(const struct fixture *f, const char *code)
{
	return times_said(f, code) > 0;
}
