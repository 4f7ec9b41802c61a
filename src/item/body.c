/*
 * The body: cmark's tree to blocks and inline texts with their places.
 *
 * cmark counts columns in bytes and places inline text only roughly, so
 * each text is looked for in the source again, from where the last ended.
 */
#include "item/item-int.h"

#include <cmark.h>
#include <stdlib.h>
#include <string.h>

/* How far ahead a text is looked for; entities and escapes are not found. */
#define LOOK_AHEAD 4096

struct body_reader {
	struct reader *r;
	struct source src;
	size_t paras;
	bool has_subhead;  /* one of level 2 */
};

/* ---- places ----------------------------------------------------------- */

static void
index_lines(struct reader *r, struct source *s)
{
	size_t n = 1;

	for (size_t i = 0; i < s->len; i++)
		n += s->bytes[i] == '\n';
	s->line_at = arena_array(r->a, size_t, n + 1);
	s->n_lines = n;
	n = 1;
	for (size_t i = 0; i < s->len; i++)
		if (s->bytes[i] == '\n')
			s->line_at[n++] = i + 1;
	s->line_at[s->n_lines] = s->len;
}

static void
advance(struct cursor *c, size_t to)
{
	for (; c->pos < to; c->pos++) {
		unsigned char b = (unsigned char)c->src->bytes[c->pos];
		if (b == '\n') {
			c->line++;
			c->col = 1;
		} else if ((b & 0xC0) != 0x80) {
			c->col++;
		}
	}
}

struct cursor
cursor_at(const struct source *src, size_t pos)
{
	size_t low = 0, high = src->n_lines;

	while (high - low > 1) {
		size_t mid = (low + high) / 2;
		*(src->line_at[mid] <= pos ? &low : &high) = mid;
	}
	struct cursor c = { src, src->line_at[low], src->first_line + (uint32_t)low, 1 };
	advance(&c, pos);
	return c;
}

static struct cursor
cursor_of(const struct source *src, cmark_node *n)
{
	int line = MAX(cmark_node_get_start_line(n), 1);
	int col = MAX(cmark_node_get_start_column(n), 1);
	size_t at = src->line_at[MIN((size_t)line - 1, src->n_lines - 1)];

	return cursor_at(src, MIN(at + (size_t)col - 1, src->len));
}

static struct place
place_of(const struct reader *r, const struct cursor *c)
{
	return (struct place) { r->file, c->line, c->col };
}

/* ---- inline text ------------------------------------------------------ */

struct collecting {
	struct reader *r;
	struct cursor at;
	size_t end;          /* of the block in the source */
	size_t last_end;     /* where the piece added last ends in the source */
	GString *text;       /* of the piece added last */
	GArray *pieces;      /* struct inline_text */
	unsigned style;
	const char *url;
	int depth;
	bool too_deep;       /* has been said */
	bool unset;          /* the text is not printed */
};

static void
close_piece(struct collecting *c)
{
	if (c->pieces->len == 0 || c->text->len == 0)
		return;
	struct inline_text *last = &g_array_index(c->pieces, struct inline_text,
	    c->pieces->len - 1);
	last->text.s = arena_strndup(c->r->a, c->text->str, c->text->len);
	g_string_truncate(c->text, 0);
}

static bool
continues(const struct collecting *c, size_t from)
{
	if (c->pieces->len == 0 || c->text->len == 0 || from != c->last_end)
		return false;
	const struct inline_text *last = &g_array_index(c->pieces,
	    struct inline_text, c->pieces->len - 1);
	return last->style == c->style && last->url == c->url;
}

/* `n` bytes of text that stand at the cursor as they are, or for which it stands. */
static void
add_piece(struct collecting *c, const char *s, size_t n, bool as_it_stands)
{
	if (n == 0)
		return;
	if (!as_it_stands || !continues(c, c->at.pos)) {
		close_piece(c);
		struct inline_text piece = {
			.text.at = place_of(c->r, &c->at), .style = c->style, .url = c->url,
		};
		g_array_append_val(c->pieces, piece);
	}
	g_string_append_len(c->text, s, (gssize)n);
	if (as_it_stands)
		advance(&c->at, c->at.pos + n);
	c->last_end = as_it_stands ? c->at.pos : SIZE_MAX;
}

/* Past the marks that open and close emphasis and links. */
static void
skip_marks(struct collecting *c, char until)
{
	const char *b = c->at.src->bytes;

	while (c->at.pos < c->end && b[c->at.pos] != until
	    && strchr("*_[]`> \t\n", b[c->at.pos]))
		advance(&c->at, c->at.pos + 1);
}

/* `&name;` or `&#123;`: what an entity looks like. */
static bool
is_entity(const char *p, const char *end)
{
	const char *q = p + 1;

	if (*p != '&')
		return false;
	while (q < end && q - p < 34 && (g_ascii_isalnum(*q) || *q == '#'))
		q++;
	return q > p + 1 && q < end && *q == ';';
}

static size_t
same_length(const struct collecting *c, const char *s, size_t n)
{
	const char *b = c->at.src->bytes + c->at.pos;
	size_t i = 0;

	while (i < n && c->at.pos + i < c->end && s[i] == b[i]
	    && !is_entity(b + i, c->at.src->bytes + c->end))
		i++;
	while (i > 0 && i < n && ((unsigned char)s[i] & 0xC0) == 0x80)
		i--;
	return i;
}

/* Text with escapes and entities in it: taken from one to the next. */
static void
add_escaped(struct collecting *c, const char *s, size_t n)
{
	const char *b = c->at.src->bytes;

	skip_marks(c, *s);
	while (n > 0) {
		size_t same = same_length(c, s, n);
		add_piece(c, s, same, true);
		s += same;
		n -= same;
		if (n == 0)
			return;
		const char *end = c->at.pos < c->end && b[c->at.pos] == '&'
		    ? memchr(b + c->at.pos, ';', c->end - c->at.pos) : NULL;
		if (c->at.pos < c->end && b[c->at.pos] == '\\') {
			advance(&c->at, c->at.pos + 1);
		} else if (end) {
			size_t one = g_utf8_skip[(unsigned char)*s];
			add_piece(c, s, MIN(one, n), false);
			s += MIN(one, n);
			n -= MIN(one, n);
			advance(&c->at, (size_t)(end - b) + 1);
		} else {
			add_piece(c, s, n, false);
			return;
		}
	}
}

static void
add_text(struct collecting *c, const char *s)
{
	size_t n = strlen(s), ahead = MIN(c->end - c->at.pos, LOOK_AHEAD + n);
	const char *from = c->at.src->bytes + c->at.pos;
	const char *found = n ? memmem(from, ahead, s, n) : NULL;

	if (!found) {
		add_escaped(c, s, n);
		return;
	}
	advance(&c->at, c->at.pos + (size_t)(found - from));
	add_piece(c, s, n, true);
}

/* The blank that a line's end is; what follows is a piece of its own. */
static void
add_break(struct collecting *c, const char *s)
{
	const char *end = memchr(c->at.src->bytes + c->at.pos, '\n', c->end - c->at.pos);

	if (c->text->len == 0)
		add_text(c, s);
	else
		g_string_append(c->text, s);
	if (end)
		advance(&c->at, (size_t)(end - c->at.src->bytes) + 1);
	c->last_end = SIZE_MAX;
}

static void collect(struct collecting *c, cmark_node *first);

static bool
is_digit_at(const struct source *s, size_t pos)
{
	return pos < s->len && g_unichar_isdigit(g_utf8_get_char(s->bytes + pos));
}

/* «5*3*2» is 5, an emphasised 3, and 2 for CommonMark: 532 is printed. */
static void
check_stars(struct collecting *c)
{
	const struct source *s = c->at.src;
	size_t pos = c->at.pos, end = pos;

	while (end < s->len && s->bytes[end] == '*')
		end++;
	if (c->unset || end == pos || pos == 0 || !is_digit_at(s, end) ||
	    !is_digit_at(s, (size_t)(g_utf8_prev_char(s->bytes + pos) - s->bytes)))
		return;
	diag_add(c->r->dg, DIAG_WARNING, "item.emphasis", place_of(c->r, &c->at),
	    "stars between two digits are emphasis, and are not printed");
	diag_help(c->r->dg, "write \\* for a star that is printed, or × between numbers");
}

static void
collect_styled(struct collecting *c, cmark_node *n, unsigned style)
{
	unsigned before = c->style;
	const char *url = c->url;

	c->style |= style;
	if (style != INLINE_LINK)
		check_stars(c);
	if (style == INLINE_LINK) {
		c->url = arena_strdup(c->r->a, cmark_node_get_url(n));
		if (!c->unset)
			address_check_link(c->r, c->url, place_of(c->r, &c->at));
	}
	if (++c->depth <= (int)limit_value(LIMIT_DEPTH))
		collect(c, cmark_node_first_child(n));
	else if (!c->too_deep)
		item_fault(c->r, "item.limit", place_of(c->r, &c->at),
		    "emphasis in emphasis more than %zu deep", limit_value(LIMIT_DEPTH));
	c->too_deep |= c->depth > (int)limit_value(LIMIT_DEPTH);
	c->depth--;
	c->style = before;
	c->url = url;
}

static void
refuse_inline(struct collecting *c, cmark_node *n)
{
	bool html = cmark_node_get_type(n) == CMARK_NODE_HTML_INLINE;
	const char *s = html ? cmark_node_get_literal(n) : "![";
	const char *from = c->at.src->bytes + c->at.pos;
	const char *found = memmem(from, c->end - c->at.pos, s, strlen(s));

	if (found)
		advance(&c->at, c->at.pos + (size_t)(found - from));
	if (html) {
		item_fault(c->r, "item.html", place_of(c->r, &c->at),
		    "HTML is not set: %s", s);
		diag_help(c->r->dg, "take the tag out; **text** is strong, and \\< is the character <");
	} else {
		item_fault(c->r, "item.image-inline", place_of(c->r, &c->at),
		    "a picture stands in the middle of a paragraph");
		diag_help(c->r->dg, "put it into a paragraph of its own, or under 'media:'");
	}
	if (found)
		advance(&c->at, c->at.pos + strlen(s));
}

static void
add_note(struct collecting *c, const char *label)
{
	int number = notes_number(c->r, label);

	c->r->note_places -= !c->unset;
	const char *b = c->at.src->bytes;
	const char *mark = memchr(b + c->at.pos, NOTE_MARK, c->end - c->at.pos);
	g_autofree char *text = g_strdup_printf("%d", number);

	if (mark)
		advance(&c->at, (size_t)(mark - b) - 1);
	c->style |= INLINE_NOTE;
	add_piece(c, text, strlen(text), false);
	c->style &= ~(unsigned)INLINE_NOTE;
	g_array_index(c->pieces, struct inline_text, c->pieces->len - 1).note = number;
	if (mark)
		advance(&c->at, (size_t)(mark - b) + strlen(label) + 2);
}

/* A text with places of notes in it: «[», NOTE_MARK, the label, «]». */
static void
collect_text(struct collecting *c, const char *s)
{
	static const char opening[] = { '[', NOTE_MARK, '\0' };
	const char *from;

	while ((from = strstr(s, opening)) != NULL) {
		const char *end = strchr(from, ']');
		g_autofree char *before = g_strndup(s, (gsize)(from - s));
		g_autofree char *label = g_strndup(from + 2, (gsize)(end - from - 2));

		add_text(c, before);
		add_note(c, label);
		s = end + 1;
	}
	add_text(c, s);
}

static void
collect_one(struct collecting *c, cmark_node *n)
{
	switch ((int)cmark_node_get_type(n)) {
	case CMARK_NODE_TEXT:
		collect_text(c, cmark_node_get_literal(n));
		break;
	case CMARK_NODE_SOFTBREAK:
		add_break(c, " ");
		break;
	case CMARK_NODE_LINEBREAK:
		add_break(c, "\u2028");
		break;
	case CMARK_NODE_CODE:
		c->style |= INLINE_CODE;
		collect_text(c, cmark_node_get_literal(n));
		c->style &= ~(unsigned)INLINE_CODE;
		break;
	case CMARK_NODE_EMPH:
		collect_styled(c, n, INLINE_EMPH);
		break;
	case CMARK_NODE_STRONG:
		collect_styled(c, n, INLINE_STRONG);
		break;
	case CMARK_NODE_LINK:
		collect_styled(c, n, INLINE_LINK);
		break;
	default:
		refuse_inline(c, n);
		break;
	}
}

/* From `first` to before `end`. */
static void
collect_until(struct collecting *c, cmark_node *first, const cmark_node *end)
{
	for (cmark_node *n = first; n && n != end; n = cmark_node_next(n))
		collect_one(c, n);
}

static void
collect(struct collecting *c, cmark_node *first)
{
	collect_until(c, first, NULL);
}

/* «[text](http:// site)» is no link for CommonMark, and would be printed as it stands. */
static void
check_marks_of_links(struct collecting *c)
{
	for (guint i = 0; i < c->pieces->len && !c->unset; i++) {
		const struct inline_text *in = &g_array_index(c->pieces, struct inline_text, i);
		const char *from = in->style & INLINE_CODE ? NULL : strchr(in->text.s, '[');
		const char *to = from ? strstr(from, "](") : NULL;

		if (!to || !strchr(to, ')'))
			continue;
		diag_add(c->r->dg, DIAG_WARNING, "item.address",
		    place_after(in->text.at, in->text.s, (size_t)(from - in->text.s)),
		    "this is no link, and its marks are printed");
		diag_help(c->r->dg, "no blank may stand in an address: [text](https://example.org/news)");
	}
}

static struct inlines
finish_collecting(struct collecting *c)
{
	close_piece(c);
	check_marks_of_links(c);
	struct inlines in = {
		arena_memdup(c->r->a, c->pieces->data,
		    c->pieces->len * sizeof(struct inline_text)),
		c->pieces->len,
	};
	g_array_free(c->pieces, TRUE);
	g_string_free(c->text, TRUE);
	return in;
}

static struct collecting
begin_collecting(struct reader *r, struct cursor at, size_t end)
{
	return (struct collecting) {
		.r = r, .at = at, .end = end, .last_end = SIZE_MAX,
		.text = g_string_new(NULL),
		.pieces = g_array_new(FALSE, FALSE, sizeof(struct inline_text)),
	};
}

static struct collecting
collect_in(struct body_reader *b, cmark_node *n)
{
	size_t last = (size_t)MAX(cmark_node_get_end_line(n), 1);

	return begin_collecting(b->r, cursor_of(&b->src, n),
	    b->src.line_at[MIN(last, b->src.n_lines)]);
}

static struct inlines
read_inlines(struct body_reader *b, cmark_node *n)
{
	struct collecting c = collect_in(b, n);

	collect(&c, cmark_node_first_child(n));
	return finish_collecting(&c);
}

/*
 * The part of a line is read behind a point, which goes again: it keeps a
 * cell that begins with «- » or «1.» from being read as a list, and lets
 * emphasis begin, as a letter would not.
 */
struct inlines
body_read_inlines(struct reader *r, const struct source *src, size_t from, size_t to)
{
	g_autofree char *line = g_strdup_printf(".%.*s", (int)(to - from), src->bytes + from);
	cmark_node *root = cmark_parse_document(line, strlen(line), CMARK_OPT_DEFAULT);
	cmark_node *para = cmark_node_first_child(root);
	struct collecting c = begin_collecting(r, cursor_at(src, from), to);

	for (cmark_node *n = cmark_node_first_child(para); n; n = cmark_node_next(n)) {
		if (n == cmark_node_first_child(para))
			collect_text(&c, cmark_node_get_literal(n) + 1);
		else
			collect_one(&c, n);
	}
	if (cmark_node_next(para)) {
		struct cursor at = cursor_at(src, from);

		item_fault(r, "item.note", place_of(r, &at), "a note is one paragraph, without a list");
	}
	cmark_node_free(root);
	return finish_collecting(&c);
}

/* ---- blocks ----------------------------------------------------------- */

struct chain {
	struct body *first, **tail;
};

static void read_blocks(struct body_reader *b, cmark_node *first,
    struct body *parent, int depth);

static struct body *
new_block(struct body_reader *b, cmark_node *n, enum body_kind kind)
{
	struct body *x = arena_new(b->r->a, struct body);
	struct cursor c = cursor_of(&b->src, n);

	x->kind = kind;
	x->at = place_of(b->r, &c);
	return x;
}

static void
set_text(struct body *x, struct inlines in)
{
	x->text = in.v;
	x->n_text = in.n;
}

static void
refuse(struct body_reader *b, cmark_node *n, const char *code, const char *text,
    const char *help)
{
	struct cursor c = cursor_of(&b->src, n);

	item_fault(b->r, code, place_of(b->r, &c), "%s", diag_word(text));
	diag_help(b->r->dg, "%s", diag_word(help));
}

static void
refuse_more(struct body_reader *b, cmark_node *n, enum limit l)
{
	struct cursor c = cursor_of(&b->src, n);

	item_fault(b->r, "item.limit", place_of(b->r, &c), "more than %zu %s", limit_value(l), limit_name(l));
	diag_help(b->r->dg, "is this one release? Split it");
}

/* The character a block's line begins with. */
static char
first_character(struct body_reader *b, cmark_node *n)
{
	struct cursor c = cursor_of(&b->src, n);

	while (c.pos < b->src.len && b->src.bytes[c.pos] == ' ')
		c.pos++;
	return c.pos < b->src.len ? b->src.bytes[c.pos] : '\0';
}

static struct body *
read_image(struct body_reader *b, cmark_node *para, cmark_node *image)
{
	struct body *x = new_block(b, para, BODY_IMAGE);
	size_t last = (size_t)MAX(cmark_node_get_end_line(para), 1);
	struct collecting c = begin_collecting(b->r, cursor_of(&b->src, para),
	    b->src.line_at[MIN(last, b->src.n_lines)]);

	c.unset = true;
	collect(&c, cmark_node_first_child(image));
	set_text(x, finish_collecting(&c));
	x->file = arena_strdup(b->r->a, cmark_node_get_url(image));
	if (*cmark_node_get_title(image))
		x->caption = (struct text) { arena_strdup(b->r->a, cmark_node_get_title(image)),
			x->at };
	return x;
}

static struct body *
read_para(struct body_reader *b, cmark_node *n)
{
	struct body *x = new_block(b, n, BODY_PARA);

	set_text(x, read_inlines(b, n));
	return x;
}

static bool
is_last_quoted(cmark_node *n)
{
	return !cmark_node_next(n) &&
	    cmark_node_get_type(cmark_node_parent(n)) == CMARK_NODE_BLOCK_QUOTE;
}

/* Does a line that begins with `n` name the speaker: «— name»? */
static bool
names_speaker(cmark_node *n)
{
	return n && cmark_node_get_type(n) == CMARK_NODE_TEXT &&
	    g_str_has_prefix(cmark_node_get_literal(n), "\u2014 ");
}

/* The end of the line before the speaker's, in a paragraph; NULL: none. */
static cmark_node *
speaker_line(cmark_node *para)
{
	for (cmark_node *n = cmark_node_last_child(para); n; n = cmark_node_previous(n))
		if (cmark_node_get_type(n) == CMARK_NODE_SOFTBREAK ||
		    cmark_node_get_type(n) == CMARK_NODE_LINEBREAK)
			return names_speaker(cmark_node_next(n)) ? n : NULL;
	return NULL;
}

/* The last paragraph of a quotation: its last line may be the speaker. */
static struct body *
read_last_quoted(struct body_reader *b, cmark_node *n)
{
	cmark_node *end = speaker_line(n);

	if (!end) {
		struct body *all = read_para(b, n);

		all->speaker = names_speaker(cmark_node_first_child(n));
		return all;
	}
	struct body *x = new_block(b, n, BODY_PARA), *speaker = new_block(b, n, BODY_PARA);
	struct collecting c = collect_in(b, n);

	collect_until(&c, cmark_node_first_child(n), end);
	set_text(x, finish_collecting(&c));
	c = begin_collecting(b->r, c.at, c.end);
	collect(&c, cmark_node_next(end));
	set_text(speaker, finish_collecting(&c));
	if (speaker->n_text > 0)
		speaker->at = speaker->text[0].text.at;
	speaker->speaker = true;
	x->next = speaker;
	return x;
}

static struct body *
read_paragraph(struct body_reader *b, cmark_node *n, int depth)
{
	cmark_node *child = cmark_node_first_child(n);
	size_t first = (size_t)MAX(cmark_node_get_start_line(n), 1) - 1;
	size_t last = (size_t)MAX(cmark_node_get_end_line(n), 1) - 1;

	if (++b->paras == limit_value(LIMIT_PARAS) + 1)
		refuse_more(b, n, LIMIT_PARAS);
	if (child && cmark_node_get_type(child) == CMARK_NODE_IMAGE
	    && !cmark_node_next(child))
		return read_image(b, n, child);
	if (depth == 0 && table_begins(&b->src, first, last))
		return table_read(b->r, &b->src, first, last);
	return is_last_quoted(n) ? read_last_quoted(b, n) : read_para(b, n);
}

static struct body *
read_heading(struct body_reader *b, cmark_node *n)
{
	int level = cmark_node_get_heading_level(n);

	if (first_character(b, n) != '#')
		refuse(b, n, "item.setext", "a line of === or --- makes this a heading",
		    "write a subhead as '## …', and leave a blank line before ---");
	else if (level < 2 || level > 3)
		refuse(b, n, "item.heading-level", level == 1
		    ? N_("# is the headline, which stands in the front matter")
		    : N_("subheads have two levels, ## and ###"), "write it as '## …'");
	else if (level == 3 && !b->has_subhead)
		refuse(b, n, "item.heading-jump", "### stands under no ##: a level is left out",
		    "write it as '## …', or put the subhead it belongs to before it");
	b->has_subhead |= level != 3;
	struct body *x = new_block(b, n, BODY_SUBHEAD);
	x->level = level;
	set_text(x, read_inlines(b, n));
	return x;
}

/* The number that an entry is written with. */
static int
number_written(struct body_reader *b, cmark_node *entry)
{
	struct cursor c = cursor_of(&b->src, entry);

	return atoi(b->src.bytes + c.pos);
}

/*
 * CommonMark counts on from the first number, whatever the others are.  All
 * alike is a way to write a list, and any other number one that was meant.
 */
static void
check_numbers(struct body_reader *b, cmark_node *list)
{
	cmark_node *first = cmark_node_first_child(list);
	int start = cmark_node_get_list_start(list), number = start;
	bool alike = true;

	for (cmark_node *n = first; n; n = cmark_node_next(n))
		alike &= number_written(b, n) == start;
	for (cmark_node *n = first; n && !alike; n = cmark_node_next(n), number++) {
		int written = number_written(b, n);

		if (written == number)
			continue;
		struct cursor c = cursor_of(&b->src, n);
		diag_add(b->r->dg, DIAG_WARNING, "item.list-number", place_of(b->r, &c),
		    "%d is written, and %d is printed: a list counts on from its first number", written, number);
		diag_help(b->r->dg, "mend the number, or write %d\\. to have it as it stands, without a list", written);
		return;
	}
}

static struct body *
read_list(struct body_reader *b, cmark_node *n, int depth)
{
	struct body *x = new_block(b, n, BODY_LIST);

	x->ordered = cmark_node_get_list_type(n) == CMARK_ORDERED_LIST;
	x->start = x->ordered ? cmark_node_get_list_start(n) : 0;
	if (x->ordered)
		check_numbers(b, n);
	read_blocks(b, cmark_node_first_child(n), x, depth + 1);
	return x;
}

static struct body *
read_nested(struct body_reader *b, cmark_node *n, enum body_kind kind, int depth)
{
	struct body *x = new_block(b, n, kind);

	read_blocks(b, cmark_node_first_child(n), x, depth + 1);
	return x;
}

static void
refuse_code(struct body_reader *b, cmark_node *n)
{
	char c = first_character(b, n);

	if (c == '`' || c == '~')
		refuse(b, n, "item.code", "a block of code is not set", "take the lines "
		    "of ``` out");
	else
		refuse(b, n, "item.code", "four blanks at the start of a line make a block "
		    "of code, which is not set", "begin the line at its first word");
}

static struct body *
read_block(struct body_reader *b, cmark_node *n, int depth)
{
	switch ((int)cmark_node_get_type(n)) {
	case CMARK_NODE_PARAGRAPH:
		return read_paragraph(b, n, depth);
	case CMARK_NODE_HEADING:
		return read_heading(b, n);
	case CMARK_NODE_LIST:
		return read_list(b, n, depth);
	case CMARK_NODE_ITEM:
		return read_nested(b, n, BODY_ENTRY, depth);
	case CMARK_NODE_BLOCK_QUOTE:
		return read_nested(b, n, BODY_QUOTE, depth);
	case CMARK_NODE_HTML_BLOCK:
		refuse(b, n, "item.html", "HTML is not set", "write paragraphs parted by "
		    "blank lines; **text** is strong, and \\< is the character <");
		return NULL;
	case CMARK_NODE_CODE_BLOCK:
		refuse_code(b, n);
		return NULL;
	case CMARK_NODE_THEMATIC_BREAK:
		refuse(b, n, "item.rule", "a rule between paragraphs is not set",
		    "take the line out; what parts items is the layout's");
		return NULL;
	default:
		return NULL;
	}
}

/* What may stand in what. */
static bool
may_stand(struct body_reader *b, cmark_node *n, const struct body *x,
    const struct body *parent)
{
	if (!parent || parent->kind == BODY_LIST || x->kind == BODY_PARA
	    || x->kind == BODY_LIST)
		return true;
	refuse(b, n, "item.nesting", parent->kind == BODY_QUOTE
	    ? N_("a quotation holds paragraphs and lists only")
	    : N_("a list entry holds paragraphs and lists only"),
	    "end it with a blank line and begin this at the start of a line");
	return false;
}

/*
 * A paragraph «: text» right behind a table is its caption, and one that was
 * written «\: text» is none; true: it was taken.
 */
static bool
take_caption(struct body_reader *b, cmark_node *n, struct body *table, struct body *x)
{
	if (!table || table->kind != BODY_TABLE || table->n_text > 0 || x->kind != BODY_PARA ||
	    x->n_text == 0 || !g_str_has_prefix(x->text[0].text.s, ": ") ||
	    first_character(b, n) != ':')
		return false;
	table->text = x->text;
	table->n_text = x->n_text;
	table->text[0].text.s += 2;
	table->text[0].text.at.col += 2;
	return true;
}

static void
read_blocks(struct body_reader *b, cmark_node *first, struct body *parent, int depth)
{
	struct body **tail = parent ? &parent->first : &b->r->item->body;
	struct body *last = NULL;

	if (depth > (int)limit_value(LIMIT_DEPTH)) {
		struct cursor c = cursor_of(&b->src, first);

		item_fault(b->r, "item.limit", place_of(b->r, &c),
		    "lists or quotations stand in each other more than %zu deep", limit_value(LIMIT_DEPTH));
		diag_help(b->r->dg, "no release needs that");
		return;
	}
	for (cmark_node *n = first; n; n = cmark_node_next(n)) {
		struct body *x = read_block(b, n, depth);
		if (!x || !may_stand(b, n, x, parent) || take_caption(b, n, last, x))
			continue;
		*tail = last = x;
		/* A quotation's last paragraph may be two. */
		while (*tail)
			tail = &(*tail)->next;
	}
}

/* ---- the door --------------------------------------------------------- */

/* What a list or quotation puts before the text at `p`: «- », «1. », «> ». */
static const char *
behind_mark(const char *p, const char *end)
{
	const char *q = p;

	if (p < end && *p == '>')
		return p + 1;
	while (q < end && g_ascii_isdigit(*q))
		q++;
	bool mark = q < end && (q > p ? strchr(".)", *q) : strchr("-+*", *q));
	return mark && q + 1 < end && strchr(" \t", q[1]) ? q + 2 : NULL;
}

/* Where the text of a line begins. */
static const char *
behind_marks(const char *p, const char *end)
{
	for (const char *next = p; next; ) {
		p = next;
		while (p < end && strchr(" \t", *p))
			p++;
		next = behind_mark(p, end);
	}
	return p;
}

/* CommonMark 4.7: a label of so many characters at most, no bracket in it. */
#define DEFINITION_LABEL_MOST 999

static bool
is_definition(const char *p, const char *end)
{
	const char *from = p + 1;

	if (p >= end || *p != '[' || from >= end || *from == NOTE_MARK)
		return false;
	for (p = from; p < end && *p != '[' && *p != ']' && p - from <= 4 * DEFINITION_LABEL_MOST; p++) {
		if (*p == '\n' && p + 1 < end && p[1] == '\n')
			return false;
		if (*p == '\\')
			p++;
	}
	return p + 1 < end && *p == ']' && p[1] == ':';
}

/* `[x]: y` at the start of a text would vanish without a word, though the label goes over lines. */
static void
refuse_definitions(struct body_reader *b)
{
	const char *end = b->src.bytes + b->src.len;

	for (size_t i = 0; i < b->src.n_lines; i++) {
		const char *p = behind_marks(b->src.bytes + b->src.line_at[i],
		    b->src.bytes + b->src.line_at[i + 1]);

		if (!is_definition(p, end))
			continue;
		struct cursor c = cursor_at(&b->src, (size_t)(p - b->src.bytes));
		item_fault(b->r, "item.definition", place_of(b->r, &c),
		    "a line that begins with […]: defines a link and would not be printed");
		diag_help(b->r->dg, "write \\[ if it is text, or the link as [text](address)");
	}
}

void
body_read(struct reader *r, const char *bytes, size_t len, uint32_t first_line)
{
	struct body_reader b = { .r = r, .src = { bytes, len, first_line, NULL, 0 } };
	size_t errors = diags_count(r->dg, DIAG_ERROR);

	index_lines(r, &b.src);
	b.src.bytes = notes_read(r, &b.src);
	refuse_definitions(&b);
	cmark_node *root = cmark_parse_document(b.src.bytes, len, CMARK_OPT_DEFAULT);
	read_blocks(&b, cmark_node_first_child(root), NULL, 0);
	cmark_node_free(root);
	if (r->note_places > 0 && diags_count(r->dg, DIAG_ERROR) == errors)
		item_fault(r, "item.note", (struct place) { r->file, first_line, 0 },
		    "[^…] stands where no note can be set: in an address, or what a picture shows");
	if (!r->item->body && diags_count(r->dg, DIAG_ERROR) == errors) {
		item_fault(r, "item.no-body", (struct place) { r->file, first_line, 0 },
		    "the item has no body");
		diag_help(r->dg, "write at least one paragraph behind the second line ---");
	}
}
