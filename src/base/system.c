/*
 * What the system says of a failure, in the language of messages: those of
 * its errors and signals that people meet.  English as the C library has it.
 */
#include "base/base.h"

#include <errno.h>
#include <signal.h>

struct said {
	int number;
	const char *text;
};

static const struct said errors[] = {
	{ EACCES, N_("Permission denied") },
	{ EADDRINUSE, N_("Address already in use") },
	{ EAGAIN, N_("Resource temporarily unavailable") },
	{ EBUSY, N_("Device or resource busy") },
	{ EDQUOT, N_("Disk quota exceeded") },
	{ EEXIST, N_("File exists") },
	{ EFBIG, N_("File too large") },
	{ EINVAL, N_("Invalid argument") },
	{ EIO, N_("Input/output error") },
	{ EISDIR, N_("Is a directory") },
	{ ELOOP, N_("Too many levels of symbolic links") },
	{ EMFILE, N_("Too many open files") },
	{ ENAMETOOLONG, N_("File name too long") },
	{ ENOENT, N_("No such file or directory") },
	{ ENOMEM, N_("Cannot allocate memory") },
	{ ENOSPC, N_("No space left on device") },
	{ ENOTDIR, N_("Not a directory") },
	{ ENOTEMPTY, N_("Directory not empty") },
	{ EPERM, N_("Operation not permitted") },
	{ EPIPE, N_("Broken pipe") },
	{ EROFS, N_("Read-only file system") },
};

static const struct said signals[] = {
	{ SIGABRT, N_("Aborted") },
	{ SIGALRM, N_("Alarm clock") },
	{ SIGBUS, N_("Bus error") },
	{ SIGFPE, N_("Floating point exception") },
	{ SIGHUP, N_("Hangup") },
	{ SIGILL, N_("Illegal instruction") },
	{ SIGINT, N_("Interrupt") },
	{ SIGKILL, N_("Killed") },
	{ SIGSEGV, N_("Segmentation fault") },
	{ SIGTERM, N_("Terminated") },
	{ SIGTRAP, N_("Trace/breakpoint trap") },
	{ SIGXCPU, N_("CPU time limit exceeded") },
};

static const char *
find(const struct said *said, size_t n, int number)
{
	for (size_t i = 0; i < n; i++)
		if (said[i].number == number)
			return diag_word(said[i].text);
	return NULL;
}

const char *
system_error(int number)
{
	const char *s = find(errors, G_N_ELEMENTS(errors), number);

	return s ? s : g_strerror(number);
}

const char *
system_signal(int number)
{
	const char *s = find(signals, G_N_ELEMENTS(signals), number);

	return s ? s : g_strsignal(number);
}
