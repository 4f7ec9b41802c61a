/* The door of proof: read everything once, then compare. */
#include "proof/proof-int.h"

#include <libdeflate.h>
#include <string.h>

#define PAGES_MOST 100000
#define WARNINGS_TOLD 3

/* ---- opening and closing ---------------------------------------------- */

static void
reader_init(struct reader *r, const char *file, const struct proof_wants *w, struct diags *dg)
{
	*r = (struct reader) { .q = qpdf_init(), .a = arena_create(), .dg = dg, .file = file,
		.errors = diags_count(dg, DIAG_ERROR), .wants = w, .left = PROOF_DECODED,
		.page_of = g_hash_table_new(NULL, NULL), .looked_at = g_hash_table_new(NULL, NULL),
		.faces = g_hash_table_new_full(NULL, NULL, NULL, face_destroy),
		.elements = g_array_new(FALSE, FALSE, sizeof(struct node)),
		.element_of = g_hash_table_new(NULL, NULL), .link_of = g_hash_table_new(NULL, NULL),
		.parent_of = g_hash_table_new(NULL, NULL) };
	qpdf_silence_errors(r->q);
	qpdf_set_suppress_warnings(r->q, QPDF_TRUE);
	qpdf_set_attempt_recovery(r->q, QPDF_FALSE);
}

static void
free_page(struct proof_page *p)
{
	for (guint i = 0; p->sequences && i < p->sequences->len; i++) {
		GString *text = g_array_index(p->sequences, struct sequence, i).text;

		if (text)
			g_string_free(text, TRUE);
	}
	if (p->sequences)
		g_array_unref(p->sequences);
	if (p->furniture)
		g_string_free(p->furniture, TRUE);
}

void
reader_finish(struct reader *r)
{
	for (int i = 0; r->pages && i < r->n_pages; i++)
		free_page(&r->pages[i]);
	for (guint i = 0; i < r->elements->len; i++) {
		struct node *e = &g_array_index(r->elements, struct node, i);

		if (e->text)
			g_string_free(e->text, TRUE);
		if (e->stretches)
			g_array_unref(e->stretches);
	}
	g_free(r->pages);
	g_array_unref(r->elements);
	g_hash_table_destroy(r->page_of);
	g_hash_table_destroy(r->faces);
	g_hash_table_destroy(r->looked_at);
	g_hash_table_destroy(r->element_of);
	g_hash_table_destroy(r->link_of);
	g_hash_table_destroy(r->parent_of);
	packs_close(r);
	if (r->view)
		scan_finish(r->view);
	g_free(r->view);
	if (r->room)
		g_byte_array_unref(r->room);
	if (r->inflater)
		libdeflate_free_decompressor(r->inflater);
	qpdf_cleanup(&r->q);
	arena_destroy(r->a);
}

/* ---- qpdf's own faults ------------------------------------------------ */

static void
report_error(struct reader *r)
{
	qpdf_error e = qpdf_get_error(r->q);

	if (qpdf_get_error_code(r->q, e) == qpdf_e_password)
		fault_add(r, "proof.encrypted", -1, "the file cannot be read without a password");
	else
		fault_add(r, "proof.damaged", -1, "the file is damaged: %s",
		    qpdf_get_error_message_detail(r->q, e));
}

/* Whatever it had to guess is not what was meant. */
void
report_warnings(struct reader *r)
{
	for (int i = 0; qpdf_more_warnings(r->q); i++) {
		qpdf_error e = qpdf_next_warning(r->q);

		if (i < WARNINGS_TOLD)
			fault_add(r, "proof.damaged", -1, "the file is damaged: %s",
			    qpdf_get_error_message_detail(r->q, e));
	}
	if (qpdf_has_error(r->q))
		report_error(r);
}

/* ---- steps ------------------------------------------------------------ */

static bool
open_file(struct reader *r, const void *bytes, size_t len)
{
	if (qpdf_read_memory(r->q, r->file, bytes, len, NULL) & QPDF_ERRORS) {
		report_error(r);
		return false;
	}
	if (qpdf_is_encrypted(r->q))
		fault_add(r, "proof.encrypted", -1, "the file is encrypted");
	int n = qpdf_get_num_pages(r->q);
	if (qpdf_has_error(r->q) || n < 0) {
		report_error(r);
		return false;
	}
	if (n > PAGES_MOST) {
		fault_add(r, "proof.limit", -1, "the file has more than %d pages", PAGES_MOST);
		return false;
	}
	qpdf_push_inherited_attributes_to_page(r->q);
	r->n_pages = r->found.pages = n;
	return true;
}

bool
reader_open(struct reader *r, const void *bytes, size_t len, const char *file,
    const struct proof_wants *w, struct diags *dg)
{
	reader_init(r, file, w, dg);
	if (!open_file(r, bytes, len))
		return false;
	if (w)
		packs_open(r, bytes, len);
	return true;
}

static void
list_pages(struct reader *r)
{
	r->pages = g_new0(struct proof_page, (size_t)r->n_pages + 1);
	for (int i = 0; i < r->n_pages; i++) {
		r->pages[i].id = id_of(r, qpdf_get_page_n(r->q, (size_t)i));
		g_hash_table_insert(r->page_of, GINT_TO_POINTER(r->pages[i].id), GINT_TO_POINTER(i + 1));
	}
	release_all(r);
}

static void
check_tagged(struct reader *r)
{
	qpdf_oh root = qpdf_get_root(r->q), marked = key_of(r, key_of(r, root, "/MarkInfo"), "/Marked");
	bool says = qpdf_oh_is_bool(r->q, marked) && qpdf_oh_get_bool_value(r->q, marked);

	r->tagged = r->found.tagged = is_dict(r, key_of(r, root, "/StructTreeRoot"));
	if (!r->tagged)
		fault_add(r, "proof.structure", -1, "the file has no elements: it cannot be read aloud");
	else if (!says)
		fault_add(r, "proof.structure", -1, "the file does not say that it has elements (MarkInfo)");
	release_all(r);
}

static void
compare_with_sheets(struct reader *r)
{
	size_t n = r->wants->sheets->n;

	if ((size_t)r->n_pages != n)
		fault_add(r, "proof.pages", -1, "the file has %d pages, and not %zu", r->n_pages, n);
	if (!r->tagged)
		return;
	shape_compare(r);
	compare_text(r);
}

static void
proof_all(struct reader *r)
{
	list_pages(r);
	intent_read(r);
	check_tagged(r);
	for (int i = 0; i < r->n_pages && !r->exhausted; i++)
		content_read(r, i);
	if (r->exhausted)
		return;
	tree_read(r);
	catalog_check(r);
	outline_check(r);
	metadata_check(r);
	if (r->wants)
		compare_with_sheets(r);
}

bool
proof_file(const void *bytes, size_t len, const char *file, const struct proof_wants *w,
    struct diags *dg, struct proof_found *ret_found)
{
	struct reader r;

	if (reader_open(&r, bytes, len, file, w, dg)) {
		proof_all(&r);
		report_warnings(&r);
	}
	if (ret_found)
		*ret_found = r.found;
	size_t errors = r.errors;
	reader_finish(&r);
	return diags_count(dg, DIAG_ERROR) == errors;
}
