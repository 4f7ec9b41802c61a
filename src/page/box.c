/*
 * Boxes: a story made up by itself, on a page as wide as its box, and lifted
 * as one.  Its first baseline is a row of the grid, so all of them are.  One
 * that no page has room for is set line by line, in as many frames as it
 * comes to stand in.
 */
#include "page/page-int.h"

/* Rows of a page that a box may take, of 100. */
#define HEIGHT_MOST 95
/* Lines of a small one, heads among them, at most. */
#define LINES_SMALL 16

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
	case STORY_INDEX:
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
	struct layout *inside; /* a page without margins, as wide as the text; it lives as long as the plan */
	dim width, padding, ascent;
	int span;
};

static struct boxer
open_box(const struct casting *how, const struct boxing *b, int span, int columns)
{
	const struct layout *l = how->l;
	struct boxer x = { .how = how, .b = b, .inside = arena_memdup(how->a, l, sizeof *l) };
	dim step = l->grid_step;

	x.width = frame_measure(l, span);
	x.span = span;
	x.padding = length_dim(b->padding, step, step, x.width) + b->rule.width;
	x.padding = MIN(x.padding, x.width / 4);
	x.ascent = dim_scale(step, 7, 10);
	x.inside->width = x.width - 2 * x.padding;
	x.inside->height = frame_height(l);
	x.inside->margins = (struct margins) { 0 };
	x.inside->masthead = (struct box) { 0 };
	x.inside->cover = (struct box) { 0 };
	x.inside->columns.count = columns;
	x.inside->grid_start = x.ascent;
	return x;
}

/* The cheapest plan that has all of it. */
static bool
make_up_inside(struct boxer *x, const struct slugs *s, struct plan *ret_p)
{
	struct makeup m = { .a = x->how->a, .layout = x->inside, .slugs = s->v, .n = s->n,
		.cutter = x->how->cutter, .bands = g_array_new(FALSE, FALSE, sizeof(struct band)) };
	g_autoptr(GArray) plans = g_array_new(FALSE, FALSE, sizeof(struct plan));
	struct area area = { 0, x->inside->columns.count, 0,
		dim_scale(x->inside->height, HEIGHT_MOST, 100) - 2 * x->padding };
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
	return found;
}

/* ---- its edge --------------------------------------------------------- */

static struct placed
solid(enum placed_kind kind, const struct colour *colour, struct rect box)
{
	return (struct placed) { .kind = kind, .furniture = true, .story = -1, .column = -1,
		.colour = colour, .box = box };
}

int
box_edges(const struct boxing *b, struct rect r, struct placed ret_edges[BOX_EDGES])
{
	dim w = b->rule.width;
	const struct colour *c = b->rule.colour;
	int n = 0;

	if (b->tint)
		ret_edges[n++] = solid(PLACED_TINT, b->tint, r);
	if (w <= 0)
		return n;
	ret_edges[n++] = solid(PLACED_RULE, c, (struct rect) { r.x, r.y, r.w, w });
	ret_edges[n++] = solid(PLACED_RULE, c, (struct rect) { r.x, r.y + r.h - w, r.w, w });
	ret_edges[n++] = solid(PLACED_RULE, c, (struct rect) { r.x, r.y + w, w, r.h - 2 * w });
	ret_edges[n++] = solid(PLACED_RULE, c,
	    (struct rect) { r.x + r.w - w, r.y + w, w, r.h - 2 * w });
	return n;
}

static void
add_edge(const struct boxer *x, GArray *to, dim height)
{
	struct placed edges[BOX_EDGES];

	g_array_append_vals(to, edges,
	    (guint)box_edges(x->b, (struct rect) { 0, 0, x->width, height }, edges));
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
	/* What is wrong with it is told where it is placed. */
	struct placing how = { quiet, x->inside, x->how->c, x->how->folios, 0 };
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
	struct inside *inside = arena_new(x->how->a, struct inside);
	*inside = (struct inside) { x->inside, *plan };
	g->inside = inside;
	g->n = all->len;
	g->v = arena_memdup(x->how->a, all->data, all->len * sizeof(struct placed));
	g_array_unref(type.rules);
	g_array_unref(type.type);
	diags_destroy(quiet);
	return g;
}

/* ---- parted ----------------------------------------------------------- */

static struct slug
slug_of_box(const struct boxer *x, const struct story *st, int index)
{
	dim step = x->how->l->grid_step, white = length_dim(x->b->space, step, step, step);
	const struct group *empty = arena_new(x->how->a, struct group);

	return (struct slug) { .kind = PLACED_TINT, .block = &st->blocks[0], .group = empty,
		.story = index, .span = x->span, .width = x->width, .rise = x->padding + x->ascent,
		.grid = true, .before = white, .after = white };
}

/* What is inside, slug by slug, between a head and a foot of the frame's own. */
static void
add_parted(struct boxer *x, const struct slugs *s, const struct story *st, int index, GArray *to)
{
	struct framed *f = arena_new(x->how->a, struct framed);
	struct slug head = slug_of_box(x, st, index), foot = head;
	size_t text = s->n;

	/* The frame ends with the text; what notes have left stands under columns without it. */
	while (text > 1 && notes_alone(&s->v[text - 1]))
		text--;
	*f = (struct framed) { x->b, x->width, x->padding, s->n <= LINES_SMALL };
	head.frame = foot.frame = f;
	head.opens = head.keep = true;
	head.drop = -x->ascent;
	head.after = 0;
	foot.closes = true;
	foot.faults = CUT_KEEP;
	foot.grid = false;
	foot.block = &st->blocks[st->n - 1];
	foot.rise = foot.before = 0;
	foot.drop = x->padding;
	g_array_append_val(to, head);
	for (size_t i = 0; i < s->n; i++) {
		struct slug in = s->v[i];

		in.frame = i < text ? f : NULL;
		in.whole |= x->b->parts && i > 0;
		in.indent = x->padding;
		in.span = x->span;
		in.faults |= i == 0 ? CUT_KEEP : 0;
		in.before = i == 0 ? 0 : in.before;
		in.after = i + 1 == text ? 0 : in.after;
		g_array_append_val(to, in);
		if (i + 1 == text)
			g_array_append_val(to, foot);
	}
}

/* A box of columns is parted into those of the page. */
static bool
cast_parted(const struct casting *how, const struct boxing *b,
    const struct story *const *stories, int index, GArray *to)
{
	int span = CLAMP(b->span, 1, how->columns) / CLAMP(b->columns, 1, COLUMNS_MAX);
	struct boxer x = open_box(how, b, MAX(span, 1), 1);
	struct casting inside = *how;

	inside.l = x.inside;
	inside.columns = 1;
	inside.wide = false;
	inside.boxed = true;
	struct slugs s = slugs_cast(&inside, stories, &index, 1);
	if (s.failed || s.n == 0)
		return false;
	add_parted(&x, &s, stories[index], index, to);
	if (b->parts)
		return true;
	diag_add(how->dg, DIAG_NOTE, "page.box-parted", stories[index]->blocks[0].at,
	    "this text is too high for one page in box %s, and goes on over several", b->name);
	return true;
}

/* ---- the door --------------------------------------------------------- */

/* A list of contents has no more of them than entries: the others would be empty. */
static int
columns_inside(const struct boxing *b, const struct story *st)
{
	int entries = 0;

	for (size_t i = 0; i < st->n; i++)
		entries += st->blocks[i].role == ROLE_CONTENTS_ENTRY;
	return CLAMP(entries > 0 ? MIN(b->columns, entries) : b->columns, 1, COLUMNS_MAX);
}

bool
box_cast(const struct casting *how, const struct boxing *b,
    const struct story *const *stories, int index, GArray *to)
{
	int span = how->wide ? how->columns : CLAMP(b->span, 1, how->columns);
	const struct story *st = stories[index];
	struct boxer x = open_box(how, b, span, columns_inside(b, st));
	struct casting inside = *how;
	struct plan plan = { 0 };

	if (b->parts && span == 1)
		return cast_parted(how, b, stories, index, to);
	inside.l = x.inside;
	inside.columns = x.inside->columns.count;
	inside.wide = inside.columns > 1;
	inside.boxed = true;
	struct slugs s = slugs_cast(&inside, stories, &index, 1);
	if (s.failed || s.n == 0)
		return false;
	if (!make_up_inside(&x, &s, &plan))
		return cast_parted(how, b, stories, index, to);
	const struct group *g = group_of(&x, &plan);
	struct slug one = slug_of_box(&x, st, index);
	one.group = g;
	one.drop = g->height - one.rise;
	g_array_append_val(to, one);
	return true;
}
