/*
 * A font of the file: what its codes say, and that its file can draw them.
 * ISO 32000-1, 9.6 to 9.10; OpenType 1.9 (head, maxp, hhea, hmtx, loca).
 */
#include "proof/proof-int.h"

#include <math.h>
#include <string.h>

#define CODES 65536
/* Codes are kept by rows, for a file uses a hundred of the 65,536: all of them were 1.5 MB to clear for each font. */
#define ROW 256
#define SILENT_TOLD 3 /* of a font: when one lacks its text, most do */

struct code {
	const char *text; /* UTF-8; NULL: it says nothing */
	uint32_t len;
	float width;      /* that the file says, thousandths of the em */
	bool proofed;
};

struct table {
	const uint8_t *bytes;
	uint32_t len;
};

struct face {
	const char *name;
	bool wide;         /* codes are of two bytes */
	bool followed;     /* its codes are CIDs, or single bytes */
	struct code *rows[CODES / ROW]; /* ROW of them each; NULL: none of these was met */
	float width;       /* of codes that have none of their own */
	bool has_widths;   /* and they are looked at */
	GByteArray *gids;  /* CIDToGIDMap; NULL: gid and CID are the same */
	GByteArray *file;  /* NULL: none, or none that is looked into */
	struct table hmtx, loca, glyf;
	unsigned upem, glyphs, metrics;
	bool long_loca;
	unsigned silent;   /* codes met that say nothing */
};

void
face_destroy(gpointer p)
{
	struct face *f = p;

	for (size_t i = 0; i < G_N_ELEMENTS(f->rows); i++)
		g_free(f->rows[i]);
	if (f->gids)
		g_byte_array_unref(f->gids);
	if (f->file)
		g_byte_array_unref(f->file);
	g_free(f);
}

/* ---- what the codes say ----------------------------------------------- */

static unsigned
get16(const uint8_t *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static uint32_t
get32(const uint8_t *p)
{
	return (uint32_t)get16(p) << 16 | get16(p + 2);
}

/* What is known of a code below CODES. */
static struct code *
code_at(struct face *f, unsigned code)
{
	struct code **row = &f->rows[code / ROW];

	if (!*row) {
		*row = g_new0(struct code, ROW);
		for (int i = 0; i < ROW; i++)
			(*row)[i].width = f->width;
	}
	return &(*row)[code % ROW];
}

/* A code as ToUnicode has it; -1: of no length that we know. */
static int
code_of(const struct scan *s, const struct operand *o)
{
	const uint8_t *p = s->room + o->at;

	if (o->kind != OPERAND_STRING || o->len < 1 || o->len > 2)
		return -1;
	return o->len == 1 ? *p : (int)get16(p);
}

/* UTF-16BE, `more` added to its last unit; NULL: it says nothing. */
static const char *
words_of(struct reader *r, const struct scan *s, const struct operand *o, unsigned more,
    uint32_t *ret_len)
{
	GString *to = g_string_new(NULL);
	bool good = o->len % 2 == 0;

	for (uint32_t i = 0; good && i + 1 < o->len; i += 2) {
		const uint8_t *p = s->room + o->at + i;
		gunichar c = get16(p) + (i + 2 == o->len ? more : 0);

		if (c >= 0xD800 && c < 0xDC00 && i + 3 < o->len) {
			unsigned low = get16(p + 2) + (i + 4 == o->len ? more : 0);

			c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
			good = low >= 0xDC00 && low < 0xE000;
			i += 2;
		}
		good = good && c != 0 && c != 0xFFFD && g_unichar_validate(c);
		if (good)
			g_string_append_unichar(to, c);
	}
	*ret_len = (uint32_t)to->len;
	const char *text = good ? arena_strndup(r->a, to->str, to->len) : NULL;
	g_string_free(to, TRUE);
	return text;
}

static void
set_code(struct reader *r, struct face *f, int code, const struct scan *s,
    const struct operand *o, unsigned more)
{
	if (code >= 0 && code < CODES && o && o->kind == OPERAND_STRING && r->left > o->len) {
		struct code *c = code_at(f, (unsigned)code);

		r->left -= o->len;
		c->text = words_of(r, s, o, more, &c->len);
	}
}

static void
read_chars(struct reader *r, struct face *f, const struct scan *s)
{
	for (guint i = 0; i + 1 < s->n; i += 2)
		set_code(r, f, code_of(s, scan_operand(s, i)), s, scan_operand(s, i + 1), 0);
}

/* <from> <to> <text of the first>, or <from> <to> [<text> <text> …]. */
static void
read_ranges(struct reader *r, struct face *f, const struct scan *s)
{
	for (guint i = 0; i + 2 < s->n;) {
		int from = code_of(s, scan_operand(s, i)), to = code_of(s, scan_operand(s, i + 1));
		const struct operand *o = scan_operand(s, i + 2);

		i += 3;
		if (o->kind == OPERAND_STRING) {
			for (int c = from; from >= 0 && c <= to; c++)
				set_code(r, f, c, s, o, (unsigned)(c - from));
			continue;
		}
		for (int c = from; (o = scan_operand(s, i)) && o->kind == OPERAND_STRING; i++, c++)
			if (from >= 0 && c <= to)
				set_code(r, f, c, s, o, 0);
		i += o != NULL;
	}
}

static void
read_unicode(struct reader *r, struct face *f, qpdf_oh stream, int page)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	struct scan s;

	if (!stream_add(r, stream, page, bytes))
		return;
	scan_init(&s, bytes->data, bytes->len);
	while (scan_next(&s)) {
		if (strcmp(s.op, "endbfchar") == 0)
			read_chars(r, f, &s);
		else if (strcmp(s.op, "endbfrange") == 0)
			read_ranges(r, f, &s);
	}
	scan_finish(&s);
}

/* Readers know the letters of a named encoding without ToUnicode. */
static void
take_encoding(struct face *f)
{
	static const char ascii[] = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";

	for (unsigned c = 0; c < 256; c++) {
		bool plain = c >= ' ' && c <= '~';

		code_at(f, c)->text = plain ? ascii + (c - ' ') : "\uFFFD";
		code_at(f, c)->len = plain ? 1 : 3;
	}
}

/* ---- its file --------------------------------------------------------- */

static struct table
table_of(const struct face *f, const char *tag)
{
	const uint8_t *p = f->file->data;
	uint32_t len = f->file->len, n = len >= 12 ? get16(p + 4) : 0;

	for (uint32_t i = 0; i < n && 12 + 16 * (i + 1) <= len; i++) {
		const uint8_t *e = p + 12 + 16 * i;
		uint32_t at = get32(e + 8), size = get32(e + 12);

		if (memcmp(e, tag, 4) == 0 && at <= len && size <= len - at)
			return (struct table) { p + at, size };
	}
	return (struct table) { 0 };
}

static bool
read_tables(struct face *f)
{
	struct table head = table_of(f, "head"), maxp = table_of(f, "maxp");
	struct table hhea = table_of(f, "hhea");

	f->hmtx = table_of(f, "hmtx");
	f->loca = table_of(f, "loca");
	f->glyf = table_of(f, "glyf");
	if (head.len < 54 || maxp.len < 6 || hhea.len < 36)
		return false;
	f->upem = get16(head.bytes + 18);
	f->long_loca = get16(head.bytes + 50) == 1;
	f->glyphs = get16(maxp.bytes + 4);
	f->metrics = get16(hhea.bytes + 34);
	return f->upem > 0 && f->metrics > 0 && f->metrics <= f->glyphs &&
	    f->hmtx.len >= 4 * f->metrics &&
	    f->loca.len >= (f->glyphs + 1) * (f->long_loca ? 4u : 2u);
}

static void
read_truetype(struct reader *r, struct face *f, qpdf_oh stream, int page)
{
	f->file = g_byte_array_new();
	if (stream_add(r, stream, page, f->file) && read_tables(f))
		return;
	fault_add(r, "proof.font", page, "the file of the font %s cannot be used", f->name);
	g_clear_pointer(&f->file, g_byte_array_unref);
}

/* TrueType is looked into, other files are only to be there. */
static void
read_file(struct reader *r, struct face *f, qpdf_oh font, int page)
{
	qpdf_oh descriptor = key_of(r, font, "/FontDescriptor");
	qpdf_oh truetype = key_of(r, descriptor, "/FontFile2");

	if (!is_null(r, truetype))
		read_truetype(r, f, truetype, page);
	else if (!has_key(r, descriptor, "/FontFile3") && !has_key(r, descriptor, "/FontFile") &&
	    !is_name(r, key_of(r, font, "/Subtype"), "/Type3"))
		fault_add(r, "proof.font", page, "the font %s is not in the file", f->name);
}

/* ---- widths ----------------------------------------------------------- */

static float
width_at(const struct scan *s, guint i)
{
	const struct operand *o = scan_operand(s, i);

	return o && o->kind == OPERAND_NUMBER ? (float)o->number : 0;
}

/* `first [w w …]` or `first last w`; false: it is neither. */
static bool
set_widths(struct face *f, const struct scan *s)
{
	for (guint i = 1; i + 2 < s->n;) {
		int first = (int)CLAMP(width_at(s, i), 0, CODES);
		const struct operand *o = scan_operand(s, i + 1);

		if (o->kind == OPERAND_OPEN) {
			for (i += 2; (o = scan_operand(s, i)) && o->kind == OPERAND_NUMBER; i++, first++)
				if (first < CODES)
					code_at(f, (unsigned)first)->width = (float)o->number;
			i++;
		} else if (o->kind == OPERAND_NUMBER) {
			for (int last = (int)CLAMP(o->number, 0, CODES - 1); first <= last; first++)
				code_at(f, (unsigned)first)->width = width_at(s, i + 2);
			i += 3;
		} else {
			return false;
		}
	}
	return true;
}

/*
 * An array as text, in one go: a call for each of thousands of numbers costs too
 * much.  Where the file has it packed, it is read from there; NULL: it is no array.
 */
static const char *
array_text(struct reader *r, qpdf_oh array, size_t *ret_len)
{
	const char *packed = (const char *)packs_find(r, id_of(r, array), ret_len);

	if (packed && *ret_len > 0 && *packed == '[')
		return packed;
	if (!qpdf_oh_is_array(r->q, array))
		return NULL;
	const char *text = qpdf_oh_unparse_resolved(r->q, array);
	*ret_len = strlen(text);
	return text;
}

static void
read_widths(struct reader *r, struct face *f, qpdf_oh font)
{
	qpdf_oh otherwise = key_of(r, font, "/DW");
	size_t len;
	struct scan s;

	f->width = is_null(r, otherwise) ? 1000 : (float)number_of(r, otherwise);
	f->has_widths = true;
	const char *text = array_text(r, key_of(r, font, "/W"), &len);
	if (!text)
		return;
	scan_init(&s, (const uint8_t *)text, len);
	/* An operator in it is a reference, R: an array that we do not follow. */
	if (scan_next(&s) || !set_widths(f, &s))
		f->has_widths = false;
	scan_finish(&s);
}

/* ---- the font --------------------------------------------------------- */

static void
read_composite(struct reader *r, struct face *f, qpdf_oh font, int page)
{
	qpdf_oh cid = item_of(r, key_of(r, font, "/DescendantFonts"), 0);
	qpdf_oh encoding = key_of(r, font, "/Encoding"), map = key_of(r, cid, "/CIDToGIDMap");

	f->wide = true;
	f->followed = is_name(r, encoding, "/Identity-H") || is_name(r, encoding, "/Identity-V");
	read_file(r, f, cid, page);
	if (!f->followed || !f->file)
		return;
	read_widths(r, f, cid);
	if (qpdf_oh_is_stream(r->q, map)) {
		f->gids = g_byte_array_new();
		stream_add(r, map, page, f->gids);
	}
}

static struct face *
read_face(struct reader *r, qpdf_oh font, int page)
{
	struct face *f = g_new0(struct face, 1);
	const char *name = name_at(r, font, "/BaseFont");

	f->name = name ? name : diag_word(N_("without a name"));
	f->followed = true;
	r->found.fonts++;
	if (is_name(r, key_of(r, font, "/Subtype"), "/Type0"))
		read_composite(r, f, font, page);
	else
		read_file(r, f, font, page);
	if (has_key(r, font, "/ToUnicode"))
		read_unicode(r, f, key_of(r, font, "/ToUnicode"), page);
	else if (!f->wide && has_key(r, font, "/Encoding"))
		take_encoding(f);
	return f;
}

struct face *
face_get(struct reader *r, qpdf_oh font, int page)
{
	int id = id_of(r, font);
	gpointer key = GINT_TO_POINTER(id ? id : -1 - (int)g_hash_table_size(r->faces));
	struct face *f = g_hash_table_lookup(r->faces, key);

	if (!f) {
		f = read_face(r, font, page);
		g_hash_table_insert(r->faces, key, f);
	}
	return f;
}

/* ---- showing ---------------------------------------------------------- */

static void
proof_glyph(struct reader *r, struct face *f, unsigned code, int page)
{
	unsigned gid = code;

	if (f->gids)
		gid = 2 * code + 1 < f->gids->len ? get16(f->gids->data + 2 * code) : 0;
	if (gid == 0) {
		fault_add(r, "proof.notdef", page, "the sign for a missing glyph is shown (character %u of %s)",
		    code, f->name);
		return;
	}
	const uint8_t *place = f->loca.bytes + (size_t)gid * (f->long_loca ? 4 : 2);
	size_t end = gid >= f->glyphs ? SIZE_MAX
	    : f->long_loca ? get32(place + 4) : 2 * (size_t)get16(place + 2);
	if (end > f->glyf.len) {
		fault_add(r, "proof.font", page, "the glyph %u is not in the file of %s", gid, f->name);
		return;
	}
	double advance = get16(f->hmtx.bytes + 4 * (size_t)MIN(gid, f->metrics - 1)) * 1000.0 / f->upem;
	double said = (double)code_at(f, code)->width;
	if (f->has_widths && fabs(advance - said) > 1)
		fault_add(r, "proof.width", page, "the character %u of %s is said to be %g wide, but its glyph"
		    " is %.1f", code, f->name, said, advance);
}

static void
proof_code(struct reader *r, struct face *f, unsigned code, int page)
{
	struct code *c = code_at(f, code);

	c->proofed = true;
	if (!c->text && f->silent++ < SILENT_TOLD)
		fault_add(r, "proof.no-unicode", page, "the character %u of %s says nothing", code, f->name);
	if (f->wide && f->file)
		proof_glyph(r, f, code, page);
}

void
face_show(struct reader *r, struct face *f, const uint8_t *codes, size_t len, int page, GString *to)
{
	size_t size = f->wide ? 2 : 1;

	if (!f->followed)
		return;
	for (size_t i = 0; i + size <= len; i += size) {
		unsigned code = f->wide ? get16(codes + i) : codes[i];
		const struct code *c = code_at(f, code);

		if (!c->proofed)
			proof_code(r, f, code, page);
		r->found.characters++;
		if (!c->text || r->left < c->len)
			continue;
		r->left -= c->len;
		text_append(to, c->text, c->len);
	}
}
