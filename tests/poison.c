/*
 * Preloaded into workers by tests/batch.py: an item whose name says so ends
 * them, goes round for ever, or takes all the memory there is.
 */
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
swallow(const char *path)
{
	if (strstr(path, "poison-crash"))
		raise(SIGSEGV);
	if (strstr(path, "poison-loop"))
		for (volatile int i = 0;; i++)
			;
	if (strstr(path, "poison-sleep"))
		for (;;)
			pause();
	if (strstr(path, "poison-memory"))
		for (;;)
			memset(malloc(1 << 20), 1, 1 << 20);
}

/* Only workers are ended, and not the run itself. */
int open(const char *path, int flags, ...);
int open64(const char *path, int flags, ...);

int
open(const char *path, int flags, ...)
{
	void *found = dlsym(RTLD_NEXT, "open");
	int (*real)(const char *, int, ...);
	const char *armed = getenv("POISON");
	va_list ap;

	va_start(ap, flags);
	int mode = va_arg(ap, int);
	va_end(ap);
	memcpy(&real, &found, sizeof real);
	if (armed && atoi(armed) != getpid())
		swallow(path);
	return real(path, flags, mode);
}

int
open64(const char *path, int flags, ...)
{
	va_list ap;

	va_start(ap, flags);
	int mode = va_arg(ap, int);
	va_end(ap);
	return open(path, flags, mode);
}

/* What is taken away between the reading of its folder and the look at it. */
int lstat64(const char *path, struct stat64 *to);

int
lstat64(const char *path, struct stat64 *to)
{
	void *found = dlsym(RTLD_NEXT, "lstat64");
	int (*real)(const char *, struct stat64 *);

	memcpy(&real, &found, sizeof real);
	if (strstr(path, "poison-gone") && unlink(path) != 0)
		rmdir(path);
	return real(path, to);
}

/* No more processes than FORKS_MOST says, as where their number is limited. */
pid_t fork(void);

pid_t
fork(void)
{
	void *found = dlsym(RTLD_NEXT, "fork");
	pid_t (*real)(void);
	const char *most = getenv("FORKS_MOST");
	static int n;

	memcpy(&real, &found, sizeof real);
	if (most && n++ >= atoi(most)) {
		errno = EAGAIN;
		return -1;
	}
	return real();
}

/* The one that is not to be poisoned: the run itself. */
__attribute__((constructor)) static void
arm(void)
{
	static char pid[32] = "POISON=";
	pid_t own = getpid();
	char *p = pid + 30;

	if (getenv("POISON"))
		return;
	*p = '\0';
	do
		*--p = (char)('0' + own % 10);
	while ((own /= 10) > 0);
	setenv("POISON", p, 1);
}
