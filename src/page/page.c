/* Bands under bands, page after page. */
#include "page/page-int.h"

#include <string.h>

/* Lines of the text that a head wants on its page. */
#define UNDER_HEAD 3
/* Texts of so many lines may have one more or less; so many are tried. */
#define LINES_TO_RESET 4
#define RESETS 24
/* Rows at most that a full page leaves to the last one. */
#define ROWS_LEFT 2

/* A page being made up. */
struct sheet_of_type {
	GArray *rules, *type;  /* struct placed */
};

/* A place in the text, and what stood on the page when it was reached. */
struct mark {
	size_t at;
	guint rules, type;
};

struct maker {
	struct arena *a;
	struct diags *dg;
	const struct layout *l;
	const struct compositor *c;
	struct slugs slugs;
	GArray *pages;         /* struct sheet_of_type */
	struct sheet_of_type now;
	struct frame frame;
	size_t at;             /* the first slug that does not stand yet */
	dim y;                 /* the foot of what does */
	const struct slug *last; /* on this page; NULL: none */
	struct mark mark;      /* where this page may end well */
	bool failed;
};

/* ---- placing ---------------------------------------------------------- */

static dim
measure_of(const struct maker *m, const struct slug *s)
{
	return frame_measure(m->l, s->span);
}

static struct placed
base_of(const struct slug *s, int column)
{
	return (struct placed) { .kind = s->kind, .block = s->block, .story = s->story,
		.galley = s->galley, .line = s->line, .column = column,
		.furniture = s->block == NULL };
}

static void
place_line(struct maker *m, const struct slug *s, dim y, int column)
{
	struct placed p = base_of(s, column);
	dim w = s->galley->measure;

	p.box = (struct rect) { frame_x(m->l, &m->frame, column, w), y, w, s->galley->leading };
	p.colour = s->block->style->colour;
	if (s->galley->marker && s->line == s->galley->lines) {
		struct placed marker = p;

		marker.line = s->galley->marker;
		g_array_append_val(m->now.type, marker);
	}
	g_array_append_val(m->now.type, p);
}

static void
place_box(struct maker *m, const struct slug *s, dim y, int column)
{
	struct placed p = base_of(s, column);
	dim measure = measure_of(m, s);
	dim x = frame_x(m->l, &m->frame, column, measure);

	p.box = (struct rect) { x + (measure - s->width) / 2, y, s->width, s->drop };
	if (s->kind == PLACED_IMAGE) {
		p.image = s->block->image;
		p.crop = s->block->crop;
		p.alt = s->block->alt;
	} else {
		p.colour = m->l->separator.colour;
		if (s->drop == 0)
			return;
	}
	g_array_append_val(m->now.type, p);
}

static void
place_column(struct maker *m, const struct band *b, size_t from, size_t end, int column)
{
	struct pen p = pen_at_top(b);

	for (size_t i = from; i < end; i++) {
		const struct slug *s = &b->slugs[i];

		if (!pen_put(&p, s))
			continue;
		if (s->kind == PLACED_LINE)
			place_line(m, s, p.y, column);
		else
			place_box(m, s, p.y, column);
	}
}

static void
place_column_rules(struct maker *m, const struct band *b)
{
	const struct columns *c = &m->l->columns;
	dim measure = frame_measure(m->l, b->slugs[b->start].span);
	dim rise = dim_scale(m->l->grid_step, 7, 10);
	dim top = frame_first_row(m->l, b->top, rise, b->page_top) - rise;

	for (int k = 1; k < b->columns && c->rule.width > 0; k++) {
		if (b->ends[k] == b->ends[k - 1])
			continue;
		dim x = frame_x(m->l, &m->frame, k, measure);
		dim middle = m->l->rtl ? x + measure + c->gap / 2 : x - c->gap / 2;
		struct placed p = { .kind = PLACED_RULE, .furniture = true, .story = -1,
			.column = -1, .colour = c->rule.colour,
			.box = { middle - c->rule.width / 2, top, c->rule.width,
				b->foot - top } };

		g_array_append_val(m->now.rules, p);
	}
}

/* ---- what is said ----------------------------------------------------- */

/* Cuts that could not be made well; on this page or at its end. */
static void
report_cuts(struct maker *m, const struct band *b)
{
	for (int k = 0; k < b->columns; k++) {
		size_t at = b->ends[k];
		const struct slug *s = &b->slugs[at];

		if (at >= b->end || (k > 0 && at == b->ends[k - 1]) || s->force != BREAK_ALLOW ||
		    !s->block)
			continue;
		if (s->faults & CUT_WIDOW)
			diag_add(m->dg, DIAG_WARNING, "page.widow", s->block->at,
			    "page %u: the end of a paragraph stands alone at a column's top",
			    m->pages->len + 1);
		if (s->faults & CUT_ORPHAN)
			diag_add(m->dg, DIAG_WARNING, "page.orphan", s->block->at,
			    "page %u: the beginning of a paragraph stands alone at a column's foot",
			    m->pages->len + 1);
	}
}

static void
report_overset(struct maker *m)
{
	const struct slug *s = &m->slugs.v[m->at];
	struct place at = s->block ? s->block->at : (struct place) { 0 };

	diag_add(m->dg, DIAG_ERROR, "page.overset", at,
	    "%s is %.1f mm high, and a page has room for %.1f mm",
	    s->kind == PLACED_LINE ? "a line of this text" : "what stands here",
	    dim_to_pt(s->rise + s->drop) * 25.4 / 72,
	    dim_to_pt(m->frame.area.h) * 25.4 / 72);
	diag_help(m->dg, "give the style a smaller size, or the page smaller margins");
	m->failed = true;
}

/* ---- pages ------------------------------------------------------------ */

static void
open_page(struct maker *m)
{
	m->frame = frame_make(m->l, (int)m->pages->len + 1);
	m->now.rules = g_array_new(FALSE, FALSE, sizeof(struct placed));
	m->now.type = g_array_new(FALSE, FALSE, sizeof(struct placed));
	m->y = m->frame.area.y;
	m->last = NULL;
	m->mark = (struct mark) { .at = m->at };
}

/* Would a page that ended here leave a head, or a rule, alone at its foot? */
static bool
parts_what_keeps(const struct maker *m)
{
	const struct slug *s = &m->slugs.v[m->at];

	return m->at < m->slugs.n && s->force != BREAK_PAGE &&
	    (s->faults & (CUT_KEEP | CUT_STRANDED)) != 0;
}

static void
mark_page(struct maker *m)
{
	if (!parts_what_keeps(m))
		m->mark = (struct mark) { m->at, m->now.rules->len, m->now.type->len };
}

/*
 * Whether a head gets its lines is known only when the columns under it have
 * been cut.  When it does not, it is lifted again and opens the next page.
 */
static void
lift_heads(struct maker *m, size_t page_start)
{
	if (!parts_what_keeps(m) || m->mark.at == page_start)
		return;
	m->at = m->mark.at;
	g_array_set_size(m->now.rules, m->mark.rules);
	g_array_set_size(m->now.type, m->mark.type);
}

static void
close_page(struct maker *m)
{
	g_array_append_val(m->pages, m->now);
	if (m->pages->len <= limit_value(LIMIT_PAGES) || m->failed)
		return;
	diag_add(m->dg, DIAG_ERROR, "page.too-many", (struct place) { 0 },
	    "more than %zu pages", limit_value(LIMIT_PAGES));
	diag_help(m->dg, "make several bulletins of it");
	m->failed = true;
}

/* ---- bands ------------------------------------------------------------ */

static struct band
next_band(const struct maker *m)
{
	const struct slug *s = &m->slugs.v[m->at];
	dim white = m->last ? MAX(m->last->after, s->before) : 0;

	return (struct band) {
		.layout = m->l, .slugs = m->slugs.v, .start = m->at, .end = s->band_end,
		.columns = MIN(MAX(m->l->columns.count / s->span, 1), COLUMNS_MAX),
		.page_top = !m->last, .top = m->y + white, .bottom = m->frame.area.y + m->frame.area.h,
	};
}

/* The room that the next band wants for a head at the end of this one. */
static dim
room_under(const struct maker *m, const struct band *b)
{
	dim room = 0;

	if (b->end >= m->slugs.n || !m->slugs.v[b->end - 1].keep ||
	    m->slugs.v[b->end].force == BREAK_PAGE)
		return 0;
	for (size_t i = b->end; i < m->slugs.n && i < b->end + UNDER_HEAD; i++)
		room += m->slugs.v[i].rise + m->slugs.v[i].drop;
	/* And for a grid that begins a little lower. */
	return room + m->l->grid_step;
}

static void
place_band(struct maker *m, const struct band *b)
{
	size_t from = b->start;
	bool one = b->slugs[b->start].span >= m->l->columns.count && m->l->columns.count > 1;

	place_column_rules(m, b);
	for (int k = 0; k < b->columns; k++) {
		place_column(m, b, from, b->ends[k], one ? -1 : k);
		from = b->ends[k];
	}
	report_cuts(m, b);
	m->at = b->slugs == m->slugs.v ? from : m->slugs.v[m->at].band_end;
	m->y = b->foot;
	m->last = from > b->start ? &b->slugs[from - 1] : m->last;
}

/* All of the band, with what its head wants under it. */
static bool
fit_band(struct maker *m, struct band *b)
{
	dim room = room_under(m, b);
	dim bottom = b->bottom;
	bool fresh = m->last == NULL;

	b->bottom = bottom - room;
	bool fits = band_fit(b, m->l->columns.balance);
	b->bottom = bottom;
	if (!fits && fresh && room > 0)
		fits = band_fit(b, m->l->columns.balance);
	return fits && (b->faults == 0 || fresh);
}

/* ---- level columns ---------------------------------------------------- */

/* How many of the slugs at `i` are one text, from its first line to its last. */
static size_t
whole_block(const struct band *b, size_t i)
{
	const struct slug *s = &b->slugs[i];

	if (s->kind != PLACED_LINE || s->line != s->galley->lines ||
	    s->galley->n < LINES_TO_RESET || i + s->galley->n > b->end)
		return 0;
	return s->galley->n;
}

/* The band with the block at `i` in the lines of `g`; false: no better. */
static bool
try_reset(struct maker *m, const struct band *b, size_t i, size_t n,
    const struct galley *g, struct band *ret_b)
{
	size_t before = i - b->start, after = b->end - i - n;
	struct slug *v = g_new(struct slug, before + g->n + after);
	struct band t = *b;

	memcpy(v, &b->slugs[b->start], before * sizeof *v);
	slugs_recast(&b->slugs[i], n, g, v + before);
	memcpy(v + before + g->n, &b->slugs[i + n], after * sizeof *v);
	t.slugs = v;
	t.start = 0;
	t.end = before + g->n + after;
	bool better = band_fit(&t, true) && t.faults == 0 && t.spread <= m->l->grid_step;
	if (better) {
		t.slugs = arena_memdup(m->a, v, t.end * sizeof *v);
		*ret_b = t;
	}
	g_free(v);
	return better;
}

/*
 * Columns more than a line apart: one paragraph is set a line longer or
 * shorter, when that makes them level.
 */
static void
level_band(struct maker *m, struct band *b)
{
	struct band t;
	int tried = 0;

	if (b->columns == 1 || !m->l->columns.balance || b->spread <= m->l->grid_step ||
	    !m->c->reset)
		return;
	for (size_t i = b->start; i < b->end && tried < RESETS; i++) {
		size_t n = whole_block(b, i);

		for (int more = -1; n > 0 && more <= 1; more += 2) {
			const struct galley *g = m->c->reset(m->c->ctx, b->slugs[i].block,
			    b->slugs[i].galley->measure, more);

			tried++;
			if (g && try_reset(m, b, i, n, g, &t)) {
				*b = t;
				return;
			}
		}
	}
}

/* How unlevel the columns of the rest would be, were it all on the next page. */
static double
unlevel_rest(const struct maker *m, const struct band *b)
{
	struct frame next = frame_make(m->l, (int)m->pages->len + 2);
	struct band rest = *b;

	rest.start = b->ends[b->columns - 1];
	rest.page_top = true;
	rest.top = next.area.y;
	rest.bottom = next.area.y + next.area.h;
	if (!band_fit(&rest, true))
		return 0;
	return (double)rest.spread / MAX(m->l->grid_step, 1);
}

/*
 * Fill the page, but leave a row or two at its foot when that makes the
 * columns level where the text ends.
 */
static bool
fill_band(struct maker *m, struct band *b)
{
	dim bottom = b->bottom;
	struct band best = *b;
	double least = 1e9;

	for (int less = 0; less <= ROWS_LEFT; less++) {
		struct band t = *b;

		t.bottom = bottom - less * m->l->grid_step;
		if (!band_fill(&t) || t.ends[t.columns - 1] == t.start)
			break;
		double cost = less + ROWS_LEFT * unlevel_rest(m, &t) + (t.faults ? 100 : 0) +
		    (double)t.spread / MAX(m->l->grid_step, 1);
		if (cost >= least)
			continue;
		least = cost;
		best = t;
		if (b->columns == 1 || !m->l->columns.balance)
			break;
	}
	*b = best;
	b->bottom = bottom;
	return least < 1e9;
}

/* Does what a masthead leaves no room for stand at the top of the next page? */
static bool
fits_next_page(const struct maker *m)
{
	struct frame next = frame_make(m->l, (int)m->pages->len + 2);
	struct pen p = { .layout = m->l, .top = next.area.y, .foot = next.area.y,
		.page_top = true };

	if (next.area.h <= m->frame.area.h)
		return false;
	pen_put(&p, &m->slugs.v[m->at]);
	return p.foot <= next.area.y + next.area.h;
}

/*
 * The next band, or what the page has room for.  False when the page is
 * full.  What would be cut badly on a page that is not empty goes over to
 * the next.
 */
static bool
set_band(struct maker *m)
{
	struct band b = next_band(m);

	if (m->slugs.v[m->at].force == BREAK_PAGE && m->last)
		return false;
	struct band whole = b;
	bool fits = fit_band(m, &whole);
	if (fits && whole.faults == 0) {
		level_band(m, &whole);
		place_band(m, &whole);
		return true;
	}
	if (room_under(m, &b) > 0 && b.columns == 1 && m->last)
		return false;
	bool fills = fill_band(m, &b);
	if (fits && (!fills || b.faults != 0)) {
		place_band(m, &whole);
		return true;
	}
	if (fills && (b.faults == 0 || !m->last)) {
		place_band(m, &b);
		return m->at == b.end;
	}
	if (!m->last && !fits_next_page(m))
		report_overset(m);
	return false;
}

static void
make_up(struct maker *m)
{
	while (m->at < m->slugs.n && !m->failed) {
		size_t start = m->at;

		open_page(m);
		while (m->at < m->slugs.n && set_band(m))
			mark_page(m);
		lift_heads(m, start);
		close_page(m);
	}
	if (m->pages->len == 0) {
		open_page(m);
		close_page(m);
	}
}

/* ---- the door --------------------------------------------------------- */

static struct page
finish_page(struct maker *m, const struct compositor *c, guint i)
{
	struct sheet_of_type *s = &g_array_index(m->pages, struct sheet_of_type, i);
	g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(struct placed));

	furniture_place(all, m->l, c, (int)i + 1, (int)m->pages->len);
	g_array_append_vals(all, s->rules->data, s->rules->len);
	g_array_append_vals(all, s->type->data, s->type->len);
	return (struct page) { (int)i + 1, frame_make(m->l, (int)i + 1).left_hand,
		arena_memdup(m->a, all->data, all->len * sizeof(struct placed)), all->len };
}

static const struct pages *
finish_pages(struct maker *m, const struct compositor *c)
{
	struct pages *ps = arena_new(m->a, struct pages);

	ps->layout = m->l;
	ps->n = m->pages->len;
	ps->v = arena_array(m->a, struct page, ps->n);
	for (guint i = 0; i < m->pages->len; i++)
		ps->v[i] = finish_page(m, c, i);
	return ps;
}

const struct pages *
page_make(struct arena *a, struct diags *dg, const struct story *const *stories,
    size_t n, const struct layout *l, const struct compositor *c)
{
	struct maker m = { .a = a, .dg = dg, .l = l, .c = c,
		.slugs = slugs_cast(a, dg, stories, n, l, c) };
	const struct pages *ps = NULL;

	if (m.slugs.failed)
		return NULL;
	m.pages = g_array_new(FALSE, FALSE, sizeof(struct sheet_of_type));
	make_up(&m);
	if (!m.failed)
		ps = finish_pages(&m, c);
	for (guint i = 0; i < m.pages->len; i++) {
		g_array_unref(g_array_index(m.pages, struct sheet_of_type, i).rules);
		g_array_unref(g_array_index(m.pages, struct sheet_of_type, i).type);
	}
	g_array_unref(m.pages);
	return ps;
}
