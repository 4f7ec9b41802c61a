/* Tables: their cells as blocks of text, and where numbers are aligned. */
#include "story/story-int.h"

#include <string.h>

/* ---- styles of cells -------------------------------------------------- */

/* Cells are ragged, and stand as the table says. */
struct cell_styles {
	const struct style *v[2][CELL_END + 1]; /* text and head, by alignment */
};

static const struct style *
style_aligned(struct dresser *d, enum role role, enum cell_align align)
{
	static const enum align aligns[] = { [CELL_START] = ALIGN_START,
		[CELL_CENTRE] = ALIGN_CENTRE, [CELL_END] = ALIGN_END };
	struct style *st = arena_memdup(d->a, d->l->role[role], sizeof *st);

	st->align = aligns[align];
	st->indent = st->inset = (struct length) { 0, UNIT_PT };
	st->max_lines = 0;
	return st;
}

static struct cell_styles
make_styles(struct dresser *d)
{
	struct cell_styles s;

	for (unsigned i = CELL_START; i <= CELL_END; i++) {
		s.v[0][i] = style_aligned(d, ROLE_TABLE, (enum cell_align)i);
		s.v[1][i] = style_aligned(d, ROLE_TABLE_HEAD, (enum cell_align)i);
	}
	return s;
}

/* ---- numbers ---------------------------------------------------------- */

static bool
is_digit(gunichar c)
{
	return (c >= '0' && c <= '9') || text_is_arabic_digit(c);
}

static bool
is_control(gunichar c)
{
	return c >= 0x2066 && c <= 0x2069;
}

static bool
is_around(gunichar c)
{
	return c == '+' || c == '-' || c == 0x2212 || c == '%' || c == 0x66A || c == ' ' ||
	    c == 0xA0 || is_control(c);
}

/* Where the text ends, the place of a note behind it left out. */
static const char *
before_note(const struct block *b)
{
	for (size_t i = 0; i < b->n_spans; i++)
		if (b->spans[i].style & INLINE_NOTE)
			return b->text + b->spans[i].start;
	return b->text + b->len;
}

/*
 * The byte behind the whole part of the number that `b` is; 0 when it is
 * none.  ٬ and , part thousands; ٫ and . the fraction, once.
 */
static uint32_t
point_of(const struct block *b)
{
	const char *p = b->text, *end = before_note(b);
	uint32_t point = 0;
	bool fraction = false;

	while (p < end && is_around(g_utf8_get_char(p)))
		p = text_next(p);
	for (; p < end; p = text_next(p)) {
		gunichar c = g_utf8_get_char(p);

		if (is_control(c))
			continue;
		if (is_digit(c))
			point = fraction ? point : (uint32_t)(text_next(p) - b->text);
		else if (point > 0 && !fraction && (c == '.' || c == 0x66B))
			fraction = true;
		else if (point == 0 || fraction || (c != ',' && c != 0x66C))
			break;
	}
	while (p < end && is_around(g_utf8_get_char(p)))
		p = text_next(p);
	return p == end ? point : 0;
}

/* A cell that says that there is no number: «–». */
static bool
is_dash(const struct block *b)
{
	static const char *const dashes[] = { "-", "–", "—", "…" };

	for (size_t i = 0; i < G_N_ELEMENTS(dashes); i++)
		if (strcmp(b->text, dashes[i]) == 0)
			return true;
	return false;
}

/* Are all cells of a column, the head's left out, numbers? */
static bool
is_of_numbers(const struct block *cells, const struct cell *t, int column)
{
	bool some = false;

	for (int row = t->head; row < t->rows; row++) {
		const struct block *b = &cells[row * t->columns + column];

		if (b->kind != BLOCK_TEXT || is_dash(b))
			continue;
		if (point_of(b) == 0)
			return false;
		some = true;
	}
	return some;
}

static void
align_numbers(struct block *cells, const struct cell *t)
{
	for (int column = 0; column < t->columns; column++) {
		if (!is_of_numbers(cells, t, column))
			continue;
		for (int row = t->head; row < t->rows; row++) {
			struct block *b = &cells[row * t->columns + column];

			b->cell.point = b->kind == BLOCK_TEXT ? point_of(b) : 0;
		}
	}
}

/* ---- the table -------------------------------------------------------- */

static bool
has_text(const struct body *row)
{
	for (const struct body *c = row->first; c; c = c->next)
		if (c->n_text > 0)
			return true;
	return false;
}

static struct cell
count_cells(const struct body *table)
{
	struct cell t = { .head = has_text(table->first) };

	for (const struct body *r = table->first; r; r = r->next)
		t.rows++;
	for (const struct body *c = table->first->first; c; c = c->next)
		t.columns++;
	/* A head of which nothing is written is none. */
	t.rows -= !t.head;
	return t;
}

static void
add_cell(struct dresser *d, const struct cell_styles *st, const struct body *c,
    bool head, int row, int column)
{
	enum role role = head ? ROLE_TABLE_HEAD : ROLE_TABLE;
	struct block *b = add_inlines(d, role, c);

	if (!b)
		b = add_block(d, BLOCK_BLANK, role, c->at);
	b->style = st->v[head][c->align];
	b->cell = (struct cell) { .inside = true, .row = row, .column = column };
}

/* As wide as the table, over it. */
static void
add_caption(struct dresser *d, const struct body *table)
{
	struct block *b = add_inlines(d, ROLE_TABLE_CAPTION, table);

	if (b)
		b->span = d->l->role[ROLE_TABLE]->span;
}

void
add_table(struct dresser *d, const struct body *table)
{
	struct cell t = count_cells(table);
	struct cell_styles st = make_styles(d);
	int row = 0;

	if (t.rows == 0)
		return;
	add_caption(d, table);
	add_block(d, BLOCK_TABLE, ROLE_TABLE, table->at)->cell = t;
	guint first = d->blocks->len;
	for (const struct body *r = t.head ? table->first : table->first->next; r;
	    r = r->next, row++) {
		int column = 0;

		for (const struct body *c = r->first; c; c = c->next)
			add_cell(d, &st, c, t.head && row == 0, row, column++);
	}
	/* Behind all of the table, which is one element; the caption stands behind it in the item. */
	for (const struct body *r = table->first; r; r = r->next)
		for (const struct body *c = r->first; c; c = c->next)
			add_notes(d, c);
	add_notes(d, table);
	align_numbers(&g_array_index(d->blocks, struct block, first), &t);
}
