/* Numbers as content streams write them. */
#include "pdf/text-int.h"

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
