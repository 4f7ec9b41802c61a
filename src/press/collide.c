/* Parts of a layout that lie on other text: a name longer than its designer thought. */
#include "press/press-int.h"

/* What letters fill of their size, over and under the baseline, of 1024: tails and marks may pass each other. */
#define BODY_OVER 614
#define BODY_UNDER 154
/* So far one may reach into the other. */
#define SLIGHT DIM_PT

/* Where the bodies of a line's letters are. */
static struct rect
body_of(const struct placed *p)
{
	dim in = p->line->offset, width = p->line->width, size = p->galley->size;
	dim x = p->box.x + (p->galley->paragraph->rtl ? p->box.w - in - width : in);
	dim over = dim_scale(size, BODY_OVER, 1024);

	return (struct rect) { x, p->box.y - over, width, over + dim_scale(size, BODY_UNDER, 1024) };
}

static bool
lies_on(const struct rect *a, const struct rect *b)
{
	return a->x + SLIGHT < b->x + b->w && b->x + SLIGHT < a->x + a->w &&
	    a->y + SLIGHT < b->y + b->h && b->y + SLIGHT < a->y + a->h;
}

static bool
is_line(const struct placed *p)
{
	return p->kind == PLACED_LINE && p->line != p->galley->marker;
}

/* A part of the layout, told by its place in the file: what stands behind a text has none. */
static bool
is_part(const struct placed *p)
{
	return is_line(p) && p->furniture && p->story < 0 && p->column < 0;
}

static bool
is_told(GArray *told, struct place at)
{
	for (guint i = 0; i < told->len; i++) {
		const struct place *t = &g_array_index(told, struct place, i);

		if (t->file == at.file && t->line == at.line && t->col == at.col)
			return true;
	}
	g_array_append_val(told, at);
	return false;
}

/* Of two parts the first is told. */
static bool
lies_on_later(const struct page *pg, size_t part)
{
	struct rect own = body_of(&pg->placed[part]);

	for (size_t i = part + 1; i < pg->n; i++) {
		const struct placed *p = &pg->placed[i];

		if (!is_line(p) || p->galley == pg->placed[part].galley)
			continue;
		struct rect other = body_of(p);
		if (lies_on(&own, &other))
			return true;
	}
	return false;
}

void
collide_check(struct walk *w)
{
	g_autoptr(GArray) told = g_array_new(FALSE, FALSE, sizeof(struct place));

	for (size_t i = 0; i < w->pages->n; i++) {
		const struct page *pg = &w->pages->v[i];

		for (size_t j = 0; j < pg->n; j++) {
			const struct placed *p = &pg->placed[j];

			if (!is_part(p) || !lies_on_later(pg, j) || is_told(told, p->galley->block->at))
				continue;
			diag_add(w->dg, DIAG_WARNING, "page.parts-collide", p->galley->block->at,
			    "page %d: a part of the layout lies on other text", pg->number);
			diag_help(w->dg, "give it another place, more width, or smaller sizes and max-lines in its style");
		}
	}
}
