/*
 * The content of a PDF's page, taken to operators and their operands: of
 * drawings here, of finished files in proof.  No bytes make it fail; what no
 * content may have sets `broken`.
 */
#ifndef NASHRA_IMAGE_SCAN_H
#define NASHRA_IMAGE_SCAN_H

#include "base/base.h"

#include <string.h>

enum operand_kind {
	OPERAND_NUMBER, OPERAND_NAME, OPERAND_STRING, OPERAND_OPEN, OPERAND_CLOSE, OPERAND_OTHER,
	OPERAND_REFERENCE /* `number` is the object's, `len` its generation */
};

struct operand {
	enum operand_kind kind;
	double number;
	uint32_t at, len;  /* NAME, STRING: in `room` */
};

struct scan {
	const uint8_t *p, *end;
	struct operand *v;   /* of the last operator */
	uint32_t n, n_room;
	uint8_t *room;       /* bytes of its strings and names */
	uint32_t len, len_room;
	char op[24];         /* its name */
	bool references;     /* 5 0 R is an operand, and no operator */
	bool broken;         /* what no content may have was met */
};

void scan_init(struct scan *s, const uint8_t *bytes, size_t len);
/* Other bytes with the same memory. */
void scan_again(struct scan *s, const uint8_t *bytes, size_t len);
void scan_finish(struct scan *s);
/* The next operator with its operands; false at the end. */
bool scan_next(struct scan *s);
/* Step over the bytes of an inline image, behind its ID. */
void scan_skip_image(struct scan *s);

static inline const struct operand *
scan_operand(const struct scan *s, guint i)
{
	return i < s->n ? &s->v[i] : NULL;
}

static inline bool
scan_is(const struct scan *s, const struct operand *o, const char *name)
{
	size_t len = strlen(name);

	return o && o->kind == OPERAND_NAME && o->len == len && memcmp(s->room + o->at, name, len) == 0;
}

#endif
