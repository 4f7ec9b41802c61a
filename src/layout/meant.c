/* Values that are none: what was meant by them. */
#include "layout/layout-int.h"

#include <stdio.h>
#include <string.h>

/* ---- lengths ---------------------------------------------------------- */

/* Units as others write them; ours are known in any case. */
static const struct {
	const char *theirs, *ours;
	double factor;
} units[] = {
	{ "px", "pt", 0.75 }, { "pc", "pt", 12 }, { "q", "mm", 0.25 }, { "rem", "em", 1 },
	{ "pts", "pt", 1 }, { "point", "pt", 1 }, { "points", "pt", 1 }, { "bp", "pt", 1 }, { "\"", "in", 1 },
	{ "inch", "in", 1 }, { "inches", "in", 1 }, { "row", "gr", 1 }, { "rows", "gr", 1 }, { "percent", "%", 1 },
	{ "pt", "pt", 1 }, { "mm", "mm", 1 }, { "cm", "cm", 1 }, { "in", "in", 1 }, { "em", "em", 1 }, { "gr", "gr", 1 }, { "%", "%", 1 },
	{ "نقطة", "pt", 1 }, { "نقاط", "pt", 1 }, { "بنط", "pt", 1 }, { "مم", "mm", 1 }, { "ملم", "mm", 1 }, { "ملليمتر", "mm", 1 },
	{ "سم", "cm", 1 }, { "سنتيمتر", "cm", 1 }, { "بوصة", "in", 1 }, { "إنش", "in", 1 },
	{ "صف", "gr", 1 }, { "صفوف", "gr", 1 },
};

/* «1,5» and «1،5» */
static char *
with_point(const char *s)
{
	g_auto(GStrv) arabic = g_strsplit(s, "،", 3), latin = NULL;
	g_autofree char *joined = g_strjoinv(".", arabic);

	latin = g_strsplit(joined, ",", 3);
	return g_strjoinv(".", latin);
}

static bool
takes_lengths(const struct row *row)
{
	return row->read == read_dim || row->read == read_length || row->read == read_sizes ||
	    row->read == read_page_size;
}

static bool
takes_percents(const struct row *row)
{
	return row->read == read_percent || row->read == read_spaces;
}

/* A number without a unit means a share of the size where a leading is wanted, and of 100 where only a share is. */
static char *
share_meant(const struct row *row, double v)
{
	g_autoptr(GString) to = g_string_new(NULL);

	if (takes_percents(row) ? v <= 0 : !strstr(row->key.wants, "%") || v < 0.5 || (v > 3 && v < 100))
		return NULL;
	append_number(to, v <= (takes_percents(row) ? 1 : 3) ? v * 100 : v, 2);
	g_string_append_c(to, '%');
	return g_strdup(to->str);
}

/* A length that can be read, for `s`, which cannot. */
static char *
length_meant(const struct row *row, const char *s, bool *ret_pixels)
{
	g_autofree char *number = with_point(s);
	g_autoptr(GString) to = g_string_new(NULL);
	const char *unit;
	double v;

	g_strstrip(number);
	if (!split_number(number, &v, &unit))
		return NULL;
	if (*unit == '\0')
		return share_meant(row, v);
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		if (g_ascii_strcasecmp(unit, units[i].theirs) != 0)
			continue;
		append_number(to, v * units[i].factor, 4);
		g_string_append(to, units[i].ours);
		*ret_pixels = strcmp(units[i].theirs, "px") == 0;
		return g_strdup(to->str);
	}
	return NULL;
}

/* «12em» where a number alone is wanted. */
static char *
number_meant(const char *s)
{
	double v;
	const char *unit;

	return split_number(s, &v, &unit) && v == (double)(long)v ? g_strndup(s, strspn(s, "-0123456789.")) : NULL;
}

static bool
is_number(const char *s)
{
	double v;
	const char *rest;

	return split_number(s, &v, &rest) && *rest == '\0';
}

/* «210mm x 297mm», «21×29.7cm» */
static char *
paper_meant(const char *s)
{
	g_auto(GStrv) sides = g_regex_split_simple("\\s*[x×*,]\\s*", s, G_REGEX_CASELESS, 0);
	double v, w;
	const char *unit, *other;

	if (g_strv_length(sides) != 2 || !split_number(sides[0], &v, &unit) || !split_number(sides[1], &w, &other) || !*other)
		return NULL;
	return g_strdup_printf("[%s%s, %s]", sides[0], *unit ? "" : other, sides[1]);
}

/* ---- words ------------------------------------------------------------ */

static const struct {
	const char *theirs, *ours;
} words[] = {
	{ "yes", "true" }, { "on", "true" }, { "نعم", "true" }, { "no", "false" }, { "off", "false" }, { "لا", "false" },
	{ "none", "false" }, { "none", "off" }, { "none", "never" }, { "false", "off" }, { "no", "off" }, { "false", "none" }, { "false", "never" },
	{ "justified", "justify" }, { "full", "justify" }, { "both", "justify" }, { "middle", "centre" },
	{ "arabic", "arab" }, { "arabic-indic", "arab" }, { "indic", "arab" }, { "hindi", "arab" }, { "eastern", "arab" },
	{ "latin", "latn" }, { "western", "latn" }, { "european", "latn" }, { "always", "all" }, { "every", "all" }, { "always", "page" },
	{ "true", "all" }, { "true", "page" }, { "true", "sparing" }, { "dotted", "dots" }, { "line", "rule" }, { "solid", "rule" },
	{ "decimal", "digits" }, { "numbers", "digits" }, { "auto", "allow" }, { "right-to-left", "rtl" }, { "left-to-right", "ltr" },
	{ "arabic", "ar" }, { "العربية", "ar" }, { "english", "en" },
};

static const char *const truths[] = { "true", "false", NULL }, *const languages[] = { "ar", "en", NULL };

static const char *
word_meant(const struct reader *r, const struct row *row, const char *s)
{
	const char *const *ours = row->words ? row->words : row->read == read_bool ? truths
	    : row->read == read_language ? languages : NULL;
	bool right = strcmp(s, "right") == 0;

	if (!ours)
		return NULL;
	if ((right || strcmp(s, "left") == 0) && g_strv_contains(ours, "start"))
		return right == r->l->rtl ? "start" : "end";
	for (size_t i = 0; ours[i]; i++)
		if (g_ascii_strcasecmp(ours[i], s) == 0)
			return ours[i];
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_ascii_strcasecmp(words[i].theirs, s) == 0 && g_strv_contains(ours, words[i].ours))
			return words[i].ours;
	return NULL;
}

/* ---- colours ---------------------------------------------------------- */

/* «#0f0», «00ff00», «rgb(0, 255, 0)»: as six digits of light; NULL: none of these. */
static char *
light_meant(const char *s)
{
	const char *hex = s + (*s == '#');
	size_t n = strspn(hex, "0123456789abcdefABCDEF");
	int r, g, b;

	if (sscanf(s, "rgb(%3d,%3d,%3d", &r, &g, &b) == 3 || sscanf(s, "rgba(%3d,%3d,%3d", &r, &g, &b) == 3)
		return MIN(MIN(r, g), b) < 0 || MAX(MAX(r, g), b) > 255 ? NULL : g_strdup_printf("#%02x%02x%02x", r, g, b);
	if (hex[n] != '\0')
		return NULL;
	if (n == 3)
		return g_strdup_printf("#%c%c%c%c%c%c", hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]);
	return n == 6 || n == 8 ? g_strdup_printf("#%.6s", hex) : NULL;
}

/* «0, 100, 75, 4», «cmyk(0%, 100%, 75%, 4%)» */
static char *
inks_meant(const char *s)
{
	g_autoptr(GString) to = g_string_new("[");
	size_t n = 0;

	for (s += strcspn(s, "0123456789"); *s; s += strcspn(s, "0123456789"), n++) {
		size_t len = strspn(s, "0123456789.");

		g_string_append_printf(to, "%s%.*s", n ? ", " : "", (int)len, s);
		s += len;
	}
	return n == 4 ? g_strdup_printf("%s]", to->str) : NULL;
}

/* What stands behind the key of the message before when YAML takes it for a comment; NULL: no such. */
static char *
comment_there(struct reader *r, const struct yaml *n)
{
	size_t before = 0;
	const char *line = diags_line(r->dg, diags_n(r->dg) - 1, &before);
	const char *p = line ? g_utf8_offset_to_pointer(line, (glong)before) : "";

	p += n->key && g_str_has_prefix(p, n->key) ? strlen(n->key) : 0;
	p += strspn(p, ": \t");
	return *p == '#' ? g_strndup(p, strcspn(p, " ,}]\t\r\n")) : NULL;
}

void
help_colour(struct reader *r, const struct yaml *n)
{
	static const struct {
		const char *name;
		int k;
	} greys[] = { { "black", 100 }, { "white", 0 }, { "grey", 50 }, { "gray", 50 } };
	g_autofree char *comment = n->kind == YAML_SCALAR && !*n->value ? comment_there(r, n) : NULL;
	const char *said = comment ? comment : n->kind == YAML_SCALAR ? n->value : "";
	g_autofree char *light = light_meant(said);

	for (size_t i = 0; i < G_N_ELEMENTS(greys); i++)
		if (g_ascii_strcasecmp(said, greys[i].name) == 0) {
			diag_help(r->dg, "write %s: {k: %d}", n->key, greys[i].k);
			return;
		}
	if (light)
		diag_help(r->dg, "write %s: {rgb: \"%s\"}", n->key, light);
	else
		diag_help(r->dg, "write its inks or its light: {cmyk: [0, 100, 75, 4]} or {rgb: \"#c81e28\"}");
}

bool
help_colour_name(struct reader *r, const char *name)
{
	g_autofree char *light = light_meant(name);

	if (light)
		diag_help(r->dg, "colours have names: write it under colours: as NAME: {rgb: \"%s\"}, and the name here", light);
	return light != NULL;
}

static bool
help_comment(struct reader *r, const struct row *row, const struct yaml *n)
{
	g_autofree char *said = comment_there(r, n), *light = said ? light_meant(said) : NULL;

	if (light && row->read == read_colour_name)
		return help_colour_name(r, light);
	if (said)
		diag_help(r->dg, "what follows a # is a comment, unless it stands in quotes: \"%s\"", light ? light : said);
	return said != NULL;
}

/* ---- the door --------------------------------------------------------- */

static char *
value_meant(const struct reader *r, const struct row *row, const char *s, bool *ret_pixels)
{
	if (row->read == read_page_size)
		return paper_meant(s);
	if (takes_lengths(row) || takes_percents(row))
		return length_meant(row, s, ret_pixels);
	if (row->read == read_rgb) {
		g_autofree char *light = light_meant(s);

		return light ? g_strdup_printf("\"%s\"", light) : NULL;
	}
	if (row->read == read_language && strchr(s, '_'))
		return g_strdelimit(g_strdup(s), "_", '-');
	if (row->words || row->read == read_bool || row->read == read_language)
		return g_strdup(word_meant(r, row, s));
	if (row->read == read_cmyk && !is_number(s))
		return inks_meant(s);
	/* A number alone is no list. */
	return g_str_has_prefix(row->key.wants, "a list") ? NULL : number_meant(s);
}

bool
help_meant(struct reader *r, const struct row *row, const struct yaml *n)
{
	bool pixels = false;

	if (n->kind != YAML_SCALAR)
		return false;
	if (!*n->value)
		return !n->quoted && help_comment(r, row, n);
	g_autofree char *latin = text_latin_digits(n->value);
	g_autofree char *ours = value_meant(r, row, latin ? latin : n->value, &pixels);

	if (latin && !ours && takes_lengths(row) && is_number(latin)) {
		diag_help(r->dg, "digits are 0-9 here, and a unit follows them: %spt, %smm or %scm", latin, latin, latin);
		return true;
	}
	if (!ours || strcmp(ours, n->value) == 0)
		return false;
	if (latin && g_utf8_strlen(latin, -1) < g_utf8_strlen(n->value, -1))
		diag_help(r->dg, "a mark of direction, which nobody sees, stands in it: did you mean '%s'?", ours);
	else if (pixels)
		diag_help(r->dg, "a pixel of the web is three quarters of a point: did you mean '%s'?", ours);
	else if (latin)
		diag_help(r->dg, "digits are 0-9 here: did you mean '%s'?", ours);
	else
		diag_help(r->dg, "did you mean '%s'?", ours);
	return true;
}
