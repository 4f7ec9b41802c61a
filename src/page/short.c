/*
 * Texts too short to be level in their columns.
 *
 * A few lines that cannot part stand over all columns, in a measure that a
 * reader can follow.  More of them, at a page's end, stand level in fewer
 * columns; under a text with something below it that would be a hole.
 */
#include "page/page-int.h"

#define MEASURE_MOST 45    /* ems, of a text over all columns */
#define COST_WIDE 10       /* of a text over all columns, in rows of white squared */
#define COST_FEWER 20      /* of a column that is left empty */
#define ROWS_WIDE 4        /* a column, on an average, of what may go over all of them */
#define ROWS_WIDER 6       /* the same, when it looks uneven */
#define ROWS_FEWER 6       /* of what may stand in fewer */
#define SPREAD_FEWER 2     /* rows apart, from which on an empty column looks better */

/* Slug `i` begins a text that may be set in another measure. */
static bool
can_be_widened(const struct band *b, size_t i)
{
	const struct slug *s = &b->slugs[i];

	return s->kind == PLACED_LINE && !s->loose && !s->notes && !s->carried && !s->frame &&
	    s->line == s->galley->lines && i + s->galley->n <= b->end &&
	    b->slugs[i + s->galley->n - 1].line == &s->galley->lines[s->galley->n - 1];
}

/* All its texts in `measure`, in `to`; false: not all can be. */
static bool
cast_wide(struct cutter *k, const struct band *b, dim measure, GArray *to)
{
	for (size_t i = b->start; i < b->end;) {
		const struct slug *old = &b->slugs[i];

		if (!can_be_widened(b, i))
			return false;
		const struct galley *g = cutter_cast(k, old->block, measure);
		if (!g || g->n > old->galley->n || g->leading != old->galley->leading ||
		    measure > g->size * MEASURE_MOST)
			return false;
		guint at = to->len;
		g_array_set_size(to, at + (guint)g->n);
		slugs_recast(old, old->galley->n, g, &g_array_index(to, struct slug, at));
		i += old->galley->n;
	}
	return true;
}

/* A few lines over all columns, which could not part them. */
static bool
fit_wide(struct cutter *k, struct arena *a, struct band *b)
{
	g_autoptr(GArray) v = g_array_new(FALSE, FALSE, sizeof(struct slug));
	struct band t = *b;

	t.span *= b->columns;
	t.columns = t.of = 1;
	if (!cast_wide(k, b, frame_measure(b->layout, t.span), v))
		return false;
	for (int i = 1; i < b->columns; i++)
		if (b->slots[i].top > t.slots[0].top)
			t.slots[0] = b->slots[i];
	t.slugs = arena_memdup(a, v->data, v->len * sizeof(struct slug));
	t.start = 0;
	t.end = v->len;
	if (!band_fit(k, a, &t, false))
		return false;
	t.cost += COST_WIDE;
	*b = t;
	return true;
}

/* In as many of the columns as it can fill, when it can fill some of them. */
static bool
fit_fewer(struct cutter *k, struct arena *a, struct band *b)
{
	for (int n = b->columns - 1; n > 1; n--) {
		struct band t = *b;

		t.columns = n;
		if (!band_fit(k, a, &t, true) || t.faults != 0 || t.spread > b->layout->grid_step)
			continue;
		t.cost += COST_FEWER * (b->columns - n);
		*b = t;
		return true;
	}
	return false;
}

/* Is there less in all than `rows` in each column? */
static bool
is_short(const struct band *b, int rows)
{
	int64_t most = (int64_t)rows * b->columns * MAX(b->layout->grid_step, 1);

	return band_height(b, most) <= most;
}

void
band_shorten(struct cutter *k, struct arena *a, struct band *b)
{
	/* It is being tried in fewer. */
	if (b->columns < b->of)
		return;
	if (is_short(b, band_looks_uneven(b) ? ROWS_WIDER : ROWS_WIDE) && fit_wide(k, a, b))
		return;
	if (b->last && is_short(b, ROWS_FEWER) && b->spread > SPREAD_FEWER * b->layout->grid_step)
		fit_fewer(k, a, b);
}
