/* page: notes at the feet of columns, and those that go on elsewhere. */
#include "page/test-hand.h"

#include <string.h>

/*
 * A text of `lines` that refers to a note of `long_as` in its line `at`, with
 * 30 lines behind it.
 */
static void
add_noted(struct fixture *f, uint32_t lines, uint32_t at, uint32_t long_as)
{
	g_autofree char *outline = g_strdup_printf("b%u c%u b30", lines, long_as);

	add_story(f, outline);
	struct story *s = g_ptr_array_index(f->stories, f->stories->len - 1);
	struct span *sp = arena_new(f->a, struct span);
	*sp = (struct span) { .start = at, .end = at + 1, .note = 1 };
	s->blocks[0].spans = sp;
	s->blocks[0].n_spans = 1;
	s->blocks[1].role = ROLE_NOTE;
	s->blocks[1].note = 1;
}

/* The lines of one kind, once and in order; of the text, and of the notes. */
static void
assert_in_order(const struct fixture *f, GArray *all, char letter, size_t n)
{
	const struct line *last = NULL;
	size_t seen = 0;

	for (guint i = 0; i < all->len; i++) {
		const struct placed *p = SEEN(all, i)->p;

		if (!is_line_of(f, SEEN(all, i), letter))
			continue;
		if (seen > 0 && p->line != p->galley->lines)
			g_assert_true(p->line == last + 1);
		last = p->line;
		seen++;
	}
	g_assert_cmpuint(seen, ==, n);
}

/* The column where line `i` of the galley with style `letter` stands: page and column. */
static int
column_of(const struct fixture *f, GArray *all, char letter, size_t i)
{
	for (guint k = 0; k < all->len; k++) {
		const struct seen *s = SEEN(all, k);

		if (is_line_of(f, s, letter) && s->p->line == &s->p->galley->lines[i])
			return (int)s->page * 100 + s->p->column;
	}
	return -1;
}

static bool
in_frame(const struct fixture *f, GArray *all)
{
	struct frame fr = frame_make(&f->l, 1);

	for (guint k = 0; k < all->len; k++)
		if (foot_of(SEEN(all, k)->p) > fr.area.y + fr.area.h + 1)
			return false;
	return true;
}

/*
 * Any note, from anywhere in a text, in one to three columns: it begins where
 * its place is, no part of it has less than two lines, and nothing is lost.
 */
static void
test_anywhere(struct fixture *f, gconstpointer data)
{
	int parted = 0;

	for (int columns = 1; columns <= 3; columns++)
		for (uint32_t at = 0; at < 40; at += 3)
			for (uint32_t n = 1; n < 160; n += n < 10 ? 1 : 37) {
				g_ptr_array_set_size(f->stories, 0);
				f->l.columns.count = columns;
				add_noted(f, 40, at, n);
				g_autoptr(GArray) all = type_of(make(f));

				assert_in_order(f, all, 'b', 70);
				assert_in_order(f, all, 'c', n);
				g_assert_true(in_frame(f, all));
				int place = column_of(f, all, 'b', at);
				g_assert_cmpint(column_of(f, all, 'c', 0), ==, place);
				if (n >= 4) {
					g_assert_cmpint(column_of(f, all, 'c', 1), ==, place);
					g_assert_cmpint(column_of(f, all, 'c', n - 1), ==,
					    column_of(f, all, 'c', n - 2));
				}
				parted += column_of(f, all, 'c', n - 1) != place;
			}
	g_assert_cmpint(parted, >, 50);
}

/*
 * Every note once, its lines in order, and none begun before those ahead of
 * it are done; nothing below the frame.
 */
static void
assert_notes_in_order(const struct fixture *f, GArray *all, int notes, size_t lines)
{
	int last = 0;

	for (guint i = 0; i < all->len; i++) {
		const struct block *b = SEEN(all, i)->p->block;

		if (b->note == 0)
			continue;
		g_assert_cmpint(b->note, >=, last);
		last = b->note;
	}
	g_assert_cmpint(last, ==, notes);
	assert_in_order(f, all, 'n', lines);
	g_assert_true(in_frame(f, all));
}

/* A second note waits until the first is done, however near it is. */
static void
test_two(struct fixture *f, gconstpointer data)
{
	for (unsigned n = 1; n <= 40; n++)
		for (unsigned at = 3; at <= 5; at++) {
			g_autofree char *outline = g_strdup_printf("b40 n%u@2 n30@%u b30", n, at);

			g_ptr_array_set_size(f->stories, 0);
			add_story(f, outline);
			g_autoptr(GArray) all = type_of(make(f));
			assert_notes_in_order(f, all, 2, n + 30);
		}
}

/* Of a line that refers to three only the last is parted. */
static void
test_three_in_a_line(struct fixture *f, gconstpointer data)
{
	add_story(f, "b40 n5@2 n6@2 n30@2 b30");
	g_autoptr(GArray) all = type_of(make(f));

	assert_notes_in_order(f, all, 3, 41);
	for (guint i = 0; i < all->len; i++) {
		const struct placed *p = SEEN(all, i)->p;

		if (p->block->note == 2)
			g_assert_cmpint(p->column, ==, 0);
	}
}

/* And of a table's row, whose cells each refer to one. */
static void
test_of_a_row(struct fixture *f, gconstpointer data)
{
	add_story(f, "b4 t6 n8@2 n8@2 n8@3 b30");
	g_autoptr(GArray) all = type_of(make(f));

	assert_notes_in_order(f, all, 3, 24);
}

/* A note longer than a column keeps the next one waiting, though it is referred to at once. */
static void
test_after_a_long_one(struct fixture *f, gconstpointer data)
{
	for (uint32_t at = 2; at < 9; at++) {
		g_autofree char *outline = g_strdup_printf("b40 n100@2 n5@%u n100@%u b90", at, at);

		g_ptr_array_set_size(f->stories, 0);
		add_story(f, outline);
		const struct pages *ps = make(f);
		g_assert_nonnull(ps);
		g_autoptr(GArray) all = type_of(ps);
		assert_notes_in_order(f, all, 3, 205);
	}
}

/* Nothing is said of columns but of a line and a bit. */
static void
assert_nearly_level(const struct fixture *f)
{
	for (size_t i = 0; i < diags_n(f->dg); i++) {
		const char *lines = strstr(diags_get(f->dg, i)->text, "text end ");

		g_assert_nonnull(lines);
		g_assert_cmpfloat(g_ascii_strtod(lines + strlen("text end "), NULL), <, 2);
	}
}

/*
 * Of a text's last two lines the first refers to a note that is higher than all of it:
 * what those two do not carry is parted as the columns are level by it, within two lines.
 */
static void
test_under_last_lines(struct fixture *f, gconstpointer data)
{
	for (unsigned n = 14; n <= 21; n++) {
		g_autofree char *outline = g_strdup_printf("b4 b2 n%u@0", n);

		g_ptr_array_set_size(f->stories, 0);
		add_story(f, outline);
		g_autoptr(GArray) all = type_of(make(f));
		assert_notes_in_order(f, all, 1, n);
		assert_nearly_level(f);
	}
}

/* Where the first line of the text in `column` stands. */
static dim
top_of_text(const struct fixture *f, GArray *all, int column)
{
	dim top = DIM_MAX;

	for (guint i = 0; i < all->len; i++)
		if (SEEN(all, i)->p->column == column && is_line_of(f, SEEN(all, i), 'b'))
			top = MIN(top, SEEN(all, i)->p->box.y);
	return top;
}

/*
 * The same where another text follows, whose own note begins when that one is done: over
 * it, at a column's top, there is no white.
 */
static void
test_between_texts(struct fixture *f, gconstpointer data)
{
	f->l.columns.stretch = 4;
	for (unsigned n = 14; n <= 21; n++) {
		g_autofree char *outline = g_strdup_printf("b2 n%u@0 b4 n2@0 b4", n);

		g_ptr_array_set_size(f->stories, 0);
		add_story(f, outline);
		g_autoptr(GArray) all = type_of(make(f));
		assert_notes_in_order(f, all, 2, n + 2);
		assert_nearly_level(f);
		g_assert_cmpint(top_of_text(f, all, 1), ==, top_of_text(f, all, 0));
	}
}

/* In a box that goes on in another column a long note stands once, and as far in as its text. */
static void
test_in_a_box(struct fixture *f, gconstpointer data)
{
	struct boxing box = { .name = "contacts", .of = 1u << BOXED_CONTACTS, .span = 1,
		.columns = 1, .parts = true, .rule = { PT, NULL }, .padding = { 8 * PT, UNIT_PT } };
	struct story *s;

	f->l.boxings = &box;
	f->l.n_boxings = 1;
	f->l.notes = (struct note_spec) { .rule = { PT, NULL }, .rule_length = { 60 * PT, UNIT_PT } };
	add_story(f, "b30 n20@2 b30");
	s = g_ptr_array_index(f->stories, 0);
	s->kind = STORY_CONTACTS;
	const struct pages *ps = make(f);
	g_autoptr(GArray) all = type_of(ps);
	assert_notes_in_order(f, all, 1, 20);
	for (guint i = 0; i < all->len; i++) {
		const struct placed *p = SEEN(all, i)->p;
		struct frame fr = frame_make(&f->l, (int)SEEN(all, i)->page + 1);
		dim left = frame_x(&f->l, &fr, p->column, frame_measure(&f->l, 1));

		g_assert_cmpint(p->box.x, ==, left + 9 * PT);
		g_assert_cmpint(p->box.w, ==, frame_measure(&f->l, 1) - 18 * PT);
	}
	const struct placed *rule = NULL;
	for (size_t k = 0; k < ps->v[0].n; k++)
		if (ps->v[0].placed[k].box.w == 60 * PT)
			rule = &ps->v[0].placed[k];
	g_assert_nonnull(rule);
	g_assert_cmpint(rule->box.x + 60 * PT, ==, SEEN(all, 0)->p->box.x + SEEN(all, 0)->p->box.w);
}

/* Where nothing but a note of a box goes on, there is no frame around nothing. */
static void
test_behind_a_box(struct fixture *f, gconstpointer data)
{
	static const struct colour mist = { .name = "mist" };
	struct boxing box = { .name = "contacts", .of = 1u << BOXED_CONTACTS, .span = 1,
		.columns = 1, .parts = true, .tint = &mist, .padding = { 8 * PT, UNIT_PT } };
	int frames = 0;

	f->l.boxings = &box;
	f->l.n_boxings = 1;
	add_story(f, "b4 n90@3");
	((struct story *)g_ptr_array_index(f->stories, 0))->kind = STORY_CONTACTS;
	const struct pages *ps = make(f);
	g_autoptr(GArray) all = type_of(ps);
	assert_notes_in_order(f, all, 1, 90);
	g_assert_cmpint(column_of(f, all, 'n', 89), >, 0);
	for (size_t i = 0; i < ps->n; i++)
		for (size_t k = 0; k < ps->v[i].n; k++)
			frames += ps->v[i].placed[k].kind == PLACED_TINT;
	g_assert_cmpint(frames, ==, 1);
}

/* Over a note that goes on the rule is as long as the layout says. */
static void
test_rule(struct fixture *f, gconstpointer data)
{
	static const struct colour ink = { .name = "ink" };
	int begun = 0, continued = 0;

	f->l.notes = (struct note_spec) { .rule = { PT, &ink }, .rule_length = { 60 * PT, UNIT_PT },
		.rule_continued = { 100 * PT, UNIT_PT } };
	add_noted(f, 40, 20, 60);
	const struct pages *ps = make(f);
	for (size_t i = 0; i < ps->n; i++)
		for (size_t k = 0; k < ps->v[i].n; k++) {
			const struct placed *p = &ps->v[i].placed[k];

			begun += p->kind == PLACED_RULE && p->box.w == 60 * PT;
			continued += p->kind == PLACED_RULE && p->box.w == 100 * PT;
		}
	g_assert_cmpint(begun, ==, 1);
	g_assert_cmpint(continued, >=, 1);
}

#define TEST(name) \
	g_test_add("/note/" #name, struct fixture, NULL, set_up, test_##name, tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	TEST(anywhere);
	TEST(two);
	TEST(three_in_a_line);
	TEST(of_a_row);
	TEST(after_a_long_one);
	TEST(under_last_lines);
	TEST(between_texts);
	TEST(in_a_box);
	TEST(behind_a_box);
	TEST(rule);
	return g_test_run();
}
