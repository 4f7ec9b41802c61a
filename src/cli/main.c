/*
 * nashra: the command line.
 *
 * The only place that prints and that decides how the process ends.
 */
#include "cli-int.h"
#include "cli-config.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static int
print_help(void)
{
	printf("nashra %s: sets official news releases as right-to-left bulletins\n\n"
	       "Usage:\n  nashra COMMAND [OPTION…] [WORD…]\n\nCommands:\n",
	    NASHRA_VERSION);
	for (const struct command *c = commands; c->name; c++)
		/* Widths are counted in characters, not in bytes. */
		printf("  %-8s %s%*s %s\n", c->name, c->words,
		    (int)(18 - g_utf8_strlen(c->words, -1)), "", c->summary);
	printf("\nA first bulletin:\n"
	       "  nashra render release.md -l release -o release.pdf\n\n"
	       "Options of a command:  nashra COMMAND --help\n"
	       "Exit status: 0 done, 1 an item is wrong, 2 usage or layout is wrong,\n"
	       "             3 warnings with --strict, 4 disk full and the like.\n");
	return 0;
}

static bool
is_word(const char *arg, const char *a, const char *b)
{
	return strcmp(arg, a) == 0 || strcmp(arg, b) == 0;
}

static const struct command *
find_command(const char *name)
{
	const char *names[16];
	size_t n = 0;

	for (const struct command *c = commands; c->name; c++) {
		if (strcmp(c->name, name) == 0)
			return c;
		names[n++] = c->name;
	}
	const char *near = nearest_word(name, names, n);
	if (near)
		usage_error(NULL, "there is no command '%s'; did you mean '%s'?", name, near);
	else
		usage_error(NULL, "there is no command '%s'", name);
	return NULL;
}

static int
print_command_help(const char *name)
{
	const struct command *c = find_command(name);

	if (!c)
		return EXIT_USAGE;
	g_autofree char *help = options_command_help(c);
	fputs(help, stdout);
	return 0;
}

static int
run(const struct command *c, int argc, char **argv)
{
	struct options o = { 0 };
	int status = EXIT_USAGE;

	if (options_read(&o, c, argc, argv)) {
		struct diags *dg = diags_create();
		status = c->run(&o, dg);
		report(&o, dg);
		diags_destroy(dg);
	}
	options_finish(&o);
	return status;
}

int
main(int argc, char **argv)
{
	/* Messages are UTF-8 whatever the locale says, and numbers plain. */
	setlocale(LC_CTYPE, "C.UTF-8");
	if (argc < 2 || is_word(argv[1], "--help", "-h"))
		return print_help();
	if (strcmp(argv[1], "help") == 0)
		return argc == 2 ? print_help() : print_command_help(argv[2]);
	if (is_word(argv[1], "--version", "-V")) {
		printf("nashra %s\n", NASHRA_VERSION);
		return 0;
	}
	const struct command *c = find_command(argv[1]);
	return c ? run(c, argc - 1, argv + 1) : EXIT_USAGE;
}
