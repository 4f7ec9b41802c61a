/*
 * Browsers on this machine, with libmicrohttpd, run by who polls.
 *
 * Nobody else is let in: the address is 127.0.0.1, the Host must be that, and
 * the path begins with a secret word of 128 bits, so that neither another user
 * nor a page of another site can read what is shown.  Nothing in a request
 * names a file: all that is served is in the board or in the program.
 */
#include "preview/preview-int.h"
#include "preview-assets.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/random.h>

#define CONNECTIONS_MOST 256
#define MEMORY_OF_ONE ((size_t)32 << 10)
#define SECONDS_IDLE 15
#define HEARTBEAT (10 * G_USEC_PER_SEC)

struct server {
	struct board *b;
	struct MHD_Daemon *daemon;
	int fd;
	uint16_t port;
	char word[33];       /* the secret one */
	char *url;
	GPtrArray *listeners; /* struct listener, that wait */
	int64_t beat;
};

/* A browser that hears of changes. */
struct listener {
	struct server *s;
	struct MHD_Connection *c;
	uint32_t revision;   /* that it knows */
	bool waits;          /* suspended until there is something to say */
	bool new;
	char *text;          /* what is being sent */
	size_t len, at;
};

/* ---- answers ----------------------------------------------------------- */

static void
add_headers(struct MHD_Response *r, const char *type)
{
	static const char *const headers[][2] = {
		{ "Cache-Control", "no-store" },
		{ "Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'none'; "
		    "frame-ancestors 'none'" },
		{ "Cross-Origin-Opener-Policy", "same-origin" },
		{ "Cross-Origin-Resource-Policy", "same-origin" },
		{ "Referrer-Policy", "no-referrer" },
		{ "X-Content-Type-Options", "nosniff" },
		{ "X-Frame-Options", "DENY" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(headers); i++)
		MHD_add_response_header(r, headers[i][0], headers[i][1]);
	MHD_add_response_header(r, "Content-Type", type);
}

static enum MHD_Result
answer(struct MHD_Connection *c, unsigned status, const char *type, struct MHD_Response *r)
{
	if (!r)
		return MHD_NO;
	add_headers(r, type);
	enum MHD_Result done = MHD_queue_response(c, status, r);
	MHD_destroy_response(r);
	return done;
}

static enum MHD_Result
answer_text(struct MHD_Connection *c, unsigned status, const char *text)
{
	return answer(c, status, "text/plain; charset=utf-8",
	    MHD_create_response_from_buffer(strlen(text), (void *)(uintptr_t)text, MHD_RESPMEM_PERSISTENT));
}

static void
drop_bytes(void *bytes)
{
	g_bytes_unref(bytes);
}

static enum MHD_Result
answer_bytes(struct MHD_Connection *c, const char *type, GBytes *bytes, uint32_t version)
{
	gsize len;
	const void *p = g_bytes_get_data(bytes, &len);
	struct MHD_Response *r = MHD_create_response_from_buffer_with_free_callback_cls(len,
	    (void *)(uintptr_t)p, drop_bytes, g_bytes_ref(bytes));
	g_autofree char *v = g_strdup_printf("%u", version);

	if (!r)
		g_bytes_unref(bytes);
	else if (version)
		MHD_add_response_header(r, "X-Version", v);
	return answer(c, MHD_HTTP_OK, type, r);
}

/* ---- the stream of changes --------------------------------------------- */

static bool
has_news(const struct listener *l)
{
	return l->new || l->revision != l->s->b->revision;
}

static void
write_event(struct listener *l)
{
	g_autofree char *state = board_state(l->s->b);

	g_free(l->text);
	l->text = g_strdup_printf("data: %s\n\n", state);
	l->revision = l->s->b->revision;
	l->new = false;
	l->len = strlen(l->text);
	l->at = 0;
}

/* Only the newest state is sent: who is slow misses those between. */
static ssize_t
read_events(void *ctx, uint64_t pos, char *to, size_t max)
{
	struct listener *l = ctx;

	if (l->at == l->len && has_news(l))
		write_event(l);
	if (l->at == l->len) {
		l->waits = true;
		MHD_suspend_connection(l->c);
		return 0;
	}
	size_t n = MIN(max, l->len - l->at);
	memcpy(to, l->text + l->at, n);
	l->at += n;
	return (ssize_t)n;
}

static void
free_listener(void *ctx)
{
	struct listener *l = ctx;

	g_ptr_array_remove_fast(l->s->listeners, l);
	g_free(l->text);
	g_free(l);
}

static void
wake(struct listener *l)
{
	if (!l->waits)
		return;
	l->waits = false;
	MHD_resume_connection(l->c);
}

void
server_tell(struct server *s)
{
	for (guint i = 0; i < s->listeners->len; i++)
		wake(g_ptr_array_index(s->listeners, i));
}

/* A comment now and then, so that those who have gone are noticed. */
static void
keep_alive(struct server *s)
{
	if (g_get_monotonic_time() < s->beat)
		return;
	s->beat = g_get_monotonic_time() + HEARTBEAT;
	for (guint i = 0; i < s->listeners->len; i++) {
		struct listener *l = g_ptr_array_index(s->listeners, i);

		if (!l->waits)
			continue;
		g_free(l->text);
		l->text = g_strdup(": still here\n\n");
		l->len = strlen(l->text);
		l->at = 0;
		wake(l);
	}
}

static enum MHD_Result
serve_events(struct server *s, struct MHD_Connection *c, const char *rest)
{
	struct listener *l = g_new0(struct listener, 1);

	*l = (struct listener) { .s = s, .c = c, .new = true };
	g_ptr_array_add(s->listeners, l);
	return answer(c, MHD_HTTP_OK, "text/event-stream; charset=utf-8",
	    MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 16384, read_events, l, free_listener));
}

/* ---- what there is ----------------------------------------------------- */

static enum MHD_Result
not_found(struct MHD_Connection *c)
{
	return answer_text(c, MHD_HTTP_NOT_FOUND, diag_word(N_("there is nothing here\n")));
}

/* A number from 1 on, and nothing else; 0 when it is none. */
static uint32_t
number_of(const char *s)
{
	guint64 v = 0;

	return s && g_ascii_string_to_unsigned(s, 10, 1, UINT32_MAX, &v, NULL) ? (uint32_t)v : 0;
}

static const struct board_page *
page_of(const struct server *s, const char *rest)
{
	uint32_t n = number_of(rest);

	if (n == 0 || n > s->b->pages->len)
		return NULL;
	return &g_array_index(s->b->pages, struct board_page, n - 1);
}

static enum MHD_Result
serve_page(struct server *s, struct MHD_Connection *c, const char *rest)
{
	const struct board_page *pg = page_of(s, rest);

	return pg && pg->svg ? answer_bytes(c, "image/svg+xml", pg->svg, pg->version) : not_found(c);
}

static enum MHD_Result
serve_facts(struct server *s, struct MHD_Connection *c, const char *rest)
{
	const struct board_page *pg = page_of(s, rest);

	return pg && pg->facts ? answer_bytes(c, "application/json", pg->facts, pg->told)
	    : not_found(c);
}

static enum MHD_Result
serve_picture(struct server *s, struct MHD_Connection *c, const char *rest)
{
	g_autofree char *name = g_strconcat("i/", rest, NULL);
	const struct board_picture *pic = g_hash_table_lookup(s->b->pictures, name);

	return pic ? answer_bytes(c, pic->type, pic->bytes, 0) : not_found(c);
}

static enum MHD_Result
serve_styles(struct server *s, struct MHD_Connection *c, const char *rest)
{
	return s->b->styles ? answer_bytes(c, "application/json", s->b->styles, 0) : not_found(c);
}

/* The page that somebody looks at is painted first. */
static enum MHD_Result
serve_look(struct server *s, struct MHD_Connection *c, const char *rest)
{
	if (!page_of(s, rest))
		return not_found(c);
	s->b->looked_at = number_of(rest);
	return answer_text(c, MHD_HTTP_OK, "");
}

/* Messages are in that language from now on. */
static enum MHD_Result
serve_speak(struct server *s, struct MHD_Connection *c, const char *rest)
{
	if (strcmp(rest, "ar") != 0 && strcmp(rest, "en") != 0)
		return not_found(c);
	g_strlcpy(s->b->language, rest, sizeof s->b->language);
	return answer_text(c, MHD_HTTP_OK, "");
}

static enum MHD_Result
serve_asset(struct MHD_Connection *c, const char *type, const void *bytes, size_t len)
{
	return answer(c, MHD_HTTP_OK, type,
	    MHD_create_response_from_buffer(len, (void *)(uintptr_t)bytes, MHD_RESPMEM_PERSISTENT));
}

static enum MHD_Result
serve_html(struct server *s, struct MHD_Connection *c, const char *rest)
{
	return serve_asset(c, "text/html; charset=utf-8", preview_html, sizeof preview_html);
}

static enum MHD_Result
serve_css(struct server *s, struct MHD_Connection *c, const char *rest)
{
	return serve_asset(c, "text/css; charset=utf-8", preview_css, sizeof preview_css);
}

static enum MHD_Result
serve_js(struct server *s, struct MHD_Connection *c, const char *rest)
{
	return serve_asset(c, "text/javascript; charset=utf-8", preview_js, sizeof preview_js);
}

static enum MHD_Result
serve_overlay(struct server *s, struct MHD_Connection *c, const char *rest)
{
	return serve_asset(c, "text/javascript; charset=utf-8", overlay_js, sizeof overlay_js);
}

static enum MHD_Result
serve_icon(struct server *s, struct MHD_Connection *c, const char *rest)
{
	return serve_asset(c, "image/svg+xml", preview_icon, sizeof preview_icon);
}

/* ---- who may come, and where to ----------------------------------------- */

static const struct route {
	const char *path;  /* behind the secret word; one that ends in / has more */
	enum MHD_Result (*serve)(struct server *s, struct MHD_Connection *c, const char *rest);
} routes[] = {
	{ "/", serve_html },
	{ "/preview.css", serve_css },
	{ "/preview.js", serve_js },
	{ "/overlay.js", serve_overlay },
	{ "/icon.svg", serve_icon },
	{ "/events", serve_events },
	{ "/styles", serve_styles },
	{ "/page/", serve_page },
	{ "/facts/", serve_facts },
	{ "/look/", serve_look },
	{ "/speak/", serve_speak },
	{ "/i/", serve_picture },
};

/* As long for every word. */
static bool
is_word(const struct server *s, const char *given)
{
	size_t n = sizeof s->word - 1;
	unsigned differ = 0;

	if (strlen(given) < n)
		return false;
	for (size_t i = 0; i < n; i++)
		differ |= (unsigned char)(s->word[i] ^ given[i]);
	return differ == 0 && given[n] == '/';
}

/* A name that leads here from elsewhere is a trick (DNS rebinding). */
static bool
is_host(const struct server *s, const char *host)
{
	g_autofree char *number = g_strdup_printf("127.0.0.1:%u", s->port);
	g_autofree char *name = g_strdup_printf("localhost:%u", s->port);

	return host && (strcmp(host, number) == 0 || strcmp(host, name) == 0);
}

static bool
is_of_other_site(struct MHD_Connection *c)
{
	const char *site = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Sec-Fetch-Site");

	return site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0;
}

static const struct route *
route_of(const char *path, const char **ret_rest)
{
	for (size_t i = 0; i < G_N_ELEMENTS(routes); i++) {
		const char *p = routes[i].path;
		size_t n = strlen(p);
		bool more = n > 1 && p[n - 1] == '/';

		*ret_rest = path + n;
		if (more ? strncmp(path, p, n) == 0 : strcmp(path, p) == 0)
			return &routes[i];
	}
	return NULL;
}

static enum MHD_Result
handle(void *ctx, struct MHD_Connection *c, const char *path, const char *method,
    const char *version, const char *body, size_t *body_len, void **state)
{
	struct server *s = ctx;
	static char seen;
	const char *rest;

	/* The first call is for the headers; a body is not wanted. */
	if (!*state) {
		*state = &seen;
		return MHD_YES;
	}
	if (*body_len > 0) {
		*body_len = 0;
		return MHD_YES;
	}
	if (!is_host(s, MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Host")))
		return answer_text(c, MHD_HTTP_MISDIRECTED_REQUEST, diag_word(N_("not for this host\n")));
	if (strcmp(method, "GET") != 0)
		return answer_text(c, MHD_HTTP_METHOD_NOT_ALLOWED, "only GET\n");
	if (is_of_other_site(c) || *path != '/' || !is_word(s, path + 1))
		return answer_text(c, MHD_HTTP_FORBIDDEN, diag_word(N_("open the address that nashra serve has printed\n")));
	const struct route *r = route_of(path + sizeof s->word, &rest);
	return r ? r->serve(s, c, rest) : not_found(c);
}

/* ---- running ------------------------------------------------------------ */

int
server_fd(const struct server *s)
{
	return s->fd;
}

int
server_wait(struct server *s)
{
	MHD_UNSIGNED_LONG_LONG ms;
	int64_t beat = s->listeners->len ? MAX(s->beat - g_get_monotonic_time(), 0) / 1000 + 1 : -1;

	if (MHD_get_timeout(s->daemon, &ms) != MHD_YES)
		return (int)beat;
	int wait = (int)MIN(ms, 60000);
	return beat >= 0 && beat < wait ? (int)beat : wait;
}

void
server_run(struct server *s)
{
	keep_alive(s);
	MHD_run(s->daemon);
}

static bool
make_word(struct server *s)
{
	uint8_t bytes[16];

	if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes)
		return false;
	for (size_t i = 0; i < sizeof bytes; i++)
		g_snprintf(s->word + 2 * i, 3, "%02x", bytes[i]);
	return true;
}

/* Faults of its own are no business of the terminal. */
static void
say_nothing(void *ctx, const char *fmt, va_list ap)
{
}

/* Paths are not decoded: what has a % in it is none of ours. */
static size_t
leave_as_it_is(void *ctx, struct MHD_Connection *c, char *s)
{
	return strlen(s);
}

static bool
start(struct server *s, int port)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };

	s->daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG,
	    (uint16_t)port, NULL, NULL, handle, s,
	    MHD_OPTION_EXTERNAL_LOGGER, say_nothing, NULL,
	    MHD_OPTION_SOCK_ADDR, (struct sockaddr *)(void *)&at,
	    MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MOST,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, MEMORY_OF_ONE,
	    MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SECONDS_IDLE,
	    MHD_OPTION_UNESCAPE_CALLBACK, leave_as_it_is, NULL, MHD_OPTION_END);
	if (!s->daemon)
		return false;
	s->port = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
	s->fd = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
	return true;
}

struct server *
server_create(struct board *b, int port, struct diags *dg)
{
	struct server *s = g_new0(struct server, 1);

	s->b = b;
	s->listeners = g_ptr_array_new();
	errno = 0;
	if (make_word(s) && start(s, port)) {
		s->url = g_strdup_printf("http://127.0.0.1:%u/%s/", s->port, s->word);
		return s;
	}
	diag_add(dg, DIAG_ERROR, "preview.port", (struct place) { 0 },
	    "port %d of this machine cannot be had: %s", port, system_error(errno ? errno : EADDRINUSE));
	diag_help(dg, "say another with --port N, or none at all");
	server_destroy(s);
	return NULL;
}

void
server_destroy(struct server *s)
{
	if (!s)
		return;
	/* Those that wait must run before they can end. */
	if (s->daemon) {
		server_tell(s);
		MHD_stop_daemon(s->daemon);
	}
	g_ptr_array_unref(s->listeners);
	g_free(s->url);
	g_free(s);
}

const char *
server_url(const struct server *s)
{
	return s->url;
}
