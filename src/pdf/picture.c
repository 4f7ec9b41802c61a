/* Pictures for Cairo: PNG is decoded, JPEG carried along as it is. */
#include "pdf/pdf-int.h"

#include <string.h>

struct pictures {
	GHashTable *by_bytes; /* struct image to cairo_surface_t: the same picture once */
};

/* ---- PNG -------------------------------------------------------------- */

struct reader {
	const char *at;
	size_t left;
};

static cairo_status_t
read_some(void *closure, unsigned char *to, unsigned n)
{
	struct reader *r = closure;

	if (n > r->left)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(to, r->at, n);
	r->at += n;
	r->left -= n;
	return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
load_png(const struct image *im, const char **ret_fault)
{
	struct reader r = { im->bytes, im->len };
	cairo_surface_t *s =
	    cairo_image_surface_create_from_png_stream(read_some, &r);

	if (cairo_surface_status(s) == CAIRO_STATUS_SUCCESS)
		return s;
	cairo_surface_destroy(s);
	*ret_fault = "its data are cut off or damaged";
	return NULL;
}

/* ---- JPEG ------------------------------------------------------------- */

/*
 * Cairo takes the size in pixels from the JPEG itself, and never decodes
 * it; so one pixel is enough to hang it on.
 */
static cairo_surface_t *
load_jpeg(const struct image *im, const char **ret_fault)
{
	*ret_fault = jpeg_fault(im);
	if (*ret_fault)
		return NULL;
	cairo_surface_t *s =
	    cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1, 1);

	/* The bytes live in the bulletin, longer than the surface. */
	cairo_surface_set_mime_data(s, CAIRO_MIME_TYPE_JPEG,
	    (const unsigned char *)im->bytes, im->len, NULL, NULL);
	return s;
}

/* ---- all of them ------------------------------------------------------ */

/* A look here and there; equal_images sees all of it. */
static guint
hash_image(gconstpointer p)
{
	const struct image *im = p;
	size_t step = MAX(im->len / 256, 1);
	guint h = (guint)im->len;

	for (size_t i = 0; i < im->len; i += step)
		h = h * 31u + (unsigned char)im->bytes[i];
	return h;
}

/* Two releases may carry one picture. */
static gboolean
equal_images(gconstpointer p, gconstpointer q)
{
	const struct image *a = p, *b = q;

	return a->len == b->len &&
	    (a->bytes == b->bytes || memcmp(a->bytes, b->bytes, a->len) == 0);
}

static bool
load(struct pictures *p, const struct image *im, struct diags *dg)
{
	const char *fault = NULL;

	if (g_hash_table_contains(p->by_bytes, im))
		return true;
	cairo_surface_t *s = im->kind == IMAGE_PNG ? load_png(im, &fault)
						   : load_jpeg(im, &fault);

	g_hash_table_insert(p->by_bytes, (gpointer)(uintptr_t)im, s);
	if (s)
		return true;
	diag_add(dg, DIAG_ERROR, "pdf.image",
	    (struct place){ .file = im->file },
	    "the picture cannot be printed: %s", fault);
	diag_help(dg, "get the picture again from where it came");
	return false;
}

static void
surface_unref(void *s)
{
	if (s)
		cairo_surface_destroy(s);
}

struct pictures *
pictures_load(const struct sheets *s, struct diags *dg)
{
	struct pictures *p = g_new0(struct pictures, 1);
	bool good = true;

	p->by_bytes = g_hash_table_new_full(hash_image, equal_images, NULL, surface_unref);
	for (size_t i = 0; i < s->n; i++)
		for (size_t j = 0; j < s->v[i].n; j++)
			if (s->v[i].marks[j].kind == MARK_IMAGE)
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

cairo_surface_t *
pictures_get(struct pictures *p, const struct image *im)
{
	return g_hash_table_lookup(p->by_bytes, im);
}
