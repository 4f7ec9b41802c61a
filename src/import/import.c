/* What a file is, by what it holds; and one file after the other. */
#include "import/import.h"
#include "import/import-int.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const char *const sure_said[] = { N_("sure"), N_("likely"), N_("guess") };

void
say(struct importer *im, int line, enum sureness sure, const char *fmt, ...)
{
	g_autoptr(GString) s = g_string_new(NULL);
	va_list ap;

	va_start(ap, fmt);
	diag_add_safe(s, im->file);
	g_string_append_printf(s, ":%d: ", line);
	g_string_append_vprintf(s, diag_word(fmt), ap);
	g_string_append_printf(s, " [%s]\n", diag_word(sure_said[sure]));
	va_end(ap);
	report_line(im->report, s->str);
}

void
refuse(struct importer *im, const char *code, int line, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	diag_addv(im->dg, DIAG_ERROR, code, (struct place) { im->file, (uint32_t)line, 0 }, fmt, ap);
	va_end(ap);
	im->counts->refused++;
}

/* ---- what a file is --------------------------------------------------- */

enum kind { KIND_TEXT, KIND_HTML, KIND_FEED, KIND_JSON, KIND_NONE };

static const struct {
	const char *name;
	const char *suffixes; /* that a file of the kind may have */
} kinds[] = {
	[KIND_TEXT] = { N_("text"), " txt text md " },
	[KIND_HTML] = { N_("a page of HTML"), " html htm xhtml " },
	[KIND_FEED] = { N_("an export of WordPress or a feed"), " xml rss atom wxr rdf " },
	[KIND_JSON] = { N_("JSON"), " json ninjs " },
};

/* What is none of them, by its first bytes, beside text_stranger. */
static const struct {
	const char *begins, *name;
} others[] = {
	{ "{\\rtf", N_("RTF") },
	{ "{%", N_("a template, which another program makes pages of") },
	{ "{{", N_("a template, which another program makes pages of") },
};

/* A text between two lines of dashes, whose first line names a key: that of items, and of Jekyll and Hugo. */
static const char *
front_matter(const char *s)
{
	const char *first = g_str_has_prefix(s, "---") ? s + 3 + strspn(s + 3, "\r\n") : s;
	size_t key = strspn(first, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

	if (first < s + 4 || key == 0 || first[key] != ':' || (!strstr(first, "\n---") && strlen(s) < LOOK_BYTES - 3))
		return NULL;
	return strstr(s, "\nnashra-item:") ? N_("an item already") : N_("a page with a front matter, which another program makes pages of");
}

/* The name of the first element, in small letters, without its prefix. */
static char *
first_element(const char *s)
{
	while ((s = strchr(s, '<'))) {
		const char *end = ++s;
		while (g_ascii_isalnum(*end) || (*end && strchr(":_-", *end)))
			end++;
		if (end == s) { /* <?xml, <!DOCTYPE, <!-- -->, </p> */
			const char *over = g_str_has_prefix(s, "!--") ? strstr(s, "-->") : NULL;
			s = over ? over : s;
			continue;
		}
		g_autofree char *name = g_ascii_strdown(s, end - s);
		const char *colon = strrchr(name, ':');
		return g_strdup(colon ? colon + 1 : name);
	}
	return g_strdup("");
}

static enum kind
kind_of_markup(const char *s)
{
	static const char *const html[] = { "html", "head", "body", "article", "main", "div", "section", "p",
		"h1", "h2", "h3", "ul", "ol", "table", "span", "title", "meta", "header", "nav", "blockquote", "figure",
		"center", "font", "b", "strong", "br", "a", "img", "script", "style", "link", "base", "form", "noscript",
		"iframe", "picture", "button", "input", "label", "aside", "footer", "h4", "h5", "h6", "pre", "hr", "address",
		"dl", "tr", "td", "i", "em", "u", "small", "video" };
	g_autofree char *name = first_element(s);

	if (strcmp(name, "rss") == 0 || strcmp(name, "feed") == 0 || strcmp(name, "rdf") == 0)
		return KIND_FEED;
	for (size_t i = 0; i < G_N_ELEMENTS(html); i++)
		if (strcmp(name, html[i]) == 0)
			return KIND_HTML;
	return KIND_NONE;
}

/* «{"key"», «{}», «[{"key"»; not «{آية}». */
static bool
is_json(const char *s)
{
	if (*s == '[')
		s += 1 + strspn(s + 1, " \t\r\n");
	if (*s++ != '{')
		return false;
	while (g_ascii_isspace(*s))
		s++;
	return !*s || *s == '"' || *s == '}';
}

/* `ret_name`: what a file that cannot be read is. */
static enum kind
kind_of(const char *s, const char **ret_name)
{
	*ret_name = text_stranger(s, strlen(s));
	if (*ret_name)
		return KIND_NONE;
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		if (g_str_has_prefix(s, others[i].begins)) {
			*ret_name = others[i].name;
			return KIND_NONE;
		}
	if (g_str_has_prefix(s, "\xEF\xBB\xBF"))
		s += 3;
	if ((*ret_name = front_matter(s)))
		return KIND_NONE;
	while (g_ascii_isspace(*s))
		s++;
	const char *declaration = feed_declaration(s);
	if (declaration && kind_of_markup(declaration) == KIND_FEED)
		return KIND_FEED;
	*ret_name = N_("XML or markup of another kind");
	if (*s == '<' && !g_ascii_isalpha(s[1]) && !strchr("/!?", s[1]))
		return KIND_TEXT; /* «<<قسم>>» */
	return *s == '<' ? kind_of_markup(s) : is_json(s) ? KIND_JSON : KIND_TEXT;
}

static void
compare_name(struct importer *im, enum kind kind)
{
	const char *dot = strrchr(im->file, '.');

	if (!dot || strchr(dot, '/') || strlen(dot) > 8)
		return;
	g_autofree char *lower = g_ascii_strdown(dot + 1, -1);
	g_autofree char *suffix = g_strdup_printf(" %s ", lower);
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (i != kind && strstr(kinds[i].suffixes, suffix)) {
			diag_add(im->dg, DIAG_WARNING, "import.name", (struct place) { im->file, 0, 0 },
			    "the file is %s, though its name ends in .%s", diag_word(kinds[kind].name), lower);
			diag_help(im->dg, "it was read as what it is");
		}
}

/* ---- files ------------------------------------------------------------ */

/* A feed that was converted, as a file: it says no longer what it is written in. */
static void
import_converted(struct importer *im, const char *xml)
{
	char *s = arena_strdup(im->a, xml), *said = strstr(s, "encoding="), *end = strstr(s, "?>");
	int fd = memfd_create("feed", MFD_CLOEXEC);

	if (said && end && said < end)
		memset(said, ' ', (size_t)(end - said));
	if (fd >= 0 && write_whole(fd, s, strlen(s)))
		import_feed(im, fd);
	else
		refuse(im, "file.read", 0, "the file cannot be read: %s", system_error(errno));
	if (fd >= 0)
		close(fd);
}

static void
import_bytes(struct importer *im, enum kind kind)
{
	size_t len = 0;
	const char *bytes = file_read(im->a, im->dg, NULL, im->file, LIMIT_ITEM_BYTES,
	    (struct place) { im->file, 0, 0 }, &len);

	const char *said = bytes && kind == KIND_HTML ? html_charset(im->a, bytes, len) : NULL;

	if (!bytes)
		im->counts->refused++;
	else if ((bytes = clean_decode(im, bytes, len, said)) && kind == KIND_JSON)
		import_json(im, bytes, strlen(bytes));
	else if (bytes && kind == KIND_FEED)
		import_converted(im, bytes);
	else if (bytes && kind == KIND_HTML)
		import_html(im, bytes);
	else if (bytes)
		import_text(im, bytes);
}

/* A text that begins as JSON may is that where its name says so. */
static enum kind
text_or_json(const struct importer *im, const char *start)
{
	while (g_ascii_isspace(*start))
		start++;
	return *start && strchr("[{", *start) && (g_str_has_suffix(im->file, ".json") || g_str_has_suffix(im->file, ".ninjs"))
	    ? KIND_JSON : KIND_TEXT;
}

/* The first bytes as UTF-8, what is cut at their end left out. */
static void
read_start(int fd, char start[LOOK_BYTES + 1], const char **ret_wide)
{
	ssize_t n = pread(fd, start, LOOK_BYTES, 0);
	gsize read;

	*ret_wide = n > 0 ? clean_wide(start, (size_t)n) : NULL;
	if (!*ret_wide)
		return;
	g_autofree char *utf8 = g_convert(start, n, "UTF-8", *ret_wide, &read, NULL, NULL);
	g_strlcpy(start, utf8 ? utf8 : "", LOOK_BYTES + 1);
}

static void
import_open(struct importer *im, int fd)
{
	char start[LOOK_BYTES + 1] = "";
	const char *other = NULL, *wide;

	read_start(fd, start, &wide);
	enum kind kind = kind_of(start, &other);
	if (kind == KIND_TEXT)
		kind = text_or_json(im, start);
	if (kind == KIND_NONE) {
		refuse(im, "import.kind", 0, "the file is %s, which is not read", diag_word(other));
		diag_help(im->dg, "exports of WordPress, RSS, Atom, JSON Feed, HTML, ninjs and text are");
		return;
	}
	compare_name(im, kind);
	if (kind == KIND_FEED && !wide)
		import_feed(im, fd);
	else
		import_bytes(im, kind);
}

static void
import_file(struct importer *im, const char *file)
{
	im->file = file;
	im->a = arena_create();
	int fd = file_open(im->dg, NULL, file, (struct place) { file, 0, 0 });
	if (fd < 0) {
		im->counts->refused++;
	} else {
		import_open(im, fd);
		close(fd);
	}
	diags_clear_sources(im->dg);
	arena_destroy(im->a);
}

static bool
make_folder(struct diags *dg, const struct import_job *job)
{
	if (job->dry || g_mkdir_with_parents(job->folder, 0777) == 0)
		return true;
	diag_add(dg, DIAG_ERROR, "import.folder", (struct place) { job->folder, 0, 0 },
	    "the folder cannot be made: %s", system_error(errno));
	return false;
}

static bool
are_options_good(struct diags *dg, const struct import_job *job)
{
	struct arena *a = arena_create();
	bool id = !job->id || as_id(a, job->id), date = !job->date || date_of_iso(a, job->date);

	arena_destroy(a);
	if (!id)
		diag_add(dg, DIAG_ERROR, "import.option", (struct place) { 0 }, "--id is '%s', but wants letters a-z, "
		    "digits, '-', '_' and '.'", job->id);
	if (job->id && job->n > 1)
		diag_add(dg, DIAG_ERROR, "import.option", (struct place) { 0 }, "--id is for one file, and there are %zu", job->n);
	if (!date)
		diag_add(dg, DIAG_ERROR, "import.option", (struct place) { 0 }, "--date is '%s', but wants a day such as 2026-11-23", job->date);
	return id && date && !(job->id && job->n > 1);
}

bool
import_files(struct diags *dg, const struct import_job *job, struct import_counts *ret)
{
	struct importer im = { .dg = dg, .job = job, .counts = ret };

	*ret = (struct import_counts) { 0 };
	if (!are_options_good(dg, job) || !make_folder(dg, job))
		return false;
	im.report = report_begin(job);
	im.names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	im.texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	for (size_t i = 0; i < job->n && !is_stopped(&im); i++)
		import_file(&im, job->files[i]);
	g_hash_table_unref(im.names);
	g_hash_table_unref(im.texts);
	report_end(im.report, dg);
	if (!job->dry && !disk_sync(job->folder))
		diag_add(dg, DIAG_ERROR, "out.write", (struct place) { job->folder, 0, 0 }, "the disk cannot be written: %s",
		    system_error(errno));
	return diags_count(dg, DIAG_ERROR) == 0;
}
