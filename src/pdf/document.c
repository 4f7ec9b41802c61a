/*
 * The file behind document.h.  Written here and not by qpdf, which keeps
 * every object as a tree of its own: half of the time and of the
 * memory of a bulletin (docs/architecture.md).  proof reads it with qpdf.
 */
#include "pdf/document.h"

#include <libdeflate.h>
#include <string.h>

/* Objects in one object stream: more deflate better, and fewer are read sooner. */
#define TOGETHER 200
/* Less than this is not worth a filter. */
#define SHORT 64
/*
 * Of a release (80 kB of content, 41 kB of fonts), in thousandths of a second: content takes
 * 0.14 at 1, 0.40 at 4 and 0.75 at 6, for 12 and 18 % fewer bytes; fonts 0.26 at 1, 0.45 at 4
 * and 0.60 at 6, for 2 and 3 %.
 */
#define LEVEL_FAST 1
#define LEVEL_WELL 4
/* Written at once. */
#define ROOM 65536

/* Where an object is: at `at`, or number `within` of the object stream `at`. */
struct entry {
	uint64_t at;
	int16_t within; /* -1: in the file itself */
	bool known;
};

/* An object stream that is being filled. */
struct pack {
	GString *index, *values;
	int number, n;
};

struct document {
	struct out *to;
	GString *room;       /* not written yet */
	size_t written;      /* with `room` */
	struct sum *sum;     /* of all that was written */
	GArray *entries;     /* struct entry, by number */
	GString *catalog, *names;
	int info;
	struct pack packs[SHELVES];
	struct libdeflate_compressor *compressors[PACK_ROWS + 1];
	GByteArray *deflated;
};

/* ---- bytes ------------------------------------------------------------ */

static void
flush(struct document *d)
{
	sum_add(d->sum, d->room->str, d->room->len);
	out_write(d->to, d->room->str, d->room->len);
	g_string_truncate(d->room, 0);
}

static void
write_bytes(struct document *d, const void *bytes, size_t len)
{
	if (d->room->len + len > ROOM)
		flush(d);
	g_string_append_len(d->room, bytes, (gssize)len);
	d->written += len;
}

static void
write_text(struct document *d, const char *s)
{
	write_bytes(d, s, strlen(s));
}

static struct entry *
entry_of(struct document *d, int number)
{
	return &g_array_index(d->entries, struct entry, number);
}

int
document_reserve(struct document *d)
{
	g_array_set_size(d->entries, d->entries->len + 1);
	return (int)d->entries->len - 1;
}

/* ---- streams ---------------------------------------------------------- */

/* The bytes to write, and how many; `bytes` themselves when they stay as they are. */
static const void *
deflate_bytes(struct document *d, const void *bytes, size_t *len, enum packing how)
{
	if (how == PACK_NOT || (how != PACK_ROWS && *len < SHORT))
		return bytes;
	if (!d->compressors[how])
		d->compressors[how] =
		    libdeflate_alloc_compressor(how == PACK_FAST ? LEVEL_FAST : LEVEL_WELL);
	struct libdeflate_compressor *c = d->compressors[how];
	size_t room = how == PACK_ROWS ? libdeflate_zlib_compress_bound(c, *len) : *len;
	if (d->deflated->len < room)
		g_byte_array_set_size(d->deflated, (guint)room);
	size_t n = libdeflate_zlib_compress(c, bytes, *len, d->deflated->data, room);
	/* 0: it would not have become shorter. */
	if (n == 0)
		return bytes;
	*len = n;
	return d->deflated->data;
}

static void
write_stream(struct document *d, int number, const char *keys, const void *bytes, size_t len,
    enum packing how)
{
	g_autoptr(GString) head = g_string_sized_new(128 + strlen(keys));
	const void *packed = deflate_bytes(d, bytes, &len, how);

	*entry_of(d, number) = (struct entry) { d->written, -1, true };
	g_string_append_printf(head, "%d 0 obj\n<<%s%s/Length %zu>>\nstream\n", number, keys,
	    packed != bytes ? "/Filter/FlateDecode" : "", len);
	write_bytes(d, head->str, head->len);
	write_bytes(d, packed, len);
	/* The newline: ISO 19005-2, 6.1.7.1. */
	write_text(d, "\nendstream\nendobj\n");
}

int
document_stream(struct document *d, const char *keys, const void *bytes, size_t len,
    enum packing how)
{
	int number = document_reserve(d);

	write_stream(d, number, keys, bytes, len, how);
	return number;
}

/* ---- values in object streams ----------------------------------------- */

static void
finish_pack(struct document *d, struct pack *p)
{
	g_autofree char *keys = NULL;

	if (p->n == 0)
		return;
	keys = g_strdup_printf("/Type/ObjStm/N %d/First %zu", p->n, p->index->len);
	g_string_append_len(p->index, p->values->str, (gssize)p->values->len);
	write_stream(d, p->number, keys, p->index->str, p->index->len, PACK_FAST);
	g_string_truncate(p->index, 0);
	g_string_truncate(p->values, 0);
	p->n = 0;
}

void
document_put_on(struct document *d, enum shelf shelf, int number, const char *value, size_t len)
{
	struct pack *p = &d->packs[shelf];

	if (p->n == TOGETHER)
		finish_pack(d, p);
	if (p->n == 0)
		p->number = document_reserve(d);
	g_assert(!entry_of(d, number)->known);
	*entry_of(d, number) = (struct entry) { (uint64_t)p->number, (int16_t)p->n++, true };
	value_add_int(p->index, number);
	g_string_append_c(p->index, ' ');
	value_add_int(p->index, (int)p->values->len);
	g_string_append_c(p->index, ' ');
	g_string_append_len(p->values, value, (gssize)len);
	g_string_append_c(p->values, '\n');
}

void
document_put(struct document *d, int number, const char *value, size_t len)
{
	document_put_on(d, SHELF_NEAR, number, value, len);
}

int
document_add(struct document *d, const char *value)
{
	int number = document_reserve(d);

	document_put(d, number, value, strlen(value));
	return number;
}

/* ---- the end ---------------------------------------------------------- */

GString *
document_catalog(struct document *d)
{
	return d->catalog;
}

GString *
document_names(struct document *d)
{
	return d->names;
}

void
document_set_info(struct document *d, int number)
{
	d->info = number;
}

static int
put_catalog(struct document *d)
{
	g_autoptr(GString) all = g_string_new("<</Type/Catalog");

	g_string_append_len(all, d->catalog->str, (gssize)d->catalog->len);
	if (d->names->len > 0)
		g_string_append_printf(all, "/Names<<%s>>", d->names->str);
	g_string_append(all, ">>");
	int number = document_reserve(d);
	document_put(d, number, all->str, all->len);
	return number;
}

/* At least three, so that the columns of short documents are no special case. */
static int
bytes_for(uint64_t n)
{
	int wide = 3;

	while (n >> (8 * wide))
		wide++;
	return wide;
}

/* Columns of the cross-reference: kind, place in `wide` bytes, place within. */
static void
add_row(GByteArray *to, const struct entry *e, int number, int wide)
{
	uint8_t row[16] = { 0 };
	uint64_t at = number == 0 ? 0 : e->at;
	unsigned within = number == 0 ? 0xFFFF : e->within < 0 ? 0 : (unsigned)e->within;

	row[0] = number == 0 ? 0 : e->within < 0 ? 1 : 2;
	for (int i = wide; i > 0; i--, at >>= 8)
		row[i] = (uint8_t)at;
	row[wide + 1] = (uint8_t)(within >> 8);
	row[wide + 2] = (uint8_t)within;
	g_byte_array_append(to, row, (guint)wide + 3);
}

/* Each row as its difference to the one above (PNG's filter 2), for they are alike. */
static GByteArray *
filter_rows(const GByteArray *rows, guint line)
{
	GByteArray *to = g_byte_array_sized_new(rows->len + rows->len / line);

	for (guint i = 0; i < rows->len; i++) {
		static const uint8_t up = 2;
		uint8_t v = (uint8_t)(rows->data[i] - (i >= line ? rows->data[i - line] : 0));

		if (i % line == 0)
			g_byte_array_append(to, &up, 1);
		g_byte_array_append(to, &v, 1);
	}
	return to;
}

/* A sum over all bytes before it, so the same file has the same. */
static void
add_identifier(struct document *d, GString *to)
{
	char sum[SUM_SIZE];

	flush(d);
	sum_end(g_steal_pointer(&d->sum), sum);
	g_string_append_printf(to, "/ID[<%.32s><%.32s>]", sum, sum);
	d->sum = sum_begin();
}

static void
write_references(struct document *d, int root)
{
	g_autoptr(GString) keys = g_string_new("/Type/XRef");
	g_autoptr(GByteArray) rows = g_byte_array_new();
	size_t at = d->written;
	int number = document_reserve(d), wide = bytes_for(at);

	*entry_of(d, number) = (struct entry) { at, -1, true };
	for (int i = 0; i <= number; i++) {
		g_assert(i == 0 || entry_of(d, i)->known);
		add_row(rows, entry_of(d, i), i, wide);
	}
	g_string_append_printf(keys, "/Size %d/W[1 %d 2]/Root %d 0 R", number + 1, wide, root);
	if (d->info)
		g_string_append_printf(keys, "/Info %d 0 R", d->info);
	add_identifier(d, keys);
	g_autoptr(GByteArray) filtered = filter_rows(rows, (guint)wide + 3);
	g_string_append_printf(keys, "/DecodeParms<</Columns %d/Predictor 12>>", wide + 3);
	write_stream(d, number, keys->str, filtered->data, filtered->len, PACK_ROWS);
	g_autofree char *end = g_strdup_printf("startxref\n%zu\n%%%%EOF\n", at);
	write_text(d, end);
	flush(d);
}

struct document *
document_begin(struct out *to, const char *version)
{
	struct document *d = g_new0(struct document, 1);

	d->to = to;
	d->room = g_string_sized_new(ROOM);
	d->sum = sum_begin();
	d->entries = g_array_new(FALSE, TRUE, sizeof(struct entry));
	d->catalog = g_string_new(NULL);
	d->names = g_string_new(NULL);
	for (int i = 0; i < SHELVES; i++) {
		d->packs[i].index = g_string_new(NULL);
		d->packs[i].values = g_string_new(NULL);
	}
	d->deflated = g_byte_array_new();
	document_reserve(d);
	/* Bytes past 127, that nobody take it for text (ISO 32000-1, 7.5.2). */
	write_text(d, "%PDF-");
	write_text(d, version);
	write_text(d, "\n%\xBF\xF7\xA2\xFE\n");
	return d;
}

void
document_abandon(struct document *d)
{
	char sum[SUM_SIZE];

	if (!d)
		return;
	sum_end(d->sum, sum);
	for (size_t i = 0; i < G_N_ELEMENTS(d->compressors); i++)
		if (d->compressors[i])
			libdeflate_free_compressor(d->compressors[i]);
	g_string_free(d->room, TRUE);
	g_string_free(d->catalog, TRUE);
	g_string_free(d->names, TRUE);
	for (int i = 0; i < SHELVES; i++) {
		g_string_free(d->packs[i].index, TRUE);
		g_string_free(d->packs[i].values, TRUE);
	}
	g_array_unref(d->entries);
	g_byte_array_unref(d->deflated);
	g_free(d);
}

void
document_end(struct document *d)
{
	int root = put_catalog(d);

	for (int i = 0; i < SHELVES; i++)
		finish_pack(d, &d->packs[i]);
	write_references(d, root);
	document_abandon(d);
}
