/*
 * Lines of a page, and blocks of markup: which of them is what.
 *
 * The rules, and what they were counted on: formats.md, «Getting items in».
 */
#include "import/import-int.h"

#include <string.h>

#define BYLINE_LINES 12
#define BYLINE_CHARS 50
#define BODY_CHARS 120
#define LONG_CHARS 250 /* without a full stop, but with a comma: no deck is as long, and lists of words have none */
#define DECKS_MAX 4    /* of a page: more lines below a headline are text */
#define SECTION_CHARS 25
#define KICKER_CHARS 40

struct page {
	struct importer *im;
	const struct import_words *words;
	GArray *lines;            /* struct line */
	struct parts *parts;
	enum page_way way;
	size_t first;             /* that is not left: an index of lines, as those below */
	size_t headline, byline, body, end; /* SIZE_MAX: none */
};

static const struct line *
line_of(const struct page *p, size_t i)
{
	return &g_array_index(p->lines, struct line, i);
}

static const char *
line_at(const struct page *p, size_t i)
{
	return line_of(p, i)->text;
}

static int
number_at(const struct page *p, size_t i)
{
	return i < p->lines->len ? line_of(p, i)->number : 1;
}

static size_t
chars(const char *s)
{
	return (size_t)g_utf8_strlen(s, -1);
}

static bool
is_one_of(const char *s, const struct words *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (strcmp(s, w->v[i]) == 0)
			return true;
	return false;
}

/* Begins with one of the words, and not with a longer one. */
static bool
begins_with(const char *s, const struct words *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (g_str_has_prefix(s, w->v[i]) &&
		    !g_unichar_isalpha(g_utf8_get_char(s + strlen(w->v[i]))))
			return true;
	return false;
}

/* ---- what a line can be ----------------------------------------------- */

static bool
is_byline(const struct page *p, size_t i)
{
	const char *s = line_at(p, i);

	return line_of(p, i)->role == LINE_ANY && line_of(p, i)->kind == PART_PARA && i < p->first + BYLINE_LINES &&
	    chars(s) <= BYLINE_CHARS && begins_with(s, &p->words->bylines);
}

/* A full stop, as in Arabic, in Urdu, or in Chinese, which says three times as much in a character. */
static size_t
paragraph_chars(const char *s)
{
	if (strstr(s, "。"))
		return BODY_CHARS / 3;
	if (strchr(s, '.') || strstr(s, "۔"))
		return BODY_CHARS;
	return strchr(s, ',') || strstr(s, "،") ? LONG_CHARS : SIZE_MAX;
}

bool
page_is_paragraph(const struct line *l)
{
	return l->role == LINE_ANY && l->kind == PART_PARA && strlen(l->text) >= BODY_CHARS &&
	    chars(l->text) >= paragraph_chars(l->text);
}

/* «city, day month year هـ الموافق day month year م واس», alone on its line. */
static bool
is_dateline(const char *s)
{
	static GRegex *re;

	if (g_once_init_enter(&re))
		g_once_init_leave(&re, g_regex_new("^\\S.{0,40}?[0-9٠-٩]{1,2} .{2,20} [0-9٠-٩]{4} ?هـ? ?الموافق ?"
		    "[0-9٠-٩]{1,2} .{2,20} [0-9٠-٩]{4} ?م?( واس)?$", G_REGEX_OPTIMIZE, 0, NULL));
	return strlen(s) < 300 && g_regex_match(re, s, 0, NULL);
}

/* Dashes, slashes and the like around an end mark; where they end. */
static const char *
behind_ornament(const char *s)
{
	for (bool more = true; *s && more;) {
		bool dash = g_str_has_prefix(s, "–") || g_str_has_prefix(s, "—");

		more = dash || strchr(" /-=*_.()[]#|", *s);
		s += dash ? strlen("–") : more;
	}
	return s;
}

static bool
has_slashes(const char *s, const char *end)
{
	return end - s >= 2 && memmem(s, (size_t)(end - s), "//", 2);
}

/* «انتهى» alone, or «// انتهى //» and what agencies put behind it: a time, a number. */
static bool
is_end_mark(const char *s, const struct words *ends)
{
	const char *word = behind_ornament(s);

	for (size_t i = 0; i < ends->n; i++) {
		if (strcmp(s, ends->v[i]) == 0)
			return true;
		if (!g_str_has_prefix(word, ends->v[i]))
			continue;
		const char *behind = word + strlen(ends->v[i]), *rest = behind_ornament(behind);
		if (!*rest || (has_slashes(s, word) && has_slashes(behind, rest) && chars(rest) <= 30))
			return true;
	}
	return false;
}

/* Of a block of text, and of no cell. */
static bool
ends_release(const struct page *p, const struct line *l)
{
	return l->kind != PART_TABLE && l->kind != PART_CAPTION &&
	    is_end_mark(parts_plain(p->im->a, l->text), &p->words->ends);
}

/* Where what decorates an end mark begins, going back from `at`: a stop before it is the sentence's. */
static const char *
before_ornament(const char *from, const char *at)
{
	while (at > from) {
		const char *c = g_utf8_prev_char(at);
		bool dash = g_str_has_prefix(c, "–") || g_str_has_prefix(c, "—");

		if (!dash && !strchr(" /-=*_([#|", *c) && *c != MARK_STRONG && *c != MARK_EMPH)
			break;
		at = c;
	}
	return at;
}

/* Is a sentence at its end here, within quotes or without? */
static bool
has_stop(const char *from, const char *at)
{
	while (at > from) {
		gunichar c = g_utf8_get_char(at = g_utf8_prev_char(at));

		if (c == MARK_END || c == ' ' || c == '"' || c == ')' || c == 0xBB || c == 0x201D)
			continue;
		return c == '.' || c == '!' || c == '?' || c == 0x61F || c == 0x2026 || c == 0x6D4;
	}
	return false;
}

/* An end mark behind other words. */
struct tail {
	const char *at;        /* where it begins */
	enum sureness sure;    /* a word without slashes may be one of the sentence */
};

static bool
is_tail(struct importer *im, const char *from, const char *end, const char *word, const struct words *ends, struct tail *ret)
{
	const char *at = before_ornament(from, word), *own = word;

	if (at > from && g_unichar_isalnum(g_utf8_get_char(g_utf8_prev_char(word))))
		return false;
	const char *mark = g_strstrip(parts_plain(im->a, arena_strndup(im->a, at, (size_t)(end - at))));
	if (!is_end_mark(mark, ends))
		return false;
	while (*own == '#' || *own == ' ')
		own++;
	*ret = (struct tail) { at, at == from || has_slashes(at, word) || own >= end ? SURE : LIKELY };
	return ret->sure == SURE || has_stop(from, at);
}

/* The end mark that a line of a paragraph ends in; nothing before the last of it is looked at. */
#define TAIL_BYTES 120

static bool
find_tail(struct page *p, const char *from, const char *end, struct tail *ret)
{
	const struct words *ends = &p->words->ends;
	const char *look = end - from > TAIL_BYTES ? end - TAIL_BYTES : from;

	while (look > from && (*look & 0xC0) == 0x80)
		look++;
	for (size_t i = 0; i < ends->n; i++) {
		const char *word = g_strrstr_len(look, end - look, ends->v[i]);
		if (word && is_tail(p->im, from, end, word, ends, ret))
			return true;
	}
	return false;
}

/* The style that is open at `at`, as styles do not stand in each other; 0: none. */
static char
style_at(const char *from, const char *at)
{
	char open = 0;

	for (; from < at; from++)
		if (*from == MARK_STRONG || *from == MARK_EMPH || *from == MARK_LINK)
			open = *from;
		else if (*from == MARK_END || *from == MARK_LINK_END)
			open = 0;
	return open;
}

/* What stands before the mark, its style ended. */
static const char *
text_before(struct arena *a, const char *text, const char *at)
{
	char style = style_at(text, at);

	while (at > text && strchr(" \x07", at[-1]))
		at--;
	return arena_printf(a, "%.*s%s", (int)(at - text), text, style ? (char[]) { MARK_END, '\0' } : "");
}

/* The last long paragraph; 0: there is none. */
static size_t
last_paragraph(const struct page *p)
{
	size_t i = p->lines->len;

	while (i > 0 && !page_is_paragraph(line_of(p, --i)))
		continue;
	return i;
}

/* Part a paragraph before its end mark, which becomes a line behind it. */
static bool
part_tail(struct page *p, size_t i, size_t last)
{
	struct line *l = &g_array_index(p->lines, struct line, i), mark = *l;
	const char *end, *from = l->text;
	struct tail tail;

	if (l->role != LINE_ANY || l->kind == PART_TABLE || l->kind == PART_CAPTION || l->kind == PART_SUBHEAD)
		return false;
	for (;; from = end + 1) {
		end = from + strcspn(from, "\x07");
		if (find_tail(p, from, end, &tail) && tail.at > l->text && (tail.sure == SURE || i >= last) &&
		    style_at(l->text, tail.at) != MARK_LINK)
			break;
		if (!*end)
			return false;
	}
	mark.text = arena_strdup(p->im->a, g_strstrip(parts_plain(p->im->a, tail.at)));
	l->text = text_before(p->im->a, l->text, tail.at);
	say(p->im, l->number, tail.sure, "end: a mark of the list of ends behind a paragraph; it is left, with all that follows");
	g_array_insert_val(p->lines, i + 1, mark);
	return true;
}

/* The first line from `i` on that says something and is not left; their number: there is none. */
static size_t
next_line(const struct page *p, size_t i)
{
	while (i < p->lines->len && (!*line_at(p, i) || line_of(p, i)->role == LINE_LEFT))
		i++;
	return MIN(i, p->lines->len);
}

/* ---- where the body is ------------------------------------------------ */

static bool
begins_body(struct page *p, size_t i)
{
	const struct line *l = line_of(p, i);

	if (is_byline(p, i)) {
		p->byline = i;
		p->body = next_line(p, i + 1);
		say(p->im, l->number, SURE, "byline: within the first %d lines, short, begins with a word of bylines",
		    BYLINE_LINES);
		say(p->im, number_at(p, p->body), SURE, "body: begins behind the byline");
		return true;
	}
	p->body = i;
	if (l->role == LINE_ANY && is_dateline(l->text)) {
		say(p->im, l->number, SURE, "body: begins with a place and a day");
		return true;
	}
	if (page_is_paragraph(l)) {
		say(p->im, l->number, LIKELY, "body: the first line of %d characters or more with a full stop",
		    BODY_CHARS);
		return true;
	}
	return false;
}

static void
find_body(struct page *p)
{
	size_t first = p->headline != SIZE_MAX ? p->headline : p->first;

	for (size_t i = p->headline != SIZE_MAX ? first + 1 : 0; i < p->lines->len; i++)
		if (begins_body(p, i))
			return;
	/* Short lines alone: the first is above the others, unless the headline is known. */
	bool known = p->headline != SIZE_MAX || p->parts->headline;
	p->body = p->headline == SIZE_MAX && known ? first : next_line(p, first + 1);
	say(p->im, number_at(p, p->body), GUESS, "body: no byline and no long line; all behind the %s",
	    diag_word(known ? N_("headline") : N_("first line")));
}

/* Of rows and columns, which menus seldom have both of. */
static bool
is_table(const struct line *l)
{
	size_t rows = 1, cells = 1;

	for (const char *s = l->text; *s; s++) {
		rows += *s == MARK_ROW;
		cells += *s == MARK_ROW || *s == MARK_CELL;
	}
	return l->role == LINE_ANY && l->kind == PART_TABLE && rows > 2 && cells >= rows * 2;
}

/* A line that can be a deck. */
static bool
is_deck(const struct page *p, const struct line *l)
{
	return l->role == LINE_ANY && *l->text && !(p->way == PAGE_HTML && l->loose) &&
	    (l->kind == PART_PARA || l->kind == PART_SUBHEAD) && !is_one_of(l->text, &p->words->residue);
}

/*
 * Where the text of a page of HTML begins, though its first long paragraph is
 * further down: at a table, or below the headline when more lines stand there
 * than a release has decks.
 */
static void
find_early_body(struct page *p)
{
	size_t n = 0, first = p->body, i;

	for (i = p->headline + 1; i < p->body && !is_table(line_of(p, i)); i++) {
		if (!is_deck(p, line_of(p, i)))
			continue;
		first = MIN(first, i);
		n += line_of(p, i)->kind == PART_PARA; /* menus have subheads */
	}
	i = n > DECKS_MAX ? first : i;
	if (i >= p->body)
		return;
	p->body = i;
	say(p->im, number_at(p, i), GUESS, "body: begins above its first long line, with a table or more lines than a headline has decks");
}

/* How much stands in long paragraphs from the body on. */
static size_t
count_paragraphs(const struct page *p)
{
	size_t n = 0;

	for (size_t i = p->body; i < p->lines->len; i++)
		n += page_is_paragraph(line_of(p, i)) ? strlen(line_at(p, i)) : 0;
	return n;
}

/*
 * A line of the list of residue.  Links and buttons stand behind a release,
 * and some before it or in its middle: where more than a fourth of the text
 * before them, `before` of `all`, is behind them, it is of the release.
 */
static bool
ends_at_residue(struct page *p, size_t before, size_t all)
{
	bool ends = (all - before) * 4 <= before;

	if (ends)
		say(p->im, number_at(p, p->end), SURE, "residue: a line of the list of residue, with all that follows");
	else
		say(p->im, number_at(p, p->end), LIKELY, "residue: a line of the list of residue; much text follows, and stays");
	return ends;
}

static void
find_end(struct page *p)
{
	size_t last = last_paragraph(p), all = count_paragraphs(p), before = 0;

	for (p->end = p->body; p->end < p->lines->len; p->end++) {
		const char *s = line_at(p, p->end);
		if (p->way != PAGE_BODY && line_of(p, p->end)->role == LINE_ANY && is_one_of(s, &p->words->residue)) {
			if (ends_at_residue(p, before, all))
				return;
			g_array_index(p->lines, struct line, p->end).role = LINE_LEFT;
			continue;
		}
		if (line_of(p, p->end)->role == LINE_ANY && strlen(s) < 120 && ends_release(p, line_of(p, p->end))) {
			say(p->im, number_at(p, p->end), SURE, "end: a mark of the list of ends; it is left, with all that follows");
			return;
		}
		before += page_is_paragraph(line_of(p, p->end)) ? strlen(s) : 0;
		if (part_tail(p, p->end, last)) {
			p->end++;
			return;
		}
	}
}

static void
leave(struct page *p, size_t i)
{
	const struct line *l = line_of(p, i);

	if (*l->text)
		parts_leave(p->parts, l->number, parts_plain(p->im->a, l->text));
}

/* ---- above the body --------------------------------------------------- */

struct head {
	size_t v[64];
	size_t n;
};

static const char *
why_left(const struct page *p, size_t i, const struct head *h)
{
	if (is_one_of(line_at(p, i), &p->words->residue))
		return N_("a line of the list of residue");
	if (p->way == PAGE_HTML && !is_deck(p, line_of(p, i)))
		return N_("in no paragraph, above the body");
	return h->n == G_N_ELEMENTS(h->v) ? N_("too many lines above the body") : NULL;
}

/* The lines above byline and body; those of the web page are left at once. */
static struct head
find_head(struct page *p)
{
	size_t to = p->byline != SIZE_MAX ? p->byline : p->body;
	struct head h = { .n = 0 };

	for (size_t i = 0; i < to; i++) {
		if (!*line_at(p, i) || i == p->headline || line_of(p, i)->role == LINE_LEFT) {
			if (i != p->headline)
				leave(p, i);
			continue;
		}
		const char *why = why_left(p, i, &h);
		if (!why) {
			h.v[h.n++] = i;
			continue;
		}
		leave(p, i);
		say(p->im, number_at(p, i), GUESS, "residue: %s", diag_word(why));
	}
	return h;
}

static const char *
take(struct page *p, size_t i, enum sureness sure, const char *why)
{
	say(p->im, number_at(p, i), sure, "%s", diag_word(why));
	return parts_plain(p->im->a, line_at(p, i));
}

static void
add_deck(struct page *p, size_t i)
{
	const char *s = line_at(p, i);
	GPtrArray *decks = p->parts->decks;

	if (p->way == PAGE_TEXT && decks->len && begins_with(s, &p->words->prepositions)) {
		char **last = (char **)&g_ptr_array_index(decks, decks->len - 1);
		*last = arena_printf(p->im->a, "%s %s", *last, s);
		say(p->im, number_at(p, i), LIKELY, "deck: goes on with the line above, for it begins with a preposition");
		return;
	}
	bool verb = g_str_has_prefix(s, "و") && begins_with(s + strlen("و"), &p->words->verbs);
	g_ptr_array_add(decks, (void *)(uintptr_t)take(p, i, verb ? LIKELY : GUESS,
	    verb ? N_("deck: opened by و and a verb") : N_("deck: a line between headline and body")));
}

/* The lines in front of the headline of a page of HTML. */
static size_t
read_above(struct page *p, const struct head *h)
{
	size_t i = 0;

	for (; i < h->n && h->v[i] < p->headline; i++) {
		/* The last step of the way to a page is its headline once more. */
		bool again = strcmp(line_at(p, h->v[i]), line_at(p, p->headline)) == 0;
		if (!again && !p->parts->kicker && chars(line_at(p, h->v[i])) <= KICKER_CHARS) {
			p->parts->kicker = take(p, h->v[i], GUESS, "kicker: a short line above the headline");
			continue;
		}
		leave(p, h->v[i]);
		say(p->im, number_at(p, h->v[i]), GUESS, "residue: above the headline");
	}
	return i;
}

/*
 * A short first line is a section above a headline, or a headline above who
 * wrote it.  Articles of newspapers whose second line is short, too, with the
 * body behind it, are of the second kind (of 50 that were read, all five);
 * a word alone is a section.
 */
static bool
is_section(const struct page *p, const struct head *h)
{
	const char *first = h->n > 1 ? line_at(p, h->v[0]) : "";

	if (h->n < 2 || chars(first) > SECTION_CHARS)
		return false;
	return p->byline != SIZE_MAX || h->n > 2 || chars(line_at(p, h->v[1])) > KICKER_CHARS ||
	    (!strchr(first, ' ') && chars(first) <= chars(line_at(p, h->v[1])));
}

static void
read_head(struct page *p, const struct head *h)
{
	size_t i = 0;

	if (p->headline != SIZE_MAX) {
		i = read_above(p, h);
		bool titled = line_of(p, p->headline)->titled;
		p->parts->headline = take(p, p->headline, titled ? LIKELY : SURE, titled
		    ? N_("headline: the line that the title of the page begins with") : N_("headline: the heading of the article"));
	} else if (!p->parts->headline) {
		if (is_section(p, h))
			p->parts->section = take(p, h->v[i++], LIKELY, "section: a short first line above another");
		if (i < h->n)
			p->parts->headline = take(p, h->v[i++], LIKELY, "headline: the first line that is no section");
	}
	if (i < h->n && !p->parts->kicker && chars(line_at(p, h->v[i])) <= KICKER_CHARS)
		p->parts->kicker = take(p, h->v[i++], GUESS, "kicker: a short line below the headline");
	for (; i < h->n; i++)
		add_deck(p, h->v[i]);
}

/* ---- the body --------------------------------------------------------- */

/* The level of a page's subheads that is the highest, for those are said with ##. */
static int
highest_subhead(const struct page *p, size_t from)
{
	int highest = 6;

	for (size_t i = from; i < p->end; i++) {
		const struct line *l = line_of(p, i);
		if (l->role == LINE_ANY && l->kind == PART_SUBHEAD)
			highest = MIN(highest, l->depth);
	}
	return highest;
}

static void
read_body(struct page *p)
{
	size_t first = p->byline != SIZE_MAX ? p->byline + 1 : p->body;
	int highest = highest_subhead(p, first);

	/* Between byline and body there are lines that are left. */
	for (size_t i = first; i < p->end; i++) {
		const struct line *l = line_of(p, i);
		if (!*l->text)
			continue;
		if (l->role != LINE_ANY)
			leave(p, i);
		else if (!p->parts->dateline && p->parts->body->len == 0 && is_dateline(l->text))
			p->parts->dateline = take(p, i, SURE, "dateline: a place and a day in both calendars");
		else
			parts_add(p->parts, l->kind, l->kind == PART_SUBHEAD ? l->depth - highest : l->depth, l->text);
	}
	for (size_t i = p->end; i < p->lines->len; i++)
		leave(p, i);
}

static void
find_headline(struct page *p)
{
	for (size_t i = 0; i < p->lines->len && p->headline == SIZE_MAX; i++)
		if (line_of(p, i)->role == LINE_HEADLINE)
			p->headline = i;
}

/* A post has its headline elsewhere; all of its text is body, but for a byline that opens it. */
static void
find_post(struct page *p)
{
	p->body = p->first;
	for (size_t i = 0; i < p->body && i < p->lines->len; i++)
		leave(p, i);
	if (p->body < p->lines->len && is_byline(p, p->body)) {
		p->byline = p->body;
		p->body = next_line(p, p->body + 1);
		say(p->im, number_at(p, p->byline), LIKELY, "byline: a short first line that begins with a word of bylines");
	}
}

void
page_read(struct importer *im, struct parts *parts, GArray *lines, enum page_way way)
{
	struct page p = { .im = im, .words = im->job->words, .lines = lines, .parts = parts, .way = way,
		.headline = SIZE_MAX, .byline = SIZE_MAX };

	p.first = next_line(&p, 0);
	if (way == PAGE_BODY) {
		find_post(&p);
		find_end(&p);
	} else {
		find_headline(&p);
		find_body(&p);
		if (way == PAGE_HTML && p.headline != SIZE_MAX && p.byline == SIZE_MAX)
			find_early_body(&p);
		find_end(&p);
		struct head h = find_head(&p);
		read_head(&p, &h);
	}
	if (p.byline != SIZE_MAX)
		parts->byline = parts_plain(im->a, line_at(&p, p.byline));
	read_body(&p);
}

/* ---- a page that was saved as text ------------------------------------ */

void
import_text(struct importer *im, const char *text)
{
	GPtrArray *texts = clean_lines(im, clean_controls(im, text, 1));
	GArray *lines = g_array_new(FALSE, TRUE, sizeof(struct line));
	struct parts *parts = parts_new(im->a);
	bool blank = true;

	for (guint i = 0; i < texts->len; i++) {
		struct line l = { .text = g_ptr_array_index(texts, i), .number = (int)i + 1 };
		blank = blank && !*l.text;
		g_array_append_val(lines, l);
	}
	parts->id = id_of_file(im, text);
	parts->line = 1;
	if (blank) {
		refuse(im, "import.no-body", 1, "the file has no text");
	} else {
		page_read(im, parts, lines, PAGE_TEXT);
		put_item(im, parts);
	}
	g_ptr_array_unref(texts);
	g_array_unref(lines);
	parts_free(parts);
}
