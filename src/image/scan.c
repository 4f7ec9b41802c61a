/* Content to operators and their operands: ISO 32000-1, 7.2, 7.3 and 7.8. */
#include "image/scan.h"

/* More than any operator has; a TJ may be long. */
#define OPERANDS_MOST 100000
/* Of a number behind its point; further ones say nothing (ISO 32000-1, annex C: five). */
#define PLACES 9

void
scan_init(struct scan *s, const uint8_t *bytes, size_t len)
{
	*s = (struct scan) { .n_room = 64, .len_room = 256 };
	s->v = g_new(struct operand, s->n_room);
	s->room = g_malloc(s->len_room);
	scan_again(s, bytes, len);
}

void
scan_again(struct scan *s, const uint8_t *bytes, size_t len)
{
	s->p = bytes;
	s->end = len > 0 ? bytes + len : bytes;
	s->broken = false;
}

void
scan_finish(struct scan *s)
{
	g_free(s->v);
	g_free(s->room);
}

/* ---- characters ------------------------------------------------------- */

enum { REGULAR, BLANK, DELIMITER };

static int
kind_of(uint8_t c)
{
	static const uint8_t kinds[256] = { [0] = BLANK, ['\t'] = BLANK, ['\n'] = BLANK,
		['\f'] = BLANK, ['\r'] = BLANK, [' '] = BLANK, ['('] = DELIMITER, [')'] = DELIMITER,
		['<'] = DELIMITER, ['>'] = DELIMITER, ['['] = DELIMITER, [']'] = DELIMITER,
		['{'] = DELIMITER, ['}'] = DELIMITER, ['/'] = DELIMITER, ['%'] = DELIMITER };

	return kinds[c];
}

/* -1: none. */
static inline int
hex_of(uint8_t c)
{
	/* One more than it is. */
	static const int8_t digits[256] = { ['0'] = 1, ['1'] = 2, ['2'] = 3, ['3'] = 4, ['4'] = 5, ['5'] = 6,
		['6'] = 7, ['7'] = 8, ['8'] = 9, ['9'] = 10, ['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14,
		['E'] = 15, ['F'] = 16, ['a'] = 11, ['b'] = 12, ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16 };

	return digits[c] - 1;
}

static inline void
add_byte(struct scan *s, uint8_t b)
{
	if (G_UNLIKELY(s->len == s->len_room)) {
		s->len_room *= 2;
		s->room = g_realloc(s->room, s->len_room);
	}
	s->room[s->len++] = b;
}

static void
make_room(struct scan *s)
{
	if (s->n >= OPERANDS_MOST) {
		s->broken = true;
		s->n = 0;
		return;
	}
	s->n_room *= 2;
	s->v = g_renew(struct operand, s->v, s->n_room);
}

static inline void
add_operand(struct scan *s, struct operand o)
{
	if (G_UNLIKELY(s->n == s->n_room))
		make_room(s);
	s->v[s->n++] = o;
}

static void
skip_blanks(struct scan *s)
{
	const uint8_t *p = s->p;

	for (; p < s->end; p++)
		if (*p == '%')
			while (p + 1 < s->end && p[1] != '\n' && p[1] != '\r')
				p++;
		else if (kind_of(*p) != BLANK)
			break;
	s->p = p;
}

/* Behind the regular characters at `p`. */
static const uint8_t *
regular_end(const uint8_t *p, const uint8_t *end)
{
	while (p < end && kind_of(*p) == REGULAR)
		p++;
	return p;
}

/* ---- strings and names ------------------------------------------------ */

static void
end_bytes(struct scan *s, enum operand_kind kind, uint32_t from)
{
	add_operand(s, (struct operand) { .kind = kind, .at = from, .len = s->len - from });
}

static void
read_hex(struct scan *s)
{
	const uint8_t *p = s->p, *end = s->end;
	uint32_t from = s->len;
	int high = -1;

	for (; p < end && *p != '>'; p++) {
		int v = hex_of(*p);

		if (v < 0) {
			s->broken |= kind_of(*p) != BLANK;
			continue;
		}
		if (high < 0) {
			high = v;
			continue;
		}
		add_byte(s, (uint8_t)(high << 4 | v));
		high = -1;
	}
	if (high >= 0)
		add_byte(s, (uint8_t)(high << 4));
	s->broken |= p == end;
	s->p = p + (p < end);
	end_bytes(s, OPERAND_STRING, from);
}

/* Behind a backslash. */
static void
read_escape(struct scan *s)
{
	static const char names[] = "nrtbf", values[] = "\n\r\t\b\f";
	uint8_t c = *s->p++;
	const char *known = c ? strchr(names, c) : NULL;

	if (known) {
		add_byte(s, (uint8_t)values[known - names]);
	} else if (c >= '0' && c <= '7') {
		unsigned v = c - '0';

		for (int i = 0; i < 2 && s->p < s->end && *s->p >= '0' && *s->p <= '7'; i++)
			v = v * 8 + (*s->p++ - '0');
		add_byte(s, (uint8_t)v);
	} else if (c == '\r') {
		s->p += s->p < s->end && *s->p == '\n';
	} else if (c != '\n') {
		add_byte(s, c);
	}
}

static void
read_literal(struct scan *s)
{
	uint32_t from = s->len;
	int depth = 1;

	while (s->p < s->end) {
		uint8_t c = *s->p++;

		depth += c == '(' ? 1 : c == ')' ? -1 : 0;
		if (depth == 0)
			break;
		if (c == '\\' && s->p < s->end)
			read_escape(s);
		else if (c != '\\')
			add_byte(s, c);
	}
	s->broken |= depth != 0;
	end_bytes(s, OPERAND_STRING, from);
}

static void
read_name(struct scan *s)
{
	const uint8_t *p = s->p, *end = regular_end(p, s->end);
	uint32_t from = s->len;

	while (p < end) {
		bool coded = *p == '#' && end - p > 2 && hex_of(p[1]) >= 0 && hex_of(p[2]) >= 0;

		add_byte(s, coded ? (uint8_t)(hex_of(p[1]) << 4 | hex_of(p[2])) : *p);
		p += coded ? 3 : 1;
	}
	s->p = end;
	end_bytes(s, OPERAND_NAME, from);
}

/* ---- numbers and operators -------------------------------------------- */

static inline bool
is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

/* False: it is an operator. */
static bool
read_number(struct scan *s)
{
	/* What is behind the place is divided by its power of ten: exact as far as doubles are. */
	static const double powers[PLACES + 1] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9 };
	const uint8_t *p = s->p;
	bool negative = false, digits = false;
	uint64_t behind = 0;
	double v = 0;

	if (*p == '-' || *p == '+')
		negative = *p++ == '-';
	for (; p < s->end && is_digit(*p); p++, digits = true)
		v = v * 10 + (*p - '0');
	if (p < s->end && *p == '.') {
		int places = 0;

		for (p++; p < s->end && is_digit(*p); p++, digits = true)
			if (places < PLACES) {
				behind = behind * 10 + (uint64_t)(*p - '0');
				places++;
			}
		v += (double)behind / powers[places];
	}
	if (!digits || (p < s->end && kind_of(*p) == REGULAR))
		return false;
	s->p = p;
	add_operand(s, (struct operand) { .kind = OPERAND_NUMBER, .number = negative ? -v : v });
	return true;
}

/* `5 0 R` in the place of its two numbers. */
static bool
is_reference(struct scan *s)
{
	if (!s->references || strcmp(s->op, "R") != 0 || s->n < 2 ||
	    s->v[s->n - 2].kind != OPERAND_NUMBER)
		return false;
	double generation = s->v[s->n - 1].number;
	if (!(generation >= 0 && generation <= UINT16_MAX))
		return false;
	s->n--;
	s->v[s->n - 1].kind = OPERAND_REFERENCE;
	s->v[s->n - 1].len = (uint32_t)generation;
	return true;
}

/* true, false and null are no operators; most operators are shorter, which is seen at once. */
static bool
is_operand(const char *word, size_t n)
{
	return (n == 4 && (memcmp(word, "true", 4) == 0 || memcmp(word, "null", 4) == 0)) ||
	    (n == 5 && memcmp(word, "false", 5) == 0);
}

/* True: an operator. */
static bool
read_word(struct scan *s)
{
	const uint8_t *end = regular_end(s->p, s->end);
	size_t n = MIN((size_t)(end - s->p), sizeof s->op - 1);

	memcpy(s->op, s->p, n);
	s->op[n] = '\0';
	s->p = end;
	if (is_operand(s->op, n)) {
		add_operand(s, (struct operand) { .kind = OPERAND_OTHER });
		return false;
	}
	return !is_reference(s);
}

static void
read_delimiter(struct scan *s)
{
	uint8_t c = *s->p++;
	bool twice = s->p < s->end && *s->p == c && (c == '<' || c == '>');

	if (c == '(')
		read_literal(s);
	else if (c == '/')
		read_name(s);
	else if (c == '<' && !twice)
		read_hex(s);
	else if (c == '[' || c == '<' || c == '{')
		add_operand(s, (struct operand) { .kind = OPERAND_OPEN });
	else
		add_operand(s, (struct operand) { .kind = OPERAND_CLOSE });
	if (twice)
		s->p++;
	s->broken |= c == ')' || (c == '>' && !twice);
}

bool
scan_next(struct scan *s)
{
	s->n = s->len = 0;
	for (skip_blanks(s); s->p < s->end; skip_blanks(s)) {
		if (kind_of(*s->p) == DELIMITER) {
			read_delimiter(s);
			continue;
		}
		uint8_t c = *s->p;
		bool numeral = (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '+';
		if (numeral && read_number(s))
			continue;
		if (read_word(s))
			return true;
	}
	return false;
}

/* Its bytes may be anything: it ends at an EI that stands alone. */
void
scan_skip_image(struct scan *s)
{
	for (s->p += s->p < s->end; s->end - s->p >= 2; s->p++) {
		bool ends = s->end - s->p == 2 || kind_of(s->p[2]) != REGULAR;

		if (s->p[0] == 'E' && s->p[1] == 'I' && ends && kind_of(s->p[-1]) == BLANK) {
			s->p += 2;
			return;
		}
	}
	s->p = s->end;
	s->broken = true;
}
