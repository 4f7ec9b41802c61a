/* Every text of an item, one passage after the other. */
#include "proofread/proofread-int.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Of one kind no more is said: what is wrong everywhere is one mistake. */
#define MOST 20

struct stretch {
	size_t start;       /* byte of the passage */
	struct place at;
};

static const char *const codes[FOUND_N] = {
	[FOUND_BRACKET] = "proofread.bracket",
	[FOUND_COMMA] = "proofread.latin-comma",
	[FOUND_DAMAGED] = "proofread.damaged",
	[FOUND_DATES] = "proofread.dates",
	[FOUND_DIGITS] = "proofread.mixed-digits",
	[FOUND_END] = "proofread.unfinished",
	[FOUND_ENTITY] = "proofread.entity",
	[FOUND_FORM] = "proofread.presentation-form",
	[FOUND_STOPS] = "proofread.punctuation",
	[FOUND_REPEATED] = "proofread.repeated-word",
	[FOUND_SPACE] = "proofread.space",
	[FOUND_TATWEEL] = "proofread.tatweel",
	[FOUND_WEEKDAY] = "proofread.weekday",
};

bool
day_date(const struct passage *p, const struct day *d, GDate *ret)
{
	int y, m, day, year = d->year;

	if (year == 0 && p->date && sscanf(p->date, "%4d-%2d-%2d", &y, &m, &day) == 3)
		year = d->month - m > 6 ? y - 1 : d->month - m < -6 ? y + 1 : y;
	if (year == 0 || year > 9999 || !g_date_valid_dmy((GDateDay)CLAMP(d->day, 0, 255),
	    (GDateMonth)CLAMP(d->month, 0, 13), (GDateYear)year))
		return false;
	g_date_clear(ret, 1);
	g_date_set_dmy(ret, (GDateDay)d->day, (GDateMonth)d->month, (GDateYear)year);
	return true;
}

/* ---- places ----------------------------------------------------------- */

struct place
place_in(const struct passage *p, const char *at)
{
	size_t byte = (size_t)(at - p->text->str);
	const struct stretch *s = &g_array_index(p->stretches, struct stretch, 0);

	for (guint i = 1; i < p->stretches->len && s[1].start <= byte; i++)
		s++;
	if (s->at.col == 0)
		return s->at;
	return place_after(s->at, p->text->str + s->start, byte - s->start);
}

void
found(struct passage *p, enum finding what, const char *at, const char *text,
    const char *proposal, ...)
{
	va_list ap;

	if (p->counts[what]++ >= MOST)
		return;
	diag_add(p->dg, DIAG_WARNING, codes[what], place_in(p, at), "%s", diag_word(text));
	va_start(ap, proposal);
	diag_helpv(p->dg, proposal, ap);
	va_end(ap);
}

/* ---- passages --------------------------------------------------------- */

static void
add_stretch(struct passage *p, const struct text *t)
{
	struct stretch s = { p->text->len, t->at };

	g_array_append_val(p->stretches, s);
	g_string_append(p->text, t->s);
}

/* The passage is done: look at it, and begin another. */
static void
check_passage(struct passage *p)
{
	if (p->text->len > 0) {
		check_marks(p);
		check_brackets(p);
		check_digits(p);
		check_words(p);
		check_weekdays(p);
		check_dates(p);
		check_quotes(p);
		check_damage(p);
		check_end(p);
	}
	g_string_truncate(p->text, 0);
	g_array_set_size(p->stretches, 0);
}

static void
check_field(struct passage *p, const struct text *t)
{
	if (!t->s)
		return;
	add_stretch(p, t);
	check_passage(p);
}

static void
check_fields(struct passage *p, const struct texts *v)
{
	for (size_t i = 0; i < v->n; i++)
		check_field(p, &v->v[i]);
}

static void
check_body(struct passage *p, const struct body *b, bool outermost)
{
	for (; b; b = b->next) {
		p->last = outermost && !b->next && b->kind == BODY_PARA;
		for (size_t i = 0; i < b->n_text; i++)
			if (!(b->text[i].style & INLINE_CODE))
				add_stretch(p, &b->text[i].text);
		check_passage(p);
		check_body(p, b->first, false);
	}
}

static void
check_head(struct passage *p, const struct item *it)
{
	const struct text *const fields[] = { &it->section, &it->kicker, &it->headline,
		&it->lead, &it->byline.literal, &it->byline.prefix, &it->byline.role,
		&it->dateline.literal, &it->dateline.date };

	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
		check_field(p, fields[i]);
	check_fields(p, &it->decks);
	check_fields(p, &it->byline.names);
	for (size_t i = 0; i < it->n_media; i++)
		check_field(p, &it->media[i].caption);
}

void
proofread_item(struct diags *dg, const struct item *it)
{
	struct passage p = { .dg = dg, .text = g_string_new(NULL),
		.stretches = g_array_new(FALSE, FALSE, sizeof(struct stretch)),
		.date = it->date.s };

	check_head(&p, it);
	p.body = true;
	check_body(&p, it->body, true);
	check_quoting(&p);
	g_string_free(p.text, TRUE);
	g_array_unref(p.stretches);
}
