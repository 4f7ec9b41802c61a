/* Fixed texts: those of the layout, else the program's own. */
#include "layout/layout-int.h"

#include <string.h>

struct own_string {
	const char *key, *arabic, *english;
};

static const struct own_string own_strings[] = {
	{ "contents", "في هذا العدد", "In this issue" },
	{ "corrections", "تصويبات", "Corrections" },
	{ "correction-of", "تصويب لخبر", "Correction to" },
	{ "contacts", "للتواصل", "Contacts" },
	{ "year", "السنة", "Year" },
	{ "issue", "العدد", "No." },
	{ "page", "ص", "p." },
	{ "volume", "أرشيف الأخبار", "News archive" },
	{ "volume-contents", "المحتويات", "Contents" },
	{ "undated", "بلا تاريخ", "Undated" },
	{ "week", "الأسبوع", "Week" },
	{ "index-sections", "فهرس الأبواب", "Index of sections" },
	{ "index-subjects", "فهرس الموضوعات", "Index of subjects" },
	{ "index-people", "فهرس الأشخاص", "Index of people" },
	{ "index-bodies", "فهرس الجهات", "Index of bodies" },
	{ "proof", "مسودة – ليس للنشر", "Draft – not for publication" },
};

const char *
layout_string(const struct layout *l, const char *key)
{
	for (size_t i = 0; i < l->n_strings; i++)
		if (strcmp(l->strings[i].key, key) == 0)
			return l->strings[i].value;
	for (size_t i = 0; i < G_N_ELEMENTS(own_strings); i++)
		if (strcmp(own_strings[i].key, key) == 0)
			return g_str_has_prefix(l->language ? l->language : "ar", "ar")
			    ? own_strings[i].arabic : own_strings[i].english;
	return NULL;
}

const char *
own_string(size_t i)
{
	return i < G_N_ELEMENTS(own_strings) ? own_strings[i].key : NULL;
}

static bool
is_own(const char *key)
{
	for (size_t i = 0; i < G_N_ELEMENTS(own_strings); i++)
		if (strcmp(own_strings[i].key, key) == 0)
			return true;
	return false;
}

static void
report_unused(struct reader *r, const struct yaml *c)
{
	const char *words[G_N_ELEMENTS(own_strings)];

	for (size_t i = 0; i < G_N_ELEMENTS(own_strings); i++)
		words[i] = own_strings[i].key;
	const char *near = nearest_word(c->key, words, G_N_ELEMENTS(words));
	diag_add(r->dg, DIAG_WARNING, "layout.unused-string", c->key_at, "no text of the layout names {string.%s}", c->key);
	if (near)
		diag_help(r->dg, "did you mean '%s'?", near);
	else
		diag_help(r->dg, "name it in a part, such as {text: \"{string.%s}\"}, or take it out", c->key);
}

/* Of a layout that this one extends, others may name what this one does not. */
void
check_strings(struct reader *r, const struct yaml *root)
{
	const struct yaml *strings = yaml_get(root, "strings");

	for (const struct yaml *c = strings && strings->kind == YAML_MAP ? strings->first : NULL; c; c = c->next)
		if (g_strcmp0(c->key_at.file, r->l->file) == 0 && !is_own(c->key) && !g_hash_table_contains(r->named, c->key))
			report_unused(r, c);
}
