#define _GNU_SOURCE
#include "run/processor.h"

#include <stdint.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* As in linux/sched/types.h, which does not go together with sched.h. */
struct attributes {
	uint32_t size;
	uint32_t policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime;
	uint64_t deadline;
	uint64_t period;
};

#define SHORT_SLICE 100000 /* nanoseconds: the least that there is */

/* `slice`: how long one wants to run at a time, 0 for the usual. Who wants little
 * gets it soon (since Linux 6.12; before, it does nothing). */
static bool set_policy(pid_t process, int policy, uint64_t slice)
{
	struct attributes attributes = {
		.size = sizeof(attributes),
		.policy = (uint32_t)policy,
		.nice = getpriority(PRIO_PROCESS, 0),
		.runtime = slice,
	};

	return syscall(SYS_sched_setattr, process, &attributes, 0) == 0;
}

void processor_share(struct processor *processor, bool wanted)
{
	cpu_set_t one;

	*processor = (struct processor){ .number = -1 };
	if (!wanted || sched_getaffinity(0, sizeof(processor->all), &processor->all) != 0)
		return;
	processor->policy = sched_getscheduler(0);
	processor->changed = true;
	processor->number = sched_getcpu();
	CPU_ZERO(&one);
	if (processor->number >= 0 && processor->number < CPU_SETSIZE)
		CPU_SET(processor->number, &one);
	if (sched_setaffinity(0, sizeof(one), &one) != 0)
		processor->number = -1;
	/* As batch work, nobody is stopped short because he has woken somebody else. */
	if (processor->policy == SCHED_OTHER)
		set_policy(0, SCHED_BATCH, SHORT_SLICE);
}

void processor_give(pid_t process)
{
	cpu_set_t ours;
	int policy = sched_getscheduler(0);

	if (sched_getaffinity(0, sizeof(ours), &ours) == 0)
		sched_setaffinity(process, sizeof(ours), &ours);
	if (policy == SCHED_OTHER || policy == SCHED_BATCH)
		set_policy(process, policy, policy == SCHED_BATCH ? SHORT_SLICE : 0);
}

void processor_leave(struct processor *processor)
{
	if (!processor->changed)
		return;
	if (processor->number >= 0)
		sched_setaffinity(0, sizeof(processor->all), &processor->all);
	if (processor->policy == SCHED_OTHER)
		set_policy(0, SCHED_OTHER, 0);
}
