/* The door of press: render, check, dump. */
#include "press/press.h"
#include "press/press-int.h"
#include "proofread/proofread.h"

#include <string.h>

/* ---- what lives as long as the process -------------------------------- */

struct press *
press_create(const char *fonts)
{
	struct press *p = g_new0(struct press, 1);

	p->fonts_folder = g_strdup(fonts);
	return p;
}

static void
close_fonts(struct press *p)
{
	view_forget(p);
	standing_forget(p->standing);
	g_clear_pointer(&p->shaper, shaper_destroy);
	g_clear_pointer(&p->fonts, fonts_destroy);
	g_clear_pointer(&p->own, g_free);
}

void
press_destroy(struct press *p)
{
	if (!p)
		return;
	close_fonts(p);
	standing_destroy(p->standing);
	arena_destroy(p->kept);
	g_free(p->layout_file);
	g_free(p->fonts_folder);
	g_free(p);
}

/* The fonts beside a layout: its folder's `fonts`, when there is one. */
static char *
own_fonts(const struct layout *l)
{
	if (!l)
		return NULL;
	char *own = g_build_filename(l->folder, "fonts", NULL);

	if (!g_file_test(own, G_FILE_TEST_IS_DIR))
		g_clear_pointer(&own, g_free);
	return own;
}

bool
press_open_fonts(struct press *p, struct diags *dg, const struct layout *l)
{
	g_autofree char *own = own_fonts(l);

	if (p->fonts && g_strcmp0(own, p->own) == 0)
		return true;
	close_fonts(p);
	p->fonts = fonts_create(dg, p->fonts_folder, own);
	if (!p->fonts)
		return false;
	p->own = g_steal_pointer(&own);
	p->shaper = shaper_create(p->fonts);
	return true;
}

void
press_keep_layout(struct press *p, const char *file)
{
	struct arena *a = arena_create();
	struct diags *dg = diags_create();
	const struct layout *l = layout_load(a, dg, file);
	bool silent = diags_n(dg) == 0;

	/* Places in it name the file for as long as it is kept. */
	diags_destroy(dg);
	if (!l || !silent || p->kept) {
		arena_destroy(a);
		return;
	}
	p->kept = a;
	p->layout = l;
	p->layout_file = g_strdup(file);
}

void
press_remember(struct press *p)
{
	if (!p->standing)
		p->standing = standing_create();
}

const char *
press_fonts(const struct press *p)
{
	return p->fonts_folder;
}

struct fonts *
press_faces(struct press *p, struct diags *dg, const struct layout *l)
{
	return press_open_fonts(p, dg, l) ? p->fonts : NULL;
}

void
press_trim(struct press *p, size_t most)
{
	if (p->shaper && shaper_trim(p->shaper, most))
		standing_forget(p->standing);
}

void
press_versions(GString *to)
{
	g_string_append(to, "nashra " NASHRA_VERSION "\n");
	shape_versions(to);
	pdf_versions(to);
}

/* ---- the PDF ---------------------------------------------------------- */

static int64_t
date_of(const struct walk *w)
{
	if (w->job->date >= 0)
		return w->job->date;
	/* PDF/X wants a date; that there is none was said (walk.c). */
	if (!w->date)
		return walk_is_for_press(w) ? 0 : -1;
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	g_autofree char *noon = g_strconcat(w->date, "T12:00:00Z", NULL);
	g_autoptr(GDateTime) d = g_date_time_new_from_iso8601(noon, utc);
	return d ? g_date_time_to_unix(d) : -1;
}

/* «النشرة اليومية – العدد ٤١٢»; NULL: the issue does not say what it is. */
static const char *
issue_title(const struct walk *w)
{
	const struct issue *is = w->issue;
	const char *title = is ? is->publication.title.s : NULL;

	if (title && is->period)
		return arena_printf(w->a, "%s – %s", title, is->period);
	if (!title || is->number == 0)
		return title;
	char *number = arena_printf(w->a, "%d", is->number);
	return arena_printf(w->a, "%s – %s %s", title, layout_string(w->layout, "issue"),
	    story_digits(w->a, number, w->layout->numbering));
}

struct pdf_about
walk_about(const struct walk *w)
{
	const struct item *it = w->items[0];
	const char *title = issue_title(w);
	const char *office = w->issue ? w->issue->publication.office.s : NULL;

	return (struct pdf_about) {
		.profile = w->job->profile,
		.title = title ? title : it->headline.s,
		.author = office || w->job->volume ? office : it->publisher.s ? it->publisher.s : it->source.name.s,
		.subject = w->issue ? NULL : it->section.s,
		.language = w->layout->language,
		.rtl = w->layout->rtl,
		.marked_space = true,
		.date = date_of(w),
		.attachments = w->attachments,
		.n_attachments = w->n_attachments,
	};
}

/* What stands on the disk, before anybody sees it; a fault of reading it is `o`'s. */
static bool
is_proofed(struct walk *w, const char *path, const struct pdf_about *ab, struct out *o)
{
	int64_t start = g_get_monotonic_time();
	struct proof_wants wants = { w->sheets, w->stories.v, w->stories.n, ab };
	size_t len;
	const void *bytes = w->job->unproofed ? NULL : out_bytes(o, &len);
	bool good = !bytes || proof_file(bytes, len, path, &wants, w->dg, NULL);

	w->timing.proof = bytes ? g_get_monotonic_time() - start : 0;
	if (!good)
		diag_help(w->dg, "this is a fault of nashra, and the file was not kept: please report it with"
		    " the item and the layout");
	return good;
}

static enum outcome
write_pdf(struct walk *w, const char *path)
{
	int64_t start = g_get_monotonic_time();
	/* Those of sheets that are not drawn yet are still wanted. */
	if (!w->late)
		walk_drop_galleys(w);
	struct pdf_about ab = walk_about(w);
	struct out *o = w->job->draft ? out_begin_draft(path) : out_begin(path);
	bool painted = pdf_write(w->sheets, &ab, o, w->dg);
	walk_drop_galleys(w);
	walk_drop_glyphs(w);
	int64_t written = g_get_monotonic_time();

	if (!painted || !is_proofed(w, path, &ab, o)) {
		out_abandon(o);
		return OUTCOME_BAD_ITEM;
	}
	start += g_get_monotonic_time() - written;
	if (!out_commit(o, w->dg))
		return OUTCOME_ENVIRONMENT;
	w->timing.pdf = g_get_monotonic_time() - start;
	return OUTCOME_DONE;
}

/* The end of a walk that was asked for a file. */
static enum outcome
end_render(struct walk *w, struct timing *ret_timing)
{
	if (ret_timing) {
		uint64_t asked = 0, shaped = 0;

		if (w->press->shaper)
			shaper_counts(w->press->shaper, &asked, &shaped);
		w->timing.words = asked;
		*ret_timing = w->timing;
	}
	walk_finish(w);
	return w->outcome;
}

enum outcome
press_render(struct press *p, struct diags *dg, const struct job *job,
    const char *out, struct timing *ret_timing)
{
	struct walk w;

	walk_init(&w, p, dg, job);
	w.late = true;
	if (walk_to(&w, STAGE_MARKS))
		w.outcome = write_pdf(&w, out);
	return end_render(&w, ret_timing);
}

enum outcome
press_render_pages(struct press *p, struct diags *dg, const struct job *job,
    const struct page_files *to, struct timing *ret_timing)
{
	struct walk w;

	walk_init(&w, p, dg, job);
	if (walk_to(&w, STAGE_MARKS))
		w.outcome = pages_write(&w, to);
	return end_render(&w, ret_timing);
}

enum outcome
press_view(struct press *p, struct diags *dg, const struct job *job, const struct viewer *v,
    struct timing *ret_timing)
{
	struct walk w;

	walk_init(&w, p, dg, job);
	if (walk_to(&w, STAGE_MARKS))
		w.outcome = view_show(&w, v);
	return end_render(&w, ret_timing);
}

/* ---- check and dump --------------------------------------------------- */

enum outcome
press_check(struct press *p, struct diags *dg, const struct job *job)
{
	struct walk w;

	walk_init(&w, p, dg, job);
	walk_to(&w, job->n == 0 ? STAGE_LAYOUT
	    : job->layout ? STAGE_PAGES : STAGE_ITEM);
	for (size_t i = 0; i < w.n; i++)
		proofread_item(dg, w.items[i]);
	walk_finish(&w);
	return w.outcome;
}

static const char *const stage_names[STAGE_N] = {
	"item", "layout", "story", "runs", "lines", "pages", "marks"
};

const char *
stage_name(enum stage s)
{
	return stage_names[s];
}

static void
print_runs(const struct walk *w, GString *to)
{
	for (size_t i = 0; i < w->stories.n; i++)
		for (size_t j = 0; j < w->stories.v[i]->n; j++) {
			const struct paragraph *p = g_hash_table_lookup(
			    w->paragraphs, &w->stories.v[i]->blocks[j]);

			if (p)
				paragraph_print(p, to);
		}
}

/* The galleys that stand on the pages, each once, in reading order. */
static void
print_lines(const struct walk *w, GString *to)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

	for (size_t i = 0; i < w->pages->n; i++)
		for (size_t j = 0; j < w->pages->v[i].n; j++) {
			const struct placed *pl = &w->pages->v[i].placed[j];

			if (pl->kind == PLACED_LINE && pl->story >= 0
			    && g_hash_table_add(seen, (gpointer)(uintptr_t)pl->galley))
				galley_print(pl->galley, to);
		}
}

static void
print_stage(const struct walk *w, enum stage stage, GString *to)
{
	switch (stage) {
	case STAGE_ITEM:
		if (w->issue && !w->job->ninjs)
			issue_print_json(w->issue, to);
		for (size_t i = 0; i < w->n; i++)
			(w->job->ninjs ? item_print_ninjs : item_print_json)(w->items[i], to);
		break;
	case STAGE_LAYOUT:
		layout_print(w->layout, to);
		break;
	case STAGE_STORY:
		for (size_t i = 0; i < w->stories.n; i++)
			story_print(w->stories.v[i], to);
		break;
	case STAGE_RUNS:
		print_runs(w, to);
		break;
	case STAGE_LINES:
		print_lines(w, to);
		break;
	case STAGE_PAGES:
		pages_print(w->pages, to);
		break;
	case STAGE_MARKS:
		sheets_print(w->sheets, to);
		break;
	case STAGE_N:
		break;
	}
}

enum outcome
press_dump(struct press *p, struct diags *dg, const struct job *job,
    enum stage stage, GString *to)
{
	struct walk w;

	walk_init(&w, p, dg, job);
	if (walk_to(&w, stage))
		print_stage(&w, stage, to);
	walk_finish(&w);
	return w.outcome;
}

bool
press_is_issue(const char *file)
{
	struct arena *a = arena_create();
	struct diags *dg = diags_create();
	size_t len = 0;
	const char *bytes = file_read(a, dg, NULL, file, LIMIT_ITEM_BYTES,
	    (struct place) { .file = file }, &len);
	bool is = bytes && issue_begins(bytes, len);

	diags_destroy(dg);
	arena_destroy(a);
	return is;
}

bool
press_print_fonts(struct press *p, struct diags *dg, GString *to)
{
	if (!press_open_fonts(p, dg, NULL))
		return false;
	fonts_print(p->fonts, to);
	return true;
}
