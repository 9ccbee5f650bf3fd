/* A block that is left at the wrong moment, or blocks in the wrong order: see cause.h. */
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_code.h"
#include "judge/source_function.h"
#include "run/trace_reader.h"
#include "text/memory.h"
#include "text/text.h"

/* Does an exit call what prints the line? Then it is a part of leaving. */
static bool is_called_by_exit(const char *text, const char *code,
			      const struct output_line *line)
{
	struct source_function printing, function;
	const char *at = code;
	bool called = false;
	char *name;

	if (!source_function_printing(text, code, line->text, &printing))
		return false;
	name = memory_copy_bytes(printing.name, printing.name_length);
	while (!called && source_function_next(&at, &function))
		called = (source_function_ends_in(&function, "_aexit") ||
			  source_function_ends_in(&function, "_exit")) &&
			 source_function_word(&function, name);
	free(name);
	return called;
}

/* The block that was left last when the line came; NULL: none was, or not by the learner.
 */
static const struct trace_entry *find_left(const struct evidence *evidence)
{
	const struct trace_entry *found = NULL;

	for (size_t i = 0; i < evidence->trace->count; i++) {
		const struct trace_entry *entry = &evidence->trace->entries[i];

		if (entry->kind == TRACE_EXIT && entry->place && !*entry->text &&
		    cause_at(entry) >= cause_last_right(evidence) &&
		    cause_at(entry) <= evidence->divergence.actual->at)
			found = entry;
	}
	return found;
}

/* A clean-up, and what should be done before it, inside, comes only behind it. */
bool cause_block_left_early(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	const struct evidence_source *source = evidence_main_source(evidence);
	const struct trace_entry *left;
	char *code, *quoted;
	bool part_of_exit;

	if (!evidence->trace || !source || !source->text ||
	    divergence->kind != DIVERGENCE_OUT_OF_ORDER || !cause_one_task(evidence) ||
	    !cause_cleans_up(evidence, divergence->actual) ||
	    cause_cleans_up(evidence, divergence->expected) ||
	    cause_is_in_except(evidence, divergence->expected) ||
	    !cause_came(evidence, divergence->expected) || !(left = find_left(evidence)))
		return false;
	code = source_code_if_short(source->text);
	part_of_exit = is_called_by_exit(source->text, code, divergence->expected);
	free(code);
	cause->where = cause_place(evidence, left);
	if (part_of_exit || !cause->where.file ||
	    cause_is_as_in_solution(evidence, cause->where)) {
		place_free(&cause->where);
		return false;
	}
	quoted = cause_quote(divergence->expected);
	cause->sentence = text_format(
		"The block that begins here has been left there, and %s comes only after "
		"it: should that be done inside the block, before its end?",
		quoted);
	free(quoted);
	return true;
}

/* On a stack of exits: what was pushed last is done first. */
bool cause_exits_swapped(const struct evidence *evidence, struct cause *cause)
{
	static const char *const words[] = { "AsyncExitStack", "ExitStack" };
	const struct divergence *divergence = &evidence->divergence;
	const struct evidence_source *source = evidence_main_source(evidence);
	bool has_stack;
	char *code;

	if (!source || !source->text || divergence->kind != DIVERGENCE_OUT_OF_ORDER ||
	    !cause_cleans_up(evidence, divergence->expected) ||
	    !cause_came(evidence, divergence->expected) ||
	    cause_times_in(evidence->actual, divergence->actual) !=
		    cause_times_in(evidence->expected, divergence->actual))
		return false;
	code = source_code_if_short(source->text);
	has_stack = source_code_count(code, words, 2) > 0;
	free(code);
	if (!has_stack)
		return false;
	cause->sentence = memory_copy_text(
		"A stack of exits does last things first: what was entered, or pushed, "
		"last is left first. Was this pushed too late, or the other too early?");
	return true;
}
