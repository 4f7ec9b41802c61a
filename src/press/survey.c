/* Counting what stands on the pages. */
#include "press/press-int.h"

#include <math.h>
#include <string.h>

/* What is known of a style while its lines come. */
struct tally {
	struct survey_style s;
	const struct galley *last;  /* the paragraph before */
	double sum, sum_squares;    /* of spaces, in em */
	double sum_natural;         /* of spaces, of the natural one */
	size_t spaces;
};

struct surveyor {
	const struct walk *w;
	struct survey *to;
	GArray *tallies;            /* struct tally */
	GArray *faults;             /* struct survey_line */
	int *stories;               /* by story: its place in to->stories, -1 none */
};

/* A paragraph's lines as far as they stand in one column. */
struct fragment {
	const struct galley *galley;
	size_t first, n;            /* lines */
	struct survey_page *page;
	int column;
};

static bool
is_text(const struct placed *p)
{
	return p->kind == PLACED_LINE && p->story >= 0 && !p->furniture && p->block &&
	    p->line != p->galley->marker;
}

/* ---- styles ----------------------------------------------------------- */

static struct tally *
tally_of(struct surveyor *v, const struct style *st)
{
	struct tally t = { .s = { .name = st->name, .face = st->font->family, .weight = st->font->weight } };

	/* Cells have copies of the style; there are two dozen names. */
	for (guint i = 0; i < v->tallies->len; i++) {
		struct tally *known = &g_array_index(v->tallies, struct tally, i);

		if (known->s.weight == t.s.weight && strcmp(known->s.name, t.s.name) == 0 &&
		    strcmp(known->s.face, t.s.face) == 0)
			return known;
	}
	g_array_append_val(v->tallies, t);
	return &g_array_index(v->tallies, struct tally, v->tallies->len - 1);
}

static void
count_spaces(struct tally *t, const struct galley *g, const struct line *l)
{
	double em = (double)l->space / MAX(g->size, 1);
	double natural = (double)l->space / MAX(g->space, 1);

	t->s.justified++;
	t->s.kashidas += l->kashidas;
	if (l->space == 0)
		return;
	t->spaces++;
	t->sum += em;
	t->sum_squares += em * em;
	t->sum_natural += natural;
	t->s.space_widest = MAX(t->s.space_widest, natural);
}

static void
count_in_style(struct tally *t, const struct galley *g, const struct line *l, unsigned faults)
{
	struct survey_style *s = &t->s;

	if (s->lines == 0)
		s->leading = g->leading;
	s->size = MAX(s->size, g->size);
	s->size_least = s->lines == 0 ? g->size : MIN(s->size_least, g->size);
	s->paragraphs += g != t->last;
	t->last = g;
	s->lines++;
	s->loose += (faults & LINE_LOOSE) != 0;
	s->tight += (faults & LINE_TIGHT) != 0;
	s->overfull += (faults & LINE_OVERFULL) != 0;
	s->touching += (faults & LINE_TOUCHING) != 0;
	s->emergencies += (faults & LINE_EMERGENCY) != 0;
	if (g->justified && !l->last)
		count_spaces(t, g, l);
}

static void
finish_styles(struct surveyor *v)
{
	struct survey *s = v->to;

	s->n_styles = v->tallies->len;
	s->styles = arena_array(v->w->a, struct survey_style, s->n_styles);
	for (size_t i = 0; i < s->n_styles; i++) {
		struct tally *t = &g_array_index(v->tallies, struct tally, i);
		double n = (double)MAX(t->spaces, 1), mean = t->sum / n;

		t->s.space_mean = t->sum_natural / n;
		t->s.space_sd = sqrt(MAX(t->sum_squares / n - mean * mean, 0));
		t->s.kashidas_line = (double)t->s.kashidas / (double)MAX(t->s.justified, 1);
		s->styles[i] = t->s;
	}
}

/* ---- items ------------------------------------------------------------ */

static void
list_stories(struct surveyor *v)
{
	const struct walk *w = v->w;
	struct survey *s = v->to;

	v->stories = arena_array(w->a, int, w->stories.n);
	s->stories = arena_array(w->a, struct survey_story, w->stories.n);
	for (size_t i = 0; i < w->stories.n; i++) {
		const struct item *it = w->stories.v[i]->item;

		v->stories[i] = it ? (int)s->n_stories : -1;
		if (!it)
			continue;
		s->stories[s->n_stories++] = (struct survey_story) {
			.id = it->id.s ? it->id.s : it->file, .headline = it->headline.s,
			.file = it->file, .page = w->pages->begins[i] };
	}
}

/* Which size of its ladder a galley is set in. */
static int
step_of(const struct galley *g)
{
	const struct style *st = g->block->style;
	size_t i = 0;

	while (i + 1 < st->n_sizes && st->size[i] > g->size)
		i++;
	return (int)i;
}

static void
count_in_story(struct survey_story *s, const struct placed *p, unsigned faults, int page)
{
	const struct galley *g = p->galley;

	s->lines++;
	s->last_page = MAX(s->last_page, page);
	s->loose += (faults & LINE_LOOSE) != 0;
	s->tight += (faults & LINE_TIGHT) != 0;
	s->overfull += (faults & LINE_OVERFULL) != 0;
	s->touching += (faults & LINE_TOUCHING) != 0;
	if (p->block->role != ROLE_HEADLINE || s->has_head)
		return;
	s->has_head = true;
	s->head_step = step_of(g);
	s->head_size = g->size;
	s->head_wish = g->block->style->size[0];
	s->head_lines = g->n;
	s->head_too_many = g->too_many;
}

/* ---- lines ------------------------------------------------------------ */

static void
keep_fault(struct surveyor *v, const struct placed *p, unsigned faults, int page, int line)
{
	const struct galley *g = p->galley;
	const struct line *l = p->line;
	struct survey_line f = { .at = line_place(g, l), .page = page,
		.column = MAX(p->column, 0) + 1, .line = line, .faults = faults, .story = v->stories[p->story],
		.text = arena_strndup(v->w->a, g->block->text + l->start, l->end - l->start) };

	if (g->space > 0)
		f.space = (int)((int64_t)l->space * 1000 / g->space);
	g_array_append_val(v->faults, f);
}

static void
count_line(struct surveyor *v, const struct placed *p, struct survey_page *page, int line)
{
	/* At a column's top there is nothing to touch. */
	unsigned faults = line_judge(p->galley, p->line) & (line == 1 ? ~(unsigned)LINE_TOUCHING : ~0u);
	int story = v->stories[p->story];

	page->lines++;
	page->loose += (faults & LINE_LOOSE) != 0;
	page->tight += (faults & LINE_TIGHT) != 0;
	page->overfull += (faults & LINE_OVERFULL) != 0;
	page->touching += (faults & LINE_TOUCHING) != 0;
	if (p->column >= 0 && p->column < SURVEY_COLUMNS)
		page->ends[p->column] = MAX(page->ends[p->column], p->box.y);
	if (story >= 0)
		count_in_story(&v->to->stories[story], p, faults, page->number);
	count_in_style(tally_of(v, p->block->style), p->galley, p->line, faults);
	if (faults)
		keep_fault(v, p, faults, page->number, line);
}

/* One line of several, alone in its column, at a paragraph's beginning or end. */
static void
end_fragment(const struct fragment *f)
{
	if (!f->galley || f->n != 1 || f->galley->n < 2 || f->column < 0)
		return;
	f->page->orphans += f->first == 0;
	f->page->widows += f->first == f->galley->n - 1;
}

static void
follow(struct fragment *f, const struct placed *p, struct survey_page *page)
{
	size_t i = (size_t)(p->line - p->galley->lines);

	if (f->galley == p->galley && f->page == page && f->column == p->column &&
	    i == f->first + f->n) {
		f->n++;
		return;
	}
	end_fragment(f);
	*f = (struct fragment) { p->galley, i, 1, page, p->column };
}

static void
survey_lines(struct surveyor *v, const struct page *pg, struct survey_page *to, struct fragment *f)
{
	int column = -2, line = 0;

	for (size_t i = 0; i < pg->n; i++) {
		const struct placed *p = &pg->placed[i];

		to->rules += p->kind == PLACED_RULE;
		to->tints += p->kind == PLACED_TINT;
		to->pictures += p->kind == PLACED_IMAGE;
		if (!is_text(p))
			continue;
		line = p->column == column ? line + 1 : 1;
		column = p->column;
		count_line(v, p, to, line);
		follow(f, p, to);
	}
}

/* ---- pages ------------------------------------------------------------ */

static void
measure_ends(struct survey_page *p)
{
	dim low = 0, high = DIM_MAX;

	for (int i = 0; i < p->columns; i++)
		if (p->ends[i] > 0) {
			low = MAX(low, p->ends[i]);
			high = MIN(high, p->ends[i]);
		}
	p->apart = MAX(low - high, 0);
}

static void
add_colour(struct sum *s, const struct colour *c)
{
	int v[] = { c ? (int)c->kind : -1, c ? c->c : 0, c ? c->m : 0, c ? c->y : 0, c ? c->k : 0 };

	sum_add(s, v, sizeof v);
}

static void
add_mark(struct sum *s, const struct mark *m)
{
	sum_add(s, &m->kind, sizeof m->kind);
	sum_add(s, &m->box, sizeof m->box);
	add_colour(s, m->colour);
	if (m->image) {
		sum_add_text(s, m->image->file);
		sum_add(s, &m->image->len, sizeof m->image->len);
		sum_add(s, &m->crop, sizeof m->crop);
	}
	if (m->kind != MARK_TEXT)
		return;
	sum_add_text(s, font_postscript(m->font));
	sum_add(s, &m->size, sizeof m->size);
	for (uint32_t i = 0; i < m->n_glyphs; i++) {
		const struct mark_glyph *g = &m->glyphs[i];
		int32_t v[] = { (int32_t)g->id, g->x, g->y, g->dx, g->dy };

		sum_add(s, v, sizeof v);
	}
}

static void
sum_sheet(const struct sheet *sh, char ret[SUM_SIZE])
{
	struct sum *s = sum_begin();

	sum_add(s, &sh->width, sizeof sh->width);
	sum_add(s, &sh->height, sizeof sh->height);
	for (size_t i = 0; i < sh->n; i++)
		add_mark(s, &sh->marks[i]);
	sum_end(s, ret);
}

static void
survey_pages(struct surveyor *v)
{
	const struct walk *w = v->w;
	const struct layout *l = w->layout;
	struct survey *s = v->to;
	struct fragment f = { 0 };

	s->n_pages = w->pages->n;
	s->pages = arena_array(w->a, struct survey_page, s->n_pages);
	for (size_t i = 0; i < s->n_pages; i++) {
		struct survey_page *p = &s->pages[i];

		p->number = w->pages->v[i].number;
		p->left_hand = w->pages->v[i].left_hand;
		p->columns = CLAMP(l->columns.count, 1, SURVEY_COLUMNS);
		p->text = (struct rect) { p->left_hand ? l->margins.outer : l->margins.inner, l->margins.top,
			l->width - l->margins.inner - l->margins.outer,
			l->height - l->margins.top - l->margins.bottom };
		survey_lines(v, &w->pages->v[i], p, &f);
		measure_ends(p);
		sum_sheet(&w->sheets->v[i], p->sum);
	}
	end_fragment(&f);
}

/* ---- fonts ------------------------------------------------------------ */

static struct survey_font *
font_in(GArray *v, const struct font *fo)
{
	for (guint i = 0; i < v->len; i++) {
		struct survey_font *f = &g_array_index(v, struct survey_font, i);

		if (strcmp(f->family, font_family(fo)) == 0 && strcmp(f->style, font_style(fo)) == 0)
			return f;
	}
	struct survey_font f = { font_family(fo), font_style(fo), 0 };
	g_array_append_val(v, f);
	return &g_array_index(v, struct survey_font, v->len - 1);
}

static void
list_fonts_used(struct surveyor *v)
{
	const struct sheets *sh = v->w->sheets;
	g_autoptr(GArray) fonts = g_array_new(FALSE, FALSE, sizeof(struct survey_font));

	for (size_t i = 0; i < sh->n; i++)
		for (size_t j = 0; j < sh->v[i].n; j++) {
			const struct mark *m = &sh->v[i].marks[j];

			if (m->kind == MARK_TEXT)
				font_in(fonts, m->font)->characters += m->n_clusters;
		}
	v->to->fonts = arena_memdup(v->w->a, fonts->data, fonts->len * sizeof(struct survey_font));
	v->to->n_fonts = fonts->len;
}

/* ---- all -------------------------------------------------------------- */

static size_t
count_words(const struct walk *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->stories.n; i++)
		for (size_t j = 0; j < w->stories.v[i]->n; j++) {
			const struct block *b = &w->stories.v[i]->blocks[j];
			bool in = false;

			for (const char *p = b->text; p && p < b->text + b->len; p = text_next(p)) {
				bool space = g_unichar_isspace(g_utf8_get_char(p));

				n += !space && !in;
				in = !space;
			}
		}
	return n;
}

const struct survey *
survey_make(const struct walk *w)
{
	struct survey *s = arena_new(w->a, struct survey);
	struct surveyor v = { .w = w, .to = s, .tallies = g_array_new(FALSE, FALSE, sizeof(struct tally)),
		.faults = g_array_new(FALSE, FALSE, sizeof(struct survey_line)) };

	*s = (struct survey) { .issue = w->job->items[0], .layout = w->layout->name,
		.width = w->layout->width, .height = w->layout->height, .words = count_words(w) };
	list_stories(&v);
	survey_pages(&v);
	finish_styles(&v);
	list_fonts_used(&v);
	s->faults = arena_memdup(w->a, v.faults->data, v.faults->len * sizeof(struct survey_line));
	s->n_faults = v.faults->len;
	g_array_unref(v.tallies);
	g_array_unref(v.faults);
	return s;
}

const char *
survey_fault_name(size_t bit)
{
	static const char *const names[] = { N_("loose"), N_("tight"), N_("overfull"), N_("touching"), N_("emergency"), NULL };

	return names[MIN(bit, G_N_ELEMENTS(names) - 1)];
}
