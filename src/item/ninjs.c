/*
 * The item as IPTC ninjs 3.1.
 *
 * What ninjs has a property for stands there, for everybody to read.  It has
 * no place for what only we know, and forbids properties of our own; so the
 * front matter as it was written is one of its descriptions, and the body as
 * it was written its body, and both together are the item again.
 */
#include "item/item-int.h"
#include "item/json-int.h"

#include <stdlib.h>
#include <string.h>

static void
put(json_t *o, const char *key, const char *s)
{
	if (s && *s)
		json_object_set_new(o, key, json_string(s));
}

/* {key: s}, with a role or rel where there is one. */
static void
add(json_t *list, const char *key, const char *s, const char *role_key, const char *role)
{
	if (!s || !*s)
		return;
	json_t *o = json_object();
	put(o, role_key, role);
	put(o, key, s);
	json_array_append_new(list, o);
}

static void
put_texts(json_t *o, const char *key, const struct texts *t)
{
	json_t *list = json_array();

	for (size_t i = 0; i < t->n; i++)
		add(list, "name", t->v[i].s, "rel", NULL);
	json_put_list(o, key, list);
}

/* RFC 3339 wants seconds and a zone; a date without them stays in the front matter alone. */
static void
put_moment(json_t *o, const char *key, const char *s)
{
	const char *time = s ? strchr(s, 'T') : NULL;

	if (!time || (!strchr(time, 'Z') && !strchr(time, '+') && !strchr(time, '-')))
		return;
	bool seconds = time[6] == ':';
	g_autofree char *full = seconds ? g_strdup(s) : g_strdup_printf("%.16s:00%s", s, s + 16);
	put(o, key, full);
}

/* ---- names ------------------------------------------------------------ */

static void
put_uri(json_t *o, const struct item *it)
{
	char sum[SUM_SIZE];

	sum_of_bytes(it->written.bytes, it->written.len, sum);
	g_autofree char *uri = it->id.s ? g_strdup_printf("urn:nashra:%s", it->id.s)
	    : g_strdup_printf("urn:nashra:sha256:%s", sum);
	put(o, "uri", uri);
}

static void
put_byline(json_t *o, const struct byline *b)
{
	g_autoptr(GString) s = g_string_new(b->literal.s ? b->literal.s : b->prefix.s);

	for (size_t i = 0; i < b->names.n; i++)
		g_string_append_printf(s, "%s%s", i ? "، " : s->len ? " " : "", b->names.v[i].s);
	put(o, "by", s->str);
}

static json_t *
headlines(const struct item *it)
{
	json_t *list = json_array();

	add(list, "value", it->headline.s, "role", "main");
	add(list, "value", it->kicker.s, "role", "kicker");
	for (size_t i = 0; i < it->decks.n; i++)
		add(list, "value", it->decks.v[i].s, "role", "deck");
	return list;
}

static json_t *
subjects(const struct item *it)
{
	json_t *list = json_array();

	add(list, "name", it->section.s, "rel", "section");
	for (size_t i = 0; i < it->subjects.n; i++)
		add(list, "name", it->subjects.v[i].s, "rel", NULL);
	return list;
}

static json_t *
contact_list(const struct contact *c)
{
	json_t *list = json_array();

	add(list, "value", c->phone.s, "type", "phone");
	add(list, "value", c->email.s, "type", "email");
	add(list, "value", c->url.s, "type", "url");
	return list;
}

static json_t *
sources(const struct item *it)
{
	json_t *list = json_array();

	add(list, "name", it->publisher.s, "role", "publisher");
	add(list, "name", it->source.name.s, "role", "source");
	for (size_t i = 0; i < it->n_contacts; i++) {
		const struct contact *c = &it->contacts[i];
		json_t *o = json_object();
		put(o, "name", c->name.s ? c->name.s : c->organisation.s);
		put(o, "role", "contact");
		json_put_list(o, "contactInfo", contact_list(c));
		json_array_append_new(list, o);
	}
	return list;
}

/* ---- texts ------------------------------------------------------------ */

static void
add_typed(json_t *list, const char *role, const char *type, const char *s, size_t n)
{
	json_array_append_new(list, json_pack("{s:s, s:s, s:o}", "role", role, "contentType", type,
	    "value", json_stringn(s, n)));
}

static json_t *
descriptions(const struct item *it)
{
	json_t *list = json_array();

	if (it->lead.s)
		add_typed(list, "summary", "text/plain", it->lead.s, strlen(it->lead.s));
	add_typed(list, NINJS_FRONT_ROLE, "application/yaml", it->written.bytes, it->written.body);
	return list;
}

static json_t *
bodies(const struct item *it)
{
	json_t *list = json_array();

	add_typed(list, "main", "text/markdown", it->written.bytes + it->written.body,
	    it->written.len - it->written.body);
	return list;
}

static json_t *
pictures(const struct item *it)
{
	json_t *list = json_array();

	for (size_t i = 0; i < it->n_media; i++) {
		const struct media *m = &it->media[i];
		json_t *o = json_object(), *words = json_array();
		char sum[SUM_SIZE];
		sum_of_bytes(m->file.s, strlen(m->file.s), sum);
		g_autofree char *uri = g_strdup_printf("urn:nashra:media:%.16s", sum);
		put(o, "uri", uri);
		put(o, "type", "picture");
		put(o, "name", m->file.s);
		put(o, "rel", m->role.s);
		put(o, "by", m->credit.s);
		add(words, "value", m->caption.s, "role", "caption");
		add(words, "value", m->alt.s, "role", "alt");
		json_put_list(o, "descriptions", words);
		json_array_append_new(list, o);
	}
	return list;
}

/* ---- the item --------------------------------------------------------- */

static void
put_head(json_t *o, const struct item *it)
{
	json_object_set_new(o, "standard", json_pack("{s:s, s:s, s:s}", "name", "ninjs", "version", "3.1",
	    "schema", "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"));
	put_uri(o, it);
	put(o, "type", "text");
	put(o, "version", it->version.s);
	put_moment(o, "firstCreated", it->created.s);
	put_moment(o, "versionCreated", it->modified.s);
	put_moment(o, "contentCreated", it->date.s);
	put_moment(o, "embargoedUntil", it->embargo.s);
	put_moment(o, "expires", it->expires.s);
	put(o, "pubStatus", status_words()[it->status]);
	if (it->urgency.s && it->urgency.s[0] >= '1' && it->urgency.s[0] <= '9' && !it->urgency.s[1])
		json_object_set_new(o, "urgency", json_integer(it->urgency.s[0] - '0'));
	put(o, "copyrightNotice", it->rights.s);
	put(o, "edNote", it->ed_note.s);
	put(o, "language", it->language.s);
}

static json_t *
genres(const struct item *it)
{
	json_t *list = json_array();

	add(list, "name", type_words()[it->type], NULL, NULL);
	return list;
}

static json_t *
alt_ids(const struct item *it)
{
	json_t *list = json_array();

	for (size_t i = 0; i < it->alt_ids.n; i++)
		add(list, "value", it->alt_ids.v[i].s, "role", NULL);
	add(list, "value", it->source.url.s, "role", "source");
	return list;
}

void
item_print_ninjs(const struct item *it, GString *to)
{
	json_t *o = json_object();

	put_head(o, it);
	json_put_list(o, "headlines", headlines(it));
	put_byline(o, &it->byline);
	put(o, "located", it->dateline.literal.s ? it->dateline.literal.s : it->dateline.place.s);
	json_put_list(o, "genres", genres(it));
	json_put_list(o, "bodies", bodies(it));
	json_put_list(o, "descriptions", descriptions(it));
	put_texts(o, "people", &it->people);
	json_put_list(o, "subjects", subjects(it));
	json_put_list(o, "infoSources", sources(it));
	json_put_list(o, "associations", pictures(it));
	json_put_list(o, "altIds", alt_ids(it));
	char *s = json_dumps(o, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
	g_string_append(to, s);
	g_string_append_c(to, '\n');
	free(s);
	json_decref(o);
}
