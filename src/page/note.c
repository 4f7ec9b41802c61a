/* Notes at the foot of the column that their places stand in. */
#include "page/page-int.h"

/* What a line's leading has over its baseline, of 10. */
#define RISE 7
/* Of a note that is parted, the lines at either end at least. */
#define LINES_LEAST 2
/* Of its lines, what stands under one that only carries them. */
#define LINES_CARRIED 4

/* Where a text refers to note `number`: a byte, or the row of a table. */
static uint32_t
place_in(const struct block *b, int number)
{
	for (size_t i = 0; i < b->n_spans; i++)
		if (b->spans[i].note == number)
			return b->cell.inside ? (uint32_t)b->cell.row : b->spans[i].start;
	return UINT32_MAX;
}

static uint32_t
find_place(const struct block *b, size_t n, int number)
{
	uint32_t at = UINT32_MAX;

	for (size_t i = 0; i < n && at == UINT32_MAX; i++)
		at = place_in(&b[i], number);
	/* A table's first row has the notes of the caption over it. */
	return at == UINT32_MAX && b->kind == BLOCK_TABLE ? 0 : at;
}

static dim
height_of(const struct foot_note *n)
{
	return (dim)MIN((int64_t)n->galley->leading * (int64_t)(n->end - n->first), DIM_MAX / 4);
}

/* Lines that stand with the place; of a short note all. */
static size_t
lines_at_place(size_t n)
{
	return n < 2 * LINES_LEAST ? n : LINES_LEAST;
}

const struct foot_notes *
notes_set(struct arena *a, const struct story *st, size_t i, dim measure,
    const struct compositor *c, bool *ret_failed)
{
	const struct block *b = &st->blocks[i];
	size_t texts = b->kind == BLOCK_TABLE ? 1 + (size_t)(b->cell.rows * b->cell.columns) : 1;
	size_t first = i + texts, end = first;

	while (end < st->n && st->blocks[end].note > 0)
		end++;
	if (end == first)
		return NULL;
	struct foot_notes *notes = arena_new(a, struct foot_notes);
	notes->v = arena_array(a, struct foot_note, end - first);
	for (; first < end; first++) {
		const struct block *note = &st->blocks[first];
		const struct galley *g = c->block(c->ctx, note, measure);

		*ret_failed |= !g;
		if (g)
			notes->v[notes->n++] = (struct foot_note) {
			    find_place(b, texts, note->note), g, 0, lines_at_place(g->n) };
	}
	return notes;
}

/* White, rule and white; and what brings the last note's line to the row. */
static dim
gap_over(const struct layout *l, dim leading)
{
	dim space = length_dim(l->notes.space, l->grid_step, l->grid_step, l->grid_step);
	dim level = dim_scale(l->grid_step - leading, 10 - RISE, 10);

	return 2 * space + l->notes.rule.width + MAX(level, 0);
}

static bool
is_referred(const struct slug *s, const struct foot_note *n)
{
	return n->at >= s->notes_from && n->at < s->notes_end;
}

/* Those of a slug, what it carries first. */
static bool
next_note(const struct slug *s, size_t *i, const struct foot_note **ret_n)
{
	size_t carried = s->carried ? s->carried->n : 0, own = s->notes ? s->notes->n : 0;

	for (; *i < carried + own; ++*i) {
		bool is_own = *i >= carried;
		const struct foot_note *n = is_own ? &s->notes->v[*i - carried] : &s->carried->v[*i];

		if (is_own && (!is_referred(s, n) || n->end == 0))
			continue;
		*ret_n = n;
		++*i;
		return true;
	}
	return false;
}

dim
notes_height(const struct layout *l, const struct slug *s, bool first)
{
	const struct foot_note *n;
	dim height = 0;

	if (!s->notes && !s->carried)
		return 0;
	for (size_t i = 0; next_note(s, &i, &n); first = false)
		height += (first ? gap_over(l, n->galley->leading) : 0) + height_of(n);
	return height;
}

/* ---- parted ----------------------------------------------------------- */

/* Lines of notes that stand under no slug yet, in the order of the notes. */
struct rest {
	struct arena *a;
	GArray *v; /* struct foot_note */
	dim most;  /* height that one slug carries */
	bool between; /* notes alone may stand between two texts */
};

/* Of notes as `n`, the lines that one slug carries at most. */
static size_t
lines_most(const struct rest *r, const struct foot_note *n)
{
	return (size_t)MAX(r->most / MAX(n->galley->leading, 1), LINES_LEAST);
}

static size_t
lines_open(const struct rest *r)
{
	size_t lines = 0;

	for (guint i = 0; i < r->v->len; i++)
		lines += g_array_index(r->v, struct foot_note, i).end -
		    g_array_index(r->v, struct foot_note, i).first;
	return lines;
}

/* About `room` of `lines`, that none of what is parted is short. */
static size_t
lines_of_part(size_t lines, size_t room)
{
	size_t some = MAX(room, LINES_LEAST);

	return lines < some + LINES_LEAST ? lines : some;
}

/* About `room` lines of what is open go with `s`. */
static void
carry(struct rest *r, struct slug *s, size_t room)
{
	struct foot_notes *c = arena_new(r->a, struct foot_notes);

	c->v = arena_array(r->a, struct foot_note, r->v->len);
	while (r->v->len > 0 && room > 0) {
		struct foot_note *n = &g_array_index(r->v, struct foot_note, 0);
		size_t some = lines_of_part(n->end - n->first, room);

		c->v[c->n] = *n;
		c->v[c->n++].end = n->first + some;
		n->first += some;
		room -= MIN(room, some);
		if (n->first == n->end)
			g_array_remove_index(r->v, 0);
	}
	if (c->n > 0)
		s->carried = c;
}

/* The next after note `i` of those that slug `s` refers to, from 0; NULL: it was the last. */
static struct foot_note *
own_note(const struct slug *s, size_t *i)
{
	for (; s->notes && *i < s->notes->n; ++*i)
		if (is_referred(s, &s->notes->v[*i]))
			return &s->notes->v[(*i)++];
	return NULL;
}

static bool
refers(const struct slug *s)
{
	size_t i = 0;

	return own_note(s, &i) != NULL;
}

/* Lines that stand with `s` when its notes begin there: of the last of them its first. */
static size_t
lines_in_order(const struct rest *r, const struct slug *s)
{
	size_t lines = lines_open(r), at_place = 0;
	const struct foot_note *n;

	for (size_t i = 0; (n = own_note(s, &i));) {
		lines += at_place;
		at_place = n->galley->n;
	}
	return lines + lines_at_place(at_place);
}

/* All notes of `s` but the last stand whole with it; that one is open then. */
static void
begin_notes(struct rest *r, const struct slug *s)
{
	struct foot_note *n, *last = NULL;

	for (size_t i = 0; (n = own_note(s, &i)); last = n)
		if (last)
			last->end = last->galley->n;
	if (last->end < last->galley->n)
		g_array_append_val(r->v, ((struct foot_note) { last->at, last->galley, last->end,
		    last->galley->n }));
}

/* They wait for those that are open. */
static void
queue_notes(struct rest *r, const struct slug *s)
{
	struct foot_note *n;

	for (size_t i = 0; (n = own_note(s, &i)); n->end = 0)
		g_array_append_val(r->v, ((struct foot_note) { n->at, n->galley, 0, n->galley->n }));
}

/*
 * The notes of `s` begin with it, after all that is open; where that is more
 * than it can carry, they do when that is done.
 */
static void
carry_in_order(struct rest *r, struct slug *s)
{
	size_t i = 0, most = lines_most(r, own_note(s, &i));

	if (lines_in_order(r, s) <= most) {
		carry(r, s, lines_open(r));
		begin_notes(r, s);
	} else {
		queue_notes(r, s);
		carry(r, s, most);
	}
}

/* Under what stands at the end of `v` goes what is left of notes, but for so many lines. */
static void
carry_rest(struct rest *r, GArray *v, size_t left)
{
	while (lines_open(r) > left) {
		struct slug s = g_array_index(v, struct slug, v->len - 1);
		const struct group *empty = arena_new(r->a, struct group);
		struct slug under = { .kind = PLACED_TINT, .block = s.block, .group = empty,
			.story = s.story, .span = s.span, .frame = s.frame, .width = s.width,
			.keep = s.keep, .after = s.after, .noting = true, .fixed = true };

		for (int i = 0; i < LINES_CARRIED / LINES_LEAST && lines_open(r) > left; i++) {
			under.carried = NULL;
			carry(r, &under, LINES_LEAST);
			g_array_append_val(v, under);
		}
	}
}

bool
notes_alone(const struct slug *s)
{
	return s->carried && s->group && s->group->n == 0;
}

/* A text whose lines carry notes stays as it is. */
static void
fix_texts(GArray *v, guint from)
{
	for (guint i = from, end; i < v->len; i = end) {
		const struct slug *s = &g_array_index(v, struct slug, i);
		bool fixed = false;

		for (end = i; end < v->len && g_array_index(v, struct slug, end).block == s->block; end++)
			fixed |= g_array_index(v, struct slug, end).carried != NULL;
		for (guint k = i; k < end; k++)
			g_array_index(v, struct slug, k).fixed |= fixed;
	}
}

static bool
is_as_wide(const struct slug *s, const struct slug *t)
{
	return s->span == t->span && s->frame == t->frame;
}

/* Does a text end before slug `i`, so that notes alone may stand there, and no white with them? */
static bool
is_between(const struct rest *r, const GArray *slugs, guint i)
{
	const struct slug *s = &g_array_index(slugs, struct slug, i), *before = s - 1;

	return r->between && i > 0 && before->block != s->block && !before->keep && before->after == 0 &&
	    s->before == 0 && s->kind == PLACED_LINE && is_as_wide(before, s);
}

/*
 * Slugs from `from` on that carry what is open: to where the next note begins, if `*ret_ends`
 * is not set, or to where what they leave of it can be parted anywhere.
 */
static size_t
count_carriers(const struct rest *r, const GArray *slugs, guint from, bool *ret_ends)
{
	const struct slug *v = (const struct slug *)(const void *)slugs->data;
	size_t lines = lines_open(r), n = 1;
	guint i = from + 1;

	while (i < slugs->len && n * LINES_LEAST < lines && !is_between(r, slugs, i) && !refers(&v[i]) &&
	    is_as_wide(&v[from], &v[i])) {
		i++;
		n++;
	}
	*ret_ends = i == slugs->len || is_between(r, slugs, i) || !is_as_wide(&v[from], &v[i]);
	return n;
}

/* As many lines under each slug that all are done where the next note begins, if it can carry them. */
static size_t
share(const struct rest *r, const GArray *slugs, guint from)
{
	bool ends;
	size_t lines = lines_open(r), n = count_carriers(r, slugs, from, &ends);

	return ends ? LINES_LEAST : CLAMP((lines + n - 1) / n, LINES_LEAST,
	    lines_most(r, &g_array_index(r->v, struct foot_note, 0)));
}

/* Of what is open, the lines that wait for slug `i`, which begins a text, and those behind it. */
static size_t
lines_behind(const struct rest *r, const GArray *slugs, guint i)
{
	bool ends;

	if (refers(&g_array_index(slugs, struct slug, i)))
		return 0;
	size_t n = count_carriers(r, slugs, i, &ends);
	return ends ? lines_open(r) : n * LINES_LEAST;
}

void
notes_carry(struct arena *a, GArray *v, guint from, dim most, bool between)
{
	g_autoptr(GArray) old = g_array_new(FALSE, FALSE, sizeof(struct slug));
	g_autoptr(GArray) left = g_array_new(FALSE, FALSE, sizeof(struct foot_note));
	struct rest r = { a, left, most, between };

	g_array_append_vals(old, &g_array_index(v, struct slug, from), v->len - from);
	g_array_set_size(v, from);
	for (guint i = 0; i < old->len; i++) {
		struct slug s = g_array_index(old, struct slug, i);
		const struct slug *before = i > 0 ? &g_array_index(old, struct slug, i - 1) : NULL;

		if (before && !is_as_wide(before, &s))
			carry_rest(&r, v, 0);
		else if (left->len > 0 && is_between(&r, old, i))
			carry_rest(&r, v, lines_behind(&r, old, i));
		s.noting = left->len > 0;
		if (refers(&s))
			carry_in_order(&r, &s);
		else if (left->len > 0)
			carry(&r, &s, share(&r, old, i));
		g_array_append_val(v, s);
	}
	carry_rest(&r, v, 0);
	fix_texts(v, from);
}

/* ---- at their places -------------------------------------------------- */

static void
place_rule(GArray *to, const struct layout *l, const struct rect *room, bool goes_on, bool rtl,
    int column)
{
	struct length long_as = goes_on ? l->notes.rule_continued : l->notes.rule_length;
	dim length = MIN(length_dim(long_as, l->grid_step, l->grid_step, room->w), room->w);
	struct placed p = { .kind = PLACED_RULE, .furniture = true, .story = -1,
		.column = column, .colour = l->notes.rule.colour,
		.box = { room->x + (rtl ? room->w - length : 0), room->y, length,
			l->notes.rule.width } };

	if (p.box.h > 0 && length > 0)
		g_array_append_val(to, p);
}

static void
place_note(GArray *to, const struct foot_note *n, const struct rect *room, dim y, int column,
    int story)
{
	const struct galley *g = n->galley;

	for (size_t i = n->first; i < n->end; i++) {
		dim down = (dim)(i - n->first) * g->leading + dim_scale(g->leading, RISE, 10);
		struct placed p = { .kind = PLACED_LINE, .block = g->block, .galley = g,
			.line = &g->lines[i], .story = story, .column = column,
			.colour = g->block->style->colour,
			.box = { room->x, y + down, g->measure, g->leading } };

		if (i == 0 && g->marker) {
			struct placed marker = p;

			marker.line = g->marker;
			g_array_append_val(to, marker);
		}
		g_array_append_val(to, p);
	}
}

void
notes_place(GArray *to, const struct layout *l, const struct slug *const *v, size_t n,
    const struct rect *room, int column)
{
	dim space = length_dim(l->notes.space, l->grid_step, l->grid_step, l->grid_step);
	dim y = room->y + 2 * space + l->notes.rule.width;
	const struct foot_note *note;
	bool first = true;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; next_note(v[i], &j, &note); first = false) {
			dim in = v[i]->indent;
			struct rect r = { room->x + in, room->y + space, room->w - 2 * in, 0 };

			if (first)
				place_rule(to, l, &r, note->first > 0,
				    block_rtl(note->galley->block, l), column);
			place_note(to, note, &r, y, column, v[i]->story);
			y += height_of(note);
		}
}
