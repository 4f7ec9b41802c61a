/* What the user is told, on standard error. */
#include "cli-int.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum diag_form
form_of(const struct options *o)
{
	if (strcmp(o->form, "json") == 0)
		return DIAG_JSON;
	return strcmp(o->form, "short") == 0 ? DIAG_SHORT : DIAG_HUMAN;
}

/* https://no-color.org: any value that is not empty. */
static bool
wants_colour(const struct options *o)
{
	const char *no = getenv("NO_COLOR");

	if (strcmp(o->colour, "always") == 0)
		return true;
	if (strcmp(o->colour, "never") == 0 || (no && *no))
		return false;
	return isatty(STDERR_FILENO);
}

static enum diag_level
least_level(const struct options *o)
{
	return o->quiet ? DIAG_ERROR : o->verbose ? DIAG_NOTE : DIAG_WARNING;
}

/* «2 errors, 1 warning»; NULL when there is nothing to count. */
static char *
counts(const struct options *o, const struct diags *dg)
{
	size_t e = diags_count(dg, DIAG_ERROR);
	size_t w = o->quiet ? 0 : diags_count(dg, DIAG_WARNING);
	g_autofree char *errors = g_strdup_printf(lang_say_n("%zu error", "%zu errors", e), e);
	g_autofree char *warnings = g_strdup_printf(lang_say_n("%zu warning", "%zu warnings", w), w);

	if (e && w)
		return g_strconcat(errors, lang_say(", "), warnings, NULL);
	return g_strdup(e ? errors : w ? warnings : NULL);
}

void
report_each(const struct options *o, const struct diags *dg)
{
	g_autoptr(GString) s = g_string_new(NULL);

	for (size_t i = 0; i < diags_n(dg); i++)
		if (diags_get(dg, i)->level >= least_level(o))
			diag_format(dg, i, form_of(o), wants_colour(o), s);
	fputs(s->str, stderr);
}

void
report(const struct options *o, const struct diags *dg)
{
	g_autofree char *sum = counts(o, dg);

	report_each(o, dg);
	if (sum && form_of(o) == DIAG_HUMAN)
		fprintf(stderr, "nashra: %s\n", sum);
}

int
usage_error(const struct command *c, const char *fmt, ...)
{
	va_list ap;
	g_autofree char *text = NULL;

	va_start(ap, fmt);
	text = g_strdup_vprintf(lang_say(fmt), ap);
	va_end(ap);
	fprintf(stderr, "nashra: %s: %s\n", lang_say("error"), text);
	fprintf(stderr, "%s: nashra %s%s--help\n", lang_say("help"), c ? c->name : "", c ? " " : "");
	return EXIT_USAGE;
}
