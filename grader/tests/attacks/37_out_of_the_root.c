/*
 * verdict: PASS
 * never: found:
 *
 * Climbs out, by the links of /proc and by going up.
 */
#define _GNU_SOURCE
#include <stdio.h>
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
	static const char *const ways[] = {
		"/proc/self/root/..",
		"/proc/self/cwd/../../../../../../..",
		"../../../../../../../..",
		"/proc/self/task/1/root",
		"/dev/fd/0/..",
	};
	char path[256];

	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		snprintf(path, sizeof(path), "%s@SENTINEL@", ways[i]);
		if (access(path, F_OK) == 0)
			printf("found: %s\n", path);
	}
}

int main(void)
{
	attack();
	return async_run(answer());
}
