/* Outlines: moves, lines and curves out of the shapes of SVG 1.1. */
#include "image/image-int.h"

#include <math.h>
#include <string.h>

/* Of a quarter circle: how far its control points are. */
#define KAPPA 0.5522847498307936

/* A shorter radius is none: its square says nothing any more. */
#define RADIUS_LEAST 1e-9

struct matrix
matrix_times(struct matrix m, struct matrix n)
{
	return (struct matrix) { m.a * n.a + m.c * n.b, m.b * n.a + m.d * n.b,
		m.a * n.c + m.c * n.d, m.b * n.c + m.d * n.d,
		m.a * n.e + m.c * n.f + m.e, m.b * n.e + m.d * n.f + m.f };
}

/* ---- drawing ---------------------------------------------------------- */

static void
add_op(struct pencil *p, enum contour_op op)
{
	guint8 b = (guint8)op;

	g_byte_array_append(p->ops, &b, 1);
}

static void
add_point(struct pencil *p, double x, double y)
{
	struct contour_point o = { p->m.a * x + p->m.c * y + p->m.e,
		p->m.b * x + p->m.d * y + p->m.f };

	g_array_append_val(p->points, o);
	p->x = x;
	p->y = y;
}

void
pencil_move(struct pencil *p, double x, double y)
{
	add_op(p, CONTOUR_MOVE);
	add_point(p, x, y);
	p->start_x = x;
	p->start_y = y;
}

/* Behind a closed outline another one begins where it began. */
static void
begin_anew(struct pencil *p)
{
	if (p->ops->len > 0 && p->ops->data[p->ops->len - 1] == CONTOUR_CLOSE)
		pencil_move(p, p->x, p->y);
}

void
pencil_line(struct pencil *p, double x, double y)
{
	begin_anew(p);
	add_op(p, CONTOUR_LINE);
	add_point(p, x, y);
}

void
pencil_curve(struct pencil *p, double x1, double y1, double x2, double y2, double x, double y)
{
	begin_anew(p);
	add_op(p, CONTOUR_CURVE);
	add_point(p, x1, y1);
	add_point(p, x2, y2);
	add_point(p, x, y);
}

void
pencil_close(struct pencil *p)
{
	add_op(p, CONTOUR_CLOSE);
	p->x = p->start_x;
	p->y = p->start_y;
}

void
pencil_ellipse(struct pencil *p, double cx, double cy, double rx, double ry)
{
	double kx = rx * KAPPA, ky = ry * KAPPA;

	pencil_move(p, cx + rx, cy);
	pencil_curve(p, cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry);
	pencil_curve(p, cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy);
	pencil_curve(p, cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry);
	pencil_curve(p, cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy);
	pencil_close(p);
}

/* ---- arcs (SVG 1.1, F.6.5) -------------------------------------------- */

struct arc {
	double cx, cy, rx, ry, cos, sin, from, sweep;
};

static double
angle(double ux, double uy, double vx, double vy)
{
	return atan2(ux * vy - uy * vx, ux * vx + uy * vy);
}

static struct arc
arc_of(const struct pencil *p, double rx, double ry, double turn, bool large, bool sweep,
    double x, double y)
{
	struct arc a = { .rx = fabs(rx), .ry = fabs(ry), .cos = cos(turn * G_PI / 180),
		.sin = sin(turn * G_PI / 180) };
	double dx = (p->x - x) / 2, dy = (p->y - y) / 2;
	double x1 = a.cos * dx + a.sin * dy, y1 = a.cos * dy - a.sin * dx;
	double over = x1 * x1 / (a.rx * a.rx) + y1 * y1 / (a.ry * a.ry);

	if (over > 1) {
		a.rx *= sqrt(over);
		a.ry *= sqrt(over);
	}
	double q = a.rx * a.rx * y1 * y1 + a.ry * a.ry * x1 * x1;
	double k = q > 0 ? sqrt(MAX(a.rx * a.rx * a.ry * a.ry - q, 0) / q) : 0;
	k = large == sweep ? -k : k;
	double cx = k * a.rx * y1 / a.ry, cy = -k * a.ry * x1 / a.rx;
	a.cx = a.cos * cx - a.sin * cy + (p->x + x) / 2;
	a.cy = a.sin * cx + a.cos * cy + (p->y + y) / 2;
	a.from = angle(1, 0, (x1 - cx) / a.rx, (y1 - cy) / a.ry);
	a.sweep = angle((x1 - cx) / a.rx, (y1 - cy) / a.ry, (-x1 - cx) / a.rx, (-y1 - cy) / a.ry);
	if (sweep && a.sweep < 0)
		a.sweep += 2 * G_PI;
	else if (!sweep && a.sweep > 0)
		a.sweep -= 2 * G_PI;
	return a;
}

/* The point at `t`, moved by `k` along its tangent. */
static struct contour_point
arc_point(const struct arc *a, double t, double k)
{
	double x = a->rx * (cos(t) - k * sin(t)), y = a->ry * (sin(t) + k * cos(t));

	return (struct contour_point) { a->cos * x - a->sin * y + a->cx,
		a->sin * x + a->cos * y + a->cy };
}

void
pencil_arc(struct pencil *p, double rx, double ry, double turn, bool large, bool sweep,
    double x, double y)
{
	if (fabs(rx) < RADIUS_LEAST || fabs(ry) < RADIUS_LEAST || (p->x == x && p->y == y)) {
		pencil_line(p, x, y);
		return;
	}
	struct arc a = arc_of(p, rx, ry, turn, large, sweep, x, y);
	int n = MAX((int)ceil(fabs(a.sweep) / (G_PI / 2) - 1e-9), 1);
	double step = a.sweep / n, k = 4.0 / 3 * tan(step / 4);
	for (int i = 0; i < n; i++) {
		double t = a.from + i * step;
		struct contour_point c1 = arc_point(&a, t, k), c2 = arc_point(&a, t + step, -k);
		struct contour_point end = i + 1 == n ? (struct contour_point) { x, y }
		    : arc_point(&a, t + step, 0);

		pencil_curve(p, c1.x, c1.y, c2.x, c2.y, end.x, end.y);
	}
}

/* ---- path data (SVG 1.1, 8.3) ----------------------------------------- */

static void
skip_blanks(const char **s, bool comma)
{
	*s += strspn(*s, " \t\r\n");
	if (comma && **s == ',')
		++*s;
	*s += strspn(*s, " \t\r\n");
}

bool
take_number(const char **s, double *ret_v)
{
	char number[48];
	size_t n = 0;

	skip_blanks(s, false);
	const char *p = *s;
	p += *p == '+' || *p == '-';
	p += strspn(p, "0123456789");
	p += *p == '.' ? 1 + strspn(p + 1, "0123456789") : 0;
	if ((*p == 'e' || *p == 'E') && (g_ascii_isdigit(p[1]) ||
	    ((p[1] == '-' || p[1] == '+') && g_ascii_isdigit(p[2]))))
		p += 2 + strspn(p + 2, "0123456789");
	n = (size_t)(p - *s);
	if (n == 0 || n >= sizeof number)
		return false;
	memcpy(number, *s, n);
	number[n] = '\0';
	char *end;
	*ret_v = g_ascii_strtod(number, &end);
	if (end == number || *end || !isfinite(*ret_v) || fabs(*ret_v) > 1e9)
		return false;
	*s = p;
	skip_blanks(s, true);
	return true;
}

/* The flags of an arc may stand without a blank: «0 01». */
static bool
take_flag(const char **s, double *ret_v)
{
	skip_blanks(s, false);
	if (**s != '0' && **s != '1')
		return false;
	*ret_v = **s == '1';
	++*s;
	skip_blanks(s, true);
	return true;
}

static int
count_of(char command)
{
	static const char commands[] = "MLHVCSQTAZ";
	static const int counts[] = { 2, 2, 1, 1, 6, 4, 4, 2, 7, 0 };
	const char *c = strchr(commands, g_ascii_toupper(command));

	return c && command ? counts[c - commands] : -1;
}

static bool
take_arguments(const char **s, char command, int n, double *ret_v)
{
	for (int i = 0; i < n; i++) {
		bool flag = g_ascii_toupper(command) == 'A' && (i == 3 || i == 4);

		if (!(flag ? take_flag : take_number)(s, &ret_v[i]))
			return false;
	}
	return true;
}

/* Relative places made absolute. */
static void
make_absolute(const struct pencil *p, char command, int n, double *v)
{
	char c = g_ascii_toupper(command);

	if (!g_ascii_islower(command))
		return;
	for (int i = c == 'A' ? 5 : 0; i < n; i++)
		v[i] += c == 'V' || (c != 'H' && (c == 'A' ? i == 6 : i % 2 != 0)) ? p->y : p->x;
}

/* The control point behind the last curve, mirrored. */
struct mirror {
	char after;
	double x, y;
};

static void
draw_quadratic(struct pencil *p, double cx, double cy, double x, double y)
{
	pencil_curve(p, p->x + (cx - p->x) * 2 / 3, p->y + (cy - p->y) * 2 / 3,
	    x + (cx - x) * 2 / 3, y + (cy - y) * 2 / 3, x, y);
}

static void
draw(struct pencil *p, char c, const double *v, struct mirror *m)
{
	bool cubic = strchr("CS", m->after) && m->after, quadratic = strchr("QT", m->after) && m->after;
	double mx = 2 * p->x - m->x, my = 2 * p->y - m->y;

	switch (c) {
	case 'M':
		pencil_move(p, v[0], v[1]);
		break;
	case 'L':
		pencil_line(p, v[0], v[1]);
		break;
	case 'H':
		pencil_line(p, v[0], p->y);
		break;
	case 'V':
		pencil_line(p, p->x, v[0]);
		break;
	case 'C':
		*m = (struct mirror) { c, v[2], v[3] };
		pencil_curve(p, v[0], v[1], v[2], v[3], v[4], v[5]);
		return;
	case 'S':
		*m = (struct mirror) { c, v[0], v[1] };
		pencil_curve(p, cubic ? mx : p->x, cubic ? my : p->y, v[0], v[1], v[2], v[3]);
		return;
	case 'Q':
		*m = (struct mirror) { c, v[0], v[1] };
		draw_quadratic(p, v[0], v[1], v[2], v[3]);
		return;
	case 'T':
		*m = (struct mirror) { c, quadratic ? mx : p->x, quadratic ? my : p->y };
		draw_quadratic(p, m->x, m->y, v[0], v[1]);
		return;
	case 'A':
		pencil_arc(p, v[0], v[1], v[2], v[3] != 0, v[4] != 0, v[5], v[6]);
		break;
	case 'Z':
		pencil_close(p);
		break;
	}
	m->after = '\0';
}

bool
pencil_follow(struct pencil *p, const char *d)
{
	struct mirror m = { 0 };
	char command = '\0';

	skip_blanks(&d, false);
	if (*d && g_ascii_toupper(*d) != 'M')
		return false;
	while (*d) {
		double v[7] = { 0 };

		if (g_ascii_isalpha(*d))
			command = *d++;
		else if (g_ascii_toupper(command) == 'Z')
			return false;
		int n = count_of(command);
		if (n < 0 || !take_arguments(&d, command, n, v))
			return false;
		make_absolute(p, command, n, v);
		draw(p, g_ascii_toupper(command), v, &m);
		/* What follows a place to move to are lines. */
		command = command == 'M' ? 'L' : command == 'm' ? 'l' : command;
		skip_blanks(&d, false);
	}
	return true;
}
