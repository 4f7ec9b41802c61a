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

static void
add_findings(GString *to, const struct diags *dg, const struct proof_found *found)
{
	g_string_append_len(to, (const char *)found, sizeof *found);
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
}

struct findings {
	const char *p, *end;
};

static uint32_t
take_number(struct findings *f)
{
	uint32_t n = 0;

	if ((size_t)(f->end - f->p) >= sizeof n) {
		memcpy(&n, f->p, sizeof n);
		f->p += sizeof n;
	}
	return n;
}

static const char *
take_string(struct findings *f)
{
	const char *s = f->p, *nul = memchr(f->p, 0, (size_t)(f->end - f->p));

	f->p = nul ? nul + 1 : f->end;
	return nul ? s : "";
}

static void
take_findings(const GString *s, const char *file, struct diags *dg, struct proof_found *ret_found)
{
	struct findings f = { s->str, s->str + s->len };

	memcpy(ret_found, f.p, sizeof *ret_found);
	f.p += sizeof *ret_found;
	while (f.p < f.end) {
		enum diag_level level = (enum diag_level)take_number(&f);
		struct place at = { .line = take_number(&f), .col = take_number(&f) };
		const char *code = g_intern_string(take_string(&f));

		at.file = take_string(&f);
		diag_add(dg, level, code, at, "%s", take_string(&f));
		const char *help = take_string(&f);
		if (*help)
			diag_help(dg, "%s", help);
	}
}

/* ---- the other process ------------------------------------------------ */

static void
bound(int what, rlim_t most)
{
	struct rlimit l = { most, most };

	setrlimit(what, &l);
}

static bool
send_all(int fd, const char *p, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		p += n;
		len -= (size_t)n;
	}
	return true;
}

G_GNUC_NORETURN static void
proof_and_leave(int fd, const void *bytes, size_t len, const char *file, const struct proof_wants *w)
{
	struct proof_found found = { 0 };
	struct diags *dg = diags_create();
	GString *s = g_string_new(NULL);

	bound(RLIMIT_CORE, 0);
	bound(RLIMIT_CPU, PROOF_SECONDS);
	if (BOUNDS_MEMORY)
		bound(RLIMIT_AS, PROOF_MEMORY + 2 * len);
	proof_file(bytes, len, file, w, dg, &found);
	add_findings(s, dg, &found);
	_exit(send_all(fd, s->str, s->len) ? 0 : 1);
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

static bool
ended_well(pid_t child)
{
	int status = 0;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return false;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool
collect(pid_t child, int fd, const char *file, struct diags *dg, struct proof_found *ret_found)
{
	size_t errors = diags_count(dg, DIAG_ERROR);
	GString *s = receive_all(fd);
	bool good = ended_well(child) && s->len >= sizeof *ret_found;

	if (good)
		take_findings(s, file, dg, ret_found);
	else
		diag_add(dg, DIAG_ERROR, "proof.limit", (struct place) { .file = file },
		    "looking at it takes more than %d seconds or %d MiB", PROOF_SECONDS,
		    (int)(PROOF_MEMORY >> 20));
	g_string_free(s, TRUE);
	return good && diags_count(dg, DIAG_ERROR) == errors;
}

bool
proof_apart(const void *bytes, size_t len, const char *file, const struct proof_wants *w,
    struct diags *dg, struct proof_found *ret_found)
{
	int ends[2];
	pid_t child = -1;

	*ret_found = (struct proof_found) { 0 };
	if (pipe(ends) == 0 && (child = fork()) == 0) {
		close(ends[0]);
		proof_and_leave(ends[1], bytes, len, file, w);
	}
	if (child < 0) {
		diag_add(dg, DIAG_ERROR, "proof.process", (struct place) { .file = file },
		    "no process can be made to look at it: %s", g_strerror(errno));
		return false;
	}
	close(ends[1]);
	bool good = collect(child, ends[0], file, dg, ret_found);
	close(ends[0]);
	return good;
}
