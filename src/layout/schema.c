/*
 * The schema: every key a layout may have, what it wants, what it is when
 * it is not given, and what it does.  A key is added by adding a row.
 */
#include "layout/layout-int.h"

#include <string.h>

#define PT(v) ((v) * DIM_PT)
#define SHARE(v) ((v) * 1024 / 100)
#define FIELD(T, member, type) \
	.read = read_##type, .print = print_##type, .offset = offsetof(struct T, member)
#define print_language print_text
#define MAP .read = read_map
/* A text with fields; the word none takes it away. */
#define TEMPLATE(member) \
	.read = read_optional, .print = print_text, .offset = offsetof(struct layout, member)
#define RANGE(least, most) .min = (least), .max = (most)

static const char *const direction_words[] = { "ltr", "rtl", NULL };
static const char *const numeral_words[] = { "keep", "arab", "latn", NULL };
static const char *const month_words[] = { "auto", "egypt", "levant", "maghreb", NULL };
static const char *const counter_words[] = { "digits", "abjad", "ordinals", NULL };
static const char *const binding_words[] = { "left", "right", NULL };
static const char *const align_words[] = { "start", "end", "centre", "justify", NULL };
static const char *const kashida_words[] = { "off", "sparing", "classic", NULL };
static const char *const masthead_words[] = { "never", "first", "all", NULL };
static const char *const what_words[] = { "items", "sections", "all", NULL };
static const char *const leader_words[] = { "none", "dots", "rule", NULL };
static const char *const break_words[] = { "allow", "column", "page", NULL };

static const char *const after_words[] = { "front", "all", NULL };
static const char *const boxed_words[] = { "release", "statement", "advisory", "speech",
	"correction", "contents", "contacts", "imprint", NULL };

#define LENGTH "a length such as 12pt or 4mm"
#define COLOUR "the name of a colour"
#define RULE "a map such as {width: 0.5pt, colour: grey}"
#define PARTS "a list of parts such as {text: \"{page}\", style: folio, at: [outer, bottom]}"

#define RULE_ROWS(path, T, member) \
	{ { path, RULE, "", "A rule: its width and colour; none without it." }, \
	    .read = read_rule, .offset = 0 }, \
	{ { path ".width", LENGTH, "0", "How thick the rule is." }, \
	    FIELD(T, member.width, dim), RANGE(0, PT(50)) }, \
	{ { path ".colour", COLOUR, "", "The rule's colour; black when not given." }, \
	    FIELD(T, member.colour, colour_name) }

/* In the order in which they are read: what is named before what names it. */
static const struct row rows[] = {
	{ { "nashra-layout", "1", "", "The version of this format." },
	    .read = read_version, .print = print_version },
	{ { "extends", "the name of a file beside this one", "",
	    "Another layout, of which this one changes some keys." },
	    .read = read_ignored },
	{ { "name", "a text", "", "The layout's name, for messages and lists." },
	    FIELD(layout, name, text) },
	{ { "language", "a BCP 47 tag such as ar-EG", "ar",
	    "The language of what is printed, for readers of the PDF and for months." },
	    FIELD(layout, language, language) },
	{ { "direction", "rtl or ltr", "rtl", "Where lines and pages start." },
	    FIELD(layout, rtl, choice), .words = direction_words },
	{ { "numerals", "keep, arab or latn", "keep",
	    "Digits of dates and folios, and of the text: as written, ٠١٢ or 012." },
	    FIELD(layout, numerals, word), .words = numeral_words },
	{ { "months", "auto, egypt, levant or maghreb", "auto",
	    "Whose names of months are used; auto: those of the language's country." },
	    FIELD(layout, months, word), .words = month_words },
	{ { "hijri-offset", "a number from -2 to 2", "0",
	    "Days by which the local sighting of the moon differs from Umm al-Qura." },
	    FIELD(layout, hijri_offset, int), RANGE(-2, 2) },
	{ { "strings", "a map of names and texts", "",
	    "Fixed texts, which parts may name as {string.NAME}; those that the program has can be said otherwise." },
	    .read = read_strings },
	{ { "binding", "the name of a file beside this one", "",
	    "Words that are not to be parted from their neighbours at a line's end." },
	    .read = read_binding },

	{ { "colours", "a map of names and colours", "", "The colours, by name." },
	    .read = read_colours },
	{ { "colours.*.c", "a share from 0 to 100", "0", "Cyan." },
	    FIELD(colour, c, ink) },
	{ { "colours.*.m", "a share from 0 to 100", "0", "Magenta." },
	    FIELD(colour, m, ink) },
	{ { "colours.*.y", "a share from 0 to 100", "0", "Yellow." },
	    FIELD(colour, y, ink) },
	{ { "colours.*.k", "a share from 0 to 100", "0", "Black." },
	    FIELD(colour, k, ink) },
	{ { "colours.*.spot", "the name of an ink", "",
	    "A spot ink; cmyk says what stands in for it." },
	    FIELD(colour, spot, text) },
	{ { "colours.*.cmyk", "a list such as [0, 100, 75, 4]", "",
	    "All four inks at once." }, .read = read_cmyk },
	{ { "colours.*.rgb", "a colour of the screen such as [200, 30, 40] or \"#c81e28\"", "",
	    "Light from 0 to 255; print converts it to inks, and warns." },
	    .read = read_rgb, .print = print_rgb },

	{ { "fonts", "a map of names and families", "",
	    "The fonts that styles use, by name." }, .read = read_fonts },
	{ { "fonts.*.family", "a family in fonts/", "",
	    "The family, from the program's fonts or those in a folder fonts/ beside the layout." },
	    FIELD(font_spec, family, text) },
	{ { "fonts.*.weight", "a number from 100 to 900", "400",
	    "400 is regular, 700 is bold." },
	    FIELD(font_spec, weight, int), RANGE(100, 900) },
	{ { "fonts.*.latin", "a family in fonts/", "",
	    "The family for Latin script; the same when not given." },
	    FIELD(font_spec, latin, text) },
	{ { "fonts.*.latin-weight", "a number from 100 to 900", "0",
	    "Its weight; 0: that of the font." },
	    FIELD(font_spec, latin_weight, int), RANGE(0, 900) },
	{ { "fonts.*.latin-size", "a percentage such as 90%", "100%",
	    "The size of Latin beside Arabic." },
	    FIELD(font_spec, latin_size, percent), RANGE(SHARE(50), SHARE(150)) },

	{ { "page", "a map", "", "The page, its margins, columns and grid." }, MAP },
	{ { "page.size", "A4, A3, A5, B5, letter, tabloid or [width, height]", "A4",
	    "The trimmed page; 'A4 landscape' lies on its side." },
	    .read = read_page_size, .print = print_page_size,
	    RANGE(PT(72), PT(5000)) },
	{ { "page.bleed", LENGTH, "3mm",
	    "With --profile print: what is printed beyond the trim, all round." },
	    FIELD(layout, bleed, dim), RANGE(0, PT(72)) },
	{ { "page.marks", "a map", "", "Crop marks, with --profile print and newsprint." }, MAP },
	{ { "page.marks.length", LENGTH, "5mm", "How long they are; 0: there are none." },
	    FIELD(layout, mark_length, dim), RANGE(0, PT(72)) },
	{ { "page.marks.offset", LENGTH, "3mm",
	    "From the trim to the marks; never less than the bleed." },
	    FIELD(layout, mark_offset, dim), RANGE(0, PT(72)) },
	{ { "page.margins", "a map", "", "The white around the text." }, MAP },
	{ { "page.margins.top", LENGTH, "20mm", "From the trim's top to the text." },
	    FIELD(layout, margins.top, dim), RANGE(0, PT(2000)) },
	{ { "page.margins.bottom", LENGTH, "20mm", "From the text to the trim's bottom." },
	    FIELD(layout, margins.bottom, dim), RANGE(0, PT(2000)) },
	{ { "page.margins.inner", LENGTH, "18mm", "At the binding." },
	    FIELD(layout, margins.inner, dim), RANGE(0, PT(2000)) },
	{ { "page.margins.outer", LENGTH, "16mm", "At the fore edge." },
	    FIELD(layout, margins.outer, dim), RANGE(0, PT(2000)) },
	{ { "page.binding", "right or left", "right",
	    "The side on which the first page is bound." },
	    FIELD(layout, bind_right, choice), .words = binding_words },
	{ { "page.columns", "a map", "", "The columns of the text." }, MAP },
	{ { "page.columns.count", "a number from 1 to 12", "", "How many there are." },
	    FIELD(layout, columns.count, int), RANGE(1, 12) },
	{ { "page.columns.gap", LENGTH, "6mm", "The white between two columns." },
	    FIELD(layout, columns.gap, dim), RANGE(0, PT(500)) },
	RULE_ROWS("page.columns.rule", layout, columns.rule),
	{ { "page.columns.balance", "true or false", "true",
	    "Whether columns that are not full end at the same height; else one is filled after the other, and the last is as short as it comes." },
	    FIELD(layout, columns.balance, bool) },
	{ { "page.columns.stretch", "a number from 0 to 4", "2",
	    "Rows of white at most that level a column, at each place between items; half of it around heads, figures and lists, and between paragraphs where nothing else makes columns level. The foot of a page that is not full is filled by as much between items, and by a row around heads and figures." },
	    FIELD(layout, columns.stretch, int), RANGE(0, 4) },
	{ { "page.multiple-of", "a number from 1 to 64", "1",
	    "Blank pages are added at the end until their number is a multiple of this." },
	    FIELD(layout, multiple_of, int), RANGE(1, 64) },
	{ { "page.grid", "a map", "", "The rows on which the lines of the body stand." }, MAP },
	{ { "page.grid.start", LENGTH, "0",
	    "The first row, from the page's top; 0: a line under the top margin." },
	    FIELD(layout, grid_start, dim), RANGE(0, PT(5000)) },
	{ { "page.grid.step", LENGTH, "0",
	    "From row to row; 0: the leading of the body." },
	    FIELD(layout, grid_step, dim), RANGE(0, PT(200)) },

	{ { "styles", "a map of names and styles", "",
	    "How text is set.  base and body must be there; what a release or an issue has is set in the style of its name, or in one that is like it." }, .read = read_styles },
	{ { "styles.*.parent", "the name of a style", "base",
	    "The style whose values are taken where this one says nothing." },
	    .read = read_parent, .print = print_style_name,
	    .offset = offsetof(struct style, parent) },
	{ { "styles.*.font", "the name of a font", "", "The font, one of fonts." },
	    FIELD(style, font, font_name) },
	{ { "styles.*.size", "a size such as 12pt, or a list [26pt, 22pt]", "12pt",
	    "The size; of a list the first that keeps to max-lines and least-measure." },
	    .read = read_sizes, .print = print_sizes, RANGE(PT(4), PT(400)) },
	{ { "styles.*.leading", "a length such as 17pt, 140% or 1gr", "140%",
	    "From baseline to baseline; % and em are of the size." },
	    FIELD(style, leading, length), RANGE(PT(2), PT(800)) },
	{ { "styles.*.colour", COLOUR, "", "The colour; black when not given." },
	    FIELD(style, colour, colour_name) },
	{ { "styles.*.align", "start, end, centre or justify", "start",
	    "Where lines stand in the measure.  An item in a language of the other direction is never justified." },
	    FIELD(style, align, word), .words = align_words },
	{ { "styles.*.indent", "a length such as 1em", "0",
	    "Indent of the first line of a paragraph that follows another." },
	    FIELD(style, indent, length), RANGE(PT(-500), PT(500)) },
	{ { "styles.*.inset", "a length such as 1.5em", "0",
	    "Inset of all lines from the start edge; markers of lists stand in it." },
	    FIELD(style, inset, length), RANGE(0, PT(500)) },
	{ { "styles.*.balance", "true or false", "false",
	    "Whether lines that are not justified are made even." },
	    FIELD(style, balance, bool) },
	{ { "styles.*.max-lines", "a number from 0 to 50", "0",
	    "Lines at most; 0: any number." },
	    FIELD(style, max_lines, int), RANGE(0, 50) },
	{ { "styles.*.least-measure", "a number from 0 to 100", "0",
	    "Ems that a measure has at least: a size of a list for which it has fewer is not taken, but the last." },
	    FIELD(style, least_measure, int), RANGE(0, 100) },
	{ { "styles.*.widows", "a number from 1 to 9", "2",
	    "Lines at least that a paragraph leaves at a column's top." },
	    FIELD(style, widows, int), RANGE(1, 9) },
	{ { "styles.*.orphans", "a number from 1 to 9", "2",
	    "Lines at least that a paragraph leaves at a column's foot." },
	    FIELD(style, orphans, int), RANGE(1, 9) },
	{ { "styles.*.span", "a number of columns, or all", "1",
	    "Over how many columns the text goes." },
	    .read = read_span, .print = print_span, .offset = offsetof(struct style, span), RANGE(1, 12) },
	{ { "styles.*.keep-with-next", "true or false", "false",
	    "Whether the text must not be parted from what follows." },
	    FIELD(style, keep_with_next, bool) },
	{ { "styles.*.space-before", "a length such as 1gr", "0",
	    "White before the text, not at a column's top." },
	    FIELD(style, space_before, length), RANGE(0, PT(1000)) },
	{ { "styles.*.space-after", "a length such as 1gr", "0",
	    "White after the text, not at a column's foot." },
	    FIELD(style, space_after, length), RANGE(0, PT(1000)) },
	{ { "styles.*.justify", "a map", "", "How lines are filled." }, MAP },
	{ { "styles.*.justify.space", "a list such as [80%, 100%, 150%]",
	    "[80%, 100%, 150%]",
	    "The word space: least, natural, most, of the font's own." },
	    .read = read_spaces, .print = print_spaces, RANGE(SHARE(30), SHARE(400)) },
	{ { "styles.*.justify.kashida", "off, sparing or classic", "sparing",
	    "Whether letters may be lengthened, and how much." },
	    FIELD(style, justify.kashida, word), .words = kashida_words },
	{ { "styles.*.justify.kashida-line", "a number from 1 to 6", "3",
	    "Words of a line that may be drawn out; classic takes twice as many." },
	    FIELD(style, justify.kashida_line, int), RANGE(1, 6) },
	{ { "styles.*.justify.kashida-least", "a percentage such as 18%", "18%",
	    "The shortest kashida, of the size." },
	    FIELD(style, justify.kashida_least, percent), RANGE(SHARE(5), SHARE(100)) },
	{ { "styles.*.justify.kashida-most", "a percentage such as 60%", "60%",
	    "The longest, of the size." },
	    FIELD(style, justify.kashida_most, percent), RANGE(SHARE(10), SHARE(200)) },
	{ { "styles.*.justify.kashida-from", "a percentage such as 125%", "125%",
	    "Spaces that would be wider than this, of the natural, ask for kashida." },
	    FIELD(style, justify.kashida_from, percent), RANGE(SHARE(100), SHARE(200)) },
	{ { "styles.*.justify.kashida-aim", "a percentage such as 115%", "115%",
	    "What the spaces of such a line are to be." },
	    FIELD(style, justify.kashida_aim, percent), RANGE(SHARE(90), SHARE(200)) },
	{ { "styles.*.justify.kashida-apart", "a percentage such as 100%", "100%",
	    "How far a kashida keeps from one on the line above, of the size." },
	    FIELD(style, justify.kashida_apart, percent), RANGE(0, SHARE(500)) },
	{ { "styles.*.justify.kashida-emergency", "a percentage such as 150%", "150%",
	    "Spaces still wider than this, of the natural, are an emergency: more and longer kashidas, neighbours too." },
	    FIELD(style, justify.kashida_emergency, percent), RANGE(SHARE(100), SHARE(1000)) },
	{ { "styles.*.justify.kashida-emergency-line", "a number from 0 to 6", "3",
	    "How many more kashidas a line may then have." },
	    FIELD(style, justify.kashida_emergency_line, int), RANGE(0, 6) },
	{ { "styles.*.justify.kashida-emergency-most", "a percentage such as 90%", "90%",
	    "The longest kashida then, of the size." },
	    FIELD(style, justify.kashida_emergency_most, percent), RANGE(SHARE(10), SHARE(300)) },
	{ { "styles.*.justify.kashida-relief", "a percentage such as 140%", "140%",
	    "What the spaces of an emergency are brought under, of the natural." },
	    FIELD(style, justify.kashida_relief, percent), RANGE(SHARE(100), SHARE(1000)) },
	{ { "styles.*.justify.kashida-counted", "a percentage such as 58.6%", "58.6%",
	    "The part of what words can be lengthened by that breaks rely on: neighbours and stacks cannot all be used." },
	    FIELD(style, justify.kashida_counted, percent), RANGE(0, SHARE(100)) },
	{ { "styles.*.justify.space-wish", "a percentage such as 106.84%", "106.84%",
	    "The best word space where kashida is at hand, of the natural: tight lines beside drawn-out ones show." },
	    FIELD(style, justify.space_wish, percent), RANGE(SHARE(80), SHARE(150)) },
	{ { "styles.*.justify.space-least", "a percentage such as 20%", "20%",
	    "The least that the font's own word space is taken for, of the size." },
	    FIELD(style, justify.space_least, percent), RANGE(SHARE(5), SHARE(100)) },
	{ { "styles.*.justify.space-most", "a percentage such as 34%", "34%",
	    "The most that the font's own word space is taken for, of the size." },
	    FIELD(style, justify.space_most, percent), RANGE(SHARE(5), SHARE(100)) },
	{ { "styles.*.justify.narrow", "a number from 0 to 100", "12",
	    "Measures of fewer ems than this are not justified." },
	    FIELD(style, justify.narrow, int), RANGE(0, 100) },
	{ { "styles.*.justify.loose", "a percentage such as 150%", "150%",
	    "A word space wider than this, of the natural, is warned of (line.loose)." },
	    FIELD(style, justify.loose, percent), RANGE(SHARE(100), SHARE(1000)) },
	{ { "styles.*.justify.ragged-from", "a percentage such as 300%", "0%",
	    "A line whose spaces would be wider than this, of the natural, is not filled; 0%: every line is." },
	    FIELD(style, justify.ragged_from, percent), RANGE(SHARE(0), SHARE(1000)) },
	{ { "styles.*.justify.tight", "a percentage such as 75%", "75%",
	    "A word space narrower than this, of the natural, is warned of (line.tight)." },
	    FIELD(style, justify.tight, percent), RANGE(SHARE(10), SHARE(100)) },
	{ { "styles.*.justify.tolerance", "a number from 1 to 10000", "200",
	    "How bad a line may be before others are tried." },
	    FIELD(style, justify.tolerance, int), RANGE(1, 10000) },
	{ { "styles.*.justify.tolerance-wider", "a number from 1 to 1000", "3",
	    "The second try bears so many times the tolerance." },
	    FIELD(style, justify.tolerance_wider, int), RANGE(1, 1000) },
	{ { "styles.*.justify.tolerance-widest", "a number from 1 to 10000", "30",
	    "The third try, before any line will do, bears so many times the tolerance." },
	    FIELD(style, justify.tolerance_widest, int), RANGE(1, 10000) },
	{ { "styles.*.justify.last-line", "a percentage such as 20%", "20%",
	    "The part of the measure a last line should reach." },
	    FIELD(style, justify.last_line_min, percent), RANGE(0, SHARE(100)) },
	{ { "styles.*.justify.demerits-kashida", "a number from 0 to 1000000", "400",
	    "Demerits of each word that a line would draw out." },
	    FIELD(style, justify.demerits_kashida, int), RANGE(0, 1000000) },
	{ { "styles.*.justify.demerits-jump", "a number from 0 to 10000000", "10000",
	    "Demerits of a line much tighter or looser than the one above it." },
	    FIELD(style, justify.demerits_jump, int), RANGE(0, 10000000) },
	{ { "styles.*.justify.demerits-short", "a number from 0 to 10000000", "5000",
	    "Demerits of a last line of one word, or shorter than last-line." },
	    FIELD(style, justify.demerits_short, int), RANGE(0, 10000000) },
	{ { "styles.*.justify.penalty-inside", "a number from 0 to 9999", "50",
	    "What speaks against a break behind a slash or a dash, which is not between words." },
	    FIELD(style, justify.penalty_inside, int), RANGE(0, 9999) },
	{ { "styles.*.justify.cost-space", "a number from 0 to 100000", "1500",
	    "Choosing kashidas: the square of how far the space is from kashida-aim, in word spaces, times this." },
	    FIELD(style, justify.cost_space, int), RANGE(0, 100000) },
	{ { "styles.*.justify.cost-class", "a number from 0 to 10000", "2",
	    "Choosing kashidas: each step in the class of a join." },
	    FIELD(style, justify.cost_class, int), RANGE(0, 10000) },
	{ { "styles.*.justify.cost-short-word", "a number from 0 to 10000", "8",
	    "Choosing kashidas: a word of three letters." },
	    FIELD(style, justify.cost_short_word, int), RANGE(0, 10000) },
	{ { "styles.*.justify.cost-kashida", "a number from 0 to 10000", "8",
	    "Choosing kashidas: each one." },
	    FIELD(style, justify.cost_each, int), RANGE(0, 10000) },
	{ { "styles.*.justify.cost-uneven", "a number from 0 to 10000", "12",
	    "Choosing kashidas: the square of how far one is from its even place, in lines, times this." },
	    FIELD(style, justify.cost_uneven, int), RANGE(0, 10000) },
	{ { "styles.*.marker", "a text such as •, or none", "•",
	    "What stands before an entry of a list without numbers." },
	    .read = read_marker, .print = print_marker },
	{ { "styles.*.counter", "digits, abjad or ordinals", "digits",
	    "How the entries of a numbered list are counted: ١ ٢ ٣, أ ب ج, or أولا ثانيا ثالثا (to ten)." },
	    FIELD(style, counter, word), .words = counter_words },
	{ { "styles.*.tint", COLOUR, "", "What stands behind the lines, as wide as the measure." },
	    FIELD(style, tint, colour_name) },
	RULE_ROWS("styles.*.rule-above", style, rule_above),
	RULE_ROWS("styles.*.rule-below", style, rule_below),
	RULE_ROWS("styles.*.bar", style, bar),
	{ { "styles.*.leading-grows", "true or false", "false",
	    "Whether the lines of vocalised text move apart where their ink would touch: by quarters of a row of the grid." },
	    FIELD(style, leading_grows, bool) },
	{ { "styles.*.optical-margins", "true or false", "false",
	    "Whether ، ؛ . ؟ « » hang into the margin by half their width." },
	    FIELD(style, optical, bool) },

	{ { "item", "a map", "", "What a release is set in, and what parts releases." }, MAP },
	{ { "item.order", "a list such as [section, headline, body]",
	    "[section, kicker, headline, decks, byline, dateline, lead, media, body, contact]",
	    "What is printed of a release, in this order." },
	    .read = read_order, .print = print_order },
	{ { "item.number", "a text with {item.number}", "{item.number}",
	    "What the number of a release says, where item.order says number, in the style number." },
	    TEMPLATE(number) },
	{ { "item.separator", "a map", "", "What stands between two releases." }, MAP },
	RULE_ROWS("item.separator.rule", layout, separator),
	{ { "item.separator.space", "a length such as 1gr", "1gr",
	    "The white over and under the rule." },
	    FIELD(layout, separator_space, length), RANGE(0, PT(500)) },
	{ { "item.separator.ornament", "a text such as ٭ ٭ ٭", "",
	    "What stands there instead of a rule, in style ornament." },
	    FIELD(layout, ornament.text, text) },
	{ { "item.end-mark", "a text such as •", "",
	    "What stands behind the last line of a release, in style end-mark." },
	    FIELD(layout, end_mark.text, text) },
	{ { "item.break", "allow, column or page", "allow",
	    "Where a release may begin." },
	    FIELD(layout, item_break, word), .words = break_words },
	{ { "item.facing", "true or false", "false",
	    "Whether an item and the next one in another language face each other over all their pages, each in half of the columns: that in the layout's language at the start edge." },
	    FIELD(layout, item_facing, bool) },

	{ { "issue", "a map", "", "What an issue is made of." }, MAP },
	{ { "issue.order", "a list such as [contents, sections, imprint]",
	    "[contents, sections, corrections, contacts, imprint]",
	    "What is printed of an issue, in this order." },
	    .read = read_issue_order, .print = print_issue_order },
	{ { "contents", "a map", "", "The list of what is in an issue." }, MAP },
	{ { "contents.title", "a text with fields, or none", "{string.contents}",
	    "What stands over it, in the style contents-title." },
	    TEMPLATE(issue.contents.title) },
	{ { "contents.number", "a text such as \"{item.number}.\", or none", "none",
	    "What stands before the title of an item." },
	    TEMPLATE(issue.contents.number) },
	{ { "contents.what", "items, sections or all", "items",
	    "What it lists: items in the style contents-entry, sections in contents-section." },
	    FIELD(layout, issue.contents.what, word), .words = what_words },
	{ { "contents.leader", "none, dots or rule", "dots",
	    "What leads from a title to its page." },
	    FIELD(layout, issue.contents.leader, word), .words = leader_words },
	{ { "contents.room", "a length such as 2.5em", "2.5em",
	    "What titles leave free at the end of their lines, for the page." },
	    FIELD(layout, issue.contents.room, length), RANGE(0, PT(300)) },
	{ { "contents.folio", "a text with {page}", "{page}",
	    "The page of an entry, in the style contents-folio." },
	    TEMPLATE(issue.contents.folio.text) },
	{ { "sections", "a map", "", "The sections of an issue." }, MAP },
	{ { "sections.head", "a text with fields, or none", "{section.title}",
	    "What stands over a section, in the style section-head." },
	    TEMPLATE(issue.section_head) },
	{ { "sections.break", "allow, column or page", "allow",
	    "Where a section may begin." },
	    FIELD(layout, issue.section_break, word), .words = break_words },
	{ { "sections.colours", "a list such as [red, blue], or a map of sections' keys and colours",
	    "", "The colour of a section's head, labels and kickers: in turn, or by its key." },
	    .read = read_section_colours, .print = print_section_colours },
	{ { "corrections", "a map", "", "The corrections of an issue: a section of their own." }, MAP },
	{ { "corrections.title", "a text with fields, or none", "{string.corrections}",
	    "What stands over them, in the style section-head." },
	    TEMPLATE(issue.corrections_title) },
	{ { "corrections.folio", "a text with {page}", "{string.page} {page}",
	    "The page of what is corrected, when it is in the same issue." },
	    TEMPLATE(issue.correction_folio.text) },
	{ { "contacts", "a map", "", "Whom to ask, as the issue says." }, MAP },
	{ { "contacts.title", "a text with fields, or none", "{string.contacts}",
	    "What stands over them, in the style contacts-title." },
	    TEMPLATE(issue.contacts_title) },
	{ { "imprint", "a map", "", "Who makes the bulletin." }, MAP },
	{ { "imprint.text", "a text with fields", "",
	    "What is said before the issue's own lines, in the style imprint." },
	    TEMPLATE(issue.imprint) },

	{ { "cover", "a map", "", "A page before all others, without stories." }, MAP },
	{ { "cover.parts", PARTS, "", "What stands on it; places are those of the whole page." },
	    .read = read_cover_parts },
	{ { "volume", "a map", "",
	    "How batch binds the releases of a day, week, month or year; all else is as in an issue." }, MAP },
	{ { "volume.cover", PARTS, "",
	    "What stands on its first page, at places of the whole page; without it {publication.title} in style volume-title and {issue.period} in volume-period." },
	    .read = read_volume_cover },
	{ { "volume.contents", "items, sections or all", "all",
	    "What its contents list: releases, the days or months they are parted by, or both." },
	    FIELD(layout, volume.contents, word), .words = what_words },
	{ { "volume.contents-title", "a text with fields, or none", "{string.volume-contents}",
	    "What stands over them, in the style contents-title." },
	    TEMPLATE(volume.contents_title) },
	{ { "volume.head", "a text with fields, or none", "{section.title}",
	    "What stands over the releases of a day or month, in the style section-head." },
	    TEMPLATE(volume.head) },
	{ { "volume.break", "allow, column or page", "allow", "Where those may begin." },
	    FIELD(layout, volume.part_break, word), .words = break_words },
	{ { "volume.indexes", "a list such as [subjects, people]", "[sections, subjects, people, bodies]",
	    "The indexes at its end, in this order: of the section, subjects, people and bodies that releases name." },
	    .read = read_indexes, .print = print_indexes },
	{ { "volume.index", "a map", "",
	    "How indexes are set: styles index-title, index-letter and index-entry." }, MAP },
	{ { "volume.index.columns", "a number from 1 to 6", "2", "The columns of their pages." },
	    FIELD(layout, volume.index_columns, int), RANGE(1, 6) },
	{ { "volume.index.letters", "true or false", "true",
	    "Whether the entries of each letter have it over them." },
	    FIELD(layout, volume.index_letters, bool) },

	{ { "front", "a map", "", "How the first page is divided among stories." }, MAP },
	{ { "front.wide", "true or false", "false",
	    "Whether heads, pictures and boxes in zones go over all columns of their zone, whatever they do elsewhere." },
	    FIELD(layout, front_wide, bool) },
	{ { "front.zones", "a list of maps such as {columns: 3, stories: 1, rows: 30}", "",
	    "Its parts, side by side from the start edge, then beneath those before." },
	    .read = read_zones, .print = print_zones },
	{ { "front.zones.*.columns", "a number from 1 to 12", "1", "Columns of the page that it takes." },
	    FIELD(zone, columns, int), RANGE(1, 12) },
	{ { "front.zones.*.stories", "a number from 0 to 20", "1", "Stories that begin in it; more, where they leave a quarter of it white." },
	    FIELD(zone, stories, int), RANGE(0, 20) },
	{ { "front.zones.*.rows", "a number from 0 to 200", "0",
	    "Lines of each of them at most, the rest being elsewhere; 0: any number." },
	    FIELD(zone, rows, int), RANGE(0, 200) },
	{ { "front.zones.*.height", "a length such as 12gr", "0",
	    "Its height; 0: down to the foot of the page." },
	    FIELD(zone, height, length), RANGE(0, PT(5000)) },
	{ { "front.zones.*.contents", "true or false", "false",
	    "Whether it holds the list of contents instead." },
	    FIELD(zone, contents, bool) },
	{ { "jump", "a map", "", "What is told where a story goes on elsewhere." }, MAP },
	{ { "jump.to", "a text such as \"تتمة ص {page}\"", "",
	    "Under what stands on the front page, in style jump; without it stories are not parted." },
	    .read = read_template, .print = print_text, .offset = offsetof(struct layout, jump.to.text) },
	{ { "jump.from", "a text such as \"تتمة من ص {page}: {item.headline}\"", "",
	    "Over what follows, in style jump-head." },
	    .read = read_template, .print = print_text, .offset = offsetof(struct layout, jump.from.text) },
	{ { "jump.after", "front or all", "front",
	    "Whether stories go on right behind the front page, or behind all others." },
	    FIELD(layout, jump.after_all, choice), .words = after_words },
	{ { "boxes", "a map of names and boxes", "",
	    "Boxes that whole stories are set in, by name." }, .read = read_boxings },
	{ { "boxes.*.for", "a list of release, statement, advisory, speech, correction, contents, contacts, imprint",
	    "", "The stories that stand in it." },
	    .read = read_boxed, .print = print_boxed, .offset = offsetof(struct boxing, of),
	    .words = boxed_words },
	{ { "boxes.*.span", "a number of columns, or all", "1", "Columns of the page that it takes." },
	    .read = read_span, .print = print_span, .offset = offsetof(struct boxing, span), RANGE(1, 12) },
	{ { "boxes.*.columns", "a number from 1 to 6", "1", "Columns of the text inside." },
	    FIELD(boxing, columns, int), RANGE(1, 6) },
	{ { "boxes.*.parts", "true or false", "false",
	    "Whether a box in one column may go on in the next, as text does." },
	    FIELD(boxing, parts, bool) },
	{ { "boxes.*.tint", COLOUR, "", "What stands behind it." },
	    FIELD(boxing, tint, colour_name) },
	RULE_ROWS("boxes.*.rule", boxing, rule),
	{ { "boxes.*.padding", LENGTH, "3mm", "White between its edge and the text." },
	    FIELD(boxing, padding, length), RANGE(0, PT(200)) },
	{ { "boxes.*.space", "a length such as 0.5gr", "0.5gr", "White over and under it." },
	    FIELD(boxing, space, length), RANGE(0, PT(200)) },
	{ { "fit", "a map", "", "How many pages an issue has." }, MAP },
	{ { "fit.pages", "a number of pages, or a list such as [2, 4, 8]", "",
	    "The pages that an issue may have; they end full." },
	    .read = read_fit_pages, .print = print_fit_pages, RANGE(1, 2000) },
	{ { "fit.multiple-of", "a number from 0 to 64", "0", "They may be any multiple of this." },
	    FIELD(layout, fit.multiple_of, int), RANGE(0, 64) },
	{ { "fit.freedoms", "a map", "", "What may give way for it, and how far." }, MAP },
	{ { "fit.freedoms.leading", "a list of two lengths such as [16.6pt, 17.6pt]", "",
	    "The least and the most that the step of the grid may be." },
	    .read = read_fit_leading, .print = print_fit_leading, RANGE(PT(2), PT(200)) },
	{ { "fit.freedoms.pictures", "a list of two percentages such as [80%, 100%]", "",
	    "The least of their depth that pictures may be trimmed to, and the most that they may grow to: what the layout's shape trimmed off them is shown again, never what the release's own crop did." },
	    .read = read_fit_pictures, .print = print_fit_pictures, RANGE(SHARE(20), SHARE(200)) },
	{ { "fit.freedoms.optional", "a list such as [decks, media]", "",
	    "What of a release may be left out, from the last one up." },
	    .read = read_fit_optional, .print = print_fit_optional },
	{ { "fit.freedoms.order", "true or false", "false",
	    "Whether releases of a section may change places." },
	    FIELD(layout, fit.order, bool) },

	{ { "figure", "a map", "", "How pictures of releases are set; styles caption and credit are their text." },
	    MAP },
	{ { "figure.span", "a number of columns, or all", "0",
	    "Over how many columns a picture goes; 0: as many as style caption says." },
	    .read = read_span, .print = print_span, .offset = offsetof(struct layout, figure.span),
	    RANGE(0, 12) },
	{ { "figure.lead-span", "a number of columns, or all", "0",
	    "The same of a picture with role: lead; 0: as figure.span." },
	    .read = read_span, .print = print_span,
	    .offset = offsetof(struct layout, figure.lead_span), RANGE(0, 12) },
	{ { "figure.aspect", "none, or width to height such as 3:2", "none",
	    "What pictures are cropped to, around the focus that the release names." },
	    .read = read_aspect, .print = print_aspect },
	{ { "figure.height-most", "a percentage such as 55%", "55%",
	    "The height of a picture at most, of the text's." },
	    FIELD(layout, figure.height_most, percent), RANGE(SHARE(5), SHARE(100)) },
	{ { "figure.trim", "a percentage such as 10%", "0%",
	    "What a picture's height may lose or gain so that its column ends level with others, or a page is full. It gains what the layout's shape hides of it; then, when its item says what must stay (focus), what is trimmed off its sides. A picture with its caption is then as deep as whole rows of the grid." },
	    FIELD(layout, figure.trim, percent), RANGE(0, SHARE(50)) },
	{ { "figure.give-way", "a number from 0 to 9", "0",
	    "Paragraphs that a picture under a head may go behind, at most, when it would not fit with the head on a page and leave it white; it then stands where the release goes on." },
	    FIELD(layout, figure.give_way, int), RANGE(0, 9) },
	{ { "figure.min-dpi", "a number from 0 to 1200", "150",
	    "Pixels an inch under which a picture is warned of, as it is printed; 0: never." },
	    FIELD(layout, figure.min_dpi, int), RANGE(0, 1200) },

	{ { "notes", "a map", "", "Notes at the feet of columns; style note is their text." }, MAP },
	{ { "notes.form", "a text with #, such as (#)", "(#)",
	    "How the number of a note is written, in the text and before the note." },
	    FIELD(layout, notes.form, text) },
	RULE_ROWS("notes.rule", layout, notes.rule),
	{ { "notes.rule-length", "a length such as 30%", "30%",
	    "The length of the rule over the notes; % is of the column." },
	    FIELD(layout, notes.rule_length, length), RANGE(0, PT(2000)) },
	{ { "notes.rule-continued", "a length such as 100%", "100%",
	    "The length of the rule over notes that go on from the column before." },
	    FIELD(layout, notes.rule_continued, length), RANGE(0, PT(2000)) },
	{ { "notes.space", "a length such as 0.4gr", "0.4gr",
	    "White over the rule, and under it." },
	    FIELD(layout, notes.space, length), RANGE(0, PT(200)) },

	{ { "qr", "a map", "", "The QR code of a release, where item.order says qr." }, MAP },
	{ { "qr.text", "a text with fields, such as {publication.url}/{item.id}", "{item.source.url}",
	    "What it says; there is none where a field has no value." },
	    .read = read_template, .print = print_text, .offset = offsetof(struct layout, qr.text) },
	{ { "qr.alt", "a text with fields", "",
	    "What is read aloud instead; what it says, when not given." },
	    .read = read_template, .print = print_text, .offset = offsetof(struct layout, qr.alt) },
	{ { "qr.size", LENGTH, "22mm", "Its size, with the white of four modules all round." },
	    FIELD(layout, qr.size, dim), RANGE(PT(20), PT(600)) },

	{ { "table", "a map", "", "How tables are drawn; styles table, table-head and table-caption are their text." },
	    MAP },
	RULE_ROWS("table.rule", layout, table.rule),
	RULE_ROWS("table.head-rule", layout, table.head_rule),
	RULE_ROWS("table.edge-rule", layout, table.edge_rule),
	{ { "table.tint", COLOUR, "", "What stands behind every other row." },
	    FIELD(layout, table.tint, colour_name) },
	{ { "table.head-tint", COLOUR, "", "What stands behind the head." },
	    FIELD(layout, table.head_tint, colour_name) },
	{ { "table.padding", "a length such as 0.4em", "0.4em",
	    "White at either side of the text of a cell." },
	    FIELD(layout, table.padding, length), RANGE(0, PT(100)) },
	{ { "table.padding-down", "a length such as 0.15em", "0.15em",
	    "White over and under the text of a row." },
	    FIELD(layout, table.padding_down, length), RANGE(0, PT(100)) },
	{ { "table.space", "a length such as 0.5gr", "0.5gr",
	    "White over and under the table." },
	    FIELD(layout, table.space, length), RANGE(0, PT(200)) },
	{ { "table.width", "a percentage such as 100%", "100%",
	    "How much of the measure a table may take." },
	    FIELD(layout, table.width, percent), RANGE(SHARE(20), SHARE(100)) },
	{ { "table.fill", "true or false", "true",
	    "Whether a table is as wide as that, though its text needs less." },
	    FIELD(layout, table.fill, bool) },

	{ { "masthead", "a map", "", "The head of the first page." }, MAP },
	{ { "masthead.on", "never, first or all", "first", "The pages that have it." },
	    FIELD(layout, masthead_on, word), .words = masthead_words },
	{ { "masthead.height", "a length such as 32mm", "0",
	    "What it takes of the text's height." },
	    FIELD(layout, masthead.height, length), RANGE(0, PT(2000)) },
	{ { "masthead.parts", PARTS, "", "What stands in it." },
	    .read = read_masthead_parts },
	{ { "running", "a map", "", "What stands in the margins of every page." }, MAP },
	{ { "running.header", PARTS, "",
	    "Over the text, in the lower half of the top margin, but not on a page with the masthead." },
	    .read = read_header_parts },
	{ { "running.footer", PARTS, "", "Under the text, in the upper half of the bottom margin." },
	    .read = read_footer_parts },

	{ { "parts.*.text", "a text with fields such as {page}", "",
	    "A text.  (Keys of parts are those of masthead.parts, running.header and running.footer.)" },
	    .read = read_template, .print = print_text, .offset = offsetof(struct part, text) },
	{ { "parts.*.image", "the name of a file beneath the layout's folder, such as emblem.svg", "",
	    "A picture." },
	    .read = read_template, .print = print_text, .offset = offsetof(struct part, image) },
	{ { "parts.*.qr", "a text with fields, such as {publication.url}", "",
	    "A QR code that says so, as wide as its width." },
	    .read = read_template, .print = print_text, .offset = offsetof(struct part, qr) },
	RULE_ROWS("parts.*.rule", part, rule),
	{ { "parts.*.tint", COLOUR, "", "An area of that colour." },
	    FIELD(part, colour, colour_name) },
	{ { "parts.*.style", "the name of a style", "", "Of a text: its style." },
	    FIELD(part, style, style_name) },
	{ { "parts.*.at", "a place such as [outer, bottom] or [start, 6mm]", "",
	    "Where a text or picture stands in its box." },
	    .read = read_coords, .print = print_coords },
	{ { "parts.*.from", "a place such as [start, 30mm]", "",
	    "Where a rule or tint begins." }, .read = read_coords, .print = print_coords },
	{ { "parts.*.to", "a place such as [end, 30mm]", "",
	    "Where a rule or tint ends." },
	    .read = read_coord_ends, .print = print_coord_ends },
	{ { "parts.*.width", "a length such as 60mm", "0",
	    "Its width; 0: as wide as the box, or what the height makes of it." },
	    FIELD(part, width, length), RANGE(0, PT(5000)) },
	{ { "parts.*.height", "a length such as 20mm", "0", "The height of a picture." },
	    FIELD(part, height, length), RANGE(0, PT(5000)) },
};

/* ---- finding ---------------------------------------------------------- */

const char *
row_name(const struct row *row)
{
	const char *dot = strrchr(row->key.path, '.');

	return dot ? dot + 1 : row->key.path;
}

const struct row *
row_beneath(const char *path, const struct row *row)
{
	size_t n = strlen(path);

	for (row = row ? row + 1 : rows; row < rows + G_N_ELEMENTS(rows); row++) {
		const char *p = row->key.path, *rest = n ? p + n + 1 : p;

		if (n && (strncmp(p, path, n) != 0 || p[n] != '.'))
			continue;
		if (!strchr(rest, '.'))
			return row;
	}
	return NULL;
}

bool
knows_key(const char *path, const char *name)
{
	const struct row *row = NULL;

	while ((row = row_beneath(path, row)) != NULL && strcmp(row_name(row), name) != 0)
		;
	return row != NULL;
}

bool
holds_names(const char *path)
{
	g_autofree char *prefix = g_strconcat(path, ".*.", NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (g_str_has_prefix(rows[i].key.path, prefix))
			return true;
	return false;
}

const struct row *
row_at_path(const char *path)
{
	const struct row *row = rows;

	while (row < rows + G_N_ELEMENTS(rows) && strcmp(row->key.path, path) != 0)
		row++;
	g_assert(row < rows + G_N_ELEMENTS(rows));
	return row;
}

const struct layout_key *
layout_keys(size_t *ret_n)
{
	static struct layout_key keys[G_N_ELEMENTS(rows)];

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		keys[i] = rows[i].key;
	*ret_n = G_N_ELEMENTS(rows);
	return keys;
}

/* ---- defaults --------------------------------------------------------- */

static struct yaml *
scalar_of(struct reader *r, const char *s, size_t n)
{
	struct yaml *y = arena_new(r->a, struct yaml);

	y->kind = YAML_SCALAR;
	y->value = arena_strndup(r->a, s, n);
	return y;
}

/* A default as the table has it: a word, or a list of words. */
static const struct yaml *
node_of(struct reader *r, const char *def)
{
	if (*def != '[')
		return scalar_of(r, def, strlen(def));
	struct yaml *list = arena_new(r->a, struct yaml), **tail = &list->first;

	list->kind = YAML_LIST;
	for (const char *s = def + 1; *s;) {
		size_t n = strcspn(s, ",]");

		*tail = scalar_of(r, s, n);
		tail = &(*tail)->next;
		list->n++;
		s += n + 1;
		s += strspn(s, " ");
	}
	return list;
}

void
read_defaults(struct reader *r, const char *path, void *base)
{
	for (const struct row *row = NULL; (row = row_beneath(path, row)) != NULL;) {
		if (!row->print)
			read_defaults(r, row->key.path, base);
		else if (*row->key.def)
			row->read(r, row, node_of(r, row->key.def), base);
	}
}

/* ---- reading ---------------------------------------------------------- */

void
read_keys(struct reader *r, const char *path, const struct yaml *n, void *base)
{
	report_unknown_keys(r, path, n);
	for (const struct row *row = NULL; (row = row_beneath(path, row)) != NULL;) {
		const struct yaml *c = yaml_get(n, row_name(row));

		if (c && !was_told(path, c))
			row->read(r, row, c, base);
	}
}

void
read_map(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	if (n->kind != YAML_MAP)
		bad_value(r, row, n);
	else
		read_keys(r, row->key.path, n, base);
}
