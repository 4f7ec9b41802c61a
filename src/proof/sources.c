/* Files within a PDF that it says to be made of: ISO 19005-3, 6.8. */
#include "proof/proof-int.h"

#include <sys/stat.h>

#define SOURCES_MOST 10000
#define NAME_MOST 1000

static qpdf_oh
sources(const struct reader *r)
{
	return key_of(r, qpdf_get_root(r->q), "/AF");
}

static bool
is_source(const struct reader *r, qpdf_oh spec)
{
	return is_name(r, key_of(r, spec, "/AFRelationship"), "/Source");
}

int
sources_count(const struct reader *r)
{
	qpdf_oh v = sources(r);
	int n = 0;

	for (int i = 0; i < MIN(array_len(r, v), SOURCES_MOST); i++)
		n += is_source(r, item_of(r, v, i));
	return n;
}

/* Relative, and never up. */
static bool
stays_inside(const char *name)
{
	g_auto(GStrv) parts = g_strsplit(name, "/", -1);

	for (size_t i = 0; parts[i]; i++)
		if (!*parts[i] || parts[i][0] == '.' || strchr(parts[i], '\\'))
			return false;
	return *name && strlen(name) <= NAME_MOST;
}

static bool
write_source(struct reader *r, const char *folder, const char *name, const GByteArray *bytes)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autofree char *beneath = g_path_get_dirname(path);

	g_mkdir_with_parents(beneath, 0700);
	struct out *o = out_begin(path);
	out_write(o, bytes->data, bytes->len);
	return out_commit(o, r->dg);
}

static void
unpack(struct reader *r, qpdf_oh spec, const char *folder, GHashTable *seen, GString *names)
{
	const char *name = text_at(r, spec, "/UF");
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	if (!name || !stays_inside(name) || !g_hash_table_add(seen, (gpointer)(uintptr_t)name)) {
		fault_add(r, "proof.source", -1, "the file '%s' in it cannot be taken out: its name leads"
		    " elsewhere, or is that of another", name ? name : "");
		return;
	}
	if (!stream_add(r, key_of(r, key_of(r, spec, "/EF"), "/F"), -1, bytes) ||
	    !write_source(r, folder, name, bytes))
		return;
	g_string_append(names, name);
	g_string_append_c(names, '\0');
}

void
sources_unpack(struct reader *r, const char *folder, GString *names)
{
	qpdf_oh v = sources(r);
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (int i = 0; i < MIN(array_len(r, v), SOURCES_MOST); i++) {
		qpdf_oh spec = item_of(r, v, i);

		if (is_source(r, spec))
			unpack(r, spec, folder, seen, names);
	}
}
