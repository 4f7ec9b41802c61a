/* What the files of font share. */
#ifndef NASHRA_FONT_INT_H
#define NASHRA_FONT_INT_H

#include "font/font.h"

#include <hb.h>

/* A face that is known by name; opened when it is first asked for. */
struct font {
	const char *folder, *file;    /* beneath which, and the path from there */
	const char *path;             /* for messages */
	const char *family, *style;
	const char *sha256;           /* NULL: not in a lock */
	int weight;
	unsigned index;               /* in a collection */

	bool opened, good;
	unsigned number;
	const char *bytes;
	size_t len;
	hb_face_t *face;
	hb_font_t *hb;
	const char *postscript, *version;
	int upem, space, ascent, descent, tatweel;
	bool joins_tatweel;
	const char *why;              /* not good: the reason */
};

struct fonts {
	struct arena *a;
	struct font *v;
	size_t n;
	unsigned opened;
	char *own;
};

/* The faces of fonts.lock and of the layout's folder; false after a diagnostic. */
bool list_fonts(struct fonts *f, struct diags *dg, const char *folder,
    const char *own);

/* Read, check and measure; false after a diagnostic at `from`. */
bool face_open(struct fonts *f, struct font *fo, struct diags *dg,
    struct place from);
void face_close(struct font *fo);

#endif
