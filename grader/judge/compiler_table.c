#define _GNU_SOURCE
#include "judge/compiler_table.h"

#include <string.h>

#include "judge/compiler_row.h"
#include "text/text.h"

/* Of the macros of <async.h>. */
static const struct compiler_row our_rows[] = {
	{ "written twice", "redefinition of 'struct {}_coroutine'",
	  "{1} is written twice in this file." },
	{ "written twice", "redefinition of '{}_coroutine'",
	  "{1} is written twice in this file." },
	{ "written twice", "redefinition of 'struct {}_generator'",
	  "{1} is written twice in this file." },
	{ "written twice", "redefinition of '{}_generator'",
	  "{1} is written twice in this file." },
	{ "written twice", "redefinition of 'struct {}_async_context_manager'",
	  "{1} is written twice in this file." },
	{ "written twice", "redefinition of '{}_async_context_manager'",
	  "{1} is written twice in this file." },
	{ "written twice", "redefinition of 'struct {}_context_manager'",
	  "{1} is written twice in this file." },
	{ "written twice", "redefinition of '{}_context_manager'",
	  "{1} is written twice in this file." },
	{ "written twice", "redefinition of 'struct {}_async_iterable'",
	  "{1} is written twice in this file." },
	{ "written twice", "redefinition of '{}_async_iterable'",
	  "{1} is written twice in this file." },
	{ "written twice", "redefinition of 'struct {}_iterable'",
	  "{1} is written twice in this file." },
	{ "written twice", "redefinition of '{}_iterable'",
	  "{1} is written twice in this file." },
	{ "clause without a try", "'try_' undeclared",
	  "This clause belongs to no try: it stands between the } of a try, or of "
	  "another clause, and end_try." },
	{ "clause without a try", "undeclared identifier 'try_'",
	  "This clause belongs to no try: it stands between the } of a try, or of "
	  "another clause, and end_try." },
	{ "no context manager", "'struct {}_coroutine' has no member named",
	  "{1}(\u2026) is a coroutine, and nothing to enter: it is awaited. A context "
	  "manager is made by asynccontextmanager (\u2026)." },
	{ "no context manager", "no member named '*' in 'struct {}_coroutine'",
	  "{1}(\u2026) is a coroutine, and nothing to enter: it is awaited. A context "
	  "manager is made by asynccontextmanager (\u2026)." },
	{ "forgotten await", "ignoring return value of '{}_in_thread'*warn_unused_result",
	  "You called to_thread ({1}, \u2026) but did not await it: the call only makes "
	  "the "
	  "coroutine, no thread is asked. Write await (to_thread ({1}, \u2026))." },
	{ "thread function", "implicit declaration of function '{}_in_thread'",
	  "to_thread must know of {1}: define it by blocking (type, {1}, \u2026) { "
	  "\u2026 }, or, "
	  "if it is there already, write thread_function (type, {1}, (type, parameter)); "
	  "above." },
	{ "thread function", "undeclared function '{}_in_thread'",
	  "to_thread must know of {1}: define it by blocking (type, {1}, \u2026) { "
	  "\u2026 }, or, "
	  "if it is there already, write thread_function (type, {1}, (type, parameter)); "
	  "above." },
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
	{ "no context manager", "'struct lock' has no member named 'aenter'",
	  "async_with takes the address of a lock that stands in a variable, where "
	  "others "
	  "meet at it, too: async_with (&lock)." },
	{ "no context manager", "no member named 'aenter' in 'struct lock'",
	  "async_with takes the address of a lock that stands in a variable, where "
	  "others "
	  "meet at it, too: async_with (&lock)." },
	{ "no context manager", "'struct {}' has no member named 'aenter'",
	  "A struct {1} itself cannot be entered: what can be is made of it by a class "
	  "line, async_context_manager ({1}, \u2026);, as {1}(&\u2026)." },
	{ "no context manager", "no member named 'aenter' in 'struct {}'",
	  "A struct {1} itself cannot be entered: what can be is made of it by a class "
	  "line, async_context_manager ({1}, \u2026);, as {1}(&\u2026)." },
	{ "no context manager", "'struct {}' has no member named 'enter'",
	  "A struct {1} itself cannot be entered: what can be is made of it by a class "
	  "line, context_manager ({1}, \u2026);, as {1}(&\u2026)." },
	{ "no context manager", "no member named 'enter' in 'struct {}'",
	  "A struct {1} itself cannot be entered: what can be is made of it by a class "
	  "line, context_manager ({1}, \u2026);, as {1}(&\u2026)." },
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
	{ "nothing to await", "'struct {}_async_iterable' has no member named 'run'",
	  "await is given what cannot be awaited: over {1}(\u2026) one iterates, with "
	  "async_for." },
	{ "nothing to await", "no member named 'run' in 'struct {}_async_iterable'",
	  "await is given what cannot be awaited: over {1}(\u2026) one iterates, with "
	  "async_for." },
	{ "nothing to await", "'struct {}' has no member named 'run'",
	  "await is given a struct {1}, which cannot be awaited: it takes a call of an "
	  "async function, a task or a future." },
	{ "nothing to await", "no member named 'run' in 'struct {}'",
	  "await is given a struct {1}, which cannot be awaited: it takes a call of an "
	  "async function, a task or a future." },
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
	{ "forgotten await", "'struct {}_coroutine'",
	  "The call {1}(\u2026) stands where its result is wanted, but it only makes the "
	  "coroutine, nothing of it runs. Write await ({1}(\u2026))." },
	{ "forgotten await", "'union {}_in_thread_coroutine'",
	  "to_thread ({1}, \u2026) stands where its result is wanted, but it only makes "
	  "the "
	  "coroutine. Write await (to_thread ({1}, \u2026))." },
	{ "forgotten await", "'Task({})'",
	  "A task stands where its result is wanted: write await (\u2026) around it." },
	{ "forgotten await", "'Future({})'",
	  "A future stands where its result is wanted: write await (\u2026) around it." },
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
};

/* The words of a static assertion are ours, and made to be read. */
static char *asserted(const char *message, const char **row)
{
	const char *words = strstr(message, "static assertion failed"), *end;
	char *sentence;

	words = words ? words : strstr(message, "static_assert failed");
	if (!words)
		return NULL;
	end = strrchr(words, '"');
	words = strchr(words, '"');
	if (words && end > words) {
		words++;
	} else {
		words = strstr(message, "': ");
		if (!words)
			return NULL;
		words += strlen("': ");
		end = words + strlen(words);
	}
	*row = "asserted";
	sentence = text_format("%.*s.", (int)(end - words), words);
	if (strncmp(sentence, "this ", 5) == 0)
		*sentence = 'T';
	return sentence;
}

char *compiler_translate(const char *message, const char *function, const char *word,
			 const char **row)
{
	char *sentence = compiler_row_find(our_rows, sizeof(our_rows) / sizeof(*our_rows),
					   message, function, word, row);

	return sentence ? sentence : asserted(message, row);
}
