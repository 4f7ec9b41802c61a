/* What of a sheet is no text: rules, tints, pictures. */
#include "pdf/graphics.h"

struct draughtsman {
	GString *to;
	const struct sheet *sheet;
	const struct pictures *pictures;
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
		colour_add(d->to, m->colour);
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

static bool
is_graphic(const struct sheets *all, const struct mark *m)
{
	return m->kind != MARK_TEXT && !is_figure(all, m) && m->box.w > 0 && m->box.h > 0;
}

void
graphics_add(GString *to, const struct sheets *all, size_t sheet, const struct pictures *p)
{
	const struct sheet *s = &all->v[sheet];
	struct draughtsman d = { .to = to, .sheet = s, .pictures = p };
	bool any = false;

	for (size_t i = 0; i < s->n; i++) {
		const struct mark *m = &s->marks[i];

		if (!is_graphic(all, m))
			continue;
		if (!any)
			g_string_append(to, "/Artifact BMC\n");
		any = true;
		if (m->kind == MARK_IMAGE)
			graphics_image(to, s, m, pictures_get(p, m->image));
		else
			add_solid(&d, m);
	}
	if (any)
		g_string_append(to, "EMC\n");
}
