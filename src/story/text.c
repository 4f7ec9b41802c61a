/* The text of a block, put together of stretches that know their places. */
#include "story/story-int.h"

#include <string.h>

void
texter_init(struct texter *t, struct arena *a)
{
	*t = (struct texter) { .a = a, .text = g_string_new(NULL),
		.spans = g_array_new(FALSE, FALSE, sizeof(struct span)) };
}

void
texter_add(struct texter *t, const char *s, unsigned style, const char *url,
    struct place at)
{
	const char *p = s;

	if (t->text->len == 0)
		p += strspn(p, " \t\n");
	if (*p == '\0')
		return;
	struct span sp = { .start = (uint32_t)t->text->len, .style = style,
		.url = url, .at = p == s ? at : place_after(at, s, (size_t)(p - s)) };
	g_string_append(t->text, p);
	for (char *c = t->text->str + sp.start; *c; c++)
		if (*c == '\n' || *c == '\t')
			*c = ' ';
	sp.end = (uint32_t)t->text->len;
	g_array_append_val(t->spans, sp);
}

void
texter_add_isolated(struct texter *t, const char *isolate, const char *s, struct place at)
{
	g_autofree char *isolated = g_strconcat(isolate, s, "\u2069", NULL);

	texter_add(t, isolated, 0, NULL, at);
}

/* ---- the end ---------------------------------------------------------- */

/* The text again, with isolates put in; spans begin anew behind each. */
struct rewriter {
	struct texter *from;
	const GArray *inserts;
	const char *text;      /* digits converted: other bytes, same characters */
	guint next;            /* insert */
	const GArray *bound;   /* spaces that hold: bytes of the old text */
	guint next_bound;
	GString *to;
	GArray *spans;
};

static void
add_span(struct rewriter *r, const struct span *like, struct place at, size_t start)
{
	struct span sp = *like;

	if (r->to->len == start)
		return;
	sp.start = (uint32_t)start;
	sp.end = (uint32_t)r->to->len;
	sp.at = at;
	g_array_append_val(r->spans, sp);
}

static bool
is_held(struct rewriter *r, uint32_t at)
{
	bool held = false;

	for (; r->next_bound < r->bound->len && g_array_index(r->bound, uint32_t, r->next_bound) == at; r->next_bound++)
		held = true;
	return held;
}

/*
 * One span of the old text: `old` walks it as it was read, `p` as it is
 * printed.  An isolate ends the span before it, so that places behind are
 * counted from a character of the item.
 */
static const char *
rewrite_span(struct rewriter *r, const struct span *sp, const char *p)
{
	const char *text = r->from->text->str;
	const char *old = text + sp->start, *end = text + sp->end;
	size_t start = r->to->len;
	struct place at = sp->at;

	while (old < end) {
		const struct insert *in = r->next < r->inserts->len
		    ? &g_array_index(r->inserts, struct insert, r->next) : NULL;

		if (in && in->at <= (uint32_t)(old - text)) {
			g_string_append(r->to, in->what);
			r->next++;
			add_span(r, sp, at, start);
			start = r->to->len;
			at = sp->at.col ? place_after(sp->at, text + sp->start,
			    (size_t)(old - text) - sp->start) : sp->at;
			continue;
		}
		const char *after = text_next(p);
		if (is_held(r, (uint32_t)(old - text)))
			g_string_append(r->to, "\u00A0");
		else
			text_append(r->to, p, (size_t)(after - p));
		p = after;
		old = text_next(old);
	}
	/* What ends here belongs to this span, what begins to the next. */
	while (r->next < r->inserts->len) {
		const struct insert *in = &g_array_index(r->inserts, struct insert, r->next);

		if (in->at != sp->end || !in->closes)
			break;
		g_string_append(r->to, in->what);
		r->next++;
	}
	add_span(r, sp, at, start);
	return p;
}

/* Up to the next place of a note, from span `i` on: *ret_end is the span behind. */
static size_t
length_without_note(const struct texter *t, guint i, guint *ret_end)
{
	const struct span *v = (const struct span *)(void *)t->spans->data;
	guint end = i;

	while (end < t->spans->len && !(v[end].style & INLINE_NOTE))
		end++;
	*ret_end = end;
	return end > i ? v[end - 1].end - v[i].start : 0;
}

/* The place of a note stands behind a name from left to right as the paragraph goes, not within it. */
static void
isolate_note(GArray *to, const struct span *note)
{
	struct insert v[] = { { note->start, "\u2067", false }, { note->end, "\u2069", true } };

	g_array_append_vals(to, v, G_N_ELEMENTS(v));
}

/* The place of a note belongs to no number or name before it. */
static GArray *
isolates_of(const struct texter *t)
{
	GArray *to = g_array_new(FALSE, FALSE, sizeof(struct insert));

	for (guint i = 0, end; i < t->spans->len; i = end + 1) {
		uint32_t start = g_array_index(t->spans, struct span, i).start;
		size_t len = length_without_note(t, i, &end);
		g_autoptr(GArray) found = find_isolates(t->text->str + start, len);

		for (guint j = 0; j < found->len; j++)
			g_array_index(found, struct insert, j).at += start;
		g_array_append_vals(to, found->data, found->len);
		if (end < t->spans->len)
			isolate_note(to, &g_array_index(t->spans, struct span, end));
	}
	return to;
}

/* The same for digits; the number of a note is as the layout counts. */
static char *
digits_of(const struct texter *t, enum numerals n)
{
	g_autoptr(GString) to = g_string_sized_new(t->text->len);

	for (guint i = 0, end; i < t->spans->len; i = end + 1) {
		uint32_t start = g_array_index(t->spans, struct span, i).start;
		size_t len = length_without_note(t, i, &end);

		g_string_append(to, convert_digits(t->a, t->text->str + start, len, n));
		if (end < t->spans->len) {
			const struct span *note = &g_array_index(t->spans, struct span, end);

			g_string_append_len(to, t->text->str + note->start, note->end - note->start);
		}
	}
	return arena_strndup(t->a, to->str, to->len);
}

static bool
is_telephone(const char *s, const char *end)
{
	for (; s < end; s = text_next(s)) {
		gunichar c = text_char(s);

		if (!g_unichar_isdigit(c) && !(c < 0x80 && strchr("+-() ", (int)c)))
			return false;
	}
	return true;
}

static int
in_order(gconstpointer p, gconstpointer q)
{
	const uint32_t *a = p, *b = q;

	return *a < *b ? -1 : *a > *b;
}

/* The spaces of numbers to call, which stand by themselves, hold too. */
static void
hold_telephones(const struct texter *t, const GArray *isolates, GArray *to)
{
	const char *text = t->text->str;
	uint32_t start = 0;
	int depth = 0;

	for (guint i = 0; i < isolates->len; i++) {
		const struct insert *in = &g_array_index(isolates, struct insert, i);

		if (!in->closes && depth++ == 0)
			start = in->at;
		if (!in->closes || --depth > 0 || !is_telephone(text + start, text + in->at))
			continue;
		for (uint32_t at = start; at < in->at; at++)
			if (text[at] == ' ')
				g_array_append_val(to, at);
	}
	g_array_sort(to, in_order);
}

static void
rewrite(struct texter *t, enum numerals n, bool rtl)
{
	g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(struct insert));
	g_autoptr(GArray) found = isolates_of(t);
	g_autoptr(GArray) bound = t->binding
	    ? find_bound(t->binding, t->text->str, t->text->len, t->even, t->bound)
	    : g_array_new(FALSE, FALSE, sizeof(uint32_t));
	hold_telephones(t, found, bound);
	struct rewriter r = { .from = t, .inserts = rtl ? found : none,
		.text = t->text->str, .bound = bound, .to = g_string_new(NULL),
		.spans = g_array_new(FALSE, FALSE, sizeof(struct span)) };

	if (n != NUMERALS_KEEP)
		r.text = digits_of(t, n);
	const char *p = r.text;
	for (guint i = 0; i < t->spans->len; i++)
		p = rewrite_span(&r, &g_array_index(t->spans, struct span, i), p);
	g_string_free(t->text, TRUE);
	g_array_unref(t->spans);
	t->text = r.to;
	t->spans = r.spans;
}

static void
trim_end(struct texter *t)
{
	while (t->text->len > 0 && t->text->str[t->text->len - 1] == ' ')
		g_string_truncate(t->text, t->text->len - 1);
	while (t->spans->len > 0) {
		struct span *last = &g_array_index(t->spans, struct span, t->spans->len - 1);

		last->end = MIN(last->end, (uint32_t)t->text->len);
		if (last->start < last->end)
			return;
		g_array_set_size(t->spans, t->spans->len - 1);
	}
}

bool
texter_finish(struct texter *t, struct block *b, enum numerals n, bool rtl)
{
	trim_end(t);
	if (t->text->len > 0)
		rewrite(t, n, rtl);
	b->text = arena_strndup(t->a, t->text->str, t->text->len);
	b->len = (uint32_t)t->text->len;
	b->spans = arena_memdup(t->a, t->spans->data, t->spans->len * sizeof(struct span));
	b->n_spans = t->spans->len;
	g_string_free(t->text, TRUE);
	g_array_unref(t->spans);
	*t = (struct texter) { 0 };
	return b->len > 0;
}

struct place
block_place(const struct block *b, uint32_t offset)
{
	for (size_t i = 0; i < b->n_spans; i++) {
		const struct span *sp = &b->spans[i];

		if (offset >= sp->end && i + 1 < b->n_spans)
			continue;
		if (sp->at.col == 0 || offset < sp->start)
			return sp->at;
		return place_after(sp->at, b->text + sp->start,
		    MIN(offset, b->len) - sp->start);
	}
	return b->at;
}
