/* A number that is too high or too low, or of which nothing came: see cause.h. */
#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

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

/* Something should be counted, and nothing was. */
bool cause_stayed_zero(const struct evidence *evidence, struct cause *cause)
{
	intmax_t wanted, came;

	if (!find_difference(evidence, &wanted, &came) || came != 0 || wanted < 2 ||
	    !is_alone(evidence))
		return false;
	cause->sentence = text_format(
		"Instead of %jd it is 0: is it counted, or added up, nowhere, or in "
		"another variable than the one that is printed?",
		wanted);
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

/* «query 5»: a word with a number behind it. */
struct numbered {
	const char *word;
	int length;
	intmax_t number;
};

/* The next one in a line, from *at on, which moves behind it. */
static bool next_numbered(const char **at, struct numbered *found)
{
	for (const char *word = *at; *word; word++) {
		const char *end = word;
		char *rest;

		while (isalpha((unsigned char)*end))
			end++;
		if (end == word)
			continue;
		if (*end == ' ' && isdigit((unsigned char)end[1])) {
			*found = (struct numbered){ word, (int)(end - word),
						    strtoimax(end + 1, &rest, 10) };
			*at = rest;
			return true;
		}
		word = end - 1;
	}
	return false;
}

/* Does the line speak of that one, by another number? */
static bool speaks_of(const struct output_line *line, const struct numbered *wanted,
		      intmax_t number)
{
	const char *at = line->text;
	struct numbered found;

	while (next_numbered(&at, &found))
		if (found.length == wanted->length && found.number == number &&
		    memcmp(found.word, wanted->word, (size_t)found.length) == 0)
			return true;
	return false;
}

static size_t count_of(const struct timed_output *output, const struct numbered *wanted,
		       intmax_t number)
{
	size_t count = 0;

	for (size_t i = 0; i < output->count; i++)
		count += speaks_of(&output->lines[i], wanted, number);
	return count;
}

/* Did nothing come of the last one, and all of the one before it? */
static bool is_left_out(const struct evidence *evidence, const struct numbered *wanted)
{
	const struct timed_output *expected = evidence->expected,
				  *actual = evidence->actual;
	size_t before = count_of(expected, wanted, wanted->number - 1);

	return count_of(actual, wanted, wanted->number) == 0 &&
	       count_of(expected, wanted, wanted->number) >= 2 && before >= 2 &&
	       count_of(expected, wanted, wanted->number + 1) == 0 &&
	       count_of(actual, wanted, wanted->number - 1) == before;
}

/* The same, where lines are numbered by more than one thing. */
bool cause_last_left_out(const struct evidence *evidence, struct cause *cause)
{
	const struct output_line *line = cause_wanted(evidence);
	struct numbered wanted;
	const char *at;

	if (!cause_texts_are_wrong(evidence) || !cause_ended_well(evidence) || !line ||
	    evidence->expected->placeholder)
		return false;
	for (at = line->text; next_numbered(&at, &wanted);) {
		if (!is_left_out(evidence, &wanted))
			continue;
		cause->sentence = text_format(
			"Of %.*s %jd nothing came, and of %.*s %jd all did: does a loop "
			"end a round too early (< or <=?), or is the last one not begun?",
			wanted.length, wanted.word, wanted.number, wanted.length,
			wanted.word, wanted.number - 1);
		return true;
	}
	return false;
}

/* ---- one that is there twice --------------------------------------------------- */

/* Several tasks, and one has something that another one should have, and before its time.
 * What should come then never comes. */
bool cause_given_too_early(const struct evidence *evidence, struct cause *cause)
{
	const struct timed_output *expected = evidence->expected;
	const struct output_line *line = evidence->divergence.actual;

	if (evidence->divergence.kind != DIVERGENCE_EXTRA || !evidence->trace ||
	    cause_one_task(evidence) || cause_times_in(expected, line))
		return false;
	for (size_t i = evidence->divergence.index; i < expected->count; i++) {
		const struct output_line *due = &expected->lines[i];
		char *quoted, *moment;

		if (!cause_alike(due, line) || due->at <= line->at ||
		    cause_came(evidence, due))
			continue;
		quoted = cause_quote(due);
		moment = timed_output_seconds(due->at);
		cause->sentence = text_format(
			"That comes in the place of %s, which is due only at %s: is "
			"something taken that is not free, since it is given back "
			"twice or too early, or since there is more of it than there "
			"should be?",
			quoted, moment);
		free(moment);
		free(quoted);
		return true;
	}
	return false;
}
