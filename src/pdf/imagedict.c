/*
 * Pictures as objects of a PDF: the bytes of a JPEG as they are, those of a
 * PNG too when PDF can read them, else its pixels.  What is not in the
 * document's colours is converted, and written in the way it came.
 */
#include "pdf/imagedict.h"

#include <string.h>

struct pictures {
	struct document *d;
	struct converter *converter;
	GHashTable *by_bytes; /* struct image to struct picture: the same picture once */
};

/* ---- small words ------------------------------------------------------ */

/* What the dictionary of every image says; `more` is the rest of it. */
static char *
keys_of(const struct image *im, const char *space, int bits, const char *more)
{
	return g_strdup_printf("/Type/XObject/Subtype/Image/Width %u/Height %u/ColorSpace%s"
	    "/BitsPerComponent %d%s", im->width, im->height, space, bits, more);
}

static const char *
space_of(int channels)
{
	return channels == 4 ? "/DeviceCMYK" : channels == 3 ? "/DeviceRGB" : "/DeviceGray";
}

/* ---- pixels ----------------------------------------------------------- */

/* Each row as its difference to the one above: PNG's filter 2. */
static uint8_t *
filter_rows(const uint8_t *v, size_t line, size_t rows)
{
	uint8_t *to = g_malloc((line + 1) * rows), *at = to;

	for (size_t y = 0; y < rows; y++, v += line) {
		*at++ = 2;
		for (size_t x = 0; x < line; x++)
			*at++ = (uint8_t)(v[x] - (y ? *(v + x - line) : 0));
	}
	return to;
}

static char *
parms_of(const struct image *im, int channels, int bits)
{
	return g_strdup_printf("/DecodeParms<</Predictor 15/Colors %d/BitsPerComponent %d/Columns %u>>",
	    channels, bits, im->width);
}

/* `mask`: the object that says where it shines through, 0 none. */
static int
new_flate(const struct pictures *p, const struct image *im, const uint8_t *v, int channels, int mask)
{
	size_t line = (size_t)im->width * (size_t)channels;
	g_autofree uint8_t *rows = filter_rows(v, line, im->height);
	g_autofree char *parms = parms_of(im, channels, 8);
	g_autofree char *keys = keys_of(im, space_of(channels), 8, parms);
	g_autofree char *masked = mask ? g_strdup_printf("%s/SMask %d 0 R", keys, mask) : NULL;

	return document_stream(p->d, mask ? masked : keys, rows, (line + 1) * im->height, PACK_ROWS);
}

static int
new_pixels(const struct pictures *p, const struct image *im, const struct pixels *px)
{
	int mask = px->alpha ? new_flate(p, im, px->alpha, 1, 0) : 0;

	return new_flate(p, im, px->v, px->channels, mask);
}

/* ---- PNG -------------------------------------------------------------- */

/* What of a PNG a PDF can take over: its data and its palette. */
struct png {
	int bits, type;
	GByteArray *data;
	const uint8_t *palette;
	size_t palette_len;
	bool plain; /* neither interlaced nor transparent */
};

static uint32_t
read32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Chunks as ISO/IEC 15948 has them; that they are sound was seen before. */
static struct png
take_png(const struct image *im)
{
	struct png png = { .data = g_byte_array_new(), .plain = !im->alpha };
	const uint8_t *p = (const uint8_t *)im->bytes + 8, *end = p + im->len - 8;

	for (size_t len; end - p >= 12; p += len + 12) {
		len = read32(p);
		if (memcmp(p + 4, "IHDR", 4) == 0) {
			png.bits = p[16];
			png.type = p[17];
			png.plain &= p[20] == 0;
		} else if (memcmp(p + 4, "PLTE", 4) == 0) {
			png.palette = p + 8;
			png.palette_len = len;
		} else if (memcmp(p + 4, "IDAT", 4) == 0) {
			g_byte_array_append(png.data, p + 8, (guint)len);
		}
	}
	return png;
}

static char *
palette_space(const struct png *png)
{
	GString *s = g_string_new(NULL);

	g_string_printf(s, "[/Indexed/DeviceRGB %d<", (int)(png->palette_len / 3) - 1);
	for (size_t i = 0; i < png->palette_len; i++)
		g_string_append_printf(s, "%02x", png->palette[i]);
	g_string_append(s, ">]");
	return g_string_free(s, FALSE);
}

/*
 * One that was only tried, whole.  NULL, or what is wrong with it: who decodes sees
 * more than who tries, as a second header behind the data.
 */
static const char *
decode(const struct image *im, struct pixels *px)
{
	if (px->v)
		return NULL;
	pixels_finish(px);
	return pixels_read(im, true, px);
}

/* The object; 0 when it cannot be decoded, which *ret_fault says. */
static int
new_decoded(const struct pictures *p, const struct image *im, struct pixels *px, const char **ret_fault)
{
	*ret_fault = decode(im, px);
	if (*ret_fault)
		return 0;
	if (convert_wants(p->converter, px))
		convert_pixels(p->converter, px);
	return new_pixels(p, im, px);
}

static int
new_png(const struct pictures *p, const struct image *im, struct pixels *px, const char **ret_fault)
{
	struct png png = take_png(im);
	int s;

	if (convert_wants(p->converter, px)) {
		s = new_decoded(p, im, px, ret_fault);
	} else if (png.plain && (png.type != 3 || png.palette_len >= 3)) {
		g_autofree char *space = png.type == 3 ? palette_space(&png)
		    : g_strdup(space_of(png.type == 2 ? 3 : 1));
		g_autofree char *parms = parms_of(im, png.type == 2 ? 3 : 1, png.bits);

		g_autofree char *more = g_strconcat("/Filter/FlateDecode", parms, NULL);
		g_autofree char *keys = keys_of(im, space, png.bits, more);

		s = document_stream(p->d, keys, png.data->data, png.data->len, PACK_NOT);
	} else {
		s = new_decoded(p, im, px, ret_fault);
	}
	g_byte_array_unref(png.data);
	return s;
}

/* ---- JPEG ------------------------------------------------------------- */

static int
new_dct(const struct pictures *p, const struct image *im, const void *bytes, size_t len,
    int channels, const char *more)
{
	g_autofree char *filter = g_strconcat("/Filter/DCTDecode", more, NULL);
	g_autofree char *keys = keys_of(im, space_of(channels), 8, filter);

	return document_stream(p->d, keys, bytes, len, PACK_NOT);
}

static int
new_jpeg(const struct pictures *p, const struct image *im, const struct pixels *px)
{
	return new_dct(p, im, im->bytes, im->len, px->channels,
	    px->inverted ? "/Decode[1 0 1 0 1 0 1 0]" : "");
}

static int
new_converted_jpeg(const struct pictures *p, const struct image *im, const char **ret_fault)
{
	struct pixels px = { 0 };

	*ret_fault = decode(im, &px);
	if (*ret_fault)
		return 0;
	convert_pixels(p->converter, &px);
	g_autoptr(GByteArray) b = pixels_to_jpeg(&px, converter_ink_most(p->converter));
	int s = b ? new_dct(p, im, b->data, b->len, px.channels, "")
	    : new_flate(p, im, px.v, px.channels, 0);

	pixels_finish(&px);
	return s;
}

/* ---- all of them ------------------------------------------------------ */

/* What everybody expects of a press is not worth a word. */
static void
note_conversion(const struct pictures *p, const struct image *im, const struct pixels *px,
    struct diags *dg)
{
	if (px->channels != 4 && converter_ink_most(p->converter) > 0)
		return;
	diag_add(dg, DIAG_NOTE, "pdf.converted", (struct place) { .file = im->file },
	    "the picture is in colours of %s, and was converted",
	    diag_word(px->channels == 4 ? N_("a press") : N_("another screen")));
}

/* NULL, or what is wrong with it. */
static const char *
put_picture(struct pictures *p, const struct image *im, struct pixels *px, struct picture *made,
    struct diags *dg)
{
	const char *fault = NULL;

	made->alpha = px->alpha != NULL;
	if (convert_wants(p->converter, px))
		note_conversion(p, im, px, dg);
	if (im->kind == IMAGE_PNG)
		made->object = new_png(p, im, px, &fault);
	else if (convert_wants(p->converter, px))
		made->object = new_converted_jpeg(p, im, &fault);
	else
		made->object = new_jpeg(p, im, px);
	pixels_finish(px);
	return fault;
}

static bool
load(struct pictures *p, const struct image *im, struct diags *dg)
{
	struct pixels px;

	if (g_hash_table_contains(p->by_bytes, im))
		return true;
	const char *fault = pixels_read(im, false, &px);
	struct picture *made = g_new0(struct picture, 1);
	made->number = g_hash_table_size(p->by_bytes);
	g_hash_table_insert(p->by_bytes, (gpointer)(uintptr_t)im, made);
	if (!fault)
		fault = put_picture(p, im, &px, made, dg);
	if (!fault)
		return true;
	diag_add(dg, DIAG_ERROR, "pdf.image", (struct place){ .file = im->file },
	    "the picture cannot be printed: %s", diag_word(fault));
	diag_help(dg, "get the picture again from where it came");
	return false;
}

struct pictures *
pictures_load(struct document *d, const struct sheets *s, struct converter *c, struct diags *dg)
{
	struct pictures *p = g_new0(struct pictures, 1);
	bool good = true;

	p->d = d;
	p->converter = c;
	p->by_bytes = g_hash_table_new_full(image_hash, image_equal, NULL, g_free);
	for (size_t i = 0; i < s->n; i++)
		for (size_t j = 0; j < s->v[i].n; j++)
			if (s->v[i].marks[j].kind == MARK_IMAGE &&
			    !is_drawn(s->v[i].marks[j].image))
				good &= load(p, s->v[i].marks[j].image, dg);
	if (good)
		return p;
	pictures_destroy(p);
	return NULL;
}

void
pictures_destroy(struct pictures *p)
{
	if (!p)
		return;
	g_hash_table_destroy(p->by_bytes);
	g_free(p);
}

const struct picture *
pictures_get(const struct pictures *p, const struct image *im)
{
	return g_hash_table_lookup(p->by_bytes, im);
}
