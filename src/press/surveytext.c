/* What was counted, as a table that is read and as JSON. */
#include "press/survey.h"
#include "line/line.h"

#define MM 2.834645669291339 /* points */

static double
mm(dim d)
{
	return dim_to_pt(d) / MM;
}

/* Points as they are read: to a hundredth, and no more zeros than needed. */
static double
points(dim d)
{
	return (double)(((int64_t)d * 100 + DIM_PT / 2) / DIM_PT) / 100;
}

/* What stands over a column. */
struct head {
	const char *word;
	int width; /* as text_add_cell has it */
};

static const struct head font_heads[] = { { N_("Fonts"), -35 }, { N_("characters"), 10 } };

static const struct head style_heads[] = {
	{ N_("Styles"), -19 }, { N_("face"), -26 }, { N_("size"), 9 }, { N_("leading"), 7 }, { N_("lines"), 6 },
	{ N_("justified"), 9 }, { N_("mean"), 6 }, { N_("sd"), 6 }, { N_("widest"), 7 }, { N_("kashidas"), 8 },
	{ N_("loose"), 5 }, { N_("tight"), 5 },
};

static const struct head page_heads[] = {
	{ N_("Pages"), -6 }, { N_("side"), -5 }, { N_("lines"), 5 }, { N_("loose"), 5 }, { N_("tight"), 5 },
	{ N_("overfull"), 8 }, { N_("touching"), 8 }, { N_("widows"), 6 }, { N_("orphans"), 7 }, { N_("pictures"), 8 },
	{ N_("tints"), 5 }, { N_("rules"), 5 }, { N_("apart"), 6 }, { "", 0 }, { N_("columns end"), 0 },
};

static const struct head item_heads[] = {
	{ N_("Items"), -9 }, { N_("lines"), 5 }, { N_("headline"), 9 }, { N_("lines"), 5 },
};

static void
add_heads(const struct head *v, size_t n, GString *to)
{
	for (size_t i = 0; i < n; i++) {
		g_string_append_c(to, i == 0 ? '\n' : ' ');
		text_add_cell(to, diag_word(v[i].word), v[i].width);
	}
	g_string_append_c(to, '\n');
}

/* ---- text: the bulletin ----------------------------------------------- */

static void
print_head(const struct survey *s, GString *to)
{
	size_t lines = 0;

	for (size_t i = 0; i < s->n_pages; i++)
		lines += s->pages[i].lines;
	g_autofree char *pages = g_strdup_printf(diag_word_n("%zu page", "%zu pages", s->n_pages), s->n_pages);
	g_autofree char *items = g_strdup_printf(diag_word_n("%zu item", "%zu items", s->n_stories), s->n_stories);
	g_string_append_printf(to, diag_word("%s, layout %s: %s of %.0f x %.0f mm, %s, %zu lines, %zu words\n"),
	    s->issue, s->layout, pages, mm(s->width), mm(s->height), items, lines, s->words);
}

static void
print_fonts(const struct survey *s, GString *to)
{
	add_heads(font_heads, G_N_ELEMENTS(font_heads), to);
	for (size_t i = 0; i < s->n_fonts; i++) {
		g_autofree char *name = g_strdup_printf("%s %s", s->fonts[i].family, s->fonts[i].style);

		g_string_append_printf(to, "  %-33s %10zu\n", name, s->fonts[i].characters);
	}
}

static void
print_style(const struct survey_style *s, GString *to)
{
	g_autofree char *size = s->size_least == s->size ? g_strdup_printf("%g", points(s->size))
	    : g_strdup_printf("%g-%g", points(s->size_least), points(s->size));
	g_autofree char *face = g_strdup_printf("%s %d", s->face, s->weight);

	g_string_append_printf(to, "  %-17s %-26s %9s %7g %6zu", s->name, face, size,
	    points(s->leading), s->lines);
	if (s->justified)
		g_string_append_printf(to, " %9zu %6.3f %6.3f %7.2f %8.2f %5zu %5zu", s->justified,
		    s->space_mean, s->space_sd, s->space_widest, s->kashidas_line, s->loose, s->tight);
	g_string_append_c(to, '\n');
}

static void
print_styles(const struct survey *s, GString *to)
{
	add_heads(style_heads, G_N_ELEMENTS(style_heads), to);
	for (size_t i = 0; i < s->n_styles; i++)
		print_style(&s->styles[i], to);
	g_string_append(to, diag_word("  sizes and leading in pt; mean and widest space of the natural one, its sd in em; kashidas a line\n"));
}

/* ---- text: pages ------------------------------------------------------ */

static void
print_ends(const struct survey_page *p, GString *to)
{
	for (int i = 0; i < p->columns; i++)
		if (p->ends[i] > 0)
			g_string_append_printf(to, " %.1f", mm(p->ends[i]));
		else
			g_string_append(to, " -");
}

static void
print_page(const struct survey_page *p, GString *to)
{
	g_string_append_printf(to, "  %4d ", p->number);
	text_add_cell(to, diag_word(p->left_hand ? N_("left") : N_("right")), -5);
	g_string_append_printf(to, " %5zu %5zu %5zu %8zu %8zu %6zu %7zu %8zu %5zu %5zu %6.1f ", p->lines, p->loose,
	    p->tight, p->overfull, p->touching, p->widows, p->orphans, p->pictures, p->tints, p->rules, mm(p->apart));
	print_ends(p, to);
	g_string_append_c(to, '\n');
}

static void
print_pages(const struct survey *s, GString *to)
{
	add_heads(page_heads, G_N_ELEMENTS(page_heads), to);
	for (size_t i = 0; i < s->n_pages; i++)
		print_page(&s->pages[i], to);
	g_string_append(to, diag_word("  in mm from the top of the trim: the last baseline of each column in the order of reading,"
	    " and how far they are apart\n"));
}

/* ---- text: items, and lines to look at -------------------------------- */

static void
print_item(const struct survey_story *s, GString *to)
{
	g_autofree char *pages = s->last_page > s->page ? g_strdup_printf("%d-%d", s->page, s->last_page)
	    : g_strdup_printf("%d", s->page);

	g_string_append_printf(to, "  %-7s %5zu", pages, s->lines);
	if (s->has_head)
		g_string_append_printf(to, " %6g pt %5zu%s", points(s->head_size), s->head_lines,
		    s->head_too_many ? "!" : " ");
	else
		g_string_append_printf(to, " %9s %6s", "", "");
	g_string_append_printf(to, "  \u2068%s\u2069\n", s->headline ? s->headline : s->id);
}

static void
print_items(const struct survey *s, GString *to)
{
	add_heads(item_heads, G_N_ELEMENTS(item_heads), to);
	for (size_t i = 0; i < s->n_stories; i++)
		print_item(&s->stories[i], to);
}

/* For programs with blanks between them; else in the language of messages. */
static char *
fault_names(unsigned faults, bool spoken)
{
	GString *s = g_string_new(NULL);

	for (size_t i = 0; survey_fault_name(i); i++)
		if (faults & 1u << i)
			g_string_append_printf(s, "%s%s", s->len == 0 ? "" : spoken ? diag_word(N_(", ")) : " ",
			    spoken ? diag_word(survey_fault_name(i)) : survey_fault_name(i));
	return g_string_free(s, FALSE);
}

static void
print_fault(const struct survey_line *f, GString *to)
{
	g_autofree char *names = fault_names(f->faults, true);
	g_autofree char *space = f->space > 0 ? g_strdup_printf(" (%.2f)", f->space / 1000.0) : g_strdup("");

	g_string_append_printf(to, diag_word("  page %d, column %d, line %d, %s:%u:%u: %s%s  \u2068%s\u2069\n"),
	    f->page, f->column, f->line, f->at.file, f->at.line, f->at.col, names, space, f->text);
}

void
survey_print(const struct survey *s, GString *to)
{
	print_head(s, to);
	print_fonts(s, to);
	print_styles(s, to);
	print_pages(s, to);
	print_items(s, to);
	if (s->n_faults > 0)
		g_string_append_printf(to, "\n%s\n", diag_word("Lines to look at"));
	for (size_t i = 0; i < s->n_faults; i++)
		print_fault(&s->faults[i], to);
}

/* ---- JSON ------------------------------------------------------------- */

static void
add_text(GString *to, const char *key, const char *s)
{
	g_string_append_printf(to, ",\"%s\":", key);
	text_add_json(to, s ? s : "");
}

/* Whatever the locale says. */
static void
add_figure(GString *to, const char *key, double v)
{
	char room[G_ASCII_DTOSTR_BUF_SIZE];

	g_string_append_printf(to, ",\"%s\":%s", key, g_ascii_formatd(room, sizeof room, "%.4f", v));
}

static void
json_style(const struct survey_style *s, GString *to)
{
	g_string_append(to, "{\"name\":");
	text_add_json(to, s->name);
	add_text(to, "face", s->face);
	g_string_append_printf(to, ",\"weight\":%d,\"size\":%d,\"sizeLeast\":%d,\"leading\":%d,"
	    "\"paragraphs\":%zu,\"lines\":%zu,\"justified\":%zu,\"loose\":%zu,\"tight\":%zu,\"overfull\":%zu,"
	    "\"touching\":%zu,\"emergencies\":%zu,\"kashidas\":%zu", s->weight, s->size, s->size_least,
	    s->leading, s->paragraphs, s->lines, s->justified, s->loose, s->tight, s->overfull, s->touching,
	    s->emergencies, s->kashidas);
	if (s->justified > 0) {
		add_figure(to, "spaceMean", s->space_mean);
		add_figure(to, "spaceSd", s->space_sd);
		add_figure(to, "spaceWidest", s->space_widest);
		add_figure(to, "kashidasLine", s->kashidas_line);
	}
	g_string_append_c(to, '}');
}

static void
json_page(const struct survey_page *p, GString *to)
{
	g_string_append_printf(to, "{\"page\":%d,\"left\":%s,\"lines\":%zu,\"loose\":%zu,\"tight\":%zu,"
	    "\"overfull\":%zu,\"touching\":%zu,\"widows\":%zu,\"orphans\":%zu,\"pictures\":%zu,\"tints\":%zu,"
	    "\"rules\":%zu,\"apart\":%d,\"ends\":[", p->number, p->left_hand ? "true" : "false", p->lines,
	    p->loose, p->tight, p->overfull, p->touching, p->widows, p->orphans, p->pictures, p->tints,
	    p->rules, p->apart);
	for (int i = 0; i < p->columns; i++)
		g_string_append_printf(to, "%s%d", i ? "," : "", p->ends[i]);
	g_string_append_printf(to, "],\"sum\":\"%s\"}", p->sum);
}

static void
json_item(const struct survey_story *s, GString *to)
{
	g_string_append(to, "{\"id\":");
	text_add_json(to, s->id);
	add_text(to, "file", s->file);
	add_text(to, "headline", s->headline);
	g_string_append_printf(to, ",\"page\":%d,\"lastPage\":%d,\"lines\":%zu", s->page, s->last_page, s->lines);
	if (s->has_head)
		g_string_append_printf(to, ",\"headlineSize\":%d,\"headlineStep\":%d,\"headlineLines\":%zu,"
		    "\"headlineTooLong\":%s", s->head_size, s->head_step, s->head_lines,
		    s->head_too_many ? "true" : "false");
	g_string_append_c(to, '}');
}

static void
json_fault(const struct survey_line *f, GString *to)
{
	g_autofree char *names = fault_names(f->faults, false);

	g_string_append_printf(to, "{\"page\":%d,\"column\":%d,\"line\":%d,\"space\":%d,\"at\":[", f->page, f->column,
	    f->line, f->space);
	text_add_json(to, f->at.file ? f->at.file : "");
	g_string_append_printf(to, ",%u,%u],\"faults\":\"%s\"", f->at.line, f->at.col, names);
	add_text(to, "text", f->text);
	g_string_append_c(to, '}');
}

static void
json_font(const struct survey_font *f, GString *to)
{
	g_string_append(to, "{\"family\":");
	text_add_json(to, f->family);
	add_text(to, "style", f->style);
	g_string_append_printf(to, ",\"characters\":%zu}", f->characters);
}

#define LIST(key, v, n, print) do { \
	g_string_append(to, ",\n\"" key "\":["); \
	for (size_t i = 0; i < (n); i++) { \
		if (i > 0) \
			g_string_append(to, ",\n"); \
		print(&(v)[i], to); \
	} \
	g_string_append_c(to, ']'); \
} while (0)

void
survey_print_json(const struct survey *s, GString *to)
{
	g_string_append(to, "\"issue\":");
	text_add_json(to, s->issue);
	add_text(to, "layout", s->layout);
	g_string_append_printf(to, ",\"width\":%d,\"height\":%d,\"words\":%zu", s->width, s->height, s->words);
	LIST("fonts", s->fonts, s->n_fonts, json_font);
	LIST("styles", s->styles, s->n_styles, json_style);
	LIST("items", s->stories, s->n_stories, json_item);
	LIST("pages", s->pages, s->n_pages, json_page);
	LIST("faults", s->faults, s->n_faults, json_fault);
}
