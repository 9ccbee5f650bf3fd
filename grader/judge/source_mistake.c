#define _GNU_SOURCE
#include "judge/source_mistake.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "judge/macro_use.h"
#include "judge/source_code.h"
#include "judge/source_manager.h"
#include "judge/source_name.h"
#include "judge/source_scope.h"
#include "judge/source_use.h"
#include "text/memory.h"
#include "text/text.h"

/* ---- one statement ------------------------------------------------------- */

static char *without_parentheses(const struct source_use *use)
{
	size_t length = use->length;
	int word = (int)length;

	if (use->open)
		return NULL;
	if (strncmp(use->word, "raise", length) == 0)
		return memory_copy_text("raise is written like a call: raise "
					"(ValueError, \"why\"), or raise () to raise "
					"again what was caught.");
	return text_format("%.*s needs parentheses around what it is given: %.*s "
			   "(\u2026).",
			   word, use->word, word, use->word);
}

static char *bad_yield(const struct source_use *use)
{
	if (!use->open || use->count < 2)
		return without_parentheses(use);
	return memory_copy_text("yield hands out one item at a time: what belongs "
				"together goes into a struct.");
}

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
	return memory_copy_text(
		"async is written like a call, with the type, the name "
		"and each parameter as a pair: async (int, f, (int, x)).");
}

static char *bad_except(const struct source_use *use)
{
	const char *type = source_code_skip_space(use->word + use->length);
	int length = (int)source_code_word_length(type);

	if (use->open && use->count > 0)
		return NULL;
	if (!length)
		return memory_copy_text(
			"except needs the type of what it catches: except "
			"(Exception, e) { \u2026 } takes all errors.");
	return text_format("except needs parentheses around what it catches: except "
			   "(%.*s, e) { \u2026 }.",
			   length, type);
}

/* try and finally stand for code of ours, wherever they stand. */
static char *clause_as_name(const struct source_use *use)
{
	const char *next = source_code_skip_space(use->word + use->length);
	int word = (int)use->length;

	if (*next && strchr("=;,)[.-", *next))
		return text_format("%.*s is a word of <async.h>, and so no name: call it "
				   "something else.",
				   word, use->word);
	return NULL;
}

/* As in Python: «if x:» at the end of its line. */
static char *colon(const struct source_use *use)
{
	const char *end = use->word + strcspn(use->word, "\n");

	while (end > use->word && isspace((unsigned char)end[-1]))
		end--;
	if (end[-1] != ':' || memchr(use->word, '?', (size_t)(end - use->word)))
		return NULL;
	return memory_copy_text(
		"C has no : at the end of such a line: what belongs to it "
		"stands in { \u2026 }.");
}

/* The parameters stand behind the type and the name. */
static char *bad_parameters(const struct source_use *use)
{
	for (size_t i = 2; use->open && i < use->count; i++) {
		struct source_use pair;

		if (*use->arguments[i] != '(')
			return text_format(
				"Each parameter is a pair in parentheses, (type, name): "
				"%.*s is none. Write async (int, f, (int, x)).",
				(int)use->lengths[i], use->arguments[i]);
		source_use_read(&pair, use->code, use->arguments[i], 0);
		if (pair.count != 2)
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

static char *bad_definition(const struct source_use *use)
{
	char *sentence;

	if (!use->open)
		return strncmp(use->word, "async", use->length) == 0 ? async_alone(use)
								     : NULL;
	sentence = taken_name(use);
	return sentence ? sentence : bad_parameters(use);
}

static char *bad_loop(const struct source_use *use)
{
	int word = (int)use->length;

	if (use->open && use->count == 3)
		return NULL;
	return text_format("%.*s takes three things, set apart by commas: the type of "
			   "the items, the name of the variable, and what is iterated "
			   "over, as in %.*s (int, item, items()).",
			   word, use->word, word, use->word);
}

static char *bad_type(const struct source_use *use)
{
	int word = (int)use->length;

	if (use->open)
		return NULL;
	return text_format("%.*s needs the type of what it gives in parentheses: "
			   "%.*s(int), or %.*s(void) for nothing.",
			   word, use->word, word, use->word, word, use->word);
}

static char *thread_of_call(const struct source_use *use)
{
	int length;

	if (use->open && use->count &&
	    source_code_begins_statement(use->code, use->word)) {
		length = (int)source_code_word_length(use->arguments[0]);
		return text_format(
			"You called to_thread (%.*s, \u2026) but did not await "
			"it: the call only makes the coroutine, no thread is "
			"asked. Write await (to_thread (%.*s, \u2026)).",
			length, use->arguments[0], length, use->arguments[0]);
	}
	if (!use->open || use->count != 1 || !source_use_has_call(use, 0))
		return NULL;
	length = (int)source_code_word_length(use->arguments[0]);
	return text_format("to_thread takes the function and its arguments, set apart by "
			   "commas, and calls it itself: to_thread (%.*s, \u2026). With "
			   "%.*s (\u2026) it is called here.",
			   length, use->arguments[0], length, use->arguments[0]);
}

/* A function of this file that no macro defines. */
static bool is_plain_function(const char *code, const char *name, size_t length)
{
	const char *at;

	return source_name_plain_function(code, name, length) &&
	       !source_name_definer(code, name, length, &at);
}

/* What is given to await, create_task and async_run. */
static char *bad_awaitable(const struct source_use *use)
{
	int word = (int)use->length, length;
	const char *at;

	if (!use->open)
		return without_parentheses(use);
	if (use->count != 1)
		return NULL;
	length = (int)source_code_word_length(use->arguments[0]);
	if (source_use_is_word(use, 0) &&
	    source_name_definer(use->code, use->arguments[0], (size_t)length, &at))
		return text_format("%.*s is given a function, not a call of it: write "
				   "the parentheses, as in %.*s (%.*s (\u2026)).",
				   word, use->word, word, use->word, length,
				   use->arguments[0]);
	if (length && *source_code_skip_space(use->arguments[0] + length) == '(' &&
	    is_plain_function(use->code, use->arguments[0], (size_t)length))
		return text_format("%.*s is a plain function: there is nothing in it to "
				   "await. Call it by itself, or make it a coroutine "
				   "with async (\u2026).",
				   length, use->arguments[0]);
	return NULL;
}

static const struct rule {
	const char *row, *word;
	char *(*find)(const struct source_use *use);
} rules[] = {
	{ "colon of Python", "if", colon },
	{ "colon of Python", "else", colon },
	{ "colon of Python", "while", colon },
	{ "colon of Python", "for", colon },
	{ "colon of Python", "try", colon },
	{ "colon of Python", "except", colon },
	{ "colon of Python", "finally", colon },
	{ "colon of Python", "with", colon },
	{ "colon of Python", "async_with", colon },
	{ "colon of Python", "async_for", colon },
	{ "word as a name", "try", clause_as_name },
	{ "word as a name", "finally", clause_as_name },
	{ "parentheses missing", "except", bad_except },
	{ "parentheses missing", "yield", bad_yield },
	{ "parentheses missing", "raise", without_parentheses },
	{ "await without a call", "await", bad_awaitable },
	{ "await without a call", "create_task", bad_awaitable },
	{ "await without a call", "async_run", bad_awaitable },
	{ "loop in three parts", "async_for", bad_loop },
	{ "loop in three parts", "for_each", bad_loop },
	{ "type of a task", "Task", bad_type },
	{ "type of a task", "Queue", bad_type },
	{ "thread of a call", "to_thread", thread_of_call },
	{ "managers and variables", "async_with", source_manager_mistake },
	{ "managers and variables", "with", source_manager_mistake },
	{ "parameters in pairs", "async", bad_definition },
	{ "parameters in pairs", "async_generator", bad_definition },
	{ "parameters in pairs", "generator", bad_definition },
	{ "parameters in pairs", "asynccontextmanager", bad_definition },
	{ "parameters in pairs", "contextmanager", bad_definition },
};

/* Such as «#include <async.h>». */
static bool is_directive(const char *code, const char *at)
{
	while (at > code && at[-1] != '\n')
		at--;
	return at[strspn(at, " \t")] == '#';
}

/* What compiles is not asked about; so it is of the line of an error. A macro that
 * goes over several lines is told of at any of them. */
enum { LINES_ABOVE = 3 };

static bool is_near(const char *code, const char *at, int line, int *where)
{
	*where = source_code_line(code, at);
	return *where <= line && *where >= line - LINES_ABOVE && !is_directive(code, at);
}

static char *find_by_rule(const char *code, int *line, const char **row)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		for (const char *at = code; (at = source_code_word(at, rules[i].word));
		     at += strlen(rules[i].word)) {
			struct source_use use;
			char *sentence;
			int where;

			if (!is_near(code, at, *line, &where))
				continue;
			source_use_read(&use, code, at, strlen(rules[i].word));
			sentence = rules[i].find(&use);
			if (!sentence)
				continue;
			*line = where;
			*row = rules[i].row;
			return sentence;
		}
	return NULL;
}

/* The first from `at` on of the line that stands so many lines above. */
static const char *lines_above(const char *code, int line)
{
	for (int i = 1; i < line - LINES_ABOVE && *code; i++) {
		code += strcspn(code, "\n");
		code += *code == '\n';
	}
	return code;
}

/* The call of a function that a macro here defines: what it takes stands there. */
static char *miscounted_call(const struct source_use *use)
{
	struct source_use definition;
	const char *at, *last;
	size_t takes;

	if (!use->open || !source_name_definer(use->code, use->word, use->length, &at) ||
	    at == use->word)
		return NULL;
	while (at > use->code && *at != '(')
		at--;
	source_use_read(&definition, use->code, at, 0);
	takes = definition.count < 2 ? 0 : definition.count - 2;
	if (takes == use->count)
		return NULL;
	if (!takes)
		return text_format("%.*s takes nothing: %.*s ().", (int)use->length,
				   use->word, (int)use->length, use->word);
	last = definition.arguments[definition.count - 1] +
	       definition.lengths[definition.count - 1];
	return text_format("%.*s takes %zu argument%s, %.*s, and is given %zu.",
			   (int)use->length, use->word, takes, takes == 1 ? "" : "s",
			   (int)(last - definition.arguments[2]), definition.arguments[2],
			   use->count);
}

/* Are there as many arguments as the macro or the coroutine takes? */
static char *find_miscounted(const char *code, int *line, const char **row)
{
	size_t length;
	int where;

	for (const char *at = lines_above(code, *line); *at; at += length ? length : 1) {
		struct source_use use;
		char *sentence;

		length = source_code_word_length(at);
		if (!length)
			continue;
		if (source_code_line(code, at) > *line)
			return NULL;
		if (!is_near(code, at, *line, &where))
			continue;
		source_use_read(&use, code, at, length);
		sentence = macro_use_miscounted(&use);
		if (!sentence)
			sentence = miscounted_call(&use);
		if (!sentence)
			continue;
		*line = where;
		*row = "number of arguments";
		return sentence;
	}
	return NULL;
}

typedef char *finder(const char *code, int *line, const char **row);

static char *find_by_any(finder *const ways[], const char *code, int *line,
			 const char **row)
{
	char *sentence = NULL;

	for (; !sentence && *ways; ways++)
		sentence = (*ways)(code, line, row);
	return sentence;
}

char *source_mistake_find(const char *code, int *line, const char **row)
{
	static finder *const ways[] = {
		source_scope_unclosed,
		find_by_rule,
		find_miscounted,
		source_scope_closed_twice,
		source_scope_not_ended,
		source_scope_braces,
		NULL,
	};

	return find_by_any(ways, code, line, row);
}

char *source_mistake_find_c(const char *code, int *line, const char **row)
{
	static finder *const ways[] = { source_scope_unclosed, source_scope_closed_twice,
					source_scope_braces, NULL };

	return find_by_any(ways, code, line, row);
}
