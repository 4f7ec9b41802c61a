/*
 * The language that nashra speaks.
 *
 * English is in the sources, Arabic in po/ar.po, which gettext's msgfmt
 * makes a catalogue of.  The catalogue is built in, since glibc looks into
 * none under C.UTF-8, and other locales may not be there.  Its form: GNU
 * gettext's manual, «The Format of GNU MO Files».
 */
#include "cli-int.h"

#include "ar-mo.h"

#include <stdlib.h>
#include <string.h>

#define MO_MAGIC 0x950412deu

/* Process-wide, like a locale: chosen once, before anything is said. */
static bool arabic;

/* ---- the catalogue ---------------------------------------------------- */

static uint32_t
number_at(size_t offset)
{
	uint32_t v;

	memcpy(&v, ar_mo + offset, sizeof v);
	return GUINT32_FROM_LE(v);
}

/* String `i` of the table whose offset stands at `table`. */
static const char *
string_at(size_t table, uint32_t i)
{
	return (const char *)ar_mo + number_at(number_at(table) + 8 * i + 4);
}

/* Originals are sorted; that of a plural ends at the NUL behind its singular. */
static const char *
find(const char *text)
{
	uint32_t low = 0, high = number_at(8);

	g_assert(number_at(0) == MO_MAGIC);
	while (low < high) {
		uint32_t i = low + (high - low) / 2;
		int order = strcmp(text, string_at(12, i));

		if (order == 0)
			return string_at(16, i);
		if (order < 0)
			high = i;
		else
			low = i + 1;
	}
	return NULL;
}

/* ---- choosing --------------------------------------------------------- */

static const char *
of_environment(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		const char *s = getenv(names[i]);

		if (s && *s)
			return s;
	}
	return "en";
}

static void
speak_arabic(void)
{
	static struct diag_language l;

	l = (struct diag_language) { .say = lang_say, .say_n = lang_say_n, .rtl = true, .help = lang_say(N_("help")),
		.levels = { lang_say(N_("note")), lang_say(N_("warning")), lang_say(N_("error")) } };
	diag_set_language(&l);
}

bool
lang_choose(const char *name)
{
	const char *lang = name ? name : of_environment();
	size_t n = strcspn(lang, "_-.@");

	arabic = n == 2 && strncmp(lang, "ar", n) == 0;
	if (arabic)
		speak_arabic();
	else
		diag_set_language(NULL);
	return !name || arabic || (n == 2 && strncmp(lang, "en", n) == 0);
}

bool
lang_is_rtl(void)
{
	return arabic;
}

/* ---- saying ----------------------------------------------------------- */

const char *
lang_say(const char *text)
{
	/* The original of no text at all is the catalogue's head. */
	const char *found = arabic && *text ? find(text) : NULL;

	return found && *found ? found : text;
}

/* CLDR's six: none, one, two, a few (3 to 10), many (11 to 99), others. */
static unsigned
arabic_form(size_t n)
{
	if (n < 3)
		return (unsigned)n;
	return n % 100 >= 3 && n % 100 <= 10 ? 3 : n % 100 >= 11 ? 4 : 5;
}

const char *
lang_say_n(const char *one, const char *many, size_t n)
{
	const char *found = arabic ? find(one) : NULL;

	if (!found || !*found)
		return n == 1 ? one : many;
	for (unsigned i = arabic_form(n); i > 0; i--)
		found += strlen(found) + 1;
	return found;
}

char *
lang_pages(size_t n)
{
	return g_strdup_printf(lang_say_n("%zu page", "%zu pages", n), n);
}

char *
lang_isolate(const char *text)
{
	return arabic ? g_strdup_printf("\u2067%s\u2069", text) : g_strdup(text);
}
