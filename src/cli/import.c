/* nashra import. */
#include "cli-int.h"

#include "import/import.h"

#include <stdio.h>

static const struct command self = { .name = "import" };

void
import_add_options(GArray *to, struct options *o)
{
	GOptionEntry entries[] = {
		{ "dry-run", 'n', 0, G_OPTION_ARG_NONE, &o->import.dry,
		    "Write nothing", NULL },
		{ "explain", 0, 0, G_OPTION_ARG_NONE, &o->import.explain,
		    "Print each guess and change: what, why, how sure", NULL },
		{ 0 },
	};

	options_add(to, entries);
}

static int
import_all(const struct options *o, struct diags *dg, const struct import_words *words)
{
	struct import_job job = { .files = (const char *const *)o->words, .n = o->n_words,
		.folder = o->output, .dry = o->import.dry, .words = words };
	struct import_counts n;
	g_autoptr(GString) said = g_string_new(NULL);
	bool good = import_files(dg, &job, said, &n);

	if (o->import.explain && (fputs(said->str, stdout) == EOF || fflush(stdout) == EOF))
		return OUTCOME_ENVIRONMENT;
	if (!o->quiet)
		fprintf(stderr, "nashra: %zu %s %s, %zu there already, %zu refused\n", n.items,
		    n.items == 1 ? "item" : "items", job.dry ? "to write" : "written", n.same, n.refused);
	return good ? OUTCOME_DONE : OUTCOME_BAD_ITEM;
}

int
run_import(const struct options *o, struct diags *dg)
{
	if (o->n_words == 0)
		return usage_error(&self, "nothing to import");
	if (!o->output)
		return usage_error(&self, "nowhere to write: say -o FOLDER");
	g_autofree char *file = g_build_filename(o->data, "words", "import.yaml", NULL);
	struct arena *a = arena_create();
	const struct import_words *words = import_words_read(a, dg, file);
	int status = words ? import_all(o, dg, words) : EXIT_USAGE;

	arena_destroy(a);
	return status;
}
