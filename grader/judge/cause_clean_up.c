/* What is entered and not left, or not on every way: see cause.h. */
#define _GNU_SOURCE
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_await.h"
#include "judge/source_code.h"
#include "judge/source_function.h"
#include "run/program.h"
#include "run/trace_reader.h"
#include "text/memory.h"
#include "text/text.h"

/* The learner's own file, ready to be looked at; NULL: there is none. To be freed. */
static char *code_of(const struct evidence *evidence,
		     const struct evidence_source **source)
{
	*source = evidence_main_source(evidence);
	return *source && (*source)->text ? source_code_if_short((*source)->text) : NULL;
}

static size_t count_in(const char *text, const char *word)
{
	char *code = source_code_if_short(text);
	size_t count = source_code_count(code, &word, 1);

	free(code);
	return count;
}

/* Points the cause at that place, unless the function around it stands in the solution
 * as well. */
static bool blame(const struct evidence *evidence, const struct evidence_source *source,
		  const char *code, const char *at, struct cause *cause)
{
	cause->where = evidence_place(evidence, source->name, source_code_line(code, at));
	if (!cause_is_as_in_solution(evidence, cause->where))
		return true;
	place_free(&cause->where);
	return false;
}

/* ---- what stands behind a yield --------------------------------------------- */

/* The end of the outermost loop of the function in which the place stands, or the
 * place itself. */
static const char *behind_loops(const struct source_function *function, const char *place)
{
	static const char *const loops[] = { "for", "while", "do", "async_for",
					     "for_each" };
	const char *end = place;

	for (size_t i = 0; i < sizeof(loops) / sizeof(*loops); i++)
		for (const char *at = function->body;
		     (at = source_code_word(at, loops[i])) && at < place; at++) {
			const char *close = source_code_block_end(at);

			if (close > end && close < function->end &&
			    at + strcspn(at, "{;") < place)
				end = close;
		}
	return end > place ? end + 1 : place + strcspn(place, ";") + 1;
}

/* Does that except pass on what it takes? Who does not is to be asked for that. */
static bool passes_on(const char *except)
{
	const char *raise = source_code_word(except, "raise");
	const char *open = raise ? strchr(raise, '(') : NULL;

	return open && open < source_code_block_end(except) &&
	       *source_code_skip_space(open + 1) == ')';
}

/* Past what belongs to the try, or the block, that ends there: braces, handlers, the
 * word that ends it. NULL: there is a finally, or something else to ask for. */
static const char *behind_blocks(const char *at)
{
	for (at = source_code_skip_space(at);; at = source_code_skip_space(at)) {
		if (source_code_is_word(at, "finally") ||
		    (source_code_is_word(at, "except") && !passes_on(at)))
			return NULL;
		if (source_code_is_word(at, "except"))
			at = source_code_block_end(at) + 1;
		else if (source_code_is_word(at, "end_try") ||
			 source_code_is_word(at, "end_with"))
			at += source_code_word_length(at);
		else if (*at == '}' || *at == ';' || *at == '{')
			at++;
		else
			return at;
	}
}

/* The statement of a generator that is run only if somebody comes back to its last
 * yield; NULL: none, or it is one that is run in any case. */
static const char *find_behind_yield(const struct source_function *function)
{
	const char *yield = NULL, *behind;

	for (const char *at = function->body;
	     (at = source_code_word(at, "yield")) && at < function->end; at++)
		yield = at;
	behind = yield ? behind_blocks(behind_loops(function, yield)) : NULL;
	return behind && behind < function->end && source_code_word_length(behind) &&
			       !source_code_is_word(behind, "return")
		       ? behind
		       : NULL;
}

/* What it was left by, at its yield, until the output was wrong: the name of an
 * exception, or "" for a generator that was closed; NULL: it never was. */
static const char *left_by(const struct evidence *evidence, const char *name)
{
	const struct divergence *divergence = &evidence->divergence;
	milliseconds to =
		divergence->actual ? divergence->actual->at : divergence->expected->at;

	for (size_t i = 0; i < evidence->trace->count; i++) {
		const struct trace_entry *entry = &evidence->trace->entries[i];

		if (cause_at(entry) > to)
			continue;
		if (entry->kind == TRACE_ACLOSE && strcmp(entry->text, name) == 0)
			return "";
		if (entry->kind == TRACE_EXIT && *entry->text && entry->place &&
		    source_code_word(entry->place->text, name))
			return entry->text;
	}
	return NULL;
}

static bool is_generator(const struct source_function *function)
{
	return source_function_is(function, "async_generator") ||
	       source_function_is(function, "generator") ||
	       source_function_is(function, "asynccontextmanager") ||
	       source_function_is(function, "contextmanager");
}

/* «depth--;», as it stands in the source, and not too long. */
static char *statement_at(const char *text, const char *code, const char *at)
{
	enum { MOST = 50 };
	size_t length = strcspn(at, ";{\n");
	bool is_long = length > MOST;

	return text_format("%.*s%s", (int)(is_long ? MOST : length), text + (at - code),
			   is_long ? "\u2026" : "");
}

static void tell_behind_yield(const char *name, const char *by, char *statement,
			      struct cause *cause)
{
	cause->sentence =
		*by ? text_format("The block of %s was left by %s, which comes out of "
				  "its yield: so this, behind it, was left out (%s). "
				  "Should the yield stand in a try, and this in its "
				  "finally?",
				  name, by, statement)
		    : text_format("%s was closed at its yield, before its end: so this, "
				  "behind it, was left out (%s). Should the yield stand "
				  "in a try, and this in its finally?",
				  name, statement);
	free(statement);
}

/* Does the solution have a finally that is missing here? */
static bool lacks_a_finally(const struct evidence_source *source)
{
	return !source->solution ||
	       count_in(source->text, "finally") < count_in(source->solution, "finally");
}

bool cause_behind_yield(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source;
	struct source_function function;
	char *code = code_of(evidence, &source);
	const char *at = code;

	if (!code || !evidence->trace || !cause_texts_are_wrong(evidence) ||
	    !lacks_a_finally(source)) {
		free(code);
		return false;
	}
	while (!cause->sentence && source_function_next(&at, &function)) {
		const char *behind =
			is_generator(&function) ? find_behind_yield(&function) : NULL;
		char *name = memory_copy_bytes(function.name, function.name_length);
		const char *by = behind ? left_by(evidence, name) : NULL;

		if (by && blame(evidence, source, code, behind, cause))
			tell_behind_yield(name, by,
					  statement_at(source->text, code, behind),
					  cause);
		free(name);
	}
	free(code);
	return cause->sentence;
}

/* Is its last yield its last deed, too? */
static bool ends_at_yield(const struct source_function *function)
{
	const char *yield = source_function_word(function, "yield");
	const char *behind = yield ? behind_blocks(behind_loops(function, yield)) : NULL;

	return behind && behind >= function->end;
}

/* Does the solution's function of that name have a finally? */
static bool solution_cleans_up(const char *solution,
			       const struct source_function *function)
{
	struct source_function other;

	return source_function_named(solution, function->name, function->name_length,
				     &other) &&
	       source_function_word(&other, "finally");
}

/* Is it an end that is missing, or something that was not taken back? */
static bool is_not_taken_back(const struct evidence *evidence)
{
	struct cause other = { 0 };
	bool found =
		cause_left_over(evidence, &other) || cause_invisible(evidence, &other);

	free(other.sentence);
	place_free(&other.where);
	return found ||
	       (cause_texts_are_wrong(evidence) && evidence->divergence.expected &&
		cause_cleans_up(evidence, evidence->divergence.expected));
}

bool cause_nothing_behind_yield(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source;
	struct source_function function;
	char *code = code_of(evidence, &source), *solution = NULL;
	const char *at = code;

	/* What an except does is somebody else's to ask for. */
	if (code && source->solution && is_not_taken_back(evidence) &&
	    !source_code_prints_in(source->text, "except",
				   evidence->divergence.expected->text))
		solution = source_code_if_short(source->solution);
	while (solution && !cause->sentence && source_function_next(&at, &function)) {
		if (!is_generator(&function) || !ends_at_yield(&function) ||
		    !solution_cleans_up(solution, &function))
			continue;
		cause->where = evidence_place(
			evidence, source->name,
			source_code_line(code, source_function_word(&function, "yield")));
		cause->sentence = text_format(
			"Nothing is done behind the yield of %.*s: is what it does "
			"before, or what it holds, never taken back? That belongs in a "
			"finally.",
			(int)function.name_length, function.name);
	}
	free(solution);
	free(code);
	return cause->sentence;
}

/* ---- entered by hand -------------------------------------------------------- */

static const struct {
	const char *enter, *exit, *with;
} methods[] = { { "_aenter", "_aexit", "async_with" }, { "_enter", "_exit", "with" } };

/* Is that word called there, and not defined? */
static bool is_call(const char *code, const char *at)
{
	const char *before = source_code_before(code, at);

	return *source_code_skip_space(at + source_code_word_length(at)) == '(' &&
	       (source_code_begins_statement(code, at) ||
		source_await_is_awaited(code, at) ||
		(before > code && (before[-1] == '=' || before[-1] == '(')));
}

/* The first call, by hand, of a method that enters, where nothing calls the one that
 * leaves: *kind tells which two. NULL if there is none. */
static const char *find_entered(const char *code, size_t *kind)
{
	for (const char *at = code; *at; at++) {
		size_t length = source_code_word_length(at);

		for (*kind = 0; length && *kind < 2; ++*kind) {
			size_t ending = strlen(methods[*kind].enter);
			const char *left;
			char *leave;

			if (length <= ending || memcmp(at + length - ending,
						       methods[*kind].enter, ending) != 0)
				continue;
			leave = text_format("%.*s%s", (int)(length - ending), at,
					    methods[*kind].exit);
			left = code;
			while ((left = source_code_word(left, leave)) &&
			       !is_call(code, left))
				left++;
			free(leave);
			if (!left && is_call(code, at))
				return at;
		}
		at += length ? length - 1 : 0;
	}
	return NULL;
}

static bool lacks_clean_up(const struct evidence *evidence)
{
	const struct divergence *divergence = &evidence->divergence;

	return cause_texts_are_wrong(evidence) && divergence->expected &&
	       cause_cleans_up(evidence, divergence->expected);
}

bool cause_entered_by_hand(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source;
	char *code = code_of(evidence, &source);
	const char *call = NULL;
	size_t kind = 0;

	if (code && lacks_clean_up(evidence))
		call = find_entered(code, &kind);
	if (call && blame(evidence, source, code, call, cause)) {
		size_t length = source_code_word_length(call);
		int stem = (int)(length - strlen(methods[kind].enter));

		cause->sentence = text_format(
			"%.*s is called by hand, and nobody calls %.*s%s: is it entered, "
			"and never left? A block of %s does both.",
			(int)length, call, stem, call, methods[kind].exit,
			methods[kind].with);
	}
	free(code);
	return cause->sentence;
}

/* ---- an exit stack that is emptied ------------------------------------------ */

bool cause_popped(const struct evidence *evidence, struct cause *cause)
{
	static const char word[] = "exit_stack_pop_all";
	const struct evidence_source *source;
	char *code = code_of(evidence, &source);
	const char *call = NULL;

	if (code && evidence->divergence.kind == DIVERGENCE_MISSING)
		call = source_code_word(code, word);
	if (call && blame(evidence, source, code, call, cause))
		cause->sentence = text_format(
			"%s (\u2026) takes all exits off the stack, and so its block "
			"runs "
			"none of them when it is left: does anybody close the new stack "
			"that they have moved to?",
			word);
	free(code);
	return cause->sentence;
}

/* ---- an exit that does nothing ---------------------------------------------- */

/* Is there nothing in it but a return? */
static bool is_empty(const struct source_function *function)
{
	const char *at = source_code_skip_space(function->body + 1);

	if (source_code_is_word(at, "return"))
		at = source_code_skip_space(at + strcspn(at, ";") + 1);
	return at >= function->end;
}

/* Does the solution's function of that name do something? */
static bool solution_does(const struct evidence_source *source,
			  const struct source_function *function)
{
	char *code = source->solution ? source_code_if_short(source->solution) : NULL;
	struct source_function other;
	bool does = code &&
		    source_function_named(code, function->name, function->name_length,
					  &other) &&
		    !is_empty(&other);

	free(code);
	return does;
}

bool cause_exit_empty(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source;
	struct source_function function;
	char *code = code_of(evidence, &source);
	const char *at = code;

	while (code && !cause->sentence && evidence->divergence.kind != DIVERGENCE_NONE &&
	       source_function_next(&at, &function)) {
		if (!(source_function_ends_in(&function, "_aexit") ||
		      source_function_ends_in(&function, "_exit")) ||
		    !is_empty(&function) || !solution_does(source, &function))
			continue;
		cause->where = evidence_place(evidence, source->name,
					      source_code_line(code, function.name));
		cause->sentence = text_format(
			"%.*s does nothing: what was taken or opened is not given back "
			"when the block is left. Is that it?",
			(int)function.name_length, function.name);
	}
	free(code);
	return cause->sentence;
}

/* ---- an exit that does it on one way only ------------------------------------- */

/* The if, or else, in whose statement or block the place stands; NULL if it is in none. */
static const char *find_if(const struct source_function *function, const char *place)
{
	static const char *const words[] = { "if", "else" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		for (const char *at = function->body;
		     (at = source_code_word(at, words[i])) && at < place; at++) {
			const char *end = at + strcspn(at, ";{");

			if (*end == '{')
				end = source_code_block_end(at);
			if (place < end)
				return at;
		}
	return NULL;
}

/* Where a way out of an exit, that prints the line, is taken by some only: an if around
 * it, or a return before it. NULL if it is on every way. */
static const char *find_one_way(const char *text, const char *code,
				const struct output_line *line)
{
	struct source_function function;
	const char *string, *way;

	if (!source_function_printing(text, code, line->text, &function) ||
	    !(source_function_ends_in(&function, "_aexit") ||
	      source_function_ends_in(&function, "_exit")))
		return NULL;
	string = source_code_prints_between(text, code, function.body, function.end,
					    line->text);
	way = find_if(&function, string);
	if (!way)
		way = source_function_word(&function, "return");
	return way && way < string ? way : NULL;
}

bool cause_exit_in_if(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source;
	const struct output_line *line = evidence->divergence.expected;
	char *code = code_of(evidence, &source), *solution;
	const char *way;

	if (!code || !source->solution || !line || !cause_texts_are_wrong(evidence) ||
	    evidence->divergence.kind == DIVERGENCE_EXTRA ||
	    source_code_prints(source->text, line->text) != 1) {
		free(code);
		return false;
	}
	solution = source_code_if_short(source->solution);
	way = find_one_way(source->text, code, line);
	if (way && source_code_prints(source->solution, line->text) &&
	    !find_one_way(source->solution, solution, line) &&
	    blame(evidence, source, code, way, cause))
		cause->sentence = memory_copy_text(
			source_code_is_word(way, "return")
				? "This exit prints it, but behind a return: so it is "
				  "left out on one way. Should it be done whichever way "
				  "the block is left?"
				: "This exit prints it, but only if something is so: "
				  "should it be done whichever way the block is left?");
	free(solution);
	free(code);
	return cause->sentence;
}
