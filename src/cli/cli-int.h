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
	char *format;      /* of a dump: json, ninjs; of inspect */
	char *data;        /* the folder that holds fonts/ and layouts/ */
	char *form;        /* of the diagnostics: human, short, json */
	char *colour;      /* auto, always, never */
	char *lang;        /* ar, en; lang_choose has seen to it before */
	int dpi;           /* -1: not said */
	char *profile;     /* screen, print, newsprint, proof */
	gboolean no_proof;
	struct {
		char *by, *title, *deps, *folder, *shard, *memory, *log, *progress;
		int workers, timeout;
		gboolean resume, keep_going;
	} batch;
	struct {
		gboolean dry, explain;
		char *id, *language, *date;
	} import;
	struct {
		int pictures, workers;
	} diff;
	int port;          /* of serve */
	struct {
		char *binding, *creep, *paper;
		int signature;
		gboolean marks, back_cover, fit;
	} impose;
	gboolean quiet, verbose, strict, timing, version, embed_items, help;
};

/* One of the ways of a command, by its first word. */
struct way {
	const char *word;    /* "": none; NULL ends the table */
	const char *heeds;   /* options, by their long names */
};

struct command {
	const char *name;
	const char *words;   /* what follows it */
	const char *summary; /* one line */
	const char *help;    /* what --help says below the options */
	int (*run)(const struct options *o, struct diags *dg);
	/* Options of this command alone; NULL: none. */
	void (*add_options)(GArray *to, struct options *o);
	/* Which of the others it heeds, by their long names: the rest is refused; NULL: all. */
	const char *heeds;
	bool hidden; /* for builders and translators */
	/* Which of its options each way heeds; NULL: there is one way. */
	const struct way *ways;
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
/* The layout file that is meant: a path, or the name of one that comes with nashra. */
char *options_layout(const struct options *o, const char *name);
/* For add_options: entries end with a name of NULL. */
void options_add(GArray *to, const GOptionEntry *entries);
/*
 * All options of a command (NULL: those of every command), GOptionEntry each,
 * hidden where it does not heed them; what is read goes to `o`.
 */
GArray *options_of(const struct command *c, struct options *o);
/* The words that an option wants, parted by blanks; NULL: no closed list. */
const char *options_words(const char *long_name);

/* ---- language (lang.c) ------------------------------------------------ */

/*
 * Speak the language of that name (ar or en); NULL: that of the environment,
 * as gettext chooses it.  False when there is no such one.
 */
bool lang_choose(const char *name);
/* The text in that language, or itself.  What is found lives for ever. */
const char *lang_say(const char *text) G_GNUC_FORMAT(1);
/* "%zu page" or "%zu pages", as `n` wants it in that language. */
const char *lang_say_n(const char *one, const char *many, size_t n) G_GNUC_FORMAT(1) G_GNUC_FORMAT(2);
/* "3 pages" in that language; the caller frees it. */
char *lang_pages(size_t n);
bool lang_is_rtl(void);
/* A text beside words in Latin script, which it must not reorder. */
char *lang_isolate(const char *text);

/* ---- help (help.c) ---------------------------------------------------- */

int help_print_program(void);
int help_print_command(const struct command *c);

/* batch.c */
void batch_add_options(GArray *to, struct options *o);
int run_batch(const struct options *o, struct diags *dg);

/* import.c */
void import_add_options(GArray *to, struct options *o);
int run_import(const struct options *o, struct diags *dg);

/* preview.c */
void serve_add_options(GArray *to, struct options *o);
int run_serve(const struct options *o, struct diags *dg);
int run_watch(const struct options *o, struct diags *dg);
/* impose.c */
void impose_add_options(GArray *to, struct options *o);
int run_impose(const struct options *o, struct diags *dg);

/* specimen.c */
int run_fonts(const struct options *o, struct diags *dg);

/* diff.c */
void diff_add_options(GArray *to, struct options *o);
int run_diff(const struct options *o, struct diags *dg);

/* inspect.c */
void inspect_add_options(GArray *to, struct options *o);
int run_inspect(const struct options *o, struct diags *dg);

/* new.c */
int run_new(const struct options *o, struct diags *dg);

/* words.c, manual.c, completion.c */
int run_words(const struct options *o, struct diags *dg);
int run_manual(const struct options *o, struct diags *dg);
int run_completion(const struct options *o, struct diags *dg);

/* schema.c */
int run_schema(const struct options *o, struct diags *dg);

/* explain.c: every code a message can have, in the order of the alphabet. */
struct explanation {
	const char *code;
	const char *text;
};
const struct explanation *explanations(size_t *ret_n);
int run_explain(const struct options *o, struct diags *dg);

/* What the words and options mean for press. */
struct job job_of(const struct options *o);

/* SOURCE_DATE_EPOCH (reproducible-builds.org): whole seconds, or -1. */
int64_t source_date(void);
struct press *open_press(const struct options *o);

/* All messages to stderr, in the form that was asked for, then a count. */
void report(const struct options *o, const struct diags *dg);
/* To standard output, which can be full or closed too: an outcome, also of what was printed before. */
int print_result(const char *s);
/* The same without the count. */
void report_each(const struct options *o, const struct diags *dg);
/* A fault of the command line itself, with where to read on. */
int usage_error(const struct command *c, const char *fmt, ...) G_GNUC_PRINTF(2, 3);

#endif
