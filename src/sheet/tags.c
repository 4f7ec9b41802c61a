/*
 * The tree of elements: what a headline, a paragraph, an entry is.
 *
 * Made from the stories and not from the pages, so that its order is that of
 * reading, and a paragraph that goes over columns or pages is one element.
 */
#include "sheet/sheet-int.h"

#define NESTED LEVELS_MOST /* what item lets through */

/* Elements of one kind inside their parent, by role. */
static const enum tag_kind kinds[ROLE_N] = {
	[ROLE_SECTION] = TAG_P,
	[ROLE_NUMBER] = TAG_P,
	[ROLE_KICKER] = TAG_P,
	[ROLE_HEADLINE] = TAG_H1,
	[ROLE_DECK] = TAG_P,
	[ROLE_BYLINE] = TAG_P,
	[ROLE_DATELINE] = TAG_P,
	[ROLE_LEAD] = TAG_P,
	[ROLE_BODY] = TAG_P,
	[ROLE_SUBHEAD] = TAG_H2,
	[ROLE_ENTRY] = TAG_P,
	[ROLE_QUOTE] = TAG_P,
	[ROLE_TABLE] = TAG_CELL,
	[ROLE_TABLE_HEAD] = TAG_HEAD_CELL,
	[ROLE_TABLE_CAPTION] = TAG_CAPTION,
	[ROLE_SPEAKER] = TAG_P,
	[ROLE_SUBHEAD_3] = TAG_H3,
	[ROLE_NOTE] = TAG_NOTE,
	[ROLE_CAPTION] = TAG_CAPTION,
	[ROLE_CREDIT] = TAG_CAPTION,
	[ROLE_CONTACT] = TAG_P,
	[ROLE_FOLIO] = TAG_P,
	[ROLE_JUMP] = TAG_P,
	[ROLE_JUMP_HEAD] = TAG_P,
	[ROLE_ORNAMENT] = TAG_P,
	[ROLE_END_MARK] = TAG_P,
	[ROLE_SECTION_HEAD] = TAG_H1,
	[ROLE_CONTENTS_TITLE] = TAG_H1,
	[ROLE_CONTENTS_SECTION] = TAG_TOC_ENTRY,
	[ROLE_CONTENTS_ENTRY] = TAG_TOC_ENTRY,
	[ROLE_CONTENTS_FOLIO] = TAG_P,
	[ROLE_CORRECTION] = TAG_P,
	[ROLE_CONTACTS_TITLE] = TAG_H1,
	[ROLE_IMPRINT] = TAG_P,
	[ROLE_INDEX_TITLE] = TAG_H1,
	[ROLE_INDEX_LETTER] = TAG_H2,
	[ROLE_INDEX_ENTRY] = TAG_P,
	[ROLE_VOLUME_TITLE] = TAG_P,
	[ROLE_VOLUME_PERIOD] = TAG_P,
};

/* Which containers are open while the blocks of a story go by. */
struct builder {
	GArray *tags;
	int article;
	int quote;  /* -1: none */
	int figure; /* the one the next block may be the caption of */
	int table, row; /* open ones */
	bool captioned; /* the table's caption came, and opened it */
	int label;      /* of the block being added; 0: none */
	int toc;    /* -1: none */
	bool lower; /* heads of sections stand over those of items */
	int list[NESTED], entry[NESTED];
	int lists;
};

static int
add(GArray *tags, struct tag t)
{
	g_array_append_val(tags, t);
	return (int)tags->len - 1;
}

static int
open_in(struct builder *b, enum tag_kind kind, int parent)
{
	return add(b->tags, (struct tag){ .kind = kind, .parent = parent });
}

/* Under the head of a section, heads are one level lower. */
static enum tag_kind
kind_of(const struct builder *b, const struct block *block)
{
	enum tag_kind kind = kinds[block->role];

	if (b->lower && kind == TAG_H1)
		return TAG_H2;
	return b->lower && kind == TAG_H2 ? TAG_H3 : kind;
}

static int
add_toc_entry(struct builder *b)
{
	if (b->toc < 0)
		b->toc = open_in(b, TAG_TOC, b->article);
	return open_in(b, TAG_TOC_ENTRY, b->toc);
}

static bool
is_entry(const struct block *b)
{
	return b->role == ROLE_ENTRY || b->marker;
}

/* How many lists a block stands in; a quotation around them counts once. */
static int
lists_around(const struct block *b)
{
	if (!is_entry(b))
		return 0;
	return CLAMP(b->depth - (b->quoted ? 1 : 0), 1, NESTED);
}

static int
outside_lists(const struct builder *b)
{
	return b->quote >= 0 ? b->quote : b->article;
}

static void
open_quote(struct builder *b, const struct block *block)
{
	if (block->quoted == (b->quote >= 0))
		return;
	b->lists = 0;
	b->quote = block->quoted ? open_in(b, TAG_QUOTE, b->article) : -1;
}

static void
open_lists(struct builder *b, const struct block *block)
{
	int wanted = lists_around(block);
	bool same = b->lists >= wanted;

	b->lists = MIN(b->lists, wanted);
	if (wanted > 0 && same && block->marker)
		b->entry[wanted - 1] =
		    open_in(b, TAG_ENTRY, b->list[wanted - 1]);
	while (b->lists < wanted) {
		int parent =
		    b->lists > 0 ? b->entry[b->lists - 1] : outside_lists(b);

		b->list[b->lists] = open_in(b, TAG_LIST, parent);
		b->entry[b->lists] = open_in(b, TAG_ENTRY, b->list[b->lists]);
		b->lists++;
	}
	if (wanted > 0 && block->marker)
		b->label = open_in(b, TAG_LABEL, b->entry[wanted - 1]);
}

static int
add_figure(struct builder *b, const struct block *block)
{
	b->lists = 0;
	b->quote = -1;
	b->figure = add(b->tags,
	    (struct tag){
		.kind = TAG_FIGURE, .parent = b->article, .alt = block->alt });
	return b->figure;
}

static int
add_text(struct builder *b, const struct block *block)
{
	enum tag_kind kind = kind_of(b, block);

	if (kind == TAG_TOC_ENTRY)
		return add_toc_entry(b);
	if (kind == TAG_CAPTION && b->figure >= 0)
		return open_in(b, kind, b->figure);
	b->figure = -1;
	open_quote(b, block);
	open_lists(b, block);
	int parent = b->lists > 0 ? b->entry[b->lists - 1] : outside_lists(b);
	return open_in(b, kind == TAG_CAPTION ? TAG_P : kind, parent);
}

/* All that the table's cells need around them. */
static int
add_table(struct builder *b)
{
	bool open = b->captioned;

	b->captioned = false;
	if (open)
		return b->table;
	b->lists = 0;
	b->quote = b->figure = -1;
	b->table = open_in(b, TAG_TABLE, b->article);
	return b->table;
}

/* It stands before the table, and is its first part. */
static int
add_table_caption(struct builder *b)
{
	add_table(b);
	b->captioned = true;
	return open_in(b, TAG_CAPTION, b->table);
}

/* A cell without text is one too. */
static int
add_cell(struct builder *b, const struct block *block)
{
	if (block->cell.column == 0)
		b->row = open_in(b, TAG_ROW, b->table);
	return open_in(b, kinds[block->role], b->row);
}

static int
add_note(struct builder *b, const struct block *block)
{
	/* Where the text that refers to it is, so that it is read behind it. */
	int parent = b->lists > 0 ? b->entry[b->lists - 1] : outside_lists(b);
	int note = open_in(b, TAG_NOTE, parent);

	if (block->marker)
		b->label = open_in(b, TAG_LABEL, note);
	return open_in(b, TAG_P, note);
}

static int
add_block(struct builder *b, const struct block *block)
{
	/* Lists and quotations go on behind the notes of their texts. */
	if (block->note > 0)
		return add_note(b, block);
	if (block->cell.inside)
		return add_cell(b, block);
	switch (block->kind) {
	case BLOCK_TABLE:
		return add_table(b);
	case BLOCK_FIGURE:
		return add_figure(b, block);
	case BLOCK_TEXT:
		return block->role == ROLE_TABLE_CAPTION ? add_table_caption(b)
		                                         : add_text(b, block);
	case BLOCK_SEPARATOR:
	case BLOCK_BLANK:
		break;
	}
	return TAG_OF_FURNITURE;
}

/* The stories' elements being made. */
struct planter {
	struct arena *a;
	GArray *tags;
	int section, section_tag; /* the open one; 0: the document itself */
	bool sections;            /* some story is a section's head */
};

/* What a story without an item is called: by its title, when it has one. */
static const char *
title_of(const struct story *s)
{
	if (s->item)
		return s->item->headline.s;
	bool titled = s->n > 1 && (s->blocks[0].role == ROLE_CONTENTS_TITLE ||
	    s->blocks[0].role == ROLE_CONTACTS_TITLE || s->blocks[0].role == ROLE_INDEX_TITLE);
	return titled ? s->blocks[0].text : NULL;
}

static void
open_section(struct planter *p, const struct story *s)
{
	struct tag section = { .kind = TAG_SECTION, .parent = 0, .title = s->section_title };

	if (s->section == p->section)
		return;
	p->section = s->section;
	if (s->kind == STORY_SECTION)
		section.id = s->anchor;
	p->section_tag = s->section > 0 ? add(p->tags, section) : 0;
}

static int *
add_story(struct planter *p, const struct story *s, int **ret_of_marker)
{
	int *of_block = arena_array(p->a, int, s->n);
	struct tag article = { .kind = TAG_ARTICLE, .title = title_of(s) };

	open_section(p, s);
	article.parent = p->section_tag;
	article.id = s->anchor ? s->anchor : s->item ? s->item->id.s : NULL;
	article.turned = s->n > 0 && s->blocks[0].turned;
	if (s->item && s->item->language.at.line)
		article.language = s->item->language.s;
	struct builder b = { .tags = p->tags, .quote = -1, .figure = -1, .toc = -1,
		.lower = p->sections && s->section > 0 && s->kind != STORY_SECTION };
	/* A head is the section's own, and no article. */
	b.article = s->kind == STORY_SECTION ? p->section_tag : add(p->tags, article);
	*ret_of_marker = arena_array(p->a, int, s->n);
	for (size_t i = 0; i < s->n; i++) {
		b.label = 0;
		of_block[i] = add_block(&b, &s->blocks[i]);
		(*ret_of_marker)[i] = b.label;
	}
	return of_block;
}

struct tags
tags_make(struct arena *a, const struct story *const *stories, size_t n)
{
	g_autoptr(GArray) tags = g_array_new(FALSE, TRUE, sizeof(struct tag));
	struct tags t = { .stories = stories, .n_stories = n };
	struct planter p = { .a = a, .tags = tags };

	add(tags, (struct tag){ .kind = TAG_DOCUMENT, .parent = -1 });
	add(tags, (struct tag){ .kind = TAG_ARTIFACT, .parent = 0 });
	t.of_block = arena_array(a, int *, n);
	t.of_marker = arena_array(a, int *, n);
	for (size_t i = 0; i < n; i++)
		p.sections |= stories[i]->kind == STORY_SECTION;
	for (size_t i = 0; i < n; i++)
		t.of_block[i] = add_story(&p, stories[i], &t.of_marker[i]);
	t.n = tags->len;
	t.v = arena_memdup(a, tags->data, tags->len * sizeof(struct tag));
	return t;
}

int
tag_of(const struct tags *t, const struct placed *p)
{
	if (p->furniture || !p->block || p->story < 0 ||
	    (size_t)p->story >= t->n_stories)
		return TAG_OF_FURNITURE;
	const struct story *s = t->stories[p->story];
	uintptr_t first = (uintptr_t)s->blocks, at = (uintptr_t)p->block;

	if (at < first || at >= first + s->n * sizeof *s->blocks)
		return TAG_OF_FURNITURE;
	size_t block = (size_t)(p->block - s->blocks);
	int marker = t->of_marker[p->story][block];
	if (marker > 0 && p->galley && p->line == p->galley->marker)
		return marker;
	return t->of_block[p->story][block];
}
