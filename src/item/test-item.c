/* item: releases as a press office writes them, and as it should not. */
#include "item/item.h"

#include <string.h>

struct reading {
	struct arena *a;
	struct diags *dg;
	const struct item *it;
};

static struct reading
read_text(const char *text, size_t len)
{
	struct reading r = { arena_create(), diags_create(), NULL };

	r.it = item_read(r.a, r.dg, "f.md", text, len);
	return r;
}

static void
finish(struct reading *r)
{
	arena_destroy(r->a);
	diags_destroy(r->dg);
}

/* The texts of the body, with places, one a line, deeper ones indented. */
static void
print_body(const struct body *b, int depth, GString *to)
{
	static const char *const kinds[] = { "para", "subhead", "list", "entry",
		"quote", "table", "row", "cell", "image" };

	for (; b; b = b->next) {
		g_string_append_printf(to, "%*s%u:%u %s", depth, "", b->at.line, b->at.col,
		    kinds[b->kind]);
		for (size_t i = 0; i < b->n_text; i++)
			g_string_append_printf(to, " %u:%u[%s]%s%s%s%s", b->text[i].text.at.line,
			    b->text[i].text.at.col, b->text[i].text.s,
			    b->text[i].style & INLINE_STRONG ? "strong" : "",
			    b->text[i].style & INLINE_EMPH ? "emph" : "",
			    b->text[i].style & INLINE_CODE ? "code" : "",
			    b->text[i].url ? b->text[i].url : "");
		g_string_append_c(to, '\n');
		print_body(b->first, depth + 1, to);
	}
}

#define HEAD "---\nnashra-item: 1\nheadline: x\n---\n"

struct specimen {
	const char *name, *body, *reads;
};

/* The body begins in line 5. */
static const struct specimen bodies[] = {
	{ "paragraphs", "نص أول\nوبقيته\n\nثان", "5:1 para 5:1[نص أول ] 6:1[وبقيته]\n8:1 para 8:1[ثان]\n" },
	{ "strong", "قال **نعم** ولا", "5:1 para 5:1[قال ] 5:7[نعم]strong 5:12[ ولا]\n" },
	{ "escapes", "أ\\*ب &amp; ج", "5:1 para 5:1[أ] 5:3[*ب ] 5:6[&] 5:11[ ج]\n" },
	{ "characters-that-mean-nothing", "في 2023. نص _ و* و> و# و+ و- هنا",
	    "5:1 para 5:1[في 2023. نص _ و* و> و# و+ و- هنا]\n" },
	{ "link", "انظر [هنا](https://x.example/هنا) الآن",
	    "5:1 para 5:1[انظر ] 5:7[هنا]https://x.example/هنا 5:34[ الآن]\n" },
	{ "subhead", "## رأس\n\nنص", "5:1 subhead 5:4[رأس]\n7:1 para 7:1[نص]\n" },
	{ "list", "- أ\n- ب\n  ج\n\n3) د\n",
	    "5:1 list\n 5:1 entry\n  5:3 para 5:3[أ]\n 6:1 entry\n  6:3 para 6:3[ب ] 7:3[ج]\n"
	    "9:1 list\n 9:1 entry\n  9:4 para 9:4[د]\n" },
	{ "quotation", "> قال\n> وقال", "5:1 quote\n 5:3 para 5:3[قال ] 6:3[وقال]\n" },
	{ "forced-line", "أ\\\nب", "5:1 para 5:1[أ\u2028] 6:1[ب]\n" },
	{ "image", "![بديل](a.png)", "5:1 image 5:3[بديل]\n" },
	{ "table", "| أ | ب |\n|---|:-:|\n| **1** | - 2 |\n| 3 |",
	    "5:1 table\n 5:1 row\n  5:3 cell 5:3[أ]\n  5:7 cell 5:7[ب]\n"
	    " 7:1 row\n  7:3 cell 7:5[1]strong\n  7:11 cell 7:11[- 2]\n"
	    " 8:1 row\n  8:3 cell 8:3[3]\n  8:1 cell\n" },
	{ "table-emphasis", "| *أ* |\n|---|\n| **«ب»** _ج_ |\n| _(د)_ |",
	    "5:1 table\n 5:1 row\n  5:3 cell 5:4[أ]emph\n"
	    " 7:1 row\n  7:3 cell 7:5[«ب»]strong 7:10[ ] 7:12[ج]emph\n 8:1 row\n  8:3 cell 8:4[(د)]emph\n" },
	{ "table-no-caption", "| أ |\n|---|\n\n\\: نص", 
	    "5:1 table\n 5:1 row\n  5:3 cell 5:3[أ]\n8:1 para 8:2[: نص]\n" },
	{ "table-caption", "| أ |\n|---|\n\n: عنوان **الجدول**\n\n: نص", "5:1 table 8:3[عنوان ] 8:11[الجدول]strong\n"
	    " 5:1 row\n  5:3 cell 5:3[أ]\n10:1 para 10:1[: نص]\n" },
};

static void
test_body(gconstpointer data)
{
	const struct specimen *s = data;
	g_autofree char *text = g_strconcat(HEAD, s->body, NULL);
	struct reading r = read_text(text, strlen(text));
	g_autoptr(GString) got = g_string_new(NULL);

	g_assert_nonnull(r.it);
	print_body(r.it->body, 0, got);
	g_assert_cmpstr(got->str, ==, s->reads);
	finish(&r);
}

static void
test_fields(void)
{
	const char *text = "---\nnashra-item: 1\nid: a-1\nheadline: قال: نعم\n"
	    "type: statement\ndecks:\n  - أول: ثان\nbyline: بواسطة/س\n"
	    "media:\n  - {file: a.png, alt: ب, crop: [10, 0, 80%, 100], focus: [50, 12.5]}\n"
	    "contact: {phone: \"02-5\"}\ndate: 2024-02-29\n"
	    "residue:\n  - {line: 7, text: Show More}\next: {k: v}\n---\nنص\n";
	struct reading r = read_text(text, strlen(text));

	g_assert_nonnull(r.it);
	g_assert_cmpstr(r.it->headline.s, ==, "قال: نعم");
	g_assert_cmpuint(r.it->headline.at.line, ==, 4);
	g_assert_cmpuint(r.it->headline.at.col, ==, 11);
	g_assert_cmpint(r.it->type, ==, ITEM_STATEMENT);
	g_assert_cmpstr(r.it->decks.v[0].s, ==, "أول: ثان");
	g_assert_cmpstr(r.it->byline.literal.s, ==, "بواسطة/س");
	g_assert_cmpint(r.it->media[0].crop.w, ==, 8000);
	g_assert_cmpint(r.it->media[0].focus.y, ==, 1250);
	g_assert_cmpstr(r.it->contacts[0].phone.s, ==, "02-5");
	g_assert_cmpint(r.it->residue[0].line, ==, 7);
	g_assert_cmpstr(r.it->ext[0].value, ==, "v");
	g_assert_cmpstr(r.it->language.s, ==, "ar");
	finish(&r);
}

/* Every fault of a file is told at once, each at its place. */
static const struct specimen faults[] = {
	{ "empty", "", "1:1 item.no-front-matter\n" },
	{ "no-front-matter", "نص", "1:1 item.no-front-matter\n" },
	{ "not-closed", "---\nheadline: x\n", "1:1 item.no-front-matter\n" },
	{ "unknown", "---\nnashra-item: 1\nheadlin: x\n---\nنص",
	    "3:1 item.unknown-key\n" },
	{ "no-headline", "---\nnashra-item: 1\nkicker: x\nbylin: y\n---\nنص",
	    "4:1 item.unknown-key\n2:1 item.no-headline\n" },
	{ "no-version", "---\nheadline: x\n---\nنص", "2:1 item.version\n" },
	{ "version-2", "---\nnashra-item: 2\nheadline: x\n---\nنص", "2:14 item.version\n" },
	{ "two-headlines", "---\nnashra-item: 1\nheadline: x\nheadline: y\n---\nنص",
	    "4:1 yaml.duplicate-key\n" },
	{ "values", "---\nnashra-item: 1\nheadline: x\ntype: relese\nid: a b\n"
	    "date: 2026-02-30\nembargo: 2026-01-01T25:00\nmedia: [a]\n---\nنص",
	    "4:7 item.bad-value\n5:5 item.bad-value\n6:7 item.date\n7:10 item.date\n"
	    "8:9 item.bad-value\n" },
	{ "html", HEAD "<p>a</p>\n\nب <b>ج</b>", "5:1 item.html\n7:3 item.html\n7:7 item.html\n" },
	{ "markdown", HEAD "# a\n\n#### b\n\nc\n===\n\n    d\n\n```\ne\n```\n\n***\n",
	    "5:1 item.heading-level\n7:1 item.heading-level\n9:1 item.setext\n"
	    "12:5 item.code\n14:1 item.code\n18:1 item.rule\n" },
	{ "heading-jump", HEAD "### a\n\n## b\n\n### c", "5:1 item.heading-jump\n" },
	{ "inline-image", HEAD "أ ![b](c.png)", "5:3 item.image-inline\n" },
	{ "definition", HEAD "نص\n\n[a]: b", "7:1 item.definition\n" },
	{ "no-body", HEAD "\n\n", "5:0 item.no-body\n" },
	{ "nesting", HEAD "- ## a", "5:3 item.nesting\n" },
	{ "row-too-long", HEAD "|a|b|\n|-|-|\n|1|2|3|", "7:1 item.table\n" },
};

/* Places and codes of all that is told, whether the item is refused for it or not. */
static void
expect_codes(const struct specimen *s, bool refused)
{
	struct reading r = read_text(s->body, strlen(s->body));
	g_autoptr(GString) got = g_string_new(NULL);

	g_assert_cmpint(r.it == NULL, ==, refused);
	for (size_t i = 0; i < diags_n(r.dg); i++)
		g_string_append_printf(got, "%u:%u %s\n", diags_get(r.dg, i)->at.line,
		    diags_get(r.dg, i)->at.col, diags_get(r.dg, i)->code);
	g_assert_cmpstr(got->str, ==, s->reads);
	finish(&r);
}

static void
test_fault(gconstpointer data)
{
	expect_codes(data, true);
}

/* What is no address is told, with what may have been meant; the text is there all the same. */
static const struct specimen addresses[] = {
	{ "site", HEAD "[أ](<https://example.org/a b>) <http://example.org> [ب](HTTPS://موقع.مصر/خبر)", "" },
	{ "letters", HEAD "[أ](mailto:press@example.org?subject=x) [ب](tel:+20-2-27960000)", "" },
	{ "item", HEAD "[أ](#water-1)", "" },
	{ "script", HEAD "نص [أ](javascript:x)",
	    "5:4 write the address of a page, or take it out\n" },
	{ "scheme", HEAD "[أ](http//example.org/a)", "5:1 did you mean 'http://example.org/a'?\n" },
	{ "misspelt", HEAD "[أ](htps:/example.org)", "5:1 did you mean 'https://example.org'?\n" },
	{ "www", HEAD "[أ](www.example.org)", "5:1 did you mean 'https://www.example.org'?\n" },
	{ "twice", HEAD "[أ](http://https://example.org)", "5:1 did you mean 'https://example.org'?\n" },
	{ "mailbox", HEAD "[أ](press@example.org)", "5:1 did you mean 'mailto:press@example.org'?\n" },
	{ "no-mailbox", HEAD "[أ](mailto:press)", "5:1 write it as mailto:press@example.org\n" },
	{ "file", HEAD "[أ](report.pdf)", "5:1 write the whole address, as in https://example.org/news\n" },
	{ "empty", HEAD "[أ]()", "5:1 write the whole address, as in https://example.org/news\n" },
	{ "unseen", HEAD "[أ](https://example.org/\u200F)",
	    "5:1 write it anew by hand: it came along when it was copied\n" },
	{ "blank", HEAD "نص [أ](http:// example.org) ثم",
	    "5:4 no blank may stand in an address: [text](https://example.org/news)\n" },
	{ "escaped", HEAD "نص \\[أ\\](http:// example.org) `[a](b c)`", "" },
	{ "contact", "---\nnashra-item: 1\nheadline: x\ncontact: [{name: أحمد}, {name: هاتف 123}, {role: x, phone: 12}]\n---\nنص",
	    "4:18 write phone:, email: or url: beside the name\n" },
	{ "keys", "---\nnashra-item: 1\nheadline: x\nsource: {url: www.example.org}\n"
	    "contact:\n  - {email: press at example, phone: 02-O7960000, url: javascript:x}\n"
	    "  - {email: press@example.org, phone: \"16٠٠٠ (داخلي 12)\", url: www.example.org}\n---\nنص",
	    "4:15 did you mean 'https://www.example.org'?\n6:13 write it as press@example.org\n"
	    "6:38 write 0 for O, 1 for l and I, ٥ for ه, ١ for ا\n"
	    "6:56 write the address of a page, or take it out\n" },
};

static void
test_address(gconstpointer data)
{
	const struct specimen *s = data;
	struct reading r = read_text(s->body, strlen(s->body));
	g_autoptr(GString) got = g_string_new(NULL);

	g_assert_nonnull(r.it);
	for (size_t i = 0; i < diags_n(r.dg); i++) {
		const struct diag *d = diags_get(r.dg, i);

		g_assert_cmpstr(d->code, ==, "item.address");
		g_string_append_printf(got, "%u:%u %s\n", d->at.line, d->at.col, d->help);
	}
	g_assert_cmpstr(got->str, ==, s->reads);
	finish(&r);
}

/* What CommonMark would change of a text is told. */
static const struct specimen changes[] = {
	{ "numbers", HEAD "1. أ\n3. ب\n5. ج", "6:1 item.list-number\n" },
	{ "numbers-inside", HEAD "> 7. أ\n> 8. ب\n>    1. ج\n>    3. د", "8:6 item.list-number\n" },
	{ "numbers-alike", HEAD "1. أ\n1. ب\n\nنص\n\n4) ج\n5) د\n\n- هـ", "" },
	{ "stars", HEAD "مساحة 5*3*2 م و٥**٣**٢ م", "5:8 item.emphasis\n5:17 item.emphasis\n" },
	{ "no-stars", HEAD "مساحة 5 * 3 * 2 م و5\\*3\\*2 م، **5** و*6*، و5**م**، وال*9*", "" },
};

static void
test_changes(gconstpointer data)
{
	expect_codes(data, false);
}

/* Cells beyond what a table may have are told of, not left out. */
static void
test_wide_tables(void)
{
	for (int wide = 0; wide < 2; wide++) {
		g_autoptr(GString) s = g_string_new(HEAD);
		int columns = wide ? 70 : 64;

		for (int row = 0; row < 3; row++) {
			/* The last row has more cells than the head. */
			for (int i = 0; i < (row == 2 ? 70 : columns); i++)
				g_string_append(s, row == 1 ? "|-" : "|a");
			g_string_append(s, "|\n");
		}
		struct reading r = read_text(s->str, s->len);

		g_assert_null(r.it);
		g_assert_cmpuint(diags_n(r.dg), ==, 1);
		g_assert_cmpstr(diags_get(r.dg, 0)->code, ==, "item.table");
		g_assert_cmpuint(diags_get(r.dg, 0)->at.line, ==, wide ? 5 : 7);
		finish(&r);
	}
}

static void
expect_limit(GString *body)
{
	struct reading r = read_text(body->str, body->len);

	g_assert_null(r.it);
	g_assert_cmpstr(diags_get(r.dg, 0)->code, ==, "item.limit");
	g_assert_cmpuint(diags_n(r.dg), <, 50);
	finish(&r);
	g_string_assign(body, HEAD);
}

static void
repeat(GString *s, const char *what, size_t n)
{
	while (n-- > 0)
		g_string_append(s, what);
}

/* Files that would take hours or all memory get a message instead. */
static void
test_limits(void)
{
	g_autoptr(GString) s = g_string_new(HEAD);

	repeat(s, "س", 1001);
	expect_limit(s);
	g_string_append(s, "ب");
	repeat(s, "\u064E", 31);
	expect_limit(s);
	repeat(s, "\n", 66);
	expect_limit(s);
	repeat(s, "كلمة ", 40001);
	expect_limit(s);
	repeat(s, "> ", 40);
	g_string_append(s, "نص");
	expect_limit(s);
	repeat(s, "أ\n\n", 5001);
	expect_limit(s);
	repeat(s, "*a **b ", 40);
	repeat(s, "b** a*", 40);
	expect_limit(s);
}

/* Cut anywhere, a file gives an item or a message. */
static void
test_cuts(void)
{
	const char *text = HEAD "أ **ب** [ج](د) &amp;\n\n- x\n\n|a|b|\n|-|-|\n|1|2|\n\n> و\n";

	for (size_t i = 0; i <= strlen(text); i++) {
		struct reading r = read_text(text, i);
		g_assert_true(r.it || diags_count(r.dg, DIAG_ERROR) > 0);
		finish(&r);
	}
}

/* The real release is read without a word. */
static void
test_seed(void)
{
	g_autofree char *path = g_build_filename(g_getenv("NASHRA_ROOT"),
	    "../shared/seed/release.md", NULL);
	struct reading r = { arena_create(), diags_create(), NULL };
	g_autoptr(GString) s = g_string_new(NULL);
	size_t n = 0;

	if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
		g_test_skip("../shared/seed is not there");
		finish(&r);
		return;
	}
	r.it = item_load(r.a, r.dg, path);
	g_assert_nonnull(r.it);
	g_assert_cmpuint(diags_n(r.dg), ==, 0);
	for (const struct body *b = r.it->body; b; b = b->next)
		n++;
	g_assert_cmpuint(n, ==, 10);
	g_assert_cmpuint(r.it->decks.n, ==, 2);
	item_print_json(r.it, s);
	g_assert_nonnull(strstr(s->str, "\"section\": \"الاخبار\""));
	finish(&r);
}

static void
add_specimens(const char *group, const struct specimen *v, size_t n,
    GTestDataFunc test)
{
	for (size_t i = 0; i < n; i++) {
		g_autofree char *path = g_strdup_printf("/item/%s/%s", group, v[i].name);
		g_test_add_data_func(path, &v[i], test);
	}
}

/* A day as people write it, and the one that is proposed; of some none can be. */
static void
test_dates(void)
{
	static const char *const cases[][2] = {
		{ "2026/11/28", "'2026-11-28'" }, { "2026.11.28", "'2026-11-28'" }, { "2026-1-5", "'2026-01-05'" }, { "20261128", "'2026-11-28'" },
		{ "28-11-2026", "'2026-11-28'" }, { "28/11/2026", "'2026-11-28'" }, { "11/28/2026", "'2026-11-28'" }, { "5/4/2026", "'2026-04-05'" },
		{ "٢٠٢٦-١١-٢٨", "'2026-11-28'" }, { "٢٨ نوفمبر ٢٠٢٦", "'2026-11-28'" }, { "السبت ٢٨ نوفمبر ٢٠٢٦ م", "'2026-11-28'" },
		{ "28 تشرين الثاني 2026", "'2026-11-28'" }, { "28 November 2026", "'2026-11-28'" }, { "28-Nov-2026", "'2026-11-28'" },
		{ "Nov 28, 2026", "'2026-11-28'" }, { "november 28 2026", "'2026-11-28'" },
		{ "2026-11-28 14:00", "'2026-11-28T14:00'" }, { "2026-11-28T14:00+0200", "'2026-11-28T14:00+02:00'" },
		{ "2026-11-28 9:05:30 Z", "'2026-11-28T09:05:30Z'" }, { "2026-11-28 14:00 +02", "'2026-11-28T14:00+02:00'" },
		{ "2026-11-31", "write it as" }, { "31/11/2026", "write it as" }, { "28/11/26", "write it as" }, { "2026-11-28 at noon", "write it as" },
		{ "2026-11-28 25:00", "write it as" }, { "غدا", "write it as" }, { "28 Mai 2026", "write it as" }, { "٢٨ نوفمبر", "write it as" },
		{ "1448-06-18", "Gregorian" }, { "١٨/٦/١٤٤٨", "Gregorian" }, { "١٨ جمادى الآخرة ١٤٤٨ هـ", "Gregorian" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text = g_strdup_printf("---\nnashra-item: 1\nheadline: x\ndate: %s\n---\nنص\n", cases[i][0]);
		struct reading r = read_text(text, strlen(text));

		g_assert_cmpuint(diags_n(r.dg), ==, 1);
		g_assert_cmpstr(diags_get(r.dg, 0)->code, ==, "item.date");
		if (!strstr(diags_get(r.dg, 0)->help, cases[i][1]))
			g_error("%s: %s", cases[i][0], diags_get(r.dg, 0)->help);
		finish(&r);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	add_specimens("body", bodies, G_N_ELEMENTS(bodies), test_body);
	add_specimens("fault", faults, G_N_ELEMENTS(faults), test_fault);
	add_specimens("changes", changes, G_N_ELEMENTS(changes), test_changes);
	add_specimens("address", addresses, G_N_ELEMENTS(addresses), test_address);
	g_test_add_func("/item/fields", test_fields);
	g_test_add_func("/item/dates", test_dates);
	g_test_add_func("/item/limits", test_limits);
	g_test_add_func("/item/wide-tables", test_wide_tables);
	g_test_add_func("/item/cuts", test_cuts);
	g_test_add_func("/item/seed", test_seed);
	return g_test_run();
}
