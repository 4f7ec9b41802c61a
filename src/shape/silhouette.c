/* How far the ink of a glyph reaches, strip by strip of its box. */
#include "shape/shape-int.h"

#include <hb.h>
#include <math.h>

/* A curve is taken for so many strokes. */
#define STROKES 8

struct point {
	double x, y;
};

struct tracing {
	double left, width; /* of the box */
	struct point start, pen;
	struct silhouette *to;
};

struct silhouettes {
	struct arena *a;
	GHashTable *known; /* font and glyph to struct silhouette */
	hb_draw_funcs_t *steps;
};

/* ---- outlines to strips ------------------------------------------------ */

static double
height_at(struct point a, struct point b, double x)
{
	return b.x > a.x ? a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x) : a.y;
}

static void
reach_to(struct silhouette *r, int strip, double low, double high)
{
	r->bottom[strip] = (int16_t)MIN(r->bottom[strip], floor(low));
	r->top[strip] = (int16_t)MAX(r->top[strip], ceil(high));
}

/* A straight stroke from the pen: through all strips that it crosses. */
static void
stroke(struct tracing *t, struct point to)
{
	struct point a = t->pen.x <= to.x ? t->pen : to, b = t->pen.x <= to.x ? to : t->pen;
	double strip = t->width / SILHOUETTE_STRIPS;
	int first = CLAMP((int)((a.x - t->left) / strip), 0, SILHOUETTE_STRIPS - 1);
	int last = CLAMP((int)((b.x - t->left) / strip), 0, SILHOUETTE_STRIPS - 1);

	for (int i = first; i <= last; i++) {
		double from = height_at(a, b, MAX(a.x, t->left + i * strip));
		double end = height_at(a, b, MIN(b.x, t->left + (i + 1) * strip));

		/* Upright, it is all in one. */
		if (b.x <= a.x)
			end = b.y;
		reach_to(t->to, i, MIN(from, end), MAX(from, end));
	}
	t->pen = to;
}

static void
move_to(hb_draw_funcs_t *f, void *data, hb_draw_state_t *st, float x, float y, void *user)
{
	struct tracing *t = data;

	t->start = t->pen = (struct point) { x, y };
}

static void
line_to(hb_draw_funcs_t *f, void *data, hb_draw_state_t *st, float x, float y, void *user)
{
	stroke(data, (struct point) { x, y });
}

static void
cubic_to(hb_draw_funcs_t *f, void *data, hb_draw_state_t *st, float x1, float y1, float x2, float y2,
    float x, float y, void *user)
{
	struct tracing *t = data;
	struct point a = t->pen;

	for (int i = 1; i <= STROKES; i++) {
		double s = (double)i / STROKES, r = 1 - s;
		double w[] = { r * r * r, 3 * r * r * s, 3 * r * s * s, s * s * s };

		stroke(t, (struct point) { w[0] * a.x + w[1] * x1 + w[2] * x2 + w[3] * x,
		    w[0] * a.y + w[1] * y1 + w[2] * y2 + w[3] * y });
	}
}

static void
close_path(hb_draw_funcs_t *f, void *data, hb_draw_state_t *st, void *user)
{
	struct tracing *t = data;

	stroke(t, t->start);
}

/* HarfBuzz makes cubics of quadratics where nobody asks for those. */
static hb_draw_funcs_t *
steps_create(void)
{
	hb_draw_funcs_t *f = hb_draw_funcs_create();

	hb_draw_funcs_set_move_to_func(f, move_to, NULL, NULL);
	hb_draw_funcs_set_line_to_func(f, line_to, NULL, NULL);
	hb_draw_funcs_set_cubic_to_func(f, cubic_to, NULL, NULL);
	hb_draw_funcs_set_close_path_func(f, close_path, NULL, NULL);
	hb_draw_funcs_make_immutable(f);
	return f;
}

static struct silhouette *
trace(struct silhouettes *rs, const struct font *fo, const struct glyph *g)
{
	struct silhouette *r = arena_new(rs->a, struct silhouette);
	struct tracing t = { .left = g->left - g->dx, .width = MAX(g->right - g->left, 1), .to = r };

	for (int i = 0; i < SILHOUETTE_STRIPS; i++) {
		r->top[i] = G_MININT16;
		r->bottom[i] = G_MAXINT16;
	}
	font_draw_glyph(font_hb(fo), g->id, rs->steps, &t);
	return r;
}

/* ---- the door --------------------------------------------------------- */

struct silhouettes *
silhouettes_create(void)
{
	struct silhouettes *rs = g_new0(struct silhouettes, 1);

	rs->a = arena_create();
	rs->known = g_hash_table_new(g_direct_hash, g_direct_equal);
	rs->steps = steps_create();
	return rs;
}

void
silhouettes_destroy(struct silhouettes *rs)
{
	if (!rs)
		return;
	hb_draw_funcs_destroy(rs->steps);
	g_hash_table_destroy(rs->known);
	arena_destroy(rs->a);
	g_free(rs);
}

struct silhouette
shape_silhouette(struct shaper *s, const struct word *w, const struct glyph *g)
{
	struct silhouettes *rs = s->silhouettes;
	/* A face has fewer than 65,536. */
	gpointer key = GUINT_TO_POINTER(font_number(w->font) << 16 | (g->id & 0xFFFF));
	struct silhouette *known = g_hash_table_lookup(rs->known, key);

	if (!known) {
		known = trace(rs, w->font, g);
		g_hash_table_insert(rs->known, key, known);
	}
	struct silhouette r = *known;
	for (int i = 0; i < SILHOUETTE_STRIPS; i++)
		if (r.top[i] >= r.bottom[i]) {
			r.top[i] = (int16_t)(r.top[i] + g->dy);
			r.bottom[i] = (int16_t)(r.bottom[i] + g->dy);
		}
	return r;
}
