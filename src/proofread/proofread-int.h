/* What the files of proofread share: a passage and what is said of it. */
#ifndef NASHRA_PROOFREAD_INT_H
#define NASHRA_PROOFREAD_INT_H

#include "item/day.h"
#include "proofread/proofread.h"

/* Kinds of findings, each with its code. */
enum finding {
	FOUND_BRACKET, FOUND_COMMA, FOUND_DAMAGED, FOUND_DATES, FOUND_DIGITS, FOUND_END,
	FOUND_ENTITY, FOUND_FORM, FOUND_STOPS,
	FOUND_REPEATED, FOUND_SPACE, FOUND_TATWEEL, FOUND_WEEKDAY, FOUND_N
};

/* A paragraph or a field, put together of stretches that know their places. */
struct passage {
	struct diags *dg;
	GString *text;
	GArray *stretches;       /* struct stretch */
	unsigned counts[FOUND_N]; /* in the whole item */
	const char *date;        /* of the item, ISO 8601; NULL none */
	bool arabic, latin;      /* digits of that kind were seen in the item */
	bool body;               /* the passage is of the body */
	bool last;               /* and its end is that of the item */
	bool quoting;            /* a straight quotation mark of the body has no partner yet … */
	struct place quoted;     /* … and stands here */
};

/*
 * Say it at byte `at` of the passage; the proposal is printf's.  Nothing
 * when that kind was said too often.
 */
void found(struct passage *p, enum finding what, const char *at, const char *text,
    const char *proposal, ...) G_GNUC_PRINTF(5, 6);

/* Where byte `at` of the passage stands in the file. */
struct place place_in(const struct passage *p, const char *at);

/* ---- marks.c: one character and its neighbours ------------------------ */

void check_marks(struct passage *p);
void check_brackets(struct passage *p);
void check_quotes(struct passage *p);
/* Behind the body: was a straight quotation mark opened and not closed? */
void check_quoting(struct passage *p);

/* ---- words.c ---------------------------------------------------------- */

void check_digits(struct passage *p);
void check_words(struct passage *p);

/* ---- damage.c: what came with a text out of a web page ----------------- */

void check_damage(struct passage *p);
void check_end(struct passage *p);

/* ---- proofread.c ------------------------------------------------------ */

/* The year that is not said is the nearest to the item's date; false when there is no such day. */
bool day_date(const struct passage *p, const struct day *d, GDate *ret);

/* ---- hijri.c ---------------------------------------------------------- */

void check_dates(struct passage *p);

/* ---- weekday.c -------------------------------------------------------- */

void check_weekdays(struct passage *p);

/* ---- characters ------------------------------------------------------- */

/* The character before `s` in the passage; a blank at its beginning. */
static inline gunichar
before(const struct passage *p, const char *s)
{
	return s > p->text->str ? g_utf8_get_char(g_utf8_prev_char(s)) : ' ';
}

/* The character behind that at `s`; a blank at the end. */
static inline gunichar
behind(const char *s)
{
	const char *next = text_next(s);

	return *next ? g_utf8_get_char(next) : ' ';
}

#endif
