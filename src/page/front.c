/*
 * The front page: zones side by side, stories that begin in them and go on
 * elsewhere.
 *
 * What of a story stands in its zone is the most that does: it may be parted
 * at every place where a column could end, and the first of them that leaves
 * room for what tells where it goes on is found by halving.
 */
#include "page/page-int.h"

#include <math.h>
#include <string.h>

/* Stands for a page that is not known yet. */
#define ANY_PAGE 88
/* Lines of its text that a story shows at least, and that go on at least. */
#define LINES_BEGUN 3
#define LINES_OVER 3
/* Places to part a story at that are tried, from the last that has room. */
#define PARTINGS_TRIED 10
/* A zone that is white by more than one part of so many takes a story more. */
#define PART_WHITE 4

/* What of a story goes on behind the front page. */
struct remainder {
	int story;
	const struct slug *v;
	size_t n;
};

struct fronter {
	const struct trial *t;
	const struct layout *l;
	struct area page;
	size_t next;         /* the first of the trial's order that is in no zone */
	bool *placed;        /* by story: it begins on the page */
	GArray *plans, *rules;
	GArray *over;        /* struct remainder */
	GArray *found;       /* struct plan, room to work in */
	GArray *bands;
	GPtrArray *told;     /* struct diags of what stands, or does not: tries tell nothing */
	bool *parted;
	bool clean;          /* nothing stands that is cut wrong */
	bool moves;          /* figures stand behind the first paragraphs */
	struct delay *delays; /* by story: which that were */
	bool failed;
};

/* A zone as far as it is filled. */
struct zone_fill {
	const struct zone *z;
	struct area area;
	GArray *v;           /* its slugs */
	struct plan plan;
};

/* ---- what tells of pages ---------------------------------------------- */

static const struct galley *
reference(const struct fronter *f, const struct part *p, int story, int columns, int page)
{
	const struct compositor *c = f->t->casting.c;

	if (!c->refer || !p->text || !*p->text)
		return NULL;
	return c->refer(c->ctx, p, f->t->stories[story], frame_measure(f->l, columns),
	    page > 0 ? page : ANY_PAGE, 0);
}

static int
page_of_rest(const struct fronter *f, int story)
{
	return f->t->goes_on ? f->t->goes_on[story] : 0;
}

/* ---- what fits -------------------------------------------------------- */

/* Is something cut wrong, such as a figure from its caption? */
static bool
is_faulty(const struct plan *p)
{
	return p->cost >= cost_of_faults(CUT_WIDOW);
}

/* Do the slugs of the zone all stand between its top and `bottom`? */
static bool
stands(struct fronter *f, struct zone_fill *z, dim bottom)
{
	struct area area = z->area;
	const struct slug *v = arena_memdup(f->t->a, z->v->data, z->v->len * sizeof *v);
	struct makeup m = { .a = f->t->a, .layout = f->l, .slugs = v, .n = z->v->len,
		.cutter = f->t->cutter, .bands = f->bands };
	bool found = false;

	area.bottom = bottom;
	slugs_finish((struct slug *)(uintptr_t)v, z->v->len, z->z->columns);
	g_array_set_size(f->found, 0);
	makeup_plans(&m, 0, &area, f->found);
	for (guint i = 0; i < f->found->len; i++) {
		const struct plan *p = &g_array_index(f->found, struct plan, i);

		if (p->end == z->v->len && !(f->clean && is_faulty(p)) &&
		    (!found || p->cost < z->plan.cost)) {
			z->plan = *p;
			found = true;
		}
	}
	return found;
}

/* Does a rule part what begins with `s` from what `over`, an array of struct slug, ends with? */
static bool
is_parted(const struct fronter *f, const GArray *over, const struct slug *s)
{
	const struct slug *last = over->len > 0 ? &g_array_index(over, struct slug, over->len - 1) : NULL;

	return last && last->story >= 0 && s->story >= 0 && stories_are_parted(f->l,
	    f->t->stories[last->story], last, f->t->stories[s->story], s->span);
}

/* With the first `n` slugs of a story, and (`parted`) where it goes on. */
static bool
stands_with(struct fronter *f, struct zone_fill *z, const struct remainder *s, size_t n, dim bottom)
{
	guint before = z->v->len;
	const struct galley *g = n < s->n
	    ? reference(f, &f->l->jump.to, s->story, 1, page_of_rest(f, s->story)) : NULL;
	struct slug rule;

	if (n < s->n && !g)
		return false;
	if (is_parted(f, z->v, &s->v[0]) && slug_of_separator(&f->t->casting, z->z->columns, &rule))
		g_array_append_val(z->v, rule);
	g_array_append_vals(z->v, s->v, (guint)n);
	if (g)
		slugs_add_lines(z->v, g, s->story, 1, f->l->grid_step);
	if (stands(f, z, bottom))
		return true;
	g_array_set_size(z->v, before);
	return false;
}

/* ---- where stories may be parted -------------------------------------- */

static bool
is_text(const struct slug *s)
{
	return s->kind == PLACED_LINE && !s->block->style->keep_with_next && !s->floats;
}

/* The places where a story may be parted, so that at most `rows` lines stand. */
static GArray *
find_partings(const struct remainder *s, int rows)
{
	GArray *to = g_array_new(FALSE, FALSE, sizeof(size_t));
	size_t lines = 0, left = 0;

	for (size_t i = 0; i < s->n; i++)
		left += is_text(&s->v[i]);
	for (size_t i = 0; i < s->n && (rows == 0 || lines < (size_t)rows); i++) {
		size_t at = i + 1;

		lines += is_text(&s->v[i]);
		if (at < s->n && lines >= LINES_BEGUN && left >= lines + LINES_OVER &&
		    s->v[at].faults == 0)
			g_array_append_val(to, at);
	}
	return to;
}

/* The last of the partings with which there is room for it; -1: there is none. */
static int
last_parting(struct fronter *f, struct zone_fill *z, const struct remainder *s, GArray *at,
    dim bottom)
{
	guint least = 0, most = at->len, before = z->v->len;
	bool clean = f->clean;

	f->clean = false;
	while (least < most) {
		guint middle = (least + most) / 2;

		if (stands_with(f, z, s, g_array_index(at, size_t, middle), bottom))
			least = middle + 1;
		else
			most = middle;
		g_array_set_size(z->v, before);
	}
	f->clean = clean;
	return (int)least - 1;
}

/*
 * The most of a story that stands over `bottom`, a little less when that
 * makes better columns; 0: nothing of it.
 */
static size_t
most_that_stands(struct fronter *f, struct zone_fill *z, const struct remainder *s, dim bottom)
{
	g_autoptr(GArray) at = find_partings(s, z->z->rows);
	guint before = z->v->len;
	int last = last_parting(f, z, s, at, bottom);
	double least = INFINITY;
	size_t best = 0;

	for (int i = last; i >= 0 && i > last - PARTINGS_TRIED; i--) {
		size_t n = g_array_index(at, size_t, i);

		if (stands_with(f, z, s, n, bottom) && z->plan.cost + (last - i) < least) {
			least = z->plan.cost + (last - i);
			best = n;
		}
		g_array_set_size(z->v, before);
	}
	return best > 0 && stands_with(f, z, s, best, bottom) ? best : 0;
}

static bool
is_counted(const struct story *s)
{
	return s->kind == STORY_ITEM || s->kind == STORY_CORRECTION;
}

static size_t
lines_of(const struct remainder *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += is_text(&s->v[i]);
	return n;
}

static void
report_no_room(struct fronter *f, int story)
{
	const struct story *st = f->t->stories[story];
	struct diags *own = diags_create();

	g_ptr_array_add(f->told, own);
	diag_add(own, DIAG_WARNING, "page.front-full",
	    st->n > 0 ? st->blocks[0].at : (struct place) { 0 },
	    "the front page has no room for this story, and it follows on the next");
}

/* How a story is tried: its pictures. */
struct pictures {
	int columns;    /* that they go over, at most; 0: as they are */
	int paragraphs; /* that the one under its head stands behind */
};

/* The figure under the head of the story behind its first paragraphs; false: there is none, or too few of them. */
static bool
move_figure(struct fronter *f, const struct zone_fill *z, int story, int paragraphs, struct slugs *s)
{
	struct later l;

	if (!later_find(s, 0, paragraphs, &l))
		return false;
	f->delays[story] = (struct delay) { s->v[l.figure].block, s->v[l.text].block,
		s->v[l.end - 1].block };
	*s = later_window(f->t->a, s, 0, INT32_MAX, z->z->columns, &l, 1);
	return true;
}

/* False: it stands elsewhere. */
static bool
try_story_with(struct fronter *f, struct zone_fill *z, int story, dim bottom, struct pictures p,
    struct diags *own)
{
	struct casting how = f->t->casting;

	how.dg = own;
	how.columns = z->z->columns;
	how.wide = f->l->front_wide;
	how.figure_most = p.columns;
	struct slugs s = slugs_cast(&how, f->t->stories, &story, 1);

	f->failed |= s.failed;
	if (s.failed || s.n == 0)
		return true;
	f->delays[story] = (struct delay) { 0 };
	if (p.paragraphs > 0 && !move_figure(f, z, story, p.paragraphs, &s))
		return false;
	struct remainder r = { story, s.v, s.n };
	if ((z->z->rows == 0 || lines_of(&r) <= (size_t)z->z->rows) &&
	    stands_with(f, z, &r, r.n, bottom))
		return true;
	size_t n = most_that_stands(f, z, &r, bottom);
	if (n == 0)
		return false;
	f->parted[story] = true;
	r.v += n;
	r.n -= n;
	g_array_append_val(f->over, r);
	return true;
}

static bool
add_story_with(struct fronter *f, struct zone_fill *z, int story, dim bottom, struct pictures p)
{
	struct diags *own = diags_create();
	bool stands = try_story_with(f, z, story, bottom, p, own);

	if (stands)
		g_ptr_array_add(f->told, own);
	else
		diags_destroy(own);
	return stands;
}

static bool
has_picture(const struct story *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->blocks[i].kind == BLOCK_FIGURE)
			return true;
	return false;
}

/* With its figure where it goes on, behind as few paragraphs as there is room for. */
static bool
add_moved(struct fronter *f, struct zone_fill *z, int story, dim bottom)
{
	struct pictures p = { f->l->front_wide && z->z->columns > 1, 1 };

	for (; p.paragraphs <= f->l->figure.give_way && !f->failed; p.paragraphs++)
		if (add_story_with(f, z, story, bottom, p))
			return true;
	return false;
}

/* Pictures may go over fewer columns where they leave no room for their story. */
static bool
add_story(struct fronter *f, struct zone_fill *z, int story, dim bottom)
{
	struct pictures p = { 0 };
	int figures = has_picture(f->t->stories[story]) ? z->z->columns - 1 : 0;

	if (f->moves)
		return add_moved(f, z, story, bottom);
	if (add_story_with(f, z, story, bottom, p))
		return true;
	for (p.columns = figures; f->l->front_wide && p.columns > 0 && !f->failed; p.columns--)
		if (add_story_with(f, z, story, bottom, p))
			return true;
	return false;
}

/* ---- zones ------------------------------------------------------------ */

/* The list of contents goes where a zone holds it, and in no other. */
static bool
is_elsewhere(const struct fronter *f, int story)
{
	if (f->placed[story])
		return true;
	if (f->t->stories[story]->kind != STORY_CONTENTS)
		return false;
	for (size_t i = 0; i < f->l->n_zones; i++)
		if (f->l->zones[i].contents)
			return true;
	return false;
}

static void
fill_with_contents(struct fronter *f, struct zone_fill *z)
{
	for (size_t i = 0; i < f->t->n; i++) {
		int story = f->t->order[i];

		if (f->t->stories[story]->kind != STORY_CONTENTS || f->placed[story])
			continue;
		f->placed[story] = add_story(f, z, story, z->area.bottom);
		if (!f->placed[story])
			report_no_room(f, story);
		return;
	}
}

/* The head of a section at the foot of a zone, as it was before it. */
struct opened {
	int story; /* -1: no head is the last thing in the zone */
	guint len, told;
	struct plan plan;
};

/* A section's head goes where the first of its items does. */
static void
take_back(struct fronter *f, struct zone_fill *z, struct opened *o)
{
	if (o->story < 0)
		return;
	g_array_set_size(z->v, o->len);
	g_ptr_array_set_size(f->told, (gint)o->told);
	z->plan = o->plan;
	f->placed[o->story] = false;
	o->story = -1;
}

/* A story over `foot`; when it is a section's head, it is `o`, which an item behind it closes. */
static bool
open_or_add(struct fronter *f, struct zone_fill *z, int story, dim foot, struct opened *o)
{
	struct opened before = { story, z->v->len, f->told->len, z->plan };

	if (!add_story(f, z, story, foot))
		return false;
	f->placed[story] = true;
	o->story = -1;
	if (f->t->stories[story]->kind == STORY_SECTION)
		*o = before;
	return true;
}

/*
 * A story over `foot`, or as many shares of the zone further down as it needs; its figure
 * gives way rather than it.
 */
static bool
add_clean(struct fronter *f, struct zone_fill *z, int story, dim foot, dim share, struct opened *o)
{
	dim bottom = z->area.bottom;
	bool added = false;

	f->clean = true;
	for (int moves = 0; moves <= (f->t->delays != NULL) && !added; moves++) {
		f->moves = moves > 0;
		for (dim at = foot; !added && at <= bottom; at = at < bottom ? MIN(at + share, bottom) : bottom + 1)
			added = open_or_add(f, z, story, at, o);
	}
	f->clean = f->moves = false;
	return added;
}

static void
fill_with_story(struct fronter *f, struct zone_fill *z, int story, dim foot, dim share,
    struct opened *o)
{
	bool first = z->v->len == 0 || (o->story >= 0 && o->len == 0);

	/* Rather than a zone with nothing. */
	if (add_clean(f, z, story, foot, share, o) || (first && open_or_add(f, z, story, z->area.bottom, o)))
		return;
	take_back(f, z, o);
	report_no_room(f, story);
}

/*
 * Stories that share a zone get equal shares of it, the last what is left;
 * `more` goes to the first that its share would part.
 */
static void
fill_with_stories(struct fronter *f, struct zone_fill *z, dim more)
{
	struct opened o = { .story = -1 };
	int left = z->z->stories;

	for (; left > 0 && f->next < f->t->n && !f->failed; f->next++) {
		int story = f->t->order[f->next];
		dim top = z->v->len > 0 ? z->plan.foot : z->area.top;
		dim room = z->area.bottom - top;
		dim share = MIN(room / left + more, room);

		if (is_elsewhere(f, story))
			continue;
		fill_with_story(f, z, story, top + (z->z->rows > 0 ? room : share), MAX(room / left, 1), &o);
		dim took = (z->v->len > 0 ? z->plan.foot : z->area.top) - top;
		more -= CLAMP(took - room / left, 0, more);
		left -= is_counted(f->t->stories[story]);
	}
	take_back(f, z, &o);
}

/* ---- a hole under short stories ---------------------------------------- */

static bool
has_hole(const struct zone_fill *z)
{
	dim height = z->area.bottom - z->area.top;

	return z->z->rows == 0 && (z->area.bottom - z->plan.foot) > height / PART_WHITE;
}

/* Are there stories enough for zones behind this one, which may have one less than they want? */
static bool
can_have_more(const struct fronter *f, const struct zone_fill *z)
{
	int stories = 0, wanted = 0;

	for (size_t i = f->next; i < f->t->n; i++)
		stories += is_counted(f->t->stories[f->t->order[i]]) && !f->placed[f->t->order[i]];
	for (const struct zone *later = z->z + 1; later < f->l->zones + f->l->n_zones; later++)
		wanted += later->contents ? 0 : MAX(later->stories - 1, MIN(later->stories, 1));
	return stories > wanted;
}

/* The next story, with the head of its section; false: it does not stand here. */
static bool
add_one_more(struct fronter *f, struct zone_fill *z)
{
	struct opened o = { .story = -1 };
	size_t next = f->next;

	for (; f->next < f->t->n && !f->failed; f->next++) {
		int story = f->t->order[f->next];
		const struct story *st = f->t->stories[story];

		if (is_elsewhere(f, story))
			continue;
		if ((!is_counted(st) && st->kind != STORY_SECTION) ||
		    !add_clean(f, z, story, z->area.bottom, z->area.bottom, &o))
			break;
		if (is_counted(st)) {
			f->next++;
			return true;
		}
	}
	take_back(f, z, &o);
	f->next = next;
	return false;
}

/* With `more` of it for stories that would be parted. */
static struct zone_fill
fill_with(struct fronter *f, const struct zone *z, const struct area *area, dim more)
{
	struct zone_fill fill = { .z = z, .area = *area,
		.v = g_array_new(FALSE, FALSE, sizeof(struct slug)), .plan.foot = area->top };

	if (z->contents)
		fill_with_contents(f, &fill);
	else
		fill_with_stories(f, &fill, more);
	while (!z->contents && z->stories > 0 && has_hole(&fill) && can_have_more(f, &fill) &&
	    add_one_more(f, &fill))
		;
	return fill;
}

/* As it was before a zone was filled. */
struct untouched {
	size_t next;
	guint over, told;
	bool *placed, *parted;
};

static struct untouched
remember(const struct fronter *f)
{
	size_t size = f->t->n_stories * sizeof(bool);

	return (struct untouched) { f->next, f->over->len, f->told->len,
		g_memdup2(f->placed, size), g_memdup2(f->parted, size) };
}

static void
restore(struct fronter *f, const struct untouched *u)
{
	memcpy(f->placed, u->placed, f->t->n_stories * sizeof(bool));
	memcpy(f->parted, u->parted, f->t->n_stories * sizeof(bool));
	f->next = u->next;
	g_array_set_size(f->over, u->over);
	g_ptr_array_set_size(f->told, (gint)u->told);
}

/* Returns the foot of what stands in it. */
static dim
fill_zone(struct fronter *f, const struct zone *z, const struct area *area)
{
	struct untouched u = remember(f);
	struct zone_fill fill = fill_with(f, z, area, 0);

	/* A story should not go on elsewhere over a hole. */
	if (has_hole(&fill) && f->over->len > u.over) {
		dim hole = area->bottom - fill.plan.foot;

		g_array_unref(fill.v);
		restore(f, &u);
		fill = fill_with(f, z, area, hole);
	}
	/* What was tried last need not be what stands. */
	if (fill.v->len > 0 && stands(f, &fill, area->bottom))
		g_array_append_val(f->plans, fill.plan);
	g_array_unref(fill.v);
	g_free(u.placed);
	g_free(u.parted);
	return fill.plan.foot;
}

/* ---- rules between zones ---------------------------------------------- */

static void
add_rule(struct fronter *f, struct rect box, const struct colour *colour)
{
	struct placed r = { .kind = PLACED_RULE, .furniture = true, .story = -1, .column = -1,
		.colour = colour, .box = box };

	if (box.w > 0 && box.h > 0)
		g_array_append_val(f->rules, r);
}

static void
rule_beside(struct fronter *f, int column, dim top, dim foot)
{
	const struct columns *c = &f->l->columns;
	struct frame fr = frame_make(f->l, f->t->first);
	dim measure = frame_measure(f->l, 1), x = frame_x(f->l, &fr, column, measure);
	dim middle = f->l->rtl ? x + measure + c->gap / 2 : x - c->gap / 2;

	add_rule(f, (struct rect) { middle - c->rule.width / 2, top, c->rule.width, foot - top },
	    c->rule.colour);
}

/* ---- tiers ------------------------------------------------------------ */

static dim
height_of(const struct fronter *f, const struct zone *z, dim most)
{
	dim h = length_dim(z->height, f->l->grid_step, f->l->grid_step, most);

	return h > 0 ? MIN(h, most) : most;
}

/* How many zones from `i` on stand side by side. */
static size_t
zones_in_tier(const struct layout *l, size_t i)
{
	int columns = 0;
	size_t n = 0;

	for (; i + n < l->n_zones && columns + l->zones[i + n].columns <= l->columns.count; n++)
		columns += l->zones[i + n].columns;
	return MAX(n, 1);
}

/* Zones of a tier that end a few rows higher than the lowest go down to it, as pages do to their foot. */
static void
level_zones(struct fronter *f, guint first, GArray *areas, dim foot)
{
	for (guint i = 0; i < areas->len; i++) {
		struct plan *p = &g_array_index(f->plans, struct plan, first + i);
		struct area *area = &g_array_index(areas, struct area, i);

		area->bottom = foot;
		plan_fill_foot(f->t->a, f->t->cutter, f->l, p, area);
	}
}

/* What stands at the top of a plan. */
static const struct slug *
first_of(const struct plan *p)
{
	const struct laid *v = p->laid;

	while (v && v->before)
		v = v->before;
	return v ? &v->band.slugs[v->band.start] : NULL;
}

/* Where a rule beside zones begins: level with their letters, or with the heads and boxes that stand higher. */
static dim
top_beside(const struct fronter *f, guint first, dim top)
{
	for (guint i = first; i < f->plans->len; i++) {
		const struct slug *s = first_of(&g_array_index(f->plans, struct plan, i));

		if (s && (!s->grid || s->group))
			return top;
	}
	return frame_top_of_letters(f->l, top, top == f->page.top);
}

static dim
make_tier(struct fronter *f, size_t from, size_t n, dim top)
{
	g_autoptr(GArray) areas = g_array_new(FALSE, FALSE, sizeof(struct area));
	guint first = f->plans->len;
	int column = 0;
	dim height = 0, foot = top;

	for (size_t i = from; i < from + n; i++)
		height = MAX(height, height_of(f, &f->l->zones[i], f->page.bottom - top));
	for (size_t i = from; i < from + n; i++) {
		const struct zone *z = &f->l->zones[i];
		struct area area = { column, z->columns, top, top + height };

		dim filled = fill_zone(f, z, &area);

		if (f->plans->len > first + areas->len)
			g_array_append_val(areas, area);
		foot = MAX(foot, filled);
		column += z->columns;
	}
	level_zones(f, first, areas, foot);
	column = 0;
	for (size_t i = from; i + 1 < from + n; i++) {
		column += f->l->zones[i].columns;
		rule_beside(f, column, top_beside(f, first, top), foot);
	}
	return foot;
}

static void
make_tiers(struct fronter *f)
{
	dim top = f->page.top;
	dim white = length_dim(f->l->separator_space, f->l->grid_step, f->l->grid_step,
	    f->l->grid_step);

	for (size_t i = 0; i < f->l->n_zones && !f->failed;) {
		size_t n = zones_in_tier(f->l, i);
		dim foot = make_tier(f, i, n, top);

		i += n;
		if (i >= f->l->n_zones)
			break;
		dim measure = frame_measure(f->l, f->l->columns.count);
		struct frame fr = frame_make(f->l, f->t->first);
		add_rule(f, (struct rect) { frame_x(f->l, &fr, 0, measure), foot + white, measure,
		    f->l->separator.width }, f->l->separator.colour);
		top = foot + 2 * white + f->l->separator.width;
	}
}

/* ---- what goes on ----------------------------------------------------- */

static void
add_separator(const struct fronter *f, GArray *to, int span)
{
	struct slug rule;

	if (to->len > 0 && slug_of_separator(&f->t->casting, span, &rule))
		g_array_append_val(to, rule);
}

/* What goes on as it is cast for the pages inside, where pictures need not go over as many columns. */
static struct remainder
cast_inside(struct fronter *f, const struct remainder *r)
{
	struct casting how = f->t->casting;

	if (!f->l->front_wide || f->delays[r->story].figure)
		return *r;
	how.dg = diags_create();
	struct slugs s = slugs_cast(&how, f->t->stories, &r->story, 1);
	diags_destroy(how.dg);
	f->failed |= s.failed;
	for (size_t i = 0; i < s.n; i++)
		if (s.v[i].block == r->v[0].block && s.v[i].line == r->v[0].line)
			return (struct remainder) { r->story, s.v + i, s.n - i };
	return *r;
}

static void
add_remainders(struct fronter *f, GArray *to)
{
	int span = CLAMP(f->l->jump.from.style ? f->l->jump.from.style->span : 1, 1,
	    f->l->columns.count);

	for (guint i = 0; i < f->over->len; i++) {
		struct remainder r = cast_inside(f, &g_array_index(f->over, struct remainder, i));
		const struct galley *g = reference(f, &f->l->jump.from, r.story, span, f->t->first);

		add_separator(f, to, g ? span : 1);
		if (g)
			slugs_add_lines(to, g, r.story, span, f->l->grid_step);
		g_array_append_vals(to, r.v, (guint)r.n);
	}
}

static void
add_others(struct fronter *f, GArray *to)
{
	g_autofree int *order = g_new(int, f->t->n);
	size_t n = 0;

	for (size_t i = 0; i < f->t->n; i++)
		if (!f->placed[f->t->order[i]])
			order[n++] = f->t->order[i];
	struct slugs s = slugs_cast(&f->t->casting, f->t->stories, order, n);
	f->failed |= s.failed;
	if (s.n == 0)
		return;
	if (is_parted(f, to, &s.v[0]))
		add_separator(f, to, s.v[0].span);
	g_array_append_vals(to, s.v, (guint)s.n);
}

static struct slugs
go_on(struct fronter *f)
{
	g_autoptr(GArray) v = g_array_new(FALSE, FALSE, sizeof(struct slug));

	if (f->l->jump.after_all)
		add_others(f, v);
	add_remainders(f, v);
	if (!f->l->jump.after_all)
		add_others(f, v);
	struct slugs s = { arena_memdup(f->t->a, v->data, v->len * sizeof(struct slug)), v->len,
		f->failed };
	slugs_finish(s.v, s.n, f->l->columns.count);
	return s;
}

/* ---- the door --------------------------------------------------------- */

static void
tell(const struct fronter *f)
{
	for (guint i = 0; i < f->told->len; i++) {
		const struct diags *own = f->told->pdata[i];

		for (size_t k = 0; k < diags_n(own); k++)
			diag_repeat(f->t->casting.dg, diags_get(own, k));
	}
}

static void
destroy_diags(gpointer dg)
{
	diags_destroy(dg);
}

static void *
kept(struct arena *a, GArray *v, size_t size)
{
	return arena_memdup(a, v->data, v->len * size);
}

struct front
front_make(const struct trial *t)
{
	const struct layout *l = t->casting.l;
	struct fronter f = { .t = t, .l = l, .page = frame_area(l, t->first),
		.placed = g_new0(bool, t->n_stories),
		.parted = arena_array(t->a, bool, t->n_stories),
		.delays = arena_array(t->a, struct delay, t->n_stories),
		.plans = g_array_new(FALSE, FALSE, sizeof(struct plan)),
		.rules = g_array_new(FALSE, FALSE, sizeof(struct placed)),
		.over = g_array_new(FALSE, FALSE, sizeof(struct remainder)),
		.found = g_array_new(FALSE, FALSE, sizeof(struct plan)),
		.bands = g_array_new(FALSE, FALSE, sizeof(struct band)),
		.told = g_ptr_array_new_with_free_func(destroy_diags) };

	make_tiers(&f);
	tell(&f);
	for (size_t i = 0; t->delays && i < t->n_stories; i++)
		if (f.placed[i])
			t->delays[i] = f.delays[i];
	struct front front = { .rest = go_on(&f), .parted = f.parted };
	front.leaf = (struct leaf) { kept(t->a, f.plans, sizeof(struct plan)), f.plans->len,
		kept(t->a, f.rules, sizeof(struct placed)), f.rules->len };
	g_free(f.placed);
	g_array_unref(f.plans);
	g_array_unref(f.rules);
	g_array_unref(f.over);
	g_array_unref(f.found);
	g_array_unref(f.bands);
	g_ptr_array_unref(f.told);
	return front;
}
