/* Lines too few, too many, or in another order: see cause.h. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "run/program.h"
#include "text/memory.h"
#include "text/text.h"

bool cause_same_instant(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;

	if (divergence->kind != DIVERGENCE_OUT_OF_ORDER ||
	    divergence->expected->at != divergence->actual->at)
		return false;
	cause->sentence = memory_copy_text("Both belong to the same instant, where what "
					   "was started first comes first: were "
					   "they started in the other order?");
	return true;
}

/* Do the outputs agree in text from there on, to the end of both? */
static bool agree_from(const struct evidence *evidence, size_t expected, size_t actual)
{
	const struct timed_output *e = evidence->expected, *a = evidence->actual;

	if (e->count - expected != a->count - actual)
		return false;
	for (; expected < e->count; expected++, actual++)
		if (!timed_output_same_text(&e->lines[expected], &a->lines[actual],
					    e->placeholder))
			return false;
	return true;
}

/* Does line `index` go on with the series that the lines before it are? Numbers
 * must go on as they went. */
static bool goes_on(const struct timed_output *output, const struct output_line *line,
		    size_t index)
{
	intmax_t before, last, next;

	if (index == 0 || !cause_alike(line, &output->lines[index - 1]))
		return false;
	if (index < 2 ||
	    !cause_alike(&output->lines[index - 1], &output->lines[index - 2]) ||
	    !cause_number(&output->lines[index - 2], &before) ||
	    !cause_number(&output->lines[index - 1], &last) || !cause_number(line, &next))
		return true;
	return next - last == last - before;
}

bool cause_ends_early(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	const struct timed_output *expected = evidence->expected,
				  *actual = evidence->actual;
	size_t index = divergence->index;
	size_t missing = expected->count - actual->count;
	char *line;

	if (divergence->kind != DIVERGENCE_MISSING || actual->count >= expected->count ||
	    !goes_on(expected, &expected->lines[index], index) ||
	    !agree_from(evidence, index + missing, index) ||
	    (index < actual->count && goes_on(expected, &actual->lines[index], index)))
		return false;
	line = cause_quote(divergence->expected);
	if (missing == 1)
		cause->sentence = text_format(
			"The iteration ends one item early: line %zu, %s, is missing.",
			index + 1, line);
	else
		cause->sentence = text_format("The iteration ends early: line %zu, %s, "
					      "is the first of %zu that are "
					      "missing.",
					      index + 1, line, missing);
	cause->certain = true;
	free(line);
	return true;
}

bool cause_ends_late(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	const struct timed_output *expected = evidence->expected,
				  *actual = evidence->actual;
	size_t index = divergence->index;
	size_t extra = actual->count - expected->count;
	char *line;

	if (divergence->kind != DIVERGENCE_EXTRA || expected->count >= actual->count ||
	    !goes_on(actual, divergence->actual, index) ||
	    !agree_from(evidence, index, index + extra) ||
	    (index < expected->count &&
	     goes_on(expected, &expected->lines[index], index)))
		return false;
	line = cause_quote(divergence->actual);
	if (extra == 1)
		cause->sentence = text_format("The iteration goes on for one item too "
					      "many: line %zu, %s, should not be "
					      "there.",
					      index + 1, line);
	else
		cause->sentence = text_format("The iteration goes on for %zu items too "
					      "many: line %zu, %s, is the first.",
					      extra, index + 1, line);
	cause->certain = true;
	free(line);
	return true;
}

bool cause_items_missing(const struct evidence *evidence, struct cause *cause)
{
	const struct timed_output *expected = evidence->expected;
	size_t index = evidence->divergence.index;
	size_t missing = expected->count - evidence->actual->count;
	bool series = true;

	if (evidence->divergence.kind != DIVERGENCE_MISSING || missing < 2 ||
	    evidence->actual->count >= expected->count ||
	    index >= evidence->actual->count ||
	    cause_speaks_of_exit(&expected->lines[index]) ||
	    !agree_from(evidence, index + missing, index))
		return false;
	for (size_t i = index + 1; i < index + missing; i++)
		series = series &&
			 cause_alike(&expected->lines[i], &expected->lines[index]);
	cause->sentence = text_format(
		"All of the lines %zu to %zu are missing%s", index + 1, index + missing,
		series ? ": does the iteration end before its first item?" : ".");
	return true;
}

static size_t times_in(const struct timed_output *output, const struct output_line *line)
{
	size_t count = 0;

	for (size_t i = 0; i < output->count; i++)
		count += output->lines[i].length == line->length &&
			 memcmp(output->lines[i].text, line->text, line->length) == 0;
	return count;
}

/* Is the first line that is wrong the one before it once more? */
static bool is_repeated(const struct evidence *evidence)
{
	size_t index = evidence->divergence.index;
	const struct output_line *lines = evidence->actual->lines;

	return index && index < evidence->actual->count &&
	       lines[index].length == lines[index - 1].length &&
	       memcmp(lines[index].text, lines[index - 1].text, lines[index].length) == 0;
}

bool cause_twice(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;

	if (divergence->kind != DIVERGENCE_EXTRA ||
	    (!is_repeated(evidence) &&
	     (times_in(evidence->expected, divergence->actual) != 1 ||
	      times_in(evidence->actual, divergence->actual) != 2)))
		return false;
	cause->sentence = memory_copy_text(
		cause_speaks_of_exit(divergence->actual)
			? "It came a second time: is the exit run twice, once by the "
			  "scope and once by hand?"
			: "It came a second time: is something run twice?");
	return true;
}

/* The program ended in peace, but its last lines never came. */
bool cause_exit_skipped(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	bool exit_lines = false;

	if (divergence->kind != DIVERGENCE_MISSING || !cause_ended_well(evidence) ||
	    divergence->index == 0 ||
	    (divergence->index < evidence->actual->count &&
	     !cause_speaks_of_exit(divergence->expected)))
		return false;
	for (size_t i = divergence->index; i < evidence->expected->count; i++)
		exit_lines =
			exit_lines || cause_speaks_of_exit(&evidence->expected->lines[i]);
	cause->sentence = memory_copy_text(
		divergence->index < evidence->actual->count
			? "Is the exit skipped there, so that what was entered is not "
			  "left?"
		: exit_lines ? "The program ended before it: is the exit skipped, so "
			       "that what was entered is "
			       "never left?"
			     : "The program ended before it: does it wait for all that "
			       "it started?");
	return true;
}

/* The line, other than `index`, that begins with the same word; or the count. */
static size_t find_sibling(const struct timed_output *output,
			   const struct output_line *line, size_t index)
{
	size_t length = strcspn(line->text, " :");
	size_t i = 0;

	while (length && i < output->count &&
	       (i == index || strncmp(output->lines[i].text, line->text, length) != 0 ||
		strcspn(output->lines[i].text, " :") != length))
		i++;
	return length ? i : output->count;
}

bool cause_round_too_many(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	size_t sibling;

	if (divergence->kind != DIVERGENCE_EXTRA)
		return false;
	sibling = find_sibling(evidence->actual, divergence->actual, divergence->index);
	if (sibling == evidence->actual->count)
		return false;
	cause->sentence = text_format("It is one like line %zu: does a loop go round "
				      "once too often (< or <=?), or was "
				      "something before not refused?",
				      sibling + 1);
	return true;
}
