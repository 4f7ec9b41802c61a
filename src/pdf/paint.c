/*
 * Sheets to Cairo's PDF surface: glyphs with their text, rules, tints,
 * pictures.  A sheet is painted mark by mark, in reading order.
 */
#include "pdf/pdf-int.h"

#include <cairo-pdf.h>

/* Whoever paints the sheets of one document. */
struct painter {
	cairo_t *cr;
	struct faces *faces;
	struct pictures *pictures;
	const struct font *font; /* that `cr` is set to, NULL none */
	dim size;
	const struct colour *colour;
	const char *fault;         /* a font that FreeType refused */
	/* Room, used again for every mark. */
	GArray *glyphs, *shapes, *clusters;
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

/* ---- text ------------------------------------------------------------- */

static bool
set_font(struct painter *p, const struct font *fo, dim size)
{
	if (fo == p->font && size == p->size)
		return true;
	cairo_font_face_t *face = faces_get(p->faces, fo);
	if (!face) {
		p->fault = font_file(fo);
		return false;
	}
	cairo_set_font_face(p->cr, face);
	cairo_set_font_size(p->cr, dim_to_pt(size));
	p->font = fo;
	p->size = size;
	return true;
}

static void
add_glyph(GArray *to, const struct mark_glyph *g)
{
	cairo_glyph_t c = { g->id, dim_to_pt(g->x), dim_to_pt(g->y) };

	g_array_append_val(to, c);
}

/*
 * One glyph a cluster has its text: that of the letter itself, the first in
 * the order of reading.  The others (dots, a lengthened stroke) are drawn as
 * shapes, for what Cairo writes for a cluster of several glyphs is read by
 * MuPDF glyph by glyph, and a stroke becomes a tatweel that nobody wrote.
 */
static void
part_clusters(struct painter *p, const struct mark *m)
{
	const struct mark_glyph *g = m->glyphs;

	g_array_set_size(p->glyphs, 0);
	g_array_set_size(p->shapes, 0);
	g_array_set_size(p->clusters, 0);
	for (uint32_t i = 0; i < m->n_clusters; i++) {
		int n = m->clusters[i].glyphs, letter = m->rtl ? n - 1 : 0;
		cairo_text_cluster_t c = { m->clusters[i].bytes, MIN(n, 1) };

		g_array_append_val(p->clusters, c);
		for (int k = 0; k < n; k++)
			add_glyph(k == letter ? p->glyphs : p->shapes, &g[k]);
		g += n;
	}
}

static void
paint_text(struct painter *p, const struct mark *m)
{
	if (m->n_glyphs == 0 || !set_font(p, m->font, m->size))
		return;
	set_colour(p, m->colour);
	part_clusters(p, m);
	cairo_show_text_glyphs(p->cr, m->text, (int)m->len,
	    (cairo_glyph_t *)(void *)p->glyphs->data, (int)p->glyphs->len,
	    (cairo_text_cluster_t *)(void *)p->clusters->data,
	    (int)p->clusters->len, 0);
	if (p->shapes->len == 0)
		return;
	cairo_glyph_path(p->cr, (cairo_glyph_t *)(void *)p->shapes->data,
	    (int)p->shapes->len);
	cairo_fill(p->cr);
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
		paint_text(p, m);
		break;
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

/* Outlines as they were drawn, wherever they fall: paper has no pixels. */
static void
forget_pixels(cairo_t *cr)
{
	cairo_font_options_t *o = cairo_font_options_create();

	cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
	cairo_set_font_options(cr, o);
	cairo_font_options_destroy(o);
}

static void
paint_all(struct painter *p, const struct sheets *s, cairo_surface_t *surface)
{
	p->cr = cairo_create(surface);
	forget_pixels(p->cr);
	set_colour(p, NULL);
	for (size_t i = 0; i < s->n; i++) {
		cairo_pdf_surface_set_size(surface, dim_to_pt(s->v[i].width),
		    dim_to_pt(s->v[i].height));
		for (size_t j = 0; j < s->v[i].n; j++)
			paint_mark(p, &s->v[i].marks[j]);
		cairo_show_page(p->cr);
	}
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
	if (p->fault)
		diag_add(dg, DIAG_ERROR, "pdf.cairo",
		    (struct place){ .file = p->fault },
		    "the font cannot be opened for the PDF");
	else if (status != CAIRO_STATUS_SUCCESS)
		diag_add(dg, DIAG_ERROR, "pdf.cairo", (struct place){ 0 },
		    "the pages cannot be painted: %s",
		    cairo_status_to_string(status));
	return !p->fault && status == CAIRO_STATUS_SUCCESS;
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

	p.faces = faces_create();
	p.glyphs = g_array_new(FALSE, FALSE, sizeof(cairo_glyph_t));
	p.shapes = g_array_new(FALSE, FALSE, sizeof(cairo_glyph_t));
	p.clusters = g_array_new(FALSE, FALSE, sizeof(cairo_text_cluster_t));
	paint_all(&p, s, surface);
	bool good = end_painting(&p, surface, dg);
	cairo_surface_destroy(surface);
	g_array_unref(p.glyphs);
	g_array_unref(p.shapes);
	g_array_unref(p.clusters);
	faces_destroy(p.faces);
	pictures_destroy(p.pictures);
	if (!good)
		g_byte_array_unref(g_steal_pointer(&to));
	return to;
}
