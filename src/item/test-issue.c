/* issue: what a bulletin is made of, found, compared, and refused. */
#include "item/issue.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* A folder with items: name, id, and what else stands in the front matter. */
struct folder {
	char *path;
	struct arena *a;
	struct diags *dg;
	GPtrArray *made;
};

static void
put(struct folder *f, const char *name, const char *text)
{
	g_autofree char *folder = g_path_get_dirname(name);

	g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
	g_assert_true(g_file_set_contents(name, text, -1, NULL));
	g_ptr_array_add(f->made, g_strdup(name));
}

static void
put_item(struct folder *f, const char *name, const char *id, const char *more)
{
	g_autofree char *text = g_strdup_printf("---\nnashra-item: 1\nid: %s\nheadline: عنوان %s\n%s---\nنص\n",
	    id, id, more);

	put(f, name, text);
}

static void
set_up(struct folder *f, gconstpointer data)
{
	f->path = g_dir_make_tmp("nashra-XXXXXX", NULL);
	f->a = arena_create();
	f->dg = diags_create();
	f->made = g_ptr_array_new_with_free_func(g_free);
	g_assert_cmpint(g_chdir(f->path), ==, 0);
	put_item(f, "a.md", "a", "");
	put_item(f, "b.md", "b", "");
	put_item(f, "news/1.md", "n1", "");
	put_item(f, "news/2.md", "n2", "");
	put_item(f, "fix.md", "fix", "type: correction\ncorrects: b\n");
}

static void
tear_down(struct folder *f, gconstpointer data)
{
	for (guint i = 0; i < f->made->len; i++)
		g_remove(g_ptr_array_index(f->made, i));
	g_rmdir("news");
	g_assert_cmpint(g_chdir("/"), ==, 0);
	g_assert_cmpint(g_rmdir(f->path), ==, 0);
	g_free(f->path);
	g_ptr_array_unref(f->made);
	arena_destroy(f->a);
	diags_destroy(f->dg);
}

static const struct issue *
load(struct folder *f, const char *text)
{
	return issue_load(f->a, f->dg, "issue.yaml", text, strlen(text));
}

/* Sections and ids in reading order: "1:a 1:b 2:n1". */
static char *
order_of(struct folder *f, const struct issue *is)
{
	GString *s = g_string_new(NULL);

	for (size_t i = 0; i < is->n_entries; i++)
		g_string_append_printf(s, "%s%d:%s", i ? " " : "", is->entries[i].section,
		    is->entries[i].item->id.s);
	char *kept = arena_strdup(f->a, s->str);
	g_string_free(s, TRUE);
	return kept;
}

#define HEAD "nashra-issue: 1\ndate: 2026-11-23\nnumber: 412\n"

static void
test_whole(struct folder *f, gconstpointer data)
{
	const struct issue *is = load(f, HEAD "year: 7\nfirst-item: 318\n"
	    "publication: {title: النشرة اليومية, office: المركز, emblem: e.png}\n"
	    "weekday: الاثنين\nhijri-offset: -1\n"
	    "sections:\n  - {title: أنشطة, key: minister, items: [b.md, a.md]}\n"
	    "  - {title: أخبار, items: [news/*.md]}\n"
	    "corrections: [fix.md]\ncontacts: {phone: 02-1}\nimprint: [سطر, آخر]\n");

	g_assert_cmpuint(diags_n(f->dg), ==, 0);
	g_assert_cmpstr(order_of(f, is), ==, "1:b 1:a 2:n1 2:n2 3:fix");
	g_assert_cmpint(is->number, ==, 412);
	g_assert_cmpint(is->year, ==, 7);
	g_assert_cmpint(is->first_item, ==, 318);
	g_assert_cmpint(is->hijri_offset, ==, -1);
	g_assert_cmpstr(is->publication.title.s, ==, "النشرة اليومية");
	g_assert_cmpstr(is->sections[0].key.s, ==, "minister");
	g_assert_cmpuint(is->sections[1].first, ==, 2);
	g_assert_cmpuint(is->sections[1].n, ==, 2);
	g_assert_cmpuint(is->corrections.n, ==, 1);
	g_assert_cmpstr(is->contacts[0].phone.s, ==, "02-1");
	g_assert_cmpuint(is->imprint.n, ==, 2);
	g_assert_cmpstr(issue_find(is, "n2")->item->file, ==, "news/2.md");
	g_assert_null(issue_find(is, "none"));
}

/* The lead is named, the pattern means the others, however names are written. */
static void
test_lead_first(struct folder *f, gconstpointer data)
{
	const struct issue *is = load(f, HEAD
	    "sections:\n  - {items: [b.md, ./fix.md, \"*.md\"]}\n  - {items: \"*/1.md\"}\n");

	g_assert_cmpuint(diags_n(f->dg), ==, 0);
	g_assert_cmpstr(order_of(f, is), ==, "1:b 1:fix 1:a 2:n1");
}

/* Whatever was wrong elsewhere before. */
static void
test_nothing_after_a_fault(struct folder *f, gconstpointer data)
{
	diag_add(f->dg, DIAG_ERROR, "layout.missing", (struct place) { .file = "l.yaml" }, "x");
	g_assert_null(load(f, HEAD "sections: []\n"));
	g_assert_cmpuint(diags_n(f->dg), ==, 2);
	g_assert_cmpstr(diags_get(f->dg, 1)->code, ==, "issue.empty");
}

struct fault {
	const char *name, *text;
	const char *said; /* all messages: "line:col code; …" */
};

#define S HEAD "sections:\n"

static const struct fault faults[] = {
	{ "missing", S "- {items: [a.md, none.md]}\n", "5:18 file.missing" },
	{ "no-match", S "- {items: [none/*.md]}\n", "5:12 issue.no-match" },
	{ "outside", S "- {items: [../a.md, /etc/passwd, ../*]}\n",
	    "5:12 file.outside; 5:21 file.outside; 5:34 file.outside" },
	{ "twice", S "- {items: [a.md, b.md]}\n- {items: [./a.md]}\n", "6:12 issue.twice" },
	{ "twice-by-pattern", S "- {items: [a.md]}\n- {items: [a*]}\n", "6:12 issue.twice" },
	{ "same-id", S "- {items: [a.md, twin.md]}\n", "3:5 issue.same-id" },
	{ "corrects-nothing", S "- {items: [a.md]}\ncorrections: b.md\n",
	    "6:14 issue.corrects-nothing" },
	{ "corrects-unknown", S "- {items: [a.md]}\ncorrections: fix.md\n",
	    "6:11 issue.corrects-unknown" },
	{ "corrects-itself", S "- {items: self.md}\n", "5:11 issue.corrects-unknown" },
	{ "corrects-future", S "- {items: future.md}\n", "5:11 issue.corrects-unknown" },
	{ "unknown-keys", HEAD "sectons: []\npublication: {titel: x}\n",
	    "4:1 issue.unknown-key; 5:15 issue.unknown-key" },
	{ "misspelt-items", S "- {titel: x, itms: [a.md]}\n- {title: y}\n",
	    "5:4 issue.unknown-key; 5:14 issue.unknown-key; 6:3 issue.empty" },
	{ "values", "nashra-issue: 1\nnumber: ٤١٢\nyear: 0\ndate: 2026-02-30\nhijri-offset: 3\n"
	    "publication: x\nsections: [{title: t}, x]\n",
	    "2:9 issue.bad-value; 3:7 issue.bad-value; 4:7 issue.date; 5:15 issue.bad-value; "
	    "6:14 issue.bad-value; 7:24 issue.bad-value; 7:12 issue.empty" },
	{ "empty-section", S "- {items: [a.md]}\n- {title: x, items: []}\n", "6:3 issue.empty" },
	{ "no-items", S "- {items: []}\n", "5:3 issue.empty; 1:1 issue.empty" },
	{ "no-sections", HEAD "sections: []\n", "1:1 issue.empty" },
	{ "null-items", S "- {items: }\n", "5:3 issue.empty; 1:1 issue.empty" },
	{ "same-headline", S "- {items: [a.md, copy.md, later.md]}\n", "4:11 issue.same-headline; 5:7 issue.later-item" },
	{ "version", "nashra-issue: 2\nsections: [{items: a.md}]\n", "1:15 issue.version" },
	{ "weekday-alone", "nashra-issue: 1\nweekday: الأحد\nsections: [{items: a.md}]\n",
	    "2:10 issue.date" },
};

static void
test_fault(struct folder *f, gconstpointer data)
{
	const struct fault *c = data;
	g_autoptr(GString) said = g_string_new(NULL);

	put_item(f, "twin.md", "a", "");
	put_item(f, "self.md", "self", "corrects: self\n");
	put_item(f, "future.md", "future", "corrects: {id: x, issue: 500}\n");
	put_item(f, "later.md", "later", "date: 2026-11-24T08:00\n");
	put(f, "copy.md", "---\nnashra-item: 1\nid: copy\nheadline: عنوان a\ndate: 2026-11-23T08:00\n---\nنص\n");
	load(f, c->text);
	for (size_t i = 0; i < diags_n(f->dg); i++) {
		const struct diag *d = diags_get(f->dg, i);

		g_string_append_printf(said, "%s%u:%u %s", i ? "; " : "", d->at.line, d->at.col,
		    d->code);
	}
	g_assert_cmpstr(said->str, ==, c->said);
}

/* 500 items are an issue, and one more is too many: told once. */
static void
test_too_many(struct folder *f, gconstpointer data)
{
	for (size_t n = limit_value(LIMIT_ITEMS); n <= limit_value(LIMIT_ITEMS) + 1; n++) {
		g_autoptr(GString) s = g_string_new(HEAD "sections:\n- items:\n");
		for (size_t i = 0; i < n; i++) {
			g_autofree char *name = g_strdup_printf("many-%zu.md", i);
			g_autofree char *id = g_strdup_printf("many-%zu", i);

			put_item(f, name, id, "");
			g_string_append_printf(s, "  - %s\n", name);
		}
		load(f, s->str);
		bool fits = n == limit_value(LIMIT_ITEMS);

		g_assert_cmpuint(diags_n(f->dg), ==, fits ? 0 : 1);
		if (!fits)
			g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, "issue.too-many");
	}
}

/* In another issue: nothing to be found here. */
static void
test_corrects_another(struct folder *f, gconstpointer data)
{
	put_item(f, "old.md", "old", "corrects: {id: gone, issue: 411, date: 2026-11-22, headline: عنوان}\n");
	const struct issue *is = load(f, S "- {items: [old.md]}\n");

	g_assert_cmpuint(diags_n(f->dg), ==, 0);
	g_assert_cmpint(is->entries[0].item->corrects.number, ==, 411);
	g_assert_cmpstr(is->entries[0].item->corrects.headline.s, ==, "عنوان");
}

/* What is wrong with one item is no reason to be silent about another. */
static void
test_bad_items(struct folder *f, gconstpointer data)
{
	put(f, "bad.md", "---\nnashra-item: 1\n---\n");
	put(f, "worse.md", "x");
	const struct issue *is = load(f, S "- {items: [bad.md, worse.md, a.md]}\n");

	g_assert_cmpstr(order_of(f, is), ==, "1:a");
	g_assert_cmpuint(diags_count(f->dg, DIAG_ERROR), ==, 3);
}

/* By what it says, not by its name. */
static void
test_begins(void)
{
	static const char *const are[] = { "nashra-issue: 1\n", "\xEF\xBB\xBF# x\n\n---\nnashra-issue: 1" };
	static const char *const are_not[] = { "", "---\nnashra-item: 1\n", "nashra-layout: 1\n",
		"name: x\nnashra-issue: 1\n", " nashra-issue: 1", "nashra-issue" };

	for (size_t i = 0; i < G_N_ELEMENTS(are); i++)
		g_assert_true(issue_begins(are[i], strlen(are[i])));
	for (size_t i = 0; i < G_N_ELEMENTS(are_not); i++)
		g_assert_false(issue_begins(are_not[i], strlen(are_not[i])));
}

#define TEST(name) \
	g_test_add("/issue/" #name, struct folder, NULL, set_up, test_##name, tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	TEST(whole);
	TEST(lead_first);
	TEST(nothing_after_a_fault);
	TEST(corrects_another);
	TEST(bad_items);
	g_test_add_func("/issue/begins", test_begins);
	for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
		g_autofree char *name = g_strconcat("/issue/fault/", faults[i].name, NULL);

		g_test_add(name, struct folder, &faults[i], set_up, test_fault, tear_down);
	}
	g_test_add("/issue/too-many", struct folder, NULL, set_up, test_too_many, tear_down);
	return g_test_run();
}
