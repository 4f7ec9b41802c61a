/* The front matter of an item: one table a map. */
#include "item/item-int.h"

#include <string.h>

const char *const item_verbatim_keys[] = {
	"section", "kicker", "headline", "lead", "byline", "decks", NULL
};

/* ---- maps inside ------------------------------------------------------ */

static const struct field byline_fields[] = {
	FIELD(struct byline, "prefix", value_text, prefix,
	    "What stands before the names, such as بواسطة."),
	FIELD(struct byline, "names", value_texts, names,
	    "Who wrote it."),
	FIELD(struct byline, "role", value_text, role,
	    "What they are."),
	FIELD(struct byline, "place", value_text, place,
	    "From where."),
	FIELD(struct byline, "literal", value_text, literal,
	    "The whole line as it is to be printed, instead of the rest."),
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
	FIELD(struct dateline, "place", value_text, place,
	    "From where it is reported."),
	FIELD(struct dateline, "date", value_text, date,
	    "The day as it is to be printed."),
	FIELD(struct dateline, "hijri", value_text, hijri,
	    "The day of the Hijri calendar, as it is to be printed."),
	FIELD(struct dateline, "agency", value_text, agency,
	    "Whose report it is."),
	FIELD(struct dateline, "literal", value_text, literal,
	    "The whole line as it is to be printed, instead of the rest."),
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
	FIELD(struct item, "name", value_text, source.name,
	    "Whose text it is."),
	FIELD(struct item, "url", value_url, source.url,
	    "Where it was."),
	FIELD(struct item, "file", value_text, source.file,
	    "The file it was made of."),
	FIELD(struct item, "retrieved", value_date, source.retrieved,
	    "When it was taken from there."),
	FIELD(struct item, "sha256", value_text, source.sha256,
	    "The sum of that file."),
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
	FIELD(struct media, "file", value_text, file,
	    "A picture beneath the item's folder: JPEG, PNG, SVG or PDF."),
	FIELD(struct media, "role", value_text, role,
	    "lead: the picture that stands first, over as many columns as the layout's figure.lead-span says."),
	FIELD(struct media, "caption", value_text, caption,
	    "What stands under it."),
	FIELD(struct media, "credit", value_text, credit,
	    "Who made it."),
	FIELD(struct media, "alt", value_text, alt,
	    "What it shows, for those who cannot see it."),
	FIELD(struct media, "crop", value_crop, crop,
	    "The part of it that is printed: [x, y, width, height] in percent."),
	FIELD(struct media, "focus", value_focus, focus,
	    "What must stay when it is cropped: [x, y] in percent."),
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
		if (!it->media[i].file.s && !(c->kind == YAML_MAP && map_misspells(c, "file")))
			item_fault(r, "item.bad-value", c->at, "a picture without 'file'");
	}
}

static void
read_contacts(struct reader *r, const struct yaml *n, void *at, const char *name)
{
	r->item->contacts = contacts_read(r, n, &r->item->n_contacts, name);
}

static const struct field corrects_fields[] = {
	FIELD(struct corrects, "id", value_id, id,
	    "The id of the item that was wrong."),
	FIELD(struct corrects, "issue", value_count, number,
	    "The number of the issue it was in; this one when not given."),
	FIELD(struct corrects, "date", value_date, date,
	    "The day of that issue."),
	FIELD(struct corrects, "headline", value_text, headline,
	    "The headline it had there."),
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
	FIELD(struct residue, "line", value_line, line,
	    "The line of the source it stood on."),
	FIELD(struct residue, "text", value_text, text,
	    "What stood there."),
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
	{ "nashra-item", read_version, 0, N_("The version of this format."), SHAPE_VERSION },
	FIELD(struct item, "id", value_id, id,
	    "A name that no other item has; it becomes that of a file and of a place in the PDF."),
	FIELD(struct item, "altIds", value_texts, alt_ids,
	    "Other names that it goes by elsewhere."),
	FIELD(struct item, "version", value_text, version,
	    "Which of several versions of the text this is."),
	FIELD(struct item, "type", value_type, type,
	    "What it is; a layout may set each in a box of its own."),
	FIELD(struct item, "status", value_status, status,
	    "Whether it may be printed."),
	FIELD(struct item, "language", value_text, language,
	    "Its language, a BCP 47 tag such as ar-EG; ar when not given."),
	FIELD(struct item, "direction", value_direction, direction,
	    "Where its lines start, when its language does not say it."),
	FIELD(struct item, "date", value_date, date,
	    "The day it is of; never invented."),
	FIELD(struct item, "created", value_date, created,
	    "When it was written."),
	FIELD(struct item, "modified", value_date, modified,
	    "When it was changed last."),
	FIELD(struct item, "embargo", value_date, embargo,
	    "Before then it is refused but in a proof."),
	FIELD(struct item, "expires", value_date, expires,
	    "When it is no longer true."),
	FIELD(struct item, "section", value_text, section,
	    "The name of its section, as printed over it."),
	FIELD(struct item, "kicker", value_text, kicker,
	    "The line over the headline."),
	FIELD(struct item, "headline", value_text, headline,
	    "The headline: nothing is printed without one."),
	FIELD(struct item, "decks", value_texts, decks,
	    "Lines under the headline."),
	MAP_FIELD("byline", read_byline, offsetof(struct item, byline),
	    "Who wrote it.", SHAPE_TEXT_MAP, byline_fields, NULL),
	MAP_FIELD("dateline", read_dateline, offsetof(struct item, dateline),
	    "From where and when it is reported.", SHAPE_TEXT_MAP, dateline_fields, NULL),
	FIELD(struct item, "lead", value_text, lead,
	    "The first paragraph, when it is not in the body."),
	MAP_FIELD("media", read_media, 0,
	    "Its pictures.", SHAPE_MAPS, media_fields, "file"),
	FIELD(struct item, "people", value_texts, people,
	    "Who is named in it, for indexes."),
	FIELD(struct item, "subjects", value_texts, subjects,
	    "What it is about, for indexes."),
	MAP_FIELD("source", read_source, 0,
	    "Where it was taken from.", SHAPE_TEXT_MAP, source_fields, NULL),
	FIELD(struct item, "publisher", value_text, publisher,
	    "Who has issued it."),
	MAP_FIELD("corrects", read_corrects, offsetof(struct item, corrects),
	    "What it corrects: the id of an item, or a map that says of which issue.", SHAPE_ID_MAP, corrects_fields, "id"),
	MAP_FIELD("contact", read_contacts, 0,
	    "Whom to ask.", SHAPE_MAPS, contact_fields, NULL),
	FIELD(struct item, "rights", value_text, rights,
	    "Who owns it."),
	FIELD(struct item, "edNote", value_text, ed_note,
	    "A note for editors; never printed."),
	FIELD(struct item, "urgency", value_text, urgency,
	    "How urgent it is; never printed."),
	MAP_FIELD("residue", read_residue, 0,
	    "Lines of a web page that are no part of it, kept for audit; never printed.", SHAPE_MAPS, residue_fields, NULL),
	{ "ext", read_ext, 0, N_("Anything else that is known of it, kept; never printed."), SHAPE_FREE_MAP },
};

struct fields
item_all_fields(void)
{
	return (struct fields) { item_fields, G_N_ELEMENTS(item_fields) };
}

void
front_read(struct reader *r, const struct yaml *root)
{
	READ_MAP(r, root, item_fields, r->item, r->format->name);
	if (!yaml_get(root, "nashra-item")) {
		item_fault(r, "item.version", root->at, "the line 'nashra-item: 1' is missing");
		diag_help(r->dg, "write it as the first line of the front matter");
	}
	if (!r->item->headline.s && !map_misspells(root, "headline")) {
		const struct yaml *n = yaml_get(root, "headline");
		item_fault(r, "item.no-headline", n ? n->at : root->at,
		    "the item has no headline");
		diag_help(r->dg, "add a line 'headline: …' to the front matter");
	}
}
