/* What callbacks of libuv may do, which the loop's own parts and the optional ones
 * rely on; and what the loop may not do. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <async.h>
#include <uv.h>

#include "alarm.h"
#include "loop.h"

static struct future rung;
static struct alarm bell;

static void set_alarm(uv_async_t *message)
{
	(void)message;
	alarm_set(&bell, &rung, 0.001);
}

async (void, wait_for_alarm)
{
	uv_async_t message;

	future_init(&rung);
	uv_async_init(loop_uv(), &message, set_alarm);
	uv_async_send(&message);
	future_wait(&rung, NULL);
	uv_close((uv_handle_t *)&message, NULL);
	await (async_sleep(0));
}

/* Nothing else is under way: whoever does not see the timer waits forever. */
static void a_callback_may_set_a_timer(void **state)
{
	(void)state;
	async_run(wait_for_alarm());
	assert_true(rung.state == FUTURE_FINISHED);
}

static char **environment;

/* Another thread may be reading it. */
static void a_loop_leaves_the_environment_as_main_found_it(void **state)
{
	(void)state;
	async_run(wait_for_alarm());
	assert_ptr_equal(environ, environment);
	assert_non_null(getenv("UV_THREADPOOL_SIZE"));
}

static int run_without_standard_streams(void)
{
	char itself[PATH_MAX] = "";
	pid_t child = fork();
	int status;

	if (child == 0 && readlink("/proc/self/exe", itself, sizeof itself - 1) > 0) {
		for (int stream = 0; stream < 3; stream++)
			close(stream);
		execl(itself, "alone", (char *)NULL);
	}
	if (child == 0)
		_exit(127);
	waitpid(child, &status, 0);
	return status;
}

static void a_program_may_be_begun_without_standard_streams(void **state)
{
	(void)state;
	assert_int_equal(run_without_standard_streams(), 0);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_callback_may_set_a_timer),
		cmocka_unit_test(a_loop_leaves_the_environment_as_main_found_it),
		cmocka_unit_test(a_program_may_be_begun_without_standard_streams),
	};

	if (count == 1 && strcmp(arguments[0], "alone") == 0)
		return async_run(wait_for_alarm()), 0;
	environment = environ;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
