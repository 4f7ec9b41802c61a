/*
 * Spaces at which a line must not end: between a title and a name, a number
 * and what it counts, the parts of a date.  The words are the layout's.
 */
#include "story/story-int.h"

#include <string.h>

#define NBSP "\u00A0"

/* A word of the text, what stands around it left out. */
struct token {
	const char *s, *end;    /* as it stands, between two spaces */
	const char *bare, *bare_end; /* without brackets before and stops behind */
};

/* ---- words ------------------------------------------------------------ */

static bool
is_opening(gunichar c)
{
	return c == '(' || c == '[' || c == 0xAB || c == 0xBB || c == '"' ||
	    (c >= 0x2066 && c <= 0x2069);
}

static bool
is_closing(gunichar c)
{
	return is_opening(c) || c == ')' || c == ']' || c == 0x60C || c == 0x61B ||
	    c == ',' || c == ';' || c == ':' || c == '!' || c == 0x61F;
}

static struct token
token_at(const char *s, const char *limit)
{
	struct token t = { .s = s, .end = memchr(s, ' ', (size_t)(limit - s)) };

	if (!t.end)
		t.end = limit;
	t.bare = t.s;
	t.bare_end = t.end;
	while (t.bare < t.bare_end && is_opening(text_char(t.bare)))
		t.bare = text_next(t.bare);
	while (t.bare_end > t.bare) {
		const char *last = g_utf8_prev_char(t.bare_end);

		if (!is_closing(text_char(last)))
			break;
		t.bare_end = last;
	}
	return t;
}

/*
 * How long `words` is when it stands at `s`; else 0.  Of what is asked at every word few
 * begin alike: so it ends at the first letter that differs.
 */
static size_t
length_at(const char *s, const char *limit, const char *words)
{
	size_t n = 0;

	for (; words[n]; n++)
		if (s + n == limit || s[n] != words[n])
			return 0;
	return n;
}

/* «تشرين الثاني» and «في المائة» are one token when a list has them so: the longest that does. */
static struct token
phrase_at(const struct binding *b, const char *s, const char *limit)
{
	struct token t = token_at(s, limit);

	for (size_t i = b->phrases.n; i-- > 0;) {
		const char *entry = b->phrases.v[i];
		size_t len = length_at(t.bare, limit, entry);

		if (len == 0)
			continue;
		struct token last = token_at(t.bare + (strrchr(entry, ' ') + 1 - entry), limit);
		if (last.bare_end != t.bare + len)
			continue;
		t.end = last.end;
		t.bare_end = last.bare_end;
		return t;
	}
	return t;
}

static bool
is_word(const char *s, const char *end, const char *word)
{
	size_t n = strlen(word);

	return (size_t)(end - s) == n && memcmp(s, word, n) == 0;
}

/* Is the token one of `words`, as it is or behind a conjunction? */
static bool
is_among(const struct token *t, const struct word_list *words)
{
	static const char *const prefixes[] = { "و", "ف", "ب", "ل", "ك", "وب", "ول" };
	size_t len = (size_t)(t->bare_end - t->bare);

	if (words_have(words, t->bare, len))
		return true;
	for (size_t p = 0; p < G_N_ELEMENTS(prefixes); p++) {
		size_t n = length_at(t->bare, t->bare_end, prefixes[p]);

		if (n > 0 && n < len && words_have(words, t->bare + n, len - n))
			return true;
	}
	return false;
}

/* As it stands, and nothing before it: «و» is no «و» behind «و». */
static bool
is_exactly(const struct token *t, const struct word_list *words)
{
	return words_have(words, t->bare, (size_t)(t->bare_end - t->bare));
}

/* The same at the end of a sentence: «م.». */
static bool
is_exactly_or_last(const struct token *t, const struct word_list *words)
{
	struct token last = *t;

	if (last.bare_end > last.bare && last.bare_end[-1] == '.')
		last.bare_end--;
	return is_exactly(t, words) || is_exactly(&last, words);
}

static bool
is_digit(gunichar c)
{
	return (c >= '0' && c <= '9') || (c >= 0x660 && c <= 0x669);
}

/* «٦٠», «و٦٠», «وب٦٠», «٦٠.»: digits at both ends, a prefix before them. */
static bool
is_number(const struct token *t)
{
	static const char *const prefixes[] = { "و", "ف", "ب", "ل", "ك" };
	const char *end = t->bare_end, *s = t->bare;

	for (size_t i = 0; i < G_N_ELEMENTS(prefixes); i++)
		/* Two bytes each. */
		if (s[0] == prefixes[i][0] && s[1] == prefixes[i][1]) {
			s += 2;
			i = (size_t)-1;
		}
	if (end > t->bare && end[-1] == '.')
		end--;
	return s < end && is_digit(text_char(s)) &&
	    is_digit(text_char(g_utf8_prev_char(end)));
}

/* Days, hours and telephones are numbers, and count nothing. */
static bool
is_count(const struct token *t)
{
	for (const char *p = t->bare; p < t->bare_end; p++)
		if (strchr("-/:", *p))
			return false;
	return is_number(t);
}

/* Nothing but a stop may stand between the two. */
static bool
is_open_behind(const struct token *t)
{
	return t->bare_end == t->end;
}

static bool
is_dash(const struct token *t)
{
	return is_word(t->s, t->end, "–") || is_word(t->s, t->end, "-");
}

/* «3 – 5»: the dash of a range, blanks around it. */
static bool
is_range(const struct token *t, const struct token *dash, const char *limit)
{
	if (!is_number(t) || !is_dash(dash) || dash->end >= limit)
		return false;
	struct token to = token_at(dash->end + 1, limit);
	return is_number(&to);
}

/* «رقم ٥», «مايو ٢٠٢٧»: the number says which, and counts nothing. */
static bool
names_number(const struct binding *b, const struct token *t, const struct token *next)
{
	return is_number(next) && (is_among(t, &b->before_number) || is_among(t, &b->months));
}

static bool
are_bound(const struct binding *b, const struct token *t, const struct token *next, bool even)
{
	if (!is_open_behind(t) || next->bare >= next->bare_end)
		return false;
	if (is_among(t, &b->before_name) || is_exactly(t, &b->alone))
		return true;
	if (even && is_among(t, &b->heads))
		return true;
	if (names_number(b, t, next))
		return true;
	return is_number(t) && (is_exactly_or_last(next, &b->after_number) ||
	    is_exactly_or_last(next, &b->months));
}

/* ---- the text --------------------------------------------------------- */

static void
note_pair(GString *bound, const struct token *t, const struct token *next)
{
	if (bound->len > 0)
		g_string_append(bound, "، ");
	g_string_append_printf(bound, "«%.*s %.*s»", (int)(t->end - t->s), t->s,
	    (int)(next->end - next->s), next->s);
}

/* The spaces within a token of several words. */
static void
hold_within(GArray *to, const char *s, const struct token *t)
{
	for (const char *p = t->s; (p = memchr(p, ' ', (size_t)(t->end - p))) != NULL; p++) {
		uint32_t at = (uint32_t)(p - s);

		g_array_append_val(to, at);
	}
}

/*
 * The places (bytes of `s`) of the spaces that are to hold, ascending; the
 * pairs they hold together are added to `bound`.  `even`: of lines that are
 * made even, as heads are.
 */
GArray *
find_bound(const struct binding *b, const char *s, size_t len, bool even, GString *bound)
{
	GArray *to = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	const char *end = s + len;
	struct token t = phrase_at(b, s, end);
	bool ranges = false; /* `t` is the dash of a range */
	bool named = false;  /* `t` is a number that has a name before it */

	hold_within(to, s, &t);
	while (t.end < end) {
		struct token next = phrase_at(b, t.end + 1, end);
		bool range = is_range(&t, &next, end);

		bool counts = even && !named && b->heads.n > 0 && is_count(&t) && is_open_behind(&t);

		if (next.end > next.s && t.end > t.s &&
		    (range || ranges || counts || are_bound(b, &t, &next, even))) {
			uint32_t at = (uint32_t)(t.end - s);

			g_array_append_val(to, at);
			note_pair(bound, &t, &next);
		}
		hold_within(to, s, &next);
		ranges = range;
		named = names_number(b, &t, &next);
		t = next;
	}
	return to;
}
