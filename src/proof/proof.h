/*
 * proof: the finished file, read back.
 *
 * Nothing of what `pdf` meant to write is believed: the bytes are read with
 * qpdf, every character is taken from the content through its font's
 * ToUnicode, in the order of the elements, and compared with the stories.  A
 * wrong word in an official bulletin is the worst that can happen; what is
 * different here is an error, and the file is not put in its place.
 */
#ifndef NASHRA_PROOF_H
#define NASHRA_PROOF_H

#include "base/base.h"
#include "pdf/pdf.h"
#include "sheet/sheet.h"
#include "story/story.h"

/* What the file was made of. */
struct proof_wants {
	const struct sheets *sheets;
	/* Those `sheets` were made of, in their order. */
	const struct story *const *stories;
	size_t n;
	const struct pdf_about *about;
};

/* What was found in the file. */
struct proof_found {
	int pages, elements, fonts;
	size_t characters;     /* shown */
	double most_ink;       /* of all inks together, the most at one place that
	                          vectors and text ask for: 2.4 is 240 % */
	bool tagged;
	int sources;           /* files in it that it says to be made of */
	bool remade;           /* they become the same bytes again: press_verify says so */
	int64_t date;          /* CreationDate, seconds since 1970 UTC; -1 none */
};

/*
 * Proof the PDF in `bytes`, `file` in messages.  True when nothing is wrong;
 * else every fault is an error of its own, with its page, and with the place
 * in the item when it is one of the text.
 *
 * With `w` NULL the file is anybody's, and only what it says of itself is
 * looked at.  A file may be damaged, or made to do harm: at most
 * PROOF_DECODED bytes of it are unpacked by us (proof.limit); what qpdf
 * unpacks itself is for proof_apart to bound.
 *
 * proof.damaged     it cannot be read, or not without guessing
 * proof.encrypted   it cannot be read without a password, or is locked
 * proof.limit       it is larger inside than is looked at
 * proof.pages       there are more or fewer pages than sheets
 * proof.text        words differ
 * proof.structure   elements are others than the sheets', or there are none
 * proof.tags        content, elements and the parent tree contradict each other
 * proof.untagged    something is painted that is neither element nor artifact
 * proof.no-unicode  a character is shown that says nothing
 * proof.notdef      the sign for a missing glyph is shown
 * proof.font        a font is not embedded, or its file cannot be used
 * proof.width       a width is not that of the font's file
 * proof.box         a page's boxes do not lie in each other, or are not the sheet's
 * proof.label       a page is not called by its printed number
 * proof.alt         a figure says nothing to those who cannot see it
 * proof.language    the language is not said, or another
 * proof.tab-order   a page does not follow its elements
 * proof.link        a link is not in the elements, or has no description
 * proof.outline     a bookmark leads nowhere, elsewhere, or is missing
 * proof.destination the same of an item's name
 * proof.colour      a colour that the output intent does not know
 * proof.ink         more ink than the paper bears
 * proof.intent      no output intent, or a broken one
 * proof.metadata    XMP and the document information disagree
 * proof.action      something that runs, opens or sends
 * proof.source      a file in it cannot be taken out
 * proof.external    something that lies outside of the file
 */
bool proof_file(const void *bytes, size_t len, const char *file,
    const struct proof_wants *w, struct diags *dg, struct proof_found *ret_found);

#define PROOF_DECODED ((size_t)1 << 29)

/*
 * The same in a process of its own, which may take PROOF_SECONDS of a
 * processor and PROOF_MEMORY bytes besides the file: for files of others.  When it ends before
 * it is done that is proof.limit; proof.process when there can be none.
 */
bool proof_apart(const void *bytes, size_t len, const char *file, const struct proof_wants *w,
    struct diags *dg, struct proof_found *ret_found);

/*
 * The files that a PDF says it was made of (AFRelationship Source), in their
 * order, put beneath `folder`, which is the caller's, as are the names that
 * `ret_names` gets.  Names that would lead out of the folder are proof.source.
 * In a process of its own, as proof_apart.
 */
bool proof_unpack(const void *bytes, size_t len, const char *file, const char *folder,
    struct diags *dg, GPtrArray *ret_names);

#define PROOF_SECONDS 30
#define PROOF_MEMORY ((size_t)512 << 20)

#endif
