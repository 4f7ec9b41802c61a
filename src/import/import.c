/* One file after the other, and each item checked before it is written. */
#include "import/import.h"
#include "import/import-int.h"

#include "item/item.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

static const char *const sure_said[] = { "sure", "likely", "guess" };

void
say(struct importer *im, int line, enum sureness sure, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	g_string_append_printf(im->report, "%s:%d: ", im->file, line);
	g_string_append_vprintf(im->report, fmt, ap);
	g_string_append_printf(im->report, " [%s]\n", sure_said[sure]);
	va_end(ap);
}

void
refuse(struct importer *im, const char *code, int line, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	diag_addv(im->dg, DIAG_ERROR, code, (struct place) { im->file, (uint32_t)line, 0 }, fmt, ap);
	va_end(ap);
	im->counts->refused++;
}

/* ---- what a file is --------------------------------------------------- */

struct kind {
	const char *begins, *name;
};

/* What is no text, by its first bytes; «<» and «{» are formats of their own. */
static const struct kind kinds[] = {
	{ "%PDF-", "a PDF" },
	{ "\x89PNG", "a picture" },
	{ "\xFF\xD8\xFF", "a picture" },
	{ "GIF8", "a picture" },
	{ "PK\x03\x04", "a ZIP archive, such as .docx and .epub" },
	{ "\x1F\x8B", "a compressed file" },
	{ "\xD0\xCF\x11\xE0", "a document of Microsoft Office" },
	{ "{\\rtf", "RTF" },
	{ "---\n", "an item already" },
	{ "<", "XML or HTML, which is not read yet" },
	{ "{", "JSON, which is not read yet" },
};

static const char *
kind_of(const char *bytes)
{
	if (g_str_has_prefix(bytes, "\xEF\xBB\xBF"))
		bytes += 3;
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (g_str_has_prefix(bytes, kinds[i].begins))
			return kinds[i].name;
	return NULL;
}

/* ---- writing ---------------------------------------------------------- */

/* The name of the file as an id: [A-Za-z0-9._-], or the sum of the bytes. */
const char *
id_of_file(struct importer *im, const char *bytes)
{
	g_autofree char *base = g_path_get_basename(im->file);
	char *dot = strrchr(base, '.'), sum[SUM_SIZE];

	if (dot && dot > base)
		*dot = '\0';
	for (const char *p = base; *p; p++)
		if (!g_ascii_isalnum(*p) && !strchr("-_.", *p)) {
			struct sum *s = sum_begin();
			sum_add_text(s, bytes);
			sum_end(s, sum);
			return arena_strndup(im->a, sum, 16);
		}
	return arena_strdup(im->a, base);
}

static bool
reads_back(struct importer *im, const struct parts *p, const GString *s)
{
	size_t errors = diags_count(im->dg, DIAG_ERROR);
	struct arena *a = arena_create();
	const char *file = arena_printf(im->a, "%s (as %s.md)", im->file, p->id);
	const struct item *it = item_read(a, im->dg, file, s->str, s->len);
	bool same = it && parts_are(p, it);

	if (it && !same)
		refuse(im, "import.readback", 1, "the item would not read as its source does");
	else if (!it) /* item_read has said why */
		im->counts->refused += diags_count(im->dg, DIAG_ERROR) > errors;
	arena_destroy(a);
	return same;
}

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

static void
write_item(struct importer *im, const struct parts *p, const GString *s)
{
	const char *path = arena_printf(im->a, "%s/%s.md", im->job->folder, p->id);

	if (is_there(im, path, s))
		return;
	if (!im->job->dry) {
		struct out *o = out_begin(path);
		out_write(o, s->str, s->len);
		if (!out_commit(o, im->dg)) {
			im->counts->refused++;
			return;
		}
	}
	im->counts->items++;
}

/* Of two releases with the same text, or the same name, one is enough. */
static bool
is_second(struct importer *im, const struct parts *p)
{
	const char *first = g_hash_table_lookup(im->names, p->id);

	if (!first) {
		g_hash_table_insert(im->names, g_strdup(p->id), g_strdup(im->file));
		return false;
	}
	refuse(im, "import.twice", 0, "%s.md was made of %s already in this run", p->id, first);
	return true;
}

void
put_item(struct importer *im, struct parts *p)
{
	g_autoptr(GString) s = g_string_new(NULL);

	if (!p->headline) {
		refuse(im, "import.no-headline", 1, "no line can be the headline: the text begins with a paragraph");
		diag_help(im->dg, "put the headline above it, on a line of its own");
		return;
	}
	if (p->body->len == 0) {
		refuse(im, "import.no-body", 1, "nothing is left for the body");
		return;
	}
	if (is_second(im, p))
		return;
	parts_write(p, s);
	if (reads_back(im, p, s))
		write_item(im, p, s);
}

/* ---- files ------------------------------------------------------------ */

static void
import_file(struct importer *im, const char *file)
{
	size_t len = 0;

	im->file = file;
	const char *bytes = file_read(im->a, im->dg, NULL, file, LIMIT_ITEM_BYTES,
	    (struct place) { file, 0, 0 }, &len);
	const char *kind = bytes ? kind_of(bytes) : NULL;
	if (!bytes)
		im->counts->refused++;
	else if (kind)
		refuse(im, "import.kind", 0, "the file is %s, and no text", kind);
	else if ((bytes = clean_decode(im, bytes, len)))
		import_text(im, bytes);
}

static bool
make_folder(struct diags *dg, const struct import_job *job)
{
	if (job->dry || g_mkdir_with_parents(job->folder, 0777) == 0)
		return true;
	diag_add(dg, DIAG_ERROR, "import.folder", (struct place) { job->folder, 0, 0 },
	    "the folder cannot be made: %s", g_strerror(errno));
	return false;
}

static void
write_report(struct diags *dg, const struct import_job *job, const GString *report)
{
	g_autofree char *path = g_build_filename(job->folder, "import.report", NULL);
	struct out *o = out_begin(path);

	out_write(o, report->str, report->len);
	out_commit(o, dg);
}

bool
import_files(struct diags *dg, const struct import_job *job, GString *report,
    struct import_counts *ret)
{
	struct importer im = { .dg = dg, .job = job, .report = report, .counts = ret };

	*ret = (struct import_counts) { 0 };
	if (!make_folder(dg, job))
		return false;
	im.names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	for (size_t i = 0; i < job->n; i++) {
		im.a = arena_create();
		import_file(&im, job->files[i]);
		diags_clear_sources(dg);
		arena_destroy(im.a);
	}
	g_hash_table_unref(im.names);
	if (!job->dry)
		write_report(dg, job, report);
	return diags_count(dg, DIAG_ERROR) == 0;
}
