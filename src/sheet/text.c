/*
 * Set lines to text marks.
 *
 * Clusters come in logical order whatever the direction, for readers of the
 * PDF take text in the order in which it was drawn (pdf.md 1); the glyphs of
 * a word come from shape in the order from left to right.
 */
#include "sheet/sheet-int.h"

#include <string.h>

/* What neighbours must share to be one mark. */
struct look {
	const struct font *font;
	dim size;
	bool rtl;
	uint8_t level; /* what is of another need not stand beside it */
	const char *url;
	int note;  /* whose place it is; 0: none's */
	dim raise; /* over the baseline */
};

/* A line on its sheet. */
struct setting {
	const struct placed *placed;
	dim room;
	bool rtl; /* the paragraph */
	dim baseline;
};

/* The span of a piece; NULL for a marker's. */
static const struct span *
span_of(const struct placed *p, const struct glyph_run *run)
{
	const struct block *b = p->galley->block;
	bool own = b && p->line != p->galley->marker && run->span < b->n_spans;

	return own ? &b->spans[run->span] : NULL;
}

/* What stands at a text's end is a link as the text itself is. */
static const char *
url_of(const struct placed *p, const struct span *sp)
{
	if (p->block && p->block->link)
		return p->block->link;
	return sp && (sp->style & INLINE_LINK) ? sp->url : NULL;
}

static struct look
look_of(const struct placed *p, const struct piece *piece)
{
	const struct span *sp = span_of(p, piece->run);
	bool note = sp && (sp->style & INLINE_NOTE);

	return (struct look){
		.font = piece->word->font,
		.size = dim_scale(p->galley->size, piece->run->scale, 1024),
		.rtl = piece->word->rtl,
		.level = piece->level,
		.url = url_of(p, sp),
		.note = note ? sp->note : 0,
		.raise = note ? dim_scale(p->galley->size, NOTE_RAISE, 1024) : 0,
	};
}

static bool
is_same_look(const struct look *a, const struct look *b)
{
	return a->font == b->font && a->size == b->size && a->rtl == b->rtl && a->level == b->level &&
	       a->note == b->note && (a->url == b->url || g_strcmp0(a->url, b->url) == 0);
}

/* Left edge of a piece on the sheet. */
static dim
piece_x(const struct setting *s, const struct piece *piece)
{
	const struct rect *box = &s->placed->box;
	dim in = s->placed->line->offset + piece->at;

	if (s->rtl)
		return s->room + box->x + box->w - in - piece->width;
	return s->room + box->x + in;
}

/* Isolates and forced line breaks steer the setting; they are not text. */
static size_t
control_len(const char *p, const char *end)
{
	const unsigned char *u = (const unsigned char *)p;

	if (end - p < 3 || u[0] != 0xE2)
		return 0;
	bool is_isolate = u[1] == 0x81 && u[2] >= 0xA6 && u[2] <= 0xA9;
	bool is_line = u[1] == 0x80 && u[2] == 0xA8;
	return is_isolate || is_line ? 3 : 0;
}

/* Copy text without its controls; returns the bytes that were written. */
static uint32_t
copy_text(char *to, const char *from, uint32_t len)
{
	const char *end = from + len;
	char *at = to;

	while (from < end) {
		size_t skip = control_len(from, end);

		if (skip > 0) {
			from += skip;
		} else if (end - from >= 2 && memcmp(from, "\u00A0", 2) == 0) {
			/* That a space holds is the setting's, not the text's. */
			*at++ = ' ';
			from += 2;
		} else
			*at++ = *from++;
	}
	return (uint32_t)(at - to);
}

/* A mark being written: its arrays have room for all that will come, or are NULL. */
struct writer {
	char *text;
	uint32_t len;
	struct mark_glyph *glyphs;
	uint32_t n_glyphs;
	struct mark_cluster *clusters;
	uint32_t n_clusters;
};

/* Glyphs of one cluster: [first, first + n) of the word's. */
struct group {
	uint32_t first, n;
};

/* The group that begins (in logical order) after `done` glyphs; n = 0 behind the last. */
static struct group
group_after(const struct word *w, uint32_t done)
{
	uint32_t at = w->rtl ? w->n - 1 - done : done, n = 1;

	if (done >= w->n)
		return (struct group){ 0 };
	if (!w->rtl) {
		while (at + n < w->n &&
		       w->glyphs[at + n].cluster == w->glyphs[at].cluster)
			n++;
		return (struct group){ at, n };
	}
	while (n <= at && w->glyphs[at - n].cluster == w->glyphs[at].cluster)
		n++;
	return (struct group){ at + 1 - n, n };
}

/*
 * Where a word's glyphs are drawn: its left end and baseline on the sheet,
 * and how far into it (font units) the next cluster begins or, from right
 * to left, ends.
 */
struct pen {
	dim x, y, size;
	int32_t in;
};

static int32_t
group_advance(const struct word *w, struct group g)
{
	int32_t sum = 0;

	for (uint32_t i = g.first; i < g.first + g.n; i++)
		sum += w->glyphs[i].advance;
	return sum;
}

static void
draw_glyphs(struct mark_glyph *to, const struct word *w, struct group g,
    const struct pen *p)
{
	int upem = font_upem(w->font);
	int32_t in = p->in;

	for (uint32_t i = g.first; i < g.first + g.n; i++) {
		const struct glyph *from = &w->glyphs[i];

		*to++ = (struct mark_glyph){
			.id = from->id,
			.x = p->x + dim_scale(in + from->dx, p->size, upem),
			.y = p->y - dim_scale(from->dy, p->size, upem),
			.dx = in - p->in + from->dx,
			.dy = from->dy,
		};
		in += from->advance;
	}
}

/* What the pen stands at the left of: `bytes` of text. */
static void
add_cluster(struct writer *to, const struct word *w, struct group g, uint32_t bytes,
    const struct pen *p)
{
	if (to->clusters) {
		to->clusters[to->n_clusters] = (struct mark_cluster){
			.bytes = (uint16_t)bytes,
			.glyphs = (uint16_t)g.n,
			.advance = group_advance(w, g),
			.x = p->x + dim_scale(p->in, p->size, font_upem(w->font)),
		};
		draw_glyphs(to->glyphs + to->n_glyphs, w, g, p);
	}
	to->n_clusters++;
	to->n_glyphs += g.n;
}

/*
 * A word's clusters.  Their bytes are those of the run's own word, which
 * has no tatweels; together they are all of it, whatever shaping says.
 */
static void
add_word(struct writer *to, const struct piece *piece, struct pen p)
{
	const struct word *w = piece->word, *said = piece->run->word;
	struct group g = group_after(w, 0), next;
	uint32_t at = 0, end;

	p.in = w->rtl ? w->width : 0;
	for (uint32_t done = g.n; g.n > 0; g = next, done += g.n, at = end) {
		int32_t advance = group_advance(w, g);

		next = group_after(w, done);
		end = next.n > 0 ? CLAMP(w->glyphs[next.first].cluster, at, said->len) : said->len;
		uint32_t bytes = copy_text(to->text + to->len, said->text + at, end - at);
		to->len += bytes;
		p.in -= w->rtl ? advance : 0;
		/* What controls alone say is not drawn. */
		if (bytes > 0 || end == at)
			add_cluster(to, w, g, bytes, &p);
		p.in += w->rtl ? 0 : advance;
	}
}

static struct writer
writer_make(struct homes h, const struct piece *pieces, size_t n)
{
	size_t glyphs = 0, bytes = 0;

	for (size_t i = 0; i < n; i++) {
		glyphs += pieces[i].word->n;
		bytes += pieces[i].run->word->len;
	}
	return (struct writer){
		.text = arena_alloc(h.a, bytes + 1),
		.glyphs = h.drawn ? arena_array(h.drawn, struct mark_glyph, glyphs) : NULL,
		.clusters = h.drawn ? arena_array(h.drawn, struct mark_cluster, glyphs) : NULL,
	};
}

/* The em, parted over and under the baseline as the face parts its line. */
static struct rect
text_box(const struct look *k, dim left, dim right, dim baseline)
{
	int up = font_ascent(k->font), down = font_descent(k->font);
	dim above = up + down > 0 ? dim_scale(k->size, up, up + down) : k->size;

	return (struct rect){ left, baseline - above, right - left, k->size };
}

static void
add_mark(struct homes h, GArray *to, const struct setting *s,
    const struct look *k, int tag, const struct piece *pieces, size_t n)
{
	struct writer w = writer_make(h, pieces, n);
	dim left = piece_x(s, &pieces[0]), right = left;

	for (size_t i = 0; i < n; i++) {
		dim x = piece_x(s, &pieces[i]);

		left = MIN(left, x);
		right = MAX(right, x + pieces[i].width);
		add_word(
		    &w, &pieces[i], (struct pen){ x, s->baseline - k->raise, k->size, 0 });
	}
	if (w.n_clusters == 0)
		return;
	struct mark m = {
		.kind = MARK_TEXT,
		.tag = tag,
		.box = text_box(k, left, right, s->baseline - k->raise),
		.colour = s->placed->colour,
		.font = k->font,
		.size = k->size,
		.rtl = k->rtl,
		.text = w.text,
		.len = w.len,
		.glyphs = w.glyphs,
		.clusters = w.clusters,
		.n_glyphs = w.n_glyphs,
		.n_clusters = w.n_clusters,
		.url = k->url,
		.note = k->note,
	};
	g_array_append_val(to, m);
}

/*
 * Does the text go on behind a blank, on another line?  So do cells and
 * markers, whose words readers would put together with those beside them.
 */
static bool
ends_at_space(const struct galley *g, const struct line *l)
{
	const char *text = g->block->text;

	if (l == g->marker)
		return true;
	if (l < g->lines || l + 1 >= g->lines + g->n)
		return g->block->cell.inside;
	const char *last = g_utf8_find_prev_char(text, text + l->end);
	gunichar before = last ? g_utf8_get_char(last) : 0;
	return before == ' ' || before == 0x2028 || text[l->end] == ' ';
}

void
text_add(
    struct homes h, GArray *to, const struct placed *p, int tag, dim room)
{
	const struct line *l = p->line;
	struct setting s = {
		.placed = p,
		.room = room,
		.rtl = p->galley->paragraph->rtl,
		.baseline = room + p->box.y,
	};
	guint before = to->len;

	for (size_t i = 0, end; i < l->n; i = end) {
		struct look k = look_of(p, &l->pieces[i]);

		for (end = i + 1; end < l->n; end++) {
			struct look next = look_of(p, &l->pieces[end]);
			if (!is_same_look(&k, &next))
				break;
		}
		add_mark(h, to, &s, &k, tag, l->pieces + i, end - i);
	}
	if (to->len > before && ends_at_space(p->galley, l))
		g_array_index(to, struct mark, to->len - 1).space_after = true;
}
