/*
 * Stories that face each other, page after page.
 *
 * A pair is two galleys, each in half of the columns: they begin level, and
 * each goes on at its side of the next page, whatever the other does.  What
 * comes next begins under the longer of the two.  What is of neither side
 * stands over all columns.
 */
#include "page/page-int.h"

/* A page as far as it is filled. */
struct sheet {
	GArray *plans, *rules;
};

/* What is cut by itself: one story of either side, or a run of others. */
struct part_of_issue {
	const struct story *first;
	bool pair;               /* in halves, though one of them may be white */
	int sides;               /* of it that have text */
	struct slugs cast[2];
	struct slugs slugs[2];   /* the same with heads level, where it was tried last */
	struct window windows[2];
};

/* Where one stands: plans of its sides, from page `page` on. */
struct standing {
	GArray *plans[2];
	int page;
	dim top;
	double cost;
};

struct facer {
	const struct trial *t;
	const struct layout *l;
	size_t next;             /* of the trial's order */
	GArray *sheets;          /* struct sheet, from the trial's first page on */
	int page;                /* the last of them */
	dim foot;                /* of what stands on it */
	const struct slug *last; /* the end of that; NULL: it is empty */
	bool after_pair;
	double cost;
	bool failed;
};

/* As it was before a head, which may have to go along to the next page. */
struct before {
	int page;
	guint plans, rules;
	dim foot;
	const struct slug *last;
	bool after_pair;
	double cost;
};

/* ---- sheets ----------------------------------------------------------- */

static struct sheet *
sheet_of(struct facer *f, int page)
{
	while (f->sheets->len <= (guint)(page - f->t->first)) {
		struct sheet s = { g_array_new(FALSE, FALSE, sizeof(struct plan)),
			g_array_new(FALSE, FALSE, sizeof(struct placed)) };

		g_array_append_val(f->sheets, s);
	}
	return &g_array_index(f->sheets, struct sheet, page - f->t->first);
}

static void
free_sheets(GArray *v)
{
	for (guint i = 0; i < v->len; i++) {
		g_array_unref(g_array_index(v, struct sheet, i).plans);
		g_array_unref(g_array_index(v, struct sheet, i).rules);
	}
	g_array_unref(v);
}

static void
turn_over(struct facer *f)
{
	f->page++;
	f->foot = frame_area(f->l, f->page).top;
	f->last = NULL;
}

static struct before
remember(struct facer *f)
{
	const struct sheet *s = sheet_of(f, f->page);

	return (struct before) { f->page, s->plans->len, s->rules->len, f->foot, f->last,
		f->after_pair, f->cost };
}

static void
take_back(struct facer *f, const struct before *b)
{
	f->page = b->page;
	const struct sheet *s = sheet_of(f, f->page);
	g_array_set_size(s->plans, b->plans);
	g_array_set_size(s->rules, b->rules);
	f->foot = b->foot;
	f->last = b->last;
	f->after_pair = b->after_pair;
	f->cost = b->cost;
}

/* ---- what is cut by itself -------------------------------------------- */

static const struct story *
story_at(const struct facer *f, size_t i)
{
	return i < f->t->n ? f->t->stories[f->t->order[i]] : NULL;
}

static bool
is_head(const struct slug *s)
{
	enum role r = s->block ? s->block->role : ROLE_BODY;

	return s->kind == PLACED_LINE && (r == ROLE_SECTION || r == ROLE_NUMBER || r == ROLE_KICKER ||
	    r == ROLE_HEADLINE || r == ROLE_DECK || r == ROLE_BYLINE);
}

/* The first slug that is a headline (`headline`), or is no head. */
static size_t
find_head(const struct slugs *s, bool headline)
{
	for (size_t i = 0; i < s->n; i++)
		if (headline ? s->v[i].block && s->v[i].block->role == ROLE_HEADLINE
			     : !is_head(&s->v[i]))
			return i;
	return s->n;
}

static void
cast_side(struct facer *f, struct part_of_issue *p, size_t at)
{
	struct casting how = f->t->casting;
	int half = f->l->columns.count / 2;
	int k = p->sides++;

	how.columns = half;
	p->cast[k] = slugs_cast(&how, f->t->stories, &f->t->order[at], 1);
	p->windows[k] = (struct window) { story_at(f, at)->half == HALF_END ? half : 0, half, 0, 0 };
	f->failed |= p->cast[k].failed;
	/* Of what is left out there is nothing. */
	p->sides -= p->cast[k].n == 0;
}

/* Stories of no side, up to the next head of a section. */
static void
cast_run(struct facer *f, struct part_of_issue *p)
{
	size_t from = f->next++;

	while (f->next < f->t->n && story_at(f, f->next)->half == HALF_NONE &&
	    story_at(f, f->next)->kind != STORY_SECTION)
		f->next++;
	p->cast[0] = slugs_cast(&f->t->casting, f->t->stories, &f->t->order[from], f->next - from);
	p->windows[0] = (struct window) { 0, COLUMNS_MAX, 0, 0 };
	p->sides = p->cast[0].n > 0;
	f->failed |= p->cast[0].failed;
}

static struct part_of_issue
next_part(struct facer *f)
{
	struct part_of_issue p = { .first = story_at(f, f->next) };

	if (p.first->half == HALF_NONE) {
		cast_run(f, &p);
		return p;
	}
	p.pair = true;
	cast_side(f, &p, f->next++);
	const struct story *beside = story_at(f, f->next);
	if (beside && beside->faces && beside->half != HALF_NONE && beside->half != p.first->half)
		cast_side(f, &p, f->next++);
	return p;
}

/* ---- heads level with heads ------------------------------------------- */

/* How far under `top` slug `i` begins. */
static dim
depth_of(const struct facer *f, const struct slugs *s, size_t i, dim top)
{
	struct pen p = { .layout = f->l, .foot = top,
		.slot = { top, top, f->last == NULL, false } };

	for (size_t k = 0; k <= i; k++)
		pen_put(&p, &s->v[k]);
	return p.y - s->v[i].rise;
}

/* What stands under `s` goes `by` lower. */
static void
lower(struct slug *s, dim by)
{
	s->after = MAX(s->after, s[1].before) + by;
}

/* Headlines begin level, and so does what comes after them. */
static void
level_heads(struct facer *f, struct part_of_issue *p, dim top)
{
	dim tops[2] = { top, top }, y[2];
	size_t at[2];

	for (int stage = 0; stage < 2; stage++) {
		for (int k = 0; k < 2; k++) {
			at[k] = find_head(&p->slugs[k], stage == 0);
			if (at[k] == p->slugs[k].n)
				return;
			y[k] = depth_of(f, &p->slugs[k], at[k], tops[k]);
		}
		int higher = y[1] < y[0];
		dim by = y[!higher] - y[higher];

		if (stage == 0)
			p->windows[higher].top = tops[higher] += by;
		else if (at[higher] > 0)
			lower(&p->slugs[higher].v[at[higher] - 1], by);
	}
}

/* ---- where it stands -------------------------------------------------- */

/* What parts two pairs, over all columns; as high as nothing when there is none. */
static struct slug
separator_of(const struct facer *f)
{
	struct slug s;

	slug_of_separator(&f->t->casting, f->l->columns.count, &s);
	return s;
}

static dim
white_over(const struct facer *f, const struct part_of_issue *p)
{
	struct slug s = separator_of(f);

	if (!f->last)
		return 0;
	if (p->pair && f->after_pair)
		return s.before + s.drop + s.after;
	return MAX(f->after_pair ? s.before : p->cast[0].v[0].before, f->last->after);
}

/* Does all of it begin on its first page, and without a fault there? */
static bool
begins_well(const struct standing *s, int sides)
{
	for (int k = 0; k < sides; k++) {
		const struct plan *p = (const struct plan *)(void *)s->plans[k]->data;

		if (s->plans[k]->len == 0 || !p->laid || p->cost >= cost_of_faults(CUT_WIDOW))
			return false;
	}
	return true;
}

/* Under what stands on the page. */
static struct standing
stand(struct facer *f, struct part_of_issue *p)
{
	struct standing s = { .page = f->page, .top = f->foot + white_over(f, p) };
	bool cut = true;

	for (int k = 0; k < p->sides; k++) {
		p->windows[k].page = s.page;
		p->windows[k].top = s.top;
		p->slugs[k] = p->cast[k];
		if (p->sides == 2)
			p->slugs[k].v = arena_memdup(f->t->a, p->cast[k].v,
			    p->cast[k].n * sizeof(struct slug));
	}
	if (p->sides == 2)
		level_heads(f, p, s.top);
	for (int k = 0; k < p->sides; k++) {
		double cost = 0;

		s.plans[k] = g_array_new(FALSE, FALSE, sizeof(struct plan));
		cut = cut && galley_cut(f->t, p->slugs[k], p->windows[k], s.plans[k], &cost);
		s.cost += cost;
	}
	f->failed |= !cut;
	return s;
}

static void
discard(struct standing *s)
{
	for (int k = 0; k < 2; k++)
		g_clear_pointer(&s->plans[k], g_array_unref);
}

/* ---- what parts them -------------------------------------------------- */

static void
add_rule(GArray *to, struct rect box, const struct colour *colour)
{
	struct placed r = { .kind = PLACED_RULE, .furniture = true, .story = -1, .column = -1,
		.colour = colour, .box = box };

	if (box.w > 0 && box.h > 0)
		g_array_append_val(to, r);
}

static void
part_pairs(struct facer *f)
{
	struct frame fr = frame_make(f->l, f->page);
	struct slug s = separator_of(f);
	struct rect box = { frame_x(f->l, &fr, 0, s.width), f->foot + s.before, s.width, s.drop };
	GArray *to = sheet_of(f, f->page)->rules;

	if (!s.group)
		add_rule(to, box, f->l->separator.colour);
	for (size_t i = 0; s.group && i < s.group->n; i++) {
		struct placed t = s.group->v[i];

		t.box.x += box.x;
		t.box.y += box.y;
		t.column = -1;
		g_array_append_val(to, t);
	}
}

/* Between the halves, as far as both have text beside it or over it. */
static void
rule_halves(struct facer *f, int page, dim top, dim foot)
{
	const struct columns *c = &f->l->columns;
	struct frame fr = frame_make(f->l, page);
	dim measure = frame_measure(f->l, 1), x = frame_x(f->l, &fr, c->count / 2, measure);
	dim middle = f->l->rtl ? x + measure + c->gap / 2 : x - c->gap / 2;

	top = MAX(frame_top_of_letters(f->l, top, page != f->page || !f->last), top);
	add_rule(sheet_of(f, page)->rules, (struct rect) { middle - c->rule.width / 2, top,
	    c->rule.width, foot - top }, c->rule.colour);
}

/* ---- taking it -------------------------------------------------------- */

static dim
foot_of_page(const struct standing *s, int sides, guint i, int *ret_n)
{
	dim foot = 0;

	*ret_n = 0;
	for (int k = 0; k < sides; k++)
		if (i < s->plans[k]->len) {
			const struct plan *p = &g_array_index(s->plans[k], struct plan, i);

			foot = MAX(foot, p->foot);
			*ret_n += p->laid != NULL;
		}
	return foot;
}

static void
take(struct facer *f, const struct part_of_issue *p, const struct standing *s)
{
	guint pages = 0;
	dim foot = f->foot;

	for (int k = 0; k < p->sides; k++)
		pages = MAX(pages, s->plans[k]->len);
	if (p->pair && f->after_pair && f->last)
		part_pairs(f);
	for (guint i = 0; i < pages; i++) {
		int page = s->page + (int)i, sides;

		foot = foot_of_page(s, p->sides, i, &sides);
		for (int k = 0; k < p->sides; k++)
			if (i < s->plans[k]->len)
				g_array_append_val(sheet_of(f, page)->plans,
				    g_array_index(s->plans[k], struct plan, i));
		if (p->pair && sides == 2)
			rule_halves(f, page, i == 0 ? s->top : frame_area(f->l, page).top, foot);
	}
	f->page = s->page + (int)pages - 1;
	f->foot = foot;
	f->last = &p->slugs[0].v[p->slugs[0].n - 1];
	f->after_pair = p->pair;
	f->cost += s->cost;
}

/* ---- one after the other ---------------------------------------------- */

static bool
begins_page(const struct facer *f, const struct part_of_issue *p)
{
	const struct layout *l = f->l;

	if (p->first->kind == STORY_SECTION && l->issue.section_break)
		return f->last && l->issue.section_break;
	bool item = p->pair || p->first->kind == STORY_SECTION;
	return f->last && item && l->item_break && !f->last->keep;
}

/* What stands over the next part, which it may have to go along with; and what was before it. */
struct head {
	struct part_of_issue part;
	struct before before;
	bool stands;             /* it is kept with what comes next */
	bool first;              /* of its page */
};

static void
set(struct facer *f, struct part_of_issue *p)
{
	struct standing s = stand(f, p);

	if (!f->failed)
		take(f, p, &s);
	discard(&s);
}

/* To the next page, with the head that stands over what comes there. */
static void
go_over(struct facer *f, struct head *h)
{
	if (h->stands)
		take_back(f, &h->before);
	turn_over(f);
	if (h->stands)
		set(f, &h->part);
}

/* Has the next page room that this one, under a masthead, has not? */
static bool
next_is_higher(const struct facer *f)
{
	struct area here = frame_area(f->l, f->page), next = frame_area(f->l, f->page + 1);

	return next.bottom - next.top > here.bottom - here.top;
}

/* Does any side leave all of its first page to the other? */
static bool
begins_apart(const struct standing *s, int sides)
{
	for (int k = 0; k < sides; k++)
		if (s->plans[k]->len > 0 && !g_array_index(s->plans[k], struct plan, 0).laid)
			return sides > 1;
	return false;
}

/* The page is empty, but one side has no room under its masthead: both begin on the next. */
static bool
goes_over_together(struct facer *f, struct part_of_issue *p)
{
	if (p->sides < 2 || !next_is_higher(f))
		return false;
	struct standing s = stand(f, p);
	bool apart = !f->failed && begins_apart(&s, p->sides);
	discard(&s);
	return apart;
}

/* Under what is there, when all sides begin there without a fault; else on the next page. */
static void
set_part(struct facer *f, struct part_of_issue *p, struct head *h)
{
	bool fresh = h->stands ? h->first : !f->last;

	if (begins_page(f, p))
		turn_over(f);
	else if (!fresh) {
		struct standing s = stand(f, p);
		bool well = begins_well(&s, p->sides);

		if (well && !f->failed)
			take(f, p, &s);
		discard(&s);
		if (well || f->failed)
			return;
		go_over(f, h);
	} else if (goes_over_together(f, p))
		go_over(f, h);
	if (!f->failed)
		set(f, p);
}

/* ---- the door --------------------------------------------------------- */

bool
trial_faces(const struct trial *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->stories[t->order[i]]->half != HALF_NONE)
			return true;
	return false;
}

static void
set_all(struct facer *f)
{
	struct head h = { 0 };

	while (f->next < f->t->n && !f->failed) {
		struct part_of_issue p = next_part(f);

		if (f->failed || p.sides == 0)
			continue;
		struct before before = remember(f);
		set_part(f, &p, &h);
		h = (struct head) { p, before, f->last->keep, !before.last || f->page != before.page };
	}
}

static void *
kept(struct arena *a, const GArray *v)
{
	return arena_memdup(a, v->data, v->len * g_array_get_element_size((GArray *)(uintptr_t)v));
}

static void
hand_over(const struct facer *f, GArray *leaves)
{
	struct arena *a = f->t->a;

	for (guint i = 0; i < f->sheets->len; i++) {
		const struct sheet *s = &g_array_index(f->sheets, struct sheet, i);
		struct leaf leaf = { kept(a, s->plans), s->plans->len, kept(a, s->rules),
			s->rules->len };

		g_array_append_val(leaves, leaf);
	}
}

bool
facing_make(const struct trial *t, GArray *leaves, double *ret_cost)
{
	struct facer f = { .t = t, .l = t->casting.l, .page = t->first,
		.sheets = g_array_new(FALSE, FALSE, sizeof(struct sheet)),
		.foot = frame_area(t->casting.l, t->first).top };

	set_all(&f);
	if (!f.failed)
		hand_over(&f, leaves);
	*ret_cost = f.cost;
	free_sheets(f.sheets);
	return !f.failed;
}
