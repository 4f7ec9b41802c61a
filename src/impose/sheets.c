/*
 * A PDF to sheets, with qpdf: what is wanted of it is copied into a new file,
 * so that nothing else comes along.
 */
#include "impose/impose-int.h"

#include <stdlib.h>
#include <string.h>

#define PAGES_MOST 20000
#define SIDE_MOST 14400.0   /* points: what a page may be by ISO 32000-1, annex C */
#define MARK_ROOM 20.0      /* points beyond the bleed, for marks */
#define SAME 0.6            /* points: sizes that differ by less are the same */

struct imposer {
	struct diags *dg;
	const struct impose *how;
	const char *file;
	qpdf_data in, out;
	struct leaf *leaves;
	int n;
	bool failed;
};

static struct place
place_of(const struct imposer *m)
{
	return (struct place) { .file = m->file };
}

static void
refuse(struct imposer *m, const char *why)
{
	if (!m->failed)
		diag_add(m->dg, DIAG_ERROR, "impose.damaged", place_of(m),
		    "the PDF cannot be taken: %s", why);
	m->failed = true;
}

/* What qpdf has to say is a fault of the file: a repaired one may have lost something. */
static bool
is_sound(struct imposer *m, qpdf_data q)
{
	bool error = qpdf_has_error(q);
	qpdf_error e = error ? qpdf_get_error(q) : qpdf_more_warnings(q) ? qpdf_next_warning(q) : NULL;

	if (e)
		refuse(m, qpdf_get_error_message_detail(q, e));
	return !m->failed;
}

/* ---- values ----------------------------------------------------------- */

static qpdf_oh
key(const struct imposer *m, qpdf_oh dict, const char *name)
{
	return qpdf_oh_is_dictionary(m->in, dict) ? qpdf_oh_get_key(m->in, dict, name)
	    : qpdf_oh_new_null(m->in);
}

/* Corners in order; false: it is no rectangle that a page could be. */
static bool
read_box(const struct imposer *m, qpdf_oh page, const char *name, double ret[4])
{
	qpdf_oh box = key(m, page, name);
	double v[4];

	if (!qpdf_oh_is_array(m->in, box) || qpdf_oh_get_array_n_items(m->in, box) != 4)
		return false;
	for (int i = 0; i < 4; i++) {
		qpdf_oh n = qpdf_oh_get_array_item(m->in, box, i);

		if (!qpdf_oh_is_number(m->in, n))
			return false;
		v[i] = qpdf_oh_get_numeric_value(m->in, n);
		if (!(v[i] >= -SIDE_MOST && v[i] <= SIDE_MOST))
			return false;
	}
	ret[0] = MIN(v[0], v[2]);
	ret[1] = MIN(v[1], v[3]);
	ret[2] = MAX(v[0], v[2]);
	ret[3] = MAX(v[1], v[3]);
	return ret[2] - ret[0] >= 3 && ret[3] - ret[1] >= 3;
}

/* `o` of the file in the new one.  Only what has a number can be copied. */
static qpdf_oh
copy(const struct imposer *m, qpdf_oh o)
{
	if (qpdf_oh_is_null(m->in, o))
		return qpdf_oh_new_null(m->out);
	if (!qpdf_oh_is_indirect(m->in, o))
		o = qpdf_make_indirect_object(m->in, o);
	return qpdf_oh_copy_foreign_object(m->out, m->in, o);
}

static void
put(const struct imposer *m, qpdf_oh dict, const char *name, qpdf_oh v)
{
	if (!qpdf_oh_is_null(m->out, v))
		qpdf_oh_replace_key(m->out, dict, name, v);
}

static qpdf_oh
numbers(const struct imposer *m, const double *v, size_t n)
{
	qpdf_oh a = qpdf_oh_new_array(m->out);

	for (size_t i = 0; i < n; i++)
		qpdf_oh_append_item(m->out, a, qpdf_oh_new_real_from_double(m->out, v[i], 4));
	return a;
}

/* ---- a page ----------------------------------------------------------- */

/* One stream goes over as it is; several are joined, for operators may go on in the next. */
static void
copy_content(struct imposer *m, qpdf_oh page, qpdf_oh form)
{
	qpdf_oh content = key(m, page, "/Contents"), filter = qpdf_oh_new_null(m->out);
	qpdf_oh parameters = filter;
	unsigned char *bytes = NULL;
	size_t len = 0;

	if (qpdf_oh_is_stream(m->in, content)) {
		qpdf_oh dict = qpdf_oh_get_dict(m->in, content);

		filter = copy(m, key(m, dict, "/Filter"));
		parameters = copy(m, key(m, dict, "/DecodeParms"));
		qpdf_oh_get_stream_data(m->in, content, qpdf_dl_none, NULL, &bytes, &len);
	} else if (qpdf_oh_is_array(m->in, content)) {
		qpdf_oh_get_page_content_data(m->in, page, &bytes, &len);
	}
	if (is_sound(m, m->in))
		qpdf_oh_replace_stream_data(m->out, form, bytes ? bytes : (const unsigned char *)"",
		    len, filter, parameters);
	free(bytes);
}

static qpdf_oh
make_form(struct imposer *m, qpdf_oh page, const double media[4])
{
	qpdf_oh form = qpdf_oh_new_stream(m->out), dict = qpdf_oh_get_dict(m->out, form);

	put(m, dict, "/Type", qpdf_oh_new_name(m->out, "/XObject"));
	put(m, dict, "/Subtype", qpdf_oh_new_name(m->out, "/Form"));
	put(m, dict, "/BBox", numbers(m, media, 4));
	put(m, dict, "/Resources", copy(m, key(m, page, "/Resources")));
	put(m, dict, "/Group", copy(m, key(m, page, "/Group")));
	copy_content(m, page, form);
	return form;
}

/* Turned as /Rotate says, clockwise, and as large as /UserUnit says. */
static void
place_leaf(struct imposer *m, qpdf_oh page, const double t[4], struct leaf *l)
{
	qpdf_oh rotate = key(m, page, "/Rotate"), unit = key(m, page, "/UserUnit");
	int turn = qpdf_oh_is_integer(m->in, rotate) ? qpdf_oh_get_int_value_as_int(m->in, rotate) : 0;
	double u = qpdf_oh_is_number(m->in, unit) ? qpdf_oh_get_numeric_value(m->in, unit) : 1;
	const double ways[4][6] = {
		{ 1, 0, 0, 1, -t[0], -t[1] }, { 0, -1, 1, 0, -t[1], t[2] },
		{ -1, 0, 0, -1, t[2], t[3] }, { 0, 1, -1, 0, t[3], -t[0] },
	};
	int way = (turn / 90 % 4 + 4) % 4;
	double w = t[2] - t[0], h = t[3] - t[1];

	if (turn % 90 != 0 || !(u >= 0.01 && u <= 100))
		refuse(m, diag_word(N_("a page is turned or scaled in no way that there is")));
	l->w = (way % 2 ? h : w) * u;
	l->h = (way % 2 ? w : h) * u;
	l->bleed *= u;
	for (int i = 0; i < 6; i++)
		l->matrix[i] = ways[way][i] * u;
}

/* The least that the bleed is beyond the trim on any side. */
static double
bleed_of(const struct imposer *m, qpdf_oh page, const double media[4], const double trim[4])
{
	double b[4];

	if (!read_box(m, page, "/BleedBox", b))
		return 0;
	for (int i = 0; i < 2; i++) {
		b[i] = MAX(b[i], media[i]);
		b[i + 2] = MIN(b[i + 2], media[i + 2]);
	}
	double least = MIN(MIN(trim[0] - b[0], trim[1] - b[1]), MIN(b[2] - trim[2], b[3] - trim[3]));
	return MAX(least, 0);
}

/* What is drawn into the page by its annotations does not come along. */
static void
warn_of_annotations(struct imposer *m, qpdf_oh page, int number)
{
	qpdf_oh all = key(m, page, "/Annots");
	int n = qpdf_oh_is_array(m->in, all) ? qpdf_oh_get_array_n_items(m->in, all) : 0;

	for (int i = 0; i < n; i++) {
		qpdf_oh a = qpdf_oh_get_array_item(m->in, all, i);
		qpdf_oh kind = key(m, a, "/Subtype");

		if (qpdf_oh_is_name_and_equals(m->in, kind, "/Link") ||
		    qpdf_oh_is_name_and_equals(m->in, kind, "/Popup") || !qpdf_oh_is_name(m->in, kind))
			continue;
		diag_add(m->dg, DIAG_WARNING, "impose.annotation", place_of(m),
		    "page %d: an annotation (%s) is not printed", number,
		    qpdf_oh_get_name(m->in, kind) + 1);
		return;
	}
}

static void
take_page(struct imposer *m, int i)
{
	qpdf_oh page = qpdf_get_page_n(m->in, (size_t)i);
	struct leaf *l = &m->leaves[i];
	double media[4], crop[4], trim[4];

	if (!is_sound(m, m->in))
		return;
	if (!read_box(m, page, "/MediaBox", media)) {
		refuse(m, diag_word(N_("a page has no size")));
		return;
	}
	if (!read_box(m, page, "/CropBox", crop))
		memcpy(crop, media, sizeof crop);
	if (!read_box(m, page, "/TrimBox", trim))
		memcpy(trim, crop, sizeof trim);
	l->bleed = bleed_of(m, page, media, trim);
	place_leaf(m, page, trim, l);
	warn_of_annotations(m, page, i + 1);
	l->form = make_form(m, page, media);
}

/* ---- sheets ----------------------------------------------------------- */

/* What both pages, with all around them, take of the paper. */
static struct plate
measure(struct imposer *m)
{
	const struct impose *how = m->how;
	struct plate p = { .scale = 1, .creep = dim_to_pt(how->creep), .marks = how->marks,
		.fold = how->as == IMPOSE_BOOKLET };

	for (int i = 0; i < m->n; i++) {
		p.w = MAX(p.w, m->leaves[i].w);
		p.h = MAX(p.h, m->leaves[i].h);
		p.bleed = MAX(p.bleed, m->leaves[i].bleed);
	}
	for (int i = 0; i < m->n; i++)
		if (p.w - m->leaves[i].w > SAME || p.h - m->leaves[i].h > SAME)
			diag_add(m->dg, DIAG_WARNING, "impose.sizes", place_of(m),
			    "page %d is %.0f × %.0f pt, the largest %.0f × %.0f: it stands at the fold",
			    i + 1, m->leaves[i].w, m->leaves[i].h, p.w, p.h);
	return p;
}

static bool
fit_paper(struct imposer *m, struct plate *p)
{
	const struct impose *how = m->how;
	double around = p->marks ? MAX(p->bleed, 6) + MARK_ROOM : p->bleed;
	double w = 2 * p->w + 2 * around, h = p->h + 2 * around;

	p->width = how->width ? dim_to_pt(how->width) : w;
	p->height = how->height ? dim_to_pt(how->height) : h;
	/* Bleed may run off the paper; pages and marks may not. */
	double least_w = p->marks ? w : 2 * p->w, least_h = p->marks ? h : p->h;
	if (how->fit)
		p->scale = MIN(1, MIN(p->width / least_w, p->height / least_h));
	if (p->width - least_w * p->scale < -SAME || p->height - least_h * p->scale < -SAME) {
		diag_add(m->dg, DIAG_ERROR, "impose.paper", place_of(m),
		    "two pages want %.0f × %.0f mm, and the paper has %.0f × %.0f",
		    least_w * 25.4 / 72, least_h * 25.4 / 72, p->width * 25.4 / 72,
		    p->height * 25.4 / 72);
		diag_help(m->dg, "say --fit to have pages made smaller, or name a larger --paper");
		m->failed = true;
	}
	p->w *= p->scale;
	p->h *= p->scale;
	p->bleed *= p->scale;
	p->x = (p->width - 2 * p->w) / 2;
	p->y = (p->height - p->h) / 2;
	return !m->failed;
}

/* On every plate, whatever the inks. */
static qpdf_oh
registration(const struct imposer *m)
{
	return qpdf_make_indirect_object(m->out, qpdf_oh_parse(m->out, "[/Separation /All /DeviceCMYK"
	    " << /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] /C1 [1 1 1 1] /N 1 >>]"));
}

static void
add_sheet(struct imposer *m, const struct plate *p, const struct side *s, qpdf_oh marks)
{
	qpdf_data q = m->out;
	const struct leaf *left = s->left ? &m->leaves[s->left - 1] : NULL;
	const struct leaf *right = s->right ? &m->leaves[s->right - 1] : NULL;
	g_autoptr(GString) content = g_string_new(NULL);
	qpdf_oh page = qpdf_oh_new_dictionary(q), stream = qpdf_oh_new_stream(q);
	qpdf_oh resources = qpdf_oh_new_dictionary(q), forms = qpdf_oh_new_dictionary(q);
	double media[4] = { 0, 0, p->width, p->height };
	double trim[4] = { p->x, p->y, p->x + 2 * p->w, p->y + p->h };
	double bleed[4] = { MAX(0, trim[0] - p->bleed), MAX(0, trim[1] - p->bleed),
		MIN(p->width, trim[2] + p->bleed), MIN(p->height, trim[3] + p->bleed) };

	plate_draw(p, left, right, s->depth, content);
	qpdf_oh_replace_stream_data(q, stream, (const unsigned char *)content->str, content->len,
	    qpdf_oh_new_null(q), qpdf_oh_new_null(q));
	if (left)
		put(m, forms, "/L", left->form);
	if (right)
		put(m, forms, "/R", right->form);
	put(m, resources, "/XObject", forms);
	if (p->marks) {
		qpdf_oh spaces = qpdf_oh_new_dictionary(q);
		put(m, spaces, "/All", marks);
		put(m, resources, "/ColorSpace", spaces);
	}
	put(m, page, "/Type", qpdf_oh_new_name(q, "/Page"));
	put(m, page, "/MediaBox", numbers(m, media, 4));
	put(m, page, "/TrimBox", numbers(m, trim, 4));
	put(m, page, "/BleedBox", numbers(m, bleed, 4));
	put(m, page, "/Resources", resources);
	put(m, page, "/Contents", stream);
	qpdf_add_page(q, q, qpdf_make_indirect_object(q, page), 0);
}

/* ---- the document ----------------------------------------------------- */

static bool
is_right_bound(const struct imposer *m)
{
	qpdf_oh wishes = key(m, qpdf_get_root(m->in), "/ViewerPreferences");

	if (m->how->binding != BOUND_AS_FILE)
		return m->how->binding == BOUND_RIGHT;
	return qpdf_oh_is_name_and_equals(m->in, key(m, wishes, "/Direction"), "/R2L");
}

/* XMP that says PDF/X stays true; PDF/A and PDF/UA are about what stays behind. */
static void
copy_metadata(struct imposer *m, qpdf_oh root)
{
	qpdf_oh xmp = key(m, qpdf_get_root(m->in), "/Metadata");
	unsigned char *bytes = NULL;
	size_t len = 0;

	if (qpdf_oh_is_stream(m->in, xmp) && qpdf_oh_get_stream_data(m->in, xmp, qpdf_dl_generalized,
	    NULL, &bytes, &len) == QPDF_SUCCESS && memmem(bytes, len, "GTS_PDFXVersion", 15) &&
	    !memmem(bytes, len, "pdfaid", 6))
		put(m, root, "/Metadata", copy(m, xmp));
	free(bytes);
}

static void
copy_document(struct imposer *m)
{
	static const char *const kept[] = { "/OutputIntents", "/OCProperties", "/Lang" };
	qpdf_oh from = qpdf_get_root(m->in), root = qpdf_get_root(m->out);
	qpdf_oh wishes = qpdf_oh_new_dictionary(m->out);

	for (size_t i = 0; i < G_N_ELEMENTS(kept); i++)
		put(m, root, kept[i], copy(m, key(m, from, kept[i])));
	copy_metadata(m, root);
	put(m, qpdf_get_trailer(m->out), "/Info", copy(m, key(m, qpdf_get_trailer(m->in), "/Info")));
	put(m, wishes, "/PrintScaling", qpdf_oh_new_name(m->out, "/None"));
	if (m->how->as == IMPOSE_BOOKLET)
		put(m, wishes, "/Duplex", qpdf_oh_new_name(m->out, "/DuplexFlipShortEdge"));
	put(m, root, "/ViewerPreferences", wishes);
}

static bool
open_file(struct imposer *m, const void *bytes, size_t len)
{
	bool read = !(qpdf_read_memory(m->in, m->file, bytes, len, NULL) & QPDF_ERRORS);
	bool secret = read ? qpdf_is_encrypted(m->in)
	    : qpdf_has_error(m->in) && strstr(qpdf_get_error_full_text(m->in, qpdf_get_error(m->in)),
	        "password");

	if (secret) {
		diag_add(m->dg, DIAG_ERROR, "impose.encrypted", place_of(m),
		    "the PDF is encrypted, and what may be done with it is its owner's to say");
		diag_help(m->dg, "ask for a file without protection");
		m->failed = true;
		return false;
	}
	if (!read) {
		refuse(m, diag_word(N_("it is no PDF, or not a whole one")));
		return false;
	}
	qpdf_push_inherited_attributes_to_page(m->in);
	m->n = qpdf_get_num_pages(m->in);
	if (is_sound(m, m->in) && (m->n < 1 || m->n > PAGES_MOST))
		refuse(m, diag_word(m->n < 1 ? N_("it has no page") : N_("it has more pages than 20,000")));
	return !m->failed;
}

static void
impose(struct imposer *m)
{
	g_autoptr(GArray) sides = g_array_new(FALSE, FALSE, sizeof(struct side));

	for (int i = 0; i < m->n && !m->failed; i++)
		take_page(m, i);
	struct plate p = measure(m);
	if (m->failed || !fit_paper(m, &p))
		return;
	qpdf_oh marks = p.marks ? registration(m) : qpdf_oh_new_null(m->out);
	impose_order(m->how, m->n, is_right_bound(m), sides);
	for (guint i = 0; i < sides->len; i++)
		add_sheet(m, &p, &g_array_index(sides, struct side, i), marks);
	copy_document(m);
}

static GString *
write_out(struct imposer *m)
{
	if (m->failed || !is_sound(m, m->in) || !is_sound(m, m->out))
		return NULL;
	qpdf_init_write_memory(m->out);
	qpdf_set_deterministic_ID(m->out, QPDF_TRUE);
	qpdf_set_object_stream_mode(m->out, qpdf_o_generate);
	qpdf_set_decode_level(m->out, qpdf_dl_none);
	qpdf_set_minimum_pdf_version(m->out, "1.7");
	qpdf_write(m->out);
	if (!is_sound(m, m->out) || !is_sound(m, m->in))
		return NULL;
	return g_string_new_len((const char *)qpdf_get_buffer(m->out),
	    (gssize)qpdf_get_buffer_length(m->out));
}

GString *
impose_bytes(struct diags *dg, const struct impose *how, const char *file, const void *bytes,
    size_t len)
{
	struct imposer m = { .dg = dg, .how = how, .file = file, .in = qpdf_init(),
		.out = qpdf_init() };
	GString *done = NULL;

	qpdf_silence_errors(m.in);
	qpdf_silence_errors(m.out);
	qpdf_set_suppress_warnings(m.in, QPDF_TRUE);
	qpdf_set_suppress_warnings(m.out, QPDF_TRUE);
	qpdf_empty_pdf(m.out);
	if (open_file(&m, bytes, len)) {
		m.leaves = g_new0(struct leaf, (gsize)m.n);
		impose(&m);
		done = write_out(&m);
	}
	g_free(m.leaves);
	qpdf_cleanup(&m.out);
	qpdf_cleanup(&m.in);
	return done;
}
