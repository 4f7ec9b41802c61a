/* Numbers as content streams write them. */
#include "pdf/text-int.h"

#include <math.h>
#include <string.h>

/* Decimal digits of `v` at `p`; where they end. */
static char *
put_digits(char *p, uint64_t v)
{
	char digits[20];
	int n = 0;

	do
		digits[n++] = (char)('0' + v % 10);
	while ((v /= 10) > 0);
	while (n > 0)
		*p++ = digits[--n];
	return p;
}

/* 12.5, -.07, 3. */
char *
number_put(char *p, int64_t hundredths)
{
	uint64_t v = (uint64_t)ABS(hundredths);

	if (hundredths < 0)
		*p++ = '-';
	if (v >= 100 || v == 0)
		p = put_digits(p, v / 100);
	if (v % 100 == 0)
		return p;
	*p++ = '.';
	*p++ = (char)('0' + v % 100 / 10);
	if (v % 10)
		*p++ = (char)('0' + v % 10);
	return p;
}

void
real_add(GString *to, double v)
{
	char number[G_ASCII_DTOSTR_BUF_SIZE];

	/* No -0. */
	g_ascii_formatd(number, sizeof number, "%.6f", fabs(v) < 5e-7 ? 0 : v);
	size_t n = strlen(number);
	while (number[n - 1] == '0')
		n--;
	g_string_append_len(to, number, (gssize)(number[n - 1] == '.' ? n - 1 : n));
	g_string_append_c(to, ' ');
}

void
number_add(GString *to, int64_t hundredths)
{
	char number[NUMBER_MAX];

	g_string_append_len(to, number, number_put(number, hundredths) - number);
}

int64_t
hundredths(dim d)
{
	int64_t v = (int64_t)d * 100;

	return v >= 0 ? (v + 512) / 1024 : -((-v + 512) / 1024);
}
