/*
 * Notes: «[^1]» in the text, and «[^1]: …» at the start of a line.
 *
 * CommonMark has none, so they are found before it reads the body.  The
 * lines of a note are blanked out; in a reference ^ becomes NOTE_MARK, which
 * no item may have otherwise.  All places stay what they are.
 */
#include "item/item-int.h"

#include <string.h>

#define LABEL_MOST 32

struct definition {
	char *name;              /* the label; the arena's */
	size_t label, label_end; /* bytes of the body */
	size_t text, end;
	int number;              /* 0: nothing refers to it yet */
};

struct note_reader {
	struct reader *r;
	const struct source *from; /* as it was written */
	char *to;
	GArray *found;             /* struct definition */
	GHashTable *by_name;       /* to the first of that name: its place in `found`, from 1 */
	int numbers;
};

/* ---- labels ----------------------------------------------------------- */

/* The end of a label of letters, digits and hyphens behind `[^`; 0: none. */
static size_t
label_end(const struct source *s, size_t at)
{
	size_t end = at + 2;

	if (at + 2 >= s->len || s->bytes[at] != '[' || s->bytes[at + 1] != '^')
		return 0;
	while (end < s->len && (g_ascii_isalnum(s->bytes[end]) || s->bytes[end] == '-' ||
	    (unsigned char)s->bytes[end] >= 0x80))
		end++;
	if (end == at + 2 || end - at - 2 > LABEL_MOST || end >= s->len || s->bytes[end] != ']')
		return 0;
	return end;
}

static struct place
place_at(const struct note_reader *n, size_t pos)
{
	struct cursor c = cursor_at(n->from, pos);

	return (struct place) { n->r->file, c.line, c.col };
}

static struct definition *
find(const struct note_reader *n, size_t label, size_t end)
{
	char name[LABEL_MOST + 1] = "";
	guint i;

	memcpy(name, n->from->bytes + label, end - label);
	i = GPOINTER_TO_UINT(g_hash_table_lookup(n->by_name, name));
	return i ? &g_array_index(n->found, struct definition, i - 1) : NULL;
}

/* ---- definitions ------------------------------------------------------ */

static size_t
definition_end(const struct source *s, size_t line, size_t *ret_label)
{
	size_t at = s->line_at[line];

	while (at < s->line_at[line + 1] && s->bytes[at] == ' ')
		at++;
	size_t end = label_end(s, at);
	*ret_label = at + 2;
	return end > 0 && end + 1 < s->len && s->bytes[end + 1] == ':' ? end : 0;
}

static bool
is_blank(const struct source *s, size_t line)
{
	for (size_t i = s->line_at[line]; i < s->line_at[line + 1]; i++)
		if (!strchr(" \t\r\n", s->bytes[i]))
			return false;
	return true;
}

/* To the next blank line, or the next note. */
static size_t
last_line_of(const struct source *s, size_t line)
{
	size_t label, next = line + 1;

	while (next < s->n_lines && !is_blank(s, next) && definition_end(s, next, &label) == 0)
		next++;
	return next;
}

static void
blank_out(struct note_reader *n, size_t from, size_t end)
{
	for (size_t i = from; i < end; i++)
		if (n->to[i] != '\n')
			n->to[i] = ' ';
}

static void
find_definitions(struct note_reader *n)
{
	const struct source *s = n->from;

	for (size_t line = 0; line < s->n_lines; line++) {
		size_t label, end = definition_end(s, line, &label);

		if (end == 0)
			continue;
		size_t next = last_line_of(s, line);
		char *name = arena_strndup(n->r->a, s->bytes + label, end - label);
		struct definition d = { name, label, end, end + 2, s->line_at[next], 0 };
		while (d.text < d.end && strchr(" \t\r\n", s->bytes[d.text]))
			d.text++;
		while (d.end > d.text && strchr(" \t\r\n", s->bytes[d.end - 1]))
			d.end--;
		g_array_append_val(n->found, d);
		if (find(n, label, end))
			item_fault(n->r, "item.note", place_at(n, label),
			    "two notes are called '%s'", name);
		else
			g_hash_table_insert(n->by_name, name, GUINT_TO_POINTER(n->found->len));
		blank_out(n, s->line_at[line], s->line_at[next]);
		line = next - 1;
	}
}

/* ---- references ------------------------------------------------------- */

static void
report_unknown(struct note_reader *n, size_t at, size_t end)
{
	item_fault(n->r, "item.note", place_at(n, at), "there is no note '%.*s'",
	    (int)(end - at - 2), n->from->bytes + at + 2);
	diag_help(n->r->dg, "write at the end of the body: [^%.*s]: …; or \\[ when it is text",
	    (int)(end - at - 2), n->from->bytes + at + 2);
}

static void
mark_references(struct note_reader *n)
{
	struct source s = *n->from;

	s.bytes = n->to;
	for (size_t at = 0; at < s.len; at++) {
		size_t end = s.bytes[at] == '[' && (at == 0 || s.bytes[at - 1] != '\\')
		    ? label_end(&s, at) : 0;

		if (end == 0)
			continue;
		struct definition *d = find(n, at + 2, end);
		if (!d) {
			report_unknown(n, at, end);
			continue;
		}
		if (d->number == 0) {
			d->number = ++n->numbers;
			g_hash_table_insert(n->r->note_numbers, d->name, GINT_TO_POINTER(d->number));
		}
		n->to[at + 1] = NOTE_MARK;
		n->r->note_places++;
	}
}

/* ---- the notes themselves --------------------------------------------- */

static void
keep_note(struct note_reader *n, const struct definition *d)
{
	struct item *it = n->r->item;

	if (find(n, d->label, d->label_end) != d)
		return; /* has been said */
	if (d->number == 0) {
		item_fault(n->r, "item.note", place_at(n, d->label),
		    "nothing refers to the note '%s', and it would not be printed", d->name);
		diag_help(n->r->dg, "write [^%s] where it belongs", d->name);
		return;
	}
	struct inlines in = body_read_inlines(n->r, n->from, d->text, d->end);
	if (in.n == 0)
		item_fault(n->r, "item.note", place_at(n, d->label), "the note '%s' has no text", d->name);
	it->notes[d->number - 1] = (struct note) { place_at(n, d->text), d->name, in.v, in.n };
}

int
notes_number(const struct reader *r, const char *label)
{
	return r->note_numbers ? GPOINTER_TO_INT(g_hash_table_lookup(r->note_numbers, label)) : 0;
}

void
notes_forget(struct reader *r)
{
	g_clear_pointer(&r->note_numbers, g_hash_table_destroy);
}

const char *
notes_read(struct reader *r, const struct source *s)
{
	if (!memmem(s->bytes, s->len, "[^", 2))
		return s->bytes;
	g_autoptr(GHashTable) by_name = g_hash_table_new(g_str_hash, g_str_equal);
	struct note_reader n = { r, s, arena_strndup(r->a, s->bytes, s->len),
		g_array_new(FALSE, FALSE, sizeof(struct definition)), by_name, 0 };

	r->note_numbers = g_hash_table_new(g_str_hash, g_str_equal);
	find_definitions(&n);
	mark_references(&n);
	r->item->notes = arena_array(r->a, struct note, (size_t)n.numbers);
	r->item->n_notes = (size_t)n.numbers;
	for (guint i = 0; i < n.found->len; i++)
		keep_note(&n, &g_array_index(n.found, struct definition, i));
	g_array_unref(n.found);
	return n.to;
}
