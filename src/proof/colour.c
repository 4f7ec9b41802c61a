/* Colours and the output intent: which a press, or a screen, can show. */
#include "proof/proof-int.h"

#include <string.h>

#define PAPER_MOST 4.0 /* where it is not known: all inks in full */

/*
 * What bulletins are made for: the output intent of each profile, and how
 * much of all inks together its paper bears (coated offset 300 %; newsprint
 * 240 %, formats.md 6).
 */
struct condition {
	const char *identifier, *subtype;
	int inks;
	double most;
};

static const struct condition conditions[PROFILE_N] = {
	[PROFILE_SCREEN] = { "sRGB IEC61966-2.1", "/GTS_PDFA1", 3, PAPER_MOST },
	[PROFILE_PRINT] = { "FOGRA39", "/GTS_PDFX", 4, 3.0 },
	[PROFILE_NEWSPRINT] = { "CGATS TR 002", "/GTS_PDFX", 4, 2.4 },
	[PROFILE_PROOF] = { "sRGB IEC61966-2.1", "/GTS_PDFA1", 3, PAPER_MOST },
};

/* ---- spaces ----------------------------------------------------------- */

static enum family
kind_of_name(const struct reader *r, qpdf_oh o)
{
	static const struct {
		const char *name;
		enum family kind;
	} known[] = {
		{ "/DeviceGray", FAMILY_GREY }, { "/CalGray", FAMILY_GREY }, { "/G", FAMILY_GREY },
		{ "/DeviceRGB", FAMILY_RGB }, { "/CalRGB", FAMILY_RGB }, { "/RGB", FAMILY_RGB },
		{ "/DeviceCMYK", FAMILY_CMYK }, { "/CMYK", FAMILY_CMYK },
		{ "/Separation", FAMILY_SPOT }, { "/DeviceN", FAMILY_SPOT },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		if (is_name(r, o, known[i].name))
			return known[i].kind;
	return FAMILY_NONE;
}

static enum family
kind_of_inks(int n)
{
	return n == 1 ? FAMILY_GREY : n == 3 ? FAMILY_RGB : n == 4 ? FAMILY_CMYK : FAMILY_NONE;
}

/* An indexed one, or a pattern, is of the kind it stands on. */
enum family
family_of(const struct reader *r, qpdf_oh space)
{
	for (int deep = 0; deep < 4; deep++) {
		if (!qpdf_oh_is_array(r->q, space))
			return kind_of_name(r, space);
		qpdf_oh family = item_of(r, space, 0);

		if (is_name(r, family, "/ICCBased"))
			return kind_of_inks(int_of(r, key_of(r, item_of(r, space, 1), "/N"), 0));
		if (!is_name(r, family, "/Indexed") && !is_name(r, family, "/Pattern"))
			return kind_of_name(r, family);
		space = item_of(r, space, 1);
	}
	return FAMILY_NONE;
}

/* ---- what is allowed -------------------------------------------------- */

static const char *const kind_names[] = {
	[FAMILY_GREY] = N_("grey"), [FAMILY_RGB] = "RGB", [FAMILY_CMYK] = "CMYK", [FAMILY_SPOT] = N_("spot"),
};

/*
 * What is made for a press of four inks has no RGB, and its greys are black
 * ink; what is made for screens has no CMYK (ISO 19005-2, 6.2.4.3).
 */
void
colour_check(struct reader *r, enum family kind, int page, const char *where)
{
	bool good = kind == FAMILY_NONE || kind == FAMILY_SPOT || r->inks == 0 ||
	    kind == kind_of_inks(r->inks) || (kind == FAMILY_GREY && r->inks == 3);

	if (r->colour_page != page + 1)
		r->colour_told = 0;
	if (!good && !(r->colour_told & 1u << kind))
		fault_add(r, "proof.colour", page, "%s is in %s, but the output is %s", where,
		    diag_word(kind_names[kind]), diag_word(kind_names[kind_of_inks(r->inks)]));
	if (good)
		return;
	/* Once a page, for a colour is set many times. */
	r->colour_page = page + 1;
	r->colour_told |= 1u << kind;
}

void
ink_check(struct reader *r, double sum, int page)
{
	double most = r->ink_most;

	if (sum > most + 0.0005 && sum > r->found.most_ink)
		fault_add(r, "proof.ink", page, "%.0f %% of ink are more than the %.0f %% that the paper bears",
		    sum * 100, most * 100);
	r->found.most_ink = MAX(r->found.most_ink, sum);
}

/* On newsprint a spot ink is a mistake; «All» is that of crop marks. */
void
spot_check(struct reader *r, qpdf_oh space, int page)
{
	bool news = r->wants && r->wants->about->profile == PROFILE_NEWSPRINT;

	if (news && family_of(r, space) == FAMILY_SPOT && !is_name(r, item_of(r, space, 1), "/All"))
		fault_add(r, "proof.colour", page, "a spot ink is asked for, and newsprint has none");
}

/* Its own colours; those of its mask are none. */
void
image_check(struct reader *r, qpdf_oh image, int page)
{
	int id = id_of(r, image);
	qpdf_oh mask = key_of(r, image, "/ImageMask");

	if (id && !g_hash_table_add(r->looked_at, GINT_TO_POINTER(id)))
		return;
	if (has_key(r, image, "/F") || has_key(r, image, "/OPI"))
		fault_add(r, "proof.external", page, "a picture lies in another file");
	if (qpdf_oh_is_bool(r->q, mask) && qpdf_oh_get_bool_value(r->q, mask))
		return;
	enum family kind = family_of(r, key_of(r, image, "/ColorSpace"));
	/* A grey picture prints in black ink alone. */
	if (kind != FAMILY_GREY)
		colour_check(r, kind, page, diag_word(N_("a picture")));
}

/* ---- the output intent ------------------------------------------------ */

static bool
is_profile(const GByteArray *b, int n)
{
	static const char *const spaces[] = { [1] = "GRAY", [3] = "RGB ", [4] = "CMYK" };

	return b->len >= 128 && memcmp(b->data + 36, "acsp", 4) == 0 && n < 5 && n > 0 && spaces[n] &&
	    memcmp(b->data + 16, spaces[n], 4) == 0;
}

static void
read_profile(struct reader *r, qpdf_oh profile)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	int n = int_of(r, key_of(r, profile, "/N"), 0);

	if (!stream_add(r, profile, -1, bytes))
		return;
	if (is_profile(bytes, n))
		r->inks = n;
	else
		fault_add(r, "proof.intent", -1, "the profile of the output intent is none of %d colours", n);
}

/* The profile that was asked for has an intent of its own. */
static void
check_condition(struct reader *r, qpdf_oh intent, const char *identifier)
{
	const struct condition *c = &conditions[r->wants->about->profile];

	if (g_strcmp0(identifier, c->identifier) != 0)
		fault_add(r, "proof.intent", -1, "the colours are made for '%s', and not for '%s'",
		    identifier ? identifier : "", c->identifier);
	else if (!is_name(r, key_of(r, intent, "/S"), c->subtype) || r->inks != c->inks)
		fault_add(r, "proof.intent", -1, "the output intent is not %s, or not of %d colours",
		    c->subtype + 1, c->inks);
}

static void
bound_ink(struct reader *r, const char *identifier)
{
	for (size_t i = 0; i < PROFILE_N; i++)
		if (g_strcmp0(conditions[i].identifier, identifier) == 0)
			r->ink_most = conditions[i].most;
}

/* Before any page, for it says which colours may be there. */
void
intent_read(struct reader *r)
{
	qpdf_oh v = key_of(r, qpdf_get_root(r->q), "/OutputIntents");

	r->ink_most = PAPER_MOST;
	if (array_len(r, v) == 0)
		fault_add(r, "proof.intent", -1, "it is not said what the colours are made for (no output intent)");
	for (int i = 0; i < array_len(r, v); i++) {
		qpdf_oh intent = item_of(r, v, i), profile = key_of(r, intent, "/DestOutputProfile");
		const char *identifier = text_at(r, intent, "/OutputConditionIdentifier");

		if (qpdf_oh_is_stream(r->q, profile))
			read_profile(r, profile);
		else if (!identifier)
			fault_add(r, "proof.intent", -1, "the output intent neither names nor holds a profile");
		bound_ink(r, identifier);
		if (r->wants)
			check_condition(r, intent, identifier);
	}
}
