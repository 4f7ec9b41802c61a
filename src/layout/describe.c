/*
 * The schema told to people and editors: units, ranges, examples, and JSON
 * Schema (draft 7), all from the rows that the reader reads with.
 */
#include "layout/layout-int.h"
#include "layout/pattern.h"

#include <math.h>
#include <string.h>

/* ---- what readers take ------------------------------------------------ */

typedef json_t *schema_maker(const struct row *row);

/* A reader, and what can be said of what it takes. */
struct kind {
	row_reader *read;
	schema_maker *schema;
	const char *unit;    /* NULL: none */
	const char *example; /* when the row itself has none */
	void (*range)(const struct row *row, GString *least, GString *most);
};

static const struct kind *kind_of(const struct row *row);
static json_t *schema_of_keys(const char *path);
static json_t *schema_anything(const struct row *row);

static json_t *
ref(const char *name)
{
	g_autofree char *path = g_strconcat("#/definitions/", name, NULL);

	return json_pack("{s:s}", "$ref", path);
}

static json_t *
either(json_t *a, json_t *b)
{
	return json_pack("{s:[o,o]}", "anyOf", a, b);
}

static json_t *
list_of(json_t *entry, size_t least, size_t most)
{
	json_t *o = json_pack("{s:s,s:o}", "type", "array", "items", entry);

	if (least)
		json_object_set_new(o, "minItems", json_integer((json_int_t)least));
	if (most)
		json_object_set_new(o, "maxItems", json_integer((json_int_t)most));
	return o;
}

static json_t *
one_of_words(const char *const *words)
{
	json_t *v = json_array();

	for (; *words; words++)
		json_array_append_new(v, json_string(*words));
	return json_pack("{s:o}", "enum", v);
}

/* Words that are numbers or true for an editor are texts here too. */
static json_t *
schema_text(const struct row *row)
{
	return ref("text");
}

static json_t *
schema_language(const struct row *row)
{
	return json_pack("{s:[s,s],s:s}", "type", "string", "boolean", "pattern", "^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$");
}

static json_t *
schema_template(const struct row *row)
{
	return ref("template");
}

static json_t *
schema_words(const struct row *row)
{
	return one_of_words(row->words);
}

static json_t *
schema_bool(const struct row *row)
{
	return json_pack("{s:[s,s],s:s}", "type", "boolean", "string", "pattern", "^(?:true|false)$");
}

/* ---- numbers ---------------------------------------------------------- */

static const struct pattern_unit of_dims[] = {
	{ "pt", 1024 }, { "mm", 1024 * 72 / 25.4 }, { "cm", 1024 * 720 / 25.4 }, { "in", 1024 * 72 },
};
static const struct pattern_unit of_percents[] = { { "%", 10.24 } };
static const struct pattern_unit of_inks[] = { { "%?", 1000 } };
static const struct pattern_unit of_ints[] = { { "", 1 } };

/* A text of those units, or the number 0 where it is within bounds. */
static json_t *
quantity(const struct row *row, const struct pattern_unit *units, size_t n, const char *others,
    const char *zeros)
{
	g_autofree char *pattern = pattern_number(units, n, others, zeros);
	json_t *o = json_pack("{s:[s,s],s:s}", "type", "string", "number", "pattern", pattern);

	json_object_set_new(o, "minimum", json_integer(0));
	json_object_set_new(o, "maximum", json_integer(row->min <= 0 || row->min == row->max ? 0 : -1));
	if (row->min != row->max)
		pattern_bound(o, units, n, row->min, row->max);
	return o;
}

static json_t *
schema_dim(const struct row *row)
{
	return quantity(row, of_dims, G_N_ELEMENTS(of_dims), "", "");
}

/* Those relative to type and grid have no bounds. */
static json_t *
schema_length(const struct row *row)
{
	json_t *o = quantity(row, of_dims, G_N_ELEMENTS(of_dims), "em|gr|%", "");

	if (row->min <= 0)
		return o;
	return either(json_pack("{s:s,s:s}", "type", "string", "pattern",
		"^[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+) *(?:em|gr|%)$"), o);
}

static json_t *
schema_percent(const struct row *row)
{
	return quantity(row, of_percents, G_N_ELEMENTS(of_percents), "", "pt|mm|cm|in|em|gr");
}

static json_t *
number_from(int32_t min, int32_t max, const char *type, const char *pattern)
{
	return json_pack("{s:[s,s],s:i,s:i,s:s}", "type", type, "string", "minimum", (int)min,
	    "maximum", (int)max, "pattern", pattern);
}

static json_t *
schema_int(const struct row *row)
{
	json_t *o = number_from(row->min, row->max, "integer", "^[+-]?[0-9]+(?:\\.0*)?$");

	pattern_bound(o, of_ints, G_N_ELEMENTS(of_ints), row->min, row->max);
	return o;
}

static json_t *
schema_ink(const struct row *row)
{
	g_autofree char *pattern = pattern_number(of_inks, G_N_ELEMENTS(of_inks), "", "");
	json_t *o = number_from(0, 100, "number", pattern);

	pattern_bound(o, of_inks, G_N_ELEMENTS(of_inks), 0, 100 * 1000);
	return o;
}

static json_t *
schema_span(const struct row *row)
{
	return either(json_pack("{s:[s]}", "enum", "all"), schema_int(row));
}

/* ---- values of several parts ------------------------------------------ */

static json_t *
schema_version(const struct row *row)
{
	return json_pack("{s:[i,s]}", "enum", 1, "1");
}

/* Papers go by their names in letters of any size. */
static json_t *
schema_page_size(const struct row *row)
{
	g_autoptr(GString) any = g_string_new("^(?:");
	json_t *names = json_array();

	for (unsigned i = 0; paper_name(i); i++) {
		g_string_append(any, i ? "|" : "");
		for (const char *s = paper_name(i); *s; s++)
			if (g_ascii_isalpha(*s))
				g_string_append_printf(any, "[%c%c]", g_ascii_toupper(*s), g_ascii_tolower(*s));
			else
				g_string_append_c(any, *s);
		json_array_append_new(names, json_string(paper_name(i)));
	}
	g_string_append(any, ")(?: landscape)?$");
	return json_pack("{s:[o,o,o]}", "anyOf", json_pack("{s:o}", "enum", names),
	    json_pack("{s:s,s:s}", "type", "string", "pattern", any->str), list_of(schema_dim(row), 2, 2));
}

static json_t *
schema_sizes(const struct row *row)
{
	return either(schema_dim(row), list_of(schema_dim(row), 1, STYLE_SIZES));
}

static json_t *
schema_aspect(const struct row *row)
{
	return either(json_pack("{s:[s]}", "enum", "none"),
	    json_pack("{s:s,s:s}", "type", "string", "pattern", "^[1-9][0-9]{0,2}:[1-9][0-9]{0,2}$"));
}

static json_t *
schema_spaces(const struct row *row)
{
	return list_of(schema_percent(row), 3, 3);
}

static json_t *
schema_cmyk(const struct row *row)
{
	return list_of(schema_ink(row), 4, 4);
}

static json_t *
schema_rgb(const struct row *row)
{
	struct row one = { .min = 0, .max = 255 };

	return either(list_of(schema_int(&one), 3, 3),
	    json_pack("{s:s,s:s}", "type", "string", "pattern", "^#[0-9A-Fa-f]{6}$"));
}

/* Those that `name` gives for 0, 1 … */
static json_t *
list_of_names(const char *(*name)(unsigned i), bool once)
{
	json_t *v = json_array();
	json_t *o = list_of(json_pack("{s:o}", "enum", v), 0, 0);

	for (unsigned i = 0; name(i); i++)
		json_array_append_new(v, json_string(name(i)));
	if (once)
		json_object_set_new(o, "uniqueItems", json_true());
	return o;
}

static json_t *
schema_order(const struct row *row)
{
	return list_of_names(element_name, true);
}

static json_t *
schema_optional(const struct row *row)
{
	return list_of_names(element_name, false);
}

static json_t *
schema_issue_order(const struct row *row)
{
	return list_of_names(issue_part_name, true);
}

static json_t *
schema_indexes(const struct row *row)
{
	return list_of_names(index_name, true);
}

static json_t *
schema_boxed(const struct row *row)
{
	return list_of(one_of_words(row->words), 0, 0);
}

static json_t *
schema_section_colours(const struct row *row)
{
	return either(list_of(ref("text"), 0, 0),
	    json_pack("{s:s,s:o}", "type", "object", "additionalProperties", ref("text")));
}

static json_t *
schema_fit_pages(const struct row *row)
{
	return either(schema_int(row), list_of(schema_int(row), 1, FIT_PAGES));
}

static json_t *
schema_two_dims(const struct row *row)
{
	return list_of(schema_dim(row), 2, 2);
}

static json_t *
schema_two_percents(const struct row *row)
{
	return list_of(schema_percent(row), 2, 2);
}

static json_t *
schema_coords(const struct row *row)
{
	return json_pack("{s:s,s:[o,o],s:i,s:i}", "type", "array", "items", ref("across"), ref("down"),
	    "minItems", 2, "maxItems", 2);
}

/* ---- maps ------------------------------------------------------------- */

static json_t *
schema_map(const struct row *row)
{
	return schema_of_keys(row->key.path);
}

static json_t *
schema_rule(const struct row *row)
{
	return either(json_pack("{s:[s]}", "enum", "none"), schema_map(row));
}

static json_t *
schema_named(const struct row *row)
{
	g_autofree char *path = g_strconcat(row->key.path, ".*", NULL);

	return json_pack("{s:s,s:o}", "type", "object", "additionalProperties", schema_of_keys(path));
}

static json_t *
schema_zones(const struct row *row)
{
	g_autofree char *path = g_strconcat(row->key.path, ".*", NULL);

	return list_of(schema_of_keys(path), 0, ZONES_MAX);
}

static json_t *
schema_parts(const struct row *row)
{
	return list_of(ref("part"), 0, 0);
}

static json_t *
schema_strings(const struct row *row)
{
	return json_pack("{s:s,s:o}", "type", "object", "additionalProperties", ref("text"));
}

/* ---- ranges as people write them -------------------------------------- */

static void
range_dim(const struct row *row, GString *least, GString *most)
{
	append_dim(least, row->min);
	append_dim(most, row->max);
}

static void
range_percent(const struct row *row, GString *least, GString *most)
{
	g_string_append_printf(least, "%ld%%", lround(row->min / 10.24));
	g_string_append_printf(most, "%ld%%", lround(row->max / 10.24));
}

static void
range_int(const struct row *row, GString *least, GString *most)
{
	g_string_append_printf(least, "%d", row->min);
	g_string_append_printf(most, "%d", row->max);
}

static void
range_ink(const struct row *row, GString *least, GString *most)
{
	g_string_append(least, "0");
	g_string_append(most, "100");
}

/* ---- the kinds -------------------------------------------------------- */

#define DIMS N_("pt, mm, cm, in")
#define LENGTHS N_("pt, mm, cm, in; em of the size, gr rows of the grid, %")
#define PERCENTS N_("%")

static const struct kind kinds[] = {
	{ read_version, schema_version, .example = "1" },
	{ read_ignored, schema_text, .example = "release.yaml" },
	{ read_parent, schema_text, .example = "base" },
	{ read_text, schema_text, .example = "Amiri" },
	{ read_language, schema_language },
	{ read_template, schema_template, .example = "{page}" },
	{ read_optional, schema_template, .example = "{page}" },
	{ read_marker, schema_text },
	{ read_binding, schema_text, .example = "binding-ar.yaml" },
	{ read_colour_name, schema_text, .example = "grey" },
	{ read_font_name, schema_text, .example = "text" },
	{ read_style_name, schema_text, .example = "byline" },
	{ read_word, schema_words },
	{ read_choice, schema_words },
	{ read_bool, schema_bool },
	{ read_int, schema_int, .range = range_int },
	{ read_ink, schema_ink, PERCENTS, "100", range_ink },
	{ read_dim, schema_dim, DIMS, .range = range_dim },
	{ read_length, schema_length, LENGTHS, .range = range_dim },
	{ read_percent, schema_percent, PERCENTS, .range = range_percent },
	{ read_span, schema_span, .example = "all", .range = range_int },
	{ read_page_size, schema_page_size, DIMS, .range = range_dim },
	{ read_sizes, schema_sizes, DIMS, .range = range_dim },
	{ read_aspect, schema_aspect, .example = "3:2" },
	{ read_spaces, schema_spaces, PERCENTS, .range = range_percent },
	{ read_cmyk, schema_cmyk, PERCENTS, .range = range_ink },
	{ read_rgb, schema_rgb },
	{ read_order, schema_order },
	{ read_issue_order, schema_issue_order },
	{ read_section_colours, schema_section_colours },
	{ read_boxed, schema_boxed, .example = "[statement, advisory]" },
	{ read_fit_pages, schema_fit_pages, .range = range_int },
	{ read_fit_leading, schema_two_dims, DIMS, .range = range_dim },
	{ read_fit_pictures, schema_two_percents, PERCENTS, .range = range_percent },
	{ read_fit_optional, schema_optional },
	{ read_coords, schema_coords, LENGTHS },
	{ read_coord_ends, schema_coords, LENGTHS },
	{ read_map, schema_map },
	{ read_rule, schema_rule },
	{ read_colours, schema_named },
	{ read_fonts, schema_named },
	{ read_styles, schema_named },
	{ read_boxings, schema_named },
	{ read_strings, schema_strings },
	{ read_zones, schema_zones },
	{ read_masthead_parts, schema_parts },
	{ read_header_parts, schema_parts },
	{ read_footer_parts, schema_parts },
	{ read_cover_parts, schema_parts },
	{ read_volume_cover, schema_parts },
	{ read_indexes, schema_indexes, .example = "[sections, people]" },
};

/* Of a reader that has no row here an editor takes anything, and tests/schema.py fails. */
static json_t *
schema_anything(const struct row *row)
{
	return json_object();
}

static const struct kind *
kind_of(const struct row *row)
{
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (kinds[i].read == row->read)
			return &kinds[i];
	static const struct kind anything = { .schema = schema_anything };
	return &anything;
}

/* ---- JSON Schema ------------------------------------------------------ */

/* A default or a word as an editor would write it into YAML. */
static json_t *
json_of_word(const char *s)
{
	char *end;
	gint64 v = g_ascii_strtoll(s, &end, 10);

	if (*s == '[') {
		json_t *list = json_array();
		g_autofree char *inside = g_strndup(s + 1, strlen(s) - 2);
		g_auto(GStrv) parts = g_strsplit(inside, ", ", -1);

		for (char **p = parts; *p; p++)
			json_array_append_new(list, json_of_word(*p));
		return list;
	}
	if (end != s && *end == '\0')
		return json_integer(v);
	if (strcmp(s, "true") == 0 || strcmp(s, "false") == 0)
		return json_boolean(*s == 't');
	return json_string(s);
}

static json_t *
schema_of_row(const struct row *row)
{
	json_t *o = kind_of(row)->schema(row);

	json_object_set_new(o, "description", json_string(diag_word(row->key.help)));
	/* What editors show for a value that is refused. */
	json_object_set_new(o, "errorMessage", json_string(diag_word(row->key.wants)));
	if (*row->key.def)
		json_object_set_new(o, "default", json_of_word(row->key.def));
	return o;
}

static json_t *
schema_of_keys(const char *path)
{
	json_t *keys = json_object();

	for (const struct row *row = NULL; (row = row_beneath(path, row)) != NULL;) {
		/* Keys of parts are a map of their own. */
		if (!*path && strchr(row->key.path, '*'))
			continue;
		json_object_set_new(keys, row_name(row), schema_of_row(row));
	}
	return json_pack("{s:s,s:o,s:b}", "type", "object", "properties", keys,
	    "additionalProperties", 0);
}

static json_t *
requires(const char *key)
{
	return json_pack("{s:[s]}", "required", key);
}

/* One thing a part is, and what it then needs. */
static json_t *
schema_part(void)
{
	static const char *const things[] = { "text", "image", "rule", "tint", "qr" };
	json_t *o = schema_of_keys("parts.*"), *one = json_array();

	for (size_t i = 0; i < G_N_ELEMENTS(things); i++)
		json_array_append_new(one, requires(things[i]));
	json_object_set_new(o, "oneOf", one);
	json_object_set_new(o, "allOf", json_pack("[{s:o,s:{s:[o,o]}},{s:o,s:o}]",
	    "if", requires("image"), "then", "anyOf", requires("height"), requires("width"),
	    "if", requires("qr"), "then", requires("width")));
	return o;
}

static json_t *
schema_template_text(void)
{
	g_autoptr(GString) to = g_string_new("^(?:[^{]|\\{(?:string\\.[^}]+");

	for (const char *const *f = layout_fields(); *f; f++) {
		g_auto(GStrv) parts = g_strsplit(*f, ".", -1);
		g_autofree char *escaped = g_strjoinv("\\.", parts);

		g_string_append_printf(to, "|%s", escaped);
	}
	g_string_append(to, ")\\})*$");
	return json_pack("{s:[s,s,s,s],s:s}", "type", "string", "number", "boolean", "null",
	    "pattern", to->str);
}

static json_t *
schema_coord(const char *edges)
{
	g_autofree char *length = pattern_number(of_dims, G_N_ELEMENTS(of_dims), "em|gr|%", "");
	/* Without its ^ and $. */
	g_autofree char *inside = g_strndup(length + 1, strlen(length) - 2);
	g_autofree char *pattern = g_strdup_printf("^(?:(?:%s)(?: %s)?|%s)$", edges, inside, inside);

	return json_pack("{s:[s,s],s:i,s:i,s:s}", "type", "string", "number", "minimum", 0,
	    "maximum", 0, "pattern", pattern);
}

static json_t *
definitions(void)
{
	return json_pack("{s:o,s:o,s:o,s:o,s:o}",
	    "text", json_pack("{s:[s,s,s,s]}", "type", "string", "number", "boolean", "null"),
	    "template", schema_template_text(),
	    "across", schema_coord("start|centre|end|inner|outer"),
	    "down", schema_coord("top|centre|bottom"), "part", schema_part());
}

/* What a layout needs that extends no other. */
static json_t *
whole_layout(void)
{
	return json_pack("{s:[s,s],s:{s:{s:[s],s:{s:{s:[s]}}},s:{s:[s,s]},s:{s:{s:[s]}}}}",
	    "required", "page", "styles", "properties",
	    "page", "required", "columns", "properties", "columns", "required", "count",
	    "styles", "required", "base", "body",
	    "fonts", "additionalProperties", "required", "family");
}

void
layout_print_schema(GString *to)
{
	json_t *o = json_object();

	json_object_set_new(o, "$schema", json_string("http://json-schema.org/draft-07/schema#"));
	json_object_set_new(o, "title", json_string(diag_word(N_("A layout of nashra"))));
	json_t *keys = schema_of_keys("");
	json_object_update(o, keys);
	json_decref(keys);
	json_object_set_new(o, "required", json_pack("[s]", "nashra-layout"));
	json_object_set_new(o, "anyOf", json_pack("[o,o]", requires("extends"), whole_layout()));
	json_object_set_new(o, "definitions", definitions());
	char *text = json_dumps(o, JSON_INDENT(1));
	g_string_append_printf(to, "%s\n", text);
	free(text);
	json_decref(o);
}

/* ---- examples --------------------------------------------------------- */

/* What stands behind «such as» up to the end of that value. */
static char *
such_as(const char *wants)
{
	const char *s = strstr(wants, "such as ");
	int depth = 0;
	bool quoted = false;

	if (!s)
		return NULL;
	s += strlen("such as ");
	const char *end = s;
	for (; *end; end++) {
		quoted ^= *end == '"';
		depth += *end == '[' || *end == '{';
		depth -= *end == ']' || *end == '}';
		if (depth == 0 && !quoted && (*end == ',' || g_str_has_prefix(end, " or ")))
			break;
	}
	return g_strndup(s, (gsize)(end - s));
}

static bool
is_said(const char *def)
{
	return *def && strcmp(def, "0") != 0 && strcmp(def, "0%") != 0 && strcmp(def, "none") != 0;
}

/* «a number from 100 to 900»: the first of those that is not there anyway. */
static int
least_said(const struct row *row)
{
	const char *from = strstr(row->key.wants, "from ");
	int least = from ? (int)g_ascii_strtoll(from + strlen("from "), NULL, 10) : row->min;
	g_autofree char *text = g_strdup_printf("%d", least);

	return strcmp(text, row->key.def) == 0 ? least + 1 : least;
}

/* A value that says something: of two words the one that is not there anyway. */
static char *
example_value(const struct row *row, const struct kind *k)
{
	g_autofree char *like = such_as(row->key.wants);

	if (row->read == read_bool)
		return g_strdup(strcmp(row->key.def, "true") == 0 ? "false" : "true");
	if (row->words && !k->example)
		return g_strdup(row->words[strcmp(row->words[0], row->key.def) == 0]);
	if (is_said(row->key.def) && *row->key.def != '{')
		return g_strdup(row->key.def);
	if (like && g_str_has_prefix(row->key.wants, "a list of ") && *like == '{')
		return g_strdup_printf("[%s]", like);
	if (like)
		return g_steal_pointer(&like);
	if (k->example)
		return g_strdup(k->example);
	return k->range ? g_strdup_printf("%d", least_said(row)) : NULL;
}

/* A text that YAML would take for a map. */
static char *
as_yaml(const struct row *row, char *value)
{
	bool text = kind_of(row)->schema == schema_template;

	if (!value || !text || *value == '"' || !strpbrk(value, "{:#"))
		return value;
	char *quoted = g_strdup_printf("\"%s\"", value);
	g_free(value);
	return quoted;
}

struct stand_in {
	const char *path, *name;
};

/* Names for the * of a path: such as a layout may well have. */
static const struct stand_in stand_ins[] = {
	{ "colours", "state" }, { "fonts", "text" }, { "styles", "headline" },
	{ "boxes", "notices" }, { "front.zones", "-" }, { "parts", "-" },
};

static const char *
name_for(const char *path, size_t n)
{
	for (size_t i = 0; i < G_N_ELEMENTS(stand_ins); i++)
		if (strlen(stand_ins[i].path) == n && strncmp(stand_ins[i].path, path, n) == 0)
			return stand_ins[i].name;
	return "name";
}

/* What must stand beside a key of a part, or NULL. */
static const char *
beside_part(const char *key)
{
	if (strcmp(key, "style") == 0 || strcmp(key, "at") == 0)
		return "text: \"{page}\"";
	if (strcmp(key, "from") == 0 || strcmp(key, "to") == 0)
		return "tint: grey";
	if (strcmp(key, "image") == 0)
		return "height: 20mm";
	if (strcmp(key, "width") == 0 || strcmp(key, "height") == 0)
		return "image: emblem.svg";
	return strcmp(key, "qr") == 0 ? "width: 22mm" : NULL;
}

/* The keys that lead to the value, each beneath the other. */
static void
append_example(GString *to, const char *path, const char *value)
{
	const char *whole = g_str_has_prefix(path, "parts.") ? "masthead.parts." : "";
	g_autofree char *longer = g_strconcat(whole, path + (*whole ? strlen("parts.") : 0), NULL);
	g_auto(GStrv) parts = g_strsplit(longer, ".", -1);
	int depth = 0;

	for (size_t i = 0; parts[i]; i++) {
		const char *name = strcmp(parts[i], "*") != 0 ? parts[i] : NULL;
		const char *beside = *whole && i == 3 ? beside_part(name) : NULL;

		if (!name) {
			const char *star = strchr(path, '*');
			name = name_for(path, (size_t)(star - path - 1));
		}
		if (strcmp(name, "-") == 0) {
			g_string_append_printf(to, "%*s- ", depth++ * 2, "");
			continue;
		}
		bool first = to->len == 0 || g_str_has_suffix(to->str, "- ");
		g_string_append_printf(to, "%*s%s:", first ? 0 : depth * 2, "", name);
		if (parts[i + 1])
			g_string_append_c(to, '\n');
		else
			g_string_append_printf(to, " %s\n", value);
		if (beside)
			g_string_append_printf(to, "%*s%s\n", depth * 2, "", beside);
		depth++;
	}
}

static void
append_name(GString *to, const char *before, const char *name, const char *behind)
{
	g_string_append_printf(to, "%s%s%s%s", to->len ? ", " : "", before, name, behind);
}

/* What a designer may name there and could not guess. */
static char *
names_known(struct arena *a, const struct row *row)
{
	g_autoptr(GString) to = g_string_new(NULL);
	const char *const *fields = layout_fields();

	if (row->read == read_template || row->read == read_optional) {
		for (size_t i = 0; fields[i]; i++)
			append_name(to, "{", fields[i], "}");
		append_name(to, "{", "string.NAME", "}");
	} else if (row->read == read_styles) {
		append_name(to, "", "base", "");
		for (unsigned i = 0; i < ROLE_N; i++)
			append_name(to, "", role_name((enum role)i), "");
	} else if (row->read == read_strings) {
		for (size_t i = 0; own_string(i); i++)
			append_name(to, "", own_string(i), "");
	}
	return to->len ? arena_strdup(a, to->str) : NULL;
}

struct layout_detail
layout_detail(struct arena *a, const char *path)
{
	struct layout_detail d = { 0 };
	const struct row *row = row_at_path(path);
	const struct kind *k = kind_of(row);
	g_autoptr(GString) least = g_string_new(NULL), most = g_string_new(NULL), example = g_string_new(NULL);
	g_autofree char *value = as_yaml(row, example_value(row, k));

	d.names = names_known(a, row);
	d.unit = k->unit ? diag_word(k->unit) : NULL;
	if (k->range && row->min != row->max) {
		k->range(row, least, most);
		d.least = arena_strdup(a, least->str);
		d.most = arena_strdup(a, most->str);
	}
	if (value) {
		append_example(example, path, value);
		d.example = arena_strdup(a, example->str);
	}
	return d;
}
