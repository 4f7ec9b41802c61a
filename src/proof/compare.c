/*
 * What the elements say, against what the stories say.
 *
 * Spaces count as one, whatever their kind and number; marks of direction
 * and joiners do not count, for `pdf` puts its own in, nor does what has no glyph by
 * itself, as a soft hyphen between blanks.  Everything else must be the same:
 * each word, each digit, each stop, in the order of the elements.
 */
#include "proof/proof-int.h"

#include <string.h>

#define SHOWN_MOST 60 /* bytes of a word in a message */

/* ---- text as it is compared ------------------------------------------- */

static bool
is_unseen(gunichar c)
{
	return c == 0xAD || c == 0x034F || c == 0x061C || (c >= 0x200B && c <= 0x200F) ||
	    (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || (c >= 0xFE00 && c <= 0xFE0F);
}

static bool
is_blank(gunichar c)
{
	return c == ' ' || c == 0xA0 || c == '\n' || c == '\t' || c == 0x2028;
}

/*
 * `text` without what does not count, blanks as one space, none at its ends.
 * With `ret_at` not NULL, where in `text` byte `want` of the result stands.
 */
static GString *
plain(const char *text, size_t len, size_t want, size_t *ret_at)
{
	GString *to = g_string_sized_new(len);
	bool blank = false;
	size_t at = len;

	for (const char *p = text; p < text + len; p = text_next(p)) {
		gunichar c = text_char(p);

		if (is_unseen(c))
			continue;
		if (is_blank(c)) {
			blank = to->len > 0;
			continue;
		}
		if (blank)
			g_string_append_c(to, ' ');
		blank = false;
		text_append(to, p, (size_t)(text_next(p) - p));
		if (at == len && to->len > want)
			at = (size_t)(p - text);
	}
	if (ret_at)
		*ret_at = at;
	return to;
}

/* ---- what is wanted, and what is there -------------------------------- */

/* A paragraph of a story, or what an element says. */
struct passage {
	const char *text;
	size_t len;
	GString *plain;
	const struct block *block;     /* wanted; NULL: not of a block */
	bool marker;                   /* of a list's entry: its text may follow at once */
	const struct node *element; /* got */
};

static void
passage_clear(gpointer p)
{
	g_string_free(((struct passage *)p)->plain, TRUE);
}

static GArray *
new_passages(void)
{
	GArray *v = g_array_new(FALSE, FALSE, sizeof(struct passage));

	g_array_set_clear_func(v, passage_clear);
	return v;
}

static void
add_passage(GArray *to, struct passage p)
{
	p.plain = plain(p.text, p.len, 0, NULL);
	if (p.plain->len > 0)
		g_array_append_val(to, p);
	else
		passage_clear(&p);
}

/* What element `article` and those in it say; the index behind them. */
static guint
passages_said(const struct reader *r, guint article, GArray *to)
{
	guint i = article;

	for (; i < r->elements->len; i++) {
		const struct node *e = &g_array_index(r->elements, struct node, i);

		if (i > article && (e->parent < (int)article))
			break;
		if (e->text)
			add_passage(to, (struct passage) { .text = e->text->str, .len = e->text->len,
				.element = e });
	}
	return i;
}

/* An item's own text stands in its blocks alone. */
static bool
is_whole(const struct story *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct block *b = &s->blocks[i];

		if (b->tail || (b->kind != BLOCK_TEXT && b->kind != BLOCK_FIGURE &&
			b->kind != BLOCK_SEPARATOR))
			return false;
	}
	return s->item != NULL;
}

static void
passages_of_story(const struct story *s, GArray *to)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct block *b = &s->blocks[i];

		if (b->kind != BLOCK_TEXT)
			continue;
		if (b->marker)
			add_passage(to, (struct passage) { .text = b->marker, .len = strlen(b->marker),
				.block = b, .marker = true });
		add_passage(to, (struct passage) { .text = b->text, .len = b->len, .block = b });
	}
}

/* ---- a difference ----------------------------------------------------- */

/* The word that byte `at` of `s` stands in, or the one that should follow. */
static char *
word_at(const GString *s, size_t at)
{
	size_t from = MIN(at, s->len), end = from;

	while (from > 0 && s->str[from - 1] != ' ' && at - from < SHOWN_MOST)
		from--;
	while (end < s->len && (s->str[end] != ' ' || end == at) && end - from < SHOWN_MOST)
		end++;
	g_autofree char *word = g_strndup(s->str + from, end - from);
	char *valid = g_utf8_make_valid(word, -1);
	return g_strstrip(valid);
}

static size_t
common(const GString *a, const GString *b)
{
	size_t n = 0;

	while (n < a->len && n < b->len && a->str[n] == b->str[n])
		n++;
	/* To the beginning of its character. */
	while (n > 0 && n < a->len && ((unsigned char)a->str[n] & 0xC0) == 0x80)
		n--;
	return n;
}

static struct place
place_of(const struct reader *r, const struct passage *wanted, size_t at, const struct item *it)
{
	size_t raw = 0;

	if (wanted && wanted->block && !wanted->marker) {
		g_string_free(plain(wanted->text, wanted->len, at, &raw), TRUE);
		return block_place(wanted->block, (uint32_t)MIN(raw, wanted->len));
	}
	return it ? (struct place) { .file = it->file } : (struct place) { .file = r->file };
}

static int
page_of(const struct passage *said, size_t at)
{
	size_t raw = 0;

	if (!said)
		return -1;
	g_string_free(plain(said->text, said->len, at, &raw), TRUE);
	return element_page_at(said->element, raw);
}

static void
report(struct reader *r, const struct passage *wanted, const struct passage *said,
    const struct item *it)
{
	size_t at = wanted && said ? common(wanted->plain, said->plain) : 0;
	g_autofree char *want = wanted ? word_at(wanted->plain, at) : g_strdup("");
	g_autofree char *got = said ? word_at(said->plain, at) : g_strdup("");
	struct place place = place_of(r, wanted, at, it);
	int page = page_of(said, at);
	g_autofree char *where = page < 0 ? g_strdup("") : g_strdup_printf(diag_word("page %d: "), page + 1);

	if (!*got)
		diag_add(r->dg, DIAG_ERROR, "proof.text", place, "%s%s does not have «%s»", where, r->file,
		    want);
	else if (!*want)
		diag_add(r->dg, DIAG_ERROR, "proof.text", place, "%s%s has «%s», and nothing stands here",
		    where, r->file, got);
	else
		diag_add(r->dg, DIAG_ERROR, "proof.text", place, "%s%s has «%s», and not «%s»", where,
		    r->file, got, want);
}

/* ---- comparing -------------------------------------------------------- */

static const struct passage *
passage_at(const GArray *v, guint i)
{
	return i < v->len ? &g_array_index(v, struct passage, i) : NULL;
}

/*
 * A marker and the text behind it may be one passage.  True when `said` is
 * both of them.
 */
static bool
is_entry(const struct passage *marker, const struct passage *text, const struct passage *said)
{
	const char *s = said->plain->str;

	if (!marker->marker || !text || !g_str_has_prefix(s, marker->plain->str))
		return false;
	s += marker->plain->len;
	return strcmp(*s == ' ' ? s + 1 : s, text->plain->str) == 0;
}

/* The first difference is told: what follows it is likely to be its shadow. */
static void
compare(struct reader *r, const GArray *wanted, const GArray *said, const struct item *it)
{
	guint i = 0, k = 0;

	while (i < wanted->len || k < said->len) {
		const struct passage *w = passage_at(wanted, i), *s = passage_at(said, k);

		if (w && s && g_string_equal(w->plain, s->plain)) {
			i++;
		} else if (w && s && is_entry(w, passage_at(wanted, i + 1), s)) {
			i += 2;
		} else {
			if (w && w->marker && s && passage_at(wanted, i + 1))
				w = passage_at(wanted, i + 1);
			report(r, w, s, it);
			return;
		}
		k++;
	}
}

/* ---- by marks --------------------------------------------------------- */

static void
add_mark(GString *to, const struct mark *m)
{
	g_string_append_len(to, m->text, m->len);
	if (m->space_after)
		g_string_append_c(to, ' ');
}

/* Text of every tag, as the sheets have it. */
static GString **
texts_of_tags(const struct sheets *s)
{
	GString **v = g_new0(GString *, s->n_tags + 1);

	for (size_t i = 0; i < s->n_tags; i++)
		v[i] = g_string_new(NULL);
	for (size_t i = 0; i < s->n; i++)
		for (size_t k = 0; k < s->v[i].n; k++) {
			const struct mark *m = &s->v[i].marks[k];

			if (m->kind == MARK_TEXT && m->tag >= 0 && (size_t)m->tag < s->n_tags &&
			    m->n_clusters > 0 && m->n_glyphs > 0)
				add_mark(v[m->tag], m);
		}
	return v;
}

static bool
is_within(const struct sheets *s, int tag, int article)
{
	while (tag >= 0 && tag != article)
		tag = s->tags[tag].parent;
	return tag >= 0;
}

static void
passages_of_tags(const struct sheets *s, GString **texts, int article, GArray *to)
{
	for (int i = article; (size_t)i < s->n_tags && is_within(s, i, article); i++)
		add_passage(to, (struct passage) { .text = texts[i]->str, .len = texts[i]->len });
}

/* ---- furniture -------------------------------------------------------- */

/* Mastheads, folios and stamps: what a page says beside its elements. */
static void
compare_furniture(struct reader *r, size_t page)
{
	const struct sheets *s = r->wants->sheets;
	GString *marks = g_string_new(NULL);
	const GString *shown = r->pages[page].furniture;

	for (size_t k = 0; k < s->v[page].n; k++) {
		const struct mark *m = &s->v[page].marks[k];
		bool known = m->tag >= 0 && (size_t)m->tag < s->n_tags;

		if (m->kind == MARK_TEXT && m->n_clusters > 0 && m->n_glyphs > 0 &&
		    (!known || s->tags[m->tag].kind == TAG_ARTIFACT))
			add_mark(marks, m);
	}
	GString *want = plain(marks->str, marks->len, 0, NULL);
	GString *got = plain(shown->str, shown->len, 0, NULL);
	size_t at = common(want, got);
	g_autofree char *wanted = word_at(want, at), *said = word_at(got, at);
	if (!g_string_equal(want, got))
		fault_add(r, "proof.text", (int)page, "its masthead, head or foot has «%s», and not «%s»", said,
		    wanted);
	g_string_free(want, TRUE);
	g_string_free(got, TRUE);
	g_string_free(marks, TRUE);
}

/* ---- the door --------------------------------------------------------- */

/* What one story has become: an article, or the head of a section. */
static bool
is_root(const struct sheets *s, int i)
{
	const struct tag *t = &s->tags[i];

	return t->kind == TAG_ARTICLE ||
	    (t->kind == TAG_H1 && t->parent >= 0 && s->tags[t->parent].kind == TAG_SECTION);
}

static int
next_article(const struct sheets *s, int after)
{
	int i = after + 1;

	while ((size_t)i < s->n_tags && !is_root(s, i))
		i++;
	return i;
}

static bool
is_article(const struct reader *r, guint i)
{
	const struct node *e = &g_array_index(r->elements, struct node, i);

	if (strcmp(e->role, "Art") == 0)
		return true;
	return strcmp(e->role, "H1") == 0 && e->parent >= 0 &&
	    strcmp(g_array_index(r->elements, struct node, e->parent).role, "Sect") == 0;
}

static void
compare_article(struct reader *r, size_t k, int tag, GString **texts, const GArray *said)
{
	const struct proof_wants *w = r->wants;
	const struct story *s = k < w->n ? w->stories[k] : NULL;
	g_autoptr(GArray) wanted = new_passages();

	if (s && is_whole(s))
		passages_of_story(s, wanted);
	else
		passages_of_tags(w->sheets, texts, tag, wanted);
	compare(r, wanted, said, s ? s->item : NULL);
}

/* Articles and heads of sections one by one, for each is a story. */
void
compare_text(struct reader *r)
{
	const struct sheets *s = r->wants->sheets;
	GString **texts = texts_of_tags(s);
	int tag = next_article(s, 0);
	size_t k = 0;

	for (size_t i = 0; i < MIN(s->n, (size_t)r->n_pages); i++)
		compare_furniture(r, i);
	for (guint i = 0; i < r->elements->len && (size_t)tag < s->n_tags;) {
		if (!is_article(r, i)) {
			i++;
			continue;
		}
		g_autoptr(GArray) said = new_passages();
		i = passages_said(r, i, said);
		compare_article(r, k++, tag, texts, said);
		tag = next_article(s, tag);
	}
	for (size_t i = 0; i < s->n_tags; i++)
		g_string_free(texts[i], TRUE);
	g_free(texts);
}
