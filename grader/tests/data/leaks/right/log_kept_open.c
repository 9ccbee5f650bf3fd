/* A log that is open as long as the program runs. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE *report;

async (void, main_coroutine)
{
	puts("begin");

	report = fopen("report.txt", "a");
	fputs("begun\n", report);
	await (async_sleep(1.0));
	fputs("ended\n", report);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
