/* Series that end too early or too late, by items or by rounds: see cause.h. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_code.h"
#include "run/trace_reader.h"
#include "text/memory.h"
#include "text/text.h"

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

/* The end that an iterator of the learner's has told, just as the wrong line came, and
 * before the one was due that should stand there; or NULL. */
static const struct trace_entry *find_stop(const struct evidence *evidence)
{
	const struct divergence *divergence = &evidence->divergence;
	const struct trace_entry *found = NULL;

	for (size_t i = 0; i < evidence->trace->count; i++) {
		const struct trace_entry *entry = &evidence->trace->entries[i];

		if (entry->kind == TRACE_RAISE && entry->place &&
		    (strcmp(entry->text, "StopAsyncIteration") == 0 ||
		     strcmp(entry->text, "StopIteration") == 0) &&
		    cause_at(entry) == divergence->actual->at &&
		    cause_at(entry) >= cause_last_right(evidence) &&
		    cause_at(entry) < divergence->expected->at)
			found = entry;
	}
	return found;
}

/* What comes behind a loop came before its time: the iterator has ended the loop. */
bool cause_stopped_early(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	const struct trace_entry *stop;

	if (!evidence->trace || !cause_texts_are_wrong(evidence) ||
	    !divergence->expected || !divergence->actual ||
	    cause_due(evidence, divergence->actual) <= divergence->actual->at ||
	    !(stop = find_stop(evidence)))
		return false;
	cause->where = cause_place(evidence, stop);
	cause->sentence =
		text_format("It came just when an iterator told its end, by %s, and "
			    "before its time: does the iteration end too early?",
			    stop->text);
	return true;
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
 * called twice is no iteration; but the next number in a series is none of those. */
static bool is_done_twice(const struct evidence *evidence)
{
	const struct output_line *line = evidence->divergence.actual;

	return cause_speaks_of_exit(line) ||
	       (!cause_goes_on(evidence) &&
		cause_times_in(evidence->expected, line) == 1 &&
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
	    cause_alike(divergence->expected, divergence->actual) ||
	    (cause_speaks_of_exit(divergence->expected) &&
	     !cause_came(evidence, divergence->expected)))
		return false;
	cause->sentence = memory_copy_text("It is like the lines before it: does the "
					   "iteration go on for one item too many?");
	return true;
}

/* What should stand in the place of an extra line came later, after a wait that was
 * under way already, of another task: then it is that one's fault. */
bool cause_ended_by_another(const struct evidence *evidence)
{
	const struct divergence *divergence = &evidence->divergence;
	const struct output_line *wanted = cause_wanted(evidence),
				 *late = wanted ? cause_came(evidence, wanted) : NULL;

	return divergence->kind == DIVERGENCE_EXTRA && late && late->at > wanted->at &&
	       evidence->trace && !cause_one_task(evidence) &&
	       cause_was_under_way(evidence, late->at, divergence->actual->at);
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
	    cause_ended_by_another(evidence) ||
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

/* Does a series go on in what is expected, that is at its end in what came? */
static bool is_cut(const struct evidence *evidence)
{
	const struct divergence *divergence = &evidence->divergence;
	size_t index = divergence->index;

	return (divergence->kind == DIVERGENCE_MISSING ||
		divergence->kind == DIVERGENCE_WRONG_TEXT ||
		divergence->kind == DIVERGENCE_OUT_OF_ORDER) &&
	       goes_on(evidence->expected, divergence->expected, index) &&
	       (index >= evidence->actual->count ||
		!cause_alike(&evidence->actual->lines[index], divergence->expected));
}

/* A manager is closed by its block, a stream by who leaves the loop. */
static bool is_manager(const struct evidence *evidence, const char *name)
{
	static const char *const macros[] = { "asynccontextmanager", "contextmanager" };
	const struct evidence_source *source = evidence_main_source(evidence);
	struct definition definition;
	bool found = false;
	char *code;

	if (!source || !source->text)
		return false;
	code = source_code_if_short(source->text);
	for (size_t i = 0; i < 2; i++) {
		const char *at = code;

		while (source_code_definition(&at, macros[i], &definition)) {
			found = found || strcmp(definition.name, name) == 0;
			free(definition.name);
		}
	}
	free(code);
	return found;
}

/* The generator that was closed before its end, and before anything more was
 * printed; or NULL. */
static const char *closed_there(const struct evidence *evidence)
{
	const struct trace *trace = evidence->trace;
	milliseconds from = cause_last_right(evidence);
	milliseconds to =
		evidence->divergence.actual ? evidence->divergence.actual->at : from;

	for (size_t i = 0; trace && i < trace->count; i++)
		if (trace->entries[i].kind == TRACE_ACLOSE &&
		    cause_at(&trace->entries[i]) >= from &&
		    cause_at(&trace->entries[i]) <= to &&
		    !is_manager(evidence, trace->entries[i].text))
			return trace->entries[i].text;
	return NULL;
}

/* Does the line come so often as it should, though perhaps not when? */
static bool comes_as_often(const struct evidence *evidence,
			   const struct output_line *line)
{
	return !cause_ended_well(evidence) ||
	       cause_times_in(evidence->actual, line) >=
		       cause_times_in(evidence->expected, line);
}

/* What comes behind the series may be another one for it, as a sum is. */
bool cause_series_cut(const struct evidence *evidence, struct cause *cause)
{
	const char *closed;

	if (!is_cut(evidence))
		return false;
	closed = closed_there(evidence);
	/* Without that, what comes later may only be late. */
	if (!closed && cause_came(evidence, evidence->divergence.expected) &&
	    comes_as_often(evidence, evidence->divergence.expected))
		return false;
	cause->sentence =
		closed ? text_format("The lines like it end with line %zu, where the "
				     "generator %s was closed: is the loop over it left "
				     "too early, by a break or a return?",
				     evidence->divergence.index, closed)
		       : text_format("The lines like it end with line %zu: does the "
				     "iteration end too early?",
				     evidence->divergence.index);
	return true;
}

/* The same of what is no series: a generator was closed, it cleaned up, and what
 * should come before that never came. */
bool cause_left_early(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	const char *closed;

	if ((divergence->kind != DIVERGENCE_MISSING &&
	     divergence->kind != DIVERGENCE_WRONG_TEXT) ||
	    cause_came(evidence, divergence->expected) ||
	    cause_cleans_up(evidence, divergence->expected) ||
	    (divergence->actual &&
	     cause_alike(divergence->actual, divergence->expected)) ||
	    !(closed = closed_there(evidence)))
		return false;
	cause->sentence =
		text_format("The generator %s was closed there: is the loop over "
			    "it left too early, by a break or a return?",
			    closed);
	return true;
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
	    cause_cleans_up(evidence, &expected->lines[index]) ||
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
