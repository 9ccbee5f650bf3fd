/*
 * verdict: FORBIDDEN
 * says: mount
 *
 * Other files in the place of these.
 */
#define _GNU_SOURCE
#include <sys/mount.h>

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
	mount("none", "/tmp", "tmpfs", 0, NULL);
}

int main(void)
{
	attack();
	return async_run(answer());
}
