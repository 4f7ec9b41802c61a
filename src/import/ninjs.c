#include "import/import-int.h"
void
import_json(struct importer *im, const char *json, size_t len)
{
	refuse(im, "import.kind", 0, "JSON is not read yet");
}
