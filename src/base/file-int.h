/* What the files of base that open others share. */
#ifndef NASHRA_FILE_INT_H
#define NASHRA_FILE_INT_H

#include "base/base.h"

/*
 * The one place where the program opens a file or folder that it is told to
 * read: a descriptor, or -1 with errno.  `root` may be NULL.
 */
int file_open_beneath(const char *root, const char *path);
/* Why `path` could not be opened: one of the codes of file_read. */
void file_report_open(struct diags *dg, const char *path, struct place from, int why);

#endif
