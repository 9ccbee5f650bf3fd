/*
 * Parameters, and the cases that are drawn from them.
 *
 * An exercise may be right for more numbers than those that it shows. Each such
 * number is a parameter: an item of the section «Parameters» in exercise.md,
 *
 *   - `limit`: 5, from 2 to 9
 *   - `delay`: 0.5, from 0.1 to 1.0 by 0.1
 *
 * with its name, its value in the documented case, and the values that it may
 * take. Without «by» they are 1 apart. A program gets its parameters as
 * arguments, in the order of the list, each with as many digits behind the point
 * as its item has.
 *
 * Unseen cases are drawn from a seed, by the same steps on every machine. The
 * generator is SplitMix64 (Steele, Lea and Flood, 2014), its state at first the
 * seed; all arithmetic is modulo 2^64:
 *
 *   state = state + 0x9e3779b97f4a7c15
 *   z = (state ^ (state >> 30)) * 0xbf58476d1ce4e5b9, of that new state
 *   z = (z ^ (z >> 27)) * 0x94d049bb133111eb
 *   z = z ^ (z >> 31)
 *
 * For each case, and in it for each parameter in their order, one z is drawn. The
 * value is from + by * (z modulo the number of values). A case like the
 * documented one, or like an earlier one of the same seed, is drawn again: up to
 * 64 times, for there may be no other.
 */
#ifndef COURSE_COURSE_PARAMETER_H
#define COURSE_COURSE_PARAMETER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Values are whole numbers of units, so that 0.1 is exact; `decimals` digits
 * behind the point make one unit. */
struct parameter {
	char *name;
	unsigned decimals;
	int64_t documented;
	int64_t from, to, by;
};

/* How many parameters an exercise may have, and how many cases may be drawn. */
enum { MOST_PARAMETERS = 8, MOST_CASES = 100 };

/* One case: a value for each parameter. */
struct parameter_case {
	size_t number; /* from 1; 0 is the documented case */
	int64_t values[MOST_PARAMETERS];
};

/* Reads «5, from 2 to 9», what stands behind the name and its colon. On failure
 * returns false with a sentence. The name is left as it is. */
bool parameter_read(struct parameter *parameter, const char *text, char **error);

/* «0.3», to be freed: a value as argument and in sentences. */
char *parameter_value(const struct parameter *parameter, int64_t value);

/* «limit 7 and delay 0.3», to be freed. */
char *parameter_sentence(const struct parameter *parameters, size_t count,
			 const struct parameter_case *values);

/* The case that exercise.md shows. */
void parameter_documented(const struct parameter *parameters, size_t count,
			  struct parameter_case *documented);

/* Draws `case_count` cases, numbered from 1, by the steps above. */
void parameter_draw(const struct parameter *parameters, size_t count, uint64_t seed,
		    struct parameter_case *cases, size_t case_count);

#endif
