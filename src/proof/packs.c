/*
 * The values in object streams (ISO 32000-1, 7.5.7) as the text that stands
 * in the file.
 *
 * A document has a hundred elements a page.  qpdf makes a tree of each, keeps
 * it to the end, and prints it again for view.c.  So their text is taken where
 * the cross-reference says it is, for files of the form that pdf writes, after
 * qpdf has opened them.  Of whatever is otherwise there is none, and qpdf is
 * asked.
 */
#include "proof/proof-int.h"

#include <stdlib.h>

#define TAIL 64

/* Where an object is, of the cross-reference's second kind. */
struct packed {
	int pack;          /* object stream; 0: the object is in none */
	unsigned within;
};

struct pack {
	GByteArray *bytes; /* NULL: it cannot be used */
	uint32_t *at;      /* `n` + 1 places in `bytes` */
	uint32_t n;
};

struct packs {
	struct packed *v;  /* by object */
	int n;
	GHashTable *read;  /* an object stream's number to struct pack */
};

/* ---- the cross-reference ---------------------------------------------- */

static int
int_at(const struct scan *s, const char *key, int otherwise)
{
	const struct operand *o = view_find(s, 0, key, NULL);

	return o && o->kind == OPERAND_NUMBER ? (int)CLAMP(o->number, -1, 1 << 30) : otherwise;
}

/* The whole of the file's one cross-reference, unpacked; false when it is of another form. */
static bool
take_rows(struct reader *r, struct scan *s, const uint8_t *end, int line, GByteArray *rows)
{
	int len = int_at(s, "Length", -1);
	bool wanted = false;
	uint32_t i;
	const struct operand *parms = view_find(s, 0, "DecodeParms", &i);

	if (parms && parms->kind == OPERAND_OPEN) {
		const struct operand *how = view_find(s, i, "Predictor", NULL);
		const struct operand *wide = view_find(s, i, "Columns", NULL);

		wanted = how && wide && how->number == 12 && wide->number == line;
	}
	if (!wanted || !scan_is(s, view_find(s, 0, "Filter", NULL), "FlateDecode") ||
	    view_find(s, 0, "Prev", NULL) || view_find(s, 0, "Index", NULL))
		return false;
	const uint8_t *p = s->p + (s->p < end && *s->p == '\r') + 1;
	return p < end && len > 0 && len <= end - p && inflate_add(r, p, (size_t)len, -1, rows);
}

/* Undo PNG's filter 2, in place; false when a row has another one. */
static bool
undo_filter(GByteArray *rows, int line)
{
	guint n = rows->len / (guint)(line + 1);

	for (guint y = 0; y < n; y++) {
		uint8_t *row = rows->data + y * (guint)(line + 1);

		if (*row != 2)
			return false;
		for (int x = 1; y > 0 && x <= line; x++)
			row[x] = (uint8_t)(row[x] + *(row + x - line - 1));
	}
	return n > 0;
}

static uint64_t
column_at(const uint8_t *p, int wide)
{
	uint64_t n = 0;

	for (int i = 0; i < wide; i++)
		n = n << 8 | p[i];
	return n;
}

static void
take_entries(struct packs *p, const GByteArray *rows, int wide, int narrow)
{
	int line = 1 + wide + narrow;

	p->n = (int)rows->len / (line + 1);
	p->v = g_new0(struct packed, (size_t)p->n);
	for (int i = 0; i < p->n; i++) {
		const uint8_t *row = rows->data + (size_t)i * (size_t)(line + 1) + 1;
		uint64_t at = column_at(row + 1, wide);

		if (row[0] == 2 && at < (uint64_t)p->n)
			p->v[i] = (struct packed) { (int)at, (unsigned)column_at(row + 1 + wide, narrow) };
	}
}

/* Bytes of the second and third column, the first being one; false: it has another form. */
static bool
take_widths(const struct scan *s, int *ret_wide, int *ret_narrow)
{
	uint32_t i;

	if (!view_find(s, 0, "W", &i) || i + 4 >= s->n || s->v[i].kind != OPERAND_OPEN ||
	    s->v[i + 4].kind != OPERAND_CLOSE || s->v[i + 1].number != 1)
		return false;
	*ret_wide = (int)CLAMP(s->v[i + 2].number, 0, 9);
	*ret_narrow = (int)CLAMP(s->v[i + 3].number, 0, 9);
	return *ret_wide >= 1 && *ret_wide <= 8 && *ret_narrow >= 1 && *ret_narrow <= 2;
}

static void
read_references(struct reader *r, struct scan *s, const uint8_t *end)
{
	g_autoptr(GByteArray) rows = g_byte_array_new();
	int wide, narrow;

	if (!scan_next(s) || strcmp(s->op, "obj") != 0 || !scan_next(s) || strcmp(s->op, "stream") != 0)
		return;
	if (take_widths(s, &wide, &narrow) && take_rows(r, s, end, 1 + wide + narrow, rows) &&
	    undo_filter(rows, 1 + wide + narrow))
		take_entries(r->packs, rows, wide, narrow);
}

/* Behind the last «startxref». */
static size_t
place_of_references(const uint8_t *bytes, size_t len)
{
	static const char word[] = "startxref";
	size_t n = MIN(len, TAIL);
	char tail[TAIL + 1] = "";

	memcpy(tail, bytes + len - n, n);
	/* Binary bytes may stand before it. */
	for (size_t i = n; i-- > 0;)
		if (memcmp(tail + i, word, MIN(sizeof word - 1, n - i)) == 0 && n - i > sizeof word)
			return (size_t)strtoull(tail + i + sizeof word - 1, NULL, 10);
	return len;
}

static void
free_pack(gpointer p)
{
	struct pack *k = p;

	if (k->bytes)
		g_byte_array_unref(k->bytes);
	g_free(k->at);
	g_free(k);
}

void
packs_open(struct reader *r, const uint8_t *bytes, size_t len)
{
	size_t at = place_of_references(bytes, len);
	struct scan s;

	r->packs = g_new0(struct packs, 1);
	r->packs->read = g_hash_table_new_full(NULL, NULL, NULL, free_pack);
	if (at >= len)
		return;
	scan_init(&s, bytes + at, len - at);
	s.references = true;
	read_references(r, &s, bytes + len);
	scan_finish(&s);
}

void
packs_close(struct reader *r)
{
	if (!r->packs)
		return;
	g_hash_table_destroy(r->packs->read);
	g_free(r->packs->v);
	g_clear_pointer(&r->packs, g_free);
}

/* ---- object streams --------------------------------------------------- */

/* Places ascend and lie within; else the pack is not used. */
static bool
take_places(struct pack *k, uint32_t first)
{
	const char *p = (const char *)k->bytes->data;
	uint32_t before = first;

	k->at = g_new0(uint32_t, (size_t)k->n + 1);
	for (uint32_t i = 0; i < k->n; i++) {
		char *end;

		strtoul(p, &end, 10);
		unsigned long at = strtoul(end, &end, 10);
		p = end;
		if (at > k->bytes->len || first + at < before || first + at > k->bytes->len)
			return false;
		k->at[i] = before = first + (uint32_t)at;
	}
	k->at[k->n] = k->bytes->len - 1;
	return before <= k->at[k->n] && p <= (const char *)k->bytes->data + first;
}

static struct pack *
read_pack(struct reader *r, int number)
{
	struct pack *k = g_new0(struct pack, 1);
	qpdf_oh stream = qpdf_get_object_by_id(r->q, number, 0);
	int n = int_of(r, key_of(r, stream, "/N"), 0), first = int_of(r, key_of(r, stream, "/First"), 0);
	static const uint8_t nul = 0;

	g_hash_table_insert(r->packs->read, GINT_TO_POINTER(number), k);
	k->bytes = g_byte_array_new();
	bool good = n > 0 && n <= 65535 && first > 0 && !has_key(r, stream, "/Extends") &&
	    stream_add(r, stream, -1, k->bytes) && (guint)first <= k->bytes->len;
	/* For strtoul; it does not count. */
	g_byte_array_append(k->bytes, &nul, 1);
	k->n = good ? (uint32_t)n : 0;
	if (!good || !take_places(k, (uint32_t)first))
		g_clear_pointer(&k->bytes, g_byte_array_unref);
	return k;
}

const uint8_t *
packs_find(struct reader *r, int id, size_t *ret_len)
{
	const struct packs *p = r->packs;

	if (!p || id <= 0 || id >= p->n || p->v[id].pack == 0)
		return NULL;
	struct pack *k = g_hash_table_lookup(p->read, GINT_TO_POINTER(p->v[id].pack));
	if (!k)
		k = read_pack(r, p->v[id].pack);
	unsigned i = p->v[id].within;
	if (!k->bytes || i >= k->n)
		return NULL;
	*ret_len = k->at[i + 1] - k->at[i];
	return k->bytes->data + k->at[i];
}
