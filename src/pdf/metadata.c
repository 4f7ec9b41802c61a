/* Title, dates, language, conformance: in the Info dictionary and as XMP. */
#include "pdf/metadata.h"
#include "pdf/intent.h"

#define PRODUCER "nashra " NASHRA_VERSION

struct teller {
	qpdf_data q;
	qpdf_oh root;
	const struct sheets *sheets;
	const struct pdf_about *about;
};

static void
put(const struct teller *t, qpdf_oh dict, const char *key, qpdf_oh value)
{
	qpdf_oh_replace_key(t->q, dict, key, value);
}

static void
put_text(const struct teller *t, qpdf_oh dict, const char *key, const char *s)
{
	if (s && *s)
		put(t, dict, key, qpdf_oh_new_unicode_string(t->q, s));
}

/* ---- dates ------------------------------------------------------------ */

/* The document's moment in `format`; NULL: none was given. */
static char *
date_string(const struct teller *t, const char *format)
{
	g_autoptr(GDateTime) d = t->about->date < 0
	    ? NULL : g_date_time_new_from_unix_utc(t->about->date);

	return d ? g_date_time_format(d, format) : NULL;
}

/* ---- information ------------------------------------------------------ */

static void
put_info(const struct teller *t)
{
	qpdf_oh info = qpdf_oh_new_dictionary(t->q);
	g_autofree char *date = date_string(t, "D:%Y%m%d%H%M%SZ");

	put_text(t, info, "/Title", t->about->title);
	put_text(t, info, "/Author", t->about->author);
	put_text(t, info, "/Subject", t->about->subject);
	put_text(t, info, "/Producer", PRODUCER);
	put_text(t, info, "/CreationDate", date);
	put_text(t, info, "/ModDate", date);
	if (is_for_press(t->about->profile)) {
		put_text(t, info, "/GTS_PDFXVersion", "PDF/X-4");
		put(t, info, "/Trapped", qpdf_oh_new_name(t->q, "/False"));
	}
	put(t, qpdf_get_trailer(t->q), "/Info", qpdf_make_indirect_object(t->q, info));
}

/* ---- XMP -------------------------------------------------------------- */

/* PDF/UA's one property must be described, for PDF/A knows it not. */
static const char ua_schema[] =
	"<rdf:Description rdf:about='' xmlns:pdfaExtension='http://www.aiim.org/pdfa/ns/extension/'"
	" xmlns:pdfaSchema='http://www.aiim.org/pdfa/ns/schema#'"
	" xmlns:pdfaProperty='http://www.aiim.org/pdfa/ns/property#'>"
	"<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType='Resource'>"
	"<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>"
	"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
	"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
	"<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType='Resource'>"
	"<pdfaProperty:name>part</pdfaProperty:name>"
	"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
	"<pdfaProperty:category>internal</pdfaProperty:category>"
	"<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>"
	"</rdf:li></rdf:Seq></pdfaSchema:property>"
	"</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>\n";

static void
add_element(GString *to, const char *before, const char *value, const char *after)
{
	if (!value || !*value)
		return;
	g_autofree char *plain = g_markup_escape_text(value, -1);
	g_string_append_printf(to, "%s%s%s\n", before, plain, after);
}

static void
add_dublin_core(const struct teller *t, GString *to)
{
	static const char in_default[] = "<rdf:Alt><rdf:li xml:lang='x-default'>";
	g_autofree char *title = g_strconcat("<dc:title>", in_default, NULL);
	g_autofree char *subject = g_strconcat("<dc:description>", in_default, NULL);

	g_string_append(to, "<rdf:Description rdf:about=''"
	    " xmlns:dc='http://purl.org/dc/elements/1.1/'>\n"
	    "<dc:format>application/pdf</dc:format>\n");
	add_element(to, title, t->about->title, "</rdf:li></rdf:Alt></dc:title>");
	add_element(to, subject, t->about->subject, "</rdf:li></rdf:Alt></dc:description>");
	add_element(to, "<dc:creator><rdf:Seq><rdf:li>", t->about->author,
	    "</rdf:li></rdf:Seq></dc:creator>");
	add_element(to, "<dc:language><rdf:Bag><rdf:li>", t->about->language,
	    "</rdf:li></rdf:Bag></dc:language>");
	g_string_append(to, "</rdf:Description>\n");
}

static void
add_tool(const struct teller *t, GString *to)
{
	g_autofree char *date = date_string(t, "%Y-%m-%dT%H:%M:%SZ");

	g_string_append(to, "<rdf:Description rdf:about='' xmlns:xmp='http://ns.adobe.com/xap/1.0/'"
	    " xmlns:pdf='http://ns.adobe.com/pdf/1.3/'>\n");
	add_element(to, "<xmp:CreateDate>", date, "</xmp:CreateDate>");
	add_element(to, "<xmp:ModifyDate>", date, "</xmp:ModifyDate>");
	add_element(to, "<pdf:Producer>", PRODUCER, "</pdf:Producer>");
	g_string_append(to, "</rdf:Description>\n");
}

static void
add_archive(const struct teller *t, GString *to)
{
	g_string_append_printf(to, "<rdf:Description rdf:about=''"
	    " xmlns:pdfaid='http://www.aiim.org/pdfa/ns/id/'"
	    " xmlns:pdfuaid='http://www.aiim.org/pdfua/ns/id/'>"
	    "<pdfaid:part>%d</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"
	    "<pdfuaid:part>1</pdfuaid:part></rdf:Description>\n", t->about->n_attachments ? 3 : 2);
	g_string_append(to, ua_schema);
}

/* The same for the same words of the same day (RFC 4122, 4.3: of a name). */
static void
add_identity(const struct teller *t, GString *to)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA1);
	g_autofree char *head = g_strdup_printf("%s|%" G_GINT64_FORMAT "|%s|",
	    t->about->title ? t->about->title : "", t->about->date,
	    profile_name(t->about->profile));

	g_checksum_update(sum, (const guchar *)head, -1);
	for (size_t i = 0; i < t->sheets->n; i++)
		for (size_t j = 0; j < t->sheets->v[i].n; j++)
			g_checksum_update(sum, (const guchar *)t->sheets->v[i].marks[j].text,
			    t->sheets->v[i].marks[j].len);
	const char *s = g_checksum_get_string(sum);
	g_string_append_printf(to, "<xmpMM:DocumentID>uuid:%.8s-%.4s-5%.3s-8%.3s-%.12s"
	    "</xmpMM:DocumentID>\n", s, s + 8, s + 12, s + 15, s + 18);
}

/* ISO 15930-7, 6.5: what it is, and which document. */
static void
add_press(const struct teller *t, GString *to)
{
	g_autofree char *date = date_string(t, "%Y-%m-%dT%H:%M:%SZ");

	g_string_append(to, "<rdf:Description rdf:about=''"
	    " xmlns:pdfxid='http://www.npes.org/pdfx/ns/id/'"
	    " xmlns:pdf='http://ns.adobe.com/pdf/1.3/' xmlns:xmp='http://ns.adobe.com/xap/1.0/'"
	    " xmlns:xmpMM='http://ns.adobe.com/xap/1.0/mm/'>\n"
	    "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>\n"
	    "<pdf:Trapped>False</pdf:Trapped>\n"
	    "<xmpMM:VersionID>1</xmpMM:VersionID>\n"
	    "<xmpMM:RenditionClass>default</xmpMM:RenditionClass>\n");
	add_element(to, "<xmp:MetadataDate>", date, "</xmp:MetadataDate>");
	add_identity(t, to);
	g_string_append(to, "</rdf:Description>\n");
}

static void
put_xmp(const struct teller *t)
{
	g_autoptr(GString) x = g_string_new("<?xpacket begin='\xEF\xBB\xBF' id='W5M0MpCehiHzreSzNTczkc9d'?>\n"
	    "<x:xmpmeta xmlns:x='adobe:ns:meta/'>"
	    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\n");
	qpdf_oh none = qpdf_oh_new_null(t->q), stream = qpdf_oh_new_stream(t->q);

	add_dublin_core(t, x);
	add_tool(t, x);
	if (is_for_press(t->about->profile))
		add_press(t, x);
	else
		add_archive(t, x);
	g_string_append(x, "</rdf:RDF></x:xmpmeta>\n<?xpacket end='r'?>");
	qpdf_oh_replace_stream_data(t->q, stream, (const unsigned char *)x->str, x->len, none, none);
	qpdf_oh dict = qpdf_oh_get_dict(t->q, stream);
	put(t, dict, "/Type", qpdf_oh_new_name(t->q, "/Metadata"));
	put(t, dict, "/Subtype", qpdf_oh_new_name(t->q, "/XML"));
	put(t, t->root, "/Metadata", stream);
}

/* ---- colour ----------------------------------------------------------- */

static qpdf_oh
new_profile(const struct teller *t, const struct intent *i)
{
	qpdf_oh s = qpdf_oh_new_stream(t->q);

	qpdf_oh_replace_stream_data(t->q, s, i->deflated, i->deflated_len,
	    qpdf_oh_new_name(t->q, "/FlateDecode"), qpdf_oh_new_null(t->q));
	put(t, qpdf_oh_get_dict(t->q, s), "/N", qpdf_oh_new_integer(t->q, i->channels));
	return s;
}

static void
put_intent(const struct teller *t)
{
	const struct intent *i = intent_of(t->about->profile);
	qpdf_oh intents = qpdf_oh_new_array(t->q);
	qpdf_oh intent = qpdf_oh_parse(t->q, "<< /Type /OutputIntent >>");

	put(t, intent, "/S", qpdf_oh_new_name(t->q, i->subtype));
	put_text(t, intent, "/OutputConditionIdentifier", i->identifier);
	put_text(t, intent, "/RegistryName", i->registry);
	put_text(t, intent, "/OutputCondition", i->condition);
	put_text(t, intent, "/Info", i->condition);
	put(t, intent, "/DestOutputProfile", new_profile(t, i));
	qpdf_oh_append_item(t->q, intents, intent);
	put(t, t->root, "/OutputIntents", intents);
}

/* ---- the rest --------------------------------------------------------- */

static void
put_preferences(const struct teller *t)
{
	qpdf_oh p = qpdf_oh_new_dictionary(t->q);

	if (t->about->title && *t->about->title)
		put(t, p, "/DisplayDocTitle", qpdf_oh_new_bool(t->q, QPDF_TRUE));
	if (t->about->rtl)
		put(t, p, "/Direction", qpdf_oh_new_name(t->q, "/R2L"));
	put(t, t->root, "/ViewerPreferences", p);
}

/* Every page by the folio that is printed on it. */
static void
put_labels(const struct teller *t)
{
	qpdf_oh labels = qpdf_oh_new_dictionary(t->q);
	qpdf_oh numbers = qpdf_oh_new_array(t->q);

	for (size_t i = 0; i < t->sheets->n; i++) {
		qpdf_oh label = qpdf_oh_new_dictionary(t->q);

		put_text(t, label, "/P", t->sheets->v[i].label);
		qpdf_oh_append_item(t->q, numbers, qpdf_oh_new_integer(t->q, (long long)i));
		qpdf_oh_append_item(t->q, numbers, label);
	}
	put(t, labels, "/Nums", numbers);
	put(t, t->root, "/PageLabels", labels);
}

void
metadata_put(qpdf_data q, const struct sheets *s, const struct pdf_about *about)
{
	struct teller t = { q, qpdf_get_root(q), s, about };

	put_info(&t);
	put_xmp(&t);
	put_intent(&t);
	put_text(&t, t.root, "/Lang", about->language);
	put_preferences(&t);
	put_labels(&t);
}
