/* An exit that stops an exception, or should stop it: see cause.h. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_code.h"
#include "judge/source_function.h"
#include "run/trace_reader.h"
#include "text/memory.h"
#include "text/text.h"

/* Is that a return of something that is not always false? As «return e != NULL». */
static bool can_return_true(const char *code, const char *at)
{
	const char *value;

	if ((at > code && (isalnum((unsigned char)at[-1]) || at[-1] == '_')) ||
	    !source_code_is_word(at, "return"))
		return false;
	value = source_code_skip_space(at + strlen("return"));
	value += *value == '(';
	return *value != ';' && *value != '0' && !source_code_is_word(value, "false");
}

/* «return true», or what may be so, in a function of the learner's whose name ends in exit. */
static int line_that_swallows(const char *source)
{
	char *code = source_code_if_short(source);
	const char *at = code, *function = NULL;
	int line = 0, depth = 0;

	for (; *at && !line; at++) {
		if (depth == 0 && strncmp(at, "exit", 4) == 0 && strchr(" ,(", at[4]))
			function = at;
		if (*at == '}' && depth == 1)
			function = NULL;
		depth += (*at == '{') - (*at == '}');
		if (depth && function && can_return_true(code, at))
			line = source_code_line(code, at);
	}
	free(code);
	return line;
}

static bool returns_true(const struct source_function *function)
{
	for (const char *at = function->body; at < function->end; at++)
		if (can_return_true(function->body, at))
			return true;
	return false;
}

static bool left_with_exception(const struct trace *trace)
{
	for (size_t i = 0; i < trace->count; i++)
		if (trace->entries[i].kind == TRACE_EXIT && *trace->entries[i].text)
			return true;
	return false;
}

bool cause_swallowed(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	int line;

	if (!evidence->trace || !source || !source->text ||
	    !cause_texts_are_wrong(evidence) || !left_with_exception(evidence->trace) ||
	    cause_was_caught_outside(evidence) ||
	    !(line = line_that_swallows(source->text)))
		return false;
	cause->where = evidence_place(evidence, source->name, line);
	if (cause_is_as_in_solution(evidence, cause->where)) {
		place_free(&cause->where);
		return false;
	}
	cause->sentence = memory_copy_text("A block was left by an exception, and this "
					   "exit can return true: is the exception "
					   "swallowed there, where it should go on?");
	return true;
}

/* The exit of the solution's by that name can return true, and this one cannot. */
static bool find_deaf_exit(const struct evidence_source *source, const char *code,
			   struct source_function *exit)
{
	char *solution = source_code_if_short(source->solution);
	bool found = false;

	for (const char *at = code; !found && source_function_next(&at, exit);) {
		struct source_function other;

		found = (source_function_ends_in(exit, "_aexit") ||
			 source_function_ends_in(exit, "_exit")) &&
			!returns_true(exit) &&
			source_function_named(solution, exit->name, exit->name_length,
					      &other) &&
			returns_true(&other);
	}
	free(solution);
	return found;
}

/* What an except prints comes, where the solution goes on: its exit stops it before. */
bool cause_not_swallowed(const struct evidence *evidence, struct cause *cause)
{
	const struct divergence *divergence = &evidence->divergence;
	const struct evidence_source *source = evidence_main_source(evidence);
	struct source_function exit;
	char *code;

	if (!evidence->trace || !source || !source->text || !source->solution ||
	    (divergence->kind != DIVERGENCE_EXTRA &&
	     divergence->kind != DIVERGENCE_WRONG_TEXT) ||
	    !cause_is_in_except(evidence, divergence->actual) ||
	    !left_with_exception(evidence->trace))
		return false;
	code = source_code_if_short(source->text);
	if (find_deaf_exit(source, code, &exit)) {
		cause->where = evidence_place(evidence, source->name,
					      source_code_line(code, exit.name));
		cause->sentence = text_format(
			"An exception got out of a block, to the except that prints it. "
			"%.*s never returns true: should it stop that one there?",
			(int)exit.name_length, exit.name);
	}
	free(code);
	return cause->sentence;
}
