/*
 * The text form of sheets: tags, then each sheet with its marks, dims as
 * integers.  Under a text mark stands one line a cluster: its bytes, then
 * its glyphs as id@x,y.
 */
#include "sheet/sheet-int.h"

static const char *const tag_names[] = {
	[TAG_DOCUMENT] = "document",
	[TAG_ARTICLE] = "article",
	[TAG_H1] = "h1",
	[TAG_H2] = "h2",
	[TAG_H3] = "h3",
	[TAG_P] = "p",
	[TAG_LIST] = "list",
	[TAG_ENTRY] = "entry",
	[TAG_QUOTE] = "quote",
	[TAG_FIGURE] = "figure",
	[TAG_CAPTION] = "caption",
	[TAG_TABLE] = "table",
	[TAG_ROW] = "row",
	[TAG_HEAD_CELL] = "head-cell",
	[TAG_CELL] = "cell",
	[TAG_NOTE] = "note",
	[TAG_LABEL] = "label",
	[TAG_ARTIFACT] = "artifact",
	[TAG_SECTION] = "section",
	[TAG_TOC] = "toc",
	[TAG_TOC_ENTRY] = "toc-entry",
};

static const char *const mark_names[] = {
	[MARK_TEXT] = "text",
	[MARK_RULE] = "rule",
	[MARK_TINT] = "tint",
	[MARK_IMAGE] = "image",
};

static void
print_quoted(GString *to, const char *key, const char *s)
{
	if (!s)
		return;
	g_string_append_printf(to, " %s \"", key);
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			g_string_append_c(to, '\\');
		if (*s == '\n')
			g_string_append(to, "\\n");
		else
			g_string_append_c(to, *s);
	}
	g_string_append_c(to, '"');
}

static void
print_tag(GString *to, const struct tag *t, size_t i)
{
	g_string_append_printf(
	    to, "tag %zu %s in %d", i, tag_names[t->kind], t->parent);
	print_quoted(to, "id", t->id);
	print_quoted(to, "title", t->title);
	print_quoted(to, "alt", t->alt);
	g_string_append_c(to, '\n');
}

static void
print_cluster(GString *to, const struct mark *m, uint32_t glyph,
    const struct mark_cluster *c)
{
	g_string_append_printf(to, "\t%u", c->bytes);
	for (uint32_t i = glyph; i < glyph + c->glyphs; i++)
		g_string_append_printf(to, " %u@%d,%d", m->glyphs[i].id,
		    m->glyphs[i].x, m->glyphs[i].y);
	g_string_append_c(to, '\n');
}

static void
print_text(GString *to, const struct mark *m)
{
	g_string_append_printf(to, " %s %d %s", font_postscript(m->font),
	    m->size, m->rtl ? "rtl" : "ltr");
	print_quoted(to, "url", m->url);
	if (m->note)
		g_string_append_printf(to, " note %d", m->note);
	print_quoted(to, "says", m->text);
	if (m->space_after)
		g_string_append(to, " space-after");
	g_string_append_c(to, '\n');
	for (uint32_t i = 0, glyph = 0; i < m->n_clusters; i++) {
		print_cluster(to, m, glyph, &m->clusters[i]);
		glyph += m->clusters[i].glyphs;
	}
}

static void
print_image(GString *to, const struct mark *m)
{
	print_quoted(to, "file", m->image ? m->image->file : NULL);
	if (m->crop.w > 0)
		g_string_append_printf(to, " crop %d %d %d %d", m->crop.x,
		    m->crop.y, m->crop.w, m->crop.h);
	g_string_append_c(to, '\n');
}

static void
print_mark(GString *to, const struct mark *m)
{
	g_string_append_printf(to, "%s tag %d box %d %d %d %d",
	    mark_names[m->kind], m->tag, m->box.x, m->box.y, m->box.w,
	    m->box.h);
	if (m->colour)
		g_string_append_printf(to, " %s", m->colour->name);
	if (m->kind == MARK_TEXT)
		print_text(to, m);
	else
		print_image(to, m);
}

void
sheets_print(const struct sheets *s, GString *to)
{
	for (size_t i = 0; i < s->n_tags; i++)
		print_tag(to, &s->tags[i], i);
	for (size_t i = 0; i < s->n; i++) {
		const struct sheet *v = &s->v[i];

		g_string_append_printf(to, "sheet %s %d %d trim %d %d %d %d\n",
		    v->label, v->width, v->height, v->trim.x, v->trim.y,
		    v->trim.w, v->trim.h);
		for (size_t j = 0; j < v->n; j++)
			print_mark(to, &v->marks[j]);
	}
}
