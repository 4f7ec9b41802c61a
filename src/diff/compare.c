/* One bulletin in two layouts: what is not as it was. */
#include "diff/diff-int.h"

#include "line/line.h"

#include <string.h>

/* ---- findings --------------------------------------------------------- */

G_GNUC_PRINTF(4, 5) static void
find(struct comparison *c, enum turn turn, int page, const char *fmt, ...)
{
	struct finding f = { .turn = turn, .page = page };
	va_list ap;

	va_start(ap, fmt);
	f.text = g_strdup_vprintf(diag_word(fmt), ap);
	va_end(ap);
	g_array_append_val(c->findings, f);
	c->verdict.of[turn]++;
}

static enum turn
turn_of(size_t old, size_t new)
{
	return new > old ? TURN_WORSE : new < old ? TURN_BETTER : TURN_OTHER;
}

/* ---- what cannot be made ---------------------------------------------- */

static const struct diag *
first_error(const struct diags *dg)
{
	for (size_t i = 0; i < diags_n(dg); i++)
		if (diags_get(dg, i)->level == DIAG_ERROR)
			return diags_get(dg, i);
	return NULL;
}

static void
find_unmade(struct comparison *c)
{
	const struct diag *d = first_error(c->new ? c->said_old : c->said_new);
	const char *how = c->new ? N_("could not be set before, and can be now; it was")
	    : c->old ? N_("cannot be set any more") : N_("can be set in neither layout");

	g_autofree char *place = d && d->at.file ? g_strdup_printf("%s:%u:%u: ", d->at.file, d->at.line, d->at.col)
	    : g_strdup("");
	find(c, c->new ? TURN_BETTER : c->old ? TURN_WORSE : TURN_OTHER, 0, "%s: %s%s [%s]", diag_word(how), place,
	    d ? d->text : diag_word(N_("it is not known why")), d ? d->code : "diff.unmade");
}

/* ---- items ------------------------------------------------------------ */

static const struct survey_story *
story_like(const struct survey *s, const struct survey_story *like, size_t guess)
{
	if (guess < s->n_stories && strcmp(s->stories[guess].id, like->id) == 0)
		return &s->stories[guess];
	for (size_t i = 0; i < s->n_stories; i++)
		if (strcmp(s->stories[i].id, like->id) == 0)
			return &s->stories[i];
	return NULL;
}

static const char *
name_of(const struct survey_story *s)
{
	return s->headline ? s->headline : s->id;
}

static void
compare_headlines(struct comparison *c, const struct survey_story *old, const struct survey_story *new)
{
	if (!old->has_head || !new->has_head)
		return;
	if (new->head_too_many != old->head_too_many)
		find(c, new->head_too_many ? TURN_WORSE : TURN_BETTER, new->page,
		    new->head_too_many ? N_("the headline does not fit any more: %zu lines at %g pt, \u2068%s\u2069")
		    : N_("the headline fits now: %zu lines at %g pt, \u2068%s\u2069"),
		    new->head_lines, dim_to_pt(new->head_size), name_of(new));
	else if (new->head_step != old->head_step)
		find(c, new->head_step > old->head_step ? TURN_WORSE : TURN_BETTER, new->page,
		    new->head_step > old->head_step ? N_("the headline falls to %g pt, for it does not fit in %g: \u2068%s\u2069")
		    : N_("the headline fits in %g pt now, of %g: \u2068%s\u2069"),
		    dim_to_pt(new->head_size), dim_to_pt(new->head_wish), name_of(new));
}

static void
compare_places(struct comparison *c, const struct survey_story *old, const struct survey_story *new)
{
	if (old->page != new->page)
		find(c, TURN_OTHER, new->page, "moves from page %d to page %d: \u2068%s\u2069", old->page,
		    new->page, name_of(new));
}

/* ---- lines ------------------------------------------------------------ */

static bool
was_so(const struct survey *s, const struct survey_line *l, unsigned fault)
{
	for (size_t i = 0; i < s->n_faults; i++) {
		const struct survey_line *o = &s->faults[i];

		if (o->faults & fault && o->at.line == l->at.line && o->at.col == l->at.col &&
		    g_strcmp0(o->at.file, l->at.file) == 0)
			return true;
	}
	return false;
}

/* Those lines of the story that were not so before. */
static void
find_lines(struct comparison *c, const struct survey *old, const struct survey *new, int story,
    size_t bit)
{
	for (size_t i = 0; i < new->n_faults; i++) {
		const struct survey_line *l = &new->faults[i];

		if (l->story != story || !(l->faults & 1u << bit) || was_so(old, l, 1u << bit))
			continue;
		g_autofree char *space = l->space > 0 ? g_strdup_printf(diag_word(" (spaces %.2f)"), l->space / 1000.0)
		    : g_strdup("");
		find(c, TURN_WORSE, l->page, "page %d, column %d, line %d is %s%s, %s:%u:%u: \u2068%s\u2069", l->page,
		    l->column, l->line, diag_word(survey_fault_name(bit)), space, l->at.file, l->at.line, l->at.col,
		    l->text);
	}
}

static void
compare_lines(struct comparison *c, const struct survey *so, const struct survey *sn,
    const struct survey_story *old, const struct survey_story *new)
{
	const struct {
		size_t old, new;
	} n[] = { { old->loose, new->loose }, { old->tight, new->tight },
		{ old->overfull, new->overfull }, { old->touching, new->touching } };

	for (size_t bit = 0; bit < G_N_ELEMENTS(n); bit++) {
		if (n[bit].new > n[bit].old)
			find_lines(c, so, sn, (int)(new - sn->stories), bit);
		else if (n[bit].new < n[bit].old)
			find(c, TURN_BETTER, new->page, "%zu %s lines instead of %zu: \u2068%s\u2069", n[bit].new,
			    diag_word(survey_fault_name(bit)), n[bit].old, name_of(new));
	}
}

static void
compare_stories(struct comparison *c, const struct survey *old, const struct survey *new)
{
	for (size_t i = 0; i < new->n_stories; i++) {
		const struct survey_story *n = &new->stories[i], *o = story_like(old, n, i);

		if (!o)
			continue;
		compare_headlines(c, o, n);
		compare_lines(c, old, new, o, n);
		compare_places(c, o, n);
	}
}

/* ---- messages --------------------------------------------------------- */

/* Told of line by line and headline by headline already. */
static bool
is_told(const char *code)
{
	return g_str_has_prefix(code, "line.") || strcmp(code, "page.headline-too-long") == 0;
}

static size_t
times_said(const struct diags *dg, const char *code)
{
	size_t n = 0;

	for (size_t i = 0; i < diags_n(dg); i++)
		n += diags_get(dg, i)->level == DIAG_WARNING && strcmp(diags_get(dg, i)->code, code) == 0;
	return n;
}

static void
compare_code(struct comparison *c, const struct diag *d)
{
	size_t old = times_said(c->said_old, d->code), new = times_said(c->said_new, d->code);

	if (old != new)
		find(c, turn_of(old, new), 0, "%zu instead of %zu warnings %s, such as: %s", new, old, d->code,
		    d->text);
}

static void
compare_messages(struct comparison *c)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	const struct diags *both[] = { c->said_new, c->said_old };

	for (size_t k = 0; k < G_N_ELEMENTS(both); k++)
		for (size_t i = 0; i < diags_n(both[k]); i++) {
			const struct diag *d = diags_get(both[k], i);

			if (d->level == DIAG_WARNING && !is_told(d->code) &&
			    g_hash_table_add(seen, (gpointer)(uintptr_t)d->code))
				compare_code(c, d);
		}
}

/* ---- pages ------------------------------------------------------------ */

static size_t
lonely_lines(const struct survey *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n_pages; i++)
		n += s->pages[i].widows + s->pages[i].orphans;
	return n;
}

static void
compare_pages(struct comparison *c, const struct survey *old, const struct survey *new)
{
	size_t n = MAX(old->n_pages, new->n_pages);

	for (size_t i = 0; i < n; i++) {
		int page = (int)i;

		if (i >= old->n_pages || i >= new->n_pages ||
		    strcmp(old->pages[i].sum, new->pages[i].sum) != 0)
			g_array_append_val(c->pages, page);
	}
	if (old->n_pages != new->n_pages)
		find(c, TURN_OTHER, (int)new->n_pages, "%zu pages instead of %zu", new->n_pages, old->n_pages);
	size_t alone = lonely_lines(new), before = lonely_lines(old);
	if (alone != before)
		find(c, turn_of(before, alone), 0, "%zu instead of %zu lines stand alone at a column's top or foot",
		    alone, before);
}

void
compare(struct comparison *c)
{
	c->findings = g_array_new(FALSE, FALSE, sizeof(struct finding));
	c->pages = g_array_new(FALSE, FALSE, sizeof(int));
	c->verdict = (struct verdict) { .made_old = c->old != NULL, .made_new = c->new != NULL };
	if (!c->old || !c->new) {
		find_unmade(c);
		c->verdict.changed = c->old || c->new;
		return;
	}
	const struct survey *old = kept_survey(c->old), *new = kept_survey(c->new);
	compare_pages(c, old, new);
	compare_stories(c, old, new);
	compare_messages(c);
	c->verdict.pages_old = old->n_pages;
	c->verdict.pages_new = new->n_pages;
	c->verdict.pages_changed = c->pages->len;
	c->verdict.changed = c->pages->len > 0 || c->findings->len > 0;
}

void
comparison_finish(struct comparison *c)
{
	for (guint i = 0; i < c->findings->len; i++)
		g_free(g_array_index(c->findings, struct finding, i).text);
	g_array_unref(c->findings);
	g_array_unref(c->pages);
	kept_destroy(c->old);
	kept_destroy(c->new);
}
