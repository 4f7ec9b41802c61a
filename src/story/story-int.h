/* What the files of story share. */
#ifndef NASHRA_STORY_INT_H
#define NASHRA_STORY_INT_H

#include "story/story.h"

struct texter;

/* ---- story.c: blocks on their way ------------------------------------- */

/* An item being dressed. */
struct dresser {
	struct arena *a;
	struct diags *dg;
	const struct item *it;
	const struct layout *l;
	const struct issue *is; /* NULL: none */
	int number;         /* of the item in it; 0: none */
	GArray *blocks;     /* struct block */
	GString *bound;     /* pairs of words that hold together */
	int noted;          /* notes that have been added */
	bool turned;        /* see struct block */
	bool proof;         /* a box may stand for a picture */
	bool failed;
};

struct block *add_block(struct dresser *d, enum block_kind kind, enum role role,
    struct place at);
/* NULL when the texter has no text; it is used up. */
struct block *add_text_block(struct dresser *d, enum role role, struct place at,
    struct texter *t);
void add_contact(struct dresser *d, const struct contact *c);
/* An item, and what the issue that it stands in knows of it. */
struct dressing {
	const struct item *it;
	const struct item *corrected; /* that has the headline of what `it` corrects; NULL: none */
	const struct issue *is;       /* NULL: none */
	int number;                   /* of the item in it; 0: none */
	bool proof;                   /* a box may stand for a picture */
};

/* story_make of an item of an issue.  The result is the caller's to complete. */
struct story *dress_item(struct arena *a, struct diags *dg, const struct dressing *w,
    const struct layout *l);
/* The text of `b`; NULL when it has none. */
struct block *add_inlines(struct dresser *d, enum role role, const struct body *b);

/* NULL without a text. */
struct block *add_field(struct dresser *d, enum role role, const struct text *text);

/* The notes that the text of `b` is the first to refer to, as blocks behind it. */
void add_notes(struct dresser *d, const struct body *b);

/* ---- figure.c --------------------------------------------------------- */

void add_media(struct dresser *d);
/* The code that leads to the item elsewhere, when there is such a place. */
void add_qr(struct dresser *d);
/* A picture of the body. */
void add_body_image(struct dresser *d, const struct body *b);

/* ---- table.c ---------------------------------------------------------- */

void add_table(struct dresser *d, const struct body *b);

/* ---- text.c: the text of one block ------------------------------------ */

/* A text on its way into a block, stretch by stretch. */
struct texter {
	struct arena *a;
	GString *text;
	GArray *spans; /* struct span */
	const struct binding *binding; /* NULL: nothing is bound */
	GString *bound; /* what was, for the note; the caller's */
	bool even; /* its lines are made even, as a head's */
};

void texter_init(struct texter *t, struct arena *a);
/* Newlines become blanks; a blank at the very start is left out. */
void texter_add(struct texter *t, const char *s, unsigned style,
    const char *url, struct place at);
/* The same between `isolate` (U+2067 or U+2068) and U+2069: text that stands by itself. */
void texter_add_isolated(struct texter *t, const char *isolate, const char *s, struct place at);
/*
 * Give the text to `b`, blanks at its end left out, digits as `n` wants
 * them, and (in a paragraph from right to left) what reads from left to
 * right isolated.  The texter is used up.  False when it is empty.
 */
bool texter_finish(struct texter *t, struct block *b, enum numerals n, bool rtl);

/* ---- isolate.c: what stands by itself, and digits --------------------- */

struct insert {
	uint32_t at;      /* before this byte */
	const char *what; /* an isolate or its end */
	bool closes;
};

/* The places for isolates in `s`, ascending: struct insert. */
GArray *find_isolates(const char *s, size_t len);
/*
 * Digits of a release's own text: with NUMERALS_ARAB . , % between and after
 * digits too, but nothing in Latin words, addresses and what is isolated.
 * Character by character: their number stays the same.
 */
char *convert_digits(struct arena *a, const char *s, size_t len, enum numerals n);

/* ---- bind.c ----------------------------------------------------------- */

/*
 * The places (bytes of `s`) of the spaces that are to hold, ascending; the
 * pairs they hold together are added to `bound`.  `even`: of lines that are
 * made even, as heads are.
 */
GArray *find_bound(const struct binding *b, const char *s, size_t len, bool even,
    GString *bound);

/* ---- name.c: names in indexes ------------------------------------------ */

/* On one line, composed, without tatweel; NULL when nothing is left. */
const char *name_clean(struct arena *a, const char *said);
/* What a name is sorted by, when it is that of a person. */
const char *name_for_order(struct arena *a, const char *name);
/* Without the article before it: «الوزارة» stands under waw. */
const char *name_without_article(const char *name);

/* A person as an item names one, as far as that tells by itself. */
struct person {
	const char *name;    /* without the titles that are surely some */
	const char *perhaps; /* what follows a word that may be a title or a name («السيد»); NULL */
	bool office;         /* `name` begins with an office, and the text does not say where it ends */
};

struct person person_of(struct arena *a, const struct binding *b, const char *said);
/* The name, given those that are `known` from elsewhere. */
const char *person_name(const struct person *p, GHashTable *known);

/* ---- facing.c ---------------------------------------------------------- */

/*
 * Settle which items of `v` stand in which half of their pages, and which of them
 * face each other; nothing when no two do.  Reports story.no-counterpart.
 */
void face_items(struct diags *dg, struct story **v, size_t n, const struct layout *l);

/* ---- date.c ----------------------------------------------------------- */

struct day {
	int day, month, year; /* months from 0 */
	int weekday;          /* from 0, Sunday */
};

/* In ICU's calendar `calendar`, `offset` days later; false: no date. */
bool date_day(const char *iso, const char *calendar, int offset, struct day *ret);
/* "monthNames" or "dayNames" of "gregorian" or "islamic"; NULL: none. */
char *date_name(struct arena *a, const char *language, const char *calendar,
    const char *what, int i);
/* NULL when `iso` is no date or the language has no names for it. */
char *date_gregorian(struct arena *a, const char *iso, const char *language);
char *date_hijri(struct arena *a, const char *iso, const char *language, int offset);
char *date_weekday(struct arena *a, const char *iso, const char *language);

/* ---- count.c ---------------------------------------------------------- */

/*
 * `n` in the letters of the abjad (أ is 1, ي 10, ق 100, غ 1000), from 1 to
 * 1999; NULL beyond.
 */
char *count_abjad(struct arena *a, int n);
/* «أولا» to «عاشرا»; NULL beyond. */
const char *count_ordinal(int n);

/* ---- field.c ---------------------------------------------------------- */

const char *field_value(struct arena *a, const struct layout *l,
    const struct fields *f, const char *name);
/*
 * Add the template with its fields filled in.  A field without a value takes
 * what only parts it from others along; false when no field has one.
 */
bool template_add(struct texter *t, const struct layout *l, const struct fields *f,
    const char *s, struct place at);

#endif
