/* The pages of a specimen: a layout of its own, and items dressed in what is shown. */
#include "specimen/specimen-int.h"

#include "item/item.h"
#include "layout/layout.h"

#include <stdlib.h>
#include <string.h>

#define LARGE (18 * DIM_PT) /* a style that no paragraph is set in */

struct specimen {
	struct press *press;
	struct diags *dg;
	struct arena *a;
	const struct specimen_job *job;
	const struct layout *shown;    /* whose styles are shown; NULL: a face is */
	const struct layout *pages;    /* the specimen's own */
	struct fonts *fonts;
	GPtrArray *items, *dress;      /* const struct item, and const struct layout beside it */
	GPtrArray *names;
};

static bool
is_large(const struct style *st)
{
	return st->size[0] >= LARGE;
}

/* ---- the face --------------------------------------------------------- */

static bool
is_named(const struct font *fo, const char *name)
{
	g_autofree char *styled = g_strdup_printf("%s %s", font_family(fo), font_style(fo));
	g_autofree char *weighed = g_strdup_printf("%s %d", font_family(fo), font_weight(fo));

	return g_ascii_strcasecmp(name, styled) == 0 || g_ascii_strcasecmp(name, weighed) == 0;
}

/* "Amiri Bold" and "Amiri 700" are themselves, "Amiri" its regular one. */
static const struct font *
find_face(struct specimen *s, const char *name)
{
	struct place at = { .file = name };

	for (size_t i = 0; i < fonts_n(s->fonts); i++) {
		const struct font *fo = fonts_get(s->fonts, i);

		if (is_named(fo, name))
			return font_find(s->fonts, s->dg, font_family(fo), font_weight(fo), at);
	}
	for (size_t i = 0; i < fonts_n(s->fonts); i++)
		if (g_ascii_strcasecmp(name, font_family(fonts_get(s->fonts, i))) == 0)
			name = font_family(fonts_get(s->fonts, i));
	return font_find(s->fonts, s->dg, name, 400, at);
}

/* ---- the pages' layout ------------------------------------------------ */

static char *
replaced(const char *s, const char *what, const char *with)
{
	g_auto(GStrv) parts = g_strsplit(s, what, -1);

	return g_strjoinv(with, parts);
}

/* Its own fonts are those of the layout that is shown. */
static bool
read_design(struct specimen *s, const char *family, int weight)
{
	size_t len;
	const char *file = s->job->design;
	const char *bytes = file_read(s->a, s->dg, NULL, file, LIMIT_LAYOUT_BYTES,
	    (struct place) { .file = file }, &len);

	if (!bytes)
		return false;
	g_autofree char *number = g_strdup_printf("%d", weight);
	g_autofree char *named = replaced(bytes, "@FAMILY@", family);
	g_autofree char *weighed = replaced(named, "@WEIGHT@", number);
	const char *text = arena_strdup(s->a, weighed);
	const struct layout *l = layout_read(s->a, s->dg, file, text, strlen(text));
	if (!l)
		return false;
	struct layout *own = arena_memdup(s->a, l, sizeof *l);
	if (s->shown)
		own->folder = s->shown->folder;
	s->pages = own;
	return true;
}

/* ---- items ------------------------------------------------------------ */

static bool
add_item(struct specimen *s, const GString *text, const struct layout *dress)
{
	const char *name = arena_printf(s->a, "specimen-%u.md", s->items->len + 1);
	const char *bytes = arena_strndup(s->a, text->str, text->len);

	diags_source(s->dg, name, bytes, text->len);
	const struct item *it = item_read(s->a, s->dg, name, bytes, text->len);
	if (!it)
		return false;
	g_ptr_array_add(s->items, (gpointer)(uintptr_t)it);
	g_ptr_array_add(s->dress, (gpointer)(uintptr_t)dress);
	g_ptr_array_add(s->names, (gpointer)(uintptr_t)name);
	return true;
}

static bool
add_face(struct specimen *s, const struct font *fo, const char *more, const struct layout *dress)
{
	bool large = is_large(dress->role[ROLE_BODY]);
	g_autoptr(GString) text = g_string_new(NULL);

	text_face(fo, s->fonts, more, large, text);
	bool good = add_item(s, text, dress);
	for (int i = 0; good && i < TEXT_HEADLINES; i++) {
		g_string_truncate(text, 0);
		text_headline(fo, i, large, text);
		good = add_item(s, text, dress);
	}
	return good;
}

/* ---- styles ----------------------------------------------------------- */

/* As it stands, but for what joins it to others of its page. */
static struct style *
alone(struct specimen *s, const struct style *st)
{
	struct style *own = arena_memdup(s->a, st, sizeof *st);

	own->keep_with_next = false;
	own->span = 1;
	own->max_lines = 0;
	return own;
}

static void
set_in(struct specimen *s, struct layout *l, enum role r, const struct font_spec *font)
{
	struct style *own = arena_memdup(s->a, l->role[r], sizeof *own);

	own->font = font;
	l->role[r] = own;
}

static char *
about_style(const struct style *st, const struct layout *l)
{
	static const char *const aligns[] = { "start", "end", "centre", "justify" };
	static const char *const kashidas[] = { "off", "sparing", "classic" };
	GString *to = g_string_new(NULL);
	dim leading = length_dim(st->leading, st->size[0], l->grid_step, st->size[0]);

	g_string_append_printf(to, "%s %d · ", st->font->family, st->font->weight);
	for (size_t i = 0; i < st->n_sizes; i++)
		g_string_append_printf(to, "%s%.4g", i ? ", " : "", dim_to_pt(st->size[i]));
	g_string_append_printf(to, " / %.4g pt · %s", dim_to_pt(leading), aligns[st->align]);
	if (st->align == ALIGN_JUSTIFY)
		g_string_append_printf(to, " · kashida %s", kashidas[st->justify.kashida]);
	return g_string_free(to, FALSE);
}

static bool
add_style(struct specimen *s, const struct style *st)
{
	const struct font *fo = font_find(s->fonts, s->dg, st->font->family, st->font->weight, st->font->at);
	struct layout *dress = arena_memdup(s->a, s->pages, sizeof *dress);
	g_autofree char *about = about_style(st, s->shown);
	g_autoptr(GString) text = g_string_new(NULL);

	if (!fo)
		return false;
	dress->role[ROLE_BODY] = alone(s, st);
	dress->role[ROLE_HEADLINE] = s->pages->role[ROLE_SUBHEAD];
	text_style(fo, st->name, about, is_large(st), text);
	return add_item(s, text, dress);
}

static bool
add_one_style(struct specimen *s, const struct style *st)
{
	const struct font *fo = font_find(s->fonts, s->dg, st->font->family, st->font->weight, st->font->at);
	struct layout *dress = arena_memdup(s->a, s->pages, sizeof *dress);
	g_autofree char *about = about_style(st, s->shown);
	g_autofree char *more = g_strdup_printf("%s · %s", st->name, about);

	if (!fo)
		return false;
	dress->role[ROLE_BODY] = alone(s, st);
	dress->role[ROLE_QUOTE] = alone(s, st);
	set_in(s, dress, ROLE_TABLE, st->font);
	set_in(s, dress, ROLE_HEADLINE, st->font);
	return add_face(s, fo, more, dress);
}

static const struct style *
find_style(struct specimen *s, const char *name)
{
	const struct layout *l = s->shown;
	g_autofree const char **names = g_new0(const char *, l->n_styles);

	for (size_t i = 0; i < l->n_styles; i++) {
		names[i] = l->styles[i].name;
		if (strcmp(names[i], name) == 0)
			return &l->styles[i];
	}
	const char *near = nearest_word(name, names, l->n_styles);
	if (near)
		diag_add(s->dg, DIAG_ERROR, "specimen.style", (struct place) { .file = l->file },
		    "the layout has no style '%s'; did you mean '%s'?", name, near);
	else
		diag_add(s->dg, DIAG_ERROR, "specimen.style", (struct place) { .file = l->file },
		    "the layout has no style '%s'", name);
	diag_help(s->dg, "nashra fonts specimen -l LAYOUT shows all that it has");
	return NULL;
}

/* ---- all -------------------------------------------------------------- */

static bool
compose_layout(struct specimen *s)
{
	const char *name = s->job->style;
	const struct style *st = name ? find_style(s, name) : s->shown->role[ROLE_BODY];
	bool good = st && read_design(s, st->font->family, st->font->weight);

	if (name)
		return good && add_one_style(s, st);
	for (size_t i = 0; good && i < s->shown->n_styles; i++)
		good = add_style(s, &s->shown->styles[i]);
	return good;
}

static bool
compose(struct specimen *s)
{
	if (s->job->layout && !(s->shown = layout_load(s->a, s->dg, s->job->layout)))
		return false;
	s->fonts = press_faces(s->press, s->dg, s->shown);
	if (!s->fonts)
		return false;
	if (s->shown)
		return compose_layout(s);
	const struct font *fo = find_face(s, s->job->face);
	return fo && read_design(s, font_family(fo), font_weight(fo)) && add_face(s, fo, NULL, s->pages);
}

static enum outcome
render(struct specimen *s, const char *out)
{
	struct made made = { s->pages, (const struct item *const *)s->items->pdata,
		(const struct layout *const *)s->dress->pdata };
	struct job job = s->job->like;

	job.items = (const char *const *)s->names->pdata;
	job.n = s->items->len;
	job.layout = s->job->design;
	job.made = &made;
	return press_render(s->press, s->dg, &job, out, NULL);
}

enum outcome
specimen_render(struct press *p, struct diags *dg, const struct specimen_job *job, const char *out)
{
	struct specimen s = { .press = p, .dg = dg, .a = arena_create(), .job = job,
		.items = g_ptr_array_new(), .dress = g_ptr_array_new(), .names = g_ptr_array_new() };
	enum outcome r = compose(&s) ? render(&s, out) : OUTCOME_BAD_LAYOUT;

	g_ptr_array_unref(s.items);
	g_ptr_array_unref(s.dress);
	g_ptr_array_unref(s.names);
	diags_clear_sources(dg);
	arena_destroy(s.a);
	return r;
}
