/* yaml: what people write by hand, and what they get wrong. */
#include "yaml/yaml.h"

#include <string.h>

static const char *const fields[] = { "headline", "decks", "byline", NULL };

/* The tree, or the faults, of `text`. */
static char *
reading_of(const char *text, size_t len)
{
	struct arena *a = arena_create();
	struct diags *dg = diags_create();
	GString *s = g_string_new(NULL);
	const struct yaml *root = yaml_read(a, dg, "f", text, len, 1, fields);

	for (size_t i = 0; i < diags_n(dg); i++)
		g_string_append_printf(s, "%u:%u %s\n", diags_get(dg, i)->at.line,
		    diags_get(dg, i)->at.col, diags_get(dg, i)->code);
	if (root)
		yaml_print(root, s);
	else
		g_assert_cmpuint(diags_n(dg), >, 0);
	arena_destroy(a);
	diags_destroy(dg);
	return g_string_free(s, FALSE);
}

struct specimen {
	const char *name, *text, *reads;
};

/* Places are of the value's first character; text fields are all text. */
static const struct specimen good[] = {
	{ "typed-by-nobody", "a: no\nb: 12:30\nc: 007\nd: \"\"\n",
	    "1:1 map\n  1:4 scalar a = no\n  2:4 scalar b = 12:30\n"
	    "  3:4 scalar c = 007\n  4:4 scalar d = '\n" },
	{ "headline-with-colon", "headline: قال فلان: نعم # لا\nx: y\n",
	    "1:1 map\n  1:11 scalar headline = 'قال فلان: نعم # لا\n"
	    "  2:4 scalar x = y\n" },
	{ "headline-with-quotes", "headline: \"عاجل\": خبر 'اليوم'  \n",
	    "1:1 map\n  1:11 scalar headline = '\"عاجل\": خبر 'اليوم'\n" },
	{ "headline-quoted", "headline: \"a\\tb\"\n",
	    "1:1 map\n  1:11 scalar headline = 'a\tb\n" },
	/* A file that begins so is none of ours; a value may. */
	{ "begins-as-a-pdf", "a: \"%PDF-\\u2026\"\n", "1:1 map\n  1:4 scalar a = '%PDF-…\n" },
	{ "headline-block", "headline: >-\n  a: b\n  c\n",
	    "1:1 map\n  1:11 scalar headline = 'a: b c\n" },
	{ "deck-list", "decks:\n  - اول: ثان\n\n  - - ثالث\n  - 'x: y'\nz: 1\n",
	    "1:1 map\n  2:3 list decks\n    2:5 scalar = 'اول: ثان\n"
	    "    4:5 scalar = '- ثالث\n    5:5 scalar = 'x: y\n"
	    "  6:4 scalar z = 1\n" },
	{ "byline-map", "byline: {role: كتب, names: [a, b]}\n",
	    "1:1 map\n  1:9 map byline\n    1:16 scalar role = كتب\n"
	    "    1:28 list names\n      1:29 scalar = a\n      1:32 scalar = b\n" },
	{ "byline-block-map", "byline:\n  role: x: \n",
	    "2:10 yaml.syntax\n" },
	{ "crlf", "headline: ab\r\nx: y\r\n",
	    "1:1 map\n  1:11 scalar headline = 'ab\n  2:4 scalar x = y\n" },
	{ "nested-key-is-yaml", "x:\n  headline: a\n",
	    "1:1 map\n  2:3 map x\n    2:13 scalar headline = a\n" },
};

static const struct specimen bad[] = {
	{ "empty", "", "1:1 yaml.empty\n" },
	{ "only-comment", "# x\n", "1:1 yaml.empty\n" },
	{ "not-a-map", "- a\n", "1:1 yaml.root\n" },
	{ "tab", "a:\n\tb: c\n", "2:1 yaml.syntax\n" },
	{ "colon", "a: b: c\n", "1:5 yaml.syntax\n" },
	{ "duplicate", "a: 1\nb: 2\na: 3\n",
	    "3:1 yaml.duplicate-key\n1:1 map\n  1:4 scalar a = 1\n  2:4 scalar b = 2\n" },
	{ "anchor", "a: &x 1\nb: *x\n", "1:4 yaml.alias\n2:4 yaml.alias\n" },
	{ "tag", "a: !!int 1\n", "1:4 yaml.tag\n" },
	{ "merge", "<<: {a: 1}\n", "1:1 yaml.alias\n" },
	{ "two-documents", "a: 1\n---\nb: 2\n", "2:1 yaml.document\n" },
	{ "complex-key", "[a]: 1\n", "1:1 yaml.complex-key\n" },
	{ "open-quote", "a: \"b\n", "2:1 yaml.syntax\n" },
	{ "percent", "%FF", "1:4 yaml.syntax\n" },
};

static void
test_specimen(gconstpointer data)
{
	const struct specimen *s = data;
	g_autofree char *got = reading_of(s->text, strlen(s->text));

	g_assert_cmpstr(got, ==, s->reads);
}

/* A thousand brackets are refused at the 33rd. */
static void
test_depth(void)
{
	g_autofree char *text = g_strnfill(1003, '[');

	memcpy(text, "a: ", 3);
	g_autofree char *got = reading_of(text, 1003);
	g_assert_cmpstr(got, ==, "1:35 yaml.depth\n");
}

/* Cut anywhere, a file gives a tree or a message, and nothing worse. */
static void
test_cuts(void)
{
	const char *text = "headline: a: \"b\ndecks:\n - x\n - {a: [1, 'ب']}\nc: |\n  d\n";

	for (size_t i = 0; i <= strlen(text); i++)
		g_free(reading_of(text, i));
}

static void
add_specimens(const char *group, const struct specimen *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		g_autofree char *path = g_strdup_printf("/yaml/%s/%s", group, v[i].name);
		g_test_add_data_func(path, &v[i], test_specimen);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add_specimens("good", good, G_N_ELEMENTS(good));
	add_specimens("bad", bad, G_N_ELEMENTS(bad));
	g_test_add_func("/yaml/depth", test_depth);
	g_test_add_func("/yaml/cuts", test_cuts);
	return g_test_run();
}
