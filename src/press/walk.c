/*
 * One bulletin on its way through the modules, step by step.
 *
 * Every step is asked for by the one after it, so that a dump of a stage
 * goes just as far as a bulletin would, and no further.
 */
#include "press/press-int.h"

#include <string.h>

static bool
stop(struct walk *w, enum outcome o)
{
	if (w->outcome == OUTCOME_DONE || o > w->outcome)
		w->outcome = o;
	return false;
}

/* ---- items ------------------------------------------------------------ */

/* Seconds since 1970 of an ISO 8601 date or time; -1 when it is none. */
static int64_t
seconds_of(const char *iso)
{
	if (!iso)
		return -1;
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	bool has_time = strchr(iso, 'T') != NULL;
	g_autofree char *full = has_time ? g_strdup(iso)
	                                 : g_strconcat(iso, "T00:00:00", NULL);
	char *t = strchr(full, 'T');

	/* GLib wants seconds: 14:00+03:00 becomes 14:00:00+03:00. */
	if (strlen(t) >= 6 && t[3] == ':' && t[6] != ':') {
		char *zone = g_strdup(t + 6);
		t[6] = '\0';
		char *with = g_strconcat(full, ":00", zone, NULL);
		g_free(zone);
		g_free(full);
		full = with;
	}
	g_autoptr(GDateTime) d = g_date_time_new_from_iso8601(full, utc);
	return d ? g_date_time_to_unix(d) : -1;
}

/* May this item be printed at all? */
static bool
is_released(struct walk *w, const struct item *it)
{
	if (it->status == ITEM_WITHHELD)
		diag_add(w->dg, DIAG_ERROR, "press.withheld", it->headline.at,
		    "this item is withheld and must not be printed");
	else if (it->status == ITEM_CANCELED)
		diag_add(w->dg, DIAG_ERROR, "press.canceled", it->headline.at,
		    "this item was canceled and must not be printed");
	else if (w->job->now >= 0 && seconds_of(it->embargo.s) > w->job->now)
		diag_add(w->dg, DIAG_ERROR, "press.embargo", it->embargo.at,
		    "this item is under embargo until %s", it->embargo.s);
	else
		return true;
	diag_help(w->dg, "leave it out, or change its front matter when it may be printed");
	return false;
}

/* The day of the newest item: the bulletin's own, when no other is given. */
static void
note_date(struct walk *w, const struct item *it)
{
	if (!it->date.s)
		return;
	char *day = arena_strndup(w->a, it->date.s, 10);

	if (!w->date || strcmp(day, w->date) > 0)
		w->date = day;
}

static bool
read_items(struct walk *w)
{
	bool good = true;

	w->items = arena_array(w->a, const struct item *, w->job->n);
	for (size_t i = 0; i < w->job->n; i++) {
		const struct item *it = item_load(w->a, w->dg, w->job->items[i]);

		if (!it || !is_released(w, it)) {
			good = stop(w, OUTCOME_BAD_ITEM);
			continue;
		}
		w->items[w->n++] = it;
		note_date(w, it);
	}
	return good;
}

/* ---- layout and fonts ------------------------------------------------- */

static bool
read_layout(struct walk *w)
{
	if (!w->job->layout)
		return true;
	w->layout = layout_load(w->a, w->dg, w->job->layout);
	return w->layout ? true : stop(w, OUTCOME_BAD_LAYOUT);
}

/* Every font of the layout, so that none is missed for want of use. */
static bool
find_fonts(struct walk *w)
{
	bool good = press_open_fonts(w->press, w->dg, w->layout);

	for (size_t i = 0; good && i < w->layout->n_fonts; i++) {
		const struct font_spec *f = &w->layout->fonts[i];

		if (!font_find(w->press->fonts, w->dg, f->family, f->weight, f->at))
			good = stop(w, OUTCOME_BAD_LAYOUT);
		if (f->latin && !font_find(w->press->fonts, w->dg, f->latin,
		                    f->latin_weight, f->latin_at))
			good = stop(w, OUTCOME_BAD_LAYOUT);
	}
	return good ? true : stop(w, OUTCOME_BAD_LAYOUT);
}

/* ---- the steps -------------------------------------------------------- */

static bool
read_all(struct walk *w)
{
	int64_t start = g_get_monotonic_time();
	bool layout = read_layout(w), items = read_items(w);

	w->timing.read = g_get_monotonic_time() - start;
	return layout && items;
}

static bool
make_stories(struct walk *w)
{
	bool good = true;
	int64_t start = g_get_monotonic_time();

	w->stories = arena_array(w->a, const struct story *, w->n);
	for (size_t i = 0; i < w->n; i++) {
		w->stories[i] = story_make(w->a, w->dg, w->items[i], w->layout,
		    w->job->profile == PROFILE_PROOF);
		if (!w->stories[i])
			good = stop(w, OUTCOME_BAD_ITEM);
	}
	w->timing.story = g_get_monotonic_time() - start;
	return good;
}

/* Shape everything first: all missing glyphs are told at once. */
static bool
shape_all(struct walk *w)
{
	for (size_t i = 0; i < w->n; i++)
		for (size_t j = 0; j < w->stories[i]->n; j++)
			if (w->stories[i]->blocks[j].kind == BLOCK_TEXT)
				typeset_paragraph(w, &w->stories[i]->blocks[j]);
	return w->failed ? stop(w, OUTCOME_BAD_ITEM) : true;
}

/* What is wrong with lines, told with the place where they are printed. */
static void
report_lines(struct walk *w)
{
	for (size_t i = 0; i < w->pages->n; i++) {
		const struct page *pg = &w->pages->v[i];
		int column = -2, line = 0;

		for (size_t j = 0; j < pg->n; j++) {
			const struct placed *p = &pg->placed[j];
			char where[80];

			if (p->kind != PLACED_LINE || p->story < 0 || p->line == p->galley->marker)
				continue;
			line = p->column == column ? line + 1 : 1;
			column = p->column;
			g_snprintf(where, sizeof where, "page %d, column %d, line %d: ", pg->number,
			    MAX(column, 0) + 1, line);
			line_report(w->dg, p->galley, (size_t)(p->line - p->galley->lines), where);
		}
	}
}

static bool
make_pages(struct walk *w, const struct compositor *c)
{
	int64_t start = g_get_monotonic_time();
	int64_t before = w->timing.shape + w->timing.line;

	w->pages = page_make(w->a, w->dg, w->stories, w->n, w->layout, c);
	w->timing.page = g_get_monotonic_time() - start
	    - (w->timing.shape + w->timing.line - before);
	if (!w->pages || w->failed)
		return stop(w, OUTCOME_BAD_ITEM);
	w->timing.pages = w->pages->n;
	report_lines(w);
	return true;
}

/* What a press wants around the trim: bleed and crop marks. */
static dim
room_around(const struct walk *w)
{
	const struct layout *l = w->layout;
	enum profile p = w->job->profile;

	if (p != PROFILE_PRINT && p != PROFILE_NEWSPRINT)
		return 0;
	dim bleed = p == PROFILE_PRINT ? l->bleed : 0;
	return l->mark_length > 0 ? MAX(bleed, l->mark_offset) + l->mark_length : bleed;
}

static void
make_sheets(struct walk *w)
{
	int64_t start = g_get_monotonic_time();

	w->sheets = sheet_make(w->a, w->pages, w->stories, w->n, room_around(w));
	w->timing.sheet = g_get_monotonic_time() - start;
}

bool
walk_to(struct walk *w, enum stage stage)
{
	if (stage == STAGE_ITEM)
		return read_items(w);
	if (stage == STAGE_LAYOUT)
		return read_layout(w) && find_fonts(w);
	if (!read_all(w) || !find_fonts(w) || !make_stories(w))
		return false;
	if (stage == STAGE_STORY)
		return true;
	struct compositor c = typeset_compositor(w);
	if (!shape_all(w))
		return false;
	if (stage == STAGE_RUNS)
		return true;
	if (!make_pages(w, &c))
		return false;
	if (stage == STAGE_MARKS)
		make_sheets(w);
	return true;
}

void
walk_init(struct walk *w, struct press *p, struct diags *dg, const struct job *job)
{
	*w = (struct walk) { .press = p, .dg = dg, .job = job, .a = arena_create() };
}

void
walk_finish(struct walk *w)
{
	g_clear_pointer(&w->paragraphs, g_hash_table_destroy);
	g_clear_pointer(&w->galleys, g_hash_table_destroy);
	g_clear_pointer(&w->pictures, g_hash_table_destroy);
	/* Messages keep their lines; the files they are of go now. */
	diags_clear_sources(w->dg);
	g_clear_pointer(&w->a, arena_destroy);
}
