/* Is a text fit to be set, and where in it are we. */
#include "base/base.h"
#include "base/speak-int.h"

#include <string.h>

#define FAULTS_MAX 100
#define NESTED_MAX 125 /* UAX 9, BD2: max_depth */

struct reading {
	struct diags *dg;
	struct place at;
	size_t faults;
	gunichar open[NESTED_MAX]; /* controls that wait for their end */
	struct place open_at[NESTED_MAX];
	size_t n_open;
};

static void
fault(struct reading *r, const char *code, struct place at, const char *what,
    gunichar c, const char *help)
{
	if (++r->faults > FAULTS_MAX)
		return;
	if (c <= 0x10FFFF)
		diag_add(r->dg, DIAG_ERROR, code, at, "%s U+%04X", diag_word(what), c);
	else
		diag_add(r->dg, DIAG_ERROR, code, at, "%s", diag_word(what));
	diag_help(r->dg, "%s", diag_word(help));
}

/* ---- controls of direction -------------------------------------------- */

static bool
is_isolate(gunichar c)
{
	return c >= 0x2066 && c <= 0x2068;
}

static void
open_control(struct reading *r, gunichar c)
{
	if (r->n_open < NESTED_MAX) {
		r->open[r->n_open] = c;
		r->open_at[r->n_open++] = r->at;
	} else {
		fault(r, "text.unpaired", r->at, "direction controls nest too deep at",
		    c, "take out the controls that are not needed");
	}
}

static void
close_control(struct reading *r, gunichar c)
{
	bool isolate = c == 0x2069;

	if (r->n_open && is_isolate(r->open[r->n_open - 1]) == isolate)
		r->n_open--;
	else
		fault(r, "text.unpaired", r->at, "nothing is open that could be closed by",
		    c, "take it out, or put its beginning before it on the same line");
}

static void
end_line(struct reading *r)
{
	while (r->n_open) {
		r->n_open--;
		fault(r, "text.unpaired", r->open_at[r->n_open],
		    "the line ends without closing", r->open[r->n_open],
		    "close it with U+2069 (isolates) or U+202C (embeddings), or take it out");
	}
	r->at.line++;
	r->at.col = 1;
}

/* ---- one character ---------------------------------------------------- */

static bool
is_noncharacter(gunichar c)
{
	return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
}

static void
check_direction(struct reading *r, gunichar c)
{
	if (c == 0x202D || c == 0x202E)
		fault(r, "text.override", r->at, "a text may not be turned round by",
		    c, "an official text must read as it was signed: take it out, with its U+202C");
	if (c == 0x202A || c == 0x202B || c == 0x202D || c == 0x202E || is_isolate(c))
		open_control(r, c);
	else if (c == 0x202C || c == 0x2069)
		close_control(r, c);
}

static void
check_character(struct reading *r, gunichar c, bool first)
{
	if (c == 0)
		fault(r, "text.nul", r->at, "a text may not hold", c,
		    "take the character out; was this file cut or is it not a text?");
	else if ((c < 0x20 && c != '\t') || (c >= 0x7F && c < 0xA0))
		fault(r, "text.control", r->at, "a text may not hold the control character",
		    c, "take it out");
	else if (is_noncharacter(c))
		fault(r, "text.noncharacter", r->at, "this is not a character:", c,
		    "take it out");
	else if (c >= 0xE0000 && c <= 0xE007F)
		fault(r, "text.tag", r->at, "a text may not hold the hidden tag character",
		    c, "take it out");
	else if (c == 0xFEFF && !first)
		fault(r, "text.control", r->at, "a byte order mark stands inside the text:",
		    c, "take it out");
	else if (c >= 0x202A && c <= 0x2069)
		check_direction(r, c);
}

/* Bytes of a faulty sequence: up to the next that may begin a character. */
static size_t
skip_invalid(const char *p, const char *end)
{
	size_t n = 1;

	while (p + n < end && ((unsigned char)p[n] & 0xC0) == 0x80)
		n++;
	return n;
}

static size_t
check_next(struct reading *r, const char *p, const char *end, bool first)
{
	unsigned char b = (unsigned char)*p;
	gunichar c = b < 0x80 ? b : g_utf8_get_char_validated(p, end - p);

	if (c == '\n') {
		end_line(r);
		return 1;
	}
	if (c == '\r' && p + 1 < end && p[1] == '\n')
		return 1;
	if (c > 0x10FFFF) {
		g_autofree char *what = g_strdup_printf(diag_word("byte 0x%02X is not UTF-8"), b);
		fault(r, "text.invalid-utf8", r->at, what, (gunichar)-1,
		    "save the file as UTF-8");
		r->at.col++;
		return skip_invalid(p, end);
	}
	check_character(r, c, first);
	r->at.col++;
	return b < 0x80 ? 1 : (size_t)g_utf8_skip[b];
}

/* Arabic letters, marks, digits and printing ASCII: nothing to look at. */
static size_t
skip_plain(const char *p, const char *end, uint32_t *col)
{
	const char *s = p;

	for (;;) {
		if (s < end && *s >= 0x20 && *s < 0x7F)
			s++;
		else if (s + 1 < end && (unsigned char)*s >= 0xD8
		    && (unsigned char)*s <= 0xDB && ((unsigned char)s[1] & 0xC0) == 0x80)
			s += 2;
		else
			return (size_t)(s - p);
		++*col;
	}
}

bool
text_check(struct diags *dg, const char *file, const char *bytes, size_t len)
{
	struct reading r = { .dg = dg, .at = { file, 1, 1 } };
	const char *p = bytes, *end = bytes + len;

	while (p < end) {
		p += skip_plain(p, end, &r.at.col);
		if (p < end)
			p += check_next(&r, p, end, p == bytes);
	}
	end_line(&r);
	return r.faults == 0;
}

/* ---- files that are another thing altogether ---------------------------- */

/* By their first bytes, none of which is 0. */
static const struct {
	const char *begins, *is;
} strangers[] = {
	{ "%PDF-", N_("a PDF") },
	{ "\x89PNG", N_("a picture") },
	{ "\xFF\xD8\xFF", N_("a picture") },
	{ "GIF8", N_("a picture") },
	{ "PK\3\4", N_("a ZIP archive, such as .docx and .epub") },
	{ "\x1F\x8B", N_("a compressed file") },
	{ "\xD0\xCF\x11\xE0", N_("a document of Microsoft Office") },
};

const char *
text_stranger(const char *bytes, size_t len)
{
	for (size_t i = 0; i < G_N_ELEMENTS(strangers); i++) {
		size_t n = strlen(strangers[i].begins);

		if (len >= n && memcmp(bytes, strangers[i].begins, n) == 0)
			return strangers[i].is;
	}
	return NULL;
}

static const struct {
	const char *key, *is;
} formats[] = {
	[TEXT_ITEM] = { "nashra-item:", N_("an item") }, [TEXT_ISSUE] = { "nashra-issue:", N_("an issue") },
	[TEXT_LAYOUT] = { "nashra-layout:", N_("a layout") }, [TEXT_BINDING] = { "nashra-binding:", N_("a file of bindings") },
};

const char *
text_format_name(enum text_format f)
{
	return f == TEXT_UNSAID ? NULL : diag_word(formats[f].is);
}

enum text_format
text_format(const char *bytes, size_t len)
{
	const char *p = bytes, *end = bytes + len;

	if (len >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
		p += 3;
	while (p && p < end) {
		for (unsigned i = TEXT_ITEM; i < G_N_ELEMENTS(formats); i++) {
			size_t n = strlen(formats[i].key);

			if ((size_t)(end - p) >= n && memcmp(p, formats[i].key, n) == 0)
				return (enum text_format)i;
		}
		p = memchr(p, '\n', (size_t)(end - p));
		p = p ? p + 1 : NULL;
	}
	return TEXT_UNSAID;
}

/* Faults from which on it is an encoding, and not a fault in a text. */
#define OLD_ENCODING 8

/* Does hardly anything read as UTF-8?  Then it is one of the encodings before it; *ret_at: the first place that shows it. */
static bool
is_old_encoding(const char *bytes, size_t len, struct place *ret_at)
{
	const char *p = bytes, *end = bytes + len;
	struct place at = *ret_at;
	size_t good = 0, bad = 0;

	while (p < end) {
		gunichar c = (unsigned char)*p < 0x80 ? 0 : g_utf8_get_char_validated(p, end - p);
		bool wrong = c > 0x10FFFF;

		if (wrong && bad++ == 0)
			*ret_at = at;
		good += !wrong && c > 0;
		at.col = *p == '\n' ? 1 : at.col + 1;
		at.line += *p == '\n';
		p += wrong ? skip_invalid(p, end) : (size_t)g_utf8_skip[(unsigned char)*p];
	}
	return bad >= OLD_ENCODING && good * 8 <= bad;
}

static bool
begins_utf16(const char *bytes, size_t len)
{
	return len >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0);
}

bool
text_check_file(struct diags *dg, const char *file, const char *bytes, size_t len)
{
	const char *what = text_stranger(bytes, len);
	struct place whole = { .file = file }, at = { file, 1, 1 };
	bool old = !what && !g_utf8_validate(bytes, (gssize)len, NULL) && is_old_encoding(bytes, len, &at);

	if (old && memchr(bytes, '\0', len) && !begins_utf16(bytes, len))
		what = N_("what a program keeps for itself");
	if (what) {
		diag_add(dg, DIAG_ERROR, "text.binary", whole, "the file is %s, not a text", diag_word(what));
		diag_help(dg, "name a text; that of another program is saved as plain text in UTF-8, which nashra import reads");
	} else if (begins_utf16(bytes, len)) {
		diag_add(dg, DIAG_ERROR, "text.invalid-utf8", whole, "the file is UTF-16, not UTF-8");
		diag_help(dg, "save the file as UTF-8");
	} else if (old) {
		diag_add(dg, DIAG_ERROR, "text.invalid-utf8", at, "the file is in an older encoding, not in UTF-8");
		diag_help(dg, "save the file as UTF-8; Arabic of Windows is converted by iconv -f WINDOWS-1256 -t UTF-8");
	} else {
		return text_check(dg, file, bytes, len);
	}
	return false;
}

struct place
place_after(struct place at, const char *text, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		at.col += ((unsigned char)text[i] & 0xC0) != 0x80;
	return at;
}

int
text_order(const void *p, const void *q)
{
	return strcmp(*(const char *const *)p, *(const char *const *)q);
}

static gunichar
latin_of(gunichar c)
{
	if (text_is_arabic_digit(c))
		return '0' + (gunichar)g_unichar_digit_value(c);
	return c == 0x66B ? '.' : c == 0x66A ? '%' : c == 0x2212 ? '-' : c;
}

static bool
is_direction(gunichar c)
{
	return c == 0x61C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

char *
text_latin_digits(const char *s)
{
	g_autoptr(GString) to = g_string_new(NULL);

	if (!g_utf8_validate(s, -1, NULL))
		return NULL;
	for (const char *p = s; *p; p = text_next(p)) {
		gunichar c = g_utf8_get_char(p);

		if (!is_direction(c))
			g_string_append_unichar(to, latin_of(c));
	}
	return strcmp(to->str, s) == 0 ? NULL : g_strdup(to->str);
}

int
text_columns(const char *s)
{
	int n = 0;

	for (; *s; s = text_next(s)) {
		gunichar c = g_utf8_get_char(s);

		n += g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
	}
	return n;
}

void
text_add_cell(GString *to, const char *s, int width)
{
	int white = MAX(ABS(width) - text_columns(s), 0);
	bool rtl = diag_reads_rtl() && text_runs_left(s);

	g_string_append_printf(to, "%*s%s%s%s%*s", width > 0 ? white : 0, "", rtl ? "\u2067" : "", s,
	    rtl ? "\u2069" : "", width > 0 ? 0 : white, "");
}

void
text_add_json(GString *to, const char *s)
{
	g_autofree char *valid = g_utf8_make_valid(s, -1);

	g_string_append_c(to, '"');
	for (const char *p = valid; *p; p = text_next(p)) {
		gunichar c = g_utf8_get_char(p);
		if (c == '"' || c == '\\')
			g_string_append_printf(to, "\\%c", (char)c);
		else if (c < 0x20 || c == 0x7F)
			g_string_append_printf(to, "\\u%04X", c);
		else
			g_string_append_unichar(to, c);
	}
	g_string_append_c(to, '"');
}
