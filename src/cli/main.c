/*
 * nashra: the command line.
 *
 * The only place that prints and that decides how the process ends.
 */
#include "cli-int.h"
#include "cli-config.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static bool
is_word(const char *arg, const char *a, const char *b)
{
	return strcmp(arg, a) == 0 || strcmp(arg, b) == 0;
}

static const struct command *
find_command(const char *name)
{
	const char *names[64];
	size_t n = 0;

	for (const struct command *c = commands; c->name; c++) {
		if (strcmp(c->name, name) == 0)
			return c;
		if (n < G_N_ELEMENTS(names))
			names[n++] = c->name;
	}
	const char *near = nearest_word(name, names, n);
	if (*name == '-')
		usage_error(NULL, "'%s' stands where the command belongs: options follow it", name);
	else if (near)
		usage_error(NULL, "there is no command '%s'; did you mean '%s'?", name, near);
	else
		usage_error(NULL, "there is no command '%s'", name);
	return NULL;
}

/* Take --lang out of the words: it counts before there is a command. */
static bool
take_lang(int *argc, char **argv)
{
	const char *lang = NULL;
	int n = 1, i = 1;

	for (; i < *argc && strcmp(argv[i], "--") != 0; i++)
		if (g_str_has_prefix(argv[i], "--lang="))
			lang = argv[i] + strlen("--lang=");
		else if (strcmp(argv[i], "--lang") == 0)
			lang = i + 1 < *argc ? argv[++i] : "";
		else
			argv[n++] = argv[i];
	while (i < *argc)
		argv[n++] = argv[i++];
	argv[n] = NULL;
	*argc = n;
	if (lang_choose(lang))
		return true;
	usage_error(NULL, "--lang is '%s', but wants ar or en", lang);
	return false;
}

static int
run(const struct command *c, int argc, char **argv)
{
	struct options o = { 0 };
	int status = EXIT_USAGE;

	bool good = options_read(&o, c, argc, argv);

	if (good && o.help) {
		status = help_print_command(c);
	} else if (good) {
		struct diags *dg = diags_create();
		status = c->run(&o, dg);
		report(&o, dg);
		diags_destroy(dg);
	}
	options_finish(&o);
	return status;
}

/* The status of what the words ask for. */
static int
heed(int argc, char **argv)
{
	if (!take_lang(&argc, argv))
		return EXIT_USAGE;
	if (argc < 2 || is_word(argv[1], "--help", "-h"))
		return help_print_program();
	if (is_word(argv[1], "--version", "-V")) {
		printf("nashra %s\n", NASHRA_VERSION);
		return 0;
	}
	bool help = strcmp(argv[1], "help") == 0;
	if (help && argc == 2)
		return help_print_program();
	const struct command *c = find_command(argv[help ? 2 : 1]);
	if (!c)
		return EXIT_USAGE;
	return help ? help_print_command(c) : run(c, argc - 1, argv + 1);
}

int
main(int argc, char **argv)
{
	streams_keep();
	/* Messages are UTF-8 whatever the locale says, and numbers plain. */
	setlocale(LC_CTYPE, "C.UTF-8");
	/* Whoever started us may not want to hear of its children; we must hear of ours. */
	signal(SIGCHLD, SIG_DFL);
	/* A file that may grow no further is an error like a full disk, and no death. */
	signal(SIGXFSZ, SIG_IGN);
	int status = heed(argc, argv);
	/* What was printed and is not there is no success. */
	return status == 0 ? print_result("") : status;
}
