/* What stands on a specimen: items as files would hold them, without what the face lacks. */
#include "specimen/specimen-int.h"

#include <string.h>

#define ZWJ "\u200D"

/* So many letters beside each other, four forms each, make a table of the width of a page. */
#define LETTERS_ROW 3

static const char letters[] = "ا ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه و ي ء أ إ آ ؤ ئ ة ى";
/* They join nothing behind them; hamza nothing at all. */
static const char right_joining[] = "ا د ذ ر ز و أ إ آ ؤ ة ى";

static const char lam_alef[] = "لا لأ لإ لآ بلا بلأ بلإ بلآ";
static const char *const marked[] = {
	"بَ بِ بُ بْ بّ بً بٍ بٌ بَّ بِّ بُّ بٰ ٱ لَا لِلَّهِ",
	"نَصٌّ حَكِيمٌ لَهُ سِرٌّ قَاطِعٌ وَذُو شَأْنٍ عَظِيمٍ مَكْتُوبٌ عَلَى ثَوْبٍ أَخْضَرَ",
};
static const char *const digits[] = { "٠١٢٣٤٥٦٧٨٩", "0123456789", "۰۱۲۳۴۵۶۷۸۹" };
static const char points[] = "، ؛ : . ؟ ! … « » ( ) [ ] – — ـ / ٪ ٫ ٬ % + − × ÷ = & @ # ° © ® “ ” ‘ ’ • ﷺ";
static const char *const latin[] = { "ABCDEFGHIJKLM NOPQRSTUVWXYZ", "abcdefghijklm nopqrstuvwxyz", "éèàçüöñ ß œ" };
static const char *const ladder[] = { "بي|ت", "محم|د", "سعي|د", "الكت|اب", "مستش|فى" };
static const int steps[] = { 0, 1, 2, 3, 4, 6, 8 };

static const char *const headlines[TEXT_HEADLINES] = {
	"افتتاح المكتبة العامة",
	"وزير الإسكان يفتتح أربع محطات لتنقية المياه في الدلتا",
	"الحكومة تقر خطة السنوات الخمس لتطوير الموانئ وربطها بالسكك الحديدية، وتبدأ بميناء دمياط في مارس ٢٠٢٧",
};
static const char *const lengths[TEXT_HEADLINES] = {
	"عنوان قصير · a short headline", "عنوان متوسط · a middling one", "عنوان طويل · a long one"
};

static const char running[] =
    "أعلنت الوزارة، صباح اليوم، انتهاء أعمال الصيانة السنوية في ٢٤ محطة، وعودة الضخ إلى مستواه المعتاد في "
    "المحافظات كلها. وقال المتحدث الرسمي إن الفرق الفنية أنجزت العمل قبل موعده بثلاثة أيام، وإن جودة المياه تراجع كل "
    "ساعة، وتنشر نتائجها على موقع الوزارة ليطلع عليها الجميع.";

/* A headline is not set in so many words as a paragraph. */
static const char *
words_for(bool large)
{
	return large ? headlines[1] : running;
}

/* ---- what the face has ------------------------------------------------ */

/* Default ignorables need no glyph; a blank is every face's. */
static bool
has(const struct font *fo, gunichar c)
{
	return c == ' ' || c == 0x200D || c == 0x0640 || font_has(fo, c);
}

static bool
has_all(const struct font *fo, const char *s)
{
	for (; *s; s = text_next(s))
		if (!has(fo, g_utf8_get_char(s)))
			return false;
	return true;
}

/* The words of `s` that the face has all letters of. */
static char *
known(const struct font *fo, const char *s)
{
	g_auto(GStrv) words = g_strsplit(s, " ", -1);
	GString *to = g_string_new(NULL);

	for (char **w = words; *w; w++)
		if (has_all(fo, *w))
			g_string_append_printf(to, "%s%s", to->len ? " " : "", *w);
	return g_string_free(to, FALSE);
}

static void
note_missing(const struct font *fo, const char *s, GString *to)
{
	for (; *s; s = text_next(s)) {
		gunichar c = g_utf8_get_char(s);
		g_autofree char *code = g_strdup_printf("U+%04X", c);

		if (!has(fo, c) && !strstr(to->str, code))
			g_string_append_printf(to, "%s%s", to->len ? " " : "", code);
	}
}

static GString *
missing(const struct font *fo)
{
	GString *to = g_string_new(NULL);

	note_missing(fo, letters, to);
	note_missing(fo, lam_alef, to);
	for (size_t i = 0; i < G_N_ELEMENTS(marked); i++)
		note_missing(fo, marked[i], to);
	for (size_t i = 0; i < G_N_ELEMENTS(digits); i++)
		note_missing(fo, digits[i], to);
	note_missing(fo, points, to);
	for (size_t i = 0; i < G_N_ELEMENTS(latin); i++)
		note_missing(fo, latin[i], to);
	return to;
}

/* ---- paragraphs ------------------------------------------------------- */

/* Marks of Markdown stand for themselves. */
static void
add_plain(GString *to, const char *s)
{
	for (; *s; s++) {
		if (strchr("\\`*_{}[]()#+-.!|<>&~", *s))
			g_string_append_c(to, '\\');
		g_string_append_c(to, *s);
	}
}

static void
add_paragraph(GString *to, const char *s)
{
	if (!*s)
		return;
	add_plain(to, s);
	g_string_append(to, "\n\n");
}

static void
add_known(GString *to, const struct font *fo, const char *s)
{
	g_autofree char *some = known(fo, s);

	add_paragraph(to, some);
}

static void
begin_item(GString *to, const char *id, const char *kicker, const char *headline)
{
	g_string_append_printf(to, "---\nnashra-item: 1\nid: %s\nlanguage: ar\n", id);
	if (kicker)
		g_string_append_printf(to, "kicker: %s\n", kicker);
	g_string_append_printf(to, "headline: %s\n", headline);
}

/* ---- the four forms --------------------------------------------------- */

static bool
is_among(const char *words, const char *word)
{
	g_auto(GStrv) v = g_strsplit(words, " ", -1);

	return g_strv_contains((const char *const *)v, word);
}

/* Alone, at the beginning, in the middle, at the end. */
static void
add_forms(GString *to, const char *letter)
{
	bool none = strcmp(letter, "ء") == 0, right = none || is_among(right_joining, letter);

	g_string_append_printf(to, " %s |", letter);
	g_string_append_printf(to, right ? " |" : " %s" ZWJ " |", letter);
	g_string_append_printf(to, right ? " |" : " " ZWJ "%s" ZWJ " |", letter);
	g_string_append_printf(to, none ? " |" : " " ZWJ "%s |", letter);
}

static void
add_alphabet(GString *to, const struct font *fo)
{
	g_autofree char *some = known(fo, letters);
	g_auto(GStrv) v = g_strsplit(some, " ", -1);
	guint n = g_strv_length(v), rows = (n + LETTERS_ROW - 1) / LETTERS_ROW;

	g_string_append(to, "## الحروف في صورها الأربع · The letters in their four forms\n\n|");
	for (int i = 0; i < LETTERS_ROW; i++)
		g_string_append(to, " مفردة | أولى | وسطى | أخيرة |");
	g_string_append(to, "\n|");
	for (int i = 0; i < LETTERS_ROW; i++)
		g_string_append(to, ":-:|:-:|:-:|:-:|");
	for (guint row = 0; row < rows; row++) {
		g_string_append(to, "\n|");
		for (guint i = row; i < LETTERS_ROW * rows; i += rows)
			if (i < n)
				add_forms(to, v[i]);
			else
				g_string_append(to, " | | | |");
	}
	g_string_append(to, "\n\n");
}

/* ---- kashidas --------------------------------------------------------- */

static void
add_ladder(GString *to, const struct font *fo, bool large)
{
	g_string_append(to, "## الكشيدة · Kashidas\n\n");
	if (!font_joins_tatweel(fo)) {
		g_string_append(to, "- لا تلتقي التطويلة في هذا الوجه بجيرانها، فلا كشيدة فيه · the tatweel of this face"
		    " does not meet its neighbours: lines are filled with spaces alone\n\n");
		return;
	}
	g_string_append(to, "| |");
	for (size_t i = 0; i < G_N_ELEMENTS(ladder); i++)
		g_string_append(to, " |");
	g_string_append(to, "\n|--:|");
	for (size_t i = 0; i < G_N_ELEMENTS(ladder); i++)
		g_string_append(to, "---|");
	for (size_t k = 0; k < G_N_ELEMENTS(steps); k++) {
		g_string_append_printf(to, "\n| %d |", steps[k]);
		for (size_t i = 0; i < G_N_ELEMENTS(ladder); i++) {
			const char *at = strchr(ladder[i], '|');

			g_string_append_printf(to, " %.*s", (int)(at - ladder[i]), ladder[i]);
			for (int n = 0; n < steps[k]; n++)
				g_string_append(to, "ـ");
			g_string_append_printf(to, "%s |", at + 1);
		}
	}
	g_string_append(to, "\n\n> ");
	add_plain(to, words_for(large));
	g_string_append(to, "\n\n");
}

/* ---- what it can ------------------------------------------------------ */

static const char *
yes(bool is)
{
	return is ? "نعم · yes" : "لا · no";
}

static void
add_weights(GString *to, const struct font *fo, struct fonts *all)
{
	g_string_append(to, "- الأوزان · weights:");
	for (size_t i = 0; i < fonts_n(all); i++)
		if (strcmp(font_family(fonts_get(all, i)), font_family(fo)) == 0)
			g_string_append_printf(to, " %d", font_weight(fonts_get(all, i)));
	g_string_append(to, " (لا يصطنع وزن ليس موجودا · none is faked)\n");
}

static void
add_list_text(GString *to, const char *what, const char *text)
{
	g_string_append_printf(to, "- %s ", what);
	add_plain(to, text);
	g_string_append_c(to, '\n');
}

static void
add_abilities(GString *to, const struct font *fo, struct fonts *all)
{
	g_autoptr(GString) lacks = missing(fo);
	g_autofree char *licence = font_licence(fo);
	char *sentence = licence ? strstr(licence, ". ") : NULL;
	g_autofree char *measures = g_strdup_printf("%d, +%d −%d, %d", font_upem(fo), font_ascent(fo),
	    font_descent(fo), font_space(fo));

	if (sentence)
		*sentence = '\0'; /* where to read it would stand in the middle of the line */
	g_string_append(to, "## ما يقدر عليه الوجه هنا وما لا يقدر · What the face can and cannot do here\n\n");
	g_string_append_printf(to, "- الكشيدة · kashida: %s\n", yes(font_joins_tatweel(fo)));
	g_string_append_printf(to, "- اللاتينية · Latin: %s\n", yes(font_has(fo, 'A') && font_has(fo, 'z')));
	g_string_append_printf(to, "- أرقام ٠١٢، 012، ۰۱۲ · digits: %s، %s، %s\n", yes(font_has(fo, 0x660)),
	    yes(font_has(fo, '0')), yes(font_has(fo, 0x6F0)));
	g_string_append_printf(to, "- الحركات في مواضعها، وفوق بعضها · marks placed, and on each other: %s، %s\n",
	    yes(font_has_feature(fo, "mark")), yes(font_has_feature(fo, "mkmk")));
	g_string_append_printf(to, "- تقريب الحروف · kerning: %s\n", yes(font_has_feature(fo, "kern")));
	add_weights(to, fo, all);
	add_list_text(to, "في الإم، فوق السطر وتحته، الفراغ · units an em, above and below the line, space:", measures);
	add_list_text(to, "ينقصه · lacks:", lacks->len ? lacks->str : "لا شيء مما هنا · nothing of what is here");
	add_list_text(to, "الرخصة · licence:", licence ? licence : "لا يذكرها الملف · the file does not say");
	g_string_append_c(to, '\n');
}

/* ---- items ------------------------------------------------------------ */

static void
add_sections(GString *to, const struct font *fo)
{
	g_string_append(to, "## لام ألف · Lam-alef\n\n");
	add_known(to, fo, lam_alef);
	g_string_append(to, "## الحركات · Marks\n\n");
	for (size_t i = 0; i < G_N_ELEMENTS(marked); i++)
		add_known(to, fo, marked[i]);
	g_string_append(to, "## الأرقام · Three sets of digits\n\n");
	for (size_t i = 0; i < G_N_ELEMENTS(digits); i++)
		add_known(to, fo, digits[i]);
	g_string_append(to, "## الترقيم · Punctuation\n\n");
	add_known(to, fo, points);
	if (font_has(fo, 'A') && font_has(fo, 'z')) {
		g_string_append(to, "## اللاتينية · Latin\n\n");
		for (size_t i = 0; i < G_N_ELEMENTS(latin); i++)
			add_known(to, fo, latin[i]);
	}
}

void
text_face(const struct font *fo, struct fonts *all, const char *more, bool large, GString *to)
{
	g_autofree char *name = g_strdup_printf("%s %s", font_family(fo), font_style(fo));

	begin_item(to, "face", NULL, font_has(fo, 'A') && font_has(fo, 'z') ? name : "أبجد هوز حطي كلمن");
	g_string_append_printf(to, "decks:\n  - %s، %d · %s · %s%s%s\n---\n\n", name, font_weight(fo), font_version(fo),
	    font_is_locked(fo) ? "fonts.lock" : "خط التصميم · the layout's own", more ? " · " : "", more ? more : "");
	add_known(to, fo, words_for(large));
	add_alphabet(to, fo);
	add_sections(to, fo);
	add_ladder(to, fo, large);
	add_abilities(to, fo, all);
}

void
text_headline(const struct font *fo, int length, bool large, GString *to)
{
	g_autofree char *some = known(fo, headlines[length]);
	g_autofree char *id = g_strdup_printf("headline-%d", length);

	begin_item(to, id, lengths[length], some);
	g_string_append(to, "---\n\n");
	add_known(to, fo, words_for(large));
}

void
text_style(const struct font *fo, const char *name, const char *what, bool large, GString *to)
{
	g_autofree char *id = g_strdup_printf("style-%s", name);

	begin_item(to, id, NULL, name);
	g_string_append_printf(to, "decks:\n  - %s\n---\n\n", what);
	add_known(to, fo, words_for(large));
	add_known(to, fo, "٠١٢٣٤٥٦٧٨٩ 0123456789 ABC abc « » ( ) ، ؛ ؟");
}
