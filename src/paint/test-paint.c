/*
 * paint: small sheets made by hand, as pixels and as SVG.  At 72 pixels an
 * inch a point is a pixel.
 */
#include "paint/paint-int.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#define PT 1024
#define BEH 56 /* of Amiri, which is locked */
#define BEH_NAME "56"

struct fixture {
	struct arena *a;
	struct diags *dg;
	char *folder, *file;
	struct fonts *fonts;
	struct painter *painter;
	GArray *marks;
};

static const struct colour green = { .name = "green", .c = 1000, .y = 1000 };

static void
set_up(struct fixture *f, gconstpointer data)
{
	g_autofree char *fonts = g_build_filename(g_getenv("NASHRA_ROOT"), "fonts", NULL);

	f->a = arena_create();
	f->dg = diags_create();
	f->folder = g_dir_make_tmp("nashra-XXXXXX", NULL);
	f->file = g_build_filename(f->folder, "x.png", NULL);
	f->fonts = fonts_create(f->dg, fonts, NULL);
	f->painter = painter_create();
	f->marks = g_array_new(FALSE, TRUE, sizeof(struct mark));
}

static void
tear_down(struct fixture *f, gconstpointer data)
{
	g_remove(f->file);
	g_assert_cmpint(g_rmdir(f->folder), ==, 0);
	g_free(f->folder);
	g_free(f->file);
	g_array_unref(f->marks);
	painter_destroy(f->painter);
	fonts_destroy(f->fonts);
	arena_destroy(f->a);
	diags_destroy(f->dg);
}

/* 40 by 20 pt. */
static struct sheet
sheet_of(const struct fixture *f)
{
	return (struct sheet) { .width = 40 * PT, .height = 20 * PT,
		.marks = (struct mark *)(void *)f->marks->data, .n = f->marks->len };
}

/* Over the right half of the sheet. */
static void
add_picture(struct fixture *f, const struct image *im, struct crop crop)
{
	struct mark m = { .kind = MARK_IMAGE, .tag = 3, .box = { 20 * PT, 0, 20 * PT, 20 * PT },
		.image = im, .crop = crop };

	g_array_append_val(f->marks, m);
}

static void
add_tint(struct fixture *f)
{
	struct mark m = { .kind = MARK_TINT, .tag = 2, .box = { 5 * PT, 5 * PT, 10 * PT, 10 * PT },
		.colour = &green };

	g_array_append_val(f->marks, m);
}

static void
add_letter(struct fixture *f)
{
	struct mark_glyph *g = arena_array(f->a, struct mark_glyph, 2);
	struct mark m = { .kind = MARK_TEXT, .size = 10 * PT, .glyphs = g, .n_glyphs = 2 };

	m.font = font_find(f->fonts, f->dg, "Amiri", 400, (struct place) { 0 });
	g[0] = (struct mark_glyph) { .id = BEH, .x = 0, .y = 15 * PT };
	g[1] = (struct mark_glyph) { .id = BEH, .x = 10 * PT, .y = 14 * PT };
	g_array_append_val(f->marks, m);
}

/* ---- looking at it ---------------------------------------------------- */

/* The sheet at 72 pixels an inch, written and read again; the caller's. */
static cairo_surface_t *
painted(struct fixture *f)
{
	struct sheet s = sheet_of(f);
	struct out *o = out_begin(f->file);

	g_assert_true(paint_fits(&s, 72, f->dg));
	g_assert_true(paint_png(f->painter, &s, 72, o, f->dg));
	g_assert_true(out_commit(o, f->dg));
	cairo_surface_t *p = cairo_image_surface_create_from_png(f->file);
	g_assert_cmpint(cairo_image_surface_get_width(p), ==, 40);
	g_assert_cmpint(cairo_image_surface_get_height(p), ==, 20);
	return p;
}

static uint32_t
pixel(cairo_surface_t *s, int x, int y)
{
	const unsigned char *row =
	    cairo_image_surface_get_data(s) + y * cairo_image_surface_get_stride(s);

	return ((const uint32_t *)(const void *)row)[x] & 0xFFFFFF;
}

/* Every part of the colour at most `slack` away. */
static void
assert_colour(uint32_t got, uint32_t expected, int slack)
{
	for (int shift = 0; shift < 24; shift += 8)
		if (abs((int)(got >> shift & 0xFF) - (int)(expected >> shift & 0xFF)) > slack)
			g_test_message("%06x is not %06x", got, expected), g_test_fail();
}

static char *
svg_of(struct fixture *f, const char *id)
{
	struct sheet s = sheet_of(f);
	GString *to = g_string_new(NULL);

	g_assert_true(paint_svg(f->painter, &s, id, to, f->dg));
	return g_string_free(to, FALSE);
}

static void
assert_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		g_test_message("no %s in:\n%s", part, text);
	g_assert_nonnull(strstr(text, part));
}

/* ---- pictures made by hand -------------------------------------------- */

static struct image
image_of(struct fixture *f, const GByteArray *b, enum image_kind kind, int channels)
{
	return (struct image) { .kind = kind, .file = "p", .bytes = arena_memdup(f->a, b->data, b->len),
		.len = b->len, .width = 16, .height = 16, .channels = (uint8_t)channels };
}

static cairo_status_t
append(void *to, const unsigned char *bytes, unsigned n)
{
	g_byte_array_append(to, bytes, n);
	return CAIRO_STATUS_SUCCESS;
}

/* Red and blue above, white and half transparent black below. */
static struct image
make_png(struct fixture *f)
{
	static const double quarters[4][4] = { { 1, 0, 0, 1 }, { 0, 0, 1, 1 }, { 1, 1, 1, 1 },
		{ 0, 0, 0, 0.5 } };
	g_autoptr(GByteArray) b = g_byte_array_new();
	cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 16, 16);
	cairo_t *cr = cairo_create(s);

	for (int i = 0; i < 4; i++) {
		const double *c = quarters[i];

		cairo_set_source_rgba(cr, c[0], c[1], c[2], c[3]);
		cairo_rectangle(cr, i % 2 * 8, i / 2 * 8, 8, 8);
		cairo_fill(cr);
	}
	cairo_destroy(cr);
	cairo_surface_write_to_png_stream(s, append, b);
	cairo_surface_destroy(s);
	return image_of(f, b, IMAGE_PNG, 3);
}

/* All of one colour. */
static struct image
make_jpeg(struct fixture *f, J_COLOR_SPACE space, int channels, const JSAMPLE *colour, bool adobe)
{
	struct jpeg_compress_struct c;
	struct jpeg_error_mgr errors;
	unsigned char *bytes = NULL;
	unsigned long len = 0;
	JSAMPLE row[16 * 4];
	JSAMPROW rows[] = { row };
	g_autoptr(GByteArray) b = g_byte_array_new();

	for (int x = 0; x < 16; x++)
		memcpy(row + x * channels, colour, (size_t)channels);
	c.err = jpeg_std_error(&errors);
	jpeg_create_compress(&c);
	jpeg_mem_dest(&c, &bytes, &len);
	c.image_width = c.image_height = 16;
	c.input_components = channels;
	c.in_color_space = space;
	jpeg_set_defaults(&c);
	jpeg_set_quality(&c, 100, TRUE);
	c.write_Adobe_marker = adobe;
	jpeg_start_compress(&c, TRUE);
	while (c.next_scanline < c.image_height)
		jpeg_write_scanlines(&c, rows, 1);
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
	g_byte_array_append(b, bytes, (unsigned)len);
	free(bytes);
	return image_of(f, b, IMAGE_JPEG, channels);
}

/* ---- colour ----------------------------------------------------------- */

static void
assert_light(const struct colour *c, int red, int of_green, int blue)
{
	struct light l = colour_light(c);

	g_assert_cmpint(l.red, ==, red);
	g_assert_cmpint(l.green, ==, of_green);
	g_assert_cmpint(l.blue, ==, blue);
}

/* Cyan takes the red, and black takes its share of what is left. */
static void
test_light(struct fixture *f, gconstpointer data)
{
	assert_light(NULL, 0, 0, 0);
	assert_light(&(struct colour) { .k = 550 }, 450000, 450000, 450000);
	assert_light(&(struct colour) { .c = 1000, .m = 500 }, 0, 500000, 1000000);
	assert_light(&(struct colour) { .c = 500, .k = 500 }, 250000, 500000, 500000);
}

/* ---- pixels ----------------------------------------------------------- */

/* A tint is where it should be, to the pixel; the paper is white. */
static void
test_tint(struct fixture *f, gconstpointer data)
{
	add_tint(f);
	cairo_surface_t *s = painted(f);
	for (int y = 0; y < 20; y++)
		for (int x = 0; x < 40; x++)
			g_assert_cmphex(pixel(s, x, y), ==,
			    x >= 5 && x < 15 && y >= 5 && y < 15 ? 0x00FF00 : 0xFFFFFF);
	cairo_surface_destroy(s);
}

/* A colour between two steps is the nearer one: 93.1 % of light is 237.4 of 255. */
static void
test_step(struct fixture *f, gconstpointer data)
{
	static const struct colour pale = { .name = "pale", .c = 60, .m = 10, .y = 50, .k = 20 };

	add_tint(f);
	g_array_index(f->marks, struct mark, 0).colour = &pale;
	cairo_surface_t *s = painted(f);
	g_assert_cmphex(pixel(s, 10, 10), ==, 0xEBF7ED);
	cairo_surface_destroy(s);
}

/* Four quarters, the last of them half transparent; to its edges as strong as within. */
static void
test_png(struct fixture *f, gconstpointer data)
{
	struct image png = make_png(f);

	add_picture(f, &png, (struct crop) { 0 });
	cairo_surface_t *s = painted(f);
	assert_colour(pixel(s, 19, 5), 0xFFFFFF, 0);
	assert_colour(pixel(s, 20, 0), 0xFF0000, 1);
	assert_colour(pixel(s, 39, 0), 0x0000FF, 1);
	assert_colour(pixel(s, 20, 19), 0xFFFFFF, 1);
	assert_colour(pixel(s, 39, 19), 0x808080, 1);
	assert_colour(pixel(s, 25, 5), 0xFF0000, 1);
	assert_colour(pixel(s, 35, 15), 0x808080, 1);
	cairo_surface_destroy(s);
}

/* The upper right quarter fills the box. */
static void
test_crop(struct fixture *f, gconstpointer data)
{
	struct image png = make_png(f);

	add_picture(f, &png, (struct crop) { 5000, 0, 5000, 5000 });
	cairo_surface_t *s = painted(f);
	assert_colour(pixel(s, 19, 5), 0xFFFFFF, 0);
	assert_colour(pixel(s, 22, 2), 0x0000FF, 1);
	assert_colour(pixel(s, 37, 17), 0x0000FF, 1);
	cairo_surface_destroy(s);
}

/* A drawing of which the lower half is red. */
static void
test_drawing(struct fixture *f, gconstpointer data)
{
	static const uint8_t ops[] = { CONTOUR_MOVE, CONTOUR_LINE, CONTOUR_LINE, CONTOUR_LINE,
		CONTOUR_CLOSE };
	static const struct contour_point points[] = { { 0, .5 }, { 1, .5 }, { 1, 1 }, { 0, 1 } };
	static const struct contour half = { .ops = ops, .n_ops = 5, .points = points, .red = 255 };
	static const struct image svg = { .kind = IMAGE_DRAWING, .width = 100, .height = 100,
		.contours = &half, .n_contours = 1, .channels = 3 };

	add_picture(f, &svg, (struct crop) { 0 });
	cairo_surface_t *s = painted(f);
	assert_colour(pixel(s, 30, 5), 0xFFFFFF, 0);
	assert_colour(pixel(s, 30, 15), 0xFF0000, 0);
	assert_colour(pixel(s, 15, 15), 0xFFFFFF, 0);
	cairo_surface_destroy(s);
}

/* Grey, colour, and CMYK as Adobe stores it (255 is no ink) and as others do. */
static void
test_jpeg(struct fixture *f, gconstpointer data)
{
	static const struct {
		J_COLOR_SPACE space;
		int channels;
		JSAMPLE colour[4];
		bool adobe;
		uint32_t seen;
	} kinds[] = { { JCS_GRAYSCALE, 1, { 100 }, false, 0x646464 },
		{ JCS_RGB, 3, { 200, 100, 50 }, false, 0xC86432 },
		{ JCS_CMYK, 4, { 255, 255, 255, 255 }, true, 0xFFFFFF },
		{ JCS_CMYK, 4, { 0, 255, 255, 255 }, true, 0x00FFFF },
		{ JCS_CMYK, 4, { 255, 128, 255, 128 }, true, 0x804080 },
		{ JCS_CMYK, 4, { 0, 0, 0, 0 }, false, 0xFFFFFF },
		{ JCS_CMYK, 4, { 0, 255, 255, 0 }, false, 0xFF0000 } };

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		struct image jpeg = make_jpeg(f, kinds[i].space, kinds[i].channels, kinds[i].colour,
		    kinds[i].adobe);

		g_array_set_size(f->marks, 0);
		add_picture(f, &jpeg, (struct crop) { 0 });
		cairo_surface_t *s = painted(f);
		assert_colour(pixel(s, 20, 0), kinds[i].seen, 3);
		assert_colour(pixel(s, 30, 10), kinds[i].seen, 3);
		assert_colour(pixel(s, 39, 19), kinds[i].seen, 3);
		cairo_surface_destroy(s);
		g_autofree char *svg = svg_of(f, "p1");
		/* Browsers make of CMYK what they like, so it comes to them as light. */
		assert_has(svg, kinds[i].channels == 4 ? "data:image/png;base64,iVBOR"
		    : "data:image/jpeg;base64,/9j/");
	}
}

/* Three modules dark of four: a corner is left, and the two of a row are one. */
static void
test_matrix(struct fixture *f, gconstpointer data)
{
	struct image im = { .kind = IMAGE_MATRIX, .bytes = "\1\1\0\1", .len = 4, .width = 2,
		.height = 2, .channels = 1 };

	add_picture(f, &im, (struct crop) { 0 });
	cairo_surface_t *s = painted(f);
	for (int y = 0; y < 20; y++)
		for (int x = 0; x < 40; x++)
			g_assert_cmphex(pixel(s, x, y), ==,
			    x < 20 || (x < 30 && y >= 10) ? 0xFFFFFF : 0);
	cairo_surface_destroy(s);
	g_autofree char *svg = svg_of(f, "p1");
	assert_has(svg, "<path id=\"p1m0\" data-tag=\"3\" "
	    "d=\"M20 0h20v10h-20zM30 10h10v10h-10z\"/>");
}

static void
test_size(struct fixture *f, gconstpointer data)
{
	struct sheet a0 = { .width = 2384 * PT, .height = 3370 * PT };

	g_assert_true(paint_fits(&a0, 200, f->dg));
	g_assert_cmpuint(diags_n(f->dg), ==, 0);
	g_assert_false(paint_fits(&a0, 300, f->dg));
	g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, "paint.too-big");
}

/* A picture that is cut off is told once, however often it stands there. */
static void
test_cut(struct fixture *f, gconstpointer data)
{
	struct image png = make_png(f), jpeg = make_jpeg(f, JCS_RGB, 3, (const JSAMPLE[]) { 1, 2, 3 }, false);
	g_autoptr(GString) svg = g_string_new("before");
	struct sheet s;

	png.len -= 20;
	jpeg.len /= 2;
	add_picture(f, &png, (struct crop) { 0 });
	add_picture(f, &png, (struct crop) { 0 });
	add_picture(f, &jpeg, (struct crop) { 0 });
	s = sheet_of(f);
	struct out *o = out_begin(f->file);
	g_assert_false(paint_png(f->painter, &s, 72, o, f->dg));
	out_abandon(o);
	g_assert_cmpuint(diags_n(f->dg), ==, 2);
	g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, "paint.image");
	g_assert_cmpstr(diags_get(f->dg, 0)->at.file, ==, "p");
	g_assert_false(paint_svg(f->painter, &s, "p1", svg, f->dg));
	g_assert_cmpuint(diags_n(f->dg), ==, 2);
	g_assert_cmpstr(svg->str, ==, "before");
}

/* ---- SVG -------------------------------------------------------------- */

/* Marks are named by their index, and say their tag. */
static void
test_svg(struct fixture *f, gconstpointer data)
{
	struct image png = make_png(f);

	add_tint(f);
	add_picture(f, &png, (struct crop) { 5000, 0, 5000, 5000 });
	g_autofree char *svg = svg_of(f, "p7");
	assert_has(svg, "id=\"p7\" width=\"40pt\" height=\"20pt\" viewBox=\"0 0 40 20\"");
	assert_has(svg, "<rect id=\"p7m0\" data-tag=\"2\" x=\"5\" y=\"5\" width=\"10\" height=\"10\" "
	    "fill=\"#00ff00\"/>");
	/* The whole picture is twice the box, and begins a box to the left. */
	assert_has(svg, "<svg id=\"p7m1\" data-tag=\"3\" x=\"20\" y=\"0\" width=\"20\" height=\"20\">"
	    "<image x=\"-20\" y=\"0\" width=\"40\" height=\"40\"");
}

struct shelf {
	char *kept;        /* what was put on it */
	int found, added;
};

static const char *
find_on_shelf(void *ctx, const struct image *im)
{
	struct shelf *s = ctx;

	s->found++;
	return s->added ? "i/7" : NULL;
}

static const char *
add_to_shelf(void *ctx, const struct image *im, const char *type, const void *bytes, size_t len)
{
	struct shelf *s = ctx;

	s->added++;
	g_assert_cmpstr(type, ==, "image/png");
	g_assert_cmpmem(bytes, len, im->bytes, im->len);
	return "i/7";
}

/* A picture that stands elsewhere is handed over once, and named wherever it is shown. */
static void
test_shelf(struct fixture *f, gconstpointer data)
{
	struct image png = make_png(f);
	struct shelf s = { 0 };
	const struct picture_shelf shelf = { &s, find_on_shelf, add_to_shelf };

	add_picture(f, &png, (struct crop) { 0 });
	add_picture(f, &png, (struct crop) { 0 });
	painter_set_shelf(f->painter, &shelf);
	g_autofree char *svg = svg_of(f, "p7");
	assert_has(svg, " xlink:href=\"i/7\"/></svg>");
	g_assert_null(strstr(svg, "data:"));
	g_assert_null(strstr(svg, "style="));
	g_assert_cmpint(s.found, ==, 2);
	g_assert_cmpint(s.added, ==, 1);
	painter_set_shelf(f->painter, NULL);
	g_autofree char *alone = svg_of(f, "p7");
	assert_has(alone, "data:image/png;base64,");
}

/* A glyph that stands twice is defined once; places are whole font units. */
static void
test_svg_text(struct fixture *f, gconstpointer data)
{
	add_letter(f);
	g_autofree char *svg = svg_of(f, "a");
	g_autofree char *again = svg_of(f, "a");
	const char *first = strstr(svg, "<path id=\"ag0-" BEH_NAME "\" d=\"M");

	g_assert_nonnull(first);
	g_assert_null(strstr(first + 1, "<path"));
	assert_has(svg, "transform=\"translate(0 15)scale(0.01 -0.01)\">"
	    "<use xlink:href=\"#ag0-" BEH_NAME "\"/><use xlink:href=\"#ag0-" BEH_NAME "\" x=\"1000\" y=\"100\"/></g>");
	g_assert_cmpstr(svg, ==, again);
}

static const char *
find_nothing(void *ctx, const struct image *im)
{
	return NULL;
}

/* For a browser a mark is one path: the letter from its place on, and again from the second's. */
static void
test_one_path(struct fixture *f, gconstpointer data)
{
	const struct picture_shelf shelf = { NULL, find_nothing, NULL };

	add_letter(f);
	painter_set_shelf(f->painter, &shelf);
	g_autofree char *svg = svg_of(f, "a");
	assert_has(svg, "transform=\"translate(0 15)scale(0.01 -0.01)\" d=\"M0 0m");
	const char *first = strstr(svg, "M0 0m"), *second = strstr(svg, "zM1000 100m");
	g_assert_nonnull(second);
	size_t n = (size_t)(second + 1 - first) - strlen("M0 0");
	g_assert_cmpint(strncmp(first + strlen("M0 0"), second + strlen("zM1000 100"), n), ==, 0);
	g_assert_cmpint(strncmp(second + strlen("zM1000 100") + n, "\"/>\n</svg>\n", 10), ==, 0);
	g_assert_null(strstr(svg, "<use"));
}

/* Text is painted, and the second letter is a point higher than the first. */
static void
test_text(struct fixture *f, gconstpointer data)
{
	add_letter(f);
	cairo_surface_t *s = painted(f);
	int ink = 0;

	for (int y = 1; y < 20; y++)
		for (int x = 0; x < 10; x++) {
			g_assert_cmphex(pixel(s, x, y), ==, pixel(s, x + 10, y - 1));
			ink += pixel(s, x, y) != 0xFFFFFF;
		}
	g_assert_cmpint(ink, >, 10);
	cairo_surface_destroy(s);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(struct fixture *, gconstpointer);
	} tests[] = {
		{ "/paint/light", test_light },
		{ "/paint/tint", test_tint },
		{ "/paint/step", test_step },
		{ "/paint/png", test_png },
		{ "/paint/crop", test_crop },
		{ "/paint/drawing", test_drawing },
		{ "/paint/jpeg", test_jpeg },
		{ "/paint/matrix", test_matrix },
		{ "/paint/size", test_size },
		{ "/paint/cut", test_cut },
		{ "/paint/svg", test_svg },
		{ "/paint/shelf", test_shelf },
		{ "/paint/one-path", test_one_path },
		{ "/paint/svg-text", test_svg_text },
		{ "/paint/text", test_text },
	};

	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].name, struct fixture, NULL, set_up, tests[i].run, tear_down);
	return g_test_run();
}
