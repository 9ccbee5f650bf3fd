/* A loop that goes round once too often, or too seldom: see cause.h. */
#define _GNU_SOURCE
#include <ctype.h>
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
