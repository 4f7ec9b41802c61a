/*
 * One bulletin on its way through the modules, step by step.
 *
 * Every step is asked for by the one after it, so that a dump of a stage
 * goes just as far as a bulletin would, and no further.
 */
#include "press/press-int.h"

#include <string.h>

/* Glyphs of more pages than that are made when a page is written: they would be half of all memory. */
#define DRAWN_AT_ONCE 100

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

static bool
is_proof(const struct walk *w)
{
	return w->job->profile == PROFILE_PROOF;
}

/* May this item be printed at all? */
static bool
is_released(struct walk *w, const struct item *it)
{
	enum diag_level level = w->job->volume ? DIAG_WARNING : DIAG_ERROR;

	if (it->status == ITEM_WITHHELD)
		diag_add(w->dg, level, "press.withheld", it->headline.at,
		    "this item is withheld and must not be printed");
	else if (it->status == ITEM_CANCELED)
		diag_add(w->dg, level, "press.canceled", it->headline.at,
		    "this item was canceled and must not be printed");
	else if (w->job->now >= 0 && seconds_of(it->embargo.s) > w->job->now) {
		diag_add(w->dg, is_proof(w) ? DIAG_WARNING : level, "press.embargo", it->embargo.at,
		    "this item is under embargo until %s", it->embargo.s);
		if (is_proof(w))
			return true;
	} else
		return true;
	if (w->job->volume) {
		diag_help(w->dg, "the volume was made without it");
		return false;
	}
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

/* An item that was read; `it` NULL: it could not be. */
static void
take_item(struct walk *w, const struct item *it)
{
	if (!it || !is_released(w, it)) {
		if (!it || !w->job->volume)
			stop(w, OUTCOME_BAD_ITEM);
		return;
	}
	w->items[w->n++] = it;
	note_date(w, it);
}

/* Its own date, not that of its newest item. */
static void
take_issue(struct walk *w, const struct issue *is)
{
	w->issue = is;
	w->items = arena_array(w->a, const struct item *, is->n_entries);
	for (size_t i = 0; i < is->n_entries; i++)
		take_item(w, is->entries[i].item);
	if (is->date.s)
		w->date = arena_strndup(w->a, is->date.s, 10);
}

static void
report_mixed(struct walk *w, const char *file)
{
	diag_add(w->dg, DIAG_ERROR, "press.mixed", (struct place) { .file = file },
	    "an issue is a bulletin of its own, without other items");
	diag_help(w->dg, "name the items in the issue, or render it alone");
	stop(w, OUTCOME_BAD_ITEM);
}

/* An item or an issue, as the file's first lines say. */
static void
read_file(struct walk *w, const char *file)
{
	size_t len = 0, errors = diags_count(w->dg, DIAG_ERROR);
	const char *bytes = file_read(w->a, w->dg, NULL, file, LIMIT_ITEM_BYTES,
	    (struct place) { .file = file }, &len);

	if (!bytes) {
		stop(w, OUTCOME_BAD_ITEM);
		return;
	}
	diags_source(w->dg, file, bytes, len);
	if (!issue_begins(bytes, len))
		take_item(w, item_read(w->a, w->dg, file, bytes, len));
	else if (w->job->n > 1)
		report_mixed(w, file);
	else {
		const struct issue *is = issue_load(w->a, w->dg, file, bytes, len);

		if (is)
			take_issue(w, is);
		if (diags_count(w->dg, DIAG_ERROR) > errors)
			stop(w, OUTCOME_BAD_ITEM);
	}
}

static bool
read_items(struct walk *w)
{
	w->items = arena_array(w->a, const struct item *, w->job->n);
	for (size_t i = 0; i < w->job->n; i++)
		if (w->job->made)
			take_item(w, w->job->made->items[i]);
		else
			read_file(w, w->job->items[i]);
	links_check_corrections(w);
	return w->outcome == OUTCOME_DONE;
}

/* ---- layout and fonts ------------------------------------------------- */

static bool
read_layout(struct walk *w)
{
	if (!w->job->layout)
		return true;
	if (w->job->made) {
		w->layout = w->job->made->layout;
		return true;
	}
	bool kept = g_strcmp0(w->job->layout, w->press->layout_file) == 0;
	w->layout = kept ? w->press->layout : layout_load(w->a, w->dg, w->job->layout);
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

/* Words for the day that were written by hand; the layout knows their language. */
static bool
check_date(struct walk *w)
{
	size_t errors = diags_count(w->dg, DIAG_ERROR);

	if (w->issue && w->issue->date.s)
		story_check_date(w->dg, w->issue, w->layout);
	return diags_count(w->dg, DIAG_ERROR) == errors || stop(w, OUTCOME_BAD_ITEM);
}

/* It may be damaged or missing, whether or not the layout of today shows it. */
static bool
read_emblem(struct walk *w)
{
	const struct text *name = w->issue ? &w->issue->publication.emblem : NULL;

	if (!name || !name->s)
		return true;
	w->emblem = image_read(w->a, w->dg, w->issue->folder, name->s, name->at);
	return w->emblem ? true : stop(w, OUTCOME_BAD_ITEM);
}

static bool
read_all(struct walk *w)
{
	int64_t start = g_get_monotonic_time();
	bool layout = read_layout(w), items = read_items(w);

	items = check_date(w) && items;
	items = read_emblem(w) && items;
	if (layout && items && w->job->volume && !volume_bind(w))
		items = stop(w, OUTCOME_BAD_ITEM);
	w->timing.read = g_get_monotonic_time() - start;
	return layout && items;
}

/* PDF/UA wants words for every picture; on paper it is a pity only. */
static bool
check_pictures(struct walk *w, const struct story *s)
{
	bool wanted = w->job->profile == PROFILE_SCREEN, good = true;

	for (size_t i = 0; i < s->n; i++) {
		const struct block *b = &s->blocks[i];

		if (b->kind != BLOCK_FIGURE || (b->alt && *b->alt))
			continue;
		diag_add(w->dg, wanted ? DIAG_ERROR : DIAG_WARNING, "press.no-alt", b->at,
		    "the picture has no text for those who cannot see it");
		diag_help(w->dg, "say under alt: what it shows");
		good = false;
	}
	return good || !wanted;
}

/* Running heads name the section that a page begins in. */
static void
name_section(struct fields *f, const struct issue *is, const struct story *s)
{
	bool own = s->section > 0 && (size_t)s->section <= is->n_sections;

	f->section = s->section;
	f->section_title = s->section_title;
	f->section_count = own ? (int)is->sections[s->section - 1].n : (int)is->corrections.n;
}

struct fields
walk_fields(const struct walk *w, int page, int pages)
{
	struct fields f = {
		.item = w->n == 1 && !w->issue ? w->items[0] : NULL,
		.issue = w->issue,
		.date = w->date,
		.page = page,
		.pages = pages,
	};

	if (w->issue && w->running && w->running->section > 0)
		name_section(&f, w->issue, w->running);
	return f;
}

/* A story of each item, and nothing else. */
static struct stories
make_items(struct walk *w)
{
	const struct story **v = arena_array(w->a, const struct story *, w->n);

	for (size_t i = 0; i < w->n; i++) {
		const struct layout *dress = w->job->made ? w->job->made->dress[i] : w->layout;

		v[i] = story_make(w->a, w->dg, w->items[i], dress, is_proof(w));
		if (!v[i])
			stop(w, OUTCOME_BAD_ITEM);
	}
	return (struct stories) { v, w->n };
}

static bool
make_stories(struct walk *w)
{
	int64_t start = g_get_monotonic_time();
	struct fields f = walk_fields(w, 0, 0);

	w->stories = w->issue ? story_issue(w->a, w->dg, w->issue, w->layout, &f, is_proof(w))
	    : make_items(w);
	if (!w->stories.v)
		stop(w, OUTCOME_BAD_ITEM);
	for (size_t i = 0; w->stories.v && i < w->stories.n; i++)
		if (w->stories.v[i] && !check_pictures(w, w->stories.v[i]))
			stop(w, OUTCOME_BAD_ITEM);
	w->timing.story = g_get_monotonic_time() - start;
	return w->outcome == OUTCOME_DONE;
}

/* Shape everything first: all missing glyphs are told at once. */
static bool
shape_all(struct walk *w)
{
	for (size_t i = 0; i < w->stories.n; i++) {
		const struct story *s = w->stories.v[i];

		for (size_t j = 0; j < s->n; j++)
			if (s->blocks[j].kind == BLOCK_TEXT)
				typeset_paragraph(w, &s->blocks[j]);
	}
	return w->failed ? stop(w, OUTCOME_BAD_ITEM) : true;
}

/* How far a line runs over the trim; 0: not at all. */
static dim
off_page(const struct walk *w, const struct placed *p)
{
	dim in = p->line->offset, width = p->line->width;
	dim left = p->box.x + (p->galley->paragraph->rtl ? p->box.w - in - width : in);

	return MAX(MAX(-left, left + width - w->layout->width), 0);
}

/* What is printed beside the paper cannot be read, whatever else is wrong with its line. */
static bool
report_off_page(struct walk *w, const struct placed *p, const char *where)
{
	dim over = off_page(w, p);

	if (over == 0)
		return false;
	diag_add(w->dg, DIAG_ERROR, "line.off-page", line_place(p->galley, p->line),
	    "%sthe line runs over the edge of the page by %.1f pt", where, dim_to_pt(MAX(over, 52)));
	diag_help(w->dg, "part the long word, or give it a wider column or a smaller size");
	stop(w, OUTCOME_BAD_ITEM);
	return true;
}

/* A part of the layout stands on page after page: it is told once, not as often. */
static void
report_furniture(struct walk *w, const struct placed *p, int page, struct place *last)
{
	struct place at = line_place(p->galley, p->line);
	char where[40];

	if (at.line == last->line && at.col == last->col && at.file == last->file)
		return;
	g_snprintf(where, sizeof where, diag_word("page %d: "), page);
	if (report_off_page(w, p, where))
		*last = at;
}

/* What is wrong with lines, told with the place where they are printed. */
static void
report_page(struct walk *w, const struct page *pg, struct place *last)
{
	int column = -2, line = 0;

	for (size_t j = 0; j < pg->n; j++) {
		const struct placed *p = &pg->placed[j];
		char where[120];

		if (p->kind != PLACED_LINE || p->line == p->galley->marker)
			continue;
		if (p->story < 0) {
			report_furniture(w, p, pg->number, last);
			continue;
		}
		line = p->column == column ? line + 1 : 1;
		column = p->column;
		g_snprintf(where, sizeof where, diag_word("page %d, column %d, line %d: "), pg->number,
		    MAX(column, 0) + 1, line);
		if (!report_off_page(w, p, where))
			line_report(w->dg, p->galley, (size_t)(p->line - p->galley->lines), line == 1, where);
	}
}

/* False when one of them cannot be printed. */
static bool
report_lines(struct walk *w)
{
	struct place last = { 0 };

	for (size_t i = 0; i < w->pages->n; i++)
		report_page(w, &w->pages->v[i], &last);
	return w->outcome == OUTCOME_DONE;
}

static bool
make_pages(struct walk *w, const struct compositor *c)
{
	int64_t start = g_get_monotonic_time();
	int64_t before = w->timing.shape + w->timing.line;

	w->pages = page_make(w->a, w->dg, w->stories.v, w->stories.n, w->layout, c);
	w->timing.page = g_get_monotonic_time() - start
	    - (w->timing.shape + w->timing.line - before);
	if (!w->pages || w->failed)
		return stop(w, OUTCOME_BAD_ITEM);
	/* From here on, as they stand. */
	w->stories.v = w->pages->stories;
	w->stories.n = w->pages->n_stories;
	w->timing.pages = w->pages->n;
	links_check(w);
	collide_check(w);
	return report_lines(w);
}

bool
walk_is_for_press(const struct walk *w)
{
	return w->job->profile == PROFILE_PRINT || w->job->profile == PROFILE_NEWSPRINT;
}

static void
warn_of_no_date(struct walk *w)
{
	if (!walk_is_for_press(w) || w->date || w->job->date >= 0)
		return;
	diag_add(w->dg, DIAG_WARNING, "press.no-date", (struct place) { .file = w->job->items[0] },
	    "PDF/X wants a date, and there is none: the file says 1970");
	diag_help(w->dg, "give the item or issue a date:, or set SOURCE_DATE_EPOCH");
}

/* What a press wants around the trim: bleed and crop marks. */
static dim
room_around(const struct walk *w)
{
	const struct layout *l = w->layout;

	if (!walk_is_for_press(w))
		return 0;
	dim bleed = w->job->profile == PROFILE_PRINT ? l->bleed : 0;
	return l->mark_length > 0 ? MAX(bleed, l->mark_offset) + l->mark_length : bleed;
}

static void
make_sheets(struct walk *w)
{
	int64_t start = g_get_monotonic_time();

	w->late = w->late && w->pages->n > DRAWN_AT_ONCE;
	warn_of_no_date(w);
	w->sheets = sheet_make(w->a, w->late ? NULL : w->drawn, w->pages, w->stories.v, w->stories.n, room_around(w));
	w->timing.sheet = g_get_monotonic_time() - start;
}

bool
walk_to(struct walk *w, enum stage stage)
{
	if (stage == STAGE_ITEM) {
		/* Both speak. */
		bool items = read_items(w), date = check_date(w);

		return items && date;
	}
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
	if (stage == STAGE_MARKS && w->job->profile == PROFILE_PROOF)
		proofing_add(w, &c);
	if (stage == STAGE_MARKS && w->job->overlay)
		overlay_add(w, &c);
	if (stage == STAGE_MARKS)
		make_sheets(w);
	if (stage == STAGE_MARKS && w->job->embed_items && !embed_gather(w))
		return stop(w, OUTCOME_ENVIRONMENT);
	return true;
}

void
walk_init(struct walk *w, struct press *p, struct diags *dg, const struct job *job)
{
	*w = (struct walk) { .press = p, .dg = dg, .job = job, .a = arena_create(),
		.set = arena_create(), .drawn = arena_create() };
}

void
walk_drop_galleys(struct walk *w)
{
	w->pages = NULL;
	g_clear_pointer(&w->paragraphs, g_hash_table_destroy);
	g_clear_pointer(&w->galleys, g_hash_table_destroy);
	g_clear_pointer(&w->set, arena_destroy);
}

void
walk_drop_glyphs(struct walk *w)
{
	g_clear_pointer(&w->drawn, arena_destroy);
}

void
walk_finish(struct walk *w)
{
	walk_drop_galleys(w);
	walk_drop_glyphs(w);
	g_clear_pointer(&w->pictures, g_hash_table_destroy);
	g_clear_pointer(&w->markers, g_hash_table_destroy);
	/* Messages keep their lines; the files they are of go now. */
	diags_clear_sources(w->dg);
	g_clear_pointer(&w->a, arena_destroy);
}
