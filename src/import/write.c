/*
 * Parts to an item file.  A field stands as it is unless YAML would take its
 * first character for its own; in the body, what CommonMark (0.30) would read
 * as a mark is escaped.
 */
#include "import/import-int.h"

#include "item/item.h"

#include <string.h>

static bool
is_entry(enum part_kind kind)
{
	return kind == PART_ENTRY || kind == PART_NUMBERED;
}

struct parts *
parts_new(struct arena *a)
{
	struct parts *p = arena_new(a, struct parts);

	p->decks = g_ptr_array_new();
	p->alt_ids = g_ptr_array_new();
	p->people = g_ptr_array_new();
	p->subjects = g_ptr_array_new();
	p->body = g_array_new(FALSE, FALSE, sizeof(struct part));
	p->media = g_array_new(FALSE, FALSE, sizeof(struct picture));
	p->residue = g_array_new(FALSE, FALSE, sizeof(struct left));
	p->ext = g_array_new(FALSE, FALSE, sizeof(struct extra));
	return p;
}

void
parts_add(struct parts *p, enum part_kind kind, int depth, const char *text)
{
	const struct part *last = p->body->len ? &g_array_index(p->body, struct part, p->body->len - 1) : NULL;
	struct part part = { kind, depth, text };

	if (is_entry(kind))
		part.depth = last && is_entry(last->kind) ? MIN(depth, MIN(last->depth + 1, DEPTH_MOST)) : 0;
	else if (kind == PART_SUBHEAD)
		part.depth = depth > 0 && p->has_subhead;
	p->has_subhead |= kind == PART_SUBHEAD;
	if (kind == PART_CAPTION && !(last && last->kind == PART_TABLE))
		part.kind = PART_PARA;
	g_array_append_val(p->body, part);
}

void
parts_leave(struct parts *p, int line, const char *text)
{
	struct left left = { MAX(line, 1), text };

	g_array_append_val(p->residue, left);
}

void
parts_extra(struct parts *p, const char *key, const char *value)
{
	struct extra extra = { key, value };

	if (value && *value)
		g_array_append_val(p->ext, extra);
}

void
parts_free(struct parts *p)
{
	g_ptr_array_unref(p->decks);
	g_ptr_array_unref(p->alt_ids);
	g_ptr_array_unref(p->people);
	g_ptr_array_unref(p->subjects);
	g_array_unref(p->body);
	g_array_unref(p->media);
	g_array_unref(p->residue);
	g_array_unref(p->ext);
}

/* ---- marks ------------------------------------------------------------ */

static const char *
behind_url(const char *p)
{
	while (*p && *p != MARK_LINK_TEXT)
		p++;
	return *p ? p + 1 : p;
}

static void
add_plain(GString *to, const char *s)
{
	while (*s) {
		if (*s == MARK_LINK) {
			s = behind_url(s + 1);
			continue;
		}
		if (*s == MARK_BREAK)
			g_string_append(to, "\u2028");
		else if (*s == MARK_ROW || *s == MARK_CELL)
			g_string_append(to, to->len && to->str[to->len - 1] == ' ' ? "" : " ");
		else if (!IS_MARK(*s))
			g_string_append_c(to, *s);
		s++;
	}
}

char *
parts_plain(struct arena *a, const char *text)
{
	g_autoptr(GString) s = g_string_new(NULL);

	if (text)
		add_plain(s, text);
	return text ? arena_strdup(a, g_strstrip(s->str)) : NULL;
}

bool
parts_unstyle(struct parts *p, struct arena *a)
{
	bool any = false;

	for (guint i = 0; i < p->body->len; i++) {
		struct part *b = &g_array_index(p->body, struct part, i);
		g_autoptr(GString) s = g_string_new(NULL);
		for (const char *c = b->text; *c; c++)
			if (*c == MARK_LINK)
				c = behind_url(c + 1) - 1;
			else if (*c == MARK_ROW || *c == MARK_CELL)
				g_string_append_c(s, ' ');
			else if (*c == MARK_BREAK || !IS_MARK(*c))
				g_string_append_c(s, *c);
		bool table = b->kind == PART_TABLE || b->kind == PART_CAPTION;
		any |= s->len != strlen(b->text) || table || (is_entry(b->kind) && b->depth > 0);
		b->text = arena_strdup(a, g_strstrip(s->str));
		b->kind = table ? PART_PARA : b->kind;
		b->depth = is_entry(b->kind) ? 0 : b->depth;
	}
	return any;
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
add_text(GString *to, const char *before, const char *s)
{
	if (!s)
		return;
	g_string_append(to, before);
	add_quoted(to, s);
	g_string_append_c(to, '\n');
}

/* A value in a flow map: as it stands when YAML takes nothing of it for its own. */
static void
add_value(GString *to, const char *s)
{
	const char *p = s;

	while (g_ascii_isalnum(*p) || (p > s && strchr("-_.", *p) && *p))
		p++;
	if (*s && !*p)
		g_string_append(to, s);
	else
		add_quoted(to, s);
}

struct pair {
	const char *key, *value;
};

/* «{key: value, …}», of the pairs that have a value; false when there are none. */
static bool
add_map(GString *to, const char *before, const struct pair *v, size_t n)
{
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		if (!v[i].value)
			continue;
		g_string_append_printf(to, "%s%s: ", any ? ", " : before, v[i].key);
		add_value(to, v[i].value);
		any = true;
	}
	if (any)
		g_string_append(to, "}\n");
	return any;
}

static void
add_list(GString *to, const char *key, const GPtrArray *v)
{
	if (v->len)
		g_string_append_printf(to, "%s:\n", key);
	for (guint i = 0; i < v->len; i++) {
		g_string_append(to, "  - ");
		add_quoted(to, g_ptr_array_index(v, i));
		g_string_append_c(to, '\n');
	}
}

static void
add_media(GString *to, const struct parts *p)
{
	if (p->media->len)
		g_string_append(to, "media:\n");
	for (guint i = 0; i < p->media->len; i++) {
		const struct picture *m = &g_array_index(p->media, struct picture, i);
		const struct pair v[] = { { "file", m->file }, { "role", m->role }, { "alt", m->alt },
			{ "caption", m->caption }, { "credit", m->credit } };
		add_map(to, "  - {", v, G_N_ELEMENTS(v));
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
add_ext(GString *to, const struct parts *p)
{
	if (p->ext->len)
		g_string_append(to, "ext:\n");
	for (guint i = 0; i < p->ext->len; i++) {
		const struct extra *e = &g_array_index(p->ext, struct extra, i);
		g_string_append_printf(to, "  %s: ", e->key);
		add_quoted(to, e->value);
		g_string_append_c(to, '\n');
	}
}

static void
add_head(GString *to, const struct parts *p)
{
	add_typed(to, "id: ", p->id);
	add_list(to, "altIds", p->alt_ids);
	add_text(to, "version: ", p->version);
	add_typed(to, "language: ", p->language);
	add_typed(to, "type: ", p->type ? p->type : "release");
	add_typed(to, "status: ", p->status ? p->status : "usable");
	add_typed(to, "date: ", p->date);
	add_typed(to, "modified: ", p->modified);
	add_typed(to, "embargo: ", p->embargo);
	add_typed(to, "expires: ", p->expires);
	add_verbatim(to, "section: ", p->section);
	add_verbatim(to, "kicker: ", p->kicker);
	add_verbatim(to, "headline: ", p->headline);
	if (p->decks->len)
		g_string_append(to, "decks:\n");
	for (guint i = 0; i < p->decks->len; i++)
		add_verbatim(to, "  - ", g_ptr_array_index(p->decks, i));
	add_verbatim(to, "byline: ", p->byline);
}

static void
add_front(GString *to, const struct parts *p)
{
	const struct pair source[] = { { "name", p->source_name }, { "file", p->source_file },
		{ "url", p->source_url } };

	add_head(to, p);
	add_text(to, "dateline: ", p->dateline);
	add_verbatim(to, "lead: ", p->lead);
	add_media(to, p);
	add_list(to, "people", p->people);
	add_list(to, "subjects", p->subjects);
	add_map(to, "source: {", source, G_N_ELEMENTS(source));
	add_text(to, "publisher: ", p->publisher);
	add_text(to, "rights: ", p->rights);
	add_text(to, "edNote: ", p->ed_note);
	add_text(to, "urgency: ", p->urgency);
	add_residue(to, p);
	add_ext(to, p);
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

/* Before and behind a run of delimiters (CommonMark 6.2): 0 at an end of the line. */
struct flanks {
	gunichar before, first, last, after;
};

static bool
is_word(gunichar c)
{
	return c && !g_unichar_isspace(c) && c != MARK_BREAK && !g_unichar_ispunct(c);
}

static gunichar
char_before(const char *start, const char *p)
{
	const char *q = g_utf8_find_prev_char(start, p);

	return q ? g_utf8_get_char(q) : 0;
}

/* Can the style that begins at `p` be said with * or **? */
static bool
is_sayable(const char *start, const char *p)
{
	const char *end = strchr(p, MARK_END);

	if (!end || end == p + 1)
		return false;
	struct flanks f = { char_before(start, p), g_utf8_get_char(p + 1), char_before(p, end),
		g_utf8_get_char(end + 1) };
	bool opens = f.first != ' ' && !IS_MARK(f.first) && (is_word(f.first) || !is_word(f.before));
	bool closes = f.last != ' ' && !IS_MARK(f.last) && (is_word(f.last) || !is_word(f.after));
	return opens && closes && f.before != '*' && f.after != '*';
}

/* The URL behind the mark at `p` and the end of the text in front of it. */
static const char *
add_url(GString *to, const char *p)
{
	g_string_append(to, "](<");
	for (; *p && *p != MARK_LINK_TEXT; p++)
		if (strchr("<>\\ ", *p))
			g_string_append_printf(to, "%%%02X", (unsigned char)*p);
		else
			g_string_append_c(to, *p);
	g_string_append(to, ">)");
	return p;
}

struct writing {
	GString *to;
	const char *start;     /* of the text */
	const char *next;      /* what a line of the block begins with, but its first */
	const char *delimiter; /* of the style that is open; NULL: none */
	const char *url;       /* of the link that is open */
	bool in_cell;
};

/* A mark; where to go on. */
static const char *
add_mark(struct writing *w, const char *p)
{
	switch (*p) {
	case MARK_STRONG: case MARK_EMPH:
		w->delimiter = !is_sayable(w->start, p) ? NULL : *p == MARK_STRONG ? "**" : "*";
		g_string_append(w->to, w->delimiter ? w->delimiter : "");
		break;
	case MARK_END:
		g_string_append(w->to, w->delimiter ? w->delimiter : "");
		break;
	case MARK_LINK:
		w->url = p + 1;
		g_string_append_c(w->to, '[');
		return behind_url(p + 1);
	case MARK_LINK_END:
		add_url(w->to, w->url);
		break;
	case MARK_BREAK:
		g_string_append_printf(w->to, "\\\n%s", w->next);
		break;
	}
	return p + 1;
}

/* A character that begins a line, or a number, which would begin a block. */
static const char *
add_first(struct writing *w, const char *s)
{
	const char *p = skip_number(w->to, s);

	if (*p && p == s && strchr("#>-+=~|:", *p)) {
		g_string_append_c(w->to, '\\');
		g_string_append_c(w->to, *p++);
	}
	return p;
}

static void
add_escaped(struct writing *w, const char *s, const char *end)
{
	const char *p = add_first(w, s);

	while (p < end) {
		if (IS_MARK(*p)) {
			bool breaks = *p == MARK_BREAK;
			p = add_mark(w, p);
			p = breaks ? add_first(w, p) : p;
			continue;
		}
		bool entity = *p == '&' && (p[1] == '#' || g_ascii_isalnum(p[1]));
		if (strchr("\\*_`[]<", *p) || entity || (*p == '#' && p > s) || (*p == '|' && w->in_cell))
			g_string_append_c(w->to, '\\');
		g_string_append_c(w->to, *p++);
	}
}

/* ---- tables ----------------------------------------------------------- */

static const char *
cell_end(const char *p)
{
	while (*p && *p != MARK_ROW && *p != MARK_CELL)
		p++;
	return p;
}

static size_t
count_columns(const char *s)
{
	size_t most = 1, n = 1;

	for (; *s; s++) {
		n = *s == MARK_ROW ? 1 : n + (*s == MARK_CELL);
		most = MAX(most, n);
	}
	return most;
}

/* One row, filled up to `columns`; where the next begins. */
static const char *
add_row(GString *to, const char *s, size_t columns)
{
	size_t n = 0;

	for (bool more = true; more; n++) {
		const char *end = cell_end(s);
		struct writing w = { .to = to, .start = s, .next = "", .in_cell = true };
		g_string_append(to, "| ");
		add_escaped(&w, s, end);
		g_string_append_c(to, ' ');
		more = *end == MARK_CELL;
		s = more ? end + 1 : end;
	}
	for (; n < columns; n++)
		g_string_append(to, "| ");
	g_string_append(to, "|\n");
	return *s ? s + 1 : s;
}

static void
add_table(GString *to, const char *s)
{
	size_t columns = count_columns(s);

	s = add_row(to, s, columns);
	for (size_t i = 0; i < columns; i++)
		g_string_append(to, "|---");
	g_string_append(to, "|\n");
	while (*s)
		s = add_row(to, s, columns);
}

/* ---- blocks ----------------------------------------------------------- */

/* What stands before an entry: a step for each that it stands in. */
struct list {
	enum part_kind kinds[DEPTH_MOST + 1]; /* by depth */
	bool open;
};

static char *
indent_of(const struct list *l, int depth)
{
	GString *s = g_string_new(NULL);

	for (int i = 0; i < depth; i++)
		g_string_append(s, l->kinds[i] == PART_NUMBERED ? "   " : "  ");
	return g_string_free(s, FALSE);
}

/* Behind an entry, one of the same list, or of one within it, stands on the next line. */
static bool
goes_on(const struct list *l, const struct part *b)
{
	return is_entry(b->kind) && l->open && (b->depth > 0 || l->kinds[0] == b->kind);
}

static void
add_block(GString *to, const struct part *b, struct list *l)
{
	static const struct {
		const char *first, *next;
	} marks[] = { { "", "" }, { "## ", "" }, { "- ", "  " }, { "1. ", "   " }, { "> ", "> " }, { "", "" }, { ": ", "" } };
	bool entry = is_entry(b->kind);
	g_autofree char *indent = indent_of(l, entry ? b->depth : 0);
	g_autofree char *next = g_strconcat(indent, marks[b->kind].next, NULL);
	struct writing w = { .to = to, .start = b->text, .next = next };

	if (!goes_on(l, b))
		g_string_append_c(to, '\n');
	l->open = entry;
	if (entry)
		l->kinds[b->depth] = b->kind;
	if (b->kind == PART_TABLE) {
		add_table(to, b->text);
		return;
	}
	g_string_append_printf(to, "%s%s%s", indent, b->kind == PART_SUBHEAD && b->depth ? "#" : "",
	    marks[b->kind].first);
	add_escaped(&w, b->text, b->text + strlen(b->text));
	g_string_append_c(to, '\n');
}

void
parts_write(const struct parts *p, GString *to)
{
	struct list list = { .open = false };

	g_string_append(to, "---\nnashra-item: 1\n");
	add_front(to, p);
	g_string_append(to, "---\n");
	for (guint i = 0; i < p->body->len; i++) {
		add_block(to, &g_array_index(p->body, struct part, i), &list);
	}
}

/* ---- read back -------------------------------------------------------- */

static bool
is_text(const char *wanted, const struct text *got)
{
	return g_strcmp0(wanted, got->s) == 0;
}

/* A line for each text, with a tab for each list around its own, and a # for a subhead beneath another. */
static void
gather(const struct body *b, int lists, GString *to)
{
	for (; b; b = b->next) {
		for (int i = 1; i < lists && b->kind == BODY_PARA; i++)
			g_string_append_c(to, '\t');
		g_string_append(to, b->kind == BODY_SUBHEAD && b->level > 2 ? "#" : "");
		for (size_t i = 0; i < b->n_text; i++)
			g_string_append(to, b->text[i].text.s);
		if (b->n_text)
			g_string_append_c(to, '\n');
		gather(b->first, lists + (b->kind == BODY_LIST), to);
	}
}

static void
add_wanted(GString *to, const struct part *b)
{
	const char *s = b->text, *end;

	for (int i = 0; i < b->depth; i++)
		g_string_append_c(to, b->kind == PART_SUBHEAD ? '#' : '\t');
	do {
		end = b->kind == PART_TABLE ? cell_end(s) : s + strlen(s);
		g_autofree char *cell = g_strndup(s, (size_t)(end - s));
		add_plain(to, cell);
		if (*cell)
			g_string_append_c(to, '\n');
		s = end + 1;
	} while (*end);
}

static bool
is_body(const struct parts *p, const struct body *b)
{
	g_autoptr(GString) wanted = g_string_new(NULL), got = g_string_new(NULL);

	for (guint i = 0; i < p->body->len; i++) {
		const struct part *part = &g_array_index(p->body, struct part, i);
		bool captioned = i + 1 < p->body->len && part[1].kind == PART_CAPTION;

		/* An item has the caption of a table before its rows. */
		if (captioned)
			add_wanted(wanted, part + 1);
		add_wanted(wanted, part);
		i += captioned;
	}
	gather(b, 0, got);
	return g_string_equal(wanted, got);
}

static bool
are_texts(const GPtrArray *wanted, const struct texts *got)
{
	if (wanted->len != got->n)
		return false;
	for (size_t i = 0; i < got->n; i++)
		if (!is_text(g_ptr_array_index(wanted, i), &got->v[i]))
			return false;
	return true;
}

static bool
are_pictures(const struct parts *p, const struct item *it)
{
	if (p->media->len != it->n_media)
		return false;
	for (size_t i = 0; i < it->n_media; i++) {
		const struct picture *m = &g_array_index(p->media, struct picture, i);
		if (!is_text(m->file, &it->media[i].file) || !is_text(m->caption, &it->media[i].caption) ||
		    !is_text(m->alt, &it->media[i].alt) || !is_text(m->credit, &it->media[i].credit))
			return false;
	}
	return true;
}

static bool
is_residue(const struct parts *p, const struct item *it)
{
	if (it->n_residue != p->residue->len)
		return false;
	for (size_t i = 0; i < it->n_residue; i++) {
		const struct left *l = &g_array_index(p->residue, struct left, i);
		if (l->line != it->residue[i].line || !is_text(l->text, &it->residue[i].text))
			return false;
	}
	return true;
}

bool
parts_are(const struct parts *p, const struct item *it)
{
	return is_text(p->section, &it->section) && is_text(p->kicker, &it->kicker) &&
	    is_text(p->headline, &it->headline) && is_text(p->byline, &it->byline.literal) &&
	    is_text(p->dateline, &it->dateline.literal) && is_text(p->lead, &it->lead) &&
	    is_text(p->date, &it->date) && is_text(p->embargo, &it->embargo) &&
	    is_text(p->source_url, &it->source.url) && are_texts(p->decks, &it->decks) &&
	    are_texts(p->people, &it->people) && are_texts(p->subjects, &it->subjects) &&
	    are_pictures(p, it) && is_residue(p, it) && is_body(p, it->body);
}
