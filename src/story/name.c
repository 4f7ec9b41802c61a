/*
 * Names of people as an index has them: without titles before them or an
 * office behind them, in the order of their letters.
 *
 * Which words are titles is the layout's to say (binding.c of layout).
 */
#include "story/story-int.h"

#include <string.h>

#define ARTICLE "ال"
#define TATWEEL "\u0640"

/* ---- words ------------------------------------------------------------ */

static const char *
skip(const char *s, const char *set)
{
	return s + strspn(s, set);
}

/*
 * Behind the entry of `list` that stands at `s`, the longest of them, or NULL.
 * An entry that ends in a stop or a slash needs no space behind it; before a
 * slash that stands behind a title, one may stand.
 */
static const char *
behind_word(const struct word_list *list, const char *s)
{
	const char *best = NULL;

	for (size_t i = 0; i < list->n; i++) {
		const char *behind = s + strlen(list->v[i]);

		if (!g_str_has_prefix(s, list->v[i]))
			continue;
		bool open = strchr("./", behind[-1]);
		if ((open || strchr(" /", *behind)) && (!best || behind > best))
			best = behind;
	}
	return best ? skip(best, " /") : NULL;
}

/* Behind all titles at `s`; `s` when there is none. */
static const char *
behind_titles(const struct binding *b, const char *s)
{
	const char *next;

	while ((next = behind_word(&b->titles, s)) && *next)
		s = next;
	return s;
}

static const char *
next_word(const char *s)
{
	return skip(s + strcspn(s, " "), " ");
}

/* ---- what is no name -------------------------------------------------- */

/* «فلان، وزير النقل», «فلان – وزير النقل», «فلان (وزير النقل)». */
static const char *
without_office_behind(struct arena *a, const struct binding *b, const char *s)
{
	static const char *const parts[] = { "،", ", ", " - ", " – ", " — ", " (" };

	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		const char *at = strstr(s, parts[i]);
		if (!at || at == s)
			continue;
		const char *behind = skip(at + strlen(parts[i]), " ");
		if (behind_word(&b->offices, behind) || behind_word(&b->titles, behind))
			return g_strchomp(arena_strndup(a, s, (size_t)(at - s)));
	}
	return s;
}

/* «وزير النقل الفريق فلان»: an office ends where titles begin again; `s` when none do. */
static const char *
behind_office(const struct binding *b, const char *s)
{
	for (const char *w = next_word(s); *w; w = next_word(w)) {
		const char *name = behind_titles(b, w);
		if (name != w)
			return name;
	}
	return s;
}

/*
 * «الرئيس السوري فلان»: what belongs to a word with the article has it too, so
 * the first word without one begins the name, if no «لجامعة كذا» or «باسم كذا»
 * does; `s` when it is not known.
 */
static const char *
behind_definite(const char *s)
{
	const char *w = next_word(s);

	while (g_str_has_prefix(w, ARTICLE) || g_str_has_prefix(w, "لل"))
		w = next_word(w);
	return g_str_has_prefix(s, ARTICLE) && *w && !g_str_has_prefix(w, "ل") && !g_str_has_prefix(w, "باسم")
	    ? w : s;
}

struct person
person_of(struct arena *a, const struct binding *b, const char *said)
{
	const char *s = behind_titles(b, without_office_behind(a, b, said));
	struct person p = { .name = s };

	if (behind_word(&b->offices, s)) {
		p.name = behind_office(b, s);
		if (p.name == s)
			p.name = behind_definite(s);
		p.office = p.name == s;
	} else {
		const char *rest = behind_word(&b->titles_or_names, s);
		p.perhaps = rest && *rest ? rest : NULL;
	}
	return p;
}

/*
 * An office without a title before the name: it ends with an article, and a
 * name that is known, of two words or more, is all that follows it.
 */
static const char *
known_behind_office(const char *s, GHashTable *known)
{
	for (const char *before = s, *w = next_word(s); *w; before = w, w = next_word(w))
		if (g_str_has_prefix(before, ARTICLE) && strchr(w, ' ') && g_hash_table_contains(known, w))
			return w;
	return s;
}

const char *
person_name(const struct person *p, GHashTable *known)
{
	if (p->perhaps && g_hash_table_contains(known, p->perhaps))
		return p->perhaps;
	return p->office ? known_behind_office(p->name, known) : p->name;
}

/* ---- their order ------------------------------------------------------ */

const char *
name_without_article(const char *s)
{
	const char *rest = s + strlen(ARTICLE);
	/* At its end, or before a blank. */
	bool god = g_str_has_prefix(s, "الله") && strchr(" ", s[strlen("الله")]);

	return g_str_has_prefix(s, ARTICLE) && !god && g_utf8_strlen(rest, -1) > 2 ? rest : s;
}

static bool
is_son(const char *word)
{
	return strcmp(word, "بن") == 0 || strcmp(word, "ابن") == 0;
}

/*
 * As indexes of books in Arabic order names: no article counts, nor «ابن» and
 * «بن» between names (before all, both are «ابن»); «عبد الله» is one word.
 */
const char *
name_for_order(struct arena *a, const char *name)
{
	g_auto(GStrv) words = g_strsplit(name, " ", -1);
	g_autoptr(GString) to = g_string_new(NULL);
	bool servant = false;

	for (char **w = words; *w; w++) {
		if (w > words && is_son(*w) && w[1])
			continue;
		if (w > words && !servant)
			g_string_append_c(to, ' ');
		g_string_append(to, w == words && is_son(*w) ? "ابن" : servant ? *w : name_without_article(*w));
		servant = strcmp(*w, "عبد") == 0;
	}
	return arena_strndup(a, to->str, to->len);
}

const char *
name_clean(struct arena *a, const char *said)
{
	g_autofree char *whole = g_utf8_normalize(said, -1, G_NORMALIZE_NFC);
	g_auto(GStrv) words = g_strsplit_set(whole ? whole : said, " \t\n", -1);
	g_autoptr(GString) to = g_string_new(NULL);

	for (char **w = words; *w; w++) {
		if (!**w)
			continue;
		g_string_append_printf(to, "%s%s", to->len ? " " : "", *w);
	}
	g_string_replace(to, TATWEEL, "", 0);
	return to->len ? arena_strndup(a, to->str, to->len) : NULL;
}
