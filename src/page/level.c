/*
 * Columns that end level though their text does not.
 *
 * As newspapers do it: white grows where it stands anyway (between items,
 * around heads, figures, tables and lists), texts run a line longer or
 * shorter, pictures lose a strip or gain one.  All of it is whole rows of the grid, so
 * what stands below moves by as much and the body stays on its rows.  Each
 * place has a price that rises with its rows; the cheapest are taken first,
 * evenly over the column.
 */
#include "page/page-int.h"

/* Lines of a text that may be set anew, at least. */
#define LINES_TO_RECAST 3

enum lever_kind { BETWEEN, UNDER_RULE, AROUND, TEXT, PICTURE, PARAGRAPH };

/* What a row costs, in rows of white squared; of each kind the first row first. */
static const struct step {
	enum lever_kind kind;
	int row;
	double price;
} steps[] = {
	{ BETWEEN, 1, 0.3 }, { PICTURE, 1, 0.4 }, { TEXT, 1, 0.6 }, { BETWEEN, 2, 1.0 }, { PICTURE, 2, 1.2 },
	{ AROUND, 1, 1.2 }, { UNDER_RULE, 1, 1.6 }, { PICTURE, 3, 2.0 }, { BETWEEN, 3, 2.5 }, { PICTURE, 4, 3.0 },
	{ AROUND, 2, 5.0 }, { BETWEEN, 4, 5.0 }, { UNDER_RULE, 2, 5.5 }, { AROUND, 3, 12.0 }, { PARAGRAPH, 1, 12.0 },
	{ AROUND, 4, 20.0 }, { PARAGRAPH, 2, 40.0 },
};

/* ---- places ----------------------------------------------------------- */

static bool
is_list(const struct slug *s)
{
	return s->block && (s->block->role == ROLE_ENTRY || s->block->role == ROLE_QUOTE ||
	    s->block->role == ROLE_SPEAKER);
}

/* May more white stand beside it than beside a line of text? */
static bool
is_apart(const struct slug *s)
{
	return s->kind == PLACED_IMAGE || (s->group && !notes_alone(s)) || s->loose || s->block->style->keep_with_next ||
	    s->block->role == ROLE_CAPTION || s->block->role == ROLE_CREDIT ||
	    s->block->role == ROLE_CONTACT;
}

/* Is it the text under a release's head, which may stand further from it? */
static bool
is_under_head(const struct slug *head, const struct slug *s)
{
	return head->kind == PLACED_LINE && s->kind == PLACED_LINE &&
	    (head->block->role == ROLE_HEADLINE || head->block->role == ROLE_DECK ||
		head->block->role == ROLE_BYLINE) &&
	    (s->block->role == ROLE_BODY || s->block->role == ROLE_LEAD ||
		s->block->role == ROLE_DATELINE);
}

/* Two subheads under each other, as of a decision and of its first article. */
static bool
is_head_on_head(const struct slug *before, const struct slug *s)
{
	return before->kind == PLACED_LINE && s->kind == PLACED_LINE &&
	    before->block->role == ROLE_SUBHEAD && s->block->role == ROLE_SUBHEAD;
}

/* A list under the text that leads to it: «these are:». */
static bool
leads_to_list(const struct slug *before, const struct slug *s)
{
	return s->block && s->block->role == ROLE_ENTRY && !is_list(before) && !is_apart(before);
}

bool
white_stands_around(const struct slug *before, const struct slug *s)
{
	if (slug_is_rule(before) || slug_is_rule(s) || before->block == s->block)
		return false;
	if (is_head_on_head(before, s))
		return true;
	if (leads_to_list(before, s))
		return false;
	return (s->faults & CUT_KEEP) == 0 && before->story == s->story &&
	    (is_apart(before) || is_apart(s) || is_list(before) != is_list(s));
}

/* Entries of one list of contents, or of an index. */
static bool
are_listed(const struct slug *before, const struct slug *s)
{
	return before->block && s->block && before->block->role == s->block->role &&
	    (s->block->role == ROLE_CONTENTS_ENTRY || s->block->role == ROLE_INDEX_ENTRY);
}

/* Does white before slug `i`, which is not its column's first, level it?  Within a box none does: its text would seem torn. */
static bool
takes_white(const struct band *b, size_t i, enum reach reach, enum lever_kind *ret_kind)
{
	const struct slug *before = &b->slugs[i - 1], *s = &b->slugs[i];

	*ret_kind = slug_is_rule(before) ? UNDER_RULE : BETWEEN;
	if (slug_is_rule(before) || slug_is_rule(s))
		return true;
	if (before->block == s->block || (s->frame && s->frame == before->frame) || are_listed(before, s))
		return false;
	if (white_stands_around(before, s)) {
		*ret_kind = AROUND;
		return true;
	}
	if ((s->faults & CUT_KEEP) == 0 && before->story != s->story)
		return true;
	*ret_kind = PARAGRAPH;
	return reach == REACH_PARAGRAPHS && ((s->faults & CUT_KEEP) == 0 || is_under_head(before, s));
}

/* The first slug of a column that is seen at its top. */
static size_t
first_put(const struct band *b, size_t start, bool keeps_rules)
{
	while (start < b->end && (notes_alone(&b->slugs[start]) ||
	    (slug_is_rule(&b->slugs[start]) && !keeps_rules)))
		start++;
	return start;
}

int
rows_of_picture(const struct layout *l, const struct slug *s, bool more)
{
	return MIN((more ? s->growth : s->trim) / MAX(l->grid_step, 1), ROWS_A_PLACE);
}

size_t
slug_text(const struct band *b, size_t start, size_t end, size_t i)
{
	const struct slug *s = &b->slugs[i];

	if (s->kind != PLACED_LINE || s->loose || s->anew || s->fixed ||
	    s->galley->n < LINES_TO_RECAST || s->block->style->keep_with_next)
		return NO_TEXT;
	size_t at = (size_t)(s->line - s->galley->lines), n = s->galley->n;
	/* Some of its lines may stand elsewhere, where stories go on. */
	bool whole = i >= start + at && i - at + n <= end &&
	    b->slugs[i - at].galley == s->galley && b->slugs[i - at].line == s->galley->lines &&
	    b->slugs[i - at + n - 1].line == &s->galley->lines[n - 1];
	return whole ? i - at : NO_TEXT;
}

size_t
text_to(const struct band *b, size_t start, size_t i)
{
	const struct slug *s = &b->slugs[i];

	if (s->kind != PLACED_LINE || !s->grid || s->galley->leading != b->layout->grid_step)
		return NO_TEXT;
	return slug_text(b, start, i + 1, i);
}

/*
 * Rows of white that a place takes; within a release there is less of it, and under what
 * parts two, which stands nearer to what it begins; but around heads, figures and lists
 * as much before it comes between paragraphs.
 */
static int
white_most(const struct layout *l, enum lever_kind kind, enum reach reach)
{
	bool much = kind == BETWEEN || (kind == AROUND && reach == REACH_PARAGRAPHS);

	return much ? l->columns.stretch : (l->columns.stretch + 1) / 2;
}

/* ---- what a column has ------------------------------------------------ */

void
levers_add(struct levers *v, struct cutter *k, const struct band *b, size_t start,
    size_t i, bool keeps_rules)
{
	enum lever_kind kind;
	size_t text = text_to(b, start, i);
	int higher = rows_of_picture(b->layout, &b->slugs[i], true);
	int lower = rows_of_picture(b->layout, &b->slugs[i], false);

	if (i > first_put(b, start, keeps_rules) && takes_white(b, i, v->reach, &kind)) {
		v->between += kind == BETWEEN;
		v->under += kind == UNDER_RULE;
		v->around += kind == AROUND;
		v->paragraphs += kind == PARAGRAPH;
		v->more += white_most(b->layout, kind, v->reach);
	}
	for (int row = 0; row < higher; row++)
		v->higher[row]++;
	for (int row = 0; row < lower; row++)
		v->lower[row]++;
	v->more += higher;
	v->less += lower;
	if (text == NO_TEXT)
		return;
	bool longer = cutter_recast(k, b->slugs[i].galley, 1) != NULL;
	bool shorter = cutter_recast(k, b->slugs[i].galley, -1) != NULL;
	v->longer += longer;
	v->more += longer;
	v->shorter += shorter;
	v->less += shorter;
}

/* Places that can give the row of `s`. */
static int
count_at(const struct levers *v, const struct layout *l, const struct step *s, bool more)
{
	switch (s->kind) {
	case BETWEEN:
		return more && s->row <= white_most(l, BETWEEN, v->reach) ? v->between : 0;
	case UNDER_RULE:
		return more && s->row <= white_most(l, UNDER_RULE, v->reach) ? v->under : 0;
	case AROUND:
		return more && s->row <= white_most(l, AROUND, v->reach) ? v->around : 0;
	case TEXT:
		return more ? v->longer : v->shorter;
	case PARAGRAPH:
		return more && s->row <= white_most(l, PARAGRAPH, v->reach) ? v->paragraphs : 0;
	case PICTURE:
		return more ? v->higher[s->row - 1] : v->lower[s->row - 1];
	}
	return 0;
}

double
levers_cost(const struct levers *v, const struct layout *l, int rows)
{
	double cost = 0;
	int left = ABS(rows);

	for (size_t i = 0; i < G_N_ELEMENTS(steps) && left > 0; i++) {
		int n = MIN(count_at(v, l, &steps[i], rows > 0), left);

		cost += n * steps[i].price;
		left -= n;
	}
	return cost;
}

/* ---- pulling ---------------------------------------------------------- */

struct lever {
	enum lever_kind kind;
	int most;                /* rows */
	struct shift change;
};

static void
add_lever(GArray *to, enum lever_kind kind, int most, size_t at, const struct galley *g)
{
	struct lever v = { kind, most, { .at = at, .picture = kind == PICTURE, .galley = g } };

	if (most > 0)
		g_array_append_val(to, v);
}

static void
list_levers(struct cutter *k, const struct band *b, size_t start, const struct cut *cut,
    bool keeps_rules, GArray *to)
{
	bool more = cut->rows > 0;
	size_t first = first_put(b, start, keeps_rules);
	enum lever_kind kind;

	for (size_t i = start; i < cut->end; i++) {
		size_t text = text_to(b, start, i);

		if (more && i > first && takes_white(b, i, cut->reach, &kind))
			add_lever(to, kind, white_most(b->layout, kind, cut->reach), i, NULL);
		add_lever(to, PICTURE, rows_of_picture(b->layout, &b->slugs[i], more), i, NULL);
		const struct galley *g = text != NO_TEXT
		    ? cutter_recast(k, b->slugs[i].galley, more ? 1 : -1) : NULL;
		add_lever(to, TEXT, g != NULL, text, g);
	}
}

/* `rows` of those that `s` can give, evenly over the column; how many it gave. */
static int
pull_step(GArray *levers, const struct step *s, int rows, int sign)
{
	int n = 0, given = 0, seen = 0;

	for (guint i = 0; i < levers->len; i++) {
		const struct lever *v = &g_array_index(levers, struct lever, i);

		n += v->kind == s->kind && v->most >= s->row;
	}
	rows = MIN(rows, n);
	for (guint i = 0; i < levers->len && given < rows; i++) {
		struct lever *v = &g_array_index(levers, struct lever, i);

		if (v->kind != s->kind || v->most < s->row)
			continue;
		/* The j-th of n is taken when it brings the next of `rows`. */
		if ((seen + 1) * rows / n > seen * rows / n) {
			v->change.rows += sign;
			given++;
		}
		seen++;
	}
	return given;
}

size_t
levers_pull(struct cutter *k, struct arena *a, const struct band *b, size_t start,
    const struct cut *cut, bool keeps_rules, const struct shift **ret_v)
{
	g_autoptr(GArray) levers = g_array_new(FALSE, FALSE, sizeof(struct lever));
	int left = ABS(cut->rows), sign = cut->rows > 0 ? 1 : -1;
	size_t n = 0;

	list_levers(k, b, start, cut, keeps_rules, levers);
	for (size_t i = 0; i < G_N_ELEMENTS(steps) && left > 0; i++)
		left -= pull_step(levers, &steps[i], left, sign);
	struct shift *v = arena_array(a, struct shift, levers->len);
	for (guint i = 0; i < levers->len; i++)
		if (g_array_index(levers, struct lever, i).change.rows != 0)
			v[n++] = g_array_index(levers, struct lever, i).change;
	*ret_v = v;
	return n;
}

/* ---- the column as it is then ----------------------------------------- */

static void
recast_into(GArray *to, const struct slug *old, const struct galley *g)
{
	guint at = to->len;

	g_array_set_size(to, at + (guint)g->n);
	slugs_recast(old, old->galley->n, g, &g_array_index(to, struct slug, at));
}

/* Add slug `i`, or the text it begins, with the changes from `at` on; how many it was. */
static size_t
change_slug(const struct band *b, const struct cut *cut, size_t *at, size_t i, GArray *to)
{
	struct slug s = b->slugs[i];
	dim step = b->layout->grid_step;

	for (; *at < cut->n && cut->changes[*at].at == i; ++*at) {
		const struct shift *c = &cut->changes[*at];

		if (c->galley) {
			guint first = to->len;

			recast_into(to, &b->slugs[i], c->galley);
			g_array_index(to, struct slug, first).spread = s.spread;
			++*at;
			return s.galley->n;
		}
		if (c->picture)
			slug_deepen(&s, c->rows * step);
		else
			s.spread += c->rows * step;
	}
	g_array_append_val(to, s);
	return 1;
}

void
column_change(const struct band *b, size_t start, const struct cut *cut, GArray *to)
{
	size_t at = 0;

	for (size_t i = start; i < cut->end;)
		i += change_slug(b, cut, &at, i, to);
}
