#include "run/running.h"

#include <stdlib.h>

#include "clock/machine_time.h"
#include "clock/tree_usage.h"
#include "run/interrupt.h"

/* In a jail. Each costs the kernel a kilobyte that nobody else counts. */
#define MOST_FILES 4096

static void check_time(struct run *run, nanoseconds now)
{
	double limit = run->request->limits.real_seconds;
	double passed = (double)(now - run->started_at) / 1e9;

	if (limit > 0 && passed >= limit)
		run_end(run, PROGRAM_REAL_LIMIT,
			"it was not done after %g seconds of real time", limit);
}

void run_check_forbidden(struct run *run)
{
	char *call = jailed_forbidden(&run->started.jailed);

	if (call)
		run_end(run, PROGRAM_FORBIDDEN,
			"it called %s, which no program here may do", call);
	free(call);
}

/* The kernel gives it a little more room than it may use, so that this is seen. */
void run_check_folder(struct run *run)
{
	const struct program_limits *limits = &run->request->limits;
	struct jailed_use use = jailed_use(&run->started.jailed);

	if (limits->file_bytes && use.bytes > limits->file_bytes)
		run_end(run, PROGRAM_OUTPUT_LIMIT,
			"it wrote more than %zu MiB into files",
			limits->file_bytes >> 20);
	else if (use.files > MOST_FILES)
		run_end(run, PROGRAM_OUTPUT_LIMIT, "it made more than %d files",
			MOST_FILES);
}

/* What costs some microseconds to find out is looked at once in a millisecond. */
void run_check_limits(struct run *run)
{
	const struct program_limits *limits = &run->request->limits;
	nanoseconds now = machine_time();

	if (now - run->looked_at < 1000000)
		return;
	run->looked_at = now;
	check_time(run, now);
	if (run->request->jail)
		run_check_folder(run);
	if (interrupt_requested())
		run_end(run, PROGRAM_INTERRUPTED, NULL);
	if (limits->processes && run->tree.thread_count > limits->processes)
		run_end(run, PROGRAM_MEMORY_LIMIT,
			"it had more than %u processes and threads at one time",
			limits->processes);
	if (limits->memory_bytes && tree_memory(&run->tree) > limits->memory_bytes)
		run_end(run, PROGRAM_MEMORY_LIMIT, "it used more than %zu MiB of memory",
			limits->memory_bytes >> 20);
	if (limits->cpu_seconds > 0 &&
	    (tree_processor_time(&run->tree) > limits->cpu_seconds ||
	     (run->request->jail && tree_whole_time(&run->tree) > limits->cpu_seconds)))
		run_end(run, PROGRAM_CPU_LIMIT,
			"it used more than %g seconds of processor time",
			limits->cpu_seconds);
}

/* Who waits past the clock is judged by no clock that anybody can repeat. */
void run_check_clock(struct run *run)
{
	if (run->request->jail && run->request->clock == CLOCK_VIRTUAL &&
	    coordinator_is_real(run->clock))
		run_end(run, PROGRAM_FORBIDDEN,
			"it waited by the machine's own clock, past the one that it is "
			"judged by");
}
