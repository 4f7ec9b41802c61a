/*
 * What an output depends on, summed up: program and libraries, layout and
 * fonts, options, items and pictures.  Same key, same bytes.
 */
#include "batch/batch-int.h"

#include "item/item.h"

#include <string.h>

/* ---- files beside the layout ------------------------------------------ */

static bool
is_asset(const char *name)
{
	static const char *const endings[] = { ".png", ".jpg", ".jpeg", ".svg", ".pdf", ".ttf", ".otf" };

	for (size_t i = 0; i < G_N_ELEMENTS(endings); i++)
		if (g_str_has_suffix(name, endings[i]))
			return true;
	return false;
}

/*
 * Which pictures a layout's parts will ask for is known only when they are
 * set; so all of its folder count.  Better one page too many made again.
 */
static void
list_assets(const char *layout, GPtrArray *to)
{
	g_autofree char *folder = g_path_get_dirname(layout);
	struct arena *a = arena_create();
	struct diags *dg = diags_create();
	struct file_names names;

	file_match(a, dg, folder, "*", (struct place) { .file = layout }, &names);
	for (size_t i = 0; i < names.n; i++)
		if (is_asset(names.v[i]))
			g_ptr_array_add(to, g_build_filename(folder, names.v[i], NULL));
	diags_destroy(dg);
	arena_destroy(a);
}

/* What went wrong once, such as a font that is missing, a press does not tell again. */
static void
tell_all(const struct diags *from, struct diags *to)
{
	for (size_t i = 0; i < diags_n(from); i++)
		diag_repeat(to, diags_get(from, i));
}

bool
base_files(struct press *p, struct diags *dg, const char *layout, GPtrArray *to)
{
	struct job job = { .layout = layout, .date = -1, .now = -1 };
	struct diags *own = diags_create();
	bool good = press_check(p, own, &job) == OUTCOME_DONE;

	for (size_t i = 0; i < diags_n_files(own); i++)
		g_ptr_array_add(to, g_strdup(diags_file(own, i)));
	list_assets(layout, to);
	/* The sums of the program's own fonts. */
	g_ptr_array_add(to, g_build_filename(press_fonts(p), "fonts.lock", NULL));
	if (!good)
		tell_all(own, dg);
	diags_destroy(own);
	return good;
}

/* ---- the base --------------------------------------------------------- */

bool
output_base(struct press *p, struct diags *dg, const char *layout,
    enum profile profile, enum batch_by by, const char *title, char ret[SUM_SIZE])
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
	bool good = base_files(p, dg, layout, files);
	struct sum *s = sum_begin();
	g_autoptr(GString) versions = g_string_new(NULL);

	press_versions(versions);
	sum_add_text(s, versions->str);
	sum_add_text(s, profile_name(profile));
	sum_add_text(s, by == BY_ITEM ? "item" : "volume");
	sum_add_text(s, title ? title : "");
	for (guint i = 0; i < files->len; i++) {
		/* The same layout in another place is the same. */
		g_autofree char *name = g_path_get_basename(files->pdata[i]);

		sum_add_text(s, name);
		sum_add_file(s, files->pdata[i]);
	}
	sum_end(s, ret);
	return good;
}

/* ---- outputs ---------------------------------------------------------- */

/* What is outside of the item's folder no page shows; it may be anything. */
static void
list_picture(const struct item *it, const char *file, GPtrArray *to)
{
	if (file && !file_is_outside(it->folder, file))
		g_ptr_array_add(to, g_build_filename(it->folder, file, NULL));
}

static void
list_pictures(const struct item *it, GPtrArray *to)
{
	for (size_t i = 0; i < it->n_media; i++)
		list_picture(it, it->media[i].file.s, to);
	for (const struct body *b = it->body; b; b = b->next)
		if (b->kind == BODY_IMAGE)
			list_picture(it, b->file, to);
}

/*
 * Half of what the key of a short item costs is reading it into parts, which
 * is of no use when none of them can be a picture.  A backslash may spell the
 * word otherwise (YAML 1.2, 5.7); what has no front matter is not looked into.
 */
static bool
may_have_pictures(const char *bytes, size_t len)
{
	return len < 3 || memcmp(bytes, "---", 3) != 0 || memmem(bytes, len, "media", 5) ||
	    memmem(bytes, len, "![", 2) || memchr(bytes, '\\', len);
}

void
output_files(const char *const *items, size_t n, GPtrArray *to)
{
	struct arena *a = arena_create();
	struct diags *dg = diags_create();

	for (size_t i = 0; i < n; i++) {
		size_t len = 0;
		const char *bytes = file_read(a, dg, NULL, items[i], LIMIT_ITEM_BYTES,
		    (struct place) { .file = items[i] }, &len);
		const struct item *it = bytes && may_have_pictures(bytes, len)
		    ? item_read(a, dg, items[i], bytes, len) : NULL;

		g_ptr_array_add(to, g_strdup(items[i]));
		if (it)
			list_pictures(it, to);
	}
	diags_destroy(dg);
	arena_destroy(a);
}

void
output_key(const char *base, const char *const *items, size_t n, char ret[SUM_SIZE])
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
	struct sum *s = sum_begin();

	output_files(items, n, files);
	sum_add_text(s, base);
	for (guint i = 0; i < files->len; i++)
		sum_add_file(s, files->pdata[i]);
	sum_end(s, ret);
}
