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

/* ---- isolation -------------------------------------------------------- */

/* Does something in the text run from right to left? (UAX 9: R, AL) */
static bool
has_rtl(const char *s)
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

/* The format with marks around every %s. */
static char *
isolating(const char *fmt)
{
	GString *to = g_string_new(NULL);

	while (*fmt) {
		size_t n = *fmt == '%' ? conversion_length(fmt) : 1;
		bool text = *fmt == '%' && fmt[n - 1] == 's';

		g_string_append(to, text ? ISOLATE_BEGINS : "");
		g_string_append_len(to, fmt, (gssize)n);
		g_string_append(to, text ? ISOLATE_ENDS : "");
		fmt += n;
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
	bool mixed = g_utf8_validate(s.text, -1, NULL) && (language->rtl || has_rtl(s.text));

	if (mixed && !has_marks(s.text)) {
		g_autofree char *marked = isolating(diag_word(fmt));

		s.shown = g_strdup_vprintf(marked, again);
	}
	va_end(again);
	return s;
}
#pragma GCC diagnostic pop
