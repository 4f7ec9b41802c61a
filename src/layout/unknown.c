/* Keys that a layout does not have: what was meant by them. */
#include "layout/layout-int.h"

#include <string.h>

#define WORDS_MAX 64

/* What other programs call it. */
static const struct {
	const char *theirs, *ours;
} others[] = {
	{ "font-size", "size" }, { "font-family", "font" }, { "font-family", "family" },
	{ "font-weight", "weight" },
	{ "typeface", "font" }, { "line-height", "leading" }, { "line-spacing", "leading" },
	{ "text-align", "align" }, { "alignment", "align" }, { "justification", "justify" },
	{ "text-indent", "indent" }, { "first-line-indent", "indent" },
	{ "margin-top", "space-before" }, { "margin-bottom", "space-after" },
	{ "spacing-before", "space-before" }, { "spacing-after", "space-after" },
	{ "padding-left", "inset" }, { "padding-right", "inset" }, { "column-span", "span" },
	{ "column-count", "count" }, { "column-gap", "gap" }, { "gutter", "gap" },
	{ "column-rule", "rule" }, { "color", "colour" }, { "colors", "colours" },
	{ "background", "tint" }, { "background-color", "tint" }, { "based-on", "parent" },
	{ "inherits", "parent" }, { "extend", "extends" }, { "import", "extends" },
	{ "dir", "direction" }, { "lang", "language" }, { "digits", "numerals" },
	{ "paper", "page" },
	{ "widow", "widows" }, { "orphan", "orphans" },
};

/* Our key for a word of theirs, where `path` has it; else NULL. */
static const char *
key_of_others(const char *path, const char *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		if (g_ascii_strcasecmp(others[i].theirs, word) == 0 && knows_key(path, others[i].ours))
			return others[i].ours;
	return NULL;
}

/* Where a key of that name stands, when that is one place only; else NULL. */
static char *
home_of(const char *name)
{
	size_t n;
	const struct layout_key *keys = layout_keys(&n);
	const char *home = NULL;

	for (size_t i = 0; i < n; i++) {
		const char *dot = strrchr(keys[i].path, '.');

		if (strcmp(dot ? dot + 1 : keys[i].path, name) != 0)
			continue;
		if (home || !dot)
			return NULL;
		home = keys[i].path;
	}
	return home ? g_strndup(home, (gsize)(strrchr(home, '.') - home)) : NULL;
}

static bool
is_empty(const struct yaml *n)
{
	return n->kind == YAML_SCALAR && !n->quoted && !*n->value;
}

static char *
path_to(const char *path, const char *name)
{
	return *path ? g_strdup_printf("%s.%s", path, name) : g_strdup(name);
}

static bool
is_beside(const struct yaml *a, const struct yaml *b)
{
	return a->key_at.file == b->key_at.file && a->key_at.col == b->key_at.col;
}

/* Is `c` a key of what is in `path` under the name of `holder`, which is empty, and not indented? */
static bool
belongs_beneath(const char *path, const struct yaml *holder, const struct yaml *c)
{
	if (!is_empty(holder) || !is_beside(holder, c) || !knows_key(path, holder->key) || knows_key(path, c->key))
		return false;
	g_autofree char *beneath = path_to(path, holder->key);
	return knows_key(beneath, c->key) || (holds_names(beneath) && c->kind == YAML_MAP);
}

static size_t
words_of(const char *path, const char **words)
{
	size_t n = 0;

	for (const struct row *row = NULL; (row = row_beneath(path, row)) != NULL;)
		if (n < WORDS_MAX)
			words[n++] = row_name(row);
	return n;
}

/* In braces a comma ends a value: what stood behind it, `c`, is a key without one. */
static bool
is_cut_off(const char *path, const struct yaml *owner, const struct yaml *c)
{
	const char *words[WORDS_MAX];

	return owner->kind == YAML_SCALAR && !owner->quoted && *owner->value && is_empty(c)
	    && owner->key_at.file == c->key_at.file && owner->at.line == c->key_at.line
	    && !knows_key(path, c->key) && !nearest_word(c->key, words, words_of(path, words));
}

bool
was_told(const char *path, const struct yaml *c)
{
	return c->next && (belongs_beneath(path, c, c->next) || is_cut_off(path, c, c->next));
}

bool
has_unknown_key(const char *path, const struct yaml *n)
{
	for (const struct yaml *c = n->first; c; c = c->next)
		if (!knows_key(path, c->key))
			return true;
	return false;
}

static void
report_cut_off(struct reader *r, const char *path, const struct yaml *owner, const struct yaml *c)
{
	const struct yaml *next = c->next;
	bool list = next && is_cut_off(path, owner, next);
	const char *paren = strchr(owner->value, '('); /* rgb(200 */

	fault(r, "layout.bad-value", owner->at, "%s%s%s is only '%s': in braces a comma ends a value", path,
	    *path ? "." : "", owner->key, owner->value);
	if (!list && g_ascii_isdigit(*c->key) && strspn(owner->value, "-0123456789") == strlen(owner->value))
		diag_help(r->dg, "a fraction is written with a point: %s.%s", owner->value, c->key);
	else if (g_ascii_isdigit(*c->key))
		diag_help(r->dg, "a list stands in brackets: [%s, %s%s]", paren ? paren + 1 : owner->value, c->key, list ? ", …" : "");
	else
		diag_help(r->dg, "put the value in quotes: \"%s, %s%s\"", owner->value, c->key, list ? ", …" : "");
}

static void
report_unknown(struct reader *r, const char *path, const struct yaml *c, const struct yaml *holder)
{
	const char *words[WORDS_MAX];
	size_t n = words_of(path, words);
	const char *ours = key_of_others(path, c->key);
	g_autofree char *home = ours || nearest_word(c->key, words, n) ? NULL : home_of(c->key);

	fault(r, "layout.unknown-key", c->key_at, "%s%s%s is not a key of a layout", path,
	    *path ? "." : "", c->key);
	if (holder)
		diag_help(r->dg, "indent what belongs to %s: begin its lines with two blanks", holder->key);
	else if (ours)
		diag_help(r->dg, "did you mean '%s'?", ours);
	else if (home)
		diag_help(r->dg, "it belongs to %s", home);
	else
		help_name(r, c->key, words, n);
}

void
report_unknown_keys(struct reader *r, const char *path, const struct yaml *n)
{
	const struct yaml *known = NULL, *told = NULL;

	for (const struct yaml *c = n->first; c; c = c->next) {
		if (knows_key(path, c->key)) {
			known = c;
			continue;
		}
		bool beneath = known && belongs_beneath(path, known, c);
		if (known && told == known && (beneath || is_cut_off(path, known, c)))
			continue;
		if (known && is_cut_off(path, known, c)) {
			report_cut_off(r, path, known, c);
			told = known;
			continue;
		}
		report_unknown(r, path, c, beneath ? known : NULL);
		told = beneath ? known : told;
		r->partial |= beneath;
	}
}
