/*
 * A document put together: pages with their content, boxes and links, fonts.
 * Nothing of it depends on the clock or the machine.
 */
#include "pdf/attach.h"
#include "pdf/fontdict.h"
#include "pdf/graphics.h"
#include "pdf/metadata.h"
#include "pdf/pdf-int.h"
#include "pdf/structure.h"

#include <string.h>

struct finisher {
	struct document *d;
	struct stock stock;
	int parent;        /* of all pages */
	int fonts;         /* the dictionary of /F0, /F1 …: of all pages */
	int states, spots; /* on a press: overprinting, and /S0, /S1 … */
	const struct sheets *sheets;
	const struct pdf_about *about;
};

/* ---- small words ------------------------------------------------------ */

static void
put(const struct finisher *f, int number, const GString *value)
{
	document_put(f->d, number, value->str, value->len);
}

/* A rectangle as PDF counts it: from the lower left corner, two corners. */
static void
add_box(GString *to, const char *key, const struct sheet *s, const struct rect *r)
{
	double corners[4] = { dim_to_pt(r->x),
		dim_to_pt(s->height - r->y - r->h), dim_to_pt(r->x + r->w),
		dim_to_pt(s->height - r->y) };

	g_string_append(to, key);
	value_add_rect(to, corners);
}

/* ---- links ------------------------------------------------------------ */

/* An address in PDF has 7 bits (ISO 32000-1, 12.6.4.7). */
static void
add_address(GString *to, const char *url)
{
	g_autofree char *plain =
	    g_uri_escape_string(url, ":/?#[]@!$&'()*+,;=%", FALSE);

	value_add_string(to, plain, strlen(plain));
}

/* To the web, or to a place of this document, called as the item is. */
static struct annotation
new_link(const struct finisher *f, const struct sheet *s, const struct mark *m)
{
	GString *to = g_string_new("<</Type/Annot/Subtype/Link/Border[0 0 0]/F 4");

	add_box(to, "/Rect", s, &m->box);
	value_add_entry(to, "/Contents", m->text);
	if (*m->url == '#') {
		g_string_append(to, "/A<</S/GoTo/D");
		value_add_string(to, m->url + 1, strlen(m->url + 1));
	} else {
		g_string_append(to, "/A<</S/URI/URI");
		add_address(to, m->url);
	}
	g_string_append(to, ">>");
	return (struct annotation) { document_reserve(f->d), -1, to };
}

static void
clear_link(gpointer p)
{
	g_string_free(((struct annotation *)p)->value, TRUE);
}

/* Each link of the sheet, in its order. */
static GArray *
add_links(const struct finisher *f, const struct sheet *s, GString *page)
{
	GArray *links = g_array_new(FALSE, FALSE, sizeof(struct annotation));

	g_array_set_clear_func(links, clear_link);
	for (size_t i = 0; i < s->n; i++) {
		if (!f->stock.links || !is_link(f->sheets, &s->marks[i]))
			continue;
		struct annotation link = new_link(f, s, &s->marks[i]);
		g_string_append(page, links->len == 0 ? "/Annots[" : "");
		value_add_reference(page, link.number);
		g_array_append_val(links, link);
	}
	g_string_append(page, links->len > 0 ? "]" : "");
	return links;
}

/* ---- text ------------------------------------------------------------- */

static void
add_pictures(const struct finisher *f, const struct sheet *s, GString *page, GString *resources)
{
	bool any = false, shines = false;

	for (size_t i = 0; i < s->n; i++) {
		if (s->marks[i].kind != MARK_IMAGE || is_drawn(s->marks[i].image))
			continue;
		const struct picture *p = pictures_get(f->stock.pictures, s->marks[i].image);
		g_autofree char *name = g_strdup_printf("/Im%u ", p->number);

		g_string_append(resources, any ? "" : "/XObject<<");
		any = true;
		shines |= p->alpha;
		/* A picture that stands on the page twice has one name. */
		if (strstr(resources->str, name))
			continue;
		g_string_append(resources, name);
		value_add_reference(resources, p->object);
	}
	g_string_append(resources, any ? ">>" : "");
	/* What shines through is mixed in the colours it is printed in. */
	if (shines)
		g_string_append(page, is_for_press(f->about->profile)
		    ? "/Group<</S/Transparency/CS/DeviceCMYK>>"
		    : "/Group<</S/Transparency/CS/DeviceRGB>>");
}

/* Graphics for nothing to be read, and the text over them. */
static GArray *
add_content(const struct finisher *f, size_t i, GString *page)
{
	g_autoptr(GString) content = g_string_new(NULL);
	g_autoptr(GString) resources = g_string_new("/Resources<</Font ");
	GArray *marked = g_array_new(FALSE, FALSE, sizeof(struct marked));

	inks_begin(f->stock.inks);
	graphics_add(content, f->sheets, i, &f->stock);
	content_add(content, f->sheets, i, &f->stock, marked);
	value_add_reference(resources, f->fonts);
	if (is_for_press(f->about->profile))
		g_string_append_printf(resources, "/ExtGState %d 0 R/ColorSpace %d 0 R",
		    f->states, f->spots);
	add_pictures(f, &f->sheets->v[i], page, resources);
	inks_add_shadings(f->stock.inks, resources);
	g_string_append_printf(page, "/Contents %d 0 R%s>>",
	    document_stream(f->d, "", content->str, content->len, PACK_WELL), resources->str);
	return marked;
}

static bool
put_fonts(struct finisher *f, struct diags *dg)
{
	g_autoptr(GString) all = g_string_new("<<");

	for (guint i = 0; i < f->stock.types->v->len; i++) {
		struct typeface *t = g_ptr_array_index(f->stock.types->v, i);
		int font = fontdict_make(f->d, t);

		if (font == 0) {
			diag_add(dg, DIAG_ERROR, "pdf.font", (struct place){ .file = font_file(t->font) },
			    "the font cannot be put into a PDF: it has no TrueType outlines");
			return false;
		}
		g_string_append_printf(all, "/F%u %d 0 R", t->number, font);
	}
	g_string_append(all, ">>");
	put(f, f->fonts, all);
	return true;
}

/* ---- pages ------------------------------------------------------------ */

/* The trim and the bleed around it; without crop marks all of the sheet. */
static struct rect
bleed_of(const struct finisher *f, const struct sheet *s)
{
	const struct layout *l = f->sheets->layout;
	dim by = s->trim.x;

	if (l && f->about->profile == PROFILE_PRINT)
		by = MIN(by, l->bleed);
	else if (is_for_press(f->about->profile))
		by = 0;
	return (struct rect) { s->trim.x - by, s->trim.y - by, s->trim.w + 2 * by,
		s->trim.h + 2 * by };
}

static void
put_page(const struct finisher *f, size_t i, struct sheet_marks *m)
{
	const struct sheet *s = &f->sheets->v[i];
	struct rect media = { 0, 0, s->width, s->height }, bleed = bleed_of(f, s);
	g_autoptr(GString) page = g_string_new("<</Type/Page/Parent ");

	value_add_reference(page, f->parent);
	add_box(page, "/MediaBox", s, &media);
	add_box(page, "/BleedBox", s, &bleed);
	add_box(page, "/TrimBox", s, &s->trim);
	m->links = add_links(f, s, page);
	sheet_draw(f->sheets, i);
	m->marked = add_content(f, i, page);
	sheet_fade(f->sheets, i);
	if (f->sheets->n_tags > 0)
		g_string_append_printf(page, "/StructParents %zu/Tabs/S", i);
	g_string_append(page, ">>");
	put(f, m->page, page);
}

/* One level: a bulletin has at most LIMIT_PAGES. */
static void
put_parent(const struct finisher *f, const struct sheet_marks *v)
{
	g_autoptr(GString) all = g_string_new("<</Type/Pages/Kids[");

	for (size_t i = 0; i < f->sheets->n; i++)
		value_add_reference(all, v[i].page);
	g_string_append_printf(all, "]/Count %zu>>", f->sheets->n);
	put(f, f->parent, all);
	g_string_append_printf(document_catalog(f->d), "/Pages %d 0 R", f->parent);
}

static void
put_sheets(const struct finisher *f)
{
	size_t n = f->sheets->n;
	g_autofree struct sheet_marks *v = g_new0(struct sheet_marks, n);

	for (size_t i = 0; i < n; i++)
		v[i].page = document_reserve(f->d);
	for (size_t i = 0; i < n; i++)
		put_page(f, i, &v[i]);
	put_parent(f, v);
	structure_put(f->d, f->sheets, v);
	for (size_t i = 0; i < n; i++) {
		g_array_unref(v[i].marked);
		g_array_unref(v[i].links);
	}
}

/* ---- on a press ------------------------------------------------------- */

static void
put_states(const struct finisher *f)
{
	g_autoptr(GString) all = g_string_new("<</Over<</Type/ExtGState/OP true/op true/OPM 1>>"
	    "/Out<</Type/ExtGState/OP false/op false/OPM 0>>>>");

	put(f, f->states, all);
}

/* Each spot ink with the process inks that stand in for it. */
static void
put_spots(const struct finisher *f)
{
	g_autoptr(GString) all = g_string_new("<<");

	for (size_t i = 0; i < inks_n_spots(f->stock.inks); i++) {
		const struct colour *c = inks_spot(f->stock.inks, i);

		g_string_append_printf(all, "/S%zu[/Separation", i);
		value_add_name(all, c->spot);
		g_string_append_printf(all, "/DeviceCMYK<</FunctionType 2/Domain[0 1]/N 1"
		    "/C0[0 0 0 0]/C1[%d.%03d %d.%03d %d.%03d %d.%03d]>>]", c->c / 1000,
		    c->c % 1000, c->m / 1000, c->m % 1000, c->y / 1000, c->y % 1000, c->k / 1000,
		    c->k % 1000);
	}
	g_string_append(all, ">>");
	put(f, f->spots, all);
}

/* ---- the door --------------------------------------------------------- */

static bool
open_stock(struct finisher *f, struct diags *dg)
{
	struct stock *st = &f->stock;

	st->types = typefaces_create();
	st->inks = inks_create(f->about->profile);
	st->links = !is_for_press(f->about->profile);
	st->marked_space = f->about->marked_space && !is_for_press(f->about->profile);
	bool good = inks_check(st->inks, f->sheets, dg);
	st->pictures = pictures_load(f->d, f->sheets, inks_converter(st->inks), dg);
	return good && st->pictures;
}

static void
close_stock(struct finisher *f)
{
	typefaces_destroy(f->stock.types);
	pictures_destroy(f->stock.pictures);
	inks_destroy(f->stock.inks);
}

static bool
put_all(struct finisher *f, struct diags *dg)
{
	bool press = is_for_press(f->about->profile);

	f->parent = document_reserve(f->d);
	f->fonts = document_reserve(f->d);
	f->states = press ? document_reserve(f->d) : 0;
	f->spots = press ? document_reserve(f->d) : 0;
	metadata_put(f->d, f->sheets, f->about);
	put_sheets(f);
	if (press) {
		put_states(f);
		put_spots(f);
	}
	attach_put(f->d, f->about);
	return put_fonts(f, dg);
}

bool
finish_file(const struct sheets *s, const struct pdf_about *about, struct out *to,
    struct diags *dg)
{
	/* ISO 15930-7 knows no later one than 1.6. */
	const char *version = is_for_press(about->profile) ? "1.6" : "1.7";
	struct finisher f = { .d = document_begin(to, version), .sheets = s, .about = about };
	bool good = open_stock(&f, dg) && put_all(&f, dg);

	close_stock(&f);
	if (good)
		document_end(f.d);
	else
		document_abandon(f.d);
	return good;
}
