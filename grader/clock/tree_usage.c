#include "clock/tree_usage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "clock/proc.h"

/* Pages. Libraries and the clock's board are shared as well, and nobody's own. */
#define MUCH_SHARED 4096

/* Of no file, in bytes. */
static size_t shared_memory(pid_t process)
{
	char text[4096];
	const char *kibibytes;

	proc_read_once(proc_open("/proc/%d/status", process), text, sizeof(text));
	kibibytes = proc_status_field(text, "RssShmem");
	return kibibytes ? strtoul(kibibytes, NULL, 10) * 1024 : 0;
}

static size_t larger(size_t one, size_t other)
{
	return one > other ? one : other;
}

/* What processes share is counted once, as the one that has most of it has it. */
size_t tree_memory(const struct process_tree *tree)
{
	size_t pages = 0;
	size_t most_shared = 0;

	for (size_t i = 0; i < tree->process_count; i++) {
		char text[128];
		size_t resident = 0;
		size_t shared = 0;

		proc_read_once(proc_open("/proc/%d/statm", tree->processes[i].id), text,
			       sizeof(text));
		sscanf(text, "%*u %zu %zu", &resident, &shared);
		pages += resident > shared ? resident - shared : 0;
		if (shared > MUCH_SHARED)
			most_shared =
				larger(most_shared, shared_memory(tree->processes[i].id));
	}
	return pages * (size_t)sysconf(_SC_PAGESIZE) + most_shared;
}

double tree_processor_time(const struct process_tree *tree)
{
	double most = 0;

	for (size_t i = 0; i < tree->process_count; i++) {
		clockid_t clock;
		struct timespec time;
		double seconds;

		if (clock_getcpuclockid(tree->processes[i].id, &clock) != 0 ||
		    clock_gettime(clock, &time) != 0)
			continue;
		seconds = (double)time.tv_sec + (double)time.tv_nsec / 1e9;
		most = seconds > most ? seconds : most;
	}
	return most;
}

unsigned long tree_ticks(const struct process_tree *tree)
{
	unsigned long sum = 0;

	for (size_t i = 0; i < tree->thread_count; i++)
		sum += tree->threads[i].ticks;
	return sum;
}

double tree_whole_time(const struct process_tree *tree)
{
	return (double)(tree_ticks(tree) + tree->ticks_gone) /
	       (double)sysconf(_SC_CLK_TCK);
}
