/* Words that are not to be parted, and titles of people: a file of lists, named by the layout. */
#include "layout/layout-int.h"

#include <stdlib.h>
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

/* ---- lists ------------------------------------------------------------ */

/* `word` against the `len` bytes at `s`, as strcmp would. */
static int
compare_word(const char *s, size_t len, const char *word)
{
	int order = strncmp(s, word, len);

	return order ? order : -(word[len] != '\0');
}

bool
words_have(const struct word_list *l, const char *s, size_t len)
{
	size_t from = 0, end = l->n;

	while (from < end) {
		size_t middle = from + (end - from) / 2;
		int order = compare_word(s, len, l->v[middle]);

		if (order == 0)
			return true;
		if (order < 0)
			end = middle;
		else
			from = middle + 1;
	}
	return false;
}

/* Of thousands of words of a text few begin one of these: so they are looked for alone. */
static void
gather_phrases(struct reader *r, struct binding *b)
{
	const struct word_list *const from[] = { &b->months, &b->after_number, &b->before_name,
		&b->before_number };
	size_t n = 0;

	for (size_t l = 0; l < G_N_ELEMENTS(from); l++)
		n += from[l]->n;
	const char **v = arena_array(r->a, const char *, n);
	n = 0;
	for (size_t l = 0; l < G_N_ELEMENTS(from); l++)
		for (size_t i = 0; i < from[l]->n; i++)
			if (strchr(from[l]->v[i], ' '))
				v[n++] = from[l]->v[i];
	b->phrases = (struct word_list) { v, n };
	qsort(v, n, sizeof *v, text_order);
}

/* ---- the file --------------------------------------------------------- */

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
	qsort(v, to->n, sizeof *v, text_order);
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
			diag_help_names(r->dg, c->key, names, G_N_ELEMENTS(names));
		}
	}
	gather_phrases(r, &r->l->binding);
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
	enum text_format f = text_format(bytes, len);
	if (f != TEXT_UNSAID && f != TEXT_BINDING) {
		fault(r, "layout.version", (struct place) { file, 1, 1 }, "this file is %s, not a file of bindings",
		    text_format_name(f));
		return;
	}
	struct yaml *root = text_check_file(r->dg, file, bytes, len)
	    ? yaml_read(r->a, r->dg, file, bytes, len, 1, NULL) : NULL;
	if (root)
		read_lists(r, root);
	else
		r->failed = true;
}
