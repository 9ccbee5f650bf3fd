#include "judge/source_function.h"

#include <string.h>

#include "judge/source_code.h"

/* The macros that define functions, and name them in their second place. */
static bool names_second(const char *head)
{
	static const char *const macros[] = { "async",          "async_generator",
					      "generator",      "asynccontextmanager",
					      "contextmanager", "blocking" };

	for (size_t i = 0; i < sizeof(macros) / sizeof(*macros); i++)
		if (source_code_is_word(head, macros[i]))
			return true;
	return false;
}

/* In a piece of a function, the block of a statement is none. */
static bool begins_block(const char *word)
{
	static const char *const words[] = { "if",        "for",      "while",
					     "switch",    "with",     "async_with",
					     "async_for", "for_each", "except" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (source_code_is_word(word, words[i]))
			return true;
	return false;
}

/* The word before the first parenthesis, or behind the first comma in it. */
static bool find_name(struct source_function *function)
{
	const char *open =
		memchr(function->head, '(', (size_t)(function->body - function->head));

	if (!open)
		return false;
	if (names_second(function->head)) {
		const char *at = open;
		int depth = 0;

		while (at < function->body && !(*at == ',' && depth == 1)) {
			depth += (*at == '(') - (*at == ')');
			at++;
		}
		function->name = source_code_skip_space(at + (at < function->body));
	} else {
		function->name = source_code_before(function->head, open);
		while (function->name > function->head &&
		       source_code_word_length(function->name - 1))
			function->name--;
	}
	function->name_length = source_code_word_length(function->name);
	return function->name_length > 0 && !begins_block(function->name);
}

/* What stands before a brace: past the lines of the preprocessor. */
static const char *skip_directives(const char *head)
{
	head = source_code_skip_space(head);
	while (*head == '#') {
		const char *end = strchr(head, '\n');

		while (end && end[-1] == '\\')
			end = strchr(end + 1, '\n');
		head = end ? source_code_skip_space(end) : head + strlen(head);
	}
	return head;
}

bool source_function_next(const char **at, struct source_function *found)
{
	const char *head = *at;

	for (const char *place = head; *place; place++) {
		const char *before;

		if (*place == ';')
			head = place + 1;
		if (*place != '{')
			continue;
		*found = (struct source_function){ .head = skip_directives(head),
						   .body = place,
						   .end = source_code_block_end(place) };
		before = source_code_before(head, place);
		head = *found->end ? found->end + 1 : found->end;
		place = head - 1;
		if (before > *at && before[-1] == ')' && found->head < found->body &&
		    find_name(found)) {
			*at = head;
			return true;
		}
	}
	return false;
}

bool source_function_named(const char *code, const char *name, size_t length,
			   struct source_function *found)
{
	while (source_function_next(&code, found))
		if (found->name_length == length &&
		    memcmp(found->name, name, length) == 0)
			return true;
	return false;
}

bool source_function_around(const char *code, const char *place,
			    struct source_function *found)
{
	while (source_function_next(&code, found))
		if (found->head <= place && place <= found->end)
			return true;
	return false;
}

bool source_function_is(const struct source_function *function, const char *macro)
{
	return source_code_is_word(function->head, macro);
}

bool source_function_ends_in(const struct source_function *function, const char *ending)
{
	size_t length = strlen(ending);

	return function->name_length > length &&
	       memcmp(function->name + function->name_length - length, ending, length) ==
		       0;
}

const char *source_function_word(const struct source_function *function, const char *word)
{
	const char *found = source_code_word(function->body, word);

	return found && found < function->end ? found : NULL;
}

bool source_function_printing(const char *source, const char *code, const char *text,
			      struct source_function *found)
{
	const char *at = code;

	while (source_function_next(&at, found))
		if (source_code_prints_between(source, code, found->body, found->end,
					       text))
			return true;
	return false;
}
