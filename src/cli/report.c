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

static void
add_count(GString *s, size_t n, const char *one, const char *many)
{
	if (n == 0)
		return;
	if (s->len)
		g_string_append(s, ", ");
	g_string_append_printf(s, "%zu %s", n, n == 1 ? one : many);
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
	g_autoptr(GString) sum = g_string_new(NULL);

	report_each(o, dg);
	add_count(sum, diags_count(dg, DIAG_ERROR), "error", "errors");
	if (!o->quiet)
		add_count(sum, diags_count(dg, DIAG_WARNING), "warning", "warnings");
	if (sum->len && form_of(o) == DIAG_HUMAN)
		fprintf(stderr, "nashra: %s\n", sum->str);
}

int
usage_error(const struct command *c, const char *fmt, ...)
{
	va_list ap;
	g_autofree char *text = NULL;

	va_start(ap, fmt);
	text = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	fprintf(stderr, "nashra: error: %s\n", text);
	if (c)
		fprintf(stderr, "help: nashra %s --help\n", c->name);
	else
		fprintf(stderr, "help: nashra --help\n");
	return EXIT_USAGE;
}
