/* An await that was forgotten: see source_await.h. */
#include "judge/source_await.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "judge/source_code.h"
#include "judge/source_use.h"
#include "text/memory.h"

static bool is_async_here(const char *code, const char *word, size_t length)
{
	struct definition definition;
	const char *at = code;
	bool same = false;

	while (!same && source_code_definition(&at, "async", &definition)) {
		same = strlen(definition.name) == length &&
		       strncmp(definition.name, word, length) == 0;
		free(definition.name);
	}
	return same;
}

/* Calls of the runtime that do nothing until they are awaited. */
static bool is_awaitable(const char *word, size_t length)
{
	static const char *const names[] = {
		"async_sleep",
		"database_connect",
		"database_close",
		"database_execute",
		"database_fetch_value",
		"response_text",
		"response_read",
		"response_json",
		"anext",
		"asend",
		"athrow",
		"aclose",
		"gather",
		"gather_all",
		"wait_for",
		"to_thread",
		"queue_get",
		"queue_put",
		"queue_join",
		"process_wait",
		"enter_async_context",
		"event_wait",
		"lock_acquire",
		"semaphore_acquire",
		"condition_wait",
		"barrier_wait",
		"file_readline",
		"file_read",
		"file_write",
		"create_subprocess_exec",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i]) == length && strncmp(names[i], word, length) == 0)
			return true;
	return false;
}

static bool is_of_word(char byte)
{
	return isalnum((unsigned char)byte) || byte == '_';
}

/* Where the word begins that ends there. */
static const char *word_before(const char *code, const char *end)
{
	while (end > code && is_of_word(end[-1]))
		end--;
	return end;
}

/* Is it an argument of a call that prints, itself and not deeper within? */
static bool is_printed(const char *code, const char *at)
{
	static const char *const prints[] = { "puts", "printf", "fprintf", "fputs",
					      "snprintf" };
	int depth = 0;
	const char *open = at, *name;

	while (open > code && !(open[-1] == '(' && depth == 0) && open[-1] != ';' &&
	       open[-1] != '{') {
		open--;
		depth += (*open == ')') - (*open == '(');
	}
	if (open == code || open[-1] != '(' ||
	    (source_code_before(code, at)[-1] != ',' &&
	     source_code_before(code, at) != open))
		return false;
	name = word_before(code, source_code_before(code, open - 1));
	for (size_t i = 0; i < sizeof(prints) / sizeof(*prints); i++)
		if (source_code_word_length(name) == strlen(prints[i]) &&
		    strncmp(name, prints[i], strlen(prints[i])) == 0)
			return true;
	return false;
}

/* Behind the parentheses that open there, or somewhat later. */
static const char *behind_call(const char *at)
{
	int depth = 0;

	for (at += strcspn(at, "("); *at; at++) {
		depth += (*at == '(') - (*at == ')');
		if (depth == 0)
			return at + 1;
	}
	return at;
}

/* Is it the last statement of a ({ … }), and so what that gives? */
static bool is_value_of_block(const char *at)
{
	const char *end = source_code_skip_space(behind_call(at));

	if (*end == ';')
		end = source_code_skip_space(end + 1);
	return *end == '}' && *source_code_skip_space(end + 1) == ')';
}

/* Is that use of a name nothing but «(void)name»? */
static bool is_cast_away(const char *code, const char *use)
{
	const char *close = source_code_before(code, use), *word;

	if (close == code || close[-1] != ')')
		return false;
	word = word_before(code, source_code_before(code, close - 1));
	return source_code_is_word(word, "void") &&
	       source_code_before(code, word)[-1] == '(';
}

/* Is it what a variable of its type begins with, of which nothing is made up to the end
 * of the block? That type has no name, so the variable is declared without one. */
static bool is_noted_in_vain(const char *code, const char *at)
{
	const char *sign = source_code_before(code, at), *name, *end;
	int depth = 0;
	char *word;
	bool used = false;

	if (sign == code || sign[-1] != '=')
		return false;
	end = source_code_before(code, sign - 1);
	name = word_before(code, end);
	sign = word_before(code, source_code_before(code, name));
	if (!source_code_is_word(sign, "__auto_type") &&
	    !source_code_is_word(sign, "auto"))
		return false;
	word = memory_copy_bytes(name, (size_t)(end - name));
	for (end = at; *end && depth >= 0; end++)
		depth += (*end == '{') - (*end == '}');
	for (at = source_code_word(at, word); at && at < end && !used;
	     at = source_code_word(at + 1, word))
		used = !is_cast_away(code, at);
	free(word);
	return !used;
}

const char *source_await_forgotten(const char *code, size_t *length)
{
	for (const char *at = code; *at; at += *length ? *length : 1) {
		*length = source_code_word_length(at);
		if (!*length || *source_code_skip_space(at + *length) != '(' ||
		    !(is_awaitable(at, *length) || is_async_here(code, at, *length)))
			continue;
		if ((source_code_begins_statement(code, at) && !is_value_of_block(at)) ||
		    is_printed(code, at) || is_noted_in_vain(code, at))
			return at;
	}
	return NULL;
}

/* Is it a statement of its own, be it that of an if or a for, or cast away? */
static bool is_whole_statement(const char *code, const char *at)
{
	const char *end = source_code_before(code, at);

	return (source_code_begins_statement(code, at) ||
		(end > code && end[-1] == ')')) &&
	       !is_value_of_block(at) && *source_code_skip_space(behind_call(at)) == ';';
}

const char *source_await_dropped_task(const char *code)
{
	for (const char *at = code; (at = source_code_word(at, "create_task")); at++)
		if (is_whole_statement(code, at))
			return at;
	return NULL;
}

/* Past «[i]», if that stands there. */
static const char *behind_index(const char *at)
{
	at = source_code_skip_space(at);
	return *at == '[' ? source_code_skip_space(at + strcspn(at, "]") + 1) : at;
}

/* Is something done with what is in the variable, at one of its places? */
static bool is_used(const char *code, const char *name, size_t length)
{
	char *word = memory_copy_bytes(name, length);
	bool used = false;

	for (const char *at = code; !used && (at = source_code_word(at, word)); at++) {
		const char *before = source_code_before(code, at),
			   *behind = behind_index(at + length);
		bool set = *behind == '=' && behind[1] != '=';
		bool declared = before > code && before[-1] == ')' &&
				(*behind == ';' || *behind == ',');

		used = !set && !declared && !is_cast_away(code, at);
	}
	free(word);
	return used;
}

const char *source_await_kept_task(const char *code)
{
	for (const char *at = code; (at = source_code_word(at, "create_task")); at++) {
		const char *sign = source_code_before(code, at), *name;

		if (sign == code || sign[-1] != '=')
			continue;
		sign = source_code_before(code, sign - 1);
		if (sign > code && sign[-1] == ']')
			while (sign > code && *sign != '[')
				sign--;
		name = word_before(code, source_code_before(code, sign));
		if (source_code_word_length(name) &&
		    !is_used(code, name, source_code_word_length(name)))
			return name;
	}
	return NULL;
}

/* Is that name declared as a task of a result, «Task(int) NAME»? Not if any of that name
 * is one of none. */
static bool is_task_of_result(const char *code, const char *name)
{
	bool found = false;

	for (const char *at = code; (at = source_code_word(at, "Task")); at++) {
		struct source_use use;

		source_use_read(&use, code, at, strlen("Task"));
		if (!use.close ||
		    !source_code_is_word(source_code_skip_space(use.close + 1), name))
			continue;
		if (use.count != 1 || source_code_is_word(use.arguments[0], "void"))
			return false;
		found = true;
	}
	return found;
}

static bool is_coroutine_of_result(const char *code, const char *name)
{
	struct definition definition;
	const char *at = code;
	bool found = false;

	while (!found && source_code_definition(&at, "async", &definition)) {
		const char *type = definition.at;

		while (type > code && *type != '(')
			type--;
		found = strcmp(definition.name, name) == 0 &&
			!source_code_is_word(source_code_skip_space(type + 1), "void");
		free(definition.name);
	}
	return found;
}

const char *source_await_result_dropped(const char *code)
{
	for (const char *at = code; (at = source_code_word(at, "await")); at++) {
		struct source_use use;
		char *name;
		bool gives;

		source_use_read(&use, code, at, strlen("await"));
		if (use.count != 1 || !use.close ||
		    *source_code_skip_space(use.close + 1) != ';' ||
		    !source_code_begins_statement(code, at))
			continue;
		name = memory_copy_bytes(use.arguments[0],
					 source_code_word_length(use.arguments[0]));
		gives = source_use_is_word(&use, 0) ? is_task_of_result(code, name)
						    : is_coroutine_of_result(code, name);
		free(name);
		if (gives)
			return at;
	}
	return NULL;
}

bool source_await_is_awaited(const char *code, const char *at)
{
	static const char *const takers[] = { "await",    "create_task", "gather",
					      "wait_for", "shield",      "async_run",
					      "timeout" };
	const char *open = source_code_before(code, at), *name;

	if (open == code || open[-1] != '(')
		return open > code && open[-1] == ',';
	name = word_before(code, source_code_before(code, open - 1));
	for (size_t i = 0; i < sizeof(takers) / sizeof(*takers); i++)
		if (source_code_word_length(name) == strlen(takers[i]) &&
		    strncmp(name, takers[i], strlen(takers[i])) == 0)
			return true;
	return false;
}

const char *source_await_forgotten_in(const char *code, int line, size_t *length)
{
	const char *at = code;

	for (int i = 1; i < line && at; i++)
		at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL;
	for (; at && *at && *at != '\n'; at += *length ? *length : 1) {
		*length = source_code_word_length(at);
		if (*length && *source_code_skip_space(at + *length) == '(' &&
		    (is_awaitable(at, *length) || is_async_here(code, at, *length)) &&
		    !source_await_is_awaited(code, at))
			return at;
	}
	return NULL;
}
