/* What all painters share: the walk over the marks, places. */
#include "paint/paint-int.h"

bool
picture_place(const struct mark *m, double ret_box[4])
{
	struct crop c = m->crop;

	if (c.w <= 0 || c.h <= 0)
		c = (struct crop) { 0, 0, CROP_WHOLE, CROP_WHOLE };
	double w = dim_to_pt(m->box.w) * CROP_WHOLE / c.w;
	double h = dim_to_pt(m->box.h) * CROP_WHOLE / c.h;

	ret_box[0] = dim_to_pt(m->box.x) - w * c.x / CROP_WHOLE;
	ret_box[1] = dim_to_pt(m->box.y) - h * c.y / CROP_WHOLE;
	ret_box[2] = w;
	ret_box[3] = h;
	return w > 0 && h > 0;
}

/* Where module `i` of `n` begins, along a side of `size`. */
static dim
module_at(dim from, dim size, uint32_t i, uint32_t n)
{
	return from + (dim)((int64_t)size * i / n);
}

void
matrix_each(const struct mark *m, void (*add)(void *to, const struct rect *r), void *to)
{
	const struct image *im = m->image;
	const char *v = im->bytes;

	for (uint32_t row = 0; row < im->height; row++, v += im->width) {
		dim y = module_at(m->box.y, m->box.h, row, im->height);
		dim foot = module_at(m->box.y, m->box.h, row + 1, im->height);

		for (uint32_t i = 0, end; i < im->width; i = end) {
			for (end = i + 1; end < im->width && v[end] == v[i];)
				end++;
			dim x = module_at(m->box.x, m->box.w, i, im->width);
			dim right = module_at(m->box.x, m->box.w, end, im->width);
			if (v[i])
				add(to, &(struct rect) { x, y, right - x, foot - y });
		}
	}
}

static bool
paint_picture(const struct brush *b, void *on, const struct mark *m, size_t i)
{
	if (m->box.w <= 0 || m->box.h <= 0)
		return true;
	if (m->image->kind != IMAGE_MATRIX)
		return b->image(on, m, i);
	b->matrix(on, m, i);
	return true;
}

bool
brush_sheet(const struct brush *b, void *on, const struct sheet *s)
{
	bool good = true;

	for (size_t i = 0; i < s->n; i++) {
		const struct mark *m = &s->marks[i];

		switch (m->kind) {
		case MARK_TEXT:
			if (m->n_glyphs > 0)
				b->text(on, m, i);
			break;
		case MARK_RULE:
		case MARK_TINT:
			b->solid(on, m, i);
			break;
		case MARK_IMAGE:
			good &= paint_picture(b, on, m, i);
			break;
		}
	}
	return good;
}

struct painter *
painter_create(void)
{
	struct painter *p = g_new0(struct painter, 1);

	p->outlines = outlines_create();
	p->paths = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	p->faults = g_hash_table_new(image_hash, image_equal);
	return p;
}

void
painter_destroy(struct painter *p)
{
	if (!p)
		return;
	outlines_destroy(p->outlines);
	g_hash_table_destroy(p->faults);
	g_hash_table_destroy(p->paths);
	g_free(p);
}

void
painter_set_shelf(struct painter *p, const struct picture_shelf *s)
{
	p->shelf = s;
}

void
painter_forget_pictures(struct painter *p)
{
	g_hash_table_remove_all(p->faults);
}
