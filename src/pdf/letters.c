/*
 * A mark's clusters to what becomes one character of the PDF each.
 *
 * Readers know nothing of clusters: they see boxes with a text.  So every
 * letter gets a box of its own, wide enough to be told from its neighbours,
 * with ink in it (PDFium passes over what has none), and a number in the
 * digits of Arabic is one character, because MuPDF takes digits that run
 * from left to right for a line that was written backwards.
 */
#include "pdf/text-int.h"

#include <hb-ot.h>
#include <string.h>

#define LETTERS_MAX 8
/* Of 1000: a letter is no narrower; readers drop the second of two alike that are nearer. */
#define LEAST_WIDE 110
#define DRAW_BACK_MAX 400
#define SPACE_STEP 20 /* of 1000: widths of spaces */
#define HIGH (DIM_PT * 4) /* a little under PDFium's 4.5 points */
#define SPECK 128 /* parts of its size at which a glyph hides within itself */

struct taking {
	struct letters *to;
	const struct mark *m;
	hb_font_t *hb;
	int upem;
};

/* ---- characters ------------------------------------------------------- */

static bool
is_mark_of_letter(const char *text)
{
	return g_unichar_ismark(text_char(text));
}

/* Letters of a cluster, each of which is shown; 1 when they are not to be parted. */
static int
count_letters(const char *text, size_t n)
{
	int letters = 0;

	for (const char *p = text; p < text + n; p = text_next(p), letters++)
		if (is_mark_of_letter(p) || !g_unichar_isalpha(text_char(p)))
			return 1;
	return letters <= LETTERS_MAX ? MAX(letters, 1) : 1;
}

static struct letter *
letter_at(const struct letters *l, guint i)
{
	return &g_array_index(l->v, struct letter, i);
}

static struct cid_glyph *
glyph_at(const struct letters *l, guint i)
{
	return &g_array_index(l->glyphs, struct cid_glyph, i);
}

/* ---- one cluster ------------------------------------------------------ */

static struct letter
new_letter(const struct taking *t, const struct mark_cluster *c, const struct mark_glyph *g,
    const char *text, size_t len)
{
	return (struct letter) { .text = text, .len = (uint32_t)len, .x = c->x,
		.baseline = g->y + dim_scale(g->dy, t->m->size, t->upem),
		.advance = c->advance, .from = t->to->glyphs->len };
}

static void
add_glyph(const struct taking *t, struct letter *l, const struct mark_glyph *g)
{
	struct cid_glyph c = { g->id, g->dx - l->left, g->dy, 0 };

	g_array_append_val(t->to->glyphs, c);
	l->n++;
}

/* A word's or a sign's box takes what its cluster has. */
static void
take_whole(const struct taking *t, const struct mark_cluster *c, const struct mark_glyph *g,
    const char *text)
{
	struct letter l = new_letter(t, c, g, text, c->bytes);

	for (int i = 0; i < c->glyphs; i++)
		add_glyph(t, &l, &g[i]);
	g_array_append_val(t->to->v, l);
}

/*
 * Where the letters of a cluster part: edges[0] is its left end, edges[n] its
 * right.  At glyphs that advance, when there are enough; else evenly.
 */
static void
find_edges(const struct taking *t, const struct mark_cluster *c, const struct mark_glyph *g,
    int n, int32_t edges[static LETTERS_MAX + 1])
{
	int32_t starts[LETTERS_MAX];
	int found = 0;

	for (int i = 0; i < c->glyphs && found < LETTERS_MAX; i++) {
		if (hb_font_get_glyph_h_advance(t->hb, g[i].id) <= 0)
			continue;
		int k = found++;
		for (; k > 0 && starts[k - 1] > g[i].dx; k--)
			starts[k] = starts[k - 1];
		starts[k] = g[i].dx;
	}
	bool parted = found >= n;
	edges[0] = 0;
	edges[n] = c->advance;
	/* What is over belongs to the letter that is read last. */
	for (int i = 1; i < n; i++) {
		edges[i] = !parted ? (int32_t)((int64_t)c->advance * i / n)
		    : t->m->rtl ? starts[found - n + i] : starts[i];
		if (edges[i] <= edges[i - 1] || edges[i] >= c->advance)
			edges[i] = (int32_t)((int64_t)c->advance * i / n);
	}
}

/* The glyphs that begin between two edges; the first and the last part take what is outside. */
static void
add_glyphs_between(const struct taking *t, struct letter *l, const struct mark_cluster *c,
    const struct mark_glyph *g, const int32_t *edges, int part, int parts)
{
	for (int i = 0; i < c->glyphs; i++) {
		int32_t middle = g[i].dx + hb_font_get_glyph_h_advance(t->hb, g[i].id) / 2;

		if ((part == 0 || middle >= edges[part]) &&
		    (part == parts - 1 || middle < edges[part + 1]))
			add_glyph(t, l, &g[i]);
	}
}

/* Ink that is not seen: the ligature's own glyph, very small, where the ligature has ink. */
static void
hide_speck(const struct taking *t, struct letter *l, const struct mark_cluster *c,
    const struct mark_glyph *g)
{
	for (int i = 0; i < c->glyphs; i++) {
		struct speck s;

		if (!specks_find(t->to->specks, t->m->font, g[i].id,
		    l->left - g[i].dx, l->left + l->advance - g[i].dx, &s) || s.room * SPECK < 2 * t->upem)
			continue;
		struct cid_glyph e = { g[i].id, g[i].dx + s.x - s.middle_x / SPECK - l->left,
			g[i].dy + s.y - s.middle_y / SPECK, SPECK };
		g_array_append_val(t->to->glyphs, e);
		l->n++;
		return;
	}
}

static void
take_parts(const struct taking *t, const struct mark_cluster *c, const struct mark_glyph *g,
    const char *text, int parts)
{
	int32_t edges[LETTERS_MAX + 1];

	find_edges(t, c, g, parts, edges);
	for (int i = 0; i < parts; i++) {
		int from_left = t->m->rtl ? parts - 1 - i : i;
		const char *next = text_next(text);
		struct letter l = new_letter(t, c, g, text, (size_t)(next - text));

		l.left = edges[from_left];
		l.advance = edges[from_left + 1] - l.left;
		add_glyphs_between(t, &l, c, g, edges, from_left, parts);
		if (l.n == 0)
			hide_speck(t, &l, c, g);
		g_array_append_val(t->to->v, l);
		text = next;
	}
}

/* ---- numbers ---------------------------------------------------------- */

static bool
joins_digits(const struct letter *l)
{
	static const char *const signs[] = { ".", ",", ":", "/", "٫", "٬", "-" };

	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
		if (l->len == strlen(signs[i]) && memcmp(l->text, signs[i], l->len) == 0)
			return true;
	return false;
}

static bool
is_number(const struct letter *l)
{
	return l->len > 0 && text_is_arabic_digit(text_char(l->text));
}

/* How many letters from `i` on are one number; 0 when none begins here. */
static guint
number_at(const struct letters *l, guint i)
{
	guint n = 0;

	for (guint k = i; k < l->v->len; k++)
		if (is_number(letter_at(l, k)))
			n = k + 1 - i;
		else if (n == 0 || !joins_digits(letter_at(l, k)))
			break;
	return n;
}

/*
 * `next` becomes part of `first`; false where its glyphs would stand further away
 * than a composite can say (fontfile.c): 32,767 units.
 */
static bool
join(const struct taking *t, struct letter *first, const struct letter *next)
{
	int64_t shift = (int64_t)(next->x - first->x) * t->upem / t->m->size + next->left - first->left;

	if (shift + next->advance > INT16_MAX)
		return false;
	for (uint32_t j = 0; j < next->n; j++)
		glyph_at(t->to, next->from + j)->dx += (int32_t)shift;
	first->n += next->n;
	first->len += next->len;
	first->advance = (int32_t)shift + next->advance;
	return true;
}

/* The digits of a number to one letter, in a mark that runs from left to right; of a very long one to several. */
static void
join_numbers(const struct taking *t)
{
	struct letters *l = t->to;

	for (guint i = 0; i < l->v->len; i++) {
		guint n = number_at(l, i), joined = 1;

		while (joined < n && join(t, letter_at(l, i), letter_at(l, i + joined)))
			joined++;
		if (joined > 1)
			g_array_remove_range(l->v, i + 1, joined - 1);
	}
}

/* ---- boxes that are wide enough --------------------------------------- */

static bool
is_letter(const struct letter *l)
{
	return l->len > 0 && *l->text != ' ' && !is_mark_of_letter(l->text);
}

/* Its box begins `by` further right; its ink stays. */
static void
move_left_edge(const struct letters *l, struct letter *e, int32_t by)
{
	e->left += by;
	e->advance -= by;
	for (uint32_t i = 0; i < e->n; i++)
		glyph_at(l, e->from + i)->dx -= by;
}

/* Move the edge between two neighbours, `left` and `right` on the page. */
static void
move_edge(const struct letters *l, struct letter *left, struct letter *right, int32_t by)
{
	left->advance += by;
	move_left_edge(l, right, by);
}

/* Take what a narrow letter lacks from one beside it that has enough. */
static bool
widen_from(const struct taking *t, struct letter *e, struct letter *beside, bool on_left, int32_t least)
{
	int32_t lack = least - e->advance;

	if (!is_letter(beside) || beside->advance - lack < least)
		return false;
	if (on_left)
		move_edge(t->to, beside, e, -lack);
	else
		move_edge(t->to, e, beside, lack);
	return true;
}

static void
widen_letters(const struct taking *t)
{
	int32_t least = t->upem * LEAST_WIDE / 1000;
	guint n = t->to->v->len;

	for (guint i = 0; i < n; i++) {
		struct letter *e = letter_at(t->to, i);

		if (!is_letter(e) || e->advance >= least)
			continue;
		if (i + 1 < n && widen_from(t, e, letter_at(t->to, i + 1), t->m->rtl, least))
			continue;
		if (i > 0)
			widen_from(t, e, letter_at(t->to, i - 1), !t->m->rtl, least);
	}
}

/* ---- spaces that are seen --------------------------------------------- */

/*
 * The gap under which PDFium sees no space between two characters, by the
 * width of the wider (cpdf_textpage.cpp); thousandths.
 */
static int
unseen_gap(int wide)
{
	return wide < 400 ? wide / 2 : wide < 700 ? wide / 4 : wide < 800 ? wide / 5 : wide / 6;
}

/*
 * By how much the boxes beside a space, one or both, must draw back for it to
 * be seen; below 0: come nearer, so that the wider passes a step.  Thousandths.
 */
static int
draw_back(int gap, int wide, int sides)
{
	for (int by = 0; by <= DRAW_BACK_MAX; by += 10) {
		if (gap + sides * by > unseen_gap(wide - by) + 5)
			return by;
		if (sides == 2 && by <= 20 && gap - sides * by > unseen_gap(wide + by) + 5)
			return -by;
	}
	return 0;
}

static int
thousandths(const struct taking *t, int32_t units)
{
	return (int)((int64_t)units * 1000 / t->upem);
}

/* The box ends `by` short of the space that stands on its left or its right. */
static void
end_short(const struct taking *t, struct letter *l, bool on_left, int by)
{
	int32_t units = (int32_t)((int64_t)by * t->upem / 1000);

	if (l->advance - units < t->upem * LEAST_WIDE / 1000)
		return;
	if (on_left)
		move_left_edge(t->to, l, units);
	else
		l->advance -= units;
}

static void
show_space(const struct taking *t, struct letter *before, int32_t gap, struct letter *after)
{
	int a = before ? thousandths(t, before->advance) : 0, b = after ? thousandths(t, after->advance) : 0;
	int by = draw_back(thousandths(t, gap), MAX(a, b), before && after ? 2 : 1);

	if (before)
		end_short(t, before, t->m->rtl, by);
	if (after)
		end_short(t, after, !t->m->rtl, by);
}

static bool
is_space(const struct letter *l)
{
	return l->len == 1 && *l->text == ' ';
}

/* Justified spaces are not as wide as they say: what is between the boxes. */
static int32_t
gap_between(const struct taking *t, const struct letter *before, const struct letter *after)
{
	const struct letter *left = t->m->rtl ? after : before, *right = t->m->rtl ? before : after;

	return (int32_t)((int64_t)(right->x - left->x) * t->upem / t->m->size) + right->left -
	    left->left - left->advance;
}

/*
 * A space's box ends where the box on its right begins.  Only so narrow as it
 * must be, by steps: every width is a character of its own.
 */
static void
fit_space(const struct taking *t, guint i)
{
	struct letter *l = letter_at(t->to, i);
	dim right = t->m->box.x + t->m->box.w;

	if (t->m->rtl ? i > 0 : i + 1 < t->to->v->len) {
		const struct letter *beside = letter_at(t->to, t->m->rtl ? i - 1 : i + 1);

		right = beside->x + dim_scale(beside->left, t->m->size, t->upem);
	}
	int32_t room = (int32_t)((int64_t)(right - l->x) * t->upem / t->m->size);
	int32_t step = MAX(1, t->upem * SPACE_STEP / 1000);
	if (l->advance > room)
		l->advance = MAX(room / step, 1) * step;
}

static void
show_spaces(const struct taking *t, int32_t gap_before, int32_t gap_after)
{
	guint n = t->to->v->len;

	for (guint i = 0; i < n; i++)
		if (is_space(letter_at(t->to, i)))
			fit_space(t, i);
	for (guint i = 1; i + 1 < n; i++) {
		struct letter *before = letter_at(t->to, i - 1), *after = letter_at(t->to, i + 1);

		if (is_space(letter_at(t->to, i)) && is_letter(before) && is_letter(after))
			show_space(t, before, gap_between(t, before, after), after);
	}
	if (n > 0 && gap_before > 0 && is_letter(letter_at(t->to, 0)))
		show_space(t, NULL, gap_before, letter_at(t->to, 0));
	if (n > 0 && gap_after > 0 && is_letter(letter_at(t->to, n - 1)))
		show_space(t, letter_at(t->to, n - 1), gap_after, NULL);
}

/* ---- ink at one height ------------------------------------------------ */

static struct heights
heights_of(const struct taking *t, const struct letter *l)
{
	struct heights h = { INT32_MAX, INT32_MIN };

	for (uint32_t i = 0; i < l->n; i++) {
		const struct cid_glyph *g = glyph_at(t->to, l->from + i);

		if (g->parts)
			continue;
		struct heights own = specks_heights(t->to->specks, t->m->font, g->id);
		if (own.bottom > own.top)
			continue;
		h.top = MAX(h.top, g->dy + own.top);
		h.bottom = MIN(h.bottom, g->dy + own.bottom);
	}
	return h;
}

/* A speck of `of`'s ink in the box of `to`, over it: so both have ink at one height. */
static void
share_ink(const struct taking *t, struct letter *to, const struct letter *of)
{
	int32_t apart = (int32_t)((int64_t)(of->x - to->x) * t->upem / t->m->size) + of->left - to->left;
	guint from = t->to->glyphs->len;

	for (uint32_t i = 0; i < of->n; i++) {
		struct cid_glyph g = *glyph_at(t->to, of->from + i);
		struct speck s;

		if (g.parts || !specks_find(t->to->specks, t->m->font, g.id, INT16_MIN,
		    INT16_MAX, &s) ||
		    s.room * SPECK < 2 * t->upem)
			continue;
		/* Its glyphs must follow one another: they move to the end. */
		for (uint32_t k = 0; k < to->n; k++) {
			struct cid_glyph own = *glyph_at(t->to, to->from + k);

			g_array_append_val(t->to->glyphs, own);
		}
		struct cid_glyph e = { g.id, apart + g.dx + s.x - s.middle_x / SPECK,
			g.dy + s.y - s.middle_y / SPECK, SPECK };
		g_array_append_val(t->to->glyphs, e);
		to->from = from;
		to->n++;
		return;
	}
}

/*
 * PDFium ends a line between two characters side by side of which one has its
 * ink wholly under that of the other, when both are over 4.5 points high.
 */
static void
level_ink(const struct taking *t)
{
	int32_t high = (int32_t)((int64_t)HIGH * t->upem / t->m->size);
	struct letter *before = NULL;
	struct heights b = { 0, 0 };
	guint n = t->to->v->len;

	for (guint i = 0; i < n; i++) {
		struct letter *l = letter_at(t->to, i);
		struct heights h = heights_of(t, l);

		if (h.bottom > h.top)
			continue;
		if (before && h.top - h.bottom > high && b.top - b.bottom > high &&
		    (h.bottom >= b.top || b.bottom >= h.top)) {
			share_ink(t, before, l);
		}
		before = l;
		b = h;
	}
}

/* ---- the door --------------------------------------------------------- */

void
letters_take(struct letters *to, const struct mark *m, int32_t gap_before, int32_t gap_after)
{
	struct taking t = { .to = to, .m = m, .hb = font_hb(m->font), .upem = font_upem(m->font) };
	const struct mark_glyph *g = m->glyphs;
	const char *text = m->text;

	g_array_set_size(to->v, 0);
	g_array_set_size(to->glyphs, 0);
	for (uint32_t i = 0; i < m->n_clusters; i++) {
		const struct mark_cluster *c = &m->clusters[i];
		int letters = c->advance > 0 ? count_letters(text, c->bytes) : 1;

		if (c->glyphs > 0 && letters > 1)
			take_parts(&t, c, g, text, letters);
		else if (c->glyphs > 0)
			take_whole(&t, c, g, text);
		g += c->glyphs;
		text += c->bytes;
	}
	if (!m->rtl)
		join_numbers(&t);
	widen_letters(&t);
	show_spaces(&t, gap_before, gap_after);
	level_ink(&t);
}
