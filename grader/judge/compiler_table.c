#define _GNU_SOURCE
#include "judge/compiler_table.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "text/memory.h"
#include "text/nearest.h"
#include "text/text.h"

/*
 * In a pattern, * stands for any text and {} for any text that the sentence
 * uses, as {1}, {2}. A pattern fits anywhere in the message. {f} in a sentence
 * is the function in which the error stands, as the learner named it, and {w}
 * the name in the source that the message points at. gcc and clang draw the
 * same sentence, so that an exercise can say which.
 */
struct row {
	const char *name;
	const char *pattern;
	const char *sentence;
};

/* Of the macros of <async.h>. */
static const struct row our_rows[] = {
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

/* Of C itself: these know nothing of coroutines. */
static const struct row c_rows[] = {
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
	{ "parameters of a plain function",
	  "expected declaration specifiers or '...' before '('",
	  "A plain function's parameters are written type and name, as (int x, int y). "
	  "Is an async missing, whose parameters are pairs in parentheses?" },
	{ "parameters of a plain function", "expected parameter declarator",
	  "A plain function's parameters are written type and name, as (int x, int y). "
	  "Is an async missing, whose parameters are pairs in parentheses?" },
	{ "no function", "called object '{}' is not a function",
	  "{1} is no function, and is called here like one." },
	{ "no function", "called object type", "What is called here is no function." },
	{ "computing with texts", "invalid operands to binary*'char *'",
	  "Texts cannot be computed with in C: printf(\"%d\", x) puts a value into one, "
	  "strcmp(a, b) == 0 compares two." },
	{ "computing with texts", "invalid operands to binary expression*'char[",
	  "Texts cannot be computed with in C: printf(\"%d\", x) puts a value into one, "
	  "strcmp(a, b) == 0 compares two." },
	{ "computing with others", "invalid operands to binary",
	  "These two cannot be computed with: is one of them a struct or a pointer?" },
	{ "pointer for a struct", "field name not in record or union initializer",
	  "This is no struct, and so has no members to be set in { }: is a * one too "
	  "many?" },
	{ "pointer for a struct", "designator in initializer for scalar type",
	  "This is no struct, and so has no members to be set in { }: is a * one too "
	  "many?" },
	{ "else without if", "'else' without a previous 'if'",
	  "This else has no if before it." },
	{ "nothing to iterate over", "'struct {}' has no member named 'item'",
	  "Over a struct {1} itself one cannot iterate: what one can iterate over is "
	  "made of it by a class line, async_iterator ({1}, \u2026);, as {1}(&\u2026)." },
	{ "nothing to iterate over", "no member named 'item' in 'struct {}'",
	  "Over a struct {1} itself one cannot iterate: what one can iterate over is "
	  "made of it by a class line, async_iterator ({1}, \u2026);, as {1}(&\u2026)." },
	{ "too much in braces", "extra brace group at end of initializer",
	  "More stands in the { } than this has room for: is a [] missing behind its "
	  "name?" },
	{ "missing return", "'return' with no value",
	  "This function promises a result: what stands behind return is missing." },
	{ "missing return", "should return a value",
	  "This function promises a result: what stands behind return is missing." },
	{ "semicolon missing", "expected ';', identifier or '('",
	  "A semicolon is missing before this, behind the } of a struct." },
	{ "typographic character", "stray '\\",
	  "There is a character here that C does not know: is it a quotation mark or a "
	  "dash that was copied from a text?" },
	{ "typographic character", "unexpected character <U+",
	  "There is a character here that C does not know: is it a quotation mark or a "
	  "dash that was copied from a text?" },
	{ "header missing", "{}: No such file or directory",
	  "There is no file {1}: is its name right?" },
	{ "header missing", "'{}' file not found",
	  "There is no file {1}: is its name right?" },
	{ "point or arrow", "is a pointer; did you mean to use '->'",
	  "This is a pointer: the members of what it points to stand behind ->, not "
	  "behind a point." },
	{ "point or arrow", "invalid type argument of '->' (have 'struct {}')",
	  "This is a struct {1} itself, and no pointer: its members stand behind a "
	  "point, not behind ->." },
	{ "point or arrow", "member reference type 'struct {}' is not a pointer",
	  "This is a struct {1} itself, and no pointer: its members stand behind a "
	  "point, not behind ->." },
	{ "no such member", "'struct {}' has no member named '{}'; did you mean '{}'",
	  "A struct {1} has no member {2}: did you mean {3}?" },
	{ "no such member", "no member named '{}' in 'struct {}'; did you mean '{}'",
	  "A struct {2} has no member {1}: did you mean {3}?" },
	{ "no such member", "'struct {}' has no member named '{}'",
	  "A struct {1} has no member {2}." },
	{ "no such member", "no member named '{}' in 'struct {}'",
	  "A struct {2} has no member {1}." },
	{ "unknown struct", "invalid use of undefined type 'struct {}'",
	  "What a struct {1} holds is not said above this line: is struct {1} { \u2026 "
	  "}; missing, or does it stand below?" },
	{ "unknown struct", "incomplete definition of type 'struct {}'",
	  "What a struct {1} holds is not said above this line: is struct {1} { \u2026 "
	  "}; missing, or does it stand below?" },
	{ "unknown struct", "has incomplete type 'struct {}'",
	  "What a struct {1} holds is not said above this line: is struct {1} { \u2026 "
	  "}; missing, or does it stand below?" },
	{ "unknown struct", "has initializer but incomplete type",
	  "What this struct holds is not said above this line: is struct \u2026 { \u2026 "
	  "}; missing, or does it stand below?" },
	{ "unknown struct", "storage size of '{}' isn't known",
	  "What the struct of {1} holds is not said above this line: is struct \u2026 { "
	  "\u2026 }; missing, or does it stand below?" },
	{ "struct missing", "unknown type name '{}'; use 'struct' keyword",
	  "The type is written struct {1}, with both words." },
	{ "struct missing", "must use 'struct' tag to refer to type '{}'",
	  "The type is written struct {1}, with both words." },
	{ "unknown name", "unknown type name '{}'",
	  "There is no type {1}: is it misspelt, or is a struct before it, a declaration "
	  "or an #include missing?" },
	{ "unknown name", "'{}' undeclared*did you mean '{}'",
	  "There is no {1} here: did you mean {2}?" },
	{ "unknown name", "use of undeclared identifier '{}'; did you mean '{}'",
	  "There is no {1} here: did you mean {2}?" },
	{ "unknown name", "'{}' undeclared",
	  "There is no {1} here: is it misspelt, or is its declaration missing?" },
	{ "unknown name", "use of undeclared identifier '{}'",
	  "There is no {1} here: is it misspelt, or is its declaration missing?" },
	{ "written twice", "redefinition of '{}'",
	  "{1} is written twice here: one name means one thing." },
	{ "number of arguments", "too few arguments to function '{}'",
	  "{1} is given too few arguments." },
	{ "number of arguments", "too many arguments to function '{}'",
	  "{1} is given too many arguments." },
	{ "number of arguments", "too few arguments to function call",
	  "A function is given too few arguments here." },
	{ "number of arguments", "too many arguments to function call",
	  "A function is given too many arguments here." },
	{ "no value", "void value not ignored as it ought to be",
	  "What stands here gives nothing, its type is void: there is no value to "
	  "take." },
	{ "no value", "of incompatible type 'void'",
	  "What stands here gives nothing, its type is void: there is no value to "
	  "take." },
	{ "no value", "from incompatible type 'void'",
	  "What stands here gives nothing, its type is void: there is no value to "
	  "take." },
	{ "no value", "variable has incomplete type 'void'",
	  "A variable cannot be of void: there is nothing that it could hold." },
	{ "no value", "declared void",
	  "A variable cannot be of void: there is nothing that it could hold." },
	{ "condition without parentheses", "expected '(' before",
	  "The condition of an if or a while stands in parentheses, and so do the parts "
	  "of a for." },
	{ "condition without parentheses", "expected '(' after",
	  "The condition of an if or a while stands in parentheses, and so do the parts "
	  "of a for." },
	{ "not to be assigned to", "lvalue required as left operand of assignment",
	  "What stands left of the = is nothing that can be assigned to." },
	{ "not to be assigned to", "expression is not assignable",
	  "What stands left of the = is nothing that can be assigned to." },
	{ "not to be assigned to", "assignment to expression with array type",
	  "An array cannot be assigned to as a whole: a text is copied into it by "
	  "snprintf." },
	{ "not to be assigned to", "array type '*' is not assignable",
	  "An array cannot be assigned to as a whole: a text is copied into it by "
	  "snprintf." },
	{ "break without a loop", "break statement not within loop",
	  "This break stands in no loop." },
	{ "break without a loop", "'break' statement not in loop",
	  "This break stands in no loop." },
	{ "break without a loop", "continue statement not within a loop",
	  "This continue stands in no loop." },
	{ "break without a loop", "'continue' statement not in loop",
	  "This continue stands in no loop." },
	{ "statement without effect", "statement with no effect",
	  "This statement does nothing." },
	{ "statement without effect", "expression result unused",
	  "This statement does nothing." },
	{ "statement without effect", "value computed is not used",
	  "What is computed here is not used." },
	{ "something missing", "expected ',' or ';' before",
	  "Is a comma or a semicolon missing before this, or at the end of the line "
	  "before?" },
	{ "something missing", "expected '=', ',', ';', 'asm' or '__attribute__' before",
	  "Is something missing before this: a semicolon at the end of the line before, "
	  "a comma or a =?" },
	{ "something missing", "expected expression before '{}' token",
	  "Is something missing before this {1}, or is it one too many?" },
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

char *compiler_written_name(const char *function)
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
	size_t length;

	if (strcmp(name, "exit_stack_manager") == 0)
		name = "ExitStack";
	if (strcmp(name, "async_exit_stack_manager") == 0)
		name = "AsyncExitStack";
	length = strlen(name);

	if (length > sizeof(ending) - 1 &&
	    strcmp(name + length - (sizeof(ending) - 1), ending) == 0)
		length -= sizeof(ending) - 1;
	text_add_bytes(text, name, length);
}

static char *fill_in(const char *sentence, const struct captures *captures,
		     const char *function, const char *word)
{
	struct text text = { 0 };
	char *name = compiler_written_name(function ? function : "this function");

	while (*sentence) {
		size_t plain = strcspn(sentence, "{");

		text_add_bytes(&text, sentence, plain);
		sentence += plain;
		if (!*sentence)
			break;
		if (!sentence[1] || sentence[2] != '}') { /* is meant as it stands */
			text_add_bytes(&text, sentence++, 1);
			continue;
		}
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

/* What a compiler believes that was meant may be far off. */
static bool suggests_badly(const struct row *row, const struct captures *captures)
{
	const char *suggested;

	if (!strstr(row->pattern, "did you mean '{}'"))
		return false;
	suggested = captures->texts[captures->count - 1];
	for (size_t i = 0; i + 1 < captures->count; i++)
		if (nearest_name(captures->texts[i], &suggested, 1) == 0)
			return false;
	return true;
}

/* A name with an underscore at its end was written by no learner. */
static bool names_what_is_within(const struct captures *captures)
{
	for (size_t i = 0; i < captures->count; i++) {
		size_t length = strlen(captures->texts[i]);

		if (length > 1 && captures->texts[i][length - 1] == '_')
			return true;
	}
	return false;
}

static char *translate(const struct row *rows, size_t count, const char *message,
		       const char *function, const char *word, const char **row)
{
	for (size_t i = 0; i < count; i++) {
		struct captures captures = { 0 };
		char *sentence = NULL;

		if (fits_anywhere(rows[i].pattern, message, &captures) &&
		    !suggests_badly(&rows[i], &captures) &&
		    !names_what_is_within(&captures)) {
			sentence = fill_in(rows[i].sentence, &captures, function, word);
			*row = rows[i].name;
		}
		captures_free(&captures);
		if (sentence)
			return sentence;
	}
	return NULL;
}

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
	char *sentence = translate(our_rows, sizeof(our_rows) / sizeof(*our_rows),
				   message, function, word, row);

	return sentence ? sentence : asserted(message, row);
}

char *compiler_translate_c(const char *message, const char *function, const char *word,
			   const char **row)
{
	return translate(c_rows, sizeof(c_rows) / sizeof(*c_rows), message, function,
			 word, row);
}
