/* The lists of words that a press office can read and change. */
#include "import/import-int.h"

#include "yaml/yaml.h"

#include <string.h>

struct list {
	const char *key;
	size_t offset;
};

static const struct list lists[] = {
	{ "residue", offsetof(struct import_words, residue) },
	{ "ends", offsetof(struct import_words, ends) },
	{ "bylines", offsetof(struct import_words, bylines) },
	{ "prepositions", offsetof(struct import_words, prepositions) },
	{ "verbs", offsetof(struct import_words, verbs) },
	{ "shortcodes", offsetof(struct import_words, shortcodes) },
};

static bool
read_list(struct arena *a, struct diags *dg, const struct yaml *n, struct words *w)
{
	if (n->kind != YAML_LIST)
		return false;
	w->v = arena_array(a, const char *, n->n);
	for (const struct yaml *c = n->first; c; c = c->next) {
		if (c->kind != YAML_SCALAR || !*c->value)
			return false;
		w->v[w->n++] = c->value;
	}
	return true;
}

static void
warn_of_unknown_keys(struct diags *dg, const struct yaml *root)
{
	const char *keys[G_N_ELEMENTS(lists) + 1] = { 0 };

	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		keys[i] = lists[i].key;
	for (const struct yaml *c = root->first; c; c = c->next) {
		if (g_strv_contains(keys, c->key))
			continue;
		const char *near = nearest_word(c->key, keys, G_N_ELEMENTS(lists));

		diag_add(dg, DIAG_WARNING, "import.words", c->key_at, "a file of words has no list '%s'", c->key);
		if (near)
			diag_help(dg, "did you mean '%s'?", near);
	}
}

const struct import_words *
import_words_read(struct arena *a, struct diags *dg, const char *file)
{
	size_t len = 0;
	struct place at = { file, 0, 0 };
	const char *bytes = file_read(a, dg, NULL, file, LIMIT_LAYOUT_BYTES, at, &len);
	struct yaml *root = bytes ? yaml_read(a, dg, file, bytes, len, 1, NULL) : NULL;
	struct import_words *w = arena_new(a, struct import_words);

	if (!root)
		return NULL;
	warn_of_unknown_keys(dg, root);
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
		const struct yaml *n = yaml_get(root, lists[i].key);
		if (n && read_list(a, dg, n, (struct words *)(void *)((char *)w + lists[i].offset)))
			continue;
		diag_add(dg, DIAG_ERROR, "import.words", n ? n->at : root->at,
		    "%s wants a list of words", lists[i].key);
		return NULL;
	}
	return w;
}
