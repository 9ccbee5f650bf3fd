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

/* A variable that has what a yield gave, and is looked behind in that line; its length,
 * or 0. */
static size_t sent_pointer(const char *code, int line, const char **name)
{
	for (const char *at = code; (at = source_code_word(at, "yield")); at++) {
		const char *before = source_code_before(code, at), *word;

		if (before == code || before[-1] != '=')
			continue;
		word = before = source_code_before(code, before - 1);
		while (word > code && source_code_word_length(word - 1))
			word--;
		for (const char *use = at; word < before && *use; use++)
			if (*use == '*' && source_code_line(code, use) == line &&
			    source_code_word_length(use + 1) == (size_t)(before - word) &&
			    memcmp(use + 1, word, (size_t)(before - word)) == 0) {
				*name = word;
				return (size_t)(before - word);
			}
	}
	return 0;
}

/* « number is what yield gave …», where a null pointer was used; to be freed. */
static char *advice_on_null(const struct evidence *evidence, const struct place *where)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	char *code, *advice = NULL;
	const char *name;
	size_t length;

	if (!strstr(evidence->crash->what, "null pointer") || !where->file || !source ||
	    !source->text || strcmp(source->shown, where->file) != 0)
		return memory_copy_text("");
	code = source_code_if_short(source->text);
	length = sent_pointer(code, where->line, &name);
	advice = length ? text_format(" %.*s is what the yield gave, and that is NULL "
				      "where nothing is sent: next, anext and loops send "
				      "nothing.",
				      (int)length, name)
			: memory_copy_text("");
	free(code);
	return advice;
}

bool cause_crash(const struct evidence *evidence, struct cause *cause)
{
	const struct crash_report *report = evidence->crash;
	char *signal, *advice;

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
		advice = advice_on_null(evidence, &cause->where);
		cause->sentence = text_format(
			"%s%s%s", report->what,
			report->what[strlen(report->what) - 1] == '?' ? "" : ".", advice);
		free(advice);
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
