#define _GNU_SOURCE
#include "run/limits.h"

#include <sys/resource.h>

/* A day and an hour: a log may be followed from midnight to midnight. */
const struct program_limits program_limits_default = {
	.real_seconds = 10,
	.virtual_seconds = 25 * 3600,
	.cpu_seconds = 5,
	.output_bytes = 1 << 20,
	.line_bytes = 64 << 10,
	.memory_bytes = 1 << 30,
	.file_bytes = 64 << 20,
	.processes = 64,
};

static void bound(int resource, rlim_t soft, rlim_t hard)
{
	struct rlimit before;

	/* A limit that we have ourselves cannot be raised, and need not be. */
	if (getrlimit(resource, &before) == 0) {
		soft = soft < before.rlim_max ? soft : before.rlim_max;
		hard = hard < before.rlim_max ? hard : before.rlim_max;
	}
	setrlimit(resource, &(struct rlimit){ soft, hard });
}

void limits_apply(const struct program_limits *limits)
{
	rlim_t seconds = (rlim_t)limits->cpu_seconds;

	bound(RLIMIT_CORE, 0, 0);
	if (limits->cpu_seconds > 0) {
		/* The kernel counts whole seconds; its limit is the second net. */
		seconds += (double)seconds < limits->cpu_seconds;
		bound(RLIMIT_CPU, seconds, seconds + 1);
	}
	if (limits->file_bytes)
		bound(RLIMIT_FSIZE, limits->file_bytes, limits->file_bytes);
}
