/*
 * What a JSON file holds: a document of ninjs, a list of them, or a JSON Feed
 * (1.0 and 1.1, https://jsonfeed.org/version/1.1), whose items are posts.
 */
#include "import/import-int.h"

#include <jansson.h>
#include <string.h>

/* ---- lines ------------------------------------------------------------ */

/* jansson does not say where a value stands. */
struct scan {
	const char *key;   /* of the list in the object around all; NULL: the list is around all */
	const char *last;  /* the text that was read last, at its first letter */
	int depth, list;   /* of brackets; of the list, 0 outside of it */
	GArray *lines;     /* int: where each object of it begins */
};

static void
open_bracket(struct scan *s, char bracket, int line)
{
	s->depth++;
	if (bracket == '[' && s->depth == (s->key ? 2 : 1) &&
	    (!s->key || (s->last && g_str_has_prefix(s->last, s->key) && s->last[strlen(s->key)] == '"')))
		s->list = s->depth;
	else if (bracket == '{' && s->list && s->depth == s->list + 1)
		g_array_append_val(s->lines, line);
}

static void
close_bracket(struct scan *s)
{
	if (s->list == s->depth)
		s->list = 0;
	s->depth--;
}

/* The lines on which the objects of a list begin, in JSON that was read without a fault. */
static GArray *
find_lines(const char *json, const char *key)
{
	struct scan s = { .key = key, .lines = g_array_new(FALSE, FALSE, sizeof(int)) };
	int line = 1;

	for (const char *p = json; *p; p++) {
		if (*p == '"') {
			s.last = ++p;
			for (; *p && *p != '"'; p++)
				p += *p == '\\' && p[1];
		}
		line += *p == '\n';
		if (*p == '[' || *p == '{')
			open_bracket(&s, *p, line);
		else if (*p == ']' || *p == '}')
			close_bracket(&s);
	}
	return s.lines;
}

static int
line_of(const GArray *lines, size_t i)
{
	return i < lines->len ? g_array_index(lines, int, i) : 1;
}

/* ---- JSON Feed -------------------------------------------------------- */

static const char *
text_of(struct importer *im, const json_t *o, const char *key, int line)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s && *s ? clean_controls(im, s, line) : NULL;
}

static const char *
escaped(struct importer *im, const char *text)
{
	g_autofree char *s = text ? g_markup_escape_text(text, -1) : NULL;

	return s ? arena_strdup(im->a, s) : NULL;
}

static const char *
author_of(struct importer *im, const json_t *o, int line)
{
	const json_t *list = json_object_get(o, "authors");

	return text_of(im, list ? json_array_get(list, 0) : json_object_get(o, "author"), "name", line);
}

static void
add_file(struct importer *im, struct post *post, const char *url)
{
	const char *name = markup_file_name(im, url, post->line);

	if (name)
		g_ptr_array_add(post->media, (gpointer)(uintptr_t)name);
}

static void
read_lists(struct importer *im, struct post *post, const json_t *o)
{
	const json_t *tags = json_object_get(o, "tags"), *files = json_object_get(o, "attachments");

	for (size_t i = 0; i < json_array_size(tags); i++) {
		const char *tag = json_string_value(json_array_get(tags, i));
		if (tag && *tag)
			g_ptr_array_add(post->tags, (gpointer)(uintptr_t)escaped(im, clean_controls(im, tag, post->line)));
	}
	add_file(im, post, json_string_value(json_object_get(o, "image")));
	for (size_t i = 0; i < json_array_size(files); i++)
		add_file(im, post, json_string_value(json_object_get(json_array_get(files, i), "url")));
}

static void
put_post(struct importer *im, const json_t *o, int line, const char *language)
{
	const char *html = text_of(im, o, "content_html", line), *own = text_of(im, o, "language", line);
	struct post post = { .line = line, .plain_title = true, .title = text_of(im, o, "title", line),
		.guid = text_of(im, o, "id", line), .link = text_of(im, o, "url", line),
		.content = html ? html : text_of(im, o, "content_text", line), .plain_body = !html,
		.description = escaped(im, text_of(im, o, "summary", line)), .creator = author_of(im, o, line),
		.published = text_of(im, o, "date_published", line), .updated = text_of(im, o, "date_modified", line),
		.categories = g_ptr_array_new(), .tags = g_ptr_array_new(), .media = g_ptr_array_new() };

	read_lists(im, &post, o);
	post_put(im, &post, own ? own : language);
	g_ptr_array_unref(post.categories);
	g_ptr_array_unref(post.tags);
	g_ptr_array_unref(post.media);
}

static void
import_json_feed(struct importer *im, const json_t *o, const char *json)
{
	const json_t *items = json_object_get(o, "items");
	GArray *lines = find_lines(json, "items");
	const char *language = text_of(im, o, "language", 1);

	for (size_t i = 0; i < json_array_size(items); i++)
		put_post(im, json_array_get(items, i), line_of(lines, i), language);
	if (json_array_size(items) == 0)
		refuse(im, "import.empty", 1, "there is no release in the feed");
	g_array_unref(lines);
}

/* ---- ninjs ------------------------------------------------------------ */

/* Search results have documents in a list of one of these names. */
static const char *
list_key(const json_t *o)
{
	static const char *const keys[] = { "items", "item", "_items" };

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		if (ninjs_is(json_array_get(json_object_get(o, keys[i]), 0)))
			return keys[i];
	return NULL;
}

static void
import_list(struct importer *im, const json_t *list, const char *key, const char *json)
{
	GArray *lines = find_lines(json, key);

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *o = json_array_get(list, i);
		if (ninjs_is(o))
			ninjs_put(im, o, line_of(lines, i), false);
		else
			refuse(im, "import.kind", line_of(lines, i), "entry %zu of the list is JSON of another kind than ninjs, which is not read", i + 1);
	}
	g_array_unref(lines);
}

/* What its reader stumbled over is behind « near »; what it waited for is told in words of grammar. */
static void
report_syntax(struct importer *im, const json_error_t *e)
{
	const char *near = strstr(e->text, " near ");
	int code = json_error_code(e);

	if (code == json_error_premature_end_of_input) {
		refuse(im, "import.json", e->line, "the JSON ends too early");
		diag_help(im->dg, "take the file from where it came once more, the whole of it");
	} else if (near && (code == json_error_invalid_syntax || code == json_error_end_of_input_expected)) {
		refuse(im, "import.json", e->line, "%s does not belong here in JSON", near + strlen(" near "));
		diag_help(im->dg, "is a comma, a colon or a quotation mark missing before it, or is one too many?");
	} else {
		refuse(im, "import.json", e->line, "the JSON is wrong here: %s", e->text);
	}
}

void
import_json(struct importer *im, const char *json, size_t len)
{
	json_error_t error;
	json_t *o = json_loadb(json, len, 0, &error);
	const char *version = json_string_value(json_object_get(o, "version")), *key = list_key(o);

	if (!o)
		report_syntax(im, &error);
	else if (version && strstr(version, "//jsonfeed.org/"))
		import_json_feed(im, o, json);
	else if (ninjs_is(o))
		ninjs_put(im, o, 1, true);
	else if (ninjs_is(json_array_get(o, 0)))
		import_list(im, o, NULL, json);
	else if (key)
		import_list(im, json_object_get(o, key), key, json);
	else
		refuse(im, "import.kind", 0, "the file is JSON of another kind than ninjs and JSON Feed, which is not read");
	json_decref(o);
}
