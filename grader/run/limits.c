#define _GNU_SOURCE
#include "run/limits.h"

#include <sys/resource.h>

#include "text/text.h"

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

/* With 0 the kernel may still start the machine's own collector of cores, outside and
 * as root, and give it what a stranger's program had in memory. Not so with this. */
#define NO_CORE 1

static struct inside_limit *add(struct inside_limit *list, int resource, uint64_t soft,
				uint64_t hard)
{
	*list = (struct inside_limit){ .resource = resource, .soft = soft, .hard = hard };
	return list + 1;
}

/* What holds in a jail and outside. */
static struct inside_limit *add_common(struct inside_limit *list, uint64_t core,
				       const struct program_limits *limits)
{
	uint64_t seconds = (uint64_t)limits->cpu_seconds;

	list = add(list, RLIMIT_CORE, core, core);
	if (limits->cpu_seconds > 0) {
		/* The kernel counts whole seconds; its limit is the second net. */
		seconds += (double)seconds < limits->cpu_seconds;
		list = add(list, RLIMIT_CPU, seconds, seconds + 1);
	}
	if (limits->file_bytes)
		list = add(list, RLIMIT_FSIZE, limits->file_bytes, limits->file_bytes);
	return list;
}

void limits_apply(const struct program_limits *limits)
{
	struct inside_limit list[LIMITS_MOST];
	const struct inside_limit *end = add_common(list, 0, limits);

	for (const struct inside_limit *at = list; at < end; at++) {
		__rlimit_resource_t resource = (__rlimit_resource_t)at->resource;
		struct rlimit before, wanted = { at->soft, at->hard };

		/* A limit that we have ourselves cannot be raised, and need not be. */
		if (getrlimit(resource, &before) == 0) {
			if (wanted.rlim_cur > before.rlim_max)
				wanted.rlim_cur = before.rlim_max;
			if (wanted.rlim_max > before.rlim_max)
				wanted.rlim_max = before.rlim_max;
		}
		setrlimit(resource, &wanted);
	}
}

/* We count processes ourselves, and say so; the kernel's count is the second net. */
size_t limits_inside(const struct program_limits *limits, struct inside_limit *list)
{
	struct inside_limit *end = add_common(list, NO_CORE, limits);
	uint64_t processes = 2 * (uint64_t)limits->processes + 16;

	if (limits->processes)
		end = add(end, RLIMIT_NPROC, processes, processes);
	end = add(end, RLIMIT_MEMLOCK, 64 << 10, 64 << 10);
	end = add(end, RLIMIT_MSGQUEUE, 0, 0);
	end = add(end, RLIMIT_SIGPENDING, 1024, 1024);
	return (size_t)(end - list);
}

bool limits_suffice(char **error)
{
	static const struct {
		int resource;
		rlim_t least, unit;
		const char *words, *ulimit;
	} table[] = {
		{ RLIMIT_CPU, 30, 1, "seconds of processor time", "-t" },
		{ RLIMIT_AS, (rlim_t)3 << 30, 1024, "KiB of addresses", "-v" },
		{ RLIMIT_DATA, (rlim_t)3 << 30, 1024, "KiB of data", "-d" },
		{ RLIMIT_FSIZE, (rlim_t)128 << 20, 1024, "KiB of a file", "-f" },
		{ RLIMIT_STACK, (rlim_t)8 << 20, 1024, "KiB of stack", "-s" },
		{ RLIMIT_NOFILE, 256, 1, "open files", "-n" },
	};
	struct rlimit limit;

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (getrlimit((__rlimit_resource_t)table[i].resource, &limit) == 0 &&
		    limit.rlim_cur < table[i].least)
			return text_error(
				error,
				"nothing is graded: no process here may have more than "
				"%llu %s, and %llu are needed (ulimit %s)",
				(unsigned long long)(limit.rlim_cur / table[i].unit),
				table[i].words,
				(unsigned long long)(table[i].least / table[i].unit),
				table[i].ulimit);
	return true;
}

static int room_for_descriptors(void)
{
	struct rlimit limit;
	int room = 1024;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < 1024)
		room = (int)limit.rlim_cur;
	return room;
}

int limits_first_descriptor(void)
{
	return room_for_descriptors() - 64;
}

int limits_descriptors_inside(void)
{
	return room_for_descriptors() - 1;
}
