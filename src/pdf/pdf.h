/*
 * pdf: sheets to a file.
 *
 * Cairo paints, qpdf finishes: language, direction, dates, identifier.
 * Same sheets, fonts and program: same bytes.
 */
#ifndef NASHRA_PDF_H
#define NASHRA_PDF_H

#include "base/base.h"
#include "sheet/sheet.h"

struct pdf_about {
	const char *title, *author, *subject;
	const char *language;  /* BCP 47 */
	bool rtl;
	int64_t date;          /* seconds since 1970 UTC, of CreationDate and ModDate */
};

/*
 * Write `s` to `to`.  False after a diagnostic (pdf.cairo, pdf.qpdf,
 * pdf.image); then `to` holds an unfinished file and is to be abandoned.
 * Failures of writing itself are kept by `to`.
 */
bool pdf_write(const struct sheets *s, const struct pdf_about *about,
    struct out *to, struct diags *dg);

#endif
