/* Many things in one piece of memory, which is freed as a whole. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct arena {
	char *start, *next;
};

static void *arena_take(struct arena *arena, size_t size)
{
	void *thing = arena->next;

	arena->next += (size + 15) / 16 * 16;
	return thing;
}

async (void, main_coroutine)
{
	puts("begin");

	struct arena arena;

	arena.start = arena.next = malloc(1 << 20);
	for (int i = 0; i < 1000; i++)
		memset(arena_take(&arena, 100), i, 100);
	await (async_sleep(1.0));
	free(arena.start);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
