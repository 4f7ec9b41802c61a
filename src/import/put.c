/* One item: checked, read back and compared, and written when no other has its name. */
#include "import/import-int.h"

#include "item/item.h"

#include <string.h>

#define ID_MAX 100
#define FAILED_MAX 3 /* items after each other: one may be too long for a limit of the system */

/* ---- ids -------------------------------------------------------------- */

const char *
as_id(struct arena *a, const char *s)
{
	if (!s || !*s || *s == '.' || *s == '-' || strlen(s) > ID_MAX)
		return NULL;
	for (const char *p = s; *p; p++)
		if (!g_ascii_isalnum(*p) && !strchr("-_.", *p))
			return NULL;
	return arena_strdup(a, s);
}

const char *
id_of_sum(struct arena *a, const char *prefix, const char *text)
{
	struct sum *s = sum_begin();
	char sum[SUM_SIZE];

	sum_add_text(s, text);
	sum_end(s, sum);
	return arena_printf(a, "%s%.16s", prefix, sum);
}

/* The name of the file as an id: [A-Za-z0-9._-], or the sum of the bytes. */
const char *
id_of_file(struct importer *im, const char *bytes)
{
	g_autofree char *base = g_path_get_basename(im->file);
	char *dot = strrchr(base, '.');

	if (dot && dot > base)
		*dot = '\0';
	const char *id = as_id(im->a, base);
	return id ? id : id_of_sum(im->a, "", bytes);
}

/* Names are bytes; what is no text in one is not written down. */
const char *
source_name(struct importer *im)
{
	g_autofree char *base = g_path_get_basename(im->file);

	return g_utf8_validate(base, -1, NULL) ? clean_value(im, base, 1) : NULL;
}

/* ---- is it what was meant? -------------------------------------------- */

static bool
reads_back(struct importer *im, const struct parts *p, const GString *s, bool last)
{
	struct diags *heard = diags_create();
	struct arena *a = arena_create();
	const char *file = arena_printf(im->a, "%s (as %s.md)", im->file, p->id);
	const struct item *it = item_read(a, heard, file, s->str, s->len);
	bool same = it && parts_are(p, it);

	if (last && it && !same)
		refuse(im, "import.readback", p->line, "the item would not read as its source does");
	for (size_t i = 0; last && !it && i < diags_n(heard); i++)
		diag_repeat(im->dg, diags_get(heard, i));
	im->counts->refused += last && !it;
	arena_destroy(a);
	diags_destroy(heard);
	return same;
}

/* With its styles, or without them where CommonMark cannot say them. */
static bool
write_out(struct importer *im, struct parts *p, GString *s)
{
	parts_write(p, s);
	if (reads_back(im, p, s, false))
		return true;
	if (parts_unstyle(p, im->a)) {
		say(im, p->line, SURE, "change: bold, italics and links were left out: they would not read back");
		g_string_truncate(s, 0);
		parts_write(p, s);
	}
	return reads_back(im, p, s, true);
}

/* ---- writing ---------------------------------------------------------- */

/* Is it there already?  Another text under its name stays, and is an error. */
static bool
is_there(struct importer *im, const char *path, const GString *s)
{
	size_t len = 0;

	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return false;
	const char *old = file_read(im->a, im->dg, NULL, path, LIMIT_ITEM_BYTES,
	    (struct place) { im->file, 0, 0 }, &len);
	if (old && len == s->len && memcmp(old, s->str, len) == 0)
		im->counts->same++;
	else
		refuse(im, "import.exists", 0, "%s is there with another text; it was left alone", path);
	return true;
}

bool
is_stopped(const struct importer *im)
{
	return im->n_failed >= FAILED_MAX;
}

static void
fail(struct importer *im)
{
	im->counts->refused++;
	im->n_failed++;
	if (!is_stopped(im))
		return;
	diag_add(im->dg, DIAG_ERROR, "import.stopped", (struct place) { im->file, 0, 0 },
	    "the import was stopped here: %d items after each other could not be written", FAILED_MAX);
	diag_help(im->dg, "run it again when they can: items that are there stay as they are");
}

static void
write_item(struct importer *im, const char *id, const GString *s)
{
	const char *path = arena_printf(im->a, "%s/%s.md", im->job->folder, id);

	if (is_there(im, path, s))
		return;
	if (!im->job->dry) {
		struct out *o = out_begin_later(path);
		out_write(o, s->str, s->len);
		if (!out_commit(o, im->dg)) {
			fail(im);
			return;
		}
		im->n_failed = 0;
	}
	im->counts->items++;
}

/* Of two releases with one name, the first is taken. */
static bool
has_name_of_another(struct importer *im, const char *id, int line)
{
	const char *first = g_hash_table_lookup(im->names, id);

	if (!first) {
		g_hash_table_insert(im->names, g_strdup(id), (gpointer)(uintptr_t)im->file);
		return false;
	}
	refuse(im, "import.twice", line, "%s.md was made of %s already in this run", id, first);
	return true;
}

static void
add_texts(struct sum *s, const GPtrArray *v)
{
	for (guint i = 0; i < v->len; i++)
		sum_add_text(s, g_ptr_array_index(v, i));
	sum_add_text(s, NULL);
}

/* All that is printed of it, and its date. */
static char *
sum_of(const struct parts *p)
{
	struct sum *s = sum_begin();
	char sum[SUM_SIZE];
	const char *const v[] = { p->date, p->embargo, p->section, p->kicker, p->headline, p->byline,
		p->dateline, p->lead };

	for (size_t i = 0; i < G_N_ELEMENTS(v); i++)
		sum_add_text(s, v[i]);
	add_texts(s, p->decks);
	for (guint i = 0; i < p->body->len; i++)
		sum_add_text(s, g_array_index(p->body, struct part, i).text);
	sum_end(s, sum);
	return g_strndup(sum, 16);
}

/* Of two releases with the same text and date, one is enough. */
static bool
has_text_of_another(struct importer *im, const struct parts *p)
{
	g_autofree char *sum = sum_of(p);
	const char *first = g_hash_table_lookup(im->texts, sum);

	if (!first) {
		g_hash_table_insert(im->texts, g_steal_pointer(&sum), g_strdup(p->id));
		return false;
	}
	say(im, p->line, SURE, "twice: %s has the text and date of %s; it was not written", p->id, first);
	im->counts->twice++;
	return true;
}

static void
complete(struct importer *im, struct parts *p)
{
	if (im->job->id)
		p->id = im->job->id;
	if (!p->language)
		p->language = im->job->language;
	if (!p->date)
		p->date = im->job->date;
	if (!p->source_file)
		p->source_file = source_name(im);
}

static bool
is_whole(struct importer *im, const struct parts *p)
{
	if (!p->headline || !*p->headline) {
		refuse(im, "import.no-headline", p->line, "%s", diag_word(p->body->len
		    ? N_("no line can be the headline: the text begins with a paragraph") : N_("there is no headline")));
		diag_help(im->dg, "put the headline above it, on a line of its own");
		return false;
	}
	if (p->body->len == 0) {
		refuse(im, "import.no-body", p->line, "nothing is left for the body");
		return false;
	}
	return true;
}

void
put_item(struct importer *im, struct parts *p)
{
	g_autoptr(GString) s = g_string_new(NULL);

	complete(im, p);
	if (is_stopped(im) || !is_whole(im, p) || has_text_of_another(im, p) || has_name_of_another(im, p->id, p->line))
		return;
	if (write_out(im, p, s))
		write_item(im, p->id, s);
}

void
put_bytes(struct importer *im, const char *id, const GString *s)
{
	if (!is_stopped(im) && !has_name_of_another(im, id, 1))
		write_item(im, id, s);
}
