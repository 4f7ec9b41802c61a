/* What belongs together: heads and their text, figures and captions; and where bands end. */
#include "page/page-int.h"

/* Lines that a head wants under it. */
#define UNDER_HEAD 3
/* The same under a subhead, which is of less weight. */
#define UNDER_SUBHEAD 2
/* Lines in each column under a head over several, at a page's foot. */
#define BESIDE_HEAD 2

/* A dateline begins the text that it stands over. */
static bool
is_head(const struct slug *s)
{
	return s->kind == PLACED_LINE && s->block->style->keep_with_next &&
	    s->block->role != ROLE_DATELINE;
}

/* What stands under the head before is complete, though it be short. */
static bool
begins_part(const struct slug *v, size_t i)
{
	return is_head(&v[i]) && !is_head(&v[i - 1]) && v[i].block != v[i - 1].block;
}

/* Over a few lines of a list, which need not be more than one. */
static bool
is_of_list(const struct slug *s)
{
	return s->block && (s->block->role == ROLE_INDEX_LETTER ||
	    s->block->role == ROLE_CONTENTS_SECTION || s->block->role == ROLE_CONTENTS_TITLE);
}

static bool
is_of_figure(const struct slug *s)
{
	return s->kind == PLACED_IMAGE || (s->block &&
	    (s->block->role == ROLE_CAPTION || s->block->role == ROLE_CREDIT));
}

/* Is nothing of its story behind figure `i` and its caption? */
static bool
ends_with_figure(const struct slug *v, size_t n, size_t i)
{
	int story = v[i].story;

	if (v[i].kind != PLACED_IMAGE || v[i - 1].story != story)
		return false;
	while (i < n && v[i].story == story && is_of_figure(&v[i]))
		i++;
	return i == n || v[i].story != story;
}

/* Of a figure under a head, in one column: it is no less than a few lines, and text may stand beside it. */
static bool
is_under_figure(const struct slug *before, const struct slug *s)
{
	return is_of_figure(before) && !is_of_figure(s) && before->span == 1 && s->span == 1;
}

/*
 * Heads and figures hold what follows; heads want some lines of it.  Under a
 * head that spans they may stand side by side.
 */
static void
note_keeps(struct slug *v, size_t n)
{
	size_t under = UNDER_HEAD; /* lines since the last head */
	size_t few = UNDER_HEAD;   /* that it wants under it */
	size_t want = UNDER_HEAD;  /* of them at a page's foot */
	bool bare = false;         /* no text has followed the last head */
	bool spans = false;        /* that head does, or a figure under it */

	for (size_t i = 1; i < n; i++) {
		const struct slug *before = &v[i - 1];
		bool begins = before->block != v[i].block || !before->block;

		if (begins && before->keep)
			v[i].faults |= CUT_KEEP;
		bare = v[i].story == before->story &&
		    (is_head(before) || (bare && is_of_figure(before)));
		v[i].goes_along = (bare && !is_head(before) && !is_of_figure(&v[i])) ||
		    (!bare && ends_with_figure(v, n, i));
		spans = is_head(before) || bare ? before->span > v[i].span
						: spans && v[i].span == before->span;
		if (is_head(before))
			few = before->block->role == ROLE_SUBHEAD ? UNDER_SUBHEAD : UNDER_HEAD;
		if (is_head(before) || bare)
			want = MAX(few, (size_t)(BESIDE_HEAD * before->span / MAX(v[i].span, 1)));
		if (is_head(before))
			under = is_of_list(before) ? want : 0;
		else if (before->story == v[i].story)
			under += !notes_alone(before);
		else
			under = want;
		size_t least = spans && !bare ? want : few;
		if ((under > 0 && under < least && !begins_part(v, i)) ||
		    (bare && before->span > 1 && under > 0))
			v[i].faults |= (spans && !bare) || (bare && is_under_figure(before, &v[i]))
			    ? CUT_BARE : CUT_STRANDED;
	}
}

/* Of a table's caption: it goes where its table does. */
static bool
is_over_table(const struct slug *s)
{
	return s->block && s->block->role == ROLE_TABLE_CAPTION;
}

/* Heads and figures over some of the columns; captions go with them. */
static void
note_floats(struct slug *v, size_t n, int columns)
{
	for (size_t i = 0; i < n; i++) {
		bool some = v[i].span > 1 && v[i].span < columns && !v[i].frame &&
		    !notes_alone(&v[i]);
		bool caption = i > 0 && v[i - 1].floats && v[i - 1].keep &&
		    v[i].span == v[i - 1].span;

		v[i].floats = some && (v[i].kind != PLACED_LINE || is_head(&v[i]) ||
		    is_over_table(&v[i]) || caption);
	}
}

/*
 * Does something begin over all columns that the page may end before?  A page ends
 * between bands, or where the next one has no room.
 */
static bool
begins_wide(const struct slug *before, const struct slug *s, int columns)
{
	return columns > 1 && s->span >= columns && before->story != s->story && !before->keep;
}

static void
note_bands(struct slug *v, size_t n, int columns)
{
	size_t end = n;

	for (size_t i = n; i > 0; i--) {
		if (i < n && (v[i].span != v[i - 1].span || v[i].floats != v[i - 1].floats ||
		    v[i].force == BREAK_PAGE || begins_wide(&v[i - 1], &v[i], columns)))
			end = i;
		v[i - 1].band_end = end;
	}
}

void
slugs_finish(struct slug *v, size_t n, int columns)
{
	for (size_t i = 0; i < n; i++)
		v[i].faults &= CUT_WIDOW | CUT_ORPHAN | CUT_KEEP;
	note_keeps(v, n);
	note_floats(v, n, columns);
	note_bands(v, n, columns);
}
