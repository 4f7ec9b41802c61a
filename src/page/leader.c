/* What leads the eye from the end of a text to what stands at the line's end. */
#include "page/page-int.h"

/* Of the tail's size: the white at either end, from dot to dot, a dot. */
#define WHITE 40
#define PITCH 40
#define DOT 7
#define RULE_WIDTH (DIM_PT * 35 / 100)

static dim
share(dim size, int percent)
{
	return dim_scale(size, percent, 100);
}

static void
add(GArray *to, const struct placed *tail, enum placed_kind kind, struct rect box)
{
	struct placed p = { .kind = kind, .box = box, .colour = tail->colour, .furniture = true,
		.story = -1, .column = tail->column };

	g_array_append_val(to, p);
}

/* Dots of one column stand under each other: they are counted from the page's edge. */
static void
add_dots(GArray *to, const struct placed *tail, dim left, dim right)
{
	dim size = tail->galley->size, pitch = MAX(share(size, PITCH), DIM_PT);
	dim dot = MAX(share(size, DOT), DIM_PT / 2);

	for (dim x = (left + pitch - 1) / pitch * pitch; x + dot <= right; x += pitch)
		add(to, tail, PLACED_TINT, (struct rect) { x, tail->box.y - dot, dot, dot });
}

void
leader_place(GArray *to, bool rtl, enum leader kind, const struct placed *line,
    const struct placed *tail)
{
	const struct rect *b = &line->box;
	dim white = share(tail->galley->size, WHITE);
	dim text = line->line->offset + line->line->width + white;
	dim end = b->w - tail->line->width - white;
	dim left = rtl ? b->x + b->w - end : b->x + text;
	dim right = left + end - text;

	if (end - text < 2 * white)
		return;
	if (kind == LEADER_DOTS)
		add_dots(to, tail, left, right);
	else if (kind == LEADER_RULE)
		add(to, tail, PLACED_RULE, (struct rect) { left, tail->box.y - RULE_WIDTH,
		    right - left, RULE_WIDTH });
}
