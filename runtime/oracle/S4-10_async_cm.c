/* A manager class: setup 1 s, body 0.5 s, clean-up 0.5 s. */
#include <async.h>
#include <stdio.h>

struct manager {
	const char *name;
};

async (struct manager *, manager_aenter, (struct manager *, self))
{
	printf("Async entering: %s\n", self->name);
	await (async_sleep(1));
	puts("Async setup complete");
	return self;
}

async (bool, manager_aexit, (struct manager *, self), (struct exception *, e))
{
	printf("Async exiting: %s\n", self->name);
	await (async_sleep(0.5));
	puts("Async cleanup complete");
	return false;
}

async_context_manager (manager, struct manager *);

async (void, main_coroutine)
{
	struct manager example = { "example" };

	async_with (m, manager(&example)) {
		printf("Inside async with block: %s\n", m->name);
		await (async_sleep(0.5));
	} end_with
}

int main(void)
{
	return async_run(main_coroutine());
}
