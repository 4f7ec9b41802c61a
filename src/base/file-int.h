/* What the files of base that open others share. */
#ifndef NASHRA_FILE_INT_H
#define NASHRA_FILE_INT_H

#include "base/base.h"

/*
 * The one place where the program opens a file or folder that it is told to
 * read: a descriptor, or -1 with errno.  `root` may be NULL.
 */
int file_open_beneath(const char *root, const char *path);
/* Why `path` beneath `root` (NULL allowed) could not be opened: one of the codes of file_read. */
void file_report_open(struct diags *dg, const char *root, const char *path, struct place from, int why);
/*
 * A file that is there, and that `path`, which is not, may mean: letters
 * changed, capitals, another end (.jpg for .png, or none).  NULL: none is
 * near.  g_free it.
 */
char *file_nearest(const char *root, const char *path);

#endif
