/*
 * verdict: FORBIDDEN
 *
 * The same, deep down and relative.
 */
#define _GNU_SOURCE
#include <sys/stat.h>
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
	mkdir("a", 0700);
	mkdir("a/b", 0700);
	symlink("../../../../../../etc/passwd", "a/b/c");
}

int main(void)
{
	attack();
	return async_run(answer());
}
