/*
 * A weekday and a date beside it: «الاثنين ٢٣ نوفمبر ٢٠٢٦»,
 * «الاثنين الموافق 23/11/2026», «الاثنين ١٣ جمادى الآخرة ١٤٤٨ هـ الموافق
 * ٢٣ نوفمبر».  Of a date without a year, the one nearest to the item's own
 * date is meant.
 */
#include "proofread/proofread-int.h"

#include <string.h>

static void
judge(struct passage *p, const char *at, size_t weekday, const struct day *d)
{
	GDate date;

	if (!day_date(p, d, &date))
		return;
	size_t is = (size_t)g_date_get_weekday(&date) - 1;
	if (is != weekday)
		found(p, FOUND_WEEKDAY, at, "the day of the week does not belong to the date beside it",
		    "%04d-%02d-%02d is «%s»: write that, or another date", g_date_get_year(&date),
		    d->month, d->day, weekdays[is][0]);
}

/* The date behind a weekday, and behind a Hijri day that stands between. */
static bool
read_behind(const char *s, struct day *d)
{
	static const char of[] = "الموافق";
	struct day hijri;

	s = past_blanks(s);
	if (g_str_has_prefix(s, of))
		s = past_blanks(s + strlen(of));
	return day_read_hijri(s, &hijri) ? day_read(day_past_link(hijri.end), d) : day_read(s, d);
}

static void
check_at(struct passage *p, const char *s)
{
	for (size_t w = 0; w < G_N_ELEMENTS(weekdays); w++)
		for (int i = 0; i < 2; i++) {
			size_t n = strlen(weekdays[w][i]);
			struct day d = { 0 };

			if (g_str_has_prefix(s, weekdays[w][i]) && !(s[n] && is_arabic(g_utf8_get_char(s + n))) &&
			    read_behind(s + n, &d)) {
				judge(p, s, w, &d);
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
