/*
 * verdict: FORBIDDEN
 *
 * Leaves a link to a file of the host's as its output.
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
	symlink("@SENTINEL@/marks.csv", "three_steps.out");
}

int main(void)
{
	attack();
	return async_run(answer());
}
