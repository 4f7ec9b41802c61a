/*
 * What Cairo cannot say about a document, said with qpdf: language,
 * direction, dates, boxes, labels, links.  Nothing of it depends on the
 * clock or the machine.
 */
#include "pdf/fontdict.h"
#include "pdf/pdf-int.h"

#include <qpdf/qpdf-c.h>
#include <stdlib.h>
#include <string.h>

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

/* ---- the document ----------------------------------------------------- */

/* PDF's own form of a moment (ISO 32000-1, 7.9.4); NULL: none was given. */
static char *
date_string(int64_t seconds)
{
	g_autoptr(GDateTime) d =
	    seconds < 0 ? NULL : g_date_time_new_from_unix_utc(seconds);

	return d ? g_date_time_format(d, "D:%Y%m%d%H%M%SZ") : NULL;
}

static void
put_info(const struct finisher *f)
{
	const struct pdf_about *about = f->about;
	qpdf_oh info = qpdf_oh_new_dictionary(f->q);
	g_autofree char *date = date_string(about->date);

	put_text(f, info, "/Title", about->title);
	put_text(f, info, "/Author", about->author);
	put_text(f, info, "/Subject", about->subject);
	put_text(f, info, "/Producer", "nashra " NASHRA_VERSION);
	put_text(f, info, "/CreationDate", date);
	put_text(f, info, "/ModDate", date);
	put(f, qpdf_get_trailer(f->q), "/Info",
	    qpdf_make_indirect_object(f->q, info));
}

static void
put_preferences(const struct finisher *f, qpdf_oh root)
{
	qpdf_oh p = qpdf_oh_new_dictionary(f->q);

	if (f->about->title && *f->about->title)
		put(f, p, "/DisplayDocTitle",
		    qpdf_oh_new_bool(f->q, QPDF_TRUE));
	if (f->about->rtl)
		put(f, p, "/Direction", qpdf_oh_new_name(f->q, "/R2L"));
	put(f, root, "/ViewerPreferences", p);
}

/* Every page by the folio that is printed on it. */
static void
put_labels(const struct finisher *f, qpdf_oh root)
{
	qpdf_oh labels = qpdf_oh_new_dictionary(f->q);
	qpdf_oh numbers = qpdf_oh_new_array(f->q);

	for (size_t i = 0; i < f->sheets->n; i++) {
		qpdf_oh label = qpdf_oh_new_dictionary(f->q);

		put_text(f, label, "/P", f->sheets->v[i].label);
		qpdf_oh_append_item(
		    f->q, numbers, qpdf_oh_new_integer(f->q, (long long)i));
		qpdf_oh_append_item(f->q, numbers, label);
	}
	put(f, labels, "/Nums", numbers);
	put(f, root, "/PageLabels", labels);
}

static void
put_document(const struct finisher *f)
{
	qpdf_oh root = qpdf_get_root(f->q);

	put_info(f);
	put_text(f, root, "/Lang", f->about->language);
	put_preferences(f, root);
	put_labels(f, root);
	qpdf_oh_release_all(f->q);
}

/* ---- links ------------------------------------------------------------ */

/* What a reader may follow without running anything. */
static bool
is_followed(const char *url)
{
	static const char *const schemes[] = { "https://", "http://",
		"mailto:" };

	for (size_t i = 0; url && i < G_N_ELEMENTS(schemes); i++)
		if (g_ascii_strncasecmp(url, schemes[i], strlen(schemes[i])) ==
		    0)
			return true;
	return false;
}

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

static void
put_links(const struct finisher *f, const struct sheet *s, qpdf_oh page)
{
	qpdf_oh links = qpdf_oh_new_array(f->q);

	for (size_t i = 0; i < s->n; i++)
		if (s->marks[i].kind == MARK_TEXT &&
		    is_followed(s->marks[i].url))
			qpdf_oh_append_item(
			    f->q, links, new_link(f, s, &s->marks[i]));
	if (qpdf_oh_get_array_n_items(f->q, links) > 0)
		put(f, page, "/Annots", links);
}

/* ---- text ------------------------------------------------------------- */

static qpdf_oh
new_stream(const struct finisher *f, const char *bytes, size_t len)
{
	qpdf_oh s = qpdf_oh_new_stream(f->q), none = qpdf_oh_new_null(f->q);

	qpdf_oh_replace_stream_data(f->q, s, (const unsigned char *)bytes, len, none, none);
	return s;
}

/* What Cairo painted is put aside, and our text comes over it. */
static void
put_content(const struct finisher *f, size_t i, qpdf_oh page)
{
	g_autoptr(GString) text = g_string_new("Q\n");
	qpdf_oh painted = qpdf_oh_get_key(f->q, page, "/Contents");
	qpdf_oh all = qpdf_oh_new_array(f->q);

	content_add(text, &f->sheets->v[i], f->types);
	qpdf_oh_append_item(f->q, all, f->open);
	if (qpdf_oh_is_array(f->q, painted)) {
		for (int k = 0; k < qpdf_oh_get_array_n_items(f->q, painted); k++)
			qpdf_oh_append_item(f->q, all, qpdf_oh_get_array_item(f->q, painted, k));
	} else {
		qpdf_oh_append_item(f->q, all, painted);
	}
	qpdf_oh_append_item(f->q, all, new_stream(f, text->str, text->len));
	put(f, page, "/Contents", all);
	qpdf_oh resources = qpdf_oh_get_key(f->q, page, "/Resources");
	if (!qpdf_oh_is_dictionary(f->q, resources)) {
		resources = qpdf_oh_new_dictionary(f->q);
		put(f, page, "/Resources", resources);
	}
	put(f, resources, "/Font", f->fonts);
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
put_page(const struct finisher *f, size_t i)
{
	const struct sheet *s = &f->sheets->v[i];
	struct rect media = { 0, 0, s->width, s->height };
	qpdf_oh page = qpdf_get_page_n(f->q, i);

	put(f, page, "/MediaBox", new_box(f, s, &media));
	put(f, page, "/BleedBox", new_box(f, s, &media));
	put(f, page, "/TrimBox", new_box(f, s, &s->trim));
	put_links(f, s, page);
	put_content(f, i, page);
}

/* ---- pictures --------------------------------------------------------- */

static bool
has_cmyk(const struct sheets *s)
{
	for (size_t i = 0; i < s->n; i++)
		for (size_t j = 0; j < s->v[i].n; j++) {
			const struct mark *m = &s->v[i].marks[j];

			if (m->kind == MARK_IMAGE &&
			    m->image->kind == IMAGE_JPEG &&
			    m->image->channels == 4)
				return true;
		}
	return false;
}

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

/*
 * Adobe's programs write CMYK the other way round, all white being 255, and
 * everybody follows them; PDF wants that said, and Cairo does not say it.
 */
static void
right_pictures(const struct finisher *f)
{
	if (!has_cmyk(f->sheets))
		return;
	int n = qpdf_oh_get_int_value_as_int(
	    f->q, qpdf_oh_get_key(f->q, qpdf_get_trailer(f->q), "/Size"));

	for (int i = 1; i < n; i++) {
		qpdf_oh o = qpdf_get_object_by_id(f->q, i, 0);

		if (qpdf_oh_is_stream(f->q, o) &&
		    qpdf_oh_is_name_and_equals(f->q,
			qpdf_oh_get_key(
			    f->q, qpdf_oh_get_dict(f->q, o), "/ColorSpace"),
			"/DeviceCMYK"))
			right_picture(f, o);
		qpdf_oh_release(f->q, o);
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
		put_document(&f);
		f.fonts = qpdf_make_indirect_object(f.q, qpdf_oh_new_dictionary(f.q));
		f.open = new_stream(&f, "q\n", 2);
		for (size_t i = 0; i < s->n; i++)
			put_page(&f, i);
		right_pictures(&f);
		if (put_fonts(&f, dg) && !qpdf_has_error(f.q))
			write_finished(&f, to);
	}
	typefaces_destroy(f.types);
	bool good = is_sound(&f, dg);
	qpdf_cleanup(&f.q);
	return good;
}
