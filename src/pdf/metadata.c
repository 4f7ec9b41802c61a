/* Title, dates, language, conformance: in the Info dictionary and as XMP. */
#include "pdf/metadata.h"
#include "pdf/intent.h"

#define PRODUCER "nashra " NASHRA_VERSION

struct teller {
	struct document *d;
	const struct sheets *sheets;
	const struct pdf_about *about;
};

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
	g_autoptr(GString) info = g_string_new("<<");
	g_autofree char *date = date_string(t, "D:%Y%m%d%H%M%SZ");

	value_add_entry(info, "/Title", t->about->title);
	value_add_entry(info, "/Author", t->about->author);
	value_add_entry(info, "/Subject", t->about->subject);
	value_add_entry(info, "/Producer", PRODUCER);
	value_add_entry(info, "/CreationDate", date);
	value_add_entry(info, "/ModDate", date);
	if (is_for_press(t->about->profile))
		g_string_append(info, "/GTS_PDFXVersion(PDF/X-4)/Trapped/False");
	g_string_append(info, ">>");
	document_set_info(t->d, document_add(t->d, info->str));
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

	add_dublin_core(t, x);
	add_tool(t, x);
	if (is_for_press(t->about->profile))
		add_press(t, x);
	else
		add_archive(t, x);
	g_string_append(x, "</rdf:RDF></x:xmpmeta>\n<?xpacket end='r'?>");
	g_string_append_printf(document_catalog(t->d), "/Metadata %d 0 R",
	    document_stream(t->d, "/Type/Metadata/Subtype/XML", x->str, x->len, PACK_NOT));
}

/* ---- colour ----------------------------------------------------------- */

static int
new_profile(const struct teller *t, const struct intent *i)
{
	g_autofree char *keys = g_strdup_printf("/N %d/Filter/FlateDecode", i->channels);

	return document_stream(t->d, keys, i->deflated, i->deflated_len, PACK_NOT);
}

static void
put_intent(const struct teller *t)
{
	const struct intent *i = intent_of(t->about->profile);
	GString *to = document_catalog(t->d);
	int profile = new_profile(t, i);

	g_string_append_printf(to, "/OutputIntents[<</Type/OutputIntent/S%s/DestOutputProfile %d 0 R",
	    i->subtype, profile);
	value_add_entry(to, "/OutputConditionIdentifier", i->identifier);
	value_add_entry(to, "/RegistryName", i->registry);
	value_add_entry(to, "/OutputCondition", i->condition);
	value_add_entry(to, "/Info", i->condition);
	g_string_append(to, ">>]");
}

/* ---- the rest --------------------------------------------------------- */

static void
put_preferences(const struct teller *t)
{
	GString *to = document_catalog(t->d);

	g_string_append(to, "/ViewerPreferences<<");
	if (t->about->title && *t->about->title)
		g_string_append(to, "/DisplayDocTitle true");
	if (t->about->rtl)
		g_string_append(to, "/Direction/R2L");
	g_string_append(to, ">>");
}

/* Every page by the folio that is printed on it. */
static void
put_labels(const struct teller *t)
{
	GString *to = document_catalog(t->d);

	g_string_append(to, "/PageLabels<</Nums[");
	for (size_t i = 0; i < t->sheets->n; i++) {
		value_add_int(to, (int)i);
		g_string_append(to, "<<");
		value_add_entry(to, "/P", t->sheets->v[i].label);
		g_string_append(to, ">>");
	}
	g_string_append(to, "]>>");
}

void
metadata_put(struct document *d, const struct sheets *s, const struct pdf_about *about)
{
	struct teller t = { d, s, about };

	put_info(&t);
	put_xmp(&t);
	put_intent(&t);
	value_add_entry(document_catalog(d), "/Lang", about->language);
	put_preferences(&t);
	put_labels(&t);
}
