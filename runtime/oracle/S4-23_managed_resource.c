/* Acquire, yield, release in finally; a body that works and one that fails. */
#include <async.h>
#include <stdio.h>

struct resource {
	const char *name;
	int value;
};

asynccontextmanager (struct resource *, managed, (const char *, name))
{
	struct resource memory, *volatile resource = NULL;

	try {
		printf("Acquiring %s\n", name);
		memory = (struct resource){ name, 42 };
		resource = &memory;
		yield (resource);
	} finally {
		if (resource)
			printf("Releasing %s\n", name);
	} end_try
}

async (void, main_coroutine)
{
	async_with (resource, managed("alpha")) {
		printf("value %d\n", resource->value);
	} end_with
	try {
		async_with (managed("beta")) {
			raise (RuntimeError, "body failed");
		} end_with
	} except (RuntimeError, error) {
		printf("caught: %s\n", error->message);
	} end_try
}

int main(void)
{
	return async_run(main_coroutine());
}
