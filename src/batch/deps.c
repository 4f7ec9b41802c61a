/* What each output is made of, as rules that make(1) reads. */
#include "batch/batch-int.h"

#include <string.h>

/* Make takes a name with one in it for that of a variable, behind a backslash too. */
#define EQUALS "NASHRA_EQUALS := =\n"

/* These cannot be said to make at all. */
static bool
can_be_said(const char *name)
{
	return !strpbrk(name, "\t\n\r;|");
}

static void
warn_of(struct diags *dg, const char *name)
{
	diag_add(dg, DIAG_WARNING, "batch.deps", (struct place) { .file = name },
	    "make cannot take a name with a tab, an end of line, ; or | in it: the rules do without");
	diag_help(dg, "name the file otherwise, and make the plan again");
}

/* As GNU make wants names: a backslash is one, but before what it would take from it. */
static void
add_name(GString *to, const char *name, bool target)
{
	/* A % is a pattern only in front of the colon. */
	const char *taken = target ? " \t#:*?[]%" : " \t#:*?[]";

	for (const char *p = name; *p; p++) {
		if (*p == '=') {
			g_string_append(to, "$(NASHRA_EQUALS)");
			continue;
		}
		const char *behind = p + strspn(p, "\\");
		if (*p == '$')
			g_string_append_c(to, '$');
		else if (strchr(taken, *p) || (*p == '\\' && *behind && strchr(taken, *behind)))
			g_string_append_c(to, '\\');
		g_string_append_c(to, *p);
	}
}

static void
add_names(struct diags *dg, GString *to, const GPtrArray *names)
{
	for (guint i = 0; i < names->len; i++) {
		if (!can_be_said(names->pdata[i])) {
			warn_of(dg, names->pdata[i]);
			continue;
		}
		g_string_append(to, " \\\n ");
		add_name(to, names->pdata[i], false);
	}
	g_string_append_c(to, '\n');
}

bool
deps_write(struct press *p, struct diags *dg, const struct batch_run *run, const struct plan *plan)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) text = g_string_new("# What nashra batch run made its outputs of.\n"
	    EQUALS "NASHRA_COMMON :=");

	if (!base_files(p, dg, plan->layout, all))
		return false;
	struct out *o = out_begin(run->deps);
	add_names(dg, text, all);
	for (size_t i = 0; i < plan->n; i++) {
		g_autoptr(GPtrArray) own = g_ptr_array_new_with_free_func(g_free);
		g_autofree char *file = g_build_filename(run->folder, plan->v[i].file, NULL);

		if (!can_be_said(file)) {
			warn_of(dg, file);
			continue;
		}
		output_files(plan->v[i].items, plan->v[i].n, own);
		g_string_append_c(text, '\n');
		add_name(text, file, true);
		g_string_append(text, ": $(NASHRA_COMMON)");
		add_names(dg, text, own);
		out_write(o, text->str, text->len);
		g_string_truncate(text, 0);
	}
	return out_commit(o, dg);
}
