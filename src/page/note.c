/* Notes at the foot of the column that their places stand in. */
#include "page/page-int.h"

/* What a line's leading has over its baseline, of 10. */
#define RISE 7

/* Where a text refers to note `number`: a byte, or the row of a table. */
static uint32_t
place_in(const struct block *b, int number)
{
	for (size_t i = 0; i < b->n_spans; i++)
		if (b->spans[i].note == number)
			return b->cell.inside ? (uint32_t)b->cell.row : b->spans[i].start;
	return UINT32_MAX;
}

static uint32_t
find_place(const struct block *b, size_t n, int number)
{
	uint32_t at = UINT32_MAX;

	for (size_t i = 0; i < n && at == UINT32_MAX; i++)
		at = place_in(&b[i], number);
	return at;
}

static dim
height_of(const struct galley *g)
{
	return (dim)MIN((int64_t)g->leading * (int64_t)g->n, DIM_MAX / 4);
}

const struct foot_notes *
notes_set(struct arena *a, const struct story *st, size_t i, dim measure,
    const struct compositor *c, bool *ret_failed)
{
	const struct block *b = &st->blocks[i];
	size_t texts = b->kind == BLOCK_TABLE ? 1 + (size_t)(b->cell.rows * b->cell.columns) : 1;
	size_t first = i + texts, end = first;

	while (end < st->n && st->blocks[end].note > 0)
		end++;
	if (end == first)
		return NULL;
	struct foot_notes *notes = arena_new(a, struct foot_notes);
	notes->v = arena_array(a, struct foot_note, end - first);
	for (; first < end; first++) {
		const struct block *note = &st->blocks[first];
		const struct galley *g = c->block(c->ctx, note, measure);

		*ret_failed |= !g;
		if (g)
			notes->v[notes->n++] = (struct foot_note) {
			    find_place(b, texts, note->note), g, height_of(g) };
	}
	return notes;
}

/* White, rule and white; and what brings the last note's line to the row. */
static dim
gap_over(const struct layout *l, dim leading)
{
	dim space = length_dim(l->notes.space, l->grid_step, l->grid_step, l->grid_step);
	dim level = dim_scale(l->grid_step - leading, 10 - RISE, 10);

	return 2 * space + l->notes.rule.width + MAX(level, 0);
}

dim
notes_height(const struct layout *l, const struct slug *s, bool first)
{
	dim height = 0;

	for (size_t i = 0; s->notes && i < s->notes->n; i++) {
		const struct foot_note *n = &s->notes->v[i];

		if (n->at < s->notes_from || n->at >= s->notes_end)
			continue;
		if (first)
			height += gap_over(l, n->galley->leading);
		first = false;
		height += n->height;
	}
	return height;
}

/* ---- at their places -------------------------------------------------- */

static void
place_rule(GArray *to, const struct layout *l, const struct rect *room, int column)
{
	dim length = MIN(length_dim(l->notes.rule_length, l->grid_step, l->grid_step, room->w),
	    room->w);
	struct placed p = { .kind = PLACED_RULE, .furniture = true, .story = -1,
		.column = column, .colour = l->notes.rule.colour,
		.box = { room->x + (l->rtl ? room->w - length : 0), room->y, length,
			l->notes.rule.width } };

	if (p.box.h > 0 && length > 0)
		g_array_append_val(to, p);
}

static void
place_note(GArray *to, const struct galley *g, const struct rect *room, dim y, int column,
    int story)
{
	for (size_t i = 0; i < g->n; i++) {
		struct placed p = { .kind = PLACED_LINE, .block = g->block, .galley = g,
			.line = &g->lines[i], .story = story, .column = column,
			.colour = g->block->style->colour,
			.box = { room->x, y + (dim)i * g->leading + dim_scale(g->leading, RISE, 10),
				g->measure, g->leading } };

		if (i == 0 && g->marker) {
			struct placed marker = p;

			marker.line = g->marker;
			g_array_append_val(to, marker);
		}
		g_array_append_val(to, p);
	}
}

void
notes_place(GArray *to, const struct layout *l, const struct slug *const *v, size_t n,
    const struct rect *room, int column)
{
	dim space = length_dim(l->notes.space, l->grid_step, l->grid_step, l->grid_step);
	struct rect r = *room;

	r.y += space;
	place_rule(to, l, &r, column);
	dim y = r.y + l->notes.rule.width + space;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < v[i]->notes->n; j++) {
			const struct foot_note *note = &v[i]->notes->v[j];

			if (note->at < v[i]->notes_from || note->at >= v[i]->notes_end)
				continue;
			place_note(to, note->galley, room, y, column, v[i]->story);
			y += note->height;
		}
}
