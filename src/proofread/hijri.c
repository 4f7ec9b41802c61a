/*
 * One day in two calendars: «١٣ جمادى الآخرة ١٤٤٨ هـ الموافق ٢٣ نوفمبر ٢٠٢٦»,
 * or the other way round.  The calendar is that of Umm al-Qura; where the
 * moon is sighted, a month begins up to two days earlier or later.
 */
#include "proofread/proofread-int.h"

#include <string.h>
#include <unicode/ucal.h>

#define SIGHTING 2

static UCalendar *
calendar_at(const GDate *date)
{
	UErrorCode e = U_ZERO_ERROR;
	UCalendar *c = ucal_open(u"UTC", -1, "en@calendar=islamic-umalqura", UCAL_DEFAULT, &e);

	if (U_FAILURE(e))
		return NULL;
	g_autoptr(GDateTime) noon = g_date_time_new_utc(g_date_get_year(date), g_date_get_month(date),
	    g_date_get_day(date), 12, 0, 0);
	ucal_setMillis(c, (UDate)g_date_time_to_unix(noon) * 1000, &e);
	return c;
}

/* How many days are between them; the 30th of a month of 29 days is the first of the next. */
static int
days_between(UCalendar *c, const struct day *hijri)
{
	UErrorCode e = U_ZERO_ERROR;
	UDate day = ucal_getMillis(c, &e);

	ucal_set(c, UCAL_YEAR, hijri->year);
	ucal_set(c, UCAL_MONTH, hijri->month - 1);
	ucal_set(c, UCAL_DATE, hijri->day);
	double days = (ucal_getMillis(c, &e) - day) / 86400000;
	ucal_setMillis(c, day, &e);
	return U_FAILURE(e) ? 0 : (int)CLAMP(ABS(days), 0, 1000000);
}

static void
judge(struct passage *p, const char *at, const struct day *hijri, const struct day *day)
{
	GDate date;
	UCalendar *c = day_date(p, day, &date) && hijri->month >= 1 && hijri->month <= 12
	    ? calendar_at(&date) : NULL;
	UErrorCode e = U_ZERO_ERROR;

	if (!c)
		return;
	if (hijri->day > 30 || days_between(c, hijri) > SIGHTING)
		found(p, FOUND_DATES, at, "the dates of the two calendars are not the same day",
		    "%04d-%02d-%02d is «%d %s %d هـ»: write that, or another date", g_date_get_year(&date),
		    day->month, day->day, ucal_get(c, UCAL_DATE, &e),
		    day_hijri_month(ucal_get(c, UCAL_MONTH, &e) + 1), ucal_get(c, UCAL_YEAR, &e));
	ucal_close(c);
}

/* A date at `s`, and one of the other calendar behind it. */
static const char *
check_at(struct passage *p, const char *s)
{
	struct day hijri = { 0 }, day = { 0 };

	if (day_read_hijri(s, &hijri)) {
		if (day_read(day_past_link(hijri.end), &day))
			judge(p, s, &hijri, &day);
		return day.end ? day.end : hijri.end;
	}
	if (!day_read(s, &day))
		return NULL;
	if (day_read_hijri(day_past_link(day.end), &hijri))
		judge(p, s, &hijri, &day);
	return hijri.end ? hijri.end : day.end;
}

static bool
is_digit(gunichar c)
{
	return text_is_arabic_digit(c) || is_latin_digit(c);
}

void
check_dates(struct passage *p)
{
	for (const char *s = p->text->str; *s;) {
		bool begins = is_digit(g_utf8_get_char(s)) && !is_digit(before(p, s)) && before(p, s) != '/';
		const char *end = begins ? check_at(p, s) : NULL;

		s = end ? end : text_next(s);
	}
}
