/*
 * pdf: sheets to a file.
 *
 * Every byte is written here; streams leave as they are made, so that a
 * long document takes no more memory than its sheets.
 * Same sheets, fonts and program: same bytes.
 */
#ifndef NASHRA_PDF_H
#define NASHRA_PDF_H

#include "base/base.h"
#include "sheet/sheet.h"

/* What a bulletin is made for. */
enum profile {
	PROFILE_SCREEN,    /* to be read: PDF/A-2a and PDF/UA-1 */
	PROFILE_PRINT,     /* to be printed: PDF/X-4 */
	PROFILE_NEWSPRINT, /* the same on newsprint: little ink, no spot inks, no bleed */
	PROFILE_PROOF,     /* to be read over: stamped, lines numbered */
	PROFILE_N
};
const char *profile_name(enum profile p);

/* A file that goes into the PDF; names are all different. */
struct pdf_attachment {
	const char *name;      /* UTF-8 */
	const char *type;      /* "text/markdown" */
	const char *bytes;
	size_t len;
};

struct pdf_about {
	enum profile profile;
	const char *title, *author, *subject;
	const char *language;  /* BCP 47 */
	bool rtl;
	/*
	 * Spaces of text that runs leftwards in a form that pdf.js (Firefox) sees
	 * too, a combining mark before them and plain in ActualText; else plain,
	 * and pdf.js sees none.  Readers that know no ActualText (MuPDF 1.21) then
	 * find words, but not phrases.  1.5 % more bytes.
	 */
	bool marked_space;
	int64_t date;          /* seconds since 1970 UTC, of CreationDate and ModDate */
	/* What it was made of; with any of them the file is PDF/A-3a. */
	const struct pdf_attachment *attachments;
	size_t n_attachments;
};

/*
 * Write `s` to `to`.  False after a diagnostic (pdf.font,
 * pdf.image); then `to` holds an unfinished file and is to be abandoned.
 * Failures of writing itself are kept by `to`.
 */
bool pdf_write(const struct sheets *s, const struct pdf_about *about,
    struct out *to, struct diags *dg);

/* The libraries that write, with their versions, a line each. */
void pdf_versions(GString *to);

#endif
