/* Async resource: acquire it, use it, release it. One second each. */
#include <async.h>

#include <stdio.h>

struct resource {
	const char *name;
};

async (void, say_and_wait, (const char *, text))
{
	printf("%s\n", text);
	for (int tenth = 0; tenth < 10; tenth++)
		await (async_sleep(0.1));
}

async (struct resource *, resource_aenter, (struct resource *, self))
{
	await (say_and_wait("Acquiring resource..."));
	puts("Resource acquired.");
	return self;
}

async (bool, resource_aexit, (struct resource *, self),
       (struct exception *, exception))
{
	await (say_and_wait("Releasing resource..."));
	puts("Resource released.");
	return false;
}

async (void, resource_use, (struct resource *, self))
{
	await (say_and_wait("Using the resource..."));
}

async_context_manager (resource, struct resource *);

async (void, main_coroutine)
{
	struct resource printer = { .name = "printer" };

	async_with (acquired, resource(&printer)) {
		await (resource_use(acquired));
	} end_with
}

int main(void)
{
	return async_run(main_coroutine());
}
