/*
 * shape: text to glyph runs.
 *
 * ICU gives the bidi levels (UAX 9) and Pango the places where lines may end (UAX
 * 14), without a font map, which would cost more than the page; HarfBuzz shapes
 * word by word through a cache that lives as long as the
 * process.  All measures of glyphs are font units: a size is `line`'s to
 * choose, so the same paragraph serves every size of a ladder.
 */
#ifndef NASHRA_SHAPE_H
#define NASHRA_SHAPE_H

#include "base/base.h"
#include "font/font.h"
#include "story/story.h"

/* In the order of drawing from left to right, as HarfBuzz gives them. */
struct glyph {
	uint32_t id;
	int32_t advance, dx, dy;  /* font units, dy up */
	uint32_t cluster;         /* byte of the word's text it belongs to */
	/* Ink, from the glyph's own place: font units, up and right. */
	int16_t left, right, top, bottom;
};

/* Why a join is not drawn out, though it safely could be (typography.md 1). */
enum kashida_ban {
	KASHIDA_FREE,
	KASHIDA_NOT_A_JOIN, /* its letters do not join */
	KASHIDA_FOREIGN,    /* digits or other letters in the word */
	KASHIDA_SHORT,      /* under three letters */
	KASHIDA_JOINER,     /* beside ZWJ or ZWNJ */
	KASHIDA_LAM_ALEF,
	KASHIDA_ALLAH,
	KASHIDA_ARTICLE,    /* right after the article */
	KASHIDA_FINAL_YEH
};

/* A join into which a tatweel may go. */
struct kashida_place {
	uint16_t at;      /* byte of the word's text before which it goes */
	uint8_t class;    /* 0 best, 6 last; KASHIDA_NO_CLASS: none */
	uint8_t ban;      /* enum kashida_ban */
	bool reluctant;   /* a word of three letters: after all others */
	int32_t unit;     /* what one tatweel adds, font units */
};
#define KASHIDA_NO_CLASS 255

/* A shaped word: one face, one direction, no space inside.  Shared. */
struct word {
	const struct font *font;
	bool rtl;
	bool missing;                        /* some character has no glyph */
	const char *text;
	uint32_t len;
	const struct glyph *glyphs;
	uint32_t n;
	int32_t width;                       /* sum of advances */
	int32_t ink_above, ink_below;        /* of the baseline, both >= 0 */
	const struct kashida_place *places;  /* all safe joins, logical order */
	uint32_t n_places;
	const struct kashida_place *best;    /* of those that may be used; NULL: none */
};

enum break_after {
	BREAK_NO,
	BREAK_MAY,
	BREAK_MUST, /* U+2028 and the end of the text */
	BREAK_PART  /* inside a long word: when no line can hold it */
};

/* A word or a part of one, or one space, at its place in the text. */
struct glyph_run {
	uint32_t start, end;      /* bytes of the block's text */
	uint8_t level;            /* bidi level, UAX 9 up to I2 (before L1) */
	bool space;               /* glue: U+0020 (U+00A0 too: it may not break) */
	uint8_t brk;              /* enum break_after */
	uint16_t span;            /* index into the block's spans */
	int32_t scale;            /* of the style's size, 1024: the whole */
	const struct word *word;  /* never NULL; of a space: its glyph */
};

/* The place of a note: so large, and so high over the baseline, of the size. */
#define NOTE_SCALE 640
#define NOTE_RAISE 330

/* The whole text of a block; runs touch and cover it, in logical order. */
struct paragraph {
	const struct block *block;
	bool rtl;
	const struct glyph_run *runs;
	size_t n;
};

static inline bool
run_is_note(const struct block *b, const struct glyph_run *r)
{
	return r->span < b->n_spans && (b->spans[r->span].style & INLINE_NOTE);
}

struct shaper;

struct shaper *shaper_create(struct fonts *f);
void shaper_destroy(struct shaper *s);
/*
 * Forget all words when they are more than `most` bytes, and what is known of
 * texts: between two bulletins, for paragraphs point to them.  True when words
 * were forgotten.
 */
bool shaper_trim(struct shaper *s, size_t most);

/*
 * Shape the text of `b` (a BLOCK_TEXT).  NULL after an error:
 * shape.missing-glyph for every character that neither the face nor its
 * Latin companion has (code point, name, place in the item, and a face in
 * fonts/ that has it; once per character and block), those of font_find,
 * shape.word-too-long.  Runs live in `a`, words in the shaper.
 */
const struct paragraph *shape_block(struct shaper *s, struct arena *a,
    struct diags *dg, const struct block *b, const struct layout *l);

/*
 * `w`, a word of a run, with `n` tatweels put in before byte `at` (one of its
 * places): shaped again, remembered by (w, at, n).  Clusters are those of the
 * word without them; the tatweels belong to the letter before.  NULL when
 * other letters change, or it is not longer by just `n` of them (then it must
 * not be used).
 */
const struct word *shape_tatweel(struct shaper *s, const struct word *w,
    uint32_t at, unsigned n);

/*
 * The ink of a glyph in strips of its box, from left to right: font units up
 * from the baseline.  A strip without ink has its top under its bottom.
 */
#define SILHOUETTE_STRIPS 16
struct silhouette {
	int16_t top[SILHOUETTE_STRIPS], bottom[SILHOUETTE_STRIPS];
};
/* Of a glyph of `w`; each outline is read once. */
struct silhouette shape_silhouette(struct shaper *s, const struct word *w, const struct glyph *g);

/* Marker of a list entry or any short text in the style of block `b`. */
const struct paragraph *shape_marker(struct shaper *s, struct arena *a,
    struct diags *dg, const struct block *b, const struct layout *l);

/* Words asked for and words that had to be shaped, since shaper_create. */
void shaper_counts(const struct shaper *s, uint64_t *ret_asked, uint64_t *ret_shaped);

/*
 * Visual order of levels by UAX 9 L2: `ret_order[i]` is the index of the
 * run that stands i-th from the left.  L1 is the caller's.
 */
void shape_visual_order(const uint8_t *levels, size_t n, uint32_t *ret_order);

/*
 * What UAX 9 L1 gives the paragraph's level at the end of a line: blanks,
 * isolates, and what X9 takes out.
 */
bool shape_is_white(gunichar c);

/* The libraries that shape, with their versions, a line each. */
void shape_versions(GString *to);

/* Text form: for `dump --stage runs`. */
void paragraph_print(const struct paragraph *p, GString *to);

#endif
