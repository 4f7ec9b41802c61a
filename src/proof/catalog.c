/* Pages and the catalog: boxes, labels, language, links, what may run. */
#include "proof/proof-int.h"

#include <math.h>
#include <string.h>

#define CLOSE 0.02 /* pt: numbers are written with a few places */
#define OBJECTS_MOST 2000000

/* ---- boxes ------------------------------------------------------------ */

struct corners {
	double left, bottom, right, top;
};

/* The four numbers, wherever they stand. */
static bool
read_far_numbers(const struct reader *r, qpdf_oh v, double n[4])
{
	if (array_len(r, v) != 4)
		return false;
	for (int i = 0; i < 4; i++)
		n[i] = number_of(r, item_of(r, v, i));
	return true;
}

static bool
read_numbers(const struct scan *s, uint32_t i, double n[4])
{
	for (int k = 0; k < 4; k++) {
		const struct operand *o = scan_operand(s, i + 1 + (uint32_t)k);

		if (!o || o->kind != OPERAND_NUMBER)
			return false;
		n[k] = o->number;
	}
	return view_next(s, i) == i + 6;
}

/* `s` is the page's view. */
static bool
read_box(const struct reader *r, qpdf_oh page, const struct scan *s, const char *key,
    struct corners *ret)
{
	uint32_t i;
	double n[4];
	const struct operand *o = view_find(s, 0, key + 1, &i);

	if (!o || !(read_numbers(s, i, n) || read_far_numbers(r, key_of(r, page, key), n)))
		return false;
	*ret = (struct corners) { fmin(n[0], n[2]), fmin(n[1], n[3]), fmax(n[0], n[2]), fmax(n[1], n[3]) };
	return ret->right > ret->left && ret->top > ret->bottom;
}

static bool
lies_in(const struct corners *a, const struct corners *b)
{
	return a->left >= b->left - CLOSE && a->bottom >= b->bottom - CLOSE &&
	    a->right <= b->right + CLOSE && a->top <= b->top + CLOSE;
}

/* The page as it is cut must be the sheet's; what is around it depends on the profile. */
static void
check_trim(struct reader *r, int i, const struct corners *trim)
{
	const struct sheets *s = r->wants ? r->wants->sheets : NULL;

	if (!s || (size_t)i >= s->n)
		return;
	double w = dim_to_pt(s->v[i].trim.w), h = dim_to_pt(s->v[i].trim.h);
	if (fabs(trim->right - trim->left - w) > CLOSE || fabs(trim->top - trim->bottom - h) > CLOSE)
		fault_add(r, "proof.box", i, "it is cut to %.2f x %.2f pt, and not to %.2f x %.2f",
		    trim->right - trim->left, trim->top - trim->bottom, w, h);
}

static void
check_boxes(struct reader *r, qpdf_oh page, const struct scan *s, int i)
{
	struct corners media, bleed, trim;

	if (!read_box(r, page, s, "/MediaBox", &media)) {
		fault_add(r, "proof.box", i, "its MediaBox is no rectangle");
		return;
	}
	bool has_trim = read_box(r, page, s, "/TrimBox", &trim);
	bool has_bleed = read_box(r, page, s, "/BleedBox", &bleed);
	/* Without one, the box is as large as the one around it. */
	bleed = has_bleed ? bleed : media;
	trim = has_trim ? trim : bleed;
	if (!lies_in(&bleed, &media))
		fault_add(r, "proof.box", i, "its BleedBox reaches out of its MediaBox");
	if (!lies_in(&trim, &bleed))
		fault_add(r, "proof.box", i, "its TrimBox reaches out of its BleedBox");
	if (r->wants && (!has_trim || !has_bleed))
		fault_add(r, "proof.box", i, "it has no %s", has_trim ? "BleedBox" : "TrimBox");
	check_trim(r, i, &trim);
}

/* ---- what may run ----------------------------------------------------- */

static bool
is_harmless_address(const char *uri)
{
	static const char *const schemes[] = { "https:", "http:", "mailto:", "tel:" };

	for (size_t i = 0; uri && i < G_N_ELEMENTS(schemes); i++)
		if (g_ascii_strncasecmp(uri, schemes[i], strlen(schemes[i])) == 0)
			return true;
	return false;
}

/* What something does when it is opened or clicked. */
struct action {
	const char *kind, *uri;
	bool there, more;
};

static struct action
read_action(const struct reader *r, qpdf_oh action)
{
	if (!is_dict(r, action))
		return (struct action) { 0 };
	return (struct action) { name_at(r, action, "/S"), text_at(r, action, "/URI"), true,
		has_key(r, action, "/Next") };
}

static void
check_action(struct reader *r, const struct action *a, int page)
{
	if (!a->there)
		return;
	if (g_strcmp0(a->kind, "URI") == 0 && !is_harmless_address(a->uri))
		fault_add(r, "proof.action", page, "a link opens '%s'", a->uri ? a->uri : "");
	else if (g_strcmp0(a->kind, "URI") != 0 && g_strcmp0(a->kind, "GoTo") != 0)
		fault_add(r, "proof.action", page, "something runs (%s) that is no link",
		    a->kind ? a->kind : "?");
	if (a->more)
		fault_add(r, "proof.action", page, "a link does more than one thing");
}

static void
check_document_actions(struct reader *r, qpdf_oh root)
{
	qpdf_oh names = key_of(r, root, "/Names");
	struct action opened = read_action(r, key_of(r, root, "/OpenAction"));

	check_action(r, &opened, -1);
	if (has_key(r, root, "/AA"))
		fault_add(r, "proof.action", -1, "the document does something by itself (AA)");
	if (has_key(r, names, "/JavaScript"))
		fault_add(r, "proof.action", -1, "the document holds JavaScript");
	if (has_key(r, key_of(r, root, "/AcroForm"), "/XFA"))
		fault_add(r, "proof.action", -1, "the document holds an XFA form");
}

static void
look_at_object(struct reader *r, qpdf_oh o)
{
	static const char *const kinds[] = { "/JavaScript", "/Launch", "/GoToR", "/GoToE",
		"/SubmitForm", "/ImportData", "/Movie", "/Sound", "/Rendition" };
	qpdf_oh kind = key_of(r, o, "/S");

	if (has_key(r, o, "/JS"))
		fault_add(r, "proof.action", -1, "the document holds JavaScript");
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (is_name(r, kind, kinds[i]))
			fault_add(r, "proof.action", -1, "something runs or opens (%s)", kinds[i] + 1);
	if (qpdf_oh_is_stream(r->q, o) && has_key(r, o, "/F"))
		fault_add(r, "proof.external", -1, "the bytes of a stream lie in another file");
}

/* Of anybody's file: what our own writer would have to put somewhere unseen. */
static void
look_at_objects(struct reader *r)
{
	int n = int_of(r, key_of(r, qpdf_get_trailer(r->q), "/Size"), 0);

	for (int i = 1; i < MIN(n, OBJECTS_MOST); i++) {
		qpdf_oh o = qpdf_get_object_by_id(r->q, i, 0);

		if (is_dict(r, o) || qpdf_oh_is_stream(r->q, o))
			look_at_object(r, o);
		if (i % 256 == 0)
			release_all(r);
	}
	release_all(r);
}

/* ---- annotations ------------------------------------------------------ */

struct annotation {
	int id;
	const char *kind, *contents;
	int parent;         /* StructParent, -1 none */
	struct action action;
	bool by_itself;     /* it does more (AA) */
};

static struct annotation
read_far(const struct reader *r, qpdf_oh o)
{
	return (struct annotation) { .id = id_of(r, o), .kind = name_at(r, o, "/Subtype"),
		.contents = text_at(r, o, "/Contents"),
		.parent = int_of(r, key_of(r, o, "/StructParent"), -1),
		.action = read_action(r, key_of(r, o, "/A")), .by_itself = has_key(r, o, "/AA") };
}

static const char *
name_near(const struct reader *r, const struct scan *s, uint32_t dict, const char *key)
{
	const struct operand *o = view_find(s, dict, key, NULL);

	return o && o->kind == OPERAND_NAME
	    ? arena_strndup(r->a, (const char *)s->room + o->at, o->len) : NULL;
}

/*
 * A link as pdf writes it, all of it in one dictionary, without qpdf: the contents of a volume have
 * thousands.  False: something is missing or otherwise, and qpdf is to say what.
 */
static bool
read_near(struct reader *r, int id, struct annotation *ret)
{
	const struct scan *s = view_open_packed(r, id);
	uint32_t action;
	const struct operand *a = s ? view_find(s, 0, "A", &action) : NULL;
	const struct operand *parent = s ? view_find(s, 0, "StructParent", NULL) : NULL;

	if (!a || !parent || a->kind != OPERAND_OPEN || parent->kind != OPERAND_NUMBER ||
	    view_find(s, 0, "AA", NULL) || view_find(s, action, "Next", NULL))
		return false;
	*ret = (struct annotation) { .id = id, .kind = name_near(r, s, 0, "Subtype"),
		.contents = view_text(r, s, view_find(s, 0, "Contents", NULL)), .parent = (int)parent->number,
		.action = { .kind = name_near(r, s, action, "S"),
		    .uri = view_text(r, s, view_find(s, action, "URI", NULL)), .there = true } };
	return ret->kind && ret->contents && ret->action.kind &&
	    (ret->action.uri || strcmp(ret->action.kind, "GoTo") == 0);
}

/* A link is in the elements, and they lead back to it. */
static void
check_link(struct reader *r, const struct annotation *link, int page)
{
	int element = GPOINTER_TO_INT(
	    g_hash_table_lookup(r->link_of, GINT_TO_POINTER(link->id))) - 1;
	int parent = GPOINTER_TO_INT(g_hash_table_lookup(r->parent_of, GINT_TO_POINTER(link->parent)));

	if (element < 0)
		fault_add(r, "proof.link", page, "a link belongs to no element");
	else if (parent != g_array_index(r->elements, struct node, element).id)
		fault_add(r, "proof.link", page, "the parent tree gives a link to another element");
	if (!link->contents || !*link->contents)
		fault_add(r, "proof.link", page, "a link does not say where it leads");
}

static void
check_annotations(struct reader *r, qpdf_oh page, int i)
{
	qpdf_oh v = key_of(r, page, "/Annots");

	for (int k = 0; k < array_len(r, v); k++) {
		qpdf_oh o = item_of(r, v, k);
		struct annotation a;

		if (!read_near(r, id_of(r, o), &a))
			a = read_far(r, o);
		check_action(r, &a.action, i);
		if (a.by_itself)
			fault_add(r, "proof.action", i, "an annotation does something by itself (AA)");
		if (r->tagged && g_strcmp0(a.kind, "Link") == 0)
			check_link(r, &a, i);
	}
}

static void
check_page(struct reader *r, int i)
{
	qpdf_oh page = qpdf_get_page_n(r->q, (size_t)i);
	const struct scan *s = view_open(r, page);

	check_boxes(r, page, s, i);
	if (view_find(s, 0, "AA", NULL))
		fault_add(r, "proof.action", i, "the page does something by itself (AA)");
	if (r->tagged && !scan_is(s, view_find(s, 0, "Tabs", NULL), "S"))
		fault_add(r, "proof.tab-order", i, "the tabulator does not follow its elements (Tabs is not S)");
	if (view_find(s, 0, "Annots", NULL))
		check_annotations(r, page, i);
	release_all(r);
}

/* ---- labels ----------------------------------------------------------- */

static void
add_roman(GString *to, int n, bool capital)
{
	static const struct {
		int value;
		const char *sign;
	} signs[] = { { 1000, "m" }, { 900, "cm" }, { 500, "d" }, { 400, "cd" }, { 100, "c" },
		{ 90, "xc" }, { 50, "l" }, { 40, "xl" }, { 10, "x" }, { 9, "ix" }, { 5, "v" },
		{ 4, "iv" }, { 1, "i" } };

	for (size_t i = 0; n < 5000 && i < G_N_ELEMENTS(signs); i++)
		for (; n >= signs[i].value; n -= signs[i].value)
			for (const char *p = signs[i].sign; *p; p++)
				g_string_append_c(to, capital ? g_ascii_toupper(*p) : *p);
}

/* ISO 32000-1, 12.4.2: a prefix, and a number of some style. */
static char *
label_of(const struct reader *r, qpdf_oh label, int further)
{
	const char *prefix = text_at(r, label, "/P"), *style = name_at(r, label, "/S");
	int n = int_of(r, key_of(r, label, "/St"), 1) + further;
	GString *to = g_string_new(prefix);

	if (g_strcmp0(style, "D") == 0)
		g_string_append_printf(to, "%d", n);
	else if (g_strcmp0(style, "R") == 0 || g_strcmp0(style, "r") == 0)
		add_roman(to, n, *style == 'R');
	else if (style && n > 0)
		for (int i = 0; i <= (n - 1) / 26 && i < 100; i++)
			g_string_append_c(to, (gchar)((*style == 'A' ? 'A' : 'a') + (n - 1) % 26));
	return g_string_free(to, FALSE);
}

static void
check_label(struct reader *r, int i, qpdf_oh label, int first)
{
	const struct sheets *s = r->wants->sheets;
	const char *want = (size_t)i < s->n && s->v[i].label ? s->v[i].label : "";
	g_autofree char *got = label_of(r, label, i - first);

	if (strcmp(got, want) != 0)
		fault_add(r, "proof.label", i, "it is called '%s', but '%s' is printed on it", got, want);
}

/* Pages from each key up to the next one have its label. */
static void
check_labels(struct reader *r, qpdf_oh root)
{
	qpdf_oh nums = key_of(r, key_of(r, root, "/PageLabels"), "/Nums");
	int n = array_len(r, nums) / 2;

	if (n == 0)
		fault_add(r, "proof.label", -1, "its pages are not called by their printed numbers");
	for (int k = 0; k < n; k++) {
		int first = int_of(r, item_of(r, nums, 2 * k), 0);
		int next = k + 1 < n ? int_of(r, item_of(r, nums, 2 * k + 2), 0) : r->n_pages;

		for (int i = MAX(first, 0); i < MIN(next, r->n_pages); i++)
			check_label(r, i, item_of(r, nums, 2 * k + 1), first);
	}
}

/* ---- the door --------------------------------------------------------- */

static void
check_language(struct reader *r, qpdf_oh root)
{
	const char *got = text_at(r, root, "/Lang");
	const char *want = r->wants ? r->wants->about->language : NULL;

	if (!got || !*got)
		fault_add(r, "proof.language", -1, "the document does not say its language");
	else if (want && strcmp(want, got) != 0)
		fault_add(r, "proof.language", -1, "the document says that its language is '%s', but it is '%s'",
		    got, want);
}

void
catalog_check(struct reader *r)
{
	for (int i = 0; i < r->n_pages; i++)
		check_page(r, i);
	qpdf_oh root = qpdf_get_root(r->q);
	check_language(r, root);
	check_document_actions(r, root);
	r->found.sources = sources_count(r);
	if (r->wants && r->n_pages > 0)
		check_labels(r, root);
	release_all(r);
	if (!r->wants)
		look_at_objects(r);
}
