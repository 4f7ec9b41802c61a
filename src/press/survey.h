/*
 * What can be counted on the pages of one bulletin: what `nashra inspect`
 * says and `nashra diff` compares.
 *
 * Lines are those of stories; masthead, heads and feet are not counted.
 * Everything lives as long as the bulletin it is of.
 */
#ifndef NASHRA_SURVEY_H
#define NASHRA_SURVEY_H

#include "base/base.h"

#define SURVEY_COLUMNS 16

struct survey_page {
	int number;            /* from 1 */
	bool left_hand;
	struct rect text;      /* between the margins, from the trim */
	size_t lines, loose, tight, overfull, touching;
	size_t widows, orphans; /* one line of a paragraph alone, at a column's top or foot */
	size_t rules, tints, pictures;
	int columns;
	dim ends[SURVEY_COLUMNS]; /* the last baseline of each, from the trim's top; 0: nothing in it */
	dim apart;             /* between the lowest and the highest of them */
	char sum[SUM_SIZE];    /* of all that is painted: pages of one look have one sum */
};

/* Lines of one style.  Spaces are those of justified lines that are not the last of their paragraph. */
struct survey_style {
	const char *name, *face;
	int weight;
	dim size, size_least;  /* the first of its ladder that was used, and the last */
	dim leading;           /* of the first */
	size_t paragraphs, lines, justified, loose, tight, overfull, touching, emergencies, kashidas;
	double space_mean, space_widest; /* of the natural space; 0: there is none */
	double space_sd;       /* of the em */
	double kashidas_line;  /* a justified line has so many */
};

struct survey_font {
	const char *family, *style;
	size_t characters;     /* clusters */
};

/* A line that something is wrong with. */
struct survey_line {
	struct place at;       /* of its first word, in the item */
	int page, column, line; /* as messages say them, from 1 */
	unsigned faults;       /* enum line_fault */
	int space;             /* thousandths of the natural one; 0: there is none */
	const char *text;
	int story;
};

/* An item on the pages. */
struct survey_story {
	const char *id;        /* or its file's name */
	const char *headline;
	const char *file;
	int page, last_page;   /* 0: none */
	size_t lines, loose, tight, overfull, touching;
	/* Its headline: which of its style's sizes, from 0, how many lines, and whether those are too many. */
	int head_step;
	dim head_size, head_wish; /* and the first of those sizes */
	size_t head_lines;
	bool head_too_many, has_head;
};

struct survey {
	const char *issue, *layout; /* names, as they were given */
	dim width, height;     /* of the trim */
	size_t words;
	struct survey_page *pages;
	size_t n_pages;
	struct survey_style *styles; /* in the order of reading */
	size_t n_styles;
	struct survey_font *fonts;
	size_t n_fonts;
	struct survey_line *faults; /* in the order of reading */
	size_t n_faults;
	struct survey_story *stories;
	size_t n_stories;
};

/* "loose", "tight", … of each bit of enum line_fault, from the lowest; NULL behind the last. */
const char *survey_fault_name(size_t bit);

/* As it is read in a terminal. */
void survey_print(const struct survey *s, GString *to);
/* The same as members of a JSON object, without its braces. */
void survey_print_json(const struct survey *s, GString *to);

#endif
