/*
 * verdict: FORBIDDEN
 * says: reboot
 *
 * The end of everything.
 */
#define _GNU_SOURCE
#include <sys/reboot.h>

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
	reboot(RB_AUTOBOOT);
}

int main(void)
{
	attack();
	return async_run(answer());
}
