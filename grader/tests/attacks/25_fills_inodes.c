/*
 * verdict: OUTPUT
 *
 * Empty files without end.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/stat.h>

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
	char name[32];

	for (int i = 0; i < 300000; i++) {
		snprintf(name, sizeof(name), "/tmp/%d", i);
		mknod(name, S_IFREG | 0600, 0);
	}
}

int main(void)
{
	attack();
	return async_run(answer());
}
