/*
 * Tables and boxes over all columns.
 *
 * A table parts only between its rows, and a box not at all, so few lines beside
 * one seldom end with it.  Over all columns nothing stands beside it, and what comes
 * before and after it is cut into columns of its own.
 */
#include "page/page-int.h"

#include <string.h>

/* Behind the rows of the table that slug `i` begins, whole; `i`: it is none that can be widened. */
static size_t
end_of_table(const struct band *b, size_t i)
{
	const struct slug *s = &b->slugs[i];
	size_t end = i;

	if (s->kind != PLACED_TINT || !s->block || s->block->kind != BLOCK_TABLE || s->notes ||
	    s->carried || s->frame || i + (size_t)s->block->cell.rows > b->end)
		return i;
	while (end < b->end && b->slugs[end].block == s->block)
		end++;
	return end - i == (size_t)s->block->cell.rows ? end : i;
}

/* The first slug of the caption over the table at `i`; SIZE_MAX: some of it stands elsewhere. */
static size_t
start_of_caption(const struct band *b, size_t i)
{
	const struct slug *last = i > b->start ? &b->slugs[i - 1] : NULL;

	if (!last || !last->block || last->block->role != ROLE_TABLE_CAPTION)
		return i;
	size_t n = last->galley->n;
	return last->notes || i - b->start < n ? SIZE_MAX : i - n;
}

static bool
widen_caption(struct cutter *k, const struct slug *old, int span, dim measure, GArray *to)
{
	const struct galley *g = cutter_cast(k, old->block, measure);
	guint at = to->len;

	if (!g)
		return false;
	g_array_set_size(to, at + (guint)g->n);
	slugs_recast(old, old->galley->n, g, &g_array_index(to, struct slug, at));
	for (guint i = at; i < to->len; i++) {
		g_array_index(to, struct slug, i).span = span;
		g_array_index(to, struct slug, i).grid = false;
	}
	return true;
}

static bool
widen_rows(struct cutter *k, struct arena *a, const struct band *b, size_t i, int span, GArray *to)
{
	const struct slug *old = &b->slugs[i];
	const struct block *table = old->block;
	const struct group *rows = cutter_set_table(k, a, table, old->story,
	    frame_measure(b->layout, span), b->layout);

	for (int row = 0; rows && row < table->cell.rows; row++) {
		struct slug s = old[row];

		s.group = &rows[row];
		s.head = s.head ? &rows[0] : NULL;
		s.span = span;
		s.width = rows[row].width;
		s.drop = rows[row].height;
		g_array_append_val(to, s);
	}
	return rows != NULL;
}

bool
table_widen(struct cutter *k, struct arena *a, const struct band *b, size_t i, struct slugs *ret_v)
{
	int span = b->span * b->columns;
	size_t end = end_of_table(b, i), start = start_of_caption(b, i);
	g_autoptr(GArray) v = g_array_new(FALSE, FALSE, sizeof(struct slug));

	if (end == i || start == SIZE_MAX)
		return false;
	g_array_append_vals(v, &b->slugs[b->start], (guint)(start - b->start));
	if ((start < i && !widen_caption(k, &b->slugs[start], span, frame_measure(b->layout, span), v)) ||
	    !widen_rows(k, a, b, i, span, v))
		return false;
	g_array_append_vals(v, &b->slugs[end], (guint)(b->end - end));
	*ret_v = (struct slugs) { arena_memdup(a, v->data, v->len * sizeof(struct slug)), v->len, false };
	unsigned faults = ret_v->v[0].faults;
	slugs_finish(ret_v->v, ret_v->n, span);
	ret_v->v[0].faults = faults;
	return true;
}

bool
box_widen(struct arena *a, const struct band *b, size_t i, struct slugs *ret_v)
{
	int span = b->span * b->columns;
	size_t n = b->end - b->start;
	const struct slug *wide = b->slugs[i].wide;

	if (!wide || wide->span != span)
		return false;
	struct slug *v = arena_memdup(a, &b->slugs[b->start], n * sizeof *v);
	unsigned faults = v[0].faults;
	v[i - b->start] = *wide;
	v[i - b->start].keep = b->slugs[i].keep;
	v[i - b->start].force = b->slugs[i].force;
	slugs_finish(v, n, span);
	v[0].faults = faults;
	*ret_v = (struct slugs) { v, n, false };
	return true;
}
