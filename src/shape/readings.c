/*
 * What the rules of Unicode say of a text, remembered: bidi levels and the
 * places where a line may end.  Furniture comes again on every bulletin, and
 * all texts but one when an item is edited under `serve`; they take half of
 * the time of a text whose words are known.
 */
#include "shape/shape-int.h"

#include <string.h>

/* Of all texts with what is known of them: several issues of a daily. */
#define READINGS_MOST ((size_t)4 << 20)

struct known {
	const char *text, *language;
	size_t len, n;   /* bytes, characters */
	bool rtl;
	uint8_t *levels; /* `n`, and as many breaks behind them */
};

struct readings {
	struct arena *a;
	GHashTable *known; /* struct known, itself */
};

static guint
hash_known(gconstpointer p)
{
	const struct known *k = p;
	guint h = k->rtl;

	for (size_t i = 0; i < k->len; i++)
		h = h * 31 + (unsigned char)k->text[i];
	return h;
}

static gboolean
equal_known(gconstpointer p, gconstpointer q)
{
	const struct known *a = p, *b = q;

	return a->len == b->len && a->rtl == b->rtl && memcmp(a->text, b->text, a->len) == 0 &&
	    g_strcmp0(a->language, b->language) == 0;
}

struct readings *
readings_create(void)
{
	struct readings *ts = g_new(struct readings, 1);

	*ts = (struct readings) { arena_create(), g_hash_table_new(hash_known, equal_known) };
	return ts;
}

void
readings_destroy(struct readings *ts)
{
	g_hash_table_destroy(ts->known);
	arena_destroy(ts->a);
	g_free(ts);
}

size_t
readings_size(const struct readings *ts)
{
	return arena_used(ts->a);
}

/* A text that is long, or one more than there is room for, is not kept. */
static void
keep(struct readings *ts, const struct known *k, const uint8_t *levels, const uint8_t *breaks)
{
	if (readings_size(ts) + k->len + 2 * k->n + sizeof *k > READINGS_MOST)
		return;
	struct known *own = arena_memdup(ts->a, k, sizeof *k);

	own->text = arena_strndup(ts->a, k->text, k->len);
	own->language = arena_strdup(ts->a, k->language);
	own->levels = arena_array(ts->a, uint8_t, 2 * k->n + 1);
	memcpy(own->levels, levels, k->n);
	memcpy(own->levels + k->n, breaks, k->n);
	g_hash_table_add(ts->known, own);
}

void
readings_look(struct readings *ts, const struct text_asked *t, uint8_t *ret_levels, uint8_t *ret_breaks)
{
	struct known k = { t->text, t->language, t->len, t->n, t->rtl, NULL };
	const struct known *own = g_hash_table_lookup(ts->known, &k);

	if (own) {
		memcpy(ret_levels, own->levels, own->n);
		memcpy(ret_breaks, own->levels + own->n, own->n);
		return;
	}
	bidi_levels(t->text, t->len, t->rtl, t->n, ret_levels);
	break_places(t->text, t->len, t->language, t->n, ret_breaks);
	keep(ts, &k, ret_levels, ret_breaks);
}
