/*
 * A tree of HTML to blocks: which text stands together, in what kind of
 * block, whether it belongs to the article, and what in it is bold, in
 * italics, or a link.  The tree is libxml2's; it is walked without recursion,
 * for a page may nest as deep as it likes.
 */
#include "import/import-int.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#define ANCESTORS_MAX 256 /* looked at, to know what a text is in */
#define TABLE_NODES_MAX 20000

struct walker {
	struct importer *im;
	const struct markup *m;
	GArray *to;            /* struct line */
	GString *text;         /* of the block that is open */
	struct line block;     /* kind and role of it */
	bool has_block;
	xmlNode *root;
	xmlNode *table;        /* the one that is being read as a table */
	struct line caption;   /* of it, as text */
	xmlNode *captioned;    /* the figure whose last block is a table without one */
	xmlNode *style, *link; /* the elements that are open */
	const char *url;
	struct picture *picture; /* of the figure that is open */
	GHashTable *files;     /* of the pictures so far, to their number, from 1 */
};

/* ---- names ------------------------------------------------------------ */

static bool
is_named(const xmlNode *n, const char *names)
{
	char s[24];

	if (n->type != XML_ELEMENT_NODE || strlen((const char *)n->name) > 20)
		return false;
	g_snprintf(s, sizeof s, " %s ", (const char *)n->name);
	return strstr(names, s) != NULL;
}

static const char blocks[] = " html head body title p h1 h2 h3 h4 h5 h6 li blockquote div section article header footer "
    "main aside nav ul ol dl dt dd figure figcaption table caption thead tbody tfoot tr td th form pre hr address fieldset "
    "legend noscript button textarea select option details summary iframe center label hgroup ";
static const char unseen[] = " script style template link meta base ";
/* In an article, and not of it. */
static const char furniture[] = " nav aside footer form button select textarea noscript iframe time label ";
static const char *const furniture_classes[] = { "share", "social", "related", "comment", "sidebar", "breadcrumb",
	"newsletter", "post-tags", "post-meta", "entry-meta", "advert", "byline-meta", NULL };

static const char *
attribute(struct importer *im, xmlNode *n, const char *name)
{
	xmlChar *s = xmlGetProp(n, (const xmlChar *)name);
	const char *copy = s ? arena_strdup(im->a, (const char *)s) : NULL;

	xmlFree(s);
	return copy;
}

/* Words that say what a post is of, and not what an element is for, as WordPress writes them. */
static bool
names_subject(const char *class)
{
	return g_str_has_prefix(class, "tag-") || g_str_has_prefix(class, "category-");
}

/* «has-sidebar», «main-with-share», «and-w-sidebar», «no-comments»: what is beside a text, or is not. */
static bool
names_neighbour(const char *class)
{
	static const char *const words[] = { "has", "with", "w", "no", "without" };
	g_auto(GStrv) own = g_strsplit_set(class, "-_", -1);

	for (char **o = own; *o && o[1]; o++)
		for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
			if (strcmp(*o, words[i]) == 0)
				return true;
	return false;
}

static bool
has_class(xmlNode *n, const char *const *words)
{
	bool has = false;
	xmlChar *s = n->type == XML_ELEMENT_NODE && n->properties ? xmlGetProp(n, (const xmlChar *)"class") : NULL;
	g_auto(GStrv) own = s ? g_strsplit_set((const char *)s, " \t\r\n", -1) : NULL;

	for (char **o = own; o && *o && !has; o++)
		for (const char *const *w = words; *w && !has; w++)
			has = strstr(*o, *w) && !names_subject(*o) && !names_neighbour(*o);
	xmlFree(s);
	return has;
}

bool
markup_is_comments(xmlNode *n)
{
	return has_class(n, (const char *const[]) { "comment", NULL });
}

static char kept; /* its address marks elements: nothing else uses what a node has for others */

void
markup_keep(xmlNode *n)
{
	n->_private = &kept;
}

bool
markup_is_furniture(xmlNode *n)
{
	return n->type == XML_ELEMENT_NODE && n->_private != &kept && (is_named(n, furniture) || has_class(n, furniture_classes));
}

/* ---- what a text is in ------------------------------------------------ */

static enum part_kind
entry_kind(const xmlNode *n)
{
	return n->parent && is_named(n->parent, " ol ") ? PART_NUMBERED : PART_ENTRY;
}

/* Kind and role of text that stands in `n`, by the elements around it. */
static struct line
context_of(const struct walker *w, xmlNode *n)
{
	struct line c = { .kind = PART_PARA, .loose = true };
	bool inside = !w->m->body;

	for (int i = 0; n && n->type == XML_ELEMENT_NODE && i < ANCESTORS_MAX; i++, n = n->parent) {
		if (n == w->m->headline)
			c.role = LINE_HEADLINE;
		if (n == w->m->body)
			inside = true;
		if (is_named(n, " p li h1 h2 h3 h4 h5 h6 blockquote pre dd dt td th "))
			c.loose = false;
		if (is_named(n, " ul ol ") && (c.kind == PART_ENTRY || c.kind == PART_NUMBERED))
			c.depth++;
		if (c.kind == PART_PARA && is_named(n, " h1 h2 h3 h4 h5 h6 ")) {
			c.kind = PART_SUBHEAD;
			c.depth = n->name[1] - '0';
		} else if (c.kind == PART_PARA && is_named(n, " li "))
			c.kind = entry_kind(n);
		else if (c.kind == PART_PARA && is_named(n, " blockquote "))
			c.kind = PART_QUOTE;
		if (c.role == LINE_ANY && !inside && markup_is_furniture(n))
			c.role = LINE_LEFT;
		if (n == w->root)
			break;
	}
	if (!inside && c.role == LINE_ANY)
		c.role = LINE_LEFT;
	if (w->table)
		c.kind = PART_TABLE;
	if (c.kind == PART_ENTRY || c.kind == PART_NUMBERED)
		c.depth = MAX(c.depth - 1, 0);
	return c;
}

static int
number_of(const struct walker *w, xmlNode *n)
{
	long line = w->m->line ? w->m->line : xmlGetLineNo(n);

	return (int)CLAMP(line, 1, G_MAXINT);
}

/* ---- the text of a block ---------------------------------------------- */

static bool
is_gap(char c)
{
	return c == MARK_BREAK || c == MARK_ROW || c == MARK_CELL;
}

static bool
ends_in_space(const GString *s)
{
	return s->len == 0 || s->str[s->len - 1] == ' ' || is_gap(s->str[s->len - 1]);
}

static bool
is_end(char c)
{
	return c == MARK_END || c == MARK_LINK_END;
}

struct tidying {
	GString *to;
	bool space;     /* is to come before the next letter */
	bool fresh;     /* nothing stands behind the mark that was opened last */
	gsize opened;   /* where that is */
	gsize outer;    /* where the first of marks is that have nothing between them */
};

static void
put_space(struct tidying *t)
{
	if (t->space && !ends_in_space(t->to))
		g_string_append_c(t->to, ' ');
	t->space = false;
}

static void
put_before_marks(struct tidying *t, char c)
{
	g_string_insert_c(t->to, (gssize)t->outer++, c);
	t->opened++;
}

/* «<b> word»: the blank goes in front of the mark. */
static void
tidy_space(struct tidying *t)
{
	if (!t->fresh)
		t->space = true;
	else if (t->outer && t->to->str[t->outer - 1] != ' ' && !is_gap(t->to->str[t->outer - 1]))
		put_before_marks(t, ' ');
}

/* «<b><br>word»: CommonMark has no break at either end of a style or link. */
static void
tidy_gap(struct tidying *t, char gap)
{
	t->space = false;
	if (!t->fresh) {
		g_string_append_c(t->to, gap);
		return;
	}
	if (t->outer && t->to->str[t->outer - 1] == ' ') {
		g_string_erase(t->to, (gssize)--t->outer, 1);
		t->opened--;
	}
	put_before_marks(t, gap);
}

/* A link or style without a text is none; breaks before its end go behind it. */
static void
tidy_end(struct tidying *t, char mark)
{
	gsize n = t->to->len;

	if (t->fresh) {
		g_string_truncate(t->to, t->opened);
		t->fresh = t->outer < t->opened;
		t->opened = t->outer;
		return;
	}
	while (n && t->to->str[n - 1] == MARK_BREAK)
		n--;
	g_string_insert_c(t->to, (gssize)n, mark);
}

static const char *
tidy_opening(struct tidying *t, const char *p)
{
	put_space(t);
	t->outer = t->fresh ? t->outer : t->to->len;
	t->fresh = true;
	t->opened = t->to->len;
	for (bool link = *p == MARK_LINK; link && p[1] && *p != MARK_LINK_TEXT; p++)
		g_string_append_c(t->to, *p);
	g_string_append_c(t->to, *p);
	return p;
}

static void
trim(GString *s)
{
	gsize skip = 0;

	while (s->len && (s->str[s->len - 1] == ' ' || s->str[s->len - 1] == MARK_BREAK))
		g_string_truncate(s, s->len - 1);
	while (skip < s->len && (s->str[skip] == MARK_BREAK || s->str[skip] == ' '))
		skip++;
	g_string_erase(s, 0, (gssize)skip);
}

/* Blanks become one, outside of styles and links, and none beside a gap. */
static void
tidy(const char *p, GString *to)
{
	struct tidying t = { .to = to };

	for (; *p; p++) {
		if (*p == ' ') {
			tidy_space(&t);
		} else if (is_end(*p)) {
			tidy_end(&t, *p);
		} else if (*p == MARK_STRONG || *p == MARK_EMPH || *p == MARK_LINK) {
			p = tidy_opening(&t, p);
		} else if (is_gap(*p)) {
			tidy_gap(&t, *p);
		} else {
			put_space(&t);
			g_string_append_c(to, *p);
			t.fresh = false;
		}
	}
	trim(to);
}

/* Is there a text besides marks and URLs? */
static bool
says_something(struct importer *im, const char *s)
{
	for (const char *p = parts_plain(im->a, s); *p; p = text_next(p))
		if (*p != ' ' && g_utf8_get_char(p) != 0x2028)
			return true;
	return false;
}

static void
close_marks(struct walker *w)
{
	if (w->style)
		g_string_append_c(w->text, MARK_END);
	if (w->link)
		g_string_append_c(w->text, MARK_LINK_END);
}

static void
open_link(struct walker *w)
{
	g_string_append_printf(w->text, "%c%s%c", MARK_LINK, w->url, MARK_LINK_TEXT);
}

static void
open_marks(struct walker *w)
{
	if (w->link)
		open_link(w);
	if (w->style)
		g_string_append_c(w->text, is_named(w->style, " strong b ") ? MARK_STRONG : MARK_EMPH);
}

/* A caption belongs to the picture of its figure; everything else is a line. */
static void
flush(struct walker *w)
{
	if (!w->has_block)
		return;
	w->has_block = false;
	close_marks(w);
	const char *clean = clean_line(w->im, w->text->str, w->block.number);
	g_autoptr(GString) s = g_string_sized_new(strlen(clean));
	tidy(clean, s);
	if (says_something(w->im, s->str)) {
		w->block.text = arena_strndup(w->im->a, s->str, s->len);
		g_array_append_val(w->to, w->block);
	}
	g_string_truncate(w->text, 0);
}

static void
begin(struct walker *w, xmlNode *n)
{
	if (w->has_block)
		return;
	w->block = context_of(w, n);
	w->block.number = number_of(w, n);
	w->has_block = true;
	open_marks(w);
}

static void
add_break(struct walker *w)
{
	bool single = w->block.kind == PART_SUBHEAD || w->block.kind == PART_TABLE || w->block.role != LINE_ANY;

	if (!w->has_block)
		return;
	if (single) {
		g_string_append_c(w->text, ' ');
		return;
	}
	gsize n = w->text->len;
	while (n && w->text->str[n - 1] == ' ')
		n--;
	if (n && w->text->str[n - 1] == MARK_BREAK && w->block.kind == PART_PARA)
		flush(w);
	else
		g_string_append_c(w->text, MARK_BREAK);
}

/* How many ends of lines stand in these blanks? */
static size_t
count_newlines(const char *p, const char **ret_end)
{
	size_t n = 0;

	for (; g_ascii_isspace(*p); p++)
		n += *p == '\n';
	*ret_end = p;
	return n;
}

/* Blanks between the elements of a table stand in none of its cells. */
static bool
is_between_cells(const struct walker *w, const xmlNode *n)
{
	return w->table && is_named(n, " table thead tbody tfoot tr colgroup ");
}

static void
add_text(struct walker *w, xmlNode *n, const char *s)
{
	if (is_between_cells(w, n))
		s += strspn(s, " \t\r\n\f\v");
	while (*s) {
		const char *end = s;
		size_t lines = g_ascii_isspace(*s) ? count_newlines(s, &end) : 0;
		if (end > s) {
			bool classic = w->m->newlines && w->has_block && w->block.loose && !w->table;
			if (classic && lines > 1)
				flush(w);
			else if (classic && lines == 1)
				add_break(w);
			else if (w->has_block)
				g_string_append_c(w->text, ' ');
			s = end;
			continue;
		}
		while (*end && !g_ascii_isspace(*end))
			end++;
		begin(w, n);
		g_string_append_len(w->text, s, end - s);
		s = end;
	}
}

/* ---- elements --------------------------------------------------------- */

/* Letters to nobody are buttons that share a page. */
static bool
is_mail(const char *url)
{
	return g_str_has_prefix(url, "mailto:") && memchr(url, '@', strcspn(url, "?"));
}

bool
markup_is_web(const char *url)
{
	const char *site = g_str_has_prefix(url, "http://") ? url + 7 : g_str_has_prefix(url, "https://") ? url + 8 : "";

	return *site && *site != '/';
}

static bool
may_style(const struct walker *w, xmlNode *n)
{
	struct line c = context_of(w, n);

	return !w->style && c.kind != PART_SUBHEAD && c.role == LINE_ANY && !w->table;
}

/* The URL of a link; NULL: it has none, or one longer than any word of an item. */
static const char *
find_url(struct walker *w, xmlNode *n)
{
	const char *url = attribute(w->im, n, "href");

	if (!url || (!markup_is_web(url) && !is_mail(url)))
		return NULL;
	if (strlen(url) <= limit_value(LIMIT_WORD_CHARS))
		return clean_value(w->im, url, number_of(w, n));
	say(w->im, number_of(w, n), SURE, "change: a link was left out, whose URL has more than %zu %s",
	    limit_value(LIMIT_WORD_CHARS), limit_name(LIMIT_WORD_CHARS));
	return NULL;
}

static void
enter_inline(struct walker *w, xmlNode *n)
{
	if (is_named(n, " strong b em i cite ") && may_style(w, n)) {
		begin(w, n->parent);
		w->style = n;
		g_string_append_c(w->text, is_named(n, " strong b ") ? MARK_STRONG : MARK_EMPH);
	} else if (is_named(n, " a ") && !w->link && !w->style && may_style(w, n)) {
		const char *url = find_url(w, n);
		if (!url)
			return;
		begin(w, n->parent);
		w->url = url;
		w->link = n;
		open_link(w);
	}
}

static void
leave_inline(struct walker *w, xmlNode *n)
{
	if (n == w->style) {
		if (w->has_block)
			g_string_append_c(w->text, MARK_END);
		w->style = NULL;
	} else if (n == w->link) {
		if (w->has_block)
			g_string_append_c(w->text, MARK_LINK_END);
		w->link = NULL;
	}
}

const char *
markup_file_name(struct importer *im, const char *url, int line)
{
	if (!url || g_str_has_prefix(url, "data:"))
		return NULL;
	g_autofree char *path = g_strndup(url, strcspn(url, "?#"));
	const char *slash = strrchr(path, '/');
	g_autofree char *name = g_uri_unescape_string(slash ? slash + 1 : path, "/");
	if (!name || !*name || !g_utf8_validate(name, -1, NULL) || strchr(name, '/'))
		return NULL;
	const char *clean = clean_value(im, name, line);
	return *clean && strcmp(clean, ".") != 0 && strcmp(clean, "..") != 0 ? clean : NULL;
}

static const char *
clean_attribute(struct walker *w, xmlNode *n, const char *name)
{
	const char *s = attribute(w->im, n, name);
	const char *clean = s ? clean_value(w->im, s, number_of(w, n)) : NULL;

	return clean && *clean ? clean : NULL;
}

static void
add_picture(struct walker *w, xmlNode *n)
{
	const char *file = markup_file_name(w->im, attribute(w->im, n, "src"), number_of(w, n));

	if (!w->m->parts || !file || context_of(w, n).role != LINE_ANY)
		return;
	GArray *media = w->m->parts->media;
	guint known = GPOINTER_TO_UINT(g_hash_table_lookup(w->files, file));
	if (known) {
		w->picture = &g_array_index(media, struct picture, known - 1);
		return;
	}
	struct picture p = { .file = file, .alt = clean_attribute(w, n, "alt") };
	g_array_append_val(media, p);
	g_hash_table_insert(w->files, (gpointer)(uintptr_t)file, GUINT_TO_POINTER(media->len));
	w->picture = &g_array_index(media, struct picture, media->len - 1);
	say(w->im, number_of(w, n), SURE, "media: %s is named only: put the file beside the item", file);
}

/* The text of an element, on one line. */
static const char *
text_of(struct walker *w, xmlNode *n)
{
	xmlChar *s = xmlNodeGetContent(n);
	const char *clean = s ? clean_value(w->im, (const char *)s, number_of(w, n)) : "";
	g_autoptr(GString) t = g_string_new(NULL);

	xmlFree(s);
	tidy(clean, t);
	return arena_strndup(w->im->a, t->str, t->len);
}

/* The caption of a table: within it, or of the figure it stands in. */
static bool
take_table_caption(struct walker *w, xmlNode *n)
{
	bool within = w->table && is_named(n, " caption ") && !w->caption.text;
	bool behind = w->captioned && is_named(n, " figcaption ") && n->parent == w->captioned;
	const char *text = within || behind ? text_of(w, n) : "";

	if (!*text)
		return false;
	struct line l = { .text = text, .number = number_of(w, n), .kind = PART_CAPTION };
	if (within)
		w->caption = l;
	else
		g_array_append_val(w->to, l);
	w->captioned = NULL;
	return true;
}

/* True when all of the element was taken. */
static bool
take_caption(struct walker *w, xmlNode *n)
{
	if (take_table_caption(w, n))
		return true;
	if (!is_named(n, " figcaption ") || !w->picture || w->picture->caption)
		return false;
	const char *text = text_of(w, n);
	w->picture->caption = *text ? text : NULL;
	w->picture = NULL;
	return true;
}

/* ---- tables ----------------------------------------------------------- */

/* The node behind `n` in the order of the document, under `root`. */
static xmlNode *
next_node(xmlNode *n, const xmlNode *root, bool into)
{
	if (into && n->children && n->type == XML_ELEMENT_NODE)
		return n->children;
	while (n != root && !n->next)
		n = n->parent;
	return n == root ? NULL : n->next;
}

/* Rows of words, and not a page that was laid out with a table. */
static bool
is_table(xmlNode *table)
{
	size_t rows = 0, nodes = 0;

	for (xmlNode *n = next_node(table, table, true); n; n = next_node(n, table, true)) {
		rows += is_named(n, " tr ");
		if (++nodes > TABLE_NODES_MAX || is_named(n, " table div p ul ol h1 h2 h3 h4 blockquote img figure "))
			return false;
	}
	return rows > 1;
}

static void
enter_table(struct walker *w, xmlNode *n)
{
	if (is_named(n, " table ")) {
		flush(w);
		w->table = n;
		begin(w, n);
	} else if (is_named(n, " tr ") && w->text->len && w->text->str[w->text->len - 1] != MARK_ROW) {
		g_string_append_c(w->text, MARK_ROW);
	} else if (is_named(n, " td th ") && w->text->len && w->text->str[w->text->len - 1] != MARK_ROW) {
		g_string_append_c(w->text, MARK_CELL);
	} else if (is_named(n, " td th ")) {
		/* The first cell may be empty: a blank keeps its place. */
		g_string_append_c(w->text, ' ');
	}
}

static void
leave_table(struct walker *w, xmlNode *n)
{
	flush(w);
	if (w->caption.text)
		g_array_append_val(w->to, w->caption);
	else if (n->parent && is_named(n->parent, " figure "))
		w->captioned = n->parent;
	w->caption.text = NULL;
	w->table = NULL;
}

/* ---- the walk --------------------------------------------------------- */

/* True when its children are to be walked. */
static bool
enter(struct walker *w, xmlNode *n)
{
	if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) {
		add_text(w, n->parent, (const char *)n->content);
		return false;
	}
	if (n->type != XML_ELEMENT_NODE || is_named(n, unseen) || take_caption(w, n))
		return false;
	if (is_named(n, " figure "))
		w->picture = NULL;
	if (is_named(n, " br "))
		add_break(w);
	else if (is_named(n, " img "))
		add_picture(w, n);
	else if (w->table || (is_named(n, " table ") && context_of(w, n).role == LINE_ANY && is_table(n)))
		enter_table(w, n);
	else if (is_named(n, blocks))
		flush(w);
	else
		enter_inline(w, n);
	return true;
}

static void
leave(struct walker *w, xmlNode *n)
{
	if (n->type != XML_ELEMENT_NODE)
		return;
	leave_inline(w, n);
	if (n == w->table) {
		leave_table(w, n);
	} else if (!w->table && is_named(n, blocks)) {
		flush(w);
	}
	if (is_named(n, " figure ")) {
		w->picture = NULL;
		w->captioned = NULL;
	}
}

void
markup_read(struct importer *im, const struct markup *m, xmlNode *root, GArray *to)
{
	struct walker w = { .im = im, .m = m, .to = to, .root = root, .text = g_string_new(NULL),
		.files = g_hash_table_new(g_str_hash, g_str_equal) };
	xmlNode *n = root;

	while (n) {
		if (enter(&w, n) && n->children) {
			n = n->children;
			continue;
		}
		leave(&w, n);
		while (n != root && !n->next) {
			n = n->parent;
			leave(&w, n);
		}
		n = n == root ? NULL : n->next;
	}
	flush(&w);
	g_string_free(w.text, TRUE);
	g_hash_table_unref(w.files);
}

/* ---- fragments -------------------------------------------------------- */

xmlNode *
markup_root(xmlDoc *doc)
{
	xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;

	while (root && root->next) {
		xmlNode *n = root->next;
		xmlUnlinkNode(n);
		xmlAddChild(root, n);
	}
	return root;
}

void
markup_fragment(struct importer *im, const struct markup *m, const char *html, GArray *to)
{
	/* In a div, or libxml2 makes paragraphs of its own. */
	g_autofree char *page = g_strconcat("<html><body><div>", legacy_html(im->a, html), "</div></body></html>", NULL);
	xmlDoc *doc = htmlReadMemory(page, (int)strlen(page), NULL, "UTF-8",
	    HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
	xmlNode *root = markup_root(doc);

	if (root)
		markup_read(im, m, root, to);
	xmlFreeDoc(doc);
}

const char *
markup_text(struct importer *im, const char *html, int line)
{
	struct markup m = { .line = line };
	GArray *lines = g_array_new(FALSE, TRUE, sizeof(struct line));
	g_autoptr(GString) s = g_string_new(NULL);

	markup_fragment(im, &m, html, lines);
	for (guint i = 0; i < lines->len; i++) {
		const char *plain = parts_plain(im->a, g_array_index(lines, struct line, i).text);
		g_string_append_printf(s, "%s%s", i ? " " : "", plain);
	}
	g_array_unref(lines);
	for (char *p = strstr(s->str, "\u2028"); p; p = strstr(p, "\u2028"))
		memcpy(p, "   ", 3);
	return s->len ? clean_value(im, s->str, line) : NULL;
}
