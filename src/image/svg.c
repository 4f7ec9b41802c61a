/*
 * SVG 1.1 as far as an emblem needs it: shapes in groups, filled and
 * stroked with flat colours or gradients.  Whatever else it has is an error that names it, for a press
 * office's emblem must not lose a stroke in silence.
 */
#include "image/image-int.h"

#include <math.h>
#include <string.h>

#define DEPTH_MAX 64

/* A colour, a gradient by its name, or none. */
struct flat {
	bool on;
	uint8_t rgb[3];
	const char *gradient;
};

/* What shapes inherit. */
struct state {
	struct matrix m;
	struct flat fill, stroke;
	struct pen pen;
	bool even_odd, hidden;
	bool skipped; /* says nothing: metadata and the like */
};

struct svg {
	struct state states[DEPTH_MAX];
	int depth;
	struct canvas canvas;
	struct gradients *gradients;
};

#define refuse(s, ...) canvas_refuse(&(s)->canvas, __VA_ARGS__)

/* ---- attributes ------------------------------------------------------- */

static const char *
value_of(const char **names, const char **values, const char *name)
{
	for (size_t i = 0; names[i]; i++)
		if (strcmp(names[i], name) == 0)
			return values[i];
	return NULL;
}

static double
number_of(const char **names, const char **values, const char *name, double otherwise)
{
	const char *v = value_of(names, values, name);
	double n;

	return v && take_number(&v, &n) ? n : otherwise;
}

static const struct {
	const char *name;
	uint32_t rgb;
} colours[] = {
	{ "black", 0x000000 }, { "white", 0xFFFFFF }, { "red", 0xFF0000 },
	{ "green", 0x008000 }, { "blue", 0x0000FF }, { "yellow", 0xFFFF00 },
	{ "gold", 0xFFD700 }, { "gray", 0x808080 }, { "grey", 0x808080 },
	{ "silver", 0xC0C0C0 }, { "navy", 0x000080 }, { "maroon", 0x800000 },
	{ "orange", 0xFFA500 }, { "currentColor", 0x000000 },
};

/* #rgb, #rrggbb. */
static bool
take_hex(const char *v, uint32_t *ret_rgb)
{
	if (*v != '#')
		return false;
	size_t n = strspn(v + 1, "0123456789abcdefABCDEF");
	uint32_t x = (uint32_t)strtoul(v + 1, NULL, 16);
	if (v[1 + n] != '\0' || (n != 3 && n != 6))
		return false;
	*ret_rgb = n == 6 ? x : ((x & 0xF00) << 8 | (x & 0xF0) << 4 | (x & 0xF)) * 0x11;
	return true;
}

/* rgb(12, 34, 56) */
static bool
take_rgb(const char *v, uint32_t *ret_rgb)
{
	double c[3];

	if (!g_str_has_prefix(v, "rgb("))
		return false;
	v += 4;
	for (int i = 0; i < 3; i++)
		if (!take_number(&v, &c[i]) || c[i] < 0 || c[i] > 255 || *v == '%')
			return false;
	*ret_rgb = (uint32_t)c[0] << 16 | (uint32_t)c[1] << 8 | (uint32_t)c[2];
	return *v == ')';
}

bool
svg_take_colour(const char *v, uint8_t ret_rgb[3])
{
	uint32_t rgb = 0;
	bool known = take_hex(v, &rgb) || take_rgb(v, &rgb);

	for (size_t i = 0; i < G_N_ELEMENTS(colours) && !known; i++)
		if (strcmp(v, colours[i].name) == 0) {
			rgb = colours[i].rgb;
			known = true;
		}
	for (int i = 0; i < 3; i++)
		ret_rgb[i] = (uint8_t)(rgb >> (16 - 8 * i));
	return known;
}

/* url(#name) */
static const char *
take_reference(struct arena *a, const char *v)
{
	size_t n = strlen(v);

	return g_str_has_prefix(v, "url(#") && v[n - 1] == ')' ? arena_strndup(a, v + 5, n - 6) : NULL;
}

static void
set_flat(struct svg *s, struct flat *f, const char *name, const char *v)
{
	struct flat to = { .on = true, .gradient = take_reference(s->canvas.a, v) };

	if (strcmp(v, "inherit") == 0)
		return;
	if (strcmp(v, "none") == 0)
		to.on = false;
	else if (!to.gradient && !svg_take_colour(v, to.rgb))
		refuse(s, "the %s '%s'", name, v);
	*f = to;
}

/* Those that change nothing when they say so. */
static bool
is_harmless(const char *name, const char *v)
{
	static const struct {
		const char *name, *value;
	} harmless[] = {
		{ "opacity", "1" }, { "fill-opacity", "1" }, { "stroke-opacity", "1" },
		{ "clip-path", "none" }, { "mask", "none" }, { "filter", "none" },
		{ "marker", "none" }, { "mix-blend-mode", "normal" },
		{ "vector-effect", "none" }, { "paint-order", "normal" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(harmless); i++)
		if (strcmp(name, harmless[i].name) == 0)
			return strcmp(v, harmless[i].value) == 0 ||
			    (*harmless[i].value == '1' && g_ascii_strtod(v, NULL) == 1);
	return true;
}

/* ---- strokes ---------------------------------------------------------- */

/* A length of the drawing's own unit. */
static bool
take_length(const char *v, double *ret)
{
	return take_number(&v, ret) && (*v == '\0' || strcmp(v, "px") == 0);
}

static bool
set_width(struct pen *p, const char *v)
{
	return take_length(v, &p->width) && p->width >= 0;
}

static bool
set_miter(struct pen *p, const char *v)
{
	return take_length(v, &p->miter) && p->miter >= 1;
}

static bool
set_phase(struct pen *p, const char *v)
{
	return take_length(v, &p->phase);
}

static bool
set_cap(struct pen *p, const char *v)
{
	static const char *const caps[] = { "butt", "round", "square" };

	for (int i = 0; i < 3; i++)
		if (strcmp(v, caps[i]) == 0) {
			p->cap = (enum pen_cap)i;
			return true;
		}
	return false;
}

static bool
set_join(struct pen *p, const char *v)
{
	static const char *const joins[] = { "miter", "round", "bevel" };

	for (int i = 0; i < 3; i++)
		if (strcmp(v, joins[i]) == 0) {
			p->join = (enum pen_join)i;
			return true;
		}
	return false;
}

/* An odd list is said twice; nothing but 0 is no dashes (SVG 1.1, 11.4). */
static bool
set_dashes(struct pen *p, const char *v)
{
	double sum = 0, d;
	size_t n = 0;

	p->n_dashes = 0;
	if (strcmp(v, "none") == 0)
		return true;
	for (; n < PEN_DASHES / 2 && take_number(&v, &d) && d >= 0; n++)
		sum += p->dashes[n] = d;
	if (*v != '\0')
		return false;
	for (size_t i = 0; i < n && n % 2 != 0; i++)
		p->dashes[n + i] = p->dashes[i];
	p->n_dashes = sum <= 0 ? 0 : n % 2 != 0 ? 2 * n : n;
	return true;
}

static const struct {
	const char *name;
	bool (*set)(struct pen *p, const char *v);
} pen_keys[] = {
	{ "stroke-width", set_width }, { "stroke-miterlimit", set_miter },
	{ "stroke-linecap", set_cap }, { "stroke-linejoin", set_join },
	{ "stroke-dasharray", set_dashes }, { "stroke-dashoffset", set_phase },
};

/* True: it was one of the pen's. */
static bool
set_pen(struct svg *s, struct state *st, const char *name, const char *v)
{
	for (size_t i = 0; i < G_N_ELEMENTS(pen_keys); i++)
		if (strcmp(name, pen_keys[i].name) == 0) {
			if (strcmp(v, "inherit") != 0 && !pen_keys[i].set(&st->pen, v))
				refuse(s, "'%s: %s'", name, v);
			return true;
		}
	return false;
}

static void
set_property(struct svg *s, struct state *st, const char *name, const char *v)
{
	if (set_pen(s, st, name, v))
		return;
	if (strcmp(name, "fill") == 0)
		set_flat(s, &st->fill, name, v);
	else if (strcmp(name, "stroke") == 0)
		set_flat(s, &st->stroke, name, v);
	else if (strcmp(name, "fill-rule") == 0)
		st->even_odd = strcmp(v, "evenodd") == 0;
	else if ((strcmp(name, "display") == 0 && strcmp(v, "none") == 0) ||
	    (strcmp(name, "visibility") == 0 && strcmp(v, "hidden") == 0))
		st->hidden = true;
	else if (!is_harmless(name, v))
		refuse(s, "'%s: %s'", name, v);
}

void
svg_each_property(const char *style, void (*take)(void *ctx, const char *name, const char *value), void *ctx)
{
	g_auto(GStrv) parts = g_strsplit(style, ";", -1);

	for (size_t i = 0; parts[i]; i++) {
		char *colon = strchr(parts[i], ':');

		if (!colon)
			continue;
		*colon = '\0';
		take(ctx, g_strstrip(parts[i]), g_strstrip(colon + 1));
	}
}

struct styling {
	struct svg *s;
	struct state *st;
};

static void
set_styled(void *ctx, const char *name, const char *v)
{
	const struct styling *to = ctx;

	set_property(to->s, to->st, name, v);
}

/* ---- transforms ------------------------------------------------------- */

static bool
matrix_of(const char *name, const double *v, int n, struct matrix *ret_m)
{
	double t = v[0] * G_PI / 180, c = cos(t), s = sin(t);

	if (strcmp(name, "matrix") == 0 && n == 6)
		*ret_m = (struct matrix) { v[0], v[1], v[2], v[3], v[4], v[5] };
	else if (strcmp(name, "translate") == 0 && (n == 1 || n == 2))
		*ret_m = (struct matrix) { 1, 0, 0, 1, v[0], n == 2 ? v[1] : 0 };
	else if (strcmp(name, "scale") == 0 && (n == 1 || n == 2))
		*ret_m = (struct matrix) { v[0], 0, 0, n == 2 ? v[1] : v[0], 0, 0 };
	else if (strcmp(name, "rotate") == 0 && n == 1)
		*ret_m = (struct matrix) { c, s, -s, c, 0, 0 };
	else if (strcmp(name, "rotate") == 0 && n == 3)
		*ret_m = (struct matrix) { c, s, -s, c, v[1] - c * v[1] + s * v[2],
			v[2] - s * v[1] - c * v[2] };
	else if (strcmp(name, "skewX") == 0 && n == 1)
		*ret_m = (struct matrix) { 1, 0, tan(t), 1, 0, 0 };
	else if (strcmp(name, "skewY") == 0 && n == 1)
		*ret_m = (struct matrix) { 1, tan(t), 0, 1, 0, 0 };
	else
		return false;
	return true;
}

bool
svg_take_transform(const char *v, struct matrix *io_m, char **ret_bad)
{
	while (*(v += strspn(v, " \t\r\n,"))) {
		size_t n = strcspn(v, "(");
		g_autofree char *name = g_strstrip(g_strndup(v, n));
		double values[6] = { 0 };
		struct matrix m;
		int count = 0;

		v += n + (v[n] == '(');
		while (count < 6 && take_number(&v, &values[count]))
			count++;
		if (*v != ')' || !matrix_of(name, values, count, &m)) {
			*ret_bad = g_steal_pointer(&name);
			return false;
		}
		*io_m = matrix_times(*io_m, m);
		v++;
	}
	return true;
}

static void
transform(struct svg *s, struct state *st, const char *v)
{
	g_autofree char *bad = NULL;

	if (!svg_take_transform(v, &st->m, &bad))
		refuse(s, "the transform '%s'", bad);
}

/* ---- shapes ----------------------------------------------------------- */

typedef bool shape_drawer(struct pencil *p, const char **names, const char **values);

static bool
draw_path(struct pencil *p, const char **names, const char **values)
{
	const char *d = value_of(names, values, "d");

	return !d || pencil_follow(p, d);
}

static bool
draw_rect(struct pencil *p, const char **names, const char **values)
{
	double x = number_of(names, values, "x", 0), y = number_of(names, values, "y", 0);
	double w = number_of(names, values, "width", 0), h = number_of(names, values, "height", 0);
	double rx = number_of(names, values, "rx", -1), ry = number_of(names, values, "ry", rx);

	rx = MIN(MAX(rx < 0 ? ry : rx, 0), w / 2);
	ry = MIN(MAX(ry, 0), h / 2);
	if (w <= 0 || h <= 0)
		return true;
	pencil_move(p, x + rx, y);
	pencil_line(p, x + w - rx, y);
	pencil_arc(p, rx, ry, 0, false, true, x + w, y + ry);
	pencil_line(p, x + w, y + h - ry);
	pencil_arc(p, rx, ry, 0, false, true, x + w - rx, y + h);
	pencil_line(p, x + rx, y + h);
	pencil_arc(p, rx, ry, 0, false, true, x, y + h - ry);
	pencil_line(p, x, y + ry);
	pencil_arc(p, rx, ry, 0, false, true, x + rx, y);
	pencil_close(p);
	return true;
}

static bool
draw_ellipse(struct pencil *p, const char **names, const char **values)
{
	double r = number_of(names, values, "r", 0);
	double rx = number_of(names, values, "rx", r), ry = number_of(names, values, "ry", r);

	if (rx > 0 && ry > 0)
		pencil_ellipse(p, number_of(names, values, "cx", 0), number_of(names, values, "cy", 0),
		    rx, ry);
	return true;
}

static bool
draw_corners(struct pencil *p, const char **names, const char **values, bool closed)
{
	const char *v = value_of(names, values, "points");
	double x, y;
	bool first = true;

	while (v && take_number(&v, &x)) {
		if (!take_number(&v, &y))
			return false;
		(first ? pencil_move : pencil_line)(p, x, y);
		first = false;
	}
	if (!first && closed)
		pencil_close(p);
	return !v || *v == '\0';
}

static bool
draw_polygon(struct pencil *p, const char **names, const char **values)
{
	return draw_corners(p, names, values, true);
}

static bool
draw_polyline(struct pencil *p, const char **names, const char **values)
{
	return draw_corners(p, names, values, false);
}

static bool
draw_line(struct pencil *p, const char **names, const char **values)
{
	pencil_move(p, number_of(names, values, "x1", 0), number_of(names, values, "y1", 0));
	pencil_line(p, number_of(names, values, "x2", 0), number_of(names, values, "y2", 0));
	return true;
}

static const struct shape {
	const char *name;
	shape_drawer *draw;
	bool is_line; /* there is nothing to be filled */
} shapes[] = {
	{ "path", draw_path }, { "rect", draw_rect }, { "circle", draw_ellipse },
	{ "ellipse", draw_ellipse }, { "polygon", draw_polygon },
	{ "polyline", draw_polyline }, { "line", draw_line, true },
};

/* What is wrong with a gradient is told as "name: value". */
static void
paint_gradient(struct svg *s, const struct state *st, const struct flat *f,
    const struct pencil *p, const char *name, struct contour *paint)
{
	double width = s->canvas.width, height = s->canvas.height, box[4];
	struct matrix shares = { 1 / width, 0, 0, 1 / height, 0, 0 };
	const char *fault = NULL;

	pencil_box(p, box);
	if (!gradients_paint(s->canvas.a, s->gradients, f->gradient, box,
	    matrix_times(shares, st->m), paint, &fault)) {
		g_autofree char *url = g_strdup_printf("url(#%s)", f->gradient);

		refuse(s, "the %s '%s'", name, url);
	} else if (fault) {
		refuse(s, "the gradient '%s'", fault);
	}
}

static struct contour
paint_of(struct svg *s, const struct state *st, const struct flat *f, const struct pencil *p,
    const char *name)
{
	struct contour paint = { .red = f->rgb[0], .green = f->rgb[1], .blue = f->rgb[2] };

	if (f->gradient && s->canvas.width > 0 && s->canvas.height > 0)
		paint_gradient(s, st, f, p, name, &paint);
	return paint;
}

static void
add_shape(struct svg *s, const struct state *st, const struct shape *shape, const char **names,
    const char **values)
{
	struct pencil p = pencil_new();

	if (!shape->draw(&p, names, values))
		refuse(s, "the data of a shape");
	if (st->fill.on && !st->hidden && !shape->is_line) {
		struct contour paint = paint_of(s, st, &st->fill, &p, "fill");

		paint.even_odd = st->even_odd;
		canvas_fill(&s->canvas, &p, st->m, paint);
	}
	if (st->stroke.on && !st->hidden)
		canvas_stroke(&s->canvas, &p, st->m, &st->pen, paint_of(s, st, &st->stroke, &p, "stroke"));
	pencil_finish(&p);
}

/* ---- elements --------------------------------------------------------- */

/* Its own box, or its size; what is beside of it is not shown. */
static void
open_svg(struct svg *s, struct state *st, const char **names, const char **values)
{
	const char *box = value_of(names, values, "viewBox");
	double x = 0, y = 0;

	if (s->depth > 1)
		refuse(s, "an %s within another", "svg");
	s->canvas.width = number_of(names, values, "width", 0);
	s->canvas.height = number_of(names, values, "height", 0);
	if (box && (!take_number(&box, &x) || !take_number(&box, &y) ||
	    !take_number(&box, &s->canvas.width) || !take_number(&box, &s->canvas.height)))
		refuse(s, "the %s", "viewBox");
	if (!(s->canvas.width > 0 && s->canvas.height > 0))
		refuse(s, "an SVG without viewBox or size");
	st->m = (struct matrix) { 1, 0, 0, 1, -x, -y };
}

/* Lengths are of the drawing's own unit: no percentages, no millimetres. */
static void
check_length(struct svg *s, const char *name, const char *v)
{
	static const char *const lengths[] = { "x", "y", "width", "height", "r", "rx", "ry",
		"cx", "cy", "x1", "y1", "x2", "y2" };
	const char *rest = v;
	double n;

	for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++)
		if (strcmp(name, lengths[i]) == 0 && (!take_number(&rest, &n) ||
		    (*rest && strcmp(rest, "px") != 0)))
			refuse(s, "the %s '%s'", name, v);
}

/* What says nothing of the picture: titles, metadata, other people's. */
static bool
says_nothing(const char *name)
{
	static const char *const silent[] = { "title", "desc", "metadata", "defs",
		"linearGradient", "radialGradient" };

	for (size_t i = 0; i < G_N_ELEMENTS(silent); i++)
		if (strcmp(name, silent[i]) == 0)
			return true;
	return strchr(name, ':') != NULL && !g_str_has_prefix(name, "svg:");
}

static void
open_element(struct svg *s, struct state *st, const char *name, const char **names,
    const char **values)
{
	if (s->depth == 1 && strcmp(name, "svg") != 0)
		refuse(s, "a file that begins with '%s'", name);
	for (size_t i = 0; names[i]; i++)
		if (strcmp(names[i], "style") == 0)
			svg_each_property(values[i], set_styled, &(struct styling) { s, st });
		else
			set_property(s, st, names[i], values[i]);
	for (size_t i = 0; names[i] && strcmp(name, "svg") != 0; i++)
		check_length(s, names[i], values[i]);
	if (strcmp(name, "svg") == 0)
		open_svg(s, st, names, values);
	const char *t = value_of(names, values, "transform");
	if (t)
		transform(s, st, t);
	for (size_t i = 0; i < G_N_ELEMENTS(shapes); i++)
		if (strcmp(name, shapes[i].name) == 0) {
			add_shape(s, st, &shapes[i], names, values);
			return;
		}
	if (strcmp(name, "svg") != 0 && strcmp(name, "g") != 0)
		refuse(s, "'%s'", name);
}

static void
begin(GMarkupParseContext *c, const char *name, const char **names, const char **values,
    gpointer data, GError **e)
{
	struct svg *s = data;

	if (s->depth + 1 >= DEPTH_MAX) {
		g_set_error(e, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "%s", diag_word(N_("groups too deep")));
		return;
	}
	struct state *st = &s->states[s->depth + 1];
	*st = s->states[s->depth];
	s->depth++;
	st->skipped |= says_nothing(name);
	if (!st->skipped)
		open_element(s, st, name, names, values);
}

static void
end(GMarkupParseContext *c, const char *name, gpointer data, GError **e)
{
	((struct svg *)data)->depth--;
}

const char *
svg_read(struct arena *a, struct image *im)
{
	static const GMarkupParser parser = { .start_element = begin, .end_element = end };
	struct svg s = { .canvas = { .a = a,
		.contours = g_array_new(FALSE, FALSE, sizeof(struct contour)) } };
	g_autoptr(GError) error = NULL;

	s.states[0] = (struct state) { .m = { 1, 0, 0, 1, 0, 0 }, .fill = { .on = true },
		.pen = { .width = 1, .miter = 4 } };
	s.gradients = gradients_read(im->bytes, im->len);
	g_autoptr(GMarkupParseContext) c = g_markup_parse_context_new(&parser, 0, &s, NULL);
	if (!g_markup_parse_context_parse(c, im->bytes, (gssize)im->len, &error) ||
	    !g_markup_parse_context_end_parse(c, &error))
		refuse(&s, "%s", error->message);
	gradients_destroy(s.gradients);
	return canvas_finish(&s.canvas, im);
}
