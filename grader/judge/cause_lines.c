/* Lines twice, not at all, or in another order: see cause.h. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_await.h"
#include "judge/source_code.h"
#include "run/program.h"
#include "run/trace_reader.h"
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

/* Does the wrong line come more often than it should, in all? */
static bool came_more_often(const struct evidence *evidence)
{
	const struct output_line *line = evidence->divergence.actual;

	return line && cause_times_in(evidence->actual, line) >
			       cause_times_in(evidence->expected, line);
}

/* Nothing else than the order was changed. */
bool cause_by_luck(const struct evidence *evidence, struct cause *cause)
{
	if (!evidence->permuted || evidence->divergence.kind == DIVERGENCE_NONE ||
	    evidence->result->end != PROGRAM_EXITED)
		return false;
	cause->sentence = memory_copy_text(
		"In the usual order it is right by luck: does something sleep for just "
		"that long, or look now and then whether something is over, where it "
		"should await it?");
	return true;
}

bool cause_same_instant(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;

	if (divergence->kind != DIVERGENCE_OUT_OF_ORDER || is_repeated(evidence) ||
	    divergence->expected->at != divergence->actual->at ||
	    cause_due(evidence, divergence->actual) != divergence->actual->at)
		return false;
	cause->sentence = memory_copy_text(
		cause_one_task(evidence) || !cause_solution_is_concurrent(evidence)
			? "Both belong to the same instant: does the program do these "
			  "two things the other way round?"
			: "Both belong to the same instant, where what was started first "
			  "comes first: were they started in the other order?");
	return true;
}

/* Does each line come at a moment that is right for its place? */
static bool all_moments_are_right(const struct evidence *evidence)
{
	const struct timed_output *expected = evidence->expected,
				  *actual = evidence->actual;

	if (expected->count != actual->count)
		return false;
	for (size_t i = 0; i < expected->count; i++)
		if (expected->lines[i].at != actual->lines[i].at ||
		    cause_times_in(expected, &actual->lines[i]) !=
			    cause_times_in(actual, &actual->lines[i]))
			return false;
	return true;
}

/* Of an expected line like this one, but of another: its number is one of a series. */
static bool is_anothers(const struct evidence *evidence, const struct output_line *line)
{
	const struct timed_output *expected = evidence->expected;
	intmax_t number, other;

	if (!cause_number(line, &number))
		return false;
	for (size_t i = evidence->divergence.index + 1; i < expected->count; i++)
		if (cause_alike(&expected->lines[i], line) &&
		    cause_number(&expected->lines[i], &other) && other == number)
			return true;
	return false;
}

/* Several tasks, and one comes to the turn of another: at the moment that is right. */
bool cause_started_otherwise(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	bool swapped = divergence->kind == DIVERGENCE_OUT_OF_ORDER &&
		       !is_repeated(evidence) && all_moments_are_right(evidence);
	bool first = divergence->kind == DIVERGENCE_WRONG_TEXT &&
		     divergence->expected->at == divergence->actual->at &&
		     cause_alike(divergence->expected, divergence->actual) &&
		     is_anothers(evidence, divergence->actual);

	if (!evidence->trace || cause_one_task(evidence) ||
	    !cause_solution_is_concurrent(evidence) || (!swapped && !first))
		return false;
	cause->sentence =
		memory_copy_text("It comes at the right moment, but it is another's "
				 "turn: were the tasks started "
				 "in another order, or with other things to do?");
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
	if (due <= divergence->actual->at ||
	    (came_more_often(evidence) && cause_cleans_up(evidence, divergence->actual)))
		return false;
	line = cause_quote(divergence->actual);
	moment = timed_output_seconds(due);
	cause->sentence = text_format(
		came_more_often(evidence)
			? "%s is due only at %s, and comes more often than it should: is "
			  "it done ahead of its turn, or does a loop go round once too "
			  "often?"
			: "%s is due only at %s: is it done ahead of its turn, before "
			  "what comes first is asked for?",
		line, moment);
	free(moment);
	free(line);
	return true;
}

/* One task, and a line comes only behind what should follow it. */
bool cause_behind(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	const struct output_line *late;
	char *line;

	if (divergence->kind != DIVERGENCE_OUT_OF_ORDER || is_repeated(evidence) ||
	    !cause_one_task(evidence) ||
	    cause_due(evidence, divergence->actual) != divergence->actual->at)
		return false;
	late = cause_came(evidence, divergence->expected);
	if (!late || late->at <= divergence->expected->at)
		return false;
	line = cause_quote(divergence->expected);
	cause->sentence = text_format(
		"%s is done only behind it: does it stand in a loop of its own, or "
		"further down, where it should follow at once on what comes before?",
		line);
	free(line);
	return true;
}

/* Is it one of a series, the next behind the line before it? */
static bool is_next_item(const struct evidence *evidence)
{
	size_t index = evidence->divergence.index;
	const struct output_line *lines = evidence->actual->lines;

	return index && cause_alike(&lines[index], &lines[index - 1]) &&
	       !is_repeated(evidence);
}

/* Does it clean up, as a line did before that is the same, and more often than any
 * should? */
static bool cleaned_up_again(const struct evidence *evidence)
{
	const struct output_line *line = evidence->divergence.actual;
	struct timed_output before = *evidence->actual;

	before.count = evidence->divergence.index;
	return came_more_often(evidence) && cause_times_in(&before, line) &&
	       cause_cleans_up(evidence, line);
}

static bool came_twice(const struct evidence *evidence)
{
	const struct divergence *divergence = &evidence->divergence;

	if (divergence->kind == DIVERGENCE_OUT_OF_ORDER)
		return is_repeated(evidence) ||
		       (came_more_often(evidence) &&
			cause_cleans_up(evidence, divergence->actual));
	if (divergence->kind == DIVERGENCE_EXTRA && is_next_item(evidence))
		return false;
	if (divergence->kind == DIVERGENCE_EXTRA && cleaned_up_again(evidence))
		return true;
	return divergence->kind == DIVERGENCE_EXTRA && !cause_goes_on(evidence) &&
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

/* The first call of NAME_exit or NAME_aexit, if NAME (…) is what a with is given: where
 * it stands in `code`, or NULL. */
static const char *find_exit_call(const char *code, size_t *length)
{
	static const char *const endings[] = { "_aexit", "_exit" };

	for (const char *at = code; *at; at += *length ? *length : 1) {
		*length = source_code_word_length(at);
		for (size_t i = 0; i < 2 && *length; i++) {
			size_t ending = strlen(endings[i]);
			char *manager;
			bool entered;

			if (*length <= ending ||
			    strncmp(at + *length - ending, endings[i], ending) != 0 ||
			    *source_code_skip_space(at + *length) != '(' ||
			    !(source_code_begins_statement(code, at) ||
			      source_await_is_awaited(code, at)))
				continue;
			manager = text_format("%.*s(", (int)(*length - ending), at);
			entered = source_code_phrase(code, manager);
			free(manager);
			if (entered)
				return at;
		}
	}
	return NULL;
}

bool cause_exit_by_hand(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	const struct output_line *line = evidence->divergence.actual;
	const char *call;
	size_t length;
	char *code;

	if (!cause_texts_are_wrong(evidence) || !line || !source || !source->text ||
	    cause_times_in(evidence->actual, line) <=
		    cause_times_in(evidence->expected, line))
		return false;
	code = source_code_if_short(source->text);
	call = find_exit_call(code, &length);
	if (call) {
		cause->where = evidence_place(evidence, source->name,
					      source_code_line(code, call));
		if (cause_is_as_in_solution(evidence, cause->where)) {
			place_free(&cause->where);
			call = NULL;
		} else {
			cause->sentence = text_format(
				"It came once more than it should, and %.*s is called "
				"here by hand: is the exit run twice, once by the scope "
				"and once by hand?",
				(int)length, call);
		}
	}
	free(code);
	return call;
}

/* One task, and no other program: there is nothing to wait for. */
static bool started_nothing(const struct evidence *evidence)
{
	size_t programs = 0;

	for (size_t i = 0; i < evidence->source_count; i++)
		programs += evidence->sources[i].program != NULL;
	return programs == 1 && cause_one_task(evidence);
}

/* Was no block left at all? */
static bool left_none(const struct trace *trace)
{
	for (size_t i = 0; trace && i < trace->count; i++)
		if (trace->entries[i].kind == TRACE_EXIT)
			return false;
	return trace && trace->complete;
}

/* Where something is left, something else is done; and it is never left. */
static bool is_exit_replaced(const struct evidence *evidence)
{
	const struct divergence *divergence = &evidence->divergence;

	return divergence->kind == DIVERGENCE_WRONG_TEXT && left_none(evidence->trace) &&
	       cause_cleans_up(evidence, divergence->expected) &&
	       !cause_cleans_up(evidence, divergence->actual) &&
	       !cause_came(evidence, divergence->expected);
}

/* The program ended in peace, but its last lines never came. */
bool cause_exit_skipped(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	bool exit_lines = false;

	if ((divergence->kind != DIVERGENCE_MISSING && !is_exit_replaced(evidence)) ||
	    !cause_ended_well(evidence) || divergence->index == 0 ||
	    (divergence->index < evidence->actual->count &&
	     !cause_cleans_up(evidence, divergence->expected)))
		return false;
	for (size_t i = divergence->index; i < evidence->expected->count; i++)
		exit_lines = exit_lines ||
			     cause_cleans_up(evidence, &evidence->expected->lines[i]);
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

	/* What several tasks print does not come in the order of the statements. */
	if (!cause_texts_are_wrong(evidence) || index + 1 >= expected->count ||
	    index + 1 >= actual->count ||
	    (evidence->trace && !cause_one_task(evidence)) ||
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
