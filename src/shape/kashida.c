/* The class table and the house's bans. */
#include "shape/kashida.h"

#include <string.h>
#include <unicode/uchar.h>

#define ALEF 0x0627
#define LAM 0x0644
#define HEH 0x0647
#define WAW 0x0648
#define FEH 0x0641
#define BEH 0x0628
#define KAF 0x0643
#define TATWEEL 0x0640
#define ZWNJ 0x200C
#define ZWJ 0x200D

struct letter {
	uint32_t at;          /* byte of the word */
	gunichar c;
	int group;            /* UJoiningGroup */
	bool forward;         /* joins the letter after it */
	bool backward;        /* joins the letter before it */
	bool in_first;        /* of its stretch of letters */
	bool final;           /* the last of its stretch */
	uint16_t stretch;     /* number of its stretch */
	uint16_t nth;         /* in its stretch, from 0, tatweels not counted */
	bool beside_joiner;   /* ZWJ or ZWNJ between it and the one before */
};

struct reading {
	GArray *letters;      /* struct letter */
	uint16_t stretches;
	bool foreign;         /* digits or letters of another script */
	bool joiner;          /* ZWJ or ZWNJ since the last letter */
	bool open;            /* a stretch of letters is being read */
};

/* ---- reading a word --------------------------------------------------- */

static int
joining_type(gunichar c)
{
	return u_getIntPropertyValue((UChar32)c, UCHAR_JOINING_TYPE);
}

static bool
is_letter(gunichar c, int type)
{
	return type == U_JT_DUAL_JOINING || type == U_JT_RIGHT_JOINING
	    || type == U_JT_LEFT_JOINING || c == TATWEEL
	    || (u_charType((UChar32)c) == U_OTHER_LETTER
	        && ublock_getCode((UChar32)c) == UBLOCK_ARABIC);
}

static void
add_letter(struct reading *r, uint32_t at, gunichar c, int type)
{
	struct letter l = {
		.at = at, .c = c,
		.group = u_getIntPropertyValue((UChar32)c, UCHAR_JOINING_GROUP),
		.forward = type == U_JT_DUAL_JOINING || type == U_JT_LEFT_JOINING
		    || type == U_JT_JOIN_CAUSING,
		.backward = type == U_JT_DUAL_JOINING || type == U_JT_RIGHT_JOINING
		    || type == U_JT_JOIN_CAUSING,
		.final = true,
		.beside_joiner = r->joiner,
	};

	if (r->open) {
		struct letter *before = &g_array_index(r->letters,
		    struct letter, r->letters->len - 1);
		before->final = false;
		l.stretch = before->stretch;
		l.nth = before->nth + (c != TATWEEL);
	} else {
		l.stretch = r->stretches++;
	}
	r->open = true;
	r->joiner = false;
	g_array_append_val(r->letters, l);
}

static void
read_character(struct reading *r, uint32_t at, gunichar c)
{
	int type = joining_type(c);

	if (c == ZWJ || c == ZWNJ) {
		r->joiner = true;
	} else if (is_letter(c, type)) {
		add_letter(r, at, c, type);
	} else if (type != U_JT_TRANSPARENT) {
		r->open = false;
		r->foreign |= u_isalnum((UChar32)c);
	}
}

static void
read_word(struct reading *r, const char *text, uint32_t len)
{
	for (const char *p = text; p < text + len; p = text_next(p))
		read_character(r, (uint32_t)(p - text), g_utf8_get_char(p));
}

/* ---- the class table -------------------------------------------------- */

static bool
is_final_heh(const struct letter *b)
{
	return b->final && (b->group == U_JG_HEH || b->group == U_JG_HEH_GOAL
	    || b->group == U_JG_KNOTTED_HEH);
}

static bool
is_yeh(const struct letter *b)
{
	return b->group == U_JG_YEH || b->group == U_JG_FARSI_YEH
	    || b->group == U_JG_YEH_WITH_TAIL || b->group == U_JG_YEH_BARREE;
}

static bool
draws_out(const struct letter *a)
{
	return a->group == U_JG_SEEN || a->group == U_JG_SAD;
}

static bool
is_final_of(const struct letter *b, const int *groups, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (b->final && b->group == groups[i])
			return true;
	return false;
}

static uint8_t
class_of(const struct letter *a, const struct letter *b)
{
	static const int tall[] = { U_JG_LAM, U_JG_KAF, U_JG_GAF, U_JG_BEH };
	static const int bowls[] = { U_JG_AIN, U_JG_QAF, U_JG_FEH };

	if (a->c == TATWEEL || b->c == TATWEEL)
		return 0;
	if (draws_out(a))
		return 1;
	if (b->group == U_JG_TEH_MARBUTA || b->group == U_JG_DAL || is_final_heh(b))
		return 2;
	if (b->group == U_JG_ALEF || is_final_of(b, tall, G_N_ELEMENTS(tall)))
		return 3;
	if (b->group == U_JG_REH || (b->final && is_yeh(b)))
		return 4;
	if (b->group == U_JG_WAW || is_final_of(b, bowls, G_N_ELEMENTS(bowls)))
		return 5;
	return b->final ? 6 : KASHIDA_NO_CLASS;
}

/* ---- the bans --------------------------------------------------------- */

/* Letters of one stretch, without tatweels, as code points ending in 0. */
struct spelling {
	gunichar c[48];
	size_t n;
};

static struct spelling
spell(const struct reading *r, uint16_t stretch)
{
	struct spelling s = { 0 };

	for (guint i = 0; i < r->letters->len; i++) {
		const struct letter *l = &g_array_index(r->letters, struct letter, i);
		if (l->stretch == stretch && l->c != TATWEEL
		    && s.n < G_N_ELEMENTS(s.c) - 1)
			s.c[s.n++] = l->c;
	}
	return s;
}

static bool
is_one_of(gunichar c, gunichar a, gunichar b)
{
	return c == a || c == b;
}

/* How many letters of conjunction and preposition stand before `at`. */
static size_t
skip_prefix(const struct spelling *s, bool with_lam)
{
	size_t i = 0;

	if (is_one_of(s->c[i], WAW, FEH))
		i++;
	if (is_one_of(s->c[i], BEH, KAF) || (with_lam && s->c[i] == LAM))
		i++;
	return i;
}

/*
 * The letter (counted as `nth`) that ends the article: ال behind any of
 * و ف ب ك ل, or لل.  -1 when there is none.
 */
static int
article_end(const struct spelling *s)
{
	size_t i = skip_prefix(s, true);

	if (s->c[i] == ALEF && s->c[i + 1] == LAM && s->n > i + 2)
		return (int)i + 1;
	i = skip_prefix(s, false);
	if (s->c[i] == LAM && s->c[i + 1] == LAM && s->n > i + 2)
		return (int)i + 1;
	return -1;
}

/* لله, with a conjunction or without; الله at the end of any word: عبدالله. */
static bool
is_name_of_god(const struct spelling *s)
{
	size_t i = skip_prefix(s, false);

	if (s->n < 3 || s->c[s->n - 3] != LAM || s->c[s->n - 2] != LAM || s->c[s->n - 1] != HEH)
		return false;
	return s->n == i + 3 || (s->n > 3 && s->c[s->n - 4] == ALEF);
}

static enum kashida_ban
ban_of(const struct reading *r, const struct letter *a, const struct letter *b)
{
	struct spelling s = spell(r, a->stretch);

	if (r->foreign)
		return KASHIDA_FOREIGN;
	if (s.n < 3)
		return KASHIDA_SHORT;
	if (b->beside_joiner)
		return KASHIDA_JOINER;
	if (a->group == U_JG_LAM && b->group == U_JG_ALEF)
		return KASHIDA_LAM_ALEF;
	if (is_name_of_god(&s))
		return KASHIDA_ALLAH;
	if (b->c != TATWEEL && a->nth == article_end(&s))
		return KASHIDA_ARTICLE;
	if (b->final && is_yeh(b) && !draws_out(a))
		return KASHIDA_FINAL_YEH;
	return KASHIDA_FREE;
}

/* ---- the door --------------------------------------------------------- */

static void
classify(const struct reading *r, struct kashida_place *p)
{
	p->class = KASHIDA_NO_CLASS;
	p->ban = KASHIDA_NOT_A_JOIN;
	for (guint i = 1; i < r->letters->len; i++) {
		const struct letter *b = &g_array_index(r->letters, struct letter, i);
		const struct letter *a = b - 1;

		if (b->at != p->at)
			continue;
		if (a->stretch != b->stretch || !a->forward || !b->backward)
			return;
		p->class = class_of(a, b);
		p->ban = ban_of(r, a, b);
		p->reluctant = spell(r, a->stretch).n == 3;
		return;
	}
}

void
kashida_classify(const char *text, uint32_t len, struct kashida_place *places,
    uint32_t n)
{
	struct reading r = {
		.letters = g_array_new(FALSE, FALSE, sizeof(struct letter)),
	};

	read_word(&r, text, len);
	for (uint32_t i = 0; i < n; i++)
		classify(&r, &places[i]);
	g_array_free(r.letters, TRUE);
}

const struct kashida_place *
kashida_best(const struct kashida_place *places, uint32_t n)
{
	const struct kashida_place *best = NULL;

	for (const struct kashida_place *k = places; k < places + n; k++)
		if (k->ban == KASHIDA_FREE && k->class != KASHIDA_NO_CLASS &&
		    (!best || k->class <= best->class))
			best = k;
	return best;
}

const char *
kashida_ban_name(enum kashida_ban ban)
{
	static const char *const names[] = {
		[KASHIDA_FREE] = NULL,
		[KASHIDA_NOT_A_JOIN] = "no-join",
		[KASHIDA_FOREIGN] = "foreign",
		[KASHIDA_SHORT] = "short",
		[KASHIDA_JOINER] = "joiner",
		[KASHIDA_LAM_ALEF] = "lam-alef",
		[KASHIDA_ALLAH] = "allah",
		[KASHIDA_ARTICLE] = "article",
		[KASHIDA_FINAL_YEH] = "final-yeh",
	};

	return names[ban];
}
