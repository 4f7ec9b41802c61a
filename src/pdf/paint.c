/*
 * Sheets to Cairo's PDF surface: rules, tints, pictures.  Text is laid over
 * them afterwards (content.c).
 */
#include "pdf/pdf-int.h"
#include "pdf/text-int.h"

#include <cairo-pdf.h>

/* Whoever paints the sheets of one document. */
struct painter {
	cairo_t *cr;
	struct pictures *pictures;
	const struct colour *colour;
};

/*
 * Ink on a screen.  Every ink takes its share of the light that black has
 * left: red is (1 - cyan)(1 - black), and so on.  Spot colours give the
 * inks they may be printed with instead.
 */
static void
set_colour(struct painter *p, const struct colour *c)
{
	if (c == p->colour && c)
		return;
	double light = c ? (1000 - c->k) / 1e6 : 0;

	p->colour = c;
	if (c)
		cairo_set_source_rgb(p->cr, (1000 - c->c) * light,
		    (1000 - c->m) * light, (1000 - c->y) * light);
	else
		cairo_set_source_rgb(p->cr, 0, 0, 0);
}

/* ---- the rest --------------------------------------------------------- */

static void
add_rectangle(struct painter *p, const struct rect *r)
{
	cairo_rectangle(p->cr, dim_to_pt(r->x), dim_to_pt(r->y),
	    dim_to_pt(r->w), dim_to_pt(r->h));
}

static void
paint_solid(struct painter *p, const struct mark *m)
{
	set_colour(p, m->colour);
	add_rectangle(p, &m->box);
	cairo_fill(p->cr);
}

/* The crop fills the box; no crop is all of the picture. */
static void
paint_image(struct painter *p, const struct mark *m)
{
	cairo_surface_t *s = pictures_get(p->pictures, m->image);
	struct crop c = m->crop;

	if (c.w <= 0 || c.h <= 0)
		c = (struct crop){ 0, 0, 100, 100 };
	/* Of the whole picture, as it stands on the sheet. */
	double w = dim_to_pt(m->box.w) * 100 / c.w;
	double h = dim_to_pt(m->box.h) * 100 / c.h;

	if (w <= 0 || h <= 0)
		return;
	cairo_save(p->cr);
	add_rectangle(p, &m->box);
	cairo_clip(p->cr);
	cairo_translate(p->cr, dim_to_pt(m->box.x) - w * c.x / 100,
	    dim_to_pt(m->box.y) - h * c.y / 100);
	cairo_scale(p->cr, w / cairo_image_surface_get_width(s),
	    h / cairo_image_surface_get_height(s));
	cairo_set_source_surface(p->cr, s, 0, 0);
	cairo_paint(p->cr);
	cairo_restore(p->cr);
}

static void
paint_mark(struct painter *p, const struct mark *m)
{
	switch (m->kind) {
	case MARK_TEXT:
		break; /* is written by us: content.c */
	case MARK_RULE:
	case MARK_TINT:
		paint_solid(p, m);
		break;
	case MARK_IMAGE:
		paint_image(p, m);
		break;
	}
}

/* ---- the document ----------------------------------------------------- */

static cairo_status_t
keep_bytes(void *to, const unsigned char *bytes, unsigned n)
{
	g_byte_array_append(to, bytes, n);
	return CAIRO_STATUS_SUCCESS;
}

static void
begin_page(cairo_surface_t *surface, const struct sheet *s)
{
	cairo_pdf_surface_set_size(surface, dim_to_pt(s->width), dim_to_pt(s->height));
}

/* Figures come behind all sheets, each alone: they are elements to be placed. */
static void
paint_figures(struct painter *p, const struct sheets *s, cairo_surface_t *surface)
{
	for (size_t i = 0; i < s->n; i++)
		for (size_t j = 0; j < s->v[i].n; j++) {
			if (!is_figure(s, &s->v[i].marks[j]))
				continue;
			begin_page(surface, &s->v[i]);
			paint_mark(p, &s->v[i].marks[j]);
			cairo_show_page(p->cr);
		}
}

static void
paint_all(struct painter *p, const struct sheets *s, cairo_surface_t *surface)
{
	p->cr = cairo_create(surface);
	set_colour(p, NULL);
	for (size_t i = 0; i < s->n; i++) {
		begin_page(surface, &s->v[i]);
		for (size_t j = 0; j < s->v[i].n; j++)
			if (!is_figure(s, &s->v[i].marks[j]))
				paint_mark(p, &s->v[i].marks[j]);
		cairo_show_page(p->cr);
	}
	paint_figures(p, s, surface);
}

/* True when everything could be painted; else says what not. */
static bool
end_painting(struct painter *p, cairo_surface_t *surface, struct diags *dg)
{
	cairo_status_t status = cairo_status(p->cr);

	cairo_destroy(p->cr);
	cairo_surface_finish(surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(surface);
	if (status != CAIRO_STATUS_SUCCESS)
		diag_add(dg, DIAG_ERROR, "pdf.cairo", (struct place){ 0 },
		    "the pages cannot be painted: %s",
		    cairo_status_to_string(status));
	return status == CAIRO_STATUS_SUCCESS;
}

GByteArray *
paint_sheets(const struct sheets *s, struct diags *dg)
{
	struct painter p = { .pictures = pictures_load(s, dg) };
	if (!p.pictures)
		return NULL;
	GByteArray *to = g_byte_array_new();
	cairo_surface_t *surface =
	    cairo_pdf_surface_create_for_stream(keep_bytes, to, 1, 1);

	paint_all(&p, s, surface);
	bool good = end_painting(&p, surface, dg);
	cairo_surface_destroy(surface);
	pictures_destroy(p.pictures);
	if (!good)
		g_byte_array_unref(g_steal_pointer(&to));
	return to;
}
