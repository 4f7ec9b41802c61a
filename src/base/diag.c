/* Diagnostics: kept in order, printed as a person or a program wants them. */
#include "base/base.h"
#include "base/speak-int.h"

#include <stdio.h>
#include <string.h>

/* Characters of a line that are shown on either side of the place. */
#define WINDOW 60

struct entry {
	struct diag d;
	char *line;   /* the line of the place, NULL when not known */
	/* Text and help with marks around what is isolated; NULL: there are none. */
	const char *shown, *shown_help;
};

struct source {
	const char *bytes;
	size_t len;
};

struct diags {
	struct entry *v;
	size_t n, room;
	size_t count[DIAG_ERROR + 1];
	GHashTable *sources;       /* file to struct source */
	GStringChunk *strings;
	GPtrArray *files;          /* that were asked for */
	GHashTable *asked;         /* the same */
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

	*s = (struct source) { bytes, len };
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

/* Line `number` of `s`, without its end; NULL when there is none. */
static const char *
find_line(const struct source *s, uint32_t number, size_t *ret_len)
{
	const char *p = s->bytes, *end = s->bytes + s->len;

	for (uint32_t i = 1; p && i < number; i++) {
		p = memchr(p, '\n', (size_t)(end - p));
		p = p ? p + 1 : NULL;
	}
	if (!p || p >= end)
		return NULL;
	const char *stop = memchr(p, '\n', (size_t)(end - p));
	*ret_len = (size_t)((stop ? stop : end) - p);
	if (*ret_len && p[*ret_len - 1] == '\r')
		--*ret_len;
	return p;
}

static char *
keep_line(struct diags *dg, struct place at)
{
	const struct source *s = at.file ? g_hash_table_lookup(dg->sources, at.file) : NULL;
	size_t len = 0;
	const char *line = s && at.line ? find_line(s, at.line, &len) : NULL;

	if (!line)
		return NULL;
	/* NUL ends a string of C; it is shown by its picture. */
	g_autofree char *copy = g_strndup(line, len);
	for (size_t i = 0; i < len; i++)
		copy[i] = line[i] ? line[i] : '\1';
	g_autofree char *valid = g_utf8_make_valid(copy, (gssize)len);
	return g_string_chunk_insert(dg->strings, valid);
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
	if (dg->n >= DIAG_MAX)
		return;
	if (dg->n == dg->room) {
		dg->room = dg->room ? dg->room * 2 : 16;
		dg->v = g_renew(struct entry, dg->v, dg->room);
	}
	struct entry *e = &dg->v[dg->n++];
	*e = (struct entry) {
		.d = { .level = level, .code = code, .at = at },
		.line = keep_line(dg, at),
	};
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
	if (dg->n == 0)
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
diags_line(const struct diags *dg, size_t i)
{
	return dg->v[i].line;
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

static void
append_safe(GString *to, const char *s, const char *end)
{
	for (const char *p = s; p < end; p = text_next(p)) {
		gunichar c = g_utf8_get_char_validated(p, end - p);

		if (c > 0x10FFFF)
			g_string_append_printf(to, "\\x%02X", (unsigned char)*p);
		else if (c == '\t')
			g_string_append_c(to, ' ');
		else if (is_unsafe(c))
			g_string_append_printf(to, "\\u{%X}", c);
		else
			g_string_append_unichar(to, c);
		if (c > 0x10FFFF) {
			/* One byte at a time until it is UTF-8 again. */
			while (p + 1 < end && ((unsigned char)p[1] & 0xC0) == 0x80)
				g_string_append_printf(to, "\\x%02X", (unsigned char)*++p);
		}
	}
}

void
diag_add_safe(GString *to, const char *s)
{
	append_safe(to, s, s + strlen(s));
}

static void
append_text(GString *to, const char *s)
{
	g_autofree char *valid = g_utf8_make_valid(s, -1);

	append_safe(to, valid, valid + strlen(valid));
}

/* The text, or what is shown of it, its marks made isolates. */
static void
append_shown(GString *to, const char *text, const char *shown)
{
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
		append_safe(to, shown, end);
	}
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

static const char *
skip_characters(const char *s, long n)
{
	while (n-- > 0 && *s)
		s = text_next(s);
	return s;
}

/* Cells of a terminal that stand before column `col` of the excerpt. */
static size_t
cells_before(const char *s, const char *end)
{
	size_t n = 0;
	g_autoptr(GString) shown = g_string_new(NULL);

	append_safe(shown, s, end);
	for (const char *p = shown->str; *p; p = text_next(p)) {
		gunichar c = g_utf8_get_char(p);
		n += g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
	}
	return n;
}

/*
 * The line and a caret.  The excerpt is isolated and set from left to
 * right, so that the caret stands under the character it means.
 */
static void
append_excerpt(GString *to, const struct entry *e)
{
	long col = e->d.at.col ? (long)e->d.at.col - 1 : 0;
	const char *from = skip_characters(e->line, col - WINDOW);
	const char *at = skip_characters(from, MIN(col, WINDOW));
	const char *end = skip_characters(at, WINDOW);
	int gutter = snprintf(NULL, 0, "%u", e->d.at.line);

	g_string_append_printf(to, " %u | \u2066%s", e->d.at.line,
	    from > e->line ? "…" : "");
	append_safe(to, from, end);
	g_string_append_printf(to, "%s\u2069\n", *end ? "…" : "");
	if (!e->d.at.col)
		return;
	size_t cells = cells_before(from, at) + (from > e->line ? 1 : 0);
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

/* ---- did you mean ----------------------------------------------------- */

#define WORD_MAX 40

/* Optimal string alignment: Damerau-Levenshtein, each pair moved once. */
static size_t
distance(const gunichar *a, size_t n, const gunichar *b, size_t m)
{
	size_t d[WORD_MAX + 1][WORD_MAX + 1];

	for (size_t i = 0; i <= n; i++)
		d[i][0] = i;
	for (size_t j = 0; j <= m; j++)
		d[0][j] = j;
	for (size_t i = 1; i <= n; i++)
		for (size_t j = 1; j <= m; j++) {
			size_t cost = a[i - 1] != b[j - 1];
			d[i][j] = MIN(MIN(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + cost);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				d[i][j] = MIN(d[i][j], d[i - 2][j - 2] + 1);
		}
	return d[n][m];
}

const char *
nearest_word(const char *word, const char *const *words, size_t n)
{
	glong len, other_len;
	g_autofree gunichar *w = g_utf8_to_ucs4_fast(word, -1, &len);
	const char *best = NULL;
	size_t least = 3;

	if (len > WORD_MAX || !g_utf8_validate(word, -1, NULL))
		return NULL;
	for (size_t i = 0; i < n; i++) {
		g_autofree gunichar *o = g_utf8_to_ucs4_fast(words[i], -1, &other_len);
		if (other_len > WORD_MAX)
			continue;
		size_t d = distance(w, (size_t)len, o, (size_t)other_len);
		if (d < least && d < (size_t)len) {
			least = d;
			best = words[i];
		}
	}
	return best;
}
