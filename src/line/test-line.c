/*
 * line: the best breaks, exact widths, order, markers, ladders.
 *
 * The breaker is asked about atoms made by hand and compared with all there
 * are; lines are set of real text, whose measures are added up again.
 */
#include "line/line-int.h"

#include <math.h>
#include <string.h>

/* What a layout says when it says nothing. */
#define USUAL .wider = 3, .widest = 30, .demerits_kashida = 400, .demerits_jump = 10000, \
	.demerits_short = 5000, .kashida_counted = 600

#define PT DIM_PT
#define LAYOUT \
	"nashra-layout: 1\nlanguage: ar\npage: {columns: {count: 1}}\nfonts: {t: {family: Amiri}}\n" \
	"styles:\n  base: {font: t, size: 11pt, leading: 17pt}\n  body: {align: justify, indent: 1em}\n" \
	"  headline: {size: [30pt, 20pt, 12pt], max-lines: 2, balance: true}\n" \
	"  entry: {parent: body, inset: 2em}\n  caption: {align: centre}\n  credit: {align: end}\n"

static const char long_text[] =
    "واستعرض الوزير خلال اللقاء التقدم الذي أحرزته مصر في مجال التحول الرقمي وكذلك خطتها "
    "الاستراتيجية للتحول إلى حكومة ذكية تشاركية لا ورقية في إطار تضافر جهود قطاعات الدولة "
    "لبناء مصر الرقمية، مشيرا إلى أنه يتم تنفيذ خطة تطوير للبريد من حيث الشكل والمضمون";

struct fixture {
	struct arena *a;
	struct diags *dg;
	const struct layout *l;
	struct fonts *fonts;
	struct shaper *shaper;
	dim ending; /* what stands behind the last line */
};

static void
set_up(struct fixture *f, gconstpointer data)
{
	g_autofree char *folder = g_build_filename(g_getenv("NASHRA_ROOT"), "fonts", NULL);

	f->a = arena_create();
	f->dg = diags_create();
	f->l = layout_read(f->a, f->dg, "l.yaml", LAYOUT, strlen(LAYOUT));
	f->fonts = fonts_create(f->dg, folder, NULL);
	f->shaper = shaper_create(f->fonts);
	g_assert_nonnull(f->l);
}

static void
tear_down(struct fixture *f, gconstpointer data)
{
	shaper_destroy(f->shaper);
	fonts_destroy(f->fonts);
	diags_destroy(f->dg);
	arena_destroy(f->a);
}

static struct block *
block_of(struct fixture *f, enum role role, const char *text)
{
	struct block *b = arena_new(f->a, struct block);
	struct span *sp = arena_new(f->a, struct span);

	*sp = (struct span) { .end = (uint32_t)strlen(text), .at = { "i.md", 4, 1 } };
	*b = (struct block) { .role = role, .style = f->l->role[role], .text = text,
		.len = sp->end, .spans = sp, .n_spans = 1, .at = { "i.md", 4, 1 } };
	return b;
}

static const struct galley *
set_block(struct fixture *f, const struct block *b, dim measure)
{
	const struct paragraph *p = shape_block(f->shaper, f->a, f->dg, b, f->l);
	const struct paragraph *m = b->marker
	    ? shape_marker(f->shaper, f->a, f->dg, b, f->l) : NULL;

	g_assert_nonnull(p);
	struct room r = { .measure = measure, .grid = 17 * PT, .ending = f->ending };

	return line_set(f->a, f->shaper, p, m, &r);
}

static const struct galley *
set(struct fixture *f, enum role role, const char *text, dim measure)
{
	return set_block(f, block_of(f, role, text), measure);
}

/* ---- the breaker ------------------------------------------------------ */

/* Boxes and spaces at random, as a paragraph has them. */
static size_t
random_atoms(GRand *rand, struct atom *to, size_t words)
{
	size_t n = 0;

	for (size_t i = 0; i < words; i++) {
		to[n++] = (struct atom) { .kind = ATOM_BOX,
			.width = g_rand_int_range(rand, 5, 60) * PT };
		if (i + 1 == words)
			break;
		to[n++] = (struct atom) { .kind = ATOM_GLUE, .width = 4 * PT,
			.stretch = 2 * PT, .shrink = PT };
	}
	to[n++] = (struct atom) { .kind = ATOM_GLUE, .stretch = GLUE_ENDLESS };
	to[n++] = (struct atom) { .kind = ATOM_PENALTY, .penalty = PENALTY_FORCE };
	return n;
}

/* The cost of one line by the book; INFINITY when it is overfull. */
static double
line_cost(const struct atom *a, size_t from, size_t b, const struct breaking *how,
    bool first, bool *ret_decent, int *ret_class)
{
	int64_t w = 0, stretch = 0, shrink = 0;
	int64_t room = how->measure - (first ? how->first_indent : 0);
	size_t glues = 0;

	for (size_t i = from; i < b; i++) {
		w += a[i].width;
		if (a[i].kind == ATOM_GLUE) {
			stretch += a[i].stretch;
			shrink += a[i].shrink;
			glues++;
		}
	}
	int64_t slack = room - w;
	double r = slack == 0 ? 0 : slack < 0 ? (shrink ? (double)slack / (double)shrink : -INFINITY)
	    : (stretch ? (double)slack / (double)stretch : INFINITY);
	*ret_decent = r >= -1;
	*ret_class = r < -0.5 ? 0 : r <= 0.5 ? 1 : r <= 1 ? 2 : 3;
	if (r < -1)
		return INFINITY;
	double bad = MIN(100 * fabs(r) * r * r, 1e7);
	bad = fabs(bad);
	double d = (10 + bad) * (10 + bad);
	if (a[b].kind == ATOM_PENALTY) {
		if (from > 0 && (glues <= 1 ||
			w < (int64_t)how->measure * how->last_line_min / 1024))
			d += 5e3;
	}
	return d;
}

struct brute {
	const struct atom *a;
	size_t n;
	const struct breaking *how;
	double best;
};

static void
try_all(struct brute *t, size_t from, int class, double so_far)
{
	for (size_t b = from + 1; b < t->n; b++) {
		bool glue = t->a[b].kind == ATOM_GLUE && t->a[b].stretch != GLUE_ENDLESS;
		bool decent;
		int c;

		if (!glue && t->a[b].kind != ATOM_PENALTY)
			continue;
		double cost = line_cost(t->a, from, b, t->how, from == 0, &decent, &c);
		if (!decent)
			return;
		cost += so_far + (abs(c - class) > 1 ? 1e4 : 0);
		if (t->a[b].kind == ATOM_PENALTY)
			t->best = MIN(t->best, cost);
		else
			try_all(t, b + 1, c, cost);
	}
}

/* Wide tolerance, so that one pass sees everything: then it is the optimum. */
static void
test_optimum(struct fixture *f, gconstpointer data)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(3);
	unsigned compared = 0;

	for (int i = 0; i < 400; i++) {
		struct atom atoms[64];
		size_t n = random_atoms(rand, atoms, (size_t)g_rand_int_range(rand, 2, 15));
		struct breaking how = { .measure = g_rand_int_range(rand, 80, 200) * PT,
			.first_indent = g_rand_int_range(rand, 0, 2) * 10 * PT,
			.tolerance = 1e9, .last_line_min = 338, USUAL };
		struct brute t = { atoms, n, &how, INFINITY };
		struct breaks br = line_break(f->a, atoms, n, &how);

		try_all(&t, 0, 1, 0);
		if (isinf(t.best))
			continue;
		compared++;
		/* Of ways that are worse by less than a jump some are not kept. */
		g_assert_cmpfloat(br.demerits, >=, t.best * (1 - 1e-9));
		g_assert_cmpfloat(br.demerits, <=, t.best * 1.05 + 1e4);
		for (size_t k = 1; k < br.n; k++)
			g_assert_cmpuint(br.at[k], >, br.at[k - 1]);
		g_assert_cmpuint(br.at[br.n - 1], ==, n - 1);
	}
	g_assert_cmpuint(compared, >, 300);
}

/* One line more or less, still within the tolerance; nothing is lost. */
static void
test_looseness(struct fixture *f, gconstpointer data)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(9);
	unsigned longer = 0, shorter = 0;

	for (int i = 0; i < 60; i++) {
		struct atom atoms[600];
		size_t n = random_atoms(rand, atoms, (size_t)g_rand_int_range(rand, 100, 290));
		struct breaking how = { .measure = 236 * PT, .tolerance = 200, .last_line_min = 205, USUAL };
		size_t least, most, best = line_counts(f->a, atoms, n, &how, &least, &most);

		g_assert_cmpuint(best, ==, line_break(f->a, atoms, n, &how).n);
		g_assert_cmpuint(least, <=, best);
		g_assert_cmpuint(most, >=, best);
		for (int loose = -1; loose <= 1; loose++) {
			how.looseness = loose;
			struct breaks br = line_break(f->a, atoms, n, &how);

			g_assert_cmpuint(br.at[br.n - 1], ==, n - 1);
			longer += br.n == best + 1;
			shorter += br.n + 1 == best;
		}
	}
	g_assert_cmpuint(longer, >, 20);
	g_assert_cmpuint(shorter, >, 5);
}

static void
test_overfull_atoms(struct fixture *f, gconstpointer data)
{
	struct atom a[] = {
		{ .kind = ATOM_BOX, .width = 30 * PT },
		{ .kind = ATOM_GLUE, .width = 4 * PT, .stretch = 2 * PT, .shrink = PT },
		{ .kind = ATOM_BOX, .width = 300 * PT },
		{ .kind = ATOM_GLUE, .width = 4 * PT, .stretch = 2 * PT, .shrink = PT },
		{ .kind = ATOM_BOX, .width = 30 * PT },
		{ .kind = ATOM_GLUE, .stretch = GLUE_ENDLESS },
		{ .kind = ATOM_PENALTY, .penalty = PENALTY_FORCE },
	};
	struct breaking how = { .measure = 100 * PT, .tolerance = 200, USUAL };
	struct breaks br = line_break(f->a, a, G_N_ELEMENTS(a), &how);

	g_assert_cmpuint(br.n, ==, 3);
	g_assert_cmpuint(br.at[0], ==, 1);
	g_assert_cmpuint(br.at[1], ==, 3);
	g_assert_true(br.loose);
}

/*
 * Lines of 70, 40 and 70 are as even as those of 70, 70 and 40: the short one
 * stands last.
 */
static void
test_even_lines_end_short(struct fixture *f, gconstpointer data)
{
	const struct atom space = { .kind = ATOM_GLUE, .width = 4 * PT };
	struct atom a[] = {
		{ .kind = ATOM_BOX, .width = 70 * PT }, space,
		{ .kind = ATOM_BOX, .width = 40 * PT }, space,
		{ .kind = ATOM_BOX, .width = 26 * PT }, space,
		{ .kind = ATOM_BOX, .width = 18 * PT }, space,
		{ .kind = ATOM_BOX, .width = 18 * PT },
		{ .kind = ATOM_GLUE, .stretch = GLUE_ENDLESS },
		{ .kind = ATOM_PENALTY, .penalty = PENALTY_FORCE },
	};
	struct breaking how = { .measure = 100 * PT, .tolerance = 200, .ragged = true,
		.balance = true, USUAL };
	struct breaks br = line_break(f->a, a, G_N_ELEMENTS(a), &how);

	g_assert_cmpuint(br.n, ==, 3);
	g_assert_cmpuint(br.at[0], ==, 1);
	g_assert_cmpuint(br.at[1], ==, 5);
}

static void
test_linear(struct fixture *f, gconstpointer data)
{
	g_autoptr(GRand) rand = g_rand_new_with_seed(5);
	uint64_t steps[2];

	for (int i = 0; i < 2; i++) {
		size_t words = i ? 8000 : 4000;
		struct atom *atoms = arena_array(f->a, struct atom, 2 * words + 2);
		size_t n = random_atoms(rand, atoms, words);
		struct breaking how = { .measure = 236 * PT, .tolerance = 200, .last_line_min = 338, USUAL };

		break_weighed(f->a, atoms, n, &how, NULL, &steps[i]);
	}
	g_assert_cmpuint(steps[1], <, steps[0] * 5 / 2);
}

/* ---- lines ------------------------------------------------------------ */

static dim
sum_of(const struct line *l)
{
	dim sum = 0;

	for (size_t i = 0; i < l->n; i++)
		sum += l->pieces[i].width;
	return sum;
}

/* What its glyphs come to, each rounded by itself: a unit off for each, at most. */
static void
assert_as_its_glyphs(const struct piece *pc, dim size)
{
	dim sum = 0;

	for (uint32_t i = 0; i < pc->word->n; i++)
		sum += run_scaled(pc->run, pc->word->glyphs[i].advance, size);
	g_assert_cmpint(ABS(sum - pc->width), <=, (int)pc->word->n);
}

/* Pieces lie side by side from the start edge; widths are to the unit. */
static void
assert_tiled(const struct line *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (!l->pieces[i].run->space)
			assert_as_its_glyphs(&l->pieces[i], 11 * PT);
	g_assert_cmpint(sum_of(l), ==, l->width);
	for (dim at = 0; at < l->width;) {
		dim next = -1;

		for (size_t i = 0; i < l->n; i++)
			if (l->pieces[i].at == at && l->pieces[i].width > 0)
				next = at + l->pieces[i].width;
		g_assert_cmpint(next, >, at);
		at = next;
	}
}

static void
test_exact(struct fixture *f, gconstpointer data)
{
	for (int mm = 60; mm <= 170; mm += 5) {
		dim measure = dim_from_pt(mm * 72 / 25.4);
		const struct galley *g = set(f, ROLE_BODY, long_text, measure);

		g_assert_cmpuint(g->n, >, 1);
		for (size_t i = 0; i < g->n; i++) {
			const struct line *l = &g->lines[i];

			assert_tiled(l);
			g_assert_cmpuint(l->start, ==, i ? g->lines[i - 1].end : 0);
			g_assert_false(l->pieces[0].run->space);
			g_assert_false(l->pieces[l->n - 1].run->space);
			g_assert_true(l->last == (i + 1 == g->n));
			if (l->last)
				g_assert_cmpint(l->width, <=, measure);
			else
				g_assert_cmpint(l->offset + l->width, ==, measure);
		}
		g_assert_cmpuint(g->lines[g->n - 1].end, ==, strlen(long_text));
	}
}


static void
test_natural_last(struct fixture *f, gconstpointer data)
{
	const struct galley *g = set(f, ROLE_BODY, "سطر قصير", 200 * PT);

	g_assert_cmpuint(g->n, ==, 1);
	g_assert_cmpint(g->lines[0].ratio, ==, 0);
	g_assert_cmpint(g->lines[0].width, ==, g->lines[0].natural);
}

static void
test_forced(struct fixture *f, gconstpointer data)
{
	const struct galley *g = set(f, ROLE_BODY, "أول\u2028ثان \u2028 ثالث", 200 * PT);

	g_assert_cmpuint(g->n, ==, 3);
	for (size_t i = 0; i < 3; i++) {
		g_assert_true(g->lines[i].last);
		g_assert_cmpuint(g->lines[i].n, ==, 1);
	}
}

static void
test_no_break(struct fixture *f, gconstpointer data)
{
	const struct galley *g = set(f, ROLE_CAPTION, "الدكتور\u00A0أحمد\u00A0سليمان", 60 * PT);

	g_assert_cmpuint(g->n, ==, 1);
	g_assert_true(g->lines[0].overfull);
	line_report(f->dg, g, 0, false, "here: ");
	g_assert_true(g_str_has_prefix(diags_get(f->dg, 0)->text, "here: "));
	g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, "line.overfull");
	g_assert_cmpuint(diags_get(f->dg, 0)->at.line, ==, 4);
}

static bool
parts_a_word(const struct line *l)
{
	return l->pieces[l->n - 1].run->brk == BREAK_PART;
}

/* A word of thirty letters is parted where no line can hold it, and only there; told once. */
static void
test_parted(struct fixture *f, gconstpointer data)
{
	static const char text[] = "في بطاقة الفلاح خبر سيستبتثسيستبتثسيستبتثسيستبتثسيستبت عن مصر";
	const struct galley *g = set(f, ROLE_BODY, text, 60 * PT);
	int parted = 0;

	for (size_t i = 0; i < g->n; i++) {
		g_assert_false(g->lines[i].overfull);
		parted += parts_a_word(&g->lines[i]);
		line_report(f->dg, g, i, false, "");
	}
	g_assert_cmpint(parted, >=, 2);
	int told = 0;
	for (size_t i = 0; i < diags_n(f->dg); i++) {
		const struct diag *d = diags_get(f->dg, i);

		if (strcmp(d->code, "line.parted") == 0) {
			told++;
			g_assert_cmpuint(d->at.col, ==, 21);
		}
	}
	g_assert_cmpint(told, ==, 1);
	for (dim measure = 200 * PT; measure <= 400 * PT; measure += 10 * PT) {
		g = set(f, ROLE_BODY, text, measure);
		for (size_t i = 0; i < g->n; i++)
			g_assert_false(parts_a_word(&g->lines[i]));
	}
}

/* Two words far apart, unless the style leaves such a line ragged: then as they are, and told of. */
static void
test_ragged_from(struct fixture *f, gconstpointer data)
{
	struct block *b = block_of(f, ROLE_BODY, "بطاقة الفلاح والاستراتيجيات المستقبلية للمحافظات");
	struct style *narrow = arena_memdup(f->a, b->style, sizeof *narrow);

	b->style = narrow;
	narrow->justify.narrow = 0;
	const struct galley *filled = set_block(f, b, 70 * PT);
	g_assert_cmpint(filled->lines[0].space, >, 2 * filled->space);
	g_assert_cmpint(filled->lines[0].unfilled, ==, 0);
	narrow->justify.ragged_from = 2048;
	const struct galley *g = set_block(f, b, 70 * PT);
	const struct line *l = &g->lines[0];
	g_assert_cmpuint(g->n, ==, filled->n);
	g_assert_cmpint(l->unfilled, ==, filled->lines[0].space);
	g_assert_cmpint(l->space, ==, g->space);
	g_assert_cmpint(l->width, ==, l->natural);
	g_assert_cmpuint(l->kashidas, ==, 0);
	line_report(f->dg, g, 0, false, "");
	g_assert_cmpuint(diags_n(f->dg), ==, 1);
	g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, "line.loose");
	g_assert_nonnull(strstr(diags_get(f->dg, 0)->text, "not filled"));
}

/* Lines of 8 pt touch; that they could move apart is said where they would: of vocalised text that does not yet. */
static void
test_touching(struct fixture *f, gconstpointer data)
{
	static const char vocalised[] = "نَصٌّ حَكِيمٌ لَهُ سِرٌّ قَاطِعٌ وَذُو شَأْنٍ عَظِيمٍ مَكْتُوبٌ عَلَى ثَوْبٍ أَخْضَرَ";
	static const struct {
		const char *text;
		bool grows, said;
	} t[] = { { long_text, false, false }, { long_text, true, false }, { vocalised, false, true } };

	for (size_t i = 0; i < G_N_ELEMENTS(t); i++) {
		struct block *b = block_of(f, ROLE_CAPTION, t[i].text);
		struct style *tight = arena_memdup(f->a, b->style, sizeof *tight);

		tight->leading = (struct length) { 8 * PT, UNIT_PT };
		tight->leading_grows = t[i].grows;
		b->style = tight;
		const struct galley *g = set_block(f, b, 120 * PT);

		line_report(f->dg, g, 1, false, "");
		/* At the top of a column it has no line above. */
		line_report(f->dg, g, 1, true, "");
		g_assert_cmpuint(diags_n(f->dg), ==, i + 1);
		const struct diag *d = diags_get(f->dg, i);
		g_assert_cmpstr(d->code, ==, "line.touching");
		g_assert_true((strstr(d->help, "leading-grows") != NULL) == t[i].said);
	}
}

/* Under the tail of meem there is room for an alef with its hamza, as high as their boxes are; under that of jeem there is none. */
static void
test_tails(struct fixture *f, gconstpointer data)
{
	static const struct {
		const char *text;
		bool touches;
	} t[] = { { "م\u2028أ", false }, { "ج\u2028أ", true } };

	for (size_t i = 0; i < G_N_ELEMENTS(t); i++) {
		struct block *b = block_of(f, ROLE_CAPTION, t[i].text);
		struct style *tight = arena_memdup(f->a, b->style, sizeof *tight);

		tight->align = ALIGN_START;
		tight->leading = (struct length) { 13 * PT, UNIT_PT };
		b->style = tight;
		const struct galley *g = set_block(f, b, 120 * PT);
		g_assert_cmpint(g->lines[0].below + g->lines[1].above, >, 16 * PT);
		g_assert_true(g->lines[1].touches == t[i].touches);
	}
}

/* A line that would touch the one above is drawn out in another place, and no looser than lines may be. */
static void
test_clear_of_above(struct fixture *f, gconstpointer data)
{
	struct block *b = block_of(f, ROLE_BODY, long_text);
	struct style *tight = arena_memdup(f->a, b->style, sizeof *tight);

	tight->leading = (struct length) { 13 * PT, UNIT_PT };
	b->style = tight;
	for (int measure = 186; measure <= 191; measure++) {
		const struct galley *g = set_block(f, b, measure * PT);

		for (size_t i = 0; i < g->n; i++) {
			g_assert_false(g->lines[i].touches);
			g_assert_cmpint(g->lines[i].space * 2, <=, g->space * 3);
		}
	}
}

static void
test_ladder(struct fixture *f, gconstpointer data)
{
	const struct galley *g = set(f, ROLE_HEADLINE, "وزير النقل يتابع تجديد الخطوط", 300 * PT);

	g_assert_cmpint(g->size, ==, 30 * PT);
	g_assert_false(g->too_many);
	g = set(f, ROLE_HEADLINE, "وزير النقل يتابع تجديد خطوط السكك الحديدية في الوجه القبلي", 300 * PT);
	g_assert_cmpint(g->size, <, 30 * PT);
	g_assert_cmpuint(g->n, ==, 2);
	/* Even lines: the shorter has more than half of the longer. */
	g_assert_cmpint(g->lines[1].width * 2, >, g->lines[0].width);
	g = set(f, ROLE_HEADLINE, long_text, 300 * PT);
	g_assert_cmpint(g->size, ==, 12 * PT);
	g_assert_true(g->too_many);
}

/* One short line: of 30, 20 and 12 pt the first that leaves 230 pt ten ems; the last whatever it leaves. */
static void
test_ladder_measure(struct fixture *f, gconstpointer data)
{
	struct block *b = block_of(f, ROLE_HEADLINE, "وزير النقل");
	struct style *st = arena_memdup(f->a, b->style, sizeof *st);

	g_assert_cmpint(set_block(f, b, 230 * PT)->size, ==, 30 * PT);
	b->style = st;
	st->least_measure = 10;
	g_assert_cmpint(set_block(f, b, 300 * PT)->size, ==, 30 * PT);
	g_assert_cmpint(set_block(f, b, 230 * PT)->size, ==, 20 * PT);
	g_assert_cmpint(set_block(f, b, 100 * PT)->size, ==, 12 * PT);
	/* It may still need more lines than it is to have. */
	b = block_of(f, ROLE_HEADLINE, long_text);
	b->style = st;
	g_assert_true(set_block(f, b, 100 * PT)->too_many);
}

static void
test_align(struct fixture *f, gconstpointer data)
{
	const struct line *l = set(f, ROLE_CAPTION, "في الوسط", 200 * PT)->lines;

	g_assert_cmpint(ABS(2 * l->offset + l->width - 200 * PT), <=, 1);
	l = set(f, ROLE_CREDIT, "في النهاية", 200 * PT)->lines;
	g_assert_cmpint(l->offset + l->width, ==, 200 * PT);
}

static void
test_indent(struct fixture *f, gconstpointer data)
{
	struct block *b = block_of(f, ROLE_BODY, long_text);

	b->indented = true;
	const struct galley *g = set_block(f, b, 230 * PT);
	g_assert_cmpint(g->lines[0].offset, ==, 11 * PT);
	g_assert_cmpint(g->lines[1].offset, ==, 0);
	g_assert_cmpint(g->lines[0].offset + g->lines[0].width, ==, 230 * PT);
}

static void
test_marker(struct fixture *f, gconstpointer data)
{
	struct block *b = block_of(f, ROLE_ENTRY, long_text);

	b->marker = "•";
	b->depth = 1;
	const struct galley *g = set_block(f, b, 230 * PT);
	g_assert_nonnull(g->marker);
	g_assert_cmpint(g->lines[0].offset, ==, 22 * PT);
	g_assert_cmpint(g->lines[1].offset, ==, 22 * PT);
	g_assert_cmpint(g->marker->offset, >=, 0);
	g_assert_cmpint(g->marker->offset + g->marker->width, <, 22 * PT);
	b->marker = "١٢٣٤٥٦.";
	g = set_block(f, b, 230 * PT);
	/* Too long for the inset: the first line makes room. */
	g_assert_cmpint(g->lines[0].offset, >, g->marker->offset + g->marker->width);
	g_assert_cmpint(g->lines[1].offset, ==, 22 * PT);
}

/* «a b» between Arabic words: from the start edge a comes after b. */
static void
test_mixed(struct fixture *f, gconstpointer data)
{
	const struct line *l = set(f, ROLE_CAPTION, "قال abc def ثم", 400 * PT)->lines;
	dim at[7];

	g_assert_cmpuint(l->n, ==, 7);
	assert_tiled(l);
	for (size_t i = 0; i < 7; i++)
		at[i] = l->pieces[i].at;
	g_assert_cmpint(at[0], <, at[4]); /* قال, def, abc, ثم */
	g_assert_cmpint(at[4], <, at[2]);
	g_assert_cmpint(at[2], <, at[6]);
}

/* L1: blanks at a line's end are of the paragraph, and are not set. */
static void
test_trailing(struct fixture *f, gconstpointer data)
{
	const struct galley *g = set(f, ROLE_CAPTION, "abc def ghi", 45 * PT);

	for (size_t i = 0; i < g->n; i++)
		g_assert_false(g->lines[i].pieces[g->lines[i].n - 1].run->space);
	g_assert_cmpuint(g->n, >, 1);
}

static void
test_narrow(struct fixture *f, gconstpointer data)
{
	/* Under 12 ems a column is not justified. */
	const struct galley *g = set(f, ROLE_BODY, long_text, 100 * PT);

	for (size_t i = 0; i < g->n; i++)
		g_assert_cmpint(g->lines[i].width, ==, g->lines[i].natural);
}

static void
test_empty(struct fixture *f, gconstpointer data)
{
	const struct galley *g = set(f, ROLE_BODY, "", 200 * PT);

	g_assert_cmpuint(g->n, <=, 1);
}

#define TEST(name) \
	g_test_add("/line/" #name, struct fixture, NULL, set_up, test_##name, tear_down)

/* ---- widths ----------------------------------------------------------- */

/* The widest word, and all words with the spaces between them. */
static void
test_widths(struct fixture *f, gconstpointer data)
{
	dim least, most, word, all, held;

	line_widths(shape_block(f->shaper, f->a, f->dg, block_of(f, ROLE_CAPTION, "في"
	    " الإسكندرية"), f->l), &least, &most);
	line_widths(shape_block(f->shaper, f->a, f->dg, block_of(f, ROLE_CAPTION,
	    "الإسكندرية"), f->l), &word, &all);
	g_assert_cmpint(least, ==, word);
	g_assert_cmpint(word, ==, all);
	g_assert_cmpint(most, ==, set(f, ROLE_CAPTION, "في الإسكندرية", 400 * PT)->lines[0].width);
	/* A space that holds makes one word of two; a forced line parts them. */
	line_widths(shape_block(f->shaper, f->a, f->dg, block_of(f, ROLE_CAPTION, "في\u00A0"
	    "الإسكندرية"), f->l), &held, &all);
	g_assert_cmpint(held, ==, most);
	line_widths(shape_block(f->shaper, f->a, f->dg, block_of(f, ROLE_CAPTION, "في\u2028"
	    "الإسكندرية"), f->l), &held, &all);
	g_assert_cmpint(all, ==, word);
}

/* «٢٥٠٫٧٥» and «٣٫٧٥» have the same behind their whole part. */
static void
test_digit_edge(struct fixture *f, gconstpointer data)
{
	const struct galley *a = set(f, ROLE_TABLE, "٢٥٠٫٧٥", 200 * PT);
	const struct galley *b = set(f, ROLE_TABLE, "٣٫٧٥", 200 * PT);
	dim edge = line_digit_edge(a, &a->lines[0], 6);

	g_assert_cmpint(edge, >, 0);
	g_assert_cmpint(edge, <, a->lines[0].width);
	g_assert_cmpint(ABS(edge - line_digit_edge(b, &b->lines[0], 2)), <=, 2);
	/* Of a whole number nothing is behind it. */
	g_assert_cmpint(line_digit_edge(a, &a->lines[0], a->block->len), ==, 0);
}

/* A mark at the end has its room in every measure, also where the last line would be full. */
static void
test_ending(struct fixture *f, gconstpointer data)
{
	const dim mark = 10 * PT;
	int full = 0;

	for (dim measure = 150 * PT; measure < 250 * PT; measure += 2 * PT) {
		f->ending = 0;
		const struct galley *g = set(f, ROLE_BODY, long_text, measure);
		const struct line *l = &g->lines[g->n - 1];
		full += l->offset + l->width + g->size / 2 + mark > measure;
		f->ending = mark;
		g = set(f, ROLE_BODY, long_text, measure);
		l = &g->lines[g->n - 1];
		g_assert_cmpint(l->offset + l->width + g->size / 2 + mark, <=, measure);
		g_assert_false(l->overfull);
	}
	g_assert_cmpint(full, >, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	TEST(optimum);
	TEST(looseness);
	TEST(overfull_atoms);
	TEST(even_lines_end_short);
	TEST(linear);
	TEST(exact);
	TEST(natural_last);
	TEST(forced);
	TEST(no_break);
	TEST(parted);
	TEST(ragged_from);
	TEST(touching);
	TEST(tails);
	TEST(clear_of_above);
	TEST(ladder);
	TEST(ladder_measure);
	TEST(align);
	TEST(indent);
	TEST(marker);
	TEST(mixed);
	TEST(trailing);
	TEST(narrow);
	TEST(empty);
	TEST(widths);
	TEST(digit_edge);
	g_test_add("/line/ending", struct fixture, NULL, set_up, test_ending, tear_down);
	return g_test_run();
}
