/* What the files of cli share: the words of the command line. */
#ifndef NASHRA_CLI_INT_H
#define NASHRA_CLI_INT_H

#include "base/base.h"
#include "press/press.h"

/* Exit statuses besides those of enum outcome. */
#define EXIT_USAGE 2
#define EXIT_STRICT 3

/* What was said on the command line, and where things are. */
struct options {
	char **words;      /* what is left: items, files, names */
	size_t n_words;
	char *layout;      /* a path */
	char *output;
	char *stage;
	char *data;        /* the folder that holds fonts/ and layouts/ */
	char *form;        /* of the diagnostics: human, short, json */
	char *colour;      /* auto, always, never */
	int dpi;           /* -1: not said */
	char *profile;     /* screen, print, newsprint, proof */
	gboolean no_proof;
	struct {
		char *by, *folder, *shard, *memory, *log, *progress;
		int workers, timeout;
		gboolean resume, keep_going;
	} batch;
	struct {
		gboolean dry, explain;
	} import;
	gboolean quiet, verbose, strict, timing, version, embed_items;
};

struct command {
	const char *name;
	const char *words;   /* what follows it */
	const char *summary; /* one line */
	const char *help;    /* what --help says below the options */
	int (*run)(const struct options *o, struct diags *dg);
	/* Options of this command alone; NULL: none. */
	void (*add_options)(GOptionContext *ctx, struct options *o);
};

/* Ends with a name of NULL. */
extern const struct command commands[];

/*
 * Read the words behind the command.  False after a message on stderr:
 * usage is wrong.
 */
bool options_read(struct options *o, const struct command *c, int argc, char **argv);
void options_finish(struct options *o);
/* PROFILE_N when there is none of that name. */
enum profile options_profile(const struct options *o);
char *options_command_help(const struct command *c);

/* batch.c */
void batch_add_options(GOptionContext *ctx, struct options *o);
int run_batch(const struct options *o, struct diags *dg);

/* import.c */
void import_add_options(GOptionContext *ctx, struct options *o);
int run_import(const struct options *o, struct diags *dg);

/* explain.c */
int run_explain(const struct options *o, struct diags *dg);

struct press *open_press(const struct options *o);

/* All messages to stderr, in the form that was asked for, then a count. */
void report(const struct options *o, const struct diags *dg);
/* The same without the count. */
void report_each(const struct options *o, const struct diags *dg);
/* A fault of the command line itself, with where to read on. */
int usage_error(const struct command *c, const char *fmt, ...) G_GNUC_PRINTF(2, 3);

#endif
