/*
 * Files as editors save them, with inotify: folders are watched, not files,
 * since a file that is put in another's place by its name is another file.
 */
#include "preview/preview-int.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#define EVENTS_NOW (IN_CLOSE_WRITE | IN_MOVED_TO)
#define EVENTS_SOON (IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF)

struct folder {
	char *path;
	GHashTable *names;  /* that are watched in it */
	bool fonts;         /* every name */
	bool wanted;        /* still, in watch_set */
	bool new;           /* since the last watch_set */
};

struct watch {
	int fd;
	GHashTable *folders; /* inotify's number to struct folder */
};

static void
free_folder(void *p)
{
	struct folder *f = p;

	g_hash_table_destroy(f->names);
	g_free(f->path);
	g_free(f);
}

struct watch *
watch_create(void)
{
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);

	if (fd < 0)
		return NULL;
	struct watch *w = g_new(struct watch, 1);
	*w = (struct watch) { fd, g_hash_table_new_full(NULL, NULL, NULL, free_folder) };
	return w;
}

void
watch_destroy(struct watch *w)
{
	if (!w)
		return;
	close(w->fd);
	g_hash_table_destroy(w->folders);
	g_free(w);
}

int
watch_fd(const struct watch *w)
{
	return w->fd;
}

/* ---- what is watched --------------------------------------------------- */

/* The same folder by whatever name is one. */
static struct folder *
watch_folder(struct watch *w, const char *path)
{
	int number = inotify_add_watch(w->fd, path, EVENTS_NOW | EVENTS_SOON | IN_ONLYDIR);

	if (number < 0)
		return NULL;
	struct folder *f = g_hash_table_lookup(w->folders, GINT_TO_POINTER(number));
	if (!f) {
		f = g_new0(struct folder, 1);
		f->path = g_strdup(path);
		f->new = true;
		f->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
		g_hash_table_insert(w->folders, GINT_TO_POINTER(number), f);
	}
	if (!f->wanted) {
		f->fonts = false;
		g_hash_table_remove_all(f->names);
	}
	f->wanted = true;
	return f;
}

/* Of a folder that is not there, the nearest that is, and what must come in it. */
static void
watch_name(struct watch *w, const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *name = g_path_get_basename(path);
	struct folder *f = watch_folder(w, folder);

	if (f)
		g_hash_table_add(f->names, g_steal_pointer(&name));
	else if (strcmp(folder, path) != 0 && strcmp(folder, ".") != 0)
		watch_name(w, folder);
}

/* Where a link leads to is watched too. */
static void
watch_file(struct watch *w, const char *path)
{
	char real[PATH_MAX];

	watch_name(w, path);
	if (realpath(path, real))
		watch_name(w, real);
}

static void
watch_fonts(struct watch *w, const char *folder)
{
	struct folder *f = watch_folder(w, folder);

	if (f)
		f->fonts = true;
	else
		watch_name(w, folder);
}

static void
drop_unwanted(struct watch *w)
{
	GHashTableIter i;
	gpointer number, folder;

	g_hash_table_iter_init(&i, w->folders);
	while (g_hash_table_iter_next(&i, &number, &folder))
		if (!((struct folder *)folder)->wanted) {
			inotify_rm_watch(w->fd, GPOINTER_TO_INT(number));
			g_hash_table_iter_remove(&i);
		}
}

static void
begin_set(struct watch *w)
{
	GHashTableIter i;
	gpointer folder;

	g_hash_table_iter_init(&i, w->folders);
	while (g_hash_table_iter_next(&i, NULL, &folder))
		((struct folder *)folder)->wanted = ((struct folder *)folder)->new = false;
}

static bool
is_since(const struct folder *f, const char *name, int64_t since)
{
	g_autofree char *path = g_build_filename(f->path, name, NULL);
	struct stat st;

	return stat(path, &st) == 0 &&
	    st.st_mtim.tv_sec * (int64_t)1000000 + st.st_mtim.tv_nsec / 1000 >= since;
}

/* In folders that were watched already, news would have come. */
static bool
has_missed(const struct watch *w, int64_t since)
{
	GHashTableIter i, k;
	gpointer folder, name;

	g_hash_table_iter_init(&i, w->folders);
	while (g_hash_table_iter_next(&i, NULL, &folder)) {
		const struct folder *f = folder;

		g_hash_table_iter_init(&k, f->names);
		while (f->new && g_hash_table_iter_next(&k, &name, NULL))
			if (is_since(f, name, since))
				return true;
	}
	return false;
}

bool
watch_set(struct watch *w, const char *const *files, size_t n, const char *fonts, int64_t since)
{
	begin_set(w);
	for (size_t i = 0; i < n; i++)
		watch_file(w, files[i]);
	if (fonts)
		watch_fonts(w, fonts);
	drop_unwanted(w);
	return has_missed(w, since);
}

/* ---- what happens ------------------------------------------------------ */

static const char *
kind_of(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot && dot != name ? dot : NULL;
}

/* Of the kind of one that is read: a pattern may mean it. */
static bool
is_like_others(const struct folder *f, const char *name)
{
	const char *kind = kind_of(name);
	GHashTableIter i;
	gpointer other;

	g_hash_table_iter_init(&i, f->names);
	while (kind && *name != '.' && g_hash_table_iter_next(&i, &other, NULL))
		if (g_strcmp0(kind_of(other), kind) == 0)
			return true;
	return false;
}

static enum news
news_of(const struct watch *w, const struct inotify_event *e)
{
	const struct folder *f = g_hash_table_lookup(w->folders, GINT_TO_POINTER(e->wd));
	const char *name = e->len ? e->name : NULL;

	if (e->mask & IN_Q_OVERFLOW)
		return NEWS_NOW;
	if (!f || e->mask & IN_IGNORED)
		return NEWS_NONE;
	if (!name)
		return NEWS_SOON;
	/* One that goes is still in memory: a process that knows none sees that it is not there. */
	if (f->fonts && *name != '.')
		return e->mask & (EVENTS_NOW | IN_DELETE | IN_MOVED_FROM) ? NEWS_FONTS : NEWS_NONE;
	bool ours = g_hash_table_contains(f->names, name);
	if (!ours && !(e->mask & (EVENTS_NOW | IN_DELETE | IN_MOVED_FROM) && is_like_others(f, name)))
		return NEWS_NONE;
	return ours && e->mask & EVENTS_NOW ? NEWS_NOW : NEWS_SOON;
}

enum news
watch_read(struct watch *w)
{
	_Alignas(struct inotify_event) char room[16384];
	enum news worst = NEWS_NONE;
	ssize_t n;

	while ((n = read(w->fd, room, sizeof room)) > 0)
		for (char *p = room; p < room + n;) {
			const struct inotify_event *e = (const struct inotify_event *)(void *)p;

			worst = MAX(worst, news_of(w, e));
			p += sizeof *e + e->len;
		}
	return worst;
}
