/* What browsers are shown: the last good pages, and what is wrong now. */
#include "preview/preview-int.h"

#include <string.h>

static void
clear_page(void *p)
{
	struct board_page *pg = p;

	g_clear_pointer(&pg->svg, g_bytes_unref);
	g_clear_pointer(&pg->facts, g_bytes_unref);
}

static void
free_picture(void *p)
{
	struct board_picture *pic = p;

	g_free(pic->type);
	g_bytes_unref(pic->bytes);
	g_free(pic);
}

void
board_init(struct board *b)
{
	*b = (struct board) { .messages = g_strdup("[]"),
		.pages = g_array_new(FALSE, TRUE, sizeof(struct board_page)),
		.pictures = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_picture) };
	g_array_set_clear_func(b->pages, clear_page);
}

void
board_finish(struct board *b)
{
	g_array_unref(b->pages);
	g_hash_table_destroy(b->pictures);
	g_free(b->messages);
	g_clear_pointer(&b->styles, g_bytes_unref);
}

/* ---- taking ------------------------------------------------------------ */

static bool
take_pages(struct board *b, const struct frame *f, const char *bytes)
{
	if (f->len != f->a * 2 * sizeof(dim))
		return false;
	bool other = f->a != b->pages->len;

	g_array_set_size(b->pages, f->a);
	for (guint i = 0; i < f->a; i++) {
		struct board_page *pg = &g_array_index(b->pages, struct board_page, i);
		dim size[2];

		memcpy(size, bytes + 2 * i * sizeof(dim), sizeof size);
		other |= size[0] != pg->width || size[1] != pg->height;
		pg->width = size[0];
		pg->height = size[1];
	}
	return other;
}

static bool
is_same(GBytes *old, const char *bytes, size_t len)
{
	gsize n = 0;
	const void *p = old ? g_bytes_get_data(old, &n) : NULL;

	return old && n == len && memcmp(p, bytes, len) == 0;
}

static bool
replace(GBytes **at, const char *bytes, size_t len)
{
	if (is_same(*at, bytes, len))
		return false;
	g_clear_pointer(at, g_bytes_unref);
	*at = g_bytes_new(bytes, len);
	return true;
}

static bool
take_page(struct board *b, const struct frame *f, const char *bytes)
{
	if (f->a == 0 || f->a > b->pages->len || f->b > f->len)
		return false;
	struct board_page *pg = &g_array_index(b->pages, struct board_page, f->a - 1);
	bool other = replace(&pg->svg, bytes, f->b);
	/* Facts name lines of files, which move though the page does not. */
	bool moved = replace(&pg->facts, bytes + f->b, f->len - f->b);

	if (other)
		pg->version = b->revision + 1;
	if (moved)
		pg->told = b->revision + 1;
	return other || moved;
}

static bool
take_picture(struct board *b, const struct frame *f, const char *bytes)
{
	const char *type = memchr(bytes, '\0', f->len);
	const char *end = type ? memchr(type + 1, '\0', (size_t)(bytes + f->len - type - 1)) : NULL;

	if (!end)
		return false;
	struct board_picture *pic = g_new(struct board_picture, 1);
	pic->type = g_strdup(type + 1);
	pic->bytes = g_bytes_new(end + 1, (size_t)(bytes + f->len - end - 1));
	g_hash_table_insert(b->pictures, g_strdup(bytes), pic);
	return false;
}

static bool
take_done(struct board *b, const struct frame *f)
{
	b->outcome = f->a;
	b->milliseconds = f->b;
	b->busy = false;
	b->run++;
	return true;
}

static bool
take(struct board *b, const struct frame *f, const char *bytes)
{
	switch ((enum frame_kind)f->kind) {
	case FRAME_PAGES:
		return take_pages(b, f, bytes);
	case FRAME_PAGE:
		return take_page(b, f, bytes);
	case FRAME_PICTURE:
		return take_picture(b, f, bytes);
	case FRAME_STYLES:
		replace(&b->styles, bytes, f->len);
		return false;
	case FRAME_MESSAGES:
		g_free(b->messages);
		b->messages = g_strndup(bytes, f->len);
		return false;
	case FRAME_DONE:
		return take_done(b, f);
	case FRAME_BORN:
	case FRAME_SEEN:
	case FRAME_FILES:
	case FRAME_KINDS:
		break;
	}
	return false;
}

bool
board_take(struct board *b, const struct frame *f, const char *bytes)
{
	bool news = take(b, f, bytes);

	b->revision += news;
	return news;
}

/* ---- telling ----------------------------------------------------------- */

char *
board_state(const struct board *b)
{
	GString *s = g_string_new(NULL);

	g_string_append_printf(s, "{\"revision\":%u,\"run\":%u,\"busy\":%s,\"outcome\":%u,\"ms\":%u,"
	    "\"rtl\":%s,\"pages\":[", b->revision, b->run, b->busy ? "true" : "false", b->outcome,
	    b->milliseconds, diag_reads_rtl() ? "true" : "false");
	for (guint i = 0; i < b->pages->len; i++) {
		const struct board_page *pg = &g_array_index(b->pages, struct board_page, i);

		g_string_append_printf(s, "%s[%u,%d,%d,%u]", i ? "," : "", pg->version, pg->width,
		    pg->height, pg->told);
	}
	g_string_append_printf(s, "],\"messages\":%s}", b->messages);
	return g_string_free(s, FALSE);
}
