/*
 * An issue from its stories to its pages: cover, front page, galley, blanks.
 *
 * It is made up again until the pages that it tells of are those on which
 * things are, and as often as the number of pages wants (fit.c).
 */
#include "page/page-int.h"

#include <math.h>
#include <string.h>

/* Times that references to pages may change each other. */
#define ROUNDS 4

struct bulletin {
	struct arena *a;
	struct diags *dg;
	const struct layout *l;
	const struct compositor *c;
	struct trial trial;
	struct folios folios;
	struct made made;
	int pages;
};

/* ---- who stands where ------------------------------------------------- */

static struct folios
open_folios(const struct trial *t)
{
	struct folios f = { t->stories, t->n_stories, g_hash_table_new(NULL, NULL), NULL, 0 };

	for (size_t i = 0; i < f.n; i++)
		g_hash_table_insert(f.indices, (gpointer)(uintptr_t)t->originals[i],
		    GSIZE_TO_POINTER(i + 1));
	return f;
}

/* Blank pages make the number of all a multiple. */
static int
count_pages(const struct bulletin *is)
{
	int n = MAX(is->trial.first - 1 + (int)is->made.n, is->trial.wanted), of = MAX(is->l->multiple_of, 1);

	return (n + of - 1) / of * of;
}

/* ---- making up -------------------------------------------------------- */

/* Is something that stands on a page made of where others stand? */
static bool
tells_of_pages(const struct bulletin *is)
{
	if (!is->c->refer)
		return false;
	for (size_t i = 0; i < is->trial.n; i++) {
		const struct story *st = is->trial.stories[is->trial.order[i]];

		if (st->kind == STORY_CONTENTS && box_of(is->l, st))
			return true;
	}
	return is->l->n_zones > 0 && is->l->jump.to.text;
}

static bool
is_same(const struct bulletin *is, const struct made *m)
{
	size_t size = is->trial.n_stories * sizeof(int);

	return is->trial.goes_on && memcmp(is->trial.goes_on, m->goes_on, size) == 0 &&
	    memcmp(is->folios.begins, m->begins, size) == 0;
}

/* Figures that were moved stand from now on where they came to stand. */
static void
settle(struct bulletin *is, const struct made *m)
{
	struct trial *t = &is->trial;
	const struct story **v = arena_memdup(is->a, t->stories, t->n_stories * sizeof *v);

	for (size_t i = 0; m->delays && i < t->n_stories; i++)
		if (m->delays[i].figure)
			v[i] = later_story(is->a, v[i], &m->delays[i]);
	t->stories = is->folios.stories = v;
	t->settled = true;
}

static bool
may_move_figures(const struct bulletin *is)
{
	return is->l->figure.give_way > 0 && !is->trial.settled;
}

/* With what it tells of pages being true; false after a diagnostic. */
static bool
make_true(struct bulletin *is)
{
	struct diags *quiet = diags_create();

	for (int round = 0; round < ROUNDS && (tells_of_pages(is) || may_move_figures(is)); round++) {
		is->trial.casting.dg = quiet;
		struct made m = trial_make(&is->trial);
		bool same = is_same(is, &m);

		if (!m.failed && may_move_figures(is))
			settle(is, &m);
		is->trial.goes_on = m.goes_on;
		is->folios.begins = m.begins;
		is->made.n = m.n;
		is->folios.pages = count_pages(is);
		is->trial.casting.folios = &is->folios;
		if (m.failed || same)
			break;
	}
	is->trial.casting.dg = is->dg;
	is->made = trial_make(&is->trial);
	diags_destroy(quiet);
	return !is->made.failed;
}

static double
cost_of_make_up(struct trial t, bool alone)
{
	t.casting.alone = alone;
	struct made m = trial_make(&t);
	return m.failed ? INFINITY : m.cost;
}

/* Does the head of the one story stand over all columns?  As it makes the better page. */
static bool
has_wide_head(const struct bulletin *is)
{
	const struct story *st = is->trial.n == 1 ? is->trial.stories[is->trial.order[0]] : NULL;
	struct trial t = is->trial;
	struct diags *quiet = diags_create();
	bool narrow = false;

	for (size_t i = 0; st && i < st->n; i++)
		narrow |= st->blocks[i].role == ROLE_HEADLINE &&
		    st->blocks[i].style->span < t.casting.columns;
	t.casting.dg = quiet;
	bool wide = narrow && cost_of_make_up(t, true) <= cost_of_make_up(t, false);
	diags_destroy(quiet);
	return wide;
}

static bool
make_up(struct bulletin *is)
{
	if (!fit_trial(&is->trial, is->a, is->dg))
		return false;
	is->trial.casting.alone = has_wide_head(is);
	is->folios = open_folios(&is->trial);
	return make_true(is);
}

/* ---- pages ------------------------------------------------------------ */

/* For running heads: whose text begins the page. */
static void
turn_page(struct bulletin *is, const GArray *type)
{
	const struct story *first = NULL;

	for (guint i = 0; type && i < type->len && !first; i++) {
		int story = g_array_index(type, struct placed, i).story;

		if (story >= 0)
			first = is->trial.stories[story];
	}
	if (is->c->turn)
		is->c->turn(is->c->ctx, first);
}

static void
place_leaf(struct bulletin *is, const struct leaf *leaf, int number, GArray *to)
{
	struct placing how = { is->dg, is->trial.casting.l, is->c, &is->folios };
	struct sheet_of_type type = {
		g_array_new(FALSE, FALSE, sizeof(struct placed)),
		g_array_new(FALSE, FALSE, sizeof(struct placed)),
	};

	for (size_t i = 0; i < leaf->n; i++)
		place_plan(&how, &type, &leaf->plans[i], number);
	turn_page(is, type.type);
	furniture_place(to, is->l, is->c, number, is->pages);
	g_array_append_vals(to, leaf->rules, (guint)leaf->n_rules);
	g_array_append_vals(to, type.rules->data, type.rules->len);
	g_array_append_vals(to, type.type->data, type.type->len);
	g_array_unref(type.rules);
	g_array_unref(type.type);
}

/* The cover, a page of type, or a blank one behind all others. */
static struct page
finish_page(struct bulletin *is, int number, size_t stories_before)
{
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(struct placed));
	int leaf = number - is->trial.first;

	turn_page(is, NULL);
	if (leaf < 0)
		furniture_place_cover(all, is->l, is->c, is->pages);
	else if ((size_t)leaf < is->made.n)
		place_leaf(is, &is->made.leaves[leaf], number, all);
	for (guint i = 0; stories_before > 0 && i < all->len; i++)
		if (g_array_index(all, struct placed, i).story >= 0)
			g_array_index(all, struct placed, i).story += (int)stories_before;
	return (struct page) { number, frame_make(is->l, number).left_hand,
		arena_memdup(is->a, all->data, all->len * sizeof(struct placed)), all->len };
}

/* A figure that stands on another page than the text it came after. */
static void
report_far(struct bulletin *is, const struct pages *ps)
{
	g_autofree int *last = g_new0(int, ps->n_stories + 1); /* page of a story's text */

	for (size_t i = 0; i < ps->n; i++)
		for (size_t j = 0; j < ps->v[i].n; j++) {
			const struct placed *p = &ps->v[i].placed[j];

			if (p->story < 0 || p->furniture)
				continue;
			if (p->kind == PLACED_IMAGE && last[p->story] > 0 &&
			    last[p->story] < ps->v[i].number)
				diag_add(is->dg, DIAG_NOTE, "page.figure-far", p->block->at,
				    "page %d, column %d: the text that this figure follows is on page %d",
				    ps->v[i].number, MAX(p->column, 0) + 1, last[p->story]);
			if (p->kind == PLACED_LINE)
				last[p->story] = ps->v[i].number;
		}
}

static bool
check_number(struct bulletin *is)
{
	if ((size_t)is->pages <= limit_value(LIMIT_PAGES))
		return true;
	diag_add(is->dg, DIAG_ERROR, "page.too-many", (struct place) { 0 },
	    "more than %zu pages", limit_value(LIMIT_PAGES));
	diag_help(is->dg, "make several bulletins of it");
	return false;
}

static struct trial
first_trial(struct bulletin *is, struct arena *work, const struct story *const *stories, size_t n)
{
	int *order = arena_array(work, int, n);
	struct cutter *cutter = cutter_create(is->c);

	for (size_t i = 0; i < n; i++)
		order[i] = (int)i;
	return (struct trial) { .a = work, .stories = stories,
		.originals = stories, .n_stories = n, .order = order,
		.n = n, .cutter = cutter, .first = frame_first_page(is->l),
		.casting = { .a = work, .dg = is->dg, .l = is->l, .c = is->c, .cutter = cutter,
		    .columns = is->l->columns.count, .step = is->l->grid_step,
		    .picture = 1024 } };
}

/* What stands behind the stories, when there is such a thing (page.h). */
static bool
make_last(const struct bulletin *is, struct bulletin *last)
{
	const struct compositor *c = is->c;
	struct stories st = { is->trial.stories, is->folios.n };

	*last = (struct bulletin) { .a = is->a, .dg = is->dg, .l = is->l, .c = c };
	if (!c->last)
		return true;
	st = c->last(c->ctx, st, is->made.begins, &last->l);
	if (!st.v)
		return false;
	if (st.n == 0)
		return true;
	last->trial = first_trial(last, is->trial.a, st.v, st.n);
	last->trial.first = is->trial.first + (int)is->made.n;
	last->trial.wanted = is->trial.wanted;
	return make_up(last);
}

/* The stories of both, and where they begin. */
static void
join_stories(struct pages *ps, const struct bulletin *is, const struct bulletin *last)
{
	size_t n = is->folios.n, more = last->folios.n;
	const struct story **v = arena_array(is->a, const struct story *, n + more);
	int *begins = arena_array(is->a, int, n + more);

	if (n > 0) {
		memcpy(v, is->trial.stories, n * sizeof *v);
		memcpy(begins, is->made.begins, n * sizeof *begins);
	}
	if (more > 0) {
		memcpy(v + n, last->trial.stories, more * sizeof *v);
		memcpy(begins + n, last->made.begins, more * sizeof *begins);
	}
	ps->stories = v;
	ps->begins = begins;
	ps->n_stories = n + more;
}

static const struct pages *
finish_pages(struct bulletin *is, struct bulletin *last)
{
	struct pages *ps = arena_new(is->a, struct pages);
	int n = is->trial.first - 1 + (int)is->made.n;

	is->pages = count_pages(last->folios.n > 0 ? last : is);
	last->pages = last->folios.pages = is->folios.pages = is->pages;
	if (!check_number(is))
		return NULL;
	is->folios.begins = is->made.begins;
	last->folios.begins = last->made.begins;
	ps->layout = is->l;
	ps->n = (size_t)is->pages;
	ps->v = arena_array(is->a, struct page, ps->n);
	for (int i = 0; i < is->pages; i++) {
		bool behind = last->folios.n > 0 && i >= n;

		ps->v[i] = finish_page(behind ? last : is, i + 1, behind ? is->folios.n : 0);
	}
	join_stories(ps, is, last);
	report_far(is, ps);
	return ps;
}

/* ---- the door --------------------------------------------------------- */

const struct pages *
page_make(struct arena *a, struct diags *dg, const struct story *const *stories,
    size_t n, const struct layout *l, const struct compositor *c)
{
	struct bulletin is = { .a = a, .dg = dg, .l = l, .c = c };
	struct arena *work = arena_create();

	is.trial = first_trial(&is, work, stories, n);
	const struct pages *ps = NULL;
	struct bulletin last = { 0 };
	if (make_up(&is) && make_last(&is, &last))
		ps = finish_pages(&is, &last);
	g_clear_pointer(&is.folios.indices, g_hash_table_destroy);
	g_clear_pointer(&last.folios.indices, g_hash_table_destroy);
	cutter_destroy(is.trial.cutter);
	if (last.trial.cutter)
		cutter_destroy(last.trial.cutter);
	arena_destroy(work);
	return ps;
}
