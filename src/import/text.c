/*
 * A page that was saved as text: which line is what.
 *
 * The rules, and what they were counted on: formats.md, «Getting items in».
 */
#include "import/import-int.h"

#include <string.h>

#define BYLINE_LINES 12
#define BYLINE_CHARS 50
#define BODY_CHARS 120
#define SECTION_CHARS 25
#define KICKER_CHARS 40

struct page {
	struct importer *im;
	const struct import_words *words;
	GPtrArray *lines;
	struct parts *parts;
	size_t byline, body, end; /* indexes of lines; SIZE_MAX: none */
};

static const char *
line_at(const struct page *p, size_t i)
{
	return g_ptr_array_index(p->lines, i);
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

/* ---- where the body is ------------------------------------------------ */

static bool
is_byline(const struct page *p, size_t i)
{
	const char *s = line_at(p, i);

	return i < BYLINE_LINES && chars(s) <= BYLINE_CHARS && begins_with(s, &p->words->bylines);
}

static bool
is_paragraph(const char *s)
{
	return chars(s) >= BODY_CHARS && strchr(s, '.');
}

static size_t
next_line(const struct page *p, size_t i)
{
	while (i < p->lines->len && !*line_at(p, i))
		i++;
	return i;
}

static void
find_body(struct page *p)
{
	for (size_t i = 0; i < p->lines->len; i++) {
		if (is_byline(p, i)) {
			p->byline = i;
			p->body = next_line(p, i + 1);
			say(p->im, (int)i + 1, SURE, "byline: within the first %d lines, short, begins with a word of bylines",
			    BYLINE_LINES);
			say(p->im, (int)p->body + 1, SURE, "body: begins behind the byline");
			return;
		}
		if (is_paragraph(line_at(p, i))) {
			p->body = i;
			say(p->im, (int)i + 1, LIKELY, "body: the first line of %d characters or more with a full stop",
			    BODY_CHARS);
			return;
		}
	}
	/* Short lines alone: the first is above the others. */
	p->body = next_line(p, next_line(p, 0) + 1);
	say(p->im, (int)p->body + 1, GUESS, "body: no byline and no long line; all behind the first line");
}

static void
find_end(struct page *p)
{
	p->end = p->body;
	while (p->end < p->lines->len && !is_one_of(line_at(p, p->end), &p->words->residue))
		p->end++;
	if (p->end < p->lines->len)
		say(p->im, (int)p->end + 1, SURE, "residue: a line of the list of residue, with all that follows");
}

/* ---- above the body --------------------------------------------------- */

struct head {
	size_t v[64];
	size_t n;
};

/* The lines above byline and body; those of the web page are left at once. */
static struct head
find_head(struct page *p)
{
	size_t to = p->byline != SIZE_MAX ? p->byline : p->body;
	struct head h = { .n = 0 };

	for (size_t i = next_line(p, 0); i < to; i = next_line(p, i + 1)) {
		bool web = is_one_of(line_at(p, i), &p->words->residue);
		if (!web && h.n < G_N_ELEMENTS(h.v)) {
			h.v[h.n++] = i;
			continue;
		}
		parts_leave(p->parts, (int)i + 1, line_at(p, i));
		say(p->im, (int)i + 1, web ? SURE : GUESS, "residue: %s",
		    web ? "a line of the list of residue" : "too many lines above the body");
	}
	return h;
}

static const char *
take(struct page *p, size_t i, enum sureness sure, const char *why)
{
	say(p->im, (int)i + 1, sure, "%s", why);
	return line_at(p, i);
}

static void
add_deck(struct page *p, size_t i)
{
	const char *s = line_at(p, i);
	GPtrArray *decks = p->parts->decks;

	if (decks->len && begins_with(s, &p->words->prepositions)) {
		char **last = (char **)&g_ptr_array_index(decks, decks->len - 1);
		*last = arena_printf(p->im->a, "%s %s", *last, s);
		say(p->im, (int)i + 1, LIKELY, "deck: goes on with the line above, for it begins with a preposition");
		return;
	}
	bool verb = g_str_has_prefix(s, "و") && begins_with(s + strlen("و"), &p->words->verbs);
	g_ptr_array_add(decks, (void *)(uintptr_t)take(p, i, verb ? LIKELY : GUESS,
	    verb ? "deck: opened by و and a verb" : "deck: a line between headline and body"));
}

static void
read_head(struct page *p, const struct head *h)
{
	size_t i = 0;

	if (h->n > 1 && chars(line_at(p, h->v[0])) <= SECTION_CHARS)
		p->parts->section = take(p, h->v[i++], LIKELY, "section: a short first line above another");
	if (i < h->n)
		p->parts->headline = take(p, h->v[i++], LIKELY, "headline: the first line that is no section");
	if (i < h->n && chars(line_at(p, h->v[i])) <= KICKER_CHARS)
		p->parts->kicker = take(p, h->v[i++], GUESS, "kicker: a short line below the headline");
	for (; i < h->n; i++)
		add_deck(p, h->v[i]);
}

/* ---- the body --------------------------------------------------------- */

/* «city, day month year هـ الموافق day month year م واس», alone on its line. */
static bool
is_dateline(const char *s)
{
	return g_regex_match_simple("^\\S.{0,40}?[0-9٠-٩]{1,2} .{2,20} [0-9٠-٩]{4} ?هـ? ?الموافق ?"
	    "[0-9٠-٩]{1,2} .{2,20} [0-9٠-٩]{4} ?م?( واس)?$", s, 0, 0);
}

static void
read_body(struct page *p)
{
	for (size_t i = p->body; i < p->end; i++) {
		const char *s = line_at(p, i);
		if (!*s)
			continue;
		if (i == p->body && is_dateline(s))
			p->parts->dateline = take(p, i, SURE, "dateline: a place and a day in both calendars");
		else
			parts_add(p->parts, PART_PARA, s);
	}
	for (size_t i = p->end; i < p->lines->len; i++)
		if (*line_at(p, i))
			parts_leave(p->parts, (int)i + 1, line_at(p, i));
}

/* Names are bytes; what is no text in one is not written down. */
static const char *
file_name(struct importer *im)
{
	g_autofree char *base = g_path_get_basename(im->file);
	GPtrArray *lines = g_utf8_validate(base, -1, NULL) ? clean_lines(im, base) : NULL;
	bool good = lines && lines->len == 1;
	const char *name = good ? g_ptr_array_index(lines, 0) : NULL;

	if (lines)
		g_ptr_array_unref(lines);
	return name;
}

void
import_text(struct importer *im, const char *text)
{
	struct page p = { .im = im, .words = im->job->words, .byline = SIZE_MAX,
		.parts = parts_new(im->a) };

	p.lines = clean_lines(im, text);
	p.parts->id = id_of_file(im, text);
	p.parts->source_file = file_name(im);
	if (next_line(&p, 0) == p.lines->len) {
		refuse(im, "import.no-body", 1, "the file has no text");
	} else {
		find_body(&p);
		find_end(&p);
		struct head h = find_head(&p);
		read_head(&p, &h);
		if (p.byline != SIZE_MAX)
			p.parts->byline = line_at(&p, p.byline);
		read_body(&p);
		put_item(im, p.parts);
	}
	g_ptr_array_unref(p.lines);
	parts_free(p.parts);
}
