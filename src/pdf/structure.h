/* The elements of a document, as PDF has them: ISO 32000-1, 14.7 and 14.8. */
#ifndef NASHRA_PDF_STRUCTURE_H
#define NASHRA_PDF_STRUCTURE_H

#include "pdf/document.h"
#include "pdf/text-int.h"

/* A link of a sheet: its object, put when its element is known. */
struct annotation {
	int number;
	int key;          /* of the parent tree; -1 none */
	GString *value;   /* without its end; yours */
};

/* What is known of one sheet when its content has been written. */
struct sheet_marks {
	int page;         /* its object */
	GArray *marked;   /* struct marked, by MCID */
	GArray *links;    /* struct annotation of each link, in their order */
};

/*
 * Put the tree of elements, the outline, the destinations of the items and
 * the links into the document.  Page `i` has the key `i` of the parent tree.
 */
void structure_put(struct document *d, const struct sheets *s, const struct sheet_marks *v);

#endif
