/* nashra import. */
#include "cli-int.h"

#include "import/import.h"

#include <stdio.h>
#include <string.h>

static const struct command self = { .name = "import" };

void
import_add_options(GArray *to, struct options *o)
{
	GOptionEntry entries[] = {
		{ "dry-run", 'n', 0, G_OPTION_ARG_NONE, &o->import.dry,
		    "Write nothing", NULL },
		{ "explain", 0, 0, G_OPTION_ARG_NONE, &o->import.explain,
		    "Print each guess and change: what, why, how sure", NULL },
		{ "id", 0, 0, G_OPTION_ARG_STRING, &o->import.id,
		    "Name of the item, when there is one release only", "ID" },
		{ "language", 0, 0, G_OPTION_ARG_STRING, &o->import.language,
		    "Language of releases that do not say theirs", "TAG" },
		{ "date", 0, 0, G_OPTION_ARG_STRING, &o->import.date,
		    "Date of releases that do not say theirs", "DATE" },
		{ 0 },
	};

	options_add(to, entries);
}

static void
print_line(const char *line, void *with)
{
	fputs(line, stdout);
}

static void
print_counts(const struct import_counts *n, bool dry)
{
	fputs("nashra: ", stderr);
	fprintf(stderr, dry ? lang_say_n("%zu item to write", "%zu items to write", n->items)
	    : lang_say_n("%zu item written", "%zu items written", n->items), n->items);
	fprintf(stderr, lang_say(", %zu there already, %zu refused"), n->same, n->refused);
	if (n->twice)
		fprintf(stderr, lang_say(", %zu twice"), n->twice);
	if (n->skipped)
		fprintf(stderr, lang_say(", %zu no releases or not published"), n->skipped);
	fputc('\n', stderr);
}

/* Did the disk end it, and no source? */
static bool
cannot_write(const struct diags *dg)
{
	for (size_t i = 0; i < diags_n(dg); i++) {
		const struct diag *d = diags_get(dg, i);

		if (d->level == DIAG_ERROR && (g_str_has_prefix(d->code, "out.") || strcmp(d->code, "import.folder") == 0))
			return true;
	}
	return false;
}

static int
import_all(const struct options *o, struct diags *dg, const struct import_words *words)
{
	struct import_job job = { .files = (const char *const *)o->words, .n = o->n_words,
		.folder = o->output, .dry = o->import.dry, .words = words, .id = o->import.id,
		.language = o->import.language, .date = o->import.date,
		.tell = o->import.explain ? print_line : NULL };
	struct import_counts n;
	bool good = import_files(dg, &job, &n);

	if (print_result("") != OUTCOME_DONE)
		return OUTCOME_ENVIRONMENT;
	if (!o->quiet)
		print_counts(&n, job.dry);
	return good ? OUTCOME_DONE : cannot_write(dg) ? OUTCOME_ENVIRONMENT : OUTCOME_BAD_ITEM;
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
