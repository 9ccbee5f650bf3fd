/*
 * verdict: PASS or MEMORY
 *
 * Memory behind descriptors, which no process seems to have.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/mman.h>
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
	for (int i = 0; i < 500; i++) {
		int file = memfd_create("course_attack", 0);

		if (file >= 0 && ftruncate(file, 8 << 20) == 0)
			fallocate(file, 0, 0, 8 << 20);
	}
}

int main(void)
{
	attack();
	return async_run(answer());
}
