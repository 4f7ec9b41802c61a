/* What the files of diff share: one bulletin in two layouts. */
#ifndef NASHRA_DIFF_INT_H
#define NASHRA_DIFF_INT_H

#include "diff/diff.h"

enum turn { TURN_WORSE, TURN_BETTER, TURN_OTHER, TURN_N };

/* One thing that is not as it was. */
struct finding {
	enum turn turn;
	char *text;
	int page; /* of the new pages, from 1; 0: none */
};

/* Numbers of one bulletin, as a worker hands them over. */
struct verdict {
	bool made_old, made_new, changed;
	size_t of[TURN_N];
	size_t pages_old, pages_new, pages_changed, pages_shown;
};

struct comparison {
	const char *name;
	struct kept *old, *new;         /* NULL: it could not be made up */
	struct diags *said_old, *said_new;
	GArray *findings;               /* struct finding */
	GArray *pages;                  /* int: those that are painted otherwise, from 0 */
	struct verdict verdict;
};

/* compare.c: find out what is different; `c` has the bulletins and messages. */
void compare(struct comparison *c);
void comparison_finish(struct comparison *c);

/* report.c: a bulletin's part of the text, and of the HTML, which notes how many pages it shows. */
void report_text(const struct comparison *c, GString *to);
void report_html(struct comparison *c, size_t number, const struct diff_job *job, GString *to);
/* What stands before and behind all parts. */
void report_html_begin(const struct diff_job *job, const struct diff_counts *n, GString *to);
void report_html_row(const char *name, size_t number, const struct verdict *v, GString *to);
void report_html_parts(GString *to);
void report_html_end(GString *to);
void report_text_end(const struct diff_job *job, const struct diff_counts *n, GString *to);

#endif
