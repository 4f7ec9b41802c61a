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

#endif
