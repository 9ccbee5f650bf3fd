/* Lines too few, too many, or in another order: see cause.h. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "run/program.h"
#include "text/memory.h"
#include "text/text.h"

/* Is the first line that is wrong the one before it once more? */
static bool is_repeated(const struct evidence *evidence)
{
	size_t index = evidence->divergence.index;
	const struct output_line *lines = evidence->actual->lines;

	return index && index < evidence->actual->count &&
	       lines[index].length == lines[index - 1].length &&
	       memcmp(lines[index].text, lines[index - 1].text, lines[index].length) == 0;
}

bool cause_same_instant(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;

	if (divergence->kind != DIVERGENCE_OUT_OF_ORDER || is_repeated(evidence) ||
	    divergence->expected->at != divergence->actual->at ||
	    cause_due(evidence, divergence->actual) != divergence->actual->at)
		return false;
	cause->sentence = memory_copy_text(
		cause_one_task(evidence)
			? "Both belong to the same instant: does the program do these "
			  "two things the other way round?"
			: "Both belong to the same instant, where what was started first "
			  "comes first: were they started in the other order?");
	return true;
}

/* One task does what it does in its order, however long it waits. A line that it
 * prints before its turn was not printed too early but done too early. */
bool cause_ahead(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	milliseconds due;
	char *line, *moment;

	if (divergence->kind != DIVERGENCE_OUT_OF_ORDER || is_repeated(evidence) ||
	    !cause_one_task(evidence))
		return false;
	due = cause_due(evidence, divergence->actual);
	if (due <= divergence->actual->at)
		return false;
	line = cause_quote(divergence->actual);
	moment = timed_output_seconds(due);
	cause->sentence = text_format("%s is due only at %s: is it done ahead of its "
				      "turn, before what comes first is asked for?",
				      line, moment);
	free(moment);
	free(line);
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

/* Are the lines that are missing at the end a round like the one before it? */
static bool is_round(const struct timed_output *expected, size_t index, size_t missing)
{
	if (missing < 2 || index < missing)
		return false;
	for (size_t i = index; i < index + missing; i++)
		if (!cause_alike(&expected->lines[i], &expected->lines[i - missing]))
			return false;
	return true;
}

bool cause_round_missing(const struct evidence *evidence, struct cause *cause)
{
	const struct timed_output *expected = evidence->expected;
	size_t index = evidence->divergence.index;
	size_t missing = expected->count - evidence->actual->count;

	if (evidence->divergence.kind != DIVERGENCE_MISSING ||
	    evidence->actual->count >= expected->count ||
	    !is_round(expected, index, missing) ||
	    !agree_from(evidence, index + missing, index))
		return false;
	cause->sentence = text_format("The iteration ends one round early: the lines %zu "
				      "to %zu, which are like the %zu before them, are "
				      "missing.",
				      index + 1, index + missing, missing);
	cause->certain = true;
	return true;
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

/* Is the extra line one that is there once, and came once more? An exit that is
 * called twice is no iteration. */
static bool is_done_twice(const struct evidence *evidence)
{
	const struct output_line *line = evidence->divergence.actual;

	return cause_speaks_of_exit(line) ||
	       (cause_times_in(evidence->expected, line) == 1 &&
		cause_times_in(evidence->actual, line) == 2);
}

/* In the place of what comes after it, the series goes on. What comes then may be
 * wrong as well, as a sum is. */
static bool goes_on_instead(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	const struct output_line *lines = evidence->actual->lines;
	size_t index = divergence->index;

	if (index < 2 || !cause_alike(divergence->actual, &lines[index - 1]) ||
	    !cause_alike(divergence->actual, &lines[index - 2]) ||
	    cause_alike(divergence->expected, divergence->actual))
		return false;
	cause->sentence = memory_copy_text("It is like the lines before it: does the "
					   "iteration go on for one item too many?");
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

	if (divergence->kind == DIVERGENCE_WRONG_TEXT)
		return goes_on_instead(evidence, cause);
	if (divergence->kind != DIVERGENCE_EXTRA || expected->count >= actual->count ||
	    !goes_on(actual, divergence->actual, index) || is_done_twice(evidence) ||
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

/* Does the actual output have every line, in the order, of the expected one but for
 * some that are all alike? Then how many these are; else 0. */
static size_t count_alike_missing(const struct evidence *evidence)
{
	const struct timed_output *expected = evidence->expected,
				  *actual = evidence->actual;
	const struct output_line *first = evidence->divergence.expected;
	size_t came = evidence->divergence.index, missing = 0;
	intmax_t number;

	/* Lines that are all the same may be an exit's, or anything. */
	if (!cause_number(first, &number) || cause_times_in(expected, first) > 1)
		return 0;

	for (size_t i = came; i < expected->count; i++) {
		if (came < actual->count &&
		    timed_output_same_text(&expected->lines[i], &actual->lines[came],
					   expected->placeholder))
			came++;
		else if (cause_alike(&expected->lines[i], first))
			missing++;
		else
			return 0;
	}
	return came == actual->count ? missing : 0;
}

bool cause_alike_missing(const struct evidence *evidence, struct cause *cause)
{
	size_t missing;

	if (evidence->divergence.kind != DIVERGENCE_MISSING ||
	    (missing = count_alike_missing(evidence)) < 2)
		return false;
	cause->sentence = text_format("Of the lines like it %zu are missing, and all "
				      "others are there: is what they are made of handed "
				      "out each time (yield)?",
				      missing);
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
		series ? ": does an iteration end before these items?" : ".");
	return true;
}

static bool came_twice(const struct evidence *evidence)
{
	const struct divergence *divergence = &evidence->divergence;

	if (divergence->kind == DIVERGENCE_OUT_OF_ORDER)
		return is_repeated(evidence);
	return divergence->kind == DIVERGENCE_EXTRA &&
	       (is_repeated(evidence) ||
		(cause_times_in(evidence->expected, divergence->actual) == 1 &&
		 cause_times_in(evidence->actual, divergence->actual) == 2));
}

bool cause_twice(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;

	if (!came_twice(evidence))
		return false;
	cause->sentence = memory_copy_text(
		cause_speaks_of_exit(divergence->actual)
			? "It came a second time: is the exit run twice, once by the "
			  "scope and once by hand?"
			: "It came a second time: is something run twice?");
	return true;
}

/* One task, and no other program: there is nothing to wait for. */
static bool started_nothing(const struct evidence *evidence)
{
	size_t programs = 0;

	for (size_t i = 0; i < evidence->source_count; i++)
		programs += evidence->sources[i].program != NULL;
	return programs == 1 && cause_one_task(evidence);
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
	/* At its moment the program was there: it only did not print the line. */
	if (divergence->index == evidence->actual->count && !exit_lines &&
	    (evidence->result->ended_at / 1000000 >= divergence->expected->at ||
	     started_nothing(evidence)))
		return false;
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

/* Does what should come instead come right after it, or the like of it? */
static bool came_before_its_time(const struct evidence *evidence)
{
	const struct divergence *divergence = &evidence->divergence;
	const struct timed_output *actual = evidence->actual;
	size_t next = divergence->index + 1;

	return divergence->kind == DIVERGENCE_WRONG_TEXT && next < actual->count &&
	       cause_alike(&actual->lines[next], divergence->expected) &&
	       !cause_alike(divergence->actual, divergence->expected);
}

/* Which line before it is it like? The count of all if none. */
static size_t find_like(const struct evidence *evidence)
{
	const struct timed_output *expected = evidence->expected,
				  *actual = evidence->actual;
	size_t index = evidence->divergence.index;

	/* Unless a line like it is due: then it is not known which one is too many. */
	if (index && cause_alike(&actual->lines[index], &actual->lines[index - 1]) &&
	    !(index < expected->count &&
	      cause_alike(&actual->lines[index], &expected->lines[index])))
		return index - 1;
	return find_sibling(actual, evidence->divergence.actual, index);
}

bool cause_round_too_many(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	bool in_place = came_before_its_time(evidence);
	size_t like;

	if (divergence->kind != DIVERGENCE_EXTRA && !in_place)
		return false;
	like = find_like(evidence);
	if (like == evidence->actual->count && !in_place)
		return false;
	if (like == evidence->actual->count)
		cause->sentence = memory_copy_text(
			"What should be there comes right after it: does a loop go round "
			"once too often (< or <=?), or is its end not noticed?");
	else
		cause->sentence =
			text_format("It is one like line %zu: does a loop go round once "
				    "too often (< or <=?), or was something before not "
				    "refused?",
				    like + 1);
	return true;
}

/* A number that is just twice what it should be. */
bool cause_counted_twice(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	intmax_t expected, actual;

	if (divergence->kind != DIVERGENCE_WRONG_TEXT ||
	    !cause_alike(divergence->expected, divergence->actual) ||
	    !cause_number(divergence->expected, &expected) ||
	    !cause_number(divergence->actual, &actual) || expected == 0 ||
	    actual != 2 * expected)
		return false;
	cause->sentence = memory_copy_text("The number is twice what it should be: is "
					   "each handed out, or counted, twice?");
	return true;
}

bool cause_neighbours_swapped(const struct evidence *evidence, struct cause *cause)
{
	const struct timed_output *expected = evidence->expected,
				  *actual = evidence->actual;
	size_t index = evidence->divergence.index;

	if (!cause_texts_are_wrong(evidence) || index + 1 >= expected->count ||
	    index + 1 >= actual->count ||
	    !timed_output_same_text(&expected->lines[index], &actual->lines[index + 1],
				    expected->placeholder) ||
	    !timed_output_same_text(&expected->lines[index + 1], &actual->lines[index],
				    expected->placeholder))
		return false;
	cause->sentence =
		text_format("Lines %zu and %zu came the wrong way round: do their "
			    "statements stand so, too?",
			    index + 1, index + 2);
	return true;
}
