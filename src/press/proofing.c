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
	const struct style *number, *stamp;
	GPtrArray *numbers;  /* their galleys, from 1 */
};

/* ---- numbers ---------------------------------------------------------- */

static const struct galley *
number_galley(struct overprint *o, struct proofer *p, guint n)
{
	while (p->numbers->len <= n) {
		const char *digits = arena_printf(o->w->a, "%u", p->numbers->len);

		digits = story_digits(o->w->a, digits, o->w->layout->numbering);
		g_ptr_array_add(p->numbers, (gpointer)(uintptr_t)
		    overprint_set(o, digits, p->number, NUMBER_MEASURE));
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
column_edge(const struct overprint *o, const struct placed *pl)
{
	bool rtl = o->w->layout->rtl;
	dim own = start_edge(pl, rtl), edge = own;

	for (size_t i = 0; i < o->page->n; i++) {
		const struct placed *other = &o->page->placed[i];
		dim at = is_counted(other) ? start_edge(other, rtl) : own;

		if (other->column != pl->column || ABS(at - own) > INSET_MOST)
			continue;
		edge = rtl ? MAX(edge, at) : MIN(edge, at);
	}
	return edge;
}

static void
number_lines(struct overprint *o, struct proofer *p)
{
	const struct placed *before = NULL;
	guint n = 0;

	for (size_t i = 0; i < o->page->n; i++) {
		const struct placed *pl = &o->page->placed[i];

		if (!is_counted(pl))
			continue;
		/* The cells of a row are one line. */
		bool same = before && before->box.y == pl->box.y && before->column == pl->column;
		before = pl;
		const struct galley *g = same ? NULL : number_galley(o, p, ++n);
		if (!g || g->n == 0)
			continue;
		dim edge = column_edge(o, pl);
		overprint_line(o, g, o->w->layout->rtl ? edge + NUMBER_GAP
		    : edge - NUMBER_GAP - g->lines[0].width, pl->box.y, &grey);
	}
}

/* ---- the stamp -------------------------------------------------------- */

static void
add_stamp(struct overprint *o, const struct proofer *p)
{
	const struct layout *l = o->w->layout;
	const struct galley *g = overprint_set(o, layout_string(l, "proof"), p->stamp, l->width);

	if (!g || g->n == 0)
		return;
	dim width = g->lines[0].width + 2 * STAMP_ROOM;
	struct rect r = { (l->width - width) / 2, STAMP_TOP, width, STAMP_HEIGHT };
	overprint_frame(o, r, STROKE, &red);
	overprint_line(o, g, r.x + STAMP_ROOM, r.y + STAMP_HEIGHT / 2 + STAMP_SIZE / 3, &red);
}

/* ---- the pages -------------------------------------------------------- */

static void
proof_page(struct overprint *o, void *with)
{
	add_stamp(o, with);
	number_lines(o, with);
}

void
proofing_add(struct walk *w, const struct compositor *c)
{
	struct proofer p = { .number = overprint_style(w, ROLE_FOLIO, NUMBER_SIZE, &grey),
		.stamp = overprint_style(w, ROLE_HEADLINE, STAMP_SIZE, &red),
		.numbers = g_ptr_array_new() };

	/* There is no line 0. */
	g_ptr_array_add(p.numbers, NULL);
	overprint_pages(w, c, proof_page, &p);
	g_ptr_array_unref(p.numbers);
}
