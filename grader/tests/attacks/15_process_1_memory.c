/*
 * verdict: PASS
 * never: found:
 *
 * Writes into the first process, and looks through its descriptors.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
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
	if (open("/proc/1/mem", O_RDWR) >= 0)
		puts("found: its memory");
	if (opendir("/proc/1/fd"))
		puts("found: its descriptors");
	if (readlink("/proc/1/exe", (char[64]){ 0 }, 64) > 0)
		puts("found: its program");
	if (opendir("/proc/1/root"))
		puts("found: its root");
}

int main(void)
{
	attack();
	return async_run(answer());
}
