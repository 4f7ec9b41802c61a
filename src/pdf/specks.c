/*
 * What is asked of a glyph's outline on every line, found once a document:
 * walking outlines took a tenth of the time a file was written in.
 */
#include "pdf/text-int.h"

#include <hb-ot.h>

struct asked {
	const struct font *font;
	uint32_t glyph;
	int32_t from, to;
	bool found;
	struct speck speck;
};

/* Glyphs of a row stand beside each other in a font; a document uses few rows. */
#define ROW 64
#define ROWS (65536 / ROW)

struct known {
	struct heights h;
	bool asked;
};

struct specks {
	GHashTable *specks;  /* struct asked, itself */
	GPtrArray *heights;  /* by the font's number: ROWS pointers to ROW struct known */
};

static guint
hash_asked(gconstpointer p)
{
	const struct asked *a = p;

	return (((font_number(a->font) * 65537u + a->glyph) * 31u + (guint)a->from) * 31u) + (guint)a->to;
}

static gboolean
equal_asked(gconstpointer p, gconstpointer q)
{
	const struct asked *a = p, *b = q;

	return a->font == b->font && a->glyph == b->glyph && a->from == b->from && a->to == b->to;
}

static void
destroy_rows(gpointer p)
{
	struct known **rows = p;

	for (int i = 0; rows && i < ROWS; i++)
		g_free(rows[i]);
	g_free(rows);
}

struct specks *
specks_create(void)
{
	struct specks *k = g_new0(struct specks, 1);

	k->specks = g_hash_table_new_full(hash_asked, equal_asked, g_free, NULL);
	k->heights = g_ptr_array_new_with_free_func(destroy_rows);
	return k;
}

void
specks_destroy(struct specks *k)
{
	g_hash_table_destroy(k->specks);
	g_ptr_array_unref(k->heights);
	g_free(k);
}

bool
specks_find(struct specks *k, const struct font *fo, uint32_t glyph, int32_t from, int32_t to,
    struct speck *ret)
{
	struct asked key = { .font = fo, .glyph = glyph, .from = from, .to = to };
	struct asked *a = g_hash_table_lookup(k->specks, &key);

	if (!a) {
		a = g_memdup2(&key, sizeof key);
		a->found = outline_find_ink(font_hb(fo), glyph, from, to, &a->speck);
		g_hash_table_add(k->specks, a);
	}
	*ret = a->speck;
	return a->found;
}

static struct known *
known_of(struct specks *k, const struct font *fo, uint32_t glyph)
{
	unsigned number = font_number(fo);

	if (number >= k->heights->len)
		g_ptr_array_set_size(k->heights, (int)number + 1);
	struct known ***rows = (struct known ***)&k->heights->pdata[number];
	if (!*rows)
		*rows = g_new0(struct known *, ROWS);
	struct known **row = &(*rows)[glyph / ROW % ROWS];
	if (!*row)
		*row = g_new0(struct known, ROW);
	return &(*row)[glyph % ROW];
}

struct heights
specks_heights(struct specks *k, const struct font *fo, uint32_t glyph)
{
	struct known *own = known_of(k, fo, glyph);
	hb_glyph_extents_t e;

	if (!own->asked) {
		own->asked = true;
		own->h = hb_font_get_glyph_extents(font_hb(fo), glyph, &e) && e.height != 0
		    ? (struct heights) { e.y_bearing + e.height, e.y_bearing }
		    : (struct heights) { INT32_MAX, INT32_MIN };
	}
	return own->h;
}
