/* A place that goes round by the rest of a division. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROOM = 4 };

struct ring {
	int items[ROOM];
	size_t first, count;
};

async (void, main_coroutine)
{
	puts("begin");

	struct ring ring = { .count = 0 };
	struct ring *kept = calloc(1, sizeof *kept);

	for (int i = 0; i < 100; i++) {
		if (ring.count == ROOM)
			ring.first = (ring.first + 1) % ROOM;
		else
			ring.count++;
		ring.items[(ring.first + ring.count - 1) % ROOM] = i;
		kept->items[i & (ROOM - 1)] = i;
	}
	await (async_sleep(ring.items[ring.first] == 96 ? 1.0 : 0));
	free(kept);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
