/* A finished file, looked at again: by itself, and beside what it was made of. */
#include "press/press-int.h"

#include <ftw.h>
#include <stdio.h>
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

	ret_found->remade = has_same_bytes(w, &ab, file, b);
	if (!ret_found->remade || !good)
		w->outcome = OUTCOME_BAD_ITEM;
}

/* ---- what it holds itself --------------------------------------------- */

/* Sources of a file, taken out into a folder that goes again. */
struct sources {
	struct press *press;
	struct diags *dg;
	struct arena *a;
	char *folder;
	GPtrArray *names, *items; /* char *: within the folder; paths */
	const char *layout, *issue;
};

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	return remove(path);
}

/* Also what was taken out before something went wrong. */
static void
sources_finish(struct sources *s)
{
	if (s->folder)
		nftw(s->folder, remove_one, LEVELS_MOST, FTW_DEPTH | FTW_PHYS);
	g_free(s->folder);
	g_ptr_array_unref(s->names);
	g_ptr_array_unref(s->items);
}

static bool
begins_as(const struct bytes *b, const char *key)
{
	return b->len > 0 && g_strstr_len(b->v, (gssize)MIN(b->len, 4096), key);
}

/*
 * The program's own layout of this name, when it is the same: what stands
 * beside it, such as lists of words, is not in the PDF.
 */
static const char *
own_layout(const struct sources *s, const char *name, const struct bytes *b)
{
	g_autofree char *data = g_path_get_dirname(s->press->fonts_folder);
	g_autofree char *base = g_path_get_basename(name), *path = g_build_filename(data, "layouts", base, NULL);
	struct bytes own = { 0 };

	if (!g_file_test(path, G_FILE_TEST_IS_REGULAR))
		return NULL;
	own.v = file_read(s->a, s->dg, NULL, path, LIMIT_LAYOUT_BYTES, (struct place) { 0 }, &own.len);
	return own.v && own.len == b->len && memcmp(own.v, b->v, b->len) == 0
	    ? arena_strdup(s->a, path) : NULL;
}

static void
sort_source(struct sources *s, const char *name)
{
	char *path = arena_strdup(s->a, s->folder);
	struct bytes b = { 0 };

	path = arena_printf(s->a, "%s/%s", path, name);
	if (g_str_has_suffix(name, ".md") || g_str_has_suffix(name, ".json")) {
		g_ptr_array_add(s->items, path);
		return;
	}
	if (!g_str_has_suffix(name, ".yaml") && !g_str_has_suffix(name, ".yml"))
		return;
	b.v = file_read(s->a, s->dg, NULL, path, LIMIT_LAYOUT_BYTES, (struct place) { 0 }, &b.len);
	if (!b.v)
		return;
	if (begins_as(&b, "nashra-issue:")) {
		s->issue = path;
	} else if (!s->layout && begins_as(&b, "nashra-layout:")) {
		/* Those behind it are what it extends (embed.c). */
		const char *own = own_layout(s, name, &b);

		s->layout = own ? own : path;
	}
}

static bool
take_sources(struct sources *s, const char *file, const struct bytes *b)
{
	s->folder = g_dir_make_tmp("nashra-XXXXXX", NULL);
	if (!s->folder) {
		diag_add(s->dg, DIAG_ERROR, "proof.process", (struct place) { .file = file },
		    "there is no room to take out what it was made of");
		return false;
	}
	if (!proof_unpack(b->v, b->len, file, s->folder, s->dg, s->names))
		return false;
	for (guint i = 0; i < s->names->len; i++)
		sort_source(s, g_ptr_array_index(s->names, i));
	return s->layout && (s->issue || s->items->len > 0);
}

/* How lines came out was told when the file was made. */
static void
take_errors(struct diags *to, const struct diags *from)
{
	for (size_t i = 0; i < diags_n(from); i++) {
		const struct diag *d = diags_get(from, i);

		if (d->level == DIAG_ERROR)
			diag_repeat(to, d);
	}
}

/* Set what the file holds again, as it was set: for the screen, on its own day. */
static void
remake(struct walk *w, const char *file, const struct bytes *b, struct proof_found *found)
{
	struct sources s = { .press = w->press, .dg = w->dg, .a = w->a,
		.names = g_ptr_array_new_with_free_func(g_free), .items = g_ptr_array_new() };
	struct walk again;

	if (take_sources(&s, file, b)) {
		const char *const *items = (const char *const *)s.items->pdata;
		struct job job = { .items = s.issue ? &s.issue : items, .n = s.issue ? 1 : s.items->len,
			.layout = w->job->layout ? w->job->layout : s.layout, .date = found->date, .now = -1,
			.embed_items = true };

		struct diags *dg = diags_create();
		walk_init(&again, w->press, dg, &job);
		compare(&again, file, b, found);
		w->outcome = MAX(w->outcome, again.outcome);
		walk_finish(&again);
		take_errors(w->dg, dg);
		diags_destroy(dg);
	} else {
		w->outcome = OUTCOME_BAD_ITEM;
	}
	sources_finish(&s);
}

/* ---- the door --------------------------------------------------------- */

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
	else if (ret_found->sources > 0)
		remake(&w, file, &b, ret_found);
	walk_finish(&w);
	return w.outcome;
}
