/*
 * image: the bytes of a picture, their kind and their size.
 *
 * Looks at the header only; painting is the business of `pdf`.  The kind is
 * told by content, never by the name.
 */
#ifndef NASHRA_IMAGE_H
#define NASHRA_IMAGE_H

#include "base/base.h"

enum image_kind { IMAGE_PNG, IMAGE_JPEG };

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

#endif
