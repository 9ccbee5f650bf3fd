#define _GNU_SOURCE
#include "clock/thread_wait.h"

#include <elf.h>
#include <linux/futex.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#include "clock/proc.h"

/* Makes this call a child for which its caller waits? Of clone3 that stands in the
 * caller's memory. */
static bool may_be_vfork(long number, unsigned long long flags)
{
#ifdef SYS_vfork
	if (number == SYS_vfork)
		return true;
#endif
	return number == SYS_clone3 || (number == SYS_clone && flags & CLONE_VFORK);
}

/* What the kernel says of the system call that the thread is in; false: nothing. */
static bool read_call(const struct process_tree *tree, struct tree_thread *thread,
		      char *text, size_t size)
{
	if (thread->call_file < 0)
		thread->call_file =
			proc_open("/proc/%d/task/%d/syscall",
				  tree_process_of(tree, thread)->id, thread->id);
	return thread->call_file >= 0 && proc_read_again(thread->call_file, text, size);
}

/* A parent that waits for the child it made by vfork sleeps as if on a disk. But so
 * does, for a moment, who is about to make one on a machine where many do: as long as
 * there is no child, somebody is awake. */
static bool waits_for_vfork(struct process_tree *tree, struct tree_thread *thread)
{
	unsigned long long flags = 0;
	char text[256];
	long number;

	return tree_has_child(tree, tree_process_of(tree, thread)->id) &&
	       read_call(tree, thread, text, sizeof(text)) &&
	       sscanf(text, "%ld %llx", &number, &flags) == 2 &&
	       may_be_vfork(number, flags);
}

/* A debugger of the tree's own has been woken before what it holds is seen to stand.
 * One that is none of the tree's lets it go on in its own time. */
static bool is_held_from_outside(const struct process_tree *tree,
				 const struct tree_thread *thread)
{
	char text[4096];
	const char *tracer;

	proc_read_once(proc_open("/proc/%d/task/%d/status",
				 tree_process_of(tree, thread)->id, thread->id),
		       text, sizeof(text));
	tracer = proc_status_field(text, "TracerPid");
	return tracer && !tree_knows_thread(tree, (pid_t)strtol(tracer, NULL, 10));
}

bool tree_thread_sleeps(struct process_tree *tree, struct tree_thread *thread)
{
	switch (thread->state) {
	case 'R': return false;
	case 'D': return waits_for_vfork(tree, thread);
	case 't': return !is_held_from_outside(tree, thread);
	default: /* asleep, stopped, or over */ return true;
	}
}

/* A system call with a time limit, and how its arguments tell. */
struct timed_call {
	long number;
	int argument;
	enum { LIMIT_ALWAYS, LIMIT_MILLISECONDS, LIMIT_IF_GIVEN } kind;
};

static const struct timed_call timed_calls[] = {
	{ SYS_nanosleep, 0, LIMIT_ALWAYS },
	{ SYS_clock_nanosleep, 0, LIMIT_ALWAYS },
	{ SYS_ppoll, 2, LIMIT_IF_GIVEN },
	{ SYS_pselect6, 4, LIMIT_IF_GIVEN },
	{ SYS_epoll_pwait, 3, LIMIT_MILLISECONDS },
	{ SYS_epoll_pwait2, 3, LIMIT_IF_GIVEN },
	{ SYS_rt_sigtimedwait, 2, LIMIT_IF_GIVEN },
	{ SYS_recvmmsg, 4, LIMIT_IF_GIVEN },
	{ SYS_semtimedop, 3, LIMIT_IF_GIVEN },
	{ SYS_mq_timedsend, 4, LIMIT_IF_GIVEN },
	{ SYS_mq_timedreceive, 4, LIMIT_IF_GIVEN },
	{ SYS_futex_waitv, 3, LIMIT_IF_GIVEN },
	{ SYS_io_getevents, 4, LIMIT_IF_GIVEN },
	{ SYS_io_pgetevents, 4, LIMIT_IF_GIVEN },
	/* What it waits for may be a timer, which nobody sees. */
	{ SYS_io_uring_enter, 2, LIMIT_IF_GIVEN },
#ifdef SYS_poll
	{ SYS_poll, 2, LIMIT_MILLISECONDS },
#endif
#ifdef SYS_select
	{ SYS_select, 4, LIMIT_IF_GIVEN },
#endif
#ifdef SYS_epoll_wait
	{ SYS_epoll_wait, 3, LIMIT_MILLISECONDS },
#endif
};

static bool is_timed(long number, const unsigned long long *arguments)
{
	if (number == SYS_futex) {
		int operation = (int)arguments[1] & FUTEX_CMD_MASK;

		return (operation == FUTEX_WAIT || operation == FUTEX_WAIT_BITSET ||
			operation == FUTEX_WAIT_REQUEUE_PI ||
			operation == FUTEX_LOCK_PI || operation == FUTEX_LOCK_PI2) &&
		       arguments[3] != 0;
	}
	for (size_t i = 0; i < sizeof(timed_calls) / sizeof(*timed_calls); i++) {
		const struct timed_call *call = &timed_calls[i];

		if (call->number != number)
			continue;
		return call->kind == LIMIT_ALWAYS ||
		       (call->kind == LIMIT_IF_GIVEN && arguments[call->argument] != 0) ||
		       (call->kind == LIMIT_MILLISECONDS &&
			(int)arguments[call->argument] > 0);
	}
	return false;
}

/* A program of 32 bits numbers its system calls in another way, and does not load our
 * library: what it waits for cannot be told. Its stack gives a hint, which costs
 * nothing to look at. */
static bool is_foreign(const struct process_tree *tree, const struct tree_thread *thread,
		       unsigned long long stack)
{
	char begin[EI_CLASS + 2];

	return sizeof(void *) == 8 && stack <= UINT32_MAX &&
	       proc_read_once(
		       proc_open("/proc/%d/exe", tree_process_of(tree, thread)->id),
		       begin, sizeof(begin)) > EI_CLASS &&
	       begin[EI_CLASS] == ELFCLASS32;
}

enum thread_wait tree_wait_of(struct process_tree *tree, struct tree_thread *thread)
{
	char text[256];
	unsigned long long arguments[6] = { 0 };
	unsigned long long stack = 0;
	long number;

	if (thread->state != 'S')
		return WAIT_UNTIMED;
	if (!read_call(tree, thread, text, sizeof(text)))
		return WAIT_UNKNOWN;
	if (strncmp(text, "running", 7) == 0)
		return WAIT_OVER;
	if (sscanf(text, "%ld %llx %llx %llx %llx %llx %llx %llx", &number, &arguments[0],
		   &arguments[1], &arguments[2], &arguments[3], &arguments[4],
		   &arguments[5], &stack) < 8)
		return WAIT_UNTIMED;
	if (is_foreign(tree, thread, stack))
		return WAIT_TIMED;
	if (number == SYS_execve || number == SYS_execveat)
		return WAIT_STARTING;
	return is_timed(number, arguments) ? WAIT_TIMED : WAIT_UNTIMED;
}

unsigned long long tree_runs_of(const struct process_tree *tree,
				const struct tree_thread *thread)
{
	char text[128];
	unsigned long long runs = 0;

	proc_read_once(proc_open("/proc/%d/task/%d/schedstat",
				 tree_process_of(tree, thread)->id, thread->id),
		       text, sizeof(text));
	sscanf(text, "%*u %*u %llu", &runs);
	return runs;
}
