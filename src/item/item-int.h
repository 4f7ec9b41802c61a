/* What the files of item share. */
#ifndef NASHRA_ITEM_INT_H
#define NASHRA_ITEM_INT_H

#include "item/issue.h"
#include "yaml/yaml.h"

/* What is being read, for messages: its name and the codes of its faults. */
struct format {
	const char *name;
	const char *bad_value, *unknown_key, *date, *address;
	const char *help_unknown; /* when no key is like it; NULL: none */
};

/* One item or issue being read. */
struct reader {
	struct arena *a;
	struct diags *dg;
	const char *file;
	const struct format *format;
	struct item *item;   /* either this … */
	struct issue *issue; /* … or this */
	int note_places; /* references to notes that are still to come */
	GHashTable *note_numbers; /* label to number, of those that are referred to; NULL: none */
};

void item_fault(struct reader *r, const char *code, struct place at,
    const char *fmt, ...) G_GNUC_PRINTF(4, 5);

/* ---- maps of keys (map.c) --------------------------------------------- */

/*
 * Readers of one value: `at` is where in the struct it goes, `name` what a
 * message calls it.
 */
typedef void value_reader(struct reader *r, const struct yaml *n, void *at,
    const char *name);

/* What a value looks like, when its reader does not say it all (describe.c). */
enum shape {
	SHAPE_VALUE,    /* as the reader has it */
	SHAPE_VERSION,
	SHAPE_OFFSET,   /* days of the moon */
	SHAPE_TEXTS,    /* as value_texts */
	SHAPE_MAP,      /* of the keys of `inside` */
	SHAPE_TEXT_MAP, /* or a text instead */
	SHAPE_ID_MAP,   /* or an id */
	SHAPE_MAPS,     /* a list of them, or one alone */
	SHAPE_FREE_MAP, /* of keys that are nobody's business */
};

/* A row of a table: a key is added by adding one. */
struct field {
	const char *key;
	value_reader *read;
	size_t offset;
	const char *help;           /* one sentence, for people */
	enum shape shape;
	const struct field *inside; /* of a map or maps */
	size_t n_inside;
	const char *must;           /* the key that each map must have */
};

#define FIELD(T, key, reader, member, help) { key, reader, offsetof(T, member), N_(help) }
#define MAP_FIELD(key, reader, offset, help, shape, inside, must) \
	{ key, reader, offset, N_(help), shape, inside, G_N_ELEMENTS(inside), must }
#define READ_MAP(r, n, fields, base, name) \
	map_read(r, n, fields, G_N_ELEMENTS(fields), base, name)

/* What a map holds goes to `base`; unknown keys are reported. */
void map_read(struct reader *r, const struct yaml *n, const struct field *fields,
    size_t n_fields, void *base, const char *name);
/* Whether another key may have been meant for `key`: it is told of, and that is enough. */
bool map_misspells(const struct yaml *n, const char *key);
/* A list of maps, each `size` bytes; one map counts as a list of one. */
void *maps_read(struct reader *r, const struct yaml *n, const struct field *fields,
    size_t n_fields, size_t size, size_t *ret_n, const char *name);
extern const struct field contact_fields[6];
struct contact *contacts_read(struct reader *r, const struct yaml *n, size_t *ret_n,
    const char *name);

/* All keys of an item and of an issue. */
struct fields {
	const struct field *v;
	size_t n;
};
struct fields item_all_fields(void);
struct fields issue_all_fields(void);

/* ---- front matter ----------------------------------------------------- */

/* Keys whose value is read as it stands, ending in NULL. */
extern const char *const item_verbatim_keys[];
void front_read(struct reader *r, const struct yaml *root);

const char *const *type_words(void), *const *status_words(void), *const *direction_words(void);
value_reader value_text, value_texts, value_id, value_date, value_type,
    value_status, value_direction, value_crop, value_focus, value_line, value_count;

/* ---- what was meant (meant.c) ----------------------------------------- */

/*
 * A day in another form, «٢٨ نوفمبر ٢٠٢٦» or 28/11/2026, as 2026-11-28; who
 * asks sees whether the calendar has it.  NULL: it is no day, or, when
 * *ret_hijri, one of the Hijri calendar.  g_free it.
 */
char *date_meant(const char *s, bool *ret_hijri);
/* Help for a number in digits of Arabic, if it is that. */
void help_digits(struct reader *r, const struct yaml *n);

/* ---- addresses (address.c) -------------------------------------------- */

/* Texts; what cannot be followed, written to or called is warned of. */
value_reader value_url, value_site, value_email, value_phone;
/* The same of a link in the text at `at`. */
void address_check_link(struct reader *r, const char *url, struct place at);
/* The same of a contact that names nothing of these. */
void address_check_contact(struct reader *r, const struct contact *c);

/* ---- body ------------------------------------------------------------- */

/* The body's lines: `bytes` begins with line `first_line` of the file. */
struct source {
	const char *bytes;
	size_t len;
	uint32_t first_line;
	size_t *line_at;      /* where line i begins, and one more for the end */
	size_t n_lines;
};

/* A place in the source that moves on. */
struct cursor {
	const struct source *src;
	size_t pos;
	uint32_t line, col;   /* of the file */
};

struct inlines {
	struct inline_text *v;
	size_t n;
};

void body_read(struct reader *r, const char *bytes, size_t len, uint32_t first_line);

/* Inline text of a part of one line (a table's cell). */
struct inlines body_read_inlines(struct reader *r, const struct source *src,
    size_t from, size_t to);
struct cursor cursor_at(const struct source *src, size_t pos);

/* ---- notes ------------------------------------------------------------ */

/* Stands for the ^ of «[^1]» in what notes_read returns. */
#define NOTE_MARK '\x0E'

/*
 * Take the notes out of the body: they go to the item, and what is left,
 * as long as before, is for CommonMark to read.
 */
const char *notes_read(struct reader *r, const struct source *s);
/* The number of the note with that label. */
int notes_number(const struct reader *r, const char *label);
/* The body has been read: nobody will ask for a number. */
void notes_forget(struct reader *r);

/* Does a table begin with the paragraph of lines [first, last] (from 0)? */
bool table_begins(const struct source *src, size_t first, size_t last);
struct body *table_read(struct reader *r, const struct source *src,
    size_t first, size_t last);

/* ---- limits ----------------------------------------------------------- */

bool limits_hold(struct reader *r, const char *bytes, size_t len);

#endif
