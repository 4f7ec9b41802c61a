/* Items and issues as JSON, with jansson. */
#include "item/issue.h"
#include "item/item-int.h"
#include "item/json-int.h"

#include <stdlib.h>

static void
put_string(json_t *o, const char *key, const char *s)
{
	if (s)
		json_object_set_new(o, key, json_string(s));
}

static void
put_text(json_t *o, const char *key, struct text t)
{
	put_string(o, key, t.s);
}

static void
put_texts(json_t *o, const char *key, struct texts t)
{
	if (t.n == 0)
		return;
	json_t *v = json_array();
	for (size_t i = 0; i < t.n; i++)
		json_array_append_new(v, json_string(t.v[i].s));
	json_object_set_new(o, key, v);
}

static void
put_number(json_t *o, const char *key, int n)
{
	if (n != 0)
		json_object_set_new(o, key, json_integer(n));
}

/* An object without a member is not worth a line. */
static void
put_object(json_t *o, const char *key, json_t *v)
{
	if (json_object_size(v) > 0)
		json_object_set_new(o, key, v);
	else
		json_decref(v);
}

void
json_put_list(json_t *o, const char *key, json_t *v)
{
	if (json_array_size(v) > 0)
		json_object_set_new(o, key, v);
	else
		json_decref(v);
}

/* ---- the body --------------------------------------------------------- */

static json_t *
place_json(struct place at)
{
	return json_pack("[i, i]", (int)at.line, (int)at.col);
}

static json_t *
inline_json(const struct inline_text *t)
{
	json_t *o = json_object();

	put_text(o, "text", t->text);
	json_object_set_new(o, "at", place_json(t->text.at));
	if (t->style & INLINE_STRONG)
		json_object_set_new(o, "strong", json_true());
	if (t->style & INLINE_EMPH)
		json_object_set_new(o, "emph", json_true());
	if (t->style & INLINE_CODE)
		json_object_set_new(o, "code", json_true());
	put_string(o, "url", t->url);
	if (t->note)
		json_object_set_new(o, "note", json_integer(t->note));
	return o;
}

static json_t *
body_json(const struct body *b)
{
	static const char *const kinds[] = { "para", "subhead", "list", "entry",
		"quote", "table", "row", "cell", "image" };
	static const char *const aligns[] = { "start", "centre", "end" };
	json_t *list = json_array();

	for (; b; b = b->next) {
		json_t *o = json_object(), *text = json_array();
		put_string(o, "kind", kinds[b->kind]);
		json_object_set_new(o, "at", place_json(b->at));
		if (b->speaker)
			json_object_set_new(o, "speaker", json_true());
		if (b->kind == BODY_SUBHEAD)
			json_object_set_new(o, "level", json_integer(b->level));
		if (b->kind == BODY_LIST && b->ordered)
			json_object_set_new(o, "start", json_integer(b->start));
		if (b->kind == BODY_CELL)
			put_string(o, "align", aligns[b->align]);
		put_string(o, "file", b->file);
		put_text(o, "caption", b->caption);
		for (size_t i = 0; i < b->n_text; i++)
			json_array_append_new(text, inline_json(&b->text[i]));
		json_put_list(o, "text", text);
		json_put_list(o, "blocks", body_json(b->first));
		json_array_append_new(list, o);
	}
	return list;
}

/* ---- the parts -------------------------------------------------------- */

static json_t *
byline_json(const struct byline *b)
{
	json_t *o = json_object();

	put_text(o, "prefix", b->prefix);
	put_texts(o, "names", b->names);
	put_text(o, "role", b->role);
	put_text(o, "place", b->place);
	put_text(o, "literal", b->literal);
	return o;
}

static json_t *
dateline_json(const struct dateline *d)
{
	json_t *o = json_object();

	put_text(o, "place", d->place);
	put_text(o, "date", d->date);
	put_text(o, "hijri", d->hijri);
	put_text(o, "agency", d->agency);
	put_text(o, "literal", d->literal);
	return o;
}

static json_t *
notes_json(const struct item *it)
{
	json_t *list = json_array();

	for (size_t i = 0; i < it->n_notes; i++) {
		const struct note *n = &it->notes[i];
		json_t *o = json_object(), *text = json_array();

		put_string(o, "label", n->label);
		for (size_t j = 0; j < n->n_text; j++)
			json_array_append_new(text, inline_json(&n->text[j]));
		json_object_set_new(o, "text", text);
		json_array_append_new(list, o);
	}
	return list;
}

static double
percent(int share)
{
	return share * 100.0 / CROP_WHOLE;
}

static json_t *
media_json(const struct item *it)
{
	json_t *list = json_array();

	for (size_t i = 0; i < it->n_media; i++) {
		const struct media *m = &it->media[i];
		json_t *o = json_object();
		put_text(o, "file", m->file);
		put_text(o, "role", m->role);
		put_text(o, "caption", m->caption);
		put_text(o, "credit", m->credit);
		put_text(o, "alt", m->alt);
		if (m->crop.w)
			json_object_set_new(o, "crop", json_pack("[f, f, f, f]",
			    percent(m->crop.x), percent(m->crop.y), percent(m->crop.w),
			    percent(m->crop.h)));
		if (m->focus.given)
			json_object_set_new(o, "focus", json_pack("[f, f]", percent(m->focus.x),
			    percent(m->focus.y)));
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *
source_json(const struct item *it)
{
	json_t *o = json_object();

	put_text(o, "name", it->source.name);
	put_text(o, "url", it->source.url);
	put_text(o, "file", it->source.file);
	put_text(o, "retrieved", it->source.retrieved);
	put_text(o, "sha256", it->source.sha256);
	return o;
}

static json_t *
contacts_json(const struct contact *v, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++) {
		const struct contact *c = &v[i];
		json_t *o = json_object();
		put_text(o, "name", c->name);
		put_text(o, "role", c->role);
		put_text(o, "organisation", c->organisation);
		put_text(o, "phone", c->phone);
		put_text(o, "email", c->email);
		put_text(o, "url", c->url);
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *
corrects_json(const struct corrects *c)
{
	json_t *o = json_object();

	put_text(o, "id", c->id);
	put_number(o, "issue", c->number);
	put_text(o, "date", c->date);
	put_text(o, "headline", c->headline);
	return o;
}

static json_t *
residue_json(const struct item *it)
{
	json_t *list = json_array();

	for (size_t i = 0; i < it->n_residue; i++) {
		json_t *o = json_object();
		json_object_set_new(o, "line", json_integer(it->residue[i].line));
		put_text(o, "text", it->residue[i].text);
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *
ext_json(const struct item *it)
{
	json_t *o = json_object();

	for (size_t i = 0; i < it->n_ext; i++)
		put_string(o, it->ext[i].key, it->ext[i].value);
	return o;
}

/* ---- the item --------------------------------------------------------- */

static void
print(json_t *o, GString *to)
{
	char *s = json_dumps(o, JSON_INDENT(2) | JSON_PRESERVE_ORDER);

	g_string_append(to, s);
	g_string_append_c(to, '\n');
	free(s);
	json_decref(o);
}

static void
put_head(json_t *o, const struct item *it)
{
	put_text(o, "id", it->id);
	put_text(o, "version", it->version);
	put_text(o, "language", it->language);
	put_text(o, "direction", it->direction);
	put_texts(o, "altIds", it->alt_ids);
	put_string(o, "type", type_words()[it->type]);
	put_string(o, "status", status_words()[it->status]);
	put_text(o, "date", it->date);
	put_text(o, "created", it->created);
	put_text(o, "modified", it->modified);
	put_text(o, "embargo", it->embargo);
	put_text(o, "expires", it->expires);
}

static void
put_words(json_t *o, const struct item *it)
{
	put_text(o, "section", it->section);
	put_text(o, "kicker", it->kicker);
	put_text(o, "headline", it->headline);
	put_text(o, "lead", it->lead);
	put_texts(o, "decks", it->decks);
	put_object(o, "byline", byline_json(&it->byline));
	put_object(o, "dateline", dateline_json(&it->dateline));
	json_put_list(o, "body", body_json(it->body));
	json_put_list(o, "notes", notes_json(it));
	json_put_list(o, "media", media_json(it));
	put_texts(o, "people", it->people);
	put_texts(o, "subjects", it->subjects);
}

void
item_print_json(const struct item *it, GString *to)
{
	json_t *o = json_object();

	put_head(o, it);
	put_words(o, it);
	put_object(o, "source", source_json(it));
	put_text(o, "publisher", it->publisher);
	put_text(o, "rights", it->rights);
	put_text(o, "edNote", it->ed_note);
	put_text(o, "urgency", it->urgency);
	put_object(o, "corrects", corrects_json(&it->corrects));
	json_put_list(o, "contact", contacts_json(it->contacts, it->n_contacts));
	json_put_list(o, "residue", residue_json(it));
	put_object(o, "ext", ext_json(it));
	print(o, to);
}

/* ---- the issue -------------------------------------------------------- */

static json_t *
publication_json(const struct publication *p)
{
	json_t *o = json_object();

	put_text(o, "title", p->title);
	put_text(o, "subtitle", p->subtitle);
	put_text(o, "office", p->office);
	put_text(o, "url", p->url);
	put_text(o, "emblem", p->emblem);
	return o;
}

/* A section with the files that its names have come to. */
static json_t *
section_json(const struct issue *is, const struct issue_section *s)
{
	json_t *o = json_object(), *files = json_array();

	put_text(o, "title", s->title);
	put_text(o, "key", s->key);
	for (size_t i = s->first; i < s->first + s->n; i++)
		json_array_append_new(files, json_string(is->entries[i].item->file));
	json_object_set_new(o, "items", files);
	return o;
}

void
issue_print_json(const struct issue *is, GString *to)
{
	json_t *o = json_object(), *sections = json_array();

	put_object(o, "publication", publication_json(&is->publication));
	put_number(o, "number", is->number);
	put_number(o, "year", is->year);
	put_number(o, "first-item", is->first_item);
	put_text(o, "date", is->date);
	put_text(o, "weekday", is->weekday);
	put_text(o, "hijri", is->hijri);
	put_text(o, "date-line", is->date_line);
	put_number(o, "hijri-offset", is->hijri_offset);
	for (size_t i = 0; i < is->n_sections; i++)
		json_array_append_new(sections, section_json(is, &is->sections[i]));
	json_put_list(o, "sections", sections);
	if (is->corrections.n > 0)
		put_object(o, "corrections", section_json(is, &is->corrections));
	json_put_list(o, "contacts", contacts_json(is->contacts, is->n_contacts));
	put_texts(o, "imprint", is->imprint);
	print(o, to);
}
