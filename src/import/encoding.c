/* What the bytes of a source are written in, and the same as UTF-8. */
#include "import/import-int.h"

#include <string.h>

/*
 * Windows-1256 has Arabic above 0x80, and Latin letters only for French.  In
 * words of Arabic most letters follow another; in Swedish, read so, hardly any.
 */
static bool
looks_arabic(const char *utf8)
{
	size_t arabic = 0, joined = 0, other = 0;
	bool before = false;

	for (const char *p = utf8; *p; p = text_next(p)) {
		gunichar c = g_utf8_get_char(p);
		bool is = c >= 0x60C && c <= 0x6D2;
		arabic += is;
		joined += is && before;
		other += !is && c >= 0x80;
		before = is;
	}
	return arabic >= 10 && arabic > other * 4 && joined * 2 > arabic;
}

bool
encoding_is_stateful(const char *name)
{
	return g_ascii_strncasecmp(name, "iso-2022", 8) == 0 || g_ascii_strncasecmp(name, "hz", 2) == 0 ||
	    g_ascii_strcasecmp(name, "utf-7") == 0;
}

bool
encoding_is_western(const char *name)
{
	static const char *const names[] = { "iso-8859-1", "iso-8859-15", "iso8859-1", "latin1", "windows-1252", "cp1252" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_ascii_strcasecmp(name, names[i]) == 0)
			return true;
	return false;
}

static const char *
convert(struct importer *im, const char *bytes, size_t len, const char *from)
{
	g_autofree char *s = g_convert(bytes, (gssize)len, "UTF-8", from, NULL, NULL, NULL);

	/* What ends in the middle of a character, or holds characters of 0, is none. */
	return s && g_utf8_validate(s, -1, NULL) ? arena_strdup(im->a, s) : NULL;
}

/*
 * UTF-16 without a mark: one byte of nearly each pair is 0, as in Latin, or 6,
 * as in Arabic, and no pair is 0.  `high`: which of the two.
 */
static bool
is_wide(const char *bytes, size_t len, size_t high)
{
	size_t n = MIN(len, 4096) / 2, shaped = 0, latin = 0;

	for (size_t i = 0; i < n; i++) {
		char h = bytes[2 * i + high], l = bytes[2 * i + 1 - high];
		if (h == 0 && l == 0)
			return false;
		shaped += h == 0 || h == 6;
		latin += h == 0;
	}
	return n >= 8 && latin > 0 && shaped * 10 >= n * 9;
}

const char *
clean_wide(const char *bytes, size_t len)
{
	if (len >= 4 && (memcmp(bytes, "\xFF\xFE\0\0", 4) == 0 || memcmp(bytes, "\0\0\xFE\xFF", 4) == 0))
		return "UTF-32";
	if (len >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0))
		return "UTF-16";
	return is_wide(bytes, len, 1) ? "UTF-16LE" : is_wide(bytes, len, 0) ? "UTF-16BE" : NULL;
}

static const char *
decode_wide(struct importer *im, const char *bytes, size_t len, const char *from)
{
	const char *s = convert(im, bytes, len, from);

	if (!s)
		refuse(im, "import.encoding", 1, "the file begins as %s and is not", from);
	else if (strlen(from) == strlen("UTF-16"))
		say(im, 1, SURE, "encoding: converted from %s, by its byte order mark", from);
	else
		say(im, 1, LIKELY, "encoding: converted from %s: every other byte is 0 or 6", from);
	return s;
}

/* Controls instead of a few bytes of 0, so that they are told as such; NULL when they are many. */
static const char *
without_null(struct importer *im, const char *bytes, size_t len)
{
	size_t n = 0;

	if (!memchr(bytes, 0, len))
		return bytes;
	char *s = arena_alloc(im->a, len + 1);
	for (size_t i = 0; i < len; i++) {
		n += bytes[i] == 0;
		s[i] = bytes[i] ? bytes[i] : '\x1A';
	}
	s[len] = '\0';
	if (n * 100 <= len)
		return s;
	refuse(im, "import.kind", 0, "the file holds bytes of 0: it is no text");
	return NULL;
}

bool
add_repaired(GString *to)
{
	static const char sign[] = "\uFFFD";
	size_t n = sizeof sign - 1;

	if (to->len >= n && memcmp(to->str + to->len - n, sign, n) == 0)
		return false;
	text_append(to, sign, n);
	return true;
}

/* How long the character at `p` is; 0: its first byte is not one. */
static size_t
character_at(const char *p, const char *end)
{
	gunichar c = g_utf8_get_char_validated(p, end - p);

	return c >= (gunichar)-2 ? 0 : g_utf8_skip[(unsigned char)*p];
}

/* Is it UTF-8 but for a place here and there? */
static bool
is_nearly_utf8(const char *bytes, size_t len)
{
	const char *end = bytes + len;
	size_t good = 0, bad = 0;

	for (const char *p = bytes; p < end;) {
		size_t n = character_at(p, end);
		good += n > 1;
		bad += n == 0;
		p += MAX(n, 1);
	}
	return bad * 20 <= good;
}

/* U+FFFD where bytes are none: it cannot be set, so nobody prints it unseen. */
static const char *
repair(struct importer *im, const char *bytes, size_t len)
{
	const char *end = bytes + len;
	g_autoptr(GString) s = g_string_sized_new(len);
	size_t all = 0, here = 0;
	int line = 1;

	for (const char *p = bytes; p < end;) {
		size_t n = character_at(p, end);
		if (n == 0 && add_repaired(s)) {
			here++;
			all++;
		}
		g_string_append_len(s, p, (gssize)n);
		p += MAX(n, 1);
		if (here && (p >= end || *p == '\n')) {
			say(im, line, SURE, "change: bytes that are not UTF-8 became U+FFFD (%zu)", here);
			here = 0;
		}
		line += n == 1 && p[-1] == '\n';
	}
	tell_repaired(im, 0, all);
	return arena_strndup(im->a, s->str, s->len);
}

void
tell_repaired(struct importer *im, int line, size_t places)
{
	diag_add(im->dg, DIAG_WARNING, "import.encoding", (struct place) { im->file, (uint32_t)line, 0 },
	    "bytes are not UTF-8 in %zu places, and became U+FFFD", places);
	diag_help(im->dg, "look for U+FFFD in the item, and write what should stand there");
}

/* As the page says, unless it says what pages say that nobody looked at, and is Arabic. */
static const char *
convert_declared(struct importer *im, const char *bytes, size_t len, const char *said)
{
	bool latin1 = said && g_ascii_strcasecmp(said, "iso-8859-1") == 0;

	if (!said || (encoding_is_western(said) && clean_is_1256(bytes, len)))
		return NULL;
	/* Browsers mean windows-1252 by it, and so do pages. */
	const char *s = latin1 ? convert(im, bytes, len, "WINDOWS-1252") : NULL;
	s = s ? s : convert(im, bytes, len, said);

	if (s)
		say(im, 1, SURE, "encoding: converted from %s, as the file says", said);
	return s;
}

static const char *
convert_1256(struct importer *im, const char *bytes, size_t len)
{
	const char *s = convert(im, bytes, len, "WINDOWS-1256");

	if (!s || !looks_arabic(s))
		return NULL;
	say(im, 1, LIKELY, "encoding: converted from windows-1256: it is not UTF-8, and reads as Arabic so");
	return s;
}

const char *
clean_decode(struct importer *im, const char *bytes, size_t len, const char *said)
{
	const char *wide = clean_wide(bytes, len), *s;

	if (wide)
		return decode_wide(im, bytes, len, wide);
	if (!(bytes = without_null(im, bytes, len)))
		return NULL;
	if (g_utf8_validate(bytes, (gssize)len, NULL))
		return bytes;
	if (is_nearly_utf8(bytes, len))
		return repair(im, bytes, len);
	if ((s = convert_declared(im, bytes, len, said)) || (s = convert_1256(im, bytes, len)))
		return s;
	refuse(im, "import.encoding", 0, "the file is neither UTF-8 nor Arabic in windows-1256");
	diag_help(im->dg, "convert it first, as with: iconv -f ISO-8859-6 -t UTF-8");
	return NULL;
}

bool
clean_is_1256(const char *bytes, size_t len)
{
	g_autofree char *s = g_convert(bytes, (gssize)len, "UTF-8", "WINDOWS-1256", NULL, NULL, NULL);

	return s && looks_arabic(s);
}
