/* Robust manager: cleans up in any case, and swallows ValueError alone. */
#include <async.h>

#include <stdio.h>

struct robust {
	const char *name;
};

async (struct robust *, robust_aenter, (struct robust *, self))
{
	puts("Setting up resources");
	await (async_sleep(0.5));
	return self;
}

async (bool, robust_aexit, (struct robust *, self), (struct exception *, exception))
{
	puts("Cleaning up resources");
	await (async_sleep(0.5));
	if (exception) {
		printf("Handling exception: %s: %s\n", exception->type->name,
		       exception->message);
		if (exception_is(exception, ValueError)) {
			puts("Gracefully recovering from ValueError");
			return true;
		}
	}
	return false;
}

async_context_manager (robust, struct robust *);

async (void, attempt, (const struct exception_type *, trouble))
{
	struct robust manager = { .name = "manager" };

	try {
		async_with (robust(&manager)) {
			puts("Doing work...");
			if (trouble)
				raise (trouble, "something is missing");
			puts("Work is done");
		} end_with
	} except (Exception, e) {
		printf("Exception escaped: %s\n", e->type->name);
	} end_try
	puts("Going on");
}

async (void, main_coroutine)
{
	await (attempt(NULL));
	await (attempt(ValueError));
	await (attempt(KeyError));
}

int main(void)
{
	return async_run(main_coroutine());
}
