/*
 * What a page shows: text by marked sequences, and what is painted outside of
 * them.  ISO 32000-1, 8 and 9 (operators), 14.6 (marked content).
 */
#include "proof/proof-int.h"

#include <string.h>

#define FORMS_DEEP 12
#define FORMS_MOST 50000   /* shown in a document: more than any needs */
#define NESTED 64        /* marked sequences in each other */
#define STATES 256       /* q in each other */
#define MCID_MOST 100000

enum { SEQUENCE_OTHER = -1, SEQUENCE_ARTIFACT = -2 };

/* What the names of a content stream stand for. */
struct resources {
	qpdf_oh dict, fonts, objects;
	GHashTable *faces;  /* name to struct face */
};

struct content {
	struct reader *r;
	int page;
	struct scan *s;
	struct resources *names;
	int depth;              /* of forms */
	struct face *face;
	struct face *faces[STATES];
	int states;
	int nested[NESTED];     /* MCID, or one of SEQUENCE_… */
	int open;
	GString *text;          /* where characters go */
	bool told;              /* that something is in no sequence */
	GString *nowhere;
};

struct operation {
	const char *op;
	void (*run)(struct content *c, int what);
	int what;
};

/* ---- operands --------------------------------------------------------- */

static const char *
bytes_at(const struct content *c, const struct operand *o)
{
	return (const char *)c->s->room + o->at;
}

/* The last operand as a key of a dictionary; NULL: it is no name. */
static char *
last_name(const struct content *c)
{
	const struct operand *o = scan_operand(c->s, c->s->n - 1);

	if (!o || o->kind != OPERAND_NAME)
		return NULL;
	return g_strdup_printf("/%.*s", (int)o->len, bytes_at(c, o));
}

static double
sum_of_numbers(const struct content *c)
{
	double sum = 0;

	for (guint i = 0; i < c->s->n; i++) {
		const struct operand *o = scan_operand(c->s, i);

		sum += o->kind == OPERAND_NUMBER ? o->number : 0;
	}
	return sum;
}

/* ---- marked sequences ------------------------------------------------- */

static struct sequence *
sequence_at(struct content *c, int mcid)
{
	GArray *v = c->r->pages[c->page].sequences;

	while (v->len <= (guint)mcid) {
		struct sequence none = { .owner = -1 };

		g_array_append_val(v, none);
	}
	return &g_array_index(v, struct sequence, mcid);
}

/* Where characters go is told by what is open, the innermost number first. */
static void
choose_text(struct content *c)
{
	c->text = c->nowhere;
	for (int i = 0; i < c->open; i++) {
		if (c->nested[i] == SEQUENCE_ARTIFACT) {
			c->text = c->r->pages[c->page].furniture;
			return;
		}
		if (c->nested[i] >= 0)
			c->text = sequence_at(c, c->nested[i])->text;
	}
}

static void
begin_sequence(struct content *c, int kind)
{
	if (c->open == NESTED) {
		fault_add(c->r, "proof.tags", c->page, "more than %d sequences stand in each other", NESTED);
		c->s->p = c->s->end;
		return;
	}
	if (kind >= 0) {
		struct sequence *s = sequence_at(c, kind);

		s->twice = s->text != NULL;
		if (!s->text)
			s->text = g_string_new(NULL);
	}
	c->nested[c->open++] = kind;
	choose_text(c);
}

/* The MCID of `/P <</MCID 3>>`, or of the properties that are named. */
static int
mcid_of(struct content *c)
{
	guint n = c->s->n;

	for (guint i = 1; i + 1 < n; i++) {
		const struct operand *o = scan_operand(c->s, i), *v = scan_operand(c->s, i + 1);

		if (o->kind == OPERAND_NAME && o->len == 4 && memcmp(bytes_at(c, o), "MCID", 4) == 0 &&
		    v->kind == OPERAND_NUMBER)
			return (int)CLAMP(v->number, -1, MCID_MOST + 1);
	}
	const struct operand *last = scan_operand(c->s, n - 1);
	if (n < 2 || last->kind != OPERAND_NAME)
		return SEQUENCE_OTHER;
	g_autofree char *name = last_name(c);
	qpdf_oh all = key_of(c->r, c->names->dict, "/Properties");
	return int_of(c->r, key_of(c->r, key_of(c->r, all, name), "/MCID"), SEQUENCE_OTHER);
}

static void
begin_marked(struct content *c, int with_properties)
{
	const struct operand *tag = scan_operand(c->s, 0);
	int mcid = with_properties ? mcid_of(c) : SEQUENCE_OTHER;

	if (mcid > MCID_MOST) {
		fault_add(c->r, "proof.tags", c->page, "a sequence has the number %d", mcid);
		mcid = SEQUENCE_OTHER;
	}
	if (tag && tag->kind == OPERAND_NAME && tag->len == 8 &&
	    memcmp(bytes_at(c, tag), "Artifact", 8) == 0)
		mcid = SEQUENCE_ARTIFACT;
	begin_sequence(c, MAX(mcid, SEQUENCE_ARTIFACT));
}

static void
end_marked(struct content *c, int what)
{
	if (c->open == 0) {
		fault_add(c->r, "proof.tags", c->page, "a sequence ends that did not begin");
		return;
	}
	c->open--;
	choose_text(c);
}

/* Something is painted: where does it belong? */
static void
paint(struct content *c, int what)
{
	for (int i = 0; i < c->open; i++)
		if (c->nested[i] != SEQUENCE_OTHER)
			return;
	if (c->r->tagged && !c->told)
		fault_add(c->r, "proof.untagged", c->page,
		    "something is painted (%s) that is neither an element nor an artifact", c->s->op);
	c->told = true;
}

/* ---- text ------------------------------------------------------------- */

static void
set_face(struct content *c, int what)
{
	const struct operand *o = scan_operand(c->s, 0);

	c->face = NULL;
	if (!o || o->kind != OPERAND_NAME)
		return;
	g_autofree char *name = g_strdup_printf("/%.*s", (int)o->len, bytes_at(c, o));
	c->face = g_hash_table_lookup(c->names->faces, name);
	if (c->face)
		return;
	qpdf_oh font = key_of(c->r, c->names->fonts, name);
	if (!is_dict(c->r, font)) {
		fault_add(c->r, "proof.font", c->page, "the font %s is not there", name + 1);
		return;
	}
	c->face = face_get(c->r, font, c->page);
	g_hash_table_insert(c->names->faces, g_steal_pointer(&name), c->face);
}

/* All strings of the operator, be they in an array or not. */
static void
show_text(struct content *c, int what)
{
	paint(c, 0);
	if (!c->face)
		return;
	for (guint i = 0; i < c->s->n; i++) {
		const struct operand *o = scan_operand(c->s, i);

		if (o->kind == OPERAND_STRING)
			face_show(c->r, c->face, c->s->room + o->at, o->len, c->page, c->text);
	}
}

/* ---- state and colour ------------------------------------------------- */

static void
save_state(struct content *c, int what)
{
	if (c->states < STATES)
		c->faces[c->states] = c->face;
	c->states++;
}

static void
restore_state(struct content *c, int what)
{
	c->states -= c->states > 0;
	if (c->states < STATES)
		c->face = c->faces[c->states];
}

static void
set_device_colour(struct content *c, int kind)
{
	colour_check(c->r, (enum family)kind, c->page, c->s->op);
	if (kind == FAMILY_CMYK)
		ink_check(c->r, sum_of_numbers(c), c->page);
	else if (kind == FAMILY_GREY)
		ink_check(c->r, 1 - CLAMP(sum_of_numbers(c), 0, 1), c->page);
}

static void
set_space(struct content *c, int what)
{
	static const char *const devices[] = { "/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/Pattern" };
	static const enum family kinds[] = { FAMILY_GREY, FAMILY_RGB, FAMILY_CMYK, FAMILY_NONE };
	g_autofree char *name = last_name(c);

	for (size_t i = 0; name && i < G_N_ELEMENTS(devices); i++)
		if (strcmp(name, devices[i]) == 0) {
			colour_check(c->r, kinds[i], c->page, c->s->op);
			return;
		}
	if (!name)
		return;
	qpdf_oh space = key_of(c->r, key_of(c->r, c->names->dict, "/ColorSpace"), name);
	colour_check(c->r, family_of(c->r, space), c->page, c->s->op);
	spot_check(c->r, space, c->page);
}

static void
paint_shading(struct content *c, int what)
{
	g_autofree char *name = last_name(c);
	qpdf_oh shading = name
	    ? key_of(c->r, key_of(c->r, c->names->dict, "/Shading"), name) : qpdf_oh_new_null(c->r->q);

	paint(c, 0);
	colour_check(c->r, family_of(c->r, key_of(c->r, shading, "/ColorSpace")), c->page,
	    diag_word(N_("a shading")));
}

/* ---- objects ---------------------------------------------------------- */

static void run_stream(struct content *c, const GByteArray *bytes);

static struct resources
resources_of(struct reader *r, qpdf_oh dict)
{
	return (struct resources) { dict, key_of(r, dict, "/Font"), key_of(r, dict, "/XObject"),
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };
}

/* A form begins as its page is, and leaves it so. */
static void
run_form(struct content *c, qpdf_oh form)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	qpdf_oh dict = key_of(c->r, form, "/Resources"), group = key_of(c->r, form, "/Group");
	struct content inner = *c;
	int open = c->open, states = c->states;

	if (c->depth == FORMS_DEEP || c->r->forms >= FORMS_MOST) {
		if (!c->r->exhausted)
			fault_add(c->r, "proof.limit", c->page, "more than %d forms stand in each other, or"
			    " more than %d are shown", FORMS_DEEP, FORMS_MOST);
		c->r->exhausted = true;
		return;
	}
	c->r->forms++;
	colour_check(c->r, family_of(c->r, key_of(c->r, group, "/CS")), c->page, diag_word(N_("a group")));
	if (!stream_add(c->r, form, c->page, bytes))
		return;
	struct resources own = is_dict(c->r, dict) ? resources_of(c->r, dict) : *c->names;
	inner.names = &own;
	inner.depth++;
	run_stream(&inner, bytes);
	if (is_dict(c->r, dict))
		g_hash_table_destroy(own.faces);
	c->told = inner.told;
	if (inner.open != open || inner.states != states)
		fault_add(c->r, "proof.tags", c->page, "a form does not end what it began");
}

static void
paint_object(struct content *c, int what)
{
	g_autofree char *name = last_name(c);
	qpdf_oh o = name ? key_of(c->r, c->names->objects, name) : qpdf_oh_new_null(c->r->q);
	qpdf_oh kind = key_of(c->r, o, "/Subtype");

	if (is_name(c->r, kind, "/Form")) {
		run_form(c, o);
		return;
	}
	paint(c, 0);
	if (is_name(c->r, kind, "/Image"))
		image_check(c->r, o, c->page);
	else
		fault_add(c->r, "proof.damaged", c->page, "what it shows as %s is not there",
		    name ? name + 1 : diag_word(N_("nothing")));
}

static void
skip_image(struct content *c, int what)
{
	paint(c, 0);
	scan_skip_image(c->s);
}

/* ---- the operators ---------------------------------------------------- */

/* The frequent ones first; what is not here changes nothing that is proofed. */
static const struct operation operations[] = {
	{ "Tj", show_text, 0 }, { "Tf", set_face, 0 }, { "BDC", begin_marked, 1 },
	{ "EMC", end_marked, 0 }, { "BMC", begin_marked, 0 }, { "TJ", show_text, 0 },
	{ "q", save_state, 0 }, { "Q", restore_state, 0 },
	{ "g", set_device_colour, FAMILY_GREY }, { "G", set_device_colour, FAMILY_GREY },
	{ "rg", set_device_colour, FAMILY_RGB }, { "RG", set_device_colour, FAMILY_RGB },
	{ "k", set_device_colour, FAMILY_CMYK }, { "K", set_device_colour, FAMILY_CMYK },
	{ "f", paint, 0 }, { "S", paint, 0 }, { "Do", paint_object, 0 },
	{ "f*", paint, 0 }, { "F", paint, 0 }, { "s", paint, 0 }, { "B", paint, 0 },
	{ "B*", paint, 0 }, { "b", paint, 0 }, { "b*", paint, 0 }, { "sh", paint_shading, 0 },
	{ "cs", set_space, 0 }, { "CS", set_space, 0 },
	{ "'", show_text, 0 }, { "\"", show_text, 0 }, { "ID", skip_image, 0 },
};

static const struct operation *
operation_of(const char *op)
{
	for (size_t i = 0; i < G_N_ELEMENTS(operations); i++)
		if (strcmp(op, operations[i].op) == 0)
			return &operations[i];
	return NULL;
}

static void
run_stream(struct content *c, const GByteArray *bytes)
{
	struct scan s;

	scan_init(&s, bytes->data, bytes->len);
	c->s = &s;
	while (!s.broken && !c->r->exhausted && scan_next(&s)) {
		const struct operation *o = strcmp(s.op, "Td") == 0 ? NULL : operation_of(s.op);

		if (o)
			o->run(c, o->what);
	}
	if (s.broken)
		fault_add(c->r, "proof.damaged", c->page, "its content cannot be read to the end");
	scan_finish(&s);
}

/* ---- the page --------------------------------------------------------- */

/* The streams of a page are one, parted between operators. */
static bool
read_streams(struct reader *r, qpdf_oh page, int i, GByteArray *to)
{
	qpdf_oh v = key_of(r, page, "/Contents");

	if (qpdf_oh_is_stream(r->q, v))
		return stream_add(r, v, i, to);
	for (int k = 0; k < array_len(r, v); k++) {
		if (!stream_add(r, item_of(r, v, k), i, to))
			return false;
		g_byte_array_append(to, (const uint8_t *)"\n", 1);
	}
	return true;
}

static void
run_page(struct reader *r, qpdf_oh page, int i, const GByteArray *bytes)
{
	g_autoptr(GString) nowhere = g_string_new(NULL);
	g_autofree struct content *c = g_new0(struct content, 1);
	struct resources names = resources_of(r, key_of(r, page, "/Resources"));

	c->r = r;
	c->page = i;
	c->names = &names;
	c->text = c->nowhere = nowhere;
	run_stream(c, bytes);
	if (c->open > 0)
		fault_add(r, "proof.tags", i, "a sequence of its content does not end");
	g_hash_table_destroy(names.faces);
}

void
content_read(struct reader *r, int i)
{
	qpdf_oh page = qpdf_get_page_n(r->q, (size_t)i);
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	r->pages[i].furniture = g_string_new(NULL);
	r->pages[i].sequences = g_array_new(FALSE, TRUE, sizeof(struct sequence));
	r->pages[i].parents = int_of(r, key_of(r, page, "/StructParents"), -1);
	colour_check(r, family_of(r, key_of(r, key_of(r, page, "/Group"), "/CS")), i, diag_word(N_("its group")));
	if (read_streams(r, page, i, bytes))
		run_page(r, page, i, bytes);
	release_all(r);
}
