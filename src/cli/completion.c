/* nashra completion: what shells complete by, from the commands' own tables. */
#include "cli-int.h"
#include "layout/layout.h"

#include <string.h>

#define HELP_SUMMARY "Show the help of a command."

/* ---- words ------------------------------------------------------------ */

/* «plan | run | merge»: the words a command wants as they stand, parted by blanks. */
static char *
literal_words(const struct command *c)
{
	g_auto(GStrv) v = g_strsplit_set(c->words, " |", -1);
	GString *to = g_string_new(NULL);

	for (char **w = v; *w; w++)
		if (**w && (*w)[strspn(*w, "abcdefghijklmnopqrstuvwxyz0123456789")] == '\0')
			g_string_append_printf(to, "%s%s", to->len ? " " : "", *w);
	return g_string_free(to, FALSE);
}

/* What explain can be asked for. */
static char *
explained_words(void)
{
	GString *to = g_string_new(NULL);
	size_t n;
	const struct explanation *e = explanations(&n);

	for (size_t i = 0; i < n; i++)
		g_string_append_printf(to, "%s%s", i ? " " : "", e[i].code);
	const struct layout_key *k = layout_keys(&n);
	for (size_t i = 0; i < n; i++)
		if (!strchr(k[i].path, '*'))
			g_string_append_printf(to, " layout.%s", k[i].path);
	return g_string_free(to, FALSE);
}

static char *
words_of(const struct command *c)
{
	return strcmp(c->name, "explain") == 0 ? explained_words() : literal_words(c);
}

/* Layouts that come with the program. */
static char *
layout_names(const struct options *o)
{
	g_autofree char *folder = g_build_filename(o->data, "layouts", NULL);
	g_autoptr(GDir) d = g_dir_open(folder, 0, NULL);
	g_autoptr(GPtrArray) v = g_ptr_array_new_with_free_func(g_free);
	const char *name;

	while (d && (name = g_dir_read_name(d)))
		if (g_str_has_suffix(name, ".yaml") && !g_str_has_prefix(name, "binding"))
			g_ptr_array_add(v, g_strndup(name, strlen(name) - strlen(".yaml")));
	g_ptr_array_sort(v, text_order);
	g_ptr_array_add(v, NULL);
	return g_strjoinv(" ", (char **)v->pdata);
}

static char *
values_of(const struct options *o, const GOptionEntry *e)
{
	if (strcmp(e->long_name, "layout") == 0)
		return layout_names(o);
	return g_strdup(options_words(e->long_name));
}

static char *
all_commands(void)
{
	GString *to = g_string_new("help");

	for (const struct command *c = commands; c->name; c++)
		if (!c->hidden)
			g_string_append_printf(to, " %s", c->name);
	return g_string_free(to, FALSE);
}

typedef void for_option(const struct options *o, const struct command *c, const GOptionEntry *e, GString *to);

static void
each_option(const struct options *o, const struct command *c, for_option *do_it, GString *to)
{
	struct options none = { 0 };
	g_autoptr(GArray) entries = options_of(c, &none);

	for (guint i = 0; i < entries->len; i++) {
		const GOptionEntry *e = &g_array_index(entries, GOptionEntry, i);

		if (!(e->flags & G_OPTION_FLAG_HIDDEN))
			do_it(o, c, e, to);
	}
}

/* ---- bash ------------------------------------------------------------- */

static void
bash_name(const struct options *o, const struct command *c, const GOptionEntry *e, GString *to)
{
	g_string_append_printf(to, "%s--%s", g_str_has_suffix(to->str, "'") ? "" : " ", e->long_name);
	if (e->short_name)
		g_string_append_printf(to, " -%c", e->short_name);
}

static void
bash_value(const struct options *o, const struct command *c, const GOptionEntry *e, GString *to)
{
	g_autofree char *values = values_of(o, e);

	if (e->arg == G_OPTION_ARG_NONE)
		return;
	g_string_append_printf(to, "\t%s:--%s", c->name, e->long_name);
	if (e->short_name)
		g_string_append_printf(to, "|%s:-%c", c->name, e->short_name);
	g_string_append_printf(to, ") words='%s'; files=%d ;;\n", values ? values : "",
	    e->arg == G_OPTION_ARG_FILENAME);
}

static void
print_bash(const struct options *o, GString *to)
{
	g_autofree char *names = all_commands();

	g_string_append_printf(to, "# bash completion for nashra; made by: nashra completion bash\n"
	    "_nashra()\n{\n\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words='' files=1\n"
	    "\t[ \"$prev\" = '=' ] && prev=${COMP_WORDS[COMP_CWORD-2]}\n"
	    "\t[ \"$cur\" = '=' ] && cur='' && prev=${COMP_WORDS[COMP_CWORD-1]}\n"
	    "\tif [ \"$COMP_CWORD\" -eq 1 ] || { [ \"$COMP_CWORD\" -eq 2 ] && [ \"$prev\" = help ]; }; then\n"
	    "\t\tmapfile -t COMPREPLY < <(compgen -W '%s --help --version --lang' -- \"$cur\")\n\t\treturn\n\tfi\n"
	    "\tcase ${COMP_WORDS[1]}:$prev in\n", names);
	for (const struct command *c = commands; c->name; c++)
		if (!c->hidden)
			each_option(o, c, bash_value, to);
	g_string_append(to, "\t*) case ${COMP_WORDS[1]}:$cur in\n");
	for (const struct command *c = commands; c->name; c++) {
		g_autofree char *words = words_of(c);

		if (c->hidden)
			continue;
		g_string_append_printf(to, "\t\t%s:-*) files=0; words='", c->name);
		each_option(o, c, bash_name, to);
		g_string_append_printf(to, "' ;;\n\t\t%s:*) words='%s' ;;\n", c->name, words);
	}
	g_string_append(to, "\tesac ;;\n\tesac\n\tmapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n"
	    "\tif [ \"$files\" = 1 ]; then\n\t\tlocal more\n\t\tmapfile -t more < <(compgen -f -- \"$cur\")\n"
	    "\t\tCOMPREPLY+=(\"${more[@]}\")\n\tfi\n}\ncomplete -o filenames -F _nashra nashra\n");
}

/* ---- zsh -------------------------------------------------------------- */

/* A description within '…[…]': no quote, no bracket, no colon. */
static char *
plain(const char *s)
{
	GString *to = g_string_new(NULL);

	for (; *s; s++)
		if (*s == '\'')
			g_string_append(to, "’");
		else if (strchr("[]:\\", *s))
			g_string_append_printf(to, "\\%c", *s);
		else
			g_string_append_c(to, *s);
	return g_string_free(to, FALSE);
}

static void
zsh_option(const struct options *o, const struct command *c, const GOptionEntry *e, GString *to)
{
	g_autofree char *text = plain(e->description);
	g_autofree char *values = values_of(o, e);
	g_autoptr(GString) action = g_string_new(NULL);

	if (values)
		g_string_printf(action, e->arg == G_OPTION_ARG_FILENAME ? ":%s:_alternative \"w\\:word\\:(%s)\" \"f\\:file\\:_files\""
		    : ":%s:(%s)", e->arg_description, values);
	else if (e->arg != G_OPTION_ARG_NONE)
		g_string_printf(action, ":%s:%s", e->arg_description, e->arg == G_OPTION_ARG_FILENAME ? "_files" : "");
	if (e->short_name)
		g_string_append_printf(to, " \\\n\t\t'-%c[%s]%s'", e->short_name, text, action->str);
	g_string_append_printf(to, " \\\n\t\t'--%s%s[%s]%s'", e->long_name,
	    e->arg == G_OPTION_ARG_NONE ? "" : "=", text, action->str);
}

static void
print_zsh(const struct options *o, GString *to)
{
	g_string_append(to, "#compdef nashra\n# zsh completion for nashra; made by: nashra completion zsh\n_nashra()\n{\n"
	    "\tlocal -a commands=(\n");
	for (const struct command *c = commands; c->name; c++) {
		g_autofree char *text = plain(c->summary);

		if (!c->hidden)
			g_string_append_printf(to, "\t\t'%s:%s'\n", c->name, text);
	}
	g_string_append(to, "\t\t'help:" HELP_SUMMARY "'\n"
	    "\t)\n\tif (( CURRENT == 2 || (CURRENT == 3 && ${words[(i)help]} == 2) )); then\n"
	    "\t\t_describe command commands\n\t\treturn\n\tfi\n"
	    "\tlocal command=$words[2]\n\tshift words\n\t(( CURRENT-- ))\n\tcase $command in\n");
	for (const struct command *c = commands; c->name; c++) {
		g_autofree char *words = words_of(c);

		if (c->hidden)
			continue;
		g_string_append_printf(to, "\t%s) _arguments", c->name);
		each_option(o, c, zsh_option, to);
		if (*words)
			g_string_append_printf(to, " \\\n\t\t'*:word:_alternative \"w\\:word\\:(%s)\" \"f\\:file\\:_files\"' ;;\n", words);
		else
			g_string_append(to, " \\\n\t\t'*:file:_files' ;;\n");
	}
	g_string_append(to, "\tesac\n}\n_nashra \"$@\"\n");
}

/* ---- fish ------------------------------------------------------------- */

static char *
fish_quoted(const char *s)
{
	g_auto(GStrv) v = g_strsplit(s, "'", -1);

	return g_strjoinv("\\'", v);
}

static void
fish_option(const struct options *o, const struct command *c, const GOptionEntry *e, GString *to)
{
	g_autofree char *text = fish_quoted(e->description);
	g_autofree char *values = values_of(o, e);

	g_string_append_printf(to, "complete -c nashra -n '__fish_seen_subcommand_from %s' -l %s", c->name, e->long_name);
	if (e->short_name)
		g_string_append_printf(to, " -s %c", e->short_name);
	if (values)
		g_string_append_printf(to, e->arg == G_OPTION_ARG_FILENAME ? " -r -a '%s'" : " -x -a '%s'", values);
	else if (e->arg != G_OPTION_ARG_NONE)
		g_string_append(to, e->arg == G_OPTION_ARG_FILENAME ? " -r" : " -x");
	g_string_append_printf(to, " -d '%s'\n", text);
}

static void
print_fish(const struct options *o, GString *to)
{
	g_autofree char *names = all_commands();

	g_string_append_printf(to, "# fish completion for nashra; made by: nashra completion fish\n"
	    "complete -c nashra -n __fish_use_subcommand -f -a help -d '" HELP_SUMMARY "'\n"
	    "complete -c nashra -n '__fish_seen_subcommand_from help' -f -a '%s'\n", names);
	for (const struct command *c = commands; c->name; c++) {
		g_autofree char *text = fish_quoted(c->summary), *words = words_of(c);

		if (c->hidden)
			continue;
		g_string_append_printf(to, "complete -c nashra -n __fish_use_subcommand -f -a %s -d '%s'\n", c->name, text);
		if (*words)
			g_string_append_printf(to, "complete -c nashra -n '__fish_seen_subcommand_from %s' -a '%s'\n", c->name, words);
		each_option(o, c, fish_option, to);
	}
}

/* ---- the command ------------------------------------------------------ */

int
run_completion(const struct options *o, struct diags *dg)
{
	static const struct command self = { .name = "completion" };
	const char *shell = o->n_words == 1 ? o->words[0] : "";
	g_autoptr(GString) to = g_string_new(NULL);

	if (strcmp(shell, "bash") == 0)
		print_bash(o, to);
	else if (strcmp(shell, "zsh") == 0)
		print_zsh(o, to);
	else if (strcmp(shell, "fish") == 0)
		print_fish(o, to);
	else
		return usage_error(&self, "completion wants one of bash, zsh and fish");
	return print_result(to->str);
}
