/* What a forked child leaves to its end is its own affair. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

async (void, main_coroutine)
{
	puts("begin");

	fflush(stdout);
	if (fork() == 0) {
		char *room = malloc(1000);

		room = NULL;
		exit(room != NULL);
	}
	wait(NULL);
	await (async_sleep(1.0));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
