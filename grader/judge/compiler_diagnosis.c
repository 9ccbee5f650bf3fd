#define _GNU_SOURCE
#include "judge/compiler_diagnosis.h"

#include <stdlib.h>
#include <string.h>

#include "judge/source_code.h"
#include "judge/source_mistake.h"
#include "run/compile.h"
#include "text/memory.h"
#include "text/text.h"

/*
 * In a pattern, * stands for any text and {} for any text that the sentence
 * uses, as {1}, {2}. A pattern fits anywhere in the message. {f} in a sentence
 * is the function in which the error stands, as the learner named it, and {w}
 * the name in the source that the message points at. gcc and clang draw the
 * same sentence, so that an exercise can say which.
 */
static const struct row {
	const char *name;
	const char *pattern;
	const char *sentence;
} rows[] = {
	{ "manager not entered", "ignoring return value of 'http_request'",
	  "This makes a request but does not enter it: nothing is sent. Enter it: "
	  "async_with "
	  "(response, session_get(\u2026))." },
	{ "manager not entered", "ignoring return value of 'http_client'",
	  "This makes a session but does not enter it. Enter it: async_with (session, "
	  "http_session(\u2026))." },
	{ "forgotten await", "ignoring return value of '{}'*warn_unused_result",
	  "You called {1}() but did not await it: the call only makes the coroutine, "
	  "nothing "
	  "of it runs. Write await ({1}(\u2026))." },
	{ "forgotten await",
	  "ignoring return value of function declared with 'warn_unused_result'",
	  "You called {w}() but did not await it: the call only makes the coroutine, "
	  "nothing "
	  "of it runs. Write await ({w}(\u2026))." },
	{ "await outside async", "'await_is_only_allowed_in_async' undeclared",
	  "await stands in a function that is no coroutine function: only inside async "
	  "(\u2026) "
	  "and async_generator (\u2026) can one wait." },
	{ "await outside async",
	  "use of undeclared identifier 'await_is_only_allowed_in_async'",
	  "await stands in a function that is no coroutine function: only inside async "
	  "(\u2026) "
	  "and async_generator (\u2026) can one wait." },
	{ "yield outside generator", "'yield_is_only_allowed_in_a_generator' undeclared",
	  "yield stands in a function that is no generator: only inside generator "
	  "(\u2026) and "
	  "async_generator (\u2026) is there somebody to hand an item to." },
	{ "yield outside generator",
	  "use of undeclared identifier 'yield_is_only_allowed_in_a_generator'",
	  "yield stands in a function that is no generator: only inside generator "
	  "(\u2026) and "
	  "async_generator (\u2026) is there somebody to hand an item to." },
	{ "with on async manager", "'struct {}_async_context_manager'*no member named 'e",
	  "{1} is an asynchronous context manager: it has aenter and aexit, which must "
	  "be "
	  "awaited. Write async_with instead of with." },
	{ "with on async manager",
	  "no member named 'e*' in 'struct {}_async_context_manager'",
	  "{1} is an asynchronous context manager: it has aenter and aexit, which must "
	  "be "
	  "awaited. Write async_with instead of with." },
	{ "async_with on plain manager",
	  "'struct {}_context_manager'*no member named 'ae",
	  "{1} is a plain context manager: it has enter and exit, with nothing to await. "
	  "Write with instead of async_with." },
	{ "async_with on plain manager",
	  "no member named 'ae*' in 'struct {}_context_manager'",
	  "{1} is a plain context manager: it has enter and exit, with nothing to await. "
	  "Write with instead of async_with." },
	{ "with on async manager",
	  "with cannot wait: this context manager is asynchronous",
	  "This is an asynchronous context manager: it has aenter and aexit, which must "
	  "be "
	  "awaited. Write async_with instead of with." },
	{ "async_with on plain manager", "this is a plain one, use with",
	  "This is a plain context manager: it has enter and exit, with nothing to "
	  "await. "
	  "Write with instead of async_with." },
	{ "no context manager", "async_with wants an asynchronous context manager",
	  "async_with is given what is no asynchronous context manager: it takes what an "
	  "async_context_manager or an asynccontextmanager (\u2026) makes." },
	{ "no context manager", "with wants a context manager",
	  "with is given what is no context manager: it takes what a context_manager or "
	  "a "
	  "contextmanager (\u2026) makes." },
	{ "for_each on async", "for_each cannot wait: this is asynchronous",
	  "Loop and iterable do not fit: for_each cannot wait, and this is asynchronous. "
	  "Write "
	  "async_for instead of for_each." },
	{ "for_each on async", "'struct {}_async_iterable'*no member named '",
	  "Loop and iterable do not fit: {1} is asynchronous, it has aiter and anext, "
	  "which "
	  "must be awaited. Write async_for instead of for_each." },
	{ "for_each on async", "no member named '*' in 'struct {}_async_iterable'",
	  "Loop and iterable do not fit: {1} is asynchronous, it has aiter and anext, "
	  "which "
	  "must be awaited. Write async_for instead of for_each." },
	{ "async_for on plain",
	  "async_for wants an asynchronous iterable: this is a plain generator",
	  "Loop and iterable do not fit: this is a plain generator, with nothing to "
	  "await. Write "
	  "for_each instead of async_for." },
	{ "async_for on plain", "'struct {}_iterable'*no member named '",
	  "Loop and iterable do not fit: {1} is plain, it has iter and next, with "
	  "nothing to "
	  "await. Write for_each instead of async_for." },
	{ "async_for on plain", "no member named '*' in 'struct {}_iterable'",
	  "Loop and iterable do not fit: {1} is plain, it has iter and next, with "
	  "nothing to "
	  "await. Write for_each instead of async_for." },
	{ "nothing to iterate over", "async_for wants an asynchronous iterable",
	  "async_for is given what cannot be iterated over: it takes a call of an async "
	  "generator, or what an async_iterator makes of an object." },
	{ "nothing to iterate over", "for_each wants an iterable",
	  "for_each is given what cannot be iterated over: it takes a call of a "
	  "generator, or "
	  "what an iterator makes of an object." },
	{ "loop variable", "variable has not the type of the items",
	  "The loop's variable has not the type of the items: give it the type that the "
	  "generator yields, or that next or anext returns." },
	{ "nothing to await", "await wants a coroutine, a task or a future",
	  "await is given what cannot be awaited: it takes a call of an async function, "
	  "a task "
	  "or a future. (Over a generator one iterates, with async_for.)" },
	{ "nothing to await", "'struct {}_async_context_manager'*no member named 'run'",
	  "{1} is a context manager: it is not awaited but entered, with async_with." },
	{ "nothing to await",
	  "no member named 'run' in 'struct {}_async_context_manager'",
	  "{1} is a context manager: it is not awaited but entered, with async_with." },
	{ "no async generator", "{} wants an AsyncGenerator",
	  "This call takes an async generator, and is given something else: is it made "
	  "by an "
	  "async_generator (\u2026)?" },
	{ "no generator", "next wants a Generator",
	  "next is given what is no plain generator: an asynchronous one is asked by "
	  "await (anext (\u2026))." },
	{ "item of a yield", "yield wants an item, or none where it is of void",
	  "yield hands out one item of the generator's type, and none where that is "
	  "void." },
	{ "half a manager", "'{}_aexit' undeclared",
	  "{1} has no {1}_aexit: an async context manager needs an aenter and an "
	  "aexit." },
	{ "half a manager", "undeclared identifier '{}_aexit'",
	  "{1} has no {1}_aexit: an async context manager needs an aenter and an "
	  "aexit." },
	{ "half a manager", "'{}_aenter' undeclared",
	  "{1} has no {1}_aenter: an async context manager needs an aenter and an "
	  "aexit." },
	{ "half a manager", "undeclared identifier '{}_aenter'",
	  "{1} has no {1}_aenter: an async context manager needs an aenter and an "
	  "aexit." },
	{ "half an iterator", "'{}_anext' undeclared",
	  "{1} has no {1}_anext: an async iterator needs an aiter and an anext." },
	{ "half an iterator", "undeclared identifier '{}_anext'",
	  "{1} has no {1}_anext: an async iterator needs an aiter and an anext." },
	{ "not async", "an async_context_manager wants {}, an async function",
	  "{1} is a plain function: write it as async (\u2026), so that it can be "
	  "awaited." },
	{ "not async", "an async_iterator wants {}, an async function",
	  "{1} is a plain function: write it as async (\u2026), so that it can be "
	  "awaited." },
	{ "aiter is async", "an async_iterator wants {}, a plain function",
	  "{1} must be a plain function that returns the iterator: only anext is "
	  "async." },
	{ "aiter is async", "returning type 'struct {}_coroutine' but 'void *'",
	  "{1} must be a plain function that returns the iterator: only anext is "
	  "async." },
	{ "raise of no exception", "'_Generic' selector of type",
	  "raise is given what is no exception: write raise (ValueError, \"why\")." },
	{ "raise of no exception", "not compatible with any generic association",
	  "raise is given what is no exception: write raise (ValueError, \"why\")." },
	{ "manager on plain stack",
	  "'struct exit_stack *' to parameter of type 'struct async_exit_stack *'",
	  "An ExitStack holds plain context managers only: make an AsyncExitStack, with "
	  "async_with." },
	{ "manager on plain stack",
	  "passing argument 1 of 'async_exit_stack_' from incompatible pointer type",
	  "An ExitStack holds plain context managers only: make an AsyncExitStack, with "
	  "async_with." },
	{ "forgotten await", "'struct {}_coroutine'",
	  "The call {1}(\u2026) stands where its result is wanted, but it only makes the "
	  "coroutine, nothing of it runs. Write await ({1}(\u2026))." },
	{ "forgotten await", "'union {}_in_thread_coroutine'",
	  "to_thread ({1}, \u2026) stands where its result is wanted, but it only makes "
	  "the "
	  "coroutine. Write await (to_thread ({1}, \u2026))." },
	{ "forgotten await", "(*)(struct task *)'",
	  "A task stands where its result is wanted: write await (\u2026) around it." },
	{ "await without a call",
	  "too many arguments to function call, expected 0, have 1",
	  "await is given a function, not a call of it: write the parentheses, as in "
	  "await (f (\u2026))." },
	{ "await without a call", "too many arguments to function '*awaited_'",
	  "await is given a function, not a call of it: write the parentheses, as in "
	  "await (f (\u2026))." },
	{ "forgotten await", "statement with no effect",
	  "This statement does nothing: {w} is only named. If it is a task, it is waited "
	  "for by await ({w})." },
	{ "forgotten await", "expression result unused",
	  "This statement does nothing: {w} is only named. If it is a task, it is waited "
	  "for by await ({w})." },
	{ "semicolon missing", "called object '({...})' is not a function",
	  "Is a semicolon missing at the end of this statement?" },
	{ "semicolon missing", "expected ';' ",
	  "A semicolon is missing here, or at the end of the line before." },
	{ "implicit declaration",
	  "implicit declaration of function '{}'*did you mean '{}'",
	  "There is no function {1}: did you mean {2}, or is its #include missing?" },
	{ "implicit declaration", "implicit declaration of function '{}'",
	  "There is no function {1}: is its name misspelt, or its #include missing?" },
	{ "no main", "undefined reference to 'main'", "There is no main function." },
	{ "no main", "undefined reference to `main'", "There is no main function." },
	{ "undefined function", "undefined reference to '{}'",
	  "{1} is declared but written nowhere." },
	{ "undefined function", "undefined reference to `{}'",
	  "{1} is declared but written nowhere." },
	{ "unclosed block", "expected declaration or statement at end of input",
	  "A block is not closed before the file ends: is an end_with, an end_try or a } "
	  "missing?" },
	{ "unclosed block", "expected '}'",
	  "A block is not closed: is an end_with, an end_try or a } missing?" },
	{ "unclosed block", "function definition is not allowed here",
	  "A block before this function is not closed: is an end_with, an end_try or a } "
	  "missing?" },
	{ "missing return", "no return statement in function returning non-void",
	  "This function promises a result, but can reach its end without a return." },
	{ "missing return", "control reaches end of non-void function",
	  "This function promises a result, but can reach its end without a return." },
	{ "missing return", "non-void function does not return a value",
	  "This function promises a result, but can reach its end without a return." },
};

/* A pattern's pieces that the sentence uses. */
struct captures {
	char *texts[4];
	size_t count;
};

static void captures_free(struct captures *captures)
{
	for (size_t i = 0; i < captures->count; i++)
		free(captures->texts[i]);
	captures->count = 0;
}

/* Does `text` begin with the pattern? Captures are filled from `index` on. */
static bool fits(const char *pattern, const char *text, struct captures *captures)
{
	bool capture = strncmp(pattern, "{}", 2) == 0;

	if (!*pattern)
		return true;
	if (!capture && *pattern != '*')
		return *pattern == *text && fits(pattern + 1, text + 1, captures);
	for (size_t length = 0;; length++) {
		size_t before = captures->count;

		if (capture)
			captures->texts[captures->count++] =
				memory_copy_bytes(text, length);
		if (fits(pattern + (capture ? 2 : 1), text + length, captures))
			return true;
		while (captures->count > before)
			free(captures->texts[--captures->count]);
		/* What stands between quotation marks is one thing. */
		if (!text[length] || (capture && text[length] == '\''))
			return false;
	}
}

static bool fits_anywhere(const char *pattern, const char *text,
			  struct captures *captures)
{
	for (; *text; text++)
		if (fits(pattern, text, captures))
			return true;
	return false;
}

/* The macro async makes NAME_body of the function NAME. */
static char *written_name(const char *function)
{
	size_t length = strlen(function);

	if (length > 5 && strcmp(function + length - 5, "_body") == 0)
		length -= 5;
	return memory_copy_bytes(function, length);
}

/* timeout (…) and task_group () are macros around what has that ending. */
static void add_name(struct text *text, const char *name)
{
	static const char ending[] = "_scope";
	size_t length = strlen(name);

	if (length > sizeof(ending) - 1 &&
	    strcmp(name + length - (sizeof(ending) - 1), ending) == 0)
		length -= sizeof(ending) - 1;
	text_add_bytes(text, name, length);
}

static char *fill_in(const char *sentence, const struct captures *captures,
		     const char *function, const char *word)
{
	struct text text = { 0 };
	char *name = written_name(function ? function : "this function");

	while (*sentence) {
		size_t plain = strcspn(sentence, "{");

		text_add_bytes(&text, sentence, plain);
		sentence += plain;
		if (!*sentence)
			break;
		if (sentence[1] == 'f')
			text_add(&text, name);
		else if (sentence[1] == 'w')
			text_add(&text, word ? word : "it");
		else if ((size_t)(sentence[1] - '1') < captures->count)
			add_name(&text, captures->texts[sentence[1] - '1']);
		sentence += 3;
	}
	free(name);
	return text_take(&text);
}

char *compiler_translate(const char *message, const char *function, const char *word,
			 const char **row)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct captures captures = { 0 };
		char *sentence = NULL;

		if (fits_anywhere(rows[i].pattern, message, &captures)) {
			sentence = fill_in(rows[i].sentence, &captures, function, word);
			*row = rows[i].name;
		}
		captures_free(&captures);
		if (sentence)
			return sentence;
	}
	return NULL;
}

/* Does it stand in the same file, and not below? */
static bool not_below(const struct diagnostic *one, const struct diagnostic *other)
{
	return one->line <= other->line && one->file && other->file &&
	       strcmp(one->file, other->file) == 0;
}

/* The name in the source that a message points at, or NULL. */
static char *word_at(const struct evidence *evidence, const struct diagnostic *diagnostic)
{
	const struct evidence_source *source =
		evidence_find_source(evidence, diagnostic->file);
	const char *at = source ? source->text : NULL;
	size_t length;

	for (int line = 1; at && line < diagnostic->line; line++)
		at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL;
	if (!at || diagnostic->column < 1 ||
	    strcspn(at, "\n") < (size_t)diagnostic->column)
		return NULL;
	at += diagnostic->column - 1;
	length = strspn(
		at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
	return length ? memory_copy_bytes(at, length) : NULL;
}

/* The first error; or one of the same line or above that the table knows, since
 * one mistake often draws several messages. */
static const struct diagnostic *choose(const struct compile_result *result,
				       const struct evidence *evidence, char **sentence,
				       const char **row)
{
	const struct diagnostic *first = NULL;

	*sentence = NULL;
	for (size_t i = 0; i < result->diagnostic_count; i++) {
		const struct diagnostic *each = &result->diagnostics[i];
		char *word;

		if (each->level != DIAGNOSTIC_ERROR || (first && !not_below(each, first)))
			continue;
		if (!first)
			first = each;
		word = word_at(evidence, each);
		*sentence = compiler_translate(each->message, each->function, word, row);
		free(word);
		if (*sentence)
			return each;
	}
	return first;
}

/* The code of the file that the message is about, to be freed; or NULL. */
static char *code_of(const struct evidence *evidence, const struct diagnostic *diagnostic)
{
	const struct evidence_source *source =
		diagnostic && diagnostic->file
			? evidence_find_source(evidence, diagnostic->file)
			: NULL;

	return source && source->text && source->runtime ? source_code_only(source->text)
							 : NULL;
}

/* What the table does not know: a call in that line of what must be awaited. */
static char *find_forgotten_await(const char *code, const struct diagnostic *diagnostic)
{
	const char *call;
	size_t length;

	call = source_code_not_awaited_in(code, diagnostic->line, &length);
	if (!call)
		return NULL;
	return text_format("Is an await missing in this line? %.*s (\u2026) only makes "
			   "the coroutine: its result comes from await (%.*s (\u2026)).",
			   (int)length, call, (int)length, call);
}

/* The first name in quotes of a message, as the learner wrote it; or NULL. */
static char *quoted_name(const char *message)
{
	const char *open = strchr(message, '\''),
		   *close = open ? strchr(open + 1, '\'') : NULL;
	char *whole, *name;

	if (!close)
		return NULL;
	whole = memory_copy_bytes(open + 1, (size_t)(close - open - 1));
	name = written_name(whole);
	free(whole);
	return name;
}

static char *tell_of_dropped(const char *code, const struct diagnostic *diagnostic,
			     const char *name)
{
	const char *words = strstr(diagnostic->message, "ignoring return value")
				    ? source_mistake_dropped(code, name)
				    : NULL;

	return words ? text_format("%s (\u2026) is called, and nothing is done with what "
				   "it makes. %s.",
				   name, words)
		     : NULL;
}

static char *tell_of_return(const char *code, const struct diagnostic *diagnostic,
			    const char *name)
{
	if (!strstr(diagnostic->message, "'return' with a value") &&
	    !strstr(diagnostic->message, "should not return a value"))
		return NULL;
	if (!source_mistake_dropped(code, name))
		return text_format("%s gives nothing, its type is void: let it return "
				   "without a value, or say which type it gives.",
				   name);
	return text_format("%s is made of a generator: it hands out its value by yield "
			   "(\u2026), and returns nothing.",
			   name);
}

static char *tell_of_class(const char *code, const struct diagnostic *diagnostic,
			   const char *name)
{
	return strstr(diagnostic->message, "implicit declaration") ||
			       strstr(diagnostic->message, "undeclared function")
		       ? source_mistake_no_class(code, name)
		       : NULL;
}

/* What a message means depends on what the name in it is here. */
static char *find_by_name(const struct evidence *evidence, const char *code,
			  const struct diagnostic *diagnostic, const char **row)
{
	static const struct {
		const char *row;
		char *(*tell)(const char *code, const struct diagnostic *diagnostic,
			      const char *name);
	} ways[] = {
		{ "call without use", tell_of_dropped },
		{ "return of a value", tell_of_return },
		{ "no class line", tell_of_class },
	};
	bool is_return = strstr(diagnostic->message, "'return'");
	char *name = is_return && diagnostic->function
			     ? written_name(diagnostic->function)
			     : quoted_name(diagnostic->message);
	char *sentence = NULL;

	if (!name || strcmp(name, "warn_unused_result") == 0) {
		free(name);
		name = word_at(evidence, diagnostic);
	}
	for (size_t i = 0; name && !sentence && i < sizeof(ways) / sizeof(*ways); i++) {
		sentence = ways[i].tell(code, diagnostic, name);
		*row = ways[i].row;
	}
	free(name);
	return sentence;
}

/* What is plain in the source goes before what the compiler makes of it. */
static char *find_in_source(const struct evidence *evidence,
			    const struct diagnostic *diagnostic, const char **row,
			    int *line)
{
	char *code = code_of(evidence, diagnostic), *sentence;

	if (!code)
		return NULL;
	*line = diagnostic->line;
	sentence = source_mistake_find(code, line, row);
	if (!sentence)
		sentence = find_by_name(evidence, code, diagnostic, row);
	free(code);
	return sentence;
}

static const struct diagnostic *first_error(const struct compile_result *result)
{
	for (size_t i = 0; i < result->diagnostic_count; i++)
		if (result->diagnostics[i].level == DIAGNOSTIC_ERROR)
			return &result->diagnostics[i];
	return NULL;
}

/* Without the flag that turned a warning into an error. */
static char *plain_message(const char *message)
{
	const char *flag = strstr(message, " [-W");

	return memory_copy_bytes(message,
				 flag ? (size_t)(flag - message) : strlen(message));
}

/* By the table of messages, or as a guess. */
static char *find_by_message(const struct compile_result *result,
			     const struct evidence *evidence, const char **row,
			     const struct diagnostic **chosen, bool *certain)
{
	char *sentence, *code;

	*chosen = choose(result, evidence, &sentence, row);
	*certain = true;
	if (sentence || !(code = code_of(evidence, *chosen)))
		return sentence;
	sentence = find_forgotten_await(code, *chosen);
	*row = "forgotten await";
	*certain = !sentence;
	free(code);
	return sentence;
}

static char *untranslated(const struct diagnostic *chosen)
{
	char *plain, *sentence;

	if (!chosen)
		return memory_copy_text("It does not compile.");
	plain = plain_message(chosen->message);
	sentence = text_format("It does not compile: %s%s", plain,
			       *plain && plain[strlen(plain) - 1] == '?' ? "" : ".");
	free(plain);
	return sentence;
}

void compiler_diagnose(const struct compile_result *result,
		       const struct evidence *evidence, struct verdict *verdict)
{
	const struct diagnostic *chosen = first_error(result);
	const char *row = NULL;
	char *sentence;
	int line = 0;

	verdict->kind = VERDICT_COMPILE;
	verdict->certain = true;
	if (result->failure) {
		verdict->message = memory_copy_text(result->failure);
		return;
	}
	sentence = chosen ? find_in_source(evidence, chosen, &row, &line) : NULL;
	if (!sentence) {
		sentence = find_by_message(result, evidence, &row, &chosen,
					   &verdict->certain);
		line = chosen ? chosen->line : 0;
	}
	if (chosen)
		verdict->where = evidence_place(evidence, chosen->file, line);
	if (sentence)
		verdict->cause = memory_copy_text(row);
	verdict->message = sentence ? sentence : untranslated(chosen);
}
