/* A bulletin that is made up and kept, to be counted and looked at. */
#include "press/press-int.h"

struct kept {
	struct job job;
	struct walk w;
	const struct survey *survey;
	struct painter *painter;
};

struct kept *
press_keep(struct press *p, struct diags *dg, const struct job *job, enum outcome *ret_outcome)
{
	struct kept *k = g_new0(struct kept, 1);

	k->job = *job;
	walk_init(&k->w, p, dg, &k->job);
	bool made = walk_to(&k->w, STAGE_MARKS);
	*ret_outcome = k->w.outcome;
	if (made) {
		k->survey = survey_make(&k->w);
		return k;
	}
	kept_destroy(k);
	return NULL;
}

void
kept_destroy(struct kept *k)
{
	if (!k)
		return;
	if (k->painter)
		painter_destroy(k->painter);
	walk_finish(&k->w);
	g_free(k);
}

const struct survey *
kept_survey(const struct kept *k)
{
	return k->survey;
}

bool
kept_svg(struct kept *k, size_t page, const char *id, GString *to)
{
	if (!k->painter)
		k->painter = painter_create();
	return paint_svg(k->painter, &k->w.sheets->v[page], id, to, k->w.dg);
}

bool
kept_png(struct kept *k, size_t page, int dpi, struct out *to)
{
	if (!k->painter)
		k->painter = painter_create();
	return paint_fits(&k->w.sheets->v[page], dpi, k->w.dg) &&
	    paint_png(k->painter, &k->w.sheets->v[page], dpi, to, k->w.dg);
}

/* What was counted, and in JSON all that is known of each page too. */
enum outcome
press_inspect(struct press *p, struct diags *dg, const struct job *job, bool json, GString *to)
{
	enum outcome r;
	struct kept *k = press_keep(p, dg, job, &r);

	if (!k)
		return r;
	if (!json)
		survey_print(k->survey, to);
	else {
		g_string_append_c(to, '{');
		survey_print_json(k->survey, to);
		g_string_append(to, ",\n\"facts\":[");
		for (size_t i = 0; i < k->w.pages->n; i++) {
			g_string_append(to, i ? "," : "");
			facts_print(&k->w, i, to);
		}
		g_string_append(to, "]}\n");
	}
	kept_destroy(k);
	return r;
}
