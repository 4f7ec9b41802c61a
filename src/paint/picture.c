/* Pictures as Cairo wants them, one at a time. */
#include "paint/paint-int.h"

static uint32_t
pixel_of(unsigned red, unsigned green, unsigned blue)
{
	return (uint32_t)red << 16 | (uint32_t)green << 8 | (uint32_t)blue;
}

/* Inks take light as colour_light has it. */
static uint32_t
light_of(const uint8_t *v, int channels)
{
	if (channels == 1)
		return pixel_of(v[0], v[0], v[0]);
	if (channels == 3)
		return pixel_of(v[0], v[1], v[2]);
	unsigned left = 255u - v[3], light[3];
	for (int i = 0; i < 3; i++)
		light[i] = ((255u - v[i]) * left + 127) / 255;
	return pixel_of(light[0], light[1], light[2]);
}

/* Cairo's colours have been multiplied by their alpha. */
static uint32_t
under_alpha(uint32_t pixel, unsigned alpha)
{
	uint32_t to = (uint32_t)alpha << 24;

	for (int shift = 0; shift < 24; shift += 8)
		to |= ((pixel >> shift & 0xFF) * alpha + 127) / 255 << shift;
	return to;
}

static void
fill_surface(cairo_surface_t *s, const struct pixels *px)
{
	unsigned char *row = cairo_image_surface_get_data(s);
	const uint8_t *v = px->v, *alpha = px->alpha;
	size_t stride = (size_t)cairo_image_surface_get_stride(s);

	for (uint32_t y = 0; y < px->height; y++, row += stride) {
		uint32_t *to = (uint32_t *)(void *)row;

		for (uint32_t x = 0; x < px->width; x++, v += px->channels)
			to[x] = alpha ? under_alpha(light_of(v, px->channels), *alpha++)
			    : light_of(v, px->channels);
	}
}

cairo_surface_t *
picture_decode(const struct image *im, double width, double height, const char **ret_fault)
{
	struct pixels px;

	*ret_fault = pixels_read_for(im, MAX(width, 1), MAX(height, 1), &px);
	if (*ret_fault)
		return NULL;
	cairo_surface_t *s = cairo_image_surface_create(
	    px.alpha ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24, (int)px.width, (int)px.height);
	if (cairo_surface_status(s) == CAIRO_STATUS_SUCCESS) {
		cairo_surface_flush(s);
		fill_surface(s, &px);
		cairo_surface_mark_dirty(s);
	} else {
		*ret_fault = N_("there is no memory for it");
		cairo_surface_destroy(g_steal_pointer(&s));
	}
	pixels_finish(&px);
	return s;
}

bool
picture_refuse(struct painter *p, const struct image *im, const char *fault, struct diags *dg)
{
	if (!g_hash_table_insert(p->faults, (gpointer)(uintptr_t)im, (gpointer)(uintptr_t)fault))
		return false;
	diag_add(dg, DIAG_ERROR, "paint.image", (struct place) { .file = im->file },
	    "the picture cannot be printed: %s", diag_word(fault));
	diag_help(dg, "get the picture again from where it came");
	return false;
}

bool
picture_is_sound(struct painter *p, const struct image *im, struct diags *dg)
{
	struct pixels px;
	gpointer known;

	if (g_hash_table_lookup_extended(p->faults, im, NULL, &known))
		return known == NULL;
	const char *fault = pixels_read(im, false, &px);
	if (fault)
		return picture_refuse(p, im, fault, dg);
	pixels_finish(&px);
	g_hash_table_insert(p->faults, (gpointer)(uintptr_t)im, NULL);
	return true;
}
