/* Nested managers are left in the reverse order of entry, each exit awaited before
 * the next. */
#include <async.h>
#include <stdio.h>

struct manager {
	const char *name;
};

async (struct manager *, manager_aenter, (struct manager *, self))
{
	await (async_sleep(0.1));
	printf("enter %s\n", self->name);
	return self;
}

async (void, manager_aexit, (struct manager *, self), (struct exception *, e))
{
	await (async_sleep(0.1));
	printf("exit %s\n", self->name);
}

async_context_manager (manager, struct manager *);

async (void, main_coroutine)
{
	struct manager a = { "a" }, b = { "b" }, c = { "c" };
	struct manager x = { "x" }, y = { "y" }, z = { "z" };

	async_with (manager(&a)) {
		async_with (manager(&b)) {
			async_with (manager(&c)) {
				puts("body nested");
			} end_with
		} end_with
	} end_with
	async_with (x_, manager(&x), y_, manager(&y), z_, manager(&z)) {
		puts("body in one line");
	} end_with
}

int main(void)
{
	return async_run(main_coroutine());
}
