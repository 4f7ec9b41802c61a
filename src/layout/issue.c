/* What an issue is made of, and the colours of its sections. */
#include "layout/layout-int.h"

#include <string.h>

static const char *const part_names[] = {
	[ISSUE_CONTENTS] = "contents", [ISSUE_SECTIONS] = "sections",
	[ISSUE_CORRECTIONS] = "corrections", [ISSUE_CONTACTS] = "contacts",
	[ISSUE_IMPRINT] = "imprint",
};

const char *
issue_part_name(unsigned p)
{
	return p < ISSUE_PART_N ? part_names[p] : NULL;
}

static void
take_part(struct reader *r, const struct row *row, const struct yaml *c)
{
	struct issue_spec *is = &r->l->issue;

	for (unsigned p = 0; c->kind == YAML_SCALAR && p < ISSUE_PART_N; p++) {
		if (strcmp(part_names[p], c->value) != 0)
			continue;
		for (size_t i = 0; i < is->n_order; i++)
			if (is->order[i] == (enum issue_part)p) {
				fault(r, "layout.bad-value", c->at, "%s names '%s' twice",
				    row->key.path, c->value);
				return;
			}
		is->order[is->n_order++] = (enum issue_part)p;
		return;
	}
	fault(r, "layout.bad-value", c->at, "%s: an issue has no '%s'", row->key.path,
	    c->kind == YAML_SCALAR ? c->value : "…");
	if (c->kind == YAML_SCALAR)
		diag_help_names(r->dg, c->value, part_names, ISSUE_PART_N);
}

void
read_issue_order(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	if (n->kind != YAML_LIST) {
		bad_value(r, row, n);
		return;
	}
	r->l->issue.n_order = 0;
	for (const struct yaml *c = n->first; c; c = c->next)
		take_part(r, row, c);
}

void
print_issue_order(const struct row *row, const void *base, GString *to)
{
	const struct issue_spec *is = &((const struct layout *)base)->issue;

	g_string_append_c(to, '[');
	for (size_t i = 0; i < is->n_order; i++)
		g_string_append_printf(to, "%s%s", i ? ", " : "", part_names[is->order[i]]);
	g_string_append_c(to, ']');
}

/* In turn, or (a map) by the sections' own keys. */
void
read_section_colours(struct reader *r, const struct row *row, const struct yaml *n, void *base)
{
	struct issue_spec *is = &r->l->issue;
	struct row one = *row;

	if (n->kind == YAML_SCALAR) {
		bad_value(r, row, n);
		return;
	}
	is->colours = arena_array(r->a, struct section_colour, n->n);
	is->n_colours = 0;
	for (const struct yaml *c = n->first; c; c = c->next) {
		struct section_colour *to = &is->colours[is->n_colours++];

		to->key = c->key;
		one.offset = offsetof(struct section_colour, colour);
		read_colour_name(r, &one, c, to);
	}
}

void
print_section_colours(const struct row *row, const void *base, GString *to)
{
	const struct issue_spec *is = &((const struct layout *)base)->issue;

	if (is->n_colours == 0)
		return;
	bool map = is->colours[0].key != NULL;
	g_string_append_c(to, map ? '{' : '[');
	for (size_t i = 0; i < is->n_colours; i++) {
		const struct section_colour *c = &is->colours[i];

		g_string_append(to, i ? ", " : "");
		if (map)
			g_string_append_printf(to, "%s: ", c->key);
		append_quoted(to, c->colour ? c->colour->name : "");
	}
	g_string_append_c(to, map ? '}' : ']');
}

const struct colour *
layout_section_colour(const struct layout *l, const char *key, int section)
{
	const struct issue_spec *is = &l->issue;

	for (size_t i = 0; key && i < is->n_colours; i++)
		if (g_strcmp0(is->colours[i].key, key) == 0)
			return is->colours[i].colour;
	if (section < 1 || is->n_colours == 0 || is->colours[0].key)
		return NULL;
	return is->colours[(size_t)(section - 1) % is->n_colours].colour;
}

/* What stands at line ends is set in the style of what it belongs to. */
void
dress_issue(struct layout *l)
{
	l->issue.contents.folio.style = l->role[ROLE_CONTENTS_FOLIO];
	l->issue.correction_folio.style = l->role[ROLE_CORRECTION];
}
