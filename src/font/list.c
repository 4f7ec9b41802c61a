/* Which faces there are, without opening those of the program. */
#include "font/font-int.h"

#include <fontconfig/fontconfig.h>
#include <stdlib.h>
#include <string.h>

/* ---- fonts.lock ------------------------------------------------------- */

static void
add_font(struct fonts *f, GArray *to, struct font fo)
{
	g_autofree char *path = g_build_filename(fo.folder, fo.file, NULL);

	fo.path = arena_strdup(f->a, path);
	g_array_append_val(to, fo);
}

/* `sha256  file  weight  style  family`, two blanks between. */
static bool
read_row(struct fonts *f, const char *folder, const char *row, GArray *to)
{
	g_auto(GStrv) cell = g_strsplit(row, "  ", 5);

	if (g_strv_length(cell) != 5 || strlen(cell[0]) != 64)
		return false;
	add_font(f, to, (struct font) {
		.folder = folder,
		.sha256 = arena_strdup(f->a, cell[0]),
		.file = arena_strdup(f->a, cell[1]),
		.weight = atoi(cell[2]),
		.style = arena_strdup(f->a, cell[3]),
		.family = arena_strdup(f->a, g_strchomp(cell[4])),
	});
	return true;
}

static bool
list_locked(struct fonts *f, struct diags *dg, const char *folder, GArray *to)
{
	size_t len = 0;
	g_autofree char *path = g_build_filename(folder, "fonts.lock", NULL);
	struct place at = { path, 0, 0 };
	const char *bytes = file_read(f->a, dg, folder, "fonts.lock",
	    LIMIT_LAYOUT_BYTES, at, &len);

	if (!bytes) {
		diag_help(dg, "say with --data where the folder is that holds fonts/ and layouts/");
		return false;
	}
	g_auto(GStrv) rows = g_strsplit(bytes, "\n", -1);
	for (char **row = rows; *row; row++) {
		at.line++;
		if (**row == '#' || **row == '\0' || read_row(f, folder, *row, to))
			continue;
		diag_add(dg, DIAG_ERROR, "font.lock", at, "this line of fonts.lock cannot be read");
		diag_help(dg, "make it again with tools/fetch-fonts");
		return false;
	}
	return true;
}

/* ---- the layout's folder ---------------------------------------------- */

static const char *
string_of(struct fonts *f, FcPattern *p, const char *what)
{
	FcChar8 *s = NULL;

	if (FcPatternGetString(p, what, 0, &s) != FcResultMatch)
		return NULL;
	return arena_strdup(f->a, (const char *)s);
}

static int
number_of(FcPattern *p, const char *what, int otherwise)
{
	int v = otherwise;

	FcPatternGetInteger(p, what, 0, &v);
	return v;
}

static void
add_pattern(struct fonts *f, const char *own, FcPattern *p, GArray *to)
{
	const char *path = string_of(f, p, FC_FILE);
	const char *family = string_of(f, p, FC_FAMILY);
	const char *style = string_of(f, p, FC_STYLE);
	size_t n = strlen(own);

	if (!path || !family || !g_str_has_prefix(path, own) || path[n] != '/')
		return;
	add_font(f, to, (struct font) {
		.folder = own,
		.file = path + n + 1,
		.family = family,
		.style = style ? style : "Regular",
		.weight = FcWeightToOpenType(number_of(p, FC_WEIGHT, FC_WEIGHT_REGULAR)),
		.index = (unsigned)number_of(p, FC_INDEX, 0),
	});
}

static int
compare_patterns(gconstpointer a, gconstpointer b)
{
	const struct font *x = a, *y = b;
	int files = strcmp(x->path, y->path);

	return files ? files : (x->index > y->index) - (x->index < y->index);
}

/*
 * A configuration of our own, on which nothing of the machine's has a say.
 * File by file, for a folder would want a cache.
 */
static FcConfig *
private_config(const char *own)
{
	FcConfig *config = FcConfigCreate();
	GDir *dir = g_dir_open(own, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(own, name, NULL);

		if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
			FcConfigAppFontAddFile(config, (const FcChar8 *)path);
	}
	if (dir)
		g_dir_close(dir);
	return config;
}

static void
list_own(struct fonts *f, const char *own, GArray *to)
{
	FcConfig *config = private_config(own);
	guint from = to->len;

	FcFontSet *set = FcConfigGetFonts(config, FcSetApplication);
	for (int i = 0; set && i < set->nfont; i++)
		add_pattern(f, own, set->fonts[i], to);
	FcConfigDestroy(config);
	/* The order of a folder is not the same everywhere. */
	g_qsort_with_data(&g_array_index(to, struct font, from), (int)(to->len - from),
	    sizeof(struct font), (GCompareDataFunc)(void (*)(void))compare_patterns, NULL);
}

bool
list_fonts(struct fonts *f, struct diags *dg, const char *folder, const char *own)
{
	GArray *v = g_array_new(FALSE, FALSE, sizeof(struct font));

	/* The layout's faces come first: they may stand in for the program's. */
	if (own)
		list_own(f, own, v);
	bool good = list_locked(f, dg, folder, v);
	f->v = arena_memdup(f->a, v->data, v->len * sizeof(struct font));
	f->n = v->len;
	g_array_free(v, TRUE);
	return good;
}
