#define _GNU_SOURCE
#include "interrupt.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <async/task.h>

atomic_bool interrupt_came;

/* Of the one loop that has it, which is the main thread's. */
static struct task *main_task;
static bool was_taken;

/* The handler may run in any thread. */
static atomic_int descriptor = -1;

static void on_interrupt(int signal_number)
{
	const uint64_t one = 1;
	/* NOLINTNEXTLINE(bugprone-signal-handler): every handler keeps errno so */
	int error = errno;

	signal(signal_number, SIG_DFL);
	if (write(descriptor, &one, sizeof one) == sizeof one)
		interrupt_came = true;
	errno = error;
}

bool interrupt_begin(struct task *task)
{
	struct sigaction action;

	if (getpid() != gettid() || main_task || sigaction(SIGINT, NULL, &action) != 0 ||
	    action.sa_handler != SIG_DFL)
		return false;
	descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (descriptor < 0)
		return false;
	main_task = task;
	was_taken = false;
	signal(SIGINT, on_interrupt);
	return true;
}

void interrupt_take(void)
{
	uint64_t count;

	interrupt_came = false;
	if (read(descriptor, &count, sizeof count) < 0)
		return;
	was_taken = true;
	task_cancel(main_task);
}

int interrupt_descriptor(void)
{
	return descriptor;
}

bool interrupt_end(void)
{
	struct task *task = main_task;

	signal(SIGINT, SIG_DFL);
	close(descriptor);
	descriptor = -1;
	main_task = NULL;
	interrupt_came = false;
	return was_taken && task_uncancel(task) == 0;
}
