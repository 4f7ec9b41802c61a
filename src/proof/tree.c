/*
 * The elements of the document, with what they say; ISO 32000-1, 14.7.
 *
 * Three things must agree: the numbers (MCID) in the content, the elements
 * that claim them, and the parent tree, which leads from a number back to its
 * element.
 */
#include "proof/proof-int.h"

#include <limits.h>
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

/* Does the page show it?  What an element claims has given its text away. */
static bool
is_there(const struct sequence *s)
{
	return s->text || s->owner >= 0;
}

/* The text of sequence `s` goes to the end of what its element says. */
static void
take_text(struct reader *r, int element, struct sequence *s, int page)
{
	struct node *holder = element_at(r, element_at(r, element)->holder);
	struct stretch here = { holder->text->len, page };

	g_array_append_val(holder->stretches, here);
	if (holder->text->len == 0) {
		g_string_free(holder->text, TRUE);
		holder->text = g_steal_pointer(&s->text);
	} else {
		g_string_append_len(holder->text, s->text->str, (gssize)s->text->len);
		g_string_free(g_steal_pointer(&s->text), TRUE);
	}
	for (int i = element; i >= 0; i = element_at(r, i)->parent)
		if (element_at(r, i)->page < 0)
			element_at(r, i)->page = page;
}

static void
claim(struct reader *r, int element, int page, int mcid)
{
	const char *role = element_at(r, element)->role;

	if (page < 0) {
		fault_add(r, "proof.tags", -1, "an element (%s) has content on no page", role);
		return;
	}
	GArray *v = r->pages[page].sequences;
	struct sequence *s = mcid >= 0 && (guint)mcid < v->len
	    ? &g_array_index(v, struct sequence, mcid) : NULL;
	if (!s || !is_there(s)) {
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

enum kid_kind { KID_CONTENT, KID_OBJECT, KID_REFERENCE, KID_DIRECT };

/* What an element has in its K. */
struct kid {
	enum kid_kind kind;
	int value;       /* MCID, or an object's number */
	int generation;
	int page;        /* of content, -1: none is said */
};

static int
number_of_operand(const struct operand *o, enum operand_kind kind, int otherwise)
{
	return o && o->kind == kind && o->number >= 0 && o->number < INT_MAX ? (int)o->number : otherwise;
}

static int
page_at(const struct reader *r, const struct scan *s, uint32_t dict, int otherwise)
{
	const struct operand *o = view_find(s, dict, "Pg", NULL);

	return o ? page_of_id(r, number_of_operand(o, OPERAND_REFERENCE, 0)) : otherwise;
}

/* A dictionary in K, or one that a reference in K leads to; KID_DIRECT: an element. */
static struct kid
kid_of_dict(const struct reader *r, const struct scan *s, uint32_t dict, int page)
{
	const struct operand *type = view_find(s, dict, "Type", NULL);
	struct kid kid = { .kind = KID_DIRECT, .page = page_at(r, s, dict, page) };

	if (scan_is(s, type, "MCR")) {
		kid.kind = KID_CONTENT;
		kid.value = number_of_operand(view_find(s, dict, "MCID", NULL), OPERAND_NUMBER, -1);
	} else if (scan_is(s, type, "OBJR")) {
		kid.kind = KID_OBJECT;
		kid.value =
		    number_of_operand(view_find(s, dict, "Obj", NULL), OPERAND_REFERENCE, 0);
	}
	return kid;
}

static void
take_kid(const struct reader *r, const struct scan *s, uint32_t i, int page, GArray *to)
{
	const struct operand *o = &s->v[i];
	struct kid kid = { .kind = KID_DIRECT, .page = page };

	if (o->kind == OPERAND_NUMBER) {
		kid.kind = KID_CONTENT;
		kid.value = number_of_operand(o, OPERAND_NUMBER, -1);
	} else if (o->kind == OPERAND_REFERENCE) {
		kid.kind = KID_REFERENCE;
		kid.value = number_of_operand(o, OPERAND_REFERENCE, 0);
		kid.generation = (int)o->len;
	} else if (o->kind == OPERAND_OPEN) {
		kid = kid_of_dict(r, s, i, page);
	}
	g_array_append_val(to, kid);
}

/* An array and a dictionary both open: the one has names, the other has not. */
static bool
is_array_at(const struct scan *s, uint32_t i)
{
	return s->v[i].kind == OPERAND_OPEN && i + 1 < s->n && s->v[i + 1].kind != OPERAND_NAME;
}

static void
take_kids(const struct reader *r, const struct scan *s, int page, GArray *to)
{
	uint32_t i;

	if (!view_find(s, 0, "K", &i))
		return;
	if (!is_array_at(s, i)) {
		take_kid(r, s, i, page, to);
		return;
	}
	for (i++; i < s->n && s->v[i].kind != OPERAND_CLOSE; i = view_next(s, i))
		take_kid(r, s, i, page, to);
}

static void
claim_object(struct reader *r, int element, int id)
{
	if (id > 0 && !g_hash_table_insert(r->link_of, GINT_TO_POINTER(id), GINT_TO_POINTER(element + 1)))
		fault_add(r, "proof.tags", -1, "two elements have the same annotation");
}

static const char *
role_at(const struct reader *r, const struct scan *s)
{
	const struct operand *o = view_find(s, 0, "S", NULL);

	return o && o->kind == OPERAND_NAME
	    ? arena_strndup(r->a, (const char *)s->room + o->at, o->len) : "";
}

static int
add_element(struct reader *r, int id, const char *role, int parent)
{
	int i = (int)r->elements->len;
	struct node new = { .id = id, .parent = parent, .role = role, .page = -1, .holder = i };

	if (parent >= 0 && is_inner(role)) {
		new.holder = element_at(r, parent)->holder;
	} else {
		new.text = g_string_new(NULL);
		new.stretches = g_array_new(FALSE, FALSE, sizeof(struct stretch));
	}
	g_array_append_val(r->elements, new);
	if (id)
		g_hash_table_insert(r->element_of, GINT_TO_POINTER(id), GINT_TO_POINTER(i + 1));
	return i;
}

/* With sheets it is compared with theirs: an item without one has been told so. */
static void
check_figure(struct reader *r, const struct node *e)
{
	if (!r->wants && strcmp(e->role, "Figure") == 0 && (!e->alt || !*e->alt))
		fault_add(r, "proof.alt", e->page, "a figure has no text for those who cannot see it");
}

/* Can an element of this number stand here? */
static bool
is_new(struct reader *r, int id, int deep)
{
	if (deep > DEEP || r->elements->len >= ELEMENTS_MOST)
		fault_add(r, "proof.limit", -1, "more than %d elements, or more than %d in each other",
		    ELEMENTS_MOST, DEEP);
	else if (id && g_hash_table_contains(r->element_of, GINT_TO_POINTER(id)))
		fault_add(r, "proof.tags", -1, "an element stands in the tree twice");
	else
		return true;
	return false;
}

/* An object that may be an element: qpdf knows it when it is not packed. */
struct object {
	int id, generation;  /* 0: it stands in another */
	qpdf_oh direct;      /* then */
};

static qpdf_oh
resolve(const struct reader *r, const struct object *o)
{
	return o->id ? qpdf_get_object_by_id(r->q, o->id, o->generation) : o->direct;
}

static void read_object(struct reader *r, const struct object *o, int parent, int page, int deep);

static void
read_kid(struct reader *r, int element, const struct object *e, guint i, const struct kid *kid,
    int deep)
{
	switch (kid->kind) {
	case KID_CONTENT:
		claim(r, element, kid->page, kid->value);
		break;
	case KID_OBJECT:
		claim_object(r, element, kid->value);
		break;
	case KID_REFERENCE: {
		struct object o = { .id = kid->value, .generation = kid->generation };

		read_object(r, &o, element, kid->page, deep + 1);
		break;
	}
	case KID_DIRECT: {
		qpdf_oh all = key_of(r, resolve(r, e), "/K");
		struct object o = { .direct = is_dict(r, all) ? all : item_of(r, all, (int)i) };

		read_object(r, &o, element, kid->page, deep + 1);
		break;
	}
	}
}

/* The text of `key` of an element whose view is `s`; NULL: it has none. */
static const char *
said_at(struct reader *r, const struct object *e, const struct scan *s, const char *key)
{
	const struct operand *o = view_find(s, 0, key + 1, NULL);
	const char *text = view_text(r, s, o);

	return !o || text ? text : text_at(r, resolve(r, e), key);
}

/* An element whose view is `s`. */
static void
read_element(struct reader *r, const struct object *e, const struct scan *s, int parent, int deep)
{
	const char *role = role_at(r, s);
	int above = number_of_operand(view_find(s, 0, "P", NULL), OPERAND_REFERENCE, 0);
	const char *title = said_at(r, e, s, "/T"), *alt = said_at(r, e, s, "/Alt");
	g_autoptr(GArray) kids = g_array_new(FALSE, FALSE, sizeof(struct kid));

	if (!is_new(r, e->id, deep))
		return;
	take_kids(r, s, page_at(r, s, 0, -1), kids);
	int i = add_element(r, e->id, role, parent);
	element_at(r, i)->title = title;
	element_at(r, i)->alt = alt;
	if (parent >= 0 && above != element_at(r, parent)->id)
		fault_add(r, "proof.tags", -1, "an element (%s) names another parent than it has", role);
	for (guint k = 0; k < kids->len; k++)
		read_kid(r, i, e, k, &g_array_index(kids, struct kid, k), deep);
	check_figure(r, element_at(r, i));
}

/* What a reference in K leads to: mostly an element. */
static void
read_object(struct reader *r, const struct object *o, int parent, int page, int deep)
{
	const struct scan *packed = o->generation == 0 ? view_open_packed(r, o->id) : NULL;
	const struct scan *s = packed ? packed : view_open(r, resolve(r, o));
	struct kid kid = kid_of_dict(r, s, 0, page);

	if (kid.kind == KID_CONTENT && parent >= 0)
		claim(r, parent, kid.page, kid.value);
	else if (kid.kind == KID_OBJECT && parent >= 0)
		claim_object(r, parent, kid.value);
	else if ((packed || is_dict(r, resolve(r, o))) && view_find(s, 0, "S", NULL))
		read_element(r, o, s, parent, deep);
	else
		fault_add(r, "proof.tags", -1, "an element (%s) has a child that is none",
		    parent >= 0 ? element_at(r, parent)->role : diag_word(N_("the root")));
}

/* ---- the parent tree -------------------------------------------------- */

static int
owner_id(const struct reader *r, const struct sequence *s)
{
	return s->owner >= 0 ? element_at(r, s->owner)->id : 0;
}

/* Number `k` of an array of references: packed, or as qpdf has it. */
static int
parent_at(const struct reader *r, const struct scan *packed, qpdf_oh parents, guint k)
{
	if (!packed)
		return id_of(r, item_of(r, parents, (int)k));
	return number_of_operand(scan_operand(packed, k + 1), OPERAND_REFERENCE, 0);
}

/* An array of references alone, so that the k-th operand is the k-th of them. */
static bool
is_list(const struct scan *s)
{
	for (uint32_t i = 1; i + 1 < s->n; i++)
		if (s->v[i].kind != OPERAND_REFERENCE)
			return false;
	return s->n > 2 && s->v[0].kind == OPERAND_OPEN && s->v[s->n - 1].kind == OPERAND_CLOSE;
}

/* The numbers of page `i`, and the elements that `parents` says they have. */
static void
check_page(struct reader *r, int i, qpdf_oh parents)
{
	const struct scan *packed = view_open_packed(r, id_of(r, parents));

	packed = packed && is_list(packed) ? packed : NULL;
	GArray *v = r->pages[i].sequences;

	for (guint k = 0; k < v->len; k++) {
		const struct sequence *s = &g_array_index(v, struct sequence, k);

		if (!is_there(s))
			continue;
		int says = parent_at(r, packed, parents, k);
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
		if (is_there(&g_array_index(p->sequences, struct sequence, i)))
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

static void
read_root(struct reader *r, qpdf_oh e)
{
	struct object o = { .id = id_of(r, e), .generation = qpdf_oh_get_generation(r->q, e), .direct = e };

	read_object(r, &o, -1, -1, 0);
}

void
tree_read(struct reader *r)
{
	qpdf_oh top = key_of(r, qpdf_get_root(r->q), "/StructTreeRoot"), kids = key_of(r, top, "/K");

	if (!r->tagged)
		return;
	if (qpdf_oh_is_array(r->q, kids)) {
		for (int i = 0; i < array_len(r, kids); i++)
			read_root(r, item_of(r, kids, i));
	} else if (!is_null(r, kids)) {
		read_root(r, kids);
	}
	read_parents(r, top);
	r->found.elements = (int)r->elements->len;
	release_all(r);
}
