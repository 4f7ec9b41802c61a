/* image: pictures told by their content, and refused when they lie. */
#include "image/image.h"

#include <glib/gstdio.h>
#include <math.h>
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
		{ "GIF89a....", "p is a GIF, but a picture must be PNG, JPEG, SVG or PDF" },
		{ "RIFF1234WEBP", "p is a WebP picture, but a picture must be PNG, JPEG, SVG or PDF" },
		{ "", "p is empty, but a picture must be PNG, JPEG, SVG or PDF" },
		{ "hello", "p is neither, but a picture must be PNG, JPEG, SVG or PDF" },
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
	g_assert_cmpint(im->kind, ==, IMAGE_DRAWING);
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
		"<path stroke='url(#g)' d='M0 0L1 1z'/>", "<path stroke='red' stroke-width='5%' d='M0 0L1 1z'/>",
		"<path stroke='red' stroke-dasharray='1 x' d='M0 0L1 1z'/>",
		"<path stroke-opacity='.5' d='M0 0L1 1z'/>", "<path fill='url(#g)' d='M0 0L1 1z'/>",
		"<use href='#a'/>", "<style>path{fill:red}</style>", "<script>x</script>",
		"<path opacity='.5' d='M0 0L1 1z'/>", "<path d='M0 0L1 x'/>", "<rect width='50%'/>",
		"<foreignObject/>",
		"<linearGradient id='g' spreadMethod='repeat'><stop/></linearGradient><path fill='url(#g)' d='M0 0H1V1'/>",
		"<linearGradient id='g'><stop stop-opacity='.5'/></linearGradient><path fill='url(#g)' d='M0 0H1V1'/>",
		"<linearGradient id='g'/><path fill='url(#g)' d='M0 0H1V1'/>",
		"<linearGradient id='g' href='#h'/><path fill='url(#g)' d='M0 0H1V1'/>",
		"<radialGradient id='g' fx='2'><stop/><stop offset='1'/></radialGradient><path fill='url(#g)' d='M0 0H1V1'/>",
		"<pattern id='g'/><path fill='url(#g)' d='M0 0H1V1'/>", "<g transform='matrix(1 2)'/>", "<g>", "",
		"<path fill='' d='M0 0H1V1'/>", "<path style='fill:' d='M0 0H1V1'/>" };

	for (size_t i = 0; i < G_N_ELEMENTS(inside); i++) {
		g_autoptr(GString) s = g_string_new(NULL);

		g_string_printf(s, "<svg viewBox='0 0 9 9'>%s</svg>", inside[i]);
		g_assert_null(read_bytes(f, s, s->len));
		g_assert_cmpstr(last_code(f), ==, "image.svg");
	}
}

/* So far away, or in numbers so large, that no page could say where. */
static void
test_svg_far(struct folder *f, gconstpointer data)
{
	g_autoptr(GString) s = g_string_new(NULL), endless = g_string_new(NULL);

	for (int i = 0; i < 40; i++)
		g_string_append(endless, "scale(1e9)");
	const char *const transforms[] = { "scale(2e4)", endless->str };
	for (size_t i = 0; i < G_N_ELEMENTS(transforms); i++) {
		g_string_printf(s, "<svg viewBox='0 0 9 9'><path transform='%s' d='M0 0H1V1'/></svg>", transforms[i]);
		g_assert_null(read_bytes(f, s, s->len));
		g_assert_nonnull(strstr(diags_get(f->dg, diags_n(f->dg) - 1)->text, "1,000"));
	}
	g_string_printf(s, "<svg viewBox='0 0 9 9'><linearGradient id='g' gradientTransform='%s'><stop/><stop offset='1'/>"
	    "</linearGradient><path fill='url(#g)' d='M0 0H1V1'/></svg>", endless->str);
	g_assert_null(read_bytes(f, s, s->len));
	/* An arc of no radius is a line (SVG 1.1, F.6.2). */
	g_string_assign(s, "<svg viewBox='0 0 9 9'><path d='M0 0A1e-200 1 0 0 1 9 9H0z'/></svg>");
	const struct image *im = read_bytes(f, s, s->len);
	g_assert_nonnull(im);
	g_assert_cmpmem(im->contours[0].ops, im->contours[0].n_ops, "\0\1\1\3", 4);
}

/* The box around what is drawn, in hundredths of the picture's sides. */
static void
box_of(const struct image *im, int ret_box[4])
{
	double x = 9, y = 9, right = -9, foot = -9;

	for (size_t i = 0; i < im->n_contours; i++)
		for (size_t k = 0; k < im->contours[i].n_points; k++) {
			const struct contour_point *p = &im->contours[i].points[k];

			x = MIN(x, p->x);
			y = MIN(y, p->y);
			right = MAX(right, p->x);
			foot = MAX(foot, p->y);
		}
	ret_box[0] = (int)(x * 100 + .5);
	ret_box[1] = (int)(y * 100 + .5);
	ret_box[2] = (int)(right * 100 + .5);
	ret_box[3] = (int)(foot * 100 + .5);
}

/*
 * A stroke becomes the area it covers: of a line 2 wide at 5 from 1 to 9 that
 * from 4 to 6; its ends, its corners and its dashes with it.
 */
static void
test_svg_strokes(struct folder *f, gconstpointer data)
{
	static const struct {
		const char *inside;
		int box[4], areas;
	} cases[] = {
		{ "<line x1='1' y1='5' x2='9' y2='5'/>", { 10, 40, 90, 60 }, 1 },
		{ "<line x1='1' y1='5' x2='9' y2='5' stroke-linecap='square'/>", { 0, 40, 100, 60 }, 1 },
		{ "<line x1='2' y1='5' x2='8' y2='5' style='stroke-linecap:round'/>", { 10, 40, 90, 60 }, 1 },
		{ "<path fill='none' d='M2 2H8V8H2Z'/>", { 10, 10, 90, 90 }, 1 },
		{ "<rect x='2' y='2' width='6' height='6'/>", { 10, 10, 90, 90 }, 2 },
		{ "<polyline fill='none' points='2,8 5,8 8,8'/>", { 20, 70, 80, 90 }, 1 },
		{ "<g transform='scale(.5)'><line x1='2' y1='10' x2='18' y2='10'/></g>", { 10, 45, 90, 55 }, 1 },
		{ "<line x1='1' y1='5' x2='9' y2='5' stroke-dasharray='2'/>", { 10, 40, 70, 60 }, 1 },
		{ "<line x1='1' y1='5' x2='9' y2='5' stroke-dasharray='2' stroke-dashoffset='2'/>",
			{ 30, 40, 90, 60 }, 1 },
		{ "<line x1='5' y1='5' x2='5' y2='5' stroke-linecap='square'/>", { 40, 40, 60, 60 }, 1 },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GString) s = g_string_new(NULL);
		int box[4];

		g_string_printf(s, "<svg viewBox='0 0 10 10'><g stroke='red' stroke-width='2px'>%s</g></svg>",
		    cases[i].inside);
		const struct image *im = read_bytes(f, s, s->len);
		g_assert_nonnull(im);
		g_test_message("%s", cases[i].inside);
		box_of(im, box);
		g_assert_cmpuint(im->n_contours, ==, cases[i].areas);
		for (int k = 0; k < 4; k++)
			g_assert_cmpint(box[k], ==, cases[i].box[k]);
		g_assert_cmpint(im->contours[im->n_contours - 1].red, ==, 255);
	}
}

/* A dash of 2 and a gap of 2 on a line of 8: two parts. */
static void
test_svg_dashes(struct folder *f, gconstpointer data)
{
	g_autoptr(GString) s = g_string_new("<svg viewBox='0 0 10 10'><path stroke='#000' fill='none'"
	    " stroke-dasharray='2,2' d='M1 5H9'/></svg>");
	const struct image *im = read_bytes(f, s, s->len);
	size_t moves = 0;

	g_assert_nonnull(im);
	for (size_t i = 0; i < im->contours[0].n_ops; i++)
		moves += im->contours[0].ops[i] == CONTOUR_MOVE;
	g_assert_cmpuint(moves, ==, 2);
}

/* The place of a gradient's first point, in hundredths of the picture's sides. */
static void
assert_begins_at(const struct gradient *g, int x, int y)
{
	const double *m = g->to_shares, *v = g->radial ? g->v + 3 : g->v;

	g_assert_cmpint(lround(100 * (m[0] * v[0] + m[2] * v[1] + m[4])), ==, x);
	g_assert_cmpint(lround(100 * (m[1] * v[0] + m[3] * v[1] + m[5])), ==, y);
}

/*
 * A gradient belongs to the box of its shape, or to the space that it is drawn
 * in; one takes from another what it does not say; it may stand behind its shapes.
 */
static void
test_svg_gradients(struct folder *f, gconstpointer data)
{
	g_autoptr(GString) s = g_string_new("<svg viewBox='0 0 10 10'>"
	    "<linearGradient id='a'><stop offset='.25' stop-color='red'/>"
	    "<stop offset='75%' style='stop-color: #00f'/></linearGradient>"
	    "<g transform='translate(2 0)'><path fill='url(#a)' d='M2 4H6V8H2z'/>"
	    "<path fill='none' stroke='url(#b)' d='M2 4H6'/></g>"
	    "<circle fill='url(#c)' cx='5' cy='5' r='4'/><path fill='url(#d)' d='M0 0H1V1z'/>"
	    "<linearGradient id='b' href='#a' gradientUnits='userSpaceOnUse' x1='1' y1='2' x2='6'"
	    " gradientTransform='scale(2)'/>"
	    "<radialGradient id='c' xlink:href='#a' fx='25%' fy='.5'/>"
	    "<linearGradient id='d' href='#a' x2='0'/></svg>");
	const struct image *im = read_bytes(f, s, s->len);

	g_assert_nonnull(im);
	g_assert_cmpuint(im->n_contours, ==, 4);
	const struct gradient *g = im->contours[0].gradient;
	/* Stops at both ends are as those within: 0, 1/4, 3/4, 1. */
	g_assert_cmpuint(g->n_stops, ==, 4);
	g_assert_cmpfloat(g->stops[1].at, ==, 0.25);
	g_assert_cmpfloat(g->stops[3].at, ==, 1);
	g_assert_cmpmem(g->stops[0].rgb, 3, "\xFF\0\0", 3);
	g_assert_cmpmem(g->stops[3].rgb, 3, "\0\0\xFF", 3);
	assert_begins_at(g, 40, 40);
	assert_begins_at(im->contours[1].gradient, 40, 40);
	g_assert_true(im->contours[2].gradient->radial);
	assert_begins_at(im->contours[2].gradient, 30, 50);
	/* From one place to the same there is nothing but the last colour. */
	g_assert_null(im->contours[3].gradient);
	g_assert_cmpint(im->contours[3].blue, ==, 0xFF);
}

/* ---- a page of PDF ---------------------------------------------------- */

/* A file of one page, 200 by 100 pt, with this content; `more` goes into the page. */
static GString *
make_pdf(const char *content, const char *resources, const char *more, const char *catalog)
{
	GString *s = g_string_new("%PDF-1.4\n");
	gsize at[5];

	at[0] = s->len;
	g_string_append_printf(s, "1 0 obj <</Type /Catalog /Pages 2 0 R %s>> endobj\n", catalog);
	at[1] = s->len;
	g_string_append(s, "2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n");
	at[2] = s->len;
	g_string_append_printf(s, "3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents"
	    " 4 0 R /Resources <<%s>> %s>> endobj\n", resources, more);
	at[3] = s->len;
	g_string_append_printf(s, "4 0 obj <</Subtype /Form /Length %zu>> stream\n%s\nendstream endobj\n",
	    strlen(content), content);
	at[4] = s->len;
	g_string_append(s, "5 0 obj <</Type /XObject /Subtype /Form /BBox [0 0 10 10] /Matrix"
	    " [2 0 0 2 100 0] /Length 14>> stream\n0 0 99 10 re f\nendstream endobj\n");
	gsize xref = s->len;
	g_string_append(s, "xref\n0 6\n0000000000 65535 f \n");
	for (int i = 0; i < 5; i++)
		g_string_append_printf(s, "%010zu 00000 n \n", at[i]);
	g_string_append_printf(s, "trailer <</Size 6 /Root 1 0 R>>\nstartxref\n%zu\n%%%%EOF\n", xref);
	return s;
}

/*
 * What stands where, from the top left corner, in hundredths; colours as they
 * are, inks with them.  A form's box clips what goes over it.
 */
static void
test_pdf(struct folder *f, gconstpointer data)
{
	static const struct {
		const char *content, *resources, *more;
		int areas, box[4];
		uint8_t rgb[3];
		int black; /* of inks; -1: there are none */
	} cases[] = {
		{ "0 50 50 50 re f", "", "", 1, { 0, 0, 25, 50 }, { 0, 0, 0 }, -1 },
		{ "1 0 0 rg 20 0 m 40 0 l 40 10 l h f*", "", "", 1, { 10, 90, 20, 100 }, { 255, 0, 0 }, -1 },
		{ "0 1 1 0.2 k 0 0 200 100 re f", "", "", 1, { 0, 0, 100, 100 }, { 204, 0, 0 }, 200 },
		{ "10 w 20 50 m 180 50 l S", "", "", 1, { 10, 45, 90, 55 }, { 0, 0, 0 }, -1 },
		{ ".5 G 10 w 20 20 100 60 re B", "", "", 2, { 8, 15, 63, 85 }, { 128, 128, 128 }, -1 },
		{ "q 2 0 0 2 20 0 cm 0 0 10 10 re f Q", "", "", 1, { 10, 80, 20, 100 }, { 0, 0, 0 }, -1 },
		{ "q 0 0 50 50 re W n 0 0 200 20 re f Q", "", "", 1, { 0, 80, 25, 100 }, { 0, 0, 0 }, -1 },
		{ "q 0 0 10 10 re W n 20 20 5 5 re f Q 0 0 20 10 re f", "", "", 1, { 0, 90, 10, 100 },
			{ 0, 0, 0 }, -1 },
		{ "/F Do", "/XObject <</F 5 0 R>>", "", 1, { 50, 80, 60, 100 }, { 0, 0, 0 }, -1 },
		{ "/C cs 0 0 1 sc 0 0 20 10 re f", "/ColorSpace <</C [/CalRGB <</WhitePoint [1 1 1]>>]>>", "",
			1, { 0, 90, 10, 100 }, { 0, 0, 255 }, -1 },
		{ "0 0 20 10 re f", "", "/Rotate 90", 1, { 0, 0, 10, 10 }, { 0, 0, 0 }, -1 },
		{ "50 0 20 10 re f", "", "/CropBox [50 0 150 50]", 1, { 0, 80, 20, 100 }, { 0, 0, 0 }, -1 },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GString) s = make_pdf(cases[i].content, cases[i].resources, cases[i].more, "");
		const struct image *im = read_bytes(f, s, s->len);
		int box[4];

		g_test_message("%s", cases[i].content);
		g_assert_nonnull(im);
		g_assert_cmpint(im->kind, ==, IMAGE_DRAWING);
		g_assert_cmpuint(im->n_contours, ==, cases[i].areas);
		box_of(im, box);
		for (int k = 0; k < 4; k++)
			g_assert_cmpint(box[k], ==, cases[i].box[k]);
		const struct contour *c = &im->contours[im->n_contours - 1];
		g_assert_cmpint(c->red, ==, cases[i].rgb[0]);
		g_assert_cmpint(c->green, ==, cases[i].rgb[1]);
		g_assert_cmpint(c->blue, ==, cases[i].rgb[2]);
		g_assert_cmpint(c->inked ? c->inks[3] : -1, ==, cases[i].black);
	}
}

/* What cannot be kept is named, whatever else there is. */
static void
test_pdf_refused(struct folder *f, gconstpointer data)
{
	static const struct {
		const char *content, *resources, *more, *catalog, *says;
	} cases[] = {
		{ "BT (x) Tj ET", "", "", "", "text" },
		{ "BI /W 1 /H 1 ID x EI", "", "", "", "a picture of pixels" },
		{ "/S sh", "", "", "", "a gradient" },
		{ "/A gs 0 0 9 9 re f", "/ExtGState <</A <</ca .5>>>>", "", "", "shines through" },
		{ "/A gs 0 0 9 9 re f", "/ExtGState <</A <</BM /Multiply>>>>", "", "", "shines through" },
		{ "/Pattern cs /P scn 0 0 9 9 re f", "", "", "", "a pattern" },
		{ "/S cs 1 scn 0 0 9 9 re f", "/ColorSpace <</S [/Separation /Gold /DeviceGray 4 0 R]>>", "",
			"", "the spot colour Gold" },
		{ "q 0 0 m 9 0 l 0 9 l h W n 0 0 9 9 re f Q", "", "", "", "cut by a clipping path" },
		{ "/N Do", "", "", "", "not there" },
		{ "0 0 9 9 re frob", "", "", "", "'frob', which is no operator" },
		{ "0 w 0 0 m 9 9 l S", "", "", "", "a stroke of no width" },
		{ "9 9 l S", "", "", "", "begins nowhere" },
		{ "", "", "", "", "without any area" },
		{ "0 0 9 9 re f", "", "/Annots [<</Subtype /Stamp>>]", "", "a note or field" },
		{ "0 0 9 9 re f", "", "", "/OCProperties <</D <</OFF [5 0 R]>>>>", "a layer that is hidden" },
		{ "(", "", "", "", "damaged" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GString) s = make_pdf(cases[i].content, cases[i].resources, cases[i].more,
		    cases[i].catalog);

		g_test_message("%s", cases[i].content);
		g_assert_null(read_bytes(f, s, s->len));
		g_assert_cmpstr(last_code(f), ==, "image.pdf");
		g_assert_nonnull(strstr(diags_get(f->dg, diags_n(f->dg) - 1)->text, cases[i].says));
	}
}

/* A form that shows itself, and a file cut or changed anywhere: refused or read, never more. */
static void
test_pdf_hostile(struct folder *f, gconstpointer data)
{
	g_autoptr(GString) s = make_pdf("/F Do", "/XObject <</F 5 0 R>>", "", "");
	g_autoptr(GString) loop = make_pdf("/F Do", "/XObject <</F 4 0 R>>", "", "");

	for (size_t i = 0; i < s->len - 7; i += 19)
		g_assert_null(read_bytes(f, s, i));
	for (size_t i = 8; i < s->len; i += 23) {
		char kept = s->str[i];

		s->str[i] = (char)(kept ^ 0x15);
		read_bytes(f, s, s->len);
		s->str[i] = kept;
	}
	g_assert_null(read_bytes(f, loop, loop->len));
	g_assert_nonnull(strstr(diags_get(f->dg, diags_n(f->dg) - 1)->text, "forms more than 12 deep"));
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
	g_test_add("/image/svg-far", struct folder, NULL, set_up, test_svg_far, tear_down);
	g_test_add("/image/svg-gradients", struct folder, NULL, set_up, test_svg_gradients, tear_down);
	g_test_add("/image/svg-strokes", struct folder, NULL, set_up, test_svg_strokes, tear_down);
	g_test_add("/image/svg-dashes", struct folder, NULL, set_up, test_svg_dashes, tear_down);
	g_test_add("/image/pdf", struct folder, NULL, set_up, test_pdf, tear_down);
	g_test_add("/image/pdf-refused", struct folder, NULL, set_up, test_pdf_refused, tear_down);
	g_test_add("/image/pdf-hostile", struct folder, NULL, set_up, test_pdf_hostile, tear_down);
	return g_test_run();
}
