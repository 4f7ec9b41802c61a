/* The door: a file read, imposed in a process of its own, and written. */
#include "impose/impose-int.h"

#include <string.h>

#define SECONDS 60
#define MEMORY ((size_t)512 << 20)

struct work {
	const struct impose *how;
	const char *file;
	const void *bytes;
	size_t len;
};

/* Messages, each as level, code, text, help; an empty code; then the file. */
static void
work(void *ctx, GString *answer)
{
	const struct work *w = ctx;
	struct diags *dg = diags_create();
	GString *made = impose_bytes(dg, w->how, w->file, w->bytes, w->len);

	for (size_t i = 0; i < diags_n(dg); i++) {
		const struct diag *d = diags_get(dg, i);
		const char *words[] = { d->level == DIAG_ERROR ? "e" : "w", d->code, d->text,
			d->help ? d->help : "" };

		for (size_t j = 0; j < G_N_ELEMENTS(words); j++)
			g_string_append_len(answer, words[j], (gssize)strlen(words[j]) + 1);
	}
	g_string_append_c(answer, '\0');
	if (made)
		g_string_append_len(answer, made->str, (gssize)made->len);
}

static const char *
next_word(const char **at, const char *end)
{
	const char *s = *at, *nul = memchr(s, 0, (size_t)(end - s));

	*at = nul ? nul + 1 : end;
	return nul ? s : "";
}

/* What stands behind the messages. */
static const char *
take_messages(struct diags *dg, const struct work *w, const GString *answer)
{
	const char *at = answer->str, *end = at + answer->len;

	for (;;) {
		const char *level = next_word(&at, end);

		if (!*level)
			return at;
		const char *code = g_intern_string(next_word(&at, end));
		const char *text = next_word(&at, end), *help = next_word(&at, end);

		diag_add(dg, *level == 'e' ? DIAG_ERROR : DIAG_WARNING, code,
		    (struct place) { .file = w->file }, "%s", text);
		if (*help)
			diag_help(dg, "%s", help);
	}
}

static bool
impose_apart(struct diags *dg, struct work *w, GString *answer)
{
	g_autofree char *end = NULL;
	bool began = true;
	struct apart_bounds bounds = { MEMORY + 8 * w->len, SECONDS, 4 * w->len + ((size_t)64 << 20) };

	if (apart_run(work, w, bounds, answer, &began, &end))
		return true;
	if (began)
		diag_add(dg, DIAG_ERROR, "impose.limit", (struct place) { .file = w->file },
		    "imposing it takes more than %d seconds or more memory than it may (it was ended by %s)",
		    SECONDS, end ? end : diag_word(N_("itself")));
	else
		diag_add(dg, DIAG_ERROR, "impose.process", (struct place) { .file = w->file },
		    "no process can be made to read it: %s", end);
	return false;
}

static enum imposed
write_file(struct diags *dg, const char *bytes, size_t len, const char *out)
{
	struct out *o = out_begin(out);

	out_write(o, bytes, len);
	return out_commit(o, dg) ? IMPOSE_DONE : IMPOSE_ENVIRONMENT;
}

enum imposed
impose_file(struct diags *dg, const struct impose *how, const char *in, const char *out)
{
	struct arena *a = arena_create();
	struct work w = { .how = how, .file = in };
	g_autoptr(GString) answer = g_string_new(NULL);
	size_t errors = diags_count(dg, DIAG_ERROR);
	enum imposed result = IMPOSE_BAD_FILE;

	w.bytes = file_read(a, dg, NULL, in, LIMIT_PDF_BYTES, (struct place) { .file = in }, &w.len);
	if (w.bytes && impose_apart(dg, &w, answer)) {
		const char *made = take_messages(dg, &w, answer);

		if (diags_count(dg, DIAG_ERROR) == errors)
			result = write_file(dg, made, (size_t)(answer->str + answer->len - made), out);
	}
	arena_destroy(a);
	return result;
}
