/*
 * A TrueType file of what a document uses of a face.
 *
 * A glyph for each CID, of the same number: one of the face's, without its
 * instructions, or a composite when it is put together of several or advances
 * otherwise than the font says.  Behind them, in the order of the face, what
 * only composites use.  OpenType 1.9: glyf, loca, hmtx, maxp, head.  Not by
 * HarfBuzz's subsetter, which plans for all tables that a font may have; that
 * took longer than all else of a font.
 *
 * A layout's own font may hold any bytes: whatever reaches out of its table is
 * left out.
 */
#include "pdf/text-int.h"

#include <string.h>

#define TABLES 6
#define HEAD_SIZE 54
#define MAXP_SIZE 32
#define ONE 0x4000 /* as F2DOT14 */

#define GLYPH_HEAD 10 /* contours and box */
#define NOT_USED 0xFFFF
#define FOUND 0

/* Of a part of a composite. */
enum { ARGS_ARE_WORDS = 1, ARGS_ARE_XY = 2, HAS_SCALE = 8, MORE_COMPONENTS = 0x20, HAS_XY_SCALE = 0x40,
	HAS_MATRIX = 0x80, HAS_INSTRUCTIONS = 0x100 };
/* Of a point. */
enum { X_IS_BYTE = 2, Y_IS_BYTE = 4, REPEATED = 8, X_IS_SAME = 0x10, Y_IS_SAME = 0x20 };

/* The tables of the face, and as they become. */
struct builder {
	struct typeface *f;
	hb_face_t *face;
	const uint8_t *glyf, *loca, *hmtx;
	unsigned glyf_len, loca_len, hmtx_len;
	bool long_loca;
	unsigned n, n_metrics; /* glyphs of the face; that have metrics */
	uint16_t *becomes;     /* each glyph's number in the file; NOT_USED, or FOUND so far */
	GByteArray *to_glyf, *to_loca, *to_hmtx;
	unsigned total;        /* glyphs so far */
	unsigned most_parts;
};

/* ---- numbers ---------------------------------------------------------- */

static unsigned
get16(const uint8_t *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static int
get_signed(const uint8_t *p)
{
	return (int16_t)get16(p);
}

static uint32_t
get32(const uint8_t *p)
{
	return (uint32_t)get16(p) << 16 | get16(p + 2);
}

static void
set16(uint8_t *p, unsigned v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

static void
set32(uint8_t *p, uint32_t v)
{
	set16(p, v >> 16);
	set16(p + 2, v & 0xFFFF);
}

static void
add16(GByteArray *to, int v)
{
	uint8_t b[2];

	set16(b, (unsigned)v & 0xFFFF);
	g_byte_array_append(to, b, 2);
}

static void
add32(GByteArray *to, uint32_t v)
{
	uint8_t b[4];

	set32(b, v);
	g_byte_array_append(to, b, 4);
}

/* ---- glyphs ----------------------------------------------------------- */

static hb_blob_t *
table(hb_face_t *face, const char *tag)
{
	return hb_face_reference_table(face, HB_TAG(tag[0], tag[1], tag[2], tag[3]));
}

/* Where a glyph stands in glyf; its length in *ret_len.  Glyph 0, for what is missing, is never shown: it is empty. */
static const uint8_t *
glyph_bytes(const struct builder *b, unsigned gid, uint32_t *ret_len)
{
	unsigned size = b->long_loca ? 4 : 2;
	uint32_t from, end;

	*ret_len = 0;
	if (gid == 0 || gid >= b->n || (gid + 2) * size > b->loca_len)
		return NULL;
	from = b->long_loca ? get32(b->loca + 4 * gid) : 2 * get16(b->loca + 2 * gid);
	end = b->long_loca ? get32(b->loca + 4 * gid + 4) : 2 * get16(b->loca + 2 * gid + 2);
	if (end <= from || end > b->glyf_len || end - from < GLYPH_HEAD)
		return NULL;
	*ret_len = end - from;
	return b->glyf + from;
}

static int
advance_of(const struct builder *b, unsigned gid)
{
	unsigned i = MIN(gid, b->n_metrics - 1);

	return b->n_metrics && 4 * i + 4 <= b->hmtx_len ? (int)get16(b->hmtx + 4 * i) : 0;
}

static void
end_glyph(struct builder *b, int advance, int left)
{
	if (b->to_glyf->len % 2)
		g_byte_array_append(b->to_glyf, (const uint8_t *)"", 1);
	add32(b->to_loca, b->to_glyf->len);
	add32(b->to_hmtx, (uint32_t)CLAMP(advance, 0, 65535) << 16 | (uint16_t)left);
	b->total++;
}

static bool
is_composite(const uint8_t *glyph)
{
	return get_signed(glyph) < 0;
}

/* The part of a composite behind the one at `part`; NULL: there is none. */
static const uint8_t *
part_end(const uint8_t *part, const uint8_t *end)
{
	if (end - part < 4)
		return NULL;
	unsigned flags = get16(part);
	ptrdiff_t size = 4 + (flags & ARGS_ARE_WORDS ? 4 : 2) +
	    (flags & HAS_SCALE ? 2 : flags & HAS_XY_SCALE ? 4 : flags & HAS_MATRIX ? 8 : 0);
	return end - part >= size ? part + size : NULL;
}

static void
use_glyph(const struct builder *b, uint32_t gid, unsigned as, GArray *found)
{
	uint16_t own = (uint16_t)gid;

	if (gid >= b->n || b->becomes[gid] != NOT_USED)
		return;
	b->becomes[gid] = (uint16_t)as;
	g_array_append_val(found, own);
}

/* Glyphs that those in `found` are put together of, and so on. */
static void
add_parts(const struct builder *b, GArray *found)
{
	for (guint i = 0; i < found->len; i++) {
		uint32_t len;
		const uint8_t *p = glyph_bytes(b, g_array_index(found, uint16_t, i), &len);
		bool more = p && is_composite(p);

		for (const uint8_t *part = more ? p + GLYPH_HEAD : NULL, *next; more; part = next) {
			next = part_end(part, p + len);
			if (!next)
				break;
			more = get16(part) & MORE_COMPONENTS;
			use_glyph(b, get16(part + 2), FOUND, found);
		}
	}
}

static struct cid *
cid_at(const struct builder *b, guint i)
{
	return g_ptr_array_index(b->f->cids, i);
}

/* A glyph as the font has it needs no other. */
static bool
is_plain(const struct builder *b, const struct cid *c)
{
	return c->n == 1 && c->glyphs[0].dx == 0 && c->glyphs[0].dy == 0 && c->glyphs[0].parts == 0 &&
	    advance_of(b, c->glyphs[0].id) == c->advance;
}

/* A plain CID's glyph is its own, unless an earlier CID has it; the others' come behind all CIDs. */
static void
number_glyphs(struct builder *b)
{
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(uint16_t));
	guint n = b->f->cids->len;

	memset(b->becomes, 0xFF, b->n * sizeof *b->becomes);
	b->becomes[0] = 0;
	for (guint i = 1; i < n; i++)
		if (is_plain(b, cid_at(b, i)))
			use_glyph(b, cid_at(b, i)->glyphs[0].id, i, found);
	for (guint i = 1; i < n; i++)
		for (uint32_t k = 0; k < cid_at(b, i)->n; k++)
			use_glyph(b, cid_at(b, i)->glyphs[k].id, FOUND, found);
	add_parts(b, found);
	for (unsigned gid = 1, next = n; gid < b->n; gid++)
		if (b->becomes[gid] == FOUND)
			b->becomes[gid] = (uint16_t)next++;
}

static unsigned
becomes(const struct builder *b, uint32_t gid)
{
	return gid < b->n && b->becomes[gid] != NOT_USED ? b->becomes[gid] : 0;
}

/* Behind the last coordinate of a simple glyph, whose flags stand at `p`; NULL: they reach too far. */
static const uint8_t *
points_end(const uint8_t *p, const uint8_t *end, unsigned points)
{
	size_t coordinates = 0;

	while (points > 0) {
		if (p == end)
			return NULL;
		unsigned flags = *p++, times = 1;
		if (flags & REPEATED) {
			if (p == end)
				return NULL;
			times += *p++;
		}
		times = MIN(times, points);
		points -= times;
		coordinates += times * ((flags & X_IS_BYTE ? 1u : flags & X_IS_SAME ? 0u : 2u) +
		    (flags & Y_IS_BYTE ? 1u : flags & Y_IS_SAME ? 0u : 2u));
	}
	return coordinates <= (size_t)(end - p) ? p + coordinates : NULL;
}

/* The contours without their instructions. */
static void
copy_simple(struct builder *b, const uint8_t *p, uint32_t len)
{
	size_t contours = get16(p), head = GLYPH_HEAD + 2 * contours;
	static const uint8_t none[2] = { 0 };

	if (contours == 0 || len < head + 2)
		return;
	size_t skipped = get16(p + head);
	unsigned points = get16(p + head - 2) + 1;
	if (len - head - 2 < skipped)
		return;
	const uint8_t *from = p + head + 2 + skipped, *end = points_end(from, p + len, points);
	if (!end)
		return;
	g_byte_array_append(b->to_glyf, p, (guint)head);
	g_byte_array_append(b->to_glyf, none, 2);
	g_byte_array_append(b->to_glyf, from, (guint)(end - from));
}

/* The parts by their new numbers, without instructions. */
static void
copy_composite(struct builder *b, const uint8_t *p, uint32_t len)
{
	guint before = b->to_glyf->len;

	g_byte_array_append(b->to_glyf, p, len);
	uint8_t *copy = b->to_glyf->data + before;
	bool more = true;
	for (uint32_t at = GLYPH_HEAD; more;) {
		const uint8_t *next = part_end(copy + at, copy + len);
		if (!next) {
			g_byte_array_set_size(b->to_glyf, before);
			return;
		}
		unsigned flags = get16(copy + at);
		set16(copy + at, flags & ~(unsigned)HAS_INSTRUCTIONS);
		set16(copy + at + 2, becomes(b, get16(copy + at + 2)));
		at = (uint32_t)(next - copy);
		more = flags & MORE_COMPONENTS;
		if (!more)
			g_byte_array_set_size(b->to_glyf, before + at);
	}
}

static void
copy_glyph(struct builder *b, unsigned gid)
{
	uint32_t len;
	const uint8_t *p = glyph_bytes(b, gid, &len);
	guint before = b->to_glyf->len;

	if (p && is_composite(p))
		copy_composite(b, p, len);
	else if (p)
		copy_simple(b, p, len);
	end_glyph(b, advance_of(b, gid), b->to_glyf->len > before ? get_signed(p + 2) : 0);
}

struct bounds {
	int left, bottom, right, top;
};

/* The box around all parts that draw something; how many do. */
static unsigned
measure_parts(const struct builder *b, const struct cid *c, struct bounds *ret)
{
	unsigned parts = 0;

	*ret = (struct bounds) { INT16_MAX, INT16_MAX, INT16_MIN, INT16_MIN };
	for (uint32_t i = 0; i < c->n; i++) {
		const struct cid_glyph *g = &c->glyphs[i];
		uint32_t len;
		const uint8_t *p = glyph_bytes(b, g->id, &len);

		if (!p)
			continue;
		parts++;
		int of = MAX(g->parts, 1);
		ret->left = MIN(ret->left, get_signed(p + 2) / of + g->dx);
		ret->bottom = MIN(ret->bottom, get_signed(p + 4) / of + g->dy);
		ret->right = MAX(ret->right, get_signed(p + 6) / of + g->dx);
		ret->top = MAX(ret->top, get_signed(p + 8) / of + g->dy);
	}
	return parts;
}

/* A glyph of other glyphs, each at its place. */
static void
add_composite(struct builder *b, const struct cid *c)
{
	struct bounds box;
	unsigned parts = measure_parts(b, c, &box), left = parts;

	b->most_parts = MAX(b->most_parts, parts);
	if (parts == 0) {
		end_glyph(b, c->advance, 0);
		return;
	}
	uint8_t head[GLYPH_HEAD];
	set16(head, UINT16_MAX);
	set16(head + 2, (uint16_t)box.left);
	set16(head + 4, (uint16_t)box.bottom);
	set16(head + 6, (uint16_t)box.right);
	set16(head + 8, (uint16_t)box.top);
	g_byte_array_append(b->to_glyf, head, sizeof head);
	for (uint32_t i = 0; i < c->n; i++) {
		const struct cid_glyph *g = &c->glyphs[i];
		uint32_t len;

		if (!glyph_bytes(b, g->id, &len))
			continue;
		left--;
		uint8_t part[10];
		set16(part, ARGS_ARE_WORDS | ARGS_ARE_XY | (left ? MORE_COMPONENTS : 0u) |
		    (g->parts ? HAS_SCALE : 0u));
		set16(part + 2, becomes(b, g->id));
		set16(part + 4, (uint16_t)g->dx);
		set16(part + 6, (uint16_t)g->dy);
		set16(part + 8, g->parts ? (uint16_t)(ONE / g->parts) : 0);
		g_byte_array_append(b->to_glyf, part, g->parts ? 10 : 8);
	}
	end_glyph(b, c->advance, box.left);
}

/* All glyphs, by their numbers. */
static void
add_glyphs(struct builder *b)
{
	guint n = b->f->cids->len;

	add32(b->to_loca, 0);
	copy_glyph(b, 0);
	for (guint i = 1; i < n; i++) {
		const struct cid *c = cid_at(b, i);

		if (c->n == 1 && becomes(b, c->glyphs[0].id) == i)
			copy_glyph(b, c->glyphs[0].id);
		else
			add_composite(b, c);
	}
	for (unsigned gid = 1; gid < b->n; gid++)
		if (b->becomes[gid] != NOT_USED && b->becomes[gid] >= n)
			copy_glyph(b, gid);
}

/* ---- the file --------------------------------------------------------- */

static uint32_t
sum_of(const uint8_t *p, unsigned len)
{
	uint32_t sum = 0;

	for (unsigned i = 0; i + 3 < len; i += 4)
		sum += get32(p + i);
	return sum;
}

static GByteArray *
copy_table(hb_face_t *face, const char *tag, unsigned least)
{
	hb_blob_t *blob = table(face, tag);
	unsigned len;
	const char *p = hb_blob_get_data(blob, &len);
	GByteArray *to = g_byte_array_new();

	if (len >= least)
		g_byte_array_append(to, (const uint8_t *)p, len);
	else
		memset(g_byte_array_set_size(to, least)->data, 0, least);
	hb_blob_destroy(blob);
	return to;
}

/* Halves of places fit into two bytes. */
static bool
is_short(const struct builder *b)
{
	return b->to_glyf->len <= 2 * UINT16_MAX;
}

static void
shorten_loca(struct builder *b)
{
	guint n = b->to_loca->len / 4;

	for (guint i = 0; i < n; i++)
		set16(b->to_loca->data + 2 * i, get32(b->to_loca->data + 4 * i) / 2);
	g_byte_array_set_size(b->to_loca, 2 * n);
}

static GByteArray *
head_table(const struct builder *b)
{
	GByteArray *to = copy_table(b->face, "head", HEAD_SIZE);

	set32(to->data + 8, 0);   /* checksum: when all is there */
	set16(to->data + 50, is_short(b) ? 0 : 1);
	return to;
}

static GByteArray *
hhea_table(const struct builder *b)
{
	GByteArray *to = copy_table(b->face, "hhea", 36);

	set16(to->data + 34, b->total);
	return to;
}

static GByteArray *
maxp_table(const struct builder *b)
{
	GByteArray *to = copy_table(b->face, "maxp", MAXP_SIZE);
	uint8_t *p = to->data;

	set16(p + 4, b->total);
	/* No instructions, and no room for them. */
	set16(p + 14, 1);
	memset(p + 16, 0, 12);
	/* Points of composites: more than any here has. */
	set16(p + 10, MAX(get16(p + 10), 4096));
	set16(p + 12, MAX(get16(p + 12), 512));
	set16(p + 28, MAX(get16(p + 28), b->most_parts));
	set16(p + 30, MIN(get16(p + 30) + 1, 16));
	return to;
}

static GByteArray *
join_tables(GByteArray *const tables[TABLES])
{
	static const char names[TABLES][5] = { "glyf", "head", "hhea", "hmtx", "loca", "maxp" };
	GByteArray *to = g_byte_array_new();
	uint32_t at = 12 + 16 * TABLES, head = 0, all = 0;

	add32(to, 0x00010000);
	add16(to, TABLES);
	add16(to, 64);
	add16(to, 2);
	add16(to, 32);
	for (int i = 0; i < TABLES; i++) {
		uint32_t len = tables[i]->len;

		while (tables[i]->len % 4)
			g_byte_array_append(tables[i], (const uint8_t *)"", 1);
		uint32_t sum = sum_of(tables[i]->data, tables[i]->len);
		g_byte_array_append(to, (const uint8_t *)names[i], 4);
		add32(to, sum);
		add32(to, at);
		add32(to, len);
		head = i == 1 ? at : head;
		at += tables[i]->len;
		all += sum;
	}
	all += sum_of(to->data, to->len);
	for (int i = 0; i < TABLES; i++)
		g_byte_array_append(to, tables[i]->data, tables[i]->len);
	set32(to->data + head + 8, 0xB1B0AFBA - all);
	return to;
}

static GByteArray *
build(struct builder *b)
{
	b->to_glyf = g_byte_array_new();
	b->to_loca = g_byte_array_new();
	b->to_hmtx = g_byte_array_new();
	b->becomes = g_new(uint16_t, b->n);
	number_glyphs(b);
	add_glyphs(b);
	g_free(b->becomes);
	if (is_short(b))
		shorten_loca(b);
	GByteArray *tables[TABLES] = { b->to_glyf, head_table(b), hhea_table(b), b->to_hmtx,
		b->to_loca, maxp_table(b) };
	GByteArray *file = b->total < 65535 ? join_tables(tables) : NULL;
	for (int i = 0; i < TABLES; i++)
		g_byte_array_unref(tables[i]);
	return file;
}

GByteArray *
fontfile_of(struct typeface *f, hb_face_t *face)
{
	struct builder b = { .f = f, .face = face };
	hb_blob_t *glyf = table(b.face, "glyf"), *loca = table(b.face, "loca"), *hmtx = table(b.face, "hmtx");
	hb_blob_t *head = table(b.face, "head"), *hhea = table(b.face, "hhea");
	GByteArray *file = NULL;

	b.glyf = (const uint8_t *)hb_blob_get_data(glyf, &b.glyf_len);
	b.loca = (const uint8_t *)hb_blob_get_data(loca, &b.loca_len);
	b.hmtx = (const uint8_t *)hb_blob_get_data(hmtx, &b.hmtx_len);
	b.n = MIN(hb_face_get_glyph_count(b.face), NOT_USED - 1);
	if (b.loca_len > 0 && b.n > 0 && hb_blob_get_length(head) >= HEAD_SIZE &&
	    hb_blob_get_length(hhea) >= 36) {
		b.long_loca = get16((const uint8_t *)hb_blob_get_data(head, NULL) + 50) == 1;
		b.n_metrics = get16((const uint8_t *)hb_blob_get_data(hhea, NULL) + 34);
		file = build(&b);
	}
	hb_blob_destroy(glyf);
	hb_blob_destroy(loca);
	hb_blob_destroy(hmtx);
	hb_blob_destroy(head);
	hb_blob_destroy(hhea);
	return file;
}

GByteArray *
fontfile_make(struct typeface *f)
{
	return fontfile_of(f, hb_font_get_face(font_hb(f->font)));
}
