/* What the files of import share. */
#ifndef NASHRA_IMPORT_INT_H
#define NASHRA_IMPORT_INT_H

#include "import/import.h"

struct words {
	const char **v;
	size_t n;
};

struct import_words {
	struct words residue, ends, bylines, prepositions, verbs, shortcodes;
};

/* ---- an item in parts (write.c) --------------------------------------- */

/*
 * Texts are clean (clean.c).  Those of the body may hold marks, which no
 * source can hold, for clean_controls takes them out of it.  Styles do not
 * stand in each other.
 */
#define MARK_STRONG '\x01'
#define MARK_EMPH '\x02'
#define MARK_END '\x03'       /* of the style */
#define MARK_LINK '\x04'      /* before the URL */
#define MARK_LINK_TEXT '\x05' /* behind it */
#define MARK_LINK_END '\x06'
#define MARK_BREAK '\x07'     /* a hard line break */
#define MARK_ROW '\x0E'       /* between rows of a table */
#define MARK_CELL '\x0F'      /* between cells */
#define IS_MARK(c) (((c) >= 1 && (c) <= 7) || (c) == MARK_ROW || (c) == MARK_CELL)

enum part_kind { PART_PARA, PART_SUBHEAD, PART_ENTRY, PART_NUMBERED, PART_QUOTE, PART_TABLE, PART_CAPTION };

#define DEPTH_MOST 8 /* of lists in each other: those further in stand at the last */

/*
 * One block of the body.  A caption stands behind its table, or it is a
 * paragraph; an entry stands at most one deeper than the one before it.
 */
struct part {
	enum part_kind kind;
	int depth;       /* of an entry: in so many others; of a subhead: 1 is beneath one of 0 */
	const char *text;
};

struct left {
	int line;      /* of the source, from 1 */
	const char *text;
};

struct picture {
	const char *file, *role, *alt, *caption, *credit;
};

struct extra {
	const char *key, *value;
};

/* Texts but those of the body are of one line, without marks; NULL: there is none. */
struct parts {
	const char *id, *version, *type, *status, *language, *date, *modified, *embargo, *expires;
	const char *section, *kicker, *headline, *byline, *dateline, *lead;
	const char *publisher, *rights, *ed_note, *urgency;
	const char *source_name, *source_file, *source_url;
	GPtrArray *decks, *alt_ids, *people, *subjects; /* char */
	GArray *body;     /* struct part */
	GArray *media;    /* struct picture */
	GArray *residue;  /* struct left */
	GArray *ext;      /* struct extra */
	int line;         /* of the source, where the release begins */
	bool has_subhead;
};

struct parts *parts_new(struct arena *a);
void parts_add(struct parts *p, enum part_kind kind, int depth, const char *text);
void parts_leave(struct parts *p, int line, const char *text);
void parts_extra(struct parts *p, const char *key, const char *value); /* NULL: nothing */
void parts_free(struct parts *p); /* its arrays; texts are the arena's */

/* The item as a file, so that item_read reads the same texts. */
void parts_write(const struct parts *p, GString *to);
/* Are these the parts, in an item that was read from parts_write? */
struct item;
bool parts_are(const struct parts *p, const struct item *it);
/* Take styles and links out of the body; false when there were none. */
bool parts_unstyle(struct parts *p, struct arena *a);
/* What a text says without its marks, breaks being U+2028 and cells parted by a blank. */
char *parts_plain(struct arena *a, const char *text);

/* ---- one import ------------------------------------------------------- */

enum sureness { SURE, LIKELY, GUESS };

struct importer {
	struct arena *a;      /* of the file, or of one release of it */
	struct diags *dg;
	const struct import_job *job;
	struct report *report;
	GHashTable *names;    /* of items of this run: the file they are of */
	GHashTable *texts;    /* sums of releases: the id of the first */
	struct import_counts *counts;
	const char *file;
	size_t n_failed;      /* items that could not be written, one after the other */
};

/* Does the disk take nothing more?  Then nothing more is read. */
bool is_stopped(const struct importer *im);

void say(struct importer *im, int line, enum sureness sure, const char *fmt, ...)
    G_GNUC_PRINTF(4, 5);
/* This release cannot be had. */
void refuse(struct importer *im, const char *code, int line, const char *fmt, ...)
    G_GNUC_PRINTF(4, 5);
/* report.c: the report, which is written as it comes. */
struct report *report_begin(const struct import_job *job);
void report_line(struct report *r, const char *line);
void report_end(struct report *r, struct diags *dg); /* frees r */

/* put.c: check and write one item. */
void put_item(struct importer *im, struct parts *p);
/* The same of an item that is a file already. */
void put_bytes(struct importer *im, const char *id, const GString *s);

/* The file's name as an id, or the sum of `text` when no id can have that name. */
const char *id_of_file(struct importer *im, const char *text);
/* `s` when it can be an id, NULL otherwise. */
const char *as_id(struct arena *a, const char *s);
/* «prefix-» and 16 digits of the sum of `text`. */
const char *id_of_sum(struct arena *a, const char *prefix, const char *text);
/* The name of the file as the source of an item. */
const char *source_name(struct importer *im);

/* ---- encoding.c ------------------------------------------------------- */

#define LOOK_BYTES 4096 /* of a file, to know what it is */

/* Does text in it look like ASCII, as in ISO-2022-JP? */
bool encoding_is_stateful(const char *name);
/* Is it one of those of western Europe, which files are said to be in that nobody looked at? */
bool encoding_is_western(const char *name);
/* Bytes as UTF-8, or NULL after import.encoding or import.kind; `said`: what they say they are in, NULL: nothing. */
const char *clean_decode(struct importer *im, const char *bytes, size_t len, const char *said);
/* What bytes of more than one a character are in, by their first; NULL: they are none such. */
const char *clean_wide(const char *bytes, size_t len);
/* U+FFFD for bytes that are no UTF-8, one for all that follow each other; false: it stands there already. */
bool add_repaired(GString *to);
/* Warn of U+FFFD where bytes were no UTF-8. */
void tell_repaired(struct importer *im, int line, size_t places);
/* Does Arabic in windows-1256 stand in these bytes, which are not UTF-8? */
bool clean_is_1256(const char *bytes, size_t len);

/* ---- clean.c ---------------------------------------------------------- */

/* Without characters that no text has, nor marks; tabs and ends of lines stay. */
char *clean_controls(struct importer *im, const char *text, int line);
/* Without dirt, and without blanks at the ends; marks stay. */
const char *clean_line(struct importer *im, const char *line, int number);
/* The same, on one line whatever ends of lines it has. */
const char *clean_value(struct importer *im, const char *text, int number);
/* The lines of `text`, each clean. */
GPtrArray *clean_lines(struct importer *im, const char *text);

/* ---- lines of a source (page.c) --------------------------------------- */

enum line_role { LINE_ANY, LINE_HEADLINE, LINE_LEFT };

/* A line of text, or a block of markup. */
struct line {
	const char *text;     /* clean; may hold marks where `kind` is not a paragraph of text */
	int number;
	enum part_kind kind;
	int depth;            /* of an entry: in so many lists; of a subhead: of h1 to h6 */
	enum line_role role;
	bool loose;           /* in markup: in no paragraph */
	bool titled;          /* the headline, for the title of the page says so */
};

/* What of the rules for pages a source wants. */
enum page_way {
	PAGE_TEXT,  /* lines, of which the first are parts that are not marked */
	PAGE_HTML,  /* blocks, of which one may be the headline */
	PAGE_BODY,  /* the body of a post alone */
};

/* Is it so long that it is of the body? */
bool page_is_paragraph(const struct line *l);
/* Fill the parts from lines (struct line). */
void page_read(struct importer *im, struct parts *p, GArray *lines, enum page_way way);
void import_text(struct importer *im, const char *text);

/* ---- markup.c --------------------------------------------------------- */

struct _xmlNode;
struct _xmlDoc;

struct markup {
	bool newlines; /* blank lines part paragraphs, others break lines (classic WordPress) */
	int line;      /* of the source on which it begins; 0: nodes know their own */
	struct parts *parts;  /* pictures go there; NULL: nowhere */
	struct _xmlNode *body; /* what stands outside of it is left; NULL: nothing is */
	struct _xmlNode *headline;
};

/* The blocks under `root` (struct line), appended to `to`. */
void markup_read(struct importer *im, const struct markup *m, struct _xmlNode *root, GArray *to);
/* A fragment of HTML, as in feeds: its blocks. */
void markup_fragment(struct importer *im, const struct markup *m, const char *html, GArray *to);
/* Is it in an article, and not of it, by its name or class? */
bool markup_is_furniture(struct _xmlNode *n);
/* Are they comments of readers? */
bool markup_is_comments(struct _xmlNode *n);
/* From now on it is no furniture. */
void markup_keep(struct _xmlNode *n);
/* The tree of a document, with what libxml2 puts beside it when a page goes on behind its end; NULL: none. */
struct _xmlNode *markup_root(struct _xmlDoc *doc);
/* What a fragment says, on one line; NULL: nothing. */
const char *markup_text(struct importer *im, const char *html, int line);
/* Does it name a page of the web by itself? */
bool markup_is_web(const char *url);
/* The last part of a URL, as a name of a file; NULL: it has none. */
const char *markup_file_name(struct importer *im, const char *url, int line);

/* ---- legacy.c --------------------------------------------------------- */

/* HTML without what libxml2 would take for text, and browsers do not; in `a`. */
const char *legacy_html(struct arena *a, const char *html);

/* ---- kinds ------------------------------------------------------------ */

void import_html(struct importer *im, const char *html);
/* The charset that a page names in its head, in `a`; NULL: none. */
const char *html_charset(struct arena *a, const char *bytes, size_t len);
void import_json(struct importer *im, const char *json, size_t len);

struct json_t;

/* Can it be a document of ninjs?  NULL is none. */
bool ninjs_is(const struct json_t *o);
/* `line`: where it begins; `alone`: the file is it and nothing else. */
void ninjs_put(struct importer *im, const struct json_t *o, int line, bool alone);
/* An export of WordPress, RSS or Atom, from the start of `fd`. */
void import_feed(struct importer *im, int fd);
/* Where the XML of a feed declares itself, when it is one; NULL: it does not. */
const char *feed_declaration(const char *start);

/* ---- dates (date.c) --------------------------------------------------- */

/* «2015-06-29 14:30:00», with that of Greenwich to tell the zone by, or NULL. NULL: no date. */
const char *date_of_wordpress(struct arena *a, const char *local, const char *gmt);
/* «Mon, 29 Jun 2015 14:30:00 +0300» (RFC 822). */
const char *date_of_mail(struct arena *a, const char *s);
/* ISO 8601 and RFC 3339, seconds and their parts left as an item wants them. */
const char *date_of_iso(struct arena *a, const char *s);

/* ---- feeds (feed.c, post.c) ------------------------------------------- */

/* One item or entry of a feed; fields that are not there are NULL. */
struct post {
	int line;
	bool wordpress;
	const char *title, *link, *guid, *creator, *description, *content, *excerpt;
	const char *id, *name, *date, *date_gmt, *modified, *modified_gmt, *status, *type;
	const char *password;
	const char *published, *updated;  /* RSS and Atom */
	bool plain_title, plain_body;     /* Atom: type="text" */
	GPtrArray *categories, *tags;     /* char */
	GPtrArray *media;                 /* char: URLs */
};

void post_put(struct importer *im, const struct post *post, const char *language);

#endif
