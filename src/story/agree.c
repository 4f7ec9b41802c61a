/*
 * Do the words for a day that were written by hand mean that day?
 *
 * Names of days and months are looked for in the text, with the number
 * before a month and the year behind it; the rest is not read.
 */
#include "story/story-int.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MONTHS 12
#define DAYS 7
#define SIGHTING 2 /* days by which the moon may be seen earlier or later */

/* A day of one of the calendars as a text says it; 0: it does not. */
struct said {
	bool hijri;
	int day, month, year; /* months from 1 */
};

struct checker {
	struct arena *a;
	struct diags *dg;
	const char *date, *language;
	int offset, tolerance;  /* of the Hijri day */
};

/* ---- text made plain -------------------------------------------------- */

/* Hamzas of the alef, digits and blanks are written in many ways. */
static gunichar
plain_char(gunichar c)
{
	if (c == 0x622 || c == 0x623 || c == 0x625)
		return 0x627;
	if (c == 0x649)
		return 0x64A;
	if (g_unichar_isdigit(c))
		return (gunichar)('0' + g_unichar_digit_value(c));
	return g_unichar_isalpha(c) ? g_unichar_tolower(c) : ' ';
}

/* Words and numbers between single blanks, with a blank at either end. */
static char *
plain(struct arena *a, const char *s)
{
	g_autoptr(GString) to = g_string_new(" ");

	for (; *s; s = text_next(s)) {
		gunichar c = g_utf8_get_char(s), p = plain_char(c);

		if (g_unichar_ismark(c) || c == 0x640 || (c >= 0x200B && c <= 0x200F) ||
		    (c >= 0x2066 && c <= 0x2069))
			continue;
		if (p != ' ' || to->str[to->len - 1] != ' ')
			g_string_append_unichar(to, p);
	}
	if (to->str[to->len - 1] != ' ')
		g_string_append_c(to, ' ');
	return arena_strdup(a, to->str);
}

/* ---- names ------------------------------------------------------------ */

/* Names that ICU does not have, of months from 0. */
static const struct {
	const char *name;
	int month;
} other_hijri[] = {
	{ "المحرم", 0 }, { "ربيع الثاني", 3 }, { "جمادى الثانية", 5 }, { "جمادى الآخر", 5 },
	{ "ذي القعدة", 10 }, { "ذي الحجة", 11 },
};

/* The longest name of one kind that stands in the text, where it begins. */
struct hit {
	const char *at;
	size_t len;
	int index;
};

/* «كانون الثاني» or «تشرين الثاني/نوفمبر»: each of them alone, too. */
static void
try_name(struct checker *k, const char *text, const char *name, int index, struct hit *best)
{
	g_auto(GStrv) names = g_strsplit(name ? name : "", "/", -1);

	for (char **n = names; *n; n++) {
		const char *p = plain(k->a, *n), *at = strstr(text, p);
		size_t len = strlen(p);

		if (len > 2 && at && len > best->len)
			*best = (struct hit) { at, len, index };
	}
}

static struct hit
find_month(struct checker *k, const char *text, bool hijri)
{
	static const char *const countries[] = { "ar-EG", "ar-SY", "ar-MA" };
	bool arabic = g_str_has_prefix(k->language, "ar");
	struct hit best = { 0 };

	for (int i = 0; i < MONTHS; i++) {
		try_name(k, text, date_name(k->a, k->language, hijri ? "islamic" : "gregorian",
		    "monthNames", i), i, &best);
		for (size_t j = 0; arabic && !hijri && j < G_N_ELEMENTS(countries); j++)
			try_name(k, text, date_name(k->a, countries[j], "gregorian", "monthNames", i),
			    i, &best);
	}
	for (size_t i = 0; hijri && arabic && i < G_N_ELEMENTS(other_hijri); i++)
		try_name(k, text, other_hijri[i].name, other_hijri[i].month, &best);
	return best;
}

static int
find_weekday(struct checker *k, const char *text)
{
	struct hit best = { 0 };

	for (int i = 0; i < DAYS; i++)
		try_name(k, text, date_name(k->a, k->language, "gregorian", "dayNames", i), i, &best);
	return best.at ? best.index : -1;
}

/* ---- days ------------------------------------------------------------- */

/* The number that ends right before the blank at `end`; 0: there is none. */
static int
number_before(const char *text, const char *end)
{
	const char *p = end;

	while (p > text && g_ascii_isdigit(p[-1]))
		p--;
	return p < end ? atoi(p) : 0;
}

static bool
find_day(struct checker *k, const char *text, bool hijri, struct said *ret)
{
	struct hit m = find_month(k, text, hijri);

	if (!m.at)
		return false;
	*ret = (struct said) { hijri, number_before(text, m.at), m.index + 1,
		atoi(m.at + m.len) };
	return true;
}

/* «23/11/2026» has become «23 11 2026»; only its order tells the calendar. */
static bool
find_numbers(const char *text, struct said *ret)
{
	int day, month, year;

	for (const char *p = text; *p; p++)
		if (*p == ' ' && sscanf(p, " %2d %2d %4d ", &day, &month, &year) == 3 &&
		    month <= MONTHS && year > 1000) {
			*ret = (struct said) { year < 1700, day, month, year };
			return true;
		}
	return false;
}

static bool
agrees(const struct said *s, const struct day *d)
{
	return (s->day == 0 || s->day == d->day) && s->month == d->month + 1 &&
	    (s->year == 0 || s->year == d->year);
}

static bool
is_the_day(struct checker *k, const struct said *s)
{
	struct day d;
	int most = s->hijri ? k->tolerance : 0;

	for (int i = -most; i <= most; i++)
		if (date_day(k->date, s->hijri ? "islamic-umalqura" : "gregorian",
		        s->hijri ? k->offset + i : 0, &d) && agrees(s, &d))
			return true;
	return false;
}

/* ---- what is said ----------------------------------------------------- */

static void
check_weekday(struct checker *k, const struct text *t, const char *text)
{
	struct day d;
	int said = find_weekday(k, text);

	if (said < 0 || !date_day(k->date, "gregorian", 0, &d) || said == d.weekday)
		return;
	diag_add(k->dg, DIAG_ERROR, "story.weekday", t->at, "the day of %s is %s, not %s", k->date,
	    date_name(k->a, k->language, "gregorian", "dayNames", d.weekday),
	    date_name(k->a, k->language, "gregorian", "dayNames", said));
	diag_help(k->dg, "which of them is wrong, the date or the day?");
}

static void
check_day(struct checker *k, const struct text *t, const struct said *s)
{
	if (is_the_day(k, s))
		return;
	char *right = s->hijri ? date_hijri(k->a, k->date, k->language, k->offset)
	    : date_gregorian(k->a, k->date, k->language);

	diag_add(k->dg, DIAG_ERROR, "story.date", t->at, "%s is %s, which is not what is said here",
	    k->date, right ? right : diag_word(N_("another day")));
	if (s->hijri)
		diag_help(k->dg, "where the moon was seen a day earlier, say hijri-offset: 1 in the issue");
}

static void
check_text(struct checker *k, const struct text *t, bool wants_hijri)
{
	const char *text = plain(k->a, t->s);
	struct said s;
	bool found = false;

	check_weekday(k, t, text);
	for (int hijri = 0; hijri <= 1; hijri++)
		if (find_day(k, text, hijri, &s)) {
			check_day(k, t, &s);
			found = true;
		}
	if (!found && find_numbers(text, &s)) {
		check_day(k, t, &s);
		found = true;
	}
	if (!found && (wants_hijri || find_weekday(k, text) < 0)) {
		diag_add(k->dg, DIAG_ERROR, "story.date", t->at, "no day can be read in this");
		diag_help(k->dg, "write it as ١٣ جمادى الآخرة ١٤٤٨ هـ, or leave it out: it follows from date:");
	}
}

void
story_check_date(struct diags *dg, const struct issue *is, const struct layout *l)
{
	struct arena *a = arena_create();
	int offset = is->has_hijri_offset ? is->hijri_offset : l ? l->hijri_offset : 0;
	struct checker k = { a, dg, is->date.s, l ? l->language : "ar", offset,
		l || is->has_hijri_offset ? 0 : SIGHTING };

	if (is->weekday.s)
		check_text(&k, &is->weekday, false);
	if (is->hijri.s)
		check_text(&k, &is->hijri, true);
	if (is->date_line.s)
		check_text(&k, &is->date_line, false);
	arena_destroy(a);
}
