/* preview: what browsers are shown, who may come, what is told of a change, and which saves are seen. */
#include "preview/preview-int.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* ---- the board --------------------------------------------------------- */

static bool
take_pages(struct board *b, uint32_t n, dim width)
{
	dim sizes[2 * 8];

	for (uint32_t i = 0; i < n; i++) {
		sizes[2 * i] = width;
		sizes[2 * i + 1] = 2 * width;
	}
	return board_take(b, &(struct frame) { FRAME_PAGES, n, 0, (uint32_t)(2 * n * sizeof(dim)) },
	    (const char *)sizes);
}

/* `svg` and its facts, as a renderer sends them: one behind the other. */
static bool
take_page(struct board *b, uint32_t number, const char *svg, const char *facts)
{
	g_autofree char *both = g_strconcat(svg, facts, NULL);

	return board_take(b, &(struct frame) { FRAME_PAGE, number, (uint32_t)strlen(svg),
	    (uint32_t)strlen(both) }, both);
}

static const struct board_page *
page_of(const struct board *b, uint32_t number)
{
	return &g_array_index(b->pages, struct board_page, number - 1);
}

static bool
holds(GBytes *bytes, const char *text)
{
	gsize n;
	const void *p = g_bytes_get_data(bytes, &n);

	return n == strlen(text) && memcmp(p, text, n) == 0;
}

/* Of two pages set again, one as it was: only the other has a new version. */
static void
test_changed_page(void)
{
	struct board b;

	board_init(&b);
	g_assert_true(take_pages(&b, 2, 100));
	g_assert_true(take_page(&b, 1, "<svg>one</svg>", "{}"));
	g_assert_true(take_page(&b, 2, "<svg>two</svg>", "{}"));
	uint32_t first = page_of(&b, 1)->version, second = page_of(&b, 2)->version, seen = b.revision;
	g_assert_cmpuint(first, !=, second);

	g_assert_false(take_pages(&b, 2, 100));
	g_assert_false(take_page(&b, 1, "<svg>one</svg>", "{}"));
	g_assert_cmpuint(b.revision, ==, seen);
	g_assert_true(take_page(&b, 2, "<svg>deux</svg>", "{}"));
	g_assert_cmpuint(page_of(&b, 1)->version, ==, first);
	g_assert_cmpuint(page_of(&b, 2)->version, ==, b.revision);
	g_assert_cmpuint(b.revision, >, seen);
	g_assert_true(holds(page_of(&b, 1)->svg, "<svg>one</svg>"));
	g_assert_true(holds(page_of(&b, 2)->svg, "<svg>deux</svg>"));
	board_finish(&b);
}

/* A line was put in above: the page looks the same, what is said of it does not. */
static void
test_changed_facts(void)
{
	struct board b;

	board_init(&b);
	take_pages(&b, 1, 100);
	take_page(&b, 1, "<svg/>", "{\"line\":7}");
	uint32_t version = page_of(&b, 1)->version;
	g_assert_true(take_page(&b, 1, "<svg/>", "{\"line\":8}"));
	g_assert_cmpuint(page_of(&b, 1)->version, ==, version);
	g_assert_cmpuint(page_of(&b, 1)->told, ==, b.revision);
	g_assert_true(holds(page_of(&b, 1)->facts, "{\"line\":8}"));
	board_finish(&b);
}

static void
test_more_and_fewer_pages(void)
{
	struct board b;

	board_init(&b);
	take_pages(&b, 1, 100);
	take_page(&b, 1, "<svg/>", "{}");
	g_assert_true(take_pages(&b, 3, 100));
	g_assert_true(holds(page_of(&b, 1)->svg, "<svg/>"));
	g_assert_null(page_of(&b, 3)->svg);
	g_assert_cmpuint(page_of(&b, 3)->version, ==, 0);
	g_assert_true(take_pages(&b, 0, 100));
	g_assert_cmpuint(b.pages->len, ==, 0);
	g_assert_true(take_pages(&b, 1, 100));
	g_assert_null(page_of(&b, 1)->svg);
	/* The same number of another size. */
	g_assert_true(take_pages(&b, 1, 101));
	board_finish(&b);
}

/* What no renderer sends, should one be ill. */
static void
test_bad_frames(void)
{
	static const struct frame frames[] = {
		{ FRAME_PAGES, 3, 0, 16 }, { FRAME_PAGES, UINT32_MAX, 0, 8 },
		{ FRAME_PAGE, 0, 2, 4 }, { FRAME_PAGE, 2, 2, 4 }, { FRAME_PAGE, UINT32_MAX, 2, 4 },
		{ FRAME_PAGE, 1, 5, 4 }, { FRAME_PAGE, 1, UINT32_MAX, 4 },
		{ FRAME_PICTURE, 0, 0, 4 }, { FRAME_PICTURE, 0, 0, 0 },
		{ FRAME_KINDS, 0, 0, 0 }, { UINT32_MAX, 1, 1, 4 },
	};
	struct board b;

	board_init(&b);
	take_pages(&b, 1, 100);
	uint32_t seen = b.revision;
	for (size_t i = 0; i < G_N_ELEMENTS(frames); i++) {
		/* Exactly as long as it says, so that a byte too far is seen. */
		g_autofree char *bytes = g_malloc(MAX(frames[i].len, 1));

		memset(bytes, 'x', MAX(frames[i].len, 1));
		g_assert_false(board_take(&b, &frames[i], bytes));
	}
	g_assert_cmpuint(b.revision, ==, seen);
	g_assert_cmpuint(b.pages->len, ==, 1);
	g_assert_null(page_of(&b, 1)->svg);
	g_assert_cmpuint(g_hash_table_size(b.pictures), ==, 0);
	board_finish(&b);
}

static void
test_state(void)
{
	static const char wrong[] = "[{\"level\":\"error\"}]";
	struct board b;

	board_init(&b);
	take_pages(&b, 2, 100);
	take_page(&b, 2, "<svg/>", "{}");
	g_assert_false(board_take(&b, &(struct frame) { FRAME_MESSAGES, 0, 0, sizeof wrong - 1 }, wrong));
	g_assert_true(board_take(&b, &(struct frame) { FRAME_DONE, OUTCOME_BAD_ITEM, 17, 0 }, ""));
	g_autofree char *state = board_state(&b);
	g_assert_cmpstr(state, ==, "{\"revision\":3,\"run\":1,\"busy\":false,\"outcome\":1,\"ms\":17,\"rtl\":false,"
	    "\"pages\":[[0,100,200,0],[2,100,200,2]],\"messages\":[{\"level\":\"error\"}]}");
	board_finish(&b);
}

/* ---- the server -------------------------------------------------------- */

struct fixture {
	struct board b;
	struct diags *dg;
	struct server *s;
	char word[33];
	int port;
};

static void
set_up(struct fixture *f, gconstpointer data)
{
	static const char picture[] = "i/7\0image/png\0PNG";

	board_init(&f->b);
	take_pages(&f->b, 2, 100);
	take_page(&f->b, 1, "<svg>one</svg>", "{\"one\":1}");
	board_take(&f->b, &(struct frame) { FRAME_PICTURE, 0, 0, sizeof picture - 1 }, picture);
	board_take(&f->b, &(struct frame) { FRAME_STYLES, 0, 0, 2 }, "{}");
	f->dg = diags_create();
	f->s = server_create(&f->b, 0, f->dg);
	g_assert_nonnull(f->s);
	g_assert_cmpint(sscanf(server_url(f->s), "http://127.0.0.1:%d/%32[0-9a-f]/", &f->port, f->word), ==, 2);
	g_assert_cmpuint(strlen(f->word), ==, 32);
}

static void
tear_down(struct fixture *f, gconstpointer data)
{
	server_destroy(f->s);
	board_finish(&f->b);
	diags_destroy(f->dg);
}

static int
come(const struct fixture *f)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)f->port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	g_assert_cmpint(connect(fd, (struct sockaddr *)(void *)&to, sizeof to), ==, 0);
	g_assert_cmpint(fcntl(fd, F_SETFL, O_NONBLOCK), ==, 0);
	return fd;
}

/* Let the server work, and hear what it says, until `enough` stands in it or it hangs up. */
static void
hear(struct fixture *f, int fd, const char *enough, GString *to)
{
	char room[4096];

	for (;;) {
		struct pollfd fds[] = { { fd, POLLIN, 0 }, { server_fd(f->s), POLLIN, 0 } };
		/* Its own timeout, and never for ever. */
		int wait = server_wait(f->s);

		poll(fds, 2, wait < 0 ? 1000 : MIN(wait, 1000));
		server_run(f->s);
		ssize_t n = read(fd, room, sizeof room);
		if (n > 0)
			g_string_append_len(to, room, n);
		if (n == 0 || (n < 0 && errno != EAGAIN) || (enough && strstr(to->str, enough)))
			return;
	}
}

/* All that is answered, in a connection of its own. */
static char *
ask(struct fixture *f, const char *request)
{
	int fd = come(f);
	GString *to = g_string_new(NULL);

	g_assert_cmpint(write(fd, request, strlen(request)), ==, (ssize_t)strlen(request));
	hear(f, fd, NULL, to);
	close(fd);
	return g_string_free(to, FALSE);
}

/* A request as a browser of this machine makes it; headers may follow, each ended by \r\n. */
static char *
get(struct fixture *f, const char *method, const char *path, const char *headers)
{
	g_autofree char *request = g_strdup_printf("%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n%s\r\n",
	    method, path, f->port, headers);

	return ask(f, request);
}

static int
status_of(const char *answer)
{
	int status = 0;

	return sscanf(answer, "HTTP/1.1 %d", &status) == 1 ? status : 0;
}

static int
try_path(struct fixture *f, const char *rest)
{
	g_autofree char *path = g_strdup_printf("/%s%s", f->word, rest);
	g_autofree char *answer = get(f, "GET", path, "");

	return status_of(answer);
}

static const char *
body_of(const char *answer)
{
	const char *end = strstr(answer, "\r\n\r\n");

	g_assert_nonnull(end);
	return end + 4;
}

/* Each place, what it is, and nothing from elsewhere in any of them. */
static void
test_routes(struct fixture *f, gconstpointer data)
{
	static const char *const places[][3] = {
		{ "/", "text/html; charset=utf-8", "<!doctype html>" }, { "/preview.css", "text/css; charset=utf-8", NULL },
		{ "/preview.js", "text/javascript; charset=utf-8", NULL }, { "/overlay.js", "text/javascript; charset=utf-8", NULL },
		{ "/icon.svg", "image/svg+xml", "<svg" }, { "/styles", "application/json", "{}" },
		{ "/page/1", "image/svg+xml", "<svg>one</svg>" }, { "/facts/1", "application/json", "{\"one\":1}" },
		{ "/look/2", "text/plain; charset=utf-8", "" }, { "/speak/ar", "text/plain; charset=utf-8", "" }, { "/i/7", "image/png", "PNG" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
		g_autofree char *path = g_strdup_printf("/%s%s", f->word, places[i][0]);
		g_autofree char *type = g_strdup_printf("\r\nContent-Type: %s\r\n", places[i][1]);
		g_autofree char *answer = get(f, "GET", path, "");

		g_test_message("%s", places[i][0]);
		g_assert_cmpint(status_of(answer), ==, 200);
		g_assert_nonnull(strstr(answer, type));
		g_assert_nonnull(strstr(answer, "\r\nContent-Security-Policy: default-src 'self';"));
		g_assert_nonnull(strstr(answer, "\r\nX-Content-Type-Options: nosniff\r\n"));
		if (places[i][2])
			g_assert_cmpint(g_ascii_strncasecmp(body_of(answer), places[i][2], strlen(places[i][2])), ==, 0);
	}
	g_assert_cmpuint(f->b.looked_at, ==, 2);
	g_assert_cmpstr(f->b.language, ==, "ar");
}

/* What is not there, and what is no path: never a file. */
static void
test_no_paths(struct fixture *f, gconstpointer data)
{
	static const char *const paths[] = {
		"/page/0", "/page/2", "/page/3", "/page/-1", "/page/+1", "/page/1x", "/page/ 1", "/page/", "/page", "/page/1/",
		"/page/01x", "/page/4294967297", "/page/99999999999999999999", "/facts/2", "/look/0", "/look/3", "/i/", "/i/8",
		"/speak/", "/speak/fr", "/speak/arabic", "/speak/ar/",
		"/i/../i/7", "/i/i/7", "/i/%37", "/i/7%00", "/../", "/../../etc/passwd", "/..%2f..%2fetc/passwd", "/./", "//",
		"/etc/passwd", "/preview.html", "/preview.css/", "/preview%2ecss", "/events/", "/Styles", "/%2e%2e/", "/\\..\\",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
		g_test_message("%s", paths[i]);
		/* A blank ends the path, and what follows is no version of HTTP; or it is led to a path without (libmicrohttpd 1.0). */
		int status = try_path(f, paths[i]);
		g_assert_true(status == 404 || (strchr(paths[i], ' ') && (status == 400 || status == 505 || status == 301)));
	}
	g_assert_cmpuint(f->b.looked_at, ==, 0);
	g_assert_cmpstr(f->b.language, ==, "");
}

/* One letter of the word wrong, wherever; too short, too long, none. */
static void
test_word(struct fixture *f, gconstpointer data)
{
	for (size_t i = 0; i <= 32; i++) {
		g_autofree char *wrong = g_strdup_printf("/%s/page/1", f->word);
		g_autofree char *cut = g_strdup_printf("/%.*s/page/1", (int)i, f->word);

		wrong[1 + i] = i == 32 ? '0' : wrong[1 + i] == '0' ? '1' : '0';
		g_autofree char *first = get(f, "GET", wrong, ""), *second = get(f, "GET", cut, "");
		g_assert_cmpint(status_of(first), ==, 403);
		g_assert_cmpint(status_of(second), ==, i == 32 ? 200 : 403);
		g_assert_null(strstr(first, "<svg"));
	}
	static const char *const paths[] = { "/", "/page/1", "/events", "*", "/favicon.ico" };
	for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
		g_autofree char *answer = get(f, "GET", paths[i], "");
		g_assert_cmpint(status_of(answer), ==, 403);
	}
	g_autofree char *upper = g_ascii_strup(f->word, -1), *path = g_strdup_printf("/%s/page/1", upper);
	g_autofree char *answer = get(f, "GET", path, "");
	g_assert_cmpint(status_of(answer), ==, strcmp(upper, f->word) == 0 ? 200 : 403);
}

/* Only the names that are this machine's, with the port. */
static void
test_host(struct fixture *f, gconstpointer data)
{
	static const struct {
		const char *host; /* %d: the port */
		bool good;
	} hosts[] = {
		{ "Host: 127.0.0.1:%d\r\n", true }, { "Host: localhost:%d\r\n", true }, { "", false },
		{ "Host: 127.0.0.1\r\n", false }, { "Host: evil.example:%d\r\n", false }, { "Host: localhost.evil:%d\r\n", false },
		{ "Host: 127.0.0.1:%d.evil\r\n", false }, { "Host: LOCALHOST:%d \r\n", false }, { "Host:\r\n", false },
		{ "Host: 127.0.0.2:%d\r\n", false },
	};
	char port[16];

	g_snprintf(port, sizeof port, "%d", f->port);
	for (size_t i = 0; i < G_N_ELEMENTS(hosts); i++) {
		g_auto(GStrv) parts = g_strsplit(hosts[i].host, "%d", 2);
		g_autofree char *host = g_strjoinv(port, parts);
		g_autofree char *request = g_strdup_printf("GET /%s/page/1 HTTP/1.1\r\n%sConnection: close\r\n\r\n", f->word, host);
		g_autofree char *answer = ask(f, request);

		g_test_message("%s", host);
		g_assert_cmpint(status_of(answer) == 200, ==, hosts[i].good);
		g_assert_cmpint(strstr(answer, "<svg") != NULL, ==, hosts[i].good);
	}
}

/* Pages of other sites, and whoever wants to change something. */
static void
test_others(struct fixture *f, gconstpointer data)
{
	static const struct {
		const char *method, *headers;
		int status;
	} requests[] = {
		{ "GET", "Sec-Fetch-Site: same-origin\r\n", 200 }, { "GET", "Sec-Fetch-Site: none\r\n", 200 },
		{ "GET", "Sec-Fetch-Site: cross-site\r\n", 403 }, { "GET", "Sec-Fetch-Site: same-site\r\n", 403 },
		{ "POST", "Content-Length: 3\r\n", 405 }, { "HEAD", "", 405 }, { "DELETE", "", 405 }, { "TRACE", "", 405 },
		{ "OPTIONS", "", 405 }, { "get", "", 405 },
	};
	g_autofree char *path = g_strdup_printf("/%s/page/1", f->word);

	for (size_t i = 0; i < G_N_ELEMENTS(requests); i++) {
		g_autofree char *request = g_strdup_printf("%s %s HTTP/1.1\r\nHost: localhost:%d\r\nConnection: close\r\n%s\r\n%s",
		    requests[i].method, path, f->port, requests[i].headers, strcmp(requests[i].method, "POST") == 0 ? "a=b" : "");
		g_autofree char *answer = ask(f, request);

		g_test_message("%s %s", requests[i].method, requests[i].headers);
		g_assert_cmpint(status_of(answer), ==, requests[i].status);
	}
}

/* ---- the stream of changes ---------------------------------------------- */

static int
listen_to(struct fixture *f)
{
	g_autofree char *request = g_strdup_printf("GET /%s/events HTTP/1.1\r\nHost: localhost:%d\r\n\r\n", f->word, f->port);
	int fd = come(f);

	g_assert_cmpint(write(fd, request, strlen(request)), ==, (ssize_t)strlen(request));
	return fd;
}

/* What is between the `n`-th "data: " and the blank line behind it; NULL: it is not there. */
static char *
event(const GString *heard, int n)
{
	const char *p = heard->str;

	for (; n > 0 && p; n--) {
		p = strstr(p, "data: ");
		p = p ? p + strlen("data: ") : NULL;
	}
	const char *end = p ? strstr(p, "\n\n") : NULL;
	return end ? g_strndup(p, (gsize)(end - p)) : NULL;
}

/* Who comes hears how it is; then of each change, on a line of its own, whole. */
static void
test_events(struct fixture *f, gconstpointer data)
{
	int fd = listen_to(f);
	g_autoptr(GString) heard = g_string_new(NULL);
	g_autofree char *before = board_state(&f->b);

	hear(f, fd, "\n\n", heard);
	g_assert_nonnull(strstr(heard->str, "Content-Type: text/event-stream; charset=utf-8\r\n"));
	g_assert_true(take_page(&f->b, 1, "<svg>new</svg>", "{}"));
	server_tell(f->s);
	g_autofree char *after = board_state(&f->b);
	hear(f, fd, after, heard);
	hear(f, fd, "\n\n", heard);
	g_autofree char *first = event(heard, 1), *second = event(heard, 2), *third = event(heard, 3);
	g_assert_cmpstr(first, ==, before);
	g_assert_cmpstr(second, ==, after);
	g_assert_null(third);
	close(fd);
}

/* Two changes while nobody listens are told as one: the newest state. */
static void
test_missed_states(struct fixture *f, gconstpointer data)
{
	int fd = listen_to(f), other = listen_to(f);
	g_autoptr(GString) heard = g_string_new(NULL), also = g_string_new(NULL);

	hear(f, fd, "\n\n", heard);
	hear(f, other, "\n\n", also);
	for (int i = 0; i < 50; i++) {
		g_autofree char *svg = g_strdup_printf("<svg>%d</svg>", i);

		g_assert_true(take_page(&f->b, 1, svg, "{}"));
		server_tell(f->s);
	}
	g_autofree char *last = board_state(&f->b);
	hear(f, fd, last, heard);
	g_autofree char *second = event(heard, 2);
	g_assert_cmpstr(second, ==, last);
	/* One that has gone takes nothing with it, and one that waits hears the same. */
	close(fd);
	hear(f, other, last, also);
	g_autofree char *told = event(also, 2);
	g_assert_cmpstr(told, ==, last);
	close(other);
}

static void
test_port_taken(struct fixture *f, gconstpointer data)
{
	g_assert_null(server_create(&f->b, f->port, f->dg));
	g_assert_cmpuint(diags_n(f->dg), ==, 1);
	g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, "preview.port");
}

/* ---- what is watched ---------------------------------------------------- */

static void
write_file(const char *folder, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
	FILE *to = fopen(path, "w");
	g_assert_nonnull(to);
	fputs(text, to);
	fclose(to);
}

static void
put_over(const char *folder, const char *from, const char *to)
{
	g_autofree char *a = g_build_filename(folder, from, NULL), *b = g_build_filename(folder, to, NULL);

	g_assert_cmpint(g_rename(a, b), ==, 0);
}

static void
remove_file(const char *folder, const char *name)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	g_assert_cmpint(g_remove(path), ==, 0);
}

static void
test_watch(void)
{
	g_autofree char *dir = g_dir_make_tmp("watch-XXXXXX", NULL);
	g_autofree char *fonts = g_build_filename(dir, "fonts", NULL), *item = g_build_filename(dir, "a.md", NULL);
	g_autofree char *later = g_build_filename(dir, "later", NULL), *missing = g_build_filename(later, "b.png", NULL);
	const char *files[] = { item, missing };
	struct watch *w = watch_create();

	g_assert_nonnull(w);
	write_file(dir, "a.md", "one");
	write_file(fonts, "x.ttf", "font");
	/* Nobody can have told what was written before it was watched: since 1970, it was. */
	g_assert_true(watch_set(w, files, 2, fonts, 0));
	g_assert_false(watch_set(w, files, 2, fonts, 0));
	g_assert_cmpint(watch_read(w), ==, NEWS_NONE);
	write_file(dir, "a.md", "two");
	g_assert_cmpint(watch_read(w), ==, NEWS_NOW);
	write_file(dir, ".a.md.swp", "three");
	write_file(dir, ".b.md", "three");
	write_file(dir, "other.txt", "three");
	g_assert_cmpint(watch_read(w), ==, NEWS_NONE);
	put_over(dir, ".a.md.swp", "a.md");
	g_assert_cmpint(watch_read(w), ==, NEWS_NOW);
	remove_file(dir, "a.md");
	g_assert_cmpint(watch_read(w), ==, NEWS_SOON);
	/* A pattern may mean it. */
	write_file(dir, "b.md", "four");
	g_assert_cmpint(watch_read(w), ==, NEWS_SOON);
	write_file(fonts, "y.ttf", "font");
	g_assert_cmpint(watch_read(w), ==, NEWS_FONTS);
	remove_file(fonts, "y.ttf");
	g_assert_cmpint(watch_read(w), ==, NEWS_FONTS);
	/* The folder of one that was missed comes. */
	g_assert_cmpint(g_mkdir(later, 0700), ==, 0);
	g_assert_cmpint(watch_read(w), !=, NEWS_NONE);
	watch_set(w, files, 2, fonts, 0);
	write_file(later, "b.png", "picture");
	g_assert_cmpint(watch_read(w), ==, NEWS_NOW);
	/* No more of it. */
	watch_set(w, files, 1, NULL, 0);
	watch_read(w);
	write_file(later, "b.png", "picture");
	write_file(fonts, "y.ttf", "font");
	g_assert_cmpint(watch_read(w), ==, NEWS_NONE);
	watch_destroy(w);

	static const char *const left[] = { "later/b.png", "later", "fonts/x.ttf", "fonts/y.ttf", "fonts", "b.md", ".b.md", "other.txt", "" };
	for (size_t i = 0; i < G_N_ELEMENTS(left); i++)
		remove_file(dir, left[i]);
}

#define SERVED(name) \
	g_test_add("/preview/server/" #name, struct fixture, NULL, set_up, test_##name, tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/preview/board/changed_page", test_changed_page);
	g_test_add_func("/preview/board/changed_facts", test_changed_facts);
	g_test_add_func("/preview/board/more_and_fewer_pages", test_more_and_fewer_pages);
	g_test_add_func("/preview/board/bad_frames", test_bad_frames);
	g_test_add_func("/preview/board/state", test_state);
	SERVED(routes);
	SERVED(no_paths);
	SERVED(word);
	SERVED(host);
	SERVED(others);
	SERVED(events);
	SERVED(missed_states);
	SERVED(port_taken);
	g_test_add_func("/preview/watch", test_watch);
	return g_test_run();
}
