/* impose: which pages share a side, worked out with folded paper. */
#include "impose/impose.h"

static void
assert_order(struct impose how, int pages, bool right, const char *want)
{
	g_autoptr(GArray) sides = g_array_new(FALSE, FALSE, sizeof(struct side));
	g_autoptr(GString) got = g_string_new(NULL);

	impose_order(&how, pages, right, sides);
	for (guint i = 0; i < sides->len; i++) {
		const struct side *s = &g_array_index(sides, struct side, i);

		g_string_append_printf(got, "%s%d|%d", i ? " " : "", s->left, s->right);
		if (s->depth)
			g_string_append_printf(got, "+%d", s->depth);
	}
	g_assert_cmpstr(got->str, ==, want);
}

/*
 * Eight pages on two sheets.  An Arabic booklet lies with its fold to the
 * right: the cover, page 1, is the left half of the outer side.
 */
static void
test_booklet(void)
{
	struct impose how = { .as = IMPOSE_BOOKLET };

	assert_order(how, 8, true, "1|8 7|2 3|6+1 5|4+1");
	assert_order(how, 8, false, "8|1 2|7 6|3+1 4|5+1");
}

/* Six pages want eight places: blanks at the end, or before the back cover. */
static void
test_blanks(void)
{
	struct impose how = { .as = IMPOSE_BOOKLET };

	assert_order(how, 6, true, "1|0 0|2 3|6+1 5|4+1");
	assert_order(how, 1, true, "1|0 0|0");
	how.back_cover = true;
	assert_order(how, 6, true, "1|6 0|2 3|0+1 5|4+1");
	assert_order(how, 8, true, "1|8 7|2 3|6+1 5|4+1");
}

/* Twenty pages in signatures of eight: two whole ones, and one sheet. */
static void
test_signatures(void)
{
	struct impose how = { .as = IMPOSE_BOOKLET, .signature = 8 };

	assert_order(how, 20, true, "1|8 7|2 3|6+1 5|4+1 9|16 15|10 11|14+1 13|12+1 17|20 19|18");
}

static void
test_2up(void)
{
	struct impose how = { .as = IMPOSE_2UP };

	assert_order(how, 3, true, "2|1 0|3");
	assert_order(how, 3, false, "1|2 3|0");
}

/* Whatever there is: every page once, and on each sheet the same two leaves back to back. */
static void
test_every_page_once(void)
{
	for (int pages = 1; pages < 70; pages++)
		for (int signature = 0; signature <= 16; signature += 4) {
			struct impose how = { .as = IMPOSE_BOOKLET, .signature = signature,
				.back_cover = pages % 3 == 0 };
			g_autoptr(GArray) sides = g_array_new(FALSE, FALSE, sizeof(struct side));
			int seen[80] = { 0 };

			impose_order(&how, pages, pages % 2, sides);
			g_assert_cmpuint(sides->len % 2, ==, 0);
			for (guint i = 0; i < sides->len; i++) {
				const struct side *s = &g_array_index(sides, struct side, i);
				const struct side *back = &g_array_index(sides, struct side, i ^ 1);

				seen[s->left]++;
				seen[s->right]++;
				/* What is left in front is right behind: a leaf has n and n + 1. */
				if (s->left && back->right)
					g_assert_cmpint(ABS(s->left - back->right), ==, 1);
			}
			for (int p = 1; p <= pages; p++)
				g_assert_cmpint(seen[p], ==, 1);
		}
}

#define TEST(name) g_test_add_func("/impose/" #name, test_##name)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	TEST(booklet);
	TEST(blanks);
	TEST(signatures);
	TEST(2up);
	TEST(every_page_once);
	return g_test_run();
}
