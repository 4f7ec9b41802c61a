/*
 * The elements of the document, with what they say; ISO 32000-1, 14.7.
 *
 * Three things must agree: the numbers (MCID) in the content, the elements
 * that claim them, and the parent tree, which leads from a number back to its
 * element.
 */
#include "proof/proof-int.h"

#include <string.h>

#define DEEP 64
#define ELEMENTS_MOST 1000000

/* What says its text as a part of the element around it. */
static const char *const inner_roles[] = {
	"Span", "Link", "Lbl", "LBody", "Reference", "Quote", "Em", "Strong", "Annot", "NonStruct",
};

static struct node *
element_at(const struct reader *r, int i)
{
	return &g_array_index(r->elements, struct node, i);
}

static bool
is_inner(const char *role)
{
	for (size_t i = 0; i < G_N_ELEMENTS(inner_roles); i++)
		if (strcmp(role, inner_roles[i]) == 0)
			return true;
	return false;
}

int
element_page_at(const struct node *e, size_t at)
{
	int page = e->page;

	for (guint i = 0; e->stretches && i < e->stretches->len; i++) {
		const struct stretch *p = &g_array_index(e->stretches, struct stretch, i);

		if (p->at <= at)
			page = p->page;
	}
	return page;
}

/* ---- content ---------------------------------------------------------- */

/* The text of sequence `s` at the end of what its element says. */
static void
take_text(struct reader *r, int element, const struct sequence *s, int page)
{
	struct node *holder = element_at(r, element_at(r, element)->holder);
	struct stretch here = { holder->text->len, page };

	g_array_append_val(holder->stretches, here);
	g_string_append_len(holder->text, s->text->str, (gssize)s->text->len);
	for (int i = element; i >= 0; i = element_at(r, i)->parent)
		if (element_at(r, i)->page < 0)
			element_at(r, i)->page = page;
}

static void
claim(struct reader *r, int element, qpdf_oh page_object, int mcid)
{
	int page = page_index(r, page_object);
	const char *role = element_at(r, element)->role;

	if (page < 0) {
		fault_add(r, "proof.tags", -1, "an element (%s) has content on no page", role);
		return;
	}
	GArray *v = r->pages[page].sequences;
	struct sequence *s = mcid >= 0 && (guint)mcid < v->len
	    ? &g_array_index(v, struct sequence, mcid) : NULL;
	if (!s || !s->text) {
		fault_add(r, "proof.tags", page, "an element (%s) has content %d, which is not there", role, mcid);
	} else if (s->owner >= 0) {
		fault_add(r, "proof.tags", page, "two elements have content %d (%s and %s)", mcid,
		    element_at(r, s->owner)->role, role);
	} else {
		s->owner = element;
		take_text(r, element, s, page);
	}
}

/* ---- elements --------------------------------------------------------- */

static void read_element(struct reader *r, qpdf_oh e, int parent, int deep);

static void
claim_object(struct reader *r, int element, qpdf_oh reference)
{
	int id = id_of(r, key_of(r, reference, "/Obj"));

	if (id > 0 && !g_hash_table_insert(r->link_of, GINT_TO_POINTER(id), GINT_TO_POINTER(element + 1)))
		fault_add(r, "proof.tags", -1, "two elements have the same annotation");
}

static void
read_kid(struct reader *r, int element, qpdf_oh page, qpdf_oh kid, int deep)
{
	qpdf_oh own = key_of(r, kid, "/Pg"), type = key_of(r, kid, "/Type");

	if (qpdf_oh_is_integer(r->q, kid))
		claim(r, element, page, int_of(r, kid, -1));
	else if (is_name(r, type, "/MCR"))
		claim(r, element, is_null(r, own) ? page : own, int_of(r, key_of(r, kid, "/MCID"), -1));
	else if (is_name(r, type, "/OBJR"))
		claim_object(r, element, kid);
	else if (has_key(r, kid, "/S"))
		read_element(r, kid, element, deep + 1);
	else
		fault_add(r, "proof.tags", -1, "an element (%s) has a child that is none",
		    element_at(r, element)->role);
}

static void
read_kids(struct reader *r, int element, qpdf_oh e, int deep)
{
	qpdf_oh kids = key_of(r, e, "/K"), page = key_of(r, e, "/Pg");

	if (!qpdf_oh_is_array(r->q, kids)) {
		if (!is_null(r, kids))
			read_kid(r, element, page, kids, deep);
		return;
	}
	for (int i = 0; i < array_len(r, kids); i++)
		read_kid(r, element, page, item_of(r, kids, i), deep);
}

static int
add_element(struct reader *r, qpdf_oh e, int parent)
{
	const char *role = name_at(r, e, "/S");
	int i = (int)r->elements->len;
	struct node new = { .id = id_of(r, e), .parent = parent, .role = role ? role : "",
		.title = text_at(r, e, "/T"), .alt = text_at(r, e, "/Alt"), .page = -1, .holder = i };

	if (parent >= 0 && is_inner(new.role)) {
		new.holder = element_at(r, parent)->holder;
	} else {
		new.text = g_string_new(NULL);
		new.stretches = g_array_new(FALSE, FALSE, sizeof(struct stretch));
	}
	g_array_append_val(r->elements, new);
	return i;
}

/* With sheets it is compared with theirs: an item without one has been told so. */
static void
check_figure(struct reader *r, const struct node *e)
{
	if (!r->wants && strcmp(e->role, "Figure") == 0 && (!e->alt || !*e->alt))
		fault_add(r, "proof.alt", e->page, "a figure has no text for those who cannot see it");
}

static void
read_element(struct reader *r, qpdf_oh e, int parent, int deep)
{
	int id = id_of(r, e);

	if (deep > DEEP || r->elements->len >= ELEMENTS_MOST) {
		fault_add(r, "proof.limit", -1, "more than %d elements, or more than %d in each other",
		    ELEMENTS_MOST, DEEP);
		return;
	}
	if (id && g_hash_table_contains(r->element_of, GINT_TO_POINTER(id))) {
		fault_add(r, "proof.tags", -1, "an element stands in the tree twice");
		return;
	}
	int i = add_element(r, e, parent);
	if (id)
		g_hash_table_insert(r->element_of, GINT_TO_POINTER(id), GINT_TO_POINTER(i + 1));
	if (parent >= 0 && id_of(r, key_of(r, e, "/P")) != element_at(r, parent)->id)
		fault_add(r, "proof.tags", -1, "an element (%s) names another parent than it has",
		    element_at(r, i)->role);
	read_kids(r, i, e, deep);
	check_figure(r, element_at(r, i));
}

/* ---- the parent tree -------------------------------------------------- */

static int
owner_id(const struct reader *r, const struct sequence *s)
{
	return s->owner >= 0 ? element_at(r, s->owner)->id : 0;
}

/* The numbers of page `i`, and the elements that `parents` says they have. */
static void
check_page(struct reader *r, int i, qpdf_oh parents)
{
	GArray *v = r->pages[i].sequences;

	for (guint k = 0; k < v->len; k++) {
		const struct sequence *s = &g_array_index(v, struct sequence, k);

		if (!s->text)
			continue;
		int says = id_of(r, item_of(r, parents, (int)k));
		if (s->twice)
			fault_add(r, "proof.tags", i, "its content has the number %u twice", k);
		else if (s->owner < 0)
			fault_add(r, "proof.tags", i, "content %u belongs to no element", k);
		else if (says != owner_id(r, s))
			fault_add(r, "proof.tags", i, "the parent tree gives content %u to another element"
			    " than the one that has it (%s)", k, element_at(r, s->owner)->role);
	}
}

struct parents {
	struct reader *r;
	GHashTable *page_of; /* StructParents to index + 1 */
	bool *seen;          /* by page */
};

static void
take_parent(struct parents *p, int key, qpdf_oh value)
{
	int page = GPOINTER_TO_INT(g_hash_table_lookup(p->page_of, GINT_TO_POINTER(key))) - 1;

	if (page >= 0) {
		p->seen[page] = true;
		check_page(p->r, page, value);
	} else {
		g_hash_table_insert(p->r->parent_of, GINT_TO_POINTER(key),
		    GINT_TO_POINTER(id_of(p->r, value)));
	}
}

static void
walk_parents(struct parents *p, qpdf_oh node, int deep)
{
	struct reader *r = p->r;
	qpdf_oh nums = key_of(r, node, "/Nums"), kids = key_of(r, node, "/Kids");

	for (int i = 0; i + 1 < array_len(r, nums); i += 2)
		take_parent(p, int_of(r, item_of(r, nums, i), -1), item_of(r, nums, i + 1));
	for (int i = 0; deep < DEEP / 4 && i < array_len(r, kids); i++)
		walk_parents(p, item_of(r, kids, i), deep + 1);
}

static bool
has_sequences(const struct proof_page *p)
{
	for (guint i = 0; i < p->sequences->len; i++)
		if (g_array_index(p->sequences, struct sequence, i).text)
			return true;
	return false;
}

static void
read_parents(struct reader *r, qpdf_oh top)
{
	struct parents p = { r, g_hash_table_new(NULL, NULL), g_new0(bool, (size_t)r->n_pages + 1) };

	for (int i = 0; i < r->n_pages; i++)
		if (r->pages[i].parents >= 0 && !g_hash_table_insert(p.page_of,
			GINT_TO_POINTER(r->pages[i].parents), GINT_TO_POINTER(i + 1)))
			fault_add(r, "proof.tags", i, "another page has the same key of the parent tree");
	walk_parents(&p, key_of(r, top, "/ParentTree"), 0);
	for (int i = 0; i < r->n_pages; i++)
		if (!p.seen[i] && has_sequences(&r->pages[i]))
			fault_add(r, "proof.tags", i, "the parent tree does not know it");
	g_hash_table_destroy(p.page_of);
	g_free(p.seen);
}

/* ---- the door --------------------------------------------------------- */

void
tree_read(struct reader *r)
{
	qpdf_oh top = key_of(r, qpdf_get_root(r->q), "/StructTreeRoot"), kids = key_of(r, top, "/K");

	if (!r->tagged)
		return;
	if (qpdf_oh_is_array(r->q, kids))
		for (int i = 0; i < array_len(r, kids); i++)
			read_element(r, item_of(r, kids, i), -1, 0);
	else
		read_element(r, kids, -1, 0);
	read_parents(r, top);
	r->found.elements = (int)r->elements->len;
	release_all(r);
}
