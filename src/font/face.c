/* One face: its bytes, its measures, and whether its tatweel joins. */
#include "font/font-int.h"

#include <hb-ot.h>
#include <stdio.h>
#include <string.h>

/* ---- names and measures ----------------------------------------------- */

static const char *
name_of(struct fonts *f, hb_face_t *face, hb_ot_name_id_t id)
{
	char buf[256];
	unsigned n = sizeof buf;

	hb_ot_name_get_utf8(face, id, hb_language_from_string("en", -1), &n, buf);
	return arena_strdup(f->a, n ? buf : "");
}

static int
advance_of(const struct font *fo, hb_codepoint_t c)
{
	hb_codepoint_t glyph;

	if (!hb_font_get_nominal_glyph(fo->hb, c, &glyph))
		return 0;
	return hb_font_get_glyph_h_advance(fo->hb, glyph);
}

/* `text` shaped from right to left with HarfBuzz's own shaper. */
static hb_buffer_t *
shape(const struct font *fo, const char *text)
{
	static const char *const shapers[] = { "ot", NULL };
	hb_buffer_t *b = hb_buffer_create();

	hb_buffer_add_utf8(b, text, -1, 0, -1);
	hb_buffer_set_direction(b, HB_DIRECTION_RTL);
	hb_buffer_set_script(b, HB_SCRIPT_ARABIC);
	hb_buffer_set_cluster_level(b, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_CHARACTERS);
	hb_shape_full(fo->hb, b, NULL, 0, shapers);
	return b;
}

/* The glyph of byte `cluster`, and what it advances; false when not alone. */
static bool
find_glyph(hb_buffer_t *b, unsigned cluster, hb_codepoint_t *ret, int *ret_advance)
{
	unsigned n;
	const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(b, &n);
	const hb_glyph_position_t *pos = hb_buffer_get_glyph_positions(b, &n);
	unsigned found = 0;

	for (unsigned i = 0; i < n; i++)
		if (info[i].cluster == cluster) {
			found++;
			*ret = info[i].codepoint;
			*ret_advance = pos[i].x_advance;
		}
	return found == 1;
}

/*
 * The tatweel between two letters: how wide it is as shaped (the nominal
 * glyph is blank in some faces), and whether its ink reaches both of its
 * ends at a height at which the letters beside it have ink too.
 */
static void
measure_tatweel(struct font *fo)
{
	hb_buffer_t *b = shape(fo, "\u0633\u0640\u0633");
	hb_codepoint_t tatweel = 0, letter = 0;
	hb_glyph_extents_t t, l;
	int advance = 0, letter_advance = 0, slack = fo->upem / 50;

	if (find_glyph(b, 2, &tatweel, &advance) && advance > 0
	    && find_glyph(b, 0, &letter, &letter_advance)
	    && hb_font_get_glyph_extents(fo->hb, tatweel, &t)
	    && hb_font_get_glyph_extents(fo->hb, letter, &l)) {
		fo->tatweel = advance;
		fo->joins_tatweel = t.x_bearing <= slack && t.width > 0
		    && t.x_bearing + t.width >= advance - slack
		    && t.y_bearing > l.y_bearing + l.height
		    && t.y_bearing + t.height < l.y_bearing;
	}
	hb_buffer_destroy(b);
}

static void
measure(struct fonts *f, struct font *fo)
{
	hb_font_extents_t e = { 0 };

	hb_font_get_h_extents(fo->hb, &e);
	fo->ascent = e.ascender;
	fo->descent = -e.descender;
	fo->space = advance_of(fo, ' ');
	fo->postscript = name_of(f, fo->face, HB_OT_NAME_ID_POSTSCRIPT_NAME);
	fo->version = name_of(f, fo->face, HB_OT_NAME_ID_VERSION_STRING);
	measure_tatweel(fo);
}

/* ---- opening ---------------------------------------------------------- */

static bool
has_locked_sum(const struct font *fo)
{
	char sum[SUM_SIZE];

	if (!fo->sha256)
		return true;
	sum_of_bytes(fo->bytes, fo->len, sum);
	return strcmp(sum, fo->sha256) == 0;
}

static size_t
read32(const struct font *fo, size_t at)
{
	const unsigned char *b = (const unsigned char *)fo->bytes + at;

	return (size_t)b[0] << 24 | (size_t)b[1] << 16 | (size_t)b[2] << 8 | b[3];
}

/* Does each table lie within the file?  HarfBuzz takes one that does not for none, and sets without it. */
static bool
is_whole(const struct font *fo)
{
	bool collection = fo->len > 16 && memcmp(fo->bytes, "ttcf", 4) == 0;
	size_t face = 12 + 4 * ((size_t)fo->index & 0xFFFF), end = 12;

	if (collection && face + 4 > fo->len)
		return false;
	size_t at = collection ? read32(fo, face) : 0;
	if (at + end > fo->len)
		return false;
	end += at + 16 * (read32(fo, at + 4) >> 16);
	if (end > fo->len)
		return false;
	for (size_t t = at + 12; t < end; t += 16)
		if (read32(fo, t + 8) + read32(fo, t + 12) > fo->len)
			return false;
	return true;
}

static const char *
fault_of(const struct font *fo)
{
	hb_codepoint_t glyph;

	if (!has_locked_sum(fo))
		return N_("its SHA-256 is not that of fonts.lock");
	if (hb_face_get_glyph_count(fo->face) < 2)
		return N_("it is not a font");
	if (!is_whole(fo))
		return N_("its end is missing");
	if (fo->upem < 16 || fo->upem > 16384)
		return N_("its units are out of range");
	if (!hb_font_get_nominal_glyph(fo->hb, ' ', &glyph))
		return N_("it has no space");
	return NULL;
}

static void
open_bytes(struct font *fo)
{
	hb_blob_t *blob = hb_blob_create(fo->bytes, (unsigned)fo->len,
	    HB_MEMORY_MODE_READONLY, NULL, NULL);

	fo->face = hb_face_create(blob, fo->index);
	hb_blob_destroy(blob);
	fo->upem = (int)hb_face_get_upem(fo->face);
	hb_face_make_immutable(fo->face);
	fo->hb = hb_font_create(fo->face);
	hb_ot_font_set_funcs(fo->hb);
	hb_font_set_scale(fo->hb, fo->upem, fo->upem);
	hb_font_make_immutable(fo->hb);
}

static bool
report(const struct font *fo, struct diags *dg, struct place from)
{
	diag_add(dg, DIAG_ERROR, "font.damaged", from, "%s is damaged: %s", fo->path,
	    diag_word(fo->why));
	if (fo->sha256)
		diag_help(dg, "put the file back as it came with nashra, or run tools/fetch-fonts");
	else
		diag_help(dg, "get the font again from where it came");
	return false;
}

bool
face_open(struct fonts *f, struct font *fo, struct diags *dg, struct place from)
{
	if (fo->opened)
		return fo->good || (fo->why && report(fo, dg, from));
	fo->opened = true;
	fo->bytes = file_read(f->a, dg, fo->folder, fo->file, LIMIT_FONT_BYTES, from,
	    &fo->len);
	if (!fo->bytes)
		return false;
	open_bytes(fo);
	fo->why = fault_of(fo);
	if (fo->why)
		return report(fo, dg, from);
	measure(f, fo);
	fo->number = f->opened++;
	fo->good = true;
	return true;
}

void
face_close(struct font *fo)
{
	hb_font_destroy(fo->hb);
	hb_face_destroy(fo->face);
}
