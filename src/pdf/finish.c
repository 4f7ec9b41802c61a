/*
 * A document put together with qpdf: pages with their content, boxes and
 * links, fonts.  Nothing of it depends on the clock or the machine.
 */
#include "pdf/attach.h"
#include "pdf/fontdict.h"
#include "pdf/graphics.h"
#include "pdf/metadata.h"
#include "pdf/pdf-int.h"
#include "pdf/stream.h"
#include "pdf/structure.h"

#include <qpdf/qpdf-c.h>
#include <string.h>

struct finisher {
	qpdf_data q;
	struct stock stock;
	qpdf_oh fonts;     /* /F0, /F1 …: of all pages */
	qpdf_oh states, spots; /* on a press: overprinting, and /S0, /S1 … */
	bool failed;       /* and said why */
	const struct sheets *sheets;
	const struct pdf_about *about;
};

/* ---- small words ------------------------------------------------------ */

static qpdf_oh
new_text(const struct finisher *f, const char *s)
{
	return qpdf_oh_new_unicode_string(f->q, s);
}

static qpdf_oh
new_rect(const struct finisher *f, const double r[4])
{
	GString *s = g_string_new("[");
	char number[G_ASCII_DTOSTR_BUF_SIZE];

	for (int i = 0; i < 4; i++)
		g_string_append_printf(s, "%s ",
		    g_ascii_formatd(number, sizeof number, "%.7g", r[i]));
	g_string_append_c(s, ']');
	qpdf_oh rect = qpdf_oh_parse(f->q, s->str);
	g_string_free(s, TRUE);
	return rect;
}

/* A rectangle as PDF counts it: from the lower left corner, two corners. */
static qpdf_oh
new_box(const struct finisher *f, const struct sheet *s, const struct rect *r)
{
	double corners[4] = { dim_to_pt(r->x),
		dim_to_pt(s->height - r->y - r->h), dim_to_pt(r->x + r->w),
		dim_to_pt(s->height - r->y) };

	return new_rect(f, corners);
}

static void
put(const struct finisher *f, qpdf_oh dict, const char *key, qpdf_oh value)
{
	qpdf_oh_replace_key(f->q, dict, key, value);
}

static void
put_text(const struct finisher *f, qpdf_oh dict, const char *key, const char *s)
{
	if (s && *s)
		put(f, dict, key, new_text(f, s));
}

/* ---- links ------------------------------------------------------------ */

/* An address in PDF has 7 bits (ISO 32000-1, 12.6.4.7). */
static qpdf_oh
new_address(const struct finisher *f, const char *url)
{
	g_autofree char *plain =
	    g_uri_escape_string(url, ":/?#[]@!$&'()*+,;=%", FALSE);

	return qpdf_oh_new_string(f->q, plain);
}

/* To a place of this document, called as the item is. */
static qpdf_oh
new_link_inside(const struct finisher *f, const struct sheet *s, const struct mark *m)
{
	qpdf_oh link = qpdf_oh_parse(f->q,
	    "<< /Type /Annot /Subtype /Link /Border [0 0 0] /F 4"
	    " /A << /S /GoTo >> >>");

	put(f, link, "/Rect", new_box(f, s, &m->box));
	put_text(f, link, "/Contents", m->text);
	put(f, qpdf_oh_get_key(f->q, link, "/A"), "/D", qpdf_oh_new_string(f->q, m->url + 1));
	return qpdf_make_indirect_object(f->q, link);
}

static qpdf_oh
new_link(const struct finisher *f, const struct sheet *s, const struct mark *m)
{
	if (*m->url == '#')
		return new_link_inside(f, s, m);
	qpdf_oh link = qpdf_oh_parse(f->q,
	    "<< /Type /Annot /Subtype /Link /Border [0 0 0] /F 4"
	    " /A << /S /URI >> >>");

	put(f, link, "/Rect", new_box(f, s, &m->box));
	put_text(f, link, "/Contents", m->url);
	put(f, qpdf_oh_get_key(f->q, link, "/A"), "/URI",
	    new_address(f, m->url));
	return qpdf_make_indirect_object(f->q, link);
}

/* Each link of the sheet, in its order. */
static GArray *
put_links(const struct finisher *f, const struct sheet *s, qpdf_oh page)
{
	GArray *links = g_array_new(FALSE, FALSE, sizeof(qpdf_oh));
	qpdf_oh all = qpdf_oh_new_array(f->q);

	for (size_t i = 0; i < s->n; i++) {
		if (!f->stock.links || !is_link(f->sheets, &s->marks[i]))
			continue;
		qpdf_oh link = new_link(f, s, &s->marks[i]);
		g_array_append_val(links, link);
		qpdf_oh_append_item(f->q, all, link);
	}
	if (links->len > 0)
		put(f, page, "/Annots", all);
	return links;
}

/* ---- text ------------------------------------------------------------- */

static void
put_pictures(const struct finisher *f, const struct sheet *s, qpdf_oh page, qpdf_oh resources)
{
	qpdf_oh all = qpdf_oh_new_dictionary(f->q);
	bool any = false, shines = false;

	for (size_t i = 0; i < s->n; i++) {
		if (s->marks[i].kind != MARK_IMAGE || is_drawn(s->marks[i].image))
			continue;
		const struct picture *p = pictures_get(f->stock.pictures, s->marks[i].image);
		char name[16];

		g_snprintf(name, sizeof name, "/Im%u", p->number);
		put(f, all, name, p->object);
		any = true;
		shines |= p->alpha;
	}
	/* What shines through is mixed in the colours it is printed in. */
	if (shines)
		put(f, page, "/Group", qpdf_oh_parse(f->q, is_for_press(f->about->profile)
		    ? "<< /S /Transparency /CS /DeviceCMYK >>"
		    : "<< /S /Transparency /CS /DeviceRGB >>"));
	if (any)
		put(f, resources, "/XObject", all);
}

/* Graphics for nothing to be read, and the text over them. */
static GArray *
put_content(const struct finisher *f, size_t i, qpdf_oh page)
{
	g_autoptr(GString) content = g_string_new(NULL);
	GArray *marked = g_array_new(FALSE, FALSE, sizeof(struct marked));
	qpdf_oh resources = qpdf_oh_new_dictionary(f->q);

	inks_begin(f->stock.inks);
	graphics_add(content, f->sheets, i, &f->stock);
	content_add(content, f->sheets, i, &f->stock, marked);
	put(f, page, "/Contents", stream_new(f->q, content->str, content->len));
	put(f, resources, "/Font", f->fonts);
	if (is_for_press(f->about->profile)) {
		put(f, resources, "/ExtGState", f->states);
		put(f, resources, "/ColorSpace", f->spots);
	}
	put_pictures(f, &f->sheets->v[i], page, resources);
	put(f, page, "/Resources", resources);
	return marked;
}

static bool
put_fonts(struct finisher *f, struct diags *dg)
{
	for (guint i = 0; i < f->stock.types->v->len; i++) {
		struct typeface *t = g_ptr_array_index(f->stock.types->v, i);
		qpdf_oh font = fontdict_make(f->q, t);
		char name[16];

		if (qpdf_oh_is_null(f->q, font)) {
			diag_add(dg, DIAG_ERROR, "pdf.font", (struct place){ .file = font_file(t->font) },
			    "the font cannot be put into a PDF: it has no TrueType outlines");
			f->failed = true;
			return false;
		}
		g_snprintf(name, sizeof name, "/F%u", t->number);
		put(f, f->fonts, name, font);
	}
	return true;
}

/* ---- pages ------------------------------------------------------------ */

/* The trim and the bleed around it; without crop marks all of the sheet. */
static struct rect
bleed_of(const struct finisher *f, const struct sheet *s)
{
	const struct layout *l = f->sheets->layout;
	dim by = s->trim.x;

	if (l && f->about->profile == PROFILE_PRINT)
		by = MIN(by, l->bleed);
	else if (is_for_press(f->about->profile))
		by = 0;
	return (struct rect) { s->trim.x - by, s->trim.y - by, s->trim.w + 2 * by,
		s->trim.h + 2 * by };
}

static void
put_page(const struct finisher *f, size_t i, struct sheet_marks *m)
{
	const struct sheet *s = &f->sheets->v[i];
	struct rect media = { 0, 0, s->width, s->height }, bleed = bleed_of(f, s);

	m->page = qpdf_make_indirect_object(f->q, qpdf_oh_parse(f->q, "<< /Type /Page >>"));
	put(f, m->page, "/MediaBox", new_box(f, s, &media));
	put(f, m->page, "/BleedBox", new_box(f, s, &bleed));
	put(f, m->page, "/TrimBox", new_box(f, s, &s->trim));
	m->links = put_links(f, s, m->page);
	m->marked = put_content(f, i, m->page);
}

/* One level: a bulletin has at most 2,000 pages. */
static void
put_pages(const struct finisher *f, const struct sheet_marks *v)
{
	qpdf_oh pages = qpdf_oh_get_key(f->q, qpdf_get_root(f->q), "/Pages");
	qpdf_oh kids = qpdf_oh_new_array(f->q);

	for (size_t i = 0; i < f->sheets->n; i++) {
		put(f, v[i].page, "/Parent", pages);
		qpdf_oh_append_item(f->q, kids, v[i].page);
	}
	put(f, pages, "/Kids", kids);
	put(f, pages, "/Count", qpdf_oh_new_integer(f->q, (long long)f->sheets->n));
}

static void
put_sheets(const struct finisher *f)
{
	size_t n = f->sheets->n;
	g_autofree struct sheet_marks *v = g_new0(struct sheet_marks, n);

	for (size_t i = 0; i < n; i++)
		put_page(f, i, &v[i]);
	put_pages(f, v);
	structure_put(f->q, qpdf_get_root(f->q), f->sheets, v);
	for (size_t i = 0; i < n; i++) {
		g_array_unref(v[i].marked);
		g_array_unref(v[i].links);
	}
}

/* ---- on a press ------------------------------------------------------- */

static void
put_press(struct finisher *f)
{
	f->states = qpdf_make_indirect_object(f->q, qpdf_oh_parse(f->q,
	    "<< /Over << /Type /ExtGState /OP true /op true /OPM 1 >>"
	    " /Out << /Type /ExtGState /OP false /op false /OPM 0 >> >>"));
	f->spots = qpdf_make_indirect_object(f->q, qpdf_oh_new_dictionary(f->q));
}

/* Each spot ink with the process inks that stand in for it. */
static void
put_spots(const struct finisher *f)
{
	for (size_t i = 0; i < inks_n_spots(f->stock.inks); i++) {
		const struct colour *c = inks_spot(f->stock.inks, i);
		g_autofree char *key = g_strdup_printf("/S%zu", i);
		g_autofree char *name = g_strconcat("/", c->spot, NULL);
		g_autofree char *tint = g_strdup_printf("<< /FunctionType 2 /Domain [0 1] /N 1"
		    " /C0 [0 0 0 0] /C1 [%d.%03d %d.%03d %d.%03d %d.%03d] >>", c->c / 1000,
		    c->c % 1000, c->m / 1000, c->m % 1000, c->y / 1000, c->y % 1000, c->k / 1000,
		    c->k % 1000);
		qpdf_oh space = qpdf_oh_new_array(f->q);

		qpdf_oh_append_item(f->q, space, qpdf_oh_new_name(f->q, "/Separation"));
		qpdf_oh_append_item(f->q, space, qpdf_oh_new_name(f->q, name));
		qpdf_oh_append_item(f->q, space, qpdf_oh_new_name(f->q, "/DeviceCMYK"));
		qpdf_oh_append_item(f->q, space, qpdf_oh_parse(f->q, tint));
		put(f, f->spots, key, space);
	}
}

/* ---- writing ---------------------------------------------------------- */

static bool
is_sound(const struct finisher *f, struct diags *dg)
{
	if (f->failed || !qpdf_has_error(f->q))
		return !f->failed;
	qpdf_error e = qpdf_get_error(f->q);

	diag_add(dg, DIAG_ERROR, "pdf.qpdf", (struct place){ 0 },
	    "the PDF cannot be finished: %s",
	    qpdf_get_error_full_text(f->q, e));
	return false;
}

/* The identifier is a sum over the bytes, so the same file has the same. */
static void
write_finished(const struct finisher *f, struct out *to)
{
	qpdf_init_write_memory(f->q);
	/* ISO 15930-7 knows no later one than 1.6. */
	qpdf_set_minimum_pdf_version(f->q, is_for_press(f->about->profile) ? "1.6" : "1.7");
	qpdf_set_object_stream_mode(f->q, qpdf_o_generate);
	qpdf_set_compress_streams(f->q, QPDF_TRUE);
	/* ISO 19005-2, 6.1.7.1. */
	qpdf_set_newline_before_endstream(f->q, QPDF_TRUE);
	qpdf_set_deterministic_ID(f->q, QPDF_TRUE);
	if (!(qpdf_write(f->q) & QPDF_ERRORS))
		out_write(
		    to, qpdf_get_buffer(f->q), qpdf_get_buffer_length(f->q));
}

/* ---- the door --------------------------------------------------------- */

static bool
open_stock(struct finisher *f, struct diags *dg)
{
	struct stock *st = &f->stock;

	st->types = typefaces_create();
	st->inks = inks_create(f->about->profile);
	st->links = !is_for_press(f->about->profile);
	st->marked_space = f->about->marked_space && !is_for_press(f->about->profile);
	bool good = inks_check(st->inks, f->sheets, dg);
	st->pictures = pictures_load(f->q, f->sheets, inks_converter(st->inks), dg);
	return good && st->pictures;
}

static void
close_stock(struct finisher *f)
{
	typefaces_destroy(f->stock.types);
	pictures_destroy(f->stock.pictures);
	inks_destroy(f->stock.inks);
}

bool
finish_file(const struct sheets *s, const struct pdf_about *about, struct out *to,
    struct diags *dg)
{
	struct finisher f = { .q = qpdf_init(), .sheets = s, .about = about };

	qpdf_silence_errors(f.q);
	qpdf_empty_pdf(f.q);
	f.failed = !open_stock(&f, dg);
	if (!f.failed) {
		metadata_put(f.q, s, about);
		f.fonts = qpdf_make_indirect_object(f.q, qpdf_oh_new_dictionary(f.q));
		put_press(&f);
		put_sheets(&f);
		put_spots(&f);
		attach_put(f.q, about);
		if (put_fonts(&f, dg) && !qpdf_has_error(f.q))
			write_finished(&f, to);
	}
	close_stock(&f);
	bool good = is_sound(&f, dg);
	qpdf_cleanup(&f.q);
	return good;
}

void
pdf_versions(GString *to)
{
	g_string_append_printf(to, "qpdf %s\n", qpdf_get_qpdf_version());
}
