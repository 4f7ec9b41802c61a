/* layout: values, names, parents, geometry, printing. */
#include "layout/layout.h"

#include <glib/gstdio.h>
#include <string.h>

struct fixture {
	struct arena *a;
	struct diags *dg;
};

static void
set_up(struct fixture *f, gconstpointer data)
{
	f->a = arena_create();
	f->dg = diags_create();
}

static void
tear_down(struct fixture *f, gconstpointer data)
{
	diags_destroy(f->dg);
	arena_destroy(f->a);
}

#define PAGE "page: {size: A4, columns: {count: 2, gap: 6mm}, grid: {start: 40mm, step: 17pt}}\n"
#define FONTS "fonts: {text: {family: Amiri}}\n"
#define BASE "base: {font: text, size: 12pt, leading: 17pt}"
#define GOOD "nashra-layout: 1\n" PAGE FONTS "styles:\n  " BASE "\n  body: {align: justify}\n"

static const struct layout *
read_layout(struct fixture *f, const char *text)
{
	return layout_read(f->a, f->dg, "t.yaml", text, strlen(text));
}

/* One line a message. */
static void
assert_faults(struct fixture *f, const char *text, const char *want)
{
	g_autoptr(GString) got = g_string_new(NULL);

	diags_source(f->dg, "t.yaml", text, strlen(text));
	g_assert_null(read_layout(f, text));
	for (size_t i = 0; i < diags_n(f->dg); i++) {
		const struct diag *d = diags_get(f->dg, i);

		g_string_append_printf(got, "%u:%u %s %s", d->at.line, d->at.col, d->code, d->text);
		if (d->help)
			g_string_append_printf(got, " / %s", d->help);
		g_string_append_c(got, '\n');
	}
	g_assert_cmpstr(got->str, ==, want);
	diags_clear_sources(f->dg);
}

static void
test_defaults(struct fixture *f, gconstpointer data)
{
	const struct layout *l = read_layout(f, GOOD);

	g_assert_nonnull(l);
	g_assert_true(l->rtl);
	g_assert_true(l->bind_right);
	g_assert_cmpint(l->width, ==, 609562); /* 210 mm */
	g_assert_cmpint(l->margins.top, ==, 58054);
	g_assert_cmpint(l->columns.count, ==, 2);
	g_assert_cmpint(l->role[ROLE_BODY]->align, ==, ALIGN_JUSTIFY);
	g_assert_cmpint(l->role[ROLE_BODY]->justify.space_max, ==, 1536);
	g_assert_cmpint(l->role[ROLE_BODY]->widows, ==, 2);
	g_assert_cmpstr(l->role[ROLE_ENTRY]->marker, ==, "•");
	g_assert_true(l->role[ROLE_HEADLINE] == l->role[ROLE_BODY]);
	/* All but number and QR code. */
	g_assert_cmpint((int)l->n_order, ==, ELEMENT_N - 2);
	g_assert_cmpint(l->role[ROLE_BODY]->font->latin_weight, ==, 400);
}

static void
test_inheritance(struct fixture *f, gconstpointer data)
{
	const struct layout *l = read_layout(f, "nashra-layout: 1\n" PAGE FONTS
	    "styles:\n"
	    "  small: {parent: caption, size: [9pt, 8pt]}\n"
	    "  caption: {size: 10pt, span: all, leading: 140%}\n"
	    "  body: {align: justify, indent: 1em}\n  " BASE "\n");
	const struct style *st;

	g_assert_nonnull(l);
	g_assert_cmpint((int)l->n_styles, ==, 4);
	for (size_t i = 0; i < l->n_styles; i++)
		if (l->styles[i].parent)
			g_assert_true(l->styles[i].parent < &l->styles[i]);
	st = l->role[ROLE_CAPTION];
	g_assert_cmpint(st->span, ==, SPAN_ALL);
	g_assert_cmpint(length_dim(st->leading, 10 * DIM_PT, 0, 10 * DIM_PT), ==, 14340);
	g_assert_cmpstr(st->parent->name, ==, "base");
	for (size_t i = 0; i < l->n_styles; i++)
		if (strcmp(l->styles[i].name, "small") == 0)
			st = &l->styles[i];
	g_assert_cmpint((int)st->n_sizes, ==, 2);
	g_assert_cmpint(st->span, ==, SPAN_ALL);
}

static void
test_units(struct fixture *f, gconstpointer data)
{
	static const struct {
		struct length l;
		dim want;
	} t[] = {
		{ { 1024, UNIT_PT }, 1024 },
		{ { 1536, UNIT_EM }, 15 * 1024 },
		{ { 512, UNIT_GRID }, 8704 },
		{ { 1024, UNIT_PERCENT }, 100 * 1024 },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(t); i++)
		g_assert_cmpint(length_dim(t[i].l, 10 * DIM_PT, 17 * DIM_PT, 100 * DIM_PT), ==,
		    t[i].want);
}

static void
test_all_at_once(struct fixture *f, gconstpointer data)
{
	assert_faults(f,
	    "nashra-layout: 1\n"
	    "page:\n"
	    "  size: A7\n"
	    "  columns: {count: 20, gutter: 4mm, gap: 6}\n"
	    "fonts: {text: {family: Amiri}}\n"
	    "styles:\n"
	    "  base: {font: tekst, size: 12, leading: 1parsec}\n"
	    "  body: {parent: bose, align: justfy, wdows: 2, colour: red}\n",
	    "3:9 layout.bad-value page.size wants A4, A3, A5, B5, letter, tabloid or [width, height], not 'A7'"
	    " / there is: A3, A4, A5, A6, B4, B5, letter, legal, tabloid, berliner, broadsheet, [210mm, 297mm]\n"
	    "4:24 layout.unknown-key page.columns.gutter is not a key of a layout / did you mean 'gap'?\n"
	    "4:20 layout.range page.columns.count must be from 1 to 12, not 20\n"
	    "4:42 layout.bad-value page.columns.gap wants a length such as 12pt or 4mm, not '6' / add a unit: 6pt, 6mm, 6cm or 6in\n"
	    "7:16 layout.unknown-font there is no font 'tekst' / did you mean 'text'?\n"
	    "7:29 layout.bad-value styles.*.size wants a size such as 12pt, or a list [26pt, 22pt], not '12' / add a unit: 12pt, 12mm, 12cm or 12in\n"
	    "7:42 layout.bad-value styles.*.leading wants a length such as 17pt, 140% or 1gr, not '1parsec' / units are pt, mm, cm, in, em, gr (rows of the grid) and %\n"
	    "8:18 layout.unknown-style there is no style 'bose' / did you mean 'base'?\n"
	    "8:39 layout.unknown-key styles.*.wdows is not a key of a layout / did you mean 'widows'?\n"
	    "8:57 layout.unknown-colour there is no colour 'red' / there is none yet\n"
	    "8:31 layout.bad-value styles.*.align wants start, end, centre or justify, not 'justfy' / did you mean 'justify'?\n");
}

static void
test_missing(struct fixture *f, gconstpointer data)
{
	assert_faults(f, "name: x\n",
	    "1:1 layout.version this is not a layout: it has no nashra-layout / begin it with the line: nashra-layout: 1\n"
	    "1:1 layout.missing the layout needs a style 'base' / write under styles: base: {font: …, size: 12pt, leading: 17pt}\n"
	    "1:1 layout.missing the layout needs a style 'body' / write under styles: body: {font: …, size: 12pt, leading: 17pt}\n"
	    "1:1 layout.no-columns the layout has no columns / write under page: columns: {count: 2, gap: 6mm}\n");
}

static void
test_cycle(struct fixture *f, gconstpointer data)
{
	assert_faults(f, GOOD "  d: {parent: a}\n  a: {parent: b}\n  b: {parent: c}\n  c: {parent: a}\n",
	    "8:15 layout.parent-cycle a style cannot be its own parent: a → b → c → a / let one of them have another parent, such as base\n");
}

static void
test_own_parent(struct fixture *f, gconstpointer data)
{
	assert_faults(f, GOOD "  x: {parent: x}\n",
	    "7:15 layout.parent-cycle a style cannot be its own parent: x → x / let one of them have another parent, such as base\n");
}

static void
test_too_small(struct fixture *f, gconstpointer data)
{
	assert_faults(f,
	    "nashra-layout: 1\npage: {size: [60mm, 60mm], columns: {count: 2}}\n" FONTS
	    "styles:\n  " BASE "\n  body: {}\nmasthead: {height: 20mm}\n",
	    "2:14 layout.page-too-small margins of 18.0 mm and 16.0 mm and 2 columns with gaps of 6.0 mm leave no room on a page 60.0 mm wide / a column wants at least 4 times the size of the body\n"
	    "2:14 layout.page-too-small margins of 20.0 mm and 20.0 mm and a masthead of 20.0 mm leave no room on a page 60.0 mm high / the text wants at least 4 rows of the grid\n");
}

static void
test_parts(struct fixture *f, gconstpointer data)
{
	const struct layout *l = read_layout(f, GOOD
	    "strings: {office: المكتب}\n"
	    "running:\n"
	    "  footer:\n"
	    "    - {text: \"صفحة {page} من {pages} {string.office}\", style: body, at: [outer, bottom 2mm]}\n"
	    "    - {rule: {width: 1pt}, from: [start, 1gr], to: [100%, 1gr]}\n");

	g_assert_nonnull(l);
	g_assert_cmpint((int)l->footer.n, ==, 2);
	g_assert_cmpint(l->footer.parts[0].kind, ==, PART_TEXT);
	g_assert_cmpint(l->footer.parts[0].x.edge, ==, EDGE_OUTER);
	g_assert_cmpint(l->footer.parts[0].y.edge, ==, EDGE_BOTTOM);
	g_assert_cmpint(l->footer.parts[0].y.offset.v, ==, 5805);
	g_assert_cmpint(l->footer.parts[1].kind, ==, PART_RULE);
	g_assert_cmpint(l->footer.parts[1].x2.offset.unit, ==, UNIT_PERCENT);
}

static void
test_bad_parts(struct fixture *f, gconstpointer data)
{
	assert_faults(f, GOOD
	    "running:\n"
	    "  footer:\n"
	    "    - {text: \"صفحة {pge}\", at: [top, outer]}\n"
	    "    - {text: a, tint: b}\n"
	    "    - {text: \"{string.x}\"}\n",
	    "9:20 layout.unknown-field there is no field '{pge}' / did you mean 'page'?\n"
	    "9:32 layout.bad-value parts.*.at wants a place such as [outer, bottom] or [start, 6mm], not '[…]' / "
	    "across: start, centre, end, inner, outer or a length from the start; down: top, centre, bottom or a length from the top\n"
	    "10:23 layout.unknown-colour there is no colour 'b' / there is none yet\n"
	    "10:7 layout.bad-value a part has one of text, image, rule, tint and qr\n"
	    "11:15 layout.unknown-field there is no field '{string.x}' / give 'x' a text under strings:\n");
}

/* What the explanations say can be named, can be: fields of texts, texts of the program, styles. */
static void
test_names(struct fixture *f, gconstpointer data)
{
	static const struct {
		const char *path, *format;
		size_t n; /* of names, at least */
	} cases[] = {
		{ "parts.*.text", GOOD "strings: {NAME: x}\nrunning:\n  footer: [{text: \"%s\"}]\n", 25 },
		{ "strings", GOOD "running:\n  footer: [{text: \"{string.%s}\"}]\n", 16 },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(GStrv) names = g_strsplit(layout_detail(f->a, cases[i].path).names, ", ", -1);

		g_assert_cmpuint(g_strv_length(names), >=, cases[i].n);
		for (char **name = names; *name; name++) {
			g_auto(GStrv) halves = g_strsplit(cases[i].format, "%s", 2);
			g_autofree char *text = g_strconcat(halves[0], *name, halves[1], NULL);

			g_assert_nonnull(read_layout(f, text));
		}
	}
	g_assert_nonnull(strstr(layout_detail(f->a, "styles").names, "section-head, contents-title"));
	g_assert_null(layout_detail(f->a, "page.size").names);
}

static void
test_print(struct fixture *f, gconstpointer data)
{
	static const char *const files[] = { "release", "letter" };

	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		g_autofree char *file = g_strdup_printf("%s/layouts/%s.yaml",
		    g_getenv("NASHRA_ROOT"), files[i]);
		g_autoptr(GString) first = g_string_new(NULL), second = g_string_new(NULL);
		const struct layout *l = layout_load(f->a, f->dg, file);

		g_assert_nonnull(l);
		layout_print(l, first);
		l = read_layout(f, first->str);
		g_assert_nonnull(l);
		layout_print(l, second);
		g_assert_cmpstr(first->str, ==, second->str);
		g_assert_nonnull(strstr(first->str, "\n  \"headline\":\n    parent: \"base\"\n"));
	}
	diags_clear_sources(f->dg);
}

/* Takes `want`. */
static void
assert_traced_as(const char *trace, char *want)
{
	if (!strstr(trace, want))
		g_test_message("not traced: %s\nin: %s", want, trace), g_test_fail();
	g_free(want);
}

/* The line that counts, whether of the style, its parent or the other file, and what it overrules. */
static void
assert_traced(const struct layout *l, const char *base, const char *own)
{
	g_autoptr(GString) trace = g_string_new(NULL);

	layout_trace(l, trace);
	assert_traced_as(trace->str, g_strdup_printf("\"body\":{\"parents\":[\"base\"],\"at\":{\"file\":\"%s\",\"line\":4,\"col\":10}",
	    own));
	assert_traced_as(trace->str, g_strdup_printf("{\"key\":\"align\",\"value\":\"start\",\"file\":\"%s\",\"line\":4,\"col\":24,"
	    "\"style\":\"body\",\"over\":[{\"key\":\"align\",\"value\":\"justify\",\"file\":\"%s\",\"line\":6,\"col\":17,"
	    "\"style\":\"body\"}]}", own, base));
	assert_traced_as(trace->str, g_strdup_printf("\"keys\":[{\"key\":\"font\",\"value\":\"text\",\"file\":\"%s\",\"line\":5,\"col\":16,"
	    "\"style\":\"base\",\"over\":[]},{\"key\":\"size\"", base));
	assert_traced_as(trace->str, g_strdup_printf("{\"key\":\"page.columns.count\",\"value\":\"3\",\"file\":\"%s\",\"line\":3,\"col\":25,"
	    "\"style\":\"\",\"over\":[{\"key\":\"page.columns.count\",\"value\":\"2\",\"file\":\"%s\",\"line\":2,", own, base));
}

static void
test_extends(struct fixture *f, gconstpointer data)
{
	g_autofree char *folder = g_dir_make_tmp("nashra-XXXXXX", NULL);
	g_autofree char *base = g_build_filename(folder, "base.yaml", NULL);
	g_autofree char *own = g_build_filename(folder, "own.yaml", NULL);
	g_autofree char *loop = g_build_filename(folder, "loop.yaml", NULL);
	static const char loop_text[] = "extends: loop.yaml\n";

	g_file_set_contents(base, GOOD, -1, NULL);
	g_file_set_contents(loop, loop_text, -1, NULL);
	g_file_set_contents(own,
	    "nashra-layout: 1\nextends: base.yaml\n"
	    "page: {columns: {count: 3}}\nstyles: {body: {align: start}}\n", -1, NULL);
	const struct layout *l = layout_load(f->a, f->dg, own);
	g_assert_nonnull(l);
	g_assert_cmpint(l->columns.count, ==, 3);
	g_assert_cmpint(l->columns.gap, ==, 17416);
	g_assert_cmpint(l->role[ROLE_BODY]->align, ==, ALIGN_START);
	assert_traced(l, base, own);
	g_assert_null(layout_load(f->a, f->dg, loop));
	g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, "layout.extends");
	diags_clear_sources(f->dg);
	g_remove(base);
	g_remove(own);
	g_remove(loop);
	g_rmdir(folder);
}

#define COLOURS "colours: {red: {m: 100}, blue: {c: 100}}\n"

/* Without a word of it a layout can set an issue; its words are the language's. */
static void
test_issue_defaults(struct fixture *f, gconstpointer data)
{
	const struct layout *l = read_layout(f, GOOD);
	const struct layout *en = read_layout(f, GOOD "language: en\nstrings: {page: page}\n");

	g_assert_cmpuint(l->issue.n_order, ==, ISSUE_PART_N);
	g_assert_cmpstr(l->issue.contents.folio.text, ==, "{page}");
	g_assert_true(l->issue.contents.folio.style == l->role[ROLE_CONTENTS_FOLIO]);
	g_assert_cmpint(l->issue.contents.leader, ==, LEADER_DOTS);
	g_assert_cmpint(l->issue.contents.room.v, ==, 2560);
	g_assert_null(l->issue.imprint);
	g_assert_null(layout_section_colour(l, NULL, 1));
	g_assert_cmpstr(layout_string(l, "contents"), ==, "في هذا العدد");
	g_assert_cmpstr(layout_string(en, "contents"), ==, "In this issue");
	g_assert_cmpstr(layout_string(en, "page"), ==, "page");
	g_assert_null(layout_string(l, "none"));
}

/* Red, blue and red again; or each section's own, others none. */
static void
test_section_colours(struct fixture *f, gconstpointer data)
{
	const struct layout *turn = read_layout(f, GOOD COLOURS
	    "issue: {order: [sections, contents]}\ncontents: {title: none, what: all}\n"
	    "sections: {colours: [red, blue], head: none}\n");
	const struct layout *own = read_layout(f, GOOD COLOURS "sections: {colours: {minister: blue}}\n");

	g_assert_cmpint(turn->issue.order[0], ==, ISSUE_SECTIONS);
	g_assert_cmpuint(turn->issue.n_order, ==, 2);
	g_assert_null(turn->issue.contents.title);
	g_assert_null(turn->issue.section_head);
	g_assert_cmpstr(layout_section_colour(turn, "minister", 1)->name, ==, "red");
	g_assert_cmpstr(layout_section_colour(turn, NULL, 2)->name, ==, "blue");
	g_assert_cmpstr(layout_section_colour(turn, NULL, 3)->name, ==, "red");
	g_assert_cmpstr(layout_section_colour(own, "minister", 5)->name, ==, "blue");
	g_assert_null(layout_section_colour(own, "sector", 1));
}

static void
test_bad_issue(struct fixture *f, gconstpointer data)
{
	assert_faults(f, GOOD COLOURS
	    "issue: {order: [content, imprint, imprint], x: 1}\n"
	    "contents: {what: item, folio: \"{pag}\"}\n"
	    "sections: {colours: [rd], head: \"{section.titel}\"}\n",
	    "8:45 layout.unknown-key issue.x is not a key of a layout / there is: order\n"
	    "8:17 layout.bad-value issue.order: an issue has no 'content' / did you mean 'contents'?\n"
	    "8:35 layout.bad-value issue.order names 'imprint' twice\n"
	    "9:18 layout.bad-value contents.what wants items, sections or all, not 'item' / did you mean 'items'?\n"
	    "9:32 layout.unknown-field there is no field '{pag}' / did you mean 'page'?\n"
	    "10:34 layout.unknown-field there is no field '{section.titel}' / did you mean 'section.title'?\n"
	    "10:22 layout.unknown-colour there is no colour 'rd' / did you mean 'red'?\n");
}

/* Light is kept as what it lacks: full red has no cyan, and all magenta. */
static void
test_light(struct fixture *f, gconstpointer data)
{
	const struct layout *l = read_layout(f, GOOD
	    "colours:\n  red: {rgb: [255, 0, 51]}\n  same: {rgb: \"#ff0033\"}\n");

	g_assert_nonnull(l);
	for (size_t i = 0; i < 2; i++) {
		g_assert_cmpint(l->colours[i].kind, ==, COLOUR_RGB);
		g_assert_cmpint(l->colours[i].c, ==, 0);
		g_assert_cmpint(l->colours[i].m, ==, 1000);
		g_assert_cmpint(l->colours[i].y, ==, 800);
		g_assert_cmpint(l->colours[i].k, ==, 0);
	}
	g_autoptr(GString) printed = g_string_new(NULL);
	layout_print(l, printed);
	g_assert_nonnull(strstr(printed->str, "rgb: [255, 0, 51]"));
}

static void
test_bad_light(struct fixture *f, gconstpointer data)
{
	assert_faults(f, GOOD
	    "colours:\n  a: {rgb: [255, 0]}\n  b: {rgb: \"#ff00\"}\n  c: {rgb: [0, 0, 256]}\n"
	    "  d: {spot: X, rgb: [0, 0, 0]}\n",
	    "8:12 layout.bad-value colours.*.rgb wants a colour of the screen such as [200, 30, 40] or \"#c81e28\", not '[…]'\n"
	    "9:12 layout.bad-value colours.*.rgb wants a colour of the screen such as [200, 30, 40] or \"#c81e28\", not '#ff00'\n"
	    "10:19 layout.range colours.*.rgb must be from 0 to 255, not 256\n"
	    "11:3 layout.bad-value colours.d is a spot ink, and wants cmyk to stand in for it, not rgb\n");
}

/* Every row says something, and its default can be read. */
static void
test_schema(struct fixture *f, gconstpointer data)
{
	size_t n;
	const struct layout_key *k = layout_keys(&n);

	g_assert_cmpint((int)n, >, 80);
	for (size_t i = 0; i < n; i++) {
		g_assert_true(*k[i].path && *k[i].wants && *k[i].help);
		g_assert_true(g_str_has_suffix(k[i].help, ".") || g_str_has_suffix(k[i].help, ".)"));
	}
}

/* Volumes have no front page and no number of pages to fit, and a cover always. */
static void
test_volume(struct fixture *f, gconstpointer data)
{
	const struct layout *l = read_layout(f, GOOD "fit: {pages: 4}\nitem: {facing: true}\n"
	    "boxes: {lists: {for: [contents, advisory]}}\n"
	    "volume: {contents: sections, indexes: [people], index: {columns: 3}}\n");
	const struct layout *v = layout_for_volume(f->a, l);
	const struct layout *x = layout_for_index(f->a, v);

	g_assert_cmpuint(v->fit.n_pages, ==, 0);
	g_assert_cmpuint(l->fit.n_pages, ==, 1);
	g_assert_false(v->item_facing);
	g_assert_true(l->item_facing);
	g_assert_cmpuint(v->boxings[0].of, ==, 1u << BOXED_ADVISORY);
	g_assert_cmpuint(v->cover.n, >, 0);
	g_assert_cmpuint(l->cover.n, ==, 0);
	g_assert_cmpint(v->issue.contents.what, ==, CONTENTS_SECTIONS);
	g_assert_cmpint(x->columns.count, ==, 3);
	g_assert_cmpint(v->columns.count, ==, 2);
	g_assert_cmpint(v->role[ROLE_INDEX_TITLE]->span, ==, SPAN_ALL);
	assert_faults(f, GOOD "volume: {indexes: [people, peple, people], index: {columns: 9}}\n",
	    "7:28 layout.bad-value volume.indexes: there is no index of 'peple' / did you mean 'people'?\n"
	    "7:35 layout.bad-value volume.indexes names 'people' twice\n"
	    "7:61 layout.range volume.index.columns must be from 1 to 6, not 9\n");
}

/* Numbers must follow each other: a fitter that moves items would part them. */
static void
test_numbers_and_order(struct fixture *f, gconstpointer data)
{
	assert_faults(f, GOOD "item: {order: [number, headline, body]}\n"
	    "fit: {pages: 4, freedoms: {order: true}}\n",
	    "8:35 layout.numbered-order items that are numbered cannot change places / "
	    "say order: false, or print no {item.number}\n");
	diags_destroy(f->dg);
	f->dg = diags_create();
	assert_faults(f, GOOD "contents: {number: \"{item.number}.\"}\n"
	    "fit: {pages: 4, freedoms: {order: true}}\n",
	    "8:35 layout.numbered-order items that are numbered cannot change places / "
	    "say order: false, or print no {item.number}\n");
	diags_destroy(f->dg);
	f->dg = diags_create();
	g_assert_nonnull(read_layout(f, GOOD "contents: {number: •}\n"
	    "fit: {pages: 4, freedoms: {order: true}}\n"));
}

/* Halves need two columns, or four, and zones are no halves: then it is said, and not done. */
static void
assert_facing(struct fixture *f, const char *text, const char *said)
{
	const struct layout *l = read_layout(f, text);

	g_assert_nonnull(l);
	g_assert_true(l->item_facing == !said);
	g_assert_cmpuint(diags_n(f->dg), ==, said ? 1 : 0);
	if (said)
		g_assert_cmpstr(diags_get(f->dg, 0)->text, ==, said);
	diags_destroy(f->dg);
	f->dg = diags_create();
}

static void
test_facing(struct fixture *f, gconstpointer data)
{
	g_auto(GStrv) halves = g_strsplit(GOOD "item: {facing: true}\n", "count: 2", 2);
	g_autofree char *odd = g_strjoinv("count: 3", halves), *four = g_strjoinv("count: 4", halves);

	assert_facing(f, GOOD "item: {facing: true}\n", NULL);
	assert_facing(f, four, NULL);
	assert_facing(f, GOOD "item: {facing: true}\nfront: {zones: [{columns: 1, stories: 1}]}\n",
	    "items cannot face each other in the zones of a front page");
	assert_facing(f, odd, "items cannot face each other in half of the columns each: the page has 3");
}

/* Whatever the order they are written in, the words of a list are found, and its phrases are a list of their own. */
static void
test_words(struct fixture *f, gconstpointer data)
{
	g_autofree char *file = g_strdup_printf("%s/layouts/letter.yaml", g_getenv("NASHRA_ROOT"));
	const struct layout *l = layout_load(f->a, f->dg, file);
	const struct word_list *months = &l->binding.months, *phrases = &l->binding.phrases;
	static const char said[] = "نوفمبر ٢٠٢٦", phrase[] = "تشرين الثاني";

	g_assert_true(words_have(months, said, strlen("نوفمبر")));
	g_assert_false(words_have(months, said, strlen("نوفمب")));
	g_assert_false(words_have(months, said, strlen("نوفمبر ")));
	g_assert_false(words_have(months, said, 0));
	g_assert_true(words_have(phrases, phrase, strlen(phrase)));
	g_assert_false(words_have(phrases, said, strlen("نوفمبر")));
	for (size_t i = 0; i < months->n; i++)
		g_assert_true(words_have(months, months->v[i], strlen(months->v[i])));
}

#define TEST(name) \
	g_test_add("/layout/" #name, struct fixture, NULL, set_up, test_##name, tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	TEST(defaults);
	TEST(inheritance);
	TEST(units);
	TEST(all_at_once);
	TEST(missing);
	TEST(cycle);
	TEST(own_parent);
	TEST(too_small);
	TEST(parts);
	TEST(bad_parts);
	TEST(names);
	TEST(print);
	TEST(extends);
	TEST(issue_defaults);
	TEST(section_colours);
	TEST(bad_issue);
	TEST(light);
	TEST(bad_light);
	TEST(schema);
	TEST(volume);
	TEST(numbers_and_order);
	TEST(facing);
	TEST(words);
	return g_test_run();
}
