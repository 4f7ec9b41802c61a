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
	{ "open-quote", "a: \"b\n", "1:4 yaml.syntax\n" },
	{ "percent", "%FF", "1:4 yaml.syntax\n" },
};

/* What stands behind a mistake is what YAML stumbles over: the message is of the mistake. */
static const struct specimen slips[] = {
	{ "no-blank", "a: 1\nname:house\nb: 2\n", "2:5 a blank is missing behind this colon" },
	{ "no-blank-at-first", "name:house\nb: 2\n", "1:5 a blank is missing behind this colon" },
	{ "no-blank-of-arabic", "x: 1\nkicker:نص\nid: b\n", "2:7 a blank is missing behind this colon" },
	{ "no-blank-at-last", "x: 1\n\nkicker:نص\n", "3:7 a blank is missing behind this colon" },
	{ "no-blank-in-list", "x:\n  - name:house\n    b: 2\n", "2:9 a blank is missing behind this colon" },
	{ "wide-colon", "kicker： نص\nid: b\n", "1:7 this colon is a wide one, and parts no key from its value" },
	{ "no-break-space", "a: 1\nkicker:\u00A0نص\nid: b\n",
	    "2:8 what stands behind this colon is no blank, though it looks like one" },
	{ "no-break-space-before-brace", "a:\u00A0{b: 1, c: 2}\n", "1:3 what stands behind this colon is no blank, though it looks like one" },
	{ "no-colon", "a: 1\ncolours\n  b: 2\n", "2:1 a key without ':' behind it" },
	{ "no-colon-at-first", "colours\n  b: 2\n", "1:1 a key without ':' behind it" },
	{ "no-colon-before-comment", "colours\n# c\n\n  b: 2\n", "1:1 a key without ':' behind it" },
	{ "two-colons", "a: b: c\n", "1:5 a ': ' stands inside a value" },
	{ "open-brace", "a: {b: 1, c: 2\nd: 3\n", "1:4 this { is not closed" },
	{ "colour-alone", "a: {rgb: #ff0000}\n", "1:10 this # begins a comment, and what stands behind it is not read" },
	{ "colour-before-a-key", "a: {rgb: #0f0}\nb: {k: 3}\n", "1:10 this # begins a comment, and what stands behind it is not read" },
	{ "colour-in-a-list", "a: [b,\n  #C81E28, c]\nd: 1\n", "2:3 this # begins a comment, and what stands behind it is not read" },
	{ "open-brace-and-comment", "a: {b: 1, c: 2 #added\nd: 3\n", "1:4 this { is not closed" },
	{ "open-brace-at-end", "x: 1\na: {b: 1, c: 2\n", "2:4 this { is not closed" },
	{ "open-bracket", "a: [1, 2\nd: 3\n", "1:4 this [ is not closed" },
	{ "brace-for-bracket", "a: {b: [1, 2}\n", "1:8 this [ is closed by a }" },
	{ "bracket-for-brace", "a: {b: 1]\n", "1:4 this { is closed by a ]" },
	{ "no-comma", "a: {b: \"1\" c: 2}\n", "1:12 a ',' is missing before this" },
	{ "arabic-comma", "a: {b: 2، gap: 7mm}\n", "1:9 this comma parts nothing here" },
	{ "arabic-comma-above", "a: {b: 2،\n  gap: 7mm}\n", "1:9 this comma parts nothing here" },
	{ "colon-in-braces", "- {title: a: b}\n", "1:12 a second ':' stands in one value" },
	{ "surplus-brace", "a:\n  b: {c: 1}}\n", "2:12 a '}' that closes nothing" },
	{ "surplus-bracket", "a: [1]]\n", "1:7 a ']' that closes nothing" },
	{ "text-behind-braces", "a: {page} من\nb: 1\n", "1:11 a text follows what stands in braces or brackets" },
	{ "text-behind-quotes", "a: \"x\" y\nb: 1\n", "1:8 a text follows the quote that closes the value" },
	{ "tab", "a:\n\tb: c\n", "2:1 a tab stands where a line is indented" },
	{ "tab-behind-blanks", "a:\n  \tb: c\n", "2:3 a tab stands where a line is indented" },
	{ "quote-of-lines", "a: 1\nb: \"c\nd: e\n", "2:4 this quote is never closed" },
	{ "list-behind-key", "a: - b\n", "1:4 a list begins behind its key, on the same line" },
	{ "byte-order-mark", "\uFEFFa: {b: 1\n", "1:5 this { is not closed" },
};

static void
test_slip(gconstpointer data)
{
	const struct specimen *s = data;
	struct arena *a = arena_create();
	struct diags *dg = diags_create();

	g_assert_null(yaml_read(a, dg, "f", s->text, strlen(s->text), 1, fields));
	g_assert_cmpuint(diags_n(dg), ==, 1);
	const struct diag *d = diags_get(dg, 0);
	g_autofree char *got = g_strdup_printf("%u:%u %s", d->at.line, d->at.col, d->text);
	g_assert_cmpstr(got, ==, s->reads);
	g_assert_cmpstr(d->code, ==, "yaml.syntax");
	g_assert_nonnull(d->help);
	arena_destroy(a);
	diags_destroy(dg);
}

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
add_specimens(const char *group, const struct specimen *v, size_t n, GTestDataFunc test)
{
	for (size_t i = 0; i < n; i++) {
		g_autofree char *path = g_strdup_printf("/yaml/%s/%s", group, v[i].name);
		g_test_add_data_func(path, &v[i], test);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add_specimens("good", good, G_N_ELEMENTS(good), test_specimen);
	add_specimens("bad", bad, G_N_ELEMENTS(bad), test_specimen);
	add_specimens("slips", slips, G_N_ELEMENTS(slips), test_slip);
	g_test_add_func("/yaml/depth", test_depth);
	g_test_add_func("/yaml/cuts", test_cuts);
	return g_test_run();
}
