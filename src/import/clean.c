/*
 * Dirt: what stands in a text and is none of it.  Every kind is said once a
 * line with how often it stood there.
 */
#include "import/import-int.h"

#include <string.h>

enum dirt {
	DIRT_FORM, DIRT_CONTROL, DIRT_1252, DIRT_NBSP, DIRT_ZWSP, DIRT_MARK, DIRT_BIDI, DIRT_BOM, DIRT_NFC, DIRT_N
};

static const char *const dirt_said[DIRT_N] = {
	[DIRT_FORM] = N_("presentation forms became the letters they stand for"),
	[DIRT_CONTROL] = N_("control characters were taken out"),
	[DIRT_1252] = N_("controls became the signs that windows-1252 has in their place"),
	[DIRT_NBSP] = N_("no-break spaces became spaces"),
	[DIRT_ZWSP] = N_("zero-width spaces were taken out"),
	[DIRT_MARK] = N_("direction marks beside Arabic letters were taken out"),
	[DIRT_BIDI] = N_("direction controls that do not pair, or turn text round, were taken out"),
	[DIRT_BOM] = N_("byte order marks were taken out"),
	[DIRT_NFC] = N_("letters in two characters became one (Unicode NFC)"),
};

/* ---- one character ---------------------------------------------------- */

/* Ligatures that are signs of their own: honorifics, the rial, ornate brackets. */
static bool
is_sign(gunichar c)
{
	return (c >= 0xFD3E && c <= 0xFD4F) || (c >= 0xFDF0 && c != 0xFDF2 && c <= 0xFDFF);
}

/* Of Arabic, and ligatures of Latin as text out of a PDF has them. */
static bool
is_form(gunichar c)
{
	return ((c >= 0xFB00 && c <= 0xFB06) || (c >= 0xFB50 && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFC)) && !is_sign(c) &&
	    g_unichar_isdefined(c);
}

/* One at a time: a whole line under NFKC would lose much more than forms. */
static void
add_letters(GString *to, gunichar c)
{
	char s[8];
	s[g_unichar_to_utf8(c, s)] = '\0';
	g_autofree char *n = g_utf8_normalize(s, -1, G_NORMALIZE_ALL_COMPOSE);

	/* Marks that stand alone come out with a space of their own. */
	g_string_append(to, n[0] == ' ' && n[1] ? n + 1 : n);
}

static bool
is_arabic_or_end(gunichar c)
{
	return c == 0 || c == ' ' || (c >= 0x620 && c <= 0x64A) || (c >= 0x671 && c <= 0x6D3);
}

static bool
is_direction(gunichar c)
{
	return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static bool
is_refused(gunichar c)
{
	return (c < 0x20 && c != '\t' && !IS_MARK(c)) || (c >= 0x7F && c < 0xA0) || (c & 0xFFFE) == 0xFFFE ||
	    (c >= 0xFDD0 && c <= 0xFDEF) || (c >= 0xE0000 && c <= 0xE007F);
}

/*
 * The signs of windows-1252 where Latin-1 has controls, which no text means:
 * «&#147;» and the like (WHATWG, Encoding, index windows-1252); 0: none.
 */
static gunichar
sign_of_1252(gunichar c)
{
	static const uint16_t signs[32] = { 0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
		0x2039, 0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161,
		0x203A, 0x0153, 0, 0x017E, 0x0178 };

	return c >= 0x80 && c < 0xA0 ? signs[c - 0x80] : 0;
}

/* Do direction controls of the line pair (UAX 9, X1-X8), with no override? */
static bool
pairs(const char *line)
{
	gunichar open[64];
	size_t n = 0;

	for (const char *p = line; *p; p = text_next(p)) {
		gunichar c = g_utf8_get_char(p);
		bool ends = c == 0x202C || c == 0x2069;
		if (!is_direction(c))
			continue;
		if (c == 0x202D || c == 0x202E || (ends ? n == 0 : n == G_N_ELEMENTS(open)))
			return false;
		if (!ends)
			open[n++] = c;
		else if ((open[--n] >= 0x2066) != (c == 0x2069))
			return false;
	}
	return n == 0;
}

/* What becomes of `c`; DIRT_N: it stays. */
static enum dirt
dirt_of(gunichar c, gunichar before, gunichar after, bool paired)
{
	if (c == 0xFEFF)
		return DIRT_BOM;
	if (sign_of_1252(c))
		return DIRT_1252;
	if (is_refused(c))
		return DIRT_CONTROL;
	if (c == 0xA0)
		return DIRT_NBSP;
	if (c == 0x200B)
		return DIRT_ZWSP;
	if ((c == 0x200E || c == 0x200F || c == 0x61C) &&
	    is_arabic_or_end(before) && is_arabic_or_end(after))
		return DIRT_MARK;
	if (is_direction(c) && !paired)
		return DIRT_BIDI;
	return is_form(c) ? DIRT_FORM : DIRT_N;
}

/* ---- lines ------------------------------------------------------------ */

/* Text that was encoded twice, it seems; what it was before, nobody can know. */
static void
tell_entity(struct importer *im, const char *line, int number)
{
	g_autoptr(GMatchInfo) found = NULL;
	static GRegex *entity;

	if (!strchr(line, '&'))
		return;
	if (g_once_init_enter(&entity))
		g_once_init_leave(&entity, g_regex_new("&(#[0-9]{2,6}|#x[0-9a-fA-F]{2,5}|[a-zA-Z]{2,8}[0-9]{0,2});",
		    G_REGEX_OPTIMIZE, 0, NULL));
	if (g_regex_match(entity, line, 0, &found)) {
		g_autofree char *s = g_match_info_fetch(found, 0);
		say(im, number, GUESS, "entity: %s stands in the text as it is; was it encoded twice?", s);
	}
}

static void
scrub(const char *line, GString *to, size_t *counts)
{
	bool paired = pairs(line);
	gunichar before = 0;

	for (const char *p = line; *p; p = text_next(p)) {
		gunichar c = g_utf8_get_char(p), after = g_utf8_get_char(text_next(p));
		enum dirt d = dirt_of(c, before, after, paired);
		if (d != DIRT_N)
			counts[d]++;
		if (d == DIRT_FORM)
			add_letters(to, c);
		else if (d == DIRT_1252)
			g_string_append_unichar(to, sign_of_1252(c));
		else if (d == DIRT_NBSP || c == '\t')
			g_string_append_c(to, ' ');
		else if (d == DIRT_N)
			g_string_append_unichar(to, c);
		if (d == DIRT_N || d == DIRT_FORM || d == DIRT_1252 || d == DIRT_NBSP)
			before = d == DIRT_NBSP ? ' ' : c;
	}
}

/* Characters that normalisation leaves alone whatever stands beside them: most lines have no others. */
static bool
is_inert(gunichar c)
{
	return c < 0x300 || (c >= 0x600 && c <= 0x60F) || (c >= 0x61B && c <= 0x64A) || (c >= 0x660 && c <= 0x66F) || (c >= 0x671 && c <= 0x6D5) ||
	    (c >= 0x2010 && c <= 0x2027);
}

/* Does `c` stand for itself, whatever is before it?  Marks join it, and so do vowels and finals of Hangul. */
static bool
begins_anew(gunichar c)
{
	return is_inert(c) || (!g_unichar_ismark(c) && g_unichar_combining_class(c) == 0 && !(c >= 0x1100 && c <= 0x11FF));
}

#define PIECE_BYTES 256
#define MARKS_BYTES 4096 /* on a letter: they are not put in order, for no item may have so many */

/* To where `p` can be normalised without what is behind. */
static const char *
piece_end(const char *p)
{
	const char *end = text_next(p);

	while (*end && (end < p + PIECE_BYTES || !begins_anew(g_utf8_get_char(end))))
		end = text_next(end);
	return end;
}

/* GLib's time grows with the square of a text's length: a piece at a time. */
static char *
normal(const char *s)
{
	const char *p = s, *end;

	while (*p && is_inert(g_utf8_get_char(p)))
		p = text_next(p);
	if (!*p)
		return g_strdup(s);
	GString *to = g_string_sized_new(strlen(s));
	for (p = s; *p; p = end) {
		end = piece_end(p);
		g_autofree char *nfc = end - p < MARKS_BYTES ? g_utf8_normalize(p, end - p, G_NORMALIZE_NFC) : g_strndup(p, (gsize)(end - p));
		g_string_append(to, nfc);
	}
	return g_string_free(to, FALSE);
}

const char *
clean_line(struct importer *im, const char *line, int number)
{
	g_autoptr(GString) s = g_string_sized_new(strlen(line));
	size_t counts[DIRT_N] = { 0 };

	scrub(line, s, counts);
	g_autofree char *nfc = normal(s->str);
	counts[DIRT_NFC] = strcmp(nfc, s->str) != 0;
	for (size_t d = 0; d < DIRT_N; d++)
		if (counts[d])
			say(im, number, SURE, "change: %s (%zu)", diag_word(dirt_said[d]), counts[d]);
	tell_entity(im, nfc, number);
	return arena_strdup(im->a, g_strstrip(nfc));
}

/* LF, CRLF, CR, VT, FF, NEL, LS and PS end lines (UAX 14, BK, CR, LF, NL). */
static size_t
line_end(const char *p)
{
	if (*p == '\r')
		return p[1] == '\n' ? 2 : 1;
	if (*p == '\n' || *p == '\v' || *p == '\f')
		return 1;
	if (g_str_has_prefix(p, "\xC2\x85"))
		return 2;
	return g_str_has_prefix(p, "\u2028") || g_str_has_prefix(p, "\u2029") ? 3 : 0;
}

/* Characters of ASCII that stand in no text, but for tabs and ends of lines. */
static bool
is_control(unsigned char b)
{
	return (b < 0x20 && (b < '\t' || b > '\r')) || b == 0x7F;
}

char *
clean_controls(struct importer *im, const char *text, int line)
{
	size_t n = strlen(text), taken = 0, kept = 0;
	char *s = arena_alloc(im->a, n + 1);

	for (size_t i = 0; i <= n; i++) {
		bool bad = i < n && is_control((unsigned char)text[i]);
		taken += bad;
		if (!bad)
			s[kept++] = text[i];
		if (taken && (i == n || text[i] == '\n')) {
			say(im, line, SURE, "change: %s (%zu)", diag_word(dirt_said[DIRT_CONTROL]), taken);
			taken = 0;
		}
		line += text[i] == '\n';
	}
	return s;
}

const char *
clean_value(struct importer *im, const char *text, int number)
{
	g_autofree char *s = g_strdup(text);

	for (char *p = s; *p; p++)
		if (is_control((unsigned char)*p) || (*p >= '\t' && *p <= '\r'))
			*p = ' ';
	return clean_line(im, s, number);
}

GPtrArray *
clean_lines(struct importer *im, const char *text)
{
	GPtrArray *lines = g_ptr_array_new();
	const char *from = text;

	for (const char *p = text;; p++) {
		size_t n = line_end(p);
		if (*p && n == 0)
			continue;
		g_autofree char *line = g_strndup(from, (size_t)(p - from));
		g_ptr_array_add(lines, (void *)(uintptr_t)clean_line(im, line, (int)lines->len + 1));
		if (!*p)
			return lines;
		from = p + n;
		p += n - 1;
	}
}
