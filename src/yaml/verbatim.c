/*
 * Text fields that are read as they stand: 13 % of real headlines would be
 * YAML errors otherwise («قال فلان: …»).
 */
#include "yaml/yaml-int.h"

#include <string.h>

struct span {
	const char *p;
	size_t n;
};

static struct span
trimmed(struct span s)
{
	while (s.n && (*s.p == ' ' || *s.p == '\t')) {
		s.p++;
		s.n--;
	}
	while (s.n && strchr(" \t\r", s.p[s.n - 1]))
		s.n--;
	return s;
}

static bool
is_closed_by(struct span s, char first, char last)
{
	return s.n >= 2 && s.p[0] == first && s.p[s.n - 1] == last;
}

/* `|`, `>-` and their like, alone on the line. */
static bool
begins_block(struct span s)
{
	if (s.n == 0 || s.n > 3 || (s.p[0] != '|' && s.p[0] != '>'))
		return false;
	for (size_t i = 1; i < s.n; i++)
		if (!strchr("+-123456789", s.p[i]))
			return false;
	return true;
}

/* A value that is YAML's own: nothing, quoted, a block, a flow map or list. */
static bool
is_for_yaml(struct span v)
{
	return v.n == 0 || begins_block(v) || is_closed_by(v, '"', '"')
	    || is_closed_by(v, '\'', '\'') || is_closed_by(v, '{', '}')
	    || is_closed_by(v, '[', ']');
}

static bool
is_key(struct span line, const char *const *keys, size_t *ret_value)
{
	for (; *keys; keys++) {
		size_t n = strlen(*keys);
		if (line.n > n && memcmp(line.p, *keys, n) == 0 && line.p[n] == ':'
		    && (line.n == n + 1 || strchr(" \t\r", line.p[n + 1]))) {
			*ret_value = n + 1;
			return true;
		}
	}
	return false;
}

/* Where the value of an entry `  - value` begins; 0 when it is none. */
static size_t
entry_value(struct span line)
{
	size_t i = 0;

	while (i < line.n && line.p[i] == ' ')
		i++;
	if (i + 1 < line.n && line.p[i] == '-' && (line.p[i + 1] == ' ' || line.p[i + 1] == '\t'))
		return i + 2;
	return 0;
}

static void
append_quoted(GString *to, struct span line, size_t value)
{
	struct span v = trimmed((struct span) { line.p + value, line.n - value });

	if (is_for_yaml(v)) {
		g_string_append_len(to, line.p, (gssize)line.n);
		return;
	}
	g_string_append_len(to, line.p, v.p - line.p);
	g_string_append_c(to, '\'');
	for (size_t i = 0; i < v.n; i++) {
		if (v.p[i] == '\'')
			g_string_append_c(to, '\'');
		g_string_append_c(to, v.p[i]);
	}
	g_string_append_c(to, '\'');
}

static bool
is_blank(struct span line)
{
	return trimmed(line).n == 0;
}

GString *
verbatim_quote(const char *bytes, size_t len, const char *const *keys)
{
	GString *to = g_string_sized_new(len + 64);
	bool in_list = false;

	for (const char *p = bytes, *end = bytes + len, *next; p < end; p = next) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));
		struct span line = { p, (size_t)((stop ? stop : end) - p) };
		size_t value = 0;

		next = stop ? stop + 1 : end;
		if (is_key(line, keys, &value)) {
			append_quoted(to, line, value);
			in_list = is_blank((struct span) { p + value, line.n - value });
		} else if (in_list && (value = entry_value(line)) > 0) {
			append_quoted(to, line, value);
		} else {
			g_string_append_len(to, line.p, (gssize)line.n);
			in_list = in_list && is_blank(line);
		}
		if (stop)
			g_string_append_c(to, '\n');
	}
	return to;
}
