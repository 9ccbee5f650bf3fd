/* What C does otherwise than somebody meant who has Python in mind: see cause.h. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "judge/cause.h"
#include "judge/source_code.h"
#include "judge/source_function.h"
#include "text/memory.h"
#include "text/text.h"

/* The learner's own file, if something is wrong and the solution is at hand. */
static const struct evidence_source *source_of(const struct evidence *evidence)
{
	const struct evidence_source *source = evidence_main_source(evidence);

	return source && source->text && source->solution &&
			       evidence->divergence.kind != DIVERGENCE_NONE
		       ? source
		       : NULL;
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

/* ---- a statement that stands there twice -------------------------------------- */

/* The end of the plain statement that begins there: behind its semicolon. NULL: it is
 * none, or calls nothing. */
static const char *end_of_statement(const char *at)
{
	const char *end = at + strcspn(at, ";{}"), *call = strchr(at, '(');

	return *end == ';' && call && call < end ? end + 1 : NULL;
}

/* The second of two statements that are the same, one behind the other; NULL: none. */
static const char *find_repeated(const char *text, const char *code)
{
	for (const char *at = code; *at; at++) {
		const char *end, *next, *last;

		if (!source_code_word_length(at) ||
		    !source_code_begins_statement(code, at) ||
		    !(end = end_of_statement(at)))
			continue;
		next = source_code_skip_space(end);
		last = end_of_statement(next);
		if (last && last - next == end - at &&
		    memcmp(text + (at - code), text + (next - code),
			   (size_t)(end - at)) == 0)
			return next;
		at = end - 1;
	}
	return NULL;
}

static bool solution_repeats(const char *solution)
{
	char *code = source_code_if_short(solution);
	bool repeats = find_repeated(solution, code);

	free(code);
	return repeats;
}

bool cause_written_twice(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = source_of(evidence);
	const char *found;
	char *code;

	if (!source || solution_repeats(source->solution))
		return false;
	code = source_code_if_short(source->text);
	found = find_repeated(source->text, code);
	if (found && blame(evidence, source, code, found, cause))
		cause->sentence = memory_copy_text(
			"This statement stands there twice, one behind the other: should "
			"it be done once?");
	free(code);
	return cause->sentence;
}

/* ---- whole numbers -------------------------------------------------------------- */

static bool is_of_number(char c)
{
	return isalnum((unsigned char)c) || c == '.' || c == '_';
}

/* A division of two whole numbers in figures that leaves a rest. */
struct division {
	const char *at;
	long above, below;
};

static bool read_division(const char *code, const char *at, struct division *division)
{
	const char *slash;
	char *end;

	if (!isdigit((unsigned char)*at) || (at > code && is_of_number(at[-1])))
		return false;
	*division = (struct division){ .at = at, .above = strtol(at, &end, 10) };
	slash = source_code_skip_space(end);
	if (*slash != '/' || is_of_number(*end))
		return false;
	slash = source_code_skip_space(slash + 1);
	if (!isdigit((unsigned char)*slash))
		return false;
	division->below = strtol(slash, &end, 10);
	return division->below && !is_of_number(*end) &&
	       division->above % division->below;
}

static bool find_division(const char *code, struct division *division)
{
	for (const char *at = code; *at; at++)
		if (read_division(code, at, division))
			return true;
	return false;
}

/* In Python 1 / 2 is a half. */
bool cause_whole_division(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = source_of(evidence);
	struct division division;
	char *code;

	if (!source)
		return false;
	code = source_code_if_short(source->text);
	if (find_division(code, &division) &&
	    blame(evidence, source, code, division.at, cause))
		cause->sentence = text_format(
			"%ld / %ld divides whole numbers, which gives %ld in C: is %ld.0 "
			"/ %ld meant?",
			division.above, division.below, division.above / division.below,
			division.above, division.below);
	free(code);
	return cause->sentence;
}

/* Is the word there one that the type before declares: «int count = 0, sum = 0», or
 * «(int, delay)»? */
static bool is_declared(const char *code, const char *type_end, const char *word)
{
	const char *before = source_code_before(code, word);

	return source_code_word_length(word) && !source_code_word_length(word - 1) &&
	       (before == type_end || before[-1] == ',') &&
	       !memchr(type_end, '(', (size_t)(word - type_end));
}

/* The next name that is declared as one of that type, from *at on, which moves behind it;
 * NULL at the end. *type_end: behind the type that it belongs to, or NULL at first. */
static const char *next_declared(const char *code, const char *type, const char **at,
				 const char **type_end)
{
	while (*type_end || (*at = source_code_word(*at, type))) {
		if (!*type_end)
			*type_end = *at += strlen(type);
		for (const char *word = *at; *word && !strchr(";){", *word); word++)
			if (is_declared(code, *type_end, word)) {
				*at = word + source_code_word_length(word);
				return word;
			}
		*type_end = NULL;
	}
	return NULL;
}

static bool declares(const char *code, const char *type, const char *name)
{
	const char *at = code, *type_end = NULL, *found;

	while ((found = next_declared(code, type, &at, &type_end)))
		if (source_code_is_word(found, name))
			return true;
	return false;
}

/* A variable of whole numbers that has fractions in the solution. */
static const char *find_cut(const char *code, const char *solution, const char **type)
{
	static const char *const types[] = { "int", "long" };

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		const char *at = code, *type_end = NULL, *found;

		*type = types[i];
		while ((found = next_declared(code, types[i], &at, &type_end))) {
			char *name =
				memory_copy_bytes(found, source_code_word_length(found));
			bool is_cut = declares(solution, "double", name) &&
				      !declares(solution, types[i], name);

			free(name);
			if (is_cut)
				return found;
		}
	}
	return NULL;
}

/* Python makes a float where it needs one; C cuts it off. */
bool cause_whole_variable(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = source_of(evidence);
	const char *found, *type;
	char *code, *solution;

	if (!source)
		return false;
	code = source_code_if_short(source->text);
	solution = source_code_if_short(source->solution);
	found = find_cut(code, solution, &type);
	if (found && blame(evidence, source, code, found, cause))
		cause->sentence = text_format(
			"%.*s is of the type %s: C cuts off what stands behind the "
			"point of what it is given. Should it be a double?",
			(int)source_code_word_length(found), found, type);
	free(solution);
	free(code);
	return cause->sentence;
}

/* ---- = where += is meant -------------------------------------------------------- */

/* The next statement «name = …» or «name += …», from *at on, which moves behind it. */
static const char *next_assignment(const char *code, const char **at, bool adds)
{
	const char *sign = adds ? "+=" : "=";

	for (const char *word = *at; *word; word++) {
		size_t length = source_code_word_length(word);
		const char *next = source_code_skip_space(word + length);

		if (!length)
			continue;
		if (source_code_begins_statement(code, word) &&
		    strncmp(next, sign, strlen(sign)) == 0 && (adds || next[1] != '=')) {
			*at = word + length;
			return word;
		}
		word += length - 1;
	}
	return NULL;
}

static size_t count_assignments(const char *code, const char *name, bool adds)
{
	const char *at = code, *found;
	size_t count = 0;

	while ((found = next_assignment(code, &at, adds)))
		count += source_code_is_word(found, name);
	return count;
}

/* A number is wrong, and where the solution adds something is set instead. */
bool cause_set_not_added(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = source_of(evidence);
	const char *at, *found;
	char *code, *solution;

	if (!source || evidence->divergence.kind != DIVERGENCE_WRONG_TEXT ||
	    !cause_alike(evidence->divergence.expected, evidence->divergence.actual))
		return false;
	code = source_code_if_short(source->text);
	at = code;
	solution = source_code_if_short(source->solution);
	while (!cause->sentence && (found = next_assignment(code, &at, false))) {
		char *name = memory_copy_bytes(found, source_code_word_length(found));

		if (count_assignments(code, name, true) <
			    count_assignments(solution, name, true) &&
		    count_assignments(code, name, false) >
			    count_assignments(solution, name, false) &&
		    blame(evidence, source, code, found, cause))
			cause->sentence = text_format(
				"%s is set anew here, and what was added up in it before "
				"is gone: is += meant?",
				name);
		free(name);
	}
	free(solution);
	free(code);
	return cause->sentence;
}

/* ---- one for all ----------------------------------------------------------------- */

static bool is_assigned(const char *code, const char *name)
{
	size_t length = strlen(name);

	for (const char *at = code; (at = source_code_word(at, name)); at += length) {
		const char *next = source_code_skip_space(at + length);
		const char *before = source_code_before(code, at);
		bool steps = strncmp(next, "++", 2) == 0 || strncmp(next, "--", 2) == 0 ||
			     (before > code + 1 && (strncmp(before - 2, "++", 2) == 0 ||
						    strncmp(before - 2, "--", 2) == 0));

		if (steps || (strchr("+-*/", *next) && *next && next[1] == '='))
			return true;
	}
	return false;
}

/* The name of a plain variable that is declared there as static; its length, or 0. */
static size_t static_name(const char *at, const char **name)
{
	const char *word = source_code_skip_space(at + strlen("static")), *last = word;
	size_t length;

	if (source_code_is_word(word, "const") || source_code_is_word(word, "struct"))
		return 0;
	while ((length = source_code_word_length(word))) {
		last = word;
		word = source_code_skip_space(word + length);
	}
	*name = last;
	return *word == '=' || *word == ';' ? source_code_word_length(last) : 0;
}

static bool has_static(const char *text, const char *name)
{
	char *code = source_code_if_short(text);
	const char *found;
	bool has = false;

	for (const char *at = code; !has && (at = source_code_word(at, "static")); at++)
		has = static_name(at, &found) == strlen(name) &&
		      source_code_is_word(found, name);
	free(code);
	return has;
}

/* A count that goes on where each should begin anew: the first is right, what comes later
 * is not. */
bool cause_static(const struct evidence *evidence, struct cause *cause)
{
	const struct evidence_source *source = source_of(evidence);
	char *code;

	if (!source || !cause_texts_are_wrong(evidence) ||
	    evidence->divergence.index == 0)
		return false;
	code = source_code_if_short(source->text);
	for (const char *at = code;
	     !cause->sentence && (at = source_code_word(at, "static")); at++) {
		const char *found = NULL;
		size_t length = static_name(at, &found);
		char *name = memory_copy_bytes(found ? found : at, length);

		if (length && is_assigned(code, name) &&
		    !has_static(source->solution, name) &&
		    blame(evidence, source, code, found, cause))
			cause->sentence = text_format(
				"%s is static: there is one for all, and it keeps its "
				"value from one call to the next. Should each have its "
				"own, or begin anew?",
				name);
		free(name);
	}
	free(code);
	return cause->sentence;
}
