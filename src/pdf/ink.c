/*
 * Colours as the profile of a document prints them: light on a screen, inks
 * on a press.
 */
#include "pdf/ink.h"
#include "pdf/text-int.h"

#define FULL 1000

struct inks {
	enum profile profile;
	struct converter *converter;
	GPtrArray *shadings; /* const struct gradient, of the content stream */
	GPtrArray *spots;    /* const struct colour, in the order of first use */
	GHashTable *light;   /* by what it is, to its int[4] */
	bool coloured;       /* something is printed in more than black */
	bool overprints;     /* what the content stream has set */
	bool pushed;         /* the same, where inks_push was */
};

struct inks *
inks_create(enum profile p)
{
	struct inks *k = g_new0(struct inks, 1);

	k->profile = p;
	k->converter = converter_create(p);
	k->shadings = g_ptr_array_new();
	k->spots = g_ptr_array_new();
	k->light = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	return k;
}

void
inks_destroy(struct inks *k)
{
	if (!k)
		return;
	converter_destroy(k->converter);
	g_ptr_array_unref(k->shadings);
	g_ptr_array_unref(k->spots);
	g_hash_table_destroy(k->light);
	g_free(k);
}

struct converter *
inks_converter(struct inks *k)
{
	return k->converter;
}

enum profile
inks_profile(const struct inks *k)
{
	return k->profile;
}

/* ---- what a colour is on a press -------------------------------------- */

/* The light itself, for those of a drawing come and go: three times 0 to 1000. */
static gpointer
key_of_light(const struct colour *c)
{
	return GUINT_TO_POINTER((guint)c->c << 20 | (guint)c->m << 10 | (guint)c->y);
}

static const int *
inks_of_light(struct inks *k, const struct colour *c)
{
	int *inks = g_hash_table_lookup(k->light, key_of_light(c));

	if (inks)
		return inks;
	inks = g_new(int, 4);
	convert_light(k->converter, c, inks);
	g_hash_table_insert(k->light, key_of_light(c), inks);
	return inks;
}

/* Process inks, of 1000; of a spot ink what stands in for it. */
static void
inks_of(struct inks *k, const struct colour *c, int ret_inks[4])
{
	static const int black[4] = { 0, 0, 0, FULL };
	const int own[4] = { c ? c->c : 0, c ? c->m : 0, c ? c->y : 0, c ? c->k : 0 };
	const int *from = !c ? black : c->kind == COLOUR_RGB ? inks_of_light(k, c) : own;

	for (int i = 0; i < 4; i++)
		ret_inks[i] = from[i];
}

static bool
is_spot(const struct inks *k, const struct colour *c)
{
	return c && c->kind == COLOUR_SPOT && k->profile == PROFILE_PRINT;
}

/* ---- checking --------------------------------------------------------- */

static bool
check_ink(struct inks *k, const struct colour *c, struct diags *dg)
{
	int inks[4], most = intent_of(k->profile)->ink_most;

	inks_of(k, c, inks);
	int sum = inks[0] + inks[1] + inks[2] + inks[3];
	k->coloured |= is_spot(k, c) || inks[0] || inks[1] || inks[2];
	if (is_spot(k, c) || sum <= most * 10)
		return true;
	int room = most * 10 - inks[3], colours = sum - inks[3];
	diag_add(dg, DIAG_ERROR, "pdf.ink", c->at,
	    "colour '%s' is %d%% of ink, and this paper takes %d%%", c->name, sum / 10, most);
	diag_help(dg, "for example cmyk: [%d, %d, %d, %d]", inks[0] * room / colours / 10,
	    inks[1] * room / colours / 10, inks[2] * room / colours / 10, inks[3] / 10);
	return false;
}

static void
warn_of_light(struct inks *k, const struct colour *c, struct diags *dg)
{
	int inks[4];

	if (c->kind != COLOUR_RGB)
		return;
	inks_of(k, c, inks);
	diag_add(dg, DIAG_WARNING, "pdf.rgb", c->at,
	    "colour '%s' is one of the screen; it is printed as cmyk: [%d, %d, %d, %d]", c->name,
	    (inks[0] + 5) / 10, (inks[1] + 5) / 10, (inks[2] + 5) / 10, (inks[3] + 5) / 10);
	diag_help(dg, "write the inks that you want, as cmyk: or as spot:");
}

/* The inks of a drawing are its own, and cannot be less. */
static bool
check_drawing(const struct inks *k, const struct image *im, struct place at, struct diags *dg)
{
	int most = intent_of(k->profile)->ink_most, worst = 0;

	for (size_t i = 0; i < im->n_contours; i++) {
		const uint16_t *v = im->contours[i].inks;

		worst = MAX(worst, v[0] + v[1] + v[2] + v[3]);
	}
	if (worst <= most * 10)
		return true;
	diag_add(dg, DIAG_ERROR, "pdf.ink", at,
	    "%s has a colour that is %d%% of ink, and this paper takes %d%%", im->file, worst / 10, most);
	diag_help(dg, "draw it in less ink, or give it another emblem for this paper");
	return false;
}

bool
inks_check(struct inks *k, const struct sheets *s, struct diags *dg)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
	bool good = true;

	if (!is_for_press(k->profile))
		return true;
	for (size_t i = 0; i < s->n; i++)
		for (size_t j = 0; j < s->v[i].n; j++) {
			const struct mark *m = &s->v[i].marks[j];
			const struct colour *c = m->colour;

			if (m->kind == MARK_IMAGE && m->image->n_contours > 0 &&
			    g_hash_table_add(seen, (gpointer)(uintptr_t)m->image))
				good &= check_drawing(k, m->image, (struct place) { .file = m->image->file }, dg);
			k->coloured |= m->kind == MARK_IMAGE && m->image->channels > 1;
			if (!c || !g_hash_table_add(seen, (gpointer)(uintptr_t)c))
				continue;
			warn_of_light(k, c, dg);
			good &= check_ink(k, c, dg);
		}
	return good;
}

/* ---- operators -------------------------------------------------------- */

void
inks_begin(struct inks *k)
{
	k->overprints = false;
	g_ptr_array_set_size(k->shadings, 0);
}

void
inks_push(struct inks *k, GString *to)
{
	g_string_append(to, "q\n");
	k->pushed = k->overprints;
}

void
inks_pop(struct inks *k, GString *to)
{
	g_string_append(to, "Q\n");
	k->overprints = k->pushed;
}

/* Thousandths of a share, from 0 to 1: .25. */
static void
add_share(GString *to, int64_t thousandths)
{
	int v = (int)CLAMP(thousandths, 0, FULL), digits = 3;

	for (; v % 10 == 0 && digits > 0; digits--)
		v /= 10;
	if (digits == 0)
		g_string_append_printf(to, "%d ", v);
	else
		g_string_append_printf(to, ".%0*d ", digits, v);
}

static void
fill_with_light(GString *to, const struct colour *c)
{
	struct light l = colour_light(c);

	add_share(to, (l.red + 500) / 1000);
	if (l.red == l.green && l.green == l.blue) {
		g_string_append(to, "g\n");
		return;
	}
	add_share(to, (l.green + 500) / 1000);
	add_share(to, (l.blue + 500) / 1000);
	g_string_append(to, "rg\n");
}

static void
set_overprint(struct inks *k, GString *to, bool overprints)
{
	if (k->overprints != overprints)
		g_string_append(to, overprints ? "/Over gs\n" : "/Out gs\n");
	k->overprints = overprints;
}

static void
fill_with_spot(struct inks *k, GString *to, const struct colour *c)
{
	guint i = 0;

	while (i < k->spots->len && g_strcmp0(c->spot,
	    ((const struct colour *)g_ptr_array_index(k->spots, i))->spot) != 0)
		i++;
	if (i == k->spots->len)
		g_ptr_array_add(k->spots, (gpointer)(uintptr_t)c);
	g_string_append_printf(to, "/S%u cs 1 scn\n", i);
}

static void
fill_with_inks(struct inks *k, GString *to, const struct colour *c)
{
	int inks[4];

	inks_of(k, c, inks);
	bool black = inks[3] == FULL && !inks[0] && !inks[1] && !inks[2];
	set_overprint(k, to, black && !is_spot(k, c));
	if (is_spot(k, c)) {
		fill_with_spot(k, to, c);
		return;
	}
	for (int i = 0; i < 4; i++)
		add_share(to, inks[i]);
	g_string_append(to, "k\n");
}

void
inks_fill(struct inks *k, GString *to, const struct colour *c)
{
	if (is_for_press(k->profile))
		fill_with_inks(k, to, c);
	else
		fill_with_light(to, c);
}

/* ---- gradients -------------------------------------------------------- */

struct colour
ink_of_drawing(uint8_t red, uint8_t green, uint8_t blue)
{
	struct colour c = { .name = "drawing", .kind = COLOUR_RGB };

	if (red == green && green == blue)
		return (struct colour) { .name = "drawing", .k = (255 - red) * 1000 / 255 };
	c.c = (255 - red) * 1000 / 255;
	c.m = (255 - green) * 1000 / 255;
	c.y = (255 - blue) * 1000 / 255;
	return c;
}

void
inks_knock_out(struct inks *k, GString *to)
{
	if (is_for_press(k->profile))
		set_overprint(k, to, false);
}

void
inks_shade(struct inks *k, GString *to, const struct gradient *g)
{
	guint i = 0;

	if (!g_ptr_array_find(k->shadings, g, &i)) {
		i = k->shadings->len;
		g_ptr_array_add(k->shadings, (gpointer)(uintptr_t)g);
	}
	g_string_append_printf(to, "/Sh%u sh\n", i);
}

static void
add_stop(struct inks *k, GString *to, const struct gradient_stop *s)
{
	struct colour c = ink_of_drawing(s->rgb[0], s->rgb[1], s->rgb[2]);
	int inks[4];

	g_string_append_c(to, '[');
	if (is_for_press(k->profile)) {
		inks_of(k, &c, inks);
		for (int i = 0; i < 4; i++)
			add_share(to, inks[i]);
	} else {
		for (int i = 0; i < 3; i++)
			add_share(to, (s->rgb[i] * FULL + 127) / 255);
	}
	g_string_append_c(to, ']');
}

/* From one stop to the next (ISO 32000-1, 7.10.3); several are stitched together (7.10.4). */
static void
add_function(struct inks *k, GString *to, const struct gradient *g)
{
	bool many = g->n_stops > 2;

	g_string_append(to, many ? "/Function<</FunctionType 3/Domain[0 1]/Functions[" : "/Function");
	for (size_t i = 0; i + 1 < g->n_stops; i++) {
		g_string_append(to, "<</FunctionType 2/Domain[0 1]/N 1/C0");
		add_stop(k, to, &g->stops[i]);
		g_string_append(to, "/C1");
		add_stop(k, to, &g->stops[i + 1]);
		g_string_append(to, ">>");
	}
	if (!many)
		return;
	g_string_append(to, "]/Bounds[");
	for (size_t i = 1; i + 1 < g->n_stops; i++)
		real_add(to, g->stops[i].at);
	g_string_append(to, "]/Encode[");
	for (size_t i = 0; i + 1 < g->n_stops; i++)
		g_string_append(to, "0 1 ");
	g_string_append(to, "]>>");
}

/* ISO 32000-1, 8.7.4.5.3 and 8.7.4.5.4. */
static void
add_shading(struct inks *k, GString *to, const struct gradient *g)
{
	const double *v = g->v, linear[] = { v[0], v[1], v[2], v[3] };
	const double radial[] = { v[3], v[4], 0, v[0], v[1], v[2] };

	g_string_append_printf(to, "<</ShadingType %d/ColorSpace/%s/Coords[", g->radial ? 3 : 2,
	    is_for_press(k->profile) ? "DeviceCMYK" : "DeviceRGB");
	for (int i = 0; i < (g->radial ? 6 : 4); i++)
		real_add(to, g->radial ? radial[i] : linear[i]);
	g_string_append(to, "]/Extend[true true]");
	add_function(k, to, g);
	g_string_append(to, ">>");
}

void
inks_add_shadings(struct inks *k, GString *to)
{
	if (k->shadings->len == 0)
		return;
	g_string_append(to, "/Shading<<");
	for (guint i = 0; i < k->shadings->len; i++) {
		g_string_append_printf(to, "/Sh%u", i);
		add_shading(k, to, g_ptr_array_index(k->shadings, i));
	}
	g_string_append(to, ">>");
}

/* On newsprint all inks together are more than the paper takes. */
void
inks_fill_all(struct inks *k, GString *to)
{
	static const struct colour all = { .name = "All", .kind = COLOUR_SPOT, .spot = "All",
		.c = FULL, .m = FULL, .y = FULL, .k = FULL };

	inks_fill(k, to, k->coloured && k->profile == PROFILE_PRINT ? &all : NULL);
}

size_t
inks_n_spots(const struct inks *k)
{
	return k->spots->len;
}

const struct colour *
inks_spot(const struct inks *k, size_t i)
{
	return g_ptr_array_index(k->spots, i);
}
