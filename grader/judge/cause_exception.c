/* What was raised, and what came of it: see cause.h. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_code.h"
#include "run/trace_reader.h"
#include "text/memory.h"
#include "text/text.h"

/* The last exception, or request to end, after the last line that was right. */
static const struct trace_entry *find_upset(const struct evidence *evidence)
{
	const struct divergence *divergence = &evidence->divergence;
	milliseconds from = cause_last_right(evidence);
	milliseconds to =
		divergence->actual ? divergence->actual->at : divergence->expected->at;
	const struct trace_entry *found = NULL;

	for (size_t i = 0; i < evidence->trace->count; i++) {
		const struct trace_entry *entry = &evidence->trace->entries[i];

		if ((entry->kind == TRACE_RAISE || entry->kind == TRACE_CANCEL ||
		     entry->kind == TRACE_ACLOSE) &&
		    cause_at(entry) >= from && cause_at(entry) <= to &&
		    !strstr(entry->text, "StopAsyncIteration"))
			if (!found || entry->kind != TRACE_RAISE ||
			    found->kind == TRACE_RAISE)
				found = entry;
	}
	return found;
}

/* When the first thing that is wrong came, or should have come. */
static milliseconds moment_of(const struct evidence *evidence)
{
	const struct divergence *divergence = &evidence->divergence;
	const struct output_line *line =
		divergence->expected ? divergence->expected : divergence->actual;

	return line ? line->at : 0;
}

/* Is it the right line, with another number in it? */
static bool only_differs(const struct evidence *evidence)
{
	return evidence->divergence.kind == DIVERGENCE_WRONG_TEXT &&
	       cause_alike(evidence->divergence.expected, evidence->divergence.actual);
}

/* Is a block left by that exception, at that moment? Else it has nothing to clean up. */
static bool leaves_block(const struct trace *trace, const struct trace_entry *raised)
{
	for (size_t i = 0; i < trace->count; i++)
		if (trace->entries[i].kind == TRACE_EXIT &&
		    cause_at(&trace->entries[i]) == cause_at(raised) &&
		    strcmp(trace->entries[i].text, raised->text) == 0)
			return true;
	return false;
}

/* Where no time passes, all that happened did so «just before»: then only of what
 * is printed for an exception, or at an exit, can it be asked. */
static bool may_come_of(const struct evidence *evidence)
{
	const struct timed_output *expected = evidence->expected;
	const struct output_line *line = evidence->divergence.expected;

	if (expected->count && expected->lines[expected->count - 1].at > 0)
		return true;
	return line &&
	       (cause_cleans_up(evidence, line) || cause_is_in_except(evidence, line));
}

/* What a closed generator leaves out is clean-up; so is what an exception leaves out,
 * unless a block was left by it: then it may be anything. */
static bool may_be_left_out(const struct evidence *evidence,
			    const struct trace_entry *upset)
{
	const struct output_line *line = evidence->divergence.expected;

	if (upset->kind != TRACE_RAISE)
		return line && cause_cleans_up(evidence, line);
	return leaves_block(evidence->trace, upset) ||
	       (line && cause_is_in_finally(evidence, line));
}

/* The runtime refuses that, and says so in what it raises. */
bool cause_return_in_try(const struct evidence *evidence, struct cause *cause)
{
	static const char words[] = "this try has a finally";
	bool said = strstr(evidence->errors, words);

	for (size_t i = 0; i < evidence->actual->count && !said; i++)
		said = strstr(evidence->actual->lines[i].text, words);
	if (!said)
		return false;
	cause->sentence = memory_copy_text(
		"A return, break, continue or goto leaves a try that has a finally: so "
		"the finally would not run. Note the result in a variable, and leave "
		"behind the end_try.");
	cause->certain = true;
	return true;
}

bool cause_after_exception(const struct evidence *evidence, struct cause *cause)
{
	const struct trace_entry *upset;

	if (!evidence->trace || !cause_texts_are_wrong(evidence) ||
	    cause_goes_on(evidence) || !(upset = find_upset(evidence)))
		return false;
	if (upset->kind == TRACE_CANCEL || !may_come_of(evidence) ||
	    (cause_at(upset) != moment_of(evidence) &&
	     (upset->kind == TRACE_RAISE ||
	      evidence->divergence.kind != DIVERGENCE_MISSING)) ||
	    only_differs(evidence) || !may_be_left_out(evidence, upset))
		return false;
	cause->where = cause_place(evidence, upset);
	cause->sentence = text_format(
		"Just before, %s was %s: is something left out that must be done in any "
		"case, for "
		"want of a finally%s?",
		upset->text, upset->kind == TRACE_RAISE ? "raised" : "closed",
		upset->kind == TRACE_RAISE
			? ", or is the exception caught, or not caught, at the "
			  "wrong place"
			: "");
	return true;
}

bool cause_after_cancellation(const struct evidence *evidence, struct cause *cause)
{
	const struct trace_entry *upset;

	if (!evidence->trace || !cause_texts_are_wrong(evidence) ||
	    !(upset = find_upset(evidence)) || upset->kind != TRACE_CANCEL)
		return false;
	cause->sentence = memory_copy_text(
		"Just before, a task was cancelled: did that come at the right moment, "
		"is the task "
		"awaited after it, and is its clean-up done in any case?");
	return true;
}

static bool speaks_of_error(const struct output_line *line)
{
	static const char *const words[] = { "error",     "caught",     "fail",
					     "exception", "wrong",      "cut short",
					     "lost",      "thrown",     "refused",
					     "404",       "cancel",     "no paper",
					     "no more",   "there is no" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcasestr(line->text, words[i]))
			return true;
	return false;
}

static bool tells_of_exception(const struct evidence *evidence,
			       const struct output_line *line)
{
	return speaks_of_error(line) || cause_is_in_except(evidence, line);
}

/* Was something raised that no line has spoken of yet? */
static bool something_was_raised(const struct evidence *evidence)
{
	const struct trace *trace = evidence->trace;
	milliseconds from = -1;

	for (size_t i = 0; i < evidence->divergence.index; i++)
		if (tells_of_exception(evidence, &evidence->actual->lines[i]))
			from = evidence->actual->lines[i].at;
	for (size_t i = 0; i < trace->count; i++)
		if (trace->entries[i].kind == TRACE_RAISE &&
		    cause_at(&trace->entries[i]) > from &&
		    cause_at(&trace->entries[i]) <= moment_of(evidence) &&
		    !strstr(trace->entries[i].text, "StopAsyncIteration"))
			return true;
	return !trace->complete;
}

/* The expected line, or one of the two after it, speaks of an error, and nothing
 * was raised for it. */
bool cause_nothing_raised(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	/* What comes instead of nothing is the line itself. */
	bool near = divergence->kind == DIVERGENCE_EXTRA ||
		    divergence->kind == DIVERGENCE_OUT_OF_ORDER;
	size_t index = divergence->index, last = index + (near ? 3 : 1);
	milliseconds now = divergence->actual ? divergence->actual->at : INT64_MAX;
	char *line;

	if (!evidence->trace || !evidence->trace->count ||
	    !cause_texts_are_wrong(evidence) || find_upset(evidence) ||
	    something_was_raised(evidence) || cause_goes_on(evidence))
		return false;
	if (last > evidence->expected->count)
		last = evidence->expected->count;
	while (index < last &&
	       !tells_of_exception(evidence, &evidence->expected->lines[index]))
		index++;
	/* Only if it should have been raised by then. */
	if (index >= last || evidence->expected->lines[index].at > now)
		return false;
	line = cause_quote(&evidence->expected->lines[index]);
	cause->sentence = text_format(
		"Line %zu should be %s, but no %s for it: is a %s missing, or not "
		"reached?",
		index + 1, line,
		strcasestr(line, "cancel") ? "task was cancelled"
					   : "exception was raised",
		strcasestr(line, "cancel") ? "task_cancel or a time limit" : "raise");
	free(line);
	return true;
}

static bool is_end_of_iteration(const struct trace_entry *entry)
{
	return strstr(entry->text, "StopIteration") ||
	       strstr(entry->text, "StopAsyncIteration") ||
	       strstr(entry->text, "GeneratorExit");
}

/* Have all the lines that came since then, and were right, cleaned up after it? */
static bool only_cleaned_up(const struct evidence *evidence,
			    const struct trace_entry *raised)
{
	for (size_t i = 0; i < evidence->divergence.index; i++)
		if (evidence->actual->lines[i].at > cause_at(raised) &&
		    !cause_cleans_up(evidence, &evidence->actual->lines[i]))
			return false;
	return leaves_block(evidence->trace, raised);
}

/* What was raised between the last line that was right and what is wrong: nothing,
 * unless all of it is of one type. Of one place, too, or *where is empty. */
static const char *what_was_raised(const struct evidence *evidence, struct place *where)
{
	const struct divergence *divergence = &evidence->divergence;
	const struct trace *trace = evidence->trace;
	const struct trace_entry *found = NULL;
	bool one_place = true;
	milliseconds to;

	*where = (struct place){ 0 };
	if (!trace || divergence->kind == DIVERGENCE_NONE)
		return NULL;
	to = divergence->actual ? divergence->actual->at : moment_of(evidence);
	for (size_t i = 0; i < trace->count; i++) {
		const struct trace_entry *entry = &trace->entries[i];

		if (entry->kind != TRACE_RAISE || is_end_of_iteration(entry) ||
		    cause_at(entry) > to ||
		    (cause_at(entry) < cause_last_right(evidence) &&
		     !only_cleaned_up(evidence, entry)))
			continue;
		/* What is nearer counts for more than what has been cleaned up after. */
		if (found && cause_at(found) < cause_last_right(evidence) &&
		    cause_at(entry) >= cause_last_right(evidence)) {
			found = NULL;
			one_place = true;
		}
		if (found && strcmp(found->text, entry->text) != 0)
			return NULL;
		one_place = one_place && (!found || found->place == entry->place);
		found = entry;
	}
	if (found && one_place)
		*where = cause_place(evidence, found);
	return found ? found->text : NULL;
}

/* Is it an except that ends what it takes, and not the solution's, nor the one that
 * prints the line? */
static bool ends_it(const struct evidence_source *source, const char *code,
		    const char *except, const struct output_line *line)
{
	const char *end = source_code_block_end(except);
	char *block = memory_copy_bytes(except, (size_t)(end - except));
	char *written = memory_copy_bytes(source->text + (except - code),
					  (size_t)(end - except) + (*end == '}'));
	char *one = source_code_packed(written),
	     *all = source_code_packed(source->solution);
	bool ends =
		!source_code_word(block, "raise") && !strstr(all, one) &&
		!source_code_prints_between(source->text, code, except, end, line->text);

	free(all);
	free(one);
	free(written);
	free(block);
	return ends;
}

/* The only except in which it can have ended; an empty place if it is not known. */
static struct place place_of_end(const struct evidence *evidence,
				 const struct output_line *line)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	struct place place = { 0 };
	size_t count = 0;
	char *code;

	if (!source->solution)
		return place;
	code = source_code_if_short(source->text);
	for (const char *at = code; (at = source_code_word(at, "except")); at++)
		if (ends_it(source, code, at, line) && count++ == 0)
			place = evidence_place(evidence, source->name,
					       source_code_line(code, at));
	free(code);
	if (count > 1)
		place_free(&place);
	return place;
}

/* What an except block prints does not come, and something was raised: somebody in
 * between has caught it. */
bool cause_caught_on_the_way(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	const char *raised;

	if (!cause_texts_are_wrong(evidence) || !divergence->expected ||
	    !cause_is_in_except(evidence, divergence->expected) ||
	    (divergence->actual && cause_is_in_except(evidence, divergence->actual)) ||
	    cause_came(evidence, divergence->expected) ||
	    !(raised = what_was_raised(evidence, &cause->where)))
		return false;
	if (!cause->where.file)
		cause->where = place_of_end(evidence, divergence->expected);
	cause->sentence = text_format(
		"%s was raised, but did not get to the except that prints it: is it "
		"caught on the way and not raised again, by an except or by an exit that "
		"returns true?",
		raised);
	return true;
}

/* What an except block prints should not be there: the raise is to be looked at. */
bool cause_raised_there(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	const char *raised;

	if ((divergence->kind != DIVERGENCE_EXTRA &&
	     divergence->kind != DIVERGENCE_WRONG_TEXT) ||
	    !cause_is_in_except(evidence, divergence->actual) ||
	    !(raised = what_was_raised(evidence, &cause->where)))
		return false;
	/* That was asked for elsewhere, and comes at any await. */
	if (strcmp(raised, "CancelledError") == 0) {
		place_free(&cause->where);
		return false;
	}
	if (cause->where.file && cause_is_as_in_solution(evidence, cause->where))
		cause->sentence = text_format(
			"It tells of an exception, a %s, from a place that is as it "
			"should be: was what stands there called once too often, too "
			"early, or with something else?",
			raised);
	else
		cause->sentence =
			text_format("It tells of an exception, a %s: should that be "
				    "raised there?",
				    raised);
	return true;
}
