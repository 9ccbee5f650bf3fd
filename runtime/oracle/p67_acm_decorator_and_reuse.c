/* A manager made from a generator serves once; a function that is to have one round
 * each call makes it anew. */
#include <async.h>
#include <stdio.h>

asynccontextmanager (void, traced, (const char *, name))
{
	printf("%s in\n", name);
	await (async_sleep(0.05));
	try {
		yield ();
	} finally {
		printf("%s out\n", name);
	} end_try
}

async (void, work, (int, number))
{
	async_with (traced("decorated")) {
		printf("work %d\n", number);
	} end_with
}

async (void, main_coroutine)
{
	AsyncContextManager(void) manager = traced("once");

	async_with (manager) {
		puts("first use");
	} end_with
	try {
		async_with (manager) {
			puts("second use (never printed)");
		} end_with
	} except (Exception, error) {
		printf("second use: %s\n", error->type->name);
	} end_try
	await (work(1));
	await (work(2));
}

int main(void)
{
	return async_run(main_coroutine());
}
