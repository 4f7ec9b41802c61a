/*
 * Who is whose in the document, for those who hear it read, and for search.
 *
 * The order is that of the stories, whatever the columns; a paragraph over
 * two pages is one element with two pieces.
 */
#include "pdf/structure.h"

#include <string.h>

struct tree {
	qpdf_data q;
	const struct sheets *s;
	const struct sheet_marks *v;
	qpdf_oh *elements; /* by tag */
	qpdf_oh *inside;   /* where its children go: LBody of LI */
	qpdf_oh of_pages, of_links; /* the parent tree's keys and values */
	qpdf_oh of_notes;  /* names of notes and their elements */
	qpdf_oh link;      /* the last one */
	int next;          /* key of the parent tree that is free */
};

/* ---- small words ------------------------------------------------------ */

static void
put(const struct tree *t, qpdf_oh dict, const char *key, qpdf_oh value)
{
	qpdf_oh_replace_key(t->q, dict, key, value);
}

static qpdf_oh
parse(const struct tree *t, const char *s)
{
	return qpdf_oh_parse(t->q, s);
}

static qpdf_oh
number(const struct tree *t, int i)
{
	return qpdf_oh_new_integer(t->q, i);
}

static void
append(const struct tree *t, qpdf_oh array, qpdf_oh value)
{
	qpdf_oh_append_item(t->q, array, value);
}

static qpdf_oh
kids(const struct tree *t, qpdf_oh element)
{
	return qpdf_oh_get_key(t->q, element, "/K");
}

static qpdf_oh
new_element(const struct tree *t, const char *name, qpdf_oh parent)
{
	g_autofree char *text =
	    g_strdup_printf("<< /Type /StructElem /S /%s /K [] >>", name);
	qpdf_oh e = qpdf_make_indirect_object(t->q, parse(t, text));

	put(t, e, "/P", parent);
	append(t, kids(t, parent), e);
	return e;
}

/* ---- elements --------------------------------------------------------- */

/* Each note has a name of its own (ISO 14289-1, 7.9); they ascend. */
static void
name_note(const struct tree *t, int tag, qpdf_oh e)
{
	g_autofree char *name = g_strdup_printf("note-%08d", tag);

	put(t, e, "/ID", qpdf_oh_new_string(t->q, name));
	append(t, t->of_notes, qpdf_oh_new_string(t->q, name));
	append(t, t->of_notes, e);
}

static bool
runs_left(const struct tree *t, const struct tag *tag)
{
	return (!t->s->layout || t->s->layout->rtl) != tag->turned;
}

static void
dress_element(const struct tree *t, const struct tag *tag, qpdf_oh e)
{
	if (tag->kind == TAG_DOCUMENT || tag->turned)
		put(t, e, "/A", parse(t, runs_left(t, tag) ? "<< /O /Layout /WritingMode /RlTb >>"
		    : "<< /O /Layout /WritingMode /LrTb >>"));
	if (tag->language)
		put(t, e, "/Lang", qpdf_oh_new_unicode_string(t->q, tag->language));
	if (tag->kind == TAG_HEAD_CELL)
		put(t, e, "/A", parse(t, "<< /O /Table /Scope /Column >>"));
	if (tag->kind == TAG_NOTE)
		name_note(t, (int)(tag - t->s->tags), e);
	if (tag->title)
		put(t, e, "/T", qpdf_oh_new_unicode_string(t->q, tag->title));
	if (tag->kind == TAG_FIGURE)
		put(t, e, "/Alt", qpdf_oh_new_unicode_string(t->q, tag->alt ? tag->alt : ""));
}

/* The last child goes before all others: a label is before LBody. */
static void
move_first(const struct tree *t, qpdf_oh element)
{
	qpdf_oh all = kids(t, element);
	int last = qpdf_oh_get_array_n_items(t->q, all) - 1;
	qpdf_oh e = qpdf_oh_get_array_item(t->q, all, last);

	qpdf_oh_erase_item(t->q, all, last);
	qpdf_oh_insert_item(t->q, all, 0, e);
}

/* Between an element and what it holds (ISO 32000-1, 14.8.4.3); NULL: nothing. */
static const char *
name_within(enum tag_kind kind)
{
	return kind == TAG_ENTRY ? "LBody" : kind == TAG_TOC_ENTRY ? "Reference" : NULL;
}

static void
make_elements(struct tree *t, qpdf_oh top)
{
	for (size_t i = 0; i < t->s->n_tags; i++) {
		const struct tag *tag = &t->s->tags[i];
		const char *name = tag_role(tag->kind);

		if (!name)
			continue;
		qpdf_oh parent = tag->parent < 0 ? top
		    : tag->kind == TAG_LABEL ? t->elements[tag->parent] : t->inside[tag->parent];
		t->elements[i] = new_element(t, name, parent);
		if (tag->kind == TAG_LABEL)
			move_first(t, parent);
		const char *within = name_within(tag->kind);
		t->inside[i] = within ? new_element(t, within, t->elements[i]) : t->elements[i];
		dress_element(t, tag, t->elements[i]);
	}
}

/* ---- pieces of content ------------------------------------------------ */

/* A piece on the element's own page is its number; on another it says so. */
static void
add_piece(const struct tree *t, qpdf_oh element, qpdf_oh page, int mcid)
{
	qpdf_oh own = qpdf_oh_get_key(t->q, element, "/Pg");

	if (qpdf_oh_is_null(t->q, own))
		put(t, element, "/Pg", page);
	else if (qpdf_oh_get_object_id(t->q, own) != qpdf_oh_get_object_id(t->q, page)) {
		qpdf_oh piece = parse(t, "<< /Type /MCR >>");

		put(t, piece, "/Pg", page);
		put(t, piece, "/MCID", number(t, mcid));
		append(t, kids(t, element), piece);
		return;
	}
	if (qpdf_oh_is_name_and_equals(t->q, qpdf_oh_get_key(t->q, element, "/S"), "/Figure"))
		/* Before its caption, which is its child. */
		qpdf_oh_insert_item(t->q, kids(t, element), 0, number(t, mcid));
	else
		append(t, kids(t, element), number(t, mcid));
}

/* The link's own element, with its text and its annotations. */
static qpdf_oh
add_link(struct tree *t, const struct sheet_marks *m, const struct marked *e, int mcid)
{
	qpdf_oh annotation = g_array_index(m->links, qpdf_oh, e->link);
	qpdf_oh reference = parse(t, "<< /Type /OBJR >>");

	if (!e->goes_on)
		t->link = new_element(t, "Link", t->inside[e->tag]);
	add_piece(t, t->link, m->page, mcid);
	put(t, reference, "/Obj", annotation);
	put(t, reference, "/Pg", m->page);
	append(t, kids(t, t->link), reference);
	put(t, annotation, "/StructParent", number(t, t->next));
	append(t, t->of_links, number(t, t->next++));
	append(t, t->of_links, t->link);
	return t->link;
}

static qpdf_oh
add_marked(struct tree *t, const struct sheet_marks *m, int mcid)
{
	const struct marked *e = &g_array_index(m->marked, struct marked, mcid);

	if (e->link >= 0)
		return add_link(t, m, e, mcid);
	qpdf_oh element = e->note ? new_element(t, "Reference", t->inside[e->tag])
	                          : t->inside[e->tag];
	add_piece(t, element, m->page, mcid);
	return element;
}

/* What the page's numbers belong to, in their order. */
static void
add_sheet(struct tree *t, size_t i)
{
	const struct sheet_marks *m = &t->v[i];
	qpdf_oh owners = qpdf_oh_new_array(t->q);

	for (guint mcid = 0; mcid < m->marked->len; mcid++)
		append(t, owners, add_marked(t, m, (int)mcid));
	append(t, t->of_pages, number(t, (int)i));
	append(t, t->of_pages, qpdf_make_indirect_object(t->q, owners));
	put(t, m->page, "/StructParents", number(t, (int)i));
	put(t, m->page, "/Tabs", qpdf_oh_new_name(t->q, "/S"));
}

/* Keys of the parent tree ascend: pages, then links. */
static qpdf_oh
make_parents(struct tree *t)
{
	qpdf_oh parents = qpdf_make_indirect_object(t->q, qpdf_oh_new_dictionary(t->q));

	for (size_t i = 0; i < t->s->n; i++)
		add_sheet(t, i);
	for (int i = 0; i < qpdf_oh_get_array_n_items(t->q, t->of_links); i++)
		append(t, t->of_pages, qpdf_oh_get_array_item(t->q, t->of_links, i));
	put(t, parents, "/Nums", t->of_pages);
	return parents;
}

/* Where a figure stands: what a reader of the screen points at. */
static void
place_figures(const struct tree *t)
{
	for (size_t i = 0; i < t->s->n; i++)
		for (size_t j = 0; j < t->s->v[i].n; j++) {
			const struct mark *m = &t->s->v[i].marks[j];
			char box[4][G_ASCII_DTOSTR_BUF_SIZE];

			if (!is_figure(t->s, m))
				continue;
			const double corner[4] = { dim_to_pt(m->box.x),
				dim_to_pt(t->s->v[i].height - m->box.y - m->box.h),
				dim_to_pt(m->box.x + m->box.w),
				dim_to_pt(t->s->v[i].height - m->box.y) };
			for (int k = 0; k < 4; k++)
				g_ascii_formatd(box[k], sizeof box[k], "%.2f", corner[k]);
			g_autofree char *text = g_strdup_printf("<< /O /Layout /Placement /Block"
			    " /BBox [%s %s %s %s] >>", box[0], box[1], box[2], box[3]);
			put(t, t->elements[m->tag], "/A", parse(t, text));
		}
}

/* ---- the outline ------------------------------------------------------ */

/* The article, or the section (by its head) that a tag is in. */
static int
article_of(const struct sheets *s, int tag)
{
	while (tag >= 0 && s->tags[tag].kind != TAG_ARTICLE && s->tags[tag].kind != TAG_SECTION)
		tag = s->tags[tag].parent;
	return tag;
}

/* The page and height at which an article begins. */
static qpdf_oh
new_destination(const struct tree *t, size_t i, const struct mark *m)
{
	qpdf_oh d = qpdf_oh_new_array(t->q);
	const struct sheet *s = &t->s->v[i];

	append(t, d, t->v[i].page);
	append(t, d, qpdf_oh_new_name(t->q, "/XYZ"));
	append(t, d, qpdf_oh_new_null(t->q));
	append(t, d, number(t, (int)dim_to_pt(s->height - m->box.y) + 12));
	append(t, d, qpdf_oh_new_null(t->q));
	return d;
}

struct entry {
	const char *id;
	qpdf_oh destination;
};

static gint
compare_entries(gconstpointer p, gconstpointer q)
{
	const struct entry *a = p, *b = q;

	return strcmp(a->id, b->id);
}

/* Names must ascend (ISO 32000-1, 7.9.6). */
static void
put_names(const struct tree *t, qpdf_oh root, GArray *entries)
{
	qpdf_oh names = qpdf_oh_new_array(t->q), tree = qpdf_oh_new_dictionary(t->q);
	qpdf_oh all = qpdf_oh_new_dictionary(t->q);
	const char *before = NULL;

	g_array_sort(entries, compare_entries);
	for (guint i = 0; i < entries->len; i++) {
		const struct entry *e = &g_array_index(entries, struct entry, i);

		/* Of two items with one id the first keeps it. */
		if (before && strcmp(before, e->id) == 0)
			continue;
		before = e->id;
		append(t, names, qpdf_oh_new_string(t->q, e->id));
		append(t, names, e->destination);
	}
	if (entries->len == 0)
		return;
	put(t, tree, "/Names", names);
	put(t, all, "/Dests", tree);
	put(t, root, "/Names", all);
}

struct bookmark {
	qpdf_oh entry;
	int tag;
	int under; /* the bookmark of its section; -1: the outline itself */
};

/*
 * Chain the bookmarks of one level; sections hold those of their articles.
 * Returns how many are seen when all are open.
 */
static int
link_beneath(const struct tree *t, qpdf_oh above, GArray *all, int under)
{
	const struct bookmark *before = NULL;
	int count = 0;

	for (guint i = 0; i < all->len; i++) {
		const struct bookmark *b = &g_array_index(all, struct bookmark, i);

		if (b->under != under)
			continue;
		put(t, b->entry, "/Parent", above);
		if (before) {
			put(t, b->entry, "/Prev", before->entry);
			put(t, before->entry, "/Next", b->entry);
		} else
			put(t, above, "/First", b->entry);
		before = b;
		count++;
		if (t->s->tags[b->tag].kind == TAG_SECTION)
			count += link_beneath(t, b->entry, all, (int)i);
	}
	if (before) {
		put(t, above, "/Last", before->entry);
		put(t, above, "/Count", number(t, count));
	}
	return count;
}

/* The bookmark that the article `tag` stands under. */
static int
bookmark_above(const struct tree *t, const GArray *all, int tag)
{
	int section = t->s->tags[tag].kind == TAG_ARTICLE ? t->s->tags[tag].parent : -1;

	for (guint i = all->len; i > 0 && section > 0; i--)
		if (g_array_index(all, struct bookmark, i - 1).tag == section)
			return (int)i - 1;
	return -1;
}

static void
put_outline(const struct tree *t, qpdf_oh root)
{
	g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(struct bookmark));
	g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(struct entry));
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

	for (size_t i = 0; i < t->s->n; i++)
		for (size_t j = 0; j < t->s->v[i].n; j++) {
			const struct mark *m = &t->s->v[i].marks[j];
			int a = m->kind == MARK_TEXT ? article_of(t->s, m->tag) : -1;

			if (a < 0 || !t->s->tags[a].title ||
			    !g_hash_table_add(seen, GINT_TO_POINTER(a)))
				continue;
			qpdf_oh d = new_destination(t, i, m);
			qpdf_oh e = qpdf_make_indirect_object(t->q, qpdf_oh_new_dictionary(t->q));
			put(t, e, "/Title", qpdf_oh_new_unicode_string(t->q, t->s->tags[a].title));
			put(t, e, "/Dest", d);
			struct bookmark b = { e, a, bookmark_above(t, marks, a) };
			g_array_append_val(marks, b);
			struct entry named = { t->s->tags[a].id, d };
			if (named.id && *named.id)
				g_array_append_val(entries, named);
		}
	put_names(t, root, entries);
	if (marks->len == 0)
		return;
	qpdf_oh outline = qpdf_make_indirect_object(t->q, parse(t, "<< /Type /Outlines >>"));
	link_beneath(t, outline, marks, -1);
	put(t, root, "/Outlines", outline);
}

static void
put_notes(const struct tree *t, qpdf_oh top)
{
	qpdf_oh tree = qpdf_oh_new_dictionary(t->q);

	if (qpdf_oh_get_array_n_items(t->q, t->of_notes) == 0)
		return;
	put(t, tree, "/Names", t->of_notes);
	put(t, top, "/IDTree", qpdf_make_indirect_object(t->q, tree));
}

/* ---- the door --------------------------------------------------------- */

void
structure_put(qpdf_data q, qpdf_oh root, const struct sheets *s, const struct sheet_marks *v)
{
	struct tree t = { .q = q, .s = s, .v = v, .next = (int)s->n };

	if (s->n_tags == 0)
		return;
	t.elements = g_new0(qpdf_oh, s->n_tags);
	t.inside = g_new0(qpdf_oh, s->n_tags);
	t.of_pages = qpdf_oh_new_array(q);
	t.of_links = qpdf_oh_new_array(q);
	t.of_notes = qpdf_oh_new_array(q);
	qpdf_oh top = qpdf_make_indirect_object(q, parse(&t, "<< /Type /StructTreeRoot /K [] >>"));
	make_elements(&t, top);
	put(&t, top, "/ParentTree", make_parents(&t));
	place_figures(&t);
	put_notes(&t, top);
	put(&t, top, "/ParentTreeNextKey", number(&t, t.next));
	put(&t, root, "/StructTreeRoot", top);
	put(&t, root, "/MarkInfo", parse(&t, "<< /Marked true >>"));
	put_outline(&t, root);
	g_free(t.elements);
	g_free(t.inside);
}
