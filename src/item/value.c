/* Values of the front matter: texts, names out of a list, dates. */
#include "item/day.h"
#include "item/item-int.h"

#include <stdlib.h>
#include <string.h>

static const char *
kind_name(const struct yaml *n)
{
	static const char *const names[] = { N_("text"), N_("a list"), N_("a map") };

	return diag_word(names[n->kind]);
}

static bool
wants_scalar(struct reader *r, const struct yaml *n, const char *name)
{
	if (n->kind == YAML_SCALAR)
		return true;
	item_fault(r, r->format->bad_value, n->at, "%s is %s, but wants text", name,
	    kind_name(n));
	diag_help(r->dg, "put the value in quotes when it begins with { or [");
	return false;
}

/* Without the newline that ends a block (`|`). */
static char *
without_end(struct arena *a, const char *s)
{
	size_t n = strlen(s);

	while (n && (s[n - 1] == '\n' || s[n - 1] == ' '))
		n--;
	return arena_strndup(a, s, n);
}

void
value_text(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	struct text *t = at;

	if (!wants_scalar(r, n, name) || (!*n->value && !n->quoted))
		return;
	char *s = without_end(r->a, n->value);
	if (*s)
		*t = (struct text) { s, n->at };
}

void
value_texts(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	struct texts *t = at;

	if (n->kind == YAML_MAP) {
		wants_scalar(r, n, name);
		return;
	}
	bool one = n->kind == YAML_SCALAR;
	t->v = arena_array(r->a, struct text, one ? 1 : n->n);
	for (const struct yaml *c = one ? n : n->first; c; c = one ? NULL : c->next) {
		value_text(r, c, &t->v[t->n], name);
		t->n += t->v[t->n].s != NULL;
	}
}

/* ---- names out of a list ---------------------------------------------- */

static int
pick(struct reader *r, const struct yaml *n, const char *name,
    const char *const *words)
{
	size_t n_words = g_strv_length((char **)(uintptr_t)words);

	if (!wants_scalar(r, n, name))
		return 0;
	for (size_t i = 0; i < n_words; i++)
		if (strcmp(n->value, words[i]) == 0)
			return (int)i;
	g_autoptr(GString) all = g_string_new(NULL);
	for (size_t i = 0; i < n_words; i++)
		g_string_append_printf(all, "%s%s", i == 0 ? ""
		    : i + 1 == n_words ? diag_word(N_(" or ")) : diag_word(N_(", ")), words[i]);
	item_fault(r, r->format->bad_value, n->at, "%s is '%s', but wants %s", name,
	    n->value, all->str);
	const char *near = nearest_word(n->value, words, n_words);
	if (near)
		diag_help(r->dg, "did you mean '%s'?", near);
	return 0;
}

const char *const *
type_words(void)
{
	static const char *const words[] = { "release", "statement", "advisory",
		"speech", "correction", NULL };

	return words;
}

const char *const *
status_words(void)
{
	static const char *const words[] = { "usable", "withheld", "canceled", NULL };

	return words;
}

const char *const *
direction_words(void)
{
	static const char *const words[] = { "rtl", "ltr", NULL };

	return words;
}

void
value_type(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	*(enum item_type *)at = (enum item_type)pick(r, n, name, type_words());
}

void
value_status(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	*(enum item_status *)at = (enum item_status)pick(r, n, name, status_words());
}

void
value_direction(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	pick(r, n, name, direction_words());
	value_text(r, n, at, name);
}

/* ---- forms ------------------------------------------------------------ */

void
value_id(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	if (!wants_scalar(r, n, name))
		return;
	for (const char *p = n->value; *p; p++)
		if (!g_ascii_isalnum(*p) && !strchr("-_.", *p)) {
			item_fault(r, r->format->bad_value, n->at,
			    "id is '%s', but wants letters a-z, digits, '-', '_' and '.'",
			    n->value);
			diag_help(r->dg, "it becomes the name of a file and of a place in the PDF");
			return;
		}
	value_text(r, n, at, name);
}

/* Reads `digits` digits at *p; -1 when they are not there. */
static int
take_number(const char **p, int digits)
{
	int v = 0;

	for (int i = 0; i < digits; i++, ++*p) {
		if (!g_ascii_isdigit(**p))
			return -1;
		v = v * 10 + (**p - '0');
	}
	return v;
}

static bool
take(const char **p, char c)
{
	if (**p != c)
		return false;
	++*p;
	return true;
}

static bool
is_time(const char *p)
{
	int hour = take_number(&p, 2), minute, second = 0;

	if (hour < 0 || hour > 23 || !take(&p, ':'))
		return false;
	minute = take_number(&p, 2);
	if (take(&p, ':'))
		second = take_number(&p, 2);
	if (minute < 0 || minute > 59 || second < 0 || second > 59)
		return false;
	if (take(&p, 'Z') || !*p)
		return !*p;
	if (!take(&p, '+') && !take(&p, '-'))
		return false;
	hour = take_number(&p, 2);
	if (hour < 0 || hour > 14 || !take(&p, ':'))
		return false;
	minute = take_number(&p, 2);
	return minute >= 0 && minute < 60 && !*p;
}

/* ISO 8601: YYYY-MM-DD, with THH:MM[:SS][Z|±HH:MM] or without; a year of the Hijri calendar is none. */
static bool
is_date(const char *p)
{
	int year = take_number(&p, 4), month, day;

	if (year <= LAST_HIJRI || !take(&p, '-') || (month = take_number(&p, 2)) < 1
	    || !take(&p, '-') || (day = take_number(&p, 2)) < 1 || month > 12)
		return false;
	if (!g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
		return false;
	return !*p || (take(&p, 'T') && is_time(p));
}

static void
report_date(struct reader *r, const struct yaml *n, const char *name)
{
	bool hijri;
	g_autofree char *meant = date_meant(n->value, &hijri);

	if (hijri) {
		item_fault(r, r->format->date, n->at, "%s is '%s', a day of the Hijri calendar", name, n->value);
		diag_help(r->dg, "write the same day of the Gregorian calendar, as 2026-11-23; that of the Hijri calendar follows from it");
	} else if (meant && is_date(meant)) {
		item_fault(r, r->format->date, n->at, "%s is '%s', but wants the form 2026-11-23", name, n->value);
		diag_help(r->dg, "did you mean '%s'?", meant);
	} else {
		item_fault(r, r->format->date, n->at, "%s is '%s', which is no day of the calendar", name, n->value);
		diag_help(r->dg, "write it as 2026-11-23 or 2026-11-23T14:00+02:00");
	}
}

void
value_date(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	if (!wants_scalar(r, n, name) || (!*n->value && !n->quoted))
		return;
	if (is_date(n->value))
		value_text(r, n, at, name);
	else
		report_date(r, n, name);
}

/* `n` shares in percent, as parts of CROP_WHOLE; how many there were. */
static int
take_shares(const struct yaml *list, int n, int *ret_v)
{
	int i = 0;

	if (list->kind != YAML_LIST || list->n != (size_t)n)
		return 0;
	for (const struct yaml *c = list->first; c; c = c->next) {
		char *end = NULL;
		double x = c->value ? g_ascii_strtod(c->value, &end) : -1;

		if (end && *end == '%')
			end++;
		if (!end || end == c->value || *end || !(x >= 0 && x <= 100))
			break;
		ret_v[i++] = (int)(x * CROP_WHOLE / 100 + 0.5);
	}
	return i;
}

/* Four shares in percent: [x, y, width, height]. */
void
value_crop(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	int v[4] = { 0 };

	if (take_shares(n, 4, v) == 4 && v[2] >= CROP_LEAST && v[3] >= CROP_LEAST &&
	    v[0] + v[2] <= CROP_WHOLE && v[1] + v[3] <= CROP_WHOLE) {
		*(struct crop *)at = (struct crop) { v[0], v[1], v[2], v[3] };
		return;
	}
	item_fault(r, r->format->bad_value, n->at, "%s wants [x, y, width, height] in percent "
	    "of the picture, the last two at least 1", name);
	diag_help(r->dg, "[10, 0, 80, 100] takes a tenth off either side");
}

/* Two: [x, y]. */
void
value_focus(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	int v[2] = { 0 };

	if (take_shares(n, 2, v) == 2) {
		*(struct focus *)at = (struct focus) { v[0], v[1], true };
		return;
	}
	item_fault(r, r->format->bad_value, n->at, "%s wants [x, y] in percent of the picture", name);
	diag_help(r->dg, "[50, 20] is a face in the middle, near the top");
}

/* A whole number from 1. */
static bool
take_count(const struct yaml *n, int *ret)
{
	char *end = NULL;
	long v = n->value ? strtol(n->value, &end, 10) : 0;
	bool good = end && *end == '\0' && v > 0 && v < G_MAXINT;

	if (good)
		*ret = (int)v;
	return good;
}

void
value_count(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	if (take_count(n, at))
		return;
	item_fault(r, r->format->bad_value, n->at, "%s wants a whole number from 1, "
	    "in the digits 0-9", name);
	help_digits(r, n);
}

void
value_line(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	if (take_count(n, at))
		return;
	item_fault(r, r->format->bad_value, n->at, "%s wants the number of a line", name);
	help_digits(r, n);
}
