/*
 * nashra new: a publication's folder that renders at once.
 *
 * The files of templates/publication, with the day put in, and copies of the
 * layout that its own extends. All is written beside the folder and renamed
 * in one go: a folder that is there and holds anything is never touched.
 */
#include "cli-int.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* From the program's data to the folder; only a text has a day to put in. */
static const struct copied {
	const char *from, *to;
	bool dated;
} copied[] = {
	{ "templates/publication/README.md", "README.md", false },
	{ "templates/publication/issue.yaml", "issue.yaml", true },
	{ "templates/publication/items/01-library.md", "items/01-library.md", true },
	{ "templates/publication/items/02-training.md", "items/02-training.md", true },
	{ "templates/publication/items/03-notice.md", "items/03-notice.md", true },
	{ "templates/publication/items/pictures/library.png", "items/pictures/library.png", false },
	{ "templates/publication/layout/house.yaml", "layout/house.yaml", false },
	{ "layouts/daily.yaml", "layout/daily.yaml", false },
	{ "layouts/binding-ar.yaml", "layout/binding-ar.yaml", false },
};

static const char *const folders[] = { "items", "items/pictures", "layout" };

#define DAY "@DATE@"

static const struct command self = { .name = "new" };

/* ---- one file --------------------------------------------------------- */

static char *
with_day(const char *text, int64_t day)
{
	g_autoptr(GDateTime) d = g_date_time_new_from_unix_utc(day);
	g_autofree char *iso = g_date_time_format(d, "%Y-%m-%d");
	g_auto(GStrv) parts = g_strsplit(text, DAY, -1);

	return g_strjoinv(iso, parts);
}

static bool
copy(struct arena *a, struct diags *dg, const struct options *o, const char *root,
    const struct copied *c)
{
	size_t len;
	g_autofree char *from = g_build_filename(o->data, c->from, NULL);
	g_autofree char *to = g_build_filename(root, c->to, NULL);
	const char *bytes = file_read(a, dg, NULL, from, LIMIT_IMAGE_BYTES,
	    (struct place) { .file = from }, &len);

	if (!bytes)
		return false;
	int64_t day = source_date() >= 0 ? source_date() : g_get_real_time() / G_USEC_PER_SEC;
	g_autofree char *dated = c->dated ? with_day(bytes, day) : NULL;
	struct out *out = out_begin_later(to);
	out_write(out, dated ? dated : bytes, dated ? strlen(dated) : len);
	return out_commit(out, dg);
}

/* ---- the folder ------------------------------------------------------- */

static bool
make_folders(const char *root)
{
	for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
		g_autofree char *path = g_build_filename(root, folders[i], NULL);

		if (mkdir(path, 0777) != 0)
			return false;
	}
	return true;
}

/* What was begun goes again; nothing else is in it. */
static void
remove_all(const char *root)
{
	for (size_t i = 0; i < G_N_ELEMENTS(copied); i++) {
		g_autofree char *path = g_build_filename(root, copied[i].to, NULL);

		unlink(path);
	}
	for (size_t i = G_N_ELEMENTS(folders); i > 0; i--) {
		g_autofree char *path = g_build_filename(root, folders[i - 1], NULL);

		rmdir(path);
	}
	rmdir(root);
}

static int
refuse(const char *dir, int why)
{
	if (why == EEXIST || why == ENOTEMPTY || why == ENOTDIR)
		return usage_error(&self, "%s is there already, and nothing in it is written over: "
		    "say the name of a folder that is not there, or that is empty", dir);
	fprintf(stderr, "nashra: %s: ", lang_say("error"));
	fprintf(stderr, lang_say("cannot make the folder %s: %s"), dir, system_error(why));
	fputc('\n', stderr);
	return OUTCOME_ENVIRONMENT;
}

/* rename(2) takes the place of an empty folder, and of nothing else. */
static int
fill(const struct options *o, struct diags *dg, const char *root, const char *dir)
{
	struct arena *a = arena_create();
	bool good = true;

	for (size_t i = 0; good && i < G_N_ELEMENTS(copied); i++)
		good = copy(a, dg, o, root, &copied[i]);
	arena_destroy(a);
	if (!good)
		return OUTCOME_ENVIRONMENT;
	return rename(root, dir) == 0 && disk_sync(dir) ? OUTCOME_DONE : refuse(dir, errno);
}

static int
say_what_now(const struct options *o, const char *dir)
{
	if (o->quiet)
		return OUTCOME_DONE;
	printf("%s\n  cd %s\n  nashra render issue.yaml -l layout/house.yaml -o bulletin.pdf\n"
	       "  nashra serve issue.yaml -l layout/house.yaml\n",
	    lang_say("A publication is there: three releases, an issue, a layout, a README. Now:"), dir);
	return OUTCOME_DONE;
}

/* "news/" and "news" are one; the folder that it stands in must be there. */
static char *
plain_name(const char *word)
{
	char *dir = g_strdup(word);

	for (size_t n = strlen(dir); n > 1 && dir[n - 1] == '/'; n--)
		dir[n - 1] = '\0';
	return dir;
}

int
run_new(const struct options *o, struct diags *dg)
{
	if (o->n_words != 1)
		return usage_error(&self, o->n_words ? "one folder is made, and not %zu"
		    : "no folder to make: say nashra new DIR", o->n_words);
	g_autofree char *dir = plain_name(o->words[0]);
	g_autofree char *root = g_strdup_printf("%s.nashra-XXXXXX", dir);
	GStatBuf st;

	if (!*dir)
		return usage_error(&self, "no folder to make: say nashra new DIR");
	if (g_stat(dir, &st) == 0 && !S_ISDIR(st.st_mode))
		return refuse(dir, ENOTDIR);
	if (!g_mkdtemp_full(root, 0777))
		return refuse(dir, errno);
	int status = make_folders(root) ? fill(o, dg, root, dir) : refuse(dir, errno);
	if (status != OUTCOME_DONE)
		remove_all(root);
	return status == OUTCOME_DONE ? say_what_now(o, dir) : status;
}
