/* Cairo paints: a sheet to pixels, and those to a PNG. */
#include "paint/paint-int.h"

#include <math.h>

#define PIXELS_MAX 100000000.0
#define SIDE_MAX 32767.0 /* Cairo's own */

/* ---- rules, tints, pictures ------------------------------------------- */

/* The nearest of 256 steps, as SVG and the PDF's readers have it: Cairo goes down from 65,536ths. */
static double
step_of(int32_t light)
{
	return floor(light * 255 / 1e6 + 0.5) / 255;
}

static void
set_colour(cairo_t *cr, const struct colour *c)
{
	struct light l = colour_light(c);

	cairo_set_source_rgb(cr, step_of(l.red), step_of(l.green), step_of(l.blue));
}

static void
add_rectangle(cairo_t *cr, const struct rect *r)
{
	cairo_rectangle(
	    cr, dim_to_pt(r->x), dim_to_pt(r->y), dim_to_pt(r->w), dim_to_pt(r->h));
}

static void
paint_solid(cairo_t *cr, const struct mark *m)
{
	set_colour(cr, m->colour);
	add_rectangle(cr, &m->box);
	cairo_fill(cr);
}

/*
 * All of `s` over the place of the whole picture, seen through the box.  It is
 * padded, so that its edge is not mixed with what lies beside it.
 */
static void
paint_surface(cairo_t *cr, const struct mark *m, cairo_surface_t *s)
{
	double box[4];

	if (!picture_place(m, box))
		return;
	cairo_save(cr);
	add_rectangle(cr, &m->box);
	cairo_clip(cr);
	cairo_translate(cr, box[0], box[1]);
	cairo_scale(cr, box[2] / cairo_image_surface_get_width(s),
	    box[3] / cairo_image_surface_get_height(s));
	cairo_set_source_surface(cr, s, 0, 0);
	cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
	cairo_paint(cr);
	cairo_restore(cr);
}

/* ---- text ------------------------------------------------------------- */

struct paper {
	cairo_t *cr;
	struct painter *painter;
	struct diags *dg;
	double scale;        /* pixels a point */
};

/* Where a glyph stands and how large it is, in points. */
struct pen {
	double x, y, scale;
};

static struct point
place(const struct pen *p, struct point at)
{
	return (struct point) { (float)(p->x + at.x * p->scale), (float)(p->y - at.y * p->scale) };
}

/* Cairo has cubic curves only: the control point two thirds of the way. */
static void
add_quadratic(cairo_t *cr, struct point c, struct point to)
{
	double x, y;

	cairo_get_current_point(cr, &x, &y);
	cairo_curve_to(cr, x + (c.x - x) * 2 / 3, y + (c.y - y) * 2 / 3,
	    to.x + (c.x - to.x) * 2 / 3, to.y + (c.y - to.y) * 2 / 3, to.x, to.y);
}

static void
add_step(cairo_t *cr, enum step step, const struct point *p)
{
	switch (step) {
	case STEP_MOVE:
		cairo_move_to(cr, p[0].x, p[0].y);
		break;
	case STEP_LINE:
		cairo_line_to(cr, p[0].x, p[0].y);
		break;
	case STEP_QUADRATIC:
		add_quadratic(cr, p[0], p[1]);
		break;
	case STEP_CUBIC:
		cairo_curve_to(cr, p[0].x, p[0].y, p[1].x, p[1].y, p[2].x, p[2].y);
		break;
	case STEP_CLOSE:
		cairo_close_path(cr);
		break;
	}
}

static void
add_glyph(cairo_t *cr, const struct outline *o, const struct pen *pen)
{
	const struct point *from = o->points;

	for (size_t i = 0; i < o->n; i++) {
		enum step step = o->steps[i];
		struct point p[3];

		for (unsigned k = 0; k < step_points[step]; k++)
			p[k] = place(pen, *from++);
		add_step(cr, step, p);
	}
}

/* One path a mark: where letters join nothing is painted twice or thinly. */
static void
paint_text(void *on, const struct mark *m, size_t i)
{
	struct paper *p = on;
	struct pen pen = { .scale = dim_to_pt(m->size) / font_upem(m->font) };

	set_colour(p->cr, m->colour);
	for (uint32_t k = 0; k < m->n_glyphs; k++) {
		const struct mark_glyph *g = &m->glyphs[k];

		pen.x = dim_to_pt(g->x);
		pen.y = dim_to_pt(g->y);
		add_glyph(p->cr, outlines_get(p->painter->outlines, m->font, g->id), &pen);
	}
	cairo_fill(p->cr);
}

/* ---- pages of pixels -------------------------------------------------- */

static void
paint_box(void *on, const struct mark *m, size_t i)
{
	struct paper *p = on;

	paint_solid(p->cr, m);
}

static void
add_contour(cairo_t *cr, const struct contour *c, const double box[4])
{
	const struct contour_point *p = c->points;

#define X(k) box[0] + p[k].x * box[2]
#define Y(k) box[1] + p[k].y * box[3]
	for (size_t i = 0; i < c->n_ops; i++)
		switch ((enum contour_op)c->ops[i]) {
		case CONTOUR_MOVE:
			cairo_move_to(cr, X(0), Y(0));
			p++;
			break;
		case CONTOUR_LINE:
			cairo_line_to(cr, X(0), Y(0));
			p++;
			break;
		case CONTOUR_CURVE:
			cairo_curve_to(cr, X(0), Y(0), X(1), Y(1), X(2), Y(2));
			p += 3;
			break;
		case CONTOUR_CLOSE:
			cairo_close_path(cr);
			break;
		}
#undef X
#undef Y
}

/* `box`: where the whole drawing stands. */
static void
set_gradient(cairo_t *cr, const struct gradient *g, const double box[4])
{
	const double *v = g->v;
	double t[6];
	cairo_pattern_t *p = g->radial ? cairo_pattern_create_radial(v[3], v[4], 0, v[0], v[1], v[2])
				       : cairo_pattern_create_linear(v[0], v[1], v[2], v[3]);

	for (size_t i = 0; i < g->n_stops; i++)
		cairo_pattern_add_color_stop_rgb(p, g->stops[i].at, g->stops[i].rgb[0] / 255.0,
		    g->stops[i].rgb[1] / 255.0, g->stops[i].rgb[2] / 255.0);
	cairo_pattern_set_extend(p, CAIRO_EXTEND_PAD);
	gradient_matrix(g, box, t);
	cairo_matrix_t m = { t[0], t[1], t[2], t[3], t[4], t[5] };
	/* A pattern's matrix goes from the page to the pattern. */
	if (cairo_matrix_invert(&m) == CAIRO_STATUS_SUCCESS)
		cairo_pattern_set_matrix(p, &m);
	cairo_set_source(cr, p);
	cairo_pattern_destroy(p);
}

static void
paint_drawing(cairo_t *cr, const struct mark *m, const double box[4])
{
	cairo_save(cr);
	add_rectangle(cr, &m->box);
	cairo_clip(cr);
	for (size_t i = 0; i < m->image->n_contours; i++) {
		const struct contour *c = &m->image->contours[i];

		if (c->gradient)
			set_gradient(cr, c->gradient, box);
		else
			cairo_set_source_rgb(cr, c->red / 255.0, c->green / 255.0, c->blue / 255.0);
		cairo_set_fill_rule(cr, c->even_odd ? CAIRO_FILL_RULE_EVEN_ODD : CAIRO_FILL_RULE_WINDING);
		add_contour(cr, c, box);
		cairo_fill(cr);
	}
	cairo_restore(cr);
}

static bool
paint_picture(void *on, const struct mark *m, size_t i)
{
	struct paper *p = on;
	const char *fault = NULL;
	double box[4];

	picture_place(m, box);
	if (m->image->kind == IMAGE_DRAWING) {
		paint_drawing(p->cr, m, box);
		return true;
	}
	cairo_surface_t *s =
	    picture_decode(m->image, box[2] * p->scale, box[3] * p->scale, &fault);
	if (!s)
		return picture_refuse(p->painter, m->image, fault, p->dg);
	paint_surface(p->cr, m, s);
	cairo_surface_destroy(s);
	return true;
}

static void
add_module(void *to, const struct rect *r)
{
	add_rectangle(to, r);
}

/* All in one go: nothing shines through where modules touch. */
static void
paint_matrix(void *on, const struct mark *m, size_t i)
{
	struct paper *p = on;

	set_colour(p->cr, NULL);
	matrix_each(m, add_module, p->cr);
	cairo_fill(p->cr);
}

static const struct brush cairo_brush = { paint_text, paint_box, paint_matrix, paint_picture };

static double
pixels(dim d, int dpi)
{
	return ceil(dim_to_pt(d) * dpi / 72);
}

bool
paint_fits(const struct sheet *s, int dpi, struct diags *dg)
{
	double w = pixels(s->width, dpi), h = pixels(s->height, dpi);

	if (w <= SIDE_MAX && h <= SIDE_MAX && w * h <= PIXELS_MAX)
		return true;
	diag_add(dg, DIAG_ERROR, "paint.too-big", (struct place) { 0 },
	    "a page of %.0f by %.0f pixels is too big", w, h);
	diag_help(dg, "say a smaller --dpi than %d", dpi);
	return false;
}

static cairo_surface_t *
paper_create(const struct sheet *s, int dpi)
{
	cairo_surface_t *paper = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
	    (int)pixels(s->width, dpi), (int)pixels(s->height, dpi));
	cairo_t *cr = cairo_create(paper);

	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	cairo_destroy(cr);
	return paper;
}

static bool
paint_paper(struct painter *p, const struct sheet *s, cairo_surface_t *paper, int dpi,
    struct diags *dg)
{
	struct paper on = { .cr = cairo_create(paper), .painter = p, .dg = dg, .scale = dpi / 72.0 };

	cairo_scale(on.cr, on.scale, on.scale);
	bool good = brush_sheet(&cairo_brush, &on, s);
	cairo_status_t status = cairo_status(on.cr);
	cairo_destroy(on.cr);
	cairo_surface_flush(paper);
	if (status != CAIRO_STATUS_SUCCESS)
		diag_add(dg, DIAG_ERROR, "paint.png", (struct place) { 0 },
		    "the page cannot be painted: %s", cairo_status_to_string(status));
	return good && status == CAIRO_STATUS_SUCCESS;
}

static void
write_out(void *to, const void *bytes, size_t len)
{
	out_write(to, bytes, len);
}

bool
paint_png(struct painter *p, const struct sheet *s, int dpi, struct out *to, struct diags *dg)
{
	cairo_surface_t *paper = paper_create(s, dpi);
	bool good = paint_paper(p, s, paper, dpi, dg);
	if (good && !png_write(paper, dpi, write_out, to)) {
		diag_add(dg, DIAG_ERROR, "paint.png", (struct place) { 0 },
		    "the page cannot be written as a PNG");
		good = false;
	}
	cairo_surface_destroy(paper);
	return good;
}
