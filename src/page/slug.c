/* Stories to slugs: lines, figures, separators, and where columns may end. */
#include "page/page-int.h"

/* What a line's leading has over its baseline, of 10. */
#define RISE 7
/* Rows of a table that are to stand together at either end of it. */
#define TOGETHER 3
/* Lines of a quotation that is to stand whole, at most. */
#define QUOTATION_WHOLE 6
/* Rows of white that may stand beside a figure, under the text. */
#define WHITE_BESIDE 2
/* Rows by which a figure is higher than all that may stand beside it, from which on it is set smaller. */
#define ROWS_HIGHER 6
/* Of its height, what is left of a figure that is set smaller: a half at least, or, when it is higher than wide, a third. */
#define PART_OF_WIDE 2
#define PART_OF_HIGH 3
/* Of a page's height, what notes a line carries at most: a third. */
#define NOTES_MOST 3
/* Width to height of a box that stands for a picture. */
#define PLACEHOLDER_W 3
#define PLACEHOLDER_H 2

struct caster {
	const struct casting *how;
	struct arena *a;
	struct diags *dg;
	const struct layout *l;
	const struct compositor *c;
	GArray *v;      /* struct slug */
	int story;
	int figure_most; /* columns that a figure goes over, at most */
	GPtrArray *wide; /* tables of the story that go over all columns */
	bool heading;    /* only what goes over all columns has come of the one story */
	bool failed;
};

static dim
resolve(const struct caster *k, struct length len, dim em)
{
	return length_dim(len, em, k->l->grid_step, em);
}

static bool
goes_wide(const struct block *b)
{
	return b->role == ROLE_SECTION || b->role == ROLE_SECTION_HEAD || b->role == ROLE_KICKER || b->role == ROLE_HEADLINE || b->role == ROLE_DECK ||
	    b->role == ROLE_BYLINE;
}

/* Has a table too little text beside it, or is this its caption? */
static bool
is_widened(const struct caster *k, const struct block *b)
{
	const struct block *table = b->role == ROLE_TABLE_CAPTION ? b + 1 : b;

	return k->wide && g_ptr_array_find(k->wide, table, NULL);
}

static int
span_of(const struct caster *k, const struct block *b)
{
	int n = k->how->columns, span = CLAMP(b->span > 0 ? b->span : b->style->span, 1, n);
	bool figure = b->kind == BLOCK_FIGURE || b->role == ROLE_CAPTION || b->role == ROLE_CREDIT;

	if (is_widened(k, b) || (k->how->wide && (figure || goes_wide(b))) || (k->heading && goes_wide(b)))
		span = n;
	if (figure && k->how->figure_most > 0)
		span = MIN(span, k->how->figure_most);
	return figure && span < n ? MIN(span, k->figure_most) : span;
}

/* ---- lines ------------------------------------------------------------ */

/* What ending a column before line `i` of `n` does wrong. */
static unsigned
line_faults(const struct style *st, size_t i, size_t n)
{
	unsigned faults = 0;

	if (i < (size_t)st->orphans)
		faults |= CUT_ORPHAN;
	if (n - i < (size_t)st->widows)
		faults |= CUT_WIDOW;
	if (st->keep_with_next)
		faults |= CUT_KEEP;
	return faults;
}

/* About as many characters as stand in what is too long. */
static long
surplus(const struct galley *g)
{
	int64_t width = 0, room = (int64_t)g->measure * g->block->style->max_lines;
	long n = g_utf8_strlen(g->block->text, g->block->len);

	for (size_t i = 0; i < g->n; i++)
		width += g->lines[i].natural;
	/* Lines do not end where their measure does. */
	room -= room / 20;
	return width > room ? (long)(n * (width - room) / MAX(width, 1)) + 1 : 1;
}

static void
report_too_many(struct caster *k, const struct galley *g)
{
	diag_add(k->dg, DIAG_WARNING, "page.headline-too-long", g->block->at,
	    "%zu lines where style %s wants at most %d, in its smallest size too", g->n,
	    g->block->style->name, g->block->style->max_lines);
	long more = surplus(g);
	if (more > 1)
		diag_help(k->dg, "cut about %ld characters, or give the style a smaller size or more lines",
		    more);
	else
		diag_help(k->dg, "cut a character or a word, or give the style a smaller size or more lines");
}

/* Lines of the grid move with it. */
static dim
leading_of(const struct casting *how, const struct galley *g)
{
	if (how->l->grid_step == how->step || g->leading % how->step != 0)
		return g->leading;
	return g->leading / how->step * how->l->grid_step;
}

/* Are the two of one style that has rules, as contacts are?  They are ruled as one. */
static bool
are_ruled_as_one(const struct block *a, const struct block *b)
{
	const struct style *st = a->style;

	return a->kind == BLOCK_TEXT && b->kind == BLOCK_TEXT && b->style == st &&
	    (st->rule_above.width > 0 || st->rule_below.width > 0);
}

static void
cast_text(struct caster *k, const struct story *story, const struct block *b)
{
	const struct style *st = b->style;
	dim measure = frame_measure(k->l, span_of(k, b));
	const struct galley *g = k->c->block(k->c->ctx, b, measure);
	const struct foot_notes *notes = notes_set(k->a, story, (size_t)(b - story->blocks),
	    measure, k->c, &k->failed);

	if (!g) {
		k->failed = true;
		return;
	}
	if (g->too_many)
		report_too_many(k, g);
	dim leading = leading_of(k->how, g);
	dim own = length_dim(st->leading, g->size, k->how->step, g->size);
	bool goes_on = b > story->blocks && are_ruled_as_one(b, b - 1);
	bool more = b + 1 < story->blocks + story->n && are_ruled_as_one(b, b + 1);
	for (size_t i = 0; i < g->n; i++) {
		struct slug s = { .kind = PLACED_LINE, .block = b, .galley = g,
			.line = &g->lines[i], .story = k->story, .span = span_of(k, b),
			.keep = i + 1 < g->n || st->keep_with_next, .notes = notes,
			.notes_from = g->lines[i].start, .notes_end = g->lines[i].end };

		s.rise = dim_scale(leading, RISE, 10);
		s.drop = leading - s.rise;
		s.grid = s.span == 1 && leading % k->l->grid_step == 0;
		s.level = s.span == 1 && g->leading > own && own % k->how->step == 0;
		s.ruled_above = i == 0 && !goes_on;
		s.ruled_below = i + 1 == g->n && !more;
		s.before = s.ruled_above ? resolve(k, st->space_before, g->size) : 0;
		s.after = s.ruled_below ? resolve(k, st->space_after, g->size) : 0;
		s.faults = i > 0 ? line_faults(st, i, g->n) : 0;
		s.whole = i > 0 && b->role == ROLE_QUOTE && g->n <= QUOTATION_WHOLE;
		g_array_append_val(k->v, s);
	}
}

/* ---- figures and separators ------------------------------------------- */

/* Width to height of what is shown, when no picture is lower or higher than the layout wants it. */
static void
shape_of(const struct layout *l, const struct block *b, int64_t *ret_w, int64_t *ret_h)
{
	const struct crop *c = &b->crop;

	if (b->image && c->w > 0 && c->h > 0) {
		*ret_w = (int64_t)b->image->width * c->w;
		*ret_h = (int64_t)b->image->height * c->h;
	} else if (b->image) {
		*ret_w = b->image->width;
		*ret_h = b->image->height;
	} else {
		*ret_w = l->figure.aspect_w ? l->figure.aspect_w : PLACEHOLDER_W;
		*ret_h = l->figure.aspect_w ? l->figure.aspect_h : PLACEHOLDER_H;
	}
}

static bool
is_photograph(const struct block *b)
{
	return b->image && (b->image->kind == IMAGE_JPEG || b->image->kind == IMAGE_PNG);
}

/* Of a figure `h` high as the layout wants it, so much more is there to be shown, above and below. */
static int64_t
hidden_of(const struct block *b, int64_t h)
{
	const struct crop *c = &b->crop, *room = &b->room;

	return c->h > 0 && room->h > c->h ? h * (room->h - c->h) / c->h : 0;
}

/* The height of one of all pictures that the fitter has made lower or higher. */
static int64_t
fitted(const struct casting *how, const struct block *b, int64_t h)
{
	int64_t most = b->image ? h + hidden_of(b, h) : INT64_MAX;

	return block_is_code(b) || how->picture == 1024 ? h : MAX(MIN(h * how->picture / 1024, most), 1);
}

/*
 * What a photograph may become higher: by what the layout's shape hides of it,
 * then, when its release says what must be seen, by what goes off its sides, as
 * long as it has the pixels.
 */
static dim
growth_of(const struct layout *l, const struct slug *s, dim most)
{
	const struct block *b = s->block;
	int64_t wide = b->crop.w > 0 ? b->crop.w : CROP_WHOLE;
	int64_t dots = (int64_t)b->image->width * wide / CROP_WHOLE * 72 * DIM_PT / MAX(s->width, 1);
	int64_t high = s->drop + hidden_of(b, s->drop);

	if (b->focus.given && dots > l->figure.min_dpi)
		high = l->figure.min_dpi > 0 ? high * dots / l->figure.min_dpi : INT64_MAX;
	return (dim)CLAMP(high - s->drop, 0, MIN(dim_scale(s->drop, l->figure.trim, 1024), MAX(most - s->drop, 0)));
}

void
slug_deepen(struct slug *s, dim more)
{
	s->drop += more;
	s->trim += more;
	s->growth -= more;
	s->crop = block_crop(s->block, s->width, s->drop);
}

void
slug_set_smaller(struct slug *s, dim height)
{
	s->width = (dim)((int64_t)s->width * height / s->drop);
	s->trim = (dim)((int64_t)s->trim * height / s->drop);
	s->growth = (dim)((int64_t)s->growth * height / s->drop);
	s->drop = height;
}

static void
cast_figure(struct caster *k, const struct block *b)
{
	dim measure = frame_measure(k->l, span_of(k, b));
	dim most = dim_scale(frame_height(k->l), k->l->figure.height_most, 1024);
	int64_t w, h, designed;

	shape_of(k->l, b, &w, &designed);
	h = fitted(k->how, b, designed);
	struct slug s = { .kind = PLACED_IMAGE, .crop = b->crop, .block = b, .story = k->story,
		.span = span_of(k, b), .width = measure, .keep = true,
		.before = k->l->grid_step / 2, .after = k->l->grid_step / 4 };
	if (b->image && h != designed)
		s.crop = block_crop(b, w, h);
	if (block_is_code(b))
		s.width = MIN(k->l->qr.size, measure);
	int64_t height = s.width * h / w;
	if (height > most) {
		height = most;
		s.width = (dim)MAX(most * w / h, 1);
	}
	s.drop = (dim)MAX(height, 1);
	/* Phones must be able to read a code. */
	s.least = block_is_code(b) ? s.drop : s.drop / (s.drop > s.width ? PART_OF_HIGH : PART_OF_WIDE);
	if (is_photograph(b)) {
		s.trim = dim_scale(s.drop, k->l->figure.trim, 1024);
		s.growth = growth_of(k->l, &s, most);
	}
	g_array_append_val(k->v, s);
}

static bool
has_table_caption(const struct story *st, const struct block *table)
{
	return table > st->blocks && table[-1].role == ROLE_TABLE_CAPTION;
}

/* Rows are lifted whole; the head goes along to the next column. */
static void
cast_table(struct caster *k, const struct story *st, const struct block *b)
{
	int span = span_of(k, b);
	dim measure = frame_measure(k->l, span);
	const struct group *rows = table_set(k->a, k->dg, b, k->story, measure, k->l, k->c);
	const struct foot_notes *notes = notes_set(k->a, st, (size_t)(b - st->blocks), measure,
	    k->c, &k->failed);
	dim white = resolve(k, k->l->table.space, b->style->size[0]);

	k->failed |= !rows;
	for (int i = 0; rows && i < b->cell.rows; i++) {
		struct slug s = { .kind = PLACED_TINT, .block = b, .group = &rows[i],
			.story = k->story, .span = span, .width = rows[i].width,
			.drop = rows[i].height, .notes = notes, .notes_from = (uint32_t)i,
			.notes_end = (uint32_t)i + 1, .before = i == 0 && !has_table_caption(st, b) ? white : 0,
			.after = i + 1 == b->cell.rows ? white : 0 };

		s.inside = i > 0 && (i - b->cell.head < TOGETHER || b->cell.rows - i < TOGETHER);
		s.head = b->cell.head && i > 0 ? &rows[0] : NULL;
		s.faults = b->cell.head && i == 1 ? CUT_KEEP : 0;
		g_array_append_val(k->v, s);
	}
}

/* A line of ornaments in the place of a rule. */
static const struct group *
ornament_of(const struct casting *how, int span)
{
	const struct part *part = &how->l->ornament;
	dim measure = frame_measure(how->l, span);
	const struct galley *g = part->text && *part->text
	    ? how->c->part(how->c->ctx, part, measure, 0, 0) : NULL;

	if (!g || g->n == 0)
		return NULL;
	struct placed *p = arena_new(how->a, struct placed);
	struct group *to = arena_new(how->a, struct group);
	*p = (struct placed) { .kind = PLACED_LINE, .furniture = true, .story = -1,
		.galley = g, .line = &g->lines[0], .colour = part->style->colour,
		.box = { 0, dim_scale(g->leading, RISE, 10), measure, g->leading } };
	*to = (struct group) { measure, g->leading, p, 1 };
	return to;
}

bool
slug_of_separator(const struct casting *how, int span, struct slug *ret_s)
{
	const struct layout *l = how->l;
	dim white = length_dim(l->separator_space, l->grid_step, l->grid_step, l->grid_step);
	const struct group *ornament = ornament_of(how, span);

	*ret_s = (struct slug) { .kind = PLACED_RULE, .story = -1, .span = span, .keep = true,
		.width = frame_measure(l, span), .group = ornament,
		.drop = ornament ? ornament->height : l->separator.width,
		.before = white, .after = white };
	return ret_s->drop > 0 || l->separator_space.v > 0;
}

/* Between two stories, as wide as what comes after it. */
static void
cast_separator(struct caster *k, int span)
{
	struct slug s;

	if (slug_of_separator(k->how, span, &s))
		g_array_append_val(k->v, s);
}

void
slugs_add_lines(GArray *to, const struct galley *g, int story, int span, dim step)
{
	for (size_t i = 0; i < g->n; i++) {
		struct slug s = { .kind = PLACED_LINE, .block = g->block, .galley = g,
			.line = &g->lines[i], .story = story, .span = span, .loose = true,
			.keep = true, .faults = CUT_KEEP, .ruled_above = i == 0, .ruled_below = i + 1 == g->n };

		s.rise = dim_scale(g->leading, RISE, 10);
		s.drop = g->leading - s.rise;
		s.grid = span == 1 && g->leading % step == 0;
		g_array_append_val(to, s);
	}
}

/* ---- stories ---------------------------------------------------------- */

static bool
has_caption(const struct story *st, size_t i)
{
	return i + 1 < st->n && (st->blocks[i + 1].role == ROLE_CAPTION ||
	    st->blocks[i + 1].role == ROLE_CREDIT) && st->blocks[i + 1].kind == BLOCK_TEXT;
}

int
block_element(const struct block *b)
{
	static const enum element of_role[ROLE_N] = {
		[ROLE_KICKER] = ELEMENT_KICKER, [ROLE_DECK] = ELEMENT_DECKS,
		[ROLE_BYLINE] = ELEMENT_BYLINE, [ROLE_DATELINE] = ELEMENT_DATELINE,
		[ROLE_LEAD] = ELEMENT_LEAD, [ROLE_CAPTION] = ELEMENT_MEDIA,
		[ROLE_CREDIT] = ELEMENT_MEDIA, [ROLE_CONTACT] = ELEMENT_CONTACT,
	};

	if (b->kind == BLOCK_FIGURE)
		return ELEMENT_MEDIA;
	return of_role[b->role] ? (int)of_role[b->role] : -1;
}

static bool
is_left_out(const struct caster *k, const struct block *b)
{
	int e = block_element(b);

	return e >= 0 && k->how->left_out && (k->how->left_out[k->story] & 1u << e) != 0;
}

/* Does the speaker of a quotation come next, its notes left out? */
static bool
names_speaker(const struct story *st, size_t i)
{
	do
		i++;
	while (i < st->n && st->blocks[i].note > 0);
	return i < st->n && st->blocks[i].role == ROLE_SPEAKER;
}

static void
cast_block(struct caster *k, const struct story *st, size_t i)
{
	const struct block *b = &st->blocks[i];
	guint first = k->v->len;

	if (is_left_out(k, b))
		return;
	k->heading &= goes_wide(b);
	switch (b->kind) {
	case BLOCK_TEXT:
		cast_text(k, st, b);
		break;
	case BLOCK_FIGURE:
		cast_figure(k, b);
		break;
	case BLOCK_SEPARATOR:
		cast_separator(k, 1);
		break;
	case BLOCK_TABLE:
		cast_table(k, st, b);
		break;
	case BLOCK_BLANK:
		break;
	}
	if (k->v->len == first)
		return;
	struct slug *last = &g_array_index(k->v, struct slug, k->v->len - 1);
	if (b->kind == BLOCK_FIGURE)
		last->keep = has_caption(st, i);
	else if (b->role == ROLE_CAPTION && has_caption(st, i)) {
		/* The credit stands right under it. */
		last->keep = true;
		last->after = 0;
	}
	if (b->role == ROLE_TABLE_CAPTION) {
		/* Over its table, which keeps as much white over it as it has below. */
		struct slug *top = &g_array_index(k->v, struct slug, first);

		last->keep = true;
		last->after = k->l->grid_step / 4;
		top->before = MAX(top->before, resolve(k, k->l->table.space, b->style->size[0]));
	}
	if (names_speaker(st, i)) {
		last->keep = true;
		last->after = 0;
	}
	if (b->role == ROLE_CREDIT && i > 0 && st->blocks[i - 1].role == ROLE_CAPTION)
		g_array_index(k->v, struct slug, first).before = 0;
}

static bool
is_item(const struct story *st)
{
	return st && (st->kind == STORY_ITEM || st->kind == STORY_CORRECTION);
}

bool
stories_are_parted(const struct layout *l, const struct story *before, const struct slug *over,
    const struct story *st, int span)
{
	return is_item(before) && is_item(st) && !box_of(l, st) &&
	    (!box_of(l, before) || over->span < span);
}

/* A section's head is kept with the first of its items. */
static void
cast_blocks(struct caster *k, const struct story *st)
{
	k->heading = k->how->alone;
	for (size_t i = 0; i < st->n; i++)
		if (!st->blocks[i].cell.inside && st->blocks[i].note == 0)
			cast_block(k, st, i);
}

/* The rows that the figure at slug `i` takes with its caption; `*end`: behind them. */
static int
figure_rows(const struct caster *k, guint i, guint *end)
{
	const struct slug *f = &g_array_index(k->v, struct slug, i);
	dim height = f->drop;

	for (*end = i + 1; *end < k->v->len; ++*end) {
		const struct slug *s = &g_array_index(k->v, struct slug, *end);

		if (s->kind != PLACED_LINE || s->span != f->span)
			break;
		height += s->rise + s->drop;
	}
	return height / MAX(k->l->grid_step, 1);
}

/* ---- figures as deep as rows ------------------------------------------ */

/* From the top of figure `i` to the foot of its captions. */
static dim
depth_of(const struct caster *k, guint i)
{
	const struct slug *f = &g_array_index(k->v, struct slug, i), *over = f;
	dim depth = f->drop;

	for (guint at = i + 1; over->keep && at < k->v->len; at++) {
		const struct slug *s = &g_array_index(k->v, struct slug, at);

		if (s->kind != PLACED_LINE || s->span != f->span || s->grid)
			break;
		depth += MAX(over->after, s->before) + s->rise + s->drop;
		over = s;
	}
	return depth;
}

/*
 * A photograph with its captions is as deep as whole rows, so that what stands
 * beside it and under it ends with it: it loses or gets what that takes.
 */
static void
set_to_rows(struct caster *k, guint i)
{
	struct slug *f = &g_array_index(k->v, struct slug, i);
	dim step = MAX(k->l->grid_step, 1), rest = depth_of(k, i) % step;
	bool more = step - rest < rest || rest > f->trim;
	dim change = more ? step - rest : -rest;

	if (rest == 0 || (more && change > f->growth))
		return;
	slug_deepen(f, change);
}

/* Does it begin over all columns? */
static bool
begins_wide(const struct caster *k, const struct story *st)
{
	const struct boxing *box = box_of(k->l, st);

	return st->n > 0 && (box ? CLAMP(box->span, 1, k->how->columns)
				 : span_of(k, &st->blocks[0])) == k->how->columns;
}

/* ---- figures higher than what stands beside them ----------------------- */

/* Behind the slugs from `i` on that stand in columns, all beside each other. */
static guint
end_of_columns(const struct caster *k, guint i)
{
	while (i < k->v->len && g_array_index(k->v, struct slug, i).span == 1)
		i++;
	return i;
}

static dim
height_of(const struct caster *k, guint from, guint end)
{
	dim height = 0;

	for (guint i = from; i < end; i++) {
		const struct slug *s = &g_array_index(k->v, struct slug, i);

		height += s->before + s->rise + s->drop;
	}
	return height;
}

/* The figure at slug `i`, one of those from `from` to `end` that share the columns. */
static void
set_smaller(struct caster *k, guint from, guint end, guint i)
{
	struct slug *f = &g_array_index(k->v, struct slug, i);
	dim step = k->l->grid_step, own = depth_of(k, i);
	dim beside = (height_of(k, from, end) - own) / (k->how->columns - 1) + WHITE_BESIDE * step;

	if (own - beside >= ROWS_HIGHER * step)
		slug_set_smaller(f, MAX(f->drop - (own - beside), f->least));
}

/*
 * Between things that go over all columns a tall figure leaves those beside it
 * empty, when there is little text: it is set smaller, as whole as it is.
 */
static void
limit_figures(struct caster *k, guint from, const struct story *after)
{
	guint end;

	if (k->how->columns < 2 || !k->l->columns.balance)
		return;
	for (guint i = from; i < k->v->len; i = end + 1) {
		const struct slug *over = i > 0 ? &g_array_index(k->v, struct slug, i - 1) : NULL;
		const struct slug *s = NULL;

		end = end_of_columns(k, i);
		if (end < k->v->len)
			s = &g_array_index(k->v, struct slug, end);
		if ((over && over->span < k->how->columns) || (s && s->span < k->how->columns) ||
		    (!s && after && !begins_wide(k, after)))
			continue;
		for (guint at = i; at < end; at++)
			if (g_array_index(k->v, struct slug, at).kind == PLACED_IMAGE)
				set_smaller(k, i, end, at);
	}
}

/* The rows of what may stand beside a figure, all under each other. */
static int
text_rows(const struct caster *k, guint i)
{
	int64_t height = 0;

	for (; i < k->v->len; i++) {
		const struct slug *s = &g_array_index(k->v, struct slug, i);

		if (s->span > 1)
			break;
		height += s->rise + s->drop;
	}
	return (int)(height / MAX(k->l->grid_step, 1));
}

/* Columns of a figure that is far higher than what the story has beside it; 0: there is none. */
static int
too_wide(const struct caster *k, guint from)
{
	for (guint i = from, end; i < k->v->len; i++) {
		const struct slug *s = &g_array_index(k->v, struct slug, i);

		if (s->kind != PLACED_IMAGE || s->span == 1 || s->span >= k->how->columns)
			continue;
		int rows = figure_rows(k, i, &end);
		if (text_rows(k, end) < (rows - WHITE_BESIDE) * (k->how->columns - s->span))
			return s->span;
	}
	return 0;
}

/* Behind the rows of the table that slug `i` begins. */
static guint
end_of_table(const struct caster *k, guint i)
{
	const struct block *table = g_array_index(k->v, struct slug, i).block;

	while (i < k->v->len && g_array_index(k->v, struct slug, i).block == table)
		i++;
	return i;
}

/* A table over some of the columns, for which the story has too little text beside it; NULL: there is none. */
static const struct block *
lone_table(const struct caster *k, guint from, const struct story *after)
{
	for (guint i = from, end; i < k->v->len; i = end) {
		const struct slug *s = &g_array_index(k->v, struct slug, i);

		end = i + 1;
		if (s->kind != PLACED_TINT || s->block->kind != BLOCK_TABLE || s->span == 1 ||
		    s->span >= k->how->columns)
			continue;
		end = end_of_table(k, i);
		int rows = height_of(k, i, end) / MAX(k->l->grid_step, 1);
		/* The next story goes on beside it. */
		bool goes_on = end_of_columns(k, end) == k->v->len && after && !begins_wide(k, after);
		if (!goes_on && text_rows(k, end) < (rows - WHITE_BESIDE) * (k->how->columns - s->span))
			return s->block;
	}
	return NULL;
}

/* The story once more; what is wrong with it was said the first time. */
static void
cast_again(struct caster *k, const struct story *st, guint at)
{
	struct diags *dg = k->dg;

	k->dg = diags_create();
	g_array_set_size(k->v, at);
	cast_blocks(k, st);
	diags_destroy(k->dg);
	k->dg = dg;
}

/* Where there is too little text to stand beside them, figures go over fewer columns, and tables over all. */
static void
cast_beside(struct caster *k, const struct story *st, const struct story *after)
{
	guint at = k->v->len;

	k->figure_most = k->how->columns;
	cast_blocks(k, st);
	for (int span; (span = too_wide(k, at)) > 0;) {
		k->figure_most = span - 1;
		cast_again(k, st, at);
	}
	k->wide = g_ptr_array_new();
	for (const struct block *table; (table = lone_table(k, at, after));) {
		g_ptr_array_add(k->wide, (gpointer)(uintptr_t)table);
		cast_again(k, st, at);
	}
	g_clear_pointer(&k->wide, g_ptr_array_unref);
	limit_figures(k, at, after);
	for (guint i = at; i < k->v->len; i++)
		if (g_array_index(k->v, struct slug, i).trim > 0)
			set_to_rows(k, i);
}

/* Does a box stand between things that go over all columns, with nothing beside it? */
static bool
is_lone(const struct caster *k, const struct story *after)
{
	const struct slug *over = k->v->len > 0
	    ? &g_array_index(k->v, struct slug, k->v->len - 1) : NULL;

	return (!over || over->span == k->how->columns) && (!after || begins_wide(k, after));
}

/* Over all columns, its text in as many; false: a page has no room for it in one. */
static bool
cast_wide_box(struct caster *k, const struct boxing *box)
{
	struct boxing *wide = arena_memdup(k->a, box, sizeof *box);
	guint at = k->v->len;

	wide->span = k->how->columns;
	wide->columns = MAX(wide->columns, k->how->columns / CLAMP(box->span, 1, k->how->columns));
	if (box_cast(k->how, wide, k->how->stories, k->story, k->v) && k->v->len == at + 1)
		return true;
	g_array_set_size(k->v, at);
	return false;
}

/* The last slug, box `box`, over all columns, too: where it stands beside too little text (wide.c). */
static void
add_wide(struct caster *k, const struct boxing *box)
{
	const struct casting *how = k->how;
	struct casting quiet = *how;
	guint at = k->v->len;

	quiet.dg = diags_create();
	k->how = &quiet;
	if (cast_wide_box(k, box)) {
		g_array_index(k->v, struct slug, at - 1).wide = arena_memdup(k->a,
		    &g_array_index(k->v, struct slug, at), sizeof(struct slug));
		g_array_set_size(k->v, at);
	}
	k->how = how;
	diags_destroy(quiet.dg);
}

/* False: the story stands as if it had no box. */
static bool
cast_box(struct caster *k, const struct boxing *box, const struct story *after)
{
	if (k->how->boxed)
		return false;
	if (!box->parts && box->span < k->how->columns && is_lone(k, after) && cast_wide_box(k, box))
		return true;
	guint at = k->v->len;
	if (!box_cast(k->how, box, k->how->stories, k->story, k->v))
		return false;
	/* What is kept with it stands in its column. */
	bool kept = at > 0 && g_array_index(k->v, struct slug, at - 1).keep;
	if (!box->parts && box->span < k->how->columns && k->l->columns.balance && k->v->len == at + 1 && !kept)
		add_wide(k, box);
	return true;
}

/* What one line carries of them, of a page. */
static dim
notes_most(const struct layout *l)
{
	return frame_height(l) / NOTES_MOST;
}

/* Without its last `lines`, nor the heads over them, the story that begins at slug `at`. */
static void
cut_end(struct caster *k, guint at, size_t lines)
{
	guint end = lines > 0 ? MAX(k->v->len - (guint)MIN(lines, k->v->len), at + 1) : k->v->len;

	while (lines > 0 && end > at + 1) {
		const struct slug *s = &g_array_index(k->v, struct slug, end - 1);

		if (s->kind != PLACED_LINE || !s->block->style->keep_with_next)
			break;
		end--;
	}
	g_array_set_size(k->v, end);
}

/* A list of contents, from slug `at` on, that a page has room for is better not parted. */
static void
keep_whole(struct caster *k, guint at)
{
	if (k->how->boxed || height_of(k, at, k->v->len) > frame_height(k->l))
		return;
	for (guint i = at + 1; i < k->v->len; i++)
		g_array_index(k->v, struct slug, i).whole = true;
}

static void
cast_story(struct caster *k, const struct story *st, const struct story *before,
    const struct story *after)
{
	guint at = k->v->len;
	const struct slug *over = at > 0 ? &g_array_index(k->v, struct slug, at - 1) : NULL;
	int span = st->n > 0 ? span_of(k, &st->blocks[0]) : 1;
	bool head = st->kind == STORY_SECTION;
	bool begins = before && before->kind != STORY_SECTION && (head || is_item(st));

	const struct boxing *box = box_of(k->l, st);

	if (k->l->item_break != BREAK_PAGE && stories_are_parted(k->l, before, over, st, span))
		cast_separator(k, span);
	bool boxed = box && cast_box(k, box, after);
	if (!boxed)
		cast_beside(k, st, after);
	if (k->v->len == at)
		return;
	if (st->kind == STORY_CONTENTS && !boxed)
		keep_whole(k, at);
	/* Those of a box stand where it was cast. */
	if (!boxed)
		notes_carry(k->a, k->v, at, notes_most(k->l), !k->how->boxed);
	if (k->how->cut)
		cut_end(k, at, k->how->cut[k->story]);
	if (begins)
		g_array_index(k->v, struct slug, at).force = head && k->l->issue.section_break
		    ? k->l->issue.section_break : k->l->item_break;
	if (head)
		g_array_index(k->v, struct slug, k->v->len - 1).keep = true;
}

/* ---- the door --------------------------------------------------------- */

struct slugs
slugs_cast(const struct casting *how, const struct story *const *stories,
    const int *order, size_t n)
{
	g_autoptr(GArray) v = g_array_new(FALSE, FALSE, sizeof(struct slug));
	struct casting with = *how;

	with.stories = stories;
	struct caster k = { .how = &with, .a = how->a, .dg = how->dg, .l = how->l,
		.c = how->c, .v = v };

	for (size_t i = 0; i < n; i++) {
		k.story = order[i];
		cast_story(&k, stories[k.story], i > 0 && v->len > 0 ? stories[order[i - 1]] : NULL,
		    i + 1 < n ? stories[order[i + 1]] : NULL);
	}
	struct slugs s = { arena_memdup(how->a, v->data, v->len * sizeof(struct slug)),
		v->len, k.failed };
	slugs_finish(s.v, s.n, how->columns);
	return s;
}

void
slugs_recast(const struct slug *old, size_t n, const struct galley *g, struct slug *to)
{
	const struct style *st = g->block->style;

	for (size_t i = 0; i < g->n; i++) {
		bool first = i == 0, last = i + 1 == g->n;

		to[i] = first ? old[0] : last ? old[n - 1] : old[MIN(i, n - 2)];
		to[i].galley = g;
		to[i].anew = true;
		to[i].line = &g->lines[i];
		to[i].notes_from = g->lines[i].start;
		to[i].notes_end = g->lines[i].end;
		to[i].ruled_above = first && old[0].ruled_above;
		to[i].ruled_below = last && old[n - 1].ruled_below;
		to[i].before = first ? old[0].before : 0;
		to[i].after = last ? old[n - 1].after : 0;
		to[i].keep = last ? old[n - 1].keep : true;
		if (!first)
			to[i].faults = line_faults(st, i, g->n) |
			    (i < n ? old[i].faults & (CUT_STRANDED | CUT_BARE) : 0);
	}
}
