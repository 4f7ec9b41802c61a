/* Small dictionaries as text. */
#include "proof/proof-int.h"

const struct scan *
view_open(struct reader *r, qpdf_oh dict)
{
	const char *text = qpdf_oh_unparse_resolved(r->q, dict);

	if (!r->view) {
		r->view = g_new0(struct scan, 1);
		scan_init(r->view, NULL, 0);
		r->view->references = true;
	}
	scan_again(r->view, (const uint8_t *)text, strlen(text));
	scan_next(r->view);
	return r->view;
}

uint32_t
view_next(const struct scan *s, uint32_t i)
{
	int depth = 0;

	do {
		depth += s->v[i].kind == OPERAND_OPEN ? 1 : s->v[i].kind == OPERAND_CLOSE ? -1 : 0;
		i++;
	} while (i < s->n && depth > 0);
	return i;
}

const struct operand *
view_find(const struct scan *s, uint32_t dict, const char *key, uint32_t *ret_i)
{
	if (dict >= s->n || s->v[dict].kind != OPERAND_OPEN)
		return NULL;
	for (uint32_t i = dict + 1; i + 1 < s->n && s->v[i].kind == OPERAND_NAME; i = view_next(s, i + 1)) {
		if (!scan_is(s, &s->v[i], key))
			continue;
		if (ret_i)
			*ret_i = i + 1;
		return &s->v[i + 1];
	}
	return NULL;
}
