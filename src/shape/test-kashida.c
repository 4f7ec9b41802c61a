/*
 * kashida: every word of tests/golden/kashida/classes.txt is drawn out where
 * the table of classes says, and where the bans leave it.
 *
 * The words were judged by the rules of typography.md, not by this program.
 */
#include "shape/kashida.h"

#include <string.h>

#define MOST 64

/* The join with the lowest class, of ties the later. */
static const struct kashida_place *
best_of(const struct kashida_place *v, uint32_t n, bool free)
{
	const struct kashida_place *best = NULL;

	for (uint32_t i = 0; i < n; i++)
		if (v[i].class != KASHIDA_NO_CLASS && v[i].ban != KASHIDA_NOT_A_JOIN &&
		    (!free || v[i].ban == KASHIDA_FREE) && (!best || v[i].class <= best->class))
			best = &v[i];
	return best;
}

/* Every character but the first might begin behind a join. */
static uint32_t
places_of(const char *word, struct kashida_place *to)
{
	uint32_t n = 0;

	for (const char *p = text_next(word); *p; p = text_next(p)) {
		g_assert_cmpuint(n, <, MOST);
		to[n++] = (struct kashida_place) { .at = (uint16_t)(p - word) };
	}
	return n;
}

static void
append_place(GString *to, const char *word, const struct kashida_place *k)
{
	if (k)
		g_string_append_printf(to, "%d %.*s|%s", k->class, k->at, word, word + k->at);
	else
		g_string_append_c(to, '-');
}

/* The line of the file, as this program would write it. */
static char *
verdict_on(const char *word)
{
	struct kashida_place v[MOST];
	uint32_t n = places_of(word, v);
	g_autoptr(GString) to = g_string_new(NULL);

	kashida_classify(word, (uint32_t)strlen(word), v, n);
	const struct kashida_place *before = best_of(v, n, false), *left = best_of(v, n, true);
	append_place(to, word, before);
	if (!before)
		g_string_append_printf(to, " %s", word);
	else if (before->ban != KASHIDA_FREE) {
		g_string_append_printf(to, " ! %s ", kashida_ban_name((enum kashida_ban)before->ban));
		append_place(to, word, left);
	}
	if (left && left->reluctant)
		g_string_append(to, " late");
	return g_strdup(to->str);
}

/* Its second word, without the mark of the join. */
static char *
word_of(const char *line)
{
	g_auto(GStrv) cell = g_strsplit(line, " ", 3);
	g_auto(GStrv) parts = g_strsplit(cell[1], "|", 2);

	return g_strjoinv("", parts);
}

static void
test_classes(void)
{
	g_autofree char *path = g_build_filename(g_getenv("NASHRA_ROOT"),
	    "tests/golden/kashida/classes.txt", NULL);
	g_autofree char *text = NULL;
	unsigned n = 0, wrong = 0;

	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **l = lines; *l; l++) {
		if (**l == '#' || **l == '\0')
			continue;
		g_autofree char *word = word_of(*l), *got = verdict_on(word);

		n++;
		if (strcmp(got, *l) != 0) {
			wrong++;
			g_test_message("wanted %s, got %s", *l, got);
		}
	}
	g_test_message("%u words", n);
	g_assert_cmpuint(n, >=, 300);
	g_assert_cmpuint(wrong, ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/kashida/classes", test_classes);
	return g_test_run();
}
