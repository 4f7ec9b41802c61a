/* nashra impose booklet | 2up. */
#include "cli-int.h"

#include "impose/impose.h"
#include "press/press.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const struct command self = { .name = "impose" };

void
impose_add_options(GArray *to, struct options *o)
{
	GOptionEntry entries[] = {
		{ "binding", 0, 0, G_OPTION_ARG_STRING, &o->impose.binding,
		    "Edge that is bound: right or left; as the file reads when nothing is said", "EDGE" },
		{ "signature", 0, 0, G_OPTION_ARG_INT, &o->impose.signature,
		    "Pages of sheets that are folded together, a multiple of 4; all when nothing is said",
		    "N" },
		{ "creep", 0, 0, G_OPTION_ARG_STRING, &o->impose.creep,
		    "How far pages move towards the fold for each sheet around them, such as 0.1mm",
		    "LENGTH" },
		{ "back-cover", 0, 0, G_OPTION_ARG_NONE, &o->impose.back_cover,
		    "The last page is the back cover: blanks stand before it", NULL },
		{ "marks", 0, 0, G_OPTION_ARG_NONE, &o->impose.marks,
		    "Draw marks for cutting and folding", NULL },
		{ "paper", 0, 0, G_OPTION_ARG_STRING, &o->impose.paper,
		    "Paper: A5 to A2, or a size such as 320x450mm; what two pages need when nothing is said",
		    "SIZE" },
		{ "fit", 0, 0, G_OPTION_ARG_NONE, &o->impose.fit,
		    "Make pages smaller where the paper wants it", NULL },
		{ 0 },
	};

	options_add(to, entries);
}

/* ---- words to values -------------------------------------------------- */

/* "0.1mm", "2pt", "1cm" or "1in". */
static bool
read_length(const char *s, double *ret_pt)
{
	static const struct {
		const char *name;
		double pt;
	} units[] = { { "pt", 1 }, { "mm", 72 / 25.4 }, { "cm", 72 / 2.54 }, { "in", 72 } };
	char *end;
	double v = g_ascii_strtod(s, &end);

	for (size_t i = 0; end > s && i < G_N_ELEMENTS(units); i++)
		if (strcmp(end, units[i].name) == 0) {
			*ret_pt = v * units[i].pt;
			return v >= 0 && *ret_pt <= 14400;
		}
	return false;
}

static bool
read_binding(const struct options *o, struct impose *how)
{
	const char *s = o->impose.binding;

	how->binding = !s ? BOUND_AS_FILE : *s == 'r' ? BOUND_RIGHT : BOUND_LEFT;
	if (!s || strcmp(s, "right") == 0 || strcmp(s, "left") == 0)
		return true;
	usage_error(&self, "--binding is '%s', but wants right or left", s);
	return false;
}

static bool
read_creep(const struct options *o, struct impose *how)
{
	double pt = 0;

	if (o->impose.creep && strcmp(o->impose.creep, "0") != 0 && (!read_length(o->impose.creep, &pt) || pt > 10)) {
		usage_error(&self, "--creep is '%s', but wants a length up to 10pt, such as 0.1mm",
		    o->impose.creep);
		return false;
	}
	how->creep = (dim)(pt * DIM_PT + 0.5);
	return true;
}

/* Sheets lie, as two pages beside each other do. */
static bool
read_named_paper(const char *s, struct impose *how)
{
	static const struct {
		const char *name;
		double w, h;
	} papers[] = { { "A2", 594, 420 }, { "A3", 420, 297 }, { "A4", 297, 210 }, { "A5", 210, 148 },
		{ "SRA3", 450, 320 }, { "SRA4", 320, 225 } };

	for (size_t i = 0; i < G_N_ELEMENTS(papers); i++)
		if (g_ascii_strcasecmp(s, papers[i].name) == 0) {
			how->width = (dim)(papers[i].w * 72 / 25.4 * DIM_PT + 0.5);
			how->height = (dim)(papers[i].h * 72 / 25.4 * DIM_PT + 0.5);
			return true;
		}
	return false;
}

static bool
read_paper(const struct options *o, struct impose *how)
{
	const char *s = o->impose.paper;
	double w = 0, h = 0;

	if (!s || read_named_paper(s, how))
		return true;
	g_auto(GStrv) sides = g_strsplit(s, "x", 2);
	g_autofree char *first = NULL;
	if (sides[0] && sides[1]) {
		const char *unit = sides[1] + strspn(sides[1], "0123456789.");

		first = g_ascii_isalpha(sides[0][strlen(sides[0]) ? strlen(sides[0]) - 1 : 0])
		    ? g_strdup(sides[0]) : g_strconcat(sides[0], unit, NULL);
	}
	if (first && read_length(first, &w) && read_length(sides[1], &h) && w >= 72 && h >= 72) {
		how->width = (dim)(w * DIM_PT + 0.5);
		how->height = (dim)(h * DIM_PT + 0.5);
		return true;
	}
	usage_error(&self, "--paper is '%s', but wants A5 to A2, SRA4, SRA3 or a size such as 320x450mm", s);
	return false;
}

static bool
read_signature(const struct options *o, struct impose *how)
{
	how->signature = o->impose.signature;
	if (how->signature >= 0 && how->signature % 4 == 0 && how->signature <= 400)
		return true;
	usage_error(&self, "--signature is %d, but wants a multiple of 4 up to 400", how->signature);
	return false;
}

static bool
are_one_file(const char *a, const char *b)
{
	struct stat x, y;

	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

int
run_impose(const struct options *o, struct diags *dg)
{
	const char *what = o->n_words > 0 ? o->words[0] : "";
	struct impose how = { .as = strcmp(what, "2up") == 0 ? IMPOSE_2UP : IMPOSE_BOOKLET,
		.marks = o->impose.marks, .back_cover = o->impose.back_cover, .fit = o->impose.fit };

	if (strcmp(what, "booklet") != 0 && strcmp(what, "2up") != 0)
		return usage_error(&self, "impose wants booklet or 2up, and not '%s'", what);
	if (o->n_words != 2 || !o->output)
		return usage_error(&self, "%s wants one PDF and -o OUT.pdf: nashra impose %s IN.pdf -o OUT.pdf",
		    what, what);
	if (are_one_file(o->words[1], o->output))
		return usage_error(&self, "-o is the PDF itself, which would be lost: name another file");
	if (!read_binding(o, &how) || !read_creep(o, &how) || !read_paper(o, &how) ||
	    !read_signature(o, &how))
		return EXIT_USAGE;
	switch (impose_file(dg, &how, o->words[1], o->output)) {
	case IMPOSE_DONE:
		return OUTCOME_DONE;
	case IMPOSE_BAD_FILE:
		return OUTCOME_BAD_ITEM;
	case IMPOSE_ENVIRONMENT:
		break;
	}
	return OUTCOME_ENVIRONMENT;
}
