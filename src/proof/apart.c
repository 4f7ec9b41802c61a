/*
 * Proofing in a process of its own.
 *
 * Files of others may be made to do harm: qpdf unpacks what a file asks for
 * without a bound of its own.  What is found comes back through a pipe.
 */
#include "proof/proof-int.h"

#include <string.h>

#define FOUND_MOST ((size_t)64 << 20) /* of what comes back */

/* ---- what comes back -------------------------------------------------- */

static void
add_string(GString *to, const char *s)
{
	g_string_append(to, s ? s : "");
	g_string_append_c(to, '\0');
}

static void
add_number(GString *to, uint32_t n)
{
	g_string_append_len(to, (const char *)&n, sizeof n);
}

/* The answer, then the messages. */
static GString *
pack(const GString *answer, const struct diags *dg)
{
	GString *to = g_string_new(NULL);

	add_number(to, (uint32_t)answer->len);
	g_string_append_len(to, answer->str, (gssize)answer->len);
	for (size_t i = 0; i < diags_n(dg); i++) {
		const struct diag *d = diags_get(dg, i);

		add_number(to, d->level);
		add_number(to, d->at.line);
		add_number(to, d->at.col);
		add_string(to, d->code);
		add_string(to, d->at.file);
		add_string(to, d->text);
		add_string(to, d->help);
	}
	return to;
}

struct packed {
	const char *p, *end;
};

static uint32_t
take_number(struct packed *f)
{
	uint32_t n = 0;

	if ((size_t)(f->end - f->p) >= sizeof n) {
		memcpy(&n, f->p, sizeof n);
		f->p += sizeof n;
	}
	return n;
}

static const char *
take_string(struct packed *f)
{
	const char *s = f->p, *nul = memchr(f->p, 0, (size_t)(f->end - f->p));

	f->p = nul ? nul + 1 : f->end;
	return nul ? s : "";
}

static void
take_messages(struct packed *f, struct diags *dg)
{
	while (f->p < f->end) {
		enum diag_level level = (enum diag_level)take_number(f);
		uint32_t line = take_number(f), col = take_number(f);
		const char *code = g_intern_string(take_string(f)), *file = take_string(f);

		diag_add(dg, level, code, (struct place) { file, line, col }, "%s", take_string(f));
		const char *help = take_string(f);
		if (*help)
			diag_help(dg, "%s", help);
	}
}

/* ---- the other process ------------------------------------------------ */

/* What is to be done there, with its own diagnostics. */
struct task {
	void (*run)(const struct task *t, struct diags *dg, GString *answer);
	const void *bytes;
	size_t len;
	const char *file, *folder;
	const struct proof_wants *wants;
};

static void
work(void *ctx, GString *to)
{
	const struct task *t = ctx;
	struct diags *dg = diags_create();
	GString *answer = g_string_new(NULL);

	t->run(t, dg, answer);
	GString *all = pack(answer, dg);
	g_string_append_len(to, all->str, (gssize)all->len);
}

/* Its answer; NULL after proof.limit or proof.process. */
static GString *
run_apart(const struct task *t, struct diags *dg)
{
	g_autoptr(GString) s = g_string_new(NULL);
	g_autofree char *end = NULL;
	struct task own = *t;
	struct place at = { .file = t->file };
	bool began = true;

	if (apart_run(work, &own, (struct apart_bounds) { PROOF_MEMORY + 2 * t->len, PROOF_SECONDS,
	    FOUND_MOST }, s, &began, &end)) {
		struct packed f = { s->str, s->str + s->len };
		uint32_t len = take_number(&f);

		if (len <= (size_t)(f.end - f.p)) {
			GString *answer = g_string_new_len(f.p, len);
			f.p += len;
			take_messages(&f, dg);
			return answer;
		}
	}
	if (began)
		diag_add(dg, DIAG_ERROR, "proof.limit", at,
		    "looking at it takes more than %d seconds or %d MiB (it was ended by %s)",
		    PROOF_SECONDS, (int)(PROOF_MEMORY >> 20), end ? end : diag_word(N_("itself")));
	else
		diag_add(dg, DIAG_ERROR, "proof.process", at,
		    "no process can be made to look at it: %s", end);
	return NULL;
}

/* ---- the doors -------------------------------------------------------- */

static void
run_proof(const struct task *t, struct diags *dg, GString *answer)
{
	struct proof_found found = { 0 };

	proof_file(t->bytes, t->len, t->file, t->wants, dg, &found);
	g_string_append_len(answer, (const char *)&found, sizeof found);
}

bool
proof_apart(const void *bytes, size_t len, const char *file, const struct proof_wants *w,
    struct diags *dg, struct proof_found *ret_found)
{
	struct task t = { run_proof, bytes, len, file, NULL, w };
	size_t errors = diags_count(dg, DIAG_ERROR);
	GString *answer = run_apart(&t, dg);

	*ret_found = (struct proof_found) { 0 };
	if (answer && answer->len == sizeof *ret_found)
		memcpy(ret_found, answer->str, sizeof *ret_found);
	if (answer)
		g_string_free(answer, TRUE);
	return diags_count(dg, DIAG_ERROR) == errors;
}

static void
run_unpack(const struct task *t, struct diags *dg, GString *answer)
{
	struct reader r;

	if (reader_open(&r, t->bytes, t->len, t->file, NULL, dg))
		sources_unpack(&r, t->folder, answer);
	reader_finish(&r);
}

bool
proof_unpack(const void *bytes, size_t len, const char *file, const char *folder,
    struct diags *dg, GPtrArray *ret_names)
{
	struct task t = { run_unpack, bytes, len, file, folder, NULL };
	size_t errors = diags_count(dg, DIAG_ERROR);
	GString *answer = run_apart(&t, dg);

	if (!answer)
		return false;
	for (const char *p = answer->str; p < answer->str + answer->len; p += strlen(p) + 1)
		g_ptr_array_add(ret_names, g_strdup(p));
	g_string_free(answer, TRUE);
	return diags_count(dg, DIAG_ERROR) == errors;
}
