/*
 * Exports of WordPress (WXR 1.0-1.2), RSS and Atom, a release at a time.
 *
 * libxml2's parser is pushed: it hands text over in small pieces, so no
 * field of any size has to be in memory before we can say that it is too
 * long (its reader would hold a CDATA section whole).  No tree is built, a
 * document type ends it, and nothing else is ever opened.
 */
#include "import/import-int.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#define CHUNK_BYTES 65536
#define OVERLAP 32 /* of chunks, so that a word is seen that stands in two */
#define ATTACHMENTS_MAX 1000000
#define ERRORS_MAX 20 /* said of a file */

/* What the bytes of the file are. */
enum coding { CODING_AS_DECLARED, CODING_UTF8, CODING_UTF8_WITH_FAULTS, CODING_1256 };

struct feed {
	struct importer *im;
	struct arena *file_arena;
	xmlParserCtxt *ctxt;
	GHashTable *attachments; /* number of a post to the URLs of its files */
	size_t n_attachments;
	bool only_attachments;   /* the first pass */
	int depth, item_depth, field_depth; /* 0: in none */
	const char **field;      /* where the text goes at the end */
	GPtrArray *list;         /* or this */
	GString *text;
	bool rss, too_big, damaged, xhtml, is_html, finished, ending;
	struct post post;
	const char *parent, *attachment;
	const char *language;
	size_t n_items, n_errors;
	/* the bytes */
	enum coding coding;
	int line, controls;      /* of the bytes that were read, and taken out of this line */
	GString *rest;           /* of a character that a chunk cut */
};

/* ---- fields ----------------------------------------------------------- */

enum space { SPACE_PLAIN, SPACE_WP, SPACE_EXCERPT, SPACE_CONTENT, SPACE_DC, SPACE_ATOM, SPACE_OTHER };

/* By their ends, for http and https both occur, and 1.0 to 1.2. */
static enum space
space_of(const char *uri)
{
	if (!uri || g_str_has_suffix(uri, "rss/1.0/"))
		return SPACE_PLAIN;
	if (g_str_has_suffix(uri, "/excerpt/"))
		return SPACE_EXCERPT;
	if (strstr(uri, "/export/1."))
		return SPACE_WP;
	if (g_str_has_suffix(uri, "modules/content/"))
		return SPACE_CONTENT;
	if (g_str_has_suffix(uri, "dc/elements/1.1/"))
		return SPACE_DC;
	/* Atom 1.0 (RFC 4287), and 0.3 before it. */
	return g_str_has_suffix(uri, "2005/Atom") || g_str_has_suffix(uri, "purl.org/atom/ns#") ? SPACE_ATOM : SPACE_OTHER;
}

#define POST(space, name, member) { space, name, offsetof(struct feed, post.member) }

static const struct {
	enum space space;
	const char *name;
	size_t offset;
} fields[] = {
	POST(SPACE_PLAIN, "title", title),
	POST(SPACE_PLAIN, "link", link),
	POST(SPACE_PLAIN, "guid", guid),
	POST(SPACE_PLAIN, "pubDate", published),
	POST(SPACE_PLAIN, "description", description),
	POST(SPACE_DC, "creator", creator),
	POST(SPACE_DC, "date", published),
	POST(SPACE_CONTENT, "encoded", content),
	POST(SPACE_EXCERPT, "encoded", excerpt),
	POST(SPACE_WP, "post_id", id),
	POST(SPACE_WP, "post_name", name),
	POST(SPACE_WP, "post_date", date),
	POST(SPACE_WP, "post_date_gmt", date_gmt),
	POST(SPACE_WP, "post_modified", modified),
	POST(SPACE_WP, "post_modified_gmt", modified_gmt),
	POST(SPACE_WP, "status", status),
	POST(SPACE_WP, "post_type", type),
	POST(SPACE_WP, "post_password", password),
	{ SPACE_WP, "post_parent", offsetof(struct feed, parent) },
	{ SPACE_WP, "attachment_url", offsetof(struct feed, attachment) },
	POST(SPACE_ATOM, "title", title),
	POST(SPACE_ATOM, "id", guid),
	POST(SPACE_ATOM, "summary", description),
	POST(SPACE_ATOM, "content", content),
	POST(SPACE_ATOM, "published", published),
	POST(SPACE_ATOM, "updated", updated),
	POST(SPACE_ATOM, "issued", published),
	POST(SPACE_ATOM, "modified", updated),
};

static const char **
field_of(struct feed *f, enum space space, const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
		if (fields[i].space == space && strcmp(fields[i].name, name) == 0)
			return (const char **)(void *)((char *)f + fields[i].offset);
	return NULL;
}

/* ---- elements --------------------------------------------------------- */

/* SAX2 gives attributes as name, prefix, URI, begin and end of the value. */
static char *
attribute(struct feed *f, const xmlChar **v, int n, const char *name)
{
	for (int i = 0; i < n; i++, v += 5)
		if (strcmp((const char *)v[0], name) == 0)
			return arena_strndup(f->im->a, (const char *)v[3], (size_t)(v[4] - v[3]));
	return NULL;
}

static void
begin_item(struct feed *f)
{
	f->item_depth = f->depth;
	f->im->a = arena_create();
	f->post = (struct post) { .line = xmlSAX2GetLineNumber(f->ctxt) };
	f->post.categories = g_ptr_array_new();
	f->post.tags = g_ptr_array_new();
	f->post.media = g_ptr_array_new();
	f->parent = f->attachment = NULL;
	f->too_big = f->damaged = false;
}

static void
begin_field(struct feed *f, const char **field, GPtrArray *list)
{
	f->field = field;
	f->list = list;
	f->field_depth = f->depth;
	g_string_truncate(f->text, 0);
}

static void
begin_atom(struct feed *f, const char *name, const xmlChar **v, int n)
{
	const char *type = attribute(f, v, n, "type"), *rel = attribute(f, v, n, "rel"), *mode = attribute(f, v, n, "mode");
	bool plain = !type || strcmp(type, "text") == 0 || strcmp(type, "text/plain") == 0;

	/* 0.3 says with a mode whether elements stand in it or their text. */
	f->xhtml = type && (strcmp(type, "xhtml") == 0 || (strstr(type, "html") && mode && strcmp(mode, "xml") == 0) ||
	    strcmp(type, "application/xhtml+xml") == 0);
	if (strcmp(name, "title") == 0)
		f->post.plain_title = plain;
	else if (strcmp(name, "content") == 0 || (strcmp(name, "summary") == 0 && !f->post.content))
		f->post.plain_body = plain;
	else if (strcmp(name, "link") == 0 && (!rel || strcmp(rel, "alternate") == 0))
		f->post.link = attribute(f, v, n, "href");
	else if (strcmp(name, "category") == 0 && attribute(f, v, n, "term"))
		g_ptr_array_add(f->post.categories, attribute(f, v, n, "term"));
}

static void
begin_in_item(struct feed *f, enum space space, const char *name, const xmlChar **v, int n)
{
	const char **field = field_of(f, space, name);

	f->xhtml = false;
	if (space == SPACE_WP)
		f->post.wordpress = true;
	if (space == SPACE_ATOM)
		begin_atom(f, name, v, n);
	if (f->only_attachments && space != SPACE_WP)
		return;
	if (field && !*field) {
		begin_field(f, field, NULL);
	} else if (space == SPACE_PLAIN && strcmp(name, "category") == 0) {
		const char *domain = attribute(f, v, n, "domain");
		bool tag = domain && strcmp(domain, "post_tag") == 0;
		if (!domain || tag || strcmp(domain, "category") == 0 || strstr(domain, "://"))
			begin_field(f, NULL, tag ? f->post.tags : f->post.categories);
	}
}

/* The text of a field; elements stand in it in Atom alone. */
static void
add_text(struct feed *f, const char *s, size_t n)
{
	if (!f->field_depth || f->too_big)
		return;
	g_string_append_len(f->text, s, (gssize)n);
	f->too_big = f->text->len > limit_value(LIMIT_ITEM_BYTES);
}

/* What was gathered of an item goes; the file goes on. */
static void
leave_item(struct feed *f)
{
	g_ptr_array_unref(f->post.categories);
	g_ptr_array_unref(f->post.tags);
	g_ptr_array_unref(f->post.media);
	arena_destroy(f->im->a);
	f->im->a = f->file_arena;
	f->item_depth = 0;
	f->post = (struct post) { 0 };
}

static void
drop_item(struct feed *f)
{
	if (!f->item_depth)
		return;
	f->field_depth = 0;
	leave_item(f);
}

static void
on_start(void *with, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
    int n_namespaces, const xmlChar **namespaces, int n, int n_defaulted, const xmlChar **v)
{
	struct feed *f = with;
	const char *name = (const char *)local;
	enum space space = space_of((const char *)uri);

	f->rss |= f->depth == 0 && (strcmp(name, "rss") == 0 || strcmp(name, "RDF") == 0);
	if (f->rss && !prefix && space == SPACE_OTHER)
		space = SPACE_PLAIN; /* RSS 0.90, and 2.0 in a namespace that somebody made up for it */
	bool item = (space == SPACE_PLAIN && strcmp(name, "item") == 0) || (space == SPACE_ATOM && strcmp(name, "entry") == 0);

	f->depth++;
	if (item && f->item_depth && f->damaged) {
		/* Tags that do not pair: the release before was never closed. */
		drop_item(f);
		f->im->counts->refused++;
	}
	if (f->field_depth) {
		if (f->xhtml) {
			add_text(f, "<", 1);
			add_text(f, name, strlen(name));
			add_text(f, ">", 1);
		}
	} else if (f->item_depth) {
		if (f->depth == f->item_depth + 1)
			begin_in_item(f, space, name, v, n);
	} else if (item) {
		begin_item(f);
	} else if (f->depth == 1 && attribute(f, v, n, "lang")) {
		f->language = arena_strdup(f->file_arena, attribute(f, v, n, "lang"));
	} else if (space == SPACE_PLAIN && f->depth == 3 && strcmp(name, "language") == 0) {
		begin_field(f, &f->language, NULL);
	}
}

static void
end_field(struct feed *f)
{
	const char *text = clean_controls(f->im, f->text->str, MAX(f->post.line, 1));

	f->field_depth = 0;
	if (!*text)
		return;
	if (f->field)
		*f->field = text;
	else
		g_ptr_array_add(f->list, arena_strdup(f->im->a, text));
}

static void
keep_attachment(struct feed *f)
{
	if (g_strcmp0(f->post.type, "attachment") != 0 || !f->parent || !f->attachment ||
	    f->n_attachments++ >= ATTACHMENTS_MAX)
		return;
	GPtrArray *urls = g_hash_table_lookup(f->attachments, f->parent);
	if (!urls) {
		urls = g_ptr_array_new_with_free_func(g_free);
		g_hash_table_insert(f->attachments, g_strdup(f->parent), urls);
	}
	const char *name = markup_file_name(f->im, f->attachment, f->post.line);
	if (name)
		g_ptr_array_add(urls, g_strdup(name));
}

static void
add_attachments(struct feed *f)
{
	const GPtrArray *urls = f->post.id ? g_hash_table_lookup(f->attachments, f->post.id) : NULL;

	for (guint i = 0; urls && i < urls->len; i++)
		g_ptr_array_add(f->post.media, g_ptr_array_index(urls, i));
}

static size_t
count_in(const char *s)
{
	size_t n = 0;

	while (s && (s = strstr(s, "\uFFFD"))) {
		s += strlen("\uFFFD");
		n++;
	}
	return n;
}

/* Places in this release where bytes were no UTF-8. */
static size_t
count_faults(const struct feed *f)
{
	size_t n = 0;

	if (f->coding != CODING_UTF8_WITH_FAULTS)
		return 0;
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
		n += count_in(*(const char *const *)(const void *)((const char *)f + fields[i].offset));
	for (guint i = 0; i < f->post.categories->len; i++)
		n += count_in(g_ptr_array_index(f->post.categories, i));
	for (guint i = 0; i < f->post.tags->len; i++)
		n += count_in(g_ptr_array_index(f->post.tags, i));
	return n;
}

/* A place here and there is shown as U+FFFD; more is text in another encoding. */
static bool
are_few(const struct feed *f, size_t faults)
{
	return faults * 40 <= (f->post.content ? strlen(f->post.content) : 0);
}

static void
take_item(struct feed *f)
{
	int to = xmlSAX2GetLineNumber(f->ctxt);
	size_t faults = count_faults(f);

	f->n_items++;
	if (f->too_big) {
		refuse(f->im, "import.too-big", f->post.line, "a field of the release has more than %zu %s",
		    limit_value(LIMIT_ITEM_BYTES), limit_name(LIMIT_ITEM_BYTES));
	} else if (!are_few(f, faults)) {
		refuse(f->im, "import.encoding", f->post.line, "bytes of the release are not UTF-8, in the lines %d to %d",
		    f->post.line, to);
	} else if (f->damaged) {
		f->im->counts->refused++; /* on_error has said why */
	} else {
		if (faults) {
			say(f->im, f->post.line, SURE, "change: bytes that are not UTF-8 became U+FFFD (%zu)", faults);
			tell_repaired(f->im, f->post.line, faults);
		}
		add_attachments(f);
		post_put(f->im, &f->post, f->language);
	}
	if (is_stopped(f->im)) {
		f->finished = true;
		xmlStopParser(f->ctxt);
	}
}

static void
end_item(struct feed *f)
{
	if (f->only_attachments)
		keep_attachment(f);
	else
		take_item(f);
	leave_item(f);
}

static void
on_end(void *with, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	struct feed *f = with;

	if (f->field_depth == f->depth) {
		end_field(f);
	} else if (f->field_depth && f->xhtml) {
		add_text(f, "</", 2);
		add_text(f, (const char *)local, strlen((const char *)local));
		add_text(f, ">", 1);
	} else if (f->item_depth == f->depth) {
		end_item(f);
	}
	f->depth--;
}

static void
on_text(void *with, const xmlChar *s, int n)
{
	struct feed *f = with;

	if (f->field_depth && f->xhtml) {
		g_autofree char *escaped = g_markup_escape_text((const char *)s, n);
		add_text(f, escaped, strlen(escaped));
	} else {
		add_text(f, (const char *)s, (size_t)n);
	}
}

/* ---- what is wrong with the XML --------------------------------------- */

/* Entities of HTML are not declared in XML; what they mean is known all the same. */
static xmlEntity *
on_entity(void *with, const xmlChar *name)
{
	struct feed *f = with;
	const htmlEntityDesc *e = htmlEntityLookup(name);
	char s[8];

	f->is_html = e != NULL;
	if (e && f->field_depth) {
		int n = g_unichar_to_utf8(e->value, s);
		on_text(f, (const xmlChar *)s, n);
	}
	return NULL;
}

static void
on_type(void *with, const xmlChar *name, const xmlChar *public_id, const xmlChar *system_id)
{
	struct feed *f = with;

	if (!f->only_attachments) {
		refuse(f->im, "import.dtd", xmlSAX2GetLineNumber(f->ctxt), "the file has a document type, which can name "
		    "other files and make text grow; it was not read on");
		diag_help(f->im->dg, "no export of WordPress and no feed needs one: take the <!DOCTYPE …> out");
	}
	f->finished = true;
	xmlStopParser(f->ctxt);
}

static bool
is_end(int code)
{
	return code == XML_ERR_DOCUMENT_END || code == XML_ERR_TAG_NOT_FINISHED || code == XML_ERR_CDATA_NOT_FINISHED ||
	    code == XML_ERR_COMMENT_NOT_FINISHED || code == XML_ERR_GT_REQUIRED;
}

/* Which of a reader's words mean what people do wrong most, and what to do. */
static const struct {
	int code;
	const char *theirs, *ours, *help;
} slips[] = {
	{ XML_ERR_NAME_REQUIRED, "EntityRef", N_("a & stands alone"), N_("& in a text is written &amp;, and < is written &lt;") },
	{ XML_ERR_NAME_REQUIRED, "StartTag", N_("a < stands alone"), N_("& in a text is written &amp;, and < is written &lt;") },
	{ XML_ERR_ENTITYREF_SEMICOL_MISSING, "", N_("a name behind & has no ; at its end"), N_("& in a text is written &amp;, and < is written &lt;") },
	{ XML_ERR_UNDECLARED_ENTITY, "", N_("no character is called so"), N_("write the character itself") },
	{ XML_WAR_UNDECLARED_ENTITY, "", N_("no character is called so"), N_("write the character itself") },
};

/* Their words, where they say more than ours would. */
static char *
sentence_of(const xmlError *e, const char **ret_help)
{
	const char *theirs = e->message ? e->message : diag_word(N_("an error"));

	if (e->code == XML_ERR_TAG_NAME_MISMATCH && e->str1 && e->str2)
		return g_strdup_printf(diag_word("</%s> stands where <%s> is to be closed"), e->str2, e->str1);
	for (size_t i = 0; i < G_N_ELEMENTS(slips); i++)
		if (e->code == slips[i].code && strstr(theirs, slips[i].theirs)) {
			*ret_help = slips[i].help;
			return e->str1 ? g_strdup_printf("%s: %s", diag_word(slips[i].ours), e->str1)
			    : g_strdup(diag_word(slips[i].ours));
		}
	return g_strstrip(g_strdup(theirs));
}

static void
on_error(void *with, xmlError *e)
{
	struct feed *f = with;

	bool known = e->code == XML_ERR_UNDECLARED_ENTITY || e->code == XML_WAR_UNDECLARED_ENTITY;
	if (e->level == XML_ERR_WARNING || e->domain == XML_FROM_NAMESPACE || f->only_attachments || f->finished ||
	    (known && f->is_html))
		return;
	if (f->ending && is_end(e->code))
		return; /* finish says so */
	f->damaged = true;
	if (e->code == XML_I18N_CONV_FAILED || e->code == XML_IO_ENCODER) {
		refuse(f->im, "import.encoding", 0, "the file holds bytes that the encoding it names does not have; it was not read on");
		diag_help(f->im->dg, "say what it is written in, in its first line, or convert it to UTF-8");
		f->finished = true;
		return;
	}
	if (f->n_errors++ >= ERRORS_MAX)
		return;
	const char *help = NULL;
	g_autofree char *text = sentence_of(e, &help);
	diag_add(f->im->dg, DIAG_ERROR, "import.xml", (struct place) { f->im->file, (uint32_t)MAX(e->line, 0), 0 },
	    "the XML is wrong here: %s%s", text, f->item_depth ? diag_word(N_("; the release it is in was not taken")) : "");
	if (help)
		diag_help(f->im->dg, "%s", diag_word(help));
}

/* ---- bytes ------------------------------------------------------------ */

static void
tell_controls(struct feed *f)
{
	if (f->controls && !f->only_attachments)
		say(f->im, f->line, SURE, "change: control characters were taken out (%d)", f->controls);
	f->controls = 0;
}

/* A character above ASCII; how many bytes it has, 0 when the chunk cuts it. */
static size_t
take_character(struct feed *f, const char *p, size_t left, GString *to)
{
	gunichar c = g_utf8_get_char_validated(p, (gssize)left);

	if (c == (gunichar)-2 && left < 4)
		return 0;
	if (c == (gunichar)-1 || c == (gunichar)-2) {
		add_repaired(to);
		return 1;
	}
	size_t n = g_utf8_skip[(unsigned char)*p];
	g_string_append_len(to, p, (gssize)n);
	return n;
}

/*
 * Without the control characters, which WordPress writes and XML forbids;
 * with faults, bytes that are no UTF-8 become U+FFFD.
 */
static void
filter(struct feed *f, const char *p, size_t n, GString *to)
{
	for (size_t i = 0; i < n;) {
		unsigned char b = (unsigned char)p[i];
		if (b < 0x20 && b != '\t' && b != '\n' && b != '\r') {
			f->controls++;
			i++;
			continue;
		}
		if (b >= 0x80 && f->coding == CODING_UTF8_WITH_FAULTS) {
			size_t taken = take_character(f, p + i, n - i, to);
			if (!taken) {
				g_string_append_len(f->rest, p + i, (gssize)(n - i));
				return;
			}
			i += taken;
			continue;
		}
		g_string_append_c(to, p[i++]);
		if (b == '\n') {
			tell_controls(f);
			f->line++;
		}
	}
}

static void
parse(struct feed *f, const GString *s)
{
	if (f->coding == CODING_1256) {
		gsize n = 0;
		g_autofree char *utf8 = g_convert_with_fallback(s->str, (gssize)s->len, "UTF-8", "WINDOWS-1256", "\xEF\xBF\xBD",
		    NULL, &n, NULL);
		if (utf8)
			xmlParseChunk(f->ctxt, utf8, (int)n, 0);
		return;
	}
	xmlParseChunk(f->ctxt, s->str, (int)s->len, 0);
}

const char *
feed_declaration(const char *start)
{
	static const char *const roots[] = { "<rss", "<feed", "<rdf:RDF", "<RDF" };
	const char *declaration = strstr(start, "<?xml ");

	for (size_t i = 0; declaration && i < G_N_ELEMENTS(roots); i++) {
		const char *root = strstr(start, roots[i]);
		if (root && root < declaration)
			return NULL; /* it is in a text */
	}
	return declaration;
}

/* Where the XML begins: behind a byte order mark, and what stands before its declaration, which XML wants first. */
static off_t
find_start(struct feed *f, int fd)
{
	char start[LOOK_BYTES + 1] = "";
	ssize_t n = pread(fd, start, LOOK_BYTES, 0);
	const char *from = n > 3 && g_str_has_prefix(start, "\xEF\xBB\xBF") ? start + 3 : start;
	const char *declaration = feed_declaration(from);

	for (const char *p = from; declaration && p < declaration; p++)
		f->line += *p == '\n';
	if (declaration && declaration > from + strspn(from, " \t\r\n") && !f->only_attachments)
		say(f->im, 1, SURE, "change: what stands before the XML declaration was left out, down to line %d", f->line);
	return (declaration ? declaration : from) - start;
}

/* False when the file cannot be read. */
static bool
parse_all(struct feed *f, int fd)
{
	g_autofree char *bytes = g_malloc(CHUNK_BYTES);
	g_autoptr(GString) s = g_string_new(NULL), joined = g_string_new(NULL);
	ssize_t n = 1;

	off_t at = find_start(f, fd);

	f->ctxt->input->line = f->line;
	for (; n > 0 && !f->finished; at += n) {
		while ((n = pread(fd, bytes, CHUNK_BYTES, at)) < 0 && errno == EINTR)
			;
		if (n <= 0)
			break;
		g_string_assign(joined, "");
		g_string_append_len(joined, f->rest->str, (gssize)f->rest->len);
		g_string_append_len(joined, bytes, n);
		g_string_truncate(f->rest, 0);
		g_string_truncate(s, 0);
		filter(f, joined->str, joined->len, s);
		parse(f, s);
	}
	tell_controls(f);
	return n >= 0;
}

/* ---- what there is to know before ------------------------------------- */

struct survey {
	bool utf8, ascii; /* all of it */
	bool is_1256, attachments;
};

/* The end of what is UTF-8 in these bytes, a character that is cut counting as such. */
static bool
is_utf8(const char *p, size_t n, size_t *ret_good)
{
	const char *end = NULL;

	if (g_utf8_validate_len(p, n, &end)) {
		*ret_good = n;
		return true;
	}
	*ret_good = (size_t)(end - p);
	return n - *ret_good < 4 && g_utf8_get_char_validated(end, (gssize)(n - *ret_good)) == (gunichar)-2;
}

static bool
is_ascii(const char *p, size_t n)
{
	unsigned char all = 0;

	for (size_t i = 0; i < n; i++)
		all |= (unsigned char)p[i];
	return all < 0x80;
}

static struct survey
survey_file(int fd)
{
	g_autofree char *bytes = g_malloc(CHUNK_BYTES + OVERLAP);
	struct survey s = { .utf8 = true, .ascii = true };
	size_t kept = 0;
	ssize_t n;

	for (off_t at = 0; (n = pread(fd, bytes + kept, CHUNK_BYTES, at)) > 0; at += n) {
		size_t all = kept + (size_t)n, good = all;
		s.ascii &= is_ascii(bytes + kept, (size_t)n);
		s.attachments |= memmem(bytes, all, "attachment_url", 14) != NULL;
		if (s.utf8 && !is_utf8(bytes, all, &good)) {
			s.utf8 = false;
			s.is_1256 = clean_is_1256(bytes, all);
		}
		/* From the beginning of a character on. */
		size_t from = all > OVERLAP ? all - OVERLAP : 0;
		while (from < all && from > 0 && ((unsigned char)bytes[from] & 0xC0) == 0x80)
			from++;
		kept = all - from;
		memmove(bytes, bytes + from, kept);
	}
	return s;
}

/* What the first line says the file is written in; NULL: nothing, or UTF-8. */
static char *
declared_encoding(int fd)
{
	char start[LOOK_BYTES + 1] = "";
	ssize_t n = pread(fd, start, LOOK_BYTES, 0);
	const char *encoding = n > 0 ? strstr(start, "encoding=") : NULL, *end = strstr(start, "?>");

	if (!encoding || !end || encoding > end || !encoding[9])
		return NULL;
	g_autofree char *name = g_strndup(encoding + 10, strcspn(encoding + 10, "\"'?"));
	bool utf8 = g_ascii_strcasecmp(name, "utf-8") == 0 || g_ascii_strcasecmp(name, "us-ascii") == 0;
	return utf8 ? NULL : g_steal_pointer(&name);
}

static bool
is_convertible(const char *encoding)
{
	xmlCharEncodingHandler *h = xmlFindCharEncodingHandler(encoding);

	if (h)
		xmlCharEncCloseFunc(h);
	return h != NULL;
}

/* What a file is written in is what its bytes are, if they tell, before what it says. */
static enum coding
coding_of(struct importer *im, int fd, const struct survey *s)
{
	g_autofree char *said = declared_encoding(fd);
	bool known = said && is_convertible(said);

	if (s->utf8 && !(said && encoding_is_stateful(said))) {
		if (said && !s->ascii)
			say(im, 1, SURE, "encoding: UTF-8, though the file says %s: all of its bytes are", said);
		return CODING_UTF8;
	}
	if (s->is_1256 && (!known || encoding_is_western(said))) {
		say(im, 1, LIKELY, "encoding: converted from windows-1256: it is not UTF-8, and reads as Arabic so");
		return CODING_1256;
	}
	if (known) {
		say(im, 1, SURE, "encoding: converted from %s, as the file says", said);
		return CODING_AS_DECLARED;
	}
	return CODING_UTF8_WITH_FAULTS;
}

/* ---- a pass ----------------------------------------------------------- */

/* What libxml2 says of bytes that it cannot convert, it says to no parser; so it does of HTML in a post. */
static void
on_stray(void *with, xmlError *e)
{
	if (e->code == XML_I18N_CONV_FAILED || e->code == XML_IO_ENCODER)
		on_error(with, e);
}

/* It would print it. */
static void
hear_nothing(void *with, const char *fmt, ...)
{
}

static void
open_parser(struct feed *f)
{
	xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC, .internalSubset = on_type, .startElementNs = on_start,
		.endElementNs = on_end, .characters = on_text, .cdataBlock = on_text, .ignorableWhitespace = on_text,
		.getEntity = on_entity, .serror = (xmlStructuredErrorFunc)on_error };

	f->ctxt = xmlCreatePushParserCtxt(&sax, f, NULL, 0, NULL);
	xmlCtxtUseOptions(f->ctxt, XML_PARSE_RECOVER | XML_PARSE_NONET | (f->coding != CODING_AS_DECLARED ? XML_PARSE_IGNORE_ENC : 0));
	if (f->coding != CODING_AS_DECLARED)
		xmlSwitchEncoding(f->ctxt, XML_CHAR_ENCODING_UTF8);
	xmlSetStructuredErrorFunc(f, (xmlStructuredErrorFunc)on_stray);
	xmlSetGenericErrorFunc(NULL, hear_nothing);
	f->line = 1;
	f->depth = f->item_depth = f->field_depth = 0;
	g_string_truncate(f->rest, 0);
}

static void
close_parser(struct feed *f)
{
	xmlSetGenericErrorFunc(NULL, NULL);
	xmlSetStructuredErrorFunc(NULL, NULL);
	if (f->ctxt->myDoc)
		xmlFreeDoc(f->ctxt->myDoc);
	xmlFreeParserCtxt(f->ctxt);
}

/* The file is over; is the feed? */
static void
finish(struct feed *f)
{
	bool cut = f->depth > 0 && !f->finished;

	if (cut) {
		refuse(f->im, "import.cut", f->line, "the file ends in the middle of %s; the %zu before it were read",
		    diag_word(f->item_depth ? N_("a release, which was not taken") : N_("the feed")), f->n_items);
		diag_help(f->im->dg, "export it again; releases that are there already are left as they are");
	} else if (f->n_items == 0 && !f->finished && f->n_errors == 0) {
		refuse(f->im, "import.empty", 1, "there is no release in the feed");
	}
}

static void
run(struct feed *f, int fd)
{
	open_parser(f);
	if (!parse_all(f, fd))
		diag_add(f->im->dg, DIAG_ERROR, "file.read", (struct place) { f->im->file, 0, 0 }, "the file cannot be read: %s",
		    system_error(errno));
	f->ending = true;
	xmlParseChunk(f->ctxt, NULL, 0, 1);
	if (!f->only_attachments)
		finish(f);
	drop_item(f);
	close_parser(f);
	f->ending = f->finished = false;
}

void
import_feed(struct importer *im, int fd)
{
	struct survey survey = survey_file(fd);
	struct feed f = { .im = im, .file_arena = im->a, .text = g_string_new(NULL), .rest = g_string_new(NULL) };

	f.attachments = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
	f.coding = coding_of(im, fd, &survey);
	f.only_attachments = survey.attachments;
	if (f.only_attachments)
		run(&f, fd);
	f.only_attachments = false;
	run(&f, fd);
	g_hash_table_unref(f.attachments);
	g_string_free(f.text, TRUE);
	g_string_free(f.rest, TRUE);
}
