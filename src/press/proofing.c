/*
 * What a proof has besides its pages: a stamp on each, and a number beside
 * every line, so that who reads it over can say «page 2, line 37».
 *
 * Both are furniture, put on pages that are made up already: no line breaks
 * elsewhere for them.
 */
#include "press/press-int.h"

#include <string.h>

#define NUMBER_SIZE (6 * DIM_PT)
#define NUMBER_MEASURE (24 * DIM_PT)
#define NUMBER_GAP (5 * DIM_PT / 2)
#define STAMP_SIZE (13 * DIM_PT)
#define STAMP_HEIGHT (22 * DIM_PT)
#define STAMP_ROOM (10 * DIM_PT) /* beside its text */
#define STAMP_TOP (12 * DIM_PT)  /* from the trim */
#define STROKE DIM_PT
/* Lines whose edges are nearer to each other stand in one column. */
#define INSET_MOST (40 * DIM_PT)

static const struct colour grey = { .name = "proof grey", .k = 600 };
static const struct colour red = { .name = "proof red", .m = 950, .y = 850, .k = 100 };

struct proofer {
	struct walk *w;
	const struct compositor *c;
	const struct style *number, *stamp;
	GPtrArray *numbers;  /* their galleys, from 1 */
	GArray *to;          /* struct placed */
	const struct page *page;
};

static const struct style *
style_like(struct walk *w, enum role r, dim size, const struct colour *colour)
{
	struct style *st = arena_memdup(w->a, w->layout->role[r], sizeof *st);

	st->size[0] = size;
	st->n_sizes = 1;
	st->leading = (struct length) { size + size / 2, UNIT_PT };
	st->colour = colour;
	st->align = ALIGN_START;
	st->max_lines = 0;
	return st;
}

static const struct galley *
set_text(struct proofer *p, const char *text, const struct style *st, dim measure)
{
	struct part *part = arena_new(p->w->a, struct part);

	part->kind = PART_TEXT;
	part->text = text;
	part->style = st;
	return p->c->part(p->c->ctx, part, measure, p->page->number, (int)p->w->pages->n);
}

static void
add(struct proofer *p, struct placed placed)
{
	placed.furniture = true;
	placed.story = -1;
	placed.column = -1;
	g_array_append_val(p->to, placed);
}

/* The first line of `g` with its ink from `left` on. */
static void
add_line(struct proofer *p, const struct galley *g, dim left, dim baseline,
    const struct colour *colour)
{
	const struct line *l = &g->lines[0];
	dim in = p->w->layout->rtl ? g->measure - l->offset - l->width : l->offset;

	add(p, (struct placed) { .kind = PLACED_LINE, .galley = g, .line = l, .colour = colour,
		.box = { left - in, baseline, g->measure, g->leading } });
}

/* ---- numbers ---------------------------------------------------------- */

static const struct galley *
number_galley(struct proofer *p, guint n)
{
	while (p->numbers->len <= n) {
		const char *digits = arena_printf(p->w->a, "%u", p->numbers->len);

		digits = story_digits(p->w->a, digits, p->w->layout->numbering);
		g_ptr_array_add(p->numbers, (gpointer)(uintptr_t)
		    set_text(p, digits, p->number, NUMBER_MEASURE));
	}
	return g_ptr_array_index(p->numbers, n);
}

static bool
is_counted(const struct placed *pl)
{
	return pl->kind == PLACED_LINE && pl->story >= 0 && !pl->furniture &&
	    pl->line != pl->galley->marker;
}

static dim
start_edge(const struct placed *pl, bool rtl)
{
	return rtl ? pl->box.x + pl->box.w : pl->box.x;
}

/* The start edge of the column that a line stands in, whatever its inset. */
static dim
column_edge(const struct proofer *p, const struct placed *pl)
{
	bool rtl = p->w->layout->rtl;
	dim own = start_edge(pl, rtl), edge = own;

	for (size_t i = 0; i < p->page->n; i++) {
		const struct placed *other = &p->page->placed[i];
		dim at = is_counted(other) ? start_edge(other, rtl) : own;

		if (other->column != pl->column || ABS(at - own) > INSET_MOST)
			continue;
		edge = rtl ? MAX(edge, at) : MIN(edge, at);
	}
	return edge;
}

static void
number_lines(struct proofer *p)
{
	const struct placed *before = NULL;
	guint n = 0;

	for (size_t i = 0; i < p->page->n; i++) {
		const struct placed *pl = &p->page->placed[i];

		if (!is_counted(pl))
			continue;
		/* The cells of a row are one line. */
		bool same = before && before->box.y == pl->box.y && before->column == pl->column;
		before = pl;
		const struct galley *g = same ? NULL : number_galley(p, ++n);
		if (!g || g->n == 0)
			continue;
		dim edge = column_edge(p, pl);
		add_line(p, g, p->w->layout->rtl ? edge + NUMBER_GAP
		    : edge - NUMBER_GAP - g->lines[0].width, pl->box.y, &grey);
	}
}

/* ---- the stamp -------------------------------------------------------- */

static void
add_rule(struct proofer *p, dim x, dim y, dim w, dim h)
{
	add(p, (struct placed) { .kind = PLACED_RULE, .box = { x, y, w, h }, .colour = &red });
}

static void
add_frame(struct proofer *p, const struct rect *r)
{
	add_rule(p, r->x, r->y, r->w, STROKE);
	add_rule(p, r->x, r->y + r->h - STROKE, r->w, STROKE);
	add_rule(p, r->x, r->y, STROKE, r->h);
	add_rule(p, r->x + r->w - STROKE, r->y, STROKE, r->h);
}

static void
add_stamp(struct proofer *p)
{
	const struct layout *l = p->w->layout;
	const struct galley *g = set_text(p, layout_string(l, "proof"), p->stamp, l->width);

	if (!g || g->n == 0)
		return;
	dim width = g->lines[0].width + 2 * STAMP_ROOM;
	struct rect r = { (l->width - width) / 2, STAMP_TOP, width, STAMP_HEIGHT };
	add_frame(p, &r);
	add_line(p, g, r.x + STAMP_ROOM, r.y + STAMP_HEIGHT / 2 + STAMP_SIZE / 3, &red);
}

/* ---- the pages -------------------------------------------------------- */

static void
proof_page(struct proofer *p, struct page *to)
{
	p->page = to;
	g_array_set_size(p->to, 0);
	add_stamp(p);
	number_lines(p);
	g_array_append_vals(p->to, to->placed, (guint)to->n);
	to->placed = arena_memdup(p->w->a, p->to->data, p->to->len * sizeof(struct placed));
	to->n = p->to->len;
}

void
proofing_add(struct walk *w, const struct compositor *c)
{
	struct pages *all = arena_memdup(w->a, w->pages, sizeof *all);
	struct proofer p = { .w = w, .c = c,
		.number = style_like(w, ROLE_FOLIO, NUMBER_SIZE, &grey),
		.stamp = style_like(w, ROLE_HEADLINE, STAMP_SIZE, &red),
		.numbers = g_ptr_array_new(),
		.to = g_array_new(FALSE, FALSE, sizeof(struct placed)) };

	/* There is no line 0. */
	g_ptr_array_add(p.numbers, NULL);
	all->v = arena_memdup(w->a, w->pages->v, w->pages->n * sizeof *all->v);
	for (size_t i = 0; i < all->n; i++)
		proof_page(&p, &all->v[i]);
	w->pages = all;
	g_ptr_array_unref(p.numbers);
	g_array_unref(p.to);
}
