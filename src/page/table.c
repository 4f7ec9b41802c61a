/*
 * Tables: widths of columns out of what stands in them, rows as groups.
 *
 * A column takes between its widest word and its widest line.  When not all
 * get what they want, those that want least get it first: all others are as
 * wide as each other, so that no short cell is broken for a long one.
 */
#include "page/page-int.h"

/* What a line's leading has over its baseline, of 10. */
#define RISE 7

struct column {
	dim least, most;   /* of its text */
	dim before, after; /* the aligned place of its numbers: what stands to either side */
	dim at, width;     /* from the table's start edge, padding and all */
};

struct setter {
	struct arena *a;
	struct diags *dg;
	const struct layout *l;
	const struct compositor *c;
	const struct block *table, *cells;
	int story;
	dim measure, padding, padding_down;
	struct column *columns;
	dim width;
};

static const struct block *
cell_at(const struct setter *s, int row, int column)
{
	return &s->cells[row * s->table->cell.columns + column];
}

/* ---- widths ----------------------------------------------------------- */

/* A number is one line, as wide as it is. */
static bool
measure_number(struct setter *s, const struct block *b, struct column *col)
{
	dim least, most;

	s->c->widths(s->c->ctx, b, &least, &most);
	const struct galley *g = s->c->block(s->c->ctx, b, most);
	if (!g || g->n == 0)
		return false;
	dim before = line_digit_edge(g, &g->lines[0], b->cell.point);
	col->before = MAX(col->before, before);
	col->after = MAX(col->after, most - before);
	return true;
}

static bool
measure_cell(struct setter *s, const struct block *b, struct column *col)
{
	dim least = 0, most = 0;

	if (b->kind == BLOCK_BLANK)
		return true;
	if (b->cell.point > 0)
		return measure_number(s, b, col);
	if (!s->c->widths(s->c->ctx, b, &least, &most))
		return false;
	col->least = MAX(col->least, least);
	col->most = MAX(col->most, most);
	return true;
}

static bool
measure_columns(struct setter *s)
{
	const struct cell *t = &s->table->cell;

	for (int i = 0; i < t->columns; i++) {
		struct column *col = &s->columns[i];

		for (int row = 0; row < t->rows; row++)
			if (!measure_cell(s, cell_at(s, row, i), col))
				return false;
		col->least = MAX(col->least, col->before + col->after) + 2 * s->padding;
		col->most = MAX(col->most, col->before + col->after) + 2 * s->padding;
	}
	return true;
}

static void
report_too_wide(struct setter *s, int64_t least, dim room)
{
	diag_add(s->dg, DIAG_ERROR, "page.table-too-wide", s->table->at,
	    "the table wants at least %.1f mm, and has %.1f mm",
	    dim_to_pt((dim)MIN(least, DIM_MAX)) * 25.4 / 72, dim_to_pt(room) * 25.4 / 72);
	diag_help(s->dg, "let style table span more columns, or give it a smaller size; "
	    "or make fewer columns of it");
}

/* The width of a column when none is to be wider than `level`. */
static dim
width_at(const struct column *col, dim level)
{
	return CLAMP(level, col->least, col->most);
}

static int64_t
sum_at(const struct setter *s, dim level)
{
	int64_t sum = 0;

	for (int i = 0; i < s->table->cell.columns; i++)
		sum += width_at(&s->columns[i], level);
	return sum;
}

/* The highest level at which the columns are no wider than `room`. */
static dim
level_for(const struct setter *s, dim room)
{
	dim low = 0, high = room;

	while (low < high) {
		dim middle = low + (high - low + 1) / 2;

		if (sum_at(s, middle) <= room)
			low = middle;
		else
			high = middle - 1;
	}
	return low;
}

/* `at` and `width` of all columns; false when there is no room for them. */
static bool
share_width(struct setter *s)
{
	int n = s->table->cell.columns;
	dim room = dim_scale(s->measure, s->l->table.width, 1024);

	if (sum_at(s, 0) > room) {
		report_too_wide(s, sum_at(s, 0), room);
		return false;
	}
	dim level = level_for(s, room);
	int64_t set = sum_at(s, level), more = s->l->table.fill ? room - set : 0;
	int64_t sum = 0, given = 0, at = 0;
	for (int i = 0; i < n; i++) {
		struct column *col = &s->columns[i];
		dim width = width_at(col, level);

		/* What nobody wants is shared in proportion. */
		sum += width;
		int64_t now = more * sum / MAX(set, 1);
		col->at = (dim)at;
		col->width = (dim)(width + now - given);
		given = now;
		at += col->width;
	}
	s->width = (dim)at;
	return true;
}

/* ---- rows ------------------------------------------------------------- */

static dim
x_of(const struct setter *s, dim from_start, dim width)
{
	return block_rtl(s->table, s->l) ? s->width - from_start - width : from_start;
}

static const struct galley *
galley_of(struct setter *s, const struct block *b, const struct column *col)
{
	dim least, most = col->width - 2 * s->padding;

	if (b->kind == BLOCK_BLANK)
		return NULL;
	if (b->cell.point > 0)
		s->c->widths(s->c->ctx, b, &least, &most);
	return s->c->block(s->c->ctx, b, most);
}

/* From the column's text's start edge to that of a number's line. */
static dim
number_shift(const struct setter *s, const struct galley *g, const struct column *col)
{
	dim room = col->width - 2 * s->padding - col->before - col->after;
	dim in = col->before - line_digit_edge(g, &g->lines[0], g->block->cell.point);
	enum align align = g->block->style->align;

	return in + (align == ALIGN_END ? room : align == ALIGN_CENTRE ? room / 2 : 0);
}

static void
add_cell(struct setter *s, GArray *to, const struct galley *g, int column, dim y)
{
	const struct column *col = &s->columns[column];
	dim start = col->at + s->padding +
	    (g->block->cell.point > 0 ? number_shift(s, g, col) : 0);

	for (size_t i = 0; i < g->n; i++) {
		struct placed p = { .kind = PLACED_LINE, .block = g->block, .galley = g,
			.line = &g->lines[i], .story = s->story, .colour = g->block->style->colour };

		p.box = (struct rect) { x_of(s, start, g->measure),
			y + dim_scale(g->leading, RISE, 10) + (dim)i * g->leading, g->measure,
			g->leading };
		g_array_append_val(to, p);
	}
}

static void
add_solid(GArray *to, enum placed_kind kind, dim y, dim width, dim height,
    const struct colour *colour)
{
	struct placed p = { .kind = kind, .furniture = true, .story = -1, .colour = colour,
		.box = { 0, y, width, height } };

	if (height > 0)
		g_array_append_val(to, p);
}

/* The rule that a row has at its foot. */
static const struct rule *
rule_under(const struct setter *s, int row)
{
	const struct cell *t = &s->table->cell;

	if (row + 1 == t->rows)
		return &s->l->table.edge_rule;
	return row == 0 && t->head ? &s->l->table.head_rule : &s->l->table.rule;
}

static const struct colour *
tint_of(const struct setter *s, int row)
{
	int from_head = row - s->table->cell.head;

	if (from_head < 0)
		return s->l->table.head_tint;
	return from_head % 2 != 0 ? s->l->table.tint : NULL;
}

static dim
height_of(const struct galley *g)
{
	return g ? (dim)MIN((int64_t)g->leading * (int64_t)g->n, DIM_MAX / 4) : 0;
}

/* The text of a row, its tint and rules; false when the compositor failed. */
static bool
set_row(struct setter *s, int row, struct group *ret_g)
{
	g_autoptr(GArray) v = g_array_new(FALSE, FALSE, sizeof(struct placed));
	int n = s->table->cell.columns;
	g_autofree const struct galley **cells = g_new0(const struct galley *, n);
	dim top = row == 0 ? s->l->table.edge_rule.width : 0, text = 0;
	bool head = s->table->cell.head && row == 0;

	for (int i = 0; i < n; i++) {
		const struct block *b = cell_at(s, row, i);

		cells[i] = galley_of(s, b, &s->columns[i]);
		if (!cells[i] && b->kind != BLOCK_BLANK)
			return false;
		text = MAX(text, height_of(cells[i]));
	}
	dim height = top + text + 2 * s->padding_down;
	if (tint_of(s, row))
		add_solid(v, PLACED_TINT, top, s->width, height - top, tint_of(s, row));
	add_solid(v, PLACED_RULE, 0, s->width, top, s->l->table.edge_rule.colour);
	/* Heads of fewer lines stand over their columns' foot. */
	for (int i = 0; i < n; i++)
		if (cells[i])
			add_cell(s, v, cells[i], i, top + s->padding_down +
			    (head ? text - height_of(cells[i]) : 0));
	const struct rule *rule = rule_under(s, row);
	add_solid(v, PLACED_RULE, height, s->width, rule->width, rule->colour);
	*ret_g = (struct group) { s->width, height + rule->width,
		arena_memdup(s->a, v->data, v->len * sizeof(struct placed)), v->len };
	return true;
}

/* ---- the door --------------------------------------------------------- */

const struct group *
table_set(struct arena *a, struct diags *dg, const struct block *table, int story,
    dim measure, const struct layout *l, const struct compositor *c)
{
	dim em = table->style->size[0];
	struct setter s = { .a = a, .dg = dg, .l = l, .c = c, .table = table,
		.cells = table + 1, .story = story, .measure = measure,
		.padding = length_dim(l->table.padding, em, l->grid_step, em),
		.padding_down = length_dim(l->table.padding_down, em, l->grid_step, em),
		.columns = arena_array(a, struct column, (size_t)table->cell.columns) };
	struct group *rows = arena_array(a, struct group, (size_t)table->cell.rows);

	if (!measure_columns(&s) || !share_width(&s))
		return NULL;
	for (int i = 0; i < table->cell.rows; i++)
		if (!set_row(&s, i, &rows[i]))
			return NULL;
	return rows;
}
