/*
 * A PDF being written: objects by their number, streams as they come, all
 * other values together in object streams (ISO 32000-1, 7.3.8, 7.5.7, 7.5.8).
 *
 * Nothing is kept but what a cross-reference needs: a stream is in the file
 * when the call ends, a value when its object stream is full.  Nothing depends
 * on the clock or the machine.  What belongs together is asked for together,
 * for object streams are deflated as one.
 */
#ifndef NASHRA_PDF_DOCUMENT_H
#define NASHRA_PDF_DOCUMENT_H

#include "base/base.h"

struct document;

/* `version` is "1.7".  Failures of writing are kept by `to`. */
struct document *document_begin(struct out *to, const char *version);
/* Write the catalog and all that is left; frees `d`. */
void document_end(struct document *d);
/* Leave off: the file is not finished.  NULL allowed. */
void document_abandon(struct document *d);

/* A number for an object that is put later, and must be. */
int document_reserve(struct document *d);
/* The value of the object `number`, as text; once. */
void document_put(struct document *d, int number, const char *value, size_t len);
int document_add(struct document *d, const char *value);

/*
 * Object streams are filled on two shelves.  Who opens a file to show its pages needs
 * what is near; elements and widths of glyphs, most of all values, stand
 * apart, so that it need not read them first.  document_put is for what is near.
 */
enum shelf { SHELF_NEAR, SHELF_APART, SHELVES };
void document_put_on(struct document *d, enum shelf shelf, int number, const char *value, size_t len);

/* How hard to deflate. */
enum packing {
	PACK_NOT,      /* as it is */
	PACK_FAST,     /* what is short, and outlines, which become little shorter */
	PACK_WELL,     /* text */
	PACK_ROWS,     /* as well, even when it becomes longer: `keys` has /DecodeParms */
};
/*
 * A stream with these bytes; `keys` are the other entries of its dictionary
 * ("/Type /XObject"), or "".  What would not become shorter stays as it is.
 */
int document_stream(struct document *d, const char *keys, const void *bytes, size_t len,
    enum packing how);

/* Entries of the catalog, of its name dictionary and the number of Info, to be added to. */
GString *document_catalog(struct document *d);
GString *document_names(struct document *d);
void document_set_info(struct document *d, int number);

/* ---- values (value.c): text without a NUL, whatever is in them ------------ */

void value_add_int(GString *to, int i);
void value_add_reference(GString *to, int number);       /* «12 0 R» and a space */
void value_add_name(GString *to, const char *name);      /* without its slash; any bytes */
void value_add_string(GString *to, const void *bytes, size_t len);
/* A text string; ASCII as it is, else UTF-16. */
void value_add_text(GString *to, const char *utf8);
/* Hexadecimal digits: four of a number, those of UTF-16. */
void value_add_unit(GString *to, unsigned u);
void value_add_utf16(GString *to, const char *utf8);
/* A text string under a key ("/Title"); nothing when it is NULL or empty. */
void value_add_entry(GString *to, const char *key, const char *utf8);
/* Four numbers in brackets, points. */
void value_add_rect(GString *to, const double r[4]);

#endif
