/* A font file to the objects of a PDF: ISO 32000-1, 9.7 (Type 0 fonts). */
#include "pdf/fontdict.h"

#include <hb-ot.h>
#include <libdeflate.h>
#include <string.h>

/* ---- what the characters say ------------------------------------------ */

/* Codes of a range differ in their last byte, and a block has a hundred ranges at most. */
#define RANGE 256
#define BLOCK (100 * RANGE)

/* <from> <to> [<text> <text> …] for the codes of one block. */
static void
add_ranges(GString *to, const struct typeface *f, guint from, guint end)
{
	g_string_append_printf(to, "%u beginbfrange\n", (end - 1) / RANGE - from / RANGE + 1);
	for (guint i = from; i < end; i++) {
		const struct cid *c = g_ptr_array_index(f->cids, i);
		guint next = MIN((i / RANGE + 1) * RANGE, end);

		if (i == from || i % RANGE == 0)
			g_string_append_printf(to, "<%04X><%04X>[", i, next - 1);
		g_string_append_c(to, '<');
		value_add_utf16(to, c->text);
		g_string_append_c(to, '>');
		if (i + 1 == next)
			g_string_append(to, "]\n");
	}
	g_string_append(to, "endbfrange\n");
}

static GString *
to_unicode(const struct typeface *f)
{
	GString *to = g_string_new("/CIDInit /ProcSet findresource begin\n12 dict begin\n"
	    "begincmap\n/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
	    "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n"
	    "<0000><FFFF>\nendcodespacerange\n");

	for (guint i = 1; i < f->cids->len; i = (i / BLOCK + 1) * BLOCK)
		add_ranges(to, f, i, MIN((i / BLOCK + 1) * BLOCK, f->cids->len));
	g_string_append(to, "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n");
	return to;
}

/* ---- objects ---------------------------------------------------------- */

/* Six letters that tell this subset from others (28 bits): a sum of its bytes. */
static void
tag_of(const GByteArray *file, char ret_tag[7])
{
	uint32_t sum = libdeflate_crc32(0, file->data, file->len);

	for (int i = 0; i < 6; i++, sum /= 26)
		ret_tag[i] = (char)('A' + sum % 26);
	ret_tag[6] = '\0';
}

static int
new_descriptor(struct document *d, const struct typeface *f, const GByteArray *file, const char *name)
{
	hb_font_t *hb = font_hb(f->font);
	hb_blob_t *head = hb_face_reference_table(hb_font_get_face(hb), HB_TAG('h', 'e', 'a', 'd'));
	const uint8_t *p = (const uint8_t *)hb_blob_get_data(head, NULL);
	int upem = font_upem(f->font), box[4] = { 0 };

	for (int i = 0; i < 4 && hb_blob_get_length(head) >= 44; i++)
		box[i] = (int16_t)(p[36 + 2 * i] << 8 | p[37 + 2 * i]) * 1000 / upem;
	hb_blob_destroy(head);
	g_autofree char *keys = g_strdup_printf("/Length1 %u", file->len);
	int stream = document_stream(d, keys, file->data, file->len, PACK_FAST);
	g_autofree char *text = g_strdup_printf("<</Type/FontDescriptor/FontName%s/Flags 4"
	    "/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight 700"
	    "/StemV 80/FontFile2 %d 0 R>>", name, box[0], box[1], box[2], box[3],
	    font_ascent(f->font) * 1000 / upem, -font_descent(f->font) * 1000 / upem, stream);
	return document_add(d, text);
}

/* Advances in thousandths. */
static void
add_widths(struct document *d, const struct typeface *f, GString *font)
{
	g_autoptr(GString) widths = g_string_new("[1[");
	int upem = font_upem(f->font), number = document_reserve(d);

	for (guint i = 1; i < f->cids->len; i++) {
		const struct cid *c = g_ptr_array_index(f->cids, i);

		value_add_int(widths, (c->advance * 2000 / upem + 1) / 2);
		g_string_append_c(widths, ' ');
	}
	g_string_append(widths, "]]");
	document_put_on(d, SHELF_APART, number, widths->str, widths->len);
	g_string_append_printf(font, "/W %d 0 R/CIDToGIDMap/Identity", number);
}

/* The font behind: what its characters look like. */
static int
new_descendant(struct document *d, const struct typeface *f, const GByteArray *file,
    const char *name)
{
	g_autoptr(GString) font = g_string_new(NULL);

	g_string_printf(font, "<</Type/Font/Subtype/CIDFontType2/BaseFont%s/CIDSystemInfo"
	    "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 0/FontDescriptor %d 0 R",
	    name, new_descriptor(d, f, file, name));
	add_widths(d, f, font);
	g_string_append(font, ">>");
	return document_add(d, font->str);
}

int
fontdict_make(struct document *d, struct typeface *f)
{
	g_autoptr(GByteArray) file = fontfile_make(f);
	char tag[7];

	if (!file)
		return 0;
	tag_of(file, tag);
	g_autofree char *plain = g_strdup_printf("%s+%s", tag, font_postscript(f->font));
	g_autoptr(GString) name = g_string_new(NULL), map = to_unicode(f);
	value_add_name(name, plain);
	int behind = new_descendant(d, f, file, name->str);
	g_autofree char *whole = g_strdup_printf("<</Type/Font/Subtype/Type0/BaseFont%s"
	    "/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", name->str, behind,
	    document_stream(d, "", map->str, map->len, PACK_WELL));
	return document_add(d, whole);
}
