#define _GNU_SOURCE
#include "judge/source_name.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "judge/source_code.h"
#include "text/memory.h"
#include "text/text.h"

const char *source_name_definer(const char *code, const char *name, size_t length,
				const char **where)
{
	static const char *const macros[] = {
		"async_generator", "generator", "asynccontextmanager",
		"contextmanager",  "async",     "blocking"
	};

	for (size_t i = 0; i < sizeof(macros) / sizeof(*macros); i++) {
		struct definition definition;
		const char *at = code;
		bool same = false;

		while (!same && source_code_definition(&at, macros[i], &definition)) {
			same = strlen(definition.name) == length &&
			       strncmp(definition.name, name, length) == 0;
			*where = definition.at;
			free(definition.name);
		}
		if (same)
			return macros[i];
	}
	return NULL;
}

const char *source_name_plain_function(const char *code, const char *name, size_t length)
{
	char *word = memory_copy_bytes(name, length);
	const char *found = NULL;

	for (const char *at = code; !found && (at = source_code_word(at, word));
	     at += length) {
		const char *line = at;

		while (line > code && line[-1] != '\n')
			line--;
		/* At the beginning of its line, behind a type. */
		if (*source_code_skip_space(at + length) == '(' && at > line &&
		    isalpha((unsigned char)*line) &&
		    !memchr(line, '(', (size_t)(at - line)))
			found = at;
	}
	free(word);
	return found;
}

/* ---- classes ------------------------------------------------------------- */

static const struct class_kind {
	const char *first, *second, *macro, *makes;
} class_kinds[] = {
	{ "aenter", "aexit", "async_context_manager", "an asynchronous context manager" },
	{ "enter", "exit", "context_manager", "a context manager" },
	{ "aiter", "anext", "async_iterator", "an asynchronous iterator" },
	{ "iter", "next", "iterator", "an iterator" },
};

static bool has_function(const char *code, const char *name, const char *ending)
{
	char *function = text_format("%s_%s", name, ending);
	bool found = source_code_word(code, function);

	free(function);
	return found;
}

char *source_name_no_class(const char *code, const char *name)
{
	for (size_t i = 0; i < sizeof(class_kinds) / sizeof(*class_kinds); i++) {
		const struct class_kind *kind = &class_kinds[i];

		if (has_function(code, name, kind->first) &&
		    has_function(code, name, kind->second))
			return text_format("%s has %s_%s and %s_%s; what is missing is "
					   "the line after them that makes %s of it: %s "
					   "(%s, \u2026);",
					   name, name, kind->first, name, kind->second,
					   kind->makes, kind->macro, name);
	}
	return NULL;
}

/* ---- a call with whose result nothing is done ---------------------------- */

static const struct {
	const char *macro, *words;
} droppings[] = {
	{ "async_generator",
	  "a generator does nothing until it is asked for its items: iterate over it, "
	  "with async_for" },
	{ "generator",
	  "a generator does nothing until it is asked for its items: iterate over it, "
	  "with for_each" },
	{ "asynccontextmanager",
	  "A context manager does nothing until it is entered: write async_with "
	  "(\u2026) { \u2026 } end_with" },
	{ "contextmanager",
	  "A context manager does nothing until it is entered: write with (\u2026) { "
	  "\u2026 } end_with" },
};

char *source_name_dropped(const char *code, const char *name)
{
	const char *at, *macro = source_name_definer(code, name, strlen(name), &at);

	for (size_t i = 0; macro && i < sizeof(droppings) / sizeof(*droppings); i++)
		if (strcmp(macro, droppings[i].macro) == 0)
			return memory_copy_text(droppings[i].words);
	return NULL;
}

/* ---- order --------------------------------------------------------------- */

/* Where it is defined, by whatever; NULL if nowhere. */
static const char *find_definition(const char *code, const char *name)
{
	size_t length = strlen(name);
	const char *at;

	return source_name_definer(code, name, length, &at)
		       ? at
		       : source_name_plain_function(code, name, length);
}

/* Is it asked for by a line such as «async_context_manager (gate, …)»? */
static const char *class_line_at(const char *code, const char *name, int line)
{
	for (size_t i = 0; i < sizeof(class_kinds) / sizeof(*class_kinds); i++)
		for (const char *at = code;
		     (at = source_code_word(at, class_kinds[i].macro)); at++) {
			const char *open = at + strlen(class_kinds[i].macro);
			const char *class =
				source_code_skip_space(open + strspn(open, " \t\n("));
			size_t length = source_code_word_length(class);

			if (source_code_line(code, at) == line && length &&
			    strncmp(class, name, length) == 0 && name[length] == '_')
				return class_kinds[i].macro;
		}
	return NULL;
}

/* The name of a class, made by its line below. */
static const char *find_class_line(const char *code, const char *name, int *line)
{
	for (size_t i = 0; i < sizeof(class_kinds) / sizeof(*class_kinds); i++)
		for (const char *at = code;
		     (at = source_code_word(at, class_kinds[i].macro)); at++) {
			const char *open = at + strlen(class_kinds[i].macro);

			*line = source_code_line(code, at);
			if (source_code_is_word(
				    source_code_skip_space(open + strspn(open, " \t\n(")),
				    name))
				return class_kinds[i].macro;
		}
	return NULL;
}

char *source_name_below(const char *code, const char *name, int line)
{
	const char *definition = find_definition(code, name);
	const char *macro = class_line_at(code, name, line);
	int below = definition ? source_code_line(code, definition) : 0;

	if (!definition && (macro = find_class_line(code, name, &below)))
		return below <= line ? NULL
				     : text_format("The line that makes %s, %s (%s, "
						   "\u2026);, stands below, at line %d: "
						   "move it above this.",
						   name, macro, name, below);
	if (below <= line && !(macro && below == line))
		return NULL;
	if (macro)
		return text_format(
			"This %s line stands above %s, which it needs: move it "
			"behind the methods.",
			macro, name);
	return text_format("%s is written below, at line %d, and C reads from the top: "
			   "move it above this line.",
			   name, below);
}

/* ---- words of others ----------------------------------------------------- */

static const struct {
	const char *word, *meaning;
} foreign[] = {
	{ "sleep", "In a coroutine one waits by await (async_sleep(1)), while other "
		   "tasks go on; sleep would hold up all of them." },
	{ "usleep", "In a coroutine one waits by await (async_sleep(0.1)), while other "
		    "tasks go on; usleep would hold up all of them." },
	{ "nanosleep",
	  "In a coroutine one waits by await (async_sleep(0.1)), while other "
	  "tasks go on; nanosleep would hold up all of them." },
	{ "asyncio", "Here the names of asyncio stand alone: asyncio.sleep(1) is "
		     "async_sleep(1), asyncio.gather(\u2026) is gather(\u2026)." },
	{ "print",
	  "print is Python's: C prints by puts(\"text\"), or by printf(\"%d\\n\", "
	  "number)." },
	{ "None", "None is Python's: in C it is NULL." },
	{ "True", "True is Python's: in C it is true." },
	{ "False", "False is Python's: in C it is false." },
	{ "elif", "elif is Python's: in C it is else if (\u2026)." },
	{ "def", "def is Python's: here a coroutine is written as async (type, name, "
		 "(type, parameter)), a plain function as type name(type parameter)." },
	{ "class",
	  "class is Python's: here the data stands in a struct, and a line such as "
	  "async_context_manager (name, struct name *); stands behind the "
	  "methods." },
	{ "pass", "pass is Python's: in C an empty block is { }." },
	{ "not", "not is Python's: in C it is !." },
	{ "and", "and is Python's: in C it is &&." },
	{ "or", "or is Python's: in C it is ||." },
	{ "is", "is is Python's: in C it is ==." },
	{ "str", "str is Python's: in C a text is a const char *." },
	{ "string", "C has no type string: a text is a const char *." },
	{ "len", "len is Python's: in C it is strlen(text), or list_length(list) for a "
		 "list_of." },
	{ "range", "range is Python's: in C one counts by for (int i = 0; i < n; i++)." },
	{ "lambda", "lambda is Python's: C has no functions without a name." },
	{ "del", "del is Python's: C frees memory by free(\u2026)." },
	{ "import", "import is Python's: in C it is #include <\u2026> at the top." },
	{ "isinstance",
	  "isinstance is Python's: here it is exception_is(e, ValueError)." },
};

char *source_name_foreign(const char *name)
{
	for (size_t i = 0; i < sizeof(foreign) / sizeof(*foreign); i++)
		if (strcmp(name, foreign[i].word) == 0)
			return memory_copy_text(foreign[i].meaning);
	return NULL;
}
