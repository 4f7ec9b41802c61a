/* One value: lengths, numbers, words, names; read and printed. */
#include "layout/layout-int.h"

#include <math.h>
#include <string.h>

/* ---- faults ----------------------------------------------------------- */

void
fault(struct reader *r, const char *code, struct place at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	diag_addv(r->dg, DIAG_ERROR, code, at, fmt, ap);
	va_end(ap);
	r->failed = true;
}

static const char *
said(const struct yaml *n)
{
	if (n->kind == YAML_SCALAR)
		return n->value;
	return n->kind == YAML_LIST ? "[…]" : "{…}";
}

static void
fault_of_nothing(struct reader *r, const char *code, const struct row *row, const struct yaml *n)
{
	/* Of {key: } the value stands where the brace does, which may be lines below. */
	fault(r, code, n->at.line == n->key_at.line ? n->at : n->key_at, "%s has no value, but wants %s",
	    row->key.path, diag_word(row->key.wants));
}

bool
bad_value(struct reader *r, const struct row *row, const struct yaml *n)
{
	bool map = row_beneath(row->key.path, NULL) || holds_names(row->key.path);

	if (n->kind == YAML_SCALAR && !n->quoted && !*n->value) {
		fault_of_nothing(r, "layout.bad-value", row, n);
		if (map)
			diag_help(r->dg, "indent its keys beneath it, or take the line out");
	} else {
		fault(r, "layout.bad-value", n->at, "%s wants %s, not '%s'", row->key.path,
		    diag_word(row->key.wants), said(n));
	}
	/* What it holds cannot be missed elsewhere. */
	r->partial |= map && !strchr(row->key.path, '.');
	return !map && help_meant(r, row, n);
}

void
out_of_range(struct reader *r, const struct row *row, const struct yaml *n,
    const char *least, const char *most)
{
	fault(r, "layout.range", n->at, "%s must be from %s to %s, not %s",
	    row->key.path, least, most, said(n));
}

/* ---- numbers with units ----------------------------------------------- */

struct named_unit {
	const char *name;
	enum unit unit;
	double factor; /* to 1/1024 of the unit; of pt for lengths */
};

static const struct named_unit units[] = {
	{ "pt", UNIT_PT, 1024 },
	{ "mm", UNIT_PT, 1024 * 72 / 25.4 },
	{ "cm", UNIT_PT, 1024 * 720 / 25.4 },
	{ "in", UNIT_PT, 1024 * 72 },
	{ "em", UNIT_EM, 1024 },
	{ "gr", UNIT_GRID, 1024 },
	{ "%", UNIT_PERCENT, 10.24 },
};

/* ASCII digits, a point, a sign: no exponents, no locale. */
bool
split_number(const char *s, double *ret_v, const char **ret_rest)
{
	size_t n = strspn(s, "+-.0123456789");

	if (n == 0 || n > 20)
		return false;
	g_autofree char *number = g_strndup(s, n);
	char *end;

	*ret_v = g_ascii_strtod(number, &end);
	*ret_rest = s + n + strspn(s + n, " ");
	return *end == '\0' && isfinite(*ret_v);
}

static bool
parse_length(const char *s, struct length *ret_l)
{
	double v;
	const char *rest;

	if (!split_number(s, &v, &rest))
		return false;
	if (*rest == '\0') {
		*ret_l = (struct length) { 0, UNIT_PT };
		return v == 0;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
		if (strcmp(rest, units[i].name) == 0) {
			double scaled = round(v * units[i].factor);

			if (fabs(scaled) > DIM_MAX)
				return false;
			*ret_l = (struct length) { (int32_t)scaled, units[i].unit };
			return true;
		}
	return false;
}

dim
length_dim(struct length l, dim em, dim grid, dim whole)
{
	switch (l.unit) {
	case UNIT_PT:
		return l.v;
	case UNIT_EM:
		return dim_scale(em, l.v, 1024);
	case UNIT_GRID:
		return dim_scale(grid, l.v, 1024);
	case UNIT_PERCENT:
		return dim_scale(whole, l.v, 1024);
	}
	return 0;
}

void
append_number(GString *to, double v, int decimals)
{
	char text[40];

	g_ascii_formatd(text, sizeof text, decimals == 2 ? "%.2f" : "%.4f", v);
	size_t n = strlen(text);
	while (n > 0 && text[n - 1] == '0')
		n--;
	if (n > 0 && text[n - 1] == '.')
		n--;
	g_string_append_len(to, text, (gssize)n);
}

void
append_dim(GString *to, dim d)
{
	append_number(to, d / 1024.0, 4);
	g_string_append(to, "pt");
}

static void
append_length(GString *to, struct length l)
{
	static const char *const name[] = {
		[UNIT_PT] = "pt", [UNIT_EM] = "em", [UNIT_GRID] = "gr",
		[UNIT_PERCENT] = "%",
	};
	bool percent = l.unit == UNIT_PERCENT;

	append_number(to, percent ? l.v / 10.24 : l.v / 1024.0, percent ? 2 : 4);
	g_string_append(to, name[l.unit]);
}

static bool
in_range(struct reader *r, const struct row *row, const struct yaml *n, dim v)
{
	if (row->min == row->max || (v >= row->min && v <= row->max))
		return true;
	g_autoptr(GString) least = g_string_new(NULL);
	g_autoptr(GString) most = g_string_new(NULL);

	append_dim(least, row->min);
	append_dim(most, row->max);
	out_of_range(r, row, n, least->str, most->str);
	return false;
}

bool
take_dim(struct reader *r, const struct row *row, const struct yaml *n, dim *ret_d)
{
	struct length l;

	if (n->kind != YAML_SCALAR || !parse_length(n->value, &l) ||
	    l.unit != UNIT_PT) {
		double v;
		const char *rest;

		if (bad_value(r, row, n) || n->kind != YAML_SCALAR || !*n->value)
			return false;
		if (split_number(n->value, &v, &rest) && *rest == '\0')
			diag_help(r->dg, "add a unit: %spt, %smm, %scm or %sin",
			    n->value, n->value, n->value, n->value);
		else
			diag_help(r->dg, "units are pt, mm, cm and in");
		return false;
	}
	if (!in_range(r, row, n, l.v))
		return false;
	*ret_d = l.v;
	return true;
}

void
read_dim(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	take_dim(r, row, n, row_at(row, base));
}

void
print_dim(const struct row *row, const void *base, GString *to)
{
	append_dim(to, *(const dim *)row_from(row, base));
}

void
read_length(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	struct length l;

	if (n->kind != YAML_SCALAR || !parse_length(n->value, &l)) {
		if (!bad_value(r, row, n))
			diag_help(r->dg, "units are pt, mm, cm, in, em, gr (rows of the grid) and %%");
		return;
	}
	if (l.unit == UNIT_PT && !in_range(r, row, n, l.v))
		return;
	*(struct length *)row_at(row, base) = l;
}

void
print_length(const struct row *row, const void *base, GString *to)
{
	append_length(to, *(const struct length *)row_from(row, base));
}

/* ---- plain numbers ---------------------------------------------------- */

void
read_int(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	double v;
	const char *rest;
	char least[16], most[16];

	if (n->kind != YAML_SCALAR || !split_number(n->value, &v, &rest) ||
	    *rest != '\0' || v != floor(v)) {
		bad_value(r, row, n);
		return;
	}
	if (v < row->min || v > row->max) {
		g_snprintf(least, sizeof least, "%d", row->min);
		g_snprintf(most, sizeof most, "%d", row->max);
		out_of_range(r, row, n, least, most);
		return;
	}
	*(int *)row_at(row, base) = (int)v;
}

void
print_int(const struct row *row, const void *base, GString *to)
{
	g_string_append_printf(to, "%d", *(const int *)row_from(row, base));
}

bool
take_percent(struct reader *r, const struct row *row, const struct yaml *n, int *ret_v)
{
	struct length l;

	if (n->kind != YAML_SCALAR || !parse_length(n->value, &l) ||
	    (l.unit != UNIT_PERCENT && l.v != 0)) {
		bad_value(r, row, n);
		return false;
	}
	if (l.v < row->min || l.v > row->max) {
		char least[16], most[16];

		g_snprintf(least, sizeof least, "%ld%%", lround(row->min / 10.24));
		g_snprintf(most, sizeof most, "%ld%%", lround(row->max / 10.24));
		out_of_range(r, row, n, least, most);
		return false;
	}
	*ret_v = l.v;
	return true;
}

void
read_percent(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	take_percent(r, row, n, row_at(row, base));
}

void
print_percent(const struct row *row, const void *base, GString *to)
{
	struct length l = { *(const int *)row_from(row, base), UNIT_PERCENT };

	append_length(to, l);
}

/* A share of ink, 0 to 100, kept in tenths. */
void
read_ink(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	double v;
	const char *rest;

	if (n->kind != YAML_SCALAR || !split_number(n->value, &v, &rest) ||
	    (*rest != '\0' && strcmp(rest, "%") != 0))
		bad_value(r, row, n);
	else if (v < 0 || v > 100)
		out_of_range(r, row, n, "0", "100");
	else
		*(int *)row_at(row, base) = (int)lround(v * 10);
}

void
print_ink(const struct row *row, const void *base, GString *to)
{
	append_number(to, *(const int *)row_from(row, base) / 10.0, 2);
}

/* ---- words ------------------------------------------------------------ */

bool
take_word(struct reader *r, const struct row *row, const struct yaml *n, unsigned *ret_i)
{
	size_t count = g_strv_length((char **)(uintptr_t)row->words);

	for (unsigned i = 0; n->kind == YAML_SCALAR && i < count; i++)
		if (strcmp(n->value, row->words[i]) == 0) {
			*ret_i = i;
			return true;
		}
	if (!bad_value(r, row, n) && n->kind == YAML_SCALAR)
		diag_help_names(r->dg, n->value, row->words, count);
	return false;
}

/* An enumeration whose names are the row's words, in its order. */
void
read_word(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	unsigned i;

	if (take_word(r, row, n, &i))
		memcpy(row_at(row, base), &i, sizeof i);
}

void
print_word(const struct row *row, const void *base, GString *to)
{
	unsigned i;

	memcpy(&i, row_from(row, base), sizeof i);
	g_string_append(to, row->words[i]);
}

/* One of two words: a bool, false for the first. */
void
read_choice(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	unsigned i;

	if (take_word(r, row, n, &i))
		*(bool *)row_at(row, base) = i == 1;
}

void
print_choice(const struct row *row, const void *base, GString *to)
{
	g_string_append(to, row->words[*(const bool *)row_from(row, base)]);
}

void
read_bool(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	bool is = n->kind == YAML_SCALAR && strcmp(n->value, "true") == 0;

	if (!is && (n->kind != YAML_SCALAR || strcmp(n->value, "false") != 0))
		bad_value(r, row, n);
	else
		*(bool *)row_at(row, base) = is;
}

void
print_bool(const struct row *row, const void *base, GString *to)
{
	g_string_append(to, *(const bool *)row_from(row, base) ? "true" : "false");
}

/* ---- text ------------------------------------------------------------- */

void
append_quoted(GString *to, const char *s)
{
	g_string_append_c(to, '"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			g_string_append_c(to, '\\');
		if (*s == '\n')
			g_string_append(to, "\\n");
		else if (*s == '\t')
			g_string_append(to, "\\t");
		else
			g_string_append_c(to, *s);
	}
	g_string_append_c(to, '"');
}

void
read_text(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	if (n->kind != YAML_SCALAR)
		bad_value(r, row, n);
	else
		*(const char **)row_at(row, base) = *n->value ? n->value : NULL;
}

/* A tag of BCP 47, as far as its form goes: ar, ar-EG, sr-Latn-RS. */
void
read_language(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	const char *form = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$";

	if (n->kind == YAML_SCALAR && g_regex_match_simple(form, n->value, 0, 0))
		*(const char **)row_at(row, base) = n->value;
	else
		bad_value(r, row, n);
}

/* A text that there may be none of. */
void
read_optional(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	if (n->kind == YAML_SCALAR && !n->quoted && strcmp(n->value, "none") == 0)
		*(const char **)row_at(row, base) = NULL;
	else
		read_template(r, row, n, base);
}

void
print_text(const struct row *row, const void *base, GString *to)
{
	const char *s = *(const char *const *)row_from(row, base);

	append_quoted(to, s ? s : "");
}

static void
check_field(struct reader *r, struct place at, const char *name)
{
	const char *const *all = layout_fields();
	const char *string = g_str_has_prefix(name, "string.") ? name + 7 : NULL;

	if (string && layout_string(r->l, string)) {
		g_hash_table_add(r->named, g_strdup(string));
		return;
	}
	for (size_t i = 0; !string && all[i]; i++)
		if (strcmp(all[i], name) == 0)
			return;
	if (string && r->partial)
		return;
	fault(r, "layout.unknown-field", at, "there is no field '{%s}'", name);
	if (string)
		diag_help(r->dg, "give '%s' a text under strings:", string);
	else
		diag_help_names(r->dg, name, all, g_strv_length((char **)(uintptr_t)all));
}

void
read_template(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	read_text(r, row, n, base);
	if (n->kind != YAML_SCALAR)
		return;
	for (const char *s = strchr(n->value, '{'); s; s = strchr(s, '{')) {
		const char *end = strchr(s, '}');
		struct place at = n->at;

		if (at.col && !strchr(n->value, '\n'))
			at = place_after(at, n->value, (size_t)(s - n->value));
		if (n->quoted && at.col)
			at.col++;
		if (!end) {
			fault(r, "layout.unknown-field", at, "this brace is not closed");
			diag_help(r->dg, "a field is written {page}");
			return;
		}
		g_autofree char *name = g_strndup(s + 1, (gsize)(end - s - 1));
		check_field(r, at, name);
		s = end;
	}
}

/* ---- names of other things -------------------------------------------- */

/* Names at equal distances, as an array for messages. */
static GPtrArray *
names_of(const void *v, size_t n, size_t size, size_t offset)
{
	GPtrArray *names = g_ptr_array_new();

	for (size_t i = 0; i < n; i++) {
		const char *const *name = (const void *)((const char *)v + i * size + offset);

		g_ptr_array_add(names, (void *)(uintptr_t)*name);
	}
	return names;
}

static int
find_name(struct reader *r, const struct row *row, const char *what, const char *code,
    const struct yaml *n, GPtrArray *names)
{
	const char *const *words = (const char *const *)(void *)names->pdata;

	for (guint i = 0; i < names->len; i++)
		if (strcmp(words[i], n->value) == 0)
			return (int)i;
	if (r->partial)
		return -1;
	if (!*n->value && !n->quoted) {
		fault_of_nothing(r, code, row, n);
		help_meant(r, row, n);
		return -1;
	}
	fault(r, code, n->at, "there is no %s '%s'", diag_word(what), n->value);
	if (strcmp(code, "layout.unknown-colour") != 0 || !help_colour_name(r, n->value))
		diag_help_names(r->dg, n->value, words, names->len);
	return -1;
}

/* The place among `names` of the one that `n` says; -1 after a diagnostic. */
static int
take_name(struct reader *r, const struct row *row, const struct yaml *n,
    const char *what, const char *code, GPtrArray *names)
{
	int i = -1;

	if (n->kind == YAML_SCALAR)
		i = find_name(r, row, what, code, n, names);
	else
		bad_value(r, row, n);
	g_ptr_array_unref(names);
	return i;
}

void
read_colour_name(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	const struct layout *l = r->l;
	int i = take_name(r, row, n, N_("colour"), "layout.unknown-colour",
	    names_of(l->colours, l->n_colours, sizeof *l->colours,
		offsetof(struct colour, name)));

	if (i >= 0)
		*(const struct colour **)row_at(row, base) = &l->colours[i];
}

void
read_font_name(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	const struct layout *l = r->l;
	int i = take_name(r, row, n, N_("font"), "layout.unknown-font",
	    names_of(l->fonts, l->n_fonts, sizeof *l->fonts,
		offsetof(struct font_spec, name)));

	if (i >= 0)
		*(const struct font_spec **)row_at(row, base) = &l->fonts[i];
}

void
read_style_name(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	const struct layout *l = r->l;
	int i = take_name(r, row, n, N_("style"), "layout.unknown-style",
	    names_of(l->styles, l->n_styles, sizeof *l->styles,
		offsetof(struct style, name)));

	if (i >= 0)
		*(const struct style **)row_at(row, base) = &l->styles[i];
}

void
print_colour_name(const struct row *row, const void *base, GString *to)
{
	const struct colour *c = *(const struct colour *const *)row_from(row, base);

	if (c)
		append_quoted(to, c->name);
}

void
print_font_name(const struct row *row, const void *base, GString *to)
{
	const struct font_spec *f = *(const struct font_spec *const *)row_from(row, base);

	if (f)
		append_quoted(to, f->name);
}

void
print_style_name(const struct row *row, const void *base, GString *to)
{
	const struct style *s = *(const struct style *const *)row_from(row, base);

	if (s)
		append_quoted(to, s->name);
}

/* ---- places of parts -------------------------------------------------- */

static const char *const edges[] = {
	[EDGE_NONE] = "", [EDGE_START] = "start", [EDGE_CENTRE] = "centre",
	[EDGE_END] = "end", [EDGE_INNER] = "inner", [EDGE_OUTER] = "outer",
	[EDGE_TOP] = "top", [EDGE_BOTTOM] = "bottom",
};

static bool
edge_fits(enum part_edge e, bool vertical)
{
	if (e == EDGE_TOP || e == EDGE_BOTTOM)
		return vertical;
	return e == EDGE_CENTRE || !vertical;
}

/* "end", "12mm" or "end 12mm". */
static bool
parse_coord(const char *s, bool vertical, struct coord *ret_c)
{
	*ret_c = (struct coord) { 0 };
	for (unsigned e = EDGE_START; e <= EDGE_BOTTOM; e++) {
		size_t n = strlen(edges[e]);

		if (strncmp(s, edges[e], n) != 0 || (s[n] != '\0' && s[n] != ' ') ||
		    !edge_fits((enum part_edge)e, vertical))
			continue;
		ret_c->edge = (enum part_edge)e;
		return s[n] == '\0' || parse_length(s + n + 1, &ret_c->offset);
	}
	return parse_length(s, &ret_c->offset);
}

static void
take_coords(struct reader *r, const struct row *row, const struct yaml *n,
    struct coord *ret_x, struct coord *ret_y)
{
	const struct yaml *x = n->kind == YAML_LIST && n->n == 2 ? n->first : NULL;

	if (!x || x->kind != YAML_SCALAR || x->next->kind != YAML_SCALAR ||
	    !parse_coord(x->value, false, ret_x) ||
	    !parse_coord(x->next->value, true, ret_y)) {
		bad_value(r, row, n);
		diag_help(r->dg, "across: start, centre, end, inner, outer or a length from "
		    "the start; down: top, centre, bottom or a length from the top");
	}
}

void
read_coords(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	struct part *p = base;

	take_coords(r, row, n, &p->x, &p->y);
}

void
read_coord_ends(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	struct part *p = base;

	take_coords(r, row, n, &p->x2, &p->y2);
}

static void
append_coord(GString *to, struct coord c)
{
	g_string_append(to, edges[c.edge]);
	if (c.edge != EDGE_NONE && c.offset.v == 0)
		return;
	if (c.edge != EDGE_NONE)
		g_string_append_c(to, ' ');
	append_length(to, c.offset);
}

static void
append_coords(GString *to, struct coord x, struct coord y)
{
	g_string_append_c(to, '[');
	append_coord(to, x);
	g_string_append(to, ", ");
	append_coord(to, y);
	g_string_append_c(to, ']');
}

void
print_coords(const struct row *row, const void *base, GString *to)
{
	const struct part *p = base;

	append_coords(to, p->x, p->y);
}

void
print_coord_ends(const struct row *row, const void *base, GString *to)
{
	const struct part *p = base;

	append_coords(to, p->x2, p->y2);
}
