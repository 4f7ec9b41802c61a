/* story: an issue as a bulletin, and whether its words for the day agree. */
#include "story/story-int.h"

#include <string.h>

struct fixture {
	struct arena *a;
	struct diags *dg;
};

static void
set_up(struct fixture *f, gconstpointer data)
{
	f->a = arena_create();
	f->dg = diags_create();
}

static void
tear_down(struct fixture *f, gconstpointer data)
{
	diags_destroy(f->dg);
	arena_destroy(f->a);
}

static const struct layout *
layout_with(struct fixture *f, const char *more)
{
	g_autofree char *text = g_strconcat("nashra-layout: 1\nlanguage: ar-EG\n"
	    "page: {columns: {count: 1}}\nfonts: {t: {family: Amiri}}\n"
	    "colours: {red: {m: 100}, blue: {c: 100}}\n"
	    "styles: {base: {font: t}, body: {}, kicker: {}, headline: {}, section-head: {}}\n",
	    more, NULL);
	const struct layout *l = layout_read(f->a, f->dg, "l.yaml", arena_strdup(f->a, text),
	    strlen(text));

	g_assert_nonnull(l);
	return l;
}

/* Items by hand, so that no file is needed: "id" and what its head says more. */
static void
add_item(struct fixture *f, struct issue *is, int section, const char *id, const char *more)
{
	char *text = arena_printf(f->a, "---\nnashra-item: 1\n%s%s\nheadline: عنوان %zu\n%s---\nنص\n",
	    *id ? "id: " : "", id, is->n_entries + 1, more);
	const struct item *it = item_read(f->a, f->dg, "i.md", text, strlen(text));
	struct issue_section *s = (size_t)section <= is->n_sections
	    ? &is->sections[section - 1] : &is->corrections;

	g_assert_nonnull(it);
	if (s->n++ == 0)
		s->first = is->n_entries;
	is->entries[is->n_entries++] = (struct issue_entry) { .item = it, .section = section };
}

/* Two sections of two and one, and a correction of the second item. */
static struct issue *
issue_of(struct fixture *f)
{
	static const char text[] = "nashra-issue: 1\nnumber: 412\nyear: 7\ndate: 2026-11-23\n"
	    "publication: {title: النشرة}\n"
	    "sections:\n  - {title: أنشطة, key: minister, items: x}\n  - {title: أخبار, items: x}\n"
	    "contacts: {name: المكتب}\nimprint: [سطر]\n";
	struct issue *is = issue_read(f->a, f->dg, "issue.yaml", text, strlen(text));

	g_assert_nonnull(is);
	is->entries = arena_array(f->a, struct issue_entry, 4);
	add_item(f, is, 1, "a", "section: أنشطة\nkicker: ك\n");
	add_item(f, is, 1, "", "");
	add_item(f, is, 2, "c", "");
	add_item(f, is, 3, "fix", "corrects: c\n");
	return is;
}

static void
assert_issue(struct fixture *f, const struct layout *l, const char *want)
{
	struct fields fields = { .date = "2026-11-23" };
	struct stories all = story_issue(f->a, f->dg, issue_of(f), l, &fields, false);
	g_autoptr(GString) got = g_string_new(NULL);

	g_assert_nonnull(all.v);
	for (size_t i = 0; i < all.n; i++) {
		const struct story *s = all.v[i];
		g_autoptr(GString) one = g_string_new(NULL);

		story_print(s, one);
		g_string_append_len(got, one->str, strchr(one->str, '\n') - one->str + 1);
		for (size_t j = 0; j < s->n; j++) {
			const struct block *b = &s->blocks[j];

			if (s->kind == STORY_ITEM || b->role == ROLE_BODY || b->role == ROLE_HEADLINE)
				continue;
			g_string_append_printf(got, "  %s |%s|", role_name(b->role), b->text);
			if (b->refers)
				g_string_append_printf(got, " #%s %s %d", b->refers->anchor,
				    b->tail->text, b->leader);
			g_string_append_c(got, '\n');
		}
	}
	g_assert_cmpstr(got->str, ==, want);
}

/* Everything in its order; entries and corrections know what they mean. */
static void
test_whole(struct fixture *f, gconstpointer data)
{
	assert_issue(f, layout_with(f, "imprint: {text: \"{publication.title} – {issue.line}\"}\n"),
	    "story contents\n"
	    "  contents-title |في هذا العدد|\n"
	    "  contents-entry |عنوان 1| #a {page} 1\n"
	    "  contents-entry |عنوان 2| #item:2 {page} 1\n"
	    "  contents-entry |عنوان 3| #c {page} 1\n"
	    "  contents-entry |عنوان 4| #fix {page} 1\n"
	    "story section section 1 #section:1\n  section-head |أنشطة|\n"
	    "story item section 1 #a\nstory item section 1 #item:2\n"
	    "story section section 2 #section:2\n  section-head |أخبار|\n"
	    "story item section 2 #c\n"
	    "story section section 3 #section:3\n  section-head |تصويبات|\n"
	    "story correction section 3 #fix\n"
	    "  correction |تصويب لخبر: «عنوان 3»| #c {string.page} {page} 0\n"
	    "story contacts\n  contacts-title |للتواصل|\n  contact |المكتب|\n"
	    "story imprint\n"
	    "  imprint |\u2067النشرة\u2069 – \u2067السنة ٧ – العدد ٤١٢\u2069|\n  imprint |سطر|\n");
}

/* Corrections are not lost where the layout does not speak of them. */
static void
test_order(struct fixture *f, gconstpointer data)
{
	assert_issue(f, layout_with(f, "issue: {order: [contacts, sections, contents]}\n"
	    "contents: {what: sections, title: none, leader: none}\n"
	    "sections: {head: \"{section.number}. {section.title} ({section.count})\"}\n"),
	    "story contacts\n  contacts-title |للتواصل|\n  contact |المكتب|\n"
	    "story section section 1 #section:1\n"
	    "  section-head |\u2068١\u2069. \u2067أنشطة\u2069 (\u2068٢\u2069)|\n"
	    "story item section 1 #a\nstory item section 1 #item:2\n"
	    "story section section 2 #section:2\n"
	    "  section-head |\u2068٢\u2069. \u2067أخبار\u2069 (\u2068١\u2069)|\n"
	    "story item section 2 #c\n"
	    "story section section 3 #section:3\n  section-head |تصويبات|\n"
	    "story correction section 3 #fix\n"
	    "  correction |تصويب لخبر: «عنوان 3»| #c {string.page} {page} 0\n"
	    "story contents\n"
	    "  contents-entry |أنشطة| #section:1 {page} 0\n"
	    "  contents-entry |أخبار| #section:2 {page} 0\n"
	    "  contents-entry |تصويبات| #section:3 {page} 0\n");
}

/* Without heads a section is where its first item is, and still has its name. */
static void
test_no_heads(struct fixture *f, gconstpointer data)
{
	assert_issue(f, layout_with(f, "issue: {order: [contents, sections]}\n"
	    "contents: {what: all, folio: \"ص {page}\"}\nsections: {head: none}\n"
	    "corrections: {title: none}\n"),
	    "story contents\n"
	    "  contents-title |في هذا العدد|\n"
	    "  contents-section |أنشطة|\n"
	    "  contents-entry |عنوان 1| #a ص {page} 1\n"
	    "  contents-entry |عنوان 2| #item:2 ص {page} 1\n"
	    "  contents-section |أخبار|\n"
	    "  contents-entry |عنوان 3| #c ص {page} 1\n"
	    "  contents-entry |عنوان 4| #fix ص {page} 1\n"
	    "story item section 1 #a\nstory item section 1 #item:2\nstory item section 2 #c\n"
	    "story correction section 3 #fix\n"
	    "  correction |تصويب لخبر: «عنوان 3»| #c {string.page} {page} 0\n");
}

/* "a 7, c 9": the anchors of items and what their numbers say, as printed. */
static char *
numbers_of(struct fixture *f, struct issue *is, const char *layout)
{
	struct fields fields = { 0 };
	struct stories all = story_issue(f->a, f->dg, is, layout_with(f, layout), &fields, false);
	GString *s = g_string_new(NULL);

	for (size_t i = 0; i < all.n; i++)
		for (size_t j = 0; j < all.v[i]->n; j++)
			if (all.v[i]->blocks[j].role == ROLE_NUMBER)
				g_string_append_printf(s, "%s%s %s", s->len ? ", " : "", all.v[i]->anchor,
				    all.v[i]->blocks[j].text);
	char *kept = arena_strdup(f->a, s->str);
	g_string_free(s, TRUE);
	return kept;
}

/* Through all sections, from 1 or where the issue says; as they are printed. */
static void
test_numbers(struct fixture *f, gconstpointer data)
{
	static const char plain[] = "item: {order: [number, headline, body]}\n";
	struct issue *is = issue_of(f);

	g_assert_cmpstr(numbers_of(f, is, ""), ==, "");
	g_assert_cmpstr(numbers_of(f, is, plain), ==, "a ١, item:2 ٢, c ٣, fix ٤");
	is->first_item = 318;
	g_assert_cmpstr(numbers_of(f, is, "item: {number: \"رقم {item.number}\", "
	    "order: [headline, number, body]}\nnumerals: latn\n"), ==, "a رقم \u2068318\u2069, "
	    "item:2 رقم \u2068319\u2069, c رقم \u2068320\u2069, fix رقم \u2068321\u2069");
	g_assert_cmpstr(numbers_of(f, is, "item: {order: [number, headline, body]}\n"
	    "issue: {order: [corrections, sections]}\n"), ==, "fix ٣١٨, a ٣١٩, item:2 ٣٢٠, c ٣٢١");
}

/* Before the titles of items, not of sections. */
static void
test_numbered_contents(struct fixture *f, gconstpointer data)
{
	assert_issue(f, layout_with(f, "issue: {order: [contents]}\n"
	    "contents: {what: all, number: \"{item.number}.\", title: none}\n"),
	    "story contents\n"
	    "  contents-section |أنشطة|\n"
	    "  contents-entry |\u2068١\u2069.\u00A0عنوان 1| #a {page} 1\n"
	    "  contents-entry |\u2068٢\u2069.\u00A0عنوان 2| #item:2 {page} 1\n"
	    "  contents-section |أخبار|\n"
	    "  contents-entry |\u2068٣\u2069.\u00A0عنوان 3| #c {page} 1\n"
	    "  contents-section |تصويبات|\n"
	    "  contents-entry |\u2068٤\u2069.\u00A0عنوان 4| #fix {page} 1\n");
}

static const struct colour *
colour_of(struct stories all, const char *anchor, enum role role)
{
	for (size_t i = 0; i < all.n; i++)
		for (size_t j = 0; j < all.v[i]->n; j++)
			if (g_strcmp0(all.v[i]->anchor, anchor) == 0 &&
			    all.v[i]->blocks[j].role == role)
				return all.v[i]->blocks[j].style->colour;
	return NULL;
}

/* A section's colour is that of its head and kickers, not of the headlines. */
static void
test_colours(struct fixture *f, gconstpointer data)
{
	struct fields fields = { 0 };
	const struct layout *l = layout_with(f, "sections: {colours: [red, blue]}\n");
	struct stories all = story_issue(f->a, f->dg, issue_of(f), l, &fields, false);

	g_assert_cmpstr(colour_of(all, "section:1", ROLE_SECTION_HEAD)->name, ==, "red");
	g_assert_cmpstr(colour_of(all, "a", ROLE_KICKER)->name, ==, "red");
	g_assert_cmpstr(colour_of(all, "section:2", ROLE_SECTION_HEAD)->name, ==, "blue");
	g_assert_true(colour_of(all, "a", ROLE_HEADLINE) == l->role[ROLE_HEADLINE]->colour);
	g_assert_true(colour_of(all, "section:3", ROLE_SECTION_HEAD) ==
	    l->role[ROLE_SECTION_HEAD]->colour);
}

/* Where it was printed before, when that was another issue. */
static void
test_correction_of_another(struct fixture *f, gconstpointer data)
{
	static const char text[] = "---\nnashra-item: 1\nheadline: ع\n"
	    "corrects: {id: x, issue: 411, date: 2026-11-22, headline: خبر 1}\n---\nنص\n";
	const struct layout *l = layout_with(f, "item: {order: [headline, decks, body]}\n");
	const struct item *it = item_read(f->a, f->dg, "i.md", text, strlen(text));
	const struct story *s = story_make(f->a, f->dg, it, l, false);

	g_assert_cmpuint(s->n, ==, 3);
	g_assert_cmpint(s->blocks[1].role, ==, ROLE_CORRECTION);
	g_assert_cmpstr(s->blocks[1].text, ==,
	    "تصويب لخبر: «خبر 1»\u00A0– العدد\u00A0٤١١\u00A0– ٢٢ نوفمبر ٢٠٢٦ م");
	g_assert_null(s->blocks[1].refers);
}

/* «أنشطة» stands over the section, and need not stand over its items. */
static void
test_label_said_once(struct fixture *f, gconstpointer data)
{
	struct fields fields = { 0 };
	struct stories head = story_issue(f->a, f->dg, issue_of(f), layout_with(f, ""), &fields, false);
	struct stories none = story_issue(f->a, f->dg, issue_of(f),
	    layout_with(f, "sections: {head: none}\n"), &fields, false);

	for (size_t i = 0; i < head.n; i++)
		for (size_t j = 0; j < head.v[i]->n; j++)
			g_assert_cmpint(head.v[i]->blocks[j].role, !=, ROLE_SECTION);
	g_assert_cmpstr(none.v[1]->blocks[0].text, ==, "أنشطة");
}

static void
test_fields(struct fixture *f, gconstpointer data)
{
	static const struct {
		const char *field, *value;
	} cases[] = {
		{ "publication.title", "النشرة" }, { "publication.office", NULL },
		{ "issue.number", "412" }, { "issue.year", "7" },
		{ "issue.line", "السنة 7 – العدد 412" }, { "section.title", "أنشطة" },
		{ "section.count", "2" }, { "date.hijri", "12 جمادى الآخرة 1448 هـ" },
	};
	const struct layout *l = layout_with(f, "");
	struct issue *is = issue_of(f);
	struct fields fields = { .issue = is, .section_title = "أنشطة", .section_count = 2,
		.date = "2026-11-23" };

	is->has_hijri_offset = true;
	is->hijri_offset = -1;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpstr(field_value(f->a, l, &fields, cases[i].field), ==, cases[i].value);
	is->year = 0;
	g_assert_cmpstr(field_value(f->a, l, &fields, "issue.line"), ==, "العدد 412");
}

/* 23 November 2026 is a Monday, and 13 Jumada al-Akhira 1448. */
static void
test_agreement(struct fixture *f, gconstpointer data)
{
	static const struct {
		const char *weekday, *hijri, *line, *codes;
	} cases[] = {
		{ "الاثنين", "١٣ جمادى الآخرة ١٤٤٨ هـ", NULL, "" },
		{ "الإثنين", "13 جمادى الثانية 1448", NULL, "" },
		{ "الأحد", NULL, NULL, "story.weekday" },
		{ "يوم", NULL, NULL, "story.date" },
		{ NULL, "١٢ جمادى الآخرة ١٤٤٨ هـ", NULL, "story.date" },
		{ NULL, "١٣ رجب ١٤٤٨ هـ", NULL, "story.date" },
		{ NULL, "١٣/٦/١٤٤٨", NULL, "" },
		{ NULL, "١٣/٧/١٤٤٨", NULL, "story.date" },
		{ NULL, "١٣", NULL, "story.date" },
		{ NULL, NULL, "الاثنين ٢٣ نوفمبر ٢٠٢٦ م – ١٣ جمادى الآخرة ١٤٤٨ هـ", "" },
		{ NULL, NULL, "الاثنين ٢٣ تشرين الثاني/نوفمبر ٢٠٢٦", "" },
		{ NULL, NULL, "الاثنين، 23 تشرين الثاني 2026 الموافق 13 جمادى الآخرة 1448هـ", "" },
		{ NULL, NULL, "الثلاثاء ٢٤ نوفمبر ٢٠٢٦ م – ١٤ جمادى الآخرة ١٤٤٨ هـ",
		    "story.weekday story.date story.date" },
		{ NULL, NULL, "الاثنين ٢٣ نوفمبر ٢٠٢٥", "story.date" },
		{ NULL, NULL, "٢٣/١١/٢٠٢٦", "" },
		{ NULL, NULL, "٢٤/١١/٢٠٢٦", "story.date" },
	};
	const struct layout *l = layout_with(f, "");

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct issue is = { .date = { .s = "2026-11-23" }, .weekday = { .s = cases[i].weekday },
			.hijri = { .s = cases[i].hijri }, .date_line = { .s = cases[i].line } };
		struct diags *dg = diags_create();
		g_autoptr(GString) codes = g_string_new(NULL);

		story_check_date(dg, &is, l);
		for (size_t j = 0; j < diags_n(dg); j++)
			g_string_append_printf(codes, "%s%s", j ? " " : "", diags_get(dg, j)->code);
		g_test_message("%zu", i);
		g_assert_cmpstr(codes->str, ==, cases[i].codes);
		diags_destroy(dg);
	}
}

/* Where nobody says how the moon was seen, two days are no contradiction. */
static void
test_sighting(struct fixture *f, gconstpointer data)
{
	struct issue is = { .date = { .s = "2026-11-23" }, .hijri = { .s = "١٤ جمادى الآخرة ١٤٤٨" } };

	story_check_date(f->dg, &is, NULL);
	g_assert_cmpuint(diags_n(f->dg), ==, 0);
	story_check_date(f->dg, &is, layout_with(f, "hijri-offset: 1\n"));
	g_assert_cmpuint(diags_n(f->dg), ==, 0);
	is.has_hijri_offset = true;
	story_check_date(f->dg, &is, NULL);
	g_assert_cmpuint(diags_n(f->dg), ==, 1);
}

/* ---- volumes ---------------------------------------------------------- */

static void
test_periods(struct fixture *f, gconstpointer data)
{
	static const char *const cases[][2] = {
		{ "2024", "٢٠٢٤" }, { "2024-03", "مارس ٢٠٢٤" }, { "2024-W09", "الأسبوع ٩ – ٢٠٢٤" },
		{ "2024-02-29", "الخميس ٢٩ فبراير ٢٠٢٤ م" },
		{ "undated", "بلا تاريخ" }, { "2024-13", "بلا تاريخ" }, { "2024-02-30", "بلا تاريخ" },
	};
	const struct layout *l = layout_with(f, "");

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpstr(story_period(f->a, l, cases[i][0]), ==, cases[i][1]);
}

static const struct story *
story_of(struct fixture *f, const char *id, const char *head)
{
	char *text = arena_printf(f->a, "---\nnashra-item: 1\nid: %s\nheadline: ع\n%s---\nنص\n", id, head);
	struct story *s = arena_new(f->a, struct story);

	*s = (struct story) { .kind = STORY_ITEM, .anchor = id,
		.item = item_read(f->a, f->dg, "i.md", text, strlen(text)) };
	g_assert_nonnull(s->item);
	return s;
}

/*
 * Entries by the alphabet and not by code points, without the article, pages
 * in a row as one stretch, each a link to the first release of it; the same
 * name twice on a page is one reference; an index of nothing is left out.
 */
static void
test_indexes(struct fixture *f, gconstpointer data)
{
	const struct layout *l = layout_with(f, "volume: {indexes: [people, subjects, bodies]}\n");
	const struct story *v[] = {
		story_of(f, "a", "people: [منى, أحمد]\npublisher: وزارة النقل\n"),
		story_of(f, "b", "people: [منى, Jean]\npublisher: الهيئة العامة\n"),
		story_of(f, "c", "people: [منى,  منى ]\ncontact: {organisation: آفاق}\n"),
		story_of(f, "d", "people: [منى]\n"),
	};
	const int begins[] = { 3, 4, 5, 9 };
	struct stories all = story_indexes(f->a, f->dg, (struct stories) { v, 4 }, begins, l);
	g_autoptr(GString) got = g_string_new(NULL);

	for (size_t i = 0; i < all.n; i++)
		for (size_t j = 0; j < all.v[i]->n; j++) {
			const struct block *b = &all.v[i]->blocks[j];

			g_string_append_printf(got, "%s |%s|", role_name(b->role), b->text);
			for (size_t k = 0; k < b->n_spans; k++)
				if (b->spans[k].url)
					g_string_append_printf(got, " %s", b->spans[k].url);
			g_string_append_c(got, '\n');
		}
	g_assert_cmpstr(got->str, ==,
	    "index-title |فهرس الأشخاص|\n"
	    "index-letter |ا|\nindex-entry |أحمد، ٣| #a\n"
	    "index-letter |م|\nindex-entry |منى، ٣–٥، ٩| #a #d\n"
	    "index-letter |J|\nindex-entry |\u2068Jean\u2069، ٤| #b\n"
	    "index-title |فهرس الجهات|\n"
	    "index-letter |ا|\nindex-entry |آفاق، ٥| #c\n"
	    "index-letter |ه|\nindex-entry |الهيئة العامة، ٤| #b\n"
	    "index-letter |و|\nindex-entry |وزارة النقل، ٣| #a\n");
}

/* «title|name»: what an index of people makes of it, when it knows `known` from elsewhere. */
static void
test_people(struct fixture *f, gconstpointer data)
{
	static const char *const cases[][2] = {
		{ "الدكتور أحمد كمال", "أحمد كمال" }, { "د. أحمد كمال", "أحمد كمال" }, { "أ.د/أحمد كمال", "أحمد كمال" },
		{ "الدكتور / أحمد كمال", "أحمد كمال" }, { "معالي الدكتور المهندس أحمد كمال", "أحمد كمال" },
		{ "وزير النقل الفريق مهندس كامل الوزير", "كامل الوزير" }, { "نائب رئيس الوزراء وزير الصحة د. خالد حسن", "خالد حسن" },
		{ "صاحب السمو الملكي الأمير فهد بن سعد آل سعود", "فهد بن سعد آل سعود" },
		{ "فهد بن سعد، وزير الطاقة", "فهد بن سعد" }, { "منى علي (رئيس مجلس الإدارة)", "منى علي" },
		{ "الرئيس عبد السلام ناصر", "عبد السلام ناصر" }, { "الرئيس السوري هاشم بكر", "هاشم بكر" },
		{ "الأمين العام لجامعة الدول العربية سالم عمر", "الأمين العام لجامعة الدول العربية سالم عمر" },
		/* A name, or nothing but a title: as it stands. */
		{ "السيد البدوي", "السيد البدوي" }, { "معالي وزير النقل", "وزير النقل" }, { "خادم الحرمين الشريفين", "خادم الحرمين الشريفين" },
		{ "الدكتور", "الدكتور" }, { "أمين معلوف", "أمين معلوف" }, { "Jean Martin (Paris)", "Jean Martin (Paris)" },
		{ "الدكتوراه الأولى", "الدكتوراه الأولى" }, { "رائد سالم", "رائد سالم" }, { "Dr. Jean Martin", "Jean Martin" },
		/* Known from elsewhere. */
		{ "السيد منير صالح", "منير صالح" }, { "وزير النقل منير صالح", "منير صالح" }, { "نائب الوزير سعد منير صالح", "نائب الوزير سعد منير صالح" },
	};
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
	g_autofree char *file = g_build_filename(g_getenv("NASHRA_ROOT"), "layouts", "volume.yaml", NULL);
	const struct layout *l = layout_load(f->a, f->dg, file);

	g_assert_nonnull(l);
	g_hash_table_add(known, (gpointer)(uintptr_t)"منير صالح");
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct person p = person_of(f->a, &l->binding, name_clean(f->a, cases[i][0]));

		g_assert_cmpstr(person_name(&p, known), ==, cases[i][1]);
	}
}

/* Each stands where a printed index has it: no article, no «بن» between names, one alef. */
static void
test_order_of_names(struct fixture *f, gconstpointer data)
{
	static const char *const cases[][2] = {
		{ "محمد الأحمد", "محمد أحمد" }, { "الوليد بن طلال", "وليد طلال" }, { "محمد ابن سلمان", "محمد سلمان" },
		{ "ابن سينا", "ابن سينا" }, { "بن علي", "ابن علي" }, { "عبد الله الناصر", "عبدالله ناصر" },
		{ "جاد الله عبد", "جاد الله عبد" }, { "آل الشيخ", "آل شيخ" }, { "الي", "الي" }, { "سالم بن", "سالم بن" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpstr(name_for_order(f->a, cases[i][0]), ==, cases[i][1]);
}

/* A person is one entry with title and without, in the order of names; letters are those of the names. */
static void
test_index_of_people(struct fixture *f, gconstpointer data)
{
	g_autofree char *file = g_build_filename(g_getenv("NASHRA_ROOT"), "layouts", "volume.yaml", NULL);
	const struct layout *l = layout_load(f->a, f->dg, file);
	const struct story *v[] = {
		story_of(f, "a", "people: [معالي الدكتور إبراهيم سعد, عبدالله فهد, السيد أحمد بن علي]\n"),
		story_of(f, "b", "people: [إبراهيم سعد, عبد الله بدر, آدم نور, احـمد بن علي]\n"),
		story_of(f, "c", "people: [أحمد بن علي, «DÀÉÎ, موسى, مؤمن, ميس, مئة, د. إبراهيم  سعد]\n"),
	};
	const int begins[] = { 3, 5, 6 };
	struct stories all = story_indexes(f->a, f->dg, (struct stories) { v, 3 }, begins, l);
	g_autoptr(GString) got = g_string_new(NULL);

	for (size_t i = 0; i < all.n; i++)
		for (size_t j = 0; j < all.v[i]->n; j++)
			g_string_append_printf(got, "%s\n", all.v[i]->blocks[j].text);
	g_assert_cmpstr(got->str, ==,
	    "فهرس الأشخاص\n#\n\u2068«DÀÉÎ\u2069، ٦\n"
	    "ا\nإبراهيم سعد، ٣، ٥–٦\nأحمد بن علي، ٣، ٦\nاحمد بن علي، ٥\nآدم نور، ٥\n"
	    "ع\nعبد الله بدر، ٥\nعبدالله فهد، ٣\nم\nموسى، ٦\nمؤمن، ٦\nمئة، ٦\nميس، ٦\n");
}

/* Items "language:id", and what becomes of each: S and E the halves, + facing the one before. */
static const struct {
	const char *items, *want;
	unsigned alone;
} facing[] = {
	{ "ar:a-ar en:a-en ar:b-ar en:b-en", "S E+ S E+", 0 },
	/* The layout's language is at the start edge, whichever comes first. */
	{ "en:1 ar:2 en:3 ar:4", "E S+ E S+", 0 },
	/* One more of either, in the middle or at an end. */
	{ "ar:1 en:2 ar:3 ar:4 en:5", "S E+ S S E+", 1 },
	{ "en:1 ar:2 en:3 ar:4 en:5", "E S E+ S E+", 1 },
	/* Regions do not make a language. */
	{ "ar-EG:1 ar-MA:2 en:3", "S S E+", 1 },
	/* Ids say that two are not the same. */
	{ "ar:a-ar en:b-en ar:c-ar en:c-en", "S E S E+", 2 },
	/* Two that are not the layout's. */
	{ "fr:1 en:2", "S E+", 0 },
	/* An issue in one language, or of pairs that are none, is set as any other. */
	{ "ar:1 ar:2 ar:3", "- - -", 0 },
	{ "ar:a-ar en:b-en", "- -", 0 },
};

static void
test_facing(struct fixture *f, gconstpointer data)
{
	const struct layout *l = layout_with(f, "sections: {head: none}\nissue: {order: [sections]}\n");
	((struct layout *)(uintptr_t)l)->item_facing = true;

	for (size_t i = 0; i < G_N_ELEMENTS(facing); i++) {
		g_auto(GStrv) names = g_strsplit(facing[i].items, " ", -1);
		static const char text[] = "nashra-issue: 1\ndate: 2026-11-23\n"
		    "publication: {title: ن}\nsections: [{title: أ, items: x}]\n";
		struct issue *is = issue_read(f->a, f->dg, "i.yaml", text, strlen(text));
		struct fields fields = { .date = "2026-11-23" };
		g_autoptr(GString) got = g_string_new(NULL);

		is->entries = arena_array(f->a, struct issue_entry, 8);
		for (size_t k = 0; names[k]; k++) {
			g_auto(GStrv) both = g_strsplit(names[k], ":", 2);

			add_item(f, is, 1, both[1], arena_printf(f->a, "language: %s\n", both[0]));
		}
		diags_destroy(f->dg);
		f->dg = diags_create();
		struct stories all = story_issue(f->a, f->dg, is, l, &fields, false);
		for (size_t k = 0; k < all.n; k++)
			g_string_append_printf(got, "%s%c%s", k > 0 ? " " : "", "-SE"[all.v[k]->half],
			    all.v[k]->faces ? "+" : "");
		g_assert_cmpstr(got->str, ==, facing[i].want);
		g_assert_cmpuint(diags_count(f->dg, DIAG_WARNING), ==, facing[i].alone);
	}
}

#define TEST(name) \
	g_test_add("/story-issue/" #name, struct fixture, NULL, set_up, test_##name, tear_down)

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	TEST(whole);
	TEST(order);
	TEST(no_heads);
	TEST(numbers);
	TEST(numbered_contents);
	TEST(colours);
	TEST(correction_of_another);
	TEST(label_said_once);
	TEST(fields);
	TEST(agreement);
	TEST(sighting);
	TEST(periods);
	TEST(indexes);
	TEST(people);
	TEST(order_of_names);
	TEST(index_of_people);
	TEST(facing);
	return g_test_run();
}
