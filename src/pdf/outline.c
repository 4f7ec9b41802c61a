/* Where a glyph has ink: a point in the middle of the widest stroke that a level line cuts. */
#include "pdf/text-int.h"

#include <hb-ot.h>
#include <math.h>

#define LEVELS 24      /* lines that are tried */
#define PIECES 8       /* straight pieces of a curve */
#define CUTS_MAX 64

struct outline {
	GArray *lines;     /* struct straight */
	double x, y;       /* the pen */
	double left, right, bottom, top;
};

struct straight {
	double x0, y0, x1, y1;
};

static void
line_to(struct outline *o, double x, double y)
{
	struct straight s = { o->x, o->y, x, y };

	g_array_append_val(o->lines, s);
	o->left = fmin(o->left, fmin(s.x0, x));
	o->right = fmax(o->right, fmax(s.x0, x));
	o->bottom = fmin(o->bottom, fmin(s.y0, y));
	o->top = fmax(o->top, fmax(s.y0, y));
	o->x = x;
	o->y = y;
}

static void
on_move(hb_draw_funcs_t *f, void *data, hb_draw_state_t *st, float x, float y, void *user)
{
	struct outline *o = data;

	o->x = x;
	o->y = y;
}

static void
on_line(hb_draw_funcs_t *f, void *data, hb_draw_state_t *st, float x, float y, void *user)
{
	line_to(data, x, y);
}

static void
on_cubic(hb_draw_funcs_t *f, void *data, hb_draw_state_t *st, float x1, float y1, float x2,
    float y2, float x, float y, void *user)
{
	struct outline *o = data;
	double x0 = o->x, y0 = o->y;

	for (int i = 1; i <= PIECES; i++) {
		double t = (double)i / PIECES, u = 1 - t;

		line_to(o, u * u * u * x0 + 3 * u * u * t * x1 + 3 * u * t * t * x2 + t * t * t * x,
		    u * u * u * y0 + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t * t * t * y);
	}
}

/* Contours are closed by HarfBuzz with a line of their own. */
static struct outline
outline_of(hb_font_t *hb, uint32_t glyph)
{
	struct outline o = { .lines = g_array_new(FALSE, FALSE, sizeof(struct straight)),
		.left = INFINITY, .right = -INFINITY, .bottom = INFINITY, .top = -INFINITY };
	hb_draw_funcs_t *f = hb_draw_funcs_create();

	hb_draw_funcs_set_move_to_func(f, on_move, NULL, NULL);
	hb_draw_funcs_set_line_to_func(f, on_line, NULL, NULL);
	hb_draw_funcs_set_cubic_to_func(f, on_cubic, NULL, NULL);
	font_draw_glyph(hb, glyph, f, &o);
	hb_draw_funcs_destroy(f);
	return o;
}

struct cut {
	double x;
	int turn;
};

static int
compare_cuts(const void *p, const void *q)
{
	double a = ((const struct cut *)p)->x, b = ((const struct cut *)q)->x;

	return (a > b) - (a < b);
}

/* Where a level line meets the outline, from left to right. */
static int
cuts_at(const struct outline *o, double y, struct cut cuts[static CUTS_MAX])
{
	int n = 0;

	for (guint i = 0; i < o->lines->len && n < CUTS_MAX; i++) {
		const struct straight *s = &g_array_index(o->lines, struct straight, i);

		if ((s->y0 <= y) == (s->y1 <= y))
			continue;
		cuts[n++] = (struct cut) { s->x0 + (s->x1 - s->x0) * (y - s->y0) / (s->y1 - s->y0),
			s->y1 > s->y0 ? 1 : -1 };
	}
	qsort(cuts, (size_t)n, sizeof *cuts, compare_cuts);
	return n;
}

/* The widest piece of ink on a level line between two ends. */
static double
widest_at(const struct outline *o, double y, double from, double to, double *ret_x)
{
	struct cut cuts[CUTS_MAX];
	int n = cuts_at(o, y, cuts), winding = 0;
	double best = 0;

	for (int i = 0; i + 1 < n; i++) {
		double left = fmax(cuts[i].x, from), right = fmin(cuts[i + 1].x, to);

		winding += cuts[i].turn;
		if (winding != 0 && right - left > best) {
			best = right - left;
			*ret_x = (left + right) / 2;
		}
	}
	return best;
}

bool
outline_find_ink(hb_font_t *hb, uint32_t glyph, int32_t from, int32_t to, struct speck *ret)
{
	struct outline o = outline_of(hb, glyph);
	double best = 0, x = 0, y = 0;

	*ret = (struct speck) { 0 };
	if (o.lines->len == 0) {
		g_array_unref(o.lines);
		return false;
	}
	/* Above and below too there must be ink: a stroke, not its edge. */
	for (int i = 1; i < LEVELS; i++) {
		double at = o.bottom + (o.top - o.bottom) * i / LEVELS, here = 0, ignored;
		double near = (o.top - o.bottom) / LEVELS / 2;
		double wide = widest_at(&o, at, from, to, &here);

		wide = fmin(wide, widest_at(&o, at + near, here - wide / 2, here + wide / 2, &ignored));
		wide = fmin(wide, widest_at(&o, at - near, here - wide / 2, here + wide / 2, &ignored));
		if (wide > best) {
			best = wide;
			x = here;
			y = at;
		}
	}
	*ret = (struct speck) { .x = (int32_t)lround(x), .y = (int32_t)lround(y),
		.room = (int32_t)best, .middle_x = (int32_t)((o.left + o.right) / 2),
		.middle_y = (int32_t)((o.bottom + o.top) / 2) };
	g_array_unref(o.lines);
	return best > 0;
}
