/* Whether lines touch: glyph under glyph, strip under strip where their boxes meet, not line under line. */
#include "line/line-int.h"

/* So much ink on ink, a point, is not seen yet. */
#define UNSEEN 1024

/* Most lines have fewer inks that reach so far: room for them is asked for once. */
#define INKS_USUAL 128

/* A glyph's ink on its line: from the start edge, and from the baseline up. */
struct ink {
	int64_t from, to;
	dim top, bottom;
	const struct piece *piece;
	const struct glyph *glyph;
};

/* A strip of it. */
struct strip {
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
			.bottom = (dim)scaled(c, p, g->bottom), .piece = p, .glyph = g };

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

/* Strips of a glyph that have ink; how many. */
static int
strips_of(const struct composing *c, const struct ink *k, struct strip *to)
{
	const struct silhouette r = shape_silhouette(c->shaper, k->piece->word, k->glyph);
	int64_t width = k->to - k->from;
	int n = 0;

	for (int i = 0; i < SILHOUETTE_STRIPS; i++) {
		int at = c->p->rtl ? SILHOUETTE_STRIPS - 1 - i : i;

		if (r.top[i] < r.bottom[i])
			continue;
		to[n++] = (struct strip) { k->from + width * at / SILHOUETTE_STRIPS,
			k->from + width * (at + 1) / SILHOUETTE_STRIPS,
			(dim)scaled(c, k->piece, r.top[i]), (dim)scaled(c, k->piece, r.bottom[i]) };
	}
	return n;
}

/* The leading at which the ink of `k` is seen to stand on that of `u`; not over 0 where they pass each other. */
static dim
meeting(const struct composing *c, const struct ink *u, const struct ink *k)
{
	struct strip upper[SILHOUETTE_STRIPS], lower[SILHOUETTE_STRIPS];
	int n = strips_of(c, u, upper), m = strips_of(c, k, lower);
	dim most = 0;

	for (int i = 0; i < n; i++)
		for (int j = 0; j < m; j++)
			if (MIN(upper[i].to, lower[j].to) > MAX(upper[i].from, lower[j].from))
				most = MAX(most, lower[j].top - upper[i].bottom - UNSEEN);
	return most;
}

dim
ink_leading(const struct composing *c, const struct line *above, const struct line *below,
    dim enough)
{
	g_autoptr(GArray) upper = inks_of(c, above, true), lower = inks_of(c, below, false);
	dim most = enough;
	int64_t highest = highest_of(lower);

	for (guint i = 0; i < upper->len; i++) {
		const struct ink *u = &g_array_index(upper, struct ink, i);

		/* Whatever stands below it asks for no more. */
		if (highest - u->bottom - UNSEEN <= most)
			continue;

		for (guint j = 0; j < lower->len; j++) {
			const struct ink *k = &g_array_index(lower, struct ink, j);

			if (MIN(u->to, k->to) > MAX(u->from, k->from) &&
			    k->top - u->bottom - UNSEEN > most)
				most = MAX(most, meeting(c, u, k));
		}
	}
	return most;
}
