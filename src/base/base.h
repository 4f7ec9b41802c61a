/*
 * base: what every module stands on.
 *
 * Lengths, the arena, places in files, diagnostics, checks of text, files.
 * Knows nothing of news or of type.  Never prints and never exits.
 */
#ifndef NASHRA_BASE_H
#define NASHRA_BASE_H

#include <glib.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The macro of later GLib measures the whole text to compare a few bytes: in a loop over it the time is quadratic. */
#undef g_str_has_prefix

/* ---- lengths ---------------------------------------------------------- */

/*
 * The one length of the program: 1/1024 of a point (1/72 inch), Pango's unit.
 * It reaches 2,097,151 pt either way, which is 739 m.
 */
typedef int32_t dim;

#define DIM_PT 1024
#define DIM_MAX INT32_MAX

/* Points to dim, rounded to the nearest; what does not fit is clamped. */
dim dim_from_pt(double pt);
double dim_to_pt(dim d);

/* a * b / c in 64 bits, rounded half away from zero; c must not be 0. */
dim dim_scale(dim a, int32_t b, int32_t c);

struct rect {
	dim x, y, w, h; /* x to the right, y down, from the top left corner */
};

/* ---- the arena -------------------------------------------------------- */

/*
 * Memory that lives as long as a bulletin.  Everything comes zeroed, aligned
 * for any type, and is released at once by arena_destroy.  No call fails:
 * when memory runs out the process ends, as GLib's allocator does.
 */
struct arena;

struct arena *arena_create(void);
void arena_destroy(struct arena *a);
void *arena_alloc(struct arena *a, size_t size);
/* n * size, the product checked. */
void *arena_alloc_array(struct arena *a, size_t n, size_t size);
char *arena_strdup(struct arena *a, const char *s);             /* NULL gives NULL */
char *arena_strndup(struct arena *a, const char *s, size_t n);  /* always ends in NUL */
char *arena_printf(struct arena *a, const char *fmt, ...) G_GNUC_PRINTF(2, 3);
void *arena_memdup(struct arena *a, const void *p, size_t size);
/* Bytes handed out so far. */
size_t arena_used(const struct arena *a);

#define arena_new(a, T) ((T *)arena_alloc((a), sizeof(T)))
#define arena_array(a, T, n) ((T *)arena_alloc_array((a), (n), sizeof(T)))

/* ---- places and diagnostics ------------------------------------------- */

/*
 * A place in a file.  Lines count from 1; columns count characters (not
 * bytes) from 1; 0 means not known.  `file` is as the user wrote it.
 */
struct place {
	const char *file;
	uint32_t line, col;
};

enum diag_level { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR };

struct diag {
	enum diag_level level;
	const char *code; /* "module.what", a string constant */
	struct place at;
	const char *text; /* one sentence, no full stop, no newline */
	const char *help; /* what to do now; NULL if nothing is to be said */
};

/*
 * All messages of one run, in the order they came.  Owns its strings.  At
 * most DIAG_MAX are kept; what comes after is only counted.
 */
#define DIAG_MAX 10000
struct diags;

struct diags *diags_create(void);
void diags_destroy(struct diags *dg);
/*
 * Remember the bytes of a file, so that messages about it can show the line.
 * The bytes stay the caller's and must live until diags_clear_sources:
 * messages keep a copy of what they show of it, made when they are added.
 */
void diags_source(struct diags *dg, const char *file, const char *bytes, size_t len);
void diags_clear_sources(struct diags *dg);
void diag_add(struct diags *dg, enum diag_level level, const char *code,
    struct place at, const char *fmt, ...) G_GNUC_PRINTF(5, 6);
void diag_addv(struct diags *dg, enum diag_level level, const char *code,
    struct place at, const char *fmt, va_list ap) G_GNUC_PRINTF(5, 0);
/* The help of the message added last. */
void diag_help(struct diags *dg, const char *fmt, ...) G_GNUC_PRINTF(2, 3);
void diag_helpv(struct diags *dg, const char *fmt, va_list ap) G_GNUC_PRINTF(2, 0);
/* Add a message of another list, with its help; all of it is copied. */
void diag_repeat(struct diags *dg, const struct diag *d);

/*
 * The language of messages, for the whole process, as a locale is.  Formats
 * are looked up in it as they are added; what fills them is looked up by
 * who adds it when it is a phrase of the program (diag_word).  Texts that
 * are looked up elsewhere than where they stand are written N_("…"), so that
 * xgettext finds them.
 */
struct diag_language {
	/* The text in that language, or the text itself; NULL: nothing is. */
	const char *(*say)(const char *text);
	const char *levels[3]; /* note, warning, error */
	const char *help;
	bool rtl;
	/* Of what counts `n`, as say; NULL: `one` of 1, `many` of others. */
	const char *(*say_n)(const char *one, const char *many, size_t n);
};
/* `l` lives as long as the process; NULL: the language of the sources. */
void diag_set_language(const struct diag_language *l);
bool diag_reads_rtl(void);
const char *diag_word(const char *text) G_GNUC_FORMAT(1);
const char *diag_word_n(const char *one, const char *many, size_t n) G_GNUC_FORMAT(1);
#define N_(text) text
/* What the system says of an errno or of a signal, in the same language. */
const char *system_error(int number);
const char *system_signal(int number);

/*
 * The files that were asked for, found or not, each once, in the order of
 * asking: what a result depends on.  file_read notes them.
 */
void diags_note_file(struct diags *dg, const char *root, const char *path);
size_t diags_n_files(const struct diags *dg);
const char *diags_file(const struct diags *dg, size_t i);
size_t diags_count(const struct diags *dg, enum diag_level level);
size_t diags_n(const struct diags *dg);
const struct diag *diags_get(const struct diags *dg, size_t i);
/*
 * The line of its place, of a long one 60 characters on either side of it;
 * *ret_before (NULL allowed): how many of them stand before it.  NULL when
 * the line is not known.
 */
const char *diags_line(const struct diags *dg, size_t i, size_t *ret_before);

enum diag_form {
	DIAG_HUMAN, /* message, line, caret, help */
	DIAG_SHORT, /* one line */
	DIAG_JSON   /* one JSON object a line */
};

/*
 * The text form of message `i`, appended to `to`, ending in a newline.
 * Control characters come out escaped, and within quotes so do those that
 * cannot be seen (a mark of direction, a no-break space), excerpts isolated (U+2068 … U+2069)
 * so that a terminal cannot reorder what stands beside them; so are, in
 * DIAG_HUMAN, texts within a message that runs in two directions.  `colour`
 * is for DIAG_HUMAN only.
 */
void diag_format(const struct diags *dg, size_t i, enum diag_form form,
    bool colour, GString *to);

/*
 * Text and help of message `i` as DIAG_HUMAN has them, for who shows them in
 * another way; of a message without help nothing is appended.
 */
void diag_show(const struct diags *dg, size_t i, GString *text, GString *help);

/* `s` as messages show it: controls and bytes that are no UTF-8 escaped. */
void diag_add_safe(GString *to, const char *s);

/*
 * The word of `words` (n of them) nearest to `word`, when its
 * Damerau-Levenshtein distance is at most 2 (1 of up to three letters) and less than its length;
 * otherwise NULL.  For «did you mean».
 */
const char *nearest_word(const char *word, const char *const *words, size_t n);
/* Help for a name that none of `words` is: the nearest of them, or all there are. */
void diag_help_names(struct diags *dg, const char *name, const char *const *words, size_t n);

/* ---- text ------------------------------------------------------------- */

/*
 * Is this text fit to be set?  Reports invalid UTF-8, NUL, C0 and C1
 * controls but tab and newline, noncharacters, tag characters, bidi
 * overrides (U+202D, U+202E), and embeddings and isolates that do not pair
 * within their line (UAX 9, X1-X8).  Codes text.invalid-utf8, text.nul,
 * text.control, text.noncharacter, text.tag, text.override,
 * text.unpaired.  Every fault is reported with its place, at most 100.
 * A U+FEFF at the very start is allowed.
 */
bool text_check(struct diags *dg, const char *file, const char *bytes, size_t len);
/*
 * The same for a whole file.  One that is no text at all (text.binary) and
 * one in another encoding (text.invalid-utf8) have one fault only.
 */
bool text_check_file(struct diags *dg, const char *file, const char *bytes, size_t len);
/*
 * What a file is that is no text, by its first bytes, as a word for
 * diag_word: «a PDF».  NULL: it may be one.
 */
const char *text_stranger(const char *bytes, size_t len);
/*
 * Which of this program's files a text says it is, by the first of its lines
 * that begins with nashra-NAME:.
 */
enum text_format { TEXT_UNSAID, TEXT_ITEM, TEXT_ISSUE, TEXT_LAYOUT, TEXT_BINDING };
enum text_format text_format(const char *bytes, size_t len);
/* As messages say it, in their language: «an issue»; NULL for TEXT_UNSAID. */
const char *text_format_name(enum text_format f);
/* The character behind the one at `p`, in valid UTF-8. */
static inline const char *
text_next(const char *p)
{
	return p + g_utf8_skip[(unsigned char)*p];
}

/* The character at `p` of valid UTF-8: most letters of our texts have two bytes. */
static inline gunichar
text_char(const char *p)
{
	unsigned char lead = (unsigned char)*p;

	if (lead < 0x80)
		return lead;
	return lead < 0xE0 ? (gunichar)(lead & 0x1F) << 6 | ((unsigned char)p[1] & 0x3F) : g_utf8_get_char(p);
}

/* ٠-٩, or ۰-۹ of Persian and Urdu. */
static inline bool
text_is_arabic_digit(gunichar c)
{
	return (c >= 0x660 && c <= 0x669) || (c >= 0x6F0 && c <= 0x6F9);
}

/*
 * g_string_append_len, for pieces of a few bytes, of which a page has tens of thousands: inline, as GLib's own is
 * from 2.76 on.
 */
static inline void
text_append(GString *to, const char *bytes, size_t len)
{
	if (to->len + len >= to->allocated_len) {
		g_string_append_len(to, bytes, (gssize)len);
		return;
	}
	memcpy(to->str + to->len, bytes, len);
	to->len += len;
	to->str[to->len] = '\0';
}
/* The order of two texts in an array of them, by their bytes: for who sorts it. */
int text_order(const void *p, const void *q);
/*
 * `s` with 0-9 for digits of Arabic and Persian, . % - for ٫ ٪ −, and without
 * marks of direction: what programs read as a number.  NULL when nothing is
 * other; g_free it.
 */
char *text_latin_digits(const char *s);
/* `s` in the quotes of JSON; what is no UTF-8 is replaced. */
void text_add_json(GString *to, const char *s);
/* How many columns of a terminal it takes. */
int text_columns(const char *s);
/*
 * A cell of a table, `width` columns wide: at its right edge, or at its left
 * one when `width` is negative, as printf has it.  Words of a language that
 * reads from right to left are isolated, so that cells keep their places.
 */
void text_add_cell(GString *to, const char *s, int width);
/* The place `bytes` into a text that starts at `at` (same line). */
struct place place_after(struct place at, const char *text, size_t bytes);

/* ---- files ------------------------------------------------------------ */

/* Levels in each other, of lists and the like, for who keeps room for them. */
#define LEVELS_MOST 32

/*
 * Limits of reliability.md; one table, so that a message can name them.
 */
enum limit {
	LIMIT_ITEM_BYTES,   /* 16 MiB */
	LIMIT_LAYOUT_BYTES, /* 4 MiB */
	LIMIT_IMAGE_BYTES,  /* 64 MiB */
	LIMIT_FONT_BYTES,   /* 64 MiB */
	LIMIT_PDF_BYTES,    /* 256 MiB */
	LIMIT_ITEM_CHARS,   /* 200,000 */
	LIMIT_PARAS,        /* 5,000 */
	LIMIT_WORD_CHARS,   /* 1,000 */
	LIMIT_MARKS,        /* 30 a letter */
	LIMIT_BLANK_LINES,  /* 64 in a row */
	LIMIT_DEPTH,        /* LEVELS_MOST */
	LIMIT_ITEMS,        /* 500 */
	LIMIT_PAGES,        /* 5,000 */
	LIMIT_VOLUME_ITEMS, /* 5,000 */
	LIMIT_PLAN_BYTES,   /* 1 GiB, of a plan or a journal */
};
size_t limit_value(enum limit l);
const char *limit_name(enum limit l); /* as a message says it, in its language: "bytes of an item" */

/*
 * Read a file that the user named on the command line, or (with `root`) one
 * that a file of the user's names: then `path` is relative to the folder
 * `root` and cannot leave it, neither by .. nor by a symbolic link
 * (openat2, RESOLVE_BENEATH).  Regular files only; more than `limit` bytes
 * are refused before they are read.  Returns bytes owned by `a`, with a NUL
 * behind them that is not counted in *ret_len; NULL after a diagnostic at
 * `from` (file.missing, file.denied, file.not-regular, file.too-big,
 * file.outside, file.read).
 */
const char *file_read(struct arena *a, struct diags *dg, const char *root,
    const char *path, enum limit limit, struct place from, size_t *ret_len);

/*
 * The same file opened, for one who reads it bit by bit: a descriptor of a
 * regular file of any size, which the caller closes; -1 after a diagnostic
 * at `from` (those of file_read).
 */
int file_open(struct diags *dg, const char *root, const char *path, struct place from);

/* Would file_read say file.outside?  Opens it, reads nothing, tells nothing. */
bool file_is_outside(const char *root, const char *path);

/*
 * A name that no message and no link could say would be left out: false after
 * file.name at `from` when it is no UTF-8.
 */
bool file_check_name(struct diags *dg, const char *name, struct place from);

struct file_names {
	const char *const *v;
	size_t n;
};

/*
 * The files beneath the folder `root` that a pattern means, in the order of
 * their bytes: * stands for any number of characters of a name and ? for
 * one, in folders too; a leading dot must be written.  That nothing matches
 * is no fault (`n` is 0).  False after a diagnostic at `from` (those of
 * file_read).  No further folder is looked into when there are more than
 * LIMIT_ITEMS.
 */
bool file_match(struct arena *a, struct diags *dg, const char *root,
    const char *pattern, struct place from, struct file_names *ret);
bool file_is_pattern(const char *path);

/*
 * A file being written beside its final name.  Nobody sees it before
 * out_commit, which syncs, renames and syncs the folder; out_abandon
 * removes it.  The first failure is kept: later writes do nothing, and
 * out_commit reports it (out.open, out.write, out.rename) with path and
 * reason, removes the temporary file and returns false.
 * `path` "-" is standard output: written at commit, nothing is renamed.
 * A symbolic link stays, and what it leads to is written (by out_begin alone).
 */
struct out;

struct out *out_begin(const char *path);
/*
 * The same at `path` itself, and never synced: for one who puts many files
 * in their places at once (batch).
 */
struct out *out_begin_draft(const char *path);
/*
 * As out_begin, but the disk is not waited for: for one who writes thousands
 * of files and calls disk_sync once.
 */
struct out *out_begin_later(const char *path);
bool out_write(struct out *o, const void *bytes, size_t len);
/*
 * All that was written so far, as it stands on the disk.  NULL when writing
 * has failed, or reading it back does, which is kept (out.read).  The bytes are `o`'s.
 */
const void *out_bytes(struct out *o, size_t *ret_len);
/*
 * No more will be written: sync and close, so that many files can wait until
 * all may have their names.  False when out_commit will fail for what is
 * known by now.  Who writes one file needs it not: out_commit does the same.
 */
bool out_close(struct out *o);
bool out_commit(struct out *o, struct diags *dg); /* frees o */
void out_abandon(struct out *o);                   /* frees o; NULL allowed */
/* Remove what process `pid` has left of its out_begin(path) when it was killed. */
void out_sweep(const char *path, int pid);

/* ---- sums ------------------------------------------------------------- */

#define SUM_SIZE 65 /* SHA-256 in hexadecimal, and a NUL */

/* A sum over several things: each goes in with its length. */
struct sum;
struct sum *sum_begin(void);
void sum_add(struct sum *s, const void *bytes, size_t len);
void sum_add_text(struct sum *s, const char *text); /* NULL allowed */
/* The bytes of a file, or that it is not there, or has more than LIMIT_PDF_BYTES, which nothing reads. */
void sum_add_file(struct sum *s, const char *path);
void sum_end(struct sum *s, char ret[SUM_SIZE]); /* frees s */
/* Of bytes alone. */
void sum_of_bytes(const void *bytes, size_t len, char ret[SUM_SIZE]);
/* Of one file alone, as sha256sum says it; false when it cannot be read or is no regular one. */
bool sum_of_file(const char *path, char ret[SUM_SIZE], uint64_t *ret_bytes);

/* ---- what grows, and who may write it --------------------------------- */

/*
 * A file to which lines are added.  What stands behind its last newline when
 * it is opened was cut off in the middle, and goes.  NULL after log.open.
 */
struct log;
struct log *log_open(const char *path, struct diags *dg);
void log_add(struct log *l, const char *line, size_t len); /* with its newline */
/* All that was added is on the disk; false after log.write. */
bool log_sync(struct log *l, struct diags *dg);
void log_close(struct log *l); /* frees l; NULL allowed */

/*
 * A lock on the file `path`, made when it is not there; a shared one is held
 * by many.  Held until the process ends or lock_release: a descriptor, or -1
 * with errno, EWOULDBLOCK when somebody else holds it.
 */
int lock_take(const char *path, bool shared);
void lock_release(int lock);

/*
 * Standard streams that who started us has closed are opened, so that no file
 * gets their place: what is written to them fails.
 */
void streams_keep(void);

/* SIGTERM, SIGINT and SIGHUP: what ends a run that goes on until it is told to, and comes to it as an event. */
sigset_t signals_that_end(void);

/* All of the bytes, whatever signals come; false with errno. */
bool write_whole(int fd, const void *bytes, size_t len);
/* The same read, from byte `from` of a file; EIO when it ends before. */
bool read_whole(int fd, void *bytes, size_t len, off_t from);

/* A file or folder, to be named to the kernel: a descriptor that cannot be read, or -1. */
int path_open(const char *path);

/* All files that were written on the disk of `folder`, and their names. */
bool disk_sync(const char *folder);

/* ---- apart ------------------------------------------------------------ */

/*
 * Work that may go wrong, since files of others ask for what they like: it is
 * done in a process of its own.  `answer` comes back.
 */
typedef void apart_work(void *ctx, GString *answer);

struct apart_bounds {
	size_t memory;    /* bytes of address space, the parent's included */
	unsigned seconds; /* of a processor */
	size_t answer;    /* bytes of it that are taken, a little over */
};

/*
 * False when it did not end by itself, or its answer is longer than it may be;
 * then *ret_end says why and is to be freed (a signal's name, or why no process
 * could be made, when *ret_began is false).
 */
bool apart_run(apart_work *run, void *ctx, struct apart_bounds b, GString *answer,
    bool *ret_began, char **ret_end);

#endif
