/* One line: its spaces, its order, its ink. */
#include "line/line-int.h"

#include <string.h>

/* What a line is before its spaces are changed. */
struct measured {
	int64_t natural;
	size_t spaces;
};

/* ---- pieces ----------------------------------------------------------- */

static struct extent
without_blanks(const struct paragraph *p, struct extent e)
{
	while (e.first < e.end && run_is_blank(p, &p->runs[e.first]))
		e.first++;
	while (e.end > e.first && run_is_blank(p, &p->runs[e.end - 1]))
		e.end--;
	return e;
}

static dim
natural_width(const struct composing *c, const struct glyph_run *r)
{
	if (r->space)
		return c->space.natural;
	return run_scaled(r, r->word->width, c->size);
}

static struct measured
lay_pieces(const struct composing *c, size_t first, struct line *l)
{
	struct measured m = { 0 };

	for (size_t i = 0; i < l->n; i++) {
		const struct glyph_run *r = &c->p->runs[first + i];
		l->pieces[i] = (struct piece){ .run = r, .word = r->word,
			.width = natural_width(c, r), .level = r->level,
			.class = KASHIDA_NO_CLASS };
		m.natural += l->pieces[i].width;
		m.spaces += r->space;
	}
	return m;
}

/* ---- spaces ----------------------------------------------------------- */

/* Share `slack` out to the spaces so that none of it is lost. */
static void
share_slack(struct line *l, int64_t slack, size_t spaces)
{
	int64_t n = (int64_t)spaces, k = 0;

	for (size_t i = 0; i < l->n; i++) {
		struct piece *pc = &l->pieces[i];
		if (!pc->run->space)
			continue;
		int64_t more = slack * (k + 1) / n - slack * k / n;
		pc->width = dim_clamp(pc->width + more);
		k++;
	}
}

static int
ratio_of(int64_t slack, int64_t give)
{
	if (slack == 0)
		return 0;
	if (give <= 0)
		return slack < 0 ? -INT_MAX : INT_MAX;
	return (int)CLAMP(slack * 1024 / give, -INT_MAX, INT_MAX);
}

/* Spaces of a justified line: to the room, but never under the least. */
static int64_t
justify(const struct composing *c, struct line *l, const struct measured *m,
    int64_t slack)
{
	int64_t n = (int64_t)m->spaces;
	int64_t shrink = n * c->space.shrink, stretch = n * c->space.stretch;
	int64_t drawn = 0;

	if (l->last && slack > 0)
		return 0;
	if (slack > 0 && m->spaces > 0)
		drawn = kashida_fill(c, l, slack, m->spaces);
	slack = MAX(slack - drawn, -shrink);
	l->ratio = ratio_of(slack, slack < 0 ? shrink : stretch);
	if (m->spaces == 0)
		return drawn;
	share_slack(l, slack, m->spaces);
	l->space = dim_clamp(c->space.natural + slack / n);
	return slack + drawn;
}

/* As if it were not justified, when that would tear it apart; returns its width. */
static int64_t
keep_ragged(const struct composing *c, const struct extent *e, struct line *l, int64_t set)
{
	if (c->space_ragged <= 0 || l->space <= c->space_ragged)
		return set;
	dim would = l->space;
	struct measured m = lay_pieces(c, e->first, l);

	l->unfilled = would;
	l->space = c->space.natural;
	l->ratio = 0;
	l->kashidas = 0;
	l->emergency = false;
	return m.natural;
}

/* ---- order ------------------------------------------------------------ */

/* What UAX 9 L1 takes to the paragraph's level at the end of a line. */
static bool
is_white(const struct paragraph *p, const struct glyph_run *r)
{
	const char *end = p->block->text + r->end;

	for (const char *c = p->block->text + r->start; c < end && !r->space; c = text_next(c))
		if (!shape_is_white(g_utf8_get_char(c)))
			return false;
	return true;
}

static void
level_line_end(const struct paragraph *p, struct line *l)
{
	for (size_t i = l->n; i > 0; i--) {
		if (!is_white(p, l->pieces[i - 1].run))
			return;
		l->pieces[i - 1].level = p->rtl;
	}
}

static bool
is_one_way(const struct paragraph *p, const struct line *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->pieces[i].level != p->rtl)
			return false;
	return true;
}

/* L2: the pieces as they stand from the start edge on. */
static void
order_from_start(const struct paragraph *p, const struct line *l,
    uint32_t *ret_order)
{
	g_autofree uint8_t *levels = g_new(uint8_t, l->n);

	for (size_t i = 0; i < l->n; i++)
		levels[i] = l->pieces[i].level;
	shape_visual_order(levels, l->n, ret_order);
	for (size_t i = 0; p->rtl && i < l->n / 2; i++) {
		uint32_t t = ret_order[i];
		ret_order[i] = ret_order[l->n - 1 - i];
		ret_order[l->n - 1 - i] = t;
	}
}

/* `at` of each piece; returns the width of all. */
static dim
place_pieces(const struct paragraph *p, struct line *l)
{
	g_autofree uint32_t *order = NULL;
	int64_t at = 0;

	if (!is_one_way(p, l)) {
		order = g_new(uint32_t, l->n);
		order_from_start(p, l, order);
	}
	for (size_t i = 0; i < l->n; i++) {
		struct piece *pc = &l->pieces[order ? order[i] : i];
		pc->at = dim_clamp(at);
		at += pc->width;
	}
	return dim_clamp(at);
}

/* ---- the line --------------------------------------------------------- */

static dim
offset_of(const struct composing *c, dim indent, dim room, dim width)
{
	dim start = c->inset + indent;

	if (c->align == ALIGN_END)
		return start + room - width;
	return c->align == ALIGN_CENTRE ? start + (room - width) / 2 : start;
}

static bool
is_sized_like(const struct glyph_run *r, const struct glyph_run *other)
{
	return r->word->font == other->word->font && r->scale == other->scale;
}

/* Most words are of one face and size: their ink is measured once. */
static void
take_ink(const struct composing *c, struct line *l)
{
	for (size_t i = 0, end; i < l->n; i = end) {
		const struct glyph_run *r = l->pieces[i].run;
		int32_t above = 0, below = 0;

		for (end = i; end < l->n && is_sized_like(l->pieces[end].run, r); end++) {
			const struct word *w = l->pieces[end].word;

			above = MAX(above, w->ink_above);
			below = MAX(below, w->ink_below);
		}
		dim raise = run_is_note(c->p->block, r) ? dim_scale(c->size, NOTE_RAISE, 1024) : 0;
		l->above = MAX(l->above, run_scaled_up(r, above, c->size) + raise);
		l->below = MAX(l->below, run_scaled_up(r, below, c->size) - raise);
	}
}

/* Stops and quotes that look like holes at the edge of a column. */
static bool
may_hang(gunichar c)
{
	return c == '.' || c == 0x60C || c == 0x61B || c == 0x61F || c == 0xAB || c == 0xBB;
}

/* Half the glyph at one end of the line, when it may hang. */
static dim
hang_of(const struct composing *c, const struct piece *pc, bool at_end)
{
	const struct word *w = pc->run->word;

	if (!c->optical || pc->run->space || w->len == 0 || w->n == 0 || pc->level != c->p->rtl)
		return 0;
	const char *last = g_utf8_find_prev_char(w->text, w->text + w->len);
	const char *p = at_end && last ? last : w->text;
	if (!may_hang(g_utf8_get_char(p)))
		return 0;
	const struct glyph *g = &w->glyphs[(w->rtl == at_end) ? 0 : w->n - 1];
	return run_scaled(pc->run, g->advance, c->size) / 2;
}

struct line
compose_line(struct composing *c, const struct extent *e)
{
	struct extent inner = without_blanks(c->p, *e);
	dim indent = e->starts ? c->indent : 0;
	dim ending = e->last && e->end == c->p->n ? c->ending : 0;
	dim room = c->measure - c->inset - indent - ending;
	struct line l = { .last = e->last, .n = inner.end - inner.first };

	l.pieces = arena_array(c->a, struct piece, l.n);
	struct measured m = lay_pieces(c, inner.first, &l);
	dim hang = l.n > 0 ? hang_of(c, &l.pieces[0], false) : 0;
	dim hang_end = l.n > 0 ? hang_of(c, &l.pieces[l.n - 1], true) : 0;
	room += hang + hang_end;
	l.natural = dim_clamp(m.natural);
	l.space = m.spaces > 0 ? c->space.natural : 0;
	int64_t set = m.natural;
	c->indent_now = c->inset + indent;
	if (c->align == ALIGN_JUSTIFY) {
		/* Where the words stand before they are drawn out. */
		level_line_end(c->p, &l);
		place_pieces(c->p, &l);
	}
	if (c->align == ALIGN_JUSTIFY)
		set = keep_ragged(c, &inner, &l, set + justify(c, &l, &m, room - m.natural));
	l.overfull = set > room;
	level_line_end(c->p, &l);
	l.width = place_pieces(c->p, &l);
	l.offset = offset_of(c, indent, room, l.width) - hang;
	take_ink(c, &l);
	kashida_note(c, &l);
	return l;
}
