/* The files a bulletin was made of, as they go into its PDF: ISO 19005-3. */
#include "press/press-int.h"

#include <string.h>

struct gatherer {
	struct walk *w;
	GArray *to;          /* struct pdf_attachment */
	GHashTable *names;
	bool failed;
};

static const char *
type_of(const char *name)
{
	static const struct {
		const char *end, *type;
	} types[] = { { ".md", "text/markdown" }, { ".yaml", "application/yaml" },
		{ ".yml", "application/yaml" }, { ".json", "application/json" },
		{ ".png", "image/png" }, { ".jpg", "image/jpeg" }, { ".jpeg", "image/jpeg" } };

	for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
		if (g_str_has_suffix(name, types[i].end))
			return types[i].type;
	return "application/octet-stream";
}

/* Two folders may hold files of one name. */
static const char *
free_name(struct gatherer *g, const char *name)
{
	const char *free = name;

	for (int i = 2; !g_hash_table_add(g->names, (gpointer)(uintptr_t)free); i++)
		free = arena_printf(g->w->a, "%d-%s", i, name);
	return free;
}

static void
add(struct gatherer *g, const char *name, const char *bytes, size_t len)
{
	struct pdf_attachment a = { free_name(g, name), type_of(name), bytes, len };

	g_array_append_val(g->to, a);
}

/*
 * Its name alone: where it lay is nobody's business, and not the same everywhere.
 * Names of files are bytes, those of a PDF are text.
 */
static void
add_file(struct gatherer *g, const char *path, enum limit limit)
{
	g_autofree char *base = g_path_get_basename(path), *name = g_utf8_make_valid(base, -1);
	size_t len;
	const char *bytes = file_read(g->w->a, g->w->dg, NULL, path, limit,
	    (struct place) { .file = path }, &len);

	if (bytes)
		add(g, arena_strdup(g->w->a, name), bytes, len);
	else
		g->failed = true;
}

/* Pictures under the names that items call them by. */
static void
add_pictures(struct gatherer *g, const struct story *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct image *im = s->blocks[i].image;

		if (s->blocks[i].kind != BLOCK_FIGURE || !im ||
		    g_hash_table_contains(g->names, im->file))
			continue;
		add(g, im->file, im->bytes, im->len);
	}
}

bool
embed_gather(struct walk *w)
{
	struct gatherer g = { .w = w, .names = g_hash_table_new(g_str_hash, g_str_equal),
		.to = g_array_new(FALSE, FALSE, sizeof(struct pdf_attachment)) };

	if (w->issue)
		add_file(&g, w->job->items[0], LIMIT_ITEM_BYTES);
	for (size_t i = 0; i < w->n; i++)
		add_file(&g, w->items[i]->file, LIMIT_ITEM_BYTES);
	add_file(&g, w->job->layout, LIMIT_LAYOUT_BYTES);
	for (size_t i = 0; i < w->stories.n; i++)
		add_pictures(&g, w->stories.v[i]);
	w->attachments = arena_memdup(w->a, g.to->data, g.to->len * sizeof(struct pdf_attachment));
	w->n_attachments = g.to->len;
	g_array_unref(g.to);
	g_hash_table_destroy(g.names);
	return !g.failed;
}
