/* Maps of keys, read by a table each. */
#include "item/item-int.h"

#include <string.h>

#define KEYS_MAX 64 /* of a table */

static void
report_unknown(struct reader *r, const struct yaml *n, const struct field *fields,
    size_t n_fields, const char *name)
{
	const char *keys[KEYS_MAX];
	bool top = strcmp(name, r->format->name) == 0;

	g_assert(n_fields <= KEYS_MAX);
	for (size_t i = 0; i < n_fields; i++)
		keys[i] = fields[i].key;
	item_fault(r, r->format->unknown_key, n->key_at, "%s has no key '%s'",
	    top ? diag_word(name) : name, n->key);
	const char *near = nearest_word(n->key, keys, n_fields);
	if (near)
		diag_help(r->dg, "did you mean '%s'?", near);
	else if (top && r->format->help_unknown)
		diag_help(r->dg, "%s", r->format->help_unknown);
}

void
map_read(struct reader *r, const struct yaml *n, const struct field *fields,
    size_t n_fields, void *base, const char *name)
{
	for (const struct yaml *c = n->first; c; c = c->next) {
		const struct field *f = fields;
		while (f < fields + n_fields && strcmp(f->key, c->key) != 0)
			f++;
		if (f < fields + n_fields)
			f->read(r, c, (char *)base + f->offset, f->key);
		else
			report_unknown(r, c, fields, n_fields, name);
	}
}

bool
map_misspells(const struct yaml *n, const char *key)
{
	for (const struct yaml *c = n->first; c; c = c->next)
		if (strcmp(c->key, key) != 0 && nearest_word(c->key, &key, 1))
			return true;
	return false;
}

void *
maps_read(struct reader *r, const struct yaml *n, const struct field *fields,
    size_t n_fields, size_t size, size_t *ret_n, const char *name)
{
	const struct yaml *c = n->kind == YAML_LIST ? n->first : n;
	char *v = arena_alloc_array(r->a, MAX(n->n, 1), size);

	for (*ret_n = 0; c; c = n->kind == YAML_LIST ? c->next : NULL) {
		if (c->kind == YAML_MAP)
			map_read(r, c, fields, n_fields, v + size * (*ret_n)++, name);
		else
			item_fault(r, r->format->bad_value, c->at,
			    "%s wants a map of keys and values", name);
	}
	return v;
}

/* ---- what items and issues share -------------------------------------- */

const struct field contact_fields[] = {
	FIELD(struct contact, "name", value_text, name,
	    "Who it is."),
	FIELD(struct contact, "role", value_text, role,
	    "What the person is there for."),
	FIELD(struct contact, "organisation", value_text, organisation,
	    "For whom."),
	FIELD(struct contact, "phone", value_phone, phone,
	    "A number to call, set from left to right."),
	FIELD(struct contact, "email", value_email, email,
	    "An address for letters."),
	FIELD(struct contact, "url", value_site, url,
	    "A page of the web."),
};

struct contact *
contacts_read(struct reader *r, const struct yaml *n, size_t *ret_n, const char *name)
{
	struct contact *v = maps_read(r, n, contact_fields, G_N_ELEMENTS(contact_fields),
	    sizeof *v, ret_n, name);

	for (size_t i = 0; i < *ret_n; i++)
		address_check_contact(r, &v[i]);
	return v;
}
