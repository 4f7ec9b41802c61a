/* Names with * and ?: which files beneath a folder they mean. */
#include "base/base.h"
#include "base/file-int.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A pattern being followed from folder to folder. */
struct hunt {
	struct diags *dg;
	const char *root;
	struct place from;
	char **parts;       /* of the pattern, between the slashes */
	GPtrArray *found;   /* char *, the arena's */
	struct arena *a;
	bool failed;
};

/* A link is what it leads to; one of the pattern's parts each, none leads round in a circle. */
static bool
may_be(DIR *in, const struct dirent *e, bool folder)
{
	struct stat st;

	if (e->d_type == DT_LNK && fstatat(dirfd(in), e->d_name, &st, 0) == 0)
		return S_ISDIR(st.st_mode) == folder;
	return e->d_type == DT_UNKNOWN || (e->d_type == DT_DIR) == folder;
}

bool
file_check_name(struct diags *dg, const char *name, struct place from)
{
	if (g_utf8_validate(name, -1, NULL))
		return true;
	g_autofree char *shown = g_utf8_make_valid(name, -1);

	diag_add(dg, DIAG_ERROR, "file.name", from, "the name of %s is not UTF-8", shown);
	diag_help(dg, "give it another name; convmv converts those of a whole archive");
	return false;
}

/*
 * Names in the folder that the pattern means, sorted; those with a dot only
 * when it says so.  False with errno when it cannot be read to its end.
 */
static bool
read_names(struct hunt *h, DIR *folder, const char *pattern, bool folders, GPtrArray *to)
{
	g_autoptr(GPatternSpec) spec = g_pattern_spec_new(pattern);
	const struct dirent *e;

	for (errno = 0; (e = readdir(folder)); errno = 0) {
		g_autofree char *shown = g_utf8_make_valid(e->d_name, -1);
		bool hidden = *e->d_name == '.' && *pattern != '.';

		if (hidden || strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 ||
		    !g_pattern_spec_match_string(spec, shown) || !may_be(folder, e, folders))
			continue;
		if (file_check_name(h->dg, e->d_name, h->from))
			g_ptr_array_add(to, g_steal_pointer(&shown));
		else
			h->failed = true;
	}
	if (errno != 0)
		return false;
	g_ptr_array_sort(to, text_order);
	return true;
}

static void follow(struct hunt *h, const char *folder, size_t part);

static char *
beneath(const char *folder, const char *name)
{
	return *folder ? g_strconcat(folder, "/", name, NULL) : g_strdup(name);
}

static void
take(struct hunt *h, const char *folder, const char *name, size_t part)
{
	g_autofree char *path = beneath(folder, name);

	if (h->parts[part + 1])
		follow(h, path, part + 1);
	else
		g_ptr_array_add(h->found, arena_strdup(h->a, path));
}

/* What is not there matches nothing; what is outside, or may not be read, is a fault. */
static void
report_unless_missing(struct hunt *h, const char *path)
{
	if (errno == ENOENT || errno == ENOTDIR)
		return;
	file_report_open(h->dg, h->root, path, h->from, errno);
	h->failed = true;
}

static void
search_folder(struct hunt *h, const char *folder, size_t part)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	int fd = file_open_beneath(h->root, *folder ? folder : ".");
	DIR *d = fd >= 0 ? fdopendir(fd) : NULL;

	if (!d || !read_names(h, d, h->parts[part], h->parts[part + 1] != NULL, names))
		report_unless_missing(h, *folder ? folder : *h->root ? h->root : ".");
	if (d)
		closedir(d);
	else if (fd >= 0)
		close(fd);
	for (guint i = 0; i < names->len && !h->failed; i++)
		take(h, folder, g_ptr_array_index(names, i), part);
}

/* A plain name behind a pattern: not every folder that matches has it. */
static bool
is_there(struct hunt *h, const char *folder, const char *name)
{
	g_autofree char *path = beneath(folder, name);
	int fd = file_open_beneath(h->root, path);

	if (fd >= 0)
		close(fd);
	else
		report_unless_missing(h, path);
	return fd >= 0;
}

static void
follow(struct hunt *h, const char *folder, size_t part)
{
	const char *name = h->parts[part];

	if (h->found->len > limit_value(LIMIT_ITEMS))
		return;
	if (file_is_pattern(name))
		search_folder(h, folder, part);
	else if (h->parts[part + 1] || is_there(h, folder, name))
		take(h, folder, name, part);
}

bool
file_is_pattern(const char *path)
{
	return strpbrk(path, "*?") != NULL;
}

bool
file_match(struct arena *a, struct diags *dg, const char *root, const char *pattern,
    struct place from, struct file_names *ret)
{
	g_auto(GStrv) parts = g_strsplit(pattern, "/", -1);
	g_autoptr(GPtrArray) found = g_ptr_array_new();
	struct hunt h = { dg, root, from, parts, found, a, false };

	*ret = (struct file_names) { 0 };
	if (*pattern == '/' || g_strv_contains((const char *const *)parts, "..")) {
		file_report_open(dg, root, pattern, from, EXDEV);
		return false;
	}
	follow(&h, "", 0);
	ret->n = found->len;
	ret->v = arena_memdup(a, found->pdata, found->len * sizeof(char *));
	return !h.failed;
}
