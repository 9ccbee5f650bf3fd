/*
 * verdict: PASS
 * never: found:
 *
 * Gives itself more of everything.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <sys/resource.h>

#include <async.h>
#include <stdio.h>

async (void, answer)
{
	puts("one");
	await (async_sleep(0.5));
	puts("two");
	await (async_sleep(0.5));
	puts("three");
	puts("done");
}

static void attack(void)
{
	static const int resources[] = { RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_NPROC,
					 RLIMIT_CORE, RLIMIT_NOFILE };
	const struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };

	for (size_t i = 0; i < sizeof(resources) / sizeof(*resources); i++)
		if (setrlimit(resources[i], &all) == 0)
			printf("found: limit %d can be raised\n", resources[i]);
	if (setpriority(PRIO_PROCESS, 0, -20) == 0)
		puts("found: priority can be raised");
	if (sched_setscheduler(0, SCHED_FIFO,
			       &(struct sched_param){ .sched_priority = 1 }) == 0)
		puts("found: real time");
}

int main(void)
{
	attack();
	return async_run(answer());
}
