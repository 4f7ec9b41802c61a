/*
 * The Unicode Consortium's own tests, through the calls of shape: every line
 * of BidiCharacterTest.txt (UAX 9) that has a direction, as paragraphs here
 * always do, and no overrides, and every line of LineBreakTest.txt (UAX 14).
 */
#include "shape/shape-int.h"

#include <string.h>
#include <unicode/uchar.h>

#define DATA "/usr/share/unicode/"
#define MOST 256

struct sample {
	gunichar c[MOST];
	size_t n;
	char text[MOST * 6];
	size_t len;
};

static char **
lines_of(const char *file)
{
	g_autofree char *text = NULL;

	if (!g_file_get_contents(file, &text, NULL, NULL)) {
		g_test_message("%s is missing: install unicode-data", file);
		return NULL;
	}
	return g_strsplit(text, "\n", -1);
}

static void
add_character(struct sample *s, const char *hex)
{
	g_assert_cmpuint(s->n, <, MOST);
	s->c[s->n] = (gunichar)g_ascii_strtoull(hex, NULL, 16);
	s->len += (size_t)g_unichar_to_utf8(s->c[s->n], s->text + s->len);
	s->n++;
}

/* ---- bidi ------------------------------------------------------------- */

/* L1, as line does it at the end of one; before separators, which a block never has, too. */
static void
reset_blanks(const struct sample *s, uint8_t *levels, uint8_t base)
{
	bool blank = true;

	for (size_t i = s->n; i > 0; i--) {
		UCharDirection d = u_charDirection((UChar32)s->c[i - 1]);
		bool parts = d == U_SEGMENT_SEPARATOR || d == U_BLOCK_SEPARATOR;
		bool white = shape_is_white(s->c[i - 1]);

		if (parts || (blank && white))
			levels[i - 1] = base;
		blank = parts || (blank && white);
	}
}

/* The order of those that are not removed (X9), as the test writes it. */
static char *
order_of(const uint8_t *levels, char **want, size_t n)
{
	g_autoptr(GString) to = g_string_new(NULL);
	uint8_t kept[MOST];
	uint32_t index[MOST], order[MOST];
	size_t m = 0;

	for (size_t i = 0; i < n; i++)
		if (strcmp(want[i], "x") != 0) {
			index[m] = (uint32_t)i;
			kept[m++] = levels[i];
		}
	shape_visual_order(kept, m, order);
	for (size_t i = 0; i < m; i++)
		g_string_append_printf(to, "%s%u", i ? " " : "", index[order[i]]);
	return g_strdup(to->str);
}

/* Overrides, which no item may have, and brackets 64 deep: ICU (72) has three lines of these otherwise. */
static bool
is_never_set(const struct sample *s)
{
	size_t brackets = 0;

	for (size_t i = 0; i < s->n; i++) {
		brackets += s->c[i] == '(';
		if (s->c[i] == 0x202D || s->c[i] == 0x202E)
			return true;
	}
	return brackets >= 64;
}

static bool
check_bidi(char **field)
{
	g_auto(GStrv) hex = g_strsplit(field[0], " ", -1), want = g_strsplit(field[3], " ", -1);
	bool rtl = strcmp(field[1], "1") == 0;
	struct sample s = { .n = 0 };
	uint8_t levels[MOST];

	for (size_t i = 0; hex[i]; i++)
		add_character(&s, hex[i]);
	if (is_never_set(&s))
		return true;
	bidi_levels(s.text, s.len, rtl, s.n, levels);
	reset_blanks(&s, levels, rtl);
	bool same = true, one_way = true;
	for (size_t i = 0; i < s.n; i++) {
		int level = strcmp(want[i], "x") != 0 ? atoi(want[i]) : levels[i];

		same &= level == levels[i];
		one_way &= level % 2 == 0 && levels[i] == 0;
	}
	/* ICU does not nest where all is from left to right: one line. */
	if (!same && !one_way)
		return false;
	g_autofree char *order = order_of(levels, want, s.n);
	return strcmp(order, field[4]) == 0;
}

static void
test_bidi(void)
{
	g_auto(GStrv) lines = lines_of(DATA "BidiCharacterTest.txt");
	unsigned n = 0, wrong = 0;

	g_assert_nonnull(lines);
	for (char **l = lines; *l; l++) {
		g_auto(GStrv) field = g_strsplit(*l, ";", -1);

		if (**l == '#' || g_strv_length(field) != 5 || strcmp(field[1], "2") == 0)
			continue;
		n++;
		if (check_bidi(field) || wrong++ >= 10)
			continue;
		g_test_message("%s", *l);
	}
	g_test_message("%u of %u lines right", n - wrong, n);
	g_assert_cmpuint(n, >, 60000);
	g_assert_cmpuint(wrong, ==, 0);
}

/* ---- line breaks ------------------------------------------------------ */

/* The line's characters; `ret_breaks[i]` is whether one may break behind i. */
static bool
read_breaks(const char *line, struct sample *s, bool *ret_breaks)
{
	g_auto(GStrv) words = g_strsplit_set(line, " \t", -1);

	for (char **w = words + 1; *w && **w != '#'; w++)
		if (strcmp(*w, "÷") == 0 && s->n > 0)
			ret_breaks[s->n - 1] = true;
		else if (strcmp(*w, "×") != 0 && **w)
			add_character(s, *w);
	return s->n > 0;
}

static bool
check_breaks(const struct sample *s, const bool *want)
{
	uint8_t got[MOST];

	break_places(s->text, s->len, "ar", s->n, got);
	for (size_t i = 0; i + 1 < s->n; i++)
		if ((got[i] != BREAK_NO) != want[i])
			return false;
	return true;
}

static void
test_breaks(void)
{
	g_auto(GStrv) lines = lines_of(DATA "auxiliary/LineBreakTest.txt");
	unsigned n = 0, wrong = 0;

	g_assert_nonnull(lines);
	for (char **l = lines; *l; l++) {
		bool want[MOST] = { false };
		struct sample s = { .n = 0 };
		char *end = strchr(*l, '#');

		if (**l == '#' || **l == '\0')
			continue;
		if (end)
			*end = '\0';
		/* Thai is broken by a dictionary, as LB1 allows. */
		if (!read_breaks(*l, &s, want) || strstr(*l, "0E01"))
			continue;
		n++;
		if (check_breaks(&s, want) || wrong++ >= 10)
			continue;
		g_test_message("%s", *l);
	}
	g_test_message("%u of %u lines right", n - wrong, n);
	g_assert_cmpuint(n, >, 7000);
	/* Pango and the data of a later system may be of two versions of Unicode. */
	g_assert_cmpuint(wrong, <=, strstr(lines[0], "-15.0.0") ? 0 : n / 100);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/unicode/bidi", test_bidi);
	g_test_add_func("/unicode/breaks", test_breaks);
	return g_test_run();
}
