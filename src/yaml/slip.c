/*
 * What a parser stumbles over often stands behind the mistake, and its words
 * are about grammar.  What people get wrong is looked for around there:
 * blanks, colons and commas that are none, and what was opened and not closed.
 */
#include "yaml/yaml-int.h"

#include <string.h>

#define COLON_WIDE "：" /* U+FF1A */
#define COMMA_ARABIC "،"
#define COMMA_WIDE "，"  /* U+FF0C */

struct lines {
	const char *bytes, *end;
};

struct span {
	const char *s, *end;
};

/* Line `n`, from 0; empty behind the last. */
static struct span
line_at(const struct lines *src, size_t n)
{
	const char *p = src->bytes, *stop;

	for (; n > 0 && (stop = memchr(p, '\n', (size_t)(src->end - p))); n--)
		p = stop + 1;
	if (n > 0)
		return (struct span) { src->end, src->end };
	stop = memchr(p, '\n', (size_t)(src->end - p));
	stop = stop ? stop : src->end;
	if (stop > p && stop[-1] == '\r')
		stop--;
	return (struct span) { p, stop };
}

static const char *
character(struct span l, size_t col)
{
	const char *p = l.s;

	while (p < l.end && col-- > 0)
		p = text_next(p);
	return MIN(p, l.end);
}

static size_t
column(struct span l, const char *at)
{
	size_t n = 0;

	for (const char *p = l.s; p < at; p = text_next(p))
		n++;
	return n;
}

static bool
begins(struct span l, const char *p, const char *with)
{
	size_t n = strlen(with);

	return (size_t)(l.end - p) >= n && memcmp(p, with, n) == 0;
}

/* The first `what` of the line; NULL: there is none. */
static const char *
find(struct span l, const char *what)
{
	return g_strstr_len(l.s, l.end - l.s, what);
}

static const char *
first_word(struct span l)
{
	const char *p = l.s;

	while (p < l.end && strchr(" \t-", *p))
		p++;
	return p;
}

static bool
found(struct slip *s, size_t line, struct span l, const char *at, const char *text, const char *help)
{
	*s = (struct slip) { line, column(l, at), text, help };
	return true;
}

/* ---- one line --------------------------------------------------------- */

/* Blanks that are none to YAML: no-break, narrow, of figures, of Chinese; and marks nobody sees. */
static bool
is_false_blank(gunichar c)
{
	return c == 0xA0 || (c >= 0x2000 && c <= 0x200F) || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0x61C;
}

/* A key whose colon is not one: «name:house», «kicker：», «kicker:» and a no-break space. */
static bool
find_false_colon(const struct lines *src, size_t n, struct slip *ret)
{
	struct span l = line_at(src, n);
	const char *word = first_word(l), *colon, *wide = find(l, COLON_WIDE);

	if (word == l.end || strchr("#\"'[{", *word))
		return false;
	colon = memchr(word, ':', (size_t)(l.end - word));
	if (wide && (!colon || wide < colon))
		return found(ret, n, l, wide, N_("this colon is a wide one, and parts no key from its value"),
		    N_("write a plain colon and a blank: key: value"));
	if (!colon || colon == word || colon + 1 >= l.end || strchr(" \t", colon[1]))
		return false;
	for (const char *p = word; p < colon; p++)
		if (strchr(" \t", *p))
			return false;
	if (is_false_blank(g_utf8_get_char_validated(colon + 1, l.end - colon - 1)))
		return found(ret, n, l, colon + 1, N_("what stands behind this colon is no blank, though it looks like one"),
		    N_("put a plain blank there"));
	if (begins(l, colon, "://"))
		return false;
	return found(ret, n, l, colon, N_("a blank is missing behind this colon"), N_("write it as key: value"));
}

/* The line before `n` that says something; `n` itself when none does. */
static size_t
line_before(const struct lines *src, size_t n)
{
	for (size_t i = n; i > 0; i--) {
		struct span l = line_at(src, i - 1);
		const char *word = first_word(l);

		if (word < l.end && *word != '#')
			return i - 1;
	}
	return n;
}

static bool
find_key_alone(const struct lines *src, size_t n, struct slip *ret)
{
	struct span l = line_at(src, n);
	const char *word = first_word(l);

	if (word == l.end || memchr(word, ':', (size_t)(l.end - word)) || strchr("{[\"'", *word))
		return false;
	return found(ret, n, l, word, N_("a key without ':' behind it"),
	    N_("write it as 'key: value'; a value over several lines begins with |"));
}

/* ---- braces and brackets ---------------------------------------------- */

/* A colour of light is taken for a comment, and the brace that stands behind it is not read. */
static bool
find_colour(const struct lines *src, const struct syntax_error *e, struct slip *ret)
{
	size_t first = MIN(e->from_line, line_before(src, e->line));

	for (size_t n = first; n <= e->line; n++) {
		struct span l = line_at(src, n);

		for (const char *p = l.s; p && (p = memchr(p, '#', (size_t)(l.end - p))); p++) {
			size_t digits = 0;

			while (p + 1 + digits < l.end && g_ascii_isxdigit(p[1 + digits]))
				digits++;
			if ((digits == 3 || digits == 6 || digits == 8) && p > l.s && strchr(" \t:", p[-1]))
				return found(ret, n, l, p, N_("this # begins a comment, and what stands behind it is not read"),
				    N_("put a colour in quotes: {rgb: \"#c81e28\"}"));
		}
	}
	return false;
}

/* A comma of another script since what was opened, up to `to`. */
static bool
find_false_comma(const struct lines *src, const struct syntax_error *e, struct slip *ret)
{
	static const char *const commas[] = { COMMA_ARABIC, COMMA_WIDE };

	for (size_t n = e->from_line; n <= e->line; n++) {
		struct span l = line_at(src, n), part = l;

		if (n == e->from_line)
			part.s = character(l, e->from_col);
		if (n == e->line)
			part.end = character(l, e->col);
		for (size_t i = 0; i < G_N_ELEMENTS(commas); i++) {
			const char *last = part.s < part.end ? g_strrstr_len(part.s, part.end - part.s, commas[i]) : NULL;

			if (last)
				return found(ret, n, l, last, N_("this comma parts nothing here"),
				    N_("between braces and brackets write the comma ','; a text that holds another stands in quotes"));
		}
	}
	return false;
}

static bool
find_in_flow(const struct lines *src, const struct syntax_error *e, struct slip *ret)
{
	struct span l = line_at(src, e->line), from = line_at(src, e->from_line);
	if (find_colour(src, e, ret))
		return true;
	const char *at = character(l, e->col), *opened = character(from, e->from_col);
	bool map = opened < from.end && *opened == '{';
	bool left = e->line > e->from_line && first_word(l) - l.s <= first_word(from) - from.s;

	if (at < l.end && *at == ':' && !left && find_false_comma(src, e, ret))
		return true;
	if (at < l.end && *at == ':' && !left)
		return found(ret, e->line, l, at, N_("a second ':' stands in one value"),
		    N_("put the value in quotes: {title: \"a: b\"}"));
	if (e->line > e->from_line || at == l.end)
		return found(ret, e->from_line, from, opened,
		    map ? N_("this { is not closed") : N_("this [ is not closed"),
		    map ? N_("put a '}' behind the last of its keys, and a ',' between them")
			: N_("put a ']' behind the last of its entries, and a ',' between them"));
	if (*at == '}' || *at == ']')
		return found(ret, e->from_line, from, opened,
		    map ? N_("this { is closed by a ]") : N_("this [ is closed by a }"),
		    N_("{ … } holds keys and values, [ … ] a list"));
	return found(ret, e->line, l, at, N_("a ',' is missing before this"),
	    N_("between braces and brackets a ',' parts keys and entries; a text that begins with { or [ stands in quotes"));
}

/* ---- what stands behind a value ---------------------------------------- */

/* Something that YAML cannot take as a key at `e`: what was before it? */
static bool
find_leftover(const struct lines *src, const struct syntax_error *e, struct slip *ret)
{
	struct span l = line_at(src, e->line);
	const char *at = character(l, e->col), *before = at;

	if (at < l.end && (*at == '}' || *at == ']'))
		return found(ret, e->line, l, at, *at == '}' ? N_("a '}' that closes nothing") : N_("a ']' that closes nothing"),
		    N_("take it out"));
	while (before > l.s && strchr(" \t", before[-1]))
		before--;
	if (before == l.s)
		return false;
	if (before[-1] == '}' || before[-1] == ']')
		return found(ret, e->line, l, at, N_("a text follows what stands in braces or brackets"),
		    N_("put the whole text in quotes: \"{page} of {pages}\""));
	if (before[-1] == '"' || before[-1] == '\'')
		return found(ret, e->line, l, at, N_("a text follows the quote that closes the value"),
		    N_("put the whole value between one pair of quotes, or use «…» within it"));
	return false;
}

static bool
find_bad_start(const struct lines *src, const struct syntax_error *e, struct slip *ret)
{
	struct span l = line_at(src, e->line);
	const char *at = character(l, e->col);

	if (at == l.end || *at != '\t')
		return false;
	return found(ret, e->line, l, at, N_("a tab stands where a line is indented"),
	    N_("indent with blanks; most editors can put blanks for the key Tab"));
}

/* ---- the door --------------------------------------------------------- */

bool
slip_find(const char *bytes, size_t len, const struct syntax_error *e, struct slip *ret)
{
	struct lines src = { bytes, bytes + len };
	size_t before = line_before(&src, e->line);
	if (strstr(e->problem, "cannot start any token"))
		return find_bad_start(&src, e, ret);
	if (strstr(e->problem, "expected ',' or"))
		return find_in_flow(&src, e, ret);
	if (strstr(e->problem, "expected node content"))
		return find_colour(&src, e, ret);
	if (strstr(e->problem, "did not find expected key"))
		return find_leftover(&src, e, ret);
	if (strstr(e->problem, "<document start>"))
		return find_leftover(&src, e, ret) || find_key_alone(&src, before, ret);
	if (strstr(e->problem, "expected ':'"))
		return find_false_colon(&src, e->from_line, ret) || find_key_alone(&src, e->from_line, ret);
	if (strstr(e->problem, "mapping values are not allowed"))
		return find_false_colon(&src, e->line, ret) || find_false_colon(&src, before, ret)
		    || (before != e->line && find_key_alone(&src, before, ret));
	if (strstr(e->problem, "unexpected end of stream")) {
		struct span from = line_at(&src, e->from_line);

		return found(ret, e->from_line, from, character(from, e->from_col),
		    N_("this quote is never closed"), N_("close it where the text ends"));
	}
	return false;
}
