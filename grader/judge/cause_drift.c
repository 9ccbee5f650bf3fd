/* Moments that are wrong by more each time, or by a whole round: see cause.h. */
#include <stdlib.h>

#include "judge/cause.h"
#include "text/text.h"

static milliseconds distance(milliseconds one, milliseconds other)
{
	return one > other ? one - other : other - one;
}

/* The same span, as far as this clock can tell. */
static bool near(const struct evidence *evidence, milliseconds one, milliseconds other)
{
	return distance(one, other) <= tolerance_in_all(&evidence->tolerance);
}

/* Is a moment what is wrong first, and every text there, at its place? */
static bool only_moments_are_wrong(const struct evidence *evidence)
{
	return (evidence->divergence.kind == DIVERGENCE_EARLY ||
		evidence->divergence.kind == DIVERGENCE_LATE) &&
	       cause_all_texts_right(evidence);
}

/* How much later than expected line i came. */
static milliseconds shift_of(const struct evidence *evidence, size_t i)
{
	return evidence->actual->lines[i].at - evidence->expected->lines[i].at;
}

bool cause_drift(const struct evidence *evidence, struct cause *cause)
{
	size_t first = evidence->divergence.index, count = evidence->expected->count;
	milliseconds step;
	char *span;

	if (!only_moments_are_wrong(evidence) || count - first < 3)
		return false;
	step = shift_of(evidence, first) - (first ? shift_of(evidence, first - 1) : 0);
	for (size_t i = first + 1; i < count; i++)
		if (!near(evidence, shift_of(evidence, i) - shift_of(evidence, i - 1),
			  step))
			return false;
	if (near(evidence, step, 0))
		return false;
	span = timed_output_seconds(step);
	cause->sentence = text_format(
		"From line %zu on each round takes %s too %s, and it adds up.", first + 1,
		span, step > 0 ? "long" : "short");
	cause->certain = true;
	free(span);
	return true;
}

/* ---- several series, one among the other ------------------------------------- */

/* A line among those that are like it: its place in them, from 1, and how many they
 * are; and the moments at which it should come, and came. */
struct member {
	size_t place, count;
	milliseconds due, came;
	milliseconds gap; /* from one of the series to the next, when all are due */
};

/* False: the line did not come, or is there twice, so that nobody knows which came. */
static bool find_member(const struct evidence *evidence, size_t index,
			struct member *member)
{
	const struct timed_output *expected = evidence->expected,
				  *actual = evidence->actual;
	const struct output_line *line = &expected->lines[index], *last = NULL;
	const struct output_line *came = NULL;

	*member = (struct member){ .due = line->at };
	if (cause_times_in(expected, line) != 1 || cause_times_in(actual, line) != 1)
		return false;
	for (size_t i = 0; i < expected->count; i++) {
		if (!cause_alike(&expected->lines[i], line))
			continue;
		member->count++;
		member->place += i <= index;
		if (last)
			member->gap = expected->lines[i].at - last->at;
		last = &expected->lines[i];
	}
	for (size_t i = 0; i < actual->count && !came; i++)
		if (timed_output_same_text(line, &actual->lines[i], NULL))
			came = &actual->lines[i];
	member->came = came ? came->at : 0;
	return came;
}

/* Is what a member is off by the same for all, counted in its way? What stands alone
 * may come whenever. True only if enough of them show it. */
typedef milliseconds measure(const struct member *member);

static bool agree(const struct evidence *evidence, measure *count_off,
		  milliseconds *common)
{
	size_t members = 0, series = 0;

	if (evidence->expected->placeholder ||
	    evidence->expected->count != evidence->actual->count)
		return false;
	for (size_t i = 0; i < evidence->expected->count; i++) {
		struct member member;
		milliseconds amount;

		if (!find_member(evidence, i, &member))
			return false;
		if (member.count < 2)
			continue;
		amount = count_off(&member);
		if (members && !near(evidence, amount, *common))
			return false;
		*common = amount;
		members++;
		series += member.place == 1;
	}
	return members >= 3 && series >= 2;
}

/* By how much it is off for each round up to it. */
static milliseconds shift_of_round(const struct member *member)
{
	milliseconds shift = member->came - member->due,
		     rounds = (milliseconds)member->place;

	/* What cannot be divided is no such shift, and agrees with none. */
	return shift % rounds == 0 ? shift / rounds : INT64_MAX / 2 + shift;
}

bool cause_drift_of_each(const struct evidence *evidence, struct cause *cause)
{
	milliseconds step = 0;
	char *span;

	if (evidence->divergence.kind == DIVERGENCE_NONE ||
	    !agree(evidence, shift_of_round, &step) || near(evidence, step, 0))
		return false;
	span = timed_output_seconds(step);
	cause->sentence = text_format(
		"In each series of lines every round takes %s too %s, and it adds up: "
		"what is added to its wait?",
		span, step > 0 ? "long" : "short");
	free(span);
	return true;
}

/* How many rounds it is late by; of a part of one nothing is made. */
static milliseconds rounds_late(const struct member *member)
{
	milliseconds shift = member->came - member->due;

	return member->gap > 0 && shift % member->gap == 0 ? shift / member->gap
							   : INT64_MAX / 2 + shift;
}

bool cause_round_early(const struct evidence *evidence, struct cause *cause)
{
	milliseconds rounds = 0;

	if (evidence->divergence.kind == DIVERGENCE_NONE ||
	    !agree(evidence, rounds_late, &rounds) || (rounds != 1 && rounds != -1))
		return false;
	cause->sentence = text_format(
		"In each series of lines every one comes a round too %s: is "
		"the wait %s the line, where it should come %s?",
		rounds < 0 ? "early" : "late", rounds < 0 ? "after" : "before",
		rounds < 0 ? "before" : "after");
	return true;
}

/* ---- later and later ----------------------------------------------------------- */

/* From line to line, all of them right but for their moments. */
static bool grows(const struct evidence *evidence)
{
	size_t first = evidence->divergence.index, count = evidence->expected->count;
	size_t growths = 0;

	for (size_t i = first + 1; i < count; i++) {
		milliseconds more = shift_of(evidence, i) - shift_of(evidence, i - 1);

		if (more < 0 && !near(evidence, more, 0))
			return false;
		growths += !near(evidence, more, 0);
	}
	return growths >= 2;
}

/* The one before it in its series; false: it is the first. */
static bool find_previous(const struct evidence *evidence, size_t index,
			  struct member *previous)
{
	for (size_t i = index; i > 0; i--)
		if (cause_alike(&evidence->expected->lines[i - 1],
				&evidence->expected->lines[index]))
			return find_member(evidence, i - 1, previous);
	return false;
}

/* Within each of several series. */
static bool grows_in_series(const struct evidence *evidence)
{
	size_t growths = 0;

	for (size_t i = 0; i < evidence->expected->count; i++) {
		struct member member, previous;

		if (!find_member(evidence, i, &member))
			return false;
		if (!find_previous(evidence, i, &previous))
			continue;
		if (member.came - member.due <= previous.came - previous.due)
			return false;
		growths++;
	}
	return growths >= 3;
}

bool cause_later_and_later(const struct evidence *evidence, struct cause *cause)
{
	size_t last = evidence->expected->count - 1;
	char *span;

	if (!only_moments_are_wrong(evidence) ||
	    evidence->divergence.kind != DIVERGENCE_LATE ||
	    !(grows(evidence) || grows_in_series(evidence)))
		return false;
	span = timed_output_seconds(shift_of(evidence, last));
	cause->sentence = text_format(
		"From there on it gets later with each round, by %s in the end: is "
		"something added to each wait, so that it adds up?",
		span);
	free(span);
	return true;
}
