/* How pages are made up: zones of the front page, boxes, the number of pages. */
#include "layout/layout-int.h"

#include <stdlib.h>
#include <string.h>

/* ---- zones ------------------------------------------------------------ */

void
read_zones(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	struct layout *l = base;
	g_autofree char *path = g_strconcat(row->key.path, ".*", NULL);

	if (n->kind != YAML_LIST || n->n > ZONES_MAX) {
		bad_value(r, row, n);
		return;
	}
	l->zones = arena_array(r->a, struct zone, n->n);
	l->n_zones = 0;
	for (const struct yaml *c = n->first; c; c = c->next) {
		struct zone *z = &l->zones[l->n_zones++];

		z->at = c->at;
		read_defaults(r, path, z);
		if (c->kind == YAML_MAP)
			read_keys(r, path, c, z);
		else
			bad_value(r, row, c);
	}
}

void
print_zones(const struct row *row, const void *base, GString *to)
{
	const struct layout *l = base;

	for (size_t i = 0; i < l->n_zones; i++) {
		const char *comma = "{";

		g_string_append(to, i ? ", " : "[");
		for (const struct row *c = NULL; (c = row_beneath("front.zones.*", c)) != NULL;) {
			g_string_append_printf(to, "%s%s: ", comma, row_name(c));
			c->print(c, &l->zones[i], to);
			comma = ", ";
		}
		g_string_append_c(to, '}');
	}
	if (l->n_zones > 0)
		g_string_append_c(to, ']');
}

/* ---- boxes ------------------------------------------------------------ */

void
read_boxings(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	struct layout *l = base;

	l->boxings = read_named(r, row, n, sizeof *l->boxings,
	    offsetof(struct boxing, name), &l->n_boxings);
}

void
read_boxed(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	unsigned *of = row_at(row, base), i;

	if (n->kind != YAML_LIST) {
		bad_value(r, row, n);
		return;
	}
	*of = 0;
	for (const struct yaml *c = n->first; c; c = c->next)
		if (take_word(r, row, c, &i))
			*of |= 1u << i;
}

void
print_boxed(const struct row *row, const void *base, GString *to)
{
	const unsigned *of = row_from(row, base);
	const char *comma = "";

	if (*of == 0)
		return;
	g_string_append_c(to, '[');
	for (unsigned i = 0; i < BOXED_N; i++)
		if (*of & 1u << i) {
			g_string_append_printf(to, "%s%s", comma, row->words[i]);
			comma = ", ";
		}
	g_string_append_c(to, ']');
}

/* ---- the number of pages ---------------------------------------------- */

static int
by_size(const void *p, const void *q)
{
	return *(const int *)p - *(const int *)q;
}

void
read_fit_pages(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	struct page_fit *f = &((struct layout *)base)->fit;
	const struct yaml *c = n->kind == YAML_LIST ? n->first : n;
	struct row one = *row;

	one.offset = 0;
	if (n->kind == YAML_MAP || (n->kind == YAML_LIST && (n->n == 0 || n->n > FIT_PAGES))) {
		bad_value(r, row, n);
		return;
	}
	f->n_pages = 0;
	for (; c; c = n->kind == YAML_LIST ? c->next : NULL)
		read_int(r, &one, c, &f->pages[f->n_pages++]);
	qsort(f->pages, f->n_pages, sizeof *f->pages, by_size);
}

void
print_fit_pages(const struct row *row, const void *base, GString *to)
{
	const struct page_fit *f = &((const struct layout *)base)->fit;

	for (size_t i = 0; i < f->n_pages; i++)
		g_string_append_printf(to, "%s%d", i ? ", " : "[", f->pages[i]);
	if (f->n_pages > 0)
		g_string_append_c(to, ']');
}

static bool
is_pair(struct reader *r, const struct row *row, const struct yaml *n)
{
	if (n->kind == YAML_LIST && n->n == 2)
		return true;
	bad_value(r, row, n);
	return false;
}

void
read_fit_leading(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	struct page_fit *f = &((struct layout *)base)->fit;

	if (!is_pair(r, row, n) || !take_dim(r, row, n->first, &f->leading_least) ||
	    !take_dim(r, row, n->first->next, &f->leading_most))
		return;
	if (f->leading_least > f->leading_most)
		fault(r, "layout.bad-value", n->at, "%s wants the least first", row->key.path);
}

void
print_fit_leading(const struct row *row, const void *base, GString *to)
{
	const struct page_fit *f = &((const struct layout *)base)->fit;

	if (f->leading_least == 0 && f->leading_most == 0)
		return;
	g_string_append_c(to, '[');
	append_dim(to, f->leading_least);
	g_string_append(to, ", ");
	append_dim(to, f->leading_most);
	g_string_append_c(to, ']');
}

void
read_fit_pictures(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	struct page_fit *f = &((struct layout *)base)->fit;

	if (!is_pair(r, row, n) || !take_percent(r, row, n->first, &f->picture_least) ||
	    !take_percent(r, row, n->first->next, &f->picture_most))
		return;
	if (f->picture_least > f->picture_most)
		fault(r, "layout.bad-value", n->at, "%s wants the least first", row->key.path);
}

void
print_fit_pictures(const struct row *row, const void *base, GString *to)
{
	const struct page_fit *f = &((const struct layout *)base)->fit;

	if (f->picture_least == 0)
		return;
	g_string_append_c(to, '[');
	print_percent(&(struct row) { 0 }, &f->picture_least, to);
	g_string_append(to, ", ");
	print_percent(&(struct row) { 0 }, &f->picture_most, to);
	g_string_append_c(to, ']');
}

void
read_fit_optional(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	struct page_fit *f = &((struct layout *)base)->fit;
	unsigned e;

	if (n->kind != YAML_LIST) {
		bad_value(r, row, n);
		return;
	}
	f->optional = 0;
	for (const struct yaml *c = n->first; c; c = c->next)
		if (take_element_name(r, row, c, &e))
			f->optional |= 1u << e;
}

void
print_fit_optional(const struct row *row, const void *base, GString *to)
{
	const struct page_fit *f = &((const struct layout *)base)->fit;
	const char *comma = "";

	if (f->optional == 0)
		return;
	g_string_append_c(to, '[');
	for (unsigned e = 0; e < ELEMENT_N; e++)
		if (f->optional & 1u << e) {
			g_string_append_printf(to, "%s%s", comma, element_name(e));
			comma = ", ";
		}
	g_string_append_c(to, ']');
}

/* ---- the cover -------------------------------------------------------- */

void
read_cover_parts(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	read_parts(r, row, n, &r->l->cover);
}

/* ---- what is known only of the whole ---------------------------------- */

/* Zones must fill the width of the page, row after row. */
static void
check_zones(struct reader *r)
{
	const struct layout *l = r->l;
	int taken = 0;

	for (size_t i = 0; i < l->n_zones; i++) {
		const struct zone *z = &l->zones[i];

		taken += z->columns;
		if (taken > l->columns.count)
			fault(r, "layout.range", z->at,
			    "zones side by side take %d columns, and the page has %d", taken,
			    l->columns.count);
		if (taken >= l->columns.count)
			taken = 0;
	}
}

void
check_makeup(struct reader *r)
{
	struct layout *l = r->l;

	if (!l->jump.to.style)
		l->jump.to.style = l->role[ROLE_JUMP];
	if (!l->jump.from.style)
		l->jump.from.style = l->role[ROLE_JUMP_HEAD];
	l->ornament.style = l->role[ROLE_ORNAMENT];
	l->end_mark.style = l->role[ROLE_END_MARK];
	check_zones(r);
}
