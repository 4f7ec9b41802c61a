/*
 * Measure how a CMYK profile prints the colours of a screen: per rendering
 * intent the distance (CIE 1976, lightness scaled to the paper's black), the
 * colour cast of greys, the most ink, and how many neighbours in the cube of
 * RGB have become one.  Then how well Lab, taken from its own inks, finds
 * back to itself.
 *
 *   cc -O2 tools/measure-profiles.c -llcms2 -lm -o /tmp/m && /tmp/m profiles/coated.icc
 */
#include <lcms2.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define STEP 15
#define FINE cmsFLAGS_BLACKPOINTCOMPENSATION

struct sum {
	double all, most;
	int n;
};

static void
add(struct sum *s, double d)
{
	s->all += d;
	s->most = fmax(s->most, d);
	s->n++;
}

static void
measure_intent(cmsHPROFILE cmyk, const char *name, cmsUInt32Number intent, cmsUInt32Number flags)
{
	cmsHPROFILE srgb = cmsCreate_sRGBProfile(), lab = cmsCreateLab4Profile(NULL);
	cmsHTRANSFORM print = cmsCreateTransform(srgb, TYPE_RGB_8, cmyk, TYPE_CMYK_8, intent, flags);
	cmsHTRANSFORM look = cmsCreateTransform(cmyk, TYPE_CMYK_8, lab, TYPE_Lab_DBL, 1, 0);
	cmsHTRANSFORM want = cmsCreateTransform(srgb, TYPE_RGB_8, lab, TYPE_Lab_DBL, 1, 0);
	unsigned char rgb[3] = { 0 }, inks[4], before[4] = { 0 };
	struct sum distance = { 0 }, cast = { 0 };
	int ink = 0, equal = 0;
	cmsCIELab black, seen, wanted;

	cmsDoTransform(print, rgb, inks, 1);
	cmsDoTransform(look, inks, &black, 1);
	for (int i = 0; i < 18 * 18 * 18; i++) {
		rgb[0] = (unsigned char)(i / 324 * STEP);
		rgb[1] = (unsigned char)(i / 18 % 18 * STEP);
		rgb[2] = (unsigned char)(i % 18 * STEP);
		cmsDoTransform(print, rgb, inks, 1);
		cmsDoTransform(look, inks, &seen, 1);
		cmsDoTransform(want, rgb, &wanted, 1);
		wanted.L = black.L + (100 - black.L) * wanted.L / 100;
		add(&distance, cmsDeltaE(&seen, &wanted));
		ink = (int)fmax(ink, inks[0] + inks[1] + inks[2] + inks[3]);
		equal += rgb[2] > 0 && memcmp(inks, before, 4) == 0;
		memcpy(before, inks, 4);
	}
	for (int v = 0; v < 256; v++) {
		memset(rgb, v, 3);
		cmsDoTransform(print, rgb, inks, 1);
		cmsDoTransform(look, inks, &seen, 1);
		add(&cast, hypot(seen.a, seen.b));
	}
	printf("%-14s black L %.1f, distance %.2f, cast of greys %.2f (at most %.2f), ink %.0f%%, "
	       "equal neighbours %d\n", name, black.L, distance.all / distance.n, cast.all / cast.n,
	    cast.most, ink / 2.55, equal);
}

static void
measure_round_trip(cmsHPROFILE cmyk)
{
	cmsHPROFILE lab = cmsCreateLab4Profile(NULL);
	cmsHTRANSFORM look = cmsCreateTransform(cmyk, TYPE_CMYK_8, lab, TYPE_Lab_DBL, 1, 0);
	cmsHTRANSFORM print = cmsCreateTransform(lab, TYPE_Lab_DBL, cmyk, TYPE_CMYK_8, 1, 0);
	struct sum distance = { 0 };

	for (int i = 0; i < 6 * 6 * 6 * 3; i++) {
		unsigned char inks[4] = { (unsigned char)(i % 6 * 51), (unsigned char)(i / 6 % 6 * 51),
			(unsigned char)(i / 36 % 6 * 51), (unsigned char)(i / 216 * 51) };
		cmsCIELab seen, again;

		if (inks[0] + inks[1] + inks[2] + inks[3] > 600)
			continue;
		cmsDoTransform(look, inks, &seen, 1);
		cmsDoTransform(print, &seen, inks, 1);
		cmsDoTransform(look, inks, &again, 1);
		add(&distance, cmsDeltaE(&seen, &again));
	}
	printf("round trip     distance %.2f (at most %.1f)\n", distance.all / distance.n, distance.most);
}

int
main(int argc, char **argv)
{
	cmsHPROFILE cmyk = argc > 1 ? cmsOpenProfileFromFile(argv[1], "r") : NULL;

	if (!cmyk)
		return 1;
	measure_intent(cmyk, "perceptual", INTENT_PERCEPTUAL, 0);
	measure_intent(cmyk, "relative", INTENT_RELATIVE_COLORIMETRIC, 0);
	measure_intent(cmyk, "relative, black", INTENT_RELATIVE_COLORIMETRIC, FINE);
	measure_round_trip(cmyk);
	return 0;
}
