/*
 * A run: outputs given to workers, what they made put in its place, logged.
 *
 * Files are put in their places in groups: their bytes are synced once for
 * all of a group, then they are renamed, then the names are synced, then the
 * journal tells of them.  Whoever looks sees the old file or the new one; a
 * file that no record tells of is made again, to the same bytes.
 */
#include "batch/batch-int.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A group is so many files, or those of so long. */
#define GROUP 256
#define GROUP_TIME (G_USEC_PER_SEC)
/* Between two calls of progress. */
#define PROGRESS_TIME (G_USEC_PER_SEC / 4)
/* After a signal, for what is being made. */
#define LAST_WAIT (2 * G_USEC_PER_SEC)
#define TRIES 2

struct state {
	struct arena *a;
	struct diags *dg;
	const struct batch_run *run;
	struct task task;
	struct crew *crew;
	struct log *journal;
	int lock, shard_lock;

	GArray *todo;          /* uint32_t: indexes of the plan */
	guint next;            /* of todo */
	GArray *again;         /* uint32_t: to be tried alone */
	uint8_t *tries;        /* by index */
	GPtrArray *waiting;    /* struct record: drafts to be put in their places */
	GArray *waiting_index; /* uint32_t, beside it */
	int64_t began, grouped, told;
	struct batch_progress p;
	bool environment;      /* the disk is full, and the like */
	bool stop;             /* give no more */
	int signal;
};

/* ---- which ------------------------------------------------------------ */

/* The shard of an output: its id alone says, so shards never meet. */
static int
shard_of(const char *id, int shards)
{
	char sum[SUM_SIZE];
	struct sum *s = sum_begin();

	sum_add_text(s, id);
	sum_end(s, sum);
	sum[15] = '\0';
	return (int)(g_ascii_strtoull(sum, NULL, 16) % (guint64)shards) + 1;
}

static bool
is_number(const char *s, int *ret)
{
	char *end;
	gint64 v = s ? g_ascii_strtoll(s, &end, 10) : -1;

	*ret = (int)v;
	return s && *s && *end == '\0' && v >= 0 && v < INT32_MAX;
}

/* From 0; false when a number is missing or none. */
static bool
slurm_shard(int *ret_index, int *ret_n)
{
	int least = 0, step = 1;

	if (!is_number(g_getenv("SLURM_ARRAY_TASK_ID"), ret_index) || !is_number(g_getenv("SLURM_ARRAY_TASK_COUNT"), ret_n))
		return false;
	is_number(g_getenv("SLURM_ARRAY_TASK_MIN"), &least);
	if (!is_number(g_getenv("SLURM_ARRAY_TASK_STEP"), &step) || step == 0)
		step = 1;
	*ret_index = (*ret_index - MAX(least, 0)) / step;
	return true;
}

enum shard_said
batch_shard_of_environment(int *ret_shard, int *ret_shards, const char **ret_wrong)
{
	static const char *const names[] = { "SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX" };
	bool slurm = g_getenv(names[0]);
	int index, n;

	*ret_wrong = names[!slurm];
	if (!g_getenv(*ret_wrong))
		return SHARD_NONE;
	if (slurm ? !slurm_shard(&index, &n) : !is_number(g_getenv(names[1]), &index) ||
	    !is_number(g_getenv("JOB_COMPLETIONS"), &n))
		return SHARD_WRONG;
	*ret_shard = index + 1;
	*ret_shards = n;
	return index >= 0 && index < n ? SHARD_SAID : SHARD_WRONG;
}

static void
choose(struct state *s)
{
	const struct plan *p = s->task.plan;

	for (uint32_t i = 0; i < p->n; i++)
		if (s->run->shards <= 1 || shard_of(p->v[i].id, s->run->shards) == s->run->shard)
			g_array_append_val(s->todo, i);
	s->p.todo = s->todo->len;
}

/* ---- the folder ------------------------------------------------------- */

static const char *
own_path(struct state *s, const char *what)
{
	if (s->run->shards <= 1)
		return arena_printf(s->a, "%s/" OWN_FOLDER "/%s", s->run->folder, what);
	return arena_printf(s->a, "%s/" OWN_FOLDER "/%s-%d-of-%d", s->run->folder, what,
	    s->run->shard, s->run->shards);
}

static bool
fail_folder(struct state *s, const char *path)
{
	diag_add(s->dg, DIAG_ERROR, "batch.folder", (struct place) { .file = path },
	    "cannot be made or written to: %s", system_error(errno));
	return false;
}

/* One run of all, or many of one shard each. */
static bool
lock_folder(struct state *s)
{
	const char *all = arena_printf(s->a, "%s/" OWN_FOLDER "/lock", s->run->folder);

	s->lock = lock_take(all, s->run->shards > 1);
	if (s->lock >= 0 && s->run->shards > 1)
		s->shard_lock = lock_take(own_path(s, "lock"), false);
	if (s->lock >= 0 && (s->run->shards <= 1 || s->shard_lock >= 0))
		return true;
	if (errno != EWOULDBLOCK)
		return fail_folder(s, all);
	diag_add(s->dg, DIAG_ERROR, "batch.locked", (struct place) { .file = s->run->folder },
	    "another run works in this folder");
	diag_help(s->dg, "wait until it has ended, or name another folder with -O");
	return false;
}

/* What a run that was killed has left: drafts that nobody will use. */
static bool
clear_drafts(struct state *s)
{
	struct file_names names = { 0 };

	file_match(s->a, s->dg, s->task.drafts, "*", (struct place) { 0 }, &names);
	if (names.n > 0 && !s->run->resume) {
		diag_add(s->dg, DIAG_ERROR, "batch.unfinished", (struct place) { .file = s->run->folder },
		    "a run here was cut off");
		diag_help(s->dg, "say --resume to go on with it: what is done is not made again");
		return false;
	}
	while (names.n > 0) {
		for (size_t i = 0; i < names.n; i++) {
			const char *draft = arena_printf(s->a, "%s/%s", s->task.drafts, names.v[i]);

			if (g_unlink(draft) != 0 && errno != ENOENT)
				return fail_folder(s, draft);
		}
		file_match(s->a, s->dg, s->task.drafts, "*", (struct place) { 0 }, &names);
	}
	return true;
}

static bool
open_folder(struct state *s)
{
	const char *own = arena_printf(s->a, "%s/" OWN_FOLDER, s->run->folder);

	if (g_mkdir_with_parents(own, 0777) != 0)
		return fail_folder(s, own);
	if (!lock_folder(s))
		return false;
	s->task.drafts = own_path(s, "drafts");
	if (g_mkdir_with_parents(s->task.drafts, 0777) != 0)
		return fail_folder(s, s->task.drafts);
	return clear_drafts(s);
}

static bool
open_journal(struct state *s)
{
	struct journals known;
	const char *path = s->run->log ? s->run->log
	    : arena_printf(s->a, "%s.jsonl", own_path(s, "journal"));
	const struct record **v = arena_array(s->a, const struct record *, s->task.plan->n);

	bool good = journals_read(s->a, s->dg, s->run->folder, s->run->log, &known);
	for (size_t i = 0; i < s->task.plan->n; i++)
		v[i] = g_hash_table_lookup(known.records, s->task.plan->v[i].id);
	journals_finish(&known);
	if (!good)
		return false;
	s->task.known = v;
	s->journal = log_open(path, s->dg);
	return s->journal != NULL;
}

/* ---- putting things in their places ----------------------------------- */

static bool
put_in_place(struct state *s, const struct record *r, uint32_t index)
{
	g_autofree char *draft = worker_draft(&s->task, index);
	g_autofree char *file = g_build_filename(s->run->folder, r->file, NULL);
	g_autofree char *folder = g_path_get_dirname(file);

	if (g_mkdir_with_parents(folder, 0777) == 0 && rename(draft, file) == 0)
		return true;
	diag_add(s->dg, DIAG_ERROR, "out.rename", (struct place) { .file = file },
	    "cannot be put in its place: %s", system_error(errno));
	return false;
}

static void
fail_sync(struct state *s)
{
	diag_add(s->dg, DIAG_ERROR, "out.write", (struct place) { .file = s->run->folder },
	    "cannot be written: %s", system_error(errno));
	s->environment = s->stop = true;
}

/* The group of files that wait, and then their records. */
static void
commit(struct state *s)
{
	guint n = s->waiting->len;

	s->grouped = g_get_monotonic_time();
	if (n > 0 && !disk_sync(s->run->folder)) {
		fail_sync(s);
		n = 0;
	}
	for (guint i = 0; i < n; i++) {
		struct record *r = g_ptr_array_index(s->waiting, i);

		if (!put_in_place(s, r, g_array_index(s->waiting_index, uint32_t, i))) {
			s->environment = s->stop = true;
			n = i;
		}
	}
	if (n > 0 && !disk_sync(s->run->folder)) {
		fail_sync(s);
		n = 0;
	}
	for (guint i = 0; i < n; i++)
		journal_add(s->journal, g_ptr_array_index(s->waiting, i));
	if (!log_sync(s->journal, s->dg))
		s->environment = s->stop = true;
	g_ptr_array_set_size(s->waiting, 0);
	g_array_set_size(s->waiting_index, 0);
}

/* ---- results ---------------------------------------------------------- */

static struct record *
record_of(struct state *s, uint32_t index)
{
	const struct output *o = &s->task.plan->v[index];
	struct record *r = g_new0(struct record, 1);

	r->id = o->id;
	r->file = o->file;
	r->key = o->key;
	r->attempts = s->tries[index];
	return r;
}

static void
tell(const struct state *s, const char *messages)
{
	g_auto(GStrv) lines = g_strsplit(messages, "\n", -1);

	for (char **l = lines; *l && s->run->message; l++) {
		struct diag d;

		if (**l && journal_message(s->a, *l, &d))
			s->run->message(s->run->ctx, &d);
	}
}

static void
fail(struct state *s, uint32_t index, const char *messages, int64_t microseconds)
{
	struct record *r = record_of(s, index);

	r->result = RESULT_FAILED;
	r->microseconds = microseconds;
	r->messages = messages;
	journal_add(s->journal, r);
	tell(s, messages);
	g_free(r);
	s->p.failed++;
	s->p.done++;
	if (!s->run->keep_going)
		s->stop = true;
}

static void
take_made(struct state *s, const struct event *e)
{
	struct record *r = record_of(s, e->index);

	r->result = RESULT_MADE;
	memcpy(r->sum, e->reply.sum, sizeof r->sum);
	r->bytes = e->reply.bytes;
	r->pages = e->reply.pages;
	r->microseconds = e->reply.microseconds;
	r->messages = arena_strdup(s->a, e->messages);
	g_ptr_array_add(s->waiting, r);
	g_array_append_val(s->waiting_index, e->index);
	s->p.made++;
	s->p.done++;
}

static void
take_reply(struct state *s, const struct event *e)
{
	switch ((enum result)e->reply.result) {
	case RESULT_MADE:
		take_made(s, e);
		break;
	case RESULT_CURRENT:
		s->p.current++;
		s->p.done++;
		break;
	case RESULT_FAILED:
	case RESULT_N:
		if (e->reply.outcome == OUTCOME_ENVIRONMENT) {
			tell(s, e->messages);
			s->environment = s->stop = true;
		} else {
			fail(s, e->index, e->messages, e->reply.microseconds);
		}
		break;
	}
}

static void
take_death(struct state *s, const struct event *e)
{
	g_autofree char *draft = worker_draft(&s->task, e->index);
	struct diags *dg = diags_create();
	g_autoptr(GString) message = g_string_new(NULL);

	g_unlink(draft);
	if (s->tries[e->index] < TRIES) {
		g_array_append_val(s->again, e->index);
		diags_destroy(dg);
		return;
	}
	diag_add(dg, DIAG_ERROR, "batch.died",
	    (struct place) { .file = s->task.plan->v[e->index].items[0] },
	    "this could not be made, tried twice: %s", e->why);
	diag_format(dg, 0, DIAG_JSON, false, message);
	fail(s, e->index, message->str, 0);
	diags_destroy(dg);
}

/* ---- the loop --------------------------------------------------------- */

static void
show_progress(struct state *s, bool last)
{
	int64_t now = g_get_monotonic_time();

	if (!s->run->progress || (!last && now - s->told < PROGRESS_TIME))
		return;
	s->told = now;
	s->p.seconds = (double)(now - s->began) / G_USEC_PER_SEC;
	s->p.last = last;
	s->run->progress(s->run->ctx, &s->p);
}

/* False: all are at work.  One is enough to go on with; where none can be had, nothing will ever be made. */
static bool
give(struct state *s, uint32_t index)
{
	if (crew_give(s->crew, index)) {
		s->tries[index]++;
		return true;
	}
	if (crew_busy(s->crew) == 0) {
		diag_add(s->dg, DIAG_ERROR, "batch.process", (struct place) { .file = s->run->folder },
		    "no process can be made to work in: %s", system_error(errno));
		diag_help(s->dg, "end others, or raise the limits on processes and open files (ulimit -u, ulimit -n)");
		s->environment = s->stop = true;
	}
	return false;
}

/* Those that have killed a worker come last, one at a time. */
static void
give_work(struct state *s)
{
	while (!s->stop && s->next < s->todo->len) {
		if (!give(s, g_array_index(s->todo, uint32_t, s->next)))
			return;
		s->next++;
	}
	if (s->stop || s->next < s->todo->len || s->again->len == 0 || crew_busy(s->crew) > 0)
		return;
	if (give(s, g_array_index(s->again, uint32_t, 0)))
		g_array_remove_index(s->again, 0);
}

static void
take_event(struct state *s, struct event *e)
{
	switch (e->kind) {
	case NEWS_REPLY:
		take_reply(s, e);
		g_free(e->messages);
		break;
	case NEWS_DEATH:
		take_death(s, e);
		break;
	case NEWS_SIGNAL:
		s->signal = e->signal;
		s->stop = true;
		break;
	case NEWS_NONE:
		break;
	}
}

static bool
is_over(const struct state *s, int64_t stopped)
{
	size_t busy = crew_busy(s->crew);

	if (s->signal && g_get_monotonic_time() - stopped > LAST_WAIT)
		return true;
	return busy == 0 && (s->stop || (s->next >= s->todo->len && s->again->len == 0));
}

static void
work(struct state *s)
{
	int64_t stopped = 0;

	s->began = s->grouped = g_get_monotonic_time();
	for (;;) {
		give_work(s);
		if (is_over(s, stopped))
			break;
		struct event e = crew_wait(s->crew, 200);
		take_event(s, &e);
		if (s->signal && !stopped)
			stopped = g_get_monotonic_time();
		if (s->waiting->len >= GROUP || g_get_monotonic_time() - s->grouped > GROUP_TIME)
			commit(s);
		show_progress(s, false);
	}
	commit(s);
	show_progress(s, true);
}

/* ---- the door --------------------------------------------------------- */

static bool
is_as_planned(struct state *s)
{
	const struct plan *p = s->task.plan;
	char base[SUM_SIZE];

	if (!output_base(s->task.press, s->dg, p->layout, p->profile, p->by, p->title, base))
		return false;
	if (strcmp(base, p->base) == 0)
		return true;
	diag_add(s->dg, DIAG_ERROR, "batch.changed", (struct place) { .file = s->run->plan },
	    "the layout, a font or the program has changed since the plan was made");
	diag_help(s->dg, "make the plan again");
	return false;
}

static int
outcome_of(const struct state *s)
{
	if (s->signal)
		return 128 + s->signal;
	if (s->environment)
		return OUTCOME_ENVIRONMENT;
	return s->p.failed > 0 ? OUTCOME_BAD_ITEM : OUTCOME_DONE;
}

static void
log_ending(struct state *s)
{
	struct ending e = { .done = !s->stop, .shard = s->run->shard, .shards = s->run->shards };
	struct sum *sum = sum_begin();

	for (size_t i = 0; i < s->task.plan->n; i++) {
		sum_add_text(sum, s->task.plan->v[i].id);
		sum_add_text(sum, s->task.plan->v[i].key);
	}
	sum_end(sum, e.plan);
	journal_end(s->journal, e);
	if (!log_sync(s->journal, s->dg))
		s->environment = true;
}

/* One that comes when all is done ends nothing. */
static void
hear_signals_again(void)
{
	sigset_t ours = signals_that_end();
	struct timespec none = { 0 };

	while (sigtimedwait(&ours, NULL, &none) > 0)
		continue;
	sigprocmask(SIG_UNBLOCK, &ours, NULL);
}

static int
run_all(struct state *s)
{
	int workers = s->run->workers > 0 ? s->run->workers : (int)g_get_num_processors();

	press_keep_layout(s->task.press, s->task.plan->layout);
	s->tries = arena_array(s->a, uint8_t, s->task.plan->n);
	choose(s);
	s->crew = crew_create(&s->task, workers);
	work(s);
	if (!s->environment)
		log_ending(s);
	crew_destroy(s->crew);
	clear_drafts(s);
	g_rmdir(s->task.drafts);
	hear_signals_again();
	return outcome_of(s);
}

int
batch_run(struct press *p, struct diags *dg, const struct batch_run *run)
{
	struct batch_run whole = *run;
	struct state s = { .a = arena_create(), .dg = dg, .run = &whole, .lock = -1, .shard_lock = -1,
		.todo = g_array_new(FALSE, FALSE, sizeof(uint32_t)),
		.again = g_array_new(FALSE, FALSE, sizeof(uint32_t)),
		.waiting = g_ptr_array_new_with_free_func(g_free),
		.waiting_index = g_array_new(FALSE, FALSE, sizeof(uint32_t)) };
	int outcome = OUTCOME_BAD_LAYOUT;

	s.task = (struct task) { .press = p, .run = &whole, .plan = plan_read(s.a, dg, run->plan) };
	if (s.task.plan && is_as_planned(&s))
		outcome = open_folder(&s) && (!whole.deps || deps_write(p, dg, &whole, s.task.plan)) && open_journal(&s) ? (whole.resume = true, run_all(&s))
		                                              : OUTCOME_ENVIRONMENT;
	log_close(s.journal);
	lock_release(s.shard_lock);
	lock_release(s.lock);
	g_array_unref(s.todo);
	g_array_unref(s.again);
	g_array_unref(s.waiting_index);
	g_ptr_array_unref(s.waiting);
	arena_destroy(s.a);
	return outcome;
}
