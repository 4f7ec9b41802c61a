/* Where type may stand: frames, columns, and the rows of the grid. */
#include "page/page-int.h"

static bool
is_left_hand(const struct layout *l, int number)
{
	bool odd = number % 2 != 0;

	return l->bind_right ? odd : !odd;
}

int
frame_first_page(const struct layout *l)
{
	return l->cover.n > 0 ? 2 : 1;
}

static bool
has_masthead(const struct layout *l, int number)
{
	if (l->masthead.height.v == 0 && l->masthead.n == 0)
		return false;
	return l->masthead_on == MASTHEAD_ALL
	    || (l->masthead_on == MASTHEAD_FIRST && number == frame_first_page(l));
}

/*
 * Header and footer have the half of their margin that is nearer to the
 * text.  A masthead that stands on the first page only is its header.
 */
struct frame
frame_make(const struct layout *l, int number)
{
	const struct margins *m = &l->margins;
	struct frame f = { .left_hand = is_left_hand(l, number) };
	dim left = f.left_hand ? m->outer : m->inner;
	dim width = l->width - m->inner - m->outer;
	dim top = m->top, bottom = l->height - m->bottom;

	f.header = (struct rect) { left, m->top / 2, width, m->top - m->top / 2 };
	f.footer = (struct rect) { left, bottom, width, m->bottom - m->bottom / 2 };
	if (has_masthead(l, number)) {
		dim h = length_dim(l->masthead.height, 0, l->grid_step, l->height);

		f.masthead = (struct rect) { left, top, width, h };
		if (l->masthead_on == MASTHEAD_FIRST)
			f.header.h = 0;
		top += h;
	}
	f.area = (struct rect) { left, top, width, bottom - top };
	return f;
}

static dim
column_width(const struct layout *l)
{
	int n = MAX(l->columns.count, 1);
	dim width = l->width - l->margins.inner - l->margins.outer;

	return (width - (n - 1) * l->columns.gap) / n;
}

dim
frame_measure(const struct layout *l, int span)
{
	if (span >= l->columns.count)
		return l->width - l->margins.inner - l->margins.outer;
	return span * column_width(l) + (span - 1) * l->columns.gap;
}

dim
frame_height(const struct layout *l)
{
	return l->height - l->margins.top - l->margins.bottom;
}

dim
frame_x(const struct layout *l, const struct frame *f, int column, dim measure)
{
	dim in = column < 0 ? 0 : column * (column_width(l) + l->columns.gap);

	if (l->rtl)
		return f->area.x + f->area.w - in - measure;
	return f->area.x + in;
}

dim
frame_row(const struct layout *l, dim y)
{
	int64_t step = MAX(l->grid_step, 1);
	int64_t above = (int64_t)y - l->grid_start;
	int64_t rows = above > 0 ? (above + step - 1) / step : -(-above / step);

	return (dim)(l->grid_start + rows * step);
}

/*
 * The grid goes on over its first row, so that pages without a masthead can
 * begin higher; but a designer who puts that row at the very top means it.
 * Under a head, that row would let the line stand in the head's descenders.
 */
dim
frame_first_row(const struct layout *l, dim top, dim ascent, bool page_top)
{
	if (page_top && l->grid_start >= top && l->grid_start < top + ascent)
		return l->grid_start;
	return frame_row(l, top + ascent);
}

struct area
frame_area(const struct layout *l, int number)
{
	struct rect r = frame_make(l, number).area;

	return (struct area) { 0, MIN(l->columns.count, COLUMNS_MAX), r.y, r.y + r.h };
}

dim
frame_top_of_letters(const struct layout *l, dim top, bool page_top)
{
	dim rise = dim_scale(l->grid_step, 7, 10);

	return frame_first_row(l, top, rise, page_top) - rise;
}
