/*
 * The number of pages: what a layout lets give way, used as little as will do.
 *
 * Tightness goes from -1 (the leading as large as may be) over 0 (as designed)
 * to 2 (leading, then pictures, as small as may be); the loosest that fits is
 * found by halving, so the last page is as full as it can be; a tighter one is taken
 * where its pages are that much better cut.  Then items of a
 * section change places, each change being kept that shortens the whole, then what is optional is left out, from the last
 * item up.  Nothing goes beyond its limit.
 */
#include "page/page-int.h"

#include <math.h>
#include <string.h>

#define LOOSEST (-1.0)
#define TIGHTEST 2.0
#define HALVINGS 8
/* Tighter ones that are tried, and what tightness from 0 to 1 costs, in rows of white squared. */
#define TIGHTER 5
#define COST_TIGHTER 400.0
/* Rows that a last page may leave and is still full. */
#define FULL_ROWS 2
/* Orders that are tried, and items that are cut, at most. */
#define ORDERS_TRIED 60
#define ITEMS_CUT 8
/* Lines of its text that every item keeps. */
#define LINES_KEPT 6

/* Something that may be left out. */
struct optional {
	int story;
	enum element element;
};

struct fitter {
	struct trial *t;
	struct arena *keep;    /* for stories that change */
	struct diags *dg, *quiet;
	const struct layout *l;
	const struct page_fit *fit;
	int target;
	double tightness;
	int *order;
	unsigned *left_out;
	size_t *cut;
	GArray *optional;      /* struct optional, in the order of leaving out */
	size_t n_left_out;
	int fewest;            /* pages, of all that was tried */
};

struct result {
	int pages;
	dim white;             /* under the last page */
	double cost;           /* of its pages */
};

/* ---- tightness -------------------------------------------------------- */

static dim
between(double share, dim from, dim to)
{
	return from + (dim)lround(share * (to - from));
}

static dim
step_at(const struct fitter *f, double tightness)
{
	dim step = f->l->grid_step;
	dim least = f->fit->leading_least, most = f->fit->leading_most;

	if (tightness > 0 && least > 0 && least < step)
		return between(MIN(tightness, 1), step, least);
	if (tightness < 0 && most > step)
		return between(MIN(-tightness, 1), step, most);
	return step;
}

static int
picture_at(const struct fitter *f, double tightness)
{
	int least = f->fit->picture_least;

	if (tightness > 1 && least > 0 && least < 1024)
		return between(tightness - 1, 1024, least);
	/* They grow with the leading, as far as there is more of them than is shown. */
	if (tightness < 0 && f->fit->picture_most > 1024)
		return between(-tightness, 1024, f->fit->picture_most);
	return 1024;
}

/* ---- trying ----------------------------------------------------------- */

static void
set_tightness(const struct fitter *f, struct trial *t, struct layout *l, double tightness)
{
	*l = *f->l;
	l->grid_step = step_at(f, tightness);
	t->casting.l = l;
	t->casting.picture = picture_at(f, tightness);
	t->casting.left_out = f->left_out;
	t->casting.cut = f->cut;
	t->order = f->order;
}

static struct result
try(const struct fitter *f, double tightness)
{
	struct trial t = *f->t;
	struct layout l;

	t.a = t.casting.a = arena_create();
	t.casting.dg = f->quiet;
	set_tightness(f, &t, &l, tightness);
	struct made m = trial_make(&t);
	struct result r = { m.failed ? INT32_MAX : t.first - 1 + (int)m.n, m.white, m.cost };
	cutter_forget(t.cutter);
	arena_destroy(t.a);
	return r;
}

static bool
fits(const struct fitter *f, double tightness)
{
	return try(f, tightness).pages <= f->target;
}

/* The loosest that fits, and what it makes, unless it is TIGHTEST, which is known to fit. */
static double
loosest_that_fits(const struct fitter *f, struct result *ret)
{
	double least = LOOSEST, most = TIGHTEST;

	*ret = try(f, least);
	if (ret->pages <= f->target)
		return least;
	for (int i = 0; i < HALVINGS; i++) {
		double middle = (least + most) / 2;
		struct result r = try(f, middle);

		if (r.pages <= f->target) {
			most = middle;
			*ret = r;
		} else {
			least = middle;
		}
	}
	return most;
}

/*
 * One that is tighter than the loosest that fits, when its pages are cut so much
 * better, as those of pictures under which text has room.  What it leaves more of
 * the last page counts, too.
 */
static double
best_that_fits(const struct fitter *f)
{
	struct result first;
	double loosest = loosest_that_fits(f, &first), best = first.cost, at = loosest;

	for (int i = 1; i <= TIGHTER && loosest < TIGHTEST; i++) {
		double tightness = loosest + i * (TIGHTEST - loosest) / (TIGHTER + 1);
		struct result r = try(f, tightness);
		double rows = MAX((double)(r.white - first.white) / f->l->grid_step, 0);
		double cost = r.cost + COST_TIGHTER * (tightness - loosest) + rows * rows;

		if (r.pages != first.pages || cost >= best)
			continue;
		best = cost;
		at = tightness;
	}
	return at;
}

/* ---- how many pages --------------------------------------------------- */

/* The least number that is allowed and not under `pages`; 0: none is. */
static int
allowed(const struct page_fit *fit, int pages)
{
	int m = fit->multiple_of;

	for (size_t i = 0; i < fit->n_pages; i++)
		if (fit->pages[i] >= pages)
			return fit->pages[i];
	return m > 0 ? (pages + m - 1) / m * m : 0;
}

static int
most_allowed(const struct page_fit *fit)
{
	return fit->n_pages > 0 ? fit->pages[fit->n_pages - 1] : fit->multiple_of;
}

/* ---- items in another order ------------------------------------------- */

/* The first item, which leads it, behind whatever contents and head. */
static int
lead_item(const struct fitter *f)
{
	size_t i = 0;

	while (i < f->t->n && f->t->stories[i]->kind != STORY_ITEM)
		i++;
	return (int)i;
}

static bool
may_change(const struct fitter *f, size_t i, size_t k)
{
	const struct story *a = f->t->stories[f->order[i]], *b = f->t->stories[f->order[k]];
	int lead = lead_item(f);

	return f->order[i] != lead && f->order[k] != lead && a->kind == STORY_ITEM && b->kind == STORY_ITEM && a->section == b->section &&
	    a->half == HALF_NONE && b->half == HALF_NONE;
}

static void
exchange(struct fitter *f, size_t i, size_t k)
{
	int story = f->order[i];

	f->order[i] = f->order[k];
	f->order[k] = story;
}

/* Item `from` goes to `to`, and those between make room. */
static void
move_item(struct fitter *f, size_t from, size_t to)
{
	int step = from < to ? 1 : -1;

	for (size_t i = from; i != to; i += (size_t)step)
		exchange(f, i, i + (size_t)step);
}

/* What may be done with two items: they change places, or one goes to the other's. */
enum change { CHANGE_PLACES, CHANGE_DOWN, CHANGE_UP, CHANGES };

static void
change_order(struct fitter *f, enum change c, size_t i, size_t j)
{
	if (c == CHANGE_PLACES)
		exchange(f, i, j);
	else
		move_item(f, c == CHANGE_DOWN ? i : j, c == CHANGE_DOWN ? j : i);
}

static void
change_back(struct fitter *f, enum change c, size_t i, size_t j)
{
	change_order(f, c == CHANGE_DOWN ? CHANGE_UP : c == CHANGE_UP ? CHANGE_DOWN : c, i, j);
}

/* All that stands, in the height of a page: less is better. */
static double
extent(const struct fitter *f, const struct result *r)
{
	return (double)r->pages * f->l->height - r->white;
}

struct search {
	struct fitter *f;
	double best; /* of the order as it is */
	int tried;
};

/* True: it fits, or takes less than before, and stays. */
static bool
is_better(struct search *s, enum change c, size_t i, size_t j, bool *ret_fits)
{
	change_order(s->f, c, i, j);
	struct result r = try(s->f, TIGHTEST);
	s->tried++;
	s->f->fewest = MIN(s->f->fewest, r.pages);
	*ret_fits = r.pages <= s->f->target;
	if (*ret_fits || (r.pages < INT32_MAX && extent(s->f, &r) < s->best)) {
		s->best = extent(s->f, &r);
		return true;
	}
	change_back(s->f, c, i, j);
	return false;
}

/* All that can be changed once, near ones first; *ret_better: some of it stays. */
static bool
try_changes(struct search *s, bool *ret_better)
{
	bool fits = false;

	for (size_t d = 1; d < s->f->t->n; d++)
		for (size_t i = 1; i + d < s->f->t->n; i++)
			/* Neighbours change places in one way only. */
			for (unsigned c = 0; c < (d == 1 ? 1 : CHANGES); c++) {
				if (!may_change(s->f, i, i + d) || s->tried >= ORDERS_TRIED)
					continue;
				*ret_better |= is_better(s, (enum change)c, i, i + d, &fits);
				if (fits)
					return true;
			}
	return false;
}

/*
 * Items of a section change places, or one of them moves; the lead item stays.
 * What shortens the whole is kept and gone on from, until it fits.
 */
static bool
fits_in_other_order(struct fitter *f)
{
	g_autofree int *old = g_memdup2(f->order, f->t->n * sizeof(int));
	bool better = f->fit->order;

	if (!better)
		return false;
	struct result r = try(f, TIGHTEST);
	struct search s = { f, extent(f, &r), 0 };
	while (better && s.tried < ORDERS_TRIED) {
		better = false;
		if (try_changes(&s, &better))
			return true;
	}
	memcpy(f->order, old, f->t->n * sizeof(int));
	return false;
}

/* Items of its section before the one at `end` of an order; NULL: that of the issue. */
static int
place_in_section(const struct fitter *f, const int *order, size_t end, int section)
{
	int n = 1;

	for (size_t i = 0; i < end; i++) {
		const struct story *st = f->t->stories[order ? order[i] : (int)i];

		n += st->kind == STORY_ITEM && st->section == section;
	}
	return n;
}

static void
report_order(const struct fitter *f)
{
	for (size_t i = 0; i < f->t->n; i++) {
		const struct story *st = f->t->stories[f->order[i]];

		if (f->order[i] != (int)i)
			diag_add(f->dg, DIAG_NOTE, "page.order-changed", st->blocks[0].at,
			    "this item is number %d of its section, and not number %d",
			    place_in_section(f, f->order, i, st->section),
			    place_in_section(f, NULL, (size_t)f->order[i], st->section));
	}
}

/* ---- what is left out ------------------------------------------------- */

static bool
has_element(const struct story *st, enum element e)
{
	for (size_t i = 0; i < st->n; i++)
		if (block_element(&st->blocks[i]) == (int)e)
			return true;
	return false;
}

static void
list_optional(struct fitter *f)
{
	for (unsigned e = 0; e < ELEMENT_N; e++)
		for (size_t i = f->t->n; i > 0 && (f->fit->optional & 1u << e); i--) {
			struct optional o = { f->order[i - 1], (enum element)e };

			if (f->t->stories[o.story]->kind == STORY_ITEM &&
			    has_element(f->t->stories[o.story], o.element))
				g_array_append_val(f->optional, o);
		}
}

static void
leave_out(struct fitter *f, size_t n)
{
	for (size_t i = 0; i < f->t->n_stories; i++)
		f->left_out[i] = 0;
	for (size_t i = 0; i < n; i++) {
		const struct optional *o = &g_array_index(f->optional, struct optional, i);

		f->left_out[o->story] |= 1u << o->element;
	}
	f->n_left_out = n;
}

/* As little as will do is left out. */
static bool
fits_with_less(struct fitter *f)
{
	size_t least = 0, most = f->optional->len;

	if (most == 0)
		return false;
	leave_out(f, most);
	struct result r = try(f, TIGHTEST);
	f->fewest = MIN(f->fewest, r.pages);
	if (r.pages > f->target)
		return false;
	while (least + 1 < most) {
		size_t middle = (least + most) / 2;

		leave_out(f, middle);
		if (fits(f, TIGHTEST))
			most = middle;
		else
			least = middle;
	}
	leave_out(f, most);
	return true;
}

static struct place
place_of_element(const struct story *st, enum element e)
{
	for (size_t i = 0; i < st->n; i++)
		if (block_element(&st->blocks[i]) == (int)e)
			return st->blocks[i].at;
	return st->blocks[0].at;
}

static void
report_left_out(const struct fitter *f)
{
	static const char *const words[ELEMENT_N] = {
		[ELEMENT_DECKS] = N_("the decks"), [ELEMENT_MEDIA] = N_("the pictures"),
		[ELEMENT_KICKER] = N_("the kicker"), [ELEMENT_BYLINE] = N_("the byline"),
		[ELEMENT_LEAD] = N_("the lead"), [ELEMENT_CONTACT] = N_("the contact"),
	};

	for (size_t i = 0; i < f->n_left_out; i++) {
		const struct optional *o = &g_array_index(f->optional, struct optional, i);
		const char *what = words[o->element] ? words[o->element] : N_("a part");

		diag_add(f->dg, DIAG_WARNING, "fit.left-out",
		    place_of_element(f->t->stories[o->story], o->element),
		    "%s of this item are left out, so that the issue has %d pages", diag_word(what), f->target);
	}
}

/* ---- what is too long ------------------------------------------------- */

/* What is cut together: an item, or two that face each other, of which the longer counts. */
struct cuttable {
	int story[2];          /* -1: there is no other */
	size_t less[2];        /* rows by which it is the shorter */
	size_t most;           /* lines that the longer may lose */
};

/* A story as it is set: how many of its last lines are text, and all its rows. */
static size_t
lines_to_cut(const struct fitter *f, int story, size_t *ret_rows)
{
	struct casting how = f->t->casting;
	size_t lines = 0;
	dim height = 0;

	how.dg = f->quiet;
	how.left_out = f->left_out;
	if (f->t->stories[story]->half != HALF_NONE)
		how.columns = MAX(how.columns / 2, 1);
	struct slugs s = slugs_cast(&how, f->t->stories, &story, 1);
	for (size_t i = 0; i < s.n; i++) {
		bool text = s.v[i].kind == PLACED_LINE && !s.v[i].floats;
		/* The heads that text begins with stay, those within it go along. */
		bool head = text && s.v[i].block->style->keep_with_next;

		lines = !text || (head && lines == 0) ? 0 : lines + 1;
		height += s.v[i].before + s.v[i].rise + s.v[i].drop;
	}
	*ret_rows = (size_t)(height / MAX(how.l->grid_step, 1));
	return lines > LINES_KEPT ? lines - LINES_KEPT : 0;
}

/* What stands at place `i` of the order, with what faces it there. */
static struct cuttable
cuttable_at(const struct fitter *f, size_t i)
{
	struct cuttable c = { .story = { f->order[i], -1 } };
	const struct story *other = i + 1 < f->t->n ? f->t->stories[f->order[i + 1]] : NULL;
	size_t lines[2], rows[2];

	if (other && other->faces && f->t->stories[f->order[i]]->half != HALF_NONE)
		c.story[1] = f->order[i + 1];
	int n = c.story[1] < 0 ? 1 : 2;
	for (int k = 0; k < n; k++)
		lines[k] = lines_to_cut(f, c.story[k], &rows[k]);
	for (int k = 0; k < n; k++) {
		size_t longer = MAX(rows[0], rows[n - 1]);

		c.less[k] = longer - rows[k];
		c.most = k == 0 ? lines[k] + c.less[k] : MIN(c.most, lines[k] + c.less[k]);
	}
	return c;
}

static bool
may_be_cut(const struct fitter *f, size_t i)
{
	int story = f->order[i];
	const struct story *st = f->t->stories[story];

	return st->kind == STORY_ITEM && !st->faces && f->cut[story] == 0;
}

static void
cut_lines(struct fitter *f, const struct cuttable *c, size_t lines)
{
	for (int k = 0; k < 2; k++)
		if (c->story[k] >= 0)
			f->cut[c->story[k]] = lines > c->less[k] ? lines - c->less[k] : 0;
}

/* What has the most lines, of all that is whole; `most` 0: there is nothing. */
static struct cuttable
longest_item(const struct fitter *f)
{
	struct cuttable longest = { .most = 0 };

	for (size_t i = 0; i < f->t->n; i++) {
		struct cuttable c = { .most = 0 };

		if (may_be_cut(f, i))
			c = cuttable_at(f, i);
		if (c.most > longest.most)
			longest = c;
	}
	return longest;
}

/* Cut as few lines off the end of `c` as make all fit; false: all that it may lose is too few. */
static bool
cut_fewest(struct fitter *f, const struct cuttable *c)
{
	size_t least = 0, most = c->most;

	cut_lines(f, c, most);
	if (!fits(f, TIGHTEST))
		return false;
	while (least + 1 < most) {
		size_t middle = (least + most) / 2;

		cut_lines(f, c, middle);
		if (fits(f, TIGHTEST))
			most = middle;
		else
			least = middle;
	}
	cut_lines(f, c, most);
	return true;
}

/* Items count from 1, as in the issue. */
static int
number_of(const struct fitter *f, int story)
{
	int n = 0;

	for (int i = 0; i <= story; i++)
		n += f->t->stories[i]->kind == STORY_ITEM;
	return n;
}

/* «cut 7 lines from item 3, and cut …» */
static void
say_cuts(const struct fitter *f, const struct cuttable *c, GString *to)
{
	for (int k = 0; k < 2; k++)
		if (c->story[k] >= 0 && f->cut[c->story[k]] > 0)
			g_string_append_printf(to, to->len ? diag_word(", and cut %zu lines from item %d")
			    : diag_word("cut %zu lines from item %d"), f->cut[c->story[k]], number_of(f, c->story[k]));
}

static void
report_too_long(struct fitter *f)
{
	g_autoptr(GString) what = g_string_new(NULL);
	struct place at = { 0 };
	bool enough = false;

	for (int i = 0; i < ITEMS_CUT && !enough; i++) {
		struct cuttable c = longest_item(f);

		if (c.most == 0)
			break;
		enough = cut_fewest(f, &c);
		if (!at.file)
			at = f->t->stories[c.story[0]]->blocks[0].at;
		say_cuts(f, &c, what);
	}
	diag_add(f->dg, DIAG_ERROR, "fit.too-long", at,
	    "the issue has %d pages, and %d are wanted, with all that may give way", f->fewest,
	    f->target);
	if (enough)
		diag_help(f->dg, "%s", what->str);
	else
		diag_help(f->dg, "leave items out, or let fit.pages have more pages");
}

/* ---- what was used ---------------------------------------------------- */

static void
report_used(const struct fitter *f)
{
	dim step = step_at(f, f->tightness);
	int picture = picture_at(f, f->tightness);
	struct place at = { .file = f->l->file };

	if (step != f->l->grid_step)
		diag_add(f->dg, DIAG_NOTE, "fit.leading", at,
		    "the leading of the grid is %.2f pt instead of %.2f pt", dim_to_pt(step),
		    dim_to_pt(f->l->grid_step));
	if (picture != 1024)
		diag_add(f->dg, DIAG_NOTE, "fit.pictures", at,
		    "pictures are %.0f %% as deep as designed", picture / 10.24);
	report_order(f);
	report_left_out(f);
}

static void
report_short(const struct fitter *f, const struct result *r)
{
	struct area area = frame_area(f->l, f->target);
	dim step = step_at(f, f->tightness);
	int rows = r->white / step + (f->target - r->pages) * ((area.bottom - area.top) / step);

	if (rows <= FULL_ROWS)
		return;
	diag_add(f->dg, DIAG_WARNING, "fit.short", (struct place) { .file = f->l->file },
	    "the %d pages have room for about %d more lines", f->target,
	    rows * f->l->columns.count);
	diag_help(f->dg, "add an item or a picture, or let fit.freedoms reach further");
}

/* ---- the door --------------------------------------------------------- */

static bool
find_freedoms(struct fitter *f)
{
	struct result as_designed = try(f, 0);
	dim full = FULL_ROWS * f->l->grid_step;

	f->target = allowed(f->fit, as_designed.pages);
	if (f->target == as_designed.pages && as_designed.white <= full)
		return true;
	struct result tight = try(f, TIGHTEST);
	f->target = allowed(f->fit, tight.pages);
	if (f->target == 0) {
		f->target = most_allowed(f->fit);
		f->fewest = tight.pages;
		if (!fits_in_other_order(f) && !fits_with_less(f)) {
			report_too_long(f);
			return false;
		}
	}
	f->tightness = best_that_fits(f);
	return true;
}

/* The story without what is left out of it. */
static const struct story *
trimmed_story(const struct fitter *f, int story)
{
	const struct story *old = f->t->stories[story];

	if (f->left_out[story] == 0)
		return old;
	struct story *st = arena_memdup(f->keep, old, sizeof *old);
	st->blocks = arena_array(f->keep, struct block, old->n);
	st->n = 0;
	for (size_t i = 0; i < old->n; i++) {
		int e = block_element(&old->blocks[i]);

		if (e < 0 || !(f->left_out[story] & 1u << e))
			st->blocks[st->n++] = old->blocks[i];
	}
	return st;
}

static int
position_of(const struct fitter *f, const struct story *st)
{
	for (size_t i = 0; i < f->t->n; i++)
		if (f->t->stories[f->order[i]] == st)
			return (int)i;
	return INT_MAX;
}

static bool
names_item(const struct block *b)
{
	return b->refers && b->refers->kind == STORY_ITEM;
}

/* A table of contents in the order of what it names. */
static const struct story *
in_order(const struct fitter *f, const struct story *old)
{
	if (old->kind != STORY_CONTENTS)
		return old;
	struct story *st = arena_memdup(f->keep, old, sizeof *old);
	st->blocks = arena_memdup(f->keep, old->blocks, old->n * sizeof *old->blocks);
	for (size_t i = 1; i < st->n; i++)
		for (size_t k = i; k > 0 && names_item(&st->blocks[k]) &&
		     names_item(&st->blocks[k - 1]) &&
		     position_of(f, st->blocks[k].refers) < position_of(f, st->blocks[k - 1].refers);
		     k--) {
			struct block b = st->blocks[k];

			st->blocks[k] = st->blocks[k - 1];
			st->blocks[k - 1] = b;
		}
	return st;
}

static bool
has_changed(const struct fitter *f)
{
	for (size_t i = 0; i < f->t->n; i++)
		if (f->order[i] != (int)i)
			return true;
	return false;
}

/* The stories as they are to stand, and from now on no others. */
static void
take_stories(struct fitter *f)
{
	struct trial *t = f->t;
	const struct story **v = arena_array(f->keep, const struct story *, t->n);
	const struct story **originals = arena_array(f->keep, const struct story *, t->n);
	int *order = arena_array(t->a, int, t->n);

	bool changed = has_changed(f);
	for (size_t i = 0; i < t->n; i++) {
		v[i] = trimmed_story(f, f->order[i]);
		if (changed)
			v[i] = in_order(f, v[i]);
		originals[i] = t->stories[f->order[i]];
		order[i] = (int)i;
	}
	t->stories = v;
	t->originals = originals;
	t->order = order;
	t->casting.left_out = NULL;
	t->casting.cut = NULL;
}

static void
take_freedoms(struct fitter *f)
{
	struct layout *l = arena_new(f->t->a, struct layout);
	struct result r = try(f, f->tightness);

	report_used(f);
	report_short(f, &r);
	set_tightness(f, f->t, l, f->tightness);
	f->t->wanted = f->target;
	take_stories(f);
}

bool
fit_trial(struct trial *t, struct arena *a, struct diags *dg)
{
	const struct layout *l = t->casting.l;

	if ((l->fit.n_pages == 0 && l->fit.multiple_of == 0) || t->n == 0)
		return true;
	struct fitter f = { .t = t, .keep = a, .dg = dg, .quiet = diags_create(), .l = l, .fit = &l->fit,
		.order = arena_memdup(t->a, t->order, t->n * sizeof(int)),
		.left_out = arena_array(t->a, unsigned, t->n_stories),
		.cut = arena_array(t->a, size_t, t->n_stories),
		.optional = g_array_new(FALSE, FALSE, sizeof(struct optional)) };

	list_optional(&f);
	bool fit = find_freedoms(&f);
	if (fit)
		take_freedoms(&f);
	g_array_unref(f.optional);
	diags_destroy(f.quiet);
	return fit;
}
