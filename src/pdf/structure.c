/*
 * Who is whose in the document, for those who hear it read, and for search.
 *
 * The order is that of the stories, whatever the columns; a paragraph over
 * two pages is one element with two pieces.
 */
#include "pdf/structure.h"

#include <string.h>

/* What an element holds, in its order. */
struct kid {
	enum { KID_ELEMENT, KID_CONTENT, KID_ELSEWHERE, KID_LINK } kind;
	int value;         /* an object's number, or an MCID */
	int page;          /* ELSEWHERE, LINK: the object of its page */
	int next;          /* -1: the last */
};

/* An element as it is put together. */
struct holder {
	int number, parent; /* objects */
	const char *role;
	int tag;            /* -1: it is one's inside, a link or a reference */
	int page;           /* the object of the page it begins on, 0 none */
	int first, last;    /* kids */
	char *box;          /* where a figure stands */
};

struct tree {
	struct document *d;
	const struct sheets *s;
	const struct sheet_marks *v;
	GArray *elements;  /* struct holder; 0 is the root */
	GArray *kids;      /* struct kid */
	int *of_tag;       /* index of its element */
	int *inside;       /* where its children go: LBody of LI */
	GString *of_pages, *of_links; /* the parent tree's keys and values */
	GString *of_notes; /* names of notes and their elements */
	int link;          /* the last one */
	int next;          /* key of the parent tree that is free */
};

/* ---- small words ------------------------------------------------------ */

static struct holder *
holder_at(const struct tree *t, int i)
{
	return &g_array_index(t->elements, struct holder, i);
}

static int
new_kid(const struct tree *t, struct kid k)
{
	g_array_append_val(t->kids, k);
	return (int)t->kids->len - 1;
}

static struct kid *
kid_at(const struct tree *t, int i)
{
	return &g_array_index(t->kids, struct kid, i);
}

static void
append(const struct tree *t, int element, struct kid k)
{
	k.next = -1;
	int i = new_kid(t, k);
	struct holder *e = holder_at(t, element);

	if (e->last >= 0)
		kid_at(t, e->last)->next = i;
	else
		e->first = i;
	e->last = i;
}

static void
prepend(const struct tree *t, int element, struct kid k)
{
	struct holder *e = holder_at(t, element);

	k.next = e->first;
	e->first = new_kid(t, k);
	if (e->last < 0)
		e->last = e->first;
}

/* One that its parent does not hold yet. */
static int
new_element(const struct tree *t, const char *role, int parent, int tag)
{
	struct holder e = { .number = document_reserve(t->d), .role = role, .tag = tag,
		.parent = parent < 0 ? 0 : holder_at(t, parent)->number, .first = -1, .last = -1 };

	g_array_append_val(t->elements, e);
	return (int)t->elements->len - 1;
}

static struct kid
kid_of(const struct tree *t, int element)
{
	return (struct kid) { .kind = KID_ELEMENT, .value = holder_at(t, element)->number };
}

static int
add_element(const struct tree *t, const char *role, int parent, int tag)
{
	int e = new_element(t, role, parent, tag);

	append(t, parent, kid_of(t, e));
	return e;
}

static void
put(const struct tree *t, int number, const GString *value)
{
	document_put(t->d, number, value->str, value->len);
}

/* What only readers aloud ask for. */
static void
put_apart(const struct tree *t, int number, const GString *value)
{
	document_put_on(t->d, SHELF_APART, number, value->str, value->len);
}

/* ---- elements --------------------------------------------------------- */

/* Between an element and what it holds (ISO 32000-1, 14.8.4.3); NULL: nothing. */
static const char *
name_within(enum tag_kind kind)
{
	return kind == TAG_ENTRY ? "LBody" : kind == TAG_TOC_ENTRY ? "Reference" : NULL;
}

static void
make_elements(const struct tree *t)
{
	for (size_t i = 0; i < t->s->n_tags; i++) {
		const struct tag *tag = &t->s->tags[i];
		const char *name = tag_role(tag->kind);

		if (!name)
			continue;
		bool label = tag->kind == TAG_LABEL && tag->parent >= 0;
		int parent = tag->parent < 0 ? 0 : label ? t->of_tag[tag->parent] : t->inside[tag->parent];
		t->of_tag[i] = new_element(t, name, parent, (int)i);
		/* A label is before LBody. */
		(tag->kind == TAG_LABEL ? prepend : append)(t, parent, kid_of(t, t->of_tag[i]));
		const char *within = name_within(tag->kind);
		t->inside[i] = within ? add_element(t, within, t->of_tag[i], -1) : t->of_tag[i];
	}
}

/* ---- pieces of content ------------------------------------------------ */

/* A piece on the element's own page is its number; on another it says so. */
static void
add_piece(const struct tree *t, int element, int page, int mcid)
{
	struct holder *e = holder_at(t, element);
	struct kid k = { .kind = KID_CONTENT, .value = mcid, .page = page };

	e->page = e->page ? e->page : page;
	if (e->page != page) {
		k.kind = KID_ELSEWHERE;
		append(t, element, k);
	} else if (strcmp(e->role, "Figure") == 0) {
		/* Before its caption, which is its child. */
		prepend(t, element, k);
	} else {
		append(t, element, k);
	}
}

/* The link's own element, with its text and its annotations. */
static int
add_link(struct tree *t, const struct sheet_marks *m, const struct marked *e, int mcid)
{
	struct annotation *a = &g_array_index(m->links, struct annotation, e->link);

	if (!e->goes_on)
		t->link = add_element(t, "Link", t->inside[e->tag], -1);
	add_piece(t, t->link, m->page, mcid);
	append(t, t->link, (struct kid) { .kind = KID_LINK, .value = a->number, .page = m->page });
	a->key = t->next++;
	value_add_int(t->of_links, a->key);
	g_string_append_c(t->of_links, ' ');
	value_add_reference(t->of_links, holder_at(t, t->link)->number);
	return t->link;
}

static int
add_marked(struct tree *t, const struct sheet_marks *m, int mcid)
{
	const struct marked *e = &g_array_index(m->marked, struct marked, mcid);

	if (e->link >= 0)
		return add_link(t, m, e, mcid);
	int element = e->note ? add_element(t, "Reference", t->inside[e->tag], -1)
	                      : t->inside[e->tag];
	add_piece(t, element, m->page, mcid);
	return element;
}

/* What the page's numbers belong to, in their order. */
static void
add_sheet(struct tree *t, size_t i)
{
	const struct sheet_marks *m = &t->v[i];
	g_autoptr(GString) owners = g_string_new("[");

	for (guint mcid = 0; mcid < m->marked->len; mcid++)
		value_add_reference(owners, holder_at(t, add_marked(t, m, (int)mcid))->number);
	g_string_append_c(owners, ']');
	value_add_int(t->of_pages, (int)i);
	g_string_append_c(t->of_pages, ' ');
	int number = document_reserve(t->d);
	value_add_reference(t->of_pages, number);
	put_apart(t, number, owners);
}

/* Keys of the parent tree ascend: pages, then links. */
static int
put_parents(struct tree *t)
{
	g_autoptr(GString) tree = g_string_new("<</Nums[");

	for (size_t i = 0; i < t->s->n; i++)
		add_sheet(t, i);
	g_string_append(tree, t->of_pages->str);
	g_string_append(tree, t->of_links->str);
	g_string_append(tree, "]>>");
	return document_add(t->d, tree->str);
}

/* Now it is known whose they are. */
static void
put_links(const struct tree *t)
{
	for (size_t i = 0; i < t->s->n; i++)
		for (guint j = 0; j < t->v[i].links->len; j++) {
			const struct annotation *a = &g_array_index(t->v[i].links, struct annotation, j);

			if (a->key >= 0)
				g_string_append_printf(a->value, "/StructParent %d", a->key);
			g_string_append(a->value, ">>");
			put(t, a->number, a->value);
		}
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
			struct holder *e = holder_at(t, t->of_tag[m->tag]);
			g_free(e->box);
			e->box = g_strdup_printf("/A<</O/Layout/Placement/Block/BBox[%s %s %s %s]>>",
			    box[0], box[1], box[2], box[3]);
		}
}

/* ---- elements as values ----------------------------------------------- */

/* Each note has a name of its own (ISO 14289-1, 7.9); they ascend. */
static void
name_note(const struct tree *t, const struct holder *e, GString *to)
{
	char name[24];

	g_snprintf(name, sizeof name, "(note-%08d)", e->tag);
	g_string_append(to, "/ID");
	g_string_append(to, name);
	g_string_append(t->of_notes, name);
	value_add_reference(t->of_notes, e->number);
}

static bool
runs_left(const struct tree *t, const struct tag *tag)
{
	return (!t->s->layout || t->s->layout->rtl) != tag->turned;
}

static void
dress_element(const struct tree *t, const struct holder *e, GString *to)
{
	const struct tag *tag = &t->s->tags[e->tag];

	if (e->box)
		g_string_append(to, e->box);
	else if (tag->kind == TAG_HEAD_CELL)
		g_string_append(to, "/A<</O/Table/Scope/Column>>");
	else if (tag->kind == TAG_DOCUMENT || tag->turned)
		g_string_append(to, runs_left(t, tag) ? "/A<</O/Layout/WritingMode/RlTb>>"
		    : "/A<</O/Layout/WritingMode/LrTb>>");
	if (tag->kind == TAG_NOTE)
		name_note(t, e, to);
	if (tag->language) {
		g_string_append(to, "/Lang");
		value_add_text(to, tag->language);
	}
	if (tag->title) {
		g_string_append(to, "/T");
		value_add_text(to, tag->title);
	}
	if (tag->kind == TAG_FIGURE) {
		g_string_append(to, "/Alt");
		value_add_text(to, tag->alt ? tag->alt : "");
	}
}

static void
add_kid(const struct kid *k, GString *to)
{
	switch (k->kind) {
	case KID_ELEMENT:
		value_add_reference(to, k->value);
		break;
	case KID_CONTENT:
		value_add_int(to, k->value);
		g_string_append_c(to, ' ');
		break;
	case KID_ELSEWHERE:
		g_string_append_printf(to, "<</Type/MCR/Pg %d 0 R/MCID %d>>", k->page, k->value);
		break;
	case KID_LINK:
		g_string_append_printf(to, "<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>", k->value, k->page);
		break;
	}
}

static void
add_kids(const struct tree *t, const struct holder *e, GString *to)
{
	g_string_append(to, "/K[");
	for (int i = e->first; i >= 0; i = kid_at(t, i)->next)
		add_kid(kid_at(t, i), to);
	g_string_append_c(to, ']');
}

static void
put_element(const struct tree *t, const struct holder *e, GString *to)
{
	g_string_assign(to, "<</Type/StructElem/S/");
	g_string_append(to, e->role);
	g_string_append(to, "/P ");
	value_add_reference(to, e->parent);
	if (e->page) {
		g_string_append(to, "/Pg ");
		value_add_reference(to, e->page);
	}
	if (e->tag >= 0)
		dress_element(t, e, to);
	add_kids(t, e, to);
	g_string_append(to, ">>");
	put_apart(t, e->number, to);
}

static void
put_elements(const struct tree *t)
{
	g_autoptr(GString) room = g_string_new(NULL);

	for (guint i = 1; i < t->elements->len; i++)
		put_element(t, holder_at(t, (int)i), room);
}

static void
put_root(const struct tree *t, int parents)
{
	g_autoptr(GString) root = g_string_new("<</Type/StructTreeRoot");

	add_kids(t, holder_at(t, 0), root);
	if (t->of_notes->len > 0) {
		g_autofree char *names = g_strdup_printf("<</Names[%s]>>", t->of_notes->str);

		g_string_append_printf(root, "/IDTree %d 0 R", document_add(t->d, names));
	}
	g_string_append_printf(root, "/ParentTree %d 0 R/ParentTreeNextKey %d>>", parents, t->next);
	put(t, holder_at(t, 0)->number, root);
	g_string_append_printf(document_catalog(t->d), "/StructTreeRoot %d 0 R/MarkInfo<</Marked true>>",
	    holder_at(t, 0)->number);
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
struct place_in {
	int page, height;
};

static void
add_destination(GString *to, struct place_in at)
{
	g_string_append_c(to, '[');
	value_add_reference(to, at.page);
	g_string_append_printf(to, "/XYZ null %d null]", at.height);
}

struct entry {
	const char *id;
	struct place_in at;
};

static gint
compare_entries(gconstpointer p, gconstpointer q)
{
	const struct entry *a = p, *b = q;

	return strcmp(a->id, b->id);
}

/* Names must ascend (ISO 32000-1, 7.9.6). */
static void
put_names(const struct tree *t, GArray *entries)
{
	GString *to = document_names(t->d);
	const char *before = NULL;

	if (entries->len == 0)
		return;
	g_array_sort(entries, compare_entries);
	g_string_append(to, "/Dests<</Names[");
	for (guint i = 0; i < entries->len; i++) {
		const struct entry *e = &g_array_index(entries, struct entry, i);

		/* Of two items with one id the first keeps it. */
		if (before && strcmp(before, e->id) == 0)
			continue;
		before = e->id;
		value_add_string(to, e->id, strlen(e->id));
		add_destination(to, e->at);
	}
	g_string_append(to, "]>>");
}

struct bookmark {
	int number;
	int tag;
	int under; /* the bookmark of its section; -1: the outline itself */
	struct place_in at;
	int parent, before, after, first, last; /* objects, 0 none */
	int count; /* how many are beneath it */
};

static struct bookmark *
bookmark_at(GArray *all, int i)
{
	return &g_array_index(all, struct bookmark, i);
}

/*
 * Chain the bookmarks of one level; sections hold those of their articles.
 * Returns how many are seen when all are open.
 */
static int
link_beneath(const struct tree *t, struct bookmark *above, GArray *all, int under)
{
	struct bookmark *before = NULL;

	for (int i = under + 1; i < (int)all->len; i++) {
		struct bookmark *b = bookmark_at(all, i);

		if (b->under != under)
			continue;
		b->parent = above->number;
		b->before = before ? before->number : 0;
		*(before ? &before->after : &above->first) = b->number;
		before = b;
		above->count++;
		if (t->s->tags[b->tag].kind == TAG_SECTION)
			above->count += link_beneath(t, b, all, i);
	}
	above->last = before ? before->number : 0;
	return above->count;
}

/* The bookmark that the article `tag` stands under. */
static int
bookmark_above(const struct tree *t, GArray *all, int tag)
{
	int section = t->s->tags[tag].kind == TAG_ARTICLE ? t->s->tags[tag].parent : -1;

	for (guint i = all->len; i > 0 && section > 0; i--)
		if (bookmark_at(all, (int)i - 1)->tag == section)
			return (int)i - 1;
	return -1;
}

static void
add_neighbour(GString *to, const char *key, int number)
{
	if (number == 0)
		return;
	g_string_append(to, key);
	value_add_reference(to, number);
}

static void
put_bookmark(const struct tree *t, const struct bookmark *b)
{
	g_autoptr(GString) to = g_string_new("<<");

	if (b->tag < 0) {
		g_string_append(to, "/Type/Outlines");
	} else {
		g_string_append(to, "/Title");
		value_add_text(to, t->s->tags[b->tag].title);
		g_string_append(to, "/Dest");
		add_destination(to, b->at);
	}
	add_neighbour(to, "/Parent ", b->parent);
	add_neighbour(to, "/Prev ", b->before);
	add_neighbour(to, "/Next ", b->after);
	add_neighbour(to, "/First ", b->first);
	add_neighbour(to, "/Last ", b->last);
	if (b->first)
		g_string_append_printf(to, "/Count %d", b->count);
	g_string_append(to, ">>");
	put(t, b->number, to);
}

/* Each article by the first of its marks. */
static void
gather_bookmarks(const struct tree *t, GArray *marks, GArray *entries)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

	for (size_t i = 0; i < t->s->n; i++)
		for (size_t j = 0; j < t->s->v[i].n; j++) {
			const struct mark *m = &t->s->v[i].marks[j];
			int a = m->kind == MARK_TEXT ? article_of(t->s, m->tag) : -1;

			if (a < 0 || !t->s->tags[a].title ||
			    !g_hash_table_add(seen, GINT_TO_POINTER(a)))
				continue;
			struct bookmark b = { .number = document_reserve(t->d), .tag = a,
				.under = bookmark_above(t, marks, a),
				.at = { t->v[i].page,
				    (int)dim_to_pt(t->s->v[i].height - m->box.y) + 12 } };
			struct entry named = { t->s->tags[a].id, b.at };
			g_array_append_val(marks, b);
			if (named.id && *named.id)
				g_array_append_val(entries, named);
		}
}

static void
put_outline(const struct tree *t)
{
	g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(struct bookmark));
	g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(struct entry));

	gather_bookmarks(t, marks, entries);
	put_names(t, entries);
	if (marks->len == 0)
		return;
	struct bookmark top = { .number = document_reserve(t->d), .tag = -1 };
	link_beneath(t, &top, marks, -1);
	put_bookmark(t, &top);
	for (guint i = 0; i < marks->len; i++)
		put_bookmark(t, bookmark_at(marks, (int)i));
	g_string_append_printf(document_catalog(t->d), "/Outlines %d 0 R", top.number);
}

/* ---- the door --------------------------------------------------------- */

static void
open_tree(struct tree *t)
{
	t->elements = g_array_new(FALSE, FALSE, sizeof(struct holder));
	t->kids = g_array_new(FALSE, FALSE, sizeof(struct kid));
	t->of_tag = g_new0(int, t->s->n_tags);
	t->inside = g_new0(int, t->s->n_tags);
	t->of_pages = g_string_new(NULL);
	t->of_links = g_string_new(NULL);
	t->of_notes = g_string_new(NULL);
	new_element(t, "", -1, -1);
}

static void
close_tree(struct tree *t)
{
	for (guint i = 0; i < t->elements->len; i++)
		g_free(holder_at(t, (int)i)->box);
	g_array_unref(t->elements);
	g_array_unref(t->kids);
	g_free(t->of_tag);
	g_free(t->inside);
	g_string_free(t->of_pages, TRUE);
	g_string_free(t->of_links, TRUE);
	g_string_free(t->of_notes, TRUE);
}

void
structure_put(struct document *d, const struct sheets *s, const struct sheet_marks *v)
{
	struct tree t = { .d = d, .s = s, .v = v, .next = (int)s->n };

	open_tree(&t);
	if (s->n_tags > 0) {
		make_elements(&t);
		int parents = put_parents(&t);
		place_figures(&t);
		put_elements(&t);
		put_root(&t, parents);
		put_outline(&t);
	}
	put_links(&t);
	close_tree(&t);
}
