#define _GNU_SOURCE
#include "judge/source_name.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "judge/source_code.h"
#include "judge/macro_use.h"
#include "text/memory.h"
#include "text/nearest.h"
#include "text/text.h"

const char *source_name_definer(const char *code, const char *name, size_t length,
				const char **at)
{
	static const char *const macros[] = {
		"async_generator", "generator", "asynccontextmanager",
		"contextmanager",  "async",     "blocking"
	};

	for (size_t i = 0; i < sizeof(macros) / sizeof(*macros); i++) {
		struct definition definition;
		const char *from = code;
		bool same = false;

		while (!same && source_code_definition(&from, macros[i], &definition)) {
			same = strlen(definition.name) == length &&
			       strncmp(definition.name, name, length) == 0;
			*at = definition.at;
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

/* The class of which a line such as «async_iterator (counter, …)» speaks. */
static const struct class_kind *class_line_at(const char *code, int line, char **name)
{
	for (size_t i = 0; i < sizeof(class_kinds) / sizeof(*class_kinds); i++)
		for (const char *at = code;
		     (at = source_code_word(at, class_kinds[i].macro)); at++) {
			const char *open = at + strlen(class_kinds[i].macro);
			const char *class =
				source_code_skip_space(open + strspn(open, " \t\n("));
			size_t length = source_code_word_length(class);

			if (source_code_line(code, at) != line || !length)
				continue;
			*name = memory_copy_bytes(class, length);
			return &class_kinds[i];
		}
	return NULL;
}

static char *tell_of_lack(const char *code, const struct class_kind *kind,
			  const char *name)
{
	const char *lacks =
		!has_function(code, name, kind->first) ? kind->first : kind->second;

	for (size_t i = 0; i < sizeof(class_kinds) / sizeof(*class_kinds); i++) {
		const struct class_kind *other = &class_kinds[i];

		if (other != kind && has_function(code, name, other->first) &&
		    has_function(code, name, other->second))
			return text_format(
				"%s has %s_%s and %s_%s, and so is %s: its line "
				"is %s (%s, \u2026);",
				name, name, other->first, name, other->second,
				other->makes, other->macro, name);
	}
	return text_format("%s has no %s_%s: %s (%s, \u2026) needs %s_%s and %s_%s.",
			   name, name, lacks, kind->macro, name, name, kind->first, name,
			   kind->second);
}

char *source_name_class_lacks(const char *code, int line)
{
	char *name, *sentence = NULL;
	const struct class_kind *kind = class_line_at(code, line, &name);

	if (!kind)
		return NULL;
	if (!has_function(code, name, kind->first) ||
	    !has_function(code, name, kind->second))
		sentence = tell_of_lack(code, kind, name);
	free(name);
	return sentence;
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

/* The name of a class, made by its line below. */
static const char *find_class_line(const char *code, const char *name, int *line)
{
	for (size_t i = 0; i < sizeof(class_kinds) / sizeof(*class_kinds); i++)
		for (const char *at = code;
		     (at = source_code_word(at, class_kinds[i].macro)); at++) {
			const char *open = at + strlen(class_kinds[i].macro);

			if (!source_code_is_word(
				    source_code_skip_space(open + strspn(open, " \t\n(")),
				    name))
				continue;
			*line = source_code_line(code, at);
			return class_kinds[i].macro;
		}
	return NULL;
}

/* The line that makes a class of NAME stands below. */
static char *class_below(const char *code, const char *name, int line)
{
	int below;
	const char *macro = find_class_line(code, name, &below);

	return macro && below > line
		       ? text_format("The line that makes %s, %s (%s, \u2026);, stands "
				     "below, at line %d: move it above this.",
				     name, macro, name, below)
		       : NULL;
}

char *source_name_below(const char *code, const char *name, int line)
{
	const char *definition = find_definition(code, name);
	const struct class_kind *kind;
	char *class;

	if (!definition)
		return class_below(code, name, line);
	if (source_code_line(code, definition) <= line)
		return NULL;
	kind = class_line_at(code, line, &class);
	if (!kind)
		return text_format(
			"%s is written below, at line %d, and C reads from the "
			"top: move it above this line.",
			name, source_code_line(code, definition));
	free(class);
	return text_format("This %s line stands above %s, which it needs: move it behind "
			   "the methods.",
			   kind->macro, name);
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
	{ "in",
	  "in is Python's: whether a word stands in a text says strstr(text, word)." },
	{ "throw", "Here it is called raise: raise (ValueError, \"why\")." },
	{ "catch", "Here it is called except: except (ValueError, e) { \u2026 }." },
	{ "type", "The name of an exception's type is e->type->name." },
	{ "self", "There is no self here: a method is given it as a parameter, (struct "
		  "\u2026 *, self)." },
	{ "Lock",
	  "A lock is a struct lock, and made by Lock(): struct lock lock = Lock();" },
	{ "Event",
	  "An event is a struct event, and made by Event(): struct event event = "
	  "Event();" },
	{ "Condition",
	  "A condition is a struct condition, and made by Condition(): struct "
	  "condition condition = Condition();" },
	{ "Semaphore",
	  "A semaphore is a struct semaphore, and made by Semaphore(\u2026): "
	  "struct semaphore semaphore = Semaphore(3);" },
	{ "asyncio_run",
	  "A program runs its coroutine by async_run(\u2026), in main()." },
	{ "run", "A program runs its coroutine by async_run(\u2026), in main()." },
	{ "asyncio_sleep", "Here it is called async_sleep: await (async_sleep(1))." },
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

char *source_name_extension(const char *name)
{
	static const char *const names[] = {
		"accept4",       "asprintf",
		"dup3",          "environ",
		"execvpe",       "gettid",
		"memmem",        "mempcpy",
		"memrchr",       "pipe2",
		"ppoll",         "pthread_cond_clockwait",
		"qsort_r",       "pthread_mutex_clocklock",
		"rawmemchr",     "pthread_setname_np",
		"sem_clockwait", "pthread_timedjoin_np",
		"strcasestr",    "pthread_tryjoin_np",
		"strchrnul",     "vasprintf",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(name, names[i]) == 0)
			return text_format("%s is an extension of the GNU library: write "
					   "#define _GNU_SOURCE at the top, above the "
					   "first #include.",
					   name);
	return NULL;
}

/* ---- misspelt words ------------------------------------------------------- */

enum { SHORT = 4 };

/* A letter in four may be wrong; and a name with an underscore at its end is one within
 * a macro. */
static char *tell_of_nearest(const char *name, const char *const *names, size_t count)
{
	size_t length = strlen(name), nearest;

	if (length < SHORT || name[length - 1] == '_')
		return NULL;
	nearest = nearest_name(name, names, count);
	return nearest < count && strcmp(names[nearest], name) != 0 &&
			       nearest_distance(names[nearest], name) <= length / SHORT
		       ? text_format("There is no %s here: did you mean %s?", name,
				     names[nearest])
		       : NULL;
}

char *source_name_misspelt(const char *name)
{
	static const char *const others[] = { "try",
					      "finally",
					      "end_try",
					      "end_with",
					      "raise",
					      "yield",
					      "async_open",
					      "file_readline",
					      "ConnectionError",
					      "StopAsyncIteration",
					      "StopIteration",
					      "ValueError",
					      "RuntimeError",
					      "TimeoutError",
					      "CancelledError",
					      "Exception",
					      "KeyError",
					      "LookupError",
					      "OSError" };
	enum { MOST_NAMES = 256 };
	enum { OTHERS = sizeof(others) / sizeof(*others) };
	const char *names[MOST_NAMES + OTHERS];
	size_t count = 0;

	while (count < MOST_NAMES && macro_uses[count].name) {
		names[count] = macro_uses[count].name;
		count++;
	}
	for (size_t i = 0; i < OTHERS; i++)
		names[count++] = others[i];
	return tell_of_nearest(name, names, count);
}

char *source_name_misspelt_definition(const char *name)
{
	static const char *const names[] = { "async",           "async_generator",
					     "generator",       "asynccontextmanager",
					     "contextmanager",  "async_context_manager",
					     "context_manager", "async_iterator",
					     "async_iterable",  "iterator",
					     "exception_class", "blocking",
					     "thread_function" };

	return tell_of_nearest(name, names, sizeof(names) / sizeof(*names));
}

char *source_name_struct(const char *code, const char *name)
{
	for (const char *at = code; (at = source_code_word(at, "struct")); at++) {
		const char *tag = source_code_skip_space(at + strlen("struct"));

		if (source_code_is_word(tag, name) &&
		    *source_code_skip_space(tag + strlen(name)) == '{')
			return text_format("There is no %s here: is the type meant? That "
					   "is written struct %s, with both words.",
					   name, name);
	}
	return NULL;
}

char *source_name_near_definition(const char *code, const char *name)
{
	static const char *const macros[] = { "async_generator", "generator",
					      "asynccontextmanager", "contextmanager",
					      "async" };
	char *sentence = NULL;

	for (size_t i = 0; i < sizeof(macros) / sizeof(*macros) && !sentence; i++) {
		struct definition definition;
		const char *from = code;

		while (!sentence &&
		       source_code_definition(&from, macros[i], &definition)) {
			const char *names[] = { definition.name };

			sentence = tell_of_nearest(name, names, 1);
			free(definition.name);
		}
	}
	return sentence;
}
