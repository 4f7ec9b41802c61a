/* What a text brings along from a web page: names of characters, letters of another encoding, a cut end. */
#include "proofread/proofread-int.h"

#include <stdlib.h>
#include <string.h>

/* ---- names of characters ---------------------------------------------- */

static const struct {
	const char *name, *is;
} entities[] = {
	{ "nbsp", " " }, { "quot", "\"" }, { "amp", "&" }, { "lt", "<" }, { "gt", ">" }, { "apos", "'" },
	{ "laquo", "«" }, { "raquo", "»" }, { "ldquo", "“" }, { "rdquo", "”" }, { "lsquo", "‘" }, { "rsquo", "’" },
	{ "ndash", "–" }, { "mdash", "—" }, { "hellip", "…" }, { "rlm", "" }, { "lrm", "" }, { "zwnj", "" }, { "zwj", "" },
	{ "shy", "" },
};

/* «&#160;», «&#xA0;». */
static bool
is_number(const char *s, size_t n)
{
	bool hex = n > 2 && s[0] == '#' && (s[1] == 'x' || s[1] == 'X');
	size_t from = hex ? 2 : 1;

	if (n <= from || n > 9 || s[0] != '#')
		return false;
	return strspn(s + from, hex ? "0123456789abcdefABCDEF" : "0123456789") >= n - from;
}

static void
check_entity(struct passage *p, const char *s)
{
	size_t n = strcspn(s + 1, "; &");

	if (*s != '&' || s[1 + n] != ';')
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(entities); i++)
		if (strlen(entities[i].name) == n && strncmp(s + 1, entities[i].name, n) == 0) {
			found(p, FOUND_ENTITY, s, "the name of a character is printed, and not the character",
			    "write «%s»", entities[i].is);
			return;
		}
	if (is_number(s + 1, n))
		found(p, FOUND_ENTITY, s, "the number of a character is printed, and not the character",
		    "write the character");
}

/* ---- letters of another encoding -------------------------------------- */

/* What a byte from 80 to BF is in Windows' Latin encoding. */
static bool
is_high_byte(gunichar c)
{
	return (c >= 0x80 && c <= 0xBF) || c == 0x152 || c == 0x153 || c == 0x160 || c == 0x161 || c == 0x178 ||
	    c == 0x17D || c == 0x17E || c == 0x192 || c == 0x2C6 || c == 0x2DC || (c >= 0x2013 && c <= 0x203A) ||
	    c == 0x20AC || c == 0x2122;
}

/* «Ø§Ù„» was «ال», «Ã©» was «é», «â€œ» was «“»: UTF-8, taken for bytes. */
static bool
is_utf8_as_bytes(const char *s)
{
	gunichar c = g_utf8_get_char(s), next = *text_next(s) ? g_utf8_get_char(text_next(s)) : ' ';

	if (c == 0xE2)
		return next == 0x20AC;
	return (c == 0xD8 || c == 0xD9 || c == 0xC3 || c == 0xC2) && is_high_byte(next) && next != 0xAB && next != 0xBB;
}

/* «ÇáÓíÏ» was «السيد», of Windows' Arabic encoding: no language has four such letters in a row. */
static bool
is_windows_as_latin(const char *s)
{
	size_t n = 0;

	for (; n < 4 && *s; s = text_next(s), n++) {
		gunichar c = g_utf8_get_char(s);

		if (c < 0xC0 || c > 0xFF)
			return false;
	}
	return n == 4;
}

void
check_damage(struct passage *p)
{
	for (const char *s = p->text->str; *s; s = *s ? text_next(s) : s) {
		check_entity(p, s);
		if (g_utf8_get_char(s) == 0xFFFD)
			found(p, FOUND_DAMAGED, s, "a character was lost here, and U+FFFD stands for it",
			    "look it up in the source, and write it");
		else if (is_utf8_as_bytes(s) || is_windows_as_latin(s)) {
			found(p, FOUND_DAMAGED, s, "these letters are Arabic or others that were read in a wrong encoding",
			    "take the text from its source once more, as UTF-8");
			s += strcspn(s, " ");
		}
	}
}

/* ---- the end ---------------------------------------------------------- */

/* Words that nothing ends with. */
static bool
wants_more(const char *word)
{
	static const char *const words[] = { "في", "من", "إلى", "على", "عن", "مع", "بين", "أن", "إن", "أو", "و", "ثم",
		"التي", "الذي", "الذين", "حيث", "لكن", "كما", "قد", "لم", "لن" };

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

/* Of the item's last paragraph: was it cut off? */
void
check_end(struct passage *p)
{
	const char *from = p->text->str, *end = from + p->text->len, *word;

	if (!p->last)
		return;
	while (end > from && g_ascii_isspace(end[-1]))
		end--;
	for (word = end; word > from && !g_ascii_isspace(word[-1]);)
		word--;
	g_autofree char *last = g_strndup(word, (gsize)(end - word));
	if (g_str_has_suffix(last, "،") || g_str_has_suffix(last, "؛") || wants_more(last) ||
	    g_str_has_suffix(last, "[…]") || g_str_has_suffix(last, "[...]"))
		found(p, FOUND_END, word, "the text ends in the middle of a sentence",
		    "look whether its end was lost; else close it with a stop");
}
