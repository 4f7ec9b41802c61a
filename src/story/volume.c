/*
 * What only a volume of the archive has: its stretch of time in words, and
 * indexes of what its items name.
 *
 * Indexes are set when all items have their pages, so pages are text in them.
 */
#include "story/story-int.h"

#include <stdio.h>
#include <string.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

/* ---- time ------------------------------------------------------------- */

static const char *
period_of(struct arena *a, const struct layout *l, const char *id)
{
	int year = 0, week = 0, end = 0;
	g_autofree char *first = g_strconcat(id, "-01", NULL);
	struct day day;

	if (sscanf(id, "%4d-W%2d%n", &year, &week, &end) == 2 && id[end] == '\0')
		return arena_printf(a, "%s %d – %d", layout_string(l, "week"), week, year);
	if (date_day(id, "gregorian", 0, &day)) {
		const char *weekday = date_weekday(a, id, l->language);
		const char *date = date_gregorian(a, id, l->language);

		return weekday && date ? arena_printf(a, "%s %s", weekday, date) : id;
	}
	if (strlen(id) == 7 && date_day(first, "gregorian", 0, &day)) {
		const char *month = date_name(a, l->language, "gregorian", "monthNames", day.month);

		return month ? arena_printf(a, "%s %d", month, day.year) : id;
	}
	end = 0;
	if (sscanf(id, "%4d%n", &year, &end) == 1 && id[end] == '\0')
		return arena_strdup(a, id);
	return layout_string(l, "undated");
}

const char *
story_period(struct arena *a, const struct layout *l, const char *id)
{
	return story_digits(a, period_of(a, l, id), l->numbering);
}

/* ---- what items name -------------------------------------------------- */

/* A name and a place where it is named. */
struct mention {
	const char *name;
	const char *order;  /* what it is sorted by */
	struct person person; /* in an index of people */
	const struct story *story;
	int page;
	uint8_t *key;       /* of the collator */
	int32_t key_len;
};

struct indexer {
	struct arena *a;
	struct diags *dg;
	const struct layout *l;
	UCollator *collator;
	GArray *mentions;   /* struct mention */
};

/* ICU holds alefs with hamza or madda for letters of their own; an index does not, nor waw and yeh with it. */
static void
fold_hamza(UChar *u, int32_t len)
{
	for (int32_t i = 0; i < len; i++)
		if (u[i] == 0x622 || u[i] == 0x623 || u[i] == 0x625 || u[i] == 0x671)
			u[i] = 0x627;
		else if (u[i] == 0x624)
			u[i] = 0x648;
		else if (u[i] == 0x626)
			u[i] = 0x64A;
}

static void
set_key(struct indexer *x, struct mention *m)
{
	UErrorCode e = U_ZERO_ERROR;
	const char *s = m->order;
	int32_t most = (int32_t)strlen(s) + 1, len = 0;
	g_autofree UChar *u = g_new(UChar, (gsize)most);

	u_strFromUTF8(u, most, &len, s, -1, &e);
	if (U_FAILURE(e) || !x->collator) {
		m->key = (uint8_t *)arena_strdup(x->a, s);
		m->key_len = (int32_t)strlen(s) + 1;
		return;
	}
	fold_hamza(u, len);
	m->key_len = ucol_getSortKey(x->collator, u, len, NULL, 0);
	m->key = arena_alloc(x->a, (size_t)m->key_len);
	ucol_getSortKey(x->collator, u, len, m->key, m->key_len);
}

static void
mention(struct indexer *x, const struct text *name, const struct story *s, int page)
{
	struct mention m = { .story = s, .page = page,
		.name = name->s ? name_clean(x->a, name->s) : NULL };

	if (!m.name)
		return;
	m.order = name_without_article(m.name);
	g_array_append_val(x->mentions, m);
}

static void
mention_all(struct indexer *x, const struct texts *names, const struct story *s, int page)
{
	for (size_t i = 0; i < names->n; i++)
		mention(x, &names->v[i], s, page);
}

static void
mention_bodies(struct indexer *x, const struct story *s, int page)
{
	const struct item *it = s->item;

	mention(x, &it->publisher, s, page);
	mention(x, &it->source.name, s, page);
	mention(x, &it->dateline.agency, s, page);
	for (size_t i = 0; i < it->n_contacts; i++)
		mention(x, &it->contacts[i].organisation, s, page);
}

static void
gather(struct indexer *x, enum volume_index what, const struct story *s, int page)
{
	switch (what) {
	case INDEX_SECTIONS:
		mention(x, &s->item->section, s, page);
		break;
	case INDEX_SUBJECTS:
		mention_all(x, &s->item->subjects, s, page);
		break;
	case INDEX_PEOPLE:
		mention_all(x, &s->item->people, s, page);
		break;
	case INDEX_BODIES:
		mention_bodies(x, s, page);
		break;
	case INDEX_N:
		break;
	}
}

static struct mention *
mention_at(struct indexer *x, guint i)
{
	return &g_array_index(x->mentions, struct mention, i);
}

/* One with a title and one without are one, when the name is the same. */
static void
name_people(struct indexer *x)
{
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < x->mentions->len; i++) {
		struct mention *m = mention_at(x, i);

		m->person = person_of(x->a, &x->l->binding, m->name);
		if (!m->person.perhaps && !m->person.office)
			g_hash_table_add(known, (gpointer)(uintptr_t)m->person.name);
	}
	for (guint i = 0; i < x->mentions->len; i++) {
		struct mention *m = mention_at(x, i);

		m->name = person_name(&m->person, known);
		m->order = name_for_order(x->a, m->name);
	}
}

static gint
compare_mentions(gconstpointer p, gconstpointer q)
{
	const struct mention *a = p, *b = q;
	int c = memcmp(a->key, b->key, (size_t)MIN(a->key_len, b->key_len));

	c = c ? c : a->key_len - b->key_len;
	c = c ? c : strcmp(a->name, b->name);
	return c ? c : a->page - b->page;
}

/* ---- entries ---------------------------------------------------------- */

/* What stands over a name: its letter without hamza, or # for all that is none. */
static const char *
letter_of(struct arena *a, const char *order)
{
	g_autofree char *s = g_utf8_normalize(order, text_next(order) - order, G_NORMALIZE_ALL);
	gunichar c = s && *s ? g_unichar_toupper(g_utf8_get_char(s)) : '#';
	char utf8[8] = { 0 };

	g_unichar_to_utf8(g_unichar_isalpha(c) ? c : '#', utf8);
	return arena_strdup(a, utf8);
}

static const char *
comma_of(const struct indexer *x)
{
	return g_str_has_prefix(x->l->language, "ar") ? "، " : ", ";
}

/* «٣» or «٣–٧», a link to the first. */
static void
add_pages(struct indexer *x, struct texter *t, const struct mention *m, int to)
{
	struct place at = m->story->item->headline.at;
	const char *pages = to > m->page ? arena_printf(x->a, "%d–%d", m->page, to)
	    : arena_printf(x->a, "%d", m->page);

	texter_add(t, comma_of(x), 0, NULL, at);
	texter_add(t, story_digits(x->a, pages, x->l->numbering), INLINE_LINK,
	    arena_printf(x->a, "#%s", m->story->anchor), at);
}

/* A name from left to right keeps its brackets and points beside it. */
static bool
is_latin(const char *name)
{
	const char *p = name;

	while (*p && !g_unichar_isalpha(g_utf8_get_char(p)))
		p = text_next(p);
	return *p && g_utf8_get_char(p) < 0x590;
}

/* All mentions of one name, from `m` on; returns how many there are. */
static guint
add_name(struct indexer *x, struct dresser *d, const struct mention *m, guint n)
{
	struct texter t;
	guint i = 0;

	texter_init(&t, x->a);
	if (is_latin(m->name))
		texter_add_isolated(&t, "\u2068", m->name, m->story->item->headline.at);
	else
		texter_add(&t, m->name, 0, NULL, m->story->item->headline.at);
	while (i < n && strcmp(m[i].name, m->name) == 0) {
		guint first = i;

		/* Pages that follow each other are one stretch. */
		while (i + 1 < n && strcmp(m[i + 1].name, m->name) == 0 &&
		    m[i + 1].page <= m[i].page + 1)
			i++;
		add_pages(x, &t, &m[first], m[i].page);
		i++;
	}
	add_text_block(d, ROLE_INDEX_ENTRY, m->story->item->headline.at, &t);
	return i;
}

static void
add_words(struct indexer *x, struct dresser *d, enum role role, const char *s)
{
	struct text text = { s, { .file = x->l->file } };

	add_field(d, role, &text);
}

static void
add_entries(struct indexer *x, struct dresser *d)
{
	const struct mention *v = (const struct mention *)(void *)x->mentions->data;
	const char *letter = "";

	for (guint i = 0; i < x->mentions->len;) {
		const char *own = letter_of(x->a, v[i].order);

		if (x->l->volume.index_letters && strcmp(own, letter) != 0)
			add_words(x, d, ROLE_INDEX_LETTER, own);
		letter = own;
		i += add_name(x, d, &v[i], x->mentions->len - i);
	}
}

/* ---- an index --------------------------------------------------------- */

static const struct story *
make_index(struct indexer *x, enum volume_index what, struct stories all, const int *begins)
{
	static const char *const titles[] = { "index-sections", "index-subjects", "index-people",
		"index-bodies" };
	struct dresser d = { .a = x->a, .dg = x->dg, .l = x->l,
		.blocks = g_array_new(FALSE, FALSE, sizeof(struct block)),
		.bound = g_string_new(NULL) };
	struct story *s = NULL;

	g_array_set_size(x->mentions, 0);
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i]->item && begins[i] > 0)
			gather(x, what, all.v[i], begins[i]);
	if (what == INDEX_PEOPLE)
		name_people(x);
	for (guint i = 0; i < x->mentions->len; i++)
		set_key(x, mention_at(x, i));
	g_array_sort(x->mentions, compare_mentions);
	if (x->mentions->len > 0) {
		add_words(x, &d, ROLE_INDEX_TITLE, layout_string(x->l, titles[what]));
		add_entries(x, &d);
		s = arena_new(x->a, struct story);
		*s = (struct story) { .kind = STORY_INDEX, .layout = x->l, .n = d.blocks->len,
			.blocks = arena_memdup(x->a, d.blocks->data,
			    d.blocks->len * sizeof(struct block)),
			.anchor = arena_printf(x->a, "%s", titles[what]) };
	}
	g_array_unref(d.blocks);
	g_string_free(d.bound, TRUE);
	return s;
}

struct stories
story_indexes(struct arena *a, struct diags *dg, struct stories all, const int *begins,
    const struct layout *l)
{
	UErrorCode e = U_ZERO_ERROR;
	g_autofree char *locale = g_strdelimit(g_strdup(l->language), "-", '_');
	struct indexer x = { a, dg, l, ucol_open(locale, &e),
		g_array_new(FALSE, FALSE, sizeof(struct mention)) };
	const struct story **v = arena_array(a, const struct story *, INDEX_N);
	size_t n = 0;

	if (U_FAILURE(e))
		x.collator = NULL;
	for (size_t i = 0; i < l->volume.n_indexes; i++) {
		const struct story *s = make_index(&x, l->volume.indexes[i], all, begins);

		if (s)
			v[n++] = s;
	}
	if (x.collator)
		ucol_close(x.collator);
	g_array_unref(x.mentions);
	return (struct stories) { v, n };
}
