/* Setting text for `page`: each block is shaped once, and set once a measure. */
#include "press/press-int.h"

#include <string.h>

struct setting {
	const struct block *block;
	dim measure;
};

static guint
setting_hash(gconstpointer p)
{
	const struct setting *s = p;

	return g_direct_hash(s->block) * 31u + (guint)s->measure;
}

static gboolean
setting_equal(gconstpointer p, gconstpointer q)
{
	const struct setting *a = p, *b = q;

	return a->block == b->block && a->measure == b->measure;
}

static const struct paragraph *
shape_anew(struct walk *w, const struct block *b)
{
	const struct paragraph *p = shape_block(w->press->shaper, w->set, w->dg, b, w->layout);

	return p ? standing_keep(w->press->standing, w->set, p) : NULL;
}

const struct paragraph *
typeset_paragraph(struct walk *w, const struct block *b)
{
	const struct paragraph *p = g_hash_table_lookup(w->paragraphs, b);

	if (p)
		return p;
	int64_t start = g_get_monotonic_time();
	p = standing_find(w->press->standing, w->set, b, w->layout);
	if (!p)
		p = shape_anew(w, b);
	w->timing.shape += g_get_monotonic_time() - start;
	if (p)
		g_hash_table_insert(w->paragraphs, (gpointer)(uintptr_t)b,
		    (gpointer)(uintptr_t)p);
	else
		w->failed = true;
	return p;
}

/* ---- markers of lists ------------------------------------------------- */

/* A marker in the style of `b`; NULL after a diagnostic. */
static const struct paragraph *
shape_as(struct walk *w, const struct block *b, const char *marker)
{
	struct block *like = arena_memdup(w->a, b, sizeof *b);

	like->marker = marker;
	const struct paragraph *p = shape_marker(w->press->shaper, w->set, w->dg, like, w->layout);
	w->failed |= !p;
	return p;
}

/* The widest marker of a list, measured once. */
static int32_t
widest_of(struct walk *w, const struct block *b, const struct list *l)
{
	int32_t widest = 0;
	gpointer known = g_hash_table_lookup(w->markers, l);

	if (known)
		return GPOINTER_TO_INT(known) - 1;
	for (size_t i = 0; i < l->n; i++) {
		const struct paragraph *p = l->markers[i] ? shape_as(w, b, l->markers[i]) : NULL;

		widest = MAX(widest, p ? line_marker_width(p) : 0);
	}
	g_hash_table_insert(w->markers, (gpointer)(uintptr_t)l, GINT_TO_POINTER(widest + 1));
	return widest;
}

static struct hang
hang_of(struct walk *w, const struct block *b)
{
	struct hang h = { NULL, 0 };

	for (const struct list *l = b->list; l; l = l->outer)
		h.n++;
	int32_t *v = arena_array(w->a, int32_t, h.n);
	size_t i = h.n;
	for (const struct list *l = b->list; l; l = l->outer)
		v[--i] = widest_of(w, b, l);
	h.v = v;
	return h;
}

/* ---- setting ---------------------------------------------------------- */

static const struct galley *set_part(void *ctx, const struct part *part, dim measure, int page,
    int pages);

/* What the last line of a release leaves room for; 0: nothing stands there. */
static dim
end_mark_width(struct walk *w)
{
	const struct part *mark = &w->layout->end_mark;

	if (!w->end_mark_known && mark->text && *mark->text) {
		const struct galley *g = set_part(w, mark, w->layout->width, 0, 0);

		w->end_mark = g && g->n > 0 ? g->lines[0].width : 0;
	}
	w->end_mark_known = true;
	return w->end_mark;
}

static const struct galley *
set_lines(struct walk *w, const struct paragraph *p,
    const struct paragraph *marker, dim measure, int more)
{
	struct hang hang = hang_of(w, p->block);
	struct room room = { .measure = measure, .grid = w->layout->grid_step, .hang = &hang,
		.looseness = more, .ending = p->block->ends_item ? end_mark_width(w) : 0 };
	int64_t start = g_get_monotonic_time();
	const struct galley *g = marker ? NULL : standing_find_lines(w->press->standing, w->set, p, &room);

	if (!g) {
		g = line_set(w->set, w->press->shaper, p, marker, &room);
		standing_keep_lines(w->press->standing, g, &room);
	}
	w->timing.line += g_get_monotonic_time() - start;
	return g;
}

/*
 * A text with something at its end leaves room for it on all lines: they are
 * the same whatever stands there.
 */
static const struct galley *
set_before_tail(struct walk *w, const struct block *b, const struct paragraph *p, dim measure, int more)
{
	dim em = b->style->size[0];
	dim room = length_dim(w->layout->issue.contents.room, em, w->layout->grid_step, measure);
	dim rest = measure - room;
	const struct galley *g = set_lines(w, p, NULL, rest < measure / 2 ? measure : rest, more);
	struct galley *whole = arena_memdup(w->set, g, sizeof *g);

	whole->measure = measure;
	return whole;
}

static const struct galley *
set_block(void *ctx, const struct block *b, dim measure)
{
	struct walk *w = ctx;
	struct setting key = { b, measure };
	const struct galley *g = g_hash_table_lookup(w->galleys, &key);

	if (g)
		return g;
	const struct paragraph *p = typeset_paragraph(w, b);
	if (!p)
		return NULL;
	const struct paragraph *marker = NULL;
	if (b->marker) {
		marker = shape_marker(w->press->shaper, w->set, w->dg, b, w->layout);
		if (!marker) {
			w->failed = true;
			return NULL;
		}
	}
	g = b->tail ? set_before_tail(w, b, p, measure, 0) : set_lines(w, p, marker, measure, 0);
	g_hash_table_insert(w->galleys,
	    arena_memdup(w->a, &key, sizeof key), (gpointer)(uintptr_t)g);
	return g;
}

/* Lines that a reader would stumble over. */
static size_t
count_bad(const struct galley *g)
{
	size_t n = 0;

	for (size_t i = 0; i < g->n; i++) {
		const struct line *l = &g->lines[i];

		n += l->overfull || l->emergency || l->unfilled > 0 || (!l->last &&
		    (l->space * 2 > g->space * 3 || l->space * 4 < g->space * 3));
	}
	return n;
}

/* A line more or less, when no more lines of it are loose, tight, not filled or overfull. */
static const struct galley *
reset_block(void *ctx, const struct block *b, dim measure, int more)
{
	struct walk *w = ctx;
	const struct galley *now = set_block(ctx, b, measure);
	const struct paragraph *marker = NULL;

	if (!now || (b->marker && !(marker = shape_marker(w->press->shaper, w->set, w->dg, b,
	    w->layout))))
		return NULL;
	const struct paragraph *p = typeset_paragraph(w, b);
	const struct galley *g = b->tail ? set_before_tail(w, b, p, measure, more)
	    : set_lines(w, p, marker, measure, more);
	if (g->n != now->n + (size_t)more || count_bad(g) > count_bad(now))
		return NULL;
	return g;
}

static bool
measure_block(void *ctx, const struct block *b, dim *ret_least, dim *ret_most)
{
	const struct paragraph *p = typeset_paragraph(ctx, b);

	if (p)
		line_widths(p, ret_least, ret_most);
	return p != NULL;
}

static const struct galley *
set_fields(struct walk *w, const struct part *part, const struct fields *f, dim measure)
{
	const struct story *s = story_part(w->a, w->dg, part, w->layout, f);

	if (!s || s->n == 0)
		return NULL;
	const struct paragraph *p = shape_block(w->press->shaper, w->set, w->dg,
	    &s->blocks[0], w->layout);
	if (!p) {
		w->failed = true;
		return NULL;
	}
	return set_lines(w, p, NULL, measure, 0);
}

static const struct galley *
set_part(void *ctx, const struct part *part, dim measure, int page, int pages)
{
	struct fields f = walk_fields(ctx, page, pages);

	return set_fields(ctx, part, &f, measure);
}

/* Fields of an item are those of the story that is meant. */
static const struct galley *
set_reference(void *ctx, const struct part *part, const struct story *s, dim measure,
    int page, int pages)
{
	struct fields f = walk_fields(ctx, page, pages);

	f.item = s->item;
	f.number = s->number;
	return set_fields(ctx, part, &f, measure);
}

/* A code that says the same on every page; NULL when it has nothing to say. */
static const struct image *
make_code(struct walk *w, const struct part *part, dim width)
{
	struct fields f = walk_fields(w, 0, 0);
	const char *text = story_template(w->a, w->layout, &f, part->qr);
	const struct image *im = text ? image_qr(w->a, text) : NULL;

	if (text && !im)
		diag_add(w->dg, DIAG_ERROR, "press.qr", part->at, "no QR code can hold %zu bytes",
		    strlen(text));
	if (im)
		page_check_code(w->dg, im, width, part->at, "");
	return im;
}

/* The emblem is the issue's, all others lie beneath the layout's folder. */
static const struct image *
find_picture(struct walk *w, const struct part *part)
{
	if (strcmp(part->image, "{publication.emblem}") == 0)
		return w->emblem;
	return image_read(w->a, w->dg, w->layout->folder, part->image, part->at);
}

/* Read once, and if it cannot be, said once. */
static const struct image *
read_picture(void *ctx, const struct part *part, dim width)
{
	struct walk *w = ctx;
	size_t errors = diags_count(w->dg, DIAG_ERROR);
	gpointer known;

	if (g_hash_table_lookup_extended(w->pictures, part, NULL, &known))
		return known;
	const struct image *im =
	    part->kind == PART_QR ? make_code(w, part, width) : find_picture(w, part);
	bool wrong = diags_count(w->dg, DIAG_ERROR) > errors;
	if (im || wrong)
		g_hash_table_insert(w->pictures, (gpointer)(uintptr_t)part,
		    (gpointer)(uintptr_t)im);
	w->failed |= wrong;
	return im;
}

static void
turn_page(void *ctx, const struct story *first)
{
	((struct walk *)ctx)->running = first;
}

struct compositor
typeset_compositor(struct walk *w)
{
	standing_begin(w->press->standing, w->layout);
	w->paragraphs = g_hash_table_new(NULL, NULL);
	w->galleys = g_hash_table_new(setting_hash, setting_equal);
	w->pictures = g_hash_table_new(NULL, NULL);
	w->markers = g_hash_table_new(NULL, NULL);
	return (struct compositor) {
		.ctx = w,
		.block = set_block,
		.reset = reset_block,
		.widths = measure_block,
		.turn = turn_page,
		.part = set_part,
		.refer = set_reference,
		.picture = read_picture,
		.last = w->job->volume ? volume_last : NULL,
	};
}
