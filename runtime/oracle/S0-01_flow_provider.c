/* A provider opened with async_with, and inside it a reader opened the same way. */
#include <async.h>
#include <stdio.h>
#include <stdlib.h>

struct reader {
	const char *flow_id, *config;
};

async (struct reader *, reader_aenter, (struct reader *, self))
{
	printf("reader %s: opening (%s)\n", self->flow_id, self->config);
	await (async_sleep(0.10));
	printf("reader %s: open\n", self->flow_id);
	return self;
}

async (void, reader_aexit, (struct reader *, self), (struct exception *, e))
{
	printf("reader %s: closing\n", self->flow_id);
	await (async_sleep(0.05));
	printf("reader %s: closed\n", self->flow_id);
}

async_context_manager (reader, struct reader *);

/* The list is the caller's. */
async (int *, reader_read, (struct reader *, self), (int, start), (int, count))
{
	await (async_sleep(0.30));
	return list_of(int, frame, for (int frame = start; frame < start + count; frame++));
}

struct flow_provider {
	const char *store_url;
};

async (struct flow_provider *, flow_provider_aenter, (struct flow_provider *, self))
{
	printf("provider: connecting to %s\n", self->store_url);
	await (async_sleep(0.20));
	puts("provider: connected");
	return self;
}

async (void, flow_provider_aexit, (struct flow_provider *, self), (struct exception *, e))
{
	puts("provider: disconnecting");
	await (async_sleep(0.10));
	puts("provider: disconnected");
}

async_context_manager (flow_provider, struct flow_provider *);

async (void, main_coroutine)
{
	struct flow_provider the_provider = { "store://demo" };
	struct reader the_reader = { "flow-1", "cfg" };
	int *volatile frames = NULL;

	async_with (provider, flow_provider(&the_provider)) {
		async_with (r, reader(&the_reader)) {
			frames = await (reader_read(r, 720, 480));
			printf("read %zu frames, first %d, last %d\n", list_length(frames),
			       frames[0], frames[list_length(frames) - 1]);
		} end_with
		puts("provider still open, reader gone");
	} end_with
	printf("both gone, %zu frames still held\n", list_length(frames));
	list_free(frames);
}

int main(void)
{
	return async_run(main_coroutine());
}
