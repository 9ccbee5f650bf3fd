/* S0-01 on real files: a provider of flows, and inside it a reader of one of them. */
#include <async.h>
#include <stdio.h>
#include <stdlib.h>

enum { SIZE = 8 }; /* of a frame, in bytes */

/* ---- the provider ---- */

struct flow_provider {
	const char *store;
	struct async_exit_stack *open; /* its log, until it is left */
	struct file *log;
};

static const char *path_of(const struct flow_provider *self, const char *name)
{
	static char path[100];

	snprintf(path, sizeof path, "%s.%s", self->store, name);
	return path;
}

async (struct flow_provider *, flow_provider_aenter, (struct flow_provider *, self))
{
	await (async_sleep(0.20));
	async_with (stack, AsyncExitStack()) {
		self->log = await (enter_async_context(
			stack, async_open(path_of(self, "log"), "w")));
		await (file_write(self->log, "opened\n"));
		self->open = exit_stack_pop_all(stack);
	} end_with
	puts("provider: connected");
	return self;
}

async (void, flow_provider_aexit, (struct flow_provider *, self), (struct exception *, e))
{
	await (async_sleep(0.10));
	await (file_write(self->log, "closed\n"));
	await (exit_stack_aclose(self->open));
	puts("provider: disconnected");
}

async_context_manager (flow_provider, struct flow_provider *);

asynccontextmanager (struct file *, open_read, (struct flow_provider *, self),
		     (const char *, flow))
{
	async_with (file, async_open(path_of(self, flow), "rb")) {
		printf("reader %s: open\n", flow);
		yield (file);
	} end_with
	printf("reader %s: closed\n", flow);
}

/* ---- the reader ---- */

/* The list is the caller's. */
async (int *, reader_read, (struct file *, self), (int, start), (int, count))
{
	char *data;

	await (async_sleep(0.30));
	await (file_seek(self, start * SIZE, SEEK_SET));
	data = await (file_read_bytes(self, (size_t)count * SIZE));
	return list_of(int, atoi(data + at),
		       for (size_t at = 0; data && at < file_length(self); at += SIZE));
}

async (void, make_flow, (const char *, path), (int, length))
{
	async_with (file, async_open(path, "w")) {
		char frame[20];

		for (int number = 0; number < length; number++) {
			snprintf(frame, sizeof frame, "%7d\n", number);
			await (file_write(file, frame));
		}
	} end_with
}

static void show(const char *what, const int *frames)
{
	printf("%s: %zu frames", what, list_length(frames));
	if (list_length(frames))
		printf(" %d %d", frames[0], frames[list_length(frames) - 1]);
	puts("");
}

async (void, main_coroutine)
{
	struct flow_provider the_provider = { .store = "store" };
	int *frames = NULL, *few;

	await (make_flow("store.flow-1", 2000));
	async_with (provider, flow_provider(&the_provider)) {
		async_with (reader, open_read(provider, "flow-1")) {
			frames = await (reader_read(reader, 720, 480));
			show("read", frames);
			few = await (reader_read(reader, 1990, 480));
			show("near the end", few);
			list_free(few);
			show("behind the end", await (reader_read(reader, 2000, 480)));
		} end_with
		try {
			async_with (open_read(provider, "flow-2"))
				puts("never");
			end_with
		} except (FileNotFoundError, error) {
			puts(error->message);
		} end_try
	} end_with
	show("both gone", frames);
	list_free(frames);
	async_with (log, async_open("store.log", "r")) {
		async_for (char *, line, log)
			printf("log: %s\n", line);
	} end_with
}

int main(void)
{
	return async_run(main_coroutine());
}
