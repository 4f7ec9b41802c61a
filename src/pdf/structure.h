/* The elements of a document, as PDF has them: ISO 32000-1, 14.7 and 14.8. */
#ifndef NASHRA_PDF_STRUCTURE_H
#define NASHRA_PDF_STRUCTURE_H

#include "pdf/text-int.h"

#include <qpdf/qpdf-c.h>

/* What is known of one sheet when its content has been written. */
struct sheet_marks {
	qpdf_oh page;
	GArray *marked;   /* struct marked, by MCID */
	GArray *links;    /* qpdf_oh of each link, in their order */
};

/*
 * Put the tree of elements, the outline and the destinations of the items
 * into the document whose root is `root`.
 */
void structure_put(qpdf_data q, qpdf_oh root, const struct sheets *s,
    const struct sheet_marks *v);

#endif
