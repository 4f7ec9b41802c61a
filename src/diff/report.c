/* What was compared, as text and as a page of HTML that needs no other file. */
#include "diff/diff-int.h"

#include <string.h>

static const char *const turn_names[TURN_N] = { N_("worse"), N_("better"), "other" };

/* A class of the HTML, and what diag_word says. */
static const char *
word_of(const struct verdict *v)
{
	if (!v->made_old && !v->made_new)
		return N_("not compared");
	if (v->of[TURN_WORSE] > 0)
		return N_("worse");
	return v->of[TURN_BETTER] > 0 ? N_("better") : v->changed ? N_("changed") : N_("same");
}

/* ---- text ------------------------------------------------------------- */

static void
text_finding(const struct finding *f, GString *to)
{
	const char *word = f->turn == TURN_OTHER ? "" : diag_word(turn_names[f->turn]);

	if (diag_reads_rtl())
		g_string_append_printf(to, "  %s%s%s\n", word, *word ? ": " : "", f->text);
	else
		g_string_append_printf(to, "  %-6s %s\n", word, f->text);
}

static void
text_findings(const struct comparison *c, enum turn turn, GString *to)
{
	for (guint i = 0; i < c->findings->len; i++) {
		const struct finding *f = &g_array_index(c->findings, struct finding, i);

		if (f->turn == turn)
			text_finding(f, to);
	}
}

void
report_text(const struct comparison *c, GString *to)
{
	const struct verdict *v = &c->verdict;

	g_string_append_printf(to, "%s: %s", c->name, diag_word(word_of(v)));
	if (v->made_old && v->made_new)
		g_string_append_printf(to, diag_word(", %zu of %zu pages are not as they were"), v->pages_changed,
		    MAX(v->pages_old, v->pages_new));
	g_string_append_c(to, '\n');
	for (enum turn t = TURN_WORSE; t < TURN_N; t++)
		text_findings(c, t, to);
}

void
report_text_end(const struct diff_job *job, const struct diff_counts *n, GString *to)
{
	g_string_append_printf(to, diag_word("%zu of %zu bulletins changed: %zu worse, %zu better; %zu not compared; "
	    "%zu pages instead of %zu, %zu not as they were\n"), n->changed, job->n, n->worse, n->better,
	    n->unmade, n->pages_new, n->pages_old, n->pages_changed);
}

/* ---- HTML: the frame -------------------------------------------------- */

static void
add_escaped(GString *to, const char *s)
{
	g_autofree char *safe = g_markup_escape_text(s, -1);

	g_string_append(to, safe);
}

/* The name of a file, whatever runs beside it. */
static void
add_name(GString *to, const char *s)
{
	g_string_append(to, "<bdi>");
	add_escaped(to, s);
	g_string_append(to, "</bdi>");
}

static const char style[] =
    "body{font:15px/1.5 system-ui,'Noto Naskh Arabic',sans-serif;margin:2em auto;max-width:1240px;padding:0 1em;"
    "color:#222;background:#f6f6f4}"
    "h1{font-size:1.5em}h2{font-size:1.15em;margin:2.5em 0 .3em;border-top:2px solid #ccc;padding-top:.8em}"
    "table{border-collapse:collapse;background:#fff}td,th{padding:.25em .8em;border-bottom:1px solid #ddd;"
    "text-align:start}td.n{text-align:end}"
    "ul{margin:.3em 0 1em;padding-inline-start:1.2em}li.worse{color:#a10000}li.better{color:#006400}"
    ".pair{display:grid;grid-template-columns:1fr 1fr;gap:12px;margin:.4em 0 1.6em}"
    ".pair figure{margin:0}.pair img{width:100%;background:#fff;box-shadow:0 0 0 1px #bbb}"
    ".pair .none{display:grid;place-items:center;min-height:8em;color:#777;box-shadow:0 0 0 1px #ccc}"
    "figcaption{font-size:.85em;color:#555}.worse b{color:#a10000}.better b{color:#006400}";

void
report_html_begin(const struct diff_job *job, const struct diff_counts *n, GString *to)
{
	static const char *const heads[] = { N_("bulletin"), "", N_("pages before"), N_("now"), N_("changed"), N_("worse"), N_("better") };
	bool rtl = diag_reads_rtl();

	g_string_append_printf(to, "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"%s\"><head><meta charset=\"utf-8\">"
	    "<meta name=\"viewport\" content=\"width=device-width\"><title>nashra diff</title>"
	    "<style>%s</style></head>\n<body>\n<h1>%s</h1>\n<p>", rtl ? "ar" : "en", rtl ? "rtl" : "ltr", style,
	    diag_word(N_("What the change of the layout does")));
	add_name(to, job->old_layout);
	g_string_append(to, rtl ? " &larr; " : " &rarr; ");
	add_name(to, job->new_layout);
	g_string_append(to, "</p>\n<p>");
	g_string_append_printf(to, diag_word("%zu of %zu bulletins changed: <b>%zu worse</b>, %zu better, %zu not compared. "
	    "%zu pages instead of %zu; %zu are not as they were, %zu of them are shown, those that got worse first."),
	    n->changed, job->n, n->worse, n->better, n->unmade, n->pages_new, n->pages_old, n->pages_changed,
	    n->pages_shown);
	g_string_append(to, "</p>\n<table><tr>");
	for (size_t i = 0; i < G_N_ELEMENTS(heads); i++)
		g_string_append_printf(to, "<th>%s</th>", *heads[i] ? diag_word(heads[i]) : "");
	g_string_append(to, "</tr>\n");
}

void
report_html_row(const char *name, size_t number, const struct verdict *v, GString *to)
{
	g_string_append_printf(to, "<tr class=\"%s\"><td>", word_of(v));
	if (v->changed)
		g_string_append_printf(to, "<a href=\"#b%zu\">", number);
	add_name(to, name);
	g_string_append_printf(to, "%s</td><td><b>%s</b></td><td class=\"n\">%zu</td><td class=\"n\">%zu</td>"
	    "<td class=\"n\">%zu</td><td class=\"n\">%zu</td><td class=\"n\">%zu</td></tr>\n",
	    v->changed ? "</a>" : "", diag_word(word_of(v)), v->pages_old, v->pages_new, v->pages_changed,
	    v->of[TURN_WORSE], v->of[TURN_BETTER]);
}

void
report_html_parts(GString *to)
{
	g_string_append(to, "</table>\n");
}

void
report_html_end(GString *to)
{
	g_string_append(to, "</body></html>\n");
}

/* ---- HTML: pictures --------------------------------------------------- */

static void
add_picture(struct kept *k, size_t page, const struct diff_job *job, GString *to)
{
	struct out *out = out_begin("-"); /* in memory; it is never committed */
	size_t len = 0;
	const void *bytes = kept_png(k, page, job->dpi, out) ? out_bytes(out, &len) : NULL;
	g_autofree char *text = bytes ? g_base64_encode(bytes, len) : NULL;

	if (text)
		g_string_append_printf(to, "<img alt=\"%s %zu\" src=\"data:image/png;base64,%s\">", diag_word(N_("page")), page + 1, text);
	else
		g_string_append_printf(to, "<div class=\"none\">%s</div>", diag_word(N_("this page cannot be painted")));
	out_abandon(out);
}

static void
add_side(struct kept *k, size_t page, const char *when, const struct diff_job *job, GString *to)
{
	g_string_append_printf(to, "<figure><figcaption>%s %zu</figcaption>", when, page + 1);
	if (page < kept_survey(k)->n_pages)
		add_picture(k, page, job, to);
	else
		g_string_append_printf(to, "<div class=\"none\">%s</div>", diag_word(N_("there is no such page")));
	g_string_append(to, "</figure>");
}

static bool
is_worse_on(const struct comparison *c, int page)
{
	for (guint i = 0; i < c->findings->len; i++) {
		const struct finding *f = &g_array_index(c->findings, struct finding, i);

		if (f->turn == TURN_WORSE && f->page == page + 1)
			return true;
	}
	return false;
}

/* Pages that got worse come first, and then those behind them. */
static size_t
add_pairs(const struct comparison *c, const struct diff_job *job, GString *to)
{
	size_t share = (size_t)job->most_pictures / MAX(job->n, 1), n = 0;
	size_t most = job->most_pictures > 0 ? MAX(share, 1) : 0;

	for (int worse = 1; worse >= 0; worse--)
		for (guint i = 0; i < c->pages->len && n < most; i++) {
			int page = g_array_index(c->pages, int, i);

			if (is_worse_on(c, page) != worse)
				continue;
			g_string_append(to, "<div class=\"pair\">");
			add_side(c->old, (size_t)page, diag_word(N_("before, page")), job, to);
			add_side(c->new, (size_t)page, diag_word(N_("now, page")), job, to);
			g_string_append(to, "</div>\n");
			n++;
		}
	return n;
}

/* ---- HTML: one bulletin ----------------------------------------------- */

static void
html_findings(const struct comparison *c, GString *to)
{
	g_string_append(to, "<ul>\n");
	for (enum turn t = TURN_WORSE; t < TURN_N; t++)
		for (guint i = 0; i < c->findings->len; i++) {
			const struct finding *f = &g_array_index(c->findings, struct finding, i);

			if (f->turn != t)
				continue;
			g_string_append_printf(to, "<li class=\"%s\" dir=\"auto\">", turn_names[t]);
			add_escaped(to, f->text);
			g_string_append(to, "</li>\n");
		}
	g_string_append(to, "</ul>\n");
}

void
report_html(struct comparison *c, size_t number, const struct diff_job *job, GString *to)
{
	const struct verdict *v = &c->verdict;

	if (!v->changed && v->made_new)
		return;
	g_string_append_printf(to, "<h2 id=\"b%zu\">", number);
	add_name(to, c->name);
	g_string_append_printf(to, ": %s</h2>\n", diag_word(word_of(v)));
	html_findings(c, to);
	if (!c->old || !c->new)
		return;
	c->verdict.pages_shown = add_pairs(c, job, to);
	if (v->pages_shown < v->pages_changed) {
		g_string_append(to, "<p>");
		g_string_append_printf(to, diag_word("%zu more pages are not as they were."), v->pages_changed - v->pages_shown);
		g_string_append(to, "</p>\n");
	}
}
