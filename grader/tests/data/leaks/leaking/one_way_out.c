/* Of the 3 blocks of memory that handle allocates here with malloc, 1 (40 bytes) is never freed */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, handle, (int, number))
{
	char *room = malloc(40);

	await (async_sleep(0.25));
	if (number == 1)
		raise (ValueError, "odd");
	free(room);
}

async (void, main_coroutine)
{
	puts("begin");

	for (volatile int i = 0; i < 3; i++) {
		try {
			await (handle(i));
		} except (ValueError) {
		} end_try
	}
	await (async_sleep(0.25));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
