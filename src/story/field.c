/* Templates: texts of a layout with fields of item, bulletin and page. */
#include "story/story-int.h"

#include <string.h>

/* ---- values ----------------------------------------------------------- */

/* Months are named as in the country of the layout, or else of the item. */
static const char *
language_of(const struct layout *l, const struct fields *f)
{
	static const char *const named[] = { [MONTHS_EGYPT] = "ar-EG",
		[MONTHS_LEVANT] = "ar-SY", [MONTHS_MAGHREB] = "ar-MA" };
	const char *item = f->item ? f->item->language.s : NULL;

	if (l->months != MONTHS_AUTO)
		return named[l->months];

	if (item && !strchr(l->language, '-') && g_str_has_prefix(item, l->language))
		return item;
	return l->language;
}

static const char *
number_value(struct arena *a, int n)
{
	return arena_printf(a, "%d", n);
}

static const char *
item_value(const struct item *it, const char *name)
{
	if (!it)
		return NULL;
	const struct {
		const char *name, *value;
	} fields[] = {
		{ "headline", it->headline.s }, { "section", it->section.s },
		{ "publisher", it->publisher.s ? it->publisher.s : it->source.name.s },
		{ "source", it->source.name.s }, { "id", it->id.s },
		{ "date", it->date.s },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
		if (strcmp(fields[i].name, name) == 0)
			return fields[i].value;
	return NULL;
}

/* «الاثنين ٢٣ نوفمبر ٢٠٢٦ م – ١٣ جمادى الآخرة ١٤٤٨ هـ»: one day, said twice. */
static const char *
double_date(struct arena *a, const struct layout *l, const char *date,
    const char *language)
{
	const char *weekday = date_weekday(a, date, language);
	const char *gregorian = date_gregorian(a, date, language);
	const char *hijri = date_hijri(a, date, language, l->hijri_offset);

	if (!weekday || !gregorian || !hijri)
		return gregorian;
	return arena_printf(a, "%s %s – %s", weekday, gregorian, hijri);
}

static const char *
date_value(struct arena *a, const struct layout *l, const struct fields *f,
    const char *name)
{
	const char *language = language_of(l, f);

	if (!f->date)
		return NULL;
	if (strcmp(name, "gregorian") == 0)
		return date_gregorian(a, f->date, language);
	if (strcmp(name, "hijri") == 0)
		return date_hijri(a, f->date, language, l->hijri_offset);
	if (strcmp(name, "double") == 0)
		return double_date(a, l, f->date, language);
	return date_weekday(a, f->date, language);
}

const char *
field_value(struct arena *a, const struct layout *l, const struct fields *f,
    const char *name)
{
	const char *dot = strchr(name, '.');

	if (strcmp(name, "page") == 0)
		return number_value(a, f->page);
	if (strcmp(name, "pages") == 0)
		return number_value(a, f->pages);
	if (strcmp(name, "publication.title") == 0)
		return f->publication_title;
	if (strcmp(name, "publication.office") == 0)
		return f->publication_office;
	if (g_str_has_prefix(name, "date."))
		return date_value(a, l, f, dot + 1);
	if (g_str_has_prefix(name, "item."))
		return item_value(f->item, dot + 1);
	return g_str_has_prefix(name, "string.") ? layout_string(l, dot + 1) : NULL;
}

/* ---- templates -------------------------------------------------------- */

/* A stretch of a template: a field's value, or what stands between. */
struct stretch {
	char *text; /* NULL: a field without a value */
	bool field;
	bool dropped;
};

static void
add_stretch(GArray *to, const char *text, bool field)
{
	struct stretch s = { text && *text ? g_strdup(text) : NULL, field, false };

	if (field || s.text)
		g_array_append_val(to, s);
}

static void
clear_stretch(gpointer p)
{
	g_free(((struct stretch *)p)->text);
}

static GArray *
split_template(struct arena *a, const struct layout *l, const struct fields *f,
    const char *s)
{
	GArray *to = g_array_new(FALSE, FALSE, sizeof(struct stretch));
	const char *open, *close;

	g_array_set_clear_func(to, clear_stretch);
	while ((open = strchr(s, '{')) && (close = strchr(open, '}'))) {
		g_autofree char *before = g_strndup(s, (gsize)(open - s));
		g_autofree char *name = g_strndup(open + 1, (gsize)(close - open - 1));

		add_stretch(to, before, false);
		add_stretch(to, field_value(a, l, f, name), true);
		s = close + 1;
	}
	add_stretch(to, s, false);
	return to;
}

/* Blanks and dashes, which only part what stands beside them. */
static bool
only_parts(const struct stretch *s)
{
	static const char parting[] = " \t-–—|·•،,/";

	if (s->field || !s->text || s->dropped)
		return false;
	for (const char *p = s->text; *p; p = text_next(p)) {
		gunichar c = g_utf8_get_char(p);
		bool found = false;

		for (const char *q = parting; *q; q = text_next(q))
			found |= g_utf8_get_char(q) == c;
		if (!found)
			return false;
	}
	return true;
}

static void
drop_empty(GArray *v)
{
	for (guint i = 0; i < v->len; i++) {
		struct stretch *s = &g_array_index(v, struct stretch, i);

		if (!s->field || s->text)
			continue;
		s->dropped = true;
		if (i > 0 && only_parts(s - 1))
			s[-1].dropped = true;
		else if (i + 1 < v->len && only_parts(s + 1))
			s[1].dropped = true;
	}
}

/* Fields there are, but none has a value. */
static bool
says_nothing(const GArray *v)
{
	bool fields = false;

	for (guint i = 0; i < v->len; i++) {
		const struct stretch *s = &g_array_index(v, struct stretch, i);

		if (s->field && s->text)
			return false;
		fields |= s->field;
	}
	return fields;
}

const struct story *
story_part(struct arena *a, struct diags *dg, const struct part *part,
    const struct layout *l, const struct fields *f)
{
	g_autoptr(GArray) v = split_template(a, l, f, part->text ? part->text : "");
	struct texter t;
	struct block *b;
	struct story *st;

	if (says_nothing(v))
		return NULL;
	drop_empty(v);
	texter_init(&t, a);
	for (guint i = 0; i < v->len; i++) {
		const struct stretch *s = &g_array_index(v, struct stretch, i);

		if (s->dropped || !s->text)
			continue;
		if (s->field && v->len > 1)
			texter_add_isolated(&t, s->text, part->at);
		else
			texter_add(&t, s->text, 0, NULL, part->at);
	}
	b = arena_new(a, struct block);
	*b = (struct block) { .kind = BLOCK_TEXT, .role = ROLE_FOLIO,
		.style = part->style, .at = part->at };
	char *digits = story_digits(a, t.text->str, l->numbering);
	g_string_assign(t.text, digits);
	if (t.spans->len > 0) {
		/* All of it stands at the part's place. */
		g_array_set_size(t.spans, 1);
		g_array_index(t.spans, struct span, 0) = (struct span) {
			.end = (uint32_t)t.text->len, .at = part->at };
	}
	if (!texter_finish(&t, b, NUMERALS_KEEP, false))
		return NULL;
	st = arena_new(a, struct story);
	*st = (struct story) { .kind = STORY_PART, .layout = l, .blocks = b, .n = 1 };
	return st;
}
