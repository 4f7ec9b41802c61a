/*
 * Dates in words, by ICU's calendars and names.
 *
 * Names are taken from ICU's resources and not through its formatter, which
 * costs 4 ms the first time (measured); these cost 1 ms with the library.
 */
#include "story/story-int.h"

#include <stdio.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/ures.h>
#include <unicode/ustring.h>

static bool
millis_of(const char *iso, UDate *ret_d)
{
	int y, m, d;

	if (!iso || sscanf(iso, "%4d-%2d-%2d", &y, &m, &d) != 3 ||
	    !g_date_valid_dmy((GDateDay)d, (GDateMonth)m, (GDateYear)y))
		return false;
	g_autoptr(GDateTime) t = g_date_time_new_utc(y, m, d, 12, 0, 0);
	*ret_d = (UDate)g_date_time_to_unix(t) * 1000;
	return true;
}

static char *
string_at(struct arena *a, UResourceBundle *names, int i)
{
	UErrorCode e = U_ZERO_ERROR;
	int32_t len = 0, out = 0;
	const UChar *s = ures_getStringByIndex(names, i, &len, &e);
	char utf8[256];

	if (U_FAILURE(e))
		return NULL;
	u_strToUTF8(utf8, sizeof utf8, &out, s, len, &e);
	return U_FAILURE(e) ? NULL : arena_strndup(a, utf8, (size_t)out);
}

static char *
name_in(struct arena *a, const char *locale, const char *const *path, int i)
{
	UErrorCode e = U_ZERO_ERROR;
	UResourceBundle *top = ures_open(NULL, locale, &e), *at = NULL;
	char *name = NULL;

	for (; *path && U_SUCCESS(e); path++)
		at = ures_getByKey(at ? at : top, *path, at, &e);
	if (U_SUCCESS(e))
		name = string_at(a, at, i);
	ures_close(at);
	ures_close(top);
	return name;
}

/* A region that says nothing of its own speaks as its language does. */
char *
date_name(struct arena *a, const char *language, const char *calendar,
    const char *what, int i)
{
	const char *const path[] = { "calendar", calendar, what, "format", "wide", NULL };
	g_autofree char *locale = g_strdelimit(g_strdup(language), "-", '_');
	char *name = name_in(a, locale, path, i);

	if (!name && strchr(locale, '_')) {
		*strchr(locale, '_') = '\0';
		name = name_in(a, locale, path, i);
	}
	return name;
}

/* Day, month and year in ICU's calendar `calendar`. */
static bool
day_in(const char *calendar, UDate d, struct day *ret_day)
{
	UErrorCode e = U_ZERO_ERROR;
	g_autofree char *locale = g_strconcat("en@calendar=", calendar, NULL);
	UCalendar *c = ucal_open(u"UTC", -1, locale, UCAL_DEFAULT, &e);

	if (U_FAILURE(e))
		return false;
	ucal_setMillis(c, d, &e);
	*ret_day = (struct day) {
		ucal_get(c, UCAL_DATE, &e), ucal_get(c, UCAL_MONTH, &e),
		ucal_get(c, UCAL_YEAR, &e), ucal_get(c, UCAL_DAY_OF_WEEK, &e) - UCAL_SUNDAY,
	};
	ucal_close(c);
	return U_SUCCESS(e);
}

bool
date_day(const char *iso, const char *calendar, int offset, struct day *ret)
{
	UDate d;

	return millis_of(iso, &d) && day_in(calendar, d + (UDate)offset * 86400000, ret);
}

char *
date_gregorian(struct arena *a, const char *iso, const char *language)
{
	struct day day;

	if (!date_day(iso, "gregorian", 0, &day))
		return NULL;
	char *month = date_name(a, language, "gregorian", "monthNames", day.month);
	bool arabic = g_str_has_prefix(language, "ar");
	return month ? arena_printf(a, "%d %s %d%s", day.day, month, day.year,
	    arabic ? " م" : "") : NULL;
}

/*
 * The calendar of Umm al-Qura, which is that of Saudi Arabia; `offset` days
 * later where the moon was seen earlier, and the other way round.
 */
char *
date_hijri(struct arena *a, const char *iso, const char *language, int offset)
{
	struct day day;

	if (!date_day(iso, "islamic-umalqura", offset, &day))
		return NULL;
	char *month = date_name(a, language, "islamic", "monthNames", day.month);
	bool arabic = g_str_has_prefix(language, "ar");
	return month ? arena_printf(a, "%d %s %d %s", day.day, month, day.year,
	    arabic ? "هـ" : "AH") : NULL;
}

char *
date_weekday(struct arena *a, const char *iso, const char *language)
{
	struct day day;

	if (!date_day(iso, "gregorian", 0, &day))
		return NULL;
	return date_name(a, language, "gregorian", "dayNames", day.weekday);
}
