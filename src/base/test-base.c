/* base: lengths, memory, messages, texts, files. */
#include "base/base.h"
#include "base/file-int.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <limits.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- what the kernel may answer ----------------------------------------- */

static enum { READ_ALL, READ_SHORT, READ_INTERRUPTED, READ_NOTHING } next_read;

/* In the place of the library's, once as `next_read` says. */
ssize_t
pread(int fd, void *bytes, size_t len, off_t at)
{
	int how = next_read;

	next_read = READ_ALL;
	if (how == READ_INTERRUPTED)
		errno = EINTR;
	if (how == READ_INTERRUPTED || how == READ_NOTHING)
		return how == READ_NOTHING ? 0 : -1;
	return syscall(SYS_pread64, fd, bytes, how == READ_SHORT ? MIN(len, 2) : len, at);
}

static int folder_sync; /* errno with which syncing a folder fails; 0: it does not */

int
fsync(int fd)
{
	struct stat st;

	if (folder_sync && fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		errno = folder_sync;
		return -1;
	}
	return (int)syscall(SYS_fsync, fd);
}

static bool no_unnamed; /* as on a disk whose files have names from the beginning */

int
access(const char *path, int mode)
{
	if (no_unnamed && g_str_has_prefix(path, "/proc/")) {
		errno = ENOENT;
		return -1;
	}
	return (int)syscall(SYS_faccessat, AT_FDCWD, path, mode);
}

static bool no_links; /* as on a disk that names no file afterwards */

int
linkat(int from, const char *path, int to, const char *new, int flags)
{
	if (no_links) {
		errno = EOPNOTSUPP;
		return -1;
	}
	return (int)syscall(SYS_linkat, from, path, to, new, flags);
}

static int folder_read; /* errno with which reading a folder ends behind its first name; 0: it does not */

struct dirent *
readdir(DIR *d)
{
	static bool begun;
	bool fails = folder_read && begun;
	void *found = dlsym(RTLD_NEXT, "readdir64"); /* which is the same by another name */
	struct dirent *(*real)(DIR *);

	memcpy(&real, &found, sizeof real);
	begun = folder_read && !begun;
	if (!fails)
		return real(d);
	errno = folder_read;
	return NULL;
}

/* ---- lengths, memory, messages ------------------------------------------ */

static const struct place here = { "x.md", 2, 3 };

/* 12 pt are 12 x 1024; a third of ten is three, a third of eleven four. */
static void
test_lengths(void)
{
	g_assert_cmpint(dim_from_pt(12), ==, 12288);
	g_assert_cmpint(dim_from_pt(-0.5), ==, -512);
	g_assert_cmpint(dim_from_pt(1e12), ==, DIM_MAX);
	g_assert_cmpfloat(dim_to_pt(512), ==, 0.5);
	g_assert_cmpint(dim_scale(10, 1, 3), ==, 3);
	g_assert_cmpint(dim_scale(11, 1, 3), ==, 4);
	g_assert_cmpint(dim_scale(-11, 1, 3), ==, -4);
	g_assert_cmpint(dim_scale(3, 1, 2), ==, 2);
	g_assert_cmpint(dim_scale(DIM_MAX, DIM_MAX, 1), ==, DIM_MAX);
}

/* What the arena hands out is zero, aligned, and stays where it is. */
static void
test_arena(void)
{
	struct arena *a = arena_create();
	char *first = arena_strdup(a, "نشرة");

	for (int i = 1; i < 3000; i++) {
		unsigned char *p = arena_alloc(a, (size_t)i);
		g_assert_cmpint((uintptr_t)p % 16, ==, 0);
		g_assert_cmpint(p[0] | p[i - 1], ==, 0);
		memset(p, 0xFF, (size_t)i);
	}
	g_assert_cmpstr(first, ==, "نشرة");
	g_assert_cmpstr(arena_printf(a, "%d-%s", 7, "x"), ==, "7-x");
	g_assert_null(arena_strdup(a, NULL));
	g_assert_cmpuint(arena_used(a), >, 3000 * 2999 / 2);
	arena_destroy(a);
}

static char *
formatted(const struct diags *dg, size_t i, enum diag_form form)
{
	GString *s = g_string_new(NULL);

	diag_format(dg, i, form, false, s);
	return g_string_free(s, FALSE);
}

static void
expect_form(const struct diags *dg, size_t i, enum diag_form form, const char *expected)
{
	g_autofree char *s = formatted(dg, i, form);

	g_assert_cmpstr(s, ==, expected);
}

/* A message shows its line with a caret; a harakah takes no cell of its own. */
static void
test_message(void)
{
	struct diags *dg = diags_create();
	char text[] = "one\nab\u064Ecd\nthree";

	diags_source(dg, "x.md", text, strlen(text));
	diag_add(dg, DIAG_ERROR, "test.code", (struct place) { "x.md", 2, 4 }, "bad '%s'", "c");
	diag_help(dg, "write %s", "d");
	memset(text, 'z', 5); /* the line was kept */
	g_autofree char *human = formatted(dg, 0, DIAG_HUMAN);
	g_assert_cmpstr(human, ==, "x.md:2:4: error: bad 'c' [test.code]\n"
	    " 2 | \u2066ab\u064Ecd\u2069\n   |   ^\nhelp: write d\n");
	g_autofree char *brief = formatted(dg, 0, DIAG_SHORT);
	g_assert_cmpstr(brief, ==, "x.md:2:4: error: bad 'c' [test.code]\n");
	g_autofree char *json = formatted(dg, 0, DIAG_JSON);
	g_assert_cmpstr(json, ==, "{\"level\": \"error\", \"code\": \"test.code\", "
	    "\"file\": \"x.md\", \"line\": 2, \"col\": 4, \"text\": \"bad 'c'\", "
	    "\"help\": \"write d\"}\n");
	diags_destroy(dg);
}

/* Escape sequences in a name or a text cannot reach the terminal. */
static void
test_message_is_safe(void)
{
	struct diags *dg = diags_create();

	diag_add(dg, DIAG_WARNING, "t.t", (struct place) { "\033[2J", 0, 0 },
	    "a\nb\u202Ec\xFF");
	g_autofree char *s = formatted(dg, 0, DIAG_SHORT);
	g_assert_cmpstr(s, ==, "\\u{1B}[2J: warning: a\\u{A}b\\u{202E}c\uFFFD [t.t]\n");
	g_assert_cmpuint(diags_count(dg, DIAG_WARNING), ==, 1);
	diags_destroy(dg);
}

/* Bytes that are no UTF-8 are shown, and take nothing with them. */
static void
test_safe_words(void)
{
	g_autoptr(GString) s = g_string_new(NULL);

	diag_add_safe(s, "a\xC3(b\xE2\x82");
	g_assert_cmpstr(s->str, ==, "a\\xC3(b\\xE2\\x82");
}

/* What cannot be seen in a word is said where the word is quoted: a key with a mark of direction is another key. */
static void
test_hidden_characters(void)
{
	static const struct {
		const char *word, *shown;
	} cases[] = {
		{ "\u200Fkicker", "\\u{200F}kicker" }, { "a\u00A0b", "a\\u{A0}b" },
		{ "co\u00ADop", "co\\u{AD}op" }, { "\uFEFFid", "\\u{FEFF}id" }, { "x\u200B", "x\\u{200B}" },
		/* In a Persian word it parts letters, behind one nothing. */
		{ "می\u200Cشود", "\u2068می\u200Cشود\u2069" }, { "خبر\u200C", "\u2068خبر\\u{200C}\u2069" },
		{ "a\u200Db", "a\\u{200D}b" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct diags *dg = diags_create();
		g_autofree char *wanted = g_strdup_printf("error: the item's\u00A0key '%s', 5\u00A0%% [a.b]\n", cases[i].shown);

		diag_add(dg, DIAG_ERROR, "a.b", (struct place) { 0 }, "the item's\u00A0key '%s', 5\u00A0%%", cases[i].word);
		expect_form(dg, 0, DIAG_HUMAN, wanted);
		diags_destroy(dg);
	}
}

/* A name in Arabic within an English sentence turns round nothing beside it; programs get it bare. */
static void
test_message_in_two_directions(void)
{
	struct diags *dg = diags_create();

	diag_add(dg, DIAG_ERROR, "item.bad", (struct place) { "a.md", 3, 1 }, "'%s' is no name, %d",
	    "أحمر", 4);
	diag_help(dg, "say %s", "red");
	expect_form(dg, 0, DIAG_HUMAN, "a.md:3:1: error: '\u2068أحمر\u2069' is no name, 4 [item.bad]\n"
	    "help: say red\n");
	expect_form(dg, 0, DIAG_SHORT, "a.md:3:1: error: 'أحمر' is no name, 4 [item.bad]\n");
	/* Marks of a user's own isolate nothing. */
	diag_add(dg, DIAG_ERROR, "item.bad", (struct place) { 0 }, "'%s'", "أ\uFDD1ب");
	expect_form(dg, 1, DIAG_HUMAN, "error: 'أ\uFDD1ب' [item.bad]\n");
	diags_destroy(dg);
}

static const char *
say_backwards(const char *text)
{
	return strcmp(text, "%s beside %s") == 0 ? "%2$s قرب %1$s" : text;
}

/* A cell is as wide as it is shown: marks take no room, wide letters two columns; Arabic keeps its place between others. */
static void
test_cells(void)
{
	static const struct diag_language rtl = { .levels = { "", "", "" }, .help = "", .rtl = true };
	static const struct {
		const char *s;
		int width;
		const char *shown, *shown_rtl;
	} cases[] = {
		{ "abc", 5, "  abc", "  abc" }, { "abc", -5, "abc  ", "abc  " }, { "abcdef", 5, "abcdef", "abcdef" },
		{ "", 2, "  ", "  " }, { "12", 0, "12", "12" }, { "中", -4, "中  ", "中  " },
		{ "ضيّق", 5, "  ضيّق", "  \u2067ضيّق\u2069" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		for (int language = 0; language < 2; language++) {
			g_autoptr(GString) s = g_string_new(NULL);

			diag_set_language(language ? &rtl : NULL);
			text_add_cell(s, cases[i].s, cases[i].width);
			g_assert_cmpstr(s->str, ==, language ? cases[i].shown_rtl : cases[i].shown);
		}
	diag_set_language(NULL);
}

/* Another language may say the parts in another order; words of the user and of no catalogue stay. */
static void
test_message_translated(void)
{
	static const struct diag_language l = {
		say_backwards, { "ملاحظة", "تحذير", "خطأ" }, "الحل", true
	};
	struct diags *dg = diags_create();

	diag_set_language(&l);
	diag_add(dg, DIAG_WARNING, "item.bad", (struct place) { "a.md", 3, 1 }, "%s beside %s", "A", "B");
	diag_help(dg, "100%% of %s", "A");
	expect_form(dg, 0, DIAG_HUMAN, "\u2066a.md:3:1\u2069: تحذير: \u2068B\u2069 قرب \u2068A\u2069 "
	    "[\u2066item.bad\u2069]\nالحل: 100% of \u2068A\u2069\n");
	g_assert_cmpstr(diags_get(dg, 0)->text, ==, "B قرب A");
	/* What is joined is one thing: its parts would change places, and so would a number and its unit. */
	diag_add(dg, DIAG_WARNING, "item.bad", (struct place) { 0 }, "ليس %s.%s مفتاحا، أو %spt", "page", "left", "14");
	diag_help(dg, "اكتب '{string.%s}' أو [%s, %s%s]، و--%s: %s", "a", "b", "c", ", …", "d", "e");
	g_autoptr(GString) text = g_string_new(NULL), help = g_string_new(NULL);
	diag_show(dg, 1, text, help);
	g_assert_cmpstr(text->str, ==, "ليس \u2068page.left\u2069 مفتاحا، أو \u206814pt\u2069");
	g_assert_cmpstr(help->str, ==, "اكتب '\u2068{string.a}\u2069' أو \u2068[b, c, …]\u2069، و--\u2068d\u2069: \u2068e\u2069");
	diag_add(dg, DIAG_WARNING, "item.bad", (struct place) { 0 }, "اكتب %s: {rgb: \"%s\"} أو {cmyk: [0, …]} (لا غير)", "a", "#f00");
	g_string_truncate(text, 0);
	diag_show(dg, 2, text, help);
	g_assert_cmpstr(text->str, ==, "اكتب \u2068a: {rgb: \"#f00\"}\u2069 أو \u2068{cmyk: [0, …]}\u2069 (لا غير)");
	diag_set_language(NULL);
	diags_destroy(dg);
}

/* Ten thousand messages are kept; the rest is counted, and its help goes to none of them. */
static void
test_messages_end(void)
{
	struct diags *dg = diags_create();

	for (int i = 0; i < DIAG_MAX + 5; i++) {
		diag_add(dg, DIAG_NOTE, "t.t", here, "%d", i);
		diag_help(dg, "help of %d", i);
	}
	g_autofree char *help = g_strdup_printf("help of %d", DIAG_MAX - 1);
	g_assert_cmpstr(diags_get(dg, DIAG_MAX - 1)->help, ==, help);
	g_assert_cmpuint(diags_n(dg), ==, DIAG_MAX);
	g_assert_cmpuint(diags_count(dg, DIAG_NOTE), ==, DIAG_MAX + 5);
	diags_destroy(dg);
}

/* Of a line without end each message keeps what it shows: the same ones whichever is asked for first. */
static void
test_long_line(void)
{
	struct diags *dg = diags_create();
	g_autoptr(GString) text = g_string_new("short\n");
	static const uint32_t columns[] = { 90000, 5, 250000, 89999, 250001, 1 };

	for (int i = 0; i < 50000; i++)
		g_string_append(text, "أبتث_");
	g_string_append(text, "\r\nlast");
	diags_source(dg, "x", text->str, text->len);
	for (size_t i = 0; i < G_N_ELEMENTS(columns); i++) {
		diag_add(dg, DIAG_ERROR, "a.b", (struct place) { "x", 2, columns[i] }, "x");
		diag_add(dg, DIAG_ERROR, "a.b", (struct place) { "x", 3, 1 }, "x");
	}
	for (size_t i = 0; i < G_N_ELEMENTS(columns); i++) {
		size_t at = 0, col = columns[i] - 1;
		const char *line = diags_line(dg, 2 * i, &at);

		g_assert_cmpuint(strlen(line), <, 400);
		g_assert_cmpuint(at, ==, MIN(col, 60));
		g_assert_true(g_str_has_prefix(text->str + strlen("short\n") + col / 5 * 9 + col % 5 * 2,
		    g_utf8_offset_to_pointer(line, (long)at)));
	}
	g_assert_cmpstr(diags_line(dg, 1, NULL), ==, "last");
	diags_destroy(dg);
}

/* «headlin» is near «headline»; «x» is near nothing. */
static void
test_nearest(void)
{
	static const char *const words[] = { "headline", "decks", "kicker", "خبر" };

	g_assert_cmpstr(nearest_word("headlin", words, 4), ==, "headline");
	g_assert_cmpstr(nearest_word("haedlin", words, 4), ==, "headline");
	g_assert_cmpstr(nearest_word("خبز", words, 4), ==, "خبر");
	g_assert_null(nearest_word("x", words, 4));
	g_assert_null(nearest_word("footer", words, 4));
	g_assert_null(nearest_word("tel", (const char *const[]) { "url" }, 1));
	/* Cut off in the middle of a character, where memory ends. */
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	char *memory = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	g_assert_true(memory != MAP_FAILED && mprotect(memory + page, page, PROT_NONE) == 0);
	char *cut = memcpy(memory + page - sizeof "kicke\xF0", "kicke\xF0", sizeof "kicke\xF0");
	g_assert_null(nearest_word(cut, words, 4));
	munmap(memory, 2 * page);
}

static char *
faults_of(const char *text, size_t len)
{
	struct diags *dg = diags_create();
	GString *s = g_string_new(NULL);
	bool good = text_check_file(dg, "t", text, len);

	for (size_t i = 0; i < diags_n(dg); i++)
		g_string_append_printf(s, "%u:%u %s\n", diags_get(dg, i)->at.line,
		    diags_get(dg, i)->at.col, diags_get(dg, i)->code);
	g_assert_cmpint(good, ==, s->len == 0);
	diags_destroy(dg);
	return g_string_free(s, FALSE);
}

static void
test_text(void)
{
	static const struct {
		const char *text, *faults;
	} cases[] = {
		{ "\uFEFFنص\tسليم\r\nوسطر ثان\n", "" },
		{ "ab\xFF\xFE" "c\xC3(", "1:3 text.invalid-utf8\n1:4 text.invalid-utf8\n"
		    "1:6 text.invalid-utf8\n" },
		{ "سطر\nنص\032نص", "2:3 text.control\n" },
		{ "\xFF\xFEh", "0:0 text.invalid-utf8\n" },
		{ "\x89PNG\r\n\032\n", "0:0 text.binary\n" },
		{ "PK\3\4\24", "0:0 text.binary\n" },
		/* «عنوان: القاهرة» and a comma, in Windows-1256 */
		{ "id: a\nt: \xDA\xE4\xE6\xC7\xE4: \xC7\xE1\xDE\xC7\xE5\xD1\xC9\xA1", "2:4 text.invalid-utf8\n" },
		{ "a\302\205", "1:2 text.control\n" },
		{ "a\rb", "1:2 text.control\n" },
		{ "نص\uFDD0", "1:3 text.noncharacter\n" },
		{ "a\U000E0041", "1:2 text.tag\n" },
		{ "\u202Eabc\u202C", "1:1 text.override\n" },
		{ "\u2067abc\u2069 \u202Bx\u202C", "" },
		{ "a\u2067b\nc\u2069", "1:2 text.unpaired\n2:2 text.unpaired\n" },
		{ "\u2067\u202B\u2069\u202C", "1:3 text.unpaired\n1:1 text.unpaired\n" },
		{ "a\uFEFF", "1:2 text.control\n" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *got = faults_of(cases[i].text, strlen(cases[i].text));
		g_assert_cmpstr(got, ==, cases[i].faults);
	}
	g_autofree char *nul = faults_of("a\0b", 3);
	g_assert_cmpstr(nul, ==, "1:2 text.nul\n");
	/* Bytes of no kind that is known: said once too. */
	g_autofree char *kept = faults_of("a\0\xFF\xFE\0\xFF\xC0\xFF\xFF\0\xFF\xFF\xC1\xFF\xFF\xFF", 16);
	g_assert_cmpstr(kept, ==, "0:0 text.binary\n");
}

static void
test_place(void)
{
	struct place at = place_after(here, "نص x", strlen("نص "));

	g_assert_cmpuint(at.col, ==, 6);
	g_assert_cmpuint(at.line, ==, 2);
}

/* What an Arabic keyboard writes, and what a text copied from elsewhere brings along. */
static void
test_latin_digits(void)
{
	static const char *const cases[][2] = {
		{ "١٢pt", "12pt" }, { "۱۲٫۵٪", "12.5%" }, { "−٣", "-3" }, { "12pt\u200F", "12pt" }, { "\u2066" "4mm" "\u2069", "4mm" },
		{ "١٢ مم", "12 مم" }, { "12pt", NULL }, { "نص", NULL }, { "", NULL }, { "\xFF\xD9\xA1", NULL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *latin = text_latin_digits(cases[i][0]);

		g_assert_cmpstr(latin, ==, cases[i][1]);
	}
}

/* ---- files ------------------------------------------------------------ */

struct folder {
	char *path;
	struct arena *a;
	struct diags *dg;
};

static void
set_up(struct folder *f, gconstpointer data)
{
	f->path = g_dir_make_tmp("nashra-XXXXXX", NULL);
	f->a = arena_create();
	f->dg = diags_create();
	g_assert_cmpint(g_chdir(f->path), ==, 0);
	g_assert_cmpint(g_mkdir("in", 0777), ==, 0);
	g_assert_true(g_file_set_contents("secret", "s", 1, NULL));
	g_assert_true(g_file_set_contents("in/a", "hello", 5, NULL));
	g_assert_cmpint(symlink("../secret", "in/link"), ==, 0);
	g_assert_cmpint(mkfifo("in/pipe", 0666), ==, 0);
}

static void
tear_down(struct folder *f, gconstpointer data)
{
	static const char *const names[] = { "in/a", "in/link", "in/pipe", "in",
		"secret", "out" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		g_remove(names[i]);
	g_assert_cmpint(g_chdir("/"), ==, 0);
	g_assert_cmpint(g_rmdir(f->path), ==, 0); /* nothing else was left */
	g_free(f->path);
	arena_destroy(f->a);
	diags_destroy(f->dg);
}

/* Nothing outside of the folder can be read, and nothing that is no file. */
static void
test_reading(struct folder *f, gconstpointer data)
{
	static const struct {
		const char *path, *code;
	} cases[] = {
		{ "../secret", "file.outside" }, { "link", "file.outside" },
		{ "/etc/passwd", "file.outside" }, { "pipe", "file.not-regular" },
		{ ".", "file.not-regular" }, { "none", "file.missing" },
		{ "a/b", "file.missing" },
	};
	size_t len = 0;
	const char *bytes = file_read(f->a, f->dg, "in", "a", LIMIT_ITEM_BYTES, here, &len);

	g_assert_cmpstr(bytes, ==, "hello");
	g_assert_cmpuint(len, ==, 5);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_assert_null(file_read(f->a, f->dg, "in", cases[i].path,
		    LIMIT_ITEM_BYTES, here, &len));
		g_assert_cmpstr(diags_get(f->dg, i)->code, ==, cases[i].code);
	}
	g_assert_nonnull(file_read(f->a, f->dg, NULL, "secret", LIMIT_ITEM_BYTES, here, &len));
}

/* What is named a little otherwise than it is called is found; nothing outside of the folder, and nothing that is no file. */
static void
test_nearest_file(struct folder *f, gconstpointer data)
{
	static const struct {
		const char *path, *near;
	} cases[] = {
		{ "Photo.PNG", "photo.png" }, { "photo", "photo.png" },
		{ "photo.yaml", NULL }, { "phtoo.png", "photo.png" }, { "./phtoo.png", "./photo.png" },
		{ "../secret", NULL }, { "../secert", NULL }, { "lnik", NULL }, { "pip", NULL }, { "", NULL },
	};

	g_assert_true(g_file_set_contents("in/photo.png", "p", 1, NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *near = file_nearest("in", cases[i].path);

		g_assert_cmpstr(near, ==, cases[i].near);
	}
	/* A folder on the way may be called otherwise, too. */
	g_autofree char *whole = g_build_filename(f->path, "im", "phtoo.png", NULL), *near = file_nearest(NULL, whole);
	g_autofree char *right = g_build_filename(f->path, "in", "photo.png", NULL);
	g_assert_cmpstr(near, ==, right);
	g_assert_cmpint(g_remove("in/photo.png"), ==, 0);
	g_assert_null(file_nearest("in", "phtoo.png"));
}

/* A file of a gigabyte is refused by its size, not after reading it. */
static void
test_too_big(struct folder *f, gconstpointer data)
{
	size_t len;

	g_assert_cmpint(truncate("in/a", 1 << 30), ==, 0);
	g_assert_null(file_read(f->a, f->dg, "in", "a", LIMIT_ITEM_BYTES, here, &len));
	g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, "file.too-big");
	g_assert_null(file_read(f->a, f->dg, NULL, "/dev/zero", LIMIT_ITEM_BYTES, here, &len));
	g_assert_cmpstr(diags_get(f->dg, 1)->code, ==, "file.not-regular");
}

/* A device or a pipe has no sum: it may have no end, or wait for somebody. */
static void
test_sums(struct folder *f, gconstpointer data)
{
	char sum[SUM_SIZE] = "";
	uint64_t bytes = 0;

	g_assert_true(sum_of_file("in/a", sum, &bytes));
	g_assert_cmpuint(bytes, ==, 5);
	g_assert_true(g_str_has_prefix(sum, "2cf24dba5fb0a30e26e83b2ac5b9e29e")); /* of «hello», by sha256sum */
	g_assert_false(sum_of_file("/dev/null", sum, &bytes));
	g_assert_false(sum_of_file("in/pipe", sum, &bytes));
	g_assert_false(sum_of_file("in", sum, &bytes));
	g_assert_cmpint(truncate("in/a", (off_t)1 << 40), ==, 0);
	struct sum *s = sum_begin();
	sum_add_file(s, "in/a"); /* an hour, if it were read */
	sum_end(s, sum);
	g_assert_true(file_is_outside("in", "../secret"));
	g_assert_true(file_is_outside("in", "link"));
	g_assert_false(file_is_outside("in", "a"));
	g_assert_false(file_is_outside("in", "none"));
}

/* In the order of bytes, without hidden ones; and never outside of the folder. */
static void
test_matching(struct folder *f, gconstpointer data)
{
	static const struct {
		const char *pattern, *names;
	} cases[] = {
		{ "*.md", "a.md b.md" }, { "?.md", "a.md b.md" }, { "*", "a a.md b.md link pipe" },
		{ "d/*", "d/c.md" }, { "*/c.md", "d/c.md" }, { "./*.md", "./a.md ./b.md" },
		{ "*.none", "" }, { "none/*", "" }, { "a/*", "" }, { ".*", ".h.md" },
	};
	static const char *const files[] = { "in/b.md", "in/a.md", "in/.h.md", "in/d/c.md" };
	static const char *const outside[] = { "../*", "/etc/*", "d/../../*" };
	struct file_names got;

	g_assert_cmpint(g_mkdir("in/d", 0700), ==, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
		g_assert_true(g_file_set_contents(files[i], "x", 1, NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_assert_true(file_match(f->a, f->dg, "in", cases[i].pattern, here, &got));
		g_autoptr(GString) all = g_string_new(NULL);
		for (size_t j = 0; j < got.n; j++)
			g_string_append_printf(all, "%s%s", j ? " " : "", got.v[j]);
		g_assert_cmpstr(all->str, ==, cases[i].names);
	}
	g_assert_cmpuint(diags_n(f->dg), ==, 0);
	for (size_t i = 0; i < G_N_ELEMENTS(outside); i++) {
		g_assert_false(file_match(f->a, f->dg, "in", outside[i], here, &got));
		g_assert_cmpstr(diags_get(f->dg, i)->code, ==, "file.outside");
	}
	g_assert_cmpint(symlink("..", "in/up"), ==, 0);
	g_assert_false(file_match(f->a, f->dg, "in", "up/*", here, &got));
	g_assert_false(file_match(f->a, f->dg, "in", "*/c.md", here, &got));
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++)
		g_remove(files[i]);
	g_remove("in/up");
	g_remove("in/d");
}

/* A linked folder is one, a linked file too; a name that nothing could say is told. */
static void
test_matching_links_and_names(struct folder *f, gconstpointer data)
{
	static const char odd[] = "in/d/\xce\xc8\xd1.md"; /* «خبر» in windows-1256 */
	struct file_names got;

	g_assert_cmpint(g_mkdir("in/d", 0700), ==, 0);
	g_assert_true(g_file_set_contents("in/d/c.md", "x", 1, NULL));
	g_assert_cmpint(symlink("d", "in/today"), ==, 0);
	g_assert_cmpint(symlink("c.md", "in/d/e.md"), ==, 0);
	g_assert_true(file_match(f->a, f->dg, "in", "t*/*.md", here, &got));
	g_assert_cmpuint(got.n, ==, 2);
	g_assert_cmpstr(got.v[1], ==, "today/e.md");
	g_assert_true(file_match(f->a, f->dg, "in", "*.md", here, &got));
	g_assert_cmpuint(diags_n(f->dg), ==, 0);
	g_assert_true(g_file_set_contents(odd, "x", 1, NULL));
	g_assert_true(file_match(f->a, f->dg, "in", "d/c*", here, &got));
	g_assert_false(file_match(f->a, f->dg, "in", "d/*.md", here, &got));
	g_assert_cmpuint(diags_n(f->dg), ==, 1);
	g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, "file.name");
	g_remove(odd);
	g_remove("in/d/e.md");
	g_remove("in/d/c.md");
	g_remove("in/today");
	g_remove("in/d");
}

/* Names that a broken disk keeps back are not names that are not there. */
static void
test_matching_unread(struct folder *f, gconstpointer data)
{
	struct file_names got;

	folder_read = EIO;
	g_assert_false(file_match(f->a, f->dg, "in", "*", here, &got));
	folder_read = 0;
	g_assert_cmpuint(diags_n(f->dg), ==, 1);
	g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, "file.read");
}

/* As some containers do, for this process and as long as it lives. */
static bool
forbid_openat2(void)
{
	struct sock_filter steps[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog all = { G_N_ELEMENTS(steps), steps };

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &all) == 0;
}

static void
run_without_openat2(struct folder *f, void (*test)(struct folder *f, gconstpointer data))
{
	const int cannot_forbid = 77;
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		if (!forbid_openat2())
			_exit(cannot_forbid);
		test(f, NULL);
		_exit(0);
	}
	g_assert_cmpint(waitpid(child, &status, 0), ==, child);
	if (WIFEXITED(status) && WEXITSTATUS(status) == cannot_forbid)
		g_test_skip("this machine has no filters of system calls");
	else
		g_assert_cmpint(status, ==, 0);
}

/* What is read, refused and matched is the same where it is forbidden. */
static void
test_reading_without_openat2(struct folder *f, gconstpointer data)
{
	run_without_openat2(f, test_reading);
}

static void
test_matching_without_openat2(struct folder *f, gconstpointer data)
{
	run_without_openat2(f, test_matching);
}

static void
answer_much(void *ctx, GString *answer)
{
	g_autofree char *much = g_strnfill(*(const size_t *)ctx, 'x');

	g_string_append(answer, much);
}

/* An answer comes whole, or it is told that it did not. */
static void
test_apart_much(struct folder *f, gconstpointer data)
{
	for (size_t n = 60000; n < 400000; n += 7919) {
		g_autoptr(GString) answer = g_string_new(NULL);
		g_autofree char *end = NULL;
		bool began, good = apart_run(answer_much, &n, (struct apart_bounds) { (size_t)1 << 30, 10, 100000 },
		    answer, &began, &end);

		g_assert_true(began);
		g_assert_true(good ? answer->len == n : end != NULL);
		g_assert_true(good || n > 100000);
	}
}

/* Descriptors that a program started beside would get. */
static int
inherited(void)
{
	int n = 0;

	for (int fd = 0; fd < 256; fd++) {
		int flags = fcntl(fd, F_GETFD);

		n += flags >= 0 && !(flags & FD_CLOEXEC);
	}
	return n;
}

static void
answer_inherited(void *ctx, GString *answer)
{
	g_string_append_printf(answer, "%d", inherited());
}

/* A program started meanwhile would hold the pipe open, and the answer would never end. */
static void
test_apart_alone(struct folder *f, gconstpointer data)
{
	g_autoptr(GString) answer = g_string_new(NULL);
	g_autofree char *end = NULL, *before = g_strdup_printf("%d", inherited());
	bool began;

	g_assert_true(apart_run(answer_inherited, NULL, (struct apart_bounds) { (size_t)1 << 30, 10, 100 }, answer, &began, &end));
	g_assert_cmpstr(answer->str, ==, before);
}

struct ends {
	int said[2], go[2];
};

/* Says its number, and goes on when it is told to. */
static void
answer_when_told(void *ctx, GString *answer)
{
	struct ends *e = ctx;
	int self = (int)getpid();
	char c;

	g_assert_true(write_whole(e->said[1], &self, sizeof self));
	g_assert_cmpint(read(e->go[0], &c, 1), ==, 1);
	g_string_append_c(answer, c);
}

/* Who asked is killed: what was asked for is of no use to anybody, and ends with it. */
static void
test_apart_forsaken(struct folder *f, gconstpointer data)
{
	struct ends e;
	int work = 0, status = 0;

	g_assert_cmpint(prctl(PR_SET_CHILD_SUBREAPER, 1), ==, 0);
	g_assert_true(pipe(e.said) == 0 && pipe(e.go) == 0);
	pid_t asker = fork();
	if (asker == 0) {
		g_autoptr(GString) answer = g_string_new(NULL);
		char *end = NULL;
		bool began;

		apart_run(answer_when_told, &e, (struct apart_bounds) { (size_t)1 << 30, 10, 100 }, answer, &began, &end);
		_exit(0);
	}
	g_assert_cmpint(read(e.said[0], &work, sizeof work), ==, sizeof work);
	kill(asker, SIGKILL);
	g_assert_cmpint(waitpid(asker, NULL, 0), ==, asker);
	g_assert_true(write_whole(e.go[1], "!", 1));
	g_assert_cmpint(waitpid(work, &status, 0), ==, work);
	g_assert_true(WIFSIGNALED(status));
	g_assert_cmpint(WTERMSIG(status), ==, SIGKILL);
	for (int i = 0; i < 2; i++) {
		close(e.said[i]);
		close(e.go[i]);
	}
	prctl(PR_SET_CHILD_SUBREAPER, 0);
}

/* Where a draft cannot be made, what is there already stays: here a pipe. */
static void
test_draft_in_the_way(struct folder *f, gconstpointer data)
{
	struct out *o = out_begin_draft("in/pipe");

	g_assert_false(out_commit(o, f->dg));
	g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, "out.open");
	g_assert_true(g_file_test("in/pipe", G_FILE_TEST_EXISTS));
}

static void
expect_file(const char *path, const char *text)
{
	g_autofree char *got = NULL;

	g_assert_true(g_file_get_contents(path, &got, NULL, NULL));
	g_assert_cmpstr(got, ==, text);
}

/* The old file stands until the new one is whole; an abandoned one leaves it. */
static void
test_writing(struct folder *f, gconstpointer data)
{
	g_assert_true(g_file_set_contents("out", "old", 3, NULL));
	struct out *o = out_begin("out");
	size_t len;

	g_assert_true(out_write(o, "ne", 2));
	g_assert_cmpmem(out_bytes(o, &len), len, "ne", 2);
	g_assert_true(out_write(o, "w", 1));
	g_assert_cmpmem(out_bytes(o, &len), len, "new", 3);
	expect_file("out", "old");
	g_assert_true(out_commit(o, f->dg));
	expect_file("out", "new");
	o = out_begin("out");
	out_write(o, "x", 1);
	out_abandon(o);
	expect_file("out", "new");
	/* As if a killed process had left it. */
	g_autofree char *left = g_strdup_printf(".out.%d~", (int)getpid());
	g_assert_true(g_file_set_contents(left, "x", 1, NULL));
	out_sweep("out", (int)getpid());
	g_assert_false(g_file_test(left, G_FILE_TEST_EXISTS));
	expect_file("out", "new");
}

/* A name may be as long as the folder takes; two long ones that begin alike are written side by side. */
static void
test_writing_long_names(struct folder *f, gconstpointer data)
{
	struct out *o[2];
	char name[2][NAME_MAX + 1];

	for (int i = 0; i < 2; i++) {
		memset(name[i], 'x', NAME_MAX);
		name[i][NAME_MAX - 1] = (char)('0' + i);
		name[i][NAME_MAX] = '\0';
		o[i] = out_begin(name[i]);
		g_assert_true(out_write(o[i], &name[i][NAME_MAX - 1], 1));
	}
	for (int i = 0; i < 2; i++) {
		g_assert_true(out_commit(o[i], f->dg));
		expect_file(name[i], i ? "1" : "0");
		g_remove(name[i]);
	}
}

/* Who is killed while it writes leaves nothing: what has no name yet goes with it. */
static void
test_writing_killed(struct folder *f, gconstpointer data)
{
	int fd = open(".", O_TMPFILE | O_RDWR, 0600);

	if (fd < 0) {
		g_test_skip("files of this disk have names from the beginning");
		return;
	}
	close(fd);
	pid_t child = fork();
	if (child == 0) {
		out_write(out_begin("out"), "x", 1);
		raise(SIGKILL);
	}
	g_assert_cmpint(waitpid(child, NULL, 0), ==, child);
	/* tear_down sees that there is nothing else. */
}

/* The same where a file has its name from the beginning. */
static void
test_writing_named(struct folder *f, gconstpointer data)
{
	no_unnamed = true;
	test_writing(f, data);
	test_writing_long_names(f, data);
	no_unnamed = false;
}

/* A link stays one: the file that it leads to is the new one, and is made where there was none. */
static void
test_writing_behind_link(struct folder *f, gconstpointer data)
{
	g_autofree char *absolute = g_build_filename(f->path, "secret", NULL);

	g_assert_cmpint(symlink("secret", "out"), ==, 0);
	for (int i = 0; i < 3; i++) {
		const char *text = i == 1 ? "newer" : "new";
		struct out *o = out_begin("out");
		g_assert_true(out_write(o, text, strlen(text)));
		g_assert_true(out_commit(o, f->dg));
		g_assert_true(g_file_test("out", G_FILE_TEST_IS_SYMLINK));
		g_assert_false(g_file_test("secret", G_FILE_TEST_IS_SYMLINK));
		expect_file("secret", text);
		g_assert_cmpint(g_remove("out"), ==, 0);
		if (i == 1)
			g_assert_cmpint(g_remove("secret"), ==, 0);
		g_assert_cmpint(symlink(i == 0 ? "secret" : absolute, "out"), ==, 0);
	}
}

/* And where it gets none afterwards: what was written is copied. */
static void
test_writing_copied(struct folder *f, gconstpointer data)
{
	g_autofree char *much = g_strnfill(5 << 20, 'n');

	no_links = true;
	test_writing(f, data);
	struct out *o = out_begin("out");
	g_assert_true(out_write(o, much, strlen(much)));
	g_assert_true(out_commit(o, f->dg));
	expect_file("out", much);
	no_links = false;
}

/* What a line that was cut off had begun goes, however the kernel hands out what is before it. */
static void
test_log_cut_off(struct folder *f, gconstpointer data)
{
	g_assert_true(g_file_set_contents("out", "one\ntwo\nthr", -1, NULL));
	next_read = READ_SHORT;
	struct log *l = log_open("out", f->dg);
	g_assert_nonnull(l);
	log_add(l, "four\n", strlen("four\n"));
	g_assert_true(log_sync(l, f->dg));
	log_close(l);
	expect_file("out", "one\ntwo\nfour\n");
	next_read = READ_INTERRUPTED;
	l = log_open("out", f->dg);
	g_assert_nonnull(l);
	log_close(l);
	g_assert_cmpuint(diags_n(f->dg), ==, 0);
	next_read = READ_NOTHING;
	errno = 0;
	g_assert_null(log_open("out", f->dg));
	g_assert_nonnull(strstr(diags_get(f->dg, 0)->text, g_strerror(EIO)));
	expect_file("out", "one\ntwo\nfour\n");
}

/* A disk that cannot keep the name has not kept the file; one that does not know how says nothing of it. */
static void
test_folder_not_synced(struct folder *f, gconstpointer data)
{
	folder_sync = EINVAL;
	g_assert_true(out_commit(out_begin("out"), f->dg));
	folder_sync = EIO;
	g_assert_false(out_commit(out_begin("out"), f->dg));
	folder_sync = 0;
	g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, "out.write");
}

/* A limit on file sizes stands for a full disk: the write itself fails. */
static void
test_failing(struct folder *f, gconstpointer data)
{
	struct rlimit old, small;
	char big[4096] = { 0 };

	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	small = (struct rlimit) { 1000, old.rlim_max };
	setrlimit(RLIMIT_FSIZE, &small);
	g_assert_true(g_file_test("secret", G_FILE_TEST_EXISTS));
	struct out *o = out_begin("secret");
	out_write(o, big, sizeof big);
	g_assert_false(out_commit(o, f->dg));
	setrlimit(RLIMIT_FSIZE, &old);
	g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, "out.write");
	expect_file("secret", "s");
	g_assert_null(out_bytes((o = out_begin("none/out")), &(size_t) { 0 }));
	g_assert_false(out_commit(o, f->dg));
	g_assert_cmpstr(diags_get(f->dg, 1)->code, ==, "out.open");
	g_assert_false(out_commit(out_begin("in"), f->dg));
	g_assert_cmpstr(diags_get(f->dg, 2)->code, ==, "out.open");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/base/lengths", test_lengths);
	g_test_add_func("/base/arena", test_arena);
	g_test_add_func("/base/message", test_message);
	g_test_add_func("/base/message-is-safe", test_message_is_safe);
	g_test_add_func("/base/safe-words", test_safe_words);
	g_test_add_func("/base/hidden-characters", test_hidden_characters);
	g_test_add_func("/base/message-in-two-directions", test_message_in_two_directions);
	g_test_add_func("/base/message-translated", test_message_translated);
	g_test_add_func("/base/messages-end", test_messages_end);
	g_test_add_func("/base/long-line", test_long_line);
	g_test_add_func("/base/nearest", test_nearest);
	g_test_add_func("/base/text", test_text);
	g_test_add_func("/base/cells", test_cells);
	g_test_add_func("/base/place", test_place);
	g_test_add_func("/base/latin-digits", test_latin_digits);
	g_test_add("/base/reading", struct folder, NULL, set_up, test_reading, tear_down);
	g_test_add("/base/nearest-file", struct folder, NULL, set_up, test_nearest_file, tear_down);
	g_test_add("/base/too-big", struct folder, NULL, set_up, test_too_big, tear_down);
	g_test_add("/base/sums", struct folder, NULL, set_up, test_sums, tear_down);
	g_test_add("/base/matching", struct folder, NULL, set_up, test_matching, tear_down);
	g_test_add("/base/reading-without-openat2", struct folder, NULL, set_up, test_reading_without_openat2, tear_down);
	g_test_add("/base/matching-without-openat2", struct folder, NULL, set_up, test_matching_without_openat2, tear_down);
	g_test_add("/base/matching-unread", struct folder, NULL, set_up, test_matching_unread, tear_down);
	g_test_add("/base/matching-links-and-names", struct folder, NULL, set_up, test_matching_links_and_names,
	    tear_down);
	g_test_add("/base/apart-much", struct folder, NULL, set_up, test_apart_much, tear_down);
	g_test_add("/base/apart-alone", struct folder, NULL, set_up, test_apart_alone, tear_down);
	g_test_add("/base/apart-forsaken", struct folder, NULL, set_up, test_apart_forsaken, tear_down);
	g_test_add("/base/log-cut-off", struct folder, NULL, set_up, test_log_cut_off, tear_down);
	g_test_add("/base/folder-not-synced", struct folder, NULL, set_up, test_folder_not_synced, tear_down);
	g_test_add("/base/draft-in-the-way", struct folder, NULL, set_up, test_draft_in_the_way, tear_down);
	g_test_add("/base/writing", struct folder, NULL, set_up, test_writing, tear_down);
	g_test_add("/base/writing-killed", struct folder, NULL, set_up, test_writing_killed, tear_down);
	g_test_add("/base/writing-named", struct folder, NULL, set_up, test_writing_named, tear_down);
	g_test_add("/base/writing-behind-link", struct folder, NULL, set_up, test_writing_behind_link, tear_down);
	g_test_add("/base/writing-copied", struct folder, NULL, set_up, test_writing_copied, tear_down);
	g_test_add("/base/writing-long-names", struct folder, NULL, set_up, test_writing_long_names, tear_down);
	g_test_add("/base/failing", struct folder, NULL, set_up, test_failing, tear_down);
	return g_test_run();
}
