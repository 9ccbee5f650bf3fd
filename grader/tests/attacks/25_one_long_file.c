/*
 * verdict: OUTPUT
 *
 * One file without end.
 */
#define _GNU_SOURCE
#include <fcntl.h>
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
	static const char block[1 << 16];
	int file = open("/tmp/long", O_WRONLY | O_CREAT, 0600);

	for (int i = 0; i < 100000; i++)
		write(file, block, sizeof(block));
}

int main(void)
{
	attack();
	return async_run(answer());
}
