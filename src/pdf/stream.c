/*
 * Streams are deflated here and not by qpdf: libdeflate takes less than half
 * of zlib's time and writes fewer bytes (docs/architecture.md).
 */
#include "pdf/stream.h"

#include <glib.h>
#include <libdeflate.h>

/* The bytes of zlib's 6; past it a byte in fifty costs a third more time. */
#define LEVEL 6
/* Of what a document has once. */
#define LEVEL_ONCE 7
/* Less than this is not worth a filter. */
#define SHORT 64

static qpdf_oh
deflated_stream(qpdf_data q, const void *bytes, size_t len, int level)
{
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(level);
	qpdf_oh s = qpdf_oh_new_stream(q), none = qpdf_oh_new_null(q), filter = none;
	g_autofree unsigned char *deflated = g_malloc(len);
	size_t n = len < SHORT ? 0 : libdeflate_zlib_compress(c, bytes, len, deflated, len);

	libdeflate_free_compressor(c);
	/* 0: it would not have become shorter. */
	if (n > 0)
		filter = qpdf_oh_new_name(q, "/FlateDecode");
	qpdf_oh_replace_stream_data(q, s, n > 0 ? deflated : bytes, n > 0 ? n : len, filter, none);
	return s;
}

qpdf_oh
stream_of_rows(qpdf_data q, const void *bytes, size_t len, const char *parms)
{
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(LEVEL);
	size_t room = libdeflate_zlib_compress_bound(c, len);
	g_autofree unsigned char *deflated = g_malloc(room);
	size_t n = libdeflate_zlib_compress(c, bytes, len, deflated, room);
	qpdf_oh s = qpdf_oh_new_stream(q);

	libdeflate_free_compressor(c);
	qpdf_oh_replace_stream_data(q, s, deflated, n, qpdf_oh_new_name(q, "/FlateDecode"),
	    qpdf_oh_parse(q, parms));
	return s;
}

qpdf_oh
stream_new(qpdf_data q, const void *bytes, size_t len)
{
	return deflated_stream(q, bytes, len, LEVEL);
}

qpdf_oh
stream_new_once(qpdf_data q, const void *bytes, size_t len)
{
	return deflated_stream(q, bytes, len, LEVEL_ONCE);
}
