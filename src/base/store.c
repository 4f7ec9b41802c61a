/* Logs, locks and syncing: what makes a run that was cut off go on. */
#include "base/base.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

bool
write_whole(int fd, const void *bytes, size_t len)
{
	const char *at = bytes;

	while (len > 0) {
		ssize_t n = write(fd, at, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
	}
	return true;
}

bool
read_whole(int fd, void *bytes, size_t len, off_t from)
{
	char *at = bytes;

	while (len > 0) {
		ssize_t n = pread(fd, at, len, from);
		if (n < 0 && errno == EINTR)
			continue;
		if (n == 0)
			errno = EIO;
		if (n <= 0)
			return false;
		at += n;
		from += n;
		len -= (size_t)n;
	}
	return true;
}

void
streams_keep(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDONLY);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

sigset_t
signals_that_end(void)
{
	sigset_t s;

	sigemptyset(&s);
	sigaddset(&s, SIGTERM);
	sigaddset(&s, SIGINT);
	sigaddset(&s, SIGHUP);
	return s;
}

/* ---- logs ------------------------------------------------------------- */

struct log {
	char *path;
	GString *waiting;
	int fd;
	int failed;  /* errno of the first failure */
};

static void
report(struct diags *dg, const char *code, const char *path, int why)
{
	diag_add(dg, DIAG_ERROR, code, (struct place) { .file = path },
	    "the journal cannot be written: %s", system_error(why));
	diag_help(dg, "make room, or write to a folder that you may write to, and run it again");
}

/* Where the last whole line ends; -1 with errno. */
static off_t
whole_end(int fd)
{
	char buffer[4096];
	off_t at = lseek(fd, 0, SEEK_END);

	while (at > 0) {
		size_t n = (size_t)MIN(at, (off_t)sizeof buffer);

		if (!read_whole(fd, buffer, n, at - (off_t)n))
			return -1;
		for (size_t i = n; i > 0; i--)
			if (buffer[i - 1] == '\n')
				return at - (off_t)(n - i);
		at -= (off_t)n;
	}
	return at;
}

struct log *
log_open(const char *path, struct diags *dg)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
	off_t end = fd < 0 ? -1 : whole_end(fd);

	if (end < 0 || ftruncate(fd, end) != 0 || lseek(fd, end, SEEK_SET) < 0) {
		report(dg, "log.open", path, errno);
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	struct log *l = g_new0(struct log, 1);
	*l = (struct log) { g_strdup(path), g_string_new(NULL), fd, 0 };
	return l;
}

void
log_add(struct log *l, const char *line, size_t len)
{
	g_string_append_len(l->waiting, line, (gssize)len);
}

static void
write_waiting(struct log *l)
{
	if (!l->failed && !write_whole(l->fd, l->waiting->str, l->waiting->len))
		l->failed = errno ? errno : EIO;
	g_string_truncate(l->waiting, 0);
}

bool
log_sync(struct log *l, struct diags *dg)
{
	bool before = l->failed != 0;

	write_waiting(l);
	if (!l->failed && fdatasync(l->fd) != 0)
		l->failed = errno;
	if (l->failed && !before)
		report(dg, "log.write", l->path, l->failed);
	return !l->failed;
}

void
log_close(struct log *l)
{
	if (!l)
		return;
	close(l->fd);
	g_string_free(l->waiting, TRUE);
	g_free(l->path);
	g_free(l);
}

/* ---- locks ------------------------------------------------------------ */

int
lock_take(const char *path, bool shared)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);

	if (fd >= 0 && flock(fd, (shared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0) {
		int why = errno;
		close(fd);
		errno = why;
		return -1;
	}
	return fd;
}

void
lock_release(int lock)
{
	if (lock >= 0)
		close(lock);
}

/* ---- names for the kernel ---------------------------------------------- */

int
path_open(const char *path)
{
	return open(path, O_PATH | O_CLOEXEC);
}

/* ---- syncing ---------------------------------------------------------- */

bool
disk_sync(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = fd >= 0 && syncfs(fd) == 0;

	if (fd >= 0)
		close(fd);
	return good;
}
