/* Counting with letters. */
#include "story/story-int.h"

char *
count_abjad(struct arena *a, int n)
{
	static const struct {
		int value;
		const char *letter;
	} letters[] = {
		{ 1000, "غ" }, { 900, "ظ" }, { 800, "ض" }, { 700, "ذ" }, { 600, "خ" },
		{ 500, "ث" }, { 400, "ت" }, { 300, "ش" }, { 200, "ر" }, { 100, "ق" },
		{ 90, "ص" }, { 80, "ف" }, { 70, "ع" }, { 60, "س" }, { 50, "ن" },
		{ 40, "م" }, { 30, "ل" }, { 20, "ك" }, { 10, "ي" }, { 9, "ط" },
		{ 8, "ح" }, { 7, "ز" }, { 6, "و" }, { 5, "هـ" }, { 4, "د" },
		{ 3, "ج" }, { 2, "ب" }, { 1, "أ" },
	};
	g_autoptr(GString) to = g_string_new(NULL);

	if (n < 1 || n > 1999)
		return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(letters); i++)
		while (n >= letters[i].value) {
			g_string_append(to, letters[i].letter);
			n -= letters[i].value;
		}
	return arena_strdup(a, to->str);
}

const char *
count_ordinal(int n)
{
	static const char *const words[] = { "أولا", "ثانيا", "ثالثا", "رابعا", "خامسا",
		"سادسا", "سابعا", "ثامنا", "تاسعا", "عاشرا" };

	return n >= 1 && n <= (int)G_N_ELEMENTS(words) ? words[n - 1] : NULL;
}
