#include <async.h>
#include <stdio.h>
struct resource {
	const char *name;
};
async (struct resource *, resource_aenter, (struct resource *, self))
{
	puts("Acquiring resource...");
	await (async_sleep(1));
	puts("Resource acquired.");
	return self;
}
async (bool, resource_aexit, (struct resource *, self), (struct exception *, e))
{
	puts("Releasing resource...");
	await (async_sleep(1));
	puts("Resource released.");
	return 0;
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
	async_with (stack, AsyncExitStack()) {
		struct resource *r =
			await (enter_async_context(stack, resource(&printer)));
		await (resource_use(r));
	} end_with
}
int main(void)
{
	return async_run(main_coroutine());
}
