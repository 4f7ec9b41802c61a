/* font: the faces that come with the program, and what is wrong with others. */
#include "font/font.h"

#include <glib/gstdio.h>
#include <string.h>

static const struct place here = { "l.yaml", 3, 4 };

static char *
fonts_folder(void)
{
	return g_build_filename(g_getenv("NASHRA_ROOT"), "fonts", NULL);
}

struct room {
	struct diags *dg;
	struct fonts *f;
};

static void
set_up(struct room *r, gconstpointer data)
{
	g_autofree char *folder = fonts_folder();

	r->dg = diags_create();
	r->f = fonts_create(r->dg, folder, NULL);
	g_assert_nonnull(r->f);
}

static void
tear_down(struct room *r, gconstpointer data)
{
	fonts_destroy(r->f);
	diags_destroy(r->dg);
}

/* The same face is the same pointer, whatever the case of its name. */
static void
test_find(struct room *r, gconstpointer data)
{
	const struct font *regular = font_find(r->f, r->dg, "Amiri", 400, here);
	const struct font *bold = font_find(r->f, r->dg, "amiri", 700, here);

	g_assert_nonnull(regular);
	g_assert_true(regular != bold);
	g_assert_true(bold == font_find(r->f, r->dg, "AMIRI", 800, here));
	g_assert_cmpstr(font_postscript(regular), ==, "Amiri-Regular");
	g_assert_cmpstr(font_postscript(bold), ==, "Amiri-Bold");
	g_assert_cmpuint(font_number(bold), ==, 1);
	g_assert_cmpuint(diags_n(r->dg), ==, 0);
}

static void
test_measures(struct room *r, gconstpointer data)
{
	const struct font *fo = font_find(r->f, r->dg, "Amiri", 400, here);

	g_assert_cmpint(font_upem(fo), ==, 1000);
	g_assert_cmpint(font_space(fo), >, 150);
	g_assert_cmpint(font_space(fo), <, 350);
	g_assert_cmpint(font_ascent(fo), >, 900);
	g_assert_cmpint(font_descent(fo), >, 300);
	g_assert_true(font_has(fo, 0x0633));
	g_assert_true(font_has(fo, 'A'));
	g_assert_false(font_has(fo, 0x6F22));
}

/* Every family that comes along can be drawn out. */
static void
test_tatweel(struct room *r, gconstpointer data)
{
	static const char *const names[] = { "Amiri", "Noto Naskh Arabic",
		"Noto Kufi Arabic", "IBM Plex Sans Arabic" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		const struct font *fo = font_find(r->f, r->dg, names[i], 400, here);
		g_assert_nonnull(fo);
		g_assert_true(font_joins_tatweel(fo));
		g_assert_cmpint(font_tatweel(fo), >, 0);
	}
}

static void
test_unknown(struct room *r, gconstpointer data)
{
	g_assert_null(font_find(r->f, r->dg, "Amirri", 400, here));
	g_assert_cmpstr(diags_get(r->dg, 0)->code, ==, "font.unknown");
	g_assert_cmpstr(diags_get(r->dg, 0)->help, ==, "did you mean 'Amiri'?");
	g_assert_cmpuint(diags_get(r->dg, 0)->at.line, ==, 3);
}

static void
test_having(struct room *r, gconstpointer data)
{
	g_assert_cmpstr(fonts_having(r->f, 0x0633), ==, "Amiri Regular");
	g_assert_null(fonts_having(r->f, 0x6F22));
}

static void
copy(const char *from, const char *to, const char *name)
{
	g_autofree char *source = g_build_filename(from, name, NULL);
	g_autofree char *target = g_build_filename(to, name, NULL);
	g_autofree char *bytes = NULL;
	gsize len;

	g_assert_true(g_file_get_contents(source, &bytes, &len, NULL));
	g_assert_true(g_file_set_contents(target, bytes, (gssize)len, NULL));
}

static void
change_byte(const char *folder, const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autofree char *bytes = NULL;
	gsize len;

	g_assert_true(g_file_get_contents(path, &bytes, &len, NULL));
	bytes[len / 2] ^= 1;
	g_assert_true(g_file_set_contents(path, bytes, (gssize)len, NULL));
}

static void
remove_folder(const char *path)
{
	static const char *const names[] = { "fonts.lock", "Amiri-Bold.ttf",
		"Amiri-Regular.ttf", "x.ttf" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *file = g_build_filename(path, names[i], NULL);
		g_remove(file);
	}
	g_assert_cmpint(g_rmdir(path), ==, 0);
}

/* One byte changed: refused. A face that is gone: said. No lock: no fonts. */
static void
test_damaged(void)
{
	g_autofree char *folder = fonts_folder();
	g_autofree char *tmp = g_dir_make_tmp("nashra-XXXXXX", NULL);
	struct diags *dg = diags_create();

	g_assert_null(fonts_create(dg, tmp, NULL));
	g_assert_cmpstr(diags_get(dg, 0)->code, ==, "file.missing");
	copy(folder, tmp, "fonts.lock");
	copy(folder, tmp, "Amiri-Bold.ttf");
	change_byte(tmp, "Amiri-Bold.ttf");
	struct fonts *f = fonts_create(dg, tmp, NULL);
	g_assert_nonnull(f);
	g_assert_null(font_find(f, dg, "Amiri", 700, here));
	g_assert_cmpstr(diags_get(dg, 1)->code, ==, "font.damaged");
	g_assert_null(font_find(f, dg, "Amiri", 400, here));
	g_assert_cmpstr(diags_get(dg, 2)->code, ==, "file.missing");
	fonts_destroy(f);
	remove_folder(tmp);
	diags_destroy(dg);
}

/* Faces of the layout's own folder need no lock and come first. */
static void
test_own(void)
{
	g_autofree char *folder = fonts_folder();
	g_autofree char *tmp = g_dir_make_tmp("nashra-XXXXXX", NULL);
	g_autofree char *junk = g_build_filename(tmp, "x.ttf", NULL);
	struct diags *dg = diags_create();

	copy(folder, tmp, "Amiri-Regular.ttf");
	g_assert_true(g_file_set_contents(junk, "not a font", -1, NULL));
	struct fonts *f = fonts_create(dg, folder, tmp);
	const struct font *fo = font_find(f, dg, "Amiri", 400, here);
	g_assert_nonnull(fo);
	g_assert_true(g_str_has_prefix(font_file(fo), tmp));
	g_assert_cmpuint(diags_n(dg), ==, 0);
	fonts_destroy(f);
	remove_folder(tmp);
	diags_destroy(dg);
}

/* A copy that broke off: set without what is missing, it would be another face. */
static void
test_cut(void)
{
	g_autofree char *folder = fonts_folder();
	g_autofree char *tmp = g_dir_make_tmp("nashra-XXXXXX", NULL), *path = g_build_filename(tmp, "Amiri-Regular.ttf", NULL);
	g_autofree char *bytes = NULL;
	gsize len;
	struct diags *dg = diags_create();

	copy(folder, tmp, "Amiri-Regular.ttf");
	g_assert_true(g_file_get_contents(path, &bytes, &len, NULL));
	g_assert_true(g_file_set_contents(path, bytes, (gssize)len / 4 * 3, NULL));
	struct fonts *f = fonts_create(dg, folder, tmp);
	g_assert_null(font_find(f, dg, "Amiri", 400, here));
	g_assert_cmpuint(diags_n(dg), ==, 1);
	g_assert_cmpstr(diags_get(dg, 0)->code, ==, "font.damaged");
	fonts_destroy(f);
	remove_folder(tmp);
	diags_destroy(dg);
}

static void
test_print(struct room *r, gconstpointer data)
{
	g_autoptr(GString) s = g_string_new(NULL);

	fonts_print(r->f, s);
	g_assert_nonnull(strstr(s->str, "Amiri                  Regular  400  Version 1.002, "
	    "locked, Latin: yes, kashida: yes"));
	g_assert_null(strstr(s->str, "DAMAGED"));
}

static unsigned
read16(const char *p)
{
	return (unsigned)(unsigned char)p[0] << 8 | (unsigned char)p[1];
}

static char *
find_table(char *font, const char *tag)
{
	for (char *t = font + 12; t < font + 12 + 16 * read16(font + 4); t += 16)
		if (memcmp(t, tag, 4) == 0)
			return font + (read16(t + 8) << 16 | read16(t + 10));
	g_assert_not_reached();
}

/* Amiri with every glyph a fifth of the em too wide: no ink reaches its neighbours. */
static void
make_gapped(const char *from, const char *to)
{
	g_autofree char *in = g_build_filename(from, "Amiri-Regular.ttf", NULL);
	g_autofree char *out = g_build_filename(to, "Amiri-Regular.ttf", NULL);
	g_autofree char *font = NULL;
	gsize len;

	g_assert_true(g_file_get_contents(in, &font, &len, NULL));
	char *metrics = find_table(font, "hmtx");
	unsigned n = read16(find_table(font, "hhea") + 34);
	for (char *m = metrics; m < metrics + 4 * n; m += 4) {
		unsigned wide = read16(m) + 200;

		m[0] = (char)(wide >> 8);
		m[1] = (char)(wide & 0xFF);
	}
	g_assert_true(g_file_set_contents(out, font, (gssize)len, NULL));
}

/* A face whose tatweel does not meet its neighbours has no kashida, and says so. */
static void
test_gapped(void)
{
	g_autofree char *folder = fonts_folder();
	g_autofree char *tmp = g_dir_make_tmp("nashra-XXXXXX", NULL);
	g_autoptr(GString) s = g_string_new(NULL);
	struct diags *dg = diags_create();

	make_gapped(folder, tmp);
	struct fonts *f = fonts_create(dg, folder, tmp);
	const struct font *fo = font_find(f, dg, "Amiri", 400, here);
	g_assert_nonnull(fo);
	g_assert_false(font_joins_tatweel(fo));
	fonts_print(f, s);
	g_assert_nonnull(strstr(s->str, "kashida: no"));
	fonts_destroy(f);
	remove_folder(tmp);
	diags_destroy(dg);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/font/find", struct room, NULL, set_up, test_find, tear_down);
	g_test_add("/font/measures", struct room, NULL, set_up, test_measures, tear_down);
	g_test_add("/font/tatweel", struct room, NULL, set_up, test_tatweel, tear_down);
	g_test_add("/font/unknown", struct room, NULL, set_up, test_unknown, tear_down);
	g_test_add("/font/having", struct room, NULL, set_up, test_having, tear_down);
	g_test_add("/font/print", struct room, NULL, set_up, test_print, tear_down);
	g_test_add_func("/font/damaged", test_damaged);
	g_test_add_func("/font/own", test_own);
	g_test_add_func("/font/cut", test_cut);
	g_test_add_func("/font/gapped", test_gapped);
	return g_test_run();
}
