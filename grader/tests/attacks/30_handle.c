/*
 * verdict: FORBIDDEN
 * says: open_by_handle_at
 *
 * A file without its path.
 */
#define _GNU_SOURCE
#include <sys/syscall.h>
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
	syscall(SYS_open_by_handle_at, 0, NULL, 0);
}

int main(void)
{
	attack();
	return async_run(answer());
}
