/* Pictures: what of them is shown, and the words that go with them. */
#include "story/story-int.h"

#include <string.h>

struct picture {
	const struct text *file, *caption, *credit, *alt;
	struct crop crop;
	struct focus focus;
	int span;
	struct place at;
};

/* ---- cropping --------------------------------------------------------- */

/* `part` of [from, from + whole), as near to having `focus` in its middle as can be. */
static int
place_part(int from, int whole, int part, int focus)
{
	return CLAMP(focus - part / 2, from, from + whole - part);
}

/*
 * What is left of the picture when its sides are to be as the layout wants
 * them: within the release's own crop, around the focus.
 */
static struct crop
crop_to_aspect(const struct layout *l, const struct image *im, const struct picture *p)
{
	struct crop c = p->crop.w > 0 ? p->crop
	    : (struct crop) { 0, 0, CROP_WHOLE, CROP_WHOLE };
	int64_t aw = l->figure.aspect_w, ah = l->figure.aspect_h;

	if (aw == 0)
		return p->crop;
	struct focus f = p->focus.given ? p->focus
	    : (struct focus) { c.x + c.w / 2, c.y + c.h / 2, true };
	int64_t w = (int64_t)c.w * im->width * ah, h = (int64_t)c.h * im->height * aw;
	if (w > h) {
		int part = MAX((int)(c.w * h / w), MIN(c.w, CROP_LEAST));

		c.x = place_part(c.x, c.w, part, f.x);
		c.w = part;
	} else if (h > w) {
		int part = MAX((int)(c.h * w / h), MIN(c.h, CROP_LEAST));

		c.y = place_part(c.y, c.h, part, f.y);
		c.h = part;
	}
	return c;
}

/*
 * Two thirds of what is trimmed go off the foot, for heads are at the top; with a
 * focus it goes off where that is not.
 */
static struct crop
lower(struct crop c, const struct crop *room, const struct focus *f, int h)
{
	if (f->given)
		c.y = place_part(room->y, room->h, h, f->y);
	else if (h <= c.h)
		c.y += (c.h - h) / 3;
	else
		c.y = CLAMP(c.y - (h - c.h) / 2, room->y, room->y + room->h - h);
	c.h = h;
	return c;
}

struct crop
block_crop(const struct block *b, int64_t w, int64_t h)
{
	struct crop c = b->crop.w > 0 ? b->crop : (struct crop) { 0, 0, CROP_WHOLE, CROP_WHOLE };
	const struct crop *room = b->room.w > 0 ? &b->room : &c;
	int64_t wide = (int64_t)c.w * b->image->width * h, high = b->image->height * w;

	if (wide <= room->h * high)
		return lower(c, room, &b->focus, MAX((int)(wide / high), 1));
	int part = MAX((int)(room->h * high / (b->image->width * h)), 1);
	int focus = b->focus.given ? b->focus.x : c.x + c.w / 2;
	return (struct crop) { place_part(c.x, c.w, part, focus), room->y, part, room->h };
}

/* ---- reading ---------------------------------------------------------- */

/* In a proof what is wrong with a picture is said, and no error. */
static const struct image *
read_for_proof(struct dresser *d, const struct text *file)
{
	struct diags *own = diags_create();
	const struct image *im = image_read(d->a, own, d->it->folder, file->s, file->at);

	for (size_t i = 0; i < diags_n(own); i++) {
		diag_add(d->dg, DIAG_WARNING, "story.placeholder", file->at,
		    "%s: a box stands for the picture", diags_get(own, i)->text);
		diag_help(d->dg, "every other profile refuses the item");
	}
	diags_destroy(own);
	return im;
}

static const struct image *
read_picture(struct dresser *d, const struct text *file)
{
	if (d->proof)
		return read_for_proof(d, file);
	const struct image *im = image_read(d->a, d->dg, d->it->folder, file->s, file->at);
	d->failed |= !im;
	return im;
}

/* ---- blocks ----------------------------------------------------------- */

static void
add_words(struct dresser *d, enum role role, const struct text *text, int span)
{
	struct block *b = add_field(d, role, text);

	if (b)
		b->span = span;
}

static void
add_picture(struct dresser *d, const struct picture *p)
{
	const struct image *im = read_picture(d, p->file);

	if (!im && !d->proof)
		return;
	struct block *b = add_block(d, BLOCK_FIGURE, ROLE_CAPTION, p->at);
	b->image = im;
	b->crop = im ? crop_to_aspect(d->l, im, p) : p->crop;
	b->room = p->crop.w > 0 ? p->crop : (struct crop) { 0, 0, CROP_WHOLE, CROP_WHOLE };
	b->focus = p->focus;
	b->alt = p->alt->s;
	b->span = p->span;
	add_words(d, ROLE_CAPTION, p->caption, p->span);
	add_words(d, ROLE_CREDIT, p->credit, p->span);
}

static int
span_of(const struct figure_spec *f, const struct media *m)
{
	return g_strcmp0(m->role.s, "lead") == 0 && f->lead_span > 0 ? f->lead_span : f->span;
}

/* An archive is often had without its pictures. */
static void
help_missing(struct diags *dg, size_t from)
{
	size_t n = diags_n(dg);
	const struct diag *last = n > from ? diags_get(dg, n - 1) : NULL;

	if (last && strcmp(last->code, "file.missing") == 0 && !last->help)
		diag_help(dg, "put it beside the item; a layout whose item.order is without media sets none");
}

void
add_media(struct dresser *d)
{
	for (size_t i = 0; i < d->it->n_media; i++) {
		size_t n = diags_n(d->dg);
		const struct media *m = &d->it->media[i];
		struct picture p = { &m->file, &m->caption, &m->credit, &m->alt, m->crop,
			m->focus, span_of(&d->l->figure, m), m->at };

		add_picture(d, &p);
		help_missing(d->dg, n);
	}
}

void
add_body_image(struct dresser *d, const struct body *b)
{
	g_autoptr(GString) alt = g_string_new(NULL);
	struct text file = { b->file, b->at }, none = { 0 }, said = { 0 };
	struct picture p = { &file, &b->caption, &none, &said, { 0 }, { 0 },
		d->l->figure.span, b->at };

	for (size_t i = 0; i < b->n_text; i++)
		g_string_append(alt, b->text[i].text.s);
	if (alt->len > 0)
		said.s = arena_strdup(d->a, alt->str);
	add_picture(d, &p);
}

/* ---- codes ------------------------------------------------------------ */

void
add_qr(struct dresser *d)
{
	struct fields f = { .item = d->it, .number = d->number, .issue = d->is };
	const char *text = story_template(d->a, d->l, &f, d->l->qr.text);
	const char *alt = story_template(d->a, d->l, &f, d->l->qr.alt);
	const struct image *im = text ? image_qr(d->a, text) : NULL;

	if (!text)
		return;
	if (!im) {
		diag_add(d->dg, DIAG_ERROR, "story.qr", d->it->headline.at,
		    "no QR code can hold %zu bytes", strlen(text));
		diag_help(d->dg, "let qr.text of the layout name a shorter address");
		d->failed = true;
		return;
	}
	struct block *b = add_block(d, BLOCK_FIGURE, ROLE_CAPTION, d->it->headline.at);
	b->image = im;
	b->alt = alt ? alt : text;
}
