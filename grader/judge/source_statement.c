#define _GNU_SOURCE
#include "judge/source_statement.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "judge/macro_use.h"
#include "judge/source_code.h"
#include "judge/source_manager.h"
#include "judge/source_name.h"
#include "text/memory.h"
#include "text/text.h"

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

/* As in raise (ValueError "why"). */
static char *without_comma(const struct source_use *use)
{
	const char *type = use->open ? use->arguments[0] : NULL;
	size_t length = use->open && use->count == 1 ? source_code_word_length(type) : 0;

	if (!length || *source_code_skip_space(type + length) != '"')
		return NULL;
	return text_format("Between the type and the text stands a comma: raise (%.*s, "
			   "\"\u2026\").",
			   (int)length, type);
}

/* As in Python: raise (ValueError("why")). */
char *statement_raise(const struct source_use *use)
{
	char *sentence = without_comma(use);
	int type;

	if (sentence)
		return sentence;
	if (!use->open || use->count != 1 ||
	    !isupper((unsigned char)*use->arguments[0]) || !source_use_has_call(use, 0))
		return without_parentheses(use);
	type = (int)source_code_word_length(use->arguments[0]);
	return text_format(
		"raise makes the exception itself, of its type and a text: raise "
		"(%.*s, \"\u2026\"), or raise (%.*s).",
		type, use->arguments[0], type, use->arguments[0]);
}

char *statement_yield(const struct source_use *use)
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

/* The name of a generator function, where what its call makes is wanted. */
static char *function_itself(const struct source_use *use, size_t index)
{
	const char *macro, *at;
	int length;

	if (!use->open || use->count <= index || !source_use_is_word(use, index))
		return NULL;
	length = (int)use->lengths[index];
	macro = source_name_definer(use->code, use->arguments[index], use->lengths[index],
				    &at);
	if (!macro || !strstr(macro, "generator"))
		return NULL;
	return text_format("%.*s is a function, and a generator is what its call makes: "
			   "write the parentheses, %.*s(\u2026).",
			   length, use->arguments[index], length, use->arguments[index]);
}

char *statement_function(const struct source_use *use)
{
	return function_itself(use, 0);
}

char *statement_misspelt(const struct source_use *use)
{
	char *sentence = NULL;

	for (size_t i = 0; use->open && i < use->count && !sentence; i++) {
		size_t length = source_code_word_length(use->arguments[i]);
		char *name = memory_copy_bytes(use->arguments[i], length), *call, *made;

		call = text_format("%s(", name);
		made = text_format("(%s,", name);
		/* What a class line makes, or a function, is known; a macro may be. */
		if (length &&
		    source_code_phrase(use->arguments[i], call) == use->arguments[i] &&
		    !source_code_phrase(use->code, made) && !strstr(use->code, "#define"))
			sentence = source_name_near_definition(use->code, name);
		free(made);
		free(call);
		free(name);
	}
	return sentence;
}

/* As if it were gather: the coroutines themselves. */
char *statement_gather(const struct source_use *use)
{
	const char *at;

	for (size_t i = 0; use->open && i < use->count; i++) {
		size_t length = source_code_word_length(use->arguments[i]);
		const char *macro =
			length ? source_name_definer(use->code, use->arguments[i], length,
						     &at)
			       : NULL;

		if (macro && source_code_is_word("async", macro) &&
		    *source_code_skip_space(use->arguments[i] + length) == '(')
			return memory_copy_text(
				"gather_all takes an array of tasks and how many they "
				"are; the coroutines themselves are given to gather "
				"(\u2026), up to eight of them.");
	}
	return NULL;
}

char *statement_loop(const struct source_use *use)
{
	int word = (int)use->length;
	char *sentence;

	if (use->open && use->count == 3) {
		sentence = source_manager_iterable(use);
		if (!sentence)
			sentence = function_itself(use, 2);
		return sentence ? sentence : iterator_method(use);
	}
	return text_format("%.*s takes three things, set apart by commas: the type of "
			   "the items, the name of the variable, and what is iterated "
			   "over, as in %.*s (int, item, items()).",
			   word, use->word, word, use->word);
}

char *statement_type(const struct source_use *use)
{
	int word = (int)use->length;

	if (use->open)
		return NULL;
	return text_format("%.*s needs the type of what it gives in parentheses: "
			   "%.*s(int), or %.*s(void) for nothing.",
			   word, use->word, word, use->word, word, use->word);
}

char *statement_thread(const struct source_use *use)
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
char *statement_await(const struct source_use *use)
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
char *statement_taken(const struct source_use *use)
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

char *statement_call(const struct source_use *use)
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
char *statement_method(const struct source_use *use)
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
