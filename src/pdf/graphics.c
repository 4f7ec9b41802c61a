/* What of a sheet is no text: rules, tints, pictures. */
#include "pdf/graphics.h"

struct draughtsman {
	GString *to;
	const struct sheet *sheet;
	const struct stock *stock;
	const struct colour *colour;
	bool coloured;
};

/* A rectangle's place and size, as PDF counts them: from below. */
static void
add_rectangle(GString *to, const struct sheet *s, const struct rect *r)
{
	/* Edges first: what abuts must not part by rounding. */
	int64_t x = hundredths(r->x), y = hundredths(s->height - r->y - r->h);

	number_add(to, x);
	g_string_append_c(to, ' ');
	number_add(to, y);
	g_string_append_c(to, ' ');
	number_add(to, hundredths(r->x + r->w) - x);
	g_string_append_c(to, ' ');
	number_add(to, hundredths(s->height - r->y) - y);
	g_string_append(to, " re\n");
}

static void
add_solid(struct draughtsman *d, const struct mark *m)
{
	if (!d->coloured || d->colour != m->colour)
		inks_fill(d->stock->inks, d->to, m->colour);
	d->coloured = true;
	d->colour = m->colour;
	add_rectangle(d->to, d->sheet, &m->box);
	g_string_append(d->to, "f\n");
}

static bool
is_whole(const struct crop *c)
{
	return c->w <= 0 || c->h <= 0 || (c->x == 0 && c->y == 0 && c->w == CROP_WHOLE &&
	    c->h == CROP_WHOLE);
}

/* All of a picture, as it would stand on the sheet: the crop fills the box. */
static struct rect
whole_of(const struct mark *m)
{
	const struct crop *c = &m->crop;

	if (is_whole(c))
		return m->box;
	struct rect r = { .w = dim_scale(m->box.w, CROP_WHOLE, c->w),
		.h = dim_scale(m->box.h, CROP_WHOLE, c->h) };
	r.x = m->box.x - dim_scale(r.w, c->x, CROP_WHOLE);
	r.y = m->box.y - dim_scale(r.h, c->y, CROP_WHOLE);
	return r;
}

void
graphics_image(GString *to, const struct sheet *s, const struct mark *m,
    const struct picture *p)
{
	struct rect r = whole_of(m);

	g_string_append(to, "q\n");
	if (!is_whole(&m->crop)) {
		add_rectangle(to, s, &m->box);
		g_string_append(to, "W n\n");
	}
	number_add(to, hundredths(r.w));
	g_string_append(to, " 0 0 ");
	number_add(to, hundredths(r.h));
	g_string_append_c(to, ' ');
	number_add(to, hundredths(r.x));
	g_string_append_c(to, ' ');
	number_add(to, hundredths(s->height - r.y - r.h));
	g_string_append_printf(to, " cm\n/Im%u Do\nQ\n", p->number);
}

/* Where module `i` of `n` begins, along a side of `size`. */
static dim
module_at(dim from, dim size, uint32_t i, uint32_t n)
{
	return from + (dim)((int64_t)size * i / n);
}

/* Dark modules side by side are one rectangle. */
static void
add_row(GString *to, const struct sheet *s, const struct mark *m, uint32_t row)
{
	const struct image *im = m->image;
	const char *v = im->bytes + (size_t)row * im->width;
	dim y = module_at(m->box.y, m->box.h, row, im->height);
	dim foot = module_at(m->box.y, m->box.h, row + 1, im->height);

	for (uint32_t i = 0, end; i < im->width; i = end) {
		end = i + 1;
		if (!v[i])
			continue;
		while (end < im->width && v[end])
			end++;
		dim x = module_at(m->box.x, m->box.w, i, im->width);
		struct rect r = { x, y, module_at(m->box.x, m->box.w, end, im->width) - x, foot - y };
		add_rectangle(to, s, &r);
	}
}

static void
add_matrix(GString *to, const struct sheet *s, const struct mark *m, struct inks *inks)
{
	inks_fill(inks, to, NULL);
	for (uint32_t row = 0; row < m->image->height; row++)
		add_row(to, s, m, row);
	g_string_append(to, "f\n");
}

/* Shares of the whole picture's box, counted from below. */
static void
add_point(GString *to, const struct sheet *s, const struct rect *whole,
    const struct contour_point *p)
{
	number_add(to, hundredths(whole->x + (dim)(p->x * whole->w)));
	g_string_append_c(to, ' ');
	number_add(to, hundredths(s->height - whole->y - (dim)(p->y * whole->h)));
	g_string_append_c(to, ' ');
}

static void
add_contour(GString *to, const struct sheet *s, const struct rect *whole,
    const struct contour *o)
{
	static const char *const operators[] = { "m\n", "l\n", "c\n", "h\n" };
	static const int points[] = { 1, 1, 3, 0 };
	const struct contour_point *p = o->points;

	for (size_t i = 0; i < o->n_ops; i++) {
		for (int k = 0; k < points[o->ops[i]]; k++)
			add_point(to, s, whole, p++);
		g_string_append(to, operators[o->ops[i]]);
	}
}

/* The area clips what the gradient paints, whose space goes to the page. */
static void
add_shaded(GString *to, const struct sheet *s, const struct rect *whole,
    const struct contour *o, struct inks *inks)
{
	const double box[4] = { dim_to_pt(whole->x), dim_to_pt(s->height - whole->y), dim_to_pt(whole->w),
		-dim_to_pt(whole->h) };
	double m[6];

	gradient_matrix(o->gradient, box, m);
	inks_knock_out(inks, to);
	g_string_append(to, "q\n");
	add_contour(to, s, whole, o);
	g_string_append(to, o->even_odd ? "W* n\n" : "W n\n");
	for (int i = 0; i < 6; i++)
		real_add(to, m[i]);
	g_string_append(to, "cm\n");
	inks_shade(inks, to, o->gradient);
	g_string_append(to, "Q\n");
}

/* Inks stay. */
static struct colour
colour_of(const struct contour *o)
{
	return o->inked ? (struct colour) { .name = "drawing", .c = o->inks[0], .m = o->inks[1],
		.y = o->inks[2], .k = o->inks[3] }
			: ink_of_drawing(o->red, o->green, o->blue);
}

static void
add_area(GString *to, const struct sheet *s, const struct rect *whole, const struct contour *o,
    struct inks *inks)
{
	struct colour c = colour_of(o);

	if (o->gradient) {
		add_shaded(to, s, whole, o, inks);
		return;
	}
	inks_fill(inks, to, &c);
	add_contour(to, s, whole, o);
	g_string_append(to, o->even_odd ? "f*\n" : "f\n");
}

/* What goes over the edge of the drawing is not shown. */
static bool
goes_over(const struct image *im)
{
	for (size_t i = 0; i < im->n_contours; i++)
		for (size_t k = 0; k < im->contours[i].n_points; k++) {
			const struct contour_point *p = &im->contours[i].points[k];

			if (p->x < 0 || p->y < 0 || p->x > 1 || p->y > 1)
				return true;
		}
	return false;
}

bool
is_drawn(const struct image *im)
{
	return im->kind == IMAGE_MATRIX || im->kind == IMAGE_DRAWING;
}

void
graphics_drawing(GString *to, const struct sheet *s, const struct mark *m, struct inks *inks)
{
	struct rect whole = whole_of(m);

	if (m->image->kind == IMAGE_MATRIX) {
		add_matrix(to, s, m, inks);
		return;
	}
	bool over = !is_whole(&m->crop) || goes_over(m->image);
	if (over) {
		inks_push(inks, to);
		add_rectangle(to, s, &m->box);
		g_string_append(to, "W n\n");
	}
	for (size_t i = 0; i < m->image->n_contours; i++)
		add_area(to, s, &whole, &m->image->contours[i], inks);
	if (over)
		inks_pop(inks, to);
}

static bool
is_graphic(const struct sheets *all, const struct mark *m)
{
	return m->kind != MARK_TEXT && !is_figure(all, m) && m->box.w > 0 && m->box.h > 0;
}

static void
add_marks(struct draughtsman *d, const struct sheets *all)
{
	for (size_t i = 0; i < d->sheet->n; i++) {
		const struct mark *m = &d->sheet->marks[i];

		if (!is_graphic(all, m))
			continue;
		if (m->kind == MARK_IMAGE && is_drawn(m->image)) {
			graphics_drawing(d->to, d->sheet, m, d->stock->inks);
			d->coloured = false;
		} else if (m->kind == MARK_IMAGE)
			graphics_image(d->to, d->sheet, m, pictures_get(d->stock->pictures, m->image));
		else
			add_solid(d, m);
	}
}

/* ---- crop marks ------------------------------------------------------- */

/* As fine as a plate surely shows. */
#define STROKE (DIM_PT / 4)

/* At each corner two strokes, from the sheet's edge towards the trim's sides. */
static void
add_crop_marks(struct draughtsman *d, dim length)
{
	const struct sheet *s = d->sheet;
	const struct rect *t = &s->trim;
	const dim xs[] = { t->x, t->x + t->w }, ys[] = { t->y, t->y + t->h };

	inks_fill_all(d->stock->inks, d->to);
	d->coloured = false;
	for (int i = 0; i < 2; i++)
		for (int j = 0; j < 2; j++) {
			struct rect upright = { xs[i] - STROKE / 2, j ? s->height - length : 0,
				STROKE, length };
			struct rect level = { i ? s->width - length : 0, ys[j] - STROKE / 2, length,
				STROKE };

			add_rectangle(d->to, s, &upright);
			add_rectangle(d->to, s, &level);
		}
	g_string_append(d->to, "f\n");
}

void
graphics_add(GString *to, const struct sheets *all, size_t sheet, const struct stock *st)
{
	struct draughtsman d = { .to = to, .sheet = &all->v[sheet], .stock = st };
	const struct layout *l = all->layout;
	gsize start = to->len;

	g_string_append(to, "/Artifact BMC\n");
	gsize before = to->len;
	add_marks(&d, all);
	if (l && l->mark_length > 0 && d.sheet->trim.x > l->mark_length)
		add_crop_marks(&d, l->mark_length);
	if (to->len == before)
		g_string_truncate(to, start);
	else
		g_string_append(to, "EMC\n");
}
