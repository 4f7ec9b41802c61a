/*
 * page: whole issues by lot, and what must hold of each of them.
 *
 * They have all that an issue can have: sections' heads, pictures with
 * captions and credits, lists, quotations, tables, notes, boxes.  Every line
 * stands once and in order, nothing outside of its frame, nothing on anything
 * else, the body on the grid, heads over the parts of tables, no widow, orphan
 * or broken keep that is not told.  With --slow as its argument it makes 2,000
 * of them, with --lot N the one that is drawn with seed N, with --items N one issue of
 * so many items.
 */
#include "page/test-hand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MM (72.0 / 25.4)

/* Lines apart that columns end, from which on anyone sees it. */
#define LINES_FAR 20

struct paper {
	double width, height; /* mm */
};

static const struct paper papers[] = {
	{ 105, 148 }, { 148, 210 }, { 176, 250 }, { 210, 297 }, { 250, 353 }, { 297, 420 },
};

static int issues = 60;
static guint32 seed = 1448; /* of the first of them; the next has the next */

struct totals {
	unsigned pages, issues, facing, uneven, far, later, tables, goes_on, notes, parted, boxes, quotes, quotes_parted, faults;
	double worst; /* seconds */
};

/* ---- by lot ----------------------------------------------------------- */

static void
draw_page(struct fixture *f, GRand *lot)
{
	const struct paper *p = &papers[g_rand_int_range(lot, 0, G_N_ELEMENTS(papers))];
	struct layout *l = &f->l;
	int columns = g_rand_int_range(lot, 1, 7);

	l->width = dim_from_pt(p->width * MM);
	l->height = dim_from_pt(p->height * MM);
	l->margins = (struct margins) { l->height / 14, l->height / 12, l->width / 14, l->width / 16 };
	l->columns.count = columns;
	l->columns.gap = g_rand_int_range(lot, 4, 18) * PT;
	l->columns.rule.width = g_rand_boolean(lot) ? PT / 2 : 0;
	l->grid_start = l->margins.top + STEP;
	l->rtl = g_rand_int_range(lot, 0, 4) > 0;
	l->masthead_on = g_rand_boolean(lot) ? MASTHEAD_FIRST : MASTHEAD_NEVER;
	l->masthead.height.v = g_rand_int_range(lot, 20, 100) * PT;
	l->columns.stretch = l->columns.gap / PT % 5;
	l->item_break = g_rand_int_range(lot, 0, 8) == 0 ? BREAK_COLUMN : BREAK_ALLOW;
	l->separator.width = g_rand_boolean(lot) ? PT : 0;
	l->separator_space = (struct length) { g_rand_int_range(lot, 0, 2) * STEP, UNIT_PT };
	f->styles['h'].span = g_rand_boolean(lot) ? SPAN_ALL : 1;
	f->styles['k'].span = f->styles['g'].span = f->styles['q'].span =
	    g_rand_int_range(lot, 1, columns + 1);
	f->picture.width = (uint32_t)g_rand_int_range(lot, 200, 3000);
	f->picture.height = (uint32_t)g_rand_int_range(lot, 200, 3000);
	f->resets = g_rand_boolean(lot);
	l->figure.give_way = (int)(f->picture.width % 4);
}

static struct boxing
draw_box(GRand *lot, const char *name, unsigned of, int columns)
{
	static const struct colour mist = { .name = "mist" }, ink = { .name = "ink" };

	return (struct boxing) { .name = name, .of = 1u << of,
		.span = g_rand_boolean(lot) ? SPAN_ALL : g_rand_int_range(lot, 1, columns + 1),
		.columns = g_rand_int_range(lot, 1, 4),
		.parts = g_rand_boolean(lot),
		.tint = &mist,
		.rule = { g_rand_boolean(lot) ? PT : 0, &ink },
		.padding = { g_rand_int_range(lot, 0, 9) * PT, UNIT_PT },
		.space = { g_rand_int_range(lot, 0, 2) * STEP, UNIT_PT } };
}

/* How boxes, tables and notes are drawn, and what goes over several columns. */
static void
draw_house(struct fixture *f, GRand *lot)
{
	static const struct colour ink = { .name = "ink" }, tint = { .name = "tint" };
	struct layout *l = &f->l;
	int columns = l->columns.count;

	l->n_boxings = 2;
	l->boxings = arena_array(f->a, struct boxing, l->n_boxings);
	l->boxings[0] = draw_box(lot, "statement", BOXED_STATEMENT, columns);
	l->boxings[1] = draw_box(lot, "contacts", BOXED_CONTACTS, columns);
	l->table = (struct table_spec) { .width = 1024, .fill = g_rand_boolean(lot),
		.padding = { PT, UNIT_PT },
		.padding_down = { g_rand_int_range(lot, 0, 4) * PT, UNIT_PT },
		.space = { g_rand_int_range(lot, 0, 2) * STEP / 2, UNIT_PT },
		.rule = { g_rand_boolean(lot) ? PT / 4 : 0, &ink },
		.head_rule = { PT / 2, &ink },
		.edge_rule = { g_rand_boolean(lot) ? PT : 0, &ink },
		.tint = g_rand_boolean(lot) ? &tint : NULL };
	l->notes = (struct note_spec) { .rule = { PT / 2, &ink },
		.rule_length = { 20 * PT, UNIT_PT }, .rule_continued = { 30 * PT, UNIT_PT },
		.space = { g_rand_int_range(lot, 0, 8) * PT, UNIT_PT } };
	f->styles['y'].span = f->styles['g'].span;
	f->styles['t'].span = f->styles['x'].span =
	    g_rand_boolean(lot) ? 1 : g_rand_int_range(lot, 1, columns + 1);
}

static void
add_text(GString *o, GRand *lot)
{
	int lines = g_rand_int_range(lot, 1, 12);

	switch (g_rand_int_range(lot, 0, 24)) {
	case 0:
		g_string_append_printf(o, " s1 b%d", lines + 2);
		break;
	case 1:
		g_string_append(o, g_rand_boolean(lot) ? " f0 c1 b4" : " f0 c1 r1 b4");
		break;
	case 2:
		g_string_append(o, g_rand_boolean(lot) ? " g0 q1 b4" : " g0 q2 y1 b4");
		break;
	case 3:
		g_string_append_printf(o, g_rand_boolean(lot) ? " u%d" : " u%d v1", lines);
		break;
	case 4:
		g_string_append_printf(o, g_rand_boolean(lot) ? " x1 t%d" : " t%d", 2 * lines);
		break;
	case 5:
	case 6:
	case 7:
		g_string_append_printf(o, " e%d", lines);
		break;
	default:
		g_string_append_printf(o, " b%d", lines);
	}
}

/* Notes of what was added last, in the order of their places; most are short. */
static void
add_notes(GString *o, GRand *lot)
{
	int lines = atoi(strrchr(o->str, ' ') + 2), at = 0;

	for (int n = g_rand_int_range(lot, 1, 4); n > 0; n--) {
		at = g_rand_int_range(lot, at, MAX(lines, 1));
		g_string_append_printf(o, " n%d@%d", g_rand_int_range(lot, 0, 8) == 0
		    ? g_rand_int_range(lot, 5, 60) : g_rand_int_range(lot, 1, 4), at);
	}
}

static void
add_item(struct fixture *f, GRand *lot)
{
	g_autoptr(GString) o = g_string_new(g_rand_int_range(lot, 0, 4) == 0 ? "k1" : "h1");

	if (g_rand_int_range(lot, 0, 5) == 0)
		g_string_append(o, g_rand_boolean(lot) ? " g0 q1" : " f0 c2");
	for (int n = g_rand_int_range(lot, 1, 15); n > 0; n--) {
		add_text(o, lot);
		if (g_rand_int_range(lot, 0, 12) == 0)
			add_notes(o, lot);
	}
	add_story(f, o->str);
}

/* A statement, in a box. */
static void
add_statement(struct fixture *f, GRand *lot)
{
	static const struct item statement = { .type = ITEM_STATEMENT };

	add_item(f, lot);
	((struct story *)g_ptr_array_index(f->stories, f->stories->len - 1))->item = &statement;
}

static void
add_contacts(struct fixture *f, GRand *lot)
{
	g_autofree char *outline = g_strdup_printf("s1 b%d t3 b2", g_rand_int_range(lot, 1, 20));

	add_story(f, outline);
	((struct story *)g_ptr_array_index(f->stories, f->stories->len - 1))->kind = STORY_CONTACTS;
}

/* Items in halves of the pages, most of them two beside each other. */
static void
draw_halves(struct fixture *f, GRand *lot)
{
	bool open = false; /* the story before stands alone as yet */

	for (guint i = 0; i < f->stories->len; i++) {
		struct story *s = f->stories->pdata[i];
		const struct story *before = i > 0 ? f->stories->pdata[i - 1] : NULL;

		open = open && s->kind == STORY_ITEM && g_rand_int_range(lot, 0, 8) > 0;
		s->faces = open;
		if (s->kind == STORY_ITEM)
			s->half = (open ? before->half == HALF_END : g_rand_boolean(lot)) ? HALF_START : HALF_END;
		open = !open && s->kind == STORY_ITEM;
	}
}

/* ---- every line once, in order ---------------------------------------- */

/* Each story's own order, whatever stands beside it. */
static gint
by_story(gconstpointer p, gconstpointer q)
{
	const struct seen *a = p, *b = q;

	if (a->p->story != b->p->story)
		return a->p->story < b->p->story ? -1 : 1;
	if (a->page != b->page)
		return a->page < b->page ? -1 : 1;
	return a->p < b->p ? -1 : a->p > b->p;
}

/* Those of the notes, or those of all else. */
static GArray *
stream_of(GArray *all, bool notes)
{
	GArray *to = g_array_new(FALSE, FALSE, sizeof(struct seen));

	for (guint i = 0; i < all->len; i++)
		if ((SEEN(all, i)->p->block->note > 0) == notes)
			g_array_append_val(to, *SEEN(all, i));
	g_array_sort(to, by_story);
	return to;
}

/* Of two that face each other, the one begins on the page where the other does, and level. */
static void
assert_facing(const struct fixture *f, GArray *text, struct totals *t)
{
	const struct seen *first = NULL;

	for (guint i = 0; i < text->len; i++) {
		const struct seen *s = SEEN(text, i);
		const struct story *st = f->stories->pdata[s->p->story];

		if (first && first->p->story == s->p->story)
			continue;
		if (first && st->faces) {
			t->facing++;
			g_assert_cmpuint(s->page, ==, first->page);
			/* What stands in a box has its padding over it. */
			if (!box_of(&f->l, st) && !box_of(&f->l, f->stories->pdata[first->p->story]))
				g_assert_cmpint(s->p->box.y, ==, first->p->box.y);
		}
		first = s;
	}
}

/* No story of a half has anything in the other. */
static void
assert_halves(const struct fixture *f, GArray *all)
{
	for (guint i = 0; i < all->len; i++) {
		const struct placed *p = SEEN(all, i)->p;
		const struct story *st = f->stories->pdata[p->story];
		dim middle = p->box.x + p->box.w / 2;
		struct frame fr = frame_make(&f->l, (int)SEEN(all, i)->page + 1);
		bool right = middle > fr.area.x + fr.area.w / 2;

		if (st->half != HALF_NONE)
			g_assert_true(right == ((st->half == HALF_START) == f->l.rtl));
	}
}

/* All of block `b`, from number `at` on; returns what is behind it. */
static guint
assert_block(GArray *v, guint at, const struct block *b, int story)
{
	const struct galley *g = NULL;
	size_t n = 1;

	for (size_t i = 0; i < n; i++, at++) {
		g_assert_cmpuint(at, <, v->len);
		const struct placed *p = SEEN(v, at)->p;

		g_assert_true(p->block == b);
		g_assert_cmpint(p->story, ==, story);
		if (p->kind != PLACED_LINE)
			continue;
		g_assert_true(!g || p->galley == g);
		g = p->galley;
		n = g->n;
		g_assert_true(p->line == &g->lines[i]);
	}
	return at;
}

static void
assert_each_once(const struct fixture *f, GArray *text)
{
	guint at = 0;

	for (guint s = 0; s < f->stories->len; s++) {
		const struct story *st = f->stories->pdata[s];

		for (size_t b = 0; b < st->n; b++)
			if (st->blocks[b].kind != BLOCK_TABLE && st->blocks[b].note == 0)
				at = assert_block(text, at, &st->blocks[b], (int)s);
	}
	g_assert_cmpuint(at, ==, text->len);
}

static bool
is_of_story(const struct seen *s, const struct story *st)
{
	return s->p->block >= st->blocks && s->p->block < st->blocks + st->n;
}

/* Those of each story, which may stand beside a box of another. */
static void
assert_notes(const struct fixture *f, GArray *notes, struct totals *t)
{
	guint seen = 0;

	for (guint s = 0; s < f->stories->len; s++) {
		const struct story *st = f->stories->pdata[s];
		g_autoptr(GArray) own = g_array_new(FALSE, FALSE, sizeof(struct seen));
		guint at = 0;

		for (guint i = 0; i < notes->len; i++)
			if (is_of_story(SEEN(notes, i), st))
				g_array_append_val(own, *SEEN(notes, i));
		for (size_t b = 0; b < st->n; b++)
			if (st->blocks[b].note > 0) {
				guint end = assert_block(own, at, &st->blocks[b], (int)s);

				t->notes++;
				t->parted += ends_column(SEEN(own, at), SEEN(own, end - 1));
				at = end;
			}
		g_assert_cmpuint(at, ==, own->len);
		seen += at;
	}
	g_assert_cmpuint(seen, ==, notes->len);
}

/* Does the text of block `b` refer to `note` in this line? */
static bool
refers(const struct placed *p, const struct block *note)
{
	const struct block *b = p->block;

	for (size_t i = 0; p->line && i < b->n_spans; i++)
		if (b->spans[i].note == note->note && b->spans[i].start >= p->line->start &&
		    b->spans[i].start < p->line->end)
			return true;
	return false;
}

/* No note is read before what refers to it. */
static void
assert_referred(GArray *all)
{
	for (guint i = 0; i < all->len; i++) {
		const struct placed *p = SEEN(all, i)->p;
		bool found = p->block->note == 0 || p->line != p->galley->lines;

		for (guint k = i; k > 0 && !found; k--) {
			const struct placed *q = SEEN(all, k - 1)->p;

			found = q->story == p->story && q->block < p->block && refers(q, p->block);
		}
		g_assert_true(found);
	}
}

/* ---- nothing outside, nothing on anything ------------------------------ */

static struct rect
extent(const struct placed *p)
{
	struct rect r = p->box;

	if (p->kind == PLACED_LINE)
		r.y -= dim_scale(r.h, 7, 10);
	return r;
}

static bool
overlap(struct rect a, struct rect b)
{
	return a.x < b.x + b.w && b.x < a.x + a.w && a.y + 2 < b.y + b.h && b.y + 2 < a.y + a.h;
}

static bool
is_within(struct rect in, struct rect r)
{
	return in.x >= r.x && in.x + in.w <= r.x + r.w && in.y + 2 >= r.y &&
	    in.y + in.h <= r.y + r.h + 2;
}

/* Type, pictures, rules and tints, whoever's they are. */
static void
assert_clear(const struct fixture *f, const struct page *pg)
{
	struct rect area = frame_make(&f->l, pg->number).area;

	for (size_t i = 0; i < pg->n; i++) {
		const struct placed *p = &pg->placed[i];
		struct rect r = extent(p);

		g_assert_true(is_within(r, area));
		if (p->galley && p->line == p->galley->marker)
			continue;
		for (size_t j = i + 1; j < pg->n; j++) {
			const struct placed *q = &pg->placed[j];
			struct rect o = extent(q);

			if ((q->galley && q->line == q->galley->marker) || !overlap(r, o))
				continue;
			/* A tint is under what stands in it, and in nothing's way. */
			g_assert_true(p->kind == PLACED_TINT || q->kind == PLACED_TINT);
			g_assert_true(p->kind == PLACED_TINT ? is_within(o, r) : is_within(r, o));
		}
	}
}

static void
assert_grid(const struct fixture *f, GArray *all)
{
	for (guint i = 0; i < all->len; i++) {
		const struct seen *s = SEEN(all, i);

		if (is_line_of(f, s, 'b') || is_line_of(f, s, 'e') || is_line_of(f, s, 'u'))
			g_assert_cmpint((s->p->box.y - f->l.grid_start) % f->l.grid_step, ==, 0);
	}
}

/* A box holds what is its story's, and nothing else. */
static void
assert_boxes(const struct fixture *f, const struct page *pg, struct totals *t)
{
	for (size_t i = 0; i < pg->n; i++) {
		const struct placed *tint = &pg->placed[i];
		int story = -1;

		if (tint->kind != PLACED_TINT || tint->colour != f->l.boxings[0].tint)
			continue;
		t->boxes++;
		for (size_t j = 0; j < pg->n; j++) {
			const struct placed *p = &pg->placed[j];

			if (p->furniture || !overlap(extent(p), tint->box))
				continue;
			g_assert_true(story < 0 || p->story == story);
			story = p->story;
		}
		g_assert_cmpint(story, >=, 0);
	}
}

/* ---- tables ----------------------------------------------------------- */

static bool
is_first_of_row(const struct placed *p)
{
	return p->block->cell.inside && p->block->cell.column == 0 &&
	    p->line == p->galley->lines;
}

/* How often the head of the table that `row` is in stands over it on `pg`, right over it. */
static unsigned
heads_over(const struct page *pg, const struct placed *row)
{
	const struct block *head = row->block - 2 * row->block->cell.row;
	unsigned n = 0;

	for (size_t i = 0; i < pg->n; i++) {
		const struct placed *p = &pg->placed[i];

		n += p->furniture && p->block == head && p->line == p->galley->lines &&
		    p->box.x == row->box.x && p < row && p->box.y < row->box.y;
	}
	return n;
}

static unsigned
all_heads(const struct pages *ps)
{
	unsigned n = 0;

	for (size_t i = 0; i < ps->n; i++)
		for (size_t j = 0; j < ps->v[i].n; j++) {
			const struct placed *p = &ps->v[i].placed[j];

			n += p->furniture && p->block && is_first_of_row(p);
		}
	return n;
}

/* Where a table goes on, its head stands over it again; nowhere else. */
static void
assert_heads(const struct pages *ps, GArray *text, struct totals *t)
{
	const struct seen *before = NULL;
	unsigned heads = 0;

	for (guint i = 0; i < text->len; i++) {
		const struct seen *s = SEEN(text, i);

		if (!is_first_of_row(s->p))
			continue;
		t->tables += s->p->block->cell.row == 0;
		bool goes_on = s->p->block->cell.row > 0 &&
		    (s->page != before->page || s->p->box.x != before->p->box.x);
		if (goes_on)
			g_assert_cmpuint(heads_over(&ps->v[s->page], s->p), ==, 1);
		heads += goes_on;
		before = s;
	}
	g_assert_cmpuint(heads, ==, all_heads(ps));
	t->goes_on += heads;
}

/* ---- cuts ------------------------------------------------------------- */

static unsigned
count_faults(GArray *text)
{
	unsigned n = 0;

	for (guint i = 0; i + 1 < text->len; i++) {
		const struct seen *s = SEEN(text, i), *next = SEEN(text, i + 1);

		if (s->p->block != next->p->block || s->p->kind != PLACED_LINE ||
		    s->p->block->cell.inside ||
		    (s->page == next->page && s->p->box.x == next->p->box.x))
			continue;
		size_t before = (size_t)(next->p->line - next->p->galley->lines);
		n += before < 2 || next->p->galley->n - before < 2;
	}
	return n;
}

/* Heads, figures and quotations without what belongs under them. */
static unsigned
count_parted(GArray *text)
{
	unsigned n = 0;

	for (guint i = 0; i + 1 < text->len; i++) {
		const struct seen *s = SEEN(text, i), *next = SEEN(text, i + 1);
		enum role role = next->p->block->role;

		bool keeps = s->p->block->style->keep_with_next || role == ROLE_CAPTION ||
		    role == ROLE_CREDIT || role == ROLE_SPEAKER;

		n += keeps && s->p->block != next->p->block &&
		    (s->page != next->page || next->p->box.y < s->p->box.y);
	}
	return n;
}

/* Quotations of a few lines, and those of them that go on in another column. */
static void
count_quotes(const struct fixture *f, GArray *text, struct totals *t)
{
	for (guint i = 0; i < text->len; i++) {
		const struct seen *s = SEEN(text, i);

		if (!is_line_of(f, s, 'u') || s->p->galley->n > 6 || s->p->line != s->p->galley->lines)
			continue;
		t->quotes++;
		t->quotes_parted += ends_column(s, SEEN(text, i + (guint)s->p->galley->n - 1));
	}
}

/* Pages on which a text's columns end more than LINES_FAR apart, as they are told. */
static unsigned
count_far(const struct fixture *f)
{
	unsigned n = 0;

	for (size_t i = 0; i < diags_n(f->dg); i++) {
		const struct diag *d = diags_get(f->dg, i);
		const char *lines = strstr(d->text, "text end ");

		if (strcmp(d->code, "page.columns-uneven") != 0 || !lines)
			continue;
		n += g_ascii_strtod(lines + strlen("text end "), NULL) > LINES_FAR;
		if (issues == 1)
			g_test_message("%s", d->text);
	}
	return n;
}

static void
draw_issue(struct fixture *f, GRand *lot)
{
	draw_page(f, lot);
	draw_house(f, lot);
	for (int n = g_rand_int_range(lot, 1, 61); n > 0; n--)
		if (g_rand_int_range(lot, 0, 10) == 0)
			add_statement(f, lot);
		else
			add_item(f, lot);
	if (g_rand_boolean(lot))
		add_contacts(f, lot);
	if (f->l.columns.count % 2 == 0 && g_rand_boolean(lot))
		draw_halves(f, lot);
}

static void
make_issue(struct fixture *f, GRand *lot, struct totals *t)
{
	draw_issue(f, lot);
	g_test_timer_start();
	const struct pages *ps = make(f);
	t->worst = MAX(t->worst, g_test_timer_elapsed());
	g_assert_nonnull(ps);
	/* Figures may have given way. */
	for (guint i = 0; i < f->stories->len; i++) {
		t->later += f->stories->pdata[i] != ps->stories[i];
		f->stories->pdata[i] = (gpointer)(uintptr_t)ps->stories[i];
	}
	g_autoptr(GArray) all = type_of(ps);
	g_autoptr(GArray) text = stream_of(all, false), notes = stream_of(all, true);
	assert_each_once(f, text);
	assert_notes(f, notes, t);
	assert_referred(all);
	assert_facing(f, text, t);
	assert_halves(f, all);
	assert_grid(f, all);
	assert_heads(ps, text, t);
	for (size_t i = 0; i < ps->n; i++) {
		assert_clear(f, &ps->v[i]);
		assert_boxes(f, &ps->v[i], t);
	}
	count_quotes(f, text, t);
	unsigned faults = count_faults(text);
	g_assert_cmpuint(faults, <=, times_said(f, "page.widow") + times_said(f, "page.orphan"));
	g_assert_cmpuint(count_parted(text), <=, times_said(f, "page.keep-broken"));
	t->faults += faults;
	t->pages += (unsigned)ps->n;
	t->uneven += times_said(f, "page.columns-uneven");
	t->far += count_far(f);
	t->issues++;
}

static void
test_issues(struct fixture *f, gconstpointer data)
{
	struct totals t = { 0 };

	for (int i = 0; i < issues; i++) {
		g_autoptr(GRand) lot = g_rand_new_with_seed(seed + (guint32)i);
		struct fixture g;

		g_test_message("seed %u", seed + (guint32)i);
		set_up(&g, NULL);
		make_issue(&g, lot, &t);
		tear_down(&g, NULL);
	}
	g_test_message("%u issues, %u pages, %u stories that face another, %u tables that go on %u times, %u notes of which %u "
	    "are parted, %u boxes, %u short quotations of which %u are parted, %u figures that gave way, %u with uneven columns, %u far, %u widows and orphans; %.1f ms the longest",
	    t.issues, t.pages, t.facing, t.tables, t.goes_on, t.notes, t.parted, t.boxes, t.quotes, t.quotes_parted, t.later, t.uneven, t.far, t.faults,
	    t.worst * 1e3);
	/* What cannot be helped is rare: a page's worth of three figures. */
	if (issues > 1)
		g_assert_cmpuint(t.faults * 500, <, t.pages);
}

/*
 * One issue of so many items, made once: what tests/growth.py counts.  Every
 * hundred are the same, so what grows is not what they hold.
 */
static int
make_one(int items)
{
	g_autoptr(GRand) lot = g_rand_new(), paper = g_rand_new_with_seed(1);
	struct fixture f;

	set_up(&f, NULL);
	draw_page(&f, paper);
	f.l.columns.count = 3;
	for (int i = 0; i < items; i++) {
		if (i % 100 == 0)
			g_rand_set_seed(lot, 7);
		add_item(&f, lot);
	}
	const struct pages *ps = make(&f);
	printf("%d items, %zu pages\n", items, ps ? ps->n : 0);
	tear_down(&f, NULL);
	return ps ? 0 : 1;
}

#define TEST(name) \
	g_test_add("/issues/" #name, struct fixture, NULL, set_up, \
	    test_##name, tear_down)

int
main(int argc, char **argv)
{
	if (argc > 2 && strcmp(argv[1], "--items") == 0)
		return make_one(atoi(argv[2]));
	g_test_init(&argc, &argv, NULL);
	if (argc > 1 && strcmp(argv[1], "--slow") == 0)
		issues = 2000;
	if (argc > 2 && strcmp(argv[1], "--lot") == 0) {
		seed = (guint32)strtoul(argv[2], NULL, 10);
		issues = 1;
	}
	TEST(issues);
	return g_test_run();
}
