/*
 * verdict: FORBIDDEN
 * says: sethostname
 *
 * The machine's name.
 */
#define _GNU_SOURCE
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
	sethostname("mine", 4);
}

int main(void)
{
	attack();
	return async_run(answer());
}
