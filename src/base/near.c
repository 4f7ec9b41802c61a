/* What was meant by a name that nothing has: words of a list, files of a folder. */
#include "base/base.h"
#include "base/file-int.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- words ------------------------------------------------------------ */

#define WORD_MAX 40

/* Optimal string alignment: Damerau-Levenshtein, each pair moved once. */
static size_t
distance(const gunichar *a, size_t n, const gunichar *b, size_t m)
{
	size_t d[WORD_MAX + 1][WORD_MAX + 1];

	for (size_t i = 0; i <= n; i++)
		d[i][0] = i;
	for (size_t j = 0; j <= m; j++)
		d[0][j] = j;
	for (size_t i = 1; i <= n; i++)
		for (size_t j = 1; j <= m; j++) {
			size_t cost = a[i - 1] != b[j - 1];
			d[i][j] = MIN(MIN(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + cost);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				d[i][j] = MIN(d[i][j], d[i - 2][j - 2] + 1);
		}
	return d[n][m];
}

const char *
nearest_word(const char *word, const char *const *words, size_t n)
{
	glong len, other_len;
	const char *best = NULL;

	if (strlen(word) > 4 * WORD_MAX || !g_utf8_validate(word, -1, NULL))
		return NULL;
	g_autofree gunichar *w = g_utf8_to_ucs4_fast(word, -1, &len);
	if (len > WORD_MAX)
		return NULL;
	/* Of three letters, two that are other leave nothing that was meant. */
	size_t least = len <= 3 ? 2 : 3;
	for (size_t i = 0; i < n; i++) {
		g_autofree gunichar *o = g_utf8_to_ucs4_fast(words[i], -1, &other_len);
		if (other_len > WORD_MAX || labs(other_len - len) >= (glong)least)
			continue;
		size_t d = distance(w, (size_t)len, o, (size_t)other_len);
		if (d < least && d < (size_t)len) {
			least = d;
			best = words[i];
		}
	}
	return best;
}

#define NAMES_LISTED 20

void
diag_help_names(struct diags *dg, const char *name, const char *const *words, size_t n)
{
	const char *near = nearest_word(name, words, n);

	if (near) {
		diag_help(dg, "did you mean '%s'?", near);
		return;
	}
	g_autoptr(GString) all = g_string_new(NULL);
	for (size_t i = 0; i < n && i < NAMES_LISTED; i++)
		g_string_append_printf(all, "%s%s", i ? ", " : "", words[i]);
	if (n > 0)
		diag_help(dg, "there is: %s%s", all->str, n > NAMES_LISTED ? ", …" : "");
	else
		diag_help(dg, "there is none yet");
}

/* ---- files ------------------------------------------------------------ */

/* Of a folder with more names than these none is proposed: an archive may ask thousands of times. */
#define NAMES_MOST 2000

/* Ends of names that may stand for each other: «photo.jpg» may be photo.png. */
static const char *const kinds[][8] = {
	{ ".jpg", ".jpeg", ".png", ".svg", ".pdf" }, { ".yaml", ".yml" }, { ".ttf", ".otf" },
	{ ".md", ".item", ".txt" },
};

static int
kind_of(const char *name)
{
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < G_N_ELEMENTS(kinds); i++)
		for (size_t j = 0; kinds[i][j]; j++)
			if (g_ascii_strcasecmp(dot, kinds[i][j]) == 0)
				return (int)i;
	return -1;
}

static bool
is_of_type(DIR *in, const struct dirent *e, mode_t type)
{
	struct stat st;

	if (e->d_type == DT_LNK || e->d_type == DT_UNKNOWN)
		return fstatat(dirfd(in), e->d_name, &st, 0) == 0 && (st.st_mode & S_IFMT) == type;
	return (mode_t)DTTOIF(e->d_type) == type;
}

/* Files, or folders, of a folder, sorted; none when they are too many, or it cannot be read. */
static GPtrArray *
names_in(const char *root, const char *folder, mode_t type)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	int fd = file_open_beneath(root, *folder ? folder : ".");
	DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *e;

	if (!d && fd >= 0)
		close(fd);
	while (d && names->len <= NAMES_MOST && (e = readdir(d)))
		if (*e->d_name != '.' && g_utf8_validate(e->d_name, -1, NULL) && is_of_type(d, e, type))
			g_ptr_array_add(names, g_strdup(e->d_name));
	if (d)
		closedir(d);
	if (names->len > NAMES_MOST)
		g_ptr_array_set_size(names, 0);
	g_ptr_array_sort(names, text_order);
	return names;
}

/* The same but for capitals, or for how accents are written. */
static bool
looks_like(const char *a, const char *b)
{
	g_autofree char *x = g_utf8_normalize(a, -1, G_NORMALIZE_ALL), *y = g_utf8_normalize(b, -1, G_NORMALIZE_ALL);
	g_autofree char *small = x ? g_utf8_casefold(x, -1) : NULL, *other = y ? g_utf8_casefold(y, -1) : NULL;

	return small && g_strcmp0(small, other) == 0;
}

/* «photo» and «photo.jpg» for photo.png. */
static bool
has_stem_of(const char *file, const char *name)
{
	int kind = kind_of(name);
	size_t n = kind < 0 ? strlen(name) : (size_t)(strrchr(name, '.') - name);

	return n > 0 && strncmp(file, name, n) == 0 && strrchr(file, '.') == file + n && (kind < 0 || kind_of(file) == kind);
}

static const char *
nearest_name(const char *name, const GPtrArray *names)
{
	for (guint i = 0; i < names->len; i++)
		if (looks_like(name, names->pdata[i]))
			return names->pdata[i];
	const char *near = nearest_word(name, (const char *const *)(void *)names->pdata, names->len);
	for (guint i = 0; !near && i < names->len; i++)
		if (has_stem_of(names->pdata[i], name))
			near = names->pdata[i];
	return near;
}

static bool
is_there(const char *root, const char *path)
{
	int fd = file_open_beneath(root, path);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

char *
file_nearest(const char *root, const char *path)
{
	g_auto(GStrv) parts = g_strsplit(path, "/", -1);
	g_autoptr(GString) found = g_string_new(NULL);

	if (!g_utf8_validate(path, -1, NULL))
		return NULL;
	for (char **p = parts; *p; p++) {
		size_t folder = found->len;

		g_string_append_printf(found, "%s%s", *p, p[1] ? "/" : "");
		if (is_there(root, found->str))
			continue;
		g_string_truncate(found, folder);
		g_autoptr(GPtrArray) names = names_in(root, found->str, p[1] ? S_IFDIR : S_IFREG);
		const char *near = nearest_name(*p, names);
		if (!near)
			return NULL;
		g_string_append_printf(found, "%s%s", near, p[1] ? "/" : "");
		if (!is_there(root, found->str)) /* a link that leads outside */
			return NULL;
	}
	return strcmp(found->str, path) == 0 ? NULL : g_string_free(g_steal_pointer(&found), FALSE);
}
