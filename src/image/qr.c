/* QR codes (ISO/IEC 18004) as pictures of modules, by libqrencode. */
#include "image/image.h"

#include <qrencode.h>
#include <string.h>

/* Modules of white that the standard wants all round. */
#define QUIET 4

const struct image *
image_qr(struct arena *a, const char *text)
{
	/* Level M: 15 % of it may be damaged. */
	QRcode *q = QRcode_encodeData((int)strlen(text), (const unsigned char *)text, 0,
	    QR_ECLEVEL_M);

	if (!q)
		return NULL;
	size_t side = (size_t)q->width + 2 * QUIET;
	char *modules = arena_alloc(a, side * side);
	for (size_t y = 0; y < (size_t)q->width; y++)
		for (size_t x = 0; x < (size_t)q->width; x++)
			modules[(y + QUIET) * side + x + QUIET] = q->data[y * (size_t)q->width + x] & 1;
	QRcode_free(q);
	struct image *im = arena_new(a, struct image);
	*im = (struct image) { .kind = IMAGE_MATRIX, .file = arena_strdup(a, text),
		.bytes = modules, .len = side * side, .width = (uint32_t)side,
		.height = (uint32_t)side, .channels = 1 };
	return im;
}
