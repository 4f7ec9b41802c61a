/*
 * White at the feet of pages.
 *
 * A page ends early when what comes next does not fit.  That white goes, by whole
 * rows, so that all stays on the grid, where it is seen least: a row between
 * releases, over and under what parts them; into pictures, that grow, and texts,
 * that run a line longer, of columns side by side each by what it has; between
 * releases again, as much as the layout allows at one place (columns.stretch); at
 * last around heads, figures, tables and lists, a row for each.  Where all this
 * would take less than a third of it, the page is left as it is.
 */
#include "page/page-int.h"

/* One row of so many, at least, is to go. */
#define LEAST_GIVEN 3

/* Rows that columns side by side get, at most, and what each costs as long as it is not seen, and at last. */
#define ROWS_LONGER 2
#define PRICE_UNSEEN 1.2
#define PRICE_SEEN 2.0

/* What takes white. */
enum taker { BETWEEN, WITHIN, PICTURE, TEXT };

/* A slug of a band of one column, which takes rows itself or has them before it. */
struct gap {
	size_t band, at;
	int rows, most;
	enum taker kind;
	bool under;                  /* BETWEEN: what parts two releases, not over it */
	const struct galley *galley; /* TEXT: a line longer */
};

static bool
is_section(const struct slug *s)
{
	return s->block && s->block->role == ROLE_SECTION_HEAD;
}

/* Rows of white that may stand before slug `s`, under `before`; a rule stands nearer to what it begins. */
static int
rows_before(const struct layout *l, const struct slug *before, const struct slug *s)
{
	if (slug_is_rule(before))
		return l->columns.stretch / 2;
	if (s->story != before->story && is_section(s))
		return l->columns.stretch * 3 / 2;
	if (slug_is_rule(s) || (s->story != before->story && (s->faults & CUT_KEEP) == 0))
		return l->columns.stretch;
	return 0;
}

/* A band over all columns of the area, which nothing stands beside. */
static bool
stands_alone(const struct band *b, const struct area *area)
{
	return b->columns == 1 && b->span == area->columns && b->cuts[0].n == 0;
}

/* The last slug of a band, whose slugs may be its own. */
static const struct slug *
last_of(const struct band *b)
{
	return &b->slugs[b->cuts[b->columns - 1].end - 1];
}

/* Slug `i` of `b` is what parts two releases, at the top of a page: it is not there. */
static bool
falls_away(const struct band *b, size_t i)
{
	while (i > b->start && slug_is_rule(&b->slugs[i]))
		i--;
	return i == b->start && slug_is_rule(&b->slugs[i]) && !b->slots[0].keeps_rules;
}

static void
add_gap(struct gap g, enum taker kind, int most, GArray *to)
{
	g.kind = kind;
	g.most = most;
	if (most > 0)
		g_array_append_val(to, g);
}

/* What stands before slug `g.at` of `b`, under `before`, may be more. */
static void
add_white(const struct band *b, struct gap g, const struct slug *before, GArray *to)
{
	const struct slug *s = &b->slugs[g.at];
	int rows = rows_before(b->layout, before, s);

	g.under = slug_is_rule(before);
	if (rows > 0)
		add_gap(g, BETWEEN, rows, to);
	else if (white_stands_around(before, s))
		add_gap(g, WITHIN, MIN(b->layout->columns.stretch, 1), to);
}

/* What slug `g.at` of `b` has itself, or the text that it begins. */
static void
add_own(struct cutter *c, const struct band *b, struct gap g, GArray *to)
{
	const struct slug *s = &b->slugs[g.at];
	size_t last = s->kind == PLACED_LINE ? g.at + s->galley->n - 1 : SIZE_MAX;

	if (!b->layout->columns.balance)
		return;
	add_gap(g, PICTURE, rows_of_picture(b->layout, s, true), to);
	if (last >= b->cuts[0].end || text_to(b, b->start, last) != g.at)
		return;
	g.galley = cutter_recast(c, s->galley, 1);
	add_gap(g, TEXT, g.galley != NULL, to);
}

static void
find_gaps(struct cutter *c, const struct laid *v, size_t n, const struct area *area, GArray *to)
{
	for (size_t k = 0; k < n; k++) {
		const struct band *b = &v[k].band;

		/* Some of the columns of the one before may be empty under it. */
		bool under = k > 0 && !last_of(&v[k - 1].band)->floats;
		for (size_t i = b->start; stands_alone(b, area) && i < b->cuts[0].end; i++) {
			struct gap g = { .band = k, .at = i };

			if (i > b->start ? !falls_away(b, i - 1) : under)
				add_white(b, g, i > b->start ? &b->slugs[i - 1] : last_of(&v[k - 1].band), to);
			add_own(c, b, g, to);
		}
	}
}

/* A row for each gap of its kind that has not `most`, as long as there are some; how many they take. */
static int
give_each(GArray *gaps, enum taker kind, bool under, int most, int rows)
{
	int given = 0;

	for (guint i = 0; i < gaps->len && given < rows; i++) {
		struct gap *g = &g_array_index(gaps, struct gap, i);

		if (g->kind == kind && g->under == under && g->rows < MIN(g->most, most)) {
			g->rows++;
			given++;
		}
	}
	return given;
}

/*
 * Row after row, until all are gone or each gap of its kind has `most` or takes no more: over
 * all that parts releases before one is under it, that two of them look alike.
 */
static int
give_rows(GArray *gaps, enum taker kind, int most, int rows)
{
	int given = 0, before = -1;

	while (given < rows && given > before) {
		before = given;
		given += give_each(gaps, kind, false, most, rows - given);
		given += give_each(gaps, kind, true, most, rows - given);
	}
	return given;
}

static void
lower(struct band *b, dim by)
{
	for (int k = 0; k < b->columns; k++) {
		b->slots[k].top += by;
		b->slots[k].over += by;
	}
	b->foot += by;
}

/* The gaps of one band; returns by how much what is under it is lowered. */
static dim
open_gaps(struct arena *a, struct band *b, const struct gap *v, size_t n, dim step)
{
	struct shift *changes = arena_array(a, struct shift, n + 1);
	dim more = 0;

	b->cuts[0].changes = changes;
	for (size_t i = 0; i < n; i++) {
		dim by = v[i].rows * step;

		if (by == 0)
			continue;
		if (v[i].at == b->start && v[i].kind <= WITHIN)
			lower(b, by);
		else {
			changes[b->cuts[0].n++] = (struct shift) { v[i].at, v[i].rows, v[i].kind == PICTURE,
				v[i].galley };
			b->foot += by;
		}
		more += by;
	}
	return more;
}

static void
apply_gaps(struct arena *a, struct cutter *c, struct laid *v, size_t n, const GArray *gaps,
    const int *longer, dim step)
{
	dim by = 0;

	for (size_t k = 0, i = 0; k < n; k++) {
		size_t first = i;

		while (i < gaps->len && g_array_index(gaps, struct gap, i).band == k)
			i++;
		lower(&v[k].band, by);
		if (i > first)
			by += open_gaps(a, &v[k].band, &g_array_index(gaps, struct gap, first),
			    i - first, step);
		if (longer[k] > 0)
			band_lengthen(c, a, &v[k].band, longer[k]);
		by += longer[k] * step;
	}
}

/* Row after row, one for each band of several columns that takes it at `price`; how many they take. */
static int
lengthen_bands(struct cutter *c, const struct laid *v, size_t n, double price, int rows, int *longer)
{
	int given = 0;

	for (int row = 1; row <= ROWS_LONGER; row++)
		for (size_t k = 0; k < n && given < rows; k++)
			if (v[k].band.columns > 1 && longer[k] == row - 1 &&
			    band_can_lengthen(c, &v[k].band, row, price)) {
				longer[k] = row;
				given++;
			}
	return given;
}

/* The bands of a plan from the top, each behind the one it stands on. */
static struct laid *
copy_laid(struct arena *a, const struct laid *last, size_t *ret_n)
{
	size_t n = 0;

	for (const struct laid *l = last; l; l = l->before)
		n++;
	struct laid *v = arena_array(a, struct laid, n + 1);
	for (size_t i = n; i > 0; i--, last = last->before) {
		v[i - 1] = *last;
		v[i - 1].before = i > 1 ? &v[i - 2] : NULL;
	}
	*ret_n = n;
	return v;
}

void
plan_fill_foot(struct arena *a, struct cutter *c, const struct layout *l, struct plan *p,
    const struct area *area)
{
	g_autoptr(GArray) gaps = g_array_new(FALSE, FALSE, sizeof(struct gap));
	dim step = MAX(l->grid_step, 1);
	int rows = (area->bottom - p->foot) / step;
	size_t n;

	if (rows <= 0)
		return;
	struct laid *v = copy_laid(a, p->laid, &n);
	g_autofree int *longer = g_new0(int, n + 1);
	find_gaps(c, v, n, area, gaps);
	int given = give_rows(gaps, BETWEEN, 1, rows);
	given += give_rows(gaps, PICTURE, rows, rows - given);
	given += give_rows(gaps, TEXT, 1, rows - given);
	given += lengthen_bands(c, v, n, PRICE_UNSEEN, rows - given, longer);
	given += give_rows(gaps, BETWEEN, rows, rows - given);
	given += lengthen_bands(c, v, n, PRICE_SEEN, rows - given, longer);
	given += give_rows(gaps, WITHIN, 1, rows - given);
	if (LEAST_GIVEN * given < rows)
		return;
	apply_gaps(a, c, v, n, gaps, longer, step);
	p->laid = n > 0 ? &v[n - 1] : NULL;
	p->foot += given * step;
}
