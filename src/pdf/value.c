/* Values as a PDF writes them: ISO 32000-1, 7.3 and 7.9. */
#include "pdf/document.h"

#include <string.h>

void
value_add_int(GString *to, int i)
{
	char digits[16], *p = digits + sizeof digits;
	unsigned u = i < 0 ? 0U - (unsigned)i : (unsigned)i;

	do
		*--p = (char)('0' + u % 10);
	while ((u /= 10) > 0);
	if (i < 0)
		*--p = '-';
	text_append(to, p, (size_t)(digits + sizeof digits - p));
}

void
value_add_reference(GString *to, int number)
{
	value_add_int(to, number);
	text_append(to, " 0 R ", 5);
}

void
value_add_name(GString *to, const char *name)
{
	g_string_append_c(to, '/');
	for (; *name; name++) {
		unsigned char c = (unsigned char)*name;

		if (c <= ' ' || c > '~' || strchr("#()<>[]{}/%", c))
			g_string_append_printf(to, "#%02x", c);
		else
			g_string_append_c(to, (char)c);
	}
}

/* A bare CR would be read as a newline; no value holds a NUL, so that all are C strings. */
static void
add_byte(GString *to, char c)
{
	if (c == '(' || c == ')' || c == '\\')
		g_string_append_c(to, '\\');
	if (c == '\r')
		g_string_append_len(to, "\\r", 2);
	else if (c == '\0')
		g_string_append_len(to, "\\000", 4);
	else
		g_string_append_c(to, c);
}

void
value_add_string(GString *to, const void *bytes, size_t len)
{
	const char *p = bytes;

	g_string_append_c(to, '(');
	for (size_t i = 0; i < len; i++)
		add_byte(to, p[i]);
	g_string_append_c(to, ')');
}

static bool
is_plain(const char *s)
{
	for (; *s; s++)
		if ((*s < ' ' && *s != '\n') || *s > '~')
			return false;
	return true;
}

void
value_add_unit(GString *to, unsigned u)
{
	static const char digits[] = "0123456789ABCDEF";
	const char hex[4] = { digits[u >> 12], digits[u >> 8 & 15], digits[u >> 4 & 15], digits[u & 15] };

	text_append(to, hex, sizeof hex);
}

void
value_add_utf16(GString *to, const char *utf8)
{
	for (const char *p = utf8; *p; p = text_next(p)) {
		gunichar c = text_char(p);

		if (c >= 0x10000) {
			value_add_unit(to, 0xD800 + ((c - 0x10000) >> 10));
			c = 0xDC00 + ((c - 0x10000) & 0x3FF);
		}
		value_add_unit(to, c);
	}
}

void
value_add_text(GString *to, const char *utf8)
{
	if (is_plain(utf8)) {
		value_add_string(to, utf8, strlen(utf8));
		return;
	}
	g_string_append_len(to, "<FEFF", 5);
	value_add_utf16(to, utf8);
	g_string_append_c(to, '>');
}

void
value_add_entry(GString *to, const char *key, const char *utf8)
{
	if (!utf8 || !*utf8)
		return;
	g_string_append(to, key);
	g_string_append_c(to, ' ');
	value_add_text(to, utf8);
}

void
value_add_rect(GString *to, const double r[4])
{
	char number[G_ASCII_DTOSTR_BUF_SIZE];

	g_string_append_c(to, '[');
	for (int i = 0; i < 4; i++) {
		g_string_append(to, g_ascii_formatd(number, sizeof number, "%.7g", r[i]));
		g_string_append_c(to, i < 3 ? ' ' : ']');
	}
}
