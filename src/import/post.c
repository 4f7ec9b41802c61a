#include "import/import-int.h"
void
post_put(struct importer *im, const struct post *post, const char *language)
{
}
