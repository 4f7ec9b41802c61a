/*
 * SVG 1.1 as far as an emblem needs it: shapes in groups, filled with flat
 * colours.  Whatever else it has is an error that names it, for a press
 * office's emblem must not lose a stroke in silence.
 */
#include "image/image-int.h"

#include <math.h>
#include <string.h>

#define DEPTH_MAX 64
#define POINTS_MAX 500000

/* What shapes inherit. */
struct state {
	struct matrix m;
	uint8_t rgb[3];
	bool filled, even_odd, hidden;
	bool skipped; /* says nothing: metadata and the like */
};

struct svg {
	struct arena *a;
	struct state states[DEPTH_MAX];
	int depth;
	GArray *contours; /* struct contour */
	size_t points;
	double width, height;
	char *fault;
};

/* The first fault is told. */
static void refuse(struct svg *s, const char *fmt, ...) G_GNUC_PRINTF(2, 3);

static void
refuse(struct svg *s, const char *fmt, ...)
{
	va_list ap;

	if (s->fault)
		return;
	va_start(ap, fmt);
	g_autofree char *text = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	s->fault = arena_strdup(s->a, text);
}

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

static void
set_rgb(struct state *st, uint32_t rgb)
{
	st->filled = true;
	st->rgb[0] = (uint8_t)(rgb >> 16);
	st->rgb[1] = (uint8_t)(rgb >> 8);
	st->rgb[2] = (uint8_t)rgb;
}

/* #rgb, #rrggbb. */
static bool
take_hex(const char *v, uint32_t *ret_rgb)
{
	size_t n = strspn(v + 1, "0123456789abcdefABCDEF");
	uint32_t x = (uint32_t)strtoul(v + 1, NULL, 16);

	if (*v != '#' || v[1 + n] != '\0' || (n != 3 && n != 6))
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

static void
set_fill(struct svg *s, struct state *st, const char *v)
{
	uint32_t rgb;

	if (strcmp(v, "none") == 0) {
		st->filled = false;
		return;
	}
	if (strcmp(v, "inherit") == 0)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(colours); i++)
		if (strcmp(v, colours[i].name) == 0) {
			set_rgb(st, colours[i].rgb);
			return;
		}
	if (take_hex(v, &rgb) || take_rgb(v, &rgb))
		set_rgb(st, rgb);
	else
		refuse(s, "the fill '%s'", v);
}

/* Those that change nothing when they say so. */
static bool
is_harmless(const char *name, const char *v)
{
	static const struct {
		const char *name, *value;
	} harmless[] = {
		{ "stroke", "none" }, { "opacity", "1" }, { "fill-opacity", "1" },
		{ "clip-path", "none" }, { "mask", "none" }, { "filter", "none" },
		{ "marker", "none" }, { "mix-blend-mode", "normal" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(harmless); i++)
		if (strcmp(name, harmless[i].name) == 0)
			return strcmp(v, harmless[i].value) == 0 ||
			    (*harmless[i].value == '1' && g_ascii_strtod(v, NULL) == 1);
	return true;
}

static void
set_property(struct svg *s, struct state *st, const char *name, const char *v)
{
	if (strcmp(name, "fill") == 0)
		set_fill(s, st, v);
	else if (strcmp(name, "fill-rule") == 0)
		st->even_odd = strcmp(v, "evenodd") == 0;
	else if ((strcmp(name, "display") == 0 && strcmp(v, "none") == 0) ||
	    (strcmp(name, "visibility") == 0 && strcmp(v, "hidden") == 0))
		st->hidden = true;
	else if (!is_harmless(name, v))
		refuse(s, "'%s: %s'", name, v);
}

static void
set_style(struct svg *s, struct state *st, const char *style)
{
	g_auto(GStrv) parts = g_strsplit(style, ";", -1);

	for (size_t i = 0; parts[i]; i++) {
		char *colon = strchr(parts[i], ':');

		if (!colon)
			continue;
		*colon = '\0';
		set_property(s, st, g_strstrip(parts[i]), g_strstrip(colon + 1));
	}
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

static void
transform(struct svg *s, struct state *st, const char *v)
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
			refuse(s, "the transform '%s'", name);
			return;
		}
		st->m = matrix_times(st->m, m);
		v++;
	}
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
draw_polygon(struct pencil *p, const char **names, const char **values)
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
	if (!first)
		pencil_close(p);
	return !v || *v == '\0';
}

/* Lines have nothing to be filled, and strokes are refused. */
static bool
draw_nothing(struct pencil *p, const char **names, const char **values)
{
	return true;
}

static const struct {
	const char *name;
	shape_drawer *draw;
} shapes[] = {
	{ "path", draw_path }, { "rect", draw_rect }, { "circle", draw_ellipse },
	{ "ellipse", draw_ellipse }, { "polygon", draw_polygon },
	{ "polyline", draw_polygon }, { "line", draw_nothing },
};

static void
keep_contour(struct svg *s, const struct state *st, struct pencil *p)
{
	struct contour o = { .n_ops = p->ops->len, .even_odd = st->even_odd,
		.red = st->rgb[0], .green = st->rgb[1], .blue = st->rgb[2] };

	s->points += p->points->len;
	if (s->points > POINTS_MAX)
		refuse(s, "more points than %s", "500,000");
	if (p->ops->len == 0 || !st->filled || st->hidden)
		return;
	for (guint i = 0; i < p->points->len; i++) {
		struct contour_point *at = &g_array_index(p->points, struct contour_point, i);

		at->x /= s->width;
		at->y /= s->height;
	}
	o.ops = arena_memdup(s->a, p->ops->data, p->ops->len);
	o.points = arena_memdup(s->a, p->points->data,
	    p->points->len * sizeof(struct contour_point));
	g_array_append_val(s->contours, o);
}

static void
add_shape(struct svg *s, const struct state *st, shape_drawer *draw, const char **names,
    const char **values)
{
	struct pencil p = { .ops = g_byte_array_new(), .m = st->m,
		.points = g_array_new(FALSE, FALSE, sizeof(struct contour_point)) };

	if (draw(&p, names, values))
		keep_contour(s, st, &p);
	else
		refuse(s, "the data of a %s", "shape");
	g_byte_array_unref(p.ops);
	g_array_unref(p.points);
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
	s->width = number_of(names, values, "width", 0);
	s->height = number_of(names, values, "height", 0);
	if (box && (!take_number(&box, &x) || !take_number(&box, &y) ||
	    !take_number(&box, &s->width) || !take_number(&box, &s->height)))
		refuse(s, "the %s", "viewBox");
	if (!(s->width > 0 && s->height > 0))
		refuse(s, "an SVG without %s", "viewBox or size");
	st->m = (struct matrix) { 1, 0, 0, 1, -x, -y };
}

/* Lengths are of the drawing's own unit: no percentages, no millimetres. */
static void
check_length(struct svg *s, const char *name, const char *v)
{
	static const char *const lengths[] = { "x", "y", "width", "height", "r", "rx", "ry",
		"cx", "cy" };
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
	static const char *const silent[] = { "title", "desc", "metadata", "defs" };

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
			set_style(s, st, values[i]);
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
			add_shape(s, st, shapes[i].draw, names, values);
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
		g_set_error(e, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "groups too deep");
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
	struct svg s = { .a = a, .contours = g_array_new(FALSE, FALSE, sizeof(struct contour)) };
	g_autoptr(GError) error = NULL;

	s.states[0] = (struct state) { .m = { 1, 0, 0, 1, 0, 0 }, .filled = true };
	g_autoptr(GMarkupParseContext) c = g_markup_parse_context_new(&parser, 0, &s, NULL);
	if ((!g_markup_parse_context_parse(c, im->bytes, (gssize)im->len, &error) ||
	    !g_markup_parse_context_end_parse(c, &error)) && !s.fault)
		s.fault = arena_strdup(a, error->message);
	if (s.contours->len == 0)
		refuse(&s, "a picture without %s", "any area");
	im->n_contours = s.contours->len;
	im->contours = arena_memdup(a, s.contours->data, s.contours->len * sizeof(struct contour));
	/* Only their proportion counts. */
	double scale = s.width > 0 ? 10000 / MAX(s.width, s.height) : 0;
	im->width = MAX((uint32_t)(s.width * scale), 1);
	im->height = MAX((uint32_t)(s.height * scale), 1);
	im->channels = 3;
	g_array_unref(s.contours);
	return s.fault;
}
