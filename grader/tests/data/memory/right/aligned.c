/* Blocks that begin where a wider type may lie. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <malloc.h>
#include <stdint.h>

struct wide {
	long double number;
	_Alignas(16) char bytes[16];
};

async (void, main_coroutine)
{
	puts("begin");

	struct wide *wide = malloc(3 * sizeof *wide);
	void *other = NULL;
	char *page = aligned_alloc(4096, 8192), *line = memalign(64, 100);
	double wait = 1.0;

	if (posix_memalign(&other, 32, 33) != 0)
		wait = 0;
	for (int i = 0; i < 3; i++)
		wide[i] = (struct wide){ 1.5L, { 0 } };
	memset(other, 1, 33);
	memset(page, 1, 8192);
	memset(line, 1, 100);
	if ((uintptr_t)wide % 16 || (uintptr_t)page % 4096 || (uintptr_t)line % 64 ||
	    (uintptr_t)other % 32)
		wait = 0;
	await (async_sleep(wait));
	free(wide);
	free(page);
	free(line);
	free(other);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
