/* What is to be made: found once, sorted, written down. */
#include "batch/batch-int.h"

#include "item/item.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define VERSION 1

static const char *const by_names[BY_N] = { "item", "day", "week", "month", "year" };

const char *
batch_by_name(enum batch_by by)
{
	return by_names[by];
}

/* ---- finding items ---------------------------------------------------- */

struct found {
	char *path;  /* from the archive's folder */
	char *date;  /* ISO 8601 day; NULL: none */
	char *id;    /* of its output */
	char *name;  /* the id that it says itself; NULL: none */
	struct place at; /* of that, without its file */
};

struct planner {
	const struct batch_order *order;
	struct diags *dg;
	GArray *v;   /* struct found */
	bool failed; /* some name cannot be in a plan, or a folder not be read */
};

static void
clear_found(gpointer p)
{
	struct found *f = p;

	g_free(f->path);
	g_free(f->date);
	g_free(f->id);
	g_free(f->name);
}

/* A plan is JSON, which is Unicode; names of files are bytes. */
static bool
is_sayable(struct planner *p, const char *path)
{
	if (file_check_name(p->dg, path, (struct place) { 0 }))
		return true;
	p->failed = true;
	return false;
}

static void find_items(struct planner *p, const char *below);

/* What is there and cannot be looked at would be missing from the archive; what is gone since its folder was read is not. */
static void
report_unless_gone(struct planner *p, const char *whole)
{
	if (errno == ENOENT)
		return;
	diag_add(p->dg, DIAG_ERROR, "batch.folder", (struct place) { .file = whole },
	    "what is in the archive cannot be read: %s", system_error(errno));
	p->failed = true;
}

static void
warn_of_link(struct planner *p, const char *whole)
{
	diag_add(p->dg, DIAG_WARNING, "batch.link", (struct place) { .file = whole },
	    "a link to a folder is not followed, as it could lead round in a circle");
	diag_help(p->dg, "what it leads to can be planned by itself");
}

/* A folder, an item or a link to one; all else is not the archive's. */
static void
look_at(struct planner *p, const char *below, const char *name)
{
	g_autofree char *path = *below ? g_build_filename(below, name, NULL) : g_strdup(name);
	g_autofree char *whole = g_build_filename(p->order->archive, path, NULL);
	struct stat st, target;

	if (lstat(whole, &st) != 0) {
		report_unless_gone(p, whole);
	} else if (S_ISDIR(st.st_mode)) {
		if (is_sayable(p, whole))
			find_items(p, path);
	} else if (S_ISLNK(st.st_mode) && stat(whole, &target) == 0 && S_ISDIR(target.st_mode)) {
		if (is_sayable(p, whole))
			warn_of_link(p, whole);
	} else if (g_str_has_suffix(name, ".md") && is_sayable(p, whole)) {
		struct found f = { .path = g_steal_pointer(&path) };
		g_array_append_val(p->v, f);
	}
}

/* Names with a dot before them are not the archive's. */
static void
find_items(struct planner *p, const char *below)
{
	g_autofree char *folder = g_build_filename(p->order->archive, below, NULL);
	DIR *d = opendir(folder);
	const struct dirent *e;

	if (!d) {
		report_unless_gone(p, folder);
		return;
	}
	for (errno = 0; (e = readdir(d)); errno = 0)
		if (*e->d_name != '.')
			look_at(p, below, e->d_name);
	if (errno != 0)
		report_unless_gone(p, folder);
	closedir(d);
}

/* ---- what they belong to ---------------------------------------------- */

/* ISO 8601: weeks begin on Monday, the first has the year's first Thursday. */
static char *
week_of(const char *day)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_autofree char *noon = g_strconcat(day, "T12:00:00", NULL);
	g_autoptr(GDateTime) d = g_date_time_new_from_iso8601(noon, utc);

	return d ? g_strdup_printf("%04d-W%02d", g_date_time_get_week_numbering_year(d),
	    g_date_time_get_week_of_year(d)) : g_strdup("undated");
}

static char *
id_of(const struct found *f, enum batch_by by)
{
	switch (by) {
	case BY_DAY:
		return g_strdup(f->date ? f->date : "undated");
	case BY_WEEK:
		return f->date ? week_of(f->date) : g_strdup("undated");
	case BY_MONTH:
		return f->date ? g_strndup(f->date, 7) : g_strdup("undated");
	case BY_YEAR:
		return f->date ? g_strndup(f->date, 4) : g_strdup("undated");
	case BY_ITEM:
	case BY_N:
		break;
	}
	return g_strndup(f->path, strlen(f->path) - strlen(".md"));
}

/* Its date and id, as far as they can be read. */
static void
look_into(struct planner *p, struct found *f)
{
	g_autofree char *whole = g_build_filename(p->order->archive, f->path, NULL);
	struct arena *a = arena_create();
	struct diags *dg = diags_create();
	const struct item *it = item_load(a, dg, whole);

	if (it) {
		f->name = g_strdup(it->id.s);
		f->at = it->id.at;
		f->at.file = NULL;
	}
	if (it && it->date.s)
		f->date = g_strndup(it->date.s, 10);
	f->id = id_of(f, p->order->by);
	diags_destroy(dg);
	arena_destroy(a);
}

static gint
compare_found(gconstpointer p, gconstpointer q)
{
	const struct found *a = p, *b = q;
	int ids = strcmp(a->id, b->id);
	int dates = g_strcmp0(a->date, b->date);

	return ids ? ids : dates ? dates : strcmp(a->path, b->path);
}

static guint
end_of_output(const struct planner *p, guint from)
{
	guint to = from + 1;

	while (to < p->v->len && strcmp(g_array_index(p->v, struct found, to).id,
	    g_array_index(p->v, struct found, from).id) == 0)
		to++;
	return to;
}

/* ---- writing ---------------------------------------------------------- */

static void
write_line(struct out *o, json_t *line)
{
	char *s = json_dumps(line, JSON_COMPACT);

	out_write(o, s, strlen(s));
	out_write(o, "\n", 1);
	free(s);
	json_decref(line);
}

static void
write_output(struct out *o, const struct planner *p, const char *base, guint from, guint to)
{
	g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func(g_free);
	const char *id = g_array_index(p->v, struct found, from).id;
	json_t *paths = json_array();
	char key[SUM_SIZE];

	for (guint i = from; i < to; i++) {
		char *path = g_build_filename(p->order->archive,
		    g_array_index(p->v, struct found, i).path, NULL);

		g_ptr_array_add(items, path);
		json_array_append_new(paths, json_string(path));
	}
	output_key(base, (const char *const *)items->pdata, items->len, key);
	g_autofree char *file = g_strconcat(id, ".pdf", NULL);
	write_line(o, json_pack("{s:s, s:s, s:s, s:o}", "id", id, "file", file, "key", key,
	    "items", paths));
}

static void
write_plan(struct out *o, const struct planner *p, const char *base)
{
	json_int_t outputs = 0;

	for (guint i = 0; i < p->v->len; i = end_of_output(p, i))
		outputs++;
	write_line(o, json_pack("{s:i, s:I, s:s, s:s, s:s, s:s, s:s*}", "nashra-plan", VERSION, "outputs", outputs, "by",
	    batch_by_name(p->order->by), "layout", p->order->layout, "profile",
	    profile_name(p->order->profile), "base", base, "title", p->order->title));
	for (guint i = 0, end; i < p->v->len; i = end) {
		end = end_of_output(p, i);
		write_output(o, p, base, i, end);
	}
}

/* Those without a date are a volume too, but not the one they should be in. */
static void
warn_of_undated(const struct planner *p, struct diags *dg, guint from, guint to)
{
	for (guint i = from; i < to; i++) {
		g_autofree char *path = g_build_filename(p->order->archive,
		    g_array_index(p->v, struct found, i).path, NULL);

		diag_add(dg, DIAG_WARNING, "batch.undated", (struct place) { .file = path },
		    "no date can be read from this item: it goes to the volume 'undated'");
	}
	diag_help(dg, "give the items a date:, when it is known");
}

static char *
path_of(const struct planner *p, const struct found *f)
{
	return g_build_filename(p->order->archive, f->path, NULL);
}

static void
warn_of_same(const struct planner *p, struct diags *dg, const struct found *first, const struct found *again)
{
	g_autofree char *a = path_of(p, first), *b = path_of(p, again);
	char sum_a[SUM_SIZE], sum_b[SUM_SIZE];
	uint64_t size;
	bool same = sum_of_file(a, sum_a, &size) && sum_of_file(b, sum_b, &size) && strcmp(sum_a, sum_b) == 0;
	struct place at = again->at;

	at.file = b;
	if (same) {
		diag_add(dg, DIAG_WARNING, "batch.same-id", at,
		    "this is the item %s once more, byte for byte: both are made", a);
		diag_help(dg, "take one of them out of the archive");
	} else {
		diag_add(dg, DIAG_WARNING, "batch.same-id", at,
		    "this item has the id of %s, and says something else: both are made", a);
		diag_help(dg, "give one of them another id:, or take the older one out");
	}
}

/* Those of one volume are told when it is bound. */
static void
warn_of_twins(const struct planner *p, struct diags *dg)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; p->order->by == BY_ITEM && i < p->v->len; i++) {
		struct found *f = &g_array_index(p->v, struct found, i);
		const struct found *first = f->name ? g_hash_table_lookup(seen, f->name) : NULL;

		if (first)
			warn_of_same(p, dg, first, f);
		else if (f->name)
			g_hash_table_insert(seen, f->name, f);
	}
}

static bool
volumes_fit(const struct planner *p, struct diags *dg)
{
	size_t most = limit_value(LIMIT_VOLUME_ITEMS);
	bool good = true;

	for (guint i = 0, end; p->order->by != BY_ITEM && i < p->v->len; i = end) {
		const char *id = g_array_index(p->v, struct found, i).id;

		end = end_of_output(p, i);
		if (strcmp(id, "undated") == 0)
			warn_of_undated(p, dg, i, end);
		if (end - i <= most)
			continue;
		diag_add(dg, DIAG_ERROR, "batch.too-many", (struct place) { .file = p->order->archive },
		    "volume %s would have %u items, and may have %zu", id, end - i, most);
		diag_help(dg, "plan by a shorter time: --by %s",
		    batch_by_name(p->order->by > BY_DAY ? p->order->by - 1 : BY_ITEM));
		good = false;
	}
	return good;
}

static bool
find_all(struct planner *p, struct diags *dg)
{
	const char *archive = p->order->archive;

	if (!g_file_test(archive, G_FILE_TEST_IS_DIR)) {
		diag_add(dg, DIAG_ERROR, "batch.folder", (struct place) { .file = archive },
		    "there is no such folder");
		return false;
	}
	if (!is_sayable(p, archive) || !is_sayable(p, p->order->layout))
		return false;
	find_items(p, "");
	if (p->failed)
		return false;
	for (guint i = 0; i < p->v->len; i++)
		look_into(p, &g_array_index(p->v, struct found, i));
	g_array_sort(p->v, compare_found);
	warn_of_twins(p, dg);
	if (p->v->len > 0)
		return volumes_fit(p, dg);
	diag_add(dg, DIAG_ERROR, "batch.no-items", (struct place) { .file = archive },
	    "there is no item (a file that ends in .md) in this folder");
	return false;
}

enum outcome
batch_plan(struct press *p, struct diags *dg, const struct batch_order *order, const char *out)
{
	g_autoptr(GArray) v = g_array_new(FALSE, TRUE, sizeof(struct found));
	struct planner planner = { .order = order, .dg = dg, .v = v };
	char base[SUM_SIZE];

	g_array_set_clear_func(v, clear_found);
	if (!output_base(p, dg, order->layout, order->profile, order->by, order->title,
	    base))
		return OUTCOME_BAD_LAYOUT;
	if (!find_all(&planner, dg))
		return OUTCOME_BAD_LAYOUT;
	struct out *o = out_begin(out);
	write_plan(o, &planner, base);
	return out_commit(o, dg) ? OUTCOME_DONE : OUTCOME_ENVIRONMENT;
}

/* ---- reading ---------------------------------------------------------- */

static const struct plan *
refuse(struct diags *dg, const char *file, unsigned line, const char *why)
{
	diag_add(dg, DIAG_ERROR, "batch.plan", (struct place) { .file = file, .line = line },
	    "this is not a plan of this program: %s", diag_word(why));
	diag_help(dg, "make it again: nashra batch plan ARCHIVE -l LAYOUT -o %s", file);
	return NULL;
}

/* A path that stays beneath the folder of outputs. */
static bool
is_beneath(const char *path)
{
	g_auto(GStrv) names = g_strsplit(path, "/", -1);

	if (*path == '/' || *path == '\0' || g_str_has_prefix(path, OWN_FOLDER))
		return false;
	for (char **n = names; *n; n++)
		if (strcmp(*n, "..") == 0 || **n == '\0')
			return false;
	return true;
}

static bool
read_output(struct arena *a, json_t *line, struct output *o)
{
	json_t *items = json_object_get(line, "items");

	o->id = arena_strdup(a, json_string_value(json_object_get(line, "id")));
	o->file = arena_strdup(a, json_string_value(json_object_get(line, "file")));
	o->key = arena_strdup(a, json_string_value(json_object_get(line, "key")));
	o->n = json_array_size(items);
	if (!o->id || !o->file || !o->key || o->n == 0 || !is_beneath(o->file))
		return false;
	const char **v = arena_array(a, const char *, o->n);
	for (size_t i = 0; i < o->n; i++) {
		v[i] = arena_strdup(a, json_string_value(json_array_get(items, i)));
		if (!v[i])
			return false;
	}
	o->items = v;
	return true;
}

static int
index_of(const char *word, const char *(*name)(int), int n)
{
	for (int i = 0; word && i < n; i++)
		if (strcmp(word, name(i)) == 0)
			return i;
	return -1;
}

static const char *
by_name(int i)
{
	return batch_by_name((enum batch_by)i);
}

static const char *
profile_word(int i)
{
	return profile_name((enum profile)i);
}

static bool
read_head(struct arena *a, json_t *line, struct plan *p)
{
	int by = index_of(json_string_value(json_object_get(line, "by")), by_name, BY_N);
	int profile = index_of(json_string_value(json_object_get(line, "profile")), profile_word,
	    PROFILE_N);

	p->layout = arena_strdup(a, json_string_value(json_object_get(line, "layout")));
	p->base = arena_strdup(a, json_string_value(json_object_get(line, "base")));
	p->title = arena_strdup(a, json_string_value(json_object_get(line, "title")));
	p->by = (enum batch_by)by;
	p->outputs = (size_t)json_integer_value(json_object_get(line, "outputs"));
	p->profile = (enum profile)profile;
	return by >= 0 && profile >= 0 && p->layout && p->base &&
	    json_integer_value(json_object_get(line, "nashra-plan")) == VERSION;
}

static const struct plan *
read_lines(struct arena *a, struct diags *dg, const char *file, const char *bytes, size_t len)
{
	g_autoptr(GArray) outputs = g_array_new(FALSE, TRUE, sizeof(struct output));
	struct plan *p = arena_new(a, struct plan);
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	unsigned number = 0;

	for (const char *at = bytes, *end; at < bytes + len; at = end + 1) {
		end = memchr(at, '\n', (size_t)(bytes + len - at));
		if (!end)
			return refuse(dg, file, number + 1, "its last line is cut off");
		json_t *line = json_loadb(at, (size_t)(end - at), JSON_REJECT_DUPLICATES, NULL);
		struct output o = { 0 };
		bool head = number++ == 0;
		bool good = json_is_object(line) && (head ? read_head(a, line, p) : read_output(a, line, &o));

		json_decref(line);
		if (!good)
			return refuse(dg, file, number, "this line says something else");
		if (number > 1 && !g_hash_table_add(seen, (gpointer)(uintptr_t)o.file))
			return refuse(dg, file, number, "it names an output twice");
		if (number > 1)
			g_array_append_val(outputs, o);
	}
	if (number == 0)
		return refuse(dg, file, 1, "it is empty");
	if (p->outputs != outputs->len)
		return refuse(dg, file, number, "it does not have as many outputs as its first line says");
	p->n = outputs->len;
	p->v = arena_memdup(a, outputs->data, outputs->len * sizeof(struct output));
	return p;
}

const struct plan *
plan_read(struct arena *a, struct diags *dg, const char *file)
{
	size_t len;
	/* Every worker would carry the bytes along. */
	struct arena *own = arena_create();
	const char *bytes = file_read(own, dg, NULL, file, LIMIT_PLAN_BYTES, (struct place) { .file = file }, &len);
	const struct plan *p = bytes ? read_lines(a, dg, file, bytes, len) : NULL;

	arena_destroy(own);
	return p;
}
