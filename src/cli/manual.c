/* nashra manual: the pages of man, from the tables that the program runs by. */
#include "cli-int.h"
#include "cli-config.h"
#include "item/issue.h"
#include "layout/layout.h"

#include <string.h>

/* ---- roff ------------------------------------------------------------- */

/* A text of any lines; what roff would take for its own is escaped. */
static void
add_text(GString *to, const char *s)
{
	bool begins = true;

	for (; *s; begins = *s++ == '\n') {
		if (begins && (*s == '.' || *s == '\''))
			g_string_append(to, "\\&");
		if (*s == '\\')
			g_string_append(to, "\\e");
		else if (*s == '-')
			g_string_append(to, "\\-");
		else
			g_string_append_c(to, *s);
	}
	g_string_append_c(to, '\n');
}

static void
add_head(GString *to, const char *page, const char *section, const char *summary)
{
	g_autofree char *name = g_ascii_strup(page, -1);
	g_autofree char *lower = g_strdup(summary);

	/* «Print …» becomes what whatis shows: no capital, no full stop. */
	*lower = g_ascii_tolower(*lower);
	if (g_str_has_suffix(lower, "."))
		lower[strlen(lower) - 1] = '\0';
	g_string_append_printf(to, ".TH %s %s \"2026-11-24\" \"nashra %s\" \"%s\"\n.SH NAME\n%s \\- ", name, section,
	    NASHRA_VERSION, *section == '1' ? "User Commands" : "File Formats", page);
	add_text(to, lower);
}

static void
add_section(GString *to, const char *title)
{
	g_string_append_printf(to, ".SH %s\n", title);
}

/* A paragraph whose term stands in bold. */
static void
add_term(GString *to, const char *term)
{
	g_string_append(to, ".TP\n\\fB");
	add_text(to, term);
	g_string_insert(to, (gssize)to->len - 1, "\\fR");
}

/* What --help says below the options: examples as they are, prose as prose. */
static void
add_help(GString *to, const char *help)
{
	g_auto(GStrv) parts = g_strsplit(help, "\n\n", -1);

	for (char **p = parts; *p; p++) {
		bool lines = strstr(*p, "\n  ") != NULL;

		g_string_append(to, lines ? ".PP\n.nf\n" : ".PP\n");
		add_text(to, *p);
		g_string_append(to, lines ? ".fi\n" : "");
	}
}

static void
add_options(GString *to, const struct command *c)
{
	struct options o = { 0 };
	g_autoptr(GArray) entries = options_of(c, &o);

	add_section(to, "OPTIONS");
	for (guint i = 0; i < entries->len; i++) {
		const GOptionEntry *e = &g_array_index(entries, GOptionEntry, i);
		g_autofree char *sign = e->short_name ? g_strdup_printf("-%c, ", e->short_name) : g_strdup("");
		g_autofree char *term = g_strdup_printf("%s--%s%s%s", sign, e->long_name,
		    e->arg_description ? "=" : "", e->arg_description ? e->arg_description : "");

		if (e->flags & G_OPTION_FLAG_HIDDEN)
			continue;
		add_term(to, term);
		g_autofree char *text = g_strconcat(e->description, ".", NULL);
		add_text(to, text);
	}
}

static void
add_exit(GString *to)
{
	static const char *const said[] = { "Done.", "An item is wrong.",
		"Usage, layout or fonts are wrong; nothing was made.",
		"There were warnings, with --strict.", "Disk full and the like: try again." };

	add_section(to, "EXIT STATUS");
	for (size_t i = 0; i < G_N_ELEMENTS(said); i++) {
		g_string_append_printf(to, ".TP\n.B %zu\n", i);
		add_text(to, said[i]);
	}
	add_term(to, "128+N");
	add_text(to, "Ended by the signal N, as 130 is by Ctrl-C and 143 by kill (1).");
}

/* ---- the pages -------------------------------------------------------- */

static void
print_program(GString *to)
{
	add_head(to, "nashra", "1", "set official news releases as right-to-left PDF bulletins");
	add_section(to, "SYNOPSIS");
	g_string_append(to, ".B nashra\n.I COMMAND\n.RI [ OPTION \"...] [\" WORD ...]\n");
	add_section(to, "DESCRIPTION");
	add_text(to, "Reads releases (YAML front matter and a body in CommonMark) and a layout (YAML), and writes a PDF.\n"
	    "Nothing is written when there is an error; an old file stays as it was.");
	add_section(to, "COMMANDS");
	for (const struct command *c = commands; c->name; c++) {
		if (c->hidden)
			continue;
		g_string_append_printf(to, ".TP\n.BR nashra\\-%s (1)\n", c->name);
		add_text(to, c->summary);
	}
	add_options(to, NULL);
	add_exit(to);
	add_section(to, "ENVIRONMENT");
	add_term(to, "SOURCE_DATE_EPOCH");
	add_text(to, "The date of the PDF, in seconds since 1970; else that of the issue, or of the newest item.");
	add_term(to, "NO_COLOR");
	add_text(to, "No colour in messages, when not empty.");
	add_term(to, "LC_ALL, LC_MESSAGES, LANG");
	add_text(to, "The language of messages and help, when --lang does not say it: Arabic for ar, else English.");
	add_section(to, "SEE ALSO");
	g_string_append(to, ".BR nashra\\-item (5),\n.BR nashra\\-issue (5),\n.BR nashra\\-layout (5),\n"
	    ".BR nashra\\-codes (7)\n");
}

static void
print_command(GString *to, const struct command *c)
{
	g_autofree char *page = g_strconcat("nashra-", c->name, NULL);

	add_head(to, page, "1", c->summary);
	add_section(to, "SYNOPSIS");
	g_string_append_printf(to, ".B nashra %s\n[\\fIOPTION\\fR...]", c->name);
	if (*c->words)
		g_string_append_c(to, '\n');
	add_text(to, c->words);
	add_section(to, "DESCRIPTION");
	add_text(to, c->summary);
	if (c->help)
		add_help(to, c->help);
	add_options(to, c);
	add_exit(to);
	add_section(to, "SEE ALSO");
	g_string_append(to, ".BR nashra (1)\n");
}

static void
add_fact(GString *to, const char *name, const char *fact)
{
	if (!fact || !*fact)
		return;
	g_string_append(to, ".br\n");
	g_autofree char *text = g_strdup_printf("%s %s", name, fact);
	add_text(to, text);
}

static void
print_item_keys(GString *to, const char *page, const char *summary, const struct item_key *k, size_t n)
{
	add_head(to, page, "5", summary);
	add_section(to, "KEYS");
	for (size_t i = 0; i < n; i++) {
		add_term(to, k[i].path);
		add_text(to, k[i].help);
		add_fact(to, "Wants:", k[i].wants);
	}
	add_section(to, "SEE ALSO");
	g_string_append(to, ".BR nashra (1),\n.BR nashra\\-explain (1),\n.BR nashra\\-codes (7)\n");
}

static void
print_item(GString *to)
{
	struct arena *a = arena_create();
	size_t n;
	const struct item_key *k = item_keys(a, &n);

	print_item_keys(to, "nashra-item", "the front matter of a release", k, n);
	arena_destroy(a);
}

static void
print_issue(GString *to)
{
	struct arena *a = arena_create();
	size_t n;
	const struct item_key *k = issue_keys(a, &n);

	print_item_keys(to, "nashra-issue", "what one bulletin is made of", k, n);
	arena_destroy(a);
}

static void
print_layout(GString *to)
{
	struct arena *a = arena_create();
	size_t n;
	const struct layout_key *k = layout_keys(&n);

	add_head(to, "nashra-layout", "5", "how a bulletin of nashra looks");
	add_section(to, "KEYS");
	add_text(to, "A * stands for a name of your own.  Units are pt, mm, cm and in; em of the size, gr rows of the grid, and %.");
	for (size_t i = 0; i < n; i++) {
		struct layout_detail d = layout_detail(a, k[i].path);
		g_autofree char *range = d.least ? g_strdup_printf("from %s to %s", d.least, d.most) : NULL;

		add_term(to, k[i].path);
		add_text(to, k[i].help);
		add_fact(to, "Wants:", k[i].wants);
		/* Those of texts are the same everywhere. */
		if (!strchr(k[i].path, '.') || strcmp(k[i].path, "parts.*.text") == 0)
			add_fact(to, "Names:", d.names);
		add_fact(to, "Range:", range);
		add_fact(to, "Default:", k[i].def);
	}
	add_section(to, "SEE ALSO");
	g_string_append(to, ".BR nashra (1),\n.BR nashra\\-explain (1),\n.BR nashra\\-schema (1)\n");
	arena_destroy(a);
}

static void
print_codes(GString *to)
{
	size_t n;
	const struct explanation *e = explanations(&n);

	add_head(to, "nashra-codes", "7", "what the messages of nashra mean");
	add_section(to, "CODES");
	for (size_t i = 0; i < n; i++) {
		add_term(to, e[i].code);
		add_text(to, e[i].text);
	}
	add_section(to, "SEE ALSO");
	g_string_append(to, ".BR nashra (1),\n.BR nashra\\-explain (1)\n");
}

/* ---- the command ------------------------------------------------------ */

struct man_page {
	const char *name; /* with its section */
	void (*print)(GString *to);
};

static const struct man_page pages[] = {
	{ "nashra.1", print_program }, { "nashra-item.5", print_item }, { "nashra-issue.5", print_issue },
	{ "nashra-layout.5", print_layout }, { "nashra-codes.7", print_codes },
};

static bool
print_page(GString *to, const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(pages); i++)
		if (strcmp(pages[i].name, name) == 0) {
			pages[i].print(to);
			return true;
		}
	for (const struct command *c = commands; c->name; c++) {
		g_autofree char *page = g_strdup_printf("nashra-%s.1", c->name);

		if (!c->hidden && strcmp(page, name) == 0) {
			print_command(to, c);
			return true;
		}
	}
	return false;
}

/* Without a word, the names of all pages. */
int
run_manual(const struct options *o, struct diags *dg)
{
	static const struct command self = { .name = "manual" };
	g_autoptr(GString) to = g_string_new(NULL);

	for (size_t i = 0; o->n_words == 0 && i < G_N_ELEMENTS(pages); i++)
		g_string_append_printf(to, "%s\n", pages[i].name);
	for (const struct command *c = commands; o->n_words == 0 && c->name; c++)
		if (!c->hidden)
			g_string_append_printf(to, "nashra-%s.1\n", c->name);
	if (o->n_words > 0 && !print_page(to, o->words[0]))
		return usage_error(&self, "there is no page '%s'", o->words[0]);
	return print_result(to->str);
}
