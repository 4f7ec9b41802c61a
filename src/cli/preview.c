/* nashra serve and nashra watch. */
#include "cli-int.h"

#include "preview/preview.h"

#include <stdio.h>
#include <string.h>

/* What is said in a terminal; the process that sets the next has what this one said. */
struct teller {
	const struct options *o;
	char *said;       /* messages of the last time */
	bool made;        /* there was a bulletin */
};

void
serve_add_options(GArray *to, struct options *o)
{
	GOptionEntry entries[] = {
		{ "port", 0, 0, G_OPTION_ARG_INT, &o->port,
		    "Port on 127.0.0.1; any that is free when nothing is said", "N" },
		{ 0 },
	};

	options_add(to, entries);
}

/* ---- telling ------------------------------------------------------------- */

static char *
messages_of(const struct diags *dg)
{
	GString *s = g_string_new(NULL);

	for (size_t i = 0; i < diags_n(dg); i++)
		diag_format(dg, i, DIAG_SHORT, false, s);
	return g_string_free(s, FALSE);
}

/* What was said the last time is not said again. */
static void
tell_messages(struct teller *t, const struct diags *dg)
{
	char *now = messages_of(dg);

	if (g_strcmp0(now, t->said) != 0)
		report(t->o, dg);
	g_free(t->said);
	t->said = now;
}

static void
tell_pages(const struct options *o, const struct preview_result *r)
{
	g_autofree char *pages = lang_pages(r->timing->pages);

	fprintf(stderr, "nashra: %s%s", o->output ? o->output : "", o->output ? ": " : "");
	fprintf(stderr, lang_say("%s, %d ms"), pages, (int)(r->took / 1000));
	fputc('\n', stderr);
}

static void
tell_made(void *ctx, const struct preview_result *r)
{
	struct teller *t = ctx;
	bool old = t->o->output ? g_file_test(t->o->output, G_FILE_TEST_IS_REGULAR) : t->made;
	const char *kept = t->o->output ? old ? lang_say("the old file stays") : lang_say("nothing is written yet")
	    : old ? lang_say("the last good pages stay") : lang_say("there are no pages yet");

	t->made |= r->outcome == OUTCOME_DONE;

	tell_messages(t, r->dg);
	if (t->o->quiet)
		return;
	if (r->outcome != OUTCOME_DONE)
		fprintf(stderr, "nashra: %s\n", kept);
	else
		tell_pages(t->o, r);
}

static void
tell_lost(void *ctx, const struct diags *dg)
{
	struct teller *t = ctx;

	report(t->o, dg);
}

static void
speak(void *ctx, const char *language)
{
	lang_choose(language);
}

static void
tell_ready(void *ctx, const char *url)
{
	printf("%s\n", url);
	fflush(stdout);
}

/* ---- the commands --------------------------------------------------------- */

static int
check(const struct options *o, const struct command *self)
{
	if (o->n_words == 0)
		return usage_error(self, "no item to %s", self->name);
	if (!o->layout)
		return usage_error(self, "no layout: say -l LAYOUT, for example -l release");
	return 0;
}

static int
run(const struct options *o, struct diags *dg,
    int (*with)(const struct preview *p, struct diags *dg))
{
	struct job job = job_of(o);
	struct teller t = { .o = o };
	g_autofree char *fonts = g_build_filename(o->data, "fonts", NULL);
	struct preview p = { .fonts = fonts, .job = &job, .out = o->output, .port = o->port,
		.language = lang_is_rtl() ? "ar" : "en", .ctx = &t, .speak = speak, .ready = tell_ready, .made = tell_made, .lost = tell_lost };
	int status = with(&p, dg);

	g_free(t.said);
	return status;
}

int
run_serve(const struct options *o, struct diags *dg)
{
	static const struct command self = { .name = "serve" };
	int wrong = check(o, &self);

	if (wrong)
		return wrong;
	if (o->output)
		return usage_error(&self, "pages go to a browser: for a file say nashra watch");
	if (o->port < 0 || o->port > 65535)
		return usage_error(&self, "--port is %d, but wants a number from 1 to 65535", o->port);
	return run(o, dg, preview_serve);
}

int
run_watch(const struct options *o, struct diags *dg)
{
	static const struct command self = { .name = "watch" };
	int wrong = check(o, &self);

	if (wrong)
		return wrong;
	if (!o->output)
		return usage_error(&self, "nowhere to write: say -o FILE.pdf");
	if (strcmp(o->output, "-") == 0)
		return usage_error(&self, "standard output cannot be written again: say -o FILE.pdf");
	if (g_str_has_suffix(o->output, ".png") || g_str_has_suffix(o->output, ".svg"))
		return usage_error(&self, "a PDF is written, and -o is %s: say -o FILE.pdf", o->output);
	return run(o, dg, preview_watch);
}
