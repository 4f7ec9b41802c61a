/*
 * What browsers take for HTML (WHATWG, HTML Living Standard, 13.2.5) and
 * libxml2 for text: conditional comments as Word writes them, and references
 * without their semicolon, or of HTML 5.  And what browsers bear and libxml2 does not:
 * thousands of attributes of an element, each of which it compares with all
 * others.  Lines stay where they are.
 */
#include "import/import-int.h"

#include <string.h>

/* Those that browsers know without a semicolon, and that pages have in texts. */
static const char *const references[] = { "nbsp", "amp", "quot", "lt", "gt", "copy", "reg", "laquo", "raquo", "middot",
	"shy", "deg", "times" };

/* «&copy 2026»; not «?a=1&copy=2», nor «&ampersand». */
static size_t
bare_reference(const char *p)
{
	for (size_t i = 0; i < G_N_ELEMENTS(references); i++) {
		size_t n = strlen(references[i]);
		if (strncmp(p, references[i], n) == 0 && p[n] != ';' && p[n] != '=' && !g_ascii_isalnum(p[n]))
			return n;
	}
	return 0;
}

/* Of HTML 5, which libxml2 does not know. */
static const struct {
	const char *name, *text;
} characters[] = {
	{ "percnt;", "%" }, { "comma;", "," }, { "period;", "." }, { "colon;", ":" }, { "semi;", ";" }, { "excl;", "!" }, { "quest;", "?" },
	{ "lpar;", "(" }, { "rpar;", ")" }, { "lsqb;", "[" }, { "lbrack;", "[" }, { "rsqb;", "]" }, { "rbrack;", "]" }, { "num;", "#" },
	{ "dollar;", "$" }, { "commat;", "@" }, { "ast;", "*" }, { "plus;", "+" }, { "equals;", "=" }, { "sol;", "/" }, { "lowbar;", "_" },
	{ "bullet;", "•" }, { "dash;", "‐" }, { "hyphen;", "‐" }, { "rightarrow;", "→" }, { "leftarrow;", "←" }, { "copysr;", "℗" },
	{ "check;", "✓" }, { "star;", "☆" }, { "starf;", "★" }, { "numsp;", " " }, { "Tab;", " " }, { "NewLine;", " " },
};

/* Its length; 0: it is none of them. */
static size_t
add_character(GString *to, const char *p)
{
	for (size_t i = 0; i < G_N_ELEMENTS(characters); i++)
		if (g_str_has_prefix(p, characters[i].name)) {
			g_string_append(to, characters[i].text);
			return strlen(characters[i].name);
		}
	return 0;
}

/* «<![if !supportLists]>» and «<![endif]>», which say something to Internet Explorer alone. */
static size_t
condition(const char *p)
{
	if (!g_str_has_prefix(p, "<![if") && !g_str_has_prefix(p, "<![endif"))
		return 0;
	const char *end = p + strcspn(p, ">\n");

	/* «<![endif]-->» ends a comment. */
	return *end == '>' && end[-1] == ']' ? (size_t)(end - p) + 1 : 0;
}

#define ATTRIBUTES_MAX 1000

/*
 * Where the attributes of the element that begins at `p` are too many: `from`
 * there to `to`, their end.  A text cannot be behind an element that nobody
 * closed without another < before it.
 */
struct excess {
	const char *from, *to;
};

static struct excess
find_excess(const char *p)
{
	struct excess e = { NULL, NULL };
	size_t n = 0;
	char quote = 0;

	for (p++; *p && *p != '<' && (quote || *p != '>'); p++) {
		if (quote ? *p == quote : *p == '"' || *p == '\'')
			quote = quote ? 0 : p[-1] == '=' ? *p : 0;
		else if (!quote && g_ascii_isspace(*p) && n++ == ATTRIBUTES_MAX)
			e.from = p;
	}
	e.to = p;
	return e;
}

const char *
legacy_html(struct arena *a, const char *html)
{
	g_autoptr(GString) s = g_string_sized_new(strlen(html));
	struct excess excess = { NULL, html };
	size_t more;

	for (const char *p = html; *p;) {
		if (*p == '<' && p >= excess.to && g_ascii_isalpha(p[1]))
			excess = find_excess(p);
		size_t n = *p == '<' ? condition(p) : *p == '&' ? bare_reference(p + 1) : 0;
		if (excess.from && p >= excess.from && p < excess.to) {
			if (*p == '\n')
				g_string_append_c(s, '\n');
			p++;
		} else if (*p == '&' && (more = add_character(s, p + 1))) {
			p += more + 1;
		} else if (n && *p == '&') {
			g_string_append_len(s, p, (gssize)n + 1);
			g_string_append_c(s, ';');
			p += n + 1;
		} else if (n) {
			p += n;
		} else {
			g_string_append_c(s, *p++);
		}
	}
	return arena_strndup(a, s->str, s->len);
}
