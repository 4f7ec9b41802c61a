/*
 * Items and issues told to people and editors: every key, and JSON Schema
 * (draft 7), from the tables that the readers read with.
 */
#include "item/issue.h"
#include "item/item-int.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* ---- what values look like -------------------------------------------- */

/* A day that the calendar has, leap years too, no year of the Hijri calendar; a time of ISO 8601 behind it. */
#define LEAP_YEAR "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
#define DAY "(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])" \
	"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|" LEAP_YEAR "-02-29)"
#define TIME "(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?)?"
#define DATE "^(?!0|1[0-6]|1700)" DAY TIME "$"
/* From 0 to 100, with a sign of percent or without. */
#define SHARE "^0*(?:100(?:\\.0*)?|[0-9]{1,2}(?:\\.[0-9]*)?|\\.[0-9]+)%?$"

/* A reader, what it takes, and what an editor is told of that. */
struct kind {
	value_reader *read;
	json_t *(*schema)(void);
	const char *wants;
	const char *example;
	const char *const *(*words)(void);
};

static json_t *
schema_text(void)
{
	return json_pack("{s:[s,s,s,s]}", "type", "string", "number", "boolean", "null");
}

static json_t *
either(json_t *a, json_t *b)
{
	return json_pack("{s:[o,o]}", "anyOf", a, b);
}

static json_t *
list_of(json_t *entry)
{
	return json_pack("{s:s,s:o}", "type", "array", "items", entry);
}

/* Not empty, and not blank. */
static json_t *
some_text(void)
{
	return json_pack("{s:[s,s,s],s:s}", "type", "string", "number", "boolean", "pattern", "[^ \\n]");
}

static json_t *
schema_texts(void)
{
	return either(schema_text(), list_of(schema_text()));
}

static json_t *
with_pattern(json_t *o, const char *pattern)
{
	json_object_set_new(o, "pattern", json_string(pattern));
	return o;
}

static json_t *
schema_id(void)
{
	return with_pattern(schema_text(), "^[A-Za-z0-9._-]*$");
}

static json_t *
schema_date(void)
{
	return json_pack("{s:[s,s],s:s}", "type", "string", "null", "pattern", DATE);
}

static json_t *
schema_count(void)
{
	return json_pack("{s:[s,s],s:i,s:i,s:s}", "type", "integer", "string", "minimum", 1,
	    "maximum", G_MAXINT - 1, "pattern", "^ *[+]?0*[1-9][0-9]{0,8}$");
}

static json_t *
share(int least)
{
	return json_pack("{s:[s,s],s:i,s:i,s:s}", "type", "number", "string", "minimum", least,
	    "maximum", 100, "pattern", SHARE);
}

static json_t *
schema_crop(void)
{
	return json_pack("{s:s,s:[o,o,o,o],s:i,s:i}", "type", "array", "items", share(0), share(0),
	    share(1), share(1), "minItems", 4, "maxItems", 4);
}

static json_t *
schema_focus(void)
{
	return json_pack("{s:s,s:[o,o],s:i,s:i}", "type", "array", "items", share(0), share(0),
	    "minItems", 2, "maxItems", 2);
}

static const struct kind kinds[] = {
	{ value_text, schema_text, N_("a text"), "…", NULL },
	{ value_url, schema_text, N_("an address of the web"), "https://example.org/news", NULL },
	{ value_site, schema_text, N_("an address of the web, as it is printed"), "www.example.org", NULL },
	{ value_email, schema_text, N_("an address for letters"), "press@example.org", NULL },
	{ value_phone, schema_text, N_("a number to call"), "02-27960000", NULL },
	{ value_texts, schema_texts, N_("a text, or a list of texts"), "[…, …]", NULL },
	{ value_id, schema_id, N_("letters a-z, digits, '-', '_' and '.'"), "water-2026-11-23", NULL },
	{ value_date, schema_date, N_("a day such as 2026-11-23, or with its time 2026-11-23T14:00+02:00"),
	    "2026-11-23", NULL },
	{ value_type, NULL, N_("release, statement, advisory, speech or correction"), "statement", type_words },
	{ value_status, NULL, N_("usable, withheld or canceled"), "usable", status_words },
	{ value_direction, NULL, N_("rtl or ltr"), "ltr", direction_words },
	{ value_crop, schema_crop, N_("a list [x, y, width, height] in percent of the picture"),
	    "[10, 0, 80, 100]", NULL },
	{ value_focus, schema_focus, N_("a list [x, y] in percent of the picture"), "[50, 20]", NULL },
	{ value_count, schema_count, N_("a whole number from 1"), "412", NULL },
	{ value_line, schema_count, N_("the number of a line"), "21", NULL },
};

static const struct kind *
kind_of(const struct field *f)
{
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (kinds[i].read == f->read)
			return &kinds[i];
	/* Of such a one an editor takes texts only, and tests/schema.py may fail. */
	return &kinds[0];
}

static const char *const shape_wants[] = {
	[SHAPE_VERSION] = "1", [SHAPE_OFFSET] = N_("a number from -2 to 2"),
	[SHAPE_TEXTS] = N_("a text, or a list of texts"), [SHAPE_MAP] = N_("a map of keys"), [SHAPE_TEXT_MAP] = N_("a text, or a map of keys"),
	[SHAPE_ID_MAP] = N_("an id, or a map of keys"),
	[SHAPE_MAPS] = N_("a map of keys, or a list of them"), [SHAPE_FREE_MAP] = N_("a map of texts"),
};

static const char *
wants_of(const struct field *f)
{
	return diag_word(f->shape == SHAPE_VALUE ? kind_of(f)->wants : shape_wants[f->shape]);
}

/* ---- JSON Schema ------------------------------------------------------ */

static json_t *schema_of_map(const struct field *fields, size_t n, const char *must);

static json_t *
schema_of_words(const char *const *words)
{
	json_t *v = json_array();

	for (; *words; words++)
		json_array_append_new(v, json_string(*words));
	return json_pack("{s:o}", "enum", v);
}

static json_t *
schema_of_value(const struct field *f)
{
	const struct kind *k = kind_of(f);

	return k->words ? schema_of_words(k->words()) : k->schema();
}

static json_t *
schema_of_shape(const struct field *f)
{
	json_t *map = f->inside ? schema_of_map(f->inside, f->n_inside, f->must) : NULL;

	switch (f->shape) {
	case SHAPE_VALUE:
		return schema_of_value(f);
	case SHAPE_VERSION:
		return json_pack("{s:[i,s]}", "enum", 1, "1");
	case SHAPE_OFFSET:
		return json_pack("{s:[s,s],s:i,s:i,s:s}", "type", "integer", "string", "minimum", -2,
		    "maximum", 2, "pattern", "^ *(?:[+-]?0*[0-2])$");
	case SHAPE_TEXTS:
		return schema_texts();
	case SHAPE_MAP:
		return map;
	case SHAPE_TEXT_MAP:
		return either(schema_text(), map);
	case SHAPE_ID_MAP:
		return either(schema_id(), map);
	case SHAPE_MAPS:
		return json_pack("{s:[o,o]}", "anyOf", json_deep_copy(map), list_of(map));
	case SHAPE_FREE_MAP:
		return json_pack("{s:s,s:o}", "type", "object", "additionalProperties", schema_text());
	}
	return NULL;
}

static json_t *
schema_of_field(const struct field *f)
{
	json_t *o = schema_of_shape(f);

	json_object_set_new(o, "description", json_string(diag_word(f->help)));
	json_object_set_new(o, "errorMessage", json_string(wants_of(f)));
	return o;
}

static json_t *
schema_of_map(const struct field *fields, size_t n, const char *must)
{
	json_t *keys = json_object();

	for (size_t i = 0; i < n; i++)
		json_object_set_new(keys, fields[i].key, schema_of_field(&fields[i]));
	json_t *o = json_pack("{s:s,s:o,s:b}", "type", "object", "properties", keys,
	    "additionalProperties", 0);
	if (!must)
		return o;
	json_object_set_new(o, "required", json_pack("[s]", must));
	for (size_t i = 0; i < n; i++)
		if (strcmp(fields[i].key, must) == 0 && fields[i].read == value_text)
			json_object_update_new(json_object_get(keys, must), some_text());
	return o;
}

static json_t *
schema_of_file(struct fields f, const char *title)
{
	json_t *o = json_pack("{s:s,s:s}", "$schema", "http://json-schema.org/draft-07/schema#",
	    "title", title);
	json_t *map = schema_of_map(f.v, f.n, NULL);

	json_object_update(o, map);
	json_decref(map);
	return o;
}

static void
print_schema(json_t *o, GString *to)
{
	char *text = json_dumps(o, JSON_INDENT(1));

	g_string_append_printf(to, "%s\n", text);
	free(text);
	json_decref(o);
}

void
item_print_schema(GString *to)
{
	json_t *o = schema_of_file(item_all_fields(), diag_word(N_("The front matter of an item of nashra")));
	json_t *headline = json_object_get(json_object_get(o, "properties"), "headline");

	json_object_update_new(headline, some_text());
	json_object_set_new(o, "required", json_pack("[s,s]", "nashra-item", "headline"));
	print_schema(o, to);
}

/* Words about the day need the day. */
static json_t *
days_need_date(void)
{
	static const char *const words[] = { "weekday", "hijri", "date-line" };
	json_t *o = json_object();

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		json_object_set_new(o, words[i], json_pack("[s]", "date"));
	return o;
}

/* Of names, one at least that is not blank. */
static json_t *
some_name(void)
{
	return either(some_text(), json_pack("{s:s,s:o}", "type", "array", "contains", some_text()));
}

/* One section at least has an item, or the issue has corrections. */
static json_t *
some_item(void)
{
	json_t *section = json_pack("{s:s,s:[s],s:{s:o}}", "type", "object", "required", "items",
	    "properties", "items", some_name());
	json_t *sections = either(json_deep_copy(section),
	    json_pack("{s:s,s:o}", "type", "array", "contains", section));

	return json_pack("[{s:[s],s:{s:o}},{s:[s],s:{s:o}}]",
	    "required", "sections", "properties", "sections", sections,
	    "required", "corrections", "properties", "corrections", some_name());
}

void
issue_print_schema(GString *to)
{
	json_t *o = schema_of_file(issue_all_fields(), diag_word(N_("An issue of nashra")));

	json_object_set_new(o, "required", json_pack("[s]", "nashra-issue"));
	json_object_set_new(o, "anyOf", some_item());
	json_object_set_new(o, "dependencies", days_need_date());
	print_schema(o, to);
}

/* ---- keys ------------------------------------------------------------- */

static void
add_keys(struct arena *a, const char *above, struct fields f, GArray *to)
{
	for (size_t i = 0; i < f.n; i++) {
		const struct field *x = &f.v[i];
		struct item_key k = {
			.path = arena_printf(a, "%s%s%s", above, *above ? "." : "", x->key),
			.wants = wants_of(x),
			.help = diag_word(x->help),
			.example = x->shape == SHAPE_VALUE ? kind_of(x)->example
			    : x->shape == SHAPE_VERSION ? "1" : NULL,
		};

		g_array_append_val(to, k);
		if (x->inside)
			add_keys(a, k.path, (struct fields) { x->inside, x->n_inside }, to);
	}
}

static const struct item_key *
all_keys(struct arena *a, struct fields f, size_t *ret_n)
{
	g_autoptr(GArray) v = g_array_new(FALSE, FALSE, sizeof(struct item_key));

	add_keys(a, "", f, v);
	*ret_n = v->len;
	return arena_memdup(a, v->data, v->len * sizeof(struct item_key));
}

const struct item_key *
item_keys(struct arena *a, size_t *ret_n)
{
	return all_keys(a, item_all_fields(), ret_n);
}

const struct item_key *
issue_keys(struct arena *a, size_t *ret_n)
{
	return all_keys(a, issue_all_fields(), ret_n);
}
