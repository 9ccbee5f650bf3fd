/* Subprocesses: what goes in and out of them, and that none is left behind. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <async.h>

#include "cancel_everywhere.h"
#include "note.h"

static bool has_children(void)
{
	return waitpid(-1, NULL, WNOHANG) >= 0 || errno != ECHILD;
}

/* ---- streams ---- */

async (void, sort)
{
	async_with (sort, await (create_subprocess_exec("sort", "-r", .stdin = PIPE,
						       .stdout = PIPE))) {
		struct process_output output = await (process_communicate(sort, "a\nb\n"));

		note("%s%zu %d", output.stdout, output.stdout_length,
		     output.stderr == NULL);
		note("%d %d", await (process_wait(sort)), sort->has_ended);
	} end_with
}

static void what_it_is_given_comes_back_sorted(void **state)
{
	(void)state;
	assert_notes(sort(), "b\na\n4 1 0 1 ");
}

async (void, talk)
{
	async_with (cat,
		    await (create_subprocess_exec("cat", .stdin = PIPE, .stdout = PIPE))) {
		stream_write(cat->stdin, "one\n");
		note("%s", await (stream_readline(cat->stdout)));
		stream_write(cat->stdin, "two\nthree");
		stream_write_eof(cat->stdin);
		async_for (char *, line, cat->stdout)
			note("[%s]", line);
		note("%d", await (process_wait(cat)));
	} end_with
}

static void it_can_be_talked_with(void **state)
{
	(void)state;
	assert_notes(talk(), "one\n [two\n] [three] 0 ");
}

#define MUCH 3000000

/* Both pipes are full before the first is read to its end, and so is its input. */
async (void, exchange_much)
{
	char *much = malloc(MUCH + 1);

	memset(much, 'x', MUCH);
	much[MUCH] = '\0';
	async_with (tee, await (create_subprocess_shell("tee /dev/stderr", .stdin = PIPE,
						       .stdout = PIPE, .stderr = PIPE))) {
		struct process_output output = await (process_communicate(tee, much));

		note("%zu %zu %d", output.stdout_length, output.stderr_length,
		     strcmp(output.stderr, much));
	} end_with
	free(much);
}

static void no_pipe_fills_up_while_another_is_read(void **state)
{
	(void)state;
	assert_notes(exchange_much(), "3000000 3000000 0 ");
}

async (void, redirect)
{
	int null = open("/dev/null", O_WRONLY);

	async_with (shell,
		    await (create_subprocess_shell("echo out; echo err >&2",
						  .stdout = PIPE, .stderr = STDOUT))) {
		note("%s", await (process_communicate(shell, NULL)).stdout);
	} end_with
	async_with (shell,
		    await (create_subprocess_shell("echo out; echo err >&2",
						  .stdout = DEVNULL, .stderr = PIPE))) {
		note("%s", await (process_communicate(shell, NULL)).stderr);
	} end_with
	async_with (shell, await (create_subprocess_shell("cat; echo out; echo err >&2",
							 .stdin = DEVNULL, .stdout = null,
							 .stderr = PIPE))) {
		note("%s", await (process_communicate(shell, NULL)).stderr);
	} end_with
	close(null);
}

static void its_streams_lead_where_they_are_to(void **state)
{
	(void)state;
	assert_notes(redirect(), "out\nerr\n err\n err\n ");
}

static const char *const environment[] = { "PATH=/bin:/usr/bin", "GREETING=hello", NULL };
static const char *const list[] = { "sh", "-c", "echo $GREETING; pwd; exit 7", NULL };

async (void, set_surroundings)
{
	async_with (shell,
		    await (create_subprocess_exec(.argv = list, .stdout = PIPE,
						 .env = environment, .cwd = "/usr"))) {
		note("%s", await (process_communicate(shell, NULL)).stdout);
		note("%d", shell->returncode);
	} end_with
}

static void environment_folder_and_exit_status_are_as_said(void **state)
{
	(void)state;
	assert_notes(set_surroundings(), "hello\n/usr\n 7 ");
}

/* ---- errors ---- */

async (void, start_wrongly, (const char *, program), (const char *, folder))
{
	try {
		await (create_subprocess_exec(program, .stdin = PIPE, .stdout = PIPE,
					     .cwd = folder));
		note("started");
	} except (OSError, ValueError, e) {
		note("%s: %s", e->type->name, e->message);
	} end_try
}

static void what_cannot_be_started_is_told_as_python_tells_it(void **state)
{
	(void)state;
	assert_notes(start_wrongly("no_such_program", NULL),
		     "FileNotFoundError: [Errno 2] No such file or directory: "
		     "'no_such_program' ");
	assert_notes(start_wrongly("/etc/passwd", NULL),
		     "PermissionError: [Errno 13] Permission denied: '/etc/passwd' ");
	assert_notes(start_wrongly("true", "/no/such/folder"),
		     "FileNotFoundError: [Errno 2] No such file or directory: "
		     "'/no/such/folder' ");
	assert_notes(start_wrongly("true", "/etc/passwd"),
		     "NotADirectoryError: [Errno 20] Not a directory: '/etc/passwd' ");
	assert_notes(start_wrongly(NULL, NULL),
		     "ValueError: a program to be run must be named ");
	assert_false(has_children());
}

/* More than a pipe holds, for one that reads nothing. */
async (void, write_to_the_deaf)
{
	char *much = malloc(MUCH + 1);

	memset(much, 'x', MUCH);
	much[MUCH] = '\0';
	async_with (deaf, await (create_subprocess_exec("true", .stdin = PIPE))) {
		await (process_communicate(deaf, much));
		note("%d", deaf->returncode);
	} end_with
	async_with (deaf, await (create_subprocess_exec("true", .stdin = PIPE))) {
		await (process_wait(deaf));
		stream_write(deaf->stdin, much);
		try {
			await (stream_drain(deaf->stdin));
		} except (BrokenPipeError, e) {
			note("%s", e->message);
		} end_try
	} end_with
	free(much);
}

static void a_broken_pipe_is_an_error_of_the_writer(void **state)
{
	(void)state;
	assert_notes(write_to_the_deaf(), "0 [Errno 32] Broken pipe ");
}

async (void, kill_it)
{
	async_with (cat,
		    await (create_subprocess_exec("cat", .stdin = PIPE, .stdout = PIPE))) {
		process_kill(cat);
		note("%d", await (stream_readline(cat->stdout)) == NULL);
		note("%s", signal_name(-await (process_wait(cat))));
		try {
			process_send_signal(cat, SIGHUP);
		} except (ProcessLookupError) {
			note("gone");
		} end_try
	} end_with
	note("%s %d", signal_name(SIGTERM), signal_name(99) == NULL);
}

static void a_child_that_was_killed_says_so(void **state)
{
	(void)state;
	assert_notes(kill_it(), "1 SIGKILL gone SIGTERM 1 ");
}

/* ---- none is left behind ---- */

async (void, leave_early)
{
	for (volatile int i = 0; i < 2; i++) {
		async_with (sleeper, await (create_subprocess_exec("sleep", "100"))) {
			note("%d", process_id(sleeper) > 0);
			if (i == 0)
				continue;
			raise (ValueError, "enough");
		} end_with
	}
}

async (void, leave_by_raise)
{
	try {
		await (leave_early());
	} except (ValueError, e) {
		note("%s %d", e->message, has_children());
	} end_try
}

static void it_is_ended_when_the_block_is_left(void **state)
{
	(void)state;
	assert_notes(leave_by_raise(), "1 1 enough 0 ");
}

async (void, wait_until_deaf, (struct process *, process))
{
	note("%s", await (stream_readline(process->stdout)));
}

#define DEAF "trap '' TERM; echo deaf; while :; do sleep 0.01; done"

async (void, leave_the_deaf)
{
	async_with (deaf,
		    await (create_subprocess_shell(DEAF, .stdout = PIPE, .grace = 0.05))) {
		await (wait_until_deaf(deaf));
	} end_with
	note("%d", has_children());
}

static void one_that_ignores_sigterm_is_killed_after_a_time_of_grace(void **state)
{
	(void)state;
	assert_notes(leave_the_deaf(), "deaf\n 0 ");
}

async (void, be_left_impatiently)
{
	async_with (deaf,
		    await (create_subprocess_shell(DEAF, .stdout = PIPE, .grace = 1000))) {
		await (wait_until_deaf(deaf));
		note("leaving");
	} end_with
}

async (void, cancel_the_leaving)
{
	Task(void) leaving = create_task(be_left_impatiently());

	while (!strstr(notes, "leaving"))
		await (async_sleep(0.001));
	task_cancel(leaving);
	try {
		await (leaving);
	} except (CancelledError) {
		note("cancelled %d", has_children());
	} end_try
}

static void a_cancellation_ends_the_grace_and_not_the_waiting(void **state)
{
	(void)state;
	assert_notes(cancel_the_leaving(), "deaf\n leaving cancelled 0 ");
}

/* The shell waits for what it has started; that must end, too, or its end of the pipe
 * stays open. */
async (void, end_a_session)
{
	int ends[2];
	char byte;

	if (pipe(ends))
		return;
	async_with (shell, await (create_subprocess_shell("sleep 1000 & echo begun; wait",
							 .stdin = ends[0], .stdout = PIPE,
							 .stderr = ends[1],
							 .start_new_session = true))) {
		note("%s", await (stream_readline(shell->stdout)));
	} end_with
	close(ends[1]);
	note("%d", read(ends[0], &byte, 1) == 0);
	close(ends[0]);
}

static void a_session_is_ended_as_a_whole(void **state)
{
	(void)state;
	assert_notes(end_a_session(), "begun\n 1 ");
}

async (void, exchange)
{
	async_with (cat, await (create_subprocess_exec("cat", .stdin = PIPE,
						      .stdout = PIPE, .stderr = PIPE))) {
		stream_write(cat->stdin, "first\n");
		await (stream_drain(cat->stdin));
		await (stream_readline(cat->stdout));
		await (process_communicate(cat, "second\n"));
	} end_with
}

static void an_exchange_may_be_cancelled_anywhere(void **state)
{
	(void)state;
	assert_cancellable(exchange());
}

async (void, be_deaf, (struct event *, is_deaf))
{
	async_with (deaf,
		    await (create_subprocess_shell(DEAF, .stdout = PIPE, .grace = 0.01))) {
		await (stream_readline(deaf->stdout));
		event_set(is_deaf);
		await (process_wait(deaf));
	} end_with
}

async (void, be_deaf_for_a_while)
{
	struct event is_deaf = Event();

	async_with (group, task_group()) {
		Task(void) task = group_create_task(group, be_deaf(&is_deaf));

		await (event_wait(&is_deaf));
		task_cancel(task);
	} end_with
}

static void so_may_the_leaving_of_the_deaf(void **state)
{
	(void)state;
	assert_cancellable(be_deaf_for_a_while());
}

/* ThreadSanitizer puts a signal off, for the stack on which it came; if another stack
 * then goes to sleep, the end of a child is never told. There are no threads here. */
static void left_out(void **state)
{
	(void)state;
	skip();
}

#ifdef __SANITIZE_THREAD__
#define THREAD_SANITIZER 1
#else
#define THREAD_SANITIZER 0
#endif

int main(void)
{
	const struct CMUnitTest none[] = { cmocka_unit_test(left_out) };
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_it_is_given_comes_back_sorted),
		cmocka_unit_test(it_can_be_talked_with),
		cmocka_unit_test(no_pipe_fills_up_while_another_is_read),
		cmocka_unit_test(its_streams_lead_where_they_are_to),
		cmocka_unit_test(environment_folder_and_exit_status_are_as_said),
		cmocka_unit_test(what_cannot_be_started_is_told_as_python_tells_it),
		cmocka_unit_test(a_broken_pipe_is_an_error_of_the_writer),
		cmocka_unit_test(a_child_that_was_killed_says_so),
		cmocka_unit_test(it_is_ended_when_the_block_is_left),
		cmocka_unit_test(
			one_that_ignores_sigterm_is_killed_after_a_time_of_grace),
		cmocka_unit_test(a_cancellation_ends_the_grace_and_not_the_waiting),
		cmocka_unit_test(a_session_is_ended_as_a_whole),
		cmocka_unit_test(an_exchange_may_be_cancelled_anywhere),
		cmocka_unit_test(so_may_the_leaving_of_the_deaf),
	};

	/* A folder that may not be looked into would be another error. */
	setenv("PATH", "/usr/local/bin:/usr/bin:/bin", 1);
	if (THREAD_SANITIZER)
		return cmocka_run_group_tests(none, NULL, NULL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
