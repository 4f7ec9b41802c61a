/*
 * Numbers within bounds as regular expressions, for editors: JSON Schema
 * has no other word for «a length from 2pt to 800pt».  Only what both
 * ECMA-262 and Python's re know is used.
 */
#include "layout/pattern.h"

#include <string.h>

#define NUMBER "(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)"

/* ---- one number ------------------------------------------------------- */

/* A digit greater than `d`, as a set; NULL for 9. */
static const char *
greater_digit(char d)
{
	static const char *const sets[] = { "[1-9]", "[2-9]", "[3-9]", "[4-9]", "[5-9]",
		"[6-9]", "[7-9]", "[89]", "9", NULL };

	return sets[d - '0'];
}

static void
append_repeat(GString *to, size_t n, const char *more)
{
	if (n > 0 || *more)
		g_string_append_printf(to, "[0-9]{%zu%s}", n, more);
}

/* Whole numbers over `digits` (no leading zeros), and what may follow. */
static void
append_greater_whole(GString *to, const char *digits)
{
	size_t n = strlen(digits);

	g_string_append(to, "[1-9]");
	append_repeat(to, n, ",");
	for (size_t i = 0; i < n; i++) {
		const char *set = greater_digit(digits[i]);

		if (!set)
			continue;
		g_string_append_printf(to, "|%.*s%s", (int)i, digits, set);
		append_repeat(to, n - i - 1, "");
	}
}

/* Fractions, without their point, that are `digits` or more. */
static void
append_fraction(GString *to, const char *digits)
{
	size_t n = strlen(digits);

	g_string_append_printf(to, "(?:%s", digits);
	for (size_t i = 0; i < n; i++)
		if (greater_digit(digits[i]))
			g_string_append_printf(to, "|%.*s%s", (int)i, digits, greater_digit(digits[i]));
	g_string_append(to, ")[0-9]*");
}

/* Numbers without a sign that are `least` or more. */
static void
append_at_least(GString *to, double least)
{
	char text[64];

	g_ascii_formatd(text, sizeof text, "%.6f", least);
	char *point = strchr(text, '.'), *whole = text + strspn(text, "0");
	*point = '\0';
	char *fraction = point + 1;
	for (size_t n = strlen(fraction); n > 0 && fraction[n - 1] == '0'; n--)
		fraction[n - 1] = '\0';
	if (whole > point)
		whole = point;
	g_string_append(to, "0*(?:(?:");
	append_greater_whole(to, whole);
	g_string_append(to, ")(?:\\.[0-9]*)?");
	g_string_append_printf(to, "|%s", whole);
	if (*fraction) {
		g_string_append(to, "\\.");
		append_fraction(to, fraction);
	} else {
		g_string_append(to, "(?:\\.[0-9]*)?");
	}
	g_string_append_c(to, ')');
}

/* ---- with units ------------------------------------------------------- */

/* `sign`, then for each unit a number of at least bound / factor, then the unit. */
static char *
pattern_beyond(const char *sign, double bound, const struct pattern_unit *units, size_t n)
{
	GString *to = g_string_new("^");

	g_string_append_printf(to, "%s(?:", sign);
	for (size_t i = 0; i < n; i++) {
		g_string_append(to, i ? "|" : "");
		append_at_least(to, bound / units[i].factor);
		g_string_append_printf(to, " *%s", units[i].name);
	}
	g_string_append(to, ")$");
	return g_string_free(to, FALSE);
}

static json_t *
pattern_json(char *pattern)
{
	json_t *o = json_pack("{s:s}", "pattern", pattern);

	g_free(pattern);
	return o;
}

char *
pattern_number(const struct pattern_unit *units, size_t n, const char *others, const char *zeros)
{
	GString *to = g_string_new("^[+-]?(?:" NUMBER " *(?:");

	for (size_t i = 0; i < n; i++)
		g_string_append_printf(to, "%s%s", i ? "|" : "", units[i].name);
	g_string_append_printf(to, "%s%s)|(?:0+(?:\\.0*)?|\\.0+)(?: *(?:%s))?)$", *others ? "|" : "", others,
	    zeros);
	return g_string_free(to, FALSE);
}

void
pattern_bound(json_t *o, const struct pattern_unit *units, size_t n, int32_t min, int32_t max)
{
	json_t *beyond = json_array();
	json_t *no = json_pack("{s:s,s:o}", "type", "string", "anyOf", beyond);

	/* Readers round to whole units of a dim before they compare. */
	json_array_append_new(beyond, pattern_json(pattern_beyond("\\+?", max + 0.5, units, n)));
	if (min <= 0)
		json_array_append_new(beyond, pattern_json(pattern_beyond("-", 0.5 - min, units, n)));
	else
		json_object_set_new(o, "allOf",
		    json_pack("[o]", pattern_json(pattern_beyond("\\+?", min - 0.5, units, n))));
	json_object_set_new(o, "not", no);
}
