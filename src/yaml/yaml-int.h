/* What the files of yaml share. */
#ifndef NASHRA_YAML_INT_H
#define NASHRA_YAML_INT_H

#include "yaml/yaml.h"

/*
 * The bytes with the values of `keys` quoted for YAML, so that they come
 * out as they stand.  Lines and the columns at which values begin are those
 * of the source.
 */
GString *verbatim_quote(const char *bytes, size_t len, const char *const *keys);

/* What libyaml says is wrong: lines and columns from 0, of where it noticed it and of what it was reading (`from`). */
struct syntax_error {
	const char *problem;
	size_t line, col;
	size_t from_line, from_col;
};

/* What was meant by it: a place as above, constants for diag_word. */
struct slip {
	size_t line, col;
	const char *text, *help;
};

/* False: nothing that is known. */
bool slip_find(const char *bytes, size_t len, const struct syntax_error *e, struct slip *ret);

#endif
