/* The text of a block to glyph runs. */
#include "shape/shape-int.h"

#include <pango/pango.h>
#include <string.h>
#include <unicode/uchar.h>

/* Texts that are older than that many bytes of others are seldom asked for again. */
#define READINGS_KEPT ((size_t)2 << 20)

/* ---- the shaper ------------------------------------------------------- */

struct found_face {
	char *family;
	int weight;
	const struct font *font;
};

static void
clear_found(gpointer p)
{
	g_free(((struct found_face *)p)->family);
}

struct shaper *
shaper_create(struct fonts *f)
{
	struct shaper *s = g_new0(struct shaper, 1);

	s->fonts = f;
	s->words = words_create();
	s->readings = readings_create();
	s->silhouettes = silhouettes_create();
	s->found = g_array_new(FALSE, FALSE, sizeof(struct found_face));
	g_array_set_clear_func(s->found, clear_found);
	return s;
}

void
shaper_destroy(struct shaper *s)
{
	if (!s)
		return;
	words_destroy(s->words);
	readings_destroy(s->readings);
	silhouettes_destroy(s->silhouettes);
	g_array_unref(s->found);
	g_free(s);
}

bool
shaper_trim(struct shaper *s, size_t most)
{
	if (readings_size(s->readings) > MIN(most, READINGS_KEPT)) {
		readings_destroy(s->readings);
		s->readings = readings_create();
	}
	if (words_size(s->words) <= most)
		return false;
	words_destroy(s->words);
	s->words = words_create();
	s->space = NULL;
	return true;
}

void
shaper_counts(const struct shaper *s, uint64_t *ret_asked, uint64_t *ret_shaped)
{
	*ret_asked = s->asked;
	*ret_shaped = words_shaped(s->words);
}

const struct font *
shaper_face(struct shaper *s, struct diags *dg, const char *family, int weight,
    struct place at)
{
	for (guint i = 0; i < s->found->len; i++) {
		const struct found_face *f = &g_array_index(s->found, struct found_face, i);

		if (f->weight == weight && strcmp(f->family, family) == 0)
			return f->font;
	}
	const struct font *fo = font_find(s->fonts, dg, family, weight, at);
	if (fo) {
		struct found_face f = { g_strdup(family), weight, fo };

		g_array_append_val(s->found, f);
	}
	return fo;
}

/* ---- runs ------------------------------------------------------------- */

static const struct word *
word_of(struct shaper *s, const struct block *b, const struct item_run *r)
{
	struct word_key k = {
		.font = r->font, .text = b->text + r->start, .len = r->end - r->start,
		.rtl = r->level & 1, .latin = r->kind == KIND_LATIN,
		.joins_before = r->joined_before, .joins_after = r->joined_after,
	};

	s->asked++;
	if (r->kind == KIND_SPACE) {
		k.text = " ";
		k.len = 1;
		/* Every second word is one. */
		if (s->space && s->space->font == r->font && s->space->rtl == k.rtl)
			return s->space;
		s->space = words_get(s->words, &k);
		return s->space;
	}
	if (r->kind == KIND_SEPARATOR)
		k.len = 0; /* nothing to be drawn */
	return words_get(s->words, &k);
}

static int32_t
scale_of(const struct block *b, const struct item_run *r)
{
	int32_t scale = r->companion ? b->style->font->latin_size : 1024;
	bool note = r->span < b->n_spans && (b->spans[r->span].style & INLINE_NOTE);

	return note ? scale * NOTE_SCALE / 1024 : scale;
}

static struct glyph_run
run_of(struct shaper *s, const struct block *b, const struct item_run *r)
{
	return (struct glyph_run) {
		.start = r->start, .end = r->end, .level = r->level,
		.space = r->kind == KIND_SPACE, .brk = (uint8_t)r->brk, .span = r->span,
		.scale = scale_of(b, r),
		.word = word_of(s, b, r),
	};
}

static bool
has_all(const struct glyph_run *runs, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (runs[i].word->missing || runs[i].word->len > limit_value(LIMIT_WORD_CHARS))
			return false;
	return true;
}

static struct glyph_run *
make_runs(struct shaper *s, struct arena *a, const struct block *b, const GArray *items)
{
	struct glyph_run *runs = arena_array(a, struct glyph_run, items->len);

	for (guint i = 0; i < items->len; i++)
		runs[i] = run_of(s, b, &g_array_index(items, struct item_run, i));
	return runs;
}

const struct paragraph *
shape_block(struct shaper *s, struct arena *a, struct diags *dg,
    const struct block *b, const struct layout *l)
{
	g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(struct item_run));
	struct glyph_run *runs = NULL;

	if (itemize_plain(s, dg, b, l, items))
		runs = make_runs(s, a, b, items);
	if (!runs || !has_all(runs, items->len)) {
		/* With tables, and with what is to be said of missing glyphs. */
		g_array_set_size(items, 0);
		if (!itemize(s, dg, b, l, items))
			return NULL;
		runs = make_runs(s, a, b, items);
	}
	struct paragraph *p = arena_new(a, struct paragraph);
	*p = (struct paragraph) { b, block_rtl(b, l), runs, items->len };
	if (p->n > 0)
		runs[p->n - 1].brk = BREAK_MUST;
	return p;
}

const struct paragraph *
shape_marker(struct shaper *s, struct arena *a, struct diags *dg,
    const struct block *b, const struct layout *l)
{
	struct block *m = arena_memdup(a, b, sizeof *b);
	struct span *sp = arena_new(a, struct span);

	m->text = b->marker;
	m->len = (uint32_t)strlen(b->marker);
	*sp = (struct span) { .end = m->len, .at = b->at };
	m->spans = sp;
	m->n_spans = 1;
	m->marker = NULL;
	return shape_block(s, a, dg, m, l);
}

/* ---- order ------------------------------------------------------------ */

static void
turn(uint32_t *v, size_t from, size_t end)
{
	while (from + 1 < end) {
		uint32_t t = v[from];

		v[from++] = v[--end];
		v[end] = t;
	}
}

/* UAX 9, L2: from the highest level down to the lowest odd one. */
void
shape_visual_order(const uint8_t *levels, size_t n, uint32_t *ret_order)
{
	uint8_t highest = 0, lowest_odd = 255;

	for (size_t i = 0; i < n; i++) {
		ret_order[i] = (uint32_t)i;
		highest = MAX(highest, levels[i]);
		if (levels[i] & 1)
			lowest_odd = MIN(lowest_odd, levels[i]);
	}
	for (int level = highest; level >= lowest_odd; level--)
		for (size_t i = 0, end; i < n; i = end + 1) {
			for (end = i; end < n && levels[end] >= level; end++)
				;
			turn(ret_order, i, end);
		}
}

bool
shape_is_white(gunichar c)
{
	switch ((int)u_charDirection((UChar32)c)) {
	case U_WHITE_SPACE_NEUTRAL:
	case U_FIRST_STRONG_ISOLATE:
	case U_LEFT_TO_RIGHT_ISOLATE:
	case U_RIGHT_TO_LEFT_ISOLATE:
	case U_POP_DIRECTIONAL_ISOLATE:
	case U_BOUNDARY_NEUTRAL:
	case U_LEFT_TO_RIGHT_EMBEDDING:
	case U_LEFT_TO_RIGHT_OVERRIDE:
	case U_RIGHT_TO_LEFT_EMBEDDING:
	case U_RIGHT_TO_LEFT_OVERRIDE:
	case U_POP_DIRECTIONAL_FORMAT:
		return true;
	default:
		return false;
	}
}

/* ---- text form -------------------------------------------------------- */

static void
print_run(const struct paragraph *p, const struct glyph_run *r, GString *to)
{
	static const char *const brk[] = { "", " may", " must", " part" };

	g_string_append_printf(to, "  %u-%u level %u %s", r->start, r->end, r->level,
	    font_postscript(r->word->font));
	if (r->scale != 1024)
		g_string_append_printf(to, " x%d", r->scale);
	g_string_append_printf(to, " %d%s", r->word->width, brk[r->brk]);
	if (!r->space) {
		g_string_append(to, " |");
		for (const char *t = p->block->text + r->start; t < p->block->text + r->end;
		     t = text_next(t)) {
			gunichar c = g_utf8_get_char(t);

			if (g_unichar_isprint(c) && !(c >= 0x2066 && c <= 0x2069))
				g_string_append_unichar(to, c);
			else
				g_string_append_printf(to, "<%04X>", c);
		}
		g_string_append(to, "|");
	}
	for (uint32_t i = 0; i < r->word->n && !r->space; i++)
		g_string_append_printf(to, " %u@%u", r->word->glyphs[i].id,
		    r->word->glyphs[i].cluster);
	g_string_append_c(to, '\n');
}

void
paragraph_print(const struct paragraph *p, GString *to)
{
	g_string_append_printf(to, "%s %zu runs\n", role_name(p->block->role), p->n);
	for (size_t i = 0; i < p->n; i++)
		print_run(p, &p->runs[i], to);
}

void
shape_versions(GString *to)
{
	g_string_append_printf(to, "pango %s\n", pango_version_string());
	word_versions(to);
}
