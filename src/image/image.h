/*
 * image: the bytes of a picture, their kind and their size.
 *
 * Looks at the header only; painting is the business of `pdf`.  The kind is
 * told by content, never by the name.
 */
#ifndef NASHRA_IMAGE_H
#define NASHRA_IMAGE_H

#include "base/base.h"

/* A matrix is modules of black and white, a byte each: painted as vectors. */
enum image_kind { IMAGE_PNG, IMAGE_JPEG, IMAGE_MATRIX };

struct image {
	enum image_kind kind;
	const char *file;      /* as the item or layout names it */
	const char *bytes;
	size_t len;
	uint32_t width, height; /* pixels, 1 or more */
	uint8_t channels;       /* colour components: 1, 3, 4 (alpha not counted) */
	bool alpha;
};

/*
 * Read picture `path` beneath folder `root`.  More than 64 million pixels,
 * 16,384 a side or 256 MiB decoded are refused from the header alone.
 * NULL after a diagnostic at `from`: those of file_read, image.kind (with
 * what it seems to be), image.damaged, image.too-big.
 */
const struct image *image_read(struct arena *a, struct diags *dg,
    const char *root, const char *path, struct place from);

/*
 * `text` as a QR code, with the white around it that readers want; NULL when
 * it is empty or more than a code can hold.  Its `file` is the text.
 */
const struct image *image_qr(struct arena *a, const char *text);

#endif
