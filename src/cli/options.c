/* The words of the command line, read with GOption. */
#include "cli-int.h"
#include "cli-config.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const forms[] = { "human", "short", "json" };
static const char *const colours[] = { "auto", "always", "never" };

/* ---- where things are ------------------------------------------------- */

static bool
holds_data(const char *folder)
{
	g_autofree char *fonts = g_build_filename(folder, "fonts", "fonts.lock", NULL);

	return g_file_test(fonts, G_FILE_TEST_IS_REGULAR);
}

/* Beside the program (PREFIX/bin, PREFIX/share/nashra), so that it may be moved. */
static char *
beside_program(void)
{
	g_autofree char *exe = g_file_read_link("/proc/self/exe", NULL);

	if (!exe)
		return NULL;
	g_autofree char *bin = g_path_get_dirname(exe);
	return g_build_filename(bin, "..", "share", "nashra", NULL);
}

static char *
find_data(void)
{
	char *beside = beside_program();

	if (beside && holds_data(beside))
		return beside;
	g_free(beside);
	if (NASHRA_SOURCE_ROOT[0] && holds_data(NASHRA_SOURCE_ROOT))
		return g_strdup(NASHRA_SOURCE_ROOT);
	return g_strdup(NASHRA_DATADIR);
}

/* `release` means layouts/release.yaml of the program; a path is itself. */
static char *
find_layout(const char *data, const char *name)
{
	if (strchr(name, '/') || strchr(name, '.'))
		return g_strdup(name);
	g_autofree char *file = g_strconcat(name, ".yaml", NULL);
	char *own = g_build_filename(data, "layouts", file, NULL);

	if (g_file_test(own, G_FILE_TEST_IS_REGULAR))
		return own;
	g_free(own);
	return g_strdup(name);
}

/* ---- reading ---------------------------------------------------------- */

/* GOption calls the program by this name in its help. */
static void
name_program(const struct command *c)
{
	g_autofree char *name = g_strconcat("nashra ", c->name, NULL);

	g_set_prgname(name);
}

static GOptionContext *
context_of(struct options *o, const struct command *c)
{
	GOptionEntry entries[] = {
		{ "layout", 'l', 0, G_OPTION_ARG_FILENAME, &o->layout,
		    "Layout file, or the name of one that comes with nashra", "LAYOUT" },
		{ "output", 'o', 0, G_OPTION_ARG_FILENAME, &o->output,
		    "File to write; - is standard output", "FILE" },
		{ "dpi", 0, 0, G_OPTION_ARG_INT, &o->dpi,
		    "Pixels an inch of a PNG (110)", "N" },
		{ "stage", 's', 0, G_OPTION_ARG_STRING, &o->stage,
		    "What to dump: item, layout, story, runs, lines, pages, marks", "STAGE" },
		{ "profile", 'p', 0, G_OPTION_ARG_STRING, &o->profile,
		    "What the PDF is for: screen, print, newsprint or proof", "PROFILE" },
		{ "embed-items", 0, 0, G_OPTION_ARG_NONE, &o->embed_items,
		    "Put the items into the PDF too (PDF/A-3a), with --profile screen", NULL },
		{ "no-proof", 0, 0, G_OPTION_ARG_NONE, &o->no_proof,
		    "Do not read the finished PDF back", NULL },
		{ "data", 0, 0, G_OPTION_ARG_FILENAME, &o->data,
		    "Folder that holds fonts/ and layouts/", "DIR" },
		{ "diagnostics", 0, 0, G_OPTION_ARG_STRING, &o->form,
		    "Form of messages: human, short or json", "FORM" },
		{ "color", 0, 0, G_OPTION_ARG_STRING, &o->colour,
		    "Colour in messages: auto, always or never", "WHEN" },
		{ "strict", 0, 0, G_OPTION_ARG_NONE, &o->strict,
		    "End with status 3 when there are warnings", NULL },
		{ "quiet", 'q', 0, G_OPTION_ARG_NONE, &o->quiet,
		    "Say errors only", NULL },
		{ "verbose", 'v', 0, G_OPTION_ARG_NONE, &o->verbose,
		    "Say notes too, and what was done", NULL },
		{ "timing", 0, 0, G_OPTION_ARG_NONE, &o->timing,
		    "Say how long each step took", NULL },
		{ 0 },
	};
	GOptionContext *ctx = g_option_context_new(c->words);

	name_program(c);
	g_option_context_add_main_entries(ctx, entries, NULL);
	if (c->add_options)
		c->add_options(ctx, o);
	g_option_context_set_summary(ctx, c->summary);
	g_option_context_set_description(ctx, c->help);
	return ctx;
}

static bool
one_of(const char *word, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

/* No profile is that of the screen; only it can carry items. */
static bool
check_profile(const struct options *o, const struct command *c)
{
	enum profile p = o->profile ? options_profile(o) : PROFILE_SCREEN;

	if (p == PROFILE_N)
		usage_error(c, "--profile is '%s', but wants screen, print, newsprint or proof",
		    o->profile);
	else if (o->embed_items && p != PROFILE_SCREEN)
		usage_error(c, "--embed-items goes with --profile screen, and not with %s",
		    profile_name(p));
	else
		return true;
	return false;
}

static bool
check_dpi(const struct options *o, const struct command *c)
{
	if (o->dpi == -1 || (o->dpi >= PAINT_DPI_MIN && o->dpi <= PAINT_DPI_MAX))
		return true;
	usage_error(c, "--dpi is %d, but wants a number from %d to %d", o->dpi, PAINT_DPI_MIN,
	    PAINT_DPI_MAX);
	return false;
}

static bool
check_choices(struct options *o, const struct command *c)
{
	if (!o->form)
		o->form = g_strdup("human");
	if (!o->colour)
		o->colour = g_strdup("auto");
	if (!one_of(o->form, forms, G_N_ELEMENTS(forms))) {
		usage_error(c, "--diagnostics is '%s', but wants human, short or json", o->form);
		return false;
	}
	if (!one_of(o->colour, colours, G_N_ELEMENTS(colours))) {
		usage_error(c, "--color is '%s', but wants auto, always or never", o->colour);
		return false;
	}
	return check_profile(o, c) && check_dpi(o, c);
}

enum profile
options_profile(const struct options *o)
{
	enum profile p = PROFILE_SCREEN;

	while (o->profile && p < PROFILE_N && strcmp(o->profile, profile_name(p)) != 0)
		p++;
	return p;
}

bool
options_read(struct options *o, const struct command *c, int argc, char **argv)
{
	g_autoptr(GOptionContext) ctx = context_of(o, c);
	g_autoptr(GError) err = NULL;

	o->dpi = -1;
	if (!g_option_context_parse(ctx, &argc, &argv, &err)) {
		usage_error(c, "%s", err->message);
		return false;
	}
	if (argc > 1 && strcmp(argv[1], "--") == 0) {
		argv++;
		argc--;
	}
	o->words = g_strdupv(argv + 1);
	o->n_words = (size_t)(argc - 1);
	if (!o->data)
		o->data = find_data();
	if (o->layout) {
		char *path = find_layout(o->data, o->layout);
		g_free(o->layout);
		o->layout = path;
	}
	return check_choices(o, c);
}

char *
options_command_help(const struct command *c)
{
	struct options o = { 0 };
	g_autoptr(GOptionContext) ctx = context_of(&o, c);

	return g_option_context_get_help(ctx, TRUE, NULL);
}

void
options_finish(struct options *o)
{
	g_strfreev(o->words);
	g_free(o->layout);
	g_free(o->output);
	g_free(o->stage);
	g_free(o->data);
	g_free(o->form);
	g_free(o->colour);
	g_free(o->profile);
	g_free(o->batch.by);
	g_free(o->batch.folder);
	g_free(o->batch.shard);
	g_free(o->batch.memory);
	g_free(o->batch.log);
	g_free(o->batch.progress);
}
