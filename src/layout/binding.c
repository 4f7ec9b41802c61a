/* Words that are not to be parted, and titles of people: a file of lists, named by the layout. */
#include "layout/layout-int.h"

#include <string.h>

struct list_row {
	const char *key;
	size_t offset; /* in struct binding */
};

static const struct list_row lists[] = {
	{ "before-name", offsetof(struct binding, before_name) },
	{ "before-number", offsetof(struct binding, before_number) },
	{ "after-number", offsetof(struct binding, after_number) },
	{ "months", offsetof(struct binding, months) },
	{ "alone", offsetof(struct binding, alone) },
	{ "heads", offsetof(struct binding, heads) },
	{ "titles", offsetof(struct binding, titles) },
	{ "titles-or-names", offsetof(struct binding, titles_or_names) },
	{ "offices", offsetof(struct binding, offices) },
};

static struct word_list *
list_called(struct binding *b, const char *key)
{
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		if (strcmp(lists[i].key, key) == 0)
			return (struct word_list *)(void *)((char *)b + lists[i].offset);
	return NULL;
}

static void
read_list(struct reader *r, const struct yaml *n, struct word_list *to)
{
	const char **v;

	if (n->kind != YAML_LIST) {
		fault(r, "layout.bad-value", n->at, "%s wants a list of words", n->key);
		return;
	}
	v = arena_array(r->a, const char *, n->n);
	to->n = 0;
	for (const struct yaml *c = n->first; c; c = c->next)
		if (c->kind == YAML_SCALAR && *c->value)
			v[to->n++] = c->value;
		else
			fault(r, "layout.bad-value", c->at, "%s wants a list of words", n->key);
	to->v = v;
}

static void
read_lists(struct reader *r, const struct yaml *root)
{
	const char *names[G_N_ELEMENTS(lists) + 1] = { "nashra-binding" };

	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		names[i + 1] = lists[i].key;
	if (!yaml_get(root, "nashra-binding"))
		fault(r, "layout.version", root->at, "this is no file of bindings: it has no nashra-binding");
	for (const struct yaml *c = root->first; c; c = c->next) {
		struct word_list *to = list_called(&r->l->binding, c->key);

		if (to)
			read_list(r, c, to);
		else if (strcmp(c->key, "nashra-binding") != 0) {
			fault(r, "layout.unknown-key", c->key_at, "a file of bindings has no key '%s'",
			    c->key);
			help_name(r, c->key, names, G_N_ELEMENTS(names));
		}
	}
}

void
read_binding(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	size_t len = 0;

	if (n->kind != YAML_SCALAR) {
		bad_value(r, row, n);
		return;
	}
	const char *bytes = file_read(r->a, r->dg, r->l->folder, n->value,
	    LIMIT_LAYOUT_BYTES, n->at, &len);
	if (!bytes) {
		r->failed = true;
		return;
	}
	g_autofree char *path = g_build_filename(r->l->folder, n->value, NULL);
	const char *file = arena_strdup(r->a, path);
	diags_source(r->dg, file, bytes, len);
	struct yaml *root = text_check(r->dg, file, bytes, len)
	    ? yaml_read(r->a, r->dg, file, bytes, len, 1, NULL) : NULL;
	if (root)
		read_lists(r, root);
	else
		r->failed = true;
}
