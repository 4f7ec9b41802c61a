/*
 * What can be said of a page, as JSON for who draws it over the page:
 *
 *   {"page": 3, "trim": [x,y,w,h], "bleed": b, "text": [x,y,w,h],
 *    "columns": [[x,w], …], "grid": [first, step], "minDpi": 120,
 *    "lines": [{…}, …], "pictures": [{…}, …]}
 *
 * All lengths are dims from the sheet's top left corner, y down.  A line is
 *
 *   "p": [x, baseline, measure, leading]   "i": [x, width, above, below] its ink
 *   "f","l","c": the place of its first word   "s","z": style and size
 *   "b": its paragraph on this page   "n": [i, of]   "k": column, -1 spans
 *   "r": badness   "q": word space, thousandths of the natural one
 *   "e": words for what is wrong   "t": 1 when it is furniture
 *   "K": [[x, y, length, class], …] kashidas   "B": [[x, width, level], …]
 */
#include "press/press-int.h"

#define BADNESS_SHOWN 10000

struct page_facts {
	const struct walk *w;
	const struct page *page;
	dim room;             /* of the sheet around the page */
	GString *to;
	GHashTable *texts;    /* struct galley, to their numbers */
};

static void
add_numbers(GString *to, const char *key, const dim *v, size_t n)
{
	g_string_append_printf(to, "\"%s\":[", key);
	for (size_t i = 0; i < n; i++)
		g_string_append_printf(to, "%s%d", i ? "," : "", v[i]);
	g_string_append_c(to, ']');
}

static void
add_rect(GString *to, const char *key, struct rect r)
{
	add_numbers(to, key, (const dim[]) { r.x, r.y, r.w, r.h }, 4);
}

static void
add_word(GString *to, const char *key, const char *word)
{
	g_string_append_printf(to, ",\"%s\":", key);
	text_add_json(to, word ? word : "");
}

/* ---- a line ------------------------------------------------------------ */

static bool
is_rtl(const struct placed *p)
{
	return p->galley->paragraph->rtl;
}

/* The left edge of what is `in` from the measure's start and `width` wide. */
static dim
left_of(const struct page_facts *f, const struct placed *p, dim in, dim width)
{
	return f->room + p->box.x + (is_rtl(p) ? p->box.w - in - width : in);
}

static void
add_kashidas(struct page_facts *f, const struct placed *p)
{
	const struct line *l = p->line;
	const char *sep = ",\"K\":[";

	for (size_t i = 0; i < l->n; i++) {
		const struct piece *pc = &l->pieces[i];

		if (!pc->tatweels)
			continue;
		g_string_append_printf(f->to, "%s[%d,%d,%d,%d]", sep,
		    left_of(f, p, pc->drawn_at - pc->drawn / 2, pc->drawn), f->room + p->box.y,
		    pc->drawn, pc->class);
		sep = ",";
	}
	if (*sep == ',' && !sep[1])
		g_string_append_c(f->to, ']');
}

/* Neighbours of one level as one stretch. */
static void
add_levels(struct page_facts *f, const struct placed *p)
{
	const struct line *l = p->line;

	g_string_append(f->to, ",\"B\":[");
	for (size_t i = 0, end; i < l->n; i = end) {
		dim from = l->pieces[i].at, to = from;

		for (end = i; end < l->n && l->pieces[end].level == l->pieces[i].level; end++) {
			from = MIN(from, l->pieces[end].at);
			to = MAX(to, l->pieces[end].at + l->pieces[end].width);
		}
		g_string_append_printf(f->to, "%s[%d,%d,%d]", i ? "," : "",
		    left_of(f, p, l->offset + from, to - from), to - from, l->pieces[i].level);
	}
	g_string_append_c(f->to, ']');
}

static void
add_faults(GString *to, const struct galley *g, const struct line *l)
{
	static const char *const words[] = { "loose", "tight", "overfull", "touching", "emergency" };
	unsigned faults = line_judge(g, l);
	const char *sep = ",\"e\":\"";

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (faults & 1u << i) {
			g_string_append_printf(to, "%s%s", sep, words[i]);
			sep = " ";
		}
	if (g->too_many)
		g_string_append_printf(to, "%stoo-many", sep);
	if (faults || g->too_many)
		g_string_append_c(to, '"');
}

static void
add_text(struct page_facts *f, const struct galley *g, const struct line *l)
{
	struct place at = line_place(g, l);
	gpointer known = g_hash_table_lookup(f->texts, g);
	guint number = known ? GPOINTER_TO_UINT(known) : g_hash_table_size(f->texts) + 1;

	g_hash_table_insert(f->texts, (gpointer)(uintptr_t)g, GUINT_TO_POINTER(number));
	add_word(f->to, "f", at.file);
	g_string_append_printf(f->to, ",\"l\":%u,\"c\":%u", at.line, at.col);
	add_word(f->to, "s", g->block->style->name);
	g_string_append_printf(f->to, ",\"z\":%d,\"b\":%u,\"n\":[%zu,%zu]", g->size, number,
	    (size_t)(l - g->lines), g->n);
}

static void
add_quality(GString *to, const struct galley *g, const struct line *l)
{
	if (!g->justified || l->last)
		return;
	g_string_append_printf(to, ",\"r\":%d", (int)CLAMP(l->badness, 0, BADNESS_SHOWN));
	if (l->space > 0 && g->space > 0)
		g_string_append_printf(to, ",\"q\":%d", (int)((int64_t)l->space * 1000 / g->space));
}

static void
add_line(struct page_facts *f, const struct placed *p)
{
	const struct line *l = p->line;
	const struct rect *b = &p->box;
	dim ink[] = { left_of(f, p, l->offset, l->width), l->width, l->above, l->below };

	g_string_append_c(f->to, '{');
	add_rect(f->to, "p", (struct rect) { f->room + b->x, f->room + b->y, b->w, b->h });
	g_string_append_c(f->to, ',');
	add_numbers(f->to, "i", ink, G_N_ELEMENTS(ink));
	add_text(f, p->galley, l);
	g_string_append_printf(f->to, ",\"k\":%d", p->column);
	if (p->story < 0 || p->furniture)
		g_string_append(f->to, ",\"t\":1");
	add_quality(f->to, p->galley, l);
	add_faults(f->to, p->galley, l);
	add_kashidas(f, p);
	add_levels(f, p);
	g_string_append_c(f->to, '}');
}

static void
add_lines(struct page_facts *f)
{
	const char *sep = "";

	g_string_append(f->to, ",\"lines\":[");
	for (size_t i = 0; i < f->page->n; i++) {
		const struct placed *p = &f->page->placed[i];

		if (p->kind != PLACED_LINE || p->line == p->galley->marker)
			continue;
		g_string_append(f->to, sep);
		add_line(f, p);
		sep = ",\n";
	}
	g_string_append_c(f->to, ']');
}

/* ---- pictures ---------------------------------------------------------- */

/* Pixels an inch as it is placed; 0 of what has none. */
static int
dpi_of(const struct placed *p)
{
	const struct image *im = p->image;
	int64_t shown = (int64_t)im->width * (p->crop.w > 0 ? p->crop.w : CROP_WHOLE) / CROP_WHOLE;

	if (im->kind == IMAGE_DRAWING || im->kind == IMAGE_MATRIX || p->box.w <= 0)
		return 0;
	return (int)(shown * 72 * DIM_PT / p->box.w);
}

static void
add_pictures(struct page_facts *f)
{
	const char *sep = "";

	g_string_append(f->to, ",\"pictures\":[");
	for (size_t i = 0; i < f->page->n; i++) {
		const struct placed *p = &f->page->placed[i];

		if (p->kind != PLACED_IMAGE || !p->image)
			continue;
		g_string_append_printf(f->to, "%s{", sep);
		add_rect(f->to, "p", (struct rect) { f->room + p->box.x, f->room + p->box.y,
			p->box.w, p->box.h });
		g_string_append_printf(f->to, ",\"dpi\":%d", dpi_of(p));
		add_word(f->to, "file", p->image->file);
		if (p->block) {
			add_word(f->to, "f", p->block->at.file);
			g_string_append_printf(f->to, ",\"l\":%u,\"c\":%u", p->block->at.line,
			    p->block->at.col);
		}
		g_string_append_c(f->to, '}');
		sep = ",";
	}
	g_string_append_c(f->to, ']');
}

/* ---- the page ---------------------------------------------------------- */

/* As frame.c has them: the first column is the one read first. */
static void
add_columns(struct page_facts *f, struct rect text)
{
	const struct layout *l = f->w->layout;
	int n = MAX(l->columns.count, 1);
	dim width = (text.w - (n - 1) * l->columns.gap) / n;

	g_string_append(f->to, ",\"columns\":[");
	for (int i = 0; i < n; i++) {
		dim in = i * (width + l->columns.gap);

		g_string_append_printf(f->to, "%s[%d,%d]", i ? "," : "",
		    text.x + (l->rtl ? text.w - in - width : in), width);
	}
	g_string_append_c(f->to, ']');
}

static void
add_frame(struct page_facts *f)
{
	const struct layout *l = f->w->layout;
	const struct margins *m = &l->margins;
	dim left = f->page->left_hand ? m->outer : m->inner;
	struct rect text = { f->room + left, f->room + m->top, l->width - m->inner - m->outer,
		l->height - m->top - m->bottom };

	add_rect(f->to, "trim", (struct rect) { f->room, f->room, l->width, l->height });
	g_string_append_printf(f->to, ",\"bleed\":%d,", l->bleed);
	add_rect(f->to, "text", text);
	add_columns(f, text);
	g_string_append_printf(f->to, ",\"grid\":[%d,%d],\"minDpi\":%d", f->room + l->grid_start,
	    l->grid_step, l->figure.min_dpi);
}

void
facts_print(const struct walk *w, size_t i, GString *to)
{
	const struct page *page = &w->pages->v[i];
	struct page_facts f = { w, page, w->sheets->v[i].trim.x, to, g_hash_table_new(NULL, NULL) };

	g_string_append_printf(to, "{\"page\":%d,", page->number);
	add_frame(&f);
	add_lines(&f);
	add_pictures(&f);
	g_string_append(to, "}\n");
	g_hash_table_destroy(f.texts);
}
