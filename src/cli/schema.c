/* nashra schema: what editors check files by. */
#include "cli-int.h"
#include "item/issue.h"
#include "layout/layout.h"

#include <string.h>

struct schema {
	const char *name;
	void (*print)(GString *to);
};

static const struct schema schemas[] = {
	{ "layout", layout_print_schema }, { "item", item_print_schema },
	{ "issue", issue_print_schema },
};

int
run_schema(const struct options *o, struct diags *dg)
{
	static const struct command self = { .name = "schema" };

	for (size_t i = 0; o->n_words == 1 && i < G_N_ELEMENTS(schemas); i++)
		if (strcmp(o->words[0], schemas[i].name) == 0) {
			g_autoptr(GString) s = g_string_new(NULL);

			schemas[i].print(s);
			return print_result(s->str);
		}
	return usage_error(&self, "schema wants one of layout, item and issue");
}
