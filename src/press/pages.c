/* Every sheet to a file of its own: all of them, or none. */
#include "press/press-int.h"

#include <string.h>

/* The files of one bulletin, written and waiting for their names. */
struct files {
	const struct page_files *to;
	struct painter *painter;
	GPtrArray *written; /* struct out */
	GString *svg;
};

static char *
name_of(const struct page_files *to, size_t page)
{
	g_auto(GStrv) parts = g_strsplit(to->name, "{p}", -1);
	g_autofree char *number = g_strdup_printf("%zu", page);

	return g_strjoinv(number, parts);
}

/* ---- before ----------------------------------------------------------- */

static bool
names_differ(const struct walk *w, const struct page_files *to)
{
	if (w->sheets->n <= 1 || strstr(to->name, "{p}"))
		return true;
	const char *end = to->form == PAGES_PNG ? "png" : "svg";
	diag_add(w->dg, DIAG_ERROR, "press.many-pages", (struct place) { .file = to->name },
	    "the bulletin has %zu pages, and this is the name of one file", w->sheets->n);
	diag_help(w->dg, "say where the page's number is to stand: -o page-{p}.%s", end);
	return false;
}

static bool
pages_fit(const struct walk *w, const struct page_files *to)
{
	for (size_t i = 0; to->form == PAGES_PNG && i < w->sheets->n; i++)
		if (!paint_fits(&w->sheets->v[i], to->dpi, w->dg))
			return false;
	return true;
}

/* ---- writing ---------------------------------------------------------- */

static bool
paint_page(struct files *f, const struct sheet *s, size_t page, struct out *o, struct diags *dg)
{
	if (f->to->form == PAGES_PNG)
		return paint_png(f->painter, s, f->to->dpi, o, dg);
	g_autofree char *id = g_strdup_printf("p%zu", page);
	g_string_truncate(f->svg, 0);
	bool good = paint_svg(f->painter, s, id, f->svg, dg);
	out_write(o, f->svg->str, f->svg->len);
	return good;
}

/* Goes on after a picture that is bad, for the next may be too; not when the disk is full. */
static enum outcome
paint_pages(struct walk *w, struct files *f)
{
	enum outcome outcome = OUTCOME_DONE;

	for (size_t i = 0; i < w->sheets->n; i++) {
		g_autofree char *name = name_of(f->to, i + 1);
		struct out *o = out_begin(name);

		int64_t start = g_get_monotonic_time();

		if (!paint_page(f, &w->sheets->v[i], i + 1, o, w->dg))
			outcome = OUTCOME_BAD_ITEM;
		w->timing.paint += g_get_monotonic_time() - start;
		if (!out_close(o)) {
			out_commit(o, w->dg);
			return OUTCOME_ENVIRONMENT;
		}
		g_ptr_array_add(f->written, o);
	}
	return outcome;
}

/* ---- names ------------------------------------------------------------ */

static enum outcome
name_pages(struct walk *w, struct files *f)
{
	for (guint i = 0; i < f->written->len; i++)
		if (!out_commit(g_steal_pointer(&f->written->pdata[i]), w->dg))
			return OUTCOME_ENVIRONMENT;
	return OUTCOME_DONE;
}

static void
warn_of_older(const struct walk *w, const struct page_files *to)
{
	g_autofree char *next = name_of(to, w->sheets->n + 1);

	if (!strstr(to->name, "{p}") || !g_file_test(next, G_FILE_TEST_EXISTS))
		return;
	diag_add(w->dg, DIAG_WARNING, "press.older-page", (struct place) { .file = next },
	    "this page is not of this bulletin, which has %zu", w->sheets->n);
	diag_help(w->dg, "remove it, if it is of an older bulletin");
}

static void
abandon(void *o)
{
	out_abandon(o);
}

enum outcome
pages_write(struct walk *w, const struct page_files *to)
{
	if (!names_differ(w, to) || !pages_fit(w, to))
		return OUTCOME_BAD_LAYOUT;
	struct files f = { .to = to, .painter = painter_create(),
		.written = g_ptr_array_new_with_free_func(abandon), .svg = g_string_new(NULL) };
	enum outcome outcome = paint_pages(w, &f);

	if (outcome == OUTCOME_DONE)
		outcome = name_pages(w, &f);
	if (outcome == OUTCOME_DONE)
		warn_of_older(w, to);
	g_ptr_array_unref(f.written);
	g_string_free(f.svg, TRUE);
	painter_destroy(f.painter);
	return outcome;
}
