/* Structs and arrays are copied in one piece. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct page {
	long number;
	char text[27];
	double times[3];
};

async (void, main_coroutine)
{
	puts("begin");

	struct page page = { 1, "once upon a time", { 0.25, 0.25, 0.5 } };
	struct page *copy = malloc(sizeof *copy), *all = calloc(3, sizeof *all);
	double wait = 0;

	memcpy(copy, &page, sizeof page);
	for (int i = 0; i < 3; i++)
		all[i] = *copy;
	memmove(&all[1], &all[0], 2 * sizeof *all);
	for (int i = 0; i < 3; i++)
		wait += all[2].times[i];
	memcpy(page.text, all[1].text, sizeof page.text);
	await (async_sleep(strcmp(page.text, copy->text) == 0 ? wait : 0));
	free(copy);
	free(all);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
