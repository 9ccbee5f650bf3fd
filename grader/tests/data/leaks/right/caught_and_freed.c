/* Whoever catches the exception frees what was made before it. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, main_coroutine)
{
	puts("begin");

	char *volatile name = NULL;

	for (volatile int i = 0; i < 3; i++) {
		try {
			name = strdup("a name");
			await (async_sleep(i == 2 ? 0.4 : 0.3));
			if (i != 1)
				raise (KeyError, "none");
			free(name);
		} except (KeyError) {
			free(name);
		} end_try
	}
	await (async_sleep(0));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
