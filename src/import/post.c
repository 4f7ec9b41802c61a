/* A post of a feed to the parts of an item. */
#include "import/import-int.h"

#include <string.h>

static bool
is(const char *a, const char *b)
{
	return g_strcmp0(a, b) == 0;
}

/* ---- is it a release, and when? --------------------------------------- */

/* Posts alone are; drafts and the like are somebody's work, not the office's word. */
static bool
is_release(struct importer *im, const struct post *post)
{
	const char *status = post->status ? post->status : "publish";

	if (!post->wordpress)
		return true;
	if (!is(post->type, "post") && post->type) {
		if (!is(post->type, "attachment") && !is(post->type, "nav_menu_item"))
			say(im, post->line, SURE, "skipped: a %s is no release", post->type);
		im->counts->skipped++;
		return false;
	}
	if (is(status, "publish") || is(status, "future"))
		return true;
	say(im, post->line, SURE, "skipped: its status is %s", status);
	im->counts->skipped++;
	return false;
}

static const char *
date_of_feed(struct arena *a, const char *s)
{
	const char *date = date_of_mail(a, s);

	return date ? date : date_of_iso(a, s);
}

static void
read_dates(struct importer *im, const struct post *post, struct parts *p)
{
	const char *said = post->date ? post->date : post->published;

	p->date = date_of_wordpress(im->a, post->date, post->date_gmt);
	if (!p->date)
		p->date = date_of_feed(im->a, post->published);
	if (!p->date && said)
		say(im, post->line, SURE, "date: none, for '%s' is no day of the calendar",
		    clean_value(im, said, post->line));
	p->modified = post->modified ? date_of_wordpress(im->a, post->modified, post->modified_gmt)
	    : date_of_feed(im->a, post->updated);
	if (is(p->modified, p->date))
		p->modified = NULL;
	if (!p->date && !post->published && p->modified && !post->wordpress) {
		p->date = p->modified;
		p->modified = NULL;
		say(im, post->line, LIKELY, "date: that of its last change, for there is no other");
	}
	if (is(post->status, "future") && p->date) {
		p->embargo = p->date;
		say(im, post->line, SURE, "embargo: it was to be published then");
	} else if (is(post->status, "future")) {
		p->status = "withheld";
		say(im, post->line, SURE, "status: withheld, for it was to be published later, and no day says when");
	}
	if (post->password && *post->password) {
		p->status = "withheld";
		say(im, post->line, SURE, "status: withheld, for a password was before it");
	}
}

/* ---- what it is called ------------------------------------------------ */

static const char *
id_of_post(struct importer *im, const struct post *post)
{
	const char *id = as_id(im->a, post->name);

	if (id)
		return id;
	if (post->id && as_id(im->a, post->id))
		return arena_printf(im->a, "post-%s", post->id);
	const char *unique = post->guid ? post->guid : post->link ? post->link : post->title;
	return id_of_sum(im->a, "feed-", unique ? unique : "");
}

static const char *
clean_or_null(struct importer *im, const char *s, int line)
{
	const char *clean = s ? clean_value(im, s, line) : NULL;

	return clean && *clean ? clean : NULL;
}

static void
read_names(struct importer *im, const struct post *post, struct parts *p)
{
	p->line = post->line;
	p->id = id_of_post(im, post);
	const char *link = clean_or_null(im, post->link, post->line);
	if (link && markup_is_web(link))
		p->source_url = link;
	else
		parts_extra(p, "link", link);
	const char *guid = clean_or_null(im, post->guid, post->line);
	if (guid && !is(guid, p->source_url))
		g_ptr_array_add(p->alt_ids, (gpointer)(uintptr_t)guid);
	parts_extra(p, "creator", clean_or_null(im, post->creator, post->line));
	if (post->title)
		p->headline = post->plain_title ? clean_or_null(im, post->title, post->line)
		    : markup_text(im, post->title, post->line);
}

/* ---- sections and subjects -------------------------------------------- */

/* Each once: `known` has the section and the subjects so far. */
static void
add_subjects(struct importer *im, const struct post *post, GHashTable *known, const GPtrArray *from, guint first, GPtrArray *to)
{
	for (guint i = first; i < from->len; i++) {
		const char *s = markup_text(im, g_ptr_array_index(from, i), post->line);
		if (s && g_hash_table_add(known, (gpointer)(uintptr_t)s))
			g_ptr_array_add(to, (gpointer)(uintptr_t)s);
	}
}

static void
read_categories(struct importer *im, const struct post *post, struct parts *p)
{
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);

	if (post->categories->len) {
		p->section = markup_text(im, g_ptr_array_index(post->categories, 0), post->line);
		say(im, post->line, LIKELY, "section: its first category");
	}
	if (p->section)
		g_hash_table_add(known, (gpointer)(uintptr_t)p->section);
	add_subjects(im, post, known, post->categories, 1, p->subjects);
	add_subjects(im, post, known, post->tags, 0, p->subjects);
}

/* ---- the body --------------------------------------------------------- */

static bool
is_in(const struct words *w, const char *s, size_t n)
{
	for (size_t i = 0; i < w->n; i++)
		if (strlen(w->v[i]) == n && strncmp(w->v[i], s, n) == 0)
			return true;
	return false;
}

/* Where a shortcode can end, and the last = before it: the same for all that are opened before. */
struct closing {
	const char *at, *equals;
};

static void
find_closing(struct closing *c, const char *from)
{
	if (c->at >= from)
		return;
	c->at = from + strcspn(from, "]<\n");
	c->equals = memrchr(from, '=', (size_t)(c->at - from));
}

/*
 * The end of the shortcode at `p`, or NULL when it is text in brackets: one
 * of the list, or with attributes, [name key="value"].
 */
static const char *
shortcode_end(const struct words *known, const char *p, struct closing *c)
{
	const char *name = p + 1 + (p[1] == '/'), *end = name;

	if (!g_ascii_isalpha(*name))
		return NULL;
	while (g_ascii_isalnum(*end) || (*end && strchr("_-", *end)))
		end++;
	find_closing(c, end);
	if (*c->at != ']' || (*end != ']' && *end != ' ' && *end != '/'))
		return NULL;
	bool equals = c->equals && c->equals >= end;
	return equals || is_in(known, name, (size_t)(end - name)) ? c->at + 1 : NULL;
}

#define CAPTION_BYTES 4096 /* of a picture and its caption */

/*
 * «[caption …]<a><img></a> text[/caption]» is a figure.  Where its text begins,
 * or NULL; `end`: of the first shortcode.
 */
static const char *
caption_text(const char *code, const char *end)
{
	if (!g_str_has_prefix(code, "[caption") && !g_str_has_prefix(code, "[wp_caption"))
		return NULL;
	size_t n = strnlen(end, CAPTION_BYTES);
	const char *close = memmem(end, n, "caption]", 8), *picture = memmem(end, n, "<img", 4);
	const char *text = picture && close && picture < close ? strchr(picture, '>') : NULL;

	if (!text || text > close)
		return NULL;
	const char *behind = text + 1 + strspn(text + 1, " \t\r\n");
	return g_str_has_prefix(behind, "</a>") ? behind + strlen("</a>") : text + 1;
}

/* Before WordPress 3.4 the caption was an attribute, [caption caption="text"], and no text behind the picture. */
static void
add_said_caption(GString *to, const char *code, const char *end, const char *text)
{
	static const char key[] = " caption=\"";
	const char *said = memmem(code, (size_t)(end - code), key, sizeof key - 1);

	if (!said || text[strspn(text, " \t\r\n")] != '[')
		return;
	said += sizeof key - 1;
	g_string_append_len(to, said, (gssize)MIN(strcspn(said, "\""), (size_t)(end - said)));
}

/* The HTML without its shortcodes, which are left. */
static const char *
without_shortcodes(struct importer *im, struct parts *p, const char *html, int line)
{
	g_autoptr(GString) s = g_string_sized_new(strlen(html));
	const char *end, *last = html;
	struct closing closing = { 0 };
	bool captioned = false;

	for (const char *c = html; (c = strchr(c, '[')); c++) {
		if (!(end = shortcode_end(&im->job->words->shortcodes, c, &closing)))
			continue;
		g_autofree char *code = g_strndup(c, (size_t)(end - c));
		const char *text = markup_text(im, code, line);
		g_string_append_len(s, last, c - last);
		const char *caption = captioned ? NULL : caption_text(c, end);
		if (caption) {
			g_string_append_printf(s, "<figure>%.*s<figcaption>", (int)(caption - end), end);
			add_said_caption(s, c, end, caption);
		} else {
			g_string_append(s, captioned ? "</figcaption></figure>" : " ");
		}
		captioned = caption != NULL;
		if (text)
			parts_leave(p, line, text);
		say(im, line, SURE, "residue: a shortcode of WordPress, %s", text ? text : "[]");
		last = caption ? caption : end;
		c = last - 1;
	}
	g_string_append(s, last);
	return arena_strndup(im->a, s->str, s->len);
}

static void
read_body(struct importer *im, const struct post *post, struct parts *p)
{
	const char *html = post->content ? post->content : post->description;
	GArray *lines = g_array_new(FALSE, TRUE, sizeof(struct line));

	if (html && post->plain_body) {
		g_autofree char *escaped = g_markup_escape_text(html, -1);
		html = arena_strdup(im->a, escaped);
	}
	if (html && post->wordpress)
		html = without_shortcodes(im, p, html, post->line);
	if (html) {
		struct markup m = { .line = post->line, .parts = p,
			.newlines = (post->wordpress && !strstr(html, "<!-- wp:")) || post->plain_body };
		markup_fragment(im, &m, html, lines);
	}
	page_read(im, p, lines, PAGE_BODY);
	g_array_unref(lines);
}

static bool
begins_body(struct importer *im, const struct parts *p, const char *lead)
{
	g_autoptr(GString) body = g_string_new(NULL);
	gsize n = strlen(lead);

	for (guint i = 0; i < p->body->len && body->len <= n; i++)
		g_string_append_printf(body, "%s%s", i ? " " : "",
		    parts_plain(im->a, g_array_index(p->body, struct part, i).text));
	while (n && strchr(" .[]", lead[n - 1]))
		n--;
	return strncmp(body->str, lead, n) == 0;
}

/* A summary that is not the beginning of the body again. */
static void
read_lead(struct importer *im, const struct post *post, struct parts *p)
{
	const char *html = post->excerpt ? post->excerpt : post->content ? post->description : NULL;
	const char *lead = html ? markup_text(im, html, post->line) : NULL;

	if (!lead)
		return;
	if (begins_body(im, p, lead))
		say(im, post->line, SURE, "lead: none, for the summary is the beginning of the body");
	else
		p->lead = lead;
}

static void
add_media(struct importer *im, const struct post *post, struct parts *p)
{
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < p->media->len; i++)
		g_hash_table_add(known, (gpointer)(uintptr_t)g_array_index(p->media, struct picture, i).file);
	for (guint i = 0; i < post->media->len; i++) {
		struct picture m = { .file = arena_strdup(im->a, g_ptr_array_index(post->media, i)) };
		if (!g_hash_table_add(known, (gpointer)(uintptr_t)m.file))
			continue;
		g_array_append_val(p->media, m);
		say(im, post->line, SURE, "media: %s is named only: put the file beside the item", m.file);
	}
}

void
post_put(struct importer *im, const struct post *post, const char *language)
{
	if (!is_release(im, post))
		return;
	struct parts *p = parts_new(im->a);

	read_names(im, post, p);
	p->language = as_id(im->a, language);
	read_dates(im, post, p);
	read_categories(im, post, p);
	read_body(im, post, p);
	read_lead(im, post, p);
	add_media(im, post, p);
	put_item(im, p);
	parts_free(p);
}
