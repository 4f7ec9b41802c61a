/* Things drawn over pages that are made up already: no line can break elsewhere for them. */
#include "press/press-int.h"

const struct style *
overprint_style(struct walk *w, enum role r, dim size, const struct colour *colour)
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

const struct galley *
overprint_set(struct overprint *o, const char *text, const struct style *st, dim measure)
{
	struct part *part = arena_new(o->w->a, struct part);

	part->kind = PART_TEXT;
	part->text = text;
	part->style = st;
	return o->c->part(o->c->ctx, part, measure, o->page->number, (int)o->w->pages->n);
}

static void
add(GArray *to, struct placed placed)
{
	placed.furniture = true;
	placed.story = -1;
	placed.column = -1;
	g_array_append_val(to, placed);
}

void
overprint_line(struct overprint *o, const struct galley *g, dim left, dim baseline, const struct colour *colour)
{
	if (!g || g->n == 0)
		return;
	const struct line *l = &g->lines[0];
	dim in = o->w->layout->rtl ? g->measure - l->offset - l->width : l->offset;

	add(o->over, (struct placed) { .kind = PLACED_LINE, .galley = g, .line = l, .colour = colour,
		.box = { left - in, baseline, g->measure, g->leading } });
}

void
overprint_rule(struct overprint *o, struct rect r, const struct colour *colour)
{
	add(o->over, (struct placed) { .kind = PLACED_RULE, .box = r, .colour = colour });
}

void
overprint_tint(struct overprint *o, struct rect r, const struct colour *colour)
{
	add(o->under, (struct placed) { .kind = PLACED_TINT, .box = r, .colour = colour });
}

void
overprint_frame(struct overprint *o, struct rect r, dim stroke, const struct colour *colour)
{
	overprint_rule(o, (struct rect) { r.x, r.y, r.w, stroke }, colour);
	overprint_rule(o, (struct rect) { r.x, r.y + r.h - stroke, r.w, stroke }, colour);
	overprint_rule(o, (struct rect) { r.x, r.y, stroke, r.h }, colour);
	overprint_rule(o, (struct rect) { r.x + r.w - stroke, r.y, stroke, r.h }, colour);
}

/* Tints that are drawn under the text go over those that are the page's own. */
static guint
own_tints(const struct page *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++)
		if (p->placed[i].kind == PLACED_TINT)
			n = i + 1;
	return (guint)n;
}

/* Everything that is added is furniture: the order of reading stays. */
static void
print_over(struct overprint *o, struct page *to, overprint_page *draw, void *with)
{
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(struct placed));
	guint first = own_tints(to);

	g_array_set_size(o->under, 0);
	g_array_set_size(o->over, 0);
	o->page = to;
	draw(o, with);
	g_array_append_vals(all, to->placed, first);
	g_array_append_vals(all, o->under->data, o->under->len);
	g_array_append_vals(all, to->placed + first, (guint)to->n - first);
	g_array_append_vals(all, o->over->data, o->over->len);
	to->placed = arena_memdup(o->w->a, all->data, all->len * sizeof(struct placed));
	to->n = all->len;
}

void
overprint_pages(struct walk *w, const struct compositor *c, overprint_page *draw, void *with)
{
	struct pages *all = arena_memdup(w->a, w->pages, sizeof *all);
	struct overprint o = { .w = w, .c = c,
		.under = g_array_new(FALSE, FALSE, sizeof(struct placed)),
		.over = g_array_new(FALSE, FALSE, sizeof(struct placed)) };

	all->v = arena_memdup(w->a, w->pages->v, w->pages->n * sizeof *all->v);
	for (size_t i = 0; i < all->n; i++)
		print_over(&o, &all->v[i], draw, with);
	w->pages = all;
	g_array_unref(o.under);
	g_array_unref(o.over);
}
