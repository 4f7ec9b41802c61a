/*
 * Items that face each other: two of different languages that follow each
 * other in a section.
 *
 * Where an item lacks its counterpart its neighbours must not take each other
 * for theirs: all pairs of an issue begin with the same language, and ids that
 * end in their items' languages («flood-ar», «flood-en») are otherwise the same.
 */
#include "story/story-int.h"

#include <string.h>

struct matcher {
	struct story **v;
	size_t n;
	const struct layout *l;
};

/* Of a language tag, what stands before the region. */
static size_t
primary(const char *tag)
{
	return strcspn(tag, "-_");
}

static bool
is_same_language(const char *a, const char *b)
{
	return primary(a) == primary(b) && g_ascii_strncasecmp(a, b, primary(a)) == 0;
}

/* Is it in the language of the layout? */
static bool
is_own(const struct matcher *m, size_t i)
{
	return is_same_language(m->v[i]->item->language.s, m->l->language);
}

static bool
is_item(const struct story *s)
{
	return (s->kind == STORY_ITEM || s->kind == STORY_CORRECTION) && s->item;
}

/* The id without its language, in bytes; 0: it does not end in one. */
static size_t
stem(const struct item *it)
{
	const char *id = it->id.s, *tag = it->language.s;
	size_t n = id ? strlen(id) : 0, code = primary(tag);

	if (n <= code + 1 || g_ascii_strncasecmp(id + n - code, tag, code) != 0 ||
	    !strchr("-._", id[n - code - 1]))
		return 0;
	return n - code - 1;
}

static bool
ids_part(const struct item *a, const struct item *b)
{
	size_t n = stem(a), m = stem(b);

	return n > 0 && m > 0 && (n != m || strncmp(a->id.s, b->id.s, n) != 0);
}

/* May stories `i` and the next face each other, when pairs begin so? */
static bool
is_pair(const struct matcher *m, size_t i, bool own_first)
{
	if (i + 1 >= m->n || !is_item(m->v[i]) || !is_item(m->v[i + 1]))
		return false;
	const struct story *a = m->v[i], *b = m->v[i + 1];

	return a->kind == b->kind && a->section == b->section && is_own(m, i) == own_first &&
	    !is_same_language(a->item->language.s, b->item->language.s) && !ids_part(a->item, b->item);
}

static size_t
count_pairs(const struct matcher *m, bool own_first)
{
	size_t n = 0;

	for (size_t i = 0; i < m->n; i++)
		if (is_pair(m, i, own_first)) {
			n++;
			i++;
		}
	return n;
}

static void
report_alone(struct diags *dg, const struct story *s)
{
	diag_add(dg, DIAG_WARNING, "story.no-counterpart", s->item->headline.at,
	    "this item faces none in another language, and half of its pages stays white");
	diag_help(dg, "let the issue name its counterpart next to it, in the same section");
}

void
face_items(struct diags *dg, struct story **v, size_t n, const struct layout *l)
{
	const struct matcher m = { v, n, l };
	size_t first = count_pairs(&m, true), last = count_pairs(&m, false);
	bool own_first = first >= last;

	if (first == 0 && last == 0)
		return;
	for (size_t i = 0; i < n; i++) {
		if (!is_item(v[i]))
			continue;
		v[i]->half = is_own(&m, i) ? HALF_START : HALF_END;
		if (!is_pair(&m, i, own_first)) {
			report_alone(dg, v[i]);
			continue;
		}
		/* Of two languages that are not the layout's, the first leads. */
		if (!own_first && !is_own(&m, i + 1))
			v[i]->half = HALF_START;
		v[i + 1]->half = v[i]->half == HALF_START ? HALF_END : HALF_START;
		v[i + 1]->faces = true;
		i++;
	}
}
