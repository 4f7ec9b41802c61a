/* A finished file, looked at again: by itself, and beside what it was made of. */
#include "press/press-int.h"

#include <string.h>

struct bytes {
	const char *v;
	size_t len;
};

/* What the items become today, never put anywhere; NULL after a diagnostic. */
static struct out *
set_again(struct walk *w, const struct pdf_about *ab)
{
	struct out *o = out_begin("-");

	if (pdf_write(w->sheets, ab, o, w->dg))
		return o;
	out_abandon(o);
	return NULL;
}

static size_t
first_difference(const struct bytes *a, const struct bytes *b)
{
	size_t i = 0;

	while (i < a->len && i < b->len && a->v[i] == b->v[i])
		i++;
	return i;
}

static bool
has_same_bytes(struct walk *w, const struct pdf_about *ab, const char *file, const struct bytes *b)
{
	struct out *o = set_again(w, ab);
	struct bytes again = { 0 };

	if (!o)
		return false;
	again.v = out_bytes(o, &again.len);
	size_t at = first_difference(&again, b);
	bool same = again.len == b->len && at == b->len;
	if (!same)
		diag_add(w->dg, DIAG_ERROR, "press.other-bytes", (struct place) { .file = file },
		    "set again, the items become another file: from byte %zu of %zu (here %zu)", at + 1,
		    again.len, b->len);
	out_abandon(o);
	return same;
}

/* Setting the items is as it is for `render`; only nothing is written. */
static void
compare(struct walk *w, const char *file, const struct bytes *b, struct proof_found *ret_found)
{
	if (!walk_to(w, STAGE_MARKS))
		return;
	struct pdf_about ab = walk_about(w);
	struct proof_wants wants = { w->sheets, w->stories.v, w->stories.n, &ab };
	bool good = proof_apart(b->v, b->len, file, &wants, w->dg, ret_found);

	if (!has_same_bytes(w, &ab, file, b) || !good)
		w->outcome = OUTCOME_BAD_ITEM;
}

enum outcome
press_verify(struct press *p, struct diags *dg, const struct job *job, const char *file,
    struct proof_found *ret_found)
{
	struct walk w;
	struct bytes b = { 0 };

	walk_init(&w, p, dg, job);
	b.v = file_read(w.a, dg, NULL, file, LIMIT_PDF_BYTES, (struct place) { .file = file }, &b.len);
	*ret_found = (struct proof_found) { 0 };
	if (!b.v)
		w.outcome = OUTCOME_BAD_ITEM;
	else if (job->n > 0)
		compare(&w, file, &b, ret_found);
	else if (!proof_apart(b.v, b.len, file, NULL, dg, ret_found))
		w.outcome = OUTCOME_BAD_ITEM;
	walk_finish(&w);
	return w.outcome;
}
