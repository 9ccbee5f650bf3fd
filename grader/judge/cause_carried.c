/* Numbers that go from round to round, as a sum does, and go wrong on their way: see
 * cause.h. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "text/memory.h"
#include "text/text.h"

/* The last number of a line, with what stands behind its point. */
static bool last_number(const struct output_line *line, double *number)
{
	size_t end = line->length, start;

	while (end && !isdigit((unsigned char)line->text[end - 1]))
		end--;
	start = end;
	while (start && (isdigit((unsigned char)line->text[start - 1]) ||
			 line->text[start - 1] == '.'))
		start--;
	*number = start < end ? strtod(line->text + start, NULL) : 0;
	return start < end;
}

/* How many lines from the first wrong one on are as they should be, but for a number. */
static size_t count_alike(const struct evidence *evidence)
{
	const struct timed_output *expected = evidence->expected,
				  *actual = evidence->actual;
	size_t first = evidence->divergence.index, i = first;

	while (i < expected->count && i < actual->count &&
	       cause_alike(&expected->lines[i], &actual->lines[i]) &&
	       cause_alike(&expected->lines[i], &expected->lines[first]))
		i++;
	return i - first;
}

static bool is_of_the_line_before(const struct evidence *evidence, size_t i)
{
	double came, wanted, before;

	return last_number(&evidence->actual->lines[i], &came) &&
	       last_number(&evidence->expected->lines[i], &wanted) &&
	       last_number(&evidence->expected->lines[i - 1], &before) &&
	       came == before && came != wanted;
}

/* Each has what the one before it should have. */
bool cause_number_behind(const struct evidence *evidence, struct cause *cause)
{
	size_t first = evidence->divergence.index;
	size_t count = evidence->divergence.kind == DIVERGENCE_WRONG_TEXT && first
			       ? count_alike(evidence)
			       : 0;

	if (count < 2)
		return false;
	for (size_t i = first; i < first + count; i++)
		if (!is_of_the_line_before(evidence, i))
			return false;
	cause->sentence = memory_copy_text(
		"There and in the lines after it stands the number that belongs to the "
		"line before: is it printed, or handed out, before it is calculated "
		"anew?");
	return true;
}

static bool last_is_same(const struct output_line *one, const struct output_line *other)
{
	double first, second;

	return last_number(one, &first) && last_number(other, &second) && first == second;
}

/* Is the line before it the first of its kind, and right? */
static bool is_second_of_series(const struct evidence *evidence)
{
	const struct output_line *lines = evidence->expected->lines;
	size_t first = evidence->divergence.index;

	return first && cause_alike(&lines[first - 1], &lines[first]) &&
	       !(first > 1 && cause_alike(&lines[first - 2], &lines[first]));
}

/* The first round is right, and no other one. */
bool cause_not_carried(const struct evidence *evidence, struct cause *cause)
{
	size_t first = evidence->divergence.index, count;

	if (evidence->divergence.kind != DIVERGENCE_WRONG_TEXT ||
	    !is_second_of_series(evidence) || (count = count_alike(evidence)) < 2)
		return false;
	/* What stays the same was set, and not calculated. */
	for (size_t i = first; i < first + count; i++)
		if (timed_output_same_text(&evidence->expected->lines[i],
					   &evidence->actual->lines[i], NULL) ||
		    (i > first && last_is_same(&evidence->actual->lines[i - 1],
					       &evidence->actual->lines[i])))
			return false;
	cause->sentence = memory_copy_text(
		"The first line of this kind is right, and none after it: is something "
		"set anew in each round that should be kept from one to the next, or the "
		"reverse?");
	return true;
}
