/*
 * sheet: what stands where, in which order, and what it is.
 *
 * The fonts here are of 1000 units an em, and a size of 10 pt is 10240: one
 * unit is 10.24 dim, a hundred of them 1024, one point.
 */
#include "sheet/sheet.h"

#include <string.h>

/* ---- fonts and digits as the tests need them --------------------------- */

struct font {
	const char *name;
};

int
font_upem(const struct font *fo)
{
	return 1000;
}

int
font_ascent(const struct font *fo)
{
	return 1200;
}

int
font_descent(const struct font *fo)
{
	return 800;
}

const char *
font_postscript(const struct font *fo)
{
	return fo->name;
}

char *
story_digits(struct arena *a, const char *s, enum numerals n)
{
	return n == NUMERALS_ARAB && strcmp(s, "3") == 0 ? arena_strdup(a, "٣")
							 : arena_strdup(a, s);
}

static const struct font amiri = { "Amiri-Regular" };
static const struct font plex = { "Plex" };
static const struct colour ink = { .name = "ink", .k = 1000 };

#define PT 1024
#define TEN (10 * PT)

/* ---- a line made by hand ---------------------------------------------- */

#define ROOM 8

struct line_case {
	struct word words[ROOM];
	struct glyph glyphs[ROOM][ROOM];
	struct glyph_run runs[ROOM];
	struct piece pieces[ROOM];
	struct line line;
	struct span span;
	struct block block;
	struct paragraph paragraph;
	struct galley galley;
	struct placed placed;
	dim at;
	dim room; /* around the page */
	bool late;
};

/* A line 200 pt wide whose left end is 50 pt in, its baseline at 100 pt. */
static void
begin_line(struct line_case *c, bool rtl)
{
	*c = (struct line_case){ .block = { .kind = BLOCK_TEXT } };
	c->span = (struct span){ .start = 0, .end = 1000 };
	c->block.spans = &c->span;
	c->block.n_spans = 1;
	c->paragraph = (struct paragraph){ .block = &c->block, .rtl = rtl };
	c->line.pieces = c->pieces;
	c->galley = (struct galley){ .block = &c->block,
		.paragraph = &c->paragraph,
		.size = TEN,
		.lines = &c->line,
		.n = 1 };
	c->placed = (struct placed){ .kind = PLACED_LINE,
		.box = { 50 * PT, 100 * PT, 200 * PT, 15 * PT },
		.galley = &c->galley,
		.line = &c->line,
		.block = &c->block,
		.colour = &ink,
		.story = 0 };
}

/*
 * The next word: one glyph of 500 units for each of `clusters` (in the order
 * from left to right), the first of them with id 1.
 */
static void
add_word(struct line_case *c, const char *text, bool rtl,
    const uint32_t *clusters, uint32_t n)
{
	size_t i = c->line.n++;
	struct word *w = &c->words[i];

	*w = (struct word){ .font = rtl ? &amiri : &plex,
		.rtl = rtl,
		.text = text,
		.len = (uint32_t)strlen(text),
		.glyphs = c->glyphs[i],
		.n = n,
		.width = (int32_t)n * 500 };
	for (uint32_t g = 0; g < n; g++)
		c->glyphs[i][g] = (struct glyph){
			.id = g + 1, .advance = 500, .cluster = clusters[g]
		};
	c->runs[i] =
	    (struct glyph_run){ .level = rtl, .scale = 1024, .word = w };
	c->pieces[i] = (struct piece){ .run = &c->runs[i],
		.word = w,
		.at = c->at,
		.width = (dim)n * 5 * PT,
		.level = rtl };
	c->at += c->pieces[i].width;
}

/* A space, as wide as its piece says and not as its glyph. */
static void
add_space(struct line_case *c, bool rtl, dim width)
{
	static const uint32_t none[] = { 0 };

	add_word(c, " ", rtl, none, 1);
	c->pieces[c->line.n - 1].width = width;
	c->at += width - 5 * PT;
}

static const struct sheets *
make(struct arena *a, struct line_case *c, const struct layout *l)
{
	struct story *s = arena_new(a, struct story);
	const struct story **stories = arena_array(a, const struct story *, 1);
	struct page *page = arena_new(a, struct page);
	struct pages *pages = arena_new(a, struct pages);

	*s = (struct story){ .layout = l, .blocks = &c->block, .n = 1 };
	stories[0] = s;
	*page = (struct page){ .number = 3, .placed = &c->placed, .n = 1 };
	*pages = (struct pages){ .layout = l, .v = page, .n = 1 };
	return sheet_make(a, c->late ? NULL : a, pages, stories, 1, c->room);
}

static const struct layout a_page = {
	.rtl = true, .width = 300 * PT, .height = 400 * PT
};

struct fixture {
	struct arena *a;
	struct line_case c;
};

static void
set_up(struct fixture *f, gconstpointer data)
{
	f->a = arena_create();
}

static void
tear_down(struct fixture *f, gconstpointer data)
{
	arena_destroy(f->a);
}

static void
assert_glyph(const struct mark *m, uint32_t i, uint32_t id, int x_pt)
{
	g_assert_cmpuint(i, <, m->n_glyphs);
	g_assert_cmpuint(m->glyphs[i].id, ==, id);
	g_assert_cmpint(m->glyphs[i].x, ==, x_pt * PT);
	g_assert_cmpint(m->glyphs[i].y, ==, 100 * PT);
}

static void
assert_cluster(const struct mark *m, uint32_t i, int bytes, int glyphs)
{
	g_assert_cmpuint(i, <, m->n_clusters);
	g_assert_cmpint(m->clusters[i].bytes, ==, bytes);
	g_assert_cmpint(m->clusters[i].glyphs, ==, glyphs);
}

/* ---- text ------------------------------------------------------------- */

/*
 * «من» begins at the right end of the measure, 250 pt: م is drawn first,
 * at 245, then ن at 240, though the glyphs came as ن م.
 */
static void
test_right_to_left(struct fixture *f, gconstpointer data)
{
	begin_line(&f->c, true);
	add_word(&f->c, "من", true, (uint32_t[]){ 2, 0 }, 2);
	const struct sheets *s = make(f->a, &f->c, &a_page);
	const struct mark *m = &s->v[0].marks[0];

	g_assert_cmpuint(s->v[0].n, ==, 1);
	g_assert_cmpstr(m->text, ==, "من");
	g_assert_cmpuint(m->len, ==, 4);
	g_assert_true(m->rtl);
	g_assert_cmpint(m->size, ==, TEN);
	assert_glyph(m, 0, 2, 245);
	assert_glyph(m, 1, 1, 240);
	assert_cluster(m, 0, 2, 1);
	assert_cluster(m, 1, 2, 1);
	g_assert_cmpuint(m->n_clusters, ==, 2);
}

/* A page that is drawn late has its glyphs from then on, until it fades; the rest it has before. */
static void
test_late(struct fixture *f, gconstpointer data)
{
	begin_line(&f->c, true);
	f->c.late = true;
	add_word(&f->c, "من", true, (uint32_t[]){ 2, 0 }, 2);
	const struct sheets *s = make(f->a, &f->c, &a_page);
	const struct mark *m = &s->v[0].marks[0];

	g_assert_cmpstr(m->text, ==, "من");
	g_assert_cmpuint(m->n_glyphs, ==, 2);
	g_assert_null(m->glyphs);
	for (int times = 0; times < 2; times++) {
		sheet_draw(s, 0);
		assert_glyph(m, 0, 2, 245);
		assert_glyph(m, 1, 1, 240);
		assert_cluster(m, 1, 2, 1);
		sheet_fade(s, 0);
		g_assert_null(m->glyphs);
		g_assert_null(m->clusters);
	}
}

/* An indent of 20 pt and a place 30 pt into the line: its end is at 200. */
static void
test_offsets(struct fixture *f, gconstpointer data)
{
	begin_line(&f->c, true);
	f->c.line.offset = 20 * PT;
	f->c.at = 30 * PT;
	add_word(&f->c, "من", true, (uint32_t[]){ 2, 0 }, 2);
	const struct mark *m = &make(f->a, &f->c, &a_page)->v[0].marks[0];

	assert_glyph(m, 0, 2, 195);
	g_assert_cmpint(m->box.x, ==, 190 * PT);
	g_assert_cmpint(m->box.w, ==, 10 * PT);
	/* 1200 over and 800 under: six tenths of the em are over. */
	g_assert_cmpint(m->box.y, ==, 94 * PT);
	g_assert_cmpint(m->box.h, ==, 10 * PT);
}

/* In a paragraph from left to right the line starts at 50 pt. */
static void
test_left_to_right(struct fixture *f, gconstpointer data)
{
	begin_line(&f->c, false);
	add_word(&f->c, "ab", false, (uint32_t[]){ 0, 1 }, 2);
	const struct mark *m = &make(f->a, &f->c, &a_page)->v[0].marks[0];

	g_assert_false(m->rtl);
	assert_glyph(m, 0, 1, 50);
	assert_glyph(m, 1, 2, 55);
}

/*
 * A letter with a mark (two glyphs, one cluster of four bytes) and a
 * ligature of two letters: glyphs of a cluster stay as they were shaped.
 */
static void
test_clusters(struct fixture *f, gconstpointer data)
{
	begin_line(&f->c, true);
	add_word(&f->c, "مَلا", true, (uint32_t[]){ 4, 0, 0 }, 3);
	f->c.glyphs[0][1].advance = 0; /* the mark, left of its letter */
	f->c.words[0].width = 1000;
	f->c.glyphs[0][1].dx = 100;
	f->c.glyphs[0][1].dy = 200;
	f->c.pieces[0].width = 10 * PT;
	const struct mark *m = &make(f->a, &f->c, &a_page)->v[0].marks[0];

	assert_cluster(m, 0, 4, 2);
	assert_cluster(m, 1, 4, 1);
	g_assert_cmpuint(m->glyphs[0].id, ==, 2);
	g_assert_cmpint(m->glyphs[0].x, ==, 246 * PT);
	g_assert_cmpint(m->glyphs[0].y, ==, 98 * PT);
	assert_glyph(m, 1, 3, 245);
	assert_glyph(m, 2, 1, 240);
}

/* Two words and the space between them are one mark, in logical order. */
static void
test_spaces_belong(struct fixture *f, gconstpointer data)
{
	begin_line(&f->c, true);
	add_word(&f->c, "في", true, (uint32_t[]){ 2, 0 }, 2);
	add_space(&f->c, true, 3 * PT);
	add_word(&f->c, "ما", true, (uint32_t[]){ 2, 0 }, 2);
	const struct sheets *s = make(f->a, &f->c, &a_page);
	const struct mark *m = &s->v[0].marks[0];

	g_assert_cmpuint(s->v[0].n, ==, 1);
	g_assert_cmpstr(m->text, ==, "في ما");
	assert_cluster(m, 2, 1, 1);
	assert_glyph(m, 2, 1, 237);
	assert_glyph(m, 3, 2, 232);
	g_assert_cmpint(m->box.w, ==, 23 * PT);
}

/* A number within Arabic words and the word after those: both from left to right, but the words stand between them. */
static void
test_levels_apart(struct fixture *f, gconstpointer data)
{
	begin_line(&f->c, false);
	add_word(&f->c, "10", false, (uint32_t[]){ 0, 1 }, 2);
	f->c.pieces[0].level = 2;
	f->c.at = 100 * PT;
	add_word(&f->c, "is", false, (uint32_t[]){ 0, 1 }, 2);
	const struct sheets *s = make(f->a, &f->c, &a_page);

	g_assert_cmpuint(s->v[0].n, ==, 2);
	g_assert_cmpint(s->v[0].marks[0].box.w, ==, 10 * PT);
	g_assert_cmpint(s->v[0].marks[1].box.x, ==, 150 * PT);
}

/*
 * «قال Ali هنا»: three marks in the order of reading, the Latin word left
 * of the first word, its letters from left to right.
 */
static void
test_mixed(struct fixture *f, gconstpointer data)
{
	begin_line(&f->c, true);
	add_word(&f->c, "قل", true, (uint32_t[]){ 2, 0 }, 2);
	add_space(&f->c, true, 2 * PT);
	add_word(&f->c, "Ali", false, (uint32_t[]){ 0, 1, 2 }, 3);
	add_space(&f->c, true, 2 * PT);
	add_word(&f->c, "هن", true, (uint32_t[]){ 2, 0 }, 2);
	const struct sheet *s = &make(f->a, &f->c, &a_page)->v[0];

	g_assert_cmpuint(s->n, ==, 3);
	g_assert_cmpstr(s->marks[0].text, ==, "قل ");
	g_assert_cmpstr(s->marks[1].text, ==, "Ali");
	g_assert_cmpstr(s->marks[2].text, ==, " هن");
	g_assert_true(s->marks[1].font == &plex);
	assert_glyph(&s->marks[1], 0, 1, 223);
	assert_glyph(&s->marks[1], 2, 3, 233);
	assert_glyph(&s->marks[2], 1, 2, 216);
}

/* At half the size an advance of 500 units becomes 2.5 pt, not 5. */
static void
test_scaled(struct fixture *f, gconstpointer data)
{
	begin_line(&f->c, false);
	add_word(&f->c, "ab", false, (uint32_t[]){ 0, 1 }, 2);
	f->c.runs[0].scale = 512;
	const struct mark *m = &make(f->a, &f->c, &a_page)->v[0].marks[0];

	g_assert_cmpint(m->size, ==, 5 * PT);
	g_assert_cmpint(m->glyphs[1].x - m->glyphs[0].x, ==, 5 * PT / 2);
}

/* Isolates around a phone number and a forced line are not text. */
static void
test_controls_left_out(struct fixture *f, gconstpointer data)
{
	begin_line(&f->c, true);
	add_word(&f->c, "\u2066", false, (uint32_t[]){ 0 }, 1);
	add_word(&f->c, "19", false, (uint32_t[]){ 0, 1 }, 2);
	add_word(&f->c, "\u2069\u2028", false, (uint32_t[]){ 0, 3 }, 2);
	add_word(&f->c,
	    "\u2066"
	    "5",
	    false, (uint32_t[]){ 0, 3 }, 2);
	const struct sheet *s = &make(f->a, &f->c, &a_page)->v[0];

	g_assert_cmpuint(s->n, ==, 1);
	g_assert_cmpstr(s->marks[0].text, ==, "195");
	g_assert_cmpuint(s->marks[0].len, ==, 3);
	g_assert_cmpuint(s->marks[0].n_clusters, ==, 3);
	g_assert_cmpuint(s->marks[0].n_glyphs, ==, 3);
}

/*
 * «من» with two tatweels: they belong to the م (four glyphs, byte 0 thrice)
 * and have no text, although the shaped word may say so.
 */
static void
test_tatweels(struct fixture *f, gconstpointer data)
{
	struct word longer;

	begin_line(&f->c, true);
	add_word(&f->c, "من", true, (uint32_t[]){ 2, 0, 0, 0 }, 4);
	longer = f->c.words[0];
	longer.text = "مــن";
	longer.len = 8;
	f->c.pieces[0].word = &longer;
	const struct mark *m = &make(f->a, &f->c, &a_page)->v[0].marks[0];

	g_assert_cmpstr(m->text, ==, "من");
	assert_cluster(m, 0, 2, 3);
	assert_cluster(m, 1, 2, 1);
	assert_glyph(m, 0, 2, 235);
	assert_glyph(m, 2, 4, 245);
	assert_glyph(m, 3, 1, 230);
}

/* Clusters that shaping got wrong still cover the text exactly. */
static void
test_odd_clusters(struct fixture *f, gconstpointer data)
{
	begin_line(&f->c, false);
	add_word(&f->c, "abcd", false, (uint32_t[]){ 3, 1, 900 }, 3);
	const struct mark *m = &make(f->a, &f->c, &a_page)->v[0].marks[0];
	unsigned bytes = 0, glyphs = 0;

	for (uint32_t i = 0; i < m->n_clusters; i++) {
		bytes += m->clusters[i].bytes;
		glyphs += m->clusters[i].glyphs;
	}
	g_assert_cmpuint(bytes, ==, m->len);
	g_assert_cmpuint(glyphs, ==, m->n_glyphs);
	g_assert_cmpstr(m->text, ==, "abcd");
}

/* A link is a mark of its own, with its address. */
static void
test_link(struct fixture *f, gconstpointer data)
{
	struct span spans[] = { { .start = 0, .end = 2 },
		{ .start = 2,
		    .end = 4,
		    .style = INLINE_LINK,
		    .url = "https://example.org" } };

	begin_line(&f->c, false);
	f->c.block.spans = spans;
	f->c.block.n_spans = 2;
	add_word(&f->c, "ab", false, (uint32_t[]){ 0, 1 }, 2);
	add_word(&f->c, "cd", false, (uint32_t[]){ 0, 1 }, 2);
	f->c.runs[1].span = 1;
	const struct sheet *s = &make(f->a, &f->c, &a_page)->v[0];

	g_assert_cmpuint(s->n, ==, 2);
	g_assert_null(s->marks[0].url);
	g_assert_cmpstr(s->marks[1].url, ==, "https://example.org");
}

/* With 3 pt of room around it the page lies 3 pt in, and so does all on it. */
static void
test_room(struct fixture *f, gconstpointer data)
{
	struct layout l = a_page;

	l.numbering = NUMERALS_ARAB;
	begin_line(&f->c, false);
	add_word(&f->c, "a", false, (uint32_t[]){ 0 }, 1);
	f->c.room = 3 * PT;
	const struct sheet *s = &make(f->a, &f->c, &l)->v[0];

	g_assert_cmpint(s->width, ==, 306 * PT);
	g_assert_cmpint(s->height, ==, 406 * PT);
	g_assert_cmpint(s->trim.x, ==, 3 * PT);
	g_assert_cmpint(s->trim.w, ==, 300 * PT);
	g_assert_cmpint(s->marks[0].glyphs[0].x, ==, 53 * PT);
	g_assert_cmpint(s->marks[0].glyphs[0].y, ==, 103 * PT);
	g_assert_cmpstr(s->label, ==, "٣");
}

/* ---- elements --------------------------------------------------------- */

static const struct sheets *
tags_of(struct arena *a, struct block *blocks, size_t n)
{
	static const struct item item = { .id = { "moi-1", { 0 } },
		.headline = { "عنوان", { 0 } } };
	static const struct pages none = { .layout = &a_page };
	struct story s = { .item = &item, .blocks = blocks, .n = n };
	const struct story *stories[] = { &s };

	return sheet_make(a, a, &none, stories, 1, 0);
}

static void
assert_tags(const struct sheets *s, const char *expected)
{
	g_autoptr(GString) text = g_string_new(NULL);

	sheets_print(s, text);
	g_assert_cmpstr(text->str, ==, expected);
}

/* A headline, a paragraph, a subhead; each is one element of the article. */
static void
test_article(struct fixture *f, gconstpointer data)
{
	struct block b[] = { { .role = ROLE_HEADLINE }, { .role = ROLE_BODY },
		{ .role = ROLE_SUBHEAD }, { .kind = BLOCK_SEPARATOR } };

	assert_tags(tags_of(f->a, b, G_N_ELEMENTS(b)),
	    "tag 0 document in -1\n"
	    "tag 1 artifact in 0\n"
	    "tag 2 article in 0 id \"moi-1\" title \"عنوان\"\n"
	    "tag 3 h1 in 2\n"
	    "tag 4 p in 2\n"
	    "tag 5 h2 in 2\n");
}

/* Two entries, the second with a list of its own; then a paragraph. */
static void
test_lists(struct fixture *f, gconstpointer data)
{
	struct block b[] = {
		{ .role = ROLE_ENTRY, .marker = "•", .depth = 1 },
		{ .role = ROLE_ENTRY, .marker = "•", .depth = 1 },
		{ .role = ROLE_ENTRY, .marker = "–", .depth = 2 },
		{ .role = ROLE_ENTRY, .depth = 1 },
		{ .role = ROLE_BODY },
	};

	assert_tags(tags_of(f->a, b, G_N_ELEMENTS(b)),
	    "tag 0 document in -1\n"
	    "tag 1 artifact in 0\n"
	    "tag 2 article in 0 id \"moi-1\" title \"عنوان\"\n"
	    "tag 3 list in 2\n"
	    "tag 4 entry in 3\n"
	    "tag 5 label in 4\n"
	    "tag 6 p in 4\n"
	    "tag 7 entry in 3\n"
	    "tag 8 label in 7\n"
	    "tag 9 p in 7\n"
	    "tag 10 list in 7\n"
	    "tag 11 entry in 10\n"
	    "tag 12 label in 11\n"
	    "tag 13 p in 11\n"
	    "tag 14 p in 7\n"
	    "tag 15 p in 2\n");
}

/* A head and a row of two cells, one of them without text. */
static void
test_table(struct fixture *f, gconstpointer data)
{
	struct block b[] = {
		{ .kind = BLOCK_TABLE, .cell = { .rows = 2, .columns = 2, .head = true } },
		{ .role = ROLE_TABLE_HEAD, .cell = { .inside = true } },
		{ .role = ROLE_TABLE_HEAD, .cell = { .inside = true, .column = 1 } },
		{ .role = ROLE_TABLE, .cell = { .inside = true, .row = 1 } },
		{ .kind = BLOCK_BLANK, .role = ROLE_TABLE,
		    .cell = { .inside = true, .row = 1, .column = 1 } },
		{ .role = ROLE_BODY },
	};

	assert_tags(tags_of(f->a, b, G_N_ELEMENTS(b)),
	    "tag 0 document in -1\n"
	    "tag 1 artifact in 0\n"
	    "tag 2 article in 0 id \"moi-1\" title \"عنوان\"\n"
	    "tag 3 table in 2\n"
	    "tag 4 row in 3\n"
	    "tag 5 head-cell in 4\n"
	    "tag 6 head-cell in 4\n"
	    "tag 7 row in 3\n"
	    "tag 8 cell in 7\n"
	    "tag 9 cell in 7\n"
	    "tag 10 p in 2\n");
}

/* A note of an entry is read before the next entry; it has a label too. */
static void
test_notes(struct fixture *f, gconstpointer data)
{
	struct block b[] = {
		{ .role = ROLE_ENTRY, .marker = "•", .depth = 1 },
		{ .role = ROLE_NOTE, .marker = "(١)", .note = 1 },
		{ .role = ROLE_ENTRY, .marker = "•", .depth = 1 },
	};

	assert_tags(tags_of(f->a, b, G_N_ELEMENTS(b)),
	    "tag 0 document in -1\n"
	    "tag 1 artifact in 0\n"
	    "tag 2 article in 0 id \"moi-1\" title \"عنوان\"\n"
	    "tag 3 list in 2\n"
	    "tag 4 entry in 3\n"
	    "tag 5 label in 4\n"
	    "tag 6 p in 4\n"
	    "tag 7 note in 4\n"
	    "tag 8 label in 7\n"
	    "tag 9 p in 7\n"
	    "tag 10 entry in 3\n"
	    "tag 11 label in 10\n"
	    "tag 12 p in 10\n");
}

/* Two paragraphs and a list of one quotation; a figure and its caption. */
static void
test_quotation_and_figure(struct fixture *f, gconstpointer data)
{
	struct block b[] = {
		{ .role = ROLE_QUOTE, .quoted = true, .depth = 1 },
		{ .role = ROLE_QUOTE, .quoted = true, .depth = 1 },
		{ .role = ROLE_ENTRY,
		    .quoted = true,
		    .depth = 2,
		    .marker = "•" },
		{ .kind = BLOCK_FIGURE, .alt = "صورة" },
		{ .role = ROLE_CAPTION },
		{ .role = ROLE_BODY },
	};

	assert_tags(tags_of(f->a, b, G_N_ELEMENTS(b)),
	    "tag 0 document in -1\n"
	    "tag 1 artifact in 0\n"
	    "tag 2 article in 0 id \"moi-1\" title \"عنوان\"\n"
	    "tag 3 quote in 2\n"
	    "tag 4 p in 3\n"
	    "tag 5 p in 3\n"
	    "tag 6 list in 3\n"
	    "tag 7 entry in 6\n"
	    "tag 8 label in 7\n"
	    "tag 9 p in 7\n"
	    "tag 10 figure in 2 alt \"صورة\"\n"
	    "tag 11 caption in 10\n"
	    "tag 12 p in 2\n");
}

/* A line belongs to its paragraph; folios and rules to nobody. */
static void
test_furniture(struct fixture *f, gconstpointer data)
{
	begin_line(&f->c, false);
	add_word(&f->c, "a", false, (uint32_t[]){ 0 }, 1);
	g_assert_cmpint(make(f->a, &f->c, &a_page)->v[0].marks[0].tag, ==, 3);
	f->c.placed.furniture = true;
	g_assert_cmpint(make(f->a, &f->c, &a_page)->v[0].marks[0].tag, ==, 1);
	f->c.placed.furniture = false;
	f->c.placed.block = NULL;
	f->c.placed.story = -1;
	g_assert_cmpint(make(f->a, &f->c, &a_page)->v[0].marks[0].tag, ==, 1);
}

/* ---- text form -------------------------------------------------------- */

/* A word of two letters and a rule under it. */
/*
 * An issue: its contents, a section with its head and an item, whose heads
 * are then a level lower; what stands behind is the document's again.
 */
static void
test_issue(struct fixture *f, gconstpointer data)
{
	static const struct item item = { .headline = { .s = "عنوان" } };
	struct block contents[] = { { .role = ROLE_CONTENTS_TITLE, .text = "المحتويات" },
		{ .role = ROLE_CONTENTS_SECTION }, { .role = ROLE_CONTENTS_ENTRY } };
	struct block head[] = { { .role = ROLE_SECTION_HEAD } };
	struct block news[] = { { .role = ROLE_HEADLINE }, { .role = ROLE_SUBHEAD } };
	struct block imprint[] = { { .role = ROLE_IMPRINT } };
	const struct story all[] = {
		{ .kind = STORY_CONTENTS, .blocks = contents, .n = 3 },
		{ .kind = STORY_SECTION, .section = 1, .section_title = "أخبار",
		    .anchor = "section:1", .blocks = head, .n = 1 },
		{ .kind = STORY_ITEM, .section = 1, .item = &item, .anchor = "a", .blocks = news,
		    .n = 2 },
		{ .kind = STORY_IMPRINT, .blocks = imprint, .n = 1 },
	};
	const struct story *const stories[] = { &all[0], &all[1], &all[2], &all[3] };
	struct pages pages = { .layout = &a_page };

	assert_tags(sheet_make(f->a, f->a, &pages, stories, 4, 0),
	    "tag 0 document in -1\n"
	    "tag 1 artifact in 0\n"
	    "tag 2 article in 0 title \"المحتويات\"\n"
	    "tag 3 h1 in 2\n"
	    "tag 4 toc in 2\n"
	    "tag 5 toc-entry in 4\n"
	    "tag 6 toc-entry in 4\n"
	    "tag 7 section in 0 id \"section:1\" title \"أخبار\"\n"
	    "tag 8 h1 in 7\n"
	    "tag 9 article in 7 id \"a\" title \"عنوان\"\n"
	    "tag 10 h2 in 9\n"
	    "tag 11 h3 in 9\n"
	    "tag 12 article in 0\n"
	    "tag 13 p in 12\n");
}

/* An entry of the contents is a link as a whole, its folio too. */
static void
test_reference(struct fixture *f, gconstpointer data)
{
	begin_line(&f->c, false);
	f->c.block.link = "#a";
	add_word(&f->c, "ab", false, (uint32_t[]){ 0, 1 }, 2);
	const struct sheet *s = &make(f->a, &f->c, &a_page)->v[0];

	g_assert_cmpstr(s->marks[0].url, ==, "#a");
}

static void
test_print(struct fixture *f, gconstpointer data)
{
	static const struct placed rule = { .kind = PLACED_RULE,
		.box = { 1, 2, 3, 4 },
		.colour = &ink,
		.story = -1,
		.furniture = true };
	struct placed both[2];

	begin_line(&f->c, true);
	add_word(&f->c, "من", true, (uint32_t[]){ 2, 0 }, 2);
	both[0] = f->c.placed;
	both[1] = rule;
	struct page page = { .number = 1, .placed = both, .n = 2 };
	struct pages pages = { .layout = &a_page, .v = &page, .n = 1 };
	assert_tags(sheet_make(f->a, f->a, &pages, NULL, 0, 0),
	    "tag 0 document in -1\n"
	    "tag 1 artifact in 0\n"
	    "sheet 1 307200 409600 trim 0 0 307200 409600\n"
	    "text tag 1 box 245760 96256 10240 10240 ink Amiri-Regular 10240"
	    " rtl says \"من\"\n"
	    "\t2 2@250880,102400\n"
	    "\t2 1@245760,102400\n"
	    "rule tag 1 box 1 2 3 4 ink\n");
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(struct fixture *, gconstpointer);
	} tests[] = {
		{ "/sheet/right-to-left", test_right_to_left },
		{ "/sheet/late", test_late },
		{ "/sheet/left-to-right", test_left_to_right },
		{ "/sheet/offsets", test_offsets },
		{ "/sheet/clusters", test_clusters },
		{ "/sheet/spaces-belong", test_spaces_belong },
		{ "/sheet/levels-apart", test_levels_apart },
		{ "/sheet/mixed", test_mixed },
		{ "/sheet/scaled", test_scaled },
		{ "/sheet/controls-left-out", test_controls_left_out },
		{ "/sheet/tatweels", test_tatweels },
		{ "/sheet/odd-clusters", test_odd_clusters },
		{ "/sheet/link", test_link },
		{ "/sheet/room", test_room },
		{ "/sheet/article", test_article },
		{ "/sheet/lists", test_lists },
		{ "/sheet/table", test_table },
		{ "/sheet/notes", test_notes },
		{ "/sheet/quotation-and-figure", test_quotation_and_figure },
		{ "/sheet/issue", test_issue },
		{ "/sheet/reference", test_reference },
		{ "/sheet/furniture", test_furniture },
		{ "/sheet/print", test_print },
	};

	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].name, struct fixture, NULL, set_up,
		    tests[i].run, tear_down);
	return g_test_run();
}
