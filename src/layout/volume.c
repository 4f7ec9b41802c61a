/* What a volume of the archive is set with, and how that differs from an issue. */
#include "layout/layout-int.h"

#include <string.h>

/* ---- the indexes ------------------------------------------------------ */

static const char *const index_names[] = {
	[INDEX_SECTIONS] = "sections", [INDEX_SUBJECTS] = "subjects",
	[INDEX_PEOPLE] = "people", [INDEX_BODIES] = "bodies",
};

const char *
index_name(unsigned i)
{
	return i < INDEX_N ? index_names[i] : NULL;
}

static void
take_index(struct reader *r, const struct row *row, const struct yaml *c)
{
	struct volume_spec *v = &r->l->volume;
	const char *name = c->kind == YAML_SCALAR ? c->value : "…";

	for (unsigned i = 0; i < INDEX_N; i++) {
		if (strcmp(index_names[i], name) != 0)
			continue;
		for (size_t j = 0; j < v->n_indexes; j++)
			if (v->indexes[j] == (enum volume_index)i) {
				fault(r, "layout.bad-value", c->at, "%s names '%s' twice",
				    row->key.path, name);
				return;
			}
		v->indexes[v->n_indexes++] = (enum volume_index)i;
		return;
	}
	fault(r, "layout.bad-value", c->at, "%s: there is no index of '%s'", row->key.path, name);
	diag_help_names(r->dg, name, index_names, INDEX_N);
}

void
read_indexes(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	if (n->kind != YAML_LIST) {
		bad_value(r, row, n);
		return;
	}
	r->l->volume.n_indexes = 0;
	for (const struct yaml *c = n->first; c; c = c->next)
		take_index(r, row, c);
}

void
print_indexes(const struct row *row, const void *base, GString *to)
{
	const struct volume_spec *v = &((const struct layout *)base)->volume;

	g_string_append_c(to, '[');
	for (size_t i = 0; i < v->n_indexes; i++)
		g_string_append_printf(to, "%s%s", i ? ", " : "", index_names[v->indexes[i]]);
	g_string_append_c(to, ']');
}

/* ---- the cover -------------------------------------------------------- */

void
read_volume_cover(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	read_parts(r, row, n, &r->l->volume.cover);
}

static struct coord
share_of_page(int percent)
{
	return (struct coord) { EDGE_NONE, { percent * 1024 / 100, UNIT_PERCENT } };
}

/* A text in the middle of the page, `percent` of it down. */
static struct part
centred(struct arena *a, const char *text, const struct style *st, int percent)
{
	struct style *centre = arena_memdup(a, st, sizeof *st);

	centre->align = ALIGN_CENTRE;
	return (struct part) { .kind = PART_TEXT, .text = text, .style = centre,
		.x = share_of_page(12), .y = share_of_page(percent),
		.width = { 76 * 1024 / 100, UNIT_PERCENT } };
}

/* For a layout that has none for volumes. */
static struct box
own_cover(struct arena *a, const struct layout *l)
{
	const struct style *title = l->role[ROLE_VOLUME_TITLE];
	const struct style *period = l->role[ROLE_VOLUME_PERIOD];
	struct part rule = { .kind = PART_RULE, .x = share_of_page(38), .y = share_of_page(46),
		.x2 = share_of_page(62), .y2 = share_of_page(46),
		.rule = { DIM_PT, title->colour } };
	struct part parts[] = { centred(a, "{publication.title}", title, 32), rule,
		centred(a, "{issue.period}", period, 50),
		centred(a, "{publication.office}", period, 86) };

	return (struct box) { .parts = arena_memdup(a, parts, sizeof parts),
		.n = G_N_ELEMENTS(parts) };
}

/* ---- the layout of a volume ------------------------------------------- */

/*
 * Lists run over columns.  A style that is lent by a relative may go over all
 * of them, and would part the list wherever it stands.
 */
static void
adapt(struct arena *a, struct layout *l, enum role r, int span)
{
	if (!l->role[r] || strcmp(l->role[r]->name, role_name(r)) == 0)
		return;
	struct style *st = arena_memdup(a, l->role[r], sizeof *st);

	st->span = span;
	st->keep_with_next = true;
	l->role[r] = st;
}

/* A box is not parted, and lists of an archive are longer than a page. */
static void
unbox(struct arena *a, struct layout *l)
{
	l->boxings = arena_memdup(a, l->boxings, l->n_boxings * sizeof *l->boxings);
	for (size_t i = 0; i < l->n_boxings; i++)
		l->boxings[i].of &= ~(1u << BOXED_CONTENTS);
}

const struct layout *
layout_for_volume(struct arena *a, const struct layout *l)
{
	struct layout *v = arena_memdup(a, l, sizeof *l);

	v->cover = l->volume.cover.n > 0 ? l->volume.cover : own_cover(a, l);
	v->issue.contents.what = l->volume.contents;
	v->issue.section_head = l->volume.head;
	v->issue.section_break = l->volume.part_break;
	v->n_zones = 0;
	/* Neighbours in an archive need not be of one text. */
	v->item_facing = false;
	v->jump = (struct jump) { 0 };
	v->fit = (struct page_fit) { 0 };
	v->issue.contents.title = l->volume.contents_title;
	unbox(a, v);
	adapt(a, v, ROLE_CONTENTS_SECTION, 1);
	adapt(a, v, ROLE_INDEX_LETTER, 1);
	adapt(a, v, ROLE_INDEX_TITLE, SPAN_ALL);
	return v;
}

const struct layout *
layout_for_index(struct arena *a, const struct layout *volume)
{
	struct layout *v = arena_memdup(a, volume, sizeof *volume);

	v->columns.count = volume->volume.index_columns;
	/* A layout of one column has not said what parts them. */
	if (v->columns.gap == 0)
		v->columns.gap = 2 * v->grid_step * 3 / 4;
	if (v->masthead_on == MASTHEAD_FIRST)
		v->masthead_on = MASTHEAD_NEVER;
	return v;
}
