/* With try and finally the teardown runs when the body fails; without them it is
 * skipped. */
#include <async.h>
#include <stdio.h>

asynccontextmanager (void, careful)
{
	puts("careful: connecting");
	await (async_sleep(0.10));
	try {
		yield ();
	} finally {
		puts("careful: closing");
		await (async_sleep(0.05));
		puts("careful: closed");
	} end_try
}

asynccontextmanager (void, careless)
{
	puts("careless: connecting");
	await (async_sleep(0.10));
	yield ();
	puts("careless: closing");
	await (async_sleep(0.05));
	puts("careless: closed");
}

async (void, use, (AsyncContextManager(void), manager), (bool, fail))
{
	try {
		async_with (manager) {
			if (fail)
				raise (OSError, "query failed");
			puts("body ok");
		} end_with
	} except (OSError, error) {
		printf("caught: %s\n", error->message);
	} end_try
}

async (void, main_coroutine)
{
	AsyncContextManager(void) (*const factories[])(void) = { careful, careless };

	for (int i = 0; i < 2; i++)
		for (int fail = 0; fail < 2; fail++)
			await (use(factories[i](), fail));
}

int main(void)
{
	return async_run(main_coroutine());
}
