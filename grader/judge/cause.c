#define _GNU_SOURCE
#include "judge/cause.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "judge/source_code.h"
#include "judge/source_function.h"
#include "run/program.h"
#include "run/trace_reader.h"
#include "text/memory.h"
#include "text/text.h"
#include "text/visible.h"

bool cause_alike(const struct output_line *one, const struct output_line *other)
{
	const char *a = one->text, *b = other->text;
	bool number = false;

	while (*a || *b) {
		if (isdigit((unsigned char)*a) && isdigit((unsigned char)*b)) {
			number = true;
			a += strspn(a, "0123456789");
			b += strspn(b, "0123456789");
		} else if (*a++ != *b++) {
			return false;
		}
	}
	/* Without a number, only one and the same line twice is a series. */
	return number || one->length == other->length;
}

/* The last, since the first may be a time of day. */
bool cause_number(const struct output_line *line, intmax_t *number)
{
	size_t end = line->length, start;

	while (end && !isdigit((unsigned char)line->text[end - 1]))
		end--;
	start = end;
	while (start && isdigit((unsigned char)line->text[start - 1]))
		start--;
	if (start == end)
		return false;
	*number = strtoimax(line->text + start, NULL, 10);
	return true;
}

const struct output_line *cause_wanted(const struct evidence *evidence)
{
	const struct timed_output *expected = evidence->expected;
	size_t index = evidence->divergence.index;

	if (evidence->divergence.kind == DIVERGENCE_NONE || index >= expected->count)
		return NULL;
	return &expected->lines[index];
}

milliseconds cause_due(const struct evidence *evidence, const struct output_line *line)
{
	const struct timed_output *expected = evidence->expected;

	for (size_t i = evidence->divergence.index; i < expected->count; i++)
		if (timed_output_same_text(&expected->lines[i], line,
					   expected->placeholder))
			return expected->lines[i].at;
	return -1;
}

const struct output_line *cause_came(const struct evidence *evidence,
				     const struct output_line *line)
{
	const struct timed_output *actual = evidence->actual;

	for (size_t i = evidence->divergence.index; i < actual->count; i++)
		if (timed_output_same_text(line, &actual->lines[i],
					   evidence->expected->placeholder))
			return &actual->lines[i];
	return NULL;
}

/* Of the lines that came before that one the last that is alike; NULL if none is. */
static const struct output_line *alike_before(const struct timed_output *output,
					      const struct output_line *line)
{
	for (const struct output_line *at = line; at > output->lines; at--)
		if (cause_alike(at - 1, line))
			return at - 1;
	return NULL;
}

bool cause_goes_on(const struct evidence *evidence)
{
	const struct output_line *line = evidence->divergence.actual, *last, *before;
	intmax_t numbers[3];

	if (evidence->divergence.kind != DIVERGENCE_EXTRA ||
	    !(last = alike_before(evidence->actual, line)) ||
	    !(before = alike_before(evidence->actual, last)))
		return false;
	return cause_number(before, &numbers[0]) && cause_number(last, &numbers[1]) &&
	       cause_number(line, &numbers[2]) && numbers[1] != numbers[0] &&
	       numbers[2] - numbers[1] == numbers[1] - numbers[0];
}

/* Those without a place are the runtime's own, for the end of a run. */
bool cause_one_task(const struct evidence *evidence)
{
	const struct trace *trace = evidence->trace;

	for (size_t i = 0; trace && i < trace->count; i++)
		if (trace->entries[i].kind == TRACE_TASK_CREATE &&
		    trace->entries[i].task != 1 && trace->entries[i].place)
			return false;
	return trace && trace->complete;
}

size_t cause_times_in(const struct timed_output *output, const struct output_line *line)
{
	size_t count = 0;

	for (size_t i = 0; i < output->count; i++)
		count += output->lines[i].length == line->length &&
			 memcmp(output->lines[i].text, line->text, line->length) == 0;
	return count;
}

bool cause_speaks_of_exit(const struct output_line *line)
{
	static const char *const words[] = {
		"releas", "disconnect", "clos",      "exit", "clean",
		"stop",   "teardown",   "tear down", "leav", "shut",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcasestr(line->text, words[i]))
			return true;
	return false;
}

bool cause_solution_is_concurrent(const struct evidence *evidence)
{
	static const char *const words[] = { "create_task", "gather",
					     "gather_all",  "group_create_task",
					     "to_thread",   "create_subprocess_exec",
					     "swapcontext" };
	const struct evidence_source *source = evidence_main_source(evidence);
	bool found = false;
	char *code;

	if (!source || !source->solution)
		return true;
	code = source_code_only(source->solution);
	for (size_t i = 0; i < sizeof(words) / sizeof(*words) && !found; i++)
		found = source_code_word(code, words[i]);
	free(code);
	return found;
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

/* The same code, in whatever way it is laid out. */
static bool is_within(const char *function, const char *solution)
{
	char *one = source_code_packed(function), *all = source_code_packed(solution);
	bool found = strstr(all, one);

	free(all);
	free(one);
	return found;
}

bool cause_is_as_in_solution(const struct evidence *evidence, struct place place)
{
	bool same = false;

	for (size_t i = 0; i < evidence->source_count && !same; i++) {
		const struct evidence_source *source = &evidence->sources[i];
		char *function = strcmp(source->shown, place.file) == 0
					 ? function_around(source->text, place.line)
					 : NULL;

		same = function && source->solution &&
		       is_within(function, source->solution);
		free(function);
	}
	return same;
}

bool cause_is_in_finally(const struct evidence *evidence, const struct output_line *line)
{
	const struct evidence_source *source = evidence_main_source(evidence);

	return (source && source->text &&
		source_code_prints_in(source->text, "finally", line->text)) ||
	       (source && source->solution &&
		source_code_prints_in(source->solution, "finally", line->text));
}

bool cause_is_in_except(const struct evidence *evidence, const struct output_line *line)
{
	const struct evidence_source *source = evidence_main_source(evidence);

	return source && source->text &&
	       source_code_prints_in(source->text, "except", line->text);
}

/* Is it the method for leaving that prints the line there? */
static bool is_in_exit(const char *text, const struct output_line *line)
{
	char *code = source_code_if_short(text);
	struct source_function function;
	bool is = source_function_printing(text, code, line->text, &function) &&
		  (source_function_ends_in(&function, "_aexit") ||
		   source_function_ends_in(&function, "_exit"));

	free(code);
	return is;
}

bool cause_cleans_up(const struct evidence *evidence, const struct output_line *line)
{
	const struct evidence_source *source = evidence_main_source(evidence);

	return cause_speaks_of_exit(line) || cause_is_in_finally(evidence, line) ||
	       (source && source->text && is_in_exit(source->text, line)) ||
	       (source && source->solution && is_in_exit(source->solution, line));
}

bool cause_all_texts_right(const struct evidence *evidence)
{
	const struct timed_output *expected = evidence->expected,
				  *actual = evidence->actual;

	if (expected->count != actual->count)
		return false;
	for (size_t i = 0; i < expected->count; i++)
		if (!timed_output_same_text(&expected->lines[i], &actual->lines[i],
					    expected->placeholder))
			return false;
	return true;
}

bool cause_texts_are_wrong(const struct evidence *evidence)
{
	switch (evidence->divergence.kind) {
	case DIVERGENCE_MISSING:
	case DIVERGENCE_EXTRA:
	case DIVERGENCE_WRONG_TEXT:
	case DIVERGENCE_OUT_OF_ORDER: return true;
	default: return false;
	}
}

milliseconds cause_last_right(const struct evidence *evidence)
{
	size_t index = evidence->divergence.index;

	return index ? evidence->actual->lines[index - 1].at : 0;
}

milliseconds cause_at(const struct trace_entry *entry)
{
	return entry->at / 1000000;
}

struct place cause_place(const struct evidence *evidence, const struct trace_entry *entry)
{
	if (!entry->place)
		return (struct place){ 0 };
	return evidence_place(evidence, entry->place->file, entry->place->line);
}

bool cause_ended_well(const struct evidence *evidence)
{
	return evidence->result->end == PROGRAM_EXITED && evidence->result->status == 0;
}

char *cause_quote(const struct output_line *line)
{
	struct text text = { 0 };

	text_add(&text, "\"");
	visible_add_cut(&text, line->text, line->length, true, SPACES_AT_END, 60);
	text_add(&text, "\"");
	return text_take(&text);
}
