/* A layout's file, and what it extends, to a struct layout and back. */
#include "layout/layout-int.h"

#include <string.h>

#define EXTENDS_MAX 8

/* ---- what templates may name ------------------------------------------ */

const char *const *
layout_fields(void)
{
	static const char *const fields[] = {
		"page", "pages", "date.gregorian", "date.hijri", "date.weekday", "date.double",
		"publication.title", "publication.subtitle", "publication.office",
		"publication.url", "publication.emblem", "issue.number", "issue.year",
		"issue.line", "issue.period", "section.title", "section.number", "section.count",
		"item.headline", "item.number", "item.section", "item.publisher", "item.source", "item.source.url", "item.id",
		"item.date", NULL
	};

	return fields;
}

/* ---- colour ----------------------------------------------------------- */

struct light
colour_light(const struct colour *c)
{
	if (!c)
		return (struct light) { 0 };
	int32_t left = 1000 - c->k;
	return (struct light) { (1000 - c->c) * left, (1000 - c->m) * left, (1000 - c->y) * left };
}

/* ---- extends ---------------------------------------------------------- */

/* `over` laid over `under`: maps key by key, everything else as a whole. */
static struct yaml *
lay_over(struct arena *a, const struct yaml *under, struct yaml *over)
{
	struct yaml **tail = &over->first;

	for (struct yaml *c = over->first; c; c = c->next) {
		const struct yaml *u = yaml_get(under, c->key);

		c->under = u;
		if (u && u->kind == YAML_MAP && c->kind == YAML_MAP)
			lay_over(a, u, c);
		tail = &c->next;
	}
	for (const struct yaml *u = under->first; u; u = u->next) {
		if (yaml_get(over, u->key))
			continue;
		*tail = arena_memdup(a, u, sizeof *u);
		(*tail)->next = NULL;
		tail = &(*tail)->next;
		over->n++;
	}
	return over;
}

struct source {
	const char *file, *folder;
	const char *bytes;
	size_t len;
	int depth;
	const struct source *extended_by;
};

static struct yaml *read_tree(struct reader *r, const struct source *s);

/* house.yaml → daily.yaml → house.yaml, when `file` is one of those that lead to it; NULL: it is not. */
static char *
circle_to(const struct source *s, const char *file)
{
	g_autofree char *name = g_path_get_basename(file), *whole = g_canonicalize_filename(file, "/");
	g_autoptr(GString) chain = g_string_new(name);
	bool found = false;

	for (; s && !found; s = s->extended_by) {
		g_autofree char *before = g_path_get_basename(s->file), *path = g_canonicalize_filename(s->file, "/");

		g_string_prepend(chain, " → ");
		g_string_prepend(chain, before);
		found = strcmp(path, whole) == 0;
	}
	return found ? g_string_free(g_steal_pointer(&chain), FALSE) : NULL;
}

static bool
refuses_depth(struct reader *r, const struct source *s, const struct yaml *ext, const char *file)
{
	g_autofree char *circle = circle_to(s, file);

	if (circle) {
		fault(r, "layout.extends", ext->at, "layouts extend each other in a circle: %s", circle);
		diag_help(r->dg, "take extends: out of one of them");
	} else if (s->depth >= EXTENDS_MAX) {
		fault(r, "layout.extends", ext->at, "more than %d layouts extend each other", EXTENDS_MAX);
	}
	return circle || s->depth >= EXTENDS_MAX;
}

static struct yaml *
read_extended(struct reader *r, const struct source *s, const struct yaml *ext)
{
	struct source base = { .folder = s->folder, .depth = s->depth + 1, .extended_by = s };

	if (ext->kind != YAML_SCALAR) {
		fault(r, "layout.bad-value", ext->at, "extends wants the name of a file");
		return NULL;
	}
	g_autofree char *path = g_build_filename(s->folder, ext->value, NULL);
	base.file = arena_strdup(r->a, path);
	if (refuses_depth(r, s, ext, base.file))
		return NULL;
	base.bytes = file_read(r->a, r->dg, s->folder, ext->value, LIMIT_LAYOUT_BYTES,
	    ext->at, &base.len);
	if (!base.bytes) {
		r->failed = true;
		return NULL;
	}
	diags_source(r->dg, base.file, base.bytes, base.len);
	return read_tree(r, &base);
}

/* A file of another kind has hardly a key that would be right: it is told of once. */
static bool
is_of_another_kind(struct reader *r, const struct source *s)
{
	enum text_format f = text_format(s->bytes, s->len);

	if (f == TEXT_UNSAID || f == TEXT_LAYOUT)
		return false;
	fault(r, "layout.version", (struct place) { s->file, 1, 1 }, "this file is %s, not a layout",
	    text_format_name(f));
	diag_help(r->dg, "a layout begins with the line nashra-layout: 1");
	return true;
}

/* A file that does not say what it is, and has other keys too. */
static bool
is_no_layout(struct reader *r, const struct yaml *root)
{
	size_t known = 0;

	for (const struct yaml *c = root->first; c; c = c->next)
		known += knows_key("", c->key);
	if (yaml_get(root, "nashra-layout") || yaml_get(root, "extends") || known * 2 > root->n)
		return false;
	report_no_version(r, root);
	return true;
}

static struct yaml *
read_tree(struct reader *r, const struct source *s)
{
	struct yaml *root = NULL;

	if (text_check_file(r->dg, s->file, s->bytes, s->len) && !is_of_another_kind(r, s))
		root = yaml_read(r->a, r->dg, s->file, s->bytes, s->len, 1, NULL);
	if (!root || is_no_layout(r, root)) {
		r->failed = true;
		return NULL;
	}
	const struct yaml *ext = yaml_get(root, "extends");
	const struct yaml *base = ext ? read_extended(r, s, ext) : NULL;
	r->partial |= ext && !base;
	return base ? lay_over(r->a, base, root) : root;
}

/* ---- reading ---------------------------------------------------------- */

const struct layout *
layout_read(struct arena *a, struct diags *dg, const char *file,
    const char *bytes, size_t len)
{
	struct layout *l = arena_new(a, struct layout);
	g_autoptr(GHashTable) named = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	struct reader r = { .a = a, .dg = dg, .l = l, .named = named };
	size_t errors = diags_count(dg, DIAG_ERROR);
	g_autofree char *folder = g_path_get_dirname(file);

	l->file = arena_strdup(a, file);
	l->folder = arena_strdup(a, folder);
	struct source s = { l->file, l->folder, bytes, len, 0 };
	const struct yaml *root = read_tree(&r, &s);
	if (!root)
		return NULL;
	read_defaults(&r, "", l);
	read_keys(&r, "", root, l);
	l->source = root;
	if (!l->name)
		l->name = l->file;
	if (!r.partial)
		check_layout(&r, root);
	return r.failed || diags_count(dg, DIAG_ERROR) > errors ? NULL : l;
}

const struct layout *
layout_load(struct arena *a, struct diags *dg, const char *file)
{
	size_t len = 0;
	const char *bytes = file_read(a, dg, NULL, file, LIMIT_LAYOUT_BYTES,
	    (struct place) { 0 }, &len);

	if (!bytes)
		return NULL;
	diags_source(dg, arena_strdup(a, file), bytes, len);
	return layout_read(a, dg, file, bytes, len);
}

/* ---- printing --------------------------------------------------------- */

static void print_keys(const char *path, const void *base, int depth, GString *to);

static void
append_key(GString *to, int depth, const char *key)
{
	g_string_append_printf(to, "%*s%s:", depth * 2, "", key);
}

static void
print_row(const struct row *row, const void *base, int depth, GString *to)
{
	g_autoptr(GString) value = g_string_new(NULL);

	row->print(row, base, value);
	if (value->len == 0)
		return;
	append_key(to, depth, row_name(row));
	g_string_append_printf(to, " %s\n", value->str);
}

static void
print_map(const struct row *row, const void *base, int depth, GString *to)
{
	g_autoptr(GString) inside = g_string_new(NULL);

	print_keys(row->key.path, base, depth + 1, inside);
	if (inside->len == 0)
		return;
	append_key(to, depth, row_name(row));
	g_string_append_printf(to, "\n%s", inside->str);
}

static void
print_keys(const char *path, const void *base, int depth, GString *to)
{
	for (const struct row *row = NULL; (row = row_beneath(path, row)) != NULL;)
		if (row->print)
			print_row(row, base, depth, to);
		else
			print_map(row, base, depth, to);
}

static void
print_named(const char *path, const void *v, size_t n, size_t size,
    size_t name_offset, GString *to)
{
	for (size_t i = 0; i < n; i++) {
		const char *base = (const char *)v + i * size;
		const char *const *name = (const void *)(base + name_offset);

		g_string_append(to, "  ");
		append_quoted(to, *name);
		g_string_append(to, ":\n");
		print_keys(path, base, 2, to);
	}
}

static void
print_strings(const struct layout *l, GString *to)
{
	for (size_t i = 0; i < l->n_strings; i++) {
		g_string_append(to, "  ");
		append_quoted(to, l->strings[i].key);
		g_string_append(to, ": ");
		append_quoted(to, l->strings[i].value);
		g_string_append_c(to, '\n');
	}
}

static bool
belongs_to(const struct part *p, const char *key)
{
	if (strcmp(key, "text") == 0 || strcmp(key, "style") == 0)
		return p->kind == PART_TEXT;
	if (strcmp(key, "image") == 0 || strcmp(key, "height") == 0)
		return p->kind == PART_IMAGE;
	if (strcmp(key, "qr") == 0)
		return p->kind == PART_QR;
	if (strcmp(key, "rule") == 0)
		return p->kind == PART_RULE;
	if (strcmp(key, "tint") == 0)
		return p->kind == PART_TINT;
	bool drawn = p->kind == PART_RULE || p->kind == PART_TINT;
	return drawn == (strcmp(key, "from") == 0 || strcmp(key, "to") == 0);
}

static void
print_parts(const struct row *parent, const struct box *b, GString *to)
{
	if (b->n == 0)
		return;
	append_key(to, 1, row_name(parent));
	g_string_append_c(to, '\n');
	for (size_t i = 0; i < b->n; i++) {
		const struct part *p = &b->parts[i];
		g_autoptr(GString) inside = g_string_new(NULL);

		for (const struct row *row = NULL; (row = row_beneath("parts.*", row)) != NULL;) {
			if (!belongs_to(p, row_name(row)))
				continue;
			if (row->print)
				print_row(row, p, 3, inside);
			else
				print_map(row, p, 3, inside);
		}
		/* The dash takes the place of the first key's indent. */
		g_string_append_printf(to, "    - %s", inside->str + 6);
	}
}

static void
print_special(const struct row *row, const struct layout *l, GString *to)
{
	const char *path = row->key.path;

	if (strcmp(path, "colours") == 0)
		print_named("colours.*", l->colours, l->n_colours, sizeof *l->colours,
		    offsetof(struct colour, name), to);
	else if (strcmp(path, "fonts") == 0)
		print_named("fonts.*", l->fonts, l->n_fonts, sizeof *l->fonts,
		    offsetof(struct font_spec, name), to);
	else if (strcmp(path, "styles") == 0)
		print_named("styles.*", l->styles, l->n_styles, sizeof *l->styles,
		    offsetof(struct style, name), to);
	else if (strcmp(path, "boxes") == 0)
		print_named("boxes.*", l->boxings, l->n_boxings, sizeof *l->boxings,
		    offsetof(struct boxing, name), to);
	else if (strcmp(path, "strings") == 0)
		print_strings(l, to);
	else
		print_keys(path, l, 1, to);
	for (const struct row *c = NULL; (c = row_beneath(path, c)) != NULL;)
		if (c->read == read_masthead_parts)
			print_parts(c, &l->masthead, to);
		else if (c->read == read_cover_parts)
			print_parts(c, &l->cover, to);
		else if (c->read == read_volume_cover)
			print_parts(c, &l->volume.cover, to);
		else if (c->read == read_header_parts)
			print_parts(c, &l->header, to);
		else if (c->read == read_footer_parts)
			print_parts(c, &l->footer, to);
}

void
layout_print(const struct layout *l, GString *to)
{
	for (const struct row *row = NULL; (row = row_beneath("", row)) != NULL;) {
		g_autoptr(GString) inside = g_string_new(NULL);

		if (row->print) {
			print_row(row, l, 0, to);
			continue;
		}
		print_special(row, l, inside);
		if (inside->len > 0)
			g_string_append_printf(to, "%s:\n%s", row_name(row), inside->str);
	}
}
