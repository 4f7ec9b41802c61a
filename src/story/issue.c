/*
 * An issue to stories: its items, and the texts that are the bulletin's own.
 *
 * What is told of a page (contents, corrections) only says which story it
 * means; `page` knows where that is when all stand.
 */
#include "story/story-int.h"

#include <string.h>

struct compiler {
	struct arena *a;
	struct diags *dg;
	const struct issue *is;
	const struct layout *l;
	struct fields fields;
	struct story **items;   /* of the entries */
	struct story **heads;   /* of the sections, from 1; NULL: none */
	GHashTable *anchors;    /* that are taken */
	GPtrArray *to;          /* struct story * */
	bool proof;
	bool failed;
};

/* ---- sections --------------------------------------------------------- */

/* The corrections are the last section. */
static const struct issue_section *
section_of(const struct issue *is, int section)
{
	return (size_t)section <= is->n_sections ? &is->sections[section - 1]
	    : &is->corrections;
}

static bool
is_corrections(const struct compiler *k, int section)
{
	return (size_t)section > k->is->n_sections;
}

static struct fields
fields_for(const struct compiler *k, int section)
{
	const struct issue_section *s = section_of(k->is, section);
	struct fields f = k->fields;

	f.section = section;
	f.section_title = s->title.s;
	f.section_count = (int)s->n;
	return f;
}

/* The same style in a section's own colour. */
static void
recolour(const struct compiler *k, struct story *s)
{
	const struct issue_section *section = section_of(k->is, s->section);
	const struct colour *colour = layout_section_colour(k->l, section->key.s,
	    is_corrections(k, s->section) ? 0 : s->section);

	for (size_t i = 0; colour && i < s->n; i++) {
		struct block *b = &s->blocks[i];

		if (b->role != ROLE_SECTION_HEAD && b->role != ROLE_SECTION &&
		    b->role != ROLE_KICKER)
			continue;
		struct style *st = arena_memdup(k->a, b->style, sizeof *st);

		st->colour = colour;
		b->style = st;
	}
}

/* ---- stories of blocks ------------------------------------------------ */

static struct dresser
dresser_begin(const struct compiler *k)
{
	return (struct dresser) { .a = k->a, .dg = k->dg, .l = k->l,
		.blocks = g_array_new(FALSE, FALSE, sizeof(struct block)),
		.bound = g_string_new(NULL) };
}

/* What was dressed, as a story; NULL when it is nothing. */
static struct story *
dresser_end(struct dresser *d, enum story_kind kind)
{
	struct story *s = NULL;

	if (d->blocks->len > 0) {
		s = arena_new(d->a, struct story);
		*s = (struct story) { .kind = kind, .layout = d->l, .n = d->blocks->len,
			.blocks = arena_memdup(d->a, d->blocks->data,
			    d->blocks->len * sizeof(struct block)) };
	}
	g_array_unref(d->blocks);
	g_string_free(d->bound, TRUE);
	return s;
}

static struct place
place_of_issue(const struct compiler *k)
{
	return (struct place) { .file = k->is->file };
}

static struct block *
add_template(const struct compiler *k, struct dresser *d, enum role role,
    const char *template, const struct fields *f)
{
	struct place at = f->section ? section_of(k->is, f->section)->at : place_of_issue(k);
	struct block *b = add_block(d, BLOCK_TEXT, role, at);
	struct texter t;

	texter_init(&t, k->a);
	template_add(&t, k->l, f, template, at);
	if (texter_finish(&t, b, NUMERALS_KEEP, k->l->rtl))
		return b;
	g_array_set_size(d->blocks, d->blocks->len - 1);
	return NULL;
}

/* ---- items and heads -------------------------------------------------- */

static void
point(const struct compiler *k, struct block *b, const struct story *to)
{
	b->refers = to;
	b->link = arena_printf(k->a, "#%s", to->anchor);
}

static void
refer(struct compiler *k, struct story *s)
{
	const struct issue_entry *e = issue_find(k->is, s->item->corrects.id.s);

	for (size_t i = 0; e && i < s->n; i++)
		if (s->blocks[i].role == ROLE_CORRECTION) {
			point(k, &s->blocks[i], k->items[e - k->is->entries]);
			s->blocks[i].tail = &k->l->issue.correction_folio;
		}
}

/* What the section's head has said need not be said by its items. */
static void
leave_out_label(const struct compiler *k, struct story *s)
{
	size_t n = 0;

	if (!k->l->issue.section_head)
		return;
	for (size_t i = 0; i < s->n; i++)
		if (s->blocks[i].role != ROLE_SECTION ||
		    g_strcmp0(s->item->section.s, s->section_title) != 0)
			s->blocks[n++] = s->blocks[i];
	s->n = n;
}

/* Items count in the order in which the layout prints them. */
static int
number_of(const struct compiler *k, size_t i)
{
	const struct issue_spec *spec = &k->l->issue;
	const struct issue_section *fixes = &k->is->corrections;
	int first = k->is->first_item > 0 ? k->is->first_item : 1;
	size_t before = i;

	for (size_t j = 0; j < spec->n_order && spec->order[j] != ISSUE_SECTIONS; j++)
		if (spec->order[j] == ISSUE_CORRECTIONS)
			before = i >= fixes->first ? i - fixes->first : i + fixes->n;
	return (int)MIN((int64_t)first + (int64_t)before, INT_MAX);
}

static void
dress_entry(struct compiler *k, size_t i)
{
	const struct issue_entry *e = &k->is->entries[i];
	const struct corrects *c = &e->item->corrects;
	const struct issue_entry *corrected = c->id.s ? issue_find(k->is, c->id.s) : NULL;
	const struct dressing w = { .it = e->item, .corrected = corrected ? corrected->item : NULL,
		.is = k->is, .number = number_of(k, i), .proof = k->proof };
	struct story *s = dress_item(k->a, k->dg, &w, k->l);

	if (!s) {
		k->failed = true;
		return;
	}
	s->kind = is_corrections(k, e->section) ? STORY_CORRECTION : STORY_ITEM;
	s->section = e->section;
	const struct story *head = k->heads[e->section];
	s->section_title = head ? head->section_title : section_of(k->is, e->section)->title.s;
	/* In an archive two items may have one id. */
	if (!s->anchor || g_hash_table_contains(k->anchors, s->anchor))
		s->anchor = arena_printf(k->a, "item:%zu", i + 1);
	g_hash_table_add(k->anchors, (gpointer)(uintptr_t)s->anchor);
	leave_out_label(k, s);
	recolour(k, s);
	k->items[i] = s;
}

static void
dress_head(struct compiler *k, int section)
{
	const char *template = is_corrections(k, section) ? k->l->issue.corrections_title
	    : k->l->issue.section_head;
	struct fields f = fields_for(k, section);
	struct dresser d = dresser_begin(k);

	if (section_of(k->is, section)->n > 0)
		add_template(k, &d, ROLE_SECTION_HEAD, template, &f);
	struct story *s = dresser_end(&d, STORY_SECTION);
	if (!s)
		return;
	s->section = section;
	s->section_title = f.section_title ? f.section_title : s->blocks[0].text;
	s->anchor = arena_printf(k->a, "section:%d", section);
	recolour(k, s);
	k->heads[section] = s;
}

static void
add_section(struct compiler *k, int section)
{
	const struct issue_section *s = section_of(k->is, section);

	if (k->heads[section])
		g_ptr_array_add(k->to, k->heads[section]);
	for (size_t i = s->first; i < s->first + s->n; i++)
		g_ptr_array_add(k->to, k->items[i]);
}

/* ---- contents --------------------------------------------------------- */

static void
add_entry(struct compiler *k, struct dresser *d, const struct text *title,
    const struct story *to)
{
	const struct fields f = { .item = to->item, .number = to->number, .issue = k->is };
	struct texter t;

	texter_init(&t, k->a);
	if (to->item && k->l->issue.contents.number &&
	    template_add(&t, k->l, &f, k->l->issue.contents.number, title->at))
		texter_add(&t, "\u00A0", 0, NULL, title->at);
	texter_add(&t, title->s, 0, NULL, title->at);
	struct block *b = add_text_block(d, ROLE_CONTENTS_ENTRY, title->at, &t);
	if (!b)
		return;
	point(k, b, to);
	b->tail = &k->l->issue.contents.folio;
	b->leader = k->l->issue.contents.leader;
}

/* A section as one line of the contents, or else its items. */
static void
list_section(struct compiler *k, struct dresser *d, int section)
{
	const struct issue_section *s = section_of(k->is, section);
	enum contents_what what = k->l->issue.contents.what;
	const struct story *head = k->heads[section];
	struct text title = { head ? head->section_title : s->title.s, s->at };

	if (s->n == 0)
		return;
	if (what == CONTENTS_SECTIONS && title.s) {
		add_entry(k, d, &title, head ? head : k->items[s->first]);
		return;
	}
	if (what == CONTENTS_ALL && title.s) {
		struct texter t;

		texter_init(&t, k->a);
		texter_add(&t, title.s, 0, NULL, title.at);
		add_text_block(d, ROLE_CONTENTS_SECTION, title.at, &t);
	}
	for (size_t i = s->first; i < s->first + s->n; i++)
		add_entry(k, d, &k->is->entries[i].item->headline, k->items[i]);
}

static struct story *
make_contents(struct compiler *k)
{
	struct dresser d = dresser_begin(k);

	add_template(k, &d, ROLE_CONTENTS_TITLE, k->l->issue.contents.title, &k->fields);
	for (int i = 1; (size_t)i <= k->is->n_sections + 1; i++)
		list_section(k, &d, i);
	return dresser_end(&d, STORY_CONTENTS);
}

/* ---- contacts and imprint --------------------------------------------- */

static struct story *
make_contacts(struct compiler *k)
{
	struct dresser d = dresser_begin(k);

	if (k->is->n_contacts > 0)
		add_template(k, &d, ROLE_CONTACTS_TITLE, k->l->issue.contacts_title, &k->fields);
	for (size_t i = 0; i < k->is->n_contacts; i++)
		add_contact(&d, &k->is->contacts[i]);
	return dresser_end(&d, STORY_CONTACTS);
}

static void
add_imprint_line(struct dresser *d, const char *s, struct place at)
{
	struct text line = { s, at };

	if (*s)
		add_field(d, ROLE_IMPRINT, &line);
}

static struct story *
make_imprint(struct compiler *k)
{
	struct dresser d = dresser_begin(k);

	add_template(k, &d, ROLE_IMPRINT, k->l->issue.imprint, &k->fields);
	for (size_t i = 0; i < k->is->imprint.n; i++) {
		g_auto(GStrv) lines = g_strsplit(k->is->imprint.v[i].s, "\n", -1);

		for (char **s = lines; *s; s++)
			add_imprint_line(&d, *s, k->is->imprint.v[i].at);
	}
	return dresser_end(&d, STORY_IMPRINT);
}

/* ---- the whole -------------------------------------------------------- */

static void
add_own(struct compiler *k, struct story *s)
{
	if (s)
		g_ptr_array_add(k->to, s);
}

static void
add_sections(struct compiler *k)
{
	const struct issue_spec *spec = &k->l->issue;
	bool corrections = false;

	for (size_t i = 0; i < spec->n_order; i++)
		corrections |= spec->order[i] == ISSUE_CORRECTIONS;
	for (int i = 1; (size_t)i <= k->is->n_sections; i++)
		add_section(k, i);
	/* A layout that does not speak of them does not lose them. */
	if (!corrections)
		add_section(k, (int)k->is->n_sections + 1);
}

static void
add_part(struct compiler *k, enum issue_part p)
{
	switch (p) {
	case ISSUE_CONTENTS:
		add_own(k, make_contents(k));
		break;
	case ISSUE_SECTIONS:
		add_sections(k);
		break;
	case ISSUE_CORRECTIONS:
		add_section(k, (int)k->is->n_sections + 1);
		break;
	case ISSUE_CONTACTS:
		add_own(k, make_contacts(k));
		break;
	case ISSUE_IMPRINT:
		add_own(k, make_imprint(k));
		break;
	case ISSUE_PART_N:
		break;
	}
}

static void
dress_all(struct compiler *k)
{
	for (int i = 1; (size_t)i <= k->is->n_sections + 1; i++)
		dress_head(k, i);
	for (size_t i = 0; i < k->is->n_entries; i++)
		dress_entry(k, i);
	for (size_t i = 0; !k->failed && i < k->is->n_entries; i++)
		if (k->items[i]->item->corrects.id.s)
			refer(k, k->items[i]);
}

struct stories
story_issue(struct arena *a, struct diags *dg, const struct issue *is,
    const struct layout *l, const struct fields *f, bool proof)
{
	g_autoptr(GPtrArray) to = g_ptr_array_new();
	g_autoptr(GHashTable) anchors = g_hash_table_new(g_str_hash, g_str_equal);
	struct compiler k = { .anchors = anchors, .a = a, .dg = dg, .is = is, .l = l, .fields = *f, .to = to, .proof = proof,
		.items = arena_array(a, struct story *, is->n_entries + 1),
		.heads = arena_array(a, struct story *, is->n_sections + 2) };

	k.fields.issue = is;
	dress_all(&k);
	if (k.failed)
		return (struct stories) { 0 };
	for (size_t i = 0; i < l->issue.n_order; i++)
		add_part(&k, l->issue.order[i]);
	if (l->item_facing)
		face_items(dg, (struct story **)(void *)to->pdata, to->len, l);
	return (struct stories) { arena_memdup(a, to->pdata, to->len * sizeof(struct story *)),
		to->len };
}
