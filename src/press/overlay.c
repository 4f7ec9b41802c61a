/*
 * Pages with what they are made of drawn over them: margins, columns, the
 * grid, pictures, and each line in the colour of its spaces, with the number.
 */
#include "press/press-int.h"

#define HAIR (DIM_PT / 4)
#define THIN (DIM_PT / 2)
#define NUMBER_SIZE (5 * DIM_PT)
#define NUMBER_GAP (DIM_PT)
#define LEGEND_SIZE (7 * DIM_PT)
#define SWATCH (8 * DIM_PT)
/* Nearer ones would be one text, with a space between, for who reads the PDF (pdf/content.c). */
#define LEGEND_STEP (4 * LEGEND_SIZE + DIM_PT)

static const struct colour frame_blue = { .name = "overlay blue", .c = 800, .m = 300 };
static const struct colour grid_blue = { .name = "overlay grid", .c = 250, .m = 50 };
static const struct colour column_pink = { .name = "overlay pink", .m = 600 };
static const struct colour picture_green = { .name = "overlay green", .c = 800, .y = 1000 };
static const struct colour dark = { .name = "overlay dark", .k = 750 };

/* From tight over even to loose, by a justified line's word space in thousandths of the natural one. */
static const struct heat {
	int most;           /* the widest that has this colour */
	struct colour colour;
	const char *says;
} heats[] = {
	{ 0, { .name = "heat of one word", .c = 350, .m = 350 }, "1" }, /* a single word has no space */
	{ 799, { .name = "heat tight", .c = 400, .m = 50 }, "0" },
	{ 949, { .name = "heat narrow", .c = 180 }, "0.80" },
	{ 1199, { .name = "heat even", .c = 120, .y = 250 }, "0.95" },
	{ 1349, { .name = "heat wide", .y = 350 }, "1.20" },
	{ 1499, { .name = "heat wider", .m = 250, .y = 500 }, "1.35" },
	{ INT_MAX, { .name = "heat loose", .m = 500, .y = 450 }, "1.50" },
};

struct overlaying {
	const struct style *number, *legend;
};

/* ---- lines ------------------------------------------------------------ */

static int
space_of(const struct placed *p)
{
	const struct galley *g = p->galley;

	return g->space > 0 ? (int)((int64_t)p->line->space * 1000 / g->space) : 0;
}

static const struct colour *
colour_of(const struct placed *p)
{
	size_t i = 0;

	if (p->line->overfull)
		return &heats[G_N_ELEMENTS(heats) - 1].colour;
	while (space_of(p) > heats[i].most)
		i++;
	return &heats[i].colour;
}

/* From the line's own ink, as the layout's direction has it. */
static void
draw_line(struct overprint *o, const struct overlaying *with, const struct placed *p)
{
	const struct galley *g = p->galley;
	const struct line *l = p->line;
	dim left = p->box.x + (g->paragraph->rtl ? g->measure - l->offset - l->width : l->offset);
	dim above = g->size * 3 / 4, below = g->size / 4;
	struct rect r = { left, p->box.y - above, l->width, above + below };

	if (!l->overfull && (!g->justified || l->last))
		return;
	overprint_tint(o, r, colour_of(p));
	g_autofree char *number = g_strdup_printf("%d", space_of(p) / 10);
	const struct galley *n = overprint_set(o, arena_strdup(o->w->a, number), with->number, g->measure);
	if (n && n->n > 0)
		overprint_line(o, n, o->w->layout->rtl ? r.x - NUMBER_GAP - n->lines[0].width
		    : r.x + r.w + NUMBER_GAP, p->box.y, &dark);
}

/* ---- the page --------------------------------------------------------- */

static void
draw_grid(struct overprint *o, struct rect text)
{
	const struct layout *l = o->w->layout;
	dim y = l->grid_start;

	for (; l->grid_step > 0 && y < text.y; y += l->grid_step)
		;
	for (; l->grid_step > 0 && y <= text.y + text.h; y += l->grid_step)
		overprint_rule(o, (struct rect) { text.x, y, text.w, HAIR }, &grid_blue);
}

static void
draw_columns(struct overprint *o, struct rect text)
{
	const struct columns *c = &o->w->layout->columns;
	int n = MAX(c->count, 1);
	dim width = (text.w - (n - 1) * c->gap) / n;

	for (int i = 0; n > 1 && i < n; i++)
		overprint_frame(o, (struct rect) { text.x + i * (width + c->gap), text.y, width, text.h },
		    HAIR, &column_pink);
}

/* A swatch of each colour under the text, its least beside it. */
static void
draw_legend(struct overprint *o, const struct overlaying *with, struct rect text)
{
	dim x = text.x, y = o->w->layout->height - LEGEND_SIZE - SWATCH / 2;

	for (size_t i = 1; i < G_N_ELEMENTS(heats); i++) {
		const struct galley *g = overprint_set(o, heats[i].says, with->legend, text.w);

		overprint_tint(o, (struct rect) { x, y - SWATCH * 3 / 4, SWATCH, SWATCH }, &heats[i].colour);
		overprint_line(o, g, x + SWATCH * 5 / 4, y, &dark);
		x += SWATCH * 5 / 4 + (g && g->n > 0 ? g->lines[0].width : 0) + LEGEND_STEP;
	}
}

static void
draw_page(struct overprint *o, void *ctx)
{
	const struct overlaying *with = ctx;
	const struct layout *l = o->w->layout;
	const struct margins *m = &l->margins;
	struct rect text = { o->page->left_hand ? m->outer : m->inner, m->top,
		l->width - m->inner - m->outer, l->height - m->top - m->bottom };

	draw_grid(o, text);
	draw_columns(o, text);
	overprint_frame(o, text, THIN, &frame_blue);
	for (size_t i = 0; i < o->page->n; i++) {
		const struct placed *p = &o->page->placed[i];

		if (p->kind == PLACED_LINE && p->story >= 0 && p->line != p->galley->marker)
			draw_line(o, with, p);
		else if (p->kind == PLACED_IMAGE)
			overprint_frame(o, (struct rect) { p->box.x - THIN, p->box.y - THIN,
			    p->box.w + 2 * THIN, p->box.h + 2 * THIN }, THIN, &picture_green);
	}
	draw_legend(o, with, text);
}

void
overlay_add(struct walk *w, const struct compositor *c)
{
	struct overlaying with = { overprint_style(w, ROLE_FOLIO, NUMBER_SIZE, &dark),
		overprint_style(w, ROLE_FOLIO, LEGEND_SIZE, &dark) };

	overprint_pages(w, c, draw_page, &with);
}
