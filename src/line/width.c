/* How wide a text wants to be, and where a number stands in its line. */
#include "line/line-int.h"

void
line_widths(const struct paragraph *p, dim *ret_least, dim *ret_most)
{
	struct arena *scratch = arena_create();
	const struct style *st = p->block->style;
	size_t n;
	const struct atom *atoms = line_atoms(scratch, p, st, st->size[0], &n);
	int64_t part = 0, whole = 0, least = 0, most = 0;

	for (size_t i = 0; i < n; i++) {
		const struct atom *at = &atoms[i];
		bool held = i > 0 && atoms[i - 1].kind == ATOM_PENALTY &&
		    atoms[i - 1].penalty >= PENALTY_NEVER;

		if (is_forced(at)) {
			part = whole = 0;
		} else if (at->kind == ATOM_PENALTY) {
			part = at->penalty < PENALTY_NEVER ? 0 : part;
		} else if (at->kind == ATOM_GLUE && !held) {
			part = 0;
			whole += at->width;
		} else {
			part += at->width;
			whole += at->width;
			least = MAX(least, part);
			most = MAX(most, whole);
		}
	}
	*ret_least = dim_clamp(least);
	*ret_most = dim_clamp(most);
	arena_destroy(scratch);
}

int32_t
line_marker_width(const struct paragraph *marker)
{
	dim sum = 0;

	/* At 64 times the size, so that rounding does not show. */
	for (size_t i = 0; i < marker->n; i++)
		sum += run_scaled(&marker->runs[i], marker->runs[i].word->width, 64 * 1024);
	return (sum + 63) / 64;
}

/* From the left end of the word to the right edge of what ends at `at`. */
static dim
edge_in_word(const struct piece *pc, uint32_t at, dim size)
{
	const struct word *w = pc->run->word;
	int32_t sum = 0;

	for (uint32_t i = 0; i < w->n; i++)
		if (w->glyphs[i].cluster < at - pc->run->start)
			sum += w->glyphs[i].advance;
	return run_scaled(pc->run, sum, size);
}

dim
line_digit_edge(const struct galley *g, const struct line *l, uint32_t at)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct piece *pc = &l->pieces[i];

		if (pc->run->start >= at || pc->run->end < at)
			continue;
		dim in = edge_in_word(pc, at, g->size);
		return l->offset + pc->at + (g->paragraph->rtl ? pc->width - in : in);
	}
	return l->offset;
}
