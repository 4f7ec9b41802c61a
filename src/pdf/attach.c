/* Files within a document, each said to be a source of it. */
#include "pdf/attach.h"

#include <string.h>

static void
add_parms(GString *to, const struct pdf_attachment *a, int64_t date)
{
	g_autoptr(GDateTime) when = date < 0 ? NULL : g_date_time_new_from_unix_utc(date);
	g_autofree char *said = when ? g_date_time_format(when, "D:%Y%m%d%H%M%SZ") : NULL;
	guint8 sum[16];
	gsize n = sizeof sum;
	g_autoptr(GChecksum) md5 = g_checksum_new(G_CHECKSUM_MD5);

	g_checksum_update(md5, (const guchar *)a->bytes, (gssize)a->len);
	g_checksum_get_digest(md5, sum, &n);
	g_string_append_printf(to, "/Params<</Size %zu/CheckSum", a->len);
	value_add_string(to, sum, sizeof sum);
	value_add_entry(to, "/CreationDate", said);
	value_add_entry(to, "/ModDate", said);
	g_string_append(to, ">>");
}

static int
new_file(struct document *d, const struct pdf_attachment *a, int64_t date)
{
	g_autoptr(GString) keys = g_string_new("/Type/EmbeddedFile/Subtype");
	g_autoptr(GString) spec = g_string_new("<</Type/Filespec/AFRelationship/Source");

	value_add_name(keys, a->type);
	add_parms(keys, a, date);
	int stream = document_stream(d, keys->str, a->bytes, a->len, PACK_WELL);
	g_string_append_printf(spec, "/EF<</F %d 0 R/UF %d 0 R>>", stream, stream);
	value_add_entry(spec, "/F", a->name);
	value_add_entry(spec, "/UF", a->name);
	value_add_entry(spec, "/Desc", a->name);
	g_string_append(spec, ">>");
	int number = document_reserve(d);
	document_put(d, number, spec->str, spec->len);
	return number;
}

static gint
compare_names(gconstpointer p, gconstpointer q)
{
	const struct pdf_attachment *const *a = p, *const *b = q;

	return strcmp((*a)->name, (*b)->name);
}

/* Names must ascend (ISO 32000-1, 7.9.6); the list beside them keeps its order. */
static void
put_names(struct document *d, const struct pdf_about *about, const int *files)
{
	g_autoptr(GPtrArray) sorted = g_ptr_array_new();
	GString *to = document_names(d);

	for (size_t i = 0; i < about->n_attachments; i++)
		g_ptr_array_add(sorted, (gpointer)(uintptr_t)&about->attachments[i]);
	g_ptr_array_sort(sorted, compare_names);
	g_string_append(to, "/EmbeddedFiles<</Names[");
	for (guint i = 0; i < sorted->len; i++) {
		const struct pdf_attachment *a = g_ptr_array_index(sorted, i);

		value_add_string(to, a->name, strlen(a->name));
		value_add_reference(to, files[a - about->attachments]);
	}
	g_string_append(to, "]>>");
}

void
attach_put(struct document *d, const struct pdf_about *about)
{
	g_autofree int *files = g_new(int, about->n_attachments);
	GString *list = document_catalog(d);

	if (about->n_attachments == 0)
		return;
	g_string_append(list, "/AF[");
	for (size_t i = 0; i < about->n_attachments; i++) {
		files[i] = new_file(d, &about->attachments[i], about->date);
		value_add_reference(list, files[i]);
	}
	g_string_append(list, "]");
	put_names(d, about, files);
}
