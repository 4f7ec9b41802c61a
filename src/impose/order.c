/*
 * Which pages share a side.
 *
 * Bound left, the outermost sheet of a signature of n pages has n and 1 in
 * front, 2 and n-1 behind; the next n-2 and 3, 4 and n-3.  Bound right, left
 * and right change places.
 */
#include "impose/impose.h"

static void
add_side(GArray *to, int left, int right, int depth, bool mirrored)
{
	struct side s = { mirrored ? right : left, mirrored ? left : right, depth };

	g_array_append_val(to, s);
}

/* The page that stands at place `at` of all places, blanks counted. */
static int
page_at(const struct impose *how, int pages, int places, int at)
{
	if (how->back_cover && at == places)
		return pages;
	return at <= pages - (how->back_cover ? 1 : 0) ? at : 0;
}

static void
add_signature(const struct impose *how, int pages, int places, int first, int n, bool right,
    GArray *to)
{
	for (int sheet = 0; sheet < n / 4; sheet++) {
		int low = first + 2 * sheet, high = first + n - 1 - 2 * sheet;

		add_side(to, page_at(how, pages, places, high), page_at(how, pages, places, low),
		    sheet, right);
		add_side(to, page_at(how, pages, places, low + 1),
		    page_at(how, pages, places, high - 1), sheet, right);
	}
}

void
impose_order(const struct impose *how, int pages, bool right, GArray *to)
{
	int of = how->as == IMPOSE_2UP ? 2 : 4;
	int places = (pages + of - 1) / of * of;
	int n = how->signature > 0 ? how->signature : places;

	for (int at = 1; how->as == IMPOSE_2UP && at < places; at += 2)
		add_side(to, page_at(how, pages, places, at), page_at(how, pages, places, at + 1), 0,
		    right);
	for (int at = 1; how->as == IMPOSE_BOOKLET && at < places; at += n)
		add_signature(how, pages, places, at, MIN(n, places - at + 1), right, to);
}
