/* Files within a document, each said to be a source of it. */
#include "pdf/attach.h"
#include "pdf/stream.h"

#include <string.h>

static void
put_text(qpdf_data q, qpdf_oh dict, const char *key, const char *s)
{
	qpdf_oh_replace_key(q, dict, key, qpdf_oh_new_unicode_string(q, s));
}

static qpdf_oh
new_parms(qpdf_data q, const struct pdf_attachment *a, int64_t date)
{
	qpdf_oh d = qpdf_oh_new_dictionary(q);
	g_autoptr(GDateTime) when = date < 0 ? NULL : g_date_time_new_from_unix_utc(date);
	g_autofree char *said = when ? g_date_time_format(when, "D:%Y%m%d%H%M%SZ") : NULL;
	guint8 sum[16];
	gsize n = sizeof sum;
	g_autoptr(GChecksum) md5 = g_checksum_new(G_CHECKSUM_MD5);

	g_checksum_update(md5, (const guchar *)a->bytes, (gssize)a->len);
	g_checksum_get_digest(md5, sum, &n);
	qpdf_oh_replace_key(q, d, "/Size", qpdf_oh_new_integer(q, (long long)a->len));
	qpdf_oh_replace_key(q, d, "/CheckSum",
	    qpdf_oh_new_binary_string(q, (const char *)sum, sizeof sum));
	if (said) {
		put_text(q, d, "/CreationDate", said);
		put_text(q, d, "/ModDate", said);
	}
	return d;
}

static qpdf_oh
new_file(qpdf_data q, const struct pdf_attachment *a, int64_t date)
{
	qpdf_oh spec = qpdf_make_indirect_object(q,
	    qpdf_oh_parse(q, "<< /Type /Filespec /AFRelationship /Source /EF << >> >>"));
	qpdf_oh stream = stream_new(q, a->bytes, a->len), d = qpdf_oh_get_dict(q, stream);
	qpdf_oh held = qpdf_oh_get_key(q, spec, "/EF");
	g_autofree char *type = g_strconcat("/", a->type, NULL);

	qpdf_oh_replace_key(q, d, "/Type", qpdf_oh_new_name(q, "/EmbeddedFile"));
	qpdf_oh_replace_key(q, d, "/Subtype", qpdf_oh_new_name(q, type));
	qpdf_oh_replace_key(q, d, "/Params", new_parms(q, a, date));
	put_text(q, spec, "/F", a->name);
	put_text(q, spec, "/UF", a->name);
	put_text(q, spec, "/Desc", a->name);
	qpdf_oh_replace_key(q, held, "/F", stream);
	qpdf_oh_replace_key(q, held, "/UF", stream);
	return spec;
}

static gint
compare_names(gconstpointer p, gconstpointer q)
{
	const struct pdf_attachment *const *a = p, *const *b = q;

	return strcmp((*a)->name, (*b)->name);
}

/* Names must ascend (ISO 32000-1, 7.9.6); the list beside them keeps its order. */
static void
put_names(qpdf_data q, const struct pdf_about *about, const qpdf_oh *files)
{
	g_autoptr(GPtrArray) sorted = g_ptr_array_new();
	qpdf_oh all = qpdf_oh_get_key(q, qpdf_get_root(q), "/Names");
	qpdf_oh tree = qpdf_oh_new_dictionary(q), names = qpdf_oh_new_array(q);

	for (size_t i = 0; i < about->n_attachments; i++)
		g_ptr_array_add(sorted, (gpointer)(uintptr_t)&about->attachments[i]);
	g_ptr_array_sort(sorted, compare_names);
	for (guint i = 0; i < sorted->len; i++) {
		const struct pdf_attachment *a = g_ptr_array_index(sorted, i);

		qpdf_oh_append_item(q, names, qpdf_oh_new_string(q, a->name));
		qpdf_oh_append_item(q, names, files[a - about->attachments]);
	}
	if (!qpdf_oh_is_dictionary(q, all)) {
		all = qpdf_oh_new_dictionary(q);
		qpdf_oh_replace_key(q, qpdf_get_root(q), "/Names", all);
	}
	qpdf_oh_replace_key(q, tree, "/Names", names);
	qpdf_oh_replace_key(q, all, "/EmbeddedFiles", tree);
}

void
attach_put(qpdf_data q, const struct pdf_about *about)
{
	g_autofree qpdf_oh *files = g_new(qpdf_oh, about->n_attachments);
	qpdf_oh list = qpdf_oh_new_array(q);

	if (about->n_attachments == 0)
		return;
	for (size_t i = 0; i < about->n_attachments; i++) {
		files[i] = new_file(q, &about->attachments[i], about->date);
		qpdf_oh_append_item(q, list, files[i]);
	}
	qpdf_oh_replace_key(q, qpdf_get_root(q), "/AF", list);
	put_names(q, about, files);
}
