/* A font file to the objects of a PDF: ISO 32000-1, 9.7 (Type 0 fonts). */
#include "pdf/fontdict.h"
#include "pdf/stream.h"

#include <hb-ot.h>
#include <string.h>

/* ---- what the characters say ------------------------------------------ */

static void
add_utf16(GString *to, const char *text)
{
	for (const char *p = text; *p; p = text_next(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c < 0x10000) {
			g_string_append_printf(to, "%04X", c);
			continue;
		}
		c -= 0x10000;
		g_string_append_printf(to, "%04X%04X", 0xD800 + (c >> 10), 0xDC00 + (c & 0x3FF));
	}
}

static GString *
to_unicode(const struct typeface *f)
{
	GString *to = g_string_new("/CIDInit /ProcSet findresource begin\n12 dict begin\n"
	    "begincmap\n/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
	    "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n"
	    "<0000><FFFF>\nendcodespacerange\n");

	for (guint i = 1; i < f->cids->len; i++) {
		const struct cid *c = g_ptr_array_index(f->cids, i);

		/* A hundred at once are the most. */
		if (i % 100 == 1)
			g_string_append_printf(to, "%u beginbfchar\n", MIN(f->cids->len - i, 100));
		g_string_append_printf(to, "<%04X><", i);
		add_utf16(to, c->text);
		g_string_append(to, ">\n");
		if (i % 100 == 0 || i + 1 == f->cids->len)
			g_string_append(to, "endbfchar\n");
	}
	g_string_append(to, "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n");
	return to;
}

/* ---- objects ---------------------------------------------------------- */

/* Six letters that tell this subset from others: a sum of its bytes. */
static void
tag_of(const GByteArray *file, char ret_tag[7])
{
	uint64_t h = 14695981039346656037u;

	for (guint i = 0; i < file->len; i++)
		h = (h ^ file->data[i]) * 1099511628211u;
	for (int i = 0; i < 6; i++, h /= 26)
		ret_tag[i] = (char)('A' + h % 26);
	ret_tag[6] = '\0';
}

static qpdf_oh
new_descriptor(qpdf_data q, const struct typeface *f, const GByteArray *file, const char *name)
{
	hb_font_t *hb = font_hb(f->font);
	hb_blob_t *head = hb_face_reference_table(hb_font_get_face(hb), HB_TAG('h', 'e', 'a', 'd'));
	const uint8_t *p = (const uint8_t *)hb_blob_get_data(head, NULL);
	int upem = font_upem(f->font), box[4] = { 0 };

	for (int i = 0; i < 4 && hb_blob_get_length(head) >= 44; i++)
		box[i] = (int16_t)(p[36 + 2 * i] << 8 | p[37 + 2 * i]) * 1000 / upem;
	hb_blob_destroy(head);
	g_autofree char *text = g_strdup_printf("<< /Type /FontDescriptor /FontName /%s /Flags 4"
	    " /FontBBox [%d %d %d %d] /ItalicAngle 0 /Ascent %d /Descent %d /CapHeight 700"
	    " /StemV 80 >>", name, box[0], box[1], box[2], box[3],
	    font_ascent(f->font) * 1000 / upem, -font_descent(f->font) * 1000 / upem);
	qpdf_oh d = qpdf_make_indirect_object(q, qpdf_oh_parse(q, text));
	qpdf_oh stream = stream_new_once(q, file->data, file->len);
	qpdf_oh_replace_key(q, qpdf_oh_get_dict(q, stream), "/Length1",
	    qpdf_oh_new_integer(q, file->len));
	qpdf_oh_replace_key(q, d, "/FontFile2", stream);
	return d;
}

/* Advances in thousandths, and which glyph of the file is which CID. */
static void
put_cids(qpdf_data q, const struct typeface *f, qpdf_oh font)
{
	g_autoptr(GString) widths = g_string_new("[ 1 [");
	g_autoptr(GByteArray) gids = g_byte_array_new();
	int upem = font_upem(f->font);
	uint8_t none[2] = { 0 };

	g_byte_array_append(gids, none, 2);
	for (guint i = 1; i < f->cids->len; i++) {
		const struct cid *c = g_ptr_array_index(f->cids, i);
		uint8_t gid[2] = { (uint8_t)(c->gid >> 8), (uint8_t)c->gid };

		g_string_append_printf(widths, " %d", (c->advance * 2000 / upem + 1) / 2);
		g_byte_array_append(gids, gid, 2);
	}
	g_string_append(widths, " ] ]");
	qpdf_oh_replace_key(q, font, "/W", qpdf_oh_parse(q, widths->str));
	qpdf_oh_replace_key(q, font, "/CIDToGIDMap", stream_new_once(q, gids->data, gids->len));
}

qpdf_oh
fontdict_make(qpdf_data q, struct typeface *f)
{
	g_autoptr(GByteArray) file = fontfile_make(f);
	char tag[7];

	if (!file)
		return qpdf_oh_new_null(q);
	tag_of(file, tag);
	g_autofree char *name = g_strdup_printf("%s+%s", tag, font_postscript(f->font));
	g_autofree char *descendant = g_strdup_printf("<< /Type /Font /Subtype /CIDFontType2"
	    " /BaseFont /%s /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
	    " /Supplement 0 >> /DW 0 >>", name);
	g_autofree char *whole = g_strdup_printf("<< /Type /Font /Subtype /Type0 /BaseFont /%s"
	    " /Encoding /Identity-H >>", name);
	qpdf_oh cid = qpdf_make_indirect_object(q, qpdf_oh_parse(q, descendant));
	qpdf_oh font = qpdf_make_indirect_object(q, qpdf_oh_parse(q, whole));
	qpdf_oh list = qpdf_oh_new_array(q);
	g_autoptr(GString) map = to_unicode(f);

	qpdf_oh_replace_key(q, cid, "/FontDescriptor", new_descriptor(q, f, file, name));
	put_cids(q, f, cid);
	qpdf_oh_append_item(q, list, cid);
	qpdf_oh_replace_key(q, font, "/DescendantFonts", list);
	qpdf_oh_replace_key(q, font, "/ToUnicode", stream_new_once(q, map->str, map->len));
	return font;
}
