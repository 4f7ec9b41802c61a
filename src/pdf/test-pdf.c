/*
 * pdf: what stands in the finished file, read back with qpdf and, where they
 * are installed, with pdftotext and mutool.
 *
 * Sheets are made by hand: letters of Amiri in their isolated form, which
 * readers cannot tell from joined ones.
 */
#include "pdf/graphics.h"
#include "pdf/ink.h"
#include "pdf/pdf-int.h"
#include "pdf/text-int.h"

#include <glib/gstdio.h>
#include <qpdf/qpdf-c.h>
#include <stdio.h>
#include <string.h>

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include <jpeglib.h>
#include <lcms2.h>
#include <png.h>

#define PT 1024

/* ---- sheets made by hand ---------------------------------------------- */

struct fixture {
	struct arena *a;
	struct diags *dg;
	char *folder, *file;
	struct fonts *fonts;
	const struct font *amiri;
	FT_Library freetype;
	FT_Face face;
	GArray *marks;
	struct sheet sheet;
	struct sheets sheets;
	struct pdf_about about;
};

static const struct colour black = { .name = "black", .k = 1000 };
static const struct colour blue = { .name = "blue", .c = 1000, .m = 500 };

/* What the marks belong to; the first, when nothing is said. */
enum { OF_DOCUMENT, OF_ARTIFACT, OF_ARTICLE, OF_HEADLINE, OF_PARAGRAPH, OF_ENTRY, OF_FIGURE };
static struct tag tags[] = {
	[OF_DOCUMENT] = { TAG_DOCUMENT, .parent = -1 },
	[OF_ARTIFACT] = { TAG_ARTIFACT, .parent = 0 },
	[OF_ARTICLE] = { TAG_ARTICLE, .parent = 0, .id = "water-1", .title = "مياه" },
	[OF_HEADLINE] = { TAG_H1, .parent = OF_ARTICLE },
	[OF_PARAGRAPH] = { TAG_P, .parent = OF_ARTICLE },
	[OF_ENTRY] = { TAG_ENTRY, .parent = OF_ARTICLE },
	[OF_FIGURE] = { TAG_FIGURE, .parent = OF_ARTICLE, .alt = "جسر" },
};

static void
set_up(struct fixture *f, gconstpointer data)
{
	f->a = arena_create();
	f->dg = diags_create();
	f->folder = g_dir_make_tmp("nashra-XXXXXX", NULL);
	f->file = g_build_filename(f->folder, "x.pdf", NULL);
	g_autofree char *fonts = g_build_filename(g_getenv("NASHRA_ROOT"), "fonts", NULL);
	g_autofree char *path = g_build_filename(fonts, "Amiri-Regular.ttf", NULL);

	f->fonts = fonts_create(f->dg, fonts, NULL);
	f->amiri = font_find(f->fonts, f->dg, "Amiri", 400, (struct place){ 0 });
	FT_Init_FreeType(&f->freetype);
	g_assert_cmpint(
	    FT_New_Face(f->freetype, path, 0, &f->face), ==, 0);
	f->marks = g_array_new(FALSE, TRUE, sizeof(struct mark));
	f->sheet = (struct sheet){ .width = 300 * PT,
		.height = 400 * PT,
		.trim = { 10 * PT, 10 * PT, 280 * PT, 380 * PT },
		.label = "١" };
	f->sheets.tags = tags;
	f->sheets.n_tags = G_N_ELEMENTS(tags);
	f->about = (struct pdf_about){ .title = "عنوان البيان",
		.author = "Ministry",
		.subject = "أخبار",
		.language = "ar",
		.rtl = true,
		.date = 1715508000 };
}

static void
tear_down(struct fixture *f, gconstpointer data)
{
	FT_Done_Face(f->face);
	FT_Done_FreeType(f->freetype);
	g_remove(f->file);
	g_rmdir(f->folder);
	g_free(f->folder);
	g_free(f->file);
	g_array_unref(f->marks);
	fonts_destroy(f->fonts);
	arena_destroy(f->a);
	diags_destroy(f->dg);
}

/* A letter's glyph, and its advance at 12 pt. */
static uint32_t
glyph_of(struct fixture *f, const char *p, dim *ret_advance)
{
	uint32_t id = FT_Get_Char_Index(f->face, g_utf8_get_char(p));

	g_assert_cmpuint(id, !=, 0);
	g_assert_cmpint(FT_Load_Glyph(f->face, id, FT_LOAD_NO_SCALE), ==, 0);
	*ret_advance = dim_scale(
	    (dim)f->face->glyph->advance.x, 12 * PT, f->face->units_per_EM);
	return id;
}

/*
 * A line of text that begins, in its direction, at x and y.  Its box is
 * taken to be 10 pt a letter.
 */
static struct mark *
add_line(struct fixture *f, const char *text, bool rtl, int x, int y)
{
	uint32_t n = (uint32_t)g_utf8_strlen(text, -1);
	struct mark_glyph *glyphs = arena_array(f->a, struct mark_glyph, n);
	struct mark_cluster *clusters =
	    arena_array(f->a, struct mark_cluster, n);
	const char *p = text;
	dim at = x * PT, advance;

	for (uint32_t i = 0; i < n; i++, p = text_next(p)) {
		uint32_t id = glyph_of(f, p, &advance);

		at -= rtl ? advance : 0;
		glyphs[i] = (struct mark_glyph){ .id = id, .x = at, .y = y * PT };
		clusters[i] = (struct mark_cluster){ .bytes = (uint16_t)(text_next(p) - p),
			.glyphs = 1, .advance = (int32_t)f->face->glyph->advance.x, .x = at };
		at += rtl ? 0 : advance;
	}
	dim width = (dim)n * 10 * PT;
	struct mark m = { .kind = MARK_TEXT,
		.box = { x * PT - (rtl ? width : 0), (y - 8) * PT, width,
		    12 * PT },
		.colour = &black,
		.font = f->amiri,
		.size = 12 * PT,
		.rtl = rtl,
		.text = text,
		.len = (uint32_t)strlen(text),
		.glyphs = glyphs,
		.clusters = clusters,
		.n_glyphs = n,
		.n_clusters = n };
	g_array_append_val(f->marks, m);
	return &g_array_index(f->marks, struct mark, f->marks->len - 1);
}

static void
add_picture(struct fixture *f, const struct image *im, struct crop crop)
{
	struct mark m = { .kind = MARK_IMAGE,
		.box = { 50 * PT, 200 * PT, 100 * PT, 50 * PT },
		.image = im,
		.crop = crop };

	g_array_append_val(f->marks, m);
}

/* `n` sheets, all alike. */
static void
gather(struct fixture *f, size_t n)
{
	f->sheet.marks = (struct mark *)(void *)f->marks->data;
	f->sheet.n = f->marks->len;
	f->sheets.v = arena_array(f->a, struct sheet, n);
	f->sheets.n = n;
	for (size_t i = 0; i < n; i++)
		f->sheets.v[i] = f->sheet;
}

static void
write_pages(struct fixture *f, size_t n)
{
	struct out *o = out_begin(f->file);

	gather(f, n);
	bool good = pdf_write(&f->sheets, &f->about, o, f->dg);
	for (size_t i = 0; i < diags_n(f->dg); i++)
		g_test_message("%s", diags_get(f->dg, i)->text);
	g_assert_true(good);
	g_assert_true(out_commit(o, f->dg));
}

/* False, after one error with this code; nothing is left behind. */
static void
assert_refused(struct fixture *f, const char *code)
{
	struct out *o = out_begin(f->file);

	gather(f, 1);
	g_assert_false(pdf_write(&f->sheets, &f->about, o, f->dg));
	out_abandon(o);
	g_assert_cmpuint(diags_n(f->dg), ==, 1);
	g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, code);
	g_assert_false(g_file_test(f->file, G_FILE_TEST_EXISTS));
}

/* ---- reading back ----------------------------------------------------- */

static qpdf_data
read_back(struct fixture *f)
{
	qpdf_data q = qpdf_init();

	qpdf_silence_errors(q);
	g_assert_cmpint(qpdf_read(q, f->file, NULL), ==, QPDF_SUCCESS);
	g_assert_cmpint(qpdf_check_pdf(q), ==, QPDF_SUCCESS);
	return q;
}

static qpdf_oh
at(qpdf_data q, qpdf_oh from, const char *key)
{
	return qpdf_oh_get_key(q, from, key);
}

/* The objects of a page that hold its pictures, the first of them. */
static qpdf_oh
first_picture(qpdf_data q)
{
	qpdf_oh all =
	    at(q, at(q, qpdf_get_page_n(q, 0), "/Resources"), "/XObject");

	qpdf_oh_begin_dict_key_iter(q, all);
	g_assert_true(qpdf_oh_dict_more_keys(q));
	return qpdf_oh_get_dict(q, at(q, all, qpdf_oh_dict_next_key(q)));
}

static int
number(qpdf_data q, qpdf_oh dict, const char *key)
{
	return (int)qpdf_oh_get_numeric_value(q, at(q, dict, key));
}

static void
assert_corners(qpdf_data q, qpdf_oh box, int x0, int y0, int x1, int y1)
{
	int expected[4] = { x0, y0, x1, y1 };

	for (int i = 0; i < 4; i++)
		g_assert_cmpfloat(qpdf_oh_get_numeric_value(
				      q, qpdf_oh_get_array_item(q, box, i)),
		    ==, expected[i]);
}

/* ---- the document ----------------------------------------------------- */

/* Language, direction, title and dates are what was said, and no clock's. */
static void
test_says_what_it_is(struct fixture *f, gconstpointer data)
{
	add_line(f, "خبر", true, 250, 100);
	write_pages(f, 1);
	qpdf_data q = read_back(f);
	qpdf_oh root = qpdf_get_root(q);
	qpdf_oh info = at(q, qpdf_get_trailer(q), "/Info");
	qpdf_oh view = at(q, root, "/ViewerPreferences");

	g_assert_cmpstr(
	    qpdf_oh_get_string_value(q, at(q, root, "/Lang")), ==, "ar");
	g_assert_cmpstr(
	    qpdf_oh_get_name(q, at(q, view, "/Direction")), ==, "/R2L");
	g_assert_true(
	    qpdf_oh_get_bool_value(q, at(q, view, "/DisplayDocTitle")));
	g_assert_cmpstr(qpdf_oh_get_utf8_value(q, at(q, info, "/Title")), ==,
	    "عنوان البيان");
	g_assert_cmpstr(
	    qpdf_oh_get_utf8_value(q, at(q, info, "/Author")), ==, "Ministry");
	g_assert_cmpstr(
	    qpdf_oh_get_string_value(q, at(q, info, "/CreationDate")), ==,
	    "D:20240512100000Z");
	g_assert_cmpstr(qpdf_oh_get_string_value(q, at(q, info, "/ModDate")),
	    ==, "D:20240512100000Z");
	g_assert_true(g_str_has_prefix(
	    qpdf_oh_get_utf8_value(q, at(q, info, "/Producer")), "nashra "));
	qpdf_cleanup(&q);
}

/* Without a date there is none; without a title none is shown. */
static void
test_says_no_more(struct fixture *f, gconstpointer data)
{
	f->about = (struct pdf_about){ .language = "en", .date = -1 };
	add_line(f, "news", false, 50, 100);
	write_pages(f, 1);
	qpdf_data q = read_back(f);
	qpdf_oh info = at(q, qpdf_get_trailer(q), "/Info");
	qpdf_oh view = at(q, qpdf_get_root(q), "/ViewerPreferences");

	g_assert_false(qpdf_oh_has_key(q, info, "/CreationDate"));
	g_assert_false(qpdf_oh_has_key(q, info, "/ModDate"));
	g_assert_false(qpdf_oh_has_key(q, info, "/Title"));
	g_assert_false(qpdf_oh_has_key(q, view, "/DisplayDocTitle"));
	g_assert_false(qpdf_oh_has_key(q, view, "/Direction"));
	qpdf_cleanup(&q);
}

/* The page is trimmed 10 pt inside the sheet, and named by its folio. */
static void
test_boxes_and_labels(struct fixture *f, gconstpointer data)
{
	add_line(f, "خبر", true, 250, 100);
	write_pages(f, 2);
	qpdf_data q = read_back(f);
	qpdf_oh page = qpdf_get_page_n(q, 1);
	qpdf_oh labels = at(q, at(q, qpdf_get_root(q), "/PageLabels"), "/Nums");

	g_assert_cmpint(qpdf_get_num_pages(q), ==, 2);
	assert_corners(q, at(q, page, "/MediaBox"), 0, 0, 300, 400);
	assert_corners(q, at(q, page, "/BleedBox"), 0, 0, 300, 400);
	assert_corners(q, at(q, page, "/TrimBox"), 10, 10, 290, 390);
	g_assert_cmpint(qpdf_oh_get_array_n_items(q, labels), ==, 4);
	g_assert_cmpstr(qpdf_oh_get_utf8_value(q,
			    at(q, qpdf_oh_get_array_item(q, labels, 1), "/P")),
	    ==, "١");
	qpdf_cleanup(&q);
}

/* A web address and a mail address can be followed, a script cannot. */
static void
test_links(struct fixture *f, gconstpointer data)
{
	add_line(f, "site", false, 50, 100)->url = "https://example.org/خبر";
	add_line(f, "mail", false, 50, 120)->url = "MAILTO:press@example.org";
	add_line(f, "script", false, 50, 140)->url = "javascript:alert(1)";
	add_line(f, "file", false, 50, 160)->url = "file:///etc/passwd";
	write_pages(f, 1);
	qpdf_data q = read_back(f);
	qpdf_oh links = at(q, qpdf_get_page_n(q, 0), "/Annots");
	qpdf_oh first = qpdf_oh_get_array_item(q, links, 0);

	g_assert_cmpint(qpdf_oh_get_array_n_items(q, links), ==, 2);
	g_assert_cmpstr(
	    qpdf_oh_get_string_value(q, at(q, at(q, first, "/A"), "/URI")), ==,
	    "https://example.org/%D8%AE%D8%A8%D8%B1");
	assert_corners(q, at(q, first, "/Rect"), 50, 296, 90, 308);
	qpdf_cleanup(&q);
}

/* ---- elements --------------------------------------------------------- */

/* The `i`th child of an element. */
static qpdf_oh
child(qpdf_data q, qpdf_oh element, int i)
{
	return qpdf_oh_get_array_item(q, at(q, element, "/K"), i);
}

static void
assert_is(qpdf_data q, qpdf_oh element, const char *kind)
{
	g_assert_cmpstr(qpdf_oh_get_name(q, at(q, element, "/S")), ==, kind);
}

/* The tree's value for `key`. */
static qpdf_oh
parent_of(qpdf_data q, int key)
{
	qpdf_oh tree = at(q, at(q, qpdf_get_root(q), "/StructTreeRoot"), "/ParentTree");
	qpdf_oh all = at(q, tree, "/Nums");

	for (int i = 0; i < qpdf_oh_get_array_n_items(q, all); i += 2)
		if (qpdf_oh_get_int_value_as_int(q, qpdf_oh_get_array_item(q, all, i)) == key)
			return qpdf_oh_get_array_item(q, all, i + 1);
	g_assert_not_reached();
}

/* Document, article, and in it what was said, whatever else is on the sheet. */
static void
test_tree(struct fixture *f, gconstpointer data)
{
	add_line(f, "نص", true, 250, 100)->tag = OF_HEADLINE;
	add_line(f, "صفحة", true, 250, 380)->tag = OF_ARTIFACT;
	add_line(f, "ماء", true, 250, 120)->tag = OF_ENTRY;
	write_pages(f, 1);
	qpdf_data q = read_back(f);
	qpdf_oh document = child(q, at(q, qpdf_get_root(q), "/StructTreeRoot"), 0);
	qpdf_oh article = child(q, document, 0);

	assert_is(q, document, "/Document");
	g_assert_cmpstr(qpdf_oh_get_name(q, at(q, at(q, document, "/A"), "/WritingMode")), ==, "/RlTb");
	assert_is(q, article, "/Art");
	g_assert_cmpstr(qpdf_oh_get_utf8_value(q, at(q, article, "/T")), ==, "مياه");
	assert_is(q, child(q, article, 0), "/H1");
	assert_is(q, child(q, article, 2), "/LI");
	assert_is(q, child(q, child(q, article, 2), 0), "/LBody");
	/* MCID 0 is the headline, 1 the entry's body: the folio has none. */
	qpdf_oh owners = parent_of(q, 0);
	g_assert_cmpint(qpdf_oh_get_array_n_items(q, owners), ==, 2);
	assert_is(q, qpdf_oh_get_array_item(q, owners, 0), "/H1");
	assert_is(q, qpdf_oh_get_array_item(q, owners, 1), "/LBody");
	g_assert_cmpint(qpdf_oh_get_int_value_as_int(q, child(q, child(q, child(q, article, 2), 0), 0)), ==, 1);
	g_assert_cmpstr(qpdf_oh_get_name(q, at(q, qpdf_get_page_n(q, 0), "/Tabs")), ==, "/S");
	qpdf_cleanup(&q);
}

/* A paragraph over two pages is one element of two pieces. */
static void
test_over_pages(struct fixture *f, gconstpointer data)
{
	add_line(f, "نص", true, 250, 100)->tag = OF_PARAGRAPH;
	write_pages(f, 2);
	qpdf_data q = read_back(f);
	qpdf_oh p = qpdf_oh_get_array_item(q, parent_of(q, 1), 0);
	qpdf_oh other = child(q, p, 1);

	assert_is(q, p, "/P");
	g_assert_cmpint(qpdf_oh_get_object_id(q, at(q, p, "/Pg")), ==,
	    qpdf_oh_get_object_id(q, qpdf_get_page_n(q, 0)));
	g_assert_cmpint(qpdf_oh_get_int_value_as_int(q, child(q, p, 0)), ==, 0);
	g_assert_cmpint(qpdf_oh_get_object_id(q, at(q, other, "/Pg")), ==,
	    qpdf_oh_get_object_id(q, qpdf_get_page_n(q, 1)));
	g_assert_cmpint(number(q, other, "/MCID"), ==, 0);
	qpdf_cleanup(&q);
}

/* Two marks of one address are one link with two places to click. */
static void
test_link_element(struct fixture *f, gconstpointer data)
{
	static const char address[] = "https://example.org/";

	for (int y = 100; y <= 120; y += 20) {
		struct mark *m = add_line(f, "site", false, 50, y);

		m->url = address;
		m->tag = OF_PARAGRAPH;
	}
	write_pages(f, 1);
	qpdf_data q = read_back(f);
	qpdf_oh p = at(q, parent_of(q, 1), "/P");
	qpdf_oh links = at(q, qpdf_get_page_n(q, 0), "/Annots");

	assert_is(q, p, "/P");
	g_assert_cmpint(qpdf_oh_get_array_n_items(q, at(q, p, "/K")), ==, 1);
	assert_is(q, child(q, p, 0), "/Link");
	for (int i = 0; i < 2; i++) {
		qpdf_oh link = qpdf_oh_get_array_item(q, links, i);

		g_assert_cmpint(number(q, link, "/StructParent"), ==, 1 + i);
		g_assert_cmpint(qpdf_oh_get_object_id(q, parent_of(q, 1 + i)), ==,
		    qpdf_oh_get_object_id(q, child(q, p, 0)));
	}
	qpdf_cleanup(&q);
}

/* Each article can be jumped to, by its headline and by its id. */
static void
test_outline(struct fixture *f, gconstpointer data)
{
	add_line(f, "نص", true, 250, 100)->tag = OF_HEADLINE;
	write_pages(f, 1);
	qpdf_data q = read_back(f);
	qpdf_oh root = qpdf_get_root(q);
	qpdf_oh first = at(q, at(q, root, "/Outlines"), "/First");
	qpdf_oh names = at(q, at(q, at(q, root, "/Names"), "/Dests"), "/Names");

	g_assert_cmpstr(qpdf_oh_get_utf8_value(q, at(q, first, "/Title")), ==, "مياه");
	g_assert_cmpint(qpdf_oh_get_object_id(q, qpdf_oh_get_array_item(q, at(q, first, "/Dest"), 0)), ==,
	    qpdf_oh_get_object_id(q, qpdf_get_page_n(q, 0)));
	g_assert_cmpstr(qpdf_oh_get_string_value(q, qpdf_oh_get_array_item(q, names, 0)), ==, "water-1");
	qpdf_cleanup(&q);
}

/* An article of a section has its bookmark under the section's, and the next does not. */
static void
test_outline_of_sections(struct fixture *f, gconstpointer data)
{
	static struct tag issue[] = { { TAG_DOCUMENT, .parent = -1 }, { TAG_ARTIFACT, .parent = 0 },
		{ TAG_SECTION, .parent = 0, .id = "section:1", .title = "أخبار" },
		{ TAG_H1, .parent = 2 }, { TAG_ARTICLE, .parent = 2, .id = "a", .title = "مياه" },
		{ TAG_H2, .parent = 4 }, { TAG_ARTICLE, .parent = 0, .title = "للتواصل" },
		{ TAG_H1, .parent = 6 } };

	f->sheets.tags = issue;
	f->sheets.n_tags = G_N_ELEMENTS(issue);
	add_line(f, "نص", true, 250, 100)->tag = 3;
	add_line(f, "نص", true, 250, 120)->tag = 5;
	add_line(f, "نص", true, 250, 140)->tag = 7;
	write_pages(f, 1);
	qpdf_data q = read_back(f);
	qpdf_oh outline = at(q, qpdf_get_root(q), "/Outlines");
	qpdf_oh section = at(q, outline, "/First"), last = at(q, outline, "/Last");

	g_assert_cmpint(number(q, outline, "/Count"), ==, 3);
	g_assert_cmpstr(qpdf_oh_get_utf8_value(q, at(q, section, "/Title")), ==, "أخبار");
	g_assert_cmpint(number(q, section, "/Count"), ==, 1);
	g_assert_cmpstr(qpdf_oh_get_utf8_value(q, at(q, at(q, section, "/First"), "/Title")), ==, "مياه");
	g_assert_cmpstr(qpdf_oh_get_utf8_value(q, at(q, last, "/Title")), ==, "للتواصل");
	g_assert_cmpint(qpdf_oh_get_object_id(q, at(q, section, "/Next")), ==,
	    qpdf_oh_get_object_id(q, last));
	qpdf_cleanup(&q);
}

/* A link of the contents leads to the place called as its item is. */
static void
test_link_inside(struct fixture *f, gconstpointer data)
{
	struct mark *m = add_line(f, "نص", true, 250, 100);

	m->url = "#water-1";
	m->tag = OF_PARAGRAPH;
	write_pages(f, 1);
	qpdf_data q = read_back(f);
	qpdf_oh link = qpdf_oh_get_array_item(q, at(q, qpdf_get_page_n(q, 0), "/Annots"), 0);

	g_assert_true(qpdf_oh_is_name_and_equals(q, at(q, at(q, link, "/A"), "/S"), "/GoTo"));
	g_assert_cmpstr(qpdf_oh_get_string_value(q, at(q, at(q, link, "/A"), "/D")), ==, "water-1");
	g_assert_cmpstr(qpdf_oh_get_utf8_value(q, at(q, link, "/Contents")), ==, "نص");
	qpdf_cleanup(&q);
}

/* The same sheets give the same bytes, whatever happened in between. */
static void
test_same_bytes(struct fixture *f, gconstpointer data)
{
	g_autofree char *one = NULL, *two = NULL;
	size_t len_one, len_two;

	add_line(f, "خبر اليوم", true, 250, 100);
	write_pages(f, 2);
	g_file_get_contents(f->file, &one, &len_one, NULL);
	g_usleep(1100000); /* a date of the clock would be another: PDF has whole seconds */
	write_pages(f, 1);
	write_pages(f, 2);
	g_file_get_contents(f->file, &two, &len_two, NULL);
	g_assert_cmpmem(one, len_one, two, len_two);
}

/* A disk that is full is told by the file, not by the painter. */
static void
test_full_disk(struct fixture *f, gconstpointer data)
{
	g_autofree char *nowhere =
	    g_build_filename(f->folder, "none", "x.pdf", NULL);
	struct out *o = out_begin(nowhere);

	add_line(f, "خبر", true, 250, 100);
	gather(f, 1);
	g_assert_true(pdf_write(&f->sheets, &f->about, o, f->dg));
	g_assert_cmpuint(diags_n(f->dg), ==, 0);
	g_assert_false(out_commit(o, f->dg));
	g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, "out.open");
}

/* ---- characters ------------------------------------------------------- */

static unsigned
add_cid(struct typeface *t, const struct cid_glyph *g, uint32_t n, int32_t advance,
    const char *text)
{
	struct cid c = { .glyphs = g, .n = n, .advance = advance, .text = text };

	return typeface_cid(t, &c);
}

static FT_BBox
box_of(FT_Face face, unsigned gid, int *ret_advance)
{
	FT_BBox box;

	g_assert_cmpint(FT_Load_Glyph(face, gid, FT_LOAD_NO_SCALE), ==, 0);
	FT_Outline_Get_CBox(&face->glyph->outline, &box);
	*ret_advance = (int)face->glyph->advance.x;
	return box;
}

/* Two glyphs as one: it advances and reaches as they do together. */
static void
test_composite(struct fixture *f, gconstpointer data)
{
	struct typefaces *all = typefaces_create();
	struct typeface *t = typefaces_get(all, f->amiri);
	dim none;
	uint32_t beh = glyph_of(f, "ب", &none), alef = glyph_of(f, "ا", &none);
	const struct cid_glyph two[] = { { alef, 0, 0 }, { beh, 300, 50 } };
	const struct cid_glyph one[] = { { beh, 0, 0 } };
	int wide, advance;
	FT_BBox b = box_of(f->face, beh, &wide), a = box_of(f->face, alef, &advance);
	unsigned both = add_cid(t, two, 2, 1234, "x"), plain = add_cid(t, one, 1, wide, "ب");
	unsigned twin = add_cid(t, one, 1, wide, "ٮ");
	unsigned kerned = add_cid(t, one, 1, wide - 20, "ب"), blank = add_cid(t, NULL, 0, 10, "\u200F");
	FT_Face face;

	g_assert_cmpuint(add_cid(t, two, 2, 1234, "x"), ==, both);
	g_assert_cmpuint(t->cids->len, ==, 6);
	g_autoptr(GByteArray) file = fontfile_make(t);
	g_assert_nonnull(file);
	g_assert_cmpint(FT_New_Memory_Face(f->freetype, file->data, file->len, 0, &face), ==, 0);
	FT_BBox got = box_of(face, both, &advance);
	g_assert_cmpint(advance, ==, 1234);
	g_assert_cmpint(got.xMin, ==, MIN(a.xMin, b.xMin + 300));
	g_assert_cmpint(got.xMax, ==, MAX(a.xMax, b.xMax + 300));
	g_assert_cmpint(got.yMax, ==, MAX(a.yMax, b.yMax + 50));
	got = box_of(face, plain, &advance);
	g_assert_cmpint(advance, ==, wide);
	g_assert_cmpint(got.xMin, ==, b.xMin);
	got = box_of(face, twin, &advance);
	g_assert_cmpint(advance, ==, wide);
	g_assert_cmpint(got.xMin, ==, b.xMin);
	got = box_of(face, kerned, &advance);
	g_assert_cmpint(advance, ==, wide - 20);
	g_assert_cmpint(got.xMin, ==, b.xMin);
	box_of(face, blank, &advance);
	g_assert_cmpint(advance, ==, 10);
	FT_Done_Face(face);
	typefaces_destroy(all);
}

/* Two bytes number the characters of a font: what is more goes into another one of the same face. */
static void
test_many_characters(struct fixture *f, gconstpointer data)
{
	struct typefaces *all = typefaces_create();
	const struct cid_glyph one = { .id = FT_Get_Char_Index(f->face, 'n') };

	for (int32_t i = 0; i < 70000; i++) {
		struct cid c = { .glyphs = &one, .n = 1, .advance = i, .text = "n" };

		g_assert_cmpuint(typeface_cid(typefaces_get(all, f->amiri), &c), <=, 65535);
	}
	g_assert_cmpuint(all->v->len, >, 1);
	for (guint i = 0; i < all->v->len; i++) {
		g_autoptr(GByteArray) file = fontfile_make(g_ptr_array_index(all->v, i));

		g_assert_nonnull(file);
	}
	typefaces_destroy(all);
}

/* Each glyph of the face, as the font has it. */
static struct typeface *
take_all_glyphs(struct fixture *f, struct typefaces *all)
{
	struct typeface *t = typefaces_get(all, f->amiri);

	for (uint32_t gid = 1; gid < (uint32_t)f->face->num_glyphs; gid++) {
		const struct cid_glyph one = { .id = gid };
		g_autofree char *text = g_strdup_printf("%u", gid);

		g_assert_cmpint(FT_Load_Glyph(f->face, gid, FT_LOAD_NO_SCALE), ==, 0);
		add_cid(t, &one, 1, (int32_t)f->face->glyph->advance.x, text);
	}
	return t;
}

/* All glyphs of a face look as they did, with those that the font puts together of others, and advance so. */
static void
test_outlines(struct fixture *f, gconstpointer data)
{
	struct typefaces *all = typefaces_create();
	struct typeface *t = take_all_glyphs(f, all);
	unsigned composites = 0;
	FT_Face face;

	g_autoptr(GByteArray) file = fontfile_make(t);
	g_assert_cmpint(FT_New_Memory_Face(f->freetype, file->data, file->len, 0, &face), ==, 0);
	for (guint i = 1; i < t->cids->len; i++) {
		const struct cid *c = g_ptr_array_index(t->cids, i);

		g_assert_cmpint(FT_Load_Glyph(face, i, FT_LOAD_NO_SCALE), ==, 0);
		g_assert_cmpint(FT_Load_Glyph(f->face, c->glyphs[0].id, FT_LOAD_NO_SCALE), ==, 0);
		const FT_Outline *got = &face->glyph->outline, *want = &f->face->glyph->outline;
		g_assert_cmpmem(got->points, (size_t)got->n_points * sizeof *got->points, want->points,
		    (size_t)want->n_points * sizeof *want->points);
		g_assert_cmpint(got->n_contours, ==, want->n_contours);
		g_assert_cmpint(face->glyph->advance.x, ==, f->face->glyph->advance.x);
		FT_Load_Glyph(f->face, c->glyphs[0].id, FT_LOAD_NO_SCALE | FT_LOAD_NO_RECURSE);
		composites += f->face->glyph->format == FT_GLYPH_FORMAT_COMPOSITE;
	}
	g_assert_cmpuint(composites, >, 50);
	FT_Done_Face(face);
	typefaces_destroy(all);
}

/* A font of a layout may hold anything: a file comes of it or none, and nothing is read that is not its own. */
static void
test_damaged_font(struct fixture *f, gconstpointer data)
{
	struct typefaces *all = typefaces_create();
	struct typeface *t = take_all_glyphs(f, all);
	size_t len;
	const uint8_t *bytes = font_bytes(f->amiri, &len);
	uint32_t seed = 1;

	for (int round = 0; round < 40; round++) {
		/* Cut somewhere in some rounds, and a byte in a hundred is another. */
		size_t n = round % 4 == 3 ? len * (size_t)round / 40 : len;
		g_autofree uint8_t *other = g_malloc(n);

		memcpy(other, bytes, n);
		for (size_t i = 300; i < n; i++)
			if ((seed = seed * 1664525u + 1013904223u) >> 24 < 2)
				other[i] = (uint8_t)(seed >> 8);
		hb_blob_t *blob = hb_blob_create((const char *)other, (unsigned)n, HB_MEMORY_MODE_READONLY, NULL, NULL);
		hb_face_t *face = hb_face_create(blob, 0);
		GByteArray *file = fontfile_of(t, face);

		if (file)
			g_byte_array_unref(file);
		hb_face_destroy(face);
		hb_blob_destroy(blob);
	}
	typefaces_destroy(all);
}

/*
 * The places of letters of the same width, in hundredths, are now a hundredth
 * more apart and now one less; the steps to them are the same twice as often.
 * None stands further from its place than a hundredth and a half.
 */
static void
test_steps(struct fixture *f, gconstpointer data)
{
	struct mark *m = add_line(f, "ققققققققققققققققققققققققققققققققققققققققق", true, 550, 100);
	struct typefaces *all = typefaces_create();
	struct stock stock = { .types = all, .inks = inks_create(PROFILE_SCREEN) };
	g_autoptr(GString) content = g_string_new(NULL);
	g_autoptr(GArray) marked = g_array_new(FALSE, FALSE, sizeof(struct marked));
	const struct mark_cluster *c = m->clusters;
	int64_t usual = hundredths(c[1].x - c[0].x), at = 0;
	uint32_t n = 0, unlike = 0, rounded = 0;

	gather(f, 1);
	content_add(content, &f->sheets, 0, &stock, marked);
	g_auto(GStrv) lines = g_strsplit(content->str, "\n", -1);
	for (char **l = lines; *l; l++) {
		if (!strstr(*l, ">Tj"))
			continue;
		double step = g_ascii_strtod(*l, NULL) * 100;
		int64_t whole = (int64_t)(step < 0 ? step - 0.5 : step + 0.5);

		at += whole;
		g_assert_cmpfloat(ABS((double)at - (double)c[n].x * 100 / PT), <=, 1.5);
		unlike += n > 0 && whole != usual;
		rounded += n > 0 && hundredths(c[n].x) - hundredths(c[n - 1].x) != usual;
		n++;
	}
	g_assert_cmpuint(n, ==, m->n_clusters);
	g_assert_cmpuint(rounded, >, 5);
	g_assert_cmpuint(2 * unlike, <=, rounded);
	inks_destroy(stock.inks);
	typefaces_destroy(all);
}

/* What the CIDs of the marks say, in their order, one a line. */
static char *
said(struct fixture *f)
{
	struct typefaces *all = typefaces_create();
	struct stock stock = { .types = all, .inks = inks_create(PROFILE_SCREEN) };
	g_autoptr(GString) content = g_string_new(NULL), to = g_string_new(NULL);

	gather(f, 1);
	g_autoptr(GArray) marked = g_array_new(FALSE, FALSE, sizeof(struct marked));
	content_add(content, &f->sheets, 0, &stock, marked);
	inks_destroy(stock.inks);
	const struct typeface *t = g_ptr_array_index(all->v, 0);
	for (const char *p = content->str; (p = strstr(p, ">Tj")) != NULL; p++) {
		const struct cid *c = g_ptr_array_index(t->cids, strtoul(p - 4, NULL, 16));

		g_string_append_printf(to, "%s%s", to->len ? "|" : "", c->text);
	}
	typefaces_destroy(all);
	return arena_strdup(f->a, to->str);
}

static void
test_said(struct fixture *f, gconstpointer data)
{
	add_line(f, "هل؟", true, 250, 100);
	g_assert_cmpstr(said(f), ==, "ه|ل|\u200F؟");
	g_array_set_size(f->marks, 0);
	add_line(f, "a 9%", false, 50, 100);
	add_line(f, "ن.", true, 250, 100);
	/* A blank where the direction turns, and behind a sign. */
	g_assert_cmpstr(said(f), ==, "a| |9|%|\u200E|\u200F|ن|\u200F.");
}

/* A lam-alef of one glyph is two letters side by side. */
static void
test_ligature(struct fixture *f, gconstpointer data)
{
	struct mark *m = add_line(f, "لا", true, 250, 100);
	static const struct mark_cluster one[] = { { .bytes = 4, .glyphs = 1, .advance = 600 } };

	m->clusters = one;
	m->n_clusters = 1;
	m->n_glyphs = 1;
	g_assert_cmpstr(said(f), ==, "ل|ا");
}

static struct letters
new_letters(void)
{
	return (struct letters) { g_array_new(FALSE, FALSE, sizeof(struct letter)),
		g_array_new(FALSE, TRUE, sizeof(struct cid_glyph)), specks_create() };
}

static struct letter *
nth_letter(const struct letters *l, guint i)
{
	return &g_array_index(l->v, struct letter, i);
}

static void
forget_letters(struct letters *l)
{
	specks_destroy(l->specks);
	g_array_unref(l->v);
	g_array_unref(l->glyphs);
}

/* «لا» of one glyph: two boxes of 300, ink in both. */
static void
test_ink_in_both(struct fixture *f, gconstpointer data)
{
	struct mark *m = add_line(f, "لا", true, 250, 100);
	static const struct mark_cluster one[] = { { .bytes = 4, .glyphs = 1, .advance = 600 } };
	struct letters l = new_letters();

	m->clusters = one;
	m->n_clusters = 1;
	m->n_glyphs = 1;
	letters_take(&l, m, 0, 0);
	g_assert_cmpuint(l.v->len, ==, 2);
	g_assert_cmpint(nth_letter(&l, 0)->left, ==, 300);
	g_assert_cmpint(nth_letter(&l, 1)->left, ==, 0);
	for (guint i = 0; i < 2; i++) {
		g_assert_cmpint(nth_letter(&l, i)->advance, ==, 300);
		g_assert_cmpuint(nth_letter(&l, i)->n, ==, 1);
	}
	forget_letters(&l);
}

/* A space has no ink, and no middle of it. */
static void
test_no_ink(struct fixture *f, gconstpointer data)
{
	struct speck s = { .x = 1 };

	g_assert_false(outline_find_ink(font_hb(f->amiri), FT_Get_Char_Index(f->face, ' '), -1000, 1000, &s));
	g_assert_cmpint(s.x, ==, 0);
	g_assert_cmpint(s.middle_x, ==, 0);
	g_assert_cmpint(s.middle_y, ==, 0);
}

/* A letter kerned to nothing takes 110 from the one after it; its ink stays. */
static void
test_narrow_letter(struct fixture *f, gconstpointer data)
{
	struct mark *m = add_line(f, "رك", true, 250, 100);
	struct mark_cluster *c = arena_memdup(f->a, m->clusters, 2 * sizeof *c);
	struct letters l = new_letters();

	c[0].advance = -1;
	m->clusters = c;
	letters_take(&l, m, 0, 0);
	g_assert_cmpint(nth_letter(&l, 0)->advance, ==, 110);
	g_assert_cmpint(nth_letter(&l, 0)->left, ==, -111);
	g_assert_cmpint(g_array_index(l.glyphs, struct cid_glyph, 0).dx, ==, m->glyphs[0].dx + 111);
	g_assert_cmpint(nth_letter(&l, 1)->advance, ==, c[1].advance - 111);
	forget_letters(&l);
}

/* Digits of Arabic that run rightwards are one character; those of Latin are not. */
static void
test_number(struct fixture *f, gconstpointer data)
{
	add_line(f, "٣.٥", false, 50, 100);
	g_assert_cmpstr(said(f), ==, "٣.٥");
	g_array_set_size(f->marks, 0);
	add_line(f, "3.5", false, 50, 100);
	g_assert_cmpstr(said(f), ==, "3|.|5");
	/* A glyph's parts stand within 32,767 units of its beginning: a longer number is several. */
	GString *digits = g_string_new(NULL);
	for (int i = 0; i < 100; i++)
		g_string_append(digits, "٣");
	g_array_set_size(f->marks, 0);
	add_line(f, digits->str, false, 50, 100);
	const char *parts = said(f), *bar = strchr(parts, '|');
	g_assert_nonnull(bar);
	g_assert_cmpuint(strlen(parts), ==, digits->len + 1);
	g_assert_null(strchr(bar + 1, '|'));
	g_string_free(digits, TRUE);
}

/* ---- text ------------------------------------------------------------- */

/* What a reader gets out of the file; NULL when it is not installed. */
static char *
extract(struct fixture *f, const char *command)
{
	g_auto(GStrv) words = g_strsplit(command, " ", -1);
	g_autofree char *program = g_find_program_in_path(words[0]);
	char *text = NULL;
	int status = 0;

	if (!program)
		return NULL;
	for (char **w = words; *w; w++)
		if (strcmp(*w, "FILE") == 0) {
			g_free(*w);
			*w = g_strdup(f->file);
		}
	g_assert_true(g_spawn_sync(NULL, words, NULL, G_SPAWN_SEARCH_PATH, NULL,
	    NULL, &text, NULL, &status, NULL));
	g_assert_cmpint(status, ==, 0);
	return text;
}

/* Two lines come out as they went in, a Latin name in its place. */
static void
test_text_comes_out(struct fixture *f, gconstpointer data)
{
	static const char *const readers[] = {
		"pdftotext -enc UTF-8 FILE -",
		"mutool draw -q -F txt FILE",
	};

	add_line(f, "خبر اليوم من", true, 280, 100);
	add_line(f, "Cairo", false, 100, 100);
	add_line(f, "غدا", true, 280, 120);
	write_pages(f, 1);
	for (size_t i = 0; i < G_N_ELEMENTS(readers); i++) {
		g_autofree char *text = extract(f, readers[i]);

		if (!text) {
			g_test_message("not installed: %s", readers[i]);
			continue;
		}
		g_assert_nonnull(strstr(text, "خبر"));
		g_assert_nonnull(strstr(text, "اليوم"));
		g_assert_nonnull(strstr(text, "Cairo"));
		g_assert_nonnull(strstr(text, "غدا"));
	}
}

/* A mark whose text has no glyphs, and one without text, do no harm. */
static void
test_empty_text(struct fixture *f, gconstpointer data)
{
	struct mark *m = add_line(f, "خبر", true, 250, 100);
	static const struct mark_cluster blank[] = { { .glyphs = 3, .advance = 1000 } };

	m->n_glyphs = m->n_clusters = 0;
	m = add_line(f, "abc", false, 50, 100);
	m->text = "";
	m->len = 0;
	m->clusters = blank;
	m->n_clusters = 1;
	write_pages(f, 1);
}

/* ---- rules and pictures ----------------------------------------------- */

static void
test_solids(struct fixture *f, gconstpointer data)
{
	struct mark rule = { .kind = MARK_RULE,
		.box = { 10 * PT, 20 * PT, 100 * PT, PT / 2 },
		.colour = &blue };

	g_array_append_val(f->marks, rule);
	write_pages(f, 1);
	qpdf_data q = read_back(f);
	unsigned char *bytes;
	size_t len;

	qpdf_oh_get_page_content_data(q, qpdf_get_page_n(q, 0), &bytes, &len);
	g_autofree char *text = g_strndup((const char *)bytes, len);
	free(bytes);
	/* All cyan takes the red, half magenta half of the green. */
	g_assert_nonnull(strstr(text, "0 .5 1 rg"));
	g_assert_nonnull(strstr(text, "10 379.5 100 .5 re\nf"));
	qpdf_cleanup(&q);
}

/* The content of the first page, uncompressed. */
static char *
content_of(struct fixture *f, qpdf_data q)
{
	unsigned char *bytes;
	size_t len;

	qpdf_oh_get_page_content_data(q, qpdf_get_page_n(q, 0), &bytes, &len);
	char *text = arena_strndup(f->a, (const char *)bytes, len);
	free(bytes);
	return text;
}

/*
 * On a press black is black alone and overprints, inks are as the layout
 * says, a spot ink is a plate of its own, light is converted and warned of.
 */
static void
test_inks(struct fixture *f, gconstpointer data)
{
	static const struct colour spot = { .name = "s", .kind = COLOUR_SPOT,
		.spot = "PANTONE 186 C", .m = 1000, .y = 750, .k = 40 };
	static const struct colour light = { .name = "l", .kind = COLOUR_RGB, .m = 1000, .y = 1000 };
	const struct colour *const used[] = { &black, &blue, &spot, &light, NULL };

	for (size_t i = 0; i < G_N_ELEMENTS(used); i++) {
		struct mark rule = { .kind = MARK_RULE, .colour = used[i],
			.box = { 10 * PT, (20 + (dim)i) * PT, 100 * PT, PT } };

		g_array_append_val(f->marks, rule);
	}
	f->about.profile = PROFILE_PRINT;
	write_pages(f, 1);
	qpdf_data q = read_back(f);
	const char *text = content_of(f, q);

	g_assert_nonnull(strstr(text, "/Over gs\n0 0 0 1 k\n"));
	g_assert_nonnull(strstr(text, "/Out gs\n1 .5 0 0 k\n"));
	g_assert_nonnull(strstr(text, "/S0 cs 1 scn\n"));
	g_assert_nonnull(strstr(text, "/Over gs\n0 0 0 1 k\n10 375"));
	g_assert_null(strstr(text, "rg\n"));
	qpdf_oh spots = at(q, at(q, qpdf_get_page_n(q, 0), "/Resources"), "/ColorSpace");
	qpdf_oh name = qpdf_oh_get_array_item(q, at(q, spots, "/S0"), 1);
	g_assert_cmpstr(qpdf_oh_get_name(q, name), ==, "/PANTONE 186 C");
	g_assert_cmpuint(diags_n(f->dg), ==, 1);
	g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, "pdf.rgb");
	qpdf_cleanup(&q);
}

/* Newsprint bears 240 %, and prints no spot ink. */
static void
test_newsprint(struct fixture *f, gconstpointer data)
{
	static const struct colour wet = { .name = "wet", .c = 900, .m = 700, .y = 600, .k = 400 };
	static const struct colour spot = { .name = "s", .kind = COLOUR_SPOT, .spot = "X", .m = 500 };
	struct mark rule = { .kind = MARK_RULE, .box = { 0, 0, PT, PT }, .colour = &spot };

	f->about.profile = PROFILE_NEWSPRINT;
	g_array_append_val(f->marks, rule);
	write_pages(f, 1);
	qpdf_data q = read_back(f);
	g_assert_nonnull(strstr(content_of(f, q), "0 .5 0 0 k\n"));
	qpdf_cleanup(&q);
	g_remove(f->file);
	rule.colour = &wet;
	g_array_append_val(f->marks, rule);
	assert_refused(f, "pdf.ink");
	g_assert_cmpstr(diags_get(f->dg, 0)->text, ==,
	    "colour 'wet' is 260% of ink, and this paper takes 240%");
	g_assert_cmpstr(diags_get(f->dg, 0)->help, ==, "for example cmyk: [81, 63, 54, 40]");
}

/* PDF/X-4 says so, has its intent, and no links; crop marks stand outside the bleed. */
static void
test_press(struct fixture *f, gconstpointer data)
{
	static const struct layout l = { .bleed = 3 * PT, .mark_length = 5 * PT };

	f->sheets.layout = &l;
	f->about.profile = PROFILE_PRINT;
	add_line(f, "site", false, 50, 100)->url = "https://example.org/";
	write_pages(f, 1);
	qpdf_data q = read_back(f);
	qpdf_oh page = qpdf_get_page_n(q, 0), root = qpdf_get_root(q);
	qpdf_oh info = at(q, qpdf_get_trailer(q), "/Info");
	qpdf_oh intent = qpdf_oh_get_array_item(q, at(q, root, "/OutputIntents"), 0);

	assert_corners(q, at(q, page, "/MediaBox"), 0, 0, 300, 400);
	assert_corners(q, at(q, page, "/BleedBox"), 7, 7, 293, 393);
	assert_corners(q, at(q, page, "/TrimBox"), 10, 10, 290, 390);
	g_assert_false(qpdf_oh_has_key(q, page, "/Annots"));
	g_assert_cmpstr(qpdf_get_pdf_version(q), ==, "1.6");
	g_assert_cmpstr(qpdf_oh_get_utf8_value(q, at(q, info, "/GTS_PDFXVersion")), ==, "PDF/X-4");
	g_assert_cmpstr(qpdf_oh_get_name(q, at(q, info, "/Trapped")), ==, "/False");
	g_assert_cmpstr(qpdf_oh_get_name(q, at(q, intent, "/S")), ==, "/GTS_PDFX");
	g_assert_cmpint(number(q, qpdf_oh_get_dict(q, at(q, intent, "/DestOutputProfile")), "/N"),
	    ==, 4);
	/* The first of eight: 10 pt from the left, 5 pt long from the top. */
	g_assert_nonnull(strstr(content_of(f, q), "0 0 0 1 k\n9.88 395 .25 5 re\n"));
	qpdf_cleanup(&q);
}

static struct image
image_of(
    struct fixture *f, const GByteArray *b, enum image_kind kind, int channels)
{
	return (struct image){ .kind = kind,
		.file = "p",
		.bytes = arena_memdup(f->a, b->data, b->len),
		.len = b->len,
		.width = 40,
		.height = 20,
		.channels = (uint8_t)channels };
}

static struct image
make_png(struct fixture *f)
{
	g_autoptr(GByteArray) b = g_byte_array_new();
	png_image png = { .version = PNG_IMAGE_VERSION, .width = 40, .height = 20,
		.format = PNG_FORMAT_RGB };
	g_autofree uint8_t *v = g_malloc0(40 * 20 * 3);
	png_alloc_size_t len = 40 * 20 * 3 * 2 + 1000;

	g_byte_array_set_size(b, (guint)len);
	g_assert_true(png_image_write_to_memory(&png, b->data, &len, 0, v, 0, NULL));
	g_byte_array_set_size(b, (guint)len);
	return image_of(f, b, IMAGE_PNG, 3);
}

static void
write_profile(struct jpeg_compress_struct *c, cmsHPROFILE icc)
{
	uint8_t bytes[4096];
	cmsUInt32Number n = sizeof bytes;

	g_assert_true(cmsSaveProfileToMem(icc, bytes, &n));
	jpeg_write_icc_profile(c, bytes, n);
}

static struct image
make_profiled_jpeg(struct fixture *f, J_COLOR_SPACE space, int channels, cmsHPROFILE icc)
{
	struct jpeg_compress_struct c;
	struct jpeg_error_mgr errors;
	unsigned char *bytes = NULL;
	unsigned long len = 0;
	JSAMPLE row[40 * 4];
	JSAMPROW rows[] = { row };
	g_autoptr(GByteArray) b = g_byte_array_new();

	c.err = jpeg_std_error(&errors);
	jpeg_create_compress(&c);
	jpeg_mem_dest(&c, &bytes, &len);
	c.image_width = 40;
	c.image_height = 20;
	c.input_components = channels;
	c.in_color_space = space;
	jpeg_set_defaults(&c);
	jpeg_start_compress(&c, TRUE);
	if (icc)
		write_profile(&c, icc);
	while (c.next_scanline < c.image_height) {
		for (size_t i = 0; i < sizeof row; i++)
			row[i] = (JSAMPLE)(i * 7 + c.next_scanline * 11);
		jpeg_write_scanlines(&c, rows, 1);
	}
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
	g_byte_array_append(b, bytes, (unsigned)len);
	free(bytes);
	return image_of(f, b, IMAGE_JPEG, channels);
}

static struct image
make_jpeg(struct fixture *f, J_COLOR_SPACE space, int channels)
{
	return make_profiled_jpeg(f, space, channels, NULL);
}

/* A PNG that stands on the page twice is in the file once. */
static void
test_png(struct fixture *f, gconstpointer data)
{
	struct image png = make_png(f);

	add_picture(f, &png, (struct crop){ 0 });
	add_picture(f, &png, (struct crop){ 1000, 2000, 5000, 6000 });
	write_pages(f, 1);
	qpdf_data q = read_back(f);
	qpdf_oh picture = first_picture(q);

	g_assert_cmpint(number(q, picture, "/Width"), ==, 40);
	g_assert_cmpint(number(q, picture, "/Height"), ==, 20);
	g_assert_false(qpdf_oh_dict_more_keys(q));
	qpdf_cleanup(&q);
}

/*
 * What is in the document's colours is in the file byte by byte, what is not
 * is converted; that CMYK is stored inverted is said.
 */
static void
test_jpeg(struct fixture *f, gconstpointer data)
{
	static const struct {
		enum profile profile;
		J_COLOR_SPACE space;
		int channels;
		const char *name;
		bool same, inverted;
	} kinds[] = {
		{ PROFILE_SCREEN, JCS_GRAYSCALE, 1, "/DeviceGray", true, false },
		{ PROFILE_SCREEN, JCS_RGB, 3, "/DeviceRGB", true, false },
		{ PROFILE_SCREEN, JCS_CMYK, 4, "/DeviceRGB", false, false },
		{ PROFILE_PRINT, JCS_GRAYSCALE, 1, "/DeviceGray", true, false },
		{ PROFILE_PRINT, JCS_RGB, 3, "/DeviceCMYK", false, false },
		{ PROFILE_PRINT, JCS_CMYK, 4, "/DeviceCMYK", true, true },
		{ PROFILE_NEWSPRINT, JCS_GRAYSCALE, 1, "/DeviceGray", true, false },
		{ PROFILE_NEWSPRINT, JCS_CMYK, 4, "/DeviceCMYK", false, false },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		struct image jpeg = make_jpeg(f, kinds[i].space, kinds[i].channels);
		g_autofree char *file = NULL;
		size_t len;

		g_array_set_size(f->marks, 0);
		add_picture(f, &jpeg, (struct crop){ 0 });
		f->about.profile = kinds[i].profile;
		write_pages(f, 1);
		qpdf_data q = read_back(f);
		qpdf_oh picture = first_picture(q);
		g_assert_cmpint(number(q, picture, "/Width"), ==, 40);
		g_assert_cmpint(number(q, picture, "/Height"), ==, 20);
		g_assert_cmpstr(qpdf_oh_get_name(q, at(q, picture, "/Filter")), ==, "/DCTDecode");
		g_assert_cmpstr(qpdf_oh_get_name(q, at(q, picture, "/ColorSpace")), ==,
		    kinds[i].name);
		g_assert_cmpint(qpdf_oh_has_key(q, picture, "/Decode"), ==, kinds[i].inverted);
		qpdf_cleanup(&q);
		g_file_get_contents(f->file, &file, &len, NULL);
		g_assert_cmpint(memmem(file, len, jpeg.bytes, jpeg.len) != NULL, ==, kinds[i].same);
	}
}

/* What a picture says of its colours is heeded, when they are others. */
static void
test_other_screen(struct fixture *f, gconstpointer data)
{
	static const cmsCIExyY d65 = { 0.3127, 0.3290, 1 };
	static const cmsCIExyYTRIPLE wide = { { 0.64, 0.33, 1 }, { 0.21, 0.71, 1 }, { 0.15, 0.06, 1 } };
	cmsToneCurve *gamma = cmsBuildGamma(NULL, 2.2), *curves[] = { gamma, gamma, gamma };
	cmsHPROFILE profiles[] = { cmsCreate_sRGBProfile(), cmsCreateRGBProfile(&d65, &wide, curves) };

	for (size_t i = 0; i < G_N_ELEMENTS(profiles); i++) {
		struct image jpeg = make_profiled_jpeg(f, JCS_RGB, 3, profiles[i]);
		g_autofree char *file = NULL;
		size_t len;

		g_array_set_size(f->marks, 0);
		add_picture(f, &jpeg, (struct crop){ 0 });
		write_pages(f, 1);
		g_file_get_contents(f->file, &file, &len, NULL);
		bool same = memmem(file, len, jpeg.bytes, jpeg.len) != NULL;
		g_assert_cmpint(same, ==, i == 0);
		g_assert_cmpuint(diags_n(f->dg), ==, i);
		cmsCloseProfile(profiles[i]);
	}
	g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, "pdf.converted");
	cmsFreeToneCurve(gamma);
}

/* A profile that is a head and nothing else says no more than none does. */
static void
test_hollow_profile(struct fixture *f, gconstpointer data)
{
	cmsHPROFILE hollow = cmsCreateProfilePlaceholder(NULL);
	struct converter *c = converter_create(PROFILE_PRINT);
	struct pixels with, without;

	cmsSetDeviceClass(hollow, cmsSigDisplayClass);
	cmsSetColorSpace(hollow, cmsSigRgbData);
	cmsSetPCS(hollow, cmsSigXYZData);
	struct image told = make_profiled_jpeg(f, JCS_RGB, 3, hollow), plain = make_jpeg(f, JCS_RGB, 3);
	g_assert_null(pixels_read(&told, true, &with));
	g_assert_null(pixels_read(&plain, true, &without));
	g_assert_nonnull(with.icc);
	convert_pixels(c, &with);
	convert_pixels(c, &without);
	g_assert_cmpint(memcmp(with.v, without.v, 40 * 20 * 4), ==, 0);
	pixels_finish(&with);
	pixels_finish(&without);
	converter_destroy(c);
	cmsCloseProfile(hollow);
}

/*
 * A picture of nothing but ink: on newsprint no pixel has more than 240 % of
 * it, as a JPEG too, whose waves go beyond what it was made of.
 */
static void
test_little_ink(struct fixture *f, gconstpointer data)
{
	struct image jpeg = make_jpeg(f, JCS_CMYK, 4);
	struct converter *c = converter_create(PROFILE_NEWSPRINT);
	struct pixels p;
	int most = 0;

	g_assert_null(pixels_read(&jpeg, true, &p));
	for (size_t i = 0; i < 40 * 20; i++)
		most = MAX(most, p.v[4 * i] + p.v[4 * i + 1] + p.v[4 * i + 2] + p.v[4 * i + 3]);
	g_assert_cmpint(most, >, 612);
	convert_pixels(c, &p);
	g_autoptr(GByteArray) b = pixels_to_jpeg(&p, converter_ink_most(c));
	g_assert_nonnull(b);
	struct image printed = image_of(f, b, IMAGE_JPEG, 4);
	pixels_finish(&p);
	g_assert_null(pixels_read(&printed, true, &p));
	for (size_t i = 0; i < 40 * 20; i++)
		g_assert_cmpint(
		    p.v[4 * i] + p.v[4 * i + 1] + p.v[4 * i + 2] + p.v[4 * i + 3], <=, 612);
	pixels_finish(&p);
	converter_destroy(c);
}

/*
 * Readers of headers can be led past each other; pixels of another number than was
 * said are not taken, tried or whole.
 */
static void
test_other_size(struct fixture *f, gconstpointer data)
{
	struct image jpeg = make_jpeg(f, JCS_RGB, 3), other[] = { jpeg, jpeg, jpeg };
	struct pixels p;

	other[0].width = 41;
	other[1].height = 19;
	other[2].channels = 1;
	for (size_t i = 0; i < G_N_ELEMENTS(other); i++)
		for (int whole = 0; whole < 2; whole++)
			g_assert_nonnull(pixels_read(&other[i], whole, &p));
	g_assert_null(pixels_read(&jpeg, false, &p));
	pixels_finish(&p);
}

/* A figure is an element of its own, with its text for those who cannot see. */
static void
test_figure(struct fixture *f, gconstpointer data)
{
	struct image png = make_png(f);

	add_line(f, "نص", true, 250, 100)->tag = OF_HEADLINE;
	add_picture(f, &png, (struct crop){ 0 });
	g_array_index(f->marks, struct mark, 1).tag = OF_FIGURE;
	write_pages(f, 1);
	qpdf_data q = read_back(f);
	qpdf_oh figure = qpdf_oh_get_array_item(q, parent_of(q, 0), 1);
	qpdf_oh form = first_picture(q);

	g_assert_cmpint(qpdf_get_num_pages(q), ==, 1);
	assert_is(q, figure, "/Figure");
	g_assert_cmpstr(qpdf_oh_get_utf8_value(q, at(q, figure, "/Alt")), ==, "جسر");
	assert_corners(q, at(q, at(q, figure, "/A"), "/BBox"), 50, 150, 150, 200);
	g_assert_cmpstr(qpdf_oh_get_name(q, at(q, form, "/Subtype")), ==, "/Image");
	qpdf_cleanup(&q);
}

/* Half a picture is not printed. */
static void
test_cut_jpeg(struct fixture *f, gconstpointer data)
{
	struct image jpeg = make_jpeg(f, JCS_RGB, 3);

	jpeg.len -= 100;
	add_picture(f, &jpeg, (struct crop){ 0 });
	assert_refused(f, "pdf.image");
	g_assert_cmpstr(diags_get(f->dg, 0)->at.file, ==, "p");
}

static void
test_cut_png(struct fixture *f, gconstpointer data)
{
	struct image png = make_png(f);

	png.len -= 20;
	add_picture(f, &png, (struct crop){ 0 });
	assert_refused(f, "pdf.image");
}

/* Behind its data a header again, which may say something else: it is refused, taken over or decoded. */
static void
test_twofold_png(struct fixture *f, gconstpointer data)
{
	struct image png = make_png(f);
	struct pixels px;
	g_autoptr(GString) s = g_string_new_len(png.bytes, (gssize)png.len - 12);

	g_string_append_len(s, png.bytes + 8, 25);
	g_string_append_len(s, png.bytes + png.len - 12, 12);
	png.bytes = s->str;
	png.len = s->len;
	for (int whole = 0; whole < 2; whole++)
		g_assert_nonnull(pixels_read(&png, whole, &px));
	f->about.profile = PROFILE_PRINT;
	add_picture(f, &png, (struct crop){ 0 });
	assert_refused(f, "pdf.image");
}

/* A drawing's colours come one after the other in one place, and each keeps its own inks. */
static void
test_colours_of_drawing(struct fixture *f, gconstpointer data)
{
	static const struct contour_point square[] = { { 0, 0 }, { 1, 0 }, { 1, 1 } };
	static const uint8_t ops[] = { CONTOUR_MOVE, CONTOUR_LINE, CONTOUR_LINE, CONTOUR_CLOSE };
	const struct contour areas[] = {
		{ .ops = ops, .n_ops = 4, .points = square, .n_points = 3, .red = 255 },
		{ .ops = ops, .n_ops = 4, .points = square, .n_points = 3, .blue = 255 },
	};
	const struct image im = { .kind = IMAGE_DRAWING, .width = 10, .height = 10,
		.contours = areas, .n_contours = 2 };
	const struct mark m = { .kind = MARK_IMAGE, .image = &im, .box = { 0, 0, DIM_PT, DIM_PT } };
	const struct sheet s = { .width = DIM_PT, .height = DIM_PT };
	g_autoptr(GString) to = g_string_new(NULL);
	struct inks *k = inks_create(PROFILE_PRINT);
	double first[4], second[4];

	graphics_drawing(to, &s, &m, k);
	inks_destroy(k);
	const char *next = strstr(to->str, "f\n") + 2;
	g_assert_cmpint(sscanf(to->str, "%lf %lf %lf %lf k", &first[0], &first[1], &first[2],
	    &first[3]), ==, 4);
	g_assert_cmpint(sscanf(next, "%lf %lf %lf %lf k", &second[0], &second[1], &second[2],
	    &second[3]), ==, 4);
	/* Red is magenta and yellow, blue is cyan and magenta. */
	g_assert_cmpfloat(first[0], <, 0.1);
	g_assert_cmpfloat(first[2], >, 0.8);
	g_assert_cmpfloat(second[0], >, 0.7);
	g_assert_cmpfloat(second[2], <, 0.2);
}

/* A gradient clips to its area, in light on a screen and in inks on a press, and is named once a page. */
static void
test_gradient(struct fixture *f, gconstpointer data)
{
	static const struct contour_point square[] = { { 0, 0 }, { 1, 0 }, { 1, 1 } };
	static const uint8_t ops[] = { CONTOUR_MOVE, CONTOUR_LINE, CONTOUR_LINE, CONTOUR_CLOSE };
	static const struct gradient_stop stops[] = { { 0, { 255, 255, 255 } }, { 0.5, { 0, 0, 0 } },
		{ 1, { 255, 255, 255 } } };
	static const struct gradient g = { .v = { 0, 0, 1, 0 }, .to_shares = { 1, 0, 0, 1, 0, 0 },
		.stops = stops, .n_stops = 3 };
	const struct contour area = { .ops = ops, .n_ops = 4, .points = square, .n_points = 3,
		.gradient = &g };
	const struct image im = { .kind = IMAGE_DRAWING, .width = 10, .height = 10,
		.contours = &area, .n_contours = 1 };
	const struct mark m = { .kind = MARK_IMAGE, .image = &im, .box = { 0, 0, 8 * DIM_PT, 4 * DIM_PT } };
	const struct sheet s = { .width = 8 * DIM_PT, .height = 4 * DIM_PT };

	for (int press = 0; press < 2; press++) {
		g_autoptr(GString) to = g_string_new(NULL);
		struct inks *k = inks_create(press ? PROFILE_PRINT : PROFILE_SCREEN);

		inks_begin(k);
		graphics_drawing(to, &s, &m, k);
		graphics_drawing(to, &s, &m, k);
		g_assert_true(g_str_has_prefix(to->str, "q\n0 4 m\n8 4 l\n8 0 l\nh\nW n\n"
		    "8 0 0 -4 0 4 cm\n/Sh0 sh\nQ\n"));
		g_assert_null(strstr(to->str, "/Sh1"));
		g_string_truncate(to, 0);
		inks_add_shadings(k, to);
		g_assert_nonnull(strstr(to->str, press ? "/ColorSpace/DeviceCMYK" : "/ColorSpace/DeviceRGB"));
		g_assert_nonnull(strstr(to->str, "/Coords[0 0 1 0 ]/Extend[true true]"));
		g_assert_nonnull(strstr(to->str, press ? "/C0[0 0 0 0 ]/C1[0 0 0 1 ]" : "/C0[1 1 1 ]/C1[0 0 0 ]"));
		g_assert_nonnull(strstr(to->str, "/Bounds[0.5 ]/Encode[0 1 0 1 ]"));
		inks_begin(k);
		g_string_truncate(to, 0);
		inks_add_shadings(k, to);
		g_assert_cmpstr(to->str, ==, "");
		inks_destroy(k);
	}
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(struct fixture *, gconstpointer);
	} tests[] = {
		{ "/pdf/says-what-it-is", test_says_what_it_is },
		{ "/pdf/says-no-more", test_says_no_more },
		{ "/pdf/boxes-and-labels", test_boxes_and_labels },
		{ "/pdf/links", test_links },
		{ "/pdf/tree", test_tree },
		{ "/pdf/over-pages", test_over_pages },
		{ "/pdf/link-element", test_link_element },
		{ "/pdf/outline", test_outline },
		{ "/pdf/outline-of-sections", test_outline_of_sections },
		{ "/pdf/link-inside", test_link_inside },
		{ "/pdf/same-bytes", test_same_bytes },
		{ "/pdf/full-disk", test_full_disk },
		{ "/pdf/composite", test_composite },
		{ "/pdf/many-characters", test_many_characters },
		{ "/pdf/outlines", test_outlines },
		{ "/pdf/damaged-font", test_damaged_font },
		{ "/pdf/steps", test_steps },
		{ "/pdf/said", test_said },
		{ "/pdf/ligature", test_ligature },
		{ "/pdf/ink-in-both", test_ink_in_both },
		{ "/pdf/no-ink", test_no_ink },
		{ "/pdf/narrow-letter", test_narrow_letter },
		{ "/pdf/number", test_number },
		{ "/pdf/text-comes-out", test_text_comes_out },
		{ "/pdf/empty-text", test_empty_text },
		{ "/pdf/solids", test_solids },
		{ "/pdf/inks", test_inks },
		{ "/pdf/colours-of-drawing", test_colours_of_drawing },
		{ "/pdf/gradient", test_gradient },
		{ "/pdf/newsprint", test_newsprint },
		{ "/pdf/press", test_press },
		{ "/pdf/png", test_png },
		{ "/pdf/jpeg", test_jpeg },
		{ "/pdf/other-screen", test_other_screen },
		{ "/pdf/hollow-profile", test_hollow_profile },
		{ "/pdf/little-ink", test_little_ink },
		{ "/pdf/other-size", test_other_size },
		{ "/pdf/cut-jpeg", test_cut_jpeg },
		{ "/pdf/figure", test_figure },
		{ "/pdf/cut-png", test_cut_png },
		{ "/pdf/twofold-png", test_twofold_png },
	};

	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].name, struct fixture, NULL, set_up,
		    tests[i].run, tear_down);
	return g_test_run();
}
