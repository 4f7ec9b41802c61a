/*
 * Pictures set smaller, where they make columns end apart.
 *
 * It is seen that a picture is not as wide as its column, so this is the last
 * resort: the further apart the columns end, the smaller it may be, and they
 * have to end a third nearer to each other by that.
 */
#include "page/page-int.h"

#define COST_SMALLER 3     /* of a row that a picture is lower, in rows of white squared */
#define PART_A_ROW 8       /* of its height, what it may lose for each row that columns end apart: an eighth */
#define PICTURES_SMALLER 3 /* times that one of a band is, at most */

/* The highest picture that may be smaller, from slug `start` to before `end`; SIZE_MAX: there is none. */
static size_t
highest_picture(const struct band *b, size_t start, size_t end)
{
	size_t found = SIZE_MAX;

	for (size_t i = start; i < end; i++) {
		const struct slug *s = &b->slugs[i];

		if (s->kind == PLACED_IMAGE && s->drop - s->least >= b->layout->grid_step &&
		    (found == SIZE_MAX || s->drop > b->slugs[found].drop))
			found = i;
	}
	return found;
}

/* The lowest of the columns, to which its notes belong. */
static int
lowest_column(const struct band *b)
{
	dim foot = 0;
	int lowest = 0;

	for (int i = 0; i < b->columns; i++) {
		size_t start = i == 0 ? b->start : b->cuts[i - 1].end;
		struct pen pen = pen_at_top(b, i);

		for (size_t at = start; at < b->cuts[i].end; at++)
			pen_put(&pen, &b->slugs[at]);
		dim end = pen_end(&pen) + b->cuts[i].rows * b->layout->grid_step;
		if (end > foot) {
			foot = end;
			lowest = i;
		}
	}
	return lowest;
}

/* The picture that makes columns end apart: in the lowest, or the highest that there is. */
static size_t
picture_to_blame(const struct band *b)
{
	int i = lowest_column(b);
	size_t found = highest_picture(b, i == 0 ? b->start : b->cuts[i - 1].end, b->cuts[i].end);

	return found != SIZE_MAX ? found : highest_picture(b, b->start, b->cuts[b->columns - 1].end);
}

/* The band with the picture at slug `at` so many rows lower; `apart`: those that its columns end so. */
static struct band
with_smaller(struct arena *a, const struct band *b, size_t at, int rows, int apart)
{
	struct band t = *b;
	struct slug *v = arena_memdup(a, &b->slugs[b->start], (b->end - b->start) * sizeof *v);
	struct slug *s = &v[at - b->start];
	dim part = s->drop / PART_A_ROW * MIN(apart, PART_A_ROW);

	slug_set_smaller(s, MAX(s->drop - MIN(rows * b->layout->grid_step, part), s->least));
	t.slugs = v;
	t.start = 0;
	t.end = b->end - b->start;
	return t;
}

/* One of its pictures smaller, by as much as its columns end apart, or about that. */
static bool
set_one_smaller(struct cutter *k, struct arena *a, struct band *b)
{
	size_t at = picture_to_blame(b);
	int rows = b->spread / MAX(b->layout->grid_step, 1);
	int tried[] = { rows, rows - 1, rows + 1, rows / 2 };
	struct band best = *b;

	if (at == SIZE_MAX)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(tried) && best.spread > b->layout->grid_step; i++) {
		if (tried[i] <= 0)
			continue;
		struct band t = with_smaller(a, b, at, tried[i], rows);
		if (!band_fit_level(k, &t, REACH_LEVERS))
			continue;
		t.cost += COST_SMALLER * tried[i];
		if (band_is_better(&t, &best))
			best = t;
	}
	bool found = best.slugs != b->slugs;
	*b = best;
	return found;
}

void
band_set_smaller(struct cutter *k, struct arena *a, struct band *b)
{
	struct band t = *b;

	for (int i = 0; band_looks_uneven(&t) && i < PICTURES_SMALLER; i++)
		if (!set_one_smaller(k, a, &t))
			break;
	if (t.faults <= b->faults && 3 * t.spread <= 2 * b->spread)
		*b = t;
}
