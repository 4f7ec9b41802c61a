/*
 * The files a bulletin was made of, as they go into its PDF: ISO 19005-3.
 *
 * Their names are such that, taken out into a folder, they find each other
 * again: those of an issue are from its folder, those of items without one
 * from the item's, and what the layout was made of stands beside it.
 */
#include "press/press-int.h"

#include <string.h>

struct gatherer {
	struct walk *w;
	GArray *to;          /* struct pdf_attachment */
	GHashTable *names;   /* of them */
	GHashTable *paths;   /* of files that are in already, from the root */
	GPtrArray *folders;  /* of items without an issue */
	bool failed;
};

static const char *
type_of(const char *name)
{
	static const struct {
		const char *end, *type;
	} types[] = { { ".md", "text/markdown" }, { ".yaml", "application/yaml" },
		{ ".yml", "application/yaml" }, { ".json", "application/json" },
		{ ".png", "image/png" }, { ".jpg", "image/jpeg" }, { ".jpeg", "image/jpeg" },
		{ ".svg", "image/svg+xml" }, { ".pdf", "application/pdf" } };

	for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
		if (g_str_has_suffix(name, types[i].end))
			return types[i].type;
	return "application/octet-stream";
}

/* ---- names ------------------------------------------------------------ */

/* Without what says nothing: ./p//x.png is p/x.png.  Names of files are bytes, those of a PDF are text. */
static char *
plain_name(const char *name)
{
	g_autofree char *valid = g_utf8_make_valid(name, -1);
	g_auto(GStrv) parts = g_strsplit(valid, "/", -1);
	GString *to = g_string_new(NULL);

	for (char **p = parts; *p; p++)
		if (**p && strcmp(*p, ".") != 0)
			g_string_append_printf(to, "%s%s", to->len ? "/" : "", *p);
	return g_string_free(to, FALSE);
}

/* What of `path` is beneath `folder`; NULL when it is not. */
static const char *
beneath(const char *folder, const char *path)
{
	size_t n = strlen(folder);

	return strncmp(path, folder, n) == 0 && path[n] == '/' ? path + n + 1 : NULL;
}

/*
 * What stands before the names of what is in `folder`.  Where an issue lay is
 * nobody's business, and not the same everywhere; nor where items did that are
 * in none: of their folders the first has no name, the others are 2/, 3/.
 */
static char *
folder_of(struct gatherer *g, const char *folder)
{
	const struct issue *is = g->w->issue;
	const char *from = is ? beneath(is->folder, folder) : NULL;
	guint i = 0;

	if (is)
		return from ? g_strconcat(from, "/", NULL) : g_strdup("");
	if (!g_ptr_array_find_with_equal_func(g->folders, folder, g_str_equal, &i)) {
		i = g->folders->len;
		g_ptr_array_add(g->folders, (gpointer)(uintptr_t)folder);
	}
	return i > 0 ? g_strdup_printf("%u/", i + 1) : g_strdup("");
}

/* An item may be there twice. */
static const char *
free_name(struct gatherer *g, const char *name)
{
	const char *free = name;

	for (int i = 2; !g_hash_table_add(g->names, (gpointer)(uintptr_t)free); i++)
		free = arena_printf(g->w->a, "%d-%s", i, name);
	return free;
}

/* ---- files ------------------------------------------------------------ */

static void
add(struct gatherer *g, const char *name, const char *bytes, size_t len)
{
	g_autofree char *plain = plain_name(name);
	struct pdf_attachment a = { free_name(g, arena_strdup(g->w->a, plain)), type_of(name), bytes, len };

	g_array_append_val(g->to, a);
}

static void
note_path(struct gatherer *g, const char *path)
{
	g_hash_table_add(g->paths, g_canonicalize_filename(path, NULL));
}

static void
add_file(struct gatherer *g, const char *path, const char *name, enum limit limit)
{
	size_t len;
	const char *bytes = file_read(g->w->a, g->w->dg, NULL, path, limit,
	    (struct place) { .file = path }, &len);

	note_path(g, path);
	if (bytes)
		add(g, name, bytes, len);
	else
		g->failed = true;
}

static void
add_item(struct gatherer *g, const struct item *it)
{
	g_autofree char *base = g_path_get_basename(it->file), *folder = folder_of(g, it->folder);
	g_autofree char *name = g_strconcat(folder, base, NULL);

	add_file(g, it->file, name, LIMIT_ITEM_BYTES);
}

/* A picture by the name that `folder`'s item or issue calls it by; once. */
static void
add_picture(struct gatherer *g, const struct image *im, const char *folder)
{
	g_autofree char *path = g_build_filename(folder, im->file, NULL), *in = folder_of(g, folder);
	g_autofree char *name = g_strconcat(in, im->file, NULL), *whole = g_canonicalize_filename(path, NULL);

	if (g_hash_table_contains(g->paths, whole))
		return;
	note_path(g, path);
	add(g, name, im->bytes, im->len);
}

static void
add_pictures(struct gatherer *g, const struct story *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->blocks[i].kind == BLOCK_FIGURE && s->blocks[i].image && s->item)
			add_picture(g, s->blocks[i].image, s->item->folder);
}

/* ---- the layout ------------------------------------------------------- */

/* Those that come with the program need no more than their name. */
static bool
is_own(const struct gatherer *g)
{
	g_autofree char *data = g_path_get_dirname(g->w->press->fonts_folder);
	g_autofree char *own = g_build_filename(data, "layouts", NULL), *path = g_canonicalize_filename(own, NULL);
	g_autofree char *folder = g_canonicalize_filename(g->w->layout->folder, NULL);

	return strcmp(folder, path) == 0;
}

/* What it was made of: layouts that it extends, lists of words, pictures; fonts are with who has them. */
static GPtrArray *
files_of_layout(struct gatherer *g)
{
	GPtrArray *files = g_ptr_array_new();
	const char *folder = g->w->layout->folder;
	bool own = is_own(g);

	for (size_t i = 0; i < diags_n_files(g->w->dg) && !own; i++) {
		const char *path = diags_file(g->w->dg, i), *from = beneath(folder, path);
		g_autofree char *whole = g_canonicalize_filename(path, NULL);

		if (from && !g_str_has_prefix(from, "fonts/") && g_file_test(path, G_FILE_TEST_IS_REGULAR) &&
		    g_hash_table_add(g->paths, g_steal_pointer(&whole)))
			g_ptr_array_add(files, (gpointer)(uintptr_t)path);
	}
	return files;
}

static bool
is_taken(const struct gatherer *g, const char *in, const char *name)
{
	g_autofree char *whole = g_strconcat(in, name, NULL);

	return g_hash_table_contains(g->names, whole);
}

/* A folder in which none of its files has a name that is there: that of the issue, or layout/, 2-layout/. */
static char *
free_folder(const struct gatherer *g, const char *file, const GPtrArray *others)
{
	g_autofree char *base = g_path_get_basename(file);
	char *in = NULL;

	for (int i = 0;; i++) {
		in = i == 0 ? g_strdup("") : i == 1 ? g_strdup("layout/") : g_strdup_printf("%d-layout/", i);
		bool taken = is_taken(g, in, base);

		for (guint k = 0; k < others->len; k++)
			taken |= is_taken(g, in, beneath(g->w->layout->folder, g_ptr_array_index(others, k)));
		if (!taken)
			return in;
		g_free(in);
	}
}

/* The layout itself first: it is known by that (verify.c). */
static void
add_layout(struct gatherer *g)
{
	const struct layout *l = g->w->layout;
	const char *file = g->w->job->layout;

	note_path(g, file);
	g_autoptr(GPtrArray) others = files_of_layout(g);
	g_autofree char *in = free_folder(g, file, others), *base = g_path_get_basename(file);
	g_autofree char *name = g_strconcat(in, base, NULL);
	add_file(g, file, name, LIMIT_LAYOUT_BYTES);
	for (guint i = 0; i < others->len; i++) {
		const char *path = g_ptr_array_index(others, i);
		g_autofree char *beside = g_strconcat(in, beneath(l->folder, path), NULL);

		add_file(g, path, beside, LIMIT_IMAGE_BYTES);
	}
}

/* ---- the door --------------------------------------------------------- */

bool
embed_gather(struct walk *w)
{
	struct gatherer g = { .w = w, .names = g_hash_table_new(g_str_hash, g_str_equal),
		.paths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.folders = g_ptr_array_new(), .to = g_array_new(FALSE, FALSE, sizeof(struct pdf_attachment)) };

	if (w->issue) {
		g_autofree char *name = g_path_get_basename(w->job->items[0]);

		add_file(&g, w->job->items[0], name, LIMIT_ITEM_BYTES);
	}
	for (size_t i = 0; i < w->n; i++)
		add_item(&g, w->items[i]);
	if (w->emblem)
		add_picture(&g, w->emblem, w->issue->folder);
	for (size_t i = 0; i < w->stories.n; i++)
		add_pictures(&g, w->stories.v[i]);
	add_layout(&g);
	w->attachments = arena_memdup(w->a, g.to->data, g.to->len * sizeof(struct pdf_attachment));
	w->n_attachments = g.to->len;
	g_array_unref(g.to);
	g_ptr_array_unref(g.folders);
	g_hash_table_destroy(g.names);
	g_hash_table_destroy(g.paths);
	return !g.failed;
}
