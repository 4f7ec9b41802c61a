/*
 * Colours from one way of showing or printing them to another.
 *
 * The intent is relative with black point compensation: of the three tried
 * (tools/measure-profiles.c) its greys are the most neutral, and what a press
 * can print stays as it is.
 */
#include "pdf/convert.h"

#include <lcms2.h>
#include <string.h>

#define FLAGS (cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_NOCACHE)
#define INTENT INTENT_RELATIVE_COLORIMETRIC

struct converter {
	enum profile to;
	cmsContext lcms;
	cmsHPROFILE own;     /* of the document */
	cmsHTRANSFORM light; /* sRGB to the document's inks */
};

struct converter *
converter_create(enum profile to)
{
	struct converter *c = g_new0(struct converter, 1);

	c->to = to;
	return c;
}

void
converter_destroy(struct converter *c)
{
	if (!c)
		return;
	if (c->light)
		cmsDeleteTransform(c->light);
	if (c->own)
		cmsCloseProfile(c->own);
	if (c->lcms)
		cmsDeleteContext(c->lcms);
	g_free(c);
}

int
converter_ink_most(const struct converter *c)
{
	return intent_of(c->to)->ink_most;
}

/* ---- profiles --------------------------------------------------------- */

static cmsHPROFILE
open_intent(struct converter *c, enum profile p)
{
	const struct intent *i = intent_of(p);

	return cmsOpenProfileFromMemTHR(c->lcms, i->profile, (cmsUInt32Number)i->profile_len);
}

static void
open_own(struct converter *c)
{
	if (c->own)
		return;
	c->lcms = cmsCreateContext(NULL, NULL);
	c->own = open_intent(c, c->to);
}

static cmsColorSpaceSignature
space_of(int channels)
{
	return channels == 4 ? cmsSigCmykData : channels == 3 ? cmsSigRgbData : cmsSigGrayData;
}

/* What a picture brings along, when it is sound and speaks of such pixels. */
static cmsHPROFILE
open_brought(struct converter *c, const struct pixels *p)
{
	cmsHPROFILE h = p->icc
	    ? cmsOpenProfileFromMemTHR(c->lcms, p->icc, (cmsUInt32Number)p->icc_len) : NULL;

	if (h && cmsGetColorSpace(h) != space_of(p->channels)) {
		cmsCloseProfile(h);
		return NULL;
	}
	return h;
}

static cmsUInt32Number
format_of(int channels)
{
	return channels == 4 ? TYPE_CMYK_8 : TYPE_RGB_8;
}

static cmsHTRANSFORM
make_transform(struct converter *c, cmsHPROFILE from, int channels)
{
	return cmsCreateTransformTHR(c->lcms, from, format_of(channels), c->own,
	    format_of(intent_of(c->to)->channels), INTENT, FLAGS);
}

/* By what the picture brings along, when that is of use; else by what is meant: sRGB, and the inks of coated paper. */
static cmsHTRANSFORM
transform_of(struct converter *c, const struct pixels *p)
{
	cmsHPROFILE from = open_brought(c, p);
	cmsHTRANSFORM t = from ? make_transform(c, from, p->channels) : NULL;

	if (from)
		cmsCloseProfile(from);
	if (t)
		return t;
	from = open_intent(c, p->channels == 4 ? PROFILE_PRINT : PROFILE_SCREEN);
	t = make_transform(c, from, p->channels);
	cmsCloseProfile(from);
	if (!t)
		g_error("no memory for colours");
	return t;
}

/* ---- one colour ------------------------------------------------------- */

void
convert_light(struct converter *c, const struct colour *rgb, int ret_inks[4])
{
	uint16_t light[3], inks[4];
	const int lacks[3] = { rgb->c, rgb->m, rgb->y };

	open_own(c);
	if (!c->light) {
		cmsHPROFILE screen = open_intent(c, PROFILE_SCREEN);

		c->light = cmsCreateTransformTHR(c->lcms, screen, TYPE_RGB_16, c->own,
		    TYPE_CMYK_16, INTENT, FLAGS);
		cmsCloseProfile(screen);
	}
	for (int i = 0; i < 3; i++)
		light[i] = (uint16_t)((1000 - lacks[i]) * 65535 / 1000);
	cmsDoTransform(c->light, light, inks, 1);
	for (int i = 0; i < 4; i++)
		ret_inks[i] = (inks[i] * 1000 + 32767) / 65535;
}

/* ---- pixels ----------------------------------------------------------- */

/* Does a profile say what sRGB says, but for what nobody sees? */
static bool
is_srgb(struct converter *c, cmsHPROFILE h)
{
	static const uint8_t some[][3] = { { 255, 255, 255 }, { 128, 128, 128 }, { 255, 0, 0 },
		{ 0, 255, 0 }, { 0, 0, 255 }, { 64, 128, 192 }, { 32, 32, 32 } };
	uint8_t seen[G_N_ELEMENTS(some)][3];
	cmsHPROFILE screen = open_intent(c, PROFILE_SCREEN);
	cmsHTRANSFORM t = cmsCreateTransformTHR(c->lcms, h, TYPE_RGB_8, screen, TYPE_RGB_8,
	    INTENT, FLAGS);
	bool same = true;

	cmsCloseProfile(screen);
	/* What cannot be understood is not heeded. */
	if (!t)
		return true;
	cmsDoTransform(t, some, seen, G_N_ELEMENTS(some));
	cmsDeleteTransform(t);
	for (size_t i = 0; i < G_N_ELEMENTS(some); i++)
		for (int k = 0; k < 3; k++)
			same &= ABS(seen[i][k] - some[i][k]) <= 3;
	return same;
}

bool
convert_wants(struct converter *c, const struct pixels *p)
{
	bool press = is_for_press(c->to);

	if (p->channels == 1)
		return false;
	if (p->channels == 4)
		return c->to != PROFILE_PRINT;
	if (press || !p->icc)
		return press;
	open_own(c);
	cmsHPROFILE h = open_brought(c, p);
	bool wants = h && !is_srgb(c, h);
	if (h)
		cmsCloseProfile(h);
	return wants;
}

void
limit_ink(struct pixels *p, double most)
{
	size_t n = (size_t)p->width * p->height;
	int sum_most = (int)(most * 255 / 100);

	for (uint8_t *v = p->v; v < p->v + 4 * n; v += 4) {
		int colours = v[0] + v[1] + v[2], room = sum_most - v[3];

		if (colours <= room)
			continue;
		for (int k = 0; k < 3; k++)
			v[k] = (uint8_t)(v[k] * room / colours);
	}
}

void
convert_pixels(struct converter *c, struct pixels *p)
{
	const struct intent *i = intent_of(c->to);
	size_t n = (size_t)p->width * p->height;

	open_own(c);
	cmsHTRANSFORM t = transform_of(c, p);
	uint8_t *to = g_malloc(n * (size_t)i->channels);

	for (uint32_t y = 0; y < p->height; y++)
		cmsDoTransform(t, p->v + (size_t)y * p->width * (size_t)p->channels,
		    to + (size_t)y * p->width * (size_t)i->channels, p->width);
	cmsDeleteTransform(t);
	g_free(p->v);
	p->v = to;
	p->channels = i->channels;
	if (i->ink_most)
		limit_ink(p, i->ink_most);
}
