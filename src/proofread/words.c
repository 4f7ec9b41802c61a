/* Numbers and words. */
#include "proofread/proofread-int.h"

#include <string.h>

/* ---- digits ----------------------------------------------------------- */

/* The end of the number at `s`: digits, and single separators between them. */
static const char *
end_of_number(const char *s, bool *ret_arabic, bool *ret_latin)
{
	*ret_arabic = *ret_latin = false;
	for (; *s; s = text_next(s)) {
		gunichar c = g_utf8_get_char(s), next = behind(s);

		if (text_is_arabic_digit(c))
			*ret_arabic = true;
		else if (is_latin_digit(c))
			*ret_latin = true;
		else if (!strchr(".,/-:", (int)c) || c > 0x7F ||
		    !(text_is_arabic_digit(next) || is_latin_digit(next)))
			break;
	}
	return s;
}

/* Both kinds in the text as a whole: said once, where the second appears. */
static void
note_kind(struct passage *p, const char *at, bool arabic)
{
	bool *own = arabic ? &p->arabic : &p->latin;
	bool other = arabic ? p->latin : p->arabic;

	if (!*own && other)
		found(p, FOUND_DIGITS, at, "digits of two kinds stand in this text",
		    "write all of them as %s, or let the layout do it: numerals: %s",
		    arabic ? "012" : "٠١٢", arabic ? "latn" : "arab");
	*own = true;
}

/* «5G», «ISO 27001» and «C3» belong to Latin. */
static bool
is_beside_latin(const struct passage *p, const char *s, const char *end)
{
	gunichar last = before(p, s), next = *end ? g_utf8_get_char(end) : ' ';

	return (last < 0x80 && g_unichar_isalpha(last)) || (next < 0x80 && g_unichar_isalpha(next));
}

void
check_digits(struct passage *p)
{
	bool arabic, latin;

	for (const char *s = p->text->str; *s;) {
		const char *end = end_of_number(s, &arabic, &latin);

		if (arabic && latin)
			found(p, FOUND_DIGITS, s, "digits of two kinds stand in one number",
			    "write them all as ٠١٢, or all as 012");
		else if ((arabic || latin) && !is_beside_latin(p, s, end))
			note_kind(p, s, arabic);
		s = end > s ? end : text_next(s);
	}
}

/* ---- words ------------------------------------------------------------ */

static const char *
end_of_word(const char *s)
{
	while (*s && is_arabic(g_utf8_get_char(s)))
		s = text_next(s);
	return s;
}

/* «ولي ولي العهد», names of Latin letters, and what is said twice for weight. */
static bool
is_said_twice(const char *s, size_t n)
{
	static const char *const words[] = { "ولي", "وولي", "بي", "سي", "دي", "تي", "جي", "إي", "إل", "أل", "آر", "إم", "أم",
		"إف", "إس", "كي", "إن", "ان", "باي", "والتعليم", "جدا", "جداً", "هلا", "رويدا", "شيئا", "صفا", "طاق" };

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strlen(words[i]) == n && strncmp(s, words[i], n) == 0)
			return true;
	return false;
}

/* The same word, with nothing but a blank between; of one letter no. */
void
check_words(struct passage *p)
{
	for (const char *s = p->text->str; *s;) {
		const char *end = end_of_word(s);
		size_t n = (size_t)(end - s);

		if (n > 2 && *end == ' ' && strncmp(s, end + 1, n) == 0 && end_of_word(end + 1) == end + 1 + n &&
		    !is_arabic(before(p, s)) && !is_said_twice(s, n)) {
			g_autofree char *word = g_strndup(s, n);

			found(p, FOUND_REPEATED, end + 1, "a word stands twice in a row",
			    "write «%s» once, unless it is meant", word);
		}
		s = end > s ? end : text_next(s);
	}
}
