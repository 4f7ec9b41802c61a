/*
 * proof: a good file passes, and whatever is broken in it is found.
 *
 * The file is made of sheets and a story by hand, then taken apart with qpdf,
 * damaged in one place and put together again: the error must have the code
 * of just that damage.
 */
#include "proof/proof-int.h"

#include <glib/gstdio.h>
#include <hb.h>
#include <stdlib.h>
#include <string.h>

#define PT 1024

/* ---- a damage ---------------------------------------------------------- */

typedef void (*damage)(qpdf_data q, qpdf_oh page);

struct case_of_damage {
	const char *name, *code;
	damage how;
	enum profile profile;
};

/* ---- a bulletin by hand ----------------------------------------------- */

struct fixture {
	struct arena *a;
	struct diags *dg;
	char *folder, *file;
	struct fonts *fonts;
	const struct font *amiri;
	GArray *marks;
	struct sheet sheet;
	struct sheets sheets;
	struct pdf_about about;
	struct item item;
	struct story story;
	const struct story *stories[1];
	struct proof_wants wants;
	char *bytes;
	size_t len;
};

static const struct colour black = { .name = "black", .k = 1000 };

enum { OF_DOCUMENT, OF_ARTIFACT, OF_ARTICLE, OF_HEADLINE, OF_PARAGRAPH, OF_LIST, OF_ENTRY, OF_TEXT,
	OF_FIGURE };
static struct tag tags[] = {
	[OF_DOCUMENT] = { TAG_DOCUMENT, .parent = -1 },
	[OF_ARTIFACT] = { TAG_ARTIFACT, .parent = 0 },
	[OF_ARTICLE] = { TAG_ARTICLE, .parent = 0, .id = "water-1", .title = "مياه" },
	[OF_HEADLINE] = { TAG_H1, .parent = OF_ARTICLE },
	[OF_PARAGRAPH] = { TAG_P, .parent = OF_ARTICLE },
	[OF_LIST] = { TAG_LIST, .parent = OF_ARTICLE },
	[OF_ENTRY] = { TAG_ENTRY, .parent = OF_LIST },
	[OF_TEXT] = { TAG_P, .parent = OF_ENTRY },
	[OF_FIGURE] = { TAG_FIGURE, .parent = OF_ARTICLE, .alt = "جسر" },
};

static struct span spans[] = {
	{ 0, 100, 0, NULL, { "water.md", 4, 11 } },
	{ 0, 100, 0, NULL, { "water.md", 7, 1 } },
	{ 0, 100, 0, NULL, { "water.md", 9, 3 } },
};
#define TEXT(t) .text = t, .len = sizeof(t) - 1
static struct block blocks[] = {
	{ BLOCK_TEXT, ROLE_HEADLINE, TEXT("مياه"), .spans = &spans[0], .n_spans = 1 },
	{ BLOCK_TEXT, ROLE_BODY, TEXT("بلغ \u206845%\u2069 من الماء"), .spans = &spans[1], .n_spans = 1 },
	{ BLOCK_TEXT, ROLE_ENTRY, TEXT("أولا"), .marker = "١.", .spans = &spans[2], .n_spans = 1 },
	{ BLOCK_FIGURE, ROLE_BODY, .alt = "جسر" },
};

static struct mark *
add_line(struct fixture *f, int tag, const char *text, bool rtl, int x, int y)
{
	uint32_t n = (uint32_t)g_utf8_strlen(text, -1);
	struct mark_glyph *glyphs = arena_array(f->a, struct mark_glyph, n);
	struct mark_cluster *clusters = arena_array(f->a, struct mark_cluster, n);
	const char *p = text;
	dim at = x * PT;

	for (uint32_t i = 0; i < n; i++, p = text_next(p)) {
		hb_codepoint_t id = 0;

		g_assert_true(hb_font_get_nominal_glyph(font_hb(f->amiri), g_utf8_get_char(p), &id));
		int32_t units = hb_font_get_glyph_h_advance(font_hb(f->amiri), id);
		dim advance = dim_scale(units, 12 * PT, font_upem(f->amiri));
		at -= rtl ? advance : 0;
		glyphs[i] = (struct mark_glyph) { .id = id, .x = at, .y = y * PT };
		clusters[i] = (struct mark_cluster) { .bytes = (uint16_t)(text_next(p) - p), .glyphs = 1,
			.advance = units, .x = at };
		at += rtl ? 0 : advance;
	}
	struct mark m = { .kind = MARK_TEXT, .tag = tag, .colour = &black, .font = f->amiri,
		.box = { x * PT, (y - 8) * PT, 100 * PT, 12 * PT }, .size = 12 * PT, .rtl = rtl,
		.text = text, .len = (uint32_t)strlen(text), .glyphs = glyphs, .clusters = clusters,
		.n_glyphs = n, .n_clusters = n };
	g_array_append_val(f->marks, m);
	return &g_array_index(f->marks, struct mark, f->marks->len - 1);
}

static void
add_picture(struct fixture *f)
{
	g_autofree char *root = g_build_filename(g_getenv("NASHRA_ROOT"), "samples/pictures", NULL);
	struct mark m = { .kind = MARK_IMAGE, .tag = OF_FIGURE, .box = { 50 * PT, 200 * PT, 90 * PT, 60 * PT },
		.image = image_read(f->a, f->dg, root, "bridge.png", (struct place) { 0 }) };

	g_assert_nonnull(m.image);
	g_array_append_val(f->marks, m);
}

/* One sheet: a headline, a paragraph over two lines with a link, an entry, a figure, a folio. */
static void
set_page(struct fixture *f)
{
	add_line(f, OF_ARTIFACT, "١", true, 150, 390);
	add_line(f, OF_HEADLINE, "مياه", true, 280, 30);
	add_line(f, OF_PARAGRAPH, "بلغ ", true, 280, 60);
	add_line(f, OF_PARAGRAPH, "45%", false, 220, 60)->space_after = true;
	add_line(f, OF_PARAGRAPH, "من ", true, 280, 77);
	add_line(f, OF_PARAGRAPH, "الماء", true, 240, 77)->url = "https://example.com/";
	add_line(f, OF_TEXT, "١.", true, 280, 100);
	add_line(f, OF_TEXT, "أولا", true, 260, 100);
	add_picture(f);
	f->sheet = (struct sheet) { .width = 306 * PT, .height = 406 * PT,
		.trim = { 3 * PT, 3 * PT, 300 * PT, 400 * PT }, .label = "١",
		.marks = (struct mark *)(void *)f->marks->data, .n = f->marks->len };
}

static void
write_file(struct fixture *f)
{
	struct out *o = out_begin(f->file);

	g_assert_true(pdf_write(&f->sheets, &f->about, o, f->dg));
	g_assert_true(out_commit(o, f->dg));
	g_assert_true(g_file_get_contents(f->file, &f->bytes, &f->len, NULL));
	g_remove(f->file);
}

/* `data` is a case of damage, or NULL for the screen. */
static void
set_up(struct fixture *f, gconstpointer data)
{
	const struct case_of_damage *c = data;
	g_autofree char *fonts = g_build_filename(g_getenv("NASHRA_ROOT"), "fonts", NULL);

	f->a = arena_create();
	f->dg = diags_create();
	f->folder = g_dir_make_tmp("nashra-XXXXXX", NULL);
	f->file = g_build_filename(f->folder, "x.pdf", NULL);
	f->fonts = fonts_create(f->dg, fonts, NULL);
	f->amiri = font_find(f->fonts, f->dg, "Amiri", 400, (struct place) { 0 });
	f->marks = g_array_new(FALSE, TRUE, sizeof(struct mark));
	set_page(f);
	f->sheets = (struct sheets) { .v = &f->sheet, .n = 1, .tags = tags, .n_tags = G_N_ELEMENTS(tags) };
	f->about = (struct pdf_about) { .title = "مياه", .author = "وزارة", .subject = "أخبار",
		.language = "ar", .rtl = true, .profile = c ? c->profile : PROFILE_SCREEN, .date = 1715508000 };
	f->item = (struct item) { .file = "water.md" };
	f->story = (struct story) { .item = &f->item, .blocks = blocks, .n = G_N_ELEMENTS(blocks) };
	f->stories[0] = &f->story;
	f->wants = (struct proof_wants) { &f->sheets, f->stories, 1, &f->about };
	write_file(f);
}

static void
tear_down(struct fixture *f, gconstpointer data)
{
	g_rmdir(f->folder);
	g_free(f->folder);
	g_free(f->file);
	g_free(f->bytes);
	g_array_unref(f->marks);
	fonts_destroy(f->fonts);
	arena_destroy(f->a);
	diags_destroy(f->dg);
}

/* ---- proofing --------------------------------------------------------- */

static bool
proof(struct fixture *f, const char *bytes, size_t len, const struct proof_wants *w,
    struct proof_found *ret)
{
	diags_destroy(f->dg);
	f->dg = diags_create();
	return proof_file(bytes, len, "x.pdf", w, f->dg, ret);
}

static void
assert_code(const struct fixture *f, const char *code)
{
	for (size_t i = 0; i < diags_n(f->dg); i++)
		if (strcmp(diags_get(f->dg, i)->code, code) == 0)
			return;
	for (size_t i = 0; i < diags_n(f->dg); i++)
		g_test_message("%s: %s", diags_get(f->dg, i)->code, diags_get(f->dg, i)->text);
	g_test_message("no %s", code);
	g_test_fail();
}

static void
test_good(struct fixture *f, gconstpointer data)
{
	struct proof_found found;

	g_assert_true(proof(f, f->bytes, f->len, &f->wants, &found));
	g_assert_cmpint(found.pages, ==, 1);
	g_assert_true(found.tagged);
	/* Document Art H1 P Link L LI LBody P Figure. */
	g_assert_cmpint(found.elements, ==, 10);
	/* Those of the lines, and what pdf puts between them for direction. */
	g_assert_cmpuint(found.characters, >=, 26);
	g_assert_true(proof(f, f->bytes, f->len, NULL, &found));
}

/* ---- taking apart and putting together -------------------------------- */

static char *
write_damaged(qpdf_data q, enum qpdf_object_stream_e packed, size_t *ret_len)
{
	qpdf_init_write_memory(q);
	qpdf_set_object_stream_mode(q, packed);
	qpdf_set_static_ID(q, QPDF_TRUE);
	g_assert_false(qpdf_write(q) & QPDF_ERRORS);
	*ret_len = qpdf_get_buffer_length(q);
	return g_memdup2(qpdf_get_buffer(q), *ret_len);
}

static char *
damaged(const struct fixture *f, damage how, enum qpdf_object_stream_e packed, size_t *ret_len)
{
	qpdf_data q = qpdf_init();

	qpdf_silence_errors(q);
	g_assert_false(qpdf_read_memory(q, "x.pdf", f->bytes, f->len, NULL) & QPDF_ERRORS);
	how(q, qpdf_get_page_n(q, 0));
	char *bytes = write_damaged(q, packed, ret_len);
	qpdf_cleanup(&q);
	return bytes;
}

static GString *
stream_text(qpdf_data q, qpdf_oh stream)
{
	unsigned char *bytes = NULL;
	size_t len = 0;

	qpdf_oh_get_stream_data(q, stream, qpdf_dl_all, NULL, &bytes, &len);
	GString *text = g_string_new_len((const char *)bytes, (gssize)len);
	free(bytes);
	return text;
}

static void
set_stream(qpdf_data q, qpdf_oh stream, const GString *text)
{
	qpdf_oh none = qpdf_oh_new_null(q);

	qpdf_oh_replace_stream_data(q, stream, (const unsigned char *)text->str, text->len, none, none);
}

static void
replace_in(qpdf_data q, qpdf_oh stream, const char *old, const char *new)
{
	GString *text = stream_text(q, stream);

	g_assert_cmpuint(g_string_replace(text, old, new, 1), ==, 1);
	set_stream(q, stream, text);
	g_string_free(text, TRUE);
}

static qpdf_oh
get(qpdf_data q, qpdf_oh o, const char *path)
{
	g_auto(GStrv) keys = g_strsplit(path, "/", -1);

	for (size_t i = 1; keys[i]; i++) {
		g_autofree char *key = g_strconcat("/", keys[i], NULL);

		if (qpdf_oh_is_stream(q, o))
			o = qpdf_oh_get_dict(q, o);
		o = qpdf_oh_is_array(q, o) ? qpdf_oh_get_array_item(q, o, atoi(keys[i]))
		                           : qpdf_oh_get_key(q, o, key);
	}
	return o;
}

static void
set(qpdf_data q, qpdf_oh dict, const char *key, const char *value)
{
	if (qpdf_oh_is_stream(q, dict))
		dict = qpdf_oh_get_dict(q, dict);
	qpdf_oh_replace_key(q, dict, key, qpdf_oh_parse(q, value));
}

/* The stream of the page that has its text. */
static qpdf_oh
content(qpdf_data q, qpdf_oh page)
{
	qpdf_oh all = qpdf_oh_get_key(q, page, "/Contents");

	if (!qpdf_oh_is_array(q, all))
		return all;
	for (int i = 0; i < qpdf_oh_get_array_n_items(q, all); i++) {
		GString *text = stream_text(q, qpdf_oh_get_array_item(q, all, i));
		bool here = strstr(text->str, "BT\n") != NULL;

		g_string_free(text, TRUE);
		if (here)
			return qpdf_oh_get_array_item(q, all, i);
	}
	g_assert_not_reached();
}

static qpdf_oh
font(qpdf_data q, qpdf_oh page)
{
	return get(q, page, "/Resources/Font/F0");
}

static qpdf_oh
element(qpdf_data q, const char *path)
{
	return get(q, qpdf_get_root(q), path);
}

/* The second character of the text: «ي» of «مياه». */
#define ARTICLE "/StructTreeRoot/K/0/K/0"

/* ---- damages ---------------------------------------------------------- */

static void
change_letter(qpdf_data q, qpdf_oh page)
{
	replace_in(q, get(q, font(q, page), "/ToUnicode"), "<064A>", "<0628>");
}

static void
change_digit(qpdf_data q, qpdf_oh page)
{
	replace_in(q, get(q, font(q, page), "/ToUnicode"), "<0035>", "<0036>");
}

/* The folio is the first that the text shows. */
static void
drop_folio(qpdf_data q, qpdf_oh page)
{
	qpdf_oh stream = content(q, page);
	GString *text = stream_text(q, stream);
	char *end = strstr(strstr(text->str, "BT"), "Tj");

	memcpy(end, "Tz", 2);
	set_stream(q, stream, text);
	g_string_free(text, TRUE);
}

/* One Tj is left out: a letter of the headline is gone. */
static void
drop_string(qpdf_data q, qpdf_oh page)
{
	qpdf_oh stream = content(q, page);
	GString *text = stream_text(q, stream);
	char *end = strstr(strstr(text->str, "/H1"), "Tj");

	end[0] = 'T';
	end[1] = 'z';
	set_stream(q, stream, text);
	g_string_free(text, TRUE);
}

static void
swap_numbers(qpdf_data q, qpdf_oh page)
{
	qpdf_oh stream = content(q, page);

	replace_in(q, stream, "/MCID 0>>", "/MCID 9>>");
	replace_in(q, stream, "/MCID 1>>", "/MCID 0>>");
	replace_in(q, stream, "/MCID 9>>", "/MCID 1>>");
}

static void
swap_parents(qpdf_data q, qpdf_oh page)
{
	qpdf_oh v = element(q, "/StructTreeRoot/ParentTree/Nums/1"), first = qpdf_oh_get_array_item(q, v, 0);

	qpdf_oh_set_array_item(q, v, 0, qpdf_oh_get_array_item(q, v, 1));
	qpdf_oh_set_array_item(q, v, 1, first);
}

static void
drop_number(qpdf_data q, qpdf_oh page)
{
	qpdf_oh_replace_key(q, element(q, ARTICLE "/K/0"), "/K", qpdf_oh_new_array(q));
}

static void
change_element(qpdf_data q, qpdf_oh page)
{
	set(q, element(q, ARTICLE "/K/0"), "/S", "/H2");
}

static void
drop_tree(qpdf_data q, qpdf_oh page)
{
	qpdf_oh_remove_key(q, qpdf_get_root(q), "/StructTreeRoot");
}

static void
unmark(qpdf_data q, qpdf_oh page)
{
	replace_in(q, content(q, page), "/Artifact BMC\n", "/Span BMC\n");
}

static void
drop_font_file(qpdf_data q, qpdf_oh page)
{
	qpdf_oh_remove_key(q, get(q, font(q, page), "/DescendantFonts/0/FontDescriptor"), "/FontFile2");
}

static void
cut_font_file(qpdf_data q, qpdf_oh page)
{
	qpdf_oh file = get(q, font(q, page), "/DescendantFonts/0/FontDescriptor/FontFile2");
	GString *bytes = stream_text(q, file);

	g_string_truncate(bytes, bytes->len / 2);
	set_stream(q, file, bytes);
	g_string_free(bytes, TRUE);
}

static void
drop_font(qpdf_data q, qpdf_oh page)
{
	qpdf_oh_remove_key(q, get(q, page, "/Resources/Font"), "/F0");
}

static void
drop_unicode(qpdf_data q, qpdf_oh page)
{
	qpdf_oh_remove_key(q, font(q, page), "/ToUnicode");
}

static void
drop_one_unicode(qpdf_data q, qpdf_oh page)
{
	replace_in(q, get(q, font(q, page), "/ToUnicode"), "<064A>", "<FFFD>");
}

static void
change_width(qpdf_data q, qpdf_oh page)
{
	qpdf_oh w = get(q, font(q, page), "/DescendantFonts/0/W/1");

	qpdf_oh_set_array_item(q, w, 1, qpdf_oh_new_integer(q, 1234));
}

static void
show_notdef(qpdf_data q, qpdf_oh page)
{
	qpdf_oh stream = content(q, page);
	GString *text = stream_text(q, stream);
	char *p = strchr(strstr(text->str, "/H1"), '\n');

	memcpy(strstr(p, "Tj") - 5, "0000", 4);
	set_stream(q, stream, text);
	g_string_free(text, TRUE);
}

static void
grow_trim(qpdf_data q, qpdf_oh page)
{
	set(q, page, "/TrimBox", "[-5 3 303 403]");
}

static void
shrink_trim(qpdf_data q, qpdf_oh page)
{
	set(q, page, "/TrimBox", "[3 3 303 300]");
}

static void
shrink_media(qpdf_data q, qpdf_oh page)
{
	set(q, page, "/MediaBox", "[0 0 306 404]");
}

static void
change_label(qpdf_data q, qpdf_oh page)
{
	set(q, element(q, "/PageLabels/Nums/1"), "/P", "(2)");
}

static qpdf_oh
figure(qpdf_data q)
{
	return element(q, ARTICLE "/K/3");
}

static void
drop_alt(qpdf_data q, qpdf_oh page)
{
	g_assert_true(qpdf_oh_has_key(q, figure(q), "/Alt"));
	qpdf_oh_remove_key(q, figure(q), "/Alt");
}

static void
change_alt(qpdf_data q, qpdf_oh page)
{
	set(q, figure(q), "/Alt", "(bridge)");
}

static void
change_language(qpdf_data q, qpdf_oh page)
{
	set(q, qpdf_get_root(q), "/Lang", "(en)");
}

static void
drop_language(qpdf_data q, qpdf_oh page)
{
	qpdf_oh_remove_key(q, qpdf_get_root(q), "/Lang");
}

static void
drop_tabs(qpdf_data q, qpdf_oh page)
{
	qpdf_oh_remove_key(q, page, "/Tabs");
}

static void
drop_contents(qpdf_data q, qpdf_oh page)
{
	qpdf_oh_remove_key(q, get(q, page, "/Annots/0"), "/Contents");
}

static void
misplace_link(qpdf_data q, qpdf_oh page)
{
	set(q, get(q, page, "/Annots/0"), "/StructParent", "77");
}

static void
run_script(qpdf_data q, qpdf_oh page)
{
	set(q, get(q, page, "/Annots/0"), "/A", "<< /S /JavaScript /JS (app.alert(1)) >>");
}

static void
open_file_link(qpdf_data q, qpdf_oh page)
{
	set(q, get(q, page, "/Annots/0/A"), "/URI", "(file:///etc/passwd)");
}

static void
drop_outline(qpdf_data q, qpdf_oh page)
{
	qpdf_oh_remove_key(q, qpdf_get_root(q), "/Outlines");
}

static void
lead_nowhere(qpdf_data q, qpdf_oh page)
{
	set(q, element(q, "/Outlines/First"), "/Dest", "[null /Fit]");
}

static void
rename_item(qpdf_data q, qpdf_oh page)
{
	qpdf_oh_set_array_item(q, element(q, "/Names/Dests/Names"), 0, qpdf_oh_new_string(q, "water-2"));
}

static void
put_before(qpdf_data q, qpdf_oh page, const char *operators)
{
	qpdf_oh stream = content(q, page);
	GString *text = stream_text(q, stream);

	g_string_prepend(text, operators);
	set_stream(q, stream, text);
	g_string_free(text, TRUE);
}

static void
ask_for_cmyk(qpdf_data q, qpdf_oh page)
{
	put_before(q, page, "0 0 0 1 k\n");
}

static void
drop_intent(qpdf_data q, qpdf_oh page)
{
	qpdf_oh_remove_key(q, qpdf_get_root(q), "/OutputIntents");
}

static void
break_profile(qpdf_data q, qpdf_oh page)
{
	set(q, element(q, "/OutputIntents/0/DestOutputProfile"), "/N", "4");
}

static void
change_title(qpdf_data q, qpdf_oh page)
{
	set(q, get(q, qpdf_get_trailer(q), "/Info"), "/Title", "(Water)");
}

static void
change_date(qpdf_data q, qpdf_oh page)
{
	set(q, get(q, qpdf_get_trailer(q), "/Info"), "/ModDate", "(D:20200101000000Z)");
}

static void
drop_xmp(qpdf_data q, qpdf_oh page)
{
	qpdf_oh_remove_key(q, qpdf_get_root(q), "/Metadata");
}

static void
add_page(qpdf_data q, qpdf_oh page)
{
	qpdf_add_page(q, q, qpdf_oh_parse(q, "<< /Type /Page /MediaBox [0 0 306 406]"
	    " /TrimBox [3 3 303 403] /BleedBox [0 0 306 406] /Tabs /S >>"), QPDF_FALSE);
}

static void
break_content(qpdf_data q, qpdf_oh page)
{
	replace_in(q, content(q, page), "ET\n", "(ET\n");
}

static void
ask_for_light(qpdf_data q, qpdf_oh page)
{
	put_before(q, page, "0 0 1 rg\n");
}

static void
ask_for_grey(qpdf_data q, qpdf_oh page)
{
	put_before(q, page, "0 G\n");
}

static void
ask_for_much_ink(qpdf_data q, qpdf_oh page)
{
	put_before(q, page, "1 .9 .8 .4 k\n");
}

static void
ask_for_spot(qpdf_data q, qpdf_oh page)
{
	set(q, get(q, page, "/Resources"), "/ColorSpace", "<< /X [/Separation /PANTONE#20186#20C"
	    " /DeviceCMYK << /FunctionType 2 /Domain [0 1] /N 1 /C0 [0 0 0 0] /C1 [0 1 1 0] >>] >>");
	put_before(q, page, "/X cs 1 scn\n");
}

static void
claim_archive(qpdf_data q, qpdf_oh page)
{
	replace_in(q, element(q, "/Metadata"), "pdfxid:GTS_PDFXVersion>PDF/X-4", "pdfxid:GTS_PDFXVersion>PDF/X-1");
}

static const struct case_of_damage damages[] = {
	{ "a letter", "proof.text", change_letter },
	{ "a digit", "proof.text", change_digit },
	{ "a string dropped", "proof.text", drop_string },
	{ "the folio dropped", "proof.text", drop_folio },
	{ "numbers swapped in the content", "proof.text", swap_numbers },
	{ "numbers swapped in the parent tree", "proof.tags", swap_parents },
	{ "a number no element has", "proof.tags", drop_number },
	{ "another element", "proof.structure", change_element },
	{ "no elements", "proof.structure", drop_tree },
	{ "content without a mark", "proof.untagged", unmark },
	{ "no font file", "proof.font", drop_font_file },
	{ "half a font file", "proof.font", cut_font_file },
	{ "no font", "proof.font", drop_font },
	{ "no ToUnicode", "proof.no-unicode", drop_unicode },
	{ "a character without ToUnicode", "proof.no-unicode", drop_one_unicode },
	{ "a width", "proof.width", change_width },
	{ "notdef shown", "proof.notdef", show_notdef },
	{ "TrimBox outside", "proof.box", grow_trim },
	{ "TrimBox smaller than the sheet", "proof.box", shrink_trim },
	{ "MediaBox too small", "proof.box", shrink_media },
	{ "a label", "proof.label", change_label },
	{ "alt dropped", "proof.alt", drop_alt },
	{ "another alt", "proof.alt", change_alt },
	{ "another language", "proof.language", change_language },
	{ "no language", "proof.language", drop_language },
	{ "no tab order", "proof.tab-order", drop_tabs },
	{ "a link without words", "proof.link", drop_contents },
	{ "a link of no element", "proof.link", misplace_link },
	{ "JavaScript", "proof.action", run_script },
	{ "a link to a file", "proof.action", open_file_link },
	{ "no bookmarks", "proof.outline", drop_outline },
	{ "a bookmark that leads nowhere", "proof.outline", lead_nowhere },
	{ "another name", "proof.destination", rename_item },
	{ "CMYK on a screen", "proof.colour", ask_for_cmyk },
	{ "no output intent", "proof.intent", drop_intent },
	{ "a profile of other colours", "proof.intent", break_profile },
	{ "another title", "proof.metadata", change_title },
	{ "another date", "proof.metadata", change_date },
	{ "no XMP", "proof.metadata", drop_xmp },
	{ "a page too many", "proof.pages", add_page },
	{ "RGB in print", "proof.colour", ask_for_light, PROFILE_PRINT },
	{ "a grey that is no ink", "proof.colour", ask_for_grey, PROFILE_PRINT },
	{ "370 % of ink", "proof.ink", ask_for_much_ink, PROFILE_PRINT },
	{ "370 % of ink on newsprint", "proof.ink", ask_for_much_ink, PROFILE_NEWSPRINT },
	{ "a spot ink on newsprint", "proof.colour", ask_for_spot, PROFILE_NEWSPRINT },
	{ "another standard", "proof.metadata", claim_archive, PROFILE_PRINT },
	{ "content without an end", "proof.damaged", break_content },
};

/* Elements are read out of object streams, and one by one where there are none (packs.c). */
static const enum qpdf_object_stream_e forms[] = { qpdf_o_preserve, qpdf_o_disable };

static void
test_damage(struct fixture *f, gconstpointer data)
{
	const struct case_of_damage *c = data;

	for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
		size_t len;
		g_autofree char *bytes = damaged(f, c->how, forms[i], &len);

		g_assert_false(proof(f, bytes, len, &f->wants, NULL));
		assert_code(f, c->code);
		/* Nor may it do harm to who does not know what it should be. */
		proof(f, bytes, len, NULL, NULL);
	}
}

static void
change_nothing(qpdf_data q, qpdf_oh page)
{
}

static const struct case_of_damage undamaged[] = {
	{ "/proof/undamaged/screen", NULL, change_nothing, PROFILE_SCREEN },
	{ "/proof/undamaged/print", NULL, change_nothing, PROFILE_PRINT },
	{ "/proof/undamaged/newsprint", NULL, change_nothing, PROFILE_NEWSPRINT },
	{ "/proof/undamaged/proof", NULL, change_nothing, PROFILE_PROOF },
};

/* That it was taken apart is no damage: or no case above would prove a thing. */
static void
test_undamaged(struct fixture *f, gconstpointer data)
{
	for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
		size_t len;
		g_autofree char *bytes = damaged(f, change_nothing, forms[i], &len);

		g_assert_true(proof(f, bytes, len, &f->wants, NULL));
		g_assert_true(proof(f, bytes, len, NULL, NULL));
	}
}

/* ---- object streams ---------------------------------------------------- */

/* What packs.c takes is what qpdf has, element by element, in pdf's files and in qpdf's. */
static void
assert_packed(struct fixture *f, const char *bytes, size_t len)
{
	struct reader r;
	int n = 0;

	g_assert_true(reader_open(&r, (const uint8_t *)bytes, len, "x.pdf", &f->wants, f->dg));
	for (int id = 1; id < 60; id++) {
		const struct scan *s = view_open_packed(&r, id);
		qpdf_oh o = qpdf_get_object_by_id(r.q, id, 0);

		if (!s || !view_find(s, 0, "S", NULL) || !view_find(s, 0, "K", NULL))
			continue;
		const char *role = name_at(&r, o, "/S");
		g_assert_true(scan_is(s, view_find(s, 0, "S", NULL), role));
		g_assert_cmpstr(view_text(&r, s, view_find(s, 0, "T", NULL)), ==, text_at(&r, o, "/T"));
		g_assert_cmpstr(view_text(&r, s, view_find(s, 0, "Alt", NULL)), ==, text_at(&r, o, "/Alt"));
		n++;
	}
	/* Those of test_good. */
	g_assert_cmpint(n, ==, 10);
	reader_finish(&r);
}

static void
test_packed(struct fixture *f, gconstpointer data)
{
	size_t len;
	g_autofree char *bytes = damaged(f, change_nothing, qpdf_o_preserve, &len);

	assert_packed(f, f->bytes, f->len);
	assert_packed(f, bytes, len);
}

/* ---- where a difference is -------------------------------------------- */

/* «45%» is «46%»: the error stands at its place in the item. */
static void
test_place(struct fixture *f, gconstpointer data)
{
	size_t len;
	g_autofree char *bytes = damaged(f, change_digit, qpdf_o_preserve, &len);

	g_assert_false(proof(f, bytes, len, &f->wants, NULL));
	const struct diag *d = diags_get(f->dg, 0);
	g_assert_cmpstr(d->code, ==, "proof.text");
	g_assert_cmpstr(d->text, ==, "page 1: x.pdf has «46%», and not «45%»");
	g_assert_cmpstr(d->at.file, ==, "water.md");
	g_assert_cmpint(d->at.line, ==, 7);
	g_assert_cmpuint(diags_n(f->dg), ==, 1);
}

/* The story is the measure: a word that only it has is missed. */
static void
test_story_differs(struct fixture *f, gconstpointer data)
{
	static struct block other[G_N_ELEMENTS(blocks)];

	memcpy(other, blocks, sizeof blocks);
	other[1].text = "بلغ 45% من هذا الماء";
	other[1].len = (uint32_t)strlen(other[1].text);
	f->story.blocks = other;
	g_assert_false(proof(f, f->bytes, f->len, &f->wants, NULL));
	g_assert_cmpstr(diags_get(f->dg, 0)->text, ==, "page 1: x.pdf has «الماء», and not «هذا»");
	/* Nor is more in the file than in the story. */
	f->story.n = 2;
	other[1] = blocks[1];
	g_assert_false(proof(f, f->bytes, f->len, &f->wants, NULL));
	g_assert_cmpstr(diags_get(f->dg, 0)->text, ==,
	    "page 1: x.pdf has «١.أولا», and nothing stands here");
}

/* ---- what it was made of ---------------------------------------------- */

static void
attach(qpdf_data q, qpdf_oh page)
{
	static const char *const names[] = { "a.md", "pictures/b.png", "../c.md", "/d.md", ".e", "a.md" };
	qpdf_oh all = qpdf_oh_new_array(q), none = qpdf_oh_new_null(q);

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *spec = g_strdup_printf("<< /Type /Filespec /AFRelationship /Source"
		    " /UF (%s) /EF << >> >>", names[i]);
		qpdf_oh o = qpdf_make_indirect_object(q, qpdf_oh_parse(q, spec));
		qpdf_oh stream = qpdf_oh_new_stream(q);

		qpdf_oh_replace_stream_data(q, stream, (const unsigned char *)"water", 5, none, none);
		qpdf_oh_replace_key(q, get(q, o, "/EF"), "/F", stream);
		qpdf_oh_append_item(q, all, o);
	}
	qpdf_oh_replace_key(q, qpdf_get_root(q), "/AF", all);
}

/* Names that lead out of the folder, or are there already, are faults. */
static void
test_unpack(struct fixture *f, gconstpointer data)
{
	struct proof_found found;
	size_t len;
	g_autofree char *bytes = damaged(f, attach, qpdf_o_preserve, &len);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

	g_assert_true(proof_apart(bytes, len, "x.pdf", &f->wants, f->dg, &found));
	g_assert_cmpint(found.sources, ==, 6);
	g_assert_cmpint(found.date, ==, 1715508000);
	g_assert_false(proof_unpack(bytes, len, "x.pdf", f->folder, f->dg, names));
	g_assert_cmpuint(names->len, ==, 2);
	g_assert_cmpuint(diags_count(f->dg, DIAG_ERROR), ==, 4);
	assert_code(f, "proof.source");
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = g_build_filename(f->folder, g_ptr_array_index(names, i), NULL);
		g_autofree char *text = NULL;

		g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
		g_assert_cmpstr(text, ==, "water");
		g_remove(path);
	}
	g_autofree char *pictures = g_build_filename(f->folder, "pictures", NULL);
	g_assert_cmpint(g_rmdir(pictures), ==, 0);
}

/* What is found comes back from the other process as it was said there. */
static void
test_apart(struct fixture *f, gconstpointer data)
{
	struct proof_found here, there;
	size_t len;
	g_autofree char *bytes = damaged(f, change_digit, qpdf_o_preserve, &len);
	struct diags *dg = diags_create();

	proof(f, bytes, len, &f->wants, &here);
	g_assert_false(proof_apart(bytes, len, "x.pdf", &f->wants, dg, &there));
	g_assert_cmpuint(diags_n(dg), ==, diags_n(f->dg));
	g_assert_cmpstr(diags_get(dg, 0)->text, ==, diags_get(f->dg, 0)->text);
	g_assert_cmpstr(diags_get(dg, 0)->at.file, ==, "water.md");
	g_assert_cmpint(diags_get(dg, 0)->at.line, ==, 7);
	g_assert_cmpuint(there.characters, ==, here.characters);
	diags_destroy(dg);
}

/* ---- whatever it is given --------------------------------------------- */

static void
test_truncated(struct fixture *f, gconstpointer data)
{
	for (size_t n = 0; n < f->len; n += 997) {
		g_autofree char *part = g_memdup2(f->bytes, n + 1);

		g_assert_false(proof(f, part, n, &f->wants, NULL));
	}
}

/* Each byte may be any other; most are in streams, whose ends tell. */
static void
test_flipped(struct fixture *f, gconstpointer data)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(20261124);
	g_autofree char *bytes = g_memdup2(f->bytes, f->len);

	for (int tried = 0; tried < 400; tried++) {
		size_t at = (size_t)g_rand_int_range(rand, 0, (gint32)f->len);
		char was = bytes[at];

		bytes[at] ^= (char)g_rand_int_range(rand, 1, 256);
		proof(f, bytes, f->len, tried % 2 ? &f->wants : NULL, NULL);
		bytes[at] = was;
	}
	g_assert_true(proof(f, bytes, f->len, &f->wants, NULL));
}

static void
test_no_pdf(struct fixture *f, gconstpointer data)
{
	g_assert_false(proof(f, "", 0, NULL, NULL));
	assert_code(f, "proof.damaged");
	g_assert_false(proof(f, "%PDF-1.7\n", 9, NULL, NULL));
	assert_code(f, "proof.damaged");
}

/* ---- content by itself ------------------------------------------------ */

static void
test_scan(void)
{
	static const char text[] = "% no\n/F#30 -1.5 .25 Tf[(a\\)\\101(b))<4 1 2>]TJ BI /W 1 ID\n\1EIx EI true Q";
	struct scan s;

	scan_init(&s, (const uint8_t *)text, sizeof text - 1);
	g_assert_true(scan_next(&s));
	g_assert_cmpstr(s.op, ==, "Tf");
	g_assert_cmpuint(s.n, ==, 3);
	g_assert_cmpmem(s.room, scan_operand(&s, 0)->len, "F0", 2);
	g_assert_cmpfloat(scan_operand(&s, 1)->number, ==, -1.5);
	g_assert_cmpfloat(scan_operand(&s, 2)->number, ==, 0.25);
	g_assert_true(scan_next(&s));
	g_assert_cmpstr(s.op, ==, "TJ");
	g_assert_cmpmem(s.room + scan_operand(&s, 1)->at, scan_operand(&s, 1)->len, "a)A(b)", 6);
	g_assert_cmpmem(s.room + scan_operand(&s, 2)->at, scan_operand(&s, 2)->len, "A ", 2);
	g_assert_true(scan_next(&s));
	g_assert_true(scan_next(&s));
	g_assert_cmpstr(s.op, ==, "ID");
	scan_skip_image(&s);
	g_assert_true(scan_next(&s));
	g_assert_cmpstr(s.op, ==, "Q");
	g_assert_false(scan_next(&s));
	g_assert_false(s.broken);
	scan_finish(&s);
}

/* A generation is a number of 16 bits; what is none makes no reference. */
static void
test_references(void)
{
	static const char text[] = "5 0 R 6 70000 R";
	struct scan s;

	scan_init(&s, (const uint8_t *)text, sizeof text - 1);
	s.references = true;
	g_assert_true(scan_next(&s));
	g_assert_cmpstr(s.op, ==, "R");
	g_assert_cmpuint(s.n, ==, 3);
	g_assert_cmpint(scan_operand(&s, 0)->kind, ==, OPERAND_REFERENCE);
	g_assert_cmpfloat(scan_operand(&s, 0)->number, ==, 5);
	g_assert_cmpint(scan_operand(&s, 1)->kind, ==, OPERAND_NUMBER);
	scan_finish(&s);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/proof/scan", test_scan);
	g_test_add_func("/proof/references", test_references);
	g_test_add("/proof/good", struct fixture, NULL, set_up, test_good, tear_down);
	for (size_t i = 0; i < G_N_ELEMENTS(damages); i++) {
		g_autofree char *name = g_strdup_printf("/proof/damage/%s", damages[i].name);

		g_test_add(name, struct fixture, &damages[i], set_up, test_damage, tear_down);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(undamaged); i++)
		g_test_add(undamaged[i].name, struct fixture, &undamaged[i], set_up, test_undamaged,
		    tear_down);
	g_test_add("/proof/packed", struct fixture, NULL, set_up, test_packed, tear_down);
	g_test_add("/proof/place", struct fixture, NULL, set_up, test_place, tear_down);
	g_test_add("/proof/story", struct fixture, NULL, set_up, test_story_differs, tear_down);
	g_test_add("/proof/unpack", struct fixture, NULL, set_up, test_unpack, tear_down);
	g_test_add("/proof/apart", struct fixture, NULL, set_up, test_apart, tear_down);
	g_test_add("/proof/truncated", struct fixture, NULL, set_up, test_truncated, tear_down);
	g_test_add("/proof/flipped", struct fixture, NULL, set_up, test_flipped, tear_down);
	g_test_add("/proof/no-pdf", struct fixture, NULL, set_up, test_no_pdf, tear_down);
	return g_test_run();
}
