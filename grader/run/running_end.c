#define _GNU_SOURCE
#include "run/running.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "run/turn.h"
#include "text/memory.h"

void run_take_left(struct run *run)
{
	struct program_result *result = run->result;

	tree_look(&run->tree);
	result->left = memory_new(run->tree.process_count, sizeof(*result->left));
	for (size_t i = 0; i < run->tree.process_count; i++) {
		const struct tree_process *process = &run->tree.processes[i];

		if (process->ended || process->id == run->tree.root)
			continue;
		result->left[result->left_count++] = (struct process_left){
			.process = process->id,
			.program = tree_program(process->id),
		};
	}
}

static void check_group(struct run *run)
{
	switch (cgroup_memory(&run->started.jailed.group)) {
	case CGROUP_RAN_OUT:
		run_end(run, PROGRAM_MEMORY_LIMIT,
			"the kernel ended it, or a part of it, for want of memory");
		break;
	case CGROUP_DEPRIVED:
		run_end(run, PROGRAM_NOT_STARTED,
			"the machine has run out of memory, and its kernel ended the "
			"program, which had taken no more than it may");
		break;
	case CGROUP_ENOUGH: break;
	}
}

/* The kernel's limit counts whole ticks, and the time that it tells afterwards does
 * not: on a busy machine they may lie far apart. */
void run_take_status(struct run *run)
{
	const struct program_limits *limits = &run->request->limits;
	struct rusage usage = { 0 };
	int status = 0;
	double processor_time;

	while (!run->request->jail &&
	       wait4(run->started.process, &status, 0, &usage) < 0 && errno == EINTR)
		;
	processor_time = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
			 (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
	if (run->request->jail) {
		status = run->started.jailed.status;
		processor_time = run->started.jailed.processor_seconds;
	}
	check_group(run);
	if (run->over)
		return;
	if (WIFEXITED(status)) {
		run->result->status = WEXITSTATUS(status);
		run_end(run, PROGRAM_EXITED, NULL);
		return;
	}
	if (WTERMSIG(status) == SIGXFSZ && limits->file_bytes)
		run_end(run, PROGRAM_OUTPUT_LIMIT,
			"it wrote more than %zu MiB into one file",
			limits->file_bytes >> 20);
	else if (limits->cpu_seconds > 0 && processor_time >= limits->cpu_seconds / 2 &&
		 (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))
		run_end(run, PROGRAM_CPU_LIMIT,
			"it used more than %g seconds of processor time",
			limits->cpu_seconds);
	else
		run_end(run, PROGRAM_SIGNALED, NULL);
	/* Whether the kernel or we were the first to see that limit is chance. */
	if (run->result->end != PROGRAM_CPU_LIMIT)
		run->result->status = WTERMSIG(status);
}

/* How the program ended is told by the first process inside: wait for its word. */
void run_leave_jail(struct run *run)
{
	struct jailed *jailed = &run->started.jailed;
	struct pollfd word = { .fd = jailed->control, .events = POLLIN };
	char *left;

	run_check_forbidden(run);
	while (!run->over && !jailed->ended && poll(&word, 1, 5000) == 1 &&
	       jailed_receive(jailed))
		continue;
	if (!jailed->ended)
		run_end(run, PROGRAM_NOT_STARTED, "the jail broke down");
	run_check_folder(run);
	left = run->over ? NULL : jailed_left(jailed);
	if (left)
		run_end(run, PROGRAM_FORBIDDEN, "%s", left);
	free(left);
	/* All of it ends with the first process: there is no need to look for them. */
	jailed_kill(jailed);
	turn_give();
	jailed_wait(jailed);
}
