/* A manager made from a generator that ends, or raises, before it yields. */
#include <async.h>
#include <stdio.h>

asynccontextmanager (void, silent)
{
	await (async_sleep(0.05));
	if (false)
		yield ();
}

asynccontextmanager (void, failing)
{
	await (async_sleep(0.05));
	raise (OSError, "setup");
	yield ();
}

async (void, main_coroutine)
{
	AsyncContextManager(void) (*const factories[])(void) = { silent, failing };
	char context[60];

	for (int i = 0; i < 2; i++) {
		try {
			async_with (factories[i]()) {
				puts("body (never printed)");
			} end_with
		} except (Exception, error) {
			printf("%s: %s; context %s\n", error->type->name, error->message,
			       exception_repr(error->context, context, sizeof context));
		} end_try
	}
}

int main(void)
{
	return async_run(main_coroutine());
}
