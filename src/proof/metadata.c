/* The document information and its XMP: that both say the same, and say it. */
#include "proof/proof-int.h"

#include <string.h>

#define XMP_MOST ((guint)1 << 20)

/* ---- XMP -------------------------------------------------------------- */

/* A property by its name in XMP, with that of the Info dictionary. */
struct property {
	const char *xmp, *info;
	bool date;
};

static const struct property properties[] = {
	{ "dc:title", "/Title", false },
	{ "dc:creator", "/Author", false },
	{ "dc:description", "/Subject", false },
	{ "pdf:Producer", "/Producer", false },
	{ "xmp:CreatorTool", "/Creator", false },
	{ "pdf:Keywords", "/Keywords", false },
	{ "xmp:CreateDate", "/CreationDate", true },
	{ "xmp:ModifyDate", "/ModDate", true },
	{ "pdfaid:conformance", NULL, false },
	{ "pdfuaid:part", NULL, false },
	{ "pdfxid:GTS_PDFXVersion", "/GTS_PDFXVersion", false },
};

/* What a profile says of itself in XMP. */
struct conformance {
	const char *xmp, *screen, *press; /* NULL: not said */
};

static const struct conformance claims[] = {
	{ "pdfaid:conformance", "A", NULL },
	{ "pdfuaid:part", "1", NULL },
	{ "pdfxid:GTS_PDFXVersion", NULL, "PDF/X-4" },
};

struct packet {
	struct arena *a;
	const char *open;                              /* the property being read */
	GString *text;
	const char *values[G_N_ELEMENTS(properties)];  /* NULL: not said */
};

static int
property_index(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(properties); i++)
		if (strcmp(properties[i].xmp, name) == 0)
			return (int)i;
	return -1;
}

/* Simple ones may be attributes of the description. */
static void
begin_element(GMarkupParseContext *ctx, const gchar *name, const gchar **names,
    const gchar **values, gpointer user, GError **err)
{
	struct packet *p = user;
	int i = property_index(name);

	if (i >= 0) {
		p->open = properties[i].xmp;
		g_string_truncate(p->text, 0);
	}
	for (size_t k = 0; names[k]; k++)
		if ((i = property_index(names[k])) >= 0)
			p->values[i] = arena_strdup(p->a, values[k]);
}

static void
end_element(GMarkupParseContext *ctx, const gchar *name, gpointer user, GError **err)
{
	struct packet *p = user;

	if (!p->open || strcmp(p->open, name) != 0)
		return;
	g_autofree char *text = g_strndup(p->text->str, p->text->len);
	p->values[property_index(name)] = arena_strdup(p->a, g_strstrip(text));
	p->open = NULL;
}

static void
take_text(GMarkupParseContext *ctx, const gchar *text, gsize len, gpointer user, GError **err)
{
	struct packet *p = user;

	if (p->open)
		g_string_append_len(p->text, text, (gssize)len);
}

static bool
read_packet(struct packet *p, const GByteArray *bytes)
{
	static const GMarkupParser parser = { begin_element, end_element, take_text, NULL, NULL };
	GMarkupParseContext *ctx = g_markup_parse_context_new(&parser, 0, p, NULL);
	size_t len = bytes->len;

	/* Programs leave room behind the packet, and some a NUL. */
	while (len > 0 && (bytes->data[len - 1] == 0 || g_ascii_isspace(bytes->data[len - 1])))
		len--;
	bool good = g_markup_parse_context_parse(ctx, (const char *)bytes->data, (gssize)len, NULL) &&
	    g_markup_parse_context_end_parse(ctx, NULL);
	g_markup_parse_context_free(ctx);
	return good;
}

/* ---- dates ------------------------------------------------------------ */

static int
digits(const char **p, int n, int otherwise)
{
	int v = 0;

	for (int i = 0; i < n; i++) {
		if (!g_ascii_isdigit((*p)[i]))
			return otherwise;
		v = v * 10 + ((*p)[i] - '0');
	}
	*p += n;
	return v;
}

static void
skip(const char **p, const char *signs)
{
	while (**p && strchr(signs, **p))
		(*p)++;
}

/* Seconds since 1970 of D:20261123120000+02'00' or 2026-11-23T12:00:00+02:00; -1: no date. */
static int64_t
moment_of(const char *s)
{
	static const int widths[5] = { 2, 2, 2, 2, 2 }, least[5] = { 1, 1, 0, 0, 0 };
	int v[5], year;

	skip(&s, "D:");
	year = digits(&s, 4, -1);
	for (int i = 0; i < 5; i++) {
		skip(&s, i < 2 ? "-" : "T:");
		v[i] = digits(&s, widths[i], least[i]);
	}
	while (*s == '.' || g_ascii_isdigit(*s))
		s++;
	int sign = *s == '-' ? -1 : *s == '+' ? 1 : 0, hours = 0, minutes = 0;
	if (sign) {
		s++;
		hours = digits(&s, 2, 0);
		skip(&s, "':");
		minutes = digits(&s, 2, 0);
	}
	g_autoptr(GDateTime) d =
	    year < 1 ? NULL : g_date_time_new_utc(year, v[0], v[1], v[2], v[3], v[4]);
	return d ? g_date_time_to_unix(d) - sign * (hours * 3600 + minutes * 60) : -1;
}

/* ---- comparing -------------------------------------------------------- */

static void
compare_property(struct reader *r, const struct property *p, const char *xmp, const char *info)
{
	if (!info || !*info)
		return;
	bool same = xmp && (p->date ? moment_of(xmp) == moment_of(info) : strcmp(xmp, info) == 0);

	if (!same)
		fault_add(r, "proof.metadata", -1, "%s is '%s', but %s in XMP is '%s'", p->info + 1, info, p->xmp,
		    xmp ? xmp : diag_word(N_("not said")));
}

/* What the bulletin was asked to be called. */
static void
check_wanted(struct reader *r, qpdf_oh info)
{
	const struct pdf_about *about = r->wants->about;
	const char *const wanted[][2] = {
		{ "/Title", about->title }, { "/Author", about->author }, { "/Subject", about->subject },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++) {
		const char *got = text_at(r, info, wanted[i][0]);

		if (wanted[i][1] && *wanted[i][1] && g_strcmp0(got, wanted[i][1]) != 0)
			fault_add(r, "proof.metadata", -1, "%s is '%s', and not '%s'", wanted[i][0] + 1,
			    got ? got : diag_word(N_("not said")), wanted[i][1]);
	}
}

static void
check_claims(struct reader *r, const struct packet *p)
{
	enum profile profile = r->wants->about->profile;
	bool press = profile == PROFILE_PRINT || profile == PROFILE_NEWSPRINT;

	for (size_t i = 0; i < G_N_ELEMENTS(claims); i++) {
		const char *want = press ? claims[i].press : claims[i].screen;
		const char *got = p->values[property_index(claims[i].xmp)];

		if (g_strcmp0(want, got) != 0)
			fault_add(r, "proof.metadata", -1, "%s in XMP is '%s', and not '%s'", claims[i].xmp,
			    got ? got : diag_word(N_("not said")), want ? want : diag_word(N_("not said")));
	}
}

static void
compare_all(struct reader *r, qpdf_oh info, const GByteArray *bytes)
{
	struct packet p = { .a = r->a, .text = g_string_new(NULL) };

	if (!read_packet(&p, bytes))
		fault_add(r, "proof.metadata", -1, "its XMP is no well-formed XML");
	for (size_t i = 0; i < G_N_ELEMENTS(properties); i++)
		if (properties[i].info)
			compare_property(r, &properties[i], p.values[i], text_at(r, info, properties[i].info));
	if (r->wants)
		check_claims(r, &p);
	g_string_free(p.text, TRUE);
}

void
metadata_check(struct reader *r)
{
	qpdf_oh xmp = key_of(r, qpdf_get_root(r->q), "/Metadata");
	qpdf_oh info = key_of(r, qpdf_get_trailer(r->q), "/Info");
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	const char *date = text_at(r, info, "/CreationDate");

	r->found.date = date ? moment_of(date) : -1;
	if (r->wants)
		check_wanted(r, info);
	if (is_null(r, xmp))
		fault_add(r, "proof.metadata", -1, "it has no XMP");
	else if (stream_add(r, xmp, -1, bytes) && bytes->len <= XMP_MOST)
		compare_all(r, info, bytes);
	release_all(r);
}
