/*
 * Proofing in a process of its own.
 *
 * Files of others may be made to do harm: qpdf unpacks what a file asks for
 * without a bound of its own.  What is found comes back through a pipe.
 */
#include "proof/proof-int.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define FOUND_MOST ((size_t)64 << 20) /* of what comes back */

#if defined(__SANITIZE_ADDRESS__)
#define BOUNDS_MEMORY 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BOUNDS_MEMORY 0
#endif
#endif
#ifndef BOUNDS_MEMORY
#define BOUNDS_MEMORY 1 /* the sanitizer's own map is larger than any bound */
#endif

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
bound(int what, rlim_t most)
{
	struct rlimit l = { most, most };

	setrlimit(what, &l);
}

static bool
send_all(int fd, const GString *s)
{
	const char *p = s->str, *end = p + s->len;

	while (p < end) {
		ssize_t n = write(fd, p, (size_t)(end - p));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		p += n;
	}
	return true;
}

G_GNUC_NORETURN static void
run_and_leave(const struct task *t, int fd)
{
	struct diags *dg = diags_create();
	GString *answer = g_string_new(NULL);

	bound(RLIMIT_CORE, 0);
	bound(RLIMIT_CPU, PROOF_SECONDS);
	if (BOUNDS_MEMORY)
		bound(RLIMIT_AS, PROOF_MEMORY + 2 * t->len);
	t->run(t, dg, answer);
	_exit(send_all(fd, pack(answer, dg)) ? 0 : 1);
}

static GString *
receive_all(int fd)
{
	GString *s = g_string_new(NULL);
	char room[65536];
	ssize_t n;

	while ((n = read(fd, room, sizeof room)) != 0 && s->len < FOUND_MOST) {
		if (n > 0)
			g_string_append_len(s, room, n);
		else if (errno != EINTR)
			break;
	}
	return s;
}

/* 0, or the signal that ended it; 1 when it failed otherwise. */
static int
end_of(pid_t child)
{
	int status = 0;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return 1;
	return WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status) != 0;
}

/* Its answer; NULL after proof.limit. */
static GString *
collect(const struct task *t, pid_t child, int fd, struct diags *dg)
{
	GString *s = receive_all(fd);
	struct packed f = { s->str, s->str + s->len };
	int end = end_of(child);
	uint32_t len = take_number(&f);
	GString *answer = NULL;

	if (end == 0 && len <= (size_t)(f.end - f.p)) {
		answer = g_string_new_len(f.p, len);
		f.p += len;
		take_messages(&f, dg);
	} else {
		diag_add(dg, DIAG_ERROR, "proof.limit", (struct place) { .file = t->file },
		    "looking at it takes more than %d seconds or %d MiB (it was ended by %s)",
		    PROOF_SECONDS, (int)(PROOF_MEMORY >> 20), g_strsignal(end));
	}
	g_string_free(s, TRUE);
	return answer;
}

static GString *
run_apart(const struct task *t, struct diags *dg)
{
	int ends[2];
	pid_t child = -1;

	if (pipe(ends) == 0 && (child = fork()) == 0) {
		close(ends[0]);
		run_and_leave(t, ends[1]);
	}
	if (child < 0) {
		diag_add(dg, DIAG_ERROR, "proof.process", (struct place) { .file = t->file },
		    "no process can be made to look at it: %s", g_strerror(errno));
		return NULL;
	}
	close(ends[1]);
	GString *answer = collect(t, child, ends[0], dg);
	close(ends[0]);
	return answer;
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
