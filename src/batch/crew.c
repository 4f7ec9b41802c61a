/* The workers of a run: who does what, who has died, who takes too long. */
#include "batch/batch-int.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define IDLE UINT32_MAX

struct worker {
	pid_t pid;          /* 0: none */
	int to, from;
	uint32_t index;     /* of what it makes; IDLE */
	int64_t since;
	bool overdue;       /* killed for it */
};

struct crew {
	const struct task *task;
	struct worker *v;
	int n;
	int signals;        /* TERM, INT, HUP come here */
};

/* ---- coming and going ------------------------------------------------- */

/* Pipes of other workers must not stay open in this one. */
static void
close_others(struct crew *c)
{
	for (int i = 0; i < c->n; i++)
		if (c->v[i].pid) {
			close(c->v[i].to);
			close(c->v[i].from);
		}
	close(c->signals);
}

static void
close_both(const int ends[2])
{
	close(ends[0]);
	close(ends[1]);
}

/* False with errno. */
static bool
start(struct crew *c, struct worker *w)
{
	int to[2], from[2];

	if (pipe(to) != 0)
		return false;
	if (pipe(from) != 0) {
		int why = errno;
		close_both(to);
		errno = why;
		return false;
	}
	pid_t pid = fork();
	if (pid < 0) {
		int why = errno;
		close_both(to);
		close_both(from);
		errno = why;
		return false;
	}
	if (pid == 0) {
		close_others(c);
		close(to[1]);
		close(from[0]);
		worker_live(c->task, to[0], from[1]);
	}
	close(to[0]);
	close(from[1]);
	*w = (struct worker) { .pid = pid, .to = to[1], .from = from[0], .index = IDLE };
	return true;
}

static int
bury(struct worker *w)
{
	int status = 0;

	close(w->to);
	close(w->from);
	while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	w->pid = 0;
	w->index = IDLE;
	return status;
}

struct crew *
crew_create(const struct task *t, int workers)
{
	struct crew *c = g_new0(struct crew, 1);
	sigset_t ours = signals_that_end();

	sigprocmask(SIG_BLOCK, &ours, NULL);
	/* A worker that has died is seen at its pipe. */
	signal(SIGPIPE, SIG_IGN);
	*c = (struct crew) { t, g_new0(struct worker, workers), workers,
		signalfd(-1, &ours, SFD_CLOEXEC | SFD_NONBLOCK) };
	return c;
}

void
crew_destroy(struct crew *c)
{
	for (int i = 0; i < c->n; i++) {
		if (!c->v[i].pid)
			continue;
		if (c->v[i].index != IDLE)
			kill(c->v[i].pid, SIGKILL);
		bury(&c->v[i]);
	}
	close(c->signals);
	g_free(c->v);
	g_free(c);
}

/* ---- work ------------------------------------------------------------- */

/* One that waits, else the room for one; NULL: all are at work. */
static struct worker *
free_worker(const struct crew *c)
{
	struct worker *none = NULL;

	for (int i = 0; i < c->n; i++) {
		struct worker *w = &c->v[i];

		if (w->pid && w->index == IDLE)
			return w;
		if (!w->pid && !none)
			none = w;
	}
	return none;
}

bool
crew_give(struct crew *c, uint32_t index)
{
	struct worker *w = free_worker(c);

	if (!w || (!w->pid && !start(c, w)))
		return false;
	w->index = index;
	w->since = g_get_monotonic_time();
	/* One that has died in between is told as a death of this output. */
	return write(w->to, &index, sizeof index) == sizeof index || errno == EPIPE;
}

size_t
crew_busy(const struct crew *c)
{
	size_t busy = 0;

	for (int i = 0; i < c->n; i++)
		busy += c->v[i].pid && c->v[i].index != IDLE;
	return busy;
}

/* ---- events ----------------------------------------------------------- */

static bool
read_all(int fd, void *bytes, size_t len)
{
	char *at = bytes;

	while (len > 0) {
		ssize_t n = read(fd, at, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
	}
	return true;
}

static void
say_why(const struct crew *c, const struct worker *w, uint32_t index, int status, char *to,
    size_t size)
{
	const struct batch_limits *l = &c->task->run->limits;
	int more = index == IDLE ? 0 : seconds_of(c->task, index, 0);

	if (w->overdue)
		g_snprintf(to, size, diag_word("it took longer than %d s"), l->seconds + more);
	else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGPROF)
		g_snprintf(to, size, diag_word("it took more than %d s of the processor"), l->cpu_seconds + more);
	else if (WIFSIGNALED(status))
		g_snprintf(to, size, diag_word("its worker was ended by signal %d (%s)%s"), WTERMSIG(status),
		    system_signal(WTERMSIG(status)), WTERMSIG(status) == SIGABRT || WTERMSIG(status) == SIGTRAP
		    ? diag_word(", as when memory is short") : "");
	else
		g_snprintf(to, size, diag_word("its worker ended with status %d"), WEXITSTATUS(status));
}

static struct event
take_death(struct crew *c, struct worker *w)
{
	struct event e = { .kind = w->index == IDLE ? NEWS_NONE : NEWS_DEATH, .index = w->index };
	int status = bury(w);

	say_why(c, w, e.index, status, e.why, sizeof e.why);
	return e;
}

static struct event
take_reply(struct crew *c, struct worker *w)
{
	struct event e = { .kind = NEWS_REPLY, .index = w->index };

	if (!read_all(w->from, &e.reply, sizeof e.reply) || e.reply.index != w->index)
		return take_death(c, w);
	e.messages = g_malloc0((gsize)e.reply.len + 1);
	if (!read_all(w->from, e.messages, e.reply.len)) {
		g_free(e.messages);
		return take_death(c, w);
	}
	e.reply.sum[SUM_SIZE - 1] = '\0';
	w->index = IDLE;
	return e;
}

static void
kill_overdue(struct crew *c)
{
	int64_t now = g_get_monotonic_time();

	for (int i = 0; i < c->n; i++) {
		struct worker *w = &c->v[i];

		if (!w->pid || w->index == IDLE || (now - w->since) / G_USEC_PER_SEC <
		    seconds_of(c->task, w->index, c->task->run->limits.seconds))
			continue;
		w->overdue = true;
		kill(w->pid, SIGKILL);
	}
}

static struct event
take_signal(struct crew *c)
{
	struct signalfd_siginfo s;

	if (read(c->signals, &s, sizeof s) != sizeof s)
		return (struct event) { .kind = NEWS_NONE };
	return (struct event) { .kind = NEWS_SIGNAL, .signal = (int)s.ssi_signo };
}

struct event
crew_wait(struct crew *c, int milliseconds)
{
	g_autofree struct pollfd *p = g_new0(struct pollfd, c->n + 1);

	kill_overdue(c);
	for (int i = 0; i < c->n; i++)
		p[i] = (struct pollfd) { c->v[i].pid ? c->v[i].from : -1, POLLIN, 0 };
	p[c->n] = (struct pollfd) { c->signals, POLLIN, 0 };
	if (poll(p, (nfds_t)c->n + 1, milliseconds) <= 0)
		return (struct event) { .kind = NEWS_NONE };
	if (p[c->n].revents)
		return take_signal(c);
	for (int i = 0; i < c->n; i++)
		if (p[i].revents)
			return take_reply(c, &c->v[i]);
	return (struct event) { .kind = NEWS_NONE };
}
