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
#define BLANK 10     /* of 1000: the advance of a character that is not seen */
#define MARK_WIDE 40 /* of 1000: that of a mark over or under its letter */
#define LETTERS_MAX 8

struct writer {
	GString *to;
	const struct sheets *all;
	const struct sheet *sheet;
	const struct stock *stock;
	GArray *marked;        /* struct marked */
	int open;              /* tag of the element being written; NONE */
	int links;             /* of the sheet, so far */
	struct typeface *face; /* that is set; NULL: none */
	dim size;
	const struct colour *colour;
	bool coloured;
	int64_t x, y;          /* of the text line, hundredths of a point */
	GArray *glyphs;        /* struct cid_glyph: room */
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

static void
show(struct writer *w, unsigned cid, int64_t x, int64_t y)
{
	char operation[OPERATION_MAX], *p = operation;

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
	g_string_append_len(w->to, operation, p - operation);
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
	gunichar c = g_utf8_get_char(text);

	return n > 0 && (size_t)(text_next(text) - text) == n && c != ' ' &&
	    !g_unichar_isalnum(c) && !is_mark(c);
}

static char *
text_of(const struct mark *m, const char *text, size_t n)
{
	if (n == 0)
		return g_strdup(RLM);
	if (m->rtl && is_neutral(text, n))
		return g_strdup_printf(RLM "%.*s", (int)n, text);
	return g_strndup(text, n);
}

/* Letters that one glyph shows; 1 when they are not to be parted. */
static int
ligature_of(const char *text, size_t n, int32_t advance)
{
	int letters = 0;

	for (const char *p = text; p < text + n; p = text_next(p), letters++)
		if (is_mark(g_utf8_get_char(p)) || !g_unichar_isalpha(g_utf8_get_char(p)))
			return 1;
	return advance > 0 && letters > 1 && letters <= LETTERS_MAX ? letters : 1;
}

/* ---- clusters --------------------------------------------------------- */

struct showing {
	const struct mark *m;
	const struct mark_cluster *c;
	const char *text;
	int64_t baseline;
	int upem;
};

static int64_t
cluster_x(const struct showing *s, int32_t units)
{
	return hundredths(s->c->x + dim_scale(units, s->m->size, s->upem));
}

static void
take_glyphs(struct writer *w, const struct showing *s, const struct mark_glyph *g, int32_t shift)
{
	g_array_set_size(w->glyphs, 0);
	for (int i = 0; i < s->c->glyphs; i++) {
		struct cid_glyph c = { g[i].id, g[i].dx + shift, g[i].dy };

		g_array_append_val(w->glyphs, c);
	}
}

static struct cid
cid_of(const struct writer *w, int32_t advance, const char *text)
{
	return (struct cid) { .glyphs = (const struct cid_glyph *)(void *)w->glyphs->data,
		.n = w->glyphs->len, .advance = advance, .text = text };
}

/*
 * A ligature is as many characters as it has letters, side by side; the one
 * on the left (read last from right to left) draws it.
 */
static void
show_ligature(struct writer *w, const struct showing *s, const struct mark_glyph *g, int letters)
{
	int32_t all = s->c->advance, part = all / letters;
	const char *p = s->text;

	for (int i = 0; i < letters; i++) {
		const char *next = text_next(p);
		g_autofree char *one = g_strndup(p, (gsize)(next - p));
		int from_left = s->m->rtl ? letters - 1 - i : i;
		bool draws = from_left == 0;
		int32_t width = from_left == letters - 1 ? all - part * (letters - 1) : part;

		g_array_set_size(w->glyphs, 0);
		if (draws)
			take_glyphs(w, s, g, 0);
		struct cid c = cid_of(w, width, one);
		show(w, typeface_cid(w->face, &c), cluster_x(s, part * from_left), s->baseline);
		p = next;
	}
}

static void
show_cluster(struct writer *w, const struct showing *s, const struct mark_glyph *g)
{
	size_t n = s->c->bytes;
	int letters = ligature_of(s->text, n, s->c->advance);
	bool space = n == 1 && *s->text == ' ';

	if (letters > 1) {
		show_ligature(w, s, g, letters);
		return;
	}
	g_autofree char *text = text_of(s->m, s->text, n);
	int32_t wide = s->c->advance == 0 && !space && n > 0 ? s->upem * MARK_WIDE / 1000 : 0;
	take_glyphs(w, s, g, wide);
	struct cid c = cid_of(w, s->c->advance + wide, text);
	show(w, typeface_cid(w->face, &c), cluster_x(s, -wide), s->baseline);
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
		[TAG_HEAD_CELL] = "TH", [TAG_CELL] = "TD", [TAG_ARTIFACT] = NULL,
	};

	return names[kind];
}

/* By a reader, without running anything? */
static bool
is_followed(const char *url)
{
	static const char *const schemes[] = { "https://", "http://", "mailto:" };

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

/* Begin the element of `m`; a link is one of its own. */
static void
open_element(struct writer *w, const struct mark *m, const struct mark *before)
{
	bool link = w->stock->links && is_link(w->all, m);
	enum tag_kind kind = kind_of(w->all, m);

	if (w->open == m->tag && !link)
		return;
	close_element(w);
	w->open = m->tag;
	if (kind == TAG_ARTIFACT) {
		g_string_append(w->to, "/Artifact BMC\n");
		return;
	}
	struct marked e = { .tag = m->tag, .link = link ? w->links++ : NONE,
		.goes_on = link && before && before->tag == m->tag && before->url == m->url };
	g_string_append_printf(w->to, "/%s <</MCID %u>> BDC\n",
	    link ? "Link" : tag_role(kind), w->marked->len);
	g_array_append_val(w->marked, e);
}

static void
show_figure(struct writer *w, const struct mark *m)
{
	close_element(w);
	g_string_append(w->to, "ET\n");
	open_element(w, m, NULL);
	graphics_image(w->to, w->sheet, m, pictures_get(w->stock->pictures, m->image));
	close_element(w);
	g_string_append(w->to, "BT\n");
	w->x = w->y = 0;
}

/* ---- where the direction changes -------------------------------------- */

static void
show_blank(struct writer *w, const struct mark *m, dim right, const char *text)
{
	int upem = font_upem(m->font);
	struct cid c = { .advance = upem * BLANK / 1000, .text = text };

	show(w, typeface_cid(w->face, &c),
	    hundredths(right - dim_scale(m->size, BLANK, 1000)),
	    hundredths(w->sheet->height - m->glyphs[0].y));
}

static dim
right_of(const struct mark *m, const struct mark_cluster *c)
{
	return c->x + dim_scale(c->advance, m->size, font_upem(m->font));
}

/* Text from left to right, and then from right to left on the same line. */
static bool
turns_back(const struct mark *before, const struct mark *m)
{
	return before && m->rtl && !before->rtl && before->box.y + before->box.h > m->box.y &&
	    before->box.y < m->box.y + m->box.h;
}

static void
end_left_to_right(struct writer *w, const struct mark *m)
{
	const char *last = g_utf8_find_prev_char(m->text, m->text + m->len);

	if (m->rtl || !last || *last == ' ' || g_unichar_isalnum(g_utf8_get_char(last)))
		return;
	show_blank(w, m, right_of(m, &m->clusters[m->n_clusters - 1]), LRM);
}

/* ---- marks ------------------------------------------------------------ */

static void
show_mark(struct writer *w, const struct mark *m, const struct mark *before)
{
	const struct mark_glyph *g = m->glyphs;
	const char *text = m->text;
	struct showing s = { .m = m, .upem = font_upem(m->font) };

	open_element(w, m, before);
	set_colour(w, m->colour);
	set_face(w, m);
	if (turns_back(before, m))
		show_blank(w, m, right_of(m, &m->clusters[0]), RLM);
	for (uint32_t i = 0; i < m->n_clusters; i++) {
		s.c = &m->clusters[i];
		s.text = text;
		/* Offsets of glyphs are their cluster's: the baseline is the mark's. */
		if (s.c->glyphs > 0) {
			s.baseline = hundredths(w->sheet->height - g->y -
			    dim_scale(g->dy, m->size, s.upem));
			show_cluster(w, &s, g);
		}
		g += s.c->glyphs;
		text += s.c->bytes;
	}
	end_left_to_right(w, m);
	if (m->space_after)
		show_blank(w, m, m->box.x, " ");
	if (w->stock->links && is_link(w->all, m))
		close_element(w);
}

void
content_add(GString *to, const struct sheets *all, size_t sheet, const struct stock *st,
    GArray *marked)
{
	const struct sheet *s = &all->v[sheet];
	struct writer w = { .to = to, .all = all, .sheet = s, .stock = st, .marked = marked,
		.open = NONE, .glyphs = g_array_new(FALSE, TRUE, sizeof(struct cid_glyph)) };
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
		show_mark(&w, m, before);
		before = m;
	}
	close_element(&w);
	g_string_append(to, "ET\n");
	g_array_unref(w.glyphs);
}
