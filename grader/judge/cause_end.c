/* How the program ended: see cause.h. */
#define _GNU_SOURCE
#include <ctype.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/crash_report.h"
#include "run/program.h"
#include "text/memory.h"
#include "text/text.h"

/* By our own count, or by the system's. */
static bool ran_out_of_processor_time(const struct evidence *evidence)
{
	return evidence->result->end == PROGRAM_CPU_LIMIT ||
	       (evidence->result->end == PROGRAM_SIGNALED &&
		evidence->result->status == SIGXCPU);
}

/* «file.c:12: function: Assertion `x' failed.», as assert prints it. */
static bool failed_assertion(const struct evidence *evidence, struct cause *cause)
{
	const char *mark = strstr(evidence->errors, ": Assertion `");
	const char *line = mark, *end;
	char *head, *number;

	if (!mark || !(end = strstr(mark, "' failed.")))
		return false;
	while (line > evidence->errors && line[-1] != '\n')
		line--;
	head = memory_copy_bytes(line, (size_t)(mark - line));
	/* «program: file.c:12: function» */
	number = strstr(head, ".c:");
	if (number) {
		char *file = number;

		while (file > head && !isspace((unsigned char)file[-1]))
			file--;
		number[2] = '\0';
		cause->where = evidence_place(evidence, file, atoi(number + 3));
	}
	free(head);
	mark += strlen(": Assertion `");
	cause->sentence =
		text_format("The assertion %.*s failed.", (int)(end - mark), mark);
	cause->certain = true;
	return true;
}

/* The runtime says it, with the name, when a coroutine runs into its guard. */
static bool ran_out_of_stack(const struct evidence *evidence, struct cause *cause)
{
	static const char words[] = "stack overflow in coroutine '";
	const char *found = evidence->errors ? strstr(evidence->errors, words) : NULL;
	const char *name = found ? found + sizeof(words) - 1 : NULL;
	int length = name ? (int)strcspn(name, "'\n") : 0;

	if (!length || length > 100 || name[length] != '\'')
		return false;
	cause->sentence = text_format("Coroutine %.*s ran out of its stack: does it call "
				      "itself without end, or "
				      "keep a large array there?",
				      length, name);
	cause->certain = true;
	return true;
}

bool cause_crash(const struct evidence *evidence, struct cause *cause)
{
	const struct crash_report *report = evidence->crash;
	char *signal;

	if (evidence->result->end != PROGRAM_SIGNALED ||
	    ran_out_of_processor_time(evidence))
		return false;
	if (evidence->result->status == SIGABRT && failed_assertion(evidence, cause))
		return true;
	if (ran_out_of_stack(evidence, cause))
		return true;
	cause->certain = true;
	if (report && report->what) {
		if (report->file)
			cause->where =
				evidence_place(evidence, report->file, report->line);
		cause->sentence = text_format("%s.", report->what);
		return true;
	}
	signal = crash_signal_name(evidence->result->status);
	cause->sentence = text_format("The program was ended by %s.", signal);
	free(signal);
	return true;
}

/* The last line that begins with «Name: » or is «Name», after a traceback. */
static char *last_line(const char *errors)
{
	size_t length = strlen(errors), start;

	while (length && errors[length - 1] == '\n')
		length--;
	start = length;
	while (start && errors[start - 1] != '\n')
		start--;
	return memory_copy_bytes(errors + start, length - start);
}

/* The function around a line: from what stands at the beginning of a line above it
 * to the brace that stands so below. To be freed; NULL if it is not laid out so. */
static char *function_around(const char *text, int line)
{
	const char *start = NULL, *end = NULL;

	for (int number = 1; text && *text && !end; number++) {
		const char *next = strchr(text, '\n');

		if (number <= line && (isalpha((unsigned char)*text) || *text == '_'))
			start = text;
		if (number >= line && *text == '}')
			end = text;
		text = next ? next + 1 : NULL;
	}
	return start && end > start ? memory_copy_bytes(start, (size_t)(end - start))
				    : NULL;
}

static bool is_as_in_solution(const struct evidence *evidence, struct place place)
{
	bool same = false;

	for (size_t i = 0; i < evidence->source_count && !same; i++) {
		const struct evidence_source *source = &evidence->sources[i];
		char *function = strcmp(source->shown, place.file) == 0
					 ? function_around(source->text, place.line)
					 : NULL;

		same = function && source->solution && strstr(source->solution, function);
		free(function);
	}
	return same;
}

/* The place of a traceback to look at, of those that stand in a file of the
 * learner's: «  File "x.c", line 12, in f». The last of them is the innermost. But
 * a function that stands so in the solution, too, is not to blame: in what is there
 * to be called, a raise is as it should be. */
static struct place traceback_place(const struct evidence *evidence)
{
	struct place place = { 0 };
	bool blamed = false;
	const char *found = evidence->errors;

	while ((found = strstr(found, "File \""))) {
		const char *name = found + 6, *end = strchr(name, '"');
		char *file;

		if (!end)
			break;
		if (strncmp(end, "\", line ", 8) == 0) {
			struct place next;

			file = memory_copy_bytes(name, (size_t)(end - name));
			next = evidence_place(evidence, file, atoi(end + 8));
			free(file);
			if (next.file) {
				bool blame = !is_as_in_solution(evidence, next);

				if (blame || !blamed) {
					place_free(&place);
					place = next;
				} else {
					place_free(&next);
				}
				blamed = blamed || blame;
			}
		}
		found = end;
	}
	return place;
}

/* A traceback; or, of a program without coroutines, only «NameError: why», as the
 * last line. */
static bool tells_of_uncaught(const char *errors)
{
	char *line;
	size_t length;
	bool told = strstr(errors, "Traceback (most recent call last)");

	line = last_line(errors);
	length = strspn(line, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
	told = told || (length > 5 && isupper((unsigned char)*line) &&
			strncmp(line + length - 5, "Error", 5) == 0 &&
			(line[length] == ':' || !line[length]));
	free(line);
	return told;
}

bool cause_uncaught_exception(const struct evidence *evidence, struct cause *cause)
{
	char *line;

	if (!tells_of_uncaught(evidence->errors) ||
	    evidence->result->end != PROGRAM_EXITED || evidence->result->status == 0 ||
	    /* Nothing printed is not much to know it by. */
	    (evidence->actual->count && cause_is_as_handed_out(evidence)))
		return false;
	line = last_line(evidence->errors);
	cause->where = traceback_place(evidence);
	cause->sentence = text_format(
		"Nobody caught the exception %s%s", line,
		*line && ispunct((unsigned char)line[strlen(line) - 1]) ? "" : ".");
	cause->certain = true;
	free(line);
	return true;
}

static bool was_stopped(const struct evidence *evidence)
{
	switch (evidence->result->end) {
	case PROGRAM_REAL_LIMIT:
	case PROGRAM_VIRTUAL_LIMIT:
	case PROGRAM_CPU_LIMIT:
	case PROGRAM_OUTPUT_LIMIT: return true;
	default: return false;
	}
}

/* Is each line from there on like the one that stands so many lines before it? */
static bool repeats(const struct timed_output *output, size_t index, size_t period)
{
	for (size_t i = index; i < output->count; i++)
		if (!cause_alike(&output->lines[i], &output->lines[i - period]))
			return false;
	return true;
}

/* Do all lines from there on go on with what came before, in rounds of a line or
 * of a few? Of these there must be three, or it could be chance. */
static bool series_goes_on(const struct timed_output *output, size_t index)
{
	enum { LONGEST = 8 };

	if (index == 0 || index >= output->count)
		return false;
	if (repeats(output, index, 1))
		return true;
	for (size_t period = 2; period <= LONGEST && period <= index; period++)
		if (output->count - index >= 3 * period && repeats(output, index, period))
			return true;
	return false;
}

bool cause_never_ends(const struct evidence *evidence, struct cause *cause)
{
	const struct timed_output *actual = evidence->actual;
	size_t index = evidence->divergence.index;
	bool series = series_goes_on(actual, index);
	char *line;

	if (!was_stopped(evidence) || index >= actual->count ||
	    actual->count <= evidence->expected->count ||
	    !(series || evidence->divergence.kind == DIVERGENCE_EXTRA))
		return false;
	line = cause_quote(&actual->lines[index]);
	cause->sentence = text_format("The %s never ends: line %zu, %s, is the first too "
				      "many, and it went on until the "
				      "program was stopped.",
				      series ? "iteration" : "program", index + 1, line);
	cause->certain = true;
	free(line);
	return true;
}

bool cause_waits_for_ever(const struct evidence *evidence, struct cause *cause)
{
	const struct timed_output *actual = evidence->actual;
	char *line, *moment;

	if (evidence->result->end != PROGRAM_VIRTUAL_LIMIT || actual->count == 0 ||
	    evidence->divergence.kind != DIVERGENCE_MISSING ||
	    actual->count != evidence->divergence.index)
		return false;
	line = cause_quote(&actual->lines[actual->count - 1]);
	moment = timed_output_seconds(evidence->result->ended_at / 1000000);
	cause->sentence = text_format("After line %zu, %s, nothing more came until the "
				      "program was stopped at %s: does it "
				      "wait for something that never happens?",
				      actual->count, line, moment);
	cause->certain = true;
	free(moment);
	free(line);
	return true;
}

bool cause_does_not_stop(const struct evidence *evidence, struct cause *cause)
{
	char *moment;

	if (!was_stopped(evidence) || evidence->divergence.kind != DIVERGENCE_NONE)
		return false;
	moment = timed_output_seconds(evidence->result->ended_at / 1000000);
	cause->sentence = text_format("Every line is right, but the program does not "
				      "end: it still ran at %s, when it "
				      "was stopped. What is left running: a loop, a "
				      "task, or another process that is "
				      "waited for?",
				      moment);
	cause->certain = true;
	free(moment);
	return true;
}

bool cause_computes_for_ever(const struct evidence *evidence, struct cause *cause)
{
	if (!ran_out_of_processor_time(evidence))
		return false;
	cause->sentence = memory_copy_text("Until it was stopped the program computed "
					   "and did not wait: is there a loop "
					   "without an end, or without an await in it?");
	return true;
}

bool cause_limit(const struct evidence *evidence, struct cause *cause)
{
	const struct program_result *result = evidence->result;
	size_t lines = evidence->actual->count;
	char *moment;

	if (!was_stopped(evidence) && result->end != PROGRAM_MEMORY_LIMIT)
		return false;
	moment = timed_output_seconds(result->ended_at / 1000000);
	cause->sentence =
		text_format("The program was stopped at %s, after %zu line%s: %s.",
			    moment, lines, lines == 1 ? "" : "s",
			    result->error ? result->error : "it went past a limit");
	cause->certain = true;
	free(moment);
	return true;
}

bool cause_exit_status(const struct evidence *evidence, struct cause *cause)
{
	if (evidence->divergence.kind != DIVERGENCE_NONE ||
	    evidence->result->end != PROGRAM_EXITED || evidence->result->status == 0)
		return false;
	cause->sentence = text_format("Every line is right, but the program ended with "
				      "exit status %d, which says that "
				      "it failed: main should return 0.",
				      evidence->result->status);
	cause->certain = true;
	return true;
}
