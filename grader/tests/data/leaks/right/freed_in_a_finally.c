/* An exception goes by, and the finally frees. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, work)
{
	char *room = malloc(1000);

	try {
		await (async_sleep(1.0));
		raise (ValueError, "no luck");
	} finally {
		free(room);
	} end_try
}

async (void, main_coroutine)
{
	puts("begin");

	try {
		await (work());
	} except (ValueError) {
	} end_try
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
