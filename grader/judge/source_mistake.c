#define _GNU_SOURCE
#include "judge/source_mistake.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "judge/macro_use.h"
#include "judge/source_clause.h"
#include "judge/source_code.h"
#include "judge/source_definition.h"
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

/* As in Python: raise (ValueError("why")). */
static char *bad_raise(const struct source_use *use)
{
	int type;

	if (!use->open || use->count != 1 ||
	    !isupper((unsigned char)*use->arguments[0]) || !source_use_has_call(use, 0))
		return without_parentheses(use);
	type = (int)source_code_word_length(use->arguments[0]);
	return text_format(
		"raise makes the exception itself, of its type and a text: raise "
		"(%.*s, \"\u2026\"), or raise (%.*s).",
		type, use->arguments[0], type, use->arguments[0]);
}

static char *bad_yield(const struct source_use *use)
{
	if (!use->open || use->count < 2)
		return without_parentheses(use);
	return memory_copy_text("yield hands out one item at a time: what belongs "
				"together goes into a struct.");
}

/* The loop calls these itself. */
static char *iterator_method(const struct source_use *use)
{
	static const char *const endings[] = { "_aiter", "_anext", "_iter", "_next" };
	const char *name = use->arguments[2];
	size_t length = source_code_word_length(name);

	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
		size_t end = strlen(endings[i]);
		int class = (int)(length - end);

		if (length > end && strncmp(name + length - end, endings[i], end) == 0 &&
		    name[length] == '(')
			return text_format(
				"%.*s calls %.*s itself: give it what the class "
				"makes, %.*s(\u2026).",
				(int)use->length, use->word, (int)length, name, class,
				name);
	}
	return NULL;
}

static char *bad_loop(const struct source_use *use)
{
	int word = (int)use->length;
	char *sentence;

	if (use->open && use->count == 3) {
		sentence = source_manager_iterable(use);
		return sentence ? sentence : iterator_method(use);
	}
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

/* What gives no coroutine, but is done when it is called. */
static bool is_done_at_once(const char *word)
{
	static const char *const words[] = {
		"push_async_callback",
		"push_async_exit",
		"task_cancel",
		"task_done",
		"queue_put_nowait",
		"queue_task_done",
		"queue_get_nowait",
		"queue_free",
		"event_set",
		"event_clear",
		"lock_release",
		"list_append",
		"puts",
		"printf",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (source_code_is_word(word, words[i]))
			return true;
	return false;
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
	if (is_done_at_once(use->arguments[0]))
		return text_format(
			"%.*s is no coroutine: what it does is done when it is "
			"called, without %.*s.",
			length, use->arguments[0], word, use->word);
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

/* These take the call itself. */
static char *awaited_argument(const struct source_use *use)
{
	size_t index = source_code_is_word(use->word, "push_async_callback") ||
				       source_code_is_word(use->word, "group_create_task")
			       ? 1
			       : 0;
	const char *inner;

	if (!use->open || use->count <= index ||
	    !source_code_is_word(use->arguments[index], "await"))
		return NULL;
	inner = source_code_skip_space(use->arguments[index] + strlen("await"));
	inner += *inner == '(';
	inner = source_code_skip_space(inner);
	return text_format(
		"%.*s takes the call itself, and not what an await of it gives: "
		"write %.*s(\u2026) without await.",
		(int)use->length, use->word, (int)source_code_word_length(inner), inner);
}

static char *without_call(const struct source_use *use)
{
	if (use->open)
		return NULL;
	return text_format("%.*s is written with parentheses: %.*s().", (int)use->length,
			   use->word, (int)use->length, use->word);
}

/* Is there a function or a macro of that very name? */
static bool is_known(const struct source_use *use)
{
	const char *at;

	for (const struct macro_use *each = macro_uses; each->name; each++)
		if (source_code_is_word(use->word, each->name))
			return true;
	return source_name_definer(use->code, use->word, use->length, &at) ||
	       source_name_plain_function(use->code, use->word, use->length);
}

/* «file.readline()» */
static char *method_call(const struct source_use *use)
{
	const char *dot = use->word, *object;
	char *pointer, *sentence = NULL;
	size_t length = 0;

	if (!use->open || dot - use->code < 3)
		return NULL;
	dot -= dot[-1] == '.' ? 1 : dot[-1] == '>' && dot[-2] == '-' ? 2 : 0;
	for (object = dot; object > use->code &&
			   (isalnum((unsigned char)object[-1]) || object[-1] == '_');
	     length++)
		object--;
	if (dot == use->word || !length || source_code_is_word(object, "asyncio"))
		return NULL;
	pointer = text_format("(*%.*s)", (int)use->length, use->word);
	if (!strstr(use->code, pointer))
		sentence =
			text_format("C has no methods: a function is given its object "
				    "first. Is it a call such as %s%.*s(%.*s, \u2026)?",
				    is_known(use) ? "" : "\u2026_", (int)use->length,
				    use->word, (int)length, object);
	free(pointer);
	return sentence;
}

static const struct rule {
	const char *row, *word;
	source_rule *find;
} rules[] = {
	{ "colon of Python", "if", clause_colon },
	{ "colon of Python", "else", clause_colon },
	{ "colon of Python", "while", clause_colon },
	{ "colon of Python", "for", clause_colon },
	{ "colon of Python", "try", clause_colon },
	{ "colon of Python", "except", clause_colon },
	{ "colon of Python", "finally", clause_colon },
	{ "colon of Python", "with", clause_colon },
	{ "colon of Python", "async_with", clause_colon },
	{ "colon of Python", "async_for", clause_colon },
	{ "word as a name", "try", clause_as_name },
	{ "word as a name", "finally", clause_as_name },
	{ "parentheses missing", "except", clause_except },
	{ "parentheses missing", "yield", bad_yield },
	{ "parentheses missing", "raise", bad_raise },
	{ "word of Python", "f", clause_f_string },
	{ "loop in three parts", "for", clause_for },
	{ "condition without parentheses", "if", clause_condition },
	{ "condition without parentheses", "while", clause_condition },
	{ "else without if", "else", clause_else },
	{ "class by its name", "async_context_manager", source_definition_class },
	{ "class by its name", "context_manager", source_definition_class },
	{ "class by its name", "async_iterator", source_definition_class },
	{ "class by its name", "iterator", source_definition_class },
	{ "class by its name", "exception_class", source_definition_class },
	{ "await without a call", "await", bad_awaitable },
	{ "await without a call", "create_task", bad_awaitable },
	{ "await without a call", "async_run", bad_awaitable },
	{ "loop in three parts", "async_for", bad_loop },
	{ "loop in three parts", "for_each", bad_loop },
	{ "await of what is taken", "create_task", awaited_argument },
	{ "await of what is taken", "group_create_task", awaited_argument },
	{ "await of what is taken", "push_async_callback", awaited_argument },
	{ "await of what is taken", "wait_for", awaited_argument },
	{ "await of what is taken", "shield", awaited_argument },
	{ "parentheses missing", "AsyncExitStack", without_call },
	{ "parentheses missing", "ExitStack", without_call },
	{ "parentheses missing", "task_group", without_call },
	{ "type of a task", "AsyncGenerator", bad_type },
	{ "type of a task", "Generator", bad_type },
	{ "type of a task", "Future", bad_type },
	{ "type of a task", "Task", bad_type },
	{ "type of a task", "Queue", bad_type },
	{ "thread of a call", "to_thread", thread_of_call },
	{ "managers and variables", "async_with", source_manager_mistake },
	{ "managers and variables", "with", source_manager_mistake },
	{ "parameters in pairs", "async", source_definition_mistake },
	{ "parameters in pairs", "async_generator", source_definition_mistake },
	{ "parameters in pairs", "generator", source_definition_mistake },
	{ "parameters in pairs", "asynccontextmanager", source_definition_mistake },
	{ "parameters in pairs", "contextmanager", source_definition_mistake },
	{ "word of Python", "and", clause_operator },
	{ "word of Python", "or", clause_operator },
	{ "word of Python", "is", clause_operator },
	{ "word of Python", "in", clause_operator },
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

/* The lines that are looked at, for an error in that line. */
struct lines {
	const char *from, *to;
};

static const char *line_at(const char *code, int line)
{
	for (int i = 1; i < line && *code; i++) {
		code += strcspn(code, "\n");
		code += *code == '\n';
	}
	return code;
}

static struct lines lines_of(const char *code, int line)
{
	return (struct lines){ line_at(code, line - LINES_ABOVE),
			       line_at(code, line + 1) };
}

static char *find_by_one(const struct rule *rule, const char *code,
			 const struct lines *lines, const char **where)
{
	size_t length = strlen(rule->word);
	char *sentence = NULL;

	for (*where = lines->from;
	     (*where = source_code_word(*where, rule->word)) && *where < lines->to;
	     *where += length) {
		struct source_use use;

		if (is_directive(code, *where))
			continue;
		source_use_read(&use, code, *where, length);
		sentence = rule->find(&use);
		if (sentence)
			return sentence;
	}
	return NULL;
}

static char *find_by_rule(const char *code, int *line, const char **row)
{
	struct lines lines = lines_of(code, *line);
	const char *where;
	char *sentence = NULL;

	for (size_t i = 0; !sentence && i < sizeof(rules) / sizeof(*rules); i++) {
		sentence = find_by_one(&rules[i], code, &lines, &where);
		*row = rules[i].row;
	}
	if (sentence)
		*line = source_code_line(code, where);
	return sentence;
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

/* «int f((int, x))» at the beginning of a line. */
static char *pairs_of_plain(const struct source_use *use)
{
	if (!use->open || use->open[1] != '(' || use->count == 0 ||
	    use->word == use->code || use->word[-1] == '\n' ||
	    source_name_plain_function(use->code, use->word, use->length) != use->word)
		return NULL;
	return memory_copy_text(
		"A plain function's parameters are written type and name, "
		"as (int x, int y). Is an async missing, whose parameters "
		"are pairs in parentheses?");
}

static char *miscounted(const struct source_use *use)
{
	static source_rule *const ways[] = { method_call, macro_use_miscounted,
					     miscounted_call, pairs_of_plain };
	char *sentence = NULL;

	for (size_t i = 0; !sentence && i < sizeof(ways) / sizeof(*ways); i++)
		sentence = ways[i](use);
	return sentence;
}

/* Are there as many arguments as the macro or the coroutine takes? */
static char *find_miscounted(const char *code, int *line, const char **row)
{
	struct lines lines = lines_of(code, *line);
	size_t length;

	for (const char *at = lines.from; at < lines.to; at += length ? length : 1) {
		struct source_use use;
		char *sentence;

		length = source_code_word_length(at);
		if (!length || is_directive(code, at))
			continue;
		source_use_read(&use, code, at, length);
		sentence = miscounted(&use);
		if (!sentence)
			continue;
		*line = source_code_line(code, at);
		*row = "number of arguments";
		return sentence;
	}
	return NULL;
}

/* What is written in Python, and never in C. */
static const struct {
	const char *text, *sentence;
} marks[] = {
	{ "@", "C has no decorators, and no @: asynccontextmanager (type, name, (type, "
	       "parameter)) { \u2026 } is a definition itself." },
	{ "\"\"\"",
	  "C has no texts in three quotation marks: a remark stands behind //, or "
	  "in /* \u2026 */." },
	{ ":=", "C has no :=: it is written =." },
	{ "#", "A remark begins with // in C." },
};

static char *find_mark(const char *code, int *line, const char **row)
{
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		for (const char *at = code; (at = strstr(at, marks[i].text)); at++) {
			if (is_directive(code, at))
				continue;
			*line = source_code_line(code, at);
			*row = "word of Python";
			return memory_copy_text(marks[i].sentence);
		}
	return NULL;
}

/* «asyncgenerator (int, f, …)», at the beginning of a line. */
static char *find_misspelt_definition(const char *code, int *line, const char **row)
{
	struct lines lines = lines_of(code, *line);
	char *sentence = NULL;

	for (const char *at = lines.from; at < lines.to; at += *at == '\n') {
		size_t length = source_code_word_length(at);
		char *name = memory_copy_bytes(at, length);

		if (length && *source_code_skip_space(at + length) == '(')
			sentence = source_name_misspelt_definition(name);
		free(name);
		if (sentence) {
			*line = source_code_line(code, at);
			*row = "misspelt";
			return sentence;
		}
		at += strcspn(at, "\n");
	}
	return NULL;
}

/* A class line without its semicolon: what is said then is said of what follows. */
static char *find_class_without_end(const char *code, int *line, const char **row)
{
	static const char *const words[] = { "async_context_manager", "context_manager",
					     "async_iterator",        "iterator",
					     "async_iterable",        "exception_class",
					     "async_declare",         "thread_function" };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		for (const char *at = code; (at = source_code_word(at, words[i])); at++) {
			struct source_use use;

			source_use_read(&use, code, at, strlen(words[i]));
			if (!use.close || is_directive(code, at) ||
			    *source_code_skip_space(use.close + 1) == ';')
				continue;
			*line = source_code_line(code, at);
			*row = "semicolon missing";
			return text_format(
				"A semicolon is missing at the end of this line.");
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
		source_scope_unclosed,     find_mark,
		find_class_without_end,    find_by_rule,
		find_misspelt_definition,  find_miscounted,
		source_scope_closed_twice, source_scope_not_ended,
		source_scope_braces,       NULL,
	};

	return find_by_any(ways, code, line, row);
}

char *source_mistake_find_c(const char *code, int *line, const char **row)
{
	static finder *const ways[] = { source_scope_unclosed, source_scope_closed_twice,
					source_scope_braces, NULL };

	return find_by_any(ways, code, line, row);
}
