/* The door of pdf. */
#include "pdf/pdf-int.h"

#include <libdeflate.h>

const char *
profile_name(enum profile p)
{
	static const char *const names[PROFILE_N] = { "screen", "print", "newsprint", "proof" };

	return names[p];
}

bool
pdf_write(const struct sheets *s, const struct pdf_about *about, struct out *to,
    struct diags *dg)
{
	return finish_file(s, about, to, dg);
}

void
pdf_versions(GString *to)
{
	g_string_append(to, "libdeflate " LIBDEFLATE_VERSION_STRING "\n");
}
