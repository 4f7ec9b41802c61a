/* The door of font: faces by family and weight. */
#include "font/font.h"
#include "font/font-int.h"

#include <hb-ot.h>

#include <stdlib.h>
#include <string.h>

struct fonts *
fonts_create(struct diags *dg, const char *folder, const char *own)
{
	struct fonts *f = g_new0(struct fonts, 1);

	f->a = arena_create();
	if (!list_fonts(f, dg, arena_strdup(f->a, folder), arena_strdup(f->a, own))) {
		fonts_destroy(f);
		return NULL;
	}
	return f;
}

void
fonts_destroy(struct fonts *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->n; i++)
		face_close(&f->v[i]);
	arena_destroy(f->a);
	g_free(f);
}

/* ---- finding ---------------------------------------------------------- */

static struct font *
nearest_weight(struct fonts *f, const char *family, int weight)
{
	struct font *best = NULL;

	for (size_t i = 0; i < f->n; i++) {
		struct font *fo = &f->v[i];
		if (g_ascii_strcasecmp(fo->family, family) != 0)
			continue;
		if (!best || abs(fo->weight - weight) < abs(best->weight - weight))
			best = fo;
	}
	return best;
}

/* Each family once, in the order of the list. */
static GPtrArray *
families(struct fonts *f)
{
	GPtrArray *v = g_ptr_array_new();

	for (size_t i = 0; i < f->n; i++)
		if (!g_ptr_array_find_with_equal_func(v, f->v[i].family, g_str_equal, NULL))
			g_ptr_array_add(v, (gpointer)(uintptr_t)f->v[i].family);
	return v;
}

static void
report_unknown(struct fonts *f, struct diags *dg, const char *family,
    struct place from)
{
	g_autoptr(GPtrArray) v = families(f);
	const char *near = nearest_word(family, (const char *const *)v->pdata, v->len);
	g_autoptr(GString) all = g_string_new(NULL);

	diag_add(dg, DIAG_ERROR, "font.unknown", from, "there is no font family '%s'", family);
	for (guint i = 0; i < v->len; i++)
		g_string_append_printf(all, "%s%s", i ? ", " : "", (char *)v->pdata[i]);
	if (near)
		diag_help(dg, "did you mean '%s'?", near);
	else
		diag_help(dg, "there are %s; put others into a folder 'fonts' beside the layout",
		    all->str);
}

const struct font *
font_find(struct fonts *f, struct diags *dg, const char *family, int weight,
    struct place from)
{
	struct font *fo = nearest_weight(f, family, weight);

	if (!fo) {
		report_unknown(f, dg, family, from);
		return NULL;
	}
	bool first = !fo->opened;
	if (!face_open(f, fo, dg, from))
		return NULL;
	if (first && abs(fo->weight - weight) >= 200) {
		diag_add(dg, DIAG_WARNING, "font.no-weight", from,
		    "%s has no weight %d; %d is taken", fo->family, weight, fo->weight);
		diag_help(dg, "bold is never faked: name a family that has it");
	}
	return fo;
}

/* ---- asking ----------------------------------------------------------- */

const char *
font_family(const struct font *fo)
{
	return fo->family;
}

const char *
font_style(const struct font *fo)
{
	return fo->style;
}

int
font_weight(const struct font *fo)
{
	return fo->weight;
}

const char *
font_postscript(const struct font *fo)
{
	return fo->postscript;
}

const char *
font_file(const struct font *fo)
{
	return fo->path;
}

const void *
font_bytes(const struct font *fo, size_t *ret_len)
{
	*ret_len = fo->len;
	return fo->bytes;
}

unsigned
font_index(const struct font *fo)
{
	return fo->index;
}

unsigned
font_number(const struct font *fo)
{
	return fo->number;
}

int
font_upem(const struct font *fo)
{
	return fo->upem;
}

int
font_space(const struct font *fo)
{
	return fo->space;
}

int
font_ascent(const struct font *fo)
{
	return fo->ascent;
}

int
font_descent(const struct font *fo)
{
	return fo->descent;
}

int
font_tatweel(const struct font *fo)
{
	return fo->tatweel;
}

bool
font_joins_tatweel(const struct font *fo)
{
	return fo->joins_tatweel;
}

hb_font_t *
font_hb(const struct font *fo)
{
	return fo->hb;
}

void
font_draw_glyph(hb_font_t *hb, uint32_t glyph, hb_draw_funcs_t *steps, void *to)
{
	/* Debian 12 has HarfBuzz 6, which knows it by its older name only. */
#if HB_VERSION_ATLEAST(7, 0, 0)
	hb_font_draw_glyph(hb, glyph, steps, to);
#else
	hb_font_get_glyph_shape(hb, glyph, steps, to);
#endif
}

bool
font_has(const struct font *fo, uint32_t codepoint)
{
	hb_codepoint_t glyph;

	return hb_font_get_nominal_glyph(fo->hb, codepoint, &glyph);
}

static bool
table_has_feature(hb_face_t *face, hb_tag_t table, hb_tag_t wanted)
{
	hb_tag_t tags[64];
	unsigned n = G_N_ELEMENTS(tags), from = 0;

	do {
		n = G_N_ELEMENTS(tags);
		hb_ot_layout_table_get_feature_tags(face, table, from, &n, tags);
		for (unsigned i = 0; i < n; i++)
			if (tags[i] == wanted)
				return true;
		from += n;
	} while (n == G_N_ELEMENTS(tags));
	return false;
}

bool
font_has_feature(const struct font *fo, const char *tag)
{
	hb_tag_t wanted = hb_tag_from_string(tag, -1);

	return table_has_feature(fo->face, HB_OT_TAG_GSUB, wanted) ||
	    table_has_feature(fo->face, HB_OT_TAG_GPOS, wanted);
}

const char *
font_version(const struct font *fo)
{
	return fo->version;
}

bool
font_is_locked(const struct font *fo)
{
	return fo->sha256 != NULL;
}

char *
font_licence(const struct font *fo)
{
	char room[1024];
	unsigned n = sizeof room;

	hb_ot_name_get_utf8(fo->face, HB_OT_NAME_ID_LICENSE, HB_LANGUAGE_INVALID, &n, room);
	return n > 0 ? g_strdup(room) : NULL;
}

size_t
fonts_n(const struct fonts *f)
{
	return f->n;
}

const struct font *
fonts_get(const struct fonts *f, size_t i)
{
	return &f->v[i];
}

const char *
fonts_having(struct fonts *f, uint32_t codepoint)
{
	struct diags *silent = diags_create();
	const char *name = NULL;

	for (size_t i = 0; i < f->n && !name; i++) {
		struct font *fo = &f->v[i];
		if (face_open(f, fo, silent, (struct place) { 0 }) && font_has(fo, codepoint))
			name = arena_printf(f->a, "%s %s", fo->family, fo->style);
	}
	diags_destroy(silent);
	return name;
}

static void
print_font(struct fonts *f, struct font *fo, struct diags *dg, GString *to)
{
	bool good = face_open(f, fo, dg, (struct place) { 0 });

	g_string_append_printf(to, "%-22s %-8s %3d  ", fo->family, fo->style, fo->weight);
	if (!good) {
		g_string_append_printf(to, diag_word("DAMAGED: %s (%s)\n"),
		    diag_word(fo->why ? fo->why : N_("it cannot be read")), fo->path);
		return;
	}
	g_string_append_printf(to, diag_word("%s, %s, Latin: %s, kashida: %s (%s)\n"), fo->version,
	    diag_word(fo->sha256 ? N_("locked") : N_("the layout's own")),
	    diag_word(font_has(fo, 'A') && font_has(fo, 'z') ? N_("yes") : N_("no")),
	    diag_word(fo->joins_tatweel ? N_("yes") : N_("no")), fo->path);
}

void
fonts_print(struct fonts *f, GString *to)
{
	struct diags *silent = diags_create();

	for (size_t i = 0; i < f->n; i++)
		print_font(f, &f->v[i], silent, to);
	diags_destroy(silent);
}
