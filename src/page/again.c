/*
 * Bands that were cut before.
 *
 * A bulletin is made up again until what it tells of pages is true, and from
 * trial to trial nearly all bands are the same: the same lines in the same
 * room.  What was found then is found again, for cutting takes the most time
 * of making up.
 */
#include "page/page-int.h"

#include <string.h>

/* Bands that are remembered, a kibibyte or two each; a volume has more. */
#define KNOWN_MOST 2000

struct known {
	struct band asked;         /* its slugs stand as long as the bulletin is made up */
	enum again_kind kind;
	bool fits;
	struct band *found;
	guint n;
};

struct again {
	struct arena *a;
	GHashTable *known; /* struct known, itself */
};

/* ---- what is the same -------------------------------------------------- */

static bool
is_same_group(const struct group *a, const struct group *b)
{
	return a == b || (a && b && a->width == b->width && a->height == b->height);
}

static bool
is_same_frame(const struct framed *a, const struct framed *b)
{
	return a == b || (a && b && a->box == b->box && a->width == b->width && a->padding == b->padding &&
	    a->small == b->small);
}

static bool
is_same_note(const struct foot_note *a, const struct foot_note *b)
{
	return a->at == b->at && a->galley == b->galley && a->first == b->first && a->end == b->end;
}

static bool
are_same_notes(const struct foot_notes *a, const struct foot_notes *b)
{
	if (a == b)
		return true;
	if (!a || !b || a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!is_same_note(&a->v[i], &b->v[i]))
			return false;
	return true;
}

/* As far as cutting sees; what is drawn in a group may be another. */
static bool
is_same_slug(const struct slug *a, const struct slug *b)
{
	struct slug x = *a, y = *b;

	x.group = y.group = x.head = y.head = NULL;
	x.notes = y.notes = x.carried = y.carried = NULL;
	x.frame = y.frame = NULL;
	x.wide = y.wide = NULL;
	/* A number in all the slugs, of which a band is a part. */
	x.band_end = y.band_end = 0;
	return memcmp(&x, &y, sizeof x) == 0 && is_same_group(a->group, b->group) &&
	    is_same_group(a->head, b->head) && is_same_frame(a->frame, b->frame) &&
	    are_same_notes(a->notes, b->notes) && are_same_notes(a->carried, b->carried);
}

static bool
are_same_slots(const struct band *a, const struct band *b)
{
	for (int i = 0; i < a->columns; i++)
		if (!slot_is_same(&a->slots[i], &b->slots[i]))
			return false;
	return true;
}

/* A trial may have a layout of its own, with another grid. */
static bool
is_same_layout(const struct layout *a, const struct layout *b)
{
	return a == b || memcmp(a, b, sizeof *a) == 0;
}

static gboolean
is_same_known(gconstpointer p, gconstpointer q)
{
	const struct known *k = p, *l = q;
	const struct band *a = &k->asked, *b = &l->asked;

	if (k->kind != l->kind || a->end - a->start != b->end - b->start || a->first != b->first ||
	    a->span != b->span || a->columns != b->columns || a->of != b->of || a->last != b->last ||
	    a->bare != b->bare || a->bottom != b->bottom || !are_same_slots(a, b) ||
	    !is_same_layout(a->layout, b->layout))
		return false;
	for (size_t i = 0; i < a->end - a->start; i++) {
		const struct slug *x = &a->slugs[a->start + i], *y = &b->slugs[b->start + i];

		/* Where a band ends is a number in the slugs it came in. */
		if (x != y && !is_same_slug(x, y))
			return false;
	}
	return true;
}

static guint
hash_known(gconstpointer p)
{
	const struct known *k = p;
	const struct band *b = &k->asked;
	const struct slug *s = b->start < b->end ? &b->slugs[b->start] : NULL;
	guint h = (guint)k->kind;

	h = h * 31 + (guint)(b->end - b->start);
	h = h * 31 + (guint)b->bottom;
	h = h * 31 + (guint)b->slots[0].top;
	return h * 31 + g_direct_hash(s ? s->line : NULL);
}

/* ---- the door ---------------------------------------------------------- */

struct again *
again_create(void)
{
	struct again *g = g_new(struct again, 1);

	*g = (struct again) { arena_create(), g_hash_table_new(hash_known, is_same_known) };
	return g;
}

void
again_destroy(struct again *g)
{
	g_hash_table_destroy(g->known);
	arena_destroy(g->a);
	g_free(g);
}

/* The same cuts, in the slugs that were asked for now. */
static struct band
moved(const struct band *found, const struct known *k, const struct band *b)
{
	struct band t = *found;

	t.layout = b->layout;
	if (found->slugs != k->asked.slugs)
		return t;
	t.slugs = b->slugs;
	t.start = b->start;
	t.end = b->end;
	for (int i = 0; i < t.columns; i++)
		t.cuts[i].end = t.cuts[i].end - k->asked.start + b->start;
	return t;
}

bool
again_look(const struct again *g, enum again_kind kind, const struct band *b, GArray *to, bool *ret_fits)
{
	struct known asked = { .asked = *b, .kind = kind };
	const struct known *k = g_hash_table_lookup(g->known, &asked);

	for (guint i = 0; k && i < k->n; i++) {
		struct band t = moved(&k->found[i], k, b);

		g_array_append_val(to, t);
	}
	*ret_fits = k && k->fits;
	return k != NULL;
}

/* Slugs of its own that hold what is drawn are of the trial they were made in. */
static bool
can_be_moved(const struct band *asked, const struct band *t)
{
	for (size_t i = t->start; t->slugs != asked->slugs && i < t->end; i++) {
		const struct slug *s = &t->slugs[i];

		if (s->group || s->head || s->frame || s->notes || s->carried)
			return false;
	}
	return true;
}

void
again_keep(struct again *g, enum again_kind kind, const struct band *asked, const struct band *found,
    guint n, bool fits)
{
	for (guint i = 0; i < n; i++)
		if (!can_be_moved(asked, &found[i]))
			return;
	if (g_hash_table_size(g->known) >= KNOWN_MOST)
		return;
	struct known *k = arena_new(g->a, struct known);
	*k = (struct known) { *asked, kind, fits, arena_memdup(g->a, found, n * sizeof *found), n };
	g_hash_table_add(g->known, k);
}
