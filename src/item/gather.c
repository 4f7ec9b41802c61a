/* The items of an issue: found by name or pattern, read, compared. */
#include "item/issue.h"
#include "item/item-int.h"

#include <string.h>

struct gatherer {
	struct arena *a;
	struct diags *dg;
	struct issue *is;
	GArray *entries;    /* struct issue_entry */
	GHashTable *places; /* of a file's name without . and //: struct place */
	int section;
	bool full;
	bool lost;          /* an item could not be read */
};

/* ---- names ------------------------------------------------------------ */

/* How a file is called whatever way its name is written. */
static char *
plain_name(const char *name)
{
	return g_canonicalize_filename(name, "/");
}

static bool
was_named(struct gatherer *g, const char *name, struct place *ret_at)
{
	g_autofree char *plain = plain_name(name);
	const struct place *at = g_hash_table_lookup(g->places, plain);

	if (at)
		*ret_at = *at;
	return at != NULL;
}

static void
report_full(struct gatherer *g, struct place at)
{
	if (!g->full)
		diag_add(g->dg, DIAG_ERROR, "issue.too-many", at, "more than %zu %s",
		    limit_value(LIMIT_ITEMS), limit_name(LIMIT_ITEMS));
	g->full = true;
}

static void
add_item(struct gatherer *g, const char *name, struct place at)
{
	char *plain = plain_name(name);
	struct issue_entry e = { .at = at, .section = g->section };

	g_hash_table_insert(g->places, plain, arena_memdup(g->a, &at, sizeof at));
	if (g_hash_table_size(g->places) > limit_value(LIMIT_ITEMS)) {
		report_full(g, at);
		return;
	}
	e.item = item_load_beneath(g->a, g->dg, g->is->folder, name, at);
	if (e.item)
		g_array_append_val(g->entries, e);
	else
		g->lost = true;
}

static void
report_twice(struct gatherer *g, const char *name, struct place at, struct place before)
{
	diag_add(g->dg, DIAG_ERROR, "issue.twice", at,
	    "%s is in this issue already, by line %u", name, before.line);
	diag_help(g->dg, "name it once only, where it is to stand");
}

static void
add_name(struct gatherer *g, const struct text *name)
{
	struct place before;

	if (was_named(g, name->s, &before))
		report_twice(g, name->s, name->at, before);
	else
		add_item(g, name->s, name->at);
}

/* Was the file at `at` named one by one in the section whose names these are? */
static bool
is_own_name(const struct texts *names, struct place at)
{
	for (size_t i = 0; i < names->n; i++)
		if (names->v[i].at.line == at.line && names->v[i].at.col == at.col)
			return !file_is_pattern(names->v[i].s);
	return false;
}

/* «[lead.md, *.md]»: the first stands first, and the pattern means the others. */
static void
add_pattern(struct gatherer *g, const struct texts *names, const struct text *pattern)
{
	struct file_names found;
	struct place before;

	if (!file_match(g->a, g->dg, g->is->folder, pattern->s, pattern->at, &found))
		return;
	if (found.n == 0) {
		diag_add(g->dg, DIAG_ERROR, "issue.no-match", pattern->at,
		    "no file is called %s", pattern->s);
		diag_help(g->dg, "names are looked for beneath %s; * stands for any part of a "
		    "name, and ? for one character", g->is->folder);
	}
	for (size_t i = 0; i < found.n; i++)
		if (!was_named(g, found.v[i], &before))
			add_item(g, found.v[i], pattern->at);
		else if (!is_own_name(names, before))
			report_twice(g, found.v[i], pattern->at, before);
}

static void
gather_section(struct gatherer *g, struct issue_section *s)
{
	s->first = g->entries->len;
	g->section++;
	for (size_t i = 0; i < s->names.n; i++)
		if (file_is_pattern(s->names.v[i].s))
			add_pattern(g, &s->names, &s->names.v[i]);
		else
			add_name(g, &s->names.v[i]);
	s->n = g->entries->len - s->first;
}

/* ---- ids -------------------------------------------------------------- */

/* An id is a place in the PDF, so two items cannot have one. */
static void
check_ids(struct gatherer *g)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (size_t i = 0; i < g->is->n_entries; i++) {
		const struct item *it = g->is->entries[i].item;
		const struct item *other = it->id.s ? g_hash_table_lookup(seen, it->id.s) : NULL;

		if (other)
			diag_add(g->dg, DIAG_ERROR, "issue.same-id", it->id.at,
			    "the id %s is that of %s too", it->id.s, other->file);
		else if (it->id.s)
			g_hash_table_insert(seen, (gpointer)(uintptr_t)it->id.s,
			    (gpointer)(uintptr_t)it);
	}
}

/* ---- what does not go together ---------------------------------------- */

/* A correction may have the headline of what it corrects. */
static void
check_headlines(struct gatherer *g)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (size_t i = 0; i < g->is->n_entries; i++) {
		const struct item *it = g->is->entries[i].item;
		const struct item *other = g_hash_table_lookup(seen, it->headline.s);

		if (it->type == ITEM_CORRECTION || it->corrects.id.s)
			continue;
		/* One id twice is told already. */
		if (other && g_strcmp0(other->id.s, it->id.s) != 0) {
			diag_add(g->dg, DIAG_WARNING, "issue.same-headline", it->headline.at,
			    "the headline is that of %s too", other->file);
			diag_help(g->dg, "when it is the same release twice, take one of them out");
		}
		g_hash_table_insert(seen, (gpointer)(uintptr_t)it->headline.s, (gpointer)(uintptr_t)it);
	}
}

/* Days are compared as they are written: 2026-11-23. */
static void
check_days(struct gatherer *g)
{
	const char *day = g->is->date.s;

	for (size_t i = 0; day && i < g->is->n_entries; i++) {
		const struct text *date = &g->is->entries[i].item->date;

		if (!date->s || strncmp(date->s, day, 10) <= 0)
			continue;
		diag_add(g->dg, DIAG_WARNING, "issue.later-item", date->at,
		    "the item is of %.10s, after the issue, which is of %.10s", date->s, day);
		diag_help(g->dg, "which of the dates is wrong?");
	}
}

/* ---- corrections ------------------------------------------------------ */

static void
help_id(struct gatherer *g, const char *id)
{
	g_autoptr(GPtrArray) ids = g_ptr_array_new();

	for (size_t i = 0; i < g->is->n_entries; i++)
		if (g->is->entries[i].item->id.s)
			g_ptr_array_add(ids, (gpointer)(uintptr_t)g->is->entries[i].item->id.s);
	const char *near = nearest_word(id, (const char *const *)(void *)ids->pdata, ids->len);
	if (near)
		diag_help(g->dg, "did you mean '%s'?", near);
	else
		diag_help(g->dg, "when it was in another issue, say in which: "
		    "corrects: {id: %s, issue: 411}", id);
}

static void
check_corrects(struct gatherer *g, const struct item *it)
{
	const struct corrects *c = &it->corrects;
	int here = g->is->number;

	if (c->number > 0 && here > 0 && c->number > here)
		diag_add(g->dg, DIAG_ERROR, "issue.corrects-unknown", c->at,
		    "issue %d is still to come: this is issue %d", c->number, here);
	else if (g_strcmp0(c->id.s, it->id.s) == 0)
		diag_add(g->dg, DIAG_ERROR, "issue.corrects-unknown", c->id.at,
		    "the item says that it corrects itself");
	else if ((c->number == 0 || c->number == here) && !g->lost &&
	    !issue_find(g->is, c->id.s)) {
		diag_add(g->dg, DIAG_ERROR, "issue.corrects-unknown", c->id.at,
		    "no item of this issue has the id %s", c->id.s);
		help_id(g, c->id.s);
	}
}

static void
check_corrections(struct gatherer *g)
{
	int corrections = (int)g->is->n_sections + 1;

	for (size_t i = 0; i < g->is->n_entries; i++) {
		const struct issue_entry *e = &g->is->entries[i];

		if (e->item->corrects.id.s)
			check_corrects(g, e->item);
		else if (e->section == corrections || e->item->type == ITEM_CORRECTION) {
			diag_add(g->dg, DIAG_ERROR, "issue.corrects-nothing", e->at,
			    "%s does not say what it corrects", e->item->file);
			diag_help(g->dg, "write in its front matter corrects: and the id of "
			    "the item that was wrong");
		}
	}
}

const struct issue *
issue_load(struct arena *a, struct diags *dg, const char *file, const char *bytes,
    size_t len)
{
	struct issue *is = issue_read(a, dg, file, bytes, len);

	if (!is)
		return NULL;
	g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(struct issue_entry));
	g_autoptr(GHashTable) places =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct gatherer g = { .a = a, .dg = dg, .is = is, .entries = entries, .places = places };

	for (size_t i = 0; i < is->n_sections; i++)
		gather_section(&g, &is->sections[i]);
	gather_section(&g, &is->corrections);
	is->n_entries = entries->len;
	is->entries = arena_memdup(a, entries->data, entries->len * sizeof(struct issue_entry));
	check_ids(&g);
	check_headlines(&g);
	check_days(&g);
	check_corrections(&g);
	return is;
}
