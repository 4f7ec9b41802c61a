/* What the writers of JSON share. */
#ifndef NASHRA_ITEM_JSON_INT_H
#define NASHRA_ITEM_JSON_INT_H

#include <jansson.h>

/* Put the array `v` under `key`, and own it; an empty one is not worth a line. */
void json_put_list(json_t *o, const char *key, json_t *v);

#endif
