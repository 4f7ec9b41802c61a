/*
 * What Cairo cannot say about a document, said with qpdf: language,
 * direction, dates, boxes, labels, links.  Nothing of it depends on the
 * clock or the machine.
 */
#include "pdf/fontdict.h"
#include "pdf/metadata.h"
#include "pdf/pdf-int.h"
#include "pdf/stream.h"
#include "pdf/structure.h"

#include <qpdf/qpdf-c.h>
#include <stdlib.h>
#include <string.h>

/* Before what Cairo painted: no reader is to read it. */
#define OPEN "/Artifact BMC q\n"

struct finisher {
	qpdf_data q;
	struct typefaces *types;
	qpdf_oh fonts;     /* /F0, /F1 …: of all pages */
	qpdf_oh open;      /* a stream before what Cairo painted */
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

static qpdf_oh
new_link(const struct finisher *f, const struct sheet *s, const struct mark *m)
{
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
		if (!is_link(f->sheets, &s->marks[i]))
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

/* Of a page: its own copy, for Cairo lets pages share them. */
static qpdf_oh
resources_of(const struct finisher *f, qpdf_oh page)
{
	qpdf_oh r = qpdf_oh_get_key(f->q, page, "/Resources");

	return qpdf_oh_is_dictionary(f->q, r) ? r : qpdf_oh_new_dictionary(f->q);
}

/* What Cairo painted for nothing to be read, and our text over it. */
static GArray *
put_content(const struct finisher *f, size_t i, qpdf_oh page)
{
	g_autoptr(GString) text = g_string_new("Q EMC\n");
	GArray *marked = g_array_new(FALSE, FALSE, sizeof(struct marked));
	qpdf_oh painted = qpdf_oh_get_key(f->q, page, "/Contents");
	qpdf_oh all = qpdf_oh_new_array(f->q), resources = resources_of(f, page);

	content_add(text, f->sheets, i, f->types, marked);
	qpdf_oh_append_item(f->q, all, f->open);
	if (qpdf_oh_is_array(f->q, painted)) {
		for (int k = 0; k < qpdf_oh_get_array_n_items(f->q, painted); k++)
			qpdf_oh_append_item(f->q, all, qpdf_oh_get_array_item(f->q, painted, k));
	} else {
		qpdf_oh_append_item(f->q, all, painted);
	}
	qpdf_oh_append_item(f->q, all, stream_new(f->q, text->str, text->len));
	put(f, page, "/Contents", all);
	put(f, page, "/Resources", resources);
	put(f, resources, "/Font", f->fonts);
	return marked;
}

static bool
put_fonts(struct finisher *f, struct diags *dg)
{
	for (guint i = 0; i < f->types->v->len; i++) {
		struct typeface *t = g_ptr_array_index(f->types->v, i);
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

static void
put_page(const struct finisher *f, size_t i, struct sheet_marks *m)
{
	const struct sheet *s = &f->sheets->v[i];
	struct rect media = { 0, 0, s->width, s->height };

	m->page = qpdf_get_page_n(f->q, i);
	put(f, m->page, "/MediaBox", new_box(f, s, &media));
	put(f, m->page, "/BleedBox", new_box(f, s, &media));
	put(f, m->page, "/TrimBox", new_box(f, s, &s->trim));
	m->links = put_links(f, s, m->page);
	m->marked = put_content(f, i, m->page);
}

/* ---- figures ---------------------------------------------------------- */

/* A page of Cairo's as something that other pages may show. */
static qpdf_oh
new_form(const struct finisher *f, qpdf_oh page, const struct sheet *s, const struct mark *m)
{
	unsigned char *bytes = NULL;
	size_t len = 0;
	qpdf_oh resources = qpdf_oh_get_key(f->q, page, "/Resources");

	qpdf_oh_get_page_content_data(f->q, page, &bytes, &len);
	qpdf_oh form = stream_new(f->q, bytes, len);
	qpdf_oh dict = qpdf_oh_get_dict(f->q, form);
	put(f, dict, "/Type", qpdf_oh_new_name(f->q, "/XObject"));
	put(f, dict, "/Subtype", qpdf_oh_new_name(f->q, "/Form"));
	put(f, dict, "/BBox", new_box(f, s, &m->box));
	put(f, dict, "/Resources", resources);
	free(bytes);
	return form;
}

static void
put_figure(const struct finisher *f, qpdf_oh page, qpdf_oh form, int i)
{
	qpdf_oh resources = resources_of(f, page);
	qpdf_oh all = qpdf_oh_get_key(f->q, resources, "/XObject");
	char name[16];

	if (!qpdf_oh_is_dictionary(f->q, all)) {
		all = qpdf_oh_new_dictionary(f->q);
		put(f, resources, "/XObject", all);
	}
	g_snprintf(name, sizeof name, "/Im%d", i);
	put(f, all, name, form);
}

/* Figures stand behind all sheets, a page each (paint.c): here they go home. */
static void
put_figures(const struct finisher *f, const struct sheet_marks *v)
{
	size_t n = f->sheets->n, painted = n;

	for (size_t i = 0; i < n; i++) {
		const struct sheet *s = &f->sheets->v[i];
		int of_sheet = 0;

		for (size_t j = 0; j < s->n; j++) {
			if (!is_figure(f->sheets, &s->marks[j]))
				continue;
			qpdf_oh page = qpdf_get_page_n(f->q, painted++);
			put_figure(f, v[i].page, new_form(f, page, s, &s->marks[j]), of_sheet++);
		}
	}
	while (painted > n)
		qpdf_remove_page(f->q, qpdf_get_page_n(f->q, --painted));
}

static void
put_sheets(const struct finisher *f)
{
	size_t n = f->sheets->n;
	g_autofree struct sheet_marks *v = g_new0(struct sheet_marks, n);

	for (size_t i = 0; i < n; i++)
		put_page(f, i, &v[i]);
	put_figures(f, v);
	structure_put(f->q, qpdf_get_root(f->q), f->sheets, v);
	for (size_t i = 0; i < n; i++) {
		g_array_unref(v[i].marked);
		g_array_unref(v[i].links);
	}
}

/* ---- pictures --------------------------------------------------------- */

static bool
has_pictures(const struct sheets *s)
{
	for (size_t i = 0; i < s->n; i++)
		for (size_t j = 0; j < s->v[i].n; j++)
			if (s->v[i].marks[j].kind == MARK_IMAGE)
				return true;
	return false;
}

/*
 * Adobe's programs write CMYK the other way round, all white being 255, and
 * everybody follows them; PDF wants that said, and Cairo does not say it.
 */
static void
right_picture(const struct finisher *f, qpdf_oh stream)
{
	unsigned char *bytes = NULL;
	size_t len = 0;
	QPDF_BOOL decoded;

	if (qpdf_oh_get_stream_data(
		f->q, stream, qpdf_dl_none, &decoded, &bytes, &len) &
	    QPDF_ERRORS)
		return;
	struct image im = { .bytes = (const char *)bytes, .len = len };
	if (jpeg_is_inverted(&im))
		put(f, qpdf_oh_get_dict(f->q, stream), "/Decode",
		    qpdf_oh_parse(f->q, "[1 0 1 0 1 0 1 0]"));
	free(bytes);
}

/* Nor may a reader smooth what is to be the same everywhere (ISO 19005-2, 6.2.8). */
static void
right_pictures(const struct finisher *f)
{
	if (!has_pictures(f->sheets))
		return;
	int n = qpdf_oh_get_int_value_as_int(
	    f->q, qpdf_oh_get_key(f->q, qpdf_get_trailer(f->q), "/Size"));

	for (int i = 1; i < n; i++) {
		qpdf_oh o = qpdf_get_object_by_id(f->q, i, 0);

		if (!qpdf_oh_is_stream(f->q, o))
			continue;
		qpdf_oh dict = qpdf_oh_get_dict(f->q, o);
		qpdf_oh_remove_key(f->q, dict, "/Interpolate");
		if (qpdf_oh_is_name_and_equals(f->q,
			qpdf_oh_get_key(f->q, dict, "/ColorSpace"), "/DeviceCMYK"))
			right_picture(f, o);
	}
}

/* ---- reading and writing ---------------------------------------------- */

/*
 * Warnings do not count: Cairo names a picture that stands on a page twice
 * twice in its resources, and qpdf leaves one of them out.
 */
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

static bool
read_painted(const struct finisher *f, const GByteArray *painted)
{
	qpdf_silence_errors(f->q);
	qpdf_set_suppress_warnings(f->q, QPDF_TRUE);
	qpdf_set_attempt_recovery(f->q, QPDF_FALSE);
	QPDF_ERROR_CODE code = qpdf_read_memory(
	    f->q, "painted", (const char *)painted->data, painted->len, NULL);

	return !(code & QPDF_ERRORS);
}

/* The identifier is a sum over the bytes, so the same file has the same. */
static void
write_finished(const struct finisher *f, struct out *to)
{
	qpdf_init_write_memory(f->q);
	qpdf_set_minimum_pdf_version(f->q, "1.7");
	qpdf_set_object_stream_mode(f->q, qpdf_o_generate);
	qpdf_set_compress_streams(f->q, QPDF_TRUE);
	/* ISO 19005-2, 6.1.7.1. */
	qpdf_set_newline_before_endstream(f->q, QPDF_TRUE);
	qpdf_set_deterministic_ID(f->q, QPDF_TRUE);
	if (!(qpdf_write(f->q) & QPDF_ERRORS))
		out_write(
		    to, qpdf_get_buffer(f->q), qpdf_get_buffer_length(f->q));
}

bool
finish_file(const GByteArray *painted, const struct sheets *s,
    const struct pdf_about *about, struct out *to, struct diags *dg)
{
	struct finisher f = { .q = qpdf_init(), .sheets = s, .about = about,
		.types = typefaces_create() };

	if (read_painted(&f, painted)) {
		metadata_put(f.q, s, about);
		f.fonts = qpdf_make_indirect_object(f.q, qpdf_oh_new_dictionary(f.q));
		f.open = stream_new(f.q, OPEN, strlen(OPEN));
		put_sheets(&f);
		right_pictures(&f);
		if (put_fonts(&f, dg) && !qpdf_has_error(f.q))
			write_finished(&f, to);
	}
	typefaces_destroy(f.types);
	bool good = is_sound(&f, dg);
	qpdf_cleanup(&f.q);
	return good;
}
