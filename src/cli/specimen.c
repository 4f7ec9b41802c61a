/* nashra fonts, and its specimens. */
#include "cli-int.h"

#include "specimen/specimen.h"

#include <stdio.h>
#include <string.h>

static const struct command self = { .name = "fonts" };

static int
check(const struct options *o)
{
	if (o->n_words > 2)
		return usage_error(&self, "a specimen is of one face or style, and not of %zu: "
		    "put a name of two words in quotation marks", o->n_words - 1);
	if (o->n_words == 1 && !o->layout)
		return usage_error(&self, "no face: say its name, for example \"Amiri Bold\", or -l LAYOUT");
	if (!o->output)
		return usage_error(&self, "nowhere to write: say -o FILE.pdf");
	return 0;
}

static int
make_specimen(const struct options *o, struct diags *dg)
{
	g_autofree char *design = g_build_filename(o->data, "templates", "specimen", "specimen.yaml", NULL);
	const char *word = o->n_words > 1 ? o->words[1] : NULL;
	struct specimen_job job = { .design = design, .face = o->layout ? NULL : word, .layout = o->layout,
		.style = o->layout ? word : NULL, .like = job_of(o) };
	struct press *p = open_press(o);
	enum outcome r = specimen_render(p, dg, &job, o->output);

	press_destroy(p);
	return (int)r;
}

static int
list(const struct options *o, struct diags *dg)
{
	struct press *p = open_press(o);
	g_autoptr(GString) s = g_string_new(NULL);
	bool good = press_print_fonts(p, dg, s);

	press_destroy(p);
	if (!good)
		return OUTCOME_BAD_LAYOUT;
	return print_result(s->str);
}

int
run_fonts(const struct options *o, struct diags *dg)
{
	if (o->n_words == 0)
		return list(o, dg);
	if (strcmp(o->words[0], "specimen") != 0)
		return usage_error(&self, "nothing is known of '%s': say nashra fonts, or nashra fonts specimen",
		    o->words[0]);
	int wrong = check(o);
	return wrong ? wrong : make_specimen(o, dg);
}
