/*
 * verdict: PASS
 * never: found:
 *
 * Writes to the system, to the jail's own files, and to what the kernel offers.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

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
	static const char *const files[] = {
		"/usr/bin/evil",
		"/usr/lib/evil",
		"/course/inside",
		"/course/libcourse_clock.so",
		"/course/libcourse_heap.so",
		"/dev/evil",
		"/evil",
		"/etc/ld.so.preload",
		"/proc/sys/kernel/core_pattern",
		"/proc/sysrq-trigger",
		"/proc/1/oom_score_adj",
		"/sys/power/state",
		"/proc/sys/vm/overcommit_memory",
		"/sys/fs/cgroup/cgroup.procs",
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (open(files[i], O_WRONLY | O_CREAT, 0600) >= 0)
			printf("found: %s can be written\n", files[i]);
	if (unlink("/course/inside") == 0 || rename("/course", "/tmp/course") == 0)
		puts("found: it can be moved away");
	if (chmod("/course/inside", 0777) == 0 || chmod("/", 0777) == 0)
		puts("found: rights can be changed");
}

int main(void)
{
	attack();
	return async_run(answer());
}
