/* Marks and blanks: what a character may not stand beside. */
#include "proofread/proofread-int.h"

#include <string.h>

static bool
is_blank(gunichar c)
{
	return c == ' ' || c == 0xA0 || c == 0x2028;
}

/* A stop of the sentence or a part of it. */
static bool
is_stop(gunichar c)
{
	return c == '.' || c == 0x60C || c == 0x61B || c == 0x61F || c == '!' || c == ':';
}

/* ---- stops ------------------------------------------------------------ */

/* «؛.» and the like; but «...», «؟!» and «!!» say one thing. */
static bool
contradicts(gunichar a, gunichar b)
{
	bool a_ends = a == 0x61F || a == '!', b_ends = b == 0x61F || b == '!';

	return is_stop(a) && is_stop(b) && !(a == '.' && b == '.') && !(a_ends && b_ends);
}

static void
check_stops(struct passage *p, const char *s)
{
	gunichar c = g_utf8_get_char(s), next = behind(s);
	char one[7] = { 0 }, other[7] = { 0 };

	if (!contradicts(c, next))
		return;
	g_unichar_to_utf8(c, one);
	g_unichar_to_utf8(next, other);
	if (c == next)
		found(p, FOUND_STOPS, s, "the same mark stands twice", "write «%s» once", one);
	else
		found(p, FOUND_STOPS, s, "two marks stand together that say different things",
		    "write «%s» or «%s», whichever is meant", one, other);
}

static void
check_latin_stop(struct passage *p, const char *s)
{
	static const struct {
		char latin;
		const char *arabic;
	} stops[] = { { ',', "،" }, { ';', "؛" }, { '?', "؟" } };

	for (size_t i = 0; i < G_N_ELEMENTS(stops); i++)
		if (*s == stops[i].latin && is_arabic(before(p, s)) && !is_latin_digit(behind(s)))
			found(p, FOUND_COMMA, s, "a Latin mark stands behind Arabic", "write «%s»",
			    stops[i].arabic);
}

/* ---- blanks ----------------------------------------------------------- */

static bool
closes(gunichar c)
{
	return c == ')' || c == ']' || c == 0xBB;
}

static bool
opens(gunichar c)
{
	return c == '(' || c == '[' || c == 0xAB;
}

static void
check_blank(struct passage *p, const char *s)
{
	gunichar next = behind(s), last = before(p, s);

	if (!is_blank(g_utf8_get_char(s)) || !*text_next(s) || s == p->text->str)
		return;
	if (*s == ' ' && next == ' ')
		found(p, FOUND_SPACE, s, "two spaces stand side by side", "leave one out");
	else if ((is_stop(next) && next != '.') || (next == '.' && is_blank(behind(text_next(s)))))
		found(p, FOUND_SPACE, s, "a space stands before a mark", "write the mark behind the word");
	else if (closes(next))
		found(p, FOUND_SPACE, s, "a space stands before a bracket that closes", "leave it out");
	else if (opens(last))
		found(p, FOUND_SPACE, s, "a space stands behind a bracket that opens", "leave it out");
}

/* «وقال،ثم»: a mark between two letters. */
static void
check_missing_blank(struct passage *p, const char *s)
{
	gunichar c = g_utf8_get_char(s), next = behind(s);
	bool part = c == 0x60C || c == 0x61B || c == 0x61F;
	/* «أ.د.» has stops within; words of one letter are short for others. */
	bool sentence = c == '.' && s > p->text->str && is_arabic(before(p, g_utf8_prev_char(s)));

	if ((part || sentence) && is_arabic(next) && is_arabic(before(p, s)))
		found(p, FOUND_SPACE, s, "no space stands behind a mark", "write a space behind it");
	else if (c == 0xBB && is_arabic(next))
		found(p, FOUND_SPACE, s, "no space stands behind a guillemet", "write a space behind it");
}

/* ---- characters that are none ----------------------------------------- */

static void
check_form(struct passage *p, const char *s)
{
	gunichar c = g_utf8_get_char(s);

	/* ﷺ ﷻ ﷼ and the ornate brackets are signs of their own. */
	if (!((c >= 0xFB50 && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFC)) || c == 0xFD3E ||
	    c == 0xFD3F || (c >= 0xFDF0 && c <= 0xFDFF))
		return;
	g_autofree char *letters = g_utf8_normalize(s, text_next(s) - s, G_NORMALIZE_ALL_COMPOSE);
	found(p, FOUND_FORM, s, "a shape of letters stands for the letters", "write «%s»", letters);
}

/* «هـ» is short for the Hijri year, and no word that was drawn out. */
static bool
stands_behind_one_letter(const struct passage *p, const char *s)
{
	const char *letter = s > p->text->str ? g_utf8_prev_char(s) : s;

	return is_arabic(before(p, s)) && !is_arabic(before(p, letter)) && !is_arabic(behind(s));
}

static void
check_tatweel(struct passage *p, const char *s)
{
	if (g_utf8_get_char(s) != 0x640 || before(p, s) == 0x640 || stands_behind_one_letter(p, s))
		return;
	const char *from = s, *to = s;
	while (from > p->text->str && is_arabic(before(p, from)))
		from = g_utf8_prev_char(from);
	while (*to && is_arabic(g_utf8_get_char(to)))
		to = text_next(to);
	g_autofree char *word = g_strndup(from, (gsize)(to - from));
	g_auto(GStrv) parts = g_strsplit(word, "\u0640", -1);
	g_autofree char *plain = g_strjoinv("", parts);
	found(p, FOUND_TATWEEL, s, "a tatweel was typed by hand",
	    "write «%s»: words are drawn out where their line wants it", plain);
}

void
check_marks(struct passage *p)
{
	for (const char *s = p->text->str; *s; s = text_next(s)) {
		check_stops(p, s);
		check_latin_stop(p, s);
		check_blank(p, s);
		check_missing_blank(p, s);
		check_form(p, s);
		check_tatweel(p, s);
	}
}

/* ---- brackets --------------------------------------------------------- */

static gunichar
partner_of(gunichar c)
{
	return c == '(' ? ')' : c == '[' ? ']' : 0xBB;
}

/* «أ) ب) ج)» number a list. */
static bool
numbers_a_list(const struct passage *p, const char *s)
{
	const char *from = s;

	while (from > p->text->str && g_unichar_isalnum(before(p, from)))
		from = g_utf8_prev_char(from);
	return *s == ')' && is_blank(before(p, from)) && g_utf8_strlen(from, s - from) <= 2;
}

void
check_brackets(struct passage *p)
{
	const char *open[32];
	size_t n = 0;

	for (const char *s = p->text->str; *s; s = text_next(s)) {
		gunichar c = g_utf8_get_char(s);

		if (opens(c) && n < G_N_ELEMENTS(open))
			open[n++] = s;
		else if (closes(c) && n > 0 && partner_of(g_utf8_get_char(open[n - 1])) == c)
			n--;
		else if (closes(c) && !numbers_a_list(p, s))
			found(p, FOUND_BRACKET, s, "nothing was opened that this could close",
			    "take it out, or write its partner before it");
	}
	while (n > 0)
		found(p, FOUND_BRACKET, open[--n], "it is opened and not closed in its paragraph",
		    "write its partner, or take it out");
}

/* ---- quotation marks that look alike ---------------------------------- */

/* «21"» is inches, unless a quotation can end there. */
static bool
is_quote(const struct passage *p, const char *s, bool open)
{
	gunichar last = before(p, s);

	return *s == '"' && (open || (!is_latin_digit(last) && !text_is_arabic_digit(last)));
}

/*
 * Which of two opens, cannot be told: they are counted.  A quotation of several
 * paragraphs has both in the body, but not in one of them.
 */
void
check_quotes(struct passage *p)
{
	const char *last = NULL;
	bool open = false;

	for (const char *s = p->text->str; *s; s = text_next(s))
		if (is_quote(p, s, open != p->quoting)) {
			open = !open;
			last = s;
		}
	if (!open)
		return;
	if (!p->body) {
		found(p, FOUND_BRACKET, last, "it is opened and not closed in its paragraph",
		    "write its partner, or take it out");
		return;
	}
	p->quoting = !p->quoting;
	p->quoted = place_in(p, last);
}

void
check_quoting(struct passage *p)
{
	if (!p->quoting || p->counts[FOUND_BRACKET] > 0)
		return;
	diag_add(p->dg, DIAG_WARNING, "proofread.bracket", p->quoted, "%s",
	    diag_word("a quotation mark has no partner in the text"));
	diag_help(p->dg, "write its partner, or take it out");
}
