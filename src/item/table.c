/*
 * Tables with bars, as in GitHub Flavored Markdown 4.10: a head, a row of
 * dashes that says how columns are aligned, and rows.
 */
#include "item/item-int.h"

#include <string.h>

#define COLUMNS_MOST 64
/* One more, which tells that there are too many. */
#define CELLS_MAX (COLUMNS_MOST + 1)

struct cell_range {
	size_t from, to;
};

struct row {
	struct cell_range v[CELLS_MAX];
	size_t n;
};

static struct cell_range
trim(const struct source *s, struct cell_range c)
{
	while (c.from < c.to && strchr(" \t\r\n", s->bytes[c.from]))
		c.from++;
	while (c.from < c.to && strchr(" \t\r\n", s->bytes[c.to - 1]))
		c.to--;
	return c;
}

/* Cells between bars; a bar behind a backslash is text. */
static struct row
split_row(const struct source *s, size_t line)
{
	struct row r = { .n = 0 };
	struct cell_range all = trim(s, (struct cell_range) {
	    s->line_at[line], s->line_at[line + 1] });

	if (all.from < all.to && s->bytes[all.from] == '|')
		all.from++;
	if (all.to > all.from + 1 && s->bytes[all.to - 1] == '|'
	    && s->bytes[all.to - 2] != '\\')
		all.to--;
	size_t from = all.from;
	for (size_t i = all.from; i <= all.to && r.n < CELLS_MAX; i++)
		if (i == all.to || (s->bytes[i] == '|' && s->bytes[i - 1] != '\\')) {
			r.v[r.n++] = trim(s, (struct cell_range) { from, i });
			from = i + 1;
		}
	return r;
}

static bool
is_dashes(const struct source *s, struct cell_range c, enum cell_align *ret)
{
	bool left = c.from < c.to && s->bytes[c.from] == ':';
	bool right = c.to > c.from + 1 && s->bytes[c.to - 1] == ':';
	size_t from = c.from + left, to = c.to - right;

	if (from >= to)
		return false;
	for (size_t i = from; i < to; i++)
		if (s->bytes[i] != '-')
			return false;
	*ret = left && right ? CELL_CENTRE : right ? CELL_END : CELL_START;
	return true;
}

static bool
read_aligns(const struct source *s, size_t line, size_t n, enum cell_align *ret)
{
	struct row r = split_row(s, line);

	if (r.n != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!is_dashes(s, r.v[i], &ret[i]))
			return false;
	return true;
}

bool
table_begins(const struct source *s, size_t first, size_t last)
{
	enum cell_align aligns[CELLS_MAX];
	size_t len = s->line_at[first + 1] - s->line_at[first];

	if (first >= last || !memchr(s->bytes + s->line_at[first], '|', len))
		return false;
	return read_aligns(s, first + 1, split_row(s, first).n, aligns);
}

static struct body *
new_part(struct reader *r, const struct source *s, enum body_kind kind, size_t pos)
{
	struct body *x = arena_new(r->a, struct body);
	struct cursor c = cursor_at(s, pos);

	x->kind = kind;
	x->at = (struct place) { r->file, c.line, c.col };
	return x;
}

static struct body *
read_cell(struct reader *r, const struct source *s, struct cell_range c,
    enum cell_align align)
{
	struct body *x = new_part(r, s, BODY_CELL, c.from);
	struct inlines in = body_read_inlines(r, s, c.from, c.to);

	x->align = align;
	x->text = in.v;
	x->n_text = in.n;
	return x;
}

static struct body *
read_row(struct reader *r, const struct source *s, size_t line, size_t n,
    const enum cell_align *aligns)
{
	struct body *x = new_part(r, s, BODY_ROW, s->line_at[line]);
	struct body **tail = &x->first;
	struct row row = split_row(s, line);

	if (row.n > n) {
		item_fault(r, "item.table", x->at,
		    "a row of %zu cells in a table of %zu columns", row.n, n);
		diag_help(r->dg, "a bar that is text is written \\|");
	}
	for (size_t i = 0; i < n; i++) {
		struct cell_range none = { s->line_at[line], s->line_at[line] };
		*tail = read_cell(r, s, i < row.n ? row.v[i] : none, aligns[i]);
		tail = &(*tail)->next;
	}
	return x;
}

struct body *
table_read(struct reader *r, const struct source *s, size_t first, size_t last)
{
	enum cell_align aligns[CELLS_MAX];
	size_t n = split_row(s, first).n;
	struct body *x = new_part(r, s, BODY_TABLE, s->line_at[first]);
	struct body **tail = &x->first;

	if (n > COLUMNS_MOST) {
		item_fault(r, "item.table", x->at, "a table of more than %d columns", COLUMNS_MOST);
		return x;
	}
	read_aligns(s, first + 1, n, aligns);
	for (size_t line = first; line <= last; line++) {
		if (line == first + 1)
			continue;
		*tail = read_row(r, s, line, n, aligns);
		tail = &(*tail)->next;
	}
	return x;
}
