/*
 * Fonts for Cairo, from the bytes that `font` has mapped already.
 *
 * Cairo keeps fonts for a while after their last use, so a face lives until
 * Cairo lets go of it, and FreeType's library until its last face does.
 */
#include "pdf/pdf-int.h"

#include <cairo-ft.h>

struct freetype {
	FT_Library library; /* NULL: could not be had */
};

struct faces {
	struct freetype *freetype; /* counted */
	GHashTable *by_font;
};

/* What a face of Cairo's takes with it when it goes. */
struct owned {
	FT_Face face;
	struct freetype *freetype;
};

static const cairo_user_data_key_t owned_key;

static void
freetype_clear(void *p)
{
	struct freetype *ft = p;

	if (ft->library)
		FT_Done_FreeType(ft->library);
}

static void
owned_destroy(void *p)
{
	struct owned *o = p;

	FT_Done_Face(o->face);
	g_rc_box_release_full(o->freetype, freetype_clear);
	g_free(o);
}

static void
face_unref(void *face)
{
	if (face)
		cairo_font_face_destroy(face);
}

struct faces *
faces_create(void)
{
	struct faces *f = g_new0(struct faces, 1);

	f->freetype = g_rc_box_new0(struct freetype);
	if (FT_Init_FreeType(&f->freetype->library) != 0)
		f->freetype->library = NULL;
	f->by_font = g_hash_table_new_full(NULL, NULL, NULL, face_unref);
	return f;
}

void
faces_destroy(struct faces *f)
{
	if (!f)
		return;
	g_hash_table_destroy(f->by_font);
	g_rc_box_release_full(f->freetype, freetype_clear);
	g_free(f);
}

static cairo_font_face_t *
wrap(struct faces *f, FT_Face face)
{
	cairo_font_face_t *wrapped =
	    cairo_ft_font_face_create_for_ft_face(face, FT_LOAD_NO_HINTING);
	struct owned *o = g_new(struct owned, 1);

	*o = (struct owned){ face, g_rc_box_acquire(f->freetype) };
	if (cairo_font_face_set_user_data(
		wrapped, &owned_key, o, owned_destroy) == CAIRO_STATUS_SUCCESS)
		return wrapped;
	cairo_font_face_destroy(wrapped);
	owned_destroy(o);
	return NULL;
}

static cairo_font_face_t *
open_face(struct faces *f, const struct font *fo)
{
	size_t len;
	const void *bytes = font_bytes(fo, &len);
	FT_Face face;

	if (!f->freetype->library ||
	    FT_New_Memory_Face(f->freetype->library, bytes, (FT_Long)len,
		(FT_Long)font_index(fo), &face))
		return NULL;
	return wrap(f, face);
}

cairo_font_face_t *
faces_get(struct faces *f, const struct font *fo)
{
	gpointer found;

	if (g_hash_table_lookup_extended(f->by_font, fo, NULL, &found))
		return found;
	cairo_font_face_t *face = open_face(f, fo);

	g_hash_table_insert(f->by_font, (gpointer)(uintptr_t)fo, face);
	return face;
}
