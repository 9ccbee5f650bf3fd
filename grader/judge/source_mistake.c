#define _GNU_SOURCE
#include "judge/source_mistake.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "judge/source_code.h"
#include "text/memory.h"
#include "text/text.h"

enum { MOST_ARGUMENTS = 16 };

/* A use of a word: what stands in its parentheses, cut at the commas. */
struct use {
	const char *code; /* the whole */
	const char *word; /* where it stands */
	const char *open; /* its parenthesis, or NULL: it has none */
	const char *arguments[MOST_ARGUMENTS];
	size_t lengths[MOST_ARGUMENTS];
	size_t count;
};

static const char *skip_space(const char *at)
{
	return at + strspn(at, " \t\n");
}

static size_t word_length(const char *at)
{
	size_t length = 0;

	while (isalnum((unsigned char)at[length]) || at[length] == '_')
		length++;
	return length;
}

/* Without the white space at its ends. */
static void add_argument(struct use *use, const char *from, const char *to)
{
	from = skip_space(from);
	while (to > from && isspace((unsigned char)to[-1]))
		to--;
	if (use->count == MOST_ARGUMENTS || from > to)
		return;
	use->arguments[use->count] = from;
	use->lengths[use->count++] = (size_t)(to - from);
}

static void read_use(struct use *use, const char *code, const char *word, size_t length)
{
	const char *at = skip_space(word + length), *from;
	int depth = 0;

	*use = (struct use){ .code = code, .word = word };
	if (*at != '(')
		return;
	use->open = at;
	for (from = at + 1; *at; at++) {
		depth += (*at == '(' || *at == '{' || *at == '[') -
			 (*at == ')' || *at == '}' || *at == ']');
		if (depth > 1 || (depth == 1 && *at != ','))
			continue;
		if (skip_space(from) != at || depth == 1)
			add_argument(use, from, at);
		from = at + 1;
		if (depth == 0)
			return;
	}
}

static bool has_call(const struct use *use, size_t index)
{
	return memchr(use->arguments[index], '(', use->lengths[index]);
}

static bool is_word(const struct use *use, size_t index)
{
	return use->lengths[index] &&
	       word_length(use->arguments[index]) == use->lengths[index] &&
	       !isdigit((unsigned char)*use->arguments[index]);
}

/* What macro defines that name here; NULL if none of these does. */
static const char *definer_of(const char *code, const char *name, size_t length)
{
	static const char *const macros[] = { "async_generator", "generator",
					      "asynccontextmanager", "contextmanager",
					      "async" };

	for (size_t i = 0; i < sizeof(macros) / sizeof(*macros); i++) {
		struct definition definition;
		const char *at = code;
		bool same = false;

		while (!same && source_code_definition(&at, macros[i], &definition)) {
			same = strlen(definition.name) == length &&
			       strncmp(definition.name, name, length) == 0;
			free(definition.name);
		}
		if (same)
			return macros[i];
	}
	return NULL;
}

/* ---- one statement ------------------------------------------------------- */

static char *without_parentheses(const struct use *use)
{
	size_t length = word_length(use->word);
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

static char *bad_yield(const struct use *use)
{
	if (!use->open || use->count < 2)
		return without_parentheses(use);
	return memory_copy_text("yield hands out one item at a time: what belongs "
				"together goes into a struct.");
}

static char *async_alone(const struct use *use)
{
	if (use->open)
		return NULL;
	return memory_copy_text(
		"async is written like a call, with the type, the name "
		"and each parameter as a pair: async (int, f, (int, x)).");
}

/* The parameters stand behind the type and the name. */
static char *bad_parameters(const struct use *use)
{
	for (size_t i = 2; use->open && i < use->count; i++) {
		struct use pair;

		if (*use->arguments[i] != '(')
			return text_format(
				"Each parameter is a pair in parentheses, (type, name): "
				"%.*s is none. Write async (int, f, (int, x)).",
				(int)use->lengths[i], use->arguments[i]);
		read_use(&pair, use->code, use->arguments[i], 0);
		if (pair.count != 2)
			return text_format("A parameter is a type and a name with a "
					   "comma between, as in (int, x): %.*s is not.",
					   (int)use->lengths[i], use->arguments[i]);
	}
	return NULL;
}

/* Words of <async.h> that somebody may well choose: they are macros. */
static char *taken_name(const struct use *use)
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

static char *bad_definition(const struct use *use)
{
	char *sentence;

	if (!use->open)
		return strncmp(use->word, "async", word_length(use->word)) == 0
			       ? async_alone(use)
			       : NULL;
	sentence = taken_name(use);
	return sentence ? sentence : bad_parameters(use);
}

static char *bad_loop(const struct use *use)
{
	int word = (int)word_length(use->word);

	if (use->open && use->count == 3)
		return NULL;
	return text_format("%.*s takes three things, set apart by commas: the type of "
			   "the items, the name of the variable, and what is iterated "
			   "over, as in %.*s (int, item, items()).",
			   word, use->word, word, use->word);
}

static char *bad_type(const struct use *use)
{
	int word = (int)word_length(use->word);

	if (use->open)
		return NULL;
	return text_format("%.*s needs the type of what it gives in parentheses: "
			   "%.*s(int), or %.*s(void) for nothing.",
			   word, use->word, word, use->word, word, use->word);
}

static char *thread_of_call(const struct use *use)
{
	int length;

	if (!use->open || use->count != 1 || !has_call(use, 0))
		return NULL;
	length = (int)word_length(use->arguments[0]);
	return text_format("to_thread takes the function and its arguments, set apart by "
			   "commas, and calls it itself: to_thread (%.*s, \u2026). With "
			   "%.*s (\u2026) it is called here.",
			   length, use->arguments[0], length, use->arguments[0]);
}

static bool is_lock(const struct use *use, size_t index)
{
	static const char *const types[] = { "lock", "semaphore", "condition" };
	const char *name = use->arguments[index];
	size_t length;

	if (*name == '&')
		name++;
	length = word_length(name);
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		for (const char *at = use->code; (at = source_code_word(at, types[i]));) {
			at = skip_space(at + strlen(types[i]));
			at += strspn(at, "* ");
			if (word_length(at) == length && strncmp(at, name, length) == 0)
				return true;
		}
	return false;
}

static char *lock_by_with(const struct use *use)
{
	if (!use->open || !use->count || !is_lock(use, use->count - 1))
		return NULL;
	return memory_copy_text(
		"A lock, a semaphore or a condition may have to wait, and "
		"so is an asynchronous context manager: write async_with "
		"instead of with.");
}

/* A variable and its manager in turn; or one manager without a variable. */
static char *bad_with(const struct use *use)
{
	int word = (int)word_length(use->word);

	if (!use->open || use->count == 0)
		return text_format("%.*s needs a manager in parentheses.", word,
				   use->word);
	if (use->count == 2 && !is_word(use, 0) && is_word(use, 1))
		return text_format("The variable stands before its manager: %.*s (%.*s, "
				   "%.*s).",
				   word, use->word, (int)use->lengths[1],
				   use->arguments[1], (int)use->lengths[0],
				   use->arguments[0]);
	for (size_t i = 0; use->count > 1 && i < use->count; i += 2)
		if (!is_word(use, i))
			return text_format("Where there are several managers, each has a "
					   "variable before it: %.*s (a, %.*s, b, "
					   "\u2026).",
					   word, use->word, (int)use->lengths[0],
					   use->arguments[0]);
	return NULL;
}

/* «struct door door», where door (…) is the manager. */
static char *hidden_manager(const struct use *use)
{
	for (size_t i = 0; i < use->count; i++) {
		const char *name = use->arguments[i], *at;
		size_t length = word_length(name);

		if (!length || *skip_space(name + length) != '(')
			continue;
		for (at = use->code; at < use->word; at++) {
			const char *next = skip_space(at + length);

			if (strncmp(at, name, length) == 0 && word_length(at) == length &&
			    next != at + length && word_length(next) == length &&
			    strncmp(next, name, length) == 0)
				return text_format("%.*s is the name of a variable here, "
						   "and hides what %.*s (\u2026) means: "
						   "give the variable another name.",
						   (int)length, name, (int)length, name);
		}
	}
	return NULL;
}

static char *bad_scope(const struct use *use)
{
	char *sentence = bad_with(use);

	return sentence || !use->open ? sentence : hidden_manager(use);
}

/* A function of this file that no macro defines. */
static bool is_plain_function(const char *code, const char *name, size_t length)
{
	char *word = memory_copy_bytes(name, length);
	bool found = false;

	for (const char *at = code; !found && (at = source_code_word(at, word));
	     at += length) {
		const char *line = at;

		while (line > code && line[-1] != '\n')
			line--;
		/* At the beginning of its line, behind a type. */
		found = *skip_space(at + length) == '(' && at > line &&
			isalpha((unsigned char)*line) &&
			!memchr(line, '(', (size_t)(at - line));
	}
	free(word);
	return found && !definer_of(code, name, length);
}

/* What is given to await, create_task and async_run. */
static char *bad_awaitable(const struct use *use)
{
	int word = (int)word_length(use->word), length;

	if (!use->open)
		return without_parentheses(use);
	if (use->count != 1)
		return NULL;
	length = (int)word_length(use->arguments[0]);
	if (is_word(use, 0) && definer_of(use->code, use->arguments[0], (size_t)length))
		return text_format("%.*s is given a function, not a call of it: write "
				   "the parentheses, as in %.*s (%.*s (\u2026)).",
				   word, use->word, word, use->word, length,
				   use->arguments[0]);
	if (length && *skip_space(use->arguments[0] + length) == '(' &&
	    is_plain_function(use->code, use->arguments[0], (size_t)length))
		return text_format("%.*s is a plain function: there is nothing in it to "
				   "await. Call it by itself, or make it a coroutine "
				   "with async (\u2026).",
				   length, use->arguments[0]);
	return NULL;
}

static const struct rule {
	const char *row, *word;
	char *(*find)(const struct use *use);
} rules[] = {
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
	{ "with on async manager", "with", lock_by_with },
	{ "managers and variables", "async_with", bad_scope },
	{ "managers and variables", "with", bad_scope },
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
static char *find_in_statement(const char *code, int *line, const char **row)
{
	enum { LINES_ABOVE = 3 };

	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		for (const char *at = code; (at = source_code_word(at, rules[i].word));
		     at += strlen(rules[i].word)) {
			int where = source_code_line(code, at);
			struct use use;
			char *sentence;

			if (where > *line || where < *line - LINES_ABOVE ||
			    is_directive(code, at))
				continue;
			read_use(&use, code, at, strlen(rules[i].word));
			sentence = rules[i].find(&use);
			if (!sentence)
				continue;
			*line = where;
			*row = rules[i].row;
			return sentence;
		}
	return NULL;
}

/* ---- scopes that are not ended ------------------------------------------- */

struct scope {
	const char *word;
	const char *end;
	int line;
	int depth; /* of braces around it */
};

static const struct {
	const char *word, *end;
} scopes[] = {
	{ "async_with", "end_with" },
	{ "with", "end_with" },
	{ "try", "end_try" },
};

static char *not_ended(const struct scope *scope, int *line, const char **row)
{
	*line = scope->line;
	*row = "unclosed block";
	return text_format("This %s is not closed: behind its last } belongs %s.",
			   scope->word, scope->end);
}

static char *ends_nothing(const char *word, int where, int *line, const char **row)
{
	*line = where;
	*row = "unclosed block";
	return text_format("This %s ends nothing: is a } before it missing or one too "
			   "many, or what it should end? A loop has no such end.",
			   word);
}

static char *not_closed_before(const char *word, int where, int *line, const char **row)
{
	*line = where;
	*row = "unclosed block";
	return text_format("A block is not closed before this %s: it stands behind the } "
			   "of what it ends.",
			   word);
}

static bool is_end(const char *word, size_t length)
{
	return length && ((length == 8 && strncmp(word, "end_with", length) == 0) ||
			  (length == 7 && strncmp(word, "end_try", length) == 0));
}

/* Goes through the whole file: a scope that is open when the function around it is
 * closed, or another scope of another kind is ended, has no end. */
static char *find_unended(const char *code, int *line, const char **row)
{
	enum { DEEPEST = 64 };
	struct scope open[DEEPEST];
	size_t count = 0, length;
	int depth = 0;

	for (const char *at = code; *at; at += length ? length : 1) {
		length = word_length(at);
		depth += (*at == '{') - (*at == '}');
		if (*at == '}' && count && depth < open[count - 1].depth)
			return not_ended(&open[count - 1], line, row);
		if (is_end(at, length)) {
			if (!count || strncmp(open[count - 1].end, at, length) != 0)
				return ends_nothing(length == 8 ? "end_with" : "end_try",
						    source_code_line(code, at), line,
						    row);
			if (depth != open[count - 1].depth)
				return not_closed_before(open[count - 1].end,
							 source_code_line(code, at), line,
							 row);
			count--;
		}
		for (size_t i = 0; length && i < sizeof(scopes) / sizeof(*scopes); i++)
			if (strlen(scopes[i].word) == length && count < DEEPEST &&
			    strncmp(scopes[i].word, at, length) == 0)
				open[count++] =
					(struct scope){ scopes[i].word, scopes[i].end,
							source_code_line(code, at),
							depth };
	}
	return NULL;
}

char *source_mistake_find(const char *code, int *line, const char **row)
{
	char *sentence = find_in_statement(code, line, row);

	return sentence ? sentence : find_unended(code, line, row);
}

/* ---- a name that means nothing, or more than it seems --------------------- */

static bool has_function(const char *code, const char *name, const char *ending)
{
	char *function = text_format("%s_%s", name, ending);
	bool found = source_code_word(code, function);

	free(function);
	return found;
}

char *source_mistake_no_class(const char *code, const char *name)
{
	static const struct {
		const char *first, *second, *macro, *makes;
	} kinds[] = {
		{ "aenter", "aexit", "async_context_manager",
		  "an asynchronous context manager" },
		{ "enter", "exit", "context_manager", "a context manager" },
		{ "aiter", "anext", "async_iterator", "an asynchronous iterator" },
		{ "iter", "next", "iterator", "an iterator" },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (has_function(code, name, kinds[i].first) &&
		    has_function(code, name, kinds[i].second))
			return text_format("%s has %s_%s and %s_%s; what is missing is "
					   "the line after them that makes %s of it: %s "
					   "(%s, \u2026);",
					   name, name, kinds[i].first, name,
					   kinds[i].second, kinds[i].makes,
					   kinds[i].macro, name);
	return NULL;
}

const char *source_mistake_dropped(const char *code, const char *name)
{
	const char *macro = definer_of(code, name, strlen(name));

	if (!macro)
		return NULL;
	if (strcmp(macro, "async_generator") == 0)
		return "a generator does nothing until it is asked for its items: "
		       "iterate "
		       "over it, with async_for";
	if (strcmp(macro, "generator") == 0)
		return "a generator does nothing until it is asked for its items: "
		       "iterate "
		       "over it, with for_each";
	if (strcmp(macro, "asynccontextmanager") == 0)
		return "A context manager does nothing until it is entered: write "
		       "async_with (\u2026) { \u2026 } end_with";
	if (strcmp(macro, "contextmanager") == 0)
		return "A context manager does nothing until it is entered: write with "
		       "(\u2026) { \u2026 } end_with";
	return NULL;
}
