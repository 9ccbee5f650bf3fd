/* A loop that goes round once too often, or too seldom: see cause.h. */
#define _GNU_SOURCE
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "judge/cause.h"
#include "text/memory.h"
#include "text/text.h"

/* The line, other than `index`, that begins with the same word; or the count. */
static size_t find_sibling(const struct timed_output *output,
			   const struct output_line *line, size_t index)
{
	size_t length = strcspn(line->text, " :");
	size_t i = 0;

	/* A number is no word: it may count anything. */
	if (!isalpha((unsigned char)line->text[0]))
		return output->count;

	while (length && i < output->count &&
	       (i == index || strncmp(output->lines[i].text, line->text, length) != 0 ||
		strcspn(output->lines[i].text, " :") != length))
		i++;
	return length ? i : output->count;
}

/* Is a line like it still to come? Then it is at most at the wrong place. */
static bool is_still_due(const struct evidence *evidence)
{
	const struct timed_output *expected = evidence->expected;

	for (size_t i = evidence->divergence.index; i < expected->count; i++)
		if (cause_alike(&expected->lines[i], evidence->divergence.actual))
			return true;
	return false;
}

/* Does what should come instead come soon after it, or the like of it? */
static bool came_before_its_time(const struct evidence *evidence)
{
	enum { SOON = 6 };
	const struct divergence *divergence = &evidence->divergence;
	const struct timed_output *actual = evidence->actual;
	size_t next = divergence->index + 1;

	if (divergence->kind != DIVERGENCE_WRONG_TEXT || is_still_due(evidence) ||
	    cause_alike(divergence->actual, divergence->expected))
		return false;
	for (size_t i = next; i < actual->count && i < next + SOON; i++)
		if (cause_alike(&actual->lines[i], divergence->expected))
			return true;
	return false;
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
			"What should be there comes after it: does a loop go round "
			"once too often (< or <=?), or is its end not noticed?");
	else
		cause->sentence =
			text_format("It is one like line %zu: does a loop go round once "
				    "too often (< or <=?), or was something before not "
				    "refused?",
				    like + 1);
	return true;
}

/* Of the lines that came, the last that the expected one goes on with; 0 if none. */
static size_t find_round_before(const struct evidence *evidence)
{
	for (size_t i = evidence->divergence.index; i > 0; i--)
		if (cause_alike(&evidence->expected->lines[i - 1],
				evidence->divergence.expected))
			/* The same once more may be anything. */
			return strcmp(evidence->expected->lines[i - 1].text,
				      evidence->divergence.expected->text) == 0
				       ? 0
				       : i;
	return 0;
}

bool cause_round_too_few(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	size_t before;

	if ((divergence->kind != DIVERGENCE_MISSING &&
	     divergence->kind != DIVERGENCE_WRONG_TEXT) ||
	    cause_came(evidence, divergence->expected) ||
	    (divergence->actual &&
	     cause_alike(divergence->actual, divergence->expected)) ||
	    !(before = find_round_before(evidence)))
		return false;
	cause->sentence = text_format("It is one like line %zu: does a loop end a round "
				      "too early?",
				      before);
	return true;
}

/* Did nothing like it come before? */
static bool is_first(const struct timed_output *output, size_t index,
		     const struct output_line *line)
{
	for (size_t i = 0; i < index && i < output->count; i++)
		if (cause_alike(&output->lines[i], line))
			return false;
	return true;
}

/* Does a line like it follow, of the next number? A sum has none. */
static bool has_next(const struct timed_output *output, const struct output_line *line)
{
	intmax_t number, next;

	if (!cause_number(line, &number))
		return false;
	for (size_t i = 0; i < output->count; i++)
		if (cause_alike(&output->lines[i], line) &&
		    cause_number(&output->lines[i], &next) && next == number + 1)
			return true;
	return false;
}

/* The first line that is expected from there on of those like it; NULL if none is. */
static const struct output_line *first_wanted(const struct evidence *evidence,
					      const struct output_line *line)
{
	for (size_t i = evidence->divergence.index; i < evidence->expected->count; i++)
		if (cause_alike(&evidence->expected->lines[i], line))
			return &evidence->expected->lines[i];
	return NULL;
}

/* The first of a series has the number before the first, or that is missing. */
bool cause_begins_beside(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	const struct output_line *came = divergence->actual, *wanted;
	intmax_t number, first;

	if (!cause_texts_are_wrong(evidence) || !came ||
	    !is_first(evidence->expected, divergence->index, came) ||
	    !(wanted = first_wanted(evidence, came)) ||
	    !has_next(evidence->expected, wanted) || !cause_number(came, &number) ||
	    !cause_number(wanted, &first) || (number != first - 1 && number != first + 1))
		return false;
	/* Of several at once each may come first. */
	if (evidence->trace && !cause_one_task(evidence))
		return false;
	cause->sentence = text_format(
		"The first of these lines should have the number %jd, and it has %jd: "
		"does a loop, or a count, begin one too %s?",
		first, number, number < first ? "low" : "high");
	return true;
}
