/* The front matter of an item: one table a map. */
#include "item/item-int.h"

#include <string.h>

const char *const item_verbatim_keys[] = {
	"section", "kicker", "headline", "lead", "byline", "decks", NULL
};

/* ---- maps inside ------------------------------------------------------ */

static const struct field byline_fields[] = {
	FIELD(struct byline, "prefix", value_text, prefix),
	FIELD(struct byline, "names", value_texts, names),
	FIELD(struct byline, "role", value_text, role),
	FIELD(struct byline, "place", value_text, place),
	FIELD(struct byline, "literal", value_text, literal),
};

static void
read_byline(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	struct byline *b = at;

	if (n->kind == YAML_MAP)
		READ_MAP(r, n, byline_fields, b, name);
	else
		value_text(r, n, &b->literal, name);
}

static const struct field dateline_fields[] = {
	FIELD(struct dateline, "place", value_text, place),
	FIELD(struct dateline, "date", value_text, date),
	FIELD(struct dateline, "hijri", value_text, hijri),
	FIELD(struct dateline, "agency", value_text, agency),
	FIELD(struct dateline, "literal", value_text, literal),
};

static void
read_dateline(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	struct dateline *d = at;

	if (n->kind == YAML_MAP)
		READ_MAP(r, n, dateline_fields, d, name);
	else
		value_text(r, n, &d->literal, name);
}

static const struct field source_fields[] = {
	FIELD(struct item, "name", value_text, source.name),
	FIELD(struct item, "url", value_text, source.url),
	FIELD(struct item, "file", value_text, source.file),
	FIELD(struct item, "retrieved", value_date, source.retrieved),
	FIELD(struct item, "sha256", value_text, source.sha256),
};

static void
read_source(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	if (n->kind == YAML_MAP)
		READ_MAP(r, n, source_fields, r->item, name);
	else
		value_text(r, n, &r->item->source.name, name);
}

/* ---- lists of maps ---------------------------------------------------- */

static const struct field media_fields[] = {
	FIELD(struct media, "file", value_text, file),
	FIELD(struct media, "role", value_text, role),
	FIELD(struct media, "caption", value_text, caption),
	FIELD(struct media, "credit", value_text, credit),
	FIELD(struct media, "alt", value_text, alt),
	FIELD(struct media, "crop", value_crop, crop),
	FIELD(struct media, "focus", value_focus, focus),
};

static void
read_media(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	struct item *it = r->item;

	it->media = maps_read(r, n, media_fields, G_N_ELEMENTS(media_fields),
	    sizeof *it->media, &it->n_media, name);
	const struct yaml *c = n->kind == YAML_LIST ? n->first : n;
	for (size_t i = 0; i < it->n_media; i++, c = c->next) {
		it->media[i].at = c->at;
		if (!it->media[i].file.s)
			item_fault(r, "item.bad-value", c->at, "a picture without 'file'");
	}
}

static void
read_contacts(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	r->item->contacts = contacts_read(r, n, &r->item->n_contacts, name);
}

static const struct field corrects_fields[] = {
	FIELD(struct corrects, "id", value_id, id),
	FIELD(struct corrects, "issue", value_count, number),
	FIELD(struct corrects, "date", value_date, date),
	FIELD(struct corrects, "headline", value_text, headline),
};

/* An id is of this issue; a map can say of which one it is. */
static void
read_corrects(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	struct corrects *c = at;

	c->at = n->at;
	if (n->kind == YAML_MAP)
		READ_MAP(r, n, corrects_fields, c, name);
	else
		value_id(r, n, &c->id, name);
	if (!c->id.s && n->kind == YAML_MAP && !yaml_get(n, "id")) {
		item_fault(r, "item.bad-value", n->at, "corrects needs the id of what was wrong");
		diag_help(r->dg, "write it as corrects: {id: …, issue: 411, headline: …}");
	}
}

static const struct field residue_fields[] = {
	FIELD(struct residue, "line", value_line, line),
	FIELD(struct residue, "text", value_text, text),
};

static void
read_residue(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	r->item->residue = maps_read(r, n, residue_fields,
	    G_N_ELEMENTS(residue_fields), sizeof(struct residue),
	    &r->item->n_residue, name);
}

static void
read_ext(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	struct item *it = r->item;

	if (n->kind != YAML_MAP) {
		item_fault(r, "item.bad-value", n->at, "ext wants a map of keys and texts");
		return;
	}
	it->ext = arena_array(r->a, struct ext, n->n);
	for (const struct yaml *c = n->first; c; c = c->next) {
		if (c->kind == YAML_SCALAR)
			it->ext[it->n_ext++] = (struct ext) { c->key, c->value };
		else
			item_fault(r, "item.bad-value", c->at, "ext.%s wants text", c->key);
	}
}

static void
read_version(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	if (n->kind == YAML_SCALAR && strcmp(n->value, "1") == 0)
		return;
	item_fault(r, "item.version", n->at, "this program reads nashra-item: 1 only");
}

/* ---- the item --------------------------------------------------------- */

static const struct field item_fields[] = {
	{ "nashra-item", read_version, 0 },
	FIELD(struct item, "id", value_id, id),
	FIELD(struct item, "altIds", value_texts, alt_ids),
	FIELD(struct item, "version", value_text, version),
	FIELD(struct item, "type", value_type, type),
	FIELD(struct item, "status", value_status, status),
	FIELD(struct item, "language", value_text, language),
	FIELD(struct item, "direction", value_direction, direction),
	FIELD(struct item, "date", value_date, date),
	FIELD(struct item, "created", value_date, created),
	FIELD(struct item, "modified", value_date, modified),
	FIELD(struct item, "embargo", value_date, embargo),
	FIELD(struct item, "expires", value_date, expires),
	FIELD(struct item, "section", value_text, section),
	FIELD(struct item, "kicker", value_text, kicker),
	FIELD(struct item, "headline", value_text, headline),
	FIELD(struct item, "decks", value_texts, decks),
	FIELD(struct item, "byline", read_byline, byline),
	FIELD(struct item, "dateline", read_dateline, dateline),
	FIELD(struct item, "lead", value_text, lead),
	{ "media", read_media, 0 },
	FIELD(struct item, "people", value_texts, people),
	FIELD(struct item, "subjects", value_texts, subjects),
	{ "source", read_source, 0 },
	FIELD(struct item, "publisher", value_text, publisher),
	FIELD(struct item, "corrects", read_corrects, corrects),
	{ "contact", read_contacts, 0 },
	FIELD(struct item, "rights", value_text, rights),
	FIELD(struct item, "edNote", value_text, ed_note),
	FIELD(struct item, "urgency", value_text, urgency),
	{ "residue", read_residue, 0 },
	{ "ext", read_ext, 0 },
};

void
front_read(struct reader *r, const struct yaml *root)
{
	READ_MAP(r, root, item_fields, r->item, "an item");
	if (!yaml_get(root, "nashra-item")) {
		item_fault(r, "item.version", root->at, "the line 'nashra-item: 1' is missing");
		diag_help(r->dg, "write it as the first line of the front matter");
	}
	if (!r->item->headline.s) {
		const struct yaml *n = yaml_get(root, "headline");
		item_fault(r, "item.no-headline", n ? n->at : root->at,
		    "the item has no headline");
		diag_help(r->dg, "add a line 'headline: …' to the front matter");
	}
}
