/* shape: runs that cover the text, faces, joins, levels, breaks, tatweels. */
#include "shape/shape-int.h"

#include <hb.h>
#include <string.h>

#define LAYOUT \
	"nashra-layout: 1\nlanguage: ar\npage: {columns: {count: 1}}\nfonts:\n" \
	"  t: {family: Amiri}\n  k: {family: Noto Kufi Arabic, latin: IBM Plex Sans Arabic, latin-size: 90%}\n" \
	"styles: {base: {font: t}, body: {}, headline: {font: k}}\n"

struct fixture {
	struct arena *a;
	struct diags *dg;
	const struct layout *l;
	struct fonts *fonts;
	struct shaper *shaper;
	struct span spans[8];
};

static void
set_up(struct fixture *f, gconstpointer data)
{
	g_autofree char *folder = g_build_filename(g_getenv("NASHRA_ROOT"), "fonts", NULL);

	f->a = arena_create();
	f->dg = diags_create();
	f->l = layout_read(f->a, f->dg, "l.yaml", LAYOUT, strlen(LAYOUT));
	f->fonts = fonts_create(f->dg, folder, NULL);
	f->shaper = shaper_create(f->fonts);
	g_assert_nonnull(f->l);
}

static void
tear_down(struct fixture *f, gconstpointer data)
{
	shaper_destroy(f->shaper);
	fonts_destroy(f->fonts);
	diags_destroy(f->dg);
	arena_destroy(f->a);
}

static struct block *
block_of(struct fixture *f, enum role role, const char *text)
{
	struct block *b = arena_new(f->a, struct block);

	f->spans[0] = (struct span) { .end = (uint32_t)strlen(text), .at = { "i.md", 4, 1 } };
	*b = (struct block) { .role = role, .style = f->l->role[role], .text = text,
		.len = (uint32_t)strlen(text), .spans = f->spans, .n_spans = 1 };
	return b;
}

static const struct paragraph *
shaped(struct fixture *f, enum role role, const char *text)
{
	return shape_block(f->shaper, f->a, f->dg, block_of(f, role, text), f->l);
}

/* `start-end level face brk`, blanks as «_». */
static char *
outline(struct fixture *f, const struct paragraph *p)
{
	g_autoptr(GString) to = g_string_new(NULL);
	static const char *const brk[] = { "", "?", "!", "~" };

	for (size_t i = 0; i < p->n; i++) {
		const struct glyph_run *r = &p->runs[i];
		g_autofree char *text = g_strndup(p->block->text + r->start, r->end - r->start);

		g_string_append_printf(to, "%s%s%u%c%s", i ? " " : "", r->space ? "_" : text,
		    r->level, font_family(r->word->font)[0], brk[r->brk]);
	}
	return arena_strdup(f->a, to->str);
}

static void
test_words(struct fixture *f, gconstpointer data)
{
	g_assert_cmpstr(outline(f, shaped(f, ROLE_BODY, "وزير النقل، أمس")), ==,
	    "وزير1A _1A? النقل،1A _1A? أمس1A!");
	g_assert_cmpstr(outline(f, shaped(f, ROLE_BODY, "في 50% من\u00A0مصر")), ==,
	    "في1A _1A? 502A %1A _1A? من1A _1A مصر1A!");
	g_assert_cmpstr(outline(f, shaped(f, ROLE_BODY, "أول\u2028ثان")), ==,
	    "أول1A \u20281A! ثان1A!");
	g_assert_cmpuint(shaped(f, ROLE_BODY, "")->n, ==, 0);
}

/* A title keeps its name though a slash may be broken at; so does a range. */
static void
test_held(struct fixture *f, gconstpointer data)
{
	static const char *const titles[] = { "بواسطة/" };
	struct layout l = *f->l;

	l.binding.before_name = (struct word_list) { titles, 1 };
	g_assert_cmpstr(outline(f, shape_block(f->shaper, f->a, f->dg,
	    block_of(f, ROLE_BODY, "بواسطة/علي وبواسطة/علي نقل/بري"), &l)), ==,
	    "بواسطة/علي1A _1A? وبواسطة/علي1A _1A? نقل/1A? بري1A!");
	g_assert_cmpstr(outline(f, shaped(f, ROLE_BODY, "3\u00A0–\u00A05")), ==,
	    "32A _1A –1A _1A 52A!");
	g_assert_cmpstr(outline(f, shaped(f, ROLE_BODY, "من ١٠–١٢ – ثم")), ==,
	    "من1A _1A? ١٠2A –1A ١٢2A _1A? –1A _1A? ثم1A!");
}

/* The place of a note begins no line, whatever stands before it. */
static void
test_held_notes(struct fixture *f, gconstpointer data)
{
	static const char *const before[] = { "قال", "قال:", "قال…", "قال؟", "قال،", "قال\u2069.", "قال " };

	for (size_t i = 0; i < G_N_ELEMENTS(before); i++) {
		g_autofree char *text = g_strconcat(before[i], "\u2067(١)\u2069 ثم", NULL);
		uint32_t at = (uint32_t)strlen(before[i]), end = at + (uint32_t)strlen("\u2067(١)\u2069");
		struct block *b = block_of(f, ROLE_BODY, text);
		struct span spans[] = { { .end = at }, { .start = at, .end = end, .style = INLINE_NOTE },
			{ .start = end, .end = b->len } };

		b->spans = spans;
		b->n_spans = G_N_ELEMENTS(spans);
		const struct paragraph *p = shape_block(f->shaper, f->a, f->dg, b, f->l);
		for (size_t j = 0; j < p->n; j++)
			if (p->runs[j].end < end)
				g_assert_cmpint(p->runs[j].brk, ==, BREAK_NO);
		g_assert_cmpint(p->runs[p->n - 2].brk, ==, BREAK_MAY);
	}
}

/* What an isolate holds is read by itself, whatever stands in the one before. */
static void
test_isolates_apart(struct fixture *f, gconstpointer data)
{
	g_assert_cmpstr(outline(f, shaped(f, ROLE_BODY, "\u2066+٣\u2069 ثم \u2066+٤\u2069")), ==,
	    "\u20661A +2A ٣4A \u20691A _1A? ثم1A _1A? \u20661A +2A ٤4A \u20691A!");
	g_assert_cmpstr(outline(f, shaped(f, ROLE_BODY, "\u2067مصر\u2069 \u206602-27\u2069")), ==,
	    "\u20671A مصر3A \u20691A _1A? \u20661A 02-272A \u20691A!");
}

static void
test_companion(struct fixture *f, gconstpointer data)
{
	g_assert_cmpstr(outline(f, shaped(f, ROLE_HEADLINE, "وBlue Labs، ثم")), ==,
	    "و1N Blue2I _2N? Labs2I ،1N _1N? ثم1N!");
	g_assert_cmpstr(outline(f, shaped(f, ROLE_HEADLINE, "لغة \u2066C++\u2069.")), ==,
	    "لغة1N _1N? \u20661N C++2I \u2069.1N!");
	const struct paragraph *p = shaped(f, ROLE_HEADLINE, "iOS");
	g_assert_cmpint(p->runs[0].scale, ==, 922);
	g_assert_false(p->runs[0].word->rtl);
	/* Digits by themselves are of the main face. */
	g_assert_cmpstr(outline(f, shaped(f, ROLE_HEADLINE, "عام 2026")), ==,
	    "عام1N _1N? 20262N!");
}

/* Words of a Latin text are parted by a space of their own face, in their size; in an Arabic one all spaces are alike. */
static void
test_latin_spaces(struct fixture *f, gconstpointer data)
{
	struct block *b = block_of(f, ROLE_HEADLINE, "Blue Labs");

	b->turned = true;
	const struct paragraph *p = shape_block(f->shaper, f->a, f->dg, b, f->l);
	g_assert_cmpstr(outline(f, p), ==, "Blue0I _0I? Labs0I!");
	g_assert_cmpint(p->runs[1].scale, ==, 922);
	g_assert_cmpint(shaped(f, ROLE_HEADLINE, "Blue Labs")->runs[1].scale, ==, 922);
	g_assert_cmpint(shaped(f, ROLE_HEADLINE, "Blue Labs قال")->runs[1].scale, ==, 1024);
}

/* The strips of an outline reach as far as its box, no further; the foot of waw is at its left. */
static void
test_silhouette(struct fixture *f, gconstpointer data)
{
	static const char *const words[] = { "و", "ج", "لا", "2" };

	for (size_t k = 0; k < G_N_ELEMENTS(words); k++) {
		const struct word *w = shaped(f, ROLE_BODY, words[k])->runs[0].word;
		const struct glyph *g = &w->glyphs[0];
		const struct silhouette s = shape_silhouette(f->shaper, w, g);
		int top = G_MININT16, bottom = G_MAXINT16;

		for (int i = 0; i < SILHOUETTE_STRIPS; i++) {
			top = MAX(top, s.top[i]);
			bottom = MIN(bottom, s.bottom[i]);
		}
		/* Boxes may hold what curves are drawn towards, too. */
		g_assert_cmpint(top, <=, g->top);
		g_assert_cmpint(bottom, >=, g->bottom);
		g_assert_cmpint(g->top - top + bottom - g->bottom, <=, 30);
		if (k == 0)
			g_assert_cmpint(s.bottom[1] + 100, <, s.bottom[SILHOUETTE_STRIPS - 2]);
	}
}

/* Runs touch and cover, and so do the clusters of their words. */
static void
assert_covers(const struct paragraph *p)
{
	uint32_t at = 0;

	for (size_t i = 0; i < p->n; i++) {
		const struct glyph_run *r = &p->runs[i];

		g_assert_cmpuint(r->start, ==, at);
		g_assert_cmpuint(r->end, >, r->start);
		at = r->end;
		for (uint32_t g = 0; g < r->word->n; g++) {
			g_assert_cmpuint(r->word->glyphs[g].cluster, <, r->word->len);
			if (g > 0 && r->word->rtl)
				g_assert_cmpuint(r->word->glyphs[g].cluster, <=,
				    r->word->glyphs[g - 1].cluster);
			g_assert_cmpuint(r->word->glyphs[g].id, !=, 0);
		}
	}
	g_assert_cmpuint(at, ==, p->block->len);
}

static void
test_cover(struct fixture *f, gconstpointer data)
{
	static const char *const piece[] = { "ا", "ل", "لا", "ب", "ّ", "ً", " ", " ", "a", "Z", "1",
		"٣", "/", "-", "،", "(", ")", "\u00A0", "\u200C", "\u2066x\u2069", "%", ".", "+",
		"«", "»", "\u2028", "ﷺ", "ـ" };
	g_autoptr(GRand) rand = g_rand_new_with_seed(7);

	for (int i = 0; i < 2000; i++) {
		g_autoptr(GString) text = g_string_new(NULL);
		int n = g_rand_int_range(rand, 1, 30);

		for (int j = 0; j < n; j++)
			g_string_append(text, piece[g_rand_int_range(rand, 0, G_N_ELEMENTS(piece))]);
		const struct paragraph *p = shaped(f, i & 1 ? ROLE_BODY : ROLE_HEADLINE,
		    arena_strdup(f->a, text->str));
		if (p)
			assert_covers(p);
		else /* a face may lack ﷺ */
			g_assert_nonnull(strstr(text->str, "ﷺ"));
	}
}

/* The short way says the same as the long one, where it says anything. */
static void
test_plain(struct fixture *f, gconstpointer data)
{
	static const char *const piece[] = { "ا", "ل", "ب", "بيت", "ّ", "َ", " ", " ", " ", "٣", "١٢",
		"/", "،", "؛", "؟", ".", ":", "«", "»", "!", "ى", "٢.٥", "، ", ". ", "\u00A0",
		"5", "19", "1,250", "2.5", "%", "5% ", "٪", ",", ", ", "٢٬٥٠٠", "٣٫", "٬" };
	g_autoptr(GRand) rand = g_rand_new_with_seed(13);
	unsigned plain = 0;

	for (int i = 0; i < 60000; i++) {
		g_autoptr(GString) text = g_string_new(NULL);
		g_autoptr(GArray) a = g_array_new(FALSE, FALSE, sizeof(struct item_run));
		g_autoptr(GArray) b = g_array_new(FALSE, FALSE, sizeof(struct item_run));
		int n = g_rand_int_range(rand, 1, 12);

		for (int j = 0; j < n; j++)
			g_string_append(text, piece[g_rand_int_range(rand, 0, G_N_ELEMENTS(piece))]);
		struct block *block = block_of(f, ROLE_BODY, text->str);
		if (!itemize_plain(f->shaper, f->dg, block, f->l, a))
			continue;
		plain++;
		g_assert_true(itemize(f->shaper, f->dg, block, f->l, b));
		if (a->len != b->len)
			g_test_message("«%s»", text->str);
		g_assert_cmpuint(a->len, ==, b->len);
		for (guint k = 0; k < a->len; k++) {
			const struct item_run *x = &g_array_index(a, struct item_run, k);
			const struct item_run *y = &g_array_index(b, struct item_run, k);
			bool last = k + 1 == a->len;

			if (x->end != y->end || x->level != y->level || (x->brk != y->brk && !last))
				g_test_message("«%s» at %u", text->str, x->start);
			g_assert_cmpuint(x->start, ==, y->start);
			g_assert_cmpuint(x->end, ==, y->end);
			g_assert_cmpuint(x->level, ==, y->level);
			g_assert_cmpuint(x->kind, ==, y->kind);
			g_assert_true(x->font == y->font);
			g_assert_true(x->brk == y->brk || last);
		}
	}
	g_assert_cmpuint(plain, >, 5000);
}

/* L4: in Arabic ) stands for the shape that opens in Latin. */
static void
test_mirrored(struct fixture *f, gconstpointer data)
{
	const struct word *w = shaped(f, ROLE_BODY, "(ب)")->runs[0].word;
	hb_codepoint_t opening, closing;

	hb_font_get_nominal_glyph(font_hb(w->font), '(', &opening);
	hb_font_get_nominal_glyph(font_hb(w->font), ')', &closing);
	/* Glyphs stand from left to right. */
	g_assert_cmpuint(w->glyphs[0].id, ==, opening);
	g_assert_cmpuint(w->glyphs[w->n - 1].id, ==, closing);
}

/* A strong letter within a word is joined to those beside it. */
static void
test_joined(struct fixture *f, gconstpointer data)
{
	const struct paragraph *whole = shaped(f, ROLE_HEADLINE, "ببب");
	struct block *b = block_of(f, ROLE_HEADLINE, "ببب");

	f->spans[0].end = 2;
	f->spans[1] = (struct span) { .start = 2, .end = 4, .style = INLINE_STRONG };
	f->spans[2] = (struct span) { .start = 4, .end = 6 };
	b->n_spans = 3;
	const struct paragraph *p = shape_block(f->shaper, f->a, f->dg, b, f->l);
	g_assert_cmpuint(p->n, ==, 3);
	g_assert_cmpuint(p->runs[0].word->glyphs[p->runs[0].word->n - 1].id, ==,
	    whole->runs[0].word->glyphs[whole->runs[0].word->n - 1].id);
	g_assert_cmpstr(font_style(p->runs[1].word->font), ==, "Bold");
	g_assert_cmpuint(p->runs[2].word->glyphs[0].id, ==, whole->runs[0].word->glyphs[0].id);
	g_assert_cmpuint(p->runs[0].brk, ==, BREAK_NO);
}

/* Nothing is hyphenated: a soft hyphen parts no word, and letters join over it. */
static void
test_soft_hyphen(struct fixture *f, gconstpointer data)
{
	const struct paragraph *p = shaped(f, ROLE_BODY, "طويل\u00ADة co\u00ADop");
	const struct paragraph *plain = shaped(f, ROLE_BODY, "طويلة coop");

	g_assert_cmpuint(p->n, ==, plain->n);
	for (size_t i = 0; i < p->n; i++) {
		g_assert_cmpuint(p->runs[i].word->n, ==, plain->runs[i].word->n);
		for (uint32_t j = 0; j < p->runs[i].word->n; j++)
			g_assert_cmpuint(p->runs[i].word->glyphs[j].id, ==, plain->runs[i].word->glyphs[j].id);
	}
}

/* The first glyph of what stands from byte `at` on, in another style. */
static uint32_t
glyph_behind(struct fixture *f, const char *text, uint32_t at)
{
	struct block *b = block_of(f, ROLE_BODY, text);
	struct span spans[] = { { .end = at }, { .start = at, .end = b->len, .style = INLINE_STRONG } };

	b->spans = spans;
	b->n_spans = G_N_ELEMENTS(spans);
	const struct paragraph *p = shape_block(f->shaper, f->a, f->dg, b, f->l);
	g_assert_cmpuint(p->n, ==, 2);
	return p->runs[1].word->glyphs[0].id;
}

/* Letters of two styles join over a mark of direction too, and not over what keeps them apart. */
static void
test_joined_over_marks(struct fixture *f, gconstpointer data)
{
	uint32_t joined = glyph_behind(f, "لمن", 4);

	g_assert_cmpuint(glyph_behind(f, "لم\u200Fن", 7), ==, joined);
	g_assert_cmpuint(glyph_behind(f, "لم\u200Fن", 4), ==, joined);
	g_assert_cmpuint(glyph_behind(f, "لم\u00ADن", 6), ==, joined);
	g_assert_cmpuint(glyph_behind(f, "لم\u200Cن", 7), !=, joined);
}

/* Lines of the source are spans of one style: no reason to part a word. */
static void
test_spans(struct fixture *f, gconstpointer data)
{
	struct block *b = block_of(f, ROLE_BODY, "كتاب");

	f->spans[0].end = 4;
	f->spans[1] = (struct span) { .start = 4, .end = 8 };
	b->n_spans = 2;
	g_assert_cmpuint(shape_block(f->shaper, f->a, f->dg, b, f->l)->n, ==, 1);
}

/* Two notes beside each other are two, each with its own link. */
static void
test_notes_beside(struct fixture *f, gconstpointer data)
{
	struct block *b = block_of(f, ROLE_BODY, "قال١٢");
	struct span spans[] = { { .end = 6 }, { .start = 6, .end = 8, .style = INLINE_NOTE, .note = 1 },
		{ .start = 8, .end = 10, .style = INLINE_NOTE, .note = 2 } };

	b->spans = spans;
	b->n_spans = G_N_ELEMENTS(spans);
	const struct paragraph *p = shape_block(f->shaper, f->a, f->dg, b, f->l);
	g_assert_cmpuint(p->n, ==, 3);
	g_assert_cmpuint(p->runs[1].span, ==, 1);
	g_assert_cmpuint(p->runs[2].span, ==, 2);
}

static void
test_missing(struct fixture *f, gconstpointer data)
{
	g_assert_null(shaped(f, ROLE_BODY, "عام ☃ ثم ☃ و漢"));
	g_assert_cmpuint(diags_n(f->dg), ==, 2);
	const struct diag *d = diags_get(f->dg, 0);
	g_assert_cmpstr(d->code, ==, "shape.missing-glyph");
	g_assert_cmpuint(d->at.col, ==, 5);
	g_assert_cmpstr(d->text, ==, "Amiri Regular has no glyph for U+2603 SNOWMAN «☃»");
	g_assert_nonnull(strstr(d->help, "no face in fonts/"));
}

/* Twenty-four letters are a word; of more, parts that still join, but no lam without its alef. */
static void
test_parts(struct fixture *f, gconstpointer data)
{
	g_assert_cmpstr(outline(f, shaped(f, ROLE_BODY, "ببببببببببببببببببببببَبْبَ")), ==,
	    "ببببببببببببببببببببببَبْبَ1A!");
	const struct paragraph *p = shaped(f, ROLE_BODY, "ببببببببببببببببببببببببب");
	g_assert_cmpstr(outline(f, p), ==, "بببببب1A~ بببببب1A~ بببببب1A~ بببببب1A~ ب1A!");
	g_assert_cmpuint(p->runs[4].word->glyphs[0].id, !=, shaped(f, ROLE_BODY, "ب")->runs[0].word->glyphs[0].id);
	g_assert_cmpstr(outline(f, shaped(f, ROLE_BODY, "سلامسلامسلامسلامسلامسلامسلام")), ==,
	    "سلامسلام1A~ سلامسلام1A~ سلامسلام1A~ سلام1A!");
	g_assert_cmpstr(outline(f, shaped(f, ROLE_BODY, "press_office@ministry.example")), ==,
	    "press_2A~ office@2A~ ministry.2A~ example2A!");
}

static void
test_too_long(struct fixture *f, gconstpointer data)
{
	g_autofree char *word = g_strnfill(1001, 'a');

	g_assert_null(shaped(f, ROLE_BODY, word));
	g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, "shape.word-too-long");
}

/* What is remembered of a text is what was found: of the same words in another direction, something else. */
static void
test_texts(struct fixture *f, gconstpointer data)
{
	struct readings *ts = readings_create();
	struct text_asked rtl = { "a (b) ج", "ar", strlen("a (b) ج"), 7, true }, ltr = rtl;
	uint8_t levels[3][7], breaks[3][7];

	ltr.rtl = false;
	readings_look(ts, &rtl, levels[0], breaks[0]);
	size_t size = readings_size(ts);
	g_assert_cmpuint(size, >, 0);
	readings_look(ts, &ltr, levels[1], breaks[1]);
	g_assert_cmpuint(readings_size(ts), >, size);
	size = readings_size(ts);
	readings_look(ts, &rtl, levels[2], breaks[2]);
	g_assert_cmpuint(readings_size(ts), ==, size);
	g_assert_cmpmem(levels[2], 7, levels[0], 7);
	g_assert_cmpmem(breaks[2], 7, breaks[0], 7);
	g_assert_cmpint(memcmp(levels[0], levels[1], 7), !=, 0);
	bidi_levels(ltr.text, ltr.len, false, 7, levels[0]);
	g_assert_cmpmem(levels[1], 7, levels[0], 7);
	readings_destroy(ts);
}

/* A text as long as all that is kept is not kept, and found all the same. */
static void
test_long_text(struct fixture *f, gconstpointer data)
{
	struct readings *ts = readings_create();
	size_t n = (size_t)2 << 20;
	g_autofree char *text = g_strnfill(n, 'a');
	g_autofree uint8_t *levels = g_malloc(n), *breaks = g_malloc(n);

	readings_look(ts, &(struct text_asked) { text, "ar", n, n, false }, levels, breaks);
	g_assert_cmpuint(readings_size(ts), ==, 0);
	g_assert_cmpint(levels[n - 1], ==, 0);
	g_assert_cmpint(breaks[n / 2], ==, BREAK_NO);
	readings_destroy(ts);
}

static void
test_cache(struct fixture *f, gconstpointer data)
{
	uint64_t asked, made;

	shaped(f, ROLE_BODY, "بيان من الوزارة بيان من الوزارة");
	shaper_counts(f->shaper, &asked, &made);
	g_assert_cmpuint(asked, ==, 11);
	g_assert_cmpuint(made, ==, 4);
	g_assert_true(shaped(f, ROLE_BODY, "بيان")->runs[0].word ==
	    shaped(f, ROLE_BODY, "بيان")->runs[0].word);
	shaper_trim(f->shaper, 1 << 30);
	shaper_counts(f->shaper, &asked, &made);
	g_assert_cmpuint(made, ==, 4);
	shaper_trim(f->shaper, 0);
	shaper_counts(f->shaper, &asked, &made);
	g_assert_cmpuint(made, ==, 0);
}

static void
test_tatweel(struct fixture *f, gconstpointer data)
{
	const struct word *w = shaped(f, ROLE_BODY, "محمد")->runs[0].word;

	g_assert_cmpuint(w->n_places, >, 0);
	for (uint32_t i = 0; i < w->n_places; i++) {
		const struct kashida_place *k = &w->places[i];
		const struct word *longer = shape_tatweel(f->shaper, w, k->at, 2);

		g_assert_nonnull(longer);
		/* Kerning may differ by a hair. */
		g_assert_cmpint(ABS(longer->width - w->width - 2 * k->unit), <=, 10);
		g_assert_cmpuint(longer->len, ==, w->len);
		g_assert_cmpstr(longer->text, ==, w->text);
		/* Shaped once: remembered by word, place and number. */
		g_assert_true(shape_tatweel(f->shaper, w, k->at, 2) == longer);
		g_assert_true(shape_tatweel(f->shaper, w, k->at, 3) != longer);
		for (uint32_t g = 0; g < longer->n; g++)
			g_assert_cmpuint(longer->glyphs[g].cluster, <, w->len);
	}
	/* Nothing joins within these. */
	g_assert_cmpuint(shaped(f, ROLE_BODY, "دار")->runs[0].word->n_places, ==, 0);
}

static void
test_order(struct fixture *f, gconstpointer data)
{
	static const uint8_t levels[] = { 1, 1, 2, 2, 1, 3, 4, 3 };
	static const uint32_t want[] = { 7, 6, 5, 4, 2, 3, 1, 0 };
	uint32_t order[8];

	shape_visual_order(levels, 8, order);
	for (size_t i = 0; i < 8; i++)
		g_assert_cmpuint(order[i], ==, want[i]);
}

static void
test_ink(struct fixture *f, gconstpointer data)
{
	const struct word *plain = shaped(f, ROLE_BODY, "بيت")->runs[0].word;
	const struct word *vocalised = shaped(f, ROLE_BODY, "بَيّتٌ")->runs[0].word;

	g_assert_cmpint(plain->ink_above, >, 0);
	g_assert_cmpint(vocalised->ink_above, >, plain->ink_above);
	g_assert_cmpint(plain->ink_below, >, 0);
}

#define TEST(name) \
	g_test_add("/shape/" #name, struct fixture, NULL, set_up, test_##name, tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	TEST(words);
	TEST(held);
	TEST(held_notes);
	TEST(isolates_apart);
	TEST(companion);
	TEST(latin_spaces);
	TEST(silhouette);
	TEST(cover);
	TEST(mirrored);
	TEST(plain);
	TEST(joined);
	TEST(soft_hyphen);
	TEST(joined_over_marks);
	TEST(spans);
	TEST(notes_beside);
	TEST(missing);
	TEST(parts);
	TEST(too_long);
	TEST(cache);
	TEST(texts);
	TEST(long_text);
	TEST(tatweel);
	TEST(order);
	TEST(ink);
	return g_test_run();
}
