/* Async resource: acquire it, use it, release it. One second each. */
#include <async.h>

#include <stdio.h>

struct resource {
	const char *name;
};

async (struct resource *, resource_aenter, (struct resource *, self))
{
	puts("Acquiring resource...");
	await (async_sleep(1.0));
	puts("Resource acquired.");
	return self;
}

async (bool, resource_aexit, (struct resource *, self), (struct exception *, exception))
{
	puts("Releasing resource...");
	await (async_sleep(1.0));
	puts("Resource released.");
	return false;
}

async (void, resource_use, (struct resource *, self))
{
	puts("Using the resource...");
	await (async_sleep(1.0));
}

async_context_manager (resource, struct resource *);

async (void, main_coroutine)
{
	struct resource printer = { .name = "printer" };

	struct resource *acquired = await (resource_aenter(&printer));

	await (resource_use(acquired));
	await (resource_aexit(&printer, NULL));
}

int main(void)
{
	return async_run(main_coroutine());
}
