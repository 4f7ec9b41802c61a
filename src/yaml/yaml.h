/*
 * yaml: bytes to a tree whose nodes know where they stand.
 *
 * The YAML that people write by hand: maps, lists, scalars.  Anchors,
 * aliases, tags, merge keys, a second document and complex keys are errors.
 * All scalars are text; what a value means is for the reader of the format
 * to say (so `no`, `12:30` and `007` stay what was written).
 * Read with libyaml's event interface.
 */
#ifndef NASHRA_YAML_H
#define NASHRA_YAML_H

#include "base/base.h"

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml {
	enum yaml_kind kind;
	struct place at;         /* of the value's first character */
	const char *key;         /* in a map: its key; otherwise NULL */
	struct place key_at;
	const char *value;       /* of a scalar; never NULL there */
	bool quoted;             /* 'x', "x", | or >: not plain, so "" is meant */
	struct yaml *first;      /* child of a list or map, in file order */
	struct yaml *next;
	size_t n;                /* children */
	const struct yaml *under; /* what it was laid over by who merges trees; NULL: nothing */
};

/*
 * Read `len` bytes as one YAML document whose root is a map.
 *
 * `first_line` is the line of the file on which `bytes` starts (front
 * matter does not start at 1).  `verbatim` (may be NULL) ends in NULL and
 * names top-level keys whose plain one-line value, or whose plain list
 * entries on one line each, are read to the end of the line as they stand,
 * before YAML sees them: `headline: قال: نعم # لا` is all text.  Values
 * that begin with a quote that closes at the end of the line, or with `|`
 * or `>` alone, are left to YAML.  Trailing blanks are dropped.
 *
 * Duplicate keys are reported and the first one kept.  Depth is limited by
 * LIMIT_DEPTH.  Returns NULL after a diagnostic when there is no tree
 * (yaml.syntax, yaml.empty, yaml.root, yaml.alias, yaml.tag, yaml.document,
 * yaml.depth, yaml.complex-key, and those of text_check for what escapes make);
 * yaml.duplicate-key leaves a tree.
 * Nodes and strings live in `a`.
 */
struct yaml *yaml_read(struct arena *a, struct diags *dg, const char *file,
    const char *bytes, size_t len, uint32_t first_line,
    const char *const *verbatim);

/* The child of map `node` under `key`, or NULL. */
const struct yaml *yaml_get(const struct yaml *node, const char *key);

/* The tree as text, one node a line with its place: for tests. */
void yaml_print(const struct yaml *root, GString *to);

#endif
