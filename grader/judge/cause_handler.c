/* An except at the wrong place, or of the wrong type: see cause.h. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_code.h"
#include "judge/source_use.h"
#include "run/program.h"
#include "run/trace_reader.h"
#include "text/memory.h"
#include "text/text.h"

/* The runtime's own types, each below the one that it is a kind of. */
static const struct {
	const char *type, *base;
} kinds[] = {
	{ "CancelledError", "BaseException" },
	{ "GeneratorExit", "BaseException" },
	{ "KeyboardInterrupt", "BaseException" },
	{ "Exception", "BaseException" },
	{ "ArithmeticError", "Exception" },
	{ "ZeroDivisionError", "ArithmeticError" },
	{ "AssertionError", "Exception" },
	{ "AttributeError", "Exception" },
	{ "EOFError", "Exception" },
	{ "LookupError", "Exception" },
	{ "IndexError", "LookupError" },
	{ "KeyError", "LookupError" },
	{ "MemoryError", "Exception" },
	{ "OSError", "Exception" },
	{ "ConnectionError", "OSError" },
	{ "BrokenPipeError", "ConnectionError" },
	{ "ConnectionAbortedError", "ConnectionError" },
	{ "ConnectionRefusedError", "ConnectionError" },
	{ "ConnectionResetError", "ConnectionError" },
	{ "FileExistsError", "OSError" },
	{ "FileNotFoundError", "OSError" },
	{ "IsADirectoryError", "OSError" },
	{ "NotADirectoryError", "OSError" },
	{ "PermissionError", "OSError" },
	{ "ProcessLookupError", "OSError" },
	{ "TimeoutError", "OSError" },
	{ "RuntimeError", "Exception" },
	{ "RecursionError", "RuntimeError" },
	{ "StopAsyncIteration", "Exception" },
	{ "StopIteration", "Exception" },
	{ "TypeError", "Exception" },
	{ "ValueError", "Exception" },
};

static const char *base_of(const char *type)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(kinds[i].type, type) == 0)
			return kinds[i].base;
	return NULL;
}

/* The first except of which the name is a type: where it stands in `code`, or NULL. */
static const char *find_type_as_name(const char *code, struct source_use *use)
{
	for (const char *at = code; (at = source_code_word(at, "except")); at++) {
		char *name;
		bool is_type;

		source_use_read(use, code, at, strlen("except"));
		if (!use->close || use->count < 2 ||
		    !source_use_is_word(use, use->count - 1))
			continue;
		name = memory_copy_bytes(use->arguments[use->count - 1],
					 use->lengths[use->count - 1]);
		is_type = base_of(name);
		free(name);
		if (is_type)
			return at;
	}
	return NULL;
}

/* except (ValueError, KeyError): the last one is the name of what is caught. */
bool cause_type_as_name(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	struct source_use use;
	const char *found;
	char *code;

	if (!source || !source->runtime || !source->text ||
	    (evidence->divergence.kind == DIVERGENCE_NONE && cause_ended_well(evidence)))
		return false;
	code = source_code_if_short(source->text);
	found = find_type_as_name(code, &use);
	if (found) {
		int length = (int)use.lengths[use.count - 1];
		const char *name = use.arguments[use.count - 1];

		cause->where = evidence_place(evidence, source->name,
					      source_code_line(code, found));
		cause->sentence = text_format(
			"In an except the last word behind a comma is the name of what "
			"was caught: this one does not take a %.*s, but calls so what it "
			"takes. Write a name behind the types, as in except (%.*s, %.*s, "
			"e).",
			length, name, (int)use.lengths[0], use.arguments[0], length,
			name);
		cause->certain = true;
	}
	free(code);
	return found;
}

/* Is it certain that who takes those types lets that one pass? Of a type of the
 * learner's own nobody here knows what it is a kind of. */
static bool lets_pass(const char *types, const char *raised)
{
	if (!*types || !base_of(raised))
		return false;
	/* That one may become another on its way, as a TimeoutError. */
	if (strcmp(raised, "CancelledError") == 0)
		return false;
	for (const char *type = raised; type; type = base_of(type))
		if (source_code_word(types, type))
			return false;
	return true;
}

/* The type that was raised last between the last right line and what is wrong. */
static const struct trace_entry *find_raised(const struct evidence *evidence)
{
	const struct divergence *divergence = &evidence->divergence;
	const struct trace_entry *found = NULL;
	milliseconds to;

	if (!evidence->trace || divergence->kind == DIVERGENCE_NONE)
		return NULL;
	to = divergence->actual ? divergence->actual->at : divergence->expected->at;
	for (size_t i = 0; i < evidence->trace->count; i++) {
		const struct trace_entry *entry = &evidence->trace->entries[i];

		if (entry->kind == TRACE_RAISE &&
		    cause_at(entry) >= cause_last_right(evidence) &&
		    cause_at(entry) <= to)
			found = entry;
	}
	return found;
}

/* The except that prints the line, in the learner's program. */
static bool find_handler(const struct evidence *evidence, const struct output_line *line,
			 struct handler *handler)
{
	const struct evidence_source *source = evidence_main_source(evidence);

	return line && source && source->text &&
	       source_code_handler(source->text, line->text, handler);
}

/* Does the solution's except that prints the line stand in fewer blocks of a with? */
static bool stands_further_out(const struct evidence *evidence,
			       const struct output_line *line, int depth)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	struct handler handler;
	bool outside = false;

	if (source && source->solution &&
	    source_code_handler(source->solution, line->text, &handler)) {
		outside = handler.depth < depth;
		free(handler.types);
	}
	return outside;
}

bool cause_caught_inside(const struct evidence *evidence, struct cause *cause)
{
	const struct output_line *line = evidence->divergence.actual;
	const struct evidence_source *source = evidence_main_source(evidence);
	const struct trace_entry *raised;
	struct handler handler;
	bool inside;

	if (!cause_texts_are_wrong(evidence) || !(raised = find_raised(evidence)) ||
	    !find_handler(evidence, line, &handler))
		return false;
	inside = handler.block && stands_further_out(evidence, line, handler.depth);
	if (inside) {
		cause->where = evidence_place(evidence, source->name, handler.line);
		cause->sentence = text_format(
			"The except that takes %s stands inside the block that begins in "
			"line %d: so it is caught before the block is left, and the exit "
			"does not hear of it. Should the try stand around the block?",
			raised->text, handler.block);
	}
	free(handler.types);
	return inside;
}

/* The last line that is right, or NULL; and the except of the learner's that prints it. */
static const struct output_line *last_caught(const struct evidence *evidence,
					     struct handler *handler)
{
	size_t index = evidence->divergence.index;
	const struct output_line *line =
		index ? &evidence->actual->lines[index - 1] : NULL;

	if (evidence->divergence.kind == DIVERGENCE_NONE ||
	    !find_handler(evidence, line, handler))
		return NULL;
	free(handler->types);
	handler->types = NULL;
	return line;
}

bool cause_was_caught_outside(const struct evidence *evidence)
{
	struct handler handler;

	return last_caught(evidence, &handler) && !handler.block;
}

/* Did a line like it follow on one like that before, and was right? */
static bool followed_before(const struct evidence *evidence,
			    const struct output_line *caught)
{
	const struct output_line *lines = evidence->actual->lines;

	for (size_t i = 0; i + 2 < evidence->divergence.index; i++)
		if (cause_alike(&lines[i], caught) &&
		    cause_alike(&lines[i + 1], evidence->divergence.actual))
			return true;
	return false;
}

/* Is it a line too many, and not only one that came too early, or with a number that is
 * wrong? */
static bool is_needless(const struct evidence *evidence)
{
	const struct divergence *divergence = &evidence->divergence;

	return divergence->kind == DIVERGENCE_EXTRA ||
	       (divergence->kind == DIVERGENCE_WRONG_TEXT &&
		!cause_alike(divergence->expected, divergence->actual) &&
		cause_due(evidence, divergence->actual) < 0);
}

/* Does the line stand behind such a try in the solution, too? */
static bool follows_in_solution(const struct evidence_source *source,
				const struct output_line *caught,
				const struct output_line *line)
{
	struct handler handler;
	bool follows = false;

	if (source->solution &&
	    source_code_handler(source->solution, caught->text, &handler)) {
		follows = source_code_prints_behind(source->solution, handler.line,
						    line->text);
		free(handler.types);
	}
	return follows;
}

/* An except has caught something, and what comes then stands behind the end_try. */
bool cause_behind_the_try(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	const struct output_line *caught;
	struct handler handler;
	char *quoted;
	int line;

	if (!is_needless(evidence) || !(caught = last_caught(evidence, &handler)) ||
	    followed_before(evidence, caught) ||
	    !(line = source_code_prints_behind(source->text, handler.line,
					       evidence->divergence.actual->text)) ||
	    follows_in_solution(source, caught, evidence->divergence.actual))
		return false;
	cause->where = evidence_place(evidence, source->name, line);
	if (cause_is_as_in_solution(evidence, cause->where)) {
		place_free(&cause->where);
		return false;
	}
	quoted = cause_quote(caught);
	cause->sentence = text_format(
		"This stands behind the end_try, where the program goes on after the "
		"except of line %d, too, which has just printed %s. Should it stand "
		"inside the try, where an exception passes it over?",
		handler.line, quoted);
	free(quoted);
	return true;
}

/* Does the solution print the line, but in no except of its own? */
static bool is_printed_in_any_case(const struct evidence_source *source,
				   const struct output_line *line)
{
	return source->solution && source_code_prints(source->solution, line->text) &&
	       !source_code_prints_in(source->solution, "except", line->text);
}

/* What cleans up is missing, and stands in an except and nowhere else. */
bool cause_in_except_alone(const struct evidence *evidence, struct cause *cause)
{
	const struct output_line *line = evidence->divergence.expected;
	const struct evidence_source *source = evidence_main_source(evidence);
	struct handler handler;

	if (evidence->divergence.kind != DIVERGENCE_MISSING ||
	    !find_handler(evidence, line, &handler))
		return false;
	free(handler.types);
	if (!cause_cleans_up(evidence, line) || !is_printed_in_any_case(source, line) ||
	    source_code_prints(source->text, line->text) > 1)
		return false;
	cause->where = evidence_place(evidence, source->name, handler.line);
	cause->sentence = memory_copy_text(
		"Only this except prints it, and an except is run after an error alone: "
		"on the way out without one, this is left out. Should it stand in a "
		"finally, which is run in any case?");
	return true;
}

bool cause_other_type(const struct evidence *evidence, struct cause *cause)
{
	const struct output_line *line = evidence->divergence.expected;
	const struct evidence_source *source = evidence_main_source(evidence);
	const struct trace_entry *raised;
	struct handler handler;
	bool passes;

	/* What comes later all the same was taken. */
	if (!cause_texts_are_wrong(evidence) || !(raised = find_raised(evidence)) ||
	    !line || cause_came(evidence, line) ||
	    !find_handler(evidence, line, &handler))
		return false;
	passes = lets_pass(handler.types, raised->text);
	if (passes) {
		cause->where = evidence_place(evidence, source->name, handler.line);
		cause->sentence = text_format(
			"What was raised just before is a %s, and the except that prints "
			"the line takes no such type: %s?",
			raised->text,
			strcmp(raised->text, "GeneratorExit") == 0
				? "should it be a finally"
				: "is it the right one");
	}
	free(handler.types);
	return passes;
}

static bool stands_in(const char *block, const char *solution)
{
	char *one = source_code_packed(block), *all = source_code_packed(solution);
	bool found = strstr(all, one);

	free(all);
	free(one);
	return found;
}

/* The first except of that type which does not raise again, and is not one of the
 * solution's: its line; or 0. */
static int find_end_of_cancellation(const char *source, const char *solution)
{
	char *code = source_code_only(source);
	int line = 0;

	for (const char *at = code; !line && (at = source_code_word(at, "except"));
	     at++) {
		const char *open = at + strcspn(at, "({"),
			   *end = source_code_block_end(at);
		char *types =
			memory_copy_bytes(open, *open == '(' ? strcspn(open, ")") : 0);
		char *block = memory_copy_bytes(at, (size_t)(end - at));
		/* With its brace: the whole of the solution's, and not its beginning. */
		char *written = memory_copy_bytes(source + (at - code),
						  (size_t)(end - at) + (*end == '}'));

		if ((source_code_word(types, "CancelledError") ||
		     source_code_word(types, "BaseException")) &&
		    !source_code_word(block, "raise") &&
		    !(solution && stands_in(written, solution)))
			line = source_code_line(code, at);
		free(written);
		free(block);
		free(types);
	}
	free(code);
	return line;
}

/* Not main: who cancels that ends the program. */
static bool was_cancelled(const struct evidence *evidence)
{
	const struct divergence *divergence = &evidence->divergence;
	milliseconds to =
		divergence->actual ? divergence->actual->at : divergence->expected->at;

	for (size_t i = 0; i < evidence->trace->count; i++)
		if (evidence->trace->entries[i].kind == TRACE_CANCEL &&
		    evidence->trace->entries[i].task != 1 &&
		    cause_at(&evidence->trace->entries[i]) <= to)
			return true;
	return false;
}

bool cause_cancel_swallowed(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	int line;

	if (!evidence->trace || !source || !source->text ||
	    !cause_texts_are_wrong(evidence) || !was_cancelled(evidence) ||
	    !(line = find_end_of_cancellation(source->text, source->solution)))
		return false;
	cause->where = evidence_place(evidence, source->name, line);
	if (cause_is_as_in_solution(evidence, cause->where)) {
		place_free(&cause->where);
		return false;
	}
	cause->sentence = memory_copy_text("A task was cancelled before, and this except "
					   "takes the CancelledError and "
					   "does not raise it again: does the task go on "
					   "there as if nothing had been "
					   "asked of it (raise () raises it again)?");
	return true;
}
