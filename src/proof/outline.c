/*
 * Bookmarks and names of places: that they lead to where an item begins.
 * ISO 32000-1, 12.3.2 and 12.3.3.
 */
#include "proof/proof-int.h"

#include <string.h>

#define DEEP 16
#define ENTRIES_MOST 100000

struct entry {
	const char *name;
	int page;  /* -1: nowhere */
	bool used; /* an item was found that it leads to */
};

struct places {
	struct reader *r;
	GHashTable *named;    /* name to page + 1 */
	GArray *bookmarks;    /* struct entry */
	GHashTable *seen;     /* objects of bookmarks */
};

/* ---- destinations ----------------------------------------------------- */

/* A name leads to an array, or to a dictionary that has one. */
static int
page_of_array(const struct reader *r, qpdf_oh d)
{
	if (is_dict(r, d))
		d = key_of(r, d, "/D");
	return page_index(r, item_of(r, d, 0));
}

static int
page_of(const struct places *p, qpdf_oh d)
{
	const struct reader *r = p->r;

	if (qpdf_oh_is_string(r->q, d))
		return GPOINTER_TO_INT(g_hash_table_lookup(p->named, text_of(r, d))) - 1;
	if (qpdf_oh_is_name(r->q, d))
		return GPOINTER_TO_INT(
		    g_hash_table_lookup(p->named, qpdf_oh_get_name(r->q, d) + 1)) - 1;
	return page_of_array(r, d);
}

static void
take_name(struct places *p, const char *name, qpdf_oh d)
{
	int page = page_of_array(p->r, d);

	if (!name)
		return;
	if (page < 0)
		fault_add(p->r, "proof.destination", -1, "the name '%s' leads to no page", name);
	g_hash_table_insert(p->named, (gpointer)(uintptr_t)name, GINT_TO_POINTER(page + 1));
}

static void
read_names(struct places *p, qpdf_oh node, int deep)
{
	struct reader *r = p->r;
	qpdf_oh names = key_of(r, node, "/Names"), kids = key_of(r, node, "/Kids");
	const char *before = NULL;

	for (int i = 0; i + 1 < array_len(r, names) && i < ENTRIES_MOST; i += 2) {
		const char *name = text_of(r, item_of(r, names, i));

		if (before && name && strcmp(before, name) >= 0)
			fault_add(r, "proof.destination", -1, "the name '%s' stands where readers do not find it",
			    name);
		take_name(p, name, item_of(r, names, i + 1));
		before = name;
	}
	for (int i = 0; deep < DEEP && i < array_len(r, kids); i++)
		read_names(p, item_of(r, kids, i), deep + 1);
}

/* As they were before PDF 1.2. */
static void
read_old_names(struct places *p, qpdf_oh dict)
{
	struct reader *r = p->r;
	g_autoptr(GPtrArray) keys = g_ptr_array_new();

	if (!is_dict(r, dict))
		return;
	qpdf_oh_begin_dict_key_iter(r->q, dict);
	while (qpdf_oh_dict_more_keys(r->q))
		g_ptr_array_add(keys, arena_strdup(r->a, qpdf_oh_dict_next_key(r->q)));
	for (guint i = 0; i < keys->len; i++) {
		const char *key = g_ptr_array_index(keys, i);

		take_name(p, key + 1, key_of(r, dict, key));
	}
}

/* ---- bookmarks -------------------------------------------------------- */

static void
take_bookmark(struct places *p, qpdf_oh o)
{
	struct reader *r = p->r;
	qpdf_oh d = key_of(r, o, "/Dest"), action = key_of(r, o, "/A");
	struct entry e = { .name = text_at(r, o, "/Title") };

	e.page = page_of(p, is_null(r, d) ? key_of(r, action, "/D") : d);
	e.name = e.name ? e.name : "";
	if (e.page < 0)
		fault_add(r, "proof.outline", -1, "the bookmark '%s' leads to no page", e.name);
	g_array_append_val(p->bookmarks, e);
}

static void
read_bookmarks(struct places *p, qpdf_oh parent, int deep)
{
	struct reader *r = p->r;
	qpdf_oh o = key_of(r, parent, "/First");

	for (; is_dict(r, o); o = key_of(r, o, "/Next")) {
		int id = id_of(r, o);

		if (p->bookmarks->len >= ENTRIES_MOST || deep > DEEP ||
		    (id && !g_hash_table_add(p->seen, GINT_TO_POINTER(id)))) {
			fault_add(r, "proof.outline", -1, "the bookmarks have no end");
			return;
		}
		take_bookmark(p, o);
		read_bookmarks(p, o, deep + 1);
	}
}

/* ---- the items -------------------------------------------------------- */

/*
 * Bookmarks of one name stand in the order of their items; others do in that
 * of the pages, which is another where stories begin side by side.
 */
static void
check_bookmark(struct places *p, const char *title, int page)
{
	for (guint i = 0; i < p->bookmarks->len; i++) {
		struct entry *e = &g_array_index(p->bookmarks, struct entry, i);

		if (e->used || strcmp(e->name, title) != 0)
			continue;
		e->used = true;
		if (e->page >= 0 && e->page != page)
			fault_add(p->r, "proof.outline", e->page, "the bookmark '%s' leads here, but it begins"
			    " on page %d", title, page + 1);
		return;
	}
	fault_add(p->r, "proof.outline", page, "'%s' has no bookmark", title);
}

static void
check_name(struct places *p, const char *id, int page)
{
	int got = GPOINTER_TO_INT(g_hash_table_lookup(p->named, id)) - 1;

	if (!g_hash_table_contains(p->named, id))
		fault_add(p->r, "proof.destination", page, "the item '%s' cannot be led to by its name", id);
	else if (got >= 0 && got != page)
		fault_add(p->r, "proof.destination", got, "the name '%s' leads here, but its item begins on"
		    " page %d", id, page + 1);
}

/* Of two items with one id the first has it. */
static void
check_item(struct places *p, const struct tag *t, const struct node *e, GHashTable *ids)
{
	bool first = t->id && *t->id && g_hash_table_add(ids, (gpointer)(uintptr_t)t->id);

	if (e->page < 0)
		return;
	if (t->title && *t->title)
		check_bookmark(p, t->title, e->page);
	if (first && t->title)
		check_name(p, t->id, e->page);
}

/* Articles of the file are the sheets', one by one. */
static void
check_items(struct places *p)
{
	const struct sheets *s = p->r->wants->sheets;
	g_autoptr(GHashTable) ids = g_hash_table_new(g_str_hash, g_str_equal);
	size_t tag = 0;

	for (guint i = 0; i < p->r->elements->len; i++) {
		const struct node *e = &g_array_index(p->r->elements, struct node, i);

		if (strcmp(e->role, "Art") != 0)
			continue;
		while (tag < s->n_tags && s->tags[tag].kind != TAG_ARTICLE)
			tag++;
		if (tag < s->n_tags)
			check_item(p, &s->tags[tag++], e, ids);
	}
}

/* Without sheets, by what the elements are called themselves. */
static void
check_titles(struct places *p)
{
	for (guint i = 0; i < p->r->elements->len; i++) {
		const struct node *e = &g_array_index(p->r->elements, struct node, i);

		if (strcmp(e->role, "Art") == 0 && e->title && *e->title && e->page >= 0)
			check_bookmark(p, e->title, e->page);
	}
}

void
outline_check(struct reader *r)
{
	qpdf_oh root = qpdf_get_root(r->q);
	struct places p = { r, g_hash_table_new(g_str_hash, g_str_equal),
		g_array_new(FALSE, FALSE, sizeof(struct entry)), g_hash_table_new(NULL, NULL) };

	read_names(&p, key_of(r, key_of(r, root, "/Names"), "/Dests"), 0);
	read_old_names(&p, key_of(r, root, "/Dests"));
	read_bookmarks(&p, key_of(r, root, "/Outlines"), 0);
	if (r->tagged && r->wants)
		check_items(&p);
	else if (r->tagged)
		check_titles(&p);
	g_hash_table_destroy(p.named);
	g_array_unref(p.bookmarks);
	g_hash_table_destroy(p.seen);
	release_all(r);
}
