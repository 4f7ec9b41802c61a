/* Pages to sheets: everything at its place from the sheet's own corner. */
#include "sheet/sheet-int.h"

static struct mark
solid_mark(const struct placed *p, int tag, dim room)
{
	static const enum mark_kind kinds[] = {
		[PLACED_RULE] = MARK_RULE,
		[PLACED_TINT] = MARK_TINT,
		[PLACED_IMAGE] = MARK_IMAGE,
	};

	return (struct mark){
		.kind = kinds[p->kind],
		.tag = tag,
		.box = { p->box.x + room, p->box.y + room, p->box.w,
		    p->box.h },
		.colour = p->kind == PLACED_IMAGE ? NULL : p->colour,
		.image = p->kind == PLACED_IMAGE ? p->image : NULL,
		.crop = p->crop,
	};
}

static void
add_placed(
    struct homes h, GArray *marks, const struct placed *p, int tag, dim room)
{
	if (p->kind == PLACED_LINE) {
		text_add(h, marks, p, tag, room);
		return;
	}
	struct mark m = solid_mark(p, tag, room);
	g_array_append_val(marks, m);
}

static struct sheet
make_sheet(struct homes h, const struct page *p, const struct layout *l,
    const struct tags *tags, dim room)
{
	g_autoptr(GArray) marks =
	    g_array_new(FALSE, FALSE, sizeof(struct mark));
	const char *folio = arena_printf(h.a, "%d", p->number);

	for (size_t i = 0; i < p->n; i++)
		add_placed(h, marks, &p->placed[i], tag_of(tags, &p->placed[i]),
		    room);
	return (struct sheet){
		.width = l->width + 2 * room,
		.height = l->height + 2 * room,
		.trim = { room, room, l->width, l->height },
		.marks = arena_memdup(
		    h.a, marks->data, marks->len * sizeof(struct mark)),
		.n = marks->len,
		.label = story_digits(h.a, folio, l->numbering),
	};
}

/* ---- drawn when they are asked for ------------------------------------ */

struct late {
	const struct pages *pages;
	struct tags tags;
	dim room;
	struct arena **drawn; /* one: of the sheet that is drawn; NULL: none is */
};

void
sheet_fade(const struct sheets *s, size_t i)
{
	if (!s->late || !*s->late->drawn)
		return;
	for (size_t k = 0; k < s->v[i].n; k++) {
		s->v[i].marks[k].glyphs = NULL;
		s->v[i].marks[k].clusters = NULL;
	}
	g_clear_pointer(s->late->drawn, arena_destroy);
}

/* The same marks once more: these have their glyphs, those that stand here were only counted. */
void
sheet_draw(const struct sheets *s, size_t i)
{
	const struct late *l = s->late;

	if (!l)
		return;
	g_assert(!*l->drawn);
	struct arena *a = *l->drawn = arena_create();
	struct sheet again = make_sheet((struct homes) { a, a }, &l->pages->v[i], s->layout, &l->tags, l->room);
	for (size_t k = 0; k < again.n; k++) {
		s->v[i].marks[k].glyphs = again.marks[k].glyphs;
		s->v[i].marks[k].clusters = again.marks[k].clusters;
	}
}

static const struct late *
late_make(struct arena *a, const struct pages *p, struct tags tags, dim room)
{
	struct late *l = arena_new(a, struct late);

	*l = (struct late) { p, tags, room, arena_new(a, struct arena *) };
	return l;
}

/* ---- the door --------------------------------------------------------- */

const struct sheets *
sheet_make(struct arena *a, struct arena *drawn, const struct pages *p,
    const struct story *const *stories, size_t n, dim room)
{
	struct sheets *s = arena_new(a, struct sheets);
	struct tags tags = tags_make(a, stories, n);

	s->layout = p->layout;
	s->tags = tags.v;
	s->n_tags = tags.n;
	s->n = p->n;
	s->v = arena_array(a, struct sheet, p->n);
	s->late = drawn ? NULL : late_make(a, p, tags, room);
	for (size_t i = 0; i < p->n; i++)
		s->v[i] = make_sheet((struct homes) { a, drawn }, &p->v[i], p->layout, &tags, room);
	return s;
}
