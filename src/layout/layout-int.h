/* What the files of layout share: the table's rows and who reads with it. */
#ifndef NASHRA_LAYOUT_INT_H
#define NASHRA_LAYOUT_INT_H

#include "layout/layout.h"
#include "yaml/yaml.h"

struct reader {
	struct arena *a;
	struct diags *dg;
	struct layout *l; /* what has been read so far */
	bool failed;
	GHashTable *named; /* keys of strings that a text names, of those that the layout has */
	bool partial; /* what it extends could not be read: what is not there may stand there */
};

/* A row of the schema: a key, how it is read and how it is printed. */
struct row {
	struct layout_key key;
	/* `to` is what the row's offset points at, inside `base`. */
	void (*read)(struct reader *r, const struct row *row,
	    const struct yaml *n, void *base);
	void (*print)(const struct row *row, const void *base, GString *to);
	size_t offset;
	const char *const *words;  /* of an enumeration, in its order */
	int32_t min, max;          /* of a number or length, in its own unit */
};

static inline void *
row_at(const struct row *row, void *base)
{
	return (char *)base + row->offset;
}

static inline const void *
row_from(const struct row *row, const void *base)
{
	return (const char *)base + row->offset;
}

/* ---- schema.c --------------------------------------------------------- */

/* The rows right beneath `path`; NULL behind the last. `row` NULL: the first. */
const struct row *row_beneath(const char *path, const struct row *row);
/* The row of a whole path, which must be one of layout_keys. */
const struct row *row_at_path(const char *path);
/* Is there a row right beneath `path` of that name? */
bool knows_key(const char *path, const char *name);
/* Is it a map of names, such as styles? */
bool holds_names(const char *path);
const char *row_name(const struct row *row); /* the last part of its path */

/* Fill in what stands beneath `path` by default. */
void read_defaults(struct reader *r, const char *path, void *base);
/* Read the map `n` by the rows beneath `path`, unknown keys reported. */
void read_keys(struct reader *r, const char *path, const struct yaml *n,
    void *base);
void read_map(struct reader *r, const struct row *row, const struct yaml *n,
    void *base);

/* ---- unknown.c -------------------------------------------------------- */

/* What stands in the map `n` and not among the rows beneath `path`. */
void report_unknown_keys(struct reader *r, const char *path,
    const struct yaml *n);
/* Did it say that the value of `c` is not what was meant? */
bool was_told(const char *path, const struct yaml *c);
/* Is one of its keys told of, so that no other is missed? */
bool has_unknown_key(const char *path, const struct yaml *n);

/* ---- value.c: one value ----------------------------------------------- */

typedef void row_reader(struct reader *r, const struct row *row,
    const struct yaml *n, void *base);
typedef void row_printer(const struct row *row, const void *base, GString *to);

row_reader read_text, read_language, read_template, read_optional, read_dim, read_length, read_word,
    read_choice, read_bool, read_int, read_percent, read_ink, read_colour_name,
    read_font_name, read_style_name, read_coords, read_coord_ends;
row_printer print_text, print_dim, print_length, print_word, print_choice, print_bool,
    print_int, print_percent, print_ink, print_colour_name, print_font_name,
    print_style_name, print_coords, print_coord_ends;

/* Which of the row's words; false after a diagnostic. */
bool take_word(struct reader *r, const struct row *row, const struct yaml *n,
    unsigned *ret_i);
/* The element of a release that is named; false after a diagnostic. */
bool take_element_name(struct reader *r, const struct row *row,
    const struct yaml *n, unsigned *ret_e);
/* Names of what there is, from 0; NULL behind the last. */
const char *element_name(unsigned e);
const char *issue_part_name(unsigned p);
const char *paper_name(unsigned i);
const char *index_name(unsigned i);
/* The values of the map `n`, `size` bytes each, with their names. */
void *read_named(struct reader *r, const struct row *row, const struct yaml *n,
    size_t size, size_t name_offset, size_t *ret_n);
void read_parts(struct reader *r, const struct row *row, const struct yaml *n,
    struct box *to);
/* One length of a list; false after a diagnostic. */
bool take_dim(struct reader *r, const struct row *row, const struct yaml *n,
    dim *ret_d);
bool take_percent(struct reader *r, const struct row *row,
    const struct yaml *n, int *ret_v);
void append_quoted(GString *to, const char *s);
void append_dim(GString *to, dim d);
/* With so many decimals at most; no zeros at the end. */
void append_number(GString *to, double v, int decimals);
/* ASCII digits, a point, a sign; *ret_rest: what stands behind them and blanks. */
bool split_number(const char *s, double *ret_v, const char **ret_rest);

/* ---- group.c: values of several parts --------------------------------- */

row_reader read_version, read_page_size, read_sizes, read_span, read_aspect, read_spaces,
    read_cmyk, read_rgb, read_order, read_colours, read_fonts, read_styles,
    read_strings, read_masthead_parts, read_header_parts, read_footer_parts,
    read_ignored, read_parent, read_marker, read_rule, read_binding;
row_printer print_version, print_page_size, print_sizes, print_span, print_aspect,
    print_spaces, print_cmyk, print_rgb, print_order, print_marker;

/* ---- issue.c ---------------------------------------------------------- */

row_reader read_issue_order, read_section_colours;
row_printer print_issue_order, print_section_colours;
void dress_issue(struct layout *l);
/* ---- volume.c ---------------------------------------------------------- */

row_reader read_volume_cover, read_indexes;
row_printer print_indexes;

/* ---- strings.c --------------------------------------------------------- */

/* Those that no text names and the program knows nothing of. */
void check_strings(struct reader *r, const struct yaml *root);
/* The keys of the program's own; NULL behind the last. */
const char *own_string(size_t i);

/* ---- makeup.c: how pages are made up ----------------------------------- */

#define ZONES_MAX 40

row_reader read_zones, read_boxings, read_boxed, read_fit_pages, read_fit_leading,
    read_fit_pictures, read_fit_optional, read_cover_parts;
row_printer print_zones, print_boxed, print_fit_pages, print_fit_leading,
    print_fit_pictures, print_fit_optional;

/* What can be said of it only when all is known. */
void check_makeup(struct reader *r);

/* ---- check.c ---------------------------------------------------------- */

/* What can be said only of the whole; fills in what follows from it. */
void report_no_version(struct reader *r, const struct yaml *root);
void check_layout(struct reader *r, const struct yaml *root);

/* ---- faults ----------------------------------------------------------- */

void fault(struct reader *r, const char *code, struct place at,
    const char *fmt, ...) G_GNUC_PRINTF(4, 5);
/* "… wants …, not …"; true: what was meant is said too. */
bool bad_value(struct reader *r, const struct row *row, const struct yaml *n);
void out_of_range(struct reader *r, const struct row *row,
    const struct yaml *n, const char *least, const char *most);

/* ---- meant.c: help for the message before ------------------------------ */

/* What may be meant by the value; false: nothing is known. */
bool help_meant(struct reader *r, const struct row *row, const struct yaml *n);
/* How to write a colour that is no map; one that is said in place of its name. */
void help_colour(struct reader *r, const struct yaml *n);
bool help_colour_name(struct reader *r, const char *name);

#endif
