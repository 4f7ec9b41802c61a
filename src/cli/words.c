/*
 * nashra words: all texts of the tables, as a catalogue for translators
 * (tools/gather-words.sh).
 */
#include "cli-int.h"
#include "item/issue.h"
#include "layout/layout.h"

#include <string.h>

/* Each text once. */
struct catalogue {
	GHashTable *seen;
	GString *to;
};

static void
add(struct catalogue *c, const char *text)
{
	if (!text || !*text || !g_hash_table_add(c->seen, g_strdup(text)))
		return;
	g_string_append(c->to, "msgid \"");
	for (const char *s = text; *s; s++)
		if (*s == '\n')
			g_string_append(c->to, "\\n");
		else if (*s == '"' || *s == '\\')
			g_string_append_printf(c->to, "\\%c", *s);
		else
			g_string_append_c(c->to, *s);
	g_string_append(c->to, "\"\nmsgstr \"\"\n\n");
}

static void
add_command(struct catalogue *c, const struct command *cmd)
{
	struct options o = { 0 };
	g_autoptr(GArray) entries = options_of(cmd, &o);

	add(c, cmd->summary);
	add(c, cmd->help);
	for (guint i = 0; i < entries->len; i++)
		add(c, g_array_index(entries, GOptionEntry, i).description);
}

static void
add_item_keys(struct catalogue *c, const struct item_key *k, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		add(c, k[i].wants);
		add(c, k[i].help);
	}
}

static void
add_keys(struct catalogue *c)
{
	struct arena *a = arena_create();
	size_t n;
	const struct layout_key *k = layout_keys(&n);

	for (size_t i = 0; i < n; i++) {
		add(c, k[i].wants);
		add(c, k[i].help);
	}
	const struct item_key *item = item_keys(a, &n);
	add_item_keys(c, item, n);
	const struct item_key *issue = issue_keys(a, &n);
	add_item_keys(c, issue, n);
	arena_destroy(a);
}

int
run_words(const struct options *o, struct diags *dg)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GString) to = g_string_new("msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\n");
	struct catalogue c = { seen, to };
	size_t n;
	const struct explanation *e = explanations(&n);

	for (const struct command *cmd = commands; cmd->name; cmd++)
		add_command(&c, cmd);
	for (size_t i = 0; i < n; i++)
		add(&c, e[i].text);
	add_keys(&c);
	return print_result(to->str);
}
