/* Pixels that were converted, to a JPEG again. */
#include "pdf/convert.h"

#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

/* Of 100: the differences of a further step are not seen in print. */
#define QUALITY 92

static GByteArray *
encode(const struct pixels *p)
{
	struct jpeg_compress_struct c;
	struct jpeg_error_mgr errors;
	unsigned char *bytes = NULL;
	unsigned long len = 0;

	c.err = jpeg_std_error(&errors);
	jpeg_create_compress(&c);
	jpeg_mem_dest(&c, &bytes, &len);
	c.image_width = p->width;
	c.image_height = p->height;
	c.input_components = p->channels;
	c.in_color_space = p->channels == 4 ? JCS_CMYK : JCS_RGB;
	jpeg_set_defaults(&c);
	jpeg_set_quality(&c, QUALITY, TRUE);
	/* No sign of Adobe's, by which some readers would turn CMYK round. */
	c.write_Adobe_marker = FALSE;
	/* Colours as sharp as light: type on pictures is red, too. */
	c.comp_info[0].h_samp_factor = c.comp_info[0].v_samp_factor = 1;
	jpeg_start_compress(&c, TRUE);
	while (c.next_scanline < c.image_height) {
		JSAMPROW row = p->v + (size_t)c.next_scanline * p->width * (size_t)p->channels;

		jpeg_write_scanlines(&c, &row, 1);
	}
	jpeg_finish_compress(&c);
	jpeg_destroy_compress(&c);
	GByteArray *to = g_byte_array_sized_new((guint)len);
	g_byte_array_append(to, bytes, (guint)len);
	free(bytes);
	return to;
}

/* The most ink of any pixel, per cent, as a reader will see it. */
static double
most_ink(const struct pixels *p, const GByteArray *jpeg)
{
	struct image im = { .kind = IMAGE_JPEG, .bytes = (const char *)jpeg->data,
		.len = jpeg->len, .width = p->width, .height = p->height, .channels = 4 };
	struct pixels seen;
	int most = 0;

	if (pixels_read(&im, true, &seen))
		return 0;
	for (size_t i = 0; i < (size_t)p->width * p->height; i++) {
		const uint8_t *v = seen.v + 4 * i;

		most = MAX(most, v[0] + v[1] + v[2] + v[3]);
	}
	pixels_finish(&seen);
	return most * 100.0 / 255;
}

/* How often ink is taken away; three times are enough for photographs. */
#define TRIES 8

GByteArray *
pixels_to_jpeg(struct pixels *p, int ink_most)
{
	double limit = ink_most;

	for (int i = 0; i < TRIES; i++) {
		GByteArray *jpeg = encode(p);
		double over = ink_most > 0 ? most_ink(p, jpeg) - ink_most : 0;

		if (over <= 0)
			return jpeg;
		g_byte_array_unref(jpeg);
		limit -= MAX(over, 1);
		limit_ink(p, limit);
	}
	return NULL;
}
