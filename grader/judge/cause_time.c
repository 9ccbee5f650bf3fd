/* The right lines at the wrong moments: see cause.h. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "run/program.h"
#include "run/trace_reader.h"
#include "text/memory.h"
#include "text/text.h"

static size_t count_of(const struct evidence *evidence)
{
	return evidence->expected->count;
}

static milliseconds expected_at(const struct evidence *evidence, size_t i)
{
	return evidence->expected->lines[i].at;
}

static milliseconds actual_at(const struct evidence *evidence, size_t i)
{
	return evidence->actual->lines[i].at;
}

/* How much later than expected line i came. */
static milliseconds shift_of(const struct evidence *evidence, size_t i)
{
	return actual_at(evidence, i) - expected_at(evidence, i);
}

/* How long nothing should come before line i. */
static milliseconds expected_wait(const struct evidence *evidence, size_t i)
{
	return expected_at(evidence, i) - (i ? expected_at(evidence, i - 1) : 0);
}

static milliseconds actual_wait(const struct evidence *evidence, size_t i)
{
	return actual_at(evidence, i) - (i ? actual_at(evidence, i - 1) : 0);
}

/* The same span, as far as this clock can tell. */
static bool near(const struct evidence *evidence, milliseconds one, milliseconds other)
{
	milliseconds difference = one > other ? one - other : other - one;

	return difference <= tolerance_in_all(&evidence->tolerance);
}

/* All texts are right, and the first thing wrong is a moment. */
static bool only_moments_are_wrong(const struct evidence *evidence)
{
	return (evidence->divergence.kind == DIVERGENCE_EARLY ||
		evidence->divergence.kind == DIVERGENCE_LATE) &&
	       cause_all_texts_right(evidence);
}

/* Did all lines come, and no others, in whatever order? */
static bool all_lines_came(const struct evidence *evidence)
{
	const struct timed_output *expected = evidence->expected,
				  *actual = evidence->actual;

	if (expected->count != actual->count)
		return false;
	for (size_t i = 0; !expected->placeholder && i < actual->count; i++)
		if (cause_times_in(expected, &actual->lines[i]) !=
		    cause_times_in(actual, &actual->lines[i]))
			return false;
	return !expected->placeholder || cause_all_texts_right(evidence);
}

static bool is_too_early_or_before_others(const struct evidence *evidence)
{
	return evidence->divergence.kind == DIVERGENCE_EARLY ||
	       evidence->divergence.kind == DIVERGENCE_OUT_OF_ORDER;
}

bool cause_never_waits(const struct evidence *evidence, struct cause *cause)
{
	size_t last = count_of(evidence) - 1;
	char *moment, *span;

	if (!is_too_early_or_before_others(evidence) || !all_lines_came(evidence) ||
	    last == 0 ||
	    near(evidence, expected_at(evidence, 0), expected_at(evidence, last)) ||
	    !near(evidence, actual_at(evidence, 0), actual_at(evidence, last)) ||
	    tolerance_is_late(&evidence->tolerance, expected_at(evidence, 0),
			      actual_at(evidence, 0)))
		return false;
	moment = timed_output_seconds(actual_at(evidence, 0));
	span = timed_output_seconds(expected_at(evidence, last) -
				    expected_at(evidence, 0));
	cause->sentence =
		text_format("All lines came at %s, where %s should pass from the first "
			    "to the last: the "
			    "program never waits. Is each wait written, and awaited?",
			    moment, span);
	cause->certain = true;
	free(span);
	free(moment);
	return true;
}

static bool is_scaled(const struct evidence *evidence, milliseconds above,
		      milliseconds below)
{
	for (size_t i = 0; i < count_of(evidence); i++)
		if (!near(evidence, actual_at(evidence, i) * below,
			  expected_at(evidence, i) * above))
			return false;
	return true;
}

bool cause_scaled(const struct evidence *evidence, struct cause *cause)
{
	static const struct {
		milliseconds above, below;
		const char *words;
	} scales[] = {
		{ 2, 1, "twice as long as it should" },
		{ 1, 2, "half as long as it should" },
		{ 3, 1, "three times as long as it should" },
		{ 10, 1, "ten times as long as it should" },
		{ 1, 10, "a tenth of the time that it should" },
		{ 1000, 1,
		  "a thousand times as long as it should: are milliseconds given where "
		  "seconds are asked for?" },
		{ 1, 1000,
		  "a thousandth of the time that it should: are seconds given where "
		  "milliseconds are asked for?" },
	};

	if (!only_moments_are_wrong(evidence) ||
	    expected_at(evidence, count_of(evidence) - 1) == 0)
		return false;
	for (size_t i = 0; i < sizeof(scales) / sizeof(*scales); i++) {
		if (!is_scaled(evidence, scales[i].above, scales[i].below))
			continue;
		cause->sentence =
			text_format("Every wait takes %s%s", scales[i].words,
				    scales[i].above + scales[i].below > 1000 ? "" : ".");
		cause->certain = true;
		return true;
	}
	return false;
}

/* Are what should pass since the start, or since the line before, and what does pass the
 * same but for the part of a second? */
static bool is_cut(const struct evidence *evidence, bool since_line_before)
{
	for (size_t i = 0; i < count_of(evidence); i++) {
		milliseconds expected = expected_at(evidence, i);
		milliseconds actual = actual_at(evidence, i);

		if (since_line_before && i > 0) {
			expected -= expected_at(evidence, i - 1);
			actual -= actual_at(evidence, i - 1);
		}
		if (actual != expected / 1000 * 1000)
			return false;
	}
	return true;
}

/* Asked only of who is right with the documented numbers: a wait that is missing would be
 * missing there. */
bool cause_cut_to_seconds(const struct evidence *evidence, struct cause *cause)
{
	if (!evidence->documented || !only_moments_are_wrong(evidence) ||
	    evidence->divergence.kind != DIVERGENCE_EARLY ||
	    actual_at(evidence, count_of(evidence) - 1) == 0 ||
	    (!is_cut(evidence, false) && !is_cut(evidence, true)))
		return false;
	cause->sentence = memory_copy_text(
		"Every wait has lost what it has beside whole seconds: is a number of "
		"seconds kept in an int, or read by atoi?");
	return true;
}

/* The lines first…last, around the first divergence, that should come at one
 * instant. False if that is a single line. */
static bool find_instant(const struct timed_output *output, size_t index, size_t *first,
			 size_t *last)
{
	*first = *last = index;
	while (*first > 0 && output->lines[*first - 1].at == output->lines[index].at)
		--*first;
	while (*last + 1 < output->count &&
	       output->lines[*last + 1].at == output->lines[index].at)
		++*last;
	return *first < *last;
}

static bool each_is_later(const struct timed_output *output, size_t first, size_t last)
{
	for (size_t i = first + 1; i <= last; i++)
		if (output->lines[i].at <= output->lines[i - 1].at)
			return false;
	return true;
}

bool cause_was_under_way(const struct evidence *evidence, milliseconds late,
			 milliseconds moment)
{
	const struct trace *trace = evidence->trace;

	for (size_t i = 0; trace && i < trace->count; i++) {
		const struct trace_entry *from = &trace->entries[i];
		size_t j = i + 1;

		if (from->kind != TRACE_SUSPEND || from->at / 1000000 >= moment)
			continue;
		while (j < trace->count && (trace->entries[j].task != from->task ||
					    trace->entries[j].kind != TRACE_RESUME))
			j++;
		if (j < trace->count && trace->entries[j].at / 1000000 == late &&
		    from->place && strstr(from->place->text, "async_sleep"))
			return true;
	}
	return false;
}

/* «A» starts only when «B» is over, where both should be under way. */
static bool starts_too_late(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	const struct output_line *late;
	char *held_up, *by;

	if (divergence->kind != DIVERGENCE_OUT_OF_ORDER ||
	    divergence->actual->at <= divergence->expected->at ||
	    !cause_solution_is_concurrent(evidence))
		return false;
	late = cause_came(evidence, divergence->expected);
	if (!late || late->at < divergence->actual->at ||
	    (late->at > divergence->actual->at &&
	     cause_was_under_way(evidence, late->at, divergence->actual->at)))
		return false;
	held_up = cause_quote(divergence->expected);
	by = cause_quote(divergence->actual);
	cause->sentence = text_format("Does %s wait until %s is over, where both should "
				      "be under way at the same time?",
				      held_up, by);
	free(by);
	free(held_up);
	return true;
}

bool cause_one_after_the_other(const struct evidence *evidence, struct cause *cause)
{
	size_t first, last;

	if (starts_too_late(evidence, cause))
		return true;
	if (!only_moments_are_wrong(evidence) ||
	    evidence->divergence.kind != DIVERGENCE_LATE ||
	    !find_instant(evidence->expected, evidence->divergence.index, &first,
			  &last) ||
	    !each_is_later(evidence->actual, first, last))
		return false;
	cause->sentence = text_format(
		"Lines %zu to %zu belong to one instant, but came one after the other: "
		"is each awaited before the next is started, where they should run side "
		"by side, or is there a wait between them that should not be there?",
		first + 1, last + 1);
	return true;
}

bool cause_all_together(const struct evidence *evidence, struct cause *cause)
{
	size_t first, last;
	char *moment;

	if (!only_moments_are_wrong(evidence) ||
	    evidence->divergence.kind != DIVERGENCE_EARLY ||
	    !find_instant(evidence->actual, evidence->divergence.index, &first, &last) ||
	    last - first < 2 || !each_is_later(evidence->expected, first, last) ||
	    !near(evidence, shift_of(evidence, first), 0))
		return false;
	moment = timed_output_seconds(actual_at(evidence, first));
	cause->sentence =
		text_format("Lines %zu to %zu all came at %s: is the wait between them "
			    "missing, or do they "
			    "run side by side where one should come after the other?",
			    first + 1, last + 1, moment);
	free(moment);
	return true;
}

/* Lines that all came too early, or too late, by the same; all others are right. */
struct block {
	size_t first, last;
	milliseconds shift;
};

static bool find_block(const struct evidence *evidence, struct block *block)
{
	size_t i = evidence->divergence.index;

	if (!only_moments_are_wrong(evidence))
		return false;
	block->first = i;
	block->shift = shift_of(evidence, i);
	while (i < count_of(evidence) &&
	       near(evidence, shift_of(evidence, i), block->shift))
		i++;
	block->last = i - 1;
	for (; i < count_of(evidence); i++)
		if (!near(evidence, shift_of(evidence, i), 0))
			return false;
	return true;
}

static bool reaches_the_end(const struct evidence *evidence, const struct block *block)
{
	return block->last + 1 == count_of(evidence);
}

/* Do the lines of the block follow each other by that span? */
static bool is_regular(const struct evidence *evidence, const struct block *block,
		       milliseconds span)
{
	for (size_t i = block->first + 1; i <= block->last; i++)
		if (!near(evidence, expected_wait(evidence, i), span))
			return false;
	return true;
}

/* The wait that should come after the lines comes before them. */
static bool waits_before(const struct evidence *evidence, const struct block *block)
{
	if (block->shift <= 0)
		return false;
	if (!reaches_the_end(evidence, block))
		return near(evidence, expected_wait(evidence, block->last + 1),
			    block->shift);
	return block->first < block->last && is_regular(evidence, block, block->shift) &&
	       (block->first == 0 || expected_wait(evidence, block->first) == 0);
}

/* The wait that should come before the lines comes after them. */
static bool waits_after(const struct evidence *evidence, const struct block *block)
{
	milliseconds end = evidence->result->ended_at / 1000000;
	milliseconds last = actual_at(evidence, count_of(evidence) - 1);

	if (block->shift >= 0 || !near(evidence, actual_wait(evidence, block->first), 0))
		return false;
	/* At the end only the end of the program shows that there still is a wait. */
	return !reaches_the_end(evidence, block) ||
	       (cause_ended_well(evidence) && near(evidence, end - last, -block->shift));
}

bool cause_wait_misplaced(const struct evidence *evidence, struct cause *cause)
{
	struct block block;
	bool before;
	char *span, *line;

	if (!find_block(evidence, &block))
		return false;
	before = waits_before(evidence, &block);
	if (!before && !waits_after(evidence, &block))
		return false;
	span = timed_output_seconds(block.shift);
	line = cause_quote(&evidence->expected->lines[block.first]);
	cause->sentence =
		text_format("Is the wait of %s %s %s, where it should come %s?", span,
			    before ? "before" : "after",
			    block.first == block.last ? line : "each of these lines",
			    before ? "after" : "before");
	free(line);
	free(span);
	return true;
}

bool cause_wait_missing(const struct evidence *evidence, struct cause *cause)
{
	struct block block;
	char *span, *line;

	if (!find_block(evidence, &block) || !reaches_the_end(evidence, &block) ||
	    block.shift >= 0 || !near(evidence, actual_wait(evidence, block.first), 0))
		return false;
	span = timed_output_seconds(block.shift);
	line = cause_quote(&evidence->expected->lines[block.first]);
	cause->sentence = text_format("No time passes before line %zu, %s, where %s "
				      "should: the wait there is missing.",
				      block.first + 1, line, span);
	cause->certain = true;
	free(line);
	free(span);
	return true;
}

/* Waits that are wrong, all of them by the same: first to last, `count` in all. */
struct wrong_waits {
	size_t first, last, count;
	milliseconds expected, actual;
};

static bool find_wrong_waits(const struct evidence *evidence, struct wrong_waits *waits)
{
	*waits = (struct wrong_waits){ 0 };
	for (size_t i = 0; i < count_of(evidence); i++) {
		milliseconds expected = expected_wait(evidence, i);
		milliseconds actual = actual_wait(evidence, i);

		if (near(evidence, expected, actual))
			continue;
		if (waits->count == 0) {
			waits->first = i;
			waits->expected = expected;
			waits->actual = actual;
		} else if (!near(evidence, expected, waits->expected) ||
			   !near(evidence, actual, waits->actual)) {
			return false;
		}
		waits->last = i;
		waits->count++;
	}
	return waits->count > 0;
}

static void add_where(struct text *text, const struct evidence *evidence,
		      const struct wrong_waits *waits)
{
	char *line = cause_quote(&evidence->expected->lines[waits->first]);

	if (waits->count == 1)
		text_add_format(text, "Before line %zu, %s,", waits->first + 1, line);
	else if (waits->count == waits->last - waits->first + 1)
		text_add_format(text, "Before each of the lines %zu to %zu, from %s on,",
				waits->first + 1, waits->last + 1, line);
	else
		text_add_format(text, "Before line %zu, %s, and %zu more,",
				waits->first + 1, line, waits->count - 1);
	free(line);
}

bool cause_waits_wrong(const struct evidence *evidence, struct cause *cause)
{
	struct wrong_waits waits;
	struct text text = { 0 };
	char *expected, *actual;

	if (!only_moments_are_wrong(evidence) || !find_wrong_waits(evidence, &waits))
		return false;
	expected = timed_output_seconds(waits.expected);
	actual = timed_output_seconds(waits.actual);
	add_where(&text, evidence, &waits);
	text_add_format(&text, " %s pass instead of %s%s.", actual, expected,
			count_of(evidence) > waits.count ? "; all other waits are right"
							 : "");
	cause->sentence = text_take(&text);
	cause->certain = true;
	free(actual);
	free(expected);
	return true;
}
