/* Lengths: points to 1/1024 and back, and scaling without overflow. */
#include "base/base.h"

#include <math.h>

dim
dim_from_pt(double pt)
{
	double d = round(pt * DIM_PT);

	if (!(d > -(double)DIM_MAX))
		return -DIM_MAX;
	return d >= (double)DIM_MAX ? DIM_MAX : (dim)d;
}

double
dim_to_pt(dim d)
{
	return (double)d / DIM_PT;
}

dim
dim_scale(dim a, int32_t b, int32_t c)
{
	int64_t product = (int64_t)a * b, half = (c < 0 ? -(int64_t)c : c) / 2;
	bool negative = (product < 0) != (c < 0);
	int64_t q = ((product < 0 ? -product : product) + half)
	    / (c < 0 ? -(int64_t)c : c);

	if (q > DIM_MAX)
		q = DIM_MAX;
	return (dim)(negative ? -q : q);
}
