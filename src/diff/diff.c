/* Many bulletins side by side: processes that take the next one until none is left. */
#include "diff/diff-int.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORKERS_MOST 64
#define SECONDS 120 /* of a processor, for a bulletin */

/* What a worker writes of a bulletin, before its text and its HTML. */
struct record {
	size_t index;
	struct verdict verdict;
	size_t text, html;
};

/* A bulletin's answer; `got` false: there is none. */
struct answer {
	bool got;
	struct verdict verdict;
	const char *text, *html; /* in the worker's file */
	size_t text_len, html_len;
};

struct diffing {
	const struct diff_job *job;
	struct press *press[2];      /* before, now */
	size_t *next;                /* shared by all: the bulletin to take */
	struct answer *answers;
	GPtrArray *said;             /* GString: what each worker wrote */
};

/* ---- one bulletin ----------------------------------------------------- */

static struct kept *
make(const struct diffing *d, size_t i, int which, struct diags *dg)
{
	struct job job = { .items = &d->job->files[i], .n = 1, .date = d->job->date, .now = d->job->now,
		.layout = which ? d->job->new_layout : d->job->old_layout, .profile = d->job->profile };
	enum outcome r;

	return press_keep(d->press[which], dg, &job, &r);
}

static void
answer(const struct diffing *d, size_t i, FILE *to)
{
	struct comparison c = { .name = d->job->files[i], .said_old = diags_create(),
		.said_new = diags_create() };
	g_autoptr(GString) text = g_string_new(NULL), html = g_string_new(NULL);

	c.old = make(d, i, 0, c.said_old);
	c.new = make(d, i, 1, c.said_new);
	compare(&c);
	report_text(&c, text);
	if (d->job->pictures)
		report_html(&c, i, d->job, html);
	struct record r = { i, c.verdict, text->len, html->len };
	fwrite(&r, sizeof r, 1, to);
	fwrite(text->str, 1, text->len, to);
	fwrite(html->str, 1, html->len, to);
	/* What was done is not lost when the next one ends the process. */
	fflush(to);
	comparison_finish(&c);
	diags_destroy(c.said_old);
	diags_destroy(c.said_new);
}

/* ---- the workers ------------------------------------------------------ */

/* A bulletin that goes round for ever ends its worker, as one that crashes does. */
static void
bound_time(void)
{
	struct rusage used;
	struct rlimit l;

	if (getrusage(RUSAGE_SELF, &used) != 0 || getrlimit(RLIMIT_CPU, &l) != 0)
		return;
	l.rlim_cur = MIN((rlim_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec + SECONDS), l.rlim_max);
	setrlimit(RLIMIT_CPU, &l);
}

G_GNUC_NORETURN static void
work(const struct diffing *d, FILE *to)
{
	size_t i;

	while ((i = __atomic_fetch_add(d->next, 1, __ATOMIC_SEQ_CST)) < d->job->n) {
		bound_time();
		answer(d, i, to);
	}
	_exit(ferror(to) ? 1 : 0);
}

static void
take_records(struct diffing *d, const GString *s)
{
	struct record r;

	for (size_t at = 0; at + sizeof r <= s->len;) {
		memcpy(&r, s->str + at, sizeof r);
		at += sizeof r;
		if (r.index >= d->job->n || r.text > s->len - at || r.html > s->len - at - r.text)
			return;
		d->answers[r.index] = (struct answer) { true, r.verdict, s->str + at, s->str + at + r.text,
			r.text, r.html };
		at += r.text + r.html;
	}
}

static void
take_file(struct diffing *d, FILE *from)
{
	GString *s = g_string_new(NULL);
	char room[65536];
	size_t n;

	rewind(from);
	while ((n = fread(room, 1, sizeof room, from)) > 0)
		g_string_append_len(s, room, (gssize)n);
	g_ptr_array_add(d->said, s);
	take_records(d, s);
}

static int
count_workers(const struct diff_job *job)
{
	long n = job->workers > 0 ? job->workers : sysconf(_SC_NPROCESSORS_ONLN);

	return (int)CLAMP(n, 1, (long)MIN(job->n, WORKERS_MOST));
}

static bool
report_environment(struct diags *dg, const char *what)
{
	diag_add(dg, DIAG_ERROR, "diff.environment", (struct place) { 0 }, "%s: %s", diag_word(what),
	    system_error(errno));
	return false;
}

/* A worker that cannot be made leaves its bulletins to the others. */
static bool
run_workers(struct diffing *d, struct diags *dg)
{
	int n = count_workers(d->job), running = 0;
	pid_t ids[WORKERS_MOST];
	FILE *files[WORKERS_MOST];

	for (int i = 0; i < n; i++) {
		FILE *f = tmpfile();
		pid_t id = f ? fork() : -1;

		if (id == 0)
			work(d, f);
		if (id < 0) {
			if (f)
				fclose(f);
			break;
		}
		ids[running] = id;
		files[running++] = f;
	}
	if (running == 0)
		return report_environment(dg, N_("no process can be made to compare in"));
	for (int i = 0; i < running; i++) {
		while (waitpid(ids[i], NULL, 0) < 0 && errno == EINTR)
			;
		take_file(d, files[i]);
		fclose(files[i]);
	}
	return true;
}

/* ---- all together ----------------------------------------------------- */

static void
count(struct diff_counts *n, const struct verdict *v)
{
	n->same += !v->changed && v->made_old;
	n->changed += v->changed;
	n->worse += v->of[TURN_WORSE] > 0;
	n->better += v->of[TURN_BETTER] > 0;
	n->unmade += !v->made_old && !v->made_new;
	n->pages_old += v->pages_old;
	n->pages_new += v->pages_new;
	n->pages_changed += v->pages_changed;
	n->pages_shown += v->pages_shown;
}

static void
print_answers(const struct diffing *d, struct diff_counts *n, GString *text)
{
	for (size_t i = 0; i < d->job->n; i++) {
		const struct answer *a = &d->answers[i];

		count(n, &a->verdict);
		if (a->got)
			g_string_append_len(text, a->text, (gssize)a->text_len);
		else
			g_string_append_printf(text, diag_word("%s: not compared, for the process that made it has died\n"),
			    d->job->files[i]);
	}
	report_text_end(d->job, n, text);
}

static void
print_html(const struct diffing *d, const struct diff_counts *n, GString *html)
{
	report_html_begin(d->job, n, html);
	for (size_t i = 0; i < d->job->n; i++)
		report_html_row(d->job->files[i], i, &d->answers[i].verdict, html);
	report_html_parts(html);
	for (size_t i = 0; i < d->job->n; i++)
		g_string_append_len(html, d->answers[i].html, (gssize)d->answers[i].html_len);
	report_html_end(html);
}

/* Both layouts, with their fonts, before anything is made in them. */
static enum outcome
open_layouts(struct diffing *d, struct diags *dg)
{
	enum outcome worst = OUTCOME_DONE;

	for (int i = 0; i < 2; i++) {
		struct job job = { .layout = i ? d->job->new_layout : d->job->old_layout, .now = -1, .date = -1 };

		d->press[i] = press_create(d->job->fonts);
		enum outcome r = press_check(d->press[i], dg, &job);
		worst = MAX(worst, r);
	}
	return worst;
}

static void
free_string(gpointer s)
{
	g_string_free(s, TRUE);
}

static enum outcome
compare_all(struct diffing *d, struct diags *dg, GString *text, GString *html, struct diff_counts *n)
{
	/* Once, unless all died; each round takes one bulletin at least. */
	while (*d->next < d->job->n)
		if (!run_workers(d, dg))
			return OUTCOME_ENVIRONMENT;
	print_answers(d, n, text);
	if (html)
		print_html(d, n, html);
	return n->worse > 0 || n->unmade > 0 ? OUTCOME_BAD_ITEM : OUTCOME_DONE;
}

enum outcome
diff_layouts(struct diags *dg, const struct diff_job *job, GString *text, GString *html,
    struct diff_counts *ret)
{
	struct diffing d = { .job = job, .answers = g_new0(struct answer, job->n),
		.said = g_ptr_array_new_with_free_func(free_string),
		.next = mmap(NULL, sizeof *d.next, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0) };
	enum outcome r = OUTCOME_ENVIRONMENT;

	*ret = (struct diff_counts) { 0 };
	if (d.next == MAP_FAILED)
		report_environment(dg, N_("there is no memory to share"));
	else if ((r = open_layouts(&d, dg)) == OUTCOME_DONE)
		r = compare_all(&d, dg, text, html, ret);
	for (int i = 0; i < 2; i++)
		press_destroy(d.press[i]);
	if (d.next != MAP_FAILED)
		munmap(d.next, sizeof *d.next);
	g_ptr_array_unref(d.said);
	g_free(d.answers);
	return r;
}
