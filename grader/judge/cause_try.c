/* A try around too much or too little, or an except that takes too much: see cause.h. */
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_code.h"
#include "judge/source_function.h"
#include "run/trace_reader.h"
#include "text/memory.h"
#include "text/text.h"

static const char *const loops[] = { "for", "while", "async_for", "for_each" };

enum { LOOPS = sizeof(loops) / sizeof(*loops) };

/* Is there a loop between two places? */
static bool has_loop(const char *from, const char *to)
{
	for (size_t i = 0; i < LOOPS; i++) {
		const char *found = source_code_word(from, loops[i]);

		if (found && found < to)
			return true;
	}
	return false;
}

/* Does the place stand in the block of a loop of its function? */
static bool stands_in_loop(const char *code, const char *place)
{
	struct source_function function;

	if (!source_function_around(code, place, &function))
		return false;
	for (size_t i = 0; i < LOOPS; i++)
		for (const char *at = function.body;
		     (at = source_code_word(at, loops[i])) && at < place; at++) {
			const char *open = at + strcspn(at, "{;");

			/* The semicolons of a for stand before its block. */
			if (source_code_is_word(at, "for"))
				open = at + strcspn(at, "{");
			if (*open == '{' && open < place &&
			    source_code_block_end(open) > place)
				return true;
		}
	return false;
}

/* The try that an except belongs to; NULL if it is not to be seen. */
static const char *try_of(const char *code, const char *except)
{
	for (const char *at = code; (at = source_code_word(at, "try")) && at < except;
	     at++) {
		const char *end = source_code_block_end(at);

		while (*end && end < except) {
			const char *next = source_code_skip_space(end + 1);

			if (next == except)
				return at;
			if (!source_code_is_word(next, "except"))
				break;
			end = source_code_block_end(next);
		}
	}
	return NULL;
}

/* Where the try stands whose except prints the text, and what is around and within it. */
struct guarded {
	int line, handler;
	bool in_loop, has_loop;
};

static bool find_guarded(const char *source, const char *text, struct guarded *guarded)
{
	struct handler handler;
	const char *except, *try;
	char *code;

	*guarded = (struct guarded){ 0 };
	if (!source_code_handler(source, text, &handler))
		return false;
	free(handler.types);
	code = source_code_if_short(source);
	for (except = code; (except = source_code_word(except, "except")); except ++)
		if (source_code_line(code, except) == handler.line)
			break;
	try = except ? try_of(code, except) : NULL;
	if (try)
		*guarded = (struct guarded){
			source_code_line(code, try),
			handler.line,
			stands_in_loop(code, try),
			has_loop(try, source_code_block_end(try)),
		};
	free(code);
	return guarded->line;
}

/* The last line that is right, if an except has just printed it, there and in the solution.
 */
static bool find_both(const struct evidence *evidence, struct guarded *mine,
		      struct guarded *solution)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	size_t index = evidence->divergence.index;

	return cause_texts_are_wrong(evidence) && index && source && source->text &&
	       source->solution &&
	       find_guarded(source->text, evidence->actual->lines[index - 1].text,
			    mine) &&
	       find_guarded(source->solution, evidence->actual->lines[index - 1].text,
			    solution);
}

bool cause_try_around_loop(const struct evidence *evidence, struct cause *cause)
{
	struct guarded mine, solution;

	if (!find_both(evidence, &mine, &solution) || !mine.has_loop || mine.in_loop ||
	    !solution.in_loop || solution.has_loop)
		return false;
	cause->where =
		evidence_place(evidence, evidence_main_source(evidence)->name, mine.line);
	cause->sentence = text_format(
		"The except in line %d has just printed the line before, and its try "
		"stands around the whole loop, which the exception has so ended: should "
		"the try stand in the loop, around one round?",
		mine.handler);
	return true;
}

bool cause_try_in_loop(const struct evidence *evidence, struct cause *cause)
{
	struct guarded mine, solution;

	if (!find_both(evidence, &mine, &solution) || !mine.in_loop || mine.has_loop ||
	    !solution.has_loop || solution.in_loop)
		return false;
	cause->where =
		evidence_place(evidence, evidence_main_source(evidence)->name, mine.line);
	cause->sentence = text_format(
		"The except in line %d has just printed the line before, and its try "
		"stands in the loop, which so goes on with the next round: should the "
		"try stand around the loop, and the exception end it?",
		mine.handler);
	return true;
}

/* ---- an except that takes too much ----------------------------------------------- */

/* Was one of that type raised, until the output was wrong? */
static bool was_raised(const struct evidence *evidence, const char *type)
{
	const struct divergence *divergence = &evidence->divergence;
	milliseconds to =
		divergence->actual ? divergence->actual->at : divergence->expected->at;

	for (size_t i = 0; i < evidence->trace->count; i++) {
		const struct trace_entry *entry = &evidence->trace->entries[i];

		if (entry->kind == TRACE_RAISE && strcmp(entry->text, type) == 0 &&
		    cause_at(entry) >= cause_last_right(evidence) &&
		    cause_at(entry) <= to)
			return true;
	}
	return false;
}

/* Between two places, the first except that takes nearly everything; NULL if there is none,
 * or one that names that type. */
static const char *find_wide(const char *from, const char *to, const char *type)
{
	const char *wide = NULL;

	for (const char *at = from; (at = source_code_word(at, "except")) && at < to;
	     at++) {
		const char *open = at + strcspn(at, "({");
		char *types =
			memory_copy_bytes(open, *open == '(' ? strcspn(open, ")") : 0);
		bool names = source_code_word(types, type);

		if (!wide && (source_code_word(types, "Exception") ||
			      source_code_word(types, "BaseException")))
			wide = at;
		free(types);
		if (names)
			return NULL;
	}
	return wide;
}

/* The same in the function that prints the line in the solution, or else in all. */
static const char *find_wide_there(const struct evidence_source *source, const char *code,
				   const struct output_line *line, const char *type)
{
	char *solution = source_code_if_short(source->solution);
	const char *from = code, *to = code + strlen(code);
	struct source_function function, mine;

	if (source_function_printing(source->solution, solution, line->text, &function) &&
	    source_function_named(code, function.name, function.name_length, &mine)) {
		from = mine.body;
		to = mine.end;
	}
	free(solution);
	return find_wide(from, to, type);
}

/* The first type that the solution's except for that line takes; to be freed, or NULL. */
static char *type_wanted(const struct evidence_source *source,
			 const struct output_line *line)
{
	struct handler handler;
	const char *type;
	char *wanted;

	if (!source_code_handler(source->solution, line->text, &handler))
		return NULL;
	type = handler.types + strspn(handler.types, "( \t\n");
	wanted = memory_copy_bytes(type, source_code_word_length(type));
	free(handler.types);
	return wanted;
}

/* The line belongs to an except of its own, and a wider one has taken what was raised. */
bool cause_caught_too_widely(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = evidence_main_source(evidence);
	const struct output_line *line = evidence->divergence.expected;
	const char *wide;
	char *type, *code;

	if (!evidence->trace || !source || !source->text || !source->solution || !line ||
	    !cause_texts_are_wrong(evidence) || !(type = type_wanted(source, line)))
		return false;
	code = source_code_if_short(source->text);
	wide = *type && was_raised(evidence, type)
		       ? find_wide_there(source, code, line, type)
		       : NULL;
	if (wide && strcmp(type, "Exception") != 0) {
		cause->where = evidence_place(evidence, source->name,
					      source_code_line(code, wide));
		cause->sentence = text_format(
			"A %s was raised, and this except, which takes nearly "
			"everything, takes it as well: should it have an except (%s) of "
			"its own, above it?",
			type, type);
	}
	free(code);
	free(type);
	return cause->sentence;
}
