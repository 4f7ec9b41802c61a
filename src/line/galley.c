/* A paragraph set to a measure, in the first size that does. */
#include "line/line-int.h"

#include <math.h>

/* Between the widest marker of a list and its texts, of 1024 of the size. */
#define HANG_GAP 307

/* One size of the style, broken into lines. */
struct fit {
	struct composing how;
	const struct atom *atoms;
	size_t n_atoms;
	struct breaks breaks;
	struct verdict *verdicts;
};

/* ---- the room --------------------------------------------------------- */

/* Between a marker and its text. */
static dim
marker_gap(const struct composing *c)
{
	return MAX(c->space.natural, dim_scale(c->size, 1, 4));
}

/*
 * Entries within entries stand further in, each list by what its widest
 * marker needs; but half the measure is text.
 */
static dim
inset_of(const struct block *b, const struct hang *hang, const struct composing *c, dim grid)
{
	dim one = length_dim(b->style->inset, c->size, grid, c->measure);
	int64_t all = (int64_t)one * MAX(b->depth, 1);

	for (size_t i = 0; hang && i < hang->n; i++)
		all += MAX(dim_scale(c->size, hang->v[i] + HANG_GAP, 1024) - one, 0);
	return (dim)CLAMP(all, 0, MAX(c->measure / 2, 0));
}

static dim
indent_of(const struct block *b, enum align align, dim size, dim grid,
    dim measure)
{
	if (!b->indented || align == ALIGN_END || align == ALIGN_CENTRE)
		return 0;
	return length_dim(b->style->indent, size, grid, measure);
}

static enum align
align_of(const struct style *st, dim room, dim size)
{
	bool narrow = room < (int64_t)size * st->justify.narrow;

	return st->align == ALIGN_JUSTIFY && narrow ? ALIGN_START : st->align;
}

static struct kashida_rules
rules_of(const struct style *st, dim size)
{
	const struct justify *j = &st->justify;

	if (j->kashida == KASHIDA_OFF)
		return (struct kashida_rules) { 0 };
	return (struct kashida_rules) {
		.per_line = MIN(j->kashida_line * (j->kashida == KASHIDA_CLASSIC ? 2 : 1),
		    KASHIDAS_MAX),
		.least = dim_scale(size, j->kashida_least, 1024),
		.most = dim_scale(size, j->kashida_most, 1024),
		.emergency = dim_scale(size, j->kashida_emergency_most, 1024),
		.loose = j->kashida_emergency,
		.relief = MIN(j->kashida_relief, j->kashida_emergency),
		.more = j->kashida_emergency_line,
		.apart = dim_scale(size, j->kashida_apart, 1024),
		/* Classic setting draws out first and spaces later. */
		.from = j->kashida == KASHIDA_CLASSIC ? MIN(j->kashida_from, 1075) : j->kashida_from,
		.aim = j->kashida == KASHIDA_CLASSIC ? MIN(j->kashida_aim, 1024) : j->kashida_aim,
		.cost_space = j->cost_space, .cost_class = j->cost_class,
		.cost_short_word = j->cost_short_word, .cost_each = j->cost_each,
		.cost_uneven = j->cost_uneven,
	};
}

static struct composing
composing_at(struct arena *a, struct shaper *sh, const struct paragraph *p,
    const struct room *r, dim size)
{
	const struct block *b = p->block;
	struct composing c = { .a = a, .p = p, .measure = r->measure, .size = size,
		.space = paragraph_space(p, b->style, size) };

	c.inset = inset_of(b, r->hang, &c, r->grid);
	dim room = r->measure - c.inset;

	c.align = align_of(b->style, room, size);
	c.indent = indent_of(b, c.align, size, r->grid, r->measure);
	c.indent = (dim)CLAMP(c.indent, -c.inset, MAX(room / 2, 0));
	c.shaper = sh;
	c.kashida = rules_of(b->style, size);
	c.optical = b->style->optical;
	c.space_ragged = dim_scale(c.space.natural, b->style->justify.ragged_from, 1024);
	c.ending = r->ending > 0 ? MIN(r->ending + size / 2, MAX(room / 2, 0)) : 0;
	return c;
}

/* ---- a list entry's marker -------------------------------------------- */

/*
 * The marker stands a space before the text, in the inset.  One that the
 * inset has no room for pushes the first line along.
 */
static struct line *
set_marker(struct arena *a, const struct paragraph *marker, struct composing *c)
{
	struct composing mc = { .a = a, .p = marker, .measure = c->measure,
		.size = c->size, .align = ALIGN_START,
		.space = paragraph_space(marker, c->p->block->style, c->size) };
	struct extent all = { 0, marker->n, true, true };
	struct line *l = arena_new(a, struct line);

	*l = compose_line(&mc, &all);
	int64_t start = (int64_t)c->inset + MIN(c->indent, 0) - marker_gap(c) - l->width;
	l->offset = (dim)MAX(start, 0);
	if (start < 0)
		c->indent = dim_clamp(MAX(c->indent, -start));
	return l;
}

/* ---- lines ------------------------------------------------------------ */

static struct breaking
breaking_for(const struct composing *c, const struct style *st)
{
	const struct justify *j = &st->justify;
	dim w = c->space.natural;

	return (struct breaking){
		.kashida_most = c->kashida.per_line * c->kashida.most,
		.space_wish = c->kashida.per_line ? dim_scale(w, j->space_wish - 1024, 1024) : 0,
		.kashida_each = c->kashida.per_line ? c->kashida.most : 0,
		.kashida_from = dim_scale(w, c->kashida.from - 1024, 1024),
		.kashida_aim = dim_scale(w, c->kashida.aim - 1024, 1024),
		.measure = c->measure - c->inset,
		.first_indent = c->indent,
		.tolerance = MAX(j->tolerance, 1),
		.wider = j->tolerance_wider, .widest = j->tolerance_widest,
		.last_line_min = j->last_line_min,
		.demerits_kashida = j->demerits_kashida,
		.demerits_jump = j->demerits_jump,
		.demerits_short = j->demerits_short,
		.kashida_counted = j->kashida_counted,
		.ragged = c->align != ALIGN_JUSTIFY || st->balance,
		.balance = st->balance,
	};
}

/* What stands behind the last word goes with it. */
static const struct atom *
with_ending(struct arena *scratch, const struct atom *atoms, size_t n, dim ending)
{
	size_t i = n;

	while (i > 0 && atoms[i - 1].kind != ATOM_BOX)
		i--;
	if (ending == 0 || i == 0)
		return atoms;
	struct atom *wider = arena_memdup(scratch, atoms, n * sizeof *atoms);
	wider[i - 1].width = dim_clamp((int64_t)wider[i - 1].width + ending);
	return wider;
}

static void
break_fit(struct arena *scratch, struct fit *f, int looseness)
{
	const struct composing *c = &f->how;
	const struct style *st = c->p->block->style;
	struct breaking how = breaking_for(c, st);

	how.looseness = looseness;
	f->atoms = line_atoms(scratch, c->p, st, c->size, &f->n_atoms);
	f->atoms = with_ending(scratch, f->atoms, f->n_atoms, c->ending);
	f->breaks = break_weighed(scratch, f->atoms, f->n_atoms, &how,
	    &f->verdicts, NULL);
}

/* The run that the line behind break `b` begins with. */
static size_t
run_after(const struct fit *f, size_t b)
{
	if (is_forced(&f->atoms[b]))
		return f->atoms[b].run;
	return f->atoms[break_line_start(f->atoms, f->n_atoms, b + 1)].run;
}

/* `leading`, or what the two lines want more of it so that their ink does not touch. */
static dim
leading_wanted(const struct fit *f, const struct line *above, const struct line *l, dim leading)
{
	return above->below + l->above > leading ? ink_leading(&f->how, above, l, leading) : leading;
}

static bool
touches(const struct fit *f, const struct line *above, const struct line *l, dim leading)
{
	return leading_wanted(f, above, l, leading) > leading;
}

/*
 * A line whose ink touches that of the line above, drawn out another way, so
 * that its words stand elsewhere: with narrower spaces and more of kashida,
 * wider ones and less, or in fewer words.  NULL when none is better.
 */
static const struct line *
compose_clear(struct fit *f, const struct extent *e, const struct composing *before, const struct line *above,
    dim leading)
{
	static const struct {
		int aim, from; /* of the natural space, 1024 */
		int per_line;
	} ways[] = { { 1065, 1034, 3 }, { 1311, 1280, 3 }, { 1178, 1106, 1 }, { 1178, 1106, 2 }, { 1024, 1024, 4 } };
	struct line *l = arena_new(f->how.a, struct line);

	for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
		f->how = *before;
		f->how.kashida.aim = ways[i].aim;
		f->how.kashida.from = ways[i].from;
		f->how.kashida.per_line = ways[i].per_line;
		*l = compose_line(&f->how, e);
		f->how.kashida = before->kashida;
		if (!l->emergency && l->unfilled == 0 && l->space * 2 <= before->space.natural * 3 &&
		    !touches(f, above, l, leading))
			return l;
	}
	return NULL;
}

/* The next line, clear of that above where its words can stand elsewhere. */
static struct line
compose_next(struct fit *f, const struct extent *e, const struct line *above, dim leading)
{
	const struct composing before = f->how;
	struct line l = compose_line(&f->how, e);

	l.touches = above && touches(f, above, &l, leading);
	if (!l.touches || l.last || before.kashida.per_line == 0 || before.align != ALIGN_JUSTIFY)
		return l;
	const struct composing after = f->how;
	const struct line *clear = compose_clear(f, e, &before, above, leading);
	if (clear)
		return *clear;
	f->how = after;
	return l;
}

static struct line *
compose_fit(struct fit *f, struct arena *a, dim leading)
{
	struct line *lines = arena_array(a, struct line, f->breaks.n);
	struct extent e = { .starts = true };

	for (size_t i = 0; i < f->breaks.n; i++) {
		size_t b = f->breaks.at[i];
		e.end = run_after(f, b);
		e.last = is_forced(&f->atoms[b]);
		lines[i] = compose_next(f, &e, i > 0 ? &lines[i - 1] : NULL, leading);
		lines[i].badness = f->verdicts[i].badness;
		lines[i].demerits = f->verdicts[i].demerits;
		lines[i].start = i > 0 ? lines[i - 1].end : 0;
		lines[i].end = e.end > 0 ? f->how.p->runs[e.end - 1].end : 0;
		e = (struct extent){ .first = e.end };
	}
	return lines;
}

/* ---- what is to be said ----------------------------------------------- */

struct place
line_place(const struct galley *g, const struct line *l)
{
	uint32_t at = l->n > 0 ? l->pieces[0].run->start : l->start;

	return block_place(g->block, at);
}

static void
report_overfull(struct diags *dg, const struct galley *g, const struct line *l,
    const char *where)
{
	dim over = l->width - g->measure
	    + (g->block->style->align == ALIGN_END ? 0 : MAX(l->offset, 0));

	diag_add(dg, DIAG_WARNING, "line.overfull", line_place(g, l),
	    "%sthe line sticks out by %.1f pt of a measure of %.1f pt", where,
	    dim_to_pt(MAX(over, 1)), dim_to_pt(g->measure));
	diag_help(dg, "part the long word, or give it a wider column or a "
		      "smaller size");
}

/* Does it end within a word? */
static bool
is_parted(const struct line *l)
{
	return l->n > 0 && !l->last && l->pieces[l->n - 1].run->brk == BREAK_PART;
}

/* The long word that the line parts, where it begins. */
static void
report_parted(struct diags *dg, const struct galley *g, const struct line *l,
    const char *where)
{
	const struct glyph_run *runs = g->paragraph->runs, *r;

	if (!is_parted(l))
		return;
	r = l->pieces[l->n - 1].run;
	while (r > runs && r[-1].brk == BREAK_PART)
		r--;
	/* What began before was told there. */
	if (r->start < l->start)
		return;
	diag_add(dg, DIAG_WARNING, "line.parted", block_place(g->block, r->start),
	    "%sa long word is parted where the line ends", where);
	diag_help(dg, "is there a blank missing, or is this no text?");
}

/* Of a justified line that is not the last. */
static unsigned
space_faults(const struct galley *g, const struct line *l)
{
	const struct justify *j = &g->block->style->justify;
	double w = (double)l->space / MAX(g->space, 1);
	unsigned faults = l->emergency ? LINE_EMERGENCY : 0;

	if (l->unfilled)
		return LINE_LOOSE;
	/* Without a space a single word is left, or part of one. */
	if (is_parted(l) && l->space == 0)
		return faults;
	if (l->space == 0 || w * 1024 > j->loose)
		return faults | LINE_LOOSE;
	return w * 1024 < j->tight ? faults | LINE_TIGHT : faults;
}

unsigned
line_judge(const struct galley *g, const struct line *l)
{
	unsigned faults = l->touches ? LINE_TOUCHING : 0;

	if (l->overfull)
		return faults | LINE_OVERFULL;
	return g->justified && !l->last ? faults | space_faults(g, l) : faults;
}

/* Its spaces, and its kashidas. */
static void
report_spaces(struct diags *dg, const struct galley *g, const struct line *l,
    unsigned faults, const char *where)
{
	double w = (double)l->space / MAX(g->space, 1);
	/* Where nothing may be drawn out, wide spaces are no surprise. */
	enum diag_level level = g->block->style->justify.kashida == KASHIDA_OFF
	    ? DIAG_NOTE : DIAG_WARNING;

	if (faults & LINE_LOOSE && l->unfilled)
		diag_add(dg, level, "line.loose", line_place(g, l),
		    "%sthe line is not filled: its spaces would be %.2f times as wide as usual", where,
		    (double)l->unfilled / MAX(g->space, 1));
	else if (faults & LINE_LOOSE && l->space == 0)
		diag_add(dg, level, "line.loose", line_place(g, l),
		    "%sa single word cannot fill its line", where);
	else if (faults & LINE_LOOSE)
		diag_add(dg, level, "line.loose", line_place(g, l),
		    "%sthe spaces of the line are %.2f times as wide as usual", where, w);
	else if (faults & LINE_TIGHT)
		diag_add(dg, DIAG_WARNING, "line.tight", line_place(g, l),
		    "%sthe spaces of the line are %.2f times as wide as usual", where, w);
	if (faults & LINE_EMERGENCY)
		diag_add(dg, DIAG_NOTE, "line.kashida-emergency", line_place(g, l),
		    "%s%d words of the line are drawn out, more or longer than usual", where,
		    l->kashidas);
}

/* One letter in so many at least bears a harakah: else it is a name or a word. */
#define LETTERS_A_HARAKAH 8

static bool
is_vocalised(const struct block *b)
{
	size_t letters = 0, harakat = 0;

	for (const char *p = b->text; p < b->text + b->len; p = text_next(p)) {
		gunichar c = text_char(p);

		letters += g_unichar_isalpha(c);
		harakat += (c >= 0x64B && c <= 0x652) || c == 0x670;
	}
	return harakat > 0 && harakat * LETTERS_A_HARAKAH >= letters;
}

void
line_report(struct diags *dg, const struct galley *g, size_t i, bool top, const char *where)
{
	const struct line *l = &g->lines[i];
	unsigned faults = line_judge(g, l);

	if (!top && (faults & LINE_TOUCHING)) {
		diag_add(dg, DIAG_WARNING, "line.touching", line_place(g, l),
		    "%sthe ink of the line touches that of the line above", where);
		if (!g->block->style->leading_grows && is_vocalised(g->block))
			diag_help(dg, "give style %s more leading, or leading-grows: true",
			    g->block->style->name);
		else
			diag_help(dg, "give style %s more leading", g->block->style->name);
	}
	report_parted(dg, g, l, where);
	if (faults & LINE_OVERFULL)
		report_overfull(dg, g, l, where);
	else
		report_spaces(dg, g, l, faults, where);
}

/* ---- ink -------------------------------------------------------------- */

/*
 * What ink wants, in quarters of a row where the style's leading is whole
 * rows: every fourth line is on the grid then.
 */
static dim
grown(dim wanted, dim leading, dim grid)
{
	if (grid <= 0 || leading % grid != 0)
		return wanted;
	int64_t quarters = (((int64_t)wanted - leading) * 4 + grid - 1) / grid;
	return dim_clamp(leading + quarters * grid / 4);
}

/* Lines of vocalised text that would touch move apart. */
static void
part_ink(struct galley *g, const struct fit *f, dim grid)
{
	dim leading = g->leading;

	if (!g->block->style->leading_grows || !is_vocalised(g->block))
		return;
	for (size_t i = 1; i < g->n; i++) {
		struct line *l = &g->lines[i];

		l->touches = false;
		dim wanted = leading_wanted(f, l - 1, l, g->leading);
		if (wanted > g->leading)
			g->leading = grown(wanted, leading, grid);
	}
}

/* ---- the door --------------------------------------------------------- */

static bool
fits(const struct style *st, size_t lines)
{
	return st->max_lines <= 0 || lines <= (size_t)st->max_lines;
}

/* Is the measure too narrow for size `i`, and is there a smaller one? */
static bool
is_too_big(const struct style *st, size_t i, dim measure)
{
	return i + 1 < st->n_sizes && measure < (int64_t)st->size[i] * st->least_measure;
}

const struct galley *
line_set(struct arena *a, struct shaper *sh,
    const struct paragraph *p, const struct paragraph *marker, const struct room *r)
{
	const struct style *st = p->block->style;
	struct arena *scratch = arena_create();
	struct galley *g = arena_new(a, struct galley);
	struct fit f;

	*g = (struct galley){ .block = p->block, .paragraph = p,
		.measure = r->measure };
	for (size_t i = 0; i == 0 || i < st->n_sizes; i++) {
		if (is_too_big(st, i, r->measure))
			continue;
		g->size = st->size[i];
		f = (struct fit){
			.how = composing_at(a, sh, p, r, g->size) };
		if (marker)
			g->marker = set_marker(a, marker, &f.how);
		break_fit(scratch, &f, r->looseness);
		if (fits(st, f.breaks.n))
			break;
	}
	g->leading = length_dim(st->leading, g->size, r->grid, g->size);
	g->lines = compose_fit(&f, a, g->leading);
	g->n = f.breaks.n;
	g->too_many = !fits(st, g->n);
	part_ink(g, &f, r->grid);
	g->space = f.how.space.natural;
	g->justified = f.how.align == ALIGN_JUSTIFY;
	arena_destroy(scratch);
	return g;
}

/* ---- text form -------------------------------------------------------- */

/* The byte of the join, class, tatweels, length, and where it stands. */
static void
print_kashidas(const struct line *l, GString *to)
{
	g_string_append_printf(to, " kashidas %d", l->kashidas);
	for (size_t i = 0; i < l->n; i++) {
		const struct piece *pc = &l->pieces[i];

		if (pc->tatweels)
			g_string_append_printf(to, " %u:%dx%d+%d@%d", pc->run->start +
			    pc->run->word->best->at, pc->class, pc->tatweels, pc->drawn,
			    pc->drawn_at);
	}
}

/* The line's text, blanks at its end too, what is invisible by its number. */
static void
print_text(const struct paragraph *p, const struct line *l, GString *to)
{
	const char *end = p->block->text + l->end;

	g_string_append(to, " |");
	for (const char *t = p->block->text + l->start; t < end; t = text_next(t)) {
		gunichar c = text_char(t);

		if (c == ' ' || (g_unichar_isprint(c) && c != 0xA0 && g_unichar_type(c) != G_UNICODE_FORMAT))
			g_string_append_unichar(to, c);
		else
			g_string_append_printf(to, "<%04X>", c);
	}
	g_string_append_c(to, '|');
}

static void
print_line(const struct paragraph *p, const char *what, const struct line *l, GString *to)
{
	g_string_append_printf(to, "%s %u-%u offset %d width %d natural %d "
	    "space %d ratio %d badness %.0f demerits %.0f", what, l->start, l->end, l->offset,
	    l->width, l->natural, l->space, l->ratio, MIN(l->badness, 1e6),
	    MIN(l->demerits, 1e9));
	if (l->kashidas)
		print_kashidas(l, to);
	g_string_append_printf(to, "%s%s%s", l->emergency ? " emergency" : "",
	    l->overfull ? " overfull" : "", l->last ? " last" : "");
	if (l->end > l->start)
		print_text(p, l, to);
	g_string_append_c(to, '\n');
}

void
galley_print(const struct galley *g, GString *to)
{
	g_string_append_printf(to, "galley %s measure %d size %d leading %d "
	    "lines %zu%s\n", g->block->style->name, g->measure, g->size,
	    g->leading, g->n, g->too_many ? " too-many" : "");
	if (g->marker)
		print_line(g->paragraph, "marker", g->marker, to);
	for (size_t i = 0; i < g->n; i++)
		print_line(g->paragraph, "line", &g->lines[i], to);
}
