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

async (bool, robust_aexit, (struct robust *, self),
       (struct exception *, exception))
{
	puts("Cleaning up resources");
	await (async_sleep(0.5));
	if (!exception)
		return false;
	printf("Handling exception: %s: %s\n", exception->type->name,
	       exception->message);
	if (exception_is(exception, ValueError)) {
		puts("Gracefully recovering from ValueError");
		return true;
	}
	return false;
}

async_context_manager (robust, struct robust *);

async (void, work, (const struct exception_type *, trouble))
{
	struct robust manager = { .name = "manager" };

	async_with (robust(&manager)) {
		puts("Doing work...");
		if (trouble)
			raise (trouble, "something is missing");
		puts("Work is done");
	} end_with
	puts("Going on");
}

async (void, main_coroutine)
{
	const struct exception_type *troubles[] = { NULL, ValueError, KeyError };

	for (int i = 0; i < 3; i++) {
		try {
			await (work(troubles[i]));
		} except (ValueError, KeyError, escaped) {
			printf("Exception escaped: %s\n", escaped->type->name);
		} end_try
	}
}

int main(void)
{
	return async_run(main_coroutine());
}
