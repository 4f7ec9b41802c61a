/* Values of several parts: sizes, orders, named things, lists of parts. */
#include "layout/layout-int.h"

#include <stdio.h>
#include <string.h>

#define STYLES_MAX 500

/* ---- the whole -------------------------------------------------------- */

void
read_version(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	if (n->kind == YAML_SCALAR && strcmp(n->value, "1") == 0)
		return;
	fault(r, "layout.version", n->at, "this program reads layouts of version 1");
}

void
print_version(const struct row *row, const void *base, GString *to)
{
	g_string_append(to, "1");
}

/* The styles' order was found by it before (make_next). */
void
read_parent(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	if (n->kind != YAML_SCALAR)
		bad_value(r, row, n);
}

/* Was seen to before. */
void
read_ignored(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
}

/* ---- the page --------------------------------------------------------- */

struct paper {
	const char *name;
	double width, height; /* mm */
};

static const struct paper papers[] = {
	{ "A3", 297, 420 }, { "A4", 210, 297 }, { "A5", 148, 210 },
	{ "A6", 105, 148 }, { "B4", 250, 353 }, { "B5", 176, 250 },
	{ "letter", 215.9, 279.4 }, { "legal", 215.9, 355.6 },
	{ "tabloid", 279.4, 431.8 }, { "berliner", 315, 470 },
	{ "broadsheet", 375, 600 },
};

const char *
paper_name(unsigned i)
{
	return i < G_N_ELEMENTS(papers) ? papers[i].name : NULL;
}

static dim
dim_of_mm(double mm)
{
	return dim_from_pt(mm * 72 / 25.4);
}

static bool
take_paper(struct layout *l, const char *s)
{
	bool landscape = g_str_has_suffix(s, " landscape");
	size_t n = strlen(s) - (landscape ? strlen(" landscape") : 0);

	for (size_t i = 0; i < G_N_ELEMENTS(papers); i++) {
		const struct paper *p = &papers[i];

		if (strlen(p->name) != n || g_ascii_strncasecmp(p->name, s, n) != 0)
			continue;
		l->width = dim_of_mm(landscape ? p->height : p->width);
		l->height = dim_of_mm(landscape ? p->width : p->height);
		return true;
	}
	return false;
}

static void
help_paper(struct reader *r)
{
	g_autoptr(GString) all = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(papers); i++)
		g_string_append_printf(all, "%s, ", papers[i].name);
	diag_help(r->dg, "there is: %s[210mm, 297mm]", all->str);
}

void
read_page_size(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	struct layout *l = base;

	if (n->kind == YAML_SCALAR && take_paper(l, n->value))
		return;
	if (n->kind == YAML_LIST && n->n == 2) {
		take_dim(r, row, n->first, &l->width);
		take_dim(r, row, n->first->next, &l->height);
		return;
	}
	if (!bad_value(r, row, n) && n->kind == YAML_SCALAR && *n->value)
		help_paper(r);
}

void
print_page_size(const struct row *row, const void *base, GString *to)
{
	const struct layout *l = base;

	g_string_append_c(to, '[');
	append_dim(to, l->width);
	g_string_append(to, ", ");
	append_dim(to, l->height);
	g_string_append_c(to, ']');
}

void
read_rule(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	if (n->kind == YAML_SCALAR && strcmp(n->value, "none") == 0)
		read_defaults(r, row->key.path, base);
	else
		read_map(r, row, n, base);
}

/* ---- styles ----------------------------------------------------------- */

/* Size `i` is tried where the one before it does not fit. */
static void
check_smaller(struct reader *r, const struct row *row, const struct style *st, size_t i, const struct yaml *n)
{
	g_autoptr(GString) before = g_string_new(NULL);

	if (i == 0 || st->size[i] < st->size[i - 1])
		return;
	append_dim(before, st->size[i - 1]);
	diag_add(r->dg, DIAG_WARNING, "layout.sizes", n->at, "%s: %s stands behind %s, which is no larger", row->key.path, n->value,
	    before->str);
	diag_help(r->dg, "write the largest size first; each is tried when those before it do not fit");
}

void
read_sizes(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	struct style *st = base;
	const struct yaml *c = n->kind == YAML_LIST ? n->first : n;
	size_t count = 0;

	if (n->kind == YAML_MAP || (n->kind == YAML_LIST && (n->n == 0 || n->n > STYLE_SIZES))) {
		bad_value(r, row, n);
		diag_help(r->dg, "a list of at most %d sizes, the largest first", STYLE_SIZES);
		return;
	}
	for (; c; c = n->kind == YAML_LIST ? c->next : NULL)
		if (take_dim(r, row, c, &st->size[count])) {
			check_smaller(r, row, st, count, c);
			count++;
		}
	st->n_sizes = MAX(count, 1);
}

void
print_sizes(const struct row *row, const void *base, GString *to)
{
	const struct style *st = base;

	g_string_append_c(to, '[');
	for (size_t i = 0; i < st->n_sizes; i++) {
		g_string_append(to, i ? ", " : "");
		append_dim(to, st->size[i]);
	}
	g_string_append_c(to, ']');
}

void
read_span(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	if (n->kind == YAML_SCALAR && strcmp(n->value, "all") == 0)
		*(int *)row_at(row, base) = SPAN_ALL;
	else
		read_int(r, row, n, base);
}

void
print_span(const struct row *row, const void *base, GString *to)
{
	if (*(const int *)row_from(row, base) == SPAN_ALL)
		g_string_append(to, "all");
	else
		print_int(row, base, to);
}

/* «3:2»: width to height. */
void
read_aspect(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	struct figure_spec *f = &((struct layout *)base)->figure;
	int w = 0, h = 0, end = 0;

	if (n->kind == YAML_SCALAR && strcmp(n->value, "none") == 0)
		f->aspect_w = f->aspect_h = 0;
	else if (n->kind != YAML_SCALAR || sscanf(n->value, "%3d:%3d%n", &w, &h, &end) != 2 ||
	    n->value[end] != '\0' || w < 1 || h < 1 || w > 10 * h || h > 10 * w) {
		bad_value(r, row, n);
		diag_help(r->dg, "3:2 lies, 2:3 stands, 1:1 is square");
	} else {
		f->aspect_w = w;
		f->aspect_h = h;
	}
}

void
print_aspect(const struct row *row, const void *base, GString *to)
{
	const struct figure_spec *f = &((const struct layout *)base)->figure;

	if (f->aspect_w)
		g_string_append_printf(to, "\"%d:%d\"", f->aspect_w, f->aspect_h);
	else
		g_string_append(to, "none");
}

void
read_marker(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	struct style *st = base;

	if (n->kind != YAML_SCALAR)
		bad_value(r, row, n);
	else
		st->marker = strcmp(n->value, "none") == 0 ? NULL : n->value;
}

void
print_marker(const struct row *row, const void *base, GString *to)
{
	const struct style *st = base;

	append_quoted(to, st->marker ? st->marker : "none");
}

void
read_spaces(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	struct style *st = base;
	int v[3];

	if (n->kind != YAML_LIST || n->n != 3) {
		bad_value(r, row, n);
		return;
	}
	if (!take_percent(r, row, n->first, &v[0]) ||
	    !take_percent(r, row, n->first->next, &v[1]) ||
	    !take_percent(r, row, n->first->next->next, &v[2]))
		return;
	if (v[0] > v[1] || v[1] > v[2]) {
		fault(r, "layout.bad-value", n->at,
		    "%s wants the least first and the most last", row->key.path);
		return;
	}
	st->justify.space_min = v[0];
	st->justify.space_natural = v[1];
	st->justify.space_max = v[2];
}

void
print_spaces(const struct row *row, const void *base, GString *to)
{
	const struct justify *j = &((const struct style *)base)->justify;
	int v[] = { j->space_min, j->space_natural, j->space_max };

	g_string_append_c(to, '[');
	for (size_t i = 0; i < G_N_ELEMENTS(v); i++) {
		g_string_append(to, i ? ", " : "");
		print_percent(&(struct row) { 0 }, &v[i], to);
	}
	g_string_append_c(to, ']');
}

/* ---- colours ---------------------------------------------------------- */

void
read_cmyk(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	static const size_t inks[] = {
		offsetof(struct colour, c), offsetof(struct colour, m),
		offsetof(struct colour, y), offsetof(struct colour, k),
	};
	const struct yaml *c = n->first;
	struct row one = *row;

	if (n->kind != YAML_LIST || n->n != 4) {
		bad_value(r, row, n);
		return;
	}
	for (size_t i = 0; i < 4; i++, c = c->next) {
		one.offset = inks[i];
		read_ink(r, &one, c, base);
	}
}

/* A hexadecimal byte; -1 when it is none. */
static int
hex_byte(const char *s)
{
	int high = g_ascii_xdigit_value(s[0]);
	int low = high < 0 ? -1 : g_ascii_xdigit_value(s[1]);

	return low < 0 ? -1 : high * 16 + low;
}

static bool
parse_light(const char *s, int light[3])
{
	if (*s != '#' || strlen(s) != 7)
		return false;
	for (int i = 0; i < 3; i++)
		if ((light[i] = hex_byte(s + 1 + 2 * i)) < 0)
			return false;
	return true;
}

static int
lack_of(int light)
{
	return 1000 - (light * 1000 + 127) / 255;
}

void
read_rgb(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	struct colour *to = base;
	const struct yaml *c = n->first;
	struct row one = *row;
	int light[3] = { 0 };

	one.min = 0;
	one.max = 255;
	one.offset = 0;
	if (n->kind == YAML_LIST && n->n == 3)
		for (size_t i = 0; i < 3; i++, c = c->next)
			read_int(r, &one, c, &light[i]);
	else if (n->kind != YAML_SCALAR || !parse_light(n->value, light)) {
		bad_value(r, row, n);
		return;
	}
	to->kind = COLOUR_RGB;
	to->c = lack_of(light[0]);
	to->m = lack_of(light[1]);
	to->y = lack_of(light[2]);
	to->k = 0;
}

static int
light_of(int lack)
{
	return ((1000 - lack) * 255 + 500) / 1000;
}

void
print_rgb(const struct row *row, const void *base, GString *to)
{
	const struct colour *c = base;

	if (c->kind == COLOUR_RGB)
		g_string_append_printf(to, "[%d, %d, %d]", light_of(c->c),
		    light_of(c->m), light_of(c->y));
}

/* ---- named things ----------------------------------------------------- */

/* The map's values, each in a struct of `size` bytes with its defaults. */
void *
read_named(struct reader *r, const struct row *row, const struct yaml *n,
    size_t size, size_t name_offset, size_t *ret_n)
{
	g_autofree char *path = g_strconcat(row->key.path, ".*", NULL);

	*ret_n = 0;
	if (n->kind != YAML_MAP) {
		bad_value(r, row, n);
		return NULL;
	}
	char *v = arena_alloc_array(r->a, n->n, size);
	for (const struct yaml *c = n->first; c; c = c->next) {
		char *base = v + size * (*ret_n)++;

		memcpy(base + name_offset, &c->key, sizeof c->key);
		read_defaults(r, path, base);
		if (c->kind == YAML_MAP) {
			read_keys(r, path, c, base);
			continue;
		}
		fault(r, "layout.bad-value", c->at, "%s.%s wants a map", row->key.path, c->key);
		if (row->read == read_colours)
			help_colour(r, c);
	}
	return v;
}

void
read_colours(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	struct layout *l = base;

	l->colours = read_named(r, row, n, sizeof *l->colours,
	    offsetof(struct colour, name), &l->n_colours);
	const struct yaml *n_colour = n->first;
	for (size_t i = 0; i < l->n_colours; i++, n_colour = n_colour->next) {
		struct colour *c = &l->colours[i];

		c->at = n_colour->key_at;
		if (!c->spot)
			continue;
		if (c->kind == COLOUR_RGB)
			fault(r, "layout.bad-value", c->at,
			    "colours.%s is a spot ink, and wants cmyk to stand in for it, not rgb",
			    c->name);
		c->kind = COLOUR_SPOT;
	}
}

static struct place
place_of(const struct yaml *n, const char *key)
{
	const struct yaml *c = n->kind == YAML_MAP ? yaml_get(n, key) : NULL;

	return c ? c->at : n->key_at;
}

void
read_fonts(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	struct layout *l = base;
	const struct yaml *c = n->first;

	l->fonts = read_named(r, row, n, sizeof *l->fonts,
	    offsetof(struct font_spec, name), &l->n_fonts);
	for (size_t i = 0; i < l->n_fonts; i++, c = c->next) {
		struct font_spec *f = &l->fonts[i];

		f->at = place_of(c, "family");
		f->latin_at = place_of(c, "latin");
		if (f->latin_weight == 0)
			f->latin_weight = f->weight;
		if (!f->family && c->kind == YAML_MAP && !r->partial && !has_unknown_key("fonts.*", c))
			fault(r, "layout.missing", f->at, "fonts.%s needs a family", f->name);
	}
}

void
read_strings(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	struct layout *l = base;

	if (n->kind != YAML_MAP) {
		bad_value(r, row, n);
		return;
	}
	l->strings = arena_array(r->a, struct string_entry, n->n);
	for (const struct yaml *c = n->first; c; c = c->next)
		if (c->kind == YAML_SCALAR)
			l->strings[l->n_strings++] =
			    (struct string_entry) { c->key, c->value };
		else
			fault(r, "layout.bad-value", c->at, "strings.%s wants a text", c->key);
}

/* ---- styles and their parents ----------------------------------------- */

struct family {
	struct reader *r;
	const struct yaml *map;
};

static struct style *
find_style(struct layout *l, const char *name)
{
	for (size_t i = 0; i < l->n_styles; i++)
		if (strcmp(l->styles[i].name, name) == 0)
			return &l->styles[i];
	return NULL;
}

/* The node that names a style's parent; the name itself in *ret_name. */
static const struct yaml *
parent_node(const struct yaml *n, const char **ret_name)
{
	const struct yaml *p = n->kind == YAML_MAP ? yaml_get(n, "parent") : NULL;
	bool named = p && p->kind == YAML_SCALAR && *p->value;

	*ret_name = named ? p->value : strcmp(n->key, "base") != 0 ? "base" : NULL;
	return named ? p : n;
}

static void
report_parent(struct family *f, const struct yaml *at, const char *name)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	if (f->r->partial)
		return;
	for (const struct yaml *c = f->map->first; c; c = c->next)
		g_ptr_array_add(names, (void *)(uintptr_t)c->key);
	fault(f->r, "layout.unknown-style", at->at, "there is no style '%s'", name);
	diag_help_names(f->r->dg, name, (const char *const *)(void *)names->pdata, names->len);
}

static void
make_style(struct family *f, const struct yaml *n, const struct style *parent)
{
	struct style *st = &f->r->l->styles[f->r->l->n_styles++];

	if (parent)
		*st = *parent;
	else
		read_defaults(f->r, "styles.*", st);
	st->name = n->key;
	st->at = n->key_at;
	st->source = n;
	st->parent = parent;
	if (n->kind != YAML_MAP) {
		fault(f->r, "layout.bad-value", n->at, "styles.%s wants a map", n->key);
		return;
	}
	read_keys(f->r, "styles.*", n, st);
	st->source = n;
	st->parent = parent;
}

/* Styles whose parents are made; those that are left wait for each other. */
static bool
make_next(struct family *f)
{
	bool made = false;

	for (const struct yaml *c = f->map->first; c; c = c->next) {
		const char *name;
		const struct yaml *at = parent_node(c, &name);
		const struct style *parent = name ? find_style(f->r->l, name) : NULL;

		if (find_style(f->r->l, c->key))
			continue;
		if (name && !parent && yaml_get(f->map, name))
			continue;
		if (name && !parent && at != c)
			report_parent(f, at, name);
		make_style(f, c, parent);
		made = true;
	}
	return made;
}

/* c -> b -> a -> c: said once, and the styles are made all the same. */
static void
report_cycle(struct family *f, const struct yaml *c)
{
	g_autoptr(GString) chain = g_string_new(c->key);
	const struct yaml *n = c, *at = c;
	const char *name;

	for (size_t i = 0; i < f->map->n; i++) {
		const struct yaml *p = parent_node(n, &name);

		if (i == 0)
			at = p;
		g_string_append_printf(chain, " → %s", name);
		if (strcmp(name, c->key) == 0)
			break;
		n = yaml_get(f->map, name);
	}
	fault(f->r, "layout.parent-cycle", at->at, "a style cannot be its own parent: %s",
	    chain->str);
	diag_help(f->r->dg, "let one of them have another parent, such as base");
}

/* A style that waits for a cycle may stand outside of it. */
static bool
is_in_cycle(struct family *f, const struct yaml *c)
{
	const struct yaml *n = c;
	const char *name;

	for (size_t i = 0; n && i < f->map->n; i++) {
		parent_node(n, &name);
		if (name && strcmp(name, c->key) == 0)
			return true;
		n = name ? yaml_get(f->map, name) : NULL;
	}
	return false;
}

static void
break_cycle(struct family *f)
{
	for (const struct yaml *c = f->map->first; c; c = c->next) {
		if (find_style(f->r->l, c->key) || !is_in_cycle(f, c))
			continue;
		report_cycle(f, c);
		make_style(f, c, NULL);
		return;
	}
}

void
read_styles(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	struct layout *l = base;
	struct family f = { r, n };

	if (n->kind != YAML_MAP) {
		bad_value(r, row, n);
		return;
	}
	if (n->n > STYLES_MAX) {
		fault(r, "layout.range", n->at, "there are more than %d styles", STYLES_MAX);
		return;
	}
	l->styles = arena_array(r->a, struct style, n->n);
	while (l->n_styles < n->n)
		if (!make_next(&f))
			break_cycle(&f);
}

/* ---- items ------------------------------------------------------------ */

static const char *const element_names[] = {
	[ELEMENT_SECTION] = "section", [ELEMENT_NUMBER] = "number",
	[ELEMENT_KICKER] = "kicker",
	[ELEMENT_HEADLINE] = "headline", [ELEMENT_DECKS] = "decks",
	[ELEMENT_BYLINE] = "byline", [ELEMENT_DATELINE] = "dateline",
	[ELEMENT_LEAD] = "lead", [ELEMENT_MEDIA] = "media",
	[ELEMENT_BODY] = "body", [ELEMENT_CONTACT] = "contact",
	[ELEMENT_QR] = "qr",
};

const char *
element_name(unsigned e)
{
	return e < ELEMENT_N ? element_names[e] : NULL;
}

bool
take_element_name(struct reader *r, const struct row *row, const struct yaml *n, unsigned *ret_e)
{
	for (unsigned e = 0; n->kind == YAML_SCALAR && e < ELEMENT_N; e++)
		if (strcmp(element_names[e], n->value) == 0) {
			*ret_e = e;
			return true;
		}
	fault(r, "layout.bad-value", n->at, "%s: a release has no '%s'", row->key.path,
	    n->kind == YAML_SCALAR ? n->value : "…");
	if (n->kind == YAML_SCALAR)
		diag_help_names(r->dg, n->value, element_names, ELEMENT_N);
	return false;
}

static void
take_element(struct reader *r, const struct row *row, const struct yaml *c)
{
	struct layout *l = r->l;
	unsigned e;

	if (!take_element_name(r, row, c, &e))
		return;
	for (size_t i = 0; i < l->n_order; i++)
		if (l->order[i] == (enum element)e) {
			fault(r, "layout.bad-value", c->at, "%s names '%s' twice", row->key.path,
			    c->value);
			return;
		}
	l->order[l->n_order++] = (enum element)e;
}

void
read_order(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	struct layout *l = base;

	if (n->kind != YAML_LIST) {
		bad_value(r, row, n);
		return;
	}
	l->n_order = 0;
	for (const struct yaml *c = n->first; c; c = c->next)
		take_element(r, row, c);
}

void
print_order(const struct row *row, const void *base, GString *to)
{
	const struct layout *l = base;

	g_string_append_c(to, '[');
	for (size_t i = 0; i < l->n_order; i++)
		g_string_append_printf(to, "%s%s", i ? ", " : "", element_names[l->order[i]]);
	g_string_append_c(to, ']');
}

/* ---- parts ------------------------------------------------------------ */

static const char *const part_keys[] = {
	[PART_TEXT] = "text", [PART_IMAGE] = "image", [PART_RULE] = "rule",
	[PART_TINT] = "tint", [PART_QR] = "qr",
};

static void
read_part(struct reader *r, const struct yaml *c, struct part *p)
{
	size_t kinds = 0;

	p->at = c->at;
	if (c->kind != YAML_MAP) {
		fault(r, "layout.bad-value", c->at, "a part wants a map such as {text: …, at: […]}");
		return;
	}
	read_defaults(r, "parts.*", p);
	for (unsigned k = 0; k < G_N_ELEMENTS(part_keys); k++)
		if (yaml_get(c, part_keys[k])) {
			p->kind = (enum part_kind)k;
			kinds++;
		}
	read_keys(r, "parts.*", c, p);
	if (kinds != 1 && has_unknown_key("parts.*", c))
		return; /* it was told what is wrong with it */
	if (kinds != 1)
		fault(r, "layout.bad-value", c->at,
		    "a part has one of text, image, rule, tint and qr");
	else if (p->kind == PART_IMAGE && p->height.v == 0 && p->width.v == 0)
		fault(r, "layout.missing", c->at, "a picture needs a height or a width");
	else if (p->kind == PART_QR && p->width.v == 0)
		fault(r, "layout.missing", c->at, "a QR code needs a width");
}

void
read_parts(struct reader *r, const struct row *row, const struct yaml *n, struct box *to)
{
	if (n->kind != YAML_LIST) {
		bad_value(r, row, n);
		return;
	}
	to->parts = arena_array(r->a, struct part, n->n);
	to->n = 0;
	for (const struct yaml *c = n->first; c; c = c->next)
		read_part(r, c, &to->parts[to->n++]);
}

void
read_masthead_parts(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	read_parts(r, row, n, &r->l->masthead);
}

void
read_header_parts(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	read_parts(r, row, n, &r->l->header);
}

void
read_footer_parts(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	read_parts(r, row, n, &r->l->footer);
}
