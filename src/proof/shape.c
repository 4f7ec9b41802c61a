/* The elements of the file, against the tags of the sheets. */
#include "proof/proof-int.h"

#include <string.h>

/* What `pdf` puts between the sheets' own: they have no tag. */
static const char *const between[] = { "LBody", "Link", "Span", "Reference", "Annot" };

/* Kinds whose role is settled; of the others only that there is an element. */
static const char *const roles[] = {
	[TAG_DOCUMENT] = "Document", [TAG_ARTICLE] = "Art", [TAG_H1] = "H1", [TAG_H2] = "H2",
	[TAG_H3] = "H3", [TAG_P] = "P", [TAG_LIST] = "L", [TAG_ENTRY] = "LI",
	[TAG_QUOTE] = "BlockQuote", [TAG_FIGURE] = "Figure", [TAG_CAPTION] = "Caption",
	[TAG_TABLE] = "Table", [TAG_ROW] = "TR", [TAG_HEAD_CELL] = "TH", [TAG_CELL] = "TD",
	[TAG_NOTE] = "Note", [TAG_LABEL] = "Lbl",
	[TAG_SECTION] = "Sect", [TAG_TOC] = "TOC", [TAG_TOC_ENTRY] = "TOCI",
};

static bool
is_between(const struct node *e)
{
	for (size_t i = 0; i < G_N_ELEMENTS(between); i++)
		if (strcmp(e->role, between[i]) == 0)
			return true;
	return false;
}

static const char *
role_of(const struct tag *t)
{
	return (size_t)t->kind < G_N_ELEMENTS(roles) ? roles[t->kind] : NULL;
}

static const struct node *
next_element(const struct reader *r, guint *i)
{
	while (*i < r->elements->len) {
		const struct node *e = &g_array_index(r->elements, struct node, (*i)++);

		if (!is_between(e))
			return e;
	}
	return NULL;
}

/* The tag of the element that `e` stands in, all that is between left out. */
static int
tag_around(const struct reader *r, const struct node *e, const int *tag_of)
{
	int i = e->parent;

	while (i >= 0 && tag_of[i] < 0)
		i = g_array_index(r->elements, struct node, i).parent;
	return i >= 0 ? tag_of[i] : -1;
}

static const char *
name_of(const struct tag *t)
{
	const char *role = role_of(t);

	return role ? role : diag_word(N_("another element"));
}

static bool
check_element(struct reader *r, const struct tag *t, const struct node *e, int around)
{
	const char *role = role_of(t);

	if (role && strcmp(e->role, role) != 0)
		fault_add(r, "proof.structure", e->page, "an element is %s, and not %s", e->role, role);
	else if (around != t->parent)
		fault_add(r, "proof.structure", e->page, "an element (%s) stands in another than it should",
		    e->role);
	else if (t->kind == TAG_FIGURE && t->alt && *t->alt && g_strcmp0(t->alt, e->alt) != 0)
		fault_add(r, "proof.alt", e->page, "a figure says '%s', and not '%s'", e->alt ? e->alt : "",
		    t->alt);
	else if (t->title && g_strcmp0(t->title, e->title) != 0)
		fault_add(r, "proof.structure", e->page, "an item is called '%s', and not '%s'",
		    e->title ? e->title : "", t->title);
	else
		return true;
	return false;
}

/* Both in the order of reading; the first difference is told. */
void
shape_compare(struct reader *r)
{
	const struct sheets *s = r->wants->sheets;
	g_autofree int *tag_of = g_new(int, r->elements->len + 1);
	guint i = 0;

	for (guint k = 0; k < r->elements->len; k++)
		tag_of[k] = -1;
	for (size_t k = 0; k < s->n_tags; k++) {
		if (s->tags[k].kind == TAG_ARTIFACT)
			continue;
		const struct node *e = next_element(r, &i);
		if (!e) {
			fault_add(r, "proof.structure", -1, "an element (%s) is missing", name_of(&s->tags[k]));
			return;
		}
		if (!check_element(r, &s->tags[k], e, tag_around(r, e, tag_of)))
			return;
		tag_of[i - 1] = (int)k;
	}
	const struct node *more = next_element(r, &i);
	if (more)
		fault_add(r, "proof.structure", more->page, "there is an element (%s) that the sheets do not have",
		    more->role);
}
