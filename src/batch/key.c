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
add_assets(struct sum *s, const char *layout)
{
	g_autofree char *folder = g_path_get_dirname(layout);
	struct arena *a = arena_create();
	struct diags *dg = diags_create();
	struct file_names names;

	file_match(a, dg, folder, "*", (struct place) { .file = layout }, &names);
	for (size_t i = 0; i < names.n; i++) {
		if (!is_asset(names.v[i]))
			continue;
		sum_add_text(s, names.v[i]);
		sum_add_file(s, arena_printf(a, "%s/%s", folder, names.v[i]));
	}
	diags_destroy(dg);
	arena_destroy(a);
}

/* ---- the base --------------------------------------------------------- */

bool
output_base(struct press *p, struct diags *dg, const char *layout,
    enum profile profile, enum batch_by by, const char *title, char ret[SUM_SIZE])
{
	struct job job = { .layout = layout, .date = -1, .now = -1 };
	struct diags *own = diags_create();
	bool good = press_check(p, own, &job) == OUTCOME_DONE;
	struct sum *s = sum_begin();
	g_autoptr(GString) versions = g_string_new(NULL);

	press_versions(versions);
	sum_add_text(s, versions->str);
	sum_add_text(s, profile_name(profile));
	sum_add_text(s, by == BY_ITEM ? "item" : "volume");
	sum_add_text(s, title ? title : "");
	for (size_t i = 0; i < diags_n_files(own); i++) {
		/* The same layout in another place is the same. */
		g_autofree char *name = g_path_get_basename(diags_file(own, i));

		sum_add_text(s, name);
		sum_add_file(s, diags_file(own, i));
	}
	add_assets(s, layout);
	sum_end(s, ret);
	diags_destroy(own);
	/* Once more, so that its messages are told. */
	return good || (press_check(p, dg, &job), false);
}

/* ---- outputs ---------------------------------------------------------- */

static void
add_pictures(struct sum *s, const struct item *it)
{
	for (size_t i = 0; i < it->n_media; i++) {
		g_autofree char *path = g_build_filename(it->folder, it->media[i].file.s, NULL);
		sum_add_file(s, path);
	}
	for (const struct body *b = it->body; b; b = b->next) {
		if (b->kind != BODY_IMAGE || !b->file)
			continue;
		g_autofree char *path = g_build_filename(it->folder, b->file, NULL);
		sum_add_file(s, path);
	}
}

void
output_key(const char *base, const char *const *items, size_t n, char ret[SUM_SIZE])
{
	struct sum *s = sum_begin();
	struct arena *a = arena_create();
	struct diags *dg = diags_create();

	sum_add_text(s, base);
	for (size_t i = 0; i < n; i++) {
		const struct item *it = item_load(a, dg, items[i]);

		sum_add_file(s, items[i]);
		if (it)
			add_pictures(s, it);
	}
	sum_end(s, ret);
	diags_destroy(dg);
	arena_destroy(a);
}
