/* Fixed texts: those of the layout, else the program's own. */
#include "layout/layout-int.h"

#include <string.h>

struct own_string {
	const char *key, *arabic, *english;
};

static const struct own_string own_strings[] = {
	{ "contents", "في هذا العدد", "In this issue" },
	{ "corrections", "تصويبات", "Corrections" },
	{ "correction-of", "تصويب لخبر", "Correction to" },
	{ "contacts", "للتواصل", "Contacts" },
	{ "year", "السنة", "Year" },
	{ "issue", "العدد", "No." },
	{ "page", "ص", "p." },
	{ "volume", "أرشيف الأخبار", "News archive" },
	{ "volume-contents", "المحتويات", "Contents" },
	{ "undated", "بلا تاريخ", "Undated" },
	{ "week", "الأسبوع", "Week" },
	{ "index-sections", "فهرس الأبواب", "Index of sections" },
	{ "index-subjects", "فهرس الموضوعات", "Index of subjects" },
	{ "index-people", "فهرس الأشخاص", "Index of people" },
	{ "index-bodies", "فهرس الجهات", "Index of bodies" },
	{ "proof", "مسودة – ليس للنشر", "Draft – not for publication" },
};

const char *
layout_string(const struct layout *l, const char *key)
{
	for (size_t i = 0; i < l->n_strings; i++)
		if (strcmp(l->strings[i].key, key) == 0)
			return l->strings[i].value;
	for (size_t i = 0; i < G_N_ELEMENTS(own_strings); i++)
		if (strcmp(own_strings[i].key, key) == 0)
			return g_str_has_prefix(l->language ? l->language : "ar", "ar")
			    ? own_strings[i].arabic : own_strings[i].english;
	return NULL;
}
