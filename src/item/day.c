/*
 * Days as texts write them: «٢٣ نوفمبر ٢٠٢٦», «23/11/2026», «١٣ من شهر
 * رجب ١٤٤٨ هـ», and what may stand between two names of one day.
 */
#include "item/day.h"

#include <string.h>

#define SPELLINGS 6

/* From Monday, as GLib counts; in two spellings. */
const char *const weekdays[7][2] = {
	{ "الاثنين", "الإثنين" }, { "الثلاثاء", "الثلاثاء" }, { "الأربعاء", "الاربعاء" },
	{ "الخميس", "الخميس" }, { "الجمعة", "الجمعه" }, { "السبت", "السبت" }, { "الأحد", "الاحد" },
};

/* In Egypt and the Gulf, in the Levant and Iraq, in Morocco, in Algeria and Tunisia. */
static const char *const months[12][SPELLINGS] = {
	{ "يناير", "كانون الثاني", "جانفي" }, { "فبراير", "شباط", "فيفري" }, { "مارس", "آذار" },
	{ "أبريل", "نيسان", "ابريل", "إبريل", "أفريل" }, { "مايو", "أيار", "ماي" },
	{ "يونيو", "حزيران", "جوان", "يونيه" }, { "يوليو", "تموز", "يوليوز", "جويلية", "يوليه" },
	{ "أغسطس", "آب", "غشت", "أوت", "اغسطس" }, { "سبتمبر", "أيلول", "شتنبر" },
	{ "أكتوبر", "تشرين الأول", "اكتوبر" }, { "نوفمبر", "تشرين الثاني", "نونبر" },
	{ "ديسمبر", "كانون الأول", "دجنبر" },
};

/* The first is what a proposal says. */
static const char *const hijri_months[12][SPELLINGS] = {
	{ "محرم", "المحرم", "محرّم" }, { "صفر" },
	{ "ربيع الأول", "ربيع الاول", "ربيع أول" },
	{ "ربيع الآخر", "ربيع الاخر", "ربيع الثاني", "ربيع ثاني", "ربيع ثان" },
	{ "جمادى الأولى", "جمادى الاولى", "جمادي الأولى", "جمادي الاولى", "جمادى الأول" },
	{ "جمادى الآخرة", "جمادى الاخرة", "جمادى الثانية", "جمادي الآخرة", "جمادي الثانية", "جمادى الآخر" },
	{ "رجب" }, { "شعبان" }, { "رمضان" }, { "شوال" },
	{ "ذو القعدة", "ذي القعدة", "ذو القعده", "ذي القعده" },
	{ "ذو الحجة", "ذي الحجة", "ذو الحجه", "ذي الحجه" },
};

/* `s` behind `word`, when that is what stands there as a whole word. */
static const char *
past_word(const char *s, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(s, word, n) != 0 || (s[n] && is_arabic(g_utf8_get_char(s + n))))
		return NULL;
	return s + n;
}

/* Behind all of `words` (ending in NULL) that stand there one after the other; blanks go too. */
static const char *
past_all(const char *s, const char *const *words)
{
	for (size_t i = 0; words[i];) {
		bool letters = is_arabic(g_utf8_get_char(words[i]));
		const char *end = letters ? past_word(s, words[i])
		    : g_str_has_prefix(s, words[i]) ? s + strlen(words[i]) : NULL;

		s = end ? end : s;
		i = end ? 0 : i + 1;
	}
	return s;
}

static const char *
past_number(const char *s, int *ret_n)
{
	const char *p = s;

	*ret_n = 0;
	for (; *p && *ret_n < 100000; p = text_next(p)) {
		gunichar c = g_utf8_get_char(p);

		if (!text_is_arabic_digit(c) && !is_latin_digit(c))
			break;
		*ret_n = *ret_n * 10 + g_unichar_digit_value(c);
	}
	return p > s ? p : NULL;
}

static const char *
past_month(const char *s, const char *const (*names)[SPELLINGS], int *ret_month)
{
	for (int m = 0; m < 12; m++)
		for (int i = 0; i < SPELLINGS && names[m][i]; i++) {
			const char *end = past_word(s, names[m][i]);

			if (end) {
				*ret_month = m + 1;
				return end;
			}
		}
	return NULL;
}

/* «/11/2026»; the end, or NULL. */
static const char *
past_strokes(const char *s, struct day *d)
{
	const char *month = *s == '/' ? past_number(s + 1, &d->month) : NULL;
	const char *end = month && *month == '/' ? past_number(month + 1, &d->year) : NULL;

	return end && d->year >= 1000 ? end : NULL;
}

const char *
past_blanks(const char *s)
{
	static const char *const between[] = { " ", "\u00A0", "،", "\u2028", NULL };

	return past_all(s, between);
}

const char *
day_past_link(const char *s)
{
	static const char *const between[] = { " ", "\u00A0", "،", "\u2028", "(", ")", "/", "-", "–", "هـ", "ه", "م",
		"يوم", "الموافق", "والموافق", "الموافقة", "الموافق لـ", "يوافق", "لـ", "الاثنين", "الإثنين",
		"الثلاثاء", "الأربعاء", "الاربعاء", "الخميس", "الجمعة", "السبت", "الأحد", "الاحد", NULL };

	return past_all(s, between);
}

/* «أبريل (نيسان)»: behind the month's other name. */
static const char *
past_other_name(const char *s, const char *const (*names)[SPELLINGS])
{
	const char *open = *s == ' ' ? s + 1 : s, *end;
	int month;

	if (*open != '(' && *open != '/')
		return s;
	end = past_month(open + 1, names, &month);
	return !end ? s : *open == '/' ? end : *end == ')' ? end + 1 : s;
}

/* As one calendar has it; `end` behind the year, or behind the month without one. */
static bool
read_in(const char *s, const char *const (*names)[SPELLINGS], struct day *ret)
{
	static const char *const of[] = { " ", "\u00A0", "من", "شهر", NULL };
	const char *end = past_number(s, &ret->day), *year;

	if (!end)
		return false;
	if ((ret->end = past_strokes(end, ret)) != NULL)
		return true;
	end = past_month(past_all(end, of), names, &ret->month);
	if (!end)
		return false;
	end = past_other_name(end, names);
	year = past_number(past_all(end, (const char *const[]) { " ", "\u00A0", "،", "عام", "سنة", NULL }), &ret->year);
	if (!year || ret->year < 1000)
		ret->year = 0;
	ret->end = ret->year ? year : end;
	return true;
}

bool
day_read(const char *s, struct day *ret)
{
	return read_in(past_blanks(s), months, ret) && (ret->year == 0 || ret->year > LAST_HIJRI);
}

bool
day_read_hijri(const char *s, struct day *ret)
{
	return read_in(past_blanks(s), hijri_months, ret) && ret->year > 0 && ret->year <= LAST_HIJRI;
}

const char *
day_hijri_month(int month)
{
	return hijri_months[month - 1][0];
}
