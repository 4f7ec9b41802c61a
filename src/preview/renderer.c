/* The process that makes bulletins, one after the other, each by a child that takes its place. */
#include "preview/preview-int.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

/*
 * Microseconds in which a browser paints what it got, undisturbed: with two
 * processors it is then a fifth faster, and nobody looks at the other pages.
 */
#define PAUSE 40000
#define WORDS_MOST ((size_t)64 << 20)

struct renderer {
	const struct preview *p;
	struct press *press;
	int fd;
	bool looked_at;   /* by somebody */
	int64_t paused;   /* microseconds */
};

/* ---- sending ----------------------------------------------------------- */

#define NOBODY -1 /* is sent anything */

/* Nobody listens any more: then there is nothing left to do. */
static void
put(int fd, const void *bytes, size_t len)
{
	if (fd != NOBODY && !write_whole(fd, bytes, len))
		_exit(0);
}

static void
send_frame(struct renderer *r, struct frame f, const void *bytes)
{
	put(r->fd, &f, sizeof f);
	put(r->fd, bytes, f.len);
}

static void
send_text(struct renderer *r, enum frame_kind kind, const GString *s)
{
	send_frame(r, (struct frame) { .kind = kind, .len = (uint32_t)s->len }, s->str);
}

static void
send_pages(void *ctx, size_t n, const dim *sizes)
{
	send_frame(ctx, (struct frame) { FRAME_PAGES, (uint32_t)n, 0,
		(uint32_t)(2 * n * sizeof *sizes) }, sizes);
}

static void
send_page(void *ctx, size_t page, const GString *svg, const GString *facts)
{
	struct renderer *r = ctx;
	struct frame f = { FRAME_PAGE, (uint32_t)page, (uint32_t)svg->len,
		(uint32_t)(svg->len + facts->len) };

	put(r->fd, &f, sizeof f);
	put(r->fd, svg->str, svg->len);
	put(r->fd, facts->str, facts->len);
}

static void
send_picture(void *ctx, const char *name, const char *type, const void *bytes, size_t len)
{
	struct renderer *r = ctx;
	size_t head = strlen(name) + strlen(type) + 2;
	struct frame f = { FRAME_PICTURE, 0, 0, (uint32_t)(head + len) };

	put(r->fd, &f, sizeof f);
	put(r->fd, name, strlen(name) + 1);
	put(r->fd, type, strlen(type) + 1);
	put(r->fd, bytes, len);
}

static void
pause_for_browser(void *ctx)
{
	struct renderer *r = ctx;

	send_frame(r, (struct frame) { .kind = FRAME_SEEN }, "");
	if (!r->looked_at)
		return;
	g_usleep(PAUSE);
	r->paused += PAUSE;
}

static void
send_trace(void *ctx, const GString *json)
{
	send_text(ctx, FRAME_STYLES, json);
}

static void
send_files(struct renderer *r, enum outcome made, const struct diags *dg)
{
	g_autoptr(GString) s = g_string_new(NULL);

	for (size_t i = 0; i < diags_n_files(dg); i++)
		g_string_append_len(s, diags_file(dg, i), (gssize)strlen(diags_file(dg, i)) + 1);
	send_frame(r, (struct frame) { FRAME_FILES, made, 0, (uint32_t)s->len }, s->str);
}

/* ---- messages ---------------------------------------------------------- */

static void
add_member(GString *to, const char *key, const char *value)
{
	if (!value)
		return;
	g_string_append_printf(to, ",\"%s\":", key);
	text_add_json(to, value);
}

static void
add_source(GString *to, const struct diags *dg, size_t i)
{
	size_t before;
	const char *line = diags_line(dg, i, &before);

	add_member(to, "source", line);
	if (line)
		g_string_append_printf(to, ",\"before\":%zu", before);
}

void
messages_print(const struct diags *dg, GString *to)
{
	static const char *const levels[] = { "note", "warning", "error" };

	g_string_append_c(to, '[');
	for (size_t i = 0; i < diags_n(dg); i++) {
		const struct diag *d = diags_get(dg, i);
		g_autoptr(GString) text = g_string_new(NULL), help = g_string_new(NULL);

		diag_show(dg, i, text, help);
		g_string_append_printf(to, "%s{\"level\":\"%s\",\"line\":%u,\"col\":%u", i ? "," : "",
		    levels[d->level], d->at.line, d->at.col);
		add_member(to, "code", d->code);
		add_member(to, "file", d->at.file);
		add_member(to, "text", text->str);
		add_member(to, "help", d->help ? help->str : NULL);
		add_source(to, dg, i);
		g_string_append_c(to, '}');
	}
	g_string_append_c(to, ']');
}

/* ---- making ------------------------------------------------------------ */

static enum outcome
make(struct renderer *r, const struct order *o, struct diags *dg, struct timing *t)
{
	struct job job = *r->p->job;
	struct viewer v = { r, o->first, send_pages, send_page, pause_for_browser, send_picture, send_trace };

	r->looked_at = o->first > 0;
	r->paused = 0;
	if (job.now >= 0)
		job.now = g_get_real_time() / G_USEC_PER_SEC;
	press_trim(r->press, WORDS_MOST);
	if (r->p->out)
		return press_render(r->press, dg, &job, r->p->out, t);
	return press_view(r->press, dg, &job, &v, t);
}

/* The same messages in the language of the terminal: they are made with the pages, which nobody is sent. */
static struct diags *
make_again(struct renderer *r)
{
	struct diags *dg = diags_create();
	struct timing t = { 0 };
	int fd = r->fd;

	r->p->speak(r->p->ctx, r->p->language);
	r->fd = NOBODY;
	make(r, &(struct order) { 0 }, dg, &t);
	r->fd = fd;
	return dg;
}

static void
serve_order(struct renderer *r, const struct order *o)
{
	int64_t start = g_get_monotonic_time();
	struct diags *dg = diags_create();
	struct timing t = { 0 };
	g_autoptr(GString) messages = g_string_new(NULL);

	r->p->speak(r->p->ctx, o->language);
	send_frame(r, (struct frame) { .kind = FRAME_BORN, .a = (uint32_t)getpid() }, "");
	enum outcome made = make(r, o, dg, &t);
	int64_t took = g_get_monotonic_time() - start - r->paused;

	messages_print(dg, messages);
	send_text(r, FRAME_MESSAGES, messages);
	send_files(r, made, dg);
	send_frame(r, (struct frame) { FRAME_DONE, made, (uint32_t)(took / 1000), 0 }, "");
	if (strcmp(o->language, r->p->language) != 0) {
		diags_destroy(dg);
		dg = make_again(r);
	}
	r->p->made(r->p->ctx, &(struct preview_result) { made, dg, &t, took });
	diags_destroy(dg);
}

/* ---- living ------------------------------------------------------------ */

/* An order and the descriptor it is to be answered on; false when none will come. */
static bool
take_order(int fd, struct order *ret, int *ret_fd)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec v = { ret, sizeof *ret };
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1, .msg_control = &control,
		.msg_controllen = sizeof control };
	ssize_t n;

	do
		n = recvmsg(fd, &m, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	const struct cmsghdr *c = n == sizeof *ret ? CMSG_FIRSTHDR(&m) : NULL;

	if (!c || c->cmsg_type != SCM_RIGHTS)
		return false;
	memcpy(ret_fd, CMSG_DATA(c), sizeof *ret_fd);
	return true;
}

G_NORETURN void
renderer_live(const struct preview *p, int fd)
{
	struct renderer r = { p, press_create(p->fonts), fd };
	struct order o;
	int answer;

	press_remember(r.press);
	/* Children are buried by the kernel, and a reader that has gone ends us. */
	signal(SIGCHLD, SIG_IGN);
	signal(SIGPIPE, SIG_DFL);
	while (take_order(r.fd, &o, &answer)) {
		pid_t child = fork();

		if (child == 0) {
			close(r.fd);
			r.fd = answer;
			/* Pictures are read by processes that are waited for. */
			signal(SIGCHLD, SIG_DFL);
			serve_order(&r, &o);
			signal(SIGCHLD, SIG_IGN);
		} else
			close(answer);
	}
	_exit(0);
}
