/* nashra batch plan | run | merge. */
#include "cli-int.h"

#include "batch/batch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MIB ((uint64_t)1 << 20)
/* Where nobody looks on: a line of progress each. */
#define QUIET_SECONDS 10

static const struct command self = { .name = "batch" };

void
batch_add_options(GArray *to, struct options *o)
{
	GOptionEntry entries[] = {
		{ "by", 0, 0, G_OPTION_ARG_STRING, &o->batch.by,
		    "What an output is made of: item, day, week, month or year", "WHAT" },
		{ "title", 0, 0, G_OPTION_ARG_STRING, &o->batch.title,
		    "Title of volumes; what the layout says when nothing is said", "TEXT" },
		{ "outputs", 'O', 0, G_OPTION_ARG_FILENAME, &o->batch.folder,
		    "Folder for what is made", "DIR" },
		{ "shard", 0, 0, G_OPTION_ARG_STRING, &o->batch.shard,
		    "Make the I-th of N parts, 1/N to N/N", "I/N" },
		{ "jobs", 'j', 0, G_OPTION_ARG_INT, &o->batch.workers,
		    "Workers; one a core when nothing is said", "N" },
		{ "resume", 0, 0, G_OPTION_ARG_NONE, &o->batch.resume,
		    "Go on with a run that was cut off", NULL },
		{ "keep-going", 'k', 0, G_OPTION_ARG_NONE, &o->batch.keep_going,
		    "Make the rest when an output has failed", NULL },
		{ "timeout", 0, 0, G_OPTION_ARG_INT, &o->batch.timeout,
		    "Seconds that one output may take; 60", "S" },
		{ "max-mem", 0, 0, G_OPTION_ARG_STRING, &o->batch.memory,
		    "Memory that a worker may take, such as 512M or 2G; 1G", "SIZE" },
		{ "log", 0, 0, G_OPTION_ARG_FILENAME, &o->batch.log,
		    "Journal; in the folder when nothing is said", "FILE" },
		{ "deps", 0, 0, G_OPTION_ARG_FILENAME, &o->batch.deps,
		    "Write what each output is made of to FILE, as rules of make", "FILE" },
		{ "progress", 0, 0, G_OPTION_ARG_STRING, &o->batch.progress,
		    "Show progress: auto, always or never", "WHEN" },
		{ 0 },
	};

	options_add(to, entries);
}

/* ---- words to values -------------------------------------------------- */

static bool
read_by(const struct options *o, enum batch_by *ret)
{
	for (*ret = BY_ITEM; o->batch.by && *ret < BY_N; (*ret)++)
		if (strcmp(o->batch.by, batch_by_name(*ret)) == 0)
			return true;
	if (!o->batch.by)
		return true;
	usage_error(&self, "--by is '%s', but wants item, day, week, month or year", o->batch.by);
	return false;
}

static bool
read_shard(const struct options *o, struct batch_run *r)
{
	char rest;

	r->shard = r->shards = 1;
	if (!o->batch.shard) {
		const char *wrong;

		if (batch_shard_of_environment(&r->shard, &r->shards, &wrong) != SHARD_WRONG)
			return true;
		usage_error(&self, "%s in the environment names no shard, for it is not within a number of shards there: say --shard I/N", wrong);
		return false;
	}
	if (sscanf(o->batch.shard, "%d/%d%c", &r->shard, &r->shards, &rest) == 2 && r->shard >= 1 &&
	    r->shard <= r->shards && r->shards <= 100000)
		return true;
	usage_error(&self, "--shard is '%s', but wants I/N with I from 1 to N, such as 3/8",
	    o->batch.shard);
	return false;
}

static bool
read_memory(const struct options *o, struct batch_run *r)
{
	unsigned long long n;
	char unit, rest;

	r->limits.memory = 1024 * MIB;
	if (!o->batch.memory)
		return true;
	if (sscanf(o->batch.memory, "%llu%c%c", &n, &unit, &rest) == 2 && strchr("MG", unit) && n > 0 &&
	    n < 1u << 20) {
		r->limits.memory = n * (unit == 'G' ? 1024 * MIB : MIB);
		return true;
	}
	usage_error(&self, "--max-mem is '%s', but wants a size such as 512M or 2G", o->batch.memory);
	return false;
}

/* ---- what is seen ----------------------------------------------------- */

struct screen {
	const struct options *o;
	bool on, terminal;
	int64_t last; /* seconds of the run at the last line */
};

static void
add_time(GString *to, double seconds)
{
	int s = (int)seconds;

	if (s >= 3600)
		g_string_append_printf(to, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
	else
		g_string_append_printf(to, "%d:%02d", s / 60, s % 60);
}

static void
show_progress(void *ctx, const struct batch_progress *p)
{
	struct screen *s = ctx;
	g_autoptr(GString) line = g_string_new(NULL);
	g_autoptr(GString) time = g_string_new(NULL);
	double rate = p->seconds > 0 ? (double)p->done / p->seconds : 0;

	if (!s->on || (!s->terminal && !p->last && p->seconds - (double)s->last < QUIET_SECONDS))
		return;
	s->last = (int64_t)p->seconds;
	add_time(time, p->last ? p->seconds : rate > 0 ? (double)(p->todo - p->done) / rate : 0);
	g_string_append_printf(line, p->last
	    ? lang_say("nashra: %zu of %zu (%zu made, %zu were there, %zu failed), %.0f a second, %s")
	    : lang_say("nashra: %zu of %zu (%zu made, %zu were there, %zu failed), %.0f a second, %s left"),
	    p->done, p->todo, p->made, p->current, p->failed, rate, time->str);
	if (s->terminal)
		fprintf(stderr, "\r%s\033[K%s", line->str, p->last ? "\n" : "");
	else
		fprintf(stderr, "%s\n", line->str);
}

static void
show_message(void *ctx, const struct diag *d)
{
	struct screen *s = ctx;
	struct diags *dg = diags_create();

	if (s->on && s->terminal)
		fputs("\r\033[K", stderr);
	diag_repeat(dg, d);
	report_each(s->o, dg);
	diags_destroy(dg);
}

/* ---- plan, run, merge ------------------------------------------------- */

static int
plan(const struct options *o, struct diags *dg)
{
	struct batch_order order = { .layout = o->layout, .profile = options_profile(o),
		.title = o->batch.title };

	if (o->n_words != 2)
		return usage_error(&self, "plan wants one folder: nashra batch plan ARCHIVE -l LAYOUT -o PLAN");
	if (!o->layout || !o->output)
		return usage_error(&self, "plan wants -l LAYOUT and -o FILE.jsonl");
	if (!read_by(o, &order.by))
		return EXIT_USAGE;
	if (o->batch.title && order.by == BY_ITEM)
		return usage_error(&self, "--title is of volumes: say --by day, week, month or year");
	order.archive = o->words[1];
	struct press *p = open_press(o);
	enum outcome r = batch_plan(p, dg, &order, o->output);
	press_destroy(p);
	return (int)r;
}

static int
run(const struct options *o, struct diags *dg)
{
	const char *when = o->batch.progress ? o->batch.progress : "auto";
	bool terminal = isatty(STDERR_FILENO);
	struct screen screen = { o, strcmp(when, "never") != 0 && !o->quiet, terminal, 0 };
	struct batch_run r = { .folder = o->batch.folder, .data = o->data,
		.workers = o->batch.workers, .resume = o->batch.resume,
		.keep_going = o->batch.keep_going, .deps = o->batch.deps, .log = o->batch.log,
		.limits = { .seconds = o->batch.timeout > 0 ? o->batch.timeout : 60,
			.cpu_seconds = o->batch.timeout > 0 ? o->batch.timeout : 30, .file = 256 * MIB },
		.now = g_get_real_time() / G_USEC_PER_SEC,
		.progress = show_progress, .message = show_message, .ctx = &screen };

	if (o->n_words != 2 || !o->batch.folder)
		return usage_error(&self, "run wants a plan and a folder: nashra batch run PLAN -O DIR");
	if (strcmp(when, "auto") && strcmp(when, "always") && strcmp(when, "never"))
		return usage_error(&self, "--progress is '%s', but wants auto, always or never", when);
	if (o->batch.workers < 0)
		return usage_error(&self, "--jobs is %d, but wants a number from 1 on", o->batch.workers);
	if (o->batch.timeout < 0)
		return usage_error(&self, "--timeout is %d, but wants seconds, from 1 on", o->batch.timeout);
	if (!read_shard(o, &r) || !read_memory(o, &r))
		return EXIT_USAGE;
	r.plan = o->words[1];
	struct press *p = open_press(o);
	int status = batch_run(p, dg, &r);
	press_destroy(p);
	return status;
}

static int
merge(const struct options *o, struct diags *dg)
{
	if (o->n_words != 2 || !o->output)
		return usage_error(&self, "merge wants a folder: nashra batch merge DIR -o manifest.json");
	return (int)batch_merge(dg, o->words[1], o->batch.log, o->output);
}

int
run_batch(const struct options *o, struct diags *dg)
{
	const char *what = o->n_words > 0 ? o->words[0] : "";

	if (strcmp(what, "plan") == 0)
		return plan(o, dg);
	if (strcmp(what, "run") == 0)
		return run(o, dg);
	if (strcmp(what, "merge") == 0)
		return merge(o, dg);
	return usage_error(&self, "batch wants plan, run or merge, and not '%s'", what);
}
