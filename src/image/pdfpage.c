/*
 * A page of PDF as a drawing: its areas and strokes (ISO 32000-1, 8.4, 8.5),
 * in their colours.  Texts, pictures, shadings and whatever shines through is
 * an error that names it: nothing of an emblem is lost in silence, and
 * nothing that a PDF could do beyond being seen comes along.
 *
 * The file is read in a process of its own (apart_run), for qpdf unpacks
 * whatever it is told to.
 */
#include "image/image-int.h"
#include "image/scan.h"

#include <math.h>
#include <qpdf/qpdf-c.h>
#include <stdlib.h>

#define STATES_MAX 64
#define FORMS_DEEP 12
#define FORMS_MAX 2000
#define CONTENT_MAX ((size_t)16 << 20)
#define MEMORY ((size_t)1 << 30)
#define SECONDS 10
#define ANSWER_MAX ((size_t)64 << 20)

/* A rectangle of the drawing, from its top left corner. */
struct bounds {
	double x, y, right, foot;
};

static const struct bounds nothing = { INFINITY, INFINITY, -INFINITY, -INFINITY };

/* A colour: its space has as many components as it says. */
struct ink {
	int n; /* 1 grey, 3 RGB, 4 CMYK; 0: a space that cannot be kept */
	double v[4];
};

struct state {
	struct matrix m;
	struct ink fill, stroke;
	struct pen pen;
	struct bounds clip;
	bool odd_clip; /* of a shape that is no rectangle */
};

struct page {
	qpdf_data q;
	struct canvas canvas;
	struct state states[STATES_MAX];
	int depth;
	struct pencil path;
	bool clips, clips_even_odd; /* W was said of the path */
	struct scan *scan;
	qpdf_oh resources;
	size_t content;             /* bytes of it so far */
	int forms, form_depth;
};

#define refuse(p, ...) canvas_refuse(&(p)->canvas, __VA_ARGS__)

static struct state *
now(struct page *p)
{
	return &p->states[p->depth];
}

/* ---- values ----------------------------------------------------------- */

static qpdf_oh
key_of(struct page *p, qpdf_oh o, const char *key)
{
	if (qpdf_oh_is_stream(p->q, o))
		o = qpdf_oh_get_dict(p->q, o);
	return qpdf_oh_is_dictionary(p->q, o) ? qpdf_oh_get_key(p->q, o, key)
	                                      : qpdf_oh_new_null(p->q);
}

static int
array_len(struct page *p, qpdf_oh o)
{
	return qpdf_oh_is_array(p->q, o) ? qpdf_oh_get_array_n_items(p->q, o) : 0;
}

/* As many numbers as there are, at most `n`; how many there are. */
static int
numbers_of(struct page *p, qpdf_oh o, double *ret_v, int n)
{
	int len = MIN(array_len(p, o), n);

	for (int i = 0; i < len; i++) {
		qpdf_oh item = qpdf_oh_get_array_item(p->q, o, i);

		ret_v[i] = qpdf_oh_is_number(p->q, item) ? qpdf_oh_get_numeric_value(p->q, item) : 0;
	}
	return len;
}

static bool
is_name(struct page *p, qpdf_oh o, const char *name)
{
	return qpdf_oh_is_name_and_equals(p->q, o, name);
}

/* What the resources have under the name that is the last operand. */
static qpdf_oh
resource(struct page *p, const char *kind)
{
	const struct scan *s = p->scan;
	const struct operand *o = s->n > 0 ? &s->v[s->n - 1] : NULL;

	if (!o || o->kind != OPERAND_NAME)
		return qpdf_oh_new_null(p->q);
	g_autofree char *name = g_strdup_printf("/%.*s", (int)o->len, (const char *)s->room + o->at);
	return key_of(p, key_of(p, p->resources, kind), name);
}

/* ---- colours ---------------------------------------------------------- */

static int
components_of(struct page *p, qpdf_oh space)
{
	static const struct {
		const char *name;
		int n;
	} names[] = {
		{ "/DeviceGray", 1 }, { "/CalGray", 1 }, { "/G", 1 }, { "/DeviceRGB", 3 },
		{ "/CalRGB", 3 }, { "/RGB", 3 }, { "/DeviceCMYK", 4 }, { "/CMYK", 4 },
	};
	bool listed = array_len(p, space) > 0;
	qpdf_oh name = listed ? qpdf_oh_get_array_item(p->q, space, 0) : space;

	if (listed && is_name(p, name, "/ICCBased")) {
		qpdf_oh n = key_of(p, qpdf_oh_get_array_item(p->q, space, 1), "/N");
		int components = qpdf_oh_is_integer(p->q, n) ? qpdf_oh_get_int_value_as_int(p->q, n) : 0;

		return components == 1 || components == 3 || components == 4 ? components : 0;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (is_name(p, name, names[i].name))
			return names[i].n;
	if (listed && is_name(p, name, "/Separation") && array_len(p, space) > 1) {
		qpdf_oh spot = qpdf_oh_get_array_item(p->q, space, 1);

		if (qpdf_oh_is_name(p->q, spot))
			refuse(p, "the spot colour %s", qpdf_oh_get_name(p->q, spot) + 1);
	}
	return 0;
}

static void
set_space(struct page *p, struct ink *ink)
{
	const struct scan *s = p->scan;
	const struct operand *o = s->n > 0 ? &s->v[s->n - 1] : NULL;

	*ink = (struct ink) { 0 };
	if (!o || o->kind != OPERAND_NAME)
		return;
	g_autofree char *name = g_strdup_printf("/%.*s", (int)o->len, (const char *)s->room + o->at);
	ink->n = components_of(p, qpdf_oh_new_name(p->q, name));
	if (ink->n == 0 && !scan_is(s, o, "Pattern"))
		ink->n = components_of(p, resource(p, "/ColorSpace"));
	ink->v[3] = ink->n == 4; /* each space begins with its black */
}

static void
set_ink(struct page *p, struct ink *ink, int n)
{
	const struct scan *s = p->scan;

	ink->n = n;
	if (n == 0 || (int)s->n != n) {
		ink->n = 0;
		return;
	}
	for (int i = 0; i < n; i++)
		ink->v[i] = s->v[i].kind == OPERAND_NUMBER ? CLAMP(s->v[i].number, 0, 1) : 0;
}

/* Inks take light as layout.h's colour_light has it. */
static struct contour
paint_of(struct page *p, const struct ink *ink, bool even_odd)
{
	struct contour c = { .even_odd = even_odd, .inked = ink->n == 4 };
	double left = ink->n == 4 ? 1 - ink->v[3] : 1, light[3];

	if (ink->n == 0)
		refuse(p, "a pattern, a gradient or a colour that is neither grey, RGB nor CMYK");
	for (int i = 0; i < 3; i++)
		light[i] = ink->n == 4 ? (1 - ink->v[i]) * left : ink->v[ink->n == 3 ? i : 0];
	c.red = (uint8_t)lround(light[0] * 255);
	c.green = (uint8_t)lround(light[1] * 255);
	c.blue = (uint8_t)lround(light[2] * 255);
	for (int i = 0; i < 4 && c.inked; i++)
		c.inks[i] = (uint16_t)lround(ink->v[i] * 1000);
	return c;
}

/* ---- clipping --------------------------------------------------------- */

static struct bounds
bounds_of(const struct pencil *path, struct matrix m)
{
	struct bounds b = nothing;

	for (guint i = 0; i < path->points->len; i++) {
		const struct contour_point *o = &g_array_index(path->points, struct contour_point, i);
		double x = m.a * o->x + m.c * o->y + m.e, y = m.b * o->x + m.d * o->y + m.f;

		b.x = MIN(b.x, x);
		b.y = MIN(b.y, y);
		b.right = MAX(b.right, x);
		b.foot = MAX(b.foot, y);
	}
	return b;
}

static bool
is_near(const struct page *p, double a, double b)
{
	return fabs(a - b) <= MAX(p->canvas.width, p->canvas.height) / 1000;
}

/* One outline of lines that runs along the sides of its box. */
static bool
is_rectangle(const struct page *p, struct matrix m, const struct bounds *b)
{
	const struct pencil *path = &p->path;
	double area = 0;
	struct contour_point first = { 0 }, last = { 0 };

	for (guint i = 0; i < path->ops->len; i++)
		if ((path->ops->data[i] == CONTOUR_MOVE) != (i == 0) ||
		    path->ops->data[i] == CONTOUR_CURVE)
			return false;
	for (guint i = 0; i < path->points->len; i++) {
		const struct contour_point *o = &g_array_index(path->points, struct contour_point, i);
		struct contour_point at = { m.a * o->x + m.c * o->y + m.e, m.b * o->x + m.d * o->y + m.f };

		if (i == 0)
			first = at;
		else
			area += last.x * at.y - at.x * last.y;
		last = at;
	}
	area += last.x * first.y - first.x * last.y;
	double whole = (b->right - b->x) * (b->foot - b->y);
	return path->points->len >= 4 && fabs(fabs(area / 2) - whole) <= whole / 1000;
}

static struct bounds
both(struct bounds a, struct bounds b)
{
	return (struct bounds) { MAX(a.x, b.x), MAX(a.y, b.y), MIN(a.right, b.right),
		MIN(a.foot, b.foot) };
}

static void
clip(struct page *p)
{
	struct state *st = now(p);
	struct bounds b = bounds_of(&p->path, st->m);

	if (!is_rectangle(p, st->m, &b))
		st->odd_clip = true;
	st->clip = both(st->clip, b);
}

enum sight { HIDDEN, WHOLE, CUT };

static enum sight
sight_of(struct page *p, const struct bounds *b)
{
	const struct state *st = now(p);
	struct bounds seen = both(st->clip, *b);

	if (seen.x >= seen.right || seen.y >= seen.foot)
		return HIDDEN;
	/* The drawing's own edge cuts what goes over it. */
	struct bounds edge = { 0, 0, p->canvas.width, p->canvas.height };
	struct bounds on = both(edge, *b), kept = both(edge, seen);
	bool whole = is_near(p, on.x, kept.x) && is_near(p, on.y, kept.y) &&
	    is_near(p, on.right, kept.right) && is_near(p, on.foot, kept.foot);
	return whole && !st->odd_clip ? WHOLE : CUT;
}

/* A rectangle that is cut is a smaller one. */
static bool
fill_cut(struct page *p, const struct bounds *b, struct contour paint)
{
	static const struct matrix same = { 1, 0, 0, 1, 0, 0 };
	const struct state *st = now(p);
	struct bounds c = both(st->clip, *b);

	if (st->odd_clip || !is_rectangle(p, st->m, b))
		return false;
	struct pencil r = pencil_new();
	pencil_move(&r, c.x, c.y);
	pencil_line(&r, c.right, c.y);
	pencil_line(&r, c.right, c.foot);
	pencil_line(&r, c.x, c.foot);
	pencil_close(&r);
	canvas_fill(&p->canvas, &r, same, paint);
	pencil_finish(&r);
	return true;
}

/* ---- painting --------------------------------------------------------- */

static void
fill(struct page *p, bool even_odd)
{
	const struct state *st = now(p);
	struct bounds b = bounds_of(&p->path, st->m);
	enum sight s = sight_of(p, &b);

	if (s == HIDDEN)
		return;
	struct contour paint = paint_of(p, &st->fill, even_odd);
	if (s == WHOLE)
		canvas_fill(&p->canvas, &p->path, st->m, paint);
	else if (!fill_cut(p, &b, paint))
		refuse(p, "a shape that is cut by a clipping path");
}

static void
stroke(struct page *p)
{
	const struct state *st = now(p);
	struct bounds b = bounds_of(&p->path, st->m);
	double wide = st->pen.width / 2 * MAX(hypot(st->m.a, st->m.b), hypot(st->m.c, st->m.d));

	b = (struct bounds) { b.x - wide, b.y - wide, b.right + wide, b.foot + wide };
	enum sight s = sight_of(p, &b);
	if (s == HIDDEN)
		return;
	if (st->pen.width <= 0)
		refuse(p, "a stroke of no width");
	if (s == CUT)
		refuse(p, "a stroke that is cut by a clipping path");
	canvas_stroke(&p->canvas, &p->path, st->m, &st->pen, paint_of(p, &st->stroke, false));
}

static void
end_path(struct page *p)
{
	if (p->clips && p->path.points->len > 0)
		clip(p);
	p->clips = false;
	g_byte_array_set_size(p->path.ops, 0);
	g_array_set_size(p->path.points, 0);
}

/* ---- operators -------------------------------------------------------- */

/* Operand `i`, a number. */
static double
num(const struct page *p, guint i)
{
	return i < p->scan->n && p->scan->v[i].kind == OPERAND_NUMBER
	    ? CLAMP(p->scan->v[i].number, -1e9, 1e9) : 0;
}

static void
op_save(struct page *p)
{
	if (p->depth + 1 >= STATES_MAX) {
		refuse(p, "states saved more than %d deep", STATES_MAX);
		return;
	}
	p->states[p->depth + 1] = p->states[p->depth];
	p->depth++;
}

static void
op_restore(struct page *p)
{
	if (p->depth > 0)
		p->depth--;
}

static void
op_matrix(struct page *p)
{
	struct matrix m = { num(p, 0), num(p, 1), num(p, 2), num(p, 3), num(p, 4), num(p, 5) };

	now(p)->m = matrix_times(now(p)->m, m);
}

static void
op_move(struct page *p)
{
	pencil_move(&p->path, num(p, 0), num(p, 1));
}

/* A path begins with a move; what does not is no path. */
static bool
has_begun(struct page *p)
{
	if (p->path.ops->len == 0)
		refuse(p, "a path that begins nowhere");
	return p->path.ops->len > 0;
}

static void
op_line(struct page *p)
{
	if (has_begun(p))
		pencil_line(&p->path, num(p, 0), num(p, 1));
}

static void
op_curve(struct page *p)
{
	if (has_begun(p))
		pencil_curve(&p->path, num(p, 0), num(p, 1), num(p, 2), num(p, 3), num(p, 4), num(p, 5));
}

static void
op_curve_from(struct page *p)
{
	if (has_begun(p))
		pencil_curve(&p->path, p->path.x, p->path.y, num(p, 0), num(p, 1), num(p, 2), num(p, 3));
}

static void
op_curve_to(struct page *p)
{
	if (has_begun(p))
		pencil_curve(&p->path, num(p, 0), num(p, 1), num(p, 2), num(p, 3), num(p, 2), num(p, 3));
}

static void
op_close(struct page *p)
{
	if (p->path.ops->len > 0 && p->path.ops->data[p->path.ops->len - 1] != CONTOUR_CLOSE)
		pencil_close(&p->path);
}

static void
op_rectangle(struct page *p)
{
	double x = num(p, 0), y = num(p, 1), w = num(p, 2), h = num(p, 3);

	pencil_move(&p->path, x, y);
	pencil_line(&p->path, x + w, y);
	pencil_line(&p->path, x + w, y + h);
	pencil_line(&p->path, x, y + h);
	pencil_close(&p->path);
}

static void
op_clip(struct page *p)
{
	p->clips = true;
}

/* f F f* B B* b b* S s n: what each does with the path. */
static void
op_paint(struct page *p)
{
	const char *op = p->scan->op;
	bool even_odd = strchr(op, '*') != NULL, fills = strchr("fFBb", *op) != NULL;
	bool strokes = strchr("BbSs", *op) != NULL;

	if (*op == 'b' || *op == 's')
		op_close(p);
	if (p->path.ops->len > 0 && fills)
		fill(p, even_odd);
	if (p->path.ops->len > 0 && strokes)
		stroke(p);
	end_path(p);
}

static void
op_width(struct page *p)
{
	now(p)->pen.width = fabs(num(p, 0));
}

static void
op_cap(struct page *p)
{
	now(p)->pen.cap = (enum pen_cap)CLAMP((int)num(p, 0), 0, 2);
}

static void
op_join(struct page *p)
{
	now(p)->pen.join = (enum pen_join)CLAMP((int)num(p, 0), 0, 2);
}

static void
op_miter(struct page *p)
{
	now(p)->pen.miter = num(p, 0);
}

static void
set_dashes(struct page *p, const double *v, int n, double phase)
{
	struct pen *pen = &now(p)->pen;
	double sum = 0;

	if (n > PEN_DASHES / 2)
		refuse(p, "more than %d kinds of dashes", PEN_DASHES / 2);
	n = MIN(n, PEN_DASHES / 2);
	for (int i = 0; i < n; i++)
		sum += pen->dashes[i] = pen->dashes[n + i] = MAX(v[i], 0);
	pen->n_dashes = sum > 0 ? (size_t)(n % 2 ? 2 * n : n) : 0;
	pen->phase = phase;
}

/* [3 2] 0 d */
static void
op_dashes(struct page *p)
{
	double v[PEN_DASHES], phase = num(p, p->scan->n - 1);
	int n = 0;

	for (guint i = 0; i + 1 < p->scan->n && n < PEN_DASHES; i++)
		if (p->scan->v[i].kind == OPERAND_NUMBER)
			v[n++] = num(p, i);
	set_dashes(p, v, n, phase);
}

/* g G rg RG k K: the small ones fill. */
static void
op_device(struct page *p)
{
	const char *op = p->scan->op;
	int n = g_ascii_tolower(*op) == 'g' ? 1 : g_ascii_tolower(*op) == 'r' ? 3 : 4;

	set_ink(p, g_ascii_islower(*op) ? &now(p)->fill : &now(p)->stroke, n);
}

static void
op_space(struct page *p)
{
	set_space(p, *p->scan->op == 'c' ? &now(p)->fill : &now(p)->stroke);
}

/* sc scn SC SCN */
static void
op_colour(struct page *p)
{
	struct ink *ink = *p->scan->op == 's' ? &now(p)->fill : &now(p)->stroke;

	set_ink(p, ink, ink->n);
}

/* ---- states and forms ------------------------------------------------- */

static bool
is_full(struct page *p, qpdf_oh dict, const char *key)
{
	qpdf_oh v = key_of(p, dict, key);

	return !qpdf_oh_is_number(p->q, v) || qpdf_oh_get_numeric_value(p->q, v) >= 1;
}

static bool
is_plain_blend(struct page *p, qpdf_oh v)
{
	return qpdf_oh_is_null(p->q, v) || is_name(p, v, "/Normal") || is_name(p, v, "/Compatible");
}

static void
op_state(struct page *p)
{
	qpdf_oh gs = resource(p, "/ExtGState"), mask = key_of(p, gs, "/SMask");
	qpdf_oh width = key_of(p, gs, "/LW"), cap = key_of(p, gs, "/LC"), join = key_of(p, gs, "/LJ");
	qpdf_oh dashes = key_of(p, gs, "/D"), miter = key_of(p, gs, "/ML");
	struct pen *pen = &now(p)->pen;

	if (!is_full(p, gs, "/ca") || !is_full(p, gs, "/CA") ||
	    !is_plain_blend(p, key_of(p, gs, "/BM")) ||
	    !(qpdf_oh_is_null(p->q, mask) || is_name(p, mask, "/None")))
		refuse(p, "something that shines through");
	if (qpdf_oh_is_number(p->q, width))
		pen->width = fabs(qpdf_oh_get_numeric_value(p->q, width));
	if (qpdf_oh_is_number(p->q, miter))
		pen->miter = qpdf_oh_get_numeric_value(p->q, miter);
	if (qpdf_oh_is_integer(p->q, cap))
		pen->cap = (enum pen_cap)CLAMP(qpdf_oh_get_int_value_as_int(p->q, cap), 0, 2);
	if (qpdf_oh_is_integer(p->q, join))
		pen->join = (enum pen_join)CLAMP(qpdf_oh_get_int_value_as_int(p->q, join), 0, 2);
	if (array_len(p, dashes) == 2) {
		double v[PEN_DASHES];
		int n = numbers_of(p, qpdf_oh_get_array_item(p->q, dashes, 0), v, PEN_DASHES);
		qpdf_oh phase = qpdf_oh_get_array_item(p->q, dashes, 1);

		set_dashes(p, v, n, qpdf_oh_is_number(p->q, phase)
		    ? qpdf_oh_get_numeric_value(p->q, phase) : 0);
	}
}

static void read_content(struct page *p, const unsigned char *bytes, size_t len);

static void
enter_form(struct page *p, qpdf_oh form)
{
	double m[6] = { 1, 0, 0, 1, 0, 0 }, box[4] = { 0 };
	struct state *st = now(p);

	numbers_of(p, key_of(p, form, "/Matrix"), m, 6);
	st->m = matrix_times(st->m, (struct matrix) { m[0], m[1], m[2], m[3], m[4], m[5] });
	if (numbers_of(p, key_of(p, form, "/BBox"), box, 4) == 4) {
		struct pencil kept = p->path;

		p->path = pencil_new();
		pencil_move(&p->path, box[0], box[1]);
		pencil_line(&p->path, box[2], box[1]);
		pencil_line(&p->path, box[2], box[3]);
		pencil_line(&p->path, box[0], box[3]);
		clip(p);
		pencil_finish(&p->path);
		p->path = kept;
	}
}

static void
read_form(struct page *p, qpdf_oh form)
{
	qpdf_oh kept = p->resources, own = key_of(p, form, "/Resources");
	struct scan *outer = p->scan;
	unsigned char *bytes = NULL;
	int depth = p->depth;
	size_t len = 0;

	if (++p->forms > FORMS_MAX || p->form_depth >= FORMS_DEEP) {
		refuse(p, "forms more than %d deep or %d in all", FORMS_DEEP, FORMS_MAX);
		return;
	}
	if (qpdf_oh_get_stream_data(p->q, form, qpdf_dl_generalized, NULL, &bytes, &len)) {
		refuse(p, "a form that cannot be unpacked");
		return;
	}
	p->form_depth++;
	op_save(p);
	enter_form(p, form);
	p->resources = qpdf_oh_is_dictionary(p->q, own) ? own : kept;
	read_content(p, bytes, len);
	p->resources = kept;
	p->depth = depth;
	p->form_depth--;
	p->scan = outer;
	free(bytes);
}

static void
op_object(struct page *p)
{
	qpdf_oh o = resource(p, "/XObject"), kind = key_of(p, o, "/Subtype");

	if (is_name(p, kind, "/Form"))
		read_form(p, o);
	else if (is_name(p, kind, "/Image"))
		refuse(p, "a picture of pixels");
	else
		refuse(p, "an object that is not there");
}

static void
op_text(struct page *p)
{
	refuse(p, "text");
}

static void
op_image(struct page *p)
{
	refuse(p, "a picture of pixels");
	scan_skip_image(p->scan);
}

static void
op_shading(struct page *p)
{
	refuse(p, "a gradient");
}

/* What changes nothing that is kept. */
static void
op_nothing(struct page *p)
{
}

static const struct {
	const char *name;
	void (*run)(struct page *p);
} operators[] = {
	{ "q", op_save }, { "Q", op_restore }, { "cm", op_matrix },
	{ "m", op_move }, { "l", op_line }, { "c", op_curve }, { "v", op_curve_from },
	{ "y", op_curve_to }, { "h", op_close }, { "re", op_rectangle },
	{ "W", op_clip }, { "W*", op_clip },
	{ "f", op_paint }, { "F", op_paint }, { "f*", op_paint }, { "B", op_paint },
	{ "B*", op_paint }, { "b", op_paint }, { "b*", op_paint }, { "S", op_paint },
	{ "s", op_paint }, { "n", op_paint },
	{ "w", op_width }, { "J", op_cap }, { "j", op_join }, { "M", op_miter }, { "d", op_dashes },
	{ "g", op_device }, { "G", op_device }, { "rg", op_device }, { "RG", op_device },
	{ "k", op_device }, { "K", op_device }, { "cs", op_space }, { "CS", op_space },
	{ "sc", op_colour }, { "scn", op_colour }, { "SC", op_colour }, { "SCN", op_colour },
	{ "gs", op_state }, { "Do", op_object }, { "sh", op_shading }, { "ID", op_image },
	{ "Tj", op_text }, { "TJ", op_text }, { "'", op_text }, { "\"", op_text },
	{ "ri", op_nothing }, { "i", op_nothing }, { "BI", op_nothing },
	{ "BMC", op_nothing }, { "BDC", op_nothing }, { "EMC", op_nothing }, { "MP", op_nothing },
	{ "DP", op_nothing }, { "BX", op_nothing }, { "EX", op_nothing },
	{ "BT", op_nothing }, { "ET", op_nothing }, { "Tf", op_nothing }, { "Td", op_nothing },
	{ "TD", op_nothing }, { "Tm", op_nothing }, { "T*", op_nothing }, { "Tc", op_nothing },
	{ "Tw", op_nothing }, { "Tz", op_nothing }, { "TL", op_nothing }, { "Tr", op_nothing },
	{ "Ts", op_nothing },
};

static void
run(struct page *p)
{
	for (size_t i = 0; i < G_N_ELEMENTS(operators); i++)
		if (strcmp(p->scan->op, operators[i].name) == 0) {
			operators[i].run(p);
			return;
		}
	refuse(p, "'%s', which is no operator", p->scan->op);
}

static void
read_content(struct page *p, const unsigned char *bytes, size_t len)
{
	struct scan s;

	p->content += len;
	if (p->content > CONTENT_MAX) {
		refuse(p, "more than %d MiB of content", (int)(CONTENT_MAX >> 20));
		return;
	}
	scan_init(&s, bytes, len);
	p->scan = &s;
	while (!p->canvas.fault && scan_next(&s))
		run(p);
	if (s.broken)
		refuse(p, "content that is damaged");
	scan_finish(&s);
}

/* ---- the page --------------------------------------------------------- */

/* A key of a page, or of what it hangs on. */
static qpdf_oh
inherited(struct page *p, qpdf_oh page, const char *key)
{
	for (int i = 0; i < 32; i++) {
		qpdf_oh v = key_of(p, page, key);

		if (!qpdf_oh_is_null(p->q, v))
			return v;
		page = key_of(p, page, "/Parent");
	}
	return qpdf_oh_new_null(p->q);
}

/* From the page's own room, turned as it says, to that of the drawing. */
static bool
measure(struct page *p, qpdf_oh page)
{
	qpdf_oh turn = inherited(p, page, "/Rotate");
	double b[4], c[4];

	if (numbers_of(p, inherited(p, page, "/MediaBox"), b, 4) != 4)
		return false;
	if (numbers_of(p, inherited(p, page, "/CropBox"), c, 4) != 4)
		memcpy(c, b, sizeof c);
	double x = MAX(MIN(c[0], c[2]), MIN(b[0], b[2])), y = MAX(MIN(c[1], c[3]), MIN(b[1], b[3]));
	double w = MIN(MAX(c[0], c[2]), MAX(b[0], b[2])) - x;
	double h = MIN(MAX(c[1], c[3]), MAX(b[1], b[3])) - y;
	int quarters = qpdf_oh_is_integer(p->q, turn)
	    ? (qpdf_oh_get_int_value_as_int(p->q, turn) / 90 % 4 + 4) % 4 : 0;
	const struct matrix turns[] = {
		{ 1, 0, 0, -1, -x, y + h }, { 0, 1, 1, 0, -y, -x },
		{ -1, 0, 0, 1, x + w, -y }, { 0, -1, -1, 0, y + h, x + w },
	};
	p->states[0].m = turns[quarters];
	p->canvas.width = quarters % 2 ? h : w;
	p->canvas.height = quarters % 2 ? w : h;
	return w > 0 && h > 0 && w < 1e6 && h < 1e6;
}

/* Layers may be off, and notes lie on the page: neither is content. */
static void
check_beside(struct page *p, qpdf_oh page)
{
	qpdf_oh notes = key_of(p, page, "/Annots");
	qpdf_oh layers = key_of(p, key_of(p, qpdf_get_root(p->q), "/OCProperties"), "/D");

	for (int i = 0; i < array_len(p, notes) && i < 10000; i++)
		if (!is_name(p, key_of(p, qpdf_oh_get_array_item(p->q, notes, i), "/Subtype"), "/Link"))
			refuse(p, "a note or field that lies on the page");
	if (array_len(p, key_of(p, layers, "/OFF")) > 0 ||
	    is_name(p, key_of(p, layers, "/BaseState"), "/OFF"))
		refuse(p, "a layer that is hidden");
}

static void
read_page(struct page *p)
{
	unsigned char *bytes = NULL;
	size_t len = 0;
	int n = qpdf_get_num_pages(p->q);

	if (n != 1) {
		refuse(p, "%d pages, and a picture is one", n);
		return;
	}
	qpdf_oh page = qpdf_get_page_n(p->q, 0);
	check_beside(p, page);
	if (!measure(p, page)) {
		refuse(p, "a page without a size");
		return;
	}
	p->states[0].clip = (struct bounds) { -1e12, -1e12, 1e12, 1e12 };
	p->resources = inherited(p, page, "/Resources");
	if (qpdf_oh_get_page_content_data(p->q, page, &bytes, &len))
		refuse(p, "content that is damaged or too much to be unpacked");
	else
		read_content(p, bytes, len);
	free(bytes);
}

static void
open_file(struct page *p, const struct image *im)
{
	p->q = qpdf_init();
	qpdf_silence_errors(p->q);
	qpdf_set_suppress_warnings(p->q, TRUE);
	qpdf_set_attempt_recovery(p->q, FALSE);
	QPDF_ERROR_CODE e = qpdf_read_memory(p->q, im->file, im->bytes, im->len, NULL);
	if (qpdf_is_encrypted(p->q) || (qpdf_has_error(p->q) &&
	    qpdf_get_error_code(p->q, qpdf_get_error(p->q)) == qpdf_e_password))
		refuse(p, "a file that is locked");
	else if (e & QPDF_ERRORS)
		refuse(p, "a file that is damaged");
	else
		read_page(p);
}

/* ---- apart ------------------------------------------------------------ */

static void
add(GString *to, const void *bytes, size_t len)
{
	g_string_append_len(to, bytes, (gssize)len);
}

/* Fault, sides, and each contour with what it points to. */
static void
work(void *ctx, GString *to)
{
	struct page p = { .canvas = { .a = arena_create(),
		.contours = g_array_new(FALSE, FALSE, sizeof(struct contour)) } };
	const double no_sides[2] = { 0 };

	p.states[0] = (struct state) { .m = { 1, 0, 0, 1, 0, 0 }, .fill.n = 1, .stroke.n = 1,
		.pen = { .width = 1, .miter = 10 } };
	p.path = pencil_new();
	open_file(&p, ctx);
	const char *fault = p.canvas.fault ? p.canvas.fault : "";
	const double sides[2] = { p.canvas.width, p.canvas.height };
	add(to, *fault ? no_sides : sides, sizeof sides);
	add(to, fault, strlen(fault) + 1);
	for (guint i = 0; i < p.canvas.contours->len && !*fault; i++) {
		const struct contour *c = &g_array_index(p.canvas.contours, struct contour, i);

		add(to, c, sizeof *c);
		add(to, c->ops, c->n_ops);
		add(to, c->points, c->n_points * sizeof *c->points);
	}
}

static bool
take(const char **at, const char *end, void *ret, size_t len)
{
	if ((size_t)(end - *at) < len)
		return false;
	memcpy(ret, *at, len);
	*at += len;
	return true;
}

/* The operators want as many points as there are. */
static bool
is_sound(const struct contour *c)
{
	static const size_t points[] = { 1, 1, 3, 0 };
	size_t n = 0;

	for (size_t i = 0; i < c->n_ops; i++) {
		if (c->ops[i] >= G_N_ELEMENTS(points))
			return false;
		n += points[c->ops[i]];
	}
	return n == c->n_points;
}

static bool
take_contour(struct canvas *c, const char **at, const char *end)
{
	struct contour o;

	if (!take(at, end, &o, sizeof o) || o.n_ops > (size_t)(end - *at) ||
	    o.n_points > (size_t)(end - *at) / sizeof *o.points)
		return false;
	uint8_t *ops = arena_alloc(c->a, o.n_ops);
	struct contour_point *points = arena_array(c->a, struct contour_point, o.n_points);
	o.ops = ops;
	o.points = points;
	if (!take(at, end, ops, o.n_ops) || !take(at, end, points, o.n_points * sizeof *points) ||
	    !is_sound(&o))
		return false;
	g_array_append_val(c->contours, o);
	return true;
}

const char *
pdf_read_page(struct arena *a, struct image *im)
{
	struct canvas c = { .a = a, .contours = g_array_new(FALSE, FALSE, sizeof(struct contour)) };
	g_autoptr(GString) answer = g_string_new(NULL);
	g_autofree char *end = NULL;
	double sides[2] = { 0 };
	bool began;

	if (apart_run(work, im, (struct apart_bounds) { MEMORY, SECONDS, ANSWER_MAX }, answer,
	    &began, &end)) {
		const char *at = answer->str, *stop = at + answer->len;
		bool good = take(&at, stop, sides, sizeof sides) && memchr(at, 0, (size_t)(stop - at));

		if (good && *at)
			canvas_refuse(&c, "%s", at);
		at += good ? strlen(at) + 1 : 0;
		while (good && !c.fault && at < stop)
			good = take_contour(&c, &at, stop);
		if (!good)
			canvas_refuse(&c, "more than can be read");
	} else {
		canvas_refuse(&c, "reading it takes more than %d seconds or %d MiB (%s)", SECONDS,
		    (int)(MEMORY >> 20), end);
	}
	c.width = sides[0];
	c.height = sides[1];
	return canvas_finish(&c, im);
}
