/*
 * story: an item dressed in the styles of a layout.
 *
 * What is printed is settled here, in reading order: which elements, their
 * order, digits, dates, fixed words, markers of lists.  What it looks like
 * is settled by the style each block points to.
 */
#ifndef NASHRA_STORY_H
#define NASHRA_STORY_H

#include "base/base.h"
#include "image/image.h"
#include "item/issue.h"
#include "item/item.h"
#include "layout/layout.h"

/* A stretch of a block's text, of one style; spans touch, none is empty. */
struct span {
	uint32_t start, end;  /* bytes of the block's text */
	unsigned style;       /* of enum inline_style */
	const char *url;      /* with INLINE_LINK */
	struct place at;      /* of `start`, in the item or layout */
	int note;             /* with INLINE_NOTE: of the item's notes, from 1 */
};

enum block_kind {
	BLOCK_TEXT, BLOCK_FIGURE, BLOCK_SEPARATOR,
	BLOCK_TABLE, /* its cells are the blocks behind it, row after row */
	BLOCK_BLANK  /* a cell without text */
};

/* What a table and its cells know of each other. */
struct cell {
	int rows, columns;    /* BLOCK_TABLE */
	bool head;            /* BLOCK_TABLE: the first row is its head */
	bool inside;          /* this block is a cell */
	int row, column;      /* of a cell */
	/*
	 * Of a number in a column of numbers: the byte behind its whole part,
	 * where numbers are aligned; 0: none.
	 */
	uint32_t point;
};

/* The markers of a list's entries: all hang by what the widest needs. */
struct list {
	const struct list *outer;  /* the list that it stands in */
	const char **markers;      /* one may be NULL */
	size_t n;
};

struct block {
	enum block_kind kind;
	enum role role;
	const struct style *style;
	struct place at;

	/* BLOCK_TEXT: UTF-8 in logical order, no controls but U+2028 (a
	 * forced line) and the isolates that were put in. */
	const char *text;
	uint32_t len;
	const struct span *spans;
	size_t n_spans;
	const char *marker;   /* of a list entry: "•", "١.", else NULL */
	const struct list *list; /* that it stands in; NULL: none */
	int depth;            /* of nested lists and quotations, 0 outside */
	bool quoted;          /* stands in a quotation */
	bool indented;        /* its first line takes the style's indent */
	bool ends_item;       /* the last block of its item, but no cell of a table */
	bool turned;          /* runs against the layout's direction: its item's language does */
	/*
	 * What stands at the end edge of its last line, such as a folio: a
	 * part in whose text {page} is the page that `refers` begins on.
	 */
	const struct part *tail;   /* NULL: nothing */
	const struct story *refers; /* the block is a link to it; NULL: nothing */
	const char *link;          /* "#" and the anchor of `refers` */
	enum leader leader;        /* from the text to the tail */

	/* BLOCK_FIGURE; caption and credit are the text block behind it. */
	const struct image *image; /* NULL: a box stands for it, in a proof */
	const char *alt;
	struct crop crop;
	struct crop room;     /* what of it may be shown; w == 0: no more than `crop` */
	struct focus focus;   /* what must be seen of it */
	int span;             /* columns, of a figure and its caption; 0: the style's */

	struct cell cell;     /* of tables */
	int note;             /* is note so-and-so, which the block before refers to; 0 none */
};

/*
 * What a bulletin is made of, in the order in which it is handed to `page`.
 * Only items, and corrections, have an item.
 */
enum story_kind {
	STORY_ITEM,
	STORY_SECTION,    /* a section's head; the items after it are its own */
	STORY_CONTENTS,
	STORY_CORRECTION, /* an item that corrects another */
	STORY_CONTACTS,
	STORY_IMPRINT,
	STORY_INDEX,      /* of a volume */
	STORY_PART,       /* text of masthead, head, foot or box */
};

/* The half of its pages that a story stands in. */
enum half {
	HALF_NONE,  /* all of them is its own */
	HALF_START, /* where columns begin */
	HALF_END,
};

struct story {
	enum story_kind kind;
	const struct item *item;   /* NULL for furniture */
	const struct layout *layout;
	struct block *blocks;
	size_t n;
	/*
	 * Sections count from 1 in the order of the issue, corrections being
	 * the last; 0: stands in none.
	 */
	int section;
	const char *section_title; /* NULL: none */
	const char *anchor;        /* name of its place in the PDF; NULL: none */
	int number;                /* of an item, through all of the issue; 0: none */
	enum half half;
	bool faces;                /* it stands beside the story before it, on the other side */
};

/* What templates can name, apart from the item and the layout. */
struct fields {
	const struct item *item;          /* may be NULL */
	int number;                       /* of the item in its issue; 0: none */
	const struct issue *issue;        /* may be NULL */
	const char *date;                 /* ISO 8601 day, NULL none */
	int page, pages;                  /* 0: not known */
	const char *section_title;
	int section, section_count;       /* its number, and that of its items */
};

/*
 * Dress `it`.  Pictures are read beneath the item's folder.  Reports
 * those of image_read.  In a `proof` a picture that cannot be had is
 * story.placeholder, a warning; story.left-out warns of a lead that the
 * layout has no place for.  NULL after an error.  Lives in `a`; the item
 * and layout must live as long.
 */
const struct story *story_make(struct arena *a, struct diags *dg,
    const struct item *it, const struct layout *l, bool proof);

struct stories {
	const struct story *const *v;
	size_t n;
};

/*
 * All of an issue, in the order of the layout: contents, heads of sections,
 * items, corrections, contacts, imprint.  `f` has the date.  Messages as
 * those of story_make, and story.no-counterpart, where items face each other, for
 * one that does not; `v` is NULL after an error.
 */
struct stories story_issue(struct arena *a, struct diags *dg,
    const struct issue *is, const struct layout *l, const struct fields *f,
    bool proof);

/*
 * The indexes of a volume that the layout wants, one after the other:
 * what the items of `all` name as section, subjects, people and bodies
 * (publisher, source, agency, contacts' organisations), in the order of the
 * layout's language without regard to the article ال, each with the pages in
 * `begins` as links.  An index in which nothing would stand is left out.
 */
struct stories story_indexes(struct arena *a, struct diags *dg, struct stories all,
    const int *begins, const struct layout *l);

/*
 * A stretch of time in the layout's words: of "2024", "2024-03", "2024-W12",
 * "2024-03-05"; «بلا تاريخ» of anything else.
 */
const char *story_period(struct arena *a, const struct layout *l, const char *id);

/*
 * Do weekday, Hijri day and date line, when the issue says them, belong to
 * its date?  Reports story.weekday and story.date for those that do not.
 * Without a layout the Hijri day may be two days off, for the moon is seen
 * where it is.
 */
void story_check_date(struct diags *dg, const struct issue *is, const struct layout *l);

/*
 * The text of `part` with its fields filled in, digits as the layout wants
 * them, as a story of one block.  A field without a value leaves nothing,
 * and takes the blanks and dash beside it along when that is all there is
 * of them; a part of nothing else is NULL, without a diagnostic.
 */
const struct story *story_part(struct arena *a, struct diags *dg,
    const struct part *part, const struct layout *l, const struct fields *f);

/*
 * The template as plain text, as addresses are; NULL when it is empty or one
 * of its fields has no value.
 */
char *story_template(struct arena *a, const struct layout *l, const struct fields *f,
    const char *s);

/*
 * Digits of `s` as `n` wants them: with NUMERALS_ARAB 0-9 become ٠-٩ and
 * with NUMERALS_LATN the other way, everywhere.  (Policy inside a release's
 * own text is `story_make`'s.)
 */
char *story_digits(struct arena *a, const char *s, enum numerals n);

/* The place in the item of byte `offset` of the block's text. */
struct place block_place(const struct block *b, uint32_t offset);

/* Does the text of `b` run from right to left? */
bool block_rtl(const struct block *b, const struct layout *l);

/*
 * What is shown of the picture of `b` when its sides are as `w` to `h`, both above
 * 0: as much of its width as of its `crop`, and of its height as its `room` has;
 * when that is not enough, less of its width.  Its focus is in it.
 */
struct crop block_crop(const struct block *b, int64_t w, int64_t h);

/* Text form: for `dump --stage story` and the golden files. */
void story_print(const struct story *s, GString *to);

#endif
