#include "import/import-int.h"
void
import_feed(struct importer *im, int fd)
{
	refuse(im, "import.kind", 0, "feeds are not read yet");
}
