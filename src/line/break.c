/*
 * Choosing breaks: the least total demerits over the paragraph.
 *
 * D. E. Knuth and M. F. Plass, Breaking Paragraphs into Lines, 1981, with the
 * numbers of typography.md 2.  A node is a break that some line may start
 * after; the active ones are those from which a line can still reach the
 * atom at hand, oldest first.
 */
#include "line/line-int.h"

#include <math.h>
#include <string.h>

#define BADNESS_MAX 1e7        /* of a line that nothing can stretch */
#define BADNESS_OVERFULL 1e8   /* worse than any loose line */
#define DEMERITS_PART 1e15     /* worse than any loose line */
#define DEMERITS_WIDOW_WORD 1e7 /* balanced: one word last */
/*
 * More are not kept: lines of 2,000 words are no lines.  Bounds the last
 * pass, in which every break is feasible.
 */
#define ACTIVE_MAX 2048

/* Numbers of lines up to one place that are kept apart. */
#define LINES_N 6

enum fitness { FIT_TIGHT, FIT_DECENT, FIT_LOOSE, FIT_VERY_LOOSE, FIT_N };

struct sums {
	int64_t width, stretch, shrink, kashida;
	uint32_t glues;
};

struct node {
	struct sums before;      /* of all that stands before its line */
	double total;            /* demerits of all lines up to here */
	struct verdict verdict;  /* of the line that ends here */
	size_t atom;             /* that line ends at it */
	size_t start;            /* the next begins with it */
	uint32_t from;           /* node that line began at */
	uint32_t lines;          /* up to here */
	enum fitness fit;
	bool fresh;              /* what starts here starts after a forced break */
};

struct candidate {
	bool is;
	uint32_t from;
	double total;
	struct verdict verdict;
};

struct search {
	const struct atom *atoms;
	size_t n;
	const struct breaking *how;
	double tolerance;        /* INFINITY: any line will do */
	double ratio_max;        /* that tolerance as a ratio */
	GArray *nodes;           /* struct node; 0 is the paragraph's start */
	uint32_t *active;
	size_t n_active;
	struct sums now;         /* of the atoms before the one at hand */
	/* By fitness and, when another number of lines is sought, by lines. */
	struct candidate best[LINES_N][FIT_N];
	int rows;                /* of them that are used */
	double per_kashida;      /* one over the longest */
	uint32_t lines_low;      /* of the candidates at the break at hand */
	struct candidate overfull; /* the least of them, for when all are */
	uint64_t steps;
};

size_t
break_line_start(const struct atom *atoms, size_t n, size_t i)
{
	while (i < n && atoms[i].kind != ATOM_BOX && !is_forced(&atoms[i])
	    && !(i + 1 < n && is_forced(&atoms[i + 1])))
		i++;
	return i;
}

static struct node *
node_at(const struct search *s, uint32_t i)
{
	return &g_array_index(s->nodes, struct node, i);
}

static void
add_sums(struct sums *to, const struct atom *at)
{
	if (at->kind == ATOM_PENALTY)
		return;
	to->width += at->width;
	to->kashida += at->kashida;
	if (at->kind != ATOM_GLUE)
		return;
	to->stretch += at->stretch;
	to->shrink += at->shrink;
	to->glues++;
}

/* ---- one line --------------------------------------------------------- */

static int64_t
room(const struct search *s, uint32_t from)
{
	return (int64_t)s->how->measure - (from == 0 ? s->how->first_indent : 0);
}

static double
cubed_badness(double ratio)
{
	double r = fabs(ratio);

	return MIN(100 * r * r * r, BADNESS_MAX);
}

static struct verdict
weigh_overfull(int64_t over, int64_t measure)
{
	return (struct verdict){ .ratio = -1, .overfull = true,
		.badness = BADNESS_OVERFULL
		    * (1 + (double)over / (double)MAX(measure, 1)) };
}

/* How well a line fills its room; demerits come later. */
static struct verdict
weigh_justified(int64_t slack, int64_t stretch, int64_t shrink, int64_t measure)
{
	if (slack < -shrink)
		return weigh_overfull(-slack - shrink, measure);
	if (slack == 0)
		return (struct verdict){ 0 };
	double give = (double)(slack < 0 ? shrink : stretch);
	if (give <= 0)
		return (struct verdict){ .ratio = INFINITY, .badness = BADNESS_MAX };
	double r = (double)slack / give;
	return (struct verdict){ .ratio = r, .badness = cubed_badness(r) };
}

/*
 * The total length of so many lines is given, so the sum of squares of what
 * they lack is least when they are even.  Of two ways about as even, the one
 * whose last line is short is better: a short line between long ones is a
 * hole, so what the last one lacks counts a thirty-second less.
 */
static struct verdict
weigh_ragged(const struct search *s, int64_t slack, bool forced)
{
	if (slack < 0)
		return weigh_overfull(-slack, s->how->measure);
	if (forced && !s->how->balance)
		return (struct verdict){ 0 };
	double lacks = 100 * (double)slack / (double)MAX(s->how->measure, 1);
	return (struct verdict){ .badness = forced ? lacks * 31 / 32 : lacks };
}

static enum fitness
fitness_of(const struct verdict *v)
{
	if (v->ratio < -0.5)
		return FIT_TIGHT;
	if (v->ratio <= 0.5)
		return FIT_DECENT;
	return v->ratio <= 1 ? FIT_LOOSE : FIT_VERY_LOOSE;
}

/* A last line of one word or too few; what is one line anyway is no fault. */
static double
last_line_demerits(const struct search *s, const struct node *from)
{
	if (from->fresh)
		return 0;
	/* The endless glue is one of them. */
	if (s->now.glues - from->before.glues <= 1)
		return s->how->balance ? DEMERITS_WIDOW_WORD : s->how->demerits_short;
	int64_t width = s->now.width - from->before.width;
	int64_t least = (int64_t)s->how->measure * s->how->last_line_min / 1024;
	return !s->how->balance && width < least ? s->how->demerits_short : 0;
}

static double
demerits_of(const struct search *s, const struct node *from,
    const struct verdict *v, int penalty)
{
	double d = (10 + v->badness) * (10 + v->badness);
	double p = penalty;

	if (penalty <= PENALTY_FORCE)
		d += last_line_demerits(s, from);
	else if (penalty == PENALTY_PART)
		d += DEMERITS_PART;
	else
		d += p < 0 ? -p * p : p * p;
	d += (double)v->kashidas * s->how->demerits_kashida;
	if (abs((int)fitness_of(v) - (int)from->fit) > 1)
		d += s->how->demerits_jump;
	return d;
}

/* ---- one break -------------------------------------------------------- */

/* Of two ways to one place; ragged text first wants the fewest lines. */
static bool
is_better(const struct search *s, uint32_t from, double total,
    const struct candidate *than)
{
	if (!than->is)
		return true;
	if (s->how->ragged) {
		uint32_t a = node_at(s, from)->lines;
		uint32_t b = node_at(s, than->from)->lines;
		if (a != b)
			return a < b;
	}
	return total < than->total;
}

static void
offer(struct search *s, uint32_t from, struct verdict v, int penalty)
{
	const struct node *nd = node_at(s, from);
	uint32_t row = s->how->looseness == 0 ? 0 : MIN(nd->lines - s->lines_low, LINES_N - 1);
	struct candidate *to = v.overfull ? &s->overfull : &s->best[row][fitness_of(&v)];

	v.demerits = demerits_of(s, nd, &v, penalty);
	double total = nd->total + v.demerits;
	if (is_better(s, from, total, to))
		*to = (struct candidate){ true, from, total, v };
}

/* An overfull line starts as late as it can: it is as short as it can be. */
static void
offer_overfull(struct search *s, uint32_t from, struct verdict v, int penalty)
{
	if (s->overfull.is
	    && node_at(s, s->overfull.from)->start < node_at(s, from)->start)
		s->overfull.is = false;
	offer(s, from, v, penalty);
}

/* How many words will be drawn out, about. */
static int
kashidas_wanted(const struct search *s, const struct node *from, int64_t slack)
{
	const struct breaking *how = s->how;
	int64_t spaces = s->now.glues - from->before.glues;

	if (how->kashida_each <= 0 || slack <= spaces * how->kashida_from)
		return 0;
	double wanted = (double)(slack - spaces * how->kashida_aim) * s->per_kashida;
	return wanted >= 5 ? 6 : 1 + (int)MAX(wanted, 0);
}

/*
 * What words will take of a line's slack, so that its spaces come near what
 * is wished.  Of what the best places offer a part is counted on: neighbours
 * and stacks cannot all be used.
 */
static int64_t
drawn_out(const struct search *s, const struct node *from, int64_t slack)
{
	const struct breaking *how = s->how;
	int64_t spaces = s->now.glues - from->before.glues;
	int64_t offered = (s->now.kashida - from->before.kashida) * s->how->kashida_counted / 1024;

	if (how->kashida_each <= 0 || slack <= spaces * how->kashida_from)
		return 0;
	return MAX(MIN(MIN(offered, how->kashida_most), slack - spaces * how->kashida_aim), 0);
}

static struct verdict
weigh(const struct search *s, uint32_t from, bool forced)
{
	const struct node *nd = node_at(s, from);
	int64_t slack = room(s, from) - (s->now.width - nd->before.width);

	if (s->how->ragged)
		return weigh_ragged(s, slack, forced);
	int64_t drawn = forced ? 0 : drawn_out(s, nd, slack);
	int64_t wish = (s->now.glues - nd->before.glues) * (int64_t)s->how->space_wish;
	struct verdict v = weigh_justified(slack - drawn - wish,
	    s->now.stretch - nd->before.stretch - wish,
	    s->now.shrink - nd->before.shrink + wish, s->how->measure);
	if (!forced)
		v.kashidas = kashidas_wanted(s, nd, slack);
	return v;
}

/*
 * No later node can do better: lines from there are shorter still, or
 * (ragged) need one line more than the fewest.
 */
static bool
rest_is_hopeless(const struct search *s, const uint32_t *active,
    const struct verdict *v)
{
	uint32_t from = active[0];

	if (v->overfull || from == 0)
		return false;
	if (!s->how->ragged)
		return v->ratio > s->ratio_max;
	return node_at(s, active[1])->lines > node_at(s, from)->lines;
}

static void
add_node(struct search *s, size_t b, const struct candidate *c)
{
	const struct atom *at = &s->atoms[b];
	struct node nd = {
		.before = s->now, .total = c->total, .verdict = c->verdict,
		.atom = b, .from = c->from,
		.lines = node_at(s, c->from)->lines + 1,
		.fit = fitness_of(&c->verdict), .fresh = is_forced(at),
	};

	nd.start = break_line_start(s->atoms, s->n, b + 1);
	for (size_t i = b; i < nd.start; i++)
		add_sums(&nd.before, &s->atoms[i]);
	s->active[s->n_active++] = s->nodes->len;
	g_array_append_val(s->nodes, nd);
}

/* The ways to break here that are worth remembering. */
static void
add_nodes(struct search *s, size_t b)
{
	for (int row = 0; row < s->rows; row++) {
		double least = INFINITY;

		for (int f = 0; f < FIT_N; f++)
			if (s->best[row][f].is)
				least = MIN(least, s->best[row][f].total);
		for (int f = 0; f < FIT_N && s->n_active < ACTIVE_MAX; f++)
			if (s->best[row][f].is &&
			    s->best[row][f].total <= least + s->how->demerits_jump)
				add_node(s, b, &s->best[row][f]);
	}
	if (s->n_active == 0 && isinf(s->tolerance) && s->overfull.is)
		add_node(s, b, &s->overfull);
}

static void
clear_best(struct search *s)
{
	s->lines_low = UINT32_MAX;
	s->overfull.is = false;
	for (int row = 0; row < s->rows; row++)
		for (int f = 0; f < FIT_N; f++)
			s->best[row][f].is = false;
	if (s->how->looseness != 0)
		for (size_t i = 0; i < s->n_active; i++)
			s->lines_low = MIN(s->lines_low, node_at(s, s->active[i])->lines);
}

/* Weigh all lines that could end at atom `b`.  False when none may go on. */
static bool
try_break(struct search *s, size_t b, int penalty)
{
	bool forced = penalty <= PENALTY_FORCE;
	size_t kept = 0, i = 0;

	clear_best(s);
	while (i < s->n_active) {
		uint32_t from = s->active[i];
		struct verdict v = weigh(s, from, forced);
		s->steps++;
		if (v.overfull)
			offer_overfull(s, from, v, penalty);
		else if (v.badness <= s->tolerance)
			offer(s, from, v, penalty);
		bool stop = i + 1 < s->n_active
		    && rest_is_hopeless(s, &s->active[i], &v);
		if (!v.overfull && !forced)
			s->active[kept++] = from;
		i++;
		if (stop)
			break;
	}
	if (!forced) {
		memmove(&s->active[kept], &s->active[i],
		    (s->n_active - i) * sizeof *s->active);
		kept += s->n_active - i;
	}
	s->n_active = kept;
	add_nodes(s, b);
	return s->n_active > 0;
}

/* ---- the paragraph ---------------------------------------------------- */

static bool
may_break_at(const struct search *s, size_t i, int *ret_penalty)
{
	const struct atom *at = &s->atoms[i];

	*ret_penalty = at->kind == ATOM_PENALTY ? at->penalty : 0;
	if (at->kind == ATOM_PENALTY)
		return at->penalty < (isinf(s->tolerance) ? PENALTY_NEVER : PENALTY_PART);
	return at->kind == ATOM_GLUE && i > 0
	    && s->atoms[i - 1].kind == ATOM_BOX
	    && !(i + 1 < s->n && is_forced(&s->atoms[i + 1]));
}

static void
begin(struct search *s, double tolerance)
{
	struct node root = { .fit = FIT_DECENT, .fresh = true };

	s->tolerance = tolerance;
	s->ratio_max = cbrt(tolerance / 100);
	s->now = (struct sums){ 0 };
	root.start = break_line_start(s->atoms, s->n, 0);
	for (size_t i = 0; i < root.start; i++)
		add_sums(&s->now, &s->atoms[i]);
	root.before = s->now;
	g_array_set_size(s->nodes, 0);
	g_array_append_val(s->nodes, root);
	s->active[0] = 0;
	s->n_active = 1;
}

/* False when no lines within the tolerance reach the end. */
static bool
go_through(struct search *s, double tolerance)
{
	int penalty;

	begin(s, tolerance);
	for (size_t i = node_at(s, 0)->start; i < s->n; i++) {
		if (may_break_at(s, i, &penalty) && !try_break(s, i, penalty))
			return false;
		add_sums(&s->now, &s->atoms[i]);
	}
	return true;
}

/*
 * Each pass bears more than the one before, until one reaches the end.
 * Another number of lines needs looser ones from the start; ragged lines
 * cannot be loose.
 */
static void
go_through_wider(struct search *s)
{
	const double wider[] = { 1, s->how->wider, s->how->widest, INFINITY };
	size_t i = s->how->ragged ? G_N_ELEMENTS(wider) - 1 : s->how->looseness != 0;

	while (!go_through(s, s->how->tolerance * wider[i]) && i + 1 < G_N_ELEMENTS(wider))
		i++;
}

/* The end whose number of lines is nearest to what is sought, then the best. */
static uint32_t
best_end(const struct search *s)
{
	uint32_t best = s->active[0];

	for (size_t i = 1; i < s->n_active; i++)
		if (node_at(s, s->active[i])->total < node_at(s, best)->total)
			best = s->active[i];
	if (s->how->looseness == 0)
		return best;
	int64_t wanted = (int64_t)node_at(s, best)->lines + s->how->looseness;
	for (size_t i = 0; i < s->n_active; i++) {
		const struct node *nd = node_at(s, s->active[i]);
		int64_t off = ABS((int64_t)nd->lines - wanted);
		int64_t now = ABS((int64_t)node_at(s, best)->lines - wanted);

		if (off < now || (off == now && nd->total < node_at(s, best)->total))
			best = s->active[i];
	}
	return best;
}

static struct breaks
trace_back(const struct search *s, struct arena *a,
    struct verdict **ret_verdicts)
{
	uint32_t i = best_end(s);
	const struct node *nd = node_at(s, i);
	struct breaks br = { .n = nd->lines, .demerits = nd->total };
	double bearable = s->how->tolerance * s->how->wider;

	br.at = arena_array(a, size_t, br.n);
	*ret_verdicts = arena_array(a, struct verdict, br.n);
	for (size_t l = br.n; l > 0; l--, i = nd->from) {
		nd = node_at(s, i);
		br.at[l - 1] = nd->atom;
		(*ret_verdicts)[l - 1] = nd->verdict;
		if (nd->verdict.overfull
		    || (!s->how->ragged && nd->verdict.badness > bearable))
			br.loose = true;
	}
	return br;
}

struct breaks
break_weighed(struct arena *a, const struct atom *atoms, size_t n,
    const struct breaking *how, struct verdict **ret_verdicts,
    uint64_t *ret_steps)
{
	struct search s = { .atoms = atoms, .n = n, .how = how,
		.rows = how->looseness == 0 ? 1 : LINES_N,
		.per_kashida = 1.0 / MAX(how->kashida_each, 1) };
	struct verdict *verdicts = NULL;
	struct breaks br = { 0 };

	/* Without its forced end there is nothing to reach. */
	if (n > 0 && is_forced(&atoms[n - 1])) {
		s.nodes = g_array_sized_new(FALSE, FALSE, sizeof(struct node),
		    (guint)MIN(n, 256));
		s.active = g_new(uint32_t, ACTIVE_MAX + FIT_N);
		go_through_wider(&s);
		br = trace_back(&s, a, &verdicts);
		g_array_free(s.nodes, TRUE);
		g_free(s.active);
	}
	if (ret_verdicts)
		*ret_verdicts = verdicts;
	if (ret_steps)
		*ret_steps = s.steps;
	return br;
}

struct breaks
line_break(struct arena *a, const struct atom *atoms, size_t n,
    const struct breaking *how)
{
	return break_weighed(a, atoms, n, how, NULL, NULL);
}

size_t
line_counts(struct arena *a, const struct atom *atoms, size_t n,
    const struct breaking *how, size_t *ret_least, size_t *ret_most)
{
	struct breaking other = *how;
	size_t best = line_break(a, atoms, n, how).n;

	other.looseness = -2;
	struct breaks least = line_break(a, atoms, n, &other);
	other.looseness = 2;
	struct breaks most = line_break(a, atoms, n, &other);
	*ret_least = least.loose ? best : MIN(least.n, best);
	*ret_most = most.loose ? best : MAX(most.n, best);
	return best;
}
