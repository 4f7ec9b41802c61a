/* What is painted on a side: two pages, each within its half, and marks. */
#include "impose/impose-int.h"

#define MARK_LENGTH 14.0 /* 5 mm */
#define MARK_WIDTH 0.25
#define MARK_GAP 6.0     /* 2 mm from the trim, or the bleed where that is more */

static void
add_number(GString *to, double v)
{
	char s[G_ASCII_DTOSTR_BUF_SIZE];

	g_ascii_formatd(s, sizeof s, "%.4f", v);
	g_string_append_printf(to, "%s ", s);
}

static void
add_numbers(GString *to, const double *v, size_t n, const char *operator)
{
	for (size_t i = 0; i < n; i++)
		add_number(to, v[i]);
	g_string_append_printf(to, "%s\n", operator);
}

/*
 * A page with its bleed on the three sides that are cut, up to the fold on the
 * fourth; moved `shift` to the right.  A smaller page stands at the fold.
 */
static void
draw_page(const struct plate *p, const struct leaf *l, bool left, double shift, GString *to)
{
	double x = left ? p->x + p->w - l->w * p->scale : p->x + p->w;
	double cut = MIN(p->bleed, l->bleed * p->scale);
	double from = left ? p->x - cut : p->x + p->w;
	double half[4] = { from, p->y - cut, p->w + cut, p->h + 2 * cut };
	double place[6] = { p->scale, 0, 0, p->scale, x + shift,
		p->y + (p->h - l->h * p->scale) / 2 };

	g_string_append(to, "q\n");
	add_numbers(to, half, 4, "re W n");
	add_numbers(to, place, 6, "cm");
	add_numbers(to, l->matrix, 6, "cm");
	g_string_append_printf(to, "/%s Do\nQ\n", left ? "L" : "R");
}

static void
draw_line(GString *to, double x, double y, double x2, double y2)
{
	double a[2] = { x, y }, b[2] = { x2, y2 };

	add_numbers(to, a, 2, "m");
	add_numbers(to, b, 2, "l S");
}

static void
draw_marks(const struct plate *p, GString *to)
{
	double gap = MAX(MARK_GAP, p->bleed), end = gap + MARK_LENGTH;
	double left = p->x, right = p->x + 2 * p->w, low = p->y, high = p->y + p->h;
	double middle = p->x + p->w;

	g_string_append_printf(to, "q /All CS 1 SCN %.2f w\n", MARK_WIDTH);
	for (int i = 0; i < 2; i++) {
		double y = i ? high : low, x = i ? right : left, out = i ? 1 : -1;

		draw_line(to, left - gap, y, left - end, y);
		draw_line(to, right + gap, y, right + end, y);
		draw_line(to, x, low - gap, x, low - end);
		draw_line(to, x, high + gap, x, high + end);
		g_string_append(to, p->fold ? "[3 2] 0 d\n" : "");
		draw_line(to, middle, y + out * gap, middle, y + out * end);
		g_string_append(to, "[] 0 d\n");
	}
	g_string_append(to, "Q\n");
}

void
plate_draw(const struct plate *p, const struct leaf *left, const struct leaf *right, int depth,
    GString *to)
{
	double shift = p->creep * depth;

	if (left)
		draw_page(p, left, true, shift, to);
	if (right)
		draw_page(p, right, false, -shift, to);
	if (p->marks)
		draw_marks(p, to);
}
