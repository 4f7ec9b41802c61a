/* Outlines of glyphs, as the font has them, each read once. */
#include "paint/paint-int.h"

#include <hb.h>

const unsigned char step_points[] = {
	[STEP_MOVE] = 1, [STEP_LINE] = 1, [STEP_QUADRATIC] = 2, [STEP_CUBIC] = 3, [STEP_CLOSE] = 0
};

struct outlines {
	hb_draw_funcs_t *funcs;
	struct arena *a;
	GHashTable *known;  /* struct key to struct outline */
	GByteArray *steps;  /* of the glyph being read */
	GArray *points;
};

struct key {
	const struct font *font;
	uint32_t glyph;
};

static guint
key_hash(gconstpointer p)
{
	const struct key *k = p;

	return g_direct_hash(k->font) * 31u + k->glyph;
}

static gboolean
key_equal(gconstpointer p, gconstpointer q)
{
	const struct key *a = p, *b = q;

	return a->font == b->font && a->glyph == b->glyph;
}

/* ---- reading ---------------------------------------------------------- */

static void
add(struct outlines *o, enum step step, const struct point *points)
{
	unsigned char s = (unsigned char)step;

	g_byte_array_append(o->steps, &s, 1);
	g_array_append_vals(o->points, points, step_points[step]);
}

static void
move_to(hb_draw_funcs_t *funcs, void *to, hb_draw_state_t *state, float x, float y, void *data)
{
	add(to, STEP_MOVE, &(struct point) { x, y });
}

static void
line_to(hb_draw_funcs_t *funcs, void *to, hb_draw_state_t *state, float x, float y, void *data)
{
	add(to, STEP_LINE, &(struct point) { x, y });
}

static void
quadratic_to(hb_draw_funcs_t *funcs, void *to, hb_draw_state_t *state, float cx, float cy,
    float x, float y, void *data)
{
	add(to, STEP_QUADRATIC, (const struct point[]) { { cx, cy }, { x, y } });
}

static void
cubic_to(hb_draw_funcs_t *funcs, void *to, hb_draw_state_t *state, float cx, float cy,
    float dx, float dy, float x, float y, void *data)
{
	add(to, STEP_CUBIC, (const struct point[]) { { cx, cy }, { dx, dy }, { x, y } });
}

static void
close_path(hb_draw_funcs_t *funcs, void *to, hb_draw_state_t *state, void *data)
{
	add(to, STEP_CLOSE, NULL);
}

static hb_draw_funcs_t *
funcs_create(void)
{
	hb_draw_funcs_t *f = hb_draw_funcs_create();

	hb_draw_funcs_set_move_to_func(f, move_to, NULL, NULL);
	hb_draw_funcs_set_line_to_func(f, line_to, NULL, NULL);
	hb_draw_funcs_set_quadratic_to_func(f, quadratic_to, NULL, NULL);
	hb_draw_funcs_set_cubic_to_func(f, cubic_to, NULL, NULL);
	hb_draw_funcs_set_close_path_func(f, close_path, NULL, NULL);
	hb_draw_funcs_make_immutable(f);
	return f;
}

static const struct outline *
read_outline(struct outlines *o, const struct key *k)
{
	struct outline *out = arena_new(o->a, struct outline);

	g_byte_array_set_size(o->steps, 0);
	g_array_set_size(o->points, 0);
	font_draw_glyph(font_hb(k->font), k->glyph, o->funcs, o);
	out->n = o->steps->len;
	if (out->n > 0) {
		out->steps = arena_memdup(o->a, o->steps->data, o->steps->len);
		out->points = arena_memdup(o->a, o->points->data,
		    o->points->len * sizeof(struct point));
	}
	g_hash_table_insert(o->known, arena_memdup(o->a, k, sizeof *k), out);
	return out;
}

/* ---- the door --------------------------------------------------------- */

struct outlines *
outlines_create(void)
{
	struct outlines *o = g_new0(struct outlines, 1);

	o->a = arena_create();
	o->funcs = funcs_create();
	o->known = g_hash_table_new(key_hash, key_equal);
	o->steps = g_byte_array_new();
	o->points = g_array_new(FALSE, FALSE, sizeof(struct point));
	return o;
}

void
outlines_destroy(struct outlines *o)
{
	if (!o)
		return;
	hb_draw_funcs_destroy(o->funcs);
	g_hash_table_destroy(o->known);
	g_byte_array_unref(o->steps);
	g_array_unref(o->points);
	arena_destroy(o->a);
	g_free(o);
}

const struct outline *
outlines_get(struct outlines *o, const struct font *fo, uint32_t glyph)
{
	struct key k = { fo, glyph };
	const struct outline *known = g_hash_table_lookup(o->known, &k);

	return known ? known : read_outline(o, &k);
}
