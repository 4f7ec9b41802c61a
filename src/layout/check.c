/* What can be said only of a whole layout, and what follows from it. */
#include "layout/layout-int.h"

#include <string.h>

#define ROWS_LEAST 4     /* of the grid on a page with a masthead */
#define EMS_LEAST 4      /* of the body in a column */

/* ---- roles ------------------------------------------------------------ */

struct role_row {
	const char *name;
	enum role relative; /* whose style serves when it has none */
};

/* Relatives come to an end at body, which must be there. */
static const struct role_row roles[ROLE_N] = {
	[ROLE_SECTION] = { "section", ROLE_KICKER },
	[ROLE_NUMBER] = { "number", ROLE_KICKER },
	[ROLE_KICKER] = { "kicker", ROLE_BYLINE },
	[ROLE_HEADLINE] = { "headline", ROLE_BODY },
	[ROLE_DECK] = { "deck", ROLE_BODY },
	[ROLE_BYLINE] = { "byline", ROLE_BODY },
	[ROLE_DATELINE] = { "dateline", ROLE_BYLINE },
	[ROLE_LEAD] = { "lead", ROLE_BODY },
	[ROLE_BODY] = { "body", ROLE_BODY },
	[ROLE_SUBHEAD] = { "subhead", ROLE_DECK },
	[ROLE_ENTRY] = { "entry", ROLE_BODY },
	[ROLE_QUOTE] = { "quote", ROLE_BODY },
	[ROLE_TABLE] = { "table", ROLE_BODY },
	[ROLE_TABLE_HEAD] = { "table-head", ROLE_TABLE },
	[ROLE_TABLE_CAPTION] = { "table-caption", ROLE_CAPTION },
	[ROLE_NOTE] = { "note", ROLE_CAPTION },
	[ROLE_SPEAKER] = { "quote-speaker", ROLE_QUOTE },
	[ROLE_SUBHEAD_3] = { "subhead-3", ROLE_SUBHEAD },
	[ROLE_CAPTION] = { "caption", ROLE_BYLINE },
	[ROLE_CREDIT] = { "credit", ROLE_CAPTION },
	[ROLE_CONTACT] = { "contact", ROLE_BYLINE },
	[ROLE_FOLIO] = { "folio", ROLE_BYLINE },
	[ROLE_SECTION_HEAD] = { "section-head", ROLE_SUBHEAD },
	[ROLE_CONTENTS_TITLE] = { "contents-title", ROLE_SECTION_HEAD },
	[ROLE_CONTENTS_SECTION] = { "contents-section", ROLE_SECTION },
	[ROLE_CONTENTS_ENTRY] = { "contents-entry", ROLE_CONTACT },
	[ROLE_CONTENTS_FOLIO] = { "contents-folio", ROLE_CONTENTS_ENTRY },
	[ROLE_CORRECTION] = { "correction", ROLE_BYLINE },
	[ROLE_CONTACTS_TITLE] = { "contacts-title", ROLE_SECTION_HEAD },
	[ROLE_IMPRINT] = { "imprint", ROLE_BYLINE },
	[ROLE_JUMP] = { "jump", ROLE_FOLIO },
	[ROLE_JUMP_HEAD] = { "jump-head", ROLE_SUBHEAD },
	[ROLE_ORNAMENT] = { "ornament", ROLE_BODY },
	[ROLE_END_MARK] = { "end-mark", ROLE_BODY },
	[ROLE_INDEX_TITLE] = { "index-title", ROLE_CONTENTS_TITLE },
	[ROLE_INDEX_LETTER] = { "index-letter", ROLE_CONTENTS_SECTION },
	[ROLE_INDEX_ENTRY] = { "index-entry", ROLE_CONTENTS_ENTRY },
	[ROLE_VOLUME_TITLE] = { "volume-title", ROLE_HEADLINE },
	[ROLE_VOLUME_PERIOD] = { "volume-period", ROLE_DECK },
};

const char *
role_name(enum role r)
{
	return roles[r].name;
}

static const struct style *
style_called(const struct layout *l, const char *name)
{
	for (size_t i = 0; i < l->n_styles; i++)
		if (strcmp(l->styles[i].name, name) == 0)
			return &l->styles[i];
	return NULL;
}

static void
cast_roles(struct layout *l)
{
	for (unsigned i = 0; i < ROLE_N; i++) {
		enum role r = (enum role)i;
		const struct style *st;

		while (!(st = style_called(l, roles[r].name)) && r != ROLE_BODY)
			r = roles[r].relative;
		l->role[i] = st;
	}
}

/* Of several sizes the second is tried where the first takes too many lines. */
static void
check_sizes(struct reader *r, const struct style *st)
{
	const struct yaml *size = st->source && st->source->kind == YAML_MAP ? yaml_get(st->source, "size") : NULL;

	if (!size || st->n_sizes < 2 || st->max_lines > 0 || st->least_measure > 0)
		return;
	diag_add(r->dg, DIAG_WARNING, "layout.sizes", size->at,
	    "style '%s' has neither max-lines nor least-measure: only the first of its sizes is taken", st->name);
	diag_help(r->dg, "say how many lines it may have, such as max-lines: 2");
}

static void
check_styles(struct reader *r, const struct yaml *root)
{
	static const char *const needed[] = { "base", "body" };
	const struct yaml *styles = yaml_get(root, "styles");
	struct place at = styles ? styles->key_at : root->at;
	const struct layout *l = r->l;

	for (size_t i = 0; i < G_N_ELEMENTS(needed); i++)
		if (!style_called(l, needed[i])) {
			fault(r, "layout.missing", at, "the layout needs a style '%s'", needed[i]);
			diag_help(r->dg, "write under styles: %s: {font: …, size: 12pt, leading: 17pt}",
			    needed[i]);
		}
	for (size_t i = 0; i < l->n_styles; i++)
		if (!l->styles[i].font && !r->failed) {
			fault(r, "layout.missing", l->styles[i].at, "style '%s' has no font",
			    l->styles[i].name);
			diag_help(r->dg, "give base a font; others have it from there");
		}
	for (size_t i = 0; i < l->n_styles; i++)
		check_sizes(r, &l->styles[i]);
}

/* ---- parts ------------------------------------------------------------ */

static void
dress_parts(struct layout *l, struct box *b)
{
	for (size_t i = 0; i < b->n; i++)
		if (!b->parts[i].style)
			b->parts[i].style = l->role[ROLE_FOLIO];
}

/* ---- digits ----------------------------------------------------------- */

enum numerals
layout_digits_of(const char *language)
{
	/* CLDR's defaults: 0-9 from Libya to the Atlantic, and in the Emirates. */
	static const char *const latin[] = { "AE", "DZ", "EH", "LY", "MA", "TN" };
	const char *region = strchr(language, '-');

	if (!g_str_has_prefix(language, "ar"))
		return NUMERALS_LATN;
	for (size_t i = 0; region && i < G_N_ELEMENTS(latin); i++)
		if (strcmp(region + 1, latin[i]) == 0)
			return NUMERALS_LATN;
	return NUMERALS_ARAB;
}

/* ---- geometry --------------------------------------------------------- */

static struct place
deepest(const struct yaml *root, const char *const *keys)
{
	const struct yaml *n = root;
	struct place at = root->at;

	for (; *keys && n && n->kind == YAML_MAP; keys++) {
		n = yaml_get(n, *keys);
		if (n)
			at = n->at;
	}
	return at;
}

static void
fill_in_grid(struct layout *l)
{
	const struct style *body = l->role[ROLE_BODY];
	dim size = body ? body->size[0] : 12 * DIM_PT;

	if (l->grid_step == 0 && body)
		l->grid_step = length_dim(body->leading, size, 17 * DIM_PT, size);
	if (l->grid_step < 2 * DIM_PT)
		l->grid_step = 17 * DIM_PT;
	if (l->grid_start == 0)
		l->grid_start = l->margins.top + l->grid_step;
}

static double
mm(dim d)
{
	return d / 1024.0 * 25.4 / 72;
}

static void
check_width(struct reader *r, const struct yaml *root)
{
	static const char *const path[] = { "page", "size", NULL };
	const struct layout *l = r->l;
	int n = l->columns.count;
	int64_t text = (int64_t)l->width - l->margins.inner - l->margins.outer;
	int64_t column = (text - (int64_t)(n - 1) * l->columns.gap) / n;

	if (column >= (int64_t)l->role[ROLE_BODY]->size[0] * EMS_LEAST)
		return;
	fault(r, "layout.page-too-small", deepest(root, path),
	    "margins of %.1f mm and %.1f mm and %d columns with gaps of %.1f mm leave no "
	    "room on a page %.1f mm wide",
	    mm(l->margins.inner), mm(l->margins.outer), n, mm(l->columns.gap), mm(l->width));
	diag_help(r->dg, "a column wants at least %d times the size of the body", EMS_LEAST);
}

static void
check_height(struct reader *r, const struct yaml *root)
{
	static const char *const path[] = { "page", "size", NULL };
	const struct layout *l = r->l;
	dim masthead = length_dim(l->masthead.height, 0, l->grid_step, l->height);
	int64_t text = (int64_t)l->height - l->margins.top - l->margins.bottom - masthead;

	if (text >= (int64_t)l->grid_step * ROWS_LEAST)
		return;
	fault(r, "layout.page-too-small", deepest(root, path),
	    "margins of %.1f mm and %.1f mm and a masthead of %.1f mm leave no room on a "
	    "page %.1f mm high",
	    mm(l->margins.top), mm(l->margins.bottom), mm(masthead), mm(l->height));
	diag_help(r->dg, "the text wants at least %d rows of the grid", ROWS_LEAST);
}

static void
check_columns(struct reader *r, const struct yaml *root)
{
	static const char *const path[] = { "page", "columns", NULL };
	const struct yaml *page = yaml_get(root, "page");
	const struct yaml *columns = page ? yaml_get(page, "columns") : NULL;

	if (r->l->columns.count > 0)
		return;
	if (columns && (columns->kind != YAML_MAP || yaml_get(columns, "count") || has_unknown_key("page.columns", columns)))
		return; /* what is wrong with it was said */
	fault(r, "layout.no-columns", deepest(root, path), "the layout has no columns");
	diag_help(r->dg, "write under page: columns: {count: 2, gap: 6mm}");
}

/* Does it print the number that an item has in its issue? */
static bool
numbers_items(const struct layout *l)
{
	const char *entry = l->issue.contents.number;

	for (size_t i = 0; i < l->n_order; i++)
		if (l->order[i] == ELEMENT_NUMBER)
			return true;
	return entry && strstr(entry, "{item.number}");
}

/* Numbers are given before pages are made up, and others refer to them. */
static void
check_numbers(struct reader *r, const struct yaml *root)
{
	static const char *const path[] = { "fit", "freedoms", "order", NULL };

	if (!r->l->fit.order || !numbers_items(r->l))
		return;
	fault(r, "layout.numbered-order", deepest(root, path),
	    "items that are numbered cannot change places");
	diag_help(r->dg, "say order: false, or print no {item.number}");
}

/* Items that face each other have halves of all pages; where there are none, they cannot. */
static void
check_facing(struct reader *r, const struct yaml *root)
{
	static const char *const path[] = { "item", "facing", NULL };
	struct layout *l = r->l;
	bool odd = l->columns.count % 2 != 0;

	if (!l->item_facing || l->columns.count == 0 || (!odd && l->n_zones == 0))
		return;
	l->item_facing = false;
	if (odd) {
		diag_add(r->dg, DIAG_WARNING, "layout.facing", deepest(root, path),
		    "items cannot face each other in half of the columns each: the page has %d",
		    l->columns.count);
		diag_help(r->dg, "write under page: columns: {count: %d}", l->columns.count + 1);
	} else {
		diag_add(r->dg, DIAG_WARNING, "layout.facing", deepest(root, path),
		    "items cannot face each other in the zones of a front page");
		diag_help(r->dg, "say item.facing: false, or leave front.zones out");
	}
}

void
report_no_version(struct reader *r, const struct yaml *root)
{
	fault(r, "layout.version", root->at, "this is not a layout: it has no nashra-layout");
	diag_help(r->dg, "begin it with the line: nashra-layout: 1");
}

void
check_layout(struct reader *r, const struct yaml *root)
{
	struct layout *l = r->l;

	if (!yaml_get(root, "nashra-layout"))
		report_no_version(r, root);
	l->numbering = l->numerals != NUMERALS_KEEP ? l->numerals : layout_digits_of(l->language);
	cast_roles(l);
	check_styles(r, root);
	check_strings(r, root);
	check_columns(r, root);
	check_numbers(r, root);
	check_facing(r, root);
	fill_in_grid(l);
	dress_issue(l);
	dress_parts(l, &l->masthead);
	dress_parts(l, &l->header);
	dress_parts(l, &l->footer);
	dress_parts(l, &l->cover);
	dress_parts(l, &l->volume.cover);
	check_makeup(r);
	if (l->columns.count == 0 || !l->role[ROLE_BODY])
		return;
	check_width(r, root);
	check_height(r, root);
}
