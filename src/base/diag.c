/* Diagnostics: kept in order, printed as a person or a program wants them. */
#include "base/base.h"
#include "base/speak-int.h"

#include <stdio.h>
#include <string.h>

/* Characters of a line that are kept and shown on either side of the place. */
#define WINDOW 60

struct entry {
	struct diag d;
	char *line;              /* what is kept of the place's line, NULL when not known */
	size_t before;           /* bytes of it that stand before the place */
	bool begins, ends;       /* with the line itself */
	/* Text and help with marks around what is isolated; NULL: there are none. */
	const char *shown, *shown_help;
};

/*
 * A file, and where in it the message before was: of thousands in one file,
 * or in one line, the next is seldom far behind it.
 */
struct source {
	const char *bytes, *end;
	const char *line, *line_end; /* without what ends a line */
	const char *place;
	uint32_t number, col;        /* of them, from 1; number 0: not yet anywhere */
};

struct diags {
	struct entry *v;
	size_t n, room;
	size_t count[DIAG_ERROR + 1];
	GHashTable *sources;       /* file to struct source */
	GStringChunk *strings;
	GPtrArray *files;          /* that were asked for */
	GHashTable *asked;         /* the same */
	bool full;                 /* what was added last was counted only */
};

struct diags *
diags_create(void)
{
	struct diags *dg = g_new0(struct diags, 1);

	dg->sources = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	dg->strings = g_string_chunk_new(1024);
	dg->files = g_ptr_array_new();
	dg->asked = g_hash_table_new(g_str_hash, g_str_equal);
	return dg;
}

void
diags_destroy(struct diags *dg)
{
	if (!dg)
		return;
	g_hash_table_destroy(dg->sources);
	g_hash_table_destroy(dg->asked);
	g_ptr_array_unref(dg->files);
	g_string_chunk_free(dg->strings);
	g_free(dg->v);
	g_free(dg);
}

void
diags_source(struct diags *dg, const char *file, const char *bytes, size_t len)
{
	struct source *s = g_new(struct source, 1);

	*s = (struct source) { .bytes = bytes, .end = bytes + len };
	g_hash_table_insert(dg->sources, g_strdup(file), s);
}

void
diags_clear_sources(struct diags *dg)
{
	g_hash_table_remove_all(dg->sources);
}

/* ---- files ------------------------------------------------------------ */

void
diags_note_file(struct diags *dg, const char *root, const char *path)
{
	g_autofree char *whole = root && *root ? g_build_filename(root, path, NULL) : g_strdup(path);

	if (g_hash_table_contains(dg->asked, whole))
		return;
	char *own = g_string_chunk_insert(dg->strings, whole);
	g_hash_table_add(dg->asked, own);
	g_ptr_array_add(dg->files, own);
}

size_t
diags_n_files(const struct diags *dg)
{
	return dg->files->len;
}

const char *
diags_file(const struct diags *dg, size_t i)
{
	return g_ptr_array_index(dg->files, i);
}

/* ---- adding ----------------------------------------------------------- */

/* Characters are counted as text_check does: what is no UTF-8 goes up to the next byte that may begin one. */
static bool
begins_character(char c)
{
	return ((unsigned char)c & 0xC0) != 0x80;
}

static const char *
forward(const char *p, const char *end, uint32_t n)
{
	while (n-- > 0 && p < end)
		for (p++; p < end && !begins_character(*p);)
			p++;
	return p;
}

static const char *
back(const char *p, const char *begin, uint32_t n)
{
	while (n-- > 0 && p > begin)
		for (p--; p > begin && !begins_character(*p);)
			p--;
	return p;
}

static void
enter_line(struct source *s, uint32_t number, const char *line)
{
	const char *end = memchr(line, '\n', (size_t)(s->end - line));

	s->number = number;
	s->line = s->place = line;
	s->line_end = end ? end : s->end;
	s->col = 1;
}

static bool
find_line(struct source *s, uint32_t number)
{
	if (!s->bytes)
		return false;
	if (s->number == 0 || number < s->number)
		enter_line(s, 1, s->bytes);
	while (s->number < number && s->line_end < s->end)
		enter_line(s, s->number + 1, s->line_end + 1);
	return s->number == number && s->line < s->end;
}

static void
find_column(struct source *s, uint32_t col)
{
	if (col < s->col) {
		s->col = 1;
		s->place = s->line;
	}
	s->place = forward(s->place, s->line_end, col - s->col);
	s->col = col;
}

static void
append_valid(GString *to, const char *bytes, const char *end)
{
	g_autofree char *copy = g_strndup(bytes, (gsize)(end - bytes));

	/* NUL ends a string of C; it is shown by its picture. */
	for (const char *p = bytes; p < end; p++)
		copy[p - bytes] = *p ? *p : '\1';
	g_autofree char *valid = g_utf8_make_valid(copy, (gssize)(end - bytes));
	g_string_append(to, valid);
}

static void
keep_line(struct diags *dg, struct entry *e)
{
	struct place at = e->d.at;
	struct source *s = at.file ? g_hash_table_lookup(dg->sources, at.file) : NULL;

	if (!s || at.line == 0 || !find_line(s, at.line))
		return;
	find_column(s, MAX(at.col, 1));
	const char *end = s->line_end;
	if (end > s->line && end[-1] == '\r')
		end--;
	const char *place = MIN(s->place, end);
	const char *from = back(place, s->line, WINDOW), *to = forward(place, end, WINDOW);
	g_autoptr(GString) kept = g_string_new(NULL);
	append_valid(kept, from, place);
	e->before = kept->len;
	append_valid(kept, place, to);
	e->line = g_string_chunk_insert(dg->strings, kept->str);
	e->begins = from == s->line;
	e->ends = to == end;
}

/* Both forms of what was said, kept. */
static void
keep_speech(struct diags *dg, struct speech s, const char **ret_text, const char **ret_shown)
{
	*ret_text = g_string_chunk_insert(dg->strings, s.text);
	*ret_shown = s.shown ? g_string_chunk_insert(dg->strings, s.shown) : NULL;
	g_free(s.text);
	g_free(s.shown);
}

void
diag_addv(struct diags *dg, enum diag_level level, const char *code, struct place at,
    const char *fmt, va_list ap)
{
	dg->count[level]++;
	dg->full = dg->n >= DIAG_MAX;
	if (dg->full)
		return;
	if (dg->n == dg->room) {
		dg->room = dg->room ? dg->room * 2 : 16;
		dg->v = g_renew(struct entry, dg->v, dg->room);
	}
	struct entry *e = &dg->v[dg->n++];
	*e = (struct entry) {
		.d = { .level = level, .code = code, .at = at },
	};
	keep_line(dg, e);
	keep_speech(dg, speak(fmt, ap), &e->d.text, &e->shown);
	if (at.file)
		e->d.at.file = g_string_chunk_insert_const(dg->strings, at.file);
}

void
diag_add(struct diags *dg, enum diag_level level, const char *code,
    struct place at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	diag_addv(dg, level, code, at, fmt, ap);
	va_end(ap);
}

void
diag_helpv(struct diags *dg, const char *fmt, va_list ap)
{
	if (dg->n == 0 || dg->full)
		return;
	struct entry *e = &dg->v[dg->n - 1];
	keep_speech(dg, speak(fmt, ap), &e->d.help, &e->shown_help);
}

void
diag_help(struct diags *dg, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	diag_helpv(dg, fmt, ap);
	va_end(ap);
}

void
diag_repeat(struct diags *dg, const struct diag *d)
{
	diag_add(dg, d->level, d->code, d->at, "%s", d->text);
	if (d->help)
		diag_help(dg, "%s", d->help);
}

size_t
diags_count(const struct diags *dg, enum diag_level level)
{
	return dg->count[level];
}

size_t
diags_n(const struct diags *dg)
{
	return dg->n;
}

const char *
diags_line(const struct diags *dg, size_t i, size_t *ret_before)
{
	const struct entry *e = &dg->v[i];

	if (e->line && ret_before)
		*ret_before = (size_t)g_utf8_pointer_to_offset(e->line, e->line + e->before);
	return e->line;
}

const struct diag *
diags_get(const struct diags *dg, size_t i)
{
	return &dg->v[i].d;
}

/* ---- printing --------------------------------------------------------- */

/* In JSON, whatever the language. */
static const char *const level_names[] = { "note", "warning", "error" };
static const char *const level_colours[] = { "\033[36m", "\033[33m", "\033[31m" };

/* Characters that would move a terminal's cursor or turn text round. */
static bool
is_unsafe(gunichar c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E)
	    || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF || c >= 0xE0000;
}

/* What cannot be seen in a word: marks of direction, joiners, spaces and hyphens that are none. */
static bool
is_hidden(gunichar c)
{
	return c == 0xA0 || c == 0xAD || c == 0x34F || c == 0x61C || c == 0x180E ||
	    (c >= 0x200B && c <= 0x200F) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
	    (c >= 0x2060 && c <= 0x2064) || (c >= 0xFE00 && c <= 0xFE0F);
}

/* Letters and marks of the script: a joiner between them is how a word is spelt. */
static bool
is_arabic(gunichar c)
{
	return g_unichar_get_script(c) == G_UNICODE_SCRIPT_ARABIC ||
	    (c >= 0x64B && c <= 0x65F) || c == 0x670;
}

/* How far a message has been read: is this within '…' or «…», where a user's own words stand? */
struct quoting {
	gunichar closes, before;
};

static void
read_quotes(struct quoting *q, gunichar c)
{
	if (q->closes)
		q->closes = c == q->closes ? 0 : q->closes;
	else if (c == 0xAB)
		q->closes = 0xBB;
	else if (c == '\'' && !g_unichar_isalnum(q->before)) /* the item's */
		q->closes = '\'';
	q->before = c;
}

/* `q`: hidden characters in quotes are shown; NULL: they stay. */
static void
append_character(GString *to, struct quoting *q, gunichar c, gunichar next)
{
	bool joins = (c == 0x200C || c == 0x200D) && q && is_arabic(q->before) && is_arabic(next);

	if (c == '\t')
		g_string_append_c(to, ' ');
	else if (is_unsafe(c) || (q && q->closes && is_hidden(c) && !joins))
		g_string_append_printf(to, "\\u{%X}", c);
	else
		g_string_append_unichar(to, c);
	if (q)
		read_quotes(q, c);
}

/* The character at `p`; above U+10FFFF when there is none, or it is no UTF-8. */
static gunichar
character_at(const char *p, const char *end)
{
	return p < end ? g_utf8_get_char_validated(p, end - p) : (gunichar)-1;
}

static void
append_safe(GString *to, struct quoting *q, const char *s, const char *end)
{
	for (const char *p = s; p < end;) {
		gunichar c = character_at(p, end);

		/* A byte at a time until it is UTF-8 again. */
		if (c > 0x10FFFF) {
			g_string_append_printf(to, "\\x%02X", (unsigned char)*p++);
			continue;
		}
		p = text_next(p);
		append_character(to, q, c, character_at(p, end));
	}
}

void
diag_add_safe(GString *to, const char *s)
{
	append_safe(to, NULL, s, s + strlen(s));
}

static void
append_text(GString *to, const char *s)
{
	g_autofree char *valid = g_utf8_make_valid(s, -1);
	struct quoting q = { 0 };

	append_safe(to, &q, valid, valid + strlen(valid));
}

/* The text, or what is shown of it, its marks made isolates. */
static void
append_shown(GString *to, const char *text, const char *shown)
{
	struct quoting q = { 0 };

	if (!shown) {
		append_text(to, text);
		return;
	}
	for (const char *end; *shown; shown = end) {
		bool begins = g_str_has_prefix(shown, ISOLATE_BEGINS);

		if (begins || g_str_has_prefix(shown, ISOLATE_ENDS)) {
			g_string_append(to, begins ? "\u2068" : "\u2069");
			end = text_next(shown);
			continue;
		}
		end = text_next(shown);
		while (*end && !g_str_has_prefix(end, ISOLATE_BEGINS) &&
		    !g_str_has_prefix(end, ISOLATE_ENDS))
			end = text_next(end);
		append_safe(to, &q, shown, end);
	}
}

void
diag_show(const struct diags *dg, size_t i, GString *text, GString *help)
{
	const struct entry *e = &dg->v[i];

	append_shown(text, e->d.text, e->shown);
	if (e->d.help)
		append_shown(help, e->d.help, e->shown_help);
}

static void
append_place(GString *to, struct place at)
{
	if (!at.file)
		return;
	append_text(to, at.file);
	if (at.line)
		g_string_append_printf(to, ":%u", at.line);
	if (at.line && at.col)
		g_string_append_printf(to, ":%u", at.col);
	g_string_append(to, ": ");
}

/* Cells of a terminal that stand before column `col` of the excerpt. */
static size_t
cells_before(const char *s, const char *end)
{
	g_autoptr(GString) shown = g_string_new(NULL);

	append_safe(shown, NULL, s, end);
	return (size_t)text_columns(shown->str);
}

/*
 * The line and a caret.  The excerpt is isolated and set from left to
 * right, so that the caret stands under the character it means.
 */
static void
append_excerpt(GString *to, const struct entry *e)
{
	const char *from = e->line, *at = from + e->before, *end = from + strlen(from);
	int gutter = snprintf(NULL, 0, "%u", e->d.at.line);

	g_string_append_printf(to, " %u | \u2066%s", e->d.at.line, e->begins ? "" : "…");
	append_safe(to, NULL, from, end);
	g_string_append_printf(to, "%s\u2069\n", e->ends ? "" : "…");
	if (!e->d.at.col)
		return;
	size_t cells = cells_before(from, at) + (e->begins ? 0 : 1);
	g_string_append_printf(to, " %*s | %*s^\n", gutter, "", (int)cells, "");
}

/* What is read from left to right within a message that is not. */
static void
append_ltr(GString *to, const char *s, size_t len)
{
	bool rtl = diag_language()->rtl && len > 0;

	g_string_append(to, rtl ? "\u2066" : "");
	g_string_append_len(to, s, (gssize)len);
	g_string_append(to, rtl ? "\u2069" : "");
}

static void
append_human(GString *to, const struct entry *e, bool colour)
{
	const struct diag_language *l = diag_language();
	g_autoptr(GString) place = g_string_new(NULL);

	append_place(place, e->d.at);
	append_ltr(to, place->str, place->len ? place->len - strlen(": ") : 0);
	g_string_append_printf(to, "%s%s%s:%s ", place->len ? ": " : "",
	    colour ? level_colours[e->d.level] : "", l->levels[e->d.level], colour ? "\033[0m" : "");
	append_shown(to, e->d.text, e->shown);
	g_string_append(to, " [");
	append_ltr(to, e->d.code, strlen(e->d.code));
	g_string_append(to, "]\n");
	if (e->line)
		append_excerpt(to, e);
	if (e->d.help) {
		g_string_append_printf(to, "%s: ", l->help);
		append_shown(to, e->d.help, e->shown_help);
		g_string_append_c(to, '\n');
	}
}

static void
append_json_string(GString *to, const char *key, const char *s)
{
	if (!s)
		return;
	g_string_append_printf(to, ", \"%s\": ", key);
	text_add_json(to, s);
}

static void
append_json(GString *to, const struct diag *d)
{
	g_string_append_printf(to, "{\"level\": \"%s\", \"code\": \"%s\"",
	    level_names[d->level], d->code);
	append_json_string(to, "file", d->at.file);
	if (d->at.line)
		g_string_append_printf(to, ", \"line\": %u", d->at.line);
	if (d->at.col)
		g_string_append_printf(to, ", \"col\": %u", d->at.col);
	append_json_string(to, "text", d->text);
	append_json_string(to, "help", d->help);
	g_string_append(to, "}\n");
}

void
diag_format(const struct diags *dg, size_t i, enum diag_form form, bool colour,
    GString *to)
{
	const struct entry *e = &dg->v[i];

	switch (form) {
	case DIAG_HUMAN:
		append_human(to, e, colour);
		break;
	case DIAG_SHORT:
		append_place(to, e->d.at);
		g_string_append_printf(to, "%s: ", diag_language()->levels[e->d.level]);
		append_text(to, e->d.text);
		g_string_append_printf(to, " [%s]\n", e->d.code);
		break;
	case DIAG_JSON:
		append_json(to, &e->d);
		break;
	}
}
