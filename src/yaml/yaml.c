/* libyaml's events to a tree. */
#include "yaml/yaml.h"
#include "yaml/yaml-int.h"

#include <string.h>
/* libyaml's own header has the name of ours. */
#include <yaml.h>


/* A list or map that is still open. */
struct level {
	struct yaml *node;
	struct yaml **tail;
	GHashTable *keys;        /* of a map: its keys, to their nodes */
	char *key;               /* of a map: read, its value not yet */
	struct place key_at;
};

struct reading {
	struct arena *a;
	struct diags *dg;
	const char *file;
	uint32_t first_line;
	const char *bytes; /* as they stand in the file */
	size_t len;
	struct level stack[LEVELS_MOST + 1];
	size_t depth;
	struct yaml *root;
	size_t documents;
	bool failed, stopped;
};

static struct place
place_of(const struct reading *r, yaml_mark_t m)
{
	return (struct place) {
		r->file, r->first_line + (uint32_t)m.line, (uint32_t)m.column + 1
	};
}

static void
fault(struct reading *r, const char *code, struct place at, const char *text,
    const char *help)
{
	diag_add(r->dg, DIAG_ERROR, code, at, "%s", diag_word(text));
	if (help)
		diag_help(r->dg, "%s", diag_word(help));
	r->failed = true;
}

/* ---- building --------------------------------------------------------- */

/* Reports a key that was there before; the first one is kept. */
static bool
is_repeated(struct reading *r, const struct level *l)
{
	const struct yaml *before = g_hash_table_lookup(l->keys, l->key);

	if (!before)
		return false;
	diag_add(r->dg, DIAG_ERROR, "yaml.duplicate-key", l->key_at,
	    "'%s' is said twice; it was said in line %u before", l->key,
	    before->key_at.line);
	diag_help(r->dg, "take one of the two out");
	return true;
}

/* Hang `node` into the map or list that is open. */
static void
attach(struct reading *r, struct yaml *node)
{
	if (r->depth == 0) {
		r->root = node;
		return;
	}
	struct level *l = &r->stack[r->depth - 1];
	if (l->keys) {
		node->key = l->key;
		node->key_at = l->key_at;
		bool again = is_repeated(r, l);
		if (!again)
			g_hash_table_insert(l->keys, l->key, node);
		l->key = NULL;
		if (again)
			return;
	}
	*l->tail = node;
	l->tail = &node->next;
	l->node->n++;
}

static bool
awaits_key(const struct reading *r)
{
	return r->depth > 0 && r->stack[r->depth - 1].keys
	    && !r->stack[r->depth - 1].key;
}

static void
take_key(struct reading *r, char *key, struct place at)
{
	struct level *l = &r->stack[r->depth - 1];

	l->key = key;
	l->key_at = at;
	if (strcmp(key, "<<") == 0)
		fault(r, "yaml.alias", at, "merge keys (<<) are not read here",
		    "write the keys out");
}

/* Could an escape have made something of it that text_check refuses?  Arabic and ASCII need no look. */
static bool
is_plain(const unsigned char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((s[i] < 0x20 && s[i] != '\n' && s[i] != '\t') || s[i] == 0x7F || s[i] == 0xC2 || s[i] >= 0xE2)
			return false;
	return true;
}

/*
 * The file was checked before, but \0, \x07 and \u202E of double quotes (YAML
 * 1.2, 5.7) become characters here: a text ends at the first, and is turned round
 * by the last.
 */
static void
check_escapes(struct reading *r, const yaml_event_t *e, struct place at)
{
	const char *value = (const char *)e->data.scalar.value;
	size_t len = e->data.scalar.length;

	if (e->data.scalar.style != YAML_DOUBLE_QUOTED_SCALAR_STYLE || is_plain(e->data.scalar.value, len))
		return;
	struct diags *found = diags_create();
	text_check(found, r->file, value, len);
	for (size_t i = 0; i < diags_n(found); i++) {
		struct diag d = *diags_get(found, i);

		d.at = at;
		diag_repeat(r->dg, &d);
		r->failed = true;
	}
	diags_destroy(found);
}

static void
add_scalar(struct reading *r, const yaml_event_t *e)
{
	char *value = arena_strndup(r->a, (const char *)e->data.scalar.value,
	    e->data.scalar.length);
	struct place at = place_of(r, e->start_mark);

	check_escapes(r, e, at);
	if (awaits_key(r)) {
		take_key(r, value, at);
		return;
	}
	struct yaml *node = arena_new(r->a, struct yaml);
	node->kind = YAML_SCALAR;
	node->at = at;
	node->value = value;
	node->quoted = e->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	attach(r, node);
}

static void
open_level(struct reading *r, enum yaml_kind kind, struct place at)
{
	if (awaits_key(r)) {
		fault(r, "yaml.complex-key", at, "a key is text, not a list or map", NULL);
		take_key(r, arena_strdup(r->a, ""), at);
		r->stopped = true;
		return;
	}
	if (r->depth == LEVELS_MOST) {
		diag_add(r->dg, DIAG_ERROR, "yaml.depth", at,
		    "lists and maps stand in each other more than %d deep", LEVELS_MOST);
		diag_help(r->dg, "no item and no layout needs that");
		r->failed = r->stopped = true;
		return;
	}
	struct yaml *node = arena_new(r->a, struct yaml);
	node->kind = kind;
	node->at = at;
	attach(r, node);
	r->stack[r->depth++] = (struct level) {
		.node = node,
		.tail = &node->first,
		.keys = kind == YAML_MAP ? g_hash_table_new(g_str_hash, g_str_equal) : NULL,
	};
}

static void
close_level(struct reading *r)
{
	struct level *l = &r->stack[--r->depth];

	g_clear_pointer(&l->keys, g_hash_table_destroy);
}

/* ---- events ----------------------------------------------------------- */

static void
refuse_extras(struct reading *r, const yaml_event_t *e, const yaml_char_t *anchor,
    const yaml_char_t *tag)
{
	if (anchor)
		fault(r, "yaml.alias", place_of(r, e->start_mark),
		    "anchors (&) are not read here", "write the value out where it is needed, "
		    "or put it in quotes when it begins with &");
	if (tag)
		fault(r, "yaml.tag", place_of(r, e->start_mark),
		    "tags (!) are not read here", "put the value in quotes");
}

static void
take_event(struct reading *r, const yaml_event_t *e)
{
	struct place at = place_of(r, e->start_mark);

	switch (e->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (++r->documents == 2) {
			fault(r, "yaml.document", at, "a second document begins here",
			    "one file holds one: take the line --- out");
			r->stopped = true;
		}
		break;
	case YAML_ALIAS_EVENT:
		fault(r, "yaml.alias", at, "aliases (*) are not read here",
		    "write the value out, or put it in quotes when it begins with *");
		r->stopped = true;
		break;
	case YAML_SCALAR_EVENT:
		refuse_extras(r, e, e->data.scalar.anchor, e->data.scalar.tag);
		add_scalar(r, e);
		break;
	case YAML_SEQUENCE_START_EVENT:
		refuse_extras(r, e, e->data.sequence_start.anchor, e->data.sequence_start.tag);
		open_level(r, YAML_LIST, at);
		break;
	case YAML_MAPPING_START_EVENT:
		refuse_extras(r, e, e->data.mapping_start.anchor, e->data.mapping_start.tag);
		open_level(r, YAML_MAP, at);
		break;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		close_level(r);
		break;
	case YAML_STREAM_END_EVENT:
		r->stopped = true;
		break;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_DOCUMENT_END_EVENT:
		break;
	}
}

/* libyaml's sentences, in words that help. */
static const struct {
	const char *theirs, *ours, *help;
} sentences[] = {
	{ "found character that cannot start any token",
	    N_("this character cannot begin a value"),
	    N_("put a value that begins with @, ` or % in quotes") },
	{ "mapping values are not allowed in this context",
	    N_("a ': ' stands inside a value"),
	    N_("put the value in quotes") },
	{ "could not find expected ':'", N_("a key without ':' behind it"),
	    N_("write it as 'key: value'; a value over several lines begins with |") },
	{ "did not find expected key",
	    N_("this does not belong to what stands before it"),
	    N_("keys of one map begin in the same column; a value over several lines begins with |") },
	{ "did not find expected '-' indicator",
	    N_("this does not belong to the list before it"),
	    N_("entries of one list begin in the same column") },
	{ "block sequence entries are not allowed in this context",
	    N_("a list begins behind its key, on the same line"),
	    N_("begin it on the next line, or write it as [a, b]") },
	{ "did not find expected node content", N_("a value is missing here"),
	    N_("write one, or put the value in quotes when it begins with a character such as , or &") },
	{ "found a tab character where an indentation space is expected",
	    N_("a tab stands where a line is indented"),
	    N_("indent with blanks; most editors can put blanks for the key Tab") },
	{ "did not find expected <document start>",
	    N_("this does not belong to what stands before it"),
	    N_("keys of one map begin in the same column; a value over several lines begins with |") },
	{ "found unexpected document indicator", N_("a line --- stands within a quoted text"),
	    N_("close the quote before it") },
	{ "did not find expected comment or line break", N_("behind | or > the line must end"),
	    N_("begin the text on the next line, indented") },
	{ "found unknown escape character", N_("a backslash stands in double quotes"),
	    N_("write \\\\ or use single quotes") },
};

static void
report_syntax(struct reading *r, const yaml_parser_t *p)
{
	const char *problem = p->problem ? p->problem : N_("this is not YAML");
	yaml_mark_t mark = p->problem_mark;

	if (p->error == YAML_READER_ERROR)
		mark = p->mark;
	struct syntax_error e = { problem, mark.line, mark.column, p->context_mark.line, p->context_mark.column };
	struct slip slip;
	if (slip_find(r->bytes, r->len, &e, &slip)) {
		mark.line = slip.line;
		mark.column = slip.col;
		fault(r, "yaml.syntax", place_of(r, mark), slip.text, slip.help);
		return;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(sentences); i++)
		if (strcmp(problem, sentences[i].theirs) == 0) {
			fault(r, "yaml.syntax", place_of(r, mark), sentences[i].ours,
			    sentences[i].help);
			return;
		}
	fault(r, "yaml.syntax", place_of(r, mark), problem, NULL);
}

static void
read_events(struct reading *r, const char *bytes, size_t len)
{
	yaml_parser_t p;
	yaml_event_t e;

	if (!yaml_parser_initialize(&p))
		g_error("yaml: no memory");
	yaml_parser_set_encoding(&p, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&p, (const unsigned char *)bytes, len);
	while (!r->stopped) {
		if (!yaml_parser_parse(&p, &e)) {
			report_syntax(r, &p);
			break;
		}
		take_event(r, &e);
		yaml_event_delete(&e);
	}
	while (r->depth > 0)
		close_level(r);
	yaml_parser_delete(&p);
}

/* ---- the door --------------------------------------------------------- */

static void
check_root(struct reading *r)
{
	struct place at = { r->file, r->first_line, 1 };

	if (r->failed)
		return;
	if (!r->root)
		fault(r, "yaml.empty", at, "there is nothing here", NULL);
	else if (r->root->kind == YAML_SCALAR && !*r->root->value)
		fault(r, "yaml.empty", r->root->at, "there is nothing here", NULL);
	else if (r->root->kind != YAML_MAP)
		fault(r, "yaml.root", r->root->at, "this is not a map of keys and values",
		    "write lines of the form 'key: value'");
}

struct yaml *
yaml_read(struct arena *a, struct diags *dg, const char *file, const char *bytes,
    size_t len, uint32_t first_line, const char *const *verbatim)
{
	struct reading r = {
		.a = a, .dg = dg, .file = file, .first_line = first_line,
		.bytes = bytes, .len = len,
	};

	if (verbatim) {
		g_autoptr(GString) quoted = verbatim_quote(bytes, len, verbatim);
		read_events(&r, quoted->str, quoted->len);
	} else {
		read_events(&r, bytes, len);
	}
	check_root(&r);
	return r.failed ? NULL : r.root;
}

const struct yaml *
yaml_get(const struct yaml *node, const char *key)
{
	for (const struct yaml *c = node->first; c; c = c->next)
		if (c->key && strcmp(c->key, key) == 0)
			return c;
	return NULL;
}

static void
print(const struct yaml *n, int depth, GString *to)
{
	static const char *const kinds[] = { "scalar", "list", "map" };

	for (; n; n = n->next) {
		g_string_append_printf(to, "%*s%u:%u %s", depth * 2, "", n->at.line,
		    n->at.col, kinds[n->kind]);
		if (n->key)
			g_string_append_printf(to, " %s", n->key);
		if (n->value)
			g_string_append_printf(to, " = %s%s", n->quoted ? "'" : "", n->value);
		g_string_append_c(to, '\n');
		print(n->first, depth + 1, to);
	}
}

void
yaml_print(const struct yaml *root, GString *to)
{
	print(root, 0, to);
}
