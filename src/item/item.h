/*
 * item: one news release as it was received.
 *
 * A file of YAML front matter and a body in restricted CommonMark becomes a
 * struct item; every text in it knows its place in the file.  Nothing is
 * corrected, completed or thrown away here.
 */
#ifndef NASHRA_ITEM_H
#define NASHRA_ITEM_H

#include "base/base.h"

/* A text field.  `s` is NULL when the field is absent. */
struct text {
	const char *s;
	struct place at; /* of the first character */
};

struct texts {
	struct text *v;
	size_t n;
};

/* ---- the body --------------------------------------------------------- */

enum inline_style {
	INLINE_STRONG = 1 << 0,
	INLINE_EMPH = 1 << 1,
	INLINE_CODE = 1 << 2,
	INLINE_LINK = 1 << 3,
	INLINE_NOTE = 1 << 4, /* the place of a note; its text is the note's number */
};

/*
 * A stretch of text of one style.  Soft line breaks of the source are a
 * space; hard ones are U+2028.
 */
struct inline_text {
	struct text text;
	unsigned style; /* of enum inline_style */
	const char *url; /* with INLINE_LINK */
	int note;        /* with INLINE_NOTE: of the item's notes, from 1 */
};

enum body_kind {
	BODY_PARA,
	BODY_SUBHEAD,  /* level 2 or 3 */
	BODY_LIST,     /* children: BODY_ENTRY */
	BODY_ENTRY,    /* children: BODY_PARA, BODY_LIST */
	BODY_QUOTE,    /* children: BODY_PARA, BODY_LIST; a last one may be the speaker */
	BODY_TABLE,    /* children: BODY_ROW, the first is the head */
	BODY_ROW,      /* children: BODY_CELL */
	BODY_CELL,     /* text */
	BODY_IMAGE,    /* an image that stands alone in its paragraph */
};

enum cell_align { CELL_START, CELL_CENTRE, CELL_END };

struct body {
	enum body_kind kind;
	struct place at;
	int level;             /* BODY_SUBHEAD */
	bool speaker;          /* BODY_PARA: «— name», the last of a quotation */
	bool ordered;          /* BODY_LIST */
	int start;             /* BODY_LIST, its first number */
	enum cell_align align; /* BODY_CELL */
	struct inline_text *text; /* PARA, SUBHEAD, CELL; for IMAGE its alt text, for TABLE its caption */
	size_t n_text;
	const char *file;      /* BODY_IMAGE */
	struct text caption;   /* BODY_IMAGE: its title */
	struct body *first, *next;
};

/* A note at the foot of a column; in the order in which the body refers to them. */
struct note {
	struct place at;
	const char *label;
	struct inline_text *text;
	size_t n_text;
};

/* ---- the item --------------------------------------------------------- */

enum item_type {
	ITEM_RELEASE, ITEM_STATEMENT, ITEM_ADVISORY, ITEM_SPEECH, ITEM_CORRECTION
};
enum item_status { ITEM_USABLE, ITEM_WITHHELD, ITEM_CANCELED };

struct byline {
	struct text literal; /* as printed: either this … */
	struct text prefix, role, place; /* … or these and `names` */
	struct texts names;
};

struct dateline {
	struct text literal;
	struct text place, date, hijri, agency;
};

/* In shares of the picture's width and height, CROP_WHOLE being all of it. */
#define CROP_WHOLE 10000
/* What of either is shown at least: of less a picture could not be drawn as exactly. */
#define CROP_LEAST (CROP_WHOLE / 100)

struct crop {
	int x, y, w, h; /* w == 0: none */
};

/* What must be seen of a picture, when it is cropped; the middle by default. */
struct focus {
	int x, y;       /* of CROP_WHOLE */
	bool given;
};

struct media {
	struct place at;
	struct text file, role, caption, credit, alt;
	struct crop crop;
	struct focus focus;
};

struct residue {
	int line;
	struct text text;
};

struct contact {
	struct text name, role, organisation, phone, email, url;
};

/* What a correction corrects; `id` is absent when it is none. */
struct corrects {
	struct place at;
	struct text id;       /* of the item that was wrong */
	int number;           /* of the issue it was in; 0: this one */
	struct text date, headline; /* as they were printed then */
};

/* A key of the source that this program does not know, kept as it was. */
struct ext {
	const char *key, *value;
};

struct item {
	/*
	 * The file itself, as it was given to item_read, whose caller keeps it;
	 * the front matter with its fences is what stands before `body`.
	 */
	struct {
		const char *bytes;
		size_t len, body;
	} written;

	const char *file;   /* as the user wrote it */
	const char *folder; /* where its pictures are */

	struct text id, version, language, direction;
	struct texts alt_ids;
	enum item_type type;
	enum item_status status;
	/*
	 * ISO 8601 as written, checked to be a date (YYYY-MM-DD) or a date
	 * with time (YYYY-MM-DDTHH:MM[:SS][Z|±HH:MM]).
	 */
	struct text date, created, modified, embargo, expires;

	struct text section, kicker, headline, lead;
	struct texts decks;
	struct byline byline;
	struct dateline dateline;
	struct body *body; /* first block; NULL never after a good read */

	struct note *notes;
	size_t n_notes;

	struct media *media;
	size_t n_media;
	struct texts people, subjects;
	struct {
		struct text name, url, file, retrieved, sha256;
	} source;
	struct text publisher, rights, ed_note, urgency;
	struct corrects corrects;
	struct contact *contacts;
	size_t n_contacts;
	struct residue *residue;
	size_t n_residue;
	struct ext *ext;
	size_t n_ext;
};

/*
 * Read the item in `bytes`.  Reports every fault of the file and returns
 * NULL when one of them is an error (item.no-front-matter, item.version,
 * item.unknown-key with «did you mean», item.bad-value, item.no-headline,
 * item.no-body, item.html, item.code, item.setext, item.heading-level,
 * item.date, item.image-inline, limits, and those of text_check_file and
 * yaml_read).  `type` and `status` default to release and usable; language
 * to "ar".  Everything lives in `a`.
 */
const struct item *item_read(struct arena *a, struct diags *dg,
    const char *file, const char *bytes, size_t len);

/* file_read and item_read in one; the bytes stay known to `dg`. */
const struct item *item_load(struct arena *a, struct diags *dg, const char *file);
/* The same of a file beneath `root`, which `from` names. */
const struct item *item_load_beneath(struct arena *a, struct diags *dg,
    const char *root, const char *path, struct place from);

/*
 * The item as JSON, indented by two, keys in the order of the struct,
 * absent fields left out, text as UTF-8.  Ends in a newline.
 */
void item_print_json(const struct item *it, GString *to);

/*
 * The item as IPTC ninjs 3.1, indented by two; ends in a newline.  It holds
 * the front matter, as a description of this role, and the body as they were
 * written, so that import makes the same bytes of it.
 */
#define NINJS_FRONT_ROLE "nashra-front-matter"
void item_print_ninjs(const struct item *it, GString *to);

/* ---- the format, told ------------------------------------------------- */

/* A key of the front matter, in the language of messages. */
struct item_key {
	const char *path;    /* "headline", "media.alt" */
	const char *wants;   /* "a text" */
	const char *help;    /* one sentence */
	const char *example; /* a value; NULL: a map of keys */
};
/* All of them, what stands in a map behind it; strings live in `a`. */
const struct item_key *item_keys(struct arena *a, size_t *ret_n);

/*
 * JSON Schema (draft 7) of the front matter, in the language of messages,
 * for editors.  It takes and refuses what item_read does, but for a crop
 * that reaches over the picture's edge.
 */
void item_print_schema(GString *to);

#endif
