/* What a static leads to lives as long as the program. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *title;
static struct {
	char *words[8];
	int count;
} memory;

static void keep(const char *word)
{
	memory.words[memory.count++] = strdup(word);
}

async (void, main_coroutine)
{
	puts("begin");

	title = strdup("a title that stays");
	keep("one");
	keep("two");
	await (async_sleep(1.0));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
