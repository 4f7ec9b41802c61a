/*
 * IPTC ninjs 1.x to 3.1.  Property names lost their small letters in 3.0
 * (embargoed, embargoedUntil), and lists their singular in 2.0 (subject,
 * subjects); headlines and bodies were properties with any ending before
 * (body_xhtml).  What nashra wrote itself holds the item as it was.
 */
#include "import/import-int.h"

#include "item/item.h"

#include <jansson.h>
#include <string.h>

struct document {
	struct importer *im;
	const json_t *o;
	int line;       /* of the file, on which it begins */
	struct parts *parts;
	size_t n_compared;
};

/* ---- values ----------------------------------------------------------- */

/* The first of these properties that is there; names end in NULL. */
static const json_t *
value_of(const json_t *o, const char *const *names)
{
	for (; *names; names++)
		if (json_object_get(o, *names))
			return json_object_get(o, *names);
	return NULL;
}

#define VALUE(o, ...) value_of(o, (const char *const[]) { __VA_ARGS__, NULL })

static const char *
clean(struct document *d, const json_t *v)
{
	const char *s = json_string_value(v);
	const char *text = s ? clean_value(d->im, s, d->line) : NULL;

	return text && *text ? text : NULL;
}

#define TEXT(d, ...) clean(d, VALUE((d)->o, __VA_ARGS__))

static const char *
string_of(const json_t *o, const char *const *names)
{
	return json_string_value(value_of(o, names));
}

#define STRING(o, ...) string_of(o, (const char *const[]) { __VA_ARGS__, NULL })

static bool
has_role(const json_t *o, const char *words)
{
	const char *role = STRING(o, "role");
	g_autofree char *wanted = role ? g_strdup_printf(" %s ", role) : NULL;

	return wanted && strstr(words, wanted);
}

/* ---- headlines -------------------------------------------------------- */

static void
read_headline(struct document *d, const json_t *h)
{
	struct parts *p = d->parts;
	const char *text = clean(d, json_object_get(h, "value"));

	if (!text)
		return;
	if (!p->headline && (!STRING(h, "role") || has_role(h, " main headline title hl1 ")))
		p->headline = text;
	else if (!p->kicker && has_role(h, " kicker overline "))
		p->kicker = text;
	else if (has_role(h, " deck subheadline sub subtitle hl2 "))
		g_ptr_array_add(p->decks, (gpointer)(uintptr_t)text);
	else {
		parts_leave(p, d->line, text);
		say(d->im, d->line, GUESS, "residue: a headline whose role is %s", STRING(h, "role") ? STRING(h, "role") : diag_word(N_("not said")));
	}
}

static void
read_headlines(struct document *d)
{
	const json_t *list = json_object_get(d->o, "headlines");
	struct parts *p = d->parts;

	for (size_t i = 0; i < json_array_size(list); i++)
		read_headline(d, json_array_get(list, i));
	if (!p->headline)
		p->headline = TEXT(d, "headline");
	if (!p->headline && (p->headline = TEXT(d, "title")))
		say(d->im, d->line, LIKELY, "headline: its title, for it has no headline");
}

/* ---- the body --------------------------------------------------------- */

/* The best form of the text: markup before plain text before what else there is. */
static int
worth(const char *type, const char *name)
{
	if (type && strstr(type, "markdown"))
		return 2;
	if ((type && strstr(type, "html")) || (!type && strstr(name, "html")))
		return 4;
	if ((type && strstr(type, "plain")) || (!type && strstr(name, "text")))
		return 3;
	return type || *name ? 1 : 3;
}

struct found {
	const char *text, *name;
	int worth;
};

static void
consider(struct document *d, struct found *best, const char *text, const char *name, int is_worth)
{
	if (!text || !*text)
		return;
	if (is_worth > best->worth)
		*best = (struct found) { text, name, is_worth };
}

/* The best of the texts in `list_key` and of those whose keys begin with `prefix`; `called` in reports, NULL: by type or role. */
static struct found
find_text(struct document *d, const char *list_key, const char *prefix, const char *called)
{
	const json_t *list = json_object_get(d->o, list_key), *v;
	struct found best = { 0 };
	const char *key;

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *b = json_array_get(list, i);
		const char *type = STRING(b, "contentType", "contenttype"), *role = called ? NULL : STRING(b, "role");
		consider(d, &best, STRING(b, "value"), called ? called : type ? type : role ? role : "plain",
		    worth(type, role ? role : ""));
	}
	json_object_foreach((json_t *)(uintptr_t)d->o, key, v)
		if (g_str_has_prefix(key, prefix))
			consider(d, &best, json_string_value(v), key, worth(NULL, key));
	return best;
}

/* Lines are paragraphs, unless blank ones part them. */
static const char *
plain_to_html(struct document *d, const char *text)
{
	g_autofree char *escaped = g_markup_escape_text(text, -1);
	g_auto(GStrv) lines = g_strsplit(escaped, "\n", -1);
	bool parted = strstr(escaped, "\n\n") || strstr(escaped, "\n\r\n");
	g_autofree char *joined = g_strjoinv(parted ? "\n" : "\n\n", lines);

	return arena_strdup(d->im->a, joined);
}

static void
read_body(struct document *d)
{
	struct found b = find_text(d, "bodies", "body_", NULL);
	if (!b.text) /* documents of events and short news have a description alone */
		b = find_text(d, "descriptions", "description_", "description");
	GArray *lines = g_array_new(FALSE, TRUE, sizeof(struct line));

	if (b.text) {
		bool html = b.worth == 4 || b.worth == 1;
		const char *text = clean_controls(d->im, b.text, d->line);
		struct markup m = { .line = d->line, .parts = d->parts, .newlines = !html };
		say(d->im, d->line, b.worth == 1 ? GUESS : SURE, "body: the text of kind %s", b.name);
		markup_fragment(d->im, &m, html ? text : plain_to_html(d, text), lines);
	}
	page_read(d->im, d->parts, lines, PAGE_BODY);
	g_array_unref(lines);
}

/* ---- the rest --------------------------------------------------------- */

/* The blocks of the body as a description would say them: on one line. */
static char *
plain_body(struct document *d)
{
	g_autoptr(GString) s = g_string_new(NULL);

	for (guint i = 0; i < d->parts->body->len; i++) {
		g_string_append(s, parts_plain(d->im->a, g_array_index(d->parts->body, struct part, i).text));
		g_string_append_c(s, ' ');
	}
	return arena_strndup(d->im->a, s->str, s->len);
}

#define COMPARED_MAX 50 /* descriptions, to be found in the body: documents have three or four */

static void
read_description(struct document *d, const char *body, const char *text)
{
	if (!text)
		return;
	if (d->n_compared++ < COMPARED_MAX && strstr(body, text)) {
		say(d->im, d->line, SURE, "lead: none, for the description stands in the body");
	} else if (!d->parts->lead) {
		d->parts->lead = text;
		say(d->im, d->line, LIKELY, "lead: its description");
	} else {
		parts_leave(d->parts, d->line, text);
	}
}

static void
read_descriptions(struct document *d)
{
	const json_t *list = json_object_get(d->o, "descriptions"), *v;
	const char *key, *body = plain_body(d);

	for (size_t i = 0; i < json_array_size(list); i++)
		read_description(d, body, clean(d, json_object_get(json_array_get(list, i), "value")));
	json_object_foreach((json_t *)(uintptr_t)d->o, key, v)
		if (g_str_has_prefix(key, "description_"))
			read_description(d, body, clean(d, v));
}

static void
read_names(struct document *d, const json_t *list, GPtrArray *to)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *name = clean(d, json_object_get(json_array_get(list, i), "name"));
		if (name)
			g_ptr_array_add(to, (gpointer)(uintptr_t)name);
	}
}

static void
read_picture(struct document *d, const json_t *o)
{
	const json_t *list = json_object_get(o, "renditions");
	const char *type = STRING(o, "type");

	/* In 1.x they are an object of objects. */
	const json_t *first = json_is_array(list) ? json_array_get(list, 0)
	    : json_is_object(list) ? json_object_iter_value(json_object_iter((json_t *)(uintptr_t)list)) : NULL;
	const char *file = markup_file_name(d->im, STRING(first, "href"), d->line);
	if (!file || !type || strcmp(type, "picture") != 0)
		return;
	const json_t *words = json_object_get(o, "descriptions");
	struct picture p = { .file = file, .credit = clean(d, VALUE(o, "by", "byline")),
		.caption = clean(d, json_is_array(words) ? json_object_get(json_array_get(words, 0), "value")
		    : VALUE(o, "description_caption", "description_text")) };
	g_array_append_val(d->parts->media, p);
	say(d->im, d->line, SURE, "media: %s is named only: put the file beside the item", file);
}

static void
read_pictures(struct document *d)
{
	const json_t *list = json_object_get(d->o, "associations"), *v;
	const char *key;

	for (size_t i = 0; i < json_array_size(list); i++)
		read_picture(d, json_array_get(list, i));
	json_object_foreach((json_t *)(uintptr_t)list, key, v)
		read_picture(d, v);
}

static void
read_dates(struct document *d)
{
	struct arena *a = d->im->a;
	struct parts *p = d->parts;

	p->date = date_of_iso(a, TEXT(d, "contentCreated", "contentcreated", "firstCreated", "firstcreated",
	    "versionCreated", "versioncreated"));
	p->modified = date_of_iso(a, TEXT(d, "versionCreated", "versioncreated"));
	p->embargo = date_of_iso(a, TEXT(d, "embargoedUntil", "embargoed"));
	p->expires = date_of_iso(a, TEXT(d, "expires"));
	if (g_strcmp0(p->date, p->modified) == 0)
		p->modified = NULL;
}

/* Of one of many in a file. */
static const char *
id_of_document(struct arena *a, const json_t *o)
{
	const char *uri = STRING(o, "uri"), *headline = STRING(o, "headline", "title"), *id = as_id(a, uri);

	return id ? id : id_of_sum(a, "ninjs-", uri ? uri : headline ? headline : "");
}

static void
read_head(struct document *d, bool alone)
{
	struct parts *p = d->parts;
	const char *uri = TEXT(d, "uri"), *status = TEXT(d, "pubStatus", "pubstatus");
	const json_t *urgency = json_object_get(d->o, "urgency");
	const char *said = TEXT(d, "urgency");

	p->line = d->line;
	p->id = alone ? id_of_file(d->im, uri ? uri : "") : id_of_document(d->im->a, d->o);
	if (uri)
		g_ptr_array_add(p->alt_ids, (gpointer)(uintptr_t)uri);
	if (status && (strcmp(status, "withheld") == 0 || strcmp(status, "canceled") == 0))
		p->status = status;
	p->version = TEXT(d, "version");
	p->language = as_id(d->im->a, TEXT(d, "language"));
	p->byline = TEXT(d, "by", "byline");
	p->dateline = TEXT(d, "located");
	p->publisher = TEXT(d, "copyrightHolder", "copyrightholder");
	p->rights = TEXT(d, "copyrightNotice", "copyrightnotice");
	p->ed_note = TEXT(d, "edNote", "ednote");
	if (json_is_integer(urgency))
		p->urgency = arena_printf(d->im->a, "%d", (int)json_integer_value(urgency));
	else if (said && *said >= '1' && *said <= '9' && !said[1])
		p->urgency = said; /* as some agencies write it */
	parts_extra(p, "slugline", TEXT(d, "slugline"));
	parts_extra(p, "usageTerms", TEXT(d, "usageTerms", "usageterms"));
	read_names(d, VALUE(d->o, "people", "person"), p->people);
	read_names(d, VALUE(d->o, "subjects", "subject"), p->subjects);
}

static void
read_document(struct importer *im, const json_t *o, int line, bool alone)
{
	struct document d = { .im = im, .o = o, .line = line, .parts = parts_new(im->a) };

	read_head(&d, alone);
	read_dates(&d);
	read_headlines(&d);
	read_body(&d);
	read_descriptions(&d);
	read_pictures(&d);
	put_item(im, d.parts);
	parts_free(d.parts);
}

/* ---- what nashra wrote itself ----------------------------------------- */

/* The value of the entry of `list` with that role, or NULL. */
static const json_t *
entry_of(const json_t *list, const char *role)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *s = STRING(json_array_get(list, i), "role");
		if (s && strcmp(s, role) == 0)
			return json_object_get(json_array_get(list, i), "value");
	}
	return NULL;
}

/* Does this item make that document?  Then nobody has changed one of them. */
static bool
is_same(struct importer *im, const GString *s, const json_t *o, const char **ret_id)
{
	struct diags *heard = diags_create();
	const struct item *it = item_read(im->a, heard, im->file, s->str, s->len);
	g_autoptr(GString) again = g_string_new(NULL);
	json_t *made = NULL;

	if (it) {
		*ret_id = it->id.s;
		item_print_ninjs(it, again);
		made = json_loadb(again->str, again->len, 0, NULL);
	}
	bool same = made && json_equal(made, o);
	json_decref(made);
	diags_destroy(heard);
	return same;
}

static void
read_own(struct importer *im, const json_t *o, const json_t *front, int line, bool alone)
{
	const json_t *body = entry_of(json_object_get(o, "bodies"), "main");
	g_autoptr(GString) s = g_string_new(json_string_value(front));
	const char *id = NULL;

	g_string_append(s, body && json_is_string(body) ? json_string_value(body) : "");
	if (is_same(im, s, o, &id)) {
		say(im, line, SURE, "item: as nashra wrote it into this document");
		put_bytes(im, im->job->id ? im->job->id : id ? id : alone ? id_of_file(im, s->str) : id_of_document(im->a, o), s);
		return;
	}
	refuse(im, "import.json", line, "the document was changed since nashra wrote it: its properties and the item in it differ");
	diag_help(im->dg, "change the item instead; or take the description '%s' out, and the properties count",
	    NINJS_FRONT_ROLE);
}

bool
ninjs_is(const json_t *o)
{
	return VALUE(o, "uri", "headline", "headlines", "bodies") != NULL;
}

void
ninjs_put(struct importer *im, const json_t *o, int line, bool alone)
{
	const char *type = STRING(o, "type");
	const json_t *front = entry_of(json_object_get(o, "descriptions"), NINJS_FRONT_ROLE);

	if (front) {
		read_own(im, o, front, line, alone);
	} else if (type && strcmp(type, "text") != 0 && strcmp(type, "composite") != 0) {
		say(im, line, SURE, "skipped: a %s is no release", type);
		im->counts->skipped++;
	} else {
		read_document(im, o, line, alone);
	}
}
