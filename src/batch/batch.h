/*
 * batch: many bulletins, restartable, in worker processes.
 *
 * A plan is made once and frozen: a line of JSON for each output, with a key
 * that is a sum over all that the output depends on.  A run makes what has
 * no output with its key yet, and writes a journal; killed anywhere, the
 * next run ends with the same bytes.  A merge makes one manifest of the
 * journals of all shards.
 */
#ifndef NASHRA_BATCH_H
#define NASHRA_BATCH_H

#include "base/base.h"
#include "press/press.h"

/* ---- plan ------------------------------------------------------------- */

enum batch_by { BY_ITEM, BY_DAY, BY_WEEK, BY_MONTH, BY_YEAR, BY_N };
const char *batch_by_name(enum batch_by by);

struct batch_order {
	const char *archive;   /* a folder: all .md files beneath it */
	const char *layout;    /* a file */
	enum batch_by by;
	enum profile profile;
	const char *title;     /* of volumes; NULL: the layout's string "volume" */
};

/*
 * Write the plan of `order` to `out`.  Outputs are sorted by their id: the
 * item's path in the archive without its ending, or the day (2026-11-24),
 * week (2026-W48, ISO 8601), month or year; `undated` for items without a
 * date, each of which is told (batch.undated).  All but those of an item
 * are volumes (press.h), of LIMIT_VOLUME_ITEMS at most (batch.too-many).  An item that cannot be read has an output all the same, for it is
 * the run that fails it.  Reports batch.no-items, batch.folder, file.name (of
 * a file or folder, that is not UTF-8), and those of the layout.
 */
enum outcome batch_plan(struct press *p, struct diags *dg,
    const struct batch_order *order, const char *out);

/* ---- run -------------------------------------------------------------- */

struct batch_progress {
	size_t todo, done, made, current, failed; /* done = made + current + failed */
	double seconds;        /* since the run began */
	bool last;
};

struct batch_limits {
	/* Of one item; a volume has a second more for every eight behind the first. */
	int seconds;           /* of the clock, for one output; default 60 */
	int cpu_seconds;       /* default 30 */
	uint64_t memory;       /* bytes of a worker; default 1 GiB */
	uint64_t file;         /* bytes of an output; default 256 MiB */
};

struct batch_run {
	const char *plan;      /* a file that batch_plan wrote */
	const char *folder;    /* where outputs go; made when it is not there */
	const char *data;      /* the program's own folder, for workers to read */
	int shard, shards;     /* 1 of 1: all */
	int workers;           /* 0: one a core */
	bool resume;           /* go on with what a run that was cut off has left */
	bool keep_going;       /* after an output failed */
	const char *log;       /* journal; NULL: in the folder */
	const char *deps;      /* file for what each output is made of, as rules of make; NULL: none */
	struct batch_limits limits;
	int64_t now;           /* for embargoes; -1: they are not looked at */
	/* Called about four times a second, and at the end.  May be NULL. */
	void (*progress)(void *ctx, const struct batch_progress *p);
	void *ctx;
	/* What is wrong with an output that failed.  May be NULL. */
	void (*message)(void *ctx, const struct diag *d);
};

/*
 * Make what is to be made.  Ends with OUTCOME_DONE; OUTCOME_BAD_ITEM when
 * some outputs failed; OUTCOME_BAD_LAYOUT when plan, layout or fonts are
 * wrong or have changed since (batch.plan, batch.changed);
 * OUTCOME_ENVIRONMENT when the folder is locked (batch.locked), holds the
 * rest of a run and `resume` was not said (batch.unfinished), cannot be
 * written to, or when no worker can be made (batch.process); 128 + n after signal n, everything that was done being in its
 * place and logged.
 */
int batch_run(struct press *p, struct diags *dg, const struct batch_run *run);

/*
 * The shard that the environment names when none was given: Slurm's
 * SLURM_ARRAY_TASK_ID of SLURM_ARRAY_TASK_COUNT (from SLURM_ARRAY_TASK_MIN in
 * steps of SLURM_ARRAY_TASK_STEP), Kubernetes' JOB_COMPLETION_INDEX of
 * JOB_COMPLETIONS.  What names one and says too little or too much is told in
 * `ret_wrong`, a variable's name.
 */
enum shard_said { SHARD_NONE, SHARD_SAID, SHARD_WRONG };
enum shard_said batch_shard_of_environment(int *ret_shard, int *ret_shards, const char **ret_wrong);

/* ---- merge ------------------------------------------------------------ */

/*
 * One manifest of all journals in `folder`: outputs sorted by id, with
 * SHA-256, size, pages and key; what failed, with its messages.  Each file
 * is read and summed again; one that is not what its journal says is
 * reported (batch.differs).  How the work was divided does not show in it.
 * `log`: a journal that is elsewhere; NULL: there is none.  Where no journal
 * is, nothing is written (batch.no-journal).
 */
enum outcome batch_merge(struct diags *dg, const char *folder, const char *log, const char *out);

#endif
