/* The characters of one face: each way to draw and to say something once. */
#include "pdf/text-int.h"

#include <string.h>

/*
 * Two bytes number the characters of a font, and its file has a glyph for each
 * and for what they are put together of: so many that both have room.  5,000
 * releases have 25,000 in the face of their text.
 */
#define CIDS_MOST 32768

static guint
hash_cid(gconstpointer p)
{
	const struct cid *c = p;
	guint h = (guint)c->advance * 31u;

	for (uint32_t i = 0; i < c->n; i++)
		h = (((h * 16777619u ^ c->glyphs[i].id) * 31u + (guint)c->glyphs[i].dx) * 31u +
		    (guint)c->glyphs[i].dy) ^ (guint)c->glyphs[i].parts << 24;
	for (const char *t = c->text; *t; t++)
		h = (h ^ (unsigned char)*t) * 16777619u;
	return h;
}

static gboolean
equal_cids(gconstpointer p, gconstpointer q)
{
	const struct cid *a = p, *b = q;

	return a->n == b->n && a->advance == b->advance && strcmp(a->text, b->text) == 0 &&
	    (a->n == 0 || memcmp(a->glyphs, b->glyphs, a->n * sizeof *a->glyphs) == 0);
}

static void
typeface_destroy(gpointer p)
{
	struct typeface *f = p;

	g_ptr_array_unref(f->cids);
	g_hash_table_destroy(f->known);
	arena_destroy(f->a);
	g_free(f);
}

struct typefaces *
typefaces_create(void)
{
	struct typefaces *t = g_new0(struct typefaces, 1);

	t->v = g_ptr_array_new_with_free_func(typeface_destroy);
	t->by_font = g_hash_table_new(NULL, NULL);
	t->specks = specks_create();
	return t;
}

void
typefaces_destroy(struct typefaces *t)
{
	if (!t)
		return;
	g_hash_table_destroy(t->by_font);
	specks_destroy(t->specks);
	g_ptr_array_unref(t->v);
	g_free(t);
}

struct typeface *
typefaces_get(struct typefaces *t, const struct font *fo)
{
	struct typeface *f = g_hash_table_lookup(t->by_font, fo);

	if (f && f->cids->len < CIDS_MOST)
		return f;
	f = g_new0(struct typeface, 1);
	f->font = fo;
	f->number = t->v->len;
	f->a = arena_create();
	f->cids = g_ptr_array_new();
	f->known = g_hash_table_new(hash_cid, equal_cids);
	/* CID 0 is that of what is missing. */
	g_ptr_array_add(f->cids, arena_new(f->a, struct cid));
	g_ptr_array_add(t->v, f);
	g_hash_table_insert(t->by_font, (gpointer)(uintptr_t)fo, f);
	return f;
}

unsigned
typeface_cid(struct typeface *f, const struct cid *c)
{
	gpointer found = g_hash_table_lookup(f->known, c);

	if (found)
		return GPOINTER_TO_UINT(found);
	struct cid *own = arena_memdup(f->a, c, sizeof *c);
	own->glyphs = c->n ? arena_memdup(f->a, c->glyphs, c->n * sizeof *c->glyphs) : NULL;
	own->text = arena_strdup(f->a, c->text);
	g_ptr_array_add(f->cids, own);
	g_hash_table_insert(f->known, own, GUINT_TO_POINTER(f->cids->len - 1));
	return f->cids->len - 1;
}
