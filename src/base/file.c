/* Opening what a user named, and writing what nobody sees half done. */
#include "base/base.h"
#include "base/file-int.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* ---- limits ----------------------------------------------------------- */

static const struct {
	size_t value;
	const char *name;
} limits[] = {
	[LIMIT_ITEM_BYTES] = { 16u << 20, N_("bytes of an item") },
	[LIMIT_LAYOUT_BYTES] = { 4u << 20, N_("bytes of a layout") },
	[LIMIT_IMAGE_BYTES] = { 64u << 20, N_("bytes of a picture") },
	[LIMIT_FONT_BYTES] = { 64u << 20, N_("bytes of a font") },
	[LIMIT_PDF_BYTES] = { 256u << 20, N_("bytes of a PDF") },
	[LIMIT_ITEM_CHARS] = { 200000, N_("characters of an item") },
	[LIMIT_PARAS] = { 5000, N_("paragraphs of an item") },
	[LIMIT_WORD_CHARS] = { 1000, N_("letters of a word") },
	[LIMIT_MARKS] = { 30, N_("marks on a letter") },
	[LIMIT_BLANK_LINES] = { 64, N_("blank lines in a row") },
	[LIMIT_DEPTH] = { LEVELS_MOST, N_("levels") },
	[LIMIT_ITEMS] = { 500, N_("items of a bulletin") },
	[LIMIT_PAGES] = { 5000, N_("pages of a bulletin") },
	[LIMIT_VOLUME_ITEMS] = { 5000, N_("items of a volume") },
	[LIMIT_PLAN_BYTES] = { 1u << 30, N_("bytes of a plan or journal") },
};

size_t
limit_value(enum limit l)
{
	return limits[l].value;
}

const char *
limit_name(enum limit l)
{
	return diag_word(limits[l].name);
}

/* ---- reading ---------------------------------------------------------- */

#define OPEN_FLAGS (O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)

/* A name beneath the folder `at`, and no link: ELOOP, also where a folder is wanted. */
static int
open_name(int at, const char *name, bool last)
{
	struct stat st;

	if (strcmp(name, "..") == 0) {
		errno = EXDEV;
		return -1;
	}
	int fd = openat(at, *name ? name : ".", (last ? OPEN_FLAGS : O_PATH | O_DIRECTORY | O_CLOEXEC) | O_NOFOLLOW);
	if (fd < 0 && errno == ENOTDIR)
		errno = fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode) ? ELOOP : ENOTDIR;
	return fd;
}

/*
 * The same as openat2 with RESOLVE_BENEATH, for kernels and containers that
 * do not have it: name by name, and no symbolic link at all.
 */
static int
open_step_by_step(int folder, const char *path)
{
	g_auto(GStrv) names = g_strsplit(path, "/", -1);

	if (!*path || *path == '/') {
		errno = *path ? EXDEV : ENOENT;
		return -1;
	}
	int at = dup(folder), why = errno;
	for (char **n = names; *n && at >= 0; n++) {
		int next = open_name(at, *n, !n[1]);

		why = errno;
		close(at);
		at = next;
	}
	errno = why;
	return at;
}

int
file_open_beneath(const char *root, const char *path)
{
	struct open_how how = {
		.flags = OPEN_FLAGS,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
	};

	if (!root)
		return open(path, OPEN_FLAGS);
	int folder = open(*root ? root : ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0)
		return -1;
	int fd = (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
	/* Some containers forbid the call instead of not having it. */
	if (fd < 0 && (errno == ENOSYS || errno == EPERM))
		fd = open_step_by_step(folder, path);
	int why = errno;
	close(folder);
	errno = why;
	return fd;
}

static bool
means_outside(int why)
{
	return why == EXDEV || why == ELOOP;
}

bool
file_is_outside(const char *root, const char *path)
{
	int fd = file_open_beneath(root, path);

	if (fd < 0)
		return means_outside(errno);
	close(fd);
	return false;
}

static void
report_missing(struct diags *dg, const char *root, const char *path, struct place from)
{
	g_autofree char *near = file_nearest(root, path);

	diag_add(dg, DIAG_ERROR, "file.missing", from, "%s does not exist", path);
	if (near)
		diag_help(dg, "did you mean '%s'?", near);
}

void
file_report_open(struct diags *dg, const char *root, const char *path, struct place from, int why)
{
	if (means_outside(why))
		diag_add(dg, DIAG_ERROR, "file.outside", from,
		    "%s lies outside of the folder it may be in", path);
	else if (why == ENOENT || why == ENOTDIR)
		report_missing(dg, root, path, from);
	else if (why == EACCES || why == EPERM)
		diag_add(dg, DIAG_ERROR, "file.denied", from, "%s may not be read", path);
	else
		diag_add(dg, DIAG_ERROR, "file.read", from, "%s cannot be opened: %s",
		    path, system_error(why));
	if (means_outside(why))
		diag_help(dg, "put the file beside the one that names it, and name it "
		    "without .. or a leading /");
}

static const char *
kind_of(mode_t mode)
{
	return diag_word(S_ISDIR(mode) ? N_("a folder") : S_ISFIFO(mode) ? N_("a pipe")
	    : S_ISSOCK(mode) ? N_("a socket") : N_("a device"));
}

static bool
check_size(struct diags *dg, const char *path, struct place from, off_t size,
    enum limit limit)
{
	if ((size_t)size <= limit_value(limit))
		return true;
	diag_add(dg, DIAG_ERROR, "file.too-big", from,
	    "%s has %lld bytes; the limit is %zu %s", path, (long long)size,
	    limit_value(limit), limit_name(limit));
	return false;
}

/* All of an open file.  A file that grows while it is read is cut at `size`. */
static char *
read_all(struct arena *a, int fd, size_t size, size_t *ret_len)
{
	char *bytes = arena_alloc(a, size + 1);
	size_t n = 0;

	while (n < size) {
		ssize_t got = read(fd, bytes + n, size - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return NULL;
		if (got == 0)
			break;
		n += (size_t)got;
	}
	*ret_len = n;
	return bytes;
}

static bool
is_regular(struct diags *dg, int fd, const char *path, struct place from, off_t *ret_size)
{
	struct stat st;

	if (fstat(fd, &st) != 0) {
		file_report_open(dg, NULL, path, from, errno);
		return false;
	}
	if (!S_ISREG(st.st_mode)) {
		diag_add(dg, DIAG_ERROR, "file.not-regular", from, "%s is %s, not a file",
		    path, kind_of(st.st_mode));
		return false;
	}
	*ret_size = st.st_size;
	return true;
}

/* A regular file and its size, or -1 after a diagnostic. */
static int
open_regular(struct diags *dg, const char *root, const char *path, struct place from,
    off_t *ret_size)
{
	int fd = file_open_beneath(root, path), why = errno;

	diags_note_file(dg, root, path);
	if (fd < 0) {
		file_report_open(dg, root, path, from, why);
	} else if (!is_regular(dg, fd, path, from, ret_size)) {
		close(fd);
		return -1;
	}
	return fd;
}

int
file_open(struct diags *dg, const char *root, const char *path, struct place from)
{
	off_t size;

	return open_regular(dg, root, path, from, &size);
}

const char *
file_read(struct arena *a, struct diags *dg, const char *root, const char *path,
    enum limit limit, struct place from, size_t *ret_len)
{
	char *bytes = NULL;
	off_t size = 0;
	int fd = open_regular(dg, root, path, from, &size);

	if (fd < 0)
		return NULL;
	if (check_size(dg, path, from, size, limit)) {
		bytes = read_all(a, fd, (size_t)size, ret_len);
		if (!bytes)
			diag_add(dg, DIAG_ERROR, "file.read", from, "%s cannot be read: %s",
			    path, system_error(errno));
	}
	close(fd);
	return bytes;
}

/* ---- writing ---------------------------------------------------------- */

struct out {
	char *path, *temporary, *folder;
	GString *kept;         /* for standard output */
	GString *back;         /* what was read back of a file */
	int fd;
	bool draft;            /* `temporary` is where it is to be */
	bool unnamed;          /* it has no name yet, and goes with the process */
	bool made;             /* `temporary`, by us: what stands there otherwise stays */
	bool later;            /* somebody else syncs */
	int failed;            /* errno of the first failure */
	const char *code, *doing;
};

static void
fail(struct out *o, const char *code, const char *doing)
{
	if (o->failed)
		return;
	o->failed = errno ? errno : EIO;
	o->code = code;
	o->doing = doing;
}

#define COPIED_AT_ONCE (1 << 20)

/* Dots, a process and what ends the name below. */
#define AROUND_NAME ((size_t)14)

/* Beside its final name, and nobody else's; of a name that leaves no room for more, by its sum. */
static char *
temporary_of(const char *path, int pid)
{
	g_autofree char *folder = g_path_get_dirname(path), *base = g_path_get_basename(path);
	bool fits = strlen(base) + AROUND_NAME <= NAME_MAX;
	char sum[SUM_SIZE] = "";

	if (!fits)
		sum_of_bytes(base, strlen(base), sum);
	g_autofree char *name = g_strdup_printf(".%s.%d~", fits ? base : sum, pid);
	return g_build_filename(folder, name, NULL);
}

void
out_sweep(const char *path, int pid)
{
	g_autofree char *left = temporary_of(path, pid);

	unlink(left);
}

/*
 * A file without a name, which nobody need clear away; named later by its
 * descriptor, for which there must be a /proc.  -1 where there is none.
 */
static int
open_unnamed(const char *folder)
{
	if (access("/proc/self/fd", X_OK) != 0)
		return -1;
	return open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
}

static void
open_beside(struct out *o)
{
	unlink(o->temporary);
	o->fd = o->draft ? -1 : open_unnamed(o->folder);
	o->unnamed = o->fd >= 0;
	if (!o->unnamed)
		o->fd = open(o->temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	o->made = !o->unnamed && o->fd >= 0;
	if (o->fd < 0)
		fail(o, "out.open", N_("cannot be written"));
}

/* For a disk that has files without names and gives them none afterwards, as some of other machines. */
static bool
copy_named(struct out *o)
{
	off_t at = 0;
	ssize_t n;
	int fd = open(o->temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

	if (fd < 0)
		return false;
	o->made = true;
	while ((n = sendfile(fd, o->fd, &at, COPIED_AT_ONCE)) > 0 || (n < 0 && errno == EINTR))
		continue;
	if (n == 0 && (o->later || fsync(fd) == 0)) {
		close(o->fd);
		o->fd = fd;
		return true;
	}
	close(fd);
	return false;
}

/* What had no name gets that beside the final one. */
static void
name_file(struct out *o)
{
	g_autofree char *descriptor = g_strdup_printf("/proc/self/fd/%d", o->fd);

	if (o->failed || !o->unnamed)
		return;
	o->made = linkat(AT_FDCWD, descriptor, AT_FDCWD, o->temporary, AT_SYMLINK_FOLLOW) == 0;
	o->unnamed = !o->made && !copy_named(o);
	if (o->unnamed)
		fail(o, "out.rename", N_("cannot be put in its place"));
}

static struct out *
begin(const char *path, bool draft)
{
	struct out *o = g_new0(struct out, 1);

	o->fd = -1;
	o->draft = draft;
	o->path = g_strdup(path);
	if (strcmp(path, "-") == 0) {
		o->kept = g_string_new(NULL);
		return o;
	}
	o->folder = g_path_get_dirname(path);
	o->temporary = draft ? g_strdup(path) : temporary_of(path, (int)getpid());
	/* A rename would put a file in the place of a device or pipe. */
	if (g_file_test(path, G_FILE_TEST_EXISTS) && !g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
		errno = g_file_test(path, G_FILE_TEST_IS_DIR) ? EISDIR : EINVAL;
		fail(o, "out.open", N_("cannot be written"));
		return o;
	}
	open_beside(o);
	return o;
}

/* What a symbolic link stands for, be it there yet or not: that is written, and the link stays. */
static char *
behind_link(const char *path)
{
	g_autofree char *link = g_file_read_link(path, NULL), *folder = g_path_get_dirname(path);
	char *real = link ? realpath(path, NULL) : NULL;

	if (real || !link)
		return real ? real : g_strdup(path);
	return g_path_is_absolute(link) ? g_steal_pointer(&link) : g_build_filename(folder, link, NULL);
}

struct out *
out_begin(const char *path)
{
	g_autofree char *to = behind_link(path);

	return begin(to, false);
}

struct out *
out_begin_draft(const char *path)
{
	return begin(path, true);
}

struct out *
out_begin_later(const char *path)
{
	struct out *o = begin(path, false);

	o->later = true;
	return o;
}

bool
out_write(struct out *o, const void *bytes, size_t len)
{
	if (o->failed)
		return false;
	if (o->kept)
		g_string_append_len(o->kept, bytes, (gssize)len);
	else if (!write_whole(o->fd, bytes, len))
		fail(o, "out.write", N_("cannot be written"));
	return !o->failed;
}

static bool
read_back(struct out *o, size_t size)
{
	g_string_set_size(o->back, size);
	return read_whole(o->fd, o->back->str, size, 0);
}

const void *
out_bytes(struct out *o, size_t *ret_len)
{
	struct stat st;

	if (o->failed)
		return NULL;
	if (!o->kept) {
		o->back = o->back ? o->back : g_string_new(NULL);
		if (fstat(o->fd, &st) != 0 || !read_back(o, (size_t)st.st_size)) {
			fail(o, "out.read", N_("cannot be read back"));
			return NULL;
		}
	}
	const GString *all = o->kept ? o->kept : o->back;
	*ret_len = all->len;
	return all->str;
}

static void
close_file(struct out *o)
{
	if (o->fd >= 0 && !o->draft && !o->later && fsync(o->fd) != 0 && !o->failed)
		fail(o, "out.write", N_("cannot be written"));
	if (o->fd >= 0)
		name_file(o);
	if (o->fd >= 0 && close(o->fd) != 0 && !o->failed)
		fail(o, "out.write", N_("cannot be written"));
	o->fd = -1;
}

bool
out_close(struct out *o)
{
	close_file(o);
	return !o->failed;
}

/*
 * The name itself is safe only when its folder is on the disk.  One that may
 * be written to and not read, and a file system that knows nothing of the
 * kind, are no failure; a disk that breaks is.
 */
static bool
sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return true;
	bool good = fsync(fd) == 0 || errno == EINVAL || errno == ENOSYS || errno == ENOTSUP;
	int why = errno;
	close(fd);
	errno = why;
	return good;
}

static void
finish_file(struct out *o)
{
	close_file(o);
	if (o->draft)
		return;
	if (!o->failed && rename(o->temporary, o->path) != 0)
		fail(o, "out.rename", N_("cannot be put in its place"));
	if (!o->failed && !o->later && !sync_folder(o->folder))
		fail(o, "out.write", N_("cannot be written"));
}

static void
finish_standard(struct out *o)
{
	if (!o->failed && !write_whole(STDOUT_FILENO, o->kept->str, o->kept->len))
		fail(o, "out.write", N_("cannot be written"));
}

static const char *
advice(int why)
{
	switch (why) {
	case ENOENT: return N_("make the folder first, or say another name with -o");
	case ENOSPC: case EDQUOT: return N_("make room on the disk and run it again");
	case EACCES: case EPERM: case EROFS:
		return N_("write to a folder that you may write to");
	case EIO: return N_("look what is wrong with the disk, and run it again");
	case EFBIG: return N_("a limit on file sizes is set (ulimit -f): raise it");
	case EISDIR: return N_("say a file, not a folder, with -o");
	default: return N_("nothing was changed; try again");
	}
}

static void
destroy(struct out *o)
{
	if (o->fd >= 0)
		close(o->fd);
	if (o->kept)
		g_string_free(o->kept, TRUE);
	if (o->back)
		g_string_free(o->back, TRUE);
	g_free(o->path);
	g_free(o->temporary);
	g_free(o->folder);
	g_free(o);
}

bool
out_commit(struct out *o, struct diags *dg)
{
	if (o->kept)
		finish_standard(o);
	else
		finish_file(o);
	bool good = !o->failed;
	if (!good) {
		diag_add(dg, DIAG_ERROR, o->code, (struct place) { .file = o->path },
		    "%s: %s", diag_word(o->doing), system_error(o->failed));
		diag_help(dg, "%s", diag_word(advice(o->failed)));
		out_abandon(o);
		return false;
	}
	destroy(o);
	return true;
}

void
out_abandon(struct out *o)
{
	if (!o)
		return;
	if (o->made)
		unlink(o->temporary);
	destroy(o);
}
