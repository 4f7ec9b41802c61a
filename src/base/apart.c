/* Work in a process of its own, within bounds, whose answer comes back by a pipe. */
#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define BOUNDS_MEMORY 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BOUNDS_MEMORY 0
#endif
#endif
#ifndef BOUNDS_MEMORY
#define BOUNDS_MEMORY 1 /* the sanitizer's own map is larger than any bound */
#endif

static void
bound(int what, rlim_t most)
{
	struct rlimit l = { most, most };

	setrlimit(what, &l);
}

/* When `asker` is killed, nobody is left to work for: what holds a pipe of others open then ends with it. */
static void
end_with(pid_t asker)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != asker)
		_exit(1);
}

G_GNUC_NORETURN static void
work_and_leave(apart_work *run, void *ctx, const struct apart_bounds *b, int fd)
{
	GString *answer = g_string_new(NULL);

	bound(RLIMIT_CORE, 0);
	bound(RLIMIT_CPU, b->seconds);
	if (BOUNDS_MEMORY)
		bound(RLIMIT_AS, b->memory);
	run(ctx, answer);
	_exit(write_whole(fd, answer->str, answer->len) ? 0 : 1);
}

/* False when that is not all of it. */
static bool
receive(int fd, size_t most, GString *to)
{
	char room[65536];
	ssize_t n;

	while ((n = read(fd, room, sizeof room)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || to->len >= most)
			return false;
		g_string_append_len(to, room, n);
	}
	return true;
}

/* Why it did not end well; NULL: it did. */
static char *
end_of(pid_t child)
{
	int status = 0;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return g_strdup(system_error(errno));
	if (WIFSIGNALED(status))
		return g_strdup(system_signal(WTERMSIG(status)));
	return WEXITSTATUS(status) == 0 ? NULL
	    : g_strdup_printf(diag_word("exit status %d"), WEXITSTATUS(status));
}

bool
apart_run(apart_work *run, void *ctx, struct apart_bounds b, GString *answer, bool *ret_began,
    char **ret_end)
{
	int ends[2], why = 0;
	pid_t child = -1, asker = getpid();

	if (pipe2(ends, O_CLOEXEC) != 0) {
		why = errno;
	} else {
		child = fork();
		why = errno;
		if (child == 0) {
			end_with(asker);
			close(ends[0]);
			work_and_leave(run, ctx, &b, ends[1]);
		}
		if (child < 0) {
			close(ends[0]);
			close(ends[1]);
		}
	}
	*ret_began = child > 0;
	if (child < 0) {
		*ret_end = g_strdup(system_error(why));
		return false;
	}
	close(ends[1]);
	bool whole = receive(ends[0], b.answer, answer);
	close(ends[0]);
	*ret_end = end_of(child);
	/* It may have written all before we turned away. */
	if (!whole && !*ret_end)
		*ret_end = g_strdup(diag_word(N_("the length of its answer")));
	return *ret_end == NULL;
}
