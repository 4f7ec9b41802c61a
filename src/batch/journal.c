/* What was made: a line of JSON each, added and never changed. */
#include "batch/batch-int.h"

#include <string.h>

static const char *const result_names[RESULT_N] = { "made", "current", "failed" };

/* ---- writing ---------------------------------------------------------- */

/* `line` is taken. */
static void
add_line(struct log *j, json_t *line)
{
	char *s = json_dumps(line, JSON_COMPACT);

	log_add(j, s, strlen(s));
	log_add(j, "\n", 1);
	free(s);
	json_decref(line);
}

void
journal_add(struct log *j, const struct record *r)
{
	json_t *line = json_pack("{s:s, s:s, s:s, s:s, s:i, s:I}", "id", r->id, "file", r->file, "key",
	    r->key, "result", result_names[r->result], "attempts", r->attempts, "us",
	    (json_int_t)r->microseconds);
	json_object_set_new(line, "at", json_integer((json_int_t)g_get_real_time()));

	if (r->result != RESULT_FAILED) {
		json_object_set_new(line, "sha256", json_string(r->sum));
		json_object_set_new(line, "bytes", json_integer((json_int_t)r->bytes));
		json_object_set_new(line, "pages", json_integer((json_int_t)r->pages));
	}
	if (r->messages && *r->messages)
		json_object_set_new(line, "messages", json_string(r->messages));
	add_line(j, line);
}

void
journal_end(struct log *j, struct ending e)
{
	add_line(j, json_pack("{s:s, s:s, s:i, s:i, s:I}", "run", e.done ? "done" : "stopped", "plan", e.plan,
	    "shard", e.shard, "shards", e.shards, "at", (json_int_t)g_get_real_time()));
}

/* ---- reading ---------------------------------------------------------- */

static const char *
text_of(struct arena *a, json_t *line, const char *key)
{
	return arena_strdup(a, json_string_value(json_object_get(line, key)));
}

static int64_t
number_of(json_t *line, const char *key)
{
	return (int64_t)json_integer_value(json_object_get(line, key));
}

static struct record *
read_record(struct arena *a, json_t *line)
{
	struct record *r = arena_new(a, struct record);
	const char *result = json_string_value(json_object_get(line, "result"));
	const char *sum = json_string_value(json_object_get(line, "sha256"));

	r->id = text_of(a, line, "id");
	r->file = text_of(a, line, "file");
	r->key = text_of(a, line, "key");
	for (r->result = 0; r->result < RESULT_N; r->result++)
		if (result && strcmp(result, result_names[r->result]) == 0)
			break;
	if (sum)
		g_strlcpy(r->sum, sum, sizeof r->sum);
	r->bytes = (uint64_t)number_of(line, "bytes");
	r->pages = (size_t)number_of(line, "pages");
	r->attempts = (int)number_of(line, "attempts");
	r->microseconds = number_of(line, "us");
	r->at = number_of(line, "at");
	r->messages = text_of(a, line, "messages");
	return r->id && r->file && r->key && r->result < RESULT_N ? r : NULL;
}

bool
journal_message(struct arena *a, const char *json, struct diag *ret)
{
	json_t *o = json_loads(json, 0, NULL);
	const char *level = json_string_value(json_object_get(o, "level"));
	const char *code = json_string_value(json_object_get(o, "code"));
	bool good = level && code;

	if (good)
		*ret = (struct diag) {
			.level = strcmp(level, "error") == 0 ? DIAG_ERROR : DIAG_WARNING,
			.code = g_intern_string(code), .text = text_of(a, o, "text"),
			.help = text_of(a, o, "help"),
			.at = { text_of(a, o, "file"), (uint32_t)number_of(o, "line"),
				(uint32_t)number_of(o, "col") } };
	json_decref(o);
	return good && ret->text;
}

/* Of two shards that made the same, when they were divided otherwise. */
static bool
is_newer(const struct record *r, const struct record *than)
{
	return !than || r->at >= than->at;
}

static void
add_record(struct arena *a, json_t *line, GHashTable *to)
{
	struct record *r = read_record(a, line);

	if (r && is_newer(r, g_hash_table_lookup(to, r->id)))
		g_hash_table_replace(to, (gpointer)(uintptr_t)r->id, r);
}

static void
add_ending(json_t *line, const char *run, GArray *to)
{
	const char *plan = json_string_value(json_object_get(line, "plan"));
	struct ending e = { .done = strcmp(run, "done") == 0, .shard = (int)number_of(line, "shard"),
		.shards = (int)number_of(line, "shards"), .at = number_of(line, "at") };

	if (!plan)
		return;
	g_strlcpy(e.plan, plan, sizeof e.plan);
	g_array_append_val(to, e);
}

static void
read_lines(struct arena *a, const char *bytes, size_t len, const struct journals *to)
{
	for (const char *at = bytes, *end; at < bytes + len; at = end + 1) {
		end = memchr(at, '\n', (size_t)(bytes + len - at));
		if (!end)
			return;
		json_t *line = json_loadb(at, (size_t)(end - at), 0, NULL);
		const char *run = json_string_value(json_object_get(line, "run"));

		if (run)
			add_ending(line, run, to->endings);
		else if (json_is_object(line))
			add_record(a, line, to->records);
		json_decref(line);
	}
}

/* What is somebody's own would lose its last line, and get ours. */
static bool
is_journal(struct diags *dg, const char *file, const char *bytes, size_t len)
{
	if (len == 0 || *bytes == '{')
		return true;
	diag_add(dg, DIAG_ERROR, "log.open", (struct place) { .file = file },
	    "this file is no journal: something else is in it");
	diag_help(dg, "name a file that is not there yet, or the journal of an earlier run");
	return false;
}

/* One of the own folder may be damaged; one that was named is a journal. */
static bool
read_file(struct arena *a, struct diags *dg, const char *file, bool named, struct journals *to)
{
	size_t len;
	const char *bytes = file_read(a, dg, NULL, file, LIMIT_PLAN_BYTES,
	    (struct place) { .file = file }, &len);

	if (bytes && named && !is_journal(dg, file, bytes, len))
		return false;
	to->n++;
	if (bytes)
		read_lines(a, bytes, len, to);
	return bytes != NULL;
}

bool
journals_read(struct arena *a, struct diags *dg, const char *folder, const char *log, struct journals *to)
{
	struct file_names names = { 0 };
	const char *own = arena_printf(a, "%s/" OWN_FOLDER, folder);
	bool good = file_match(a, dg, own, "journal*", (struct place) { .file = folder }, &names);

	*to = (struct journals) { g_hash_table_new(g_str_hash, g_str_equal),
		g_array_new(FALSE, FALSE, sizeof(struct ending)), 0 };
	for (size_t i = 0; i < names.n; i++)
		good = read_file(a, dg, arena_printf(a, "%s/%s", own, names.v[i]), false, to) && good;
	if (log && g_file_test(log, G_FILE_TEST_EXISTS))
		good = read_file(a, dg, log, true, to) && good;
	return good;
}

void
journals_finish(struct journals *j)
{
	g_hash_table_unref(j->records);
	g_array_unref(j->endings);
}
