/*
 * The language of messages, and where in one of them a user's own words
 * stand, so that a terminal cannot reorder what is beside them.
 */
#include "base/base.h"
#include "base/speak-int.h"

#include <string.h>

static const struct diag_language english = {
	.levels = { "note", "warning", "error" }, .help = "help",
};

/* Process-wide, like a locale: set once, before there are messages. */
static const struct diag_language *language = &english;

void
diag_set_language(const struct diag_language *l)
{
	language = l ? l : &english;
}

const struct diag_language *
diag_language(void)
{
	return language;
}

bool
diag_reads_rtl(void)
{
	return language->rtl;
}

const char *
diag_word(const char *text)
{
	return language->say ? language->say(text) : text;
}

const char *
diag_word_n(const char *one, const char *many, size_t n)
{
	return language->say_n ? language->say_n(one, many, n) : n == 1 ? one : many;
}

/* ---- isolation -------------------------------------------------------- */

/* UAX 9: R, AL */
bool
text_runs_left(const char *s)
{
	for (; *s; s = text_next(s)) {
		gunichar c = g_utf8_get_char(s);

		if ((c >= 0x590 && c <= 0x8FF) || (c >= 0xFB1D && c <= 0xFDFD) ||
		    (c >= 0xFE70 && c <= 0xFEFC))
			return true;
	}
	return false;
}

/* Marks of our own: noncharacters, which no text that is shown may hold. */
static bool
has_marks(const char *s)
{
	return strstr(s, ISOLATE_BEGINS) || strstr(s, ISOLATE_ENDS);
}

/* The length of a conversion that begins with %. */
static size_t
conversion_length(const char *s)
{
	size_t n = 1 + strspn(s + 1, "0123456789$-+ #.'hlqjzt*");

	return s[n] ? n + 1 : n;
}

/* A word of a format, up to a blank, and what of it is isolated. */
struct word {
	const char *s, *end;
};

static bool
has_text(struct word w)
{
	for (const char *p = w.s; p < w.end; p += *p == '%' ? conversion_length(p) : 1)
		if (*p == '%' && p[conversion_length(p) - 1] == 's')
			return true;
	return false;
}

/* How many brackets of the word are opened and not closed; less than 0: closed and not opened. */
static int
unclosed(struct word w)
{
	int n = 0;

	for (const char *p = w.s; p < w.end; p++)
		n += (*p == '{' || *p == '[' || *p == '(') - (*p == '}' || *p == ']' || *p == ')');
	return n;
}

/* Stops and quotes at either end, as long as they are; 0: there is none. */
static size_t
mark_before(struct word w)
{
	size_t n = (size_t)(w.end - w.s);

	if (n >= 2 && memcmp(w.s, "«", 2) == 0)
		return 2;
	return n > 0 && (strchr("'\"", *w.s) || (strchr("{[(", *w.s) && unclosed(w) > 0));
}

static size_t
mark_behind(struct word w)
{
	static const char *const marks[] = { "»", "،", "؛", "؟" };
	size_t n = (size_t)(w.end - w.s);

	for (size_t i = 0; n >= 2 && i < G_N_ELEMENTS(marks); i++)
		if (memcmp(w.end - 2, marks[i], 2) == 0)
			return 2;
	return n > 0 && (strchr("'\".,:;?!", w.end[-1]) || (strchr("}])", w.end[-1]) && unclosed(w) < 0));
}

/* Without the marks around it, and brackets whose other half stands in another word. */
static struct word
core_of(struct word w)
{
	for (size_t n; (n = mark_before(w)) > 0;)
		w.s += n;
	for (size_t n; (n = mark_behind(w)) > 0;)
		w.end -= n;
	return w;
}

/* Nothing in it runs from right to left by itself: ASCII, and what stands for more. */
static bool
is_code(struct word w)
{
	for (const char *p = w.s; p < w.end; p = text_next(p))
		if ((unsigned char)*p >= 0x80 && g_utf8_get_char(p) != 0x2026)
			return false;
	return true;
}

/* The word at `fmt`; one that opens a bracket ends with the word that closes it. */
static struct word
bracketed(const char *fmt)
{
	struct word first = { fmt, fmt + strcspn(fmt, " \n") }, w = first;

	while (unclosed(w) > 0 && *w.end)
		w.end += 1 + strcspn(w.end + 1, " \n");
	return unclosed(w) > 0 ? first : w;
}

/* The same, with the keys before a bracket: «styles: %s: {size: 12pt}» */
static struct word
word_at(const char *fmt)
{
	struct word w = bracketed(fmt), last = w;

	while (last.end > last.s && last.end[-1] == ':' && *last.end == ' ' && is_code(last)) {
		last = bracketed(last.end + 1);
		if (last.s < last.end && strchr("{[", *last.s))
			return (struct word) { fmt, last.end };
	}
	return w;
}

/* Several words: what is to be written so. */
static bool
is_group(struct word w)
{
	return memchr(w.s, ' ', (size_t)(w.end - w.s));
}

static void
append_conversions(GString *to, struct word w)
{
	for (const char *p = w.s; p < w.end;) {
		size_t n = *p == '%' ? conversion_length(p) : 1;
		bool text = *p == '%' && p[n - 1] == 's';

		g_string_append(to, text ? ISOLATE_BEGINS : "");
		g_string_append_len(to, p, (gssize)n);
		g_string_append(to, text ? ISOLATE_ENDS : "");
		p += n;
	}
}

/*
 * The format with marks around every %s, and what is joined to it: «%s.%s»,
 * «%spt» and «{k: %d}» are one thing each, whose parts must not change places.
 */
static char *
isolating(const char *fmt)
{
	GString *to = g_string_new(NULL);

	while (*fmt) {
		struct word w = word_at(fmt), core = core_of(w);

		if (!is_code(core) || (!has_text(w) && !(language->rtl && is_group(core)))) {
			append_conversions(to, w);
		} else {
			g_string_append_len(to, w.s, core.s - w.s);
			g_string_append_printf(to, "%s%.*s%s", ISOLATE_BEGINS, (int)(core.end - core.s), core.s, ISOLATE_ENDS);
			g_string_append_len(to, core.end, w.end - core.end);
		}
		fmt = w.end;
		if (*fmt)
			g_string_append_c(to, *fmt++);
	}
	return g_string_free(to, FALSE);
}

/* Translated, a format is no literal; tests/arabic.py sees that it has the arguments of the original. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
struct speech
speak(const char *fmt, va_list ap)
{
	va_list again;

	va_copy(again, ap);
	struct speech s = { .text = g_strdup_vprintf(diag_word(fmt), ap) };
	bool mixed = g_utf8_validate(s.text, -1, NULL) && (language->rtl || text_runs_left(s.text));

	if (mixed && !has_marks(s.text)) {
		g_autofree char *marked = isolating(diag_word(fmt));

		s.shown = g_strdup_vprintf(marked, again);
	}
	va_end(again);
	return s;
}
#pragma GCC diagnostic pop
