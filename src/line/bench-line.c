/*
 * What setting a paragraph costs: bidi, words from a warm cache, breaks,
 * justification, kashida.  Nanoseconds a word, for texts of growing length
 * in every text face; asked for are 700 and growth in a straight line.
 *
 * Figures, never a verdict: they are the processor's time, the least of
 * several rounds.
 */
#include "line/line.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define ROUNDS 15
#define MEASURE dim_from_pt(82 * 72 / 25.4)

static const char sentence[] =
    "واستعرض الوزير خلال اللقاء التقدم الذي أحرزته مصر في مجال التحول الرقمي وكذلك خطتها "
    "الاستراتيجية للتحول إلى حكومة ذكية تشاركية لا ورقية في إطار تضافر جهود قطاعات الدولة "
    "لبناء مصر الرقمية، مشيرا إلى أنه يتم تنفيذ خطة تطوير للبريد من حيث الشكل والمضمون "
    "تشمل ميكنة وتحديث البريد والتوسع في نشر فروعه كما تم استحداث مكاتب البريد المتحركة "
    "للدفع بها في القرى، بالإضافة إلى التنوع في تقديم الخدمات لتشمل الخدمات البريدية "
    "والمالية والحكومية وتعظيم الاستفادة من قدراته لتقديم خدمات لعملاء التجارة الإلكترونية. ";

struct bench {
	struct diags *dg;
	struct fonts *fonts;
	struct shaper *shaper;
	const struct layout *layout;
	struct arena *a;
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static const struct layout *
layout_in(struct bench *b, const char *face)
{
	g_autofree char *text = g_strdup_printf("nashra-layout: 1\nlanguage: ar\n"
	    "page: {columns: {count: 1}}\nfonts: {t: {family: %s}}\nstyles:\n"
	    "  base: {font: t, size: 11pt, leading: 17pt}\n  body: {align: justify, indent: 1em}\n", face);

	return layout_read(b->a, b->dg, "bench.yaml", arena_strdup(b->a, text), strlen(text));
}

static double
time_once(struct bench *b, const struct block *block)
{
	struct arena *a = arena_create();
	double start = now();
	const struct paragraph *p = shape_block(b->shaper, a, b->dg, block, b->layout);

	struct room r = { .measure = MEASURE, .grid = 17 * DIM_PT };

	line_set(a, b->shaper, p, NULL, &r);
	double took = now() - start;
	arena_destroy(a);
	return took;
}

static size_t
words_in(const char *text)
{
	size_t n = 1;

	for (; *text; text++)
		n += *text == ' ' && text[1];
	return n;
}

/* Nanoseconds a word of the sentence said `times` times. */
static double
time_text(struct bench *b, int times)
{
	g_autoptr(GString) text = g_string_new(NULL);
	double least = 0;

	for (int i = 0; i < times; i++)
		g_string_append(text, sentence);
	struct span sp = { .end = (uint32_t)text->len, .at = { "b", 1, 1 } };
	struct block block = { .role = ROLE_BODY, .style = b->layout->role[ROLE_BODY],
		.text = text->str, .len = sp.end, .spans = &sp, .n_spans = 1 };
	for (int i = 0; i < ROUNDS; i++) {
		double took = time_once(b, &block);

		least = i == 0 ? took : MIN(least, took);
	}
	return least / (double)words_in(text->str);
}

int
main(void)
{
	static const char *const faces[] = { "Amiri", "Noto Naskh Arabic", "Noto Kufi Arabic",
		"IBM Plex Sans Arabic" };
	g_autofree char *folder = g_build_filename(g_getenv("NASHRA_ROOT"), "fonts", NULL);
	struct bench b = { .dg = diags_create(), .a = arena_create() };

	b.fonts = fonts_create(b.dg, folder, NULL);
	b.shaper = shaper_create(b.fonts);
	for (size_t i = 0; i < G_N_ELEMENTS(faces); i++) {
		b.layout = layout_in(&b, faces[i]);
		printf("%-22s", faces[i]);
		for (int times = 1; times <= 64; times *= 4)
			printf("  %zu words: %.0f ns a word", times * words_in(sentence), time_text(&b, times));
		putchar('\n');
	}
	shaper_destroy(b.shaper);
	fonts_destroy(b.fonts);
	arena_destroy(b.a);
	diags_destroy(b.dg);
	return 0;
}
