/* A manager class: acquire 1 s, use 1 s, release 1 s. */
#include <async.h>
#include <stdio.h>

struct resource {
	int unused;
};

async (struct resource *, resource_aenter, (struct resource *, self))
{
	puts("Acquiring resource...");
	await (async_sleep(1));
	puts("Resource acquired.");
	return self;
}

async (void, resource_aexit, (struct resource *, self), (struct exception *, e))
{
	puts("Releasing resource...");
	await (async_sleep(1));
	puts("Resource released.");
}

async_context_manager (resource, struct resource *);

async (void, resource_use, (struct resource *, self))
{
	puts("Using the resource...");
	await (async_sleep(1));
}

async (void, main_coroutine)
{
	struct resource r;

	async_with (acquired, resource(&r)) {
		await (resource_use(acquired));
	} end_with
}

int main(void)
{
	return async_run(main_coroutine());
}
