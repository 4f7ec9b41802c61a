/*
 * Marks to text operators: one Tj a cluster, in the order of reading.
 *
 * What is said of readers here was found by trying (docs/architecture.md):
 * direction marks in the text of stops, blank characters where the direction
 * changes, a width for marks that have none.
 */
#include "pdf/graphics.h"

#include <string.h>

#define RLM "\u200F"
#define LRM "\u200E"
/*
 * pdf.js passes over white space that runs leftwards.  With a combining mark
 * before it, it does not; the mark it leaves out when it searches.  Marked
 * content bounds it, so that it is not turned round with the letter before.
 */
#define MARKED_SPACE "\u034F "
#define BLANK 10     /* of 1000: the advance of a character that is not seen */
#define MARK_WIDE 40 /* of 1000: that of a mark over or under its letter */
/*
 * How far from its place a character may stand, in hundredths of a point (with rounding 5 µm at most).
 * Within it a step is the same wherever two letters follow each other,
 * instead of a hundredth more or less: pages deflate faster, and to less.
 */
#define ASIDE 1

struct writer {
	GString *to;
	const struct sheets *all;
	const struct sheet *sheet;
	const struct stock *stock;
	GArray *marked;        /* struct marked */
	int open;              /* tag of the element being written; NONE */
	int links;             /* of the sheet, so far */
	int note;              /* whose place is open; 0: none's */
	struct typeface *face; /* that is set; NULL: none */
	dim size;
	const struct colour *colour;
	bool coloured;
	int64_t x, y;          /* of the text line, hundredths of a point */
	dim exact;             /* the place that is at x */
	struct letters letters; /* room */
	GString *said;         /* room */
};

/* ---- state ------------------------------------------------------------ */

/* Black when a style says nothing. */
static void
set_colour(struct writer *w, const struct colour *c)
{
	if (w->coloured && c == w->colour)
		return;
	w->coloured = true;
	w->colour = c;
	inks_fill(w->stock->inks, w->to, c);
}

static void
set_face(struct writer *w, const struct mark *m)
{
	struct typeface *f = typefaces_get(w->stock->types, m->font);

	if (f == w->face && m->size == w->size)
		return;
	w->face = f;
	w->size = m->size;
	g_string_append_printf(w->to, "/F%u ", f->number);
	number_add(w->to, hundredths(m->size));
	g_string_append(w->to, " Tf\n");
}

#define OPERATION_MAX (2 * NUMBER_MAX + 20)

/* <01AF>Tj, which shows one character. */
static char *
put_shown(char *p, unsigned cid)
{
	static const char hex[] = "0123456789ABCDEF";

	*p++ = '<';
	for (int shift = 12; shift >= 0; shift -= 4)
		*p++ = hex[cid >> shift & 15];
	memcpy(p, ">Tj\n", 4);
	return p + 4;
}

/* Where to put what belongs at `place`, after what was put last. */
static int64_t
step_to(const struct writer *w, dim place)
{
	int64_t x = w->x + hundredths(place - w->exact), at = hundredths(place);

	return ABS(x - at) <= ASIDE ? x : at;
}

static void
show(struct writer *w, unsigned cid, dim place, int64_t y)
{
	char operation[OPERATION_MAX], *p = operation;
	int64_t x = step_to(w, place);

	w->exact = place;
	if (x != w->x || y != w->y) {
		p = number_put(p, x - w->x);
		*p++ = ' ';
		p = number_put(p, y - w->y);
		memcpy(p, " Td", 3);
		p += 3;
	}
	w->x = x;
	w->y = y;
	p = put_shown(p, cid);
	text_append(w->to, operation, (size_t)(p - operation));
}

/* ---- what a cluster says ---------------------------------------------- */

static bool
is_mark(gunichar c)
{
	return g_unichar_ismark(c);
}

/* Neither letter nor digit: readers of the PDF ask their neighbours. */
static bool
is_neutral(const char *text, size_t n)
{
	gunichar c = text_char(text);

	return n > 0 && (size_t)(text_next(text) - text) == n && c != ' ' &&
	    !g_unichar_isalnum(c) && !is_mark(c);
}

/* What a letter says, in the writer's room until the next. */
static const char *
text_of(struct writer *w, const struct mark *m, const char *text, size_t n)
{
	g_string_truncate(w->said, 0);
	if (n == 0 || (m->rtl && is_neutral(text, n)))
		text_append(w->said, RLM, sizeof RLM - 1);
	text_append(w->said, text, n);
	return w->said->str;
}

/* ---- spaces ----------------------------------------------------------- */

static void
begin_space(struct writer *w, bool marked)
{
	if (marked)
		g_string_append(w->to, "/Span <</ActualText ( )>> BDC\n");
}

static void
end_space(struct writer *w, bool marked)
{
	if (marked)
		g_string_append(w->to, "EMC\n");
}

/* ---- letters ---------------------------------------------------------- */

static void
show_letter(struct writer *w, const struct mark *m, const struct letter *l)
{
	int upem = font_upem(m->font);
	bool marked = w->stock->marked_space && m->rtl && l->len == 1 && *l->text == ' ';
	bool mark = l->advance == 0 && l->len > 0 && *l->text != ' ';
	int32_t wide = mark ? upem * MARK_WIDE / 1000 : 0;
	struct cid_glyph *glyphs = &g_array_index(w->letters.glyphs, struct cid_glyph, l->from);
	const char *text = marked ? MARKED_SPACE : text_of(w, m, l->text, l->len);

	for (uint32_t i = 0; i < l->n; i++)
		glyphs[i].dx += wide;
	begin_space(w, marked);
	struct cid c = { .glyphs = glyphs, .n = l->n, .advance = MAX(l->advance, 0) + wide, .text = text };
	show(w, typeface_cid(w->face, &c),
	    l->x + dim_scale(l->left - wide, m->size, upem),
	    hundredths(w->sheet->height - l->baseline));
	end_space(w, marked);
}

/* ---- elements --------------------------------------------------------- */

#define NONE (-1)

const char *
tag_role(enum tag_kind kind)
{
	static const char *const names[] = {
		[TAG_DOCUMENT] = "Document", [TAG_ARTICLE] = "Art", [TAG_H1] = "H1",
		[TAG_H2] = "H2", [TAG_H3] = "H3", [TAG_P] = "P", [TAG_LIST] = "L",
		[TAG_ENTRY] = "LI", [TAG_QUOTE] = "BlockQuote", [TAG_FIGURE] = "Figure",
		[TAG_CAPTION] = "Caption", [TAG_TABLE] = "Table", [TAG_ROW] = "TR",
		[TAG_HEAD_CELL] = "TH", [TAG_CELL] = "TD", [TAG_NOTE] = "Note", [TAG_LABEL] = "Lbl", [TAG_ARTIFACT] = NULL,
		[TAG_SECTION] = "Sect", [TAG_TOC] = "TOC", [TAG_TOC_ENTRY] = "TOCI",
	};

	return names[kind];
}

/* By a reader, without running anything? */
static bool
is_followed(const char *url)
{
	static const char *const schemes[] = { "https://", "http://", "mailto:", "tel:" };

	if (url && *url == '#')
		return url[1] != '\0';
	for (size_t i = 0; url && i < G_N_ELEMENTS(schemes); i++)
		if (g_ascii_strncasecmp(url, schemes[i], strlen(schemes[i])) == 0)
			return true;
	return false;
}

static bool
is_shown(const struct mark *m)
{
	return m->kind == MARK_TEXT && m->n_glyphs > 0 && m->n_clusters > 0;
}

static enum tag_kind
kind_of(const struct sheets *all, const struct mark *m)
{
	return all->tags && (size_t)m->tag < all->n_tags ? all->tags[m->tag].kind : TAG_ARTIFACT;
}

bool
is_link(const struct sheets *all, const struct mark *m)
{
	return is_shown(m) && is_followed(m->url) && kind_of(all, m) != TAG_ARTIFACT;
}

bool
is_figure(const struct sheets *all, const struct mark *m)
{
	return m->kind == MARK_IMAGE && kind_of(all, m) == TAG_FIGURE;
}

static void
close_element(struct writer *w)
{
	if (w->open != NONE)
		g_string_append(w->to, "EMC\n");
	w->open = NONE;
}

/* Begin the element of `m`; a link or the place of a note is one of its own. */
static void
open_element(struct writer *w, const struct mark *m, const struct mark *before)
{
	bool link = w->stock->links && is_link(w->all, m);
	bool note = m->kind == MARK_TEXT && m->note > 0;
	enum tag_kind kind = kind_of(w->all, m);

	if (w->open == m->tag && !link && w->note == (note ? m->note : 0))
		return;
	close_element(w);
	w->open = m->tag;
	w->note = note ? m->note : 0;
	if (kind == TAG_ARTIFACT) {
		g_string_append(w->to, "/Artifact BMC\n");
		return;
	}
	struct marked e = { .tag = m->tag, .note = note, .link = link ? w->links++ : NONE,
		.goes_on = link && before && before->tag == m->tag && before->url == m->url };
	g_string_append_printf(w->to, "/%s <</MCID %u>> BDC\n",
	    link ? "Link" : note ? "Reference" : tag_role(kind), w->marked->len);
	g_array_append_val(w->marked, e);
}

static void
show_figure(struct writer *w, const struct mark *m)
{
	close_element(w);
	g_string_append(w->to, "ET\n");
	open_element(w, m, NULL);
	if (is_drawn(m->image))
		graphics_drawing(w->to, w->sheet, m, w->stock->inks);
	else
		graphics_image(w->to, w->sheet, m, pictures_get(w->stock->pictures, m->image));
	w->coloured = false;
	close_element(w);
	g_string_append(w->to, "BT\n");
	w->x = w->y = w->exact = 0;
}

/* ---- where the direction changes -------------------------------------- */

static void
show_blank(struct writer *w, const struct mark *m, dim right, const char *text)
{
	int upem = font_upem(m->font);
	struct cid c = { .advance = upem * BLANK / 1000, .text = text };

	show(w, typeface_cid(w->face, &c),
	    right - dim_scale(m->size, BLANK, 1000),
	    hundredths(w->sheet->height - m->glyphs[0].y));
}

static dim
right_of(const struct mark *m, const struct mark_cluster *c)
{
	return c->x + dim_scale(c->advance, m->size, font_upem(m->font));
}

static bool
on_one_line(const struct mark *a, const struct mark *b)
{
	return a->box.y + a->box.h > b->box.y && a->box.y < b->box.y + b->box.h;
}

/* Text from left to right, and then from right to left on the same line. */
static bool
turns_back(const struct mark *before, const struct mark *m)
{
	return before && m->rtl && !before->rtl && on_one_line(before, m);
}

static void
end_left_to_right(struct writer *w, const struct mark *m)
{
	const char *last = g_utf8_find_prev_char(m->text, m->text + m->len);

	if (m->rtl || !last || *last == ' ' || g_unichar_isalnum(text_char(last)))
		return;
	show_blank(w, m, right_of(m, &m->clusters[m->n_clusters - 1]), LRM);
}

/* ---- marks ------------------------------------------------------------ */

static bool
ends_in_space(const struct mark *m)
{
	return m->len > 0 && m->text[m->len - 1] == ' ';
}

static bool
begins_with_space(const struct mark *m)
{
	return m->len > 0 && *m->text == ' ';
}

/* What lies between `m` and the last letter before it, when that is a space of text that runs leftwards. */
static int32_t
gap_before(const struct mark *m, const struct mark *before)
{
	if (!before || !before->rtl || before->n_clusters < 2 || !ends_in_space(before) ||
	    !on_one_line(before, m))
		return 0;
	dim gap = before->clusters[before->n_clusters - 2].x - m->box.x - m->box.w;
	return (int32_t)((int64_t)gap * font_upem(m->font) / m->size);
}

static int32_t
gap_after(const struct mark *m, const struct mark *after)
{
	if (!after || !after->rtl || after->n_clusters < 2 || !begins_with_space(after) ||
	    !on_one_line(m, after))
		return 0;
	return (int32_t)((int64_t)(m->box.x - right_of(after, &after->clusters[1])) *
	    font_upem(m->font) / m->size);
}

/* A bullet or a number, and an entry: between them is a space that nobody wrote. */
static void
end_label(struct writer *w, const struct mark *m, const struct mark *after)
{
	bool marked = w->stock->marked_space && m->rtl;

	if (kind_of(w->all, m) != TAG_LABEL || !after || after->tag == m->tag || !on_one_line(m, after) || ends_in_space(m))
		return;
	begin_space(w, marked);
	show_blank(w, m, m->rtl ? m->box.x : m->box.x + m->box.w + dim_scale(m->size, BLANK, 1000), marked ? MARKED_SPACE : " ");
	end_space(w, marked);
}

static void
show_mark(struct writer *w, const struct mark *m, const struct mark *before, const struct mark *after)
{
	open_element(w, m, before);
	set_colour(w, m->colour);
	set_face(w, m);
	if (turns_back(before, m))
		show_blank(w, m, MIN(right_of(m, &m->clusters[0]), m->box.x + m->box.w), RLM);
	letters_take(&w->letters, m, gap_before(m, before), gap_after(m, after));
	for (guint i = 0; i < w->letters.v->len; i++)
		show_letter(w, m, &g_array_index(w->letters.v, struct letter, i));
	end_left_to_right(w, m);
	if (m->space_after)
		show_blank(w, m, m->box.x, " ");
	end_label(w, m, after);
	if (w->stock->links && is_link(w->all, m))
		close_element(w);
}

static const struct mark *
next_shown(const struct sheet *s, size_t from)
{
	for (size_t i = from; i < s->n; i++)
		if (is_shown(&s->marks[i]))
			return &s->marks[i];
	return NULL;
}

void
content_add(GString *to, const struct sheets *all, size_t sheet, const struct stock *st,
    GArray *marked)
{
	const struct sheet *s = &all->v[sheet];
	struct writer w = { .to = to, .all = all, .sheet = s, .stock = st, .marked = marked,
		.open = NONE, .said = g_string_new(NULL),
		.letters = { g_array_new(FALSE, FALSE, sizeof(struct letter)),
			g_array_new(FALSE, TRUE, sizeof(struct cid_glyph)), st->types->specks } };
	const struct mark *before = NULL;

	g_string_append(to, "BT\n");
	for (size_t i = 0; i < s->n; i++) {
		const struct mark *m = &s->marks[i];

		if (is_figure(all, m)) {
			show_figure(&w, m);
			continue;
		}
		if (!is_shown(m))
			continue;
		show_mark(&w, m, before, next_shown(s, i + 1));
		before = m;
	}
	close_element(&w);
	g_string_append(to, "ET\n");
	g_string_free(w.said, TRUE);
	g_array_unref(w.letters.v);
	g_array_unref(w.letters.glyphs);
}
