/*
 * Figures that stand later in their release.
 *
 * A head and its figure are half of a small page, and leave another half white
 * when they do not fit.  Then the figure may stand behind the first
 * paragraphs instead, on the page that the release goes on: as many of them as
 * the layout allows (figure.give-way).
 */
#include "page/page-int.h"

#include <string.h>

/* Pages' heights that a window has behind where it begins; no page takes more. */
#define WINDOW_PAGES 2

/* Heads of sections are stories of their own. */
static bool
is_head(const struct slug *s)
{
	return s->story >= 0 && s->kind == PLACED_LINE && s->block->style->keep_with_next &&
	    s->block->role != ROLE_DATELINE;
}

/* A line of a text that a figure may stand behind, as it may behind any of `of`. */
static bool
is_text(const struct slug *s, const struct slug *of)
{
	return s->story == of->story && s->span == of->span && s->kind == PLACED_LINE && !s->floats &&
	    !s->frame && !s->carried && !s->loose && s->force == BREAK_ALLOW &&
	    (s->block->role == ROLE_BODY || s->block->role == ROLE_LEAD ||
	        s->block->role == ROLE_DATELINE);
}

/* Behind figure `i` with its caption and credit. */
static size_t
end_of_figure(const struct slug *v, size_t n, size_t i)
{
	size_t end = i + 1;

	while (end < n && v[end].story == v[i].story && v[end - 1].keep && v[end].kind == PLACED_LINE)
		end++;
	return end;
}

/* The first slug of the release that slug `at` is of, or of the one behind the rule there. */
static size_t
start_of_story(const struct slug *v, size_t n, size_t at)
{
	while (at < n && v[at].story < 0)
		at++;
	while (at > 0 && at < n && v[at - 1].story == v[at].story)
		at--;
	return at;
}

bool
later_find(const struct slugs *s, size_t at, int paragraphs, struct later *ret)
{
	const struct slug *v = s->v;
	size_t start = start_of_story(v, s->n, at), i = start, n = s->n;

	while (i < n && is_head(&v[i]))
		i++;
	if (i == start || i == n || v[i].kind != PLACED_IMAGE || v[i].story != v[i - 1].story ||
	    v[i].floats)
		return false;
	*ret = (struct later) { .figure = i, .text = end_of_figure(v, n, i), .story = v[i].story };
	ret->end = ret->text;
	for (i = ret->text; i < n && is_text(&v[i], &v[ret->figure]) && paragraphs > 0; i++)
		if ((i + 1 == n || v[i + 1].block != v[i].block) && !v[i].keep) {
			ret->end = i + 1;
			paragraphs--;
		}
	ret->whole = ret->end == n || v[ret->end].story != v[ret->figure].story;
	return paragraphs == 0;
}

static void
move(struct slug *v, const struct later *l, size_t from)
{
	size_t figure = l->text - l->figure, text = l->end - l->text;
	g_autofree struct slug *old = g_memdup2(v + (l->figure - from), (figure + text) * sizeof *old);

	memcpy(v + (l->figure - from), old + figure, text * sizeof *v);
	memcpy(v + (l->figure - from) + text, old, figure * sizeof *v);
}

struct slugs
later_window(struct arena *a, const struct slugs *s, size_t at, int64_t room, int columns,
    const struct later *v, size_t n)
{
	size_t end = at, least = at;
	int64_t height = 0;

	for (size_t i = 0; i < n; i++)
		least = MAX(least, v[i].end);
	for (; end < s->n && (end < least || height < WINDOW_PAGES * room); end++)
		height += s->v[end].before + s->v[end].rise + s->v[end].drop;
	/* What a page begins within was moved on the page before. */
	size_t from = at;
	for (size_t i = 0; i < n; i++)
		from = MIN(from, v[i].figure);

	g_autofree struct slug *all = g_memdup2(s->v + from, (end - from) * sizeof *all);
	for (size_t i = 0; i < n; i++)
		move(all, &v[i], from);
	struct slugs w = { arena_memdup(a, all + (at - from), (end - at) * sizeof *all), end - at, false };
	slugs_finish(w.v, w.n, columns);
	return w;
}

/* Behind the block `b` of a story and its notes. */
static size_t
behind(const struct story *st, const struct block *b)
{
	size_t i = (size_t)(b - st->blocks) + 1;

	while (i < st->n && st->blocks[i].note > 0)
		i++;
	return i;
}

const struct story *
later_story(struct arena *a, const struct story *old, const struct delay *d)
{
	struct story *st = arena_memdup(a, old, sizeof *old);
	struct block *v = arena_memdup(a, old->blocks, old->n * sizeof *v);
	size_t figure = (size_t)(d->figure - old->blocks), text = (size_t)(d->text - old->blocks);
	size_t end = behind(old, d->last);

	memcpy(v + figure, old->blocks + text, (end - text) * sizeof *v);
	memcpy(v + figure + (end - text), old->blocks + figure, (text - figure) * sizeof *v);
	st->blocks = v;
	return st;
}
