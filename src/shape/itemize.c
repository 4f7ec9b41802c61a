/*
 * A text parted into what can be shaped as one: of one bidi level, one
 * face, one style, and no place to break inside.
 */
#include "shape/shape-int.h"

#include <pango/pango.h>
#include <string.h>
#include <unicode/ubidi.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

/* One character of the text. */
struct character {
	gunichar c;
	uint32_t at;
	enum kind kind;
	uint8_t level, brk;
	uint16_t span;
	const struct font *font;
	bool companion;
	bool ignorable;
};

struct itemizer {
	struct shaper *shaper;
	struct diags *dg;
	const struct block *b;
	const struct font_spec *spec;
	struct character *v;
	size_t n;
	bool failed;
	GArray *missing;   /* gunichar: what was said to be missing */
	enum kind own;     /* of digits and signs that stand alone */
	bool latin;        /* so are its spaces */
};

/* ---- what Unicode's rules say ------------------------------------------ */

/* A mark on a bracket goes with it (UAX 9, N0): ICU (72) leaves it where it stands. */
static void
move_marks(const UChar *u, int32_t units, UBiDiLevel *levels)
{
	bool bracket = false;
	UBiDiLevel level = 0;

	for (int32_t i = 0; i < units; i++) {
		UCharDirection d = u_charDirection(u[i]);

		if (d == U_DIR_NON_SPACING_MARK && bracket)
			levels[i] = level;
		else if (d != U_BOUNDARY_NEUTRAL)
			bracket = u_getIntPropertyValue(u[i], UCHAR_BIDI_PAIRED_BRACKET_TYPE) != U_BPT_NONE;
		level = bracket && d != U_BOUNDARY_NEUTRAL ? levels[i] : level;
	}
}

/*
 * ICU's, for FriBidi (1.0.8), which Pango asks, reads an isolate as if it
 * went on from the one before: the sign of a second «+٤٫٥» changes its side.
 */
void
bidi_levels(const char *text, size_t len, bool rtl, size_t n, uint8_t *ret_levels)
{
	g_autofree UChar *u = g_new0(UChar, len + 1);
	UBiDi *bidi = ubidi_open();
	UErrorCode e = U_ZERO_ERROR;
	int32_t units = 0;

	u_strFromUTF8(u, (int32_t)len + 1, &units, text, (int32_t)len, &e);
	ubidi_setPara(bidi, u, units, rtl, NULL, &e);
	const UBiDiLevel *found = ubidi_getLevels(bidi, &e);
	g_autofree UBiDiLevel *levels = g_new(UBiDiLevel, len + 1);
	if (U_SUCCESS(e))
		memcpy(levels, found, (size_t)units);
	else
		memset(levels, rtl, len + 1);
	move_marks(u, units, levels);
	for (size_t i = 0, at = 0; i < n; i++) {
		ret_levels[i] = levels[at];
		at += U16_IS_LEAD(u[at]) ? 2 : 1;
	}
	ubidi_close(bidi);
}

void
break_places(const char *text, size_t len, const char *language, size_t n,
    uint8_t *ret_breaks)
{
	g_autofree PangoLogAttr *attrs = g_new0(PangoLogAttr, n + 1);

	pango_get_log_attrs(text, (int)len, -1, pango_language_from_string(language),
	    attrs, (int)n + 1);
	for (size_t i = 0; i < n; i++) {
		bool must = attrs[i + 1].is_mandatory_break;

		ret_breaks[i] = must ? BREAK_MUST
		    : attrs[i + 1].is_line_break ? BREAK_MAY : BREAK_NO;
	}
}

/* ---- characters ------------------------------------------------------- */

static bool
is_blank(gunichar c)
{
	return c == ' ' || c == 0xA0;
}

/* Letters that the face for Arabic leaves to its Latin companion. */
static bool
is_latin_letter(gunichar c)
{
	if (c < 0x80)
		return g_ascii_isalpha((char)c);
	if (c >= 0x600 && c < 0x780)
		return false;
	switch ((int)g_unichar_get_script(c)) {
	case G_UNICODE_SCRIPT_LATIN:
	case G_UNICODE_SCRIPT_GREEK:
	case G_UNICODE_SCRIPT_CYRILLIC:
		return true;
	default:
		return false;
	}
}

/* Belongs to neither script: punctuation, digits, marks. */
static bool
is_common(gunichar c)
{
	if (c >= 0x620 && c <= 0x64A)
		return false;
	switch ((int)g_unichar_get_script(c)) {
	case G_UNICODE_SCRIPT_COMMON:
	case G_UNICODE_SCRIPT_INHERITED:
		return true;
	default:
		return false;
	}
}

static bool
is_mark(gunichar c)
{
	if (c < 0x300)
		return false;
	GUnicodeType t = g_unichar_type(c);

	return t == G_UNICODE_NON_SPACING_MARK || t == G_UNICODE_ENCLOSING_MARK ||
	    t == G_UNICODE_SPACING_MARK;
}

static bool
is_ignorable(gunichar c)
{
	return c >= 0xAD && u_hasBinaryProperty((UChar32)c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

static enum kind
kind_of(gunichar c)
{
	if (is_blank(c))
		return KIND_SPACE;
	if (c == 0x2028)
		return KIND_SEPARATOR;
	return is_latin_letter(c) ? KIND_LATIN : KIND_ARABIC;
}

static bool
is_same_style(const struct span *a, const struct span *b)
{
	return a->style == b->style && a->note == b->note &&
	    (a->url == b->url || g_strcmp0(a->url, b->url) == 0);
}

/* Stretches of one style are one, though lines of the source part them. */
static uint16_t
span_at(const struct block *b, uint32_t at, uint16_t span, size_t *next)
{
	while (*next < b->n_spans && b->spans[*next].start <= at) {
		if (*next == 0 || !is_same_style(&b->spans[span], &b->spans[*next]))
			span = (uint16_t)*next;
		(*next)++;
	}
	return span;
}

static void
read_characters(struct itemizer *z, const struct layout *l)
{
	size_t n = (size_t)g_utf8_strlen(z->b->text, z->b->len), next = 0, i = 0;
	g_autofree uint8_t *levels = g_new(uint8_t, n + 1), *breaks = g_new(uint8_t, n + 1);
	uint16_t span = 0;

	z->own = block_rtl(z->b, l) ? KIND_ARABIC : KIND_LATIN;
	readings_look(z->shaper->readings, &(struct text_asked) { z->b->text, l->language, z->b->len, n,
		block_rtl(z->b, l) }, levels, breaks);
	z->v = g_new0(struct character, n + 1);
	z->n = n;
	for (const char *p = z->b->text; i < n; p = text_next(p), i++) {
		struct character *c = &z->v[i];

		c->c = text_char(p);
		c->at = (uint32_t)(p - z->b->text);
		c->kind = kind_of(c->c);
		c->level = levels[i];
		c->brk = breaks[i];
		c->span = span = span_at(z->b, c->at, span, &next);
		c->ignorable = is_ignorable(c->c);
	}
	z->v[n].at = z->b->len;
}

static bool
in_word(const struct character *c)
{
	return c->kind == KIND_ARABIC || c->kind == KIND_LATIN;
}

/* UAX 14 parts C++ between its signs, and https:// from its host; nothing is hyphenated here. */
static bool
parts_badly(const struct itemizer *z, size_t i)
{
	gunichar c = z->v[i].c, before = i > 0 ? z->v[i - 1].c : 0;

	if (c == '/')
		return before == '/' || before == ':';
	return c == '+' || c == '#' || c == '$' || c == 0xAD;
}

/* «١٠–١٢»: a range, whatever its dash. */
static bool
is_in_range(const struct itemizer *z, size_t i)
{
	return z->v[i].c == 0x2013 && i > 0 && g_unichar_isdigit(z->v[i - 1].c) &&
	    g_unichar_isdigit(z->v[i + 1].c);
}

/* و ف ب ل ك before a word. */
static bool
is_prefix(gunichar c)
{
	return c == 0x648 || c == 0x641 || c == 0x628 || c == 0x644 || c == 0x643;
}

/*
 * «بواسطة/فتحية», «والدكتور/عمرو»: a title of the layout's list, with a letter
 * or two before it, up to the slash at character `i`.
 */
static bool
is_title(const struct itemizer *z, const struct word_list *titles, size_t i)
{
	size_t from = i;

	if (z->v[i].c != '/')
		return false;
	while (from > 0 && !z->v[from - 1].ignorable && in_word(&z->v[from - 1]))
		from--;
	const char *text = z->b->text, *end = text + z->v[i].at + 1;
	for (bool more = true; more && from < i; from++) {
		const char *s = text + z->v[from].at;

		if (words_have(titles, s, (size_t)(end - s)))
			return true;
		more = is_prefix(z->v[from].c);
	}
	return false;
}

/* UAX 14 breaks between a dash and a space that holds (LB12a). */
static bool
is_before_held(const struct itemizer *z, size_t i)
{
	return z->v[i + 1].c == 0xA0;
}

/* UAX 14 breaks between a stop and a bracket, an isolate between them or not. */
static bool
is_before_note(const struct itemizer *z, size_t i)
{
	uint16_t span = z->v[i + 1].span;

	return span < z->b->n_spans && (z->b->spans[span].style & INLINE_NOTE);
}

static void
mend_breaks(struct itemizer *z, const struct layout *l)
{
	for (size_t i = 0; i + 1 < z->n; i++)
		if (z->v[i].brk == BREAK_MAY && (parts_badly(z, i) || is_in_range(z, i) || is_before_held(z, i) ||
		    is_before_note(z, i) || is_title(z, &l->binding.before_name, i)))
			z->v[i].brk = BREAK_NO;
}

/*
 * What is longer than words are (an address, a row of strokes, a blank that is
 * missing) may be parted behind its signs, and where none stand, by so many letters.
 */
#define PART 6

static bool
goes_with_one_before(const struct itemizer *z, size_t i)
{
	const struct character *c = &z->v[i], *before = c - 1;

	return is_mark(c->c) || c->ignorable || before->ignorable ||
	    (u_getIntPropertyValue((UChar32)before->c, UCHAR_JOINING_GROUP) == U_JG_LAM &&
	    u_getIntPropertyValue((UChar32)c->c, UCHAR_JOINING_GROUP) == U_JG_ALEF);
}

/* Letters that no line may part, from `i` on; where they end in *ret_end. */
static size_t
count_unparted(const struct itemizer *z, size_t i, size_t *ret_end)
{
	size_t letters = 0;

	for (; i < z->n && in_word(&z->v[i]); i++) {
		letters += !is_mark(z->v[i].c) && !z->v[i].ignorable;
		if (z->v[i].brk != BREAK_NO) {
			i++;
			break;
		}
	}
	*ret_end = i;
	return letters;
}

/* Behind each sign, or each PART letters where there is none. */
static void
part_word(struct itemizer *z, size_t from, size_t end, bool at_signs)
{
	size_t letters = 1;

	for (size_t i = from + 1; i < end; i++) {
		if (goes_with_one_before(z, i))
			continue;
		bool sign = !g_unichar_isalnum(z->v[i - 1].c) && g_unichar_isalnum(z->v[i].c);
		if (at_signs ? sign : letters % PART == 0)
			z->v[i - 1].brk = BREAK_PART;
		letters++;
	}
}

static void
part_long_words(struct itemizer *z)
{
	for (int at_signs = 1; at_signs >= 0; at_signs--)
		for (size_t i = 0, end; i < z->n; i = MAX(end, i + 1))
			if (count_unparted(z, i, &end) > WORD_LONG)
				part_word(z, i, end, at_signs);
}

/* ---- which letters ---------------------------------------------------- */

/*
 * Signs and digits beside Latin letters, in one direction with them, are of
 * the same face: the whole of an address, the ++ of C++.
 */
static void
settle_common(struct itemizer *z, size_t from, size_t end)
{
	enum kind kind = z->own;

	for (size_t i = from; i < end; i++) {
		struct character *c = &z->v[i];

		if (!is_common(c->c))
			kind = c->kind;
		else if (i > from && c->level == c[-1].level)
			c->kind = kind;
		else
			kind = c->kind = z->own;
	}
	for (size_t i = end; i > from + 1; i--) {
		struct character *c = &z->v[i - 2], *after = &z->v[i - 1];

		if (is_common(c->c) && after->kind == KIND_LATIN && c->level == after->level)
			c->kind = KIND_LATIN;
	}
}

static void
settle_kinds(struct itemizer *z)
{
	for (size_t i = 0, end; i < z->n; i = end + 1) {
		for (end = i; end < z->n && in_word(&z->v[end]); end++)
			;
		settle_common(z, i, end);
	}
}

/* ---- faces ------------------------------------------------------------ */

static const struct font *
face_of(struct itemizer *z, enum kind kind, bool strong)
{
	const struct font_spec *s = z->spec;
	bool latin = kind == KIND_LATIN && s->latin;
	int weight = latin ? s->latin_weight : s->weight;
	const struct font *fo = shaper_face(z->shaper, z->dg,
	    latin ? s->latin : s->family, strong ? MAX(weight, 700) : weight,
	    latin ? s->latin_at : s->at);

	z->failed |= !fo;
	return fo;
}

/* The name of a character as people know it: SNOWMAN. */
static void
append_name(GString *to, gunichar c)
{
	UErrorCode e = U_ZERO_ERROR;
	char name[128];

	g_string_append_printf(to, "U+%04X", c);
	u_charName((UChar32)c, U_EXTENDED_CHAR_NAME, name, sizeof name, &e);
	if (U_SUCCESS(e) && *name)
		g_string_append_printf(to, " %s", name);
	if (g_unichar_isgraph(c) && !is_mark(c)) {
		g_string_append(to, " «");
		g_string_append_unichar(to, c);
		g_string_append(to, "»");
	}
}

static void
report_missing(struct itemizer *z, const struct character *c, const struct font *fo)
{
	g_autoptr(GString) name = g_string_new(NULL);
	const char *having = fonts_having(z->shaper->fonts, c->c);

	z->failed = true;
	for (guint i = 0; i < z->missing->len; i++)
		if (g_array_index(z->missing, gunichar, i) == c->c)
			return;
	g_array_append_val(z->missing, c->c);
	append_name(name, c->c);
	diag_add(z->dg, DIAG_ERROR, "shape.missing-glyph", block_place(z->b, c->at),
	    "%s %s has no glyph for %s", font_family(fo), font_style(fo), name->str);
	if (having)
		diag_help(z->dg, "%s in fonts/ has it: name it as the latin: of the font, or as "
		    "that of the style", having);
	else
		diag_help(z->dg, "no face in fonts/ has it: write it otherwise, or put a font "
		    "that has it into fonts/ beside the layout");
}

static bool
is_strong(const struct itemizer *z, const struct character *c)
{
	return z->b->n_spans > c->span &&
	    (z->b->spans[c->span].style & (INLINE_STRONG | INLINE_EMPH));
}

/* A text of the other direction, or a name in Latin letters only. */
static bool
is_latin(const struct itemizer *z)
{
	if (z->own == KIND_LATIN)
		return true;
	for (size_t i = 0; i < z->n; i++)
		if (z->v[i].kind == KIND_ARABIC && !is_common(z->v[i].c))
			return false;
	return true;
}

/* Spaces of a Latin text are of the word before them; those of an Arabic one are alike. */
static enum kind
kind_of_space(const struct itemizer *z, size_t i)
{
	while (z->latin && i > 0 && !in_word(&z->v[i]))
		i--;
	return z->latin ? z->v[i].kind : KIND_SPACE;
}

/* The face of its kind, or the other one when only that has the character. */
static void
choose_face(struct itemizer *z, size_t i)
{
	struct character *c = &z->v[i];
	bool strong = is_strong(z, c);
	enum kind kind = c->kind == KIND_SPACE ? kind_of_space(z, i) : c->kind;
	const struct font *fo = face_of(z, kind, strong);

	if (!fo)
		return;
	c->font = fo;
	c->companion = kind == KIND_LATIN && z->spec->latin;
	if (i > 0 && (is_mark(c->c) || c->ignorable) && z->v[i - 1].font &&
	    z->v[i - 1].span == c->span && z->v[i - 1].level == c->level) {
		/* With its letter. */
		c->font = z->v[i - 1].font;
		c->companion = z->v[i - 1].companion;
		c->kind = in_word(&z->v[i - 1]) ? z->v[i - 1].kind : c->kind;
	}
	if (c->ignorable || c->kind == KIND_SEPARATOR || font_has(c->font, c->c) || c->c == 0xA0)
		return;
	enum kind other_kind = c->kind == KIND_LATIN ? KIND_ARABIC : KIND_LATIN;
	const struct font *other = z->spec->latin ? face_of(z, other_kind, strong) : NULL;

	if (!other || !font_has(other, c->c)) {
		report_missing(z, c, fo);
		return;
	}
	c->font = other;
	c->companion = other_kind == KIND_LATIN;
}

/* ---- runs ------------------------------------------------------------- */

static bool
is_one(const struct character *a, const struct character *b)
{
	return in_word(a) && in_word(b) && a->brk == BREAK_NO && a->level == b->level &&
	    a->kind == b->kind && a->font == b->font && a->span == b->span;
}

static int
joining_type(const struct itemizer *z, size_t i)
{
	return u_getIntPropertyValue((UChar32)z->v[i].c, UCHAR_JOINING_TYPE);
}

/* Does the letter before `i` join that behind, though they are parted? */
static bool
is_joined(const struct itemizer *z, size_t i)
{
	size_t before = i, behind = i;

	if (i == 0 || i >= z->n || !in_word(&z->v[i - 1]) || !in_word(&z->v[i]))
		return false;
	while (before > 1 && joining_type(z, before - 1) == U_JT_TRANSPARENT)
		before--;
	while (behind + 1 < z->n && joining_type(z, behind) == U_JT_TRANSPARENT)
		behind++;
	int a = joining_type(z, before - 1), b = joining_type(z, behind);
	return (a == U_JT_DUAL_JOINING || a == U_JT_JOIN_CAUSING || a == U_JT_LEFT_JOINING) &&
	    (b == U_JT_DUAL_JOINING || b == U_JT_JOIN_CAUSING || b == U_JT_RIGHT_JOINING);
}

static void
add_runs(struct itemizer *z, GArray *to)
{
	for (size_t i = 0, end; i < z->n; i = end) {
		const struct character *c = &z->v[i];

		for (end = i + 1; end < z->n && is_one(&z->v[end - 1], &z->v[end]); end++)
			;
		struct item_run run = { .start = c->at, .end = z->v[end].at, .kind = c->kind,
			.level = c->level, .span = c->span, .font = c->font,
			.companion = c->companion,
			.brk = (enum break_after)z->v[end - 1].brk,
			.joined_before = is_joined(z, i), .joined_after = is_joined(z, end) };
		g_array_append_val(to, run);
	}
}

static void
check_words(struct itemizer *z)
{
	size_t most = limit_value(LIMIT_WORD_CHARS);

	for (size_t i = 0, end; i < z->n; i = end + 1) {
		for (end = i; end < z->n && in_word(&z->v[end]); end++)
			;
		if (end - i <= most)
			continue;
		diag_add(z->dg, DIAG_ERROR, "shape.word-too-long",
		    block_place(z->b, z->v[i].at), "a word of %zu characters; %zu is the most",
		    end - i, most);
		diag_help(z->dg, "is there a blank missing?");
		z->failed = true;
	}
}

bool
itemize(struct shaper *s, struct diags *dg, const struct block *b,
    const struct layout *l, GArray *to)
{
	struct itemizer z = { .shaper = s, .dg = dg, .b = b, .spec = b->style->font,
		.missing = g_array_new(FALSE, FALSE, sizeof(gunichar)) };

	read_characters(&z, l);
	mend_breaks(&z, l);
	part_long_words(&z);
	check_words(&z);
	settle_kinds(&z);
	z.latin = z.spec->latin && is_latin(&z);
	for (size_t i = 0; i < z.n; i++)
		choose_face(&z, i);
	if (!z.failed)
		add_runs(&z, to);
	g_array_unref(z.missing);
	g_free(z.v);
	return !z.failed;
}
