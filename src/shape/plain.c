/*
 * Texts that need no tables: Arabic letters and their marks, digits of one
 * kind, spaces and the common stops, in one style from right to left.
 *
 * Most paragraphs of a release are such.  What UAX 9 and UAX 14 make of them
 * is short enough to be said here; a test compares it with what the tables say on
 * texts at random and on the samples.
 */
#include "shape/shape-int.h"

#include <string.h>

/* What a character is to both of them. */
enum sort {
	SORT_OTHER,   /* not plain */
	SORT_LETTER,
	SORT_MARK,
	SORT_DIGIT,
	SORT_SPACE,
	SORT_STOP,    /* ، , . : : may stand within a number; no break before them */
	SORT_PERCENT, /* behind a number */
	SORT_EXCLAIM, /* ؛ ؟ !: no break before them */
	SORT_SLASH,
	SORT_QUOTE,   /* « » */
	SORT_GLUE,    /* a space that holds */
};

static enum sort
sort_of(gunichar c)
{
	if ((c >= 0x620 && c <= 0x64A) || (c >= 0x671 && c <= 0x6D3))
		return SORT_LETTER;
	if ((c >= 0x64B && c <= 0x655) || c == 0x670)
		return SORT_MARK;
	/* The separators ٫ and ٬ are to both what the digits are beside them. */
	if ((c >= '0' && c <= '9') || (c >= 0x660 && c <= 0x669) || c == 0x66B || c == 0x66C)
		return SORT_DIGIT;
	switch (c) {
	case ' ':
		return SORT_SPACE;
	case 0xA0:
		return SORT_GLUE;
	case ',':
	case '.':
	case ':':
	case 0x60C:
		return SORT_STOP;
	case '%':
	case 0x66A:
		return SORT_PERCENT;
	case '!':
	case 0x61B:
	case 0x61F:
		return SORT_EXCLAIM;
	case '/':
		return SORT_SLASH;
	case 0xAB:
	case 0xBB:
		return SORT_QUOTE;
	default:
		return SORT_OTHER;
	}
}

struct plain {
	uint32_t at;
	uint8_t sort, level, brk;
};

/* False when some character is not plain, or stands where it is not. */
static bool
read_plain(const struct block *b, struct plain *v, size_t *ret_n)
{
	const char *end = b->text + b->len;
	bool any[2] = { false }; /* digits of either kind */
	bool letters = false;
	size_t n = 0, word = 0;

	for (const char *p = b->text; p < end; p = text_next(p), n++) {
		gunichar c = text_char(p);
		enum sort s = sort_of(c), before = n ? v[n - 1].sort : SORT_SPACE;

		any[c <= '9'] |= s == SORT_DIGIT;
		word = s == SORT_SPACE || s == SORT_GLUE ? 0 : word + 1;
		if (s == SORT_OTHER || (any[0] && any[1]) || word > WORD_LONG)
			return false;
		/* Behind a European number before all letters it would run with it (W2, W5). */
		if (s == SORT_PERCENT && (before != SORT_DIGIT || !letters))
			return false;
		/* A mark belongs to a letter; quotes to a space on one side. */
		if (s == SORT_MARK && before != SORT_LETTER && before != SORT_MARK)
			return false;
		if (s == SORT_GLUE && before == SORT_SPACE)
			return false;
		letters |= s == SORT_LETTER;
		v[n] = (struct plain) { .at = (uint32_t)(p - b->text), .sort = (uint8_t)s };
	}
	v[n] = (struct plain) { .at = b->len, .sort = SORT_SPACE };
	*ret_n = n;
	return true;
}

/* Numbers of either kind run from left to right, with one separator between digits (W4). */
static void
set_levels(struct plain *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool parts = v[i].sort == SORT_STOP || v[i].sort == SORT_SLASH ||
		    v[i].sort == SORT_GLUE;
		bool within = parts && i > 0 && i + 1 < n && v[i - 1].sort == SORT_DIGIT &&
		    v[i + 1].sort == SORT_DIGIT;

		v[i].level = v[i].sort == SORT_DIGIT || within ? 2 : 1;
	}
}

static bool
is_of_word(enum sort s)
{
	return s == SORT_LETTER || s == SORT_MARK || s == SORT_DIGIT;
}

/* UAX 14 for these characters; false where it would take more to tell. */
static bool
set_breaks(struct plain *v, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++) {
		enum sort s = (enum sort)v[i].sort, next = (enum sort)v[i + 1].sort;
		enum sort before = i ? (enum sort)v[i - 1].sort : SORT_SPACE;

		/* Since Unicode 15.1 quotes with a space beside them, and « .5», have rules of their own (LB15a-c). */
		if ((s == SORT_SPACE && next == SORT_STOP && v[i + 2].sort == SORT_DIGIT) ||
		    (s == SORT_SPACE && next == SORT_QUOTE && !is_of_word((enum sort)v[i + 2].sort)) ||
		    (s == SORT_QUOTE && next == SORT_SPACE && !is_of_word(before)))
			return false;
		if (s == SORT_SPACE)
			v[i].brk = next != SORT_SPACE && next != SORT_STOP && next != SORT_EXCLAIM &&
			    next != SORT_SLASH ? BREAK_MAY : BREAK_NO;
		else if (s == SORT_EXCLAIM || s == SORT_SLASH || s == SORT_STOP) {
			/* Rules for numbers and for stops without a space are many. */
			if (next != SORT_SPACE && next != SORT_GLUE &&
			    !(s == SORT_STOP && v[i].level == 2))
				return false;
		} else if (s == SORT_PERCENT && (next == SORT_LETTER || next == SORT_DIGIT || next == SORT_SLASH)) {
			return false;
		} else if (next == SORT_QUOTE || s == SORT_QUOTE) {
			v[i].brk = BREAK_NO;
		}
	}
	return true;
}

static bool
is_of_one_style(const struct block *b)
{
	for (size_t i = 0; i < b->n_spans; i++)
		if (b->spans[i].style != 0)
			return false;
	return true;
}

static bool
is_blank(const struct plain *p)
{
	return p->sort == SORT_SPACE || p->sort == SORT_GLUE;
}

static void
add_runs(const struct plain *v, size_t n, const struct font *fo, GArray *to)
{
	for (size_t i = 0, end; i < n; i = end) {
		bool space = is_blank(&v[i]);

		for (end = i + 1; end < n && !space && !is_blank(&v[end]) &&
		     v[end].level == v[i].level && v[end - 1].brk == BREAK_NO; end++)
			;
		struct item_run run = { .start = v[i].at, .end = v[end].at,
			.kind = space ? KIND_SPACE : KIND_ARABIC, .level = v[i].level, .font = fo,
			.brk = (enum break_after)v[end - 1].brk };
		g_array_append_val(to, run);
	}
}

bool
itemize_plain(struct shaper *s, struct diags *dg, const struct block *b,
    const struct layout *l, GArray *to)
{
	const struct font_spec *spec = b->style->font;
	size_t n = 0;

	if (!block_rtl(b, l) || b->len == 0 || !is_of_one_style(b))
		return false;
	struct plain *v = g_new(struct plain, b->len + 1);
	bool plain = read_plain(b, v, &n);
	if (plain) {
		set_levels(v, n);
		plain = set_breaks(v, n);
	}
	const struct font *fo = plain
	    ? shaper_face(s, dg, spec->family, spec->weight, spec->at) : NULL;
	if (fo)
		add_runs(v, n, fo, to);
	g_free(v);
	return fo != NULL;
}
