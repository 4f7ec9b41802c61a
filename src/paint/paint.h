/*
 * paint: marks to pages that are looked at.
 *
 * A sheet as a PNG (Cairo paints it) or as an SVG (written here), from the
 * same marks that the PDF is made of.
 *
 * Text is painted from the outlines of the font as they are: nothing is
 * hinted, nothing is moved to whole pixels, and a line is filled in one go,
 * so that joined letters have no seams.
 */
#ifndef NASHRA_PAINT_H
#define NASHRA_PAINT_H

#include "base/base.h"
#include "sheet/sheet.h"

/*
 * Who paints the sheets of one bulletin, in any order and as often as is
 * wanted.  Keeps the outlines that were drawn, and which pictures are sound;
 * fonts and pictures must outlive it.  A page's own memory goes with the page.
 */
struct painter;

struct painter *painter_create(void);
void painter_destroy(struct painter *p); /* NULL allowed */

/*
 * A page for a browser that shows it again and again.  Pictures stand
 * elsewhere, and SVGs name them instead of holding them; each text mark is one
 * path instead of a group of uses, which browsers take three times as long
 * for; every mark is one line behind the first, without names, so that two
 * versions can be compared line by line.  `find` says the address of one that was added before, or NULL; then
 * `add` gets its bytes as browsers can show them, and says its address.  Both
 * addresses are fit for an attribute as they are, and their owner's.  How a
 * camera was held is then the page's to leave alone: svg image
 * {image-orientation: none}.
 */
struct picture_shelf {
	void *ctx;
	const char *(*find)(void *ctx, const struct image *im);
	const char *(*add)(void *ctx, const struct image *im, const char *type,
	    const void *bytes, size_t len);
};
void painter_set_shelf(struct painter *p, const struct picture_shelf *s); /* NULL: none */
/* Between two bulletins, whose pictures go: outlines are kept. */
void painter_forget_pictures(struct painter *p);

#define PAINT_DPI 110    /* pixels an inch when nobody asks */
#define PAINT_DPI_MIN 20
#define PAINT_DPI_MAX 1200

/*
 * Is a page at that resolution at most 100 million pixels, and 32,767 a side?
 * False after paint.too-big.
 */
bool paint_fits(const struct sheet *s, int dpi, struct diags *dg);
/*
 * The whole sheet, bleed and all, on white: 24 bits a pixel, its resolution
 * said.  It must fit.  False after a diagnostic: paint.image, paint.png.
 * Failures of writing are kept by `to`.
 */
bool paint_png(struct painter *p, const struct sheet *s, int dpi, struct out *to,
    struct diags *dg);

/*
 * The same as an SVG document of its own, appended to `to`.  All ids in it
 * begin with `id` (a name of XML; "p7"), so that several may stand in one
 * HTML page: the root's is `id` itself, that of mark 12 "p7m12", with its
 * tag's index as data-tag; glyphs are defined once.  False after paint.image;
 * `to` is then as it was.
 */
bool paint_svg(struct painter *p, const struct sheet *s, const char *id, GString *to,
    struct diags *dg);

#endif
