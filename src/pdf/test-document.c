/* document: values and objects as another reader (qpdf) reads them. */
#include "pdf/document.h"

#include <glib/gstdio.h>
#include <qpdf/qpdf-c.h>
#include <string.h>

static void
assert_value(GString *v, const char *wanted)
{
	g_assert_cmpstr(v->str, ==, wanted);
	g_assert_cmpuint(strlen(v->str), ==, v->len);
	g_string_truncate(v, 0);
}

/* Brackets, backslash, CR and NUL would end or change a string. */
static void
test_strings(void)
{
	g_autoptr(GString) v = g_string_new(NULL);

	value_add_string(v, "a(b)\\\r\n\0z", 9);
	assert_value(v, "(a\\(b\\)\\\\\\r\n\\000z)");
	value_add_text(v, "Nashra (1)");
	assert_value(v, "(Nashra \\(1\\))");
	/* ب is U+0628; U+1F4F0 takes two units. */
	value_add_text(v, "ب📰");
	assert_value(v, "<FEFF0628D83DDCF0>");
	value_add_unit(v, 0x1A);
	assert_value(v, "001A");
	value_add_entry(v, "/Title", "");
	value_add_entry(v, "/Title", NULL);
	assert_value(v, "");
}

/* An ink may be called anything. */
static void
test_names(void)
{
	g_autoptr(GString) v = g_string_new(NULL);

	value_add_name(v, "Gold 10%");
	assert_value(v, "/Gold#2010#25");
	value_add_name(v, "ذ");
	assert_value(v, "/#d8#b0");
}

static void
test_numbers(void)
{
	g_autoptr(GString) v = g_string_new(NULL);

	value_add_int(v, 0);
	assert_value(v, "0");
	value_add_int(v, INT_MIN);
	assert_value(v, "-2147483648");
	value_add_reference(v, 12);
	assert_value(v, "12 0 R ");
	value_add_rect(v, (const double[]) { 0, 0, 595.2756, 841.5 });
	assert_value(v, "[0 0 595.2756 841.5]");
}

static void
write_numbers(struct document *d, int n)
{
	GString *to = document_catalog(d);

	g_string_append(to, "/Numbers[");
	for (int i = 0; i < n; i++) {
		g_autofree char *value = g_strdup_printf("<</Is %d>>", i);

		value_add_reference(to, document_add(d, value));
	}
	g_string_append(to, "]");
}

static int
number_of(qpdf_data q, qpdf_oh array, int i)
{
	qpdf_oh o = qpdf_oh_get_key(q, qpdf_oh_get_array_item(q, array, i), "/Is");

	return qpdf_oh_get_int_value_as_int(q, o);
}

static unsigned
count_packs(const char *file)
{
	g_autofree char *bytes = NULL;
	size_t len;
	unsigned n = 0;

	g_assert_true(g_file_get_contents(file, &bytes, &len, NULL));
	for (const char *p = bytes; (p = memmem(p, len - (size_t)(p - bytes), "/Type/ObjStm", 12)); p++)
		n++;
	return n;
}

/* Near and apart by turns: four values are in two object streams, and all are found. */
static void
test_shelves(void)
{
	g_autofree char *folder = g_dir_make_tmp("nashra-XXXXXX", NULL);
	g_autofree char *file = g_build_filename(folder, "x.pdf", NULL);
	struct diags *dg = diags_create();
	struct out *o = out_begin(file);
	struct document *d = document_begin(o, "1.7");
	int pages = document_add(d, "<</Type/Pages/Kids[]/Count 0>>");
	int apart[2] = { document_reserve(d), document_reserve(d) };

	g_string_append_printf(document_catalog(d), "/Pages %d 0 R/Numbers[", pages);
	document_put_on(d, SHELF_APART, apart[0], "<</Is 0>>", 9);
	g_string_append_printf(document_catalog(d), "%d 0 R %d 0 R %d 0 R]", apart[0],
	    document_add(d, "<</Is 1>>"), apart[1]);
	document_put_on(d, SHELF_APART, apart[1], "<</Is 2>>", 9);
	document_end(d);
	g_assert_true(out_commit(o, dg));
	g_assert_cmpuint(count_packs(file), ==, 2);

	qpdf_data q = qpdf_init();
	g_assert_cmpint(qpdf_read(q, file, NULL), ==, QPDF_SUCCESS);
	g_assert_cmpint(qpdf_check_pdf(q), ==, QPDF_SUCCESS);
	qpdf_oh all = qpdf_oh_get_key(q, qpdf_get_root(q), "/Numbers");
	for (int i = 0; i < 3; i++)
		g_assert_cmpint(number_of(q, all, i), ==, i);
	qpdf_cleanup(&q);
	g_remove(file);
	g_rmdir(folder);
	diags_destroy(dg);
}

/* More than two object streams, and one whose number was reserved first and put last. */
static void
test_objects(void)
{
	g_autofree char *folder = g_dir_make_tmp("nashra-XXXXXX", NULL);
	g_autofree char *file = g_build_filename(folder, "x.pdf", NULL);
	struct diags *dg = diags_create();
	struct out *o = out_begin(file);
	struct document *d = document_begin(o, "1.7");
	int pages = document_reserve(d);
	const char none[] = "<</Type/Pages/Kids[]/Count 0>>";

	write_numbers(d, 450);
	g_string_append_printf(document_catalog(d), "/Pages %d 0 R/Short %d 0 R/Rows %d 0 R", pages,
	    document_stream(d, "", "ab", 2, PACK_FAST),
	    document_stream(d, "/DecodeParms<</Predictor 15/Columns 3>>", "\2abc", 4, PACK_ROWS));
	document_put(d, pages, none, strlen(none));
	document_end(d);
	g_assert_true(out_commit(o, dg));

	qpdf_data q = qpdf_init();
	qpdf_silence_errors(q);
	g_assert_cmpint(qpdf_read(q, file, NULL), ==, QPDF_SUCCESS);
	g_assert_cmpint(qpdf_check_pdf(q), ==, QPDF_SUCCESS);
	qpdf_oh root = qpdf_get_root(q), all = qpdf_oh_get_key(q, root, "/Numbers");
	g_assert_cmpint(qpdf_oh_get_array_n_items(q, all), ==, 450);
	for (int i = 0; i < 450; i++)
		g_assert_cmpint(number_of(q, all, i), ==, i);
	static const char *const streams[][2] = { { "/Short", "ab" }, { "/Rows", "abc" } };
	for (size_t i = 0; i < G_N_ELEMENTS(streams); i++) {
		unsigned char *bytes = NULL;
		size_t len = 0;

		qpdf_oh_get_stream_data(q, qpdf_oh_get_key(q, root, streams[i][0]), qpdf_dl_all, NULL,
		    &bytes, &len);
		g_assert_cmpmem(bytes, len, streams[i][1], strlen(streams[i][1]));
		free(bytes);
	}
	qpdf_cleanup(&q);
	g_remove(file);
	g_rmdir(folder);
	diags_destroy(dg);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/document/strings", test_strings);
	g_test_add_func("/document/names", test_names);
	g_test_add_func("/document/numbers", test_numbers);
	g_test_add_func("/document/objects", test_objects);
	g_test_add_func("/document/shelves", test_shelves);
	return g_test_run();
}
