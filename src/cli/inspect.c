/* nashra inspect. */
#include "cli-int.h"

#include <stdio.h>
#include <string.h>

static const struct command self = { .name = "inspect" };

void
inspect_add_options(GArray *to, struct options *o)
{
	GOptionEntry entries[] = {
		{ "format", 'f', 0, G_OPTION_ARG_STRING, &o->format,
		    "What to make: text, json or pdf (the pages with frames, grid and lines drawn over them)", "FORMAT" },
		{ 0 },
	};

	options_add(to, entries);
}

static int
check(const struct options *o, const char *format)
{
	if (strcmp(format, "text") != 0 && strcmp(format, "json") != 0 && strcmp(format, "pdf") != 0)
		return usage_error(&self, "--format is '%s', but wants text, json or pdf", format);
	if (o->n_words == 0)
		return usage_error(&self, "nothing to inspect: say an issue, or items");
	if (!o->layout)
		return usage_error(&self, "no layout: say -l LAYOUT, for example -l daily");
	if (!o->output && strcmp(format, "pdf") == 0)
		return usage_error(&self, "nowhere to write: say -o FILE.pdf");
	return 0;
}

static enum outcome
write_text(struct diags *dg, const GString *s, const char *path)
{
	struct out *out = out_begin(path ? path : "-");

	out_write(out, s->str, s->len);
	return out_commit(out, dg) ? OUTCOME_DONE : OUTCOME_ENVIRONMENT;
}

static enum outcome
inspect(const struct options *o, struct press *p, struct diags *dg, const char *format)
{
	struct job job = job_of(o);
	g_autoptr(GString) s = g_string_new(NULL);

	if (strcmp(format, "pdf") == 0) {
		job.overlay = true;
		return press_render(p, dg, &job, o->output, NULL);
	}
	enum outcome r = press_inspect(p, dg, &job, strcmp(format, "json") == 0, s);
	return r == OUTCOME_DONE ? write_text(dg, s, o->output) : r;
}

/* A file's name says what it is to be, unless it was said. */
static const char *
format_of(const struct options *o)
{
	if (o->format)
		return o->format;
	if (o->output && g_str_has_suffix(o->output, ".pdf"))
		return "pdf";
	return o->output && g_str_has_suffix(o->output, ".json") ? "json" : "text";
}

int
run_inspect(const struct options *o, struct diags *dg)
{
	const char *format = format_of(o);
	int wrong = check(o, format);

	if (wrong)
		return wrong;
	struct press *p = open_press(o);
	enum outcome r = inspect(o, p, dg, format);

	press_destroy(p);
	return r == OUTCOME_DONE && o->strict && diags_count(dg, DIAG_WARNING) ? EXIT_STRICT : (int)r;
}
