/* A loop over the grains of a reader: one each 0.10 s, five in all. */
#include <async.h>
#include <stdio.h>

struct reader {
	char grain[20];
};

async_generator (const char *, reader_get_grains, (struct reader *, self))
{
	for (int index = 0; index < 5; index++) {
		await (async_sleep(0.10));
		snprintf(self->grain, sizeof self->grain, "grain-%d", index);
		yield (self->grain);
	}
}

async (void, main_coroutine)
{
	struct reader reader;

	async_for (const char *, grain, reader_get_grains(&reader))
		printf("got %s\n", grain);
	puts("no more grains");
}

int main(void)
{
	return async_run(main_coroutine());
}
