/* Maps of keys, read by a table each. */
#include "item/item-int.h"

#include <string.h>

#define KEYS_MAX 64 /* of a table */

/* What other programs, and people, call it. */
static const struct {
	const char *theirs, *ours;
} others[] = {
	{ "title", "headline" }, { "title", "caption" }, { "name", "title" }, { "العنوان", "headline" }, { "عنوان", "headline" },
	{ "subtitle", "decks" }, { "standfirst", "decks" }, { "subheading", "decks" }, { "overline", "kicker" }, { "eyebrow", "kicker" },
	{ "author", "byline" }, { "authors", "byline" }, { "by", "byline" }, { "الكاتب", "byline" }, { "tags", "subjects" },
	{ "keywords", "subjects" }, { "category", "section" }, { "categories", "section" }, { "القسم", "section" }, { "الباب", "section" },
	{ "image", "media" }, { "images", "media" }, { "photo", "media" }, { "photos", "media" }, { "picture", "media" }, { "pictures", "media" },
	{ "lang", "language" }, { "dir", "direction" }, { "draft", "status" }, { "published", "date" }, { "day", "date" }, { "التاريخ", "date" },
	{ "summary", "lead" }, { "abstract", "lead" }, { "excerpt", "lead" }, { "description", "lead" }, { "description", "alt" }, { "slug", "id" },
	{ "guid", "id" }, { "src", "file" }, { "path", "file" }, { "image", "file" }, { "photographer", "credit" }, { "text", "caption" },
	{ "tel", "phone" }, { "telephone", "phone" }, { "mobile", "phone" }, { "mail", "email" }, { "website", "url" }, { "web", "url" },
	{ "link", "url" }, { "href", "url" }, { "logo", "emblem" }, { "publisher", "office" }, { "issue", "number" }, { "volume", "year" },
	{ "files", "items" }, { "articles", "items" }, { "releases", "items" }, { "city", "place" }, { "note", "edNote" },
};

static bool
has_key(const struct field *fields, size_t n_fields, const char *key)
{
	for (size_t i = 0; i < n_fields; i++)
		if (strcmp(fields[i].key, key) == 0)
			return true;
	return false;
}

static const char *
key_of_others(const char *word, const struct field *fields, size_t n_fields)
{
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		if (g_ascii_strcasecmp(others[i].theirs, word) == 0 && has_key(fields, n_fields, others[i].ours))
			return others[i].ours;
	return NULL;
}

/* The keys whose maps have a key of that name; NULL: none. */
static char *
homes_of(const char *word, const struct field *fields, size_t n_fields)
{
	g_autoptr(GString) homes = g_string_new(NULL);

	for (size_t i = 0; i < n_fields; i++)
		if (has_key(fields[i].inside, fields[i].n_inside, word))
			g_string_append_printf(homes, "%s%s", homes->len ? diag_word(N_(" or ")) : "", fields[i].key);
	return homes->len ? g_strdup(homes->str) : NULL;
}

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
	const char *ours = key_of_others(n->key, fields, n_fields);
	g_autofree char *home = homes_of(n->key, fields, n_fields);
	const char *near = ours || home ? ours : nearest_word(n->key, keys, n_fields);
	if (near)
		diag_help(r->dg, "did you mean '%s'?", near);
	else if (home)
		diag_help(r->dg, "it belongs to %s", home);
	else if (top && r->format->help_unknown)
		diag_help(r->dg, "%s", diag_word(r->format->help_unknown));
	else
		diag_help_names(r->dg, n->key, keys, n_fields);
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
		if (strcmp(c->key, key) != 0 && (key_of_others(c->key, &(struct field) { .key = key }, 1) || nearest_word(c->key, &key, 1)))
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
