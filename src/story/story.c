/* An item to blocks, element by element in the layout's order. */
#include "story/story-int.h"

#include <string.h>

/* Never first on a line. */
#define DASH "\u00A0– "

/* ---- blocks of text --------------------------------------------------- */

/*
 * Text against the layout's direction is of another script, and nothing is
 * hyphenated here: in a narrow column it would have holes if it were filled.
 */
static const struct style *
style_of(const struct dresser *d, enum role role)
{
	const struct style *st = d->l->role[role];

	if (!d->turned || st->align != ALIGN_JUSTIFY)
		return st;
	struct style *ragged = arena_memdup(d->a, st, sizeof *st);
	ragged->align = ALIGN_START;
	return ragged;
}

struct block *
add_block(struct dresser *d, enum block_kind kind, enum role role, struct place at)
{
	struct block b = { .kind = kind, .role = role, .style = style_of(d, role),
		.at = at, .turned = d->turned };

	g_array_append_val(d->blocks, b);
	return &g_array_index(d->blocks, struct block, d->blocks->len - 1);
}

/* Digits of Latin text are its own. */
static enum numerals
numerals_of(const struct dresser *d)
{
	return d->turned && d->l->numerals == NUMERALS_ARAB ? NUMERALS_KEEP : d->l->numerals;
}

static bool
runs_left(const struct dresser *d)
{
	return d->l->rtl != d->turned;
}

/* The program counts in a text as its language does, and joins its parts so. */
static enum numerals
counting_of(const struct dresser *d)
{
	const char *language = d->it->language.s;

	if (!d->turned || d->l->numerals == NUMERALS_LATN)
		return d->l->numbering;
	return layout_digits_of(language ? language : runs_left(d) ? "ar" : "en");
}

static const char *
comma_of(const struct dresser *d)
{
	return runs_left(d) ? "، " : ", ";
}

struct block *
add_text_block(struct dresser *d, enum role role, struct place at, struct texter *t)
{
	struct block *b = add_block(d, BLOCK_TEXT, role, at);

	t->binding = &d->l->binding;
	t->bound = d->bound;
	t->even = b->style->balance;
	if (texter_finish(t, b, numerals_of(d), block_rtl(b, d->l)))
		return b;
	g_array_set_size(d->blocks, d->blocks->len - 1);
	return NULL;
}

struct block *
add_field(struct dresser *d, enum role role, const struct text *text)
{
	struct texter t;

	if (!text->s)
		return NULL;
	texter_init(&t, d->a);
	texter_add(&t, text->s, 0, NULL, text->at);
	return add_text_block(d, role, text->at, &t);
}

static void
add_fields(struct dresser *d, enum role role, const struct texts *v)
{
	for (size_t i = 0; i < v->n; i++)
		add_field(d, role, &v->v[i]);
}

/* ---- lines put together ----------------------------------------------- */

/* A text behind another, with something between when both are there. */
static void
append_part(struct texter *t, const char *between, const struct text *text)
{
	if (!text->s || !*text->s)
		return;
	if (t->text->len > 0)
		texter_add(t, between, 0, NULL, text->at);
	texter_add(t, text->s, 0, NULL, text->at);
}

static const char *
behind_prefix(const char *prefix)
{
	size_t n = prefix ? strlen(prefix) : 0;

	return n > 0 && strchr("/:", prefix[n - 1]) ? " " : ": ";
}

/* An item outside of an issue has none. */
static void
add_number(struct dresser *d)
{
	const struct fields f = { .item = d->it, .number = d->number, .issue = d->is };
	struct place at = d->it->headline.at;
	struct texter t;

	texter_init(&t, d->a);
	template_add(&t, d->l, &f, d->l->number, at);
	add_text_block(d, ROLE_NUMBER, at, &t);
}

static void
add_byline(struct dresser *d)
{
	const struct byline *b = &d->it->byline;
	struct place at = b->literal.s ? b->literal.at : b->prefix.s ? b->prefix.at
	    : b->names.n ? b->names.v[0].at : b->role.at;
	struct texter t;

	texter_init(&t, d->a);
	append_part(&t, "", &b->literal);
	append_part(&t, " ", &b->prefix);
	for (size_t i = 0; i < b->names.n; i++)
		append_part(&t, i > 0 ? comma_of(d) : behind_prefix(b->prefix.s), &b->names.v[i]);
	append_part(&t, comma_of(d), &b->role);
	append_part(&t, DASH, &b->place);
	add_text_block(d, ROLE_BYLINE, at, &t);
}

static void
add_dateline(struct dresser *d)
{
	const struct dateline *dl = &d->it->dateline;
	const struct text *const parts[] = { &dl->literal, &dl->place, &dl->date,
		&dl->hijri, &dl->agency };
	struct place at = { 0 };
	struct texter t;

	texter_init(&t, d->a);
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		append_part(&t, DASH, parts[i]);
		if (parts[i]->s && at.line == 0)
			at = parts[i]->at;
	}
	add_text_block(d, ROLE_DATELINE, at, &t);
}

void
add_contact(struct dresser *d, const struct contact *c)
{
	const struct text *const parts[] = { &c->name, &c->role, &c->organisation,
		&c->phone, &c->email, &c->url };
	struct place at = { 0 };
	struct texter t;

	texter_init(&t, d->a);
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		append_part(&t, i < 3 ? comma_of(d) : DASH, parts[i]);
		if (parts[i]->s && at.line == 0)
			at = parts[i]->at;
	}
	add_text_block(d, ROLE_CONTACT, at, &t);
}

/* ---- the body --------------------------------------------------------- */

/* Where in the body we are. */
struct nesting {
	int depth;          /* of lists and quotations */
	int lists;          /* of lists alone */
	bool quoted;
	const char *marker; /* of the entry whose first block comes next */
	const struct list *list;
};

/* «(١)»: the number of a note as the layout writes it. */
static const char *
note_form(struct dresser *d, int number)
{
	g_auto(GStrv) parts = g_strsplit(d->l->notes.form ? d->l->notes.form : "#", "#", 2);

	return story_digits(d->a, arena_printf(d->a, "%s%d%s", parts[0], number,
	    parts[0] && parts[1] ? parts[1] : ""), counting_of(d));
}

static void
add_stretch(struct dresser *d, struct texter *t, const struct inline_text *in)
{
	if (!(in->style & INLINE_NOTE)) {
		texter_add(t, in->text.s, in->style, in->url, in->text.at);
		return;
	}
	texter_add(t, note_form(d, in->note), in->style, NULL, in->text.at);
	g_array_index(t->spans, struct span, t->spans->len - 1).note = in->note;
}

static struct block *
add_stretches(struct dresser *d, enum role role, struct place at,
    const struct inline_text *v, size_t n)
{
	struct texter t;

	texter_init(&t, d->a);
	for (size_t i = 0; i < n; i++)
		add_stretch(d, &t, &v[i]);
	return add_text_block(d, role, at, &t);
}

struct block *
add_inlines(struct dresser *d, enum role role, const struct body *b)
{
	return add_stretches(d, role, b->at, b->text, b->n_text);
}

/*
 * The notes that the text so far refers to first, behind it.  They are numbered in the
 * order of the item, and so must the texts be that come here.
 */
void
add_notes(struct dresser *d, const struct body *b)
{
	for (size_t i = 0; i < b->n_text; i++) {
		int number = b->text[i].note;

		if (number <= d->noted)
			continue;
		const struct note *n = &d->it->notes[number - 1];
		struct block *block = add_stretches(d, ROLE_NOTE, n->at, n->text, n->n_text);
		d->noted = number;
		if (!block)
			continue;
		block->note = number;
		block->marker = note_form(d, number);
	}
}

/* A paragraph behind another one is told from it by its indent. */
static bool
follows_paragraph(const struct dresser *d)
{
	if (d->blocks->len < 2)
		return false;
	guint i = d->blocks->len - 2;
	while (i > 0 && g_array_index(d->blocks, struct block, i).note > 0)
		i--;
	const struct block *before = &g_array_index(d->blocks, struct block, i);
	return before->role == ROLE_BODY || before->role == ROLE_ENTRY ||
	    before->role == ROLE_QUOTE;
}

static void
add_para(struct dresser *d, const struct body *b, struct nesting *in)
{
	enum role role = b->speaker ? ROLE_SPEAKER : in->lists ? ROLE_ENTRY
	    : in->quoted ? ROLE_QUOTE : ROLE_BODY;
	struct block *block = add_inlines(d, role, b);

	if (!block)
		return;
	block->depth = in->depth;
	block->quoted = in->quoted;
	block->marker = in->marker;
	block->list = in->list;
	block->indented = role == ROLE_BODY && follows_paragraph(d);
	in->marker = NULL;
	add_notes(d, b);
}

static const char *
marker_of(struct dresser *d, const struct body *list, int number, int lists)
{
	const struct style *st = d->l->role[ROLE_ENTRY];
	/* Letters and words are Arabic. */
	enum counter counter = d->turned && !runs_left(d) ? COUNTER_DIGITS : st->counter;

	if (list->ordered && counter == COUNTER_ABJAD && count_abjad(d->a, number))
		return arena_printf(d->a, "%s.", count_abjad(d->a, number));
	if (list->ordered && counter == COUNTER_ORDINALS && count_ordinal(number))
		return arena_printf(d->a, "%s:", count_ordinal(number));
	if (list->ordered)
		return story_digits(d->a, arena_printf(d->a, "%d.", number), counting_of(d));
	return lists > 1 && st->marker ? "–" : st->marker;
}

static struct list *
make_list(struct dresser *d, const struct body *list, const struct nesting *in)
{
	struct list *l = arena_new(d->a, struct list);
	int number = list->start;

	for (const struct body *e = list->first; e; e = e->next)
		l->n++;
	l->outer = in->list;
	l->markers = arena_array(d->a, const char *, l->n);
	for (size_t i = 0; i < l->n; i++)
		l->markers[i] = marker_of(d, list, number++, in->lists + 1);
	return l;
}

static void add_bodies(struct dresser *d, const struct body *b, struct nesting *in);

static void
add_list(struct dresser *d, const struct body *list, const struct nesting *in)
{
	struct list *l = make_list(d, list, in);
	size_t i = 0;

	for (const struct body *e = list->first; e; e = e->next) {
		struct nesting inner = *in;

		inner.depth++;
		inner.lists++;
		inner.list = l;
		inner.marker = l->markers[i++];
		add_bodies(d, e->first, &inner);
	}
}

static void
add_quote(struct dresser *d, const struct body *b, const struct nesting *in)
{
	struct nesting inner = *in;

	inner.depth++;
	inner.quoted = true;
	add_bodies(d, b->first, &inner);
}

static void
add_bodies(struct dresser *d, const struct body *b, struct nesting *in)
{
	for (; b; b = b->next)
		switch (b->kind) {
		case BODY_PARA:
			add_para(d, b, in);
			break;
		case BODY_SUBHEAD:
			add_inlines(d, b->level == 3 ? ROLE_SUBHEAD_3 : ROLE_SUBHEAD, b);
			add_notes(d, b);
			break;
		case BODY_LIST:
			add_list(d, b, in);
			break;
		case BODY_QUOTE:
			add_quote(d, b, in);
			break;
		case BODY_TABLE:
			add_table(d, b);
			break;
		case BODY_IMAGE:
			add_body_image(d, b);
			break;
		case BODY_ENTRY:
		case BODY_ROW:
		case BODY_CELL:
			break; /* only inside of the others */
		}
}

/* ---- the item --------------------------------------------------------- */

static void
add_element(struct dresser *d, enum element e)
{
	struct nesting outside = { 0 };

	switch (e) {
	case ELEMENT_SECTION:
		add_field(d, ROLE_SECTION, &d->it->section);
		break;
	case ELEMENT_NUMBER:
		add_number(d);
		break;
	case ELEMENT_KICKER:
		add_field(d, ROLE_KICKER, &d->it->kicker);
		break;
	case ELEMENT_HEADLINE:
		add_field(d, ROLE_HEADLINE, &d->it->headline);
		break;
	case ELEMENT_DECKS:
		add_fields(d, ROLE_DECK, &d->it->decks);
		break;
	case ELEMENT_BYLINE:
		add_byline(d);
		break;
	case ELEMENT_DATELINE:
		add_dateline(d);
		break;
	case ELEMENT_LEAD:
		add_field(d, ROLE_LEAD, &d->it->lead);
		break;
	case ELEMENT_MEDIA:
		add_media(d);
		break;
	case ELEMENT_BODY:
		add_bodies(d, d->it->body, &outside);
		break;
	case ELEMENT_CONTACT:
		for (size_t i = 0; i < d->it->n_contacts; i++)
			add_contact(d, &d->it->contacts[i]);
		break;
	case ELEMENT_QR:
		add_qr(d);
		break;
	case ELEMENT_N:
		break;
	}
}

/* What the program says itself, in the digits it counts with. */
static void
add_counted(struct texter *t, const struct layout *l, struct place at, const char *s)
{
	texter_add(t, story_digits(t->a, s, l->numbering), 0, NULL, at);
}

/* «تصويب لخبر: «عنوان» – العدد ٤١١ – ٢٢ نوفمبر ٢٠٢٦ م» */
static void
add_correction(struct dresser *d, const struct item *corrected)
{
	const struct corrects *c = &d->it->corrects;
	const struct text *headline = c->headline.s || !corrected ? &c->headline
	    : &corrected->headline;
	const char *date = c->date.s ? date_gregorian(d->a, c->date.s, d->l->language) : NULL;
	struct texter t;

	if (!headline->s && c->number == 0)
		return;
	texter_init(&t, d->a);
	texter_add(&t, layout_string(d->l, "correction-of"), 0, NULL, c->at);
	if (headline->s) {
		texter_add(&t, ": «", 0, NULL, c->at);
		texter_add(&t, headline->s, 0, NULL, headline->at);
		texter_add(&t, "»", 0, NULL, c->at);
	}
	if (c->number)
		add_counted(&t, d->l, c->at, arena_printf(d->a, DASH "%s\u00A0%d",
		    layout_string(d->l, "issue"), c->number));
	if (date)
		add_counted(&t, d->l, c->at, arena_printf(d->a, DASH "%s", date));
	add_text_block(d, ROLE_CORRECTION, c->at, &t);
}

/* How many elements stand over what a correction says that it corrects. */
static size_t
heads_of(const struct layout *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n_order; i++)
		if (l->order[i] == ELEMENT_HEADLINE || l->order[i] == ELEMENT_DECKS)
			n = i + 1;
	return n;
}

static void
add_elements(struct dresser *d, const struct item *corrected)
{
	size_t heads = d->it->corrects.id.s ? heads_of(d->l) : SIZE_MAX;

	for (size_t i = 0; i < d->l->n_order; i++) {
		if (i == heads)
			add_correction(d, corrected);
		add_element(d, d->l->order[i]);
	}
	if (heads == d->l->n_order)
		add_correction(d, corrected);
}

/* Most elements are the designer's to leave out; the lead is the first paragraph of the text. */
static void
check_left_out(const struct dresser *d)
{
	bool lead = false, body = false;

	for (size_t i = 0; i < d->l->n_order; i++) {
		lead |= d->l->order[i] == ELEMENT_LEAD;
		body |= d->l->order[i] == ELEMENT_BODY;
	}
	if (!d->it->lead.s || lead || !body)
		return;
	diag_add(d->dg, DIAG_WARNING, "story.left-out", d->it->lead.at,
	    "the lead is not printed, for item.order of the layout does not name it");
	diag_help(d->dg, "let the layout name lead before body, or make the text the first paragraph of the body");
}

/* The last block, notes left out: they stand at the foot. */
static struct block *
last_of_text(GArray *blocks)
{
	guint i = blocks->len - 1;

	while (i > 0 && g_array_index(blocks, struct block, i).note > 0)
		i--;
	return &g_array_index(blocks, struct block, i);
}

/* As the item says; else as the language it names is written; else as the layout. */
static bool
item_rtl(const struct item *it, const struct layout *l)
{
	static const char *const rtl[] = { "ar", "fa", "ur", "he", "ps", "ckb", "sd", "ug" };
	const char *language = it->language.s;

	if (it->direction.s)
		return strcmp(it->direction.s, "rtl") == 0;
	/* One that it does not name has no line. */
	if (!language || it->language.at.line == 0)
		return l->rtl;
	size_t n = strcspn(language, "-");
	for (size_t i = 0; i < G_N_ELEMENTS(rtl); i++)
		if (strlen(rtl[i]) == n && g_ascii_strncasecmp(rtl[i], language, n) == 0)
			return true;
	return false;
}

bool
block_rtl(const struct block *b, const struct layout *l)
{
	return l->rtl != b->turned;
}

struct story *
dress_item(struct arena *a, struct diags *dg, const struct dressing *w, const struct layout *l)
{
	const struct item *it = w->it;
	g_autoptr(GArray) blocks = g_array_new(FALSE, FALSE, sizeof(struct block));
	g_autoptr(GString) bound = g_string_new(NULL);
	struct dresser d = { .a = a, .dg = dg, .it = it, .l = l, .is = w->is,
		.number = w->number, .blocks = blocks, .bound = bound,
		.turned = item_rtl(it, l) != l->rtl, .proof = w->proof };

	add_elements(&d, w->corrected);
	check_left_out(&d);
	if (d.failed)
		return NULL;
	if (bound->len > 0)
		diag_add(dg, DIAG_NOTE, "story.bound", (struct place) { .file = it->file },
		    "not parted at the end of a line: %s", bound->str);
	if (blocks->len > 0 && !last_of_text(blocks)->cell.inside)
		last_of_text(blocks)->ends_item = true;
	struct story *s = arena_new(a, struct story);
	*s = (struct story) { .kind = STORY_ITEM, .item = it, .layout = l,
		.blocks = arena_memdup(a, blocks->data, blocks->len * sizeof(struct block)),
		.n = blocks->len, .anchor = it->id.s, .number = w->number };
	return s;
}

const struct story *
story_make(struct arena *a, struct diags *dg, const struct item *it,
    const struct layout *l, bool proof)
{
	const struct dressing alone = { .it = it, .proof = proof };

	return dress_item(a, dg, &alone, l);
}

/* ---- text form -------------------------------------------------------- */

/* Isolates and forced lines are shown; all else is as it is. */
static void
append_visible(GString *to, const char *s, size_t len)
{
	for (const char *p = s; p < s + len; p = text_next(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c == 0x2028)
			g_string_append(to, "\\n");
		else if (c >= 0x2066 && c <= 0x2069)
			g_string_append(to, c == 0x2069 ? "›" : "‹");
		else
			g_string_append_unichar(to, c);
	}
}

static void
append_style(GString *to, unsigned style)
{
	static const char letters[] = "*/`@^";

	for (unsigned i = 0; i < 5; i++)
		if (style & (1u << i))
			g_string_append_c(to, letters[i]);
}

static void
print_text_block(const struct block *b, GString *to)
{
	for (size_t i = 0; i < b->n_spans; i++) {
		const struct span *sp = &b->spans[i];

		g_string_append_printf(to, "    %u:%u ", sp->at.line, sp->at.col);
		append_style(to, sp->style);
		g_string_append_c(to, '|');
		append_visible(to, b->text + sp->start, sp->end - sp->start);
		g_string_append(to, sp->url ? "| <" : "|");
		if (sp->url)
			g_string_append_printf(to, "%s>", sp->url);
		g_string_append_c(to, '\n');
	}
}

static void
print_figure(const struct block *b, GString *to)
{
	if (b->image)
		g_string_append_printf(to, " figure %s %ux%u", b->image->file, b->image->width,
		    b->image->height);
	else
		g_string_append(to, " placeholder");
	if (b->crop.w > 0)
		g_string_append_printf(to, " crop %d %d %d %d", b->crop.x, b->crop.y, b->crop.w,
		    b->crop.h);
	if (b->span > 0)
		g_string_append_printf(to, " span %d", b->span);
	g_string_append_printf(to, " alt %s", b->alt ? b->alt : "-");
}

/* An item that is a bulletin by itself needs no introduction. */
static void
print_kind(const struct story *s, GString *to)
{
	static const char *const kinds[] = { "item", "section", "contents", "correction",
		"contacts", "imprint", "index", "part" };

	if (s->kind == STORY_ITEM && s->section == 0)
		return;
	g_string_append_printf(to, "story %s", kinds[s->kind]);
	if (s->section > 0)
		g_string_append_printf(to, " section %d", s->section);
	if (s->anchor)
		g_string_append_printf(to, " #%s", s->anchor);
	if (s->half != HALF_NONE)
		g_string_append_printf(to, " %s%s", s->faces ? "facing, at the " : "at the ",
		    s->half == HALF_START ? "start" : "end");
	g_string_append_c(to, '\n');
}

static void
print_tail(const struct block *b, GString *to)
{
	static const char *const leaders[] = { "", " dots", " rule" };

	if (b->refers)
		g_string_append_printf(to, " to #%s", b->refers->anchor);
	if (b->tail)
		g_string_append_printf(to, " tail |%s|%s", b->tail->text, leaders[b->leader]);
}

void
story_print(const struct story *s, GString *to)
{
	print_kind(s, to);
	for (size_t i = 0; i < s->n; i++) {
		const struct block *b = &s->blocks[i];

		g_string_append_printf(to, "%s %s%s%s", role_name(b->role), b->style->name,
		    b->indented ? " indented" : "", b->quoted ? " quoted" : "");
		if (b->depth)
			g_string_append_printf(to, " depth %d", b->depth);
		if (b->kind == BLOCK_TABLE)
			g_string_append_printf(to, " table %dx%d%s", b->cell.columns, b->cell.rows,
			    b->cell.head ? " head" : "");
		if (b->cell.inside)
			g_string_append_printf(to, " cell %d,%d", b->cell.row, b->cell.column);
		if (b->cell.point > 0)
			g_string_append_printf(to, " point %u", b->cell.point);
		if (b->note)
			g_string_append_printf(to, " note %d", b->note);
		if (b->marker)
			g_string_append_printf(to, " marker %s", b->marker);
		if (b->kind == BLOCK_FIGURE)
			print_figure(b, to);
		print_tail(b, to);
		g_string_append(to, b->ends_item ? " end\n" : "\n");
		print_text_block(b, to);
	}
}
