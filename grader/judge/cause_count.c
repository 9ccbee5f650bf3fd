/* A number that is too high or too low, or of which nothing came: see cause.h. */
#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>

#include "judge/cause.h"
#include "text/memory.h"
#include "text/text.h"

/* The first numbers in which two lines differ that are else the same. */
static bool find_difference(const struct evidence *evidence, intmax_t *wanted,
			    intmax_t *came)
{
	const struct divergence *divergence = &evidence->divergence;
	const char *a, *b;

	if (divergence->kind != DIVERGENCE_WRONG_TEXT ||
	    !cause_alike(divergence->expected, divergence->actual))
		return false;
	a = divergence->expected->text;
	b = divergence->actual->text;
	for (*wanted = *came = 0; *a && *b; a++, b++) {
		char *end_a, *end_b;

		if (!isdigit((unsigned char)*a) || !isdigit((unsigned char)*b))
			continue;
		*wanted = strtoimax(a, &end_a, 10);
		*came = strtoimax(b, &end_b, 10);
		if (*wanted != *came)
			return true;
		a = end_a - 1;
		b = end_b - 1;
	}
	return false;
}

/* Is it the end of a count: nothing like it stands before or behind it? */
static bool is_alone(const struct evidence *evidence)
{
	const struct timed_output *expected = evidence->expected;
	size_t index = evidence->divergence.index;

	return !(index &&
		 cause_alike(&expected->lines[index - 1], &expected->lines[index])) &&
	       !(index + 1 < expected->count &&
		 cause_alike(&expected->lines[index + 1], &expected->lines[index]));
}

bool cause_one_less(const struct evidence *evidence, struct cause *cause)
{
	intmax_t wanted, came;

	if (!find_difference(evidence, &wanted, &came) || came != wanted - 1 ||
	    wanted < 2 || !is_alone(evidence))
		return false;
	cause->sentence = memory_copy_text(
		"The number is one too low: is one left out, or not counted, or is it "
		"read before it is counted up?");
	return true;
}

/* None should be left at last, and some are. */
bool cause_left_over(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	intmax_t wanted, came;

	if (divergence->kind != DIVERGENCE_WRONG_TEXT ||
	    !cause_alike(divergence->expected, divergence->actual) ||
	    !cause_number(divergence->expected, &wanted) ||
	    !cause_number(divergence->actual, &came) || wanted != 0 || came <= 0)
		return false;
	cause->sentence = text_format(
		"Instead of 0 it is %jd in the end: is something counted, taken or "
		"opened, and not given back on every way?",
		came);
	return true;
}

/* ---- nothing came of it -------------------------------------------------------- */

/* Is what is missing all of that number, and nothing else wrong? *count: how much. */
static bool only_misses(const struct evidence *evidence, intmax_t number, size_t *count)
{
	const struct timed_output *expected = evidence->expected;

	*count = 0;
	for (size_t i = 0; i < expected->count; i++) {
		const struct output_line *line = &expected->lines[i];
		size_t came = cause_times_in(evidence->actual, line);
		intmax_t its;
		bool is_its = cause_number(line, &its) && its == number;

		if (is_its ? came : came != cause_times_in(expected, line))
			return false;
		*count += is_its;
	}
	return *count && evidence->actual->count + *count == expected->count;
}

/* Is there another line like it, of the number before? */
static bool goes_before(const struct evidence *evidence, const struct output_line *line,
			intmax_t number)
{
	const struct timed_output *expected = evidence->expected;

	for (size_t i = 0; i < expected->count; i++) {
		intmax_t other;

		if (cause_alike(&expected->lines[i], line) &&
		    cause_number(&expected->lines[i], &other) && other == number - 1)
			return true;
	}
	return false;
}

/* Does anything of a higher number come? */
static bool is_last(const struct evidence *evidence, const struct output_line *line,
		    intmax_t number)
{
	const struct timed_output *expected = evidence->expected;

	for (size_t i = 0; i < expected->count; i++) {
		intmax_t other;

		if (cause_alike(&expected->lines[i], line) &&
		    cause_number(&expected->lines[i], &other) && other > number)
			return false;
	}
	return true;
}

bool cause_number_missing(const struct evidence *evidence, struct cause *cause)
{
	const struct output_line *line = evidence->divergence.expected;
	intmax_t number;
	size_t count;

	if (!cause_texts_are_wrong(evidence) || !cause_ended_well(evidence) || !line ||
	    evidence->expected->placeholder || !cause_number(line, &number) ||
	    !only_misses(evidence, number, &count) || count < 2 ||
	    !goes_before(evidence, line, number) || !is_last(evidence, line, number))
		return false;
	cause->sentence =
		text_format("Of number %jd nothing came, and all else did: does "
			    "a loop end a round too early (< or <=?)?",
			    number);
	return true;
}
