/* image: pictures told by their content, and refused when they lie. */
#include "image/image.h"

#include <glib/gstdio.h>
#include <string.h>

static const struct place here = { "x.md", 1, 1 };

struct folder {
	char *path, *file;
	struct arena *a;
	struct diags *dg;
};

static void
set_up(struct folder *f, gconstpointer data)
{
	f->path = g_dir_make_tmp("nashra-XXXXXX", NULL);
	f->file = g_build_filename(f->path, "p", NULL);
	f->a = arena_create();
	f->dg = diags_create();
}

static void
tear_down(struct folder *f, gconstpointer data)
{
	g_remove(f->file);
	g_rmdir(f->path);
	g_free(f->path);
	g_free(f->file);
	arena_destroy(f->a);
	diags_destroy(f->dg);
}

static const struct image *
read_bytes(struct folder *f, const GString *s, size_t len)
{
	g_assert_true(g_file_set_contents(f->file, s->str, (gssize)len, NULL));
	return image_read(f->a, f->dg, f->path, "p", here);
}

static const char *
last_code(struct folder *f)
{
	return diags_get(f->dg, diags_n(f->dg) - 1)->code;
}

static void
put32(GString *s, uint32_t v)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		g_string_append_c(s, (char)(v >> shift));
}

static void
put_chunk(GString *s, const char *kind, const char *data, size_t len)
{
	put32(s, (uint32_t)len);
	g_string_append_len(s, kind, 4);
	g_string_append_len(s, data, (gssize)len);
	put32(s, 0); /* sums are the painter's to check */
}

static GString *
make_png(uint32_t w, uint32_t h, char type)
{
	GString *s = g_string_new_len("\x89PNG\r\n\x1a\n", 8);
	GString *head = g_string_new(NULL);

	put32(head, w);
	put32(head, h);
	g_string_append_c(head, 8);
	g_string_append_c(head, type);
	g_string_append_len(head, "\0\0\0", 3);
	put_chunk(s, "IHDR", head->str, head->len);
	put_chunk(s, "IDAT", "xx", 2);
	put_chunk(s, "IEND", "", 0);
	g_string_free(head, TRUE);
	return s;
}

static GString *
make_jpeg(unsigned w, unsigned h, char components)
{
	GString *s = g_string_new_len("\xFF\xD8\xFF\xE0\0\4xx\xFF\xC0\0\x0B\x08", 13);

	g_string_append_c(s, (char)(h >> 8));
	g_string_append_c(s, (char)h);
	g_string_append_c(s, (char)(w >> 8));
	g_string_append_c(s, (char)w);
	g_string_append_c(s, components);
	g_string_append_len(s, "xxx\xFF\xDA\0\2scan\xFF\xD9", 13);
	return s;
}

static void
test_good(struct folder *f, gconstpointer data)
{
	g_autoptr(GString) png = make_png(640, 480, 6);
	g_autoptr(GString) jpeg = make_jpeg(300, 1000, 4);
	const struct image *im = read_bytes(f, png, png->len);

	g_assert_nonnull(im);
	g_assert_cmpint(im->kind, ==, IMAGE_PNG);
	g_assert_cmpuint(im->width, ==, 640);
	g_assert_cmpuint(im->height, ==, 480);
	g_assert_cmpuint(im->channels, ==, 3);
	g_assert_true(im->alpha);
	im = read_bytes(f, jpeg, jpeg->len);
	g_assert_nonnull(im);
	g_assert_cmpint(im->kind, ==, IMAGE_JPEG);
	g_assert_cmpuint(im->width, ==, 300);
	g_assert_cmpuint(im->height, ==, 1000);
	g_assert_cmpuint(im->channels, ==, 4);
}

/* A picture cut at any byte is refused. */
static void
test_cut(struct folder *f, gconstpointer data)
{
	g_autoptr(GString) png = make_png(640, 480, 2);
	g_autoptr(GString) jpeg = make_jpeg(300, 1000, 3);

	for (size_t i = 0; i < png->len; i++)
		g_assert_null(read_bytes(f, png, i));
	for (size_t i = 0; i < jpeg->len; i++)
		g_assert_null(read_bytes(f, jpeg, i));
	g_assert_cmpstr(last_code(f), ==, "image.damaged");
}

static void
test_huge(struct folder *f, gconstpointer data)
{
	static const uint32_t sizes[][2] = { { 16385, 1 }, { 9000, 9000 },
		{ 0, 5 }, { 0x80000000u, 2 } };

	for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
		g_autoptr(GString) png = make_png(sizes[i][0], sizes[i][1], 2);
		g_assert_null(read_bytes(f, png, png->len));
		g_assert_cmpstr(last_code(f), ==, "image.too-big");
	}
}

static void
test_other_kinds(struct folder *f, gconstpointer data)
{
	static const struct {
		const char *bytes, *says;
	} kinds[] = {
		{ "GIF89a....", "p is a GIF, but a picture must be PNG, JPEG or SVG" },
		{ "RIFF1234WEBP", "p is a WebP picture, but a picture must be PNG, JPEG or SVG" },
		{ "", "p is empty, but a picture must be PNG, JPEG or SVG" },
		{ "hello", "p is neither, but a picture must be PNG, JPEG or SVG" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		g_autoptr(GString) s = g_string_new(kinds[i].bytes);
		g_assert_null(read_bytes(f, s, s->len));
		g_assert_cmpstr(last_code(f), ==, "image.kind");
		g_assert_cmpstr(diags_get(f->dg, i)->text, ==, kinds[i].says);
	}
}

/* Four white modules all round, then the finder: a row of seven dark ones. */
static void
test_qr(void)
{
	g_autofree char *long_text = g_strnfill(3000, 'a');
	struct arena *a = arena_create();
	const struct image *im = image_qr(a, "https://example.gov.eg");

	g_assert_nonnull(im);
	g_assert_cmpint(im->kind, ==, IMAGE_MATRIX);
	/* Version 2 has 25 modules a side. */
	g_assert_cmpuint(im->width, ==, 25 + 8);
	g_assert_cmpuint(im->len, ==, 33 * 33);
	for (size_t i = 0; i < 33; i++)
		g_assert_cmpint(im->bytes[3 * 33 + i], ==, 0);
	for (size_t i = 4; i < 11; i++)
		g_assert_cmpint(im->bytes[4 * 33 + i], ==, 1);
	g_assert_null(image_qr(a, long_text));
	g_assert_null(image_qr(a, ""));
	arena_destroy(a);
}

/* What an SVG is read to: one area of a line and a curve, in shares of it. */
static void
test_svg(struct folder *f, gconstpointer data)
{
	g_autoptr(GString) good = g_string_new("<svg viewBox='0 0 20 10'>"
	    "<g fill='#08f' transform='translate(10 0)'><path d='m0 0h5v5c1 1 2 2-5 0z'/></g></svg>");
	const struct image *im = read_bytes(f, good, good->len);

	g_assert_nonnull(im);
	g_assert_cmpint(im->kind, ==, IMAGE_SVG);
	g_assert_cmpuint(im->width, ==, 2 * im->height);
	g_assert_cmpuint(im->n_contours, ==, 1);
	const struct contour *c = &im->contours[0];
	g_assert_cmpmem(c->ops, c->n_ops, "\0\1\1\2\3", 5);
	g_assert_cmpint(c->red, ==, 0);
	g_assert_cmpint(c->green, ==, 0x88);
	g_assert_cmpint(c->blue, ==, 0xFF);
	g_assert_cmpfloat(c->points[0].x, ==, 0.5);
	g_assert_cmpfloat(c->points[2].y, ==, 0.5);
	g_assert_cmpfloat(c->points[5].x, ==, 0.5);
}

/* What it may not have is told by name, and nothing is left out. */
static void
test_svg_refused(struct folder *f, gconstpointer data)
{
	static const char *const inside[] = { "<text>a</text>", "<image href='x.png'/>",
		"<path stroke='red' d='M0 0L1 1z'/>", "<path fill='url(#g)' d='M0 0L1 1z'/>",
		"<use href='#a'/>", "<style>path{fill:red}</style>", "<script>x</script>",
		"<path opacity='.5' d='M0 0L1 1z'/>", "<path d='M0 0L1 x'/>", "<rect width='50%'/>",
		"<foreignObject/>", "<g transform='matrix(1 2)'/>", "<g>", "" };

	for (size_t i = 0; i < G_N_ELEMENTS(inside); i++) {
		g_autoptr(GString) s = g_string_new(NULL);

		g_string_printf(s, "<svg viewBox='0 0 9 9'>%s</svg>", inside[i]);
		g_assert_null(read_bytes(f, s, s->len));
		g_assert_cmpstr(last_code(f), ==, "image.svg");
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/image/good", struct folder, NULL, set_up, test_good, tear_down);
	g_test_add("/image/cut", struct folder, NULL, set_up, test_cut, tear_down);
	g_test_add("/image/huge", struct folder, NULL, set_up, test_huge, tear_down);
	g_test_add("/image/other-kinds", struct folder, NULL, set_up, test_other_kinds, tear_down);
	g_test_add_func("/image/qr", test_qr);
	g_test_add("/image/svg", struct folder, NULL, set_up, test_svg, tear_down);
	g_test_add("/image/svg-refused", struct folder, NULL, set_up, test_svg_refused, tear_down);
	return g_test_run();
}
