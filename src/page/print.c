/* Pages as text. */
#include "page/page.h"

static void
print_placed(const struct placed *p, GString *to)
{
	static const char *const kind[] = { "line", "rule", "tint", "image" };

	g_string_append_printf(to, "  %s %d,%d %dx%d", kind[p->kind], p->box.x, p->box.y,
	    p->box.w, p->box.h);
	if (p->furniture)
		g_string_append(to, " furniture");
	else
		g_string_append_printf(to, " story %d column %d", p->story, p->column);
	if (p->kind == PLACED_LINE) {
		g_string_append_printf(to, " %s ", p->galley->block->style->name);
		if (p->line == p->galley->marker)
			g_string_append(to, "marker");
		else
			g_string_append_printf(to, "%u-%u", p->line->start, p->line->end);
	} else if (p->kind == PLACED_IMAGE) {
		g_string_append_printf(to, " %s", p->image->file);
	}
	g_string_append_c(to, '\n');
}

void
pages_print(const struct pages *p, GString *to)
{
	for (size_t i = 0; i < p->n; i++) {
		g_string_append_printf(to, "page %d %s\n", p->v[i].number,
		    p->v[i].left_hand ? "left" : "right");
		for (size_t j = 0; j < p->v[i].n; j++)
			print_placed(&p->v[i].placed[j], to);
	}
}
