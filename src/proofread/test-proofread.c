/*
 * proofread: a text, and what an editor would mark in it; and texts in which
 * there is nothing to be marked.
 */
#include "proofread/proofread.h"

#include <string.h>

#define HEAD "---\nnashra-item: 1\nid: a\ndate: 2026-11-23\nheadline: ع\n---\n\n"

/* «code@column: proposal» of all that is found in line 8, the first of a body; `rest` is behind it. */
static char *
marked(const char *text, const char *rest)
{
	struct arena *a = arena_create();
	struct diags *dg = diags_create();
	g_autofree char *bytes = g_strconcat(HEAD, text, "\n", rest, NULL);
	const struct item *it = item_read(a, dg, "i.md", bytes, strlen(bytes));
	GString *to = g_string_new(NULL);

	g_assert_nonnull(it);
	proofread_item(dg, it);
	for (size_t i = 0; i < diags_n(dg); i++) {
		const struct diag *d = diags_get(dg, i);

		g_assert_cmpint(d->level, ==, DIAG_WARNING);
		g_assert_cmpuint(d->at.line, ==, 8);
		g_assert_nonnull(d->help);
		g_string_append_printf(to, "%s%s@%u: %s", i ? "; " : "",
		    d->code + strlen("proofread."), d->at.col, d->help);
	}
	diags_destroy(dg);
	arena_destroy(a);
	return g_string_free(to, FALSE);
}

struct mark {
	const char *text, *found;
};

static const struct mark marks[] = {
	/* Digits. */
	{ "نحو ٦٠ مليون و4500 قرية",
	    "mixed-digits@15: write all of them as ٠١٢, or let the layout do it: numerals: arab" },
	{ "عام 4500 ثم ٦٠ و٧٠",
	    "mixed-digits@13: write all of them as 012, or let the layout do it: numerals: latn" },
	{ "نحو ٦5 بلدا", "mixed-digits@5: write them all as ٠١٢, or all as 012" },
	{ "شبكة 5G و٦٠ برجا ومعيار ISO9001", "" },
	/* Stops. */
	{ "بليتوانيا؛. حيث", "punctuation@10: write «؛» or «.», whichever is meant" },
	{ "قال،، ثم", "punctuation@4: write «،» once" },
	{ "هل؟! نعم... حقا!! و«كذا».", "" },
	{ "مصر, ثم", "latin-comma@4: write «،»" },
	{ "مصر; ثم لماذا?", "latin-comma@4: write «؛»; latin-comma@14: write «؟»" },
	{ "Cairo, Egypt ثم 4,500", "" },
	/* Spaces. */
	{ "وقال  ثم", "space@5: leave one out" },
	{ "وقال ، ثم", "space@5: write the mark behind the word" },
	{ "وقال .", "space@5: write the mark behind the word" },
	{ "وقال،ثم", "space@5: write a space behind it" },
	{ "أ.د. أحمد، م.ب. و.NET هنا", "" },
	{ "انتهى.ثم", "space@6: write a space behind it" },
	{ "قال ( نعم )", "space@6: leave it out; space@10: leave it out" },
	{ "«نعم»ثم", "space@5: write a space behind it" },
	/* Brackets. */
	{ "قال (نعم", "bracket@5: write its partner, or take it out" },
	{ "قال نعم»", "bracket@8: take it out, or write its partner before it" },
	{ "«قال (نعم) و[لا]» و123) هنا", "bracket@23: take it out, or write its partner before it" },
	{ "أ) هذا 1) هذا", "" },
	{ "قال \"نعم\" ثم \"لا", "bracket@14: write its partner, or take it out" },
	{ "شاشة 21\" و\"نعم\" و\"رقم 19\"", "" },
	/* What a web page leaves. */
	{ "مصر&amp;nbsp;ثم &amp;#160; و&amp;quot;", "entity@4: write « »; entity@17: write the character; entity@29: write «\"»" },
	{ "شركة A&amp;B; و&amp;c", "" },
	{ "في Ø§Ù„Ø³Ù„ام", "damaged@4: take the text from its source once more, as UTF-8" },
	{ "في ÇáÓíÏ الآن", "damaged@4: take the text from its source once more, as UTF-8" },
	{ "قال â€œنعم و\uFFFDلا", "damaged@5: take the text from its source once more, as UTF-8; "
	    "damaged@13: look it up in the source, and write it" },
	{ "Øystein و21 Ø و«café Ås»", "" },
	/* Letters. */
	{ "كتـــاب", "tatweel@3: write «كتاب»: words are drawn out where their line wants it" },
	{ "١٤٤٨ هـ.", "" },
	{ "\uFEE3صر", "presentation-form@1: write «م»" },
	{ "\uFEFBحد", "presentation-form@1: write «لا»" },
	{ "محمد \uFDFA رسول", "" },
	{ "قال من من هناك", "repeated-word@8: write «من» once, unless it is meant" },
	{ "ولي ولي العهد وقناة بي بي سي شكرا جدا جدا", "" },
	{ "قال من، من هناك والمن من", "" },
	/* Weekdays: 2026-11-23 is a Monday. */
	{ "الاثنين ٢٣ نوفمبر ٢٠٢٦ م", "" },
	{ "الإثنين 23/11/2026، والثلاثاء 27 أبريل (نيسان) 1909", "" },
	{ "الثلاثاء ٢٣ نوفمبر ٢٠٢٦", "weekday@1: 2026-11-23 is «الاثنين»: write that, or another date" },
	{ "يوم الأحد الموافق 23/11/2026، ثم",
	    "weekday@5: 2026-11-23 is «الاثنين»: write that, or another date" },
	{ "الأحد، ٢٣ تشرين الثاني", "weekday@1: 2026-11-23 is «الاثنين»: write that, or another date" },
	{ "والثلاثاء ٢٤ نوفمبر، الجمعة ٢ يناير", "weekday@22: 2027-01-02 is «السبت»: write that, or another date" },
	{ "الأحد ١٧ جمادى الآخرة ١٤٤٨ هـ الموافق ٢٧ نوفمبر ٢٠٢٦ م",
	    "weekday@1: 2026-11-27 is «الجمعة»: write that, or another date" },
	/* Both calendars: 2026-11-27 is 17 Jumada II 1448. */
	{ "١٧ جمادى الآخرة ١٤٤٨ هـ الموافق ٢٧ نوفمبر ٢٠٢٦ م و17/6/1448هـ الموافق 27/11/2026م", "mixed-digits@51: write all of them as ٠١٢, or let the layout do it: numerals: arab" },
	{ "الجمعة 15 من شهر جمادى الثانية 1448 هـ (27 نوفمبر 2026 م)", "" },
	{ "يوم 1 محرم 1448 هـ الموافق 27 نوفمبر 2026",
	    "dates@5: 2026-11-27 is «17 جمادى الآخرة 1448 هـ»: write that, or another date" },
	{ "30 جمادى الأولى 1437 هـ الموافق 10 مارس 2016 م واس", "" },
	{ "33 جمادى الآخرة 1448 هـ الموافق 27 نوفمبر 2026، 1/13/1448 هـ الموافق 27 نوفمبر 2026",
	    "dates@1: 2026-11-27 is «17 جمادى الآخرة 1448 هـ»: write that, or another date" },
	{ "27 نوفمبر 2026 م، الموافق 17 رجب 1448 هـ",
	    "dates@1: 2026-11-27 is «17 جمادى الآخرة 1448 هـ»: write that, or another date" },
	{ "من 10 إلى 12 محرم 1448 هـ الموافق 25 - 27 يونيو 2026، و1 محرم 1448 هـ ثم 27 نوفمبر 2026", "" },
	{ "يوم الأحد من كل أسبوع، الاثنين 45 نوفمبر", "" },
};

static void
test_marks(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++) {
		g_autofree char *got = marked(marks[i].text, "\nتم.\n");

		if (strcmp(got, marks[i].found) != 0)
			g_test_message("%s", marks[i].text);
		g_assert_cmpstr(got, ==, marks[i].found);
	}
}

/* A text that was cut off, when nothing stands behind it. */
static void
test_end(void)
{
	static const struct mark ends[] = {
		{ "قال إن المشروع في", "unfinished@16: look whether its end was lost; else close it with a stop" },
		{ "قال إن المشروع،", "unfinished@8: look whether its end was lost; else close it with a stop" },
		{ "قال إن […]", "unfinished@8: look whether its end was lost; else close it with a stop" },
		{ "قال إن المشروع بدأ", "" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
		g_autofree char *got = marked(ends[i].text, ""), *none = marked(ends[i].text, "\n- تم\n");

		g_assert_cmpstr(got, ==, ends[i].found);
		g_assert_cmpstr(none, ==, "");
	}
}

/* What is wrong everywhere is said twenty times, not a thousand. */
static void
test_most(void)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (int i = 0; i < 100; i++)
		g_string_append(text, "كتـاب ");
	g_autofree char *got = marked(text->str, "");
	g_auto(GStrv) parts = g_strsplit(got, "; ", -1);
	unsigned tatweels = 0;

	for (char **p = parts; *p; p++)
		tatweels += g_str_has_prefix(*p, "tatweel");
	g_assert_cmpuint(tatweels, ==, 20);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/proofread/marks", test_marks);
	g_test_add_func("/proofread/end", test_end);
	g_test_add_func("/proofread/most", test_most);
	return g_test_run();
}
