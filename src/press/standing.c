/*
 * Standing type: texts that were set before, for who sets one bulletin again and again.
 *
 * When an item is edited all texts but one are what they were: their runs and
 * lines are found by what decides them, whatever block they stand in now.
 * Nothing here names a layout or an item, so neither has to be kept.
 */
#include "press/press-int.h"

#include <string.h>

/* Of all that is kept: an issue of a hundred pages takes 8 MiB. */
#define STANDING_MOST ((size_t)32 << 20)
/* Texts and lines go when so many bulletins did without them; who tries a size often goes back. */
#define BULLETINS 4
#define LISTS_DEEP 8

/* All that decides lines, beside the runs. */
struct look {
	struct style style;      /* without what it points to */
	dim measure, grid, ending;
	int looseness, depth;
	bool indented;
	size_t n_hang;
	int32_t hang[LISTS_DEEP];
};

struct kept_galley {
	struct kept_galley *next;
	unsigned used;           /* the bulletin that asked for it last */
	size_t size;             /* bytes of all of it */
	struct look look;
	struct galley galley;    /* its lines and pieces behind it, in one piece of memory */
};

struct kept_text {
	/* What decides its runs. */
	char *text;
	uint32_t len;
	struct span *spans;
	size_t n_spans;
	struct font_spec font;
	bool rtl;

	struct glyph_run *runs;
	size_t n;
	struct kept_galley *galleys;
	unsigned used;           /* the bulletin that asked for it last */
	size_t size;             /* bytes of all of it */
	struct standing *of;
};

struct standing {
	GHashTable *texts;       /* struct kept_text, itself */
	GHashTable *by_runs;     /* the same by its runs */
	char *tongue;            /* what the layout says of language, of all of them */
	unsigned bulletin;
	size_t size;
};

/* ---- what is the same -------------------------------------------------- */

static guint
hash_text(gconstpointer p)
{
	const struct kept_text *t = p;
	guint h = (guint)t->n_spans;

	for (uint32_t i = 0; i < t->len; i++)
		h = h * 31 + (unsigned char)t->text[i];
	return h;
}

static bool
is_same_font(const struct font_spec *a, const struct font_spec *b)
{
	return a->weight == b->weight && a->latin_weight == b->latin_weight &&
	    a->latin_size == b->latin_size && g_strcmp0(a->family, b->family) == 0 &&
	    g_strcmp0(a->latin, b->latin) == 0;
}

static bool
is_same_span(const struct span *a, const struct span *b)
{
	return a->start == b->start && a->end == b->end && a->style == b->style && a->note == b->note &&
	    g_strcmp0(a->url, b->url) == 0;
}

static gboolean
is_same_text(gconstpointer p, gconstpointer q)
{
	const struct kept_text *a = p, *b = q;

	if (a->len != b->len || a->rtl != b->rtl || a->n_spans != b->n_spans ||
	    memcmp(a->text, b->text, a->len) != 0 || !is_same_font(&a->font, &b->font))
		return false;
	for (size_t i = 0; i < a->n_spans; i++)
		if (!is_same_span(&a->spans[i], &b->spans[i]))
			return false;
	return true;
}

/* Its numbers; what it points to is drawn, or is the font of the runs. */
static void
take_style(struct style *to, const struct style *st)
{
	memcpy(to, st, sizeof *to);
	to->name = to->marker = NULL;
	to->source = NULL;
	to->parent = NULL;
	to->font = NULL;
	to->colour = to->tint = NULL;
	memset(&to->at, 0, sizeof to->at);
	memset(&to->rule_above, 0, sizeof to->rule_above);
	memset(&to->rule_below, 0, sizeof to->rule_below);
	memset(&to->bar, 0, sizeof to->bar);
}

/* False: it stands in more lists than are told apart. */
static bool
take_look(struct look *to, const struct block *b, const struct room *r)
{
	size_t n = r->hang ? r->hang->n : 0;

	if (n > LISTS_DEEP)
		return false;
	memset(to, 0, sizeof *to);
	take_style(&to->style, b->style);
	to->measure = r->measure;
	to->grid = r->grid;
	to->ending = r->ending;
	to->looseness = r->looseness;
	to->depth = b->depth;
	to->indented = b->indented;
	to->n_hang = n;
	for (size_t i = 0; i < n; i++)
		to->hang[i] = r->hang->v[i];
	return true;
}

/* ---- life -------------------------------------------------------------- */

static void
free_text(void *p)
{
	struct kept_text *t = p;

	g_hash_table_remove(t->of->by_runs, t->runs);
	t->of->size -= t->size;
	for (struct kept_galley *g = t->galleys, *next; g; g = next) {
		next = g->next;
		g_free(g);
	}
	for (size_t i = 0; i < t->n_spans; i++)
		g_free((char *)(uintptr_t)t->spans[i].url);
	g_free((char *)(uintptr_t)t->font.family);
	g_free((char *)(uintptr_t)t->font.latin);
	g_free(t->spans);
	g_free(t->text);
	g_free(t->runs);
	g_free(t);
}

struct standing *
standing_create(void)
{
	struct standing *t = g_new0(struct standing, 1);

	t->texts = g_hash_table_new_full(hash_text, is_same_text, free_text, NULL);
	t->by_runs = g_hash_table_new(NULL, NULL);
	return t;
}

void
standing_destroy(struct standing *t)
{
	if (!t)
		return;
	g_hash_table_destroy(t->texts);
	g_hash_table_destroy(t->by_runs);
	g_free(t->tongue);
	g_free(t);
}

void
standing_forget(struct standing *t)
{
	if (t)
		g_hash_table_remove_all(t->texts);
}

/* Language, and the words that numbers are set with. */
static char *
tongue_of(const struct layout *l)
{
	const struct word_list *words = &l->binding.before_name;
	GString *s = g_string_new(l->language);

	for (size_t i = 0; i < words->n; i++)
		g_string_append_printf(s, "\n%s", words->v[i]);
	return g_string_free(s, FALSE);
}

static bool
is_left_over(const struct standing *t, unsigned used)
{
	return used + BULLETINS < t->bulletin;
}

static void
drop_old_lines(struct kept_text *t)
{
	for (struct kept_galley **at = &t->galleys, *g; (g = *at) != NULL;) {
		if (!is_left_over(t->of, g->used)) {
			at = &g->next;
			continue;
		}
		*at = g->next;
		t->size -= g->size;
		t->of->size -= g->size;
		g_free(g);
	}
}

static gboolean
drop_old(gpointer key, gpointer value, gpointer data)
{
	struct kept_text *t = key;

	drop_old_lines(t);
	return is_left_over(t->of, t->used);
}

void
standing_begin(struct standing *t, const struct layout *l)
{
	if (!t)
		return;
	char *tongue = tongue_of(l);

	if (g_strcmp0(tongue, t->tongue) != 0)
		standing_forget(t);
	g_free(t->tongue);
	t->tongue = tongue;
	t->bulletin++;
	g_hash_table_foreach_remove(t->texts, drop_old, NULL);
}

/* ---- runs -------------------------------------------------------------- */

static struct kept_text
key_of(const struct block *b, bool rtl)
{
	return (struct kept_text) { .text = (char *)(uintptr_t)b->text, .len = b->len,
		.spans = (struct span *)(uintptr_t)b->spans, .n_spans = b->n_spans, .font = *b->style->font,
		.rtl = rtl };
}

static const struct paragraph *
paragraph_of(struct arena *a, const struct kept_text *t, const struct block *b)
{
	struct paragraph *p = arena_new(a, struct paragraph);

	*p = (struct paragraph) { b, t->rtl, t->runs, t->n };
	return p;
}

const struct paragraph *
standing_find(struct standing *t, struct arena *a, const struct block *b, const struct layout *l)
{
	struct kept_text key = key_of(b, block_rtl(b, l));
	struct kept_text *known = t ? g_hash_table_lookup(t->texts, &key) : NULL;

	if (!known)
		return NULL;
	known->used = t->bulletin;
	return paragraph_of(a, known, b);
}

const struct paragraph *
standing_keep(struct standing *t, struct arena *a, const struct paragraph *p)
{
	if (!t || t->size > STANDING_MOST)
		return p;
	struct kept_text *own = g_new(struct kept_text, 1);

	*own = key_of(p->block, p->rtl);
	own->text = g_strndup(p->block->text, p->block->len);
	own->spans = g_memdup2(own->spans, own->n_spans * sizeof *own->spans);
	for (size_t i = 0; i < own->n_spans; i++)
		own->spans[i].url = g_strdup(own->spans[i].url);
	own->font.family = g_strdup(own->font.family);
	own->font.latin = g_strdup(own->font.latin);
	own->n = p->n;
	/* An address of its own, though it has none. */
	own->runs = g_new(struct glyph_run, MAX(p->n, 1));
	memcpy(own->runs, p->runs, p->n * sizeof *own->runs);
	own->used = t->bulletin;
	own->size = sizeof *own + own->len + own->n_spans * sizeof *own->spans + own->n * sizeof *own->runs;
	own->of = t;
	t->size += own->size;
	g_hash_table_add(t->texts, own);
	g_hash_table_insert(t->by_runs, own->runs, own);
	return paragraph_of(a, own, p->block);
}

/* ---- lines ------------------------------------------------------------- */

const struct galley *
standing_find_lines(const struct standing *t, struct arena *a, const struct paragraph *p, const struct room *r)
{
	const struct kept_text *known = t ? g_hash_table_lookup(t->by_runs, p->runs) : NULL;
	struct look look;

	if (!known || !take_look(&look, p->block, r))
		return NULL;
	for (struct kept_galley *g = known->galleys; g; g = g->next) {
		if (memcmp(&g->look, &look, sizeof look) != 0)
			continue;
		g->used = t->bulletin;
		struct galley *found = arena_memdup(a, &g->galley, sizeof *found);

		found->block = p->block;
		found->paragraph = p;
		return found;
	}
	return NULL;
}

/* Lines and their pieces in one piece of memory, behind the rest. */
static struct kept_galley *
copy_lines(const struct galley *g, size_t *ret_size)
{
	size_t n = 0;

	for (size_t i = 0; i < g->n; i++)
		n += g->lines[i].n;
	*ret_size = sizeof(struct kept_galley) + g->n * sizeof(struct line) + n * sizeof(struct piece);
	struct kept_galley *own = g_malloc(*ret_size);
	struct line *lines = (struct line *)(void *)(own + 1);
	struct piece *pieces = (struct piece *)(void *)(lines + g->n);

	own->galley = *g;
	own->galley.lines = lines;
	for (size_t i = 0; i < g->n; i++) {
		lines[i] = g->lines[i];
		lines[i].pieces = pieces;
		memcpy(pieces, g->lines[i].pieces, lines[i].n * sizeof *pieces);
		pieces += lines[i].n;
	}
	return own;
}

void
standing_keep_lines(struct standing *t, const struct galley *g, const struct room *r)
{
	struct kept_text *known = t ? g_hash_table_lookup(t->by_runs, g->paragraph->runs) : NULL;
	struct look look;
	size_t size;

	/* A marker is another text, in no cache. */
	if (!known || g->marker || t->size > STANDING_MOST || !take_look(&look, g->block, r))
		return;
	struct kept_galley *own = copy_lines(g, &size);

	memcpy(&own->look, &look, sizeof look);
	own->next = known->galleys;
	own->used = t->bulletin;
	own->size = size;
	known->galleys = own;
	known->size += size;
	t->size += size;
}
