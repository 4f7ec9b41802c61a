/* One manifest of all that was made, however the work was divided. */
#include "batch/batch-int.h"

#include <string.h>

#define VERSION 1

static gint
compare_ids(gconstpointer p, gconstpointer q)
{
	const struct record *const *a = p, *const *b = q;

	return strcmp((*a)->id, (*b)->id);
}

static GPtrArray *
sorted(GHashTable *records)
{
	GPtrArray *v = g_ptr_array_new();
	GHashTableIter i;
	gpointer r;

	g_hash_table_iter_init(&i, records);
	while (g_hash_table_iter_next(&i, NULL, &r))
		g_ptr_array_add(v, r);
	g_ptr_array_sort(v, compare_ids);
	return v;
}

/* Its messages as objects, not as text in text. */
static json_t *
messages_of(const struct record *r)
{
	json_t *all = json_array();
	g_auto(GStrv) lines = g_strsplit(r->messages ? r->messages : "", "\n", -1);

	for (char **l = lines; *l; l++)
		if (**l)
			json_array_append_new(all, json_loads(*l, 0, NULL));
	return all;
}

static bool
is_what_it_says(struct diags *dg, const char *folder, const struct record *r)
{
	g_autofree char *path = g_build_filename(folder, r->file, NULL);
	char sum[SUM_SIZE];
	uint64_t bytes;

	if (sum_of_file(path, sum, &bytes) && strcmp(sum, r->sum) == 0)
		return true;
	diag_add(dg, DIAG_ERROR, "batch.differs", (struct place) { .file = path },
	    "the file is missing, or not what was made");
	diag_help(dg, "run the plan once more: it is made again");
	return false;
}

static json_t *
made_of(const struct record *r)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:I, s:I, s:o}", "id", r->id, "file", r->file, "key",
	    r->key, "sha256", r->sum, "bytes", (json_int_t)r->bytes, "pages", (json_int_t)r->pages,
	    "messages", messages_of(r));
}

static json_t *
failed_of(const struct record *r)
{
	return json_pack("{s:s, s:s, s:o}", "id", r->id, "key", r->key, "messages", messages_of(r));
}

enum outcome
batch_merge(struct diags *dg, const char *folder, const char *out)
{
	struct arena *a = arena_create();
	g_autoptr(GHashTable) records = g_hash_table_new(g_str_hash, g_str_equal);
	json_t *made = json_array(), *failed = json_array();
	enum outcome outcome = journal_read_all(a, dg, folder, records) ? OUTCOME_DONE : OUTCOME_ENVIRONMENT;
	g_autoptr(GPtrArray) v = sorted(records);

	for (guint i = 0; i < v->len; i++) {
		const struct record *r = g_ptr_array_index(v, i);

		if (r->result == RESULT_FAILED || !is_what_it_says(dg, folder, r)) {
			json_array_append_new(failed, failed_of(r));
			outcome = MAX(outcome, OUTCOME_BAD_ITEM);
		} else {
			json_array_append_new(made, made_of(r));
		}
	}
	json_t *all = json_pack("{s:i, s:o, s:o}", "nashra-manifest", VERSION, "outputs", made,
	    "failed", failed);
	char *s = json_dumps(all, JSON_INDENT(1));
	struct out *o = out_begin(out);
	out_write(o, s, strlen(s));
	out_write(o, "\n", 1);
	if (!out_commit(o, dg))
		outcome = OUTCOME_ENVIRONMENT;
	free(s);
	json_decref(all);
	arena_destroy(a);
	return outcome;
}
