/* Of the 2 files that report opens here with fopen, 1 is never closed */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, report, (const char *, words))
{
	FILE *file = fopen("report.txt", "a");

	await (async_sleep(0.5));
	if (!*words)
		raise (ValueError, "nothing to report");
	fputs(words, file);
	fclose(file);
}

async (void, main_coroutine)
{
	puts("begin");

	try {
		await (report("all is well\n"));
		await (report(""));
	} except (ValueError) {
	} end_try
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
