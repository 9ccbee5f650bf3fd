/* The trace tells what happened, in order, with the place of each. */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <async.h>
#include <async/trace.h>

#include <setjmp.h>
#include <cmocka.h>

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define TRACE_SIZE 65536

struct thing {
	int unused;
};

async (struct thing *, thing_aenter, (struct thing *, self))
{
	return self;
}

async (void, thing_aexit, (struct thing *, self), (struct exception *, e))
{
}

async_context_manager (thing, struct thing *);

async_generator (int, two)
{
	yield (1);
	yield (2);
}

async (void, sleeper)
{
	await (async_sleep(10));
}

async (void, everything)
{
	struct thing one = { 0 };
	Task(void) task = create_task(sleeper());

	async_with (thing(&one)) {
		await (async_sleep(0));
	} end_with
	async_for (int, i, two()) {
		if (i == 1)
			break;
	}
	task_cancel(task);
	try {
		await (task);
	} except (CancelledError) {
	} end_try
}

static const char *const names[] = {
	[TRACE_TASK_CREATE] = "create", [TRACE_TASK_BEGIN] = "begin",
	[TRACE_TASK_END] = "end",       [TRACE_SUSPEND] = "suspend",
	[TRACE_RESUME] = "resume",      [TRACE_ENTER] = "enter",
	[TRACE_EXIT] = "exit",          [TRACE_NEXT] = "next",
	[TRACE_YIELD] = "yield",        [TRACE_ACLOSE] = "aclose",
	[TRACE_RAISE] = "raise",        [TRACE_CANCEL] = "cancel",
	[TRACE_WAIT] = "wait",          [TRACE_HOLD] = "hold",
	[TRACE_LET_GO] = "let go",      [TRACE_PART] = "part",
};

/* What the first two tasks did: «KIND TASK», one after the other. */
static void read_events(const char *bytes, char *events, size_t size)
{
	const struct trace_header *header = (const void *)bytes;
	size_t at = sizeof *header, used = 0;

	assert_int_equal(header->magic, TRACE_MAGIC);
	assert_int_equal(header->lost, 0);
	while (at < header->used) {
		const struct trace_record *record = (const void *)(bytes + at);

		at += record->size;
		if (record->kind == TRACE_PLACE || record->task > 2)
			continue;
		used += (size_t)snprintf(events + used, size - used, "%s %u, ",
					 names[record->kind], record->task);
	}
}

/* A program is begun with its trace: so this one runs everything for itself. */
static int run_traced(const char *number)
{
	char itself[PATH_MAX] = "";
	pid_t child = fork();
	int status;

	if (child == 0 && readlink("/proc/self/exe", itself, sizeof itself - 1) > 0) {
		setenv("ASYNC_TRACE_FD", number, 1);
		execl(itself, "everything", (char *)NULL);
	}
	if (child == 0)
		_exit(127);
	waitpid(child, &status, 0);
	return status;
}

static int be_traced(void)
{
	async_run(everything());
	return getenv("ASYNC_TRACE_FD") ? 1 : 0;
}

static void each_event_is_told_in_its_order(void **state)
{
	int descriptor = memfd_create("trace", 0);
	char number[16], events[4096] = "";
	char *bytes;

	(void)state;
	assert_int_equal(ftruncate(descriptor, TRACE_SIZE), 0);
	snprintf(number, sizeof number, "%d", descriptor);
	assert_int_equal(run_traced(number), 0);
	bytes = mmap(NULL, TRACE_SIZE, PROT_READ, MAP_SHARED, descriptor, 0);
	assert_true(bytes != MAP_FAILED);
	read_events(bytes, events, sizeof events);
	assert_string_equal(events,
			    "create 1, begin 1, create 2, enter 1, suspend 1, "
			    "begin 2, suspend 2, resume 1, exit 1, next 1, yield 1, "
			    "aclose 1, raise 1, cancel 2, wait 1, suspend 1, resume 2, "
			    "raise 2, end 2, resume 1, raise 1, end 1, ");
	munmap(bytes, TRACE_SIZE);
	close(descriptor);
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_event_is_told_in_its_order),
	};

	if (count == 1 && strcmp(arguments[0], "everything") == 0)
		return be_traced();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
