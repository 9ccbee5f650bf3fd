/*
 * The virtual clock: each wait takes no time at all, and exactly as long as it
 * should; and it is the same every time.
 */
#define _GNU_SOURCE
#include "fixture.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "text/text.h"
#include "timed_run.h"

/* ------------------------------------------------------- each wait, by family */

static void sleeps_take_their_time(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/waits sleeps", "   2.000 | sleep 0 at 2.000\n"
					       "   3.500 | usleep 0 at 3.500\n"
					       "   5.000 | nanosleep 0 at 5.000\n"
					       "   6.500 | clock_nanosleep 0 at 6.500\n"
					       "   8.000 | absolute 0 at 8.000\n"
					       "   9.500 | thrd_sleep 0 at 9.500\n"
					       "  11.000 | poll 0 at 11.000\n"
					       "  12.500 | select 0 at 12.500\n");
}

static void poll_waits_for_a_pipe_or_its_time(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/waits poll", "   1.500 | poll 0 at 1.500\n"
					     "   2.500 | poll 1 at 2.500\n"
					     "   2.500 | poll 1 at 2.500\n"
					     "   4.000 | ppoll 0 at 4.000\n"
					     "   4.000 | poll 0 at 4.000\n");
}

static void select_waits_for_a_pipe_or_its_time(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/waits select", "   1.500 | pselect 0 at 1.500\n"
					       "   1.500 | empty 0 at 1.500\n"
					       "   2.500 | select 1 at 2.500\n"
					       "   2.500 | left 4 at 2.500\n"
					       "   2.500 | set 1 at 2.500\n");
}

static void epoll_waits_for_a_pipe_or_its_time(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/waits epoll", "   1.500 | epoll_wait 0 at 1.500\n"
					      "   3.000 | epoll_pwait2 0 at 3.000\n"
					      "   4.000 | epoll_wait 1 at 4.000\n"
					      "   5.500 | epoll_pwait 0 at 5.500\n");
}

static void conditions_are_signalled_or_time_out(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/waits conditions",
		     "   1.500 | timedwait 110 at 1.500\n"
		     "   3.000 | clockwait 110 at 3.000\n"
		     "   4.000 | timedwait 0 at 4.000\n"
		     "   5.000 | wait 0 at 5.000\n"
		     "   6.500 | cnd_timedwait 1 at 6.500\n");
}

static void semaphores_are_posted_or_time_out(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/waits semaphores",
		     "   1.500 | sem_timedwait -1 at 1.500\n"
		     "   3.000 | sem_clockwait -1 at 3.000\n"
		     "   4.000 | sem_timedwait 0 at 4.000\n"
		     "   5.000 | sem_wait 0 at 5.000\n");
}

static void words_are_changed_or_time_out(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/waits words", "   1.500 | futex 110 at 1.500\n"
					      "   3.000 | until 110 at 3.000\n"
					      "   4.500 | real 110 at 4.500\n"
					      "   5.500 | woken 0 at 5.500\n"
					      "   5.500 | changed 11 at 5.500\n"
					      "   5.500 | read 5 at 5.500\n");
}

static void locks_and_joins_time_out(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/waits locks", "   1.000 | timedlock 110 at 1.000\n"
					      "   2.000 | timedlock 0 at 2.000\n"
					      "   2.000 | join 0 at 2.000\n"
					      "   2.500 | timedjoin 110 at 2.500\n"
					      "   3.000 | join 0 at 3.000\n");
}

static void sockets_keep_to_their_own_limits(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/waits sockets", "   0.000 | limit 1500 at 0.000\n"
						"   1.500 | recv -1 at 1.500\n"
						"   3.000 | recv_chk -1 at 3.000\n"
						"   4.500 | readv -1 at 4.500\n"
						"   6.000 | read -1 at 6.000\n"
						"   6.000 | at once -1 at 6.000\n"
						"   7.000 | read 1 at 7.000\n"
						"   8.500 | send -1 at 8.500\n"
						"  10.000 | write -1 at 10.000\n"
						"  11.500 | writev -1 at 11.500\n");
}

static void a_stream_tells_what_went_before_its_limit(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/waits streams", "   1.500 | two of them 1 at 1.500\n"
						"   3.000 | a part 1 at 3.000\n"
						"   4.500 | no more -1 at 4.500\n"
						"   4.500 | closed -1 at 4.500\n");
}

static void a_connection_has_the_limits_of_its_listener(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/waits connections", "   1.500 | nobody -1 at 1.500\n"
						    "   3.000 | read -1 at 3.000\n"
						    "   6.500 | read 0 at 6.500\n");
}

static void a_handler_that_waits_makes_no_sleep_longer(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/waits broken_sleeps",
		     "   3.000 | handled 0 at 3.000\n"
		     "   3.000 | nanosleep -1 at 3.000\n"
		     "   3.000 | left 500000000 at 3.000\n"
		     "   6.000 | handled 0 at 6.000\n"
		     "   6.000 | sleep left 9 at 6.000\n");
}

static void datagrams_are_gathered_until_the_time_is_over(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/waits datagrams", "   1.500 | none 11 at 1.500\n"
						  "   1.500 | at once 11 at 1.500\n"
						  "   3.000 | one of three 1 at 3.000\n"
						  "   4.000 | for one 1 at 4.000\n");
}

static void queues_are_waited_for_until_their_time(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/waits queues", "   1.500 | receive 110 at 1.500\n"
					       "   1.500 | late 110 at 1.500\n"
					       "   2.500 | receive 1 at 2.500\n"
					       "   2.500 | send 0 at 2.500\n"
					       "   3.000 | send 110 at 3.000\n"
					       "   4.000 | send 0 at 4.000\n"
					       "   4.000 | no time 22 at 4.000\n");
}

static void sets_of_semaphores_time_out(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/waits semaphore_sets", "   1.500 | lower 11 at 1.500\n"
						       "   1.500 | at once 11 at 1.500\n"
						       "   2.500 | lower 0 at 2.500\n");
}

static void ticks_are_those_of_the_clock(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/waits ticks", "   2.000 | times 2 at 2.000\n"
					      "   2.000 | adjtime -1 at 2.000\n"
					      "   2.000 | adjtimex -1 at 2.000\n"
					      "   2.000 | clock_adjtime -1 at 2.000\n");
}

static void a_thread_of_c11_begins_in_its_turn(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/waits beginnings",
		     "   0.000 | main\n   0.000 | thread\n");
}

static void a_sleeping_thread_can_be_cancelled(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/waits cancellation", "   1.000 | cancelled 1 at 1.000\n"
						     "   2.000 | sleep 0 at 2.000\n");
}

static void alarms_interrupt(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/waits alarms", "   2.000 | signal\n"
					       "   2.000 | sleep left 3 at 2.000\n"
					       "   3.000 | signal\n"
					       "   3.500 | signal\n"
					       "   3.500 | paused 500000 at 3.500\n"
					       "   7.500 | alarm left 6 at 7.500\n");
}

static void timerfd_expires_and_counts(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/waits timer_descriptors", "   1.000 | poll 1 at 1.000\n"
							  "   1.000 | read 1 at 1.000\n"
							  "   1.250 | read 1 at 1.250\n"
							  "   2.350 | read 4 at 2.350\n");
}

static void a_timerfd_outlives_exec(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/waits hand_on", "   1.500 | read 1 at 1.500\n"
						"   2.000 | read 1 at 2.000\n");
}

static void timers_signal_and_call(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/waits timers", "   1.500 | signal 1 at 1.500\n"
					       "   1.500 | value 7 at 1.500\n"
					       "   3.000 | sigtimedwait -1 at 3.000\n"
					       "   4.500 | called 7 at 4.500\n"
					       "   5.500 | called 7 at 5.500\n"
					       "  11.000 | end 0 at 11.000\n");
}

static void clocks_start_at_a_fixed_date(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/waits clocks", "   1.000 | realtime 1704067201\n"
					       "   1.000 | boottime 1001\n"
					       "   1.000 | gettimeofday 1704067201\n"
					       "   1.000 | timespec_get 1704067201\n"
					       "   1.000 | processor 0\n"
					       "   1.000 | clock 0\n");
}

/* ----------------------------------------------------------------- processes */

static void the_processes_of_a_shell_share_one_clock(void **state)
{
	(void)state;
	timed_expect("sleep 1; echo a; (sleep 2; echo b) & sleep 1; echo c; wait; echo d",
		     "   1.000 | a\n"
		     "   2.000 | c\n"
		     "   3.000 | b\n"
		     "   3.000 | d\n");
	timed_expect("for i in 1 2 3; do sleep 0.5; echo $i; done |"
		     "while read x; do echo got $x; sleep 0.2; echo done $x; done | sed "
		     "'s/^/> /'",
		     "   0.500 | > got 1\n"
		     "   0.700 | > done 1\n"
		     "   1.000 | > got 2\n"
		     "   1.200 | > done 2\n"
		     "   1.500 | > got 3\n"
		     "   1.700 | > done 3\n");
}

/* Deadlines of one moment come in the order in which they were asked for. */
static void ties_come_first_in_first_out(void **state)
{
	(void)state;
	timed_expect("(sleep 3; echo first) & (sleep 1; sleep 2; echo third) & "
		     "(sleep 0.5; sleep 2.5; echo second) & wait",
		     "   3.000 | first\n"
		     "   3.000 | second\n"
		     "   3.000 | third\n");
}

/* Everybody has had his say at a moment before it is over. */
static void children_begin_in_order(void **state)
{
	(void)state;
	timed_expect("for i in 1 2 3 4 5 6 7 8; do sh -c \"echo $i; sleep 1; echo $i\" & "
		     "done; "
		     "echo all; wait",
		     "   0.000 | all\n"
		     "   0.000 | 1\n   0.000 | 2\n   0.000 | 3\n   0.000 | 4\n"
		     "   0.000 | 5\n   0.000 | 6\n   0.000 | 7\n   0.000 | 8\n"
		     "   1.000 | 1\n   1.000 | 2\n   1.000 | 3\n   1.000 | 4\n"
		     "   1.000 | 5\n   1.000 | 6\n   1.000 | 7\n   1.000 | 8\n");
}

static const char followed[] = "   0.100 | 0 line 1\n"
			       "   1.000 | 1 line 2\n"
			       "   2.000 | 2 line 3\n"
			       "   3.000 | 3 line 4\n"
			       "   4.000 | 4 line 5\n"
			       "   5.000 | 5 line 6\n"
			       "   6.000 | 6 line 7\n"
			       "   7.000 | 7 line 8\n"
			       "   8.000 | 8 line 9\n"
			       "   9.000 | 9 line 10\n"
			       "   9.000 | ended by 15\n";

static void follow(const char *way)
{
	char *folder = fixture_folder();
	char *command = text_format("$PROGRAMS/follow %s %s", folder, way);

	timed_expect(command, followed);
	free(command);
	fixture_remove(folder);
}

static void a_file_is_followed_however_its_writer_is_started(void **state)
{
	(void)state;
	follow("spawn");
	follow("fork");
	follow("vfork");
}

static void an_empty_environment_keeps_the_clock(void **state)
{
	(void)state;
	timed_expect(
		"env -i /bin/sh -c 'sleep 100; date -u +%F,%T; env -i sleep 100; echo b'",
		" 100.000 | 2024-01-01,00:01:40\n"
		" 200.000 | b\n");
}

static void a_vfork_child_is_waited_for(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/misbehave wait_in_vfork", "   1.000 | child\n"
							  "   1.000 | parent\n");
}

static void an_overloaded_machine_changes_nothing(void **state)
{
	pid_t busy[8];
	const char *under = getenv("TEST_UNDER");
	int runs = under && strcmp(under, "valgrind") == 0 ? 1 : 20;

	(void)state;
	timed_keep_busy(busy, 8);
	for (int i = 0; i < runs; i++) {
		follow("spawn");
		children_begin_in_order(NULL);
		the_processes_of_a_shell_share_one_clock(NULL);
	}
	timed_end_busy(busy, 8);
}

/* Stops all that `grader` starts at each of its system calls, as strace does. Now and
 * then it holds one for so long that the grader has looked at it many times. */
static int trace(pid_t grader)
{
	static const long options = PTRACE_O_EXITKILL | PTRACE_O_TRACEFORK |
				    PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |
				    PTRACE_O_TRACEEXEC;
	unsigned calls = 0, looks = 0;
	bool is_started = false;
	pid_t held = 0;
	int status;

	if (waitpid(grader, &status, 0) != grader || !WIFSTOPPED(status) ||
	    ptrace(PTRACE_SETOPTIONS, grader, NULL, options) != 0 ||
	    ptrace(PTRACE_SYSCALL, grader, NULL, NULL) != 0)
		return -1;
	for (pid_t stopped; (stopped = waitpid(-1, &status, __WALL)) > 0;) {
		int signal = WIFSTOPPED(status) ? WSTOPSIG(status) : 0;

		if (stopped == grader && !WIFSTOPPED(status))
			return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
		is_started |= status >> 8 == (SIGTRAP | PTRACE_EVENT_EXEC << 8);
		if (signal == SIGTRAP || signal == SIGSTOP)
			signal = 0;
		if (stopped != grader && is_started && !held && WIFSTOPPED(status) &&
		    ++calls % 50 == 0) {
			held = stopped;
			looks = 0;
			continue;
		}
		if (stopped == grader && held && ++looks == 100) {
			ptrace(PTRACE_SYSCALL, held, NULL, NULL);
			held = 0;
		}
		ptrace(PTRACE_SYSCALL, stopped, NULL, (long)signal);
	}
	return -1;
}

/* What a debugger holds is not asleep: it goes on, in the debugger's own time. */
static void a_debugger_holds_the_clock(void **state)
{
	char *arguments[] = { "sh", "-c", "for i in 1 2 3; do sleep 1; echo $i; done",
			      NULL };
	struct program_request request = timed_request(arguments);
	struct program_result result;
	const char *under = getenv("TEST_UNDER");
	char *actual;
	pid_t debugged;

	(void)state;
	if (under && strcmp(under, "valgrind") == 0) /* makes system calls of its own */
		skip();
	debugged = fork();
	if (debugged == 0) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		actual = timed_run(&request, &result);
		_exit(result.end != PROGRAM_EXITED ||
		      strcmp(actual, "   1.000 | 1\n"
				     "   2.000 | 2\n"
				     "   3.000 | 3\n") != 0);
	}
	assert_int_equal(trace(debugged), 0);
}

/* One of the program's own can sleep while it holds another. */
static void a_debugger_inside_is_a_process_like_others(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/misbehave hold_a_child", "   1.000 | let go\n"
							 "   1.000 | child\n");
}

/* ------------------------------------------------------------ other languages */

static void asyncio_runs_exactly(void **state)
{
	(void)state;
	if (!timed_has("python3"))
		skip();
	timed_expect("exec python3 -c '\n"
		     "import asyncio, time\n"
		     "async def tick(name, delay):\n"
		     "    for i in range(3):\n"
		     "        await asyncio.sleep(delay)\n"
		     "        print(name, i)\n"
		     "async def main():\n"
		     "    await asyncio.gather(tick(\"a\", 1), tick(\"b\", 0.5))\n"
		     "    child = await asyncio.create_subprocess_exec(\"sh\", \"-c\",\n"
		     "        \"sleep 1; echo x; sleep 2; echo y\", "
		     "stdout=asyncio.subprocess.PIPE)\n"
		     "    while line := await child.stdout.readline():\n"
		     "        print(line.decode().strip())\n"
		     "    print(await child.wait(), int(time.time()))\n"
		     "    await asyncio.to_thread(time.sleep, 1)\n"
		     "    print(\"thread\")\n"
		     "asyncio.run(main())'",
		     "   0.500 | b 0\n"
		     "   1.000 | a 0\n"
		     "   1.000 | b 1\n"
		     "   1.500 | b 2\n"
		     "   2.000 | a 1\n"
		     "   3.000 | a 2\n"
		     "   4.000 | x\n"
		     "   6.000 | y\n"
		     "   6.000 | 0 1704067206\n"
		     "   7.000 | thread\n");
}

static void node_runs_exactly(void **state)
{
	(void)state;
	if (!timed_has("node"))
		skip();
	timed_expect("exec node -e '\n"
		     "setTimeout(() => console.log(\"one\"), 1000);\n"
		     "setTimeout(() => console.log(\"two\"), 2500);\n"
		     "let n = 0;\n"
		     "const t = setInterval(() => {\n"
		     "  console.log(\"tick\", ++n, Date.now()); if (n == 3) "
		     "clearInterval(t);\n"
		     "}, 300);'",
		     "   0.300 | tick 1 1704067200300\n"
		     "   0.600 | tick 2 1704067200600\n"
		     "   0.900 | tick 3 1704067200900\n"
		     "   1.000 | one\n"
		     "   2.500 | two\n");
}

/* ------------------------------------------------------------- without sleeping */

/* One who waits for his child, spinning, does not keep it from its turn for ever. */
static void a_child_runs_beside_a_parent_that_spins(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/misbehave spin_for_child",
		     "   0.000 | child\n   0.000 | parent\n");
}

static void a_wait_that_is_watched_comes_to_an_end(void **state)
{
	(void)state;
	timed_expect("$PROGRAMS/misbehave watch_the_clock", "   2.000 | at last\n");
}

/* Else a program's own library that calls a function of the same name would call ours. */
static void a_program_sees_only_what_is_replaced(void **state)
{
	(void)state;
	assert_int_equal(
		system("{ nm -D --defined-only \"$(${CC:-cc} "
		       "-print-file-name=libc.so.6)\"; "
		       "echo; nm -D --defined-only "
		       "\"$PROGRAMS/../../libcourse_clock.so\"; "
		       "} | awk 'NF == 0 { ours = 1; next } { sub(/@.*/, \"\", $3) } "
		       "!ours { of_libc[$3]; next } { count++ } "
		       "!($3 in of_libc) { print $3 \" is seen\"; wrong = 1 } "
		       "END { exit wrong || count < 50 }' >&2"),
		0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sleeps_take_their_time),
		cmocka_unit_test(poll_waits_for_a_pipe_or_its_time),
		cmocka_unit_test(select_waits_for_a_pipe_or_its_time),
		cmocka_unit_test(epoll_waits_for_a_pipe_or_its_time),
		cmocka_unit_test(conditions_are_signalled_or_time_out),
		cmocka_unit_test(semaphores_are_posted_or_time_out),
		cmocka_unit_test(words_are_changed_or_time_out),
		cmocka_unit_test(locks_and_joins_time_out),
		cmocka_unit_test(sockets_keep_to_their_own_limits),
		cmocka_unit_test(a_stream_tells_what_went_before_its_limit),
		cmocka_unit_test(a_connection_has_the_limits_of_its_listener),
		cmocka_unit_test(a_handler_that_waits_makes_no_sleep_longer),
		cmocka_unit_test(datagrams_are_gathered_until_the_time_is_over),
		cmocka_unit_test(queues_are_waited_for_until_their_time),
		cmocka_unit_test(sets_of_semaphores_time_out),
		cmocka_unit_test(ticks_are_those_of_the_clock),
		cmocka_unit_test(a_thread_of_c11_begins_in_its_turn),
		cmocka_unit_test(a_sleeping_thread_can_be_cancelled),
		cmocka_unit_test(alarms_interrupt),
		cmocka_unit_test(timerfd_expires_and_counts),
		cmocka_unit_test(a_timerfd_outlives_exec),
		cmocka_unit_test(timers_signal_and_call),
		cmocka_unit_test(clocks_start_at_a_fixed_date),
		cmocka_unit_test(the_processes_of_a_shell_share_one_clock),
		cmocka_unit_test(ties_come_first_in_first_out),
		cmocka_unit_test(children_begin_in_order),
		cmocka_unit_test(a_file_is_followed_however_its_writer_is_started),
		cmocka_unit_test(an_empty_environment_keeps_the_clock),
		cmocka_unit_test(a_vfork_child_is_waited_for),
		cmocka_unit_test(an_overloaded_machine_changes_nothing),
		cmocka_unit_test(a_debugger_holds_the_clock),
		cmocka_unit_test(a_debugger_inside_is_a_process_like_others),
		cmocka_unit_test(asyncio_runs_exactly),
		cmocka_unit_test(node_runs_exactly),
		cmocka_unit_test(a_child_runs_beside_a_parent_that_spins),
		cmocka_unit_test(a_wait_that_is_watched_comes_to_an_end),
		cmocka_unit_test(a_program_sees_only_what_is_replaced),
	};

	return cmocka_run_group_tests(tests, timed_set_up, NULL);
}
