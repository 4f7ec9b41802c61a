/* The loop: what is saved is ordered, what is made is shown. */
#include "preview/preview-int.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* Milliseconds in which something that went may come back. */
#define SETTLE 80

/* Microseconds between two states of a long bulletin. */
#define TELL_APART 150000

struct loop {
	const struct preview *p;
	struct diags *dg;
	struct watch *watch;
	struct studio *studio;
	struct server *server;  /* NULL: a file is made */
	struct board board;
	int signals;
	int signal;             /* that ended it; 0 */
	int64_t soon;           /* when to look again; 0: never */
	int64_t began;          /* microseconds since 1970, of the last order */
	GPtrArray *files;       /* that are watched */
	char *fonts;            /* the folder beside the layout */
	bool untold;            /* the board has news that browsers do not know */
	bool first_told;        /* they know the first page of the bulletin that is made */
	int64_t told;           /* when they were told last */
	bool late;              /* something may have changed before it was watched */
	char language[LANGUAGE_SIZE]; /* that was ordered */
};

/* ---- orders ------------------------------------------------------------- */

static bool
order(struct loop *l)
{
	l->soon = 0;
	l->late = false;
	l->first_told = false;
	l->began = g_get_real_time();
	struct order o = { .first = l->board.looked_at };
	memcpy(o.language, l->board.language, sizeof o.language);
	memcpy(l->language, o.language, sizeof o.language);
	if (!studio_order(l->studio, o)) {
		diag_add(l->dg, DIAG_ERROR, "preview.process", (struct place) { 0 },
		    "no process can be had: %s", system_error(errno));
		return false;
	}
	return true;
}

static bool
take_news(struct loop *l)
{
	switch (watch_read(l->watch)) {
	case NEWS_NONE:
		return true;
	case NEWS_SOON:
		if (!l->soon)
			l->soon = g_get_monotonic_time() + SETTLE * 1000;
		return true;
	case NEWS_FONTS:
		studio_restart(l->studio);
		return order(l);
	case NEWS_NOW:
		break;
	}
	return order(l);
}

/* ---- what is made ------------------------------------------------------- */

static void
set_watch(struct loop *l)
{
	l->late |= watch_set(l->watch, (const char *const *)l->files->pdata, l->files->len, l->fonts,
	    l->began);
}

static void
add_file(struct loop *l, const char *file)
{
	if (!g_ptr_array_find_with_equal_func(l->files, file, g_str_equal, NULL))
		g_ptr_array_add(l->files, g_strdup(file));
}

/*
 * What was named is watched, whatever became of it.  A bulletin that failed
 * may not have come to all of its files: then those of before are, too.
 */
static void
take_files(struct loop *l, const struct frame *f, const char *bytes)
{
	if (f->a == OUTCOME_DONE)
		g_ptr_array_set_size(l->files, 0);
	for (size_t i = 0; i < l->p->job->n; i++)
		add_file(l, l->p->job->items[i]);
	add_file(l, l->p->job->layout);
	for (const char *s = bytes; s < bytes + f->len; s += strlen(s) + 1)
		add_file(l, s);
	set_watch(l);
}

/*
 * Browsers work on each state they are told while they paint what is looked
 * at: so of one bulletin they hear of the first page, of its neighbours, of
 * the end, and between these now and then.
 */
static bool
is_awaited(const struct loop *l, const struct frame *f)
{
	return (f->kind == FRAME_PAGE && !l->first_told) || f->kind == FRAME_SEEN ||
	    f->kind == FRAME_DONE || g_get_monotonic_time() - l->told >= TELL_APART;
}

static void
tell(struct loop *l, const struct frame *f)
{
	if (!l->server || !l->untold || !is_awaited(l, f))
		return;
	server_tell(l->server);
	l->untold = false;
	l->told = g_get_monotonic_time();
	l->first_told |= f->kind == FRAME_PAGE;
}

static void
take_frame(void *ctx, const struct frame *f, const char *bytes)
{
	struct loop *l = ctx;

	if (f->kind == FRAME_FILES) {
		take_files(l, f, bytes);
		return;
	}
	l->untold |= board_take(&l->board, f, bytes);
	tell(l, f);
}

/* ---- the loop ------------------------------------------------------------ */

enum { POLL_SIGNALS, POLL_WATCH, POLL_STUDIO, POLL_SERVER, POLL_N };

static int
sooner(int a, int b)
{
	if (a < 0 || b < 0)
		return MAX(a, b);
	return MIN(a, b);
}

static int
wait_of(struct loop *l)
{
	int wait = studio_wait(l->studio);

	if (l->soon)
		wait = sooner(wait, (int)(MAX(l->soon - g_get_monotonic_time(), 0) / 1000) + 1);
	return l->server ? sooner(wait, server_wait(l->server)) : wait;
}

/* False when it is to end. */
static bool
turn(struct loop *l)
{
	struct pollfd fds[POLL_N] = {
		[POLL_SIGNALS] = { l->signals, POLLIN, 0 },
		[POLL_WATCH] = { watch_fd(l->watch), POLLIN, 0 },
		[POLL_STUDIO] = { studio_fd(l->studio), POLLIN, 0 },
		[POLL_SERVER] = { l->server ? server_fd(l->server) : -1, POLLIN, 0 },
	};

	if (poll(fds, POLL_N, wait_of(l)) < 0)
		return errno == EINTR;
	if (fds[POLL_SIGNALS].revents) {
		/* It is taken, or it would end us when signals are let in again. */
		struct signalfd_siginfo taken;
		if (read(l->signals, &taken, sizeof taken) != sizeof taken)
			return true;
		l->signal = (int)taken.ssi_signo;
		return false;
	}
	if (fds[POLL_WATCH].revents && !take_news(l))
		return false;
	if (fds[POLL_STUDIO].revents)
		studio_read(l->studio);
	studio_tick(l->studio);
	if (l->server)
		server_run(l->server);
	if ((l->soon && g_get_monotonic_time() >= l->soon) || strcmp(l->language, l->board.language) != 0 ||
	    (l->late && studio_fd(l->studio) < 0))
		return order(l);
	return true;
}

/* ---- coming and going ---------------------------------------------------- */

static bool
open_loop(struct loop *l, bool serve)
{
	g_autofree char *folder = g_path_get_dirname(l->p->job->layout);

	l->fonts = g_build_filename(folder, "fonts", NULL);
	l->watch = watch_create();
	if (!l->watch) {
		diag_add(l->dg, DIAG_ERROR, "preview.watch", (struct place) { 0 },
		    "files cannot be watched: %s", system_error(errno));
		diag_help(l->dg, "raise fs.inotify.max_user_instances, or end what watches much");
		return false;
	}
	take_files(l, &(struct frame) { 0 }, "");
	if (!serve)
		return true;
	l->server = server_create(&l->board, l->p->port, l->dg);
	if (l->server)
		l->p->ready(l->p->ctx, server_url(l->server));
	return l->server != NULL;
}

static int
run(const struct preview *p, struct diags *dg, bool serve)
{
	struct loop l = { .p = p, .dg = dg, .files = g_ptr_array_new_with_free_func(g_free) };
	sigset_t ours = signals_that_end();

	board_init(&l.board);
	g_strlcpy(l.board.language, p->language, sizeof l.board.language);
	sigprocmask(SIG_BLOCK, &ours, NULL);
	signal(SIGPIPE, SIG_IGN);
	l.signals = signalfd(-1, &ours, SFD_CLOEXEC | SFD_NONBLOCK);
	l.studio = studio_create(p, take_frame, &l);
	if (open_loop(&l, serve) && order(&l))
		while (turn(&l))
			continue;
	server_destroy(l.server);
	studio_destroy(l.studio);
	watch_destroy(l.watch);
	close(l.signals);
	sigprocmask(SIG_UNBLOCK, &ours, NULL);
	board_finish(&l.board);
	g_ptr_array_unref(l.files);
	g_free(l.fonts);
	return l.signal ? 128 + l.signal : OUTCOME_ENVIRONMENT;
}

int
preview_serve(const struct preview *p, struct diags *dg)
{
	return run(p, dg, true);
}

int
preview_watch(const struct preview *p, struct diags *dg)
{
	return run(p, dg, false);
}
