/* The helper of other tests: it finds what a cancelled coroutine leaves behind. */
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <async.h>

#include "cancel_everywhere.h"
#include "note.h"

static int left_open = -1;
static pid_t left_running;

async (void, careful)
{
	int descriptor = open("/dev/null", O_RDONLY);

	try {
		await (async_sleep(0));
		await (async_sleep(0.001));
	} finally {
		close(descriptor);
		await (async_sleep(0));
	} end_try
}

static void a_careful_coroutine_leaves_nothing_behind(void **state)
{
	struct cancelled_everywhere outcome = cancel_everywhere(careful());

	(void)state;
	assert_string_equal(outcome.fault, "");
	/* Three times as it suspends, once as it wakes: a sleep of 0 wakes at once. */
	assert_int_equal(outcome.suspensions, 4);
}

async (void, forgets_to_close)
{
	int descriptor = open("/dev/null", O_RDONLY);

	await (async_sleep(0));
	left_open = descriptor;
	await (async_sleep(0.001));
	left_open = -1;
	close(descriptor);
}

static void a_descriptor_that_is_left_open_is_found(void **state)
{
	struct cancelled_everywhere outcome = cancel_everywhere(forgets_to_close());

	(void)state;
	assert_non_null(strstr(outcome.fault,
			       "forgets_to_close, cancelled as it suspends for the 1. "
			       "time: descriptor "));
	assert_non_null(strstr(outcome.fault, "is still open, on /dev/null"));
	close(left_open);
}

async (void, forgets_its_child)
{
	left_running = fork();

	if (left_running == 0) {
		pause();
		_exit(0);
	}
	await (async_sleep(0));
	kill(left_running, SIGKILL);
	waitpid(left_running, NULL, 0);
}

static void a_child_that_is_left_running_is_found(void **state)
{
	struct cancelled_everywhere outcome = cancel_everywhere(forgets_its_child());

	(void)state;
	assert_string_equal(outcome.fault,
			    "forgets_its_child, cancelled as it suspends for the 1. "
			    "time: there is still a child, that runs");
	kill(left_running, SIGKILL);
	waitpid(left_running, NULL, 0);
}

async (void, ignore, (struct stream *, stream))
{
	await (stream_readline(stream));
}

async (void, forgets_its_server)
{
	struct server *server = await (start_server(ignore, "127.0.0.1", 0));

	await (async_sleep(0));
	server_close(server);
}

static void a_handle_that_is_still_at_work_is_found(void **state)
{
	struct cancelled_everywhere outcome =
		cancel_everywhere(forgets_its_server(), .quiet_after = 0.001);

	(void)state;
	assert_non_null(
		strstr(outcome.fault, "a handle of the loop is still at work, a tcp"));
}

async (void, goes_on)
{
	try {
		await (async_sleep(0.001));
	} except (CancelledError) {
	} end_try
}

static void who_swallows_its_cancellation_is_found(void **state)
{
	struct cancelled_everywhere outcome = cancel_everywhere(goes_on());

	(void)state;
	assert_non_null(strstr(outcome.fault, "it went on as if nothing had happened"));
	outcome = cancel_everywhere(goes_on(), .may_end_otherwise = true);
	assert_string_equal(outcome.fault, "");
	assert_int_equal(outcome.suspensions, 2);
}

static bool was_left;

async (void, is_left_in_the_middle)
{
	was_left = true;
	await (async_sleep(0.001));
	was_left = false;
}

static const char *look_whether_it_was_left(void)
{
	return was_left ? "it was left in the middle" : NULL;
}

static void who_calls_looks_at_more(void **state)
{
	struct cancelled_everywhere outcome = cancel_everywhere(
		is_left_in_the_middle(), .check = look_whether_it_was_left);

	(void)state;
	assert_non_null(strstr(outcome.fault, "it was left in the middle"));
}

async (void, fails)
{
	await (async_sleep(0));
	raise (ValueError, "by itself");
}

static void who_fails_uncancelled_is_no_subject(void **state)
{
	struct cancelled_everywhere outcome = cancel_everywhere(fails());

	(void)state;
	assert_string_equal(outcome.fault, "fails, not cancelled: it has ended with "
					   "ValueError('by itself')");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_careful_coroutine_leaves_nothing_behind),
		cmocka_unit_test(a_descriptor_that_is_left_open_is_found),
		cmocka_unit_test(a_child_that_is_left_running_is_found),
		cmocka_unit_test(a_handle_that_is_still_at_work_is_found),
		cmocka_unit_test(who_swallows_its_cancellation_is_found),
		cmocka_unit_test(who_calls_looks_at_more),
		cmocka_unit_test(who_fails_uncancelled_is_no_subject),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
