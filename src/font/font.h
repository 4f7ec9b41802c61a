/*
 * font: names to faces, their coverage and their measures.
 *
 * The only module that knows where fonts are.  The program's own are those
 * of fonts/fonts.lock, which says family, style and weight, so that a face
 * is opened only when it is used; those of the layout's folder are listed by
 * a private fontconfig configuration that sees nothing of the machine's.
 * Each file is read once, checked against its SHA-256 when it is in the
 * lock, and kept for the life of the process.
 */
#ifndef NASHRA_FONT_H
#define NASHRA_FONT_H

#include "base/base.h"

struct fonts; /* all that are known */
struct font;  /* one face */

/* HarfBuzz's own name, so that `shape` needs no other. */
typedef struct hb_font_t hb_font_t;
typedef struct hb_draw_funcs_t hb_draw_funcs_t;

/*
 * `folder` is the program's fonts/, `own` the layout's folder/fonts or NULL.
 * NULL after a diagnostic (font.lock, or those of file_read).
 */
struct fonts *fonts_create(struct diags *dg, const char *folder, const char *own);
void fonts_destroy(struct fonts *f);

/*
 * The face of `family` nearest to `weight` (100-900); bold is never faked.
 * NULL after a diagnostic at `from`: font.unknown («did you mean», and the
 * families there are), font.damaged (SHA-256 differs, or not a font),
 * font.no-weight as a warning when the nearest is 200 or more away.
 * The same face gives the same pointer; it is the fonts' own.
 */
const struct font *font_find(struct fonts *f, struct diags *dg,
    const char *family, int weight, struct place from);
/* All that are known, opened or not: family, style and weight may be asked of those. */
size_t fonts_n(const struct fonts *f);
const struct font *fonts_get(const struct fonts *f, size_t i);

const char *font_family(const struct font *fo);
const char *font_style(const struct font *fo);      /* "Regular" */
int font_weight(const struct font *fo);
const char *font_postscript(const struct font *fo);
const char *font_file(const struct font *fo);       /* for messages */
/* The file's bytes, read once; the fonts' own. */
const void *font_bytes(const struct font *fo, size_t *ret_len);
unsigned font_index(const struct font *fo);         /* in a collection */
/* Small number, 0, 1, 2 …, in the order of font_find: a stable key. */
unsigned font_number(const struct font *fo);

/* Font units. */
int font_upem(const struct font *fo);
int font_space(const struct font *fo);    /* advance of U+0020 */
int font_ascent(const struct font *fo);   /* hhea, above the baseline, > 0 */
int font_descent(const struct font *fo);  /* below the baseline, > 0 */
int font_tatweel(const struct font *fo);  /* advance of U+0640 as shaped */
/*
 * Whether a tatweel meets its neighbours in this face (its ink reaches both
 * of its sides at the same height as a joining letter's): decides if
 * kashida may be used at all.
 */
bool font_joins_tatweel(const struct font *fo);

bool font_has(const struct font *fo, uint32_t codepoint);
/* Has it rules of that name ("mark", "kern"), to substitute or to place? */
bool font_has_feature(const struct font *fo, const char *tag);
const char *font_version(const struct font *fo);
bool font_is_locked(const struct font *fo); /* in fonts.lock */
/* What the file says of its licence; NULL: nothing. The caller's. */
char *font_licence(const struct font *fo);
/* A face in fonts/ that has `codepoint`, as "Amiri Regular"; NULL if none. */
const char *fonts_having(struct fonts *f, uint32_t codepoint);

/* For shaping: scale is the upem, functions OpenType's own. */
hb_font_t *font_hb(const struct font *fo);
/* A glyph's contours, in units of `hb`'s scale, y upwards: each step is a call of `steps` with `to`. */
void font_draw_glyph(hb_font_t *hb, uint32_t glyph, hb_draw_funcs_t *steps, void *to);
/* One line a face: family, style, weight, version, licence, file, checks. */
void fonts_print(struct fonts *f, GString *to);

#endif
