/*
 * preview: the bulletin again at every save.
 *
 * Every file that the bulletin was made of is watched, and those that were
 * missed.  What changes is set again in a process of its own, which has all
 * fonts and words ready and can crash or hang without harm; the newest save
 * wins.  The result goes to a file, or to browsers on this machine: the pages
 * as SVG from the marks that the PDF is made of, what is wrong with them, and
 * what can be said of each line.
 *
 * Knows nothing of type.  Never prints: who calls is told.
 */
#ifndef NASHRA_PREVIEW_H
#define NASHRA_PREVIEW_H

#include "base/base.h"
#include "press/press.h"

/* How one setting ended. */
struct preview_result {
	enum outcome outcome;
	const struct diags *dg;      /* what was said */
	const struct timing *timing;
	int64_t took;                /* microseconds, from the order on */
};

struct preview {
	const char *fonts;       /* the program's folder of fonts */
	const struct job *job;   /* now: -1, or anything: each setting has its own */
	const char *out;         /* a file (preview_watch) */
	int port;                /* 0: any that is free (preview_serve) */
	const char *language;    /* of messages here: "ar" or "en" */
	void *ctx;
	/* Speak it from now on, in this process: browsers may want another than the one here. */
	void (*speak)(void *ctx, const char *language);
	/* Once, when browsers can come; `url` holds the secret word. */
	void (*ready)(void *ctx, const char *url);
	/* After every setting; called in the process that has made it. */
	void (*made)(void *ctx, const struct preview_result *r);
	/* Of a setting that crashed or took too long: in this process. */
	void (*lost)(void *ctx, const struct diags *dg);
};

#define PREVIEW_SECONDS 20 /* that a setting may take */

/*
 * Until SIGINT, SIGTERM or SIGHUP: 128 and its number.  OUTCOME_ENVIRONMENT
 * after a diagnostic: preview.port, preview.watch, preview.process.
 */
int preview_serve(const struct preview *p, struct diags *dg);
int preview_watch(const struct preview *p, struct diags *dg);

#endif
