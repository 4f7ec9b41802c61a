/*
 * Headers of PNG (ISO/IEC 15948) and JPEG (ITU-T T.81), read within bounds.
 *
 * A picture that is cut off is found here, before anything is set: the
 * chunks of a PNG are followed to IEND, the segments of a JPEG to its scan,
 * and its last bytes must hold an EOI.
 */
#include "image/image-int.h"

#include <string.h>

#define SIDE_MAX 16384u
#define PIXELS_MAX 64000000u
#define DECODED_MAX (256u << 20)

struct bytes {
	const unsigned char *p;
	size_t n;
};

static uint32_t
read16(const unsigned char *p)
{
	return (uint32_t)p[0] << 8 | p[1];
}

static uint32_t
read32(const unsigned char *p)
{
	return read16(p) << 16 | read16(p + 2);
}

/* ---- PNG -------------------------------------------------------------- */

static const unsigned char png_signature[8] = "\x89PNG\r\n\x1a\n";

static bool
read_png_header(const unsigned char *p, struct image *im)
{
	unsigned depth = p[8], type = p[9];
	static const uint8_t channels[] = { 1, 0, 3, 3, 1, 0, 3 };

	im->width = read32(p);
	im->height = read32(p + 4);
	if (type > 6 || channels[type] == 0 || (depth != 1 && depth != 2
	    && depth != 4 && depth != 8 && depth != 16))
		return false;
	im->channels = channels[type];
	im->alpha = type & 4;
	return true;
}

/* Follows the chunks; the first is IHDR, the last IEND, one IDAT between. */
static bool
read_png(struct bytes b, struct image *im)
{
	bool has_data = false, has_header = false;
	size_t at = sizeof png_signature;

	while (b.n - at >= 12) {
		size_t len = read32(b.p + at);
		const unsigned char *kind = b.p + at + 4;
		if (len > b.n - at - 12)
			return false;
		if (!has_header && (memcmp(kind, "IHDR", 4) != 0 || len != 13
		    || !read_png_header(kind + 4, im)))
			return false;
		has_header = true;
		has_data |= memcmp(kind, "IDAT", 4) == 0;
		im->alpha |= memcmp(kind, "tRNS", 4) == 0;
		if (memcmp(kind, "IEND", 4) == 0)
			return has_data;
		at += len + 12;
	}
	return false;
}

/* ---- JPEG ------------------------------------------------------------- */

static bool
is_frame(unsigned marker)
{
	return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4
	    && marker != 0xC8 && marker != 0xCC;
}

static bool
read_frame(const unsigned char *p, size_t len, struct image *im)
{
	if (len < 8)
		return false;
	im->height = read16(p + 3);
	im->width = read16(p + 5);
	im->channels = p[7];
	return p[2] == 8 && (p[7] == 1 || p[7] == 3 || p[7] == 4);
}

/* An EOI among the last bytes; cameras append what is not the picture. */
static bool
has_end(struct bytes b)
{
	size_t from = b.n > 65536 ? b.n - 65536 : 2;

	for (size_t i = b.n - 2; i >= from; i--)
		if (b.p[i] == 0xFF && b.p[i + 1] == 0xD9)
			return true;
	return false;
}

static bool
read_jpeg(struct bytes b, struct image *im)
{
	bool has_frame = false;
	size_t at = 2;

	while (at + 4 <= b.n && b.p[at] == 0xFF) {
		unsigned marker = b.p[at + 1];
		if (marker == 0xFF) {
			at++;
			continue;
		}
		size_t len = read16(b.p + at + 2);
		if (len < 2 || len > b.n - at - 2)
			return false;
		if (is_frame(marker) && !has_frame) {
			has_frame = read_frame(b.p + at + 2, len, im);
			if (!has_frame)
				return false;
		}
		if (marker == 0xDA)
			return has_frame && has_end(b);
		at += len + 2;
	}
	return false;
}

/* ---- kinds ------------------------------------------------------------ */

/* What else a picture may turn out to be. */
static const struct {
	size_t at;
	const char *magic;
	const char *name;
} others[] = {
	{ 0, "GIF8", N_("a GIF") }, { 8, "WEBP", N_("a WebP picture") },
	{ 0, "II*", N_("a TIFF") }, { 0, "MM\0*", N_("a TIFF") },
	{ 4, "ftypavif", N_("an AVIF picture") }, { 4, "ftypheic", N_("a HEIC picture") },
	{ 0, "BM", N_("a BMP") }, { 0, "<?xml", N_("an XML file") },
	{ 0, "<!DOC", N_("a web page") }, { 0, "<html", N_("a web page") },
	{ 0, "PK\3\4", N_("a ZIP archive") }, { 0, "8BPS", N_("a Photoshop file") },
};

static const char *
other_kind(struct bytes b)
{
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		size_t n = MAX(strlen(others[i].magic), 2);
		if (b.n >= others[i].at + n
		    && memcmp(b.p + others[i].at, others[i].magic, n) == 0)
			return others[i].name;
	}
	return b.n == 0 ? N_("empty") : N_("neither");
}

static void
report_kind(struct diags *dg, const char *path, struct place from, struct bytes b)
{
	diag_add(dg, DIAG_ERROR, "image.kind", from,
	    "%s is %s, but a picture must be PNG, JPEG, SVG or PDF", path, diag_word(other_kind(b)));
	diag_help(dg, "save it as PNG or JPEG; the name alone does not make it one");
}

static bool
check_size(struct diags *dg, const struct image *im, struct place from)
{
	uint64_t pixels = (uint64_t)im->width * im->height;

	if (im->width && im->height && im->width <= SIDE_MAX
	    && im->height <= SIDE_MAX && pixels <= PIXELS_MAX
	    && pixels * 4 <= DECODED_MAX)
		return true;
	diag_add(dg, DIAG_ERROR, "image.too-big", from,
	    "%s has %u × %u pixels; the limit is %u a side and %u million in all",
	    im->file, im->width, im->height, SIDE_MAX, PIXELS_MAX / 1000000);
	diag_help(dg, "scale it down: 300 pixels an inch are enough for print");
	return false;
}

/* ---- drawings --------------------------------------------------------- */

#define DRAWING_BYTES_MAX (4u << 20)

/* An element svg near the beginning, behind comments and the like. */
static bool
is_svg(struct bytes b)
{
	size_t n = MIN(b.n, 4096);
	const unsigned char *p = b.p;

	while (n > 0 && (strchr(" \t\r\n", *p) || *p >= 0x80)) {
		p++;
		n--;
	}
	return n > 4 && *p == '<' && memmem(p, n, "<svg", 4) && !memmem(p, n, "<html", 5);
}

/* Before it only what a mail or a network puts there. */
static bool
is_pdf(struct bytes b)
{
	return b.n > 8 && memmem(b.p, MIN(b.n, 1024), "%PDF-", 5);
}

static const struct image *
read_drawing(struct arena *a, struct diags *dg, struct image *im, struct place from, bool pdf)
{
	const char *fault = im->len > DRAWING_BYTES_MAX ? diag_word(N_("more than 4 MiB")) : NULL;

	im->kind = IMAGE_DRAWING;
	if (!fault)
		fault = pdf ? pdf_read_page(a, im) : svg_read(a, im);
	if (!fault)
		return im;
	diag_add(dg, DIAG_ERROR, pdf ? "image.pdf" : "image.svg", from,
	    "%s cannot be kept as it is: %s", im->file, fault);
	if (pdf)
		diag_help(dg, "export one page from the drawing program with texts as outlines, "
		    "areas and strokes of one colour each and nothing that shines through; "
		    "or a picture as PNG, 300 pixels an inch");
	else
		diag_help(dg, "turn texts into outlines, and let areas and strokes be of one colour each");
	return NULL;
}

const struct image *
image_read(struct arena *a, struct diags *dg, const char *root, const char *path,
    struct place from)
{
	struct image *im = arena_new(a, struct image);
	size_t len = 0;

	im->bytes = file_read(a, dg, root, path, LIMIT_IMAGE_BYTES, from, &len);
	if (!im->bytes)
		return NULL;
	im->file = path;
	im->len = len;
	struct bytes b = { (const unsigned char *)im->bytes, len };
	if (is_svg(b) || is_pdf(b))
		return read_drawing(a, dg, im, from, !is_svg(b));
	bool good;
	if (len >= 8 && memcmp(b.p, png_signature, 8) == 0) {
		im->kind = IMAGE_PNG;
		good = read_png(b, im);
	} else if (len >= 4 && b.p[0] == 0xFF && b.p[1] == 0xD8) {
		im->kind = IMAGE_JPEG;
		good = read_jpeg(b, im);
	} else {
		report_kind(dg, path, from, b);
		return NULL;
	}
	if (!good) {
		diag_add(dg, DIAG_ERROR, "image.damaged", from,
		    "%s is cut off or damaged", path);
		diag_help(dg, "get the picture again from where it came");
		return NULL;
	}
	return check_size(dg, im, from) ? im : NULL;
}

/* ---- the same one --------------------------------------------------- */

/* A look here and there; image_equal sees all of it. */
guint
image_hash(gconstpointer p)
{
	const struct image *im = p;
	size_t step = MAX(im->len / 256, 1);
	guint h = (guint)im->len;

	for (size_t i = 0; i < im->len; i += step)
		h = h * 31u + (unsigned char)im->bytes[i];
	return h;
}

gboolean
image_equal(gconstpointer p, gconstpointer q)
{
	const struct image *a = p, *b = q;

	return a->len == b->len &&
	    (a->bytes == b->bytes || memcmp(a->bytes, b->bytes, a->len) == 0);
}
