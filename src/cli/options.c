/* The words of the command line, read with GOption. */
#include "cli-int.h"
#include "cli-config.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

char *
options_layout(const struct options *o, const char *name)
{
	return find_layout(o->data, name);
}

/* ---- reading ---------------------------------------------------------- */

void
options_add(GArray *to, const GOptionEntry *entries)
{
	for (; entries->long_name; entries++)
		g_array_append_val(to, *entries);
}

static void
add_common(GArray *to, struct options *o)
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

	options_add(to, entries);
}

/* Options that are read before there is a command (main.c). */
static void
add_first(GArray *to, struct options *o)
{
	GOptionEntry entries[] = {
		{ "lang", 0, 0, G_OPTION_ARG_STRING, &o->lang,
		    "Language of messages and help: ar or en", "LANG" },
		{ "help", 'h', 0, G_OPTION_ARG_NONE, &o->help, "Show this help", NULL },
		{ 0 },
	};

	options_add(to, entries);
}

static bool
is_among(const char *words, const char *word)
{
	g_auto(GStrv) v = g_strsplit(words, " ", -1);

	return g_strv_contains((const char *const *)v, word);
}

/* What every command heeds. */
#define ALWAYS "data diagnostics color quiet verbose"

GArray *
options_of(const struct command *c, struct options *o)
{
	GArray *v = g_array_new(TRUE, TRUE, sizeof(GOptionEntry));

	if (c && c->add_options)
		c->add_options(v, o);
	guint own = v->len;
	add_common(v, o);
	for (guint i = own; c && c->heeds && i < v->len; i++) {
		GOptionEntry *e = &g_array_index(v, GOptionEntry, i);

		if (!is_among(c->heeds, e->long_name) && !is_among(ALWAYS, e->long_name))
			e->flags |= G_OPTION_FLAG_HIDDEN;
	}
	add_first(v, o);
	return v;
}

struct closed_list {
	const char *option, *words;
};

static const struct closed_list closed_lists[] = {
	{ "stage", "item layout story runs lines pages marks" },
	{ "format", "text json pdf" },
	{ "profile", "screen print newsprint proof" },
	{ "diagnostics", "human short json" },
	{ "color", "auto always never" },
	{ "progress", "auto always never" },
	{ "by", "item day week month year" },
	{ "lang", "ar en" },
};

const char *
options_words(const char *long_name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(closed_lists); i++)
		if (strcmp(closed_lists[i].option, long_name) == 0)
			return closed_lists[i].words;
	return NULL;
}

/* ---- checking --------------------------------------------------------- */

/* Was it said?  `before` is what stood there when reading began. */
static bool
is_given(const GOptionEntry *e, const struct options *o, const struct options *before)
{
	ptrdiff_t at = (const char *)e->arg_data - (const char *)o;
	bool is_text = e->arg == G_OPTION_ARG_STRING || e->arg == G_OPTION_ARG_FILENAME;

	return memcmp(e->arg_data, (const char *)before + at, is_text ? sizeof(char *) : sizeof(int)) != 0;
}

/* NULL: its first word says none, or it has one way only. */
static const struct way *
way_of(const struct options *o, const struct command *c)
{
	const char *word = o->n_words > 0 ? o->words[0] : "";

	for (const struct way *w = c->ways; w && w->word; w++)
		if (strcmp(w->word, word) == 0)
			return w;
	return NULL;
}

/* What would do nothing was meant to do something. */
static bool
check_heeded(const struct options *o, const struct options *before, const struct command *c,
    GArray *entries)
{
	const struct way *way = way_of(o, c);

	for (guint i = 0; i < entries->len; i++) {
		const GOptionEntry *e = &g_array_index(entries, GOptionEntry, i);
		bool heeded = !(e->flags & G_OPTION_FLAG_HIDDEN);

		if (!is_given(e, o, before))
			continue;
		if (heeded && way && !is_among(way->heeds, e->long_name) && !is_among(ALWAYS, e->long_name))
			usage_error(c, "--%s does nothing with '%s%s%s'", e->long_name, c->name, *way->word ? " " : "",
			    way->word);
		else if (!heeded)
			usage_error(c, "--%s does nothing with '%s'", e->long_name, c->name);
		else
			continue;
		return false;
	}
	return true;
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

/* The layout of the program that is nearest to a name; NULL: none is near. */
static char *
near_layout(const char *data, const char *name)
{
	g_autofree char *folder = g_build_filename(data, "layouts", NULL);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	const char *file;

	while (dir && (file = g_dir_read_name(dir)))
		if (g_str_has_suffix(file, ".yaml") && !g_str_has_prefix(file, "binding"))
			g_ptr_array_add(names, g_strndup(file, strlen(file) - strlen(".yaml")));
	g_ptr_array_sort(names, text_order);
	return g_strdup(nearest_word(name, (const char *const *)(void *)names->pdata, names->len));
}

/* A name, or that of a file here, that is neither a file nor a layout of the program, but near to one. */
static bool
check_layout(struct options *o, const struct command *c)
{
	if (!o->layout || strchr(o->layout, '/') || g_file_test(o->layout, G_FILE_TEST_EXISTS))
		return true;
	const char *suffix = g_str_has_suffix(o->layout, ".yaml") ? ".yaml" : g_str_has_suffix(o->layout, ".yml") ? ".yml" : "";
	g_autofree char *name = g_strndup(o->layout, strlen(o->layout) - strlen(suffix));
	g_autofree char *near = near_layout(o->data, name);
	if (!near)
		return true;
	usage_error(c, "there is no layout '%s': did you mean '%s'?", o->layout, near);
	return false;
}

static bool
check_choices(struct options *o, const struct command *c)
{
	if (!o->form)
		o->form = g_strdup("human");
	if (!o->colour)
		o->colour = g_strdup("auto");
	if (!is_among(options_words("diagnostics"), o->form)) {
		usage_error(c, "--diagnostics is '%s', but wants human, short or json", o->form);
		return false;
	}
	if (!is_among(options_words("color"), o->colour)) {
		usage_error(c, "--color is '%s', but wants auto, always or never", o->colour);
		return false;
	}
	return check_profile(o, c) && check_dpi(o, c) && check_layout(o, c);
}

enum profile
options_profile(const struct options *o)
{
	enum profile p = PROFILE_SCREEN;

	while (o->profile && p < PROFILE_N && strcmp(o->profile, profile_name(p)) != 0)
		p++;
	return p;
}

/* GOption's own words are not translated; this is the fault that people make. */
static bool
report_unread(const struct command *c, GArray *entries, const GError *err)
{
	const char *name = strrchr(err->message, ' ');
	const char *names[64];
	size_t n = 0;

	if (!g_error_matches(err, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION) || !name) {
		usage_error(c, "%s", err->message);
		return false;
	}
	name += 1 + strspn(name + 1, "-");
	for (guint i = 0; i < entries->len && n < G_N_ELEMENTS(names); i++)
		names[n++] = g_array_index(entries, GOptionEntry, i).long_name;
	const char *near = nearest_word(name, names, n);
	if (near)
		usage_error(c, "there is no option '%s'; did you mean '--%s'?", strrchr(err->message, ' ') + 1,
		    near);
	else
		usage_error(c, "there is no option '%s'", strrchr(err->message, ' ') + 1);
	return false;
}

/* The option that a word names: by letter when `n` is 0, else by its long name of `n` bytes. NULL: none. */
static const GOptionEntry *
entry_of(GArray *entries, const char *name, size_t n)
{
	for (guint i = 0; i < entries->len; i++) {
		const GOptionEntry *e = &g_array_index(entries, GOptionEntry, i);

		if (n == 0 ? e->short_name == *name : strncmp(e->long_name, name, n) == 0 && !e->long_name[n])
			return e;
	}
	return NULL;
}

/* GOption says these two faults in English only. */
static bool
check_value(const struct command *c, const GOptionEntry *e, const char *value)
{
	if (!value)
		usage_error(c, "--%s wants a value, and nothing follows it", e->long_name);
	else if (e->arg == G_OPTION_ARG_INT && !g_ascii_string_to_signed(value, 10, INT_MIN, INT_MAX, NULL, NULL))
		usage_error(c, "--%s is '%s', but wants a number", e->long_name, value);
	else
		return true;
	return false;
}

/*
 * The option whose value follows the word, or NULL. *joined is set to a value
 * within it: that of --jobs=4, or of -j4, which GOption does not know.
 */
static const GOptionEntry *
valued_entry(GArray *entries, const char *word, const char **joined)
{
	const GOptionEntry *e = NULL;

	*joined = NULL;
	if (word[0] != '-' || word[1] == '\0')
		return NULL;
	if (word[1] == '-') {
		size_t n = strcspn(word + 2, "=");

		*joined = word[2 + n] ? word + 2 + n + 1 : NULL;
		e = n > 0 ? entry_of(entries, word + 2, n) : NULL;
		return e && e->arg != G_OPTION_ARG_NONE ? e : NULL;
	}
	for (const char *at = word + 1; *at && (e = entry_of(entries, at, 0)); at++)
		if (e->arg != G_OPTION_ARG_NONE) {
			*joined = at[1] ? at + 1 : NULL;
			return e;
		}
	return NULL;
}

/* The words, with a value in a word of its own behind each letter that takes one; NULL: a value is missing or wrong. */
static GPtrArray *
split_words(const struct command *c, GArray *entries, int argc, char **argv)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
	int i = 0;

	g_ptr_array_add(words, g_strdup(argv[i++]));
	for (; i < argc && strcmp(argv[i], "--") != 0; i++) {
		const char *joined;
		const GOptionEntry *e = valued_entry(entries, argv[i], &joined);
		bool apart = joined && argv[i][1] != '-';

		g_ptr_array_add(words, apart ? g_strndup(argv[i], (gsize)(joined - argv[i])) : g_strdup(argv[i]));
		if (!e)
			continue;
		if (!check_value(c, e, joined ? joined : argv[i + 1]))
			return NULL;
		if (apart || !joined)
			g_ptr_array_add(words, g_strdup(apart ? joined : argv[++i]));
	}
	for (; i < argc; i++)
		g_ptr_array_add(words, g_strdup(argv[i]));
	g_ptr_array_add(words, NULL);
	return g_steal_pointer(&words);
}

static bool
parse(struct options *o, const struct command *c, GArray *entries, int *argc, char ***argv)
{
	g_autoptr(GOptionContext) ctx = g_option_context_new(NULL);
	g_autoptr(GError) err = NULL;

	g_option_context_set_help_enabled(ctx, FALSE);
	g_option_context_add_main_entries(ctx, (GOptionEntry *)(void *)entries->data, NULL);
	return g_option_context_parse(ctx, argc, argv, &err) || report_unread(c, entries, err);
}

bool
options_read(struct options *o, const struct command *c, int argc, char **argv)
{
	o->dpi = -1;
	g_autoptr(GArray) entries = options_of(c, o);
	g_autoptr(GPtrArray) split = split_words(c, entries, argc, argv);
	struct options before = *o;

	if (!split)
		return false;
	/* GOption takes out of its list what it has read. */
	g_autofree char **list = g_memdup2(split->pdata, split->len * sizeof *list);
	argv = list;
	argc = (int)split->len - 1;
	if (!parse(o, c, entries, &argc, &argv))
		return false;
	if (o->help)
		return true;
	o->words = g_new0(char *, argc);
	for (int i = 1, ended = false; i < argc; i++)
		if (ended || strcmp(argv[i], "--") != 0)
			o->words[o->n_words++] = g_strdup(argv[i]);
		else
			ended = true;
	if (!check_heeded(o, &before, c, entries))
		return false;
	if (!o->data)
		o->data = find_data();
	if (o->layout) {
		char *path = find_layout(o->data, o->layout);
		g_free(o->layout);
		o->layout = path;
	}
	return check_choices(o, c);
}

void
options_finish(struct options *o)
{
	g_strfreev(o->words);
	g_free(o->layout);
	g_free(o->output);
	g_free(o->stage);
	g_free(o->format);
	g_free(o->data);
	g_free(o->form);
	g_free(o->colour);
	g_free(o->lang);
	g_free(o->profile);
	g_free(o->batch.by);
	g_free(o->batch.title);
	g_free(o->batch.deps);
	g_free(o->impose.binding);
	g_free(o->impose.creep);
	g_free(o->impose.paper);
	g_free(o->batch.folder);
	g_free(o->batch.shard);
	g_free(o->batch.memory);
	g_free(o->batch.log);
	g_free(o->batch.progress);
	g_free(o->import.id);
	g_free(o->import.language);
	g_free(o->import.date);
}
