/* Keys that a layout does not have: what was meant by them. */
#include "layout/layout-int.h"

#include <string.h>

#define WORDS_MAX 64

/* What other programs call it: CSS first of all, then those for pages. */
static const struct {
	const char *theirs, *ours;
} others[] = {
	{ "font-size", "size" }, { "point-size", "size" }, { "font-family", "font" }, { "font-family", "family" },
	{ "font-weight", "weight" }, { "typeface", "font" }, { "line-height", "leading" }, { "line-spacing", "leading" },
	{ "text-align", "align" }, { "alignment", "align" }, { "text-justify", "justify" }, { "justification", "justify" },
	{ "text-indent", "indent" }, { "first-line-indent", "indent" },
	{ "margin-top", "space-before" }, { "margin-top", "top" }, { "margin-bottom", "space-after" }, { "margin-bottom", "bottom" },
	{ "margin-left", "inset" }, { "margin-right", "inset" },
	{ "margin-inline-start", "inset" }, { "margin-start", "inset" },
	{ "padding-top", "space-before" }, { "padding-bottom", "space-after" },
	{ "spacing-before", "space-before" }, { "spacing-after", "space-after" }, { "margin", "space-before" },
	{ "padding-left", "inset" }, { "padding-right", "inset" }, { "padding", "inset" }, { "padding", "space" },
	{ "column-span", "span" }, { "column-count", "count" }, { "column-gap", "gap" }, { "gutter", "gap" },
	{ "number", "count" }, { "column-fill", "balance" }, { "column-rule", "rule" }, { "column-rule-width", "width" },
	{ "color", "colour" }, { "colors", "colours" }, { "swatches", "colours" },
	{ "background", "tint" }, { "background-color", "tint" }, { "based-on", "parent" },
	{ "border", "rule-above" }, { "border-top", "rule-above" }, { "border-bottom", "rule-below" }, { "text-decoration", "rule-below" },
	{ "underline", "rule-below" }, { "border-left", "bar" }, { "border-right", "bar" }, { "border", "rule" },
	{ "list-style", "marker" }, { "list-style-type", "counter" }, { "bullet", "marker" },
	{ "page-break-after", "keep-with-next" }, { "break-after", "keep-with-next" }, { "page-break-before", "break" },
	{ "break-before", "break" },
	{ "hanging-punctuation", "optical-margins" }, { "text-wrap", "balance" }, { "line-clamp", "max-lines" },
	{ "inherits", "parent" }, { "extend", "extends" }, { "import", "extends" }, { "paragraph-styles", "styles" },
	{ "dir", "direction" }, { "lang", "language" }, { "digits", "numerals" },
	{ "paper", "page" }, { "orientation", "size" }, { "paper-size", "size" }, { "format", "size" },
	{ "baseline-grid", "grid" }, { "widow", "widows" }, { "orphan", "orphans" },
	{ "src", "image" }, { "content", "text" }, { "position", "at" }, { "font", "style" }, { "size", "style" }, { "colour", "style" },
};

/* What there is nothing for. */
static const struct {
	const char *theirs, *instead;
} advice[] = {
	{ "letter-spacing", N_("letters of Arabic are not moved apart: styles.*.justify.kashida lengthens words") },
	{ "tracking", N_("letters of Arabic are not moved apart: styles.*.justify.kashida lengthens words") },
	{ "word-spacing", N_("styles.*.justify.space says how wide spaces may be") },
	{ "page-break-before", N_("item.break and sections.break say where an item or a section may begin") },
	{ "break-before", N_("item.break and sections.break say where an item or a section may begin") },
	{ "left", N_("margins are inner, at the binding, and outer, at the fore edge") },
	{ "right", N_("margins are inner, at the binding, and outer, at the fore edge") },
	{ "margin-left", N_("margins are inner, at the binding, and outer, at the fore edge") },
	{ "margin-right", N_("margins are inner, at the binding, and outer, at the fore edge") },
	{ "font-style", N_("letters are not slanted: another font or weight makes a text stand out") },
	{ "font-variant", N_("another font or weight makes a text stand out") },
	{ "text-transform", N_("letters are set as they are written") },
	{ "display", N_("what is not to be printed is left out of item.order or issue.order") },
	{ "visibility", N_("what is not to be printed is left out of item.order or issue.order") },
	{ "opacity", N_("nothing shines through: give a lighter colour") },
	{ "hyphens", N_("words are not divided: styles.*.justify says how lines are filled") },
};

/* «spaceBefore», «space_before», «Space before»: as our keys are written. */
static char *
as_key(const char *word)
{
	g_autoptr(GString) to = g_string_new(NULL);

	for (const char *p = word; *p; p++)
		if (g_ascii_isupper(*p) && p > word && g_ascii_islower(p[-1]))
			g_string_append_printf(to, "-%c", g_ascii_tolower(*p));
		else
			g_string_append_c(to, *p == '_' || *p == ' ' ? '-' : g_ascii_tolower(*p));
	return g_strdup(to->str);
}

/* Our key for a word of theirs, where `path` has it; else NULL. */
static const char *
key_of_others(const char *path, const char *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		if (strcmp(others[i].theirs, word) == 0 && knows_key(path, others[i].ours))
			return others[i].ours;
	return NULL;
}

const char *
layout_word_of_others(const char *word)
{
	g_autofree char *theirs = as_key(word);

	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		if (strcmp(others[i].theirs, theirs) == 0)
			return others[i].ours;
	return NULL;
}

/* Where a key of that name stands, when that is one place only, "" the top; else NULL. */
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
		if (home)
			return NULL;
		home = keys[i].path;
	}
	const char *dot = home ? strrchr(home, '.') : NULL;
	return home ? g_strndup(home, dot ? (gsize)(dot - home) : 0) : NULL;
}

static void
help_home(struct reader *r, const char *home)
{
	if (*home)
		diag_help(r->dg, "it belongs to %s", home);
	else
		diag_help(r->dg, "it stands at the top of a layout, beneath no other key");
}

/* A word of theirs for a key of ours that stands elsewhere; true: it was told. */
static bool
help_elsewhere(struct reader *r, const char *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		g_autofree char *home = strcmp(others[i].theirs, word) == 0 ? home_of(others[i].ours) : NULL;

		if (home && *home) {
			diag_help(r->dg, "it is called '%s' here, and belongs to %s", others[i].ours, home);
			return true;
		}
	}
	return false;
}

static bool
help_advice(struct reader *r, const char *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(advice); i++)
		if (strcmp(advice[i].theirs, word) == 0) {
			diag_help(r->dg, "%s", diag_word(advice[i].instead));
			return true;
		}
	return false;
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
	g_autofree char *word = as_key(c->key);
	const char *ours = knows_key(path, word) ? word : key_of_others(path, word);
	const char *near = ours ? NULL : nearest_word(word, words, n);
	g_autofree char *home = ours || near ? NULL : home_of(word);

	fault(r, "layout.unknown-key", c->key_at, "%s%s%s is not a key of a layout", path,
	    *path ? "." : "", c->key);
	if (holder)
		diag_help(r->dg, "indent what belongs to %s: begin its lines with two blanks", holder->key);
	else if (ours || near)
		diag_help(r->dg, "did you mean '%s'?", ours ? ours : near);
	else if (home)
		help_home(r, home);
	else if (!help_advice(r, word) && !help_elsewhere(r, word))
		diag_help_names(r->dg, c->key, words, n);
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
