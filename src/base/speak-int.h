/* What diag.c needs to know of the language. */
#ifndef NASHRA_SPEAK_INT_H
#define NASHRA_SPEAK_INT_H

#include "base/base.h"

#include <stdarg.h>

/* U+FDD0 and U+FDD1 in UTF-8: first-strong isolate and its end, when shown. */
#define ISOLATE_BEGINS "\xEF\xB7\x90"
#define ISOLATE_ENDS "\xEF\xB7\x91"

/* A message in the language; both are the caller's to free. */
struct speech {
	char *text;
	char *shown; /* with the marks above; NULL: as `text` */
};
struct speech speak(const char *fmt, va_list ap);
const struct diag_language *diag_language(void);
/* Does something in the text run from right to left? */
bool text_runs_left(const char *s);

#endif
