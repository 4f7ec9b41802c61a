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

/* Nothing is counted from 0, and page 0 is one that is not known yet. */
static const char *
number_value(struct arena *a, int n)
{
	return n > 0 ? arena_printf(a, "%d", n) : NULL;
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
		{ "source", it->source.name.s },
		{ "source.url", it->source.url.s }, { "id", it->id.s },
		{ "date", it->date.s },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
		if (strcmp(fields[i].name, name) == 0)
			return fields[i].value;
	return NULL;
}

static const char *
publication_value(const struct publication *p, const char *name)
{
	const struct {
		const char *name, *value;
	} fields[] = {
		{ "title", p->title.s }, { "subtitle", p->subtitle.s },
		{ "office", p->office.s }, { "url", p->url.s }, { "emblem", p->emblem.s },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
		if (strcmp(fields[i].name, name) == 0)
			return fields[i].value;
	return NULL;
}

/* «السنة ٧ – العدد ٤١٢», or what there is of it. */
static const char *
issue_line(struct arena *a, const struct layout *l, const struct issue *is)
{
	const char *year = is->year
	    ? arena_printf(a, "%s %d", layout_string(l, "year"), is->year) : NULL;
	const char *number = is->number
	    ? arena_printf(a, "%s %d", layout_string(l, "issue"), is->number) : NULL;

	if (year && number)
		return arena_printf(a, "%s – %s", year, number);
	return year ? year : number;
}

static const char *
issue_value(struct arena *a, const struct layout *l, const struct issue *is, const char *name)
{
	if (strcmp(name, "number") == 0)
		return number_value(a, is->number);
	if (strcmp(name, "year") == 0)
		return number_value(a, is->year);
	if (strcmp(name, "period") == 0)
		return is->period;
	return issue_line(a, l, is);
}

static const char *
section_value(struct arena *a, const struct fields *f, const char *name)
{
	if (strcmp(name, "number") == 0)
		return number_value(a, f->section);
	if (strcmp(name, "count") == 0)
		return number_value(a, f->section_count);
	return f->section_title;
}

/* The moon is sighted for the day: an issue may know better than its layout. */
static int
hijri_offset(const struct layout *l, const struct fields *f)
{
	return f->issue && f->issue->has_hijri_offset ? f->issue->hijri_offset
	    : l->hijri_offset;
}

/* «الاثنين ٢٣ نوفمبر ٢٠٢٦ م – ١٣ جمادى الآخرة ١٤٤٨ هـ»: one day, said twice. */
static const char *
double_date(struct arena *a, const struct layout *l, const struct fields *f,
    const char *language)
{
	const char *date = f->date;
	const char *weekday = date_weekday(a, date, language);
	const char *gregorian = date_gregorian(a, date, language);
	const char *hijri = date_hijri(a, date, language, hijri_offset(l, f));

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
		return date_hijri(a, f->date, language, hijri_offset(l, f));
	if (strcmp(name, "double") == 0)
		return double_date(a, l, f, language);
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
	if (g_str_has_prefix(name, "publication."))
		return f->issue ? publication_value(&f->issue->publication, dot + 1) : NULL;
	if (g_str_has_prefix(name, "issue."))
		return f->issue ? issue_value(a, l, f->issue, dot + 1) : NULL;
	if (g_str_has_prefix(name, "section."))
		return section_value(a, f, dot + 1);
	if (g_str_has_prefix(name, "date."))
		return date_value(a, l, f, dot + 1);
	if (strcmp(name, "item.number") == 0)
		return number_value(a, f->number);
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

char *
story_template(struct arena *a, const struct layout *l, const struct fields *f, const char *s)
{
	g_autoptr(GArray) v = split_template(a, l, f, s ? s : "");
	g_autoptr(GString) to = g_string_new(NULL);

	for (guint i = 0; i < v->len; i++) {
		const struct stretch *st = &g_array_index(v, struct stretch, i);

		if (!st->text)
			return NULL;
		g_string_append(to, st->text);
	}
	return to->len > 0 ? arena_strndup(a, to->str, to->len) : NULL;
}

/* A headline such as «COP27 في مصر» runs as the layout does, though its first letter does not. */
static const char *
isolate_of(const struct layout *l, const char *s)
{
	for (const char *p = s; l->rtl && *p; p = text_next(p)) {
		gunichar c = text_char(p);

		if (c >= 0x590 && c < 0x900 && g_unichar_isalpha(c))
			return "\u2067";
	}
	return "\u2068";
}

bool
template_add(struct texter *t, const struct layout *l, const struct fields *f,
    const char *s, struct place at)
{
	g_autoptr(GArray) v = split_template(t->a, l, f, s ? s : "");

	if (says_nothing(v))
		return false;
	drop_empty(v);
	for (guint i = 0; i < v->len; i++) {
		const struct stretch *st = &g_array_index(v, struct stretch, i);

		if (st->dropped || !st->text)
			continue;
		if (st->field && v->len > 1)
			texter_add_isolated(t, isolate_of(l, st->text), st->text, at);
		else
			texter_add(t, st->text, 0, NULL, at);
	}
	if (l->numbering != NUMERALS_KEEP)
		g_string_assign(t->text, convert_digits(t->a, t->text->str, t->text->len, l->numbering));
	if (t->spans->len > 0) {
		/* All of it stands at one place. */
		g_array_set_size(t->spans, 1);
		g_array_index(t->spans, struct span, 0) = (struct span) {
			.end = (uint32_t)t->text->len, .at = at };
	}
	return true;
}

const struct story *
story_part(struct arena *a, struct diags *dg, const struct part *part,
    const struct layout *l, const struct fields *f)
{
	struct block *b = arena_new(a, struct block);
	struct story *st = arena_new(a, struct story);
	struct texter t;

	texter_init(&t, a);
	template_add(&t, l, f, part->text, part->at);
	*b = (struct block) { .kind = BLOCK_TEXT, .role = ROLE_FOLIO,
		.style = part->style, .at = part->at };
	if (!texter_finish(&t, b, NUMERALS_KEEP, l->rtl))
		return NULL;
	*st = (struct story) { .kind = STORY_PART, .layout = l, .blocks = b, .n = 1 };
	return st;
}
