/* import: dates, texts with marks, and sources that are damaged in every way. */
#include "import/import-int.h"
#include "item/item.h"

#include <glib/gstdio.h>
#include <string.h>

/* ---- dates ------------------------------------------------------------ */

/* What other systems write, and what an item says; NULL: no day of the calendar. */
static const struct {
	const char *from, *to;
} iso_dates[] = {
	{ "2024-02-29", "2024-02-29" },
	{ "2024-02-29T10:00:00+03:00", "2024-02-29T10:00:00+03:00" },
	{ "2024-02-29T10:00:00.123Z", "2024-02-29T10:00:00Z" },
	{ "2024-02-29T10:00", "2024-02-29T10:00:00" },
	{ "2024-02-29 10:00:00 +0300", "2024-02-29T10:00:00+03:00" },
	{ "2023-02-29", NULL },
	{ "0000-00-00", NULL },
	{ "2024-13-01T00:00:00Z", NULL },
	{ "1445-08-19T00:00:00Z", NULL }, /* of the Hijri calendar */
	{ "2024-02-29T25:00:00Z", NULL },
	{ "yesterday", NULL },
	{ "", NULL },
}, mail_dates[] = {
	{ "Thu, 29 Feb 2024 10:00:00 +0300", "2024-02-29T10:00:00+03:00" },
	{ "29 Feb 2024 10:00 GMT", "2024-02-29T10:00:00Z" },
	{ "Thu, 29 Feb 24 10:00:00 -0530", "2024-02-29T10:00:00-05:30" },
	{ "Wed, 30 Feb 2024 10:00:00 +0000", NULL },
	{ "29 Feb", NULL },
};

static void
test_dates(void)
{
	struct arena *a = arena_create();

	for (size_t i = 0; i < G_N_ELEMENTS(iso_dates); i++)
		g_assert_cmpstr(date_of_iso(a, iso_dates[i].from), ==, iso_dates[i].to);
	for (size_t i = 0; i < G_N_ELEMENTS(mail_dates); i++)
		g_assert_cmpstr(date_of_mail(a, mail_dates[i].from), ==, mail_dates[i].to);
	/* The zone is the difference to Greenwich, over midnight and the turn of the year too. */
	g_assert_cmpstr(date_of_wordpress(a, "2024-01-01 01:30:00", "2023-12-31 22:30:00"), ==, "2024-01-01T01:30:00+03:00");
	g_assert_cmpstr(date_of_wordpress(a, "2024-03-01 01:30:00", "0000-00-00 00:00:00"), ==, "2024-03-01T01:30:00");
	g_assert_null(date_of_wordpress(a, "0000-00-00 00:00:00", "2024-03-01 01:30:00"));
	arena_destroy(a);
}

/* ---- normal forms ----------------------------------------------------- */

/* Letters that join marks, marks of several classes, Hangul in parts, and those that stand for another. */
static const gunichar joining[] = { ' ', 'e', 0x301, 0x323, 0x30A, 0x627, 0x653, 0x654, 0x64E, 0x651, 0x618, 0x610, 0x6D5, 0x9C7, 0x9BE,
	0xB47, 0xB56, 0x1100, 0x1161, 0x11A8, 0xAC00, 0x2126, 0xF900, 0x3B1, 0x345, 0x5D0, 0x5B7, 0x1D15E, 0x4E00 };

/* However long a line is, it is in the form that it would have as a whole. */
static void
test_normal(void)
{
	struct arena *a = arena_create();
	struct import_job job = { .dry = true };
	struct importer im = { .a = a, .job = &job, .report = report_begin(&job), .file = "x" };
	struct diags *dg = im.dg = diags_create();
	GRand *r = g_rand_new_with_seed(7);

	g_assert_cmpstr(clean_line(&im, "ب\u0610\u0618", 1), ==, "ب\u0618\u0610");
	for (int run = 0; run < 300; run++) {
		g_autoptr(GString) s = g_string_new("ب");
		for (int n = g_rand_int_range(r, 0, 600); n > 0; n--)
			g_string_append_unichar(s, joining[g_rand_int_range(r, 0, G_N_ELEMENTS(joining))]);
		g_autofree char *whole = g_utf8_normalize(s->str, -1, G_NORMALIZE_NFC);
		g_assert_cmpstr(clean_line(&im, s->str, 1), ==, g_strstrip(whole));
	}
	g_rand_free(r);
	report_end(im.report, dg);
	diags_destroy(dg);
	arena_destroy(a);
}

/* ---- texts with marks -------------------------------------------------- */

/* A block, and how an item says it: what cannot be said with stars stays plain. */
static const struct {
	enum part_kind kind;
	const char *text, *wanted;
} blocks[] = {
	{ PART_PARA, "\1غليظ\3 ثم \2مائل\3", "**غليظ** ثم *مائل*" },
	{ PART_PARA, "\1«غليظ»\3ثم", "«غليظ»ثم" },
	{ PART_PARA, "\1«غليظ»\3 ثم", "**«غليظ»** ثم" },
	{ PART_PARA, "\4https://a.b/c d\5نص [١]\6.", "[نص \\[١\\]](<https://a.b/c%20d>)." },
	{ PART_PARA, "أ\a- ب\a1. ج", "أ\\\n\\- ب\\\n1\\. ج" },
	{ PART_QUOTE, "أ\aب", "> أ\\\n> ب" },
	{ PART_ENTRY, "أ\a# ب", "- أ\\\n  \\# ب" },
	{ PART_SUBHEAD, "# أ", "## \\# أ" },
	{ PART_TABLE, "أ\x0F" "ب|ج\x0E" "د", "| أ | ب\\|ج |\n|---|---|\n| د | |" },
};

/* Parts, to the first without a text, become `wanted`, which reads back as they are. */
static void
assert_written(const struct part *v, const char *wanted)
{
	struct arena *a = arena_create();
	struct diags *dg = diags_create();
	struct parts *p = parts_new(a);
	g_autoptr(GString) s = g_string_new(NULL);

	p->id = "x";
	p->headline = "عنوان";
	for (; v->text; v++)
		parts_add(p, v->kind, v->depth, v->text);
	parts_write(p, s);
	const char *body = strstr(s->str, "\n---\n\n");
	g_assert_nonnull(body);
	g_assert_cmpstr(body + 6, ==, wanted);
	const struct item *it = item_read(a, dg, "x.md", s->str, s->len);
	g_assert_nonnull(it);
	g_assert_true(parts_are(p, it));
	parts_free(p);
	diags_destroy(dg);
	arena_destroy(a);
}

static void
test_marks(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(blocks); i++) {
		g_autofree char *wanted = g_strconcat(blocks[i].wanted, "\n", NULL);

		assert_written((const struct part[]) { { blocks[i].kind, 0, blocks[i].text }, { 0 } }, wanted);
	}
}

/* Blocks of a body one behind the other; what they become. */
static const struct {
	struct part v[8];
	const char *wanted;
} bodies[] = {
	{ { { PART_ENTRY, 0, "أ" }, { PART_ENTRY, 1, "ب" }, { PART_NUMBERED, 2, "ج\aد" }, { PART_ENTRY, 1, "ه" }, { PART_ENTRY, 0, "و" } },
	    "- أ\n  - ب\n    1. ج\\\n       د\n  - ه\n- و\n" },
	/* Within a number, three blanks; another kind of list is another list. */
	{ { { PART_NUMBERED, 0, "أ" }, { PART_ENTRY, 1, "ب" }, { PART_NUMBERED, 1, "ج" }, { PART_ENTRY, 0, "د" } },
	    "1. أ\n   - ب\n   1. ج\n\n- د\n" },
	/* None stands in an entry that is not there. */
	{ { { PART_PARA, 0, "أ" }, { PART_ENTRY, 3, "ب" }, { PART_ENTRY, 3, "ج" }, { PART_PARA, 0, "د" }, { PART_ENTRY, 1, "ه" } },
	    "أ\n\n- ب\n  - ج\n\nد\n\n- ه\n" },
	{ { { PART_SUBHEAD, 1, "أ" }, { PART_SUBHEAD, 1, "ب" }, { PART_PARA, 0, "ج" }, { PART_SUBHEAD, 0, "د" }, { PART_SUBHEAD, 2, "ه" } },
	    "## أ\n\n### ب\n\nج\n\n## د\n\n### ه\n" },
	{ { { PART_TABLE, 0, "أ\x0F" "ب" }, { PART_CAPTION, 0, "شرح" }, { PART_CAPTION, 0, "نص" } },
	    "| أ | ب |\n|---|---|\n\n: شرح\n\nنص\n" },
};

static void
test_bodies(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++)
		assert_written(bodies[i].v, bodies[i].wanted);
}

/* ---- damage ------------------------------------------------------------ */

static const char *const sources[] = {
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:wp=\"http://wordpress.org/export/1.2/\" "
	"xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\">"
	"<channel><language>ar</language><item><title>عنوان &amp; نص</title><link>https://x.y/1</link>"
	"<content:encoded><![CDATA[[gallery ids=\"1\"]\n\nفقرة <b>غليظة</b> و<a href=\"http://x.y\">رابط</a>\nسطر\n\n"
	"<ul><li>أ</li><li>ب</li></ul><table><tr><td>١</td><td>٢</td></tr><tr><td>٣</td></tr></table>]]></content:encoded>"
	"<excerpt:encoded>خلاصة</excerpt:encoded><wp:post_id>1</wp:post_id><wp:post_date>2024-01-01 01:30:00</wp:post_date>"
	"<wp:post_date_gmt>2023-12-31 22:30:00</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
	"<category domain=\"category\">قسم</category></item><item><wp:post_type>attachment</wp:post_type>"
	"<wp:post_parent>1</wp:post_parent><wp:attachment_url>http://x.y/a.jpg</wp:attachment_url></item></channel></rss>",
	"<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title type=\"html\">عنوان &lt;b&gt;ن&lt;/b&gt;</title><id>a:1</id>"
	"<content type=\"xhtml\"><div><p>فقرة &hellip; <em>م</em></p></div></content></entry></feed>",
	"<!DOCTYPE html><html lang=\"ar\"><head><title>عنوان</title><script type=\"application/ld+json\">{\"@type\": \"Article\", "
	"\"datePublished\": \"2024-01-01\"}</script></head><body><nav>ق</nav><article><h1>عنوان</h1><p>تمهيد</p><figure><img src=\"a.png\" "
	"alt=\"و\"><figcaption>ش</figcaption></figure><p>بقلم: فلان</p><p>فقرة <strong> غليظة </strong>نص<br><br>تتمة</p><blockquote>قول"
	"</blockquote><ol><li>أ<ul><li>ب</li></ul></li></ol></article></body></html>",
	"{\"uri\": \"urn:x:1\", \"type\": \"text\", \"headlines\": [{\"role\": \"main\", \"value\": \"عنوان\"}], \"bodies\": [{\"contentType\": "
	"\"text/html\", \"value\": \"<p>فقرة</p><p>أخرى</p>\"}], \"associations\": [{\"name\": \"a\", \"uri\": \"x:y\", \"type\": \"picture\", "
	"\"renditions\": [{\"name\": \"b\", \"href\": \"http://x.y/c.jpg\"}]}], \"versionCreated\": \"2013-07-09T10:37:00Z\"}",
	"قسم\n\nعنوان طويل بعض الشيء فوق النص\n\nبقلم: فلان\nالرياض 12 رمضان 1436 هـ الموافق 29 يونيو 2015 م واس\nنص الخبر.\n"
	"وتتمته\n// انتهى //\nShow More\n",
};

struct try {
	const struct import_words *words;
	struct arena *a;
	const char *file;
};

/* Whatever the bytes, each release is counted once, or something is said. */
static void
try_bytes(struct try *t, const char *bytes, size_t n)
{
	const char *files[] = { t->file };
	struct import_job job = { .files = files, .n = 1, .folder = "/nowhere", .dry = true, .words = t->words };
	struct import_counts c;
	struct diags *dg = diags_create();

	g_assert_true(g_file_set_contents(t->file, bytes, (gssize)n, NULL));
	bool good = import_files(dg, &job, &c);
	g_assert_true(good || diags_n(dg) > 0);
	g_assert_cmpuint(c.items + c.same + c.twice + c.skipped + c.refused + diags_n(dg), >, 0);
	diags_destroy(dg);
}

/* Cut at every place. */
static void
test_cut(struct try *t)
{
	for (size_t s = 0; s < G_N_ELEMENTS(sources); s++)
		for (size_t n = 0; n <= strlen(sources[s]); n += 3)
			try_bytes(t, sources[s], n);
}

/* Bytes changed, taken out and doubled, always in the same way. */
static void
test_changed(struct try *t)
{
	static const char spice[] = "<>&;\"'[]{}()/\\*_`#|-=\n\0\x01\x1A\xFF\xD8\x80 a1";
	GRand *r = g_rand_new_with_seed(7);

	for (int run = 0; run < 3000; run++) {
		const char *from = sources[g_rand_int_range(r, 0, G_N_ELEMENTS(sources))];
		g_autoptr(GString) s = g_string_new(from);
		for (int k = g_rand_int_range(r, 1, 8); k > 0 && s->len > 0; k--) {
			gsize at = (gsize)g_rand_int_range(r, 0, (gint32)s->len);
			gsize most = (gsize)g_rand_int_range(r, 1, 40), len = MIN(most, s->len - at);
			switch (g_rand_int_range(r, 0, 4)) {
			case 0: s->str[at] = spice[g_rand_int_range(r, 0, sizeof spice - 1)]; break;
			case 1: g_string_erase(s, (gssize)at, (gssize)len); break;
			case 2: {
				g_autofree char *copy = g_strndup(s->str + at, len);
				g_string_insert_len(s, (gssize)at, copy, (gssize)strlen(copy));
				break;
			}
			default: g_string_insert_c(s, (gssize)at, spice[g_rand_int_range(r, 0, sizeof spice - 1)]);
			}
		}
		try_bytes(t, s->str, s->len);
	}
	g_rand_free(r);
}

/* A hundred thousand elements in each other, and as many brackets. */
static void
test_deep(struct try *t)
{
	static const char *const opens[] = { "<div>", "<b>", "<table><tr><td>", "<ul><li>", "<blockquote>" };

	for (size_t i = 0; i < G_N_ELEMENTS(opens); i++) {
		g_autoptr(GString) s = g_string_new("<html><body><h1>عنوان</h1>");
		for (int k = 0; k < 20000; k++)
			g_string_append(s, opens[i]);
		g_string_append(s, "نص");
		try_bytes(t, s->str, s->len);
	}
	g_autofree char *brackets = g_strnfill(100000, '[');
	g_autofree char *json = g_strconcat("{\"uri\": ", brackets, NULL);
	try_bytes(t, json, strlen(json));
}

static void
run_all(void)
{
	struct try t = { .a = arena_create() };
	struct diags *dg = diags_create();
	g_autofree char *words = g_build_filename(g_getenv("NASHRA_ROOT"), "words", "import.yaml", NULL);
	g_autofree char *folder = g_dir_make_tmp("import-XXXXXX", NULL);
	g_autofree char *file = g_build_filename(folder, "source.txt", NULL);

	t.words = import_words_read(t.a, dg, words);
	t.file = file;
	g_assert_nonnull(t.words);
	g_assert_cmpuint(diags_n(dg), ==, 0);
	test_cut(&t);
	test_changed(&t);
	test_deep(&t);
	g_unlink(file);
	g_rmdir(folder);
	diags_destroy(dg);
	arena_destroy(t.a);
}

/* A list under a name that nobody knows would never be read: it is told, with the name that is meant. */
static void
test_words(void)
{
	static const char more[] = "\nresidues: [Print]\nwords: [x]\n";
	struct arena *a = arena_create();
	struct diags *dg = diags_create();
	g_autofree char *words = g_build_filename(g_getenv("NASHRA_ROOT"), "words", "import.yaml", NULL), *text = NULL;
	g_autofree char *folder = g_dir_make_tmp("words-XXXXXX", NULL), *file = g_build_filename(folder, "import.yaml", NULL);

	g_assert_true(g_file_get_contents(words, &text, NULL, NULL));
	g_autofree char *longer = g_strconcat(text, more, NULL);
	g_assert_true(g_file_set_contents(file, longer, -1, NULL));
	g_assert_nonnull(import_words_read(a, dg, file));
	g_assert_cmpuint(diags_n(dg), ==, 2);
	g_assert_cmpstr(diags_get(dg, 0)->text, ==, "a file of words has no list 'residues'");
	g_assert_cmpstr(diags_get(dg, 0)->help, ==, "did you mean 'residue'?");
	g_assert_null(diags_get(dg, 1)->help);
	g_unlink(file);
	g_rmdir(folder);
	diags_destroy(dg);
	arena_destroy(a);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/import/dates", test_dates);
	g_test_add_func("/import/normal", test_normal);
	g_test_add_func("/import/marks", test_marks);
	g_test_add_func("/import/bodies", test_bodies);
	g_test_add_func("/import/words", test_words);
	g_test_add_func("/import/damage", run_all);
	return g_test_run();
}
