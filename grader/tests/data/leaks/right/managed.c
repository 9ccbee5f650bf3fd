/* Enter allocates, exit frees. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct lent {
	char *room;
};

async (char *, lent_aenter, (struct lent *, self))
{
	self->room = malloc(77);
	await (async_sleep(0.5));
	return self->room;
}

async (bool, lent_aexit, (struct lent *, self), (struct exception *, e))
{
	await (async_sleep(0.5));
	free(self->room);
	return false;
}

async_context_manager (lent, struct lent *);

async (void, main_coroutine)
{
	puts("begin");

	struct lent mine;

	async_with (room, lent(&mine)) {
		room[0] = 'x';
	} end_with
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
