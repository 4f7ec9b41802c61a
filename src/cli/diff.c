/* nashra diff. */
#include "cli-int.h"

#include "diff/diff.h"

#include <stdio.h>
#include <string.h>

static const struct command self = { .name = "diff" };

void
diff_add_options(GArray *to, struct options *o)
{
	GOptionEntry entries[] = {
		{ "pictures", 0, 0, G_OPTION_ARG_INT, &o->diff.pictures,
		    "How many pages the report shows, before and now (100)", "N" },
		{ "jobs", 'j', 0, G_OPTION_ARG_INT, &o->diff.workers,
		    "How many processes compare (as many as there are processors)", "N" },
		{ 0 },
	};

	o->diff.pictures = -1;
	options_add(to, entries);
}

static int
check(const struct options *o)
{
	if (o->n_words < 2)
		return usage_error(&self, "two layouts are compared: say OLD and NEW, then the issues");
	if (o->n_words < 3)
		return usage_error(&self, "nothing to set in them: say one issue or item at least, behind the layouts");
	if (o->diff.pictures < -1)
		return usage_error(&self, "--pictures is %d, but wants a number from 0 on", o->diff.pictures);
	if (o->diff.workers < 0)
		return usage_error(&self, "--jobs is %d, but wants a number from 1 on", o->diff.workers);
	if (!o->output && (o->diff.pictures != -1 || o->dpi != -1))
		return usage_error(&self, "pictures stand in the report: say -o REPORT.html");
	return 0;
}

static bool
write_report(struct diags *dg, const GString *html, const char *path)
{
	struct out *out = out_begin(path);

	out_write(out, html->str, html->len);
	return out_commit(out, dg);
}

static enum outcome
compare(const struct options *o, struct diags *dg, const struct diff_job *job)
{
	g_autoptr(GString) text = g_string_new(NULL), html = g_string_new(NULL);
	struct diff_counts n;
	enum outcome r = diff_layouts(dg, job, text, o->output ? html : NULL, &n);

	if (text->len > 0 && print_result(text->str) != OUTCOME_DONE)
		return OUTCOME_ENVIRONMENT;
	if (html->len > 0 && !write_report(dg, html, o->output))
		return OUTCOME_ENVIRONMENT;
	return r;
}

int
run_diff(const struct options *o, struct diags *dg)
{
	int wrong = check(o);

	if (wrong)
		return wrong;
	struct job like = job_of(o);
	g_autofree char *fonts = g_build_filename(o->data, "fonts", NULL);
	g_autofree char *old = options_layout(o, o->words[0]), *new = options_layout(o, o->words[1]);
	struct diff_job job = { .old_layout = old, .new_layout = new, .files = like.items + 2, .n = like.n - 2,
		.fonts = fonts, .date = like.date, .now = like.now, .profile = like.profile,
		.workers = o->diff.workers, .pictures = o->output != NULL,
		.most_pictures = o->diff.pictures == -1 ? DIFF_PICTURES : o->diff.pictures,
		.dpi = o->dpi == -1 ? DIFF_DPI : o->dpi };

	return (int)compare(o, dg, &job);
}
