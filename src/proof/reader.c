/* The file as qpdf reads it: values, and streams within a bound. */
#include "proof/proof-int.h"

#include <libdeflate.h>
#include <stdarg.h>
#include <stdlib.h>
#include <zlib.h>

/* Of a stream that we leave to qpdf, for its filters are rare. */
#define RARE_MOST ((size_t)1 << 16)
#define ROOM 65536
#define STREAM_MOST ((guint)64 << 20)
/* What a page's content becomes when unpacked, at most; and what is unpacked at once. */
#define TIMES 12
#define AT_ONCE ((size_t)4 << 20)

/* ---- faults ----------------------------------------------------------- */

void
fault_add(struct reader *r, const char *code, int page, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	g_autofree char *text = g_strdup_vprintf(diag_word(fmt), ap);
	va_end(ap);
	struct place at = { .file = r->file };
	if (page < 0)
		diag_add(r->dg, DIAG_ERROR, code, at, "%s", text);
	else
		diag_add(r->dg, DIAG_ERROR, code, at, "page %d: %s", page + 1, text);
}

/* ---- values ----------------------------------------------------------- */

bool
is_null(const struct reader *r, qpdf_oh o)
{
	return qpdf_oh_is_null(r->q, o);
}

bool
is_dict(const struct reader *r, qpdf_oh o)
{
	return qpdf_oh_is_dictionary(r->q, o);
}

/* qpdf warns of keys asked of what is no dictionary. */
qpdf_oh
key_of(const struct reader *r, qpdf_oh dict, const char *key)
{
	if (is_dict(r, dict))
		return qpdf_oh_get_key(r->q, dict, key);
	return qpdf_oh_is_stream(r->q, dict)
	    ? qpdf_oh_get_key(r->q, qpdf_oh_get_dict(r->q, dict), key) : qpdf_oh_new_null(r->q);
}

bool
has_key(const struct reader *r, qpdf_oh dict, const char *key)
{
	return !is_null(r, key_of(r, dict, key));
}

int
array_len(const struct reader *r, qpdf_oh o)
{
	return qpdf_oh_is_array(r->q, o) ? qpdf_oh_get_array_n_items(r->q, o) : 0;
}

qpdf_oh
item_of(const struct reader *r, qpdf_oh array, int i)
{
	return i >= 0 && i < array_len(r, array) ? qpdf_oh_get_array_item(r->q, array, i)
	                                         : qpdf_oh_new_null(r->q);
}

bool
is_name(const struct reader *r, qpdf_oh o, const char *name)
{
	return qpdf_oh_is_name_and_equals(r->q, o, name);
}

const char *
name_at(const struct reader *r, qpdf_oh dict, const char *key)
{
	qpdf_oh o = key_of(r, dict, key);

	return qpdf_oh_is_name(r->q, o) ? arena_strdup(r->a, qpdf_oh_get_name(r->q, o) + 1) : NULL;
}

const char *
text_of(const struct reader *r, qpdf_oh o)
{
	if (!qpdf_oh_is_string(r->q, o))
		return NULL;
	g_autofree char *valid = g_utf8_make_valid(qpdf_oh_get_utf8_value(r->q, o), -1);
	return arena_strdup(r->a, valid);
}

const char *
text_at(const struct reader *r, qpdf_oh dict, const char *key)
{
	return text_of(r, key_of(r, dict, key));
}

int
int_of(const struct reader *r, qpdf_oh o, int otherwise)
{
	return qpdf_oh_is_integer(r->q, o) ? qpdf_oh_get_int_value_as_int(r->q, o) : otherwise;
}

double
number_of(const struct reader *r, qpdf_oh o)
{
	return qpdf_oh_is_number(r->q, o) ? qpdf_oh_get_numeric_value(r->q, o) : 0;
}

int
id_of(const struct reader *r, qpdf_oh o)
{
	return qpdf_oh_get_object_id(r->q, o);
}

int
page_of_id(const struct reader *r, int id)
{
	return id == 0 ? -1
	    : GPOINTER_TO_INT(g_hash_table_lookup(r->page_of, GINT_TO_POINTER(id))) - 1;
}

int
page_index(const struct reader *r, qpdf_oh o)
{
	return page_of_id(r, id_of(r, o));
}

void
release_all(struct reader *r)
{
	qpdf_oh_release_all(r->q);
}

/* ---- streams ---------------------------------------------------------- */

static bool
is_too_much(struct reader *r, size_t more, int page)
{
	if (more <= r->left) {
		r->left -= more;
		return false;
	}
	r->left = 0;
	if (!r->exhausted)
		fault_add(r, "proof.limit", page, "more than %zu MiB are packed into the file, or %u into a"
		    " stream", PROOF_DECODED >> 20, STREAM_MOST >> 20);
	r->exhausted = true;
	return true;
}

/* Z_STREAM_END, Z_MEM_ERROR: the bound was met, or what is wrong. */
static int
inflate_all(struct reader *r, z_stream *z, int page, GByteArray *to)
{
	int state = Z_OK;

	while (state == Z_OK) {
		guint before = to->len;

		g_byte_array_set_size(to, before + ROOM);
		z->next_out = to->data + before;
		z->avail_out = ROOM;
		state = inflate(z, Z_NO_FLUSH);
		guint got = ROOM - z->avail_out;
		g_byte_array_set_size(to, before + got);
		if (is_too_much(r, got, page))
			return Z_MEM_ERROR;
		if (to->len > STREAM_MOST) {
			is_too_much(r, SIZE_MAX, page);
			return Z_MEM_ERROR;
		}
	}
	return state;
}

/*
 * Unpack all at once, in a third of the time; false, and nothing was added, when
 * it becomes too long for that, or something is wrong: zlib will say what.
 */
static bool
inflate_at_once(struct reader *r, const unsigned char *raw, size_t len, GByteArray *to)
{
	size_t room = MIN(len * TIMES, r->left), got = 0;

	if (len * TIMES > AT_ONCE || to->len + room > STREAM_MOST)
		return false;
	if (!r->inflater)
		r->inflater = libdeflate_alloc_decompressor();
	if (!r->room || r->room->len < room) {
		r->room = r->room ? r->room : g_byte_array_new();
		g_byte_array_set_size(r->room, (guint)room);
	}
	if (!r->inflater || libdeflate_zlib_decompress_ex(r->inflater, raw, len, r->room->data,
	    room, NULL, &got) != LIBDEFLATE_SUCCESS)
		return false;
	g_byte_array_append(to, r->room->data, (guint)got);
	r->left -= got;
	return true;
}

bool
inflate_add(struct reader *r, const unsigned char *raw, size_t len, int page, GByteArray *to)
{
	if (inflate_at_once(r, raw, len, to))
		return true;
	z_stream z = { .next_in = (Bytef *)(uintptr_t)raw, .avail_in = (uInt)MIN(len, UINT_MAX) };

	if (inflateInit(&z) != Z_OK)
		return false;
	int state = inflate_all(r, &z, page, to);
	inflateEnd(&z);
	if (state != Z_STREAM_END && state != Z_MEM_ERROR)
		fault_add(r, "proof.damaged", page, "a stream cannot be unpacked to its end");
	return state == Z_STREAM_END;
}

enum packing { PACKED_NOT, PACKED_FLATE, PACKED_OTHERWISE };

static enum packing
packing_of(const struct reader *r, qpdf_oh dict)
{
	qpdf_oh filter = key_of(r, dict, "/Filter"), how = key_of(r, dict, "/DecodeParms");

	if (array_len(r, filter) == 1) {
		filter = item_of(r, filter, 0);
		how = qpdf_oh_is_array(r->q, how) ? item_of(r, how, 0) : how;
	}
	if (is_null(r, filter) || (qpdf_oh_is_array(r->q, filter) && array_len(r, filter) == 0))
		return PACKED_NOT;
	bool predicted = is_dict(r, how) && int_of(r, key_of(r, how, "/Predictor"), 1) > 1;
	return is_name(r, filter, "/FlateDecode") && !predicted ? PACKED_FLATE : PACKED_OTHERWISE;
}

/* A short one can become 180 MB at the most (LZW). */
static bool
add_rare(struct reader *r, qpdf_oh stream, size_t raw, int page, GByteArray *to)
{
	unsigned char *bytes = NULL;
	size_t len = 0;
	QPDF_BOOL decoded = QPDF_FALSE;

	if (raw > RARE_MOST) {
		fault_add(r, "proof.limit", page, "a long stream is packed in a way that is not followed");
		return false;
	}
	QPDF_ERROR_CODE e =
	    qpdf_oh_get_stream_data(r->q, stream, qpdf_dl_all, &decoded, &bytes, &len);
	bool good = !(e & QPDF_ERRORS) && decoded && !is_too_much(r, len, page);
	if (good)
		g_byte_array_append(to, bytes, (guint)len);
	else if (!r->exhausted)
		fault_add(r, "proof.damaged", page, "a stream cannot be unpacked");
	free(bytes);
	return good;
}

static bool
add_known(struct reader *r, enum packing p, const unsigned char *raw, size_t len, int page,
    GByteArray *to)
{
	if (p == PACKED_FLATE)
		return inflate_add(r, raw, len, page, to);
	if (is_too_much(r, len, page))
		return false;
	g_byte_array_append(to, raw, (guint)len);
	return true;
}

bool
stream_add(struct reader *r, qpdf_oh stream, int page, GByteArray *to)
{
	unsigned char *raw = NULL;
	size_t len = 0;
	QPDF_BOOL decoded;

	if (!qpdf_oh_is_stream(r->q, stream)) {
		fault_add(r, "proof.damaged", page, "a stream is missing");
		return false;
	}
	qpdf_oh dict = qpdf_oh_get_dict(r->q, stream);
	if (has_key(r, dict, "/F"))
		fault_add(r, "proof.external", page, "the bytes of a stream lie in another file");
	if (qpdf_oh_get_stream_data(r->q, stream, qpdf_dl_none, &decoded, &raw, &len) & QPDF_ERRORS) {
		fault_add(r, "proof.damaged", page, "a stream cannot be read");
		return false;
	}
	enum packing p = packing_of(r, dict);
	/* Something is charged for empty ones too, so that no file shows them for ever. */
	bool good = !is_too_much(r, 64, page) && (p == PACKED_OTHERWISE
	    ? add_rare(r, stream, len, page, to) : add_known(r, p, raw, len, page, to));
	free(raw);
	return good;
}
