/* Small dictionaries as text. */
#include "proof/proof-int.h"

static const struct scan *
read_view(struct reader *r, const uint8_t *text, size_t len)
{
	if (!r->view) {
		r->view = g_new0(struct scan, 1);
		scan_init(r->view, NULL, 0);
		r->view->references = true;
	}
	scan_again(r->view, text, len);
	scan_next(r->view);
	return r->view;
}

const struct scan *
view_open_packed(struct reader *r, int id)
{
	size_t len;
	const uint8_t *text = packs_find(r, id, &len);
	const struct scan *s = text ? read_view(r, text, len) : NULL;

	/* Something that only qpdf can tell: it warns of it. */
	return s && !s->broken && s->p == s->end ? s : NULL;
}

const struct scan *
view_open(struct reader *r, qpdf_oh dict)
{
	const char *text = qpdf_oh_unparse_resolved(r->q, dict);

	return read_view(r, (const uint8_t *)text, strlen(text));
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

static char *
utf16_text(const uint8_t *p, size_t len)
{
	g_autofree gunichar2 *units = g_new(gunichar2, len / 2 + 1);

	for (size_t i = 0; i + 1 < len; i += 2)
		units[i / 2] = (gunichar2)(p[i] << 8 | p[i + 1]);
	return g_utf16_to_utf8(units, (glong)(len / 2), NULL, NULL, NULL);
}

static bool
is_ascii(const uint8_t *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (p[i] < ' ' || p[i] > '~')
			return false;
	return true;
}

const char *
view_text(struct reader *r, const struct scan *s, const struct operand *o)
{
	if (!o || o->kind != OPERAND_STRING)
		return NULL;
	const uint8_t *p = s->room + o->at;
	if (is_ascii(p, o->len))
		return arena_strndup(r->a, (const char *)p, o->len);
	if (o->len < 2 || o->len % 2 || p[0] != 0xFE || p[1] != 0xFF)
		return NULL;
	g_autofree char *text = utf16_text(p + 2, o->len - 2);
	return arena_strdup(r->a, text);
}
