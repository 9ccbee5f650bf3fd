/* Ctrl-C: SIGINT cancels the main task. (What comes out of async_run: the oracle.) */
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <async.h>

#include "note.h"

async (void, interrupt_oneself)
{
	try {
		kill(getpid(), SIGINT);
		await (async_sleep(1000));
	} finally {
		note("cleaned up");
		await (async_sleep(0.001));
	} end_try
}

static void the_main_task_cleans_up_and_async_run_raises(void **state)
{
	(void)state;
	notes[0] = '\0';
	try {
		async_run(interrupt_oneself());
	} except (KeyboardInterrupt, e) {
		note("%s after %s", e->type->name, e->context->type->name);
	} end_try
	assert_string_equal(notes, "cleaned up KeyboardInterrupt after CancelledError ");
}

static int status_of(void (*program)(void))
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		close(STDERR_FILENO);
		program();
		_exit(0);
	}
	waitpid(child, &status, 0);
	return status;
}

static void be_interrupted(void)
{
	async_run(interrupt_oneself());
}

static void who_does_not_catch_it_ends_by_the_signal(void **state)
{
	int status = status_of(be_interrupted);

	(void)state;
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGINT);
}

/* Never gets to an end by itself. */
async (void, refuse_to_end)
{
	for (;;) {
		try {
			kill(getpid(), SIGINT);
			await (async_sleep(1000));
		} except (CancelledError) {
		} end_try
	}
}

static void be_interrupted_twice(void)
{
	async_run(refuse_to_end());
}

static void a_second_one_ends_the_program_at_once(void **state)
{
	int status = status_of(be_interrupted_twice);

	(void)state;
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGINT);
}

static volatile sig_atomic_t handled;

static void handle(int signal_number)
{
	handled = signal_number;
}

async (void, be_handled)
{
	kill(getpid(), SIGINT);
	await (async_sleep(0));
}

static void a_handler_of_the_programs_own_stays(void **state)
{
	struct sigaction action;

	(void)state;
	signal(SIGINT, handle);
	async_run(be_handled());
	assert_int_equal(handled, SIGINT);
	sigaction(SIGINT, NULL, &action);
	assert_ptr_equal(action.sa_handler, handle);
	signal(SIGINT, SIG_DFL);
}

static void *run_in_thread(void *unused)
{
	async_run(be_handled());
	return unused;
}

async (void, wait_for_thread)
{
	pthread_t thread;

	try {
		pthread_create(&thread, NULL, run_in_thread, NULL);
		pthread_join(thread, NULL);
		await (async_sleep(1000));
	} except (CancelledError) {
		note("the main thread's");
	} end_try
}

static void the_loop_of_another_thread_has_no_part_in_it(void **state)
{
	(void)state;
	assert_notes(wait_for_thread(), "the main thread's ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_main_task_cleans_up_and_async_run_raises),
		cmocka_unit_test(who_does_not_catch_it_ends_by_the_signal),
		cmocka_unit_test(a_second_one_ends_the_program_at_once),
		cmocka_unit_test(a_handler_of_the_programs_own_stays),
		cmocka_unit_test(the_loop_of_another_thread_has_no_part_in_it),
	};

	/* Who starts the tests may ignore it. */
	signal(SIGINT, SIG_DFL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
