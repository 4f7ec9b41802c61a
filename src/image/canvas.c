/*
 * What drawings are painted on: areas over areas, each of one colour.
 *
 * A stroke becomes the area that it covers, so that there is one form for
 * all painters and inks.  FreeType's stroker makes it; dashes are ours.
 */
#include "image/image-int.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_STROKER_H

#include <math.h>
#include <string.h>

#define POINTS_MAX 500000
/* Sides of the picture that a point may be away: what is further cannot be said on the largest page. */
#define SIDES_MAX 1000
#define DASHES_MAX 20000
#define OUTLINE_MAX 32000 /* FreeType counts an outline's points in a short */

/* FreeType's numbers are whole: an outline is blown up to this size. */
#define FINENESS (1 << 22)

/* Lines that a curve is, where it is dashed. */
#define FLAT 24

/* ---- faults ----------------------------------------------------------- */

void
canvas_refuse(struct canvas *c, const char *fmt, ...)
{
	va_list ap;

	if (c->fault)
		return;
	va_start(ap, fmt);
	g_autofree char *text = g_strdup_vprintf(diag_word(fmt), ap);
	va_end(ap);
	c->fault = arena_strdup(c->a, text);
}

/* ---- pencils ---------------------------------------------------------- */

struct pencil
pencil_new(void)
{
	return (struct pencil) { .m = { 1, 0, 0, 1, 0, 0 }, .ops = g_byte_array_new(),
		.points = g_array_new(FALSE, FALSE, sizeof(struct contour_point)) };
}

void
pencil_finish(struct pencil *p)
{
	g_byte_array_unref(p->ops);
	g_array_unref(p->points);
}

static const struct contour_point *
point_at(const struct pencil *p, guint i)
{
	return &g_array_index(p->points, struct contour_point, i);
}

/* ---- areas ------------------------------------------------------------ */

/* Not when it is no number, either. */
static bool
is_near(double share)
{
	return fabs(share) <= SIDES_MAX;
}

void
canvas_fill(struct canvas *c, const struct pencil *path, struct matrix m, struct contour paint)
{
	c->points += path->points->len;
	if (c->points > POINTS_MAX)
		canvas_refuse(c, "more points than %s", "500,000");
	if (path->ops->len == 0 || c->fault)
		return;
	struct contour_point *v = arena_array(c->a, struct contour_point, path->points->len);
	for (guint i = 0; i < path->points->len; i++) {
		const struct contour_point *p = point_at(path, i);

		v[i].x = (m.a * p->x + m.c * p->y + m.e) / c->width;
		v[i].y = (m.b * p->x + m.d * p->y + m.f) / c->height;
		if (!is_near(v[i].x) || !is_near(v[i].y)) {
			canvas_refuse(c, "points more than %s sides of the picture away", "1,000");
			return;
		}
	}
	paint.ops = arena_memdup(c->a, path->ops->data, path->ops->len);
	paint.n_ops = path->ops->len;
	paint.points = v;
	paint.n_points = path->points->len;
	g_array_append_val(c->contours, paint);
}

/* ---- dashes ----------------------------------------------------------- */

/* The point at share `t` of a curve from `p`. */
static struct contour_point
curve_point(const struct contour_point p[4], double t)
{
	double u = 1 - t, a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;

	return (struct contour_point) { a * p[0].x + b * p[1].x + c * p[2].x + d * p[3].x,
		a * p[0].y + b * p[1].y + c * p[2].y + d * p[3].y };
}

static void
widen(double edges[4], struct contour_point p)
{
	edges[0] = MIN(edges[0], p.x);
	edges[1] = MIN(edges[1], p.y);
	edges[2] = MAX(edges[2], p.x);
	edges[3] = MAX(edges[3], p.y);
}

void
pencil_box(const struct pencil *p, double ret_box[4])
{
	double e[4] = { INFINITY, INFINITY, -INFINITY, -INFINITY };
	guint at = 0;

	for (guint i = 0; i < p->ops->len; i++)
		if (p->ops->data[i] == CONTOUR_CURVE && at > 0) {
			for (int k = 1; k <= FLAT; k++)
				widen(e, curve_point(point_at(p, at - 1), (double)k / FLAT));
			at += 3;
		} else if (p->ops->data[i] != CONTOUR_CLOSE) {
			widen(e, *point_at(p, at++));
		}
	if (at == 0)
		memset(e, 0, sizeof e);
	memcpy(ret_box, (double[4]) { e[0], e[1], e[2] - e[0], e[3] - e[1] }, 4 * sizeof(double));
}

struct dasher {
	struct pencil *to;
	const struct pen *pen;
	size_t i;      /* of the dash or gap it is in */
	double left;   /* of it */
	int made;
};

static void
begin_dashes(struct dasher *d, double x, double y)
{
	double phase = d->pen->phase, sum = 0;

	for (size_t i = 0; i < d->pen->n_dashes; i++)
		sum += d->pen->dashes[i];
	phase = fmod(phase, sum * 2);
	phase += phase < 0 ? sum * 2 : 0;
	/* A dash of no length is a dot, at the very start too. */
	for (d->i = 0; phase > 0 && phase >= d->pen->dashes[d->i % d->pen->n_dashes]; d->i++)
		phase -= d->pen->dashes[d->i % d->pen->n_dashes];
	d->left = d->pen->dashes[d->i % d->pen->n_dashes] - phase;
	pencil_move(d->to, x, y);
}

static void
dash_line(struct dasher *d, double x, double y)
{
	double from_x = d->to->x, from_y = d->to->y;
	double length = hypot(x - from_x, y - from_y), at = 0;

	while (length - at > d->left && d->made < DASHES_MAX) {
		at += d->left;
		double px = from_x + (x - from_x) * at / length, py = from_y + (y - from_y) * at / length;

		(d->i % 2 == 0 ? pencil_line : pencil_move)(d->to, px, py);
		d->i++;
		d->made++;
		d->left = d->pen->dashes[d->i % d->pen->n_dashes];
	}
	d->left -= length - at;
	(d->i % 2 == 0 ? pencil_line : pencil_move)(d->to, x, y);
}

static void
dash_curve(struct dasher *d, const struct contour_point *p)
{
	struct contour_point v[4] = { { d->to->x, d->to->y }, p[0], p[1], p[2] };

	for (int k = 1; k <= FLAT; k++) {
		struct contour_point at = curve_point(v, (double)k / FLAT);

		dash_line(d, at.x, at.y);
	}
}

/* `path` in dashes; a pencil to be finished. */
static struct pencil
dashed(struct canvas *c, const struct pencil *path, const struct pen *pen)
{
	struct pencil to = pencil_new();
	struct dasher d = { .to = &to, .pen = pen };
	struct contour_point start = { 0 };
	guint at = 0;

	for (guint i = 0; i < path->ops->len; i++) {
		const struct contour_point *p = point_at(path, at);

		switch ((enum contour_op)path->ops->data[i]) {
		case CONTOUR_MOVE:
			start = *p;
			begin_dashes(&d, p->x, p->y);
			at++;
			break;
		case CONTOUR_LINE:
			dash_line(&d, p->x, p->y);
			at++;
			break;
		case CONTOUR_CURVE:
			dash_curve(&d, p);
			at += 3;
			break;
		case CONTOUR_CLOSE:
			dash_line(&d, start.x, start.y);
			break;
		}
	}
	if (d.made >= DASHES_MAX)
		canvas_refuse(c, "more dashes than %s", "20,000");
	return to;
}

/* ---- strokes ---------------------------------------------------------- */

struct stroker {
	FT_Library library;
	FT_Stroker ft;
	struct pencil to;
	double scale, x, y; /* of FreeType's numbers; what is their 0 */
	double radius;
	enum pen_cap cap;
	bool begun;         /* an outline is open in `to` */
};

static FT_Vector
vector_of(const struct stroker *s, const struct contour_point *p)
{
	return (FT_Vector) { lround((p->x - s->x) * s->scale), lround((p->y - s->y) * s->scale) };
}

static int
take_move(const FT_Vector *v, void *to)
{
	struct stroker *s = to;

	if (s->begun)
		pencil_close(&s->to);
	s->begun = true;
	pencil_move(&s->to, (double)v->x / s->scale + s->x, (double)v->y / s->scale + s->y);
	return 0;
}

static int
take_line(const FT_Vector *v, void *to)
{
	struct stroker *s = to;

	pencil_line(&s->to, (double)v->x / s->scale + s->x, (double)v->y / s->scale + s->y);
	return 0;
}

static int
take_cubic(const FT_Vector *c1, const FT_Vector *c2, const FT_Vector *v, void *to)
{
	struct stroker *s = to;

	pencil_curve(&s->to, (double)c1->x / s->scale + s->x, (double)c1->y / s->scale + s->y,
	    (double)c2->x / s->scale + s->x, (double)c2->y / s->scale + s->y,
	    (double)v->x / s->scale + s->x, (double)v->y / s->scale + s->y);
	return 0;
}

static int
take_conic(const FT_Vector *c, const FT_Vector *v, void *to)
{
	return take_cubic(c, c, v, to);
}

/* What the stroker has made, added to `to`. */
static bool
take_outline(struct stroker *s)
{
	static const FT_Outline_Funcs funcs = { .move_to = take_move, .line_to = take_line,
		.conic_to = take_conic, .cubic_to = take_cubic };
	FT_UInt points = 0, contours = 0;
	FT_Outline o;

	if (FT_Stroker_GetCounts(s->ft, &points, &contours) || points > OUTLINE_MAX ||
	    FT_Outline_New(s->library, points, (FT_Int)contours, &o))
		return false;
	o.n_points = o.n_contours = 0;
	FT_Stroker_Export(s->ft, &o);
	s->begun = false;
	bool good = FT_Outline_Decompose(&o, &funcs, s) == 0;
	if (s->begun)
		pencil_close(&s->to);
	FT_Outline_Done(s->library, &o);
	return good;
}

/* One outline of a path: its operators behind the move, and its points. */
struct stretch {
	const guint8 *ops;
	guint n;
	const struct contour_point *points;
	bool closed;
};

static bool
is_dot(const struct stroker *s, const struct stretch *t)
{
	FT_Vector from = vector_of(s, &t->points[0]);
	guint n = 1;

	for (guint i = 0; i < t->n; i++)
		n += t->ops[i] == CONTOUR_CURVE ? 3 : t->ops[i] == CONTOUR_LINE;
	for (guint i = 1; i < n; i++) {
		FT_Vector v = vector_of(s, &t->points[i]);

		if (v.x != from.x || v.y != from.y)
			return false;
	}
	return true;
}

/* A line of no length is what its ends are. */
static void
draw_dot(struct stroker *s, const struct contour_point *p)
{
	double r = s->radius;

	if (s->cap == CAP_ROUND)
		pencil_ellipse(&s->to, p->x, p->y, r, r);
	if (s->cap != CAP_SQUARE)
		return;
	pencil_move(&s->to, p->x - r, p->y - r);
	pencil_line(&s->to, p->x - r, p->y + r);
	pencil_line(&s->to, p->x + r, p->y + r);
	pencil_line(&s->to, p->x + r, p->y - r);
	pencil_close(&s->to);
}

static bool
stroke_stretch(struct stroker *s, const struct stretch *t)
{
	const struct contour_point *p = t->points;
	FT_Vector v = vector_of(s, p++);

	if (t->n == 0)
		return true;
	if (is_dot(s, t)) {
		draw_dot(s, t->points);
		return true;
	}
	FT_Stroker_Rewind(s->ft);
	if (FT_Stroker_BeginSubPath(s->ft, &v, !t->closed))
		return false;
	for (guint i = 0; i < t->n; i++) {
		FT_Vector w[3] = { { 0, 0 } };
		FT_Error e = 0;
		int n = t->ops[i] == CONTOUR_CURVE ? 3 : t->ops[i] == CONTOUR_LINE;

		for (int k = 0; k < n; k++)
			w[k] = vector_of(s, p++);
		if (n == 3)
			e = FT_Stroker_CubicTo(s->ft, &w[0], &w[1], &w[2]);
		else if (n == 1)
			e = FT_Stroker_LineTo(s->ft, &w[0]);
		if (e)
			return false;
	}
	return FT_Stroker_EndSubPath(s->ft) == 0 && take_outline(s);
}

static bool
stroke_all(struct stroker *s, const struct pencil *path)
{
	const guint8 *ops = path->ops->data;
	guint at = 0;

	for (guint i = 0; i < path->ops->len;) {
		struct stretch t = { .ops = &ops[i + 1], .points = point_at(path, at++) };

		for (i++; i < path->ops->len && ops[i] != CONTOUR_MOVE; i++, t.n++) {
			at += ops[i] == CONTOUR_CURVE ? 3 : ops[i] == CONTOUR_LINE;
			t.closed |= ops[i] == CONTOUR_CLOSE;
		}
		if (!stroke_stretch(s, &t))
			return false;
	}
	return true;
}

/* The size of it all, the pen with it. */
static void
measure(struct stroker *s, const struct pencil *path, const struct pen *pen)
{
	double right = -INFINITY, foot = -INFINITY;

	s->x = s->y = INFINITY;
	for (guint i = 0; i < path->points->len; i++) {
		const struct contour_point *p = point_at(path, i);

		s->x = MIN(s->x, p->x);
		s->y = MIN(s->y, p->y);
		right = MAX(right, p->x);
		foot = MAX(foot, p->y);
	}
	s->scale = FINENESS / MAX(MAX(right - s->x, foot - s->y) + pen->width, 1e-9);
}

static bool
open_stroker(struct stroker *s, const struct pen *pen)
{
	static const FT_Stroker_LineCap caps[] = { FT_STROKER_LINECAP_BUTT,
		FT_STROKER_LINECAP_ROUND, FT_STROKER_LINECAP_SQUARE };
	static const FT_Stroker_LineJoin joins[] = { FT_STROKER_LINEJOIN_MITER_FIXED,
		FT_STROKER_LINEJOIN_ROUND, FT_STROKER_LINEJOIN_BEVEL };

	if (FT_Init_FreeType(&s->library))
		return false;
	if (FT_Stroker_New(s->library, &s->ft))
		return false;
	s->radius = pen->width / 2;
	s->cap = pen->cap;
	FT_Stroker_Set(s->ft, lround(s->radius * s->scale), caps[pen->cap], joins[pen->join],
	    lround(CLAMP(pen->miter, 1, 1000) * 65536));
	return true;
}

void
canvas_stroke(struct canvas *c, const struct pencil *path, struct matrix m,
    const struct pen *pen, struct contour paint)
{
	struct stroker s = { 0 };
	struct pencil dashes = { 0 };

	if (c->fault || path->points->len == 0 || pen->width <= 0)
		return;
	if (pen->n_dashes > 0)
		dashes = dashed(c, path, pen);
	s.to = pencil_new();
	measure(&s, path, pen);
	if (!open_stroker(&s, pen) || !stroke_all(&s, pen->n_dashes > 0 ? &dashes : path))
		canvas_refuse(c, "a stroke of too many parts");
	paint.even_odd = false;
	canvas_fill(c, &s.to, m, paint);
	FT_Stroker_Done(s.ft);
	FT_Done_FreeType(s.library);
	pencil_finish(&s.to);
	if (pen->n_dashes > 0)
		pencil_finish(&dashes);
}

const char *
canvas_finish(struct canvas *c, struct image *im)
{
	if (c->contours->len == 0)
		canvas_refuse(c, "a picture without any area");
	im->n_contours = c->contours->len;
	im->contours = arena_memdup(c->a, c->contours->data,
	    c->contours->len * sizeof(struct contour));
	/* Only their proportion counts. */
	double scale = c->width > 0 ? 10000 / MAX(c->width, c->height) : 0;
	im->width = MAX((uint32_t)(c->width * scale), 1);
	im->height = MAX((uint32_t)(c->height * scale), 1);
	im->channels = 3;
	g_array_unref(c->contours);
	return c->fault;
}
