/* Releases of a stretch of time, bound: an issue that no file describes. */
#include "press/press-int.h"

#include <string.h>

/* "2024-03" of a year's release, "2024-03-05" of a month's or week's, the section of a day's. */
static const char *
part_of(const struct walk *w, const struct item *it)
{
	const char *volume = w->job->volume;

	if (!g_ascii_isdigit(*volume) || !it->date.s)
		return "";
	if (strlen(volume) == strlen("2024-03-05"))
		return it->section.s ? it->section.s : "";
	return arena_strndup(w->a, it->date.s, strlen(volume) == strlen("2024") ? 7 : 10);
}

static const char *
title_of_part(const struct walk *w, const char *part)
{
	if (!*part)
		return NULL;
	return strlen(w->job->volume) == strlen("2024-03-05") ? part
	    : story_period(w->a, w->layout, part);
}

/* The part called so, a new one behind the others when there is none. */
static size_t
find_part(struct walk *w, struct issue *is, GHashTable *parts, const struct item *it)
{
	const char *name = part_of(w, it);
	gpointer known = g_hash_table_lookup(parts, name);

	if (known)
		return GPOINTER_TO_SIZE(known) - 1;
	struct issue_section *s = &is->sections[is->n_sections++];
	s->title = (struct text) { title_of_part(w, name), it->headline.at };
	s->at = it->headline.at;
	g_hash_table_insert(parts, (gpointer)(uintptr_t)name, GSIZE_TO_POINTER(is->n_sections));
	return is->n_sections - 1;
}

/* Parts in the order in which they come up, items of a part in theirs. */
static void
part_items(struct walk *w, struct issue *is)
{
	g_autoptr(GHashTable) parts = g_hash_table_new(g_str_hash, g_str_equal);
	g_autofree size_t *part = g_new0(size_t, w->n);

	is->sections = arena_array(w->a, struct issue_section, w->n);
	is->entries = arena_array(w->a, struct issue_entry, w->n);
	for (size_t i = 0; i < w->n; i++) {
		part[i] = find_part(w, is, parts, w->items[i]);
		is->sections[part[i]].n++;
	}
	for (size_t i = 1; i < is->n_sections; i++)
		is->sections[i].first = is->sections[i - 1].first + is->sections[i - 1].n;
	g_autofree size_t *next = g_new0(size_t, is->n_sections);
	for (size_t i = 0; i < w->n; i++) {
		size_t at = is->sections[part[i]].first + next[part[i]]++;

		is->entries[at] = (struct issue_entry) { w->items[i], w->items[i]->headline.at,
			(int)part[i] + 1 };
	}
	is->n_entries = w->n;
}

/* A reference can lead to one of them only. */
static void
warn_of_same_ids(struct walk *w)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (size_t i = 0; i < w->n; i++) {
		const struct item *it = w->items[i];
		const struct item *other = it->id.s ? g_hash_table_lookup(seen, it->id.s) : NULL;

		if (other)
			diag_add(w->dg, DIAG_WARNING, "press.same-id", it->id.at,
			    "the id %s is that of %s too: both are printed", it->id.s, other->file);
		else if (it->id.s)
			g_hash_table_insert(seen, (gpointer)(uintptr_t)it->id.s,
			    (gpointer)(uintptr_t)it);
	}
}

bool
volume_bind(struct walk *w)
{
	struct issue *is = arena_new(w->a, struct issue);
	struct place at = { .file = w->job->items[0] };

	if (w->n == 0) {
		diag_add(w->dg, DIAG_ERROR, "press.left-out", at,
		    "no item of volume %s may be printed", w->job->volume);
		return false;
	}
	w->layout = layout_for_volume(w->a, w->layout);
	is->file = at.file;
	is->folder = w->items[0]->folder;
	is->publication.title.s = w->job->title ? w->job->title : layout_string(w->layout, "volume");
	is->publication.office = w->items[0]->publisher;
	is->period = story_period(w->a, w->layout, w->job->volume);
	for (size_t i = 1; i < w->n; i++)
		if (g_strcmp0(w->items[i]->publisher.s, is->publication.office.s) != 0)
			is->publication.office.s = NULL;
	warn_of_same_ids(w);
	part_items(w, is);
	for (size_t i = 0; i < w->n; i++)
		w->items[i] = is->entries[i].item;
	w->issue = is;
	return true;
}

struct stories
volume_last(void *walk, struct stories made, const int *begins, const struct layout **ret_l)
{
	struct walk *w = walk;

	*ret_l = layout_for_index(w->a, w->layout);
	return story_indexes(w->a, w->dg, made, begins, *ret_l);
}
