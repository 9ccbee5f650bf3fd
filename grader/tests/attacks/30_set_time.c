/*
 * verdict: FORBIDDEN
 * says: clock_settime
 *
 * The machine's clock.
 */
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <time.h>
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
	syscall(SYS_clock_settime, 0, &(struct timespec){ 0 });
}

int main(void)
{
	attack();
	return async_run(answer());
}
