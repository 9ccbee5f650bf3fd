/*
 * verdict: FORBIDDEN
 *
 * Makes a device: the disk, if it could.
 */
#define _GNU_SOURCE
#include <sys/stat.h>
#include <sys/sysmacros.h>

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
	mknod("disk", S_IFBLK | 0666, makedev(8, 0));
}

int main(void)
{
	attack();
	return async_run(answer());
}
