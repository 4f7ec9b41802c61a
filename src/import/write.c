/*
 * Parts to an item file.  A field stands as it is unless YAML would take its
 * first character for its own; in the body, what CommonMark (0.30) would read
 * as a mark is escaped.
 */
#include "import/import-int.h"

#include "item/item.h"

#include <string.h>

struct parts *
parts_new(struct arena *a)
{
	struct parts *p = arena_new(a, struct parts);

	p->decks = g_ptr_array_new();
	p->subjects = g_ptr_array_new();
	p->body = g_array_new(FALSE, FALSE, sizeof(struct part));
	p->residue = g_array_new(FALSE, FALSE, sizeof(struct left));
	return p;
}

void
parts_add(struct parts *p, enum part_kind kind, const char *text)
{
	struct part part = { kind, text };

	g_array_append_val(p->body, part);
}

void
parts_leave(struct parts *p, int line, const char *text)
{
	struct left left = { line, text };

	g_array_append_val(p->residue, left);
}

void
parts_free(struct parts *p)
{
	g_ptr_array_unref(p->decks);
	g_ptr_array_unref(p->subjects);
	g_array_unref(p->body);
	g_array_unref(p->residue);
}

/* ---- front matter ----------------------------------------------------- */

static void
add_quoted(GString *to, const char *s)
{
	g_string_append_c(to, '"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			g_string_append_c(to, '\\');
		g_string_append_c(to, *s);
	}
	g_string_append_c(to, '"');
}

static void
add_verbatim(GString *to, const char *before, const char *s)
{
	if (!s)
		return;
	g_string_append(to, before);
	if (strchr("\"'|>{[", *s))
		add_quoted(to, s);
	else
		g_string_append(to, s);
	g_string_append_c(to, '\n');
}

static void
add_typed(GString *to, const char *before, const char *s)
{
	if (s)
		g_string_append_printf(to, "%s%s\n", before, s);
}

static void
add_source(GString *to, const struct parts *p)
{
	if (p->source_file) {
		g_string_append(to, "source: {file: ");
		add_quoted(to, p->source_file);
		if (p->source_url) {
			g_string_append(to, ", url: ");
			add_quoted(to, p->source_url);
		}
		g_string_append(to, "}\n");
	}
}

static void
add_residue(GString *to, const struct parts *p)
{
	if (p->residue->len)
		g_string_append(to, "residue:\n");
	for (guint i = 0; i < p->residue->len; i++) {
		const struct left *l = &g_array_index(p->residue, struct left, i);
		g_string_append_printf(to, "  - {line: %d, text: ", l->line);
		add_quoted(to, l->text);
		g_string_append(to, "}\n");
	}
}

static void
add_front(GString *to, const struct parts *p)
{
	add_typed(to, "id: ", p->id);
	add_typed(to, "status: ", p->status);
	add_typed(to, "date: ", p->date);
	add_typed(to, "embargo: ", p->embargo);
	add_verbatim(to, "section: ", p->section);
	add_verbatim(to, "kicker: ", p->kicker);
	add_verbatim(to, "headline: ", p->headline);
	if (p->decks->len)
		g_string_append(to, "decks:\n");
	for (guint i = 0; i < p->decks->len; i++)
		add_verbatim(to, "  - ", g_ptr_array_index(p->decks, i));
	add_verbatim(to, "byline: ", p->byline);
	if (p->dateline) {
		g_string_append(to, "dateline: ");
		add_quoted(to, p->dateline);
		g_string_append_c(to, '\n');
	}
	if (p->subjects->len)
		g_string_append(to, "subjects:\n");
	for (guint i = 0; i < p->subjects->len; i++) {
		g_string_append(to, "  - ");
		add_quoted(to, g_ptr_array_index(p->subjects, i));
		g_string_append_c(to, '\n');
	}
	add_source(to, p);
	add_residue(to, p);
}

/* ---- the body --------------------------------------------------------- */

/* «1.» and «1)» begin a list (5.2); the mark is escaped. */
static const char *
skip_number(GString *to, const char *s)
{
	const char *p = s;

	while (g_ascii_isdigit(*p))
		p++;
	if (p == s || (*p != '.' && *p != ')'))
		return s;
	g_string_append_len(to, s, p - s);
	g_string_append_c(to, '\\');
	g_string_append_c(to, *p);
	return p + 1;
}

static void
add_escaped(GString *to, const char *s)
{
	const char *p = skip_number(to, s);

	if (*p && p == s && strchr("#>-+=~|:", *p))
		g_string_append_c(to, '\\');
	for (; *p; p++) {
		bool entity = *p == '&' && (p[1] == '#' || g_ascii_isalnum(p[1]));
		if (strchr("\\*_`[]<", *p) || entity || (*p == '#' && p > s))
			g_string_append_c(to, '\\');
		g_string_append_c(to, *p);
	}
}

void
parts_write(const struct parts *p, GString *to)
{
	static const char *const marks[] = { "", "## ", "- ", "> " };

	g_string_append(to, "---\nnashra-item: 1\n");
	add_front(to, p);
	g_string_append(to, "---\n");
	for (guint i = 0; i < p->body->len; i++) {
		const struct part *b = &g_array_index(p->body, struct part, i);
		g_string_append_c(to, '\n');
		g_string_append(to, marks[b->kind]);
		add_escaped(to, b->text);
		g_string_append_c(to, '\n');
	}
}

/* ---- read back -------------------------------------------------------- */

static bool
is_text(const char *wanted, const struct text *got)
{
	return g_strcmp0(wanted, got->s) == 0;
}

static void
gather(const struct body *b, GString *to)
{
	for (; b; b = b->next) {
		for (size_t i = 0; i < b->n_text; i++)
			g_string_append(to, b->text[i].text.s);
		if (b->n_text)
			g_string_append_c(to, '\n');
		gather(b->first, to);
	}
}

static bool
is_body(const struct parts *p, const struct body *b)
{
	g_autoptr(GString) wanted = g_string_new(NULL), got = g_string_new(NULL);

	for (guint i = 0; i < p->body->len; i++)
		g_string_append_printf(wanted, "%s\n", g_array_index(p->body, struct part, i).text);
	gather(b, got);
	return g_string_equal(wanted, got);
}

bool
parts_are(const struct parts *p, const struct item *it)
{
	if (!is_text(p->section, &it->section) || !is_text(p->kicker, &it->kicker) ||
	    !is_text(p->headline, &it->headline) || !is_text(p->byline, &it->byline.literal) ||
	    !is_text(p->dateline, &it->dateline.literal) || !is_body(p, it->body) ||
	    it->decks.n != p->decks->len || it->n_residue != p->residue->len)
		return false;
	for (size_t i = 0; i < it->decks.n; i++)
		if (!is_text(g_ptr_array_index(p->decks, i), &it->decks.v[i]))
			return false;
	for (size_t i = 0; i < it->n_residue; i++) {
		const struct left *l = &g_array_index(p->residue, struct left, i);
		if (l->line != it->residue[i].line || !is_text(l->text, &it->residue[i].text))
			return false;
	}
	return true;
}
