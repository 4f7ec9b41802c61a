/*
 * PNG and JPEG to their pixels.
 *
 * Every picture is decoded to its end, even where its bytes go into the PDF
 * as they are: no bulletin goes to press with a picture that is grey from the
 * middle on.
 */
#include "image/image.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jerror.h>
#include <jpeglib.h>
#include <libdeflate.h>
#include <png.h>

/* What a progressive JPEG may take while it is decoded. */
#define MEMORY_MAX (512L << 20)
/* Programs write about ten; each is a walk over the whole picture. */
#define SCANS_MAX 100
/* A profile takes up to 3 MB; what is longer is none. */
#define PROFILE_MAX (8u << 20)

void
pixels_finish(struct pixels *p)
{
	g_clear_pointer(&p->v, g_free);
	g_clear_pointer(&p->alpha, g_free);
	g_clear_pointer(&p->icc, free);
}

/* ---- PNG -------------------------------------------------------------- */

struct png_source {
	png_structp png;
	png_infop info;
	const char *at;
	size_t left;
};

static void
read_some(png_structp png, png_bytep to, size_t n)
{
	struct png_source *s = png_get_io_ptr(png);

	if (n > s->left)
		png_error(png, "cut off");
	memcpy(to, s->at, n);
	s->at += n;
	s->left -= n;
}

static void
ignore(png_structp png, png_const_charp text)
{
}

static void
give_up_png(png_structp png, png_const_charp text)
{
	png_longjmp(png, 1);
}

/* Of a PNG that is not decoded: only what its header says. */
static void
expand(struct png_source *s, struct pixels *to)
{
	png_set_expand(s->png);
	png_set_scale_16(s->png);
	png_set_interlace_handling(s->png);
	png_read_update_info(s->png, s->info);
	to->alpha = png_get_color_type(s->png, s->info) & PNG_COLOR_MASK_ALPHA
	    ? g_malloc((size_t)to->width * to->height) : NULL;
	to->channels = png_get_channels(s->png, s->info) - (to->alpha != NULL);
}

/* Samples and alpha come side by side and are parted. */
static void
part_alpha(struct pixels *to, const uint8_t *from, size_t n)
{
	int c = to->channels;

	for (size_t i = 0; i < n; i++) {
		for (int k = 0; k < c; k++)
			to->v[i * (size_t)c + (size_t)k] = from[i * (size_t)(c + 1) + (size_t)k];
		to->alpha[i] = from[i * (size_t)(c + 1) + (size_t)c];
	}
}

static void
keep_profile(struct png_source *s, struct pixels *to)
{
	png_charp name;
	png_bytep icc;
	png_uint_32 len;
	int method;

	if (!png_get_iCCP(s->png, s->info, &name, &method, &icc, &len) || len > PROFILE_MAX)
		return;
	to->icc = malloc(len);
	if (to->icc)
		memcpy(to->icc, icc, len);
	to->icc_len = to->icc ? len : 0;
}

/* ---- a PNG that is only tried ------------------------------------------ */

static uint32_t
read32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Its deflated data, from sound chunks (ISO/IEC 15948, 5.3), with one header, before them; NULL: one is not. */
static GByteArray *
gather_data(const struct image *im)
{
	const uint8_t *first = (const uint8_t *)im->bytes + 8, *p = first, *end = p + im->len - 8;
	g_autoptr(GByteArray) data = g_byte_array_new();

	for (size_t len; end - p >= 12; p += len + 12) {
		len = read32(p);
		if (len > (size_t)(end - p - 12) ||
		    libdeflate_crc32(0, p + 4, len + 4) != read32(p + 8 + len) ||
		    (memcmp(p + 4, "IHDR", 4) == 0 && p != first))
			return NULL;
		if (memcmp(p + 4, "IDAT", 4) == 0)
			g_byte_array_append(data, p + 8, (guint)len);
		else if (memcmp(p + 4, "IEND", 4) == 0)
			return g_steal_pointer(&data);
	}
	return NULL;
}

/* Every row, with a filter that there is before it, and no more. */
static bool
inflates(const GByteArray *data, size_t line, uint32_t height)
{
	size_t all = (line + 1) * height, got = 0;
	g_autofree uint8_t *rows = g_malloc(all);
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	bool good = libdeflate_zlib_decompress(d, data->data, data->len, rows, all, &got) ==
	    LIBDEFLATE_SUCCESS && got == all;

	libdeflate_free_decompressor(d);
	for (uint32_t y = 0; good && y < height; y++)
		good = rows[y * (line + 1)] < PNG_FILTER_VALUE_LAST;
	return good;
}

/* Can its data go into a PDF as they stand?  Then they need no decoding. */
static bool
is_taken_over(const struct image *im, const struct png_source *s)
{
	return !im->alpha && png_get_interlace_type(s->png, s->info) == PNG_INTERLACE_NONE;
}

static bool
is_sound_png(const struct image *im, const struct png_source *s)
{
	g_autoptr(GByteArray) data = gather_data(im);
	size_t bits = (size_t)png_get_bit_depth(s->png, s->info) * png_get_channels(s->png, s->info);

	return data && inflates(data, (im->width * bits + 7) / 8, im->height);
}

struct png_rows {
	bool tried;    /* and not decoded */
	uint8_t *all;
	png_bytepp rows;
};

static bool
decode_png(struct png_source *s, const struct image *im, bool whole, struct png_rows *r,
    struct pixels *to)
{
	if (setjmp(png_jmpbuf(s->png)))
		return false;
	png_set_read_fn(s->png, s, read_some);
	png_set_user_limits(s->png, to->width, to->height);
	png_read_info(s->png, s->info);
	keep_profile(s, to);
	if (!whole && is_taken_over(im, s)) {
		r->tried = true;
		to->channels = png_get_color_type(s->png, s->info) & PNG_COLOR_MASK_COLOR ? 3 : 1;
		return is_sound_png(im, s);
	}
	expand(s, to);
	size_t line = png_get_rowbytes(s->png, s->info);
	r->all = g_malloc(line * to->height);
	r->rows = g_new(png_bytep, to->height);
	for (uint32_t y = 0; y < to->height; y++)
		r->rows[y] = r->all + y * line;
	png_read_image(s->png, r->rows);
	png_read_end(s->png, NULL);
	return true;
}

static const char *
read_png(const struct image *im, bool whole, struct pixels *to)
{
	struct png_source s = { .at = im->bytes, .left = im->len };
	struct png_rows r = { 0 };

	s.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, give_up_png, ignore);
	s.info = png_create_info_struct(s.png);
	bool good = decode_png(&s, im, whole, &r, to);
	if (good && to->alpha) {
		size_t n = (size_t)to->width * to->height;

		to->v = g_malloc(n * (size_t)to->channels);
		part_alpha(to, r.all, n);
	} else if (!r.tried) {
		to->v = g_steal_pointer(&r.all);
	}
	g_free(r.all);
	g_free(r.rows);
	png_destroy_read_struct(&s.png, &s.info, NULL);
	return good ? NULL : N_("its data are cut off or damaged");
}

/* ---- JPEG ------------------------------------------------------------- */

struct jpeg_source {
	struct jpeg_decompress_struct d;
	struct jpeg_error_mgr errors;
	struct jpeg_progress_mgr progress;
	jmp_buf out;
	double width, height; /* pixels that are wanted; 0: it is only tried */
};

static void
give_up(j_common_ptr c)
{
	struct jpeg_source *s = c->client_data;

	longjmp(s->out, 1);
}

/* libjpeg fills the rest with grey and calls it a warning. */
static void
note(j_common_ptr c, int level)
{
	int code = c->err->msg_code;
	bool cut = code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER ||
		   code == JWRN_HUFF_BAD_CODE || code == JWRN_MUST_RESYNC;

	if (level < 0 && cut)
		give_up(c);
}

static void
count_scans(j_common_ptr c)
{
	struct jpeg_source *s = c->client_data;

	if (s->d.input_scan_number > SCANS_MAX)
		give_up(c);
}

static void
be_silent(j_common_ptr c)
{
}

static void
open_jpeg(struct jpeg_source *s, const struct image *im)
{
	s->d.err = jpeg_std_error(&s->errors);
	s->d.client_data = s;
	s->errors.error_exit = give_up;
	s->errors.emit_message = note;
	s->errors.output_message = be_silent;
	jpeg_create_decompress(&s->d);
	s->d.progress = &s->progress;
	s->progress.progress_monitor = count_scans;
	s->d.mem->max_memory_to_use = MEMORY_MAX;
	jpeg_save_markers(&s->d, JPEG_APP0 + 2, 0xFFFF);
	jpeg_mem_src(&s->d, (const unsigned char *)im->bytes, (unsigned long)im->len);
	jpeg_read_header(&s->d, TRUE);
}

static void
keep_jpeg_profile(struct jpeg_source *s, struct pixels *to)
{
	unsigned len = 0;

	if (jpeg_read_icc_profile(&s->d, &to->icc, &len))
		to->icc_len = len;
}

/* Adobe's programs store CMYK the other way round, white being 255. */
static void
keep_inversion(struct jpeg_source *s, struct pixels *to)
{
	to->inverted = s->d.saw_Adobe_marker && s->d.num_components == 4;
}

/* At an eighth of its size: what costs is reading the codes. */
static void
decode_some(struct jpeg_source *s)
{
	struct jpeg_decompress_struct *d = &s->d;

	d->scale_num = 1;
	d->scale_denom = 8;
	d->dct_method = JDCT_IFAST;
	d->do_fancy_upsampling = FALSE;
	jpeg_start_decompress(d);
	JSAMPARRAY row = d->mem->alloc_sarray((j_common_ptr)d, JPOOL_IMAGE,
	    d->output_width * (JDIMENSION)d->output_components, 1);
	while (d->output_scanline < d->output_height)
		jpeg_read_scanlines(d, row, 1);
	jpeg_finish_decompress(d);
}

/* The smallest size that has the pixels that are wanted. */
static void
choose_size(struct jpeg_decompress_struct *d, double width, double height)
{
	d->scale_num = 1;
	d->scale_denom = 8;
	while (d->scale_denom > 1 &&
	    (d->image_width < width * d->scale_denom || d->image_height < height * d->scale_denom))
		d->scale_denom /= 2;
}

/* YCCK is turned to CMYK, as it is stored: inverted or not. */
static void
decode_all(struct jpeg_source *s, struct pixels *to)
{
	struct jpeg_decompress_struct *d = &s->d;

	d->out_color_space = d->num_components == 4 ? JCS_CMYK
	    : d->num_components == 3 ? JCS_RGB : JCS_GRAYSCALE;
	choose_size(d, s->width, s->height);
	jpeg_start_decompress(d);
	to->width = d->output_width;
	to->height = d->output_height;
	size_t line = (size_t)d->output_width * (size_t)d->output_components;
	to->v = g_malloc(line * d->output_height);
	while (d->output_scanline < d->output_height) {
		JSAMPROW row = to->v + d->output_scanline * line;

		jpeg_read_scanlines(d, &row, 1);
	}
	jpeg_finish_decompress(d);
	for (size_t i = 0; to->inverted && i < line * d->output_height; i++)
		to->v[i] = (uint8_t)(255 - to->v[i]);
}

/* Two readers of one header may be led past each other: who uses the pixels has the numbers of the first. */
static bool
is_as_said(const struct jpeg_decompress_struct *d, const struct image *im)
{
	return d->image_width == im->width && d->image_height == im->height &&
	    d->num_components == im->channels;
}

static const char *
try_jpeg(struct jpeg_source *s, const struct image *im, struct pixels *to)
{
	if (setjmp(s->out) != 0)
		return N_("its data are cut off or damaged");
	open_jpeg(s, im);
	if (!is_as_said(&s->d, im))
		return N_("its data are cut off or damaged");
	if (s->d.arith_code)
		return N_("its coding is arithmetic, which PDF readers do not know");
	keep_jpeg_profile(s, to);
	keep_inversion(s, to);
	to->channels = s->d.num_components;
	if (s->width > 0)
		decode_all(s, to);
	else
		decode_some(s);
	return NULL;
}

static const char *
read_jpeg(const struct image *im, struct pixels *to, double width, double height)
{
	struct jpeg_source *s = g_new0(struct jpeg_source, 1);

	s->width = width;
	s->height = height;
	const char *fault = try_jpeg(s, im, to);
	jpeg_destroy_decompress(&s->d);
	g_free(s);
	return fault;
}

/* ---- the door --------------------------------------------------------- */

const char *
pixels_read(const struct image *im, bool whole, struct pixels *ret_p)
{
	return pixels_read_for(im, whole ? im->width : 0, whole ? im->height : 0, ret_p);
}

const char *
pixels_read_for(const struct image *im, double width, double height, struct pixels *ret_p)
{
	*ret_p = (struct pixels) { .width = im->width, .height = im->height };
	const char *fault = im->kind == IMAGE_PNG ? read_png(im, width > 0, ret_p)
	    : read_jpeg(im, ret_p, width, height);

	if (fault)
		pixels_finish(ret_p);
	return fault;
}
