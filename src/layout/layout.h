/*
 * layout: the designer's decisions, defaults filled in.
 *
 * Read from YAML through one table of keys (layout_keys): key, type, unit,
 * range, default, one sentence.  The table validates and explains; a key is
 * added by adding a row.
 */
#ifndef NASHRA_LAYOUT_H
#define NASHRA_LAYOUT_H

#include "base/base.h"

/* ---- values ----------------------------------------------------------- */

enum unit {
	UNIT_PT,      /* v is a dim */
	UNIT_EM,      /* v/1024 of the style's size */
	UNIT_GRID,    /* v/1024 rows of the baseline grid ("gr") */
	UNIT_PERCENT, /* v/1024 of what the key says (100% is 1024) */
};

struct length {
	int32_t v;
	enum unit unit;
};

/* What `l` is, given the em, the grid's step and the whole of a percentage. */
dim length_dim(struct length l, dim em, dim grid, dim whole);

enum colour_kind { COLOUR_CMYK, COLOUR_SPOT, COLOUR_RGB };

/*
 * Shares of ink from 0 to 1000 (tenths of a percent).  Of COLOUR_RGB cyan,
 * magenta and yellow are what its light lacks; no press prints them so.
 */
struct colour {
	const char *name;
	struct place at;
	enum colour_kind kind;
	int c, m, y, k;
	const char *spot; /* COLOUR_SPOT: the ink's name; cmyk its stand-in */
};

/* Millionths of full light. */
struct light {
	int32_t red, green, blue;
};

/*
 * A colour on a screen.  Every ink takes its share of the light that black has
 * left: red is (1 - cyan)(1 - black), and so on.  Spot colours give the inks
 * they may be printed with instead; no colour is black.
 */
struct light colour_light(const struct colour *c);

struct font_spec {
	const char *name;   /* as styles call it */
	const char *family;
	int weight;         /* 100-900 */
	const char *latin;  /* family for Latin script, NULL: the same */
	int latin_weight;
	int latin_size;     /* of 1024: Latin beside Arabic, default 1024 */
	struct place at, latin_at;
};

struct rule {
	dim width;            /* 0: none */
	const struct colour *colour;
};

enum align { ALIGN_START, ALIGN_END, ALIGN_CENTRE, ALIGN_JUSTIFY };
enum kashida { KASHIDA_OFF, KASHIDA_SPARING, KASHIDA_CLASSIC };
enum numerals { NUMERALS_KEEP, NUMERALS_ARAB, NUMERALS_LATN };
enum month_names { MONTHS_AUTO, MONTHS_EGYPT, MONTHS_LEVANT, MONTHS_MAGHREB };
enum counter { COUNTER_DIGITS, COUNTER_ABJAD, COUNTER_ORDINALS };

#define STYLE_SIZES 8
#define SPAN_ALL 99

/* How a paragraph may be justified; shares are of 1024. */
struct justify {
	int space_min, space_natural, space_max; /* of the font's own space */
	enum kashida kashida;
	int kashida_line;   /* how many a line may have */
	int kashida_least, kashida_most; /* length, of the em */
	int kashida_from;   /* of the natural space: wider ones ask for kashida */
	int kashida_aim;    /* what they are then to be */
	int kashida_apart;  /* from one on the line above, of the em */
	int kashida_emergency;      /* of the natural space: wider ones are an emergency */
	int kashida_emergency_line; /* how many more it allows */
	int kashida_emergency_most; /* length it allows, of the em */
	int kashida_relief; /* of the natural space: where an emergency ends */
	int kashida_counted; /* of what words offer, 1024: what breaks rely on */
	int space_wish;     /* of the natural space: the best one beside kashida */
	int space_least, space_most; /* bounds of the font's own space, of the em */
	int narrow;         /* ems under which a measure is too narrow to justify */
	int loose, tight;   /* of the natural space: beyond these a line is told of */
	int ragged_from;    /* of the natural space: a line that wants wider ones is not filled; 0: every line is */
	int tolerance;      /* badness of the first pass, default 200 */
	int tolerance_wider, tolerance_widest; /* of the next passes, times the first */
	int last_line_min;  /* share of the measure a last line should reach */
	int demerits_kashida; /* of each word drawn out */
	int demerits_jump;  /* of a tight line beside a loose one */
	int demerits_short; /* of a last line too short, or of one word */
	int penalty_inside; /* of a break that is not between words */
	int cost_space, cost_class, cost_short_word, cost_each, cost_uneven; /* of a choice of kashidas */
};

struct yaml;

struct style {
	const char *name;
	struct place at;
	const struct yaml *source;  /* layout's own: for layout_trace */
	const struct style *parent; /* NULL for a root */
	const struct font_spec *font;
	dim size[STYLE_SIZES];      /* tried in order until max_lines and least_measure hold */
	size_t n_sizes;
	struct length leading;      /* PT, EM, PERCENT of the size, GRID */
	const struct colour *colour;
	enum align align;
	struct length indent;       /* of the first line */
	struct length inset;        /* from the start edge, all lines */
	bool balance;               /* ragged lines of even length */
	int max_lines;              /* 0: any number */
	int least_measure;          /* ems: a size that has fewer is not taken, but the last; 0: any */
	int widows, orphans;
	int span;                   /* columns; SPAN_ALL: all of them */
	bool keep_with_next;
	struct length space_before, space_after;
	struct justify justify;
	const char *marker;         /* lists: text before an entry, NULL none */
	enum counter counter;       /* of numbered lists */
	const struct colour *tint;  /* behind the lines, over the whole measure; NULL none */
	struct rule rule_above, rule_below; /* of the whole text */
	struct rule bar;            /* at the start side of its lines */
	bool leading_grows;         /* where the ink of lines would touch */
	bool optical;               /* stops and quotes hang into the margins */
};

/* ---- parts of masthead, head and foot --------------------------------- */

enum part_kind { PART_TEXT, PART_IMAGE, PART_RULE, PART_TINT, PART_QR };
enum part_edge { EDGE_NONE, EDGE_START, EDGE_CENTRE, EDGE_END, EDGE_INNER,
	EDGE_OUTER, EDGE_TOP, EDGE_BOTTOM };

/* A coordinate: a length from the start or top edge, or an edge by name. */
struct coord {
	enum part_edge edge;
	struct length offset; /* with EDGE_NONE: from start/top; else inwards */
};

struct part {
	enum part_kind kind;
	struct place at;
	const char *text;     /* a template: "صفحة {page} من {pages}" */
	const char *image;    /* a template that names a file */
	const char *qr;       /* a template: what a QR code says */
	const struct style *style;
	struct coord x, y;    /* at: */
	struct coord x2, y2;  /* rule, tint: to: */
	struct length width;  /* v == 0: as wide as the box (text), by height (image) */
	struct length height;
	struct rule rule;
	const struct colour *colour; /* tint */
};

struct box {
	struct length height; /* v == 0: no box */
	struct part *parts;
	size_t n;
};

enum masthead_on { MASTHEAD_NEVER, MASTHEAD_FIRST, MASTHEAD_ALL };
enum item_break { BREAK_ALLOW, BREAK_COLUMN, BREAK_PAGE };

/* ---- what an issue is made of (formats.md 2) -------------------------- */

enum issue_part {
	ISSUE_CONTENTS, ISSUE_SECTIONS, ISSUE_CORRECTIONS, ISSUE_CONTACTS,
	ISSUE_IMPRINT, ISSUE_PART_N
};
enum contents_what { CONTENTS_ITEMS, CONTENTS_SECTIONS, CONTENTS_ALL };
enum leader { LEADER_NONE, LEADER_DOTS, LEADER_RULE };

struct contents_spec {
	const char *title;    /* a template */
	const char *number;   /* a template, before the title of an item; NULL: none */
	enum contents_what what;
	enum leader leader;
	struct length room;   /* that titles leave at the end of their lines */
	struct part folio;    /* {page} is that of the entry's item */
};

struct section_colour {
	const char *key;      /* of the section; NULL: colours are taken in turn */
	const struct colour *colour;
};

struct issue_spec {
	enum issue_part order[ISSUE_PART_N];
	size_t n_order;
	struct contents_spec contents;
	const char *section_head;     /* a template; NULL: sections have none */
	enum item_break section_break;
	struct section_colour *colours;
	size_t n_colours;
	const char *corrections_title, *contacts_title, *imprint; /* templates */
	struct part correction_folio; /* {page} is that of the corrected item */
};

/* ---- volumes: releases of a day, week, month or year, bound together --- */

enum volume_index { INDEX_SECTIONS, INDEX_SUBJECTS, INDEX_PEOPLE, INDEX_BODIES, INDEX_N };

struct volume_spec {
	struct box cover;             /* n == 0: the program's own, in styles volume-title and -period */
	enum contents_what contents;
	const char *contents_title;   /* a template */
	const char *head;             /* over the releases of a day or month: a template */
	enum item_break part_break;   /* where those may begin */
	enum volume_index indexes[INDEX_N];
	size_t n_indexes;
	int index_columns;
	bool index_letters;           /* a head over the entries of each letter */
};

/* ---- how pages are made up -------------------------------------------- */

/*
 * A part of the front page: some of its columns, one under the other's start
 * edge.  Zones stand side by side until the page's columns are full, then
 * under those before.
 */
struct zone {
	struct place at;
	int columns;
	int stories;          /* that begin in it, in their order */
	int rows;             /* of each story at most, where stories jump; 0: any */
	struct length height; /* v == 0: to the page's foot */
	bool contents;        /* it holds the list of contents, and no stories */
};

/* What is told where a story goes on elsewhere: templates with {page}. */
struct jump {
	struct part to, from; /* text NULL: stories do not jump */
	bool after_all;       /* they go on behind all others, else at once */
};

/* Whom a box is for: bits, in the order of the words of the schema. */
enum boxed {
	BOXED_RELEASE, BOXED_STATEMENT, BOXED_ADVISORY, BOXED_SPEECH,
	BOXED_CORRECTION, BOXED_CONTENTS, BOXED_CONTACTS, BOXED_IMPRINT, BOXED_N
};

/* A box that whole stories are set in. */
struct boxing {
	const char *name;
	unsigned of;            /* 1 << enum boxed */
	int span;               /* columns that it takes; SPAN_ALL */
	int columns;            /* inside */
	bool parts;             /* it may go on in the next column */
	const struct colour *tint;
	struct rule rule;       /* around it */
	struct length padding;
	struct length space;    /* white around it */
};

#define FIT_PAGES 8

/* How many pages an issue may have, and what may give way for it. */
struct page_fit {
	int pages[FIT_PAGES];   /* ascending; n_pages == 0: any number */
	size_t n_pages;
	int multiple_of;        /* 0: any number */
	dim leading_least, leading_most; /* of the grid's step; 0: as it is */
	int picture_least, picture_most; /* of a picture's size, 1024: as it is */
	unsigned optional;      /* 1 << enum element that may be left out */
	bool order;             /* items of a section may change places */
};

/* ---- the layout ------------------------------------------------------- */

/* What an item is set in, in which order. */
enum element {
	ELEMENT_SECTION, ELEMENT_NUMBER, ELEMENT_KICKER, ELEMENT_HEADLINE, ELEMENT_DECKS,
	ELEMENT_BYLINE, ELEMENT_DATELINE, ELEMENT_LEAD, ELEMENT_MEDIA,
	ELEMENT_BODY, ELEMENT_CONTACT, ELEMENT_QR, ELEMENT_N
};

/*
 * The styles that the program itself asks for.  A layout defines `base` and
 * `body`; one that it does not define is its nearest relative in the table
 * of layout.c (subhead: deck; caption: byline; …).
 */
enum role {
	ROLE_SECTION, ROLE_NUMBER, ROLE_KICKER, ROLE_HEADLINE, ROLE_DECK, ROLE_BYLINE,
	ROLE_DATELINE, ROLE_LEAD, ROLE_BODY, ROLE_SUBHEAD, ROLE_ENTRY,
	ROLE_QUOTE, ROLE_TABLE, ROLE_TABLE_HEAD, ROLE_TABLE_CAPTION, ROLE_NOTE, ROLE_SPEAKER, ROLE_SUBHEAD_3, ROLE_CAPTION, ROLE_CREDIT, ROLE_CONTACT,
	ROLE_FOLIO, ROLE_SECTION_HEAD, ROLE_CONTENTS_TITLE, ROLE_CONTENTS_SECTION,
	ROLE_CONTENTS_ENTRY, ROLE_CONTENTS_FOLIO, ROLE_CORRECTION,
	ROLE_CONTACTS_TITLE, ROLE_IMPRINT, ROLE_JUMP, ROLE_JUMP_HEAD, ROLE_ORNAMENT,
	ROLE_END_MARK, ROLE_INDEX_TITLE, ROLE_INDEX_LETTER, ROLE_INDEX_ENTRY,
	ROLE_VOLUME_TITLE, ROLE_VOLUME_PERIOD, ROLE_N
};
const char *role_name(enum role r);
/* What is counted in a language: the digits that it is written with, never KEEP. */
enum numerals layout_digits_of(const char *language);

struct margins {
	dim top, bottom, inner, outer;
};

struct columns {
	int count;
	dim gap;
	struct rule rule;
	bool balance;
	int stretch;            /* rows of white at a place, at most, to level them */
};

/* How pictures of releases are set; their text is the styles caption and credit. */
struct figure_spec {
	int span, lead_span;    /* columns; SPAN_ALL; 0: those of style caption */
	int aspect_w, aspect_h; /* that they are cropped to; 0: as they are */
	int height_most;        /* of the text's height, 1024: all of it */
	int trim;               /* of their height, to level columns, 1024 */
	int give_way;           /* paragraphs that one under a head may go behind */
	int min_dpi;            /* under which a picture is warned of; 0: never */
};

/* The QR code of a release: templates, and its size with the white around. */
struct qr_spec {
	const char *text, *alt;
	dim size;
};

/* Notes at the feet of columns; their text is the style note. */
struct note_spec {
	const char *form;       /* of a number, which is its # */
	struct rule rule;       /* over them */
	struct length rule_length; /* of the measure */
	struct length rule_continued; /* where the first of them began in a column before */
	struct length space;    /* white over the rule and under it */
};

/* How tables are drawn; their text is the styles table, table-head and table-caption. */
struct table_spec {
	struct rule rule, head_rule, edge_rule; /* between rows, under the head, over and under all */
	const struct colour *tint, *head_tint;  /* of every other row, of the head; NULL none */
	struct length padding, padding_down;    /* beside and over the text of a cell */
	struct length space;                    /* white over and under it all */
	int width;                              /* of the measure, 1024: all of it */
	bool fill;                              /* as wide as that, though the text needs less */
};

struct string_entry {
	const char *key, *value;
};

/* Words in the order of their bytes, as strcmp has it. */
struct word_list {
	const char *const *v;
	size_t n;
};

/* Are the `len` bytes at `s` one of them? */
bool words_have(const struct word_list *l, const char *s, size_t len);

/* Words that are not to be parted from their neighbours, and titles: a file of data. */
struct binding {
	struct word_list before_name, before_number, after_number, months, alone;
	struct word_list heads; /* in lines that are made even, alone elsewhere */
	struct word_list phrases; /* «في المائة»: entries of the first four that are of several words */
	/* What an index leaves out of the name of a person: name.c of story. */
	struct word_list titles, titles_or_names, offices;
};

struct layout {
	const char *file;
	const char *folder;      /* its pictures and own fonts are beneath it */
	const struct yaml *source; /* layout's own: for layout_trace */
	const char *name;
	const char *language;    /* BCP 47 */
	bool rtl;
	enum numerals numerals;
	int hijri_offset;        /* days that the local sighting differs by */
	enum month_names months;
	enum numerals numbering; /* of folios, dates, lists: never KEEP */

	dim width, height;       /* of the trimmed page */
	dim bleed;
	dim mark_length, mark_offset; /* of crop marks; from the trim */
	struct margins margins;
	bool bind_right;
	struct columns columns;
	dim grid_start;          /* first baseline, from the page's top */
	dim grid_step;

	struct colour *colours;
	size_t n_colours;
	struct font_spec *fonts;
	size_t n_fonts;
	struct style *styles;    /* those of the file, parents before children */
	size_t n_styles;
	const struct style *role[ROLE_N]; /* none is NULL */

	enum element order[ELEMENT_N];
	size_t n_order;
	struct rule separator;
	struct length separator_space;
	enum item_break item_break;
	bool item_facing;        /* an item and its counterpart have half of the columns each */

	struct issue_spec issue;
	struct volume_spec volume;
	const char *number;      /* what the element says: a template */
	struct part ornament;    /* between two releases, instead of a rule; text NULL: none */
	struct part end_mark;    /* behind a release's last line; text NULL: none */

	struct zone *zones;      /* of the front page */
	size_t n_zones;
	bool front_wide;        /* heads, pictures and boxes there go over all of their zone */
	struct jump jump;
	struct boxing *boxings;
	size_t n_boxings;
	struct page_fit fit;
	int multiple_of;         /* pages: blank ones are added; 1: none */
	struct box cover;        /* the first page as a whole; n == 0: no cover */
	struct figure_spec figure;
	struct note_spec notes;
	struct qr_spec qr;
	struct table_spec table;

	enum masthead_on masthead_on;
	struct box masthead;
	struct box header, footer; /* in the margins; height v unused */
	struct binding binding;
	struct string_entry *strings; /* fixed strings: {string.office} */
	size_t n_strings;
};

/*
 * Read the layout in `bytes`.  Reports every fault (layout.unknown-key with
 * «did you mean», layout.bad-value saying what is wanted, layout.range,
 * layout.missing, layout.no-columns, layout.parent-cycle,
 * layout.unknown-style, layout.unknown-font, layout.unknown-colour,
 * layout.page-too-small, layout.unknown-field, layout.version) and returns
 * NULL when one of them is an error.  Whether a family exists is `font`'s
 * to say.  Everything lives in `a`.
 */
const struct layout *layout_read(struct arena *a, struct diags *dg,
    const char *file, const char *bytes, size_t len);
const struct layout *layout_load(struct arena *a, struct diags *dg, const char *file);

/*
 * A fixed text of the layout's strings, or else of the program's own, in the
 * layout's language; NULL when there is none.
 */
const char *layout_string(const struct layout *l, const char *key);
/*
 * The layout as it is for a volume: its cover, heads and contents; no front
 * page, no jumps, no number of pages to fit, and no boxes round what grows
 * with the archive.  Lives in `a`, and needs `l`.
 */
const struct layout *layout_for_volume(struct arena *a, const struct layout *l);
/* The same for the pages of its indexes, which have columns of their own. */
const struct layout *layout_for_index(struct arena *a, const struct layout *volume);
/* Of a section: by its key (may be NULL), or in turn from 1; NULL: none. */
const struct colour *layout_section_colour(const struct layout *l,
    const char *key, int section);

/* The layout with all defaults filled in, as YAML, stable order. */
void layout_print(const struct layout *l, GString *to);

/* ---- the schema ------------------------------------------------------- */

struct layout_key {
	const char *path;   /* "page.margins.top", "styles.*.leading" */
	const char *wants;  /* "a length such as 12pt" */
	const char *def;    /* default as a designer would write it; "" none */
	const char *help;   /* one sentence */
};
const struct layout_key *layout_keys(size_t *ret_n);
/* What a word of CSS or of another program is called in layouts; NULL: nothing known. */
const char *layout_word_of_others(const char *word);

/*
 * What set each key of the styles and of the page, appended to `to` as JSON:
 *
 *   {"styles": {"body": {"parents": ["base"], "at": PLACE, "keys": [KEY, …]}, …},
 *    "page": [KEY, …]}
 *
 * KEY is {"key", "value", "file", "line", "col", "style", "over": [KEY, …]}:
 * the line of the file it stands in, the style (itself or a parent) and what
 * was overruled, the nearest first, in parents and in layouts that are extended.
 */
void layout_trace(const struct layout *l, GString *to);

/* More of one of them; what there is nothing to say of is NULL. */
struct layout_detail {
	const char *unit;           /* all that may be used */
	const char *least, *most;   /* as a designer would write them */
	const char *example;        /* lines of a layout's file, ending in a newline */
	const char *names;          /* that the program knows there: fields of a text, styles, strings */
};
/* `path` is one of layout_keys; strings live in `a`. */
struct layout_detail layout_detail(struct arena *a, const char *path);

/*
 * JSON Schema (draft 7) of a layout's file, in the language of messages, for
 * editors.  It takes and refuses what the reader does, but for what only the
 * whole layout can say: names that are not there, styles that are their own
 * parents, margins that leave no room, minima over maxima; and for the width
 * and height of figure.aspect, which must not differ more than tenfold.
 */
void layout_print_schema(GString *to);

/* The fields a template may name: "page", "date.gregorian", …  Ends in NULL. */
const char *const *layout_fields(void);

#endif
