/* An item file: front matter between two lines of ---, then the body. */
#include "item/item.h"
#include "item/item-int.h"

#include <stdarg.h>
#include <string.h>

void
item_fault(struct reader *r, const char *code, struct place at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	diag_addv(r->dg, DIAG_ERROR, code, at, fmt, ap);
	va_end(ap);
}

static const struct format item_format = {
	.name = N_("an item"),
	.bad_value = "item.bad-value",
	.unknown_key = "item.unknown-key",
	.date = "item.date",
	.address = "item.address",
	.help_unknown = N_("what nashra does not know goes under 'ext:'"),
};

struct parts {
	const char *front, *body;
	size_t front_len, body_len;
	uint32_t body_line;
};

static const char minimal[] =
    N_("an item begins with four lines: ---, nashra-item: 1, headline: …, ---");

static bool
is_fence(const char *line, size_t n)
{
	while (n && strchr(" \t\r", line[n - 1]))
		n--;
	return n == 3 && memcmp(line, "---", 3) == 0;
}

static size_t
line_length(const char *p, const char *end)
{
	const char *stop = memchr(p, '\n', (size_t)(end - p));

	return (size_t)((stop ? stop : end) - p);
}

static bool
split(struct reader *r, const char *p, const char *end, struct parts *ret)
{
	uint32_t line = 1;
	size_t n = line_length(p, end);

	if (!is_fence(p, n)) {
		enum text_format f = text_format(p, (size_t)(end - p));

		if (f != TEXT_UNSAID && f != TEXT_ITEM) {
			item_fault(r, "item.no-front-matter", (struct place) { r->file, 1, 1 },
			    "this file is %s, not an item", text_format_name(f));
			diag_help(r->dg, "%s", diag_word(minimal));
			return false;
		}
		item_fault(r, "item.no-front-matter", (struct place) { r->file, 1, 1 },
		    p == end ? N_("the file is empty") : N_("the item does not begin with a line ---"));
		diag_help(r->dg, "%s", diag_word(minimal));
		return false;
	}
	ret->front = p = MIN(p + n + 1, end);
	while (p < end) {
		line++;
		n = line_length(p, end);
		if (is_fence(p, n)) {
			ret->front_len = (size_t)(p - ret->front);
			ret->body = MIN(p + n + 1, end);
			ret->body_len = (size_t)(end - ret->body);
			ret->body_line = line + 1;
			return true;
		}
		p = MIN(p + n + 1, end);
	}
	item_fault(r, "item.no-front-matter", (struct place) { r->file, 1, 1 },
	    "the front matter is not closed by a second line ---");
	diag_help(r->dg, "%s", diag_word(minimal));
	return false;
}

static void
read_parts(struct reader *r, const struct parts *p)
{
	struct yaml *root = yaml_read(r->a, r->dg, r->file, p->front, p->front_len,
	    2, item_verbatim_keys);

	if (root)
		front_read(r, root);
	body_read(r, p->body, p->body_len, p->body_line);
	notes_forget(r);
}

static struct item *
new_item(struct arena *a, const char *file)
{
	struct item *it = arena_new(a, struct item);
	g_autofree char *folder = g_path_get_dirname(file);

	it->file = file;
	it->folder = arena_strdup(a, folder);
	it->language = (struct text) { "ar", { file, 0, 0 } };
	return it;
}

const struct item *
item_read(struct arena *a, struct diags *dg, const char *file, const char *bytes,
    size_t len)
{
	size_t errors = diags_count(dg, DIAG_ERROR);
	struct reader r = { .a = a, .dg = dg, .file = file, .format = &item_format,
		.item = new_item(a, file) };
	const char *p = bytes, *end = bytes + len;
	struct parts parts;

	if (!text_check_file(dg, file, bytes, len) || !limits_hold(&r, bytes, len))
		return NULL;
	if (len >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
		p += 3;
	if (split(&r, p, end, &parts)) {
		r.item->written.bytes = bytes;
		r.item->written.len = len;
		r.item->written.body = (size_t)(parts.body - bytes);
		read_parts(&r, &parts);
	}
	return diags_count(dg, DIAG_ERROR) == errors ? r.item : NULL;
}

const struct item *
item_load(struct arena *a, struct diags *dg, const char *file)
{
	return item_load_beneath(a, dg, NULL, file, (struct place) { file, 0, 0 });
}

const struct item *
item_load_beneath(struct arena *a, struct diags *dg, const char *root,
    const char *path, struct place from)
{
	size_t len = 0;
	const char *bytes = file_read(a, dg, root, path, LIMIT_ITEM_BYTES, from, &len);
	bool bare = !root || strcmp(root, ".") == 0;
	const char *file = bare ? path : arena_printf(a, "%s/%s", root, path);

	if (!bytes)
		return NULL;
	diags_source(dg, file, bytes, len);
	return item_read(a, dg, file, bytes, len);
}
