/* Days and numbers in another form than fields have them: what was meant. */
#include "item/day.h"
#include "item/item-int.h"

#include <stdio.h>
#include <string.h>

/* ---- days ------------------------------------------------------------- */

static const char *const english_months[] = { "january", "february", "march", "april", "may", "june", "july",
	"august", "september", "october", "november", "december" };

/* A month's name or its first three letters or more; 0: none. */
static int
english_month(const char *word, size_t n)
{
	for (int m = 0; n >= 3 && m < 12; m++)
		if (n <= strlen(english_months[m]) && g_ascii_strncasecmp(word, english_months[m], n) == 0)
			return m + 1;
	return 0;
}

static size_t
letters(const char *s)
{
	size_t n = 0;

	while (g_ascii_isalpha(s[n]))
		n++;
	return n;
}

/* «28 November 2026», «28-Nov-2026» */
static bool
read_english(const char *s, struct day *d)
{
	int n = 0, end = 0;

	if (sscanf(s, "%2d%*[-. ]%n", &d->day, &n) < 1 || n == 0)
		return false;
	d->month = english_month(s + n, letters(s + n));
	s += n + (int)letters(s + n);
	if (d->month == 0 || sscanf(s, "%*[-., ]%4d%n", &d->year, &end) < 1)
		return false;
	d->end = s + end;
	return true;
}

/* «November 28, 2026» */
static bool
read_american(const char *s, struct day *d)
{
	int n = 0;

	d->month = english_month(s, letters(s));
	s += letters(s);
	if (d->month == 0 || sscanf(s, "%*[. ]%2d%*[, ]%4d%n", &d->day, &d->year, &n) < 2 || n == 0)
		return false;
	d->end = s + n;
	return true;
}

/* «2026/11/28», «28-11-2026», «20261128»; of two numbers up to 12 the day stands first, as the press has it. */
static bool
read_numbers(const char *s, struct day *d)
{
	int v[3], n = 0;
	char first, second;

	if (strspn(s, "0123456789") == 8 && sscanf(s, "%4d%2d%2d%n", &d->year, &d->month, &d->day, &n) == 3) {
		d->end = s + n;
		return true;
	}
	if (sscanf(s, "%4d%c%2d%c%4d%n", &v[0], &first, &v[1], &second, &v[2], &n) < 5 || first != second || !strchr("-/. ", first))
		return false;
	bool year_first = v[0] > 31, american = !year_first && v[1] > 12 && v[0] <= 12;
	*d = (struct day) { .day = american ? v[1] : year_first ? v[2] : v[0], .month = american ? v[0] : v[1],
		.year = year_first ? v[0] : v[2], .end = s + n };
	return true;
}

static const char *
past_weekday(const char *s)
{
	for (size_t i = 0; i < 7; i++)
		for (int j = 0; j < 2; j++)
			if (g_str_has_prefix(s, weekdays[i][j]))
				return past_blanks(s + strlen(weekdays[i][j]));
	return s;
}

/* «14:00», «T14:00:30+0200», «9:05 Z», as ISO 8601; false when something else stands there. */
static bool
read_time(const char *s, GString *to)
{
	int hour, minute, n = 0, second = 0, more = 0, zone = 0, zone_minute = 0;
	char sign = 0;

	s += strspn(s, " T,");
	if (!*s || strcmp(s, "م") == 0)
		return true;
	if (sscanf(s, "%2d:%2d%n", &hour, &minute, &n) < 2)
		return false;
	s += n;
	if (sscanf(s, ":%2d%n", &second, &more) == 1)
		s += more;
	g_string_append_printf(to, more ? "T%02d:%02d:%02d" : "T%02d:%02d", hour, minute, second);
	s += strspn(s, " ");
	if (*s == 'Z' || *s == '\0') {
		g_string_append(to, *s ? "Z" : "");
		return *s == '\0' || s[1] == '\0';
	}
	n = 0;
	if ((sscanf(s, "%c%2d:%2d%n", &sign, &zone, &zone_minute, &n) < 3 || n == 0) &&
	    (sscanf(s, "%c%2d%2d%n", &sign, &zone, &zone_minute, &n) < 3 || n == 0) && sscanf(s, "%c%2d%n", &sign, &zone, &n) < 2)
		return false;
	g_string_append_printf(to, "%c%02d:%02d", sign, zone, zone_minute);
	return strchr("+-", sign) && s[n] == '\0';
}

char *
date_meant(const char *s, bool *ret_hijri)
{
	g_autofree char *latin = text_latin_digits(s);
	g_autoptr(GString) to = g_string_new(NULL);
	struct day d = { 0 };

	*ret_hijri = false;
	if (!g_utf8_validate(s, -1, NULL))
		return NULL;
	s = past_weekday(past_blanks(latin ? latin : s));
	*ret_hijri = day_read_hijri(s, &d);
	if (*ret_hijri || (!read_numbers(s, &d) && !day_read(s, &d) && !read_english(s, &d) && !read_american(s, &d)))
		return NULL;
	*ret_hijri = d.year > 1000 && d.year <= LAST_HIJRI;
	if (d.year <= LAST_HIJRI || d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31)
		return NULL;
	g_string_printf(to, "%04d-%02d-%02d", d.year, d.month, d.day);
	return read_time(d.end, to) ? g_strdup(to->str) : NULL;
}

/* ---- numbers ---------------------------------------------------------- */

void
help_digits(struct reader *r, const struct yaml *n)
{
	g_autofree char *latin = n->kind == YAML_SCALAR ? text_latin_digits(n->value) : NULL;

	if (latin && *latin && latin[strspn(latin, "-0123456789")] == '\0')
		diag_help(r->dg, "digits are 0-9 here: did you mean '%s'?", latin);
}
