/*
 * SHA-256 (FIPS 180-4), of files and of what depends on several things.
 * Nettle's takes a third of GLib's time.
 */
#include "base/base.h"
#include "base/file-int.h"

#include <errno.h>
#include <nettle/sha2.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct sum {
	struct sha256_ctx ctx;
};

struct sum *
sum_begin(void)
{
	struct sum *s = g_new(struct sum, 1);

	sha256_init(&s->ctx);
	return s;
}

void
sum_add(struct sum *s, const void *bytes, size_t len)
{
	uint64_t n = GUINT64_TO_LE((uint64_t)len);

	sha256_update(&s->ctx, sizeof n, (const uint8_t *)&n);
	sha256_update(&s->ctx, len, bytes);
}

void
sum_add_text(struct sum *s, const char *text)
{
	sum_add(s, text ? text : "", text ? strlen(text) : 0);
}

static void
finish(struct sha256_ctx *ctx, char ret[SUM_SIZE])
{
	uint8_t sum[SHA256_DIGEST_SIZE];

	sha256_digest(ctx, sizeof sum, sum);
	for (size_t i = 0; i < sizeof sum; i++)
		g_snprintf(ret + 2 * i, 3, "%02x", sum[i]);
}

void
sum_end(struct sum *s, char ret[SUM_SIZE])
{
	finish(&s->ctx, ret);
	g_free(s);
}

void
sum_of_bytes(const void *bytes, size_t len, char ret[SUM_SIZE])
{
	struct sha256_ctx ctx;

	sha256_init(&ctx);
	sha256_update(&ctx, len, bytes);
	finish(&ctx, ret);
}

/* Read all of `fd` into `ctx`; how many bytes, or -1. */
static int64_t
read_into(struct sha256_ctx *ctx, int fd)
{
	uint8_t buffer[65536];
	int64_t all = 0;
	ssize_t n;

	while ((n = read(fd, buffer, sizeof buffer)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		sha256_update(ctx, (size_t)n, buffer);
		all += n;
	}
	return all;
}

/* A regular file and its size, or -1. */
static int
open_regular(const char *path, off_t *ret_size)
{
	struct stat st;
	int fd = file_open_beneath(NULL, path);

	if (fd >= 0 && (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))) {
		close(fd);
		return -1;
	}
	if (fd >= 0)
		*ret_size = st.st_size;
	return fd;
}

static bool
sum_of_open(int fd, char ret[SUM_SIZE], uint64_t *ret_bytes)
{
	struct sha256_ctx ctx;

	sha256_init(&ctx);
	int64_t n = read_into(&ctx, fd);
	if (n < 0)
		return false;
	finish(&ctx, ret);
	*ret_bytes = (uint64_t)n;
	return true;
}

bool
sum_of_file(const char *path, char ret[SUM_SIZE], uint64_t *ret_bytes)
{
	off_t size;
	int fd = open_regular(path, &size);
	bool good = fd >= 0 && sum_of_open(fd, ret, ret_bytes);

	if (fd >= 0)
		close(fd);
	return good;
}

void
sum_add_file(struct sum *s, const char *path)
{
	char sum[SUM_SIZE];
	uint64_t bytes;
	off_t size = 0;
	int fd = open_regular(path, &size);

	/* More than any reader takes: what is in it is read by none. */
	if (fd >= 0 && (uint64_t)size > limit_value(LIMIT_PDF_BYTES))
		sum_add_text(s, "too big");
	else
		sum_add_text(s, fd >= 0 && sum_of_open(fd, sum, &bytes) ? sum : "missing");
	if (fd >= 0)
		close(fd);
}
