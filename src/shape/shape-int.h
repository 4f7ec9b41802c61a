/* What the files of shape share: the cache of words, the items of a text. */
#ifndef NASHRA_SHAPE_INT_H
#define NASHRA_SHAPE_INT_H

#include "shape/shape.h"

/* ---- word.c: shaping, remembered -------------------------------------- */

/* All that decides what a word's glyphs are. */
struct word_key {
	const struct font *font;
	const char *text;
	uint32_t len;
	bool rtl;
	bool latin;        /* shaped as Latin script, else as Arabic */
	bool joins_before; /* a letter of another style is joined to it … */
	bool joins_after;  /* … here or there */
};

struct words; /* the cache */

struct words *words_create(void);
void words_destroy(struct words *ws);
/* Never NULL; lives as long as the cache. */
const struct word *words_get(struct words *ws, const struct word_key *k);
size_t words_size(const struct words *ws); /* bytes */

/* ---- itemize.c: what is shaped as one --------------------------------- */

/* Which letters a stretch is of. */
enum kind { KIND_ARABIC, KIND_LATIN, KIND_SPACE, KIND_SEPARATOR };

/* One stretch of text of one kind, level, face and style. */
struct item_run {
	uint32_t start, end;
	enum kind kind;
	uint8_t level;
	uint16_t span;
	const struct font *font;
	bool companion;     /* the Latin companion, which has its own size */
	enum break_after brk;
	bool joined_before, joined_after; /* parted from a letter it joins */
};

/* More letters than words have: what is so long may be parted where no line can hold it. */
#define WORD_LONG 24

/*
 * Part the block's text; `to` gets struct item_run.  False after an error
 * (shape.missing-glyph, shape.word-too-long, those of font_find).
 */
bool itemize(struct shaper *s, struct diags *dg, const struct block *b,
    const struct layout *l, GArray *to);

/*
 * The same, quickly, for texts of letters, digits and common stops in one
 * style; false (and nothing said) when the text is not such a one.  Whether
 * the face has them all is for the caller to see.
 */
bool itemize_plain(struct shaper *s, struct diags *dg, const struct block *b,
    const struct layout *l, GArray *to);

/*
 * Bidi levels (UAX 9, to I2) of `n` characters; and where lines may end: a
 * value of enum break_after for each character, of the place behind it.
 */
void bidi_levels(const char *text, size_t len, bool rtl, size_t n, uint8_t *ret_levels);
void break_places(const char *text, size_t len, const char *language, size_t n,
    uint8_t *ret_breaks);

/* ---- readings.c: both of them, remembered --------------------------------- */

struct text_asked {
	const char *text, *language;
	size_t len, n; /* bytes, characters */
	bool rtl;
};

struct readings;
struct readings *readings_create(void);
void readings_destroy(struct readings *ts);
size_t readings_size(const struct readings *ts); /* bytes */
/* What bidi_levels and break_places say: `n` of each. */
void readings_look(struct readings *ts, const struct text_asked *t, uint8_t *ret_levels, uint8_t *ret_breaks);

/* ---- shape.c ---------------------------------------------------------- */

struct shaper {
	struct fonts *fonts;
	struct words *words;
	struct readings *readings;
	struct silhouettes *silhouettes;
	const struct word *space; /* the last one asked for */
	GArray *found;      /* of faces: see shaper_face */
	uint64_t asked;
};

/* font_find, whose warnings are not said again. */
const struct font *shaper_face(struct shaper *s, struct diags *dg,
    const char *family, int weight, struct place at);
uint64_t words_shaped(const struct words *ws);

/* ---- silhouette.c ---------------------------------------------------------- */

struct silhouettes *silhouettes_create(void);
void silhouettes_destroy(struct silhouettes *rs);

/* shape_versions, of the libraries of word.c. */
void word_versions(GString *to);

#endif
