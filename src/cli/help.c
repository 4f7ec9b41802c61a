/* What --help says: the table of commands, and the options of one. */
#include "cli-int.h"
#include "cli-config.h"

#include <stdio.h>
#include <string.h>

/* Widths are counted in characters, not in bytes. */
static void
print_padded(const char *s, int width)
{
	printf("%s%*s", s, MAX(0, width - (int)g_utf8_strlen(s, -1)), "");
}

int
help_print_program(void)
{
	printf("nashra %s: ", NASHRA_VERSION);
	printf("%s\n\n%s\n  nashra %s\n\n%s\n", lang_say("sets official news releases as right-to-left bulletins"),
	    lang_say("Usage:"), "COMMAND [OPTION…] [WORD…]", lang_say("Commands:"));
	for (const struct command *c = commands; c->name; c++) {
		g_autofree char *summary = lang_isolate(lang_say(c->summary));

		if (c->hidden)
			continue;

		printf("  ");
		print_padded(c->name, 12);
		print_padded(c->words, 27);
		printf(" %s\n", summary);
	}
	printf("\n%s\n  nashra render release.md -l release -o release.pdf\n\n%s\n",
	    lang_say("A first bulletin:"),
	    lang_say("Options of a command:  nashra COMMAND --help\n"
		"Exit status: 0 done, 1 an item is wrong, 2 usage or layout is wrong,\n"
		"             3 warnings with --strict, 4 disk full and the like, 128+N ended by signal N."));
	return 0;
}

static void
print_option(const GOptionEntry *e)
{
	g_autofree char *sign = e->short_name ? g_strdup_printf("-%c, ", e->short_name) : g_strdup("    ");
	g_autofree char *name = g_strdup_printf("  %s--%s%s%s", sign, e->long_name,
	    e->arg_description ? "=" : "", e->arg_description ? e->arg_description : "");
	g_autofree char *text = lang_isolate(lang_say(e->description));

	print_padded(name, 30);
	printf(" %s\n", text);
}

int
help_print_command(const struct command *c)
{
	struct options o = { 0 };
	g_autoptr(GArray) entries = options_of(c, &o);

	printf("%s\n  nashra %s [OPTION…]%s%s\n\n%s\n\n%s\n", lang_say("Usage:"), c->name,
	    *c->words ? " " : "", c->words, lang_say(c->summary), lang_say("Options:"));
	for (guint i = 0; i < entries->len; i++) {
		const GOptionEntry *e = &g_array_index(entries, GOptionEntry, i);

		if (!(e->flags & G_OPTION_FLAG_HIDDEN))
			print_option(e);
	}
	if (c->help)
		printf("\n%s\n", lang_say(c->help));
	return 0;
}
