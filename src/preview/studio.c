/* Orders to renderers, and what they send; one that hangs or dies is told and replaced. */
#include "preview/preview-int.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Given up in a row before one is made to its end. */
#define GIVEN_UP_MOST 5
#define FRAME_MOST ((uint32_t)256 << 20)

/* The setting that is being made. */
struct making {
	int fd;          /* -1: none */
	int process;     /* to end it by; -1 as long as it is not known */
	int pid;         /* the same by its number */
	int64_t since;
	GByteArray *in;
};

struct studio {
	const struct preview *p;
	frame_sink *sink;
	void *ctx;
	int ready;       /* the renderer that waits; -1: none */
	int waiting;     /* its process */
	struct making now;
	int given_up;
	bool again;      /* one is wanted after this */
	struct order wanted;
};

static void
close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* ---- processes --------------------------------------------------------- */

/* Milliseconds that a killed process may take to die. */
#define DYING 2000

/* What it has begun to write goes with it. */
static void
kill_making(struct studio *s)
{
	struct pollfd gone = { s->now.process, POLLIN, 0 };

	pidfd_send_signal(s->now.process, SIGKILL, NULL, 0);
	if (s->p->out && poll(&gone, 1, DYING) == 1)
		out_sweep(s->p->out, s->now.pid);
}

static void
end_making(struct studio *s, bool by_force)
{
	if (by_force && s->now.process >= 0)
		kill_making(s);
	close_fd(&s->now.fd);
	close_fd(&s->now.process);
	g_byte_array_set_size(s->now.in, 0);
}

/* It ends by itself when nobody has an order for it; one that hangs does not. */
static void
end_ready(struct studio *s, bool by_force)
{
	if (by_force && s->waiting >= 0)
		pidfd_send_signal(s->waiting, SIGKILL, NULL, 0);
	close_fd(&s->ready);
	close_fd(&s->waiting);
}

/* Those whose renderer ended before them are ours. */
static void
bury(void)
{
	while (waitpid(-1, NULL, WNOHANG) > 0)
		continue;
}

static void
unblock_signals(void)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	/* A terminal's ^C is for who waits; we end when it does. */
	signal(SIGINT, SIG_IGN);
}

/* What belongs to browsers must not stay open in a renderer. */
static void
close_all_but(int fd)
{
	if (fd > 3)
		close_range(3, (unsigned)fd - 1, 0);
	close_range((unsigned)fd + 1, ~0u, 0);
}

static bool
start_renderer(struct studio *s)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return false;
	pid_t pid = fork();
	if (pid == 0) {
		unblock_signals();
		close_all_but(pair[1]);
		renderer_live(s->p, pair[1]);
	}
	close(pair[1]);
	s->ready = pair[0];
	s->waiting = pid > 0 ? pidfd_open(pid, 0) : -1;
	if (pid < 0)
		close_fd(&s->ready);
	return pid > 0;
}

/* ---- orders ------------------------------------------------------------ */

static bool
send_order(int to, const struct order *o, int answer)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control = { .head = { .cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET,
		.cmsg_type = SCM_RIGHTS } };
	struct order copy = *o;
	struct iovec v = { &copy, sizeof copy };
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1, .msg_control = &control,
		.msg_controllen = sizeof control };

	memcpy(CMSG_DATA(&control.head), &answer, sizeof answer);
	return sendmsg(to, &m, MSG_NOSIGNAL) == sizeof copy;
}

/* To the renderer that waits; to a new one when it has died. */
static bool
give_order(struct studio *s, const struct order *o, int answer)
{
	for (int tries = 0; tries < 2; tries++) {
		if (s->ready < 0 && !start_renderer(s))
			return false;
		if (send_order(s->ready, o, answer))
			return true;
		end_ready(s, true);
	}
	return false;
}

bool
studio_order(struct studio *s, struct order o)
{
	int pair[2];

	bury();
	s->wanted = o;
	/* A file that is half written would be left behind. */
	if (s->now.fd >= 0 && (s->p->out || ++s->given_up > GIVEN_UP_MOST)) {
		s->again = true;
		return true;
	}
	end_making(s, true);
	s->again = false;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return false;
	bool given = give_order(s, &s->wanted, pair[1]);
	close(pair[1]);
	if (!given) {
		close(pair[0]);
		return false;
	}
	fcntl(pair[0], F_SETFL, O_NONBLOCK);
	s->now.fd = pair[0];
	s->now.since = g_get_monotonic_time();
	return true;
}

void
studio_restart(struct studio *s)
{
	end_making(s, true);
	end_ready(s, false);
}

/* ---- what comes -------------------------------------------------------- */

/* Its renderer takes the place of the one that waited. */
static void
promote(struct studio *s)
{
	end_ready(s, false);
	s->ready = s->now.fd;
	s->waiting = s->now.process;
	s->now.process = -1;
	fcntl(s->ready, F_SETFL, 0);
	s->now.fd = -1;
	g_byte_array_set_size(s->now.in, 0);
	s->given_up = 0;
	if (s->again)
		studio_order(s, s->wanted);
}

static void
take_frame(struct studio *s, const struct frame *f, const char *bytes)
{
	if (f->kind == FRAME_BORN) {
		s->now.pid = (int)f->a;
		s->now.process = pidfd_open((pid_t)f->a, 0);
	} else
		s->sink(s->ctx, f, bytes);
}

/* False when it is none of ours: then it is as good as dead. */
static bool
take_frames(struct studio *s)
{
	size_t at = 0;
	bool done = false;
	struct frame f;

	while (!done && s->now.in->len - at >= sizeof f) {
		memcpy(&f, s->now.in->data + at, sizeof f);
		if (f.kind >= FRAME_KINDS || f.len > FRAME_MOST)
			return false;
		if (s->now.in->len - at - sizeof f < f.len)
			break;
		take_frame(s, &f, (const char *)s->now.in->data + at + sizeof f);
		at += sizeof f + f.len;
		done = f.kind == FRAME_DONE;
	}
	if (done)
		promote(s);
	else
		g_byte_array_remove_range(s->now.in, 0, (guint)at);
	return true;
}

static struct diags *
loss_of(const char *code, const char *text)
{
	struct diags *dg = diags_create();

	diag_add(dg, DIAG_ERROR, code, (struct place) { 0 }, "%s", diag_word(text));
	diag_help(dg, "the pages are those of before; please report it with the item and the layout");
	return dg;
}

/* Browsers and the terminal may speak two languages. */
static void
tell_loss(struct studio *s, const char *code, const char *text)
{
	g_autoptr(GString) messages = g_string_new(NULL);

	s->p->speak(s->p->ctx, s->wanted.language);
	struct diags *shown = loss_of(code, text);
	messages_print(shown, messages);
	diags_destroy(shown);
	s->p->speak(s->p->ctx, s->p->language);
	struct diags *dg = loss_of(code, text);
	s->sink(s->ctx, &(struct frame) { .kind = FRAME_MESSAGES, .len = (uint32_t)messages->len },
	    messages->str);
	s->sink(s->ctx, &(struct frame) { .kind = FRAME_DONE, .a = OUTCOME_BAD_ITEM }, "");
	s->p->lost(s->p->ctx, dg);
	diags_destroy(dg);
}

static void
lose(struct studio *s, const char *code, const char *text)
{
	/* Nothing was born of the order: it is the one that waits that hangs. */
	if (s->now.process < 0)
		end_ready(s, true);
	end_making(s, true);
	s->given_up = 0;
	tell_loss(s, code, text);
	if (s->again)
		studio_order(s, s->wanted);
}

#define CHUNK ((size_t)256 << 10)

void
studio_read(struct studio *s)
{
	while (s->now.fd >= 0) {
		guint had = s->now.in->len;

		g_byte_array_set_size(s->now.in, had + CHUNK);
		ssize_t n = read(s->now.fd, s->now.in->data + had, CHUNK);
		g_byte_array_set_size(s->now.in, had + (guint)MAX(n, 0));
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (n <= 0 || !take_frames(s)) {
			lose(s, "preview.crashed", N_("the program crashed while it set this"));
			return;
		}
	}
}

/* ---- time -------------------------------------------------------------- */

int
studio_wait(const struct studio *s)
{
	if (s->now.fd < 0)
		return -1;
	int64_t left = s->now.since + (int64_t)PREVIEW_SECONDS * G_USEC_PER_SEC - g_get_monotonic_time();
	return (int)(MAX(left, 0) / 1000) + 1;
}

void
studio_tick(struct studio *s)
{
	bury();
	if (s->now.fd >= 0 &&
	    g_get_monotonic_time() - s->now.since > (int64_t)PREVIEW_SECONDS * G_USEC_PER_SEC)
		lose(s, "preview.overdue", N_("setting this took longer than 20 s, and was given up"));
}

int
studio_fd(const struct studio *s)
{
	return s->now.fd;
}

/* ---- coming and going -------------------------------------------------- */

struct studio *
studio_create(const struct preview *p, frame_sink *sink, void *ctx)
{
	struct studio *s = g_new0(struct studio, 1);

	/* Whose renderer has ended becomes our child. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	*s = (struct studio) { .p = p, .sink = sink, .ctx = ctx, .ready = -1, .waiting = -1,
		.now = { .fd = -1, .process = -1, .in = g_byte_array_new() } };
	return s;
}

void
studio_destroy(struct studio *s)
{
	end_making(s, true);
	end_ready(s, true);
	while (waitpid(-1, NULL, 0) > 0)
		continue;
	prctl(PR_SET_CHILD_SUBREAPER, 0);
	g_byte_array_unref(s->now.in);
	g_free(s);
}
