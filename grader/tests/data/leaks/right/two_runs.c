/* async_run twice, and what is between them. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *said;

async (void, part, (const char *, word), (double, delay))
{
	free(said);
	said = strdup(word);
	await (async_sleep(delay));
	puts(said);
}

int main(void)
{
	async_run(part("begin", 0));
	async_run(part("end", 1.0));
	free(said);
	return 0;
}
