/*
 * Boxes: a story made up by itself, on a page as wide as its box, and lifted
 * as one.  Its first baseline is a row of the grid, so all of them are.
 */
#include "page/page-int.h"

/* Rows of a page that a box may take, of 100. */
#define HEIGHT_MOST 95

/* ---- whose box -------------------------------------------------------- */

static int
boxed_kind(const struct story *st)
{
	switch (st->kind) {
	case STORY_CONTENTS:
		return BOXED_CONTENTS;
	case STORY_CONTACTS:
		return BOXED_CONTACTS;
	case STORY_IMPRINT:
		return BOXED_IMPRINT;
	case STORY_ITEM:
	case STORY_CORRECTION:
		return st->item ? BOXED_RELEASE + (int)st->item->type : -1;
	case STORY_SECTION:
	case STORY_PART:
		break;
	}
	return -1;
}

const struct boxing *
box_of(const struct layout *l, const struct story *st)
{
	int kind = boxed_kind(st);

	for (size_t i = 0; kind >= 0 && i < l->n_boxings; i++)
		if (l->boxings[i].of & 1u << kind)
			return &l->boxings[i];
	return NULL;
}

/* ---- inside ----------------------------------------------------------- */

struct boxer {
	const struct casting *how;
	const struct boxing *b;
	struct layout inside; /* a page without margins, as wide as the text */
	dim width, padding, ascent;
};

static struct boxer
open_box(const struct casting *how, const struct boxing *b)
{
	const struct layout *l = how->l;
	struct boxer x = { .how = how, .b = b, .inside = *l };
	dim step = l->grid_step;

	x.width = frame_measure(l, CLAMP(b->span, 1, how->columns));
	x.padding = length_dim(b->padding, step, step, x.width) + b->rule.width;
	x.padding = MIN(x.padding, x.width / 4);
	x.ascent = dim_scale(step, 7, 10);
	x.inside.width = x.width - 2 * x.padding;
	x.inside.height = l->height - l->margins.top - l->margins.bottom;
	x.inside.margins = (struct margins) { 0 };
	x.inside.masthead = (struct box) { 0 };
	x.inside.cover = (struct box) { 0 };
	x.inside.columns.count = CLAMP(b->columns, 1, COLUMNS_MAX);
	x.inside.grid_start = x.ascent;
	return x;
}

/* The cheapest plan that has all of it. */
static bool
make_up_inside(struct boxer *x, const struct slugs *s, struct plan *ret_p)
{
	struct cutter *k = cutter_create(x->how->c);
	struct makeup m = { .a = x->how->a, .layout = &x->inside, .slugs = s->v, .n = s->n,
		.cutter = k, .bands = g_array_new(FALSE, FALSE, sizeof(struct band)) };
	g_autoptr(GArray) plans = g_array_new(FALSE, FALSE, sizeof(struct plan));
	struct area area = { 0, x->inside.columns.count, 0,
		dim_scale(x->inside.height, HEIGHT_MOST, 100) - 2 * x->padding };
	bool found = false;

	makeup_plans(&m, 0, &area, plans);
	for (guint i = 0; i < plans->len; i++) {
		const struct plan *p = &g_array_index(plans, struct plan, i);

		if (p->end == s->n && (!found || p->cost < ret_p->cost)) {
			*ret_p = *p;
			found = true;
		}
	}
	g_array_unref(m.bands);
	cutter_destroy(k);
	return found;
}

/* ---- its edge --------------------------------------------------------- */

static void
add_solid(GArray *to, enum placed_kind kind, const struct colour *colour, struct rect box)
{
	struct placed p = { .kind = kind, .furniture = true, .story = -1, .colour = colour,
		.box = box };

	g_array_append_val(to, p);
}

static void
add_edge(const struct boxer *x, GArray *to, dim height)
{
	dim w = x->b->rule.width;

	if (x->b->tint)
		add_solid(to, PLACED_TINT, x->b->tint, (struct rect) { 0, 0, x->width, height });
	if (w <= 0)
		return;
	const struct colour *c = x->b->rule.colour;
	add_solid(to, PLACED_RULE, c, (struct rect) { 0, 0, x->width, w });
	add_solid(to, PLACED_RULE, c, (struct rect) { 0, height - w, x->width, w });
	add_solid(to, PLACED_RULE, c, (struct rect) { 0, w, w, height - 2 * w });
	add_solid(to, PLACED_RULE, c, (struct rect) { x->width - w, w, w, height - 2 * w });
}

static void
add_inside(const struct boxer *x, GArray *to, const GArray *from)
{
	for (guint i = 0; i < from->len; i++) {
		struct placed p = g_array_index(from, struct placed, i);

		p.box.x += x->padding;
		p.box.y += x->padding;
		g_array_append_val(to, p);
	}
}

static struct group *
group_of(const struct boxer *x, const struct plan *plan)
{
	struct diags *quiet = diags_create();
	struct placing how = { quiet, &x->inside, x->how->c, x->how->folios };
	struct sheet_of_type type = {
		g_array_new(FALSE, FALSE, sizeof(struct placed)),
		g_array_new(FALSE, FALSE, sizeof(struct placed)),
	};
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(struct placed));
	struct group *g = arena_new(x->how->a, struct group);

	place_plan(&how, &type, plan, 1);
	g->width = x->width;
	g->height = plan->foot + 2 * x->padding;
	add_edge(x, all, g->height);
	add_inside(x, all, type.rules);
	add_inside(x, all, type.type);
	g->n = all->len;
	g->v = arena_memdup(x->how->a, all->data, all->len * sizeof(struct placed));
	g_array_unref(type.rules);
	g_array_unref(type.type);
	diags_destroy(quiet);
	return g;
}

/* ---- the door --------------------------------------------------------- */

bool
box_cast(const struct casting *how, const struct boxing *b,
    const struct story *const *stories, int index, struct slug *ret_s)
{
	struct boxer x = open_box(how, b);
	struct casting inside = *how;
	const struct story *st = stories[index];
	struct plan plan = { 0 };

	inside.l = &x.inside;
	inside.columns = x.inside.columns.count;
	inside.boxed = true;
	struct slugs s = slugs_cast(&inside, stories, &index, 1);
	if (s.failed || s.n == 0)
		return false;
	if (!make_up_inside(&x, &s, &plan)) {
		diag_add(how->dg, DIAG_WARNING, "page.box-too-high", st->blocks[0].at,
		    "this text is too high for box %s, and stands without it", b->name);
		return false;
	}
	const struct group *g = group_of(&x, &plan);
	dim white = length_dim(b->space, how->l->grid_step, how->l->grid_step, how->l->grid_step);
	*ret_s = (struct slug) { .kind = PLACED_TINT, .block = &st->blocks[0], .group = g,
		.story = index, .span = CLAMP(b->span, 1, how->columns), .width = g->width,
		.rise = x.padding + x.ascent, .grid = true, .before = white, .after = white };
	ret_s->drop = g->height - ret_s->rise;
	return true;
}
