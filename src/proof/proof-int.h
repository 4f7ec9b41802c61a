/*
 * What the files of proof share.
 *
 * reader.c knows qpdf's ways and unpacks streams; packs.c finds values in object streams; face.c knows a font, content.c what pages show, tree.c the
 * elements, shape.c and compare.c what was wanted; catalog.c, outline.c and metadata.c look at
 * the rest of the document.
 */
#ifndef NASHRA_PROOF_INT_H
#define NASHRA_PROOF_INT_H

#include "image/scan.h"
#include "proof/proof.h"

#include <qpdf/qpdf-c.h>
#include <string.h>

/* ---- reader.c --------------------------------------------------------- */

/* One sequence of marked content of a page, known by its number (MCID). */
struct sequence {
	GString *text;   /* what it shows; NULL: there is none of this number, or its element has it */
	int owner;       /* index of the element that claims it, -1 none */
	bool twice;
};

struct proof_page {
	int id;             /* of its object */
	int parents;        /* StructParents, -1 none */
	GArray *sequences;  /* struct sequence, by MCID */
	GString *furniture; /* what its artifacts show */
};

/* One element; parents stand before their children. */
struct node {
	int id;               /* of its object */
	int parent;           /* index, -1 */
	const char *role;     /* "P" */
	const char *title, *alt;
	int page;             /* that its content begins on, -1: it has none */
	GString *text;        /* its own and that of its spans and links; NULL: another's */
	int holder;           /* the element whose text its own goes to */
	GArray *stretches;       /* struct stretch: where in `text` a page begins */
};

struct stretch {
	size_t at;
	int page;
};

struct reader {
	qpdf_data q;
	struct arena *a;
	struct diags *dg;
	const char *file;
	size_t errors;        /* before it began */
	const struct proof_wants *wants; /* NULL: anybody's file */
	size_t left;          /* bytes that may still be unpacked */
	struct scan *view;    /* of view.c */
	struct packs *packs;  /* of packs.c; NULL: anybody's file */
	struct libdeflate_decompressor *inflater; /* of reader.c; NULL: none yet */
	GByteArray *room;     /* for it */
	int forms;            /* shown so far */
	bool exhausted;       /* a bound was met, and told */

	struct proof_page *pages;
	int n_pages;
	GHashTable *page_of;  /* object's number to index + 1 */
	GHashTable *faces;    /* the same to struct face */
	GHashTable *looked_at; /* objects whose colours are known to be good */
	GArray *elements;     /* struct node */
	GHashTable *element_of; /* object's number to index + 1 */
	GHashTable *link_of;  /* an annotation's object to index + 1 of the element */
	GHashTable *parent_of; /* a key of the parent tree to the element's object */
	bool tagged;
	double ink_most;      /* that the paper bears: 2.4 is 240 % */
	int inks;             /* components of the output intent; 0: not known */
	int colour_page;      /* page + 1 of the last fault of colour, and which */
	unsigned colour_told;
	struct proof_found found;
};

/* False after a fault; in either case reader_finish is to follow. */
bool reader_open(struct reader *r, const void *bytes, size_t len, const char *file,
    const struct proof_wants *w, struct diags *dg);
void reader_finish(struct reader *r);
/* What qpdf had to guess so far. */
void report_warnings(struct reader *r);

/* `page` counts from 0; -1: the document.  The sentence follows «page 3: ». */
void fault_add(struct reader *r, const char *code, int page, const char *fmt, ...)
    G_GNUC_PRINTF(4, 5);

/* Values as they stand; null where the kind is another. */
qpdf_oh key_of(const struct reader *r, qpdf_oh dict, const char *key);
bool has_key(const struct reader *r, qpdf_oh dict, const char *key);
bool is_null(const struct reader *r, qpdf_oh o);
bool is_dict(const struct reader *r, qpdf_oh o);
int array_len(const struct reader *r, qpdf_oh o); /* 0: no array */
qpdf_oh item_of(const struct reader *r, qpdf_oh array, int i);
bool is_name(const struct reader *r, qpdf_oh o, const char *name);
/* A name without its slash, a text string as UTF-8; NULL when it is none. */
const char *name_at(const struct reader *r, qpdf_oh dict, const char *key);
const char *text_of(const struct reader *r, qpdf_oh o);
const char *text_at(const struct reader *r, qpdf_oh dict, const char *key);
int int_of(const struct reader *r, qpdf_oh o, int otherwise);
double number_of(const struct reader *r, qpdf_oh o);
int id_of(const struct reader *r, qpdf_oh o); /* 0: stands in another object */
/* Index of the page that `o`, or the object of this number, is; -1: it is none. */
int page_index(const struct reader *r, qpdf_oh o);
int page_of_id(const struct reader *r, int id);
/* Forget all objects taken so far. */
void release_all(struct reader *r);

/* The bytes of a stream, added to `to`; false after a fault. */
bool stream_add(struct reader *r, qpdf_oh stream, int page, GByteArray *to);

/* Unpack what zlib has packed, to `to`; false after a fault. */
bool inflate_add(struct reader *r, const unsigned char *raw, size_t len, int page, GByteArray *to);

/* ---- packs.c ----------------------------------------------------------- */

/* Find the object streams of a file as pdf writes them; of others none is found. */
void packs_open(struct reader *r, const uint8_t *bytes, size_t len);
void packs_close(struct reader *r);
/*
 * The text of an object as it stands in an object stream; NULL: it stands
 * elsewhere, or nothing can be said.  Valid until packs_close.
 */
const uint8_t *packs_find(struct reader *r, int id, size_t *ret_len);

/* ---- view.c ----------------------------------------------------------- */

/*
 * A small dictionary, printed by qpdf and read by scan: a call of qpdf for
 * each of its values would cost more than all else.  Valid until the next
 * view_open with the same reader.
 */
const struct scan *view_open(struct reader *r, qpdf_oh dict);
/* The same of the object `id`, without qpdf; NULL: qpdf must be asked. */
const struct scan *view_open_packed(struct reader *r, int id);
/*
 * The operand that is the value of `key` in the dictionary that opens at
 * operand `dict`, and its index; NULL when it has none.
 */
const struct operand *view_find(const struct scan *s, uint32_t dict, const char *key, uint32_t *ret_i);
/*
 * A text string of a view as UTF-8, in the reader's arena; NULL: it is none, or
 * of an encoding (ISO 32000-1, 7.9.2.2) that only qpdf knows.
 */
const char *view_text(struct reader *r, const struct scan *s, const struct operand *o);
/* The operand behind the value at `i`, whatever stands in it. */
uint32_t view_next(const struct scan *s, uint32_t i);

/* ---- face.c ----------------------------------------------------------- */

/* A font as pages show it. */
struct face;

/* Never NULL.  `page` is the first that shows it. */
struct face *face_get(struct reader *r, qpdf_oh font, int page);
void face_destroy(gpointer face);
/* Add what the codes say to `to`; each code is proofed when it is first met. */
void face_show(struct reader *r, struct face *f, const uint8_t *codes, size_t len, int page,
    GString *to);

/* ---- content.c, colour.c ---------------------------------------------- */

/* Read what page `i` shows. */
void content_read(struct reader *r, int i);

/* How many inks a colour space has, and of which kind. */
enum family { FAMILY_NONE, FAMILY_GREY, FAMILY_RGB, FAMILY_CMYK, FAMILY_SPOT };

/* Of a colour space's name or object. */
enum family family_of(const struct reader *r, qpdf_oh space);
/* `where`: «k», «a picture». */
void colour_check(struct reader *r, enum family kind, int page, const char *where);
void spot_check(struct reader *r, qpdf_oh space, int page);
void ink_check(struct reader *r, double sum, int page);
void image_check(struct reader *r, qpdf_oh image, int page);

/* ---- tree.c ----------------------------------------------------------- */

/* Read the elements, and see that content and parent tree agree with them. */
void tree_read(struct reader *r);
/* The element's text that stands on a page, as its bytes go. */
int element_page_at(const struct node *e, size_t at);

/* ---- shape.c, compare.c ----------------------------------------------- */

/* With `wants` only: the elements are the sheets' tags, and say what the stories say. */
void shape_compare(struct reader *r);
void compare_text(struct reader *r);

/* ---- catalog.c, outline.c, metadata.c --------------------------------- */

void catalog_check(struct reader *r); /* boxes, labels, language, actions */
void outline_check(struct reader *r);
void metadata_check(struct reader *r);

/* ---- sources.c -------------------------------------------------------- */

int sources_count(const struct reader *r);
/* Write them beneath `folder`; their names, each ended by NUL, to `names`. */
void sources_unpack(struct reader *r, const char *folder, GString *names);
void intent_read(struct reader *r);

#endif
