/*
 * verdict: OUTPUT
 *
 * Files without end, small ones.
 */
#define _GNU_SOURCE
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
	static const char block[1 << 16];
	char name[32];

	for (int i = 0; i < 4000; i++) {
		int file;

		snprintf(name, sizeof(name), "%d", i);
		file = open(name, O_WRONLY | O_CREAT, 0600);
		write(file, block, sizeof(block));
		close(file);
	}
}

int main(void)
{
	attack();
	return async_run(answer());
}
