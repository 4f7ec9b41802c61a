/* What the files of preview share. */
#ifndef NASHRA_PREVIEW_INT_H
#define NASHRA_PREVIEW_INT_H

#include "preview/preview.h"

#include <sys/types.h>

/* ---- what a renderer sends (renderer.c) -------------------------------- */

enum frame_kind {
	FRAME_BORN,     /* a: its process */
	FRAME_PAGES,    /* a: how many; width and height of each, dim */
	FRAME_PICTURE,  /* name, NUL, type, NUL, its bytes */
	FRAME_PAGE,     /* a: its number, b: bytes of SVG; the rest are its facts */
	FRAME_SEEN,     /* the page that is looked at and its neighbours have been sent */
	FRAME_STYLES,   /* JSON: what set each property of each style */
	FRAME_MESSAGES, /* JSON: a list */
	FRAME_FILES,    /* a: outcome; what was asked for, each ended by NUL */
	FRAME_DONE,     /* a: outcome, b: milliseconds */
	FRAME_KINDS
};

struct frame {
	uint32_t kind, a, b, len; /* then `len` bytes */
};

#define LANGUAGE_SIZE 4

/* What it is asked for. */
struct order {
	uint32_t first;               /* the page that is looked at */
	char language[LANGUAGE_SIZE]; /* of the messages that are sent */
};

/*
 * Waits at `fd` for orders; each comes with a descriptor, on which a process
 * forked off makes the bulletin, answers and waits for the next in its turn.
 * So the newest has all that its forebears have learnt of fonts and words,
 * and the one before it is there when it dies.  Ends when `fd` does.
 */
G_NORETURN void renderer_live(const struct preview *p, int fd);

/* JSON of all messages. */
void messages_print(const struct diags *dg, GString *to);

/* ---- who orders (studio.c) --------------------------------------------- */

/* Takes what is sent; `bytes` lives as long as the call. */
typedef void frame_sink(void *ctx, const struct frame *f, const char *bytes);

struct studio;

/*
 * FRAME_DONE is the last of a bulletin that is whole.  One that died gives
 * FRAME_MESSAGES and FRAME_DONE of the studio's own.
 */
struct studio *studio_create(const struct preview *p, frame_sink *sink, void *ctx);
void studio_destroy(struct studio *s);
/*
 * The bulletin again: what is being made is given up for it, but not for
 * ever: the sixth is made to its end.  False when no process can be had.
 */
bool studio_order(struct studio *s, struct order o);
/* Forget fonts and words: the next one learns them again. */
void studio_restart(struct studio *s);
int studio_fd(const struct studio *s);       /* to poll for reading; -1: nothing is made */
void studio_read(struct studio *s);          /* what came */
int studio_wait(const struct studio *s);     /* milliseconds until it is overdue; -1 */
void studio_tick(struct studio *s);          /* it may be overdue */

/* ---- what is watched (watch.c) ----------------------------------------- */

struct watch;

enum news {
	NEWS_NONE,
	NEWS_SOON,  /* something goes or comes: look again in a moment */
	NEWS_NOW,   /* a file was written, or put in its place */
	NEWS_FONTS, /* the same, a font, or one goes */
};

struct watch *watch_create(void);            /* NULL with errno */
void watch_destroy(struct watch *w);
int watch_fd(const struct watch *w);
/*
 * Watch these and no others, and the folder `fonts` (may be NULL).  True when
 * one of them was changed at `since` (microseconds since 1970) or later, and
 * its folder was not watched before: then nobody has told it.
 */
bool watch_set(struct watch *w, const char *const *files, size_t n, const char *fonts,
    int64_t since);
enum news watch_read(struct watch *w);

/* ---- what browsers are shown (board.c) --------------------------------- */

struct board_page {
	dim width, height;
	uint32_t version;   /* of what it shows; 0: nothing yet */
	uint32_t told;      /* of its facts */
	GBytes *svg, *facts;
};

struct board_picture {
	char *type;
	GBytes *bytes;
};

struct board {
	uint32_t revision;    /* of all of it */
	uint32_t run;         /* of the bulletin */
	bool busy;
	uint32_t outcome, milliseconds;
	GArray *pages;        /* struct board_page */
	GHashTable *pictures; /* name to struct board_picture */
	char *messages;       /* JSON */
	GBytes *styles;       /* JSON */
	uint32_t looked_at;   /* a page's number; 0: none */
	char language[LANGUAGE_SIZE]; /* that the browser wants messages in */
};

void board_init(struct board *b);
void board_finish(struct board *b);
/* True when there is something new to be seen. */
bool board_take(struct board *b, const struct frame *f, const char *bytes);
/* All but the pages themselves, as JSON on one line. */
char *board_state(const struct board *b);

/* ---- browsers (server.c) ----------------------------------------------- */

struct server;

/* NULL after a diagnostic. */
struct server *server_create(struct board *b, int port, struct diags *dg);
void server_destroy(struct server *s);
const char *server_url(const struct server *s);
int server_fd(const struct server *s);
int server_wait(struct server *s);  /* milliseconds until it wants to run; -1 */
void server_run(struct server *s);
void server_tell(struct server *s); /* the board has changed */

#endif
