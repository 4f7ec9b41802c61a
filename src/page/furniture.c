/* Masthead, header, footer: parts at their places in a box. */
#include "page/page-int.h"

struct fitter {
	GArray *to;
	const struct layout *l;
	const struct compositor *c;
	struct rect box;
	bool left_hand;
	int number, pages;
};

/* ---- across ----------------------------------------------------------- */

/* inner and outer as start or end of this page. */
static enum part_edge
edge_here(const struct fitter *f, enum part_edge e)
{
	bool outer_is_start = f->left_hand != f->l->rtl;

	if (e == EDGE_OUTER)
		return outer_is_start ? EDGE_START : EDGE_END;
	if (e == EDGE_INNER)
		return outer_is_start ? EDGE_END : EDGE_START;
	return e;
}

static dim
resolve(const struct fitter *f, struct length len, dim whole)
{
	return length_dim(len, f->l->grid_step, f->l->grid_step, whole);
}

/* From the box's start edge to that of a thing `width` wide. */
static dim
across(const struct fitter *f, struct coord x, dim width)
{
	dim offset = resolve(f, x.offset, f->box.w);

	switch (edge_here(f, x.edge)) {
	case EDGE_END:
		return f->box.w - width - offset;
	case EDGE_CENTRE:
		return (f->box.w - width) / 2 + offset;
	case EDGE_NONE:
	case EDGE_START:
	case EDGE_INNER:
	case EDGE_OUTER:
	case EDGE_TOP:
	case EDGE_BOTTOM:
		break;
	}
	return offset;
}

static dim
left_of(const struct fitter *f, dim from_start, dim width)
{
	if (f->l->rtl)
		return f->box.x + f->box.w - from_start - width;
	return f->box.x + from_start;
}

static dim
down(const struct fitter *f, struct coord y, dim height)
{
	dim offset = resolve(f, y.offset, f->box.h);

	if (y.edge == EDGE_BOTTOM)
		return f->box.y + f->box.h - height - offset;
	if (y.edge == EDGE_CENTRE)
		return f->box.y + (f->box.h - height) / 2 + offset;
	return f->box.y + offset;
}

/* ---- parts ------------------------------------------------------------ */

static void
add(struct fitter *f, struct placed p)
{
	p.furniture = true;
	p.story = -1;
	p.column = -1;
	g_array_append_val(f->to, p);
}

/* A line stands at the edge that is named, whatever its style says. */
static void
place_line(struct fitter *f, const struct part *p, const struct galley *g,
    const struct line *line, dim y)
{
	dim from_start = across(f, p->x, line->width) - line->offset;

	if (p->x.edge == EDGE_NONE)
		from_start = across(f, p->x, g->measure);
	add(f, (struct placed) { .kind = PLACED_LINE, .galley = g, .line = line,
		.box = { left_of(f, from_start, g->measure), y, g->measure, g->leading },
		.colour = p->style->colour });
}

static void
place_text(struct fitter *f, const struct part *p)
{
	dim width = p->width.v ? resolve(f, p->width, f->box.w) : f->box.w;
	const struct galley *g = f->c->part(f->c->ctx, p, width, f->number, f->pages);

	if (!g)
		return;
	dim y = down(f, p->y, (dim)MIN((int64_t)g->leading * (int64_t)g->n, DIM_MAX));
	for (size_t i = 0; i < g->n; i++)
		place_line(f, p, g, &g->lines[i],
		    y + (dim)i * g->leading + dim_scale(g->leading, 7, 10));
}

static void
place_picture(struct fitter *f, const struct part *p)
{
	dim w = resolve(f, p->width, f->box.w), h = resolve(f, p->height, f->box.h);
	/* A code is as wide as it is high. */
	const struct image *im = f->c->picture(f->c->ctx, p, w == 0 && p->kind == PART_QR ? h : w);

	if (!im)
		return;
	if (w == 0)
		w = dim_scale(h, (int32_t)im->width, (int32_t)im->height);
	if (h == 0)
		h = dim_scale(w, (int32_t)im->height, (int32_t)im->width);
	add(f, (struct placed) { .kind = PLACED_IMAGE, .image = im,
		.box = { left_of(f, across(f, p->x, w), w), down(f, p->y, h), w, h } });
}

/* From one place to another; a rule's stroke lies around the line between. */
static void
place_solid(struct fitter *f, const struct part *p)
{
	bool rule = p->kind == PART_RULE;
	dim x = across(f, p->x, 0), x2 = across(f, p->x2, 0);
	dim y = down(f, p->y, 0), y2 = down(f, p->y2, 0);
	dim w = ABS(x2 - x), h = ABS(y2 - y), stroke = rule ? p->rule.width : 0;
	struct rect r = { left_of(f, MIN(x, x2), w), MIN(y, y2), w, h };

	if (rule && w >= h) {
		r.y -= stroke / 2;
		r.h = stroke;
	} else if (rule) {
		r.x -= stroke / 2;
		r.w = stroke;
	}
	if (r.w > 0 && r.h > 0)
		add(f, (struct placed) { .kind = rule ? PLACED_RULE : PLACED_TINT, .box = r,
			.colour = rule ? p->rule.colour : p->colour });
}

static void
place_box(struct fitter *f, const struct box *b)
{
	if (f->box.h <= 0)
		return;
	for (size_t i = 0; i < b->n; i++)
		switch (b->parts[i].kind) {
		case PART_TEXT:
			place_text(f, &b->parts[i]);
			break;
		case PART_IMAGE:
		case PART_QR:
			place_picture(f, &b->parts[i]);
			break;
		case PART_RULE:
		case PART_TINT:
			place_solid(f, &b->parts[i]);
			break;
		}
}

void
furniture_place(GArray *to, const struct layout *l, const struct compositor *c,
    int number, int pages)
{
	struct frame fr = frame_make(l, number);
	struct fitter f = { to, l, c, fr.masthead, fr.left_hand, number, pages };

	place_box(&f, &l->masthead);
	f.box = fr.header;
	place_box(&f, &l->header);
	f.box = fr.footer;
	place_box(&f, &l->footer);
}

void
furniture_place_cover(GArray *to, const struct layout *l, const struct compositor *c, int pages)
{
	struct fitter f = { to, l, c, { 0, 0, l->width, l->height },
		frame_make(l, 1).left_hand, 1, pages };

	place_box(&f, &l->cover);
}
