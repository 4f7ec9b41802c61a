/*
 * A page of HTML as a browser saves it: where the article stands in it, and
 * what its head says of date and section.  What is not the article is residue.
 */
#include "import/import-int.h"

#include <jansson.h>
#include <libxml/HTMLparser.h>
#include <string.h>

#define TITLE_BYTES 20 /* of a line, at least, to be known again in the title of the page */

struct site {
	struct importer *im;
	xmlNode *root;
	xmlNode *headline, *body;
	size_t n_bytes; /* in paragraphs of the page */
	const char *og_title, *ld_title;
	const char *meta_date, *meta_name; /* by one of other names */
	const char *marked_date;           /* by itemprop="datePublished" */
	bool many_dates;                   /* are marked so: teasers have theirs */
	struct parts *parts;
};

/* ---- the tree --------------------------------------------------------- */

static bool
is_element(const xmlNode *n, const char *name)
{
	return n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, name) == 0;
}

/* The node behind `n` in the order of the document, beneath `root`. */
static xmlNode *
next_node(xmlNode *n, const xmlNode *root)
{
	if (n->children && n->type == XML_ELEMENT_NODE)
		return n->children;
	while (n != root && !n->next)
		n = n->parent;
	return n == root ? NULL : n->next;
}

static const char *
attribute(struct site *s, xmlNode *n, const char *name)
{
	xmlChar *v = xmlGetProp(n, (const xmlChar *)name);
	const char *clean = v ? clean_value(s->im, (const char *)v, (int)xmlGetLineNo(n)) : NULL;

	xmlFree(v);
	return clean && *clean ? clean : NULL;
}

static bool
has_word(struct site *s, xmlNode *n, const char *name, const char *word)
{
	const char *v = n->properties ? attribute(s, n, name) : NULL;

	return v && strstr(v, word);
}

static bool
is_beneath(const xmlNode *n, const xmlNode *root)
{
	while (n && n != root)
		n = n->parent;
	return n != NULL;
}

static bool
has_text(xmlNode *root)
{
	for (xmlNode *n = root; n; n = next_node(n, root))
		if (n->type == XML_TEXT_NODE && !xmlIsBlankNode(n))
			return true;
	return false;
}

/* The node behind all of `n`, beneath `root`. */
static xmlNode *
next_beside(xmlNode *n, const xmlNode *root)
{
	while (n != root && !n->next)
		n = n->parent;
	return n == root ? NULL : n->next;
}

#define LONG_BYTES 100 /* of a text that stands in no <p>, to be one of a paragraph */

static bool
is_paragraph(const xmlNode *n)
{
	return n->type == XML_TEXT_NODE && n->parent && (is_element(n->parent, "p") ||
	    (strlen((const char *)n->content) >= LONG_BYTES && !is_element(n->parent, "a") && !xmlIsBlankNode(n)));
}

/* How much stands in the paragraphs beneath `root`, but in its furniture. */
static size_t
count_text(xmlNode *root)
{
	size_t n_bytes = 0;

	for (xmlNode *n = root; n;) {
		if (is_paragraph(n))
			n_bytes += strlen((const char *)n->content);
		n = n != root && markup_is_furniture(n) ? next_beside(n, root) : next_node(n, root);
	}
	return n_bytes;
}

static bool
is_in_furniture(xmlNode *n)
{
	for (; n && n->type == XML_ELEMENT_NODE; n = n->parent)
		if (markup_is_furniture(n))
			return true;
	return false;
}

/* ---- the head --------------------------------------------------------- */

static void
set(const char **field, const char *value)
{
	if (!*field)
		*field = value;
}

static void
set_date(struct site *s, const char **field, const char *value, const char *what)
{
	const char *date = value && !*field ? date_of_iso(s->im->a, value) : NULL;

	if (date)
		say(s->im, 1, SURE, "date: %s", diag_word(what));
	set(field, date);
}

/* Where the page was; what names no site is kept as it stood. */
static void
set_url(struct site *s, const char *url)
{
	if (url && markup_is_web(url))
		set(&s->parts->source_url, url);
	else
		parts_extra(s->parts, "url", url);
}

/* Names that pages give their day beside Open Graph's: of Dublin Core, of crawlers, of systems for newspapers. */
static const char *const date_names[] = { "date", "dc.date", "dc.date.issued", "dc.date.created", "dcterms.date", "dcterms.issued",
	"dcterms.created", "pubdate", "publishdate", "publish_date", "publish-date", "publication_date", "datepublished",
	"article:published", "og:article:published_time", "article.published", "parsely-pub-date", "sailthru.date" };

static void
read_meta_date(struct site *s, const char *name, const char *value)
{
	const char *date = s->meta_date ? NULL : date_of_iso(s->im->a, value);

	for (size_t i = 0; date && i < G_N_ELEMENTS(date_names); i++)
		if (g_ascii_strcasecmp(name, date_names[i]) == 0) {
			s->meta_date = date;
			s->meta_name = date_names[i];
		}
}

/* A <time> or the like; two days tell nothing. */
static void
read_marked_date(struct site *s, xmlNode *n)
{
	const char *value = attribute(s, n, "datetime");
	const char *date = date_of_iso(s->im->a, value ? value : attribute(s, n, "content"));

	if (date && s->marked_date && strcmp(date, s->marked_date) != 0)
		s->many_dates = true;
	set(&s->marked_date, date);
}

/* Where neither Open Graph nor JSON-LD says it. */
static void
find_date(struct site *s)
{
	if (s->parts->date)
		return;
	if (s->meta_date) {
		s->parts->date = s->meta_date;
		say(s->im, 1, LIKELY, "date: <meta> %s of the page", s->meta_name);
	} else if (s->marked_date && !s->many_dates) {
		s->parts->date = s->marked_date;
		say(s->im, 1, LIKELY, "date: what the page marks as its datePublished");
	}
	for (xmlNode *n = s->body; n && !s->parts->date; n = next_node(n, s->body))
		if (is_element(n, "time"))
			set_date(s, &s->parts->date, attribute(s, n, "datetime"), "a <time> of the article");
}

static void
read_meta(struct site *s, xmlNode *n)
{
	const char *name = attribute(s, n, "property"), *value = attribute(s, n, "content");

	name = name ? name : attribute(s, n, "name");
	if (!name || !value)
		return;
	if (strcmp(name, "og:title") == 0)
		set(&s->og_title, value);
	else if (strcmp(name, "og:url") == 0)
		set_url(s, value);
	else if (strcmp(name, "og:site_name") == 0)
		set(&s->parts->source_name, value);
	else if (strcmp(name, "article:section") == 0)
		set(&s->parts->section, value);
	else if (strcmp(name, "article:published_time") == 0)
		set_date(s, &s->parts->date, value, "article:published_time of the page");
	else if (strcmp(name, "article:modified_time") == 0)
		set_date(s, &s->parts->modified, value, "article:modified_time of the page");
	else
		read_meta_date(s, name, value);
}

static const char *
ld_text(struct site *s, const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	v = json_is_array(v) ? json_array_get(v, 0) : v;
	const char *text = json_string_value(v);
	return text ? clean_value(s->im, clean_controls(s->im, text, 1), 1) : NULL;
}

static void
read_ld_object(struct site *s, const json_t *o)
{
	const char *type = ld_text(s, o, "@type");

	if (!type || (!strstr(type, "Article") && !strstr(type, "Posting")))
		return;
	set(&s->ld_title, ld_text(s, o, "headline"));
	set(&s->parts->section, ld_text(s, o, "articleSection"));
	set_date(s, &s->parts->date, ld_text(s, o, "datePublished"), "datePublished of the page (JSON-LD)");
	set_date(s, &s->parts->modified, ld_text(s, o, "dateModified"), "dateModified of the page (JSON-LD)");
}

static void
read_ld(struct site *s, xmlNode *n)
{
	xmlChar *text = xmlNodeGetContent(n);
	json_t *root = text ? json_loads((const char *)text, 0, NULL) : NULL;
	const json_t *list = json_is_array(root) ? root : json_object_get(root, "@graph");

	if (json_is_object(root))
		read_ld_object(s, root);
	for (size_t i = 0; i < json_array_size(list); i++)
		read_ld_object(s, json_array_get(list, i));
	json_decref(root);
	xmlFree(text);
}

static void
read_head(struct site *s)
{
	for (xmlNode *n = s->root; n; n = next_node(n, s->root)) {
		if (is_element(n, "meta"))
			read_meta(s, n);
		else if (is_element(n, "link") && has_word(s, n, "rel", "canonical"))
			set_url(s, attribute(s, n, "href"));
		else if (is_element(n, "script") && has_word(s, n, "type", "ld+json"))
			read_ld(s, n);
		if (n->type == XML_ELEMENT_NODE && has_word(s, n, "itemprop", "datePublished"))
			read_marked_date(s, n);
	}
}

/* ---- where the article is --------------------------------------------- */

static const struct {
	const char *element, *attribute, *word, *why;
	enum sureness sure;
} places[] = {
	{ "article", NULL, NULL, N_("the <article> of the page"), SURE },
	{ NULL, "itemprop", "articleBody", N_("what is marked as its body"), SURE },
	{ "main", NULL, NULL, N_("the <main> of the page"), LIKELY },
	{ NULL, "role", "main", N_("the main part of the page"), LIKELY },
	{ NULL, "class", "entry-content", N_("what WordPress calls its content"), LIKELY },
	{ NULL, "class", "article-body", N_("what a class calls its body"), GUESS },
	{ NULL, "class", "post-content", N_("what a class calls its content"), GUESS },
	{ "body", NULL, NULL, N_("all of the page: nothing says where it is"), GUESS },
};

/* Can it be where the article is?  Teasers are articles too, and stand around one. */
static bool
is_place(const struct site *s, xmlNode *n, size_t size)
{
	bool headed = s->headline && is_beneath(s->headline, n);

	return size > 0 && (headed || size * 3 > s->n_bytes) && !is_in_furniture(n);
}

/* The best of those: with the headline in it, then with the most text.  `any`: text with a headline is enough. */
static xmlNode *
find_place(struct site *s, size_t i, bool any)
{
	xmlNode *best = NULL;
	size_t most = 0;

	for (xmlNode *n = s->root; n; n = next_node(n, s->root)) {
		bool fits = n->type == XML_ELEMENT_NODE && (places[i].element ? is_element(n, places[i].element)
		    : has_word(s, n, places[i].attribute, places[i].word));
		if (!fits || (best && is_beneath(n, best)))
			continue;
		size_t size = count_text(n);
		bool headed = s->headline && is_beneath(s->headline, n);
		bool fit = any ? has_text(n) && (headed || s->n_bytes == 0) : is_place(s, n, size);
		size += headed ? G_MAXINT : 0;
		if (fit && (size > most || !best)) {
			best = n;
			most = size;
		}
	}
	return best;
}

static xmlNode *
find_element(const struct site *s, const char *name)
{
	for (xmlNode *n = s->root; n; n = next_node(n, s->root))
		if (is_element(n, name))
			return n;
	return NULL;
}

static xmlNode *
next_uncommented(xmlNode *n, const xmlNode *root)
{
	return n != root && markup_is_comments(n) ? next_beside(n, root) : next_node(n, root);
}

/* What stands in the paragraphs beneath `root`, furniture or not, but in comments. */
static size_t
count_all(xmlNode *root)
{
	size_t n_bytes = 0;

	if (!markup_is_comments(root))
		for (xmlNode *n = root; n; n = next_uncommented(n, root))
			n_bytes += is_paragraph(n) ? strlen((const char *)n->content) : 0;
	return n_bytes;
}

/* The paragraph in the middle of all text; NULL: there is none. */
static xmlNode *
find_middle(xmlNode *root, size_t all)
{
	size_t n_bytes = 0;

	for (xmlNode *n = root; n; n = next_uncommented(n, root)) {
		n_bytes += is_paragraph(n) ? strlen((const char *)n->content) : 0;
		if (n_bytes * 2 > all)
			return n;
	}
	return NULL;
}

/*
 * What is around more than half of the text is no furniture, whatever it is
 * called: pages of ASP.NET have a form around all, and wrappers may be called
 * «has-sidebar».  It is around the paragraph in the middle.
 */
static void
keep_wrappers(xmlNode *root)
{
	size_t all = count_all(root);
	xmlNode *n = all ? find_middle(root, all) : NULL;
	size_t size = n ? strlen((const char *)n->content) : 0;

	for (; n && n != root; n = n->parent) {
		for (xmlNode *c = n->parent->children; size * 2 <= all && c; c = c->next)
			size += c != n ? count_all(c) : 0;
		if (size * 2 > all)
			markup_keep(n->parent);
	}
}

/* Where nothing says it: the innermost element with the headline and four fifths of the text; NULL: that is the page. */
static xmlNode *
find_bulk(struct site *s)
{
	xmlNode *n = s->headline && s->n_bytes ? find_middle(s->root, count_all(s->root)) : NULL;
	bool bulky = false;

	for (; n && n != s->root && !is_element(n, "body"); n = n->parent) {
		if (n->type != XML_ELEMENT_NODE || !is_beneath(s->headline, n))
			continue;
		bulky = bulky || count_text(n) * 5 >= s->n_bytes * 4;
		if (bulky)
			return n;
	}
	return NULL;
}

static void
find_body(struct site *s)
{
	size_t n = G_N_ELEMENTS(places), i;

	s->n_bytes = count_text(s->root);
	for (i = 0; i + 1 < n && !s->body; i++)
		s->body = find_place(s, i, false);
	if (!s->body && (s->body = find_bulk(s))) {
		say(s->im, (int)xmlGetLineNo(s->body), GUESS, "article: the element with most of the text of the page");
		return;
	}
	if (!s->body)
		s->body = find_place(s, i++, false);
	if (!s->body)
		for (i = 0; i < n && !s->body; i++)
			s->body = i + 1 < n ? find_place(s, i, true) : find_element(s, places[i].element);
	if (s->body)
		say(s->im, (int)xmlGetLineNo(s->body), places[i - 1].sure, "article: %s", diag_word(places[i - 1].why));
}

/* Is `title` this line, alone or with the name of the site behind it? */
static bool
is_title_of(const char *title, const char *line)
{
	size_t n = strlen(line);

	if (n < TITLE_BYTES || strncmp(title, line, n) != 0)
		return false;
	const char *behind = title + n + strspn(title + n, " ");
	gunichar c = g_utf8_get_char(behind);
	return !*behind || (behind > title + n && c < 0x10FFFF && !g_unichar_isalnum(c));
}

/* The text of an element on one line. */
static char *
text_of(xmlNode *n)
{
	xmlChar *text = xmlNodeGetContent(n);
	GString *line = g_string_new(NULL);

	for (const char *p = text ? (const char *)text : ""; *p; p++)
		if (!g_ascii_isspace(*p))
			g_string_append_c(line, *p);
		else if (line->len && line->str[line->len - 1] != ' ')
			g_string_append_c(line, ' ');
	xmlFree(text);
	return g_strchomp(g_string_free(line, FALSE));
}

static bool
is_heading(const xmlNode *n)
{
	return is_element(n, "h1") || is_element(n, "h2") || is_element(n, "h3");
}

/* The title of the page names the site behind its headline. */
static bool
is_titled(const struct site *s, const char *title, const char *line)
{
	return (s->og_title && is_title_of(s->og_title, line)) || (title && is_title_of(title, line));
}

/* The first <h1> that begins with a line, and says more; else the heading itself. */
static xmlNode *
fuller_heading(struct site *s, xmlNode *heading, const char *line)
{
	for (xmlNode *n = s->root; n; n = next_node(n, s->root)) {
		g_autofree char *other = is_element(n, "h1") ? text_of(n) : NULL;
		if (other && g_str_has_prefix(other, line))
			return n;
	}
	return heading;
}

/* The heading that the title of the page begins with: that of the site, or of a list, may be an <h1>, too. */
static xmlNode *
find_titled(struct site *s)
{
	g_autofree char *title = NULL;

	for (xmlNode *n = s->root; n && !title; n = next_node(n, s->root))
		title = is_element(n, "title") ? text_of(n) : NULL;
	for (xmlNode *n = s->root; n; n = next_node(n, s->root)) {
		g_autofree char *line = is_heading(n) && !is_in_furniture(n) ? text_of(n) : NULL;
		if (line && is_titled(s, title, line))
			return fuller_heading(s, n, line);
	}
	return NULL;
}

/* The heading of the page's title, or the only one, or the first in an article. */
static void
find_headline(struct site *s)
{
	if ((s->headline = find_titled(s)))
		return;
	size_t n_headings = 0;
	xmlNode *first = NULL, *in_article = NULL;

	for (xmlNode *n = s->root; n; n = next_node(n, s->root)) {
		if (!is_element(n, "h1") || !has_text(n))
			continue;
		n_headings++;
		first = first ? first : n;
		for (const xmlNode *up = n->parent; up && !in_article; up = up->parent)
			if (is_element(up, "article"))
				in_article = n;
	}
	s->headline = in_article ? in_article : n_headings == 1 ? first : NULL;
}

/* Without a heading: what the head of the page says. */
static void
find_title(struct site *s)
{
	if (s->headline)
		return;
	if (s->og_title || s->ld_title) {
		s->parts->headline = s->og_title ? s->og_title : s->ld_title;
		return;
	}
	for (xmlNode *n = s->root; n && !s->headline; n = next_node(n, s->root))
		if (is_element(n, "title") && has_text(n))
			s->headline = n;
}

static void
tell_title(struct site *s)
{
	if (s->parts->headline)
		say(s->im, 1, LIKELY, "headline: %s: the article has no heading", s->og_title ? "og:title" : "JSON-LD");
	else if (s->headline && is_element(s->headline, "title"))
		say(s->im, 1, GUESS, "headline: the title of the page, which may name the site too");
}

/*
 * The head of a page says what its headline is; the line that is the same is
 * where it stands, if it stands above the text.
 */
static void
find_heading(struct site *s, GArray *lines)
{
	const char *title = s->parts->headline;
	struct line *from = NULL;

	for (guint i = 0; i < lines->len; i++) {
		struct line *l = &g_array_index(lines, struct line, i);
		if (l->role == LINE_ANY && page_is_paragraph(l))
			break;
		if (l->role == LINE_HEADLINE && s->headline && is_element(s->headline, "title")) {
			from = l;
			title = l->text;
		} else if (title && l->role == LINE_ANY && is_title_of(title, parts_plain(s->im->a, l->text))) {
			l->role = LINE_HEADLINE;
			l->titled = true;
			if (from)
				from->role = LINE_LEFT;
			return;
		}
	}
	tell_title(s);
}

static void
tell_left(struct site *s, const GArray *lines)
{
	guint n = 0;

	for (guint i = 0; i < lines->len; i++)
		n += g_array_index(lines, struct line, i).role == LINE_LEFT;
	if (n)
		say(s->im, 1, LIKELY, "residue: %u lines of the page around the article", n);
}

static void
read_site(struct site *s)
{
	GArray *lines = g_array_new(FALSE, TRUE, sizeof(struct line));

	read_head(s);
	keep_wrappers(s->root);
	find_headline(s);
	find_body(s);
	find_date(s);
	find_title(s);
	struct markup m = { .parts = s->parts, .body = s->body, .headline = s->headline };
	markup_read(s->im, &m, s->root, lines);
	find_heading(s, lines);
	tell_left(s, lines);
	page_read(s->im, s->parts, lines, PAGE_HTML);
	g_array_unref(lines);
}

/* What a «<meta charset="x">» or «<meta http-equiv="Content-Type" content="text/html; charset=x">» names. */
static const char *
charset_of(struct arena *a, const char *meta)
{
	const char *p = strstr(meta, "charset");

	p = p ? p + strlen("charset") : meta;
	p += strspn(p, " \t\r\n");
	if (*p != '=')
		return NULL;
	p += 1 + strspn(p + 1, " \t\r\n\"'");
	size_t n = strcspn(p, " \t\r\n\"'/;");
	return n ? arena_strndup(a, p, n) : NULL;
}

#define CHARSET_BYTES 65536 /* of a page, in which its charset stands if anywhere */

const char *
html_charset(struct arena *a, const char *bytes, size_t len)
{
	g_autofree char *start = g_ascii_strdown(bytes, (gssize)MIN(len, CHARSET_BYTES));
	const char *said = NULL;

	for (const char *p = start; !said && (p = strstr(p, "<meta")); p++) {
		g_autofree char *meta = g_strndup(p, strcspn(p, ">"));
		said = charset_of(a, meta);
	}
	return said;
}

void
import_html(struct importer *im, const char *html)
{
	const char *clean = legacy_html(im->a, clean_controls(im, html, 1));
	xmlDoc *doc = htmlReadMemory(clean, (int)strlen(clean), NULL, "UTF-8",
	    HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
	struct site s = { .im = im, .root = markup_root(doc), .parts = parts_new(im->a) };

	s.parts->line = 1;
	s.parts->id = id_of_file(im, html);
	if (!s.root || !has_text(s.root)) {
		refuse(im, "import.no-body", 1, "the page has no text");
	} else {
		s.parts->language = as_id(im->a, attribute(&s, s.root, "lang"));
		read_site(&s);
		put_item(im, s.parts);
	}
	xmlFreeDoc(doc);
	parts_free(s.parts);
}
