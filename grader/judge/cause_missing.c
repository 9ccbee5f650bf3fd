/* A line that nothing in the program can print: see cause.h. */
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_code.h"
#include "judge/source_function.h"
#include "run/program.h"
#include "text/memory.h"
#include "text/text.h"

/* The line that should be there, and comes nowhere. */
static const struct output_line *missing_line(const struct evidence *evidence)
{
	const struct divergence *divergence = &evidence->divergence;

	return cause_texts_are_wrong(evidence) && divergence->expected &&
			       divergence->kind != DIVERGENCE_EXTRA &&
			       evidence->result->end == PROGRAM_EXITED &&
			       !cause_came(evidence, divergence->expected)
		       ? divergence->expected
		       : NULL;
}

/* Methods are called by who enters, leaves or iterates, and not by their names. */
static bool is_called_by_name(const struct source_function *function)
{
	static const char *const endings[] = { "_aenter", "_aexit", "_aiter", "_anext",
					       "_enter",  "_exit",  "_iter",  "_next" };

	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		if (source_function_ends_in(function, endings[i]))
			return false;
	return !(function->name_length == 4 && memcmp(function->name, "main", 4) == 0);
}

static bool is_named_elsewhere(const char *code, const struct source_function *function)
{
	for (const char *at = code; *at; at++) {
		size_t length = source_code_word_length(at);

		if (length == function->name_length && at != function->name &&
		    memcmp(at, function->name, length) == 0 &&
		    !(at > function->body && at < function->end))
			return true;
		at += length ? length - 1 : 0;
	}
	return false;
}

bool cause_never_called(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	const struct output_line *line = missing_line(evidence);
	struct source_function function;
	char *code;

	if (!line || !source || !source->text ||
	    source_code_prints(source->text, line->text) != 1)
		return false;
	code = source_code_if_short(source->text);
	if (source_code_word(code, "main") &&
	    source_function_printing(source->text, code, line->text, &function) &&
	    is_called_by_name(&function) && !is_named_elsewhere(code, &function)) {
		cause->where = evidence_place(evidence, source->name,
					      source_code_line(code, function.name));
		cause->sentence = text_format("%.*s, which prints it, is called nowhere: "
					      "should it be?",
					      (int)function.name_length, function.name);
	}
	free(code);
	return cause->sentence;
}

/* Is there a string in the solution that prints it, and none in the learner's file? It
 * may be printed there in another way, but it did not come in any. */
bool cause_nothing_prints(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	const struct output_line *line = missing_line(evidence);

	if (!line || !source || !source->text || !source->solution ||
	    (evidence->divergence.actual &&
	     cause_alike(evidence->divergence.actual, line)) ||
	    !source_code_prints(source->solution, line->text) ||
	    source_code_prints(source->text, line->text))
		return false;
	cause->sentence = memory_copy_text(
		"Nothing in the program prints such a line: was it left out?");
	return true;
}

/* All that came is right, and the program ended in peace before several more lines. */
bool cause_ends_there(const struct evidence *evidence, struct cause *cause)
{
	size_t came = evidence->actual->count, wanted = evidence->expected->count;

	if (evidence->divergence.kind != DIVERGENCE_MISSING || came == 0 ||
	    evidence->divergence.index != came || wanted < came + 2 ||
	    !cause_ended_well(evidence))
		return false;
	cause->sentence = text_format(
		"There the program ended, and the last %zu lines are missing: is "
		"something not called any more, or is a loop, or a function, left too "
		"early?",
		wanted - came);
	return true;
}
