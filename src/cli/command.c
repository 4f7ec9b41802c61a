/* The commands: each is one call of press. */
#include "cli-int.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct command *find(const char *name);

/* ---- what a job is made of -------------------------------------------- */

int64_t
source_date(void)
{
	const char *s = getenv("SOURCE_DATE_EPOCH");
	char *end;

	if (!s || !*s)
		return -1;
	gint64 v = g_ascii_strtoll(s, &end, 10);
	return *end || v < 0 ? -1 : v;
}

struct job
job_of(const struct options *o)
{
	return (struct job) {
		.items = (const char *const *)o->words,
		.n = o->n_words,
		.layout = o->layout,
		.unproofed = o->no_proof,
		.date = source_date(),
		.now = g_get_real_time() / G_USEC_PER_SEC,
		.profile = options_profile(o),
		.embed_items = o->embed_items,
	};
}

struct press *
open_press(const struct options *o)
{
	g_autofree char *fonts = g_build_filename(o->data, "fonts", NULL);

	return press_create(fonts);
}

/* Standard output can be full or closed too. */
int
print_result(const char *s)
{
	if (fputs(s, stdout) == EOF || fflush(stdout) == EOF || ferror(stdout)) {
		fprintf(stderr, "nashra: %s: %s: %s\n", lang_say("error"), lang_say("cannot write to standard output"), system_error(errno));
		return OUTCOME_ENVIRONMENT;
	}
	return OUTCOME_DONE;
}

static int
status_of(const struct options *o, const struct diags *dg, enum outcome outcome)
{
	if (outcome == OUTCOME_DONE && o->strict && diags_count(dg, DIAG_WARNING))
		return EXIT_STRICT;
	return (int)outcome;
}

/* ---- render ----------------------------------------------------------- */

static void
print_timing(const struct timing *t)
{
	fprintf(stderr,
	    "timing: read %" G_GINT64_FORMAT " story %" G_GINT64_FORMAT
	    " shape %" G_GINT64_FORMAT " line %" G_GINT64_FORMAT
	    " page %" G_GINT64_FORMAT " sheet %" G_GINT64_FORMAT
	    " pdf %" G_GINT64_FORMAT " proof %" G_GINT64_FORMAT " paint %" G_GINT64_FORMAT
	    " us, %zu pages, %zu words\n",
	    t->read, t->story, t->shape, t->line, t->page, t->sheet, t->pdf, t->proof, t->paint,
	    t->pages, t->words);
}

/* What a file is, its name says; whatever is no page is a PDF. */
static bool
is_form(const char *output, const char *end)
{
	g_autofree char *lower = g_ascii_strdown(output, -1);

	return g_str_has_suffix(lower, end);
}

static bool
is_pages(const struct options *o)
{
	return is_form(o->output, ".png") || is_form(o->output, ".svg");
}

static int
check_render(const struct options *o)
{
	const struct command *self = find("render");

	if (o->n_words == 0)
		return usage_error(self, "no item to render");
	if (!o->layout)
		return usage_error(self, "no layout: say -l LAYOUT, for example -l release");
	if (!o->output)
		return usage_error(self, "nowhere to write: say -o FILE.pdf");
	if (!is_pages(o) && strstr(o->output, "{p}"))
		return usage_error(self, "{p} is the number of a page, and -o %s is no file "
		    "of a page: let it end in .png or .svg", o->output);
	if (o->dpi != -1 && !is_form(o->output, ".png"))
		return usage_error(self, "--dpi is of PNG only, and -o is %s", o->output);
	if ((o->embed_items || o->no_proof) && is_pages(o))
		return usage_error(self, "%s is of PDF only, and -o is %s",
		    o->embed_items ? "--embed-items" : "--no-proof", o->output);
	return 0;
}

static enum outcome
render(const struct options *o, struct press *p, struct diags *dg, struct timing *t)
{
	struct job job = job_of(o);

	if (!is_pages(o))
		return press_render(p, dg, &job, o->output, t);
	struct page_files to = {
		.form = is_form(o->output, ".png") ? PAGES_PNG : PAGES_SVG,
		.name = o->output,
		.dpi = o->dpi != -1 ? o->dpi : PAINT_DPI,
	};
	return press_render_pages(p, dg, &job, &to, t);
}

static void
print_pages(const struct options *o, size_t n)
{
	g_autofree char *pages = lang_pages(n);

	fprintf(stderr, "nashra: %s: %s\n", o->output, pages);
}

static int
run_render(const struct options *o, struct diags *dg)
{
	struct timing t;
	int wrong = check_render(o);

	if (wrong)
		return wrong;
	struct press *p = open_press(o);
	enum outcome r = render(o, p, dg, &t);

	press_destroy(p);
	if (o->timing && r == OUTCOME_DONE)
		print_timing(&t);
	if (o->verbose && r == OUTCOME_DONE)
		print_pages(o, t.pages);
	return status_of(o, dg, r);
}

/* ---- check ------------------------------------------------------------ */

/* Of what is YAML by its name, what it says decides. */
static bool
is_layout(const char *path)
{
	return (g_str_has_suffix(path, ".yaml") || g_str_has_suffix(path, ".yml")) &&
	    !press_is_issue(path);
}

static enum outcome
check_layout(struct press *p, struct diags *dg, const struct options *o, const char *path)
{
	struct job job = job_of(o);

	job.n = 0;
	job.layout = path;
	return press_check(p, dg, &job);
}

static enum outcome
check_items(struct press *p, struct diags *dg, const struct options *o,
    const char *const *files, size_t n)
{
	struct job job = job_of(o);

	job.items = files;
	job.n = n;
	return n > 0 ? press_check(p, dg, &job) : OUTCOME_DONE;
}

/* Layouts and issues one by one, and the items together, as a bulletin would be. */
static int
run_check(const struct options *o, struct diags *dg)
{
	if (o->n_words == 0)
		return usage_error(find("check"), "nothing to check");
	struct press *p = open_press(o);
	g_autoptr(GPtrArray) items = g_ptr_array_new();
	enum outcome worst = OUTCOME_DONE;

	for (size_t i = 0; i < o->n_words; i++) {
		const char *word = o->words[i];
		enum outcome r = OUTCOME_DONE;

		if (is_layout(word))
			r = check_layout(p, dg, o, word);
		else if (press_is_issue(word))
			r = check_items(p, dg, o, &word, 1);
		else
			g_ptr_array_add(items, o->words[i]);
		worst = MAX(worst, r);
	}
	enum outcome r = check_items(p, dg, o, (const char *const *)items->pdata, items->len);
	worst = MAX(worst, r);
	press_destroy(p);
	return status_of(o, dg, worst);
}

/* ---- verify ----------------------------------------------------------- */

static bool
is_pdf(const char *path)
{
	size_t n = strlen(path);

	return n >= 4 && g_ascii_strcasecmp(path + n - 4, ".pdf") == 0;
}

static int
print_verdict(const char *file, enum outcome r, const struct proof_found *f)
{
	g_autofree char *pages = lang_pages((size_t)f->pages);
	g_autofree char *found = g_strdup_printf(lang_say("%s, %d elements, %zu characters, %d fonts"), pages, f->elements,
	    f->characters, f->fonts);
	g_autofree char *said = g_strdup_printf("%s: %s: %s%s\n", file, r == OUTCOME_DONE ? lang_say("good") : lang_say("faulty"),
	    found, f->remade ? lang_say("; what it was made of becomes the same bytes") : "");

	return print_result(said);
}

static int
verify_files(const struct options *o, struct diags *dg, const struct job *job, GPtrArray *files)
{
	struct press *p = open_press(o);
	enum outcome worst = OUTCOME_DONE;

	for (guint i = 0; i < files->len; i++) {
		const char *file = g_ptr_array_index(files, i);
		struct proof_found found;
		enum outcome r = press_verify(p, dg, job, file, &found);

		if (!o->quiet && print_verdict(file, r, &found) != OUTCOME_DONE)
			r = OUTCOME_ENVIRONMENT;
		worst = MAX(worst, r);
	}
	press_destroy(p);
	return status_of(o, dg, worst);
}

static int
run_verify(const struct options *o, struct diags *dg)
{
	const struct command *self = find("verify");
	g_autoptr(GPtrArray) files = g_ptr_array_new(), items = g_ptr_array_new();
	struct job job = job_of(o);

	for (size_t i = 0; i < o->n_words; i++)
		g_ptr_array_add(is_pdf(o->words[i]) ? files : items, o->words[i]);
	if (files->len == 0)
		return usage_error(self, "no PDF to verify");
	if (items->len == 0 && (o->profile || o->embed_items))
		return usage_error(self, "%s goes with the items that the PDF was made of",
		    o->profile ? "--profile" : "--embed-items");
	if (items->len > 0 && files->len > 1)
		return usage_error(self, "items go with one PDF, and not with %u", files->len);
	if (items->len > 0 && !o->layout)
		return usage_error(self, "no layout: say -l LAYOUT, the one that the PDF was made with");
	job.items = (const char *const *)items->pdata;
	job.n = items->len;
	return verify_files(o, dg, &job, files);
}

/* ---- dump ------------------------------------------------------------- */

static void
dump_add_options(GArray *to, struct options *o)
{
	GOptionEntry entries[] = {
		{ "format", 'f', 0, G_OPTION_ARG_STRING, &o->format,
		    "Form of the stage item: json or ninjs (IPTC ninjs 3.1)", "FORMAT" },
		{ 0 },
	};

	options_add(to, entries);
}

static enum stage
stage_of(const char *name)
{
	enum stage s = 0;

	while (s < STAGE_N && strcmp(name, stage_name(s)) != 0)
		s++;
	return s;
}

static int
check_dump(const struct options *o, enum stage stage)
{
	const struct command *self = find("dump");

	if (stage == STAGE_N)
		return usage_error(self, "--stage is '%s', but wants item, layout, "
		    "story, runs, lines, pages or marks", o->stage);
	if (o->format && strcmp(o->format, "json") != 0 && strcmp(o->format, "ninjs") != 0)
		return usage_error(self, "--format is '%s', but wants json or ninjs", o->format);
	if (o->format && stage != STAGE_ITEM)
		return usage_error(self, "--format goes with --stage item, and not with %s", o->stage);
	if (o->n_words == 0 && stage != STAGE_LAYOUT)
		return usage_error(self, "no item to dump");
	if (stage == STAGE_ITEM && (o->layout || o->profile))
		return usage_error(self, "items come before there is a layout: %s does nothing with --stage item",
		    o->layout ? "--layout" : "--profile");
	if (!o->layout && stage != STAGE_ITEM)
		return usage_error(self, "no layout: say -l LAYOUT, for example -l release");
	return 0;
}

static int
run_dump(const struct options *o, struct diags *dg)
{
	if (!o->stage)
		return usage_error(find("dump"), "no stage: say --stage item, layout, "
		    "story, runs, lines, pages or marks");
	enum stage stage = stage_of(o->stage);
	int wrong = check_dump(o, stage);
	if (wrong)
		return wrong;
	struct job job = job_of(o);
	job.ninjs = o->format && strcmp(o->format, "ninjs") == 0;
	struct press *p = open_press(o);
	g_autoptr(GString) s = g_string_new(NULL);
	enum outcome r = press_dump(p, dg, &job, stage, s);

	press_destroy(p);
	if (r == OUTCOME_DONE && print_result(s->str) != OUTCOME_DONE)
		return OUTCOME_ENVIRONMENT;
	return status_of(o, dg, r);
}

/* ---- the table -------------------------------------------------------- */

static const struct way batch_ways[] = {
	{ "plan", "by title layout output profile" },
	{ "run", "outputs shard jobs resume keep-going timeout max-mem log deps progress" },
	{ "merge", "output log" },
	{ 0 },
};

static const struct way impose_ways[] = {
	{ "booklet", "binding signature creep back-cover marks paper fit output" },
	{ "2up", "binding back-cover marks paper fit output" },
	{ 0 },
};

static const struct way fonts_ways[] = {
	{ "", "" },
	{ "specimen", "layout output profile no-proof" },
	{ 0 },
};

const struct command commands[] = {
	{ "render", "ITEM… | ISSUE", "Set items, or what an issue names, as one bulletin.",
	    "Examples:\n  nashra render release.md -l release -o release.pdf\n"
	    "  nashra render issue.yaml -l release -o bulletin.pdf\n"
	    "  nashra render release.md -l release -o page-{p}.png --dpi 150\n"
	    "  nashra render release.md -l release -o page-{p}.svg\n\n"
	    "A name that ends in .png or .svg is that of a page, {p} its number.\n"
	    "Nothing is written when there is an error: an old file stays as it was.",
	    run_render, .heeds = "layout output dpi profile embed-items no-proof strict timing" },
	{ "check", "ITEM… | ISSUE… | LAYOUT…", "Say what is wrong, without making a PDF.",
	    "The texts are proofread: digits of two kinds, stops that contradict each\n"
	    "other, stray spaces, a weekday that does not belong to its date.  Each is a\n"
	    "warning with a proposal; nothing is changed.\n"
	    "With -l LAYOUT items and issues are also set, so that missing characters and\n"
	    "lines that do not fit are found.",
	    run_check, .heeds = "layout profile strict" },
	{ "verify", "FILE.pdf… [ITEM…]", "Read finished PDFs back and say what is wrong with them.",
	    "Examples:\n  nashra verify bulletin.pdf\n"
	    "  nashra verify bulletin.pdf release.md -l release\n\n"
	    "With the items and the layout it was made of, every word is compared with them, and\n"
	    "the file must come out again with the same bytes. Without them it says what can be\n"
	    "said of any PDF: fonts, elements, boxes, links, bookmarks, colours, descriptions.",
	    run_verify, .heeds = "layout profile embed-items strict" },
	{ "dump", "ITEM… | ISSUE", "Print one stage on the way from an item to a page.",
	    "Examples:\n  nashra dump --stage lines release.md -l release\n"
	    "  nashra dump --stage item --format ninjs release.md",
	    run_dump, dump_add_options, "stage layout profile strict" },
	{ "new", "DIR", "Make a publication's folder that renders at once.",
	    "Example:\n  nashra new news && cd news\n"
	    "  nashra render issue.yaml -l layout/house.yaml -o bulletin.pdf\n\n"
	    "It holds an issue, three releases, a README, and a layout that extends a copy of daily,\n"
	    "with the four things in it that one changes first. A folder that holds anything is\n"
	    "never touched.",
	    run_new, .heeds = "" },
	{ "inspect", "ITEM… | ISSUE", "Count what stands on the pages: fonts, styles, lines, spaces, columns.",
	    "Examples:\n  nashra inspect issue.yaml -l daily\n"
	    "  nashra inspect issue.yaml -l daily --format json -o pages.json\n"
	    "  nashra inspect issue.yaml -l daily --format pdf -o lines.pdf\n\n"
	    "The PDF is the pages themselves, with margins, columns, grid and pictures drawn over them,\n"
	    "and each justified line in the colour of its spaces: green is even, red is loose, blue\n"
	    "is tight; the number beside it is per cent of the natural space.",
	    run_inspect, inspect_add_options, "layout output profile strict" },
	{ "diff", "OLD NEW ITEM… | ISSUE…", "Say what a change of the layout does to bulletins.",
	    "Examples:\n  nashra diff before/house.yaml layout/house.yaml issues/*/issue.yaml\n"
	    "  nashra diff before/house.yaml layout/house.yaml issue.yaml -o report.html\n\n"
	    "Each issue, and each item, is set in both. Worse are: what cannot be set any more, headlines\n"
	    "that fall to a smaller size or take too many lines, lines that became loose, tight, overfull or\n"
	    "touch, lone lines of paragraphs, more warnings of a kind; then the status is 1. Pages added or\n"
	    "lost and items on other pages are told. The report shows pages before and now, side by\n"
	    "side, at 72 pixels an inch unless --dpi says how many.",
	    run_diff, diff_add_options, "output dpi profile" },
	{ "import", "FILE…", "Make items of what other systems wrote.",
	    "Examples:\n  nashra import page.txt -o items\n"
	    "  nashra import pages/*.txt -o items --dry-run --explain\n\n"
	    "Each guess and each change is a line of import.report in the folder. What belongs to\n"
	    "no part is kept in the item as residue. A file that is there is never written over.",
	    run_import, import_add_options, "output" },
	{ "batch", "plan | run | merge", "Make many bulletins: the archive.",
	    "Examples:\n  nashra batch plan archive -l release --by item -o plan.jsonl\n"
	    "  nashra batch run plan.jsonl -O out --keep-going\n"
	    "  nashra batch run plan.jsonl -O out --shard 3/8 --resume\n"
	    "  nashra batch merge out -o manifest.json\n\n"
	    "What is there already, from the same items, layout, fonts and program, is not made\n"
	    "again. A run that was cut off goes on with --resume and ends with the same bytes.",
	    run_batch, batch_add_options, "layout output profile", .ways = batch_ways },
	{ "serve", "ITEM… | ISSUE", "Show the pages in a browser, again at every save.",
	    "Example:\n  nashra serve issue.yaml -l daily\n\n"
	    "Open the address that it prints. Layout, items, pictures and fonts are watched;\n"
	    "while there are errors the last good pages stay. Only browsers on this machine\n"
	    "that know the address get in. Ctrl-C ends it.",
	    run_serve, serve_add_options, "layout profile" },
	{ "watch", "ITEM… | ISSUE", "Write the PDF again at every save.",
	    "Example:\n  nashra watch issue.yaml -l daily -o bulletin.pdf\n\n"
	    "While there are errors the old file stays. Ctrl-C ends it.",
	    run_watch, .heeds = "layout output profile embed-items no-proof" },
	{ "impose", "booklet | 2up IN.pdf", "Put the pages of a PDF on sheets, to be folded and bound.",
	    "Examples:\n  nashra impose booklet issue.pdf -o sheets.pdf\n"
	    "  nashra impose booklet issue.pdf -o sheets.pdf --signature 16 --creep 0.1mm --marks\n"
	    "  nashra impose 2up issue.pdf -o two.pdf --paper A3\n\n"
	    "Bound at the right when the file reads from right to left. Print booklets on both sides,\n"
	    "turned over the short edge. Pages are taken as they are: nothing is encoded again.",
	    run_impose, impose_add_options, "output", .ways = impose_ways },
	{ "fonts", "[specimen [FACE | STYLE]]", "List the fonts there are, or show what a face or style can do.",
	    "Examples:\n  nashra fonts\n  nashra fonts specimen \"Amiri Bold\" -o amiri.pdf\n"
	    "  nashra fonts specimen -l daily -o styles.pdf\n"
	    "  nashra fonts specimen headline -l daily -o headline.pdf\n\n"
	    "A specimen has the alphabet in its four forms, lam-alef, marks, digits, points, kashidas,\n"
	    "headlines of three lengths, the licence, and what the face can and cannot do here. With\n"
	    "-l LAYOUT it is of one of its styles, or shows them all.",
	    run_fonts, .heeds = "layout output profile no-proof", .ways = fonts_ways },
	{ "explain", "CODE | KEY…", "Say what a message means, or what a key of a layout does.",
	    "Examples:\n  nashra explain line.loose\n  nashra explain layout.styles.body.leading\n"
	    "  nashra explain layout.page\n\nWithout a word it lists all messages.",
	    run_explain, .heeds = "" },
	{ "schema", "layout | item | issue", "Print a JSON Schema, for editors that complete and check.",
	    "Example:\n  nashra schema layout > layout.schema.json\n\n"
	    "With the YAML extension of VS Code, or another editor with yaml-language-server, a\n"
	    "layout that begins with the line\n"
	    "  # yaml-language-server: $schema=layout.schema.json\n"
	    "is completed, explained and checked while it is written.  The schema of an item is\n"
	    "that of its front matter.",
	    run_schema, .heeds = "" },
	{ "completion", "bash | zsh | fish", "Print what a shell completes commands and options by.",
	    "Examples:\n  nashra completion bash > ~/.local/share/bash-completion/completions/nashra\n"
	    "  nashra completion fish > ~/.config/fish/completions/nashra.fish\n\n"
	    "Installed with the program, they are found by the shells themselves.",
	    run_completion, .heeds = "" },
	{ "manual", "[PAGE]", "Print a page of the manual as man reads it.", NULL,
	    run_manual, .heeds = "", .hidden = true },
	{ "words", "", "Print all texts of the tables, for translators.", NULL,
	    run_words, .heeds = "", .hidden = true },
	{ 0 },
};

static const struct command *
find(const char *name)
{
	const struct command *c = commands;

	while (c->name && strcmp(c->name, name) != 0)
		c++;
	return c;
}
