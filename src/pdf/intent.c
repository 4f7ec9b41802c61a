/* The conditions that bulletins are made for; their profiles are built in. */
#include "pdf/intent.h"

#include "profiles.h"

#define PROFILE(name) \
	.profile = profile_##name, .profile_len = sizeof profile_##name, \
	.deflated = profile_##name##_deflated, .deflated_len = sizeof profile_##name##_deflated

static const struct intent screen = {
	.subtype = "/GTS_PDFA1",
	.identifier = "sRGB IEC61966-2.1",
	.condition = "sRGB IEC61966-2.1",
	.channels = 3,
	PROFILE(srgb),
};

static const struct intent coated = {
	.subtype = "/GTS_PDFX",
	.identifier = "FOGRA39",
	.registry = "http://www.color.org",
	.condition = "Offset on coated paper, ISO 12647-2 paper types 1 and 2 (FOGRA39L)",
	.channels = 4,
	.ink_most = 300,
	PROFILE(coated),
};

static const struct intent newsprint = {
	.subtype = "/GTS_PDFX",
	.identifier = "CGATS TR 002",
	.registry = "http://www.color.org",
	.condition = "Coldset offset on newsprint (ANSI CGATS/SNAP TR 002-2007)",
	.channels = 4,
	.ink_most = 240,
	PROFILE(newsprint),
};

const struct intent *
intent_of(enum profile p)
{
	return p == PROFILE_PRINT ? &coated : p == PROFILE_NEWSPRINT ? &newsprint : &screen;
}

bool
is_for_press(enum profile p)
{
	return intent_of(p)->channels == 4;
}
