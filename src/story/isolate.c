/*
 * What reads from left to right in a text from right to left, and digits.
 *
 * The bidirectional algorithm turns «02-27960000» around, for it takes the
 * hyphen for punctuation between two numbers (UAX 9, W2, W4).  Phone numbers,
 * dates as in 2026-11-23, addresses, «C++», «-5» are therefore isolated.
 */
#include "story/story-int.h"

#include <string.h>
#include <unicode/uchar.h>

#define LRI "\u2066"
#define PDI "\u2069"

/* ---- characters ------------------------------------------------------- */

static bool
is_digit(gunichar c)
{
	return (c >= '0' && c <= '9') || text_is_arabic_digit(c);
}

/* Of a run that may read from left to right. */
static bool
is_core(gunichar c)
{
	return (c > ' ' && c < 0x7F) || text_is_arabic_digit(c) || c == 0x2212 /* minus */
	    || c == 0x66B || c == 0x66C || c == 0x66A /* ٫ ٬ ٪ */;
}

/* ---- runs ------------------------------------------------------------- */

/* A run of such characters, punctuation around it left out. */
struct run {
	const char *s, *end;
	bool letters;        /* some are Latin letters */
	bool arabic_digits;
	unsigned digits, hyphens;
};

static void
look_at(struct run *r)
{
	r->letters = r->arabic_digits = false;
	r->digits = r->hyphens = 0;
	for (const char *p = r->s; p < r->end; p = text_next(p)) {
		gunichar c = text_char(p);

		r->letters |= g_ascii_isalpha((char)c) && c < 0x80;
		r->arabic_digits |= text_is_arabic_digit(c);
		r->digits += is_digit(c);
		r->hyphens += c == '-' || c == 0x2212;
	}
}

static void
trim(struct run *r)
{
	while (r->s < r->end && strchr("(\"'[{<", *r->s))
		r->s++;
	while (r->s < r->end && strchr(".,;:!?)\"']}>/", r->end[-1])) {
		if (r->end[-1] == '/' && strstr(r->s, "://") && strstr(r->s, "://") < r->end)
			break;
		r->end--;
	}
}

/* Behind the group of a telephone number at `p`, «2796-0000», «2796/7» or «(2)»; NULL: none stands there. */
static const char *
behind_group(const char *p, const char *end)
{
	bool open = p < end && *p == '(';
	const char *from = open ? p + 1 : p;

	for (p = from; p < end && (is_digit(text_char(p)) || (!open && p > from && strchr("-/", *p)));)
		p = text_next(p);
	if (p == from || (open && (p == end || *p++ != ')')))
		return NULL;
	return p < end && is_core(text_char(p)) && !strchr(".,;:)", *p) ? NULL : p;
}

static unsigned
count_digits(const char *p, const char *end)
{
	unsigned n = 0;

	for (; p < end; p = text_next(p))
		n += is_digit(text_char(p));
	return n;
}

/* A telephone number without a code for its country has so many digits, those of its area among them. */
#define PHONE_LEAST 8
#define PHONE_MOST 12
#define AREA_MOST 5

/* «02», «٠١٠٠»: the code of an area. */
static bool
is_area(const struct run *r)
{
	unsigned n = count_digits(r->s, r->end);
	gunichar first = text_char(r->s);

	return (first == '0' || first == 0x660) && n > 1 && n <= AREA_MOST &&
	    (glong)n == g_utf8_strlen(r->s, r->end - r->s);
}

/* «+20 2 2796 0000», «0100 123 4567»: digits that go on behind blanks. */
static void
extend_phone(struct run *r, const char *end)
{
	bool abroad = *r->s == '+';
	const char *p = r->end, *next;

	if (abroad ? r->s + 1 >= r->end || !is_digit(text_char(r->s + 1)) : !is_area(r))
		return;
	while (p + 1 < end && *p == ' ' && (next = behind_group(p + 1, end)))
		p = next;
	unsigned digits = count_digits(r->s, p);
	if (abroad || (digits >= PHONE_LEAST && digits <= PHONE_MOST))
		r->end = p;
}

/* The run at or behind `p`; false at the end of the text. */
static bool
next_run(const char *p, const char *end, struct run *ret_r)
{
	while (p < end && !is_core(text_char(p)))
		p = text_next(p);
	if (p >= end)
		return false;
	*ret_r = (struct run) { .s = p };
	while (p < end && is_core(text_char(p)))
		p = text_next(p);
	ret_r->end = p;
	trim(ret_r);
	if (ret_r->s < ret_r->end)
		extend_phone(ret_r, end);
	look_at(ret_r);
	return true;
}

/* Where to look for the run behind `r`: what was trimmed is passed by. */
static const char *
past(const struct run *r, const char *end)
{
	const char *p = r->end;

	while (p < end && is_core(text_char(p)))
		p = text_next(p);
	return p;
}

static bool
has(const struct run *r, const char *what)
{
	return memmem(r->s, (size_t)(r->end - r->s), what, strlen(what)) != NULL;
}

/* 2025-2026 reads from right to left, as a range does. */
static bool
is_range_of_years(const struct run *r)
{
	return r->digits == 8 && r->hyphens == 1 &&
	    (g_str_has_prefix(r->s, "19") || g_str_has_prefix(r->s, "20")) &&
	    r->s[4] == '-';
}

static bool
is_number_to_isolate(const struct run *r)
{
	gunichar first = text_char(r->s);

	if (r->digits == 0)
		return false;
	if (first == '+' || first == '-' || first == 0x2212 || has(r, "=") || has(r, " "))
		return true;
	if (r->hyphens == 0 || is_range_of_years(r))
		return false;
	return r->hyphens > 1 || r->digits >= 7 || first == '0' || first == 0x660;
}

static bool
is_address(const struct run *r)
{
	return has(r, "://") || has(r, "@") || g_str_has_prefix(r->s, "www.");
}

static bool
is_isolated(const struct run *r)
{
	if (r->s >= r->end)
		return false;
	if (is_address(r))
		return true;
	if (!r->letters)
		return is_number_to_isolate(r);
	return !g_ascii_isalpha(*r->s) || !g_ascii_isalnum(r->end[-1]);
}

static void
add_insert(GArray *to, const char *text, const char *at, const char *what)
{
	struct insert i = { (uint32_t)(at - text), what, *what == *PDI && what[2] == PDI[2] };

	g_array_append_val(to, i);
}

/*
 * Arabic digits are numbers of their own kind, and even in an isolate from
 * left to right hyphens, blanks and brackets between them turn the order: each
 * group stands alone.
 */
static void
isolate_groups(GArray *to, const char *text, const struct run *r)
{
	const char *p = r->s;

	while (p < r->end) {
		const char *group = p;

		while (p < r->end && is_digit(text_char(p)))
			p = text_next(p);
		if (p == group) {
			p = text_next(p);
			continue;
		}
		add_insert(to, text, group, LRI);
		add_insert(to, text, p, PDI);
	}
}

static void
isolate_run(GArray *to, const char *text, const struct run *r)
{
	add_insert(to, text, r->s, LRI);
	if (r->arabic_digits && !r->letters && (r->hyphens > 0 || has(r, " ") || has(r, "(")))
		isolate_groups(to, text, r);
	add_insert(to, text, r->end, PDI);
}

/* ---- phrases ---------------------------------------------------------- */

/* More words than names have. */
#define PHRASE_MOST 32

/* Runs with nothing but one blank between them. */
struct phrase {
	struct run v[PHRASE_MOST];
	size_t n;
};

/* The run that begins right behind the blank at the end of `r`. */
static bool
next_of_phrase(const struct run *r, const char *end, struct run *ret_r)
{
	const char *blank = past(r, end);

	return r->s < r->end && blank == r->end && blank + 1 < end && *blank == ' ' &&
	    next_run(blank + 1, end, ret_r) && ret_r->s == blank + 1 && ret_r->s < ret_r->end &&
	    (ret_r->letters || !ret_r->arabic_digits);
}

/* The phrase that begins at `p`; returns where to go on. */
static const char *
read_phrase(const char *p, const char *end, struct phrase *ret_ph)
{
	struct run r;

	ret_ph->n = 0;
	for (bool more = next_run(p, end, &r); more;
	    more = ret_ph->n < PHRASE_MOST && next_of_phrase(&r, end, &r)) {
		ret_ph->v[ret_ph->n++] = r;
		p = past(&r, end);
	}
	return p;
}

/* Does run `i` stand alone only with the words beside it, as that in «Galaxy S24+» and «y = -5»? */
static bool
takes_words(const struct phrase *ph, size_t i)
{
	const struct run *r = &ph->v[i];
	bool behind_sign = i > 0 && !r[-1].letters && r[-1].digits == 0;

	return is_isolated(r) && (r->letters ? !is_address(r) : behind_sign);
}

static bool
is_number_behind_word(const struct run *r)
{
	return !r->letters && r->digits > 0 && !is_isolated(r) && g_ascii_isalnum(r[-1].end[-1]);
}

/*
 * Where a run stands alone, words of the same language beside it would be
 * told from it, and their order turned: all of them stand alone together.
 */
static void
isolate_phrase(GArray *to, const char *text, const struct phrase *ph)
{
	size_t from = ph->n, last = 0;
	bool whole = false;

	for (size_t i = 0; i < ph->n; i++) {
		bool takes = takes_words(ph, i);

		if (ph->v[i].letters)
			from = MIN(from, i);
		if ((ph->v[i].letters || takes) && from < ph->n)
			last = i;
		whole |= takes && from < ph->n;
	}
	while (whole && last > from && last + 1 < ph->n && is_number_behind_word(&ph->v[last + 1]))
		last++;
	for (size_t i = 0; i < ph->n; i++) {
		bool inside = whole && i >= from && i <= last;

		if (inside && i == from)
			add_insert(to, text, ph->v[i].s, LRI);
		if (is_isolated(&ph->v[i]) && !(inside && takes_words(ph, i)))
			isolate_run(to, text, &ph->v[i]);
		if (inside && i == last)
			add_insert(to, text, ph->v[i].end, PDI);
	}
}

/* ---- quotes ----------------------------------------------------------- */

static gunichar
closing_quote(gunichar c)
{
	return c == 0xAB ? 0xBB : c == 0x201C ? 0x201D : 0;
}

static bool
is_from_right(gunichar c)
{
	UCharDirection d = u_charDirection((UChar32)c);

	return d == U_RIGHT_TO_LEFT || d == U_RIGHT_TO_LEFT_ARABIC || d == U_ARABIC_NUMBER;
}

static bool
is_from_left(gunichar c)
{
	return u_charDirection((UChar32)c) == U_LEFT_TO_RIGHT;
}

/* Does what stands beside a quotation read from left to right: a letter, or behind it a number too? */
static bool
is_beside_latin(const char *text, const char *open, const char *behind, const char *end)
{
	for (const char *p = open; p > text;) {
		p = g_utf8_prev_char(p);
		if (is_from_right(text_char(p)))
			break;
		if (is_from_left(text_char(p)))
			return true;
	}
	for (const char *p = behind; p < end; p = text_next(p)) {
		if (is_from_right(text_char(p)))
			break;
		if (is_from_left(text_char(p)) || g_ascii_isdigit(*p))
			return true;
	}
	return false;
}

/*
 * The quote that closes what `open` opens, when all between them reads from
 * left to right and so does what stands beside it: UAX 9 takes the quotes for
 * part of it then, and «Google»، «Meta» comes out as one.  Else NULL.
 */
static const char *
latin_quotation(const char *text, const char *open, const char *end)
{
	gunichar close = closing_quote(text_char(open));
	bool letters = false;

	for (const char *p = text_next(open); close && p < end; p = text_next(p)) {
		gunichar c = text_char(p);

		if (c == close)
			return letters && is_beside_latin(text, open, text_next(p), end) ? p : NULL;
		if (is_from_right(c) || closing_quote(c))
			return NULL;
		letters |= is_from_left(c);
	}
	return NULL;
}

GArray *
find_isolates(const char *s, size_t len)
{
	GArray *to = g_array_new(FALSE, FALSE, sizeof(struct insert));
	const char *end = s + len;
	struct phrase ph;

	for (const char *p = s; p < end;) {
		const char *close = latin_quotation(s, p, end);

		if (close) {
			add_insert(to, s, text_next(p), LRI);
			add_insert(to, s, close, PDI);
			p = close;
		} else if (is_core(text_char(p))) {
			p = read_phrase(p, end, &ph);
			isolate_phrase(to, s, &ph);
		} else {
			p = text_next(p);
		}
	}
	return to;
}

/* ---- digits ----------------------------------------------------------- */

/* Does the number that it stands in have no other point?  A version has, and some dates. */
static bool
is_only_point(const struct run *r, const char *point)
{
	for (int way = -1; way <= 1; way += 2)
		for (const char *p = point + way; p >= r->s && p < r->end && strchr("0123456789.,", *p); p += way)
			if (*p == '.')
				return false;
	return true;
}

static gunichar
to_arabic(const struct run *r, const char *p)
{
	const char *next = text_next(p);
	bool after = p > r->s && is_digit(text_char(g_utf8_prev_char(p)));
	bool before = next < r->end && is_digit(text_char(next));

	if (g_ascii_isdigit(*p))
		return 0x660 + (gunichar)(*p - '0');
	if (*p == '.' && after && before && is_only_point(r, p))
		return 0x66B;
	if (*p == ',' && after && before)
		return 0x66C;
	if (*p == '%' && after)
		return 0x66A;
	return text_char(p);
}

static gunichar
to_latin(const char *p)
{
	gunichar c = text_char(p);

	if (text_is_arabic_digit(c))
		return '0' + (c >= 0x6F0 ? c - 0x6F0 : c - 0x660);
	return c == 0x66B ? '.' : c == 0x66C ? ',' : c == 0x66A ? '%' : c;
}

/* «ISO 27001»: a number that belongs to the Latin word before it. */
static bool
follows_latin(const char *s, const struct run *r)
{
	return r->s - s >= 2 && r->s[-1] == ' ' && g_ascii_isalpha(r->s[-2]);
}

static void
convert_run(GString *to, const char *s, const struct run *r, enum numerals n)
{
	bool keep = r->letters || follows_latin(s, r) || is_isolated(r);

	for (const char *p = r->s; p < r->end; p = text_next(p))
		g_string_append_unichar(to, keep ? text_char(p)
		    : n == NUMERALS_ARAB ? to_arabic(r, p) : to_latin(p));
}

char *
convert_digits(struct arena *a, const char *s, size_t len, enum numerals n)
{
	g_autoptr(GString) to = g_string_sized_new(len + len / 4);
	const char *end = s + len, *from = s;
	struct run r;

	for (const char *p = s; next_run(p, end, &r); p = past(&r, end)) {
		/* A percent sign was not trimmed; what was, is copied. */
		g_string_append_len(to, from, r.s - from);
		convert_run(to, s, &r, n);
		from = r.end;
	}
	g_string_append_len(to, from, end - from);
	return arena_strndup(a, to->str, to->len);
}

char *
story_digits(struct arena *a, const char *s, enum numerals n)
{
	g_autoptr(GString) to = g_string_new(NULL);

	for (const char *p = s; *p; p = text_next(p)) {
		if (n == NUMERALS_ARAB && g_ascii_isdigit(*p))
			g_string_append_unichar(to, 0x660 + (gunichar)(*p - '0'));
		else
			g_string_append_unichar(to,
			    n == NUMERALS_LATN && text_is_arabic_digit(text_char(p))
			    ? to_latin(p) : text_char(p));
	}
	return arena_strndup(a, to->str, to->len);
}
