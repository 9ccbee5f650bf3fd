/*
 * verdict: PASS
 * never: took
 *
 * Takes all watches for files that the kernel has for a user, whose others would then
 * have none: the grader, and other submissions.
 */
#define _GNU_SOURCE
#include <sys/inotify.h>

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
	int instances = 0, watches = 0;
	int last = -1, file;

	while ((file = inotify_init1(IN_CLOEXEC)) >= 0) {
		last = file;
		instances++;
	}
	for (int i = 0; i < 1500; i++) {
		char name[32];

		snprintf(name, sizeof(name), "watched%d", i);
		fclose(fopen(name, "w"));
		watches += inotify_add_watch(last, name, IN_MODIFY) >= 0;
	}
	if (instances > 32)
		printf("took %d of the watchers\n", instances);
	if (watches > 1200)
		puts("took as many watches as it wanted");
}

int main(void)
{
	attack();
	return async_run(answer());
}
