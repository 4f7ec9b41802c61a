/* Which line of which file set a key: through parents, and through layouts that are extended. */
#include "layout/layout-int.h"

#include <string.h>

/* Where keys may stand: a style and its parents, or the layout alone. */
struct level {
	const struct yaml *map;
	const char *style;   /* NULL: of no style */
};

struct tracer {
	GString *to;
	GArray *levels;      /* struct level, the nearest first */
	const char *sep;
};

static void
add_value(GString *to, const struct yaml *n)
{
	if (n->kind == YAML_SCALAR)
		g_string_append(to, n->value);
	else {
		g_string_append_c(to, n->kind == YAML_LIST ? '[' : '{');
		for (const struct yaml *c = n->first; c; c = c->next) {
			if (n->kind == YAML_MAP)
				g_string_append_printf(to, "%s: ", c->key);
			add_value(to, c);
			g_string_append(to, c->next ? ", " : "");
		}
		g_string_append_c(to, n->kind == YAML_LIST ? ']' : '}');
	}
}

static void
add_member(GString *to, const char *key, const char *value)
{
	g_string_append_printf(to, "\"%s\":", key);
	text_add_json(to, value ? value : "");
}

static void
add_place(GString *to, struct place at)
{
	add_member(to, "file", at.file);
	g_string_append_printf(to, ",\"line\":%u,\"col\":%u", at.line, at.col);
}

static void
begin_key(struct tracer *t, const char *key, const struct yaml *n, const char *style)
{
	g_autoptr(GString) value = g_string_new(NULL);

	add_value(value, n);
	g_string_append_c(t->to, '{');
	add_member(t->to, "key", key);
	g_string_append_c(t->to, ',');
	add_member(t->to, "value", value->str);
	g_string_append_c(t->to, ',');
	add_place(t->to, n->at);
	g_string_append_c(t->to, ',');
	add_member(t->to, "style", style);
}

/* ---- the nodes that say a key ------------------------------------------ */

/* `path` of keys beneath `map`, as it stands, or NULL. */
static const struct yaml *
find_beneath(const struct yaml *map, const char *path)
{
	g_auto(GStrv) keys = g_strsplit(path, ".", -1);

	for (char **k = keys; map && *k; k++)
		map = map->kind == YAML_MAP ? yaml_get(map, *k) : NULL;
	return map;
}

/* The first that says it counts; all behind it were overruled. */
static void
trace_key(struct tracer *t, const char *path)
{
	int said = 0;

	for (guint i = 0; i < t->levels->len; i++) {
		const struct level *l = &g_array_index(t->levels, struct level, i);

		for (const struct yaml *n = find_beneath(l->map, path); n; n = n->under, said++) {
			g_string_append(t->to, said == 0 ? t->sep : said > 1 ? "," : "");
			begin_key(t, path, n, l->style);
			g_string_append(t->to, said == 0 ? ",\"over\":[" : "}");
		}
	}
	if (said == 0)
		return;
	g_string_append(t->to, "]}");
	t->sep = ",";
}

/* A key that has keys of its own is its keys; such a one has no form of its own. */
static void
trace_keys(struct tracer *t, const char *path, size_t skip)
{
	for (const struct row *row = NULL; (row = row_beneath(path, row)) != NULL;)
		if (!row->print && row_beneath(row->key.path, NULL))
			trace_keys(t, row->key.path, skip);
		else
			trace_key(t, row->key.path + skip);
}

/* ---- what is traced ----------------------------------------------------- */

static void
trace_style(struct tracer *t, const struct style *st)
{
	const char *sep = "";

	text_add_json(t->to, st->name);
	g_string_append(t->to, ":{\"parents\":[");
	g_array_set_size(t->levels, 0);
	for (const struct style *p = st; p; p = p->parent) {
		struct level l = { p->source, p->name };

		g_array_append_val(t->levels, l);
		if (p == st)
			continue;
		g_string_append(t->to, sep);
		text_add_json(t->to, p->name);
		sep = ",";
	}
	g_string_append(t->to, "],\"at\":{");
	add_place(t->to, st->at);
	g_string_append(t->to, "},\"keys\":[");
	t->sep = "";
	trace_keys(t, "styles.*", strlen("styles.*."));
	g_string_append(t->to, "]}");
}

void
layout_trace(const struct layout *l, GString *to)
{
	g_autoptr(GArray) levels = g_array_new(FALSE, FALSE, sizeof(struct level));
	struct tracer t = { to, levels, "" };
	struct level whole = { l->source, NULL };

	g_string_append(to, "{\"styles\":{");
	for (size_t i = 0; i < l->n_styles; i++) {
		g_string_append(to, i ? "," : "");
		trace_style(&t, &l->styles[i]);
	}
	g_string_append(to, "},\"page\":[");
	g_array_set_size(levels, 0);
	g_array_append_val(levels, whole);
	t.sep = "";
	trace_keys(&t, "page", 0);
	g_string_append(to, "]}\n");
}
