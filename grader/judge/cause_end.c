/* How the program ended: see cause.h. */
#define _GNU_SOURCE
#include <ctype.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_code.h"
#include "judge/crash_report.h"
#include "run/program.h"
#include "run/trace_reader.h"
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
		cause->sentence = text_format(
			"%s%s", report->what,
			report->what[strlen(report->what) - 1] == '?' ? "" : ".");
		return true;
	}
	signal = crash_signal_name(evidence->result->status);
	cause->sentence = text_format("The program was ended by %s.", signal);
	free(signal);
	return true;
}

/* It was not ended by a signal, but another run of it was, or by a sanitizer. */
bool cause_memory_error(const struct evidence *evidence, struct cause *cause)
{
	const struct crash_report *report = evidence->crash;
	bool right = evidence->divergence.kind == DIVERGENCE_NONE;

	if ((evidence->result->end != PROGRAM_EXITED &&
	     evidence->result->end != PROGRAM_DEADLOCK) ||
	    !report || !report->what || !report->file)
		return false;
	cause->where = evidence_place(evidence, report->file, report->line);
	cause->sentence = text_format("%s. %s", report->what,
				      right ? "That every line is right all the same is "
					      "luck."
					    : "What it goes on with is worth nothing.");
	cause->certain = true;
	/* What it printed is chance, and may be right on the next machine. */
	cause->rather = VERDICT_CRASH;
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
				bool blame = !cause_is_as_in_solution(evidence, next);

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

/* The line of an except in the block that begins at that place; 0 if there is none.
 * In a function that the solution has just so it is no mistake. */
static int handler_within(const struct evidence *evidence, const struct place *place)
{
	const struct evidence_source *source = evidence_main_source(evidence);

	if (!place->file || !source || strcmp(source->shown, place->file) != 0 ||
	    cause_is_as_in_solution(evidence, *place))
		return 0;
	return source_code_handler_within(source->text, place->line);
}

static bool is_uncaught(const struct evidence *evidence)
{
	return tells_of_uncaught(evidence->errors) &&
	       evidence->result->end == PROGRAM_EXITED && evidence->result->status != 0 &&
	       /* Nothing printed is not much to know it by. */
	       !(evidence->actual->count && cause_is_as_handed_out(evidence));
}

/* «Nobody caught the exception ValueError: why.», and its place. */
static void tell_uncaught(const struct evidence *evidence, struct text *text,
			  struct cause *cause)
{
	char *line = last_line(evidence->errors);
	bool ended = *line && ispunct((unsigned char)line[strlen(line) - 1]);

	cause->where = traceback_place(evidence);
	text_add_format(text, "Nobody caught the exception %s%s", line, ended ? "" : ".");
	free(line);
}

bool cause_raised_at_block(const struct evidence *evidence, struct cause *cause)
{
	struct text text = { 0 };
	int inside;

	if (!is_uncaught(evidence))
		return false;
	tell_uncaught(evidence, &text, cause);
	inside = handler_within(evidence, &cause->where);
	if (!inside) {
		text_free(&text);
		place_free(&cause->where);
		return false;
	}
	text_add_format(&text,
			" It comes from entering or leaving this block, and the except "
			"in line %d stands inside it: put the try around the block.",
			inside);
	cause->sentence = text_take(&text);
	cause->certain = true;
	return true;
}

/* The runtime has said so: an except around a yield took the end for an error. */
bool cause_ignores_close(const struct evidence *evidence, struct cause *cause)
{
	struct text text = { 0 };

	if (!is_uncaught(evidence) ||
	    !strstr(evidence->errors, "generator ignored GeneratorExit"))
		return false;
	tell_uncaught(evidence, &text, cause);
	text_add(&text, " It was closed, and went on to another yield: an except around "
			"a yield must let GeneratorExit pass. Name the type that is "
			"meant, or raise it again.");
	cause->sentence = text_take(&text);
	cause->certain = true;
	return true;
}

bool cause_uncaught_exception(const struct evidence *evidence, struct cause *cause)
{
	struct text text = { 0 };

	if (!is_uncaught(evidence))
		return false;
	tell_uncaught(evidence, &text, cause);
	cause->sentence = text_take(&text);
	cause->certain = true;
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
	if (repeats(output, index, 1) ||
	    (output->count - index > 3 && repeats(output, index + 1, 1)))
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

static size_t count_limits(const char *source)
{
	static const char *const words[] = { "timeout", "timeout_at", "wait_for" };
	char *code = source_code_if_short(source);
	size_t count = source_code_count(code, words, sizeof(words) / sizeof(*words));

	free(code);
	return count;
}

/* Does the solution set more time limits? */
static bool lacks_a_limit(const struct evidence *evidence)
{
	const struct evidence_source *source = evidence_main_source(evidence);

	return source && source->text && source->solution &&
	       count_limits(source->text) < count_limits(source->solution);
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
				      "wait for something that never happens%s?",
				      actual->count, line, moment,
				      lacks_a_limit(evidence) ? ", and is a time limit "
								"missing"
							      : "");
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

/* Did the program end while main was under way? */
static bool ended_within_main(const struct trace *trace)
{
	bool begun = false;

	for (size_t i = 0; i < trace->count; i++) {
		const struct trace_entry *entry = &trace->entries[i];

		if (entry->kind == TRACE_TASK_END && entry->task == 1)
			return false;
		begun = begun || (entry->kind == TRACE_TASK_BEGIN && entry->task == 1);
	}
	return begun && trace->complete;
}

/* The first call in that ends a program at once; NULL if there is none. */
static const char *find_exit(const char *code, const char **name)
{
	static const char *const names[] = { "exit", "_exit", "_Exit", "quick_exit" };
	const char *first = NULL;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *found = source_code_word(code, names[i]);

		if (found && (!first || found < first)) {
			first = found;
			*name = names[i];
		}
	}
	return first;
}

bool cause_left_by_exit(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	const char *call, *name = NULL;
	char *code;

	if (!evidence->trace || evidence->divergence.kind != DIVERGENCE_MISSING ||
	    evidence->result->end != PROGRAM_EXITED || !source || !source->text ||
	    !ended_within_main(evidence->trace))
		return false;
	code = source_code_if_short(source->text);
	call = find_exit(code, &name);
	if (call) {
		cause->where = evidence_place(evidence, source->name,
					      source_code_line(code, call));
		cause->sentence = text_format(
			"The program was ended by %s (\u2026), in the midst of its "
			"coroutines: what they have open is not left, and nothing is "
			"cleaned up. Let them come to their end, or raise an exception.",
			name);
		cause->certain = true;
	}
	free(code);
	return call;
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
