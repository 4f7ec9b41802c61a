/* Dates of other systems, as an item writes them.  One that is no day of the calendar is none, nor is one of the Hijri calendar. */
#include "import/import-int.h"
#include "item/day.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct moment {
	int year, month, day, hour, minute, second;
	bool has_zone;
	int zone;      /* minutes east of Greenwich */
};

static bool
is_moment(const struct moment *m)
{
	return m->year > LAST_HIJRI && m->year <= 9999 && m->month >= 1 && m->month <= 12 &&
	    g_date_valid_dmy((GDateDay)CLAMP(m->day, 0, 40), (GDateMonth)m->month, (GDateYear)m->year) &&
	    m->hour >= 0 && m->hour < 24 && m->minute >= 0 && m->minute < 60 &&
	    m->second >= 0 && m->second < 61 && abs(m->zone) <= 14 * 60;
}

static const char *
write_moment(struct arena *a, const struct moment *m)
{
	if (!is_moment(m))
		return NULL;
	const char *day = arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d", m->year, m->month, m->day,
	    m->hour, m->minute, MIN(m->second, 59));
	if (!m->has_zone)
		return day;
	return m->zone == 0 ? arena_printf(a, "%sZ", day) : arena_printf(a, "%s%c%02d:%02d", day,
	    m->zone < 0 ? '-' : '+', abs(m->zone) / 60, abs(m->zone) % 60);
}

/* Minutes since the first of March of the year 0; only for differences. */
static int64_t
minutes(const struct moment *m)
{
	int64_t y = m->year - (m->month < 3), d;

	d = 365 * y + y / 4 - y / 100 + y / 400 + (153 * ((m->month + 9) % 12) + 2) / 5 + m->day;
	return (d * 24 + m->hour) * 60 + m->minute;
}

static bool
scan_wordpress(const char *s, struct moment *m)
{
	*m = (struct moment) { 0 };
	return s && sscanf(s, " %4d-%2d-%2d %2d:%2d:%2d", &m->year, &m->month, &m->day, &m->hour, &m->minute,
	    &m->second) >= 3 && is_moment(m);
}

const char *
date_of_wordpress(struct arena *a, const char *local, const char *gmt)
{
	struct moment m, g;

	if (!scan_wordpress(local, &m))
		return NULL;
	if (scan_wordpress(gmt, &g)) {
		int64_t off = minutes(&m) - minutes(&g);
		m.has_zone = off >= -14 * 60 && off <= 14 * 60;
		m.zone = m.has_zone ? (int)off : 0;
	}
	return write_moment(a, &m);
}

static bool
scan_zone(const char *s, struct moment *m)
{
	int h = 0, min = 0;
	char sign;

	while (*s == ' ')
		s++;
	m->has_zone = true;
	if (*s == 'Z' || g_str_has_prefix(s, "GMT") || g_str_has_prefix(s, "UT"))
		return true;
	if (sscanf(s, "%c%2d:%2d", &sign, &h, &min) < 3 && sscanf(s, "%c%2d%2d", &sign, &h, &min) < 2)
		return false;
	m->zone = (sign == '-' ? -1 : 1) * (h * 60 + min);
	return sign == '-' || sign == '+';
}

const char *
date_of_mail(struct arena *a, const char *s)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct moment m = { 0 };
	char month[4] = "";
	int n = 0;
	const char *comma = s ? strchr(s, ',') : NULL;

	if (!s || sscanf(comma ? comma + 1 : s, " %2d %3s %4d%n", &m.day, month, &m.year, &n) < 3)
		return NULL;
	const char *found = strlen(month) == 3 ? strstr(months, month) : NULL;
	if (!found)
		return NULL;
	m.month = (int)(found - months) / 3 + 1;
	m.year += m.year < 70 ? 2000 : m.year < 100 ? 1900 : 0;
	const char *time = (comma ? comma + 1 : s) + n;
	int end = 0;
	if (sscanf(time, " %2d:%2d:%2d%n", &m.hour, &m.minute, &m.second, &end) < 3 &&
	    sscanf(time, " %2d:%2d%n", &m.hour, &m.minute, &end) < 2)
		return NULL;
	m.has_zone = scan_zone(time + end, &m);
	return write_moment(a, &m);
}

const char *
date_of_iso(struct arena *a, const char *s)
{
	struct moment m = { 0 };
	int n = 0, end = 0;

	if (!s || sscanf(s, " %4d-%2d-%2d%n", &m.year, &m.month, &m.day, &n) < 3 || !is_moment(&m))
		return NULL;
	s += n;
	if (*s != 'T' && *s != ' ')
		return *s && !g_ascii_isspace(*s) ? NULL : arena_printf(a, "%04d-%02d-%02d", m.year, m.month, m.day);
	s++;
	if (sscanf(s, "%2d:%2d:%2d%n", &m.hour, &m.minute, &m.second, &end) < 3 &&
	    sscanf(s, "%2d:%2d%n", &m.hour, &m.minute, &end) < 2)
		return NULL;
	s += end;
	while (*s == '.' || g_ascii_isdigit(*s))
		s++;
	m.has_zone = scan_zone(s, &m);
	return write_moment(a, &m);
}
