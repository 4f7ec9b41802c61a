/* What the files of batch share. */
#ifndef NASHRA_BATCH_INT_H
#define NASHRA_BATCH_INT_H

#include "batch/batch.h"

#include <jansson.h>
#include <sys/types.h>

/* Inside the folder of outputs: lock, journals, and work that is not done. */
#define OWN_FOLDER ".nashra"

/* ---- the plan (plan.c, key.c) ----------------------------------------- */

struct output {
	const char *id;
	const char *file;          /* beneath the folder of outputs */
	const char *key;
	const char *const *items;
	size_t n;
};

struct plan {
	const char *layout;
	const char *base;          /* sum over program, layout, fonts, options */
	enum profile profile;
	enum batch_by by;
	const char *title;         /* of volumes; NULL: the layout's */
	size_t outputs;            /* as its first line says */
	struct output *v;
	size_t n;
};

/* NULL after batch.plan.  Lives in `a`. */
const struct plan *plan_read(struct arena *a, struct diags *dg, const char *file);

/* The files that all outputs depend on, to `to`, which frees them; false as output_base. */
bool base_files(struct press *p, struct diags *dg, const char *layout, GPtrArray *to);
/* The items and their pictures. */
void output_files(const char *const *items, size_t n, GPtrArray *to);
/* deps.c: the run's `deps`; false after a diagnostic. */
bool deps_write(struct press *p, struct diags *dg, const struct batch_run *run,
    const struct plan *plan);
/* What all outputs depend on; false after a diagnostic of the layout. */
bool output_base(struct press *p, struct diags *dg, const char *layout,
    enum profile profile, enum batch_by by, const char *title, char ret[SUM_SIZE]);
/* The key of an output: base, items and their pictures. */
void output_key(const char *base, const char *const *items, size_t n, char ret[SUM_SIZE]);

/* ---- the journal (journal.c) ------------------------------------------ */

enum result { RESULT_MADE, RESULT_CURRENT, RESULT_FAILED, RESULT_N };

struct record {
	const char *id, *file, *key;
	enum result result;
	char sum[SUM_SIZE];        /* of a made one */
	uint64_t bytes;
	size_t pages;
	int attempts;
	int64_t microseconds;
	int64_t at;                /* when: microseconds since 1970; journals only */
	const char *messages;      /* JSON lines; "" none */
};

/* The last line of a run, by which a merge knows that a shard is whole. */
struct ending {
	bool done;                 /* all of the shard was tried; false: it was stopped */
	char plan[SUM_SIZE];       /* over the outputs and keys of the whole plan */
	int shard, shards;
	int64_t at;                /* microseconds since 1970; set by journal_end */
};

/* The record as a line of the journal. */
void journal_add(struct log *j, const struct record *r);
void journal_end(struct log *j, struct ending e);

/* What journals say. */
struct journals {
	GHashTable *records;       /* struct record by its id, the last of each */
	GArray *endings;           /* struct ending */
	size_t n;                  /* journals there are */
};

/*
 * Every journal in the own folder of `folder`, and no more than that; and
 * `log`, one that is elsewhere (NULL, or not there: none).  A last line that
 * was cut off does not count.  False after a diagnostic; journals_finish in
 * any case.  Records live in `a`.
 */
bool journals_read(struct arena *a, struct diags *dg, const char *folder, const char *log,
    struct journals *to);
void journals_finish(struct journals *j);
/* A message as the journal keeps it; false when it is none.  Lives in `a`. */
bool journal_message(struct arena *a, const char *json, struct diag *ret);

/* ---- workers (crew.c, worker.c) --------------------------------------- */

/* What a worker says of an output.  Messages follow it on the pipe. */
struct reply {
	uint32_t index;
	int32_t outcome;           /* enum outcome */
	int32_t result;            /* enum result */
	uint32_t pages;
	int64_t microseconds;
	uint64_t bytes;
	char sum[SUM_SIZE];
	uint32_t len;              /* of the messages */
};

struct task {
	struct press *press;
	const struct batch_run *run;
	const struct plan *plan;
	const struct record *const *known; /* by index; NULL: never made */
	const char *drafts;        /* folder of what is not in its place yet */
};

/* The worker's whole life: reads indexes, writes replies, until the end of `from`. */
void worker_live(const struct task *t, int from, int to) G_GNUC_NORETURN;
/* What an output may take: `seconds`, and one more for every eight items behind the first. */
static inline int
seconds_of(const struct task *t, uint32_t index, int seconds)
{
	return seconds + (int)(t->plan->v[index].n - 1) / 8;
}

char *worker_draft(const struct task *t, uint32_t index);

struct crew;

enum news { NEWS_NONE, NEWS_REPLY, NEWS_DEATH, NEWS_SIGNAL };

struct event {
	enum news kind;
	uint32_t index;            /* of the output it is about */
	struct reply reply;        /* NEWS_REPLY */
	char *messages;            /* NEWS_REPLY: yours */
	char why[240];             /* NEWS_DEATH */
	int signal;                /* NEWS_SIGNAL */
};

struct crew *crew_create(const struct task *t, int workers);
/*
 * Is there one with nothing to do, or can one be made?  Then it gets this
 * output.  False when all are at work, or, with errno, when none can be made.
 */
bool crew_give(struct crew *c, uint32_t index);
size_t crew_busy(const struct crew *c);
/*
 * The next thing that happens, waiting up to `milliseconds`.  A worker that
 * takes longer than its limits is killed and told as a death.
 */
struct event crew_wait(struct crew *c, int milliseconds);
/* End all of them, the busy ones too.  TERM, INT and HUP stay blocked. */
void crew_destroy(struct crew *c);

#endif
