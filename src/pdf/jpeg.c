/*
 * JPEGs go into the PDF as they are; here they are only tried, so that no
 * bulletin goes to press with a picture that is grey from the middle on.
 */
#include "pdf/pdf-int.h"

#include <setjmp.h>
#include <stdio.h>

#include <jerror.h>
#include <jpeglib.h>

/* What a progressive picture may take while it is tried. */
#define MEMORY_MAX (512L << 20)
/* Programs write about ten; each is a walk over the whole picture. */
#define SCANS_MAX 100

struct trial {
	struct jpeg_decompress_struct d;
	struct jpeg_error_mgr errors;
	struct jpeg_progress_mgr progress;
	jmp_buf out;
};

static void
give_up(j_common_ptr c)
{
	struct trial *t = c->client_data;

	longjmp(t->out, 1);
}

/* libjpeg fills the rest with grey and calls it a warning. */
static void
note(j_common_ptr c, int level)
{
	int code = c->err->msg_code;
	bool cut = code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER ||
		   code == JWRN_HUFF_BAD_CODE || code == JWRN_MUST_RESYNC;

	if (level < 0 && cut)
		give_up(c);
}

static void
count_scans(j_common_ptr c)
{
	struct trial *t = c->client_data;

	if (t->d.input_scan_number > SCANS_MAX)
		give_up(c);
}

static void
be_silent(j_common_ptr c)
{
}

static void
open_jpeg(struct trial *t, const struct image *im)
{
	t->d.err = jpeg_std_error(&t->errors);
	t->d.client_data = t;
	t->errors.error_exit = give_up;
	t->errors.emit_message = note;
	t->errors.output_message = be_silent;
	jpeg_create_decompress(&t->d);
	t->d.progress = &t->progress;
	t->progress.progress_monitor = count_scans;
	t->d.mem->max_memory_to_use = MEMORY_MAX;
	jpeg_mem_src(
	    &t->d, (const unsigned char *)im->bytes, (unsigned long)im->len);
	jpeg_read_header(&t->d, TRUE);
}

/* At an eighth of its size: what costs is reading the codes. */
static void
decode(struct trial *t)
{
	struct jpeg_decompress_struct *d = &t->d;

	d->scale_num = 1;
	d->scale_denom = 8;
	d->dct_method = JDCT_IFAST;
	d->do_fancy_upsampling = FALSE;
	jpeg_start_decompress(d);
	JSAMPARRAY row = d->mem->alloc_sarray((j_common_ptr)d, JPOOL_IMAGE,
	    d->output_width * (JDIMENSION)d->output_components, 1);
	while (d->output_scanline < d->output_height)
		jpeg_read_scanlines(d, row, 1);
	jpeg_finish_decompress(d);
}

static const char *
try_all(struct trial *t, const struct image *im)
{
	if (setjmp(t->out) != 0)
		return "its data are cut off or damaged";
	open_jpeg(t, im);
	if (t->d.arith_code)
		return "its coding is arithmetic, which PDF readers do not "
		       "know";
	decode(t);
	return NULL;
}

const char *
jpeg_fault(const struct image *im)
{
	struct trial *t = g_new0(struct trial, 1);
	const char *fault = try_all(t, im);

	jpeg_destroy_decompress(&t->d);
	g_free(t);
	return fault;
}

static bool
read_adobe(struct trial *t, const struct image *im)
{
	if (setjmp(t->out) != 0)
		return false;
	open_jpeg(t, im);
	return t->d.saw_Adobe_marker && t->d.num_components == 4;
}

bool
jpeg_is_inverted(const struct image *im)
{
	struct trial *t = g_new0(struct trial, 1);
	bool inverted = read_adobe(t, im);

	jpeg_destroy_decompress(&t->d);
	g_free(t);
	return inverted;
}
