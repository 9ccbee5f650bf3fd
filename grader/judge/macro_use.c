#define _GNU_SOURCE
#include "judge/macro_use.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "judge/source_code.h"
#include "text/text.h"

enum { ANY_NUMBER = 100 };

#define DEFINITION "the type of what it gives, its name, and each parameter as a pair"
#define TASKS      "an array of tasks and how many they are"

const struct macro_use macro_uses[] = {
	/* coroutines */
	{ "async", 2, 10, DEFINITION, "async (int, add, (int, a), (int, b)) { \u2026 }" },
	{ "async_declare", 2, 10, DEFINITION, "async_declare (int, add, (int, a));" },
	{ "async_define", 2, 10, DEFINITION,
	  "async_define (int, add, (int, a)) { \u2026 }" },
	{ "await", 1, 1, "what is waited for", "await (async_sleep(0.5))" },
	{ "async_run", 1, 1, "the call of a coroutine", "async_run(main_coroutine())" },
	{ "async_sleep", 1, 1, "the seconds", "await (async_sleep(0.5))" },
	{ "async_open", 2, 2, "the path and the mode",
	  "async_with (file, async_open(path, \"r\")) { \u2026 } end_with" },
	{ "file_readline", 1, 1, "the file", "await (file_readline(file))" },
	{ "file_write", 2, 2, "the file and a text", "await (file_write(file, text))" },
	{ "open_connection", 2, 2, "a host and a port",
	  "await (open_connection(\"localhost\", 8888))" },
	{ "stream_readline", 1, 1, "the stream", "await (stream_readline(stream))" },
	{ "event_wait", 1, 1, "the address of the event", "await (event_wait(&event))" },
	{ "response_text", 1, 1, "the response", "await (response_text(response))" },
	/* exceptions */
	{ "except", 1, 5, "up to four types, and then a name for the exception",
	  "except (ValueError, e) { \u2026 }" },
	{ "raise_from", 3, ANY_NUMBER, "the cause, the type and the text",
	  "raise_from (e, ValueError, \"why\")" },
	{ "exception_class", 2, 2,
	  "the name of the class and the one that it is a kind of",
	  "exception_class (TooLate, TimeoutError);" },
	/* context managers */
	{ "async_with", 1, 8, "up to four managers, each with a variable before it",
	  "async_with (file, async_open(\"a.txt\", \"r\")) { \u2026 } end_with" },
	{ "with", 1, 8, "up to four managers, each with a variable before it",
	  "with (tag, open_tag(\"b\")) { \u2026 } end_with" },
	{ "async_context_manager", 2, 2, "the class and the type of self",
	  "async_context_manager (door, struct door *);" },
	{ "context_manager", 2, 2, "the class and the type of self",
	  "context_manager (door, struct door *);" },
	{ "asynccontextmanager", 2, 10, DEFINITION,
	  "asynccontextmanager (struct door *, opened, (int, number)) { \u2026 }" },
	{ "contextmanager", 2, 10, DEFINITION,
	  "contextmanager (const char *, tag, (const char *, name)) { \u2026 }" },
	{ "AsyncContextManager", 1, 1, "the type of what it gives",
	  "AsyncContextManager(int)" },
	{ "ContextManager", 1, 1, "the type of what it gives", "ContextManager(int)" },
	{ "aclosing", 1, 1, "a generator",
	  "async_with (stream, aclosing(numbers())) { \u2026 } end_with" },
	{ "AsyncExitStack", 0, 0, "", "async_with (stack, AsyncExitStack())" },
	{ "ExitStack", 0, 0, "", "with (stack, ExitStack())" },
	{ "enter_async_context", 2, 2, "the stack and a manager",
	  "await (enter_async_context(stack, manager))" },
	{ "enter_context", 2, 2, "the stack and a manager",
	  "enter_context(stack, manager)" },
	{ "push_async_callback", 2, 2,
	  "the stack and the call of a coroutine, which holds its arguments",
	  "push_async_callback(stack, tidy_up(1))" },
	{ "push_async_exit", 2, 2, "the stack and the name of a coroutine function",
	  "push_async_exit(stack, on_exit)" },
	{ "exit_stack_callback", 3, 3, "the stack, a function and its argument",
	  "exit_stack_callback(stack, free, memory)" },
	{ "exit_stack_push", 3, 3, "the stack, a function and what it is given",
	  "exit_stack_push(stack, leave, door)" },
	{ "exit_stack_pop_all", 1, 1, "the stack", "exit_stack_pop_all(stack)" },
	/* iterators and generators */
	{ "async_iterator", 2, 2, "the class and the type of self",
	  "async_iterator (counter, struct counter *);" },
	{ "async_iterable", 3, 3,
	  "the class, the type of self and the class of its iterator",
	  "async_iterable (shelf, struct shelf *, reader);" },
	{ "iterator", 2, 2, "the class and the type of self",
	  "iterator (counter, struct counter *);" },
	{ "AsyncIterator", 1, 1, "the type of the items", "AsyncIterator(int)" },
	{ "AsyncIterable", 1, 1, "the type of the items", "AsyncIterable(int)" },
	{ "async_for", 3, 3,
	  "the type of the items, the name of the variable, and what is iterated over",
	  "async_for (int, item, items())" },
	{ "for_each", 3, 3,
	  "the type of the items, the name of the variable, and what is iterated over",
	  "for_each (int, item, items())" },
	{ "aiter", 1, 1, "what is iterated over", "aiter(counter(&c))" },
	{ "anext", 1, 2, "an iterator, and what it gives at the end",
	  "await (anext(numbers))" },
	{ "asend", 2, 2, "a generator and a pointer", "await (asend(numbers, &value))" },
	{ "athrow", 2, ANY_NUMBER, "a generator and an exception",
	  "await (athrow(numbers, ValueError))" },
	{ "aclose", 1, 1, "a generator", "await (aclose(numbers))" },
	{ "borrowed", 1, 1, "a generator", "async_for (int, number, borrowed(numbers))" },
	{ "async_generator", 2, 10, DEFINITION,
	  "async_generator (int, count, (int, to)) { \u2026 }" },
	{ "generator", 2, 10, DEFINITION,
	  "generator (int, count, (int, to)) { \u2026 }" },
	{ "AsyncGenerator", 1, 1, "the type of the items", "AsyncGenerator(int)" },
	{ "Generator", 1, 1, "the type of the items", "Generator(int)" },
	{ "next", 1, 2, "a generator, and what it gives at the end", "next(numbers)" },
	{ "generator_send", 2, 2, "a generator and a pointer",
	  "generator_send(numbers, &value)" },
	{ "generator_throw", 2, ANY_NUMBER, "a generator and an exception",
	  "generator_throw(numbers, ValueError)" },
	{ "generator_close", 1, 1, "a generator", "generator_close(numbers)" },
	{ "generator_free", 1, 1, "a generator", "generator_free(numbers)" },
	{ "list_of", 3, ANY_NUMBER,
	  "the type of the items, an item, and the loops over it",
	  "list_of(int, x * 2, async_for (int, x, numbers()))" },
	{ "list_append", 2, 2, "the list and an item", "list_append(list, item)" },
	/* tasks */
	{ "Task", 1, 1, "the type of what it gives",
	  "Task(int), or Task(void) for nothing" },
	{ "Future", 1, 1, "the type of what it gives", "Future(int)" },
	{ "create_task", 1, 1, "the call of a coroutine", "create_task(add(1, 2))" },
	{ "ensure_future", 1, 1, "a coroutine or a task", "ensure_future(add(1, 2))" },
	{ "task_cancel", 1, 1, "a task", "task_cancel(task)" },
	{ "task_done", 1, 1, "a task", "task_done(task)" },
	{ "task_cancelled", 1, 1, "a task", "task_cancelled(task)" },
	{ "task_result", 1, 1, "a task", "task_result(task)" },
	{ "task_exception", 1, 1, "a task", "task_exception(task)" },
	{ "task_cancelling", 1, 1, "a task", "task_cancelling(task)" },
	{ "task_uncancel", 1, 1, "a task", "task_uncancel(task)" },
	{ "task_release", 1, 1, "a task", "task_release(task)" },
	{ "task_add_done_callback", 3, 3, "a task, a function and what it is given",
	  "task_add_done_callback(task, tell, NULL)" },
	{ "task_remove_done_callback", 2, 2, "a task and a function",
	  "task_remove_done_callback(task, tell)" },
	{ "gather", 1, 8, "one to eight coroutines or tasks",
	  "await (gather(first(), second()))" },
	{ "gather_return_exceptions", 1, 8, "one to eight coroutines or tasks",
	  "await (gather_return_exceptions(first(), second()))" },
	{ "gather_all", 2, 2, TASKS, "await (gather_all(tasks, 3))" },
	{ "gather_all_return_exceptions", 2, 2, TASKS,
	  "await (gather_all_return_exceptions(tasks, 3))" },
	{ "async_wait", 2, 4, TASKS ", and for what and how long it waits",
	  "await (async_wait(tasks, 3, FIRST_COMPLETED))" },
	{ "as_completed", 2, 3, TASKS ", and how many seconds it waits",
	  "for_each (Future(int), next, as_completed(tasks, 3))" },
	{ "wait_for", 2, 2, "what is waited for and the seconds that it may take",
	  "await (wait_for(answer(), 1.5))" },
	{ "shield", 1, 1, "a coroutine or a task", "await (shield(save()))" },
	{ "timeout", 1, 1, "the seconds",
	  "async_with (timeout(1.5)) { \u2026 } end_with" },
	{ "timeout_at", 1, 1, "a moment of loop_time",
	  "async_with (timeout_at(loop_time() + 1)) { \u2026 } end_with" },
	{ "Timeout", 1, 1, "the seconds", "struct timeout limit = Timeout(1.5);" },
	{ "task_group", 0, 0, "",
	  "async_with (group, task_group()) { \u2026 } end_with" },
	{ "group_create_task", 2, 2, "the group and the call of a coroutine",
	  "group_create_task(group, work(1))" },
	/* between tasks */
	{ "Lock", 0, 0, "", "struct lock lock = Lock();" },
	{ "Event", 0, 0, "", "struct event event = Event();" },
	{ "Condition", 0, 1, "nothing, or the address of a lock",
	  "struct condition condition = Condition();" },
	{ "Barrier", 1, 1, "how many meet at it",
	  "struct barrier barrier = Barrier(3);" },
	{ "Semaphore", 1, 1, "how many may enter at once",
	  "struct semaphore semaphore = Semaphore(3);" },
	{ "BoundedSemaphore", 1, 1, "how many may enter at once",
	  "struct semaphore semaphore = BoundedSemaphore(3);" },
	{ "Queue", 1, 1, "the type of the items",
	  "Queue(int) queue = queue_create(int, 10);" },
	{ "queue_create", 2, 2,
	  "the type of the items and how many it holds, 0 for any number",
	  "queue_create(int, 10)" },
	{ "lifo_queue_create", 2, 2,
	  "the type of the items and how many it holds, 0 for any number",
	  "lifo_queue_create(int, 10)" },
	{ "priority_queue_create", 3, 3,
	  "the type of the items, how many it holds, and a function that compares two",
	  "priority_queue_create(int, 10, compare)" },
	{ "queue_put", 2, 2, "the queue and an item", "await (queue_put(queue, 7))" },
	{ "queue_get", 1, 1, "the queue", "await (queue_get(queue))" },
	{ "queue_put_nowait", 2, 2, "the queue and an item",
	  "queue_put_nowait(queue, 7)" },
	{ "queue_get_nowait", 1, 1, "the queue", "queue_get_nowait(queue)" },
	{ "queue_task_done", 1, 1, "the queue", "queue_task_done(queue)" },
	{ "queue_join", 1, 1, "the queue", "await (queue_join(queue))" },
	{ "queue_free", 1, 1, "the queue", "queue_free(queue)" },
	{ "queue_size", 1, 1, "the queue", "queue_size(queue)" },
	{ "queue_empty", 1, 1, "the queue", "queue_empty(queue)" },
	{ "queue_full", 1, 1, "the queue", "queue_full(queue)" },
	{ "queue_maxsize", 1, 1, "the queue", "queue_maxsize(queue)" },
	/* the world */
	{ "blocking", 2, 10, DEFINITION,
	  "blocking (char *, read_it, (int, number)) { \u2026 }" },
	{ "thread_function", 2, 10,
	  "the type of what it gives, its name, and each parameter as a pair",
	  "thread_function (int, fclose, (FILE *, file));" },
	{ "to_thread", 1, 9, "a function and its arguments",
	  "await (to_thread(read_it, 7))" },
	{ "run_in_executor", 2, 10, "NULL, a function and its arguments",
	  "await (run_in_executor(NULL, read_it, 7))" },
	{ "create_subprocess_exec", 1, ANY_NUMBER, "the program and its arguments",
	  "await (create_subprocess_exec(\"ls\", \"-l\"))" },
	{ "create_subprocess_shell", 1, ANY_NUMBER, "a command",
	  "await (create_subprocess_shell(\"ls -l\"))" },
	{ "start_server", 3, 3,
	  "the coroutine function that serves one, a host and a port",
	  "start_server(serve, \"localhost\", 8888)" },
	{ "start_method_server", 4, 4,
	  "self, the coroutine function that serves one, a host and a port",
	  "start_method_server(self, serve, \"localhost\", 8888)" },
	{ "start_server_on", 2, 2,
	  "the coroutine function that serves one, and a descriptor",
	  "start_server_on(serve, descriptor)" },
	{ "start_method_server_on", 3, 3,
	  "self, the coroutine function that serves one, and a descriptor",
	  "start_method_server_on(self, serve, descriptor)" },
	/* the optional parts */
	{ "http_session", 0, ANY_NUMBER, "options",
	  "async_with (session, http_session())" },
	{ "session_get", 2, ANY_NUMBER, "the session, an address and options",
	  "async_with (response, session_get(session, url))" },
	{ "session_head", 2, ANY_NUMBER, "the session, an address and options",
	  "async_with (response, session_head(session, url))" },
	{ "session_post", 2, ANY_NUMBER, "the session, an address and options",
	  "async_with (response, session_post(session, url, .data = \"a=1\"))" },
	{ "session_put", 2, ANY_NUMBER, "the session, an address and options",
	  "async_with (response, session_put(session, url, .data = \"a=1\"))" },
	{ "session_patch", 2, ANY_NUMBER, "the session, an address and options",
	  "async_with (response, session_patch(session, url, .data = \"a=1\"))" },
	{ "session_delete", 2, ANY_NUMBER, "the session, an address and options",
	  "async_with (response, session_delete(session, url))" },
	{ "session_request", 3, ANY_NUMBER,
	  "the session, a method, an address and options",
	  "async_with (response, session_request(session, \"GET\", url))" },
	{ "http_server", 3, 3, "the coroutine function that answers, a host and a port",
	  "http_server(answer, \"localhost\", 8080)" },
	{ "http_method_server", 4, 4,
	  "self, the coroutine function that answers, a host and a port",
	  "http_method_server(self, answer, \"localhost\", 8080)" },
	{ "http_server_on", 2, 2, "the coroutine function that answers, and a descriptor",
	  "http_server_on(answer, descriptor)" },
	{ "http_method_server_on", 3, 3,
	  "self, the coroutine function that answers, and a descriptor",
	  "http_method_server_on(self, answer, descriptor)" },
	{ "practice_main", 3, 3, "argc, argv and the coroutine function that answers",
	  "practice_main(argc, argv, answer)" },
	{ "database_execute", 2, ANY_NUMBER, "the database, a statement and its values",
	  "await (database_execute(db, \"delete from t where id = $1\", 7))" },
	{ "database_fetch", 2, ANY_NUMBER, "the database, a statement and its values",
	  "await (database_fetch(db, \"select * from t\"))" },
	{ "database_fetch_row", 2, ANY_NUMBER, "the database, a statement and its values",
	  "await (database_fetch_row(db, \"select * from t where id = $1\", 7))" },
	{ "database_fetch_value", 3, ANY_NUMBER,
	  "the type of the value, the database, a statement and its values",
	  "await (database_fetch_value(int, db, \"select count(*) from t\"))" },
	{ "database_query", 2, ANY_NUMBER, "the database, a statement and its values",
	  "async_for (struct row *, row, database_query(db, \"select * from t\"))" },
	{ "row_integer", 2, 2, "the row and a column", "row_integer(row, \"id\")" },
	{ "row_real", 2, 2, "the row and a column", "row_real(row, \"price\")" },
	{ "row_text", 2, 2, "the row and a column", "row_text(row, \"name\")" },
	{ "row_blob", 3, 3, "the row, a column and where the length is stored",
	  "row_blob(row, \"picture\", &length)" },
	{ "row_kind", 2, 2, "the row and a column", "row_kind(row, \"id\")" },
	{ "row_is_null", 2, 2, "the row and a column", "row_is_null(row, \"id\")" },
	{ 0 },
};

static const char *number_word(size_t number)
{
	static const char *const words[] = { "nothing", "one thing", "two things",
					     "three things", "four things" };

	return words[number < sizeof(words) / sizeof(*words) ? number : 0];
}

static char *how_many(const struct macro_use *macro)
{
	if (macro->most == 0)
		return text_format("%s takes nothing", macro->name);
	if (macro->least == macro->most)
		return text_format(
			"%s takes %s%s: %s", macro->name, number_word(macro->least),
			macro->least > 1 ? ", set apart by commas" : "", macro->takes);
	return text_format("%s takes %s", macro->name, macro->takes);
}

/* To a macro, the commas of a { … } set things apart. */
static char *parted_by_braces(const struct source_use *use, const struct macro_use *macro)
{
	for (size_t i = 0; i < use->count; i++) {
		char *shown, *sentence;

		if (!memchr(use->arguments[i], '{', use->lengths[i]))
			continue;
		shown = source_use_shown(use, i);
		sentence =
			text_format("%s is a macro, to which the commas in the { } set "
				    "its arguments apart, too: write parentheses around "
				    "%s.",
				    macro->name, shown);
		free(shown);
		return sentence;
	}
	return NULL;
}

static const struct macro_use *find(const char *word)
{
	for (const struct macro_use *each = macro_uses; each->name; each++)
		if (source_code_is_word(word, each->name))
			return each;
	return NULL;
}

static bool fits(const struct macro_use *macro, size_t count)
{
	return count >= macro->least && count <= macro->most;
}

char *macro_use_miscounted(const struct source_use *use)
{
	const struct macro_use *macro = use->open ? find(use->word) : NULL;
	char *many, *sentence = NULL;

	if (!macro || (fits(macro, use->macro_count) && fits(macro, use->count)))
		return NULL;
	if (fits(macro, use->count))
		sentence = parted_by_braces(use, macro);
	if (sentence)
		return sentence;
	many = how_many(macro);
	sentence = text_format("%s, as in %s.", many, macro->example);
	free(many);
	return sentence;
}
