#define _GNU_SOURCE
#include "judge/source_definition.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "judge/source_code.h"
#include "judge/source_name.h"
#include "text/memory.h"
#include "text/text.h"

/* As in Python: async def, async with, async for. */
static char *async_alone(const struct source_use *use)
{
	const char *next = source_code_skip_space(use->word + use->length);

	if (source_code_is_word(next, "with"))
		return memory_copy_text(
			"It is one word here: async_with (\u2026) { \u2026 "
			"} end_with.");
	if (source_code_is_word(next, "for"))
		return memory_copy_text(
			"It is one word here, and its three parts are set "
			"apart by commas: async_for (int, item, items()) "
			"{ \u2026 }.");
	if (*next == '.')
		return memory_copy_text("C has no modules: the name is one word, such as "
					"async_sleep (1).");
	return memory_copy_text(
		"async is written like a call, with the type, the name "
		"and each parameter as a pair: async (int, f, (int, x)).");
}

static bool is_type(const struct source_use *use, size_t index)
{
	static const char *const types[] = { "int",    "char",   "double", "bool", "long",
					     "struct", "size_t", "float",  "const" };
	size_t length = use->lengths[index];

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (source_code_is_word(use->arguments[index], types[i]))
			return true;
	return length && use->arguments[index][length - 1] == '*';
}

/* What is wrong with a parameter that is a pair. */
static char *bad_pair(const struct source_use *pair, const char *end)
{
	if (pair->close && pair->close + 1 < end)
		return text_format("A comma is missing between two parameters, behind "
				   "%.*s.",
				   (int)(pair->close + 1 - pair->open), pair->open);
	if (pair->count == 2 && is_type(pair, 1) && !is_type(pair, 0))
		return text_format("The type stands before the name: (%.*s, %.*s).",
				   (int)pair->lengths[1], pair->arguments[1],
				   (int)pair->lengths[0], pair->arguments[0]);
	return NULL;
}

/* The parameters stand behind the type and the name. */
static char *bad_parameters(const struct source_use *use)
{
	for (size_t i = 2; use->open && i < use->count; i++) {
		struct source_use pair;
		char *sentence;

		if (*use->arguments[i] != '(')
			return text_format(
				"Each parameter is a pair in parentheses, (type, name): "
				"%.*s is none. Write async (int, f, (int, x)).",
				(int)use->lengths[i], use->arguments[i]);
		source_use_read(&pair, use->code, use->arguments[i], 0);
		sentence = bad_pair(&pair, use->arguments[i] + use->lengths[i]);
		if (sentence)
			return sentence;
		if (pair.count != 2 || !source_use_is_word(&pair, 1))
			return text_format("A parameter is a type and a name with a "
					   "comma between, as in (int, x): %.*s is not.",
					   (int)use->lengths[i], use->arguments[i]);
	}
	return NULL;
}

/* Words of <async.h> that somebody may well choose: they are macros. */
static char *taken_name(const struct source_use *use)
{
	static const char *const names[] = {
		"aclose",      "aclosing",  "aiter",      "anext",       "as_completed",
		"asend",       "athrow",    "await",      "blocking",    "borrowed",
		"except",      "gather",    "iterator",   "list_append", "list_of",
		"next",        "queue_get", "queue_put",  "shield",      "start_server",
		"task_cancel", "task_done", "task_group", "timeout",     "wait_for",
	};

	for (size_t i = 0; use->count > 1 && i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i]) == use->lengths[1] &&
		    strncmp(names[i], use->arguments[1], use->lengths[1]) == 0)
			return text_format("%s is a word of <async.h> already: give the "
					   "function another name.",
					   names[i]);
	return NULL;
}

/* How many braces are open there. */
static int depth_at(const char *code, const char *at)
{
	int depth = 0;

	for (; code < at; code++)
		depth += (*code == '{') - (*code == '}');
	return depth;
}

/* In another function, and not at the beginning of its line, where a } may be missing
 * above. */
static bool is_nested(const struct source_use *use)
{
	return use->word > use->code && use->word[-1] != '\n' &&
	       depth_at(use->code, use->word) > 0;
}

/* Around the whole, before the first argument or behind the last. */
static char *bad_outline(const struct source_use *use)
{
	int word = (int)use->length;
	const char *behind = use->close ? source_code_skip_space(use->close + 1) : "";

	if (is_nested(use))
		return text_format(
			"A function cannot stand in another one in C: move this "
			"%.*s (\u2026) { \u2026 } out of it, above.",
			word, use->word);
	if (*behind == ';' && *source_code_skip_space(behind + 1) == '{')
		return memory_copy_text(
			"There is a semicolon too many, between the head of "
			"this function and its {.");

	if (use->count && source_code_is_word(use->arguments[0], "None"))
		return text_format("What gives nothing is of the type void: %.*s (void, "
				   "\u2026).",
				   word, use->word);
	if (use->count > 1 && !source_use_is_word(use, 1))
		return text_format("Behind the type stands the bare name, and behind it "
				   "each parameter as a pair: %.*s (int, f, (int, x)).",
				   word, use->word);
	if (use->close && *source_code_skip_space(use->close + 1) == '(')
		return text_format("The parameters stand in the same parentheses, behind "
				   "the name, each as a pair: %.*s (int, f, (int, x)).",
				   word, use->word);
	return NULL;
}

static bool has_name(const struct source_use *use, const struct source_use *other)
{
	return use->count > 1 && other->count > 1 &&
	       use->lengths[1] == other->lengths[1] &&
	       strncmp(use->arguments[1], other->arguments[1], use->lengths[1]) == 0;
}

/* Somewhere else it stands with a semicolon behind it, as C announces a function. */
static char *announced(const struct source_use *use)
{
	struct source_use other;
	bool is_async = source_code_is_word(use->word, "async");
	char *word = memory_copy_bytes(use->word, use->length), *sentence = NULL;
	int name = use->count > 1 ? (int)use->lengths[1] : 0;

	for (const char *at = use->code; !sentence && (at = source_code_word(at, word));
	     at += use->length) {
		source_use_read(&other, use->code, at, use->length);
		if (!other.close || !has_name(use, &other) ||
		    *source_code_skip_space(other.close + 1) != ';')
			continue;
		if (is_async)
			sentence = text_format(
				"A coroutine is announced by async_declare (\u2026, "
				"%.*s, "
				"\u2026); and where its body stands is async_define "
				"(\u2026, %.*s, \u2026) { \u2026 }.",
				name, use->arguments[1], name, use->arguments[1]);
		else
			sentence = text_format(
				"%s (\u2026) cannot be announced: leave out the line "
				"that "
				"ends in a semicolon, and write %.*s above the first "
				"function that uses it.",
				word, name, use->arguments[1]);
	}
	free(word);
	return sentence;
}

char *source_definition_mistake(const struct source_use *use)
{
	static char *(*const ways[])(const struct source_use *use) = {
		taken_name,
		bad_outline,
		announced,
		bad_parameters,
	};
	char *sentence = NULL;

	if (!use->open)
		return source_code_is_word(use->word, "async") ? async_alone(use) : NULL;
	for (size_t i = 0; !sentence && i < sizeof(ways) / sizeof(*ways); i++)
		sentence = ways[i](use);
	return sentence;
}

/* A method that is a coroutine, and does not take what the class hands to it. */
static char *bad_method(const struct source_use *use)
{
	static const struct {
		const char *line, *ending;
		size_t takes;
		const char *words, *written;
	} methods[] = {
		{ "async_context_manager", "aenter", 1, "its object alone", "" },
		{ "async_context_manager", "aexit", 2, "its object and the exception",
		  ", (struct exception *, e)" },
		{ "async_iterator", "anext", 1, "its object alone", "" },
	};

	for (size_t i = 0; i < sizeof(methods) / sizeof(*methods); i++) {
		struct source_use method = { 0 };
		const char *at;
		char *name, *sentence = NULL;

		if (!source_code_is_word(use->word, methods[i].line))
			continue;
		name = text_format("%.*s_%s", (int)use->lengths[0], use->arguments[0],
				   methods[i].ending);
		if (source_name_definer(use->code, name, strlen(name), &at)) {
			while (at > use->code && *at != '(')
				at--;
			source_use_read(&method, use->code, at, 0);
		}
		if (method.count >= 2 && method.count != methods[i].takes + 2)
			sentence = text_format(
				"%s takes %s: async (%.*s, %s, (%.*s, self)%s).", name,
				methods[i].words, (int)method.lengths[0],
				method.arguments[0], name, (int)use->lengths[1],
				use->arguments[1], methods[i].written);
		free(name);
		if (sentence)
			return sentence;
	}
	return NULL;
}

/* «async_context_manager (int, door) { … }», with a body. */
static bool is_definition_of_manager(const struct source_use *use)
{
	return use->close && *source_code_skip_space(use->close + 1) == '{' &&
	       (source_code_is_word(use->word, "async_context_manager") ||
		source_code_is_word(use->word, "context_manager"));
}

/* «async_context_manager (struct door, …)» */
char *source_definition_class(const struct source_use *use)
{
	int word = (int)use->length, class;

	if (is_definition_of_manager(use))
		return text_format(
			"%.*s names a class that has its methods already. A manager made "
			"of one function, with a yield, is defined by %s.",
			word, use->word,
			*use->word == 'a' ? "asynccontextmanager" : "contextmanager");
	if (!use->open || use->count != 2)
		return NULL;
	if (source_use_is_word(use, 0))
		return bad_method(use);
	if (source_code_is_word(use->word, "exception_class"))
		return memory_copy_text(
			"The name of the class stands bare: exception_class "
			"(TooLate, TimeoutError);");
	if (source_code_is_word(use->arguments[0], "struct")) {
		const char *name = source_code_skip_space(use->arguments[0] + 6);

		class = (int)source_code_word_length(name);
		return text_format(
			"The class is named by one word, with which its methods "
			"begin: %.*s (%.*s, struct %.*s *);",
			word, use->word, class, name, class, name);
	}
	return text_format(
		"The class is named by one word, with which its methods begin: "
		"%.*s (door, struct door *);",
		word, use->word);
}

/* A type, without the white space in it. To be freed. */
static char *type_packed(const char *at, size_t length)
{
	char *type = memory_copy_bytes(at, length), *packed = source_code_packed(type);

	free(type);
	return packed;
}

/* The type of the parameter «struct door *self», or «(struct door *, self)»: NULL if it is
 * no pointer to a struct. To be freed. */
static char *type_of_parameter(const char *at, size_t length)
{
	const char *end = at + length;

	at += *at == '(';
	while (end > at && end[-1] != '*')
		end--;
	return end > at && source_code_is_word(at, "struct")
		       ? type_packed(at, (size_t)(end - at))
		       : NULL;
}

/* The type of self in the method of that name, or NULL. */
static char *type_of_self(const char *code, const char *name)
{
	struct source_use method;
	const char *at;
	size_t index = 2;

	if (source_name_definer(code, name, strlen(name), &at)) {
		while (at > code && *at != '(')
			at--;
		source_use_read(&method, code, at, 0);
	} else if ((at = source_name_plain_function(code, name, strlen(name)))) {
		source_use_read(&method, code, at, strlen(name));
		index = 0;
	} else {
		return NULL;
	}
	return index < method.count
		       ? type_of_parameter(method.arguments[index], method.lengths[index])
		       : NULL;
}

/* «structdoor*» as it is written. To be freed. */
static char *type_written(const char *packed)
{
	size_t word = strlen("struct"), length = strcspn(packed + word, "*");

	return text_format("struct %.*s %s", (int)length, packed + word,
			   packed + word + length);
}

static char *tell_of_self(const struct source_use *use, const char *method,
			  const char *taken)
{
	int word = (int)use->length, class = (int)use->lengths[0];
	char *type = type_written(taken);
	char *sentence = text_format(
		"The type in this line is that of self, and self is a "
		"%s in %s: %.*s (%.*s, %s);",
		type, method, word, use->word, class, use->arguments[0], type);

	free(type);
	return sentence;
}

/* The type that self has in both methods of the class, and the name of the first; or
 * NULL: where they differ, it is one of them that may be wrong. Both to be freed. */
static char *type_in_both(const struct source_use *use, const char *const methods[2],
			  char **name)
{
	char *types[2];

	for (int i = 1; i >= 0; i--) {
		*name = text_format("%.*s_%s", (int)use->lengths[0], use->arguments[0],
				    methods[i]);
		types[i] = type_of_self(use->code, *name);
		if (i)
			free(*name);
	}
	if (!types[0] || !types[1] || strcmp(types[0], types[1]) != 0) {
		free(types[0]);
		types[0] = NULL;
	}
	free(types[1]);
	return types[0];
}

char *source_definition_other_self(const struct source_use *use)
{
	static const struct {
		const char *line, *methods[2];
	} classes[] = {
		{ "async_context_manager", { "aenter", "aexit" } },
		{ "context_manager", { "enter", "exit" } },
		{ "async_iterator", { "aiter", "anext" } },
		{ "iterator", { "iter", "next" } },
	};
	char *sentence = NULL, *own, *type, *name;
	size_t i = 0;

	while (i < sizeof(classes) / sizeof(*classes) &&
	       !source_code_is_word(use->word, classes[i].line))
		i++;
	if (i == sizeof(classes) / sizeof(*classes) || use->count != 2 ||
	    !source_use_is_word(use, 0))
		return NULL;
	own = type_of_parameter(use->arguments[1], use->lengths[1]);
	type = type_in_both(use, classes[i].methods, &name);
	if (own && type && strcmp(own, type) != 0)
		sentence = tell_of_self(use, name, type);
	free(name);
	free(type);
	free(own);
	return sentence;
}
