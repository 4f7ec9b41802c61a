/* What each output is made of, as rules that make(1) reads. */
#include "batch/batch-int.h"

#include <string.h>

/* As GNU make wants names; one with an end of line cannot be said at all. */
static void
add_name(GString *to, const char *name)
{
	for (const char *p = name; *p; p++) {
		if (*p == '$')
			g_string_append_c(to, '$');
		else if (strchr(" \t#:%\\", *p))
			g_string_append_c(to, '\\');
		g_string_append_c(to, *p);
	}
}

static void
add_names(GString *to, const GPtrArray *names)
{
	for (guint i = 0; i < names->len; i++) {
		if (strpbrk(names->pdata[i], "\n\r"))
			continue;
		g_string_append(to, " \\\n ");
		add_name(to, names->pdata[i]);
	}
	g_string_append_c(to, '\n');
}

bool
deps_write(struct press *p, struct diags *dg, const struct batch_run *run, const struct plan *plan)
{
	g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) text = g_string_new("# What nashra batch run made its outputs of.\n"
	    "NASHRA_COMMON :=");

	if (!base_files(p, dg, plan->layout, all))
		return false;
	struct out *o = out_begin(run->deps);
	add_names(text, all);
	for (size_t i = 0; i < plan->n; i++) {
		g_autoptr(GPtrArray) own = g_ptr_array_new_with_free_func(g_free);
		g_autofree char *file = g_build_filename(run->folder, plan->v[i].file, NULL);

		output_files(plan->v[i].items, plan->v[i].n, own);
		g_string_append_c(text, '\n');
		add_name(text, file);
		g_string_append(text, ": $(NASHRA_COMMON)");
		add_names(text, own);
		out_write(o, text->str, text->len);
		g_string_truncate(text, 0);
	}
	return out_commit(o, dg);
}
