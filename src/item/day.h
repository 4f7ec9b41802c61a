/*
 * Days as people write them, in words or with strokes, of both calendars.
 * For who reads texts, and for who tells how a day is written in a field.
 */
#ifndef NASHRA_DAY_H
#define NASHRA_DAY_H

#include "base/base.h"

#define LAST_HIJRI 1700 /* a year up to it is of the Hijri calendar */

extern const char *const weekdays[7][2];

struct day {
	int day, month, year; /* month from 1; year 0: not said */
	const char *end;      /* behind what was read */
};

/* Read the day that begins at `s`, blanks before it left out; a Hijri one has its year. */
bool day_read(const char *s, struct day *ret);
bool day_read_hijri(const char *s, struct day *ret);
/* Behind blanks and commas; behind what ties the names of one day: «هـ الموافق يوم الأحد». */
const char *past_blanks(const char *s);
const char *day_past_link(const char *s);
const char *day_hijri_month(int month);

/* ---- characters ------------------------------------------------------- */

static inline bool
is_latin_digit(gunichar c)
{
	return c >= '0' && c <= '9';
}

/* A letter of the Arabic script, or a mark on one. */
static inline bool
is_arabic(gunichar c)
{
	return (c >= 0x620 && c <= 0x65F) || c == 0x670 || (c >= 0x671 && c <= 0x6D3);
}

#endif
