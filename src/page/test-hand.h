/*
 * Galleys, stories and layouts made by hand, for the tests of page; and the
 * type that came out of them, in reading order.
 *
 * A story is an outline, "h1 b20 f0 c2": one letter a block and the number
 * of its lines.  h is a spanning headline, b body, e an entry, s a subhead,
 * f a figure, c its caption, d a deck off the grid, w a deck over two
 * columns, - a separator; k a headline, g a figure, q its caption and y its
 * credit over some of the columns; r a credit, u a quotation, v its speaker;
 * x the caption of a table, t a table of so many rows; n a note, to which the
 * text or table before it refers in line or row 0, or "n3@5", in line 5.
 */
#ifndef NASHRA_TEST_HAND_H
#define NASHRA_TEST_HAND_H

#include "page/page-int.h"

#define PT DIM_PT
#define STEP (17 * PT)

struct fixture {
	struct arena *a;
	struct diags *dg;
	struct layout l;
	struct style styles[128]; /* by letter */
	struct image picture;
	GPtrArray *stories;
	int set;                  /* blocks that were composed */
	bool resets;              /* two of three texts may have a line more or less */
};

void set_up(struct fixture *f, gconstpointer data);
void tear_down(struct fixture *f, gconstpointer data);
void add_story(struct fixture *f, const char *outline);
const struct pages *make(struct fixture *f);
bool is_said(const struct fixture *f, const char *code);
/* How often. */
unsigned times_said(const struct fixture *f, const char *code);

/* One placed thing of a story, and where. */
struct seen {
	const struct placed *p;
	size_t page;
};

#define SEEN(all, i) (&g_array_index((all), struct seen, (i)))

/* All of it, markers and furniture left out; the caller's. */
GArray *type_of(const struct pages *ps);
bool is_line_of(const struct fixture *f, const struct seen *s, char letter);
/* Is the column that `s` stands in left before the next thing? */
bool ends_column(const struct seen *s, const struct seen *next);

/* Every line and figure once, in the order of the stories. */
void assert_complete(const struct fixture *f, GArray *all);
/* Within the page's frame, the body on the grid, nothing over another. */
void assert_placed_well(const struct fixture *f, GArray *all);
/* Column 0 is at the start edge, and the others follow it. */
void assert_columns_in_order(const struct fixture *f, GArray *all);
/* Feet of lines and figures, 7/10 of the leading being over the baseline. */
dim foot_of(const struct placed *p);

#endif
