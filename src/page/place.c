/* A page's plan to type, figures and rules at their places. */
#include "page/page-int.h"

/* Rows between the feet of columns: not worth a word, and worth but a note. */
#define LEVEL_ROWS 1
#define NEARLY_LEVEL_ROWS 2
/* The width of a QR code's module at least, in millimetres. */
#define MODULE_LEAST 0.33
/* Lines a column from which on a band ought to be level. */
#define LEVEL_FROM 4

struct placer {
	struct sheet_of_type *to;
	const struct placing *how;
	struct diags *dg;
	const struct layout *l;
	struct frame frame;
	int number;
	GPtrArray *noted; /* slugs of the column that have notes */
	bool barred;      /* the last rule is a bar that may go on */
	bool turned;      /* the columns of the band are read the other way round */
	const struct framed *framed; /* that is open; NULL none */
	guint edges;      /* where its edges are in the rules */
	struct rect edge;
};

/* ---- slugs ------------------------------------------------------------ */

/*
 * Is it nothing but text of the other direction?  Then its first column is on the
 * other side, too.  Beside what stands over some of its columns it is not.
 */
static bool
is_turned(const struct band *b)
{
	bool turned = false;

	for (int k = 1; k < b->of; k++)
		if (b->slots[k].top != b->slots[0].top)
			return false;
	for (size_t i = b->start; i < b->cuts[b->columns - 1].end; i++) {
		const struct slug *s = &b->slugs[i];

		if (!s->block || s->loose)
			continue;
		if (!s->block->turned)
			return false;
		turned = true;
	}
	return turned && b->columns > 1;
}

/* The column of the page that column `k` of a band begins at. */
static int
column_of(const struct placer *p, const struct band *b, int k)
{
	return b->first + (p->turned ? b->of - 1 - k : k) * b->span;
}

/* The column that a thing is said to stand in; -1: over several. */
static int
named_column(const struct placer *p, const struct band *b, int k)
{
	return b->span > 1 && b->columns == 1 ? -1 : p->how->column + column_of(p, b, k);
}

static dim
left_of(const struct placer *p, const struct band *b, int k, dim measure)
{
	return frame_x(p->l, &p->frame, column_of(p, b, k), measure);
}

static struct placed
base_of(const struct slug *s, int column)
{
	bool furniture = s->loose || !s->block;

	return (struct placed) { .kind = s->kind, .block = s->block,
		.story = furniture ? -1 : s->story, .galley = s->galley, .line = s->line,
		.column = column, .furniture = furniture };
}

/* What stands at the end edge of a text's last line: where its story is. */
static void
place_tail(struct placer *p, const struct block *b, const struct placed *line)
{
	const struct folios *f = p->how->folios;

	if (!f || !p->how->c->refer)
		return;
	size_t i = GPOINTER_TO_SIZE(g_hash_table_lookup(f->indices, b->refers));
	if (i == 0 || f->begins[i - 1] == 0)
		return;
	const struct galley *g = p->how->c->refer(p->how->c->ctx, b->tail, b->refers,
	    line->box.w, f->begins[i - 1], f->pages);
	if (!g || g->n == 0)
		return;
	struct placed t = *line;
	dim from_start = g->measure - g->lines[0].width - g->lines[0].offset;
	t.galley = g;
	t.line = &g->lines[0];
	t.colour = b->tail->style->colour;
	t.box.x += p->l->rtl ? -from_start : from_start;
	leader_place(p->to->type, p->l->rtl, b->leader, line, &t);
	g_array_append_val(p->to->type, t);
}

/* Tints and rules of a style; they lie under all type. */
static void
place_under(struct placer *p, const struct slug *s, const struct placed *line)
{
	const struct style *st = s->block->style;
	struct placed t = { .kind = PLACED_TINT, .furniture = true, .story = -1, .column = -1,
		.box = { line->box.x, line->box.y - s->rise, line->box.w, s->rise + s->drop } };

	if (st->tint) {
		t.colour = st->tint;
		g_array_append_val(p->to->rules, t);
	}
	dim foot = t.box.y + t.box.h;
	t.kind = PLACED_RULE;
	if (s->ruled_above && (t.box.h = st->rule_above.width) > 0) {
		t.colour = st->rule_above.colour;
		g_array_append_val(p->to->rules, t);
	}
	if (s->ruled_below && (t.box.h = st->rule_below.width) > 0) {
		t.colour = st->rule_below.colour;
		t.box.y = foot - t.box.h;
		g_array_append_val(p->to->rules, t);
	}
}

/*
 * How far the mark goes to the end of the line: it stands at the start edge
 * of the layout, and where the text begins at the other edge, goes across.
 */
static dim
way_of_mark(const struct placer *p, const struct slug *s, const struct galley *mark, dim measure)
{
	const struct line *last = &s->galley->lines[s->galley->n - 1], *m = &mark->lines[0];
	dim behind = last->offset + last->width + s->galley->size / 2;

	if (block_rtl(s->block, p->l) == p->l->rtl)
		return behind - m->offset;
	return measure - behind - m->width - m->offset;
}

/* The mark behind the last line of a release, which was broken with room for it. */
static void
place_beside(struct placer *p, const struct slug *s, const struct placed *line)
{
	const struct part *mark = &p->l->end_mark;
	const struct line *last = &s->galley->lines[s->galley->n - 1];

	if (!mark->text || !*mark->text || !s->block->ends_item || s->line != last ||
	    s->story < 0 || s->loose)
		return;
	const struct galley *g = p->how->c->part(p->how->c->ctx, mark, line->box.w, 0, 0);
	if (!g || g->n == 0)
		return;
	dim way = way_of_mark(p, s, g, line->box.w);
	struct placed t = *line;
	t.galley = g;
	t.line = &g->lines[0];
	t.block = NULL;
	t.furniture = true;
	t.story = -1;
	t.colour = mark->style->colour;
	t.box.x += p->l->rtl ? -way : way;
	g_array_append_val(p->to->type, t);
}

static void
place_line(struct placer *p, const struct slug *s, struct placed t)
{
	t.box.y += s->rise;
	t.box.w = s->galley->measure;
	t.box.h = s->rise + s->drop;
	t.colour = s->block->style->colour;
	place_under(p, s, &t);
	if (s->galley->marker && s->line == s->galley->lines) {
		struct placed marker = t;

		marker.line = s->galley->marker;
		g_array_append_val(p->to->type, marker);
	}
	g_array_append_val(p->to->type, t);
	place_beside(p, s, &t);
	if (s->block->tail && s->line == &s->galley->lines[s->galley->n - 1])
		place_tail(p, s->block, &t);
}

/* A bar beside lines that follow each other is one. */
static void
place_bar(struct placer *p, const struct slug *s, const struct placed *t)
{
	const struct rule *bar = s->kind == PLACED_LINE ? &s->block->style->bar : NULL;
	dim foot = t->box.y + s->rise + s->drop;
	struct placed r = { .kind = PLACED_RULE, .furniture = true, .story = -1,
		.column = t->column };

	if (!bar || bar->width == 0) {
		p->barred = false;
		return;
	}
	if (p->barred) {
		struct placed *last = &g_array_index(p->to->rules, struct placed,
		    p->to->rules->len - 1);

		last->box.h = foot - last->box.y;
		return;
	}
	r.colour = bar->colour;
	r.box = (struct rect) { t->box.x + (block_rtl(t->block, p->l) ? t->box.w - bar->width : 0), t->box.y,
		bar->width, foot - t->box.y };
	g_array_append_val(p->to->rules, r);
	p->barred = true;
}

/* Pixels an inch of a picture, as it stands. */
static int64_t
resolution_of(const struct placed *t)
{
	const struct crop *c = &t->crop;
	int64_t pixels = c->w > 0 ? (int64_t)t->image->width * c->w / CROP_WHOLE : t->image->width;

	return pixels * 72 * DIM_PT / MAX(t->box.w, 1);
}

/* Phones read modules of a third of a millimetre, at an arm's length. */
void
page_check_code(struct diags *dg, const struct image *im, dim width, struct place at,
    const char *where)
{
	double module = dim_to_pt(width) * 25.4 / 72 / im->width;

	if (module >= MODULE_LEAST)
		return;
	diag_add(dg, DIAG_WARNING, "page.qr-small", at,
	    "%sa module of this QR code is %.2f mm wide, and should be %.2f", where, module,
	    MODULE_LEAST);
	diag_help(dg, "let it be %.0f mm wide at least, or let it say less",
	    MODULE_LEAST * im->width + 0.5);
}

static void
report_modules(struct placer *p, const struct placed *t)
{
	g_autofree char *where = g_strdup_printf(diag_word("page %d, column %d: "), p->number,
	    MAX(t->column, 0) + 1);

	page_check_code(p->dg, t->image, t->box.w, t->block->at, where);
}

static void
report_resolution(struct placer *p, const struct placed *t)
{
	int64_t dpi = resolution_of(t);

	if (dpi >= p->l->figure.min_dpi)
		return;
	diag_add(p->dg, DIAG_WARNING, "page.low-dpi", t->block->at,
	    "page %d, column %d: %s is printed at %d dpi, and should have %d", p->number,
	    MAX(t->column, 0) + 1, t->image->file, (int)dpi, p->l->figure.min_dpi);
	diag_help(p->dg, "get a picture %d pixels wide, or print it smaller",
	    (int)((int64_t)t->box.w * p->l->figure.min_dpi / (72 * DIM_PT)) + 1);
}

/* A grey box, in a proof, for a picture that is not there. */
static void
place_picture(struct placer *p, const struct slug *s, struct placed t)
{
	static const struct colour grey = { .name = "placeholder", .k = 150 };

	t.alt = s->block->alt;
	t.image = s->block->image;
	if (t.image) {
		t.crop = s->crop;
		if (t.image->kind == IMAGE_MATRIX)
			report_modules(p, &t);
		else if (t.image->kind != IMAGE_DRAWING)
			report_resolution(p, &t);
	} else {
		t.kind = PLACED_TINT;
		t.colour = &grey;
	}
	g_array_append_val(p->to->type, t);
}

/*
 * A picture that does not fill its measure stands where its caption does; a code for phones
 * and what parts releases in the middle.
 */
static dim
left_of_box(const struct placer *p, const struct slug *s, const struct rect *room)
{
	const struct block *b = s->kind == PLACED_IMAGE ? s->block : NULL;

	if (!b || block_is_code(b) || b->style->align == ALIGN_CENTRE)
		return room->x + (room->w - s->width) / 2;
	return (b->style->align == ALIGN_END) == block_rtl(b, p->l) ? room->x : room->x + room->w - s->width;
}

static void
place_box(struct placer *p, const struct slug *s, struct placed t)
{
	t.box.x = left_of_box(p, s, &t.box);
	t.box.w = s->width;
	t.box.h = s->drop;
	t.colour = p->l->separator.colour;
	if (s->kind == PLACED_IMAGE)
		place_picture(p, s, t);
	else if (s->drop > 0)
		g_array_append_val(p->to->type, t);
}

/* `repeated`: it stood before, and is not read again. */
static void
place_group(struct placer *p, const struct group *g, const struct placed *at, bool repeated)
{
	/* One that does not fill its measure stands at the start edge of its text. */
	bool rtl = at->block ? block_rtl(at->block, p->l) : p->l->rtl;
	dim x = at->box.x + (rtl ? at->box.w - g->width : 0);

	for (size_t i = 0; i < g->n; i++) {
		struct placed t = g->v[i];

		t.box.x += x;
		t.box.y += at->box.y - (repeated ? g->height : 0);
		t.column = at->column;
		if (repeated) {
			t.furniture = true;
			t.story = -1;
		}
		g_array_append_val(p->to->type, t);
	}
}

/* Say what is wrong within a box, which is placed for that once more. */
static void
report_inside(struct placer *p, const struct inside *in, int column)
{
	struct placing how = { p->dg, in->layout, p->how->c, p->how->folios, MAX(column, 0) };
	struct sheet_of_type type = {
		g_array_new(FALSE, FALSE, sizeof(struct placed)),
		g_array_new(FALSE, FALSE, sizeof(struct placed)),
	};

	place_plan(&how, &type, &in->plan, p->number);
	g_array_unref(type.rules);
	g_array_unref(type.type);
}

static void
place_slug(struct placer *p, const struct band *b, int k, const struct slug *s, dim y,
    bool top)
{
	struct placed t = base_of(s, named_column(p, b, k));
	dim measure = frame_measure(p->l, b->span);

	t.box = (struct rect) { left_of(p, b, k, measure), y - s->rise, measure, 0 };
	if (s->frame) {
		t.box.x += s->frame->padding;
		t.box.w -= 2 * s->frame->padding;
	}
	p->barred &= !top;
	place_bar(p, s, &t);
	if (top && s->head)
		place_group(p, s->head, &t, true);
	if (s->group && s->group->inside)
		report_inside(p, s->group->inside, t.column);
	if (s->group)
		place_group(p, s->group, &t, false);
	else if (s->kind == PLACED_LINE)
		place_line(p, s, t);
	else
		place_box(p, s, t);
}

/* ---- boxes in parts --------------------------------------------------- */

static void
close_frame(struct placer *p)
{
	struct placed edges[BOX_EDGES];

	if (!p->framed)
		return;
	int n = box_edges(p->framed->box, p->edge, edges);
	for (int i = 0; i < n; i++)
		g_array_index(p->to->rules, struct placed, p->edges + (guint)i) = edges[i];
	p->framed = NULL;
}

/* Its edges lie under all else of it, though they are known last. */
static void
open_frame(struct placer *p, const struct slug *s, dim x, dim y)
{
	struct placed edges[BOX_EDGES];

	p->framed = s->frame;
	p->edges = p->to->rules->len;
	p->edge = (struct rect) { x, y, s->frame->width, 0 };
	g_array_append_vals(p->to->rules, edges, (guint)box_edges(s->frame->box, p->edge, edges));
}

/* The frame goes down to the slug that was put. */
static void
follow_frame(struct placer *p, const struct band *b, int k, const struct pen *pen, bool top)
{
	const struct slug *s = pen->last;

	if (p->framed != s->frame)
		close_frame(p);
	if (s->frame && !p->framed)
		open_frame(p, s, left_of(p, b, k, s->frame->width), pen->y - s->rise -
		    (s->opens ? 0 : s->frame->padding) - (top && s->head ? s->head->height : 0));
	if (s->frame)
		p->edge.h = pen->foot + pen->edge - p->edge.y;
}

static void
place_run(struct placer *p, const struct band *b, int k, struct pen *pen,
    const struct slug *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool top = !pen->last;

		if (!pen_put(pen, &v[i]))
			continue;
		follow_frame(p, b, k, pen, top);
		place_slug(p, b, k, &v[i], pen->y, top);
		if (v[i].notes || v[i].carried)
			g_ptr_array_add(p->noted, (gpointer)(uintptr_t)&v[i]);
	}
}

/* They end where the lowest column does. */
static void
place_notes(struct placer *p, const struct band *b, int k, const struct pen *pen)
{
	dim measure = frame_measure(p->l, b->span);
	struct rect room = { left_of(p, b, k, measure), b->foot - pen->notes, measure, pen->notes };

	if (pen->notes > 0)
		notes_place(p->to->type, p->l, (const struct slug *const *)(void *)p->noted->pdata,
		    p->noted->len, &room, named_column(p, b, k));
}

static void
place_column(struct placer *p, const struct band *b, size_t from, int k)
{
	const struct cut *c = &b->cuts[k];
	struct pen pen = pen_at_top(b, k);
	/* Slugs outlive the pen's look back at them. */
	g_autoptr(GArray) changed = g_array_new(FALSE, FALSE, sizeof(struct slug));

	g_ptr_array_set_size(p->noted, 0);
	if (c->n > 0) {
		column_change(b, from, c, changed);
		place_run(p, b, k, &pen, (const struct slug *)(void *)changed->data, changed->len);
	} else {
		place_run(p, b, k, &pen, &b->slugs[from], c->end - from);
	}
	close_frame(p);
	place_notes(p, b, k, &pen);
}

/* ---- rules between columns -------------------------------------------- */

static void
place_column_rules(struct placer *p, const struct band *b)
{
	const struct columns *c = &p->l->columns;
	dim measure = frame_measure(p->l, b->span);

	for (int k = 1; k < b->columns && c->rule.width > 0; k++) {
		dim top = MAX(band_top_of_letters(b, k - 1), band_top_of_letters(b, k));

		if (b->cuts[k].end == b->cuts[k - 1].end || b->foot <= top)
			continue;
		dim x = left_of(p, b, k, measure);
		/* Between it and the one that is read before it. */
		dim middle = p->l->rtl != p->turned ? x + measure + c->gap / 2 : x - c->gap / 2;
		struct placed r = { .kind = PLACED_RULE, .furniture = true, .story = -1,
			.column = -1, .colour = c->rule.colour,
			.box = { middle - c->rule.width / 2, top, c->rule.width, b->foot - top } };

		g_array_append_val(p->to->rules, r);
	}
}

/* ---- what is said ----------------------------------------------------- */

struct cut_message {
	enum cut_fault fault;
	const char *code, *text;
};

static const struct cut_message cut_messages[] = {
	{ CUT_WIDOW, "page.widow", N_("the end of a paragraph stands alone at the next column's top") },
	{ CUT_ORPHAN, "page.orphan", N_("the beginning of a paragraph stands alone at a column's foot") },
	{ CUT_SCRAP, "page.orphan", N_("too little of a paragraph stands alone in a column") },
	{ CUT_BARE, "page.keep-broken", N_("too few lines stand under a head") },
	{ CUT_STRANDED, "page.keep-broken", N_("too few lines stand under a head") },
	{ CUT_KEEP, "page.keep-broken", N_("what is to be kept together is parted") },
};

static void
report_cut(struct placer *p, const struct slug *s, unsigned faults, int column)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cut_messages); i++) {
		const struct cut_message *m = &cut_messages[i];

		if ((faults & m->fault) == 0)
			continue;
		faults &= ~(unsigned)(m->fault & (CUT_BARE | CUT_STRANDED) ? CUT_BARE | CUT_STRANDED | CUT_KEEP : m->fault);
		diag_add(p->dg, DIAG_WARNING, m->code, s->block->at, "page %d, column %d: %s",
		    p->number, MAX(column, 0) + 1, diag_word(m->text));
	}
}

/* Where it is told of a cut before `s`: a separator is of no text, but what it follows is. */
static const struct slug *
slug_told(const struct slug *s)
{
	return s->kind == PLACED_RULE && !s->block ? s - 1 : s;
}

/* Cuts that could not be made well; on this page or at its end. */
static void
report_cuts(struct placer *p, const struct band *b)
{
	size_t start = b->start;

	if (b->cuts[0].end == b->start)
		report_cut(p, &b->slugs[b->start], b->bare, named_column(p, b, 0));
	for (int k = 0; k < b->columns; k++) {
		size_t at = b->cuts[k].end;
		const struct slug *s = &b->slugs[at];

		if (at > start && at < b->end && slug_told(s)->block)
			report_cut(p, slug_told(s), band_faults(b, k, start, at), named_column(p, b, k));
		start = at;
	}
}

/* A page that ends before a band, and should not. */
static void
report_end(struct placer *p, const struct plan *plan)
{
	/* The first slug of all has no faults. */
	if (plan->faults != 0 && slug_told(plan->next)->block)
		report_cut(p, slug_told(plan->next), plan->faults, -1);
}

static bool
is_over(dim spread, int rows, dim step)
{
	return spread > rows * step + step / 8;
}

/* Between the lowest and the highest end, of what stands over empty columns too. */
static dim
ends_apart(const struct band *b)
{
	dim least = b->foot - b->spread, most = b->foot;

	for (int k = 0; k < b->columns; k++) {
		bool empty = b->cuts[k].end == (k == 0 ? b->start : b->cuts[k - 1].end);

		if (empty)
			most = MAX(most, b->slots[k].over);
	}
	return most - least;
}

/* What is named for all of a band: the first of it that is no separator. */
static struct place
place_of_band(const struct band *b)
{
	for (size_t i = b->start; i < b->end; i++)
		if (b->slugs[i].block)
			return b->slugs[i].block->at;
	return (struct place) { 0 };
}

/* Does a column end where the layout wants one to begin? */
static bool
ends_as_wanted(const struct band *b)
{
	for (int k = 0; k + 1 < b->columns; k++) {
		size_t at = b->cuts[k].end;

		if (at > b->start && at < b->end && b->slugs[at].force == BREAK_COLUMN)
			return true;
	}
	return false;
}

static void
report_levels(struct placer *p, const struct band *b)
{
	dim step = p->l->grid_step;
	size_t lines = b->cuts[b->columns - 1].end - b->start;
	dim apart = ends_apart(b);

	if (b->columns == 1 || !p->l->columns.balance || !is_over(apart, LEVEL_ROWS, step))
		return;
	/* Of a few lines nobody could make level columns, nor where each release begins one. */
	bool few = lines < (size_t)(LEVEL_FROM * b->columns) || ends_as_wanted(b);
	diag_add(p->dg, !few && is_over(apart, NEARLY_LEVEL_ROWS, step) ? DIAG_WARNING : DIAG_NOTE,
	    "page.columns-uneven", place_of_band(b),
	    "page %d: columns of this text end %.1f lines apart", p->number,
	    (double)apart / MAX(step, 1));
}

static void
report_fewer(struct placer *p, const struct band *b)
{
	if (b->columns < b->of)
		diag_add(p->dg, DIAG_NOTE, "page.columns-fewer", place_of_band(b),
		    "page %d: this text stands in %d of %d columns, too short to fill more of them",
		    p->number, b->columns, b->of);
}

/* ---- the door --------------------------------------------------------- */

static void
place_band(struct placer *p, const struct band *b)
{
	size_t from = b->start;

	p->turned = is_turned(b);
	place_column_rules(p, b);
	for (int k = 0; k < b->columns; k++) {
		place_column(p, b, from, k);
		from = b->cuts[k].end;
	}
	report_cuts(p, b);
	report_levels(p, b);
	report_fewer(p, b);
}

static void
place_laid(struct placer *p, const struct laid *l)
{
	if (!l)
		return;
	place_laid(p, l->before);
	place_band(p, &l->band);
}

void
place_plan(const struct placing *how, struct sheet_of_type *to, const struct plan *plan,
    int number)
{
	struct placer p = { to, how, how->dg, how->l, frame_make(how->l, number), number,
		g_ptr_array_new() };

	place_laid(&p, plan->laid);
	if (plan->laid)
		report_end(&p, plan);
	g_ptr_array_unref(p.noted);
}
