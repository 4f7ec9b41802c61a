/* story: elements in order, places, isolates, digits, dates, templates. */
#include "story/story-int.h"

#include <glib/gstdio.h>
#include <string.h>

struct fixture {
	struct arena *a;
	struct diags *dg;
	const struct layout *l;
};

#define LAYOUT \
	"nashra-layout: 1\nlanguage: ar-EG\npage: {columns: {count: 1}}\nfonts: {t: {family: Amiri}}\n" \
	"strings: {kind: بيان}\nrunning: {header: [{text: \"{string.kind}\"}]}\n" \
	"styles: {base: {font: t}, body: {indent: 1em}}\n"

static void
set_up(struct fixture *f, gconstpointer data)
{
	f->a = arena_create();
	f->dg = diags_create();
	f->l = layout_read(f->a, f->dg, "l.yaml", LAYOUT, strlen(LAYOUT));
	g_assert_nonnull(f->l);
}

static void
tear_down(struct fixture *f, gconstpointer data)
{
	diags_destroy(f->dg);
	arena_destroy(f->a);
}

static void
assert_story(struct fixture *f, const char *item, const char *want)
{
	g_autoptr(GString) got = g_string_new(NULL);
	const struct item *it = item_read(f->a, f->dg, "i.md", item, strlen(item));

	g_assert_nonnull(it);
	const struct story *s = story_make(f->a, f->dg, it, f->l, false);
	g_assert_nonnull(s);
	story_print(s, got);
	g_assert_cmpstr(got->str, ==, want);
}

static void
test_order(struct fixture *f, gconstpointer data)
{
	assert_story(f,
	    "---\nnashra-item: 1\nid: a\nsection: س\nheadline: عنوان\nlead: مقدمة\n"
	    "decks:\n  - أول\n  - ثان\n"
	    "byline: {prefix: كتبت, names: [نهى, سلمى], place: طنطا}\ndateline: {place: القاهرة}\n"
	    "contact: {name: المكتب, phone: \"02-27960000\"}\n---\n\n"
	    "فقرة أولى\nتمتد سطرين.\n\nفقرة **ثانية**.\n",
	    "section body\n    4:10 |س|\n"
	    "headline body\n    5:11 |عنوان|\n"
	    "deck body\n    8:5 |أول|\n"
	    "deck body\n    9:5 |ثان|\n"
	    "byline body\n    10:18 |كتبت|\n    10:32 |: |\n    10:32 |نهى|\n    10:37 |، |\n"
	    "    10:37 |سلمى|\n    10:51 |\u00A0– |\n    10:51 |طنطا|\n"
	    "dateline body\n    11:19 |القاهرة|\n"
	    "lead body\n    6:7 |مقدمة|\n"
	    "body body\n    15:1 |فقرة أولى |\n    16:1 |تمتد سطرين.|\n"
	    "body body indented\n    18:1 |فقرة |\n    18:8 *|ثانية|\n    18:15 |.|\n"
	    "contact body end\n    12:17 |المكتب|\n    12:32 |\u00A0– |\n    12:32 |‹|\n    12:32 |02-27960000›|\n");
}

static void
test_lists(struct fixture *f, gconstpointer data)
{
	assert_story(f,
	    "---\nnashra-item: 1\nid: a\nheadline: ع\n---\n\n- أ\n\n  ب\n  - ج\n\n> اقتباس\n>\n> 3. د\n\nهـ\n",
	    "headline body\n    4:11 |ع|\n"
	    "entry body depth 1 marker •\n    7:3 |أ|\n"
	    "entry body depth 1\n    9:3 |ب|\n"
	    "entry body depth 2 marker –\n    10:5 |ج|\n"
	    "quote body quoted depth 1\n    12:3 |اقتباس|\n"
	    "entry body quoted depth 2 marker ٣.\n    14:6 |د|\n"
	    "body body indented end\n    16:1 |هـ|\n");
}

/* Of an item of the other direction, what the program counts and joins is in its own script. */
static void
test_counts_of_turned(struct fixture *f, gconstpointer data)
{
	assert_story(f,
	    "---\nnashra-item: 1\nid: a\nlanguage: en\nheadline: h\nbyline: {prefix: By, names: [A, B]}\n"
	    "contact: {name: N, role: R}\n---\n\nT[^1]\n\n1. e\n\n[^1]: n\n",
	    "headline body\n    5:11 |h|\n"
	    "byline body\n    6:18 |By|\n    6:30 |: |\n    6:30 |A|\n    6:33 |, |\n    6:33 |B|\n"
	    "body body\n    10:1 |T|\n    10:2 ^|(1)|\n"
	    "note body note 1 marker (1)\n    14:7 |n|\n"
	    "entry body depth 1 marker 1.\n    12:4 |e|\n"
	    "contact body end\n    7:17 |N|\n    7:26 |, |\n    7:26 |R|\n");
}

static const struct {
	const char *in, *out;
} isolates[] = {
	{ "هاتف 02-27960000، أو", "هاتف <02-27960000>، أو" },
	{ "هاتف ٠٢-٢٧٩٦٠٠٠٠", "هاتف <<٠٢>-<٢٧٩٦٠٠٠٠>>" },
	{ "هاتف +20 2 2796 0000 أو", "هاتف <+20 2 2796 0000> أو" },
	{ "يوم 2026-12-01.", "يوم <2026-12-01>." },
	{ "يوم ٢٣/١١/٢٠٢٦ بنسبة 50% أو ٣.٥", "يوم ٢٣/١١/٢٠٢٦ بنسبة 50% أو ٣.٥" },
	{ "عام 2025-2026", "عام 2025-2026" },
	{ "من 10-12", "من 10-12" },
	{ "بلغة C++ وPython", "بلغة <C++> وPython" },
	{ "(https://a.example/x?y=1)", "(<https://a.example/x?y=1>)" },
	{ "في https://a.example/، ثم", "في <https://a.example/>، ثم" },
	{ "بريد a.b@c.example.", "بريد <a.b@c.example>." },
	{ "درجة -5 مئوية", "درجة <-5> مئوية" },
	{ "معيار ISO/IEC 27001", "معيار ISO/IEC 27001" },
	{ "تقنية 5G هنا", "تقنية <5G> هنا" },
	/* Names of several words keep their order. */
	{ "شبكة 5G Network اليوم", "شبكة <5G Network> اليوم" },
	{ "هاتف Galaxy S24+ الجديد", "هاتف <Galaxy S24+> الجديد" },
	{ "برنامج 3D Studio 2024، ثم", "برنامج <3D Studio 2024>، ثم" },
	{ "لغات Java, C++ و5G (4K UHD)", "لغات Java, <C++> و<5G> (<4K UHD>)" },
	{ "لغة C++ 20 مرة", "لغة <C++> 20 مرة" },
	{ "بلغة C++ ٢٠ مرة", "بلغة <C++> ٢٠ مرة" },
	{ "موقع Facebook https://a.example/x", "موقع Facebook <https://a.example/x>" },
	{ "واتساب WhatsApp +20 2 2796 0000", "واتساب WhatsApp <+20 2 2796 0000>" },
	/* A sign alone begins no number. */
	{ "إن x = y + 2 هنا", "إن x = y + 2 هنا" },
	{ "إن y = -5 هنا", "إن <y = -5> هنا" },
	{ "هاتف +20 (2) 2796-0000 أو", "هاتف <+20 (2) 2796-0000> أو" },
	{ "هاتف +20 2 27960000/1، أو", "هاتف <+20 2 27960000/1>، أو" },
	{ "هاتف +20 2 (داخلي 12)", "هاتف <+20 2> (داخلي 12)" },
	/* Without a code, too; but two numbers are two, and so are other numbers. */
	{ "هاتف 0100 123 4567 أو 02 2796 0000.", "هاتف <0100 123 4567> أو <02 2796 0000>." },
	{ "هاتف ٠١٠٠ ١٢٣ ٤٥٦٧", "هاتف <<٠١٠٠> <١٢٣> <٤٥٦٧>>" },
	{ "هاتف 01001234567 01112345678", "هاتف 01001234567 01112345678" },
	{ "نتيجة 0 5 ونسبة 0.5 1000000", "نتيجة 0 5 ونسبة 0.5 1000000" },
	{ "رقم 01001234567 5 مرات", "رقم 01001234567 5 مرات" },
	/* Groups of Arabic digits would run from right to left. */
	{ "هاتف +٢٠ ٢ ٢٧٩٦ أو", "هاتف <+<٢٠> <٢> <٢٧٩٦>> أو" },
	{ "هاتف +٢٠(٢)٢٧٩٦", "هاتف <+<٢٠>(<٢>)<٢٧٩٦>>" },
	/* Quotes belong to the sentence, also between two names. */
	{ "شركتا «Google»، «Meta»", "شركتا «<Google>»، «<Meta>»" },
	{ "صحيفة “Le Soir” “La Libre Été” هنا", "صحيفة “<Le Soir>” “<La Libre Été>” هنا" },
	{ "«COP» 27 دولة", "«<COP>» 27 دولة" },
	{ "شركة «Google» وشركة «Meta 5»", "شركة «Google» وشركة «Meta 5»" },
	{ "«Google مصر»، «Meta", "«Google مصر»، «Meta" },
	{ "", "" },
};

static void
test_isolates(struct fixture *f, gconstpointer data)
{
	for (size_t i = 0; i < G_N_ELEMENTS(isolates); i++) {
		g_autoptr(GArray) v = find_isolates(isolates[i].in, strlen(isolates[i].in));
		g_autoptr(GString) got = g_string_new(NULL);
		size_t at = 0;

		for (guint j = 0; j < v->len; j++) {
			const struct insert *in = &g_array_index(v, struct insert, j);

			g_string_append_len(got, isolates[i].in + at, (gssize)(in->at - at));
			g_string_append_c(got, in->closes ? '>' : '<');
			at = in->at;
		}
		g_string_append(got, isolates[i].in + at);
		g_assert_cmpstr(got->str, ==, isolates[i].out);
	}
}

/* The place of a note is no part of the name or the number before it. */
static void
test_isolates_before_notes(struct fixture *f, gconstpointer data)
{
	assert_story(f,
	    "---\nnashra-item: 1\nid: a\nheadline: ع\n---\n\nشركة Google.[^1] ويوم 2026-12-01[^1]\n\n[^1]: ح\n",
	    "headline body\n    4:11 |ع|\n"
	    "body body end\n    7:1 |شركة Google.|\n    7:13 ^|‹|\n    7:13 ^|(١)›|\n    7:17 | ويوم ‹|\n"
	    "    7:23 |2026-12-01›|\n    7:33 ^|‹|\n    7:33 ^|(١)›|\n"
	    "note body note 1 marker (١)\n    9:7 |ح|\n");
}

/* A number to call is not parted at the end of a line, in either script; what is counted may be. */
static void
test_telephones(struct fixture *f, gconstpointer data)
{
	assert_story(f,
	    "---\nnashra-item: 1\nid: a\nheadline: ع\n---\n\nهاتف +20 2 2796 0000 أو Galaxy S24+ في 5 6\n",
	    "headline body\n    4:11 |ع|\n"
	    "body body end\n    7:1 |هاتف ‹|\n    7:6 |+20\u00A02\u00A02796\u00A00000›|\n    7:21 | أو ‹|\n"
	    "    7:25 |Galaxy S24+›|\n    7:36 | في 5 6|\n");
	assert_story(f,
	    "---\nnashra-item: 1\nid: a\nlanguage: en\nheadline: h\n---\n\nCall +20 2 2796 0000 now\n",
	    "headline body\n    5:11 |h|\n"
	    "body body end\n    8:1 |Call +20\u00A02\u00A02796\u00A00000 now|\n");
}

static void
test_binding(struct fixture *f, gconstpointer data)
{
	static const char *const names[] = { "الدكتور/", "د." }, *const numbers[] = { "رقم" },
	    *const units[] = { "في المائة", "م", "مليون" }, *const months[] = { "تشرين الثاني", "نوفمبر" }, *const alone[] = { "و" },
	    *const phrases[] = { "تشرين الثاني", "في المائة" };
	static const struct binding b = { { names, 2 }, { numbers, 1 }, { units, 3 },
		{ months, 2 }, { alone, 1 }, .phrases = { phrases, 2 } };
	static const struct {
		const char *in, *out;
	} t[] = {
		{ "قال الدكتور/ عمرو طلعت", "قال الدكتور/~عمرو طلعت" },
		{ "(والدكتور/ عمرو)", "(والدكتور/~عمرو)" },
		{ "يوم ٢٣ نوفمبر ٢٠٢٦ م.", "يوم ٢٣~نوفمبر~٢٠٢٦~م." },
		{ "نحو ٦٠ مليون مواطن", "نحو ٦٠~مليون مواطن" },
		{ "القرار رقم ٥، و هنا", "القرار رقم~٥، و~هنا" },
		{ "رقم، ٥ ورقم ٦", "رقم، ٥ ورقم~٦" },
		{ "د. أحمد", "د.~أحمد" },
		{ "مليون ٦٠", "مليون ٦٠" },
		/* Entries of several words. */
		{ "يوم ٢٣ تشرين الثاني ٢٠٢٦ م ثم", "يوم ٢٣~تشرين~الثاني~٢٠٢٦~م ثم" },
		{ "نحو ٥ في المائة، و في المائة", "نحو ٥~في~المائة، و~في~المائة" },
		{ "في المائدة ٥ في المال", "في المائدة ٥ في المال" },
		{ "نحو و٦٠ مليون وبـ٥ وب٧ م", "نحو و٦٠~مليون وبـ٥ وب٧~م" },
		/* Ranges. */
		{ "و3 – 5 م", "و3~–~5~م" },
		{ "من 3 – 5 إلى - 7", "من 3~–~5 إلى - 7" },
		{ "", "" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(t); i++) {
		g_autoptr(GString) bound = g_string_new(NULL), got = g_string_new(t[i].in);
		g_autoptr(GArray) v = find_bound(&b, t[i].in, strlen(t[i].in), false, bound);

		for (guint j = 0; j < v->len; j++)
			got->str[g_array_index(v, uint32_t, j)] = '~';
		g_assert_cmpstr(got->str, ==, t[i].out);
		g_assert_true((bound->len > 0) == (v->len > 0));
	}
}

/* A head ends no line with a preposition; a paragraph may. */
static void
test_binding_of_heads(struct fixture *f, gconstpointer data)
{
	static const char *const heads[] = { "إلى", "في" };
	static const struct binding b = { .heads = { heads, 2 } };
	static const char text[] = "محطة في أسوان وفي قنا، إلى: الوادي";

	for (int even = 0; even < 2; even++) {
		g_autoptr(GString) bound = g_string_new(NULL);
		g_autoptr(GArray) v = find_bound(&b, text, strlen(text), even, bound);

		g_assert_cmpstr(bound->str, ==, even ? "«في أسوان»، «وفي قنا،»" : "");
		g_assert_cmpuint(v->len, ==, even ? 2 : 0);
	}
}

/* In heads a number holds what it counts; one that has a name, as a year, counts nothing. */
static void
test_binding_of_numbers_in_heads(struct fixture *f, gconstpointer data)
{
	static const char *const heads[] = { "في" }, *const before[] = { "عام" }, *const months[] = { "مايو" };
	static const struct binding b = { .heads = { heads, 1 }, .before_number = { before, 1 }, .months = { months, 1 } };
	static const struct {
		const char *text, *bound;
	} t[] = {
		{ "منصة: 30 ورشة عمل", "«30 ورشة»" },
		{ "افتتاح ٣ مدارس و١٢٫٥ فدان", "«٣ مدارس»، «و١٢٫٥ فدان»" },
		{ "خطة لعام ٢٠٢٧ وأولوياتها", "«لعام ٢٠٢٧»" },
		{ "في 5 مايو ٢٠٢٧ تبدأ", "«في 5»، «5 مايو»، «مايو ٢٠٢٧»" },
		{ "نحو ٤٢، ثم ١٤٪ منها", "" },
		{ "هاتف 02-27960000 أو يوم 26/11/2026 مساء", "" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(t); i++)
		for (int even = 0; even < 2; even++) {
			g_autoptr(GString) bound = g_string_new(NULL);
			g_array_unref(find_bound(&b, t[i].text, strlen(t[i].text), even, bound));

			if (even)
				g_assert_cmpstr(bound->str, ==, t[i].bound);
			else
				g_assert_null(strstr(bound->str, "ورشة"));
		}
}

static void
test_digits(struct fixture *f, gconstpointer data)
{
	static const struct {
		const char *in, *arab, *latn;
	} t[] = {
		{ "4500 قرية", "٤٥٠٠ قرية", "4500 قرية" },
		{ "12,400 و54.2%", "١٢٬٤٠٠ و٥٤٫٢٪", "12,400 و54.2%" },
		{ "في 26/11/2026 الساعة 10:00.", "في ٢٦/١١/٢٠٢٦ الساعة ١٠:٠٠.",
		    "في 26/11/2026 الساعة 10:00." },
		{ "ISO/IEC 27001 وiOS17", "ISO/IEC 27001 وiOS17", "ISO/IEC 27001 وiOS17" },
		{ "02-27960000 و٣٫٥٪", "02-27960000 و٣٫٥٪", "02-27960000 و3.5%" },
		{ "(٦٠)", "(٦٠)", "(60)" },
		{ "1.5-2.5 وإصدار 3.2.1", "١٫٥-٢٫٥ وإصدار ٣.٢.١", "1.5-2.5 وإصدار 3.2.1" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(t); i++) {
		size_t n = strlen(t[i].in);

		g_assert_cmpstr(convert_digits(f->a, t[i].in, n, NUMERALS_ARAB), ==, t[i].arab);
		g_assert_cmpstr(convert_digits(f->a, t[i].in, n, NUMERALS_LATN), ==, t[i].latn);
	}
	g_assert_cmpstr(story_digits(f->a, "صفحة 10", NUMERALS_ARAB), ==, "صفحة ١٠");
	g_assert_cmpstr(story_digits(f->a, "٢٣", NUMERALS_LATN), ==, "23");
}

static void
test_dates(struct fixture *f, gconstpointer data)
{
	g_assert_cmpstr(date_gregorian(f->a, "2026-11-23", "ar-EG"), ==, "23 نوفمبر 2026 م");
	g_assert_cmpstr(date_gregorian(f->a, "2026-11-23", "ar-SY"), ==, "23 تشرين الثاني 2026 م");
	g_assert_cmpstr(date_gregorian(f->a, "2026-11-23T10:00Z", "ar-SA"), ==, "23 نوفمبر 2026 م");
	g_assert_cmpstr(date_hijri(f->a, "2026-11-23", "ar-EG", 0), ==, "13 جمادى الآخرة 1448 هـ");
	g_assert_cmpstr(date_hijri(f->a, "2026-11-23", "ar-EG", -1), ==, "12 جمادى الآخرة 1448 هـ");
	g_assert_cmpstr(date_weekday(f->a, "2026-11-23", "ar"), ==, "الاثنين");
	g_assert_cmpstr(date_gregorian(f->a, "2026-11-23", "en"), ==, "23 November 2026");
	g_assert_null(date_gregorian(f->a, "2026-13-45", "ar"));
	g_assert_null(date_hijri(f->a, NULL, "ar", 0));
}

static void
test_counting(struct fixture *f, gconstpointer data)
{
	g_assert_cmpstr(count_abjad(f->a, 1), ==, "أ");
	g_assert_cmpstr(count_abjad(f->a, 11), ==, "يأ");
	g_assert_cmpstr(count_abjad(f->a, 28), ==, "كح");
	g_assert_cmpstr(count_abjad(f->a, 1448), ==, "غتمح");
	g_assert_cmpstr(count_ordinal(1), ==, "أولا");
	g_assert_cmpstr(count_ordinal(10), ==, "عاشرا");
	g_assert_null(count_ordinal(0));
	g_assert_null(count_ordinal(11));
	g_assert_null(count_abjad(f->a, 0));
	g_assert_null(count_abjad(f->a, 2000));
}

static void
test_places(struct fixture *f, gconstpointer data)
{
	static const char item[] =
	    "---\nnashra-item: 1\nid: a\nheadline: بلغة C++ و02-27960000 هنا\n---\n\nن\n";
	const struct item *it = item_read(f->a, f->dg, "i.md", item, strlen(item));
	const struct story *s = story_make(f->a, f->dg, it, f->l, false);
	const struct block *b = &s->blocks[0];

	/* 4:11 is «بلغة», with the blank 4:16 is «C++», 4:20 «و», 4:33 «هنا». */
	g_assert_cmpuint(block_place(b, 0).col, ==, 11);
	g_assert_cmpuint(block_place(b, (uint32_t)(strstr(b->text, "C++") - b->text)).col, ==, 16);
	g_assert_cmpuint(block_place(b, (uint32_t)(strstr(b->text, "و\u2066") - b->text)).col, ==, 20);
	g_assert_cmpuint(block_place(b, (uint32_t)(strstr(b->text, "هنا") - b->text)).col, ==, 33);
	for (size_t i = 1; i < b->n_spans; i++)
		g_assert_cmpuint(b->spans[i].start, ==, b->spans[i - 1].end);
	g_assert_cmpuint(b->spans[b->n_spans - 1].end, ==, b->len);
}

static char *
part_text(struct fixture *f, const char *template, const struct fields *fields)
{
	struct part p = { .kind = PART_TEXT, .text = template, .style = f->l->role[ROLE_BODY] };
	const struct story *s = story_part(f->a, f->dg, &p, f->l, fields);

	return s ? arena_strdup(f->a, s->blocks[0].text) : NULL;
}

/* What reads from left to right does so in furniture too, and its digits are its own. */
static void
test_template_addresses(struct fixture *f, gconstpointer data)
{
	struct item it = { .source = { .url = { .s = "https://moe24.example/2" } },
		.headline = { .s = "COP27 في مصر" } };
	struct fields some = { .item = &it, .page = 2 };

	g_assert_cmpstr(part_text(f, "هاتف 02-27960000 وwww.moe24.example – 16 شارع النيل", &some), ==,
	    "هاتف \u206602-27960000\u2069 و\u2066www.moe24.example\u2069 – ١٦ شارع النيل");
	g_assert_cmpstr(part_text(f, "{item.source.url}", &some), ==,
	    "\u2066https://moe24.example/2\u2069");
	/* It runs as the layout does, whatever its first letter. */
	g_assert_cmpstr(part_text(f, "{page} – {item.headline}", &some), ==,
	    "\u2068٢\u2069 – \u2067COP27 في مصر\u2069");
}

static void
test_templates(struct fixture *f, gconstpointer data)
{
	struct item it = { .publisher = { .s = "وزارة النقل" }, .language = { .s = "ar-SY" } };
	struct fields none = { 0 }, some = { .item = &it, .date = "2026-11-23", .page = 1, .pages = 12 };

	g_assert_cmpstr(part_text(f, "صفحة {page} من {pages}", &some), ==,
	    "صفحة \u2068١\u2069 من \u2068١٢\u2069");
	g_assert_cmpstr(part_text(f, "{item.publisher} – {string.kind}", &some), ==,
	    "\u2067وزارة النقل\u2069 – \u2067بيان\u2069");
	g_assert_cmpstr(part_text(f, "{item.publisher} – {string.kind}", &none), ==, "\u2067بيان\u2069");
	g_assert_cmpstr(part_text(f, "{string.kind} – {item.section}", &some), ==, "\u2067بيان\u2069");
	g_assert_cmpstr(part_text(f, "{date.gregorian}", &some), ==, "٢٣ نوفمبر ٢٠٢٦ م");
	g_assert_cmpstr(part_text(f, "{date.double}", &some), ==,
	    "الاثنين ٢٣ نوفمبر ٢٠٢٦ م – ١٣ جمادى الآخرة ١٤٤٨ هـ");
	g_assert_null(part_text(f, "{date.gregorian} – {date.hijri}", &none));
	g_assert_null(part_text(f, "القسم: {item.section}", &none));
	g_assert_cmpstr(part_text(f, "ثابت", &none), ==, "ثابت");
	g_assert_null(part_text(f, "", &none));
}

/*
 * A column of numbers knows where its whole parts end, though one cell has a
 * dash; one with a word in it is no column of numbers.  A cell ends no
 * release: what marks the end would stand beside its number.
 */
static void
test_table(struct fixture *f, gconstpointer data)
{
	assert_story(f,
	    "---\nnashra-item: 1\nheadline: ع\n---\n\n"
	    "| س | ع | ص |\n|---|---|---|\n| 1,250.5 | -3.25% | 7 |\n| – | 12 | سبعة |\n",
	    "headline body\n    3:11 |ع|\n"
	    "table body table 3x3 head\n"
	    "table-head body cell 0,0\n    6:3 |س|\n"
	    "table-head body cell 0,1\n    6:7 |ع|\n"
	    "table-head body cell 0,2\n    6:11 |ص|\n"
	    "table body cell 1,0 point 5\n    8:3 |1,250.5|\n"
	    "table body cell 1,1 point 5\n    8:13 |‹|\n    8:13 |-3.25%›|\n"
	    "table body cell 1,2\n    8:22 |7|\n"
	    "table body cell 2,0\n    9:3 |–|\n"
	    "table body cell 2,1 point 2\n    9:7 |12|\n"
	    "table body cell 2,2\n    9:12 |سبعة|\n");
}

/* The notes of cells come before that of the caption, which the item has behind them; none is left out. */
static void
test_table_notes(struct fixture *f, gconstpointer data)
{
	assert_story(f,
	    "---\nnashra-item: 1\nid: a\nheadline: ع\n---\n\n| أ[^1] |\n|---|\n| 12[^3] |\n| 7 |\n\n: عنوان[^2]\n\n"
	    "[^1]: خلية\n[^2]: جدول\n[^3]: عدد\n",
	    "headline body\n    4:11 |ع|\n"
	    "table-caption body\n    12:3 |عنوان|\n    12:8 ^|‹|\n    12:8 ^|(٣)›|\n"
	    "table body table 1x3 head\n"
	    "table-head body cell 0,0\n    7:3 |أ|\n    7:4 ^|‹|\n    7:4 ^|(١)›|\n"
	    "table body cell 1,0 point 2\n    9:3 |12|\n    9:5 ^|‹|\n    9:5 ^|(٢)›|\n"
	    "table body cell 2,0 point 1\n    10:3 |7|\n"
	    "note body note 1 marker (١)\n    14:7 |خلية|\n"
	    "note body note 2 marker (٢)\n    16:7 |عدد|\n"
	    "note body note 3 marker (٣)\n    15:7 |جدول|\n");
}

static void
test_faults(struct fixture *f, gconstpointer data)
{
	static const char item[] = "---\nnashra-item: 1\nid: a\nheadline: ع\n"
	    "media:\n  - {file: none.png, alt: x}\n---\nنص\n";
	const struct item *it = item_read(f->a, f->dg, "i.md", item, strlen(item));

	g_assert_nonnull(it);
	g_assert_null(story_make(f->a, f->dg, it, f->l, false));
	g_assert_cmpuint(diags_n(f->dg), ==, 1);
	g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, "file.missing");
}

/* A lead is part of the text: a layout without one says that it is left out. */
static void
test_left_out(struct fixture *f, gconstpointer data)
{
	static const char text[] = LAYOUT "item: {order: [headline, body]}\n";
	static const char item[] = "---\nnashra-item: 1\nheadline: ع\nlead: مقدمة\n---\n\nنص\n";
	const struct layout *without = layout_read(f->a, f->dg, "l.yaml", text, strlen(text));
	const struct item *it = item_read(f->a, f->dg, "i.md", item, strlen(item));

	g_assert_nonnull(story_make(f->a, f->dg, it, f->l, false));
	g_assert_cmpuint(diags_n(f->dg), ==, 0);
	g_assert_nonnull(story_make(f->a, f->dg, it, without, false));
	g_assert_cmpuint(diags_n(f->dg), ==, 1);
	g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, "story.left-out");
	g_assert_cmpuint(diags_get(f->dg, 0)->at.line, ==, 4);
}

/* Of a picture that is far from the shape that the layout wants, a hundredth of its height is shown. */
static void
test_crop_of_strip(struct fixture *f, gconstpointer data)
{
	static const char text[] = LAYOUT "figure: {aspect: \"5:1\"}\n";
	static const char item[] = "---\nnashra-item: 1\nheadline: ع\n"
	    "media:\n  - {file: strip.svg, alt: x, focus: [50, 100]}\n---\n\nنص\n";
	g_autofree char *dir = g_dir_make_tmp("nashra-story-XXXXXX", NULL);
	g_autofree char *at = g_build_filename(dir, "i.md", NULL), *svg = g_build_filename(dir, "strip.svg", NULL);
	static const char strip[] = "<svg xmlns='http://www.w3.org/2000/svg' width='10' height='5000'><rect width='10' height='5000'/></svg>";
	const struct layout *l = layout_read(f->a, f->dg, "l.yaml", text, strlen(text));

	g_assert_true(g_file_set_contents(svg, strip, -1, NULL));
	const struct item *it = item_read(f->a, f->dg, at, item, strlen(item));
	const struct story *st = story_make(f->a, f->dg, it, l, false);
	g_assert_nonnull(st);
	g_assert_cmpint(st->blocks[1].crop.h, ==, CROP_LEAST);
	g_assert_cmpint(st->blocks[1].crop.y, ==, CROP_WHOLE - CROP_LEAST);
	g_assert_cmpint(g_remove(svg) + g_rmdir(dir), ==, 0);
}

/* In a proof a box stands for a picture that is not there. */
static void
test_placeholder(struct fixture *f, gconstpointer data)
{
	static const char item[] = "---\nnashra-item: 1\nheadline: ع\n"
	    "media:\n  - {file: none.png, alt: x}\n---\n\nنص\n";
	const struct item *it = item_read(f->a, f->dg, "i.md", item, strlen(item));
	const struct story *s = story_make(f->a, f->dg, it, f->l, true);

	g_assert_nonnull(s);
	g_assert_cmpint(s->blocks[1].kind, ==, BLOCK_FIGURE);
	g_assert_null(s->blocks[1].image);
	g_assert_cmpuint(diags_count(f->dg, DIAG_ERROR), ==, 0);
	g_assert_cmpstr(diags_get(f->dg, 0)->code, ==, "story.placeholder");
}

static void
assert_shown(const struct block *b, int64_t w, int64_t h, struct crop want)
{
	struct crop c = block_crop(b, w, h);

	g_assert_cmpint(c.x, ==, want.x);
	g_assert_cmpint(c.y, ==, want.y);
	g_assert_cmpint(c.w, ==, want.w);
	g_assert_cmpint(c.h, ==, want.h);
}

/* A picture of 300 by 200, of which the layout shows the middle 300 by 100. */
static void
test_crop(struct fixture *f, gconstpointer data)
{
	static const struct image im = { .width = 300, .height = 200 };
	struct block b = { .image = &im, .crop = { 0, 2500, 10000, 5000 },
		.room = { 0, 0, 10000, 10000 } };

	assert_shown(&b, 3, 1, b.crop);
	/* 300 by 70: a third of the rest off the top. */
	assert_shown(&b, 300, 70, (struct crop) { 0, 3000, 10000, 3500 });
	/* 300 by 140: as much more above as below. */
	assert_shown(&b, 300, 140, (struct crop) { 0, 1500, 10000, 7000 });
	/* 240 by 200: the sides alike. */
	assert_shown(&b, 240, 200, (struct crop) { 1000, 0, 8000, 10000 });
	b.focus = (struct focus) { 500, 9500, true };
	assert_shown(&b, 300, 70, (struct crop) { 0, 6500, 10000, 3500 });
	assert_shown(&b, 300, 140, (struct crop) { 0, 3000, 10000, 7000 });
	assert_shown(&b, 240, 200, (struct crop) { 0, 0, 8000, 10000 });
	/* The release's own crop has no more than it shows. */
	b.room = b.crop;
	assert_shown(&b, 300, 140, (struct crop) { 0, 2500, 7142, 5000 });
	/* Without a crop it is all of it. */
	b = (struct block) { .image = &im };
	assert_shown(&b, 300, 200, (struct crop) { 0, 0, 10000, 10000 });
	assert_shown(&b, 300, 100, (struct crop) { 0, 1666, 10000, 5000 });
}

#define TEST(name) \
	g_test_add("/story/" #name, struct fixture, NULL, set_up, test_##name, tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	TEST(order);
	TEST(lists);
	TEST(isolates);
	TEST(isolates_before_notes);
	TEST(counts_of_turned);
	TEST(telephones);
	TEST(binding);
	TEST(binding_of_heads);
	TEST(binding_of_numbers_in_heads);
	TEST(digits);
	TEST(dates);
	TEST(counting);
	TEST(places);
	TEST(templates);
	TEST(template_addresses);
	TEST(table);
	TEST(table_notes);
	TEST(faults);
	TEST(left_out);
	TEST(placeholder);
	TEST(crop);
	TEST(crop_of_strip);
	return g_test_run();
}
