/*
 * A sheet as SVG 1.1.  Glyphs are defined once, in font units, and used where
 * they stand; a text mark is a group with their scale, so that all places in
 * it are whole font units.
 *
 * Not through Cairo: its SVG surface numbers everything in a page by counters
 * of the process, so that the same page differs from one time to the next and
 * two pages cannot stand in one document, and it cannot say which mark is
 * which.
 */
#include "paint/paint-int.h"

#include <math.h>
#include <string.h>

struct drawing {
	struct painter *painter;
	struct diags *dg;
	const char *id;
	GString *defs, *body;
	GHashTable *defined;  /* struct outline that stand in `defs` */
	unsigned gradients;   /* that stand in `body` */
};

/* ---- numbers ---------------------------------------------------------- */

/* A page has thousands of numbers, and printf takes longer than all else. */
static void
add_whole(GString *to, uint64_t v)
{
	char digits[20], *p = digits + sizeof digits;

	do
		*--p = (char)('0' + v % 10);
	while ((v /= 10) > 0);
	g_string_append_len(to, p, digits + sizeof digits - p);
}

/* 12.5, -.07, 3: as short as can be. */
static void
add_decimal(GString *to, int64_t v, int64_t one)
{
	uint64_t n = (uint64_t)ABS(v), unit = (uint64_t)one, rest = n % unit;

	if (v < 0)
		g_string_append_c(to, '-');
	if (n >= unit || n == 0)
		add_whole(to, n / unit);
	if (rest > 0)
		g_string_append_c(to, '.');
	while (rest > 0) {
		rest *= 10;
		g_string_append_c(to, (char)('0' + rest / unit));
		rest %= unit;
	}
}

/* Points, to a thousandth. */
static void
add_points(GString *to, double pt)
{
	add_decimal(to, llround(pt * 1000), 1000);
}

static void
add_length(GString *to, const char *name, double pt)
{
	g_string_append_c(to, ' ');
	g_string_append(to, name);
	g_string_append(to, "=\"");
	add_points(to, pt);
	g_string_append_c(to, '"');
}

static void
add_box(GString *to, const double box[4])
{
	static const char *const names[] = { "x", "y", "width", "height" };

	for (int i = 0; i < 4; i++)
		add_length(to, names[i], box[i]);
}

static void
add_rect(GString *to, const struct rect *r)
{
	add_box(to, (const double[]) { dim_to_pt(r->x), dim_to_pt(r->y), dim_to_pt(r->w),
		dim_to_pt(r->h) });
}

static int
byte_of(int32_t millionths)
{
	return (int)(((int64_t)CLAMP(millionths, 0, 1000000) * 255 + 500000) / 1000000);
}

static void
add_fill(GString *to, const struct colour *c)
{
	struct light l = colour_light(c);

	g_string_append_printf(to, " fill=\"#%02x%02x%02x\"", byte_of(l.red), byte_of(l.green),
	    byte_of(l.blue));
}

/* By these a click finds its mark, and its element. */
static void
add_names(struct drawing *p, const struct mark *m, size_t i)
{
	if (p->painter->shelf)
		return;
	g_string_append_printf(p->body, " id=\"%sm%zu\" data-tag=\"%d\"", p->id, i, m->tag);
}

/* ---- text ------------------------------------------------------------- */

/* TrueType's points lie on halves of a unit at the finest; others are rounded. */
static void
add_point(GString *to, struct point p)
{
	add_decimal(to, llroundf(p.x * 100), 100);
	if (p.y >= 0)
		g_string_append_c(to, ' ');
	add_decimal(to, llroundf(p.y * 100), 100);
}

static void
add_path(GString *to, const struct outline *o)
{
	static const char letters[] = {
		[STEP_MOVE] = 'M', [STEP_LINE] = 'L', [STEP_QUADRATIC] = 'Q', [STEP_CUBIC] = 'C',
		[STEP_CLOSE] = 'z'
	};
	const struct point *p = o->points;
	char last = '\0';

	for (size_t i = 0; i < o->n; i++) {
		enum step step = o->steps[i];

		/* A letter stands for all that follow of its kind. */
		if (letters[step] != last || step == STEP_CLOSE || step == STEP_MOVE)
			g_string_append_c(to, letters[step]);
		else if (p->x >= 0)
			g_string_append_c(to, ' ');
		last = letters[step];
		for (unsigned k = 0; k < step_points[step]; k++, p++) {
			if (k > 0 && p->x >= 0)
				g_string_append_c(to, ' ');
			add_point(to, *p);
		}
	}
}

static void
add_glyph_id(const struct drawing *p, GString *to, const struct font *fo, uint32_t glyph)
{
	g_string_append(to, p->id);
	g_string_append_c(to, 'g');
	add_whole(to, font_number(fo));
	g_string_append_c(to, '-');
	add_whole(to, glyph);
}

static void
define_glyph(struct drawing *p, const struct font *fo, uint32_t glyph, const struct outline *o)
{
	if (!g_hash_table_add(p->defined, (gpointer)(uintptr_t)o))
		return;
	g_string_append(p->defs, "<path id=\"");
	add_glyph_id(p, p->defs, fo, glyph);
	g_string_append(p->defs, "\" d=\"");
	add_path(p->defs, o);
	g_string_append(p->defs, "\"/>\n");
}

/* From the mark's first glyph, in font units. */
static void
add_offset(GString *to, const char *name, dim d, const struct mark *m)
{
	dim units = dim_scale(d, font_upem(m->font), m->size);

	if (units == 0)
		return;
	g_string_append(to, name);
	add_decimal(to, units, 1);
	g_string_append_c(to, '"');
}

static void
use_glyph(struct drawing *p, const struct mark *m, const struct mark_glyph *g)
{
	const struct outline *o = outlines_get(p->painter->outlines, m->font, g->id);

	if (o->n == 0)
		return;
	define_glyph(p, m->font, g->id, o);
	g_string_append(p->body, "<use xlink:href=\"#");
	add_glyph_id(p, p->body, m->font, g->id);
	g_string_append_c(p->body, '"');
	add_offset(p->body, " x=\"", g->x - m->glyphs[0].x, m);
	add_offset(p->body, " y=\"", m->glyphs[0].y - g->y, m);
	g_string_append(p->body, "/>");
}

/* A path as short as can be: no letter twice, no blank before a sign. */
struct pen {
	GString *to;
	char letter;       /* that the next numbers would go on with; 0: none */
	int64_t at[2];     /* hundredths of a unit */
	int64_t start[2];  /* of the contour */
	int64_t handle[2]; /* the last point, when it drew a quadratic: from its control to it */
	bool curved;
};

static void
pen_letter(struct pen *p, char letter)
{
	if (p->letter != letter)
		g_string_append_c(p->to, letter);
	p->letter = letter;
}

static void
pen_number(struct pen *p, int64_t v)
{
	if (v >= 0 && g_ascii_isalpha(p->to->str[p->to->len - 1]) == 0)
		g_string_append_c(p->to, ' ');
	add_decimal(p->to, v, 100);
}

static void
pen_offset(struct pen *p, const int64_t to[2])
{
	pen_number(p, to[0] - p->at[0]);
	pen_number(p, to[1] - p->at[1]);
}

static void
pen_line(struct pen *p, const int64_t to[2])
{
	bool level = to[1] == p->at[1], upright = to[0] == p->at[0];

	pen_letter(p, level ? 'h' : upright ? 'v' : 'l');
	if (level)
		pen_number(p, to[0] - p->at[0]);
	else if (upright)
		pen_number(p, to[1] - p->at[1]);
	else
		pen_offset(p, to);
}

/*
 * Points on the curve that a TrueType outline leaves out lie in the middle
 * between two controls: then the second mirrors the first, and is left out.
 */
static void
pen_quadratic(struct pen *p, const int64_t control[2], const int64_t to[2])
{
	bool mirrors = p->curved && control[0] - p->at[0] == p->handle[0] &&
	    control[1] - p->at[1] == p->handle[1];

	pen_letter(p, mirrors ? 't' : 'q');
	if (!mirrors)
		pen_offset(p, control);
	pen_offset(p, to);
	for (int i = 0; i < 2; i++)
		p->handle[i] = to[i] - control[i];
}

/* From its own place, so that it can be put anywhere. */
static char *
path_from_here(const struct outline *o)
{
	struct pen p = { .to = g_string_new(NULL) };
	const struct point *v = o->points;

	for (size_t i = 0; i < o->n; v += step_points[o->steps[i++]]) {
		enum step step = o->steps[i];
		int64_t at[3][2];

		for (unsigned k = 0; k < step_points[step]; k++) {
			at[k][0] = llroundf(v[k].x * 100);
			at[k][1] = llroundf(v[k].y * 100);
		}
		const int64_t *end = step == STEP_CLOSE ? p.start : at[step_points[step] - 1];

		switch (step) {
		case STEP_MOVE:
			/* What goes on after one is a line. */
			p.letter = '\0';
			pen_letter(&p, 'm');
			pen_offset(&p, end);
			memcpy(p.start, end, sizeof p.start);
			break;
		case STEP_LINE:
			pen_line(&p, end);
			break;
		case STEP_QUADRATIC:
			pen_quadratic(&p, at[0], end);
			break;
		case STEP_CUBIC:
			pen_letter(&p, 'c');
			for (int k = 0; k < 3; k++)
				pen_offset(&p, at[k]);
			break;
		case STEP_CLOSE:
			p.letter = '\0';
			g_string_append_c(p.to, 'z');
			break;
		}
		p.curved = step == STEP_QUADRATIC;
		memcpy(p.at, end, sizeof p.at);
	}
	return g_string_free(p.to, FALSE);
}

static void
put_glyph(struct drawing *p, const struct mark *m, const struct mark_glyph *g)
{
	const struct outline *o = outlines_get(p->painter->outlines, m->font, g->id);
	char *path = g_hash_table_lookup(p->painter->paths, o);

	if (o->n == 0)
		return;
	if (!path) {
		path = path_from_here(o);
		g_hash_table_insert(p->painter->paths, (gpointer)(uintptr_t)o, path);
	}
	g_string_append_c(p->body, 'M');
	add_decimal(p->body, dim_scale(g->x - m->glyphs[0].x, font_upem(m->font), m->size), 1);
	g_string_append_c(p->body, ' ');
	add_decimal(p->body, dim_scale(m->glyphs[0].y - g->y, font_upem(m->font), m->size), 1);
	g_string_append(p->body, path);
}

static void
draw_text(void *on, const struct mark *m, size_t i)
{
	struct drawing *p = on;
	bool one = p->painter->shelf != NULL;
	char scale[G_ASCII_DTOSTR_BUF_SIZE];

	if (m->size <= 0)
		return;
	g_ascii_formatd(scale, sizeof scale, "%.9g", dim_to_pt(m->size) / font_upem(m->font));
	g_string_append(p->body, one ? "<path" : "<g");
	add_names(p, m, i);
	add_fill(p->body, m->colour);
	g_string_append(p->body, " transform=\"translate(");
	add_points(p->body, dim_to_pt(m->glyphs[0].x));
	g_string_append_c(p->body, ' ');
	add_points(p->body, dim_to_pt(m->glyphs[0].y));
	g_string_append_printf(p->body, ")scale(%s -%s)\"%s", scale, scale, one ? " d=\"" : ">");
	for (uint32_t k = 0; k < m->n_glyphs; k++)
		(one ? put_glyph : use_glyph)(p, m, &m->glyphs[k]);
	g_string_append(p->body, one ? "\"/>\n" : "</g>\n");
}

/* ---- the rest --------------------------------------------------------- */

static void
draw_solid(void *on, const struct mark *m, size_t i)
{
	struct drawing *p = on;

	g_string_append(p->body, "<rect");
	add_names(p, m, i);
	add_rect(p->body, &m->box);
	add_fill(p->body, m->colour);
	g_string_append(p->body, "/>\n");
}

static void
add_base64(GString *to, const void *bytes, size_t len)
{
	g_autofree char *s = g_base64_encode(bytes, len);

	g_string_append(to, s);
}

static void
keep_bytes(void *to, const void *bytes, size_t len)
{
	g_byte_array_append(to, bytes, (guint)len);
}

/* CMYK, of which browsers make colours of their own. */
static GByteArray *
decoded(const struct image *im)
{
	const char *fault;
	GByteArray *png = g_byte_array_new();
	cairo_surface_t *s = picture_decode(im, im->width, im->height, &fault);

	if (s && !png_write(s, 0, keep_bytes, png))
		g_byte_array_set_size(png, 0);
	if (s)
		cairo_surface_destroy(s);
	return png;
}

/* A picture as browsers can show it, somewhere else or in the address itself. */
static void
give_picture(struct drawing *p, const struct image *im)
{
	const struct picture_shelf *shelf = p->painter->shelf;
	g_autoptr(GByteArray) png = im->kind == IMAGE_JPEG && im->channels == 4 ? decoded(im) : NULL;
	const void *bytes = png ? (const void *)png->data : im->bytes;
	size_t len = png ? png->len : im->len;
	const char *type = png || im->kind == IMAGE_PNG ? "image/png" : "image/jpeg";

	if (shelf) {
		g_string_append(p->body, shelf->add(shelf->ctx, im, type, bytes, len));
		return;
	}
	g_string_append_printf(p->body, "data:%s;base64,", type);
	add_base64(p->body, bytes, len);
}

static void
add_real(GString *to, const char *before, double v)
{
	char number[G_ASCII_DTOSTR_BUF_SIZE];

	g_string_append(to, before);
	g_string_append(to, g_ascii_formatd(number, sizeof number, "%.6g", v));
}

/* Before the first area that is painted with it; its name is p1g0 and so on. */
static void
define_gradient(struct drawing *p, const struct gradient *g, const double box[4])
{
	static const char *const linear[] = { " x1=\"", "\" y1=\"", "\" x2=\"", "\" y2=\"" };
	static const char *const radial[] = { " cx=\"", "\" cy=\"", "\" r=\"", "\" fx=\"", "\" fy=\"" };
	const char *name = g->radial ? "radialGradient" : "linearGradient";
	double m[6];

	gradient_matrix(g, box, m);
	g_string_append_printf(p->body, "<%s id=\"%sg%u\" gradientUnits=\"userSpaceOnUse\"", name, p->id,
	    p->gradients);
	for (int i = 0; i < (g->radial ? 5 : 4); i++)
		add_real(p->body, g->radial ? radial[i] : linear[i], g->v[i]);
	for (int i = 0; i < 6; i++)
		add_real(p->body, i == 0 ? "\" gradientTransform=\"matrix(" : " ", m[i]);
	g_string_append(p->body, ")\">");
	for (size_t i = 0; i < g->n_stops; i++) {
		const struct gradient_stop *s = &g->stops[i];

		add_real(p->body, "<stop offset=\"", s->at);
		g_string_append_printf(p->body, "\" stop-color=\"#%02x%02x%02x\"/>", s->rgb[0], s->rgb[1],
		    s->rgb[2]);
	}
	g_string_append_printf(p->body, "</%s>", name);
}

static void
add_contour(struct drawing *d, const struct contour *c, const double box[4])
{
	static const char letters[] = "MLCz";
	static const int points[] = { 1, 1, 3, 0 };
	const struct contour_point *p = c->points;
	GString *to = d->body;

	if (c->gradient) {
		define_gradient(d, c->gradient, box);
		g_string_append_printf(to, "<path fill=\"url(#%sg%u)\"", d->id, d->gradients++);
	} else {
		g_string_append_printf(to, "<path fill=\"#%02x%02x%02x\"", c->red, c->green, c->blue);
	}
	g_string_append_printf(to, "%s d=\"", c->even_odd ? " fill-rule=\"evenodd\"" : "");
	for (size_t i = 0; i < c->n_ops; i++) {
		g_string_append_c(to, letters[c->ops[i]]);
		for (int k = 0; k < points[c->ops[i]]; k++, p++) {
			g_string_append(to, k ? " " : "");
			add_points(to, box[0] + p->x * box[2]);
			g_string_append_c(to, ' ');
			add_points(to, box[1] + p->y * box[3]);
		}
	}
	g_string_append(to, "\"/>");
}

/*
 * An SVG within the SVG is the box, and clips what lies beside it.  What a
 * camera says of its orientation is not heeded: no other painter does.
 */
static bool
draw_image(void *on, const struct mark *m, size_t i)
{
	struct drawing *p = on;
	double box[4];

	bool drawing = m->image->kind == IMAGE_DRAWING;
	const struct picture_shelf *shelf = drawing ? NULL : p->painter->shelf;
	const char *address = shelf ? shelf->find(shelf->ctx, m->image) : NULL;

	if (!drawing && !address && !picture_is_sound(p->painter, m->image, p->dg))
		return false;
	if (!picture_place(m, box))
		return true;
	box[0] -= dim_to_pt(m->box.x);
	box[1] -= dim_to_pt(m->box.y);
	g_string_append(p->body, "<svg");
	add_names(p, m, i);
	add_rect(p->body, &m->box);
	g_string_append_c(p->body, '>');
	for (size_t k = 0; k < m->image->n_contours; k++)
		add_contour(p, &m->image->contours[k], box);
	if (drawing) {
		g_string_append(p->body, "</svg>\n");
		return true;
	}
	g_string_append(p->body, "<image");
	add_box(p->body, box);
	g_string_append(p->body, " preserveAspectRatio=\"none\"");
	/* Where style attributes are not allowed the page says it itself. */
	if (!shelf)
		g_string_append(p->body, " style=\"image-orientation:none\"");
	g_string_append(p->body, " xlink:href=\"");
	if (address)
		g_string_append(p->body, address);
	else
		give_picture(p, m->image);
	g_string_append(p->body, "\"/></svg>\n");
	return true;
}

static void
add_module(void *to, const struct rect *r)
{
	g_string_append_c(to, 'M');
	add_points(to, dim_to_pt(r->x));
	g_string_append_c(to, ' ');
	add_points(to, dim_to_pt(r->y));
	g_string_append_c(to, 'h');
	add_points(to, dim_to_pt(r->w));
	g_string_append_c(to, 'v');
	add_points(to, dim_to_pt(r->h));
	g_string_append_c(to, 'h');
	add_points(to, -dim_to_pt(r->w));
	g_string_append_c(to, 'z');
}

static void
draw_matrix(void *on, const struct mark *m, size_t i)
{
	struct drawing *p = on;

	g_string_append(p->body, "<path");
	add_names(p, m, i);
	g_string_append(p->body, " d=\"");
	matrix_each(m, add_module, p->body);
	g_string_append(p->body, "\"/>\n");
}

static const struct brush svg_brush = { draw_text, draw_solid, draw_matrix, draw_image };

/* ---- the document ----------------------------------------------------- */

static void
add_document(const struct drawing *p, const struct sheet *s, GString *to)
{
	double w = dim_to_pt(s->width), h = dim_to_pt(s->height);

	g_string_append_printf(to, "<svg xmlns=\"http://www.w3.org/2000/svg\" "
	    "xmlns:xlink=\"http://www.w3.org/1999/xlink\" id=\"%s\" width=\"", p->id);
	add_points(to, w);
	g_string_append(to, "pt\" height=\"");
	add_points(to, h);
	g_string_append(to, "pt\" viewBox=\"0 0 ");
	add_points(to, w);
	g_string_append_c(to, ' ');
	add_points(to, h);
	g_string_append(to, "\">\n");
	if (p->painter->shelf) {
		g_string_append_len(to, p->body->str, (gssize)p->body->len);
		g_string_append(to, "</svg>\n");
		return;
	}
	g_string_append(to, "<defs>\n");
	g_string_append_len(to, p->defs->str, (gssize)p->defs->len);
	g_string_append(to, "</defs>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
	g_string_append_len(to, p->body->str, (gssize)p->body->len);
	g_string_append(to, "</svg>\n");
}

bool
paint_svg(struct painter *p, const struct sheet *s, const char *id, GString *to, struct diags *dg)
{
	g_autoptr(GString) defs = g_string_new(NULL), body = g_string_new(NULL);
	g_autoptr(GHashTable) defined = g_hash_table_new(NULL, NULL);
	struct drawing page = { .painter = p, .dg = dg, .id = id, .defs = defs, .body = body,
		.defined = defined };

	if (!brush_sheet(&svg_brush, &page, s))
		return false;
	add_document(&page, s, to);
	return true;
}
