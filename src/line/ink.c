/* Whether lines touch: glyph under glyph, not line under line. */
#include "line/line-int.h"

/*
 * Ink is taken for its boxes, which are larger than it is: this much of them
 * may lie on each other before the ink does.
 */
#define BOX_WHITE 2048 /* two points down */
#define BESIDE 512     /* half a point across */
/* Most lines have fewer inks that reach so far: room for them is asked for once. */
#define INKS_USUAL 128

/* A glyph's ink on its line: from the start edge, and from the baseline up. */
struct ink {
	int64_t from, to;
	dim top, bottom;
};

static int64_t
scaled(const struct composing *c, const struct piece *p, int32_t units)
{
	dim d = run_scaled(p->run, ABS(units), c->size);

	return units < 0 ? -d : d;
}

/* Inks of the pieces that reach over `up` or under `down`; struct ink. */
static void
add_inks(const struct composing *c, const struct line *l, const struct piece *p,
    bool under, GArray *to)
{
	const struct word *w = p->word;
	int64_t left = 0;

	for (uint32_t i = 0; i < w->n; i++) {
		const struct glyph *g = &w->glyphs[i];
		int64_t from = left;
		struct ink k = { .top = (dim)scaled(c, p, g->top),
			.bottom = (dim)scaled(c, p, g->bottom) };

		left += scaled(c, p, g->advance);
		if (g->right <= g->left || (under ? k.bottom >= 0 : k.top <= c->size / 2))
			continue;
		int64_t x = scaled(c, p, g->left) + from, end = scaled(c, p, g->right) + from;
		/* Start is on the right where the paragraph begins there. */
		int64_t at = l->offset + p->at;
		k.from = c->p->rtl ? at + p->width - end : at + x;
		k.to = c->p->rtl ? at + p->width - x : at + end;
		g_array_append_val(to, k);
	}
}

static GArray *
inks_of(const struct composing *c, const struct line *l, bool under)
{
	GArray *to = g_array_sized_new(FALSE, FALSE, sizeof(struct ink), INKS_USUAL);

	for (size_t i = 0; i < l->n; i++)
		if (!l->pieces[i].run->space)
			add_inks(c, l, &l->pieces[i], under, to);
	return to;
}

static int64_t
highest_of(const GArray *inks)
{
	int64_t highest = -DIM_MAX;

	for (guint i = 0; i < inks->len; i++)
		highest = MAX(highest, g_array_index(inks, struct ink, i).top);
	return highest;
}

dim
ink_leading(const struct composing *c, const struct line *above, const struct line *below)
{
	g_autoptr(GArray) upper = inks_of(c, above, true), lower = inks_of(c, below, false);
	dim most = 0;
	int64_t highest = highest_of(lower);

	for (guint i = 0; i < upper->len; i++) {
		const struct ink *u = &g_array_index(upper, struct ink, i);

		/* Whatever stands below it asks for no more. */
		if (highest - u->bottom - BOX_WHITE <= most)
			continue;

		for (guint j = 0; j < lower->len; j++) {
			const struct ink *k = &g_array_index(lower, struct ink, j);
			int64_t shared = MIN(u->to, k->to) - MAX(u->from, k->from);

			if (shared > BESIDE)
				most = MAX(most, k->top - u->bottom - BOX_WHITE);
		}
	}
	return most;
}
