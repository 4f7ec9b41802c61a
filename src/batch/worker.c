/*
 * One worker: a process that makes outputs one after the other, as drafts.
 *
 * It may read what a bulletin needs and write drafts, and nothing else; what
 * it costs is limited, so that an item that is poison costs only itself.
 */
#include "batch/batch-int.h"

#include <errno.h>
#include <linux/landlock.h>
#include <malloc.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

/*
 * Words are forgotten when they take more than this: some 14,000.  Learning the common ones again
 * every 4,000 releases is one shaping in 1,000 more; keeping all grows a megabyte each 1,000 releases.
 */
#define WORDS_MOST ((size_t)4 << 20)
/* What one output leaves is room for the next: given back, it costs 160 faults of pages an output. */
#define ROOM_KEPT (16 << 20)

/* ---- limits ----------------------------------------------------------- */

static void
limit(int what, uint64_t most)
{
	struct rlimit r;

	/* A lower limit that somebody else has set stays, for root too. */
	if (getrlimit((__rlimit_resource_t)what, &r) == 0)
		most = MIN(most, r.rlim_cur);
	r = (struct rlimit) { most, most };
	setrlimit((__rlimit_resource_t)what, &r);
}

static void
limit_all(const struct batch_limits *l)
{
	limit(RLIMIT_AS, l->memory);
	limit(RLIMIT_FSIZE, l->file);
	limit(RLIMIT_CORE, 0);
	/* Who asks for too much gets SIGXFSZ's errno and says so. */
	signal(SIGXFSZ, SIG_IGN);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

/* The clock of the processor for one output: SIGPROF ends the worker. */
static void
set_clock(int seconds)
{
	struct itimerval t = { .it_value = { .tv_sec = seconds } };

	setitimer(ITIMER_PROF, &t, NULL);
}

/* ---- what may be touched (Landlock, Linux 5.13) ------------------------ */

#define READING (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define WRITING (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG | \
	LANDLOCK_ACCESS_FS_REMOVE_FILE)
#define HANDLED (READING | WRITING | LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_REMOVE_DIR | \
	LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_SOCK | \
	LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM)

static void
allow(int rules, const char *path, uint64_t access)
{
	int fd = path ? path_open(path) : -1;
	struct landlock_path_beneath_attr at = { .allowed_access = access, .parent_fd = fd };

	if (fd < 0)
		return;
	syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &at, 0);
	close(fd);
}

/* A link to a file is read where it leads to. */
static void
allow_target(int rules, const char *path)
{
	struct stat st;

	if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode) && stat(path, &st) == 0 && S_ISREG(st.st_mode))
		allow(rules, path, LANDLOCK_ACCESS_FS_READ_FILE);
}

static void
allow_items(int rules, const struct plan *p)
{
	/* All items stand beneath the archive; the plan names them whole. */
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (size_t i = 0; i < p->n; i++)
		for (size_t j = 0; j < p->v[i].n; j++) {
			char *folder = g_path_get_dirname(p->v[i].items[j]);

			if (g_hash_table_add(seen, folder))
				allow(rules, folder, READING);
			allow_target(rules, p->v[i].items[j]);
		}
}

/* Where the kernel has it; without it the rest still holds. */
static void
fence_in(const struct task *t)
{
	struct landlock_ruleset_attr all = { .handled_access_fs = HANDLED };
	int rules = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
	g_autofree char *layout = g_path_get_dirname(t->plan->layout);

	if (rules < 0)
		return;
	/* Libraries open their data late: ICU's, gconv's. */
	static const char *const system[] = { "/usr", "/lib", "/etc", "/proc/self" };
	for (size_t i = 0; i < G_N_ELEMENTS(system); i++)
		allow(rules, system[i], READING);
	allow(rules, t->run->data, READING);
	allow(rules, layout, READING);
	allow_target(rules, t->plan->layout);
	allow_items(rules, t->plan);
	allow(rules, t->run->folder, READING);
	allow(rules, t->drafts, READING | WRITING);
	syscall(SYS_landlock_restrict_self, rules, 0);
	close(rules);
}

/* ---- one output ------------------------------------------------------- */

char *
worker_draft(const struct task *t, uint32_t index)
{
	return g_strdup_printf("%s/%u.pdf", t->drafts, index);
}

/* Is what was made the last time still what is wanted, and still there? */
static bool
is_current(const struct task *t, uint32_t index, struct reply *r)
{
	const struct record *known = t->known[index];
	const struct output *o = &t->plan->v[index];
	g_autofree char *path = g_build_filename(t->run->folder, o->file, NULL);

	if (!known || known->result == RESULT_FAILED || strcmp(known->key, o->key) != 0 ||
	    !sum_of_file(path, r->sum, &r->bytes))
		return false;
	r->pages = (uint32_t)known->pages;
	return strcmp(r->sum, known->sum) == 0;
}

/* The plan says what stood in the items when it was made. */
static bool
is_as_planned(const struct task *t, const struct output *o, struct diags *dg)
{
	char key[SUM_SIZE];

	output_key(t->plan->base, o->items, o->n, key);
	if (strcmp(key, o->key) == 0)
		return true;
	for (size_t i = 0; i < o->n; i++)
		if (!g_file_test(o->items[i], G_FILE_TEST_EXISTS)) {
			diag_add(dg, DIAG_ERROR, "batch.changed", (struct place) { .file = o->items[i] },
			    "this item is not there any more");
			diag_help(dg, "make the plan again, and run it: what has not changed is not made again");
			return false;
		}
	diag_add(dg, DIAG_ERROR, "batch.changed", (struct place) { .file = o->items[0] },
	    "this item or a picture of it has changed since the plan was made");
	diag_help(dg, "make the plan again, and run it: what has not changed is not made again");
	return false;
}

static void
make(const struct task *t, uint32_t index, struct diags *dg, struct reply *r)
{
	const struct output *o = &t->plan->v[index];
	g_autofree char *draft = worker_draft(t, index);
	struct job job = { .items = o->items, .n = o->n, .layout = t->plan->layout, .date = -1,
		.now = t->run->now, .profile = t->plan->profile, .draft = true,
		.volume = t->plan->by == BY_ITEM ? NULL : o->id, .title = t->plan->title };
	struct timing timing = { 0 };

	r->result = RESULT_FAILED;
	r->outcome = OUTCOME_BAD_ITEM;
	if (!is_as_planned(t, o, dg))
		return;
	r->outcome = (int32_t)press_render(t->press, dg, &job, draft, &timing);
	if (r->outcome != OUTCOME_DONE || !sum_of_file(draft, r->sum, &r->bytes))
		return;
	r->pages = (uint32_t)timing.pages;
	r->result = RESULT_MADE;
}

static bool
answer(const struct task *t, uint32_t index, int to)
{
	struct diags *dg = diags_create();
	struct reply r = { .index = index, .result = RESULT_CURRENT, .outcome = OUTCOME_DONE };
	g_autoptr(GString) messages = g_string_new(NULL);
	int64_t start = g_get_monotonic_time();

	set_clock(seconds_of(t, index, t->run->limits.cpu_seconds));
	if (!is_current(t, index, &r))
		make(t, index, dg, &r);
	set_clock(0);
	press_trim(t->press, WORDS_MOST);
	r.microseconds = g_get_monotonic_time() - start;
	for (size_t i = 0; i < diags_n(dg); i++)
		if (diags_get(dg, i)->level >= DIAG_WARNING)
			diag_format(dg, i, DIAG_JSON, false, messages);
	r.len = (uint32_t)messages->len;
	diags_destroy(dg);
	return write_whole(to, &r, sizeof r) && write_whole(to, messages->str, messages->len);
}

void
worker_live(const struct task *t, int from, int to)
{
	uint32_t index;

	/* When the run is killed, nobody is left to write for. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGTERM, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	mallopt(M_TRIM_THRESHOLD, ROOM_KEPT);
	mallopt(M_MMAP_THRESHOLD, ROOM_KEPT / 4);
	limit_all(&t->run->limits);
	fence_in(t);
	while (read(from, &index, sizeof index) == sizeof index && index < t->plan->n)
		if (!answer(t, index, to))
			break;
	_exit(0);
}
