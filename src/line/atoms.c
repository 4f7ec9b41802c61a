/* The paragraph as boxes, glue and penalties. */
#include "line/line-int.h"

#include <string.h>

static dim
em_of(const struct glyph_run *r, dim size)
{
	return dim_scale(size, r->scale, 1024);
}

static int
upem_of(const struct glyph_run *r)
{
	return MAX(font_upem(r->word->font), 1);
}

dim
run_scaled(const struct glyph_run *r, int32_t units, dim size)
{
	return dim_scale(em_of(r, size), MAX(units, 0), upem_of(r));
}

dim
run_scaled_up(const struct glyph_run *r, int32_t units, dim size)
{
	int64_t upem = upem_of(r);

	return dim_clamp(((int64_t)em_of(r, size) * MAX(units, 0) + upem - 1)
	    / upem);
}

/* ---- the space -------------------------------------------------------- */

/* A space of the text's own direction, in Arabic in the main face; any when there is none. */
static const struct glyph_run *
typical_space(const struct paragraph *p)
{
	const struct glyph_run *any = NULL;

	for (size_t i = 0; i < p->n; i++) {
		const struct glyph_run *r = &p->runs[i];
		if (!r->space)
			continue;
		if ((r->scale == 1024 || !p->rtl) && (r->level & 1) == p->rtl)
			return r;
		if (!any)
			any = r;
	}
	return any;
}

struct space
paragraph_space(const struct paragraph *p, const struct style *st, dim size)
{
	const struct glyph_run *r = typical_space(p);
	const struct justify *j = &st->justify;

	if (!r)
		return (struct space){ 0 };
	dim own = run_scaled(r, r->word->width, size);
	own = MIN(own, dim_scale(size, j->space_most, 1024));
	own = MAX(own, dim_scale(size, j->space_least, 1024));
	dim natural = dim_scale(own, j->space_natural, 1024);
	dim least = dim_scale(own, j->space_min, 1024);
	dim most = dim_scale(own, j->space_max, 1024);
	return (struct space){
		.natural = natural,
		.stretch = MAX(most - natural, 0),
		.shrink = MAX(natural - least, 0),
	};
}

/* ---- atoms ------------------------------------------------------------ */

struct builder {
	const struct paragraph *p;
	const struct style *style;
	dim size;
	struct space space;
	struct atom *atoms;
	size_t n;
};

static struct atom *
add(struct builder *b, struct atom at)
{
	b->atoms[b->n] = at;
	return &b->atoms[b->n++];
}

static void
add_penalty(struct builder *b, size_t run, int penalty)
{
	add(b, (struct atom){ .kind = ATOM_PENALTY, .penalty = penalty,
		.run = (uint32_t)run });
}

/* What the run's best place may add, in whole tatweels. */
static dim
kashida_of(const struct builder *b, const struct glyph_run *r)
{
	const struct kashida_place *best = b->style->justify.kashida != KASHIDA_OFF &&
	    (r->level & 1) == b->p->rtl ? r->word->best : NULL;

	if (!best)
		return 0;
	dim unit = run_scaled(r, best->unit, b->size);
	dim most = dim_scale(b->size, b->style->justify.kashida_most, 1024);
	return unit > 0 ? most / unit * unit : 0;
}

static void
add_to_box(struct builder *b, size_t run)
{
	const struct glyph_run *r = &b->p->runs[run];
	struct atom *box = b->n > 0 ? &b->atoms[b->n - 1] : NULL;

	if (!box || box->kind != ATOM_BOX)
		box = add(b, (struct atom){ .kind = ATOM_BOX, .run = (uint32_t)run });
	dim width = run_scaled(r, r->word->width, b->size);
	box->width = dim_clamp((int64_t)box->width + width);
	box->kashida = MAX(box->kashida, kashida_of(b, r));
	box->n_runs++;
}

static void
drop_blanks(struct builder *b)
{
	while (b->n > 0 && !is_forced(&b->atoms[b->n - 1])
	    && b->atoms[b->n - 1].kind != ATOM_BOX)
		b->n--;
}

/* The line ends before run `run`, and what is left of it stays empty. */
static void
add_forced_end(struct builder *b, size_t run)
{
	drop_blanks(b);
	add(b, (struct atom){ .kind = ATOM_GLUE, .stretch = GLUE_ENDLESS,
		.run = (uint32_t)run });
	add_penalty(b, run, PENALTY_FORCE);
}

static bool
stands_before_a_line(const struct builder *b)
{
	return b->n == 0 || is_forced(&b->atoms[b->n - 1]);
}

static size_t
blanks_from(const struct paragraph *p, size_t i)
{
	size_t end = i;

	while (end < p->n && p->runs[end].space)
		if (p->runs[end++].brk == BREAK_MUST)
			break;
	return end;
}

/* Spaces side by side are one glue; whether it may break, the last says. */
static size_t
add_blanks(struct builder *b, size_t first)
{
	size_t end = blanks_from(b->p, first);
	uint32_t n = (uint32_t)(end - first);
	uint8_t brk = b->p->runs[end - 1].brk;

	if (!stands_before_a_line(b)) {
		if (brk == BREAK_NO)
			add_penalty(b, first, PENALTY_NEVER);
		add(b, (struct atom){ .kind = ATOM_GLUE,
			.width = dim_clamp((int64_t)n * b->space.natural),
			.stretch = dim_clamp((int64_t)n * b->space.stretch),
			.shrink = dim_clamp((int64_t)n * b->space.shrink),
			.run = (uint32_t)first, .n_runs = n });
	}
	if (brk == BREAK_MUST)
		add_forced_end(b, end);
	return end;
}

/* U+2028: shape may give it a run of its own, and that is no word. */
static bool
is_separator(const struct paragraph *p, const struct glyph_run *r)
{
	return r->end - r->start == 3
	    && memcmp(p->block->text + r->start, "\u2028", 3) == 0;
}

bool
run_is_blank(const struct paragraph *p, const struct glyph_run *r)
{
	return r->space || is_separator(p, r);
}

/* A break without a space, behind «/» or a hyphen: better between words. */
static int
penalty_after(const struct builder *b, const struct glyph_run *r)
{
	static const char *const inside[] = { "/", "-", "\u2010", "\u2013" };

	for (size_t i = 0; i < G_N_ELEMENTS(inside); i++) {
		size_t len = strlen(inside[i]);
		if (r->end - r->start >= len
		    && memcmp(b->p->block->text + r->end - len, inside[i], len) == 0)
			return b->style->justify.penalty_inside;
	}
	return 0;
}

static size_t
add_word(struct builder *b, size_t i)
{
	const struct glyph_run *r = &b->p->runs[i];

	if (!is_separator(b->p, r))
		add_to_box(b, i);
	if (r->brk == BREAK_MUST)
		add_forced_end(b, i + 1);
	else if (r->brk != BREAK_NO)
		add_penalty(b, i + 1, r->brk == BREAK_PART ? PENALTY_PART : penalty_after(b, r));
	return i + 1;
}

/*
 * Of two words side by side only one may be drawn out: every second one of
 * those that could counts.  Any line's share of these can be had at once.
 */
static void
drop_neighbours(struct atom *atoms, size_t n)
{
	bool before = false, now = false;

	for (size_t i = 0; i < n; i++) {
		struct atom *at = &atoms[i];

		if (at->kind == ATOM_GLUE) {
			before = now;
			now = false;
		} else if (at->kind == ATOM_BOX) {
			if (before || now)
				at->kashida = 0;
			now |= at->kashida > 0;
		}
	}
}

/* No more atoms than these come of the paragraph. */
static size_t
most_atoms(const struct paragraph *p)
{
	size_t n = 2;

	for (size_t i = 0; i < p->n; i++)
		n += (p->runs[i].space ? 2 : 1)
		    + (p->runs[i].brk == BREAK_NO ? 0 : 2);
	return n;
}

const struct atom *
line_atoms(struct arena *a, const struct paragraph *p, const struct style *st,
    dim size, size_t *ret_n)
{
	struct builder b = { .p = p, .style = st, .size = size,
		.space = paragraph_space(p, st, size),
		.atoms = arena_array(a, struct atom, most_atoms(p)) };

	for (size_t i = 0; i < p->n;)
		i = p->runs[i].space ? add_blanks(&b, i) : add_word(&b, i);
	/* The end is one forced break, however shape marked the last run. */
	if (!(p->n > 0 && p->runs[p->n - 1].brk == BREAK_MUST))
		add_forced_end(&b, p->n);
	drop_neighbours(b.atoms, b.n);
	*ret_n = b.n;
	return b.atoms;
}
