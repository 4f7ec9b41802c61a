/* What a bulletin refers to: links within it, and what corrections correct. */
#include "press/press-int.h"

struct linking {
	struct walk *w;
	GHashTable *anchors; /* NULL as long as nobody has asked */
};

static bool
is_anchor(struct linking *l, const char *name)
{
	if (!l->anchors) {
		l->anchors = g_hash_table_new(g_str_hash, g_str_equal);
		for (size_t i = 0; i < l->w->stories.n; i++)
			if (l->w->stories.v[i]->anchor)
				g_hash_table_add(l->anchors, (gpointer)(uintptr_t)l->w->stories.v[i]->anchor);
	}
	return g_hash_table_contains(l->anchors, name);
}

/* A link has several spans, when a part of it is strong. */
static void
check_block(struct linking *l, const struct block *b)
{
	const char *last = NULL;

	for (size_t i = 0; i < b->n_spans; i++) {
		const struct span *sp = &b->spans[i];

		if (sp->url && sp->url != last && *sp->url == '#' && sp->url[1] && !is_anchor(l, sp->url + 1)) {
			diag_add(l->w->dg, DIAG_WARNING, "press.link", sp->at,
			    "the link to '%s' leads nowhere: no item of this bulletin has that id", sp->url);
			diag_help(l->w->dg, "write the id of an item that stands in it, or the address of its page");
		}
		last = sp->url;
	}
}

/* Of an issue's items gather.c asks more. */
static void
check_correction(struct walk *w, const struct item *it)
{
	const struct corrects *c = &it->corrects;

	if (!c->id.s && it->type == ITEM_CORRECTION)
		diag_add(w->dg, DIAG_WARNING, "press.corrects-nothing", it->headline.at,
		    "the correction does not say what it corrects");
	else if (c->id.s && !c->headline.s && c->number == 0 && !w->job->volume)
		diag_add(w->dg, DIAG_WARNING, "press.corrects-nothing", c->id.at,
		    "what '%s' was is not known here, and is not printed", c->id.s);
	else
		return;
	diag_help(w->dg, "write corrects: {id: …, issue: 411, date: 2026-11-22, headline: …}");
}

void
links_check_corrections(struct walk *w)
{
	for (size_t i = 0; i < w->n && !w->issue; i++)
		check_correction(w, w->items[i]);
}

void
links_check(struct walk *w)
{
	struct linking l = { .w = w };

	for (size_t i = 0; i < w->stories.n; i++)
		for (size_t j = 0; j < w->stories.v[i]->n; j++)
			check_block(&l, &w->stories.v[i]->blocks[j]);
	g_clear_pointer(&l.anchors, g_hash_table_destroy);
}
