/* Limits that keep a broken file from costing more than a message. */
#include "item/item-int.h"

struct counts {
	size_t chars, word, marks, blank_lines;
	bool line_has_text;
	struct place at;
	unsigned reported; /* bit per enum limit: each is said once */
};

static void
check(struct reader *r, struct counts *c, enum limit l, size_t value)
{
	if (value <= limit_value(l) || c->reported & (1u << l))
		return;
	c->reported |= 1u << l;
	item_fault(r, "item.limit", c->at, "more than %zu %s", limit_value(l),
	    limit_name(l));
	diag_help(r->dg, "is this one release? Split it, or mend what made it so long");
}

static void
end_line(struct reader *r, struct counts *c)
{
	c->blank_lines = c->line_has_text ? 0 : c->blank_lines + 1;
	check(r, c, LIMIT_BLANK_LINES, c->blank_lines);
	c->line_has_text = false;
	c->word = c->marks = 0;
	c->at.line++;
	c->at.col = 1;
}

static void
count(struct reader *r, struct counts *c, gunichar ch)
{
	check(r, c, LIMIT_ITEM_CHARS, ++c->chars);
	if (ch == '\n') {
		end_line(r, c);
		return;
	}
	if (ch == ' ' || ch == '\t' || ch == '\r' || ch == 0xA0) {
		c->word = 0;
	} else {
		c->line_has_text = true;
		check(r, c, LIMIT_WORD_CHARS, ++c->word);
	}
	c->marks = ch >= 0x300 && g_unichar_ismark(ch) ? c->marks + 1 : 0;
	check(r, c, LIMIT_MARKS, c->marks);
	c->at.col++;
}

bool
limits_hold(struct reader *r, const char *bytes, size_t len)
{
	struct counts c = { .at = { r->file, 1, 1 } };

	for (const char *p = bytes; p < bytes + len; p = text_next(p))
		count(r, &c, text_char(p));
	return c.reported == 0;
}
