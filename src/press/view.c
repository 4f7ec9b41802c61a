/* Pages to who looks at them while they are made: the one that is looked at first. */
#include "press/press-int.h"

struct view {
	struct walk *w;
	const struct viewer *to;
};

/* ---- pictures ---------------------------------------------------------- */

/* «i/» and the start of its sum: an address that says nothing of the disk. */
static char *
address_of(const struct image *im)
{
	char sum[SUM_SIZE];

	sum_of_bytes(im->bytes, im->len, sum);
	return g_strdup_printf("i/%.32s", sum);
}

static const char *
find_picture(void *ctx, const struct image *im)
{
	struct view *v = ctx;
	g_autofree char *address = address_of(im);

	return g_hash_table_lookup(v->w->press->shelf, address);
}

static const char *
add_picture(void *ctx, const struct image *im, const char *type, const void *bytes, size_t len)
{
	struct view *v = ctx;
	char *address = address_of(im);

	g_hash_table_insert(v->w->press->shelf, address, address);
	v->to->picture(v->to->ctx, address, type, bytes, len);
	return address;
}

void
view_forget(struct press *p)
{
	g_clear_pointer(&p->painter, painter_destroy);
	g_clear_pointer(&p->shelf, g_hash_table_destroy);
}

static void
open_painter(struct press *p)
{
	if (p->painter)
		return;
	p->painter = painter_create();
	p->shelf = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

/* ---- pages ------------------------------------------------------------- */

static void
show_sizes(const struct view *v)
{
	const struct sheets *s = v->w->sheets;
	g_autofree dim *sizes = g_new(dim, 2 * s->n + 1);

	for (size_t i = 0; i < s->n; i++) {
		sizes[2 * i] = s->v[i].width;
		sizes[2 * i + 1] = s->v[i].height;
	}
	v->to->pages(v->to->ctx, s->n, sizes);
}

static bool
show_page(const struct view *v, size_t i, GString *svg, GString *facts)
{
	struct walk *w = v->w;
	g_autofree char *id = g_strdup_printf("p%zu", i + 1);
	int64_t start = g_get_monotonic_time();

	g_string_truncate(svg, 0);
	g_string_truncate(facts, 0);
	if (!paint_svg(w->press->painter, &w->sheets->v[i], id, svg, w->dg))
		return false;
	facts_print(w, i, facts);
	w->timing.paint += g_get_monotonic_time() - start;
	v->to->page(v->to->ctx, i + 1, svg, facts);
	return true;
}

/* The one that is looked at, that behind it, that before it, and the rest in turn. */
static bool
show_pages(const struct view *v, size_t first, GString *svg, GString *facts)
{
	size_t n = v->w->sheets->n, near = MIN(n, 3);
	bool good = true;

	for (size_t i = 0; i < n; i++) {
		/* The one before the first is the last of a round from it. */
		size_t step = i < 2 ? i : i == 2 ? n - 1 : i - 1;

		good &= show_page(v, (first + step) % n, svg, facts);
		if (i + 1 == near && v->to->seen)
			v->to->seen(v->to->ctx);
	}
	return good;
}

enum outcome
view_show(struct walk *w, const struct viewer *to)
{
	struct view v = { w, to };
	const struct picture_shelf shelf = { &v, find_picture, add_picture };
	g_autoptr(GString) svg = g_string_new(NULL), facts = g_string_new(NULL);
	size_t n = w->sheets->n, first = to->first > 0 && to->first <= n ? to->first - 1 : 0;

	open_painter(w->press);
	painter_set_shelf(w->press->painter, &shelf);
	show_sizes(&v);
	bool good = show_pages(&v, first, svg, facts);
	g_string_truncate(facts, 0);
	layout_trace(w->layout, facts);
	to->trace(to->ctx, facts);
	painter_set_shelf(w->press->painter, NULL);
	painter_forget_pictures(w->press->painter);
	return good ? OUTCOME_DONE : OUTCOME_BAD_ITEM;
}
