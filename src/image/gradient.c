/*
 * Gradients of SVG 1.1 (13.2): collected before anything is drawn, for shapes
 * may name those that stand behind them.
 */
#include "image/image-int.h"

#include <math.h>
#include <string.h>

/* References of one gradient to another, at most. */
#define REFERENCES_MAX 8
#define STOPS_MAX 64
/* Between two stops, at least: a press wants them to rise. */
#define STEP_LEAST 1e-4

enum value { X1, Y1, X2, Y2, CX, CY, R, FX, FY, VALUES };

static const char *const value_names[VALUES] = {
	"x1", "y1", "x2", "y2", "cx", "cy", "r", "fx", "fy"
};

/* As its element says it; what it does not say, the one it refers to may. */
struct definition {
	char *id, *refers;
	bool radial, has_units, in_user_space, has_matrix;
	struct matrix matrix;
	bool has[VALUES], is_share[VALUES]; /* 50% */
	double v[VALUES];
	GArray *stops;       /* struct gradient_stop */
	char *fault;         /* what it has that cannot be kept; NULL nothing */
};

struct gradients {
	GPtrArray *all;      /* struct definition */
	GHashTable *by_id;   /* the first of each name */
	struct definition *open;
};

static void
destroy_definition(gpointer p)
{
	struct definition *d = p;

	g_free(d->id);
	g_free(d->refers);
	g_free(d->fault);
	g_array_unref(d->stops);
	g_free(d);
}

/* ---- reading ---------------------------------------------------------- */

static void
blame(struct definition *d, const char *name, const char *v)
{
	if (!d->fault)
		d->fault = g_strdup_printf("%s: %s", name, v);
}

static bool
read_value(struct definition *d, const char *name, const char *v)
{
	for (int i = 0; i < VALUES; i++) {
		const char *rest = v;

		if (strcmp(name, value_names[i]) != 0)
			continue;
		d->has[i] = take_number(&rest, &d->v[i]);
		d->is_share[i] = *rest == '%';
		if (d->is_share[i])
			d->v[i] /= 100;
		rest += d->is_share[i] ? 1 : strcmp(rest, "px") == 0 ? 2 : 0;
		if (!d->has[i] || *rest)
			blame(d, name, v);
		return true;
	}
	return false;
}

static void
read_attribute(struct definition *d, const char *name, const char *v)
{
	g_autofree char *bad = NULL;

	if (read_value(d, name, v))
		return;
	if (strcmp(name, "id") == 0) {
		g_free(d->id);
		d->id = g_strdup(v);
	} else if (strcmp(name, "href") == 0 || strcmp(name, "xlink:href") == 0) {
		g_free(d->refers);
		d->refers = g_strdup(*v == '#' ? v + 1 : v);
	} else if (strcmp(name, "gradientUnits") == 0) {
		d->has_units = true;
		d->in_user_space = strcmp(v, "userSpaceOnUse") == 0;
	} else if (strcmp(name, "gradientTransform") == 0) {
		d->has_matrix = true;
		if (!svg_take_transform(v, &d->matrix, &bad))
			blame(d, name, bad);
	} else if ((strcmp(name, "spreadMethod") == 0 && strcmp(v, "pad") != 0) ||
	    strcmp(name, "fr") == 0) {
		blame(d, name, v);
	}
}

static void
open_definition(struct gradients *g, bool radial, const char **names, const char **values)
{
	struct definition *d = g_new0(struct definition, 1);

	d->radial = radial;
	d->matrix = (struct matrix) { 1, 0, 0, 1, 0, 0 };
	d->stops = g_array_new(FALSE, FALSE, sizeof(struct gradient_stop));
	for (size_t i = 0; names[i]; i++)
		read_attribute(d, names[i], values[i]);
	g_ptr_array_add(g->all, d);
	if (d->id && !g_hash_table_contains(g->by_id, d->id))
		g_hash_table_insert(g->by_id, d->id, d);
	g->open = d;
}

struct stopping {
	struct definition *d;
	struct gradient_stop stop;
};

static void
read_stop_property(void *ctx, const char *name, const char *v)
{
	struct definition *d = ((struct stopping *)ctx)->d;
	struct gradient_stop *s = &((struct stopping *)ctx)->stop;
	const char *rest = v;

	if (strcmp(name, "offset") == 0) {
		if (!take_number(&rest, &s->at))
			blame(d, name, v);
		s->at = CLAMP(*rest == '%' ? s->at / 100 : s->at, 0, 1);
	} else if (strcmp(name, "stop-color") == 0) {
		if (!svg_take_colour(v, s->rgb))
			blame(d, name, v);
	} else if (strcmp(name, "stop-opacity") == 0 && g_ascii_strtod(v, NULL) != 1) {
		blame(d, name, v);
	}
}

static void
read_stop(struct definition *d, const char **names, const char **values)
{
	struct stopping s = { .d = d };

	for (size_t i = 0; names[i]; i++)
		if (strcmp(names[i], "style") == 0)
			svg_each_property(values[i], read_stop_property, &s);
		else
			read_stop_property(&s, names[i], values[i]);
	if (d->stops->len == STOPS_MAX)
		blame(d, "stop", "64");
	else
		g_array_append_val(d->stops, s.stop);
}

static void
begin(GMarkupParseContext *c, const char *name, const char **names, const char **values,
    gpointer data, GError **e)
{
	struct gradients *g = data;

	if (strcmp(name, "linearGradient") == 0 || strcmp(name, "radialGradient") == 0)
		open_definition(g, *name == 'r', names, values);
	else if (g->open && strcmp(name, "stop") == 0)
		read_stop(g->open, names, values);
}

static void
end(GMarkupParseContext *c, const char *name, gpointer data, GError **e)
{
	if (strcmp(name, "linearGradient") == 0 || strcmp(name, "radialGradient") == 0)
		((struct gradients *)data)->open = NULL;
}

struct gradients *
gradients_read(const char *bytes, size_t len)
{
	static const GMarkupParser parser = { .start_element = begin, .end_element = end };
	struct gradients *g = g_new0(struct gradients, 1);

	g->all = g_ptr_array_new_with_free_func(destroy_definition);
	g->by_id = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GMarkupParseContext) c = g_markup_parse_context_new(&parser, 0, g, NULL);
	/* Where the file is damaged, whoever draws it says so. */
	if (g_markup_parse_context_parse(c, bytes, (gssize)len, NULL))
		g_markup_parse_context_end_parse(c, NULL);
	return g;
}

void
gradients_destroy(struct gradients *g)
{
	g_hash_table_destroy(g->by_id);
	g_ptr_array_unref(g->all);
	g_free(g);
}

/* ---- for a shape ------------------------------------------------------ */

/* What it does not say itself. */
static void
inherit(struct definition *to, const struct definition *from)
{
	for (int i = 0; i < VALUES; i++)
		if (!to->has[i] && from->has[i] && from->radial == to->radial) {
			to->has[i] = true;
			to->is_share[i] = from->is_share[i];
			to->v[i] = from->v[i];
		}
	if (!to->has_units) {
		to->has_units = from->has_units;
		to->in_user_space = from->in_user_space;
	}
	if (!to->has_matrix) {
		to->has_matrix = from->has_matrix;
		to->matrix = from->matrix;
	}
	if (to->stops->len == 0)
		to->stops = from->stops;
	if (!to->fault)
		to->fault = from->fault;
}

/* With all that it refers to; nothing of it is owned. False: something is not there. */
static bool
complete(const struct gradients *g, const char *id, struct definition *ret_d)
{
	const struct definition *d = g_hash_table_lookup(g->by_id, id);

	if (!d)
		return false;
	*ret_d = *d;
	for (int i = 0; i < REFERENCES_MAX && d->refers; i++) {
		d = g_hash_table_lookup(g->by_id, d->refers);
		if (!d)
			return false;
		inherit(ret_d, d);
	}
	return true;
}

/* From 0 to 1, each behind the one before it. */
static void
set_stops(struct arena *a, const struct definition *d, struct gradient *to)
{
	const struct gradient_stop *from = &g_array_index(d->stops, struct gradient_stop, 0);
	guint n = d->stops->len;
	struct gradient_stop *v = arena_array(a, struct gradient_stop, n + 2);

	if (from[0].at > 0)
		v[to->n_stops++] = (struct gradient_stop) { 0, { from[0].rgb[0], from[0].rgb[1], from[0].rgb[2] } };
	for (guint i = 0; i < n; i++)
		v[to->n_stops++] = from[i];
	if (from[n - 1].at < 1) {
		v[to->n_stops] = from[n - 1];
		v[to->n_stops++].at = 1;
	}
	for (size_t i = 1; i < to->n_stops; i++)
		v[i].at = MAX(v[i].at, v[i - 1].at + STEP_LEAST);
	v[to->n_stops - 1].at = MIN(v[to->n_stops - 1].at, 1);
	for (size_t i = to->n_stops - 1; i > 0; i--)
		v[i - 1].at = MIN(v[i - 1].at, v[i].at - STEP_LEAST);
	v[0].at = 0;
	to->stops = v;
}

static void
set_place(const struct definition *d, struct gradient *to)
{
	static const double otherwise[VALUES] = { 0, 0, 1, 0, 0.5, 0.5, 0.5, 0, 0 };
	double v[VALUES];

	for (int i = 0; i < VALUES; i++)
		v[i] = d->has[i] ? d->v[i] : otherwise[i];
	v[FX] = d->has[FX] ? v[FX] : v[CX];
	v[FY] = d->has[FY] ? v[FY] : v[CY];
	if (d->radial)
		memcpy(to->v, (double[5]) { v[CX], v[CY], v[R], v[FX], v[FY] }, 5 * sizeof(double));
	else
		memcpy(to->v, v, 4 * sizeof(double));
}

/* Nothing lies between its ends: it is the last colour (SVG 1.1, 13.2.2, 13.2.3). */
static bool
is_flat(const struct gradient *g)
{
	double length = g->radial ? g->v[2] : hypot(g->v[2] - g->v[0], g->v[3] - g->v[1]);
	double area = g->to_shares[0] * g->to_shares[3] - g->to_shares[1] * g->to_shares[2];

	return g->n_stops < 2 || length <= 1e-9 || fabs(area) < 1e-12;
}

/* What it has that cannot be kept, as "name: value"; NULL nothing. */
static const char *
fault_of(const struct definition *d, const struct gradient *g)
{
	if (d->fault)
		return d->fault;
	for (int i = 0; i < VALUES; i++)
		if (d->has[i] && d->is_share[i] && d->in_user_space)
			return "gradientUnits: userSpaceOnUse, %";
	for (int i = 0; i < 6; i++)
		if (!isfinite(g->to_shares[i]))
			return "gradientTransform";
	if (g->radial && hypot(g->v[3] - g->v[0], g->v[4] - g->v[1]) >= g->v[2] && g->v[2] > 0)
		return "fx, fy";
	return NULL;
}

bool
gradients_paint(struct arena *a, const struct gradients *all, const char *id, const double box[4],
    struct matrix to_shares, struct contour *paint, const char **ret_fault)
{
	struct definition d;
	struct gradient *g = arena_new(a, struct gradient);

	*ret_fault = NULL;
	if (!complete(all, id, &d) || d.stops->len == 0)
		return false;
	*g = (struct gradient) { .radial = d.radial };
	set_place(&d, g);
	set_stops(a, &d, g);
	if (!d.in_user_space)
		to_shares = matrix_times(to_shares, (struct matrix) { box[2], 0, 0, box[3], box[0], box[1] });
	to_shares = matrix_times(to_shares, d.matrix);
	memcpy(g->to_shares, &to_shares, sizeof g->to_shares);
	const char *fault = fault_of(&d, g);
	*ret_fault = fault ? arena_strdup(a, fault) : NULL;
	const struct gradient_stop *last = &g->stops[g->n_stops - 1];
	paint->red = last->rgb[0];
	paint->green = last->rgb[1];
	paint->blue = last->rgb[2];
	paint->gradient = is_flat(g) ? NULL : g;
	return true;
}

void
gradient_matrix(const struct gradient *g, const double box[4], double ret_m[6])
{
	for (int i = 0; i < 6; i++)
		ret_m[i] = (i < 4 ? 0 : box[i - 4]) + g->to_shares[i] * box[2 + i % 2];
}
