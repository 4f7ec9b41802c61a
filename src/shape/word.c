/* Words to glyphs by HarfBuzz, each once. */
#include "shape/kashida.h"
#include "shape/shape-int.h"

#include <hb.h>
#include <unicode/uvernum.h>
#include <stddef.h>
#include <string.h>

#define TATWEEL "\u0640"

struct entry {
	struct word_key key;
	struct word word;
};

/* A word drawn out: of which, where, with how many tatweels. */
struct drawn {
	const struct word *word;
	uint32_t at;
	unsigned n;
	const struct word *result; /* NULL: its joins change */
};

struct words {
	struct arena *a;
	GHashTable *table;  /* struct entry, which is its own key */
	GHashTable *drawn;  /* struct drawn, likewise */
	hb_buffer_t *buffer;
	hb_language_t arabic, english;
	uint64_t shaped;
};

/* ---- the cache -------------------------------------------------------- */

static guint
hash_key(gconstpointer p)
{
	const struct word_key *k = p;
	guint h = (guint)(font_number(k->font) * 16u + k->rtl + 2u * k->latin
	    + 4u * k->joins_before + 8u * k->joins_after);

	for (uint32_t i = 0; i < k->len; i++)
		h = (h ^ (unsigned char)k->text[i]) * 16777619u;
	return h;
}

static gboolean
equal_keys(gconstpointer p, gconstpointer q)
{
	const struct word_key *a = p, *b = q;

	return a->font == b->font && a->len == b->len && a->rtl == b->rtl &&
	    a->latin == b->latin && a->joins_before == b->joins_before &&
	    a->joins_after == b->joins_after && memcmp(a->text, b->text, a->len) == 0;
}

static guint
hash_drawn(gconstpointer p)
{
	const struct drawn *d = p;

	return g_direct_hash(d->word) * 31u + d->at * 16u + d->n;
}

static gboolean
equal_drawn(gconstpointer p, gconstpointer q)
{
	const struct drawn *a = p, *b = q;

	return a->word == b->word && a->at == b->at && a->n == b->n;
}

struct words *
words_create(void)
{
	struct words *ws = g_new0(struct words, 1);

	ws->a = arena_create();
	ws->table = g_hash_table_new(hash_key, equal_keys);
	ws->drawn = g_hash_table_new(hash_drawn, equal_drawn);
	ws->buffer = hb_buffer_create();
	ws->arabic = hb_language_from_string("ar", -1);
	ws->english = hb_language_from_string("en", -1);
	return ws;
}

void
words_destroy(struct words *ws)
{
	if (!ws)
		return;
	hb_buffer_destroy(ws->buffer);
	g_hash_table_destroy(ws->table);
	g_hash_table_destroy(ws->drawn);
	arena_destroy(ws->a);
	g_free(ws);
}

size_t
words_size(const struct words *ws)
{
	return arena_used(ws->a);
}

uint64_t
words_shaped(const struct words *ws)
{
	return ws->shaped;
}

/* ---- shaping ---------------------------------------------------------- */

/*
 * A joiner before or after stands for a letter in another face.  HarfBuzz
 * takes it as context: it is not drawn and has no cluster.
 */
static void
fill_buffer(struct words *ws, const struct word_key *k)
{
	static const char joiner[] = "\u200D";
	hb_buffer_t *b = ws->buffer;
	g_autoptr(GString) text = g_string_sized_new(k->len + 8);
	unsigned before = k->joins_before ? 3 : 0;

	g_string_append(text, before ? joiner : "");
	g_string_append_len(text, k->text, k->len);
	g_string_append(text, k->joins_after ? joiner : "");
	hb_buffer_clear_contents(b);
	hb_buffer_add_utf8(b, text->str, (int)text->len, before, (int)k->len);
	hb_buffer_set_direction(b, k->rtl ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
	hb_buffer_set_script(b, k->latin ? HB_SCRIPT_LATIN : HB_SCRIPT_ARABIC);
	hb_buffer_set_language(b, k->latin ? ws->english : ws->arabic);
	hb_buffer_set_cluster_level(b, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_CHARACTERS);
	hb_buffer_set_flags(b, (hb_buffer_flags_t)(HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES |
	    HB_BUFFER_FLAG_PRODUCE_SAFE_TO_INSERT_TATWEEL));
}

static void
take_ink(struct word *w, struct glyph *v)
{
	hb_glyph_extents_t e;

	for (uint32_t i = 0; i < w->n; i++) {
		struct glyph *g = &v[i];

		if (!hb_font_get_glyph_extents(font_hb(w->font), g->id, &e))
			continue;
		g->left = (int16_t)(e.x_bearing + g->dx);
		g->right = (int16_t)(e.x_bearing + e.width + g->dx);
		g->top = (int16_t)(e.y_bearing + g->dy);
		g->bottom = (int16_t)(e.y_bearing + e.height + g->dy);
		w->ink_above = MAX(w->ink_above, g->top);
		w->ink_below = MAX(w->ink_below, -g->bottom);
	}
}

static void
shape_buffer(struct words *ws, const struct font *fo)
{
	static const char *const shapers[] = { "ot", NULL };

	hb_shape_full(font_hb(fo), ws->buffer, NULL, 0, shapers);
	ws->shaped++;
}

static struct glyph *
take_glyphs(struct words *ws, struct word *w, uint32_t before)
{
	unsigned n;
	const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(ws->buffer, &n);
	const hb_glyph_position_t *pos = hb_buffer_get_glyph_positions(ws->buffer, &n);
	struct glyph *g = arena_array(ws->a, struct glyph, n);

	for (unsigned i = 0; i < n; i++) {
		g[i] = (struct glyph) { info[i].codepoint, pos[i].x_advance,
			pos[i].x_offset, pos[i].y_offset, info[i].cluster - before };
		w->width += pos[i].x_advance;
		w->missing |= info[i].codepoint == 0;
	}
	w->glyphs = g;
	w->n = n;
	take_ink(w, g);
	return g;
}

/* Where a tatweel may go, in logical order (glyphs stand from left to right). */
static void
take_places(struct words *ws, struct word *w, uint32_t before)
{
	unsigned n;
	const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(ws->buffer, &n);
	struct kashida_place *v;

	if (!w->rtl || n == 0 || !font_joins_tatweel(w->font))
		return;
	v = arena_array(ws->a, struct kashida_place, n);
	for (unsigned i = n; i > 0; i--) {
		uint32_t at = info[i - 1].cluster - before;

		if (!(hb_glyph_info_get_glyph_flags(&info[i - 1]) &
			HB_GLYPH_FLAG_SAFE_TO_INSERT_TATWEEL) || at == 0)
			continue;
		if (w->n_places > 0 && v[w->n_places - 1].at == at)
			continue;
		v[w->n_places++] = (struct kashida_place) { .at = (uint16_t)at,
			.class = KASHIDA_NO_CLASS, .unit = font_tatweel(w->font) };
	}
	kashida_classify(w->text, w->len, v, w->n_places);
	w->places = v;
	w->best = kashida_best(v, w->n_places);
}

static void
shape_word(struct words *ws, const struct word_key *k, struct word *w)
{
	uint32_t before = k->joins_before ? 3 : 0;

	fill_buffer(ws, k);
	shape_buffer(ws, k->font);
	take_glyphs(ws, w, before);
	take_places(ws, w, before);
}

const struct word *
words_get(struct words *ws, const struct word_key *k)
{
	struct entry *e = g_hash_table_lookup(ws->table, k);

	if (e)
		return &e->word;
	e = arena_new(ws->a, struct entry);
	e->key = *k;
	e->key.text = arena_strndup(ws->a, k->text, k->len);
	e->word = (struct word) { .font = k->font, .rtl = k->rtl, .text = e->key.text,
		.len = k->len };
	shape_word(ws, k, &e->word);
	g_hash_table_insert(ws->table, e, e);
	return &e->word;
}

/* ---- tatweels --------------------------------------------------------- */

/* Clusters as if the `added` bytes before `at` were none. */
static void
take_out(struct word *w, struct glyph *g, uint32_t at, uint32_t added, uint32_t letter)
{
	for (uint32_t i = 0; i < w->n; i++)
		if (g[i].cluster >= at + added)
			g[i].cluster -= added;
		else if (g[i].cluster >= at)
			g[i].cluster = letter;
	w->glyphs = g;
}

/* Kerns beside a tatweel may differ by so much of the em. */
#define KERN_MOST 100

/*
 * Glyphs of `w` but for those of the two letters at the join, which may be
 * drawn into one with the tatweels (as Amiri does before alef).
 */
static bool
next_elsewhere(const struct word *w, uint32_t letter, uint32_t at, uint32_t *i)
{
	while (*i < w->n && (w->glyphs[*i].cluster == letter || w->glyphs[*i].cluster == at))
		(*i)++;
	return *i < w->n;
}

/* Longer by `n` tatweels, and the same in all other letters. */
static bool
is_only_longer(const struct word *drawn, const struct word *w, uint32_t letter,
    uint32_t at, unsigned n)
{
	int32_t off = drawn->width - w->width - (int32_t)n * font_tatweel(w->font);
	uint32_t i = 0, j = 0;

	if (drawn->missing || ABS(off) > font_upem(w->font) / KERN_MOST)
		return false;
	while (next_elsewhere(w, letter, at, &i) && next_elsewhere(drawn, letter, at, &j))
		if (w->glyphs[i++].id != drawn->glyphs[j++].id)
			return false;
	return !next_elsewhere(w, letter, at, &i) && !next_elsewhere(drawn, letter, at, &j);
}

/* The key that `w` is remembered under. */
static const struct word_key *
key_of(const struct word *w)
{
	return &((const struct entry *)(const void *)((const char *)w -
	    offsetof(struct entry, word)))->key;
}

static const struct word *
draw_out(struct words *ws, const struct word *w, uint32_t at, unsigned n)
{
	g_autoptr(GString) text = g_string_new_len(w->text, at);
	struct word_key k = *key_of(w);
	struct word out = { .font = w->font, .rtl = w->rtl };

	for (unsigned i = 0; i < n; i++)
		g_string_append(text, TATWEEL);
	g_string_append_len(text, w->text + at, w->len - at);
	k.text = text->str;
	k.len = (uint32_t)text->len;
	uint32_t before = k.joins_before ? 3 : 0;
	fill_buffer(ws, &k);
	shape_buffer(ws, k.font);
	struct glyph *g = take_glyphs(ws, &out, before);
	out.text = w->text;
	out.len = w->len;
	/* The tatweels belong to the letter before them. */
	uint32_t letter = (uint32_t)(g_utf8_prev_char(w->text + at) - w->text);
	take_out(&out, g, at, (uint32_t)strlen(TATWEEL) * n, letter);
	if (!is_only_longer(&out, w, letter, at, n))
		return NULL;
	return arena_memdup(ws->a, &out, sizeof out);
}

const struct word *
shape_tatweel(struct shaper *s, const struct word *w, uint32_t at, unsigned n)
{
	struct words *ws = s->words;
	struct drawn key = { .word = w, .at = at, .n = n };

	if (n == 0)
		return w;
	struct drawn *d = g_hash_table_lookup(ws->drawn, &key);
	if (!d) {
		key.result = draw_out(ws, w, at, n);
		d = arena_memdup(ws->a, &key, sizeof key);
		g_hash_table_insert(ws->drawn, d, d);
	}
	return d->result;
}

void
word_versions(GString *to)
{
	g_string_append_printf(to, "harfbuzz %s\nicu %s\n", hb_version_string(), U_ICU_VERSION);
}
