/*
 * A weekday and a date beside it: «الاثنين ٢٣ نوفمبر ٢٠٢٦»,
 * «الاثنين الموافق 23/11/2026».  Of a date without a year, the one nearest
 * to the item's own date is meant.
 */
#include "proofread/proofread-int.h"

#include <stdio.h>
#include <string.h>

/* From Monday, as GLib counts; in two spellings. */
static const char *const weekdays[][2] = {
	{ "الاثنين", "الإثنين" }, { "الثلاثاء", "الثلاثاء" }, { "الأربعاء", "الاربعاء" },
	{ "الخميس", "الخميس" }, { "الجمعة", "الجمعه" }, { "السبت", "السبت" }, { "الأحد", "الاحد" },
};

/* In Egypt and the Gulf, in the Levant and Iraq, in Morocco, in Algeria and Tunisia. */
static const char *const months[12][4] = {
	{ "يناير", "كانون الثاني", "يناير", "جانفي" }, { "فبراير", "شباط", "فبراير", "فيفري" },
	{ "مارس", "آذار", "مارس", "مارس" }, { "أبريل", "نيسان", "ابريل", "أفريل" },
	{ "مايو", "أيار", "ماي", "ماي" }, { "يونيو", "حزيران", "يونيو", "جوان" },
	{ "يوليو", "تموز", "يوليوز", "جويلية" }, { "أغسطس", "آب", "غشت", "أوت" },
	{ "سبتمبر", "أيلول", "شتنبر", "سبتمبر" }, { "أكتوبر", "تشرين الأول", "اكتوبر", "أكتوبر" },
	{ "نوفمبر", "تشرين الثاني", "نونبر", "نوفمبر" }, { "ديسمبر", "كانون الأول", "دجنبر", "ديسمبر" },
};

/* ---- reading ---------------------------------------------------------- */

/* `s` behind `word`, when that is what stands there as a whole word. */
static const char *
past_word(const char *s, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(s, word, n) != 0 || (s[n] && is_arabic(g_utf8_get_char(s + n))))
		return NULL;
	return s + n;
}

static const char *
past_blanks(const char *s)
{
	static const char *const between[] = { " ", "\u00A0", "،", "\u2028" };

	for (size_t i = 0; i < G_N_ELEMENTS(between);)
		if (g_str_has_prefix(s, between[i])) {
			s += strlen(between[i]);
			i = 0;
		} else {
			i++;
		}
	const char *of = past_word(s, "الموافق");
	return of ? past_blanks(of) : s;
}

static const char *
past_number(const char *s, int *ret_n)
{
	const char *p = s;

	*ret_n = 0;
	for (; *p && *ret_n < 100000; p = text_next(p)) {
		gunichar c = g_utf8_get_char(p);

		if (!is_arabic_digit(c) && !is_latin_digit(c))
			break;
		*ret_n = *ret_n * 10 + g_unichar_digit_value(c);
	}
	return p > s ? p : NULL;
}

static const char *
past_month(const char *s, int *ret_month)
{
	for (int m = 0; m < 12; m++)
		for (int i = 0; i < 4; i++) {
			const char *end = past_word(s, months[m][i]);

			if (end) {
				*ret_month = m + 1;
				return end;
			}
		}
	return NULL;
}

struct day {
	int day, month, year; /* year 0: not said */
};

/* «23/11/2026» behind the 23. */
static bool
read_numeric(const char *s, struct day *d)
{
	const char *month = *s == '/' ? past_number(s + 1, &d->month) : NULL;

	return month && *month == '/' && past_number(month + 1, &d->year) && d->year >= 1000;
}

static bool
read_date(const char *s, struct day *ret_d)
{
	s = past_number(past_blanks(s), &ret_d->day);
	if (!s)
		return false;
	if (read_numeric(s, ret_d))
		return true;
	s = past_month(past_blanks(s), &ret_d->month);
	if (!s)
		return false;
	if (!past_number(past_blanks(s), &ret_d->year) || ret_d->year < 1000)
		ret_d->year = 0;
	return true;
}

/* ---- judging ---------------------------------------------------------- */

/* The year in which the date is nearest to the item's; 0 when it has none. */
static int
nearest_year(const struct passage *p, const struct day *d)
{
	int y, m, day;

	if (!p->date || sscanf(p->date, "%4d-%2d-%2d", &y, &m, &day) != 3)
		return 0;
	int ahead = d->month - m;
	return ahead > 6 ? y - 1 : ahead < -6 ? y + 1 : y;
}

static void
judge(struct passage *p, const char *at, size_t weekday, struct day d)
{
	if (d.year == 0)
		d.year = nearest_year(p, &d);
	if (d.year == 0 || d.year > 9999 ||
	    !g_date_valid_dmy((GDateDay)CLAMP(d.day, 0, 255), (GDateMonth)CLAMP(d.month, 0, 13),
		(GDateYear)d.year))
		return;
	GDate date;
	g_date_clear(&date, 1);
	g_date_set_dmy(&date, (GDateDay)d.day, (GDateMonth)d.month, (GDateYear)d.year);
	size_t is = (size_t)g_date_get_weekday(&date) - 1;
	if (is != weekday)
		found(p, FOUND_WEEKDAY, at, "the day of the week does not belong to the date beside it",
		    "%04d-%02d-%02d is «%s»: write that, or another date", d.year, d.month, d.day,
		    weekdays[is][0]);
}

static void
check_at(struct passage *p, const char *s)
{
	for (size_t w = 0; w < G_N_ELEMENTS(weekdays); w++)
		for (int i = 0; i < 2; i++) {
			const char *end = past_word(s, weekdays[w][i]);
			struct day d = { 0 };

			if (end && read_date(end, &d)) {
				judge(p, s, w, d);
				return;
			}
		}
}

void
check_weekdays(struct passage *p)
{
	for (const char *s = strstr(p->text->str, "ال"); s; s = strstr(text_next(s), "ال"))
		check_at(p, s);
}
