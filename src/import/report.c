/*
 * The report, a line at a time: an archive of a gigabyte has more guesses
 * than memory should hold.  One that is there already is never written over;
 * the same one again is not kept twice.
 */
#include "import/import-int.h"

#include <string.h>

#define REPORTS_MAX 10000

struct report {
	const struct import_job *job;
	struct out *out;   /* NULL: nothing is written */
	GChecksum *sum;
	char *last;        /* the report of the run before; NULL: there is none */
};

static char *
name_of(const struct import_job *job, int n)
{
	g_autofree char *name = n == 1 ? g_strdup("import.report") : g_strdup_printf("import.%d.report", n);

	return g_build_filename(job->folder, name, NULL);
}

struct report *
report_begin(const struct import_job *job)
{
	struct report *r = g_new0(struct report, 1);
	int n = 1;

	r->job = job;
	r->sum = g_checksum_new(G_CHECKSUM_SHA256);
	if (job->dry)
		return r;
	char *path = name_of(job, n);
	while (n < REPORTS_MAX && g_file_test(path, G_FILE_TEST_EXISTS)) {
		g_free(r->last);
		r->last = path;
		path = name_of(job, ++n);
	}
	r->out = out_begin(path);
	g_free(path);
	return r;
}

void
report_line(struct report *r, const char *line)
{
	size_t n = strlen(line);

	g_checksum_update(r->sum, (const guchar *)line, (gssize)n);
	if (r->out)
		out_write(r->out, line, n);
	if (r->job->tell)
		r->job->tell(line, r->job->with);
}

static bool
is_last_again(const struct report *r)
{
	char sum[SUM_SIZE];
	uint64_t bytes;

	return r->last && sum_of_file(r->last, sum, &bytes) &&
	    strcmp(sum, g_checksum_get_string(r->sum)) == 0;
}

void
report_end(struct report *r, struct diags *dg)
{
	if (r->out && is_last_again(r))
		out_abandon(r->out);
	else if (r->out)
		out_commit(r->out, dg);
	g_checksum_free(r->sum);
	g_free(r->last);
	g_free(r);
}
