/*
 * How far two paintings of one page are apart.
 *
 *     pixels PAGE.png FACTOR FINE
 *
 * FINE (PNG or PPM) is FACTOR times as fine, so that what its painter rounds
 * to whole pixels (the place of a glyph, the edge of a rule) is a fraction of
 * one of PAGE.  A pixel of PAGE is compared with the mean of the FACTOR by
 * FACTOR pixels that cover it, and with the means when FINE is moved by a
 * pixel of its own in each of the eight directions: between the least and the
 * greatest of the nine nothing is a difference.  What is left beyond is
 * anti-aliasing: edges laid over each other, shares of pixels rounded.
 *
 * Such are single pixels; a letter that is not where it should be has many
 * side by side.  So what counts is the sum of the differences (the greatest of
 * red, green and blue, 0-255 each) in a square of 8 pixels, about a letter.
 * Prints the largest, and where its lower right corner is:
 *
 *     137 at 412,90
 *
 * Sizes may differ by a row and a column, for painters round them in different
 * ways.  Exit 2: not to be compared.
 */
#include <png.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

struct page {
	unsigned width, height;
	unsigned char *pixels; /* red, green, blue */
};

static void
fail(const char *file, const char *why)
{
	fprintf(stderr, "pixels: %s: %s\n", file, why);
	exit(2);
}

static struct page
read_png(const char *file)
{
	png_image im = { .version = PNG_IMAGE_VERSION };

	if (!png_image_begin_read_from_file(&im, file))
		fail(file, im.message);
	im.format = PNG_FORMAT_RGB;
	struct page p = { im.width, im.height, malloc(PNG_IMAGE_SIZE(im)) };
	if (!p.pixels || !png_image_finish_read(&im, NULL, p.pixels, 0, NULL))
		fail(file, im.message);
	return p;
}

static struct page
read_page(const char *file)
{
	FILE *in = fopen(file, "rb");
	struct page p = { 0 };

	if (!in)
		fail(file, "cannot be opened");
	if (fscanf(in, "P6 %u %u 255", &p.width, &p.height) != 2) {
		fclose(in);
		return read_png(file);
	}
	size_t size = (size_t)p.width * p.height * 3;
	p.pixels = malloc(size);
	if (fgetc(in) != '\n' || !p.pixels || fread(p.pixels, 1, size, in) != size)
		fail(file, "is cut off");
	fclose(in);
	return p;
}

/* A pixel that lies beside the page is that of its edge. */
static unsigned
nearest(long at, unsigned n)
{
	return at < 0 ? 0 : at >= (long)n ? n - 1 : (unsigned)at;
}

/* The mean of colour `c` over the pixel at x, y of the coarse page. */
static int
mean(const struct page *fine, unsigned factor, long x, long y, unsigned c)
{
	unsigned sum = 0, of = factor * factor;

	for (unsigned j = 0; j < factor; j++) {
		const unsigned char *row = fine->pixels +
		    (size_t)nearest(y + j, fine->height) * fine->width * 3;

		for (unsigned i = 0; i < factor; i++)
			sum += row[nearest(x + i, fine->width) * 3 + c];
	}
	return (int)((sum + of / 2) / of);
}

/* How far `value` lies outside of what the fine page has there. */
static int
difference(int value, const struct page *fine, unsigned factor, unsigned x, unsigned y, unsigned c)
{
	long left = (long)x * factor, top = (long)y * factor;
	int here = mean(fine, factor, left, top, c), low = here, high = here;

	if (value == here)
		return 0;
	for (long dy = -1; dy <= 1; dy++)
		for (long dx = -1; dx <= 1; dx++) {
			int v = mean(fine, factor, left + dx, top + dy, c);

			low = v < low ? v : low;
			high = v > high ? v : high;
		}
	return value < low ? low - value : value > high ? value - high : 0;
}

static int
greatest(const struct page *p, const struct page *fine, unsigned factor, unsigned x, unsigned y)
{
	const unsigned char *pixel = p->pixels + ((size_t)y * p->width + x) * 3;
	int most = 0;

	for (unsigned c = 0; c < 3; c++) {
		int by = difference(pixel[c], fine, factor, x, y, c);

		most = by > most ? by : most;
	}
	return most;
}

#define SQUARE 8

/*
 * Sums of all differences above and to the left, with a margin of zeros: a
 * square is a sum of four of them.
 */
static void
find_worst(const struct page *p, const struct page *fine, unsigned factor)
{
	unsigned width = p->width, height = p->height, stride = width + SQUARE;
	long *sums = calloc((size_t)stride * (height + SQUARE), sizeof *sums);
	long worst = 0;
	unsigned at_x = 0, at_y = 0;

	if (!sums)
		fail("sums", "no memory");
	for (unsigned y = 0; y < height && y < fine->height / factor; y++) {
		long *row = sums + (size_t)(y + SQUARE) * stride + SQUARE, left = 0;

		for (unsigned x = 0; x < width && x < fine->width / factor; x++) {
			left += greatest(p, fine, factor, x, y);
			row[x] = left + row[(long)x - stride];
			const long *far = row + (long)x - (long)stride * SQUARE;
			long square = row[x] - row[(long)x - SQUARE] - far[0] + far[-SQUARE];

			if (square > worst) {
				worst = square;
				at_x = x;
				at_y = y;
			}
		}
	}
	printf("%ld at %u,%u\n", worst, at_x, at_y);
	free(sums);
}

static bool
is_near(unsigned a, unsigned b)
{
	return a <= b + 1 && b <= a + 1;
}

int
main(int argc, char **argv)
{
	unsigned factor = argc == 4 ? (unsigned)atoi(argv[2]) : 0;

	if (factor == 0)
		fail("usage", "pixels PAGE.png FACTOR FINE");
	struct page p = read_png(argv[1]), fine = read_page(argv[3]);
	if (!is_near(p.width, (fine.width + factor - 1) / factor) ||
	    !is_near(p.height, (fine.height + factor - 1) / factor))
		fail(argv[3], "is of another size");
	find_worst(&p, &fine, factor);
	free(p.pixels);
	free(fine.pixels);
	return 0;
}
