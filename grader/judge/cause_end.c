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

/* The innermost place of a traceback that stands in a file of the learner's:
 * «  File "x.c", line 12, in f», the last of them. */
static struct place traceback_place(const struct evidence *evidence)
{
	struct place place = { 0 };
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
				place_free(&place);
				place = next;
			}
		}
		found = end;
	}
	return place;
}

bool cause_uncaught_exception(const struct evidence *evidence, struct cause *cause)
{
	const char *traceback =
		strstr(evidence->errors, "Traceback (most recent call last)");
	char *line;

	if (!traceback || evidence->result->end != PROGRAM_EXITED ||
	    evidence->result->status == 0)
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

/* Are all lines from there on of the series of the line before? */
static bool series_goes_on(const struct timed_output *output, size_t index)
{
	if (index == 0 || index >= output->count)
		return false;
	for (size_t i = index; i < output->count; i++)
		if (!cause_alike(&output->lines[i], &output->lines[index - 1]))
			return false;
	return true;
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
