/* The arena: blocks that grow, handed out in pieces, released at once. */
#include "base/base.h"

#include <malloc.h>
#include <stdalign.h>
#include <stdarg.h>
#include <string.h>

#define FIRST_BLOCK ((size_t)4 * 1024)
/* An arena as large as a volume's: what it held goes back to the system at once. */
#define TRIMMED ((size_t)16 * 1024 * 1024)
#define LARGEST_BLOCK ((size_t)1024 * 1024)

struct chunk {
	struct chunk *next;
	size_t size, used;
	alignas(max_align_t) unsigned char bytes[];
};

struct arena {
	struct chunk *chunks; /* the newest first */
	size_t next_size;
	size_t used;
};

struct arena *
arena_create(void)
{
	struct arena *a = g_new0(struct arena, 1);

	a->next_size = FIRST_BLOCK;
	return a;
}

void
arena_destroy(struct arena *a)
{
	if (!a)
		return;
	size_t used = a->used;
	for (struct chunk *c = a->chunks, *next; c; c = next) {
		next = c->next;
		g_free(c);
	}
	g_free(a);
	if (used > TRIMMED)
		malloc_trim(0);
}

/* A new chunk; one made for a single big piece goes behind the current one. */
static struct chunk *
add_chunk(struct arena *a, size_t size)
{
	bool own = size > a->next_size / 2;
	size_t room = own ? size : a->next_size;
	struct chunk *c = g_malloc(sizeof *c + room);

	*c = (struct chunk) { .size = room };
	if (own && a->chunks) {
		c->next = a->chunks->next;
		a->chunks->next = c;
		return c;
	}
	c->next = a->chunks;
	a->chunks = c;
	if (!own && a->next_size < LARGEST_BLOCK)
		a->next_size *= 2;
	return c;
}

/* A piece as it comes; a chunk is often little used, so only what is handed out is cleared. */
static void *
take(struct arena *a, size_t size)
{
	size_t align = alignof(max_align_t);

	if (size > SIZE_MAX / 4)
		g_error("arena: %zu bytes asked for at once", size);
	size = (MAX(size, 1) + align - 1) & ~(align - 1);
	struct chunk *c = a->chunks;
	if (!c || c->size - c->used < size)
		c = add_chunk(a, size);
	void *p = c->bytes + c->used;
	c->used += size;
	a->used += size;
	return p;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	return memset(take(a, size), 0, MAX(size, 1));
}

void *
arena_alloc_array(struct arena *a, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / 4 / size)
		g_error("arena: %zu times %zu bytes asked for", n, size);
	return arena_alloc(a, n * size);
}

void *
arena_memdup(struct arena *a, const void *p, size_t size)
{
	void *copy = take(a, size);

	if (size)
		memcpy(copy, p, size);
	return copy;
}

char *
arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *copy = take(a, n + 1);

	if (n)
		memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

char *
arena_strdup(struct arena *a, const char *s)
{
	return s ? arena_strndup(a, s, strlen(s)) : NULL;
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	g_autofree char *s = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	return arena_strdup(a, s);
}

size_t
arena_used(const struct arena *a)
{
	return a->used;
}
