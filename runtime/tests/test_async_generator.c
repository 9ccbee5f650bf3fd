/* Async generators: every state of anext, asend, athrow and aclose (PEP 525). */
#include <unistd.h>

#include <async.h>

#include "note.h"

async_generator (int, numbers, (int, limit))
{
	try {
		for (int i = 1; i <= limit; i++) {
			const char *sent = yield (i);

			await (async_sleep(0));
			if (sent)
				note("got-%s", sent);
		}
	} finally {
		await (async_sleep(0));
		note("closed");
	} end_try
}

/* What a step gives or raises. */
async (void, step, (AsyncGenerator(int), g), (const char *, how))
{
	try {
		switch (how[0]) {
		case 'n': note("%d", await (anext(g))); break;
		case 'd': note("%d", await (anext(g, -1))); break;
		case 's': note("%d", await (asend(g, "x"))); break;
		case 't': note("%d", await (athrow(g, ValueError, "thrown"))); break;
		case 'c':
			await (aclose(g));
			note("None");
			break;
		}
	} except (BaseException, e) {
		note_exception(e);
	} end_try
}

async (void, steps, (AsyncGenerator(int), g), (const char *, how))
{
	for (; *how; how++)
		await (step(g, how));
}

static void a_fresh_one(void **state)
{
	(void)state;
	assert_notes(steps(numbers(2), "nnnnd"),
		     "1 2 closed StopAsyncIteration() StopAsyncIteration() -1 ");
	assert_notes(steps(numbers(2), "sns"),
		     "TypeError(\"can't send non-None value to a just-started async "
		     "generator\") 1 got-x 2 closed ");
	assert_notes(steps(numbers(2), "tn"),
		     "ValueError('thrown') StopAsyncIteration() ");
	assert_notes(steps(numbers(2), "ccn"), "None None StopAsyncIteration() ");
}

static void one_that_is_suspended(void **state)
{
	(void)state;
	assert_notes(steps(numbers(2), "ntnt"),
		     "1 closed ValueError('thrown') StopAsyncIteration() 0 ");
	assert_notes(steps(numbers(2), "nccn"),
		     "1 closed None None StopAsyncIteration() ");
}

async_generator (int, stubborn)
{
	try {
		yield (1);
	} finally {
		yield (2);
		note("after");
	} end_try
}

static void one_that_refuses_to_be_closed_can_go_on(void **state)
{
	(void)state;
	assert_notes(steps(stubborn(), "ncctnn"),
		     "1 RuntimeError('async generator ignored GeneratorExit') "
		     "StopAsyncIteration() StopAsyncIteration() after GeneratorExit() "
		     "StopAsyncIteration() ");
}

async_generator (int, slow)
{
	for (int i = 1; i <= 2; i++) {
		for (int turn = 0; turn < 9; turn++)
			await (async_sleep(0));
		yield (i);
	}
}

async (void, two_at_once)
{
	AsyncGenerator(int) g = slow();
	Task(int) first = create_task(anext(g));

	await (async_sleep(0));
	await (steps(g, "nstc"));
	note("%d", await (first));
	await (steps(g, "n"));
}

static void a_second_step_is_refused_and_the_first_not_disturbed(void **state)
{
	(void)state;
	assert_notes(
		two_at_once(),
		"RuntimeError('anext(): asynchronous generator is already running') "
		"RuntimeError('anext(): asynchronous generator is already running') "
		"RuntimeError('athrow(): asynchronous generator is already running') "
		"RuntimeError('aclose(): asynchronous generator is already running') 1 "
		"2 ");
}

async (void, in_a_task)
{
	AsyncGenerator(int) g = numbers(1);
	Task(int) first = create_task(anext(g)), second, third;

	note("%d", await (first));
	second = create_task(anext(g, 7));
	note("%d", await (second));
	third = create_task(anext(g));
	try {
		await (third);
	} except (StopAsyncIteration) {
		note("stop");
	} end_try
}

static void a_step_can_be_a_task(void **state)
{
	(void)state;
	assert_notes(in_a_task(), "1 closed 7 stop ");
}

async (void, consume, (AsyncGenerator(int), g))
{
	async_for (int, i, borrowed(g)) {
		note("%d", i);
		await (async_sleep(i == 2 ? 1e6 : 0));
	}
}

async (void, cancel_consumer, (AsyncGenerator(int), g))
{
	Task(void) task = create_task(consume(g));

	for (int i = 0; i < 8; i++)
		await (async_sleep(0));
	task_cancel(task);
	try {
		await (task);
	} except (CancelledError) {
		note("cancelled");
	} end_try
	await (steps(g, "nc"));
}

async_generator (int, sleepy)
{
	try {
		yield (1);
		await (async_sleep(1e6));
	} except (CancelledError) {
		note("inside");
		raise ();
	} end_try
}

static void a_cancelled_consumer_ends_it_only_where_it_awaits(void **state)
{
	(void)state;
	assert_notes(cancel_consumer(numbers(9)), "1 2 cancelled 3 closed None ");
	assert_notes(cancel_consumer(sleepy()),
		     "1 inside cancelled StopAsyncIteration() None ");
}

async_generator (int, failing, (const struct exception_type *, type))
{
	yield (1);
	raise (type, "x");
}

async (void, iterate, (const struct exception_type *, type))
{
	try {
		async_for (int, i, failing(type))
			note("%d", i);
		note("never");
	} except (BaseException, e) {
		note_exception(e);
		note_exception(e->cause);
	} end_try
}

static void the_end_of_an_iteration_is_no_error_of_the_body(void **state)
{
	(void)state;
	assert_notes(iterate(StopAsyncIteration),
		     "1 RuntimeError('async generator raised StopAsyncIteration') "
		     "StopAsyncIteration('x') ");
	assert_notes(iterate(StopIteration),
		     "1 RuntimeError('async generator raised StopIteration') "
		     "StopIteration('x') ");
	assert_notes(iterate(KeyError), "1 KeyError('x') None ");
}

async (void, leave_open)
{
	AsyncGenerator(int) a = numbers(3), b = numbers(3), unused = numbers(3);

	(void)unused;
	note("%d%d", await (anext(a)), await (anext(b)));
}

static void the_end_of_the_run_closes_what_is_open(void **state)
{
	(void)state;
	assert_notes(leave_open(), "11 closed closed ");
}

async_generator (int, failing_cleanup)
{
	try {
		yield (1);
	} finally {
		raise (OSError, "cleanup");
	} end_try
}

async (void, leave_failing_open)
{
	AsyncGenerator(int) g = failing_cleanup(), fine = numbers(1);

	note("%d%d", await (anext(g)), await (anext(fine)));
}

/* Runs it with standard error in a file, and looks for a text in it. */
static bool is_said(const char *text)
{
	char said[2000];
	FILE *file = tmpfile();
	int saved = dup(STDERR_FILENO);
	size_t length;

	dup2(fileno(file), STDERR_FILENO);
	notes[0] = '\0';
	async_run(leave_failing_open());
	dup2(saved, STDERR_FILENO);
	close(saved);
	rewind(file);
	length = fread(said, 1, sizeof said - 1, file);
	said[length] = '\0';
	fclose(file);
	return strstr(said, text) != NULL;
}

static void what_its_clean_up_raises_there_is_reported(void **state)
{
	(void)state;
	assert_true(
		is_said("an error occurred during closing of asynchronous generator"));
	assert_true(is_said("OSError: cleanup"));
	assert_string_equal(notes, "11 closed ");
}

async (void, fail_while_closing)
{
	try {
		async_for (int, i, failing_cleanup())
			raise (KeyError, "%d", i);
	} except (OSError, e) {
		note_exception(e);
		for (struct exception *at = e->context; at; at = at->context)
			note_exception(at);
	} end_try
}

static void what_its_clean_up_raises_takes_the_place_of_the_bodys(void **state)
{
	(void)state;
	assert_notes(fail_while_closing(),
		     "OSError('cleanup') GeneratorExit() KeyError('1') ");
}

async (void, many)
{
	int total = 0;

	for (int i = 0; i < 1000; i++) {
		async_for (int, n, numbers(3)) {
			total += n;
			if (n == 2)
				break;
		}
		notes[0] = '\0';
	}
	note("%d", total);
}

static void a_thousand_take_no_more_stacks_than_one(void **state)
{
	(void)state;
	assert_notes(many(), "3000 ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fresh_one),
		cmocka_unit_test(one_that_is_suspended),
		cmocka_unit_test(one_that_refuses_to_be_closed_can_go_on),
		cmocka_unit_test(a_second_step_is_refused_and_the_first_not_disturbed),
		cmocka_unit_test(a_step_can_be_a_task),
		cmocka_unit_test(a_cancelled_consumer_ends_it_only_where_it_awaits),
		cmocka_unit_test(the_end_of_an_iteration_is_no_error_of_the_body),
		cmocka_unit_test(the_end_of_the_run_closes_what_is_open),
		cmocka_unit_test(what_its_clean_up_raises_there_is_reported),
		cmocka_unit_test(what_its_clean_up_raises_takes_the_place_of_the_bodys),
		cmocka_unit_test(a_thousand_take_no_more_stacks_than_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
