/* press: outcomes, what is refused, that nothing is left behind. */
#include "press/press.h"

#include <glib/gstdio.h>
#include <string.h>

struct fixture {
	struct diags *dg;
	struct press *p;
	char *folder, *item, *out, *layout;
	const char *items[1];
};

#define HEAD "---\nnashra-item: 1\nid: a\n"
#define GOOD HEAD "date: 2026-11-23\nheadline: عنوان\n---\n\nنص.\n"

static void
set_up(struct fixture *f, gconstpointer data)
{
	g_autofree char *fonts = g_build_filename(g_getenv("NASHRA_ROOT"), "fonts", NULL);

	f->dg = diags_create();
	f->p = press_create(fonts);
	f->folder = g_dir_make_tmp("nashra-XXXXXX", NULL);
	f->item = g_build_filename(f->folder, "i.md", NULL);
	f->out = g_build_filename(f->folder, "o.pdf", NULL);
	f->layout = g_build_filename(g_getenv("NASHRA_ROOT"), "layouts/release.yaml", NULL);
	f->items[0] = f->item;
}

static void
tear_down(struct fixture *f, gconstpointer data)
{
	g_remove(f->item);
	g_remove(f->out);
	/* Nothing else was left in the folder. */
	g_assert_cmpint(g_rmdir(f->folder), ==, 0);
	g_free(f->folder);
	g_free(f->item);
	g_free(f->out);
	g_free(f->layout);
	press_destroy(f->p);
	diags_destroy(f->dg);
}

static struct job
job_of(struct fixture *f, const char *text)
{
	g_file_set_contents(f->item, text, -1, NULL);
	return (struct job) { .items = f->items, .n = 1, .layout = f->layout, .date = -1,
		.now = 1795000000 };
}

static enum outcome
render(struct fixture *f, const char *text)
{
	struct job job = job_of(f, text);

	return press_render(f->p, f->dg, &job, f->out, NULL);
}

static void
test_done(struct fixture *f, gconstpointer data)
{
	struct timing t;
	struct job job = job_of(f, GOOD);

	g_assert_cmpint(press_render(f->p, f->dg, &job, f->out, &t), ==, OUTCOME_DONE);
	g_assert_cmpuint(t.pages, ==, 1);
	g_assert_true(g_file_test(f->out, G_FILE_TEST_IS_REGULAR));
	/* Again with the same fonts and words, to the same bytes. */
	g_autofree char *first = NULL, *second = NULL;
	size_t n, m;
	g_file_get_contents(f->out, &first, &n, NULL);
	g_assert_cmpint(render(f, GOOD), ==, OUTCOME_DONE);
	g_file_get_contents(f->out, &second, &m, NULL);
	g_assert_cmpmem(first, n, second, m);
}

static void
assert_refused(struct fixture *f, const char *text, const char *code)
{
	size_t n = diags_n(f->dg);

	g_assert_cmpint(render(f, text), ==, OUTCOME_BAD_ITEM);
	g_assert_cmpuint(diags_n(f->dg), >, n);
	g_assert_cmpstr(diags_get(f->dg, n)->code, ==, code);
	g_assert_false(g_file_test(f->out, G_FILE_TEST_EXISTS));
}

static void
test_refused(struct fixture *f, gconstpointer data)
{
	assert_refused(f, HEAD "headline: ع\nstatus: withheld\n---\n\nن\n", "press.withheld");
	assert_refused(f, HEAD "headline: ع\nstatus: canceled\n---\n\nن\n", "press.canceled");
	assert_refused(f, HEAD "headline: ع\nembargo: 2030-01-01T10:00+03:00\n---\n\nن\n",
	    "press.embargo");
	g_assert_cmpint(render(f, HEAD "headline: ع\nembargo: 2020-01-01\n---\n\nن\n"), ==,
	    OUTCOME_DONE);
}

#define UNDER_EMBARGO HEAD "headline: ع\nembargo: 2030-01-01T10:00+03:00\n---\n\nن\n"

/* A proof may show what is not out yet, and says so. */
static void
test_embargo_in_proof(struct fixture *f, gconstpointer data)
{
	struct job job = job_of(f, UNDER_EMBARGO);

	job.profile = PROFILE_PROOF;
	g_assert_cmpint(press_check(f->p, f->dg, &job), ==, OUTCOME_DONE);
	g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, "press.embargo");
	g_assert_cmpint(diags_get(f->dg, 0)->level, ==, DIAG_WARNING);
	job = job_of(f, HEAD "headline: ع\nstatus: withheld\n---\n\nن\n");
	job.profile = PROFILE_PROOF;
	g_assert_cmpint(press_check(f->p, f->dg, &job), ==, OUTCOME_BAD_ITEM);
}

/* By what it says: the issue has no name of its own, and one item beside it. */
static void
test_issue(struct fixture *f, gconstpointer data)
{
	g_autofree char *issue = g_build_filename(f->folder, "today", NULL);
	const char *files[] = { issue, f->item };
	struct job job = job_of(f, GOOD);
	struct timing t;

	g_file_set_contents(issue, "nashra-issue: 1\ndate: 2026-11-24\n"
	    "sections: [{title: أخبار, items: [i.md]}]\n", -1, NULL);
	g_assert_true(press_is_issue(issue));
	g_assert_false(press_is_issue(f->item));
	g_assert_false(press_is_issue("/nonexistent"));
	job.items = files;
	g_assert_cmpint(press_render(f->p, f->dg, &job, f->out, &t), ==, OUTCOME_DONE);
	g_assert_cmpuint(diags_n(f->dg), ==, 0);
	g_assert_cmpuint(t.pages, >, 0);
	job.n = 2;
	g_assert_cmpint(press_check(f->p, f->dg, &job), ==, OUTCOME_BAD_ITEM);
	g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, "press.mixed");
	g_remove(issue);
}

#define NO_MASTHEAD "nashra-layout: 1\npage: {columns: {count: 1}}\nfonts: {t: {family: Amiri}}\n" \
	"styles: {base: {font: t}, body: {}}\nitem: {break: page}\n"
#define TWO_PAGES NO_MASTHEAD \
	"masthead: {on: all, height: 20mm, parts: [" \
	"{image: \"{publication.emblem}\", at: [start, top], height: 9mm}]}\n"

/* The emblem stands on every page, and its absence is told once. */
static void
test_no_emblem(struct fixture *f, gconstpointer data)
{
	g_autofree char *issue = g_build_filename(f->folder, "today", NULL);
	g_autofree char *layout = g_build_filename(f->folder, "l.yaml", NULL);
	g_autofree char *other = g_build_filename(f->folder, "j.md", NULL);
	const char *files[] = { issue };
	struct job job = job_of(f, GOOD);

	g_file_set_contents(layout, TWO_PAGES, -1, NULL);
	g_file_set_contents(other, "---\nnashra-item: 1\nid: b\nheadline: ع\n---\n\nنص.\n", -1, NULL);
	g_file_set_contents(issue, "nashra-issue: 1\npublication: {emblem: none.png}\n"
	    "sections: [{items: [i.md, j.md]}]\n", -1, NULL);
	job.items = files;
	job.layout = layout;
	g_assert_cmpint(press_render(f->p, f->dg, &job, f->out, NULL), ==, OUTCOME_BAD_ITEM);
	g_assert_cmpuint(diags_count(f->dg, DIAG_ERROR), ==, 1);
	g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, "file.missing");
	g_assert_cmpuint(diags_get(f->dg, 0)->at.line, ==, 2);
	/* So it is where no page shows it. */
	g_file_set_contents(layout, NO_MASTHEAD, -1, NULL);
	g_assert_cmpint(press_render(f->p, f->dg, &job, f->out, NULL), ==, OUTCOME_BAD_ITEM);
	g_assert_cmpuint(diags_count(f->dg, DIAG_ERROR), ==, 2);
	g_remove(issue);
	g_remove(layout);
	g_remove(other);
}

/* One that was kept is not read again; one that has faults is not kept. */
static void
test_kept_layout(struct fixture *f, gconstpointer data)
{
	g_autofree char *layout = g_build_filename(f->folder, "l.yaml", NULL);
	struct job job = job_of(f, GOOD);

	job.layout = layout;
	g_file_set_contents(layout, "nashra-layout: 1\npages: {}\n", -1, NULL);
	press_keep_layout(f->p, layout);
	g_assert_cmpint(press_render(f->p, f->dg, &job, f->out, NULL), ==, OUTCOME_BAD_LAYOUT);
	g_file_set_contents(layout, TWO_PAGES, -1, NULL);
	press_keep_layout(f->p, layout);
	g_remove(layout);
	g_assert_cmpint(press_render(f->p, f->dg, &job, f->out, NULL), ==, OUTCOME_DONE);
	/* Another one is read as ever. */
	job.layout = "/nonexistent/x.yaml";
	g_assert_cmpint(press_render(f->p, f->dg, &job, f->out, NULL), ==, OUTCOME_BAD_LAYOUT);
}

/* A link within the bulletin wants an item that is there. */
static void
test_links(struct fixture *f, gconstpointer data)
{
	struct job job = job_of(f, "---\nnashra-item: 1\nid: a\nheadline: ع\n---\n\n"
	    "انظر [هنا](#a) أو [**هناك** أيضا](#b).\n");

	g_assert_cmpint(press_render(f->p, f->dg, &job, f->out, NULL), ==, OUTCOME_DONE);
	g_assert_cmpuint(diags_n(f->dg), ==, 1);
	g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, "press.link");
	g_assert_cmpuint(diags_get(f->dg, 0)->at.line, ==, 7);
	g_assert_cmpuint(diags_get(f->dg, 0)->at.col, ==, 22);
}

/* One that names no item, one whose item nobody knows here, and one that says it all. */
static void
test_corrections(struct fixture *f, gconstpointer data)
{
	static const char *const keys[] = { "type: correction", "corrects: b",
		"corrects: {id: b, issue: 411}" };

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		g_autofree char *text = g_strdup_printf("---\nnashra-item: 1\nid: a\nheadline: ع\n%s\n"
		    "---\n\nنص.\n", keys[i]);
		struct job job = job_of(f, text);

		g_assert_cmpint(press_check(f->p, f->dg, &job), ==, OUTCOME_DONE);
		g_assert_cmpuint(diags_n(f->dg), ==, MIN(i + 1, 2));
		g_assert_cmpstr(diags_get(f->dg, diags_n(f->dg) - 1)->code, ==, "press.corrects-nothing");
	}
}

static void
test_bad_layout(struct fixture *f, gconstpointer data)
{
	struct job job = job_of(f, GOOD);

	job.layout = "/nonexistent/x.yaml";
	g_assert_cmpint(press_render(f->p, f->dg, &job, f->out, NULL), ==, OUTCOME_BAD_LAYOUT);
	g_assert_cmpint(press_check(f->p, f->dg, &job), ==, OUTCOME_BAD_LAYOUT);
}

static void
test_cannot_write(struct fixture *f, gconstpointer data)
{
	struct job job = job_of(f, GOOD);

	g_assert_cmpint(press_render(f->p, f->dg, &job, "/nonexistent/o.pdf", NULL), ==,
	    OUTCOME_ENVIRONMENT);
	g_assert_cmpint(press_render(f->p, f->dg, &job, "/dev/full/o.pdf", NULL), ==,
	    OUTCOME_ENVIRONMENT);
}

static void
test_dump(struct fixture *f, gconstpointer data)
{
	struct job job = job_of(f, GOOD);

	for (unsigned s = 0; s < STAGE_N; s++) {
		g_autoptr(GString) to = g_string_new(NULL);

		g_assert_cmpint(press_dump(f->p, f->dg, &job, (enum stage)s, to), ==, OUTCOME_DONE);
		g_assert_cmpuint(to->len, >, 20);
	}
}

#define TEST(name) \
	g_test_add("/press/" #name, struct fixture, NULL, set_up, test_##name, tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	TEST(done);
	TEST(refused);
	TEST(embargo_in_proof);
	TEST(issue);
	TEST(no_emblem);
	TEST(links);
	TEST(corrections);
	TEST(bad_layout);
	TEST(kept_layout);
	TEST(cannot_write);
	TEST(dump);
	return g_test_run();
}
